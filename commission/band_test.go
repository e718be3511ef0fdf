package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestResellerBands_T7_X3 has the ends of each band, a unit outside and inside;
// 20% and 25% are in two bands.
func TestResellerBands_T7_X3(t *testing.T) {
	tests := []struct {
		level, rate string
		want        bool
	}{
		{"basic", "14.9999999999%", false},
		{"basic", "15%", true},
		{"basic", "20%", true},
		{"basic", "20.0000000001%", false},
		{"professional", "19%", false},
		{"professional", "19.9999999999%", false},
		{"professional", "20%", true},
		{"professional", "25%", true},
		{"professional", "25.01%", false},
		{"enterprise", "24.99%", false},
		{"enterprise", "25%", true},
		{"enterprise", "30%", true},
		{"enterprise", "30.01%", false},
		{"enterprise", "31%", false},
	}
	for _, tt := range tests {
		t.Run(tt.level+" "+tt.rate, func(t *testing.T) {
			rate, err := commission.ParseRate(tt.rate)
			if err != nil {
				t.Fatal(err)
			}
			if got := commission.ResellerBands()[tt.level].Has(rate); got != tt.want {
				t.Errorf("Has(%s) = %t; want %t", rate, got, tt.want)
			}
		})
	}
}

func TestBandJSON(t *testing.T) {
	band := commission.Band{Low: commission.Percent(15), High: commission.Percent(20)}
	text, err := json.Marshal(band)
	if want := `{"low":"15%","high":"20%"}`; err != nil || string(text) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", text, err, want)
	}
	var got commission.Band
	if err := json.Unmarshal(text, &got); err != nil || got != band {
		t.Errorf("UnmarshalJSON(%s) = %v, %v; want %v", text, got, err, band)
	}
	for _, tt := range []struct {
		name, text, path string
		kind             error
	}{
		{"ends the wrong way round", `{"low":"20%","high":"19.99%"}`, "high", alianza.ErrConflict},
		{"no low end", `{"high":"20%"}`, "low", alianza.ErrMissing},
		{"a number", `{"low":15,"high":"20%"}`, "low", alianza.ErrForm},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := band
			err := json.Unmarshal([]byte(tt.text), &got)
			if faults := alianza.Faults(err); len(faults) != 1 || faults[0].Path != tt.path || !errors.Is(err, tt.kind) || got != band {
				t.Errorf("UnmarshalJSON(%s) = %v, %v; want %v at %s and no change", tt.text, got, err, tt.kind, tt.path)
			}
		})
	}
	if err := json.Unmarshal([]byte(`{"low":"20%","high":"20%"}`), &got); err != nil {
		t.Errorf("UnmarshalJSON(one rate) = %v; want no error", err)
	}
	if diff := cmp.Diff("0% to 0%", commission.Band{}.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
}

// A reseller's level fixes a band of rates, and the contract one rate in it.
func ExampleResellerBands() {
	ladder := tier.MustNew(tier.WithTerms(tier.Reseller(), commission.ResellerBands()))
	at, err := ladder.Place(tier.Metrics{"sales": num("15")})
	fmt.Println(at, err)
	fmt.Println(at.Terms, at.Terms.Has(commission.Percent(20)), at.Terms.Has(commission.Percent(19)))
	// Output:
	// professional; 35 sales to enterprise <nil>
	// 20% to 25% true false
}

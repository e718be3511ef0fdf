package terms_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestResellerRates_T7_X3 has the ends of each band, a unit outside and inside;
// 20% and 25% are in two bands.
func TestResellerRates_T7_X3(t *testing.T) {
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
			rate, err := alianza.ParsePercent(tt.rate)
			if err != nil {
				t.Fatal(err)
			}
			if got := terms.ResellerRates()[tt.level].Has(rate); got != tt.want {
				t.Errorf("Has(%s) = %t; want %t", rate, got, tt.want)
			}
		})
	}
}

func TestRateRangeJSON(t *testing.T) {
	band := terms.RateRange{Low: alianza.WholePercent(15), High: alianza.WholePercent(20)}
	text, err := json.Marshal(band)
	if want := `{"low":"15%","high":"20%"}`; err != nil || string(text) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", text, err, want)
	}
	var got terms.RateRange
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
	if diff := cmp.Diff("0%", terms.RateRange{}.String()); diff != "" {
		t.Errorf("String() mismatch (-want +got):\n%s", diff)
	}
}

func TestAmountRange_X3(t *testing.T) {
	band := terms.AmountRange{Low: num("20"), High: num("30.0")}
	for amount, want := range map[string]bool{
		"19.99": false, "19.999999999999999999": false, "20": true, "20.00": true, "25": true, "30": true, "30.000000000000000001": false,
		"30.01": false, "0": false, "-25": false, "1e18": false,
	} {
		if got := band.Has(num(amount)); got != want {
			t.Errorf("Has(%s) = %t; want %t", amount, got, want)
		}
	}
	for name, n := range hostile() {
		if band.Has(n) || (terms.AmountRange{Low: n, High: num("30")}).Has(num("25")) || (terms.AmountRange{High: n}).Has(num("25")) {
			t.Errorf("Has is true with %s; want false", name)
		}
	}
	zero := terms.AmountRange{}
	if !zero.IsZero() || !zero.Has(num("0")) || zero.Has(num("0.01")) || band.IsZero() || (terms.AmountRange{High: num("1")}).IsZero() {
		t.Error("IsZero and Has disagree about what the zero band is: 0 alone")
	}
	for _, tt := range []struct {
		band terms.AmountRange
		want string
	}{
		{band, "20 to 30.0"},
		{zero, "0"},
		{terms.AmountRange{Low: num("200"), High: num("200")}, "200"},
	} {
		if got := tt.band.String(); got != tt.want {
			t.Errorf("String() = %q; want %q", got, tt.want)
		}
	}
}

func TestAmountRangeJSON(t *testing.T) {
	band := terms.AmountRange{Low: num("500.00"), High: num("2000")}
	const want = `{"low":"500.00","high":"2000"}`
	if got := jsonText(t, band); got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
	var got terms.AmountRange
	if err := json.Unmarshal([]byte(want), &got); err != nil || cmp.Diff(band, got) != "" {
		t.Errorf("Unmarshal(%s) = %s, %v; want %s", want, got, err, band)
	}
	for _, tt := range []struct {
		name, text string
		want       fault
	}{
		{"reversed", `{"low":"20","high":"19.99"}`, fault{"high", alianza.ErrConflict}},
		{"no high end", `{"low":"20"}`, fault{"high", alianza.ErrMissing}},
		{"hostile", `{"low":"1e99","high":"20"}`, fault{"low", alianza.ErrRange}},
		{"a rate", `{"low":"1%","high":"20"}`, fault{"low", alianza.ErrForm}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := band
			checkFaults(t, "Unmarshal", json.Unmarshal([]byte(tt.text), &got), []fault{tt.want})
			if diff := cmp.Diff(band, got); diff != "" {
				t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
			}
		})
	}
	if err := json.Unmarshal([]byte(`{"low":"-1","high":"-1.0"}`), &got); err != nil {
		t.Errorf("Unmarshal(one amount) = %v; want no error", err)
	}
}

// A reseller's level fixes a band of rates, and the contract one rate in it.
func ExampleResellerRates() {
	ladder := alianza.Must(tier.New(tier.WithTerms(tier.Reseller(), terms.ResellerRates())))
	at, err := ladder.Place(tier.Metrics{"sales": num("15")})
	fmt.Println(at, err)
	fmt.Println(at.Terms, at.Terms.Has(alianza.WholePercent(20)), at.Terms.Has(alianza.WholePercent(19)))
	// Output:
	// professional; 35 sales to enterprise <nil>
	// 20% to 25% true false
}

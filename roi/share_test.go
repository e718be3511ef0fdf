package roi_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestShare_R23(t *testing.T) {
	run(t, []row{
		{"new customers", of(roi.Share("new customers", n("30"), n("100"))), "30", "new customers 30%: part 30, whole 100", nil},
		{"all", of(roi.Share("successes", n("9"), n("9"))), "100", "successes 100%: part 9, whole 9", nil},
		{"more than all", of(roi.Share("successes", n("9.01"), n("9"))), "", "", []fault{{"part", "9.01", alianza.ErrRange}}},
		{"no name", of(roi.Share("", n("1"), n("2"))), "", "", []fault{{"name", "", alianza.ErrMissing}}},
		{"negative", of(roi.Share("x", n("-1"), n("-2"))), "", "", []fault{{"whole", "-2", alianza.ErrNegative}, {"part", "-1", alianza.ErrNegative}}},
	})
}

// TestRevenueAndGrowth_R11 tells a share of revenue from a share of growth: the same
// partners have 35% of the one and 40% of the other.
func TestRevenueAndGrowth_R11(t *testing.T) {
	run(t, []row{
		{"revenue, V-PS-1", of(roi.RevenueShare(n("400"), n("1000"))), "40", "revenue share 40%: part 400, whole 1000", nil},
		{"revenue of 700 in 2,000", of(roi.RevenueShare(n("700"), n("2000"))), "35", "revenue share 35%: part 700, whole 2000", nil},
		{"growth, V-GS-1", of(roi.GrowthShare(n("700").Sub(n("300")), n("2000").Sub(n("1000")))), "40", "growth share 40%: growth of partners 400, growth of total 1000", nil},
		{"direct revenue fell, V-GS-2", of(roi.GrowthShare(n("400"), n("200"))), "200", "growth share 200%: growth of partners 400, growth of total 200", nil},
		{"partners fell", of(roi.GrowthShare(n("-50"), n("200"))), "-25", "growth share -25%: growth of partners -50, growth of total 200", nil},
		{"nothing, V-PS-2", of(roi.RevenueShare(n("0"), n("0"))), "", "", []fault{{"whole", "", alianza.ErrZero}}},
		{"no growth, V-GS-3", of(roi.GrowthShare(n("400"), n("0"))), "", "", []fault{{"growth of total", "", alianza.ErrZero}}},
		{"total fell", of(roi.GrowthShare(n("-40"), n("-80"))), "", "", []fault{{"growth of total", "-80", alianza.ErrNegative}}},
	})
}

func TestByOrigin_R25(t *testing.T) {
	deals := []roi.Deal{
		{ID: "a", Origin: roi.Sourced, Revenue: n("300")},
		{ID: "b", Origin: roi.Influenced, Revenue: n("500")},
		{ID: "c", Origin: roi.Direct, Revenue: n("100")},
		{ID: "d", Origin: roi.Sourced, Revenue: n("100")},
	}
	got, err := roi.ByOrigin(deals)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"revenue 1000", "direct revenue 100", "sourced revenue 400", "influenced revenue 500",
		"sourced share 40%: part 400, whole 1000", "influenced share 50%: part 500, whole 1000",
	}
	if diff := cmp.Diff(want, []string{
		got.Total.String(), got.Direct.String(), got.Sourced.String(), got.Influenced.String(),
		got.SourcedShare.String(), got.InfluencedShare.String(),
	}); diff != "" {
		t.Errorf("ByOrigin mismatch (-want +got):\n%s", diff)
	}
	readsBack(t, got)
	readsBack(t, deals[0])

	refunds, err := roi.ByOrigin([]roi.Deal{{ID: "a", Origin: roi.Sourced, Revenue: n("-300")}})
	if err != nil || !refunds.SourcedShare.IsZero() {
		t.Errorf("ByOrigin of refunds = %v, %v; want no share", refunds, err)
	}
	readsBack(t, refunds)
	// 150 - 50 = 100 in all, of which partners cannot have brought 150.
	more, err := roi.ByOrigin([]roi.Deal{{ID: "a", Origin: roi.Sourced, Revenue: n("150")}, {ID: "b", Origin: roi.Direct, Revenue: n("-50")}})
	if err != nil || !more.SourcedShare.IsZero() || more.InfluencedShare.Value() != "0%" || more.Total.Cmp(n("100")) != 0 {
		t.Errorf("ByOrigin of more than the whole = %v, %v; want no share of 100", more, err)
	}
}

func TestByOriginFaults(t *testing.T) {
	tests := []struct {
		name  string
		deals []roi.Deal
		want  []fault
	}{
		{"none", nil, []fault{{"deals", "", alianza.ErrEmpty}}},
		{"a deal twice", []roi.Deal{{ID: "a", Origin: roi.Sourced}, {ID: "a", Origin: roi.Influenced}}, []fault{{"deals[1].id", "a", alianza.ErrDuplicate}}},
		{"nothing said", []roi.Deal{{}}, []fault{{"deals[0].id", "", alianza.ErrMissing}, {"deals[0].origin", "", alianza.ErrMissing}}},
		{"another origin", []roi.Deal{{ID: "a", Origin: 4, Revenue: n("1e18").Shift(1)}}, []fault{{"deals[0].origin", "(4)", alianza.ErrUnknown}, {"deals[0].revenue", "1" + strings.Repeat("0", 19), alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := roi.ByOrigin(tt.deals)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("ByOrigin = other faults (-want +got):\n%s", diff)
			}
		})
	}
	var o roi.Origin
	if err := o.UnmarshalText([]byte("sorced")); !errors.Is(err, alianza.ErrUnknown) || !strings.Contains(err.Error(), `did you mean "sourced"?`) {
		t.Errorf("UnmarshalText(sorced) = %v; want a hint", err)
	}
	if doc, err := json.Marshal(roi.Deal{ID: "a"}); err == nil {
		t.Errorf("MarshalJSON() without an origin = %s; want an error", doc)
	}
}

// readsBack checks that a value comes back from its JSON, and that a field of another
// case is refused.
func readsBack[T any, P interface {
	*T
	json.Unmarshaler
}](t *testing.T, v T,
) {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Errorf("MarshalJSON() = %v; want no error", err)
		return
	}
	got, err := alianza.Read[T, P](doc)
	if diff := cmp.Diff(v, got); diff != "" || err != nil {
		t.Errorf("Read(%s) = %v; mismatch (-want +got):\n%s", doc, err, diff)
	}
	if len(doc) > 2 {
		upper := string(doc[:2]) + strings.ToUpper(string(doc[2])) + string(doc[3:])
		if got, err := alianza.Read[T, P]([]byte(upper)); !errors.Is(err, alianza.ErrField) {
			t.Errorf("Read(%.60s) = %v, %v; want ErrField", upper, got, err)
		}
	}
}

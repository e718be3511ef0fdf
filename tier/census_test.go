package tier_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// population returns partners by their sales.
func population(sales map[string]string) map[string]tier.Metrics {
	p := map[string]tier.Metrics{}
	for partner, one := range sales {
		p[partner] = tier.Metrics{"sales": n(one)}
	}
	return p
}

// partners returns the names of a census, in its order.
func partners[T any](c tier.Census[T]) []string {
	var names []string
	for _, m := range c {
		names = append(names, m.Partner)
	}
	return names
}

var sellers = map[string]string{"zoe": "0", "ana": "5", "bea": "15", "cai": "16", "dan": "30", "eva": "31", "Ana": "6", "Abe": "17"}

func TestCensus(t *testing.T) {
	ladder := mustNew(tier.WithTerms(tier.Affiliate(), map[string]int{"basic": 20, "silver": 25, "gold": 30, "platinum": 35}))
	got, err := ladder.Census(population(sellers))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Abe", "Ana", "ana", "bea", "cai", "dan", "eva", "zoe"}, partners(got)); diff != "" {
		t.Errorf("Census is in another order (-want +got):\n%s", diff)
	}
	for _, m := range got {
		want, err := ladder.Place(tier.Metrics{"sales": n(sellers[m.Partner])})
		if diff := cmp.Diff(want, m.Placement); diff != "" || err != nil {
			t.Errorf("Census of %s mismatch, %v (-want +got):\n%s", m.Partner, err, diff)
		}
	}
	if diff := cmp.Diff(map[string]int{"": 1, "basic": 1, "silver": 2, "gold": 3, "platinum": 1}, got.Counts()); diff != "" {
		t.Errorf("Counts() mismatch (-want +got):\n%s", diff)
	}
	for name, p := range map[string]map[string]tier.Metrics{"nil": nil, "empty": {}} {
		empty, err := ladder.Census(p)
		if err != nil || len(empty) != 0 || len(empty.Counts()) != 0 || rising(t, empty, "sales", "1") != nil || falling(t, empty, "sales", "1") != nil {
			t.Errorf("Census(%s) = %v, %v; want none", name, empty, err)
		}
	}
	_, err = (tier.Ladder[int]{}).Census(nil)
	wantFaults(t, "Census of the zero ladder", err, fault{"ladder", "", alianza.ErrUnchecked})
}

// TestCensus_Faults reports no more faults than others do, however many partners
// have one.
func TestCensus_Faults(t *testing.T) {
	many := map[string]tier.Metrics{}
	for i := range 5000 {
		many[fmt.Sprint(i)] = tier.Metrics{"sales": n("-1")}
	}
	_, err := mustNew(tier.Affiliate()).Census(many)
	if got := len(alianza.Faults(err)); got != 100 {
		t.Errorf("Census of 5000 faulty partners = %d faults; want 100", got)
	}
}

// TestCensus_Names wants names of partners that can be seen.
func TestCensus_Names(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
	const blank = "bea "
	p := map[string]tier.Metrics{"": {"sales": n("1")}, "ana": {"sales": n("1")}, blank: {"sales": n("-1")}, "x\xff": {"sales": n("1")}}
	want := []fault{{"partner", "", alianza.ErrMissing}, {"partner", blank, alianza.ErrForm}, {"partner", "x�", alianza.ErrForm}}
	_, err := ladder.Census(p)
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Census = other faults (-want +got):\n%s", diff)
	}
	_, err = tier.Compare(ladder, ladder, p)
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Compare = other faults (-want +got):\n%s", diff)
	}
	for i, name := range []string{"", blank, "x\xff"} {
		_, err := ladder.Tally(maps.All(map[string]tier.Metrics{name: p[name]}))
		if diff := cmp.Diff(want[i:i+1], faults(err), sameFaults); diff != "" {
			t.Errorf("Tally of %q = other faults (-want +got):\n%s", name, diff)
		}
	}
}

// TestTally counts as the census does, and allocates no more for many partners
// than for few.
func TestTally(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
	census, err := ladder.Census(population(sellers))
	if err != nil {
		t.Fatal(err)
	}
	got, err := ladder.Tally(maps.All(population(sellers)))
	if diff := cmp.Diff(census.Counts(), got); diff != "" || err != nil {
		t.Errorf("Tally mismatch, %v (-want +got):\n%s", err, diff)
	}
	m := tier.Metrics{"sales": n("17")}
	many := func(partners int) iter.Seq2[string, tier.Metrics] {
		return func(yield func(string, tier.Metrics) bool) {
			for range partners {
				if !yield("ana", m) {
					return
				}
			}
		}
	}
	allocations := func(partners int) float64 {
		return costtest.Allocs(0, 10, func() {
			if got, err := ladder.Tally(many(partners)); err != nil || got["gold"] != partners {
				t.Errorf("Tally = %v, %v; want %d on gold", got, err, partners)
			}
		})
	}
	if few, lots := allocations(1), allocations(10_000); lots > few {
		t.Errorf("Tally of 10,000 partners = %v allocations; want %v, as for one", lots, few)
	}
	m["sales"] = n("-1")
	_, err = ladder.Tally(many(10_000))
	if got := len(alianza.Faults(err)); got != 100 {
		t.Errorf("Tally of 10,000 faulty partners = %d faults; want 100", got)
	}
	_, err = (tier.Ladder[int]{}).Tally(many(1))
	wantFaults(t, "Tally of the zero ladder", err, fault{"ladder", "", alianza.ErrUnchecked})
	if got, err := ladder.Tally(nil); err != nil || len(got) != 0 {
		t.Errorf("Tally(nil) = %v, %v; want none", got, err)
	}
	if got, err := ladder.Tally(many(0)); err != nil || len(got) != 0 {
		t.Errorf("Tally of nobody = %v, %v; want none", got, err)
	}
}

// rising returns who is rising.
func rising[T any](t *testing.T, c tier.Census[T], metric, by string) tier.Census[T] {
	t.Helper()
	got, err := c.Rising(metric, n(by))
	if err != nil {
		t.Fatalf("Rising(%s, %s) = %v; want no error", metric, by, err)
	}
	return got
}

// falling returns who is falling.
func falling[T any](t *testing.T, c tier.Census[T], metric, by string) tier.Census[T] {
	t.Helper()
	got, err := c.Falling(metric, n(by))
	if err != nil {
		t.Fatalf("Falling(%s, %s) = %v; want no error", metric, by, err)
	}
	return got
}

// TestCensusRefusals names all faults of all partners.
func TestCensusRefusals(t *testing.T) {
	p := population(sellers)
	p["bea"] = nil
	p["eva"] = tier.Metrics{"sales": n("-1"), "sale": n("1")}
	p["dan"]["sales"] = decimal.New(1, 1<<30)
	ladder := mustNew(tier.Affiliate())
	want := []fault{
		{"bea.metrics.sales", "", alianza.ErrMissing},
		{"dan.metrics.sales", "1e1073741824", alianza.ErrRange},
		{"eva.metrics.sales", "-1", alianza.ErrRange},
		{"eva.metrics.sale", "", alianza.ErrUnknown},
	}
	for range 3 {
		got, err := ladder.Census(maps.Clone(p))
		if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" || got != nil {
			t.Errorf("Census = %v, other faults (-want +got):\n%s", got, diff)
		}
		shifts, again := tier.Compare(ladder, mustNew(tier.Reseller()), p)
		if fmt.Sprint(again) != fmt.Sprint(err) || shifts != nil {
			t.Errorf("Compare = %v, %v; want %v", shifts, again, err)
		}
	}
	_, err := ladder.Census(map[string]tier.Metrics{"ana": nil})
	if want := "tier: ladder affiliate: ana.metrics.sales: missing"; fmt.Sprint(err) != want {
		t.Errorf("Census = %v; want %s", err, want)
	}
}

func TestRisingFalling(t *testing.T) {
	tests := []struct {
		name, metric, by string
		rising, falling  []string
	}{
		{"one sale", "sales", "1", []string{"ana", "bea", "dan", "zoe"}, []string{"Ana", "cai", "eva"}},
		{"half a sale", "sales", "0.5", nil, []string{"Ana", "cai", "eva"}},
		{"the least unit", "sales", "0.000000000000000001", nil, []string{"Ana", "cai", "eva"}},
		{"just not a sale", "sales", "0.999999999999999999", nil, []string{"Ana", "cai", "eva"}},
		{"none", "sales", "0", nil, nil},
		{"two sales", "sales", "2", []string{"ana", "bea", "dan", "zoe"}, []string{"Abe", "Ana", "cai", "eva"}},
		{"ten sales", "sales", "10", []string{"Ana", "ana", "bea", "dan", "zoe"}, []string{"Abe", "Ana", "ana", "bea", "cai", "eva"}},
		{"other metric", "visits", "10", nil, nil},
		{"no metric", "", "10", nil, nil},
	}
	census, err := mustNew(tier.Affiliate()).Census(population(sellers))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.rising, partners(rising(t, census, tt.metric, tt.by))); diff != "" {
				t.Errorf("Rising(%s, %s) mismatch (-want +got):\n%s", tt.metric, tt.by, diff)
			}
			if diff := cmp.Diff(tt.falling, partners(falling(t, census, tt.metric, tt.by))); diff != "" {
				t.Errorf("Falling(%s, %s) mismatch (-want +got):\n%s", tt.metric, tt.by, diff)
			}
		})
	}
	for name, d := range hostile() {
		_, err := census.Rising("sales", d)
		wantFaults(t, "Rising by "+name, err, fault{"within", "", alianza.ErrRange})
		_, err = census.Falling("sales", d)
		wantFaults(t, "Falling by "+name, err, fault{"by", "", alianza.ErrRange})
	}
	_, err = census.Rising("sales", n("-1"))
	wantFaults(t, "Rising by less than none", err, fault{"within", "-1", alianza.ErrRange})
	_, err = census.Falling("sales", n("-1"))
	wantFaults(t, "Falling by less than none", err, fault{"by", "-1", alianza.ErrRange})
}

// TestRisingFallingNeeds has one partner and requirements of all kinds.
func TestRisingFallingNeeds(t *testing.T) {
	above, atMost, below := tier.Above("x", n("5")), tier.AtMost("x", n("5")), tier.Below("x", n("5"))
	x, y := tier.AtLeast("x", n("5")), tier.AtLeast("y", n("5"))
	between := tier.Requirement{Metric: "x", Bound: alianza.Between(n("5"), n("8"))}
	sum := sumOf(tier.AtLeast("", n("10")), "x", "y")
	tests := []struct {
		name      string
		need      []tier.Requirement
		metrics   map[string]string
		by        string // of x
		rise, fal bool
	}{
		{"at least, by the gap", []tier.Requirement{x}, map[string]string{"x": "3"}, "2", true, false},
		{"at least, by less", []tier.Requirement{x}, map[string]string{"x": "3"}, "1.99", false, false},
		{"at least, held on the bound", []tier.Requirement{x}, map[string]string{"x": "5"}, "0.01", false, true},
		{"at least, held by as much", []tier.Requirement{x}, map[string]string{"x": "7"}, "2", false, false},
		{"at least, held by less", []tier.Requirement{x}, map[string]string{"x": "7"}, "2.01", false, true},
		{"above, by the gap", []tier.Requirement{above}, map[string]string{"x": "3"}, "2", false, false},
		{"above, by more", []tier.Requirement{above}, map[string]string{"x": "3"}, "2.01", true, false},
		{"above, on the bound", []tier.Requirement{above}, map[string]string{"x": "5"}, "0", false, false},
		{"above, held by as much", []tier.Requirement{above}, map[string]string{"x": "7"}, "2", false, true},
		{"above, held by more", []tier.Requirement{above}, map[string]string{"x": "7"}, "1.99", false, false},
		{"at most, by the gap", []tier.Requirement{atMost}, map[string]string{"x": "7"}, "2", true, false},
		{"at most, held by as much", []tier.Requirement{atMost}, map[string]string{"x": "3"}, "2", false, false},
		{"at most, held by less", []tier.Requirement{atMost}, map[string]string{"x": "3"}, "2.01", false, true},
		{"below, by the gap", []tier.Requirement{below}, map[string]string{"x": "7"}, "2", false, false},
		{"below, by more", []tier.Requirement{below}, map[string]string{"x": "7"}, "2.01", true, false},
		{"below, held by as much", []tier.Requirement{below}, map[string]string{"x": "3"}, "2", false, true},
		{"below, held by more", []tier.Requirement{below}, map[string]string{"x": "3"}, "1.99", false, false},
		{"two metrics, both missing", []tier.Requirement{x, y}, map[string]string{"x": "4", "y": "4"}, "1", false, false},
		{"two metrics, the other missing", []tier.Requirement{x, y}, map[string]string{"x": "5", "y": "4"}, "1", false, false},
		{"two metrics, this one missing", []tier.Requirement{x, y}, map[string]string{"x": "4", "y": "5"}, "1", true, false},
		{"two metrics, held", []tier.Requirement{x, y}, map[string]string{"x": "6", "y": "5"}, "1", false, false},
		{"two bounds of one metric", []tier.Requirement{x, tier.Above("x", n("5.5"))}, map[string]string{"x": "4"}, "1.5", false, false},
		{"two bounds of one metric, both within", []tier.Requirement{x, tier.Above("x", n("5.5"))}, map[string]string{"x": "4"}, "1.6", true, false},
		{"a sum", []tier.Requirement{sum}, map[string]string{"x": "3", "y": "5"}, "2", true, false},
		{"a sum, by less", []tier.Requirement{sum}, map[string]string{"x": "3", "y": "5"}, "1.9", false, false},
		{"a sum that would break is not looked at", []tier.Requirement{tier.AtLeast("x", n("10")), sumOf(tier.AtMost("", n("12")), "x", "y")}, map[string]string{"x": "4", "y": "3"}, "6", true, false},
		{"a sum, held", []tier.Requirement{sum}, map[string]string{"x": "5", "y": "5"}, "1", false, true},
		{"any, this one within", []tier.Requirement{tier.Any(x, y)}, map[string]string{"x": "4", "y": "0"}, "1", true, false},
		{"any, the other one within", []tier.Requirement{tier.Any(x, y)}, map[string]string{"x": "0", "y": "4"}, "1", false, false},
		{"any, held by this one", []tier.Requirement{tier.Any(x, y)}, map[string]string{"x": "5", "y": "0"}, "1", false, true},
		{"any, held by both", []tier.Requirement{tier.Any(x, y)}, map[string]string{"x": "5", "y": "5"}, "1", false, false},
		{"all, held", []tier.Requirement{tier.All(x, y)}, map[string]string{"x": "5", "y": "9"}, "1", false, true},
		{"all, this one missing", []tier.Requirement{tier.All(x, y)}, map[string]string{"x": "4", "y": "9"}, "1", true, false},
		{"all, both missing", []tier.Requirement{tier.All(x, y)}, map[string]string{"x": "4", "y": "4"}, "1", false, false},
		{"group in a group", []tier.Requirement{tier.Any(tier.All(x, y), y)}, map[string]string{"x": "4", "y": "0"}, "1", false, false},
		{"group in a group, within", []tier.Requirement{tier.Any(tier.All(x, y), tier.AtLeast("y", n("9")))}, map[string]string{"x": "4", "y": "5"}, "1", true, false},
		{"in a range, by the gap from below", []tier.Requirement{between}, map[string]string{"x": "3"}, "2", true, false},
		{"in a range, by less from below", []tier.Requirement{between}, map[string]string{"x": "3"}, "1.99", false, false},
		{"in a range, by the gap from above", []tier.Requirement{between}, map[string]string{"x": "9"}, "1", true, false},
		{"in a range, held by as much", []tier.Requirement{between}, map[string]string{"x": "7"}, "1", false, false},
		{"in a range, held by less", []tier.Requirement{between}, map[string]string{"x": "7"}, "1.01", false, true},
		{"not given", []tier.Requirement{x}, nil, "1000", false, false},
		{"not given, and at most", []tier.Requirement{atMost}, nil, "0", false, false},
		{"part of a sum not given", []tier.Requirement{sum}, map[string]string{"x": "9"}, "1000", false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			census, err := one(t, tier.OnMissingUnmet, tt.need...).Census(map[string]tier.Metrics{"ana": numbers(tt.metrics)})
			if err != nil {
				t.Fatal(err)
			}
			if got := len(rising(t, census, "x", tt.by)) == 1; got != tt.rise {
				t.Errorf("Rising(x, %s) at %v = %t; want %t", tt.by, tt.metrics, got, tt.rise)
			}
			if got := len(falling(t, census, "x", tt.by)) == 1; got != tt.fal {
				t.Errorf("Falling(x, %s) at %v = %t; want %t", tt.by, tt.metrics, got, tt.fal)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	harder := tier.Affiliate()
	harder.Levels[2].Requires[0] = sales("20")
	harder.Levels[0].Requires[0] = sales("0")
	renamed := tier.Affiliate()
	renamed.Levels[3].Name = "diamond"
	affiliate := mustNew(tier.Affiliate())
	tests := []struct {
		name string
		to   tier.Definition[tier.NoTerms]
		want []tier.Shift
	}{
		{"the same", tier.Affiliate(), nil},
		{"changed bounds", harder, []tier.Shift{{"Abe", "gold", "silver"}, {"cai", "gold", "silver"}, {"zoe", "", "basic"}}},
		{"other levels", tier.Reseller(), []tier.Shift{
			{"Abe", "gold", "professional"},
			{"Ana", "silver", "basic"},
			{"bea", "silver", "professional"},
			{"cai", "gold", "professional"},
			{"dan", "gold", "professional"},
			{"eva", "platinum", "professional"},
		}},
		{"another name", renamed, []tier.Shift{{"eva", "platinum", "diamond"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tier.Compare(affiliate, mustNew(tt.to), population(sellers))
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("Compare mismatch, %v (-want +got):\n%s", err, diff)
			}
		})
	}
	other := mustNew(tier.WithTerms(harder, map[string]int{"basic": 1, "silver": 2, "gold": 3, "platinum": 4}))
	if got, err := tier.Compare(affiliate, other, population(sellers)); err != nil || len(got) != 3 {
		t.Errorf("Compare with other terms = %v, %v; want 3 shifts", got, err)
	}
	_, err := tier.Compare(affiliate, mustNew(tier.InfluencerSize()), map[string]tier.Metrics{"ana": {"sales": n("1")}})
	want := []fault{{"ana.metrics.followers", "", alianza.ErrMissing}, {"ana.metrics.sales", "", alianza.ErrUnknown}}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Compare with other metrics = other faults (-want +got):\n%s", diff)
	}
}

func TestShiftString(t *testing.T) {
	tests := []struct {
		name  string
		shift tier.Shift
		want  string
	}{
		{"between levels", tier.Shift{"ana", "silver", "gold"}, "ana: silver to gold"},
		{"from none", tier.Shift{"ana", "", "gold"}, "ana: no tier to gold"},
		{"to none", tier.Shift{"ana", "silver", ""}, "ana: silver to no tier"},
		{"zero", tier.Shift{}, ": no tier to no tier"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.shift.String(); got != tt.want {
				t.Errorf("String() = %q; want %q", got, tt.want)
			}
		})
	}
}

// TestCensus_JSON writes results and reads them back.
func TestCensus_JSON(t *testing.T) {
	census, err := mustNew(tier.InfluencerSize()).Census(map[string]tier.Metrics{"ana": {"followers": n("0")}, "bea": {"followers": n("100000")}})
	if err != nil {
		t.Fatal(err)
	}
	tiertest.ComesBack(t, census, `[{"partner":"ana","placement":{"ladder":"influencer_size","rank":0,"next":"micro",`+
		`"unmet":[{"need":{"metric":"followers","at_least":"10000"},"value":"0","by":"10000"}]}},`+
		`{"partner":"bea","placement":{"ladder":"influencer_size","level":"macro","rank":2,"next":"mega",`+
		`"unmet":[{"need":{"metric":"followers","at_least":"1000000"},"value":"100000","by":"900000"}],`+
		`"slack":[{"need":{"metric":"followers","at_least":"100000"},"value":"100000","by":"0"}]}}]`)
	tiertest.ComesBack(t, census[:0], `[]`)
	if doc, err := json.Marshal(tier.Census[int](nil)); err != nil || string(doc) != `[]` {
		t.Errorf("MarshalJSON() of no census = %s, %v; want []", doc, err)
	}
	tiertest.ComesBack(t, tier.Shift{Partner: "ana", From: "gold"}, `{"partner":"ana","from":"gold"}`)
	tiertest.ComesBack(t, tier.Shift{Partner: "ana", To: "gold"}, `{"partner":"ana","to":"gold"}`)
	var shift tier.Shift
	wantFaults(t, "UnmarshalJSON(no shift)", shift.UnmarshalJSON([]byte(`{"partner":"ana","from":"a","to":"a"}`)), fault{"to", "a", alianza.ErrConflict})
	wantFaults(t, "MarshalJSON(no shift)", second(tier.Shift{Partner: "ana", From: "a", To: "a"}.MarshalJSON()), fault{"to", "a", alianza.ErrConflict})
	var read tier.Census[tier.NoTerms]
	wantFaults(t, "UnmarshalJSON(null)", read.UnmarshalJSON([]byte(`null`)), fault{"", "", alianza.ErrMissing})
	wantFaults(t, "UnmarshalJSON(another field)", read.UnmarshalJSON([]byte(`[{"partner":"ana","placement":{"ladder":"l","rank":0,"level ":""}}]`)), fault{"[0].placement.level ", "", alianza.ErrField})
}

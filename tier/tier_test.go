package tier_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// TestBenefitsCopies changes benefits before and after New.
func TestBenefitsCopies(t *testing.T) {
	d := tier.Affiliate()
	ladder := mustNew(d)
	d.Levels[0].Benefits[0] = "spoilt"
	copied := ladder.Definition()
	copied.Levels[0].Benefits[0] = "spoilt"
	if diff := cmp.Diff(tier.Affiliate(), ladder.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	got, err := ladder.Place(tier.Metrics{"sales": n("1")})
	if err != nil || got.Benefits[0] != "marketing_materials" {
		t.Errorf("Place(1) after changes = benefits %v, %v; want marketing_materials first", got.Benefits, err)
	}
}

// TestZeroLadder refuses what New has not checked.
func TestZeroLadder(t *testing.T) {
	var ladder tier.Ladder[string]
	unchecked := fault{"ladder", "", alianza.ErrUnchecked}
	_, err := ladder.Place(nil)
	wantFaults(t, "Place(nil)", err, unchecked)
	if want := "tier: ladder: a zero value: use New"; fmt.Sprint(err) != want {
		t.Errorf("Place(nil) = %v; want %s", err, want)
	}
	_, err = ladder.Place(tier.Metrics{"sales": n("1")})
	wantFaults(t, "Place(1 sale)", err, unchecked)
	_, err = ladder.PlaceMean(nil, 1, nil)
	wantFaults(t, "PlaceMean(nil)", err, unchecked)
	_, err = ladder.Rank(nil)
	wantFaults(t, "Rank(nil)", err, unchecked)
	_, err = ladder.Census(map[string]tier.Metrics{"ana": nil})
	wantFaults(t, "Census", err, unchecked)
	_, err = tier.Compare(mustNew(tier.Affiliate()), ladder, nil)
	wantFaults(t, "Compare", err, unchecked)
	if _, ok := ladder.RankOf(""); ok || ladder.Name() != "" || ladder.Metrics() != nil || !ladder.Equal(tier.Ladder[string]{}) {
		t.Errorf("the zero ladder has names, metrics or remarks")
	}
	if diff := cmp.Diff(tier.Definition[string]{}, ladder.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	var none tier.Placement[string]
	if none.String() != "no tier" || none.ToNext() != "" || none.Tier() != "" {
		t.Errorf("String() of the zero placement = %q, to next %q, tier %q; want no tier", none, none.ToNext(), none.Tier())
	}
	tiertest.ComesBack(t, none, `{"ladder":"","rank":0}`)
}

func TestLadder_Metrics(t *testing.T) {
	ladder := mustNew(studio())
	want := []string{"sales", "tickets", "satisfaction", "refunds"}
	got := ladder.Metrics()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Metrics() mismatch (-want +got):\n%s", diff)
	}
	got[0] = "spoilt"
	if diff := cmp.Diff(want, ladder.Metrics()); diff != "" {
		t.Errorf("Metrics() after a change mismatch (-want +got):\n%s", diff)
	}
}

func TestLadder_RankOf_T16(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
	for i, level := range []string{"basic", "silver", "gold", "platinum"} {
		if rank, ok := ladder.RankOf(level); !ok || rank != i+1 {
			t.Errorf("RankOf(%s) = %d, %t; want %d", level, rank, ok, i+1)
		}
	}
	for _, level := range []string{"", "Gold", "affiliate/gold", "bronze"} {
		if rank, ok := ladder.RankOf(level); ok || rank != 0 {
			t.Errorf("RankOf(%s) = %d, %t; want none", level, rank, ok)
		}
	}
}

// TestLadder_Equal changes one thing at a time.
func TestLadder_Equal(t *testing.T) {
	base := func() tier.Definition[benefit] {
		d := benefits()
		d.Levels[0].Benefits = []string{"x"}
		d.Levels[1].Requires = append(d.Levels[1].Requires, tier.Any(a1, sumOf(b2, "a", "b"), tier.All(a1), countOf(1, a1, b2)))
		return d
	}
	if !mustNew(base()).Equal(mustNew(base())) {
		t.Error("Equal = false for the same definition")
	}
	if diff := cmp.Diff(mustNew(base()), mustNew(base())); diff != "" {
		t.Errorf("cmp.Diff of the same ladder = %s", diff)
	}
	changes := map[string]func(*tier.Definition[benefit]){
		"name":      func(d *tier.Definition[benefit]) { d.Name = "other" },
		"policy":    func(d *tier.Definition[benefit]) { d.OnMissing = tier.OnMissingUnmet },
		"replacing": func(d *tier.Definition[benefit]) { d.Replacing = true },
		"level": func(d *tier.Definition[benefit]) {
			d.Levels[0].Name = "first"
			d.Terms["first"] = d.Terms["entry"]
			delete(d.Terms, "entry")
		},
		"benefits":  func(d *tier.Definition[benefit]) { d.Levels[0].Benefits[0] = "y" },
		"bound":     func(d *tier.Definition[benefit]) { d.Levels[0].Requires[0].Bound = alianza.AtLeast(n("2")) },
		"operator":  func(d *tier.Definition[benefit]) { d.Levels[0].Requires[0].Bound = alianza.Above(n("1")) },
		"metric":    func(d *tier.Definition[benefit]) { d.Levels[0].Requires[0].Metric = "visits" },
		"any":       func(d *tier.Definition[benefit]) { d.Levels[1].Requires[2].Any[0] = b2 },
		"sum":       func(d *tier.Definition[benefit]) { d.Levels[1].Requires[2].Any[1].Sum[1] = "c" },
		"all":       func(d *tier.Definition[benefit]) { d.Levels[1].Requires[2].Any[2].All[0] = b2 },
		"count":     func(d *tier.Definition[benefit]) { d.Levels[1].Requires[2].Any[3].Count = 2 },
		"of":        func(d *tier.Definition[benefit]) { d.Levels[1].Requires[2].Any[3].Of[0] = c3 },
		"signed":    func(d *tier.Definition[benefit]) { d.Signed = []string{"sales"} },
		"scale":     func(d *tier.Definition[benefit]) { d.Scales = map[string][]string{"sales": {"few", "many"}} },
		"keeps":     func(d *tier.Definition[benefit]) { d.Levels[3].Keeps = []tier.Requirement{sales("12")} },
		"support":   func(d *tier.Definition[benefit]) { d.Levels[3].Support = "vip" },
		"terms":     func(d *tier.Definition[benefit]) { d.Terms["entry"] = benefit{n("20"), "phone"} },
		"top level": func(d *tier.Definition[benefit]) { d.Levels = d.Levels[:3]; delete(d.Terms, "top") },
	}
	for name, change := range changes {
		d := base()
		change(&d)
		if mustNew(base()).Equal(mustNew(d)) {
			t.Errorf("Equal = true with another %s", name)
		}
		if cmp.Equal(mustNew(base()), mustNew(d)) {
			t.Errorf("cmp.Equal = true with another %s", name)
		}
	}
	calls := func() tier.Ladder[func()] { return mustNew(tier.WithTerms(points("1"), map[string]func(){"a": nil})) }
	if calls().Equal(calls()) {
		t.Error("Equal = true for terms that cannot be compared")
	}
	if a, b := mustNew(tier.WithTerms(points("1"), map[string]decimal.Decimal{"a": n("5")})), mustNew(tier.WithTerms(points("1.0"), map[string]decimal.Decimal{"a": n("5.0")})); !a.Equal(b) {
		t.Error("Equal = false for numbers in other places")
	}
}

// points is a ladder of the one level "a" on one metric.
func points(least string) tier.Definition[tier.NoTerms] {
	return tier.Definition[tier.NoTerms]{Name: "points", Levels: []tier.Level{level("a", tier.AtLeast("points", n(least)))}}
}

// TestLadderImmutable changes all that goes into a ladder and comes out of it.
func TestLadderImmutable(t *testing.T) {
	terms := map[string]string{"entry": "a", "steady": "b", "loved": "c", "top": "d"}
	d := tier.WithTerms(studio(), terms)
	ladder := mustNew(d)
	before, want := ladder.Definition(), tier.WithTerms(studio(), map[string]string{"entry": "a", "steady": "b", "loved": "c", "top": "d"})
	metrics := facts("6", "4.5", "4", "0")
	first, err := ladder.Place(metrics)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(d tier.Definition[string]) {
		d.Levels[0].Name = "spoilt"
		d.Levels[1].Requires[0] = tier.AtLeast("spoilt", n("1000"))
		d.Levels[3], d.Levels[2] = d.Levels[2], d.Levels[3]
		d.Terms["steady"] = "spoilt"
		delete(d.Terms, "entry")
	}
	spoil(d)
	if diff := cmp.Diff(want, ladder.Definition()); diff != "" {
		t.Errorf("Definition() after a change to what it was made from, mismatch (-want +got):\n%s", diff)
	}
	spoil(before)
	if diff := cmp.Diff(want, ladder.Definition()); diff != "" {
		t.Errorf("Definition() after a change to its copy, mismatch (-want +got):\n%s", diff)
	}
	kept, err := ladder.Place(metrics)
	if err != nil {
		t.Fatal(err)
	}
	kept.Slack[0].Need.Bound, kept.Unmet[0] = alianza.AtLeast(n("7")), tier.Gap{}
	again, err := ladder.Place(metrics)
	if diff := cmp.Diff(first, again); diff != "" || err != nil {
		t.Errorf("Place after changes mismatch, %v (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(facts("6", "4.5", "4", "0"), metrics); diff != "" {
		t.Errorf("metrics after Place mismatch (-want +got):\n%s", diff)
	}
}

// TestLadderConcurrent is for the race detector.
func TestLadderConcurrent(t *testing.T) {
	ladder := mustNew(studio())
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			m := facts("6", "4.5", "4", "0")
			m["sales"] = decimal.NewFromInt(int64(i))
			for range 50 {
				p, err := ladder.Place(m)
				r, _ := ladder.Rank(m)
				if err != nil || p.Rank != r || len(ladder.Definition().Levels) != 4 {
					t.Errorf("Place(%d) = rank %d, %v; want %d", i, p.Rank, err, r)
				}
			}
		}()
	}
	wg.Wait()
}

func TestLadderTerms(t *testing.T) {
	terms := map[string]string{"basic": "20%", "silver": "25%", "gold": "30%", "platinum": "35%"}
	ladder := mustNew(tier.WithTerms(tier.Affiliate(), terms))
	for _, level := range []string{"basic", "platinum"} {
		if got, ok := ladder.Terms(level); !ok || got != terms[level] {
			t.Errorf("Terms(%q) = %q, %t; want %q", level, got, ok, terms[level])
		}
	}
	for _, level := range []string{"", "iron", "Gold", "affiliate/gold"} {
		if got, ok := ladder.Terms(level); ok || got != "" {
			t.Errorf("Terms(%q) = %q, %t; want none", level, got, ok)
		}
	}
}

// TestDecimalSettings sets the package variables of decimal, which another
// part of a program may do: all that the package returns stays the same.
func TestDecimalSettings(t *testing.T) {
	metrics := []tier.Metrics{
		facts("0", "0", "9", "9"), facts("6.50", "4.500", "4", "0.000000000000000001"), facts("1600000", "5", "0", "0"), facts("-1.50", "5", "0", "0"),
	}
	metrics = append(metrics, tier.Metrics{"sales": decimal.New(12, 15), "satisfaction": decimal.New(15, -1), "tickets": n("1"), "refunds": decimal.New(1, 1<<30)})
	d := tier.WithTerms(studio(), map[string]string{"entry": "20%", "steady": "25%", "loved": "27.5%", "top": "35%"})
	d.Levels[3].Requires[0].Bound = alianza.AtLeast(decimal.New(25, 4))
	bad := tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("x", n("2.50"))), level("b", tier.AtLeast("x", n("-2.50")))}}
	outputs := func() []string {
		var all []string
		text := func(v any, err error) { all = append(all, fmt.Sprintf("%s, %v", v, err)) }
		doc, err := json.Marshal(d)
		text(doc, err)
		var read tier.Definition[string]
		text("read", json.Unmarshal(doc, &read))
		ladder, err := tier.New(read)
		text(ladder.Name(), err)
		for _, m := range metrics {
			p, err := ladder.Place(m)
			text(p, err)
			text(json.Marshal(p))
			for _, g := range append(p.Unmet, p.Slack...) {
				text(g.Need, nil)
			}
		}
		text("bad", json.Unmarshal([]byte(`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":1e-19,"above":"-2.50"}]}]}`), &read))
		_, err = tier.New(bad)
		text("faults", err)
		census, err := ladder.Census(map[string]tier.Metrics{"ana": metrics[1]})
		text(census, err)
		rising, err := census.Rising("satisfaction", decimal.New(10, -2))
		text(rising, err)
		falling, err := census.Falling("sales", decimal.New(51, -2))
		text(falling, err)
		mean, err := ladder.PlaceMean(metrics[1], 7, nil)
		text(mean, err)
		text(json.Marshal(mean))
		return all
	}
	want := outputs()
	precision, trim, scientific, unquoted, exponent := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent
	defer func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = precision, trim, scientific, unquoted, exponent
	}()
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = 1, false, true, true, 1
	if diff := cmp.Diff(want, outputs()); diff != "" {
		t.Errorf("outputs under other settings mismatch (-want +got):\n%s", diff)
	}
}

// TestDefinition_Copies changes what is said of metrics, and what keeps a level,
// before and after New.
func TestDefinition_Copies(t *testing.T) {
	sound := func() tier.Definition[tier.NoTerms] {
		d := points("3")
		d.Signed, d.Scales = []string{"points"}, map[string][]string{"points": {"few", "many"}}
		d.Levels[0].Keeps = []tier.Requirement{tier.AtLeast("points", n("2"))}
		return d
	}
	d := sound()
	ladder := mustNew(d)
	for _, spoilt := range []tier.Definition[tier.NoTerms]{d, ladder.Definition()} {
		spoilt.Signed[0], spoilt.Scales["points"][0] = "spoilt", "spoilt"
		spoilt.Scales["spoilt"] = nil
		spoilt.Levels[0].Keeps[0] = tier.AtLeast("spoilt", n("9"))
		if diff := cmp.Diff(sound(), ladder.Definition()); diff != "" {
			t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
		}
		if rank, err := ladder.KeepRank(1, tier.Metrics{"points": n("2")}, 1, nil); rank != 1 || err != nil {
			t.Errorf("KeepRank after changes = %d, %v; want 1", rank, err)
		}
	}
}

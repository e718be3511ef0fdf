package tier_test

import (
	"encoding/json"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// studio is a ladder of several metrics, of all operators, whose levels do not
// contain one another.
func studio() tier.Definition[tier.NoTerms] {
	return tier.Definition[tier.NoTerms]{Name: "studio", Levels: []tier.Level{
		{Name: "entry", Requires: []tier.Requirement{tier.AtLeast("sales", n("1"))}},
		{Name: "steady", Requires: []tier.Requirement{
			tier.AtLeast("sales", n("6")), tier.AtMost("tickets", n("4")),
		}},
		{Name: "loved", Requires: []tier.Requirement{
			tier.Above("satisfaction", n("4.5")), tier.Below("tickets", n("2")),
		}},
		{Name: "top", Requires: []tier.Requirement{
			tier.AtLeast("sales", n("16")), tier.Above("satisfaction", n("4.5")), tier.Below("tickets", n("2")), tier.AtMost("refunds", n("0")),
		}},
	}}
}

func facts(sales, satisfaction, tickets, refunds string) tier.Metrics {
	return tier.Metrics{"sales": n(sales), "satisfaction": n(satisfaction), "tickets": n(tickets), "refunds": n(refunds)}
}

func TestOperators_X2(t *testing.T) {
	tests := []struct {
		name  string
		need  tier.Requirement
		value string
		by    string
		want  bool
	}{
		{"at least, under", tier.AtLeast("x", n("10")), "9", "1", false},
		{"at least, on", tier.AtLeast("x", n("10")), "10", "0", true},
		{"at least, over", tier.AtLeast("x", n("10")), "11", "1", true},
		{"above, under", tier.Above("x", n("10")), "9", "1", false},
		{"above, on", tier.Above("x", n("10")), "10", "0", false},
		{"above, over", tier.Above("x", n("10")), "11", "1", true},
		{"at most, under", tier.AtMost("x", n("10")), "9", "1", true},
		{"at most, on", tier.AtMost("x", n("10")), "10", "0", true},
		{"at most, over", tier.AtMost("x", n("10")), "11", "1", false},
		{"below, under", tier.Below("x", n("10")), "9", "1", true},
		{"below, on", tier.Below("x", n("10")), "10", "0", false},
		{"below, over", tier.Below("x", n("10")), "11", "1", false},
		{"at least, the least unit under", tier.AtLeast("x", n("4.5")), "4.499999999999999999", "0.000000000000000001", false},
		{"above, the least unit over", tier.Above("x", n("4.5")), "4.500000000000000001", "0.000000000000000001", true},
		{"at most, the least unit over", tier.AtMost("x", n("4.5")), "4.500000000000000001", "0.000000000000000001", false},
		{"below, the least unit under", tier.Below("x", n("4.5")), "4.499999999999999999", "0.000000000000000001", true},
		{"at least, on in other places", tier.AtLeast("x", n("4.50")), "4.5", "0", true},
		{"above, on in other places", tier.Above("x", n("4.5")), "4.500", "0", false},
		{"at least 50K", tier.AtLeast("x", decimal.New(50, 3)), "50000", "0", true},
		{"above 10M", tier.Above("x", decimal.New(10, 6)), "10000000", "0", false},
		{"at least nothing", tier.AtLeast("x", n("0")), "0", "0", true},
		{"above nothing", tier.Above("x", n("0")), "0", "0", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ladder := tier.MustNew(tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{{Name: "a", Requires: []tier.Requirement{tt.need}}}})
			got, err := ladder.Place(tier.Metrics{"x": n(tt.value)})
			if err != nil || (got.Rank == 1) != tt.want {
				t.Fatalf("Place(%s) with %s = rank %d, %v; want reached %t", tt.value, tt.need, got.Rank, err, tt.want)
			}
			gaps := []tier.Gap{{Need: tt.need, Value: n(tt.value), By: n(tt.by)}}
			want := tier.Placement[tier.NoTerms]{Ladder: "l", Next: "a", Missing: gaps}
			if tt.want {
				want = tier.Placement[tier.NoTerms]{Ladder: "l", Level: "a", Rank: 1, Margin: gaps}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Place(%s) with %s mismatch (-want +got):\n%s", tt.value, tt.need, diff)
			}
		})
	}
}

func TestConstructors_X2(t *testing.T) {
	tests := []struct {
		name string
		got  tier.Requirement
		text string
		op   string
		want tier.Requirement
	}{
		{"at least", tier.AtLeast("sales", n("16")), "sales >= 16", "at_least", tier.Requirement{Metric: "sales", Op: tier.OpAtLeast, Bound: n("16")}},
		{"above", tier.Above("sales", n("4.50")), "sales > 4.50", "above", tier.Requirement{Metric: "sales", Op: tier.OpAbove, Bound: n("4.5")}},
		{"at most", tier.AtMost("tickets", n("0")), "tickets <= 0", "at_most", tier.Requirement{Metric: "tickets", Op: tier.OpAtMost, Bound: n("0")}},
		{"below", tier.Below("reach", decimal.New(10, 3)), "reach < 10000", "below", tier.Requirement{Metric: "reach", Op: tier.OpBelow, Bound: n("10000")}},
		{"none", tier.Requirement{}, " ? 0", "", tier.Requirement{}},
		{"unknown", tier.Requirement{Metric: "x", Op: 5}, "x ? 0", "", tier.Requirement{Metric: "x", Op: 5}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, tt.got); diff != "" {
				t.Errorf("requirement mismatch (-want +got):\n%s", diff)
			}
			if tt.got.String() != tt.text || tt.got.Op.String() != tt.op {
				t.Errorf("String() = %q, of the operator %q; want %q, %q", tt.got, tt.got.Op, tt.text, tt.op)
			}
		})
	}
}

// TestPlace goes through a ladder of several metrics: all requirements of a
// level have to hold, and the highest such level counts.
func TestPlace(t *testing.T) {
	sales1, sales6, sales16 := tier.AtLeast("sales", n("1")), tier.AtLeast("sales", n("6")), tier.AtLeast("sales", n("16"))
	tickets4, tickets2 := tier.AtMost("tickets", n("4")), tier.Below("tickets", n("2"))
	satisfied, refunds := tier.Above("satisfaction", n("4.5")), tier.AtMost("refunds", n("0"))
	gap := func(need tier.Requirement, value, by string) tier.Gap {
		return tier.Gap{Need: need, Value: n(value), By: n(by)}
	}
	tests := []struct {
		name    string
		metrics tier.Metrics
		text    string
		want    tier.Placement[tier.NoTerms]
	}{
		{
			"nothing", facts("0", "0", "9", "9"), "no tier; 1 sale to entry",
			tier.Placement[tier.NoTerms]{Next: "entry", Missing: []tier.Gap{gap(sales1, "0", "1")}},
		},
		{
			"lowest", facts("5.5", "4", "5", "0"), "entry; 0.5 sales and 1 ticket less to steady",
			tier.Placement[tier.NoTerms]{
				Level: "entry", Rank: 1, Next: "steady",
				Missing: []tier.Gap{gap(sales6, "5.5", "0.5"), gap(tickets4, "5", "1")},
				Margin:  []tier.Gap{gap(sales1, "5.5", "4.5")},
			},
		},
		{
			"one of two requirements", facts("6", "4", "5", "0"), "entry; 1 ticket less to steady",
			tier.Placement[tier.NoTerms]{
				Level: "entry", Rank: 1, Next: "steady",
				Missing: []tier.Gap{gap(tickets4, "5", "1")},
				Margin:  []tier.Gap{gap(sales1, "6", "5")},
			},
		},
		{
			"the other one", facts("5", "4", "4", "0"), "entry; 1 sale to steady",
			tier.Placement[tier.NoTerms]{
				Level: "entry", Rank: 1, Next: "steady",
				Missing: []tier.Gap{gap(sales6, "5", "1")},
				Margin:  []tier.Gap{gap(sales1, "5", "4")},
			},
		},
		{
			"on both bounds, before two strict ones", facts("6", "4.5", "4", "0"), "steady; more than 0 satisfaction and more than 2 tickets less to loved",
			tier.Placement[tier.NoTerms]{
				Level: "steady", Rank: 2, Next: "loved",
				Missing: []tier.Gap{gap(satisfied, "4.5", "0"), gap(tickets2, "4", "2")},
				Margin:  []tier.Gap{gap(sales6, "6", "0"), gap(tickets4, "4", "0")},
			},
		},
		{
			"a level whose lower neighbours do not hold", facts("0", "4.51", "1", "3"), "loved; 16 sales and 3 refunds less to top",
			tier.Placement[tier.NoTerms]{
				Level: "loved", Rank: 3, Next: "top",
				Missing: []tier.Gap{gap(sales16, "0", "16"), gap(refunds, "3", "3")},
				Margin:  []tier.Gap{gap(satisfied, "4.51", "0.01"), gap(tickets2, "1", "1")},
			},
		},
		{
			"all but one of four", facts("16", "5", "1", "0.01"), "loved; 0.01 refunds less to top",
			tier.Placement[tier.NoTerms]{
				Level: "loved", Rank: 3, Next: "top",
				Missing: []tier.Gap{gap(refunds, "0.01", "0.01")},
				Margin:  []tier.Gap{gap(satisfied, "5", "0.5"), gap(tickets2, "1", "1")},
			},
		},
		{
			"top", facts("17", "5", "0", "0"), "top, the top level",
			tier.Placement[tier.NoTerms]{
				Level: "top", Rank: 4,
				Margin: []tier.Gap{gap(sales16, "17", "1"), gap(satisfied, "5", "0.5"), gap(tickets2, "0", "2"), gap(refunds, "0", "0")},
			},
		},
	}
	ladder := tier.MustNew(studio())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.Ladder = "studio"
			got, err := ladder.Place(tt.metrics)
			if err != nil {
				t.Fatalf("Place(%v) = %v; want no error", tt.metrics, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Place(%v) mismatch (-want +got):\n%s", tt.metrics, diff)
			}
			if got.String() != tt.text {
				t.Errorf("String() = %q; want %q", got, tt.text)
			}
			if rank, err := ladder.Rank(tt.metrics); err != nil || rank != tt.want.Rank {
				t.Errorf("Rank(%v) = %d, %v; want %d", tt.metrics, rank, err, tt.want.Rank)
			}
		})
	}
}

// TestGapExact checks distances that no float holds.
func TestGapExact(t *testing.T) {
	tests := []struct {
		name, bound, value, want string
	}{
		{"tenths", "0.3", "0.1", "0.2"},
		{"18 places", "1", "0.000000000000000001", "0.999999999999999999"},
		{"34 digits", "9999999999999999999999999999999999", "1", "9999999999999999999999999999999998"},
		{"34 digits less 18 places", "9999999999999999999999999999999999", "0.000000000000000001", "9999999999999999999999999999999998.999999999999999999"},
		{"places of the bound", "2.50", "2", "0.50"},
		{"places of the value", "2", "1.500", "0.500"},
		{"none", "2.5", "2.500", "0.000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ladder := ladderOf("l", "x", []string{"a"}, tt.bound)
			got, err := ladder.Place(tier.Metrics{"x": n(tt.value)})
			if err != nil {
				t.Fatalf("Place(%s) = %v; want no error", tt.value, err)
			}
			gaps := slices.Concat(got.Missing, got.Margin)
			if len(gaps) != 1 || !gaps[0].By.Equal(n(tt.want)) || !gaps[0].Value.Equal(n(tt.value)) {
				t.Errorf("Place(%s) = %v; want one gap by %s", tt.value, gaps, tt.want)
			}
		})
	}
}

func TestGapString(t *testing.T) {
	tests := []struct {
		name string
		need tier.Requirement
		by   string
		want string
	}{
		{"at least", tier.AtLeast("sales", n("16")), "14", "14 sales"},
		{"at least one", tier.AtLeast("sales", n("16")), "1", "1 sale"},
		{"one in other places", tier.AtLeast("sales", n("16")), "1.00", "1 sale"},
		{"one of a metric without s", tier.AtLeast("reach", n("16")), "1", "1 reach"},
		{"less than one", tier.AtLeast("sales", n("16")), "0.10", "0.1 sales"},
		{"eleven", tier.AtLeast("sales", n("16")), "11", "11 sales"},
		{"above", tier.Above("engagement", n("3")), "0.5", "more than 0.5 engagement"},
		{"above, on the bound", tier.Above("points", n("3")), "0", "more than 0 points"},
		{"above by one", tier.Above("points", n("3")), "1", "more than 1 point"},
		{"at most", tier.AtMost("tickets", n("3")), "3", "3 tickets less"},
		{"at most by one", tier.AtMost("tickets", n("3")), "1", "1 ticket less"},
		{"below", tier.Below("tickets", n("3")), "3", "more than 3 tickets less"},
		{"below by one", tier.Below("tickets", n("3")), "1", "more than 1 ticket less"},
		{"ten, whose zero stays", tier.AtLeast("sales", n("16")), "10", "10 sales"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (tier.Gap{Need: tt.need, By: n(tt.by)}).String(); got != tt.want {
				t.Errorf("String() = %q; want %q", got, tt.want)
			}
		})
	}
}

func TestPlacementString(t *testing.T) {
	ladder := tier.MustNew(tier.Affiliate())
	tests := []struct {
		name, sales, toNext, want string
	}{
		{"no tier", "0", "1 sale to basic", "no tier; 1 sale to basic"},
		{"lowest", "1", "5 sales to silver", "basic; 5 sales to silver"},
		{"one short", "15", "1 sale to gold", "silver; 1 sale to gold"},
		{"a part", "5.5", "0.5 sales to silver", "basic; 0.5 sales to silver"},
		{"in the middle", "17", "14 sales to platinum", "gold; 14 sales to platinum"},
		{"top", "31", "", "platinum, the top level"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if err != nil || got.String() != tt.want || got.ToNext() != tt.toNext {
				t.Errorf("Place(%s) = %q, to next %q, %v; want %q, %q", tt.sales, got, got.ToNext(), err, tt.want, tt.toNext)
			}
		})
	}
}

func TestZeroLadder(t *testing.T) {
	var ladder tier.Ladder[string]
	got, err := ladder.Place(nil)
	if diff := cmp.Diff(tier.Placement[string]{}, got); diff != "" || err != nil {
		t.Errorf("Place(nil) = %v, %v; want the zero Placement (-want +got):\n%s", got, err, diff)
	}
	if rank, err := ladder.Rank(tier.Metrics{}); rank != 0 || err != nil {
		t.Errorf("Rank() = %d, %v; want 0", rank, err)
	}
	_, err = ladder.Place(tier.Metrics{"sales": n("1")})
	if diff := cmp.Diff([]fault{{"metrics.sales", "", alianza.ErrUnknown}}, faults(err), sameFaults); diff != "" {
		t.Errorf("Place(1 sale) = other faults (-want +got):\n%s", diff)
	}
	if ladder.Name() != "" {
		t.Errorf("Name() = %q; want none", ladder.Name())
	}
	if diff := cmp.Diff(tier.Definition[string]{}, ladder.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	if got.String() != "no tier" || got.ToNext() != "" || got.Tier() != "" {
		t.Errorf("String() = %q, to next %q, tier %q; want no tier", got, got.ToNext(), got.Tier())
	}
	text, err := json.Marshal(got)
	if want := `{"ladder":"","rank":0}`; err != nil || string(text) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", text, err, want)
	}
}

func TestPlacementJSON(t *testing.T) {
	type support struct {
		Class string `json:"class"`
	}
	terms := map[string]support{"basic": {"email"}, "silver": {"chat"}, "gold": {"phone"}, "platinum": {"own"}}
	def := tier.Affiliate()
	for i := range def.Levels {
		def.Levels[i].Benefits = nil
	}
	ladder := tier.MustNew(tier.WithTerms(def, terms))
	plain := tier.MustNew(def)
	tests := []struct {
		name        string
		sales       decimal.Decimal
		want, plain string
	}{
		{
			"no tier", n("0"),
			`{"ladder":"affiliate","rank":0,"next":"basic","missing":[{"metric":"sales","at_least":"1","value":"0","by":"1"}]}`,
			`{"ladder":"affiliate","rank":0,"next":"basic","missing":[{"metric":"sales","at_least":"1","value":"0","by":"1"}]}`,
		},
		{
			"in the middle", n("17.50"),
			`{"ladder":"affiliate","level":"gold","rank":3,"terms":{"class":"phone"},"next":"platinum",` +
				`"missing":[{"metric":"sales","at_least":"31","value":"17.50","by":"13.50"}],"margin":[{"metric":"sales","at_least":"16","value":"17.50","by":"1.50"}]}`,
			`{"ladder":"affiliate","level":"gold","rank":3,"next":"platinum",` +
				`"missing":[{"metric":"sales","at_least":"31","value":"17.50","by":"13.50"}],"margin":[{"metric":"sales","at_least":"16","value":"17.50","by":"1.50"}]}`,
		},
		{
			"top", decimal.New(1, 3),
			`{"ladder":"affiliate","level":"platinum","rank":4,"terms":{"class":"own"},"margin":[{"metric":"sales","at_least":"31","value":"1000","by":"969"}]}`,
			`{"ladder":"affiliate","level":"platinum","rank":4,"margin":[{"metric":"sales","at_least":"31","value":"1000","by":"969"}]}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rich, err := ladder.Place(tier.Metrics{"sales": tt.sales})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := json.Marshal(rich); err != nil || string(got) != tt.want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, tt.want)
			}
			poor, err := plain.Place(tier.Metrics{"sales": tt.sales})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := json.Marshal(poor); err != nil || string(got) != tt.plain {
				t.Errorf("MarshalJSON() without terms = %s, %v; want %s", got, err, tt.plain)
			}
		})
	}
}

// TestLadderImmutable changes all that goes into a ladder and comes out of it.
func TestLadderImmutable(t *testing.T) {
	terms := map[string]string{"entry": "a", "steady": "b", "loved": "c", "top": "d"}
	d := tier.WithTerms(studio(), terms)
	ladder := tier.MustNew(d)
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
	kept.Margin[0].Need.Bound, kept.Missing[0] = n("7"), tier.Gap{}
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
	ladder := tier.MustNew(studio())
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

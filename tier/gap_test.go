package tier_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

func TestGroupGaps(t *testing.T) {
	sales10, visits5, refs3 := tier.AtLeast("sales", n("10")), tier.Above("visits", n("5")), tier.AtMost("refunds", n("3"))
	gap := func(need tier.Requirement, value, by string) tier.Gap {
		return tier.Gap{Need: need, Value: n(value), By: n(by)}
	}
	group := func(need tier.Requirement, count int, of ...tier.Gap) tier.Gap {
		return tier.Gap{Need: need, Count: count, Of: of}
	}
	all, anyOne, two := tier.All(sales10, visits5, refs3), tier.Any(sales10, visits5, refs3), countOf(2, sales10, visits5, refs3)
	deep := tier.Any(tier.All(sales10, refs3), tier.All(visits5, refs3))
	tests := []struct {
		name                   string
		need                   tier.Requirement
		sales, visits, refunds string
		missing, margin        []tier.Gap
		text                   string
	}{
		{
			"all, one missing", all, "8", "6", "3",
			[]tier.Gap{group(all, 1, gap(sales10, "8", "2"))},
			nil,
			"2 sales",
		},
		{
			"all, two missing", all, "8", "5", "3",
			[]tier.Gap{group(all, 2, gap(sales10, "8", "2"), gap(visits5, "5", "0"))},
			nil,
			"(2 sales and more than 0 visits)",
		},
		{
			"all hold", all, "10", "6", "2", nil,
			[]tier.Gap{group(all, 0, gap(sales10, "10", "0"), gap(visits5, "6", "1"), gap(refs3, "2", "1"))},
			"",
		},
		{
			"any, none holds", anyOne, "8", "4", "4",
			[]tier.Gap{group(anyOne, 1, gap(sales10, "8", "2"), gap(visits5, "4", "1"), gap(refs3, "4", "1"))},
			nil,
			"(2 sales or more than 1 visit or 1 refund less)",
		},
		{
			"any, two hold, of which one may fail", anyOne, "11", "4", "3", nil,
			[]tier.Gap{group(anyOne, 1, gap(sales10, "11", "1"), gap(refs3, "3", "0"))},
			"",
		},
		{
			"two of three, none holds", two, "8", "4", "4",
			[]tier.Gap{group(two, 2, gap(sales10, "8", "2"), gap(visits5, "4", "1"), gap(refs3, "4", "1"))},
			nil,
			"2 of (2 sales, more than 1 visit, 1 refund less)",
		},
		{
			"two of three, one holds", two, "8", "4", "3",
			[]tier.Gap{group(two, 1, gap(sales10, "8", "2"), gap(visits5, "4", "1"))},
			nil,
			"(2 sales or more than 1 visit)",
		},
		{
			"two of three hold", two, "10", "4", "3", nil,
			[]tier.Gap{group(two, 0, gap(sales10, "10", "0"), gap(refs3, "3", "0"))},
			"",
		},
		{
			"groups in a group", deep, "9", "5.5", "4",
			[]tier.Gap{group(deep, 1, group(tier.All(sales10, refs3), 2, gap(sales10, "9", "1"), gap(refs3, "4", "1")), group(tier.All(visits5, refs3), 1, gap(refs3, "4", "1")))},
			nil,
			"((1 sale and 1 refund less) or 1 refund less)",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := tier.Metrics{"sales": n(tt.sales), "visits": n(tt.visits), "refunds": n(tt.refunds)}
			got, err := one(t, tier.OnMissingRefuse, tt.need).Place(m)
			if err != nil {
				t.Fatalf("Place(%v) = %v; want no error", m, err)
			}
			if diff := cmp.Diff([][]tier.Gap{tt.missing, tt.margin}, [][]tier.Gap{got.Unmet, got.Slack}); diff != "" {
				t.Errorf("Place(%v) mismatch (-want +got):\n%s", m, diff)
			}
			for _, g := range got.Unmet {
				if g.String() != tt.text {
					t.Errorf("String() = %q; want %q", g, tt.text)
				}
			}
			tiertest.ComesBack(t, got, "")
		})
	}
}

// TestGap_JSON has gaps that are known, unknown and of groups.
func TestGap_JSON(t *testing.T) {
	ladder := one(t, tier.OnMissingUnmet, tier.AtLeast("a", n("1")), tier.Any(tier.AtMost("b", n("2")), sumOf(tier.Above("", n("3")), "c", "d")))
	got, err := ladder.Place(tier.Metrics{"a": n("0.50"), "c": n("4")})
	if err != nil {
		t.Fatal(err)
	}
	tiertest.ComesBack(t, got, `{"ladder":"l","rank":0,"next":"in","unmet":[{"need":{"metric":"a","at_least":"1"},"value":"0.50","by":"0.50"},`+
		`{"need":{"any":[{"metric":"b","at_most":"2"},{"sum":["c","d"],"above":"3"}]},"count":1,`+
		`"of":[{"need":{"metric":"b","at_most":"2"},"unknown":true},{"need":{"sum":["c","d"],"above":"3"},"unknown":true}]}]}`)
	held, err := ladder.Place(tier.Metrics{"a": n("1"), "b": n("2")})
	if err != nil {
		t.Fatal(err)
	}
	tiertest.ComesBack(t, held, `{"ladder":"l","level":"in","rank":1,"slack":[{"need":{"metric":"a","at_least":"1"},"value":"1","by":"0"},`+
		`{"need":{"any":[{"metric":"b","at_most":"2"},{"sum":["c","d"],"above":"3"}]},"count":0,`+
		`"of":[{"need":{"metric":"b","at_most":"2"},"value":"2","by":"0"}]}]}`)
}

// TestGap_JSONWide has a sum of more digits than a number from outside.
func TestGap_JSONWide(t *testing.T) {
	ladder := one(t, tier.OnMissingRefuse, sumOf(tier.AtLeast("", n("1")), "a", "b"))
	got, err := ladder.Place(tier.Metrics{"a": n(strings.Repeat("9", 34)), "b": n("0.000000000000000001")})
	if err != nil {
		t.Fatal(err)
	}
	tiertest.ComesBack(t, got, "")
}

// TestGap_JSONFaults has gaps that say too little or too much.
func TestGap_JSONFaults(t *testing.T) {
	const need, group = `"need":{"metric":"a","at_least":"1"}`, `"need":{"any":[{"metric":"a","at_least":"1"}]}`
	tests := []struct {
		name, doc string
		want      fault
	}{
		{"nothing", `{}`, fault{"need", "", alianza.ErrMissing}},
		{"no value", `{` + need + `,"by":"1"}`, fault{"", "", alianza.ErrMissing}},
		{"no distance", `{` + need + `,"value":"1"}`, fault{"", "", alianza.ErrMissing}},
		{"value of what is unknown", `{` + need + `,"unknown":true,"value":"1","by":"0"}`, fault{"", "", alianza.ErrConflict}},
		{"members of no group", `{` + need + `,"value":"1","by":"0","of":[{` + need + `,"unknown":true}]}`, fault{"", "", alianza.ErrConflict}},
		{"group without members", `{` + group + `,"count":1}`, fault{"", "", alianza.ErrMissing}},
		{"group without a count", `{` + group + `,"of":[{` + need + `,"unknown":true}]}`, fault{"", "", alianza.ErrMissing}},
		{"group that is unknown", `{` + group + `,"count":1,"of":[{` + need + `,"unknown":true}],"unknown":true}`, fault{"", "", alianza.ErrConflict}},
		{"group with a value alone", `{` + group + `,"count":1,"of":[{` + need + `,"unknown":true}],"value":"1"}`, fault{"", "", alianza.ErrConflict}},
		{"group with a distance alone", `{` + group + `,"count":1,"of":[{` + need + `,"unknown":true}],"by":"0"}`, fault{"", "", alianza.ErrConflict}},
		{"count of no group", `{` + need + `,"value":"1","by":"0","count":1}`, fault{"", "", alianza.ErrConflict}},
		{"value alone of what is unknown", `{` + need + `,"unknown":true,"value":"1"}`, fault{"", "", alianza.ErrConflict}},
		{"distance alone of what is unknown", `{` + need + `,"unknown":true,"by":"0"}`, fault{"", "", alianza.ErrConflict}},
		{"group with a value", `{` + group + `,"count":1,"of":[{` + need + `,"unknown":true}],"value":"1","by":"0"}`, fault{"", "", alianza.ErrConflict}},
		{"less of an upper bound", `{"need":{"metric":"a","at_most":"1"},"value":"2","by":"1","less":true}`, fault{"less", "true", alianza.ErrConflict}},
		{"less of what is unknown", `{"need":{"metric":"a","between":"1","to":"2"},"unknown":true,"less":true}`, fault{"less", "true", alianza.ErrConflict}},
		{"less of a group", `{` + group + `,"count":1,"of":[{` + need + `,"unknown":true}],"less":true}`, fault{"less", "true", alianza.ErrConflict}},
		{"member that is none", `{` + group + `,"count":1,"of":[{` + need + `}]}`, fault{"of[0]", "", alianza.ErrMissing}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var g tier.Gap
			wantFaults(t, "UnmarshalJSON("+tt.doc+")", g.UnmarshalJSON([]byte(tt.doc)), tt.want)
		})
	}
	for name, g := range map[string]tier.Gap{"none": {}, "group without members": {Need: tier.Any(a1, b2)}} {
		if doc, err := json.Marshal(g); err == nil {
			t.Errorf("MarshalJSON(%s) = %s; want an error", name, doc)
		}
	}
}

// TestGap_StringHostile has numbers that a caller built by hand.
func TestGap_StringHostile(t *testing.T) {
	for name, d := range hostile() {
		if got := (tier.Gap{Need: a1, By: d, Value: d}).String(); len(got) > 200 {
			t.Errorf("String() by %s = %d bytes; want few", name, len(got))
		}
	}
}

// TestGap_Cycle has groups that are members of themselves, which only Go can build. Eight
// groups stand inside one another at most.
func TestGap_Cycle(t *testing.T) {
	of := make([]tier.Requirement, 1)
	of[0].All = of
	if got, want := of[0].String(), strings.Repeat("all of (", 9)+"…"+strings.Repeat(")", 9); got != want {
		t.Errorf("String() of a requirement in itself = %q; want %q", got, want)
	}
	gaps := make([]tier.Gap, 1)
	gaps[0].Of, gaps[0].Count = gaps, 1
	if got := gaps[0].String(); got != "…" {
		t.Errorf("String() of a gap in itself = %q; want …", got)
	}
	wide := make([]tier.Requirement, 500)
	members := make([]tier.Gap, 500)
	for i := range wide {
		wide[i].All, members[i].Of, members[i].Count = wide, members, 500
	}
	for what, text := range map[string]string{"requirement": wide[0].String(), "gap": members[0].String()} {
		if len(text) > 4000 {
			t.Errorf("String() of a %s wide in itself = %d bytes; want few", what, len(text))
		}
	}
	of[0].All = make([]tier.Requirement, 101)
	for i := range of[0].All {
		of[0].All[i] = a1
	}
	if got, want := of[0].String(), "all of ("+strings.Repeat("a >= 1, ", 100)+"…)"; got != want {
		t.Errorf("String() of 101 members = %q; want %q", got, want)
	}
	census := tier.Census[tier.NoTerms]{{Placement: tier.Placement[tier.NoTerms]{Next: "x", Unmet: gaps, Slack: members}}}
	for what, near := range map[string]func(string, decimal.Decimal) (tier.Census[tier.NoTerms], error){"Rising": census.Rising, "Falling": census.Falling} {
		if got, err := near("a", n("1")); err != nil || len(got) != 0 {
			t.Errorf("%s = %d members, %v; want none", what, len(got), err)
		}
	}
}

func TestOperators_X2(t *testing.T) {
	between := tier.Requirement{Metric: "x", Bound: alianza.Between(n("10"), n("20"))}
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
		{"range, under", between, "9", "1", false},
		{"range, on its lower end", between, "10", "0", true},
		{"range, nearer to its lower end", between, "12", "2", true},
		{"range, nearer to its upper end", between, "18", "2", true},
		{"range, on its upper end", between, "20", "0", true},
		{"range, over", between, "20.000000000000000001", "0.000000000000000001", false},
		{"at least nothing", tier.AtLeast("x", n("0")), "0", "0", true},
		{"above nothing", tier.Above("x", n("0")), "0", "0", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ladder := mustNew(tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{{Name: "a", Requires: []tier.Requirement{tt.need}}}})
			got, err := ladder.Place(tier.Metrics{"x": n(tt.value)})
			if err != nil || (got.Rank == 1) != tt.want {
				t.Fatalf("Place(%s) with %s = rank %d, %v; want reached %t", tt.value, tt.need, got.Rank, err, tt.want)
			}
			gaps := []tier.Gap{{Need: tt.need, Value: n(tt.value), By: n(tt.by), Less: tt.name == "range, over"}}
			want := tier.Placement[tier.NoTerms]{Ladder: "l", Next: "a", Unmet: gaps}
			if tt.want {
				want = tier.Placement[tier.NoTerms]{Ladder: "l", Level: "a", Rank: 1, Slack: gaps}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Place(%s) with %s mismatch (-want +got):\n%s", tt.value, tt.need, diff)
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
			gaps := slices.Concat(got.Unmet, got.Slack)
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
		{"a sum by one", sumOf(tier.AtMost("", n("5")), "sales", "returns"), "1", "1 sales + returns less"},
		{"a sum of one metric", sumOf(tier.AtLeast("", n("5")), "sales"), "1", "1 sale"},
		{"above", tier.Above("engagement", n("3")), "0.5", "more than 0.5 engagement"},
		{"above, on the bound", tier.Above("points", n("3")), "0", "more than 0 points"},
		{"above by one", tier.Above("points", n("3")), "1", "more than 1 point"},
		{"at most", tier.AtMost("tickets", n("3")), "3", "3 tickets less"},
		{"at most by one", tier.AtMost("tickets", n("3")), "1", "1 ticket less"},
		{"below", tier.Below("tickets", n("3")), "3", "more than 3 tickets less"},
		{"below by one", tier.Below("tickets", n("3")), "1", "more than 1 ticket less"},
		{"ten, whose zero stays", tier.AtLeast("sales", n("16")), "10", "10 sales"},
	}
	between := tier.Requirement{Metric: "x", Bound: alianza.Between(n("3"), n("3.333333333333333333"))}
	for sum, want := range map[string]string{"8.7": "0.1 x", "10": "0 x less", "10.2": "0.066666666666666667 x less"} {
		got, err := one(t, tier.OnMissingRefuse, between).PlaceMean(tier.Metrics{"x": n(sum)}, 3, nil)
		if err != nil || len(got.Unmet) != 1 || got.Unmet[0].String() != want {
			t.Errorf("PlaceMean(%s, 3) = %v, %v; want %s", sum, got.Unmet, err, want)
		}
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := (tier.Gap{Need: tt.need, By: n(tt.by)}).String(); got != tt.want {
				t.Errorf("String() = %q; want %q", got, tt.want)
			}
		})
	}
}

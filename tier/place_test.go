package tier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

func TestNoTier_T2(t *testing.T) {
	ladder := mustNew(tier.WithTerms(tier.Affiliate(), map[string]string{"basic": "20%", "silver": "25%", "gold": "30%", "platinum": "35%"}))
	first := tier.AtLeast("sales", n("1"))
	tests := []struct {
		name, sales, by, text string
	}{
		{"no sale, V-TIER-1", "0", "1", "no tier; 1 sale to basic"},
		{"zero written with places", "0.00", "1", "no tier; 1 sale to basic"},
		{"half a sale", "0.5", "0.5", "no tier; 0.5 sales to basic"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if err != nil {
				t.Fatalf("Place(%s) = %v; want no error", tt.sales, err)
			}
			want := tier.Placement[string]{
				Ladder: "affiliate", Next: "basic",
				Unmet: []tier.Gap{{Need: first, Value: n(tt.sales), By: n(tt.by)}},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Place(%s) mismatch (-want +got):\n%s", tt.sales, diff)
			}
			if got.Tier() != "" || got.String() != tt.text {
				t.Errorf("Place(%s) = tier %q, %q; want none, %q", tt.sales, got.Tier(), got, tt.text)
			}
		})
	}
	basic, err := ladder.Place(tier.Metrics{"sales": n("1")})
	if err != nil || basic.Rank == 0 || basic.Terms != "20%" {
		t.Errorf("Place(1) = %v, %v; want a level, which no sale does not give", basic, err)
	}
}

func TestTierName_T16(t *testing.T) {
	levels := []string{"basic", "silver", "gold", "platinum"}
	ladders := []tier.Ladder[tier.NoTerms]{
		mustNew(tier.Affiliate()),
		ladderOf("certificate", "sales", levels, "1", "6", "16", "31"),
	}
	tests := []struct {
		name, sales string
		want        []string
	}{
		{"no level", "0", []string{"", ""}},
		{"lowest", "1", []string{"affiliate/basic", "certificate/basic"}},
		{"silver", "6", []string{"affiliate/silver", "certificate/silver"}},
		{"gold", "16", []string{"affiliate/gold", "certificate/gold"}},
		{"top", "31", []string{"affiliate/platinum", "certificate/platinum"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i, ladder := range ladders {
				got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
				if err != nil || got.Tier() != tt.want[i] {
					t.Errorf("Tier() at %s of %s = %q, %v; want %q", tt.sales, ladder.Name(), got.Tier(), err, tt.want[i])
				}
			}
		})
	}
}

func TestRankAllocations(t *testing.T) {
	tests := []struct {
		name    string
		ladder  tier.Ladder[tier.NoTerms]
		metrics tier.Metrics
	}{
		{"one metric", mustNew(tier.Affiliate()), tier.Metrics{"sales": n("17")}},
		{"one metric in other places", mustNew(tier.Affiliate()), tier.Metrics{"sales": n("17.25")}},
		{"four metrics", mustNew(studio()), facts("16", "5", "1", "0")},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := testing.AllocsPerRun(100, func() {
				if _, err := tt.ladder.Rank(tt.metrics); err != nil {
					t.Fatal(err)
				}
			})
			if got != 0 {
				t.Errorf("Rank = %v allocations; want 0", got)
			}
		})
	}
}

// TestPlaceAllocations guards what an explained placement allocates: a list of
// benefits, one of all gaps, and two for each distance that is no small number.
func TestPlaceAllocations(t *testing.T) {
	tests := []struct {
		name, sales string
		most        float64
	}{
		{"small distances", "17", 2},
		{"a large distance", "123456", 2 + 2},
	}
	ladder := mustNew(tier.Affiliate())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			metrics := tier.Metrics{"sales": n(tt.sales)}
			got := testing.AllocsPerRun(100, func() {
				p, _ := ladder.Place(metrics)
				rankSink = p.Rank
			})
			if got > tt.most {
				t.Errorf("Place = %v allocations; want at most %v", got, tt.most)
			}
		})
	}
}

var rankSink int

// BenchmarkRank places 64 partners in turn on the affiliate ladder, and beside
// it does the same by hand: with a loop over the bounds as whole numbers, and
// with one over decimals that come out of a map, as those of the ladder do.
func BenchmarkRank(b *testing.B) {
	ladder := mustNew(tier.Affiliate())
	whole := []int64{1, 6, 16, 31}
	var decimals []decimal.Decimal
	for _, bound := range whole {
		decimals = append(decimals, decimal.NewFromInt(bound))
	}
	var partners [64]tier.Metrics
	var sales [64]int64
	for i := range partners {
		sales[i] = int64(i * 37 % 45)
		partners[i] = tier.Metrics{"sales": decimal.NewFromInt(sales[i])}
	}
	scans := []struct {
		name string
		rank func(i int) int
	}{
		{"ladder", func(i int) int {
			rank, _ := ladder.Rank(partners[i])
			return rank
		}},
		{"whole numbers by hand", func(i int) int {
			rank := 0
			for rank < len(whole) && sales[i] >= whole[rank] {
				rank++
			}
			return rank
		}},
		{"decimals by hand", func(i int) int {
			rank, value := 0, partners[i]["sales"]
			for rank < len(decimals) && value.GreaterThanOrEqual(decimals[rank]) {
				rank++
			}
			return rank
		}},
	}
	for _, scan := range scans {
		b.Run(scan.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				rankSink = scan.rank(i % 64)
				i++
			}
		})
	}
}

func BenchmarkPlace(b *testing.B) {
	ladder := mustNew(tier.Affiliate())
	metrics := tier.Metrics{"sales": n("17")}
	b.ReportAllocs()
	for b.Loop() {
		p, _ := ladder.Place(metrics)
		rankSink = p.Rank
	}
}

// TestBenefits has levels some of which bring nothing, on ladders of both
// kinds.
func TestBenefits(t *testing.T) {
	levels := []tier.Level{level("a", sales("1")), level("b", sales("2")), level("c", sales("3"))}
	levels[0].Benefits = []string{"x"}
	levels[2].Benefits = []string{"y", "x", "z"} // x a second time
	tests := []struct {
		name      string
		replacing bool
		json      string
		want      [][]string
	}{
		{"cumulative", false, "", [][]string{nil, {"x"}, {"x"}, {"x", "y", "z"}}},
		{"replacing", true, `"replacing":true,`, [][]string{nil, {"x"}, nil, {"y", "x", "z"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tier.Definition[tier.NoTerms]{Name: "l", Replacing: tt.replacing, Levels: levels}
			ladder := mustNew(d)
			for rank, want := range tt.want {
				for range 2 {
					got, err := ladder.Place(tier.Metrics{"sales": n("0123"[rank : rank+1])})
					if diff := cmp.Diff(want, got.Benefits); diff != "" || err != nil {
						t.Fatalf("Place(%d), %v: benefits mismatch (-want +got):\n%s", rank, err, diff)
					}
					for i := range got.Benefits {
						got.Benefits[i] = "spoilt"
					}
				}
			}
			want := `{"name":"l",` + tt.json + `"levels":[{"name":"a","requires":[{"metric":"sales","at_least":"1"}],"benefits":["x"]},` +
				`{"name":"b","requires":[{"metric":"sales","at_least":"2"}]},{"name":"c","requires":[{"metric":"sales","at_least":"3"}],"benefits":["y","x","z"]}]}`
			if got, err := json.Marshal(d); err != nil || string(got) != want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, want)
			}
			var read tier.Definition[tier.NoTerms]
			if err := json.Unmarshal([]byte(want), &read); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", want, err)
			}
			if diff := cmp.Diff(d, read); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", want, diff)
			}
			if diff := cmp.Diff(d, ladder.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSumExact has sums that no float and no machine word holds.
func TestSumExact(t *testing.T) {
	tests := []struct {
		name, bound, a, b, by string
		op                    alianza.Op
		want                  int
	}{
		{"tenths on the bound", "0.3", "0.1", "0.2", "0", alianza.OpAtLeast, 1},
		{"tenths not above it", "0.3", "0.1", "0.2", "0", alianza.OpAbove, 0},
		{"least unit above it", "0.3", "0.1", "0.200000000000000001", "0.000000000000000001", alianza.OpAbove, 1},
		{"least unit over it", "0.3", "0.1", "0.200000000000000001", "0.000000000000000001", alianza.OpAtMost, 0},
		{"least unit under it", "0.3", "0.1", "0.199999999999999999", "0.000000000000000001", alianza.OpBelow, 1},
		{"52 digits on the bound", "1", "0.999999999999999999", "0.000000000000000001", "0", alianza.OpAtLeast, 1},
		{"52 digits", "9999999999999999999999999999999999", "9999999999999999999999999999999999", "0.000000000000000001", "0.000000000000000001", alianza.OpAbove, 1},
		{"nothing", "0", "0", "0.00", "0", alianza.OpAtMost, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			need := tier.Requirement{Sum: []string{"a", "b"}, Bound: alianza.Bound{Op: tt.op, Value: n(tt.bound)}}
			got, err := one(t, tier.OnMissingRefuse, need).Place(tier.Metrics{"a": n(tt.a), "b": n(tt.b)})
			want := []tier.Gap{{Need: need, Value: n(tt.a).Add(n(tt.b)), By: n(tt.by)}}
			if err != nil || got.Rank != tt.want {
				t.Fatalf("Place(%s, %s) = rank %d, %v; want %d", tt.a, tt.b, got.Rank, err, tt.want)
			}
			if diff := cmp.Diff(want, append(got.Unmet, got.Slack...)); diff != "" {
				t.Errorf("Place(%s, %s) mismatch (-want +got):\n%s", tt.a, tt.b, diff)
			}
		})
	}
}

// TestMissing_X14 has metrics that are not given: they are refused, or what is
// required of them does not hold; they are never zero.
func TestMissing_X14(t *testing.T) {
	sales1, refunds3 := tier.AtLeast("sales", n("1")), tier.AtMost("refunds", n("3"))
	sum := sumOf(tier.AtMost("", n("9")), "sales", "refunds")
	known := func(need tier.Requirement, value, by string) tier.Gap {
		return tier.Gap{Need: need, Value: n(value), By: n(by)}
	}
	unknown := func(need tier.Requirement) tier.Gap { return tier.Gap{Need: need, Unknown: true} }
	anyOne := tier.Any(sales1, refunds3)
	tests := []struct {
		name    string
		need    []tier.Requirement
		metrics map[string]string
		refused []string
		text    string
		missing []tier.Gap
	}{
		{"all given", []tier.Requirement{sales1, refunds3}, map[string]string{"sales": "1", "refunds": "3"}, nil, "in, the top level", nil},
		{"zero is given", []tier.Requirement{refunds3}, map[string]string{"refunds": "0"}, nil, "in, the top level", nil},
		{"none is not zero", []tier.Requirement{refunds3}, nil, []string{"metrics.refunds"}, "no tier; refunds (unknown) to in", []tier.Gap{unknown(refunds3)}},
		{"the first of two", []tier.Requirement{sales1, refunds3}, map[string]string{"refunds": "3"}, []string{"metrics.sales"}, "no tier; sales (unknown) to in", []tier.Gap{unknown(sales1)}},
		{
			"the second of two",
			[]tier.Requirement{sales1, refunds3},
			map[string]string{"sales": "0.5"},
			[]string{"metrics.refunds"},
			"no tier; 0.5 sales and refunds (unknown) to in",
			[]tier.Gap{known(sales1, "0.5", "0.5"), unknown(refunds3)},
		},
		{"any does with the other", []tier.Requirement{anyOne}, map[string]string{"sales": "1"}, []string{"metrics.refunds"}, "in, the top level", nil},
		{
			"any without either",
			[]tier.Requirement{anyOne},
			nil,
			[]string{"metrics.sales", "metrics.refunds"},
			"no tier; (sales (unknown) or refunds (unknown)) to in",
			[]tier.Gap{{Need: anyOne, Count: 1, Of: []tier.Gap{unknown(sales1), unknown(refunds3)}}},
		},
		{"part of a sum", []tier.Requirement{sum}, map[string]string{"sales": "1"}, []string{"metrics.refunds"}, "no tier; sales + refunds (unknown) to in", []tier.Gap{unknown(sum)}},
		{"first part of a sum", []tier.Requirement{sum}, map[string]string{"refunds": "1"}, []string{"metrics.sales"}, "no tier; sales + refunds (unknown) to in", []tier.Gap{unknown(sum)}},
		{"no part of a sum", []tier.Requirement{sum}, nil, []string{"metrics.sales", "metrics.refunds"}, "no tier; sales + refunds (unknown) to in", []tier.Gap{unknown(sum)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := numbers(tt.metrics)
			var want []fault
			for _, path := range tt.refused {
				want = append(want, fault{path, "", alianza.ErrMissing})
			}
			_, err := one(t, tier.OnMissingRefuse, tt.need...).Place(m)
			if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
				t.Errorf("Place(%v) = other faults (-want +got):\n%s", m, diff)
			}
			ladder := one(t, tier.OnMissingUnmet, tt.need...)
			got, err := ladder.Place(m)
			if err != nil || got.String() != tt.text {
				t.Errorf("Place(%v) = %q, %v; want %q", m, got, err, tt.text)
			}
			if diff := cmp.Diff(tt.missing, got.Unmet); diff != "" {
				t.Errorf("Place(%v) mismatch (-want +got):\n%s", m, diff)
			}
			if rank, err := ladder.Rank(m); rank != got.Rank || err != nil {
				t.Errorf("Rank(%v) = %d, %v; want %d", m, rank, err, got.Rank)
			}
		})
	}
}

// TestMissingRefusals checks that what is given is held to the same as before.
func TestMissingRefusals(t *testing.T) {
	ladder := one(t, tier.OnMissingUnmet, tier.AtLeast("a", n("1")), tier.AtLeast("b", n("1")), tier.AtLeast("c", n("1")))
	tests := []struct {
		name    string
		metrics tier.Metrics
		want    []fault
	}{
		{"unknown", tier.Metrics{"x": n("1")}, []fault{{"metrics.x", "", alianza.ErrUnknown}}},
		{"unknown beside all", tier.Metrics{"a": n("1"), "b": n("1"), "c": n("1"), "x": n("1")}, []fault{{"metrics.x", "", alianza.ErrUnknown}}},
		{"negative", tier.Metrics{"b": n("-1")}, []fault{{"metrics.b", "-1", alianza.ErrRange}}},
		{"hostile", tier.Metrics{"c": decimal.New(1, 1<<30), "y": n("-1")}, []fault{{"metrics.c", "1e1073741824", alianza.ErrRange}, {"metrics.y", "", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ladder.Place(tt.metrics)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Place(%v) = other faults (-want +got):\n%s", tt.metrics, diff)
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
			tier.Placement[tier.NoTerms]{Next: "entry", Unmet: []tier.Gap{gap(sales1, "0", "1")}},
		},
		{
			"lowest", facts("5.5", "4", "5", "0"), "entry; 0.5 sales and 1 ticket less to steady",
			tier.Placement[tier.NoTerms]{
				Level: "entry", Rank: 1, Next: "steady",
				Unmet: []tier.Gap{gap(sales6, "5.5", "0.5"), gap(tickets4, "5", "1")},
				Slack: []tier.Gap{gap(sales1, "5.5", "4.5")},
			},
		},
		{
			"one of two requirements", facts("6", "4", "5", "0"), "entry; 1 ticket less to steady",
			tier.Placement[tier.NoTerms]{
				Level: "entry", Rank: 1, Next: "steady",
				Unmet: []tier.Gap{gap(tickets4, "5", "1")},
				Slack: []tier.Gap{gap(sales1, "6", "5")},
			},
		},
		{
			"the other one", facts("5", "4", "4", "0"), "entry; 1 sale to steady",
			tier.Placement[tier.NoTerms]{
				Level: "entry", Rank: 1, Next: "steady",
				Unmet: []tier.Gap{gap(sales6, "5", "1")},
				Slack: []tier.Gap{gap(sales1, "5", "4")},
			},
		},
		{
			"on both bounds, before two strict ones", facts("6", "4.5", "4", "0"), "steady; more than 0 satisfaction and more than 2 tickets less to loved",
			tier.Placement[tier.NoTerms]{
				Level: "steady", Rank: 2, Next: "loved",
				Unmet: []tier.Gap{gap(satisfied, "4.5", "0"), gap(tickets2, "4", "2")},
				Slack: []tier.Gap{gap(sales6, "6", "0"), gap(tickets4, "4", "0")},
			},
		},
		{
			"a level whose lower neighbors do not hold", facts("0", "4.51", "1", "3"), "loved; 16 sales and 3 refunds less to top",
			tier.Placement[tier.NoTerms]{
				Level: "loved", Rank: 3, Next: "top",
				Unmet: []tier.Gap{gap(sales16, "0", "16"), gap(refunds, "3", "3")},
				Slack: []tier.Gap{gap(satisfied, "4.51", "0.01"), gap(tickets2, "1", "1")},
			},
		},
		{
			"all but one of four", facts("16", "5", "1", "0.01"), "loved; 0.01 refunds less to top",
			tier.Placement[tier.NoTerms]{
				Level: "loved", Rank: 3, Next: "top",
				Unmet: []tier.Gap{gap(refunds, "0.01", "0.01")},
				Slack: []tier.Gap{gap(satisfied, "5", "0.5"), gap(tickets2, "1", "1")},
			},
		},
		{
			"top", facts("17", "5", "0", "0"), "top, the top level",
			tier.Placement[tier.NoTerms]{
				Level: "top", Rank: 4,
				Slack: []tier.Gap{gap(sales16, "17", "1"), gap(satisfied, "5", "0.5"), gap(tickets2, "0", "2"), gap(refunds, "0", "0")},
			},
		},
	}
	ladder := mustNew(studio())
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

func TestPlacementString(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
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

func TestPlacementJSON(t *testing.T) {
	type support struct {
		Class string `json:"class"`
	}
	terms := map[string]support{"basic": {"email"}, "silver": {"chat"}, "gold": {"phone"}, "platinum": {"own"}}
	def := tier.Affiliate()
	for i := range def.Levels {
		def.Levels[i].Benefits = nil
	}
	ladder := mustNew(tier.WithTerms(def, terms))
	plain := mustNew(def)
	tests := []struct {
		name        string
		sales       decimal.Decimal
		want, plain string
	}{
		{
			"no tier", n("0"),
			`{"ladder":"affiliate","rank":0,"next":"basic","unmet":[{"need":{"metric":"sales","at_least":"1"},"value":"0","by":"1"}]}`,
			`{"ladder":"affiliate","rank":0,"next":"basic","unmet":[{"need":{"metric":"sales","at_least":"1"},"value":"0","by":"1"}]}`,
		},
		{
			"in the middle", n("17.50"),
			`{"ladder":"affiliate","level":"gold","rank":3,"terms":{"class":"phone"},"support":"priority","next":"platinum",` +
				`"unmet":[{"need":{"metric":"sales","at_least":"31"},"value":"17.50","by":"13.50"}],"slack":[{"need":{"metric":"sales","at_least":"16"},"value":"17.50","by":"1.50"}]}`,
			`{"ladder":"affiliate","level":"gold","rank":3,"support":"priority","next":"platinum",` +
				`"unmet":[{"need":{"metric":"sales","at_least":"31"},"value":"17.50","by":"13.50"}],"slack":[{"need":{"metric":"sales","at_least":"16"},"value":"17.50","by":"1.50"}]}`,
		},
		{
			"top", decimal.New(1, 3),
			`{"ladder":"affiliate","level":"platinum","rank":4,"terms":{"class":"own"},"support":"priority","slack":[{"need":{"metric":"sales","at_least":"31"},"value":"1000","by":"969"}]}`,
			`{"ladder":"affiliate","level":"platinum","rank":4,"support":"priority","slack":[{"need":{"metric":"sales","at_least":"31"},"value":"1000","by":"969"}]}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rich, err := ladder.Place(tier.Metrics{"sales": tt.sales})
			if err != nil {
				t.Fatal(err)
			}
			tiertest.ComesBack(t, rich, tt.want)
			poor, err := plain.Place(tier.Metrics{"sales": tt.sales})
			if err != nil {
				t.Fatal(err)
			}
			tiertest.ComesBack(t, poor, tt.plain)
		})
	}
}

// TestPlaceRefusals checks that all faults of the metrics are named at once:
// those of the ladder's metrics in its order, then the unknown ones in theirs.
func TestPlaceRefusals(t *testing.T) {
	big35 := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil), 0)
	with := func(name string, d decimal.Decimal) tier.Metrics {
		m := facts("17", "5", "0", "0")
		m[name] = d
		return m
	}
	tests := []struct {
		name    string
		metrics tier.Metrics
		want    []fault
	}{
		{"nil", nil, []fault{
			{"metrics.sales", "", alianza.ErrMissing},
			{"metrics.tickets", "", alianza.ErrMissing},
			{"metrics.satisfaction", "", alianza.ErrMissing},
			{"metrics.refunds", "", alianza.ErrMissing},
		}},
		{"one missing, X14", tier.Metrics{"sales": n("17"), "satisfaction": n("5"), "tickets": n("0")}, []fault{{"metrics.refunds", "", alianza.ErrMissing}}},
		{"one missing, one unknown", tier.Metrics{"sales": n("17"), "satisfaction": n("5"), "tickets": n("0"), "refund": n("0")}, []fault{
			{"metrics.refunds", "", alianza.ErrMissing}, {"metrics.refund", "", alianza.ErrUnknown},
		}},
		{"unknown", with("clicks", n("1")), []fault{{"metrics.clicks", "", alianza.ErrUnknown}}},
		{"wrong case", with("Sales", n("1")), []fault{{"metrics.Sales", "", alianza.ErrUnknown}}},
		{"negative, V-TIER-9", with("sales", n("-1")), []fault{{"metrics.sales", "-1", alianza.ErrRange}}},
		{"least negative", with("refunds", n("-0.000000000000000001")), []fault{{"metrics.refunds", "-0.000000000000000001", alianza.ErrRange}}},
		{"19 places", with("sales", decimal.New(1, -19)), []fault{{"metrics.sales", "0.0000000000000000001", alianza.ErrRange}}},
		{"power of 19", with("sales", decimal.New(1, 19)), []fault{{"metrics.sales", "10000000000000000000", alianza.ErrRange}}},
		{"35 digits", with("sales", big35), []fault{{"metrics.sales", "10000000000000000000000000000000000", alianza.ErrRange}}},
		{"zero of a hostile power", with("sales", decimal.New(0, 1<<30)), []fault{{"metrics.sales", "0e1073741824", alianza.ErrRange}}},
		{"all kinds", tier.Metrics{"sales": n("-2.50"), "tickets": decimal.New(1, 1<<30), "satisfaction": n("5"), "z": n("1"), "a": n("-1")}, []fault{
			{"metrics.sales", "-2.50", alianza.ErrRange},
			{"metrics.tickets", "1e1073741824", alianza.ErrRange},
			{"metrics.refunds", "", alianza.ErrMissing},
			{"metrics.a", "", alianza.ErrUnknown},
			{"metrics.z", "", alianza.ErrUnknown},
		}},
	}
	ladder := mustNew(studio())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tt.metrics)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Place(%v) = other faults (-want +got):\n%s", tt.metrics, diff)
			}
			if diff := cmp.Diff(tier.Placement[tier.NoTerms]{}, got); diff != "" {
				t.Errorf("Place(%v) = a placement beside the error (-want +got):\n%s", tt.metrics, diff)
			}
			rank, again := ladder.Rank(tt.metrics)
			if rank != 0 || fmt.Sprint(again) != fmt.Sprint(err) {
				t.Errorf("Rank(%v) = %d, %v; want 0, %v", tt.metrics, rank, again, err)
			}
		})
	}
}

func TestPlaceErrorText(t *testing.T) {
	tests := []struct {
		name    string
		metrics tier.Metrics
		want    string
	}{
		{"missing", nil, "tier: ladder affiliate: metrics.sales: missing"},
		{"negative", tier.Metrics{"sales": n("-1")}, `tier: ladder affiliate: metrics.sales "-1": out of range: negative`},
		{"near to none", tier.Metrics{"sales": n("1"), "revenue": n("1")}, "tier: ladder affiliate: metrics.revenue: unknown: the ladder has no requirement on it"},
		{"both", tier.Metrics{"sale": n("1")}, "tier: ladder affiliate: metrics.sales: missing\nmetrics.sale: unknown: the ladder has no requirement on it: did you mean sales?"},
		{"too great", tier.Metrics{"sales": decimal.New(1, 1<<30)}, `tier: ladder affiliate: metrics.sales "1e1073741824": out of range: exponent out of range: 10^1073741824, allowed is -18 to 18`},
	}
	ladder := mustNew(tier.Affiliate())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ladder.Place(tt.metrics)
			if got := fmt.Sprint(err); got != tt.want {
				t.Errorf("Place(%v) = %s; want %s", tt.metrics, got, tt.want)
			}
		})
	}
}

// TestBounds checks that the greatest and the least numbers of the library are
// metrics like others, and that hostile ones are refused at once.
func TestBounds(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
	for _, d := range []decimal.Decimal{decimal.New(1, 18), n("0.000000000000000001"), n(strings.Repeat("9", 34)), {}} {
		if _, err := ladder.Place(tier.Metrics{"sales": d}); err != nil {
			t.Errorf("Place(%s) = %v; want no error", d, err)
		}
	}
	for _, d := range []decimal.Decimal{
		decimal.New(1, 1<<31-1), decimal.New(-1, 1<<31-1), decimal.New(1, -1<<31), decimal.New(-1, -1<<31),
		decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<22), -1<<20), decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(-1), 1<<22), 0),
	} {
		_, err := ladder.Place(tier.Metrics{"sales": d})
		if !errors.Is(err, alianza.ErrRange) {
			t.Errorf("Place(a hostile number) = %v; want ErrRange", err)
		}
		if len(fmt.Sprint(err)) > 300 {
			t.Errorf("Place(a hostile number) = an error of %d bytes; want few", len(err.Error()))
		}
	}
}

// TestPlaceMean has means that no decimal holds: they are compared as they are,
// and shown cut to 18 decimals.
func TestPlaceMean(t *testing.T) {
	thirds := "3.333333333333333333" // and not the third of ten
	tests := []struct {
		name, sum string
		over      int
		need      tier.Requirement
		want      int
		value, by string
	}{
		{"a third of 10 is at least its places", "10", 3, tier.AtLeast("x", n(thirds)), 1, thirds, "0"},
		{"and above them", "10", 3, tier.Above("x", n(thirds)), 1, thirds, "0"},
		{"and not at least the next", "10", 3, tier.AtLeast("x", n("3.333333333333333334")), 0, thirds, "0.000000000000000001"},
		{"on the bound", "9", 3, tier.AtLeast("x", n("3")), 1, "3", "0"},
		{"over one month", "9.00", 1, tier.AtLeast("x", n("10")), 0, "9.00", "1.00"},
		{"in a range", "10", 3, tier.Requirement{Metric: "x", Bound: alianza.Between(n("3"), n("3.333333333333333334"))}, 1, thirds, "0.000000000000000001"},
		{"above a range", "10", 3, tier.Requirement{Metric: "x", Bound: alianza.Between(n("3"), n(thirds))}, 0, thirds, "0"},
		{"over many months", "1", 2147483647, tier.Above("x", n("0")), 1, "0.000000000465661287", "0.000000000465661287"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := one(t, tier.OnMissingRefuse, tt.need).PlaceMean(tier.Metrics{"x": n(tt.sum)}, tt.over, nil)
			want := []tier.Gap{{Need: tt.need, Value: n(tt.value), By: n(tt.by), Less: tt.name == "above a range"}}
			if diff := cmp.Diff(want, append(got.Unmet, got.Slack...)); diff != "" || err != nil || got.Rank != tt.want {
				t.Errorf("PlaceMean(%s, %d) = rank %d, %v; want %d, gaps (-want +got):\n%s", tt.sum, tt.over, got.Rank, err, tt.want, diff)
			}
		})
	}
	ladder := mustNew(tier.Affiliate())
	for _, over := range []int{0, -1, math.MinInt} {
		_, err := ladder.PlaceMean(tier.Metrics{"sales": n("1")}, over, nil)
		wantFaults(t, fmt.Sprintf("PlaceMean over %d months", over), err, fault{"over", fmt.Sprint(over), alianza.ErrRange})
	}
	_, err := ladder.PlaceMean(nil, 1, nil)
	wantFaults(t, "PlaceMean(nil)", err, fault{"metrics.sales", "", alianza.ErrMissing})
}

// TestPlaceMean_Own has metrics that count over different numbers of months.
func TestPlaceMean_Own(t *testing.T) {
	own := map[string]int{"b": 1}
	total := sumOf(tier.AtLeast("", n("16")), "a", "b")
	tests := []struct {
		name, a, b string
		need       tier.Requirement
		want       int
		value, by  string
	}{
		{"its own months", "0", "12", tier.AtMost("b", n("5")), 0, "12", "7"},
		{"the others' months", "12", "0", tier.AtLeast("a", n("5")), 0, "4", "1"},
		{"a sum on its bound", "18", "10", total, 1, "16", "0"},
		{"a sum below it", "18", "6", total, 0, "12", "4"},
		{"a sum without end", "10", "12", total, 0, "15.333333333333333333", "0.666666666666666667"}, // 10/3 + 12
		{"a sum without end, above", "10", "12.666666666666666667", total, 1, "16", "0"},
		{"a sum without end, below", "10", "12.666666666666666666", total, 0, "15.999999999999999999", "0.000000000000000001"},
	}
	for _, tt := range tests {
		d := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("in", tt.need), level("never", tier.Above("a", n("1e18")), tier.Above("b", n("1e18")))}}
		ladder, sums := mustNew(d), tier.Metrics{"a": n(tt.a), "b": n(tt.b)}
		got, err := ladder.PlaceMean(sums, 3, own)
		gaps := got.Slack
		if tt.want == 0 {
			gaps = got.Unmet
		}
		want := []tier.Gap{{Need: tt.need, Value: n(tt.value), By: n(tt.by)}}
		if diff := cmp.Diff(want, gaps); diff != "" || err != nil || got.Rank != tt.want {
			t.Errorf("PlaceMean with %s = rank %d, %v; want %d, gaps (-want +got):\n%s", tt.name, got.Rank, err, tt.want, diff)
		}
		if rank, err := ladder.KeepRank(1, sums, 3, own); rank != tt.want || err != nil {
			t.Errorf("KeepRank with %s = %d, %v; want %d", tt.name, rank, err, tt.want)
		}
	}
	ladder := one(t, tier.OnMissingRefuse, total)
	for b, want := range map[string]string{
		"6":                     "36 12",                                      // 3 x (18/3 + 6) of 48
		"12.000000000000000001": "54.000000000000000003 none",                 // enough
		"9.999999999999999999":  "47.999999999999999997 0.000000000000000003", // three times that is missing
	} {
		got, err := ladder.Needs("in", tier.Metrics{"a": n("18"), "b": n(b)}, 3, own)
		text := "54.000000000000000003 none"
		if len(got) == 1 {
			text = got[0].Value.String() + " " + got[0].By.String()
		}
		if err != nil || text != want {
			t.Errorf("Needs with %s = %s, %v; want %s", b, text, err, want)
		}
	}
	// (1/3 + 0/7) x 7 is 7/3, and 7 are needed.
	got, err := one(t, tier.OnMissingRefuse, sumOf(tier.AtLeast("", n("1")), "a", "b")).Needs("in", tier.Metrics{"a": n("1"), "b": n("0")}, 3, map[string]int{"b": 7})
	if err != nil || len(got) != 1 || !got[0].Value.Equal(n("2.333333333333333333")) || !got[0].By.Equal(n("4.666666666666666667")) {
		t.Errorf("Needs = %v, %v; want 4.666666666666666667, rounded up", got, err)
	}
	_, err = ladder.PlaceMean(tier.Metrics{"a": n("1"), "b": n("1")}, 3, map[string]int{"b": 0, "c": 1})
	wantFaults(t, "PlaceMean with months that are none", err, fault{"own.b", "0", alianza.ErrRange}, fault{"own", "c", alianza.ErrUnknown})
}

// TestRefusals_Cost refuses hostile metrics without expanding them.
func TestRefusals_Cost(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
	for name, d := range hostile() {
		m := tier.Metrics{"sales": d}
		for what, place := range map[string]func() error{
			"Rank":      func() error { return second(ladder.Rank(m)) },
			"Place":     func() error { return second(ladder.Place(m)) },
			"PlaceMean": func() error { return second(ladder.PlaceMean(m, 2, nil)) },
		} {
			var err error
			if used := costtest.Bytes(100_000, func() { err = place() }); used > 100_000 {
				t.Errorf("%s(%s) allocates %d bytes; want few", what, name, used)
			}
			wantFaults(t, what+"("+name+")", err, fault{"metrics.sales", "", alianza.ErrRange})
		}
	}
	many := tier.Metrics{}
	for i := range 100_000 {
		many[fmt.Sprint(i)] = n("1")
	}
	_, err := ladder.Place(many)
	if got := len(alianza.Faults(err)); got != 100 || len(err.Error()) > 20_000 {
		t.Errorf("Place of 100,000 unknown metrics = %d faults, %d bytes; want 100", got, len(err.Error()))
	}
	_, err = ladder.Place(tier.Metrics{"sales": n("1"), strings.Repeat("x", 1<<20): n("1")})
	wantFaults(t, "Place of a metric with a long name", err, fault{"metrics", "", alianza.ErrUnknown})
	if len(err.Error()) > 500 {
		t.Errorf("Place of a metric with a long name = an error of %d bytes; want few", len(err.Error()))
	}
}

// TestMetrics_Only cuts one map of facts down to each of several ladders.
func TestMetrics_Only(t *testing.T) {
	facts := tier.Metrics{"sales": n("17"), "followers": n("120000"), "revenue": n("60000"), "clicks": n("1")}
	for _, tt := range []struct {
		ladder tier.Ladder[tier.NoTerms]
		want   string
	}{
		{mustNew(tier.Affiliate()), "affiliate/gold"},
		{mustNew(tier.InfluencerSize()), "influencer_size/macro"},
		{mustNew(tier.Support(n("50000"), n("200000"))), "support/tier_2"},
	} {
		got, err := tt.ladder.Place(facts.Only(tt.ladder.Metrics()))
		if err != nil || got.Tier() != tt.want {
			t.Errorf("Place = %q, %v; want %q", got.Tier(), err, tt.want)
		}
	}
	if diff := cmp.Diff(tier.Metrics{"sales": n("17")}, facts.Only([]string{"sales", "visits", "sales"})); diff != "" {
		t.Errorf("Only mismatch (-want +got):\n%s", diff)
	}
	if got := tier.Metrics(nil).Only([]string{"sales"}); len(got) != 0 {
		t.Errorf("Only of no metrics = %v; want none", got)
	}
}

func TestMetrics_JSON(t *testing.T) {
	tiertest.ComesBack(t, tier.Metrics{}, `{}`)
	tiertest.ComesBack(t, tier.Metrics{"b": n("0"), "a": n("2.50")}, `{"a":"2.50","b":"0"}`)
	if doc, err := json.Marshal(tier.Metrics(nil)); err != nil || string(doc) != `{}` {
		t.Errorf("MarshalJSON() of no metrics = %s, %v; want {}", doc, err)
	}
	if doc, err := json.Marshal(tier.Metrics{"a": decimal.New(1, 1<<30)}); err == nil {
		t.Errorf("MarshalJSON() of a hostile number = %s; want an error", doc)
	}
	var m tier.Metrics
	for doc, want := range map[string]fault{
		`null`:              {"", "", alianza.ErrMissing},
		`[]`:                {"", "", alianza.ErrForm},
		`{"a":null}`:        {"a", "", alianza.ErrMissing},
		`{"a":"1","a":1}`:   {"a", "", alianza.ErrDuplicate},
		`{"a":"one"}`:       {"a", "one", alianza.ErrForm},
		`{"a":1e19}`:        {"a", "1e19", alianza.ErrRange},
		`{"a":1} {}`:        {"", "", alianza.ErrForm},
		`{"a":{"at": "1"}}`: {"a", "", alianza.ErrForm},
	} {
		wantFaults(t, "UnmarshalJSON("+doc+")", m.UnmarshalJSON([]byte(doc)), want)
	}
}

// TestPlacement_JSONFaults has placements that no ladder gives.
func TestPlacement_JSONFaults(t *testing.T) {
	var p tier.Placement[string]
	for doc, want := range map[string][]fault{
		`{}`:                                     {{"ladder", "", alianza.ErrMissing}, {"rank", "", alianza.ErrMissing}},
		`{"ladder":"l","rank":1}`:                {{"level", "", alianza.ErrConflict}},
		`{"ladder":"l","rank":0,"level":"gold"}`: {{"level", "gold", alianza.ErrConflict}},
		`{"ladder":"l","rank":-1,"level":"gold"}`:  {{"rank", "-1", alianza.ErrRange}},
		`{"ladder":"l","rank":201,"level":"gold"}`: {{"rank", "201", alianza.ErrRange}},
		`{"ladder":"l","rank":0,"missing":[]}`:     {{"missing", "", alianza.ErrField}},
		`{"ladder":"l","rank":0,"unmet":[{}]}`:     {{"unmet[0].need", "", alianza.ErrMissing}},
		`{"ladder":"l","rank":0,"terms":5}`:        {{"terms", "5", alianza.ErrForm}},
	} {
		wantFaults(t, "UnmarshalJSON("+doc+")", p.UnmarshalJSON([]byte(doc)), want...)
	}
	wantFaults(t, "MarshalJSON(a rank without a level)", second(tier.Placement[string]{Ladder: "l", Rank: 1}.MarshalJSON()), fault{"level", "", alianza.ErrConflict})
	wantFaults(t, "MarshalJSON(rank -1)", second(tier.Placement[string]{Ladder: "l", Level: "gold", Rank: -1}.MarshalJSON()), fault{"rank", "-1", alianza.ErrRange})
}

// kept is a ladder whose levels are kept with less than they are reached with.
func kept() tier.Definition[tier.NoTerms] {
	d := tier.Affiliate()
	d.Levels[1].Keeps = []tier.Requirement{sales("4")}
	d.Levels[2].Keeps = []tier.Requirement{sales("12")}
	return d
}

func TestKeepRank(t *testing.T) {
	ladder := mustNew(kept())
	for _, tt := range []struct {
		sum       string
		over      int
		rank, own int
	}{
		{"0", 1, 0, 0},
		{"1", 1, 1, 1},
		{"3", 1, 1, 1},
		{"4", 1, 2, 1},
		{"11", 1, 2, 2},
		{"12", 1, 3, 2},
		{"16", 1, 3, 3},
		{"30", 1, 3, 3},
		{"31", 1, 4, 4},
		{"35", 3, 2, 2},
		{"36", 3, 3, 2},
		{"48", 3, 3, 3},
	} {
		m := tier.Metrics{"sales": n(tt.sum)}
		got, err := ladder.KeepRank(4, m, tt.over, nil) // of who is at the top
		placed, again := ladder.PlaceMean(m, tt.over, nil)
		if got != tt.rank || placed.Rank != tt.own || err != nil || again != nil {
			t.Errorf("KeepRank(%s, %d) = %d, %v, PlaceMean = %d, %v; want %d, %d", tt.sum, tt.over, got, err, placed.Rank, again, tt.rank, tt.own)
		}
	}
	_, err := ladder.KeepRank(4, nil, 1, nil)
	wantFaults(t, "KeepRank(nil)", err, fault{"metrics.sales", "", alianza.ErrMissing})
	_, err = ladder.KeepRank(4, tier.Metrics{"sales": n("1")}, 0, nil)
	wantFaults(t, "KeepRank over no months", err, fault{"over", "0", alianza.ErrRange})
}

// TestKeepRank_Own has a level that is kept with less than the one below it.
func TestKeepRank_Own(t *testing.T) {
	d := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("silver", sales("10")), level("gold", sales("20")), level("platinum", sales("60"))}}
	for i, keep := range []string{"8", "5", "50"} {
		d.Levels[i].Keeps = []tier.Requirement{sales(keep)}
	}
	ladder := mustNew(d)
	for _, tt := range []struct {
		rank  int
		sales string
		want  int
	}{
		{0, "60", 0},
		{-1, "60", 0},
		{1, "6", 0},
		{1, "8", 1},
		{1, "60", 1},
		{2, "4", 0},
		{2, "5", 2},
		{2, "60", 2},
		{3, "4", 0},
		{3, "6", 2},
		{3, "49", 2},
		{3, "50", 3},
		{3, "60", 3},
		{4, "49", 2},
		{4, "60", 3}, // there is no fourth
	} {
		if got, err := ladder.KeepRank(tt.rank, tier.Metrics{"sales": n(tt.sales)}, 1, nil); err != nil || got != tt.want {
			t.Errorf("KeepRank(%d, %s) = %d, %v; want %d", tt.rank, tt.sales, got, err, tt.want)
		}
	}
}

// TestNeeds has what is missing of sums.
func TestNeeds(t *testing.T) {
	ladder := mustNew(kept())
	tests := []struct {
		level, sum string
		over       int
		reach      string // and to keep
		keep       string
	}{
		{"gold", "0", 1, "16 sales", "12 sales"},
		{"gold", "12", 1, "4 sales", ""},
		{"gold", "16", 1, "", ""},
		{"gold", "30", 3, "18 sales", "6 sales"}, // 48 and 36 in all
		{"platinum", "30.5", 12, "341.5 sales", "341.5 sales"},
		{"basic", "0", 12, "12 sales", "12 sales"},
	}
	for _, tt := range tests {
		text := func(gaps []tier.Gap, err error) string {
			if err != nil || len(gaps) > 1 {
				t.Errorf("Needs(%s, %s, %d) = %v, %v; want one gap", tt.level, tt.sum, tt.over, gaps, err)
			}
			for _, g := range gaps {
				return g.String()
			}
			return ""
		}
		m := tier.Metrics{"sales": n(tt.sum)}
		if got := text(ladder.Needs(tt.level, m, tt.over, nil)); got != tt.reach {
			t.Errorf("Needs(%s, %s, %d) = %q; want %q", tt.level, tt.sum, tt.over, got, tt.reach)
		}
		if got := text(ladder.NeedsToKeep(tt.level, m, tt.over, nil)); got != tt.keep {
			t.Errorf("NeedsToKeep(%s, %s, %d) = %q; want %q", tt.level, tt.sum, tt.over, got, tt.keep)
		}
	}
	other := mustNew(tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("seen", tier.AtLeast("visits", n("3"))), level("sold", sales("6"))}})
	for sold, want := range map[string]string{"5": "[3 visits]", "6": "[]"} {
		if got, err := other.NeedsToKeep("seen", numbers(map[string]string{"visits": "0", "sales": sold}), 1, nil); err != nil || fmt.Sprint(got) != want {
			t.Errorf("NeedsToKeep(seen) with %s sales = %v, %v; want %s", sold, got, err, want)
		}
	}
	// New does not see that a group of some asks for more: who reaches the level keeps it.
	odd := one(t, tier.OnMissingRefuse, sales("6")).Definition()
	odd.Levels[0].Keeps = []tier.Requirement{tier.Any(sales("8"), sales("9"))}
	for sold, want := range map[string]string{"5": "[(3 sales or 4 sales)]", "6": "[]"} {
		if got, err := mustNew(odd).NeedsToKeep("in", tier.Metrics{"sales": n(sold)}, 1, nil); err != nil || fmt.Sprint(got) != want {
			t.Errorf("NeedsToKeep(in) with %s sales = %v, %v; want %s", sold, got, err, want)
		}
	}
	_, err := ladder.Needs("tin", tier.Metrics{"sales": n("1")}, 1, nil)
	wantFaults(t, "Needs(tin)", err, fault{"level", "tin", alianza.ErrUnknown})
	_, err = ladder.NeedsToKeep("gold", tier.Metrics{"sales": n("-1")}, 1, nil)
	wantFaults(t, "NeedsToKeep of a negative sum", err, fault{"metrics.sales", "-1", alianza.ErrRange})
	// The sum of three months has to be from 30 to 60.
	visits := one(t, tier.OnMissingRefuse, tier.Requirement{Metric: "visits", Bound: alianza.Between(n("10"), n("20"))})
	for sum, want := range map[string]string{"24": "[6 visits]", "29": "[1 visit]", "30": "[]", "60": "[]", "61": "[1 visit less]", "66": "[6 visits less]"} {
		for what, needs := range map[string]func(string, tier.Metrics, int, map[string]int) ([]tier.Gap, error){"Needs": visits.Needs, "NeedsToKeep": visits.NeedsToKeep} {
			got, err := needs("in", tier.Metrics{"visits": n(sum)}, 3, nil)
			if err != nil || fmt.Sprint(got) != want {
				t.Errorf("%s of %s visits in 3 months = %v, %v; want %s", what, sum, got, err, want)
			}
			for _, g := range got {
				tiertest.ComesBack(t, g, "")
			}
		}
	}
	thirds, err := one(t, tier.OnMissingRefuse, tier.Requirement{Metric: "x", Bound: alianza.Between(n("0.1"), n("0.2"))}).Needs("in", tier.Metrics{"x": n("1")}, 3, nil)
	if err != nil || len(thirds) != 1 || !thirds[0].By.Equal(n("0.4")) || thirds[0].String() != "0.4 x less" {
		t.Errorf("Needs above a range = %v, %v; want 0.4 x less", thirds, err)
	}
}

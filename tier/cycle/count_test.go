package cycle_test

import (
	stdcmp "cmp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// TestMeanExact has means that no decimal holds: they are compared as they are.
func TestMeanExact(t *testing.T) {
	thirds := "3.333333333333333333" // and not the third of ten
	tests := []struct {
		name string
		need tier.Requirement
		a, b string // of one month of three
		want int
	}{
		{"a third of 10 is at least its places", tier.AtLeast("a", n(thirds)), "10", "0", 1},
		{"and above them", tier.Above("a", n(thirds)), "10", "0", 1},
		{"and not at most", tier.AtMost("a", n(thirds)), "10", "0", 0},
		{"and not below", tier.Below("a", n(thirds)), "10", "0", 0},
		{"nor at least the next", tier.AtLeast("a", n("3.333333333333333334")), "10", "0", 0},
		{"but below it", tier.Below("a", n("3.333333333333333334")), "10", "0", 1},
		{"on the bound", tier.AtLeast("a", n("3")), "9", "0", 1},
		{"not above it", tier.Above("a", n("3")), "9", "0", 0},
		{"at most", tier.AtMost("a", n("3")), "9", "0", 1},
		{"not below", tier.Below("a", n("3")), "9", "0", 0},
		{"sum of two thirds that is whole", sumOf(tier.AtLeast("", n("16")), "a", "b"), "28", "20", 1},
		{"and not above that", sumOf(tier.Above("", n("16")), "a", "b"), "28", "20", 0},
		{"in a group", countOf(2, sumOf(tier.AtLeast("", n("16")), "a", "b"), tier.Above("a", n("9.333333333333333333")), tier.AtLeast("b", n("7"))), "28", "20", 1},
		{"a mean of more digits than a number may have", tier.AtLeast("a", n("100000000000000000")), "300000000000000001", "0", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ladder := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{
				level("in", tt.need), level("never", tier.Above("a", n("1e18")), tier.Above("b", n("1e18"))),
			}}
			rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(ladder), Months: 3, Aggregate: cycle.Mean})
			_, change, err := rules.Step(cycle.Standing{}, month("2026-01"), tier.Metrics{"a": n(tt.a), "b": n(tt.b)})
			if err != nil || change.Qualified.Rank != tt.want {
				t.Errorf("Step(%s, %s) with %s = rank %d, %v; want %d", tt.a, tt.b, tt.need, change.Qualified.Rank, err, tt.want)
			}
		})
	}
}

// TestMeanShown checks what a change shows of a mean: cut to 18 decimals, and
// no more of them than it has.
func TestMeanShown(t *testing.T) {
	tests := []struct {
		name, sales, mean, toNext string
	}{
		{"a third", "10", "3.333333333333333333", "2.666666666666666667 sales to silver"},
		{"two thirds", "20", "6.666666666666666666", "9.333333333333333334 sales to gold"},
		{"whole", "9.00", "3", "3 sales to silver"},
		{"half", "4.5", "1.5", "4.5 sales to silver"},
		{"nothing", "0", "0", "1 sale to basic"},
		{"large", "300000000000000000", "100000000000000000", ""},
	}
	rules := affiliates(cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.Mean})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, change, err := rules.Step(cycle.Standing{}, month("2026-01"), tier.Metrics{"sales": n(tt.sales)})
			if err != nil {
				t.Fatalf("Step(%s) = %v; want no error", tt.sales, err)
			}
			if got := change.Metrics["sales"]; !got.Equal(n(tt.mean)) || got.Exponent() != n(tt.mean).Exponent() {
				t.Errorf("Step(%s) = metrics %v; want %s", tt.sales, change.Metrics, tt.mean)
			}
			if got := change.Qualified.ToNext(); got != tt.toNext {
				t.Errorf("Step(%s) = %q; want %q", tt.sales, got, tt.toNext)
			}
			if margin := change.Qualified.Slack; len(margin) > 0 && !margin[0].Value.Equal(n(tt.mean)) {
				t.Errorf("Step(%s) = margin from %s; want from %s", tt.sales, margin[0].Value, tt.mean)
			}
		})
	}
}

// TestWindowEditions has editions that ask for other metrics than those before
// them, while the window still reaches back.
func TestWindowEditions(t *testing.T) {
	sales10, visits10, tickets5 := tier.AtLeast("sales", n("10")), tier.AtLeast("visits", n("10")), tier.AtMost("tickets", n("5"))
	edition := func(from string, missing tier.OnMissing, needs ...tier.Requirement) cycle.Edition[tier.NoTerms] {
		return cycle.Edition[tier.NoTerms]{From: month(from), Ladder: tier.Definition[tier.NoTerms]{Name: "l", OnMissing: missing, Levels: []tier.Level{level("in", needs...)}}}
	}
	type months []map[string]string
	tests := []struct {
		name     string
		editions []cycle.Edition[tier.NoTerms]
		months   months // from January 2026
		metrics  map[string]string
		want     int
	}{
		{
			"a metric is no longer asked for",
			[]cycle.Edition[tier.NoTerms]{edition("", 0, sales10, visits10), edition("2026-03", 0, sales10)},
			months{{"sales": "4", "visits": "99"}, {"sales": "3", "visits": "99"}, {"sales": "3"}},
			map[string]string{"sales": "10"},
			1,
		},
		{
			"a metric is new, and counts from then on",
			[]cycle.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-03", 0, sales10, visits10)},
			months{{"sales": "4"}, {"sales": "3"}, {"sales": "3", "visits": "9"}},
			map[string]string{"sales": "10", "visits": "9"},
			0,
		},
		{
			"and reaches its bound",
			[]cycle.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-03", 0, sales10, visits10)},
			months{{"sales": "4"}, {"sales": "3"}, {"sales": "3", "visits": "9"}, {"sales": "4", "visits": "1"}},
			map[string]string{"sales": "10", "visits": "10"},
			1,
		},
		{
			"a metric is new, and may be missing",
			[]cycle.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-03", tier.OnMissingUnmet, sales10, tier.AtMost("visits", n("10")))},
			months{{"sales": "4"}, {"sales": "3"}, {"sales": "3", "visits": "1"}},
			map[string]string{"sales": "10"},
			0,
		},
		{
			"a metric is missing in one month of the window",
			[]cycle.Edition[tier.NoTerms]{edition("", tier.OnMissingUnmet, sales10, tier.AtMost("refunds", n("3")))},
			months{{"sales": "5", "refunds": "1"}, {"sales": "5"}, {"sales": "5", "refunds": "1"}},
			map[string]string{"sales": "15"},
			0,
		},
		{
			"and not in the next ones",
			[]cycle.Edition[tier.NoTerms]{edition("", tier.OnMissingUnmet, sales10, tier.AtMost("refunds", n("3")))},
			months{{"sales": "5"}, {"sales": "5", "refunds": "1"}, {"sales": "5", "refunds": "1"}, {"sales": "5", "refunds": "1"}},
			map[string]string{"sales": "15", "refunds": "3"},
			1,
		},
		{
			"a metric may not be missing any more, and was in two months",
			[]cycle.Edition[tier.NoTerms]{edition("", tier.OnMissingUnmet, tickets5), edition("2026-03", 0, tickets5)},
			months{nil, {}, {"tickets": "4"}},
			map[string]string{},
			0,
		},
		{
			"and was in none that counts",
			[]cycle.Edition[tier.NoTerms]{edition("", tier.OnMissingUnmet, tickets5), edition("2026-03", 0, tickets5)},
			months{nil, {}, {"tickets": "4"}, {"tickets": "1"}, {"tickets": "0"}},
			map[string]string{"tickets": "5"},
			1,
		},
		{
			"a metric is new, and in the month after that it was missing",
			[]cycle.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-02", tier.OnMissingUnmet, sales10, tickets5), edition("2026-03", 0, sales10, tickets5)},
			months{{"sales": "10"}, {"sales": "1"}, {"sales": "1", "tickets": "1"}},
			map[string]string{"sales": "12"},
			0,
		},
		{
			"and in the month after that it was there",
			[]cycle.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-02", tier.OnMissingUnmet, sales10, tickets5), edition("2026-03", 0, sales10, tickets5)},
			months{{"sales": "10"}, {"sales": "1", "tickets": "2"}, {"sales": "1", "tickets": "1"}},
			map[string]string{"sales": "12", "tickets": "3"},
			1,
		},
		{
			"nothing is given",
			[]cycle.Edition[tier.NoTerms]{edition("", tier.OnMissingUnmet, tier.AtMost("refunds", n("3")))},
			months{nil, {}, nil},
			map[string]string{},
			0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: tt.editions, Months: 3})
			var given []tier.Metrics
			for _, one := range tt.months {
				given = append(given, numbers(one))
			}
			_, changes, err := rules.Run(cycle.Standing{}, month("2026-01"), given)
			if err != nil {
				t.Fatalf("Run = %v; want no error", err)
			}
			last := changes[len(changes)-1]
			if diff := cmp.Diff(numbers(tt.metrics), last.Metrics); diff != "" || last.Qualified.Rank != tt.want {
				t.Errorf("Run = rank %d; want %d, metrics (-want +got):\n%s", last.Qualified.Rank, tt.want, diff)
			}
		})
	}
}

// TestWindowEditions_Unknown has a mean of months in which a metric was missing, until
// an edition refuses that: it is not known until each of three months has it.
func TestWindowEditions_Unknown(t *testing.T) {
	silver := tier.Definition[tier.NoTerms]{Name: "l", OnMissing: tier.OnMissingUnmet, Levels: []tier.Level{level("silver", tier.AtMost("tickets", n("5")))}}
	strict := silver
	strict.OnMissing = tier.OnMissingRefuse
	rules := mustNew(cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.Mean, Editions: []cycle.Edition[tier.NoTerms]{{Ladder: silver}, {From: month("2026-03"), Ladder: strict}}})
	s, changes, err := rules.Run(cycle.Standing{}, month("2026-01"), []tier.Metrics{nil, {}, {"tickets": n("12")}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := changes[2].String(), "2026-03: no tier kept"; got != want {
		t.Errorf("Run = %q; want %q", got, want)
	}
	if got, err := rules.Outlook(s); err != nil || got.String() != "tickets (unknown) by 2026-04 to rise to silver" {
		t.Errorf("Outlook = %q, %v; want tickets that are unknown", got, err)
	}
	play(t, rules, s, "2026-04", "tickets", []step{{"3", "", cycle.Kept}, {"0", "silver", cycle.Promoted}}) // 15/3
	if _, _, err := rules.Step(s, month("2026-04"), nil); err == nil {
		t.Error("Step without tickets = no error; want one, by the later edition")
	}
	if ladder, _ := rules.Ladder(month("2026-03")); !ladder.Equal(mustLadder(strict)) {
		t.Error("Ladder(2026-03) takes missing metrics for unmet; want the edition as it is")
	}
}

// TestWindowEditions_Mean has a metric that only the edition from March 2026 asks for: the
// months before it do not count in its mean.
func TestWindowEditions_Mean(t *testing.T) {
	sale := tier.AtLeast("sales", n("1"))
	few, score := tier.AtMost("tickets", n("5")), tier.AtLeast("score", n("80"))
	total := func(op func(string, decimal.Decimal) tier.Requirement) tier.Requirement {
		return sumOf(op("", n("16")), "sales", "score")
	}
	ladder := func(levels ...tier.Level) tier.Definition[tier.NoTerms] {
		return tier.Definition[tier.NoTerms]{Name: "l", Levels: levels}
	}
	type months []map[string]string
	tests := []struct {
		name    string
		before  []tier.Requirement // of the level a, before March
		levels  []tier.Level       // from March on
		first   string
		months  months
		mean    string // of the new metric, Mean
		active  string // MeanActive
		metric  string
		want    string
		wantFor string // MeanActive, want if it is ""
	}{
		{
			"a metric that may not be high", nil,
			[]tier.Level{level("a", sale), level("b", sale, few)},
			"2026-01",
			months{{"sales": "5"}, {"sales": "5"}, {"sales": "5", "tickets": "12"}},
			"12", "12", "tickets", "a", "",
		},
		{
			"a metric that may not be low", nil,
			[]tier.Level{level("a", sale, score)},
			"2026-01",
			months{{"sales": "5"}, {"sales": "5"}, {"sales": "5", "score": "90"}},
			"90", "90", "score", "a", "",
		},
		{
			"two months of it", nil, // (12 + 4) / 2
			[]tier.Level{level("a", sale), level("b", sale, few)},
			"2026-01",
			months{{"sales": "5"}, {"sales": "5"}, {"sales": "5", "tickets": "12"}, {"sales": "5", "tickets": "4"}},
			"8", "8", "tickets", "a", "",
		},
		{
			"all months of it", nil, // (6 + 4 + 5) / 3
			[]tier.Level{level("a", sale), level("b", sale, few)},
			"2026-02",
			months{{"sales": "5"}, {"sales": "5", "tickets": "6"}, {"sales": "5", "tickets": "4"}, {"sales": "5", "tickets": "5"}},
			"5", "5", "tickets", "b", "",
		},
		{
			"a start in March", nil, // no month before it counts
			[]tier.Level{level("a", sale), level("b", sale, few)},
			"2026-03",
			months{{"sales": "5", "tickets": "12"}},
			"12", "12", "tickets", "a", "",
		},
		{
			"a start in April", nil, // the mean has March before the start, with nothing
			[]tier.Level{level("a", sale), level("b", sale, few)},
			"2026-04",
			months{{"sales": "5", "tickets": "12"}},
			"6", "12", "tickets", "a", "",
		},
		{
			"a start in April, and on the bound", nil,
			[]tier.Level{level("a", sale), level("b", sale, few)},
			"2026-04",
			months{{"sales": "5", "tickets": "10"}},
			"5", "10", "tickets", "b", "a",
		},
		{
			"a sum with a metric of all months", nil, // (9 + 6 + 3) / 3 + 10
			[]tier.Level{level("a", total(tier.AtLeast)), level("b", total(tier.Above))},
			"2026-01",
			months{{"sales": "9"}, {"sales": "6"}, {"sales": "3", "score": "10"}},
			"10", "10", "score", "a", "",
		},
		{
			"a sum that has no end", nil, // 19/3 + 10
			[]tier.Level{level("a", total(tier.AtLeast)), level("b", total(tier.Above))},
			"2026-01",
			months{{"sales": "9"}, {"sales": "6"}, {"sales": "4", "score": "10"}},
			"10", "10", "score", "b", "",
		},
		{
			"a metric that was asked for in January",
			[]tier.Requirement{sale, few}, // (4 + 6) / 2
			[]tier.Level{level("a", sale), level("b", sale, few)},
			"2026-01",
			months{{"sales": "5", "tickets": "4"}, {"sales": "5"}, {"sales": "5", "tickets": "6"}},
			"5", "5", "tickets", "b", "",
		},
	}
	for _, tt := range tests {
		for _, aggregate := range []cycle.Aggregate{cycle.Mean, cycle.MeanActive} {
			t.Run(tt.name+", "+aggregate.String(), func(t *testing.T) {
				editions := []cycle.Edition[tier.NoTerms]{{Ladder: ladder(level("a", sale))}, {From: month("2026-03"), Ladder: ladder(tt.levels...)}}
				if tt.before != nil {
					editions = []cycle.Edition[tier.NoTerms]{{Ladder: ladder(level("a", tt.before...))}, {From: month("2026-02"), Ladder: ladder(level("a", sale))}, editions[1]}
				}
				rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: editions, Months: 3, Aggregate: aggregate})
				var given []tier.Metrics
				for _, one := range tt.months {
					given = append(given, numbers(one))
				}
				_, changes, err := rules.Run(cycle.Standing{}, month(tt.first), given)
				if err != nil {
					t.Fatalf("Run = %v; want no error", err)
				}
				mean, want := tt.mean, tt.want
				if aggregate == cycle.MeanActive {
					mean, want = tt.active, stdcmp.Or(tt.wantFor, tt.want)
				}
				last := changes[len(changes)-1]
				if got := last.Metrics[tt.metric]; !got.Equal(n(mean)) || last.To != want {
					t.Errorf("Run = %s, %s %s; want %s, %s", last, tt.metric, got, want, mean)
				}
			})
		}
	}
}

func TestWindow_T20(t *testing.T) {
	tests := []struct {
		name  string
		def   cycle.Definition[tier.NoTerms]
		steps []step
	}{
		{"a month up and down at once", cycle.Definition[tier.NoTerms]{}, []step{
			{"10", "silver", cycle.Promoted}, {"3", "basic", cycle.Demoted}, {"31", "platinum", cycle.Promoted}, {"0", "", cycle.Demoted}, {"0", "", cycle.Kept}, {"1", "basic", cycle.Promoted},
		}},
		{"one month, V-WIN-1", cycle.Definition[tier.NoTerms]{Months: 1}, []step{{"20", "gold", cycle.Promoted}, {"3", "basic", cycle.Demoted}}},
		{"mean of three months, V-WIN-2", cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.Mean}, []step{ // 6.67, 7.67, 11
			{"20", "silver", cycle.Promoted}, {"3", "silver", cycle.Kept}, {"10", "silver", cycle.Kept},
		}},
		{"sum of three months, V-WIN-3", cycle.Definition[tier.NoTerms]{Months: 3}, []step{ // 20, 23, 33, 13
			{"20", "gold", cycle.Promoted}, {"3", "gold", cycle.Kept}, {"10", "platinum", cycle.Promoted}, {"0", "silver", cycle.Demoted},
		}},
		{"mean over months before the start, V-WIN-4", cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.Mean}, []step{{"18", "silver", cycle.Promoted}}},
		{"mean just under the bound", cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.Mean}, []step{{"17.999999999999999999", "basic", cycle.Promoted}}},
		{"mean since the start", cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.MeanActive}, []step{ // 18, 10.5, 7, 3
			{"18", "gold", cycle.Promoted}, {"3", "silver", cycle.Demoted}, {"0", "silver", cycle.Kept}, {"6", "basic", cycle.Demoted},
		}},
		{"mean of one month", cycle.Definition[tier.NoTerms]{Aggregate: cycle.Mean}, []step{{"6", "silver", cycle.Promoted}, {"5", "basic", cycle.Demoted}}},
		{"mean since the start of one month", cycle.Definition[tier.NoTerms]{Months: 1, Aggregate: cycle.MeanActive}, []step{{"6", "silver", cycle.Promoted}, {"5", "basic", cycle.Demoted}}},
		{"sum of two months, on the bounds", cycle.Definition[tier.NoTerms]{Months: 2}, []step{ // 5, 6, 15, 16, 30
			{"5", "basic", cycle.Promoted}, {"1", "silver", cycle.Promoted}, {"14", "silver", cycle.Kept}, {"2", "gold", cycle.Promoted}, {"28", "gold", cycle.Kept}, {"3", "platinum", cycle.Promoted},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			play(t, affiliates(tt.def), cycle.Standing{}, "2025-11", "sales", tt.steps)
		})
	}
}

// TestResets counts by calendar year, by another year, by quarter, and by the
// partner's own year.
func TestResets(t *testing.T) {
	type definition = cycle.Definition[tier.NoTerms]
	tests := []struct {
		name  string
		def   definition
		first string
		steps []step // sums: 6 is silver, 16 gold, 31 platinum
	}{
		{"calendar year", definition{Resets: cycle.Calendar{Every: 12}}, "2025-10", []step{
			{"10", "silver", cycle.Promoted}, {"8", "gold", cycle.Promoted}, {"8", "gold", cycle.Kept}, // 26 to December
			{"6", "silver", cycle.Demoted}, {"10", "gold", cycle.Promoted}, // and not 32 in January
		}},
		{"trailing months, beside it", definition{Months: 12}, "2025-10", []step{
			{"10", "silver", cycle.Promoted}, {"8", "gold", cycle.Promoted}, {"8", "gold", cycle.Kept}, {"6", "platinum", cycle.Promoted},
		}},
		{"year to June", definition{Resets: cycle.Calendar{Every: 12, Ending: 6}}, "2026-05", []step{
			{"10", "silver", cycle.Promoted}, {"8", "gold", cycle.Promoted}, {"1", "basic", cycle.Demoted}, {"5", "silver", cycle.Promoted},
		}},
		{"quarters", definition{Resets: cycle.Calendar{Every: 3}}, "2026-02", []step{
			{"10", "silver", cycle.Promoted}, {"8", "gold", cycle.Promoted}, {"6", "silver", cycle.Demoted}, {"10", "gold", cycle.Promoted}, {"1", "gold", cycle.Kept}, {"1", "basic", cycle.Demoted},
		}},
		{"each month", definition{Resets: cycle.Calendar{Every: 1}}, "2026-02", []step{{"10", "silver", cycle.Promoted}, {"8", "silver", cycle.Kept}, {"1", "basic", cycle.Demoted}}},
		{"own year", definition{OwnYear: true}, "2025-10", []step{
			{"10", "silver", cycle.Promoted}, {"8", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, // to December
			{"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, // to March
			{"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, // to June
			{"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"13", "platinum", cycle.Promoted}, // to September
			{"1", "basic", cycle.Demoted}, {"5", "silver", cycle.Promoted},
		}},
		{"mean of a calendar year", definition{Resets: cycle.Calendar{Every: 12}, Aggregate: cycle.Mean}, "2026-02", []step{ // 12/2, 12/3, 24/4
			{"12", "silver", cycle.Promoted}, {"0", "basic", cycle.Demoted}, {"12", "silver", cycle.Promoted},
		}},
		{"mean since the start of a calendar year", definition{Resets: cycle.Calendar{Every: 12}, Aggregate: cycle.MeanActive}, "2025-11", []step{ // 12, 12/2, 6, 10/2
			{"12", "silver", cycle.Promoted}, {"0", "silver", cycle.Kept}, {"6", "silver", cycle.Kept}, {"4", "basic", cycle.Demoted},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := play(t, affiliates(tt.def), cycle.Standing{}, tt.first, "sales", tt.steps)
			tiertest.ComesBack(t, s, "")
		})
	}
}

// TestNegativeMonth has a month with more refunds than sales.
func TestNegativeMonth(t *testing.T) {
	d := points([]string{"bronze", "silver"}, "0", "10")
	d.Signed = []string{"points"}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(d), Months: 3})
	s := play(t, rules, cycle.Standing{}, "2026-01", "points", []step{
		{"12", "silver", cycle.Promoted}, {"-2", "silver", cycle.Kept}, {"-1", "bronze", cycle.Demoted}, {"3", "bronze", cycle.Kept}, {"-5", "", cycle.Demoted}, {"12", "silver", cycle.Promoted},
	})
	tiertest.ComesBack(t, s, "")
	plain := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(points([]string{"bronze", "silver"}, "0", "10")), Months: 3})
	_, _, err := plain.Step(s, month("2026-07"), tier.Metrics{"points": n("1")})
	wantFaults(t, "Step in a cycle without signs", err, fault{"recent[1].points", "-5", alianza.ErrRange})
	_, _, err = plain.Step(cycle.Standing{}, month("2026-07"), tier.Metrics{"points": n("-1")})
	wantFaults(t, "Step with a negative metric", err, fault{"metrics.points", "-1", alianza.ErrRange})
}

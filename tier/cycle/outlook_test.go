package cycle_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

func TestOutlook(t *testing.T) {
	type definition = cycle.Definition[tier.NoTerms]
	year := cycle.Calendar{Every: 12}
	keeps := tier.Affiliate()
	keeps.Levels[2].Keeps = []tier.Requirement{sales("12")}
	tests := []struct {
		name  string
		def   definition
		first string
		sales []string
		want  string
		grace int
	}{
		{"month by month", definition{}, "2026-01", []string{"17"}, "16 sales by 2026-02 to keep gold; 31 sales by 2026-02 to rise to platinum", 0},
		{"no level", definition{}, "2026-01", []string{"0"}, "1 sale by 2026-02 to rise to basic", 0},
		{"the top", definition{}, "2026-01", []string{"40"}, "31 sales by 2026-02 to keep platinum", 0},
		{"three months", definition{Months: 3}, "2026-01", []string{"5", "7", "4"}, "5 sales by 2026-04 to keep gold; 20 sales by 2026-04 to rise to platinum", 0},
		{"three months, all there", definition{Months: 3}, "2026-01", []string{"2", "9", "22"}, "nothing more by 2026-04 to keep platinum", 0},
		{"mean of three months", definition{Months: 3, Aggregate: cycle.Mean}, "2026-01", []string{"48"}, "nothing more by 2026-02 to keep gold; 45 sales by 2026-02 to rise to platinum", 0},
		{"mean since the start", definition{Months: 3, Aggregate: cycle.MeanActive}, "2026-01", []string{"16"}, "16 sales by 2026-02 to keep gold; 46 sales by 2026-02 to rise to platinum", 0},
		{"review once a year", definition{Months: 12, Demote: year, Promote: cycle.Calendar{Every: 3}}, "2026-01", []string{"0", "2", "4"}, "nothing more by 2026-12 to keep silver; 10 sales by 2026-06 to rise to gold", 0},
		{"some months no longer count", definition{Months: 6, Demote: year}, "2026-01", []string{"6", "0"}, "6 sales by 2026-12 to keep silver; 10 sales by 2026-03 to rise to gold", 0},
		{"calendar year", definition{Resets: year, Validity: 12, UntilReset: true}, "2025-11", []string{"10", "8", "6", "3"}, "7 sales by 2026-12 to keep gold; 22 sales by 2026-03 to rise to platinum", 0},
		{"own year", definition{OwnYear: true, Demote: year}, "2026-01", []string{"10", "8"}, "nothing more by 2026-12 to keep gold; 13 sales by 2026-03 to rise to platinum", 0},
		{"validity", definition{Validity: 6}, "2026-01", []string{"16", "3"}, "16 sales by 2026-07 to keep gold; 31 sales by 2026-03 to rise to platinum", 0},
		{"renewed before the review, by what is there", definition{Months: 3, Validity: 9, Demote: cycle.Calendar{Every: 12, Ending: 1}}, "2026-01", []string{"31", "0", "0", "0", "0", "0", "0", "31"}, "nothing more by 2026-10 to keep platinum", 0},
		{"not renewed before the review", definition{Months: 3, Validity: 9, Demote: cycle.Calendar{Every: 12, Ending: 1}}, "2026-01", []string{"31", "0", "0", "0", "0", "0", "31"}, "31 sales by 2027-01 to keep platinum", 0},
		{"renewed in the month of the review", definition{Months: 3, Validity: 9, Demote: cycle.Calendar{Every: 12, Ending: 10}}, "2026-01", []string{"31", "0", "0", "0", "0", "0", "0", "31"}, "nothing more by 2026-10 to keep platinum", 0},
		{"grace", definition{Grace: 2}, "2026-01", []string{"16", "3"}, "16 sales by 2026-03 to keep gold; 31 sales by 2026-03 to rise to platinum", 1},
		{"never lost", definition{Demotion: cycle.Never}, "2026-01", []string{"16"}, "31 sales by 2026-02 to rise to platinum", 0},
		{"kept with less", definition{Editions: always(keeps)}, "2026-01", []string{"16"}, "12 sales by 2026-02 to keep gold; 31 sales by 2026-02 to rise to platinum", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.def.Editions == nil {
				tt.def.Editions = always(tier.Affiliate())
			}
			rules := mustNew(tt.def)
			var months []tier.Metrics
			for _, one := range tt.sales {
				months = append(months, tier.Metrics{"sales": n(one)})
			}
			s, _, err := rules.Run(cycle.Standing{}, month(tt.first), months)
			if err != nil {
				t.Fatal(err)
			}
			got, err := rules.Outlook(s)
			if err != nil || got.String() != tt.want || got.Grace != tt.grace {
				t.Errorf("Outlook = %q, grace %d, %v; want %q, %d", got, got.Grace, err, tt.want, tt.grace)
			}
			tiertest.ComesBack(t, got, "")
		})
	}
}

// TestOutlook_Pinned has levels that are set by hand.
func TestOutlook_Pinned(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Grace: 1})
	s := play(t, rules, cycle.Standing{}, "2026-01", "sales", []step{{"6", "silver", cycle.Promoted}})
	pin := func(until string) cycle.Standing {
		return alianza.Must(rules.Pin(s, "gold", month("2026-02"), month(until)))
	}
	for until, want := range map[string]string{
		"":        "nothing to keep and nowhere to rise",
		"2026-04": "16 sales by 2026-04 to keep gold; 31 sales by 2026-04 to rise to platinum",
	} {
		if got, err := rules.Outlook(pin(until)); err != nil || got.String() != want {
			t.Errorf("Outlook of a pin until %q = %q, %v; want %q", until, got, err, want)
		}
	}
}

// TestOutlook_Renamed has a level that the next edition does not have: there is none to
// keep, and the lowest one to rise to.
func TestOutlook_Renamed(t *testing.T) {
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points(medals, "1", "2")},
		{From: month("2026-02"), Ladder: points([]string{"tin", "gold"}, "3", "4"), Renamed: map[string]string{"silver": ""}},
	}})
	s := play(t, rules, cycle.Standing{}, "2026-01", "points", []step{{"1", "silver", cycle.Promoted}})
	if got, err := rules.Outlook(s); err != nil || got.String() != "3 points by 2026-02 to rise to tin" {
		t.Errorf("Outlook = %q, %v; want to rise to tin", got, err)
	}
}

// TestOutlook_WithoutStart has a standing from elsewhere, which Step takes: the partner
// begins with the next month, and so does its own year.
func TestOutlook_WithoutStart(t *testing.T) {
	s := cycle.Standing{Ladder: "affiliate", Level: "silver", Last: month("2026-05"), Recent: []tier.Metrics{{"sales": n("5")}}}
	for want, def := range map[string]cycle.Definition[tier.NoTerms]{
		"1 sale by 2026-06 to keep silver; 11 sales by 2026-06 to rise to gold":  {Months: 2},
		"6 sales by 2026-06 to keep silver; 16 sales by 2026-06 to rise to gold": {OwnYear: true},
	} {
		rules := affiliates(def)
		if got, err := rules.Outlook(s); err != nil || got.String() != want {
			t.Errorf("Outlook = %q, %v; want %q", got, err, want)
		}
		if next, _, err := rules.Step(s, month("2026-06"), tier.Metrics{"sales": n("1")}); err != nil || (next.Level == "silver") != (def.Months == 2) {
			t.Errorf("Step with 1 sale = %q, %v; want silver for %s", next.Level, err, want)
		}
	}
}

func TestOutlook_Text(t *testing.T) {
	var o cycle.Outlook
	if o.Keep.String() != "nothing" || o.String() != "nothing to keep and nowhere to rise" {
		t.Errorf("String() of the zero outlook = %q, of its goals %q", o, o.Keep)
	}
	tiertest.ComesBack(t, o, `{}`)
	o.Rise = cycle.Goal{Level: "gold", By: month("2026-12"), Needs: []tier.Gap{{Need: sales("16"), Value: n("4"), By: n("12")}}}
	tiertest.ComesBack(t, o, `{"rise":{"level":"gold","by":"2026-12","needs":[{"need":{"metric":"sales","at_least":"16"},"value":"4","by":"12"}]}}`)
	tiertest.ComesBack(t, o.Rise, "")
}

func TestOutlook_Refusals(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{})
	good := play(t, rules, cycle.Standing{}, "2026-01", "sales", []step{{"6", "silver", cycle.Promoted}})
	for name, tt := range map[string]struct {
		change func(*cycle.Standing)
		want   fault
	}{
		"nothing evaluated": {func(s *cycle.Standing) { *s = cycle.Standing{} }, fault{"last", "", alianza.ErrMissing}},
		"no last month":     {func(s *cycle.Standing) { s.Last = cycle.Month{} }, fault{"last", "", alianza.ErrMissing}},
		"no ladder":         {func(s *cycle.Standing) { s.Ladder = "" }, fault{"ladder", "", alianza.ErrMissing}},
		"another ladder":    {func(s *cycle.Standing) { s.Ladder = "reseller" }, fault{"ladder", "reseller", alianza.ErrConflict}},
		"no such level":     {func(s *cycle.Standing) { s.Level = "tin" }, fault{"level", "tin", alianza.ErrUnknown}},
		"hostile":           {func(s *cycle.Standing) { s.Recent = []tier.Metrics{{"sales": decimal.New(1, 1<<30)}} }, fault{"recent[0].sales", "", alianza.ErrRange}},
	} {
		s := good
		tt.change(&s)
		got, err := rules.Outlook(s)
		wantFaults(t, "Outlook with "+name, err, tt.want)
		if diff := cmp.Diff(cycle.Outlook{}, got); diff != "" {
			t.Errorf("Outlook with %s = another beside the error (-want +got):\n%s", name, diff)
		}
	}
	never := affiliates(cycle.Definition[tier.NoTerms]{Demotion: cycle.Never})
	tin := good
	tin.Level = "tin"
	_, err := never.Outlook(tin)
	wantFaults(t, "Outlook of no such level, where none is lost", err, fault{"level", "tin", alianza.ErrUnknown})
	_, err = (cycle.Cycle[int]{}).Outlook(good)
	wantFaults(t, "Outlook of the zero cycle", err, fault{"cycle", "", alianza.ErrUnchecked})
	if want := "cycle: outlook: cycle: a zero value: use New"; fmt.Sprint(err) != want {
		t.Errorf("Outlook = %v; want %s", err, want)
	}
}

// TestOutlook_Range has a mean that has to be within a range: 12 and 12 of three months are
// 24, and 3 times 10 is 30.
func TestOutlook_Range(t *testing.T) {
	between := tier.Requirement{Metric: "visits", Bound: alianza.Between(n("10"), n("20"))}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: cycle.Mean, Editions: always(tier.Definition[tier.NoTerms]{
		Name: "l", Levels: []tier.Level{{Name: "a", Requires: []tier.Requirement{between}}},
	})})
	s, _, err := rules.Run(cycle.Standing{}, month("2026-01"), []tier.Metrics{{"visits": n("12")}, {"visits": n("12")}})
	if err != nil {
		t.Fatal(err)
	}
	o, err := rules.Outlook(s)
	if want := "6 visits by 2026-03 to rise to a"; err != nil || o.String() != want {
		t.Errorf("Outlook = %q, %v; want %q", o, err, want)
	}
}

// TestOutlook_NewMetric has a metric that only the edition from March 2026 asks for: from
// then on its mean is of the months since.
func TestOutlook_NewMetric(t *testing.T) {
	ladder := func(needs ...tier.Requirement) tier.Definition[tier.NoTerms] {
		return tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{level("a", needs...)}}
	}
	visits := tier.AtLeast("visits", n("10"))
	for _, aggregate := range []cycle.Aggregate{cycle.Mean, cycle.MeanActive} {
		rules := mustNew(cycle.Definition[tier.NoTerms]{Months: 3, Aggregate: aggregate, Editions: []cycle.Edition[tier.NoTerms]{
			{Ladder: ladder(sales("5"))}, {From: month("2026-03"), Ladder: ladder(visits)},
		}})
		var s cycle.Standing
		for i, tt := range []struct{ metric, value, want string }{
			{"sales", "4", "6 sales by 2026-02 to rise to a"},    // 2 x 5 - 4 since the start
			{"sales", "4", "10 visits by 2026-03 to rise to a"},  // 1 x 10
			{"visits", "6", "14 visits by 2026-04 to rise to a"}, // 2 x 10 - 6
			{"visits", "6", "18 visits by 2026-05 to rise to a"}, // 3 x 10 - 12
			{"visits", "6", "18 visits by 2026-06 to rise to a"}, // and March does not count any more
		} {
			if aggregate == cycle.Mean && i == 0 {
				tt.want = "11 sales by 2026-02 to rise to a" // 3 x 5 - 4
			}
			next, _, err := rules.Step(s, month("2026-01").Add(i), tier.Metrics{tt.metric: n(tt.value)})
			if err != nil {
				t.Fatal(err)
			}
			if got, err := rules.Outlook(next); err != nil || got.String() != tt.want {
				t.Errorf("Outlook after %s, %s = %q, %v; want %q", next.Last, aggregate, got, err, tt.want)
			}
			s = next
		}
	}
}

// TestLaw_Outlook brings what the outlook asks for, and the level is kept or
// reached; with the least unit less it is not.
func TestLaw_Outlook(t *testing.T) {
	decided := 0
	for s := range cases(43, 150) {
		d := s.cycle()
		d.Demotion, d.Grace = cycle.Straight, 0
		for i := range d.Editions {
			d.Editions[i].Ladder.OnMissing = tier.OnMissingRefuse
			for j := range d.Editions[i].Ladder.Levels {
				l := &d.Editions[i].Ladder.Levels[j]
				l.Requires = []tier.Requirement{tier.AtLeast("a", decimal.NewFromInt(int64(4*j+2+s.below(3))))}
				l.Keeps = nil
				if s.below(2) == 0 {
					l.Keeps = []tier.Requirement{tier.AtLeast("a", decimal.NewFromInt(int64(4*j+1)))}
				}
			}
		}
		rules := mustNew(d)
		standing, m := cycle.Standing{}, month("2023-10")
		for range 3 + s.below(12) {
			next, _, err := rules.Step(standing, m, tier.Metrics{"a": decimal.NewFromInt(int64(s.below(12)))})
			if err != nil {
				t.Fatal(err)
			}
			standing, m = next, m.Add(1)
		}
		o, err := rules.Outlook(standing)
		if err != nil {
			t.Fatalf("Outlook(%+v) = %v; want no error", standing, err)
		}
		checkNothing(t, rules, standing, o.Keep)
		for _, g := range []cycle.Goal{o.Keep, o.Rise} {
			if len(g.Needs) == 0 || g.By.Sub(standing.Last) > 1 {
				continue // what is decided later may be decided otherwise on the way
			}
			for _, less := range []decimal.Decimal{{}, decimal.New(1, -6)} {
				after, _, err := rules.Step(standing, g.By, tier.Metrics{"a": decimal.Max(decimal.Decimal{}, g.Needs[0].By.Sub(less))})
				if err != nil {
					t.Fatal(err)
				}
				if reached := ranks[after.Level] >= ranks[g.Level]; reached != less.IsZero() {
					t.Errorf("Step from %+v in %+v with %s less than %s = %q; want %s reached %t", standing, d, less, g, after.Level, g.Level, less.IsZero())
				}
				decided++
			}
		}
	}
	if decided < 40 {
		t.Errorf("%d goals are decided; want more", decided)
	}
}

// checkNothing brings nothing more: before the month of the goal no validity is renewed,
// and then one is unless something was needed.
func checkNothing(t *testing.T, rules cycle.Cycle[string], standing cycle.Standing, keep cycle.Goal) {
	t.Helper()
	for s, m := standing, standing.Last.Add(1); !keep.By.Before(m); m = m.Add(1) {
		next, change, err := rules.Step(s, m, tier.Metrics{"a": {}})
		if err != nil {
			t.Fatal(err)
		}
		if change.Outcome == cycle.Promoted {
			return // to what the goal is not about
		}
		if renewed := change.Outcome == cycle.Renewed; renewed && (m != keep.By || len(keep.Needs) > 0) {
			t.Errorf("Step with nothing from %+v in %s = %s; want no renewal before what is needed: %s", standing, m, change, keep)
		}
		s = next
	}
}

package tier_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// A step is one month of one metric and what it changes.
type step struct {
	value string // of the metric
	level string // after the month
	kind  tier.ChangeKind
}

// play steps a standing through months from the first one on.
func play[T any](t *testing.T, c tier.Cycle[T], s tier.Standing, first, metric string, steps []step) tier.Standing {
	t.Helper()
	m := month(first)
	for i, want := range steps {
		next, change, err := c.Step(s, m, tier.Metrics{metric: n(want.value)})
		if err != nil || next.Level != want.level || change.Kind != want.kind {
			t.Fatalf("step %d, Step(%s, %s) = %q, %s, %v; want %q, %s", i, m, want.value, next.Level, change, err, want.level, want.kind)
		}
		if change.From != s.Level || change.To != next.Level || change.Month != m || next.Last != m {
			t.Errorf("step %d, Step(%s, %s) = from %q to %q in %s, last %s; want from %q to %q", i, m, want.value, change.From, change.To, change.Month, next.Last, s.Level, next.Level)
		}
		s, m = next, m.Add(1)
	}
	return s
}

// affiliates returns a cycle on the affiliate ladder.
func affiliates(d tier.CycleDefinition[tier.NoTerms]) tier.Cycle[tier.NoTerms] {
	d.Editions = always(tier.Affiliate())
	return tier.MustCycle(d)
}

func TestWindow_T20(t *testing.T) {
	tests := []struct {
		name  string
		def   tier.CycleDefinition[tier.NoTerms]
		steps []step
	}{
		{"a month up and down at once", tier.CycleDefinition[tier.NoTerms]{}, []step{
			{"10", "silver", tier.Promoted}, {"3", "basic", tier.Demoted}, {"31", "platinum", tier.Promoted}, {"0", "", tier.Demoted}, {"0", "", tier.Kept}, {"1", "basic", tier.Promoted},
		}},
		{"one month, V-WIN-1", tier.CycleDefinition[tier.NoTerms]{Window: 1}, []step{{"20", "gold", tier.Promoted}, {"3", "basic", tier.Demoted}}},
		{"mean of three months, V-WIN-2", tier.CycleDefinition[tier.NoTerms]{Window: 3, Aggregate: tier.Mean}, []step{ // 6.67, 7.67, 11
			{"20", "silver", tier.Promoted}, {"3", "silver", tier.Kept}, {"10", "silver", tier.Kept},
		}},
		{"sum of three months, V-WIN-3", tier.CycleDefinition[tier.NoTerms]{Window: 3}, []step{ // 20, 23, 33, 13
			{"20", "gold", tier.Promoted}, {"3", "gold", tier.Kept}, {"10", "platinum", tier.Promoted}, {"0", "silver", tier.Demoted},
		}},
		{"mean over months before the start, V-WIN-4", tier.CycleDefinition[tier.NoTerms]{Window: 3, Aggregate: tier.Mean}, []step{{"18", "silver", tier.Promoted}}},
		{"mean just under the bound", tier.CycleDefinition[tier.NoTerms]{Window: 3, Aggregate: tier.Mean}, []step{{"17.999999999999999999", "basic", tier.Promoted}}},
		{"mean since the start", tier.CycleDefinition[tier.NoTerms]{Window: 3, Aggregate: tier.MeanActive}, []step{ // 18, 10.5, 7, 3
			{"18", "gold", tier.Promoted}, {"3", "silver", tier.Demoted}, {"0", "silver", tier.Kept}, {"6", "basic", tier.Demoted},
		}},
		{"mean of one month", tier.CycleDefinition[tier.NoTerms]{Aggregate: tier.Mean}, []step{{"6", "silver", tier.Promoted}, {"5", "basic", tier.Demoted}}},
		{"mean since the start of one month", tier.CycleDefinition[tier.NoTerms]{Window: 1, Aggregate: tier.MeanActive}, []step{{"6", "silver", tier.Promoted}, {"5", "basic", tier.Demoted}}},
		{"sum of two months, on the bounds", tier.CycleDefinition[tier.NoTerms]{Window: 2}, []step{ // 5, 6, 15, 16, 30
			{"5", "basic", tier.Promoted}, {"1", "silver", tier.Promoted}, {"14", "silver", tier.Kept}, {"2", "gold", tier.Promoted}, {"28", "gold", tier.Kept}, {"3", "platinum", tier.Promoted},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			play(t, affiliates(tt.def), tier.Standing{}, "2025-11", "sales", tt.steps)
		})
	}
}

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
		{"sum of two thirds that is whole", tier.AtLeast("", n("16")).OfSum("a", "b"), "28", "20", 1},
		{"and not above that", tier.Above("", n("16")).OfSum("a", "b"), "28", "20", 0},
		{"in a group", tier.CountOf(2, tier.AtLeast("", n("16")).OfSum("a", "b"), tier.Above("a", n("9.333333333333333333")), tier.AtLeast("b", n("7"))), "28", "20", 1},
		{"a mean of more digits than a number may have", tier.AtLeast("a", n("100000000000000000")), "300000000000000001", "0", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ladder := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{
				level("in", tt.need), level("never", tier.Above("a", n("1e18")), tier.Above("b", n("1e18"))),
			}}
			cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: always(ladder), Window: 3, Aggregate: tier.Mean})
			_, change, err := cycle.Step(tier.Standing{}, month("2026-01"), tier.Metrics{"a": n(tt.a), "b": n(tt.b)})
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
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Window: 3, Aggregate: tier.Mean})
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, change, err := cycle.Step(tier.Standing{}, month("2026-01"), tier.Metrics{"sales": n(tt.sales)})
			if err != nil {
				t.Fatalf("Step(%s) = %v; want no error", tt.sales, err)
			}
			if got := change.Metrics["sales"]; !got.Equal(n(tt.mean)) || got.Exponent() != n(tt.mean).Exponent() {
				t.Errorf("Step(%s) = metrics %v; want %s", tt.sales, change.Metrics, tt.mean)
			}
			if got := change.Qualified.ToNext(); got != tt.toNext {
				t.Errorf("Step(%s) = %q; want %q", tt.sales, got, tt.toNext)
			}
			if margin := change.Qualified.Margin; len(margin) > 0 && !margin[0].Value.Equal(n(tt.mean)) {
				t.Errorf("Step(%s) = margin from %s; want from %s", tt.sales, margin[0].Value, tt.mean)
			}
		})
	}
}

func TestGrace_T21(t *testing.T) {
	tests := []struct {
		name, start string
		grace       int
		steps       []step
	}{
		{"none, V-GRACE-1", "gold", 0, []step{{"10", "silver", tier.Demoted}}},
		{"one, V-GRACE-2", "gold", 1, []step{{"10", "gold", tier.InGrace}, {"10", "silver", tier.Demoted}}},
		{"begun anew by one good month, V-GRACE-3", "gold", 1, []step{{"10", "gold", tier.InGrace}, {"16", "gold", tier.Kept}, {"10", "gold", tier.InGrace}, {"10", "silver", tier.Demoted}}},
		{"two, straight down, V-GRACE-4", "platinum", 2, []step{{"3", "platinum", tier.InGrace}, {"3", "platinum", tier.InGrace}, {"3", "basic", tier.Demoted}, {"40", "platinum", tier.Promoted}}},
		{"to none, V-GRACE-5", "basic", 0, []step{{"0", "", tier.Demoted}, {"6", "silver", tier.Promoted}}},
		{"gold, silver, silver", "gold", 1, []step{{"16", "gold", tier.Kept}, {"15", "gold", tier.InGrace}, {"15", "silver", tier.Demoted}}},
		{"to what the last month qualifies for", "platinum", 1, []step{{"3", "platinum", tier.InGrace}, {"17", "gold", tier.Demoted}}},
		{"begun anew by a promotion", "silver", 1, []step{{"5", "silver", tier.InGrace}, {"16", "gold", tier.Promoted}, {"6", "gold", tier.InGrace}, {"6", "silver", tier.Demoted}}},
		{"begun anew by a demotion", "gold", 1, []step{{"6", "gold", tier.InGrace}, {"6", "silver", tier.Demoted}, {"1", "silver", tier.InGrace}, {"1", "basic", tier.Demoted}}},
		{"from none there is no fall", "", 1, []step{{"0", "", tier.Kept}, {"0", "", tier.Kept}, {"0", "", tier.Kept}}},
		{"the way up needs no waiting", "", 3, []step{{"31", "platinum", tier.Promoted}}},
		{"three", "gold", 3, []step{{"0", "gold", tier.InGrace}, {"0", "gold", tier.InGrace}, {"0", "gold", tier.InGrace}, {"0", "", tier.Demoted}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Grace: tt.grace})
			play(t, cycle, tier.Standing{Level: tt.start}, "2026-01", "sales", tt.steps)
		})
	}
}

// TestMisses_T21 counts the misses in the standing and in the change.
func TestMisses_T21(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Grace: 2, Demote: tier.Calendar{Every: 2}})
	tests := []struct {
		name, sales     string
		standing, inRow int
		text            string
	}{
		{"January, no review", "10", 0, 0, "2026-01: gold kept, reviewed after 2026-02; the metrics qualify for silver"},
		{"February, first miss", "10", 1, 1, "2026-02: gold kept in grace, 1 of 2; the metrics qualify for silver"},
		{"March, no review", "10", 1, 0, "2026-03: gold kept, reviewed after 2026-04; the metrics qualify for silver"},
		{"April, second miss", "0", 2, 2, "2026-04: gold kept in grace, 2 of 2; the metrics qualify for no tier"},
		{"May, good", "16", 0, 0, "2026-05: gold kept"},
		{"June, first miss", "15", 1, 1, "2026-06: gold kept in grace, 1 of 2; the metrics qualify for silver"},
		{"July, no review", "15", 1, 0, "2026-07: gold kept, reviewed after 2026-08; the metrics qualify for silver"},
		{"August, second miss", "15", 2, 2, "2026-08: gold kept in grace, 2 of 2; the metrics qualify for silver"},
		{"September, no review", "15", 2, 0, "2026-09: gold kept, reviewed after 2026-10; the metrics qualify for silver"},
		{"October, third miss", "15", 0, 3, "2026-10: demoted from gold to silver"},
	}
	s, m := tier.Standing{Level: "gold"}, month("2026-01")
	for _, tt := range tests {
		next, change, err := cycle.Step(s, m, tier.Metrics{"sales": n(tt.sales)})
		if err != nil || next.Misses != tt.standing || change.Misses != tt.inRow || change.String() != tt.text {
			t.Fatalf("%s: Step = %d misses, %d in a row, %q, %v; want %d, %d, %q", tt.name, next.Misses, change.Misses, change, err, tt.standing, tt.inRow, tt.text)
		}
		s, m = next, m.Add(1)
	}
}

// TestRatchet raises quarterly, and lowers once a year.
func TestRatchet(t *testing.T) {
	ladder := points([]string{"base", "ridge", "crest", "summit"}, "0", "250", "500", "750")
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{
		Editions: always(ladder),
		Promote:  tier.Calendar{Every: 3, Ending: 2}, Demote: tier.Calendar{Every: 12, Ending: 2},
	})
	s := play(t, cycle, tier.Standing{}, "2024-02", "points", []step{
		{"300", "ridge", tier.Promoted}, // February
		{"510", "ridge", tier.Kept},
		{"510", "ridge", tier.Kept},
		{"510", "crest", tier.Promoted}, // May
		{"400", "crest", tier.Kept},
		{"0", "crest", tier.Kept},
		{"400", "crest", tier.Kept}, // August
		{"400", "crest", tier.Kept},
		{"400", "crest", tier.Kept},
		{"400", "crest", tier.Kept}, // November
		{"400", "crest", tier.Kept},
		{"400", "crest", tier.Kept},
		{"400", "ridge", tier.Demoted}, // February
		{"750", "ridge", tier.Kept},
	})
	if s.Since != month("2025-02") || s.Start != month("2024-02") {
		t.Errorf("Step = since %s, start %s; want 2025-02, 2024-02", s.Since, s.Start)
	}
	bounds := []struct{ points, level, toNext string }{
		{"249", "base", "1 point to ridge"},
		{"250", "ridge", "250 points to crest"},
		{"560", "crest", "190 points to summit"},
		{"749", "crest", "1 point to summit"},
		{"750", "summit", ""},
	}
	for _, tt := range bounds {
		got, err := tier.MustNew(ladder).Place(tier.Metrics{"points": n(tt.points)})
		if err != nil || got.Level != tt.level || got.ToNext() != tt.toNext {
			t.Errorf("Place(%s) = %q, %q, %v; want %q, %q", tt.points, got.Level, got.ToNext(), err, tt.level, tt.toNext)
		}
	}
}

// TestCalendars_T20 lets rise and fall in months of their own.
func TestCalendars_T20(t *testing.T) {
	tests := []struct {
		name, first     string
		promote, demote tier.Calendar
		steps           []step
	}{
		{"up quarterly, down twice a year", "2026-01", tier.Calendar{Every: 3}, tier.Calendar{Every: 6}, []step{
			{"40", "", tier.Kept}, {"40", "", tier.Kept}, {"20", "gold", tier.Promoted}, // to March
			{"0", "gold", tier.Kept}, {"0", "gold", tier.Kept}, {"8", "silver", tier.Demoted}, // to June
			{"16", "silver", tier.Kept}, {"0", "silver", tier.Kept}, {"0", "silver", tier.Kept}, // to September
			{"31", "silver", tier.Kept}, {"31", "silver", tier.Kept}, {"31", "platinum", tier.Promoted}, // to December
		}},
		{"up at once, down once a year", "2026-11", tier.Calendar{}, tier.Calendar{Every: 12}, []step{
			{"16", "gold", tier.Promoted}, {"6", "silver", tier.Demoted}, {"0", "silver", tier.Kept}, {"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept},
		}},
		{"up once a year, down at once", "2026-11", tier.Calendar{Every: 12}, tier.Calendar{}, []step{
			{"16", "", tier.Kept}, {"16", "gold", tier.Promoted}, {"31", "gold", tier.Kept}, {"6", "silver", tier.Demoted}, {"16", "silver", tier.Kept},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			play(t, affiliates(tier.CycleDefinition[tier.NoTerms]{Promote: tt.promote, Demote: tt.demote}), tier.Standing{}, tt.first, "sales", tt.steps)
		})
	}
}

// TestDated has a ladder whose bounds rise in March 2020.
func TestDated(t *testing.T) {
	names := []string{"silver", "gold", "platinum"}
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: []tier.Edition[tier.NoTerms]{
		{From: month("2019-03"), Ladder: points(names, "0", "450", "700")}, {From: month("2020-03"), Ladder: points(names, "0", "500", "750")},
	}})
	play(t, cycle, tier.Standing{}, "2020-01", "points", []step{
		{"450", "gold", tier.Promoted},
		{"460", "gold", tier.Kept},
		{"460", "silver", tier.Demoted},
		{"499", "silver", tier.Kept},
		{"500", "gold", tier.Promoted},
		{"749", "gold", tier.Kept},
		{"750", "platinum", tier.Promoted},
	})
	for _, tt := range []struct{ month, points, want string }{
		{"2020-02", "460", "gold"}, {"2020-03", "460", "silver"}, {"2020-02", "700", "platinum"}, {"2020-03", "700", "gold"}, {"2019-03", "449", "silver"},
	} {
		ladder, ok := cycle.Ladder(month(tt.month))
		got, err := ladder.Place(tier.Metrics{"points": n(tt.points)})
		if !ok || err != nil || got.Level != tt.want {
			t.Errorf("Place(%s) in %s = %q, %v; want %q", tt.points, tt.month, got.Level, err, tt.want)
		}
	}
}

// TestBalance goes up and down with a balance.
func TestBalance(t *testing.T) {
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: always(points([]string{"basic", "silver", "gold", "platinum"}, "0", "100", "500", "1000"))})
	play(t, cycle, tier.Standing{}, "2026-01", "points", []step{{"100", "silver", tier.Promoted}, {"50", "basic", tier.Demoted}, {"550", "gold", tier.Promoted}})
}

func TestDemotion(t *testing.T) {
	ladder := points([]string{"bronze", "silver", "gold"}, "0", "100", "500")
	tests := []struct {
		name     string
		demotion tier.Demotion
		grace    int
		steps    []step
	}{
		{"straight", tier.Straight, 0, []step{{"50", "bronze", tier.Demoted}, {"50", "bronze", tier.Kept}}},
		{"one step", tier.OneStep, 0, []step{{"50", "silver", tier.Demoted}, {"50", "bronze", tier.Demoted}, {"50", "bronze", tier.Kept}}},
		{"one step where straight is one step", tier.OneStep, 0, []step{{"499", "silver", tier.Demoted}, {"499", "silver", tier.Kept}}},
		{"one step with grace", tier.OneStep, 1, []step{{"0", "gold", tier.InGrace}, {"0", "silver", tier.Demoted}, {"0", "silver", tier.InGrace}, {"0", "bronze", tier.Demoted}}},
		{"one step down, straight up", tier.OneStep, 0, []step{{"0", "silver", tier.Demoted}, {"0", "bronze", tier.Demoted}, {"500", "gold", tier.Promoted}}},
		{"never", tier.Never, 0, []step{{"50", "gold", tier.Kept}, {"0", "gold", tier.Kept}, {"500", "gold", tier.Kept}}},
		{"never, with grace", tier.Never, 1, []step{{"50", "gold", tier.Kept}, {"0", "gold", tier.Kept}, {"0", "gold", tier.Kept}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: always(ladder), Demotion: tt.demotion, Grace: tt.grace})
			s := play(t, cycle, tier.Standing{Level: "gold"}, "2026-01", "points", tt.steps)
			if tt.demotion == tier.Never && s.Misses != 0 {
				t.Errorf("Step = %d misses; want none, for nothing is evaluated", s.Misses)
			}
		})
	}
}

// TestDemotionToNone takes one step down from the lowest level.
func TestDemotionToNone(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Demotion: tier.OneStep})
	s := play(t, cycle, tier.Standing{Level: "silver"}, "2026-01", "sales", []step{{"0", "basic", tier.Demoted}, {"0", "", tier.Demoted}, {"0", "", tier.Kept}})
	if s.Level != "" || s.Since != month("2026-02") {
		t.Errorf("Step = %q since %s; want none since 2026-02", s.Level, s.Since)
	}
}

// TestLawMoreNeverLowersStep raises the metric of some months: no step leads to
// a lower level, as long as there is no grace, no validity and no pin.
func TestLawMoreNeverLowersStep(t *testing.T) {
	r := newRandom(60)
	higher := 0
	for range 2 * rounds {
		s := r.source()
		d := s.cycle()
		d.Grace, d.Validity = 0, 0
		for i, e := range d.Editions {
			for j := range e.Ladder.Levels {
				d.Editions[i].Ladder.Levels[j].Requires = []tier.Requirement{tier.AtLeast("a", decimal.NewFromInt(int64(1+4*j+s.below(4))))}
			}
		}
		cycle := tier.MustCycle(d)
		var err error
		low, high, m := tier.Standing{}, tier.Standing{}, month("2023-10")
		for range 20 {
			value := decimal.NewFromInt(int64(s.below(12)))
			more := value
			if s.below(4) == 0 {
				more = value.Add(decimal.NewFromInt(int64(s.below(12))))
			}
			if low, _, err = cycle.Step(low, m, tier.Metrics{"a": value}); err != nil {
				t.Fatalf("Step(%s, %s) = %v; want no error", m, value, err)
			}
			if high, _, err = cycle.Step(high, m, tier.Metrics{"a": more}); err != nil {
				t.Fatalf("Step(%s, %s) = %v; want no error", m, more, err)
			}
			if ranks[high.Level] < ranks[low.Level] {
				t.Fatalf("Step to %s in %+v = %q with more in one month; want %q at least", m, d, high.Level, low.Level)
			}
			if ranks[high.Level] > ranks[low.Level] {
				higher++
			}
			m = m.Add(1)
		}
	}
	if higher < rounds {
		t.Errorf("%d levels are higher; want more", higher)
	}
}

var ranks = map[string]int{"": 0, "basic": 1, "silver": 2, "gold": 3, "platinum": 4}

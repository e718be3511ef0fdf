package cycle_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// checkCycle steps a standing, once as it is and once through JSON between all
// steps, beside the reference, with levels set by hand now and then. It returns
// the changes, nil if the definition is not sound.
func checkCycle(t *testing.T, s *source, months int) []cycle.Change[string] {
	t.Helper()
	d := s.rename(s.cycle())
	rules, err := cycle.New(d)
	if err != nil {
		if !onlyConflicts(err) {
			t.Fatalf("New = %v; want nothing but contradictions", err)
		}
		return nil
	}
	var plain, kept cycle.Standing
	var changes []cycle.Change[string]
	ref := &refCycle[string]{def: d}
	month := month("2023-07").Add(s.below(9))
	for range s.below(4) { // pins before the first month, none by a name that is not known then
		from := month.Add(s.below(9) - 6)
		if at, _ := rules.Ladder(from); ref.at(from) <= ref.at(month) {
			plain = checkPin(t, s, rules, ref, plain, from, at.Definition())
			kept = throughJSON(t, plain)
		}
	}
	for range months {
		ladder, _ := rules.Ladder(month)
		def := ladder.Definition()
		metrics := s.metrics(namesIn(def.Levels...), def.OnMissing == tier.OnMissingUnmet)
		for name := range metrics {
			if s.below(16) > 0 {
				metrics[name] = decimal.NewFromInt(int64(s.below(20)))
			}
		}
		next, change, err := rules.Step(plain, month, metrics)
		if errors.Is(err, alianza.ErrRange) {
			return changes // the sum of the window has too many digits
		}
		if err != nil {
			t.Fatalf("Step(%s, %v) = %v; want no error", month, metrics, err)
		}
		want := ref.step(month, metrics)
		got := refChange{change.Outcome, change.From, change.To, change.Qualified.Rank, change.Misses}
		if got != want {
			t.Fatalf("Step(%s, %v) from %+v in %+v = %+v; want %+v", month, metrics, plain, d, got, want)
		}
		checkStanding(t, rules, ref, next, month)
		again, _, err := rules.Step(kept, month, metrics)
		if !sameStanding(t, again, next) || err != nil {
			t.Fatalf("Step(%s) after JSON = %s, %v; want %s", month, text(t, again), err, text(t, next))
		}
		if s.below(8) == 0 {
			next = checkPin(t, s, rules, ref, next, month.Add(s.below(9)-3), def)
		}
		changes = append(changes, change)
		plain, kept, month = next, throughJSON(t, next), month.Add(1)
	}
	return changes
}

// checkPin sets a level of an edition by hand, beside the reference.
func checkPin(t *testing.T, s *source, c cycle.Cycle[string], ref *refCycle[string], standing cycle.Standing, from cycle.Month, d tier.Definition[string]) cycle.Standing {
	t.Helper()
	level, name, until := s.below(len(d.Levels)+1), "", cycle.Month{}
	if level > 0 {
		name = d.Levels[level-1].Name
	}
	if length := s.below(6); length > 0 {
		until = from.Add(length)
	}
	next, err := c.Pin(standing, name, from, until)
	if err != nil {
		t.Fatalf("Pin(%q, %s, %s) = %v; want no error", name, from, until, err)
	}
	ref.pin(level, from, until)
	checkStanding(t, c, ref, next, standing.Last)
	return next
}

// sameStanding reports whether two standings are the same, in memory or as text.
func sameStanding(t *testing.T, a, b cycle.Standing) bool {
	t.Helper()
	return seeds.Same(a, b) || text(t, a) == text(t, b)
}

// checkStanding compares a standing after a month with the reference. A zero month is
// before the first.
func checkStanding(t *testing.T, c cycle.Cycle[string], ref *refCycle[string], s cycle.Standing, m cycle.Month) {
	t.Helper()
	want := s
	want.Level, want.Since, want.Until, want.Misses = ref.name(), ref.since, ref.until(), ref.misses
	want.Pinned, want.PinnedUntil = ref.pinned, ref.free
	want.Start, want.Last = ref.first, m
	if !m.IsZero() {
		want.Recent = ref.metrics[max(0, len(ref.metrics)-ref.window(m)):]
	}
	if !sameStanding(t, s, want) {
		t.Fatalf("standing after %s = %s; want %s", m, text(t, s), text(t, want))
	}
	if m.IsZero() {
		return
	}
	for sold := m.Add(-12); !m.Before(sold); sold = sold.Add(1) {
		for on := m; on.Sub(m) < 3; on = on.Add(1) {
			got, err := c.LevelFor(s, sold, on)
			if want := ref.levelFor(sold, on); got != want || err != nil {
				t.Fatalf("LevelFor(%+v, %s, %s) with a tail of %d = %q, %v; want %q", s, sold, on, ref.def.Tail, got, err, want)
			}
		}
	}
}

func TestLaw_Reference(t *testing.T) {
	outcomes := map[cycle.Outcome]int{}
	for s := range cases(40, 120) {
		for _, change := range checkCycle(t, s, 24) {
			outcomes[change.Outcome]++
		}
	}
	for outcome := cycle.Kept; outcome <= cycle.Pinned; outcome++ {
		if outcomes[outcome] < 5 {
			t.Errorf("%d random changes are %s; want 5 at least", outcomes[outcome], outcome)
		}
	}
}

// TestLaw_Run runs the months that it steps one by one, through JSON.
func TestLaw_Run(t *testing.T) {
	ran := 0
	for s := range cases(42, 20) {
		rules, err := cycle.New(s.rename(s.cycle()))
		if err != nil {
			continue
		}
		first := month("2023-10")
		m, stepped := first, cycle.Standing{}
		var months []tier.Metrics
		var want []string
		for range 20 {
			ladder, _ := rules.Ladder(m)
			def := ladder.Definition()
			metrics := s.metrics(namesIn(def.Levels...), def.OnMissing == tier.OnMissingUnmet)
			for name := range metrics {
				metrics[name] = decimal.NewFromInt(int64(s.below(20)))
			}
			next, change, err := rules.Step(throughJSON(t, stepped), m, metrics)
			if err != nil {
				t.Fatalf("Step(%s, %v) = %v; want no error", m, metrics, err)
			}
			months, want = append(months, metrics), append(want, change.String())
			stepped, m = next, m.Add(1)
		}
		got, changes, err := rules.Run(cycle.Standing{}, first, months)
		if err != nil || text(t, got) != text(t, stepped) {
			t.Fatalf("Run = %s, %v; want %s", text(t, got), err, text(t, stepped))
		}
		for i, change := range changes {
			if change.String() != want[i] {
				t.Errorf("Run = %s; want %s", change, want[i])
			}
		}
		ran++
	}
	if ran < 5 {
		t.Errorf("%d random cycles are sound; want more", ran)
	}
}

// FuzzStep steps random standings in random cycles beside the reference.
func FuzzStep(f *testing.F) {
	for i := range uint64(8) {
		f.Add(i, i<<8, i<<16, i<<24, i, i)
	}
	f.Add(uint64(0), uint64(0), uint64(0), uint64(0), uint64(0), uint64(0))
	f.Fuzz(func(t *testing.T, a, b, c, d, seed1, seed2 uint64) {
		checkCycle(t, words(a, b, c, d, seed1, seed2), 8)
	})
}

// TestLaw_MoreNeverLowers raises the metric of some months: no step leads to
// a lower level, as long as there is no grace, no validity and no pin.
func TestLaw_MoreNeverLowers(t *testing.T) {
	higher := 0
	for s := range cases(60, 60) {
		d := s.cycle()
		d.Grace, d.Validity, d.UntilReset = 0, 0, false
		for i, e := range d.Editions {
			for j := range e.Ladder.Levels {
				d.Editions[i].Ladder.Levels[j].Keeps = nil
				d.Editions[i].Ladder.Levels[j].Requires = []tier.Requirement{tier.AtLeast("a", decimal.NewFromInt(int64(1+4*j+s.below(4))))}
			}
		}
		rules := mustNew(d)
		var err error
		low, high, m := cycle.Standing{}, cycle.Standing{}, month("2023-10")
		for range 20 {
			value := decimal.NewFromInt(int64(s.below(12)))
			more := value
			if s.below(4) == 0 {
				more = value.Add(decimal.NewFromInt(int64(s.below(12))))
			}
			if low, _, err = rules.Step(low, m, tier.Metrics{"a": value}); err != nil {
				t.Fatalf("Step(%s, %s) = %v; want no error", m, value, err)
			}
			if high, _, err = rules.Step(high, m, tier.Metrics{"a": more}); err != nil {
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
	if higher < 30 {
		t.Errorf("%d levels are higher; want more", higher)
	}
}

var ranks = map[string]int{"": 0, "basic": 1, "silver": 2, "gold": 3, "platinum": 4}

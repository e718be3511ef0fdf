package tier_test

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// sameMonths compares months, of which nothing else is known than ==.
var sameMonths = cmpopts.EquateComparable(tier.Month{})

// onlyConflicts reports whether an error has contradictions for faults and
// nothing else: those of bounds that a random definition may have.
func onlyConflicts(err error) bool {
	return !slices.ContainsFunc(alianza.Faults(err), func(f *alianza.FieldError) bool { return !errors.Is(f, alianza.ErrConflict) })
}

// text returns the JSON of a standing.
func text(t *testing.T, s tier.Standing) string {
	t.Helper()
	doc, err := json.Marshal(s)
	if err != nil {
		t.Fatalf("MarshalJSON(%+v) = %v; want no error", s, err)
	}
	return string(doc)
}

// throughJSON returns what is read of the JSON of a standing.
func throughJSON(t *testing.T, s tier.Standing) tier.Standing {
	t.Helper()
	doc := text(t, s)
	var read tier.Standing
	if err := json.Unmarshal([]byte(doc), &read); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if again := text(t, read); again != doc {
		t.Fatalf("MarshalJSON after UnmarshalJSON = %s; want %s", again, doc)
	}
	return read
}

// checkCycle steps a standing, once as it is and once through JSON between all
// steps, beside the reference, with levels set by hand now and then. It returns
// the changes, nil if the definition is not sound.
func checkCycle(t *testing.T, s *source, months int) []tier.Change[string] {
	t.Helper()
	d := s.cycle()
	cycle, err := tier.NewCycle(d)
	if err != nil {
		if !onlyConflicts(err) {
			t.Fatalf("NewCycle = %v; want nothing but contradictions", err)
		}
		return nil
	}
	var plain, kept tier.Standing
	var changes []tier.Change[string]
	ref := &refCycle[string]{def: d}
	month := tier.MustMonth(2023, time.Month(7+s.below(6)))
	for range months {
		ladder, _ := cycle.Ladder(month)
		def := ladder.Definition()
		metrics := s.metrics(namesIn(def.Levels...), def.Missing == tier.MissingNotMet)
		for name := range metrics {
			if s.below(16) > 0 {
				metrics[name] = decimal.NewFromInt(int64(s.below(20)))
			}
		}
		next, change, err := cycle.Step(plain, month, metrics)
		if errors.Is(err, alianza.ErrRange) {
			return changes // the sum of the window has too many digits
		}
		if err != nil {
			t.Fatalf("Step(%s, %v) = %v; want no error", month, metrics, err)
		}
		want := ref.step(month, metrics)
		got := refChange{change.Kind, slices.Index(rungs, change.From), slices.Index(rungs, change.To), change.Qualified.Rank, change.Misses}
		if got != want {
			t.Fatalf("Step(%s, %v) from %+v in %+v = %+v; want %+v", month, metrics, plain, d, got, want)
		}
		checkStanding(t, cycle, ref, next, month)
		again, _, err := cycle.Step(kept, month, metrics)
		if got, want := text(t, again), text(t, next); got != want || err != nil {
			t.Fatalf("Step(%s) after JSON = %s, %v; want %s", month, got, err, want)
		}
		if s.below(8) == 0 {
			level, from, until := s.below(len(def.Levels)+1), month.Add(s.below(2)), tier.Month{}
			if length := s.below(6); length > 0 {
				until = from.Add(length)
			}
			if next, err = cycle.Pin(next, rungs[level], from, until); err != nil {
				t.Fatalf("Pin(%q, %s, %s) = %v; want no error", rungs[level], from, until, err)
			}
			ref.pin(level, from, until)
			checkStanding(t, cycle, ref, next, month)
		}
		changes = append(changes, change)
		plain, kept, month = next, throughJSON(t, next), month.Add(1)
	}
	return changes
}

// checkStanding compares a standing after a month with the reference.
func checkStanding(t *testing.T, c tier.Cycle[string], ref *refCycle[string], s tier.Standing, m tier.Month) {
	t.Helper()
	want := s
	want.Level, want.Since, want.Until, want.Misses = rungs[ref.level], ref.since, ref.until, ref.misses
	want.Pinned, want.PinnedUntil = ref.pinned, ref.free
	want.Start, want.Last = m.Add(1-len(ref.metrics)), m
	want.Recent = ref.metrics[max(0, len(ref.metrics)-max(1, ref.def.Window)):]
	if got, want := text(t, s), text(t, want); got != want {
		t.Fatalf("standing after %s = %s; want %s", m, got, want)
	}
	for sold := m.Add(-12); !m.Before(sold); sold = sold.Add(1) {
		for on := m; on.Sub(m) < 3; on = on.Add(1) {
			if got, want := c.LevelFor(s, sold, on), rungs[ref.levelFor(sold, on)]; got != want {
				t.Fatalf("LevelFor(%+v, %s, %s) with a tail of %d = %q; want %q", s, sold, on, ref.def.Tail, got, want)
			}
		}
	}
}

func TestLawCycleReference(t *testing.T) {
	r := newRandom(40)
	kinds := map[tier.ChangeKind]int{}
	for range rounds / 2 {
		for _, change := range checkCycle(t, r.source(), 24) {
			kinds[change.Kind]++
		}
	}
	for kind := tier.Kept; kind <= tier.Pinned; kind++ {
		if kinds[kind] < 10 {
			t.Errorf("%d random changes are %s; want 10 at least", kinds[kind], kind)
		}
	}
}

// TestLawRun runs the months that it steps one by one, through JSON.
func TestLawRun(t *testing.T) {
	r := newRandom(42)
	ran := 0
	for range rounds / 4 {
		s := r.source()
		cycle, err := tier.NewCycle(s.cycle())
		if err != nil {
			continue
		}
		first := month("2023-10")
		m, stepped := first, tier.Standing{}
		var months []tier.Metrics
		var want []string
		for range 20 {
			ladder, _ := cycle.Ladder(m)
			def := ladder.Definition()
			metrics := s.metrics(namesIn(def.Levels...), def.Missing == tier.MissingNotMet)
			for name := range metrics {
				metrics[name] = decimal.NewFromInt(int64(s.below(20)))
			}
			next, change, err := cycle.Step(throughJSON(t, stepped), m, metrics)
			if err != nil {
				t.Fatalf("Step(%s, %v) = %v; want no error", m, metrics, err)
			}
			months, want = append(months, metrics), append(want, change.String())
			stepped, m = next, m.Add(1)
		}
		got, changes, err := cycle.Run(tier.Standing{}, first, months)
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
	if ran < rounds/16 {
		t.Errorf("%d random cycles are sound; want more", ran)
	}
}

// FuzzStep steps random standings in random cycles beside the reference.
func FuzzStep(f *testing.F) {
	r := newRandom(41)
	for range 8 {
		f.Add(r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())
	}
	f.Add(uint64(0), uint64(0), uint64(0), uint64(0), uint64(0), uint64(0))
	f.Fuzz(func(t *testing.T, a, b, c, d, seed1, seed2 uint64) {
		checkCycle(t, words(a, b, c, d, seed1, seed2), 16)
	})
}

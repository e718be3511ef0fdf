package tier_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// flat returns a ladder of levels that have lists of requirements, and the
// error of New.
func flat(missing tier.Missing, lists ...[]tier.Requirement) (tier.Ladder[tier.NoTerms], error) {
	d := tier.Definition[tier.NoTerms]{Name: "l", Missing: missing}
	for i, needs := range lists {
		d.Levels = append(d.Levels, level(rungs[i+1], needs...))
	}
	return tier.New(d)
}

// checkRequirements places on a ladder of random trees of requirements and
// compares with the reference in fractions. It returns the rank, -1 for a
// ladder that is not sound.
func checkRequirements(t *testing.T, s *source) int {
	t.Helper()
	d := tier.Definition[tier.NoTerms]{Name: "l", Missing: tier.Missing(s.below(2))}
	for i := range 1 + s.below(3) {
		needs := make([]tier.Requirement, 1+s.below(3))
		for j := range needs {
			needs[j] = s.requirement(3)
		}
		d.Levels = append(d.Levels, level(rungs[i+1], needs...))
	}
	m := s.metrics(namesIn(d.Levels...), d.Missing == tier.MissingNotMet)
	ladder, err := tier.New(d)
	if err != nil {
		if !onlyConflicts(err) {
			t.Fatalf("New(%+v) = %v; want nothing but contradictions", d.Levels, err)
		}
		return -1
	}
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatalf("MarshalJSON(%+v) = %v; want no error", d, err)
	}
	var read tier.Definition[tier.NoTerms]
	if err := json.Unmarshal(doc, &read); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(d, read); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
	got, err := ladder.Place(m)
	if err != nil {
		t.Fatalf("Place(%v) on %s = %v; want no error", m, doc, err)
	}
	if rank, err := ladder.Rank(m); err != nil || rank != got.Rank {
		t.Errorf("Rank(%v) on %s = %d, %v; want %d", m, doc, rank, err, got.Rank)
	}
	if want := refRank(d.Levels, m); got.Rank != want {
		t.Fatalf("Place(%v) on %s = rank %d; want %d", m, doc, got.Rank, want)
	}
	var missing, margin []refGap
	if got.Rank < len(d.Levels) {
		missing = refGaps(d.Levels[got.Rank].Requires, m, false)
	}
	if got.Rank > 0 {
		margin = refGaps(d.Levels[got.Rank-1].Requires, m, true)
	}
	if diff := cmp.Diff([][]refGap{missing, margin}, [][]refGap{inFractions(got.Missing), inFractions(got.Margin)}); diff != "" {
		t.Errorf("Place(%v) on %s mismatch (-want +got):\n%s", m, doc, diff)
	}
	if _, err := json.Marshal(got); err != nil {
		t.Errorf("MarshalJSON(%v) = %v; want no error", got, err)
	}
	return got.Rank
}

func TestLawRequirementReference(t *testing.T) {
	r := newRandom(50)
	reached := map[int]int{}
	for range rounds {
		reached[checkRequirements(t, r.source())]++
	}
	for rank := range 4 {
		if reached[rank] < 10 {
			t.Errorf("%d random placements are of rank %d; want 10 at least", reached[rank], rank)
		}
	}
}

// FuzzRequirement makes a tree of requirements from the words.
func FuzzRequirement(f *testing.F) {
	r := newRandom(51)
	for range 8 {
		f.Add(r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())
	}
	f.Add(uint64(0), uint64(0), uint64(0), uint64(0))
	f.Fuzz(func(t *testing.T, a, b, seed1, seed2 uint64) { checkRequirements(t, words(a, b, seed1, seed2)) })
}

// TestLawGroups has groups that say the same in two ways.
func TestLawGroups(t *testing.T) {
	r := newRandom(52)
	held := 0
	for range 2 * rounds {
		s := r.source()
		a, b, c := s.requirement(2), s.requirement(2), s.requirement(2)
		tests := []struct {
			name string
			one  []tier.Requirement
			two  []tier.Requirement
		}{
			{"all is the list", []tier.Requirement{tier.All(a, b, c)}, []tier.Requirement{a, b, c}},
			{"any is one of", []tier.Requirement{tier.Any(a, b, c)}, []tier.Requirement{tier.CountOf(1, a, b, c)}},
			{"all is as many of", []tier.Requirement{tier.All(a, b, c)}, []tier.Requirement{tier.CountOf(3, a, b, c)}},
			{"all in all", []tier.Requirement{tier.All(tier.All(a, b), c)}, []tier.Requirement{tier.All(a, b, c)}},
			{"any in any", []tier.Requirement{tier.Any(a, tier.Any(b, c))}, []tier.Requirement{tier.Any(a, b, c)}},
			{"group of one", []tier.Requirement{tier.CountOf(2, tier.All(a), tier.Any(b), c)}, []tier.Requirement{tier.CountOf(2, a, b, c)}},
			{"two of three is any pair", []tier.Requirement{tier.CountOf(2, a, b, c)}, []tier.Requirement{tier.Any(tier.All(a, b), tier.All(b, c), tier.All(a, c))}},
		}
		m := s.metrics(metricNames, false)
		for _, tt := range tests {
			var ranks []int
			for _, needs := range [][]tier.Requirement{tt.one, tt.two} {
				asked := namesIn(level("", needs...))
				given := tier.Metrics{}
				for _, name := range asked {
					given[name] = m[name]
				}
				ladder, err := flat(tier.RefuseMissing, needs)
				if err != nil && onlyConflicts(err) {
					ranks = append(ranks, 0) // impossible, so nobody may stand on it
					continue
				}
				rank, err := ladder.Rank(given)
				if err != nil {
					t.Fatalf("%s: Rank(%v) with %v = %v; want no error", tt.name, given, needs, err)
				}
				ranks = append(ranks, rank)
			}
			if ranks[0] != ranks[1] {
				t.Errorf("%s: Rank(%v) with %v = %d; want %d as with %v", tt.name, m, tt.one, ranks[0], ranks[1], tt.two)
			}
			held += ranks[0]
		}
	}
	if held < rounds {
		t.Errorf("%d groups hold; want more", held)
	}
}

// TestLawFaults checks with the reference that what New calls a contradiction
// is one: an impossible level is never reached, and on a level below one that
// asks no more nobody stands.
func TestLawFaults(t *testing.T) {
	r := newRandom(53)
	refused := 0
	for range 20 * rounds {
		s := r.source()
		lists := make([][]tier.Requirement, 2)
		for i := range lists {
			for range 1 + s.below(2) {
				lists[i] = append(lists[i], s.requirement(0))
			}
		}
		_, err := flat(tier.RefuseMissing, lists...)
		if err == nil {
			continue
		}
		refused++
		for range 10 {
			m := s.metrics(metricNames, false)
			if refCount(lists[0], m) < len(lists[0]) || refCount(lists[1], m) == len(lists[1]) {
				continue
			}
			// Someone stands on the lower level, so that the upper one has to be
			// impossible.
			if _, err := flat(tier.RefuseMissing, lists[1]); err == nil {
				t.Errorf("New(%v) = an error; want none, for %v stands on the lower level", lists, m)
			}
		}
	}
	if refused < rounds/4 {
		t.Errorf("%d random ladders are refused; want more", refused)
	}
}

// onlyLower returns a requirement, and those in it, with lower bounds only.
func onlyLower(need tier.Requirement) tier.Requirement {
	if need.Op > tier.OpAbove {
		need.Op -= 2
	}
	need.Of = slices.Clone(need.Of)
	for i := range need.Of {
		need.Of[i] = onlyLower(need.Of[i])
	}
	return need
}

// closeGaps raises metrics so that the gaps close: each to its bound, in a group as
// many as have to.
func closeGaps(m tier.Metrics, gaps []tier.Gap, count int) {
	for _, g := range gaps[:count] {
		names := append(slices.Clone(g.Need.Sum), g.Need.Metric)
		least := decimal.New(int64(g.Need.Op-tier.OpAtLeast), -18) // beyond a strict bound
		switch {
		case len(g.Of) > 0:
			closeGaps(m, g.Of, g.Count)
		case g.Unknown:
			for _, name := range names {
				if name != "" {
					m[name] = decimal.Max(m[name], g.Need.Bound.Add(least))
				}
			}
		default:
			m[names[0]] = m[names[0]].Add(g.By).Add(least)
		}
	}
}

// TestLawGapsClose raises what is missing, and reaches the next level.
func TestLawGapsClose(t *testing.T) {
	r := newRandom(54)
	closed := 0
	for range 5 * rounds {
		s := r.source()
		missing := tier.Missing(s.below(2))
		lists := make([][]tier.Requirement, 1+s.below(3))
		var levels []tier.Level
		for i := range lists {
			for range 1 + s.below(3) {
				lists[i] = append(lists[i], onlyLower(s.requirement(3)))
			}
			levels = append(levels, level("", lists[i]...))
		}
		ladder, err := flat(missing, lists...)
		if err != nil {
			continue
		}
		m := tier.Metrics{}
		for _, name := range namesIn(levels...) {
			if missing == tier.RefuseMissing || s.below(3) > 0 {
				m[name] = decimal.NewFromInt(int64(s.below(6)))
			}
		}
		for range levels {
			p, err := ladder.Place(m)
			if err != nil {
				t.Fatalf("Place(%v) = %v; want no error", m, err)
			}
			if p.Next == "" {
				break
			}
			if slices.ContainsFunc(p.Missing, func(g tier.Gap) bool { return g.By.NumDigits() > 30 }) {
				break // the raised metric might be out of bounds
			}
			closeGaps(m, p.Missing, len(p.Missing))
			after, err := ladder.Rank(m)
			if err != nil && len(p.Missing) > 0 {
				break
			}
			if after <= p.Rank {
				t.Fatalf("Rank after closing the gaps %v = %d; want more than %d, with %v", p.Missing, after, p.Rank, lists)
			}
			closed++
		}
	}
	if closed < rounds {
		t.Errorf("gaps are closed %d times; want more", closed)
	}
}

// TestLawMoreNeverLowersGroups raises a metric of trees with lower bounds only.
func TestLawMoreNeverLowersGroups(t *testing.T) {
	r := newRandom(55)
	raised := 0
	for range 10 * rounds {
		s := r.source()
		lists := [][]tier.Requirement{{onlyLower(s.requirement(3))}, {onlyLower(s.requirement(3)), onlyLower(s.requirement(2))}}
		ladder, err := flat(tier.RefuseMissing, lists...)
		if err != nil {
			continue
		}
		names := namesIn(level("", lists[0]...), level("", lists[1]...))
		m := tier.Metrics{}
		for _, name := range names {
			m[name] = decimal.NewFromInt(int64(s.below(12)))
		}
		before, err := ladder.Rank(m)
		if err != nil {
			t.Fatalf("Rank(%v) = %v; want no error", m, err)
		}
		name := names[s.below(len(names))]
		m[name] = m[name].Add(decimal.New(int64(s.below(100)), -1))
		after, err := ladder.Rank(m)
		if err != nil || after < before {
			t.Errorf("Rank(%v) = %d, %v; want %d at least", m, after, err, before)
		}
		if after > before {
			raised++
		}
	}
	if raised < 20 {
		t.Errorf("%d ranks rise; want more", raised)
	}
}

// TestLawDeclarationOrder shuffles the requirements of a level and the members
// of a group: the gaps come in another order, and are the same.
func TestLawDeclarationOrder(t *testing.T) {
	r := newRandom(56)
	var shuffle func([]tier.Requirement) []tier.Requirement
	shuffle = func(needs []tier.Requirement) []tier.Requirement {
		needs = slices.Clone(needs)
		for i := range needs {
			needs[i].Of = shuffle(needs[i].Of)
		}
		r.Shuffle(len(needs), func(i, j int) { needs[i], needs[j] = needs[j], needs[i] })
		return needs
	}
	anyOrder := cmp.Options{
		cmpopts.SortSlices(func(a, b refGap) bool { return a.Value+a.By+a.Need < b.Value+b.By+b.Need }),
		cmpopts.IgnoreFields(refGap{}, "Need"), // whose members are in another order
	}
	for range rounds {
		s := r.source()
		needs := make([]tier.Requirement, 3)
		for i := range needs {
			needs[i] = tier.CountOf(1+s.below(2), s.requirement(0), s.requirement(1), s.requirement(0))
		}
		m := s.metrics(namesIn(level("", needs...)), false)
		one, err := flat(tier.RefuseMissing, needs)
		if err != nil {
			t.Fatalf("New(%v) = %v; want no error", needs, err)
		}
		other, err := flat(tier.RefuseMissing, shuffle(needs))
		if err != nil {
			t.Fatalf("New(%v) in another order = %v; want no error", needs, err)
		}
		want, err := one.Place(m)
		if err != nil {
			t.Fatalf("Place(%v) = %v; want no error", m, err)
		}
		got, err := other.Place(m)
		if err != nil || got.Rank != want.Rank || got.Next != want.Next {
			t.Errorf("Place(%v) in another order = %v, %v; want %v", m, got, err, want)
		}
		if len(got.Missing) != len(want.Missing) || len(got.Margin) != len(want.Margin) {
			t.Errorf("Place(%v) in another order = %d and %d gaps; want %d and %d", m, len(got.Missing), len(got.Margin), len(want.Missing), len(want.Margin))
		}
		leaves := func(gaps []tier.Gap) []refGap {
			var all []refGap
			var walk func([]refGap)
			walk = func(list []refGap) {
				for _, g := range list {
					if len(g.Of) == 0 {
						all = append(all, g)
					}
					walk(g.Of)
				}
			}
			walk(inFractions(gaps))
			return all
		}
		if diff := cmp.Diff(leaves(want.Missing), leaves(got.Missing), anyOrder); diff != "" {
			t.Errorf("Place(%v) in another order has other gaps (-want +got):\n%s", m, diff)
		}
	}
}

package tier_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestLawRisingFalling moves the sales of each partner by as much: who rises
// was named, and who falls.
func TestLawRisingFalling(t *testing.T) {
	ladder := mustNew(tier.Affiliate())
	for r := range cases(80, 40) {
		p := map[string]tier.Metrics{}
		for i := range 20 {
			p[fmt.Sprint(i)] = tier.Metrics{"sales": decimal.New(r.Int64N(400), -1)}
		}
		by := decimal.New(r.Int64N(40), -1)
		census, err := ladder.Census(p)
		if err != nil {
			t.Fatal(err)
		}
		up, down := partners(rising(t, census, "sales", by.String())), partners(falling(t, census, "sales", by.String()))
		for _, m := range census {
			sales := p[m.Partner]["sales"]
			above, err := ladder.Rank(tier.Metrics{"sales": sales.Add(by)})
			if got := slices.Contains(up, m.Partner); err != nil || (above > m.Placement.Rank) != got {
				t.Errorf("Rising(%s) has %s: %t, %v; want %t", by, sales, got, err, above > m.Placement.Rank)
			}
			below, err := ladder.Rank(tier.Metrics{"sales": decimal.Max(decimal.Decimal{}, sales.Sub(by))})
			if got := slices.Contains(down, m.Partner); err != nil || (below < m.Placement.Rank) != got {
				t.Errorf("Falling(%s) has %s: %t, %v; want %t", by, sales, got, err, below < m.Placement.Rank)
			}
		}
	}
}

// checkRequirements places on a ladder of random trees of requirements and
// compares with the reference in fractions. It returns the rank, -1 for a
// ladder that is not sound.
func checkRequirements(t *testing.T, s *source) int {
	t.Helper()
	d := tier.Definition[tier.NoTerms]{Name: "l", OnMissing: tier.OnMissing(s.below(2))}
	for i := range 1 + s.below(3) {
		needs := make([]tier.Requirement, 1+s.below(3))
		for j := range needs {
			needs[j] = s.requirement(3)
		}
		d.Levels = append(d.Levels, level(rungs[i+1], needs...))
	}
	m := s.metrics(namesIn(d.Levels...), d.OnMissing == tier.OnMissingUnmet)
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
	if diff := seeds.Diff(d, read); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
	got, err := ladder.Place(m)
	if err != nil {
		t.Fatalf("Place(%v) on %s = %v; want no error", m, doc, err)
	}
	if rank, err := ladder.Rank(m); err != nil || rank != got.Rank {
		t.Errorf("Rank(%v) on %s = %d, %v; want %d", m, doc, rank, err, got.Rank)
	}
	checkPlacement(t, d, m, got)
	return got.Rank
}

func TestLawRequirementReference(t *testing.T) {
	reached := map[int]int{}
	for r := range cases(50, 60) {
		reached[checkRequirements(t, r.source())]++
	}
	for rank := range 4 {
		if reached[rank] < 3 {
			t.Errorf("%d random placements are of rank %d; want 3 at least", reached[rank], rank)
		}
	}
}

// FuzzRequirement makes a tree of requirements from the words.
func FuzzRequirement(f *testing.F) {
	for r := range cases(51, 8) {
		f.Add(r.Uint64(), r.Uint64(), r.Uint64(), r.Uint64())
	}
	f.Add(uint64(0), uint64(0), uint64(0), uint64(0))
	f.Fuzz(func(t *testing.T, a, b, seed1, seed2 uint64) { checkRequirements(t, words(a, b, seed1, seed2)) })
}

// TestLawGroups has groups that say the same in two ways.
func TestLawGroups(t *testing.T) {
	held := 0
	for r := range cases(52, 60) {
		s := r.source()
		a, b, c := s.requirement(2), s.requirement(2), s.requirement(2)
		tests := []struct {
			name string
			one  []tier.Requirement
			two  []tier.Requirement
		}{
			{"all is the list", []tier.Requirement{tier.All(a, b, c)}, []tier.Requirement{a, b, c}},
			{"any is one of", []tier.Requirement{tier.Any(a, b, c)}, []tier.Requirement{countOf(1, a, b, c)}},
			{"all is as many of", []tier.Requirement{tier.All(a, b, c)}, []tier.Requirement{countOf(3, a, b, c)}},
			{"all in all", []tier.Requirement{tier.All(tier.All(a, b), c)}, []tier.Requirement{tier.All(a, b, c)}},
			{"any in any", []tier.Requirement{tier.Any(a, tier.Any(b, c))}, []tier.Requirement{tier.Any(a, b, c)}},
			{"group of one", []tier.Requirement{countOf(2, tier.All(a), tier.Any(b), c)}, []tier.Requirement{countOf(2, a, b, c)}},
			{"two of three is any pair", []tier.Requirement{countOf(2, a, b, c)}, []tier.Requirement{tier.Any(tier.All(a, b), tier.All(b, c), tier.All(a, c))}},
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
				ladder, err := flat(tier.OnMissingRefuse, needs)
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
	if held < 60 {
		t.Errorf("%d groups hold; want more", held)
	}
}

// TestLawFaults checks with the reference that what New calls a contradiction
// is one: an impossible level is never reached, and on a level below one that
// asks no more nobody stands.
func TestLawFaults(t *testing.T) {
	refused := 0
	for r := range cases(53, 1000) {
		s := r.source()
		lists := make([][]tier.Requirement, 2)
		for i := range lists {
			for range 1 + s.below(2) {
				lists[i] = append(lists[i], s.requirement(0))
			}
		}
		_, err := flat(tier.OnMissingRefuse, lists...)
		other := [][]tier.Requirement{lists[0], otherwise(lists[1])}
		if _, again := flat(tier.OnMissingRefuse, other...); (again == nil) != (err == nil) {
			t.Errorf("New(%v) = %v; want as with %v: %v", other, again, lists, err)
		}
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
			if _, err := flat(tier.OnMissingRefuse, lists[1]); err == nil {
				t.Errorf("New(%v) = an error; want none, for %v stands on the lower level", lists, m)
			}
		}
	}
	if refused < 15 {
		t.Errorf("%d random ladders are refused; want more", refused)
	}
}

// otherwise returns bounds that ask for the same in other words.
func otherwise(needs []tier.Requirement) []tier.Requirement {
	needs = slices.Clone(needs)
	for i := range needs {
		need := &needs[i]
		switch len(need.Sum) {
		case 0:
			need.Metric, need.Sum = "", []string{need.Metric}
		case 1:
			need.Metric, need.Sum = need.Sum[0], nil
		default:
			need.Sum = slices.Clone(need.Sum)
			slices.Reverse(need.Sum)
		}
	}
	return []tier.Requirement{tier.All(countOf(len(needs), needs...))}
}

// onlyLower returns a requirement, and those in it, with lower bounds only.
func onlyLower(need tier.Requirement) tier.Requirement {
	switch b := need.Bound; b.Op {
	case alianza.OpAtMost, alianza.OpBelow:
		need.Bound.Op -= 2
	case alianza.OpBetween:
		need.Bound = alianza.AtLeast(b.Value)
	default:
	}
	for _, of := range []*[]tier.Requirement{&need.All, &need.Any, &need.Of} {
		*of = slices.Clone(*of)
		for i := range *of {
			(*of)[i] = onlyLower((*of)[i])
		}
	}
	return need
}

// closeGaps raises metrics so that the gaps close: each to its bound, in a group as
// many as have to.
func closeGaps(m tier.Metrics, gaps []tier.Gap, count int) {
	for _, g := range gaps[:count] {
		names := append(slices.Clone(g.Need.Sum), g.Need.Metric)
		var least decimal.Decimal // beyond a strict bound
		if g.Need.Bound.Op == alianza.OpAbove {
			least = decimal.New(1, -18)
		}
		switch {
		case len(g.Of) > 0:
			closeGaps(m, g.Of, g.Count)
		case g.Unknown:
			for _, name := range names {
				if name != "" {
					m[name] = decimal.Max(m[name], g.Need.Bound.Value.Add(least))
				}
			}
		default:
			m[names[0]] = m[names[0]].Add(g.By).Add(least)
		}
	}
}

// TestLawGapsClose raises what is missing, and reaches the next level.
func TestLawGapsClose(t *testing.T) {
	closed := 0
	for r := range cases(54, 300) {
		s := r.source()
		missing := tier.OnMissing(s.below(2))
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
			if missing == tier.OnMissingRefuse || s.below(3) > 0 {
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
			if slices.ContainsFunc(p.Unmet, func(g tier.Gap) bool { return g.By.NumDigits() > 30 }) {
				break // the raised metric might be out of bounds
			}
			closeGaps(m, p.Unmet, len(p.Unmet))
			after, err := ladder.Rank(m)
			if err != nil && len(p.Unmet) > 0 {
				break
			}
			if after <= p.Rank {
				t.Fatalf("Rank after closing the gaps %v = %d; want more than %d, with %v", p.Unmet, after, p.Rank, lists)
			}
			closed++
		}
	}
	if closed < 60 {
		t.Errorf("gaps are closed %d times; want more", closed)
	}
}

// TestLawMoreNeverLowersGroups raises a metric of trees with lower bounds only.
func TestLawMoreNeverLowersGroups(t *testing.T) {
	raised := 0
	for r := range cases(55, 600) {
		s := r.source()
		lists := [][]tier.Requirement{{onlyLower(s.requirement(3))}, {onlyLower(s.requirement(3)), onlyLower(s.requirement(2))}}
		ladder, err := flat(tier.OnMissingRefuse, lists...)
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
	if raised < 6 {
		t.Errorf("%d ranks rise; want more", raised)
	}
}

// TestLawDeclarationOrder shuffles the requirements of a level and the members
// of a group: the gaps come in another order, and are the same.
func TestLawDeclarationOrder(t *testing.T) {
	var shuffle func(random, []tier.Requirement) []tier.Requirement
	shuffle = func(r random, needs []tier.Requirement) []tier.Requirement {
		needs = slices.Clone(needs)
		for i := range needs {
			needs[i].All, needs[i].Any, needs[i].Of = shuffle(r, needs[i].All), shuffle(r, needs[i].Any), shuffle(r, needs[i].Of)
		}
		r.Shuffle(len(needs), func(i, j int) { needs[i], needs[j] = needs[j], needs[i] })
		return needs
	}
	anyOrder := cmp.Options{
		cmpopts.SortSlices(func(a, b refGap) bool { return a.Value+a.By+a.Need < b.Value+b.By+b.Need }),
		cmpopts.IgnoreFields(refGap{}, "Need"), // whose members are in another order
	}
	for r := range cases(56, 60) {
		s := r.source()
		needs := make([]tier.Requirement, 3)
		for i := range needs {
			needs[i] = countOf(1+s.below(2), s.requirement(0), s.requirement(1), s.requirement(0))
		}
		m := s.metrics(namesIn(level("", needs...)), false)
		one, err := flat(tier.OnMissingRefuse, needs)
		if err != nil {
			t.Fatalf("New(%v) = %v; want no error", needs, err)
		}
		other, err := flat(tier.OnMissingRefuse, shuffle(r, needs))
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
		if len(got.Unmet) != len(want.Unmet) || len(got.Slack) != len(want.Slack) {
			t.Errorf("Place(%v) in another order = %d and %d gaps; want %d and %d", m, len(got.Unmet), len(got.Slack), len(want.Unmet), len(want.Slack))
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
		if diff := cmp.Diff(leaves(want.Unmet), leaves(got.Unmet), anyOrder); diff != "" {
			t.Errorf("Place(%v) in another order has other gaps (-want +got):\n%s", m, diff)
		}
	}
}

// each checks a law with random ladders and metrics for them.
func each(t *testing.T, law uint64, ops []alianza.Op, check func(r random, l tier.Ladder[string], m tier.Metrics)) {
	t.Helper()
	done, all := 0, 0
	for r := range cases(law, 60) {
		all++
		d := r.definition(ops...)
		ladder, err := tier.New(d)
		if err != nil {
			continue
		}
		done++
		for range 4 {
			check(r, ladder, r.metrics(d))
		}
	}
	if done < all/2 {
		t.Errorf("%d of %d random definitions are sound; want half of them", done, all)
	}
}

func place(t *testing.T, l tier.Ladder[string], m tier.Metrics) tier.Placement[string] {
	t.Helper()
	p, err := l.Place(m)
	if err != nil {
		t.Fatalf("Place(%v) = %v; want no error", m, err)
	}
	return p
}

// TestLawMoreNeverLowers raises a metric that is asked for with at least and
// above only, and lowers one that is asked for with at most and below only.
func TestLawMoreNeverLowers(t *testing.T) {
	tests := []struct {
		name string
		ops  []alianza.Op
		sign int64
	}{
		{"at least", allOps[:1], 1},
		{"at least and above", allOps[:2], 1},
		{"at most and below", allOps[2:], -1},
	}
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			raised := 0
			each(t, uint64(i), tt.ops, func(r random, l tier.Ladder[string], m tier.Metrics) {
				before := place(t, l, m).Rank
				name := slices.Sorted(maps.Keys(m))[r.IntN(len(m))]
				more := maps.Clone(m)
				more[name] = m[name].Add(decimal.New(tt.sign*r.Int64N(8), -r.Int32N(2)))
				if more[name].IsNegative() {
					return
				}
				after := place(t, l, more).Rank
				if after < before {
					t.Errorf("Place(%v) = rank %d; want at least %d, that of %v", more, after, before, m)
				}
				if after > before {
					raised++
				}
			})
			if raised == 0 {
				t.Errorf("no rank rose; want some that do")
			}
		})
	}
}

// TestLawOrder fills maps in other orders, and with metrics that are taken out
// again.
func TestLawOrder(t *testing.T) {
	each(t, 10, allOps, func(r random, l tier.Ladder[string], m tier.Metrics) {
		want := place(t, l, m)
		names := slices.Sorted(maps.Keys(m))
		for range 3 {
			r.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			other := tier.Metrics{}
			for i := range 40 {
				other[fmt.Sprint(i)] = decimal.Decimal{}
			}
			for _, name := range names {
				other[name] = m[name]
			}
			maps.DeleteFunc(other, func(name string, _ decimal.Decimal) bool { _, ok := m[name]; return !ok })
			if diff := cmp.Diff(want, place(t, l, other)); diff != "" {
				t.Errorf("Place(%v) in another order mismatch (-want +got):\n%s", m, diff)
			}
		}
		bad := tier.Metrics{}
		for _, name := range names[1:] {
			bad[name] = decimal.New(-1, 0)
		}
		for i := range 9 {
			bad[fmt.Sprint(i)] = decimal.Decimal{}
		}
		_, first := l.Place(bad)
		for range 3 {
			if _, err := l.Place(maps.Clone(bad)); fmt.Sprint(err) != fmt.Sprint(first) {
				t.Errorf("Place(%v) = %v; want %v", bad, err, first)
			}
		}
	})
}

// TestLawReference compares with the reference of the fuzz target, and Rank
// with Place.
func TestLawReference(t *testing.T) {
	var reached [6]int
	each(t, 20, allOps, func(_ random, l tier.Ladder[string], m tier.Metrics) {
		p := place(t, l, m)
		if rank, err := l.Rank(m); err != nil || rank != p.Rank {
			t.Errorf("Rank(%v) = %d, %v; want %d", m, rank, err, p.Rank)
		}
		reached[p.Rank]++
		checkPlacement(t, l.Definition(), m, p)
	})
	if slices.Contains(reached[:5], 0) {
		t.Errorf("ranks reached = %v; want all", reached)
	}
}

// TestLawJSON writes and reads ladders: nothing changes, placements neither.
func TestLawJSON(t *testing.T) {
	each(t, 30, allOps, func(_ random, l tier.Ladder[string], m tier.Metrics) {
		want := l.Definition()
		doc, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		var got tier.Definition[string]
		if err := json.Unmarshal(doc, &got); err != nil {
			t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		}
		if diff := cmp.Diff(want, got, samePlaces); diff != "" {
			t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
		}
		if diff := cmp.Diff(place(t, l, m), place(t, mustNew(got), m), samePlaces); diff != "" {
			t.Errorf("Place(%v) after JSON mismatch (-want +got):\n%s", m, diff)
		}
	})
}

// FuzzPlace places on a ladder of two levels with two requirements each.
func FuzzPlace(f *testing.F) {
	f.Add(int64(1), int64(6), int64(2), int64(5), int32(0), int64(5), int64(55), int32(-1), uint8(0))
	f.Add(int64(6), int64(45), int64(60), int64(2), int32(-1), int64(6), int64(45), int32(-1), uint8(0b01_11_10_00))
	f.Add(int64(0), int64(-1), int64(1<<62), int64(-1<<63), int32(18), int64(1<<62), int64(-1), int32(19), uint8(255))
	f.Add(int64(9), int64(9), int64(9), int64(9), int32(1<<30), int64(9), int64(9), int32(-1<<31), uint8(7))
	f.Fuzz(func(t *testing.T, b1, b2, b3, b4 int64, bExp int32, v1, v2 int64, vExp int32, ops uint8) {
		need := func(metric string, bound int64) tier.Requirement {
			op := alianza.OpAtLeast + alianza.Op(ops%4)
			ops /= 4
			return tier.Requirement{Metric: metric, Bound: alianza.Bound{Op: op, Value: decimal.New(bound, bExp)}}
		}
		d := tier.Definition[string]{Name: "l", Terms: map[string]string{"low": "1", "high": "2"}, Levels: []tier.Level{
			{Name: "low", Requires: []tier.Requirement{need("a", b1), need("b", b2)}},
			{Name: "high", Requires: []tier.Requirement{need("b", b3), need("a", b4)}},
		}}
		inBounds := func(exp int32, values ...int64) bool { return exp >= -18 && exp <= 18 && slices.Min(values) >= 0 }
		ladder, err := tier.New(d)
		// Sound bounds may contradict each other: the tests of New have those.
		if sound := inBounds(bExp, b1, b2, b3, b4); sound && !onlyConflicts(err) || !sound && err == nil {
			t.Fatalf("New(%d %d %d %d e%d) = %v; want an error where one is negative or out of bounds", b1, b2, b3, b4, bExp, err)
		}
		if err != nil {
			return
		}
		m := tier.Metrics{"a": decimal.New(v1, vExp), "b": decimal.New(v2, vExp)}
		got, err := ladder.Place(m)
		rank, again := ladder.Rank(m)
		if (err == nil) != inBounds(vExp, v1, v2) || rank != got.Rank || fmt.Sprint(err) != fmt.Sprint(again) {
			t.Fatalf("Place(%d, %d e%d) = rank %d, %v, Rank = %d, %v; want the same, an error where one is out of bounds", v1, v2, vExp, got.Rank, err, rank, again)
		}
		if err != nil {
			return
		}
		checkPlacement(t, d, m, got)
	})
}

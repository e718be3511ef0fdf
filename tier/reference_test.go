package tier_test

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/tier"
)

// This file holds second implementations, written from the comments of the
// package and not from its code, in fractions: of a requirement, of its gaps and
// of a placement. It also makes the random definitions that both are given.

// random makes definitions and metrics that meet one another often.
type random struct{ *rand.Rand }

// cases returns the random cases of a law, each of its number alone.
func cases(law uint64, everyday int) iter.Seq[random] {
	return func(yield func(random) bool) {
		for i := range seeds.Count(everyday) {
			if !yield(random{rand.New(rand.NewPCG(law, uint64(i)))}) {
				return
			}
		}
	}
}

func (r random) number() decimal.Decimal { return decimal.New(r.Int64N(12), -r.Int32N(2)) }

var metricNames = []string{"a", "b", "c", "d", "e", "f"}

// definition returns a definition that may be faulty, with terms.
func (r random) definition(ops ...alianza.Op) tier.Definition[string] {
	d := tier.Definition[string]{Name: "l", Terms: map[string]string{}}
	for i := range 1 + r.IntN(5) {
		l := tier.Level{Name: fmt.Sprintf("level %d", i)}
		for range 1 + r.IntN(3) {
			l.Requires = append(l.Requires, tier.Requirement{
				Metric: metricNames[r.IntN(len(metricNames))], Bound: alianza.Bound{Op: ops[r.IntN(len(ops))], Value: r.number()},
			})
		}
		d.Levels = append(d.Levels, l)
		d.Terms[l.Name] = fmt.Sprint(r.IntN(100))
	}
	return d
}

// metrics returns metrics for all requirements of a definition.
func (r random) metrics(d tier.Definition[string]) tier.Metrics {
	m := tier.Metrics{}
	for _, l := range d.Levels {
		for _, need := range l.Requires {
			m[need.Metric] = r.number()
		}
	}
	return m
}

var allOps = []alianza.Op{alianza.OpAtLeast, alianza.OpAbove, alianza.OpAtMost, alianza.OpBelow}

// rat returns d as a fraction.
func rat(d decimal.Decimal) *big.Rat {
	e := int64(d.Exponent())
	power := new(big.Int).Exp(big.NewInt(10), big.NewInt(max(e, -e)), nil)
	q := new(big.Rat).SetInt(d.Coefficient())
	if e < 0 {
		return q.Quo(q, new(big.Rat).SetInt(power))
	}
	return q.Mul(q, new(big.Rat).SetInt(power))
}

// refGroup returns the members of a group and how many of them have to hold.
func refGroup(need tier.Requirement) (of []tier.Requirement, count int) {
	switch {
	case len(need.All) > 0:
		return need.All, len(need.All)
	case len(need.Any) > 0:
		return need.Any, 1
	}
	return need.Of, need.Count
}

// refValue returns the value that a requirement compares, false if a metric of
// it is not given.
func refValue(need tier.Requirement, m tier.Metrics) (*big.Rat, bool) {
	names := need.Sum
	if len(names) == 0 {
		names = []string{need.Metric}
	}
	sum := new(big.Rat)
	for _, name := range names {
		value, ok := m[name]
		if !ok {
			return nil, false
		}
		sum.Add(sum, rat(value))
	}
	return sum, true
}

// refHolds is the reference for a requirement. What is not given does not hold.
func refHolds(need tier.Requirement, m tier.Metrics) bool {
	if of, count := refGroup(need); len(of) > 0 {
		return refCount(of, m) >= count
	}
	value, ok := refValue(need, m)
	if !ok {
		return false
	}
	switch c := value.Cmp(rat(need.Bound.Value)); need.Bound.Op {
	case alianza.OpBetween:
		return c >= 0 && value.Cmp(rat(need.Bound.To)) <= 0
	case alianza.OpAtLeast:
		return c >= 0
	case alianza.OpAbove:
		return c > 0
	case alianza.OpAtMost:
		return c <= 0
	default:
		return c < 0
	}
}

// refCount returns how many of the requirements hold.
func refCount(needs []tier.Requirement, m tier.Metrics) int {
	count := 0
	for _, need := range needs {
		if refHolds(need, m) {
			count++
		}
	}
	return count
}

// refRank is the reference for a placement: the highest level all of whose
// requirements hold, counted from 1, and 0 for none.
func refRank(levels []tier.Level, m tier.Metrics) int {
	rank := 0
	for i, l := range levels {
		if refCount(l.Requires, m) == len(l.Requires) {
			rank = i + 1
		}
	}
	return rank
}

// A refGap is the reference for a gap, with fractions for decimals.
type refGap struct {
	Need      string
	Unknown   bool
	Value, By string // "" if there is none
	Count     int
	Of        []refGap
}

// refGaps returns the gaps of the requirements that hold, or of those that do
// not.
func refGaps(needs []tier.Requirement, m tier.Metrics, hold bool) []refGap {
	var gaps []refGap
	for _, need := range needs {
		if refHolds(need, m) != hold {
			continue
		}
		g := refGap{Need: need.String()}
		if of, count := refGroup(need); len(of) > 0 {
			more := count - refCount(of, m)
			g.Count, g.Of = max(more, -more), refGaps(of, m, hold)
		} else if value, ok := refValue(need, m); ok {
			by := new(big.Rat).Sub(rat(need.Bound.Value), value)
			by.Abs(by)
			if need.Bound.Op == alianza.OpBetween {
				other := new(big.Rat).Sub(rat(need.Bound.To), value)
				if other.Abs(other).Cmp(by) < 0 {
					by = other
				}
			}
			g.Value, g.By = value.RatString(), by.RatString()
		} else {
			g.Unknown = true
		}
		gaps = append(gaps, g)
	}
	return gaps
}

// inFractions turns gaps into those of the reference.
func inFractions(gaps []tier.Gap) []refGap {
	var all []refGap
	for _, g := range gaps {
		one := refGap{Need: g.Need.String(), Unknown: g.Unknown, Count: g.Count, Of: inFractions(g.Of)}
		if of, _ := refGroup(g.Need); !g.Unknown && len(of) == 0 {
			one.Value, one.By = rat(g.Value).RatString(), rat(g.By).RatString()
		}
		all = append(all, one)
	}
	return all
}

// checkPlacement compares a placement with the reference, and reads it back from
// its JSON.
func checkPlacement[T comparable](t *testing.T, d tier.Definition[T], m tier.Metrics, got tier.Placement[T]) {
	t.Helper()
	rank := refRank(d.Levels, m)
	var level, next string
	var unmet, slack []refGap
	if rank < len(d.Levels) {
		next, unmet = d.Levels[rank].Name, refGaps(d.Levels[rank].Requires, m, false)
	}
	if rank > 0 {
		level, slack = d.Levels[rank-1].Name, refGaps(d.Levels[rank-1].Requires, m, true)
	}
	if got.Ladder != d.Name || got.Rank != rank || got.Level != level || got.Next != next || got.Terms != d.Terms[level] {
		t.Fatalf("Place(%v) on %v = %+v; want rank %d, %q, next %q", m, d.Levels, got, rank, level, next)
	}
	if diff := seeds.Diff([][]refGap{unmet, slack}, [][]refGap{inFractions(got.Unmet), inFractions(got.Slack)}); diff != "" {
		t.Errorf("Place(%v) on %v mismatch (-want +got):\n%s", m, d.Levels, diff)
	}
	doc, err := json.Marshal(got)
	if err != nil {
		t.Fatalf("MarshalJSON(%v) = %v; want no error", got, err)
	}
	var read tier.Placement[T]
	if err := json.Unmarshal(doc, &read); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := seeds.Diff(got, read, samePlaces); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
}

// onlyConflicts reports whether an error has contradictions for faults and
// nothing else: those of bounds that a random definition may have.
func onlyConflicts(err error) bool {
	return !slices.ContainsFunc(alianza.Faults(err), func(f *alianza.FieldError) bool { return !errors.Is(f, alianza.ErrConflict) })
}

// A source makes definitions and facts out of bytes, those of a fuzzer or of a
// generator with a seed. It never ends: behind the bytes there are zeroes.
type source struct{ data []byte }

// source returns a source of random bytes.
func (r random) source() *source { return words(r.Uint64(), r.Uint64()) }

// words returns a source of the bytes of some words and of random ones behind
// them, whose seeds are the last two. A fuzzer may change a word, but loses no
// time with making it shorter.
func words(all ...uint64) *source {
	data := make([]byte, 0, 512)
	for _, one := range all {
		data = binary.LittleEndian.AppendUint64(data, one)
	}
	r := rand.New(rand.NewPCG(all[len(all)-2], all[len(all)-1]))
	for len(data) < cap(data) {
		data = binary.LittleEndian.AppendUint64(data, r.Uint64())
	}
	return &source{data}
}

// below returns a number from 0 to n-1.
func (s *source) below(n int) int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b) % n
}

// number returns one of few numbers, which meet one another often, and now and
// then one at the ends of the library.
func (s *source) number() decimal.Decimal {
	switch at := s.below(32); at {
	case 28:
		return decimal.New(1, -18)
	case 29:
		return n("9999999999999999999999999999999999")
	case 30:
		return n("3.000000000000000001")
	case 31:
		if s.below(16) == 0 {
			return decimal.New(1, 18) // comes back with its zeros written out
		}
		return n("1000000000000000000")
	default:
		return decimal.New(int64(at%14), -int32(at/14))
	}
}

// metric returns one of four names.
func (s *source) metric() string { return metricNames[s.below(4)] }

// bound returns a bound that is sound.
func (s *source) bound() alianza.Bound {
	b := alianza.Bound{Op: alianza.OpAtLeast + alianza.Op(s.below(5)), Value: s.number()}
	switch {
	case b.Op == alianza.OpBelow && b.Value.IsZero():
		b.Value = decimal.NewFromInt(1) // below zero is a fault
	case b.Op == alianza.OpBetween:
		b.To = s.number()
		if b.To.LessThan(b.Value) {
			b.Value, b.To = b.To, b.Value
		}
	}
	return b
}

// requirement returns a requirement in which at most depth groups are inside
// one another.
func (s *source) requirement(depth int) tier.Requirement {
	if depth > 0 && s.below(2) == 0 {
		of := make([]tier.Requirement, 1+s.below(4))
		for i := range of {
			of[i] = s.requirement(depth - 1)
		}
		switch s.below(3) {
		case 0:
			return tier.All(of...)
		case 1:
			return tier.Any(of...)
		}
		return countOf(1+s.below(len(of)), of...)
	}
	need := tier.Requirement{Metric: s.metric(), Bound: s.bound()}
	if first := s.below(8); first < 4 {
		need = sumOf(need, metricNames[first:first+1+s.below(3)]...)
	}
	return need
}

// metrics returns a value for each name, but for some of them if holes.
func (s *source) metrics(names []string, holes bool) tier.Metrics {
	m := tier.Metrics{}
	for _, name := range names {
		if value := s.number(); !holes || s.below(4) > 0 {
			m[name] = value
		}
	}
	return m
}

// namesIn returns the metrics that a ladder asks for.
func namesIn(levels ...tier.Level) []string {
	asked := map[string]bool{}
	var walk func([]tier.Requirement)
	walk = func(needs []tier.Requirement) {
		for _, need := range needs {
			of, _ := refGroup(need)
			walk(of)
			for _, name := range append([]string{need.Metric}, need.Sum...) {
				asked[name] = true
			}
		}
	}
	for _, l := range levels {
		walk(l.Requires)
	}
	var names []string
	for _, name := range metricNames {
		if asked[name] {
			names = append(names, name)
		}
	}
	return names
}

var rungs = []string{"", "basic", "silver", "gold", "platinum"}

package tier_test

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

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
		return decimal.New(1, 18)
	default:
		return decimal.New(int64(at%14), -int32(at/14))
	}
}

// metric returns one of four names.
func (s *source) metric() string { return metricNames[s.below(4)] }

// requirement returns a requirement in which at most depth groups are inside
// one another.
func (s *source) requirement(depth int) tier.Requirement {
	if depth > 0 && s.below(2) == 0 {
		of := make([]tier.Requirement, 1+s.below(4))
		for i := range of {
			of[i] = s.requirement(depth - 1)
		}
		return tier.CountOf(1+s.below(len(of)), of...)
	}
	need := tier.Requirement{Metric: s.metric(), Op: allOps[s.below(4)], Bound: s.number()}
	if need.Op == tier.OpBelow && need.Bound.IsZero() {
		need.Bound = decimal.NewFromInt(1) // below zero is a fault
	}
	if first := s.below(8); first < 4 {
		need = need.OfSum(metricNames[first : first+1+s.below(3)]...)
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
			walk(need.Of)
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

// ladder returns a sound ladder of so many levels whose bounds on one metric
// rise, with other requirements beside it.
func (s *source) ladder(levels int) tier.Definition[string] {
	d := tier.Definition[string]{Name: "l", Terms: map[string]string{}, Missing: tier.Missing(s.below(2))}
	bound := int64(0)
	for i := range levels {
		bound += 1 + int64(s.below(6))
		main := tier.AtLeast("a", decimal.NewFromInt(bound))
		needs := []tier.Requirement{main}
		switch s.below(6) {
		case 0:
			needs = []tier.Requirement{main, tier.AtMost("b", decimal.NewFromInt(int64(s.below(12))))}
		case 1:
			needs = []tier.Requirement{tier.Any(main, tier.Above("b", decimal.NewFromInt(3+bound)))}
		case 2:
			needs = []tier.Requirement{tier.AtLeast("", decimal.NewFromInt(2*bound)).OfSum("a", "b")}
		case 3:
			needs = []tier.Requirement{tier.CountOf(2, main, tier.Below("b", decimal.NewFromInt(9)), tier.Above("c", decimal.NewFromInt(bound)))}
		}
		d.Levels = append(d.Levels, level(rungs[i+1], needs...))
		d.Terms[rungs[i+1]] = fmt.Sprint(i)
	}
	return d
}

// cycle returns a definition of a cycle that is sound but for bounds of its
// ladders that may contradict each other.
func (s *source) cycle() tier.CycleDefinition[string] {
	calendars := []tier.Calendar{
		{}, {}, {Every: 1, Ending: 7}, {Every: 2}, {Every: 3, Ending: 3}, {Every: 4}, {Every: 6, Ending: 5}, {Every: 12, Ending: 2}, {Ending: 4},
	}
	d := tier.CycleDefinition[string]{
		Window: s.below(5), Aggregate: tier.Aggregate(s.below(3)),
		Promote: calendars[s.below(len(calendars))], Demote: calendars[s.below(len(calendars))],
		Demotion: tier.Demotion(s.below(3)), Grace: s.below(4), Validity: max(0, s.below(10)-4), Tail: s.below(8),
	}
	levels := 1 + s.below(4)
	var from tier.Month
	for i := range 1 + s.below(3) {
		d.Editions = append(d.Editions, tier.Edition[string]{From: from, Ladder: s.ladder(levels)})
		from = tier.MustMonth(2024, time.January).Add(6*i + s.below(6))
	}
	return d
}

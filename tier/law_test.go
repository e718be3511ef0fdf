package tier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

const rounds = 200

// random makes definitions and metrics that meet one another often.
type random struct{ *rand.Rand }

func newRandom(seed uint64) random { return random{rand.New(rand.NewPCG(seed, 1))} }

func (r random) number() decimal.Decimal { return decimal.New(r.Int64N(12), -r.Int32N(2)) }

var metricNames = []string{"a", "b", "c", "d", "e", "f"}

// definition returns a definition that may be faulty, with terms.
func (r random) definition(ops ...tier.Op) tier.Definition[string] {
	d := tier.Definition[string]{Name: "l", Terms: map[string]string{}}
	for i := range 1 + r.IntN(5) {
		l := tier.Level{Name: fmt.Sprintf("level %d", i)}
		for range 1 + r.IntN(3) {
			l.Requires = append(l.Requires, tier.Requirement{
				Metric: metricNames[r.IntN(len(metricNames))], Op: ops[r.IntN(len(ops))], Bound: r.number(),
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

var allOps = []tier.Op{tier.OpAtLeast, tier.OpAbove, tier.OpAtMost, tier.OpBelow}

// each calls law with random ladders and metrics for them.
func each(t *testing.T, seed uint64, ops []tier.Op, law func(r random, l tier.Ladder[string], m tier.Metrics)) {
	t.Helper()
	r, done := newRandom(seed), 0
	for range rounds {
		d := r.definition(ops...)
		ladder, err := tier.New(d)
		if err != nil {
			continue
		}
		done++
		for range 4 {
			law(r, ladder, r.metrics(d))
		}
	}
	if done < rounds/2 {
		t.Errorf("%d of %d random definitions are sound; want half of them", done, rounds)
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
		ops  []tier.Op
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
		if diff := cmp.Diff(place(t, l, m), place(t, tier.MustNew(got), m), samePlaces); diff != "" {
			t.Errorf("Place(%v) after JSON mismatch (-want +got):\n%s", m, diff)
		}
	})
}

// samePlaces compares decimals with their places.
var samePlaces = cmp.Comparer(func(a, b decimal.Decimal) bool { return a.Equal(b) && a.Exponent() == b.Exponent() })

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

// meets is the reference for a requirement.
func meets(need tier.Requirement, value decimal.Decimal) bool {
	c := rat(value).Cmp(rat(need.Bound))
	return map[tier.Op]bool{tier.OpAtLeast: c >= 0, tier.OpAbove: c > 0, tier.OpAtMost: c <= 0, tier.OpBelow: c < 0}[need.Op]
}

// checkPlacement compares a placement with one worked out in fractions.
func checkPlacement(t *testing.T, d tier.Definition[string], m tier.Metrics, got tier.Placement[string]) {
	t.Helper()
	gaps := func(l tier.Level, missing bool) []tier.Gap {
		var all []tier.Gap
		for _, need := range l.Requires {
			if missing && meets(need, m[need.Metric]) {
				continue
			}
			all = append(all, tier.Gap{Need: need, Value: m[need.Metric]})
		}
		return all
	}
	want := tier.Placement[string]{Ladder: d.Name}
	for i, l := range d.Levels {
		if len(gaps(l, true)) == 0 {
			want.Rank, want.Level, want.Terms, want.Margin = i+1, l.Name, d.Terms[l.Name], gaps(l, false)
		}
	}
	if want.Rank < len(d.Levels) {
		next := d.Levels[want.Rank]
		want.Next, want.Missing = next.Name, gaps(next, true)
	}
	for _, g := range slices.Concat(got.Missing, got.Margin) {
		by := new(big.Rat).Sub(rat(g.Need.Bound), rat(g.Value))
		if rat(g.By).Cmp(by.Abs(by)) != 0 {
			t.Errorf("Place(%v) = a gap of %s by %s; want %s", m, g.Need, g.By, by)
		}
	}
	plain := got
	plain.Missing, plain.Margin = slices.Clone(got.Missing), slices.Clone(got.Margin)
	for _, list := range [][]tier.Gap{plain.Missing, plain.Margin} {
		for i := range list {
			list[i].By = decimal.Decimal{}
		}
	}
	if diff := cmp.Diff(want, plain); diff != "" {
		t.Errorf("Place(%v) mismatch (-want +got):\n%s", m, diff)
	}
}

// FuzzPlace places on a ladder of two levels with two requirements each.
func FuzzPlace(f *testing.F) {
	f.Add(int64(1), int64(6), int64(2), int64(5), int32(0), int64(5), int64(55), int32(-1), uint8(0))
	f.Add(int64(6), int64(45), int64(60), int64(2), int32(-1), int64(6), int64(45), int32(-1), uint8(0b01_11_10_00))
	f.Add(int64(0), int64(-1), int64(1<<62), int64(-1<<63), int32(18), int64(1<<62), int64(-1), int32(19), uint8(255))
	f.Add(int64(9), int64(9), int64(9), int64(9), int32(1<<30), int64(9), int64(9), int32(-1<<31), uint8(7))
	f.Fuzz(func(t *testing.T, b1, b2, b3, b4 int64, bExp int32, v1, v2 int64, vExp int32, ops uint8) {
		need := func(metric string, bound int64) tier.Requirement {
			op := tier.OpAtLeast + tier.Op(ops%4)
			ops /= 4
			return tier.Requirement{Metric: metric, Op: op, Bound: decimal.New(bound, bExp)}
		}
		d := tier.Definition[string]{Name: "l", Terms: map[string]string{"low": "1", "high": "2"}, Levels: []tier.Level{
			{Name: "low", Requires: []tier.Requirement{need("a", b1), need("b", b2)}},
			{Name: "high", Requires: []tier.Requirement{need("b", b3), need("a", b4)}},
		}}
		inBounds := func(exp int32, values ...int64) bool { return exp >= -18 && exp <= 18 && slices.Min(values) >= 0 }
		ladder, err := tier.New(d)
		// Sound bounds may contradict each other: TestNew has those.
		conflict := !slices.ContainsFunc(alianza.Faults(err), func(f *alianza.FieldError) bool { return !errors.Is(f, alianza.ErrConflict) })
		if sound := inBounds(bExp, b1, b2, b3, b4); sound && !conflict || !sound && err == nil {
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
		if _, err := json.Marshal(got); err != nil || got.String() == "" {
			t.Errorf("MarshalJSON(%v) = %v; want no error", got, err)
		}
	})
}

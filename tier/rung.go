package tier

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// rung is a requirement made ready to be evaluated: the metrics are places in
// the ladder's list.
type rung struct {
	need    Requirement
	metrics []int // the sum of which is bounded
	op      exact.Op
	bound   decimal.Decimal
	ranged  bool // the value has to be from bound to upper
	upper   decimal.Decimal
	count   int // of the rungs that have to hold
	of      []rung
}

// A maker makes requirements ready and gathers their metrics.
type maker struct {
	metrics []string
	places  map[string]int // of the metrics
	scales  map[string][]string
}

func (m *maker) rung(need Requirement) rung {
	if of, count, _, ok := need.group(); ok {
		return m.group(need, count, of)
	}
	b := need.bound(m.scales)
	r := rung{need: need, op: exact.Op(b.Op), bound: b.Value}
	if b.Op == alianza.OpBetween {
		r.op, r.ranged, r.upper = exact.AtLeast, true, b.To
	}
	for _, name := range need.metrics() {
		at, ok := m.places[name]
		if !ok {
			at = len(m.metrics)
			m.metrics, m.places[name] = append(m.metrics, name), at
		}
		r.metrics = append(r.metrics, at)
	}
	return r
}

func (m *maker) group(need Requirement, count int, of []Requirement) rung {
	r := rung{need: need, count: count}
	for _, one := range of {
		r.of = append(r.of, m.rung(one))
	}
	return r
}

// values are the ladder's metrics in their order. A metric that is missing and
// may be has its place in the set of missing ones.
type values struct {
	all     []decimal.Decimal
	missing []bool // nil if none is
	over    int64  // above 1 they are sums over so many months, whose mean counts
	sums    bool   // gaps are those of the sums and not of the mean
}

// bound returns a bound for the values as they are: a quotient may have no end,
// so the bounds of a mean are multiplied instead.
func (v values) bound(b decimal.Decimal) decimal.Decimal {
	if v.over <= 1 {
		return b
	}
	return b.Mul(decimal.NewFromInt(v.over))
}

// compare compares a value, or a sum of values, with a bound of what counts.
func (v values) compare(value, bound decimal.Decimal) int {
	if v.over <= 1 {
		return exact.Cmp(value, bound)
	}
	return exact.CmpTimes(value, bound, v.over)
}

// mean returns what counts of one of the values or of the sum of several. A mean
// is cut to 18 decimals, which decides nothing.
func (v values) mean(d decimal.Decimal) decimal.Decimal {
	if v.over <= 1 {
		return d
	}
	return exact.Quo(d, v.over)
}

// value returns what a rung bounds, and whether all of it is there.
func (r *rung) value(v values) (decimal.Decimal, bool) {
	if v.missing != nil && slices.ContainsFunc(r.metrics, func(at int) bool { return v.missing[at] }) {
		return decimal.Decimal{}, false
	}
	sum := v.all[r.metrics[0]]
	for _, at := range r.metrics[1:] {
		sum = sum.Add(v.all[at])
	}
	return sum, true
}

// holds reports whether a rung holds.
func (r *rung) holds(v values) bool {
	if len(r.of) == 0 {
		value, ok := r.value(v)
		return ok && r.op.Holds(v.compare(value, r.bound)) && (!r.ranged || v.compare(value, r.upper) <= 0)
	}
	met := 0
	for i := range r.of {
		if r.of[i].holds(v) {
			if met++; met == r.count {
				return true
			}
		}
	}
	return false
}

// gaps returns the distances of the members of a group that hold, or that do
// not.
func (r *rung) gaps(v values, hold bool) []Gap {
	var gaps []Gap
	for i := range r.of {
		if one := &r.of[i]; one.holds(v) == hold {
			gaps = append(gaps, one.gap(v, hold))
		}
	}
	return gaps
}

func (r *rung) gap(v values, hold bool) Gap {
	g := Gap{Need: r.need}
	if len(r.of) == 0 {
		value, ok := r.value(v)
		if g.Unknown = !ok; !ok {
			return g
		}
		if v.sums {
			g.Value, g.By = value, distance(value, v.bound(r.bound), v.bound(r.upper), r.ranged)
			return g
		}
		g.Value = v.mean(value)
		g.By = distance(g.Value, r.bound, r.upper, r.ranged)
		return g
	}
	g.Of = r.gaps(v, hold)
	if hold {
		g.Count = len(g.Of) - r.count
	} else {
		g.Count = r.count - (len(r.of) - len(g.Of))
	}
	return g
}

// distance returns how far a value is from its bound, for a range from the
// nearer end.
func distance(value, bound, upper decimal.Decimal, ranged bool) decimal.Decimal {
	by := apart(bound, value)
	if ranged {
		if other := apart(upper, value); exact.Cmp(other, by) < 0 {
			return other
		}
	}
	return by
}

// apart returns how far two numbers are apart.
func apart(a, b decimal.Decimal) decimal.Decimal {
	if exact.Cmp(a, b) < 0 {
		return exact.Sub(b, a)
	}
	return exact.Sub(a, b)
}

// scan is the short way for the usual ladder: one metric, one lower bound a
// level, whole numbers.
type scan struct {
	metric string
	bounds []int64 // at least, rising
}

// newScan returns nil for levels that are not of this form.
func newScan(metrics []string, levels []made) *scan {
	s := &scan{metric: metrics[0]}
	for _, l := range levels {
		if len(l.rung.of) != 1 {
			return nil
		}
		r := l.rung.of[0]
		bound := exact.Round(r.bound, 0, exact.Down)
		if len(r.metrics) != 1 || r.metrics[0] != 0 || r.op != exact.AtLeast || r.ranged || exact.Cmp(bound, r.bound) != 0 || exact.Cmp(bound, scanned) >= 0 {
			return nil
		}
		s.bounds = append(s.bounds, bound.CoefficientInt64())
	}
	return s
}

// rank returns the rank for a value, and false if the value takes the long way:
// with places, with many digits, or negative. The size is compared and not
// counted, which takes long for a hostile number.
func (s *scan) rank(v decimal.Decimal) (int, bool) {
	if v.Exponent() != 0 || v.Sign() < 0 || v.Cmp(scanned) >= 0 {
		return 0, false
	}
	n, rank := v.CoefficientInt64(), 0
	for rank < len(s.bounds) && s.bounds[rank] <= n {
		rank++
	}
	return rank, true
}

// scanned is the least number that has too many digits for a scan.
var scanned = decimal.New(1e18, 0)

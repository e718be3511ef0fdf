package tier

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// rung is a requirement made ready to be evaluated: the metrics are places in
// the ladder's list.
type rung struct {
	need    Requirement
	metrics []int // the sum of which is bounded
	op      exact.Op
	bound   decimal.Decimal
	count   int // of the rungs that have to hold
	of      []rung
}

// rung makes a requirement ready and adds its metrics to the ladder's.
func (l *Ladder[T]) rung(need Requirement) rung {
	r := rung{need: need, op: exact.Op(need.Op), bound: need.Bound, count: need.Count}
	for _, one := range need.Of {
		r.of = append(r.of, l.rung(one))
	}
	if len(need.Of) > 0 {
		return r
	}
	names := need.Sum
	if len(names) == 0 {
		names = []string{need.Metric}
	}
	for _, name := range names {
		at := slices.Index(l.metrics, name)
		if at < 0 {
			at = len(l.metrics)
			l.metrics = append(l.metrics, name)
		}
		r.metrics = append(r.metrics, at)
	}
	return r
}

// values are the ladder's metrics in their order. A metric that is missing and
// may be has its place in the set of missing ones.
type values struct {
	all     []decimal.Decimal
	missing []bool // nil if none is
	months  int64  // above 1 they are sums over so many months, whose mean counts
}

// bound returns a bound for the values as they are: a quotient may have no end,
// so the bounds of a mean are multiplied instead.
func (v values) bound(b decimal.Decimal) decimal.Decimal {
	if v.months <= 1 {
		return b
	}
	return b.Mul(decimal.NewFromInt(v.months))
}

// mean returns what counts of one of the values or of the sum of several: the
// mean is cut to 18 decimals, which decides nothing.
func (v values) mean(d decimal.Decimal) decimal.Decimal {
	if v.months <= 1 {
		return d
	}
	q := exact.Rat(d)
	return exact.Trim(exact.RoundRat(q.Quo(q, big.NewRat(v.months, 1)), exact.MaxPlaces, exact.Down))
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
		return ok && r.op.Holds(exact.Cmp(value, v.bound(r.bound)))
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
		if len(r.metrics) != 1 || r.metrics[0] != 0 || r.op != exact.AtLeast || exact.Cmp(bound, r.bound) != 0 || bound.NumDigits() > 18 {
			return nil
		}
		s.bounds = append(s.bounds, bound.CoefficientInt64())
	}
	return s
}

// rank returns the rank for a value, and false if the value takes the long way:
// with places, with many digits, or negative.
func (s *scan) rank(v decimal.Decimal) (int, bool) {
	if v.Exponent() != 0 || v.NumDigits() > 18 {
		return 0, false
	}
	n, rank := v.CoefficientInt64(), 0
	for rank < len(s.bounds) && s.bounds[rank] <= n {
		rank++
	}
	return rank, n >= 0
}

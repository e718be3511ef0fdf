package tier

import (
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// rung is a requirement made ready to be evaluated: the metrics are places in
// the ladder's list.
type rung struct {
	gap     Gap   // of its requirement, without a distance
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
	r := rung{gap: Gap{Need: need}, op: exact.Op(b.Op), bound: b.Value}
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
	r := rung{gap: Gap{Need: need}, count: count}
	for _, one := range of {
		r.of = append(r.of, m.rung(one))
	}
	return r
}

// values are the ladder's metrics in their order. A metric that is missing and
// may be has its place in the set of missing ones.
type values struct {
	all     []decimal.Decimal
	missing []bool  // nil if none is
	over    int64   // above 1 they are sums over so many months, whose mean counts
	own     []int64 // the months of each metric, nil if all are over the same
	sums    bool    // gaps are those of the sums and not of the mean
}

// An amount is what a rung bounds: a sum over a number of months.
type amount struct {
	sum  decimal.Decimal
	over int64    // above 1 the mean counts
	mean *big.Rat // of metrics that count over different months, else nil
}

// compare compares what counts of an amount with a bound. A quotient may have no end,
// so the bound of a mean is multiplied instead.
func (a *amount) compare(bound decimal.Decimal) int {
	switch {
	case a.mean != nil:
		return exact.CmpRat(a.mean, bound)
	case a.over <= 1:
		return exact.Cmp(a.sum, bound)
	}
	return exact.CmpTimes(a.sum, bound, a.over)
}

// shown returns what counts of an amount. A mean is cut to 18 decimals, which
// decides nothing.
func (a *amount) shown() decimal.Decimal {
	switch {
	case a.mean != nil:
		return exact.Trim(exact.RoundRat(a.mean, exact.MaxPlaces, exact.Down))
	case a.over <= 1:
		return a.sum
	}
	return exact.Quo(a.sum, a.over)
}

// times returns a bound of what counts as one of the sum.
func (a *amount) times(bound decimal.Decimal) decimal.Decimal {
	if a.over <= 1 {
		return bound
	}
	return bound.Mul(decimal.NewFromInt(a.over))
}

// brought returns the sum of an amount. Metrics over different months have none: it is
// what would bring their mean over the most of them, cut away from the bound.
func (a *amount) brought(bound decimal.Decimal) decimal.Decimal {
	if a.mean == nil {
		return a.sum
	}
	mode := exact.Ceiling
	if a.compare(bound) < 0 {
		mode = exact.Floor
	}
	sum := new(big.Rat).SetInt64(a.over)
	return exact.Trim(exact.RoundRat(sum.Mul(sum, a.mean), exact.MaxPlaces, mode))
}

// value returns what a rung bounds, and whether all of it is there.
func (r *rung) value(v *values) (amount, bool) {
	if v.missing != nil && slices.ContainsFunc(r.metrics, func(at int) bool { return v.missing[at] }) {
		return amount{}, false
	}
	a := amount{sum: v.all[r.metrics[0]], over: v.over}
	for _, at := range r.metrics[1:] {
		a.sum = a.sum.Add(v.all[at])
	}
	if v.own != nil {
		r.mix(&a, v)
	}
	return a, true
}

// mix sets over how many months an amount is, if its metrics have their own.
func (r *rung) mix(a *amount, v *values) {
	least, most := v.own[r.metrics[0]], int64(0)
	for _, at := range r.metrics {
		least, most = min(least, v.own[at]), max(most, v.own[at])
	}
	if a.over = most; least == most {
		return
	}
	a.mean = new(big.Rat)
	for _, at := range r.metrics {
		one := exact.Rat(v.all[at])
		a.mean.Add(a.mean, one.Quo(one, new(big.Rat).SetInt64(v.own[at])))
	}
}

// holds reports whether a rung holds.
func (r *rung) holds(v *values) bool {
	if len(r.of) == 0 {
		value, ok := r.value(v)
		return ok && r.op.Holds(value.compare(r.bound)) && (!r.ranged || value.compare(r.upper) <= 0)
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

// gaps appends the distances of the members of a group that hold, or that do
// not.
func (r *rung) gaps(all []Gap, v *values, hold bool) []Gap {
	for i := range r.of {
		if one := &r.of[i]; one.holds(v) == hold {
			all = append(all, one.gap)
			one.measure(&all[len(all)-1], v, hold)
		}
	}
	return all
}

// measure sets the distance of a gap.
func (r *rung) measure(g *Gap, v *values, hold bool) {
	if len(r.of) > 0 {
		if g.Of = r.gaps(nil, v, hold); hold {
			g.Count = len(g.Of) - r.count
		} else {
			g.Count = r.count - (len(r.of) - len(g.Of))
		}
		return
	}
	value, ok := r.value(v)
	g.Less = ok && r.ranged && value.compare(r.upper) > 0
	switch {
	case !ok:
		g.Unknown = true
	case v.sums:
		g.Value = value.brought(r.bound)
		g.By = distance(g.Value, value.times(r.bound), value.times(r.upper), r.ranged)
	default:
		g.Value = value.shown()
		g.By = distance(g.Value, r.bound, r.upper, r.ranged)
	}
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
		a, b = b, a
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
func newScan(metrics []string, levels []rungs) *scan {
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

// rank returns the rank for metrics, and false if the metric takes the long way:
// with places, with many digits, or negative. The size is compared and not counted,
// which takes long for a hostile number.
func (s *scan) rank(m Metrics) (int, bool) {
	v, ok := m[s.metric]
	if !ok || len(m) > 1 || v.Exponent() != 0 || v.Sign() < 0 || v.Cmp(scanned) >= 0 {
		return 0, false
	}
	n, rank := v.CoefficientInt64(), 0
	for _, bound := range s.bounds { // all of them: a processor guesses wrong where to stop
		if bound <= n {
			rank++
		}
	}
	return rank, true
}

// scanned is the least number that has too many digits for a scan.
var scanned = decimal.New(1e18, 0)

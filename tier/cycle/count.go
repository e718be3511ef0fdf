package cycle

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/tier"
)

// Aggregate is how the metrics of several months become one. The zero Aggregate
// is [Sum].
type Aggregate uint8

// How the metrics of several months become one.
const (
	Sum        Aggregate = iota // "sum"
	Mean                        // "mean": over all months that count, also those before the start
	MeanActive                  // "mean_active": over the months since the start
)

var aggregateNames = []string{"sum", "mean", "mean_active"}

// String returns the name of the aggregate, such as "mean".
func (a Aggregate) String() string { return enum.Name(a, aggregateNames) }

// MarshalText returns the name of the aggregate.
func (a Aggregate) MarshalText() ([]byte, error) { return enum.Text(a, aggregateNames, 0) }

// UnmarshalText reads the name of an aggregate.
func (a *Aggregate) UnmarshalText(text []byte) error { return enum.Parse(a, text, aggregateNames, 0) }

// count returns how many months count in a month, with those before the start of
// the partner.
func (c Cycle[T]) count(start, m Month) int {
	switch {
	case c.def.OwnYear:
		return max(0, m.Sub(start))%12 + 1
	case c.def.Resets != Calendar{}:
		n := 1
		for n < 12 && !c.def.Resets.Has(m.Add(-n)) {
			n++
		}
		return n
	}
	return max(1, c.def.Months)
}

// reset returns the first month from m on after which counting begins anew. The
// partner's own years have no beginning: m may be before the first month, by a pin.
func (c Cycle[T]) reset(start, m Month) Month {
	if !c.def.OwnYear {
		return c.def.Resets.Next(m)
	}
	return m.Add(11 - (m.Sub(start)%12+12)%12)
}

// divisor returns the number of months over which metrics are averaged, 1 for
// their sum: of the months that count, or of those that have metrics.
func (c Cycle[T]) divisor(count, active int) int {
	switch c.def.Aggregate {
	case Mean:
		return count
	case MeanActive:
		return active
	case Sum:
	}
	return 1
}

// qualify returns where the metrics of the months that count put a partner, which
// rank they keep of the one given or which higher one they reach, and these metrics
// as one.
func (c Cycle[T]) qualify(e *edition[T], s *Standing, rank int) (placed tier.Placement[T], keeps int, one tier.Metrics, err error) {
	sums := c.sums(e, s.Recent, s.Last)
	over := c.divisor(c.count(s.Start, s.Last), len(s.Recent))
	if placed, err = e.window.PlaceMean(sums, over); err != nil {
		return placed, 0, nil, err
	}
	keeps = placed.Rank
	if e.keeps {
		if keeps, err = e.window.KeepRank(rank, sums, over); err != nil {
			return placed, 0, nil, err
		}
	}
	for name, sum := range sums {
		sums[name] = mean(sum, over)
	}
	return placed, keeps, sums, nil
}

// sums returns the sums of the metrics of an edition over months up to the last. A
// metric that one of the months does not have has no sum. But if the edition refuses
// a month without it, it counts from the edition on that first asked for it.
func (c Cycle[T]) sums(e *edition[T], months []tier.Metrics, last Month) tier.Metrics {
	sums := make(tier.Metrics, len(e.metrics))
	for _, name := range e.metrics {
		var sum exact.Adder
		known := true
		for i, month := range months {
			if v, ok := month[name]; ok {
				sum.Add(v)
			} else if !e.refuse || c.asks(last.Add(i+1-len(months)), name) {
				known = false
				break
			}
		}
		if known {
			sums[name] = sum.Sum()
		}
	}
	return sums
}

// asks reports whether the edition of a month asks for a metric.
func (c Cycle[T]) asks(m Month, metric string) bool {
	return slices.Contains(c.editions[max(0, c.edition(m))].metrics, metric)
}

// mean returns a mean cut to 18 decimals.
func mean(sum decimal.Decimal, months int) decimal.Decimal {
	if months <= 1 {
		return sum
	}
	return exact.Quo(sum, int64(months))
}

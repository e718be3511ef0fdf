package cycle

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/tier"
)

// Aggregate is how the metrics of several months become one. The zero Aggregate
// is [Sum]. A mean of a metric leaves out the months whose edition of the ladder does
// not ask for it: the metric is unknown there, and not zero.
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

// qualify returns where the metrics of the months that count put a partner, which
// rank they keep of the one given or which higher one they reach, and these metrics
// as one.
func (c Cycle[T]) qualify(e *edition[T], s *Standing, rank int) (placed tier.Placement[T], keeps int, one tier.Metrics, err error) {
	sums := c.sums(e, s.Recent, s.Last)
	over, own := c.divisors(e, s, 0, c.count(s.Start, s.Last))
	if placed, err = e.window.PlaceMean(sums, over, own); err != nil {
		return placed, 0, nil, err
	}
	keeps = placed.Rank
	if e.keeps {
		if keeps, err = e.window.KeepRank(rank, sums, over, own); err != nil {
			return placed, 0, nil, err
		}
	}
	for name, sum := range sums {
		months := over
		if n, ok := own[name]; ok {
			months = n
		}
		sums[name] = mean(sum, months)
	}
	return placed, keeps, sums, nil
}

// divisors returns the number of months over which the metrics of an edition are
// averaged, 1 for their sum, so many months after the last one. It is the number of
// months that count then, or of those since the start. A metric that the editions of
// some of them do not ask for has its own.
func (c Cycle[T]) divisors(e *edition[T], s *Standing, ahead, count int) (over int, own map[string]int) {
	known := min(len(s.Recent), max(0, count-ahead)) // months that still count then
	switch over = count; c.def.Aggregate {
	case Mean:
	case MeanActive:
		over = min(count, known+ahead)
	case Sum:
		return 1, nil
	}
	if first := s.Last.Add(ahead + 1 - over); max(0, c.edition(first)) == c.edition(s.Last.Add(ahead)) {
		return over, nil
	}
	own = make(map[string]int, len(e.metrics))
	for back := range over {
		m := s.Last.Add(ahead - back)
		asked := c.editions[max(0, c.edition(m))].metrics
		var month tier.Metrics
		if at := len(s.Recent) - 1 - s.Last.Sub(m); at >= 0 && at < len(s.Recent) {
			month = s.Recent[at]
		}
		for _, name := range e.metrics {
			if _, ok := month[name]; ok || slices.Contains(asked, name) {
				own[name]++
			}
		}
	}
	return over, own
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

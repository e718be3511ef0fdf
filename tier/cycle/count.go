package cycle

import (
	"math/big"

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

// qualify returns where the metrics of the months that count put the partner, and
// these metrics as one.
func (c Cycle[T]) qualify(e *edition[T], recent []tier.Metrics) (tier.Placement[T], tier.Metrics, error) {
	sums := e.sums(recent)
	over := c.divisor(len(recent))
	placed, err := e.ladder.PlaceMean(sums, over)
	if err != nil {
		return placed, nil, err
	}
	for name, sum := range sums {
		sums[name] = mean(sum, over)
	}
	return placed, sums, nil
}

// sums returns the sums of the ladder's metrics over months. A metric that one of
// the months does not have has no sum, if the ladder takes it for unmet. If not,
// an earlier edition did not ask for it, and it counts from then on.
func (e *edition[T]) sums(months []tier.Metrics) tier.Metrics {
	sums := make(tier.Metrics, len(e.metrics))
	for _, name := range e.metrics {
		var sum decimal.Decimal
		given := 0
		for _, month := range months {
			if v, ok := month[name]; ok {
				sum = sum.Add(v)
				given++
			}
		}
		if given == len(months) || e.refuse {
			sums[name] = sum
		}
	}
	return sums
}

// divisor returns the number of months over which the metrics are averaged, 1 for
// their sum.
func (c Cycle[T]) divisor(recent int) int {
	switch c.def.Aggregate {
	case Mean:
		return max(1, c.def.Months)
	case MeanActive:
		return recent
	case Sum:
	}
	return 1
}

// mean returns a mean cut to 18 decimals.
func mean(sum decimal.Decimal, months int) decimal.Decimal {
	if months <= 1 {
		return sum
	}
	q := exact.Rat(sum)
	return exact.Trim(exact.RoundRat(q.Quo(q, big.NewRat(int64(months), 1)), exact.MaxPlaces, exact.Down))
}

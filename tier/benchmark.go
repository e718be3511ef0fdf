package tier

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Benchmark is what partners of a level usually show. It is for comparison
// only and decides nothing.
type Benchmark struct {
	_     [0]func() // == would compare decimals by address
	Level string
	// Low and High are the usual sales a month, both inclusive; Open says that
	// there is no upper end, and High is then zero.
	Low, High decimal.Decimal
	Open      bool
	// Retention is the usual share of partners kept over a year, in percent.
	Retention decimal.Decimal
}

// AffiliateBenchmarks returns the averages that the affiliate program reports by
// level: sales a month (T4) and retention (T5), whose period it does not give;
// read it as a year.
func AffiliateBenchmarks() []Benchmark {
	n := decimal.NewFromInt
	return []Benchmark{
		{Level: "basic", Low: n(2), High: n(3), Retention: n(60)},
		{Level: "silver", Low: n(8), High: n(12), Retention: n(75)},
		{Level: "gold", Low: n(20), High: n(25), Retention: n(85)},
		{Level: "platinum", Low: n(40), Open: true, Retention: n(95)},
	}
}

// Compare returns -1, 0 or +1 as an average of sales a month is below the usual
// ones, among them, or above.
func (b Benchmark) Compare(sales decimal.Decimal) int {
	switch {
	case exact.Cmp(sales, b.Low) < 0:
		return -1
	case !b.Open && exact.Cmp(sales, b.High) > 0:
		return +1
	}
	return 0
}

package tier

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Benchmark is what partners of a level usually show. It is for comparison
// only and decides nothing.
type Benchmark struct {
	_ [0]func() // == would compare decimals by address
	// Ladder and Level say which partners.
	Ladder string `json:"ladder"`
	Level  string `json:"level"`
	// Sales are the usual sales a month.
	Sales alianza.Bound `json:"sales"`
	// Retention is the usual share of partners that are kept over a year.
	Retention alianza.Percent `json:"retention"`
}

// AffiliateBenchmarks returns the averages that the affiliate program reports by
// level: sales a month, and retention. The program gives no period for the
// retention; read it as a year.
//
// Rules: T4, T5.
func AffiliateBenchmarks() []Benchmark {
	n := decimal.NewFromInt
	benchmark := func(level string, sales alianza.Bound, retention int) Benchmark {
		return Benchmark{Ladder: "affiliate", Level: level, Sales: sales, Retention: alianza.WholePercent(retention)}
	}
	return []Benchmark{
		benchmark("basic", alianza.Between(n(2), n(3)), 60),
		benchmark("silver", alianza.Between(n(8), n(12)), 75),
		benchmark("gold", alianza.Between(n(20), n(25)), 85),
		benchmark("platinum", alianza.AtLeast(n(40)), 95),
	}
}

// Compare returns -1, 0 or +1 if an average of sales a month is below the usual
// ones, among them, or above. It returns an error if the average is negative or
// out of range.
func (b Benchmark) Compare(sales decimal.Decimal) (int, error) {
	var f check.Faults
	f.NotNegative("sales", sales)
	f.Bound("benchmark", b.Sales)
	if err := f.Err(); err != nil {
		return 0, err
	}
	switch {
	case b.Sales.Holds(sales):
		return 0, nil
	case exact.Cmp(sales, b.Sales.Value) < 0 || b.Sales.Op == alianza.OpAbove:
		return -1, nil
	}
	return +1, nil
}

func (b *Benchmark) check() error {
	var f check.Faults
	f.Bound("sales", b.Sales)
	return f.Err()
}

// MarshalJSON returns the JSON of the benchmark. It returns an error if there are
// no sales.
func (b Benchmark) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(b, (*Benchmark).check)
}

// UnmarshalJSON reads a benchmark.
func (b *Benchmark) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, b, (*Benchmark).check)
}

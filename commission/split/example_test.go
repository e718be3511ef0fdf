package split_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// We sell a course that a studio films and a trainer gives. We keep 50% of what it brings, the
// studio 30%, the trainer 20%. What they get adds up to the cent.
func Example() {
	n := decimal.RequireFromString
	course, err := split.New(split.Definition{Currency: "EUR", Shares: []split.Share{
		{Party: "us", Rate: alianza.WholePercent(50)},
		{Party: "studio", Rate: alianza.WholePercent(30)},
		{Party: "trainer", Rate: alianza.WholePercent(20)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}

	// Exactly, it is 500.005 and 300.003 and 200.002. The odd cent goes to who loses most by
	// the cut, and the allocation says so.
	march, err := course.Divide(n("1000.01"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(march)
	fmt.Println(march.Allocations[0])

	// In April 100.00 are refunded. Each gives back so much that the rest is divided as if it
	// had been sold at once.
	back, left, err := course.Return(march, n("100.00"))
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(back)
	fmt.Println(left)

	// Half a cent cannot be paid to anybody.
	_, err = course.Divide(n("99.995"))
	fmt.Println(err)

	// A fee of 310.00 for January, for a studio that joins on the 16th.
	day := func(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }
	january := split.Days{From: day("2026-01-01"), Until: day("2026-02-01")}
	joined := split.Days{From: day("2026-01-16"), Until: day("2026-02-01")}
	fmt.Println(january.Prorate(n("310.00"), joined, 2, commission.HalfUp))
	// Output:
	// 1000.01 EUR: us 500.01 (50%), studio 300.00 (30%), trainer 200.00 (20%)
	// us 500.01 of 500.005 exactly: the odd unit, for the largest remainder
	// -100.00 EUR: us -50.00 (50%), studio -30.00 (30%), trainer -20.00 (20%)
	// 900.01 EUR: us 450.01 (50%), studio 270.00 (30%), trainer 180.00 (20%)
	// split: total "99.995": out of range: no whole number of 0.01, the smallest amount in EUR
	// 16 of 31 days of 310.00: 160.00 <nil>
}

// Three equal shares of 10.00 are 3.333… each. The odd cent goes to the first.
func ExampleSplit_Divide() {
	fmt.Println(thirds().Divide(decimal.RequireFromString("10.00")))
	// Output:
	// 10.00 EUR: ana 3.34 (1), bea 3.33 (1), carla 3.33 (1) <nil>
}

// Half of 10.00 comes back. Of the 5.00 that are left, each has 1.666…, and the two odd
// cents go to the first two.
func ExampleSplit_Return() {
	course := thirds()
	sold := alianza.Must(course.Divide(decimal.RequireFromString("10.00")))
	back, left, err := course.Return(sold, decimal.RequireFromString("5.00"))
	fmt.Println(back)
	fmt.Println(left, err)
	// Output:
	// -5.00 EUR: ana -1.67 (1), bea -1.66 (1), carla -1.67 (1)
	// 5.00 EUR: ana 1.67 (1), bea 1.67 (1), carla 1.66 (1) <nil>
}

func thirds() split.Split {
	return alianza.Must(split.New(split.Definition{Currency: "EUR", Shares: []split.Share{
		{Party: "ana", Weight: split.Weight(1)}, {Party: "bea", Weight: split.Weight(1)}, {Party: "carla", Weight: split.Weight(1)},
	}}))
}

package book_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/roi/book"
)

// Entries that are held do not count in this book, and it says so.
func Example() {
	b, err := book.New("USD", "due", "paid")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, row := range []book.Row{
		{Partner: "agency", Period: "2026-01", State: "paid", Revenue: decimal.NewFromInt(10_000), Commission: decimal.NewFromInt(2_000), Customers: 1},
		{Partner: "agency", Period: "2026-02", State: "held", Revenue: decimal.NewFromInt(5_000), Commission: decimal.NewFromInt(1_000), Customers: 1},
		{Partner: "agency", Period: "2026-02", State: "paid", Cost: decimal.NewFromInt(500)},
		{Partner: "studio", Period: "2026-01", State: "due", Revenue: decimal.NewFromInt(300), Commission: decimal.NewFromInt(60), Customers: 3},
	} {
		if err := b.Add(row); err != nil {
			fmt.Println(err)
			return
		}
	}
	fmt.Println(b.States(), b.LeftOut())
	for _, line := range b.By(book.Partner) {
		fmt.Println(line)
		fmt.Println(line.Return())
		fmt.Println(line.CAC())
	}
	// Output:
	// [due paid] map[held:1]
	// agency: revenue 10000, commission 2000, cost 500 USD, 1 customer, 2 rows
	// ROI 300%: revenue 10000 USD, cost 2500 USD <nil>
	// partner CAC 2500 USD: commissions 2000 USD, program costs 500 USD, customers 1 <nil>
	// studio: revenue 300, commission 60, cost 0 USD, 3 customers, 1 row
	// ROI 400%: revenue 300 USD, cost 60 USD <nil>
	// partner CAC 20 USD: commissions 60 USD, program costs 0 USD, customers 3 <nil>
}

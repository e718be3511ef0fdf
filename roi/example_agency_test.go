package roi_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/book"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

// must stops the example on an error; a service would return it.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// Did the agency pay off, against direct sales, after coordination, and from which month on?
//
// It brought 12 customers in the first half of a year. They pay 500 a month at a margin of 80%,
// and the agency gets 20% of what they pay in the first year. 9,000 were put in at the
// beginning, for onboarding and co-marketing, and two of us talk to the agency ten hours a
// month.
func Example_agency() {
	usd := func(n int64) roi.Figure { return must(roi.NewFigure("amount", "USD", decimal.NewFromInt(n))) }
	margin := alianza.WholePercent(80)

	// The entries of half a year: so many customers paid so much in each month.
	entries := must(book.New("USD", "paid"))
	paying := []int64{2, 4, 7, 9, 11, 12}
	for month, customers := range paying {
		revenue := decimal.NewFromInt(500 * customers)
		err := entries.Add(book.Row{
			Partner: "agency", PartnerType: "marketing_agency", Period: fmt.Sprintf("2026-%02d", month+1), State: "paid",
			Revenue: revenue, Commission: must(alianza.WholePercent(20).Of(revenue)),
		})
		if err != nil {
			fmt.Println(err)
			return
		}
	}
	setUp := book.Row{Partner: "agency", PartnerType: "marketing_agency", Period: "2026-01", State: "paid", Cost: decimal.NewFromInt(9_000), Customers: 12}
	if err := entries.Add(setUp); err != nil {
		fmt.Println(err)
		return
	}
	agency := entries.By(book.Partner)[0]
	fmt.Println(agency)

	// What came back for what it cost: half a year does not reach the 300% of the program.
	back := must(agency.Return())
	fmt.Println(back, "meets 300%:", alianza.AtLeast(decimal.NewFromInt(300)).Holds(back))

	// Against direct sales, where a customer costs 2,000.
	cac := must(agency.CAC())
	fmt.Println(must(roi.Saving(usd(2_000), cac)))

	// After coordination: the margin of the half year, against sixty hours for two.
	kept := must(roi.Contribution(must(roi.NewFigure("revenue", "USD", agency.Revenue)), margin, must(roi.NewFigure("commission", "USD", agency.Commission)), usd(0)))
	fmt.Println(must(roi.Coordinate(kept, decimal.NewFromInt(2*60), usd(60))))

	// And from which month on: the margin of each month less commission and coordination.
	flows := []decimal.Decimal{decimal.NewFromInt(-9_000)}
	for _, month := range entries.By(book.Period) {
		margin := must(margin.Of(month.Revenue)).Sub(month.Commission)
		flows = append(flows, margin.Sub(decimal.NewFromInt(2*10*60)))
	}
	fmt.Println(flows)
	if _, err := cashflow.Payback(flows); err != nil {
		fmt.Println("within the half year:", err)
	}
	// Twelve customers stay as they are.
	for range 6 {
		flows = append(flows, flows[6])
	}
	months := must(cashflow.Payback(flows))
	fmt.Println(months.Value(), "so in month", months.Ceil())
	fmt.Println(must(must(cashflow.NPV(alianza.WholePercent(1), flows)).WithUnit("USD")))

	// Output:
	// agency: revenue 22500, commission 4500, cost 9000 USD, 12 customers, 7 rows
	// ROI 66.67%: revenue 22500 USD, cost 13500 USD meets 300%: false
	// saving 43.75%: before 2000 USD, after 1125 USD
	// viable: net of coordination 6300 USD: margin 13500 USD, hours 120, hourly rate 60 USD
	// [-9000 -600 0 900 1500 2100 2400]
	// within the half year: cashflow: payback: flows: never: they do not pay back what was put in
	// 7.13 periods so in month 8
	// NPV 10082.97 USD: rate 1%, flows 13
}

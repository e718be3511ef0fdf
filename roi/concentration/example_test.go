package concentration_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/concentration"
)

// An agency brings 60,000 of our 100,000. How much hangs on it, and what if it goes?
func Example() {
	n := decimal.NewFromInt
	revenue, err := concentration.New([]roi.Item{
		{Name: "agency", Amount: n(60_000)},
		{Name: "studio", Amount: n(25_000)},
		{Name: "podcast", Amount: n(15_000)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	partner, share, err := revenue.Largest()
	fmt.Println(partner, share, err)

	// We are alarmed if half of the revenue or more hangs on one partner.
	fmt.Println("single point of failure:", revenue.SinglePoint(alianza.WholePercent(50)))

	// The best two bring 60,000 + 25,000. The best fifth of three partners is one of them.
	fmt.Println(revenue.Top(2))
	fmt.Println(revenue.TopPercent(alianza.WholePercent(20)))

	// As an index, where 10,000 is one partner alone: 60*60 + 25*25 + 15*15.
	hhi, err := revenue.HHI()
	fmt.Println(hhi, err)
	fmt.Println(concentration.BandOf(hhi))

	// Without the agency 40,000 are left, of which the studio brings 62.5% and the podcast
	// 37.5%. Two partners hang on each other even more: 3,906.25 + 1,406.25.
	rest, err := revenue.Without(partner)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rest.HHI())
	// Output:
	// agency largest partner 60%: partners 3 <nil>
	// single point of failure: true
	// top share 85%: top 2, partners 3 <nil>
	// 1 top share 60%: top 1, partners 3 <nil>
	// HHI 4450 points: partners 3 <nil>
	// high <nil>
	// HHI 5312.5 points: partners 2 <nil>
}

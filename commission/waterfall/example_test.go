package waterfall_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
)

// A studio and we sell an app together. Of what customers pay, the bank takes 3%. The rest first
// pays our 1,500 for the development, and is then divided: 60% for us, 40% for the studio.
func Example() {
	n := decimal.NewFromInt
	app := alianza.Must(waterfall.New(waterfall.Definition{Currency: "USD", Steps: []waterfall.Step{
		{Name: "fee", To: "bank", Rate: alianza.WholePercent(3)},
		{Name: "development", To: "us", Recoup: n(1_500)},
		{Name: "rest", Shares: []split.Share{
			{Party: "us", Rate: alianza.WholePercent(60)},
			{Party: "studio", Rate: alianza.WholePercent(40)},
		}},
	}}))

	// In January 1,000 come in. 970 are left after the fee, and all of it pays for the
	// development. In February 2,000 come in, or 1,940 after the fee. 530 finish the development,
	// and 1,410 are divided. In March 100 go back, by the same way: 3 of the fee, and 97 of what
	// was divided.
	var state waterfall.State // what came in so far; keep it
	for _, amount := range []int64{1_000, 2_000, -100} {
		result, next, err := app.Run(state, waterfall.Inflow{Amount: n(amount)})
		if err != nil {
			fmt.Println(err)
			return
		}
		state = next
		fmt.Println(result)
	}
	// Output:
	// 1000.00 USD: fee 30.00 to bank of 1000.00, 970.00 left; development 970.00 to us of 970.00, 0.00 left, 530.00 to recoup; rest us 0.00, studio 0.00
	// 2000.00 USD: fee 60.00 to bank of 2000.00, 1940.00 left; development 530.00 to us of 1940.00, 1410.00 left; rest us 846.00, studio 564.00
	// -100.00 USD: fee -3.00 to bank of -100.00, -97.00 left; development 0.00 to us of -97.00, -97.00 left; rest us -58.20, studio -38.80
}

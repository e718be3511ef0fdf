package split_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
)

func ExampleSplit_Divide() {
	half, err := split.New(split.Definition{
		Currency: "EUR",
		Shares: []split.Share{
			{Party: "platform", Rate: alianza.WholePercent(70)},
			{Party: "seller", Rate: alianza.WholePercent(30)},
		},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, total := range []string{"99.99", "-99.99", "0.01"} {
		fmt.Println(half.Divide(decimal.RequireFromString(total)))
	}
	_, err = half.Divide(decimal.RequireFromString("99.995"))
	fmt.Println(err)
	// Output:
	// 99.99 EUR: platform 69.99 (70%), seller 30.00 (30%) <nil>
	// -99.99 EUR: platform -69.99 (70%), seller -30.00 (30%) <nil>
	// 0.01 EUR: platform 0.01 (70%), seller 0.00 (30%) <nil>
	// split: total "99.995": out of range: no whole number of 0.01, the smallest amount
}

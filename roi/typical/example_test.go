package typical_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/typical"
)

// Is what we pay for a customer usual? A marketing agency got commissions of 1,200 for 15
// customers, and cost us 300 for its training: 1,500 / 15 is 100 a customer.
func Example() {
	cost, err := roi.PartnerCAC(decimal.NewFromInt(1_200), decimal.NewFromInt(300), 15)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(cost)

	// The advanced program names a range for each kind of partner. An agency usually costs less,
	// and a consulting firm may cost so much. That is a comparison, and refuses nothing.
	for _, name := range []string{"marketing_agency", "consulting_firm"} {
		usual, err := typical.Find(typical.PartnerCAC(), name)
		if err != nil {
			fmt.Println(err)
			return
		}
		position, err := usual.Place(cost)
		fmt.Println(position, usual, err)
	}
	// Output:
	// partner CAC 100: commissions 1200, program costs 300, customers 15
	// above marketing_agency 40 to 80 USD (C19) <nil>
	// inside consulting_firm 50 to 100 USD (C19) <nil>
}

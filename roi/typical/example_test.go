package typical_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/typical"
)

// The typical cost of a customer and the worked example of the same program are on two scales.
func ExampleRange_Place() {
	cac, err := roi.PartnerCAC(n("2000"), n("0"), 1)
	if err != nil {
		fmt.Println(err)
		return
	}
	r, err := typical.Find(typical.PartnerCAC(), "marketing_agency")
	if err != nil {
		fmt.Println(err)
		return
	}
	position, err := r.Place(cac)
	fmt.Println(cac.Value(r.Bound), "is", position, r, err)
	// Output:
	// 2000 is above marketing_agency 40 to 80 USD (C19) <nil>
}

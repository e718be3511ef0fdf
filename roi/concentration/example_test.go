package concentration_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/concentration"
)

// Most of the revenue hangs on an agency. Without it the others are no less concentrated.
func ExampleDistribution() {
	d, err := concentration.New([]roi.Item{
		{Name: "agency", Amount: n("60000")},
		{Name: "studio", Amount: n("25000")},
		{Name: "podcast", Amount: n("15000")},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	partner, share, _ := d.Largest()
	fmt.Println(partner, share.Value(), d.SinglePoint(pct("50")))
	hhi, _ := d.HHI()
	band, _ := concentration.BandOf(hhi)
	fmt.Println(hhi, band)

	rest, _ := d.Without(partner)
	fmt.Println(rest.HHI())
	// Output:
	// agency 60% true
	// HHI 4450 points: partners 3 high
	// HHI 5312.5 points: partners 2 <nil>
}

package roi_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

// Was the program worth it? In a year its partners brought 40 customers and 200,000. They were
// paid 40,000, and the program cost 10,000 besides. A customer pays 250 a month, 80% of which is
// margin, and 4% of customers leave each month.
func Example() {
	n := decimal.NewFromInt
	result, err := roi.Return(n(200_000), n(50_000)) // (200,000 - 50,000) / 50,000
	fmt.Println(result, err)

	// What does a customer cost? 50,000 / 40.
	cac, err := roi.PartnerCAC(n(40_000), n(10_000), 40)
	fmt.Println(cac, err)

	// What is one worth? 250 * 0.8 / 0.04. That is four times its cost, which the margin of 200
	// a month pays back in 1,250 / 200 months.
	margin, churn := alianza.WholePercent(80), alianza.WholePercent(4)
	ltv, err := roi.LTV(n(250), margin, churn)
	fmt.Println(ltv, err)
	fmt.Println(roi.LTVToCAC(ltv, cac))
	fmt.Println(roi.Payback(cac, n(250), margin))

	// A figure is exact, carries its inputs, and can be held against a bound.
	fmt.Println(alianza.AtLeast(n(300)).Holds(result))

	// A program without cost has no return. That is an error, and neither zero nor infinity.
	_, err = roi.Return(n(200_000), n(0))
	fmt.Println(err)
	// Output:
	// ROI 300%: revenue 200000, cost 50000 <nil>
	// partner CAC 1250: commissions 40000, program costs 10000, customers 40 <nil>
	// LTV 5000: ARPA 250, margin 80%, churn 4% <nil>
	// LTV:CAC 4:1 gross: LTV 5000, CAC 1250 <nil>
	// CAC payback 6.25 months: CAC 1250, ARPA 250, margin 80% <nil>
	// true
	// roi: ROI: cost: zero denominator: a return on no cost has no value
}

func ExampleReturn() {
	pct, err := roi.Return(decimal.NewFromInt(200_000), decimal.NewFromInt(50_000))
	fmt.Println(pct, err)

	// With a commission among the costs the number is one that no decimal
	// holds. It is kept exact and rounded only to be shown.
	pct, err = roi.Return(decimal.NewFromInt(200_000), decimal.NewFromInt(90_000))
	fmt.Println(pct, err)
	fmt.Println(pct.Rat(), pct.Round(4), pct.Cmp(decimal.New(12222, -2)))
	// Output:
	// ROI 300%: revenue 200000, cost 50000 <nil>
	// ROI 122.22%: revenue 200000, cost 90000 <nil>
	// 1100/9 122.2222 1
}

// A return on no cost has no value, and that is not an infinite one.
func ExampleReturn_zero() {
	_, err := roi.Return(decimal.NewFromInt(100), decimal.Decimal{})
	fmt.Println(err)
	fmt.Println(errors.Is(err, alianza.ErrZero))
	// Output:
	// roi: ROI: cost: zero denominator: a return on no cost has no value
	// true
}

func ExampleMultiple() {
	revenue, cost := decimal.NewFromInt(150_000), decimal.NewFromInt(25_000)
	gross, err := roi.Multiple(revenue, cost)
	fmt.Println(gross, err)
	net, err := roi.Return(revenue, cost)
	fmt.Println(gross.Value(), "is", net.Value(), err)
	// Output:
	// return 6:1 gross: revenue 150000, cost 25000 <nil>
	// 6:1 gross is 500% <nil>
}

func ExampleFigure_Inputs() {
	pct, err := roi.Return(decimal.NewFromInt(200_000), decimal.NewFromInt(90_000))
	if err != nil {
		fmt.Println(err)
		return
	}
	for in := range pct.Inputs() {
		fmt.Println(in)
	}
	doc, err := json.Marshal(pct)
	fmt.Println(string(doc), err)
	// Output:
	// revenue 200000
	// cost 90000
	// {"name":"ROI","unit":"%","exact":"1100/9","value":"122.22","inputs":[{"name":"revenue","exact":"200000"},{"name":"cost","exact":"90000"}]} <nil>
}

// A customer pays 100 a month, 80% of which is margin, and 5% of customers leave each
// month: 100 x 0.8 / 0.05.
func ExampleLTV() {
	fmt.Println(roi.LTV(decimal.NewFromInt(100), alianza.WholePercent(80), alianza.WholePercent(5)))
	// Output:
	// LTV 1600: ARPA 100, margin 80%, churn 5% <nil>
}

// Sales and marketing cost 5,000, and brought 40 customers: 5,000 / 40.
func ExampleCAC() {
	fmt.Println(roi.CAC(decimal.NewFromInt(5_000), 40))
	// Output:
	// CAC 125: cost 5000, customers 40 <nil>
}

// A customer who cost 300 has a margin of 80 a month: 300 / 80 months, so four whole ones.
func ExamplePayback() {
	months, err := roi.Payback(decimal.NewFromInt(300), decimal.NewFromInt(100), alianza.WholePercent(80))
	fmt.Println(months, err)
	fmt.Println(months.Ceil())
	// Output:
	// CAC payback 3.75 months: CAC 300, ARPA 100, margin 80% <nil>
	// 4
}

// Partners brought 300 of 1,000, and had part in 200 more.
func ExampleByOrigin() {
	n := decimal.NewFromInt
	origins, err := roi.ByOrigin([]roi.Deal{
		{ID: "d-1", Origin: roi.Direct, Revenue: n(500)},
		{ID: "d-2", Origin: roi.Sourced, Revenue: n(300)},
		{ID: "d-3", Origin: roi.Influenced, Revenue: n(200)},
	})
	fmt.Println(err)
	fmt.Println(origins.SourcedShare)
	fmt.Println(origins.InfluencedShare)
	// Output:
	// <nil>
	// sourced share 30%: part 300, whole 1000
	// influenced share 20%: part 200, whole 1000
}

// The return names all that was counted: (200,000 - 50,000) / 50,000.
func ExampleCase_Return() {
	n := decimal.NewFromInt
	fmt.Println(roi.Case{
		Gains: []roi.Item{{Name: "revenue", Amount: n(200_000)}},
		Costs: []roi.Item{{Name: "onboarding", Amount: n(20_000)}, {Name: "co_marketing", Amount: n(30_000)}},
	}.Return())
	// Output:
	// ROI 300%: revenue 200000, onboarding 20000, co_marketing 30000 <nil>
}

package roi_test

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

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

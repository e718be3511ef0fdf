package exact

import (
	"fmt"

	"github.com/shopspring/decimal"
)

// Times returns the product of p and a number, exact: 10% times 1.5 is 15%. It
// returns an error if the number does not pass [Check], and as [PercentOf] does
// if the product is no percentage.
func (p Percent) Times(d decimal.Decimal) (Percent, error) {
	if err := Check(d); err != nil {
		return 0, err
	}
	product := p.Number().Mul(d)
	cut := Round(product, percentPlaces, Down)
	if Cmp(cut, product) != 0 {
		return 0, fmt.Errorf("more than %d decimals", percentPlaces)
	}
	return PercentOf(cut)
}

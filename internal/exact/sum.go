package exact

import "github.com/shopspring/decimal"

// Plus returns a + b, as a.Add(b) does, and spares the work where there is none.
func Plus(a, b decimal.Decimal) decimal.Decimal {
	none := decimal.Decimal{}
	switch {
	case a == none && b.Exponent() <= 0:
		return b
	case b == none && a.Exponent() <= 0:
		return a
	case a.Exponent() == b.Exponent() && a.NumDigits() <= 18 && b.NumDigits() <= 18:
		return decimal.New(a.CoefficientInt64()+b.CoefficientInt64(), a.Exponent())
	}
	return a.Add(b)
}

// Minus returns a - b, as a.Sub(b) does, and spares the work where there is none.
func Minus(a, b decimal.Decimal) decimal.Decimal {
	switch {
	case b == decimal.Decimal{} && a.Exponent() <= 0:
		return a
	case a.Exponent() == b.Exponent() && a.NumDigits() <= 18 && b.NumDigits() <= 18:
		return decimal.New(a.CoefficientInt64()-b.CoefficientInt64(), a.Exponent())
	}
	return a.Sub(b)
}

package exact

import "github.com/shopspring/decimal"

// Add returns a + b with the places that a.Add(b) has, and spares the work where there is none.
func Add(a, b decimal.Decimal) decimal.Decimal {
	none := decimal.Decimal{}
	switch {
	case a == none && b.Exponent() <= 0:
		return b
	case b == none && a.Exponent() <= 0:
		return a
	case a.Exponent() == b.Exponent() && a.NumDigits() <= 18 && b.NumDigits() <= 18:
		return New(a.CoefficientInt64()+b.CoefficientInt64(), a.Exponent())
	}
	return a.Add(b)
}

// Sub returns a - b with the places that a.Sub(b) has, and spares the work where there is none.
func Sub(a, b decimal.Decimal) decimal.Decimal {
	switch {
	case b == decimal.Decimal{} && a.Exponent() <= 0:
		return a
	case a.Exponent() == b.Exponent() && a.NumDigits() <= 18 && b.NumDigits() <= 18:
		return New(a.CoefficientInt64()-b.CoefficientInt64(), a.Exponent())
	}
	return a.Sub(b)
}

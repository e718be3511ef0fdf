package score

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Number is an exact number to be judged: a [decimal.Decimal], a [Fraction], or
// a figure of package roi. A nil Number is one without data, and so is a nil
// pointer to a number.
//
// A number may say its unit by a method
//
//	Unit() string
//
// It is then refused where another unit is asked for. The unit "" is that of a
// plain number, such as a ratio, which is refused where a unit is asked for. See
// [WithUnit].
//
// Rules: R16, X14.
type Number interface {
	// Cmp returns -1, 0 or +1 as the number is less than, equal to or greater
	// than d.
	Cmp(d decimal.Decimal) int
	// Round returns the number with so many decimals, half up.
	Round(places int32) decimal.Decimal
	// Rat returns the number as a fraction of the caller's own.
	Rat() *big.Rat
}

// WithUnit returns a number that says its unit, such as WithUnit(n, "NPS"). It
// names the unit of a number that has none; it converts nothing. A number that says
// another unit then says both, and is refused wherever it is judged or written. A nil
// number stays nil.
func WithUnit(n Number, unit string) Number { return number.WithUnit(n, unit) }

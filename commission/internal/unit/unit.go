// Package unit is the smallest amount that is posted in a currency: the cent, or
// a step such as 0.05. Package commission and its inner packages share it.
package unit

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Unit is what posted amounts are whole numbers of. The zero Unit is none.
type Unit struct {
	step   decimal.Decimal
	whole  int64 // the step is whole times 10^-places
	places int32
	code   string // of the currency, "" if there is none
}

// maxDigits bounds the digits of a step.
const maxDigits = 9

// Check returns the unit of a currency, or of a step that is not zero. It faults
// a code that is no currency, and a step that the currency does not have.
func Check(f *check.Faults, currency string, step decimal.Decimal) (Unit, bool) {
	return CheckAt(f, "currency", currency, "step", step)
}

// CheckAt is Check for fields of other names.
func CheckAt(f *check.Faults, codePath, currency, stepPath string, step decimal.Decimal) (Unit, bool) {
	places, known := f.Currency(codePath, currency)
	if !f.NotNegative(stepPath, step) {
		return Unit{}, false
	}
	if step.IsZero() && !known {
		return Unit{}, false
	}
	if step.IsZero() {
		return Unit{decimal.New(1, -int32(places)), 1, int32(places), currency}, true
	}
	if step = exact.Trim(step); known && step.Exponent() < -int32(places) {
		f.Add(stepPath, exact.Text(step), alianza.ErrRange, fmt.Sprintf("%s has %d decimals", currency, places))
		return Unit{}, false
	}
	u, ok := Step(f, stepPath, step)
	if known {
		u.code = currency
	}
	return u, ok && known
}

// Step returns the unit of a step of no currency. It faults one that is not above
// 0, or has more digits than can be counted in.
func Step(f *check.Faults, path string, step decimal.Decimal) (Unit, bool) {
	if step.IsNegative() {
		return Unit{}, f.Positive(path, step)
	}
	if !f.Number(path, step) {
		return Unit{}, false
	}
	switch step = exact.Trim(step); {
	case step.IsZero():
		f.Add(path, "", alianza.ErrMissing, `the smallest amount that is posted, such as "0.01"`)
	case step.NumDigits() > maxDigits || step.Exponent() > maxDigits:
		f.Add(path, exact.Text(step), alianza.ErrRange, fmt.Sprintf("at most %d digits", maxDigits))
	default:
		return Of(step), true
	}
	return Unit{}, false
}

// Of returns the unit of a step that is sound.
func Of(step decimal.Decimal) Unit {
	step = exact.Trim(step)
	u := Unit{step: step, whole: step.CoefficientInt64(), places: -step.Exponent()}
	if u.places < 0 {
		u.whole, u.places = exact.Round(step, 0, exact.Down).CoefficientInt64(), 0
	}
	return u
}

// IsZero reports whether there is no unit.
func (u Unit) IsZero() bool { return u.whole == 0 }

// Step returns the smallest amount.
func (u Unit) Step() decimal.Decimal { return u.step }

// Places returns the number of decimals of amounts.
func (u Unit) Places() int32 { return u.places }

// Zero is an amount of nothing, with its decimals.
func (u Unit) Zero() decimal.Decimal { return decimal.New(0, -u.places) }

// Plain reports whether the step is a power of ten: a number of decimals.
func (u Unit) Plain() bool { return u.whole == 1 }

// Round rounds an amount to the unit.
func (u Unit) Round(d decimal.Decimal, mode exact.Mode) decimal.Decimal {
	if u.whole == 1 {
		return exact.Round(d, u.places, mode)
	}
	return u.RoundRat(exact.Rat(d), mode)
}

// RoundRat rounds a fraction to the unit.
func (u Unit) RoundRat(r *big.Rat, mode exact.Mode) decimal.Decimal {
	if u.whole == 1 {
		return exact.RoundRat(r, u.places, mode)
	}
	steps := exact.RoundRat(new(big.Rat).Quo(r, new(big.Rat).SetInt64(u.whole)), u.places, mode)
	return steps.Mul(decimal.New(u.whole, 0))
}

// Percent returns a percentage of an amount, rounded once.
func (u Unit) Percent(p alianza.Percent, d decimal.Decimal, mode exact.Mode) decimal.Decimal {
	if u.whole == 1 {
		return exact.Percent(p.Units()).RoundOf(d, u.places, mode)
	}
	return u.Round(exact.Percent(p.Units()).Of(d), mode)
}

// Has reports whether a checked amount is a whole number of the unit.
func (u Unit) Has(d decimal.Decimal) bool {
	if u.whole == 1 && d.Exponent() >= -u.places {
		return true
	}
	return exact.Cmp(u.Round(d, exact.Down), d) == 0
}

// Amount faults a number out of bounds, or no whole number of the unit, and
// reports whether it is sound.
func (u Unit) Amount(f *check.Faults, path string, d decimal.Decimal) bool {
	return f.Number(path, d) && u.whole != 0 && u.fits(f, path, d, alianza.ErrRange)
}

// Least is Amount for an amount of a definition, which is not negative.
func (u Unit) Least(f *check.Faults, path string, d decimal.Decimal) bool {
	return f.NotNegative(path, d) && u.whole != 0 && u.fits(f, path, d, alianza.ErrConflict)
}

func (u Unit) fits(f *check.Faults, path string, d decimal.Decimal, kind error) bool {
	ok := u.Has(d)
	if !ok {
		f.Add(path, exact.Text(d), kind, fmt.Sprintf("no whole number of %s, the smallest amount%s", exact.Text(u.step), u.Currency(" in ")))
	}
	return ok
}

// Currency returns the code of the currency behind a word, and nothing if there is none.
func (u Unit) Currency(word string) string {
	if u.code == "" {
		return ""
	}
	return word + u.code
}

// Show returns an amount of whole units with the decimals of the unit.
func (u Unit) Show(d decimal.Decimal) decimal.Decimal {
	return exact.Round(d, u.places, exact.Down)
}

// Count returns an amount of whole units as their number.
func (u Unit) Count(d decimal.Decimal) *big.Int {
	n := exact.Round(d, u.places, exact.Down).Coefficient()
	if u.whole != 1 {
		n.Quo(n, big.NewInt(u.whole))
	}
	return n
}

// Small is Count, if the number and what it is counted in fit a machine word.
func (u Unit) Small(d decimal.Decimal) (n int64, ok bool) {
	n, ok = exact.Units(d, u.places)
	return n / u.whole, ok
}

// OfSmall returns the amount of a number of units that [Unit.Small] counted, or of a
// smaller one.
func (u Unit) OfSmall(n int64) decimal.Decimal { return decimal.New(n*u.whole, -u.places) }

// Ratio returns the step as a fraction.
func (u Unit) Ratio() (num, den uint64) {
	den = 1
	for range u.places {
		den *= 10
	}
	return uint64(u.whole), den
}

// Units returns the amount of a number of units, which it keeps.
func (u Unit) Units(n *big.Int) decimal.Decimal {
	if u.whole != 1 {
		n = new(big.Int).Mul(n, big.NewInt(u.whole))
	}
	return decimal.NewFromBigInt(n, -u.places)
}

// Scale returns the amount of an exact number of units, which it changes.
func (u Unit) Scale(n *big.Rat) *big.Rat { return n.Mul(n, exact.Rat(u.step)) }

// Key joins the parts of a key. A slash in a part is written %2F, and a percent
// sign %25. So two keys are equal only if all parts are.
func Key(parts ...string) string {
	n := len(parts) - 1
	for _, p := range parts {
		n += len(p)
	}
	var b strings.Builder
	b.Grow(n)
	for i, p := range parts {
		if i > 0 {
			b.WriteByte('/')
		}
		if strings.IndexByte(p, '/') >= 0 || strings.IndexByte(p, '%') >= 0 { // seldom, and making a Replacer costs
			p = strings.NewReplacer("%", "%25", "/", "%2F").Replace(p)
		}
		b.WriteString(p)
	}
	return b.String()
}

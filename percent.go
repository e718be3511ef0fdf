package alianza

import (
	"cmp"
	"errors"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Percent is an exact percentage: a rate that is paid, a weight, a share.
//
// It has up to ten decimals and lies between -922,337,203% and +922,337,203%.
// It is always written with a percent sign, "20%", so that nobody takes 20% for
// 0.20. Two percentages compare with ==. The zero Percent is 0%.
type Percent struct {
	units int64 // of 10^-10 of a percent
}

// WholePercent returns n%. If n is out of range, the result is the nearest end
// of the range.
func WholePercent(n int) Percent { return Percent{int64(exact.WholePercent(n))} }

// PercentOf returns d%: 12.5 becomes 12.5%. [Percent.Decimal] is its inverse.
//
// It returns an error that wraps [ErrRange] if:
//   - d has more than ten decimals, zeros at the end not counted;
//   - d is out of the range of a Percent.
func PercentOf(d decimal.Decimal) (Percent, error) {
	p, err := exact.PercentOf(d)
	if err != nil {
		return Percent{}, outOfBounds("", d, err)
	}
	return Percent{int64(p)}, nil
}

// ParsePercent reads a percentage such as "20%", "12.5%" or "-0.25%": a number
// and a percent sign, without spaces.
//
// It returns an error if:
//   - s has another form ([ErrForm]; the error says what to write);
//   - the number has more than ten decimals or is out of range ([ErrRange]).
func ParsePercent(s string) (Percent, error) {
	if p, ok := exact.ShortPercent(s); ok {
		return Percent{int64(p)}, nil
	}
	number, ok := strings.CutSuffix(s, "%")
	d, err := exact.Parse(number)
	if !ok || errors.Is(err, exact.ErrNumber) {
		return Percent{}, fault("", s, ErrForm, percentHelp(s))
	}
	if err == nil {
		var p exact.Percent
		if p, err = exact.PercentOf(d); err == nil {
			return Percent{int64(p)}, nil
		}
	}
	return Percent{}, &FieldError{Value: brief(s), Err: fmt.Errorf("%w: %w", ErrRange, err)}
}

// percentHelp says how to write the percentage that s seems to mean.
func percentHelp(s string) string {
	const none = `not a percentage such as "12.5%"`
	if len(s) > maxValue {
		return none
	}
	number := strings.Trim(s, " \u00a0\u202f%+")
	if _, decimals, comma := strings.Cut(number, ","); comma && len(decimals) != len("000") { // 1,000 is read in two ways
		number = strings.Replace(number, ",", ".", 1)
	}
	d, err := exact.Parse(number)
	if err != nil {
		return none
	}
	p, err := PercentOf(d)
	if err != nil {
		return none
	}
	if strings.Contains(s, "%") {
		return fmt.Sprintf("write %q", p)
	}
	help := fmt.Sprintf("a percentage has a percent sign: write %q", p)
	if fraction, err := PercentOf(d.Shift(2)); err == nil && !p.IsZero() && exact.Cmp(d.Abs(), decimal.New(1, 0)) < 0 {
		help = fmt.Sprintf("a percentage has a percent sign: write %q, or %q if less than 1%% is meant", fraction, p)
	}
	return help
}

// PercentUnits returns the percentage of n units of 10^-10 of a percent, for
// percentages that are stored as whole numbers. [Percent.Units] is its inverse.
func PercentUnits(n int64) Percent { return Percent{n} }

// Units returns p as a number of units of 10^-10 of a percent.
func (p Percent) Units() int64 { return p.units }

// Decimal returns the number before the percent sign: 12.5 for 12.5%.
func (p Percent) Decimal() decimal.Decimal { return exact.Percent(p.units).Number() }

// Of returns p of an amount, exact: 25% of 19.99 is 4.9975.
//
// It returns an error that wraps [ErrRange] if the amount is out of the bounds
// of the library.
func (p Percent) Of(amount decimal.Decimal) (decimal.Decimal, error) {
	if err := exact.Check(amount); err != nil {
		return decimal.Decimal{}, outOfBounds("amount", amount, err)
	}
	return exact.Percent(p.units).Of(amount), nil
}

// Plus returns the sum in percentage points: 20% plus 5% is 25%, not 21%. If
// the sum is out of range, the result is the nearest end of the range.
//
// Rules: C23, X4.
func (p Percent) Plus(points Percent) Percent {
	return Percent{int64(exact.Percent(p.units).Plus(exact.Percent(points.units)))}
}

// Times returns the exact product of p and a number: 10% times 1.5 is 15%.
//
// It returns an error that wraps [ErrRange] if:
//   - the factor is out of the bounds of the library;
//   - the product has more than ten decimals or is out of the range of a Percent.
func (p Percent) Times(factor decimal.Decimal) (Percent, error) {
	product, err := exact.Percent(p.units).Times(factor)
	if err != nil {
		return Percent{}, outOfBounds("factor", factor, err)
	}
	return Percent{int64(product)}, nil
}

// Compare returns -1, 0 or +1 if p is less than, equal to or greater than q.
func (p Percent) Compare(q Percent) int { return cmp.Compare(p.units, q.units) }

// Equal reports whether p and q are the same percentage. It is p == q.
func (p Percent) Equal(q Percent) bool { return p == q }

// Sign returns -1, 0 or +1 if p is negative, 0% or positive.
func (p Percent) Sign() int { return cmp.Compare(p.units, 0) }

// IsZero reports whether p is 0%.
func (p Percent) IsZero() bool { return p.units == 0 }

// String returns the percentage with its sign, such as "12.5%".
func (p Percent) String() string { return exact.Percent(p.units).String() }

// MarshalText returns the text of [Percent.String].
func (p Percent) MarshalText() ([]byte, error) { return exact.Percent(p.units).Append(nil), nil }

// UnmarshalText reads a percentage as [ParsePercent] does.
func (p *Percent) UnmarshalText(text []byte) error {
	if short, ok := exact.ShortPercent(text); ok {
		*p = Percent{int64(short)}
		return nil
	}
	q, err := ParsePercent(string(text[:min(len(text), maxValue)]))
	if err != nil {
		return err
	}
	*p = q
	return nil
}

// outOfBounds is the fault of a number that the library does not compute with.
func outOfBounds(path string, d decimal.Decimal, err error) error {
	return &FieldError{Path: path, Value: exact.Text(d), Err: fmt.Errorf("%w: %w", ErrRange, err)}
}

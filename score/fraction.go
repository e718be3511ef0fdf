package score

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Fraction is an exact number, also one that no decimal holds, such as 52/7. It
// is a plain number, without a unit. The zero Fraction is 0. A Fraction is
// immutable and safe for concurrent use; fractions compare with [Fraction.Equal].
type Fraction struct {
	_ [0]func()       // == would compare by address
	d decimal.Decimal // the number, unless q has it
	q *big.Rat        // a number that is better written as a quotient, or nil
}

// FractionOf returns the exact number of n, without its unit.
//
// It returns an error if n is nil, or out of the bounds of the library.
func FractionOf(n Number) (Fraction, error) {
	var f check.Faults
	q := rat(&f, "number", n)
	if err := f.Err(); err != nil {
		return Fraction{}, fmt.Errorf("score: fraction: %w", err)
	}
	return fraction(q), nil
}

// Quotient returns a / b, exact. It is a plain number: 9 of 10 is 0.9. See
// [Share] for a percentage.
//
// It returns an error if:
//   - a or b is nil, or out of the bounds of the library;
//   - b is zero ([alianza.ErrZero]).
func Quotient(a, b Number) (Fraction, error) {
	var f check.Faults
	q, err := quotient(&f, "a", a, "b", b)
	if err != nil {
		return Fraction{}, fmt.Errorf("score: quotient: %w", err)
	}
	return fraction(q), nil
}

// Share returns the share of a part in a whole in percent, exact: 9 of 10 is 90.
// The number says its unit, "%".
//
// It returns an error if:
//   - a number is nil, or out of the bounds of the library;
//   - the whole is zero ([alianza.ErrZero]).
func Share(part, whole Number) (Number, error) {
	var f check.Faults
	q, err := quotient(&f, "part", part, "whole", whole)
	if err != nil {
		return nil, fmt.Errorf("score: share: %w", err)
	}
	return WithUnit(fraction(q.Mul(q, hundred())), "%"), nil
}

func hundred() *big.Rat { return big.NewRat(100, 1) }

// quotient returns a / b, by the names that a caller gives them.
func quotient(f *check.Faults, nameA string, a Number, nameB string, b Number) (*big.Rat, error) {
	p, q := rat(f, nameA, a), rat(f, nameB, b)
	if q != nil && q.Sign() == 0 {
		f.Add(nameB, "0", alianza.ErrZero, "")
	}
	if err := f.Err(); err != nil {
		return nil, err
	}
	return p.Quo(p, q), nil
}

// rat returns a number as a fraction of the caller's own. It adds the fault of a
// number that is missing or out of bounds, and returns nil.
func rat(f *check.Faults, path string, n Number) *big.Rat {
	bare, ok := number.Bare(f, path, n)
	switch {
	case !ok:
		return nil
	case bare == nil:
		f.Add(path, "", alianza.ErrMissing, "")
		return nil
	}
	return new(big.Rat).Set(bare.Rat())
}

// maxPlaces is how many decimals a Fraction writes. What has more is better
// written as a quotient.
const maxPlaces = 60

// fraction returns q, which it keeps.
func fraction(q *big.Rat) Fraction {
	const most = 700 // bits: more than a decimal that is written out
	if q.Num().BitLen() > most || q.Denom().BitLen() > most {
		return Fraction{q: q}
	}
	if places, ends := q.FloatPrec(); ends && places <= maxPlaces {
		if d := exact.Trim(exact.RoundRat(q, int32(places), exact.Down)); exact.CheckWritten(d) == nil {
			return Fraction{d: d}
		}
	}
	return Fraction{q: q}
}

// decimalFraction returns d in the same form as [fraction] does.
func decimalFraction(d decimal.Decimal) Fraction {
	d = exact.Trim(d)
	if d.Exponent() < -maxPlaces || exact.CheckWritten(d) != nil {
		return Fraction{q: exact.Rat(d)}
	}
	return Fraction{d: d}
}

// Rat returns the number as a fraction of its own.
func (f Fraction) Rat() *big.Rat {
	if f.q != nil {
		return new(big.Rat).Set(f.q)
	}
	return exact.Rat(f.d)
}

// Decimal returns the number as a decimal, and false if it is written as a
// quotient.
func (f Fraction) Decimal() (decimal.Decimal, bool) { return f.d, f.q == nil }

// Unit returns "", the unit of a plain number.
func (f Fraction) Unit() string { return "" }

// Round returns the number with so many decimals, 0 to 18, rounded half up: a
// tie goes away from zero. A number of places out of bounds is moved into them.
func (f Fraction) Round(places int32) decimal.Decimal {
	places = max(0, min(places, exact.MaxPlaces))
	if f.q != nil {
		return exact.RoundRat(f.q, places, exact.HalfUp)
	}
	return exact.Round(f.d, places, exact.HalfUp)
}

// Sign returns -1, 0 or +1 as the number is negative, zero or positive.
func (f Fraction) Sign() int {
	if f.q != nil {
		return f.q.Sign()
	}
	return f.d.Sign()
}

// Cmp returns -1, 0 or +1 as the exact number is less than, equal to or greater
// than d. A d of hostile size is compared without being written out.
func (f Fraction) Cmp(d decimal.Decimal) int {
	if f.q == nil {
		return exact.Cmp(f.d, d)
	}
	return exact.CmpRat(f.q, d)
}

// meets reports whether the number meets a bound that has one end.
func (f Fraction) meets(b alianza.Bound) bool { return exact.Op(b.Op).Holds(f.Cmp(b.Value)) }

// compare returns -1, 0 or +1 as f is less than, equal to or greater than g.
func (f Fraction) compare(g Fraction) int {
	if f.q == nil && g.q == nil {
		return exact.Cmp(f.d, g.d)
	}
	return f.Rat().Cmp(g.Rat())
}

// Equal reports whether two fractions are the same number.
func (f Fraction) Equal(g Fraction) bool { return f.compare(g) == 0 }

// String returns the number as a decimal, such as "8.2". A number that has no end
// as a decimal, or no near one, is a quotient, such as "52/7".
func (f Fraction) String() string {
	if f.q != nil {
		return f.q.RatString()
	}
	return exact.Text(f.d)
}

// MarshalText returns the text of [Fraction.String].
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads a decimal, or a quotient in lowest terms such as "52/7".
func (f *Fraction) UnmarshalText(text []byte) error {
	const most = 100_000 // bytes: more than any total of an evaluation has
	word := string(text[:min(len(text), most)])
	if d, err := exact.ParseWritten(word); err == nil && len(word) == len(text) {
		*f = decimalFraction(d)
		return nil
	}
	ok := len(word) == len(text) && strings.Trim(word, "-/0123456789") == ""
	q := new(big.Rat)
	if ok {
		q, ok = q.SetString(word)
	}
	if !ok || fraction(q).String() != word {
		return check.Fault("", word, alianza.ErrForm, `want a number, or a quotient in lowest terms such as "52/7"`)
	}
	*f = fraction(q)
	return nil
}

// phrase returns the number for a sentence: a quotient with its value to two
// decimals, half up, before it, "7.43 (52/7)".
func (f Fraction) phrase() string { return f.phraseIn("") }

// phraseIn is phrase with a unit behind the value: "26.32% (500/19)".
func (f Fraction) phraseIn(unit string) string {
	if f.q == nil {
		return f.String() + unit
	}
	return exact.Text(f.Round(2)) + unit + " (" + f.String() + ")"
}

// plus returns f + g.
func (f Fraction) plus(g Fraction) Fraction {
	if f.q == nil && g.q == nil {
		return decimalFraction(exact.Sum(f.d, g.d))
	}
	q := f.Rat()
	return fraction(q.Add(q, g.Rat()))
}

// minus returns f - d.
func (f Fraction) minus(d decimal.Decimal) Fraction {
	if f.q == nil {
		return decimalFraction(exact.Difference(f.d, d))
	}
	q := f.Rat()
	return fraction(q.Sub(q, exact.Rat(d)))
}

// abs returns |f|.
func (f Fraction) abs() Fraction {
	if f.q == nil {
		return Fraction{d: f.d.Abs()}
	}
	return Fraction{q: new(big.Rat).Abs(f.q)}
}

// distance returns |f - g|.
func (f Fraction) distance(g Fraction) Fraction {
	if g.q == nil {
		return f.minus(g.d).abs()
	}
	q := f.Rat()
	q.Sub(q, g.q)
	return fraction(q.Abs(q))
}

// share returns weight/of of f.
func (f Fraction) share(weight, of exact.Percent) Fraction {
	if f.q == nil && of == exact.Hundred {
		return decimalFraction(weight.TrimmedOf(f.d))
	}
	q := f.Rat()
	return fraction(q.Mul(q, big.NewRat(int64(weight), int64(of))))
}

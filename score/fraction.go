package score

import (
	"cmp"
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Fraction is an exact number, also one that no decimal holds, such as 52/7. The
// zero Fraction is 0. A Fraction is immutable and safe for concurrent use;
// fractions compare with [Fraction.Equal].
type Fraction struct {
	_ [0]func()       // == would compare by address
	d decimal.Decimal // the number, unless q has it
	q *big.Rat        // a number that has no end as a decimal, or nil
}

// Share returns the share of a part in a whole in percent, exact, for a [KPI]
// in percent to judge: 9 of 10 is 90. It returns an error as [Quotient] does.
func Share(part, whole decimal.Decimal) (Fraction, error) {
	q, err := quotient("part", part, "whole", whole)
	if err != nil {
		return Fraction{}, err
	}
	r := q.Rat()
	return fraction(r.Mul(r, big.NewRat(100, 1))), nil
}

// Quotient returns a / b, exact: 9 of 10 is 0.9. It returns an error if b is zero ([alianza.ErrZero]) or one of
// them out of the bounds of the library ([alianza.ErrRange]).
func Quotient(a, b decimal.Decimal) (Fraction, error) { return quotient("a", a, "b", b) }

// quotient returns a / b, by the names that a caller gives them.
func quotient(nameA string, a decimal.Decimal, nameB string, b decimal.Decimal) (Fraction, error) {
	var f check.Faults
	f.Number(nameA, a)
	if f.Number(nameB, b) && b.IsZero() {
		f.Add(nameB, "0", alianza.ErrZero, "")
	}
	if err := f.Err(); err != nil {
		return Fraction{}, fmt.Errorf("score: quotient: %w", err)
	}
	q := exact.Rat(a)
	return fraction(q.Quo(q, exact.Rat(b))), nil
}

// FractionOf returns the number q, of which it keeps a copy. A nil q is 0.
func FractionOf(q *big.Rat) Fraction {
	if q == nil {
		return Fraction{}
	}
	return fraction(new(big.Rat).Set(q))
}

// fraction returns q, which it keeps.
func fraction(q *big.Rat) Fraction {
	const most = 60 // places; what has more is better written as a quotient
	if places, ends := q.FloatPrec(); ends && places <= most {
		return Fraction{d: exact.Trim(exact.RoundRat(q, int32(places), exact.Down))}
	}
	return Fraction{q: q}
}

// Rat returns the number as a fraction of its own.
func (f Fraction) Rat() *big.Rat {
	if f.q != nil {
		return new(big.Rat).Set(f.q)
	}
	return exact.Rat(f.d)
}

// Decimal returns the number as a decimal, and false if no decimal holds it.
func (f Fraction) Decimal() (decimal.Decimal, bool) { return f.d, f.q == nil }

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
	if f.q == nil && exact.Check(d) == nil {
		return exact.Cmp(f.d, d)
	}
	q := f.Rat()
	if q.Sign() != d.Sign() || d.IsZero() {
		return cmp.Compare(q.Sign(), d.Sign())
	}
	// |d| is from 10^(size-1) to 10^size, |q| between 2^(bits-1) and 2^(bits+1).
	size := int64(d.NumDigits()) + int64(d.Exponent())
	bits := int64(q.Num().BitLen() - q.Denom().BitLen())
	switch {
	case size > 0 && 3*(size-1) > bits+1:
		return -d.Sign()
	case size < 0 && 3*size < bits-1:
		return d.Sign()
	}
	return q.Cmp(exact.Rat(d))
}

// Equal reports whether two fractions are the same number.
func (f Fraction) Equal(g Fraction) bool {
	if f.q == nil && g.q == nil {
		return exact.Cmp(f.d, g.d) == 0
	}
	return f.q != nil && g.q != nil && f.q.Cmp(g.q) == 0
}

// String returns the number as a decimal if it is one, such as "8.2", and as a
// quotient if not, such as "52/7".
func (f Fraction) String() string {
	if f.q != nil {
		return f.q.RatString()
	}
	return exact.Text(exact.Trim(f.d))
}

// MarshalText returns the text of [Fraction.String].
func (f Fraction) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

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
		return Fraction{d: f.d.Add(g.d)}
	}
	q := f.Rat()
	return fraction(q.Add(q, g.Rat()))
}

// minus returns f - d.
func (f Fraction) minus(d decimal.Decimal) Fraction {
	if f.q == nil {
		return Fraction{d: exact.Trim(f.d.Sub(d))}
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

// share returns weight/of of f.
func (f Fraction) share(weight, of exact.Percent) Fraction {
	if f.q == nil && of == exact.Hundred {
		return Fraction{d: exact.Trim(weight.Of(f.d))}
	}
	q := f.Rat()
	return fraction(q.Mul(q, big.NewRat(int64(weight), int64(of))))
}

// jsonField is a field of a result that holds the text of the fraction.
func (f Fraction) jsonField(o *oldjson.Object, name string) {
	text := f.String()
	o.String(name, &text)
}

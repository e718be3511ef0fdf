package split

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Fraction is an exact number that a decimal cannot always hold, such as a
// third: a weight, or the exact share of an amount. The zero Fraction is none,
// which is not the same as 0. Fractions are immutable. Compare them with Equal.
type Fraction struct {
	rat      *big.Rat // nil for none, and for one that fits the words
	num, den int64    // in lowest terms; den is 0 without the words
}

// Weight returns a whole number as a fraction.
func Weight(n int) Fraction { return Fraction{num: int64(n), den: 1} }

// fraction returns a number of math/big, which it keeps.
func fraction(r *big.Rat) Fraction {
	if num, den := r.Num(), r.Denom(); num.IsInt64() && den.IsInt64() {
		return Fraction{num: num.Int64(), den: den.Int64()}
	}
	return Fraction{rat: r}
}

// product returns a product of two fractions, with a sign.
func product(negative bool, a, over, b, under uint64) Fraction {
	aHigh, num := bits.Mul64(a, b)
	bHigh, den := bits.Mul64(over, under)
	if aHigh != 0 || bHigh != 0 {
		r := new(big.Rat).SetFrac(new(big.Int).SetUint64(a), new(big.Int).SetUint64(over))
		r.Mul(r, new(big.Rat).SetFrac(new(big.Int).SetUint64(b), new(big.Int).SetUint64(under)))
		if negative {
			r.Neg(r)
		}
		return fraction(r)
	}
	divisor, rest := den, num
	for rest != 0 {
		divisor, rest = rest, divisor%rest
	}
	num, den = num/divisor, den/divisor
	if num > math.MaxInt64 || den > math.MaxInt64 {
		r := new(big.Rat).SetFrac(new(big.Int).SetUint64(num), new(big.Int).SetUint64(den))
		if negative {
			r.Neg(r)
		}
		return Fraction{rat: r}
	}
	if negative {
		return Fraction{num: -int64(num), den: int64(den)}
	}
	return Fraction{num: int64(num), den: int64(den)}
}

// get returns the fraction as a number that must not be changed, nil for none.
func (f Fraction) get() *big.Rat {
	if f.den != 0 {
		return big.NewRat(f.num, f.den)
	}
	return f.rat
}

// FractionOf returns num over den, exact.
//
// It returns an error if:
//   - a number is out of bounds ([alianza.ErrRange]);
//   - den is zero ([alianza.ErrZero]).
func FractionOf(num, den decimal.Decimal) (Fraction, error) {
	var f check.Faults
	f.Number("num", num)
	if f.Number("den", den) && den.IsZero() {
		f.Add("den", "", alianza.ErrZero, "")
	}
	if err := f.Err(); err != nil {
		return Fraction{}, err
	}
	r := exact.Rat(num)
	return fraction(r.Quo(r, exact.Rat(den))), nil
}

// ParseFraction reads a number such as "30" or "33.3", or two of them with a
// slash between: "1/6".
//
// It returns an error if:
//   - the text has another form ([alianza.ErrForm]);
//   - a number is out of bounds ([alianza.ErrRange]);
//   - the number behind the slash is zero ([alianza.ErrZero]).
func ParseFraction(s string) (Fraction, error) {
	if len(s) > maxFraction {
		return Fraction{}, check.Fault("", s, alianza.ErrLimit, fmt.Sprintf("%d bytes, allowed are %d", len(s), maxFraction))
	}
	over, under, slash := strings.Cut(s, "/")
	num, err := exact.ParseWritten(over)
	den := decimal.New(1, 0)
	if err == nil && slash {
		den, err = exact.ParseWritten(under)
	}
	switch {
	case err != nil:
		return Fraction{}, check.Fault("", s, alianza.ErrForm, `not a number or a fraction such as "1/6": `+err.Error())
	case den.IsZero():
		return Fraction{}, check.Fault("", s, alianza.ErrZero, "")
	}
	r := exact.Rat(num)
	return fraction(r.Quo(r, exact.Rat(den))), nil
}

// maxFraction bounds the text of a fraction: two numbers that the library wrote.
const maxFraction = 500

// Rat returns the fraction as a new number of math/big, 0 for none.
func (f Fraction) Rat() *big.Rat {
	if f.rat == nil {
		if f.den == 0 {
			return new(big.Rat)
		}
		return f.get()
	}
	return new(big.Rat).Set(f.rat)
}

// Sign returns -1, 0 or +1 as the fraction is below, at or above zero.
func (f Fraction) Sign() int {
	if f.rat != nil {
		return f.rat.Sign()
	}
	return cmp.Compare(f.num, 0)
}

// IsZero reports whether there is no fraction. The fraction 0 is one.
func (f Fraction) IsZero() bool { return f.rat == nil && f.den == 0 }

// Equal reports whether two fractions are the same number, or both are none:
// 1/2 and 0.5 are the same.
func (f Fraction) Equal(o Fraction) bool {
	if f.rat == nil || o.rat == nil {
		return f == o
	}
	return f.rat.Cmp(o.rat) == 0
}

// String returns the number in decimals if they end, else the fraction: "0.5",
// "100/3". It returns "none" for none.
func (f Fraction) String() string {
	r := f.get()
	if r == nil {
		return "none"
	}
	if places, ends := decimals(r.Denom()); ends {
		return exact.Text(exact.RoundRat(r, places, exact.Down))
	}
	return r.RatString()
}

// decimals returns the number of decimals of a fraction with a denominator, and
// whether it is that of a decimal of reasonable length.
func decimals(den *big.Int) (places int32, ends bool) {
	const most = 60
	ten, power := big.NewInt(10), big.NewInt(1)
	for n := range int32(most + 1) {
		if new(big.Int).Rem(power, den).Sign() == 0 {
			return n, true
		}
		power.Mul(power, ten)
	}
	return 0, false
}

// MarshalText returns the text of [Fraction.String]. It returns an error that
// wraps [alianza.ErrMissing] for none.
func (f Fraction) MarshalText() ([]byte, error) {
	if f.IsZero() {
		return nil, check.Fault("", "", alianza.ErrMissing, "no fraction")
	}
	text := f.String()
	if _, err := ParseFraction(text); err != nil {
		return nil, err
	}
	return []byte(text), nil
}

// UnmarshalText reads a fraction as [ParseFraction] does.
func (f *Fraction) UnmarshalText(text []byte) error {
	got, err := ParseFraction(string(text[:min(len(text), maxFraction+1)]))
	if err != nil {
		return err
	}
	*f = got
	return nil
}

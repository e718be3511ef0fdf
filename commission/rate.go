package commission

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Rate is a percentage that is paid: 20%, 12.5%, 0.75%. It is exact to ten
// decimals of a percent, reaches beyond a hundred million percent, compares
// with ==, and is always written with its sign, so that 20% is never mistaken
// for 0.20. The zero Rate is 0%.
type Rate struct{ p exact.Percent }

// Percent returns the rate of n percent, the nearest rate there is for an n out
// of range. For fractions see [ParseRate].
func Percent(n int) Rate { return Rate{exact.WholePercent(n)} }

// ParseRate reads a rate such as "20%", "12.5%" or "-0.25%": a number of at
// most ten decimals and a percent sign, nothing around them. It returns an
// error that wraps [alianza.ErrForm] for anything else.
func ParseRate(s string) (Rate, error) {
	p, err := exact.ParsePercent(s)
	if err != nil {
		return Rate{}, fmt.Errorf("commission: rate %.40q: %w: %w", s, alianza.ErrForm, err)
	}
	return Rate{p}, nil
}

// Of returns the rate of an amount, exact: 25% of 19.99 is 4.9975.
func (r Rate) Of(amount decimal.Decimal) decimal.Decimal { return r.p.Of(amount) }

// Plus returns the sum of two rates in percentage points: 20% plus 5% is 25%
// (C23, X4), not 21%. A sum out of range is the nearest rate there is.
func (r Rate) Plus(points Rate) Rate { return Rate{r.p.Plus(points.p)} }

// Times returns the product of a rate and a number, exact: 10% times 1.5, an
// accelerator, is 15%. It returns an error that wraps [alianza.ErrRange] for a
// number out of the bounds of the library, and for a product that has more than
// ten decimals of a percent or is out of the range of a rate.
func (r Rate) Times(factor decimal.Decimal) (Rate, error) {
	p, err := r.p.Times(factor)
	if err != nil {
		fault := check.Fault("factor", exact.Text(factor), alianza.ErrRange, err.Error())
		return Rate{}, fmt.Errorf("commission: rate %s times a number: %w", r, fault)
	}
	return Rate{p}, nil
}

// Compare returns -1, 0 or +1 as r is less than, equal to or greater than s.
func (r Rate) Compare(s Rate) int {
	switch {
	case r.p < s.p:
		return -1
	case r.p > s.p:
		return +1
	}
	return 0
}

// payable reports whether the rate is one that can be paid: 0% to 100%.
func (r Rate) payable() bool { return r.p >= 0 && r.p <= exact.Hundred }

// IsZero reports whether the rate is 0%.
func (r Rate) IsZero() bool { return r.p == 0 }

// String returns the rate with its sign: "12.5%".
func (r Rate) String() string { return r.p.String() }

// AppendText appends the text of [Rate.String] to b.
func (r Rate) AppendText(b []byte) ([]byte, error) { return r.p.Append(b), nil }

// MarshalText returns the text of [Rate.String].
func (r Rate) MarshalText() ([]byte, error) { return r.AppendText(nil) }

// UnmarshalText reads a rate as [ParseRate] does.
func (r *Rate) UnmarshalText(text []byte) error {
	p, err := exact.ParsePercent(string(text))
	if err != nil {
		return check.Fault("", string(text), alianza.ErrForm, err.Error())
	}
	*r = Rate{p}
	return nil
}

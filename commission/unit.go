package commission

import (
	"fmt"
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Rounding says how an exact amount becomes one that can be posted. Floor and
// Ceiling apart, the modes are symmetric around zero, so that a refund mirrors
// its sale. The zero Rounding is half up.
type Rounding uint8

// The seven modes of rounding.
const (
	HalfUp   Rounding = iota // to the nearest; a tie away from zero: 2.345 is 2.35, -2.345 is -2.35
	HalfEven                 // to the nearest; a tie to the even digit: 2.345 is 2.34
	HalfDown                 // to the nearest; a tie toward zero
	Up                       // away from zero
	Down                     // toward zero
	Floor                    // toward minus infinity
	Ceiling                  // toward plus infinity
)

var roundingNames = [...]string{"half_up", "half_even", "half_down", "up", "down", "floor", "ceiling"}

func (r Rounding) mode() exact.Mode { return exact.Mode(r) }

// String returns the name of the mode, such as "half_up".
func (r Rounding) String() string { return enum.Name(r, roundingNames[:]) }

// MarshalText returns the name of the mode.
func (r Rounding) MarshalText() ([]byte, error) { return enum.Text(r, roundingNames[:], 0) }

// UnmarshalText reads the name of a mode: half_up, half_even, half_down, up,
// down, floor or ceiling.
func (r *Rounding) UnmarshalText(text []byte) error {
	return enum.Parse(r, text, roundingNames[:], 0)
}

// Round returns the whole number of steps that is next to d, such as 2.35 for
// 2.345 by steps of 0.01 half up. It has the decimals of the step. The step is
// above 0 and has at most 9 digits, with at most 9 zeros behind them. It returns an
// error for another step, for a number out of the bounds of the library, and for a
// mode that is none of the seven.
func (r Rounding) Round(d, step decimal.Decimal) (decimal.Decimal, error) {
	var f check.Faults
	f.Number("number", d)
	u := unitOf(&f, step, r)
	if err := f.Err(); err != nil {
		return decimal.Decimal{}, fmt.Errorf("commission: round: %w", err)
	}
	return u.round(d), nil
}

// A unit is what posted amounts are whole numbers of, and how they are rounded.
type unit struct {
	units.Unit
	mode exact.Mode
}

// unitOf returns the unit of a step and a mode, and their faults.
func unitOf(f *check.Faults, step decimal.Decimal, mode Rounding) unit {
	u, _ := units.Step(f, "step", step)
	enum.Check(f, "rounding", mode, roundingNames[:], 0)
	return unit{u, mode.mode()}
}

// newUnit returns the unit of a checked step.
func newUnit(step decimal.Decimal, mode Rounding) unit { return unit{units.Of(step), mode.mode()} }

// round returns an exact amount as it is posted: rounded once, by the unit's mode.
func (u unit) round(d decimal.Decimal) decimal.Decimal { return u.Round(d, u.mode) }

// floor returns an amount of a definition as it is posted.
func (u unit) floor(d decimal.Decimal) decimal.Decimal { return u.Round(d, exact.Down) }

// posted returns an amount that was posted, as a record has it. A record that was written
// and read again has a zero without places.
func (u unit) posted(d decimal.Decimal) decimal.Decimal {
	if d.IsZero() {
		return u.Zero()
	}
	return d
}

// percent returns a percentage of a base as it is posted.
func (u unit) percent(p alianza.Percent, base decimal.Decimal) decimal.Decimal {
	return u.Percent(p, base, u.mode)
}

// share returns the part of an amount that falls to so much of a whole, as it is
// posted.
func (u unit) share(amount, part, whole decimal.Decimal) decimal.Decimal {
	switch {
	case amount.IsZero():
		return u.Zero()
	case exact.Cmp(part, whole) == 0 || whole.IsZero():
		return u.round(amount)
	}
	return u.RoundRat(times(amount, part, whole), u.mode)
}

// times returns amount times part over whole, exact.
func times(amount, part, whole decimal.Decimal) *big.Rat {
	q := new(big.Rat).Mul(exact.Rat(amount), exact.Rat(part))
	return q.Quo(q, exact.Rat(whole))
}

// check checks an amount of a definition that may be posted as it is.
func (u unit) check(f *check.Faults, path string, d decimal.Decimal) {
	if f.NotNegative(path, d) && !u.IsZero() && !u.Has(d) {
		f.Add(path, exact.Text(d), alianza.ErrConflict, fmt.Sprintf("no whole number of the %s that amounts%s are posted in", exact.Text(u.Step()), u.Currency(" in ")))
	}
}

// checkPositive is check for an amount that has to be above 0.
func (u unit) checkPositive(f *check.Faults, path string, d decimal.Decimal) {
	if f.Positive(path, d) {
		u.check(f, path, d)
	}
}

// above reports whether a number is above another one. It is not if one of them has a
// fault, which is told elsewhere.
func above(a, b decimal.Decimal) bool {
	return exact.Check(a) == nil && exact.Check(b) == nil && exact.Cmp(a, b) > 0
}

// percentOf returns a percentage of a checked amount, exact.
func percentOf(p alianza.Percent, amount decimal.Decimal) decimal.Decimal {
	return exact.Percent(p.Units()).Of(amount)
}

// checkRate checks that a rate is one that can be paid: up to a limit above 100%,
// if there is one.
func checkRate(f *check.Faults, path string, p, limit alianza.Percent) {
	switch whole := alianza.WholePercent(100); {
	case p.Sign() >= 0 && p.Compare(whole) <= 0:
	case limit.Compare(whole) <= 0:
		f.Add(path, p.String(), alianza.ErrRange, "a commission is from 0% to 100% of its base")
	case p.Sign() < 0 || p.Compare(limit) > 0:
		f.Add(path, p.String(), alianza.ErrRange, "from 0% to the max_rate, "+limit.String())
	}
}

// mostRate is the highest limit that a definition may give its rates.
var mostRate = alianza.WholePercent(10_000)

// checkLimit checks a limit of rates, which is above 100% if it is given.
func checkLimit(f *check.Faults, path string, limit alianza.Percent) {
	if !limit.IsZero() && (limit.Compare(alianza.WholePercent(100)) <= 0 || limit.Compare(mostRate) > 0) {
		f.Add(path, limit.String(), alianza.ErrRange, "above 100%, up to 10000%; without it rates are up to 100%")
	}
}

package commission

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Rounding says how an exact amount becomes one that can be posted. The modes
// but [Floor] and [Ceiling] are symmetric around zero, so that a refund mirrors
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

// Round returns a number rounded to so many decimals, 0 to 18. It has exactly
// those: 5 to two places is 5.00.
//
// Round returns an error if:
//   - the number or the places are out of bounds ([alianza.ErrRange]);
//   - the mode is none of the seven ([alianza.ErrUnknown]).
func (r Rounding) Round(d decimal.Decimal, places int) (decimal.Decimal, error) {
	var f check.Faults
	f.Number("number", d)
	checkPlaces(&f, "places", places)
	checkRounding(&f, "rounding", r)
	if err := f.Err(); err != nil {
		return decimal.Decimal{}, fmt.Errorf("commission: %w", err)
	}
	return exact.Round(d, int32(places), r.mode()), nil
}

func (r Rounding) mode() exact.Mode { return exact.Mode(r) }

// checkRounding checks that a mode is one of the seven.
func checkRounding(f *check.Faults, path string, r Rounding) {
	if int(r) >= len(roundingNames) {
		f.Add(path, r.String(), alianza.ErrUnknown, "")
	}
}

// String returns the name of the mode, such as "half_up".
func (r Rounding) String() string { return enum.Name(r, roundingNames[:]) }

// MarshalText returns the name of the mode.
func (r Rounding) MarshalText() ([]byte, error) { return enum.Text(r, roundingNames[:], 0) }

// UnmarshalText reads the name of a mode: half_up, half_even, half_down, up,
// down, floor or ceiling.
func (r *Rounding) UnmarshalText(text []byte) error {
	return enum.Parse(r, text, roundingNames[:], 0)
}

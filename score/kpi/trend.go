package kpi

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Trend is how a value moved since the one before, and whether that is good.
// The zero Trend is none: there was nothing to compare with.
type Trend struct {
	_     [0]func() // == would compare by address
	Arrow Arrow     `json:"arrow"`
	// Better says what the movement means for the target: up is good for sales
	// and bad for open tickets. It is Unknown where it is neither: within the
	// tolerance, and where a target between two bounds is missed by as much as
	// before, or met as before.
	Better score.Answer   `json:"better,omitzero"`
	By     score.Fraction `json:"by"` // the value less the one before, exact
}

// Arrow is the direction in which a value moved. The zero Arrow is none.
type Arrow uint8

// The arrows of a trend.
const (
	Down Arrow = iota + 1 // written "down"
	Flat                  // written "flat": within the tolerance
	Up                    // written "up"
)

var arrowNames = [...]string{"none", "down", "flat", "up"}

// String returns the name of the arrow, "none" for the zero Arrow.
func (a Arrow) String() string { return enum.Name(a, arrowNames[:]) }

// MarshalText returns the name of the arrow. It returns an error for the zero
// Arrow.
func (a Arrow) MarshalText() ([]byte, error) { return enum.Text(a, arrowNames[:], 1) }

// UnmarshalText reads the name of an arrow.
func (a *Arrow) UnmarshalText(text []byte) error { return enum.Parse(a, text, arrowNames[:], 1) }

// trend returns the movement from one value to the next, none if it cannot be
// written as a number.
func (k KPI) trend(before, now *big.Rat) Trend {
	change := new(big.Rat).Sub(now, before)
	by := fraction(change)
	if by == nil {
		return Trend{}
	}
	room := new(big.Rat).Abs(before)
	room.Mul(room, big.NewRat(k.def.Tolerance.Units(), int64(exact.Hundred)))
	t := Trend{Arrow: Flat, By: *by}
	if new(big.Rat).Abs(change).Cmp(room) <= 0 {
		return t
	}
	t.Arrow = Up
	if change.Sign() < 0 {
		t.Arrow = Down
	}
	better := change.Sign() * number.Toward(k.def.Target.Op)
	if k.def.Target.Op == alianza.OpBetween { // nearer to the range is better
		better = off(k.def.Target, before).Cmp(off(k.def.Target, now))
	}
	switch {
	case better > 0:
		t.Better = score.Yes
	case better < 0:
		t.Better = score.No
	}
	return t
}

// off returns by how much a number misses the range of a target between two
// bounds.
func off(t alianza.Bound, n *big.Rat) *big.Rat {
	low, high := exact.Rat(t.Value), exact.Rat(t.To)
	switch {
	case n.Cmp(low) < 0:
		return low.Sub(low, n)
	case n.Cmp(high) > 0:
		return high.Sub(n, high)
	}
	return new(big.Rat)
}

// meaning returns what a movement beyond the tolerance means, in words.
func (t Trend) meaning() string {
	switch t.Better {
	case score.Yes:
		return "improving"
	case score.No:
		return "worsening"
	default:
		return "neither better nor worse"
	}
}

// String returns the trend as a phrase, such as "up 5, improving", "up 5, neither
// better nor worse" or "flat".
func (t Trend) String() string {
	switch t.Arrow {
	case 0, Flat:
		return t.Arrow.String()
	default:
		change := rat{new(big.Rat).Abs(t.By.Rat())}
		return t.Arrow.String() + " " + exact.Text(exact.Trim(number.Shown(change, alianza.Above(decimal.Decimal{})))) + ", " + t.meaning()
	}
}

// MarshalJSON returns the JSON of the trend.
func (t Trend) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a trend that MarshalJSON wrote.
func (t *Trend) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

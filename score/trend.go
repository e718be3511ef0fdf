package score

import (
	"math/big"

	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"

	"github.com/shopspring/decimal"
)

// A Trend is how a figure moved since the one before, and whether that is good.
// The zero Trend is none: there was nothing to compare with.
type Trend struct {
	_       [0]func() // == would compare by address
	Arrow   Arrow
	Meaning Meaning
	Change  Fraction // the figure less the one before, exact
}

// Arrow is the direction in which a figure moved. The zero Arrow is none.
type Arrow uint8

// The arrows of a trend.
const (
	Down Arrow = iota + 1 // written "down"
	Flat                  // written "flat": within the dead band
	Up                    // written "up"
)

var arrowNames = [...]string{"none", "down", "flat", "up"}

// String returns the name of the arrow, "none" for the zero Arrow.
func (a Arrow) String() string { return enum.Name(a, arrowNames[:]) }

// AppendText appends the name of the arrow to b.
func (a Arrow) AppendText(b []byte) ([]byte, error) { return append(b, a.String()...), nil }

// MarshalText returns the name of the arrow.
func (a Arrow) MarshalText() ([]byte, error) { return a.AppendText(nil) }

// UnmarshalText reads the name of an arrow.
func (a *Arrow) UnmarshalText(text []byte) error { return enum.Parse(a, text, arrowNames[:], 1) }

// Meaning is what a movement means for a target: up is good for sales and bad
// for open tickets. The zero Meaning is none.
type Meaning uint8

// The meanings of a trend.
const (
	Worsening Meaning = iota + 1 // written "worsening"
	Stable                       // written "stable"
	Improving                    // written "improving"
)

var meaningNames = [...]string{"none", "worsening", "stable", "improving"}

// String returns the name of the meaning, "none" for the zero Meaning.
func (m Meaning) String() string { return enum.Name(m, meaningNames[:]) }

// AppendText appends the name of the meaning to b.
func (m Meaning) AppendText(b []byte) ([]byte, error) { return append(b, m.String()...), nil }

// MarshalText returns the name of the meaning.
func (m Meaning) MarshalText() ([]byte, error) { return m.AppendText(nil) }

// UnmarshalText reads the name of a meaning.
func (m *Meaning) UnmarshalText(text []byte) error { return enum.Parse(m, text, meaningNames[:], 1) }

// trend returns the movement from one figure to the next.
func (k KPI) trend(before, now *big.Rat) Trend {
	change := new(big.Rat).Sub(now, before)
	room := new(big.Rat).Abs(before)
	room.Mul(room, big.NewRat(int64(k.def.Band.p), int64(exact.Hundred)))
	t := Trend{Arrow: Flat, Meaning: Stable, Change: fraction(change)}
	if new(big.Rat).Abs(change).Cmp(room) <= 0 {
		return t
	}
	t.Arrow = Up
	if change.Sign() < 0 {
		t.Arrow = Down
	}
	better := change.Sign() * k.def.Target.toward()
	if k.def.Target.Op == OpBetween { // nearer to the range is better
		better = k.def.Target.off(before).Cmp(k.def.Target.off(now))
	}
	switch {
	case better > 0:
		t.Meaning = Improving
	case better < 0:
		t.Meaning = Worsening
	}
	return t
}

// String returns the trend as a phrase, such as "up 5, improving" or "flat".
func (t Trend) String() string {
	switch t.Arrow {
	case 0:
		return t.Arrow.String()
	case Flat:
		return "flat"
	default:
		return t.Arrow.String() + " " + exact.Text(exact.Trim(shown(t.Change.abs(), Above(decimal.Decimal{})))) + ", " + t.Meaning.String()
	}
}

func (t *Trend) fields(o *oldjson.Object) {
	oldjson.Text(o, "arrow", &t.Arrow)
	oldjson.Text(o, "meaning", &t.Meaning)
	t.Change.jsonField(o, "change")
}

// MarshalJSON returns the trend with its fields in lower case.
func (t Trend) MarshalJSON() ([]byte, error) { return oldjson.Marshal(t.fields) }

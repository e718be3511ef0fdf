// Package typical says how a figure compares with those that the programs name as typical.
//
//	usual, err := typical.Find(typical.PartnerCAC(), "marketing_agency")
//	position, err := usual.Place(cac) // below, inside or above
//
// They are reference data: ranges with their unit, their currency and their source. Nothing in
// the library refuses a figure because it is not typical. Some of these numbers contradict each
// other, and the comments say where.
//
// The sources are the affiliate, the alliance and the advanced program, by the ids of their
// rules in RULES.md.
package typical

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
)

// A Range is a typical range of a figure.
type Range struct {
	_     [0]func()     // == would compare decimals by address
	Name  string        `json:"name"`
	Unit  string        `json:"unit,omitzero"` // a currency, "%", a unit of package roi, or none
	Bound alianza.Bound `json:",inline"`
	// Of says what a percentage is of, When the situation that it is meant for, and Priority
	// how important the program takes it.
	Of       string `json:"of,omitzero"`
	When     string `json:"when,omitzero"`
	Priority string `json:"priority,omitzero"`
	Source   string `json:"source"` // the id of the rule, such as "C19"
}

// String returns the range as a phrase: "marketing_agency 40 to 80 USD (C19)", and
// "alliance 5000 EUR (R38)" for a range of one number.
func (r Range) String() string {
	numbers := r.Bound.String()
	if r.Bound.Op == alianza.OpBetween && exact.Cmp(r.Bound.Value, r.Bound.To) == 0 {
		numbers = exact.Text(r.Bound.Value)
	}
	text := r.Name + " " + numbers
	switch {
	case r.Unit == "", r.Unit == roi.UnitPercent, r.Unit[0] == ':':
		text += r.Unit
	default:
		text += " " + r.Unit
	}
	return text + " (" + r.Source + ")"
}

// MarshalJSON returns the range as a JSON object. It returns an error if the range has
// a fault.
func (r Range) MarshalJSON() ([]byte, error) { return strictjson.MarshalChecked(r, (*Range).sound) }

// UnmarshalJSON reads a range strictly.
func (r *Range) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, r, (*Range).sound)
}

// sound returns the faults of a range.
func (r *Range) sound() error {
	var f check.Faults
	r.check(&f)
	return f.Err()
}

func (r *Range) check(f *check.Faults) {
	f.Name("name", r.Name)
	f.Name("source", r.Source)
	f.Bound("", r.Bound)
}

// A Position says where a figure lies to a range.
type Position uint8

// The three positions. A range without an upper end has nothing above it.
const (
	Below Position = iota + 1
	Inside
	Above
)

func positionNames() []string { return []string{"", "below", "inside", "above"} }

// String returns the name of the position.
func (p Position) String() string { return enum.Name(p, positionNames()) }

// MarshalText returns the name of the position.
func (p Position) MarshalText() ([]byte, error) { return enum.Text(p, positionNames(), 1) }

// UnmarshalText reads the name of a position.
func (p *Position) UnmarshalText(text []byte) error { return enum.Parse(p, text, positionNames(), 1) }

// Place returns where a figure lies to the range. The exact number decides.
//
// It returns an error if:
//   - the figure is none ([alianza.ErrUnchecked]);
//   - it is in another unit ([alianza.ErrConflict]), or another currency
//     ([alianza.ErrCurrency]): a plain number is taken to be in the unit of the range;
//   - the range is unsound.
func (r Range) Place(figure roi.Figure) (Position, error) {
	var f check.Faults
	r.check(&f)
	switch unit := figure.Unit(); {
	case figure.IsZero():
		f.Add("figure", "", alianza.ErrUnchecked, "")
	case unit == "" || unit == r.Unit:
	case isMoney(unit) && isMoney(r.Unit):
		f.Add("figure", unit, alianza.ErrCurrency, "not "+r.Unit)
	default:
		f.Add("figure", unit, alianza.ErrConflict, "another unit than the range")
	}
	if err := f.Err(); err != nil {
		return 0, fmt.Errorf("typical: %s: %w", r.Name, err)
	}
	switch {
	case r.Bound.Holds(figure):
		return Inside, nil
	case r.Bound.Op == alianza.OpAtMost || r.Bound.Op == alianza.OpBelow:
		return Above, nil
	case figure.Cmp(r.Bound.Value) <= 0:
		return Below, nil
	}
	return Above, nil
}

// isMoney reports whether a unit is a currency.
func isMoney(unit string) bool {
	_, ok := currency.Places(unit)
	return ok
}

// Find returns the range of a name. It returns an error that wraps [alianza.ErrUnknown] if the
// list has none.
func Find(list []Range, name string) (Range, error) {
	for _, r := range list {
		if r.Name == name {
			return r, nil
		}
	}
	var f check.Faults
	f.Add("name", name, alianza.ErrUnknown, "the list has no such range")
	return Range{}, fmt.Errorf("typical: %w", f.Err())
}

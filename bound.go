package alianza

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// An Op compares a number with a bound. OpAtLeast, OpAtMost and OpBetween
// include the bound; OpAbove and OpBelow exclude it. The zero Op is none.
//
// Rules: X2.
type Op uint8

// The five comparisons.
const (
	OpAtLeast Op = iota + 1 // >=, in JSON "at_least"
	OpAbove                 // >, in JSON "above"
	OpAtMost                // <=, in JSON "at_most"
	OpBelow                 // <, in JSON "below"
	OpBetween               // >= one bound and <= another, in JSON "between" and "to"
)

var opNames = [...]string{"", "at_least", "above", "at_most", "below", "between"}

const opHelp = "one of at_least, above, at_most, below, between"

// String returns the name of the comparison in JSON, such as "at_least", and ""
// for none.
func (op Op) String() string {
	if int(op) < len(opNames) {
		return opNames[op]
	}
	return ""
}

// MarshalText returns the name of the comparison. It returns an error that wraps
// [ErrMissing] for the zero Op, and [ErrUnknown] if op is none of the five.
func (op Op) MarshalText() ([]byte, error) {
	switch {
	case op == 0:
		return nil, fault("", "", ErrMissing, "want "+opHelp)
	case op.String() == "":
		return nil, fault("", fmt.Sprintf("(%d)", uint8(op)), ErrUnknown, "want "+opHelp)
	}
	return []byte(op.String()), nil
}

// UnmarshalText reads the name of a comparison.
func (op *Op) UnmarshalText(text []byte) error {
	i := slices.Index(opNames[1:], string(text[:min(len(text), maxValue)]))
	if i < 0 {
		return fault("", string(text[:min(len(text), maxValue)]), ErrUnknown, "want "+opHelp)
	}
	*op = Op(i + 1)
	return nil
}

// A Bound is a condition on one number: "at least 7", "below 30", "30 to 50".
// The zero Bound is none.
//
// In JSON the comparison is the name of the field:
//
//	{"at_least": "7"}   {"at_least": "30", "to": "50"}   {"between": "30", "to": "60"}
//
// In a requirement or a condition these fields stand beside the others:
//
//	{"metric": "sales", "at_least": "6"}
type Bound struct {
	_     [0]func()       // == would compare decimals by address
	Op    Op              // the comparison
	Value decimal.Decimal // the bound
	// To is the upper bound of OpBetween, inclusive. With another comparison it
	// is the far end of the range that is aimed at and decides nothing: 55 meets
	// "at least 30, to 50". There, zero means none.
	To decimal.Decimal
}

// AtLeast returns the bound n >= d.
func AtLeast(d decimal.Decimal) Bound { return Bound{Op: OpAtLeast, Value: d} }

// Above returns the bound n > d.
func Above(d decimal.Decimal) Bound { return Bound{Op: OpAbove, Value: d} }

// AtMost returns the bound n <= d.
func AtMost(d decimal.Decimal) Bound { return Bound{Op: OpAtMost, Value: d} }

// Below returns the bound n < d.
func Below(d decimal.Decimal) Bound { return Bound{Op: OpBelow, Value: d} }

// Between returns the bound low <= n <= high.
func Between(low, high decimal.Decimal) Bound {
	return Bound{Op: OpBetween, Value: low, To: high}
}

// Range returns the bound with the far end of the range that is aimed at. It
// decides nothing: AtLeast(30).Range(50) holds for 55.
func (b Bound) Range(to decimal.Decimal) Bound {
	b.To = to
	return b
}

// IsZero reports whether b is the zero Bound, which is none. A number without a
// comparison is not: it is a bound with a fault.
func (b Bound) IsZero() bool { return b.Op == 0 && b.Value.IsZero() && b.To.IsZero() }

// Holds reports whether the number n meets the bound. A [decimal.Decimal] is
// such a number, and so is each exact result of the library. Holds returns
// false for the zero Bound, for a nil number, and for a figure that is none, such
// as the zero value of its type: missing is not zero.
func (b Bound) Holds(n interface{ Cmp(d decimal.Decimal) int }) bool {
	switch d := n.(type) {
	case decimal.Decimal:
		n = anySize{d}
	case *decimal.Decimal:
		if d == nil {
			return false
		}
		n = anySize{*d}
	case interface{ Unit() string }:
		if isNone(d) {
			return false
		}
	}
	switch {
	case n == nil || b.Op == 0:
		return false
	case b.Op == OpBetween:
		return n.Cmp(b.Value) >= 0 && n.Cmp(b.To) <= 0
	default:
		return exact.Op(b.Op).Holds(n.Cmp(b.Value))
	}
}

// isNone reports whether a number that says its unit is no figure, or a nil pointer.
func isNone(n interface{ Unit() string }) (none bool) {
	defer func() {
		if recover() != nil { // the methods of a nil pointer panic
			none = true
		}
	}()
	return n.Unit() == exact.NoFigure
}

// anySize compares a decimal of any size without writing it out.
type anySize struct{ d decimal.Decimal }

func (n anySize) Cmp(d decimal.Decimal) int { return exact.Cmp(n.d, d) }

// Equal reports whether two bounds are the same comparison with the same
// numbers: 7 and 7.00 are the same.
func (b Bound) Equal(c Bound) bool {
	return b.Op == c.Op && exact.Cmp(b.Value, c.Value) == 0 && exact.Cmp(b.To, c.To) == 0
}

// String returns the bound as a formula, such as ">= 7", ">= 30 (to 50)" or
// "30 to 60", and "none" for the zero Bound.
func (b Bound) String() string {
	if b.Op == 0 {
		return "none"
	}
	if b.Op == OpBetween {
		return exact.Text(b.Value) + " to " + exact.Text(b.To)
	}
	text := exact.Op(b.Op).Symbol() + " " + exact.Text(b.Value)
	if !b.To.IsZero() {
		text += " (to " + exact.Text(b.To) + ")"
	}
	return text
}

// MarshalJSON returns the bound as an object of its own, {} for the zero Bound.
// It returns an error if the comparison is none of the five or a number is out
// of the bounds of the library.
func (b Bound) MarshalJSON() ([]byte, error) {
	if b.IsZero() {
		return []byte("{}"), nil
	}
	if b.Op == 0 {
		return nil, fault("", "", ErrMissing, opHelp)
	}
	if _, err := b.Op.MarshalText(); err != nil {
		return nil, err
	}
	doc, err := appendNumber([]byte{'{'}, b.Op.String(), b.Value)
	if err == nil && (b.Op == OpBetween || !b.To.IsZero()) {
		doc, err = appendNumber(append(doc, ','), "to", b.To)
	}
	if err != nil {
		return nil, err
	}
	return append(doc, '}'), nil
}

// appendNumber appends a field that holds a number.
func appendNumber(doc []byte, name string, d decimal.Decimal) ([]byte, error) {
	if err := exact.Check(d); err != nil {
		return nil, outOfBounds(name, d, err)
	}
	return fmt.Appendf(doc, `"%s":"%s"`, name, exact.AppendJSON(nil, d)), nil
}

// UnmarshalJSON reads a bound: one comparison with its number, as a string or a
// number, and "to". It reads {} as the zero Bound.
func (b *Bound) UnmarshalJSON(data []byte) error {
	var in Bound
	var given []string // comparisons
	to := false
	err := members(data, func(m member) error {
		if m.name == "to" {
			to = true
			return m.bound(&in.To)
		}
		if in.Op.UnmarshalText([]byte(m.name)) != nil {
			return m.fault(ErrField, "the fields are at_least, above, at_most, below, between, to")
		}
		given = append(given, m.name)
		return m.bound(&in.Value)
	})
	switch {
	case err != nil:
		return err
	case len(given) > 1:
		return fault("", "", ErrConflict, strings.Join(given, " and ")+": give one")
	case len(given) == 0 && to:
		return fault("", "", ErrMissing, opHelp)
	case in.Op == OpBetween && !to:
		return fault("to", "", ErrMissing, "the upper bound of between")
	case in.Op != OpBetween && to && in.To.IsZero():
		return fault("to", "0", ErrRange, "zero means none: leave it out")
	}
	*b = in
	return nil
}

// bound sets *to to a number of a bound.
func (m member) bound(to *decimal.Decimal) error {
	text, err := m.number()
	if err != nil {
		return err
	}
	d, err := exact.Parse(text)
	switch {
	case errors.Is(err, exact.ErrNumber):
		return fault(m.name, text, ErrForm, err.Error())
	case err != nil:
		return fault(m.name, text, ErrRange, err.Error())
	}
	*to = d
	return nil
}

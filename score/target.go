package score

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// Op is how a value is compared with a bound: at least and at most include the
// bound, above and below do not (X2). The zero Op is not set.
type Op uint8

// The operators of a target.
const (
	OpAtLeast Op = iota + 1 // >=, written "at_least"
	OpAbove                 // >, written "above"
	OpAtMost                // <=, written "at_most"
	OpBelow                 // <, written "below"
	OpBetween               // >= one bound and <= another, written "between"
)

const (
	betweenName = "between"
	noBound     = "one of at_least, above, at_most, below, between"
)

// String returns the name of the operator in JSON, such as "at_least".
func (op Op) String() string {
	if op == OpBetween {
		return betweenName
	}
	return exact.Op(op).String()
}

func (op Op) valid() bool { return OpAtLeast <= op && op <= OpBetween }

// A Target is what a value has to meet. In JSON the operator is the name of the
// bound:
//
//	{"at_least": "7"}   {"at_least": "30", "to": "50"}   {"between": "30", "to": "60"}
//
// The zero Target is none.
type Target struct {
	_     [0]func() // == would compare decimals by address
	Op    Op
	Bound decimal.Decimal
	// To is the upper bound of [OpBetween], inclusive. With another operator it
	// is the far end of the range that is aimed at, which decides nothing: 55 is
	// on a target of 30 to 50 where more is better (R7). There zero is none.
	To decimal.Decimal
}

// AtLeast returns the target value >= bound.
func AtLeast(bound decimal.Decimal) Target { return Target{Op: OpAtLeast, Bound: bound} }

// Above returns the target value > bound.
func Above(bound decimal.Decimal) Target { return Target{Op: OpAbove, Bound: bound} }

// AtMost returns the target value <= bound.
func AtMost(bound decimal.Decimal) Target { return Target{Op: OpAtMost, Bound: bound} }

// Below returns the target value < bound.
func Below(bound decimal.Decimal) Target { return Target{Op: OpBelow, Bound: bound} }

// Between returns the target low <= value <= high: neither more nor less is
// good.
func Between(low, high decimal.Decimal) Target { return Target{Op: OpBetween, Bound: low, To: high} }

// Range returns the target with the far end of its range, which decides
// nothing: AtLeast(30).Range(50) is met by 55.
func (t Target) Range(to decimal.Decimal) Target {
	t.To = to
	return t
}

// IsZero reports whether there is no target.
func (t Target) IsZero() bool { return t.Op == 0 }

// String returns the target as a formula, such as ">= 7", ">= 30 (to 50)",
// "30 to 60".
func (t Target) String() string {
	if t.Op == OpBetween {
		return exact.Text(t.Bound) + " to " + exact.Text(t.To)
	}
	text := exact.Op(t.Op).Symbol() + " " + exact.Text(t.Bound)
	if !t.To.IsZero() {
		text += " (to " + exact.Text(t.To) + ")"
	}
	return text
}

// toward returns +1 or -1 as more or less is the better, 0 where neither is.
func (t Target) toward() int {
	switch t.Op {
	case OpAtLeast, OpAbove:
		return +1
	case OpAtMost, OpBelow:
		return -1
	default:
		return 0
	}
}

// met reports whether a number meets the target.
func (t Target) met(v Number) bool {
	if t.Op == OpBetween {
		return v.Cmp(t.Bound) >= 0 && v.Cmp(t.To) <= 0
	}
	return exact.Op(t.Op).Holds(v.Cmp(t.Bound))
}

// off returns by how much a number misses the range of a target between two
// bounds.
func (t Target) off(v *big.Rat) *big.Rat {
	low, high := exact.Rat(t.Bound), exact.Rat(t.To)
	switch {
	case v.Cmp(low) < 0:
		return low.Sub(low, v)
	case v.Cmp(high) > 0:
		return high.Sub(v, high)
	}
	return new(big.Rat)
}

// check adds the faults of the target, if it has some, and reports whether it
// has none.
func (t Target) check(f *check.Faults, path string) bool {
	if !t.Op.valid() {
		f.Add(path, "", alianza.ErrMissing, noBound)
		return false
	}
	bound, to := f.Number(path+"."+t.Op.String(), t.Bound), f.Number(path+".to", t.To)
	if !bound || !to || t.To.IsZero() && t.Op != OpBetween {
		return bound && to
	}
	c := exact.Cmp(t.To, t.Bound)
	switch {
	case t.Op == OpBetween && c < 0, t.toward() > 0 && c <= 0:
		f.Add(path+".to", exact.Text(t.To), alianza.ErrConflict, "not above "+exact.Text(t.Bound))
		return false
	case t.toward() < 0 && c >= 0:
		f.Add(path+".to", exact.Text(t.To), alianza.ErrConflict, "not below "+exact.Text(t.Bound)+", where less is better")
		return false
	}
	return true
}

// checkParts adds the fault of a target that does not part the numbers from
// low to high: all of them meet it or none, or it has two bounds.
func (t Target) checkParts(f *check.Faults, path, noun string, low, high decimal.Decimal) {
	if t.Op != OpBetween && !t.To.IsZero() {
		f.Add(path+".to", exact.Text(t.To), alianza.ErrConflict, "give one bound")
		return
	}
	path += "." + t.Op.String()
	if t.Op == OpBetween {
		f.Add(path, t.String(), alianza.ErrConflict, "give one bound")
		return
	}
	op := exact.Op(t.Op)
	least, most := op.Holds(exact.Cmp(low, t.Bound)), op.Holds(exact.Cmp(high, t.Bound))
	if least != most {
		return
	}
	which := "no "
	if least {
		which = "every "
	}
	f.Add(path, exact.Text(t.Bound), alianza.ErrConflict, which+noun+" on the scale meets it")
}

// MarshalJSON returns the JSON of the target, an empty object for none.
func (t Target) MarshalJSON() ([]byte, error) {
	if t.IsZero() {
		return []byte("{}"), nil
	}
	return oldjson.Marshal(t.fields)
}

// UnmarshalJSON reads a target strictly. It returns all faults and then leaves t
// as it was.
func (t *Target) UnmarshalJSON(data []byte) error {
	return oldjson.Into(t, data, oldjson.MaxDefinition, (*Target).fields, func(t *Target) error {
		var f check.Faults
		t.check(&f, "")
		return f.Err()
	})
}

func (t *Target) fields(o *oldjson.Object) {
	if o.Has(betweenName) || !o.Reading() && t.Op == OpBetween {
		t.Op = OpBetween
		o.Decimal(betweenName, &t.Bound)
		o.Decimal("to", &t.To)
		return
	}
	if !o.Reading() {
		o.Bound((*exact.Op)(&t.Op), &t.Bound)
	} else if o.Optional().Bound((*exact.Op)(&t.Op), &t.Bound); t.Op == 0 {
		o.Fault(alianza.ErrMissing, noBound)
	}
	o.Optional().Decimal("to", &t.To)
}

package score

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
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
)

// String returns the name of the operator in JSON, such as "at_least".
func (op Op) String() string { return exact.Op(op).String() }

func (op Op) valid() bool { return OpAtLeast <= op && op <= OpBelow }

// A Target is what a value has to meet. In JSON the operator is the name of the
// bound: {"at_least": "7"}. The zero Target is none.
type Target struct {
	_     [0]func() // == would compare decimals by address
	Op    Op
	Bound decimal.Decimal
}

// AtLeast returns the target value >= bound.
func AtLeast(bound decimal.Decimal) Target { return Target{Op: OpAtLeast, Bound: bound} }

// Above returns the target value > bound.
func Above(bound decimal.Decimal) Target { return Target{Op: OpAbove, Bound: bound} }

// AtMost returns the target value <= bound.
func AtMost(bound decimal.Decimal) Target { return Target{Op: OpAtMost, Bound: bound} }

// Below returns the target value < bound.
func Below(bound decimal.Decimal) Target { return Target{Op: OpBelow, Bound: bound} }

// IsZero reports whether there is no target.
func (t Target) IsZero() bool { return t.Op == 0 }

// String returns the target as a formula, such as ">= 7".
func (t Target) String() string { return exact.Op(t.Op).Symbol() + " " + exact.Text(t.Bound) }

// check adds the fault of the target, if it has one, and reports whether it has
// none.
func (t Target) check(f *check.Faults, path string) bool {
	if !t.Op.valid() {
		f.Add(path, "", alianza.ErrMissing, "one of at_least, above, at_most, below")
		return false
	}
	return f.Number(path+"."+t.Op.String(), t.Bound)
}

func (t *Target) fields(o *strictjson.Object) { o.Bound((*exact.Op)(&t.Op), &t.Bound) }

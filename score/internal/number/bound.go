package number

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

const noBound = "one of at_least, above, at_most, below, between"

// Is reports whether there is such a comparison.
func Is(op alianza.Op) bool { return alianza.OpAtLeast <= op && op <= alianza.OpBetween }

// Toward returns +1 or -1 as more or less is the better, 0 where neither is.
func Toward(op alianza.Op) int {
	switch op {
	case alianza.OpAtLeast, alianza.OpAbove:
		return +1
	case alianza.OpAtMost, alianza.OpBelow:
		return -1
	default:
		return 0
	}
}

// CheckBound adds the faults of a bound, if it has some, and reports whether it
// has none.
func CheckBound(f *check.Faults, path string, b alianza.Bound) bool {
	if !Is(b.Op) {
		f.Add(path, "", alianza.ErrMissing, noBound)
		return false
	}
	value, to := f.Number(path+"."+b.Op.String(), b.Value), f.Number(path+".to", b.To)
	if !value || !to || b.To.IsZero() && b.Op != alianza.OpBetween {
		return value && to
	}
	c := exact.Cmp(b.To, b.Value)
	switch {
	case b.Op == alianza.OpBetween && c < 0, Toward(b.Op) > 0 && c <= 0:
		f.Add(path+".to", exact.Text(b.To), alianza.ErrConflict, "not above "+exact.Text(b.Value))
		return false
	case Toward(b.Op) < 0 && c >= 0:
		f.Add(path+".to", exact.Text(b.To), alianza.ErrConflict, "not below "+exact.Text(b.Value)+", where less is better")
		return false
	}
	return true
}

// CheckParts adds the fault of a bound that does not part the numbers from low
// to high: all of them meet it or none, or it has two ends.
func CheckParts(f *check.Faults, path, noun string, b alianza.Bound, low, high decimal.Decimal) {
	if b.Op != alianza.OpBetween && !b.To.IsZero() {
		f.Add(path+".to", exact.Text(b.To), alianza.ErrConflict, "give one bound")
		return
	}
	path += "." + b.Op.String()
	if b.Op == alianza.OpBetween {
		f.Add(path, b.String(), alianza.ErrConflict, "give one bound")
		return
	}
	least, most := b.Holds(low), b.Holds(high)
	if least != most {
		return
	}
	which := "no "
	if least {
		which = "every "
	}
	f.Add(path, exact.Text(b.Value), alianza.ErrConflict, which+noun+" on the scale meets it")
}

// Field is the field of an object that holds a bound.
func Field(o *oldjson.Object, name string, b *alianza.Bound) {
	oldjson.Struct(o, name, b, b.IsZero(), fields)
}

func fields(b *alianza.Bound, o *oldjson.Object) {
	const between = "between"
	if o.Has(between) || !o.Reading() && b.Op == alianza.OpBetween {
		b.Op = alianza.OpBetween
		o.Decimal(between, &b.Value)
		o.Decimal("to", &b.To)
		return
	}
	op := exact.Op(b.Op)
	if !o.Reading() {
		o.Bound(&op, &b.Value)
	} else if o.Optional().Bound(&op, &b.Value); op == 0 {
		o.Fault(alianza.ErrMissing, noBound)
	}
	b.Op = alianza.Op(op)
	o.Optional().Decimal("to", &b.To)
}

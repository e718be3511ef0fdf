package number

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

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

package commission

import (
	"fmt"
	"math"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Volume is how much was sold. The zero Volume is nothing.
type Volume struct {
	_      [0]func() // == would compare decimals by address
	Amount decimal.Decimal
	Units  int // such as sales
}

// Plus returns the sum of two volumes.
func (v Volume) Plus(w Volume) Volume {
	return Volume{Amount: v.Amount.Add(w.Amount), Units: v.Units + w.Units}
}

// isZero reports whether nothing was sold.
func (v Volume) isZero() bool { return v.Units == 0 && v.Amount.IsZero() }

// check faults a volume that nobody sells; path is what stands before a field.
func (v Volume) check(f *check.Faults, path string) {
	f.NotNegative(path+"amount", v.Amount)
	if v.Units < 0 || v.Units > math.MaxInt32 {
		f.Add(path+"units", fmt.Sprint(v.Units), alianza.ErrRange, "from 0 to 2147483647")
	}
}

// String returns the volume as a phrase: "600.00", "3 units", "600.00 in 6
// units".
func (v Volume) String() string {
	switch units := fmt.Sprintf("%d units", v.Units); {
	case v.Units == 0:
		return exact.Text(v.Amount)
	case v.Amount.IsZero():
		return strings.TrimSuffix(units, map[bool]string{true: "s"}[v.Units == 1])
	default:
		return exact.Text(v.Amount) + " in " + strings.TrimSuffix(units, map[bool]string{true: "s"}[v.Units == 1])
	}
}

func (v *Volume) fields(o *oldjson.Object) {
	o.Optional().Decimal("amount", &v.Amount)
	o.Optional().Int("units", &v.Units)
}

// MarshalJSON returns the volume with its fields in lower case.
func (v Volume) MarshalJSON() ([]byte, error) { return oldjson.Marshal(v.fields) }

// UnmarshalJSON reads a volume strictly.
func (v *Volume) UnmarshalJSON(data []byte) error {
	return oldjson.Into(v, data, oldjson.MaxDefinition, (*Volume).fields, func(v *Volume) error {
		var f check.Faults
		v.check(&f, "")
		return f.Err()
	})
}

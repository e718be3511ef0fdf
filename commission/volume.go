package commission

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Volume is how much was sold. The zero Volume is nothing.
type Volume struct {
	_      [0]func()       // == would compare decimals by address
	Amount decimal.Decimal `json:"amount,omitzero,wide"`
	Units  decimal.Decimal `json:"units,omitzero,wide"` // such as sales, licenses, hours
}

// plus returns the sum of two checked volumes. A zero has no places and adds none, as that
// of a record which was written and read again.
func (v Volume) plus(w Volume) Volume {
	return Volume{Amount: plus(v.Amount, w.Amount), Units: plus(v.Units, w.Units)}
}

func plus(a, b decimal.Decimal) decimal.Decimal {
	switch {
	case a.IsZero():
		return bare(b)
	case b.IsZero():
		return a
	}
	return bare(exact.Add(a, b))
}

// minus returns a less b, in the same way.
func minus(a, b decimal.Decimal) decimal.Decimal {
	if b.IsZero() {
		return bare(a)
	}
	return bare(exact.Sub(a, b))
}

// bare returns a zero without places, and any other number as it is.
func bare(d decimal.Decimal) decimal.Decimal {
	if d.IsZero() {
		return decimal.Decimal{}
	}
	return d
}

// isZero reports whether nothing was sold.
func (v Volume) isZero() bool { return v.Units.IsZero() && v.Amount.IsZero() }

// check faults a volume that nobody sells; path is what stands before a field.
func (v Volume) check(f *check.Faults, path string) {
	f.NotNegative(path+"amount", v.Amount)
	if f.NotNegative(path+"units", v.Units) && exact.Cmp(v.Units, maxUnits) > 0 {
		f.Add(path+"units", exact.Text(v.Units), alianza.ErrRange, "from 0 to 2147483647")
	}
}

// String returns the volume as a phrase: "600.00", "3 units", "600.00 in 6
// units".
func (v Volume) String() string {
	units := exact.Text(exact.Trim(exact.Sane(v.Units))) + " units"
	if units == "1 units" {
		units = "1 unit"
	}
	switch {
	case v.Units.IsZero():
		return exact.Text(v.Amount)
	case v.Amount.IsZero():
		return units
	default:
		return exact.Text(v.Amount) + " in " + units
	}
}

// MarshalJSON writes the volume by its tags.
func (v Volume) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads a volume strictly and checks its bounds.
func (v *Volume) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, v, func(v *Volume) error {
		var f check.Faults
		v.check(&f, "")
		return f.Err()
	})
}

package terms

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Quantity is what a clause bounds and an agreement fixes: a percentage, "20%",
// or a number, "500". The subject of the clause says what the number counts. The
// zero Quantity is none. Compare quantities with Equal.
type Quantity struct {
	number decimal.Decimal // of percent, if it is a percentage
	unit   form            // 0 for none
}

// Rate returns a percentage as a quantity.
func Rate(p alianza.Percent) Quantity { return Quantity{p.Decimal(), percentage} }

// Number returns a number as a quantity: an amount, years, a count.
func Number(d decimal.Decimal) Quantity { return Quantity{d, amount} }

// whole returns a whole number as a quantity.
func whole(n int64) Quantity { return Number(decimal.NewFromInt(n)) }

// Percent returns the percentage, and false if the quantity is none.
func (q Quantity) Percent() (alianza.Percent, bool) {
	if q.unit != percentage {
		return alianza.Percent{}, false
	}
	p, err := alianza.PercentOf(q.number)
	return p, err == nil
}

// Decimal returns the number: 500 for "500", and 20 for "20%". It is 0 for none.
func (q Quantity) Decimal() decimal.Decimal { return q.number }

// IsZero reports whether there is no quantity. A quantity of 0 is one.
func (q Quantity) IsZero() bool { return q.unit == 0 }

// Equal reports whether two quantities are the same: 7 and 7.00 are.
func (q Quantity) Equal(o Quantity) bool {
	return q.unit == o.unit && exact.Cmp(q.number, o.number) == 0
}

// String returns the quantity: "20%", "500", or "none".
func (q Quantity) String() string {
	switch q.unit {
	case 0:
		return "none"
	case percentage:
		return exact.Text(exact.Trim(exact.Sane(q.number))) + "%"
	default:
		return exact.Text(q.number)
	}
}

// MarshalText returns the text of [Quantity.String]. It returns an error for none
// and for a number out of bounds.
func (q Quantity) MarshalText() ([]byte, error) {
	var f check.Faults
	if q.unit == 0 {
		f.Add("", "", alianza.ErrMissing, "no quantity")
	}
	f.Number("", q.number)
	return []byte(q.String()), f.Err()
}

// UnmarshalText reads a percentage such as "20%", or a number such as "500".
func (q *Quantity) UnmarshalText(text []byte) error {
	const longest = 200
	s := string(text[:min(len(text), longest)])
	if strings.Contains(s, "%") {
		p, err := alianza.ParsePercent(s)
		if err == nil {
			*q = Rate(p)
		}
		return err
	}
	d, err := exact.Parse(s)
	if err != nil {
		return check.Fault("", s, alianza.ErrForm, `not a number such as "500", or a percentage such as "20%": `+err.Error())
	}
	*q = Number(d)
	return nil
}

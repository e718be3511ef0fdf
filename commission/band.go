package commission

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Band is a range of rates within which a contract fixes one, closed at both
// ends (X3). Bands of neighbouring tiers may share an end, so that a rate does
// not tell the band (T7). It compares with ==. The zero Band has only 0% in it.
type Band struct {
	Low  Rate `json:"low"`
	High Rate `json:"high"`
}

// ResellerBands returns the bands of rates of the alliance program's resellers
// by level (T6): basic 15% to 20%, professional 20% to 25%, enterprise 25% to
// 30%.
func ResellerBands() map[string]Band {
	return map[string]Band{
		"basic":        {Percent(15), Percent(20)},
		"professional": {Percent(20), Percent(25)},
		"enterprise":   {Percent(25), Percent(30)},
	}
}

// Has reports whether a rate is in the band: at least Low and at most High.
func (b Band) Has(r Rate) bool { return r.Compare(b.Low) >= 0 && r.Compare(b.High) <= 0 }

// String returns the band as a phrase: "15% to 20%", or "10%" if it has one rate.
func (b Band) String() string { return span(b.Low.String(), b.High.String()) }

func span(low, high string) string {
	if low == high {
		return low
	}
	return low + " to " + high
}

// MarshalJSON returns the band as an object of its two ends.
func (b Band) MarshalJSON() ([]byte, error) { return oldjson.Marshal(b.fields) }

// UnmarshalJSON reads a band strictly; its ends have to be in order.
func (b *Band) UnmarshalJSON(data []byte) error {
	return oldjson.Into(b, data, oldjson.MaxDefinition, (*Band).fields, (*Band).check)
}

func (b *Band) fields(o *oldjson.Object) {
	oldjson.Text(o, "low", &b.Low)
	oldjson.Text(o, "high", &b.High)
}

func (b *Band) check() error {
	var f check.Faults
	if b.High.Compare(b.Low) < 0 {
		f.Add("high", b.High.String(), alianza.ErrConflict, "below low, "+b.Low.String())
	}
	return f.Err()
}

// An AmountBand is a range of amounts within which a contract fixes one, closed
// at both ends (X3). The amounts are in the currency of what it stands in. The
// zero AmountBand has only 0 in it.
type AmountBand struct {
	_    [0]func()       // == would compare decimals by address
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
}

// Has reports whether an amount is in the band: at least Low and at most High.
// A number out of the bounds of the library is in no band.
func (b AmountBand) Has(amount decimal.Decimal) bool {
	for _, d := range [...]decimal.Decimal{amount, b.Low, b.High} {
		if exact.Check(d) != nil {
			return false
		}
	}
	return exact.Cmp(amount, b.Low) >= 0 && exact.Cmp(amount, b.High) <= 0
}

// IsZero reports whether the band is from 0 to 0.
func (b AmountBand) IsZero() bool { return b.Low.IsZero() && b.High.IsZero() }

// String returns the band as a phrase: "500 to 2000", or "200" if it has one
// amount.
func (b AmountBand) String() string { return span(exact.Text(b.Low), exact.Text(b.High)) }

// MarshalJSON returns the band as an object of its two ends.
func (b AmountBand) MarshalJSON() ([]byte, error) { return oldjson.Marshal(b.fields) }

// UnmarshalJSON reads a band strictly; its ends have to be in order.
func (b *AmountBand) UnmarshalJSON(data []byte) error {
	return oldjson.Into(b, data, oldjson.MaxDefinition, (*AmountBand).fields, (*AmountBand).check)
}

func (b *AmountBand) fields(o *oldjson.Object) {
	o.Decimal("low", &b.Low)
	o.Decimal("high", &b.High)
}

func (b *AmountBand) check() error {
	var f check.Faults
	low := f.Number("low", b.Low)
	if f.Number("high", b.High) && low && exact.Cmp(b.High, b.Low) < 0 {
		f.Add("high", exact.Text(b.High), alianza.ErrConflict, "below low, "+exact.Text(b.Low))
	}
	return f.Err()
}

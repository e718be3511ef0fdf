package terms

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A RateRange is a range of rates in which a contract fixes one, closed at both
// ends. Ranges of neighboring levels may share an end, so that a rate does not
// tell the level. It compares with ==. The zero RateRange holds only 0%.
//
// Rules: T7, X3.
type RateRange struct {
	Low  alianza.Percent `json:"low"`
	High alianza.Percent `json:"high"`
}

// Has reports whether a rate is in the range: at least Low and at most High.
func (r RateRange) Has(rate alianza.Percent) bool {
	return rate.Compare(r.Low) >= 0 && rate.Compare(r.High) <= 0
}

// String returns the range as a phrase: "15% to 20%", or "10%" if it has one rate.
func (r RateRange) String() string { return span(r.Low.String(), r.High.String()) }

func span(low, high string) string {
	if low == high {
		return low
	}
	return low + " to " + high
}

// payable reports whether a rate is one that can be paid: 0% to 100%.
func payable(rate alianza.Percent) bool {
	return rate.Sign() >= 0 && rate.Compare(alianza.WholePercent(100)) <= 0
}

const aboveZero = "a range starts above zero; what may be nothing is no clause"

// checkClause checks the range of a clause and reports whether it is sound.
func (r RateRange) checkClause(f *check.Faults, path string) bool {
	err := r.check()
	f.Join(alianza.At(path, err))
	low, high := r.Low.Sign() > 0, r.High.Compare(alianza.WholePercent(100)) <= 0
	if !low {
		f.Add(path+".low", r.Low.String(), alianza.ErrRange, aboveZero)
	}
	if !high {
		f.Add(path+".high", r.High.String(), alianza.ErrRange, "from 0% to 100%")
	}
	return err == nil && low && high
}

// MarshalJSON returns the range as an object of its two ends.
func (r RateRange) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

// UnmarshalJSON reads a range strictly; its ends have to be in order.
func (r *RateRange) UnmarshalJSON(data []byte) error {
	return oldjson.Into(r, data, oldjson.MaxDefinition, (*RateRange).fields, (*RateRange).check)
}

func (r *RateRange) fields(o *oldjson.Object) {
	oldjson.Text(o, "low", &r.Low)
	oldjson.Text(o, "high", &r.High)
}

func (r *RateRange) check() error {
	var f check.Faults
	if r.High.Compare(r.Low) < 0 {
		f.Add("high", r.High.String(), alianza.ErrConflict, "below low, "+r.Low.String())
	}
	return f.Err()
}

// field is a field that holds a range, absent if that is zero.
func (r *RateRange) field(o *oldjson.Object, name string) {
	oldjson.Struct(o.Optional(), name, r, *r == RateRange{}, func(r *RateRange, in *oldjson.Object) {
		r.fields(in)
		if in.Reading() && *r == (RateRange{}) {
			in.Fault(alianza.ErrRange, aboveZero)
		}
	})
}

// An AmountRange is a range of amounts in which a contract fixes one, closed at
// both ends. The amounts are in the currency of the definition around it. The
// zero AmountRange holds only 0.
//
// Rules: X3.
type AmountRange struct {
	_    [0]func()       // == would compare decimals by address
	Low  decimal.Decimal `json:"low"`
	High decimal.Decimal `json:"high"`
}

// Has reports whether an amount is in the range: at least Low and at most High.
// A number out of the bounds of the library is in no range.
func (r AmountRange) Has(amount decimal.Decimal) bool {
	for _, d := range [...]decimal.Decimal{amount, r.Low, r.High} {
		if exact.Check(d) != nil {
			return false
		}
	}
	return exact.Cmp(amount, r.Low) >= 0 && exact.Cmp(amount, r.High) <= 0
}

// IsZero reports whether the range is from 0 to 0.
func (r AmountRange) IsZero() bool { return r.Low.IsZero() && r.High.IsZero() }

// String returns the range as a phrase: "500 to 2000", or "200" if it has one
// amount.
func (r AmountRange) String() string { return span(exact.Text(r.Low), exact.Text(r.High)) }

func (r AmountRange) checkClause(f *check.Faults, path string) {
	err := r.check()
	f.Join(alianza.At(path, err))
	if err == nil && !r.Low.IsPositive() {
		f.Add(path+".low", exact.Text(r.Low), alianza.ErrRange, aboveZero)
	}
}

// MarshalJSON returns the range as an object of its two ends.
func (r AmountRange) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

// UnmarshalJSON reads a range strictly; its ends have to be in order.
func (r *AmountRange) UnmarshalJSON(data []byte) error {
	return oldjson.Into(r, data, oldjson.MaxDefinition, (*AmountRange).fields, (*AmountRange).check)
}

func (r *AmountRange) fields(o *oldjson.Object) {
	o.Decimal("low", &r.Low)
	o.Decimal("high", &r.High)
}

func (r *AmountRange) check() error {
	var f check.Faults
	low := f.Number("low", r.Low)
	if f.Number("high", r.High) && low && exact.Cmp(r.High, r.Low) < 0 {
		f.Add("high", exact.Text(r.High), alianza.ErrConflict, "below low, "+exact.Text(r.Low))
	}
	return f.Err()
}

// field is a field that holds a range, absent if that is zero.
func (r *AmountRange) field(o *oldjson.Object, name string) {
	oldjson.Struct(o.Optional(), name, r, r.IsZero(), func(r *AmountRange, in *oldjson.Object) {
		r.fields(in)
		if in.Reading() && r.IsZero() {
			in.Fault(alianza.ErrRange, aboveZero)
		}
	})
}

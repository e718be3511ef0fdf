package forecast

import (
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Units of values. The unit of an amount is the code of its currency, and that of a sales
// velocity has " per day" behind it.
const (
	UnitPercent = "%"
	UnitDays    = "days"
	perDay      = " per day"
)

// A Value is an exact quotient with its unit. A KPI of package score/kpi judges it, and
// so does [alianza.Bound.Holds]. The zero Value is none: it meets no bound.
type Value struct {
	_      [0]func() // == would compare by address
	unit   string
	number *big.Rat // nil in the zero Value; never changed
}

// Unit returns the unit, "no figure" for the zero Value, which no KPI takes.
func (v Value) Unit() string {
	if v.number == nil {
		return exact.NoFigure
	}
	return v.unit
}

// Rat returns the number as a fraction of the caller's own, 0 for the zero Value.
func (v Value) Rat() *big.Rat {
	if v.number == nil {
		return new(big.Rat)
	}
	return new(big.Rat).Set(v.number)
}

// Round returns the number with so many decimals, 0 to 18, rounded half up: a tie goes
// away from zero. A number of places out of bounds is moved into them.
func (v Value) Round(places int32) decimal.Decimal {
	return exact.RoundRat(v.Rat(), max(0, min(places, exact.MaxPlaces)), exact.HalfUp)
}

// Cmp returns -1, 0 or +1 as the exact number is less than, equal to or greater than d. A d
// of hostile size is compared without being written out. The zero Value compares as 0:
// [alianza.Bound.Holds] knows it for none.
func (v Value) Cmp(d decimal.Decimal) int { return exact.CmpRat(v.Rat(), d) }

// Equal reports whether two values have the same unit and number.
func (v Value) Equal(w Value) bool {
	return v.unit == w.unit && v.IsZero() == w.IsZero() && v.Rat().Cmp(w.Rat()) == 0
}

// IsZero reports whether v is the zero Value, which is none. A value of 0% is one.
func (v Value) IsZero() bool { return v.number == nil }

// String returns the value with its unit, rounded half up to two decimals: "25%",
// "37.5 days", "2777.78 EUR per day".
func (v Value) String() string {
	if v.number == nil {
		return "none"
	}
	text := exact.Text(exact.Trim(v.Round(2)))
	switch {
	case v.unit == UnitPercent:
		return text + v.unit
	case v.unit == UnitDays && text == "1":
		return text + " day"
	}
	return text + " " + v.unit
}

// valueJSON is the JSON form of a value.
type valueJSON struct {
	Unit  string `json:"unit"`
	Exact string `json:"exact"`
}

// MarshalJSON returns the unit and the number as a fraction in lowest terms:
// {"unit":"EUR per day","exact":"25000/9"}. It returns an error that wraps
// [alianza.ErrUnchecked] for the zero Value.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.number == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return strictjson.MarshalChecked(valueJSON{v.unit, v.number.RatString()}, (*valueJSON).check)
}

// UnmarshalJSON reads a value that MarshalJSON wrote.
func (v *Value) UnmarshalJSON(data []byte) error {
	var in valueJSON
	var made Value
	err := strictjson.Unmarshal(data, &in, func(in *valueJSON) (err error) {
		made, err = in.value()
		return err
	})
	if err == nil {
		*v = made
	}
	return err
}

// longest is how many digits a fraction has in JSON, with its sign and its slash.
const (
	longest = 2000
	tooLong = "a fraction of more than 2,000 digits"
)

// long reports whether a fraction has too many digits. It writes out none that has by far.
func long(q *big.Rat) bool {
	const bits = 4 * longest // a digit has less
	return q.Num().BitLen()+q.Denom().BitLen() > bits || len(q.RatString()) > longest
}

// check returns the faults of the parts of a value.
func (in *valueJSON) check() error {
	_, err := in.value()
	return err
}

// value checks the parts of a value.
func (in *valueJSON) value() (Value, error) {
	var f check.Faults
	f.Name("unit", in.Unit)
	word := in.Exact
	q, ok := new(big.Rat), len(word) <= longest && strings.Trim(word, "-/0123456789") == ""
	if ok {
		q, ok = q.SetString(word)
	}
	if !ok || q.RatString() != word {
		f.Add("exact", word, alianza.ErrForm, `want a fraction in lowest terms such as "25000/9"`)
	}
	return Value{unit: in.Unit, number: q}, f.Err()
}

// quotient returns a/b in a unit. The denominator is not zero.
func quotient(unit string, a, b *big.Rat) Value {
	return Value{unit: unit, number: new(big.Rat).Quo(a, b)}
}

func whole(n int64) *big.Rat { return new(big.Rat).SetInt64(n) }

// A sum of amounts costs no allocation as long as the amounts have no more decimals than
// their currency, and fit a word.
type sum struct {
	units exact.Total // of 10^-places
	rest  decimal.Decimal
}

// add adds a checked amount. All of it, as a factor, gives its units without an allocation.
func (s *sum) add(d decimal.Decimal, places int32, all *exact.Factor) {
	if d.Exponent() == -places {
		s.units.AddRounded(d)
		return
	}
	if d.Exponent() > -places {
		if units, ok := all.Units(d); ok {
			s.units.Add(units)
			return
		}
	}
	s.rest = s.rest.Add(d)
}

// total returns the sum.
func (s *sum) total(places int32) decimal.Decimal {
	return s.units.Decimal(places).Add(s.rest)
}

// merge adds another sum.
func (s *sum) merge(o *sum, places int32) {
	s.units.AddRounded(o.units.Decimal(places))
	s.rest = s.rest.Add(o.rest)
}

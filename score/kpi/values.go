package kpi

import (
	"encoding/json"
	"math/big"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// Values are the facts about a program or a partner, by KPI. A value that is not
// there, or nil, is one without data.
//
// In JSON a value is a decimal, or a quotient in lowest terms such as "52/7" or "5/2".
// A quotient is a plain number, as a [score.Fraction] is: it is refused where a unit
// is asked for. A value that says its unit is an object, and a check is true or false:
//
//	{"roi": "300", "satisfaction": {"value": "4.5", "unit": "of 5"}, "training": true}
//
// Rules: X14.
type Values map[string]score.Number

// MarshalJSON returns an object with the KPIs in order.
//
// It returns an error for a value that could not be read back: nil, one that says two
// units, and a number of a type of another package. [score.FractionOf] makes a number
// that can.
func (v Values) MarshalJSON() ([]byte, error) {
	out := make(map[string]value, len(v))
	for name, n := range v {
		out[name] = value{number: n}
	}
	return strictjson.Marshal(out)
}

// UnmarshalJSON reads an object of values.
func (v *Values) UnmarshalJSON(data []byte) error {
	var in map[string]value
	if err := strictjson.Unmarshal(data, &in, nil); err != nil {
		return err
	}
	*v = make(Values, len(in))
	for name, one := range in {
		(*v)[name] = one.number
	}
	return nil
}

// A value is a number in JSON.
type value struct {
	number score.Number
	inUnit bool // its unit stands beside it
}

// A measure is a number that says its unit, in JSON.
type measure struct {
	Value value  `json:"value"`
	Unit  string `json:"unit"`
}

// MarshalJSON returns the number, with its unit if it says one.
func (v value) MarshalJSON() ([]byte, error) {
	switch n := v.number.(type) {
	case nil:
		return nil, check.Fault("", "", alianza.ErrMissing, "leave out a value without data")
	case decimal.Decimal:
		if err := exact.Check(n); err != nil {
			return nil, check.Fault("", exact.Text(n), alianza.ErrRange, err.Error())
		}
		return append(exact.AppendJSON([]byte{'"'}, n), '"'), nil
	case score.Fraction:
		if v.inUnit {
			return json.Marshal(n.String())
		}
		return json.Marshal(n.Rat().String()) // 5/2 and not 2.5, which would say nothing of its unit
	case number.Measure:
		return marshalMeasure(n)
	}
	return nil, check.Fault("", "", alianza.ErrForm, "a number of another package: make it a decimal or a Fraction")
}

// marshalMeasure returns a number with its unit, and a check as true or false.
func marshalMeasure(m number.Measure) ([]byte, error) {
	switch n := m.Number.(type) {
	case number.Measure:
		return nil, check.Fault("unit", m.Unit(), alianza.ErrConflict, "the number says another unit, "+strconv.Quote(n.Unit()))
	case decimal.Decimal:
		for _, done := range []bool{false, true} {
			if m.Unit() == UnitCheck && exact.Cmp(n, checked(done)) == 0 {
				return json.Marshal(done)
			}
		}
	}
	return strictjson.Marshal(measure{value{m.Number, true}, m.Unit()})
}

// checked returns the value of a check.
func checked(done bool) decimal.Decimal {
	if done {
		return decimal.NewFromInt(1)
	}
	return decimal.Decimal{}
}

// UnmarshalJSON reads a number, with its unit if it is an object.
func (v *value) UnmarshalJSON(data []byte) error {
	switch c := data[0]; c {
	case '{':
		var in measure
		if err := strictjson.Unmarshal(data, &in, nil); err != nil {
			return err
		}
		if _, twice := in.Value.number.(number.Measure); twice {
			return check.Fault("value", "", alianza.ErrForm, "want a number without a unit")
		}
		v.number = score.WithUnit(in.Value.number, in.Unit)
		return nil
	case 't', 'f':
		v.number = score.WithUnit(checked(c == 't'), UnitCheck)
		return nil
	case '[':
		return check.Fault("", "", alianza.ErrForm, "want a number")
	}
	text := string(data)
	if data[0] == '"' {
		if err := json.Unmarshal(data, &text); err != nil {
			return check.Fault("", "", alianza.ErrForm, err.Error())
		}
	}
	if d, err := exact.Parse(text); err == nil {
		v.number = d
		return nil
	}
	f, err := quotient(text)
	if err == nil {
		v.number = f
	}
	return err
}

// quotient reads a number, or a quotient in lowest terms. One that has an end as a
// decimal is a quotient, too: "5/2", "3/1".
func quotient(text string) (f score.Fraction, err error) {
	const most = 300 // bytes: more than a decimal has that a Fraction writes
	err = f.UnmarshalText([]byte(text))
	if err == nil || strings.Trim(text, "-/0123456789") != "" {
		return f, err
	}
	if whole, ok := strings.CutSuffix(text, "/1"); ok {
		return f, f.UnmarshalText([]byte(whole))
	}
	if q, ok := new(big.Rat).SetString(text[:min(len(text), most)]); ok && q.String() == text {
		places, _ := q.FloatPrec()
		return f, f.UnmarshalText([]byte(q.FloatString(places)))
	}
	return f, err
}

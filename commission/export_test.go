package commission

import (
	"reflect" //nolint:depguard // to fill all fields that there are
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// Narrow leaves so few bits of the digests of keys that many are the same.
func (s *State) Narrow() { s.events.narrow = 61 }

// Winding returns the plan without the straight way of usual events.
func (p Plan) Winding() Plan {
	p.straight = false
	return p
}

// Usual reports whether an event goes the straight way.
func (p Plan) Usual(past Past, e Event) bool {
	_, ok := p.usual(past, &e, &look{})
	return ok
}

// Dead returns the bytes of rows that count no more.
func (s *State) Dead() int { return s.events.dead }

// FullRecord returns the record of an event in which no field is zero, whatever
// fields there are.
func FullRecord(key Key) Record {
	body, n := sold{}, 0
	fill(reflect.ValueOf(&body).Elem(), &n)
	return Record{key: key, revision: 7, plan: "p", day: alianza.DateOf(time.Unix(9e8, 0), nil), body: &body}
}

// fill gives all fields of a value another value each.
func fill(v reflect.Value, n *int) {
	*n++
	switch v.Interface().(type) {
	case decimal.Decimal:
		d := decimal.New(int64(*n)*1001, -3)
		if *n%2 == 0 { // of more digits than a word of the machine has
			d = d.Mul(decimal.New(-1_234_567_890_123_456_789, -15))
		}
		v.Set(reflect.ValueOf(d))
		return
	case time.Time:
		v.Set(reflect.ValueOf(time.Unix(int64(*n)*1e7, 500).In(time.FixedZone("", 3600*(*n%5)))))
		return
	case alianza.Date:
		v.Set(reflect.ValueOf(alianza.DateOf(time.Unix(int64(*n)*1e7, 0), nil)))
		return
	case alianza.Percent:
		v.Set(reflect.ValueOf(alianza.WholePercent(*n)))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("text " + string(rune('a'+*n%26)))
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int:
		v.SetInt(int64(*n))
	case reflect.Uint64:
		v.SetUint(uint64(*n) * 0x9E3779B97F4A7C15)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		fill(v.Index(0), n)
		fill(v.Index(1), n)
	case reflect.Map:
		one := reflect.New(v.Type().Elem()).Elem()
		fill(one, n)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(reflect.ValueOf("a part"), one)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).Name != "_" {
				fill(v.Field(i), n)
			}
		}
	default:
		panic("a field of another type: " + v.Type().String())
	}
}

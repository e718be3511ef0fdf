package strictjson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// value reads n into v, which is addressable, and notes it if it cannot be read.
func (r *reader) value(n node, v reflect.Value, as *form, wide bool) {
	before := len(r.faults)
	r.read(n, v, as, wide)
	if len(r.faults) > before {
		r.hole(n, as.of)
	}
}

// read reads n into v.
func (r *reader) read(n node, v reflect.Value, as *form, wide bool) {
	if n.kind == kindNull {
		r.want(n)
		return
	}
	switch as.read {
	case wayDecimal:
		r.decimal(n, v.Addr().Interface().(*decimal.Decimal), wide)
	case wayInstant:
		r.instant(n, v.Addr().Interface().(*time.Time))
	case wayDate:
		r.date(n, v.Addr().Interface().(*alianza.Date))
	case wayBound:
		r.structure(n, &shape{layout: &boundAlone, bound: v.Addr().Interface().(*alianza.Bound)})
	case wayPercent:
		if r.want(n, kindString, kindNumber) { // a number is refused, and told what to write
			r.failed(n, v.Addr().Interface().(*alianza.Percent).UnmarshalText(r.bytes(n)), false)
		}
	case wayJSON:
		r.nested(n, v.Addr().Interface().(json.Unmarshaler), as)
	case wayText:
		if r.want(n, kindString) {
			r.failed(n, v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(bytes.Clone(r.bytes(n))), false)
		}
	default:
		r.kind(n, v, as, wide)
	}
}

// kind reads n into a value whose type has no form of its own.
func (r *reader) kind(n node, v reflect.Value, as *form, wide bool) {
	switch as.kind {
	case reflect.String:
		if r.want(n, kindString) {
			v.SetString(r.text(n))
		}
	case reflect.Bool:
		if r.want(n, kindBool) {
			v.SetBool(r.document[n.at] == 't')
		}
	case reflect.Int:
		r.int(n, v)
	case reflect.Pointer:
		one := reflect.New(v.Type().Elem())
		r.value(n, one.Elem(), as.inside(), wide)
		v.Set(one)
	case reflect.Slice:
		r.list(n, v, as.inside(), wide)
	case reflect.Map:
		r.dictionary(n, v, as.inside(), wide)
	case reflect.Struct:
		if s, err := shapeOf(v, as); err == nil {
			r.structure(n, &s)
			return
		}
		r.foreign(n, v)
	default:
		r.foreign(n, v)
	}
}

const notInt = "not a whole number of 32 bits"

// fitsInt reports whether i can be read back.
func fitsInt(i int64) bool { return math.MinInt32 <= i && i <= math.MaxInt32 }

func (r *reader) int(n node, v reflect.Value) {
	if !r.want(n, kindNumber) {
		return
	}
	i, err := strconv.ParseInt(r.text(n), 10, 32)
	if err != nil {
		r.unread(n, alianza.ErrRange, notInt)
		return
	}
	v.SetInt(i)
}

// structure reads an object into the fields of a struct.
func (r *reader) structure(n node, s *shape) {
	if !r.want(n, kindObject) {
		return
	}
	var (
		b     = bound{reader: r, object: n}
		depth = len(r.steps)
		room  [64]bool // spares the allocation for the usual number of fields
		found = append(room[:0], make([]bool, len(s.fields))...)
		next  = 0
		meant []string // by the names of unknown fields
	)
	for _, m := range r.inside(n) {
		if r.full() {
			return
		}
		if !r.named(m) {
			continue
		}
		at := s.find(m.name, next)
		if at < 0 {
			r.steps = append(r.steps, step{string(m.name), -1})
		} else {
			r.steps = append(r.steps, step{s.fields[at].name, -1})
		}
		switch {
		case at >= 0 && found[at]:
			r.twice(m)
		case at >= 0:
			found[at], next = true, at+1
			r.value(m.node, s.at(s.fields[at].index), s.fields[at].form, s.fields[at].wide)
		case s.bound != nil && b.has(m.name):
			b.field(m)
		default:
			meant = append(meant, r.unknown(m, s.names()))
			b.stranger = b.stranger || r.number(m.node)
		}
		r.steps = r.steps[:depth]
	}
	for i := range s.fields {
		if f := &s.fields[i]; !found[i] && !f.optional {
			r.steps = append(r.steps, step{f.name, -1})
			r.missing(n, f, slices.Contains(meant, f.name))
			r.steps = r.steps[:depth]
		}
	}
	if s.bound != nil {
		b.unread = b.unread || slices.ContainsFunc(meant, func(name string) bool { return b.has([]byte(name)) })
		b.check(s.optional)
		*s.bound = b.bound
	}
}

// missing faults a field that is not in an object, unless it is there under a name
// that has its fault already.
func (r *reader) missing(n node, f *field, misspelled bool) {
	if misspelled {
		r.seen[r.path()] = true
		return
	}
	r.fault(n.at, "", alianza.ErrMissing, "")
	r.holes = append(r.holes, hole{at: n.at + 1, end: n.at + 1, path: r.path(), field: f.name, of: f.form.of})
}

func (r *reader) list(n node, v reflect.Value, as *form, wide bool) {
	if !r.want(n, kindArray) {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	depth := len(r.steps)
	for i, m := range r.inside(n) {
		if r.full() || i == many && !r.grow(n, v) {
			return
		}
		v.Grow(1)
		v.SetLen(i + 1)
		r.steps = append(r.steps, step{"", i})
		r.value(m.node, v.Index(i), as, wide)
		r.steps = r.steps[:depth]
	}
}

// grow makes room for all elements of a list that is a long one: to grow it step by
// step takes several times as much. It faults a list that is too large in memory.
func (r *reader) grow(n node, v reflect.Value) bool {
	count, most := 0, mostElements(v.Type().Elem())
	for range r.inside(n) {
		count++
	}
	if count > most && r.bounded(v.Type().Elem()) {
		r.fault(n.at, "", alianza.ErrLimit, fmt.Sprintf("%d elements, allowed are %d", count, most))
		return false
	}
	if room := min(count, most); room > v.Len() {
		v.Grow(room - v.Len())
	}
	return true
}

// mostElements returns how many elements of a type are not too large in memory: as
// many as room is made for at once.
func mostElements(of reflect.Type) int {
	const sizeOfMap = 384 // with a name in it
	size := int(of.Size())
	if of.Kind() == reflect.Map {
		size = sizeOfMap
	}
	return maxList / max(1, size)
}

// bounded reports whether a list of a type is refused that is too large in memory:
// of a definition, and of maps, which no document has many of.
func (r *reader) bounded(of reflect.Type) bool { return r.limited || of.Kind() == reflect.Map }

// dictionary reads an object with names of the user's choice.
func (r *reader) dictionary(n node, v reflect.Value, as *form, wide bool) {
	t := v.Type()
	key, one := reflect.New(t.Key()).Elem(), reflect.New(t.Elem()).Elem()
	if _, ok := key.Addr().Interface().(encoding.TextUnmarshaler); !ok && key.Kind() != reflect.String {
		r.foreign(n, v)
		return
	}
	if !r.want(n, kindObject) {
		return
	}
	v.Set(reflect.MakeMap(t))
	depth := len(r.steps)
	for _, m := range r.inside(n) {
		if r.full() {
			return
		}
		if !r.named(m) {
			continue
		}
		r.steps = append(r.steps, step{string(m.name), -1})
		if key.SetZero(); r.key(m, key) {
			if v.MapIndex(key).IsValid() {
				r.twice(m)
			} else {
				one.SetZero()
				r.value(m.node, one, as, wide)
				v.SetMapIndex(key, one)
			}
		}
		r.steps = r.steps[:depth]
	}
}

// key reads the name of a member as the key of a map.
func (r *reader) key(m member, key reflect.Value) bool {
	text, ok := key.Addr().Interface().(encoding.TextUnmarshaler)
	if !ok {
		key.SetString(string(m.name))
		return true
	}
	err := text.UnmarshalText(bytes.Clone(m.name))
	r.failed(node{kind: kindNull, at: m.nameAt}, err, false)
	return err == nil
}

// decimal reads a number from a string or a number by its text.
func (r *reader) decimal(n node, to *decimal.Decimal, wide bool) {
	if !r.want(n, kindString, kindNumber) {
		return
	}
	parse := exact.Parse[[]byte]
	if wide {
		parse = exact.ParseWritten[[]byte]
	}
	d, err := parse(r.bytes(n))
	switch {
	case errors.Is(err, exact.ErrNumber):
		r.unread(n, alianza.ErrForm, err.Error()+numberHelp(r.text(n)))
	case err != nil:
		r.unread(n, alianza.ErrRange, err.Error())
	default:
		*to = d
	}
}

// number reports whether a value is a number, in quotation marks or not.
func (r *reader) number(n node) bool {
	if n.kind != kindString && n.kind != kindNumber {
		return false
	}
	_, err := exact.Parse(r.bytes(n))
	return err == nil
}

// numberHelp says how to write a number that people write in another way.
func numberHelp(s string) string {
	const longest = 64
	if len(s) > longest {
		return ""
	}
	plain := strings.Trim(s, " \u00a0\u202f%+")
	thousands := ""
	if groups := strings.Split(plain, ","); len(groups) > 1 {
		whole, _, _ := strings.Cut(groups[len(groups)-1], ".")
		groups[len(groups)-1] = whole
		if !slices.ContainsFunc(groups[1:], func(g string) bool { return len(g) != len("000") }) {
			thousands = writeNumber(strings.ReplaceAll(plain, ",", ""))
		}
	}
	help := writeNumber(strings.Replace(plain, ",", ".", 1))
	if thousands != "" && help != "" { // 1,000 is read in two ways
		return thousands + " or" + strings.TrimPrefix(help, ": write")
	}
	return thousands + help
}

// writeNumber tells to write a number, if it is one.
func writeNumber(s string) string {
	if _, err := exact.Parse(s); err != nil {
		return ""
	}
	return fmt.Sprintf(": write %q", s)
}

// instant reads an instant with its offset from UTC.
func (r *reader) instant(n node, to *time.Time) {
	if !r.want(n, kindString) {
		return
	}
	t, ok := parseInstant(r.bytes(n))
	if !ok {
		detail := "not an instant such as 2026-05-01T09:30:00+02:00"
		if day, err := alianza.ParseDate(r.text(n)); err == nil {
			detail = "a day where an instant is needed: write " + day.String() + "T00:00:00+02:00, with the offset of your zone"
		}
		r.unread(n, alianza.ErrForm, detail)
		return
	}
	var f check.Faults
	if !f.Instant("", t) {
		r.unread(n, alianza.ErrRange, "the year is not from 1 to 9999")
		return
	}
	*to = t
}

// parseInstant reads an instant of RFC 3339. Unlike package time, it wants two
// digits of the hour, a point before a fraction, and an offset that can be written.
func parseInstant(s []byte) (t time.Time, ok bool) {
	const upToHour = "2006-01-02T15"
	if len(s) > maxWord || len(s) <= len(upToHour) || s[len(upToHour)] != ':' || bytes.IndexByte(s, ',') >= 0 {
		return t, false
	}
	if err := t.UnmarshalText(s); err != nil {
		return t, false
	}
	var room [len(time.RFC3339Nano)]byte
	_, err := t.AppendText(room[:0])
	const sixty = '6' // minutes of an offset, which package time carries over
	return t, err == nil && (s[len(s)-1] == 'Z' || s[len(s)-2] < sixty)
}

// date reads a day.
func (r *reader) date(n node, to *alianza.Date) {
	if !r.want(n, kindString) {
		return
	}
	const form = "2006-01-02"
	text := r.bytes(n)
	err := to.UnmarshalText(text)
	if err != nil && len(text) > len(form) {
		if day, dayErr := alianza.ParseDate(string(text[:len(form)])); dayErr == nil {
			err = check.Fault("", string(text), alianza.ErrForm, "want the day alone: write "+strconv.Quote(day.String()))
		}
	}
	r.failed(n, err, false)
}

// foreign reads a value of a type of another package's making as encoding/json
// does, without fields that the type does not have and names given twice.
func (r *reader) foreign(n node, v reflect.Value) {
	r.distinct(n)
	dec := json.NewDecoder(bytes.NewReader(r.document[n.at:n.end]))
	dec.DisallowUnknownFields()
	r.failed(n, dec.Decode(v.Addr().Interface()), false)
}

// distinct faults the names inside n that are given twice in one object.
func (r *reader) distinct(n node) {
	depth := len(r.steps)
	seen := map[string]bool{}
	for i, m := range r.inside(n) {
		if r.full() {
			return
		}
		here := step{"", i}
		if n.kind == kindObject {
			here = step{string(m.name), -1}
		}
		r.steps = append(r.steps, here)
		if n.kind == kindObject && seen[here.name] {
			r.twice(m)
		}
		seen[here.name] = true
		r.distinct(m.node)
		r.steps = r.steps[:depth]
	}
}

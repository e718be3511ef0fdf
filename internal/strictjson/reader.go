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
	"github.com/seed-0af520cd/alianza/internal/near"
)

// reader reads the nodes of a document into Go values and gathers faults with
// their place.
type reader struct {
	data   []byte
	root   *node
	path   []byte // of the value being read
	faults []placed
	more   int             // faults beyond those kept
	seen   map[string]bool // paths of faults; true if the value there could not be read
	lines  []int           // offsets of the beginnings of lines
}

type placed struct {
	offset int
	err    *alianza.FieldError
}

// full reports whether enough faults were found.
func (r *reader) full() bool { return len(r.faults) >= maxFaults }

func (r *reader) add(offset int, f *alianza.FieldError, unread bool) {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	r.seen[f.Path] = r.seen[f.Path] || unread
	if r.full() {
		r.more++
		return
	}
	f.Line, f.Column = r.position(offset)
	r.faults = append(r.faults, placed{offset, f})
}

// fault faults a name or a value of the document.
func (r *reader) fault(path string, offset int, kind error, detail string) {
	r.add(offset, check.Fault(path, "", kind, detail), false)
}

// unread faults the value n at the path of the reader, which is not read.
func (r *reader) unread(n *node, kind error, detail string) {
	r.add(n.offset, check.Fault(string(r.path), n.text, kind, detail), true)
}

// position returns the line and the column of an offset, both from 1.
func (r *reader) position(offset int) (line, column int) {
	if r.lines == nil {
		r.lines = []int{0}
		for i, c := range r.data {
			if c == '\n' {
				r.lines = append(r.lines, i+1)
			}
		}
	}
	line, found := slices.BinarySearch(r.lines, offset)
	if !found {
		line--
	}
	return line + 1, offset - r.lines[line] + 1
}

// offset is the inverse of position for a place inside the value n.
func (r *reader) offset(n *node, line, column int) int {
	first, start := r.position(n.offset)
	at := first + line - 2 // index of the line
	if at >= len(r.lines) {
		return n.offset
	}
	if line == 1 {
		column += start - 1
	}
	return min(r.lines[at]+column-1, len(r.data))
}

// err returns the faults in the order of the document.
func (r *reader) err() error {
	if len(r.faults) == 0 {
		return nil
	}
	slices.SortStableFunc(r.faults, func(a, b placed) int { return a.offset - b.offset })
	errs := make([]error, 0, len(r.faults)+1)
	for _, f := range r.faults {
		errs = append(errs, f.err)
	}
	if r.more > 0 {
		errs = append(errs, fmt.Errorf("and %d more faults", r.more))
	}
	return errors.Join(errs...)
}

// want reports whether n is of one of the kinds, and faults it if it is not.
func (r *reader) want(n *node, kinds ...kind) bool {
	switch {
	case n.kind == kindNull:
		r.unread(n, alianza.ErrMissing, "null; leave the field out or give it a value")
	case !slices.Contains(kinds, n.kind):
		r.unread(n, alianza.ErrForm, "want "+kinds[0].String()+", not "+n.kind.String())
	default:
		return true
	}
	return false
}

// structure reads an object into the struct v.
func (r *reader) structure(n *node, v reflect.Value) {
	s, ok := shapeOf(v.Type())
	if !ok {
		r.foreign(n, v)
		return
	}
	if !r.want(n, kindObject) {
		return
	}
	outer := len(r.path)
	bound := boundReader{r: r, outer: outer, node: n}
	found := make([]bool, len(s.fields))
	for i, name := range n.names {
		if r.full() {
			return
		}
		r.path = appendField(r.path[:outer], name)
		at := slices.IndexFunc(s.fields, func(f field) bool { return f.name == name })
		switch {
		case at >= 0:
			found[at] = true
			r.value(n.values[i], v.FieldByIndex(s.fields[at].index), s.fields[at].wide)
		case s.bound != nil && slices.Contains(boundNames[:], name):
			bound.field(name, n.values[i])
		default:
			r.unknown(n.values[i], name, s.names())
		}
	}
	for i, f := range s.fields {
		if !found[i] && !f.optional {
			r.path = appendField(r.path[:outer], f.name)
			r.unread(&node{offset: n.offset}, alianza.ErrMissing, "")
		}
	}
	r.path = r.path[:outer]
	if s.bound != nil {
		v.FieldByIndex(s.bound.index).Set(reflect.ValueOf(bound.done(s.bound.optional)))
	}
}

// unknown faults a name that no field has.
func (r *reader) unknown(n *node, name string, names []string) {
	detail := "the fields are " + strings.Join(names, ", ")
	if one := near.Of(name, names); one != "" {
		detail = "did you mean " + one + "?"
	}
	r.add(n.offset, check.Fault(string(r.path), "", alianza.ErrField, detail), true)
}

// value reads n into v.
func (r *reader) value(n *node, v reflect.Value, wide bool) {
	if n.kind == kindNull {
		r.want(n)
		return
	}
	switch t := v.Type(); {
	case t == decimalType:
		r.decimal(n, v, wide)
	case t == timeType:
		r.instant(n, v)
	case t == percentType && n.kind == kindNumber:
		r.failed(n, v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.text)))
	case reflect.PointerTo(t).Implements(unmarshaler):
		r.failed(n, v.Addr().Interface().(json.Unmarshaler).UnmarshalJSON(r.data[n.offset:n.end]))
	case reflect.PointerTo(t).Implements(textUnmarshaler):
		if r.want(n, kindString) {
			r.text(n, v, t)
		}
	default:
		r.kind(n, v)
	}
}

// kind reads n into a value that has no form of its own.
func (r *reader) kind(n *node, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		if r.want(n, kindString) {
			v.SetString(n.text)
		}
	case reflect.Bool:
		if r.want(n, kindBool) {
			v.SetBool(n.text == "true")
		}
	case reflect.Int:
		if r.want(n, kindNumber) {
			i, err := strconv.ParseInt(n.text, 10, 32)
			if err != nil {
				r.unread(n, alianza.ErrRange, notInt)
				return
			}
			v.SetInt(i)
		}
	case reflect.Pointer:
		one := reflect.New(v.Type().Elem())
		r.value(n, one.Elem(), false)
		v.Set(one)
	case reflect.Slice:
		r.list(n, v)
	case reflect.Map:
		r.object(n, v)
	case reflect.Struct:
		r.structure(n, v)
	default:
		r.foreign(n, v)
	}
}

const notInt = "not a whole number of 32 bits"

func (r *reader) list(n *node, v reflect.Value) {
	if !r.want(n, kindArray) {
		return
	}
	all := reflect.MakeSlice(v.Type(), len(n.values), len(n.values))
	outer := len(r.path)
	for i, one := range n.values {
		if r.full() {
			break
		}
		r.path = appendIndex(r.path[:outer], i)
		r.value(one, all.Index(i), false)
	}
	r.path = r.path[:outer]
	v.Set(all)
}

// object reads an object with names of the user's choice.
func (r *reader) object(n *node, v reflect.Value) {
	t := v.Type()
	if t.Key().Kind() != reflect.String {
		r.foreign(n, v)
		return
	}
	if !r.want(n, kindObject) {
		return
	}
	all := reflect.MakeMapWithSize(t, len(n.names))
	outer := len(r.path)
	for i, name := range n.names {
		if r.full() {
			break
		}
		r.path = appendField(r.path[:outer], name)
		one := reflect.New(t.Elem()).Elem()
		r.value(n.values[i], one, false)
		all.SetMapIndex(reflect.ValueOf(name).Convert(t.Key()), one)
	}
	r.path = r.path[:outer]
	v.Set(all)
}

// decimal reads a number from a string or a number by its text.
func (r *reader) decimal(n *node, v reflect.Value, wide bool) {
	if !r.want(n, kindString, kindNumber) {
		return
	}
	parse := exact.Parse
	if wide {
		parse = exact.ParseWritten
	}
	d, err := parse(n.text)
	switch {
	case errors.Is(err, exact.ErrNumber):
		r.unread(n, alianza.ErrForm, err.Error()+numberHelp(n.text))
	case err != nil:
		r.unread(n, alianza.ErrRange, err.Error())
	default:
		v.Set(reflect.ValueOf(d))
	}
}

// numberHelp says how to write a number that people write in another way.
func numberHelp(s string) string {
	plain := strings.Trim(s, " %+")
	if strings.Count(plain, ",") == 1 && !strings.Contains(plain, ".") {
		plain = strings.Replace(plain, ",", ".", 1)
	}
	if d, err := exact.Parse(plain); err == nil && len(s) < 64 {
		return fmt.Sprintf(": write %q", exact.Text(d))
	}
	return ""
}

// instant reads an instant with its offset from UTC.
func (r *reader) instant(n *node, v reflect.Value) {
	if !r.want(n, kindString) {
		return
	}
	t, err := time.Parse(time.RFC3339, n.text[:min(len(n.text), maxWord)])
	if err == nil {
		v.Set(reflect.ValueOf(t))
		return
	}
	detail := "not an instant such as 2026-05-01T09:30:00+02:00"
	if day, err := alianza.ParseDate(n.text); err == nil {
		detail = "a day where an instant is needed: write " + day.String() + "T00:00:00+02:00, with the offset of your zone"
	}
	r.unread(n, alianza.ErrForm, detail)
}

// text reads a value that has a form of its own as text.
func (r *reader) text(n *node, v reflect.Value, t reflect.Type) {
	err := v.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(n.text))
	if err != nil && t == dateType && len(n.text) > len("2026-05-01") {
		if day, dayErr := alianza.ParseDate(n.text[:len("2026-05-01")]); dayErr == nil {
			err = check.Fault("", n.text, alianza.ErrForm, "want the day alone: "+day.String())
		}
	}
	r.failed(n, err)
}

// foreign reads a value of a type of another package's making as encoding/json
// does, without fields that the type does not have.
func (r *reader) foreign(n *node, v reflect.Value) {
	dec := json.NewDecoder(bytes.NewReader(r.data[n.offset:n.end]))
	dec.DisallowUnknownFields()
	r.failed(n, dec.Decode(v.Addr().Interface()))
}

// failed faults the value n, which its own type refused to read.
func (r *reader) failed(n *node, err error) {
	if err == nil {
		return
	}
	path := string(r.path)
	faults := alianza.Faults(err)
	if len(faults) == 0 {
		reason := err.Error() // of another package: it may quote a value of any length
		if len(reason) > maxWord {
			reason = strings.ToValidUTF8(reason[:maxWord], "") + "…"
		}
		faults = []*alianza.FieldError{check.Fault("", n.text, alianza.ErrForm, reason)}
	}
	for _, f := range faults {
		moved := *alianza.Faults(alianza.At(path, f))[0]
		at := n.place(f.Path)
		if f.Line > 0 {
			at = r.offset(n, f.Line, f.Column)
		}
		if f.Path == "" && f.Value == "" {
			moved.Value = check.Fault("", n.text, alianza.ErrForm, "").Value
		}
		r.add(at, &moved, false)
	}
	r.seen[path] = true
}

// checked adds the faults of meaning. Those of a value that could not be read
// are left out, and so are those of a value that has a fault already.
func (r *reader) checked(err error) {
	if err == nil {
		return
	}
	for _, f := range alianza.Faults(alianza.At("", err)) {
		if !r.faulted(f.Path) {
			r.add(r.root.place(f.Path), f, false)
		}
	}
}

// faulted reports whether the value at path has a fault, or one around it could
// not be read.
func (r *reader) faulted(path string) bool {
	if _, ok := r.seen[path]; ok {
		return true
	}
	for i := range len(path) {
		if (path[i] == '.' || path[i] == '[') && r.seen[path[:i]] {
			return true
		}
	}
	return r.seen[""]
}

// boundReader reads the fields of a bound that stand beside those of an object.
type boundReader struct {
	r      *reader
	node   *node // the object
	outer  int   // length of its path
	bound  alianza.Bound
	names  []string // comparisons given
	to     bool
	unread bool
}

// field reads one field of the bound, at the path of the reader.
func (b *boundReader) field(name string, n *node) {
	before := len(b.r.faults)
	var d decimal.Decimal
	b.r.value(n, reflect.ValueOf(&d).Elem(), false)
	b.unread = b.unread || len(b.r.faults) > before || b.r.full()
	if name == "to" {
		b.bound.To, b.to = d, true
		return
	}
	b.names = append(b.names, name)
	b.bound.Op, b.bound.Value = alianza.Op(slices.Index(boundNames[:], name)+1), d
}

// done returns the bound. It faults an object with none, unless it is optional,
// or with more than one.
func (b *boundReader) done(optional bool) alianza.Bound {
	fault := func(name, value string, kind error, detail string) {
		path := b.r.path[:b.outer]
		if name != "" {
			path = appendField(path, name)
		}
		b.r.add(b.node.place(name), check.Fault(string(path), value, kind, detail), false)
		b.r.path = b.r.path[:b.outer]
	}
	switch {
	case b.unread:
	case len(b.names) == 0 && !b.to && optional:
	case len(b.names) == 0:
		fault("", "", alianza.ErrMissing, "one of "+strings.Join(boundNames[:5], ", "))
	case len(b.names) > 1:
		fault("", "", alianza.ErrConflict, strings.Join(b.names, " and ")+": give one")
	case b.bound.Op == alianza.OpBetween && !b.to:
		fault("to", "", alianza.ErrMissing, "the upper bound of between")
	case b.bound.Op != alianza.OpBetween && b.to && b.bound.To.IsZero():
		fault("to", "0", alianza.ErrRange, "zero means none: leave it out")
	}
	return b.bound
}

// fitsInt reports whether i can be read back.
func fitsInt(i int64) bool { return math.MinInt32 <= i && i <= math.MaxInt32 }

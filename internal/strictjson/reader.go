package strictjson

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/near"
)

// A reader reads a document into a Go value and gathers faults with their place.
type reader struct {
	document
	steps    []step // to the value being read
	faults   []*alianza.FieldError
	limited  bool            // a definition
	stopped  bool            // before the end, since there are enough faults
	holes    []hole          // what could not be read
	meanings []meaning       // the faults of meaning
	seen     map[string]bool // paths of faults; true if the value there could not be read
}

// full reports whether there are enough faults. What is left is then not read.
func (r *reader) full() bool {
	full := len(r.faults) >= check.MaxFaults
	r.stopped = r.stopped || full
	return full
}

// path returns the path of the value being read.
func (r *reader) path() string {
	var path []byte
	for _, s := range r.steps {
		path = s.appendTo(path)
	}
	return string(path)
}

// add adds a fault whose line and column are set.
func (r *reader) add(f *alianza.FieldError, unread bool) {
	if r.seen == nil {
		r.seen = map[string]bool{}
	}
	r.seen[f.Path] = r.seen[f.Path] || unread
	if !r.full() {
		r.faults = append(r.faults, f)
	}
}

// fault faults what stands at an offset, at the path of the reader.
func (r *reader) fault(at int, value string, kind error, detail string) {
	f := check.Fault(r.path(), value, kind, detail)
	f.Line, f.Column = r.position(at)
	r.add(f, true)
}

// unread faults a value that is not read.
func (r *reader) unread(n node, kind error, detail string) {
	r.fault(n.at, r.text(n), kind, detail)
}

// position returns the line and the column of an offset, both from 1.
func (d document) position(at int) (line, column int) {
	before := d[:at]
	return 1 + bytes.Count(before, []byte{'\n'}), at - bytes.LastIndexByte(before, '\n')
}

// err returns the faults in the order of the document.
func (r *reader) err() error {
	slices.SortStableFunc(r.faults, func(a, b *alianza.FieldError) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	errs := make([]error, 0, len(r.faults)+1)
	for _, f := range r.faults {
		errs = append(errs, f)
	}
	if r.stopped {
		errs = append(errs, fmt.Errorf("there may be more: %d faults are reported", check.MaxFaults))
	}
	return errors.Join(errs...)
}

// want reports whether n is of one of the kinds, and faults it if it is not.
func (r *reader) want(n node, kinds ...kind) bool {
	switch {
	case slices.Contains(kinds, n.kind):
		return true
	case n.kind == kindNull:
		r.unread(n, alianza.ErrMissing, "null; leave the field out or give it a value")
	default:
		r.unread(n, alianza.ErrForm, "want "+kinds[0].String()+", not "+n.kind.String())
	}
	return false
}

// named reports whether a name of an object may be looked at, and faults it if
// it is too long.
func (r *reader) named(m member) bool {
	if len(m.name) > maxWord {
		r.steps = append(r.steps, step{string(m.name), -1})
		r.fault(m.nameAt, "", alianza.ErrLimit, fmt.Sprintf("a name of %d bytes, allowed are %d", len(m.name), maxWord))
		r.steps = r.steps[:len(r.steps)-1]
	}
	return len(m.name) <= maxWord
}

// twice faults the second member of a name.
func (r *reader) twice(m member) {
	f := check.Fault(r.path(), "", alianza.ErrDuplicate, "the field is given twice")
	f.Line, f.Column = r.position(m.nameAt)
	r.add(f, false)
}

// unknown faults a name that no field has, and returns the one that it most likely
// means, "" if there is none.
func (r *reader) unknown(m member, names []string) (meant string) {
	detail := "the fields are " + strings.Join(names, ", ")
	if meant = near.Of(string(m.name), names); meant != "" {
		detail = "did you mean " + meant + "?"
		r.holes = append(r.holes, hole{at: m.nameAt, end: r.endOfString(m.nameAt), path: r.path(), meant: meant})
	} else if len(names) == 0 {
		detail = "there are no fields"
	}
	r.fault(m.nameAt, "", alianza.ErrField, detail)
	return meant
}

// failed faults a value that its own type refused to read. If the type counts
// lines, it counts them from the beginning of the value.
func (r *reader) failed(n node, err error, lines bool) {
	if err == nil {
		return
	}
	path := r.path()
	line, column := r.position(n.at)
	faults := faultsOf(err)
	r.stopped = r.stopped || len(faults) >= check.MaxFaults
	for _, f := range faults {
		moved := alianza.Faults(alianza.At(path, f))[0]
		switch {
		case !lines || f.Line == 0:
			moved.Line, moved.Column = r.position(r.place(n, f.Path))
		case f.Line == 1:
			moved.Line, moved.Column = line, column+f.Column-1
		default:
			moved.Line = line + f.Line - 1
		}
		if f.Path == "" && f.Value == "" {
			moved.Value = check.Fault("", r.text(n), alianza.ErrForm, "").Value
		}
		r.add(moved, false)
	}
	r.seen[path] = true
}

// nested reads a value by its own UnmarshalJSON. If that reads with this package
// too, what it could read stays, and only what it could not counts as unread.
func (r *reader) nested(n node, p json.Unmarshaler, as *form) {
	err := r.within(n, p, as)
	r.failed(n, err, true)
	part, ok := err.(*partial) //nolint:errorlint // as it came, not below another error
	if !ok || reflect.TypeOf(part.value) != reflect.TypeOf(p) {
		return
	}
	reflect.ValueOf(p).Elem().Set(reflect.ValueOf(part.value).Elem())
	path := r.path()
	delete(r.seen, path)
	for at, unread := range part.seen {
		below := under(path, at)
		r.seen[below] = r.seen[below] || unread
	}
	for _, h := range part.holes {
		h.at, h.end, h.path = h.at+n.at, h.end+n.at, under(path, h.path)
		r.holes = append(r.holes, h)
	}
	for _, m := range part.meanings {
		m.path, m.level = under(path, m.path), under(path, m.level)
		r.meanings = append(r.meanings, m)
	}
}

// under returns a path below another.
func under(path, rest string) string {
	return alianza.Faults(alianza.At(path, &alianza.FieldError{Path: rest}))[0].Path
}

// within reads a value as its UnmarshalJSON does. Where that is known to read by the
// tags, it is spared: what follows from a fault is for the document as a whole to say.
func (r *reader) within(n node, p json.Unmarshaler, as *form) error {
	data, check := r.document[n.at:n.end], as.check()
	if check == nil {
		return p.UnmarshalJSON(data)
	}
	to := reflect.ValueOf(p).Elem()
	in := reflect.New(as.of)
	if quickly(data, MaxDefinition, in.Elem()) && check(in.Interface()) == nil {
		to.Set(in.Elem())
		return nil
	}
	g := reading{of: as.of, limit: MaxDefinition, check: check}
	return g.into(to, data, func(*reader) {})
}

// faultsOf returns the field errors of err. The text of an error without any
// is of another package: it may quote a value of any length.
func faultsOf(err error) []*alianza.FieldError {
	if faults := alianza.Faults(err); len(faults) > 0 {
		return faults
	}
	if reason := err.Error(); len(reason) > maxWord {
		err = errors.New(strings.ToValidUTF8(reason[:maxWord], "") + "…")
	}
	return []*alianza.FieldError{{Err: fmt.Errorf("%w: %w", alianza.ErrForm, err)}}
}

// checked adds the faults of meaning. Those of a value that could not be read
// are left out, and so are those of a value that has a fault already.
func (r *reader) checked(err error) {
	if err == nil {
		return
	}
	faults := alianza.Faults(alianza.At("", err))
	r.stopped = r.stopped || len(faults) >= check.MaxFaults
	faults = slices.DeleteFunc(faults, func(f *alianza.FieldError) bool { return r.faulted(f.Path) })
	for _, f := range faults {
		f.Line, f.Column = r.position(r.place(r.root(), f.Path))
		r.meant(f)
		r.add(f, false)
	}
}

// faulted reports whether the value at a path has a fault, or one around it
// could not be read.
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

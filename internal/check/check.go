// Package check gathers the faults of a definition, all of them, in the order
// in which they are found.
package check

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// maxName is the greatest length of a name in bytes: a name is printed in
// sentences and becomes part of keys.
const maxName = 200

// Faults is a list of field errors. The zero Faults is empty and ready.
type Faults struct {
	list []error
}

// Add adds the fault of kind at path. The value, if any, is quoted by the
// error; detail explains the kind and may be empty.
func (f *Faults) Add(path, value string, kind error, detail string) {
	f.list = append(f.list, Fault(path, value, kind, detail))
}

// Fault returns a field error whose reason is the kind and the detail. A path
// may begin with a dot, which a field of the document itself leaves.
func Fault(path, value string, kind error, detail string) *alianza.FieldError {
	if len(path) > 1 && path[0] == '.' && path[1] != '.' {
		path = path[1:]
	}
	if detail != "" {
		kind = fmt.Errorf("%w: %s", kind, detail)
	}
	return &alianza.FieldError{Path: path, Value: brief(value), Err: kind}
}

// Join adds the field errors of err, and an error without any as one.
func (f *Faults) Join(err error) {
	for _, fault := range alianza.Faults(alianza.At("", err)) {
		f.list = append(f.list, fault)
	}
}

// Err returns the faults joined, or nil.
func (f *Faults) Err() error { return errors.Join(f.list...) }

// Number checks that d is within the bounds of the library and reports
// whether it is.
func (f *Faults) Number(path string, d decimal.Decimal) bool {
	err := exact.Check(d)
	if err != nil {
		f.Add(path, exact.Text(d), alianza.ErrRange, err.Error())
	}
	return err == nil
}

// NotNegative checks that d is a number of the library and not below zero.
func (f *Faults) NotNegative(path string, d decimal.Decimal) bool {
	if !f.Number(path, d) {
		return false
	}
	if d.IsNegative() {
		f.Add(path, exact.Text(d), alianza.ErrRange, "negative")
	}
	return !d.IsNegative()
}

// Instant checks that t is there and of a year from 1 to 9999, which is what
// JSON can write, and reports whether it is.
func (f *Faults) Instant(path string, t time.Time) bool {
	switch year := t.Year(); {
	case t.IsZero():
		f.Add(path, "", alianza.ErrMissing, "")
	case year < 1 || year > 9999:
		f.Add(path, strconv.Itoa(year), alianza.ErrRange, "the year is not from 1 to 9999")
	default:
		return true
	}
	return false
}

// Name checks that name is there, printable text without spaces around it, of
// a sensible length, and reports whether it is.
func (f *Faults) Name(path, name string) bool {
	switch {
	case strings.TrimSpace(name) == "":
		f.Add(path, name, alianza.ErrMissing, "")
	case !utf8.ValidString(name):
		f.Add(path, name, alianza.ErrForm, "not UTF-8")
	case len(name) > maxName:
		f.Add(path, name, alianza.ErrRange, fmt.Sprintf("%d bytes, allowed are %d", len(name), maxName))
	case strings.TrimSpace(name) != name || strings.ContainsFunc(name, unicode.IsControl):
		f.Add(path, name, alianza.ErrForm, "spaces around it or control characters in it")
	default:
		return true
	}
	return false
}

// Names checks the names of a list, each as [Faults.Name] does and all of them
// for being different.
type Names struct {
	Faults *Faults
	first  map[string]string // path of the first of that name
}

// Add checks one more name.
func (n *Names) Add(path, name string) {
	if !n.Faults.Name(path, name) {
		return
	}
	if n.first == nil {
		n.first = map[string]string{}
	}
	if before, ok := n.first[name]; ok {
		n.Faults.Add(path, name, alianza.ErrDuplicate, "the same as "+before)
		return
	}
	n.first[name] = path
}

// Has reports whether a name was added before.
func (n *Names) Has(name string) bool {
	_, ok := n.first[name]
	return ok
}

// brief shortens a value for an error text.
func brief(s string) string {
	const most = 60
	if len(s) <= most {
		return s
	}
	cut := most
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}

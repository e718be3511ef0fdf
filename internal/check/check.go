// Package check gathers the faults of a definition, in the order in which they
// are found.
package check

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Faults is a list of field errors, the first [MaxFaults] of them. The zero
// Faults is empty and ready.
type Faults struct {
	list  []error
	more  int  // faults beyond the list
	blank bool // faults are only counted, and paths are empty
}

// All returns all faults that a check adds, or nil. Nearly every definition has
// none: so the check first runs without paths, which cost the most. Only if it finds
// a fault does it run again, with them.
func All(check func(*Faults)) error {
	f := Faults{blank: true}
	if check(&f); f.Len() == 0 {
		return nil
	}
	f = Faults{}
	check(&f)
	return f.Err()
}

// At returns the path of an element of a list: "rules" and 3 make "rules[3]". In the
// first run of [All] it is empty, so no check goes by what a path is.
func (f *Faults) At(path string, i int) string {
	if f.blank {
		return ""
	}
	return path + "[" + strconv.Itoa(i) + "]"
}

// In returns the path of a member of a map: "rates" and "gold" make "rates.gold". In
// the first run of [All] it is empty.
func (f *Faults) In(path, name string) string {
	if f.blank {
		return ""
	}
	return path + "." + name
}

// Add adds the fault of kind at path. The value, if any, is quoted by the
// error; detail explains the kind and may be empty.
func (f *Faults) Add(path, value string, kind error, detail string) {
	if f.Full() || f.blank {
		f.more++
		return
	}
	f.list = append(f.list, Fault(path, value, kind, detail))
}

// Full reports whether no more faults are kept. A check of a long list may then
// stop.
func (f *Faults) Full() bool { return len(f.list) >= MaxFaults || f.blank && f.more > 0 }

// Len returns the number of faults, those not kept included.
func (f *Faults) Len() int { return len(f.list) + f.more }

// Fault returns a field error whose reason is the kind and the detail. Path, value and
// detail are cut where they are long. A path may begin with a dot, which a field of the
// document itself leaves.
func Fault(path, value string, kind error, detail string) *alianza.FieldError {
	if len(path) > 1 && path[0] == '.' && path[1] != '.' {
		path = path[1:]
	}
	if detail != "" {
		kind = fmt.Errorf("%w: %s", kind, Brief(detail, maxDetail))
	}
	return &alianza.FieldError{Path: printable(path), Value: Brief(value, maxValue), Err: kind}
}

// printable returns a path that fits one line of UTF-8. Names of the caller's
// choice are in paths, checked or not.
func printable(path string) string {
	if len(path) > maxPath || !utf8.ValidString(path) || strings.ContainsFunc(path, unicode.IsControl) {
		path = strings.Map(func(r rune) rune {
			if unicode.IsControl(r) {
				return unicode.ReplacementChar
			}
			return r
		}, Brief(path, maxPath))
	}
	return path
}

const (
	maxValue  = 60   // bytes of a value in an error
	maxPath   = 2000 // bytes of a path in an error
	maxDetail = 2000 // bytes of a reason in an error, which may have names of the caller's choice
)

// Join adds the field errors of err, and an error without any as one.
func (f *Faults) Join(err error) {
	for _, fault := range alianza.Faults(alianza.At("", err)) {
		if f.Full() || f.blank {
			f.more++
			continue
		}
		f.list = append(f.list, fault)
	}
}

// Err returns the faults joined, or nil. If there are more than are kept, the
// last line says how many.
func (f *Faults) Err() error {
	if f.more > 0 {
		return errors.Join(append(slices.Clip(f.list), fmt.Errorf("and %d more faults", f.more))...)
	}
	return errors.Join(f.list...)
}

// Count checks that a list is not longer than its limit and reports whether it
// is not. What is longer is not looked at any further.
func (f *Faults) Count(path string, n, most int, noun string) bool {
	if n > most {
		f.Add(path, strconv.Itoa(n), alianza.ErrLimit, fmt.Sprintf("at most %d %s", most, noun))
	}
	return n <= most
}

// Fits checks that a number of things is one that a document holds, at most 2^31 - 1,
// and reports whether it is.
func (f *Faults) Fits(path string, n int) bool {
	if n > math.MaxInt32 {
		f.Add(path, strconv.Itoa(n), alianza.ErrLimit, fmt.Sprintf("at most %d", math.MaxInt32))
	}
	return n <= math.MaxInt32
}

// Currency checks that code is a currency of ISO 4217 and returns its number of
// decimals.
func (f *Faults) Currency(path, code string) (places int, ok bool) {
	places, ok = currency.Places(code)
	if ok {
		return places, true
	}
	const such = `a code of ISO 4217 such as "USD"`
	if code == "" {
		f.Add(path, "", alianza.ErrMissing, such)
		return 0, false
	}
	const longest = 10 // of a code with blanks around it
	if len(code) <= longest {
		capital := strings.ToUpper(strings.TrimSpace(code))
		if _, known := currency.Places(capital); known {
			f.Add(path, code, alianza.ErrForm, fmt.Sprintf("write %q", capital))
			return 0, false
		}
	}
	f.Add(path, code, alianza.ErrUnknown, "want "+such)
	return 0, false
}

// Percent checks that p lies between two percentages, both included, and reports
// whether it does.
func (f *Faults) Percent(path string, p, low, high alianza.Percent) bool {
	ok := p.Compare(low) >= 0 && p.Compare(high) <= 0
	if !ok {
		f.Add(path, p.String(), alianza.ErrRange, fmt.Sprintf("from %v to %v", low, high))
	}
	return ok
}

// Share checks that p lies between 0% and 100%, both included, and reports
// whether it does.
func (f *Faults) Share(path string, p alianza.Percent) bool {
	return f.Percent(path, p, alianza.Percent{}, alianza.WholePercent(100))
}

// Bound checks a bound that has to be there, and reports whether it has no
// fault: its comparison, its numbers, and that its range is one. The path is that
// of the object with its fields.
func (f *Faults) Bound(path string, b alianza.Bound) bool {
	const all = "one of at_least, above, at_most, below, between"
	switch {
	case b.Op == 0:
		f.Add(path, "", alianza.ErrMissing, all)
		return false
	case b.Op.String() == "":
		f.Add(path, fmt.Sprintf("(%d)", uint8(b.Op)), alianza.ErrUnknown, "want "+all)
		return false
	}
	if exact.Check(b.Value) != nil || exact.Check(b.To) != nil {
		f.Number(path+"."+b.Op.String(), b.Value)
		f.Number(path+".to", b.To)
		return false
	}
	if b.To.IsZero() && b.Op != alianza.OpBetween {
		return true
	}
	c := exact.Cmp(b.To, b.Value)
	switch b.Op {
	case alianza.OpAtMost, alianza.OpBelow:
		if c >= 0 {
			f.Add(path+".to", exact.Text(b.To), alianza.ErrConflict, "not below "+exact.Text(b.Value)+", where less is better")
			return false
		}
	default:
		if c < 0 || c == 0 && b.Op != alianza.OpBetween {
			f.Add(path+".to", exact.Text(b.To), alianza.ErrConflict, "not above "+exact.Text(b.Value))
			return false
		}
	}
	return true
}

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

// Positive checks that d is a number of the library and above zero. Of both it says so
// at once: who writes 0 in the place of a negative number would be refused again.
func (f *Faults) Positive(path string, d decimal.Decimal) bool {
	if !f.Number(path, d) {
		return false
	}
	if !d.IsPositive() {
		f.Add(path, exact.Text(d), alianza.ErrRange, "above 0")
	}
	return d.IsPositive()
}

// The instants that JSON can write, from the first to the one after the last.
var (
	firstInstant = time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	afterInstant = time.Date(10_000, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// Seconds between which an instant has such a year in any zone.
const (
	firstSafe = -62_000_000_000
	lastSafe  = 253_000_000_000
)

// Instant checks that t is there and of a year from 1 to 9999 in its own zone,
// which is what JSON can write, and reports whether it is.
func (f *Faults) Instant(path string, t time.Time) bool {
	if Sound(t) {
		return true
	}
	_, offset := t.Zone()
	local := t.Add(time.Duration(offset) * time.Second)
	switch {
	case t.IsZero():
		f.Add(path, "", alianza.ErrMissing, "")
	case local.Before(firstInstant) || !local.Before(afterInstant):
		f.Add(path, "", alianza.ErrRange, "the year is not from 1 to 9999")
	default:
		return true
	}
	return false
}

// Name checks that name is there, UTF-8 that can be seen, without spaces around
// it, of at most [MaxName] bytes, and reports whether it is.
func (f *Faults) Name(path, name string) bool {
	if printed(name) {
		return true
	}
	switch {
	case len(name) > MaxName:
		f.Add(path, name, alianza.ErrLimit, fmt.Sprintf("%d bytes, allowed are %d", len(name), MaxName))
	case strings.TrimSpace(name) == "":
		f.Add(path, name, alianza.ErrMissing, "")
	case !utf8.ValidString(name):
		f.Add(path, name, alianza.ErrForm, "not UTF-8")
	case strings.TrimSpace(name) != name || strings.ContainsFunc(name, unicode.IsControl):
		f.Add(path, name, alianza.ErrForm, "spaces around it or control characters in it")
	default:
		r, at := unseen(name)
		if at < 0 {
			return true
		}
		what := "a character that nobody can see"
		if unicode.Is(unicode.Zs, r) {
			what = "not the plain space"
		}
		f.Add(path, name, alianza.ErrForm, fmt.Sprintf("U+%04X after %d bytes is %s", r, at, what))
	}
	return false
}

// Plain reports whether a name is one that [Faults.Name] accepts at a glance, without
// the characters that are escaped in a key, the slash and the percent sign.
func Plain(name string) bool {
	if name == "" || len(name) > MaxName || name[0] == ' ' || name[len(name)-1] == ' ' {
		return false
	}
	for i := range len(name) {
		if c := name[i]; c < ' ' || c > '~' || c == '/' || c == '%' {
			return false
		}
	}
	return true
}

// Sound reports whether [Faults.Instant] accepts an instant at a glance.
func Sound(t time.Time) bool {
	s := t.Unix()
	return s > firstSafe && s < lastSafe
}

// printed reports whether a name is made of the printed characters of ASCII, without
// spaces around it. Most names are, and are looked at no further.
func printed(name string) bool {
	if name == "" || len(name) > MaxName || name[0] == ' ' || name[len(name)-1] == ' ' {
		return false
	}
	for i := range len(name) {
		if name[i] < ' ' || name[i] > '~' {
			return false
		}
	}
	return true
}

// Names checks the names of a list, each as [Faults.Name] does and all of them
// for being different.
type Names struct {
	Faults *Faults
	few    [8]named // the first names, so that a short list allocates nothing
	count  int      // of them
	rest   map[string]string
}

// A named is a name with its path.
type named struct{ name, path string }

// Add checks one more name.
func (n *Names) Add(path, name string) {
	if !n.Faults.Name(path, name) {
		return
	}
	before, ok := n.find(name)
	switch {
	case ok:
		n.Faults.Add(path, name, alianza.ErrDuplicate, "the same as "+before)
	case n.count < len(n.few):
		n.few[n.count] = named{name, path}
		n.count++
	default:
		if n.rest == nil {
			n.rest = map[string]string{}
		}
		n.rest[name] = path
	}
}

// find returns the path of the first of that name.
func (n *Names) find(name string) (path string, ok bool) {
	for i := range n.count {
		if n.few[i].name == name {
			return n.few[i].path, true
		}
	}
	path, ok = n.rest[name]
	return path, ok
}

// Has reports whether a name was added before.
func (n *Names) Has(name string) bool {
	_, ok := n.find(name)
	return ok
}

// Brief shortens a text to a number of bytes, and makes it UTF-8.
func Brief(s string, most int) string {
	if len(s) <= most {
		return strings.ToValidUTF8(s, "\ufffd")
	}
	cut := most
	for cut > most-utf8.UTFMax && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return strings.ToValidUTF8(s[:cut], "\ufffd") + "…"
}

package tier

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/shopspring/decimal"
)

// A Definition is a ladder as data: what a program manager writes. [New]
// checks it.
type Definition[T any] struct {
	// Name tells the ladder from others. A level's name means something only
	// together with it (T16). It has no slash.
	Name string `json:"name"`
	// Levels stand in order, the lowest first.
	Levels []Level `json:"levels"`
	// Terms holds, by the name of the level, what the level is worth to the
	// caller: for every level, or absent where T is [NoTerms].
	Terms map[string]T `json:"terms,omitzero"`
}

// NoTerms is the type of the terms of a ladder that has none.
type NoTerms = struct{}

// A Level is one step of a ladder.
type Level struct {
	// Name is unique within the ladder.
	Name string `json:"name"`
	// Requires lists what must hold, all of it; at least one requirement.
	Requires []Requirement `json:"requires"`
}

// A Requirement is a bound on one metric. In JSON the operator is the name of
// the bound: {"metric": "sales", "at_least": "16"}.
type Requirement struct {
	_      [0]func() // == would compare decimals by address
	Metric string
	Op     Op
	Bound  decimal.Decimal // not negative
}

// Op is how a metric is compared with a bound: at least and at most include
// the bound, above and below do not (X2). The zero Op is not set.
type Op uint8

// The operators of a requirement.
const (
	OpAtLeast Op = iota + 1 // >=, written "at_least"
	OpAbove                 // >, written "above"
	OpAtMost                // <=, written "at_most"
	OpBelow                 // <, written "below"
)

// String returns the name of the operator in JSON, such as "at_least".
func (op Op) String() string { return exact.Op(op).String() }

func (op Op) valid() bool { return OpAtLeast <= op && op <= OpBelow }

// AtLeast returns the requirement metric >= bound.
func AtLeast(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpAtLeast, Bound: bound}
}

// Above returns the requirement metric > bound.
func Above(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpAbove, Bound: bound}
}

// AtMost returns the requirement metric <= bound.
func AtMost(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpAtMost, Bound: bound}
}

// Below returns the requirement metric < bound.
func Below(metric string, bound decimal.Decimal) Requirement {
	return Requirement{Metric: metric, Op: OpBelow, Bound: bound}
}

// String returns the requirement as a formula, such as "sales >= 16".
func (r Requirement) String() string {
	return r.Metric + " " + exact.Op(r.Op).Symbol() + " " + exact.Text(r.Bound)
}

// WithTerms returns the definition with terms for its levels. [New] checks
// both sides: no level without terms, no terms without a level.
func WithTerms[T, Old any](d Definition[Old], terms map[string]T) Definition[T] {
	return Definition[T]{Name: d.Name, Levels: d.Levels, Terms: terms}
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition[T]) check() error {
	var f check.Faults
	if f.Name("name", d.Name) && strings.Contains(d.Name, "/") {
		f.Add("name", d.Name, alianza.ErrForm, "it has a slash, which parts ladder and level")
	}
	if len(d.Levels) == 0 {
		f.Add("levels", "", alianza.ErrMissing, "a ladder has at least one level")
	}
	names := check.Names{Faults: &f}
	for i, level := range d.Levels {
		path := fmt.Sprintf("levels[%d]", i)
		names.Add(path+".name", level.Name)
		level.check(&f, path)
		if i > 0 {
			checkRise(&f, path, d.Levels[i-1], level)
		}
	}
	d.checkTerms(&f, &names)
	return f.Err()
}

func (l Level) check(f *check.Faults, path string) {
	if len(l.Requires) == 0 {
		f.Add(path+".requires", "", alianza.ErrMissing, "a level requires something, or everybody would reach it")
	}
	for i, r := range l.Requires {
		at := fmt.Sprintf("%s.requires[%d]", path, i)
		f.Name(at+".metric", r.Metric)
		if !r.Op.valid() {
			f.Add(at, "", alianza.ErrMissing, "one of at_least, above, at_most, below")
			continue
		}
		f.NotNegative(at+"."+r.Op.String(), r.Bound)
	}
}

// checkRise faults a level that asks no more than the one below it, where the
// two have one requirement each, on the same metric with the same operator.
func checkRise(f *check.Faults, path string, lower, upper Level) {
	if len(lower.Requires) != 1 || len(upper.Requires) != 1 {
		return
	}
	a, b := lower.Requires[0], upper.Requires[0]
	if a.Metric != b.Metric || a.Op != b.Op || !a.Op.valid() || exact.Check(a.Bound) != nil || exact.Check(b.Bound) != nil {
		return
	}
	c := exact.Cmp(b.Bound, a.Bound)
	if rises := a.Op == OpAtLeast || a.Op == OpAbove; rises && c <= 0 || !rises && c >= 0 {
		f.Add(path+".requires[0]."+b.Op.String(), exact.Text(b.Bound), alianza.ErrConflict,
			fmt.Sprintf("asks no more than the level below it, %s, at %s", lower.Name, exact.Text(a.Bound)))
	}
}

func (d *Definition[T]) checkTerms(f *check.Faults, names *check.Names) {
	if _, none := any(d.Terms).(map[string]NoTerms); none && len(d.Terms) == 0 {
		return
	}
	for _, level := range d.Levels {
		if _, ok := d.Terms[level.Name]; !ok && level.Name != "" {
			f.Add("terms."+level.Name, "", alianza.ErrMissing, "the level has no terms")
		}
	}
	for _, name := range slices.Sorted(maps.Keys(d.Terms)) {
		if !names.Has(name) {
			f.Add("terms."+name, "", alianza.ErrUnknown, "no level has this name")
		}
	}
}

// MarshalJSON returns the JSON of the definition.
func (d Definition[T]) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *Definition[T]) UnmarshalJSON(data []byte) error {
	return strictjson.Into(d, data, strictjson.MaxDefinition, (*Definition[T]).fields, (*Definition[T]).check)
}

func (d *Definition[T]) fields(o *strictjson.Object) {
	o.String("name", &d.Name)
	strictjson.List(o, "levels", &d.Levels, (*Level).fields)
	strictjson.Map(o.Optional(), "terms", &d.Terms, func(in *strictjson.Object, name string, v *T) { in.Any(name, v) })
}

func (l *Level) fields(o *strictjson.Object) {
	o.String("name", &l.Name)
	strictjson.List(o, "requires", &l.Requires, (*Requirement).fields)
}

func (r *Requirement) fields(o *strictjson.Object) {
	o.String("metric", &r.Metric)
	o.Bound((*exact.Op)(&r.Op), &r.Bound)
}

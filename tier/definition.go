package tier

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Definition is a ladder as data: what a program manager writes. [New]
// checks it.
type Definition[T any] struct {
	// Name tells the ladder from others. A level's name means something only
	// together with it (T16). It has no slash.
	Name string `json:"name"`
	// Missing is what happens if a metric is not given; refuse if absent.
	Missing Missing `json:"missing,omitzero"`
	// Benefits says whether a level has the benefits of those below it, too;
	// cumulative if absent.
	Benefits Benefits `json:"benefits,omitzero"`
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
	// Benefits are the names of what the level brings.
	Benefits []string `json:"benefits,omitzero"`
}

// Missing says what happens if a metric that the ladder asks for is not given.
// It is never taken as zero (X14). The zero Missing refuses.
type Missing uint8

// The policies for missing metrics.
const (
	RefuseMissing Missing = iota // written "refuse": an error that names it
	MissingNotMet                // written "not_met": what is required of it does not hold
)

var missingNames = [...]string{"refuse", "not_met"}

// String returns the name of the policy.
func (m Missing) String() string { return enum.Name(m, missingNames[:]) }

// AppendText appends the name of the policy to b.
func (m Missing) AppendText(b []byte) ([]byte, error) { return append(b, m.String()...), nil }

// MarshalText returns the name of the policy.
func (m Missing) MarshalText() ([]byte, error) { return m.AppendText(nil) }

// UnmarshalText reads the name of a policy.
func (m *Missing) UnmarshalText(text []byte) error { return enum.Parse(m, text, missingNames[:], 0) }

// Benefits says how the benefits of the levels go together. The zero Benefits
// are cumulative.
type Benefits uint8

// The ways in which benefits go together.
const (
	Cumulative Benefits = iota // written "cumulative": a level has those below it, too (T3)
	Replacing                  // written "replacing": a level has its own only (T8)
)

var benefitsNames = [...]string{"cumulative", "replacing"}

// String returns the name of the way.
func (b Benefits) String() string { return enum.Name(b, benefitsNames[:]) }

// AppendText appends the name of the way to buf.
func (b Benefits) AppendText(buf []byte) ([]byte, error) { return append(buf, b.String()...), nil }

// MarshalText returns the name of the way.
func (b Benefits) MarshalText() ([]byte, error) { return b.AppendText(nil) }

// UnmarshalText reads the name of a way.
func (b *Benefits) UnmarshalText(text []byte) error { return enum.Parse(b, text, benefitsNames[:], 0) }

// WithTerms returns the definition with terms for its levels. [New] checks
// both sides: no level without terms, no terms without a level.
func WithTerms[T, Old any](d Definition[Old], terms map[string]T) Definition[T] {
	return Definition[T]{Name: d.Name, Missing: d.Missing, Benefits: d.Benefits, Levels: d.Levels, Terms: terms}
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition[T]) check() error {
	var f check.Faults
	if f.Name("name", d.Name) && strings.Contains(d.Name, "/") {
		f.Add("name", d.Name, alianza.ErrForm, "it has a slash, which parts ladder and level")
	}
	if int(d.Missing) >= len(missingNames) {
		f.Add("missing", d.Missing.String(), alianza.ErrUnknown, "")
	}
	if int(d.Benefits) >= len(benefitsNames) {
		f.Add("benefits", d.Benefits.String(), alianza.ErrUnknown, "")
	}
	if len(d.Levels) == 0 {
		f.Add("levels", "", alianza.ErrMissing, "a ladder has at least one level")
	}
	names := check.Names{Faults: &f}
	for i, level := range d.Levels {
		path := fmt.Sprintf("levels[%d]", i)
		names.Add(path+".name", level.Name)
		level.check(&f, path)
		checkRise(&f, path, d.Levels[:i], level)
		checkPossible(&f, path, level)
	}
	d.checkTerms(&f, &names)
	return f.Err()
}

func (l Level) check(f *check.Faults, path string) {
	if len(l.Requires) == 0 {
		f.Add(path+".requires", "", alianza.ErrMissing, "a level requires something, or everybody would reach it")
	}
	for i, r := range l.Requires {
		r.check(f, fmt.Sprintf("%s.requires[%d]", path, i), 0)
	}
	benefits := check.Names{Faults: f}
	for i, b := range l.Benefits {
		benefits.Add(fmt.Sprintf("%s.benefits[%d]", path, i), b)
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
func (d Definition[T]) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *Definition[T]) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Definition[T]).fields, (*Definition[T]).check)
}

func (d *Definition[T]) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.Text(o.Optional(), "missing", &d.Missing)
	oldjson.Text(o.Optional(), "benefits", &d.Benefits)
	oldjson.List(o, "levels", &d.Levels, (*Level).fields)
	oldjson.Map(o.Optional(), "terms", &d.Terms, func(in *oldjson.Object, name string, v *T) { in.Any(name, v) })
}

func (l *Level) fields(o *oldjson.Object) {
	o.String("name", &l.Name)
	oldjson.List(o, "requires", &l.Requires, (*Requirement).fields)
	o.Optional().Strings("benefits", &l.Benefits)
}

package tier

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/near"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition is a ladder as data, as a program manager writes it. [New] checks
// it.
type Definition[T any] struct {
	// Name tells the ladder from others. The name of a level means something only
	// together with it. It has no slash.
	//
	// Rules: T16.
	Name string `json:"name"`
	// OnMissing says what happens if a metric is not given; refuse if absent.
	OnMissing OnMissing `json:"on_missing,omitzero"`
	// Signed are the names of the metrics that may be below zero, such as sales
	// less refunds. Every other metric is refused if it is negative.
	Signed []string `json:"signed,omitzero"`
	// Scales give names to the values of a metric, the lowest first: the value 1 has
	// the first name. A requirement may then ask for a value by its name.
	//
	// Rules: T10.
	Scales map[string][]string `json:"scales,omitzero"`
	// Replacing says that the benefits and the support of a level replace those of
	// the levels below it. If it is false, a level has those, too.
	//
	// Rules: T3, T8.
	Replacing bool `json:"replacing,omitzero"`
	// Levels stand in order, the lowest first.
	Levels []Level `json:"levels"`
	// Terms are what each level carries for the caller, such as a rate, by the name
	// of the level. A ladder of [NoTerms] may leave them out.
	Terms map[string]T `json:"terms,omitzero"`
}

// NoTerms is the type of the terms of a ladder that has none.
type NoTerms = struct{}

// A Level is one step of a ladder.
type Level struct {
	// Name is unique within the ladder.
	Name string `json:"name"`
	// Requires lists the requirements of the level. All of them have to hold, and
	// there is at least one.
	Requires []Requirement `json:"requires"`
	// Keeps lists what a partner who is on the level needs to keep it, which is no
	// more than Requires asks for. If it is absent, it is Requires. Who qualifies for a
	// higher level keeps the level, too. The Keeps of a higher level are not enough.
	Keeps []Requirement `json:"keeps,omitzero"`
	// Benefits are the names of what the level brings.
	Benefits []string `json:"benefits,omitzero"`
	// Support is the class of support that comes with the level. If it is absent,
	// the level has the support of the level below, unless they replace each other. So
	// it has in place of a lesser class (see [SupportClasses]).
	//
	// Rules: T3, T8, T13.
	Support string `json:"support,omitzero"`
}

// OnMissing says what happens if a metric that the ladder asks for is not given.
// A missing metric is never taken as zero. The zero OnMissing is
// [OnMissingRefuse].
//
// Rules: X14.
type OnMissing uint8

// What happens if a metric is missing.
const (
	OnMissingRefuse OnMissing = iota // "refuse": an error that names it
	OnMissingUnmet                   // "unmet": a requirement on it does not hold
)

var onMissingNames = []string{"refuse", "unmet"}

// String returns the name of the policy, such as "refuse".
func (m OnMissing) String() string { return enum.Name(m, onMissingNames) }

// MarshalText returns the name of the policy.
func (m OnMissing) MarshalText() ([]byte, error) { return enum.Text(m, onMissingNames, 0) }

// UnmarshalText reads the name of a policy.
func (m *OnMissing) UnmarshalText(text []byte) error { return enum.Parse(m, text, onMissingNames, 0) }

// WithTerms returns the definition with terms for its levels, in place of those
// that it has. [New] checks that levels and terms match.
func WithTerms[T, Old any](d Definition[Old], terms map[string]T) Definition[T] {
	return Definition[T]{
		Name: d.Name, OnMissing: d.OnMissing, Signed: d.Signed, Scales: d.Scales, Replacing: d.Replacing, Levels: d.Levels, Terms: terms,
	}
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition[T]) check() error { return check.All(d.faults) }

func (d *Definition[T]) faults(f *check.Faults) {
	if f.Name("name", d.Name) && strings.Contains(d.Name, "/") {
		f.Add("name", d.Name, alianza.ErrForm, "it has a slash, which parts ladder and level")
	}
	enum.Check(f, "on_missing", d.OnMissing, onMissingNames, 0)
	if len(d.Levels) == 0 {
		f.Add("levels", "", alianza.ErrMissing, "a ladder has at least one level")
	}
	if !f.Count("levels", len(d.Levels), check.MaxLevels, "levels") {
		return
	}
	names := check.Names{Faults: f}
	facts := d.facts()
	order := newOrder(d.Levels, d.Scales)
	for i, level := range d.Levels {
		path := f.At("levels", i)
		names.Add(path+".name", level.Name)
		level.check(f, path, facts)
		order.check(f, path, i)
	}
	f.Count("levels", len(facts.asked), check.MaxMetrics, "different metrics")
	d.checkFacts(f, facts)
	d.checkTerms(f, &names)
}

// facts is what is known of the metrics of a ladder while its levels are checked.
type facts struct {
	asked  map[string]bool // by a level so far; nil if there is no ladder
	signed map[string]bool
	scales map[string][]string
	alone  bool // there is no ladder that could have scales or signs
}

// ask notes that a requirement is on a metric.
func (f *facts) ask(metric string) {
	if f.asked != nil {
		f.asked[metric] = true
	}
}

func (d *Definition[T]) facts() *facts {
	known := facts{asked: map[string]bool{}, signed: map[string]bool{}, scales: d.Scales}
	for _, name := range d.Signed[:min(len(d.Signed), check.MaxMetrics)] {
		known.signed[name] = true
	}
	return &known
}

// checkFacts adds the faults of what is said of metrics.
func (d *Definition[T]) checkFacts(f *check.Faults, known *facts) {
	unread := slices.ContainsFunc(d.Levels, func(l Level) bool { return l.Name == "" }) // and may ask for anything
	asked := func(path, name string) {
		if !unread && !known.asked[name] {
			f.Add(path, name, alianza.ErrUnknown, "the ladder has no requirement on it")
		}
	}
	if f.Count("signed", len(d.Signed), check.MaxMetrics, "metrics") {
		signed := check.Names{Faults: f}
		for i, name := range d.Signed {
			path := f.At("signed", i)
			signed.Add(path, name)
			asked(path, name)
		}
	}
	if !f.Count("scales", len(d.Scales), check.MaxMetrics, "metrics") {
		return
	}
	for _, metric := range slices.Sorted(maps.Keys(d.Scales)) {
		path := "scales." + metric
		asked(path, metric)
		if !f.Count(path, len(d.Scales[metric]), check.MaxLevels, "names") {
			continue
		}
		names := check.Names{Faults: f}
		for i, name := range d.Scales[metric] {
			names.Add(f.At(path, i), name)
		}
	}
}

// check adds the faults of a level, and its metrics to those of the ladder.
func (l Level) check(f *check.Faults, path string, known *facts) {
	if len(l.Requires) == 0 {
		f.Add(path+".requires", "", alianza.ErrMissing, "a level requires something, or everybody would reach it")
	}
	checkRequirements(f, path+".requires", l.Requires, known)
	checkRequirements(f, path+".keeps", l.Keeps, known)
	l.checkKeeps(f, path, known)
	if l.Support != "" {
		f.Name(path+".support", l.Support)
	}
	if f.Count(path+".benefits", len(l.Benefits), check.MaxValues, "benefits") {
		benefits := check.Names{Faults: f}
		for i, b := range l.Benefits {
			benefits.Add(f.At(path+".benefits", i), b)
		}
	}
}

// checkKeeps faults what keeps a level and asks more than the level requires.
func (l Level) checkKeeps(f *check.Faults, path string, known *facts) {
	if len(l.Keeps) == 0 || len(l.Keeps) > check.MaxRequires || len(l.Requires) > check.MaxRequires {
		return
	}
	required := map[kind]side{} // the strongest of each subject
	for _, s := range sides(l.Requires, known.scales) {
		if before, ok := required[s.kind()]; !ok || strength(s, before) > 0 {
			required[s.kind()] = s
		}
	}
	faulty := -1 // one fault is enough
	for _, s := range sides(l.Keeps, known.scales) {
		if most, ok := required[s.kind()]; s.need != faulty && (!ok || strength(s, most) > 0) {
			faulty = s.need
			f.Add(f.At(path+".keeps", s.need), s.of.String(), alianza.ErrConflict, "asks more than the level requires")
		}
	}
}

// checkTerms adds the faults of terms that do not match the levels.
func (d *Definition[T]) checkTerms(f *check.Faults, names *check.Names) {
	if _, none := any(d.Terms).(map[string]NoTerms); none && len(d.Terms) == 0 {
		return
	}
	if !f.Count("terms", len(d.Terms), check.MaxLevels, "levels") {
		return
	}
	var levels []string
	for _, level := range d.Levels {
		if _, ok := d.Terms[level.Name]; !ok && level.Name != "" {
			f.Add("terms."+level.Name, "", alianza.ErrMissing, "no terms for level "+level.Name)
		}
		levels = append(levels, level.Name)
	}
	if slices.Contains(levels, "") {
		return // a level that could not be read may have any name
	}
	for _, name := range slices.Sorted(maps.Keys(d.Terms)) {
		if names.Has(name) {
			continue
		}
		detail := "no level has this name"
		if one := near.Of(name, levels); one != "" && len(name) > 2 {
			detail += ": did you mean " + one + "?"
		}
		f.Add("terms."+name, "", alianza.ErrUnknown, detail)
	}
}

// clone returns a copy that shares nothing with d but what the terms share.
func (d Definition[T]) clone() Definition[T] {
	d.Terms, d.Signed, d.Scales = maps.Clone(d.Terms), slices.Clone(d.Signed), maps.Clone(d.Scales)
	for metric, names := range d.Scales {
		d.Scales[metric] = slices.Clone(names)
	}
	d.Levels = slices.Clone(d.Levels)
	for i, level := range d.Levels {
		d.Levels[i].Requires, d.Levels[i].Keeps = cloneAll(level.Requires), cloneAll(level.Keeps)
		d.Levels[i].Benefits = slices.Clone(level.Benefits)
	}
	return d
}

// equal reports whether two definitions say the same.
func (d Definition[T]) equal(o Definition[T]) bool {
	sameLevel := func(a, b Level) bool {
		return a.Name == b.Name && a.Support == b.Support && slices.Equal(a.Benefits, b.Benefits) &&
			slices.EqualFunc(a.Requires, b.Requires, Requirement.equal) && slices.EqualFunc(a.Keeps, b.Keeps, Requirement.equal)
	}
	return d.Name == o.Name && d.OnMissing == o.OnMissing && d.Replacing == o.Replacing &&
		slices.Equal(d.Signed, o.Signed) && maps.EqualFunc(d.Scales, o.Scales, slices.Equal[[]string]) &&
		slices.EqualFunc(d.Levels, o.Levels, sameLevel) && maps.EqualFunc(d.Terms, o.Terms, sameTerms[T])
}

// sameTerms compares terms by their Equal, else by their JSON.
func sameTerms[T any](a, b T) bool {
	if x, ok := any(a).(interface{ Equal(T) bool }); ok {
		return x.Equal(b)
	}
	x, err := json.Marshal(a)
	y, _ := json.Marshal(b) // nothing, if that fails
	return err == nil && bytes.Equal(x, y)
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d Definition[T]) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition[T]).check)
}

// UnmarshalJSON reads a definition and checks it as [New] does.
func (d *Definition[T]) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition[T]).check)
}

// MarshalJSON returns the JSON of the level. It returns an error if the level has a fault
// of its own.
func (l Level) MarshalJSON() ([]byte, error) { return strictjson.MarshalChecked(l, (*Level).sound) }

// UnmarshalJSON reads a level and checks it, apart from the levels below it.
func (l *Level) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, l, (*Level).sound)
}

// sound returns the faults of a level, apart from the levels below it.
func (l *Level) sound() error {
	return check.All(func(f *check.Faults) {
		f.Name("name", l.Name)
		l.check(f, "", &facts{alone: true})
	})
}

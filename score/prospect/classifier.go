package prospect

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A ClassifierDefinition sorts what is judged into classes by conditions that are
// true or not, in an order of precedence. [NewClassifier] checks it.
type ClassifierDefinition struct {
	Name string `json:"name"`
	// Classes are asked in order; the first whose conditions all hold is the
	// class.
	Classes []Class `json:"classes"`
	// Otherwise is the class where none of them holds.
	Otherwise string `json:"otherwise"`
	// Noted are criteria that may be answered and decide nothing.
	Noted []string `json:"noted,omitzero"`
	// AssumeNo are criteria that are taken for a no while nobody has answered
	// them.
	AssumeNo []string `json:"assume_no,omitzero"`
}

// A Class is a name and its conditions. A criterion of which yes counts for one
// class counts for no other with a no.
type Class struct {
	Name string   `json:"name"`
	All  []string `json:"all,omitzero"`  // criteria that have to be yes
	None []string `json:"none,omitzero"` // criteria that have to be no
}

// A Classifier is a checked definition. The zero Classifier has no class.
type Classifier struct {
	def ClassifierDefinition
	// criteria lists each criterion once, in the order of the definition, the
	// noted ones last.
	criteria []string
}

// NewClassifier checks a definition. It returns an error with all its faults: a
// missing or repeated name, no classes, a class without conditions, a criterion
// of which both a yes and a no would count, a class that nothing can be in,
// since whatever is in it is in one before it.
func NewClassifier(d ClassifierDefinition) (Classifier, error) {
	if err := d.check(); err != nil {
		return Classifier{}, err
	}
	return d.compile(), nil
}

// compile returns the classes of a definition that was checked.
func (d ClassifierDefinition) compile() Classifier {
	c := Classifier{def: d.clone()}
	seen := map[string]bool{}
	for _, class := range c.def.Classes {
		for _, name := range class.conditions() {
			if !seen[name] {
				seen[name], c.criteria = true, append(c.criteria, name)
			}
		}
	}
	c.criteria = append(c.criteria, c.def.Noted...)
	return c
}

// Definition returns a fresh copy of the definition the classifier was made from.
func (c Classifier) Definition() ClassifierDefinition { return c.def.clone() }

func (d ClassifierDefinition) clone() ClassifierDefinition {
	d.Classes, d.Noted, d.AssumeNo = slices.Clone(d.Classes), slices.Clone(d.Noted), slices.Clone(d.AssumeNo)
	for i, c := range d.Classes {
		d.Classes[i].All, d.Classes[i].None = slices.Clone(c.All), slices.Clone(c.None)
	}
	return d
}

// conditions returns all criteria of the class.
func (c Class) conditions() []string { return slices.Concat(c.All, c.None) }

// asks returns the answer that each condition asks for.
func (c Class) asks() map[string]score.Answer {
	asks := map[string]score.Answer{}
	for i, name := range c.conditions() {
		asks[name] = score.Yes
		if i >= len(c.All) {
			asks[name] = score.No
		}
	}
	return asks
}

// covers reports whether there are conditions and all of them are among more.
func covers(less, more map[string]score.Answer) bool {
	for name, want := range less {
		if more[name] != want {
			return false
		}
	}
	return len(less) > 0
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ClassifierDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Classes) == 0 {
		f.Add("classes", "", alianza.ErrMissing, "at least one class")
	}
	names := check.Names{Faults: &f}
	wanted := map[string]score.Answer{} // by criterion: the answer that counts
	asks := make([]map[string]score.Answer, len(d.Classes))
	for i, c := range d.Classes {
		path := fmt.Sprintf("classes[%d]", i)
		names.Add(path+".name", c.Name)
		asks[i] = c.asks()
		if len(asks[i]) == 0 {
			f.Add(path, c.Name, alianza.ErrMissing, "a class has conditions in all or in none")
			continue
		}
		own := check.Names{Faults: &f}
		checkConditions(&f, &own, wanted, path+".all", c.All, score.Yes)
		checkConditions(&f, &own, wanted, path+".none", c.None, score.No)
		if j := slices.IndexFunc(asks[:i], func(less map[string]score.Answer) bool { return covers(less, asks[i]) }); j >= 0 {
			f.Add(path, c.Name, alianza.ErrConflict, "never reached: all that is in it is "+d.Classes[j].Name)
		}
	}
	names.Add("otherwise", d.Otherwise)
	noted := check.Names{Faults: &f}
	for i, name := range d.Noted {
		path := fmt.Sprintf("noted[%d]", i)
		noted.Add(path, name)
		if wanted[name] != score.Unknown {
			f.Add(path, name, alianza.ErrConflict, "it is a condition, so it decides")
		}
	}
	assumed := check.Names{Faults: &f}
	for i, name := range d.AssumeNo {
		path := fmt.Sprintf("assume_no[%d]", i)
		assumed.Add(path, name)
		if wanted[name] == score.Unknown && name != "" {
			f.Add(path, name, alianza.ErrUnknown, "there is no such condition")
		}
	}
	return f.Err()
}

// checkConditions adds the faults of one list of conditions.
func checkConditions(f *check.Faults, own *check.Names, wanted map[string]score.Answer, path string, list []string, want score.Answer) {
	for i, name := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		own.Add(at, name)
		if before := wanted[name]; before != score.Unknown && before != want {
			f.Add(at, name, alianza.ErrConflict, "elsewhere it has to be "+before.String())
		}
		wanted[name] = want
	}
}

// within reports whether every name of part is in whole.
func within(part, whole []string) bool {
	return !slices.ContainsFunc(part, func(name string) bool { return !slices.Contains(whole, name) })
}

// A Classification is the class of what was judged, and why. While answers that
// matter are unknown it is open, and says which classes are possible.
type Classification struct {
	Classifier string   // name of the definition
	Class      string   // "" while more than one is possible
	Possible   []string // classes, in order of precedence
	// Open are the criteria on whose unknown answers the class depends.
	Open []string
	// Tests are the classes that were asked, in order, up to the one that holds.
	Tests []ClassTest
}

// A ClassTest is how the conditions of a class stand.
type ClassTest struct {
	Class   string
	Holds   score.Answer
	Against []string // criteria that do not hold
	Unknown []string // criteria that are not answered
}

// Judge returns the class: the first, in the order of the definition, whose
// conditions all hold. Every class listed as possible can come true, and no
// other can, whatever the unknown answers turn out to be. It returns an error
// for answers to criteria that the definition does not have and for values that
// are no [Answer].
func (c Classifier) Judge(answers score.Answers) (Classification, error) {
	var f check.Faults
	number.RefuseAnswers(&f, "answers", answers, c.criteria)
	if err := f.Err(); err != nil {
		return Classification{}, fmt.Errorf("prospect: classifier %s: %w", c.def.Name, err)
	}
	return c.judge(answers), nil
}

// judge is Judge for answers that were checked.
func (c Classifier) judge(answers score.Answers) Classification {
	result := Classification{Classifier: c.def.Name}
	answers = c.assume(answers)
	for _, class := range c.def.Classes {
		t := class.test(answers)
		if t.Holds != score.No && !dominated(t, result.Tests) {
			result.Possible = append(result.Possible, class.Name)
		}
		result.Tests = append(result.Tests, t)
		if t.Holds == score.Yes {
			break
		}
	}
	if n := len(result.Tests); n > 0 && result.Tests[n-1].Holds != score.Yes {
		result.Possible = append(result.Possible, c.def.Otherwise)
	}
	if len(result.Possible) == 1 {
		result.Class = result.Possible[0]
		return result
	}
	for _, t := range result.Tests {
		for _, name := range t.Unknown {
			if t.Holds == score.Unknown && !slices.Contains(result.Open, name) {
				result.Open = append(result.Open, name)
			}
		}
	}
	return result
}

// assume returns the answers with a no where the definition assumes it.
func (c Classifier) assume(answers score.Answers) score.Answers {
	if len(c.def.AssumeNo) == 0 {
		return answers
	}
	answers = maps.Clone(answers)
	if answers == nil {
		answers = score.Answers{}
	}
	for _, name := range c.def.AssumeNo {
		answers[name] = cmp.Or(answers[name], score.No)
	}
	return answers
}

// test asks the conditions of a class.
func (c Class) test(answers score.Answers) ClassTest {
	t := ClassTest{Class: c.Name, Holds: score.Yes}
	for i, name := range c.conditions() {
		want := score.Yes
		if i >= len(c.All) {
			want = score.No
		}
		switch answers[name] {
		case want:
		case score.Unknown:
			t.Unknown = append(t.Unknown, name)
		default:
			t.Against = append(t.Against, name)
		}
	}
	switch {
	case len(t.Against) > 0:
		t.Holds = score.No
	case len(t.Unknown) > 0:
		t.Holds = score.Unknown
	}
	return t
}

// dominated reports whether one of the classes before holds whenever this one
// does. Since each criterion counts one way only, that is so where all that it
// still waits for is waited for here, too.
func dominated(t ClassTest, before []ClassTest) bool {
	return slices.ContainsFunc(before, func(b ClassTest) bool { return b.Holds != score.No && within(b.Unknown, t.Unknown) })
}

// Is reports whether the class is the one of that name: unknown while it is one
// of several possible ones. So one classification answers a criterion of
// another, such as asset_exchange of [Agreements].
func (c Classification) Is(class string) score.Answer {
	switch {
	case !slices.Contains(c.Possible, class):
		return score.No
	case len(c.Possible) > 1:
		return score.Unknown
	}
	return score.Yes
}

// String returns the classification as a phrase: "referral_program; not
// strategic_alliance (metrics)", "candidate or conversation; open: measure".
func (c Classification) String() string {
	var b strings.Builder
	b.WriteString(strings.Join(c.Possible, " or "))
	for _, t := range c.Tests {
		if t.Holds == score.No {
			fmt.Fprintf(&b, "; not %s (%s)", t.Class, strings.Join(t.Against, ", "))
		}
	}
	if len(c.Open) > 0 {
		b.WriteString("; open: " + strings.Join(c.Open, ", "))
	}
	return b.String()
}

// MarshalJSON returns the classification with its fields in lower case.
func (c Classification) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("classifier", &c.Classifier)
		o.Optional().String("class", &c.Class)
		o.Strings("possible", &c.Possible)
		o.Optional().Strings("open", &c.Open)
		oldjson.List(o, "tests", &c.Tests, func(t *ClassTest, o *oldjson.Object) {
			o.String("class", &t.Class)
			oldjson.Text(o, "holds", &t.Holds)
			o.Optional().Strings("against", &t.Against)
			o.Optional().Strings("unknown", &t.Unknown)
		})
	})
}

// MarshalJSON returns the JSON of the definition.
func (d ClassifierDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewClassifier] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *ClassifierDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*ClassifierDefinition).fields, (*ClassifierDefinition).check)
}

func (d *ClassifierDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	oldjson.List(o, "classes", &d.Classes, (*Class).fields)
	o.String("otherwise", &d.Otherwise)
	o.Optional().Strings("noted", &d.Noted)
	o.Optional().Strings("assume_no", &d.AssumeNo)
}

func (c *Class) fields(o *oldjson.Object) {
	o.String("name", &c.Name)
	o.Optional().Strings("all", &c.All)
	o.Optional().Strings("none", &c.None)
}

package prospect

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
	"github.com/seed-0af520cd/alianza/score/internal/task"
)

// A ClassifierDefinition sorts what is judged into classes by yes-or-no
// conditions, in an order of precedence. [NewClassifier] checks it.
type ClassifierDefinition struct {
	Name string `json:"name"`
	// Classes are asked in order. The first one whose conditions all hold is the
	// class.
	Classes []Class `json:"classes"`
	// Otherwise is the class where none of them holds.
	Otherwise string `json:"otherwise"`
	// Noted are criteria that may be answered and decide nothing.
	Noted []string `json:"noted,omitzero"`
	// AssumeNo are criteria that count as a no while nobody has answered them.
	AssumeNo []string `json:"assume_no,omitzero"`
}

// A Class is a name and its conditions. Classes of the same name are several ways
// into one class. If yes counts for one class, no counts for no other.
type Class struct {
	Name string   `json:"name"`
	All  []string `json:"all,omitzero"`  // criteria that have to be yes
	None []string `json:"none,omitzero"` // criteria that have to be no
	// Next is what to do with what is in the class. It may be absent. Of several
	// ways into one class, the first one says it.
	Next score.Task `json:"next,omitzero"`
}

// A Classifier is a checked definition. It is immutable and safe for concurrent
// use.
type Classifier struct{ made *madeClassifier }

type madeClassifier struct {
	def      ClassifierDefinition
	criteria map[string]bool // conditions and noted criteria
	assumed  map[string]bool
}

// NewClassifier checks a definition. It returns all faults at once. There is a
// fault if:
//   - a name is missing, malformed or, but for several ways into a class, repeated;
//   - there are no classes, or too many classes or criteria;
//   - a class has no conditions;
//   - both a yes and a no to the same criterion count;
//   - nothing can be in a class, because it is in one before it;
//   - a criterion that is assumed is no condition, or a noted one is.
func NewClassifier(d ClassifierDefinition) (Classifier, error) {
	if err := d.check(); err != nil {
		return Classifier{}, err
	}
	d = d.clone()
	m := &madeClassifier{def: d, criteria: number.Set(d.Noted), assumed: number.Set(d.AssumeNo)}
	for _, c := range d.Classes {
		for _, name := range c.conditions() {
			m.criteria[name] = true
		}
	}
	return Classifier{m}, nil
}

// Definition returns a fresh copy of the definition the classifier was made from.
func (c Classifier) Definition() ClassifierDefinition {
	if c.made == nil {
		return ClassifierDefinition{}
	}
	return c.made.def.clone()
}

// Equal reports whether two classifiers have the same definition.
func (c Classifier) Equal(o Classifier) bool {
	if c.made == nil || o.made == nil {
		return c.made == o.made
	}
	return c.made.def.equal(o.made.def)
}

func (d ClassifierDefinition) equal(o ClassifierDefinition) bool {
	return d.Name == o.Name && d.Otherwise == o.Otherwise && slices.Equal(d.Noted, o.Noted) && slices.Equal(d.AssumeNo, o.AssumeNo) &&
		slices.EqualFunc(d.Classes, o.Classes, func(a, b Class) bool {
			return a.Name == b.Name && a.Next == b.Next && slices.Equal(a.All, b.All) && slices.Equal(a.None, b.None)
		})
}

func (d ClassifierDefinition) clone() ClassifierDefinition {
	d.Classes, d.Noted, d.AssumeNo = slices.Clone(d.Classes), slices.Clone(d.Noted), slices.Clone(d.AssumeNo)
	for i, c := range d.Classes {
		d.Classes[i].All, d.Classes[i].None = slices.Clone(c.All), slices.Clone(c.None)
	}
	return d
}

// unchecked returns the error of a value that no New function made.
func unchecked(noun, constructor string) error {
	return fmt.Errorf("prospect: %s: %w", noun, check.Fault("", "", alianza.ErrUnchecked, constructor))
}

// conditions returns all criteria of the class.
func (c Class) conditions() []string { return slices.Concat(c.All, c.None) }

// A classCheck checks the classes of a definition.
type classCheck struct {
	*check.Faults
	wanted map[string]score.Answer // by criterion: the answer that counts
	first  map[string]int          // by name: the first way into a class
	before subsets                 // conditions of the classes so far
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ClassifierDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Classes) == 0 {
		f.Add("classes", "", alianza.ErrMissing, "at least one class")
	}
	if !f.Count("classes", len(d.Classes), check.MaxClasses, "classes") {
		return f.Err()
	}
	classes := classCheck{&f, map[string]score.Answer{}, map[string]int{}, subsets{}}
	for i := range d.Classes {
		classes.check(d, i)
	}
	if i, taken := classes.first[d.Otherwise]; taken && d.Otherwise != "" {
		f.Add("otherwise", d.Otherwise, alianza.ErrDuplicate, fmt.Sprintf("the same as classes[%d].name", i))
	} else {
		f.Name("otherwise", d.Otherwise)
	}
	classes.list("noted", d.Noted, func(path, name string) {
		if classes.wanted[name] != score.Unknown {
			f.Add(path, name, alianza.ErrConflict, "it is a condition, so it decides")
		}
	})
	classes.list("assume_no", d.AssumeNo, func(path, name string) {
		if classes.wanted[name] == score.Unknown && name != "" {
			f.Add(path, name, alianza.ErrUnknown, "there is no such condition")
		}
	})
	return f.Err()
}

// list checks a list of criteria, each of them besides as more does.
func (c *classCheck) list(path string, names []string, more func(path, name string)) {
	if !c.Count(path, len(names), check.MaxCriteria, "criteria") {
		return
	}
	own := check.Names{Faults: c.Faults}
	for i, name := range names {
		at := fmt.Sprintf("%s[%d]", path, i)
		own.Add(at, name)
		more(at, name)
	}
}

// check adds the faults of one class.
func (c *classCheck) check(d *ClassifierDefinition, i int) {
	class, path := &d.Classes[i], fmt.Sprintf("classes[%d]", i)
	if before, again := c.first[class.Name]; !again {
		c.Name(path+".name", class.Name)
		c.first[class.Name] = i
	} else if class.Next != (score.Task{}) {
		c.Add(path+".next", class.Next.Action, alianza.ErrConflict, fmt.Sprintf("classes[%d] says what is next, the first way into this class", before))
	}
	if class.Next != (score.Task{}) {
		task.Check(c.Faults, path+".next", task.Task(class.Next))
	}
	names := class.conditions()
	if len(names) == 0 {
		c.Add(path, class.Name, alianza.ErrMissing, "a class has conditions in all or in none")
		return
	}
	if !c.Count(path, len(names), check.MaxCriteria, "criteria") {
		return
	}
	own, asks := check.Names{Faults: c.Faults}, make([]string, len(names)) // the criteria with the answers that count
	for i, name := range names {
		at, want := fmt.Sprintf("%s.all[%d]", path, i), score.Yes
		if i >= len(class.All) {
			at, want = fmt.Sprintf("%s.none[%d]", path, i-len(class.All)), score.No
		}
		asks[i] = want.String() + " " + name
		own.Add(at, name)
		if before := c.wanted[name]; before != score.Unknown && before != want {
			c.Add(at, name, alianza.ErrConflict, "elsewhere it has to be "+before.String())
		}
		c.wanted[name] = want
	}
	if j := c.before.within(asks); j >= 0 {
		c.Add(path, class.Name, alianza.ErrConflict, "never reached: all that is in it is "+d.Classes[c.before.labels[j]].Name)
	}
	c.before.add(i, asks)
}

// subsets remembers sets of names, and finds one that lies within another set.
type subsets struct {
	with   map[string][]int // the sets that have a name
	sizes  []int
	labels []int
}

// add adds a set of different names, with a label.
func (s *subsets) add(label int, names []string) {
	if s.with == nil {
		s.with = map[string][]int{}
	}
	for _, name := range names {
		s.with[name] = append(s.with[name], len(s.sizes))
	}
	s.sizes, s.labels = append(s.sizes, len(names)), append(s.labels, label)
}

// within returns the first set whose names are all among some names, -1 if there
// is none.
func (s *subsets) within(names []string) int {
	found := make([]int, len(s.sizes))
	for _, name := range names {
		for _, i := range s.with[name] {
			found[i]++
		}
	}
	for i, n := range found {
		if n == s.sizes[i] {
			return i
		}
	}
	return -1
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d ClassifierDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*ClassifierDefinition).check)
}

// UnmarshalJSON reads a definition and checks it as [NewClassifier] does.
func (d *ClassifierDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*ClassifierDefinition).check)
}

// MarshalJSON returns the JSON of the class.
func (c Class) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a class.
func (c *Class) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON returns the JSON of the definition the classifier was made from.
func (c Classifier) MarshalJSON() ([]byte, error) {
	if c.made == nil {
		return nil, unchecked("classifier", "NewClassifier")
	}
	return c.made.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the classifier of it.
func (c *Classifier) UnmarshalJSON(data []byte) error {
	var d ClassifierDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*c, err = NewClassifier(d)
	}
	return err
}

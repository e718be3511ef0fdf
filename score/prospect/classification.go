package prospect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A Classification is the class of what was judged, and why. While answers that
// matter are unknown it is open, and says which classes are possible.
type Classification struct {
	Classifier string   `json:"classifier"`     // name of the definition
	Class      string   `json:"class,omitzero"` // "" while more than one is possible
	Possible   []string `json:"possible"`       // classes, in order of precedence
	// Next is what to do with what is in Class. It is none if the class says
	// nothing, or while more than one is possible.
	Next score.Task `json:"next,omitzero"`
	// Open are the criteria on whose unknown answers the class depends. If other
	// classes stand between two ways into a class, it may have more conditions of them.
	Open []string `json:"open,omitzero"`
	// Tests are the classes that were asked, in order, up to the one that holds.
	Tests []ClassTest `json:"tests"`
}

// A ClassTest says how the conditions of a class stand.
type ClassTest struct {
	Class   string       `json:"class"`
	Holds   score.Answer `json:"holds"`
	Against []string     `json:"against,omitzero"` // criteria that do not hold
	Barring []string     `json:"barring,omitzero"` // those of Against that are a yes and have to be a no
	Assumed []string     `json:"assumed,omitzero"` // criteria that do not hold while nobody has answered them
	Unknown []string     `json:"unknown,omitzero"` // criteria that are not answered
}

// Judge returns the class: the first one, in the order of the definition, whose
// conditions all hold. Every class listed as possible can come true, and no other
// can, whatever the unknown answers turn out to be.
//
// It returns an error for answers to criteria that the definition does not have,
// and for values that are no [score.Answer].
func (c Classifier) Judge(answers score.Answers) (Classification, error) {
	if c.made == nil {
		return Classification{}, unchecked("classifier", "NewClassifier")
	}
	var f check.Faults
	number.RefuseAnswers(&f, "answers", answers, c.made.criteria)
	if err := f.Err(); err != nil {
		return Classification{}, fmt.Errorf("prospect: classifier %s: %w", c.made.def.Name, err)
	}
	return c.made.judge(answers), nil
}

// judge judges answers that are not refused. Answers to other criteria change
// nothing.
func (m *madeClassifier) judge(answers score.Answers) Classification {
	r := Classification{Classifier: m.def.Name}
	var before subsets // the unknown criteria of classes that may hold
	var next score.Task
	var asked []ClassTest // that may be the first one that holds
	possible := map[string]bool{}
	for i := range m.def.Classes {
		class := &m.def.Classes[i]
		t := m.test(class, answers)
		r.Tests = append(r.Tests, t)
		if t.Holds == score.No {
			continue
		}
		// Each criterion counts one way only. A class whose unknown criteria
		// include those of a class before it is never reached.
		if before.within(t.Unknown) < 0 {
			asked = append(asked, t)
			if !possible[class.Name] {
				possible[class.Name], r.Possible = true, append(r.Possible, class.Name)
				next = m.next(class.Name)
			}
		}
		before.add(i, t.Unknown)
		if t.Holds == score.Yes {
			break
		}
	}
	if n := len(r.Tests); r.Tests[n-1].Holds != score.Yes {
		r.Possible = append(r.Possible, m.def.Otherwise)
		next = score.Task{}
	}
	if len(r.Possible) == 1 {
		r.Class, r.Next = r.Possible[0], next
		return r
	}
	r.Open = open(asked)
	return r
}

// open returns the unknown criteria on which the class depends. Of ways into one class
// that follow each other, the ones that ask for more than another decide nothing.
func open(asked []ClassTest) []string {
	least := make([]bool, len(asked))
	var behind subsets // the ways into the same class that follow
	for i, t := range slices.Backward(asked) {
		if i+1 < len(asked) && asked[i+1].Class != t.Class {
			behind = subsets{}
		}
		least[i] = behind.within(t.Unknown) < 0
		behind.add(i, t.Unknown)
	}
	var names []string
	found := map[string]bool{}
	for i, t := range asked {
		for _, name := range t.Unknown {
			if least[i] && !found[name] {
				found[name], names = true, append(names, name)
			}
		}
	}
	return names
}

// next returns what to do with what is in a class.
func (m *madeClassifier) next(class string) score.Task {
	i := slices.IndexFunc(m.def.Classes, func(c Class) bool { return c.Name == class })
	if i < 0 {
		return score.Task{}
	}
	return m.def.Classes[i].Next
}

// test asks the conditions of a class.
func (m *madeClassifier) test(c *Class, answers score.Answers) ClassTest {
	t := ClassTest{Class: c.Name, Holds: score.Yes}
	for i, name := range c.conditions() {
		want := score.Yes
		if i >= len(c.All) {
			want = score.No
		}
		switch given := answers[name]; {
		case given == want || given == score.Unknown && m.assumed[name] && want == score.No:
		case given == score.Unknown && m.assumed[name]:
			t.Assumed = append(t.Assumed, name)
		case given == score.Unknown:
			t.Unknown = append(t.Unknown, name)
		default:
			t.Against = append(t.Against, name)
			if want == score.No {
				t.Barring = append(t.Barring, name)
			}
		}
	}
	switch {
	case len(t.Against)+len(t.Assumed) > 0:
		t.Holds = score.No
	case len(t.Unknown) > 0:
		t.Holds = score.Unknown
	}
	return t
}

// Is reports whether the class is the one of that name. It is unknown while the
// class is one of several possible ones. So one classification answers a criterion
// of another.
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
// strategic_alliance (measurable)", "candidate or conversation; open: measurable".
func (c Classification) String() string {
	var b strings.Builder
	b.WriteString(strings.Join(c.Possible, " or "))
	for _, t := range c.Tests {
		if t.Holds == score.No && !slices.Contains(c.Possible, t.Class) {
			fmt.Fprintf(&b, "; not %s (%s)", t.Class, strings.Join(slices.Concat(t.Against, t.Assumed), ", "))
		}
	}
	if len(c.Open) > 0 {
		b.WriteString("; open: " + strings.Join(c.Open, ", "))
	}
	return b.String()
}

// MarshalJSON returns the JSON of the classification.
func (c Classification) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a classification that MarshalJSON wrote.
func (c *Classification) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON returns the JSON of the test.
func (t ClassTest) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a test.
func (t *ClassTest) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

package commission

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Condition is what an event has to meet for a rule to pay it. A fact is one of
// some values, or none of them, or within bounds; or all or any of a list of
// conditions are met. In JSON it is one of
//
//	{"fact": "country", "one_of": ["US", "CA"]}
//	{"fact": "customer_kind", "none_of": ["returning"]}
//	{"fact": "amount", "at_least": "100"}
//	{"all": [ … ]}   {"any": [ … ]}
//
// The facts are those of [Event.Facts], such as the product, the category or the
// country. Besides, the event itself gives "amount", "units", "partner",
// "customer", "order" and "tier". A fact that is not given meets no condition, neither one of
// nor none of: missing is not something else. The zero Condition is met by every event.
type Condition struct {
	_      [0]func()     // == would compare decimals by address
	Fact   string        `json:"fact,omitzero"`
	OneOf  []string      `json:"one_of,omitzero"`
	NoneOf []string      `json:"none_of,omitzero"`
	Bound  alianza.Bound `json:",inline,omitzero"` // of a fact that is a number
	All    []Condition   `json:"all,omitzero"`
	Any    []Condition   `json:"any,omitzero"`
}

// FactOneOf returns the condition that a fact is one of some values.
func FactOneOf(fact string, values ...string) Condition {
	return Condition{Fact: fact, OneOf: values}
}

// FactNoneOf returns the condition that a fact is given and none of some values.
func FactNoneOf(fact string, values ...string) Condition {
	return Condition{Fact: fact, NoneOf: values}
}

// FactIs returns the condition that a fact is a number that meets a bound:
// FactIs("seats", alianza.AtLeast(ten)).
func FactIs(fact string, bound alianza.Bound) Condition {
	return Condition{Fact: fact, Bound: bound}
}

// All returns the condition that all of a list hold.
func All(of ...Condition) Condition { return Condition{All: of} }

// Any returns the condition that at least one of a list holds.
func Any(of ...Condition) Condition { return Condition{Any: of} }

// IsZero reports whether there is no condition.
func (c Condition) IsZero() bool { return c.forms() == 0 && c.Fact == "" }

// forms counts the forms that a condition has at once; one is right.
func (c Condition) forms() int {
	n := 0
	for _, has := range []bool{len(c.OneOf) > 0, len(c.NoneOf) > 0, !c.Bound.IsZero(), len(c.All) > 0, len(c.Any) > 0} {
		if has {
			n++
		}
	}
	return n
}

func (c Condition) clone() Condition {
	c.OneOf, c.NoneOf = slices.Clone(c.OneOf), slices.Clone(c.NoneOf)
	c.All, c.Any = cloneConditions(c.All), cloneConditions(c.Any)
	return c
}

func cloneConditions(list []Condition) []Condition {
	list = slices.Clone(list)
	for i := range list {
		list[i] = list[i].clone()
	}
	return list
}

// maxConditionDepth bounds lists within lists; nobody reads deeper ones.
const maxConditionDepth = 8

func (c Condition) check(f *check.Faults, path string, depth int) {
	group := len(c.All) > 0 || len(c.Any) > 0
	switch {
	case depth > maxConditionDepth:
		f.Add(path, "", alianza.ErrRange, fmt.Sprintf("nested deeper than %d", maxConditionDepth))
		return
	case c.forms() == 0:
		f.Add(path, "", alianza.ErrMissing, "give one of one_of, none_of, a bound, all or any")
	case c.forms() != 1:
		f.Add(path, "", alianza.ErrConflict, "give one of one_of, none_of, a bound, all or any")
	case group && c.Fact != "":
		f.Add(path+".fact", c.Fact, alianza.ErrConflict, "a list of conditions is on no fact of its own")
	case !group:
		f.Name(path+".fact", c.Fact)
	}
	switch {
	case c.Bound.IsZero():
	case c.Bound.Op > alianza.OpBetween:
		f.Add(path, "", alianza.ErrUnknown, "no such comparison")
	default:
		f.Bound(path, c.Bound)
	}
	if f.Full() || !f.Count(path, len(c.All)+len(c.Any), check.MaxNested, "conditions") ||
		!f.Count(path, len(c.OneOf)+len(c.NoneOf), check.MaxValues, "values") {
		return
	}
	for i, one := range c.All {
		one.check(f, f.At(path+".all", i), depth+1)
	}
	for i, one := range c.Any {
		one.check(f, f.At(path+".any", i), depth+1)
	}
}

// miss returns why a subject does not meet the condition; the zero Reason if it
// does. Of several alternatives, it says why the first is not met.
func (c *Condition) miss(s *subject) Reason {
	switch {
	case len(c.All) > 0:
		for i := range c.All {
			if why := c.All[i].miss(s); !why.IsZero() {
				return why
			}
		}
		return Reason{}
	case len(c.Any) > 0:
		var first Reason
		for i := range c.Any {
			why := c.Any[i].miss(s)
			if why.IsZero() {
				return why
			}
			if i == 0 {
				first = why
			}
		}
		return first
	case c.Fact == "":
		return Reason{}
	case !c.Bound.IsZero():
		return c.missBound(s)
	}
	value, ok := s.fact(c.Fact)
	switch {
	case !ok:
		return Reason{Code: notGiven, Name: c.Fact}
	case len(c.OneOf) > 0 && !slices.Contains(c.OneOf, value):
		return Reason{Code: unmet, Name: c.Fact, Value: shown(value), Want: shown(strings.Join(c.OneOf, " or "))}
	case slices.Contains(c.NoneOf, value):
		return Reason{Code: unmet, Name: c.Fact, Value: shown(value)}
	}
	return Reason{}
}

// shown shortens a text for a sentence.
func shown(s string) string {
	return check.Fault("", s, alianza.ErrForm, "").Value
}

func (c *Condition) missBound(s *subject) Reason {
	d := s.amount
	if c.Fact != "amount" {
		value, ok := s.fact(c.Fact)
		if !ok {
			return Reason{Code: notGiven, Name: c.Fact}
		}
		var err error
		if d, err = exact.Parse(value); err != nil {
			return Reason{Code: unmet, Name: c.Fact, Value: shown(value), Want: "a number " + c.Bound.String()}
		}
	}
	if c.Bound.Holds(d) {
		return Reason{}
	}
	return Reason{Code: unmet, Name: c.Fact, Value: exact.Text(d), Want: c.Bound.String()}
}

// MarshalJSON writes the condition by its tags, an empty object for none. It returns an
// error if the condition has a fault.
func (c Condition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(c, (*Condition).sound)
}

// UnmarshalJSON reads a condition strictly and checks it.
func (c *Condition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, c, (*Condition).sound)
}

// sound returns the faults of a condition, or of none.
func (c *Condition) sound() error {
	if c.IsZero() {
		return nil
	}
	return check.All(func(f *check.Faults) { c.check(f, "", 1) })
}

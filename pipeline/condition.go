package pipeline

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Condition is what has to hold before a deal enters a stage or leaves it. In
// JSON it is one of
//
//	{"done": "contract_signed"}
//	{"fact": "contact"}
//	{"fact": "light", "one_of": ["yellow", "green"]}
//	{"fact": "score", "at_least": "7"}
//
// A light of at least yellow is one of yellow and green. A fact that is not given
// meets no condition: missing is not zero.
type Condition struct {
	_     [0]func()     // == would compare decimals by address
	Done  string        `json:"done,omitzero"` // a deliverable, or an item of a checklist
	Fact  string        `json:"fact,omitzero"` // a fact that has to be given
	OneOf []string      `json:"one_of,omitzero"`
	Bound alianza.Bound `json:",inline,omitzero"` // of a fact that is a number
}

// A factForm is what a flow asks a fact to be.
type factForm uint8

const (
	anyForm factForm = iota + 1
	textForm
	numberForm
)

func (c Condition) form() factForm {
	switch {
	case len(c.OneOf) > 0:
		return textForm
	case !c.Bound.IsZero():
		return numberForm
	}
	return anyForm
}

func (c Condition) clone() Condition {
	c.OneOf = slices.Clone(c.OneOf)
	return c
}

func cloneConditions(list []Condition) []Condition {
	list = slices.Clone(list)
	for i := range list {
		list[i] = list[i].clone()
	}
	return list
}

// Equal reports whether two conditions are the same: 7 and 7.00 are one bound.
func (c Condition) Equal(o Condition) bool {
	return c.Done == o.Done && c.Fact == o.Fact && slices.Equal(c.OneOf, o.OneOf) && c.Bound.Equal(o.Bound)
}

// String returns the condition as a phrase: "contract_signed delivered",
// "light is yellow or green", "score >= 7", "contact given".
func (c Condition) String() string {
	switch {
	case c.Done != "":
		return c.Done + " delivered"
	case len(c.OneOf) > 0:
		return c.Fact + " is " + strings.Join(c.OneOf, " or ")
	case !c.Bound.IsZero():
		return c.Fact + " " + c.Bound.String()
	}
	return c.Fact + " given"
}

// A gate is a condition as a stage asks for it.
type gate struct {
	Condition
	// anew says that what is delivered belongs to the stage itself: a deal that
	// comes back to the stage owes it anew.
	anew bool
}

// gates returns what a stage asks for on leaving: its deliverables, and then the
// conditions of the list.
func (s *StageDefinition) gates() []gate {
	list := make([]gate, 0, len(s.Deliverables)+len(s.Leave))
	for _, name := range s.Deliverables {
		list = append(list, gate{Condition{Done: name}, true})
	}
	for _, c := range s.Leave {
		own := c.Done != "" && (slices.Contains(s.Deliverables, c.Done) || slices.Contains(s.Checklist, c.Done))
		list = append(list, gate{c.clone(), own})
	}
	return list
}

// holds reports whether a deal meets the condition of a stage.
func (g *gate) holds(d *Deal, stage Stage) bool {
	if g.Done != "" {
		h := d.done[g.Done]
		return h != nil && (!g.anew || h.length > d.leftAt(stage))
	}
	h := d.facts[g.Fact]
	switch {
	case h == nil:
		return false
	case len(g.OneOf) > 0:
		return h.step.Number == nil && slices.Contains(g.OneOf, h.step.Text)
	case g.Bound.Op != 0:
		return h.step.Number != nil && meets(*h.step.Number, &g.Bound)
	}
	return true
}

// meets is [alianza.Bound.Holds] without an interface, which would allocate.
func meets(n decimal.Decimal, b *alianza.Bound) bool {
	c := exact.Cmp(n, b.Value)
	if b.Op == alianza.OpBetween {
		return c >= 0 && exact.Cmp(n, b.To) <= 0
	}
	return exact.Op(b.Op).Holds(c)
}

// unmet returns the condition of a stage as one that does not hold for a deal.
func (g *gate) unmet(d *Deal, stage Stage) Unmet {
	u := Unmet{Stage: stage, Condition: g.clone()}
	if h := d.facts[g.Fact]; g.Fact != "" && h != nil {
		u.Text, u.Number = h.step.Text, cloneNumber(h.step.Number)
	}
	return u
}

// An Unmet is a condition that does not hold for a deal.
type Unmet struct {
	_         [0]func()        // == would compare decimals by address
	Stage     Stage            `json:"stage"` // the stage that asks
	Condition Condition        `json:"condition"`
	Text      string           `json:"text,omitzero"`   // the fact as it is known, if it is a text
	Number    *decimal.Decimal `json:"number,omitzero"` // the fact as it is known, if it is a number
}

// Equal reports whether two open conditions are the same.
func (u Unmet) Equal(o Unmet) bool {
	return u.Stage == o.Stage && u.Condition.Equal(o.Condition) && u.Text == o.Text && sameNumber(u.Number, o.Number)
}

func cloneNumber(n *decimal.Decimal) *decimal.Decimal {
	if n == nil {
		return nil
	}
	d := *n
	return &d
}

func sameNumber(a, b *decimal.Decimal) bool {
	return a == b || a != nil && b != nil && exact.Cmp(*a, *b) == 0
}

// String returns what is missing as a phrase: "contract_signed is not delivered",
// "score is not known: want score >= 7", "light red: want light is yellow or green".
func (u Unmet) String() string {
	c := u.Condition
	switch {
	case c.Done != "":
		return c.Done + " is not delivered"
	case u.Number != nil:
		return fmt.Sprintf("%s %s: want %s", c.Fact, exact.Text(*u.Number), c)
	case u.Text != "":
		return fmt.Sprintf("%s %s: want %s", c.Fact, u.Text, c)
	case c.form() == anyForm:
		return c.Fact + " is not known"
	}
	return fmt.Sprintf("%s is not known: want %s", c.Fact, c)
}

// MarshalJSON returns the condition as a JSON object.
func (c Condition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a condition strictly. [New] says whether it suits its flow.
func (c *Condition) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON returns the open condition as a JSON object.
func (u Unmet) MarshalJSON() ([]byte, error) { return strictjson.Marshal(u) }

// UnmarshalJSON reads an open condition strictly.
func (u *Unmet) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, u, nil) }

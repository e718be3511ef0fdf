package score

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
)

// A ChecklistDefinition is a list of yes-or-no criteria with points, and the
// policies that turn points into a light. [NewChecklist] checks it.
type ChecklistDefinition struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Criteria stand in the order in which they are reported.
	Criteria []Item `json:"criteria"`
	// Policies turn points into a light. The first one decides. The verdict also
	// says what the others would give.
	Policies []Policy `json:"policies"`
	// Advice is what to do at each light. It may be left out.
	Advice Advice `json:"advice,omitzero"`
}

// An Item is one yes-or-no criterion of a checklist.
type Item struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Points is what a yes gives. Below zero, a yes takes points away. It is not
	// zero.
	Points int `json:"points"`
	// Number may name a number that answers the criterion. It is a yes if the
	// number meets Bound. [Checklist.JudgeWith] takes such numbers.
	Number string        `json:"number,omitzero"`
	Bound  alianza.Bound `json:",inline,omitzero"`
}

// A Policy turns points into a light: green from Green points, yellow from
// Yellow points, and red below. Both bounds are inclusive.
type Policy struct {
	Name   string `json:"name"`
	Yellow int    `json:"yellow"`
	Green  int    `json:"green"`
}

// light returns the light for a number of points.
func (p Policy) light(points int) Light {
	switch {
	case points >= p.Green:
		return Green
	case points >= p.Yellow:
		return Yellow
	}
	return Red
}

// Light is the color of a traffic light. The lights are ordered, Red < Yellow
// < Green. The zero Light is no color: nothing was judged.
type Light uint8

// The three lights.
const (
	Red    Light = iota + 1 // written "red"
	Yellow                  // written "yellow"
	Green                   // written "green"
)

var lightNames = [...]string{"none", "red", "yellow", "green"}

// String returns the color in lower case, "none" for the zero Light.
func (l Light) String() string { return enum.Name(l, lightNames[:]) }

// MarshalText returns the color in lower case. It returns an error for the zero
// Light.
func (l Light) MarshalText() ([]byte, error) { return enum.Text(l, lightNames[:], 1) }

// UnmarshalText reads a color: red, yellow or green.
func (l *Light) UnmarshalText(text []byte) error { return enum.Parse(l, text, lightNames[:], 1) }

// Semaforo returns the traffic light for alliances: eight criteria of one point
// each, and two policies.
//
// The detailed policy decides. It is green from 4 points and yellow from 2. The
// quick policy is green from 6 points and yellow from 3. They disagree at 2, 4
// and 5 points, and quick is never the milder one.
//
// Green asks for an alliance, yellow for a pilot. Red allows an open referral at
// most: it costs no time, and a sale is still rewarded.
//
// The number "execution_steps" answers the criterion easy_execution: at most two
// steps are a yes.
//
// Rules: S7, S8, S9, S10, S13, S14.
func Semaforo() ChecklistDefinition {
	return ChecklistDefinition{
		Name: "semaforo",
		Criteria: []Item{
			{Name: "compatible_customer", Points: 1}, // the partner's typical customer is ours
			{Name: "transferable_trust", Points: 1},  // a recommendation of theirs carries weight
			{Name: "active_channel", Points: 1},      // they sell today, to real people
			{Name: "real_complement", Points: 1},     // they bring an asset that we lack
			{Name: "natural_context", Points: 1},     // the offer fits the moment of their sale
			{Name: "easy_execution", Points: 1, Number: "execution_steps", Bound: alianza.AtMost(decimal.NewFromInt(2))},
			{Name: "mutual_benefit", Points: 1}, // both sides know what they get
			{Name: "measurable", Points: 1},     // by a code, a link, a coupon or a log
		},
		Policies: []Policy{{Name: "detailed", Yellow: 2, Green: 4}, {Name: "quick", Yellow: 3, Green: 6}},
		Advice: Advice{
			Green:  Task{Action: "design_alliance", Text: "design the alliance and carry it out"},
			Yellow: Task{Action: "run_pilot", Text: "run a pilot, small and measurable, and call it a pilot"},
			Red: Task{
				Action: "open_referral",
				Text:   "open referral only: reward a sale if there is one, without meetings or management time",
			},
		},
	}
}

// A Checklist is a checked definition. It is immutable and safe for concurrent
// use.
type Checklist struct{ made *madeChecklist }

type madeChecklist struct {
	def      ChecklistDefinition
	criteria map[string]bool // their names
	numbers  map[string]bool // names of numbers that answer criteria
}

// NewChecklist checks a definition. It returns all faults at once. There is a
// fault if:
//   - a name is missing, malformed or repeated;
//   - there are no criteria or policies, or too many;
//   - the points of a criterion are 0, or beyond a million either way;
//   - a criterion names a number and has no bound, or has a bound alone;
//   - by a policy, nothing would be red, yellow or green;
//   - there is advice for some lights and not for all.
func NewChecklist(d ChecklistDefinition) (Checklist, error) {
	if err := d.check(); err != nil {
		return Checklist{}, err
	}
	m := &madeChecklist{def: d.clone(), criteria: map[string]bool{}, numbers: map[string]bool{}}
	for _, c := range d.Criteria {
		m.criteria[c.Name] = true
		if c.Number != "" {
			m.numbers[c.Number] = true
		}
	}
	return Checklist{m}, nil
}

// Definition returns a fresh copy of the definition the checklist was made
// from.
func (c Checklist) Definition() ChecklistDefinition { return c.def().clone() }

// def returns the definition, which the caller must not change.
func (c Checklist) def() ChecklistDefinition {
	if c.made == nil {
		return ChecklistDefinition{}
	}
	return c.made.def
}

// By returns the checklist with the policy of that name deciding. It returns an
// error that wraps [alianza.ErrUnknown] if there is none.
//
// Rules: S10.
func (c Checklist) By(policy string) (Checklist, error) {
	if c.made == nil {
		return Checklist{}, unchecked("checklist", "NewChecklist")
	}
	d := c.made.def.clone()
	i := slices.IndexFunc(d.Policies, func(p Policy) bool { return p.Name == policy })
	if i < 0 {
		return Checklist{}, fmt.Errorf("score: checklist %s: %w", d.Name, check.Fault("policy", policy, alianza.ErrUnknown, ""))
	}
	first := d.Policies[i]
	d.Policies = slices.Insert(slices.Delete(d.Policies, i, i+1), 0, first)
	return Checklist{&madeChecklist{d, c.made.criteria, c.made.numbers}}, nil
}

// Equal reports whether two checklists have the same definition.
func (c Checklist) Equal(o Checklist) bool {
	a, b := c.def(), o.def()
	return (c.made == nil) == (o.made == nil) && a.Name == b.Name && a.Advice == b.Advice && slices.Equal(a.Policies, b.Policies) &&
		slices.EqualFunc(a.Criteria, b.Criteria, func(i, j Item) bool {
			return i.Name == j.Name && i.Points == j.Points && i.Number == j.Number && i.Bound.Equal(j.Bound)
		})
}

// unchecked returns the error of a value that no New function made.
func unchecked(noun, constructor string) error {
	return fmt.Errorf("score: %s: %w", noun, check.Fault("", "", alianza.ErrUnchecked, constructor))
}

func (d ChecklistDefinition) clone() ChecklistDefinition {
	d.Criteria, d.Policies = slices.Clone(d.Criteria), slices.Clone(d.Policies)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ChecklistDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if low, high, ok := d.checkCriteria(&f); ok {
		d.checkPolicies(&f, low, high)
	}
	d.Advice.check(&f)
	return f.Err()
}

// checkCriteria adds the faults of the criteria and returns the fewest and the
// most points, and false if there are too many criteria.
func (d ChecklistDefinition) checkCriteria(f *check.Faults) (low, high int, ok bool) {
	const most = 1_000_000 // points
	if len(d.Criteria) == 0 {
		f.Add("criteria", "", alianza.ErrMissing, "a checklist has at least one criterion")
	}
	if !f.Count("criteria", len(d.Criteria), check.MaxCriteria, "criteria") {
		return 0, 0, false
	}
	names := check.Names{Faults: f}
	for i, c := range d.Criteria {
		path := fmt.Sprintf("criteria[%d]", i)
		names.Add(path+".name", c.Name)
		switch {
		case c.Points == 0:
			f.Add(path+".points", "0", alianza.ErrRange, "a criterion gives points, or takes some")
		case c.Points < -most || c.Points > most:
			f.Add(path+".points", fmt.Sprint(c.Points), alianza.ErrRange, fmt.Sprintf("%d to %d", -most, most))
		case c.Points < 0:
			low += c.Points
		default:
			high += c.Points
		}
		switch {
		case c.Number != "":
			f.Name(path+".number", c.Number)
			f.Bound(path, c.Bound)
		case !c.Bound.IsZero():
			f.Add(path+".number", "", alianza.ErrMissing, "the name of the number that is held against the bound")
		}
	}
	return low, high, true
}

// checkPolicies adds the faults of the policies for a range of points.
func (d ChecklistDefinition) checkPolicies(f *check.Faults, low, high int) {
	if len(d.Policies) == 0 {
		f.Add("policies", "", alianza.ErrMissing, "a checklist has at least one policy")
	}
	if !f.Count("policies", len(d.Policies), check.MaxClasses, "policies") {
		return
	}
	names := check.Names{Faults: f}
	for i, p := range d.Policies {
		path := fmt.Sprintf("policies[%d]", i)
		names.Add(path+".name", p.Name)
		if p.Yellow <= low {
			f.Add(path+".yellow", fmt.Sprint(p.Yellow), alianza.ErrRange, fmt.Sprintf("at least %d, or nothing would be red", low+1))
		}
		switch {
		case p.Green <= p.Yellow:
			f.Add(path+".green", fmt.Sprint(p.Green), alianza.ErrConflict, fmt.Sprintf("above %d, or nothing would be yellow", p.Yellow))
		case p.Green > high:
			f.Add(path+".green", fmt.Sprint(p.Green), alianza.ErrRange, fmt.Sprintf("at most %d, or nothing would be green", high))
		}
	}
}

// accept returns the answers with those that numbers give. It adds the faults of
// what the checklist cannot use.
func (m *madeChecklist) accept(f *check.Faults, answers Answers, numbers map[string]decimal.Decimal) Answers {
	number.RefuseAnswers(f, "answers", answers, m.criteria)
	if len(numbers) == 0 {
		return answers
	}
	number.RefuseNumbers(f, "numbers", numbers, m.numbers)
	full := make(Answers, len(m.def.Criteria))
	for _, c := range m.def.Criteria {
		given := answers[c.Name]
		full[c.Name] = given
		n, has := numbers[c.Number]
		if c.Number == "" || !has || f.Len() > 0 {
			continue
		}
		full[c.Name] = No
		if c.Bound.Holds(n) {
			full[c.Name] = Yes
		}
		if given != Unknown && given != full[c.Name] {
			f.Add("answers."+c.Name, given.String(), alianza.ErrConflict,
				fmt.Sprintf("%s is %s, which is a %s (%s)", c.Number, number.Text(n), full[c.Name], c.Bound))
		}
	}
	return full
}

// MarshalJSON returns the JSON of the definition. It returns an error if the
// definition has a fault.
func (d ChecklistDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*ChecklistDefinition).check)
}

// UnmarshalJSON reads a definition and checks it as [NewChecklist] does.
func (d *ChecklistDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*ChecklistDefinition).check)
}

// MarshalJSON returns the JSON of the criterion.
func (i Item) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads a criterion.
func (i *Item) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, i, nil) }

// MarshalJSON returns the JSON of the policy.
func (p Policy) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a policy.
func (p *Policy) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON returns the JSON of the definition the checklist was made from.
func (c Checklist) MarshalJSON() ([]byte, error) {
	if c.made == nil {
		return nil, unchecked("checklist", "NewChecklist")
	}
	return c.made.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the checklist of it.
func (c *Checklist) UnmarshalJSON(data []byte) error {
	var d ChecklistDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*c, err = NewChecklist(d)
	}
	return err
}

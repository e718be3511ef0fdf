package score

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score/internal/number"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
)

// A ChecklistDefinition is a list of yes-or-no criteria, one point each, and
// the policies that turn points into a light. [NewChecklist] checks it.
type ChecklistDefinition struct {
	Name string `json:"name"`
	// Criteria are the names of the criteria, in the order in which they are
	// reported.
	Criteria []string `json:"criteria"`
	// Policies turn points into a light. The first decides; the others are
	// heard, and the verdict says where they disagree.
	Policies []Policy `json:"policies"`
	// Advice says what to do at each light. It may be left out.
	Advice Advice `json:"advice,omitzero"`
}

// Advice says what to do at a light, in words for those who do it. It compares
// with ==. The zero Advice says nothing.
type Advice struct {
	Green  string `json:"green"`
	Yellow string `json:"yellow"`
	Red    string `json:"red"`
}

// At returns the advice at a light, "" for none.
func (a Advice) At(l Light) string {
	switch l {
	case Green:
		return a.Green
	case Yellow:
		return a.Yellow
	case Red:
		return a.Red
	}
	return ""
}

// A Policy turns points into a light: green from Green points, yellow from
// Yellow points (both inclusive), red below.
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

// MarshalText returns the color.
func (l Light) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a color: red, yellow or green.
func (l *Light) UnmarshalText(text []byte) error { return enum.Parse(l, text, lightNames[:], 1) }

// Semaforo returns the traffic light for alliances: eight criteria (S7) and its
// two policies, the detailed one (S8), green from 4 points and yellow from 2,
// which decides (S10), and the quick one (S9), green from 6 and yellow from 3.
// The two disagree at 2, 4 and 5 points; quick is never the milder. Green asks
// for an alliance, yellow for a pilot (S13), red for an open referral at most:
// what red withholds is time, not the reward of a sale (S14).
func Semaforo() ChecklistDefinition {
	return ChecklistDefinition{
		Name: "semaforo",
		Criteria: []string{
			"compatible_customer", // the partner's typical customer is ours
			"transferable_trust",  // a recommendation of theirs carries weight
			"active_channel",      // they sell today, to real people
			"real_complement",     // they bring an asset that we lack
			"natural_context",     // the offer fits the moment of their sale
			"easy_execution",      // to refer takes one step or two
			"mutual_benefit",      // both sides know what they get
			"measurable",          // by a code, link, coupon or log
		},
		Policies: []Policy{{Name: "detailed", Yellow: 2, Green: 4}, {Name: "quick", Yellow: 3, Green: 6}},
		Advice: Advice{
			Green:  "design the alliance and carry it out",
			Yellow: "run a pilot, small and measurable, and call it a pilot",
			Red:    "open referral only: reward a sale if there is one, without meetings or management time",
		},
	}
}

// Answer is the answer to a criterion. The zero Answer is [Unknown].
type Answer uint8

// The answers to a criterion.
const (
	Unknown Answer = iota // written "unknown"
	No                    // written "no"
	Yes                   // written "yes"
)

var answerNames = [...]string{"unknown", "no", "yes"}

// String returns the answer in lower case.
func (a Answer) String() string { return enum.Name(a, answerNames[:]) }

// MarshalText returns the answer.
func (a Answer) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads an answer: yes, no or unknown.
func (a *Answer) UnmarshalText(text []byte) error { return enum.Parse(a, text, answerNames[:], 0) }

// Answers are the facts about a prospect, by criterion. A criterion that is not
// there is [Unknown]; it is not a no.
type Answers map[string]Answer

// A Checklist is a checked definition. The zero Checklist has no criteria and
// gives no light. A Checklist is immutable and safe for concurrent use.
type Checklist struct{ def ChecklistDefinition }

// NewChecklist checks a definition. It returns an error with all its faults: a
// missing or repeated name, no criteria, no policies, bounds of a policy that
// are not 0 < yellow < green <= number of criteria, so that every light can be
// reached, advice for some lights and not for all.
func NewChecklist(d ChecklistDefinition) (Checklist, error) {
	if err := d.check(); err != nil {
		return Checklist{}, err
	}
	return Checklist{d.clone()}, nil
}

// MustChecklist is NewChecklist for definitions written in code; it panics on
// a fault.
func MustChecklist(d ChecklistDefinition) Checklist {
	c, err := NewChecklist(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return c
}

// Definition returns a fresh copy of the definition the checklist was made
// from.
func (c Checklist) Definition() ChecklistDefinition { return c.def.clone() }

// By returns the checklist with the policy of that name deciding. It returns an
// error that wraps [alianza.ErrUnknown] if there is none.
func (c Checklist) By(policy string) (Checklist, error) {
	i := slices.IndexFunc(c.def.Policies, func(p Policy) bool { return p.Name == policy })
	if i < 0 {
		return Checklist{}, fmt.Errorf("score: checklist %s: %w", c.def.Name, check.Fault("policy", policy, alianza.ErrUnknown, ""))
	}
	d := c.def.clone()
	d.Policies = slices.Insert(slices.Delete(d.Policies, i, i+1), 0, c.def.Policies[i])
	return Checklist{d}, nil
}

func (d ChecklistDefinition) clone() ChecklistDefinition {
	d.Criteria, d.Policies = slices.Clone(d.Criteria), slices.Clone(d.Policies)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *ChecklistDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Criteria) == 0 {
		f.Add("criteria", "", alianza.ErrMissing, "a checklist has at least one criterion")
	}
	criteria := check.Names{Faults: &f}
	for i, c := range d.Criteria {
		criteria.Add(fmt.Sprintf("criteria[%d]", i), c)
	}
	if len(d.Policies) == 0 {
		f.Add("policies", "", alianza.ErrMissing, "a checklist has at least one policy")
	}
	policies := check.Names{Faults: &f}
	for i, p := range d.Policies {
		path := fmt.Sprintf("policies[%d]", i)
		policies.Add(path+".name", p.Name)
		if p.Yellow < 1 {
			f.Add(path+".yellow", fmt.Sprint(p.Yellow), alianza.ErrRange, "at least 1, or nothing would be red")
		}
		switch {
		case p.Green <= p.Yellow:
			f.Add(path+".green", fmt.Sprint(p.Green), alianza.ErrConflict, fmt.Sprintf("above %d, or nothing would be yellow", p.Yellow))
		case p.Green > len(d.Criteria):
			f.Add(path+".green", fmt.Sprint(p.Green), alianza.ErrRange, fmt.Sprintf("at most %d, or nothing would be green", len(d.Criteria)))
		}
	}
	if (d.Advice != Advice{}) {
		f.Name("advice.green", d.Advice.Green)
		f.Name("advice.yellow", d.Advice.Yellow)
		f.Name("advice.red", d.Advice.Red)
	}
	return f.Err()
}

// A Verdict is a light and why. Where answers are unknown the light is a range:
// Light with all of them no, Best with all of them yes.
type Verdict struct {
	Checklist string
	Policy    string // that decides
	Light     Light  // with every unknown answer a no
	Best      Light  // with every unknown answer a yes
	Points    int    // answers that are yes
	Of        int    // criteria
	ToNext    int    // points missing to the next light; 0 at green
	Advice    string // at Light; "" if the checklist has none
	Yes       []string
	No        []string
	Unknown   []string
	Others    []Opinion // of the other policies, in the order of the definition
}

// An Opinion is the light that a policy which does not decide would give.
type Opinion struct {
	Policy string
	Light  Light // with every unknown answer a no
	Best   Light // with every unknown answer a yes
}

// Judge returns the light for a prospect (S8 to S10) and what led to it. The
// criteria are reported in the order of the definition. It returns an error for
// answers to criteria that the checklist does not have and for values that are
// no [Answer].
func (c Checklist) Judge(answers Answers) (Verdict, error) {
	var f check.Faults
	number.RefuseAnswers(&f, "answers", answers, c.def.Criteria)
	if err := f.Err(); err != nil {
		return Verdict{}, fmt.Errorf("score: checklist %s: %w", c.def.Name, err)
	}
	return c.judge(answers), nil
}

// judge is Judge for answers that were checked.
func (c Checklist) judge(answers Answers) Verdict {
	v := Verdict{Checklist: c.def.Name, Of: len(c.def.Criteria)}
	for _, name := range c.def.Criteria {
		switch answers[name] {
		case Yes:
			v.Yes = append(v.Yes, name)
		case No:
			v.No = append(v.No, name)
		default:
			v.Unknown = append(v.Unknown, name)
		}
	}
	v.Points = len(v.Yes)
	for i, p := range c.def.Policies {
		o := Opinion{p.Name, p.light(v.Points), p.light(v.Points + len(v.Unknown))}
		if i > 0 {
			v.Others = append(v.Others, o)
			continue
		}
		v.Policy, v.Light, v.Best = o.Policy, o.Light, o.Best
		switch v.Light {
		case Red:
			v.ToNext = p.Yellow - v.Points
		case Yellow:
			v.ToNext = p.Green - v.Points
		default: // green is the end
		}
	}
	v.Advice = c.def.Advice.At(v.Light)
	return v
}

// String returns the verdict as a phrase: "green, 4 of 8; quick says yellow;
// unknown: measurable". A light that depends on unknown answers is a range:
// "yellow to green, 3 of 8".
func (v Verdict) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d of %d", phrase.Range(v.Light, v.Best), v.Points, v.Of)
	for _, o := range v.Others {
		if o.Light != v.Light || o.Best != v.Best {
			fmt.Fprintf(&b, "; %s says %s", o.Policy, phrase.Range(o.Light, o.Best))
		}
	}
	if len(v.Unknown) > 0 {
		b.WriteString("; unknown: " + strings.Join(v.Unknown, ", "))
	}
	return b.String()
}

// MarshalJSON returns the verdict with its fields in lower case.
func (v Verdict) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("checklist", &v.Checklist)
		o.String("policy", &v.Policy)
		oldjson.Text(o, "light", &v.Light)
		oldjson.Text(o, "best", &v.Best)
		o.Int("points", &v.Points)
		o.Int("of", &v.Of)
		o.Optional().Int("to_next", &v.ToNext)
		o.Optional().String("advice", &v.Advice)
		o.Optional().Strings("yes", &v.Yes)
		o.Optional().Strings("no", &v.No)
		o.Optional().Strings("unknown", &v.Unknown)
		oldjson.List(o.Optional(), "others", &v.Others, (*Opinion).fields)
	})
}

func (p *Opinion) fields(o *oldjson.Object) {
	o.String("policy", &p.Policy)
	oldjson.Text(o, "light", &p.Light)
	oldjson.Text(o, "best", &p.Best)
}

// MarshalJSON returns the JSON of the definition.
func (d ChecklistDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewChecklist]
// does. It returns all faults, of form and of meaning, and then leaves d as it
// was.
func (d *ChecklistDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*ChecklistDefinition).fields, (*ChecklistDefinition).check)
}

func (d *ChecklistDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Strings("criteria", &d.Criteria)
	oldjson.List(o, "policies", &d.Policies, (*Policy).fields)
	oldjson.Struct(o.Optional(), "advice", &d.Advice, d.Advice == Advice{}, (*Advice).fields)
}

func (a *Advice) fields(o *oldjson.Object) {
	o.String("green", &a.Green)
	o.String("yellow", &a.Yellow)
	o.String("red", &a.Red)
}

func (p *Policy) fields(o *oldjson.Object) {
	o.String("name", &p.Name)
	o.Int("yellow", &p.Yellow)
	o.Int("green", &p.Green)
}

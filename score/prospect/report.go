package prospect

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// Gate is a gate on the way to an agreement. The zero Gate is none.
type Gate uint8

// The gates in their order. A prospect meets the pilot or the design.
const (
	GateFilter       Gate = iota + 1 // written "filter"
	GateLight                        // written "light"
	GatePilot                        // written "pilot"
	GateDesign                       // written "design"
	GateCoordination                 // written "coordination"
)

var gateNames = [...]string{"none", "filter", "light", "pilot", "design", "coordination"}

// String returns the name of the gate, such as "filter", "none" for the zero
// Gate.
func (g Gate) String() string { return enum.Name(g, gateNames[:]) }

// MarshalText returns the name of the gate. It returns an error for the zero Gate.
func (g Gate) MarshalText() ([]byte, error) { return enum.Text(g, gateNames[:], 1) }

// UnmarshalText reads the name of a gate.
func (g *Gate) UnmarshalText(text []byte) error { return enum.Parse(g, text, gateNames[:], 1) }

// Actions of a report. Besides, there are the classes of the design: with
// [Agreements] these are strategic_alliance, commercial_channel, referral_program
// and open_referral.
//
// Rules: S8, S13, S14, S15, S16, S19.
const (
	ActionConversation = "conversation"  // a question has no clear answer, or it is no agreement yet
	ActionOpenReferral = "open_referral" // the light is red
	ActionStop         = "stop"          // it costs more than it brings
	ActionPilot        = "pilot"         // the light is yellow
	ActionDesign       = "design"        // the light is green, and the agreement open
)

// A Report says how far a prospect came and what to do next. While answers are
// unknown, the action is a range, from Action to Best.
type Report struct {
	_         [0]func() // == would compare decimals by address
	Screening string    `json:"screening"` // name of the definition
	Prospect  string    `json:"prospect"`  // name of the prospect
	// Action counts every unknown answer against the prospect, and Best counts it
	// in its favor. Best is that of a gate further on, and may be less to do: a pilot
	// at yellow, and at green a conversation if no kind of agreement is left.
	Action string `json:"action"`
	Best   string `json:"best"`
	// Advice is the action as a sentence, and BestAdvice that of Best, if it is
	// another one.
	Advice     string `json:"advice"`
	BestAdvice string `json:"best_advice,omitzero"`
	// At is the gate where the prospect stands: the first one that it has not
	// passed, or none. A prospect that passed the filter and costs more than it
	// brings stands at the last gate, whatever its light.
	At Gate `json:"at,omitzero"`
	// The verdict of each gate is nil if the prospect did not come to it.
	Filter *Classification `json:"filter,omitzero"`
	Light  *score.Verdict  `json:"light,omitzero"`
	Pilot  *kpi.Report     `json:"pilot,omitzero"`
	Design *Classification `json:"design,omitzero"`
	// Net is the margin less the cost of coordination, and Coordination its band on
	// [CoordinationScale]. They are nil if the net is unknown or not asked for.
	Net          *decimal.Decimal `json:"net,omitzero"`
	Currency     string           `json:"currency,omitzero"` // of Net
	Coordination *score.Band      `json:"coordination,omitzero"`
	// Next are the things to do, the first one first.
	Next []score.Task `json:"next,omitzero"`
}

// Judge returns how far a prospect came. The order is fixed:
//
//  1. The filter: without a clear answer to each question it is a conversation.
//  2. The light: red is an open referral at most.
//  3. At yellow the pilot, which needs its whole package to start. At green the
//     design of the agreement, which says what kind it is.
//  4. The cost of coordination, as soon as it is known: a hobby stops what the
//     light allowed.
//
// It returns an error if:
//   - the gates do not ask for a fact;
//   - two facts contradict each other ([alianza.ErrConflict]);
//   - the verdict of a gate refuses a fact.
//
// Rules: S13, S14, S15, S16, S19, S35.
func (s Screening) Judge(p Facts) (Report, error) {
	m := s.made
	if m == nil {
		return Report{}, unchecked("screening", "NewScreening")
	}
	var f check.Faults
	m.refuse(&f, p)
	if f.Len() == 0 {
		if r, ok := m.judge(&f, p); ok {
			return r, nil
		}
	}
	return Report{}, fmt.Errorf("prospect: screening %s: %w", m.def.Name, f.Err())
}

// judge judges facts that the gates ask for. It adds the faults of a gate and
// returns false.
func (m *madeScreening) judge(f *check.Faults, p Facts) (Report, bool) {
	light, err := m.light.JudgeWith(only(p.Answers, m.lit), only(p.Numbers, m.steps))
	f.Join(err)
	answers := m.complete(f, p.Answers, light)
	if f.Len() > 0 {
		return Report{}, false
	}
	light, err = m.light.Judge(only(answers, m.lit))
	f.Join(err)
	pilot := m.judgePilot(f, p.Numbers)
	filter, design := m.filter.made.judge(answers), m.design.made.judge(answers)
	r := Report{Screening: m.def.Name, Prospect: p.Name, Filter: &filter}
	passed := m.passed(&filter)
	if passed != score.No {
		r.Light = &light
	}
	if r.Light != nil && light.Best > score.Red {
		m.follow(f, &r, p, &pilot, &design)
	}
	r.Action, r.Advice = m.outcome(&r, passed == score.Yes, light.Light, &design, false)
	r.Best, r.BestAdvice = m.outcome(&r, passed != score.No, light.Best, &design, true)
	if r.Best == r.Action {
		r.BestAdvice = ""
	}
	r.At, r.Next = m.stand(&r, passed), m.next(&r, passed)
	return r, f.Len() == 0
}

// passed says whether a prospect passes the filter: Unknown if only answers that
// nobody has given keep it from that.
func (m *madeScreening) passed(filter *Classification) score.Answer {
	first := m.def.Filter.Classes[0].Name
	passed := filter.Is(first)
	for _, t := range filter.Tests {
		if t.Class == first && passed == score.No && len(t.Against) == 0 {
			return score.Unknown
		}
	}
	return passed
}

// judgePilot judges the numbers of the pilot.
func (m *madeScreening) judgePilot(f *check.Faults, numbers map[string]decimal.Decimal) kpi.Report {
	values := kpi.Values{}
	for name, n := range only(numbers, m.parts) {
		values[name] = n
	}
	pilot, err := m.pilot.Judge(values)
	for _, fault := range alianza.Faults(err) {
		f.Join(&alianza.FieldError{Path: "numbers" + strings.TrimPrefix(fault.Path, "values"), Value: fault.Value, Err: fault.Err})
	}
	return pilot
}

// follow keeps what comes after the light. While the light is open between yellow
// and green, the pilot comes first.
func (m *madeScreening) follow(f *check.Faults, r *Report, p Facts, pilot *kpi.Report, design *Classification) {
	switch r.Light.Light {
	case score.Yellow:
		r.Pilot = pilot
	case score.Green:
		r.Design = design
	default: // open whether it passes at all
	}
	if p.Net == nil {
		return
	}
	net := *p.Net
	band, err := m.coordination.Judge(net)
	f.Join(err)
	r.Net, r.Coordination, r.Currency = &net, &band, p.Currency
}

// hobby reports whether coordination costs more than the partnership brings.
func (r Report) hobby() bool { return r.Net != nil && r.Net.IsNegative() }

// outcome returns the action at a light, and its sentence. An agreement that is
// open counts as the best that it can be, or as the design that is to come.
func (m *madeScreening) outcome(r *Report, passed bool, light score.Light, design *Classification, best bool) (action, advice string) {
	own := m.def.Light.Advice
	switch {
	case !passed:
		return ActionConversation, "keep it a conversation; there is no alliance without clear answers"
	case light == score.Red:
		return ActionOpenReferral, cmp.Or(own.Red.Text, "open referral only")
	case r.hobby():
		return ActionStop, "do not go on like this; coordination costs more than it brings"
	case light == score.Yellow:
		return ActionPilot, cmp.Or(own.Yellow.Text, "run a pilot")
	}
	class := design.Class
	if best {
		class = design.Possible[0]
	}
	switch class {
	case "":
		return ActionDesign, cmp.Or(own.Green.Text, "design the agreement")
	case m.def.Design.Otherwise:
		return class, "keep it " + phrase.Article(phrase.Plain(class)) + "; it is no agreement yet"
	}
	return class, cmp.Or(m.design.made.next(class).Text, "make it "+phrase.Article(phrase.Plain(class)))
}

// stand returns the gate where the prospect stands.
func (m *madeScreening) stand(r *Report, passed score.Answer) Gate {
	switch {
	case passed != score.Yes:
		return GateFilter
	case r.hobby():
		return GateCoordination
	case r.Light.Light == score.Red:
		return GateLight
	case r.Pilot != nil && r.Pilot.Light != score.Green:
		return GatePilot
	case r.Design != nil && !m.settled(r.Design):
		return GateDesign
	case r.Coordination == nil:
		return GateCoordination
	}
	return 0
}

// settled reports whether a design is an agreement of one kind.
func (m *madeScreening) settled(design *Classification) bool {
	return design.Class != "" && design.Class != m.def.Design.Otherwise
}

// MarshalJSON returns the JSON of the report.
func (r Report) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a report that MarshalJSON wrote.
func (r *Report) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

package prospect

import (
	"fmt"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/number"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// Gate is a gate on the way to an alliance. The zero Gate is none.
type Gate uint8

// The gates in their order; a prospect meets the pilot or the design.
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

// MarshalText returns the name of the gate.
func (g Gate) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads the name of a gate.
func (g *Gate) UnmarshalText(text []byte) error { return enum.Parse(g, text, gateNames[:], 1) }

// Action is what to do with a prospect. The actions are ordered by how far a
// prospect came, from ActionConversation to
// ActionAlliance. The zero Action is none.
type Action uint8

// The actions.
const (
	ActionConversation Action = iota + 1 // a question has no clear answer (S15); written "conversation"
	ActionOpenReferral                   // the light is red (S14); written "open_referral"
	ActionStop                           // it costs more than it brings (S19); written "stop"
	ActionPilot                          // the light is yellow (S13); written "pilot"
	ActionAlliance                       // the light is green (S8); written "alliance"
)

var actionNames = [...]string{"none", "conversation", "open_referral", "stop", "pilot", "alliance"}

// String returns the name of the action, such as "open_referral", "none" for
// the zero Action.
func (a Action) String() string { return enum.Name(a, actionNames[:]) }

// MarshalText returns the name of the action.
func (a Action) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads the name of an action.
func (a *Action) UnmarshalText(text []byte) error { return enum.Parse(a, text, actionNames[:], 1) }

// A Report says how far a prospect came and what to do next. While answers are
// unknown, the action is a range: Action with every unknown answer against the
// prospect, Best with every one in its favor.
type Report struct {
	_         [0]func() // == would compare decimals by address
	Screening string    // name of the definition
	Prospect  string    // name of the prospect
	Action    Action
	Best      Action
	// Advice is the action in words, and BestAdvice the better one, if there is
	// one.
	Advice, BestAdvice string
	// At is the gate where the prospect stands: the first that it has not
	// passed, or none if it has passed them all. Once the filter is passed, a
	// partnership that costs more than it brings stands at the last one, whatever
	// its light.
	At Gate
	// The verdict of each gate is nil if the prospect did not come to it.
	Filter *Classification
	Light  *score.Verdict
	Pilot  *kpi.Report
	Design *Classification
	// Net and Coordination are the margin less the cost of coordination and its
	// band on [CoordinationScale], if both are known and asked for.
	Net          *decimal.Decimal
	Coordination *score.Band
	Currency     string // of Net
	// Next are the things to do, in words, the first one first.
	Next []string
}

// Judge returns how far a prospect came (S35). The order is fixed:
//
//  1. The filter: without a clear answer to each question it is a conversation.
//  2. The light: red is an open referral at most.
//  3. At yellow the pilot, which needs its whole package to start; at green the
//     design of the agreement.
//  4. The cost of coordination, as soon as it is known: a hobby stops what the
//     light allowed.
//
// It returns an error for facts that the gates do not ask for, and for those
// that the verdict of a gate refuses.
func (s Screening) Judge(p Facts) (Report, error) {
	if err := s.refuse(p); err != nil {
		return Report{}, err
	}
	r := Report{Screening: s.def.Name, Prospect: p.Name}
	if len(s.def.Filter.Classes) == 0 {
		return r, nil // of the zero Screening
	}
	filter := s.filter.judge(p.Questions)
	r.Filter = &filter
	if first(&filter).Holds != score.No {
		light, err := s.light.Judge(p.Criteria)
		if err != nil {
			return Report{}, err
		}
		r.Light = &light
	}
	if r.Light != nil && r.Light.Best > score.Red {
		if err := s.follow(&r, p); err != nil {
			return Report{}, err
		}
	}
	r.Action, r.Best = r.action(score.Yes, r.light(false)), r.action(score.Unknown, r.light(true))
	r.Advice, r.At = s.advice(r.Action), r.stand()
	if r.Best != r.Action {
		r.BestAdvice = s.advice(r.Best)
	}
	r.Next = r.next()
	return r, nil
}

// follow judges what comes after the light. While the light is open between
// yellow and green, the pilot comes first.
func (s Screening) follow(r *Report, p Facts) error {
	switch r.Light.Light {
	case score.Yellow:
		pilot, err := s.pilot.Judge(p.values())
		if err != nil {
			return err
		}
		r.Pilot = &pilot
	case score.Green:
		design := s.design.judge(p.Agreement)
		r.Design = &design
	default: // open whether it passes at all
	}
	if p.Net == nil {
		return nil
	}
	net := *p.Net
	band, err := s.coordination.Judge(net)
	r.Net, r.Coordination, r.Currency = &net, &band, p.Currency
	return err
}

// refuse returns the faults of the facts.
func (s Screening) refuse(p Facts) error {
	var f check.Faults
	f.Name("name", p.Name)
	number.RefuseAnswers(&f, "questions", p.Questions, s.filter.criteria)
	number.RefuseAnswers(&f, "criteria", p.Criteria, s.def.Light.Criteria)
	s.refusePilot(&f, p.Pilot)
	number.RefuseAnswers(&f, "agreement", p.Agreement, s.design.criteria)
	if p.Net != nil {
		f.Number("net", *p.Net)
	}
	if p.Currency != "" {
		f.Name("currency", p.Currency)
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("prospect: screening %s: %w", s.def.Name, err)
	}
	return nil
}

// refusePilot adds the faults of the values of a pilot.
func (s Screening) refusePilot(f *check.Faults, values map[string]decimal.Decimal) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.ContainsFunc(s.def.Pilot.KPIs, func(d kpi.Definition) bool { return d.Name == name }) {
			f.Add("pilot."+name, "", alianza.ErrUnknown, "the pilot has no such part")
		} else {
			f.NotNegative("pilot."+name, values[name])
		}
	}
}

// hobby reports whether coordination costs more than the partnership brings.
func (r Report) hobby() bool { return r.Net != nil && r.Net.IsNegative() }

// first returns how the first class stands, which is the one to pass in.
func first(c *Classification) ClassTest {
	if c == nil || len(c.Tests) == 0 {
		return ClassTest{}
	}
	return c.Tests[0]
}

// light returns the light at worst or at best, none if it was not judged.
func (r Report) light(best bool) score.Light {
	switch {
	case r.Light == nil:
		return 0
	case best:
		return r.Light.Best
	}
	return r.Light.Light
}

// action returns what to do at a light, if the filter holds as well as asked.
func (r Report) action(filter score.Answer, light score.Light) Action {
	holds := first(r.Filter).Holds
	switch {
	case holds == score.No || holds == score.Unknown && filter == score.Yes:
		return ActionConversation
	case light == score.Red:
		return ActionOpenReferral
	case r.hobby():
		return ActionStop
	case light == score.Yellow:
		return ActionPilot
	}
	return ActionAlliance
}

// stand returns the gate where the prospect stands.
func (r Report) stand() Gate {
	switch {
	case first(r.Filter).Holds != score.Yes:
		return GateFilter
	case r.hobby():
		return GateCoordination
	case r.Light.Light == score.Red:
		return GateLight
	case r.Pilot != nil && r.Pilot.Light != score.Green:
		return GatePilot
	case r.Design != nil && first(r.Design).Holds != score.Yes:
		return GateDesign
	case r.Coordination == nil:
		return GateCoordination
	}
	return 0
}

// MarshalJSON returns the report with its fields in lower case; gates that the
// prospect did not come to are left out.
func (r Report) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("screening", &r.Screening)
		o.String("prospect", &r.Prospect)
		oldjson.Text(o.Optional(), "action", &r.Action)
		oldjson.Text(o.Optional(), "best", &r.Best)
		o.Optional().String("advice", &r.Advice)
		o.Optional().String("best_advice", &r.BestAdvice)
		oldjson.Text(o.Optional(), "at", &r.At)
		for _, gate := range []struct {
			name string
			v    any
			none bool
		}{
			{"filter", r.Filter, r.Filter == nil},
			{"light", r.Light, r.Light == nil},
			{"pilot", r.Pilot, r.Pilot == nil},
			{"design", r.Design, r.Design == nil},
		} {
			if !gate.none {
				o.Any(gate.name, gate.v)
			}
		}
		if r.Net != nil && r.Coordination != nil {
			o.Decimal("net", r.Net)
			o.Optional().String("currency", &r.Currency)
			o.String("coordination", &r.Coordination.Name)
		}
		o.Optional().Strings("next", &r.Next)
	})
}

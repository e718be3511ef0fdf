package score

import (
	"fmt"

	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A ProspectReport says how far a prospect came and what to do next. While
// answers are unknown, the course is a range: Course with every unknown answer
// against the prospect, Best with every one in its favor.
type ProspectReport struct {
	Gates    string // name of the definition
	Prospect string // name of the prospect
	Course   Course
	Best     Course
	// Advice is the course in words, and BestAdvice the better one, if there is
	// one.
	Advice, BestAdvice string
	// At is the gate where the prospect stands: the first that it has not
	// passed, or none if it has passed them all. Once the filter is passed, a
	// partnership that costs more than it brings stands at the last one, whatever
	// its light.
	At Gate
	// Each gate's own verdict. Those of gates that the prospect did not come to
	// are nil.
	Filter       *Classification
	Light        *Verdict
	Pilot        *Completeness
	Design       *Classification
	Coordination *CoordinationVerdict
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
func (g Gates) Judge(p Prospect) (ProspectReport, error) {
	if err := g.refuse(p); err != nil {
		return ProspectReport{}, err
	}
	r := ProspectReport{Gates: g.def.Name, Prospect: p.Name}
	if len(g.def.Filter.Classes) == 0 {
		return r, nil // of the zero Gates
	}
	filter := g.filter.judge(p.Questions)
	r.Filter = &filter
	if first(&filter).Holds != No {
		light := g.light.judge(p.Criteria)
		r.Light = &light
	}
	if r.Light != nil && r.Light.Best > Red {
		g.follow(&r, p)
	}
	r.Course, r.Best = r.course(Yes, r.light(false)), r.course(Unknown, r.light(true))
	r.Advice, r.At = g.advice(r.Course), r.stand()
	if r.Best != r.Course {
		r.BestAdvice = g.advice(r.Best)
	}
	r.Next = r.next()
	return r, nil
}

// follow judges what comes after the light. While the light is open between
// yellow and green, the pilot comes first.
func (g Gates) follow(r *ProspectReport, p Prospect) {
	switch r.Light.Light {
	case Yellow:
		pilot := g.pilot.judge(p.Pilot)
		r.Pilot = &pilot
	case Green:
		design := g.design.judge(p.Agreement)
		r.Design = &design
	default: // open whether it passes at all
	}
	if p.Coordination != nil {
		coordination := p.Coordination.judge()
		r.Coordination = &coordination
	}
}

// refuse returns the faults of the facts.
func (g Gates) refuse(p Prospect) error {
	var f check.Faults
	f.Name("name", p.Name)
	p.Questions.refuse(&f, "questions", g.filter.criteria)
	p.Criteria.refuse(&f, "criteria", g.def.Light.Criteria)
	g.pilot.refuse(&f, "pilot", p.Pilot)
	p.Agreement.refuse(&f, "agreement", g.design.criteria)
	if p.Coordination != nil {
		p.Coordination.check(&f, "coordination")
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("score: gates %s: %w", g.def.Name, err)
	}
	return nil
}

// first returns how the first class stands, which is the one to pass in.
func first(c *Classification) ClassTest {
	if c == nil || len(c.Tests) == 0 {
		return ClassTest{}
	}
	return c.Tests[0]
}

// light returns the light at worst or at best, none if it was not judged.
func (r ProspectReport) light(best bool) Light {
	switch {
	case r.Light == nil:
		return 0
	case best:
		return r.Light.Best
	}
	return r.Light.Light
}

// course returns what to do at a light, if the filter holds as well as asked.
func (r ProspectReport) course(filter Answer, light Light) Course {
	holds := first(r.Filter).Holds
	switch {
	case holds == No || holds == Unknown && filter == Yes:
		return Conversation
	case light == Red:
		return OpenReferral
	case r.Coordination != nil && r.Coordination.Worth == Hobby:
		return Stop
	case light == Yellow:
		return Pilot
	}
	return Alliance
}

// stand returns the gate where the prospect stands.
func (r ProspectReport) stand() Gate {
	switch {
	case first(r.Filter).Holds != Yes:
		return FilterGate
	case r.Coordination != nil && r.Coordination.Worth == Hobby:
		return CoordinationGate
	case r.Light.Light == Red:
		return LightGate
	case r.Pilot != nil && r.Pilot.Complete != Yes:
		return PilotGate
	case r.Design != nil && first(r.Design).Holds != Yes:
		return DesignGate
	case r.Coordination == nil:
		return CoordinationGate
	}
	return 0
}

// MarshalJSON returns the report with its fields in lower case; gates that the
// prospect did not come to are left out.
func (r ProspectReport) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("gates", &r.Gates)
		o.String("prospect", &r.Prospect)
		oldjson.Text(o.Optional(), "course", &r.Course)
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
			{"coordination", r.Coordination, r.Coordination == nil},
		} {
			if !gate.none {
				o.Any(gate.name, gate.v)
			}
		}
		o.Optional().Strings("next", &r.Next)
	})
}

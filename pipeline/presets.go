package pipeline

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// Partnership returns the flow of a partnership in the alliance program: lead,
// opportunity, deal, renewal, and from renewal back to deal. No stage is
// skipped.
//
// The program names only these four stages. The flow adds the ends that a deal
// needs: a lead or an opportunity may be lost, a deal may be terminated, and a
// renewal may be terminated or expire. The program gives neither deliverables nor
// durations.
//
// Rules: P1, P29.
func Partnership() Definition {
	return Definition{
		Name: "partnership",
		Stages: []StageDefinition{
			{Name: "lead"},
			{Name: "opportunity"},
			{Name: "deal", Category: CategoryClosed},
			{Name: "renewal", Category: CategoryClosed},
			{Name: "lost", Category: CategoryOmitted, End: Lost},
			{Name: "terminated", Category: CategoryOmitted, End: Ended},
			{Name: "expired", Category: CategoryOmitted, End: Ended},
		},
		Moves: []Move{
			{"lead", "opportunity"},
			{"lead", "lost"},
			{"opportunity", "deal"},
			{"opportunity", "lost"},
			{"deal", "renewal"},
			{"deal", "terminated"},
			{"renewal", "deal"},
			{"renewal", "terminated"},
			{"renewal", "expired"},
		},
	}
}

const week = 7 // days

// chain returns the moves from each stage to the next, and from each to the ends
// that may follow any of them.
func chain(stages []StageDefinition, ends ...Stage) []Move {
	var moves []Move
	for i, s := range stages {
		if s.End != 0 {
			continue
		}
		moves = append(moves, Move{s.Name, stages[i+1].Name})
		for _, end := range ends {
			moves = append(moves, Move{s.Name, end})
		}
	}
	return moves
}

// Acquisition returns the first phase of the alliance program: identification,
// outreach, negotiation, onboarding. Contact is by LinkedIn, email, an event or the
// referral of a partner: the fact "channel" says which.
//
// Rules: P14, P25, P26.
func Acquisition() Definition {
	stages := []StageDefinition{
		{Name: "identification"},
		{Name: "outreach", Leave: []Condition{{Fact: "channel", OneOf: []string{"linkedin", "email", "events", "referral"}}}},
		{Name: "negotiation"},
		{Name: "onboarding", Checklist: []string{"training", "certification", "materials", "support_channel"}},
		{Name: "management", Category: CategoryClosed, End: Won},
		{Name: "lost", Category: CategoryOmitted, End: Lost},
	}
	return Definition{Name: "acquisition", Stages: stages, Moves: chain(stages, "lost")}
}

// Negotiation returns the negotiation of the advanced program: five steps in 6 to 7
// weeks, each with the deliverable that opens the next one. The program does not
// name the ends.
//
// Rules: P3, P4.
func Negotiation() Definition {
	stages := []StageDefinition{
		{Name: "initial_outreach", Deliverables: []string{"positive_response"}, Expected: Days{week, week}},
		{Name: "discovery_call", Deliverables: []string{"interest_confirmed"}, Expected: Days{week, week}},
		{Name: "proposal", Deliverables: []string{"proposal_sent"}, Expected: Days{week, week}},
		{Name: "negotiation", Deliverables: []string{"terms_agreed"}, Expected: Days{2 * week, 3 * week}},
		{Name: "agreement", Deliverables: []string{"contract_signed"}, Checklist: []string{"onboarding_scheduled"}, Expected: Days{week, week}},
		{Name: "signed", Category: CategoryClosed, End: Won},
		{Name: "lost", Category: CategoryOmitted, End: Lost},
	}
	return Definition{Name: "negotiation", Stages: stages, Moves: chain(stages, "lost")}
}

// Onboarding returns the onboarding of the advanced program: four weeks, each with
// its owner, its work and its deliverable. The goal is strict, under 28 days: the
// process misses it if it takes its four full weeks. The program does not name the
// ends.
//
// Rules: P5, P6.
func Onboarding() Definition {
	stages := []StageDefinition{
		{
			Name: "kickoff", Owner: "partnership_manager", Expected: Days{week, week},
			Checklist: []string{"kickoff_meeting", "documentation"}, Deliverables: []string{"onboarding_plan"},
		},
		{
			Name: "technical_training", Owner: "technical_team", Expected: Days{week, week},
			Checklist: []string{"technical_sessions", "tool_access"}, Deliverables: []string{"partner_trained"},
		},
		{
			Name: "sales_training", Owner: "sales_team", Expected: Days{week, week},
			Checklist: []string{"sales_sessions", "materials"}, Deliverables: []string{"ready_to_sell"},
		},
		{
			Name: "first_deal", Owner: "partnership_manager", Expected: Days{week, week},
			Checklist: []string{"first_deal_closed", "intensive_support"}, Deliverables: []string{"first_success"},
		},
		{Name: "active", Category: CategoryClosed, End: Won},
		{Name: "stopped", Category: CategoryOmitted, End: Lost},
	}
	return Definition{
		Name: "onboarding", Stages: stages, Moves: chain(stages, "stopped"),
		Goal: alianza.Below(decimal.NewFromInt(4 * week)),
	}
}

// Integration returns the technical set-up of the advanced program in sequence:
// interface, platform, data, single sign-on, 7 to 12 days for all of them. A
// partner that does not need one skips it. Days are calendar days.
//
// Rules: P7.
func Integration() Definition {
	stages := []StageDefinition{
		{Name: "requested"},
		{Name: "api", Owner: "dedicated_technician", Expected: Days{1, 2}, Checklist: []string{"credentials", "endpoints"}},
		{Name: "platform", Owner: "implementation_team", Expected: Days{3, 5}, Checklist: []string{"configuration", "testing"}},
		{Name: "data_sync", Owner: "data_team", Expected: Days{2, 3}},
		{Name: "sso", Owner: "security_team", Expected: Days{1, 2}},
		{Name: "connected", Category: CategoryClosed, End: Won},
		{Name: "stopped", Category: CategoryOmitted, End: Lost},
	}
	d := Definition{Name: "integration", Stages: stages, Moves: chain(stages, "stopped"), Skip: true}
	for _, done := range []Stage{"api", "platform", "data_sync"} {
		d.Moves = append(d.Moves, Move{done, "connected"})
	}
	return d
}

// Approach returns the four phases in which the affiliate program approaches a
// partner. Phase 2 covers steps 1 and 2 of [Negotiation], phase 3 the others.
//
// Rules: P9.
func Approach() Definition {
	stages := []StageDefinition{
		{Name: "research"},
		{Name: "approach", Checklist: []string{"email", "linkedin_follow_up"}},
		{Name: "presentation_negotiation"},
		{Name: "onboarding"},
		{Name: "active", Category: CategoryClosed, End: Won},
		{Name: "lost", Category: CategoryOmitted, End: Lost},
	}
	return Definition{Name: "approach", Stages: stages, Moves: chain(stages, "lost")}
}

// Lifecycle returns the lifecycle of a partnership in the advanced program. After
// the agreement, monitoring and improvement follow each other until the contract is
// terminated or expires. [LifecycleOfPartnership] says how it refines
// [Partnership].
//
// Rules: P17.
func Lifecycle() Definition {
	return Definition{
		Name: "lifecycle",
		Stages: []StageDefinition{
			{Name: "identification"},
			{Name: "evaluation"},
			{Name: "negotiation"},
			{Name: "agreement", Category: CategoryClosed},
			{Name: "monitoring", Category: CategoryClosed, Checklist: []string{"performance", "relationship", "conflicts"}},
			{Name: "improvement", Category: CategoryClosed, Checklist: []string{"optimization", "strategic_alignment"}},
			{Name: "renewal", Category: CategoryClosed},
			{Name: "lost", Category: CategoryOmitted, End: Lost},
			{Name: "terminated", Category: CategoryOmitted, End: Ended},
			{Name: "expired", Category: CategoryOmitted, End: Ended},
		},
		Moves: []Move{
			{"identification", "evaluation"},
			{"identification", "lost"},
			{"evaluation", "negotiation"},
			{"evaluation", "lost"},
			{"negotiation", "agreement"},
			{"negotiation", "lost"},
			{"agreement", "monitoring"},
			{"agreement", "terminated"},
			{"monitoring", "improvement"},
			{"monitoring", "renewal"},
			{"monitoring", "terminated"},
			{"improvement", "monitoring"},
			{"improvement", "renewal"},
			{"improvement", "terminated"},
			{"renewal", "monitoring"},
			{"renewal", "terminated"},
			{"renewal", "expired"},
		},
	}
}

// LifecycleOfPartnership returns the mapping that leads from each stage of
// [Lifecycle] to the stage of [Partnership] that it is a part of.
//
// Rules: P17.
func LifecycleOfPartnership() MappingDefinition {
	return MappingDefinition{
		From: Lifecycle(), To: Partnership(),
		Stages: map[Stage]Stage{
			"identification": "lead",
			"evaluation":     "lead",
			"negotiation":    "opportunity",
			"agreement":      "deal",
			"monitoring":     "deal",
			"improvement":    "deal",
		},
	}
}

// Pilot returns the pilot of the semáforo. It starts with its minimum package: one
// offer, a script of at most three lines, at least one way to measure, 2 to 4
// weeks. The review is on day 14. Then the traffic light is run again with the
// evidence: a green light makes it an alliance, or the pilot is extended up to day
// 28, or it is stopped.
//
// Rules: P19, S13.
func Pilot() Definition {
	n := decimal.NewFromInt
	return Definition{
		Name: "pilot",
		Stages: []StageDefinition{
			{Name: "preparation", Leave: []Condition{
				{Fact: "offers", Bound: alianza.Between(n(1), n(1))},
				{Fact: "script_lines", Bound: alianza.Between(n(1), n(3))},
				{Fact: "measures", Bound: alianza.AtLeast(n(1))},
				{Fact: "weeks", Bound: alianza.Between(n(2), n(4))},
			}},
			{Name: "running", Expected: Days{2 * week, 2 * week}, Deliverables: []string{"review"}},
			{Name: "decision"},
			{Name: "extension", Expected: Days{0, 2 * week}, Deliverables: []string{"second_review"}},
			{
				Name: "alliance", Category: CategoryClosed, End: Won,
				Enter: []Condition{{Fact: "light", OneOf: []string{"green"}}},
			},
			{Name: "stopped", Category: CategoryOmitted, End: Lost},
		},
		Moves: []Move{
			{"preparation", "running"},
			{"preparation", "stopped"},
			{"running", "decision"},
			{"running", "stopped"},
			{"decision", "alliance"},
			{"decision", "extension"},
			{"decision", "stopped"},
			{"extension", "alliance"},
			{"extension", "stopped"},
		},
	}
}

// Certification returns the steps to a certificate of the alliance program, which
// is renewed every year. Package tier/certification has its levels and days.
//
// Rules: T11.
func Certification() Definition {
	return Definition{
		Name: "certification",
		Stages: []StageDefinition{
			{Name: "training", Deliverables: []string{"modules_completed"}},
			{Name: "examination", Deliverables: []string{"examination_passed"}},
			{Name: "practical", Deliverables: []string{"cases_accepted"}},
			{Name: "certified", Category: CategoryClosed},
			{Name: "renewal", Category: CategoryClosed, Deliverables: []string{"renewal_passed"}},
			{Name: "expired", Category: CategoryOmitted, End: Ended},
			{Name: "withdrawn", Category: CategoryOmitted, End: Lost},
		},
		Moves: []Move{
			{"training", "examination"},
			{"training", "withdrawn"},
			{"examination", "practical"},
			{"examination", "withdrawn"},
			{"practical", "certified"},
			{"practical", "withdrawn"},
			{"certified", "renewal"},
			{"certified", "expired"},
			{"renewal", "certified"},
			{"renewal", "expired"},
		},
	}
}

// Contract returns the life of a contract in the advanced program. An active
// contract comes up for renewal, is in dispute, or is given notice of. The program
// says that all these happen, and gives no figures: package pipeline/term has the
// days.
//
// Rules: P20, P21, P22, P29, C25.
func Contract() Definition {
	return Definition{
		Name: "contract",
		Stages: []StageDefinition{
			{Name: "draft", Checklist: []string{"exclusivity", "performance", "termination", "ip"}, Deliverables: []string{"contract_signed"}},
			{Name: "active", Category: CategoryClosed},
			{Name: "renewal", Category: CategoryClosed, Deliverables: []string{"renewal_signed"}},
			{Name: "dispute", Category: CategoryClosed, Deliverables: []string{"settlement"}},
			{Name: "notice", Category: CategoryClosed},
			{Name: "withdrawn", Category: CategoryOmitted, End: Lost},
			{Name: "terminated", Category: CategoryOmitted, End: Ended},
			{Name: "expired", Category: CategoryOmitted, End: Ended},
		},
		Moves: []Move{
			{"draft", "active"},
			{"draft", "withdrawn"},
			{"active", "renewal"},
			{"active", "dispute"},
			{"active", "notice"},
			{"renewal", "active"},
			{"renewal", "dispute"},
			{"renewal", "notice"},
			{"renewal", "expired"},
			{"dispute", "active"},
			{"dispute", "notice"},
			{"dispute", "terminated"},
			{"notice", "terminated"},
			{"notice", "expired"},
		},
	}
}

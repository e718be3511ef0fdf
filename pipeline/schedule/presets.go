package schedule

// Negotiation returns the five steps of a negotiation in the advanced program.
// They take six to seven weeks, and the deliverable of each opens the next.
//
// Rules: P3.
func Negotiation() Definition {
	return Definition{Name: "negotiation", Steps: []Step{
		{Name: "initial_outreach", Deliverable: "positive_response", Takes: Weeks(1, 1)},
		{Name: "discovery_call", Deliverable: "interest_confirmed", Takes: Weeks(1, 1)},
		{Name: "proposal", Deliverable: "proposal_sent", Takes: Weeks(1, 1)},
		{Name: "negotiation", Deliverable: "terms_agreed", Takes: Weeks(2, 3)},
		{Name: "agreement", Deliverable: "contract_signed", Takes: Weeks(1, 1)},
	}}
}

// Onboarding returns the four weeks of onboarding in the advanced program, each
// with its owner and deliverable. They take 28 days. The goal of under four weeks is
// not met by a partner who needs all of them.
//
// Rules: P5, P6.
func Onboarding() Definition {
	return Definition{Name: "onboarding", Steps: []Step{
		{Name: "kickoff", Owner: "partnership_manager", Deliverable: "onboarding_plan", Takes: Weeks(1, 1)},
		{Name: "technical_training", Owner: "technical_team", Deliverable: "partner_trained", Takes: Weeks(1, 1)},
		{Name: "sales_training", Owner: "sales_team", Deliverable: "ready_to_sell", Takes: Weeks(1, 1)},
		{Name: "first_deal", Owner: "partnership_manager", Deliverable: "first_success", Takes: Weeks(1, 1)},
	}}
}

// Integration returns the set-up of an integration in the advanced program, one
// step after another: 7 to 12 days. With the order [SideBySide] it takes 3 to 5.
// A partner who needs less leaves steps out.
//
// Rules: P7.
func Integration() Definition {
	return Definition{Name: "integration", Steps: []Step{
		{Name: "api", Owner: "dedicated_technician", Takes: Days(1, 2)},
		{Name: "platform", Owner: "implementation_team", Takes: Days(3, 5)},
		{Name: "data_sync", Owner: "data_team", Takes: Days(2, 3)},
		{Name: "sso", Owner: "security_team", Takes: Days(1, 2)},
	}}
}

// Pilot returns a pilot of the semáforo. Its review is on day 14, and it ends from
// day 14 to day 28.
//
// Rules: P19, S13.
func Pilot() Definition {
	return Definition{Name: "pilot", Steps: []Step{
		{Name: "pilot", Takes: Weeks(2, 2)},
		{Name: "review", Deliverable: "decision"},
		{Name: "extension", Takes: Weeks(0, 2)},
	}}
}

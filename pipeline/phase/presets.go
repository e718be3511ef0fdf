package phase

// Alliance returns the phases of the alliance program over two years.
//
// Rules: P14.
func Alliance() Definition {
	return Definition{Name: "alliance", Phases: []Phase{
		{Name: "foundation", First: 1, Last: 6, Items: []string{"identification", "outreach", "negotiation", "onboarding"}},
		{Name: "scaling", First: 7, Last: 12, Items: []string{"optimization", "expansion", "relationship_management"}},
		{Name: "expansion", First: 13, Last: 24, Items: []string{"enterprise", "global", "joint_innovation"}},
	}}
}

// Advanced returns the phases of the advanced program. Its development is too short
// for a negotiation and an onboarding one after the other, as the program has it.
//
// Rules: P15.
func Advanced() Definition {
	return Definition{Name: "advanced", Phases: []Phase{
		{Name: "strategy", First: 1, Last: 2},
		{Name: "development", First: 3, Last: 4},
		{Name: "optimization", First: 5, Last: 6},
	}}
}

// Integrations returns the roadmap of integrations of the advanced program, with
// four items in each phase.
//
// Rules: P16.
func Integrations() Definition {
	return Definition{Name: "integrations", Phases: []Phase{
		{Name: "core", First: 1, Last: 2, Items: []string{"crm", "payments", "analytics", "email"}},
		{Name: "growth", First: 3, Last: 4, Items: []string{"marketing_automation", "e_commerce", "social", "support"}},
		{Name: "advanced", First: 5, Last: 6, Items: []string{"business_intelligence", "data_warehouse", "machine_learning", "custom"}},
	}}
}

package cadence

// Affiliate returns the rhythm of the affiliate program.
//
// Rules: P18.
func Affiliate() Definition {
	return Definition{Name: "affiliate", Tasks: []Task{
		{Name: "micro_follow_up", Every: Monthly},
		{Name: "referral_payment", Every: Monthly},
	}}
}

// Alliance returns the rhythm of the alliance program.
//
// Rules: P18.
func Alliance() Definition {
	return Definition{Name: "alliance", Tasks: []Task{
		{Name: "reports", Every: Monthly},
		{Name: "newsletter", Every: Monthly},
		{Name: "quarterly_review", Every: Quarterly},
		{Name: "bonus", Every: Quarterly},
		{Name: "event", Every: Yearly},
		{Name: "award", Every: Yearly},
		{Name: "certification_renewal", Every: Yearly},
	}}
}

// Advanced returns the rhythm of the advanced program.
//
// Rules: P18, R18.
func Advanced() Definition {
	return Definition{Name: "advanced", Tasks: []Task{
		{Name: "metrics", Every: Weekly},
		{Name: "partner_updates", Every: Weekly},
		{Name: "performance_analysis", Every: Monthly},
		{Name: "revenue_attribution", Every: Monthly},
		{Name: "cost_analysis", Every: Monthly},
		{Name: "forecast", Every: Monthly},
		{Name: "strategic_review", Every: Quarterly},
		{Name: "portfolio_optimization", Every: Quarterly},
		{Name: "new_opportunities", Every: Quarterly},
		{Name: "full_roi_analysis", Every: Quarterly},
	}}
}

// Semaforo returns the one appointment of the semáforo: the review of a pilot, on
// day 14.
//
// Rules: P18, P19.
func Semaforo() Definition {
	return Definition{Name: "semaforo", Tasks: []Task{{Name: "pilot_review", Every: Once, Days: 14}}}
}

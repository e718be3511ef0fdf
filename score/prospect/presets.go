package prospect

import "github.com/seed-0af520cd/alianza/score/kpi"

// FilterQuestions returns the five questions of the semáforo that come before
// any offer (S15): without a clear answer to each there is no alliance, there
// is a conversation.
func FilterQuestions() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "filter_questions", Otherwise: "conversation",
		Classes: []Class{{Name: "candidate", All: []string{
			"typical_customer", // who that is
			"real_channel",     // how they reach that customer today
			"concrete_asset",   // what they bring
			"execution",        // how it is referred, served and charged in one step or two
			"measurement",      // how it is measured
		}}},
	}
}

// Agreements returns the kinds of agreement of the semáforo in order of
// precedence (S16): a strategic alliance by four conditions, else a commercial
// channel by three, else a referral program by two, else a conversation. A
// commission is noted; it makes nothing strategic.
func Agreements() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "agreements", Otherwise: "conversation", Noted: []string{"commission"},
		Classes: []Class{
			{Name: "strategic_alliance", All: []string{"complementarity", "asset_exchange", "operating_model", "metrics"}},
			{Name: "commercial_channel", All: []string{"sustained_selling", "routine", "follow_up"}},
			{Name: "referral_program", All: []string{"active_channel", "compatible_audience"}},
		},
	}
}

// assets returns the assets that a side of an alliance may bring (S17, S18). The
// semáforo lists ten and groups them into six, in which the context of the
// purchase comes in addition: audience, trust (and reputation), context,
// infrastructure (space, capacity to serve, logistics), know-how and community;
// data is in no group.
func assets() []string {
	return []string{
		"audience", "trust", "reputation", "buying_context", "infrastructure", "space", "service_capacity", "logistics",
		"know_how", "community", "data",
	}
}

// AssetExchange returns the test whether assets go both ways (S18). A criterion
// "gets_" and an asset is yes if they bring it and we lack it and cannot build
// it soon; "gives_" and an asset, if we bring it to them. One of each makes an
// exchange.
func AssetExchange() ClassifierDefinition {
	gets, gives := assets(), assets()
	for i := range gets {
		gets[i], gives[i] = "gets_"+gets[i], "gives_"+gives[i]
	}
	return ClassifierDefinition{
		Name: "asset_exchange", Otherwise: "exchange",
		Classes: []Class{{Name: "nothing_received", None: gets}, {Name: "nothing_given", None: gives}},
	}
}

// ThreeSidedValue returns the test of the affiliate program whether a proposal
// says what each of the three sides gains (S25).
func ThreeSidedValue() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "three_sided_value", Otherwise: "incomplete",
		Classes: []Class{{Name: "complete", All: []string{"us", "partner", "customers"}}},
	}
}

// ReciprocalPromotion returns the test of the list-exchange note whether a
// promotion is reciprocal (S26): each side writes to its own list for the other
// and no money changes hands. As long as nobody speaks of cash, there is none.
// [Fairness] says how fair the exchange is.
func ReciprocalPromotion() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "reciprocal_promotion", Otherwise: "not_reciprocal", AssumeNo: []string{"cash"},
		Classes: []Class{{Name: "reciprocal", All: []string{"we_send", "they_send"}, None: []string{"cash"}}},
	}
}

// CrossReferral returns the test of the alliance program whether a customer may
// be referred to another company (S28): to a competitor only one that the two
// do not compete for.
func CrossReferral() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "cross_referral", Otherwise: "not_allowed",
		Classes: []Class{{Name: "allowed", None: []string{"competitor"}}, {Name: "allowed_uncontested", None: []string{"contested_customer"}}},
	}
}

// IdentificationCriteria returns what the advanced program looks for in a
// possible partner before it is evaluated, and how much each matters (S4). The
// priorities are no weights.
func IdentificationCriteria() map[string]kpi.Priority {
	return map[string]kpi.Priority{
		"complementary_products": kpi.PriorityHigh,
		"shared_customers":       kpi.PriorityHigh,
		"technology_fit":         kpi.PriorityMedium,
		"market_access":          kpi.PriorityMedium,
		"brand_alignment":        kpi.PriorityLow,
	}
}

// StallCauses returns the diagnosis of the semaforo for an alliance that looks
// promising and does not take off (S12).
func StallCauses() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "stall_causes", Otherwise: "stalls",
		Classes: []Class{{Name: "takes_off", None: []string{"uncomfortable_framing", "confusing_operation", "badly_designed_benefit", "no_simple_pilot"}}},
	}
}

// SuccessFactors returns the success factors of the advanced program (S33).
func SuccessFactors() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "success_factors", Otherwise: "incomplete",
		Classes: []Class{{Name: "complete", All: []string{"partner_selection", "onboarding", "constant_communication", "mutual_value", "continuous_optimization"}}},
	}
}

// CommonMistakes returns the common mistakes of the advanced program (S33).
func CommonMistakes() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "common_mistakes", Otherwise: "made",
		Classes: []Class{{Name: "avoided", None: []string{"wrong_partners", "poor_onboarding", "too_little_communication", "unbalanced_terms", "no_metrics"}}},
	}
}

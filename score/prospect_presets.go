package score

// FilterQuestions returns the five questions of the semáforo that come before
// any offer (S15): without a clear answer to each there is no alliance, there
// is a conversation.
func FilterQuestions() ClassesDefinition {
	return ClassesDefinition{
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
func Agreements() ClassesDefinition {
	return ClassesDefinition{
		Name: "agreements", Otherwise: "conversation", Noted: []string{"commission"},
		Classes: []Class{
			{Name: "strategic_alliance", All: []string{"complementarity", "asset_exchange", "operating_model", "metrics"}},
			{Name: "commercial_channel", All: []string{"sustained_selling", "routine", "follow_up"}},
			{Name: "referral_program", All: []string{"active_channel", "compatible_audience"}},
		},
	}
}

// Assets returns the assets that a side of an alliance may bring (S17, S18). The
// semáforo lists ten and groups them into six, in which the context of the
// purchase comes in addition: audience, trust (and reputation), context,
// infrastructure (space, capacity to serve, logistics), know-how and community;
// data is in no group.
func Assets() []string {
	return []string{
		"audience", "trust", "reputation", "buying_context", "infrastructure", "space", "service_capacity", "logistics",
		"know_how", "community", "data",
	}
}

// AssetExchange returns the test whether assets go both ways (S18). A criterion
// "gets_" and an asset is yes if they bring it and we lack it and cannot build
// it soon; "gives_" and an asset, if we bring it to them. One of each makes an
// exchange.
func AssetExchange() ClassesDefinition {
	gets, gives := Assets(), Assets()
	for i := range gets {
		gets[i], gives[i] = "gets_"+gets[i], "gives_"+gives[i]
	}
	return ClassesDefinition{
		Name: "asset_exchange", Otherwise: "exchange",
		Classes: []Class{{Name: "nothing_received", None: gets}, {Name: "nothing_given", None: gives}},
	}
}

// ThreeSidedValue returns the test of the affiliate program whether a proposal
// says what each of the three sides gains (S25).
func ThreeSidedValue() ClassesDefinition {
	return ClassesDefinition{
		Name: "three_sided_value", Otherwise: "incomplete",
		Classes: []Class{{Name: "complete", All: []string{"us", "partner", "customers"}}},
	}
}

// ReciprocalPromotion returns the test of the list-exchange note whether a
// promotion is reciprocal (S26): each side writes to its own list for the other
// and no money changes hands. [Reciprocate] says how fair it is.
func ReciprocalPromotion() ClassesDefinition {
	return ClassesDefinition{
		Name: "reciprocal_promotion", Otherwise: "not_reciprocal",
		Classes: []Class{{Name: "reciprocal", All: []string{"we_send", "they_send"}, None: []string{"cash"}}},
	}
}

// CrossReferral returns the test of the alliance program whether a customer may
// be referred to another company (S28): to a competitor only one that the two
// do not compete for.
func CrossReferral() ClassesDefinition {
	return ClassesDefinition{
		Name: "cross_referral", Otherwise: "not_allowed",
		Classes: []Class{{Name: "allowed", None: []string{"competitor"}}, {Name: "allowed_uncontested", None: []string{"contested_customer"}}},
	}
}

// IdentificationCriteria returns what the advanced program looks for in a
// possible partner before it is evaluated, and how much each matters (S4), the
// most first. The levels are no weights.
func IdentificationCriteria() []RatedCriterion {
	return []RatedCriterion{
		{"complementary_products", High},
		{"shared_customers", High},
		{"technology_fit", Medium},
		{"market_access", Medium},
		{"brand_alignment", Low},
	}
}

// A RatedCriterion is a criterion and how much it matters. It compares with ==.
type RatedCriterion struct {
	Criterion string `json:"criterion"`
	Level     Level  `json:"level"`
}

// StallCauses returns why an alliance that looks promising does not take off in
// the semáforo (S12), to be used as the criteria of a checklist.
func StallCauses() []string {
	return []string{"uncomfortable_framing", "confusing_operation", "badly_designed_benefit", "no_simple_pilot"}
}

// SuccessFactors returns the success factors of the advanced program (S33), to be
// used as the criteria of a checklist.
func SuccessFactors() []string {
	return []string{"partner_selection", "onboarding", "constant_communication", "mutual_value", "continuous_optimization"}
}

// CommonMistakes returns the common mistakes of the advanced program (S33), to be
// used as the names of risks: effect and cure go with the risk.
func CommonMistakes() []string {
	return []string{"wrong_partners", "poor_onboarding", "too_little_communication", "unbalanced_terms", "no_metrics"}
}

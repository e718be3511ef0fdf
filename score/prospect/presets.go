package prospect

import (
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// FilterQuestions returns the five questions of the semaforo that come before any
// offer. Without a clear answer to each there is no alliance, there is a
// conversation. A question that nobody has answered has no clear answer.
//
// Rules: S15.
func FilterQuestions() ClassifierDefinition {
	questions := func() []string {
		return []string{
			"typical_customer", // who that is
			"real_channel",     // how they reach that customer today
			"concrete_asset",   // what they bring
			"execution",        // how it is referred, served and charged in one step or two
			"measurement",      // how it is measured
		}
	}
	return ClassifierDefinition{
		Name: "filter_questions", Otherwise: ActionConversation, AssumeNo: questions(),
		Classes: []Class{{Name: "candidate", All: questions()}},
	}
}

// Agreements returns the kinds of agreement of the semaforo in order of
// precedence: a strategic alliance, a commercial channel, a referral program, an
// open referral, and else a conversation. A commission is noted; it makes nothing
// strategic.
//
// The operating model of an alliance says how a customer is referred, served and
// charged. [AssetExchange] answers asset_exchange. The other names are those of
// [score.Semaforo], where it asks for the same fact.
//
// Rules: S14, S16.
func Agreements() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "agreements", Otherwise: ActionConversation, Noted: []string{"commission"},
		Classes: []Class{
			{
				Name: "strategic_alliance",
				All:  []string{"real_complement", "asset_exchange", "how_to_refer", "how_to_serve", "how_to_charge", "measurable"},
				Next: score.Task{Action: "strategic_alliance", Text: "design the alliance and carry it out"},
			},
			{
				Name: "commercial_channel", All: []string{"sustained_selling", "routine", "follow_up"},
				Next: score.Task{Action: "commercial_channel", Text: "make it a sales channel, with a routine and a follow-up"},
			},
			{
				Name: "referral_program", All: []string{"active_channel", "compatible_customer"},
				Next: score.Task{Action: "referral_program", Text: "make it a referral program: they recommend, and a sale is rewarded"},
			},
			{
				Name: ActionOpenReferral, All: []string{"occasional_referral"},
				Next: score.Task{Action: ActionOpenReferral, Text: "open referral only: reward a sale if there is one"},
			},
		},
	}
}

// Measurability returns the test whether a partnership leaves a trace: a code, a
// link, a coupon or a log. Without any it is not measurable. It answers the
// criterion measurable of [score.Semaforo].
//
// Rules: R49.
func Measurability() ClassifierDefinition {
	d := ClassifierDefinition{Name: "measurability", Otherwise: "not_measurable"}
	for _, trace := range []string{"code", "link", "coupon", "log"} {
		d.Classes = append(d.Classes, Class{Name: "measurable", All: []string{trace}})
	}
	return d
}

// ThreeSidedValue returns the test of the affiliate program whether a proposal
// says what each of the three sides gains. A side that is left blank makes it
// incomplete.
//
// Rules: S25.
func ThreeSidedValue() ClassifierDefinition {
	sides := func() []string { return []string{"us", "partner", "customers"} }
	return ClassifierDefinition{
		Name: "three_sided_value", Otherwise: "incomplete", AssumeNo: sides(),
		Classes: []Class{{Name: "complete", All: sides()}},
	}
}

// ReciprocalPromotion returns the test of the list exchange whether a promotion is
// reciprocal: each side writes to its own list for the other, and no money changes
// hands. As long as nobody speaks of cash, there is none. [Fairness] says how fair
// the exchange is.
//
// Rules: S26.
func ReciprocalPromotion() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "reciprocal_promotion", Otherwise: "not_reciprocal", AssumeNo: []string{"cash"},
		Classes: []Class{{Name: "reciprocal", All: []string{"we_send", "they_send"}, None: []string{"cash"}}},
	}
}

// CompetitorAreas returns the test of the alliance program whether something may
// be done together with another company. With a competitor, co-marketing and
// integration may, and the referral of a customer for whom the two do not compete.
// An area that nobody speaks of is not meant.
//
// Rules: S28.
func CompetitorAreas() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "competitor_areas", Otherwise: "not_allowed", AssumeNo: []string{"co_marketing", "integration", "cross_referral"},
		Classes: []Class{
			{Name: "allowed", None: []string{"competitor"}},
			{Name: "allowed", All: []string{"co_marketing"}},
			{Name: "allowed", All: []string{"integration"}},
			{Name: "allowed", All: []string{"cross_referral"}, None: []string{"contested_customer"}},
		},
	}
}

// IdentificationCriteria returns what the advanced program looks for in a
// possible partner before it is evaluated, and how much each matters. The
// priorities are no weights.
//
// Rules: S4.
func IdentificationCriteria() map[string]kpi.Priority {
	return map[string]kpi.Priority{
		"complementary_products": kpi.PriorityHigh,
		"shared_customers":       kpi.PriorityHigh,
		"technology_fit":         kpi.PriorityMedium,
		"market_access":          kpi.PriorityMedium,
		"brand_alignment":        kpi.PriorityLow,
	}
}

// SuccessFactors returns the success factors of the advanced program.
//
// Rules: S33.
func SuccessFactors() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "success_factors", Otherwise: "incomplete",
		Classes: []Class{{Name: "complete", All: []string{"partner_selection", "onboarding", "constant_communication", "mutual_value", "continuous_optimization"}}},
	}
}

// CommonMistakes returns the common mistakes of the advanced program.
//
// Rules: S33.
func CommonMistakes() ClassifierDefinition {
	return ClassifierDefinition{
		Name: "common_mistakes", Otherwise: "made",
		Classes: []Class{{Name: "avoided", None: []string{"wrong_partners", "poor_onboarding", "too_little_communication", "unbalanced_terms", "no_metrics"}}},
	}
}

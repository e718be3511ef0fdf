package checklist

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
)

// list returns a definition of items that are done or not.
func list(name string, items ...string) Definition {
	d := Definition{Name: name}
	for _, one := range items {
		d.Items = append(d.Items, Item{Name: one})
	}
	return d
}

// least returns the bound of a range that is aimed at: its low end is the bar.
func least(low, high int64) alianza.Bound {
	b := alianza.AtLeast(decimal.NewFromInt(low))
	if high > low {
		b = b.Range(decimal.NewFromInt(high))
	}
	return b
}

// Strategy returns the strategy list of the advanced program. It asks for 10 to 20
// possible partners: 9 are too few, and more than 20 are no fault of the list.
//
// Rules: P8.
func Strategy() Definition {
	d := list("strategy", "market_analysis", "potential_partners", "criteria", "goals", "share_model", "resources")
	d.Items[1].Bound = least(10, 20)
	return d
}

// Development returns the development list of the advanced program. Five items are
// the deliverables of a negotiation, the sixth leads to the onboarding.
//
// Rules: P4.
func Development() Definition {
	return list("development",
		"outreach_done", "discovery_held", "proposal_reviewed", "terms_negotiated", "contract_signed", "onboarding_scheduled")
}

// ThisWeek returns the first week of the advanced program: an audit of the
// partnerships there are, 10 to 20 candidates, and goals.
//
// Rules: P23.
func ThisWeek() Definition {
	d := list("this_week",
		"list_partnerships", "evaluate_partnerships", "find_low_performers", "document_learnings",
		"candidates", "prioritize", "research", "prepare_outreach",
		"goals", "share_model", "proposal_template", "materials")
	d.Items[4].Bound = least(10, 20)
	return d
}

// ThisMonth returns the first month of the advanced program. Closing one
// partnership within it contradicts the six weeks of a negotiation, as the program
// has it.
//
// Rules: P24.
func ThisMonth() Definition {
	d := list("this_month",
		"outreach", "calls", "proposals", "closed",
		"review_existing", "fix_low_performers", "scale_successful", "document")
	d.Items[0].Bound = least(5, 5)
	d.Items[1].Bound = least(2, 3)
	d.Items[2].Bound = least(1, 2)
	d.Items[3].Bound = least(1, 1)
	return d
}

// Training returns the first training of the affiliate program: 75 minutes.
//
// Rules: P11.
func Training() Definition {
	d := list("training", "product", "marketing", "analytics")
	d.Items[0].Minutes, d.Items[1].Minutes, d.Items[2].Minutes = 30, 30, 15
	return d
}

// WelcomeKit returns what a new partner of the affiliate program is handed.
//
// Rules: P12.
func WelcomeKit() Definition {
	return list("welcome_kit", "product_guide", "creatives", "scripts", "dashboard", "support_contact")
}

// Onboarding returns the four parts of onboarding in the alliance program.
//
// Rules: P31.
func Onboarding() Definition {
	return list("onboarding", "training", "certification", "materials", "support_channel")
}

// Clauses returns the clauses of a contract in the alliance program. Figures tell
// whether exclusivity and performance are kept.
//
// Rules: P21.
func Clauses() Definition {
	d := list("clauses", "exclusivity", "performance", "termination", "ip")
	d.Items[0].Computed, d.Items[1].Computed = true, true
	return d
}

// Approaches returns the lists of the affiliate program by which partners are
// approached, one for each type: micro, macro, agency, consultant.
//
// Rules: P13.
func Approaches() []Definition {
	return []Definition{
		list("micro", "audience_analysis", "personal_proposal", "content_kit", "monthly_follow_up"),
		list("macro", "value_proposal", "long_term_partnership", "exclusive_content", "special_events"),
		list("agency", "identify", "mutual_value", "referral_program", "co_marketing"),
		list("consultant", "affiliate_program", "training_and_certification", "support", "networking"),
	}
}

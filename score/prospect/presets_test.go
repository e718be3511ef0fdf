package prospect_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

var questions = []string{"typical_customer", "real_channel", "concrete_asset", "execution", "measurement"}

func TestFilter_S15(t *testing.T) {
	checkClasses(t, prospect.FilterQuestions(), []classRow{
		{"V-FQ-1", say(score.Yes, questions...), "candidate", "candidate"},
		{"V-FQ-2", both(say(score.Yes, questions...), say(score.No, "measurement")), "conversation", "conversation; not candidate (measurement)"},
		{"none clear", say(score.No, questions...), "conversation", "conversation; not candidate (" + strings.Join(questions, ", ") + ")"},
		{"four of five", say(score.Yes, questions[:4]...), "conversation", "conversation; not candidate (measurement)"},
		{"four of five, the fifth unknown", both(say(score.Yes, questions[:4]...), say(score.Unknown, "measurement")), "conversation", "conversation; not candidate (measurement)"},
		{"one not clear, four not asked", say(score.No, "real_channel"), "conversation", "conversation; not candidate (real_channel, typical_customer, concrete_asset, execution, measurement)"},
		{"none asked", nil, "conversation", "conversation; not candidate (" + strings.Join(questions, ", ") + ")"},
	})
	for _, name := range questions { // each of the five counts
		got := classify(t, prospect.FilterQuestions(), both(say(score.Yes, questions...), say(score.No, name)))
		if got.Class != "conversation" || !slices.Equal(got.Tests[0].Against, []string{name}) {
			t.Errorf("Judge(no %s) = %s; want a conversation for that reason", name, got)
		}
		got = classify(t, prospect.FilterQuestions(), both(say(score.Yes, questions...), say(score.Unknown, name)))
		if got.Class != "conversation" || !slices.Equal(got.Tests[0].Assumed, []string{name}) || got.Tests[0].Against != nil {
			t.Errorf("Judge(%s not asked) = %s; want a conversation, and the question told apart", name, got)
		}
	}
}

var (
	alliance = []string{"real_complement", "asset_exchange", "how_to_refer", "how_to_serve", "how_to_charge", "measurable"}
	channel  = []string{"sustained_selling", "routine", "follow_up"}
	referral = []string{"active_channel", "compatible_customer"}
)

func TestAgreements_S16(t *testing.T) {
	no := both(say(score.No, alliance...), say(score.No, channel...), say(score.No, referral...), say(score.No, "occasional_referral"))
	notAlliance, notChannel := "; not strategic_alliance ("+strings.Join(alliance, ", ")+")", "; not commercial_channel ("+strings.Join(channel, ", ")+")"
	notReferral := "; not referral_program (active_channel, compatible_customer)"
	checkClasses(t, prospect.Agreements(), []classRow{
		{"V-AGR-1", both(no, say(score.Yes, alliance...)), "strategic_alliance", "strategic_alliance"},
		{
			"V-AGR-2", both(no, say(score.Yes, alliance[:5]...), say(score.Yes, referral...)), "referral_program",
			"referral_program; not strategic_alliance (measurable)" + notChannel,
		},
		{
			"V-AGR-3", both(no, say(score.Yes, "commission")), "conversation",
			"conversation" + notAlliance + notChannel + notReferral + "; not open_referral (occasional_referral)",
		},
		{"an open referral", both(no, say(score.Yes, "occasional_referral")), "open_referral", "open_referral" + notAlliance + notChannel + notReferral},
		{"all of it", both(say(score.Yes, alliance...), say(score.Yes, channel...), say(score.Yes, referral...)), "strategic_alliance", "strategic_alliance"},
		{"a channel comes before a referral", both(no, say(score.Yes, channel...), say(score.Yes, referral...)), "commercial_channel", "commercial_channel" + notAlliance},
		{"only the first is known", say(score.Yes, alliance...), "strategic_alliance", "strategic_alliance"},
		{
			"a commission is no answer to anything", say(score.Yes, "commission"), "",
			"strategic_alliance or commercial_channel or referral_program or open_referral or conversation; open: " +
				strings.Join(slices.Concat(alliance, channel, referral, []string{"occasional_referral"}), ", "),
		},
		{
			"how it is charged is unknown", both(no, say(score.Yes, alliance...), say(score.Unknown, "how_to_charge"), say(score.Yes, channel...)), "",
			"strategic_alliance or commercial_channel; open: how_to_charge",
		},
	})
	for _, list := range [][]string{alliance, channel, referral} { // each condition counts
		for _, name := range list {
			got := classify(t, prospect.Agreements(), both(no, say(score.Yes, list...), say(score.No, name)))
			if got.Class != "conversation" {
				t.Errorf("Judge(%v without %s) = %s; want a conversation", list, name, got)
			}
		}
	}
	for class, want := range map[string]score.Answers{
		"strategic_alliance": say(score.Yes, alliance...), "commercial_channel": both(no, say(score.Yes, channel...)),
		"referral_program": both(no, say(score.Yes, referral...)), "open_referral": both(no, say(score.Yes, "occasional_referral")),
	} {
		if got := classify(t, prospect.Agreements(), want); got.Next.Action != class || got.Next.Text == "" {
			t.Errorf("Judge of a %s says to do %v; want that", class, got.Next)
		}
	}
}

// TestMeasurability_R49 has a partnership without a trace.
func TestMeasurability_R49(t *testing.T) {
	traces := []string{"code", "link", "coupon", "log"}
	rows := []classRow{
		{"without any", say(score.No, traces...), "not_measurable", "not_measurable; not measurable (code); not measurable (link); not measurable (coupon); not measurable (log)"},
		{"not known", nil, "", "measurable or not_measurable; open: code, link, coupon, log"},
	}
	for _, trace := range traces {
		rows = append(rows, classRow{"a " + trace, say(score.Yes, trace), "measurable", "measurable"})
	}
	checkClasses(t, prospect.Measurability(), rows)
	if got := classify(t, prospect.Measurability(), say(score.Yes, "coupon")); got.Is("measurable") != score.Yes {
		t.Errorf("Is(measurable) of %s = %s; want yes", got, got.Is("measurable"))
	}
}

func TestThreeSidedValue_S25(t *testing.T) {
	checkClasses(t, prospect.ThreeSidedValue(), []classRow{
		{"all three", say(score.Yes, "us", "partner", "customers"), "complete", "complete"},
		{"not for customers", both(say(score.Yes, "us", "partner"), say(score.No, "customers")), "incomplete", "incomplete; not complete (customers)"},
		{"not for us", say(score.No, "us"), "incomplete", "incomplete; not complete (us, partner, customers)"},
		{"not said for the partner", say(score.Yes, "us", "customers"), "incomplete", "incomplete; not complete (partner)"},
		{"nothing said", nil, "incomplete", "incomplete; not complete (us, partner, customers)"},
	})
}

func TestReciprocalPromotion_S26(t *testing.T) {
	checkClasses(t, prospect.ReciprocalPromotion(), []classRow{
		{"both send", both(say(score.Yes, "we_send", "they_send"), say(score.No, "cash")), "reciprocal", "reciprocal"},
		{"one sends", both(say(score.Yes, "we_send"), say(score.No, "they_send", "cash")), "not_reciprocal", "not_reciprocal; not reciprocal (they_send)"},
		{"both send, one pays", say(score.Yes, "we_send", "they_send", "cash"), "not_reciprocal", "not_reciprocal; not reciprocal (cash)"},
		{"nothing else is known", say(score.Yes, "we_send", "they_send"), "reciprocal", "reciprocal"},
		{"asked for, not answered", both(say(score.Yes, "we_send", "they_send"), say(score.Unknown, "cash")), "reciprocal", "reciprocal"},
		{"one send is not known", say(score.Yes, "we_send"), "", "reciprocal or not_reciprocal; open: they_send"},
	})
}

func TestCompetitorAreas_S28(t *testing.T) {
	rival := say(score.Yes, "competitor")
	no := say(score.No, "co_marketing", "integration", "cross_referral")
	checkClasses(t, prospect.CompetitorAreas(), []classRow{
		{"a contested customer", both(rival, say(score.Yes, "cross_referral", "contested_customer")), "not_allowed", "not_allowed; not allowed (competitor); not allowed (co_marketing); not allowed (integration); not allowed (contested_customer)"},
		{"a customer that is not contested", both(rival, say(score.Yes, "cross_referral"), say(score.No, "contested_customer")), "allowed", "allowed"},
		{"a customer of whom nothing is known", both(rival, say(score.Yes, "cross_referral")), "", "allowed or not_allowed; open: contested_customer"},
		{"co-marketing", both(rival, no, say(score.Yes, "co_marketing")), "allowed", "allowed"},
		{"integration", both(rival, no, say(score.Yes, "integration")), "allowed", "allowed"},
		{"co-marketing, whatever the customers", both(rival, say(score.Yes, "co_marketing", "contested_customer")), "allowed", "allowed"},
		{"something else", rival, "not_allowed", "not_allowed; not allowed (competitor); not allowed (co_marketing); not allowed (integration); not allowed (cross_referral)"},
		{"no competitor", say(score.No, "competitor"), "allowed", "allowed"},
		{"not known whether a competitor", no, "", "allowed or not_allowed; open: competitor"},
	})
	got := classify(t, prospect.CompetitorAreas(), both(rival, say(score.Yes, "cross_referral"), say(score.No, "contested_customer")))
	if got.Is("allowed") != score.Yes {
		t.Errorf("Is(allowed) of %s = %s; want yes", got, got.Is("allowed"))
	}
}

func TestIdentificationCriteria_S4(t *testing.T) {
	want := map[string]kpi.Priority{
		"complementary_products": kpi.PriorityHigh, "shared_customers": kpi.PriorityHigh, "technology_fit": kpi.PriorityMedium, "market_access": kpi.PriorityMedium,
		"brand_alignment": kpi.PriorityLow,
	}
	if diff := cmp.Diff(want, prospect.IdentificationCriteria()); diff != "" {
		t.Errorf("IdentificationCriteria() mismatch (-want +got):\n%s", diff)
	}
}

func TestSuccessFactors_S33(t *testing.T) {
	factors := []string{"partner_selection", "onboarding", "constant_communication", "mutual_value", "continuous_optimization"}
	checkClasses(t, prospect.SuccessFactors(), []classRow{
		{"all five", say(score.Yes, factors...), "complete", "complete"},
		{"one is not there", both(say(score.Yes, factors...), say(score.No, "onboarding")), "incomplete", "incomplete; not complete (onboarding)"},
		{"four", say(score.Yes, factors[:4]...), "", "complete or incomplete; open: continuous_optimization"},
	})
	mistakes := []string{"wrong_partners", "poor_onboarding", "too_little_communication", "unbalanced_terms", "no_metrics"}
	checkClasses(t, prospect.CommonMistakes(), []classRow{
		{"none", say(score.No, mistakes...), "avoided", "avoided"},
		{"one", say(score.Yes, "no_metrics"), "made", "made; not avoided (no_metrics)"},
		{"four looked at", say(score.No, mistakes[:4]...), "", "avoided or made; open: no_metrics"},
	})
}

func TestPresetsJSON(t *testing.T) {
	scoretest.RoundTrip(t, "competitor_areas.json", prospect.CompetitorAreas())
	scoretest.RoundTrip(t, "reciprocal_promotion.json", prospect.ReciprocalPromotion())
	for _, d := range []prospect.ClassifierDefinition{
		prospect.FilterQuestions(), prospect.Agreements(), prospect.Measurability(), prospect.ThreeSidedValue(), prospect.SuccessFactors(), prospect.CommonMistakes(),
		prospect.RiskReview(), prospect.RiskCycle(),
	} {
		scoretest.Again(t, d)
	}
	scoretest.Again(t, prospect.PilotPackage())
	scoretest.Again(t, prospect.DependencyKPIs())
	scoretest.Again(t, prospect.LongList())
	scoretest.Bad(t, "bad_classifier", prospect.Agreements())
}

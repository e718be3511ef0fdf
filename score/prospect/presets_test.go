package prospect_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

var questions = []string{"typical_customer", "real_channel", "concrete_asset", "execution", "measurement"}

func TestFilter_S15(t *testing.T) {
	checkClasses(t, prospect.FilterQuestions(), []classRow{
		{"V-FQ-1", say(score.Yes, questions...), "candidate", "candidate"},
		{"V-FQ-2", both(say(score.Yes, questions...), say(score.No, "measurement")), "conversation", "conversation; not candidate (measurement)"},
		{"none clear", say(score.No, questions...), "conversation", "conversation; not candidate (" + strings.Join(questions, ", ") + ")"},
		{"one not asked", say(score.Yes, questions[:4]...), "", "candidate or conversation; open: measurement"},
		{"one not clear, four not asked", say(score.No, "real_channel"), "conversation", "conversation; not candidate (real_channel)"},
		{"none asked", nil, "", "candidate or conversation; open: " + strings.Join(questions, ", ")},
	})
	for _, name := range questions { // each of the five counts
		got := classify(t, prospect.FilterQuestions(), both(say(score.Yes, questions...), say(score.No, name)))
		if got.Class != "conversation" || !slices.Equal(got.Tests[0].Against, []string{name}) {
			t.Errorf("Judge(no %s) = %s; want a conversation for that reason", name, got)
		}
	}
}

var (
	alliance = []string{"complementarity", "asset_exchange", "operating_model", "metrics"}
	channel  = []string{"sustained_selling", "routine", "follow_up"}
	referral = []string{"active_channel", "compatible_audience"}
)

func TestAgreements_S16(t *testing.T) {
	no := both(say(score.No, alliance...), say(score.No, channel...), say(score.No, referral...))
	notAlliance, notChannel := "; not strategic_alliance ("+strings.Join(alliance, ", ")+")", "; not commercial_channel ("+strings.Join(channel, ", ")+")"
	checkClasses(t, prospect.Agreements(), []classRow{
		{"V-AGR-1", both(no, say(score.Yes, alliance...)), "strategic_alliance", "strategic_alliance"},
		{
			"V-AGR-2", both(no, say(score.Yes, alliance[:3]...), say(score.Yes, referral...)), "referral_program",
			"referral_program; not strategic_alliance (metrics)" + notChannel,
		},
		{
			"V-AGR-3", both(no, say(score.Yes, "commission")), "conversation",
			"conversation" + notAlliance + notChannel + "; not referral_program (active_channel, compatible_audience)",
		},
		{"all of it", both(say(score.Yes, alliance...), say(score.Yes, channel...), say(score.Yes, referral...)), "strategic_alliance", "strategic_alliance"},
		{"a channel comes before a referral", both(no, say(score.Yes, channel...), say(score.Yes, referral...)), "commercial_channel", "commercial_channel" + notAlliance},
		{"only the first is known", say(score.Yes, alliance...), "strategic_alliance", "strategic_alliance"},
		{
			"a commission is no answer to anything", say(score.Yes, "commission"), "",
			"strategic_alliance or commercial_channel or referral_program or conversation; open: " + strings.Join(slices.Concat(alliance, channel, referral), ", "),
		},
		{
			"metrics are unknown", both(no, say(score.Yes, alliance...), say(score.Unknown, "metrics"), say(score.Yes, channel...)), "",
			"strategic_alliance or commercial_channel; open: metrics",
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
}

// assets are the ten of the list (S17), and the buying context, which only the
// groups have.
var assets = []string{"audience", "trust", "reputation", "buying_context", "infrastructure", "space", "service_capacity", "logistics", "know_how", "community", "data"}

func TestAssets_S17(t *testing.T) {
	d := prospect.AssetExchange()
	if len(d.Classes) != 2 || len(d.Classes[0].None) != len(assets) || len(d.Classes[1].None) != len(assets) {
		t.Fatalf("AssetExchange() = %+v; want %d assets each way", d, len(assets))
	}
	for _, name := range assets {
		if !slices.Contains(d.Classes[0].None, "gets_"+name) || !slices.Contains(d.Classes[1].None, "gives_"+name) {
			t.Errorf("AssetExchange() = %+v; want %s in it, both ways", d, name)
		}
	}
}

func TestAssetExchange_S18(t *testing.T) {
	var all []string
	for _, name := range assets {
		all = append(all, "gets_"+name, "gives_"+name)
	}
	no := say(score.No, all...)
	d := prospect.AssetExchange()
	for _, gets := range assets {
		for _, gives := range assets {
			if got := classify(t, d, say(score.Yes, "gets_"+gets, "gives_"+gives)); got.Class != "exchange" {
				t.Errorf("Judge(gets %s, gives %s) = %s; want an exchange", gets, gives, got)
			}
		}
		if got := classify(t, d, both(no, say(score.Yes, "gets_"+gets))); got.Class != "nothing_given" {
			t.Errorf("Judge(gets %s) = %s; want nothing_given", gets, got)
		}
		if got := classify(t, d, both(no, say(score.Yes, "gives_"+gets))); got.Class != "nothing_received" {
			t.Errorf("Judge(gives %s) = %s; want nothing_received", gets, got)
		}
	}
	got := classify(t, d, both(no, say(score.Yes, "gets_trust"), say(score.Unknown, "gives_data")))
	if want := "nothing_given or exchange; not nothing_received (gets_trust); open: gives_data"; got.String() != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestThreeSidedValue_S25(t *testing.T) {
	checkClasses(t, prospect.ThreeSidedValue(), []classRow{
		{"all three", say(score.Yes, "us", "partner", "customers"), "complete", "complete"},
		{"not for customers", both(say(score.Yes, "us", "partner"), say(score.No, "customers")), "incomplete", "incomplete; not complete (customers)"},
		{"not for us", say(score.No, "us"), "incomplete", "incomplete; not complete (us)"},
		{"not said for the partner", say(score.Yes, "us", "customers"), "", "complete or incomplete; open: partner"},
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

func TestCrossReferral_S28(t *testing.T) {
	checkClasses(t, prospect.CrossReferral(), []classRow{
		{"contested by a competitor", say(score.Yes, "competitor", "contested_customer"), "not_allowed", "not_allowed; not allowed (competitor); not allowed_uncontested (contested_customer)"},
		{"a competitor's, not contested", both(say(score.Yes, "competitor"), say(score.No, "contested_customer")), "allowed_uncontested", "allowed_uncontested; not allowed (competitor)"},
		{"no competitor", say(score.No, "competitor"), "allowed", "allowed"},
		{"allowed in any case", say(score.No, "contested_customer"), "", "allowed or allowed_uncontested; open: competitor"},
		{"not known whether contested", say(score.Yes, "competitor"), "", "allowed_uncontested or not_allowed; not allowed (competitor); open: contested_customer"},
	})
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

func TestStallCauses_S12(t *testing.T) {
	checkClasses(t, prospect.StallCauses(), []classRow{
		{"no cause", say(score.No, "uncomfortable_framing", "confusing_operation", "badly_designed_benefit", "no_simple_pilot"), "takes_off", "takes_off"},
		{"a cause", say(score.Yes, "no_simple_pilot"), "stalls", "stalls; not takes_off (no_simple_pilot)"},
		{"three looked at", say(score.No, "uncomfortable_framing", "confusing_operation", "badly_designed_benefit"), "", "takes_off or stalls; open: no_simple_pilot"},
	})
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

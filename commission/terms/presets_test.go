package terms_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

// bandTest is a range of the program, typed from the rule.
type bandTest struct {
	partner   string
	about     terms.Subject
	per       string
	low, high string // "15%" or "500"
	medium    commission.Medium
}

func (tt bandTest) promise(quantity string) terms.Promise {
	return terms.Promise{About: tt.about, Per: tt.per, Agreed: q(quantity)}
}

// beside returns the quantities a unit below the range and a unit above it.
func (tt bandTest) beside() (below, above string) {
	low, high := q(tt.low), q(tt.high)
	if p, ok := low.Percent(); ok {
		top, _ := high.Percent()
		return p.Plus(rate("-0.0000000001%")).String(), top.Plus(rate("0.0000000001%")).String()
	}
	return low.Decimal().Sub(num("0.01")).String(), high.Decimal().Add(num("0.01")).String()
}

// checkBands judges agreements at each end of each range, a unit inside and a
// unit outside, the other clauses of the type of partner at their low ends.
func checkBands(t *testing.T, d terms.Definition, tests []bandTest) {
	t.Helper()
	sheet := alianza.Must(terms.New(d))
	judge := func(of bandTest, quantity string) error {
		a := terms.Agreement{PartnerType: of.partner, Currency: d.Currency}
		for _, tt := range tests {
			switch {
			case tt == of:
				a.Promises = append(a.Promises, tt.promise(quantity))
			case tt.partner == of.partner:
				a.Promises = append(a.Promises, tt.promise(tt.low))
			}
		}
		got, err := sheet.Judge(a)
		if err == nil {
			i := slices.IndexFunc(got.Promises, func(p terms.Promise) bool { return p.About == of.about && p.Per == of.per })
			if p := got.Promises[i]; p.Medium != of.medium || !p.Agreed.Equal(q(quantity)) || len(got.Warnings) > 0 {
				t.Errorf("Judge(%s at %s) = %s in %s; want that, in %s, without warning", of.partner, quantity, got, p.Medium, of.medium)
			}
		}
		return err
	}
	clauses := 0
	for _, list := range d.Partners {
		for _, c := range list {
			if !c.Optional && c.About < terms.PartnerTarget {
				clauses++
			}
		}
	}
	if clauses != len(tests) {
		t.Errorf("the terms have %d clauses; want %d", clauses, len(tests))
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %s %s", tt.partner, tt.about, tt.per), func(t *testing.T) {
			for _, quantity := range []string{tt.low, tt.high} {
				if err := judge(tt, quantity); err != nil {
					t.Errorf("Judge(%s) = %v; want no error", quantity, err)
				}
			}
			if tt.low == "" {
				return
			}
			below, above := tt.beside()
			for _, quantity := range []string{below, above} {
				if err := judge(tt, quantity); len(alianza.Faults(err)) != 1 || !errors.Is(err, alianza.ErrRange) {
					t.Errorf("Judge(%s) = %v; want one fault of range", quantity, err)
				}
			}
		})
	}
}

func TestAffiliate_C2_C3_C4_C5_C6_C7_C8_C10(t *testing.T) {
	const percent, referral, fee = terms.SalePercent, terms.ReferralFee, terms.ItemFee
	checkBands(t, terms.Affiliate(), []bandTest{
		{"micro_influencer", percent, "", "20%", "30%", 0},
		{"macro_influencer", percent, "", "15%", "25%", 0},
		{"mega_influencer", percent, "", "10%", "20%", 0},
		{"marketing_agency", referral, "qualified referral", "500", "1000", 0},
		{"consultant", percent, "", "30%", "40%", 0},
		{"software_platform", terms.ServiceExchange, "", "", "", commission.InKind},
		{"blog", fee, "article", "100", "500", 0},
		{"blog", percent, "", "10%", "10%", 0},
		{"podcast", fee, "episode", "500", "2000", 0},
		{"podcast", percent, "", "15%", "15%", 0},
		{"youtube", fee, "video", "1000", "5000", 0},
		{"youtube", percent, "", "20%", "20%", 0},
		{"customer", referral, "qualified referral", "200", "200", commission.Credit},
		{"partner", referral, "qualified referral", "500", "1000", 0},
	})
}

func TestAlliance_C12_C16_C17(t *testing.T) {
	const percent, fee = terms.SalePercent, terms.ItemFee
	checkBands(t, terms.Alliance(), []bandTest{
		{"marketing_consultant", percent, "", "25%", "30%", 0},
		{"digital_agency", percent, "", "20%", "25%", 0},
		{"system_integrator", percent, "", "15%", "20%", 0},
		{"regional_distributor", percent, "", "20%", "30%", 0},
		{"micro_influencer", fee, "post", "500", "2000", 0},
		{"macro_influencer", fee, "post", "5000", "20000", 0},
		{"ai_expert", fee, "session", "1000", "5000", 0},
		{"content_creator", fee, "video", "300", "1500", 0},
		{"industry_blog", fee, "post", "200", "1000", 0},
		{"podcast", fee, "episode", "500", "2000", 0},
		{"youtube", fee, "video", "1000", "5000", 0},
		{"newsletter", fee, "issue", "500", "2000", 0},
		{"white_label", terms.LicenseFee, "", "10000", "50000", 0},
		{"white_label", terms.RevenueSplit, "", "20%", "30%", 0},
	})
	want := map[string]string{"marketing_consultant": "50", "digital_agency": "20", "system_integrator": "10", "regional_distributor": "5"}
	if diff := cmp.Diff(want, benchmarks(terms.Alliance(), terms.PartnerTarget)); diff != "" {
		t.Errorf("targets mismatch (-want +got):\n%s", diff)
	}
}

func TestAdvanced_C18_C19_C20_C26(t *testing.T) {
	const percent, margin = terms.SalePercent, terms.ResellerMargin
	checkBands(t, terms.Advanced(), []bandTest{
		{"data_science", percent, "", "10%", "20%", 0},
		{"marketing_agency", percent, "", "15%", "25%", 0},
		{"consulting_firm", percent, "", "20%", "30%", 0},
		{"technology_provider", percent, "", "10%", "20%", 0},
		{"service_integrator", percent, "", "15%", "25%", 0},
		{"value_added_reseller", margin, "", "30%", "40%", 0}, // beyond the usual rates, which are not for margins
		{"system_integrator", margin, "", "25%", "35%", 0},
		{"technology_consultant", margin, "", "15%", "25%", 0},
		{"implementation_partner", margin, "", "20%", "30%", 0},
	})
	costs := map[string]string{"marketing_agency": "40 to 80", "consulting_firm": "50 to 100", "technology_provider": "30 to 60", "service_integrator": "45 to 90"}
	if diff := cmp.Diff(costs, benchmarks(terms.Advanced(), terms.AcquisitionCost)); diff != "" {
		t.Errorf("costs mismatch (-want +got):\n%s", diff)
	}
	models := map[string]string{
		"value_added_reseller": "revenue_share", "system_integrator": "project_based", "technology_consultant": "referral_fee", "implementation_partner": "service_fees",
		"regional_distributor": "revenue_share", "global_partner": "licensing", "vertical_specialist": "co_selling", "niche_expert": "referral",
	}
	for partner, want := range models {
		list := terms.Advanced().Partners[partner]
		if c := list[len(list)-1]; c.About != terms.Model || c.OneOf[0] != want {
			t.Errorf("%s has %v; want the model %s", partner, c, want)
		}
	}
}

// benchmarks returns the ranges of a benchmark by type of partner.
func benchmarks(d terms.Definition, about terms.Subject) map[string]string {
	all := map[string]string{}
	for partner, list := range d.Partners {
		for _, c := range list {
			if c.About == about {
				all[partner] = c.Low.String()
				if !c.High.Equal(c.Low) {
					all[partner] += " to " + c.High.String()
				}
			}
		}
	}
	return all
}

func TestResellerRates_T7(t *testing.T) {
	got := map[string]string{}
	for level, c := range terms.ResellerRates() {
		got[level] = c.Low.String() + " " + c.High.String()
	}
	if diff := cmp.Diff(map[string]string{"basic": "15% 20%", "professional": "20% 25%", "enterprise": "25% 30%"}, got); diff != "" {
		t.Errorf("ResellerRates mismatch (-want +got):\n%s", diff)
	}
}

func TestAffiliateEarnings_C29(t *testing.T) {
	got := map[string]string{}
	for level, c := range terms.AffiliateEarnings() {
		got[level] = c.Low.String() + " " + c.High.String()
	}
	if diff := cmp.Diff(map[string]string{"basic": "200 300", "silver": "800 1200", "gold": "2000 2500", "platinum": "4000 none"}, got); diff != "" {
		t.Errorf("AffiliateEarnings mismatch (-want +got):\n%s", diff)
	}
}

// TestApart_X6 has types of partner that the programs pay in other ways, and that
// no program takes another's agreement.
func TestApart_X6(t *testing.T) {
	programs := []terms.Definition{terms.Affiliate(), terms.Alliance(), terms.Advanced()}
	tests := []struct {
		name string
		a    terms.Agreement
		want int // program
	}{
		{"agency by referral", agreed("marketing_agency", terms.Promise{About: terms.ReferralFee, Per: "qualified referral", Agreed: q("500")}), 0},
		{"agency by sale", euros(agreed("digital_agency", sales("20%"))), 1},
		{"agency by revenue", agreed("marketing_agency", sales("15%")), 2},
		{"integrator by sale", euros(agreed("system_integrator", sales("15%"))), 1},
		{"integrator by margin", agreed("system_integrator", of(terms.ResellerMargin, "25%")), 2},
		{"micro-influencer by sale", agreed("micro_influencer", sales("20%")), 0},
		{"micro-influencer by post", euros(agreed("micro_influencer", item("post", "500"))), 1},
		{"podcast by both", agreed("podcast", item("episode", "500"), sales("15%")), 0},
		{"podcast by episode", euros(agreed("podcast", item("episode", "500"))), 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i, d := range programs {
				if _, err := alianza.Must(terms.New(d)).Judge(tt.a); (err == nil) != (i == tt.want) {
					t.Errorf("Judge in the %s program = %v; want an error: %t", d.Program, err, i != tt.want)
				}
			}
		})
	}
}

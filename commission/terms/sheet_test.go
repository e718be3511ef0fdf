package terms_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

// program returns a definition with some kinds of partner.
func program(partners ...terms.Partner) terms.Definition {
	return terms.Definition{Program: "p", Currency: "USD", Partners: partners}
}

// offer returns the terms of a kind of partner with one clause.
func offer(kind string, c terms.Clause) terms.Partner {
	return terms.Partner{Type: kind, Clauses: []terms.Clause{c}}
}

// percents returns the clause of a percentage of sales.
func percents(low, high string) terms.Clause {
	return terms.Clause{Pays: terms.SalePercent, Rate: terms.RateRange{Low: rate(low), High: rate(high)}}
}

// fees returns the clause of a fee for each post.
func fees(low, high string) terms.Clause {
	return terms.Clause{Pays: terms.ItemFee, Per: "post", Fee: terms.AmountRange{Low: num(low), High: num(high)}}
}

// termTest is a band of the program, typed from the rule.
type termTest struct {
	kind      string
	pays      terms.Reward
	per       string
	low, high string // "15%" or "500"
	medium    commission.Medium
}

// promise returns the promise of a figure for a row, in percent or in money.
func (tt termTest) promise(figure string) terms.Promise {
	p := terms.Promise{Pays: tt.pays, Per: tt.per}
	switch n := len(figure); {
	case n == 0:
	case figure[n-1] == '%':
		p.Rate = rate(figure)
	default:
		p.Fee = num(figure)
	}
	return p
}

// beside returns the figures a unit below the band and a unit above it.
func (tt termTest) beside() (below, above string) {
	if n := len(tt.low); tt.low[n-1] == '%' {
		low, _ := alianza.ParsePercent(tt.low)
		high, _ := alianza.ParsePercent(tt.high)
		return low.Plus(rate("-0.0000000001%")).String(), high.Plus(rate("0.0000000001%")).String()
	}
	return num(tt.low).Sub(num("0.01")).String(), num(tt.high).Add(num("0.01")).String()
}

// checkTerms judges agreements at each end of each band, a unit inside and a
// unit outside, the other clauses of the kind of partner at their low ends.
func checkTerms(t *testing.T, d terms.Definition, tests []termTest) {
	t.Helper()
	sheet := alianza.Must(terms.New(d))
	judge := func(of termTest, figure string) error {
		a := terms.Agreement{PartnerType: of.kind, Currency: d.Currency}
		for _, tt := range tests {
			switch {
			case tt == of:
				a.Promises = append(a.Promises, tt.promise(figure))
			case tt.kind == of.kind:
				a.Promises = append(a.Promises, tt.promise(tt.low))
			}
		}
		got, err := sheet.Judge(a)
		if err == nil {
			i := slices.IndexFunc(got.Grants, func(g terms.Grant) bool { return g.Pays == of.pays && g.Per == of.per })
			if g, p := got.Grants[i], of.promise(figure); g.Medium != of.medium || g.Total() != p.Rate || !g.Fee.Equal(p.Fee) || len(got.Warnings) > 0 {
				t.Errorf("Judge(%s at %s) = %s in %s; want that, in %s, without warning", of.kind, figure, got, g.Medium, of.medium)
			}
		}
		return err
	}
	clauses := 0
	for _, p := range d.Partners {
		clauses += len(p.Clauses)
	}
	if clauses != len(tests) {
		t.Errorf("the terms have %d clauses; want %d", clauses, len(tests))
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%s %s %s", tt.kind, tt.pays, tt.per), func(t *testing.T) {
			for _, figure := range []string{tt.low, tt.high} {
				if err := judge(tt, figure); err != nil {
					t.Errorf("Judge(%s) = %v; want no error", figure, err)
				}
			}
			if tt.low == "" {
				return
			}
			below, above := tt.beside()
			for _, figure := range []string{below, above} {
				err := judge(tt, figure)
				if faults := faultsOf(err); len(faults) != 1 || !errors.Is(err, alianza.ErrRange) {
					t.Errorf("Judge(%s) = %v; want one fault of range", figure, err)
				}
			}
		})
	}
}

func TestAffiliateTerms_C2_C3_C4_C5_C6_C7_C8_C10(t *testing.T) {
	const percent, referral, item = terms.SalePercent, terms.ReferralFee, terms.ItemFee
	checkTerms(t, terms.Affiliate(), []termTest{
		{"micro_influencer", percent, "", "20%", "30%", 0},
		{"macro_influencer", percent, "", "15%", "25%", 0},
		{"mega_influencer", percent, "", "10%", "20%", 0},
		{"marketing_agency", referral, "qualified referral", "500", "1000", 0},
		{"consultant", percent, "", "30%", "40%", 0},
		{"software_platform", terms.ServiceExchange, "", "", "", commission.InKind},
		{"blog", item, "article", "100", "500", 0},
		{"blog", percent, "", "10%", "10%", 0},
		{"podcast", item, "episode", "500", "2000", 0},
		{"podcast", percent, "", "15%", "15%", 0},
		{"youtube", item, "video", "1000", "5000", 0},
		{"youtube", percent, "", "20%", "20%", 0},
		{"customer", referral, "qualified referral", "200", "200", commission.Credit},
		{"partner", referral, "qualified referral", "500", "1000", 0},
	})
}

func TestAllianceTerms_C12_C17(t *testing.T) {
	const percent, item = terms.SalePercent, terms.ItemFee
	checkTerms(t, terms.Alliance(), []termTest{
		{"marketing_consultant", percent, "", "25%", "30%", 0},
		{"digital_agency", percent, "", "20%", "25%", 0},
		{"system_integrator", percent, "", "15%", "20%", 0},
		{"regional_distributor", percent, "", "20%", "30%", 0},
		{"micro_influencer", item, "post", "500", "2000", 0},
		{"macro_influencer", item, "post", "5000", "20000", 0},
		{"ai_expert", item, "session", "1000", "5000", 0},
		{"content_creator", item, "video", "300", "1500", 0},
		{"industry_blog", item, "post", "200", "1000", 0},
		{"podcast", item, "episode", "500", "2000", 0},
		{"youtube", item, "video", "1000", "5000", 0},
		{"newsletter", item, "issue", "500", "2000", 0},
	})
	targets := map[string]int{}
	for _, p := range terms.Alliance().Partners {
		if p.Target != 0 {
			targets[p.Type] = p.Target
		}
	}
	want := map[string]int{"marketing_consultant": 50, "digital_agency": 20, "system_integrator": 10, "regional_distributor": 5}
	if diff := cmp.Diff(want, targets); diff != "" {
		t.Errorf("targets mismatch (-want +got):\n%s", diff)
	}
}

func TestAdvancedTerms_C18_C19_C20(t *testing.T) {
	const percent, margin = terms.SalePercent, terms.ResellerMargin
	checkTerms(t, terms.Advanced(), []termTest{
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
	costs, models := map[string]string{}, map[string][]string{}
	for _, p := range terms.Advanced().Partners {
		if !p.AcquisitionCost.IsZero() {
			costs[p.Type] = p.AcquisitionCost.String()
		}
		if p.Clauses[0].Pays == margin {
			models[p.Type] = p.Model
		}
	}
	wantCosts := map[string]string{
		"marketing_agency": "40 to 80", "consulting_firm": "50 to 100", "technology_provider": "30 to 60", "service_integrator": "45 to 90",
	}
	if diff := cmp.Diff(wantCosts, costs); diff != "" {
		t.Errorf("costs mismatch (-want +got):\n%s", diff)
	}
	wantModels := map[string][]string{
		"value_added_reseller": {"revenue_share"}, "system_integrator": {"project_based"},
		"technology_consultant": {"referral_fee"}, "implementation_partner": {"service_fees"},
	}
	if diff := cmp.Diff(wantModels, models); diff != "" {
		t.Errorf("models mismatch (-want +got):\n%s", diff)
	}
}

// TestTermsApart_X6 has kinds of partner that the programs pay in other ways,
// and that no program takes another's agreement.
func TestTermsApart_X6(t *testing.T) {
	programs := []terms.Definition{terms.Affiliate(), terms.Alliance(), terms.Advanced()}
	tests := []struct {
		name     string
		currency string
		kind     string
		promises []termTest // at its low end
		want     int        // program
	}{
		{"agency by referral", "USD", "marketing_agency", []termTest{{pays: terms.ReferralFee, per: "qualified referral", low: "500"}}, 0},
		{"agency by sale", "EUR", "digital_agency", []termTest{{pays: terms.SalePercent, low: "20%"}}, 1},
		{"agency by revenue", "USD", "marketing_agency", []termTest{{pays: terms.SalePercent, low: "15%"}}, 2},
		{"integrator by sale", "EUR", "system_integrator", []termTest{{pays: terms.SalePercent, low: "15%"}}, 1},
		{"integrator by margin", "USD", "system_integrator", []termTest{{pays: terms.ResellerMargin, low: "25%"}}, 2},
		{"micro-influencer by sale", "USD", "micro_influencer", []termTest{{pays: terms.SalePercent, low: "20%"}}, 0},
		{"micro-influencer by post", "EUR", "micro_influencer", []termTest{{pays: terms.ItemFee, per: "post", low: "500"}}, 1},
		{"podcast by both", "USD", "podcast", []termTest{{pays: terms.ItemFee, per: "episode", low: "500"}, {pays: terms.SalePercent, low: "15%"}}, 0},
		{"podcast by episode", "EUR", "podcast", []termTest{{pays: terms.ItemFee, per: "episode", low: "500"}}, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := terms.Agreement{PartnerType: tt.kind, Currency: tt.currency}
			for _, p := range tt.promises {
				a.Promises = append(a.Promises, p.promise(p.low))
			}
			for i, d := range programs {
				if _, err := alianza.Must(terms.New(d)).Judge(a); (err == nil) != (i == tt.want) {
					t.Errorf("Judge in the %s program = %v; want an error: %t", d.Program, err, i != tt.want)
				}
			}
		})
	}
}

func TestNewFaults(t *testing.T) {
	with := func(change func(*terms.Definition)) terms.Definition {
		d := program(offer("k", percents("10%", "20%")))
		change(&d)
		return d
	}
	clause := func(c terms.Clause) terms.Definition { return program(offer("k", c)) }
	type test struct {
		name string
		d    terms.Definition
		want []fault
	}
	tests := []test{
		{"good", clause(percents("10%", "20%")), nil},
		{"one rate", clause(percents("10%", "10%")), nil},
		{"rates up to the whole", clause(percents("0.0000000001%", "100%")), nil},
		{"fee of a cent", clause(fees("0.01", "0.01")), nil},
		{"rates alone", terms.Definition{Program: "p", Currency: "USD", Rates: percents("1%", "2%").Rate}, nil},
		{"exclusive to the whole", with(func(d *terms.Definition) { d.Exclusive = alianza.WholePercent(100) }), nil},
		{"no program", with(func(d *terms.Definition) { d.Program = "" }), []fault{{"program", alianza.ErrMissing}}},
		{"no currency", with(func(d *terms.Definition) { d.Currency = "" }), []fault{{"currency", alianza.ErrMissing}}},
		{"currency", with(func(d *terms.Definition) { d.Currency = "usd" }), []fault{{"currency", alianza.ErrForm}}},
		{"nothing offered", program(), []fault{{"partners", alianza.ErrMissing}}},
		{"typical of nothing", with(func(d *terms.Definition) { d.Typical = true }), []fault{{"typical", alianza.ErrConflict}}},
		{"rates reversed", with(func(d *terms.Definition) { d.Rates = percents("20%", "19%").Rate }), []fault{{"rates.high", alianza.ErrConflict}}},
		{"rates from nothing", with(func(d *terms.Definition) { d.Rates = percents("0%", "19%").Rate }), []fault{{"rates.low", alianza.ErrRange}}},
		{"rates beyond the whole", with(func(d *terms.Definition) { d.Rates = percents("1%", "100.0000000001%").Rate }), []fault{{"rates.high", alianza.ErrRange}}},
		{"exclusive negative", with(func(d *terms.Definition) { d.Exclusive = rate("-0.0000000001%") }), []fault{{"exclusive", alianza.ErrRange}}},
		{"exclusive beyond the whole", with(func(d *terms.Definition) { d.Exclusive = rate("100.0000000001%") }), []fault{{"exclusive", alianza.ErrRange}}},
		{"kind missing", program(offer("", percents("1%", "2%"))), []fault{{"partners[0].type", alianza.ErrMissing}}},
		{"kind twice", program(offer("k", percents("1%", "2%")), offer("k", fees("1", "2"))), []fault{{"partners[1].type", alianza.ErrDuplicate}}},
		{"model twice", with(func(d *terms.Definition) { d.Partners[0].Model = []string{"m", "m"} }), []fault{{"partners[0].model[1]", alianza.ErrDuplicate}}},
		{"model blank", with(func(d *terms.Definition) { d.Partners[0].Model = []string{" "} }), []fault{{"partners[0].model[0]", alianza.ErrMissing}}},
		{"no clause", program(terms.Partner{Type: "k"}), []fault{{"partners[0].clauses", alianza.ErrMissing}}},
		{"target negative", with(func(d *terms.Definition) { d.Partners[0].Target = -1 }), []fault{{"partners[0].target", alianza.ErrRange}}},
		{"cost reversed", with(func(d *terms.Definition) { d.Partners[0].AcquisitionCost = fees("2", "1").Fee }), []fault{{"partners[0].acquisition_cost.high", alianza.ErrConflict}}},
		{"no reward", clause(terms.Clause{}), []fault{{"partners[0].clauses[0].pays", alianza.ErrMissing}}},
		{"reward unknown", clause(terms.Clause{Pays: 13}), []fault{{"partners[0].clauses[0].pays", alianza.ErrUnknown}}},
		{"per blank", clause(terms.Clause{Pays: terms.SalePercent, Per: " ", Rate: percents("1%", "2%").Rate}), []fault{{"partners[0].clauses[0].per", alianza.ErrMissing}}},
		{"rate missing", clause(terms.Clause{Pays: terms.SalePercent}), []fault{{"partners[0].clauses[0].rate", alianza.ErrMissing}}},
		{"rate reversed", clause(percents("20%", "19.9999999999%")), []fault{{"partners[0].clauses[0].rate.high", alianza.ErrConflict}}},
		{"rate from nothing", clause(percents("0%", "20%")), []fault{{"partners[0].clauses[0].rate.low", alianza.ErrRange}}},
		{"fee missing", clause(terms.Clause{Pays: terms.ItemFee}), []fault{{"partners[0].clauses[0].fee", alianza.ErrMissing}}},
		{"fee reversed", clause(fees("2", "1.99")), []fault{{"partners[0].clauses[0].fee.high", alianza.ErrConflict}}},
		{"fee from nothing", clause(fees("0", "1.99")), []fault{{"partners[0].clauses[0].fee.low", alianza.ErrRange}}},
		{"fee negative", clause(fees("-1", "1.99")), []fault{{"partners[0].clauses[0].fee.low", alianza.ErrRange}}},
		{"exchange for cash", clause(terms.Clause{Pays: terms.ServiceExchange}), []fault{{"partners[0].clauses[0].medium", alianza.ErrConflict}}},
		{"exchange typical", clause(terms.Clause{Pays: terms.ServiceExchange, Typical: true, Medium: commission.InKind}), []fault{{"partners[0].clauses[0].typical", alianza.ErrConflict}}},
		{"medium unknown", clause(terms.Clause{Pays: terms.ItemFee, Fee: fees("1", "2").Fee, Medium: 3}), []fault{{"partners[0].clauses[0].medium", alianza.ErrUnknown}}},
		{
			"clause twice",
			program(terms.Partner{Type: "k", Clauses: []terms.Clause{fees("1", "2"), percents("1%", "2%"), fees("3", "4")}}),
			[]fault{{"partners[0].clauses[2].pays", alianza.ErrDuplicate}},
		},
		{
			"a rate and a fee in one",
			clause(terms.Clause{Pays: terms.SalePercent, Rate: percents("1%", "2%").Rate, Fee: fees("1", "2").Fee}),
			[]fault{{"partners[0].clauses[0].fee", alianza.ErrConflict}},
		},
		{
			"a percentage in a fee",
			clause(terms.Clause{Pays: terms.ItemFee, Rate: percents("1%", "2%").Rate, Fee: fees("1", "2").Fee}),
			[]fault{{"partners[0].clauses[0].rate", alianza.ErrConflict}},
		},
		{"below the rates", with(func(d *terms.Definition) { d.Rates = percents("20.0000000001%", "30%").Rate }), []fault{{"partners[0].clauses[0].rate", alianza.ErrConflict}}},
		{"above the rates", with(func(d *terms.Definition) { d.Rates = percents("1%", "9.9999999999%").Rate }), []fault{{"partners[0].clauses[0].rate", alianza.ErrConflict}}},
		{"from nothing, and below the rates", terms.Definition{
			Program: "p", Currency: "USD", Rates: percents("20%", "30%").Rate, Partners: []terms.Partner{offer("k", percents("0%", "10%"))},
		}, []fault{{"partners[0].clauses[0].rate.low", alianza.ErrRange}}},
		{"reversed, and above the rates", terms.Definition{
			Program: "p", Currency: "USD", Rates: percents("20%", "30%").Rate, Partners: []terms.Partner{offer("k", percents("50%", "40%"))},
		}, []fault{{"partners[0].clauses[0].rate.high", alianza.ErrConflict}}},
		{"touching the rates from below", with(func(d *terms.Definition) { d.Rates = percents("20%", "30%").Rate }), nil},
		{"touching the rates from above", with(func(d *terms.Definition) { d.Rates = percents("1%", "10%").Rate }), nil},
		{"beside rates that are typical", with(func(d *terms.Definition) { d.Rates, d.Typical = percents("30%", "40%").Rate, true }), nil},
		{
			"a margin beside the rates",
			terms.Definition{
				Program: "p", Currency: "USD", Rates: percents("1%", "2%").Rate,
				Partners: []terms.Partner{offer("k", terms.Clause{Pays: terms.ResellerMargin, Rate: percents("30%", "40%").Rate})},
			},
			nil,
		},
		{
			"all at once",
			terms.Definition{Currency: "US", Typical: true, Exclusive: rate("-1%"), Partners: []terms.Partner{offer("", terms.Clause{Pays: 200}), {}}},
			[]fault{
				{"program", alianza.ErrMissing},
				{"currency", alianza.ErrForm},
				{"typical", alianza.ErrConflict},
				{"exclusive", alianza.ErrRange},
				{"partners[0].type", alianza.ErrMissing},
				{"partners[0].clauses[0].pays", alianza.ErrUnknown},
				{"partners[1].type", alianza.ErrMissing},
				{"partners[1].clauses", alianza.ErrMissing},
			},
		},
	}
	for name, n := range hostile() {
		low, high := fees("1", "2"), fees("1", "2")
		low.Fee.Low, high.Fee.High = n, n
		if !n.IsZero() {
			tests = append(tests, test{"low: " + name, clause(low), []fault{{"partners[0].clauses[0].fee.low", alianza.ErrRange}}})
		}
		tests = append(tests, test{"high: " + name, clause(high), []fault{{"partners[0].clauses[0].fee.high", alianza.ErrRange}}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			sheet, err := terms.New(tt.d)
			checkFaults(t, "New", err, tt.want)
			if got := sheet.Definition().Program; (got == "") != (err != nil) {
				t.Errorf("New = terms of %q; want terms or an error", got)
			}
		})
	}
}

func TestNewErrorText(t *testing.T) {
	d := program(
		terms.Partner{Type: "k", Clauses: []terms.Clause{fees("500", "100"), percents("0%", "10%"), fees("1", "2")}},
		offer("k", terms.Clause{Pays: terms.EquityStake, Typical: true, Rate: percents("1%", "1%").Rate}),
	)
	d.Typical, d.Exclusive = true, alianza.WholePercent(-5)
	_, err := terms.New(d)
	const want = `typical "true": contradiction: there are no rates to be typical
exclusive "-5%": out of range: from 0% to 100%
partners[0].clauses[0].fee.high "100": contradiction: below low, 500
partners[0].clauses[1].rate.low "0%": out of range: a range starts above zero; what may be nothing is no clause
partners[0].clauses[2].pays "item_fee per post": duplicate: the same as clauses[0]
partners[1].type "k": duplicate: the same as partners[0].type
partners[1].clauses[0].rate "1%": contradiction: equity_stake is no percentage
partners[1].clauses[0].typical "true": contradiction: equity_stake has no range to be typical
partners[1].clauses[0].medium "cash": contradiction: equity_stake is only recorded: in_kind`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("New error mismatch (-want +got):\n%s", diff)
	}
}

// TestTermsImmutable changes the definition given, and the one got back.
func TestTermsImmutable(t *testing.T) {
	d := terms.Advanced()
	sheet := alianza.Must(terms.New(d))
	for range 2 {
		d.Partners[0].Model[0], d.Partners[0].Clauses[0].Pays, d.Partners[1].Type = "x", terms.EquityStake, "x"
		if diff := cmp.Diff(terms.Advanced(), sheet.Definition()); diff != "" {
			t.Fatalf("Definition() mismatch (-want +got):\n%s", diff)
		}
		d = sheet.Definition()
	}
}

// TestTermsJSON keeps the presets as documents, and reads them back.
func TestTermsJSON(t *testing.T) {
	for _, d := range []terms.Definition{terms.Affiliate(), terms.Alliance(), terms.Advanced()} {
		t.Run(d.Program, func(t *testing.T) {
			var doc bytes.Buffer
			if err := json.Indent(&doc, []byte(jsonText(t, d)), "", "  "); err != nil {
				t.Fatal(err)
			}
			file := filepath.Join("testdata", d.Program+".json")
			checkGolden(t, file, doc.String()+"\n")
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var back terms.Definition
			if err := json.Unmarshal(data, &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", file, err)
			}
			if diff := cmp.Diff(d, back); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", file, diff)
			}
		})
	}
}

// randomTerms returns terms with clauses of all kinds.
func randomTerms(r *rand.Rand) terms.Definition {
	d := terms.Definition{Program: "p", Currency: "EUR", Exclusive: alianza.WholePercent(r.IntN(10))}
	if r.IntN(2) == 0 {
		d.Rates, d.Typical = terms.RateRange{Low: alianza.WholePercent(1 + r.IntN(20)), High: alianza.WholePercent(20 + r.IntN(80))}, true
	}
	for i := range 1 + r.IntN(3) {
		p := terms.Partner{Type: fmt.Sprint("k", i), Target: r.IntN(3)}
		if r.IntN(2) == 0 {
			p.Model, p.AcquisitionCost = []string{"a", "b"}, fees("1.50", "2").Fee
		}
		for _, at := range r.Perm(len(rewards))[:1+r.IntN(4)] {
			c := clauseOf(rewards[at].kind, rewards[at].holds)
			if rewards[at].holds != "nothing" {
				c.Typical, c.Medium = r.IntN(2) == 0, commission.Medium(r.IntN(3))
			}
			if r.IntN(2) == 0 {
				c.Per = "item"
			}
			p.Clauses = append(p.Clauses, c)
		}
		d.Partners = append(d.Partners, p)
	}
	return d
}

func TestTermsRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	for range 300 {
		want := randomTerms(r)
		text := jsonText(t, want)
		var got terms.Definition
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatalf("Unmarshal(%s) = %v; want no error", text, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", text, diff)
		}
	}
}

func TestTermsJSONFaults(t *testing.T) {
	const head = `{"program":"p","currency":"USD",`
	tests := []struct {
		name, text string
		want       []fault
	}{
		{"unknown field", head + `"partners":[{"type":"k","clauses":[{"pays":"item_fee","fees":1,"fee":{"low":1,"high":2}}]}]}`, []fault{{"partners[0].clauses[0].fees", alianza.ErrUnknown}}},
		{"none is no reward", head + `"partners":[{"type":"k","clauses":[{"pays":"none"}]}]}`, []fault{{"partners[0].clauses[0].pays", alianza.ErrUnknown}}},
		{"rates of nothing", head + `"rates":{"low":"0%","high":"0%"}}`, []fault{{"partners", alianza.ErrMissing}, {"rates", alianza.ErrRange}}},
		{"fee of nothing", head + `"partners":[{"type":"k","clauses":[{"pays":"item_fee","fee":{"low":"0.00","high":"0"}}]}]}`, []fault{{"partners[0].clauses[0].fee", alianza.ErrRange}}},
		{"reversed", head + `"partners":[{"type":"k","clauses":[{"pays":"item_fee","fee":{"low":"2","high":"1"}}]}]}`, []fault{{"partners[0].clauses[0].fee.high", alianza.ErrConflict}}},
		{"half a band", head + `"rates":{"low":"1%"},"partners":[]}`, []fault{{"rates.high", alianza.ErrMissing}}},
		{"a number for a rate", head + `"exclusive":5,"rates":{"low":"1%","high":"2%"}}`, []fault{{"exclusive", alianza.ErrForm}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := terms.Alliance()
			err := json.Unmarshal([]byte(tt.text), &got)
			checkFaults(t, "Unmarshal", err, tt.want)
			if diff := cmp.Diff(terms.Alliance(), got); diff != "" {
				t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

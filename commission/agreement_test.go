package commission_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// saleRate returns the promise of a percentage of sales.
func saleRate(percent string) commission.Promise {
	return commission.Promise{Pays: commission.SalePercent, Rate: rate(percent)}
}

// each returns the promise of a fee for an item.
func each(item, amount string) commission.Promise {
	return commission.Promise{Pays: commission.ItemFee, Per: item, Fee: num(amount)}
}

// agreed returns an agreement in USD.
func agreed(kind string, promises ...commission.Promise) commission.Agreement {
	return commission.Agreement{Kind: kind, Currency: "USD", Promises: promises}
}

// exclusive returns an agreement as that with an exclusive partner.
func exclusive(a commission.Agreement) commission.Agreement {
	a.Exclusive = true
	return a
}

// euros returns an agreement as one in EUR.
func euros(a commission.Agreement) commission.Agreement {
	a.Currency = "EUR"
	return a
}

// warningsOf returns the warnings of a judgment as the errors that they are.
func warningsOf(tb testing.TB, j commission.Judgment) []fault {
	tb.Helper()
	var all []fault
	for _, w := range j.Warnings {
		all = append(all, faultsOf(tb, w)...)
	}
	return all
}

// TestExclusivity_C23_X4 adds the points of the advanced program. Those on a
// rate of its own kind of partner are judged as a sum only against what is
// usual.
func TestExclusivity_C23_X4(t *testing.T) {
	usual := []fault{{"promises[0].rate", alianza.ErrRange}}
	tests := []struct {
		name   string
		a      commission.Agreement
		points string
		total  string
		want   []fault
	}{
		{"V-EXC-1", exclusive(agreed("", saleRate("20%"))), "5%", "25%", nil},
		{"V-EXC-2", exclusive(agreed("", saleRate("28%"))), "5%", "33%", usual},
		{"V-EXC-3", agreed("", saleRate("20%")), "0%", "20%", nil},
		{"up to the usual", exclusive(agreed("", saleRate("25%"))), "5%", "30%", nil},
		{"just past it", exclusive(agreed("", saleRate("25.0000000001%"))), "5%", "30.0000000001%", usual},
		{"up to the least usual", exclusive(agreed("", saleRate("5%"))), "5%", "10%", nil},
		{"just under it", exclusive(agreed("", saleRate("4.9999999999%"))), "5%", "9.9999999999%", usual},
		{"to the whole", exclusive(agreed("", saleRate("95%"))), "5%", "100%", usual},
		{"at the top of a kind", exclusive(agreed("consulting_firm", saleRate("30%"))), "5%", "35%", usual},
		{"past the band of a kind", exclusive(agreed("marketing_agency", saleRate("25%"))), "5%", "30%", nil},
		{"a margin gets no points", exclusive(agreed("value_added_reseller", commission.Promise{Pays: commission.ResellerMargin, Rate: rate("40%")})), "0%", "40%", nil},
	}
	terms := commission.MustTerms(commission.AdvancedTerms())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := terms.Judge(tt.a)
			if err != nil {
				t.Fatalf("Judge = %v; want no error", err)
			}
			want := []commission.Grant{{Pays: tt.a.Promises[0].Pays, Rate: tt.a.Promises[0].Rate, Points: rate(tt.points), Total: rate(tt.total)}}
			if diff := cmp.Diff(want, got.Grants, sameRate); diff != "" {
				t.Errorf("Judge mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, warningsOf(t, got), sameKind); diff != "" {
				t.Errorf("Judge = %s; want other warnings (-want +got):\n%s", got, diff)
			}
		})
	}
	for _, percent := range []string{"95.0000000001%", "100%"} {
		_, err := terms.Judge(exclusive(agreed("", saleRate(percent))))
		checkFaults(t, "Judge("+percent+" and 5 points)", err, usual)
	}
}

// TestUsualRates_C13_C22_X3 has the band of all rates of two programs: one binds,
// the other warns.
func TestUsualRates_C13_C22_X3(t *testing.T) {
	tests := []struct {
		rate               string
		refused, unusual   bool // in the alliance program, in the advanced one
		impossibleInEither bool
	}{
		{"-0.0000000001%", true, false, true},
		{"0%", true, false, true},
		{"0.0000000001%", true, true, false},
		{"9.9999999999%", true, true, false},
		{"10%", true, false, false},
		{"14%", true, false, false},
		{"14.9999999999%", true, false, false},
		{"15%", false, false, false},
		{"20%", false, false, false},
		{"30%", false, false, false},
		{"30.0000000001%", true, true, false},
		{"30.01%", true, true, false},
		{"31%", true, true, false},
		{"100%", true, true, false},
		{"100.0000000001%", true, false, true},
		{"922337203%", true, false, true},
	}
	alliance, advanced := commission.MustTerms(commission.AllianceTerms()), commission.MustTerms(commission.AdvancedTerms())
	for _, tt := range tests {
		t.Run(tt.rate, func(t *testing.T) {
			if got, err := alliance.Judge(euros(agreed("", saleRate(tt.rate)))); (err != nil) != tt.refused {
				t.Errorf("alliance: Judge = %v, %v; want an error: %t", got, err, tt.refused)
			}
			got, err := advanced.Judge(agreed("", saleRate(tt.rate)))
			if (err != nil) != tt.impossibleInEither || len(got.Warnings) > 0 != tt.unusual {
				t.Errorf("advanced: Judge = %v, %v; want a warning: %t, an error: %t", got, err, tt.unusual, tt.impossibleInEither)
			}
			if err == nil && got.Grants[0].Total != rate(tt.rate) {
				t.Errorf("advanced: Judge = %s; want %s", got, tt.rate)
			}
		})
	}
}

// TestJudge_X3 has figures of the programs as their rules tell them.
func TestJudge_X3(t *testing.T) {
	affiliate, alliance, advanced := commission.AffiliateTerms(), commission.AllianceTerms(), commission.AdvancedTerms()
	tests := []struct {
		name string
		d    commission.TermsDefinition
		a    commission.Agreement
		want []fault
	}{
		{"macro at 26%", affiliate, agreed("macro_influencer", saleRate("26%")), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"mega at 10%", affiliate, agreed("mega_influencer", saleRate("10%")), nil},
		{"consultant at 41%", affiliate, agreed("consultant", saleRate("41%")), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"blog", affiliate, agreed("blog", each("article", "300"), saleRate("10%")), nil},
		{"blog the other way round", affiliate, agreed("blog", saleRate("10%"), each("article", "300")), nil},
		{"platform", affiliate, agreed("software_platform", commission.Promise{Pays: commission.ServiceExchange}), nil},
		{"system integrator at 21%", alliance, euros(agreed("system_integrator", saleRate("21%"))), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"newsletter at 499", alliance, euros(agreed("newsletter", each("issue", "499"))), []fault{{"promises[0].fee", alianza.ErrRange}}},
		{"podcast at 2000", alliance, euros(agreed("podcast", each("episode", "2000"))), nil},
		{"podcast at 2000.00", alliance, euros(agreed("podcast", each("episode", "2000.00"))), nil},
		{"data science at 9%", advanced, agreed("data_science", saleRate("9%")), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"agency at 20%", advanced, agreed("marketing_agency", saleRate("20%")), nil},
		{
			"reseller at 41%", advanced,
			agreed("value_added_reseller", commission.Promise{Pays: commission.ResellerMargin, Rate: rate("41%")}),
			[]fault{{"promises[0].rate", alianza.ErrRange}},
		},
		{"a commission for a margin", advanced, agreed("value_added_reseller", saleRate("30%")), []fault{{"promises[0].pays", alianza.ErrUnknown}, {"promises", alianza.ErrMissing}}},
		{"kind unknown", affiliate, agreed("podcasts", saleRate("15%")), []fault{{"kind", alianza.ErrUnknown}}},
		{"kind missing", affiliate, agreed("", saleRate("15%")), []fault{{"kind", alianza.ErrMissing}}},
		{"fee without a band for all", alliance, euros(agreed("", each("post", "500"))), []fault{{"promises[0].pays", alianza.ErrUnknown}, {"promises", alianza.ErrMissing}}},
		{"currency missing", affiliate, commission.Agreement{Kind: "consultant", Promises: []commission.Promise{saleRate("30%")}}, []fault{{"currency", alianza.ErrMissing}}},
		{"another currency", affiliate, euros(agreed("consultant", saleRate("30%"))), []fault{{"currency", alianza.ErrCurrency}}},
		{"no promise", affiliate, agreed("blog"), []fault{{"promises", alianza.ErrMissing}, {"promises", alianza.ErrMissing}}},
		{"half a hybrid", affiliate, agreed("blog", saleRate("10%")), []fault{{"promises", alianza.ErrMissing}}},
		{"promised twice", affiliate, agreed("consultant", saleRate("30%"), saleRate("35%")), []fault{{"promises[1].pays", alianza.ErrDuplicate}}},
		{"for another item", affiliate, agreed("blog", each("post", "300"), saleRate("10%")), []fault{{"promises[0].pays", alianza.ErrUnknown}, {"promises", alianza.ErrMissing}}},
		{"reward missing", affiliate, agreed("consultant", commission.Promise{Rate: rate("30%")}, saleRate("30%")), []fault{{"promises[0].pays", alianza.ErrMissing}}},
		{"rate missing", affiliate, agreed("consultant", commission.Promise{Pays: commission.SalePercent}), []fault{{"promises[0].rate", alianza.ErrMissing}}},
		{"fee missing", affiliate, agreed("blog", each("article", "0.00"), saleRate("10%")), []fault{{"promises[0].fee", alianza.ErrMissing}}},
		{"fee negative", affiliate, agreed("blog", each("article", "-300"), saleRate("10%")), []fault{{"promises[0].fee", alianza.ErrRange}}},
		{"a fee beside a rate", affiliate, agreed("consultant", commission.Promise{Pays: commission.SalePercent, Rate: rate("30%"), Fee: num("1")}), []fault{{"promises[0].fee", alianza.ErrConflict}}},
		{
			"a rate beside a fee", affiliate,
			agreed("partner", commission.Promise{Pays: commission.ReferralFee, Per: "qualified referral", Rate: rate("30%"), Fee: num("500")}),
			[]fault{{"promises[0].rate", alianza.ErrConflict}},
		},
		{
			"an exchange with figures", affiliate,
			agreed("software_platform", commission.Promise{Pays: commission.ServiceExchange, Rate: rate("1%"), Fee: num("1")}),
			[]fault{{"promises[0].rate", alianza.ErrConflict}, {"promises[0].fee", alianza.ErrConflict}},
		},
		{
			"all at once", alliance, agreed("digital_agency", saleRate("31%"), each("post", "1")),
			[]fault{{"currency", alianza.ErrCurrency}, {"promises[0].rate", alianza.ErrRange}, {"promises[1].pays", alianza.ErrUnknown}},
		},
		{"no terms at all", commission.TermsDefinition{}, agreed("k", saleRate("31%")), []fault{{"kind", alianza.ErrUnknown}}},
	}
	for name, n := range hostile() {
		tests = append(tests, struct {
			name string
			d    commission.TermsDefinition
			a    commission.Agreement
			want []fault
		}{name, affiliate, agreed("blog", commission.Promise{Pays: commission.ItemFee, Per: "article", Fee: n}, saleRate("10%")), []fault{{"promises[0].fee", alianza.ErrRange}}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var terms commission.Terms
			if tt.d.Program != "" {
				terms = commission.MustTerms(tt.d)
			}
			got, err := terms.Judge(tt.a)
			checkFaults(t, "Judge", err, tt.want)
			if len(got.Warnings) > 0 || (len(got.Grants) > 0) != (err == nil) {
				t.Errorf("Judge = %s, %v; want grants or an error, and no warning", got, err)
			}
		})
	}
}

// TestTypical_X3 has clauses that warn: outside is granted as it was agreed.
func TestTypical_X3(t *testing.T) {
	percentage, item := percents("10%", "20%"), fees("100", "500")
	percentage.Typical, item.Typical = true, true
	d := program(commission.PartnerTerms{Kind: "k", Clauses: []commission.Clause{percentage, item}})
	d.Rates, d.Typical = commission.Band{Low: rate("12%"), High: rate("18%")}, true
	terms := commission.MustTerms(d)
	atRate, atFee := fault{"promises[0].rate", alianza.ErrRange}, fault{"promises[1].fee", alianza.ErrRange}
	tests := []struct {
		name, rate, fee string
		want            []fault
	}{
		{"inside", "12%", "100", nil},
		{"inside, the other ends", "18%", "500", nil},
		{"rate under what all get", "11.9999999999%", "500", []fault{atRate}},
		{"rate at the least of the clause", "10%", "100", []fault{atRate}},
		{"rate under both", "9.9999999999%", "100", []fault{atRate, atRate}},
		{"rate above both", "20.0000000001%", "100", []fault{atRate, atRate}},
		{"fee under", "15%", "99.99", []fault{atFee}},
		{"fee above", "15%", "500.01", []fault{atFee}},
		{"all", "100%", "99999999999999999999999999", []fault{atRate, atRate, atFee}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := terms.Judge(agreed("k", saleRate(tt.rate), each("post", tt.fee)))
			if err != nil {
				t.Fatalf("Judge = %v; want no error", err)
			}
			if diff := cmp.Diff(tt.want, warningsOf(t, got), sameKind); diff != "" {
				t.Errorf("Judge = %s; want other warnings (-want +got):\n%s", got, diff)
			}
			if g := got.Grants; g[0].Total != rate(tt.rate) || !g[1].Fee.Equal(num(tt.fee)) {
				t.Errorf("Judge = %s; want %s and %s, never cut", got, tt.rate, tt.fee)
			}
		})
	}
	// What is impossible is no matter of what is typical.
	_, err := terms.Judge(agreed("k", saleRate("100.0000000001%"), each("post", "-0.01")))
	checkFaults(t, "Judge", err, []fault{atRate, atFee})

	// A typical band inside rates that bind.
	d.Typical = false
	got, err := commission.MustTerms(d).Judge(agreed("k", saleRate("9%"), each("post", "99")))
	checkFaults(t, "Judge", err, []fault{atRate})
	if len(got.Grants) != 0 || len(got.Warnings) != 0 {
		t.Errorf("Judge = %s; want nothing beside the error", got)
	}
}

// TestJudgeOrder judges the promises of random agreements in any order.
func TestJudgeOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(33, 34))
	for range 300 {
		d := randomTerms(r)
		p := d.Partners[r.IntN(len(d.Partners))]
		a := euros(commission.Agreement{Kind: p.Kind, Exclusive: r.IntN(2) == 0})
		for _, c := range p.Clauses {
			a.Promises = append(a.Promises, commission.Promise{Pays: c.Pays, Per: c.Per, Rate: c.Rate.High, Fee: c.Fee.Low})
		}
		terms := commission.MustTerms(d)
		want, err := terms.Judge(a)
		if err != nil {
			t.Fatalf("Judge(%s) = %v; want no error", jsonText(t, a), err)
		}
		r.Shuffle(len(a.Promises), func(i, j int) { a.Promises[i], a.Promises[j] = a.Promises[j], a.Promises[i] })
		got, err := terms.Judge(a)
		if err != nil {
			t.Fatalf("Judge(%s) = %v; want no error", jsonText(t, a), err)
		}
		if diff := cmp.Diff(want.Grants, got.Grants, sameRate); diff != "" {
			t.Errorf("Judge in another order mismatch (-want +got):\n%s", diff)
		}
		for i, g := range got.Grants {
			if p.Clauses[i].Pays != g.Pays || g.Total != g.Rate.Plus(g.Points) || g.Rate != p.Clauses[i].Rate.High {
				t.Errorf("Judge = %s; want what was agreed, in the order of the clauses", got)
			}
		}
	}
}

func TestJudgmentText(t *testing.T) {
	affiliate, advanced := commission.AffiliateTerms(), commission.AdvancedTerms()
	all := program(commission.PartnerTerms{Kind: "all"})
	a := agreed("all")
	for _, tt := range rewards {
		c := clauseOf(tt.kind, tt.holds)
		all.Partners[0].Clauses = append(all.Partners[0].Clauses, c)
		a.Promises = append(a.Promises, commission.Promise{Pays: c.Pays, Rate: c.Rate.Low, Fee: c.Fee.Low})
	}
	tests := []struct {
		name string
		d    commission.TermsDefinition
		a    commission.Agreement
		text string
		json string
	}{
		{
			"hybrid", affiliate, agreed("podcast", saleRate("15%"), each("episode", "1200")),
			"podcast, affiliate program: 1200 USD per episode, 15% of sales",
			`{"program":"affiliate","kind":"podcast","currency":"USD","grants":[` +
				`{"pays":"item_fee","per":"episode","medium":"cash","fee":"1200"},{"pays":"sale_percent","medium":"cash","rate":"15%","total":"15%"}]}`,
		},
		{
			"credit", affiliate, agreed("customer", commission.Promise{Pays: commission.ReferralFee, Per: "qualified referral", Fee: num("200.00")}),
			"customer, affiliate program: 200.00 USD in credit per qualified referral",
			`{"program":"affiliate","kind":"customer","currency":"USD","grants":[{"pays":"referral_fee","per":"qualified referral","medium":"credit","fee":"200.00"}]}`,
		},
		{
			"in kind", affiliate, agreed("software_platform", commission.Promise{Pays: commission.ServiceExchange}),
			"software_platform, affiliate program: service exchange in kind",
			`{"program":"affiliate","kind":"software_platform","currency":"USD","grants":[{"pays":"service_exchange","medium":"in_kind"}]}`,
		},
		{
			"margin", advanced, agreed("system_integrator", commission.Promise{Pays: commission.ResellerMargin, Rate: rate("27.5%")}),
			"system_integrator, advanced program: 27.5% off the list price",
			`{"program":"advanced","kind":"system_integrator","currency":"USD","grants":[{"pays":"reseller_margin","medium":"cash","rate":"27.5%","total":"27.5%"}]}`,
		},
		{
			"exclusive", advanced, exclusive(agreed("", saleRate("28%"))),
			"any partner, advanced program: 33% of sales (28% and 5 points for exclusivity); " +
				`warning: promises[0].rate "33%": out of range: 28% and 5 points for exclusivity; usual is 10% to 30%`,
			`{"program":"advanced","currency":"USD","grants":[{"pays":"sale_percent","medium":"cash","rate":"28%","points":"5%","total":"33%"}],` +
				`"warnings":[{"path":"promises[0].rate","value":"33%","reason":"out of range: 28% and 5 points for exclusivity; usual is 10% to 30%"}]}`,
		},
		{
			"all kinds", all, a,
			"all, p program: 5% of sales, 100 USD as referral fee, 100 USD as item fee, service exchange in kind, 100 USD as bonus payment, " +
				"100 USD as license fee, 5% of each transaction, 100 USD as listing fee, 100 USD as premium fee, 5% of the revenue, " +
				"5% off the list price, equity stake in kind",
			"",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := commission.MustTerms(tt.d).Judge(tt.a)
			if err != nil {
				t.Fatalf("Judge = %v; want no error", err)
			}
			if diff := cmp.Diff(tt.text, got.String()); diff != "" {
				t.Errorf("String() mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.json, jsonText(t, got)); diff != "" && tt.json != "" {
				t.Errorf("Marshal mismatch (-want +got):\n%s", diff)
			}
		})
	}
	if got, want := (commission.Judgment{}).String(), "any partner,  program: "; got != want {
		t.Errorf("String() of nothing = %q; want %q", got, want)
	}
}

func TestJudgeErrorText(t *testing.T) {
	_, err := commission.MustTerms(commission.AffiliateTerms()).Judge(agreed("blog", each("post", "300"), saleRate("12%")))
	const want = `commission: terms affiliate: promises[0].pays "item_fee per post": unknown: the clauses are item_fee per article, sale_percent
promises[1].rate "12%": out of range: the terms are 10%
promises "item_fee per article": missing: it is a clause of the terms`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("Judge error mismatch (-want +got):\n%s", diff)
	}
}

func TestAgreementJSON(t *testing.T) {
	tests := []struct {
		name string
		a    commission.Agreement
		want string
	}{
		{
			"all fields", exclusive(agreed("blog", each("article", "300.00"), saleRate("10%"))),
			`{"kind":"blog","currency":"USD","exclusive":true,"promises":[{"pays":"item_fee","per":"article","fee":"300.00"},{"pays":"sale_percent","rate":"10%"}]}`,
		},
		{"few fields", agreed("", saleRate("20%")), `{"currency":"USD","promises":[{"pays":"sale_percent","rate":"20%"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := jsonText(t, tt.a); got != tt.want {
				t.Fatalf("Marshal = %s; want %s", got, tt.want)
			}
			var back commission.Agreement
			if err := json.Unmarshal([]byte(tt.want), &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.a, back, sameRate); diff != "" {
				t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
		})
	}
	got := agreed("kept")
	err := json.Unmarshal([]byte(`{"promises":[{"pays":"item fee","rate":20,"fee":null}],"Kind":"k"}`), &got)
	checkFaults(t, "Unmarshal", err, []fault{
		{"currency", alianza.ErrMissing},
		{"promises[0].pays", alianza.ErrUnknown},
		{"promises[0].rate", alianza.ErrForm},
		{"promises[0].fee", alianza.ErrMissing},
		{"Kind", alianza.ErrUnknown},
	})
	if diff := cmp.Diff(agreed("kept"), got, sameRate); diff != "" {
		t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
	}
}

// TestTermsSettings sets what a program may set in the package decimal.
func TestTermsSettings(t *testing.T) {
	all := func() string {
		judgment, err := commission.MustTerms(commission.AffiliateTerms()).Judge(agreed("blog", each("article", "1.5e2"), saleRate("10%")))
		proration, _ := period("2024-02-01", "2024-03-01").Prorate(num("100.10"), period("2024-02-01", "2024-02-15"), nil, 4, commission.HalfUp)
		product, _ := rate("12.5%").Times(num("1.50"))
		return fmt.Sprintln(judgment, err, proration, product, jsonText(t, judgment), jsonText(t, proration), jsonText(t, commission.AdvancedTerms()))
	}
	want := all()
	precision, zeros, scientific, quotes := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes
	t.Cleanup(func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros = precision, zeros
		decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = scientific, quotes
	})
	decimal.DivisionPrecision, decimal.TrimTrailingZeros = 0, !zeros
	decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = true, true
	if diff := cmp.Diff(want, all()); diff != "" {
		t.Errorf("with other settings mismatch (-want +got):\n%s", diff)
	}
}

// The terms of a program say within which bounds a contract may fix a rate or a
// fee, and what exclusivity adds.
func ExampleTerms_Judge() {
	affiliate := commission.MustTerms(commission.AffiliateTerms())
	fmt.Println(affiliate.Judge(commission.Agreement{Kind: "podcast", Currency: "USD", Promises: []commission.Promise{
		{Pays: commission.ItemFee, Per: "episode", Fee: num("1200")},
		{Pays: commission.SalePercent, Rate: commission.Percent(15)},
	}}))

	// A band that binds refuses; the program has no podcast at 2,500.
	_, err := affiliate.Judge(commission.Agreement{Kind: "podcast", Currency: "USD", Promises: []commission.Promise{
		{Pays: commission.ItemFee, Per: "episode", Fee: num("2500")},
		{Pays: commission.SalePercent, Rate: commission.Percent(15)},
	}})
	fmt.Println(err)

	// A usual one warns: 28% and the points are paid in full.
	advanced := commission.MustTerms(commission.AdvancedTerms())
	judgment, err := advanced.Judge(commission.Agreement{Kind: "consulting_firm", Currency: "USD", Exclusive: true, Promises: []commission.Promise{
		{Pays: commission.SalePercent, Rate: commission.Percent(28)},
	}})
	fmt.Println(judgment.Grants[0].Total, err)
	fmt.Println(judgment.Warnings[0])
	// Output:
	// podcast, affiliate program: 1200 USD per episode, 15% of sales <nil>
	// commission: terms affiliate: promises[0].fee "2500": out of range: the terms are 500 to 2000
	// 33% <nil>
	// promises[0].rate "33%": out of range: 28% and 5 points for exclusivity; usual is 10% to 30%
}

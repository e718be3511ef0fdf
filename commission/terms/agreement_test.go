package terms_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

// saleRate returns the promise of a percentage of sales.
func saleRate(percent string) terms.Promise {
	return terms.Promise{Pays: terms.SalePercent, Rate: rate(percent)}
}

// each returns the promise of a fee for an item.
func each(item, amount string) terms.Promise {
	return terms.Promise{Pays: terms.ItemFee, Per: item, Fee: num(amount)}
}

// agreed returns an agreement in USD.
func agreed(kind string, promises ...terms.Promise) terms.Agreement {
	return terms.Agreement{PartnerType: kind, Currency: "USD", Promises: promises}
}

// exclusive returns an agreement as that with an exclusive partner.
func exclusive(a terms.Agreement) terms.Agreement {
	a.Exclusive = true
	return a
}

// euros returns an agreement as one in EUR.
func euros(a terms.Agreement) terms.Agreement {
	a.Currency = "EUR"
	return a
}

// warningsOf returns the warnings of a judgment as the errors that they are.
func warningsOf(tb testing.TB, j terms.Judgment) []fault {
	tb.Helper()
	var all []fault
	for _, w := range j.Warnings {
		all = append(all, faultsOf(w)...)
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
		a      terms.Agreement
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
		{"a margin gets no points", exclusive(agreed("value_added_reseller", terms.Promise{Pays: terms.ResellerMargin, Rate: rate("40%")})), "0%", "40%", nil},
	}
	sheet := alianza.Must(terms.New(terms.Advanced()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sheet.Judge(tt.a)
			if err != nil {
				t.Fatalf("Judge = %v; want no error", err)
			}
			want := []terms.Grant{{Pays: tt.a.Promises[0].Pays, Rate: tt.a.Promises[0].Rate, Points: rate(tt.points)}}
			if diff := cmp.Diff(want, got.Grants); diff != "" || got.Grants[0].Total() != rate(tt.total) {
				t.Errorf("Judge mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.want, warningsOf(t, got), sameKind); diff != "" {
				t.Errorf("Judge = %s; want other warnings (-want +got):\n%s", got, diff)
			}
		})
	}
	for _, percent := range []string{"95.0000000001%", "100%"} {
		_, err := sheet.Judge(exclusive(agreed("", saleRate(percent))))
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
	alliance, advanced := alianza.Must(terms.New(terms.Alliance())), alianza.Must(terms.New(terms.Advanced()))
	for _, tt := range tests {
		t.Run(tt.rate, func(t *testing.T) {
			if got, err := alliance.Judge(euros(agreed("", saleRate(tt.rate)))); (err != nil) != tt.refused {
				t.Errorf("alliance: Judge = %v, %v; want an error: %t", got, err, tt.refused)
			}
			got, err := advanced.Judge(agreed("", saleRate(tt.rate)))
			if (err != nil) != tt.impossibleInEither || len(got.Warnings) > 0 != tt.unusual {
				t.Errorf("advanced: Judge = %v, %v; want a warning: %t, an error: %t", got, err, tt.unusual, tt.impossibleInEither)
			}
			if err == nil && got.Grants[0].Total() != rate(tt.rate) {
				t.Errorf("advanced: Judge = %s; want %s", got, tt.rate)
			}
		})
	}
}

// TestJudge_X3 has figures of the programs as their rules tell them.
func TestJudge_X3(t *testing.T) {
	affiliate, alliance, advanced := terms.Affiliate(), terms.Alliance(), terms.Advanced()
	tests := []struct {
		name string
		d    terms.Definition
		a    terms.Agreement
		want []fault
	}{
		{"macro at 26%", affiliate, agreed("macro_influencer", saleRate("26%")), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"mega at 10%", affiliate, agreed("mega_influencer", saleRate("10%")), nil},
		{"consultant at 41%", affiliate, agreed("consultant", saleRate("41%")), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"blog", affiliate, agreed("blog", each("article", "300"), saleRate("10%")), nil},
		{"blog the other way round", affiliate, agreed("blog", saleRate("10%"), each("article", "300")), nil},
		{"platform", affiliate, agreed("software_platform", terms.Promise{Pays: terms.ServiceExchange}), nil},
		{"system integrator at 21%", alliance, euros(agreed("system_integrator", saleRate("21%"))), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"newsletter at 499", alliance, euros(agreed("newsletter", each("issue", "499"))), []fault{{"promises[0].fee", alianza.ErrRange}}},
		{"podcast at 2000", alliance, euros(agreed("podcast", each("episode", "2000"))), nil},
		{"podcast at 2000.00", alliance, euros(agreed("podcast", each("episode", "2000.00"))), nil},
		{"data science at 9%", advanced, agreed("data_science", saleRate("9%")), []fault{{"promises[0].rate", alianza.ErrRange}}},
		{"agency at 20%", advanced, agreed("marketing_agency", saleRate("20%")), nil},
		{
			"reseller at 41%", advanced,
			agreed("value_added_reseller", terms.Promise{Pays: terms.ResellerMargin, Rate: rate("41%")}),
			[]fault{{"promises[0].rate", alianza.ErrRange}},
		},
		{"a commission for a margin", advanced, agreed("value_added_reseller", saleRate("30%")), []fault{{"promises[0].pays", alianza.ErrUnknown}, {"promises", alianza.ErrMissing}}},
		{"kind unknown", affiliate, agreed("podcasts", saleRate("15%")), []fault{{"partner_type", alianza.ErrUnknown}}},
		{"kind missing", affiliate, agreed("", saleRate("15%")), []fault{{"partner_type", alianza.ErrMissing}}},
		{"fee without a band for all", alliance, euros(agreed("", each("post", "500"))), []fault{{"promises[0].pays", alianza.ErrUnknown}, {"promises", alianza.ErrMissing}}},
		{"currency missing", affiliate, terms.Agreement{PartnerType: "consultant", Promises: []terms.Promise{saleRate("30%")}}, []fault{{"currency", alianza.ErrMissing}}},
		{"another currency", affiliate, euros(agreed("consultant", saleRate("30%"))), []fault{{"currency", alianza.ErrCurrency}}},
		{"no promise", affiliate, agreed("blog"), []fault{{"promises", alianza.ErrMissing}, {"promises", alianza.ErrMissing}}},
		{"half a hybrid", affiliate, agreed("blog", saleRate("10%")), []fault{{"promises", alianza.ErrMissing}}},
		{"promised twice", affiliate, agreed("consultant", saleRate("30%"), saleRate("35%")), []fault{{"promises[1].pays", alianza.ErrDuplicate}}},
		{"for another item", affiliate, agreed("blog", each("post", "300"), saleRate("10%")), []fault{{"promises[0].pays", alianza.ErrUnknown}, {"promises", alianza.ErrMissing}}},
		{"reward missing", affiliate, agreed("consultant", terms.Promise{Rate: rate("30%")}, saleRate("30%")), []fault{{"promises[0].pays", alianza.ErrMissing}}},
		{"rate missing", affiliate, agreed("consultant", terms.Promise{Pays: terms.SalePercent}), []fault{{"promises[0].rate", alianza.ErrMissing}}},
		{"fee missing", affiliate, agreed("blog", each("article", "0.00"), saleRate("10%")), []fault{{"promises[0].fee", alianza.ErrMissing}}},
		{"fee negative", affiliate, agreed("blog", each("article", "-300"), saleRate("10%")), []fault{{"promises[0].fee", alianza.ErrRange}}},
		{"a fee beside a rate", affiliate, agreed("consultant", terms.Promise{Pays: terms.SalePercent, Rate: rate("30%"), Fee: num("1")}), []fault{{"promises[0].fee", alianza.ErrConflict}}},
		{
			"a rate beside a fee", affiliate,
			agreed("partner", terms.Promise{Pays: terms.ReferralFee, Per: "qualified referral", Rate: rate("30%"), Fee: num("500")}),
			[]fault{{"promises[0].rate", alianza.ErrConflict}},
		},
		{
			"an exchange with figures", affiliate,
			agreed("software_platform", terms.Promise{Pays: terms.ServiceExchange, Rate: rate("1%"), Fee: num("1")}),
			[]fault{{"promises[0].rate", alianza.ErrConflict}, {"promises[0].fee", alianza.ErrConflict}},
		},
		{
			"all at once", alliance, agreed("digital_agency", saleRate("31%"), each("post", "1")),
			[]fault{{"currency", alianza.ErrCurrency}, {"promises[0].rate", alianza.ErrRange}, {"promises[1].pays", alianza.ErrUnknown}},
		},
		{"no terms at all", terms.Definition{}, agreed("k", saleRate("31%")), []fault{{"partner_type", alianza.ErrUnknown}}},
	}
	for name, n := range hostile() {
		tests = append(tests, struct {
			name string
			d    terms.Definition
			a    terms.Agreement
			want []fault
		}{name, affiliate, agreed("blog", terms.Promise{Pays: terms.ItemFee, Per: "article", Fee: n}, saleRate("10%")), []fault{{"promises[0].fee", alianza.ErrRange}}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var sheet terms.Sheet
			if tt.d.Program != "" {
				sheet = alianza.Must(terms.New(tt.d))
			}
			got, err := sheet.Judge(tt.a)
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
	d := program(terms.Partner{Type: "k", Clauses: []terms.Clause{percentage, item}})
	d.Rates, d.Typical = terms.RateRange{Low: rate("12%"), High: rate("18%")}, true
	sheet := alianza.Must(terms.New(d))
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
			got, err := sheet.Judge(agreed("k", saleRate(tt.rate), each("post", tt.fee)))
			if err != nil {
				t.Fatalf("Judge = %v; want no error", err)
			}
			if diff := cmp.Diff(tt.want, warningsOf(t, got), sameKind); diff != "" {
				t.Errorf("Judge = %s; want other warnings (-want +got):\n%s", got, diff)
			}
			if g := got.Grants; g[0].Total() != rate(tt.rate) || !g[1].Fee.Equal(num(tt.fee)) {
				t.Errorf("Judge = %s; want %s and %s, never cut", got, tt.rate, tt.fee)
			}
		})
	}
	// What is impossible is no matter of what is typical.
	_, err := sheet.Judge(agreed("k", saleRate("100.0000000001%"), each("post", "-0.01")))
	checkFaults(t, "Judge", err, []fault{atRate, atFee})

	// A typical band inside rates that bind.
	d.Typical = false
	got, err := alianza.Must(terms.New(d)).Judge(agreed("k", saleRate("9%"), each("post", "99")))
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
		a := euros(terms.Agreement{PartnerType: p.Type, Exclusive: r.IntN(2) == 0})
		for _, c := range p.Clauses {
			a.Promises = append(a.Promises, terms.Promise{Pays: c.Pays, Per: c.Per, Rate: c.Rate.High, Fee: c.Fee.Low})
		}
		sheet := alianza.Must(terms.New(d))
		want, err := sheet.Judge(a)
		if err != nil {
			t.Fatalf("Judge(%s) = %v; want no error", jsonText(t, a), err)
		}
		r.Shuffle(len(a.Promises), func(i, j int) { a.Promises[i], a.Promises[j] = a.Promises[j], a.Promises[i] })
		got, err := sheet.Judge(a)
		if err != nil {
			t.Fatalf("Judge(%s) = %v; want no error", jsonText(t, a), err)
		}
		if diff := cmp.Diff(want.Grants, got.Grants); diff != "" {
			t.Errorf("Judge in another order mismatch (-want +got):\n%s", diff)
		}
		for i, g := range got.Grants {
			if p.Clauses[i].Pays != g.Pays || g.Total() != g.Rate.Plus(g.Points) || g.Rate != p.Clauses[i].Rate.High {
				t.Errorf("Judge = %s; want what was agreed, in the order of the clauses", got)
			}
		}
	}
}

func TestJudgmentText(t *testing.T) {
	affiliate, advanced := terms.Affiliate(), terms.Advanced()
	all := program(terms.Partner{Type: "all"})
	a := agreed("all")
	for _, tt := range rewards {
		c := clauseOf(tt.kind, tt.holds)
		all.Partners[0].Clauses = append(all.Partners[0].Clauses, c)
		a.Promises = append(a.Promises, terms.Promise{Pays: c.Pays, Rate: c.Rate.Low, Fee: c.Fee.Low})
	}
	tests := []struct {
		name string
		d    terms.Definition
		a    terms.Agreement
		text string
		json string
	}{
		{
			"hybrid", affiliate, agreed("podcast", saleRate("15%"), each("episode", "1200")),
			"podcast, affiliate program: 1200 USD per episode, 15% of sales",
			`{"program":"affiliate","partner_type":"podcast","currency":"USD","grants":[` +
				`{"pays":"item_fee","per":"episode","medium":"cash","fee":"1200"},{"pays":"sale_percent","medium":"cash","rate":"15%","total":"15%"}]}`,
		},
		{
			"credit", affiliate, agreed("customer", terms.Promise{Pays: terms.ReferralFee, Per: "qualified referral", Fee: num("200.00")}),
			"customer, affiliate program: 200.00 USD in credit per qualified referral",
			`{"program":"affiliate","partner_type":"customer","currency":"USD","grants":[{"pays":"referral_fee","per":"qualified referral","medium":"credit","fee":"200.00"}]}`,
		},
		{
			"in kind", affiliate, agreed("software_platform", terms.Promise{Pays: terms.ServiceExchange}),
			"software_platform, affiliate program: service exchange in kind",
			`{"program":"affiliate","partner_type":"software_platform","currency":"USD","grants":[{"pays":"service_exchange","medium":"in_kind"}]}`,
		},
		{
			"margin", advanced, agreed("system_integrator", terms.Promise{Pays: terms.ResellerMargin, Rate: rate("27.5%")}),
			"system_integrator, advanced program: 27.5% off the list price",
			`{"program":"advanced","partner_type":"system_integrator","currency":"USD","grants":[{"pays":"reseller_margin","medium":"cash","rate":"27.5%","total":"27.5%"}]}`,
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
			got, err := alianza.Must(terms.New(tt.d)).Judge(tt.a)
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
	if got, want := (terms.Judgment{}).String(), "any partner,  program: "; got != want {
		t.Errorf("String() of nothing = %q; want %q", got, want)
	}
}

func TestJudgeErrorText(t *testing.T) {
	_, err := alianza.Must(terms.New(terms.Affiliate())).Judge(agreed("blog", each("post", "300"), saleRate("12%")))
	const want = `terms: affiliate: promises[0].pays "item_fee per post": unknown: the clauses are item_fee per article, sale_percent
promises[1].rate "12%": out of range: the terms are 10%
promises "item_fee per article": missing: it is a clause of the terms`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("Judge error mismatch (-want +got):\n%s", diff)
	}
}

func TestAgreementJSON(t *testing.T) {
	tests := []struct {
		name string
		a    terms.Agreement
		want string
	}{
		{
			"all fields", exclusive(agreed("blog", each("article", "300.00"), saleRate("10%"))),
			`{"partner_type":"blog","currency":"USD","exclusive":true,"promises":[{"pays":"item_fee","per":"article","fee":"300.00"},{"pays":"sale_percent","rate":"10%"}]}`,
		},
		{"few fields", agreed("", saleRate("20%")), `{"currency":"USD","promises":[{"pays":"sale_percent","rate":"20%"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := jsonText(t, tt.a); got != tt.want {
				t.Fatalf("Marshal = %s; want %s", got, tt.want)
			}
			var back terms.Agreement
			if err := json.Unmarshal([]byte(tt.want), &back); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.a, back); diff != "" {
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
	if diff := cmp.Diff(agreed("kept"), got); diff != "" {
		t.Errorf("after Unmarshal mismatch (-want +got):\n%s", diff)
	}
}

// TestJudgeSettings sets what a program may set in the package decimal.
func TestJudgeSettings(t *testing.T) {
	all := func() string {
		judgment, err := alianza.Must(terms.New(terms.Affiliate())).Judge(agreed("blog", each("article", "1.5e2"), saleRate("10%")))
		product, _ := rate("12.5%").Times(num("1.50"))
		return fmt.Sprintln(judgment, err, product, jsonText(t, judgment), jsonText(t, terms.Advanced()))
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
func ExampleSheet_Judge() {
	affiliate := alianza.Must(terms.New(terms.Affiliate()))
	fmt.Println(affiliate.Judge(terms.Agreement{PartnerType: "podcast", Currency: "USD", Promises: []terms.Promise{
		{Pays: terms.ItemFee, Per: "episode", Fee: num("1200")},
		{Pays: terms.SalePercent, Rate: alianza.WholePercent(15)},
	}}))

	// A band that binds refuses; the program has no podcast at 2,500.
	_, err := affiliate.Judge(terms.Agreement{PartnerType: "podcast", Currency: "USD", Promises: []terms.Promise{
		{Pays: terms.ItemFee, Per: "episode", Fee: num("2500")},
		{Pays: terms.SalePercent, Rate: alianza.WholePercent(15)},
	}})
	fmt.Println(err)

	// A usual one warns: 28% and the points are paid in full.
	advanced := alianza.Must(terms.New(terms.Advanced()))
	judgment, err := advanced.Judge(terms.Agreement{PartnerType: "consulting_firm", Currency: "USD", Exclusive: true, Promises: []terms.Promise{
		{Pays: terms.SalePercent, Rate: alianza.WholePercent(28)},
	}})
	fmt.Println(judgment.Grants[0].Total(), err)
	fmt.Println(judgment.Warnings[0])
	// Output:
	// podcast, affiliate program: 1200 USD per episode, 15% of sales <nil>
	// terms: affiliate: promises[0].fee "2500": out of range: the terms are 500 to 2000
	// 33% <nil>
	// promises[0].rate "33%": out of range: 28% and 5 points for exclusivity; usual is 10% to 30%
}

// TestJudgmentRules_C6_C7_C8 pays by plans what the media of the affiliate
// program agreed.
func TestJudgmentRules_C6_C7_C8(t *testing.T) {
	sheet := alianza.Must(terms.New(terms.Affiliate()))
	tests := []struct {
		name, kind, per, fee, rate string
		items                      int
		sales, want                string
	}{
		{"C6: 2 x 300 and 10% of 4,000", "blog", "article", "300", "10%", 2, "4000", "1000"},
		{"C7: 1,200 and 15% of 2,000", "podcast", "episode", "1200", "15%", 1, "2000", "1500"},
		{"C8: 3,000 and 20% of 5,000", "youtube", "video", "3000", "20%", 1, "5000", "4000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			judged, err := sheet.Judge(terms.Agreement{PartnerType: tt.kind, Currency: "USD", Promises: []terms.Promise{
				{Pays: terms.ItemFee, Per: tt.per, Fee: num(tt.fee)}, {Pays: terms.SalePercent, Rate: rate(tt.rate)},
			}})
			if err != nil {
				t.Fatal(err)
			}
			plan := alianza.Must(commission.New(commission.Definition{ID: "media", Version: 1, Currency: "USD", Places: 2, Rules: judged.Rules()}))
			event := commission.Event{ID: "s", Kind: commission.Sale, Partner: "ana", At: day(1), Currency: "USD", Amount: num(tt.sales)}
			events := []commission.Event{event}
			for i := range tt.items {
				event.ID, event.Kind, event.Amount = fmt.Sprint("i", i), commission.Item(tt.per), num("0")
				events = append(events, event)
			}
			var state commission.State
			var entries []commission.Entry
			for _, e := range events {
				earned, next, err := plan.Earn(state, e)
				if err != nil || len(earned.Entries) != 1 {
					t.Fatalf("Earn(%s) = %v, %v; want one entry", e.ID, earned, err)
				}
				state, entries = next, append(entries, earned.Entries...)
			}
			if got := commission.Statements(entries)[0].Sum(commission.Cash); !got.Equal(num(tt.want)) {
				t.Errorf("the plan pays %s; want %s", got, tt.want)
			}
		})
	}
}

func TestJudgmentRules(t *testing.T) {
	judged := terms.Judgment{Grants: []terms.Grant{
		{Pays: terms.SalePercent, Rate: rate("20%"), Points: rate("5%")},
		{Pays: terms.ReferralFee, Fee: num("200"), Medium: commission.Credit},
		{Pays: terms.ItemFee, Fee: num("9")},
		{Pays: terms.ServiceExchange, Medium: commission.InKind},
		{Pays: terms.ResellerMargin, Rate: rate("30%")},
	}}
	type row struct {
		Name, On, Rate, Fixed, Medium string
	}
	var got []row
	for _, r := range judged.Rules() {
		got = append(got, row{r.Name, string(r.On), r.Rate.String(), r.Fixed.String(), r.Medium.String()})
	}
	want := []row{{"sale", "sale", "25%", "0", "cash"}, {"referral", "referral", "0%", "200", "credit"}, {"item", "item:item", "0%", "9", "cash"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Rules mismatch (-want +got):\n%s", diff)
	}
}

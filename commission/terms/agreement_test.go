package terms_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// warnings returns the warnings of a judgment as "path: code".
func warnings(j terms.Judgment) []string {
	var all []string
	for i := range j.Warnings {
		all = append(all, j.Warnings[i].Path+": "+j.Warnings[i].Code())
	}
	return all
}

// TestExclusivity_C23_X4 adds the points of the advanced program. Those on a
// rate of its own type of partner are judged as a sum only against what is
// usual.
func TestExclusivity_C23_X4(t *testing.T) {
	usual := []string{"promises[0].agreed: out_of_range"}
	tests := []struct {
		name   string
		a      terms.Agreement
		points string
		total  string
		want   []string
	}{
		{"V-EXC-1", agreed("", sales("20%"), exclusive), "5%", "25%", nil},
		{"V-EXC-2", agreed("", sales("28%"), exclusive), "5%", "33%", usual},
		{"V-EXC-3", agreed("", sales("20%")), "0%", "20%", nil},
		{"up to the usual", agreed("", sales("25%"), exclusive), "5%", "30%", nil},
		{"just past it", agreed("", sales("25.0000000001%"), exclusive), "5%", "30.0000000001%", usual},
		{"up to the least usual", agreed("", sales("5%"), exclusive), "5%", "10%", nil},
		{"just under it", agreed("", sales("4.9999999999%"), exclusive), "5%", "9.9999999999%", usual},
		{"to the whole", agreed("", sales("95%"), exclusive), "5%", "100%", usual},
		{"at the top of a type", agreed("consulting_firm", sales("30%"), exclusive), "5%", "35%", usual},
		{"past the range of a type", agreed("marketing_agency", sales("25%"), exclusive), "5%", "30%", nil},
		{"a margin gets no points", agreed("value_added_reseller", of(terms.ResellerMargin, "40%"), exclusive), "0%", "40%", nil},
	}
	sheet := alianza.Must(terms.New(terms.Advanced()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sheet.Judge(tt.a)
			if err != nil {
				t.Fatalf("Judge = %v; want no error", err)
			}
			if p := got.Promises[0]; p.Points != rate(tt.points) || p.Total() != rate(tt.total) || !p.Agreed.Equal(tt.a.Promises[0].Agreed) {
				t.Errorf("Judge = %s; want %s points, %s", got, tt.points, tt.total)
			}
			if diff := cmp.Diff(tt.want, warnings(got)); diff != "" {
				t.Errorf("Judge = %s; want other warnings (-want +got):\n%s", got, diff)
			}
			roomtest.Again(t, got)
		})
	}
	for _, percent := range []string{"95.0000000001%", "100%"} {
		_, err := sheet.Judge(agreed("", sales(percent), exclusive))
		roomtest.CheckFaults(t, "Judge("+percent+" and 5 points)", err, usual...)
	}
}

// TestRatesOfAll_C13_C22_X3 has the range of all rates of two programs: one
// refuses, the other warns.
func TestRatesOfAll_C13_C22_X3(t *testing.T) {
	tests := []struct {
		rate             string
		refused, unusual bool // in the alliance program, in the advanced one
		impossible       bool // in either
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
		{"31%", true, true, false},
		{"100%", true, true, false},
		{"100.0000000001%", true, false, true},
		{"922337203%", true, false, true},
	}
	alliance, advanced := alianza.Must(terms.New(terms.Alliance())), alianza.Must(terms.New(terms.Advanced()))
	for _, tt := range tests {
		t.Run(tt.rate, func(t *testing.T) {
			if got, err := alliance.Judge(euros(agreed("", sales(tt.rate)))); (err != nil) != tt.refused {
				t.Errorf("alliance: Judge = %v, %v; want an error: %t", got, err, tt.refused)
			}
			got, err := advanced.Judge(agreed("", sales(tt.rate)))
			if (err != nil) != tt.impossible || len(got.Warnings) > 0 != tt.unusual {
				t.Errorf("advanced: Judge = %v, %v; want a warning: %t, an error: %t", got, err, tt.unusual, tt.impossible)
			}
			if err == nil && got.Promises[0].Total() != rate(tt.rate) {
				t.Errorf("advanced: Judge = %s; want %s", got, tt.rate)
			}
		})
	}
}

// TestTermSheet_C13_C24_C25_C31 has the terms beside the rate.
func TestTermSheet_C13_C24_C25_C31(t *testing.T) {
	budget := func(n string) terms.Promise {
		return terms.Promise{About: terms.CoMarketing, Per: "year", Agreed: q(n)}
	}
	by := func(scope ...string) terms.Promise {
		p := terms.Promise{About: terms.Exclusivity, Scope: map[string]string{}}
		for _, s := range scope {
			p.Scope[s] = "MX"
		}
		return p
	}
	tests := []struct {
		name    string
		promise terms.Promise
		warn    bool
		fault   string
	}{
		{"a budget", budget("20000"), false, ""},
		{"the least budget", budget("5000"), false, ""},
		{"under it", budget("4999"), true, ""},
		{"above the usual budget", budget("50001"), true, ""},
		{"2 years", of(terms.Duration, "2"), false, ""},
		{"half a year", of(terms.Duration, "0.5"), true, ""},
		{"4 years", of(terms.Duration, "4"), true, ""},
		{"no years", of(terms.Duration, "0"), false, "promises[1].agreed: out_of_range"},
		{"by territory", by("territory"), false, ""},
		{"by product", by("product"), false, ""},
		{"by both", by("territory", "product"), false, ""},
		{"by customer", by("customer"), false, "promises[1].scope.customer: unknown"},
		{"by nothing", by(), false, "promises[1].scope: missing"},
		{"by a nameless territory", terms.Promise{About: terms.Exclusivity, Scope: map[string]string{"territory": " "}}, false, "promises[1].scope.territory: missing"},
		{"a scope of years", terms.Promise{About: terms.Duration, Agreed: q("2"), Scope: map[string]string{"territory": "MX"}}, false, "promises[1].scope: contradiction"},
		{"a benchmark", of(terms.AcquisitionCost, "50"), false, "promises[1].about: unknown"},
		{"a trial that the program does not offer", of(terms.Trial, ""), false, "promises[1].about: unknown"},
	}
	sheet := alianza.Must(terms.New(terms.Advanced()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sheet.Judge(agreed("marketing_agency", sales("20%"), tt.promise))
			if tt.fault != "" {
				roomtest.CheckFaults(t, "Judge", err, tt.fault)
				return
			}
			if err != nil || len(got.Warnings) > 0 != tt.warn || len(got.Promises) != 2 {
				t.Errorf("Judge = %s, %v; want two promises, a warning: %t", got, err, tt.warn)
			}
		})
	}
}

// TestJudge_X3 has figures of the programs as their rules tell them.
func TestJudge_X3(t *testing.T) {
	affiliate, alliance, advanced := terms.Affiliate(), terms.Alliance(), terms.Advanced()
	both := program(post("20", "30"))
	both.All = []terms.Clause{post("1", "10")}
	const first, all = "promises[0].agreed: ", "promises: missing"
	tests := []struct {
		name string
		d    terms.Definition
		a    terms.Agreement
		want []string
	}{
		{"its own range, not that of all", both, agreed("k", item("post", "25")), nil},
		{"the range of all, not its own", both, agreed("k", item("post", "5")), []string{first + "out_of_range"}},
		{"macro at 26%", affiliate, agreed("macro_influencer", sales("26%")), []string{first + "out_of_range"}},
		{"mega at 10%", affiliate, agreed("mega_influencer", sales("10%")), nil},
		{"consultant at 41%", affiliate, agreed("consultant", sales("41%")), []string{first + "out_of_range"}},
		{"blog", affiliate, agreed("blog", item("article", "300"), sales("10%")), nil},
		{"blog the other way round", affiliate, agreed("blog", sales("10%"), item("article", "300")), nil},
		{"platform", affiliate, agreed("software_platform", of(terms.ServiceExchange, "")), nil},
		{"with a model", affiliate, agreed("consultant", sales("30%"), terms.Promise{About: terms.Model, Scope: map[string]string{"training": "yes"}}), nil},
		{"system integrator at 21%", alliance, euros(agreed("system_integrator", sales("21%"))), []string{first + "out_of_range"}},
		{"newsletter at 499", alliance, euros(agreed("newsletter", item("issue", "499"))), []string{first + "out_of_range"}},
		{"podcast at 2000", alliance, euros(agreed("podcast", item("episode", "2000"))), nil},
		{"podcast at 2000.00", alliance, euros(agreed("podcast", item("episode", "2000.00"))), nil},
		{"agency under its own brand", alliance, euros(agreed("digital_agency", sales("20%"), of(terms.WhiteLabel, ""), of(terms.Implementation, ""))), nil},
		{"white label", alliance, euros(agreed("white_label", of(terms.LicenseFee, "10000"), of(terms.RevenueSplit, "30%"), of(terms.Customization, ""))), nil},
		{"data science at 9%", advanced, agreed("data_science", sales("9%")), []string{first + "out_of_range"}},
		{"agency at 20%", advanced, agreed("marketing_agency", sales("20%")), nil},
		{"reseller at 41%", advanced, agreed("value_added_reseller", of(terms.ResellerMargin, "41%")), []string{first + "out_of_range"}},
		{"a distributor without a rate", advanced, agreed("niche_expert"), nil},
		{"a commission for a margin", advanced, agreed("value_added_reseller", sales("30%")), []string{"promises[0].about: unknown", all}},
		{"type unknown", affiliate, agreed("podcasts", sales("15%")), []string{"partner_type: unknown"}},
		{"type missing", affiliate, agreed("", sales("15%")), []string{"partner_type: missing"}},
		{"a fee without a clause for all", alliance, euros(agreed("", item("post", "500"))), []string{"promises[0].about: unknown", all}},
		{"currency missing", affiliate, terms.Agreement{PartnerType: "consultant", Promises: []terms.Promise{sales("30%")}}, []string{"currency: missing"}},
		{"another currency", affiliate, euros(agreed("consultant", sales("30%"))), []string{"currency: currency_mismatch"}},
		{"no promise", affiliate, agreed("blog"), []string{all, all}},
		{"half a hybrid", affiliate, agreed("blog", sales("10%")), []string{all}},
		{"promised twice", affiliate, agreed("consultant", sales("30%"), sales("35%")), []string{"promises[1].about: duplicate"}},
		{"for another item", affiliate, agreed("blog", item("post", "300"), sales("10%")), []string{"promises[0].about: unknown", all}},
		{"subject missing", affiliate, agreed("consultant", terms.Promise{Agreed: q("30%")}, sales("30%")), []string{"promises[0].about: missing"}},
		{"quantity missing", affiliate, agreed("consultant", sales("")), []string{first + "missing"}},
		{"a fee of nothing", affiliate, agreed("blog", item("article", "0.00"), sales("10%")), []string{first + "out_of_range"}},
		{"a negative fee", affiliate, agreed("blog", item("article", "-300"), sales("10%")), []string{first + "negative"}},
		{"an amount for a percentage", affiliate, agreed("consultant", sales("30")), []string{first + "contradiction"}},
		{"a percentage for an amount", affiliate, agreed("partner", terms.Promise{About: terms.ReferralFee, Per: "qualified referral", Agreed: q("30%")}), []string{first + "contradiction"}},
		{"an exchange with a number", affiliate, agreed("software_platform", of(terms.ServiceExchange, "1")), []string{first + "contradiction"}},
		{"points in an agreement", affiliate, agreed("consultant", terms.Promise{About: terms.SalePercent, Agreed: q("30%"), Points: rate("5%")}), []string{"promises[0].points: contradiction"}},
		{"all at once", alliance, agreed("digital_agency", sales("31%"), item("post", "1")), []string{
			"currency: currency_mismatch", first + "out_of_range", "promises[1].about: unknown",
		}},
		{"too many promises", affiliate, agreed("consultant", make([]terms.Promise, 501)...), []string{"promises: limit", all}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := alianza.Must(terms.New(tt.d)).Judge(tt.a)
			roomtest.CheckFaults(t, "Judge", err, tt.want...)
			if len(got.Warnings) > 0 || err != nil && len(got.Promises) > 0 {
				t.Errorf("Judge = %s, %v; want promises or an error, and no warning", got, err)
			}
			if err == nil {
				roomtest.Again(t, tt.a)
				roomtest.Again(t, got)
			}
		})
	}
	for name, n := range roomtest.Hostile() {
		_, err := alianza.Must(terms.New(affiliate)).Judge(agreed("blog", terms.Promise{About: terms.ItemFee, Per: "article", Agreed: terms.Number(n)}, sales("10%")))
		roomtest.CheckFaults(t, "Judge("+name+")", err, first+"out_of_range")
	}
	_, err := terms.Sheet{}.Judge(agreed("k", sales("31%")))
	roomtest.CheckUnchecked(t, "Judge", err)
	_, err = terms.Sheet{}.Open(agreed("k", sales("31%")))
	roomtest.CheckUnchecked(t, "Open", err)
}

// TestTypical_X3 has clauses that warn: what is outside is granted as it was
// agreed.
func TestTypical_X3(t *testing.T) {
	percent, fee, all := clause(terms.SalePercent, "10%", "20%"), post("100", "500"), clause(terms.SalePercent, "12%", "18%")
	percent.Typical, fee.Typical, all.Typical = true, true, true
	d := program(percent, fee)
	d.All = []terms.Clause{all}
	sheet := alianza.Must(terms.New(d))
	const atRate, atFee = "promises[0].agreed: out_of_range", "promises[1].agreed: out_of_range"
	tests := []struct {
		name, rate, fee string
		want            []string
	}{
		{"inside", "12%", "100", nil},
		{"inside, the other ends", "18%", "500", nil},
		{"rate under what all get", "11.9999999999%", "500", []string{atRate}},
		{"rate at the least of the clause", "10%", "100", []string{atRate}},
		{"rate under both", "9.9999999999%", "100", []string{atRate, atRate}},
		{"rate above both", "20.0000000001%", "100", []string{atRate, atRate}},
		{"fee under", "15%", "99.99", []string{atFee}},
		{"fee above", "15%", "500.01", []string{atFee}},
		{"all", "100%", "99999999999999999999999999", []string{atRate, atRate, atFee}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sheet.Judge(agreed("k", sales(tt.rate), item("post", tt.fee)))
			if err != nil {
				t.Fatalf("Judge = %v; want no error", err)
			}
			if diff := cmp.Diff(tt.want, warnings(got)); diff != "" {
				t.Errorf("Judge = %s; want other warnings (-want +got):\n%s", got, diff)
			}
			if p := got.Promises; p[0].Total() != rate(tt.rate) || !p[1].Agreed.Equal(q(tt.fee)) {
				t.Errorf("Judge = %s; want %s and %s, never cut", got, tt.rate, tt.fee)
			}
			roomtest.Again(t, got)
		})
	}
	// What is impossible is no matter of what is typical.
	_, err := sheet.Judge(agreed("k", sales("100.0000000001%"), item("post", "-0.01")))
	roomtest.CheckFaults(t, "Judge", err, atRate, "promises[1].agreed: negative")

	// A typical range inside rates that refuse.
	d.All[0].Typical = false
	got, err := alianza.Must(terms.New(d)).Judge(agreed("k", sales("9%"), item("post", "99")))
	roomtest.CheckFaults(t, "Judge", err, atRate)
	if len(got.Promises) != 0 || len(got.Warnings) != 0 {
		t.Errorf("Judge = %s; want nothing beside the error", got)
	}
}

// TestJudgeOrder judges the promises of random types of partner in any order.
func TestJudgeOrder(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(uint64(seed), 33))
		d := []terms.Definition{terms.Affiliate(), terms.Alliance(), terms.Advanced()}[r.IntN(3)]
		types := slices.Sorted(maps.Keys(d.Partners))
		a := terms.Agreement{PartnerType: types[r.IntN(len(types))], Currency: d.Currency}
		for _, c := range d.Partners[a.PartnerType] {
			if c.About < terms.PartnerTarget && (!c.Optional || r.IntN(2) == 0) {
				p := terms.Promise{About: c.About, Per: c.Per, Agreed: c.Low}
				if len(c.OneOf) > 0 {
					p.Scope = map[string]string{c.OneOf[0]: "x"}
				}
				a.Promises = append(a.Promises, p)
			}
		}
		sheet := alianza.Must(terms.New(d))
		want, err := sheet.Judge(a)
		if err != nil {
			t.Fatalf("Judge(%+v) = %v; want no error", a, err)
		}
		if len(want.Promises) != len(a.Promises) {
			t.Fatalf("Judge(%+v) = %s; want %d promises", a, want, len(a.Promises))
		}
		r.Shuffle(len(a.Promises), func(i, j int) { a.Promises[i], a.Promises[j] = a.Promises[j], a.Promises[i] })
		got, err := sheet.Judge(a)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Fatalf("Judge in another order = %v (-want +got):\n%s", err, diff)
		}
	}
}

// TestOpen_C27 lists what is still to be negotiated.
func TestOpen_C27(t *testing.T) {
	sheet := alianza.Must(terms.New(terms.Negotiation()))
	subjectsOf := func(list []terms.Clause) []string {
		var all []string
		for _, c := range list {
			all = append(all, c.About.String())
		}
		return all
	}
	all := []string{"commission_steps", "trial", "exclusivity", "support", "timeline"}
	if diff := cmp.Diff(all, subjectsOf(alianza.Must(sheet.Open(agreed(""))))); diff != "" {
		t.Errorf("Open(nothing) mismatch (-want +got):\n%s", diff)
	}
	some := agreed("", of(terms.CommissionSteps, ""), exclusive, of(terms.Support, ""), of(terms.Timeline, ""))
	if diff := cmp.Diff([]string{"trial"}, subjectsOf(alianza.Must(sheet.Open(some)))); diff != "" {
		t.Errorf("Open(all but the trial) mismatch (-want +got):\n%s", diff)
	}
	_, err := sheet.Judge(some)
	roomtest.CheckFaults(t, "Judge(all but the trial)", err, "promises: missing")
	some.Promises = append(some.Promises, of(terms.Trial, ""))
	if judged, err := sheet.Judge(some); err != nil || len(judged.Promises) != 5 {
		t.Errorf("Judge(all) = %s, %v; want all five", judged, err)
	}
	_, err = sheet.Open(agreed("", sales("20%")))
	roomtest.CheckFaults(t, "Open(a percentage)", err, "promises[0].about: unknown")
}

func TestJudgeErrorText(t *testing.T) {
	_, err := alianza.Must(terms.New(terms.Affiliate())).Judge(agreed("blog", item("post", "300"), sales("12%")))
	const want = `terms: affiliate: promises[0].about "item_fee per post": unknown: the clauses are item_fee per article, sale_percent, model
promises[1].agreed "12%": out of range: the terms are 10%
promises "item_fee per article": missing: it is a clause of the terms`
	if diff := cmp.Diff(want, fmt.Sprint(err)); diff != "" {
		t.Errorf("Judge error mismatch (-want +got):\n%s", diff)
	}
}

func TestAgreementJSON(t *testing.T) {
	roomtest.Reads(t, agreed("blog", item("article", "300.00"), sales("10%"), exclusive),
		`{"partner_type":"blog","currency":"USD","promises":[{"about":"item_fee","per":"article","agreed":"300.00"},{"about":"sale_percent","agreed":"10%"},`+
			`{"about":"exclusivity","scope":{"territory":"MX"}}]}`)
	got := agreed("kept")
	err := got.UnmarshalJSON([]byte(`{"promises":[{"about":"item fee","agreed":20,"per":null}],"Kind":"k"}`))
	roomtest.CheckFaults(t, "UnmarshalJSON", err,
		"currency: missing", "promises[0].about: unknown", "promises[0].agreed: malformed", "promises[0].per: missing", "Kind: unknown_field")
	if diff := cmp.Diff(agreed("kept"), got); diff != "" {
		t.Errorf("after UnmarshalJSON mismatch (-want +got):\n%s", diff)
	}
}

// TestJudgeAllPer has a percentage for all that is for renewals alone: a clause beside
// those of the type.
func TestJudgeAllPer(t *testing.T) {
	renewal := func(low, high string) terms.Clause {
		c := clause(terms.SalePercent, low, high)
		c.Per = "renewal"
		return c
	}
	promise := func(per, agreed string) terms.Promise {
		return terms.Promise{About: terms.SalePercent, Per: per, Agreed: q(agreed)}
	}
	d := terms.Definition{
		Program: "p", Currency: "USD", All: []terms.Clause{renewal("5%", "10%")},
		Partners: map[string][]terms.Clause{"x": {clause(terms.SalePercent, "10%", "20%")}},
	}
	bounded := d
	bounded.All = []terms.Clause{clause(terms.SalePercent, "8%", "30%"), renewal("5%", "10%")}
	for _, tt := range []struct {
		name     string
		d        terms.Definition
		partner  string
		promises []terms.Promise
		want     []string
	}{
		{"both", d, "x", []terms.Promise{promise("", "15%"), promise("renewal", "7%")}, nil},
		{"no renewal", d, "x", []terms.Promise{promise("", "15%")}, []string{"promises: missing"}},
		{"above its range", d, "x", []terms.Promise{promise("", "15%"), promise("renewal", "11%")}, []string{"promises[1].agreed: out_of_range"}},
		{"of no type", d, "", []terms.Promise{promise("renewal", "7%")}, nil},
		{"of no type, above its range", d, "", []terms.Promise{promise("renewal", "11%")}, []string{"promises[0].agreed: out_of_range"}},
		{"in the range of the program", bounded, "x", []terms.Promise{promise("", "15%"), promise("renewal", "9%")}, nil},
		{"below the range of the program", bounded, "x", []terms.Promise{promise("", "15%"), promise("renewal", "7%")}, []string{"promises[1].agreed: out_of_range"}},
		{"of no type, below the range of the program", bounded, "", []terms.Promise{promise("", "15%"), promise("renewal", "7%")}, []string{"promises[1].agreed: out_of_range"}},
		{"of no type, within the program and above its range", bounded, "", []terms.Promise{promise("", "15%"), promise("renewal", "12%")}, []string{"promises[1].agreed: out_of_range"}},
	} {
		_, err := alianza.Must(terms.New(tt.d)).Judge(terms.Agreement{PartnerType: tt.partner, Currency: "USD", Promises: tt.promises})
		roomtest.CheckFaults(t, "Judge("+tt.name+")", err, tt.want...)
	}
	bounded.All[0] = clause(terms.SalePercent, "11%", "30%")
	_, err := terms.New(bounded)
	roomtest.CheckFaults(t, "New(a renewal outside the program)", err, "all[1].low: contradiction")
}

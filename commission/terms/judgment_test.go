package terms_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

func TestJudgmentText(t *testing.T) {
	affiliate, advanced := terms.Affiliate(), terms.Advanced()
	every := program()
	a := agreed("k")
	for _, tt := range subjects {
		if tt.about >= terms.PartnerTarget {
			continue
		}
		c := clauseWith(tt.about, tt.has)
		every.Partners["k"] = append(every.Partners["k"], c)
		p := terms.Promise{About: c.About, Agreed: c.Low}
		if tt.has == "names" {
			p.Scope = map[string]string{"b": "y", "a": "x"}
		}
		a.Promises = append(a.Promises, p)
	}
	tests := []struct {
		name string
		d    terms.Definition
		a    terms.Agreement
		text string
	}{
		{"hybrid", affiliate, agreed("podcast", sales("15%"), item("episode", "1200")), "podcast, affiliate program: 1200 USD per episode, 15% of sales"},
		{
			"credit", affiliate, agreed("customer", terms.Promise{About: terms.ReferralFee, Per: "qualified referral", Agreed: q("200.00")}),
			"customer, affiliate program: 200.00 USD in credit per qualified referral",
		},
		{"in kind", affiliate, agreed("software_platform", of(terms.ServiceExchange, "")), "software_platform, affiliate program: service exchange in kind"},
		{"margin", advanced, agreed("system_integrator", of(terms.ResellerMargin, "27.5%")), "system_integrator, advanced program: 27.5% off the list price"},
		{
			"exclusive", advanced, agreed("", sales("28%"), exclusive, of(terms.Duration, "2")),
			"any partner, advanced program: 33% of sales (28% and 5 points for exclusivity), exclusivity by territory MX, 2 years; " +
				`warning: promises[0].agreed "33%": out of range: 28% and 5 points for exclusivity; usual is 10% to 30%`,
		},
		{
			"every subject", every, a,
			"k, p program: 5% of sales, 100 USD as referral fee, 100 USD as item fee, service exchange in kind, 100 USD as bonus payment, " +
				"100 USD as license fee, 5% of each transaction, 100 USD as listing fee, 100 USD as premium fee, 5% of the revenue, " +
				"5% off the list price, equity stake in kind, model by a x, b y, exclusivity by a x, b y, 100 years, 100 USD as co marketing, " +
				"commission steps, trial, support, timeline, white label, implementation, customization",
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
			roomtest.Again(t, got)
		})
	}
	if got, want := (terms.Judgment{}).String(), "any partner,  program: "; got != want {
		t.Errorf("String() of nothing = %q; want %q", got, want)
	}
}

func TestJudgmentJSON(t *testing.T) {
	got, err := alianza.Must(terms.New(terms.Advanced())).Judge(agreed("", sales("28%"), exclusive))
	if err != nil {
		t.Fatal(err)
	}
	roomtest.Reads(t, got, `{"program":"advanced","currency":"USD","promises":[{"about":"sale_percent","agreed":"28%","points":"5%"},`+
		`{"about":"exclusivity","scope":{"territory":"MX"}}],"warnings":[{"path":"promises[0].agreed","value":"33%","code":"out_of_range",`+
		`"reason":"out of range: 28% and 5 points for exclusivity; usual is 10% to 30%"}]}`)
}

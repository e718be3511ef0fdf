package payout_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// full is a definition with much in it.
func full() payout.Definition {
	return payout.Definition{
		Currency: "USD", Step: num("0.05"), AcrossPlans: true, Every: payout.EveryMonth,
		Hold: payout.Hold{Hours: 720}, Holdback: payout.Holdback{Rate: rate("10%"), Settlements: 2}, Minimum: num("50"), Maximum: num("5000"),
		Draw: payout.Draw{Amount: num("1000"), Recovery: rate("50%"), RecoverMost: num("200"), Until: roomtest.Date("2027-01-01"), RecoverFrom: roomtest.Date("2026-04-01")},
		Debt: payout.Debt{Most: num("300"), Days: 90}, PayIn: payout.Conversion{Currency: "EUR", Step: num("0.01")},
		Confirm: true, OneAtATime: true, Final: payout.FinalForfeit,
		Deferral: []payout.Deferred{{Rate: rate("30%")}, {Months: 12, Rate: rate("70%")}},
	}
}

func TestNewFaults(t *testing.T) {
	with := func(change func(d *payout.Definition)) payout.Definition {
		d := full()
		change(&d)
		return d
	}
	many := make([]payout.Deferred, 121)
	tests := []struct {
		name string
		d    payout.Definition
		want []string
	}{
		{"least", dollars(), nil},
		{"full", full(), nil},
		{"credit", payout.Definition{Currency: "USD", Medium: commission.Credit}, nil},
		{"no currency", with(func(d *payout.Definition) { d.Currency = "" }), []string{"currency: missing"}},
		{"no such currency", with(func(d *payout.Definition) { d.Currency = "ZZZ" }), []string{"currency: unknown"}},
		{"too fine a step", with(func(d *payout.Definition) { d.Step = num("0.005") }), []string{"step: out_of_range"}},
		{"medium", with(func(d *payout.Definition) { d.Medium = 3 }), []string{"medium: unknown"}},
		{"calendar", with(func(d *payout.Definition) { d.Every = 9 }), []string{"every: unknown"}},
		{"two holds", with(func(d *payout.Definition) { d.Hold.Manual = true }), []string{"hold: contradiction"}},
		{"a negative hold", with(func(d *payout.Definition) { d.Hold = payout.Hold{Days: -1} }), []string{"hold.days: out_of_range"}},
		{"a long hold", with(func(d *payout.Definition) { d.Hold = payout.Hold{Hours: 87_601} }), []string{"hold.hours: out_of_range"}},
		{"holdback above all", with(func(d *payout.Definition) { d.Holdback.Rate = rate("101%") }), []string{"holdback.rate: out_of_range"}},
		{"holdback of nothing", with(func(d *payout.Definition) { d.Holdback.Rate = rate("0%") }), []string{"holdback.rate: missing"}},
		{"holdback by both", with(func(d *payout.Definition) { d.Holdback.Days = 5 }), []string{"holdback.settlements: contradiction"}},
		{"periods of no calendar", with(func(d *payout.Definition) { d.Every, d.Draw = 0, payout.Draw{} }), []string{"holdback.settlements: contradiction"}},
		{"a minimum between units", with(func(d *payout.Definition) { d.Minimum = num("50.01") }), []string{"minimum: contradiction"}},
		{"a negative minimum", with(func(d *payout.Definition) { d.Minimum = num("-50") }), []string{"minimum: out_of_range"}},
		{"a maximum below the minimum", with(func(d *payout.Definition) { d.Minimum = num("6000") }), []string{"maximum: contradiction"}},
		{"excess of no maximum", payout.Definition{Currency: "USD", ExcessLost: true}, []string{"excess_lost: contradiction"}},
		{"a draw of nothing", with(func(d *payout.Definition) { d.Draw.Amount = num("0") }), []string{"draw.amount: missing"}},
		{"a draw below zero", with(func(d *payout.Definition) { d.Draw.Amount = num("-1") }), []string{"draw.amount: out_of_range"}},
		{"a draw above the maximum", with(func(d *payout.Definition) { d.Draw.Amount = num("6000") }), []string{"draw.amount: contradiction"}},
		{"a draw that ends first", with(func(d *payout.Definition) { d.Draw.From = roomtest.Date("2027-01-01") }), []string{"draw.until: contradiction"}},
		{"a draw of no calendar", payout.Definition{Currency: "USD", Draw: payout.Draw{Amount: num("1")}}, []string{"draw: contradiction"}},
		{"a guarantee that is recovered", with(func(d *payout.Definition) { d.Draw.Guarantee = true }), []string{"draw.guarantee: contradiction"}},
		{"a recovery above all", with(func(d *payout.Definition) { d.Draw.Recovery = rate("101%") }), []string{"draw.recovery: out_of_range"}},
		{"a floor and a bound", with(func(d *payout.Definition) { d.Debt.Floor = true }), []string{"debt.floor: contradiction"}},
		{"a negative debt", with(func(d *payout.Definition) { d.Debt = payout.Debt{Most: num("-1"), Days: -1} }), []string{"debt.most: out_of_range", "debt.days: out_of_range"}},
		{"into the same currency", with(func(d *payout.Definition) { d.PayIn.Currency = "USD" }), []string{"pay_in.currency: contradiction"}},
		{"into no currency", with(func(d *payout.Definition) { d.PayIn.Currency = "" }), []string{"pay_in.currency: missing"}},
		{"pinned when posted", with(func(d *payout.Definition) { d.PayIn.AtPost = true }), []string{"pay_in.at_post: contradiction", "deferral: contradiction"}},
		{"one at a time, of none", with(func(d *payout.Definition) { d.Confirm = false }), []string{"one_at_a_time: contradiction"}},
		{"final", with(func(d *payout.Definition) { d.Final = 3 }), []string{"final: unknown"}},
		{"a deferral of 99%", with(func(d *payout.Definition) { d.Deferral[1].Rate = rate("69%") }), []string{"deferral: contradiction"}},
		{"a deferral backwards", with(func(d *payout.Definition) { d.Deferral[0].Months = 12 }), []string{"deferral[1].months: contradiction"}},
		{"a negative part", with(func(d *payout.Definition) { d.Deferral[0] = payout.Deferred{Months: -1, Rate: rate("-1%")} }), []string{"deferral[0].months: out_of_range", "deferral[0].rate: out_of_range"}},
		{"too many parts", with(func(d *payout.Definition) { d.Deferral = many }), []string{"deferral: limit"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, err := payout.New(tt.d)
			roomtest.CheckFaults(t, "New", err, tt.want...)
			if err == nil {
				roomtest.Again(t, tt.d)
				if diff := cmp.Diff(tt.d, p.Definition()); diff != "" {
					t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
	for name, n := range roomtest.Hostile() {
		d := full()
		d.Minimum, d.Maximum, d.Draw.Amount, d.Draw.RecoverMost, d.Debt.Most, d.Step, d.PayIn.Step = n, n, n, n, n, n, n
		if _, err := payout.New(d); len(alianza.Faults(err)) < 6 || len(err.Error()) > 3000 {
			t.Errorf("New(%s) = %v; want six faults", name, err)
		}
	}
}

func TestDefinitionJSON(t *testing.T) {
	roomtest.Reads(t, dollars(), `{"currency":"USD"}`)
	roomtest.Reads(t, full(), `{"currency":"USD","step":"0.05","across_plans":true,"every":"month","hold":{"hours":720},"holdback":{"rate":"10%","settlements":2},`+
		`"minimum":"50","maximum":"5000","draw":{"amount":"1000","until":"2027-01-01","recovery":"50%","recover_from":"2026-04-01","recover_most":"200"},`+
		`"debt":{"most":"300","days":90},"pay_in":{"currency":"EUR","step":"0.01"},"confirm":true,"one_at_a_time":true,"final":"forfeit",`+
		`"deferral":[{"months":0,"rate":"30%"},{"months":12,"rate":"70%"}]}`)
}

func TestBadDocuments(t *testing.T) {
	d := full()
	b := newBook(t, dollars())
	b.post(entry("a", "10", "2026-01-10"))
	roomtest.BadDocuments(t, map[string]json.Unmarshaler{"definition": &d, "account": &b.account})
}

func TestFinalText(t *testing.T) {
	for final, name := range map[payout.Final]string{payout.FinalDue: "due", payout.FinalAll: "all", payout.FinalForfeit: "forfeit", 3: "(3)"} {
		if final.String() != name {
			t.Errorf("String() = %s; want %s", final, name)
		}
		text, err := final.MarshalText()
		var back payout.Final
		if known := final <= payout.FinalForfeit; (err == nil) != known || known && (back.UnmarshalText(text) != nil || back != final) {
			t.Errorf("MarshalText(%s) = %s, %v", final, text, err)
		}
	}
}

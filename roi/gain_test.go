package roi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func items(pairs ...string) []roi.Item {
	var all []roi.Item
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, roi.Item{Name: pairs[i], Amount: n(pairs[i+1])})
	}
	return all
}

func TestCase_R2(t *testing.T) {
	costs := items("onboarding", "20000", "training", "10000", "co_marketing", "20000")
	c := roi.Case{Gains: roi.Gains{Direct: n("200000")}.Items(), Costs: costs}
	run(t, []row{
		{"without commission", of(c.Return()), "300", "ROI 300%: direct_revenue 200000, onboarding 20000, training 10000, co_marketing 20000", nil},
		{"as a multiple", of(c.Multiple()), "4", "return 4:1 gross: direct_revenue 200000, onboarding 20000, training 10000, co_marketing 20000", nil},
		{
			"with a commission of 20%", of(roi.Case{Gains: c.Gains, Costs: append(costs, roi.Item{Name: "commission", Amount: n("40000")})}.Return()), "1100/9",
			"ROI 122.22%: direct_revenue 200000, onboarding 20000, training 10000, co_marketing 20000, commission 40000", nil,
		},
	})
	readsBack(t, c)
}

// TestCaseCurrency names the currency of the amounts, and refuses one that is none.
func TestCaseCurrency(t *testing.T) {
	c := roi.Case{Currency: "EUR", Gains: items("sales", "200000"), Costs: items("training", "50000")}
	run(t, []row{
		{"in euros", of(c.Return()), "300", "ROI 300%: sales 200000 EUR, training 50000 EUR", nil},
		{"in nothing that is money", of(roi.Case{Currency: "EURO", Gains: c.Gains, Costs: c.Costs}.Return()), "", "", []fault{{"currency", "EURO", alianza.ErrUnknown}}},
	})
	const want = `{"currency":"EUR","gains":[{"name":"sales","amount":"200000"}],"costs":[{"name":"training","amount":"50000"}]}`
	if doc, err := json.Marshal(c); err != nil || string(doc) != want {
		t.Errorf("Marshal = %s, %v; want %s", doc, err, want)
	}
	readsBack(t, c)
}

func TestCase_R3(t *testing.T) {
	gains := roi.Gains{Direct: n("150000"), Savings: n("30000"), Expansion: n("20000")}
	run(t, []row{
		{
			"all gains", of(roi.Case{Gains: gains.Items(), Costs: items("cost", "50000")}.Return()), "300",
			"ROI 300%: direct_revenue 150000, cost_savings 30000, market_expansion 20000, cost 50000", nil,
		},
		{"nothing", of(roi.Case{}.Return()), "", "", []fault{{"gains", "", alianza.ErrEmpty}, {"costs", "", alianza.ErrEmpty}}},
		{"no cost", of(roi.Case{Gains: gains.Items(), Costs: items("cost", "0")}.Multiple()), "", "", []fault{{"costs", "", alianza.ErrZero}}},
		{"faults", of(roi.Case{Gains: items("a", "1", "a", "-1"), Costs: items("", "1", "b", "-1")}.Return()), "", "", []fault{
			{"gains[1].name", "a", alianza.ErrDuplicate}, {"costs[0].name", "", alianza.ErrMissing}, {"costs[1].amount", "-1", alianza.ErrNegative},
		}},
	})
	readsBack(t, gains)
	readsBack(t, gains.Items()[0])
	var many []roi.Item
	for i := range 101 {
		many = append(many, items(fmt.Sprint(i), "1")...)
	}
	if _, err := (roi.Case{Gains: many, Costs: many[:100]}).Return(); !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("Return of 101 gains = %v; want ErrLimit", err)
	}
	full := sound(roi.Case{Gains: many[:100], Costs: many[:100]}.Return())(t)
	again(t, full)
	if _, err := alianza.Read[roi.Case]([]byte(`{"gains":[],"costs":[{"name":"a","amount":"-1"}]}`)); len(faults(err)) != 2 {
		t.Errorf("Read of an unsound case = %v; want two faults", err)
	}
}

func TestOverlaps_R3(t *testing.T) {
	one := func(pairs ...string) string {
		return fmt.Sprint(roi.Case{Gains: items(pairs...), Costs: items("commission", "10")}.Overlaps())
	}
	tests := []struct{ name, got, want string }{
		{"direct revenue alone", one("direct_revenue", "1"), "[]"},
		{"savings", one("direct_revenue", "1", "cost_savings", "2"), "[{cost_savings costs the costs are lower by what was saved}]"},
		{"savings of nothing", one("cost_savings", "0"), "[]"},
		{"new markets", one("direct_revenue", "1", "market_expansion", "2"), "[{direct_revenue market_expansion one sale may be in both}]"},
		{"new products in new markets", one("innovation_outcomes", "1", "market_expansion", "2"), "[{market_expansion innovation_outcomes one sale may be in both}]"},
		{"commission as a gain", one("commission", "10"), "[{commission commission it is a gain and a cost}]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("Overlaps() = %s; want %s", tt.got, tt.want)
			}
		})
	}
	all := roi.Case{Gains: roi.Gains{Direct: n("1"), Savings: n("1"), Expansion: n("1"), Innovation: n("1")}.Items(), Costs: items("x", "1")}.Overlaps()
	if len(all) != 4 {
		t.Errorf("Overlaps() of all gains = %v; want 4", all)
	}
	readsBack(t, all[0])
	if diff := cmp.Diff([]roi.Overlap(nil), roi.Case{}.Overlaps(), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("Overlaps() of nothing (-want +got):\n%s", diff)
	}
}

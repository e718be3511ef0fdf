package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestReview remarks on what a checked definition cannot know to be wrong.
func TestReview(t *testing.T) {
	levels := map[string][]string{"affiliate": {"basic", "silver", "gold", "platinum"}}
	us := sale("s", "100")
	us.Facts = map[string]string{"country": "US"}
	country := onSale("10%")
	country.When = commission.FactOneOf("country", "US")
	typo := onSale("10%")
	typo.When = commission.All(commission.FactOneOf("country", "US"), commission.Any(commission.FactIs("seets", alianza.AtLeast(num("5"))), commission.FactIs("amount", alianza.Above(num("1")))))
	fewer := commission.Affiliate()
	delete(fewer.Rules[0].Pay.Rates, "gold")
	fewer.Rules[0].Pay.Rates["iron"] = rate("5%")
	bounty := commission.Rule{Name: "bounty", On: commission.Sale, Pay: commission.Pay{Fixed: num("50")}}
	once := bounty
	once.Lasts.Payments = 1
	coarse := ruled(onSale("10%"))
	coarse.Step = num("0.05")
	dinars := ruled(onSale("10%"))
	dinars.Currency, dinars.Step = "KWD", num("0.01")
	all := onSale("5%")
	all.Name, all.When = "all", commission.FactIs("amount", alianza.AtLeast(num("0")))
	shadowed := ruled(all, country)
	ca := us
	ca.Facts = map[string]string{"country": "CA"}
	abroad, payment, first, old := all, all, all, all
	abroad.When, payment.On, first.Lasts.Payments, old.For.MinMonths = commission.FactOneOf("country", "CA"), commission.PaymentReceived, 1, 1
	tests := []struct {
		name     string
		versions []commission.Definition
		sample   commission.Sample
		want     []fault
	}{
		{"the affiliate program", []commission.Definition{commission.Affiliate()}, commission.Sample{Levels: levels}, nil},
		{"nothing to say without a sample", []commission.Definition{fewer}, commission.Sample{}, nil},
		{"a step coarser than the cent", []commission.Definition{coarse}, commission.Sample{}, []fault{{"step", alianza.ErrConflict}}},
		{"a dinar has three decimals", []commission.Definition{dinars}, commission.Sample{}, []fault{{"step", alianza.ErrConflict}}},
		{"facts that are given", one(country), commission.Sample{Events: []commission.Event{sale("t", "1"), us}}, nil},
		{"a fact that no event carries", one(typo), commission.Sample{Events: []commission.Event{us}}, []fault{{"rules[0].when.all[1].any[0].fact", alianza.ErrUnknown}}},
		{"levels and rates", []commission.Definition{fewer}, commission.Sample{Levels: levels}, []fault{{"rules[0].rates.gold", alianza.ErrMissing}, {"rules[0].rates.iron", alianza.ErrUnknown}}},
		{"levels of another ladder", []commission.Definition{fewer}, commission.Sample{Levels: map[string][]string{"reseller": {"a"}}}, nil},
		{"a fixed amount on every sale", one(bounty), commission.Sample{}, []fault{{"rules[0].fixed", alianza.ErrConflict}}},
		{"a fixed amount on the first sale", one(once), commission.Sample{}, nil},
		{"a rule that is never reached in the sample", []commission.Definition{shadowed}, commission.Sample{Events: []commission.Event{us}}, []fault{{"rules[1]", alianza.ErrConflict}}},
		{"a rule before that pays another country", one(country, abroad), commission.Sample{Events: []commission.Event{us, ca}}, nil},
		{"a rule before that pays another kind", one(payment, country), commission.Sample{Events: []commission.Event{us}}, nil},
		{"a rule before that pays each customer once", one(first, country), commission.Sample{Events: []commission.Event{us}}, nil},
		{"a rule before that pays old partners", one(old, country), commission.Sample{Events: []commission.Event{us}}, nil},
		{"of the second version", []commission.Definition{ruled(onSale("10%")), second("2026-02-01", coarse)}, commission.Sample{}, []fault{{"versions[1].step", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []fault
			for _, f := range planOf(tt.versions...).Review(tt.sample) {
				got = append(got, faultsOf(t, f)...)
			}
			if diff := cmp.Diff(tt.want, got, sameKind); diff != "" {
				t.Errorf("Review mismatch (-want +got):\n%s", diff)
			}
		})
	}
	sample := commission.Sample{Events: []commission.Event{us}, Levels: levels}
	var back commission.Sample
	if err := back.UnmarshalJSON([]byte(jsonText(t, sample))); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(sample, back); diff != "" {
		t.Errorf("Unmarshal mismatch (-want +got):\n%s", diff)
	}
}

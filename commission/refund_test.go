package commission_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func TestRefund_C34(t *testing.T) {
	tests := []struct {
		name    string
		amount  string
		rate    string
		refunds []string
		want    []string
	}{
		{"V-CLAW-1", "100.00", "20%", []string{"50.00", "50.00"}, []string{"-10.00", "-10.00"}},
		{"V-CLAW-2", "9.99", "25%", []string{"3.33", "3.33", "3.33"}, []string{"-0.83", "-0.84", "-0.83"}},
		{"whole", "49.00", "30%", []string{"49.00"}, []string{"-14.70"}},
		{"in proportion", "100", "25%", []string{"40"}, []string{"-10.00"}},
		{"a cent that earned nothing", "0.01", "20%", []string{"0.01"}, []string{"0.00"}},
		{"nothing", "100", "25%", []string{"0"}, []string{"0.00"}},
		{"nothing of nothing", "0", "25%", []string{"0", "0.00"}, []string{"0.00", "0.00"}},
		{
			"cent by cent", "0.05", "25%",
			[]string{"0.01", "0.01", "0.01", "0.01", "0.01"},
			[]string{"0.00", "0.00", "0.00", "-0.01", "0.00"},
		}, // 0.0125, 0.01, 0.0075, 0.005, 0.0025, 0
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := flat()
			d.Rules[0].Rate = rate(tt.rate)
			plan := alianza.Must(commission.New(d))
			var state commission.State
			mustEarn(t, plan, &state, sale("s", tt.amount))
			for i, amount := range tt.refunds {
				got := mustEarn(t, plan, &state, refund(fmt.Sprint("r", i), "s", amount))
				if text := got.Amount.StringFixed(2); !got.Amount.Equal(num(tt.want[i])) {
					t.Errorf("Earn(refund %d of %s) = %s; want %s", i, amount, text, tt.want[i])
				}
			}
		})
	}
	t.Run("V-CLAW-4", func(t *testing.T) {
		plan := alianza.Must(commission.New(flat()))
		var state commission.State
		mustEarn(t, plan, &state, sale("s", "100.00"))
		checkRefused(t, plan, state, refund("r", "s", "100.01"), []fault{{"amount", alianza.ErrRange}})
	})
}

// TestRefundTerms takes back two sales at the rates of each, whatever the
// partner's tier on the day of the refund, and the plan's version.
func TestRefundTerms(t *testing.T) {
	d := tiered()
	d.Rounding = commission.Down
	first := alianza.Must(commission.New(d))
	var state commission.State
	mustEarn(t, first, &state, at("affiliate/basic", sale("s", "100")))
	mustEarn(t, first, &state, at("affiliate/platinum", sale("t", "0.29"))) // 0.1015

	d.Version, d.HoldDays, d.Rounding = 2, 90, commission.Up
	d.Rules = []commission.Rule{{Name: "all", On: commission.Sale, Rate: alianza.WholePercent(1)}}
	second := alianza.Must(commission.New(d))
	tests := []struct {
		name   string
		refund commission.Event
		want   commission.Entry
	}{
		{"basic", at("affiliate/gold", refund("r", "s", "50")), commission.Entry{
			Key: "affiliate/ana/sale/r", Corrects: "affiliate/ana/sale/s", Version: 1, Rule: "sale", Tier: "affiliate/basic",
			Rate: alianza.WholePercent(20), Amount: num("-10.00"),
		}},
		{"platinum, rounded as the sale", at("reseller/none", refund("q", "t", "0.01")), commission.Entry{ // 0.098 is left
			Key: "affiliate/ana/sale/q", Corrects: "affiliate/ana/sale/t", Version: 1, Rule: "sale", Tier: "affiliate/platinum",
			Rate: alianza.WholePercent(35), Amount: num("-0.01"),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mustEarn(t, second, &state, tt.refund)
			if got.Key != tt.want.Key || got.Corrects != tt.want.Corrects || got.Version != tt.want.Version || got.Rule != tt.want.Rule ||
				got.Tier != tt.want.Tier || got.Rate != tt.want.Rate || !got.Amount.Equal(tt.want.Amount) || !got.Due.Equal(day(2).Truncate(24*time.Hour)) {
				t.Errorf("Earn(%s) = %+v; want %+v, due on the day", eventText(tt.refund), got, tt.want)
			}
		})
	}
}

// TestRefundAll takes back a whole sale in any number of parts, in every mode:
// what is posted adds up to nothing, and no part pays.
func TestRefundAll(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, m := range modes {
		for range 100 {
			d := flat()
			d.Rounding, d.Places, d.Rules[0].Rate = m.mode, r.IntN(4), randomRate(r)
			plan := alianza.Must(commission.New(d))
			var state commission.State
			total := 1 + r.Int64N(100_000)
			s := sale("s", "0")
			s.Amount = decimal.New(total, -2)
			balance := mustEarn(t, plan, &state, s).Amount
			for i := 0; total > 0; i++ {
				part := min(total, 1+r.Int64N(total))
				if i == 7 {
					part = total
				}
				total -= part
				e := refund(fmt.Sprint("r", i), "s", "0")
				e.Amount = decimal.New(part, -2)
				back := mustEarn(t, plan, &state, e)
				if back.Amount.IsPositive() {
					t.Errorf("%s: Earn(%s) = %s; want at most 0", m.name, eventText(e), back.Amount)
				}
				balance = balance.Add(back.Amount)
				if !balance.Equal(back.Remaining.Amount) || !back.Remaining.Base.Equal(decimal.New(total, -2)) {
					t.Errorf("%s: Earn(%s) = %s of %s remaining; want %s of %s", m.name, eventText(e),
						back.Remaining.Amount, back.Remaining.Base, balance, decimal.New(total, -2))
				}
			}
			if !balance.IsZero() {
				t.Errorf("%s at %s: after a full refund %s is left; want 0", m.name, d.Rules[0].Rate, balance)
			}
			e := refund("more", "s", "0.01")
			checkRefused(t, plan, state, e, []fault{{"amount", alianza.ErrRange}})
		}
	}
}

// TestRefundOrder shuffles refunds of different sales: the balance is the same.
// So is that of the refunds of one sale.
func TestRefundOrder(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 50 {
		plan := alianza.Must(commission.New(randomFlat(r)))
		var sales, refunds []commission.Event
		for i := range 6 {
			s := sale(fmt.Sprint("s", i), "0")
			s.Amount = decimal.New(300+r.Int64N(10_000), -2)
			sales = append(sales, s)
			for j := range 1 + r.IntN(3) {
				e := refund(fmt.Sprint("r", i, ".", j), s.ID, "0")
				e.Amount = decimal.New(1+r.Int64N(100), -2)
				refunds = append(refunds, e)
			}
		}
		want, first := decimal.Decimal{}, ""
		for round := range 4 {
			var state commission.State
			var balance decimal.Decimal
			for _, e := range append(append([]commission.Event(nil), sales...), refunds...) {
				balance = balance.Add(mustEarn(t, plan, &state, e).Amount)
			}
			text := jsonText(t, state)
			if round == 0 {
				want, first = balance, text
			}
			if !balance.Equal(want) || text != first {
				t.Fatalf("in order %d the balance is %s, the state %s; want %s, %s", round, balance, text, want, first)
			}
			r.Shuffle(len(refunds), func(i, j int) { refunds[i], refunds[j] = refunds[j], refunds[i] })
			r.Shuffle(len(sales), func(i, j int) { sales[i], sales[j] = sales[j], sales[i] })
		}
	}
}

// randomFlat returns a plan of one rate for all.
func randomFlat(r *rand.Rand) commission.Definition {
	d := randomDefinition(r)
	d.Rules = []commission.Rule{{Name: "sale", On: commission.Sale, Rate: randomRate(r)}}
	return d
}

// TestRefundCurrency_X1 keeps the sales of two plans in one state: a refund in
// another currency than its sale's is refused, whichever plan is asked.
func TestRefundCurrency_X1(t *testing.T) {
	dollars, euros := commission.Affiliate(), commission.Affiliate()
	euros.Currency = "EUR"
	sale := commission.Event{
		ID: "s", Kind: commission.Sale, Partner: "ana", Tier: "affiliate/basic",
		At: time.Date(2026, 1, 5, 9, 0, 0, 0, time.UTC), Currency: "USD", Amount: num("100"),
	}
	_, state, err := alianza.Must(commission.New(dollars)).Earn(commission.State{}, sale)
	if err != nil {
		t.Fatal(err)
	}
	refund := sale
	refund.ID, refund.Kind, refund.Of, refund.Currency, refund.Amount = "r", commission.Refund, "s", "EUR", num("40")
	earned, state, err := alianza.Must(commission.New(euros)).Earn(state, refund)
	if !errors.Is(err, alianza.ErrCurrency) || len(earned.Entries) != 0 {
		t.Errorf("Earn(refund in EUR of a sale in USD) = %v, %v; want ErrCurrency", earned.Entries, err)
	}
	refund.Currency = "USD"
	earned, _, err = alianza.Must(commission.New(dollars)).Earn(state, refund)
	if err != nil || len(earned.Entries) != 1 || !earned.Entries[0].Amount.Equal(num("-8")) {
		t.Errorf("Earn(refund in USD after it) = %v, %v; want -8.00", earned.Entries, err)
	}
}

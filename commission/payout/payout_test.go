package payout_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// TestCharges has fees and taxes, each with a line of its own.
func TestCharges(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "40", "2026-01-10"))
	before := b.account
	got := b.settle(month(2), payout.Charge{Name: "platform fee", Rate: rate("3%"), OnTop: true})
	if tr := got.Transfer; !tr.Amount.Equal(num("40")) || !tr.Charges[0].Amount.Equal(num("1.20")) || !tr.Cost().Equal(num("41.20")) {
		t.Errorf("Settle = %s; want 40.00 for the partner, 1.20 on top", got)
	}
	b.account = before
	got = b.settle(month(2), payout.Charge{Name: "income tax", Rate: rate("19%")}, payout.Charge{Name: "wire", Amount: num("2.5")})
	if text := got.String(); text != "paid 40.00 USD; held 0.00, carried 0.00; opening 0.00, earned 40.00, adjusted 0.00; transfer 29.90 USD, income tax 7.60, wire 2.50" {
		t.Errorf("Settle = %s", text)
	}
	if !got.Transfer.Cost().Equal(num("40")) {
		t.Errorf("Cost() = %s; want 40", got.Transfer.Cost())
	}
	for name, charges := range map[string][]payout.Charge{
		"charges: out_of_range":              {{Name: "fee", Amount: num("40.01")}},
		"charges[0].name: missing":           {{Amount: num("1")}},
		"charges[1].name: duplicate":         {{Name: "fee", Amount: num("1")}, {Name: "fee", Amount: num("1")}},
		"charges[0].rate: out_of_range":      {{Name: "fee", Rate: rate("101%")}},
		"charges[0].amount: contradiction":   {{Name: "fee", Rate: rate("1%"), Amount: num("1")}},
		"charges[0].amount: out_of_range":    {{Name: "fee", Amount: num("-1")}},
		"charges[0].amount: contradiction ":  {{Name: "fee", Amount: num("0.001")}},
		"charges[0].amount: out_of_range   ": {{Name: "fee", Amount: roomtest.Hostile()["a billion zeros"]}},
	} {
		_, after, err := b.policy.Settle(before, at(month(2)), charges...)
		roomtest.CheckFaults(t, "Settle("+name+")", err, trim(name))
		if after.Items.Len() != 1 {
			t.Errorf("Settle(%s) = another account; want none", name)
		}
	}
	all := b.account
	if got, _, err := b.policy.Settle(all, at(month(3)), payout.Charge{Name: "fee", Amount: num("5")}); err != nil || !got.Transfer.IsZero() {
		t.Errorf("Settle(nothing) = %s, %v; want no transfer, no charge", got, err)
	}
}

func trim(s string) string {
	for len(s) > 0 && s[len(s)-1] == ' ' {
		s = s[:len(s)-1]
	}
	return s
}

// TestPayoutText has payouts as sentences: what is due and what is paid are not the same.
func TestPayoutText(t *testing.T) {
	drawn, most := dollars(), dollars()
	drawn.Every, drawn.Draw = payout.EveryMonth, payout.Draw{Amount: num("100")}
	drawn.Holdback = payout.Holdback{Rate: rate("10%")}
	most.Maximum = num("20")
	for _, tt := range []struct {
		name, earned string
		def          payout.Definition
		want         string
	}{
		{"a draw", "50", drawn, "paid 100.00 USD; held 5.00, carried -55.00; opening 0.00, earned 50.00, adjusted 0.00; withheld 5.00; advance 55.00"},
		{"100 due, 20 paid", "100", most, "paid 20.00 USD; held 0.00, carried 80.00; opening 0.00, earned 100.00, adjusted 0.00; advance -80.00"},
	} {
		b := newBook(t, tt.def)
		b.post(entry("a", tt.earned, "2026-01-10"))
		got := b.settle(month(2))
		var back payout.Payout
		if err := back.UnmarshalJSON([]byte(roomtest.JSON(t, got))); err != nil || got.String() != tt.want || back.String() != tt.want {
			t.Errorf("%s: Settle = %s, again %s, %v; want %s", tt.name, got, back, err, tt.want)
		}
	}
}

// TestTransferZero is no transfer only without currency and amounts.
func TestTransferZero(t *testing.T) {
	for i, one := range []payout.Transfer{{Currency: "USD"}, {Gross: num("1")}, {Amount: num("1")}} {
		if one.IsZero() {
			t.Errorf("IsZero(%d: %+v) = true; want false", i, one)
		}
	}
	if !(payout.Transfer{Gross: num("0.00")}).IsZero() {
		t.Error("IsZero(nothing) = false; want true")
	}
}

func TestPayoutJSON(t *testing.T) {
	b := newBook(t, dollars())
	b.post(entry("a", "40", "2026-01-10"))
	roomtest.Reads(t, b.settle(month(2), payout.Charge{Name: "wire", Amount: num("2")}),
		`{"key":"p/ana/USD/1","state":"paid","partner":"ana","plan":"p","currency":"USD","until":"2026-02-01T00:00:00Z","opening":"0.00","earned":"40.00",`+
			`"paid":"40.00","held":"0.00","carried":"0.00","due":"40.00","items":[{"key":"a","amount":"40.00","at":"2026-01-10T00:00:00Z","due":"2026-01-10T00:00:00Z","state":"paid"}],`+
			`"transfer":{"currency":"USD","gross":"40.00","charges":[{"name":"wire","amount":"2.00"}],"amount":"38.00"}}`)
}

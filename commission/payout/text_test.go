package payout_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// TestTexts has accounts, items, transfers and moves as sentences.
func TestTexts(t *testing.T) {
	item := func(key, amount string, state payout.State) payout.Item {
		return payout.Item{Key: key, Amount: num(amount), At: at("2026-01-10"), Due: at("2026-01-20"), State: state}
	}
	held, kept, someday, other := item("a", "10.00", payout.StateHeld), item("b", "20.00", payout.StatePaid), item("c", "20.00", payout.StateHeld), item("d", "5", 99)
	someday.Due = at("2026-03-20")
	kept.Withheld, kept.Release, kept.Rate, kept.Converted = num("2.00"), at("2026-06-01"), num("1.2"), num("24.00")
	debt := item("e", "-3.00", payout.StateWrittenOff)
	debt.Origin, debt.Reason = payout.OriginWriteOff, "closed"
	waits := held
	waits.State, waits.Due, waits.Withheld = payout.StateAccrued, at("2026-01-20"), num("1.00")
	tax, wire, fee := payout.Charge{Name: "tax", Amount: num("7.60")}, payout.Charge{Name: "wire", Amount: num("2.50")}, payout.Charge{Name: "fee", Amount: num("1.20"), OnTop: true}
	account := payout.Account{Partner: "ana", Plan: "p", Currency: "USD", Items: payout.ItemsOf(held, item("f", "14.00", payout.StateCarried), someday)}
	reserve := account
	reserve.Reserve, reserve.Advanced = []payout.Tranche{{Amount: num("4.00")}, {Amount: num("1.00")}}, num("30.00")
	reserve.Waiting, reserve.Medium = []payout.Payout{{Paid: num("12.00")}}, commission.Credit
	above := account
	above.Items, above.Advanced = payout.Items{}, num("-8.00")
	late := item("g", "-10.00", payout.StateCarried)
	late.Due = at("2026-05-01")
	even, owes := account, account
	even.Items, owes.Items = payout.ItemsOf(held, late), payout.ItemsOf(late)
	for _, tt := range []struct {
		value fmt.Stringer
		want  string
	}{
		{payout.Account{}, "nobody: 0; no items"},
		{account, "ana: 44.00 USD; 3 items: 2 held until 2026-03-20T00:00:00Z, 1 carried"}, // 10 + 14 + 20
		{reserve, "ana: 19.00 USD in credit; 3 items: 2 held until 2026-03-20T00:00:00Z, 1 carried; 5.00 kept back; 30.00 advanced; 12.00 wait for the bank"}, // 44 + 5 - 30
		{above, "ana: 8.00 USD; no items; 8.00 above the maximum for later"},
		{even, "ana: 0 USD; 2 items: 1 held until 2026-01-20T00:00:00Z, 1 carried"}, // 10 - 10
		{owes, "ana: -10.00 USD; 1 item: 1 carried"},
		{payout.ItemsOf(held), "1 item: 1 held until 2026-01-20T00:00:00Z"},
		{payout.ItemsOf(kept, debt, other), "3 items: 1 paid, 1 written off, 1 unknown"},
		{payout.ItemsOf(other), "1 item: 1 unknown"},
		{held, "a: 10.00, held until 2026-01-20T00:00:00Z"},
		{waits, "a: 10.00, accrued, 1.00 of it kept back"},
		{kept, "b: 20.00, paid, 2.00 of it kept back until 2026-06-01T00:00:00Z, at 1.2 it is 24.00"},
		{debt, "write off e: -3.00, written off, for closed"},
		{other, "d: 5, (99)"},
		{payout.Transfer{}, "no transfer"},
		{payout.Transfer{Currency: "USD", Gross: num("40.00"), Amount: num("29.90"), Charges: []payout.Charge{tax, fee, wire}}, "29.90 USD: 40.00, less tax 7.60, less wire 2.50; on top fee 1.20"},
		{payout.Transfer{Currency: "EUR", Rate: num("0.9"), Gross: num("36.00"), Amount: num("36.00")}, "36.00 EUR: 36.00 at a rate of 0.9"},
		{payout.Move{Key: "m", Amount: num("12.00"), At: at("2026-04-01")}, "m: 12.00 at 2026-04-01T00:00:00Z"},
		{payout.Move{Key: "m", Amount: num("12.00"), At: at("2026-04-01"), Reason: "a gift card"}, "m: 12.00 at 2026-04-01T00:00:00Z, for a gift card"},
	} {
		if got := tt.value.String(); got != tt.want {
			t.Errorf("String() = %s; want %s", got, tt.want)
		}
	}
	for name, d := range roomtest.Hostile() {
		bad := payout.Account{Advanced: d, Items: payout.ItemsOf(payout.Item{Amount: d, Withheld: d, Rate: d}), Reserve: []payout.Tranche{{Amount: d}}}
		for _, v := range []fmt.Stringer{bad, payout.Item{Amount: d, Withheld: d}, payout.Transfer{Gross: d, Amount: d}, payout.Move{Amount: d}} {
			const longest = 200
			if got := v.String(); len(got) > longest {
				t.Errorf("String() of %s has %d bytes; want at most %d", name, len(got), longest)
			}
		}
	}
}

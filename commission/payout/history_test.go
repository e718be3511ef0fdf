package payout_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// A history row posts amounts, then does one move, and then settles, all of it late.
type historyRow struct {
	name    string
	d       payout.Definition
	entries [][2]string // amount and day
	amount  string
	day     string
	settles [][2]string // until, and what is paid, held and carried
}

// TestWriteOffSince gives up debts after the end of a period that is not settled yet. No
// settlement gives up the same debt again, or pays what was given up.
func TestWriteOffSince(t *testing.T) {
	floor := payout.Definition{Every: payout.EveryMonth, Debt: payout.Debt{Floor: true}}
	most := payout.Definition{Every: payout.EveryMonth, Debt: payout.Debt{Most: num("30")}}
	for _, tt := range []historyRow{
		// Earned 10, owed 100, forgiven 90: nothing is paid.
		{
			"less is owed later",
			payout.Definition{},
			[][2]string{{"-100", "2026-01-05"}, {"10", "2026-02-03"}},
			"90", "2026-02-05",
			[][2]string{{month(2), "0.00 10.00 -10.00"}, {month(3), "0.00 0.00 0.00"}},
		},
		// January owes 10 more than was forgiven, and leaves no debt. So February's 10 are paid.
		{
			"with a floor", floor,
			[][2]string{{"-100", "2026-01-05"}, {"10", "2026-02-03"}},
			"90", "2026-02-05",
			[][2]string{{month(2), "0.00 10.00 0.00"}, {month(3), "10.00 0.00 0.00"}},
		},
		// January may carry 30, and carries 10.
		{
			"with a bound", most,
			[][2]string{{"-100", "2026-01-05"}, {"10", "2026-02-03"}},
			"90", "2026-02-05",
			[][2]string{{month(2), "0.00 10.00 -10.00"}, {month(3), "0.00 0.00 0.00"}},
		},
		// 100 of the 150 were owed in January: 50 are given up in February.
		{
			"debts of two months", floor,
			[][2]string{{"-100", "2026-01-05"}, {"-50", "2026-02-03"}},
			"150", "2026-02-05",
			[][2]string{{month(2), "0.00 0.00 0.00"}, {month(3), "0.00 0.00 0.00"}},
		},
		// The debt was 40 from the 20th on, and 100 from the 25th on.
		{
			"a debt that went down and up",
			payout.Definition{},
			[][2]string{{"-100", "2026-01-05"}, {"60", "2026-01-20"}, {"-60", "2026-01-25"}},
			"100", "2026-02-05",
			[][2]string{{"2026-01-06", "0.00 60.00 -60.00"}, {"2026-01-21", "0.00 0.00 0.00"}, {month(2), "0.00 0.00 0.00"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b := tt.post(t, commission.Cash)
			b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num(tt.amount), At: at(tt.day), Reason: "goodwill"}))
			tt.settle(b)
		})
	}
}

// TestRedeemSince redeems credit after the end of a period that is not settled yet. The
// settlement does not pay it out.
func TestRedeemSince(t *testing.T) {
	held := payout.Definition{Holdback: payout.Holdback{Rate: rate("20%"), Days: 45}}
	monthly := payout.Definition{Every: payout.EveryMonth}
	for _, tt := range []historyRow{
		{
			"all of it", monthly,
			[][2]string{{"100", "2026-01-05"}},
			"100", "2026-02-05",
			[][2]string{{month(2), "0.00 0.00 0.00"}, {month(3), "0.00 0.00 0.00"}},
		},
		// 100 of the 130 were there in January; 20 of February's 50 are left.
		{
			"of two months", monthly,
			[][2]string{{"100", "2026-01-05"}, {"50", "2026-02-03"}},
			"130", "2026-02-05",
			[][2]string{{month(2), "0.00 20.00 0.00"}, {month(3), "20.00 0.00 0.00"}},
		},
		// January's 100 were taken back in part: 60 were there all the time.
		{
			"after a refund", monthly,
			[][2]string{{"100", "2026-01-05"}, {"-40", "2026-01-20"}, {"30", "2026-02-03"}},
			"90", "2026-02-05",
			[][2]string{{"2026-02-01", "0.00 0.00 0.00"}, {month(3), "0.00 0.00 0.00"}},
		},
		// 20 of the 100 are kept back until February 19th. They are redeemed, and not paid.
		{
			"what was kept back", held,
			[][2]string{{"100", "2026-01-05"}},
			"100", "2026-02-19",
			[][2]string{{month(2), "0.00 0.00 0.00"}, {month(3), "0.00 0.00 0.00"}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.Medium = commission.Credit
			b := tt.post(t, commission.Credit)
			b.keep(b.policy.Redeem(b.account, payout.Move{Key: "i", Amount: num(tt.amount), At: at(tt.day)}))
			tt.settle(b)
		})
	}
}

// post returns a book with the entries.
func (r *historyRow) post(t *testing.T, medium commission.Medium) *book {
	t.Helper()
	r.d.Currency = "USD"
	b := newBook(t, r.d)
	for i, one := range r.entries {
		e := entry(fmt.Sprint("e", i), one[0], one[1])
		e.Medium = medium
		b.post(e)
	}
	return b
}

func (r *historyRow) settle(b *book) {
	for _, s := range r.settles {
		b.wantSums(s[0], s[1])
	}
}

// TestMoveParts names the parts of a move: by period, if there is a calendar.
func TestMoveParts(t *testing.T) {
	for every, want := range map[payout.Every]string{
		0:                 "w 10 2026-01-05, w/2 20 2026-01-20, w/3 30 2026-02-03",
		payout.EveryMonth: "w 30 2026-01-20, w/2 30 2026-02-03",
	} {
		d := dollars()
		d.Every = every
		b := newBook(t, d)
		b.post(entry("a", "-10", "2026-01-05"), entry("b", "-20", "2026-01-20"), entry("c", "-30", "2026-02-03"))
		b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num("60"), At: at("2026-02-05"), Reason: "goodwill"}))
		var texts []string
		for i := range b.account.Items.All() {
			if i.Origin == payout.OriginWriteOff {
				texts = append(texts, fmt.Sprint(i.Key, " ", i.Amount, " ", i.Due.Format("2006-01-02")))
			}
		}
		if got := strings.Join(texts, ", "); got != want {
			t.Errorf("WriteOff(%s) = %s; want %s", every, got, want)
		}
	}
	// What was carried by a settlement is one part.
	b := newBook(t, dollars())
	b.post(entry("a", "-10", "2026-01-05"), entry("b", "-20", "2026-01-20"))
	b.wantSums(month(2), "0.00 0.00 -30.00")
	b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num("30"), At: at("2026-02-05"), Reason: "goodwill"}))
	if n := b.account.Items.Len(); n != 3 {
		t.Errorf("WriteOff(carried) makes %d items; want one more than two", n)
	}
	_, err := b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num("1"), At: at("2026-02-05"), Reason: "goodwill"})
	roomtest.CheckFaults(t, "WriteOff(again)", err, "key: repeated")
}

// TestWriteOffUndone writes debts off that go away before the settlement. The write-off is
// not paid.
func TestWriteOffUndone(t *testing.T) {
	hold := payout.Definition{Hold: payout.Hold{Days: 30}}
	least := payout.Definition{Minimum: num("50")}
	for _, tt := range []struct {
		name    string
		d       payout.Definition
		before  [][3]string // amount, day, and what it corrects
		given   string
		after   [][3]string
		settles [][2]string
		undone  string // in all
	}{
		// The sale is due on February 18th, and the refund with it: they are nothing.
		{
			"the sale comes late", hold,
			[][3]string{{"-100", "2026-01-20", "x"}},
			"100",
			[][3]string{{"100", "2026-01-19", ""}},
			[][2]string{{month(2), "0.00 0.00 0.00"}, {month(3), "0.00 0.00 0.00"}},
			"100",
		},
		{
			"all of the chargeback is reversed",
			payout.Definition{},
			[][3]string{{"-100", "2026-01-20", "s"}},
			"100",
			[][3]string{{"100", "2026-01-26", "s"}},
			[][2]string{{month(2), "0.00 0.00 0.00"}, {month(3), "0.00 0.00 0.00"}},
			"100",
		},
		// 70 are owed, and given up. The 30 that came back are no gain.
		{
			"a part of it",
			payout.Definition{},
			[][3]string{{"-100", "2026-01-20", "s"}},
			"100",
			[][3]string{{"30", "2026-01-26", "s"}},
			[][2]string{{month(2), "0.00 0.00 0.00"}},
			"30",
		},
		// Another sale is earned, and paid.
		{
			"with another sale",
			payout.Definition{},
			[][3]string{{"-100", "2026-01-20", "s"}},
			"100",
			[][3]string{{"100", "2026-01-26", "s"}, {"25", "2026-01-27", ""}},
			[][2]string{{month(2), "25.00 0.00 0.00"}},
			"100",
		},
		{
			"below the minimum", least,
			[][3]string{{"-100", "2026-01-20", "s"}},
			"100",
			[][3]string{{"100", "2026-01-26", "s"}, {"25", "2026-01-27", ""}, {"30", "2026-02-10", ""}},
			[][2]string{{month(2), "0.00 30.00 25.00"}, {month(3), "55.00 0.00 0.00"}},
			"100",
		},
		{
			"another sale alone",
			payout.Definition{},
			[][3]string{{"-100", "2026-01-20", "s"}},
			"100",
			[][3]string{{"100", "2026-01-26", ""}},
			[][2]string{{month(2), "100.00 0.00 0.00"}},
			"0",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.d.Currency = "USD"
			b := newBook(t, tt.d)
			post := func(name string, list [][3]string) {
				for i, one := range list {
					e := entry(fmt.Sprint(name, i), one[0], one[1])
					e.Corrects = one[2]
					if name == "late" && i == 0 && one[2] == "" && tt.undone != "0" {
						e.Key = "x"
					}
					b.post(e)
				}
			}
			post("first", tt.before)
			b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num(tt.given), At: at("2026-01-25"), Reason: "goodwill"}))
			post("late", tt.after)
			undone := num("0")
			for _, s := range tt.settles {
				undone = undone.Sub(b.wantSums(s[0], s[1]).GivenUp)
			}
			if !undone.Equal(num(tt.undone)) {
				t.Errorf("Settle took %s of the write-off back; want %s", undone, tt.undone)
			}
		})
	}
}

// TestWriteOffUndoneConverted takes a write-off back at its rate.
func TestWriteOffUndoneConverted(t *testing.T) {
	d := dollars()
	d.PayIn = payout.Conversion{Currency: "EUR", AtPost: true}
	d.Minimum = num("50")
	b := newBook(t, d)
	b.policy = b.policy.At(num("0.50"))
	back := entry("c", "-100", "2026-01-20")
	back.Corrects = "s"
	b.post(back)
	b.keep(b.policy.WriteOff(b.account, payout.Move{Key: "w", Amount: num("100"), At: at("2026-01-25"), Reason: "goodwill"}))
	reversal := entry("r", "100", "2026-01-26")
	reversal.Corrects = "s"
	b.policy = b.policy.At(num("0.80"))
	reversed := b.account
	b.post(reversal, entry("a", "10", "2026-01-27"))
	b.wantSums(month(2), "0.00 0.00 10.00")
	b.post(entry("b", "40", "2026-02-10"))
	// The chargeback cost 50 EUR and came back as 80; the write-off was 50. 50 USD more are 40 EUR.
	if got := b.wantSums(month(3), "50.00 0.00 0.00"); !got.Transfer.Gross.Equal(num("70")) {
		t.Errorf("Settle = %s; want 70 EUR", got)
	}
	b.account = reversed
	b.post(reversal, entry("a", "50", "2026-01-27"))
	if got := b.wantSums(month(2), "50.00 0.00 0.00"); !got.Transfer.Gross.Equal(num("70")) {
		t.Errorf("Settle(at once) = %s; want 70 EUR", got)
	}
}

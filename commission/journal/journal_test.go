package journal_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/journal"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func num(s string) decimal.Decimal { return roomtest.Num(s) }

func at(s string) time.Time { return roomtest.At(s) }

func entry(key, amount, day string) commission.Entry {
	return commission.Entry{
		Key: key, Plan: "p", Kind: commission.Sale, Event: "order " + key, Partner: "ana", Currency: "USD",
		Amount: num(amount), At: at(day), Booked: at(day), Due: at(day),
	}
}

// A ledger has the sums of the accounts.
type ledger struct {
	t    testing.TB
	sums map[string]decimal.Decimal
}

// book books transactions, each of which adds up and can be read again.
func (l *ledger) book(list ...journal.Transaction) {
	l.t.Helper()
	for _, tr := range list {
		in := map[string]decimal.Decimal{}
		for _, p := range tr.Postings {
			in[p.Currency] = in[p.Currency].Add(p.Amount)
			name := p.Account.String() + " " + p.Currency
			l.sums[name] = l.sums[name].Add(p.Amount)
		}
		for currency, sum := range in {
			if !sum.IsZero() {
				l.t.Fatalf("%s %s adds up to %s %s", tr.Key, tr.Text, sum, currency)
			}
		}
		roomtest.Again(l.t, tr)
	}
}

func (l *ledger) one(tr journal.Transaction, err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatalf("journal = %v; want no error", err)
	}
	l.book(tr)
}

// checkAccount compares the books with an account.
func (l *ledger) checkAccount(a payout.Account) {
	l.t.Helper()
	items, reserve, waiting := decimal.Decimal{}, decimal.Decimal{}, decimal.Decimal{}
	for i := range a.Items.All() {
		items = items.Add(i.Amount)
	}
	for _, t := range a.Reserve {
		reserve = reserve.Add(t.Amount)
	}
	for _, w := range a.Waiting {
		waiting = waiting.Add(w.Paid)
	}
	for name, want := range map[string]decimal.Decimal{
		"liabilities:accrued USD": items.Neg(), "liabilities:reserve USD": reserve.Neg(), "liabilities:payable USD": waiting.Neg(), "assets:advances USD": a.Advanced,
	} {
		if got := l.sums[name]; !got.Equal(want) {
			l.t.Fatalf("%s is %s; the account says %s", name, got, want)
		}
	}
}

// TestYears books years of random partners: each transaction adds up, the books
// agree with the account at every step, and all accounts add up to zero.
func TestYears(t *testing.T) {
	for seed := range seeds.Count(60) {
		r := rand.New(rand.NewPCG(uint64(seed), 81))
		d := payout.Definition{Currency: "USD", Every: payout.EveryMonth, Confirm: true, Minimum: decimal.New(r.Int64N(3000), -2)}
		if r.IntN(2) == 0 {
			d.Holdback = payout.Holdback{Rate: alianza.WholePercent(1 + r.IntN(30)), Days: 40}
		}
		switch r.IntN(5) {
		case 0:
			d.Draw = payout.Draw{Amount: num("100"), Guarantee: r.IntN(2) == 0}
		case 1:
			d.Maximum, d.ExcessLost = num("150"), r.IntN(2) == 0
			d.Minimum = decimal.Decimal{}
		case 2:
			d.Debt = payout.Debt{Floor: true}
		case 3:
			d.Debt = payout.Debt{Most: num("50"), Days: 70}
		default:
			d.PayIn = payout.Conversion{Currency: "EUR"}
		}
		policy := alianza.Must(payout.New(d)).At(num("0.91"))
		a := payout.Account{Partner: "ana", Plan: "p"}
		l := &ledger{t: t, sums: map[string]decimal.Decimal{}}
		here, abroad := decimal.Decimal{}, decimal.Decimal{} // converted, and not returned
		for m := 1; m <= 12; m++ {
			day := time.Date(2026, time.Month(m), 10, 0, 0, 0, 0, time.UTC)
			var list []commission.Entry
			for i := range r.IntN(5) {
				list = append(list, entry(fmt.Sprint(m, "/", i), decimal.New(r.Int64N(20_000)-8000, -2).String(), day.Format(time.RFC3339)))
			}
			var err error
			if a, err = policy.Post(a, list...); err != nil {
				t.Fatal(err)
			}
			l.book(alianza.Must(journal.Entries(list...))...)
			l.checkAccount(a)
			if debt := a.Balance().Neg(); debt.IsPositive() && r.IntN(3) == 0 {
				move := payout.Move{Key: fmt.Sprint("w ", m), Amount: debt, At: day, Reason: "goodwill"}
				l.one(journal.WrittenOff(a, move))
				a = alianza.Must(policy.WriteOff(a, move))
				l.checkAccount(a)
			}
			until := time.Date(2026, time.Month(m+1), 1, 0, 0, 0, 0, time.UTC)
			p, next, err := policy.Settle(a, until, payout.Charge{Name: "tax", Rate: alianza.WholePercent(10)}, payout.Charge{Name: "wire", Amount: num("1.50"), OnTop: true})
			if err != nil {
				t.Fatal(err)
			}
			a = next
			l.one(journal.Settled(p))
			l.checkAccount(a)
			for len(a.Waiting) > 0 && r.IntN(3) > 0 {
				w := a.Waiting[0]
				if r.IntN(3) == 0 {
					w, a, err = policy.Fail(a, w.Key, "refused", until)
					if err != nil {
						t.Fatal(err)
					}
					l.one(journal.Failed(w, until))
				} else {
					if w, a, err = policy.Confirm(a, w.Key); err != nil {
						t.Fatal(err)
					}
					l.one(journal.Paid(w, until))
					back := r.IntN(4) == 0
					if w.Transfer.Currency == "EUR" && !back {
						here, abroad = here.Add(w.Paid), abroad.Add(w.Transfer.Gross)
					}
					for i := 0; back && w.Left().IsPositive(); i++ {
						part := w.Left() // after at most two smaller ones
						if some := decimal.New(1+r.Int64N(2000), -2); i < 2 && some.LessThan(part) {
							part = some
						}
						move := payout.Move{Key: fmt.Sprint(w.Key, " back ", i), Amount: part, At: until, Reason: "iban"}
						if w, a, err = policy.Return(a, w, move); err != nil {
							t.Fatal(err)
						}
						l.one(journal.Returned(w, move))
					}
				}
				l.checkAccount(a)
			}
			// Nothing is left of a conversion whose transfer came back in parts.
			if usd, eur := l.sums["equity:conversion USD"], l.sums["equity:conversion EUR"]; !usd.Equal(here.Neg()) || !eur.Equal(abroad) {
				t.Fatalf("seed %d: the conversions are %s USD and %s EUR; want %s and %s", seed, usd, eur, here.Neg(), abroad)
			}
			if bank := l.sums["assets:bank USD"]; d.PayIn.Currency == "EUR" && !bank.IsZero() {
				t.Fatalf("seed %d: %s USD on the bank of transfers in EUR", seed, bank)
			}
			all := map[bool]decimal.Decimal{}
			for name, sum := range l.sums {
				usd := name[len(name)-3:] == "USD"
				all[usd] = all[usd].Add(sum)
			}
			if !all[true].IsZero() || !all[false].IsZero() {
				t.Fatalf("seed %d: all accounts add up to %v", seed, all)
			}
		}
	}
}

func TestEntries(t *testing.T) {
	unbooked := entry("u", "1", "2026-01-09") // booked when it was earned
	unbooked.Booked = time.Time{}
	refund := entry("r", "-4", "2026-01-11")
	refund.Kind, refund.Event = commission.Refund, "r-1"
	credit, kind := entry("c", "2", "2026-01-12"), entry("k", "3", "2026-01-12")
	credit.Medium, kind.Medium = commission.Credit, commission.InKind
	got := alianza.Must(journal.Entries(unbooked, entry("s", "10", "2026-01-10"), entry("zero", "0", "2026-01-10"), refund, credit, kind))
	text := ""
	for _, tr := range got {
		for _, p := range tr.Postings {
			text += fmt.Sprintln(tr.At.Format(time.DateOnly), tr.Text, p.Account, p.Detail, p.Amount)
		}
	}
	const want = `2026-01-09 sale order u expenses:commission  1
2026-01-09 sale order u liabilities:accrued ana -1
2026-01-10 sale order s expenses:commission  10
2026-01-10 sale order s liabilities:accrued ana -10
2026-01-11 refund r-1 expenses:commission  -4
2026-01-11 refund r-1 liabilities:accrued ana 4
2026-01-12 sale order c expenses:credit  2
2026-01-12 sale order c liabilities:accrued ana -2
2026-01-12 sale order k expenses:in_kind  3
2026-01-12 sale order k liabilities:accrued ana -3
`
	if text != want {
		t.Errorf("Entries =\n%s; want\n%s", text, want)
	}
}

func TestRedeemed(t *testing.T) {
	got := alianza.Must(journal.Redeemed(payout.Account{Partner: "ana", Currency: "USD"}, payout.Move{Key: "i-1", Amount: num("80"), At: at("2026-01-10")}))
	roomtest.Reads(t, got, `{"at":"2026-01-10T00:00:00Z","key":"i-1","text":"redeemed","postings":[`+
		`{"account":"income:redemptions","detail":"ana","currency":"USD","amount":"-80"},{"account":"liabilities:accrued","detail":"ana","currency":"USD","amount":"80"}]}`)
}

// TestPaid converts, and takes a tax off.
func TestPaid(t *testing.T) {
	policy := alianza.Must(payout.New(payout.Definition{Currency: "USD", PayIn: payout.Conversion{Currency: "EUR"}})).At(num("0.90"))
	a := alianza.Must(policy.Post(payout.Account{}, entry("s", "100", "2026-01-10")))
	p, _, err := policy.Settle(a, at("2026-02-01"), payout.Charge{Name: "tax", Rate: alianza.WholePercent(20)})
	if err != nil {
		t.Fatal(err)
	}
	tr := alianza.Must(journal.Paid(p, at("2026-02-02")))
	text := ""
	for _, one := range tr.Postings {
		text += fmt.Sprint(one.Account, " ", one.Detail, " ", one.Amount, " ", one.Currency, "; ")
	}
	const want = "liabilities:payable ana 100 USD; equity:conversion  -100 USD; equity:conversion  90 EUR; liabilities:charges tax -18 EUR; assets:bank  -72 EUR; "
	if text != want {
		t.Errorf("Paid = %s; want %s", text, want)
	}
}

// postings writes the postings of a transaction: "assets:bank 90 EUR; ".
func postings(tr journal.Transaction) (text string) {
	for _, p := range tr.Postings {
		text += fmt.Sprint(p.Account, " ", p.Amount, " ", p.Currency, "; ")
	}
	return text
}

// TestReturned books what came back in the currency of the transfer, and parts of it
// so that they add up.
func TestReturned(t *testing.T) {
	payoutOf := func(paid, currency, gross string, before ...string) payout.Payout {
		p := payout.Payout{Key: "k", Partner: "ana", Currency: "USD", Until: at("2026-02-01"), Paid: num(paid)}
		p.Transfer = payout.Transfer{Currency: currency, Gross: num(gross), Amount: num(gross)}
		for i, amount := range before {
			p.Reversals = append(p.Reversals, payout.Move{Key: fmt.Sprint("r", i), Amount: num(amount)})
		}
		return p
	}
	tests := []struct {
		name   string
		p      payout.Payout
		amount string // of a move of the key "r1"
		want   string
	}{
		{"in the same currency", payoutOf("100", "USD", "100"), "100", "assets:bank 100 USD; liabilities:accrued -100 USD; "},
		{"without a transfer", payout.Payout{Partner: "ana", Currency: "USD", Paid: num("100")}, "100", "assets:bank 100 USD; liabilities:accrued -100 USD; "},
		{"90 EUR", payoutOf("100", "EUR", "90"), "100", "equity:conversion 100 USD; liabilities:accrued -100 USD; assets:bank 90 EUR; equity:conversion -90 EUR; "},
		{"a half of 90 EUR", payoutOf("100", "EUR", "90"), "50", "equity:conversion 50 USD; liabilities:accrued -50 USD; assets:bank 45 EUR; equity:conversion -45 EUR; "},
		// 0.915 each: 3.33 are 3.04695, 6.66 are 6.0939, 10 are 9.15.
		{"a first part", payoutOf("10", "EUR", "9.15"), "3.33", "equity:conversion 3.33 USD; liabilities:accrued -3.33 USD; assets:bank 3.05 EUR; equity:conversion -3.05 EUR; "},
		{"a second part", payoutOf("10", "EUR", "9.15", "3.33"), "3.33", "equity:conversion 3.33 USD; liabilities:accrued -3.33 USD; assets:bank 3.04 EUR; equity:conversion -3.04 EUR; "},
		{"the last part", payoutOf("10", "EUR", "9.15", "6.66"), "3.34", "equity:conversion 3.34 USD; liabilities:accrued -3.34 USD; assets:bank 3.06 EUR; equity:conversion -3.06 EUR; "},
		{"a second part, of the payout after it", payoutOf("10", "EUR", "9.15", "3.33", "3.33", "3.34"), "3.33", "equity:conversion 3.33 USD; liabilities:accrued -3.33 USD; assets:bank 3.04 EUR; equity:conversion -3.04 EUR; "},
		// 150 yen a dollar: 0.01 are 1.5 yen, which the bank does not have.
		{"yen", payoutOf("10", "JPY", "1500"), "0.01", "equity:conversion 0.01 USD; liabilities:accrued -0.01 USD; assets:bank 2 JPY; equity:conversion -2 JPY; "},
	}
	for _, tt := range tests {
		got, err := journal.Returned(tt.p, payout.Move{Key: "r1", Amount: num(tt.amount), At: at("2026-02-03"), Reason: "closed"})
		if text := postings(got); err != nil || text != tt.want {
			t.Errorf("Returned of %s = %s, %v; want %s", tt.name, text, err, tt.want)
		}
	}
	for name, p := range map[string]payout.Payout{
		"paid: out_of_range":         payoutOf("0", "EUR", "9"),
		"transfer.currency: unknown": payoutOf("10", "ZZZ", "9"),
	} {
		_, err := journal.Returned(p, payout.Move{Key: "r1", Amount: num("1"), At: at("2026-02-03"), Reason: "closed"})
		roomtest.CheckFaults(t, "Returned", err, name)
	}
}

// TestSettlementKeys tells apart the settlements of accounts that pay nothing.
func TestSettlementKeys(t *testing.T) {
	debt := payout.Payout{Plan: "p", Partner: "ana", Currency: "USD", Until: at("2026-02-01"), GivenUp: num("5"), Due: num("-5")}
	for want, change := range map[string]func(p *payout.Payout){
		"p/ana/USD/cash/2026-02-01T00:00:00Z":       func(*payout.Payout) {},
		"q/ana/USD/cash/2026-02-01T00:00:00Z":       func(p *payout.Payout) { p.Plan = "q" },
		"*/ana/USD/cash/2026-02-01T00:00:00Z":       func(p *payout.Payout) { p.Plan = "" },
		"p%2Fana/ana/USD/cash/2026-02-01T00:00:00Z": func(p *payout.Payout) { p.Plan = "p/ana" },
		"p/ben/USD/cash/2026-02-01T00:00:00Z":       func(p *payout.Payout) { p.Partner = "ben" },
		"p/ana/EUR/cash/2026-02-01T00:00:00Z":       func(p *payout.Payout) { p.Currency = "EUR" },
		"p/ana/USD/credit/2026-02-01T00:00:00Z":     func(p *payout.Payout) { p.Medium = commission.Credit },
		"p/ana/USD/cash/2026-01-31T23:00:00Z":       func(p *payout.Payout) { p.Until = at("2026-02-01T00:00:00+01:00") },
		"p/ana/USD/cash/2026-02-01T00:00:00.5Z":     func(p *payout.Payout) { p.Until = p.Until.Add(time.Second / 2) },
		"p/ana/USD/3":                               func(p *payout.Payout) { p.Key = "p/ana/USD/3" },
	} {
		p := debt
		change(&p)
		if got, err := journal.Settled(p); err != nil || got.Key != want || len(got.Postings) != 2 {
			t.Errorf("Settled = %s with %d postings, %v; want %s with 2", got.Key, len(got.Postings), err, want)
		}
	}
}

func TestFaults(t *testing.T) {
	good := payout.Payout{Key: "k", Partner: "ana", Currency: "USD", Until: at("2026-02-01"), Paid: num("10"), Due: num("10")}
	if _, err := journal.Settled(good); err != nil {
		t.Errorf("Settled = %v; want no error", err)
	}
	for name, change := range map[string]func(p *payout.Payout){
		"postings: contradiction": func(p *payout.Payout) { p.Due = num("9") },
		"partner: missing":        func(p *payout.Payout) { p.Partner = "" },
		"currency: unknown":       func(p *payout.Payout) { p.Currency = "ZZZ" },
		"at: missing":             func(p *payout.Payout) { p.Until = time.Time{} },
	} {
		bad := good
		change(&bad)
		_, err := journal.Settled(bad)
		roomtest.CheckFaults(t, "Settled", err, name)
	}
	for name, n := range roomtest.Hostile() {
		bad := good
		bad.Paid, bad.Due, bad.GivenUp, bad.Guaranteed, bad.Released = n, n, n, n, n
		move := payout.Move{Key: "m", Amount: n, At: at("2026-02-01"), Reason: "r"}
		account := payout.Account{Partner: "ana", Currency: "USD"}
		e := entry("s", "1", "2026-01-10")
		e.Amount = n
		abroad, wild := good, good
		abroad.Transfer = payout.Transfer{Currency: "EUR", Gross: num("9")}
		wild.Transfer = payout.Transfer{Currency: "EUR", Gross: n}
		wild.Reversals = []payout.Move{{Key: "earlier", Amount: n}}
		for i, do := range []func() error{
			func() error { _, err := journal.Settled(bad); return err },
			func() error { _, err := journal.Paid(bad, at("2026-02-01")); return err },
			func() error { _, err := journal.Failed(bad, at("2026-02-01")); return err },
			func() error { _, err := journal.Returned(good, move); return err },
			func() error {
				_, err := journal.Returned(abroad, payout.Move{Key: "m", Amount: n, At: at("2026-02-01")})
				return err
			},
			func() error {
				_, err := journal.Returned(wild, payout.Move{Key: "m", Amount: num("1"), At: at("2026-02-01")})
				return err
			},
			func() error { _, err := journal.WrittenOff(account, move); return err },
			func() error { _, err := journal.Redeemed(account, move); return err },
			func() error { _, err := journal.Entries(e); return err },
		} {
			if err := do(); len(alianza.Faults(err)) == 0 {
				t.Errorf("call %d with %s = %v; want faults", i, name, err)
			}
		}
	}
	var back journal.Transaction
	err := back.UnmarshalJSON([]byte(`{"at":"2026-01-10T00:00:00Z","key":"k","text":"t","postings":[{"account":"assets:bank","currency":"USD","amount":"1"}]}`))
	roomtest.CheckFaults(t, "UnmarshalJSON", err, "postings: contradiction")
	for a := journal.Commission; a <= journal.Conversion; a++ {
		var again journal.Account
		if text, err := a.MarshalText(); err != nil || again.UnmarshalText(text) != nil || again != a {
			t.Errorf("MarshalText(%s) = %s, %v", a, text, err)
		}
	}
}

// TestMovesBounds books no payout that the bank did not pay, and no move that cannot be.
func TestMovesBounds(t *testing.T) {
	day := at("2026-02-05")
	paid := payout.Payout{Key: "p/ana/USD/1", Partner: "ana", Currency: "USD", State: payout.StatePaid, Paid: num("100"), Transfer: payout.Transfer{Currency: "USD", Gross: num("100"), Amount: num("100")}}
	failed, waits := paid, paid
	failed.State, failed.Reason, waits.State = payout.StateReturned, "refused", payout.StateReserved
	back := func(amount string) payout.Move {
		return payout.Move{Key: "b", Amount: num(amount), At: day, Reason: "iban"}
	}
	part := paid
	part.State, part.Reversals = payout.StatePartlyReturned, []payout.Move{{Key: "a", Amount: num("60"), At: day, Reason: "iban"}}
	whole := part
	whole.State, whole.Reversals = payout.StateReturned, slices.Concat(part.Reversals, []payout.Move{back("40")})
	account := payout.Account{Partner: "ana", Currency: "USD"}
	for _, tt := range []struct {
		name string
		do   func() (journal.Transaction, error)
		want []string
	}{
		{"Paid", func() (journal.Transaction, error) { return journal.Paid(paid, day) }, nil},
		{"Paid(came back since)", func() (journal.Transaction, error) { return journal.Paid(whole, day) }, nil},
		{"Paid(failed)", func() (journal.Transaction, error) { return journal.Paid(failed, day) }, []string{"state: contradiction"}},
		{"Returned(all)", func() (journal.Transaction, error) { return journal.Returned(paid, back("100")) }, nil},
		{"Returned(more)", func() (journal.Transaction, error) { return journal.Returned(paid, back("100.01")) }, []string{"amount: out_of_range"}},
		{"Returned(the rest)", func() (journal.Transaction, error) { return journal.Returned(part, back("40")) }, nil},
		{"Returned(the rest, after it)", func() (journal.Transaction, error) { return journal.Returned(whole, back("40")) }, nil},
		{"Returned(more than the rest)", func() (journal.Transaction, error) { return journal.Returned(part, back("40.01")) }, []string{"amount: out_of_range"}},
		{"Returned(-5)", func() (journal.Transaction, error) { return journal.Returned(paid, back("-5")) }, []string{"amount: out_of_range"}},
		{"Returned(waits)", func() (journal.Transaction, error) { return journal.Returned(waits, back("5")) }, []string{"state: contradiction"}},
		{"Returned(failed)", func() (journal.Transaction, error) { return journal.Returned(failed, back("5")) }, []string{"state: contradiction"}},
		{"WrittenOff(-5)", func() (journal.Transaction, error) { return journal.WrittenOff(account, back("-5")) }, []string{"amount: out_of_range"}},
		{"Redeemed(0)", func() (journal.Transaction, error) { return journal.Redeemed(account, back("0")) }, []string{"amount: out_of_range"}},
	} {
		_, err := tt.do()
		roomtest.CheckFaults(t, tt.name, err, tt.want...)
	}
}

// TestSettledAgain books two settlements of one period without a payout: each has its key.
func TestSettledAgain(t *testing.T) {
	policy := alianza.Must(payout.New(payout.Definition{Currency: "USD", Debt: payout.Debt{Floor: true}}))
	account, keys := payout.Account{}, []string{}
	for i, key := range []string{"a", "b"} {
		account = alianza.Must(policy.Post(account, entry(key, "-5", "2026-01-10")))
		p, after, err := policy.Settle(account, at("2026-02-01"))
		if err != nil || p.Again != i {
			t.Fatalf("Settle = %d, %v; want the settlement %d", p.Again, err, i)
		}
		account = after
		keys = append(keys, alianza.Must(journal.Settled(p)).Key)
	}
	if diff := cmp.Diff([]string{"p/ana/USD/cash/2026-02-01T00:00:00Z", "p/ana/USD/cash/2026-02-01T00:00:00Z/2"}, keys); diff != "" {
		t.Errorf("keys mismatch (-want +got):\n%s", diff)
	}
}

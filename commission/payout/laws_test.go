package payout_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// randomEntries returns entries of a month, some of them refunds and some due
// later.
func randomEntries(r *rand.Rand, month, n int) []commission.Entry {
	var list []commission.Entry
	for i := range n {
		day := time.Date(2026, time.Month(month), 1+r.IntN(28), r.IntN(24), 0, 0, 0, time.UTC)
		amount := decimal.New(r.Int64N(20_000)-6000, -2)
		e := commission.Entry{Key: fmt.Sprint("e/", month, "/", i), Plan: "p", Partner: "ana", Currency: "USD", Amount: amount, At: day, Due: day}
		if r.IntN(3) == 0 {
			e.Due = day.AddDate(0, 0, r.IntN(60))
		}
		if amount.IsNegative() && r.IntN(2) == 0 || r.IntN(8) == 0 { // it may be of an entry to come
			e.Corrects = fmt.Sprint("e/", max(1, month+1-r.IntN(3)), "/", r.IntN(8))
		}
		list = append(list, e)
	}
	return list
}

// TestSettleReference settles years of random partners, some periods twice, and a
// purse beside them. Some transfers fail. Some months are settled when the next one has
// begun, and debts were written off in it.
func TestSettleReference(t *testing.T) {
	for seed := range seeds.Count(200) {
		r := rand.New(rand.NewPCG(uint64(seed), 51))
		d := dollars()
		d.Minimum = decimal.New(r.Int64N(10_000), -2)
		if r.IntN(2) == 0 {
			d.Holdback = payout.Holdback{Rate: alianza.WholePercent(1 + r.IntN(40)), Days: 1 + r.IntN(100)}
		}
		d.Confirm = r.IntN(2) == 0
		switch r.IntN(3) {
		case 0:
			d.Every, d.Draw = payout.EveryMonth, payout.Draw{Amount: decimal.New(r.Int64N(30_000), -2).Add(num("1")), Guarantee: r.IntN(2) == 0}
		case 1:
			d.Maximum = d.Minimum.Add(decimal.New(r.Int64N(20_000), -2)).Add(num("1"))
		default:
		}
		b, p := newBook(t, d), newPurse(d)
		b.quick, b.account.Partner, b.account.Plan = seed > 20, "ana", "p"
		posted := 0
		for m := 1; m <= 12; m++ {
			for n := m + r.IntN(2); posted < n; {
				posted++
				list := randomEntries(r, posted, r.IntN(8))
				b.post(list...)
				p.post(list...)
			}
			if !d.Confirm {
				at := time.Date(2026, time.Month(posted), 1+r.IntN(28), 0, 0, 0, 0, time.UTC)
				b.giveUp(p, at, r)
				undone := p.reversals(r, at)
				b.post(undone...)
				p.post(undone...)
			}
			until := time.Date(2026, time.Month(m+1), 1, 0, 0, 0, 0, time.UTC)
			for n := range 1 + r.IntN(2) {
				if n > 0 && r.IntN(2) == 0 { // entries of the month that came late
					late := randomEntries(r, m, r.IntN(4))
					for i := range late {
						late[i].Key += "/late"
					}
					b.post(late...)
					p.post(late...)
				}
				got := b.settle(until.Format(time.RFC3339))
				paid, held, carried := p.settle(until, n > 0)
				if got.Paid.Rat().Cmp(paid) != 0 || got.Held.Rat().Cmp(held) != 0 || got.Carried.Rat().Cmp(carried) != 0 {
					t.Fatalf("seed %d, month %d of %+v: Settle = %s; want %s paid, %s held, %s carried", seed, m, d, got,
						paid.FloatString(2), held.FloatString(2), carried.FloatString(2))
				}
				if got.State == payout.StateReserved && r.IntN(3) == 0 {
					b.fail(got, until)
					p.back.Add(p.back, paid)
				} else if got.State == payout.StateReserved {
					b.confirm(got)
				}
			}
		}
	}
}

// giveUp writes off a part of what is owed, or all of it, here and in a purse.
func (b *book) giveUp(p *purse, at time.Time, r *rand.Rand) {
	b.t.Helper()
	owed := smaller(p.debt(at), b.account.Balance().Neg().Rat())
	cents := owed.Mul(owed, big.NewRat(100, 1)).Num().Int64()
	if cents <= 0 {
		return
	}
	if r.IntN(2) == 0 {
		cents = 1 + r.Int64N(cents)
	}
	amount := decimal.New(cents, -2)
	b.keep(b.policy.WriteOff(b.account, payout.Move{Key: fmt.Sprint("w", b.account.Items.Len(), at), Amount: amount, At: at, Reason: "goodwill"}))
	p.giveUp(at, amount.Rat())
}

// A shop is a service with a store: what it commits survives a crash, and
// nothing else does. A bank pays each key once.
type shop struct {
	t        *testing.T
	seed     int
	r        *rand.Rand
	policy   payout.Policy
	account  payout.Account             // committed
	payouts  map[string]payout.Payout   // committed, by key
	order    []string                   // the keys of the payouts
	stored   map[string]bool            // entries and moves, by key
	bank     map[string]decimal.Decimal // transferred, by key
	posted   decimal.Decimal
	returned decimal.Decimal
	given    decimal.Decimal // by guarantees, and up: debts that were written off, less rests that were forfeited
}

// commit keeps a step, or loses it: the service crashed before or after the
// commit, and does not know which.
func (s *shop) commit(step func()) (crashed bool) {
	switch s.r.IntN(8) {
	case 0:
		return true // lost
	case 1:
		step()
		return true // kept, but nobody was told
	}
	step()
	return false
}

// retry does a step until it was told that the step is kept.
func (s *shop) retry(do func() (step func(), done bool)) {
	for {
		step, done := do()
		if done || !s.commit(step) {
			return
		}
	}
}

// post stores an entry and posts it, in one transaction. An entry that is stored
// was posted.
func (s *shop) post(e commission.Entry) {
	s.retry(func() (func(), bool) {
		if s.stored[e.Key] {
			return nil, true
		}
		account, err := s.policy.Post(s.account, e)
		if err != nil {
			s.t.Fatalf("Post(%s) = %v; want no error", e.Key, err)
		}
		return func() {
			s.account, s.stored[e.Key] = account, true
			s.posted = s.posted.Add(e.Amount)
		}, false
	})
}

// settle settles, keeps account and payout, and asks the bank.
func (s *shop) settle(until time.Time) {
	kept := false
	s.retry(func() (func(), bool) {
		paid, account, err := s.policy.Settle(s.account, until)
		if err != nil {
			s.t.Fatalf("seed %d: Settle = %v; want no error", s.seed, err)
		}
		checkPayout(s.t, paid)
		if _, known := s.payouts[paid.Key]; kept && !known && (paid.Key != "" || !paid.GivenUp.IsZero() || !paid.Guaranteed.IsZero() || !paid.Advance.IsZero()) {
			s.t.Fatalf("seed %d: Settle(again) = %s, %s; want nothing", s.seed, paid.Key, paid)
		}
		return func() {
			s.account, kept = account, true
			before, known := s.payouts[paid.Key]
			switch {
			case paid.Key == "":
			case !known:
				s.payouts[paid.Key], s.order = paid, append(s.order, paid.Key)
			case !before.Paid.Equal(paid.Paid) || !before.Items.Equal(paid.Items) || before.State != paid.State:
				s.t.Fatalf("seed %d: the payout %s is %s, and was %s", s.seed, paid.Key, paid, before)
			default:
				return
			}
			s.given = s.given.Add(paid.GivenUp)
			if paid.Guaranteed.IsPositive() {
				s.given = s.given.Add(paid.Guaranteed)
			}
		}, false
	})
	for _, key := range s.order {
		if s.payouts[key].State == payout.StateReserved {
			s.transfer(key, until)
		}
	}
}

// review blocks an entry, or releases one.
func (s *shop) review() {
	for item := range s.account.Items.All() {
		if s.r.IntN(8) > 0 || item.Origin != payout.OriginEntry {
			continue
		}
		s.retry(func() (func(), bool) {
			now, ok := s.account.Item(item.Key)
			if !ok || now.State != item.State {
				return nil, true
			}
			account, err := s.policy.Release(s.account, item.Key)
			if now.State != payout.StateBlocked {
				account, err = s.policy.Block(s.account, item.Key, "a question")
			}
			if err != nil {
				s.t.Fatalf("seed %d: the review of %s = %v; want no error", s.seed, item.Key, err)
			}
			return func() { s.account = account }, false
		})
	}
}

// forgive writes a debt off.
func (s *shop) forgive(at time.Time) {
	due, all := s.account.Balance(), s.policy.Definition().Final == payout.FinalAll && !s.account.Ended.IsZero()
	for item := range s.account.Items.All() {
		_, with := s.account.Item(item.Corrects)
		if state := item.StateAt(at); state == payout.StateHeld && !all || state == payout.StateBlocked || item.Amount.IsNegative() && with {
			due = due.Sub(item.Amount)
		}
	}
	move := payout.Move{Key: "w " + at.Format(time.DateOnly), Amount: decimal.Max(due, s.account.Balance()).Neg(), At: at, Reason: "goodwill"}
	if !move.Amount.IsPositive() || s.r.IntN(4) > 0 {
		return
	}
	s.retry(func() (func(), bool) {
		if s.stored[move.Key] {
			return nil, true
		}
		account, err := s.policy.WriteOff(s.account, move)
		if err != nil {
			s.t.Fatalf("seed %d: WriteOff = %v; want no error", s.seed, err)
		}
		return func() {
			s.account, s.stored[move.Key] = account, true
			s.given = s.given.Add(move.Amount)
		}, false
	})
}

// end says that the partner left.
func (s *shop) end(at time.Time) {
	s.retry(func() (func(), bool) {
		if !s.account.Ended.IsZero() {
			return nil, true
		}
		account, err := s.policy.End(s.account, at)
		if err != nil {
			s.t.Fatalf("seed %d: End = %v; want no error", s.seed, err)
		}
		return func() { s.account = account }, false
	})
}

// transfer asks the bank for a payout: the bank pays, refuses or keeps silent.
func (s *shop) transfer(key string, at time.Time) {
	p := s.payouts[key]
	if amount, ok := s.bank[key]; ok && !amount.Equal(p.Paid) {
		s.t.Fatalf("the bank is asked for %s as %s, and paid %s", key, p.Paid, amount)
	}
	switch s.r.IntN(4) {
	case 0: // silent: asked again later
	case 1:
		if _, ok := s.bank[key]; ok {
			return // it paid before it kept silent
		}
		s.finish(key, func() (payout.Payout, payout.Account, error) { return s.policy.Fail(s.account, key, "refused", at) })
	default:
		s.bank[key] = p.Paid
		if s.r.IntN(4) == 0 {
			return // paid, but the answer is lost
		}
		s.finish(key, func() (payout.Payout, payout.Account, error) { return s.policy.Confirm(s.account, key) })
	}
}

// finish keeps the end of a payout.
func (s *shop) finish(key string, end func() (payout.Payout, payout.Account, error)) {
	s.retry(func() (func(), bool) {
		if s.payouts[key].State != payout.StateReserved {
			return nil, true
		}
		p, account, err := end()
		if err != nil {
			s.t.Fatalf("the end of %s = %v; want no error", key, err)
		}
		return func() { s.payouts[key], s.account = p, account }, false
	})
}

// bounce brings a part of a paid transfer back.
func (s *shop) bounce(at time.Time) {
	for _, key := range s.order {
		p := s.payouts[key]
		if p.State != payout.StatePaid && p.State != payout.StatePartlyReturned || s.r.IntN(4) > 0 {
			continue
		}
		back := p.Left()
		if s.r.IntN(2) == 0 {
			back = decimal.Min(back, decimal.New(1+s.r.Int64N(5000), -2))
		}
		move := payout.Move{Key: fmt.Sprint(key, " back ", len(p.Reversals)), Amount: back, At: at, Reason: "iban unknown"}
		s.retry(func() (func(), bool) {
			if s.payouts[key].Left().LessThan(p.Left()) {
				return nil, true
			}
			next, account, err := s.policy.Return(s.account, s.payouts[key], move)
			if err != nil {
				s.t.Fatalf("Return(%s of %s) = %v; want no error", back, key, err)
			}
			return func() {
				s.payouts[key], s.account = next, account
				s.returned = s.returned.Add(back)
			}, false
		})
	}
}

// randomPolicy returns a policy that pays by the month and waits for the bank.
func randomPolicy(r *rand.Rand) payout.Definition {
	d := confirmed()
	d.Every = payout.EveryMonth
	d.Minimum = decimal.New(r.Int64N(5000), -2)
	d.Final = payout.Final(r.IntN(3))
	if r.IntN(2) == 0 {
		d.Holdback = payout.Holdback{Rate: alianza.WholePercent(1 + r.IntN(30)), Days: 1 + r.IntN(90)}
	}
	switch r.IntN(6) {
	case 0:
		d.Maximum = d.Minimum.Add(decimal.New(10_000+r.Int64N(30_000), -2))
		d.ExcessLost = r.IntN(2) == 0
	case 1:
		d.Draw = payout.Draw{Amount: decimal.New(1+r.Int64N(20_000), -2), Guarantee: r.IntN(2) == 0}
	case 2:
		d.Debt = payout.Debt{Floor: true}
	case 3:
		d.Debt = payout.Debt{Most: decimal.New(1+r.Int64N(5000), -2), Days: r.IntN(100)}
	case 4:
		d.Hold = payout.Hold{Days: r.IntN(60)}
		d.Deferral = []payout.Deferred{{Rate: alianza.WholePercent(70)}, {Months: 1 + r.IntN(4), Rate: alianza.WholePercent(30)}}
	default:
	}
	return d
}

// TestNothingIsLost runs years of partners with refunds, reviews, retries, crashes at
// any point, failed and returned transfers, and entries out of order; some partners
// leave. No cent is lost or invented, and each entry is in one payout that stands.
func TestNothingIsLost(t *testing.T) {
	for seed := range seeds.Count(1000) {
		r := rand.New(rand.NewPCG(uint64(seed), 52))
		d := randomPolicy(r)
		s := &shop{
			t: t, seed: seed, r: r, policy: policyOf(t, d), account: payout.Account{Partner: "ana", Plan: "p"},
			payouts: map[string]payout.Payout{}, stored: map[string]bool{}, bank: map[string]decimal.Decimal{},
		}
		leaves := 1 + r.IntN(24) // most stay
		for m := 1; m <= 12; m++ {
			list := randomEntries(r, m, r.IntN(8))
			r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
			for _, e := range list {
				s.post(e)
			}
			s.review()
			until := time.Date(2026, time.Month(m+1), 1, 0, 0, 0, 0, time.UTC)
			s.forgive(until.Add(-time.Hour))
			if m == leaves {
				s.end(until.Add(-time.Hour))
			}
			s.settle(until)
			s.bounce(until)
			s.check()
		}
	}
}

// check counts the money.
func (s *shop) check() {
	s.t.Helper()
	seed := s.seed
	waiting, standing := decimal.Decimal{}, decimal.Decimal{}
	keys := map[string]string{}
	for _, key := range s.order {
		p := s.payouts[key]
		if p.Reason != "" {
			continue // failed
		}
		if p.State == payout.StateReserved {
			waiting = waiting.Add(p.Paid)
		} else {
			standing = standing.Add(p.Left())
		}
		for item := range p.Items.All() {
			if other, ok := keys[item.Key]; ok {
				s.t.Fatalf("seed %d: %s is in the payouts %s and %s", seed, item.Key, other, key)
			}
			keys[item.Key] = key
		}
	}
	for item := range s.account.Items.All() {
		if other, ok := keys[item.Key]; ok {
			s.t.Fatalf("seed %d: %s is in the account as %s and in the payout %s, %s", seed, item.Key, item.State, other, states(s.payouts[other]))
		}
	}
	if all := s.account.Balance().Add(waiting).Add(standing); !all.Equal(s.posted.Add(s.given)) {
		s.t.Fatalf("seed %d: %s owed, %s waiting, %s paid: %s in all; want the %s that was posted and %s given", seed,
			s.account.Balance(), waiting, standing, all, s.posted, s.given)
	}
	transferred := decimal.Decimal{}
	for key, amount := range s.bank {
		if p := s.payouts[key]; p.State == payout.StateReturned && p.Reason != "" {
			s.t.Fatalf("seed %d: the bank paid %s, which failed", seed, key)
		}
		transferred = transferred.Add(amount)
	}
	if over := transferred.Sub(s.returned).Sub(standing).Sub(waiting); over.IsPositive() {
		s.t.Fatalf("seed %d: the bank paid %s too much", seed, over)
	}
}

// TestPostAtOnce posts entries one by one, and all at once.
func TestPostAtOnce(t *testing.T) {
	for seed := range seeds.Count(30) {
		r := rand.New(rand.NewPCG(uint64(seed), 53))
		single, whole := newBook(t, dollars()), newBook(t, dollars())
		single.quick, whole.quick = true, true
		list := randomEntries(r, 1, r.IntN(30))
		for _, e := range list {
			single.post(e)
		}
		whole.post(list...)
		if diff := cmp.Diff(whole.account, single.account); diff != "" {
			t.Fatalf("Post(one by one) mismatch (-want +got):\n%s", diff)
		}
	}
}

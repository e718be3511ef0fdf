package payout

import (
	"cmp"
	"fmt"
	"math/big"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Post returns the account with entries in it. The account that was given is
// unchanged. An entry costs the same in a long account as in a short one: the
// accounts share the items that both have, see [Items].
//
// An entry has the hold, the holdback and the rate of exchange of the policy that
// posts it. A policy that changes later does not reach it. If an entry corrects
// another one in the account, it has the rate of that one. With a deferral, what is
// taken back is divided as what it takes back.
//
// Post returns an error, and the account as it was, for the first entry that:
//   - is in another currency than the policy ([alianza.ErrCurrency]);
//   - is in another medium, or is another partner's or plan's than the account
//     ([alianza.ErrConflict]);
//   - is in the account already ([alianza.ErrRepeated]);
//   - has more decimals than the currency, or leads to an amount or a day that is
//     out of bounds ([alianza.ErrRange]);
//   - has no Key, Partner, At or Due, no Plan without AcrossPlans, or no rate of
//     exchange ([alianza.ErrMissing]).
//
// An entry that was paid is no longer in the account. So post an entry in the
// transaction that stores it, where its key is unique.
func (p Policy) Post(a Account, entries ...commission.Entry) (Account, error) {
	if err := p.unchecked(); err != nil {
		return a, err
	}
	var f check.Faults
	p.checkHead(&f, &a)
	if err := wrap(&f); err != nil {
		return a, err
	}
	b := poster{policy: &p, account: a}
	b.earned.Add(a.Earned)
	b.adjusted.Add(a.Adjusted)
	b.balance.Add(a.Opening)
	b.balance.Add(a.all())
	b.items = grower{Items: a.Items, more: len(entries) * max(1, len(p.def.Deferral))}
	for i := range entries {
		if err := b.post(&entries[i]); err != nil {
			return a, fmt.Errorf("payout: entry %q: %w", entries[i].Key, err)
		}
	}
	if len(entries) > 0 {
		b.account.Earned, b.account.Adjusted = p.unit.Show(b.earned.Sum()), p.unit.Show(b.adjusted.Sum())
	}
	b.account.Items = b.items.Items
	return b.account, nil
}

// A poster adds entries to an account that is its own.
type poster struct {
	policy  *Policy
	account Account
	items   grower

	earned, adjusted, balance exact.Adder
}

// item returns the item of a key, or nil.
func (b *poster) item(key string) *Item {
	return b.items.find(key)
}

// post adds one entry.
func (b *poster) post(e *commission.Entry) error {
	p, a := b.policy, &b.account
	var f check.Faults
	b.check(&f, e)
	if err := f.Err(); err != nil {
		return err
	}
	sum := &b.earned
	if e.Amount.IsNegative() {
		sum = &b.adjusted
	}
	sum.Add(e.Amount)
	b.balance.Add(e.Amount)
	if err := sum.Check(); err != nil {
		f.Add("amount", exact.Text(e.Amount), alianza.ErrRange, "what it leads to: "+err.Error())
		return f.Err()
	}
	if err := b.balance.Check(); err != nil {
		f.Add("amount", exact.Text(e.Amount), alianza.ErrRange, "the balance that it leads to: "+err.Error())
		return f.Err()
	}
	a.Partner, a.Currency, a.Medium = cmp.Or(a.Partner, e.Partner), p.def.Currency, p.def.Medium
	if !p.def.AcrossPlans {
		a.Plan = cmp.Or(a.Plan, e.Plan)
	}
	b.add(e)
	return nil
}

// check faults an entry that the account does not take.
func (b *poster) check(f *check.Faults, e *commission.Entry) {
	p, a := b.policy, &b.account
	if e.Currency != p.def.Currency {
		f.Add("currency", e.Currency, alianza.ErrCurrency, "the policy is in "+p.def.Currency)
	}
	if e.Medium != p.def.Medium {
		f.Add("medium", e.Medium.String(), alianza.ErrConflict, "the policy pays "+p.def.Medium.String())
	}
	if e.Partner == "" {
		f.Add("partner", "", alianza.ErrMissing, "")
	}
	if e.Plan == "" && !p.def.AcrossPlans {
		f.Add("plan", "", alianza.ErrMissing, "an account for several needs across_plans")
	}
	p.owner(f, a, e.Partner, e.Plan)
	p.unit.Amount(f, "amount", e.Amount)
	at := f.Instant("at", e.At)
	if f.Instant("due", e.Due) && at {
		b.checkDays(f, e)
	}
	switch {
	case e.Key == "":
		f.Add("key", "", alianza.ErrMissing, "")
	case p.among(e.Key, func(key string) bool { return b.item(key) != nil || b.account.waits(key) }):
		f.Add("key", e.Key, alianza.ErrRepeated, "the account has it")
	}
	if p.def.PayIn.AtPost {
		p.checkRate(f, b.pinned(e))
	}
}

// checkDays faults an entry whose hold, holdback or deferral ends beyond the calendar,
// which stops at its last day.
func (b *poster) checkDays(f *check.Faults, e *commission.Entry) {
	p, hold, back := b.policy, b.hold(), b.policy.def.Holdback
	if e.Amount.IsNegative() {
		return
	}
	sound := true
	switch {
	case hold.Days > 0:
		sound = f.Instant("due", p.date(e.At).AddDate(0, 0, hold.Days))
	case hold.Hours > 0:
		sound = f.Instant("due", b.due(e))
	}
	if due := b.due(e); sound && b.divided(e) && !due.IsZero() {
		f.Instant("due", p.date(due).AddDate(0, p.def.Deferral[len(p.def.Deferral)-1].Months, 0))
	}
	switch {
	case back.Days > 0:
		f.Instant("release", p.date(e.At).AddDate(0, 0, back.Days))
	case back.Settlements > 0 && sound:
		if last := p.release(e.At, b.due(e)); !p.def.Every.Next(last, p.zone).After(last) {
			f.Add("release", "", alianza.ErrRange, "the year is not from 1 to 9999")
		}
	}
}

// date returns the day of an instant, as an instant of a calendar without an end.
func (p *Policy) date(t time.Time) time.Time { return alianza.DateOf(t, p.zone).In(time.UTC) }

// among reports whether an entry, or a part of it, is among those of a key.
func (p *Policy) among(key string, has func(key string) bool) bool {
	found := has(key)
	for n := range p.def.Deferral {
		found = found || has(partKey(key, n))
	}
	return found
}

// partKey returns the key of a part of a deferred entry.
func partKey(key string, n int) string { return key + "/" + strconv.Itoa(n+1) }

// pinned returns the rate of exchange of an entry: that of the entry which it
// corrects, or the policy's.
func (b *poster) pinned(e *commission.Entry) decimal.Decimal {
	if e.Corrects != "" {
		if before := b.item(e.Corrects); before != nil {
			return before.Rate
		}
	}
	return b.policy.rate
}

// checkRate faults a rate of exchange that is missing or cannot be.
func (p *Policy) checkRate(f *check.Faults, rate decimal.Decimal) bool {
	switch {
	case !f.NotNegative("rate", rate):
		return false
	case rate.IsZero():
		f.Add("rate", "", alianza.ErrMissing, errRate.Error())
		return false
	}
	return true
}

// converted returns an amount in the currency of the transfers.
func (p *Policy) converted(amount, rate decimal.Decimal) decimal.Decimal {
	return p.to.Round(amount.Mul(rate), exact.HalfUp)
}

// add adds the items of an entry: one, or those of a deferral.
func (b *poster) add(e *commission.Entry) {
	p := b.policy
	item := Item{Key: e.Key, Corrects: e.Corrects, Amount: p.unit.Show(e.Amount), At: e.At, State: StateHeld}
	item.Due = b.due(e)
	if item.Due.IsZero() {
		item.State = StateAccrued
	}
	if p.def.PayIn.AtPost {
		item.Rate = b.pinned(e)
		item.Converted = p.converted(item.Amount, item.Rate)
	}
	if b.divided(e) {
		b.deferred(item)
		return
	}
	p.withhold(&item)
	b.items.add(&item)
}

// divided reports whether an entry is deferred: what is earned, and what is taken
// back of an entry that was divided itself.
func (b *poster) divided(e *commission.Entry) bool {
	if len(b.policy.def.Deferral) == 0 || e.Amount.IsZero() {
		return false
	}
	return e.Amount.IsPositive() || e.Corrects != "" && b.item(e.Corrects) == nil
}

// hold returns the hold of the account, the zero Hold if each entry says it itself.
func (b *poster) hold() Hold {
	if b.account.Hold != (Hold{}) {
		return b.account.Hold
	}
	return b.policy.def.Hold
}

// due returns when an entry may be paid, the zero time if somebody approves it.
// What is taken back is not held, but not before what it takes back. Where the policy
// holds, the hold of the plan is no matter.
func (b *poster) due(e *commission.Entry) time.Time {
	hold := b.hold()
	switch {
	case hold == (Hold{}):
		return e.Due
	case e.Amount.IsNegative():
		return b.later(e.At, e.Corrects)
	case hold.Manual:
		return time.Time{}
	case hold.Hours > 0:
		return e.At.Add(time.Duration(hold.Hours) * time.Hour)
	case hold.Days > 0:
		return alianza.DateOf(e.At, b.policy.zone).AddDays(hold.Days).In(b.policy.zone)
	}
	return e.At
}

// later returns the later one of an instant and the Due of an item.
func (b *poster) later(due time.Time, key string) time.Time {
	if before := b.item(key); before != nil && before.Due.After(due) {
		return before.Due
	}
	return due
}

// withhold keeps the part of what is earned back that the policy says.
func (p *Policy) withhold(item *Item) {
	h := p.def.Holdback
	if h.Rate.IsZero() || !item.Amount.IsPositive() {
		return
	}
	item.Withheld = p.unit.Percent(h.Rate, item.Amount, exact.HalfUp)
	switch {
	case h.Days > 0:
		item.Release = alianza.DateOf(item.At, p.zone).AddDays(h.Days).In(p.zone)
	case h.Settlements > 0:
		item.Release = p.release(item.At, item.Due)
	}
}

// release returns when so many settlements after that of an item have been.
func (p *Policy) release(at, due time.Time) time.Time {
	from := at
	if due.After(from) {
		from = due
	}
	// The end of a period is the first instant of what the next settlement takes.
	return p.def.Every.later(p.def.Every.Next(from, p.zone), p.def.Holdback.Settlements-1, p.zone)
}

// deferred divides an item over time. The parts add up to it. A part of what is
// taken back takes back the same part.
func (b *poster) deferred(item Item) {
	p := b.policy
	given, share := decimal.Decimal{}, new(big.Rat)
	for n, part := range p.def.Deferral {
		one := item
		one.Key = partKey(item.Key, n)
		share.Add(share, big.NewRat(part.Rate.Units(), alianza.WholePercent(100).Units()))
		upTo := p.unit.RoundRat(new(big.Rat).Mul(exact.Rat(item.Amount), share), exact.HalfUp)
		one.Amount, given = upTo.Sub(given), upTo
		if item.Amount.IsNegative() {
			one.Corrects = partKey(item.Corrects, n)
			one.Due = b.later(item.Due, one.Corrects)
		} else if part.Months > 0 && !item.Due.IsZero() {
			one.Due = alianza.DateOf(item.Due, p.zone).AddMonths(part.Months).In(p.zone)
		}
		p.withhold(&one)
		b.items.add(&one)
	}
}

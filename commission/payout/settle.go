package payout

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Settle pays the balance that is due before an instant, exclusive: the end of a
// period, say.
//
//  1. The balance is the sum of the items whose Due is before until, less what
//     the holdback keeps of them, and what it releases. What is blocked or
//     accrued is no part of it. What is taken back is none while what it takes
//     back is in the account and not due. A write-off without a debt counts as 0.
//  2. What an earlier period kept above the maximum is added. A period that is
//     settled again takes no more of it than covers a negative balance.
//  3. If the balance is negative, what is kept back covers it.
//  4. What was written off lowers what was advanced. A draw raises the balance, or
//     is recovered from it. A maximum cuts it; a period that is settled again has
//     what is left of it. When a period is settled again, what a draw or a guarantee
//     added to it is taken from what it earned since; what is above that recovers. A
//     transfer that came back is paid beside them.
//  5. A positive balance of at least the minimum is paid whole. The payout names
//     its items, and the account no longer has them. A balance of zero closes its
//     items, too.
//  6. Any other balance is carried with its items. A negative balance is set off
//     against what comes due later, and never charged; the bounds on debt say what
//     is written off.
//
// The charges are fees and taxes that the caller gives. They are lines of the
// transfer.
//
// Settle returns the payout and the account after it. The account that was given
// is unchanged: settling it again gives the same. With Confirm, settling the
// account after it until the same instant gives the payout that waits. Settle
// returns an error if:
//   - the account is in another currency ([alianza.ErrCurrency]) or medium, or its
//     amounts do not add up ([alianza.ErrConflict]);
//   - an amount, or a sum of amounts, is out of bounds, or has more decimals than the
//     currency ([alianza.ErrRange]);
//   - until is missing, a rate of exchange, or the partner, plan or currency of an
//     account with money or a draw ([alianza.ErrMissing]);
//   - until is before the last settlement, or is no end of a period of the calendar and
//     the partner has not left ([alianza.ErrRange]);
//   - a payout waits, and the definition says one at a time ([alianza.ErrConflict]);
//   - a charge cannot be.
func (p Policy) Settle(a Account, until time.Time, charges ...Charge) (Payout, Account, error) {
	if err := p.unchecked(); err != nil {
		return Payout{}, a, err
	}
	if err := p.check(&a); err != nil {
		return Payout{}, a, err
	}
	for i := range a.Waiting {
		if a.Waiting[i].Until.Equal(until) {
			return a.Waiting[i].clone(), a, nil
		}
	}
	s := settlement{policy: &p, before: &a, after: a, until: until, ended: a.left(until)}
	s.again = until.Equal(a.Until)
	s.check()
	if err := wrap(&s.faults); err != nil {
		return Payout{}, a, err
	}
	s.gather()
	s.undo()
	s.excess()
	s.cover()
	s.forgive()
	s.draw()
	s.limit()
	s.decide()
	s.finish(charges)
	if err := wrap(&s.faults); err != nil {
		return Payout{}, a, err
	}
	return s.out, s.after, nil
}

// A settlement is an account on its way to the next period. Its methods are called
// in the order of the file.
type settlement struct {
	policy *Policy
	before *Account
	after  Account
	until  time.Time
	again  bool // the period was settled before
	ended  bool // the partner left
	faults check.Faults

	due        []bool // by item
	sum        decimal.Decimal
	back       decimal.Decimal // of the sum: transfers that came back
	written    decimal.Decimal // of the sum: debts that were written off
	surplus    decimal.Decimal // of what was written off: no debt is left for it
	gross      decimal.Decimal // the sum at the rates that were pinned
	withheld   []Tranche       // of the items that are due
	reserve    []Tranche       // after the settlement, if it closes
	balance    decimal.Decimal
	topped     decimal.Decimal // what a draw added to the period, or below zero what was recovered in it
	guaranteed decimal.Decimal // of it, now: what is not recovered
	floor      bool            // a draw pays, whatever the minimum
	full       bool            // the period has had its maximum, or less than the minimum is left of it
	advanced   decimal.Decimal
	moved      Movements // by the settlement itself
	closed     bool
	state      State // of the items that it closes
	out        Payout
}

// check faults a settlement that may not be.
func (s *settlement) check() {
	f, every, zone := &s.faults, s.policy.def.Every, s.policy.zone
	if !f.Instant("until", s.until) {
		return
	}
	if last := s.before.Until; s.until.Before(last) {
		f.Add("until", s.until.Format(time.RFC3339), alianza.ErrRange, "the account is settled until "+last.Format(time.RFC3339))
		return
	}
	if s.policy.def.OneAtATime && len(s.before.Waiting) > 0 {
		f.Add("account.waiting", s.before.Waiting[0].Key, alianza.ErrConflict, "a payout waits for the bank")
	}
	if every == 0 || s.ended {
		return
	}
	if end := every.Next(s.until.Add(-1), zone); !end.Equal(s.until) {
		f.Add("until", s.until.Format(time.RFC3339), alianza.ErrRange, "the period ends at "+end.Format(time.RFC3339))
		return
	}
	if last := s.before.Until; !last.IsZero() && !s.again && !s.policy.def.Draw.IsZero() {
		if end := every.Next(last, zone); !end.Equal(s.until) {
			f.Add("until", s.until.Format(time.RFC3339), alianza.ErrConflict, "a draw is paid period by period, and the next one ends at "+end.Format(time.RFC3339))
		}
	}
}

// gather finds what is due: items, and what is released.
func (s *settlement) gather() {
	now := s.policy.deadline(s.before, s.until)
	s.due = make([]bool, s.before.Items.Len())
	var sum, back, written exact.Adder
	i := -1
	for item := range s.before.Items.refs() {
		i++
		if s.due[i] = now.has(item); !s.due[i] {
			continue
		}
		sum.Add(item.Amount)
		switch {
		case item.back():
			back.Add(item.Amount)
		case item.Origin == OriginWriteOff:
			written.Add(item.Amount)
		}
		if s.policy.def.PayIn.AtPost {
			s.gross = s.gross.Add(item.Converted)
		}
		if item.Withheld.IsPositive() && !now.released(item.Release) {
			s.withheld = append(s.withheld, Tranche{Release: item.Release, Amount: item.Withheld})
		}
	}
	s.sum, s.back, s.written = sum.Sum(), decimal.Max(decimal.Decimal{}, back.Sum()), written.Sum()
	s.balance = exact.Sub(s.sum, sumReserve(s.withheld))
	s.reserve = slices.Clone(s.withheld)
	for _, t := range s.before.Reserve {
		if now.released(t.Release) {
			s.balance = exact.Add(s.balance, t.Amount)
		} else {
			s.reserve = append(s.reserve, t)
		}
	}
	s.reserve = ordered(s.reserve)
}

// undo takes back what of the write-offs there is no debt for: the debt went away, as that
// of a refund does when its sale comes late, or that of a chargeback when it is reversed.
func (s *settlement) undo() {
	if !s.written.IsPositive() {
		return
	}
	debt := exact.Add(s.owed(), decimal.Max(decimal.Decimal{}, s.before.Advanced))
	over := exact.Sub(s.written, debt)
	if !over.IsPositive() {
		return
	}
	s.surplus, s.written, s.balance = over, debt, exact.Sub(s.balance, over)
	if s.policy.def.PayIn.AtPost {
		s.gross = s.gross.Sub(s.converted(over))
	}
}

// owed returns the debts among what is due, before any write-off: for each entry what was
// taken back of it, less what is due of it.
func (s *settlement) owed() decimal.Decimal {
	left := map[string]decimal.Decimal{}
	i := -1
	for item := range s.before.Items.refs() {
		if i++; s.due[i] && !item.back() && item.Origin != OriginWriteOff {
			key := cmp.Or(item.Corrects, item.Key)
			left[key] = exact.Add(left[key], item.Amount)
		}
	}
	var sum exact.Adder
	for _, amount := range left {
		if amount.IsNegative() {
			sum.Add(amount.Neg())
		}
	}
	return sum.Sum()
}

// converted returns a part of the write-offs, the last one first, at their rates.
func (s *settlement) converted(part decimal.Decimal) decimal.Decimal {
	sum, i := decimal.Decimal{}, s.before.Items.Len()
	for _, item := range slices.Backward(slices.Collect(s.before.Items.refs())) {
		if i--; s.due[i] && !item.back() && item.Origin == OriginWriteOff {
			one := decimal.Min(part, item.Amount)
			part, sum = part.Sub(one), sum.Add(s.policy.converted(one, item.Rate))
		}
	}
	return sum
}

// excess adds what earlier periods kept above the maximum. A period that is settled
// again has had its maximum. Less than the minimum is carried again.
func (s *settlement) excess() {
	s.advanced = s.before.Advanced
	kept := s.advanced.Neg()
	if s.again && !s.ended && exact.Cmp(exact.Add(s.balance, kept), s.policy.def.Minimum) >= 0 {
		kept = decimal.Min(kept, s.balance.Neg())
	}
	if kept.IsPositive() {
		s.advanced, s.balance = s.advanced.Add(kept), s.balance.Add(kept)
	}
}

// cover covers a negative balance with what is kept back.
func (s *settlement) cover() {
	if !s.balance.IsNegative() {
		return
	}
	rest, left := take(s.reserve, s.balance.Neg())
	s.reserve, s.balance = rest, left.Neg()
}

// forgive lowers an advance by what was written off, so that nothing of it is paid.
func (s *settlement) forgive() {
	given := decimal.Min(s.written, s.advanced, s.balance)
	if given.IsPositive() {
		s.advanced, s.balance = s.advanced.Sub(given), s.balance.Sub(given)
	}
}

// draw pays what a draw adds, or recovers it. What came back was earned or drawn
// before.
func (s *settlement) draw() {
	d := &s.policy.def.Draw
	last := dayBefore(s.until, s.policy.zone)
	inside := func(from, until alianza.Date) bool {
		return (from.IsZero() || !last.Before(from)) && (until.IsZero() || last.Before(until))
	}
	active := !d.IsZero() && !s.ended && !s.again && inside(d.From, d.Until)
	if s.again { // the period has had its draw
		s.untop()
	}
	least := s.back
	if active {
		least, s.floor = exact.Add(least, d.Amount), true
	}
	switch over := exact.Sub(s.balance, least); {
	case active && over.IsNegative() && d.Guarantee:
		s.topped, s.guaranteed = over.Neg(), over.Neg()
		s.balance = least
	case active && over.IsNegative():
		s.topped, s.advanced = over.Neg(), s.advanced.Sub(over)
		s.balance = least
	case over.IsPositive() && s.advanced.IsPositive() && (s.ended || inside(d.RecoverFrom, alianza.Date{})):
		s.recover(d, over)
	}
}

// untop takes from what is earned in a period that is settled again what a draw added to
// it: the period pays its earnings, or the draw if that is more.
func (s *settlement) untop() {
	less := decimal.Min(s.before.Topped, exact.Sub(s.balance, s.back))
	if !s.policy.def.Draw.Guarantee {
		less = decimal.Min(less, s.advanced)
	}
	s.topped = s.before.Topped
	if !less.IsPositive() {
		return
	}
	s.topped, s.balance = s.topped.Sub(less), s.balance.Sub(less)
	if s.policy.def.Draw.Guarantee {
		s.guaranteed = less.Neg()
	} else {
		s.advanced = s.advanced.Sub(less)
	}
}

// recover recovers an advance from what is above the draw.
func (s *settlement) recover(d *Draw, over decimal.Decimal) {
	back := over
	if !d.Recovery.IsZero() && !s.ended {
		back = s.policy.unit.Percent(d.Recovery, over, exact.HalfUp)
	}
	if !d.RecoverMost.IsZero() && !s.ended {
		back = decimal.Min(back, exact.Add(d.RecoverMost, decimal.Min(s.topped, decimal.Decimal{})))
	}
	if back = decimal.Min(back, s.advanced); !back.IsPositive() {
		return
	}
	s.topped = s.topped.Sub(back)
	s.advanced = s.advanced.Sub(back)
	s.balance = s.balance.Sub(back)
}

// limit cuts the balance to what is left of the maximum. What came back was within one
// before. If less than the minimum is left, the items wait for the next period; they do
// not if nothing is left and an excess is lost.
func (s *settlement) limit() {
	def, left := &s.policy.def, s.policy.def.Maximum
	if left.IsZero() || s.ended {
		return
	}
	if s.again {
		left = decimal.Max(decimal.Decimal{}, exact.Sub(left, s.before.Used))
	}
	left = exact.Add(left, s.back)
	excess := exact.Sub(s.balance, left)
	if !excess.IsPositive() {
		return
	}
	lost := left.IsZero() && def.ExcessLost
	if s.full = exact.Cmp(left, def.Minimum) < 0 || left.IsZero(); s.full && !lost {
		return
	}
	s.balance = s.balance.Sub(excess)
	if def.ExcessLost {
		s.moved.WrittenOff = s.moved.WrittenOff.Sub(excess)
	} else {
		s.advanced = s.advanced.Sub(excess)
	}
}

// decide says whether the balance is paid, set off, written off or carried.
func (s *settlement) decide() {
	def := &s.policy.def
	least := def.Minimum
	if s.floor || s.ended && def.Final != FinalForfeit {
		least = decimal.Decimal{}
	}
	switch sign := s.balance.Sign(); {
	case s.full && sign == 0: // lost
		s.closed, s.state = true, StateWrittenOff
	case s.full: // carried
	case sign > 0 && exact.Cmp(s.balance, least) >= 0:
		s.pays(s.balance)
	case sign > 0 && s.ended && def.Final == FinalForfeit && !s.more():
		s.forfeit()
	case sign == 0:
		s.closed, s.state = true, StateSetOff
	case sign < 0 && s.givenUp():
		s.closed, s.state = true, StateWrittenOff
		s.moved.WrittenOff = s.moved.WrittenOff.Sub(s.balance)
	}
}

// pays closes the settlement with an amount that is paid. It carries one that makes no
// transfer.
func (s *settlement) pays(amount decimal.Decimal) {
	if s.noTransfer(amount) {
		return
	}
	s.closed, s.state, s.out.Paid = true, StatePaid, amount
	if s.policy.def.Confirm {
		s.state = StateReserved
	}
}

// noTransfer reports whether an amount makes no transfer above zero.
func (s *settlement) noTransfer(amount decimal.Decimal) bool {
	p := s.policy
	switch c := &p.def.PayIn; {
	case c.IsZero():
		return false
	case c.AtPost:
		return !s.gross.IsPositive()
	default:
		return p.rate.IsPositive() && exact.Check(p.rate) == nil && p.converted(amount, p.rate).IsZero()
	}
}

// more reports whether something is held or kept back, which is due later.
func (s *settlement) more() bool { return len(s.reserve) > 0 || slices.Contains(s.due, false) }

// forfeit closes the settlement with a rest that is not paid. A transfer that came back
// was at least the minimum before, and is paid.
func (s *settlement) forfeit() {
	back := decimal.Min(s.back, s.balance)
	if lost := exact.Sub(s.balance, back); lost.IsPositive() {
		s.moved.WrittenOff = s.moved.WrittenOff.Sub(lost)
		s.gross = s.returned()
	}
	if back.IsPositive() {
		s.pays(back)
	} else {
		s.closed, s.state = true, StateWrittenOff
	}
}

// returned returns the transfers that came back at the rates that were pinned.
func (s *settlement) returned() (sum decimal.Decimal) {
	for item := range s.before.Items.refs() {
		if item.back() {
			sum = sum.Add(item.Converted)
		}
	}
	return sum
}

// givenUp reports whether all of a debt is written off.
func (s *settlement) givenUp() bool {
	d, since := &s.policy.def.Debt, s.before.DebtSince
	if d.Days > 0 && !since.IsZero() {
		zone := s.policy.zone
		return !s.until.Before(alianza.DateOf(since, zone).AddDays(d.Days).In(zone))
	}
	return d.Floor
}

// finish makes the payout and the account after it.
func (s *settlement) finish(charges []Charge) {
	b, after := s.before, &s.after
	s.out.Partner, s.out.Plan, s.out.Currency, s.out.Medium, s.out.Until = b.Partner, b.Plan, s.policy.def.Currency, s.policy.def.Medium, s.until
	s.out.Opening, s.out.Movements = b.Opening, b.Movements
	if s.again {
		after.Again++
	} else {
		after.Again, after.Topped = 0, decimal.Decimal{}
	}
	s.out.Again = after.Again
	if s.closed {
		s.close()
	} else {
		s.moved = Movements{} // nothing was cut
		s.carry()
	}
	s.out.GivenUp = s.moved.WrittenOff
	for i, m := range s.moved.fields() {
		sum := s.out.fields()[i].sum
		*sum = exact.Add(*sum, *m.sum)
	}
	s.book()
	if s.out.Paid.IsPositive() {
		s.pay(charges)
	}
	after.Movements, after.Until = Movements{}, s.until
	after.Currency, after.Medium = s.out.Currency, s.out.Medium
	if s.out.Paid.IsPositive() || after.money() { // a draw before the first entry
		s.policy.checkOwner(&s.faults, after)
	}
	s.use()
}

// use counts what the period has had of its maximum.
func (s *settlement) use() {
	if !s.again {
		s.after.Used = decimal.Decimal{}
	}
	if paid := exact.Sub(s.out.Paid, s.back); !s.policy.def.Maximum.IsZero() && paid.IsPositive() {
		s.after.Used = s.policy.unit.Show(exact.Add(s.after.Used, paid))
	}
}

// close takes the items that are due out of the account.
func (s *settlement) close() {
	b, after, out := s.before, &s.after, &s.out
	after.DebtSince = time.Time{}
	after.Items = b.Items.only(func(at int) bool { return !s.due[at] })
	out.Items = b.Items.only(func(at int) bool { return s.due[at] })
	out.Items.change(func(_ int, item *Item) bool {
		item.State = s.state
		if item.Amount.IsNegative() != (s.state == StateWrittenOff && s.balance.IsNegative()) {
			item.State = StateSetOff // against the others
		}
		return true
	})
	s.moved.WrittenOff = s.moved.WrittenOff.Sub(s.surplus)
	s.moved.Guaranteed, after.Topped = s.guaranteed, s.policy.unit.Show(s.topped)
	out.Due, out.Withheld = s.sum, sumReserve(s.withheld)
	out.Released = exact.Sub(exact.Add(sumReserve(b.Reserve), out.Withheld), sumReserve(s.reserve))
	out.Advance = exact.Sub(s.advanced, b.Advanced)
	after.Reserve, after.Advanced = s.reserve, s.advanced
}

// carry leaves the items in the account, and bounds a debt. A draw or a maximum has
// moved nothing: what they raise or cut is paid.
func (s *settlement) carry() {
	after := &s.after
	after.Items = after.Items.with(func(at int, item *Item) bool {
		carried := s.due[at] && item.State != StateCarried
		if carried {
			item.State = StateCarried
		}
		return carried
	})
	debt, most := s.balance.Neg(), s.policy.def.Debt.Most
	if over := debt.Sub(most); most.IsPositive() && over.IsPositive() {
		s.writeOff(over, "beyond the most that is carried, "+exact.Text(most))
	}
	if s.surplus.IsPositive() {
		s.writeOff(s.surplus.Neg(), "no debt is left for it")
	}
	switch {
	case !debt.IsPositive():
		after.DebtSince = time.Time{}
	case after.DebtSince.IsZero():
		after.DebtSince = s.until
	}
}

// writeOff adds an item for a debt that the settlement gives up, or below zero for a
// write-off that it takes back.
func (s *settlement) writeOff(amount decimal.Decimal, reason string) {
	item := Item{
		Key: s.debtKey(), Origin: OriginWriteOff, Amount: s.policy.unit.Show(amount),
		At: s.until, Due: s.until.Add(-1), State: StateCarried, Reason: reason,
	}
	if s.policy.def.PayIn.AtPost {
		item.Rate, item.Converted = s.policy.rate, s.converted(amount.Neg()).Neg()
	}
	s.moved.WrittenOff = s.moved.WrittenOff.Add(amount)
	s.after.Items = s.after.Items.plus(item)
}

// debtKey returns the key of an item against a debt. A period that is settled again
// may have several, each with the number of the settlement.
func (s *settlement) debtKey() string {
	key := "debt/" + s.until.UTC().Format(time.RFC3339Nano)
	if n := s.after.Again; n > 0 {
		key = fmt.Sprint(key, "/", n+1)
	}
	return s.after.unused(key)
}

// book finds the balances after the settlement.
func (s *settlement) book() {
	u, after, out := s.policy.unit, &s.after, &s.out
	var held, carried exact.Adder
	now := s.policy.deadline(after, s.until)
	for _, t := range after.Reserve {
		if now.released(t.Release) { // by a settlement that paid nothing
			carried.Add(t.Amount)
		} else {
			held.Add(t.Amount)
		}
	}
	if !after.Advanced.IsZero() {
		carried.Add(after.Advanced.Neg())
	}
	for item := range after.Items.refs() {
		if now.has(item) {
			carried.Add(item.Amount)
		} else {
			held.Add(item.Amount)
		}
	}
	out.Held, out.Carried = held.Sum(), carried.Sum()
	for _, d := range []*decimal.Decimal{&out.Opening, &out.Earned, &out.Adjusted, &out.Paid, &out.Held, &out.Carried} {
		if err := exact.Check(*d); err != nil {
			s.faults.Add("account.items", "", alianza.ErrRange, "the sum until "+s.until.Format(time.RFC3339)+": "+err.Error())
			return
		}
		*d = u.Show(*d)
	}
	after.Opening = u.Show(exact.Add(out.Held, out.Carried))
	if in, left := exact.Add(out.Opening, out.all()), exact.Add(out.Paid, after.Opening); exact.Cmp(in, left) != 0 {
		s.faults.Add("account", "", alianza.ErrConflict, fmt.Sprintf("%s came in, and %s are left", exact.Text(in), exact.Text(left)))
	}
}

// pay gives the payout its key and its transfer.
func (s *settlement) pay(charges []Charge) {
	s.after.Payouts++
	s.out.Key, s.out.State = s.key(), s.state
	s.transfer(charges)
	if s.policy.def.Confirm {
		s.after.Waiting = append(slices.Clip(s.after.Waiting), s.out.clone())
	}
}

// key returns the key of the payout.
func (s *settlement) key() string {
	parts := []string{cmp.Or(s.before.Plan, "*"), s.before.Partner, s.policy.def.Currency}
	if s.policy.def.Medium != commission.Cash {
		parts = append(parts, s.policy.def.Medium.String())
	}
	return unit.Key(append(parts, fmt.Sprint(s.after.Payouts))...)
}

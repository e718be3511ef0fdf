package program

import (
	"cmp"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A ledger is the account of a partner in one currency and medium.
type ledger struct {
	account
	places  int32
	policy  *policy
	month   movements
	opening decimal.Decimal
	carried decimal.Decimal // due and not paid by the latest payout
	future  []dueSum        // not due yet, by the day
	full    *full           // of a policy that is not plain
}

// movements are what happened in a month.
type movements struct {
	events           int
	sales, refunds   sum
	earned, adjusted sum
}

// dueSum is what becomes due on a day.
type dueSum struct {
	day int64
	sum sum
}

// A sum adds up decimals. Those of at most the places of a currency cost little.
type sum struct {
	units exact.Total
	rest  *decimal.Decimal // of numbers with more places, or too large
}

// addUnits adds whole units of the currency.
func (s *sum) addUnits(n int64) { s.units.Add(n) }

func (s *sum) add(d decimal.Decimal, places int32) {
	if small(d) {
		if n, ok := units(d.CoefficientInt64(), d.Exponent(), places); ok {
			s.units.Add(n)
			return
		}
	}
	if s.rest != nil {
		d = s.rest.Add(d)
	}
	s.rest = &d
}

func (s *sum) decimal(places int32) decimal.Decimal {
	d := s.units.Decimal(places)
	if s.rest == nil {
		return d
	}
	return d.Add(*s.rest)
}

// units returns a number as whole units of 10^-places, and false if it is none or
// does not fit.
func units(coef int64, exp, places int32) (int64, bool) {
	shift := exp + places
	if shift < 0 || shift > 18 {
		return 0, coef == 0
	}
	for ; shift > 0; shift-- {
		const most = (1<<63 - 1) / 10
		if coef > most || coef < -most {
			return 0, false
		}
		coef *= 10
	}
	return coef, true
}

// ledger returns the account of a partner, which it opens if there is none.
func (r *Run) ledger(p *partner, name account) *ledger {
	n, ok := slices.BinarySearchFunc(p.accounts, name, func(l *ledger, name account) int {
		return cmp.Or(cmp.Compare(l.currency, name.currency), cmp.Compare(l.medium, name.medium))
	})
	if ok {
		return p.accounts[n]
	}
	b := r.book(name.currency)
	l := &ledger{account: name, places: b.places, policy: b.policies[name.medium]}
	l.opening = exact.Round(zero, l.places, exact.HalfUp)
	l.carried = l.opening
	if !l.policy.plain {
		l.full = &full{}
	}
	p.accounts = slices.Insert(p.accounts, n, l)
	return l
}

// post takes an entry that the evaluation of an event made.
func (l *ledger) post(e *commission.Entry, zone *time.Location) {
	if !l.policy.plain {
		l.full.unposted = append(l.full.unposted, *e)
		return
	}
	if e.Amount.IsNegative() {
		l.month.adjusted.add(e.Amount, l.places)
	} else {
		l.month.earned.add(e.Amount, l.places)
	}
	l.due(dayOf(e.Due.In(zone))).add(e.Amount, l.places)
}

// due returns the sum of a day.
func (l *ledger) due(day int64) *sum {
	n := len(l.future)
	for n > 0 && l.future[n-1].day > day {
		n--
	}
	if n > 0 && l.future[n-1].day == day {
		return &l.future[n-1].sum
	}
	l.future = slices.Insert(l.future, n, dueSum{day: day})
	return &l.future[n].sum
}

// settle ends a month of the account. The ends are the instants up to which the
// policy pays: the end of the month, or those of the calendar of the policy that lie
// in it.
func (l *ledger) settle(from, until time.Time, zone *time.Location) (Account, error) {
	a := Account{
		Currency: l.currency, Medium: l.medium, Events: l.month.events,
		Sales: l.month.sales.decimal(l.places), Refunds: l.month.refunds.decimal(l.places),
	}
	var err error
	if l.policy.plain {
		l.settlePlain(&a, dayOf(until.In(zone)))
	} else {
		err = l.settleFull(&a, from, until, zone)
	}
	l.month = movements{}
	return a, err
}

func (l *ledger) settlePlain(a *Account, until int64) {
	a.Opening = l.opening
	a.Earned, a.Adjusted = l.month.earned.decimal(l.places), l.month.adjusted.decimal(l.places)
	due, n := l.carried, 0
	for n < len(l.future) && l.future[n].day < until {
		due = due.Add(l.future[n].sum.decimal(l.places))
		n++
	}
	l.future = slices.Delete(l.future, 0, n)
	a.Paid, a.Carried = exact.Round(zero, l.places, exact.HalfUp), due
	if !l.policy.never && due.IsPositive() && exact.Cmp(due, l.policy.minimum) >= 0 {
		a.Paid, a.Carried = due, a.Paid
	}
	l.carried = a.Carried
	l.opening = a.Opening.Add(a.Earned).Add(a.Adjusted).Sub(a.Paid)
	a.Held = l.opening.Sub(l.carried)
}

func (l *ledger) settleFull(a *Account, from, until time.Time, zone *time.Location) error {
	f := l.full
	a.Opening = f.owed(f.left)
	for _, e := range f.unposted[f.left:] {
		if e.Amount.IsNegative() {
			a.Adjusted = a.Adjusted.Add(e.Amount)
		} else {
			a.Earned = a.Earned.Add(e.Amount)
		}
	}
	paid, err := f.settle(l.policy.Policy, periodEnds(l.policy.every, from, until, zone), until)
	a.Payouts, f.left = paid, len(f.unposted)
	for _, p := range paid {
		a.Paid, l.carried = a.Paid.Add(p.Paid), p.Carried
		a.Guaranteed, a.WrittenOff = a.Guaranteed.Add(p.Guaranteed), a.WrittenOff.Add(p.WrittenOff)
	}
	a.Carried, a.Held = l.carried, f.owed(f.left).Sub(l.carried) // with what came since the last payout
	for _, d := range []*decimal.Decimal{&a.Opening, &a.Earned, &a.Adjusted, &a.Paid, &a.Held, &a.Carried} {
		*d = exact.Round(*d, l.places, exact.HalfUp) // shows the places; nothing is lost
	}
	for _, d := range []*decimal.Decimal{&a.Guaranteed, &a.WrittenOff} {
		if !d.IsZero() {
			*d = exact.Round(*d, l.places, exact.HalfUp)
		}
	}
	return err
}

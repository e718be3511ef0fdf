package payout_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// A purse is an account kept in another way: fractions, and every entry since the
// beginning with what happened to it. It knows hold by the entry, a holdback by
// days, the minimum, and a draw or a maximum.
type purse struct {
	def      payout.Definition
	entries  []pursed
	reserve  map[string]*big.Rat // by the instant of the release
	advanced *big.Rat
	excess   *big.Rat // above the maximum, for later
	back     *big.Rat // of transfers that failed
	used     *big.Rat // of the maximum of the period
	topped   *big.Rat // by the draw of the period
	given    []given  // up: debts
	last     time.Time
}

// A given is a part of a debt that was given up, or below zero a part that was taken back.
type given struct {
	due     time.Time
	amount  *big.Rat
	settled bool
}

type pursed struct {
	commission.Entry
	settled bool
}

func newPurse(d payout.Definition) *purse {
	return &purse{def: d, reserve: map[string]*big.Rat{}, advanced: new(big.Rat), excess: new(big.Rat), back: new(big.Rat), used: new(big.Rat), topped: new(big.Rat)}
}

func (p *purse) post(list ...commission.Entry) {
	for _, e := range list {
		p.entries = append(p.entries, pursed{Entry: e})
	}
}

// due reports whether an entry is due, and what it takes back with it.
func (p *purse) due(e *pursed, until time.Time) bool {
	for i := range p.entries {
		if o := &p.entries[i]; e.Amount.Sign() < 0 && o.Key == e.Corrects && !o.settled && !o.Due.Before(until) {
			return false
		}
	}
	return e.Due.Before(until)
}

// reversals returns entries that undo debts which are not settled, now and then.
func (p *purse) reversals(r *rand.Rand, at time.Time) (list []commission.Entry) {
	if r.IntN(4) > 0 {
		return nil
	}
	for _, e := range p.entries {
		if e.settled || !e.Amount.IsNegative() || r.IntN(3) == 0 {
			continue
		}
		back := e.Entry
		back.Key, back.Amount, back.At, back.Due = fmt.Sprint(e.Key, "/", len(p.entries)), e.Amount.Neg(), at, at
		if e.Corrects == "" {
			back.Corrects = e.Key
		}
		list = append(list, back)
	}
	return list
}

// debt returns what is owed by what is due at an instant, less than zero if nothing is.
func (p *purse) debt(at time.Time) *big.Rat {
	sum := new(big.Rat).Sub(p.advanced, p.excess)
	for _, amount := range p.reserve {
		sum.Sub(sum, amount)
	}
	for i := range p.entries {
		if e := &p.entries[i]; !e.settled && p.due(e, at.Add(1)) {
			sum.Sub(sum, e.Amount.Rat())
		}
	}
	for _, g := range p.given {
		if !g.settled && !g.due.After(at) {
			sum.Sub(sum, g.amount)
		}
	}
	return sum
}

// giveUp writes off a debt at an instant. By each instant before, as much of it is given
// up as was owed at all instants from then on.
func (p *purse) giveUp(at time.Time, amount *big.Rat) {
	instants := []time.Time{{}, at}
	for _, e := range p.entries {
		instants = append(instants, e.Due)
	}
	for _, g := range p.given {
		instants = append(instants, g.due)
	}
	instants = slices.DeleteFunc(instants, func(t time.Time) bool { return t.After(at) })
	slices.SortFunc(instants, time.Time.Compare)
	had := new(big.Rat)
	for i, from := range instants {
		least := amount
		for _, t := range instants[i:] {
			least = smaller(least, p.debt(t))
		}
		if part := new(big.Rat).Sub(least, had); part.Sign() > 0 {
			if from.IsZero() && p.last.Before(at) { // an advance is there since the last settlement
				from = p.last
			} else if from.IsZero() {
				from = at
			}
			defer func() { p.given = append(p.given, given{due: from, amount: part}) }() // not for the debt before it
			had = new(big.Rat).Set(least)
		}
	}
}

// forgiven returns what is given up of what is due, and what of it there is no debt for.
func (p *purse) forgiven(until time.Time) (sum, over *big.Rat) {
	sum, owed := new(big.Rat), map[string]*big.Rat{}
	for _, g := range p.given {
		if !g.settled && g.due.Before(until) {
			sum.Add(sum, g.amount)
		}
	}
	for i := range p.entries {
		e := &p.entries[i]
		if e.settled || !p.due(e, until) {
			continue
		}
		key := e.Key
		if e.Corrects != "" {
			key = e.Corrects
		}
		if owed[key] == nil {
			owed[key] = new(big.Rat)
		}
		owed[key].Sub(owed[key], e.Amount.Rat())
	}
	over = new(big.Rat).Sub(sum, p.advanced)
	for _, one := range owed {
		if one.Sign() > 0 {
			over.Sub(over, one)
		}
	}
	if over.Sign() < 0 {
		over = new(big.Rat)
	}
	return sum, over
}

// withheld returns what is kept back of an entry, and until when.
func (p *purse) withheld(e *pursed) (*big.Rat, string) {
	if e.Amount.Sign() <= 0 || p.def.Holdback.Rate.IsZero() {
		return new(big.Rat), ""
	}
	part := new(big.Rat).Mul(e.Amount.Rat(), big.NewRat(p.def.Holdback.Rate.Units(), 1_000_000_000_000))
	cents, _ := new(big.Int).SetString(new(big.Rat).Mul(part, big.NewRat(100, 1)).FloatString(0), 10)
	day := e.At.UTC().Truncate(24*time.Hour).AddDate(0, 0, p.def.Holdback.Days)
	return new(big.Rat).SetFrac(cents, big.NewInt(100)), day.Format(time.RFC3339)
}

// smaller returns a copy of the smaller one.
func smaller(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) > 0 {
		a = b
	}
	return new(big.Rat).Set(a)
}

// settle returns what is paid, held and carried.
func (p *purse) settle(until time.Time, again bool) (paid, held, carried *big.Rat) {
	balance, kept := new(big.Rat).Set(p.back), map[string]*big.Rat{}
	for day, amount := range p.reserve {
		if day < until.UTC().Format(time.RFC3339) {
			balance.Add(balance, amount)
		} else {
			kept[day] = new(big.Rat).Set(amount)
		}
	}
	for i := range p.entries {
		e := &p.entries[i]
		if e.settled || !p.due(e, until) {
			continue
		}
		balance.Add(balance, e.Amount.Rat())
		if part, day := p.withheld(e); part.Sign() > 0 && day >= until.UTC().Format(time.RFC3339) {
			balance.Sub(balance, part)
			if kept[day] == nil {
				kept[day] = new(big.Rat)
			}
			kept[day].Add(kept[day], part)
		}
	}
	written, over := p.forgiven(until)
	written.Sub(written, over)
	balance.Add(balance, written)
	use := new(big.Rat).Set(p.excess)
	if again && new(big.Rat).Add(balance, use).Cmp(p.def.Minimum.Rat()) >= 0 { // the maximum of the period was paid
		use = smaller(use, new(big.Rat).Neg(smaller(balance, new(big.Rat))))
	}
	balance.Add(balance, use)
	excess := new(big.Rat).Sub(p.excess, use)
	days := make([]string, 0, len(kept))
	for day := range kept {
		days = append(days, day)
	}
	slices.Sort(days)
	for _, day := range days { // what is kept back bears a loss
		if balance.Sign() < 0 {
			take := new(big.Rat).Set(kept[day])
			if take.Cmp(new(big.Rat).Neg(balance)) > 0 {
				take.Neg(balance)
			}
			kept[day].Sub(kept[day], take)
			balance.Add(balance, take)
		}
	}
	topped := new(big.Rat)
	advanced, minimum := new(big.Rat).Set(p.advanced), p.def.Minimum.Rat()
	if less := smaller(smaller(written, advanced), balance); less.Sign() > 0 {
		advanced.Sub(advanced, less)
		balance.Sub(balance, less)
	}
	balance.Sub(balance, p.back) // which was drawn, or within the maximum, before
	switch draw := p.def.Draw.Amount.Rat(); {
	case draw.Sign() > 0 && again: // the period has its earnings, or the draw if that is more
		less := smaller(p.topped, balance)
		if less.Sign() < 0 {
			less = new(big.Rat)
		}
		topped.Sub(p.topped, less)
		balance.Sub(balance, less)
		if !p.def.Draw.Guarantee {
			advanced.Sub(advanced, less)
		}
		if less = smaller(advanced, balance); less.Sign() > 0 { // above the draw: it recovers
			advanced.Sub(advanced, less)
			balance.Sub(balance, less)
		}
	case draw.Sign() > 0:
		over := new(big.Rat).Sub(balance, draw)
		switch {
		case over.Sign() < 0:
			topped.Neg(over)
			if balance = draw; !p.def.Draw.Guarantee {
				advanced.Sub(advanced, over)
			}
		case over.Cmp(advanced) < 0:
			advanced.Sub(advanced, over)
			balance.Sub(balance, over)
		default:
			balance.Sub(balance, advanced)
			advanced = new(big.Rat)
		}
		minimum = new(big.Rat)
	}
	if !again {
		p.used = new(big.Rat)
	}
	full := false
	if most := p.def.Maximum.Rat(); most.Sign() > 0 {
		if most.Sub(most, p.used); balance.Cmp(most) > 0 {
			excess.Add(excess, new(big.Rat).Sub(balance, most))
			balance.Set(most)
			whole := new(big.Rat).Add(most, p.back)
			full = whole.Sign() == 0 || whole.Cmp(p.def.Minimum.Rat()) < 0
		}
	}
	balance.Add(balance, p.back)
	paid = new(big.Rat)
	if !full && (balance.Sign() == 0 || balance.Sign() > 0 && balance.Cmp(minimum) >= 0) {
		if fresh := new(big.Rat).Sub(balance, p.back); fresh.Sign() > 0 {
			p.used = new(big.Rat).Add(p.used, fresh)
		}
		paid, p.reserve, p.advanced, p.excess, p.back, p.topped = balance, kept, advanced, excess, new(big.Rat), topped
		var closed []int
		for i := range p.entries {
			if p.due(&p.entries[i], until) {
				closed = append(closed, i)
			}
		}
		for _, i := range closed {
			p.entries[i].settled = true
		}
		for i := range p.given {
			p.given[i].settled = p.given[i].settled || p.given[i].due.Before(until)
		}
	} else if over.Sign() > 0 {
		p.given = append(p.given, given{due: until.Add(-1), amount: over.Neg(over)})
	}
	p.last = until
	held, carried = new(big.Rat), new(big.Rat).Sub(p.excess, p.advanced)
	carried.Add(carried, p.back)
	for day, amount := range p.reserve {
		if day < until.UTC().Format(time.RFC3339) {
			carried.Add(carried, amount)
		} else {
			held.Add(held, amount)
		}
	}
	for i := range p.entries {
		switch e := &p.entries[i]; {
		case e.settled:
		case p.due(e, until):
			carried.Add(carried, e.Amount.Rat())
		default:
			held.Add(held, e.Amount.Rat())
		}
	}
	for _, g := range p.given {
		switch {
		case g.settled:
		case g.due.Before(until):
			carried.Add(carried, g.amount)
		default:
			held.Add(held, g.amount)
		}
	}
	return paid, held, carried
}

package payout_test

import (
	"math/big"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// A purse is an account kept in another way: fractions, and every entry since the
// beginning with what happened to it. It knows hold by the entry, a holdback by
// days, the minimum, and a draw.
type purse struct {
	def      payout.Definition
	entries  []pursed
	reserve  map[string]*big.Rat // by the instant of the release
	advanced *big.Rat
	paid     *big.Rat
}

type pursed struct {
	commission.Entry
	settled bool
}

func newPurse(d payout.Definition) *purse {
	return &purse{def: d, reserve: map[string]*big.Rat{}, advanced: new(big.Rat), paid: new(big.Rat)}
}

func (p *purse) post(list ...commission.Entry) {
	for _, e := range list {
		p.entries = append(p.entries, pursed{Entry: e})
	}
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

// settle returns what is paid, held and carried.
func (p *purse) settle(until time.Time, drawn bool) (paid, held, carried *big.Rat) {
	balance, kept := new(big.Rat), map[string]*big.Rat{}
	for day, amount := range p.reserve {
		if day < until.UTC().Format(time.RFC3339) {
			balance.Add(balance, amount)
		} else {
			kept[day] = new(big.Rat).Set(amount)
		}
	}
	for i := range p.entries {
		e := &p.entries[i]
		if e.settled || !e.Due.Before(until) {
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
	advanced, minimum := new(big.Rat).Set(p.advanced), p.def.Minimum.Rat()
	if draw := p.def.Draw.Amount.Rat(); draw.Sign() > 0 && drawn {
		over := new(big.Rat).Sub(balance, draw)
		switch {
		case over.Sign() < 0:
			advanced.Sub(advanced, over)
			balance = draw
		case over.Cmp(advanced) < 0:
			advanced.Sub(advanced, over)
			balance.Sub(balance, over)
		default:
			balance.Sub(balance, advanced)
			advanced = new(big.Rat)
		}
		minimum = new(big.Rat)
	}
	paid = new(big.Rat)
	if balance.Sign() == 0 || balance.Sign() > 0 && balance.Cmp(minimum) >= 0 {
		paid, p.reserve, p.advanced = balance, kept, advanced
		for i := range p.entries {
			if p.entries[i].Due.Before(until) {
				p.entries[i].settled = true
			}
		}
	}
	p.paid.Add(p.paid, paid)
	held, carried = new(big.Rat), new(big.Rat).Neg(p.advanced)
	for _, amount := range p.reserve {
		held.Add(held, amount)
	}
	for i := range p.entries {
		switch e := &p.entries[i]; {
		case e.settled:
		case e.Due.Before(until):
			carried.Add(carried, e.Amount.Rat())
		default:
			held.Add(held, e.Amount.Rat())
		}
	}
	return paid, held, carried
}

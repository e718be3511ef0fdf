package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// perPartner is the number of entries that a partner has in the month.
const perPartner = 10

// entries returns the entries of a month, by partner. Some take back, and some
// are due later.
func entries(partners int) [][]commission.Entry {
	begin := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	amounts := cents(partners * perPartner)
	all := make([][]commission.Entry, partners)
	for p := range all {
		partner := "partner-" + strconv.Itoa(p)
		for i := range perPartner {
			c := amounts[p*perPartner+i]
			if i%5 == 4 {
				c = -c / 2
			}
			at := begin.AddDate(0, 0, i)
			due := at
			if i%3 == 2 {
				due = at.AddDate(0, 0, 30)
			}
			all[p] = append(all[p], commission.Entry{
				Key: "affiliate/" + partner + "/sale/order-" + strconv.Itoa(i), Plan: "affiliate", Partner: partner, Currency: "USD",
				Amount: decimal.New(c, -2), At: at, Booked: at, Due: due,
			})
		}
	}
	return all
}

// A purse is the account of a partner by hand, in cents.
type purse struct {
	partner string
	keys    map[string]bool
	items   []purseItem
	opening int64
	earned  int64
	back    int64
	payouts int
}

type purseItem struct {
	key   string
	cents int64
	due   time.Time
}

// A slip is a payout by hand: what is paid, and which entries it is for.
type slip struct {
	key                                        string
	opening, earned, back, paid, held, carried decimal.Decimal
	keys                                       []string
}

func (p *purse) post(e commission.Entry) {
	if e.Key == "" || e.Partner != p.partner || e.Currency != "USD" || e.At.IsZero() || e.Due.IsZero() || e.Amount.Exponent() != -2 || e.Amount.NumDigits() > 15 || p.keys[e.Key] {
		panic(fmt.Sprint("not written for ", e.Key))
	}
	c := e.Amount.CoefficientInt64()
	p.keys[e.Key] = true
	p.items = append(p.items, purseItem{e.Key, c, e.Due})
	if c >= 0 {
		p.earned += c
	} else {
		p.back += c
	}
}

func (p *purse) settle(until time.Time, minimum int64) slip {
	var due, held int64
	for _, i := range p.items {
		if i.due.Before(until) {
			due += i.cents
		} else {
			held += i.cents
		}
	}
	s := slip{opening: decimal.New(p.opening, -2), earned: decimal.New(p.earned, -2), back: decimal.New(p.back, -2), held: decimal.New(held, -2)}
	p.earned, p.back = 0, 0
	if due < minimum || due <= 0 {
		s.carried = decimal.New(due, -2)
		p.opening = due + held
		return s
	}
	p.payouts++
	s.key = "affiliate/" + p.partner + "/USD/" + strconv.Itoa(p.payouts)
	s.paid = decimal.New(due, -2)
	kept := p.items[:0]
	for _, i := range p.items {
		if i.due.Before(until) {
			s.keys = append(s.keys, i.key)
			delete(p.keys, i.key)
		} else {
			kept = append(kept, i)
		}
	}
	p.items, p.opening = kept, held
	return s
}

// settlementRows settle a month of many partners.
func settlementRows(s size) []row {
	n := s.of(10_000)
	until := time.Date(2026, 4, 1, 0, 0, 0, 0, time.UTC)
	return []row{{
		group: "settlement", work: "a month of 10,000 partners, ten entries each", per: "entry", items: n * perPartner, goal: 1.5,
		why:  "By hand the account is changed in place, in int64 cents. alianza leaves it as it was, and keeps each amount as a decimal with its dates: the same by hand is the racer of decimals that changes nothing. To that, alianza adds the checks of each entry and that all adds up.",
		note: "alianza changes no account in place: a settlement whose result is lost can be repeated. The account by hand is changed.",
		racers: []racer{
			{name: "Policy.Post and Settle", role: ours, ready: func() func() answer {
				policy := alianza.Must(payout.New(payout.Definition{Currency: "USD", Minimum: decimal.NewFromInt(50)}))
				all := entries(n)
				return func() answer {
					var sum checksum
					for _, list := range all {
						account := must(policy.Post(payout.Account{}, list...))
						paid, _, err := policy.Settle(account, until)
						check(err)
						sum.add(0, paid.Paid.CoefficientInt64())
						sum.add(1, paid.Held.CoefficientInt64())
						sum.add(2, paid.Carried.CoefficientInt64())
					}
					return sum.answer()
				}
			}},
			{name: "a struct of cents", role: byHand, ready: func() func() answer {
				all := entries(n)
				return func() answer {
					var sum checksum
					for _, list := range all {
						p := purse{partner: list[0].Partner, keys: make(map[string]bool, len(list))}
						for _, e := range list {
							p.post(e)
						}
						paid := p.settle(until, 5000)
						sum.add(0, paid.paid.CoefficientInt64())
						sum.add(1, paid.held.CoefficientInt64())
						sum.add(2, paid.carried.CoefficientInt64())
					}
					return sum.answer()
				}
			}},
			{name: "a struct of decimals that is not changed", role: forScale, ready: func() func() answer {
				all := entries(n)
				return func() answer {
					var sum checksum
					for _, list := range all {
						paid, _ := accountOf(list).settled(until, decimal.NewFromInt(50))
						sum.add(0, paid.paid.CoefficientInt64())
						sum.add(1, paid.held.CoefficientInt64())
						sum.add(2, paid.carried.CoefficientInt64())
					}
					return sum.answer()
				}
			}},
		},
	}}
}

// An account is that of a partner by hand, in decimals. It is never changed.
type account struct {
	partner               string
	keys                  map[string]bool
	items                 []payout.Item
	opening, earned, back decimal.Decimal
	payouts               int
}

// accountOf returns the account of some entries.
func accountOf(list []commission.Entry) account {
	a := account{partner: list[0].Partner, keys: make(map[string]bool, len(list)), items: make([]payout.Item, 0, len(list))}
	for _, e := range list {
		if e.Key == "" || e.Partner != a.partner || e.Currency != "USD" || e.At.IsZero() || e.Due.IsZero() || a.keys[e.Key] {
			panic(fmt.Sprint("not written for ", e.Key))
		}
		a.keys[e.Key] = true
		a.items = append(a.items, payout.Item{Key: e.Key, Amount: e.Amount, At: e.At, Due: e.Due, State: payout.StateHeld})
		if e.Amount.IsNegative() {
			a.back = a.back.Add(e.Amount)
		} else {
			a.earned = a.earned.Add(e.Amount)
		}
	}
	return a
}

// A paidOut is a payout with its items.
type paidOut struct {
	key                                        string
	opening, earned, back, paid, held, carried decimal.Decimal
	items                                      []payout.Item
}

// settled returns the payout and the account after it.
func (a account) settled(until time.Time, minimum decimal.Decimal) (paidOut, account) {
	due, held := decimal.New(0, -2), decimal.New(0, -2)
	for _, i := range a.items {
		if i.Due.Before(until) {
			due = due.Add(i.Amount)
		} else {
			held = held.Add(i.Amount)
		}
	}
	out := paidOut{opening: a.opening, earned: a.earned, back: a.back, held: held}
	next := account{partner: a.partner, payouts: a.payouts}
	if due.LessThan(minimum) || !due.IsPositive() {
		out.carried = due
		next.keys, next.items, next.opening = a.keys, a.items, due.Add(held)
		return out, next
	}
	next.payouts++
	out.key = "affiliate/" + a.partner + "/USD/" + strconv.Itoa(next.payouts)
	out.paid, out.carried = due, decimal.New(0, -2)
	next.keys, next.opening = map[string]bool{}, held
	for _, i := range a.items {
		if i.Due.Before(until) {
			i.State = payout.StatePaid
			out.items = append(out.items, i)
		} else {
			next.items = append(next.items, i)
			next.keys[i.Key] = true
		}
	}
	return out, next
}

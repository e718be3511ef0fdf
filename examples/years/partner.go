package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
)

// Rules are a plan in two versions, and when its payouts are made.
type rules struct {
	plan   commission.Plan
	policy payout.Policy
}

// terms are those rules in integers: basis points of the amount, cents a unit.
var terms = [2]struct{ rate, unit int64 }{{1250, 35}, {1775, 20}}

const (
	holdDays   = 14
	minimum    = 2500 // cents
	newVersion = 181  // the day from which the second version is for: July
)

func newRules() (rules, error) {
	version := func(n int) commission.Definition {
		return commission.Definition{
			ID: "years", Version: n + 1, Currency: "USD", HoldDays: holdDays,
			Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{
				Rate: alianza.PercentUnits(terms[n].rate * percent / 100), PerUnit: cents(terms[n].unit),
			}}},
		}
	}
	first, second := version(0), version(1)
	second.From = alianza.DateOf(day(newVersion), time.UTC)
	plan, err := commission.New(first, second)
	if err != nil {
		return rules{}, err
	}
	policy, err := payout.New(payout.Definition{Currency: "USD", Minimum: cents(minimum), Confirm: true})
	return rules{plan, policy}, err
}

// percent is what one percent has in the units of a percentage.
const percent = 10_000_000_000

func cents(n int64) decimal.Decimal { return decimal.New(n, -2) }

func day(n int) time.Time { return time.Date(2026, time.January, 1+n, 0, 0, 0, 0, time.UTC) }

// A partner has what a service stores, what it was told and did not keep yet, and
// the ledger of integers.
type partner struct {
	rules
	*rand.Rand
	trace   io.Writer // nil for none
	state   *commission.State
	account payout.Account
	parked  []commission.Event // refunds that came before their sales
	steps   uint64
	ledger  ledger
}

func newPartner(r rules, seed, n uint64, trace io.Writer) *partner {
	return &partner{rules: r, Rand: rand.New(rand.NewPCG(seed, n)), trace: trace, state: &commission.State{}, ledger: ledger{sales: map[string]*sale{}}}
}

// tell prints a step.
func (p *partner) tell(what ...any) {
	if p.trace != nil {
		fmt.Fprintln(p.trace, what...)
	}
}

// live lives a year, month by month, and the months until the last news came.
func (p *partner) live() error {
	year := p.news()
	news := year
	for month := range 14 {
		end := day(month*30 + 30)
		for len(news) > 0 && news[0].Booked.Before(end) {
			if err := p.hear(news[0]); err != nil {
				return err
			}
			news = news[1:]
		}
		if err := p.settle(end, month*30+30); err != nil {
			return err
		}
	}
	for _, e := range year {
		if !p.ledger.knows(e) {
			return fmt.Errorf("%s is lost", e)
		}
	}
	return nil
}

// news returns what happens in a year, in the order in which a service hears of it:
// sales and refunds by units, some of them late, some of them twice.
func (p *partner) news() []commission.Event {
	var news []commission.Event
	add := func(e commission.Event, late int) {
		e.Partner, e.Currency = "ana", "USD"
		e.Booked = e.At.Add(time.Duration(p.IntN(late+1)) * 24 * time.Hour)
		news = append(news, e)
		if p.IntN(8) == 0 {
			again := e
			again.Booked = again.Booked.Add(time.Duration(p.IntN(72)) * time.Hour)
			news = append(news, again)
		}
	}
	for i := range p.IntN(24) {
		units, price := 1+p.Int64N(9), 1+p.Int64N(20_000)
		at := day(p.IntN(365)).Add(time.Duration(p.IntN(24)) * time.Hour)
		id := fmt.Sprint("o", i)
		add(commission.Event{ID: id, Kind: commission.Sale, At: at, Amount: cents(units * price), Units: decimal.New(units, 0)}, 5)
		for k := 0; units > 0 && p.IntN(3) == 0; k++ {
			back := 1 + p.Int64N(units)
			units -= back
			at = at.Add(time.Duration(p.IntN(10*24)) * time.Hour)
			add(commission.Event{
				ID: fmt.Sprint("r", i, "-", k), Kind: commission.Refund, Of: id, At: at,
				Amount: cents(back * price), Units: decimal.New(back, 0),
			}, 5)
		}
	}
	slices.SortStableFunc(news, func(a, b commission.Event) int { return a.Booked.Compare(b.Booked) })
	return news
}

// hear takes an event until it is kept, and then the refunds that waited for it.
func (p *partner) hear(e commission.Event) error {
	for kept := false; !kept; {
		var err error
		if kept, err = p.try(e); errors.Is(err, alianza.ErrPending) {
			p.parked = append(p.parked, e)
			return nil
		} else if err != nil {
			return fmt.Errorf("%s: %w", e, err)
		}
	}
	var woken []commission.Event
	p.parked = slices.DeleteFunc(p.parked, func(one commission.Event) bool {
		if one.Of == e.ID {
			woken = append(woken, one)
		}
		return one.Of == e.ID
	})
	for _, one := range woken {
		if err := p.hear(one); err != nil {
			return err
		}
	}
	return nil
}

// try takes an event once. It may crash before the event is kept, or after that and
// without knowing.
func (p *partner) try(e commission.Event) (kept bool, err error) {
	p.steps++
	earned, err := p.plan.Earn(p.state, e)
	p.tell(e, earned, err)
	if errors.Is(err, alianza.ErrRepeated) && p.ledger.knows(e) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	crash := p.IntN(8)
	if crash == 0 {
		return false, p.restart()
	}
	if err := p.keep(e, earned); err != nil {
		return false, err
	}
	if crash == 1 {
		return false, p.restart()
	}
	return true, nil
}

// keep commits an event, and compares what it earned with the ledger.
func (p *partner) keep(e commission.Event, earned commission.Earned) error {
	account, err := p.policy.Post(p.account, earned.Entries...)
	if err != nil {
		return err
	}
	if err := p.state.Keep(earned.Records...); err != nil {
		return err
	}
	p.account = account
	var sum decimal.Decimal
	for _, one := range earned.Entries {
		sum = sum.Add(one.Amount)
	}
	if want := cents(p.ledger.post(e)); !sum.Equal(want) {
		return fmt.Errorf("%s earns %s; the ledger has %s", e, sum, want)
	}
	if want := cents(p.ledger.balance); !p.account.Balance().Equal(want) {
		return fmt.Errorf("the account has %s after %s; the ledger has %s", p.account.Balance(), e, want)
	}
	return nil
}

// restart loses what is in memory: all comes back from its JSON, now and then.
func (p *partner) restart() error {
	if p.IntN(32) > 0 {
		return nil
	}
	var state commission.State
	for record := range p.state.Records("ana") {
		again, err := written(record)
		if err != nil {
			return err
		}
		state.Restore(again)
	}
	account, err := written(p.account)
	p.state, p.account = &state, account
	return err
}

// written returns a value as it comes back from its JSON.
func written[T any](v T) (again T, err error) {
	data, err := json.Marshal(v)
	if err != nil {
		return again, err
	}
	return again, json.Unmarshal(data, &again)
}

// settle pays what is due before the end of a month. The bank may refuse it.
func (p *partner) settle(until time.Time, end int) error {
	p.steps++
	paid, account, err := p.policy.Settle(p.account, until)
	if err != nil {
		return err
	}
	if p.IntN(8) == 0 { // a crash: the same again
		lost := p.restart()
		again, same, err := p.policy.Settle(p.account, until)
		if err = errors.Join(lost, err); err != nil || again.Key != paid.Key || !again.Paid.Equal(paid.Paid) || !again.Items.Equal(paid.Items) || !same.Balance().Equal(account.Balance()) {
			return fmt.Errorf("settled again until %s: %s, %w; before it was %s", until, again, err, paid)
		}
	}
	p.account = account
	fails := p.IntN(6) == 0
	if want := cents(p.ledger.settle(end, fails)); !paid.Paid.Equal(want) {
		return fmt.Errorf("%s is paid until %s; the ledger pays %s", paid.Paid, until.Format(time.DateOnly), want)
	}
	if paid.State == payout.StateReserved {
		if fails {
			_, account, err = p.policy.Fail(p.account, paid.Key, "no such account", until)
		} else {
			_, account, err = p.policy.Confirm(p.account, paid.Key)
		}
		p.account = account
	}
	p.tell(paid, "fails:", fails, err)
	if want := cents(p.ledger.balance); err != nil || !p.account.Balance().Equal(want) {
		return fmt.Errorf("the account has %s after the payout until %s, %w; the ledger has %s", p.account.Balance(), until.Format(time.DateOnly), err, want)
	}
	return nil
}

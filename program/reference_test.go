package program_test

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// The reference is the loop that a service would write: each event through Earn with
// a state in memory, each entry posted in an account of package payout, and nothing
// made fast. It knows a program of one ladder edition that counts the month's own
// sales.

type refAccount struct {
	currency string
	medium   commission.Medium
}

type reference struct {
	program  program.Program
	states   map[string]*commission.State
	accounts map[string]map[refAccount]payout.Account // by partner
	seen     map[[2]string]bool
	refused  int
	known    map[[2]string]string // currencies of events that were used, by partner and ID
	next     map[[2]string]string // with those of the month that is being closed
	tiers    map[[2]string]string // that paid events, by partner and ID
	later    map[[2]string]string // likewise
	levels   map[refMonth]string  // tiers of months that are closed
	closing  *refCloses           // of all partners
	measured map[refMonth]tier.Metrics
	months   []refMonth  // that begin a partner without an event
	last     cycle.Month // that was closed
}

// refMonth is a month of a partner.
type refMonth struct {
	partner string
	month   cycle.Month
}

// refResult is a result in text: one line for the partner's month, one for each
// account, one for each entry.
type refResult []string

func (r *reference) month(e commission.Event) cycle.Month {
	at := e.At
	if !e.Booked.IsZero() {
		at = e.Booked
	}
	return cycle.MonthOf(at, r.program.Zone())
}

func takesBack(k commission.Kind) bool {
	return k == commission.Refund || k == commission.Chargeback || k == commission.Correction || k == commission.Reversal
}

// run evaluates all events and returns the results in order.
func (r *reference) run(t *testing.T, events []commission.Event) refResult {
	t.Helper()
	r.known, r.tiers, r.levels = nil, map[[2]string]string{}, map[refMonth]string{}
	r.closing = newRefCloses(r.program)
	r.states, r.accounts, r.seen = map[string]*commission.State{}, map[string]map[refAccount]payout.Account{}, map[[2]string]bool{}
	months := map[cycle.Month]map[string][]commission.Event{}
	first := map[string]cycle.Month{}
	var last, begin cycle.Month
	for _, e := range events {
		if _, ok := r.program.Plan(e.Currency); !ok || r.seen[[2]string{e.Partner, e.ID}] {
			continue
		}
		r.seen[[2]string{e.Partner, e.ID}] = true
		m := r.month(e)
		r.closing.events[[2]string{e.Partner, e.ID}] = e
		if months[m] == nil {
			months[m] = map[string][]commission.Event{}
		}
		months[m][e.Partner] = append(months[m][e.Partner], e)
		if f, ok := first[e.Partner]; !ok || m.Before(f) {
			first[e.Partner] = m
		}
		if begin.IsZero() || m.Before(begin) {
			begin = m
		}
		if last.Before(m) {
			last = m
		}
	}
	for _, one := range r.months {
		if f, ok := first[one.partner]; !ok || one.month.Before(f) {
			first[one.partner] = one.month
		}
		if begin.IsZero() || one.month.Before(begin) {
			begin = one.month
		}
		if last.Before(one.month) {
			last = one.month
		}
	}
	r.last = last
	var out refResult
	for m := begin; !m.IsZero() && !last.Before(m); m = m.Add(1) {
		for _, partner := range slices.Sorted(maps.Keys(first)) {
			if !m.Before(first[partner]) {
				out = append(out, r.close(t, partner, m, months[m][partner])...)
			}
		}
	}
	return out
}

// close evaluates one month of one partner, again without an event that was refused,
// since that one counts for no level.
func (r *reference) close(t *testing.T, partner string, m cycle.Month, events []commission.Event) refResult {
	t.Helper()
	dropped := map[string]bool{}
	since, told := maps.Clone(r.closing.since), maps.Clone(r.closing.told)
	for {
		r.closing.since, r.closing.told = maps.Clone(since), maps.Clone(told)
		r.closing.tell(partner, events, dropped)
		turns := r.turns(partner, m, events)
		level, tierName := r.place(t, partner, m, events, dropped)
		states, entries, refused := r.evaluate(turns, refMonth{partner, m}, tierName, dropped)
		counts := false
		for id := range refused {
			if !dropped[id] {
				dropped[id] = true
				counts = true
			}
		}
		if counts {
			continue
		}
		r.states, r.known, r.tiers = states, r.next, r.later
		r.refused += len(dropped)
		r.levels[refMonth{partner, m}] = tierName
		out := refResult{fmt.Sprintf("%s %s %q", m, partner, level)}
		settled := r.settle(t, partner, m, entries)
		for _, e := range entries {
			out = append(out, e.String())
		}
		return append(out, settled...)
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (r *reference) place(t *testing.T, partner string, m cycle.Month, events []commission.Event, dropped map[string]bool) (level, name string) {
	t.Helper()
	sales := 0
	for _, e := range events {
		if e.Kind == commission.Sale && !dropped[e.ID] {
			sales++
		}
	}
	if _, ok := r.program.Cycle(); !ok {
		return "", ""
	}
	metrics := tier.Metrics{"sales": decimal.NewFromInt(int64(sales))}
	maps.Copy(metrics, r.measured[refMonth{partner, m}])
	placed, err := r.program.Place(m, metrics)
	if err != nil && r.measured == nil {
		t.Fatal(err)
	}
	return placed.Level, placed.Tier()
}

func (r *reference) evaluate(turns []refTurn, month refMonth, tierName string, dropped map[string]bool) (map[string]*commission.State, []commission.Entry, map[string]bool) {
	states, refused, tiers := map[string]*commission.State{}, map[string]bool{}, maps.Clone(r.tiers)
	r.later = tiers
	if r.next = maps.Clone(r.known); r.next == nil {
		r.next = map[[2]string]string{}
	}
	for _, currency := range r.program.Currencies() {
		states[currency] = &commission.State{}
		if s := r.states[currency]; s != nil {
			states[currency] = s.Clone()
		}
	}
	var entries []commission.Entry
	moved := map[refPeriod]bool{} // meters
	earn := func(e commission.Event) error {
		plan, _ := r.program.Plan(e.Currency)
		earned, err := plan.Earn(states[e.Currency], e)
		if err == nil {
			err = states[e.Currency].Keep(earned.Records...)
		}
		if err != nil {
			return err
		}
		for _, record := range earned.Records {
			if key := record.Key(); key.About() == "meter" {
				text := key.String()
				moved[refPeriod{e.Currency, text[strings.LastIndex(text, "/")+1:]}] = true
			}
		}
		entries = append(entries, earned.Entries...)
		return nil
	}
	active := map[string]bool{} // currencies of events that were used
	for of, currency := range r.known {
		active[currency] = active[currency] || of[0] == month.partner
	}
	for _, one := range turns {
		active[one.event.Currency] = active[one.event.Currency] || !one.own && !dropped[one.event.ID]
	}
	for _, one := range turns {
		e := one.event
		if dropped[e.ID] {
			continue
		}
		if one.own {
			if !active[e.Currency] {
				continue
			}
			e.Tier = tierName
			if earn(e) == nil {
				delete(moved, refPeriod{e.Currency, e.Period})
			}
			continue
		}
		if of, ok := r.next[[2]string{e.Partner, e.Of}]; ok && takesBack(e.Kind) && of != e.Currency {
			refused[e.ID] = true
			continue
		}
		if e.Tier == "" {
			e.Tier = tierName
			if before, ok := tiers[[2]string{e.Partner, e.Of}]; ok && e.Kind == commission.Correction {
				e.Tier = before
			}
		}
		if earn(e) != nil {
			refused[e.ID] = true
			continue
		}
		r.next[[2]string{e.Partner, e.ID}], tiers[[2]string{e.Partner, e.ID}] = e.Currency, e.Tier
	}
	for _, e := range r.closing.late(month, moved) {
		e.Tier = tierName
		if level, ok := r.levels[refMonth{month.partner, cycle.MonthOf(e.At, r.program.Zone())}]; ok {
			e.Tier = level
		}
		_ = earn(e) // a period that is closed for good is not closed again
	}
	return states, entries, refused
}

func (r *reference) settle(t *testing.T, partner string, m cycle.Month, entries []commission.Entry) refResult {
	t.Helper()
	day := alianza.Must(alianza.NewDate(m.Year(), m.Month(), 1))
	until := day.AddMonths(1).In(r.program.Zone())
	if r.accounts[partner] == nil {
		r.accounts[partner] = map[refAccount]payout.Account{}
	}
	accounts := r.accounts[partner]
	for _, e := range entries {
		name := refAccount{e.Currency, e.Medium}
		a, err := r.policy(name).Post(accounts[name], e)
		if err != nil {
			t.Fatal(err)
		}
		accounts[name] = a
	}
	names := slices.SortedFunc(maps.Keys(accounts), func(a, b refAccount) int {
		return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.medium, b.medium))
	})
	var out refResult
	for _, name := range names {
		paid, after, err := r.policy(name).Settle(accounts[name], until)
		if err != nil {
			t.Fatal(err)
		}
		accounts[name] = after
		out = append(out, fmt.Sprintf("%s %v: %s + %s + %s = %s + %s + %s", name.currency, name.medium, paid.Opening, paid.Earned, paid.Adjusted, paid.Paid, paid.Held, paid.Carried))
	}
	return out
}

// policy returns the policy of an account. One that nothing pays has a minimum that
// nobody reaches.
func (r *reference) policy(name refAccount) payout.Policy {
	if policy, ok := r.program.Policy(name.currency, name.medium); ok {
		return policy
	}
	return alianza.Must(payout.New(payout.Definition{Currency: name.currency, Medium: name.medium, Minimum: decimal.New(1, 12)}))
}

// flatten writes results as the reference does. Accounts in which nothing happened
// yet, of partners whose sales earned nothing, are left out.
func flatten(results func(func(program.Result) bool), posted map[string]bool) refResult {
	var out refResult
	for r := range results {
		out = append(out, fmt.Sprintf("%s %s %q", r.Month, r.Partner, r.Level))
		for l := range r.Lines() {
			for _, e := range l.Entries {
				out = append(out, e.String())
				posted[fmt.Sprint(r.Partner, e.Currency, e.Medium)] = true
			}
		}
		for _, a := range r.Accounts {
			if posted[fmt.Sprint(r.Partner, a.Currency, a.Medium)] {
				out = append(out, fmt.Sprintf("%s %v: %s + %s + %s = %s + %s + %s", a.Currency, a.Medium, a.Opening, a.Earned, a.Adjusted, a.Paid, a.Held, a.Carried))
			}
		}
		for _, f := range r.Faults {
			if !strings.HasSuffix(f, "no event has a partner_since") { // of a bonus that the reference does not close either
				out = append(out, f)
			}
		}
	}
	return out
}

// dice makes programs and events.
type dice struct{ *rand.Rand }

func (d dice) pick(list ...string) string { return list[d.IntN(len(list))] }

// program returns a document: a ladder or none, one to three versions, quick rules
// and others, and payouts of both kinds.
func (d dice) program() string {
	rule := func() string {
		rate := d.pick(`"rate": "12.5%"`, `"ladder": "affiliate", "rates": {"basic": "20%", "silver": "25%", "gold": "33.33%"}`)
		extra := d.pick("", "", "", `, "months": 2`, `, "caps": [{"amount": "20", "per": "month"}]`, `, "over": "month"`,
			`, "when": {"fact": "amount", "at_least": "5"}`, `, "min": "1"`, `, "fixed": "2"`)
		medium := d.pick("", "", "", `, "medium": "credit"`)
		return `{"name": "sale", "on": "sale", ` + rate + extra + medium + `}`
	}
	rules := func() string {
		all := rule()
		if d.IntN(4) == 0 {
			all += `, {"name": "lead", "on": "lead", "fixed": "3"}`
		}
		all += d.pick("", `, {"name": "pay", "on": "payment", "rate": "10%"}`, `, {"name": "pay", "on": "payment", "over": "month", "reads": "sale",
			"table": {"scope": "next_sale", "brackets": [{"up_to": "10", "rate": "1%"}, {"rate": "50%"}]}}`)
		if d.IntN(3) > 0 {
			return all
		}
		return all + `], "bonuses": [` + d.bonuses(strings.Contains(all, `"pay"`))
	}
	more := ""
	if d.IntN(5) == 0 {
		more = `, "precedence": "` + d.pick("best", "every") + `"`
	}
	if d.IntN(3) == 0 {
		more += `, "year_begins": ` + fmt.Sprint(1+d.IntN(12))
	}
	head := `"unknown_sale": "` + d.pick("refuse", "current_rate", "ignore") + `", "hold_days": ` + fmt.Sprint(d.IntN(3)*15) + more
	plans := `{` + head + `, "rules": [` + rules() + `]}`
	if d.IntN(3) == 0 {
		plans += `, {"version": 2, "from": "2026-02-10", ` + head + `, "rules": [` + rules() + `]}`
	}
	payouts := d.pick(`{"minimum": "10"}`, `{"minimum": "10", "across_plans": true}`, `{"minimum": "5", "holdback": {"rate": "10%", "days": 40}}`, `{"maximum": "40"}`, `{"every": "month"}`)
	if d.IntN(2) == 0 {
		payouts += `, {"medium": "credit", "minimum": "1"}`
	}
	return `{
		"id": "p", "zone": "` + d.pick("UTC", "America/New_York", "Asia/Tokyo") + `", "currencies": ["USD", "JPY"],
		"tiers": {"editions": [{"ladder": {"name": "affiliate", "levels": [
			{"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
			{"name": "silver", "requires": [{"metric": "sales", "at_least": "3"}]},
			{"name": "gold", "requires": [{"metric": "sales", "at_least": "5"}]}]}}]},
		"plans": [` + plans + `],
		"payouts": [` + payouts + `]}`
}

// bonuses returns one or two bonuses over periods of any kind.
func (d dice) bonuses(payments bool) string {
	one := func(name string) string {
		of := "sale"
		if payments && d.IntN(2) == 0 {
			of = "pay"
		}
		text := `{"name": "` + name + `", "over": "` + d.pick("week", "month", "quarter", "year", "contract_year") + `"`
		switch d.IntN(4) {
		case 0:
			return text + `, "fixed": "1"}`
		case 1:
			return text + `, "of": ["` + of + `"], "ladder": "affiliate", "rates": {"basic": "1%", "silver": "2%", "gold": "3%"}}`
		default:
			return text + `, "of": ["` + of + `"], "rate": "5%"` + d.pick("", `, "follows": true`) + `}`
		}
	}
	if d.IntN(2) == 0 {
		return one("one")
	}
	return one("one") + ", " + one("two")
}

// stray returns an event that is refused, and says something else of its partner.
func (d dice) stray() commission.Event {
	e := commission.Event{ID: "stray", Kind: commission.Reversal, Of: "nothing", Partner: fmt.Sprint("p", d.IntN(4)), Currency: "USD"}
	e.At = time.Date(2026, 1, 1+d.IntN(90), 8, 0, 0, 0, time.UTC)
	e.PartnerSince = time.Date(2025, 1, d.IntN(120), 12, 0, 0, 0, time.UTC)
	return e
}

// events returns events of a few partners in a quarter, with every kind of taking
// back.
func (d dice) events(n int) []commission.Event {
	var all []commission.Event
	for i := range n {
		e := commission.Event{
			ID: fmt.Sprint("e", i), Kind: commission.Sale, Partner: fmt.Sprint("p", d.IntN(4)), Currency: d.pick("USD", "USD", "USD", "JPY"),
			At: time.Date(2026, 1, 1, d.IntN(24*90), i%60, 0, 0, time.UTC), Amount: decimal.New(int64(d.IntN(3000)), -int32(d.IntN(3))),
			Customer: d.pick("", "", "", "c1", "c2"),
		}
		switch {
		case len(all) > 0 && d.IntN(3) == 0:
			d.takeBack(&e, all)
		case d.IntN(4) == 0:
			e.Kind = commission.PaymentReceived
		case d.IntN(10) == 0:
			e.Kind, e.Amount = commission.Lead, decimal.Decimal{}
		}
		if d.IntN(12) == 0 {
			e.Booked = e.At.AddDate(0, 0, d.IntN(70))
		}
		if e.Partner != "p0" && d.IntN(3) > 0 { // each partner began on a day of its own
			e.PartnerSince = time.Date(2025, 1, 28*int(e.Partner[1]-'0'), 12, 0, 0, 0, time.UTC)
		}
		if d.IntN(30) == 0 {
			e.Tier = d.pick("affiliate/gold", "gold", " affiliate/gold")
		}
		if takesBack(e.Kind) && d.IntN(3) == 0 { // of the day of what it takes back, which is midnight in one zone
			e.At = d.midnight(all, e)
		}
		if d.IntN(15) == 0 && len(all) > 0 {
			e.ID = all[d.IntN(len(all))].ID
		}
		if d.IntN(20) == 0 {
			e.Facts = map[string]string{"country": "ES"}
		}
		all = append(all, e)
	}
	if d.IntN(3) == 0 {
		all = append(all, d.refusedChain()...)
	}
	if d.IntN(2) == 0 {
		all = append(all, d.stray())
	}
	return all
}

// takeBack makes an event take back one of those before it.
func (d dice) takeBack(e *commission.Event, all []commission.Event) {
	of := all[d.IntN(len(all))]
	if d.IntN(2) == 0 { // a chain of a few weeks
		of = all[max(0, len(all)-1-d.IntN(2))]
		e.At = of.At.AddDate(0, 0, d.IntN(20)).Add(time.Minute)
	}
	e.Kind = commission.Kind(d.pick("refund", "refund", "refund", "chargeback", "reversal", "correction"))
	e.Of, e.Partner, e.Currency = of.ID, of.Partner, of.Currency
	switch d.IntN(4) {
	case 0:
		e.Amount = of.Amount
	case 1:
		e.Amount = decimal.New(int64(d.IntN(100)), -2)
	case 2:
		e.Amount = of.Amount.Div(decimal.NewFromInt(2)).Round(2)
	}
	if e.Kind == commission.Reversal {
		e.Amount = decimal.Decimal{}
	}
	if d.IntN(10) == 0 {
		e.Currency = d.pick("USD", "JPY") // may be another one
	}
	if d.IntN(8) == 0 {
		e.Of = d.pick("unknown", fmt.Sprint("e", len(all)+1), "")
	}
	if e.Kind == commission.Reversal || e.Kind == commission.Correction {
		e.Of = cmp.Or(e.Of, "e0")
	}
}

// refusedChain returns a sale, a refund of too much of it, a refund of that one, and its
// reversal a month later.
func (d dice) refusedChain() []commission.Event {
	var all []commission.Event
	of, at, amounts := "", time.Date(2026, 1, 1+d.IntN(60), 9, 0, 0, 0, time.UTC), []int64{100, 500, 50, 0}
	for i, kind := range []commission.Kind{commission.Sale, commission.Refund, commission.Refund, commission.Reversal} {
		if kind == commission.Reversal {
			at = at.AddDate(0, 1, 0)
		}
		id := fmt.Sprint("chain", i)
		all = append(all, commission.Event{ID: id, Kind: kind, Of: of, Partner: "p3", Currency: "USD", At: at.Add(time.Duration(i) * time.Hour), Amount: decimal.NewFromInt(amounts[i])})
		of = id
	}
	return all
}

// midnight returns the first instant of the day, in some zone, of the event that one is
// about, or of a day of its own.
func (d dice) midnight(all []commission.Event, e commission.Event) time.Time {
	at := e.At
	for _, of := range all {
		if of.ID == e.Of && of.Partner == e.Partner {
			at = of.At
		}
	}
	zone, _ := time.LoadLocation(d.pick("UTC", "America/New_York", "Asia/Tokyo"))
	return alianza.DateOf(at, zone).In(zone)
}

func mustRead(tb testing.TB, doc string) program.Program {
	tb.Helper()
	p, err := alianza.Read[program.Program]([]byte(doc))
	if err != nil {
		tb.Fatalf("Read(%.300s…) = %v", doc, err)
	}
	return p
}

// addAll adds events and leaves out those that cannot be kept.
func addAll(run *program.Run, events []commission.Event) {
	for _, e := range events {
		_ = run.Add(e)
	}
}

package commission

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Difference is what the same events earn under two plans.
type Difference struct {
	Deltas  []Delta // by partner, rule, month and medium, also those that are the same
	Refused []Refusal
}

// A Refusal is an event that one of the plans refuses, and why.
type Refusal struct {
	Partner string
	Event   string
	Second  bool // the second plan refuses it
	Err     error
}

// A Delta is what one partner earns by one rule in one month under two plans;
// grouped, fewer of them are named.
type Delta struct {
	_       [0]func() // == would compare decimals by address
	Partner string    // "" for all
	Rule    string    // "" for all
	Month   string    // of the events, such as "2026-03"; "" for all
	Medium  Medium
	Before  decimal.Decimal // under the first plan
	After   decimal.Decimal // under the second
}

// More returns what the second plan pays more, negative for less.
func (d Delta) More() decimal.Decimal { return d.After.Sub(d.Before) }

// String returns the delta as a phrase: "ana, sale, 2026-03: 150.00 before,
// 180.00 after, 30.00 more".
func (d Delta) String() string {
	names := slices.DeleteFunc([]string{d.Partner, d.Rule, d.Month}, func(s string) bool { return s == "" })
	if len(names) == 0 {
		names = []string{"in total"}
	}
	if d.Medium != Cash {
		names = append(names, d.Medium.String())
	}
	how := exact.Text(d.More().Abs()) + " more"
	switch d.More().Sign() {
	case 0:
		how = "the same"
	case -1:
		how = exact.Text(d.More().Abs()) + " less"
	}
	return fmt.Sprintf("%s: %s before, %s after, %s", strings.Join(names, ", "), exact.Text(d.Before), exact.Text(d.After), how)
}

// Diff evaluates events under two plans, each from an empty state, and returns
// what they would pay: what if gold paid 32%? Events are given in the order in
// which they happened; one that a plan refuses earns nothing under it and is
// reported. The months are those of the first plan's zone. Diff returns an
// error that wraps [alianza.ErrCurrency] if the plans are in two currencies.
func Diff(before, after Plan, events []Event) (Difference, error) {
	if before.def.Currency != after.def.Currency {
		err := check.Fault("currency", after.def.Currency, alianza.ErrCurrency, "the first plan is in "+before.def.Currency)
		return Difference{}, fmt.Errorf("commission: diff: %w", err)
	}
	var d Difference
	sums := map[deltaKey]*Delta{}
	var first, second State
	for i := range events {
		month := PerMonth.period(events[i].At, before.zone, "")
		first = d.add(before, first, &events[i], false, month, sums)
		second = d.add(after, second, &events[i], true, month, sums)
	}
	for _, one := range sums {
		d.Deltas = append(d.Deltas, *one)
	}
	sortDeltas(d.Deltas)
	return d, nil
}

type deltaKey struct {
	partner, rule, month string
	medium               Medium
}

// add adds what an event earns under one of the plans.
func (d *Difference) add(p Plan, s State, e *Event, second bool, month string, sums map[deltaKey]*Delta) State {
	earned, s, err := p.Earn(s, *e)
	if err != nil {
		d.Refused = append(d.Refused, Refusal{Partner: e.Partner, Event: e.ID, Second: second, Err: err})
		return s
	}
	for i := range earned.Entries {
		one := &earned.Entries[i]
		k := deltaKey{one.Partner, one.Rule, month, one.Medium}
		if sums[k] == nil {
			sums[k] = &Delta{Partner: k.partner, Rule: k.rule, Month: k.month, Medium: k.medium}
		}
		if second {
			sums[k].After = sums[k].After.Add(one.Amount)
		} else {
			sums[k].Before = sums[k].Before.Add(one.Amount)
		}
	}
	return s
}

func sortDeltas(list []Delta) {
	slices.SortFunc(list, func(a, b Delta) int {
		return cmp.Or(cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Month, b.Month), cmp.Compare(a.Medium, b.Medium))
	})
}

// ByPartner returns the deltas of each partner.
func (d Difference) ByPartner() []Delta {
	return d.group(func(k deltaKey) deltaKey { return deltaKey{partner: k.partner, medium: k.medium} })
}

// ByRule returns the deltas of each rule.
func (d Difference) ByRule() []Delta {
	return d.group(func(k deltaKey) deltaKey { return deltaKey{rule: k.rule, medium: k.medium} })
}

// ByMonth returns the deltas of each month.
func (d Difference) ByMonth() []Delta {
	return d.group(func(k deltaKey) deltaKey { return deltaKey{month: k.month, medium: k.medium} })
}

// Total returns the delta of everything, for each medium.
func (d Difference) Total() []Delta {
	return d.group(func(k deltaKey) deltaKey { return deltaKey{medium: k.medium} })
}

// group adds up the deltas that have one key.
func (d Difference) group(by func(deltaKey) deltaKey) []Delta {
	type pair struct{ before, after decimal.Decimal }
	sums := map[deltaKey]pair{}
	for _, c := range d.Deltas {
		k := by(deltaKey{c.Partner, c.Rule, c.Month, c.Medium})
		sum := sums[k]
		sums[k] = pair{sum.before.Add(c.Before), sum.after.Add(c.After)}
	}
	list := make([]Delta, 0, len(sums))
	for k, sum := range sums {
		list = append(list, Delta{Partner: k.partner, Rule: k.rule, Month: k.month, Medium: k.medium, Before: sum.before, After: sum.after})
	}
	sortDeltas(list)
	return list
}

// String returns the deltas of the partners and of everything, a line each, and
// what was refused.
func (d Difference) String() string {
	var b strings.Builder
	for _, c := range append(d.ByPartner(), d.Total()...) {
		b.WriteString(c.String() + "\n")
	}
	for _, r := range d.Refused {
		b.WriteString(r.String() + "\n")
	}
	return b.String()
}

// String returns the refusal as a phrase.
func (r Refusal) String() string {
	which := "first"
	if r.Second {
		which = "second"
	}
	return fmt.Sprintf("%s: refused by the %s plan: %v", r.Partner, which, r.Err)
}

// MarshalJSON returns the difference with its deltas and what was refused.
func (d Difference) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		oldjson.List(o, "deltas", &d.Deltas, (*Delta).fields)
		oldjson.List(o.Optional(), "refused", &d.Refused, (*Refusal).fields)
	})
}

// MarshalJSON returns the refusal with its fields in lower case, and its error
// as text.
func (r Refusal) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

func (r *Refusal) fields(o *oldjson.Object) {
	text := fmt.Sprint(r.Err)
	o.String("partner", &r.Partner)
	o.String("event", &r.Event)
	o.Optional().Bool("second", &r.Second)
	o.String("error", &text)
}

// MarshalJSON returns the delta with its fields in lower case.
func (d Delta) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

func (d *Delta) fields(o *oldjson.Object) {
	o.Optional().String("partner", &d.Partner)
	o.Optional().String("rule", &d.Rule)
	o.Optional().String("month", &d.Month)
	oldjson.Text(o.Optional(), "medium", &d.Medium)
	o.Decimal("before", &d.Before)
	o.Decimal("after", &d.After)
}

// Package compare says what other plans would have paid for the same events.
//
//	difference, err := compare.Plans(before, after, events)
//	fmt.Println(difference) // ana: 59.97 before, 63.97 after, 4.00 more
//
// A [Difference] has a [Delta] for each partner, rule and month. It adds them up
// by partner, by rule, by month and in total.
//
// Rules: C33.
package compare

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Difference is what the same events earn under two plans.
type Difference struct {
	Deltas  []Delta   `json:"deltas"` // by partner, rule, month and medium, also those that are the same
	Refused []Refusal `json:"refused,omitzero"`
}

// A Refusal is an event that one of the plans refuses, and why.
type Refusal struct {
	Partner string                `json:"partner"`
	Event   string                `json:"event"`
	Second  bool                  `json:"second,omitzero"` // the second plan refuses it
	Faults  []*alianza.FieldError `json:"faults"`          // why
}

// A Delta is what one partner earns by one rule in one month under two plans;
// grouped, fewer of them are named.
type Delta struct {
	_       [0]func()         // == would compare decimals by address
	Partner string            `json:"partner,omitzero"` // "" for all
	Rule    string            `json:"rule,omitzero"`    // "" for all
	Month   string            `json:"month,omitzero"`   // of the events, such as "2026-03"; "" for all
	Medium  commission.Medium `json:"medium,omitzero"`
	Before  decimal.Decimal   `json:"before"` // under the first plan
	After   decimal.Decimal   `json:"after"`  // under the second
}

// More returns what the second plan pays more, negative for less.
func (d Delta) More() decimal.Decimal { return exact.Sane(d.After).Sub(exact.Sane(d.Before)) }

// String returns the delta as a phrase: "ana, sale, 2026-03: 150.00 before,
// 180.00 after, 30.00 more".
func (d Delta) String() string {
	names := slices.DeleteFunc([]string{d.Partner, d.Rule, d.Month}, func(s string) bool { return s == "" })
	if len(names) == 0 {
		names = []string{"in total"}
	}
	if d.Medium != commission.Cash {
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

// Plans evaluates events under two plans, each from an empty state, and returns
// what they would pay: what if gold paid 32%? Events are given in the order in
// which they happened; one that a plan refuses earns nothing under it and is
// reported. The months are those of the first plan's zone. Plans returns an
// error that wraps [alianza.ErrCurrency] if the plans are in two currencies.
func Plans(before, after commission.Plan, events []commission.Event) (Difference, error) {
	first, second := before.Definitions(), after.Definitions()
	if len(first) == 0 || len(second) == 0 {
		return Difference{}, fmt.Errorf("compare: plans: %w", alianza.ErrUnchecked)
	}
	if a, b := first[0].Currency, second[0].Currency; a != b {
		return Difference{}, fmt.Errorf("compare: plans: %w", check.Fault("currency", b, alianza.ErrCurrency, "the first plan is in "+a))
	}
	d := differ{sums: map[deltaKey]*Delta{}, zone: before.Zone()}
	for i := range events {
		d.add(before, &events[i], false)
		d.add(after, &events[i], true)
	}
	for _, one := range d.sums {
		d.Deltas = append(d.Deltas, *one)
	}
	sortDeltas(d.Deltas)
	return d.Difference, nil
}

type deltaKey struct {
	partner, rule, month string
	medium               commission.Medium
}

// differ is a difference while it is added up, with the state of each plan.
type differ struct {
	Difference
	sums          map[deltaKey]*Delta
	zone          *time.Location
	first, second commission.State
}

// add adds what an event earns under one of the plans.
func (d *differ) add(p commission.Plan, e *commission.Event, second bool) {
	state := &d.first
	if second {
		state = &d.second
	}
	earned, err := p.Earn(state, *e)
	if err == nil {
		err = state.Keep(earned.Records...)
	}
	if err != nil {
		d.Refused = append(d.Refused, Refusal{Partner: e.Partner, Event: e.ID, Second: second, Faults: alianza.Faults(err)})
		return
	}
	month := alianza.DateOf(e.At, d.zone).String()[:len("2026-03")]
	for i := range earned.Entries {
		one := &earned.Entries[i]
		k := deltaKey{one.Partner, one.Rule, month, one.Medium}
		if d.sums[k] == nil {
			d.sums[k] = &Delta{Partner: k.partner, Rule: k.rule, Month: k.month, Medium: k.medium}
		}
		if second {
			d.sums[k].After = d.sums[k].After.Add(one.Amount)
		} else {
			d.sums[k].Before = d.sums[k].Before.Add(one.Amount)
		}
	}
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
		sums[k] = pair{sum.before.Add(exact.Sane(c.Before)), sum.after.Add(exact.Sane(c.After))}
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
	why := make([]string, len(r.Faults))
	for i, f := range r.Faults {
		why[i] = f.Error()
	}
	return fmt.Sprintf("%s, %s: refused by the %s plan: %s", r.Partner, r.Event, which, strings.Join(why, "; "))
}

// MarshalJSON writes the difference by its tags.
func (d Difference) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a difference strictly.
func (d *Difference) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON writes the refusal by its tags.
func (r Refusal) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a refusal strictly.
func (r *Refusal) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// MarshalJSON writes the delta by its tags.
func (d Delta) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a delta strictly.
func (d *Delta) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

package program

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier"
)

// Metrics returns the metrics that the program counts of the events of a partner's
// month. A service that evaluates events one by one gives them to the cycle at the end
// of the month; a [Run] counts by itself. All events are to be of one partner and one
// month, and without those that the plan refused. Their order changes nothing. Metrics
// that no event counts, such as hours of training, are not among them. Metrics returns
// an error for an event that [Run.Add] refuses, and for one ID with two contents, such
// as a retry that does not have the level of the first. A program without tiers counts
// nothing.
func (p Program) Metrics(events ...commission.Event) (tier.Metrics, error) {
	if err := p.unchecked(); err != nil {
		return nil, err
	}
	r := p.Run()
	for i := range events {
		if err := r.Add(events[i]); err != nil {
			return nil, err
		}
	}
	var outcomes []outcome
	for _, who := range r.partners {
		r.now.partner = who
		for _, m := range who.open {
			for _, at := range r.store.reversed(m.last, nil) {
				outcomes = append(outcomes, outcome{kept: r.store.kept(at)})
			}
		}
	}
	metrics := tier.Metrics{}
	for i, n := range r.count(outcomes) {
		metrics[p.metrics[i].Name] = n
	}
	return metrics, nil
}

// count returns the metrics of the events of a month that were not refused.
func (r *Run) count(events []outcome) values {
	if !r.p.tiered {
		return nil
	}
	var backs map[string][]commission.Event
	if slices.ContainsFunc(r.p.metrics, func(m Metric) bool { return m.Kept }) {
		backs = r.backsOf(events)
	}
	v := make(values, len(r.p.metrics))
	for i := range r.p.metrics {
		v[i] = r.countOne(&r.p.metrics[i], events, backs)
	}
	return v
}

func (r *Run) countOne(m *Metric, events []outcome, backs map[string][]commission.Event) decimal.Decimal {
	n, sum := int64(0), decimal.Decimal{}
	for i := range events {
		o := &events[i]
		if o.err != nil || o.own() || !r.counts(m, o) {
			continue
		}
		left := whole
		if taken := backs[string(o.id)]; m.Kept && len(taken) > 0 {
			if left = r.left(o, taken); left.none {
				continue
			}
		}
		switch m.Counts {
		case CountsAmounts:
			if left.all {
				left.amount = r.amount(o)
			}
			sum = sum.Add(left.amount)
		case CountsUnits:
			e := r.store.event(&o.kept, r.now.partner.name)
			if e.Units == (decimal.Decimal{}) {
				n++
			}
			if left.all {
				left.units = e.Units
			}
			sum = sum.Add(left.units)
		default:
			n++
		}
	}
	if m.Counts == CountsAmounts {
		return sum
	}
	return sum.Add(decimal.NewFromInt(n))
}

// counts reports whether a metric counts an event.
func (r *Run) counts(m *Metric, o *outcome) bool {
	if m.Currency != "" && r.store.words[o.currency] != m.Currency {
		return false
	}
	kind := commission.Kind(r.store.words[o.kind])
	if len(m.On) == 0 {
		return kind == commission.Sale
	}
	return slices.Contains(m.On, kind)
}

// amount returns the amount of an event.
func (r *Run) amount(o *outcome) decimal.Decimal {
	if o.mask&hasLongAmount != 0 {
		return r.store.event(&o.kept, r.now.partner.name).Amount
	}
	return decimal.New(o.coef, o.exp)
}

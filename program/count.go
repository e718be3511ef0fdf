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
	var backs map[string][]int
	if slices.ContainsFunc(r.p.metrics, func(m Metric) bool { return m.Kept }) {
		backs = r.backsOf(events)
	}
	v := make(values, len(r.p.metrics))
	for i := range r.p.metrics {
		v[i] = r.countOne(&r.p.metrics[i], events, backs)
	}
	return v
}

// backsOf returns the refunds and chargebacks of a month by the ID of what they take
// back.
func (r *Run) backsOf(events []outcome) map[string][]int {
	backs := map[string][]int{}
	for i := range events {
		o := &events[i]
		switch commission.Kind(r.store.words[o.kind]) {
		case commission.Refund, commission.Chargeback:
			if o.err == nil {
				backs[string(o.of)] = append(backs[string(o.of)], i)
			}
		default:
		}
	}
	return backs
}

func (r *Run) countOne(m *Metric, events []outcome, backs map[string][]int) decimal.Decimal {
	n, sum := int64(0), decimal.Decimal{}
	for i := range events {
		o := &events[i]
		if o.err != nil || !r.counts(m, o) {
			continue
		}
		left, whole := decimal.Decimal{}, true
		if m.Kept {
			if left, whole = r.left(o, events, backs[string(o.id)]); left.IsZero() && !whole {
				continue
			}
		}
		switch m.Counts {
		case CountsAmounts:
			if whole {
				left = r.amount(o)
			}
			sum = sum.Add(left)
		case CountsUnits:
			e := r.store.event(&o.kept, r.now.partner.name)
			if e.Units == (decimal.Decimal{}) {
				n++
			}
			sum = sum.Add(e.Units)
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

// left returns what refunds and chargebacks of the month leave of an event. It
// returns true if nothing takes anything back.
func (r *Run) left(o *outcome, events []outcome, backs []int) (left decimal.Decimal, whole bool) {
	whole = true
	for _, i := range backs {
		back := &events[i]
		if back.currency != o.currency {
			continue
		}
		if whole {
			left, whole = r.amount(o), false
		}
		amount := r.amount(back)
		if amount.IsZero() { // a chargeback of all that is left
			amount = left
		}
		if left = left.Sub(amount); !left.IsPositive() {
			return decimal.Decimal{}, false
		}
	}
	return left, whole
}

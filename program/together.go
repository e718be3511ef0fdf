package program

import (
	"cmp"
	"slices"

	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// The shares of a sale are posted to partners other than its own, and a correction may
// take back what another partner earned. A month with such events, and each one after
// it, is closed in two steps. The first one evaluates the events of all partners, the
// second one settles the accounts.

// evaluated is a partner's month between the two steps.
type evaluated struct {
	evaluation
	result Result
}

// closeTogether closes a month of all partners that have begun. It returns false if no
// more results are asked for: those that wait come first when they are.
func (r *Run) closeTogether(m cycle.Month, yield func(Result) bool) bool {
	if r.posted != m {
		r.evaluateAll(m)
	}
	for len(r.waiting) > 0 {
		one := r.waiting[0]
		r.waiting = r.waiting[1:]
		r.now = one.evaluation
		r.settle(&one.result)
		r.begun = m
		if !yield(one.result) {
			return false
		}
	}
	r.waiting = nil
	return true
}

// evaluateAll evaluates the events of a month of all partners. What is posted to a
// partner who has not begun makes them begin.
func (r *Run) evaluateAll(m cycle.Month) {
	for before := -1; before < len(r.waiting); {
		before = len(r.waiting)
		for _, p := range r.byName() {
			r.evaluateAfter(p, m)
		}
	}
	slices.SortFunc(r.waiting, func(a, b evaluated) int { return cmp.Compare(a.partner.name, b.partner.name) })
	r.posted = m
}

// evaluateAfter evaluates a partner's month after those of the partners whose events it
// corrects.
func (r *Run) evaluateAfter(p *partner, m cycle.Month) {
	if !p.opens(m) || p.turn == m { // or two give each other events
		return
	}
	p.turn = m
	for _, name := range r.givers(p, m) {
		if i, ok := r.names[name]; ok {
			r.evaluateAfter(r.partners[i], m)
		}
	}
	r.now = evaluation{}
	result := r.evaluateMonth(p, m)
	r.waiting = append(r.waiting, evaluated{r.now, result})
}

// givers returns the partners whose events the events of a month correct.
func (r *Run) givers(p *partner, m cycle.Month) []string {
	if !r.gives || len(p.open) == 0 || p.open[0].month != m {
		return nil
	}
	var names []string
	for _, at := range r.store.reversed(p.open[0].last, nil) {
		if k := r.store.kept(at); k.mask&hasOfPartner != 0 {
			e := r.store.event(&k, p.name)
			names = append(names, e.OfPartner)
		}
	}
	return names
}

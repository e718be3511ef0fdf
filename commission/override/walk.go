package override

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Why a partner does not get the rate of a level.
const (
	whySkipped = "skipped" // does not qualify: those above move down
	whyGap     = "gap"     // does not qualify: the level stays empty
	whyOver    = "over"    // the months of the seller are over
	whyTotal   = "total"   // cut to what all levels together may get
	whyBelow   = "below"   // the own rate is not above the highest below
)

// A walk goes up from a seller.
type walk struct {
	plan    *Plan
	sale    *Sale
	level   int             // that were filled, or left empty
	paid    alianza.Percent // to the levels so far
	highest alianza.Percent // own rate so far
	over    bool
}

// depth returns how many levels are paid.
func (w *walk) depth() int {
	if w.plan.def.Of == OfSpread {
		return w.plan.def.Depth
	}
	return len(w.plan.def.Levels)
}

// step returns what the next partner above gets.
func (w *walk) step(partner string) Payment {
	def := &w.plan.def
	p := Payment{Partner: partner, Level: w.level + 1}
	own, rated := w.sale.Rates[partner]
	switch {
	case slices.Contains(w.sale.Unqualified, partner) || def.Of == OfSpread && !rated:
		p.Why = whySkipped
		if def.Gap {
			p.Why = whyGap
			w.level++
		}
		return p
	case w.over:
		p.Why = whyOver
	case def.Of != OfSpread:
		p.Rate = def.Levels[w.level]
	case own.Compare(w.highest) <= 0:
		p.Why = whyBelow
	default:
		p.Rate = own.Plus(alianza.PercentUnits(-w.highest.Units()))
		w.highest = own
	}
	w.level++
	if most := def.Total; !most.IsZero() && w.paid.Plus(p.Rate).Compare(most) > 0 {
		p.Rate, p.Why = most.Plus(alianza.PercentUnits(-w.paid.Units())), whyTotal
	}
	w.paid = w.paid.Plus(p.Rate)
	return p
}

// String returns the payments as a sentence: "sale s-1, 1000: ana 200.00 (20%), bob
// nothing (does not qualify); the company keeps 800.00".
func (r Result) String() string {
	list := make([]string, len(r.Payments))
	for i, p := range r.Payments {
		list[i] = p.String()
	}
	text := fmt.Sprintf("sale %s, %s: %s", r.Sale, exact.Text(r.Base), strings.Join(list, ", "))
	if len(list) == 0 {
		text += "nobody is above the seller"
	}
	if r.Of == OfCommission {
		return text
	}
	return text + "; the company keeps " + exact.Text(r.Rest)
}

// String returns the payment as a phrase: "ana 200.00 (20%)".
func (p Payment) String() string {
	why := map[string]string{
		whySkipped: "does not qualify", whyGap: "does not qualify, the level stays empty", whyOver: "the months are over",
		whyTotal: "cut to the total", whyBelow: "the rate is not above the highest below",
	}[p.Why]
	switch {
	case p.Rate.IsZero() && why != "":
		return p.Partner + " nothing (" + why + ")"
	case why != "":
		return fmt.Sprintf("%s %s (%s, %s)", p.Partner, exact.Text(p.Amount), p.Rate, why)
	}
	return fmt.Sprintf("%s %s (%s)", p.Partner, exact.Text(p.Amount), p.Rate)
}

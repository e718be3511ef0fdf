package program

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// An amount is a number of money in a document; 0 is none.
type amount struct {
	path string
	of   decimal.Decimal
}

// shared remarks on amounts that hold for currencies with cents and without: 120 is
// much in dollars and little in yen.
func (r *reviewer) shared(list []string, amounts []amount) {
	if !mixed(list) {
		return
	}
	for _, a := range amounts {
		if !a.of.IsZero() {
			r.remark(a.path, exact.Text(a.of), "the same number in "+strings.Join(list, " and ")+", with cents and without")
		}
	}
}

// mixed reports whether some currencies have cents, and others none.
func mixed(list []string) bool {
	first := -1
	return slices.ContainsFunc(list, func(code string) bool {
		places, ok := currency.Places(code)
		if first < 0 {
			first = places
		}
		return ok && places != first
	})
}

// paidAmounts returns those of a rule or a bonus.
func paidAmounts(path string, pay *commission.Pay, limit *commission.Limits) []amount {
	all := []amount{{path + ".fixed", pay.Fixed}, {path + ".per_unit", pay.PerUnit}, tableAmount(path+".table", &pay.Table)}
	all = append(all, amount{path + ".min", limit.Min}, amount{path + ".max", limit.Max})
	return append(all, capAmounts(path, limit.Caps)...)
}

// capAmounts returns those of caps.
func capAmounts(path string, caps []commission.Cap) []amount {
	var all []amount
	for i := range caps {
		all = append(all, amount{fmt.Sprintf("%s.caps[%d].amount", path, i), caps[i].Amount})
	}
	return all
}

// tableAmount returns the first amount of a table: one remark is enough.
func tableAmount(path string, t *commission.TableDefinition) amount {
	all := []amount{{path + ".quota", t.Quota}}
	for i := range t.Brackets {
		b, at := &t.Brackets[i], fmt.Sprintf("%s.brackets[%d]", path, i)
		if t.By == commission.ByAmount && t.Quota.IsZero() {
			all = append(all, amount{at + ".up_to", b.UpTo})
		}
		all = append(all, amount{at + ".per_unit", b.PerUnit}, amount{at + ".flat", b.Flat}, amount{at + ".min", b.Min}, amount{at + ".max", b.Max})
	}
	for _, a := range all {
		if !a.of.IsZero() {
			return a
		}
	}
	return amount{}
}

// payoutAmounts returns those of a payout.
func payoutAmounts(path string, d *payout.Definition) []amount {
	return []amount{
		{path + ".minimum", d.Minimum},
		{path + ".maximum", d.Maximum},
		{path + ".draw.amount", d.Draw.Amount},
		{path + ".draw.recover_most", d.Draw.RecoverMost},
		{path + ".debt.most", d.Debt.Most},
	}
}

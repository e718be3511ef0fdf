package attribution

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// Entries divides an entry of the sale among its partners, and returns an entry for each
// whose amount changes. The plan pays the sale to a single partner, as if it had one.
// Every entry that it posts for the sale, also what it takes back or corrects, goes
// through Entries.
//
// Posted is what the rule had posted for the sale before this entry, in sum: 0 for the
// first. It is all that has to be remembered. The new entries are the difference between
// the division of the sum before and that of the sum after. So they add up to the entry,
// to the last unit. After any refunds each partner stands at its share of what is left.
// Where a refund moves an odd unit, it may give that unit to a partner.
//
// Of a rule over a window, they are of what the sale changed of the window's pay.
//
// An entry does not say the Step of its plan, so Entries divides in minor units of the
// currency. A payout in larger steps refuses such parts. For a plan with a Step use
// [Result.Shared]: the plan then divides in its own steps.
//
// A new entry has the key of the old one with the partner behind it. Its Base is the
// amount divided, its Remaining what was posted in sum and the partner's part of that.
//
// Entries returns an error if:
//   - the sale has no partners ([alianza.ErrMissing]): it is a direct sale;
//   - the currency does not exist ([alianza.ErrUnknown]);
//   - an amount is out of bounds or no whole number of units ([alianza.ErrRange]).
//
// Rules: C34, C35.
func (r Result) Entries(e commission.Entry, posted decimal.Decimal) ([]commission.Entry, error) {
	var f check.Faults
	f.Number("posted", posted)
	f.Number("amount", e.Amount)
	if len(r.Shares) == 0 {
		f.Add("shares", "", alianza.ErrMissing, "nobody gets anything of a direct sale")
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("attribution: %w", err)
	}
	before, err := r.Divide(e.Currency, posted)
	if err != nil {
		return nil, err
	}
	sum := exact.Add(posted, e.Amount)
	after, err := r.Divide(e.Currency, sum)
	if err != nil {
		return nil, err
	}
	var list []commission.Entry
	for i, a := range after.Allocations {
		amount := exact.Sub(a.Amount, before.Allocations[i].Amount)
		if amount.IsZero() {
			continue
		}
		one := e
		one.Key, one.Partner = e.Key+"/"+unit.Key(a.Party), a.Party
		if e.Corrects != "" {
			one.Corrects = e.Corrects + "/" + unit.Key(a.Party)
		}
		one.Base, one.Units, one.Deductions = e.Amount, decimal.Decimal{}, nil
		one.Portions = []commission.Portion{{Fixed: amount, Exact: amount, Amount: amount}} // shares are seldom a percentage
		one.Rate, one.Exact, one.Amount = alianza.Percent{}, amount, amount
		one.Remaining = commission.Remaining{Base: sum, Amount: a.Amount}
		list = append(list, one)
	}
	return list, nil
}

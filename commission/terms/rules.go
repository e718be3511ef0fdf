package terms

import (
	"cmp"
	"slices"

	"github.com/seed-0af520cd/alianza/commission"
)

// perFact is the fact by which events of one kind are told apart.
const perFact = "per"

// Rules returns the rules of a plan that pay what was agreed. There is one for a
// percentage of sales with its points, one for each fee per qualified referral,
// and one for each fee per item of content. Each rule is named after what it pays.
// If two had the same name, all are named after their clauses: "item_fee per sale".
// No event earns the other rewards, such as a margin or a license fee; they are
// left to the caller. So are conditions, times and caps.
//
// Several promises may be about one kind of event, such as a fee per small customer
// and one per large customer. A rule then asks that the fact "per" of the event is what
// its promise is for. A promise for nothing special comes last and pays the other events.
//
// Rules: C6 to C8.
func (j Judgment) Rules() []commission.Rule {
	var paid []Promise
	var list []commission.Rule
	names, kinds := map[string]int{}, map[commission.Kind]int{}
	for _, p := range j.Promises {
		r, ok := p.rule()
		if !ok {
			continue
		}
		paid, list = append(paid, p), append(list, r)
		names[r.Name]++
		kinds[r.On]++
	}
	for i, p := range paid {
		r := &list[i]
		if len(names) < len(list) {
			r.Name = nameOf(p.About, p.Per)
		}
		if p.Per != "" && kinds[r.On] > 1 {
			r.When = commission.FactOneOf(perFact, p.Per)
		}
	}
	slices.SortStableFunc(list, func(a, b commission.Rule) int { return last(&a) - last(&b) })
	return list
}

// last returns 1 for a rule that pays any event of its kind, and 0 for one that asks.
func last(r *commission.Rule) int {
	if r.When.IsZero() {
		return 1
	}
	return 0
}

// rule returns the rule that pays a promise, and false if no event earns it.
func (p Promise) rule() (commission.Rule, bool) {
	r := commission.Rule{Pay: commission.Pay{Medium: p.Medium}}
	switch p.About {
	case SalePercent:
		r.Name, r.On, r.Pay.Rate = "sale", commission.Sale, p.Total()
	case ReferralFee:
		r.Name, r.On, r.Pay.Fixed = "referral", commission.Referral, p.Agreed.Decimal()
	case ItemFee:
		item := cmp.Or(p.Per, "item")
		r.Name, r.On, r.Pay.Fixed = item, commission.Item(item), p.Agreed.Decimal()
	default:
		return commission.Rule{}, false
	}
	return r, true
}

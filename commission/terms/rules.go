package terms

import (
	"cmp"

	"github.com/seed-0af520cd/alianza/commission"
)

// Rules returns the rules of a plan that pay what was agreed. There is one for a
// percentage of sales with its points, one for each fee per qualified referral,
// and one for each fee per item of content. Each rule is named after what it pays.
// No event earns the other rewards, such as a margin or a license fee; they are
// left to the caller. So are conditions, times and caps.
//
// Rules: C6 to C8.
func (j Judgment) Rules() []commission.Rule {
	var list []commission.Rule
	for _, p := range j.Promises {
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
			continue
		}
		list = append(list, r)
	}
	return list
}

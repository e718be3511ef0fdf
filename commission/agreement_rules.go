package commission

import "cmp"

// Rules returns the rules of a plan that pay what was granted: a percentage of
// sales with its points, a fee for each qualified referral, and one for each
// item of content (C6 to C8). Each is named after what it pays. What else was
// granted, such as a margin or a license fee, no event earns, and it is left to
// the caller; so are conditions, times and caps.
func (j Judgment) Rules() []Rule {
	var list []Rule
	for _, g := range j.Grants {
		r := Rule{Medium: g.Medium}
		switch g.Pays {
		case SalePercent:
			r.Name, r.On, r.Rate = "sale", Sale, g.Total
		case ReferralFee:
			r.Name, r.On, r.Fixed = "referral", Referral, g.Fee
		case ItemFee:
			item := cmp.Or(g.Per, "item")
			r.Name, r.On, r.Fixed = item, Item(item), g.Fee
		default:
			continue
		}
		list = append(list, r)
	}
	return list
}

package tier

import "github.com/shopspring/decimal"

// Affiliate returns the ladder of the affiliate program (T1): the level is set
// by the sales of one calendar month, basic from 1, silver from 6, gold from
// 16, platinum from 31, each bound inclusive. A month without a sale has no
// level (T2). Each level has the benefits of those below it and three of its
// own (T3). The metric is "sales".
func Affiliate() Definition[NoTerms] {
	level := func(name string, sales int64, benefits ...string) Level {
		return Level{Name: name, Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(sales))}, Benefits: benefits}
	}
	return Definition[NoTerms]{
		Name: "affiliate",
		Levels: []Level{
			level("basic", 1, "marketing_materials", "email_support", "basic_dashboard"),
			level("silver", 6, "priority_support", "exclusive_materials", "monthly_webinars"),
			level("gold", 16, "account_manager", "exclusive_events", "achievement_bonuses"),
			level("platinum", 31, "additional_commissions", "strategic_partnership", "joint_product_development"),
		},
	}
}

package tier

import "github.com/shopspring/decimal"

// Affiliate returns the ladder of the affiliate program (T1): the level is set
// by the sales of one calendar month, basic from 1, silver from 6, gold from
// 16, platinum from 31, each bound inclusive. A month without a sale has no
// level (T2). The metric is "sales".
func Affiliate() Definition[NoTerms] {
	level := func(name string, sales int64) Level {
		return Level{Name: name, Requires: []Requirement{AtLeast("sales", decimal.NewFromInt(sales))}}
	}
	return Definition[NoTerms]{
		Name:   "affiliate",
		Levels: []Level{level("basic", 1), level("silver", 6), level("gold", 16), level("platinum", 31)},
	}
}

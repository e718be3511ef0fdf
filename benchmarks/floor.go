package main

import "github.com/shopspring/decimal"

// bareParts makes nothing but the decimals of an explained result, and hands them
// out. It shows what of the time is theirs.
func bareParts(items, each int) racer {
	return racer{name: "its decimals alone", role: forScale, ready: func() func() answer {
		amounts := cents(items)
		return func() answer {
			var sum int64
			for _, c := range amounts {
				for i, d := range handOut(c, each) {
					sum += d.CoefficientInt64() - int64(i)
				}
			}
			return whole(sum)
		}
	}, want: partsWant(items, each)}
}

// handOut returns so many decimals, as a result that a caller may keep.
//
//go:noinline
func handOut(c int64, n int) []decimal.Decimal {
	all := make([]decimal.Decimal, n)
	for i := range all {
		all[i] = decimal.New(c+int64(i), -2)
	}
	return all
}

func partsWant(items, each int) string {
	var sum int64
	for _, c := range cents(items) {
		sum += c * int64(each)
	}
	return whole(sum)()
}

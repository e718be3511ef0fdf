package main

import (
	"github.com/Rhymond/go-money"
	"github.com/alpacahq/alpacadecimal"
	"github.com/bojanz/currency"
	"github.com/cockroachdb/apd/v3"
	govalues "github.com/govalues/decimal"
	govmoney "github.com/govalues/money"
	"github.com/quagmt/udecimal"
	"github.com/shopspring/decimal"
)

// What follows is 12.5% of each sale by the libraries that one would take
// instead, each as its documentation says: a sum, or a value for each sale.

func shopspringSum(n int) func() answer {
	amounts, rate := decimals(n), decimal.RequireFromString("0.125")
	return func() answer {
		sum := decimal.Decimal{}
		for _, d := range amounts {
			sum = sum.Add(d.Mul(rate).Round(2))
		}
		return shifted(sum)
	}
}

func shopspringEach(n int) func() answer {
	amounts, rate, kept := decimals(n), decimal.RequireFromString("0.125"), make([]decimal.Decimal, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = d.Mul(rate).Round(2)
		}
		return added(kept)
	}
}

func govaluesOf(n int) []govalues.Decimal {
	return each(n, func(c int64) govalues.Decimal { return govalues.MustNew(c, 2) })
}

func govaluesSum(n int) func() answer {
	amounts, rate := govaluesOf(n), govalues.MustParse("0.125")
	return func() answer {
		var sum govalues.Decimal
		for _, d := range amounts {
			sum = must(sum.Add(must(d.Mul(rate)).Round(2)))
		}
		return printed(sum.String)
	}
}

func govaluesEach(n int) func() answer {
	amounts, rate, kept := govaluesOf(n), govalues.MustParse("0.125"), make([]govalues.Decimal, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = must(d.Mul(rate)).Round(2)
		}
		return func() string {
			var sum govalues.Decimal
			for _, d := range kept {
				sum = must(sum.Add(d))
			}
			return printed(sum.String)()
		}
	}
}

func govmoneyOf(n int) []govmoney.Amount {
	return each(n, func(c int64) govmoney.Amount { return govmoney.MustNewAmount("USD", c, 2) })
}

func govmoneySum(n int) func() answer {
	amounts, rate := govmoneyOf(n), govalues.MustParse("0.125")
	return func() answer {
		sum := govmoney.MustNewAmount("USD", 0, 2)
		for _, d := range amounts {
			sum = must(sum.Add(must(d.Mul(rate)).RoundToCurr()))
		}
		return printed(sum.Decimal().String)
	}
}

func govmoneyEach(n int) func() answer {
	amounts, rate, kept := govmoneyOf(n), govalues.MustParse("0.125"), make([]govmoney.Amount, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = must(d.Mul(rate)).RoundToCurr()
		}
		return func() string {
			sum := govmoney.MustNewAmount("USD", 0, 2)
			for _, d := range kept {
				sum = must(sum.Add(d))
			}
			return printed(sum.Decimal().String)()
		}
	}
}

func udecimalOf(n int) []udecimal.Decimal {
	return each(n, func(c int64) udecimal.Decimal { return udecimal.MustFromInt64(c, 2) })
}

func udecimalSum(n int) func() answer {
	amounts, rate := udecimalOf(n), udecimal.MustParse("0.125")
	return func() answer {
		var sum udecimal.Decimal
		for _, d := range amounts {
			sum = sum.Add(d.Mul(rate).RoundHAZ(2))
		}
		return printed(sum.String)
	}
}

func udecimalEach(n int) func() answer {
	amounts, rate, kept := udecimalOf(n), udecimal.MustParse("0.125"), make([]udecimal.Decimal, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = d.Mul(rate).RoundHAZ(2)
		}
		return func() string {
			var sum udecimal.Decimal
			for _, d := range kept {
				sum = sum.Add(d)
			}
			return printed(sum.String)()
		}
	}
}

// apdOf returns the amounts, the rate, and a context that rounds half up.
func apdOf(n int) ([]apd.Decimal, *apd.Decimal, *apd.Context) {
	amounts := make([]apd.Decimal, n) // not to be copied
	for i, c := range cents(n) {
		amounts[i].SetFinite(c, -2)
	}
	exact := apd.BaseContext.WithPrecision(34)
	exact.Rounding = apd.RoundHalfUp
	return amounts, apd.New(125, -3), exact
}

func apdSum(n int) func() answer {
	amounts, rate, exact := apdOf(n)
	return func() answer {
		var sum, part apd.Decimal
		for i := range amounts {
			must(exact.Mul(&part, &amounts[i], rate))
			must(exact.Quantize(&part, &part, -2))
			must(exact.Add(&sum, &sum, &part))
		}
		return printed(func() string { return sum.Text('f') })
	}
}

func apdEach(n int) func() answer {
	amounts, rate, exact := apdOf(n)
	kept := make([]apd.Decimal, n)
	return func() answer {
		for i := range amounts {
			must(exact.Mul(&kept[i], &amounts[i], rate))
			must(exact.Quantize(&kept[i], &kept[i], -2))
		}
		return func() string {
			var sum apd.Decimal
			for i := range kept {
				must(exact.Add(&sum, &sum, &kept[i]))
			}
			return printed(func() string { return sum.Text('f') })()
		}
	}
}

func alpacaOf(n int) []alpacadecimal.Decimal {
	return each(n, func(c int64) alpacadecimal.Decimal { return alpacadecimal.New(c, -2) })
}

func alpacaSum(n int) func() answer {
	amounts, rate := alpacaOf(n), alpacadecimal.RequireFromString("0.125")
	return func() answer {
		sum := alpacadecimal.Zero
		for _, d := range amounts {
			sum = sum.Add(d.Mul(rate).Round(2))
		}
		return printed(sum.String)
	}
}

func alpacaEach(n int) func() answer {
	amounts, rate, kept := alpacaOf(n), alpacadecimal.RequireFromString("0.125"), make([]alpacadecimal.Decimal, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = d.Mul(rate).Round(2)
		}
		return func() string {
			sum := alpacadecimal.Zero
			for _, d := range kept {
				sum = sum.Add(d)
			}
			return printed(sum.String)()
		}
	}
}

func bojanzOf(n int) []currency.Amount {
	return each(n, func(c int64) currency.Amount { return must(currency.NewAmountFromInt64(c, "USD")) })
}

func bojanzSum(n int) func() answer {
	amounts := bojanzOf(n)
	return func() answer {
		sum := must(currency.NewAmountFromInt64(0, "USD"))
		for _, d := range amounts {
			sum = must(sum.Add(must(d.Mul("0.125")).Round()))
		}
		return printed(sum.Number)
	}
}

func bojanzEach(n int) func() answer {
	amounts, kept := bojanzOf(n), make([]currency.Amount, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = must(d.Mul("0.125")).Round()
		}
		return func() string {
			sum := must(currency.NewAmountFromInt64(0, "USD"))
			for _, d := range kept {
				sum = must(sum.Add(d))
			}
			return printed(sum.Number)()
		}
	}
}

func goMoneyOf(n int) []*money.Money {
	return each(n, func(c int64) *money.Money { return money.New(c, money.USD) })
}

func goMoneySum(n int) func() answer {
	amounts := goMoneyOf(n)
	return func() answer {
		sum := money.New(0, money.USD)
		for _, d := range amounts {
			sum = must(sum.Add(must(d.Allocate(125, 875))[0]))
		}
		return whole(sum.Amount())
	}
}

func goMoneyEach(n int) func() answer {
	amounts, kept := goMoneyOf(n), make([]*money.Money, n)
	return func() answer {
		for i, d := range amounts {
			kept[i] = must(d.Allocate(125, 875))[0]
		}
		return func() string {
			var sum int64
			for _, d := range kept {
				sum += d.Amount()
			}
			return whole(sum)()
		}
	}
}

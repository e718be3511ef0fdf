package main

import (
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// most is the largest number of sales of a month that a curve knows.
const most = 60

// A curve is what a program pays for a month of n sales of 100 each, in cents.
type curve [most + 1]int64

// curveOf asks the program itself: a partner for each number of sales.
func curveOf(p program.Program) (curve, error) {
	run, c := p.Run(), curve{}
	at := time.Date(2026, 3, 2, 12, 0, 0, 0, p.Zone())
	for n := 1; n <= most; n++ {
		for i := range n {
			if err := run.Add(commission.Event{
				ID: strconv.Itoa(i), Kind: commission.Sale, Partner: strconv.Itoa(n), At: at.Add(time.Duration(i) * time.Hour),
				Currency: p.Currencies()[0], Amount: decimal.NewFromInt(100),
			}); err != nil {
				return c, err
			}
		}
	}
	for result := range run.CloseAll() {
		n, err := strconv.Atoi(result.Partner)
		if err != nil {
			return c, err
		}
		for _, account := range result.Accounts {
			c[n] += account.Earned.Add(account.Adjusted).Shift(2).IntPart()
		}
	}
	return c, nil
}

// next is what the n-th sale adds, in cents.
func (c *curve) next(n int) int64 { return c[n] - c[n-1] }

// cliffs returns the numbers of sales at which the pay jumps: the sale adds more than
// the one before it and the one after it.
func (c *curve) cliffs() []int {
	var at []int
	for n := 2; n < most; n++ {
		if c.next(n) > c.next(n-1) && c.next(n) > c.next(n+1) {
			at = append(at, n)
		}
	}
	return at
}

// of is the pay of a month. Beyond the curve each sale adds what its last one adds.
func (c *curve) of(n int) int64 {
	if n <= most {
		return c[n]
	}
	return c[most] + int64(n-most)*c.next(most)
}

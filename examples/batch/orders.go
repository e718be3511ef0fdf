package main

import (
	"fmt"
	"iter"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// A year of orders that needs no file: every machine makes those of a partner by
// itself, and makes the same. It stands for input that is divided by partner, such as
// an object of a bucket or a partition of a table for each group.
type orders struct {
	partners, count int
	seed            uint64
	ends            []int64 // the weights of the partners up to each, itself included
}

// newOrders divides a number of orders among partners: a few have many, many have few.
func newOrders(partners, count int, seed uint64) *orders {
	o := &orders{partners: partners, count: count, seed: seed, ends: make([]int64, partners)}
	sum := int64(0)
	for p := range partners {
		rank := mix(seed, uint64(p)) % uint64(partners) // large partners are anywhere
		sum += 1_000_000 / int64(rank+8)
		o.ends[p] = sum
	}
	return o
}

// of is how many events a partner has. Those of all partners add up to the count.
func (o *orders) of(partner int) int {
	upTo := func(p int) int64 {
		if p < 0 {
			return 0
		}
		return o.ends[p] * int64(o.count) / o.ends[o.partners-1]
	}
	return int(upTo(partner) - upTo(partner-1))
}

// name is that of a partner. The order of names is the order of numbers.
func (o *orders) name(partner int) string { return fmt.Sprintf("p%07d", partner) }

// events are a partner's, in the order of a file that nobody sorted. Each twentieth is
// a refund of the one before it, of half or of all.
func (o *orders) events(partner int) iter.Seq[commission.Event] {
	return func(yield func(commission.Event) bool) {
		start := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
		var sale commission.Event
		for i := range o.of(partner) {
			luck := mix(o.seed^0x5DEECE66D, uint64(partner)<<32|uint64(i))
			e := commission.Event{
				ID: strconv.Itoa(i), Kind: commission.Sale, Partner: o.name(partner), Currency: "USD",
				At:     start.Add(time.Duration(luck%(330*24*60*60)) * time.Second),
				Amount: decimal.New(int64(500+luck>>32%50_000), -2),
			}
			if i%20 != 18 { // a sale that is refunded leaves time for it
				e.At = start.Add(time.Duration(luck%(364*24*60*60)) * time.Second)
			}
			if luck>>60 == 0 {
				e.Currency = "EUR"
			}
			if i%20 == 19 {
				e = commission.Event{
					ID: e.ID, Kind: commission.Refund, Of: sale.ID, Partner: sale.Partner, Currency: sale.Currency,
					At: sale.At.AddDate(0, 0, 1+int(luck%30)), Amount: sale.Amount,
				}
				if luck>>40%2 == 0 {
					e.Amount = sale.Amount.Mul(decimal.New(5, -1)).RoundDown(2)
				}
			}
			if sale = e; !yield(e) {
				return
			}
		}
	}
}

// mix is splitmix64 of two numbers.
func mix(a, b uint64) uint64 {
	z := a + (b+1)*0x9E3779B97F4A7C15
	z = (z ^ z>>30) * 0xBF58476D1CE4E5B9
	z = (z ^ z>>27) * 0x94D049BB133111EB
	return z ^ z>>31
}

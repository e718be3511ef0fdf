package main

import (
	"fmt"
	"math/rand/v2"
)

const months = 12

// A person is a partner with a year of sales, before any program has a say in it.
type person struct {
	name    string
	seed    uint64
	price   int64       // of a usual sale, in cents
	wants   [months]int // sales of each month
	watches bool        // looks at the bounds
}

// season is how many of a hundred usual sales a month brings.
var season = [months]int{85, 85, 95, 100, 100, 95, 85, 80, 105, 110, 130, 130}

// people makes up partners: few large ones and many small ones. Three of five look at
// the bounds. Whole numbers alone decide, so every machine makes the same partners.
func people(n int, seed uint64) []person {
	prices := []int64{1900, 2900, 4900, 7900, 14900}
	all := make([]person, n)
	for i := range all {
		own := rand.New(rand.NewPCG(seed, uint64(i)))
		size := 100 + 6_000/(1+own.IntN(60)) // sales of a usual month, in hundredths
		size = size * (50 + own.IntN(150)) / 100
		p := person{
			name: fmt.Sprintf("p%05d", i+1), seed: own.Uint64(), watches: own.IntN(5) < 3,
			price: prices[own.IntN(len(prices))],
		}
		for m := range p.wants {
			hundredths := size * season[m] / 100 * (60 + own.IntN(80)) / 100
			p.wants[m] = (hundredths + own.IntN(100)) / 100
		}
		all[i] = p
	}
	return all
}

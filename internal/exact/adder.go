package exact

import "github.com/shopspring/decimal"

// An Adder adds up decimals, and allocates nothing while the sum fits a machine
// word. The zero Adder is 0.
type Adder struct {
	small  int64 // of 10^-places
	places int32
	large  decimal.Decimal // what did not fit
}

// Add adds a number. The sum has the places of the one that has most.
func (a *Adder) Add(d decimal.Decimal) {
	if a.add(d) {
		return
	}
	a.large = a.large.Add(New(a.small, -a.places)).Add(d)
	a.small = 0
}

// add adds a number if the sum fits.
func (a *Adder) add(d decimal.Decimal) bool {
	if d.Exponent() < -a.places {
		small, ok := scale(0, uint64(max(a.small, -a.small)), -d.Exponent()-a.places, a.small < 0, Down)
		if !ok {
			return false
		}
		a.small, a.places = small, -d.Exponent()
	}
	c, ok := units64(d, a.places)
	sum := a.small + c
	if !ok || (sum^a.small)&(sum^c) < 0 {
		return false
	}
	a.small = sum
	return true
}

// Sum returns the sum.
func (a *Adder) Sum() decimal.Decimal {
	if a.small == 0 && a.places == 0 {
		return a.large
	}
	small := New(a.small, -a.places)
	if a.large.IsZero() {
		return small
	}
	return a.large.Add(small)
}

// Check returns the error of [Check] for the sum of checked numbers.
func (a *Adder) Check() error {
	if a.large.IsZero() { // the digits of a word, and the places of a number
		return nil
	}
	return Check(a.Sum())
}

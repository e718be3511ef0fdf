package ledgertest

import (
	"errors"
	"math/big"
	"slices"
)

// A table rates a volume by brackets.
type table struct {
	By       string    `json:"by"`
	Scope    string    `json:"scope"`
	Edge     string    `json:"edge"`
	Quota    number    `json:"quota"`
	Brackets []bracket `json:"brackets"`

	bounds []*big.Rat // the ends of all brackets but the last
	scopes []string   // of each bracket
}

// A bracket is a row of a table.
type bracket struct {
	From    number  `json:"from"`
	UpTo    number  `json:"up_to"`
	Scope   string  `json:"scope"`
	Rate    percent `json:"rate"`
	PerUnit number  `json:"per_unit"`
	Flat    number  `json:"flat"`
	Min     number  `json:"min"`
	Max     number  `json:"max"`
}

// A volume is how much was sold.
type volume struct{ amount, units *big.Rat }

func none() volume { return volume{new(big.Rat), new(big.Rat)} }

func (v volume) plus(w volume) volume {
	return volume{add(v.amount, w.amount), add(v.units, w.units)}
}

func (v volume) equal(w volume) bool {
	return v.amount.Cmp(w.amount) == 0 && v.units.Cmp(w.units) == 0
}

func (v volume) empty() bool { return v.amount.Sign() == 0 && v.units.Sign() == 0 }

// prepare works out the bounds and the scopes of the brackets.
func (t *table) prepare() error {
	if t == nil {
		return nil
	}
	if len(t.Brackets) == 0 {
		return errors.New("a table without brackets")
	}
	t.By, t.Edge = or(t.By, "amount"), or(t.Edge, "lower")
	for i, b := range t.Brackets {
		if i < len(t.Brackets)-1 {
			end := b.UpTo.or0()
			switch {
			case t.Quota.Rat != nil:
				end = mul(end, quo(t.Quota.Rat, whole(100)))
			case t.By != "amount" && t.Edge == "upper":
				end = sub(end, whole(1)) // the last unit of the bracket
			}
			t.bounds = append(t.bounds, end)
		}
		scope := or(or(b.Scope, t.Scope), "slab")
		if len(t.Brackets) == 1 && scope == "graduated" {
			scope = "slab" // it is the same
		}
		t.scopes = append(t.scopes, scope)
	}
	return nil
}

// single reports whether the table rates each sale whole.
func (t *table) single() bool {
	return t != nil && (t.Scope == "prospective" || t.Scope == "next_sale")
}

// unitsAlone reports whether the table pays for units and not for amounts.
func (t *table) unitsAlone() bool {
	rated := func(b bracket) bool { return b.Rate.or0().Sign() != 0 }
	return t != nil && t.By == "units" && !slices.ContainsFunc(t.Brackets, rated)
}

func (t *table) measure(v volume) *big.Rat {
	if t.By != "amount" {
		return v.units
	}
	return v.amount
}

// customers reports whether the table goes by the number of distinct customers.
func (t *table) customers() bool { return t != nil && t.By == "customers" }

// reached returns the bracket that a measure reaches.
func (t *table) reached(x *big.Rat) int {
	exclusive := t.Edge == "upper" && t.By == "amount"
	for i, end := range t.bounds {
		if c := x.Cmp(end); c < 0 || c == 0 && !exclusive {
			return i
		}
	}
	return len(t.bounds)
}

// bracket returns what a bracket pays for a part of a volume.
func (t *table) bracket(i int, part volume, anything bool) *big.Rat {
	b := t.Brackets[i]
	pay := add(mul(part.amount, b.Rate.or0()), mul(part.units, b.PerUnit.or0()))
	pay = add(pay, b.Flat.or0())
	if anything {
		pay = most(pay, b.Min.or0())
	}
	if b.Max.or0().Sign() > 0 {
		pay = least(pay, b.Max.Rat)
	}
	return pay
}

// total returns what a slab, graduated or mixed table pays for a volume.
func (t *table) total(v volume) *big.Rat {
	x := t.measure(v)
	if x.Sign() == 0 {
		return new(big.Rat)
	}
	last := t.reached(x)
	end := func(i int) *big.Rat {
		if i < last {
			return t.bounds[i]
		}
		return x
	}
	pay, begin, first := new(big.Rat), new(big.Rat), 0
	for i := last; i >= 0; i-- {
		if t.scopes[i] != "slab" {
			continue
		}
		part := volume{end(i), new(big.Rat)}
		if t.By != "amount" {
			part = v // all brackets are of one scope: i is the last
		}
		pay, begin, first = t.bracket(i, part, true), end(i), i+1
		break
	}
	for i := first; i <= last; i++ {
		size := sub(end(i), begin)
		part := volume{size, new(big.Rat)}
		if t.By == "units" { // the amount is spread evenly over the units
			part = volume{mul(v.amount, quo(size, x)), size}
		}
		pay, begin = add(pay, t.bracket(i, part, size.Sign() > 0)), end(i)
	}
	return pay
}

// sale returns what a table that rates each sale whole pays for a sale after a
// volume.
func (t *table) sale(prior, sale volume) *big.Rat {
	if t.measure(sale).Sign() == 0 && (!t.customers() || sale.amount.Sign() == 0) {
		return new(big.Rat)
	}
	before := t.measure(prior)
	at := t.reached(add(before, t.measure(sale)))
	if t.Scope == "next_sale" {
		at = t.reached(before)
	}
	b := t.Brackets[at]
	pay := add(mul(sale.amount, b.Rate.or0()), mul(sale.units, b.PerUnit.or0()))
	if t.Scope == "prospective" && (before.Sign() == 0 || t.reached(before) < at) {
		pay = add(pay, b.Flat.or0()) // not those of brackets that are leapt over
	}
	return pay
}

// alone returns what a table pays for a sale that stands for itself.
func (t *table) alone(v volume) *big.Rat {
	if t.single() {
		return t.sale(none(), v)
	}
	return t.total(v)
}

package roi

import (
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// An Item is an amount under a name: a cost, a gain, the revenue of a partner.
type Item struct {
	_      [0]func()       // == would compare decimals by address
	Name   string          `json:"name"`
	Amount decimal.Decimal `json:"amount"`
}

// MarshalJSON returns the item as a JSON object.
func (i Item) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads an item strictly.
func (i *Item) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, i, nil) }

// Gains are the four gains that the advanced program knows. Direct revenue alone
// counts unless the others are declared.
//
// Rules: R3.
type Gains struct {
	_          [0]func()       // == would compare decimals by address
	Direct     decimal.Decimal `json:"direct_revenue"`
	Savings    decimal.Decimal `json:"cost_savings,omitzero"`        // costs that were lower, such as CAC
	Expansion  decimal.Decimal `json:"market_expansion,omitzero"`    // revenue of new markets
	Innovation decimal.Decimal `json:"innovation_outcomes,omitzero"` // revenue of products made together
}

// Names of the four gains as items.
const (
	direct     = "direct_revenue"
	savings    = "cost_savings"
	expansion  = "market_expansion"
	innovation = "innovation_outcomes"
)

// Items returns the gains as items of a [Case]: direct revenue, and the others that
// are not zero.
func (g Gains) Items() []Item {
	items := []Item{{Name: direct, Amount: g.Direct}}
	for _, one := range []Item{{Name: savings, Amount: g.Savings}, {Name: expansion, Amount: g.Expansion}, {Name: innovation, Amount: g.Innovation}} {
		if !one.Amount.IsZero() {
			items = append(items, one)
		}
	}
	return items
}

// MarshalJSON returns the gains as a JSON object.
func (g Gains) MarshalJSON() ([]byte, error) { return strictjson.Marshal(g) }

// UnmarshalJSON reads gains strictly.
func (g *Gains) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, g, nil) }

// A Case is a return made up of named gains and costs. The figures of a case have
// all of them as inputs, so that a reader sees which costs were counted.
//
// Rules: R2, R3.
type Case struct {
	// Currency is that of all amounts, which the figures then name; "" names none.
	Currency string `json:"currency,omitzero"`

	Gains []Item `json:"gains"`
	Costs []Item `json:"costs"`
}

// Return returns the return on investment in percent, as the function [Return] does,
// of all gains and all costs.
//
// It returns an error if:
//   - the currency is given and is none;
//   - there is no gain or no cost ([alianza.ErrEmpty]), or more than 100 of each;
//   - a name is missing, malformed or given twice among the gains or the costs;
//   - a cost is negative, or the costs are zero ([alianza.ErrZero]).
//
// Rules: R2, R3.
func (c Case) Return() (Figure, error) {
	f := formula{name: "ROI"}
	gain, cost := c.sums(&f)
	return f.is(UnitPercent, func() *big.Rat { return frac.Percent(frac.Quo(frac.Sub(gain, cost), cost)) })
}

// Multiple returns the return as n in n:1, gross, as the function [Multiple] does. It
// returns an error as [Case.Return] does.
func (c Case) Multiple() (Figure, error) {
	f := formula{name: "return"}
	gain, cost := c.sums(&f)
	return f.is(UnitGross, func() *big.Rat { return frac.Quo(gain, cost) })
}

// sums returns all gains and all costs, and keeps each as an input.
func (c Case) sums(f *formula) (gain, cost *big.Rat) {
	if c.Currency != "" {
		f.faults.Currency("currency", c.Currency)
	}
	gain, cost = f.items("gains", c.Currency, c.Gains, false), f.items("costs", c.Currency, c.Costs, true)
	if f.faults.Len() == 0 && cost.Sign() == 0 {
		f.faults.Add("costs", "", alianza.ErrZero, noCost)
	}
	return gain, cost
}

// items returns the sum of items.
func (f *formula) items(path, currency string, items []Item, costs bool) *big.Rat {
	total := new(big.Rat)
	if len(items) == 0 {
		f.faults.Add(path, "", alianza.ErrEmpty, "")
	}
	if !f.faults.Count(path, len(items), maxInputs/2, path) {
		return total
	}
	names := check.Names{Faults: &f.faults}
	for i, one := range items {
		at := path + "[" + strconv.Itoa(i) + "]"
		names.Add(at+".name", one.Name)
		q, _, ok := f.number(at+".amount", one.Amount)
		if !ok {
			continue
		}
		if costs && q.Sign() < 0 {
			f.negative(at+".amount", q)
		}
		f.input(one.Name, currency, q)
		total.Add(total, q)
	}
	return total
}

// An Overlap says that two items of a case may hold the same money.
type Overlap struct {
	First  string `json:"first"`
	Second string `json:"second"`
	Reason string `json:"reason"`
}

// MarshalJSON returns the overlap as a JSON object.
func (o Overlap) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads an overlap strictly.
func (o *Overlap) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// Overlaps returns the pairs of items that may count the same money twice. It warns
// and does not refuse, because it knows names and not where the amounts come from:
//   - cost savings beside costs: costs that were lower are counted as such already;
//   - market expansion or innovation outcomes beside direct revenue or each other:
//     the same sale may be in both;
//   - a name among the gains and among the costs.
//
// Items of zero are left out.
//
// Rules: R3.
func (c Case) Overlaps() []Overlap {
	gains, costs := present(c.Gains), present(c.Costs)
	var all []Overlap
	if gains[savings] && len(costs) > 0 {
		all = append(all, Overlap{savings, "costs", "the costs are lower by what was saved"})
	}
	for _, pair := range [][2]string{{direct, expansion}, {direct, innovation}, {expansion, innovation}} {
		if gains[pair[0]] && gains[pair[1]] {
			all = append(all, Overlap{pair[0], pair[1], "one sale may be in both"})
		}
	}
	for _, one := range c.Gains {
		if gains[one.Name] && costs[one.Name] {
			all = append(all, Overlap{one.Name, one.Name, "it is a gain and a cost"})
		}
	}
	return all
}

// present returns the names of the items that are not zero.
func present(items []Item) map[string]bool {
	names := map[string]bool{}
	for _, one := range items {
		if !one.Amount.IsZero() {
			names[one.Name] = true
		}
	}
	return names
}

// MarshalJSON returns the case as a JSON object. It returns an error for a case that
// [Case.Return] refuses.
func (c Case) MarshalJSON() ([]byte, error) { return strictjson.MarshalChecked(c, (*Case).check) }

// UnmarshalJSON reads a case strictly and checks it as [Case.Return] does.
func (c *Case) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, c, (*Case).check)
}

// check returns the faults of a case.
func (c *Case) check() error {
	f := formula{}
	c.sums(&f)
	return f.faults.Err()
}

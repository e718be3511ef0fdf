package commission

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Cliff is a bound of a table at which one more sale jumps: what was sold so
// far is suddenly paid more, or less.
type Cliff struct {
	_    [0]func()       // == would compare decimals by address
	At   decimal.Decimal `json:"at,wide"` // the bound, an amount or a number of units
	Edge Edge            `json:"edge"`    // the bracket that the bound itself is in
	From alianza.Percent `json:"from"`    // of the bracket before it
	To   alianza.Percent `json:"to"`      // of the bracket after it
	// Jump is what crossing the bound adds to the pay of what was sold before,
	// exact; negative where more sales pay less. In a table by units it is
	// without what the rates bring, which depends on the amounts.
	Jump decimal.Decimal `json:"jump,wide"`
}

// Cliffs returns the bounds of the table at which its pay jumps, in order. A slab
// bracket jumps by rating what was sold before; so does a flat amount or a minimum.
// Tables that rate each sale whole have a cliff in no volume, only in a sale.
func (t Table) Cliffs() []Cliff {
	if t.def.Scope.whole() {
		return nil
	}
	var list []Cliff
	for i, end := range t.ends {
		below, above := t.def.Brackets[i], t.def.Brackets[i+1]
		c := Cliff{At: t.bound(i), Edge: t.def.Edge, From: below.Rate, To: above.Rate, Jump: t.limit(i+1, end).Sub(t.limit(i, end))}
		rerated := t.def.By.counts() && t.def.scope(i+1) == Slab && below.Rate != above.Rate
		if rerated || !c.Jump.IsZero() {
			list = append(list, c)
		}
	}
	return list
}

// bound returns the bound of a bracket as it was defined, in the unit of volumes.
func (t Table) bound(i int) decimal.Decimal {
	if t.def.By.counts() {
		return t.def.Brackets[i].UpTo
	}
	return t.ends[i]
}

// limit returns what the table pays for a volume at the end of a bracket, or,
// as the limit from above, at the beginning of the next. Amounts are left out
// of a table by units.
func (t Table) limit(i int, at decimal.Decimal) decimal.Decimal {
	if i > 0 && t.def.scope(i) == Graduated {
		from := t.ends[i-1]
		p := Portion{Base: at.Sub(from)}
		if t.def.By == ByUnits {
			p = Portion{Units: p.Base}
		}
		p = t.priced(i, p)
		if p.Base.IsZero() && p.Units.IsZero() && exact.Cmp(p.Exact, t.def.Brackets[i].Min) < 0 {
			p.Exact = t.def.Brackets[i].Min // of the first unit in it
		}
		return t.limit(i-1, from).Add(p.Exact)
	}
	switch t.def.By {
	case ByUnits:
		return t.priced(i, Portion{Units: at}).Exact
	case ByCustomers:
		return t.priced(i, Portion{}).Exact
	default:
		return t.priced(i, Portion{Base: at}).Exact
	}
}

// String returns the cliff as a phrase: "above 10000: 1000 more at once", or
// "above 5: 25% instead of 20% of everything".
func (c Cliff) String() string {
	s := "above " + exact.Text(c.At) + ": "
	if c.Edge == EdgeUpper {
		s = "from " + exact.Text(c.At) + " on: "
	}
	if c.Jump.IsZero() {
		return s + c.To.String() + " instead of " + c.From.String() + " of everything"
	}
	more := " more at once"
	if c.Jump.IsNegative() {
		more = " less at once"
	}
	return s + exact.Text(exact.Trim(exact.Sane(c.Jump).Abs())) + more
}

// MarshalJSON writes the cliff by its tags.
func (c Cliff) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a cliff strictly.
func (c *Cliff) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

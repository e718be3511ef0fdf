package commission

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A TableDefinition is a rate table: brackets of a volume, and what each pays.
// [NewTable] checks it; a [Rule] may hold one. Peers give the same words to
// different sums, so every choice is a field. What is measured? How much of it
// does a bracket rate? To which side does a bound belong?
type TableDefinition struct {
	_ [0]func() // == would compare decimals by address
	// Step is the smallest amount that is posted, such as "0.01". The table of a rule
	// has none: it is the plan's.
	Step decimal.Decimal `json:"step,omitzero"`
	// Rounding is how amounts are rounded. That of the table of a rule is the plan's.
	Rounding Rounding `json:"rounding,omitzero"`
	// By is what the brackets measure; the amount if absent.
	By Measure `json:"by,omitzero"`
	// Scope is how much a bracket rates. A table of one bracket may leave it out.
	Scope Scope `json:"scope,omitzero"`
	// Edge is the bracket of a volume that is exactly UpTo: the lower one if
	// absent.
	Edge Edge `json:"edge,omitzero"`
	// Quota, if above 0, is the target that the bounds are a percentage of: with
	// a quota of 100,000 a bracket up to 100 ends at 100,000. Bounds by units or
	// customers have no quota.
	Quota decimal.Decimal `json:"quota,omitzero"`
	// MaxRate lets rates be above 100%, up to it; see [Pay]. That of a rule's table is
	// the rule's.
	MaxRate alianza.Percent `json:"max_rate,omitzero"`
	// Brackets rise from 0, each from the end of the one before it.
	Brackets []Bracket `json:"brackets"`
}

// A Bracket is a row of a rate table. It pays Rate of the amounts in it, PerUnit
// for each unit, and Flat once for being reached. Of that it pays at least Min, if
// anything is in it, and at most Max. A bracket that is empty never pays its
// minimum. All amounts are not negative.
type Bracket struct {
	_ [0]func() // == would compare decimals by address
	// From may say again where the bracket begins, for the reader: it is checked
	// to be the end of the bracket before it, or the unit after that. So a table
	// written as 0 to 1000 and 1001 to 2000 is refused by amount, where 1000.50
	// would be in neither.
	From decimal.Decimal `json:"from,omitzero"`
	// UpTo is where the bracket ends. The last one has none; it is open.
	UpTo decimal.Decimal `json:"up_to,omitzero"`
	// Scope is that of the table if absent. In a mixed table, by amount only, it
	// is slab or graduated for each bracket: 10% of everything up to the quota
	// and 20% of the part above it, say.
	Scope   Scope           `json:"scope,omitzero"`
	Rate    alianza.Percent `json:"rate,omitzero"`     // 0% to 100%, or to MaxRate
	PerUnit decimal.Decimal `json:"per_unit,omitzero"` // by units only
	Flat    decimal.Decimal `json:"flat,omitzero"`
	Min     decimal.Decimal `json:"min,omitzero"`
	Max     decimal.Decimal `json:"max,omitzero"` // none if 0
}

// Measure says what the brackets of a table measure.
type Measure uint8

// The measures of a table.
const (
	ByAmount Measure = iota // the amount sold, written "amount"
	ByUnits                 // the number of units sold, such as sales, written "units"
	// ByCustomers is the number of distinct customers of the window, written
	// "customers". In a [Volume] they take the place of the units. A sale to a customer
	// that is counted is rated and counts none. A customer whose sales were all taken
	// back counts no more, unless [Span.KeepAttained] says so. Each version of the plan
	// counts its own. Such a table is slab, prospective or next_sale.
	ByCustomers
)

var measureNames = [...]string{"amount", "units", "customers"}

// String returns the name of the measure in JSON.
func (m Measure) String() string { return enum.Name(m, measureNames[:]) }

// MarshalText returns the name of the measure.
func (m Measure) MarshalText() ([]byte, error) { return enum.Text(m, measureNames[:], 0) }

// UnmarshalText reads the name of a measure: amount, units or customers.
func (m *Measure) UnmarshalText(text []byte) error { return enum.Parse(m, text, measureNames[:], 0) }

// counts reports whether the bounds are whole numbers of something.
func (m Measure) counts() bool { return m == ByUnits || m == ByCustomers }

// Scope says how much of a volume the bracket that it reaches rates (C33).
type Scope uint8

// The scopes of a bracket. The zero Scope is none.
const (
	// Slab: all of the volume is rated by the bracket reached. Where a volume
	// grows, as over a month, reaching a bracket rates again what was sold
	// before: that is also called retroactive.
	Slab Scope = iota + 1
	// Graduated: each bracket rates the part of the volume that lies in it. Also
	// called marginal.
	Graduated
	// Prospective: each sale is rated whole by the bracket that the volume
	// reaches with it; what was sold before keeps its rate.
	Prospective
	// NextSale: each sale is rated whole by the bracket that the volume had
	// reached before it: a bracket counts from the sale after the one that
	// reaches it.
	NextSale
)

var scopeNames = [...]string{"none", "slab", "graduated", "prospective", "next_sale"}

// String returns the name of the scope in JSON.
func (s Scope) String() string { return enum.Name(s, scopeNames[:]) }

// MarshalText returns the name of the scope.
func (s Scope) MarshalText() ([]byte, error) { return enum.Text(s, scopeNames[:], 1) }

// UnmarshalText reads the name of a scope: slab, graduated, prospective or
// next_sale.
func (s *Scope) UnmarshalText(text []byte) error {
	return enum.ParseHints(s, text, scopeNames[:], 1, map[string]string{
		"retroactive": "slab", "volume": "slab", "marginal": "graduated", "tiered": "graduated", "progressive": "graduated",
	})
}

// whole reports whether each sale is rated whole, at a bracket of its own.
func (s Scope) whole() bool { return s == Prospective || s == NextSale }

// Edge says which bracket a volume belongs to that is exactly a bound.
type Edge uint8

// The sides of a bound.
const (
	EdgeLower Edge = iota // UpTo is inclusive: 5 of "up to 5" is in that bracket, written "lower"
	EdgeUpper             // UpTo is exclusive: it is the first of the next, written "upper"
)

var edgeNames = [...]string{"lower", "upper"}

// String returns the name of the side in JSON.
func (e Edge) String() string { return enum.Name(e, edgeNames[:]) }

// MarshalText returns the name of the side.
func (e Edge) MarshalText() ([]byte, error) { return enum.Text(e, edgeNames[:], 0) }

// UnmarshalText reads the name of a side: lower or upper.
func (e *Edge) UnmarshalText(text []byte) error { return enum.Parse(e, text, edgeNames[:], 0) }

// Accelerator returns the table that pays a rate up to a quota, inclusive, and
// on the part above it the rate times a multiplier; one below 1 is a
// decelerator. The quota is in the unit of the amounts. It has no step:
// set one, or put the table into a rule. It returns an error if the quota is 0 or
// negative, or the product is no rate.
func Accelerator(rate alianza.Percent, quota, multiplier decimal.Decimal) (TableDefinition, error) {
	var f check.Faults
	if f.NotNegative("quota", quota) && quota.IsZero() {
		f.Add("quota", "0", alianza.ErrZero, "nothing is attained of no quota")
	}
	if err := f.Err(); err != nil {
		return TableDefinition{}, fmt.Errorf("commission: accelerator: %w", err)
	}
	beyond, err := rate.Times(multiplier)
	if err != nil {
		return TableDefinition{}, err
	}
	return TableDefinition{
		Scope: Graduated, Quota: quota,
		Brackets: []Bracket{{UpTo: decimal.New(100, 0), Rate: rate}, {Rate: beyond}},
	}, nil
}

func (d TableDefinition) clone() TableDefinition {
	d.Brackets = slices.Clone(d.Brackets)
	return d
}

// IsZero reports whether there is no table. A list of brackets that is empty is one.
func (d TableDefinition) IsZero() bool {
	return d.Step.IsZero() && d.Rounding == 0 && d.By == 0 && d.Scope == 0 && d.Edge == 0 && d.Quota.IsZero() && d.MaxRate.IsZero() && d.Brackets == nil
}

// scope returns the scope of a bracket.
func (d *TableDefinition) scope(i int) Scope {
	switch s := d.Brackets[i].Scope; {
	case s != 0:
		return s
	case d.Scope == 0: // of one bracket
		return Slab
	}
	return d.Scope
}

// check returns all faults of a table by itself.
func (d *TableDefinition) check() error {
	var f check.Faults
	u := unitOf(&f, d.Step, d.Rounding)
	checkLimit(&f, "max_rate", d.MaxRate)
	d.checkRows(&f, "", u)
	return f.Err()
}

// checkRows checks all but the places and the rounding.
func (d *TableDefinition) checkRows(f *check.Faults, path string, u unit) {
	enum.Check(f, path+"by", d.By, measureNames[:], 0)
	if int(d.Scope) >= len(scopeNames) {
		f.Add(path+"scope", d.Scope.String(), alianza.ErrUnknown, "")
	} else if d.Scope == 0 && slices.ContainsFunc(d.Brackets, func(b Bracket) bool { return b.Scope == 0 }) && len(d.Brackets) > 1 {
		f.Add(path+"scope", "", alianza.ErrMissing, "slab, graduated, prospective or next_sale")
	}
	enum.Check(f, path+"edge", d.Edge, edgeNames[:], 0)
	if f.NotNegative(path+"quota", d.Quota) && !d.Quota.IsZero() && d.By.counts() {
		f.Add(path+"quota", exact.Text(d.Quota), alianza.ErrConflict, "bounds by "+d.By.String()+" are numbers of "+d.By.String())
	}
	if d.By == ByCustomers && d.Scope == Graduated {
		f.Add(path+"scope", d.Scope.String(), alianza.ErrConflict, "no part of an amount lies in a number of customers; give slab, prospective or next_sale")
	}
	if len(d.Brackets) == 0 {
		f.Add(path+"brackets", "", alianza.ErrMissing, "a table has at least one bracket")
	}
	if !f.Count(path+"brackets", len(d.Brackets), check.MaxBrackets, "brackets") {
		return
	}
	end := decimal.Decimal{}
	for i := range d.Brackets {
		at := f.At(path+"brackets", i)
		d.checkBounds(f, at, i, &end)
		d.checkScope(f, at, i)
		d.checkPay(f, at, i, u)
	}
}

// checkBounds checks that a bracket begins where the one before it ended, and
// ends above that.
func (d *TableDefinition) checkBounds(f *check.Faults, at string, i int, end *decimal.Decimal) {
	b := d.Brackets[i]
	if f.NotNegative(at+".from", b.From) && !b.From.IsZero() {
		begin := *end
		if d.By.counts() && d.Edge == EdgeLower && i > 0 {
			begin = begin.Add(decimal.New(1, 0))
		}
		switch c := exact.Cmp(b.From, begin); {
		case c > 0:
			f.Add(at+".from", exact.Text(b.From), alianza.ErrConflict, "a gap: it begins at "+exact.Text(begin))
		case c < 0:
			f.Add(at+".from", exact.Text(b.From), alianza.ErrConflict, "an overlap: it begins at "+exact.Text(begin))
		}
	}
	last := i == len(d.Brackets)-1
	switch {
	case b.UpTo.IsNegative() && !last:
		f.Positive(at+".up_to", b.UpTo)
	case !f.NotNegative(at+".up_to", b.UpTo):
	case b.UpTo.IsZero():
		if !last {
			f.Add(at+".up_to", "", alianza.ErrMissing, "only the last bracket is open")
		}
	case last:
		detail := "the last bracket is open; what is above it would be in none"
		if exact.Cmp(b.UpTo, *end) <= 0 { // who adds a bracket behind it would be refused again
			detail += "; " + neverReached(*end)
		}
		f.Add(at+".up_to", exact.Text(b.UpTo), alianza.ErrConflict, detail)
	case exact.Cmp(b.UpTo, *end) <= 0:
		f.Add(at+".up_to", exact.Text(b.UpTo), alianza.ErrConflict, neverReached(*end))
	case d.By.counts() && !whole(b.UpTo, 0):
		f.Add(at+".up_to", exact.Text(b.UpTo), alianza.ErrForm, d.By.String()+" are whole numbers")
	case d.By.counts() && d.Edge == EdgeUpper && i == 0 && exact.Cmp(b.UpTo, decimal.New(1, 0)) == 0:
		f.Add(at+".up_to", exact.Text(b.UpTo), alianza.ErrConflict, "never reached: the first of the "+d.By.String()+" is in the next bracket")
	default:
		*end = b.UpTo
	}
}

func neverReached(end decimal.Decimal) string {
	return "never reached: the bracket before it ends at " + exact.Text(end)
}

// checkScope checks the scope that a bracket has of its own.
func (d *TableDefinition) checkScope(f *check.Faults, at string, i int) {
	s := d.Brackets[i].Scope
	switch {
	case s == 0:
	case int(s) >= len(scopeNames):
		f.Add(at+".scope", s.String(), alianza.ErrUnknown, "")
	case s == d.Scope:
	case d.By.counts():
		f.Add(at+".scope", s.String(), alianza.ErrConflict, "a table by "+d.By.String()+" has one scope")
	case s.whole() || d.Scope.whole():
		f.Add(at+".scope", s.String(), alianza.ErrConflict, "a mixed table has slab and graduated brackets")
	}
}

// checkPay checks what a bracket pays.
func (d *TableDefinition) checkPay(f *check.Faults, at string, i int, u unit) {
	b := d.Brackets[i]
	checkRate(f, at+".rate", b.Rate, d.MaxRate)
	if f.NotNegative(at+".per_unit", b.PerUnit) && !b.PerUnit.IsZero() && d.By != ByUnits {
		f.Add(at+".per_unit", exact.Text(b.PerUnit), alianza.ErrConflict, "only in a table by units")
	}
	u.check(f, at+".flat", b.Flat)
	if !b.Flat.IsZero() && d.Scope == NextSale {
		f.Add(at+".flat", exact.Text(b.Flat), alianza.ErrConflict, "a bracket of a next_sale table is not reached by a sale in it")
	}
	u.check(f, at+".min", b.Min)
	u.check(f, at+".max", b.Max)
	if !b.Max.IsZero() && above(b.Min, b.Max) {
		f.Add(at+".max", exact.Text(b.Max), alianza.ErrConflict, "less than the minimum, "+exact.Text(b.Min))
	}
	if !b.Min.IsZero() || !b.Max.IsZero() {
		switch s := d.scope(i); {
		case s.whole():
			f.Add(at, "", alianza.ErrConflict, "a minimum or maximum in a table whose scope is "+s.String()+", where a bracket has no sum")
		case d.By == ByUnits && s == Graduated && !b.Rate.IsZero():
			f.Add(at, "", alianza.ErrConflict, "a minimum or maximum on a rate in a graduated table by units, where a bracket has no sum")
		}
	}
}

// whole reports whether an amount has no more decimals than places.
func whole(amount decimal.Decimal, places int) bool {
	return int(amount.Exponent()) >= -places || exact.Cmp(exact.Round(amount, int32(places), exact.Down), amount) == 0
}

// MarshalJSON writes the definition by its tags.
func (d TableDefinition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a definition strictly. [NewTable] checks it, or [New] as
// part of a rule.
func (d *TableDefinition) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON writes the bracket by its tags.
func (b Bracket) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a bracket strictly.
func (b *Bracket) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b, nil) }

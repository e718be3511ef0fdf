package commission

import (
	"fmt"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Table is a checked definition. The zero Table refuses every sale. A Table
// is immutable and safe for concurrent use.
type Table struct {
	def  TableDefinition
	unit unit
	ends []decimal.Decimal // of each bracket but the last, in the unit of volumes
	edge Edge              // of the ends
	fast *exact.Curve      // nil if there is none
}

// NewTable checks a definition. It returns an error with all its faults: gaps,
// overlaps, brackets that are never reached, a scope that is not declared. It
// refuses what contradicts the scope or the measure, and amounts that cannot be
// posted. A table with cliffs is no fault; [Table.Cliffs] reports them.
func NewTable(d TableDefinition) (Table, error) {
	if err := d.check(); err != nil {
		return Table{}, err
	}
	return freeze(d.clone(), newUnit(d.Step, d.Rounding)), nil
}

// freeze returns the table of a checked definition, which it keeps, for amounts
// in the unit given.
func freeze(d TableDefinition, u unit) Table {
	t := Table{def: d, unit: u, edge: d.Edge}
	if d.By.counts() { // whose last one below an exclusive bound is one less
		t.edge = EdgeLower
	}
	for i := range len(d.Brackets) - 1 {
		end := d.Brackets[i].UpTo
		if !d.Quota.IsZero() {
			end = exact.Trim(end.Mul(d.Quota).Shift(-2))
		}
		if d.By.counts() && d.Edge == EdgeUpper {
			end = end.Sub(decimal.New(1, 0))
		}
		t.ends = append(t.ends, end)
	}
	t.fast = t.curve()
	return t
}

// Definition returns a fresh copy of the definition the table was made from.
func (t Table) Definition() TableDefinition { return t.def.clone() }

// Equal reports whether two tables pay the same by the same brackets.
func (t Table) Equal(o Table) bool {
	a, errA := t.def.MarshalJSON()
	b, errB := o.def.MarshalJSON()
	return string(a) == string(b) && (errA == nil) == (errB == nil) && t.unit.mode == o.unit.mode && exact.Cmp(t.unit.Step(), o.unit.Step()) == 0
}

// MarshalJSON writes the definition that the table was made from. It returns an
// error for the zero Table.
func (t Table) MarshalJSON() ([]byte, error) {
	if err := t.checked(); err != nil {
		return nil, err
	}
	d := t.def
	d.Step, d.Rounding = t.unit.Step(), Rounding(t.unit.mode)
	return strictjson.Marshal(d)
}

// UnmarshalJSON reads a definition and makes the table of it.
func (t *Table) UnmarshalJSON(data []byte) error {
	var d TableDefinition
	if err := strictjson.UnmarshalLimit(data, strictjson.MaxDefinition, &d, (*TableDefinition).check); err != nil {
		return err
	}
	*t = freeze(d, newUnit(d.Step, d.Rounding))
	return nil
}

// Pay returns what the table pays for a volume that nothing was sold before.
func (t Table) Pay(sale Volume) (Payment, error) { return t.PayAfter(Volume{}, sale) }

// PayAfter returns what the table pays for a sale after a prior volume. Sold in
// any number of pieces, each after those before it, a volume pays what it pays
// at once. There are two exceptions. Where a sale is rated whole (prospective,
// next_sale), it stands for itself and is rounded by itself. It brings the flat
// amount of the bracket that it reaches, not of those it leaps over. In a graduated
// table by units, rates of several brackets need the amount of each unit. There the
// amount of a sale is spread evenly over its units, to the decimals it has, and
// rounded by itself.
//
// It returns an error that names the fault of a volume: negative, out of the
// bounds of the library, or without units in a table by units.
func (t Table) PayAfter(prior, sale Volume) (Payment, error) {
	if err := t.checked(); err != nil {
		return Payment{}, err
	}
	var f check.Faults
	t.check(&f, "prior.", prior)
	if t.def.By != ByCustomers { // a sale may bring no new one
		t.check(&f, "sale.", sale)
	} else {
		sale.check(&f, "sale.")
	}
	if f.Err() == nil {
		t.check(&f, "sum.", prior.plus(sale))
	}
	if err := f.Err(); err != nil {
		return Payment{}, fmt.Errorf("commission: table: %w", err)
	}
	return t.pay(prior, sale), nil
}

// check faults a volume that the table has no place for.
func (t Table) check(f *check.Faults, path string, v Volume) {
	v.check(f, path)
	if t.def.By.counts() && v.Units.IsZero() && !v.Amount.IsZero() {
		f.Add(path+"units", "", alianza.ErrMissing, "the table is by "+t.def.By.String())
	}
}

// checked returns an error for a table that New did not make.
func (t Table) checked() error {
	if len(t.def.Brackets) == 0 {
		return fmt.Errorf("commission: table: %w", alianza.ErrUnchecked)
	}
	return nil
}

// pay is PayAfter for volumes within bounds.
func (t *Table) pay(prior, sale Volume) Payment {
	p := Payment{Prior: prior, Volume: sale}
	if len(t.def.Brackets) == 0 {
		return p
	}
	switch {
	case t.position(sale).IsZero() && (t.def.By != ByCustomers || sale.isZero()):
	case t.pooled() && prior.isZero():
		p.Portions = t.reached(sale)
		p.Exact, p.Amount = t.round(p.Portions)
		p.Amount = t.unit.floor(p.Amount)
		return p
	case t.pooled():
		before, after := t.hold(prior), t.hold(prior.plus(sale))
		t.round(before)
		t.round(after)
		p.Portions = t.between(before, after)
	case t.def.Scope.whole():
		p.Portions = t.whole(prior, sale)
	default:
		p.Portions = t.spread(prior, sale)
	}
	for _, one := range p.Portions {
		p.Exact = exact.Add(p.Exact, one.Exact)
		p.Amount = exact.Add(p.Amount, one.Amount)
	}
	p.Amount = t.unit.floor(p.Amount) // exact: only the decimals shown
	return p
}

// pooled reports whether what the table pays for a volume depends on the
// volume alone, and not on the sales that made it.
func (t *Table) pooled() bool { return t.def.pooled() }

func (d *TableDefinition) pooled() bool {
	if d.Scope.whole() {
		return false
	}
	if d.By == ByAmount {
		return true
	}
	for i, b := range d.Brackets {
		if d.scope(i) == Graduated && !b.Rate.IsZero() {
			return len(d.Brackets) == 1
		}
	}
	return true
}

// position returns where a volume is on the axis of the table.
func (t *Table) position(v Volume) decimal.Decimal {
	if t.def.By.counts() {
		return v.Units
	}
	return v.Amount
}

// bracket returns the bracket that a position belongs to.
func (t *Table) bracket(at decimal.Decimal) int {
	i := 0
	for i < len(t.ends) && exact.Cmp(at, t.ends[i]) >= 1-int(t.edge) {
		i++
	}
	return i
}

// hold returns what each bracket holds of a volume, and pays for it.
func (t *Table) hold(v Volume) []Portion {
	list := make([]Portion, len(t.def.Brackets))
	for _, p := range t.reached(v) {
		list[p.Bracket-1] = p
	}
	return list
}

// reached returns what the brackets that a volume reaches hold, and pay for it.
func (t *Table) reached(v Volume) []Portion {
	at := t.position(v)
	if !at.IsPositive() {
		return nil
	}
	last := t.bracket(at)
	first := last
	for first > 0 && t.def.scope(first) != Slab {
		first--
	}
	list := make([]Portion, last-first+1)
	from := decimal.Decimal{}
	for i := first; i <= last; i++ {
		p, to := &list[i-first], at
		if i < last {
			to = t.ends[i]
		}
		part := exact.Sub(to, from)
		switch {
		case t.def.By.counts():
			p.Units = part
			if first == last {
				p.Base = v.Amount // otherwise there is no rate
			}
		default:
			p.Base = part
		}
		t.price(i, p)
		if t.def.By == ByCustomers { // they make the bracket, and are not paid
			p.Units = decimal.Decimal{}
		}
		from = to
	}
	return list
}

// priced returns the portion of a bracket with what it pays, which is reached.
func (t *Table) priced(i int, p Portion) Portion {
	t.price(i, &p)
	return p
}

// price completes the portion of a bracket by what it pays.
func (t *Table) price(i int, p *Portion) {
	b := &t.def.Brackets[i]
	p.Bracket, p.Rate, p.PerUnit, p.Fixed = i+1, b.Rate, b.PerUnit, b.Flat
	p.Exact = percentOf(b.Rate, p.Base)
	if !b.PerUnit.IsZero() {
		p.Exact = p.Exact.Add(b.PerUnit.Mul(p.Units))
	}
	if !b.Flat.IsZero() {
		p.Exact = p.Exact.Add(b.Flat)
	}
	bound := p.Exact
	if exact.Cmp(bound, b.Min) < 0 && (!p.Units.IsZero() || !p.Base.IsZero()) {
		bound = b.Min
	}
	if !b.Max.IsZero() && exact.Cmp(bound, b.Max) > 0 {
		bound = b.Max
	}
	if exact.Cmp(bound, p.Exact) != 0 {
		p.Fixed = p.Fixed.Add(bound.Sub(p.Exact))
		p.Exact = bound
	}
}

// round rounds the portions of a volume so that they add up to their sum,
// rounded: each to what it adds to the sum of those before it, rounded. It returns
// the sum, exact and rounded.
func (t *Table) round(list []Portion) (sum, before decimal.Decimal) {
	for i := range list {
		if list[i].Bracket == 0 {
			continue
		}
		sum = exact.Add(sum, list[i].Exact)
		now := t.unit.round(sum)
		list[i].Amount = exact.Sub(now, before)
		before = now
	}
	return sum, before
}

// between returns the change from what the brackets held to what they hold.
func (t *Table) between(before, after []Portion) []Portion {
	var list []Portion
	for i, b := range after {
		a := before[i]
		if a.Bracket == 0 {
			if b.Bracket != 0 {
				list = append(list, b)
			}
			continue
		}
		row := t.def.Brackets[i]
		p := Portion{
			Bracket: i + 1, Rate: row.Rate, PerUnit: row.PerUnit,
			Base: b.Base.Sub(a.Base), Units: b.Units.Sub(a.Units), Fixed: b.Fixed.Sub(a.Fixed),
			Exact: b.Exact.Sub(a.Exact), Amount: b.Amount.Sub(a.Amount),
		}
		if !p.Units.IsZero() || !p.Base.IsZero() || !p.Exact.IsZero() || !p.Amount.IsZero() {
			list = append(list, p)
		}
	}
	return list
}

// whole rates a sale whole by one bracket. The flat amount of a bracket is due
// with the sale that reaches it.
func (t *Table) whole(prior, sale Volume) []Portion {
	before, after := t.bracket(t.position(prior)), t.bracket(t.position(prior.plus(sale)))
	i := after
	if t.def.Scope == NextSale {
		i = before
	}
	if t.def.By == ByCustomers {
		sale.Units = decimal.Decimal{} // they are in no bracket
	}
	p := t.priced(i, Portion{Base: sale.Amount, Units: sale.Units})
	if before == after && !t.position(prior).IsZero() {
		p.Exact, p.Fixed = p.Exact.Sub(p.Fixed), decimal.Decimal{}
	}
	list := []Portion{p}
	t.round(list)
	return list
}

// spread rates the units of a sale each by the bracket that it falls in.
func (t *Table) spread(prior, sale Volume) []Portion {
	weights := make([]decimal.Decimal, len(t.def.Brackets))
	before, after := t.hold(Volume{Units: prior.Units}), t.hold(Volume{Units: prior.Units.Add(sale.Units)})
	for i := range weights {
		weights[i] = after[i].Units.Sub(before[i].Units)
	}
	places := max(t.unit.Places(), -sale.Amount.Exponent())
	shares, err := exact.Allocate(sale.Amount, places, weights)
	if err != nil { // no units, and so no amount
		return nil
	}
	for i := range after {
		after[i].Base = shares[i]
		after[i].Exact = after[i].Exact.Add(percentOf(t.def.Brackets[i].Rate, shares[i]))
	}
	list := t.between(before, after)
	t.round(list)
	return list
}

// Attainment returns a volume as a percentage of the quota, rounded down to two
// decimals, so that 100 is never said of less. It returns an error that wraps
// [alianza.ErrZero] if the table has no quota.
func (t Table) Attainment(v Volume) (decimal.Decimal, error) {
	if err := t.checked(); err != nil {
		return decimal.Decimal{}, err
	}
	var f check.Faults
	t.check(&f, "volume.", v)
	if t.def.Quota.IsZero() {
		f.Add("quota", "", alianza.ErrZero, "the table has none")
	}
	if err := f.Err(); err != nil {
		return decimal.Decimal{}, fmt.Errorf("commission: table: %w", err)
	}
	share := exact.Rat(v.Amount)
	share.Quo(share, exact.Rat(t.def.Quota))
	return exact.RoundRat(share.Mul(share, big.NewRat(100, 1)), 2, exact.Down), nil
}

// pays returns what the table pays for: units alone, or amounts.
func (t *Table) pays() Measure {
	if t.def.By == ByUnits && !slices.ContainsFunc(t.def.Brackets, func(b Bracket) bool { return !b.Rate.IsZero() }) {
		return ByUnits
	}
	return ByAmount
}

// slab returns the bracket that rates the beginning of a volume whole, or -1.
func (t *Table) slab(v Volume) int {
	i := t.bracket(t.position(v))
	for i >= 0 && t.def.scope(i) != Slab {
		i--
	}
	return i
}

// slabs reports whether a bracket of the table rates a volume whole.
func (t *Table) slabs() bool {
	for i := range t.def.Brackets {
		if t.def.scope(i) == Slab {
			return true
		}
	}
	return false
}

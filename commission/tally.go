package commission

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// curve returns the fast way to take the table of one amount after another, or
// nil if it has none: it is by amount, without minimums and maximums, and pays
// for a volume what depends on nothing else.
func (t Table) curve() *exact.Curve {
	if !t.unit.Plain() || t.def.By != ByAmount || t.def.Scope == NextSale && len(t.ends) > 0 {
		return nil
	}
	pieces := make([]exact.Piece, len(t.def.Brackets))
	for i, b := range t.def.Brackets {
		if !b.Min.IsZero() || !b.Max.IsZero() {
			return nil
		}
		p := exact.Piece{Slope: exact.Percent(b.Rate.Units()), Start: b.Flat, Exclusive: t.def.Edge == EdgeUpper}
		if i > 0 && t.def.scope(i) == Graduated {
			end, before := t.ends[i-1], pieces[i-1]
			p.Start = b.Flat.Add(before.Start).Add(before.Slope.Of(end)).Sub(percentOf(b.Rate, end))
		}
		if i < len(t.ends) {
			p.UpTo = t.ends[i]
		}
		pieces[i] = p
	}
	c, ok := exact.NewCurve(pieces, t.unit.Places(), t.unit.mode)
	if !ok {
		return nil
	}
	return &c
}

// A Tally adds up what a table pays for many sales, each by itself and rounded
// by itself. It allocates nothing per sale if the table is by amount, without
// minimums and maximums, and amounts have no more decimals than the places
// of the table. A table by units takes each amount for one unit, 0 for none. Get
// one with [Table.Tally]; the zero Tally refuses every sale. A Tally is not safe for
// concurrent use.
type Tally struct {
	table Table
	total exact.Total
	count int
}

// Tally returns an empty tally of the table.
func (t Table) Tally() *Tally { return &Tally{table: t} }

// Add adds what the table pays for each of the amounts. It stops at the first
// that is negative or out of the bounds of the library, with an error that
// names its place; those before it are in the tally.
func (y *Tally) Add(amounts ...decimal.Decimal) error {
	if err := y.checked(); err != nil {
		return err
	}
	for i := 0; i < len(amounts); i++ {
		if y.table.fast != nil {
			if i += y.table.fast.SumDecimals(&y.total, amounts[i:]); i == len(amounts) {
				break
			}
		}
		if err := y.slow(i, amounts[i]); err != nil {
			return err
		}
	}
	y.count += len(amounts)
	return nil
}

// AddMinor is [Tally.Add] for amounts in minor units: cents where the table has
// two places.
func (y *Tally) AddMinor(amounts ...int64) error {
	if err := y.checked(); err != nil {
		return err
	}
	for i := 0; i < len(amounts); i++ {
		if y.table.fast != nil {
			if i += y.table.fast.Sum(&y.total, amounts[i:]); i == len(amounts) {
				break
			}
		}
		if err := y.slow(i, decimal.New(amounts[i], -y.table.unit.Places())); err != nil {
			return err
		}
	}
	y.count += len(amounts)
	return nil
}

// checked returns an error for a tally that [Table.Tally] did not make.
func (y *Tally) checked() error {
	if y == nil {
		return Table{}.checked()
	}
	return y.table.checked()
}

// slow adds one amount whatever it is.
func (y *Tally) slow(i int, d decimal.Decimal) error {
	pay, err := y.table.amount(fmt.Sprintf("amounts[%d]", i), d)
	if err != nil {
		y.count += i
		return err
	}
	y.total.AddRounded(pay)
	return nil
}

// amount returns what the table pays for an amount, of one unit in a table by
// units.
func (t Table) amount(path string, d decimal.Decimal) (decimal.Decimal, error) {
	var f check.Faults
	if !f.NotNegative(path, d) {
		return decimal.Decimal{}, fmt.Errorf("commission: table: %w", f.Err())
	}
	if d.IsZero() {
		return decimal.New(0, -t.unit.Places()), nil
	}
	return t.pay(Volume{}, Volume{Amount: d, Units: decimal.New(1, 0)}).Amount, nil
}

// Equal reports whether two tallies are of equal tables, counts and sums.
func (y Tally) Equal(o Tally) bool {
	return y.table.Equal(o.table) && y.count == o.count && exact.Cmp(y.Amount(), o.Amount()) == 0
}

// MarshalJSON refuses: a tally has no document; keep its Count and Amount.
func (y Tally) MarshalJSON() ([]byte, error) {
	return nil, check.Fault("", "", alianza.ErrForm, "a tally has no document: keep its count and its amount")
}

// UnmarshalJSON refuses, as MarshalJSON does.
func (y *Tally) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a tally", "add the amounts again")
}

// Count returns the number of amounts in the tally.
func (y Tally) Count() int { return y.count }

// Amount returns the sum, in the places of the table.
func (y Tally) Amount() decimal.Decimal { return y.total.Decimal(y.table.unit.Places()) }

// AppendPay appends to dst what the table pays for each of the amounts, as
// [Tally.Add] does, for callers that keep one payment per sale and nothing
// else of it. On an error it returns dst as it was.
func (t Table) AppendPay(dst []decimal.Decimal, amounts ...decimal.Decimal) ([]decimal.Decimal, error) {
	if err := t.checked(); err != nil {
		return dst, err
	}
	out := dst
	for i, d := range amounts {
		if t.fast != nil && !d.IsZero() {
			if u, ok := t.fast.Units(d); ok {
				out = append(out, decimal.New(u, -t.unit.Places()))
				continue
			}
		}
		pay, err := t.amount(fmt.Sprintf("amounts[%d]", i), d)
		if err != nil {
			return dst, err
		}
		out = append(out, pay)
	}
	return out, nil
}

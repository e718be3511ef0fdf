package commission

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Payment is what a table pays for a sale, and why.
type Payment struct {
	_        [0]func()       // == would compare decimals by address
	Prior    Volume          // sold before, in the same period
	Volume   Volume          // of the sale
	Portions []Portion       // in the order of the brackets
	Exact    decimal.Decimal // before it is rounded
	// Amount is Exact rounded so that pieces add up: what is paid for everything
	// up to now, rounded, less what was for everything before. Without a prior
	// volume that is Exact, rounded.
	Amount decimal.Decimal
}

// A Portion is what one bracket, or a rule without a table, contributes. After
// a prior volume it may be what changes: in a slab table the bracket left gives
// back what it held, and the one reached takes it over.
type Portion struct {
	_       [0]func()       // == would compare decimals by address
	Bracket int             // from 1; 0 without a table
	Base    decimal.Decimal // the amount in the bracket
	Units   int             // in the bracket
	Rate    alianza.Percent // of Base
	PerUnit decimal.Decimal // for each of Units
	Fixed   decimal.Decimal // what else it pays: a flat amount, or what its minimum adds and its maximum cuts off
	Exact   decimal.Decimal // Rate of Base plus PerUnit times Units plus Fixed
	Amount  decimal.Decimal // rounded so that the portions add up
}

// Blended returns the one rate of the amount that would pay the same, rounded
// half up to ten decimals of a percent; 0% of no amount.
func (p Payment) Blended() alianza.Percent { return blended(p.Exact, p.Volume.Amount) }

// percentOf returns a percentage of an amount that was checked before.
func percentOf(p alianza.Percent, amount decimal.Decimal) decimal.Decimal {
	return exact.Percent(p.Units()).Of(amount)
}

func blended(pay, base decimal.Decimal) alianza.Percent {
	if base.IsZero() {
		return alianza.Percent{}
	}
	r := exact.Rat(pay)
	d := exact.RoundRat(r.Mul(r.Quo(r, exact.Rat(base)), big.NewRat(100, 1)), 10, exact.HalfUp)
	percent, err := exact.PercentOf(d)
	if err != nil { // of next to nothing
		return alianza.Percent{}
	}
	return alianza.PercentUnits(int64(percent))
}

// String returns the payment as a sum: "60000: 1% of 10000 + 2% of 40000 + 3%
// of 10000 = 1200, rounded 1200.00, blended 2%".
func (p Payment) String() string {
	if len(p.Portions) == 0 {
		return p.Volume.String() + ": nothing"
	}
	s := fmt.Sprintf("%s: %s = %s, rounded %s", p.Volume, sumText(p.Portions), exact.Text(exact.Trim(p.Exact)), exact.Text(p.Amount))
	if len(p.Portions) > 1 && !p.Volume.Amount.IsZero() {
		s += ", blended " + p.Blended().String()
	}
	return s
}

// oneRate returns the rate of portions that are one rate of one base, else 0%.
func oneRate(list []Portion) alianza.Percent {
	if len(list) != 1 || !list[0].PerUnit.IsZero() || !list[0].Fixed.IsZero() {
		return alianza.Percent{}
	}
	return list[0].Rate
}

// sumText writes portions as terms of a sum.
func sumText(list []Portion) string {
	var b strings.Builder
	for _, p := range list {
		if !p.Base.IsZero() && !p.Rate.IsZero() || p.PerUnit.IsZero() && p.Fixed.IsZero() {
			term(&b, p.Base.IsNegative(), p.Rate.String()+" of "+exact.Text(p.Base.Abs()))
		}
		if !p.PerUnit.IsZero() && p.Units != 0 {
			units := p.Units
			if units < 0 {
				units = -units
			}
			term(&b, p.Units < 0, fmt.Sprintf("%d x %s", units, exact.Text(p.PerUnit)))
		}
		if !p.Fixed.IsZero() {
			term(&b, p.Fixed.IsNegative(), exact.Text(exact.Trim(p.Fixed.Abs())))
		}
	}
	return b.String()
}

func term(b *strings.Builder, minus bool, s string) {
	switch {
	case b.Len() == 0 && minus:
		b.WriteString("-")
	case minus:
		b.WriteString(" - ")
	case b.Len() > 0:
		b.WriteString(" + ")
	}
	b.WriteString(s)
}

// MarshalJSON returns the payment with its fields in lower case.
func (p Payment) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		oldjson.Struct(o.Optional(), "prior", &p.Prior, p.Prior.isZero(), (*Volume).fields)
		oldjson.Struct(o, "volume", &p.Volume, false, (*Volume).fields)
		oldjson.List(o, "portions", &p.Portions, (*Portion).fields)
		o.Decimal("exact", &p.Exact)
		o.Decimal("amount", &p.Amount)
	})
}

func (p *Portion) fields(o *oldjson.Object) {
	o.Optional().Int("bracket", &p.Bracket)
	o.Exact("base", &p.Base)
	o.Optional().Int("units", &p.Units)
	oldjson.Text(o, "rate", &p.Rate)
	o.Optional().Decimal("per_unit", &p.PerUnit)
	o.Optional().Exact("fixed", &p.Fixed)
	o.Exact("exact", &p.Exact)
	o.Exact("amount", &p.Amount)
}

package commission

import (
	"fmt"
	"math/big"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Payment is what a table pays for a sale, and why.
type Payment struct {
	_        [0]func()       // == would compare decimals by address
	Prior    Volume          `json:"prior,omitzero"` // sold before, in the same period
	Volume   Volume          `json:"volume"`         // of the sale
	Portions []Portion       `json:"portions"`       // in the order of the brackets
	Exact    decimal.Decimal `json:"exact,wide"`     // before it is rounded
	// Amount is Exact rounded so that pieces add up: what is paid for everything
	// up to now, rounded, less what was for everything before. Without a prior
	// volume that is Exact, rounded.
	Amount decimal.Decimal `json:"amount"`
}

// A Portion is what one bracket, or a rule without a table, contributes. After
// a prior volume it may be what changes: in a slab table the bracket left gives
// back what it held, and the one reached takes it over.
type Portion struct {
	_       [0]func()       // == would compare decimals by address
	Bracket int             `json:"bracket,omitzero"`    // from 1; 0 without a table
	Base    decimal.Decimal `json:"base,omitzero,wide"`  // the amount in the bracket
	Units   decimal.Decimal `json:"units,omitzero,wide"` // in the bracket
	Rate    alianza.Percent `json:"rate,omitzero"`       // of Base
	PerUnit decimal.Decimal `json:"per_unit,omitzero"`   // for each of Units
	Fixed   decimal.Decimal `json:"fixed,omitzero,wide"` // a flat amount, what its minimum adds and its maximum cuts off
	Exact   decimal.Decimal `json:"exact,wide"`          // Rate of Base plus PerUnit times Units plus Fixed
	Amount  decimal.Decimal `json:"amount,wide"`         // rounded so that the portions add up
}

// Blended returns the one rate of the amount that would pay the same, rounded
// half up to ten decimals of a percent; 0% of no amount.
func (p Payment) Blended() alianza.Percent { return blended(p.Exact, p.Volume.Amount) }

func blended(pay, base decimal.Decimal) alianza.Percent {
	pay, base = exact.Sane(pay), exact.Sane(base)
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
	s := fmt.Sprintf("%s: %s = %s, rounded %s", p.Volume, sumText(p.Portions), exact.Text(exact.Trim(exact.Sane(p.Exact))), exact.Text(p.Amount))
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
	for i, p := range list {
		if i > 0 && p.nothing() { // a guarantee less what was earned: 30 - 0
			term(&b, true, "0")
			continue
		}
		if !p.Base.IsZero() && !p.Rate.IsZero() || p.PerUnit.IsZero() && p.Fixed.IsZero() {
			term(&b, p.Base.IsNegative(), p.Rate.String()+" of "+exact.Text(exact.Sane(p.Base).Abs()))
		}
		if !p.PerUnit.IsZero() && (!p.Units.IsZero() || p.Fixed.IsZero()) {
			term(&b, p.Units.IsNegative(), exact.Text(exact.Trim(exact.Sane(p.Units).Abs()))+" x "+exact.Text(p.PerUnit))
		}
		if !p.Fixed.IsZero() {
			term(&b, p.Fixed.IsNegative(), exact.Text(exact.Trim(exact.Sane(p.Fixed).Abs())))
		}
	}
	return b.String()
}

// nothing reports whether the portion has no bracket and nothing in it.
func (p *Portion) nothing() bool {
	return p.Bracket == 0 && p.Base.IsZero() && p.Rate.IsZero() && p.PerUnit.IsZero() && p.Fixed.IsZero()
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

// MarshalJSON writes the payment by its tags.
func (p Payment) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a payment strictly.
func (p *Payment) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON writes the portion by its tags.
func (p Portion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a portion strictly.
func (p *Portion) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

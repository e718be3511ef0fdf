package commission

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A SplitDefinition says how an amount is divided among parties. [NewSplit]
// checks it.
type SplitDefinition struct {
	// Currency is the ISO 4217 code of the amounts, and Places the number of
	// decimals of a posted amount, 0 to 18: 2 for USD, 0 for JPY.
	Currency string `json:"currency"`
	Places   int    `json:"places"`
	// Shares name each party once and add up to exactly 100%.
	Shares []Share `json:"shares"`
}

// A Share is what one party gets of an amount.
type Share struct {
	Party string `json:"party"`
	Rate  Rate   `json:"rate"` // not negative
}

// JointProduct returns the split of a joint product's revenue in the alliance
// program (C14): half and half, in EUR.
func JointProduct(a, b string) SplitDefinition {
	return SplitDefinition{Currency: "EUR", Places: 2, Shares: []Share{{a, Percent(50)}, {b, Percent(50)}}}
}

// A Split is a checked definition. The zero Split has no parties and divides
// nothing. A Split is immutable and safe for concurrent use.
type Split struct {
	def     SplitDefinition
	weights []decimal.Decimal
}

// NewSplit checks a definition. It returns an error with all its faults: a
// currency or places that cannot be, no shares, a missing or repeated party, a
// negative share, shares that do not add up to 100% (and by how much).
func NewSplit(d SplitDefinition) (Split, error) {
	if err := d.check(); err != nil {
		return Split{}, err
	}
	s := Split{def: d.clone()}
	for _, share := range d.Shares {
		s.weights = append(s.weights, share.Rate.p.Number())
	}
	return s, nil
}

// MustSplit is NewSplit for definitions written in code; it panics on a fault.
func MustSplit(d SplitDefinition) Split {
	s, err := NewSplit(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return s
}

// Definition returns a fresh copy of the definition the split was made from.
func (s Split) Definition() SplitDefinition { return s.def.clone() }

func (d SplitDefinition) clone() SplitDefinition {
	d.Shares = append([]Share(nil), d.Shares...)
	return d
}

func (d *SplitDefinition) check() error {
	var f check.Faults
	checkCurrency(&f, d.Currency, d.Places)
	if len(d.Shares) == 0 {
		f.Add("shares", "", alianza.ErrMissing, "a split has at least one share")
		return f.Err()
	}
	names, sum := check.Names{Faults: &f}, Rate{}
	for i, s := range d.Shares {
		path := fmt.Sprintf("shares[%d]", i)
		names.Add(path+".party", s.Party)
		if !s.Rate.payable() {
			f.Add(path+".rate", s.Rate.String(), alianza.ErrRange, "a share is from 0% to 100%")
			continue
		}
		sum = sum.Plus(s.Rate)
	}
	switch {
	case sum.p < exact.Hundred:
		f.Add("shares", "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, which leaves %s to nobody", sum, Rate{exact.Hundred - sum.p}))
	case sum.p > exact.Hundred:
		f.Add("shares", "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, which is %s too much", sum, Rate{sum.p - exact.Hundred}))
	}
	return f.Err()
}

// A Division is an amount divided: the parts add up to the total.
type Division struct {
	_        [0]func() // == would compare decimals by address
	Currency string
	Total    decimal.Decimal
	Parts    []Part // in the order of the shares
}

// A Part is what one party gets.
type Part struct {
	_      [0]func() // == would compare decimals by address
	Party  string
	Rate   Rate
	Exact  decimal.Decimal // the share of the total, exact
	Amount decimal.Decimal // what is posted: Exact rounded down or up to a unit
}

// Divide divides a total among the parties, to the last unit (C14). Each gets
// its exact share cut to a whole unit of the currency; the units left over go
// one each to the parties that lost most, the earlier party first where they
// lost the same. A negative total is divided as the mirror of the positive
// one. It returns an error if the total is out of the bounds of the library or
// has more decimals than the currency ([alianza.ErrRange]).
func (s Split) Divide(total decimal.Decimal) (Division, error) {
	var f check.Faults
	if !f.Number("total", total) {
		return Division{}, fmt.Errorf("commission: split: %w", f.Err())
	}
	places := int32(s.def.Places)
	amounts, err := exact.Allocate(total, places, s.weights)
	if err != nil {
		f.Add("total", exact.Text(total), alianza.ErrRange, err.Error())
		return Division{}, fmt.Errorf("commission: split: %w", f.Err())
	}
	d := Division{Currency: s.def.Currency, Total: exact.Round(total, places, exact.Down), Parts: make([]Part, len(amounts))}
	for i, share := range s.def.Shares {
		d.Parts[i] = Part{Party: share.Party, Rate: share.Rate, Exact: share.Rate.Of(total), Amount: amounts[i]}
	}
	return d, nil
}

// String returns the division as a sentence: "1000.01 EUR: ana 500.01 (50%),
// bruno 500.00 (50%)".
func (d Division) String() string {
	parts := make([]string, len(d.Parts))
	for i, p := range d.Parts {
		parts[i] = fmt.Sprintf("%s %s (%s)", p.Party, exact.Text(p.Amount), p.Rate)
	}
	return fmt.Sprintf("%s %s: %s", exact.Text(d.Total), d.Currency, strings.Join(parts, ", "))
}

// MarshalJSON returns the JSON of the definition.
func (d SplitDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewSplit] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *SplitDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*SplitDefinition).fields, (*SplitDefinition).check)
}

func (d *SplitDefinition) fields(o *oldjson.Object) {
	o.String("currency", &d.Currency)
	o.Int("places", &d.Places)
	oldjson.List(o, "shares", &d.Shares, (*Share).fields)
}

func (s *Share) fields(o *oldjson.Object) {
	o.String("party", &s.Party)
	oldjson.Text(o, "rate", &s.Rate)
}

// MarshalJSON returns the division with its fields in lower case.
func (d Division) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("currency", &d.Currency)
		o.Decimal("total", &d.Total)
		oldjson.List(o, "parts", &d.Parts, func(p *Part, o *oldjson.Object) {
			o.String("party", &p.Party)
			oldjson.Text(o, "rate", &p.Rate)
			o.Decimal("exact", &p.Exact)
			o.Decimal("amount", &p.Amount)
		})
	})
}

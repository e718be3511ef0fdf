// Package split divides money: among parties by shares, and over time by days.
//
// A [Split] is a checked [Definition]. [Split.Divide] divides an amount among its
// parties so that the parts add up to the last unit. [Days.Prorate] returns the
// part of an amount that falls to some days of a month, or of any other run of
// days.
//
//	s, err := split.New(split.JointProduct("ana", "bruno"))
//	division, err := s.Divide(total)
//	fmt.Println(division) // 1000.01 EUR: ana 500.01 (50%), bruno 500.00 (50%)
//
// The preset is [JointProduct], of the alliance program.
//
// Rules: C14, C34.
package split

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Definition says how an amount is divided among parties. [New] checks it.
type Definition struct {
	// Currency is the ISO 4217 code of the amounts. Places is the number of
	// decimals of a posted amount, 0 to 18: 2 for USD, 0 for JPY.
	Currency string `json:"currency"`
	Places   int    `json:"places"`
	// Shares name each party once and add up to exactly 100%.
	Shares []Share `json:"shares"`
}

// A Share is the part of an amount that one party gets.
type Share struct {
	Party string          `json:"party"`
	Rate  alianza.Percent `json:"rate"` // not negative
}

// JointProduct returns the split of a joint product's revenue in the alliance
// program: half and half, in EUR.
//
// Rules: C14.
func JointProduct(a, b string) Definition {
	half := alianza.WholePercent(50)
	return Definition{Currency: "EUR", Places: 2, Shares: []Share{{a, half}, {b, half}}}
}

// A Split is a checked definition. The zero Split has no parties and divides
// nothing. A Split is immutable and safe for concurrent use.
type Split struct {
	def     Definition
	weights []decimal.Decimal
}

// New checks a definition and returns its split. It returns an error with all
// faults of the definition:
//   - a currency or places that cannot be;
//   - no shares, a missing or repeated party, a negative share;
//   - shares that do not add up to 100%, and by how much.
func New(d Definition) (Split, error) {
	if err := d.check(); err != nil {
		return Split{}, err
	}
	s := Split{def: d.clone()}
	for _, share := range d.Shares {
		s.weights = append(s.weights, share.Rate.Decimal())
	}
	return s, nil
}

// Definition returns a fresh copy of the definition that the split was made from.
func (s Split) Definition() Definition { return s.def.clone() }

func (d Definition) clone() Definition {
	d.Shares = append([]Share(nil), d.Shares...)
	return d
}

func (d *Definition) check() error {
	var f check.Faults
	switch {
	case d.Currency == "":
		f.Add("currency", "", alianza.ErrMissing, "an ISO 4217 code such as USD")
	case len(d.Currency) != 3 || strings.Trim(d.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		f.Add("currency", d.Currency, alianza.ErrForm, "want an ISO 4217 code, three capital letters")
	}
	checkPlaces(&f, d.Places)
	if len(d.Shares) == 0 {
		f.Add("shares", "", alianza.ErrMissing, "a split has at least one share")
		return f.Err()
	}
	names, whole := check.Names{Faults: &f}, alianza.WholePercent(100)
	sum := alianza.Percent{}
	for i, s := range d.Shares {
		path := fmt.Sprintf("shares[%d]", i)
		names.Add(path+".party", s.Party)
		if s.Rate.Sign() < 0 || s.Rate.Compare(whole) > 0 {
			f.Add(path+".rate", s.Rate.String(), alianza.ErrRange, "a share is from 0% to 100%")
			continue
		}
		sum = sum.Plus(s.Rate)
	}
	switch rest := alianza.PercentUnits(whole.Units() - sum.Units()); rest.Sign() {
	case +1:
		f.Add("shares", "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, which leaves %s to nobody", sum, rest))
	case -1:
		f.Add("shares", "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, which is %s too much", sum, alianza.PercentUnits(-rest.Units())))
	}
	return f.Err()
}

// checkPlaces checks the number of decimals of posted amounts.
func checkPlaces(f *check.Faults, places int) {
	if places < 0 || places > exact.MaxPlaces {
		f.Add("places", fmt.Sprint(places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", exact.MaxPlaces))
	}
}

// A Division is an amount divided: the allocations add up to the total.
type Division struct {
	_           [0]func() // == would compare decimals by address
	Currency    string
	Total       decimal.Decimal
	Allocations []Allocation // in the order of the shares
}

// An Allocation is what one party gets.
type Allocation struct {
	_      [0]func() // == would compare decimals by address
	Party  string
	Rate   alianza.Percent
	Exact  decimal.Decimal // the share of the total, exact
	Amount decimal.Decimal // what is posted: Exact rounded down or up to a unit
}

// Divide divides a total among the parties, to the last unit. Each party gets its
// exact share cut to a whole unit of the currency. The units left over go one
// each to the parties that lost most; of two that lost the same, to the earlier.
// A negative total is divided as the mirror of the positive one.
//
// Divide returns an error if the total is out of bounds or has more decimals than
// the currency ([alianza.ErrRange]).
//
// Rules: C14.
func (s Split) Divide(total decimal.Decimal) (Division, error) {
	var f check.Faults
	if !f.Number("total", total) {
		return Division{}, fmt.Errorf("split: %w", f.Err())
	}
	places := int32(s.def.Places)
	amounts, err := exact.Allocate(total, places, s.weights)
	if err != nil {
		f.Add("total", exact.Text(total), alianza.ErrRange, err.Error())
		return Division{}, fmt.Errorf("split: %w", f.Err())
	}
	d := Division{Currency: s.def.Currency, Total: exact.Round(total, places, exact.Down), Allocations: make([]Allocation, len(amounts))}
	for i, share := range s.def.Shares {
		of := exact.Percent(share.Rate.Units()).Of(total)
		d.Allocations[i] = Allocation{Party: share.Party, Rate: share.Rate, Exact: of, Amount: amounts[i]}
	}
	return d, nil
}

// String returns the division as a sentence: "1000.01 EUR: ana 500.01 (50%),
// bruno 500.00 (50%)".
func (d Division) String() string {
	parts := make([]string, len(d.Allocations))
	for i, a := range d.Allocations {
		parts[i] = fmt.Sprintf("%s %s (%s)", a.Party, exact.Text(a.Amount), a.Rate)
	}
	return fmt.Sprintf("%s %s: %s", exact.Text(d.Total), d.Currency, strings.Join(parts, ", "))
}

// MarshalJSON returns the JSON of the definition.
func (d Definition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Definition).fields, (*Definition).check)
}

func (d *Definition) fields(o *oldjson.Object) {
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
		oldjson.List(o, "allocations", &d.Allocations, func(a *Allocation, o *oldjson.Object) {
			o.String("party", &a.Party)
			oldjson.Text(o, "rate", &a.Rate)
			o.Decimal("exact", &a.Exact)
			o.Decimal("amount", &a.Amount)
		})
	})
}

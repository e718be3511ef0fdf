// Package waterfall says who gets what of a revenue, step by step: fees, costs that
// are recouped, a catch-up, and shares of what is left.
//
// A [Waterfall] is a checked [Definition] of ordered steps. [Waterfall.Run] takes
// what came in during a period through the steps. Each step says what it took, of
// what, and what flows on. What is left to recoup is in the [State] for the next
// period.
//
//	w, err := waterfall.New(waterfall.JointProduct("us", "them", costs))
//	result, state, err := w.Run(state, waterfall.Inflow{Amount: revenue})
//	fmt.Println(result) // 1000.00 EUR: development costs 300.00 to development, 700.00 left; …
//
// All amounts are those of everything that ever came in, less those of everything
// before. So a return runs the same steps backwards, fees and recoupment
// included, and a revenue that is returned in any number of parts leaves nothing
// with anybody. [Waterfall.Return] is for a return after its period.
//
// The presets are those of the alliance program and the advanced program:
// [JointProduct], [Marketplace], [WhiteLabel] and [Reseller]. They check the ranges
// of the program.
//
// Rules: C14 to C16, C20.
package waterfall

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition says how a revenue flows through steps. [New] checks it.
type Definition struct {
	_ [0]func() // == would compare decimals by address
	// Currency is the ISO 4217 code of the amounts. Step is the smallest of them;
	// the minor unit of the currency if absent.
	Currency string          `json:"currency"`
	Step     decimal.Decimal `json:"step,omitzero"`
	// Steps are taken in their order. One of them, the last that takes from the
	// flow, has shares and leaves nothing.
	Steps []Step `json:"steps"`
	// Negative says what happens while more was returned than came in; carried if
	// absent.
	Negative Negative `json:"negative,omitzero"`
}

// Negative says what a waterfall does while more was returned than came in. The
// zero Negative carries it.
type Negative uint8

// What a negative sum does.
const (
	NegativeCarry  Negative = iota // nobody gets or gives; what comes in later makes it up
	NegativeShare                  // fees in percent and shares mirror it, so that the parties give
	NegativeIgnore                 // a period with a negative sum counts as nothing
)

var negativeNames = [...]string{"carry", "share", "ignore"}

// String returns the name of the choice.
func (n Negative) String() string { return enum.Name(n, negativeNames[:]) }

// MarshalText returns the name of the choice.
func (n Negative) MarshalText() ([]byte, error) { return enum.Text(n, negativeNames[:], 0) }

// UnmarshalText reads the name of a choice: carry, share or ignore.
func (n *Negative) UnmarshalText(text []byte) error { return enum.Parse(n, text, negativeNames[:], 0) }

// A Step takes something for a party, or divides what is left.
type Step struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// To is the party that gets it. From is a party that gives it, of what the steps
	// before gave to it; without From it comes from the flow.
	To   string `json:"to,omitzero"`
	From string `json:"from,omitzero"`
	// Rate is a percentage of the flow, or of what From has. With Recoup it is the
	// part that recoups; all of it if absent.
	Rate alianza.Percent `json:"rate,omitzero"`
	// Source takes the percentage of what came from one source alone, never of less
	// than nothing.
	Source string `json:"source,omitzero"`
	// Brackets are rates that change with the sum of all that the step was of.
	Brackets []Bracket `json:"brackets,omitzero"`
	// Fixed is an amount for each Per that the inflow counts. What the flow does not
	// reach for is left for later periods.
	Fixed decimal.Decimal `json:"fixed,omitzero"`
	Per   string          `json:"per,omitzero"`
	// Recoup is a cost or an advance that is recouped once. An inflow may add to it.
	Recoup decimal.Decimal `json:"recoup,omitzero"`
	// CatchUp takes all until the party has this part of what the steps of Of and
	// this step took together.
	CatchUp alianza.Percent `json:"catch_up,omitzero"`
	Of      []string        `json:"of,omitzero"`
	// Least is what To gets at least in a period, from From.
	Least decimal.Decimal `json:"least,omitzero"`
	// OnTop says that the payer pays it besides. It takes nothing from the flow.
	OnTop bool `json:"on_top,omitzero"`
	// Shares divide all that is left, as package split does.
	Shares []split.Share `json:"shares,omitzero"`
}

// A Bracket is the rate up to a sum: of the amounts, or with Per of the count.
type Bracket struct {
	_    [0]func()       // == would compare decimals by address
	UpTo decimal.Decimal `json:"up_to,omitzero"` // absent in the last one
	Rate alianza.Percent `json:"rate,omitzero"`
	Each decimal.Decimal `json:"each,omitzero"` // for each of the count
}

// A Waterfall is a checked definition. The zero Waterfall refuses everything. A
// Waterfall is immutable and safe for concurrent use.
type Waterfall struct {
	def  Definition
	unit unit.Unit
	rest split.Split // of the step with shares
}

// New checks a definition and returns its waterfall. It returns an error with all
// faults of the definition:
//   - a currency or a step that cannot be;
//   - a name that is missing or repeated;
//   - a step that does nothing, or two things at once;
//   - a step from a party, or of a step, that is not there before it;
//   - no step with shares, or one after it that takes from the flow.
func New(d Definition) (Waterfall, error) {
	if err := d.check(); err != nil {
		return Waterfall{}, err
	}
	w := Waterfall{def: d.clone()}
	w.unit, _ = unit.Check(&check.Faults{}, d.Currency, d.Step)
	at := slices.IndexFunc(w.def.Steps, func(s Step) bool { return len(s.Shares) > 0 })
	w.rest, _ = split.New(split.Definition{Currency: d.Currency, Step: d.Step, Shares: w.def.Steps[at].Shares})
	return w, nil
}

// Definition returns a fresh copy of the definition that the waterfall was made
// from.
func (w Waterfall) Definition() Definition { return w.def.clone() }

// Equal reports whether two waterfalls were made from equal definitions.
func (w Waterfall) Equal(o Waterfall) bool {
	return w.def.Currency == o.def.Currency && exact.Cmp(w.def.Step, o.def.Step) == 0 && w.def.Negative == o.def.Negative &&
		w.rest.Equal(o.rest) && slices.EqualFunc(w.def.Steps, o.def.Steps, equal)
}

func equal(a, b Step) bool {
	same := func(a, b decimal.Decimal) bool { return exact.Cmp(a, b) == 0 }
	return a.Name == b.Name && a.To == b.To && a.From == b.From && a.Rate == b.Rate && a.Source == b.Source && same(a.Fixed, b.Fixed) &&
		a.Per == b.Per && same(a.Recoup, b.Recoup) && a.CatchUp == b.CatchUp && slices.Equal(a.Of, b.Of) && same(a.Least, b.Least) && a.OnTop == b.OnTop &&
		len(a.Shares) == len(b.Shares) &&
		slices.EqualFunc(a.Brackets, b.Brackets, func(x, y Bracket) bool { return same(x.UpTo, y.UpTo) && x.Rate == y.Rate && same(x.Each, y.Each) })
}

func (d Definition) clone() Definition {
	d.Steps = slices.Clone(d.Steps)
	for i := range d.Steps {
		s := &d.Steps[i]
		s.Brackets, s.Of = slices.Clone(s.Brackets), slices.Clone(s.Of)
		s.Shares = cloneShares(s.Shares)
	}
	return d
}

func cloneShares(list []split.Share) []split.Share {
	list = slices.Clone(list)
	for i := range list {
		list[i].Shares = cloneShares(list[i].Shares)
	}
	return list
}

// unchecked returns the error of a waterfall that [New] did not make, else nil.
func (w Waterfall) unchecked() error {
	if !w.unit.IsZero() {
		return nil
	}
	return fmt.Errorf("waterfall: %w", check.Fault("waterfall", "", alianza.ErrUnchecked, ""))
}

// MarshalJSON writes the definition by its tags. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON writes the step by its tags.
func (s Step) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a step strictly.
func (s *Step) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON writes the bracket by its tags.
func (b Bracket) MarshalJSON() ([]byte, error) { return strictjson.Marshal(b) }

// UnmarshalJSON reads a bracket strictly.
func (b *Bracket) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, b, nil) }

// MarshalJSON writes the definition that the waterfall was made from. It returns an
// error if the waterfall was not made by [New].
func (w Waterfall) MarshalJSON() ([]byte, error) {
	if err := w.unchecked(); err != nil {
		return nil, err
	}
	return w.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the waterfall of it.
func (w *Waterfall) UnmarshalJSON(data []byte) error {
	var d Definition
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*w = made
	return nil
}

// Package split divides money: among parties by shares, and over time by days.
//
// A [Split] is a checked [Definition]. [Split.Divide] divides an amount among its
// parties so that the allocations add up to the last unit, and says who got the
// odd unit and why. [Split.Return] takes a part of it back. [Amounts] and [Units]
// divide numbers alone. [Days.Prorate] returns the part of an amount that falls
// to some days of a month, or of any other run of days.
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
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition says how an amount is divided among parties. [New] checks it.
type Definition struct {
	_ [0]func() // == would compare decimals by address
	// Currency is the ISO 4217 code of the amounts.
	Currency string `json:"currency"`
	// Step is the smallest amount that a party gets: "0.01", "0.05", "1". If
	// absent, it is the minor unit of the currency. It has no more decimals.
	Step decimal.Decimal `json:"step,omitzero"`
	// Shares name each party once. All of them have a rate, or all of them a
	// weight. Rates add up to exactly 100%. Weights are any numbers, also points:
	// a party gets its weight over the sum of weights.
	//
	// If one share is the rest, the others add up to at most 100%, or to at most
	// 1. Each of them is then rounded for itself.
	Shares []Share `json:"shares"`
	// Rounding is how the others are rounded if one share is the rest; half up if
	// absent.
	Rounding commission.Rounding `json:"rounding,omitzero"`
	// Overlay are shares of recognition, such as that of a manager. Their sum may
	// be anything. They are recorded beside the division and never paid out of it.
	Overlay []Share `json:"overlay,omitzero"`
}

// A Share is what one party gets of an amount.
type Share struct {
	_     [0]func() // == would compare decimals by address
	Party string    `json:"party"`
	// Rate or Weight is the size of the share: 50%, 30, 1/6.
	Rate   alianza.Percent `json:"rate,omitzero"`
	Weight Fraction        `json:"weight,omitzero"`
	// Rest says that the party takes what the others leave. It has no size then.
	Rest bool `json:"rest,omitzero"`
	// Min and Max bound the amount. What a bound adds or cuts off is borne by the
	// others, in proportion to their shares. If a party takes the rest, the rest
	// bears it alone as far as it reaches, and the others what is above it. If the
	// amount cannot meet each Min, they are met in the order of the shares, and
	// the others get nothing.
	Min decimal.Decimal `json:"min,omitzero"`
	Max decimal.Decimal `json:"max,omitzero"`
	// Shares divide the amount of this party further.
	Shares []Share `json:"shares,omitzero"`
}

// A Split is a checked definition. The zero Split refuses everything. A Split is
// immutable and safe for concurrent use.
type Split struct {
	def     Definition
	unit    unit.Unit
	shares  parts
	overlay parts
}

// parts are the shares of one level, ready to divide.
type parts struct {
	list  []part
	rest  int    // the index of the party that takes the rest, or -1
	bound bool   // a party has a min or a max
	sum   uint64 // of the whole weights; 0 if they do not fit
}

// A part is a share that is ready to divide.
type part struct {
	share    *Share
	weight   *big.Rat // of the amount, or relative to the sum of weights
	whole    uint64   // the weight in the common denominator of all
	min, max *big.Int // in steps; nil is none
	parts    parts
}

// New checks a definition and returns its split. It returns an error with all
// faults of the definition:
//   - a currency that does not exist, a step that it does not have;
//   - no shares, a missing or repeated party, a share without a size;
//   - rates beside weights, or a size that is negative;
//   - rates that do not add up to 100%, and by how much;
//   - no party that can take what the bounds of the others leave.
func New(d Definition) (Split, error) {
	if err := d.check(); err != nil {
		return Split{}, err
	}
	d = d.clone()
	u, _ := unit.Check(&check.Faults{}, d.Currency, d.Step)
	return Split{def: d, unit: u, shares: prepare(d.Shares, u), overlay: prepare(d.Overlay, u)}, nil
}

// prepare returns the parts of checked shares.
func prepare(shares []Share, u unit.Unit) parts {
	p := parts{list: make([]part, len(shares)), rest: -1}
	common := big.NewInt(1) // denominator
	for i := range shares {
		s := &shares[i]
		one := part{share: s, weight: s.size(), min: steps(s.Min, u), max: steps(s.Max, u), parts: prepare(s.Shares, u)}
		if s.Rest {
			p.rest = i
		}
		p.bound = p.bound || one.min != nil || one.max != nil
		den := one.weight.Denom()
		common.Mul(common, new(big.Int).Quo(den, new(big.Int).GCD(nil, nil, common, den)))
		p.list[i] = one
	}
	p.sumUp(common)
	return p
}

// sumUp finds the weights as whole numbers, if they are small enough.
func (p *parts) sumUp(common *big.Int) {
	sum := new(big.Int)
	for i := range p.list {
		w := p.list[i].weight
		whole := new(big.Int).Mul(w.Num(), new(big.Int).Quo(common, w.Denom()))
		p.list[i].whole = whole.Uint64()
		sum.Add(sum, whole)
	}
	if sum.IsInt64() {
		p.sum = sum.Uint64()
	}
}

// steps returns a bound in steps, nil for none.
func steps(d decimal.Decimal, u unit.Unit) *big.Int {
	if d.IsZero() {
		return nil
	}
	r := exact.Rat(d)
	return r.Quo(r, exact.Rat(u.Step())).Num()
}

// size returns the share as a part of 1, or its weight.
func (s *Share) size() *big.Rat {
	if !s.Weight.IsZero() {
		return s.Weight.Rat()
	}
	return percentRat(s.Rate)
}

// percentRat returns a percentage as a fraction: 1/5 for 20%.
func percentRat(p alianza.Percent) *big.Rat {
	return new(big.Rat).SetFrac64(p.Units(), alianza.WholePercent(100).Units())
}

// Definition returns a fresh copy of the definition that the split was made from.
func (s Split) Definition() Definition { return s.def.clone() }

// Equal reports whether two splits were made from equal definitions.
func (s Split) Equal(o Split) bool {
	return s.def.Currency == o.def.Currency && exact.Cmp(s.def.Step, o.def.Step) == 0 && s.def.Rounding == o.def.Rounding &&
		slices.EqualFunc(s.def.Shares, o.def.Shares, equal) && slices.EqualFunc(s.def.Overlay, o.def.Overlay, equal)
}

func equal(a, b Share) bool {
	return a.Party == b.Party && a.Rate == b.Rate && a.Weight.Equal(b.Weight) && a.Rest == b.Rest &&
		exact.Cmp(a.Min, b.Min) == 0 && exact.Cmp(a.Max, b.Max) == 0 && slices.EqualFunc(a.Shares, b.Shares, equal)
}

func (d Definition) clone() Definition {
	d.Shares, d.Overlay = cloneShares(d.Shares), cloneShares(d.Overlay)
	return d
}

func cloneShares(list []Share) []Share {
	list = slices.Clone(list)
	for i := range list {
		list[i].Shares = cloneShares(list[i].Shares)
	}
	return list
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	u, _ := unit.Check(&f, d.Currency, d.Step)
	c := checker{faults: &f, unit: u}
	c.shares("", d.Shares, 1)
	if new(commission.Rounding).UnmarshalText([]byte(d.Rounding.String())) != nil {
		f.Add("rounding", d.Rounding.String(), alianza.ErrUnknown, "")
	}
	c.overlay(d.Overlay)
	return f.Err()
}

// maxDepth bounds splits inside splits.
const maxDepth = 8

// A checker checks the shares of a definition, the nested ones included.
type checker struct {
	faults *check.Faults
	unit   unit.Unit
	count  int
}

// shares checks the shares of one level.
func (c *checker) shares(path string, list []Share, depth int) {
	f, at := c.faults, path+"shares"
	if len(list) == 0 {
		f.Add(at, "", alianza.ErrMissing, "a split has at least one share")
		return
	}
	if depth > maxDepth {
		f.Add(at, "", alianza.ErrLimit, fmt.Sprintf("at most %d splits inside one another", maxDepth))
		return
	}
	if c.count += len(list); !f.Count(at, c.count, check.MaxParties, "parties") {
		return
	}
	names, sum := check.Names{Faults: f}, sizes{}
	for i := range list {
		s, one := &list[i], fmt.Sprintf("%s[%d]", at, i)
		names.Add(one+".party", s.Party)
		sum.add(f, one, s)
		c.bounds(one, s)
		if len(s.Shares) > 0 {
			c.shares(one+".", s.Shares, depth+1)
		}
	}
	sum.check(f, at)
}

// bounds checks the bounds of a share.
func (c *checker) bounds(path string, s *Share) {
	f := c.faults
	low := c.unit.Least(f, path+".min", s.Min)
	high := c.unit.Least(f, path+".max", s.Max)
	switch {
	case s.Rest && (!s.Min.IsZero() || !s.Max.IsZero()):
		f.Add(path+".rest", "true", alianza.ErrConflict, "the rest has no bounds")
	case low && high && !s.Max.IsZero() && exact.Cmp(s.Max, s.Min) < 0:
		f.Add(path+".max", exact.Text(s.Max), alianza.ErrConflict, "below min, "+exact.Text(s.Min))
	}
}

// overlay checks the shares of recognition: rates alone, as many percent as one
// likes.
func (c *checker) overlay(list []Share) {
	f := c.faults
	if !f.Count("overlay", len(list), check.MaxParties, "parties") {
		return
	}
	names := check.Names{Faults: f}
	for i := range list {
		s, path := &list[i], fmt.Sprintf("overlay[%d]", i)
		names.Add(path+".party", s.Party)
		switch {
		case !s.Weight.IsZero() || s.Rest || !s.Min.IsZero() || !s.Max.IsZero() || len(s.Shares) > 0:
			f.Add(path, s.Party, alianza.ErrConflict, "an overlay has a rate and nothing else")
		case s.Rate.IsZero():
			f.Add(path+".rate", "", alianza.ErrMissing, "")
		case s.Rate.Sign() < 0:
			f.Add(path+".rate", s.Rate.String(), alianza.ErrNegative, "above 0%")
		}
	}
}

// sizes adds up the sizes of shares.
type sizes struct {
	rates, weights, rests int
	rate                  alianza.Percent
	weight                unit.Sum
	free                  bool // a party without a cap has a share
	faulty                bool
}

// add checks the size of one share and adds it.
func (s *sizes) add(f *check.Faults, path string, one *Share) {
	rate, weight := !one.Rate.IsZero(), !one.Weight.IsZero()
	before := f.Len()
	switch {
	case one.Rest && (rate || weight):
		f.Add(path+".rest", "true", alianza.ErrConflict, "the rest has no size")
	case one.Rest:
		if s.rests++; s.rests > 1 {
			f.Add(path+".rest", "true", alianza.ErrDuplicate, "one party takes the rest")
		}
	case rate && weight:
		f.Add(path+".weight", one.Weight.String(), alianza.ErrConflict, "there is a rate, "+one.Rate.String())
	case rate:
		if s.rates++; one.Rate.Sign() < 0 {
			f.Add(path+".rate", one.Rate.String(), alianza.ErrRange, "above 0%, at most 100%")
		} else if f.Share(path+".rate", one.Rate) {
			s.rate = s.rate.Plus(one.Rate)
		}
	case weight:
		if s.weights++; one.Weight.Sign() < 0 {
			f.Add(path+".weight", one.Weight.String(), alianza.ErrNegative, "above 0")
		} else if !s.weight.Add(one.Weight.get()) {
			f.Add(path+".weight", one.Weight.String(), alianza.ErrLimit, "the weights have no common denominator of reasonable size")
		}
	default:
		f.Add(path+".rate", "", alianza.ErrMissing, "a rate, a weight, or the rest; a party that gets nothing is left out")
	}
	s.free = s.free || one.Rest || one.Max.IsZero() && (rate || one.Weight.Sign() > 0)
	s.faulty = s.faulty || f.Len() > before
}

// check checks the sum of sizes.
func (s *sizes) check(f *check.Faults, path string) {
	whole := alianza.WholePercent(100)
	rest := alianza.PercentUnits(whole.Units() - s.rate.Units())
	switch {
	case s.faulty:
	case s.rates > 0 && s.weights > 0:
		f.Add(path, "", alianza.ErrConflict, "rates and weights: give all shares one or the other")
	case rest.Sign() < 0:
		f.Add(path, "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, which is %s too much", s.rate, alianza.PercentUnits(-rest.Units())))
	case s.rates > 0 && s.rests == 0 && rest.Sign() > 0:
		f.Add(path, "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, which leaves %s to nobody", s.rate, rest))
	case s.rests > 0 && s.weight.Value.Cmp(big.NewRat(1, 1)) > 0:
		f.Add(path, "", alianza.ErrConflict, "beside the rest, weights are parts of 1 and add up to at most 1")
	case s.rests == 0 && s.weights > 0 && s.weight.Value.Sign() == 0:
		f.Add(path, "", alianza.ErrZero, "all weights are zero")
	case !s.free:
		f.Add(path, "", alianza.ErrConflict, "every party has a max: give one none, so that it takes what the others leave")
	}
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

// MarshalJSON writes the share by its tags.
func (s Share) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a share strictly.
func (s *Share) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON writes the definition that the split was made from. It returns an
// error if the split was not made by [New].
func (s Split) MarshalJSON() ([]byte, error) {
	if len(s.def.Shares) == 0 {
		return nil, fmt.Errorf("split: %w", alianza.ErrUnchecked)
	}
	return s.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the split of it.
func (s *Split) UnmarshalJSON(data []byte) error {
	var d Definition
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*s = made
	return nil
}

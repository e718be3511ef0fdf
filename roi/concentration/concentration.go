// Package concentration says how much of the revenue hangs on few partners.
//
// [New] makes a [Distribution] of the revenue of each partner. Its methods measure it: the
// share of the largest, of the first k or of the first 20%, the index of Herfindahl and
// Hirschman, and the coefficient of Gini. [Distribution.Without] says what is left when a
// partner goes.
//
//	d, err := concentration.New(revenues)
//	partner, share, err := d.Largest()
//
// A measure describes, and the caller says from where on it is a risk. That 20% of the
// partners bring 80% is normal in the affiliate program and a risk in the alliance program.
//
// All measures are exact. They do not depend on the order of the list.
//
// Rules: R14, R33, R34, S31.
package concentration

import (
	"fmt"
	"iter"
	"math/big"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// maxPartners is how many partners a distribution may have.
const maxPartners = check.MaxConcentration

// maxDocument is the limit on the JSON of a distribution: room for all its partners.
const maxDocument = 16 << 20

// A Distribution is the revenue of each partner. The zero Distribution has no partners, and
// every measure of it is refused.
type Distribution struct {
	_      [0]func()
	sorted []roi.Item // the largest first
	units  []*big.Int // their amounts in units of one size
	total  *big.Int
}

// New makes a distribution of the revenue of partners. A partner without revenue counts as
// one, because it changes the number of partners.
//
// It returns an error if:
//   - there are no partners ([alianza.ErrEmpty]), or more than 10,000;
//   - a name is missing, malformed or given twice;
//   - a revenue is negative ([alianza.ErrNegative]) or out of the bounds of the library;
//   - the total is zero ([alianza.ErrZero]): there are no shares of nothing.
func New(revenues []roi.Item) (Distribution, error) {
	d, err := distribution(revenues)
	if err != nil {
		return Distribution{}, fmt.Errorf("concentration: %w", err)
	}
	return d, nil
}

func distribution(revenues []roi.Item) (Distribution, error) {
	var f check.Faults
	if !f.Count("items", len(revenues), maxPartners, "partners") {
		return Distribution{}, f.Err()
	}
	for i, one := range revenues {
		if one.Amount.IsNegative() {
			f.Add(fmt.Sprintf("items[%d].amount", i), exact.Text(one.Amount), alianza.ErrNegative, "")
		}
	}
	ranked, err := roi.Rank(revenues)
	f.Join(err)
	if err := f.Err(); err != nil {
		return Distribution{}, err
	}
	d := Distribution{total: new(big.Int)}
	least := int32(0)
	for _, one := range ranked {
		d.sorted = append(d.sorted, one.Item)
		least = min(least, one.Item.Amount.Exponent())
	}
	for _, one := range d.sorted {
		units := exact.Round(one.Amount, -least, exact.Down).Coefficient()
		d.units = append(d.units, units)
		d.total.Add(d.total, units)
	}
	if d.total.Sign() == 0 {
		f.Add("items", "", alianza.ErrZero, "there are no shares of nothing")
		return Distribution{}, f.Err()
	}
	return d, nil
}

// Partners returns the partners from the largest revenue to the smallest, those of one
// revenue by name.
func (d Distribution) Partners() []roi.Item { return slices.Clone(d.sorted) }

// Equal reports whether two distributions have the same partners with the same revenue.
func (d Distribution) Equal(e Distribution) bool {
	return slices.EqualFunc(d.sorted, e.sorted, func(a, b roi.Item) bool {
		return a.Name == b.Name && exact.Cmp(a.Amount, b.Amount) == 0
	})
}

// figure returns a measure, or the fault of a distribution that [New] did not make.
func (d Distribution) figure(name, unit string, compute func() *big.Rat, inputs ...roi.Figure) (roi.Figure, error) {
	var f check.Faults
	if len(d.sorted) == 0 {
		f.Add("distribution", "", alianza.ErrUnchecked, "")
		return roi.Figure{}, fmt.Errorf("concentration: %s: %w", name, f.Err())
	}
	inputs = append(inputs, count("partners", len(d.sorted)))
	figure, err := roi.NewFigure(name, unit, frac.Fraction{Q: compute()}, inputs...)
	if err != nil {
		return roi.Figure{}, fmt.Errorf("concentration: %w", err)
	}
	return figure, nil
}

// count returns an input that is a number of partners.
func count(name string, n int) roi.Figure {
	in, _ := roi.NewFigure(name, "", decimal.NewFromInt(int64(n))) // sound
	return in
}

// of returns units in percent of the total.
func (d Distribution) of(units *big.Int) *big.Rat {
	return frac.Percent(new(big.Rat).SetFrac(units, d.total))
}

// Largest returns the partner with the most revenue, the first by name if there are
// several, and its share in percent. It returns an error for the zero Distribution.
//
// Rules: R34, S31.
func (d Distribution) Largest() (partner string, share roi.Figure, err error) {
	share, err = d.figure("largest partner", roi.UnitPercent, func() *big.Rat { return d.of(d.units[0]) })
	if err != nil {
		return "", roi.Figure{}, err
	}
	return d.sorted[0].Name, share, nil
}

// Top returns the share of the k partners with the most revenue, in percent. Ties at the
// k-th partner do not change it. It returns an error if k is not from 1 to the number of
// partners.
//
// Rules: R34.
func (d Distribution) Top(k int) (roi.Figure, error) {
	var f check.Faults
	if len(d.sorted) > 0 && (k < 1 || k > len(d.sorted)) {
		f.Add("k", fmt.Sprint(k), alianza.ErrRange, fmt.Sprintf("from 1 to %d partners", len(d.sorted)))
		return roi.Figure{}, fmt.Errorf("concentration: top: %w", f.Err())
	}
	return d.figure("top share", roi.UnitPercent, func() *big.Rat {
		sum := new(big.Int)
		for _, u := range d.units[:k] {
			sum.Add(sum, u)
		}
		return d.of(sum)
	}, count("top", k))
}

// TopPercent returns how many partners the first part of them is, and their share: of 7
// partners, 20% are 2. The number is rounded up and at least 1. It returns an error if the
// part is not above 0% and at most 100%.
//
// Rules: R14, R33.
func (d Distribution) TopPercent(part alianza.Percent) (k int, share roi.Figure, err error) {
	if part.Sign() <= 0 || part.Compare(alianza.WholePercent(100)) > 0 {
		var f check.Faults
		f.Add("part", part.String(), alianza.ErrRange, "above 0%, at most 100%")
		return 0, roi.Figure{}, fmt.Errorf("concentration: top: %w", f.Err())
	}
	k = int(frac.Ceil(frac.Mul(frac.OfPercent(part), frac.Int(len(d.sorted)))).IntPart())
	share, err = d.Top(k)
	return k, share, err
}

// Curve returns each number of partners, from 1 to all, with the share of so many of the
// largest. The first share is that of the largest partner, and the last one is 100%. The zero
// Distribution has none.
func (d Distribution) Curve() iter.Seq2[int, roi.Figure] {
	return func(yield func(int, roi.Figure) bool) {
		sum := new(big.Int)
		for i, u := range d.units {
			sum.Add(sum, u)
			share, err := d.figure("top share", roi.UnitPercent, func() *big.Rat { return d.of(sum) }, count("top", i+1))
			if err != nil || !yield(i+1, share) {
				return
			}
		}
	}
}

// SinglePoint reports whether one partner is a single point of failure. That is so if there
// is no other, or if the largest has at least the share that the caller gives as alarm. It
// returns false for the zero Distribution.
//
// Rules: R33, S31.
func (d Distribution) SinglePoint(alarm alianza.Percent) bool {
	_, share, err := d.Largest()
	return err == nil && (len(d.sorted) == 1 || share.Cmp(alarm.Decimal()) >= 0)
}

// UnitPoints is the unit of the index of Herfindahl and Hirschman.
const UnitPoints = "points"

// HHI returns the index of Herfindahl and Hirschman: the sum of the squares of all shares in
// percent. It is 10,000 for one partner, and 10,000 / n for n partners of the same revenue.
// [BandOf] reads it.
//
// Rules: R34.
func (d Distribution) HHI() (roi.Figure, error) {
	return d.figure("HHI", UnitPoints, func() *big.Rat {
		sum := new(big.Int)
		for _, u := range d.units {
			sum.Add(sum, new(big.Int).Mul(u, u))
		}
		return frac.Mul(new(big.Rat).SetFrac(sum, new(big.Int).Mul(d.total, d.total)), frac.Int(10_000))
	})
}

// Gini returns the coefficient of Gini, from 0 for partners of the same revenue to (n - 1) /
// n for one that has all of it.
//
// Rules: R34.
func (d Distribution) Gini() (roi.Figure, error) {
	return d.figure("Gini", "", d.gini)
}

// SampleGini returns the coefficient of Gini corrected for a sample: times n / (n - 1), so
// that it is 1 for one partner that has all of the revenue. It returns an error if there is
// one partner alone ([alianza.ErrZero]).
//
// Rules: R34.
func (d Distribution) SampleGini() (roi.Figure, error) {
	n := len(d.sorted)
	if n == 1 {
		var f check.Faults
		f.Add("partners", "1", alianza.ErrZero, "one partner is no sample")
		return roi.Figure{}, fmt.Errorf("concentration: Gini: %w", f.Err())
	}
	return d.figure("Gini of a sample", "", func() *big.Rat {
		return frac.Mul(d.gini(), big.NewRat(int64(n), int64(n-1)))
	})
}

// gini returns the sum of (2i - n - 1) x revenue / (n x total), from the smallest on.
func (d Distribution) gini() *big.Rat {
	n := len(d.units)
	sum := new(big.Int)
	for i, u := range d.units { // the largest first, so that signs turn
		sum.Add(sum, new(big.Int).Mul(big.NewInt(int64(n-1-2*i)), u))
	}
	return new(big.Rat).SetFrac(sum, new(big.Int).Mul(d.total, big.NewInt(int64(n))))
}

// Without returns the distribution of the others when a partner goes, such as the largest
// one. It returns an error if there is no such partner ([alianza.ErrUnknown]), or the others
// have no revenue.
//
// Rules: R33, S31.
func (d Distribution) Without(partner string) (Distribution, error) {
	i := slices.IndexFunc(d.sorted, func(one roi.Item) bool { return one.Name == partner })
	if i < 0 {
		var f check.Faults
		f.Add("partner", partner, alianza.ErrUnknown, "there is no such partner")
		return Distribution{}, fmt.Errorf("concentration: without: %w", f.Err())
	}
	return New(slices.Delete(slices.Clone(d.sorted), i, i+1))
}

// itemsJSON is the JSON form of a distribution.
type itemsJSON struct {
	Items []roi.Item `json:"items"`
}

// MarshalJSON returns the partners as a JSON object, the largest first. It returns an error
// that wraps [alianza.ErrUnchecked] for the zero Distribution.
func (d Distribution) MarshalJSON() ([]byte, error) {
	if len(d.sorted) == 0 {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return strictjson.MarshalLimit(itemsJSON{d.sorted}, maxDocument)
}

// UnmarshalJSON reads partners in any order and makes a distribution of them.
func (d *Distribution) UnmarshalJSON(data []byte) error {
	var in itemsJSON
	var made Distribution
	if err := strictjson.UnmarshalLimit(data, maxDocument, &in, func(in *itemsJSON) (err error) {
		made, err = distribution(in.Items)
		return err
	}); err != nil {
		return err
	}
	*d = made
	return nil
}

// A Band says how concentrated a market is by its HHI.
type Band uint8

// The bands of the merger guidelines of the United States, 2023. They are made for markets
// and are a reading aid here, no rule of the programs.
const (
	BandLow      Band = iota + 1 // below 1,000
	BandModerate                 // 1,000 to 1,800
	BandHigh                     // above 1,800
)

func bandNames() []string { return []string{"", "low", "moderate", "high"} }

// String returns the name of the band.
func (b Band) String() string { return enum.Name(b, bandNames()) }

// MarshalText returns the name of the band.
func (b Band) MarshalText() ([]byte, error) { return enum.Text(b, bandNames(), 1) }

// UnmarshalText reads the name of a band.
func (b *Band) UnmarshalText(text []byte) error { return enum.Parse(b, text, bandNames(), 1) }

// BandOf returns the band of a [Distribution.HHI]. It returns an error for a figure in
// another unit, and for one that no HHI reaches.
//
// Rules: R34.
func BandOf(hhi roi.Figure) (Band, error) {
	var f check.Faults
	switch {
	case hhi.IsZero():
		f.Add("HHI", "", alianza.ErrUnchecked, "")
	case hhi.Unit() != UnitPoints:
		f.Add("HHI", hhi.Unit(), alianza.ErrConflict, "want points")
	case hhi.Cmp(decimal.Decimal{}) <= 0 || hhi.Cmp(decimal.NewFromInt(10_000)) > 0:
		f.Add("HHI", hhi.Value(), alianza.ErrRange, "above 0, at most 10,000")
	case hhi.Cmp(decimal.NewFromInt(1000)) < 0:
		return BandLow, nil
	case hhi.Cmp(decimal.NewFromInt(1800)) <= 0:
		return BandModerate, nil
	default:
		return BandHigh, nil
	}
	return 0, fmt.Errorf("concentration: band: %w", f.Err())
}

package split

import (
	"fmt"
	"math/big"
	"math/bits"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Division is an amount divided: the allocations add up to the total.
type Division struct {
	_           [0]func()       // == would compare decimals by address
	Currency    string          `json:"currency"`
	Total       decimal.Decimal `json:"total"`
	Allocations []Allocation    `json:"allocations"` // in the order of the shares
	// Overlay is what the overlay recognizes. It is no part of the total.
	Overlay []Allocation `json:"overlay,omitzero"`
}

// An Allocation is what one party gets.
type Allocation struct {
	_      [0]func()       // == would compare decimals by address
	Party  string          `json:"party"`
	Rate   alianza.Percent `json:"rate,omitzero"`   // as the share has it
	Weight Fraction        `json:"weight,omitzero"` // as the share has it
	// Exact is the share of the total, after the bounds of all parties.
	Exact Fraction `json:"exact"`
	// Amount is what is posted: Exact rounded down or up to a unit.
	Amount decimal.Decimal `json:"amount"`
	// Why says why Amount is more than Exact cut to a unit, or Exact not the plain
	// share; absent if neither is so.
	Why Why `json:"why,omitzero"`
	// Allocations divide Amount further, if the share does.
	Allocations []Allocation `json:"allocations,omitzero"`
}

// Why says why a party gets another amount than its share cut to a unit. The
// zero Why is no reason.
type Why uint8

// The reasons.
const (
	WhyLargest Why = iota + 1 // an odd unit: it lost most by the cut
	WhyEarlier                // an odd unit: it lost as much as a later party
	WhyRounded                // an odd unit: rounded up, at the cost of the rest
	WhyRest                   // it takes the rest
	WhyMin                    // raised to its min
	WhyMax                    // cut to its max
	WhyShort                  // the amount does not reach for its min
)

var whyNames = [...]string{"", "largest_remainder", "earlier_of_equals", "rounded_up", "rest", "min", "max", "short"}

// String returns the name of the reason, such as "largest_remainder".
func (w Why) String() string { return enum.Name(w, whyNames[:]) }

// MarshalText returns the name of the reason.
func (w Why) MarshalText() ([]byte, error) { return enum.Text(w, whyNames[:], 1) }

// UnmarshalText reads the name of a reason.
func (w *Why) UnmarshalText(text []byte) error { return enum.Parse(w, text, whyNames[:], 1) }

// Divide divides a total among the parties, to the last unit. Each party gets its
// exact share cut to a whole unit. The units left over go one each to the parties
// that lost most; of two that lost the same, to the earlier. If a party takes the
// rest, the others are rounded for themselves, and the rest is never of the other
// sign. A negative total is divided as the mirror of the positive one.
//
// Divide returns an error if:
//   - the split was not made by [New] ([alianza.ErrUnchecked]);
//   - the total is out of bounds, or no whole number of units ([alianza.ErrRange]).
//
// Rules: C14.
func (s Split) Divide(total decimal.Decimal) (Division, error) {
	if s.unit.IsZero() {
		return Division{}, fmt.Errorf("split: %w", alianza.ErrUnchecked)
	}
	var f check.Faults
	if !s.unit.Amount(&f, "total", total) {
		return Division{}, fmt.Errorf("split: %w", f.Err())
	}
	return s.divide(total), nil
}

// divide divides an amount that was checked before.
func (s Split) divide(total decimal.Decimal) Division {
	d := Division{Currency: s.def.Currency, Total: s.unit.Show(total), Allocations: s.allocate(s.shares, total)}
	for _, p := range s.overlay.list {
		exactly := new(big.Rat).Mul(exact.Rat(total), p.weight)
		d.Overlay = append(d.Overlay, Allocation{
			Party: p.share.Party, Rate: p.share.Rate, Exact: fraction(exactly), Amount: s.unit.RoundRat(exactly, exact.HalfUp),
		})
	}
	return d
}

// allocate divides an amount among the parties of one level.
func (s Split) allocate(p parts, total decimal.Decimal) []Allocation {
	list := make([]Allocation, len(p.list))
	for i := range list {
		share := p.list[i].share
		list[i].Party, list[i].Rate, list[i].Weight = share.Party, share.Rate, share.Weight
	}
	if n, small := s.unit.Small(total); small && p.small() {
		s.allocateSmall(list, p, n)
	} else {
		s.allocateBig(list, p, total)
	}
	for i := range list {
		if inner := p.list[i].parts; len(inner.list) > 0 {
			list[i].Allocations = s.allocate(inner, list[i].Amount)
		}
	}
	return list
}

// allocateBig divides any amount in any way.
func (s Split) allocateBig(list []Allocation, p parts, total decimal.Decimal) {
	units := s.unit.Count(total)
	a := newAllocator(p, new(big.Int).Abs(units), exact.Mode(s.def.Rounding))
	a.run()
	for i := range list {
		got, exactly := &a.got[i], a.quotas[i]
		if units.Sign() < 0 {
			got.Neg(got)
			exactly.Neg(exactly)
		}
		list[i].Why, list[i].Exact, list[i].Amount = a.why[i], fraction(s.unit.Scale(exactly)), s.unit.Units(got)
	}
}

// allocateSmall divides a number of units by weights alone, in machine words.
func (s Split) allocateSmall(list []Allocation, p parts, units int64) {
	size, negative := uint64(units), units < 0
	if negative {
		size = -size
	}
	var room [few]quota // spares an allocation for the usual number of parties
	quotas := append(room[:0], make([]quota, len(list))...)
	p.divide(quotas, size)
	num, den := s.unit.Ratio()
	for i := range list {
		got := int64(quotas[i].got) // at most the size
		if negative {
			got = -got
		}
		list[i].Why, list[i].Amount = quotas[i].why, s.unit.OfSmall(got)
		if high, of := bits.Mul64(size, p.list[i].whole); high == 0 {
			list[i].Exact = product(negative, of, p.sum, num, den)
			continue
		}
		exactly := new(big.Rat).SetFrac(new(big.Int).SetUint64(p.list[i].whole), new(big.Int).SetUint64(p.sum))
		list[i].Exact = fraction(s.unit.Scale(exactly.Mul(exactly, new(big.Rat).SetInt64(units))))
	}
}

// Return takes a part of an amount back that was divided before: after a refund
// of it, say. It returns what each party gives back, as a negative division, and
// the division that is left. Dividing what is left at once gives the same, however
// many returns led to it, so that after the last one nothing is left with anybody.
// A return may give a unit to a party, if that is its place in what is left.
//
// Return returns an error if:
//   - the split was not made by [New] ([alianza.ErrUnchecked]);
//   - d is not a division by this split ([alianza.ErrConflict]);
//   - back is out of bounds or no whole number of units, of another sign than
//     the total, or more than the total ([alianza.ErrRange]).
//
// Rules: C34.
func (s Split) Return(d Division, back decimal.Decimal) (returned, left Division, err error) {
	before, err := s.Divide(d.Total)
	if err != nil {
		return Division{}, Division{}, err
	}
	var f check.Faults
	switch {
	case d.Currency != before.Currency || !sameAmounts(d.Allocations, before.Allocations) || !sameAmounts(d.Overlay, before.Overlay):
		f.Add("division", "", alianza.ErrConflict, "another split made it")
	case !s.unit.Amount(&f, "back", back):
	case back.Sign() != 0 && back.Sign() != d.Total.Sign():
		f.Add("back", exact.Text(back), alianza.ErrRange, "the total is "+exact.Text(d.Total))
	case exact.Cmp(back.Abs(), d.Total.Abs()) > 0:
		f.Add("back", exact.Text(back), alianza.ErrRange, "more than the total, "+exact.Text(d.Total))
	}
	if err := f.Err(); err != nil {
		return Division{}, Division{}, fmt.Errorf("split: %w", err)
	}
	left = s.divide(before.Total.Sub(back))
	returned = Division{
		Currency: left.Currency, Total: s.unit.Show(back.Neg()),
		Allocations: differences(left.Allocations, before.Allocations), Overlay: differences(left.Overlay, before.Overlay),
	}
	return returned, left, nil
}

// sameAmounts reports whether two lists give the same parties the same.
func sameAmounts(a, b []Allocation) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i].Party != b[i].Party || exact.Check(a[i].Amount) != nil || exact.Cmp(a[i].Amount, b[i].Amount) != 0 ||
			!sameAmounts(a[i].Allocations, b[i].Allocations) {
			return false
		}
	}
	return true
}

// differences returns what is left less what was before.
func differences(left, before []Allocation) []Allocation {
	if len(left) == 0 {
		return nil
	}
	list := make([]Allocation, len(left))
	for i, l := range left {
		b := before[i]
		list[i] = Allocation{
			Party: l.Party, Rate: l.Rate, Weight: l.Weight,
			Exact: fraction(new(big.Rat).Sub(l.Exact.Rat(), b.Exact.Rat())), Amount: l.Amount.Sub(b.Amount),
			Allocations: differences(l.Allocations, b.Allocations),
		}
	}
	return list
}

// String returns the division as a sentence: "1000.01 EUR: ana 500.01 (50%),
// bruno 500.00 (50%)". Allocations that no split nests have "…" for a text.
func (d Division) String() string {
	if !d.fits() {
		return fmt.Sprintf("%s %s: …", exact.Text(d.Total), d.Currency)
	}
	return fmt.Sprintf("%s %s: %s", exact.Text(d.Total), d.Currency, allocationsText(d.Allocations))
}

// maxAllocations is how many allocations of a division are looked at, the nested ones
// included. A split has far fewer.
const maxAllocations = 100_000

// fits reports whether the allocations are nested no deeper than a split may be: a
// caller may build one that contains itself.
func (d Division) fits() bool {
	left := maxAllocations
	return fits(d.Allocations, maxDepth, &left)
}

func fits(list []Allocation, depth int, left *int) bool {
	*left -= len(list)
	if len(list) > 0 && (depth == 0 || *left < 0) {
		return false
	}
	return !slices.ContainsFunc(list, func(a Allocation) bool { return !fits(a.Allocations, depth-1, left) })
}

func allocationsText(list []Allocation) string {
	texts := make([]string, len(list))
	for i, a := range list {
		size := "the rest"
		switch {
		case !a.Rate.IsZero():
			size = a.Rate.String()
		case !a.Weight.IsZero():
			size = a.Weight.String()
		}
		if len(a.Allocations) > 0 {
			size += ": " + allocationsText(a.Allocations)
		}
		texts[i] = fmt.Sprintf("%s %s (%s)", a.Party, exact.Text(a.Amount), size)
	}
	return strings.Join(texts, ", ")
}

// String returns the allocation with its exact share and the reason for an odd
// unit: "ana 500.01 of 500.005 exactly: the odd unit, as the earlier of equals".
func (a Allocation) String() string {
	text := a.Party + " " + exact.Text(a.Amount)
	if exact.Rat(unit.Safe(a.Amount)).Cmp(a.Exact.Rat()) != 0 {
		text += " of " + a.Exact.String() + " exactly"
	}
	switch a.Why {
	case WhyLargest:
		text += ": the odd unit, for the largest remainder"
	case WhyEarlier:
		text += ": the odd unit, as the earlier of equals"
	case WhyRounded:
		text += ": rounded up"
	case WhyRest:
		text += ": the rest"
	case WhyMin:
		text += ": its min"
	case WhyMax:
		text += ": its max"
	case WhyShort:
		text += ": all that there is for its min"
	}
	return text
}

// MarshalJSON writes the division by its tags.
func (d Division) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a division strictly. Its allocations have to add up.
func (d *Division) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Division).check)
}

func (d *Division) check() error {
	var f check.Faults
	checkSum(&f, "allocations", d.Allocations, d.Total)
	return f.Err()
}

// checkSum checks that allocations add up to an amount, at each level.
func checkSum(f *check.Faults, path string, list []Allocation, total decimal.Decimal) {
	sum := decimal.Decimal{}
	for i, a := range list {
		sum = sum.Add(a.Amount)
		if len(a.Allocations) > 0 {
			checkSum(f, fmt.Sprintf("%s[%d].allocations", path, i), a.Allocations, a.Amount)
		}
	}
	if exact.Cmp(sum, total) != 0 {
		f.Add(path, "", alianza.ErrConflict, fmt.Sprintf("they add up to %s, not to %s", exact.Text(sum), exact.Text(total)))
	}
}

// MarshalJSON writes the allocation by its tags.
func (a Allocation) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an allocation strictly.
func (a *Allocation) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

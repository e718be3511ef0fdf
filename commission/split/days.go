package split

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Days are a run of calendar days: from From, inclusive, until Until, exclusive.
// [alianza.DateOf] leads from an instant to its day in a zone.
type Days struct {
	From  alianza.Date `json:"from"`
	Until alianza.Date `json:"until"`
}

// A Proration is the part of an amount that falls to some days of a run: Whole
// times Days over Of.
type Proration struct {
	_      [0]func()       // == would compare decimals by address
	Whole  decimal.Decimal `json:"whole"`  // the amount for all days
	Days   int             `json:"days"`   // of the run that are covered
	Of     int             `json:"of"`     // days of the run
	Amount decimal.Decimal `json:"amount"` // rounded once
}

// Prorate returns the part of an amount for the days that lie in covered too: the
// amount times those days, divided by all days of the run. It is rounded once, to
// the places given, 0 to 18. Days are actual days of the calendar. Months of 30
// days and seconds are not counted. If the two runs do not overlap, the part is 0.
// A negative amount is the mirror of the positive one, except for
// [commission.Floor] and [commission.Ceiling].
//
// Prorate returns an error if:
//   - the run has no day ([alianza.ErrZero]); a covered run without a day covers none;
//   - an end is before its start, or places or the amount are out of bounds
//     ([alianza.ErrRange]);
//   - a day is missing ([alianza.ErrMissing]);
//   - the mode is none ([alianza.ErrUnknown]).
//
// Parts that are prorated one by one need not add up to the amount. If they must,
// prorate from the first day to the end of each part in turn, and take the
// difference to the one before. Parts of fixed percentages are for a [Split].
//
// Rules: C34.
func (d Days) Prorate(amount decimal.Decimal, covered Days, places int, mode commission.Rounding) (Proration, error) {
	var f check.Faults
	f.Number("amount", amount)
	if d.sound(&f, "days") && d.From == d.Until {
		f.Add("days.until", d.Until.String(), alianza.ErrZero, "there is no day")
	}
	covered.sound(&f, "covered")
	if places < 0 || places > exact.MaxPlaces {
		f.Add("places", strconv.Itoa(places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", exact.MaxPlaces))
	}
	if new(commission.Rounding).UnmarshalText([]byte(mode.String())) != nil {
		f.Add("rounding", mode.String(), alianza.ErrUnknown, "")
	}
	if err := f.Err(); err != nil {
		return Proration{}, fmt.Errorf("split: proration: %w", err)
	}
	out := Proration{Whole: amount, Days: d.overlap(covered), Of: d.From.DaysUntil(d.Until)}
	share := new(big.Rat).Mul(exact.Rat(amount), big.NewRat(int64(out.Days), int64(out.Of)))
	out.Amount = exact.RoundRat(share, int32(places), exact.Mode(mode))
	return out, nil
}

// overlap returns the number of days that two runs have in common.
func (d Days) overlap(o Days) int {
	from, until := d.From, d.Until
	if from.Before(o.From) {
		from = o.From
	}
	if o.Until.Before(until) {
		until = o.Until
	}
	return max(0, from.DaysUntil(until))
}

// sound faults days that are missing or not in order, and reports whether there
// are none such.
func (d Days) sound(f *check.Faults, path string) bool {
	before := f.Len()
	if d.From.IsZero() {
		f.Add(path+".from", "", alianza.ErrMissing, "")
	}
	if d.Until.IsZero() {
		f.Add(path+".until", "", alianza.ErrMissing, "")
	}
	if f.Len() == before && d.Until.Before(d.From) {
		f.Add(path+".until", d.Until.String(), alianza.ErrRange, "before from, "+d.From.String())
	}
	return f.Len() == before
}

// String returns the proration as a sentence: "16 of 31 days of 310.00: 160.00".
func (p Proration) String() string {
	return fmt.Sprintf("%d of %d days of %s: %s", p.Days, p.Of, exact.Text(p.Whole), exact.Text(p.Amount))
}

// MarshalJSON writes the days by their tags.
func (d Days) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a run of days strictly.
func (d *Days) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON writes the proration by its tags.
func (p Proration) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a proration strictly.
func (p *Proration) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

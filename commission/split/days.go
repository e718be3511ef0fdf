package split

import (
	"fmt"
	"math/big"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// Days are a run of calendar days in a zone that is given with them: from the
// day of From, inclusive, to the day of Until, exclusive. The time of the day of
// either does not matter.
type Days struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// A Proration is the part of an amount that falls to some days of a run: Whole
// times Days over Of.
type Proration struct {
	_      [0]func()       // == would compare decimals by address
	Whole  decimal.Decimal // the amount for all days
	Days   int             // of the run that are covered
	Of     int             // days of the run
	Amount decimal.Decimal // rounded once
}

// Prorate returns the part of an amount for the days that lie in covered too: the
// amount times those days, divided by all days of the run. It is rounded once, to
// the places given, 0 to 18. Days are actual days of the calendar in the zone; nil
// is UTC. Months of 30 days and seconds are not counted. If the two runs do not
// overlap, the part is 0. A negative amount is the mirror of the positive one,
// except for [commission.Floor] and [commission.Ceiling].
//
// Prorate returns an error if:
//   - the run has no day ([alianza.ErrZero]); a covered run without a day covers none;
//   - an end is before its start, or places or the amount are out of bounds
//     ([alianza.ErrRange]);
//   - an instant is missing ([alianza.ErrMissing]).
//
// Parts that are prorated one by one need not add up to the amount. If they must,
// prorate from the first day to the end of each part in turn, and take the
// difference to the one before. Parts of fixed percentages are for a [Split].
//
// Rules: C34.
func (d Days) Prorate(amount decimal.Decimal, covered Days, zone *time.Location, places int, mode commission.Rounding) (Proration, error) {
	var f check.Faults
	f.Number("amount", amount)
	whole, ok := d.run(&f, "days", zone)
	if ok && whole.IsZero() {
		f.Add("days.until", d.Until.Format(time.RFC3339), alianza.ErrZero, "there is no day")
	}
	part, _ := covered.run(&f, "covered", zone)
	checkPlaces(&f, places)
	if new(commission.Rounding).UnmarshalText([]byte(mode.String())) != nil {
		f.Add("rounding", mode.String(), alianza.ErrUnknown, "")
	}
	if err := f.Err(); err != nil {
		return Proration{}, fmt.Errorf("split: proration: %w", err)
	}
	common, _ := whole.Overlap(part) // no day if there is none
	out := Proration{Whole: amount, Days: common.Days(), Of: whole.Days()}
	share := new(big.Rat).Mul(exact.Rat(amount), big.NewRat(int64(out.Days), int64(out.Of)))
	out.Amount = exact.RoundRat(share, int32(places), exact.Mode(mode))
	return out, nil
}

// run returns the calendar days, which may be none, and reports whether they
// can be.
func (d Days) run(f *check.Faults, path string, zone *time.Location) (civil.Period, bool) {
	from, until := f.Instant(path+".from", d.From), f.Instant(path+".until", d.Until)
	if !from || !until {
		return civil.Period{}, false
	}
	if d.Until.Before(d.From) {
		f.Add(path+".until", d.Until.Format(time.RFC3339), alianza.ErrRange, "before from, "+d.From.Format(time.RFC3339))
		return civil.Period{}, false
	}
	days, _ := civil.NewPeriod(civil.DateOf(d.From, zone), civil.DateOf(d.Until, zone)) // an error says that there is none
	return days, true
}

// String returns the proration as a sentence: "16 of 31 days of 310.00: 160.00".
func (p Proration) String() string {
	return fmt.Sprintf("%d of %d days of %s: %s", p.Days, p.Of, exact.Text(p.Whole), exact.Text(p.Amount))
}

// MarshalJSON returns the JSON of the days.
func (d Days) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a run of days strictly.
func (d *Days) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Days).fields, nil)
}

func (d *Days) fields(o *oldjson.Object) {
	oldjson.Text(o, "from", &d.From)
	oldjson.Text(o, "until", &d.Until)
}

// MarshalJSON returns the proration with its fields in lower case.
func (p Proration) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.Decimal("whole", &p.Whole)
		o.Int("days", &p.Days)
		o.Int("of", &p.Of)
		o.Decimal("amount", &p.Amount)
	})
}

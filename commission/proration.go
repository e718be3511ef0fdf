package commission

import (
	"fmt"
	"math/big"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Period is a run of calendar days in a zone that is given with it: from the
// day of From, included, to the day of Until, excluded. The time of the day of
// either does not matter.
type Period struct {
	From  time.Time `json:"from"`
	Until time.Time `json:"until"`
}

// A Proration is the part of an amount that falls to some days of a period:
// Whole times Days over Of.
type Proration struct {
	_      [0]func()       // == would compare decimals by address
	Whole  decimal.Decimal // the amount for the whole period
	Days   int             // days of the period that are covered
	Of     int             // days of the period
	Amount decimal.Decimal // rounded once
}

// Prorate returns the part of an amount for the days of the period that lie in
// covered too: the amount times those days, divided by the days of the period,
// rounded once to the places given, 0 to 18, by the mode given. Days are actual
// days of the calendar in the zone, and nil is UTC; months of 30 days and
// seconds are not counted. Where the two do not overlap, the part is 0. A
// negative amount is the mirror of the positive one but for [Floor] and
// [Ceiling].
//
// It returns an error for a period without a day ([alianza.ErrZero]), an end
// before its start, places or a number out of bounds ([alianza.ErrRange]), and
// an instant that is missing. A covered period without a day covers none.
//
// Parts of one period that are prorated one by one need not add up to the
// amount. Where they must, prorate from the start of the period to the end of
// each part in turn, and take the difference to the one before. Parts of fixed
// percentages are for a [Split].
func (p Period) Prorate(amount decimal.Decimal, covered Period, zone *time.Location, places int, mode Rounding) (Proration, error) {
	var f check.Faults
	f.Number("amount", amount)
	whole, ok := p.run(&f, "period", zone)
	if ok && whole.IsZero() {
		f.Add("period.until", p.Until.Format(time.RFC3339), alianza.ErrZero, "the period has no day")
	}
	part, _ := covered.run(&f, "covered", zone)
	checkPlaces(&f, "places", places)
	checkRounding(&f, "rounding", mode)
	if err := f.Err(); err != nil {
		return Proration{}, fmt.Errorf("commission: proration: %w", err)
	}
	common, _ := whole.Overlap(part) // no day if there is none
	out := Proration{Whole: amount, Days: common.Days(), Of: whole.Days()}
	share := new(big.Rat).Mul(exact.Rat(amount), big.NewRat(int64(out.Days), int64(out.Of)))
	out.Amount = exact.RoundRat(share, int32(places), mode.mode())
	return out, nil
}

// run returns the days of a period, which may be none, and reports whether it
// is one that can be.
func (p Period) run(f *check.Faults, path string, zone *time.Location) (civil.Period, bool) {
	from, until := f.Instant(path+".from", p.From), f.Instant(path+".until", p.Until)
	if !from || !until {
		return civil.Period{}, false
	}
	if p.Until.Before(p.From) {
		f.Add(path+".until", p.Until.Format(time.RFC3339), alianza.ErrRange, "before from, "+p.From.Format(time.RFC3339))
		return civil.Period{}, false
	}
	days, _ := civil.NewPeriod(civil.DateOf(p.From, zone), civil.DateOf(p.Until, zone)) // an error says that there is none
	return days, true
}

// String returns the proration as a sentence: "16 of 31 days of 310.00: 160.00".
func (p Proration) String() string {
	return fmt.Sprintf("%d of %d days of %s: %s", p.Days, p.Of, exact.Text(p.Whole), exact.Text(p.Amount))
}

// MarshalJSON returns the JSON of the period.
func (p Period) MarshalJSON() ([]byte, error) { return oldjson.Marshal(p.fields) }

// UnmarshalJSON reads a period strictly.
func (p *Period) UnmarshalJSON(data []byte) error {
	return oldjson.Into(p, data, oldjson.MaxDefinition, (*Period).fields, nil)
}

func (p *Period) fields(o *oldjson.Object) {
	oldjson.Text(o, "from", &p.From)
	oldjson.Text(o, "until", &p.Until)
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

// Package cohort says how many partners stay, and how much they still sell, counted from the
// period in which they began.
//
// A cohort is the partners whose first activity lies in one month, quarter or year. [New]
// puts the activities of all partners into a [Triangle]: a row for each cohort, and in it a
// column for each age, 0 for the first period. Who began later is in a cohort of its own and
// never in the numerator of an older one.
//
//	triangle, err := cohort.New(cohort.Quarter, until, activities)
//	rate, err := triangle.Cohorts[0].Retention(4) // after four quarters
//
// # Missing is not zero
//
// A period counts if it has ended by the day given as until. An age behind it is not
// observed yet, and asking for it is an error. A period in which nobody was active has an
// age with zero.
package cohort

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// maxPeriods is how many periods a triangle may span.
const maxPeriods = check.MaxPeriods

// maxDocument is the limit on the JSON of a triangle.
const maxDocument = 32 << 20

// A Calendar divides the days into periods.
type Calendar uint8

// The three calendars.
const (
	Month   Calendar = iota + 1 // 2026-03
	Quarter                     // 2026-Q1
	Year                        // 2026
)

func calendarNames() []string { return []string{"", "month", "quarter", "year"} }

// String returns the name of the calendar.
func (c Calendar) String() string { return enum.Name(c, calendarNames()) }

// MarshalText returns the name of the calendar.
func (c Calendar) MarshalText() ([]byte, error) { return enum.Text(c, calendarNames(), 1) }

// UnmarshalText reads the name of a calendar.
func (c *Calendar) UnmarshalText(text []byte) error { return enum.Parse(c, text, calendarNames(), 1) }

// index returns the number of the period of a day.
func (c Calendar) index(d alianza.Date) int {
	month := 12*d.Year() + int(d.Month()) - 1
	return month / c.months()
}

// months returns the months of a period.
func (c Calendar) months() int { return [...]int{1, 1, 3, 12}[c] }

// name returns the name of a period.
func (c Calendar) name(index int) string {
	month := index * c.months()
	year := fmt.Sprintf("%04d", month/12)
	switch c {
	case Quarter:
		return year + "-Q" + strconv.Itoa(month%12/3+1)
	case Year:
		return year
	default:
		return year + fmt.Sprintf("-%02d", month%12+1)
	}
}

// An Activity is something that a partner did on a day, such as a sale, with its revenue.
// Refunds are negative. A partner may be active without revenue. All revenues are in one
// currency.
type Activity struct {
	_       [0]func()       // == would compare decimals by address
	Partner string          `json:"partner"`
	On      alianza.Date    `json:"on"`
	Revenue decimal.Decimal `json:"revenue"`
}

// MarshalJSON returns the activity as a JSON object.
func (a Activity) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an activity strictly.
func (a *Activity) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// An Age is what was left of a cohort in one period.
type Age struct {
	_       [0]func()       // == would compare decimals by address
	Active  int             `json:"active"`       // partners of the cohort, at most 2^31 - 1
	Revenue decimal.Decimal `json:"revenue,wide"` // of the partners of the cohort
	// Kept is the revenue without growth: of each partner at most the revenue that it had
	// at age 0. A partner that was not active has a revenue of 0, which is growth if it was
	// negative at age 0.
	Kept decimal.Decimal `json:"kept,wide"`
}

// MarshalJSON returns the age as a JSON object.
func (a Age) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an age strictly.
func (a *Age) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// A Cohort is the partners who began in one period.
type Cohort struct {
	Since string `json:"since"` // the period, such as "2026-Q1"
	Ages  []Age  `json:"ages"`  // the first one is age 0
}

// MarshalJSON returns the cohort as a JSON object. It returns an error if the cohort has
// a fault.
func (c Cohort) MarshalJSON() ([]byte, error) {
	if err := c.sound(); err != nil {
		return nil, err
	}
	return strictjson.MarshalLimit(c, maxDocument)
}

// UnmarshalJSON reads a cohort strictly.
func (c *Cohort) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxDocument, c, (*Cohort).sound)
}

// sound returns the faults of a cohort.
func (c *Cohort) sound() error {
	var f check.Faults
	c.check(&f, "")
	return f.Err()
}

// check adds the faults of a cohort.
func (c *Cohort) check(f *check.Faults, path string) {
	f.Name(path+".since", c.Since)
	if len(c.Ages) == 0 {
		f.Add(path+".ages", "", alianza.ErrEmpty, "")
	}
	f.Count(path+".ages", len(c.Ages), maxPeriods, "ages")
	for i, a := range c.Ages {
		at := path + ".ages[" + strconv.Itoa(i) + "]"
		switch {
		case a.Active < 0:
			f.Add(at+".active", strconv.Itoa(a.Active), alianza.ErrNegative, "")
		case !f.Fits(at+".active", a.Active):
		case a.Active > c.Ages[0].Active:
			f.Add(at+".active", strconv.Itoa(a.Active), alianza.ErrRange, "more than the cohort has")
		}
		for _, one := range []struct {
			field string
			d     decimal.Decimal
		}{{".revenue", a.Revenue}, {".kept", a.Kept}} {
			if err := exact.CheckWritten(one.d); err != nil {
				f.Add(at+one.field, exact.Text(one.d), alianza.ErrRange, err.Error())
			}
		}
	}
}

// Retention returns the partners of the cohort who were active at an age, in percent of all
// of them. An age is a number of periods: 0 is the period in which they began, and 2 is two
// periods later.
//
// It returns an error if the age is not observed ([alianza.ErrMissing]), or the cohort has
// no partners or is unsound.
//
// Rules: R24.
func (c Cohort) Retention(age int) (roi.Figure, error) {
	first, then, err := c.at("retention", age)
	if err != nil {
		return roi.Figure{}, err
	}
	return roi.Retention(first.Active, then.Active)
}

// NetRetention returns the revenue of the cohort at an age, in percent of its revenue at age
// 0. Growth of those who stayed counts, so that it may be above 100%.
//
// It returns an error as [Cohort.Retention] does, and if the revenue at age 0 is zero
// ([alianza.ErrZero]) or negative ([alianza.ErrNegative]).
func (c Cohort) NetRetention(age int) (roi.Figure, error) {
	return c.ofRevenue("net revenue retention", age, func(a Age) decimal.Decimal { return a.Revenue })
}

// GrossRetention returns the revenue of the cohort at an age without growth, in percent of
// its revenue at age 0: each partner counts with at most what it had then. It returns an
// error as [Cohort.NetRetention] does.
func (c Cohort) GrossRetention(age int) (roi.Figure, error) {
	return c.ofRevenue("gross revenue retention", age, func(a Age) decimal.Decimal { return a.Kept })
}

// at returns the first age and another one.
func (c Cohort) at(name string, age int) (first, then Age, err error) {
	var f check.Faults
	c.check(&f, "")
	if f.Len() == 0 && (age < 0 || age >= len(c.Ages)) {
		f.Add("age", strconv.Itoa(age), alianza.ErrMissing, "not observed")
	}
	if err := f.Err(); err != nil {
		return Age{}, Age{}, fmt.Errorf("cohort: %s: %w", name, err)
	}
	return c.Ages[0], c.Ages[age], nil
}

// ofRevenue returns a revenue in percent of that at age 0.
func (c Cohort) ofRevenue(name string, age int, of func(Age) decimal.Decimal) (roi.Figure, error) {
	first, then, err := c.at(name, age)
	if err != nil {
		return roi.Figure{}, err
	}
	return revenueRetention(name, exact.Rat(first.Revenue), exact.Rat(of(then)))
}

// revenueRetention returns a revenue in percent of another.
func revenueRetention(name string, before, after *big.Rat) (roi.Figure, error) {
	var f check.Faults
	switch before.Sign() {
	case 0:
		f.Add("revenue", "", alianza.ErrZero, "a retention of no revenue has no value")
	case -1:
		f.Add("revenue", "", alianza.ErrNegative, "")
	}
	if err := f.Err(); err != nil {
		return roi.Figure{}, fmt.Errorf("cohort: %s: %w", name, err)
	}
	input := func(name string, q *big.Rat) roi.Figure {
		in, _ := roi.NewFigure(name, "", frac.Fraction{Q: q}) // refused below, if it is
		return in
	}
	figure, err := roi.NewFigure(name, roi.UnitPercent, frac.Fraction{Q: frac.Percent(frac.Quo(after, before))},
		input("revenue at age 0", before), input("revenue kept", after))
	if err != nil {
		return roi.Figure{}, fmt.Errorf("cohort: %w", err)
	}
	return figure, nil
}

// A Triangle is the cohorts of all partners, the oldest one first. A period in which nobody
// began has no cohort.
type Triangle struct {
	Calendar Calendar `json:"calendar"`
	Cohorts  []Cohort `json:"cohorts"`
}

// New puts the activities of partners into a triangle. A period counts if all of its days
// are before until. Activities of later periods are left out. The order of the activities
// changes nothing.
//
// It returns an error if:
//   - the calendar is none of the three, or until is missing;
//   - there are no activities ([alianza.ErrEmpty]), or none in a period that has ended;
//   - a partner is missing or malformed, a day is missing, or a revenue is out of the bounds
//     of the library;
//   - the periods are more than 400 ([alianza.ErrLimit]).
func New(calendar Calendar, until alianza.Date, activities []Activity) (Triangle, error) {
	var f check.Faults
	enum.Check(&f, "calendar", calendar, calendarNames(), 1)
	if until.IsZero() {
		f.Add("until", "", alianza.ErrMissing, "")
	}
	if len(activities) == 0 {
		f.Add("activities", "", alianza.ErrEmpty, "")
	}
	for i, a := range activities {
		if f.Full() {
			break
		}
		path := "activities[" + strconv.Itoa(i) + "]"
		f.Name(path+".partner", a.Partner)
		if a.On.IsZero() {
			f.Add(path+".on", "", alianza.ErrMissing, "")
		}
		f.Number(path+".revenue", a.Revenue)
	}
	if err := f.Err(); err != nil {
		return Triangle{}, fmt.Errorf("cohort: %w", err)
	}
	end := calendar.index(until) // the first period that has not ended
	partners := byPartner(calendar, end, activities)
	first := end
	for _, p := range partners {
		first = min(first, p.first)
	}
	if len(partners) == 0 {
		f.Add("activities", "", alianza.ErrEmpty, "none before "+until.String()+" in a period that has ended")
	}
	f.Count("activities", end-first, maxPeriods, "periods from the first activity on")
	if err := f.Err(); err != nil {
		return Triangle{}, fmt.Errorf("cohort: %w", err)
	}
	return Triangle{calendar, rows(calendar, end, partners)}, nil
}

// A history is the revenue of a partner by period.
type history struct {
	first   int
	revenue map[int]decimal.Decimal
}

// byPartner adds up the revenue of each partner by period, until a period.
func byPartner(calendar Calendar, end int, activities []Activity) map[string]*history {
	partners := map[string]*history{}
	for _, a := range activities {
		period := calendar.index(a.On)
		if period >= end {
			continue
		}
		p := partners[a.Partner]
		if p == nil {
			p = &history{first: period, revenue: map[int]decimal.Decimal{}}
			partners[a.Partner] = p
		}
		p.first = min(p.first, period)
		p.revenue[period] = p.revenue[period].Add(a.Revenue)
	}
	return partners
}

// rows returns the cohorts of partners.
func rows(calendar Calendar, end int, partners map[string]*history) []Cohort {
	ages := map[int][]Age{}           // by the first period
	idle := map[int]decimal.Decimal{} // kept if no partner of the cohort is active
	for _, p := range partners {
		if ages[p.first] == nil {
			ages[p.first] = make([]Age, end-p.first)
		}
		first := p.revenue[p.first]
		own := decimal.Min(first, decimal.Decimal{})
		idle[p.first] = idle[p.first].Add(own)
		for period, revenue := range p.revenue {
			a := &ages[p.first][period-p.first]
			a.Active++
			a.Revenue = a.Revenue.Add(revenue)
			a.Kept = a.Kept.Add(decimal.Min(revenue, first)).Sub(own)
		}
	}
	for first, cohort := range ages {
		for i := range cohort {
			cohort[i].Kept = cohort[i].Kept.Add(idle[first])
		}
	}
	var cohorts []Cohort
	for _, first := range slices.Sorted(maps.Keys(ages)) {
		cohorts = append(cohorts, Cohort{calendar.name(first), ages[first]})
	}
	return cohorts
}

// Retention returns the partners of all cohorts who were active at an age, in percent of the
// partners of these cohorts. Cohorts that were not observed at that age are left out on both
// sides. It returns an error if none was ([alianza.ErrMissing]), or a cohort is unsound.
//
// Rules: R24.
func (t Triangle) Retention(age int) (roi.Figure, error) {
	first, then, err := t.at("retention", age)
	if err != nil {
		return roi.Figure{}, err
	}
	return roi.Retention(first.Active, then.Active)
}

// NetRetention returns the revenue of all cohorts at an age, in percent of their revenue at
// age 0. It leaves out cohorts and returns an error as [Triangle.Retention] and
// [Cohort.NetRetention] do.
func (t Triangle) NetRetention(age int) (roi.Figure, error) {
	first, then, err := t.at("net revenue retention", age)
	if err != nil {
		return roi.Figure{}, err
	}
	return revenueRetention("net revenue retention", exact.Rat(first.Revenue), exact.Rat(then.Revenue))
}

// GrossRetention returns the revenue of all cohorts at an age without growth, in percent of
// their revenue at age 0. It leaves out cohorts and returns an error as
// [Triangle.NetRetention] does.
func (t Triangle) GrossRetention(age int) (roi.Figure, error) {
	first, then, err := t.at("gross revenue retention", age)
	if err != nil {
		return roi.Figure{}, err
	}
	return revenueRetention("gross revenue retention", exact.Rat(first.Revenue), exact.Rat(then.Kept))
}

// at returns age 0 and another age of all cohorts that were observed at it.
func (t Triangle) at(name string, age int) (first, then Age, err error) {
	var f check.Faults
	t.check(&f)
	observed := false
	for _, c := range t.Cohorts {
		if f.Len() > 0 || age < 0 || age >= len(c.Ages) {
			continue
		}
		observed = true
		first, then = first.plus(c.Ages[0]), then.plus(c.Ages[age])
	}
	if f.Len() == 0 && !observed {
		f.Add("age", strconv.Itoa(age), alianza.ErrMissing, "not observed")
	}
	if err := f.Err(); err != nil {
		return Age{}, Age{}, fmt.Errorf("cohort: %s: %w", name, err)
	}
	return first, then, nil
}

// plus returns the sum of two ages.
func (a Age) plus(b Age) Age {
	return Age{Active: a.Active + b.Active, Revenue: a.Revenue.Add(b.Revenue), Kept: a.Kept.Add(b.Kept)}
}

// check adds the faults of a triangle.
func (t *Triangle) check(f *check.Faults) {
	enum.Check(f, "calendar", t.Calendar, calendarNames(), 1)
	if !f.Count("cohorts", len(t.Cohorts), maxPeriods, "cohorts") {
		return
	}
	names := map[string]int{}
	for i := range t.Cohorts {
		path := "cohorts[" + strconv.Itoa(i) + "]"
		t.Cohorts[i].check(f, path)
		if before, ok := names[t.Cohorts[i].Since]; ok {
			f.Add(path+".since", t.Cohorts[i].Since, alianza.ErrDuplicate, fmt.Sprintf("the same as cohorts[%d].since", before))
		}
		names[t.Cohorts[i].Since] = i
	}
}

// MarshalJSON returns the triangle as a JSON object. It returns an error if the triangle
// has a fault.
func (t Triangle) MarshalJSON() ([]byte, error) {
	if err := t.sound(); err != nil {
		return nil, err
	}
	return strictjson.MarshalLimit(t, maxDocument)
}

// UnmarshalJSON reads a triangle strictly.
func (t *Triangle) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxDocument, t, (*Triangle).sound)
}

// sound returns the faults of a triangle.
func (t *Triangle) sound() error {
	var f check.Faults
	t.check(&f)
	return f.Err()
}

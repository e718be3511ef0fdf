package schedule

import (
	"fmt"
	"slices"
	"sort"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A CalendarDefinition says which days are working days. [NewCalendar] checks it.
type CalendarDefinition struct {
	Weekdays []Weekday      `json:"weekdays"`          // the days of the week with work
	Holidays []alianza.Date `json:"holidays,omitzero"` // days without work, in any order
}

// MondayToFriday returns a calendar with five days a week, without the holidays
// given. The program has no calendar of its own.
//
// Rules: X13.
func MondayToFriday(holidays ...alianza.Date) CalendarDefinition {
	return CalendarDefinition{
		Weekdays: []Weekday{Monday, Tuesday, Wednesday, Thursday, Friday},
		Holidays: slices.Clone(holidays),
	}
}

// Weekday is a day of the week. The zero Weekday is none.
type Weekday uint8

// The days of the week, in the order of ISO 8601.
const (
	Monday    Weekday = iota + 1 // "monday"
	Tuesday                      // "tuesday"
	Wednesday                    // "wednesday"
	Thursday                     // "thursday"
	Friday                       // "friday"
	Saturday                     // "saturday"
	Sunday                       // "sunday"
)

var weekdayNames = []string{"none", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}

// String returns the name of the day.
func (w Weekday) String() string { return enum.Name(w, weekdayNames) }

// MarshalText returns the name of the day.
func (w Weekday) MarshalText() ([]byte, error) { return enum.Text(w, weekdayNames, 1) }

// UnmarshalText reads the name of a day.
func (w *Weekday) UnmarshalText(text []byte) error { return enum.Parse(w, text, weekdayNames, 1) }

// A Calendar is a checked [CalendarDefinition]. On the zero Calendar every day is a
// working day.
type Calendar struct {
	_        [0]func() // == would compare by address
	def      CalendarDefinition
	before   [daysOfWeek + 1]int // working days of a week before its day, from Monday
	holidays []int               // sorted, those on days with work
}

// NewCalendar checks a definition. It returns an error if:
//   - there is no day of the week, or one is unknown or given twice;
//   - there are more than 1,000 holidays, or one is missing or given twice.
func NewCalendar(d CalendarDefinition) (Calendar, error) {
	if err := d.check(); err != nil {
		return Calendar{}, err
	}
	c := Calendar{def: d.clone()}
	for i := range daysOfWeek {
		c.before[i+1] = c.before[i]
		if slices.Contains(d.Weekdays, Weekday(i+1)) {
			c.before[i+1]++
		}
	}
	for _, day := range d.Holidays {
		if n := number(day); c.before[n%daysOfWeek] < c.before[n%daysOfWeek+1] {
			c.holidays = append(c.holidays, n)
		}
	}
	slices.Sort(c.holidays)
	return c, nil
}

// check returns all faults of the definition.
func (d *CalendarDefinition) check() error {
	var f check.Faults
	if len(d.Weekdays) == 0 {
		f.Add("weekdays", "", alianza.ErrMissing, "a calendar has at least one day of the week")
	}
	if f.Count("weekdays", len(d.Weekdays), daysOfWeek, "days of the week") {
		for i, day := range d.Weekdays {
			path := fmt.Sprintf("weekdays[%d]", i)
			if enum.Check(&f, path, day, weekdayNames, 1) && slices.Contains(d.Weekdays[:i], day) {
				f.Add(path, day.String(), alianza.ErrDuplicate, "")
			}
		}
	}
	if f.Count("holidays", len(d.Holidays), check.MaxValues, "holidays") {
		first := make(map[alianza.Date]int, len(d.Holidays))
		for i, day := range d.Holidays {
			path := fmt.Sprintf("holidays[%d]", i)
			if before, ok := first[day]; ok {
				f.Add(path, day.String(), alianza.ErrDuplicate, fmt.Sprintf("the same as holidays[%d]", before))
			} else if day.IsZero() {
				f.Add(path, "", alianza.ErrMissing, "")
			}
			first[day] = i
		}
	}
	return f.Err()
}

func (d CalendarDefinition) clone() CalendarDefinition {
	d.Weekdays, d.Holidays = slices.Clone(d.Weekdays), slices.Clone(d.Holidays)
	return d
}

// Definition returns a fresh copy of the definition that the calendar was made
// from, the zero one for the zero Calendar.
func (c Calendar) Definition() CalendarDefinition { return c.def.clone() }

// Equal reports whether two calendars have the same definition.
func (c Calendar) Equal(d Calendar) bool {
	return slices.Equal(c.def.Weekdays, d.def.Weekdays) && slices.Equal(c.def.Holidays, d.def.Holidays)
}

// Works reports whether a day is a working day. The zero Date is none.
func (c Calendar) Works(day alianza.Date) bool {
	return !day.IsZero() && c.works(number(day))
}

// counts reports whether the calendar leaves out any day.
func (c *Calendar) counts() bool { return len(c.def.Weekdays) > 0 }

// Days are numbered from 0, which is Monday 0001-01-01, to lastDay.
const lastDay = 3652058 // 9999-12-31

var firstDate = alianza.Must(alianza.ParseDate("0001-01-01"))

// number returns the number of a day.
func number(d alianza.Date) int { return firstDate.DaysUntil(d) }

// date returns the day of a number.
func date(n int) alianza.Date { return firstDate.AddDays(n) }

// index returns how many working days come before a day.
func (c *Calendar) index(day int) int {
	if !c.counts() {
		return day
	}
	holidays := sort.SearchInts(c.holidays, day)
	return day/daysOfWeek*c.before[daysOfWeek] + c.before[day%daysOfWeek] - holidays
}

func (c *Calendar) works(day int) bool { return c.index(day) < c.index(day+1) }

// nth returns the working day with so many before it. There is none beyond the
// calendar of the library, for which it returns a later day.
func (c *Calendar) nth(n int) int {
	switch {
	case n < 0:
		return -1
	case !c.counts():
		return n
	}
	return sort.Search(lastDay+1, func(day int) bool { return c.index(day+1) > n })
}

// next returns the first working day that is not before a day.
func (c *Calendar) next(day int) int {
	if day > lastDay {
		return day
	}
	return c.nth(c.index(day))
}

// last returns the last working day that is not after a day, -1 for none.
func (c *Calendar) last(day int) int {
	if day < 0 {
		return -1
	}
	return c.nth(c.index(min(day, lastDay)+1) - 1)
}

// end returns the end of a step that begins on a working day.
func (c *Calendar) end(start int, d Duration, p pace) int {
	switch n := d.days(p); {
	case start > lastDay || n == 0:
		return start
	case d.Unit == Week:
		return c.next(start + n)
	default:
		return c.nth(c.index(start) + n)
	}
}

// begin returns the last working day on which a step may begin to end on a working
// day at the latest.
func (c *Calendar) begin(end int, d Duration, p pace) int {
	switch n := d.days(p); {
	case n == 0:
		return end
	case d.Unit == Week:
		return c.last(end - n)
	default:
		return c.nth(c.index(end) - n)
	}
}

// final returns the last day of a step, the day of a milestone.
func (c *Calendar) final(start, end int) int {
	if end <= start {
		return start
	}
	return c.last(end - 1)
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d CalendarDefinition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*CalendarDefinition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [NewCalendar] does.
func (d *CalendarDefinition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*CalendarDefinition).check)
}

// MarshalJSON returns the definition that the calendar was made from. It returns an
// error that wraps [alianza.ErrUnchecked] for the zero Calendar.
func (c Calendar) MarshalJSON() ([]byte, error) {
	if !c.counts() {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return c.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the calendar of it.
func (c *Calendar) UnmarshalJSON(data []byte) error {
	var d CalendarDefinition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*c, err = NewCalendar(d)
	}
	return err
}

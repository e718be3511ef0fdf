package cycle

import (
	"fmt"
	"strconv"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Month is a calendar month of the years 1 to 9999. Months compare with ==.
// The zero Month is none and comes before every other.
//
// Rules: X13.
type Month struct {
	n int32 // 12 x year + month - 1, or 0
}

// NewMonth returns a month of a year. It returns an error that wraps
// [alianza.ErrRange] if there is no such month.
func NewMonth(year int, month time.Month) (Month, error) {
	if year < 1 || year > 9999 || month < time.January || month > time.December {
		return Month{}, &alianza.FieldError{Err: fmt.Errorf("%w: month %d of year %d", alianza.ErrRange, int(month), year)}
	}
	return Month{int32(12*year + int(month) - 1)}, nil
}

// ParseMonth reads a month such as "2026-03". It returns an error that wraps
// [alianza.ErrForm] for any other text.
func ParseMonth(s string) (Month, error) {
	if len(s) == len("2026-03") {
		if d, err := civil.ParseDate(s + "-01"); err == nil {
			return Month{int32(12*d.Year() + int(d.Month()) - 1)}, nil
		}
	}
	return Month{}, check.Fault("", s[:min(len(s), check.MaxName)], alianza.ErrForm, `not a month such as "2026-03"`)
}

// MonthOf returns the month of an instant by the calendar of a zone; a nil zone
// is UTC.
func MonthOf(t time.Time, zone *time.Location) Month {
	d := civil.DateOf(t, zone)
	return Month{int32(12*d.Year() + int(d.Month()) - 1)}
}

// Year returns the year of the month, 0 for the zero Month.
func (m Month) Year() int { return int(m.n) / 12 }

// Month returns the month of the year.
func (m Month) Month() time.Month { return time.Month(m.n%12) + 1 }

// IsZero reports whether there is no month.
func (m Month) IsZero() bool { return m.n == 0 }

// Add returns the month that is n months later, earlier for a negative n. It
// stops at the ends of the calendar. The zero Month stays.
func (m Month) Add(n int) Month {
	if m.IsZero() {
		return m
	}
	const first, last = 12, 12*9999 + 11
	n = max(-last, min(last, n))
	return Month{int32(max(first, min(last, int(m.n)+n)))}
}

// Sub returns the number of months from o to m, negative if o is later.
func (m Month) Sub(o Month) int { return int(m.n - o.n) }

// Before reports whether m is earlier than o.
func (m Month) Before(o Month) bool { return m.n < o.n }

// Equal reports whether m and o are the same month. It is m == o.
func (m Month) Equal(o Month) bool { return m == o }

// String returns the month as "2026-03", and "none" for the zero Month.
func (m Month) String() string {
	if m.IsZero() {
		return "none"
	}
	return fmt.Sprintf("%04d-%02d", m.Year(), int(m.Month()))
}

// MarshalText returns the text of [Month.String]. It returns an error for the
// zero Month.
func (m Month) MarshalText() ([]byte, error) {
	if m.IsZero() {
		return nil, check.Fault("", "", alianza.ErrMissing, "no month")
	}
	return []byte(m.String()), nil
}

// UnmarshalText reads a month as [ParseMonth] does.
func (m *Month) UnmarshalText(text []byte) error {
	month, err := ParseMonth(string(text[:min(len(text), check.MaxName)]))
	if err != nil {
		return err
	}
	*m = month
	return nil
}

// A Calendar is a set of months that repeats every year: one in every Every
// months, with Ending among them. {3, March} is the end of each quarter, and
// {12, February} is once a year. The zero Calendar is every month.
type Calendar struct {
	Every  int        `json:"every"`           // 1, 2, 3, 4, 6 or 12; in Go, 0 is 1
	Ending time.Month `json:"ending,omitzero"` // 0 is December; it takes Every
}

// Has reports whether the calendar has a month.
func (c Calendar) Has(m Month) bool {
	return c.Every <= 1 || (int(m.Month())-int(c.Ending))%c.Every == 0
}

// Next returns the first month of the calendar from m on. If there is none, it
// returns the last month of all.
func (c Calendar) Next(m Month) Month {
	for !c.Has(m) && m != m.Add(1) {
		m = m.Add(1)
	}
	return m
}

func (c Calendar) check(f *check.Faults, path string) {
	if c.Every < 0 || c.Every > 12 || c.Every > 0 && 12%c.Every != 0 {
		f.Add(path+".every", strconv.Itoa(c.Every), alianza.ErrRange, "1, 2, 3, 4, 6 or 12 months")
	}
	switch {
	case c.Ending < 0 || c.Ending > time.December:
		f.Add(path+".ending", strconv.Itoa(int(c.Ending)), alianza.ErrRange, "a month of the year, 1 to 12")
	case c.Every == 0 && c.Ending != 0:
		f.Add(path+".every", "", alianza.ErrMissing, "without it the calendar is every month, and ending says nothing")
	}
}

// MarshalJSON returns the JSON of the calendar. It returns an error if the
// calendar has a fault.
func (c Calendar) MarshalJSON() ([]byte, error) {
	var f check.Faults
	if c.check(&f, ""); f.Len() > 0 {
		return nil, f.Err()
	}
	return strictjson.MarshalLimit(c, strictjson.MaxDefinition)
}

// UnmarshalJSON reads a calendar and checks it.
func (c *Calendar) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, c, func(c *Calendar) error {
		var f check.Faults
		c.check(&f, "")
		return f.Err()
	})
}

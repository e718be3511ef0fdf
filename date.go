package alianza

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

// A Date is a calendar day of the years 1 to 9999, in no particular zone.
// [DateOf] leads from an instant to its day in a zone, and [Date.In] from a day
// to its first instant. Dates compare with ==. The zero Date is none and comes
// before every day.
//
// Rules: X13.
type Date struct {
	day civil.Date
}

// NewDate returns a day. It returns an error that wraps [ErrRange] if there is
// no such day; nothing is carried over.
func NewDate(year int, month time.Month, day int) (Date, error) {
	d, err := civil.NewDate(year, month, day)
	if err != nil {
		value := fmt.Sprintf("%04d-%02d-%02d", year, int(month), day)
		return Date{}, &FieldError{Value: brief(value), Err: fmt.Errorf("%w: %w", ErrRange, err)}
	}
	return Date{d}, nil
}

// ParseDate reads a day such as "2026-02-01". It returns an error that wraps
// [ErrForm] for any other text and for a day that does not exist.
func ParseDate(s string) (Date, error) {
	d, err := civil.ParseDate(s[:min(len(s), maxValue)])
	switch {
	case errors.Is(err, civil.ErrForm):
		return Date{}, fault("", s, ErrForm, dateHelp(s))
	case err != nil:
		return Date{}, fault("", s, ErrForm, err.Error())
	}
	return Date{d}, nil
}

// dateHelp says how to write the day that s seems to mean. The year is known by
// its four digits; of two other numbers, nobody knows which is the month.
func dateHelp(s string) string {
	const form = "2006-01-02"
	if parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("-/. ", r) }); len(s) <= len(form) && len(parts) == 3 {
		for i, p := range parts[1:] {
			parts[i+1] = strings.Repeat("0", max(0, 2-len(p))) + p
		}
		s = strings.Join(parts, "-")
	}
	if d, err := civil.ParseDate(s); err == nil {
		return fmt.Sprintf("write %q", d)
	}
	return `not a day such as "2026-02-01"`
}

// DateOf returns the calendar day of an instant in a zone; a nil zone is UTC.
func DateOf(t time.Time, zone *time.Location) Date { return Date{civil.DateOf(t, zone)} }

// In returns the first instant of the day in a zone; a nil zone is UTC. That is
// midnight, or the first instant after it where clocks skip midnight. The zero
// Date gives the zero time.
func (d Date) In(zone *time.Location) time.Time { return d.day.In(zone) }

// AddDays returns the day n days later, earlier for a negative n. It stops at
// the first and at the last day of the calendar.
func (d Date) AddDays(n int) Date { return Date{d.day.AddDays(n)} }

// AddMonths returns the same day of the month n months later. If that month is
// shorter, it returns its last day: 31 January and one month is 28 February.
func (d Date) AddMonths(n int) Date { return Date{d.day.AddMonths(n)} }

// DaysUntil returns the number of days from d to o, negative if o is earlier.
func (d Date) DaysUntil(o Date) int { return d.day.DaysUntil(o.day) }

// Year returns the year, 0 for the zero Date.
func (d Date) Year() int { return d.day.Year() }

// Month returns the month of the year, 0 for the zero Date.
func (d Date) Month() time.Month { return d.day.Month() }

// Day returns the day of the month, 0 for the zero Date.
func (d Date) Day() int { return d.day.Day() }

// Compare returns -1, 0 or +1 if d is earlier than, the same as or later than o.
func (d Date) Compare(o Date) int { return d.day.Compare(o.day) }

// Before reports whether d is an earlier day than o.
func (d Date) Before(o Date) bool { return d.day.Before(o.day) }

// After reports whether d is a later day than o.
func (d Date) After(o Date) bool { return o.Before(d) }

// Equal reports whether d and o are the same day. It is d == o.
func (d Date) Equal(o Date) bool { return d == o }

// IsZero reports whether d is no day.
func (d Date) IsZero() bool { return d.day.IsZero() }

// String returns the day as "2026-02-01", and "none" for the zero Date.
func (d Date) String() string {
	if d.IsZero() {
		return "none"
	}
	return d.day.String()
}

// MarshalText returns the text of [Date.String]. It returns an error for the
// zero Date.
func (d Date) MarshalText() ([]byte, error) {
	if d.IsZero() {
		return nil, &FieldError{Err: fmt.Errorf("%w: no day", ErrMissing)}
	}
	return []byte(d.day.String()), nil
}

// UnmarshalText reads a day as [ParseDate] does.
func (d *Date) UnmarshalText(text []byte) error {
	day, err := ParseDate(string(text[:min(len(text), maxValue)]))
	if err != nil {
		return err
	}
	*d = day
	return nil
}

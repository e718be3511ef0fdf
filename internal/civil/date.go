// Package civil is the calendar of the rules: days and periods of days, with
// no clock and no zone of their own.
//
// A rule that says "from the first of March" or "for twelve months" speaks of
// days, not of instants. [Date] is such a day, [Period] a run of them. An
// instant enters the calendar through [DateOf], which must be told the zone
// whose day is meant, and leaves it through [Date.In].
//
// The calendar is the proleptic Gregorian one, as in ISO 8601 and package
// [time], in the years 1 to 9999. Arithmetic that would leave those years
// stops at the first or the last day of them; nothing overflows or panics, for
// any int.
//
// Both types are small comparable values: == is equality, and they can be map
// keys. Every function is pure: none reads the clock, the process's local zone
// or a file.
package civil

import (
	"cmp"
	"errors"
	"fmt"
	"time"
)

// ErrDate is wrapped by every error about a Date: a day that does not exist, or
// a text that is not one.
var ErrDate = errors.New("no such day")

const (
	minYear, maxYear = 1, 9999

	firstDay = 1       // the day number of 0001-01-01
	lastDay  = 3652059 // the day number of 9999-12-31
)

// Date is one day of the proleptic Gregorian calendar, from 0001-01-01 to
// 9999-12-31, in no particular zone.
//
// The zero Date is no date; see [Date.IsZero]. It is equal only to itself and
// comes before every day. Arithmetic on it gives it back.
type Date struct {
	// n is the day number: 1 for 0001-01-01, one more for each later day, up
	// to lastDay, and 0 for no date. Every value a Date can come to hold is in
	// that range, so that equality, order and distance are those of n.
	n int32
}

// NewDate returns the day with the given year, month and day of the month.
//
// The year must be in 1..9999, the month in 1..12 and the day in that month.
// February has 29 days in leap years and 28 in others. Nothing is carried over:
// for anything else the result is the zero Date and an error wrapping [ErrDate].
func NewDate(year int, month time.Month, day int) (Date, error) {
	if year < minYear || year > maxYear {
		return Date{}, fmt.Errorf("%w: years are %d to %d", ErrDate, minYear, maxYear)
	}
	if month < time.January || month > time.December {
		return Date{}, fmt.Errorf("%w: months are 1 to 12", ErrDate)
	}
	if last := daysIn(year, month); day < 1 || day > last {
		return Date{}, fmt.Errorf("%w: %04d-%02d has %d days", ErrDate, year, int(month), last)
	}
	return Date{dayNumber(year, month, day)}, nil
}

// IsZero reports whether d is the zero Date, which is no date.
func (d Date) IsZero() bool { return d == Date{} }

// Year returns the year of d, in 1..9999, or 0 for the zero Date.
func (d Date) Year() int {
	year, _, _ := d.fields()
	return year
}

// Month returns the month of d, in [time.January]..[time.December], or 0 for
// the zero Date.
func (d Date) Month() time.Month {
	_, month, _ := d.fields()
	return month
}

// Day returns the day of the month of d, in 1..31, or 0 for the zero Date.
func (d Date) Day() int {
	_, _, day := d.fields()
	return day
}

// Compare returns -1 if d is an earlier day than other, 0 if it is the same
// day and +1 if it is a later one. The zero Date is earlier than every day.
func (d Date) Compare(other Date) int { return cmp.Compare(d.n, other.n) }

// Before reports whether d is an earlier day than other: whether Compare
// returns -1.
func (d Date) Before(other Date) bool { return d.n < other.n }

// After reports whether d is a later day than other: whether Compare returns
// +1.
func (d Date) After(other Date) bool { return d.n > other.n }

package civil

import (
	"errors"
	"fmt"
)

// ErrPeriod is wrapped by every error about a Period: one with no day, a text
// that is not one, or the zero Period where a period is needed.
var ErrPeriod = errors.New("civil: invalid period")

// Period is a run of one or more consecutive days, from its start, which is in
// it, to its end, which is not: the first day after it. January of 2025 is
// from 2025-01-01 to 2025-02-01. Periods that follow each other share a Date
// and no day.
//
// Since the end is a [Date] too, no Period contains 9999-12-31, the last one:
// whatever would reach beyond it ends on it.
//
// The zero Period is no period: it contains no day and overlaps nothing, and
// its start and end are the zero Date. See [Period.IsZero].
type Period struct {
	// start is before end, neither is zero; or both are, in the zero Period.
	start, end Date
}

// NewPeriod returns the period from start, included, to end, excluded.
//
// If end is not after start, or if either is the zero Date, the result is the
// zero Period and an error wrapping [ErrPeriod].
func NewPeriod(start, end Date) (Period, error) {
	switch {
	case start.IsZero() || end.IsZero():
		return Period{}, fmt.Errorf("%w: %v to %v lacks a date", ErrPeriod, start, end)
	case !start.Before(end):
		return Period{}, fmt.Errorf("%w: %v to %v has no day", ErrPeriod, start, end)
	}
	return Period{start, end}, nil
}

// MonthOf returns the calendar month that d is in: from its first day to the
// first day of the next. December 9999 ends on its 31st, and so lacks it. The
// zero Date gives the zero Period.
func MonthOf(d Date) Period { return blockOf(d, 1) }

// QuarterOf returns the quarter of the calendar year that d is in: the three
// months from 1 January, 1 April, 1 July or 1 October, up to the next of these
// days. The last quarter of 9999 ends on 9999-12-31, and so lacks it. The zero
// Date gives the zero Period.
func QuarterOf(d Date) Period { return blockOf(d, 3) }

// YearOf returns the calendar year that d is in: from its 1 January to the
// next. The year 9999 ends on its 31 December, and so lacks it. The zero Date
// gives the zero Period.
func YearOf(d Date) Period { return blockOf(d, 12) }

// blockOf returns the period of n months that contains d, when periods of n
// months follow each other from January of year 1.
func blockOf(d Date, n int) Period {
	if d.IsZero() {
		return Period{}
	}
	i := d.monthIndex()
	return MonthsFrom(monthDay(i-i%n, 1), n)
}

// MonthsFrom returns the period from start, included, to start.AddMonths(n),
// excluded.
//
// The end is counted from start at one go, with the clamping of
// [Date.AddMonths]: one month from 2025-01-31 ends on 2025-02-28 and two
// months from it end on 2025-03-31. So the second month of a term that begins
// on 2025-01-31 is from the one end to the other, and is not one month from
// the first end, which ends on 2025-03-28.
//
// The result is the zero Period if n is not positive, if start is the zero
// Date, and if start is 9999-12-31.
func MonthsFrom(start Date, n int) Period {
	end := start.AddMonths(n)
	if !start.Before(end) {
		return Period{}
	}
	return Period{start, end}
}

// IsZero reports whether p is the zero Period, which contains no day.
func (p Period) IsZero() bool { return p == Period{} }

// Start returns the first day of p, or the zero Date for the zero Period.
func (p Period) Start() Date { return p.start }

// End returns the first day after p, which is not in it, or the zero Date for
// the zero Period.
func (p Period) End() Date { return p.end }

// Days returns the number of days in p: at least 1, or 0 for the zero Period.
func (p Period) Days() int { return p.start.DaysUntil(p.end) }

// Contains reports whether d is in p: not before its start, and before its
// end. It is false for the zero Date, and for every d in the zero Period.
func (p Period) Contains(d Date) bool {
	return !d.Before(p.start) && d.Before(p.end)
}

// Overlap returns the period of the days that are in both p and q, and whether
// there is any; if not, the period is zero. Periods that only follow each
// other, one beginning on the end of the other, have none.
func (p Period) Overlap(q Period) (Period, bool) {
	start, end := p.start, p.end
	if q.start.After(start) {
		start = q.start
	}
	if q.end.Before(end) {
		end = q.end
	}
	if !start.Before(end) {
		return Period{}, false
	}
	return Period{start, end}, true
}

// ParsePeriod returns the period written in s as an ISO 8601 interval: its
// start and its end in the form of [ParseDate], with a slash between them,
// such as "2025-01-01/2025-02-01", which is January. The second date is the
// first day after the period, though other uses of the form count it in.
//
// The result is the zero Period and an error wrapping [ErrPeriod] if s is not
// exactly of that form, if one of its dates does not exist (the error then
// wraps [ErrDate] as well), or if the second is not after the first.
func ParsePeriod(s string) (Period, error) {
	if len(s) != periodLen || s[dateLen] != '/' {
		return Period{}, fmt.Errorf("%w: %q is not of the form YYYY-MM-DD/YYYY-MM-DD", ErrPeriod, s)
	}
	start, err := ParseDate(s[:dateLen])
	if err != nil {
		return Period{}, fmt.Errorf("%w: start: %w", ErrPeriod, err)
	}
	end, err := ParseDate(s[dateLen+1:])
	if err != nil {
		return Period{}, fmt.Errorf("%w: end: %w", ErrPeriod, err)
	}
	return NewPeriod(start, end)
}

// String returns p in the form that [ParsePeriod] accepts, such as
// "2025-01-01/2025-02-01". The zero Period gives "0000-00-00/0000-00-00",
// which ParsePeriod refuses.
func (p Period) String() string {
	return string(p.appendTo(make([]byte, 0, periodLen)))
}

// AppendText appends the form of [Period.String] to b and returns the extended
// slice. It implements [encoding.TextAppender]. For the zero Period it returns
// b as it is and an error wrapping [ErrPeriod].
func (p Period) AppendText(b []byte) ([]byte, error) {
	if p.IsZero() {
		return b, fmt.Errorf("%w: the zero Period has no text", ErrPeriod)
	}
	return p.appendTo(b), nil
}

// MarshalText returns the form of [Period.String]. It implements
// [encoding.TextMarshaler]. For the zero Period it returns nil and the error
// of [Period.AppendText].
func (p Period) MarshalText() ([]byte, error) {
	return p.AppendText(nil)
}

// UnmarshalText sets p to the period written in text, as [ParsePeriod] reads
// it. It implements [encoding.TextUnmarshaler]. On any error, which is
// ParsePeriod's, it leaves p unchanged; an empty text is an error.
func (p *Period) UnmarshalText(text []byte) error {
	parsed, err := ParsePeriod(string(text))
	if err != nil {
		return err
	}
	*p = parsed
	return nil
}

// appendTo appends the bytes of String to b.
func (p Period) appendTo(b []byte) []byte {
	b = append(p.start.appendTo(b), '/')
	return p.end.appendTo(b)
}

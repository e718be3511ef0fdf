package civil

import (
	"errors"
	"fmt"
)

// ErrPeriod is wrapped by the errors of [NewPeriod].
var ErrPeriod = errors.New("no such period")

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

// QuarterOf returns the quarter of the calendar year that d is in. Quarters begin
// on 1 January, 1 April, 1 July and 1 October. The last quarter of 9999 ends on
// 9999-12-31, and so lacks it. The zero Date gives the zero Period.
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
// [Date.AddMonths]: one month from 2025-01-31 ends on 2025-02-28, and two
// months from it end on 2025-03-31. The second month of that term lies between
// the two ends. It is not one month from the first end, which ends on 2025-03-28.
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

// String returns the start and the end with a slash between them, such as
// "2025-01-01/2025-02-01", which is January. The zero Period gives
// "0000-00-00/0000-00-00".
func (p Period) String() string { return p.start.String() + "/" + p.end.String() }

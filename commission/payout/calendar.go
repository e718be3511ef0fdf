package payout

import (
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/enum"
)

// Every is the calendar of settlements: the periods that follow each other without
// a gap, so that no day is lost, the 31st included. The zero Every is none.
type Every uint8

// The calendars.
const (
	EveryMonth     Every = iota + 1
	EveryHalfMonth       // from the 1st and from the 16th
	EveryWeek            // from Monday
	EveryQuarter
)

var everyNames = [...]string{"none", "month", "half_month", "week", "quarter"}

// String returns the name of the calendar.
func (e Every) String() string { return enum.Name(e, everyNames[:]) }

// MarshalText returns the name of the calendar.
func (e Every) MarshalText() ([]byte, error) { return enum.Text(e, everyNames[:], 1) }

// UnmarshalText reads the name of a calendar: month, half_month, week or quarter.
func (e *Every) UnmarshalText(text []byte) error { return enum.Parse(e, text, everyNames[:], 1) }

// Next returns the end of the period that an instant lies in: the first instant
// of the next period, in a zone; nil is UTC. An instant that begins a period lies
// in that period. Next returns the zero time for no calendar.
func (e Every) Next(t time.Time, zone *time.Location) time.Time {
	day := e.next(civil.DateOf(t, zone))
	if end := day.In(zone); end.After(t) || end.IsZero() {
		return end
	}
	return e.next(day).In(zone) // clocks that were put back show the day before once more
}

const middle = 16 // the first day of the second half of a month

// next returns the first day of the period after that of a day.
func (e Every) next(d civil.Date) civil.Date {
	switch e {
	case EveryMonth:
		return civil.MonthOf(d).End()
	case EveryHalfMonth:
		if month := civil.MonthOf(d); d.Day() < middle {
			return month.Start().AddDays(middle - 1)
		}
		return civil.MonthOf(d).End()
	case EveryWeek:
		sinceMonday := (int(d.In(nil).Weekday()) + daysOfWeek - 1) % daysOfWeek
		return d.AddDays(daysOfWeek - sinceMonday)
	case EveryQuarter:
		return civil.QuarterOf(d).End()
	default:
		return civil.Date{}
	}
}

const daysOfWeek = 7

// later returns the end of the period n periods after that which ends at an
// instant.
func (e Every) later(end time.Time, n int, zone *time.Location) time.Time {
	for range n {
		end = e.Next(end, zone)
	}
	return end
}

// dayBefore returns the last day of a period that ends at an instant.
func dayBefore(end time.Time, zone *time.Location) alianza.Date {
	return alianza.DateOf(end.Add(-1), zone)
}

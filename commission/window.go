package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/enum"
)

// Window is the span over which a rule adds up what was sold. The zero Window
// is none: each event stands for itself.
type Window uint8

// The windows, in the zone of the plan. Years and quarters begin with the month of
// [Definition.YearBegins], January if it says none. A window of one customer is
// [Ever] with [Span.Customer].
const (
	PerEvent        Window = iota // written "event"
	PerOrder                      // the lines of one order, by the Order of their events; written "order"
	PerWeek                       // from Monday to Sunday, numbered as in ISO 8601; written "week"
	PerMonth                      // of the calendar; written "month"
	PerQuarter                    // written "quarter"
	PerYear                       // written "year"
	PerContractYear               // from one anniversary of [Event.PartnerSince] to the next; written "contract_year"
	Ever                          // written "ever"
)

var windowNames = [...]string{"event", "order", "week", "month", "quarter", "year", "contract_year", "ever"}

// String returns the name of the window in JSON.
func (w Window) String() string { return enum.Name(w, windowNames[:]) }

// MarshalText returns the name of the window.
func (w Window) MarshalText() ([]byte, error) { return enum.Text(w, windowNames[:], 0) }

// UnmarshalText reads the name of a window, such as "month".
func (w *Window) UnmarshalText(text []byte) error { return enum.Parse(w, text, windowNames[:], 0) }

// closable reports whether a window is a period of time that can be closed.
func (w Window) closable() bool { return w >= PerWeek && w <= PerContractYear }

// within reports whether a period lies in one window of another kind.
func (w Window) within(o Window) bool {
	switch o {
	case Ever:
		return true
	case PerYear:
		return w >= PerMonth && w <= PerYear
	case PerQuarter:
		return w == PerMonth || w == PerQuarter
	default:
		return w == o
	}
}

// period returns the name of the window that a place lies in: "2026-03",
// "2026-W07", "2026-Q1", "2026", "from 2026-03-15", "order o-7", "ever". A year that
// does not begin in January has the number of the year in which it begins.
func (p *Plan) period(w Window, at place) string {
	switch w {
	case PerEvent:
		return ""
	case PerOrder:
		return "order " + at.order
	case Ever:
		return "ever"
	default:
		return p.periodAt(w, at)
	}
}

// periodAt returns the name of the period of time that a place lies in.
func (p *Plan) periodAt(w Window, at place) string {
	d := p.day(at.at)
	switch w {
	case PerWeek:
		year, week := d.In(time.UTC).ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case PerMonth:
		text := [7]byte{4: '-'}
		digits4(text[:], d.Year())
		text[5], text[6] = byte('0'+d.Month()/10), byte('0'+d.Month()%10)
		return string(text[:])
	case PerQuarter:
		d = d.AddMonths(-p.shift)
		return fmt.Sprintf("%04d-Q%d", d.Year(), (int(d.Month())+2)/3)
	case PerYear:
		return fmt.Sprintf("%04d", d.AddMonths(-p.shift).Year())
	default:
		return fromPrefix + anniversary(at.since, date(d)).String()
	}
}

// digits4 writes a year of four digits.
func digits4(text []byte, year int) {
	for i := 3; i >= 0; i, year = i-1, year/10 {
		text[i] = byte('0' + year%10)
	}
}

// fromPrefix begins the name of a contract year.
const fromPrefix = "from "

// anniversary returns the last anniversary of a day that is not after another day.
func anniversary(since, day alianza.Date) alianza.Date {
	years := day.Year() - since.Year()
	if a := since.AddMonths(12 * years); !day.Before(a) {
		return a
	}
	return since.AddMonths(12 * (years - 1))
}

// windowOf returns the window that a period is of, and whether it is one that
// can be closed.
func windowOf(period string) (Window, bool) {
	var year, n int
	if day, ok := strings.CutPrefix(period, fromPrefix); ok {
		_, err := alianza.ParseDate(day)
		return PerContractYear, err == nil
	}
	switch {
	case len(period) == 4 && digits(period, &year):
		return PerYear, year > 0
	case len(period) == 7 && period[4:6] == "-Q" && digits(period[:4], &year) && digits(period[6:], &n):
		return PerQuarter, year > 0 && 1 <= n && n <= 4
	case len(period) == 8 && period[4:6] == "-W" && digits(period[:4], &year) && digits(period[6:], &n):
		return PerWeek, year > 0 && 1 <= n && n <= weeksOf(year)
	case len(period) == 7 && period[4] == '-' && digits(period[:4], &year) && digits(period[5:], &n):
		return PerMonth, year > 0 && 1 <= n && n <= 12
	}
	return 0, false
}

// bounds returns the first day of a period that can be closed, and the day after it.
func (p *Plan) bounds(period string) (first, end alianza.Date) {
	w, _ := windowOf(period)
	if w == PerContractYear {
		first, _ = alianza.ParseDate(strings.TrimPrefix(period, fromPrefix))
		return first, first.AddMonths(12)
	}
	var year, n int
	digits(period[:4], &year)
	first, _ = alianza.NewDate(year, time.January, 1)
	switch w {
	case PerWeek:
		digits(period[6:], &n)
		fourth := first.AddDays(3) // of January is in the first week
		first = fourth.AddDays(-(int(fourth.In(time.UTC).Weekday())+6)%7 + 7*(n-1))
		return first, first.AddDays(7)
	case PerMonth:
		digits(period[5:], &n)
		first = first.AddMonths(n - 1)
		return first, first.AddMonths(1)
	case PerQuarter:
		digits(period[6:], &n)
		first = first.AddMonths(p.shift + 3*(n-1))
		return first, first.AddMonths(3)
	default:
		first = first.AddMonths(p.shift)
		return first, first.AddMonths(12)
	}
}

// weeksOf returns the number of weeks of a year: the week of 28 December is the
// last one.
func weeksOf(year int) int {
	_, n := time.Date(year, time.December, 28, 0, 0, 0, 0, time.UTC).ISOWeek()
	return n
}

// digits reads a text of decimal digits alone into a number that is 0.
func digits(s string, n *int) bool {
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
		*n = *n*10 + int(c-'0')
	}
	return true
}

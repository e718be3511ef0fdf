package commission

import (
	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/period"
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
	return period.Name(w.kind(), p.day(at.at), p.shift, at.since)
}

// kind returns the kind of period that a window is.
func (w Window) kind() period.Kind { return period.Kind(w-PerWeek) + period.Week }

// windowOf returns the window that a period is of, and whether it is one that
// can be closed.
func windowOf(name string) (Window, bool) {
	kind, ok := period.Parse(name)
	if !ok {
		return 0, false
	}
	return PerWeek + Window(kind-period.Week), true
}

// bounds returns the first day of a period that can be closed, and the day after it. A
// contract year is counted from the day since when the partner is one.
func (p *Plan) bounds(name string, since alianza.Date) (first, end alianza.Date) {
	return period.Bounds(name, p.shift, since)
}

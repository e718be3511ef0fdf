package commission

import (
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/enum"
)

// Window is the span over which a rule adds up what was sold. The zero Window
// is none: each event stands for itself.
type Window uint8

// The windows. Months, quarters and years are those of the calendar, in the zone
// of the plan.
const (
	PerEvent   Window = iota // written "event"
	PerOrder                 // the lines of one order, by the Order of their events; written "order"
	PerMonth                 // "month"
	PerQuarter               // "quarter"
	PerYear                  // "year"
	Ever                     // "ever"
)

var windowNames = [...]string{"event", "order", "month", "quarter", "year", "ever"}

// String returns the name of the window in JSON.
func (w Window) String() string { return enum.Name(w, windowNames[:]) }

// MarshalText returns the name of the window.
func (w Window) MarshalText() ([]byte, error) { return enum.Text(w, windowNames[:], 0) }

// UnmarshalText reads the name of a window: event, order, month, quarter, year
// or ever.
func (w *Window) UnmarshalText(text []byte) error { return enum.Parse(w, text, windowNames[:], 0) }

// period returns the name of the window that an instant, or an order, lies in:
// "2026-03", "2026-Q1", "2026", "order o-7", "ever".
func (w Window) period(at time.Time, zone *time.Location, order string) string {
	switch d := civil.DateOf(at, zone); w {
	case PerOrder:
		return "order " + order
	case PerMonth:
		return fmt.Sprintf("%04d-%02d", d.Year(), int(d.Month()))
	case PerQuarter:
		return fmt.Sprintf("%04d-Q%d", d.Year(), (int(d.Month())+2)/3)
	case PerYear:
		return fmt.Sprintf("%04d", d.Year())
	case Ever:
		return "ever"
	default:
		return ""
	}
}

// windowOf returns the window that a period is of, and whether it is one that
// can be closed.
func windowOf(period string) (Window, bool) {
	var year, n int
	switch {
	case len(period) == 4 && digits(period, &year):
		return PerYear, year > 0
	case len(period) == 7 && period[4:6] == "-Q" && digits(period[:4], &year) && digits(period[6:], &n):
		return PerQuarter, year > 0 && 1 <= n && n <= 4
	case len(period) == 7 && period[4] == '-' && digits(period[:4], &year) && digits(period[5:], &n):
		return PerMonth, year > 0 && 1 <= n && n <= 12
	}
	return 0, false
}

// digits reads a text of decimal digits alone.
func digits(s string, n *int) bool {
	*n = 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
		*n = *n*10 + int(c-'0')
	}
	return true
}

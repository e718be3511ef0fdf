package program

import (
	"maps"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// firstDay returns the first day of a month, the zero Date for none.
func firstDay(m cycle.Month) alianza.Date {
	if m.IsZero() {
		return alianza.Date{}
	}
	day, _ := alianza.NewDate(m.Year(), m.Month(), 1) // a month of the calendar
	return day
}

// end returns the first instant after a month in a zone.
func end(m cycle.Month, zone *time.Location) time.Time {
	return firstDay(m).AddMonths(1).In(zone)
}

// sortedKeys returns the keys of a map in order.
func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

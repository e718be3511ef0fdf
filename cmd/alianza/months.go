package main

import (
	"time"

	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// monthEnd returns the first instant behind a month in a zone.
func monthEnd(m cycle.Month, zone *time.Location) time.Time {
	return time.Date(m.Year(), m.Month()+1, 1, 0, 0, 0, 0, zone)
}

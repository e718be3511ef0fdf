package schedule_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// What the tests of the room share, by the names they have here.
var (
	on         = pipelinetest.On
	wantFaults = pipelinetest.WantFaults
)

type fault = pipelinetest.Fault

// planOf returns the plan of a definition that is sound.
func planOf(tb testing.TB, d schedule.Definition) schedule.Plan {
	tb.Helper()
	p, err := schedule.New(d)
	if err != nil {
		tb.Fatalf("New(%+v) = %v; want no error", d, err)
	}
	return p
}

// weekdays is the calendar of five days a week.
func weekdays(tb testing.TB, holidays ...alianza.Date) schedule.Calendar {
	tb.Helper()
	c, err := schedule.NewCalendar(schedule.MondayToFriday(holidays...))
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

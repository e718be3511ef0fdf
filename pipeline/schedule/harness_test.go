package schedule_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// on reads a day.
func on(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

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

// comesBack writes a value, reads it and compares.
func comesBack[T any](tb testing.TB, want T) {
	tb.Helper()
	doc, err := json.Marshal(want)
	if err != nil {
		tb.Fatalf("Marshal(%+v) = %v; want no error", want, err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		tb.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("Unmarshal(%s) = another value (-want +got):\n%s", doc, diff)
	}
}

// A fault is where and of what kind.
type fault struct {
	path, value string
	kind        error
}

// wantFaults checks that an error has these faults and no others.
func wantFaults(tb testing.TB, call string, err error, want ...fault) {
	tb.Helper()
	got := alianza.Faults(err)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			tb.Errorf("%s: no fault at %s", call, want[i].path)
		case i >= len(want):
			tb.Errorf("%s: the fault %v", call, got[i])
		case got[i].Path != want[i].path || got[i].Value != want[i].value || !errors.Is(got[i], want[i].kind):
			tb.Errorf("%s: the fault %v; want %s %q of kind %q", call, got[i], want[i].path, want[i].value, want[i].kind)
		}
	}
}

package orders_test

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata" // zones, also where the machine has none

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
)

// TestDates has dates by layout. A want that begins with ! is a piece of the
// reason for which it is refused.
func TestDates(t *testing.T) {
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ layout, date, want string }{
		{"", "2026-03-09", "2026-03-09T00:00:00+01:00"},
		{"iso", "2026-07-09 15:04", "2026-07-09T15:04:00+02:00"},
		{"iso", "2026-07-09T15:04:05", "2026-07-09T15:04:05+02:00"},
		{"iso", "2026-07-09T23:04:05Z", "2026-07-10T01:04:05+02:00"},
		{"iso", "2026-07-09T15:04:05-05:00", "2026-07-09T22:04:05+02:00"},
		{"iso", "2026-07-09 15:04:05.250", "2026-07-09T15:04:05+02:00"},
		{"iso", "2026-07-09 15:04:05 +0200", "2026-07-09T15:04:05+02:00"},
		{"iso", "2026-07-09 15:04:05 UTC", "2026-07-09T17:04:05+02:00"},
		{"iso", "2026-7-9", "2026-07-09T00:00:00+02:00"},
		{"iso", "2026/07/09", "2026-07-09T00:00:00+02:00"},
		{"dmy", "31.12.2026", "2026-12-31T00:00:00+01:00"},
		{"dmy", "3/4/2026 9:05", "2026-04-03T09:05:00+02:00"},
		{"mdy", "3/4/2026 9:05", "2026-03-04T09:05:00+01:00"},
		{"mdy", "3/4/2026 9:05 pm", "2026-03-04T21:05:00+01:00"},
		{"02 Jan 2006", "09 Mar 2026", "2026-03-09T00:00:00+01:00"},
		{"iso", "31/12/2026", "!not a date of the form iso; -date dmy reads 31 December"},
		{"iso", "03/04/2026", "!not a date of the form iso; -date dmy reads 3 April, -date mdy reads 4 March"},
		{"mdy", "31/12/2026", "!not a day of the calendar; -date dmy reads 31 December"},
		{"dmy", "2026-03-09", "!not a date of the form dmy; -date iso reads 9 March"},
		{"dmy", "9.3.26", "!not a date of the form dmy; a year has four digits"},
		{"iso", "2026-02-29", "!not a day of the calendar"},
		{"dmy", "2026-13-40", "!not a date of the form dmy$"},
		{"iso", "2026-02", "!not a date of the form iso"},
		{"iso", "2026-03/09", "!not a date of the form iso"},
		{"iso", "20260309", "!not a date of the form iso"},
		{"iso", "46090", "!not a date of the form iso"},
		{"iso", "2026-03-09 25:00", "!not a time behind the day"},
		{"iso", "2026-03-09x", "!not a date of the form iso"},
		{"iso", "1969-12-31", "!the year is not from 1970 to 2200"},
		{"iso", "9999-12-31", "!the year is not from 1970 to 2200"},
		{"iso", "", "!no date"},
		{"02 Jan 2006", "2026-03-09", "!not a date of the form 02 Jan 2006"},
	}
	for _, tt := range tests {
		r, err := orders.NewReader(strings.NewReader("id|date|partner|currency|amount\na|"+tt.date+"|ann|EUR|5\n"),
			orders.Format{Columns: orders.Plain, Dates: tt.layout, Zone: madrid})
		if err != nil {
			t.Fatal(err)
		}
		var o orders.Order
		err = r.Read(&o)
		if reason, refused := strings.CutPrefix(tt.want, "!"); refused {
			if err == nil || !strings.Contains(err.Error()+"$", reason) {
				t.Errorf("date %q, layout %q = %v, %v; want the reason %q", tt.date, tt.layout, o.At, err, reason)
			}
		} else if got := o.At.Format(time.RFC3339); err != nil || got != tt.want {
			t.Errorf("date %q, layout %q = %s, %v; want %s", tt.date, tt.layout, got, err, tt.want)
		}
	}
}

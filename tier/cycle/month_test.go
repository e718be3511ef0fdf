package cycle_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

func TestNewMonth(t *testing.T) {
	tests := []struct {
		name  string
		year  int
		month time.Month
		text  string
		want  error
	}{
		{"first", 1, time.January, "0001-01", nil},
		{"last", 9999, time.December, "9999-12", nil},
		{"some", 2026, time.March, "2026-03", nil},
		{"year 0", 0, time.December, "none", alianza.ErrRange},
		{"year 10000", 10000, time.January, "none", alianza.ErrRange},
		{"negative year", -1, time.January, "none", alianza.ErrRange},
		{"month 0", 2026, 0, "none", alianza.ErrRange},
		{"month 13", 2026, 13, "none", alianza.ErrRange},
		{"hostile", math.MaxInt, math.MinInt, "none", alianza.ErrRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m, err := cycle.NewMonth(tt.year, tt.month)
			if m.String() != tt.text || !errors.Is(err, tt.want) {
				t.Errorf("NewMonth(%d, %d) = %s, %v; want %s, %v", tt.year, tt.month, m, err, tt.text, tt.want)
			}
			if err == nil && (m.Year() != tt.year || m.Month() != tt.month || m.IsZero()) {
				t.Errorf("NewMonth(%d, %d) = %d, %d, zero %t; want the same", tt.year, tt.month, m.Year(), m.Month(), m.IsZero())
			}
		})
	}
	if _, err := cycle.NewMonth(2026, 13); err == nil || err.Error() != "out of range: month 13 of year 2026" {
		t.Errorf("NewMonth(2026, 13) = %v; want its numbers", err)
	}
}

// TestMonthOf_X13 reads the month off the calendar of the zone, not off that of
// the instant or of the process.
func TestMonthOf_X13(t *testing.T) {
	east, west := time.FixedZone("east", 14*3600), time.FixedZone("west", -12*3600)
	instant := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	tests := []struct {
		name string
		at   time.Time
		zone *time.Location
		want string
	}{
		{"UTC", instant, time.UTC, "2026-03"},
		{"nil is UTC", instant, nil, "2026-03"},
		{"the instant before", instant.Add(-1), nil, "2026-02"},
		{"in the west", instant, west, "2026-02"},
		{"in the west, later", instant.Add(12 * time.Hour), west, "2026-03"},
		{"in the east, before", instant.Add(-14 * time.Hour), east, "2026-03"},
		{"in the east, earlier", instant.Add(-14*time.Hour - 1), east, "2026-02"},
		{"the location of the instant does not matter", instant.In(west), nil, "2026-03"},
		{"new year", time.Date(2027, time.January, 1, 0, 0, 0, 0, time.UTC), west, "2026-12"},
		{"leap day", time.Date(2024, time.February, 29, 23, 59, 59, 0, time.UTC), nil, "2024-02"},
		{"before the calendar", time.Date(-5, time.March, 1, 0, 0, 0, 0, time.UTC), nil, "0001-01"},
		{"behind the calendar", time.Date(12000, time.March, 1, 0, 0, 0, 0, time.UTC), nil, "9999-12"},
		{"zero time", time.Time{}, nil, "0001-01"},
	}
	local := time.Local
	defer func() { time.Local = local }()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, time.Local = range []*time.Location{time.UTC, east, west} {
				if got := cycle.MonthOf(tt.at, tt.zone); got != month(tt.want) {
					t.Errorf("MonthOf(%s, %s) = %s; want %s", tt.at, tt.zone, got, tt.want)
				}
			}
		})
	}
}

func TestMonthAdd(t *testing.T) {
	tests := []struct {
		name, from string
		months     int
		want       string
	}{
		{"none", "2026-03", 0, "2026-03"},
		{"next", "2026-03", 1, "2026-04"},
		{"last", "2026-03", -1, "2026-02"},
		{"over the year", "2026-12", 1, "2027-01"},
		{"back over the year", "2026-01", -1, "2025-12"},
		{"years", "2026-03", 25, "2028-04"},
		{"years back", "2026-03", -27, "2023-12"},
		{"to the end", "9999-11", 1, "9999-12"},
		{"over the end", "9999-12", 1, "9999-12"},
		{"to the beginning", "0001-02", -1, "0001-01"},
		{"before the beginning", "0001-01", -1, "0001-01"},
		{"the whole calendar", "0001-01", 12*9999 - 1, "9999-12"},
		{"the whole calendar back", "9999-12", 1 - 12*9999, "0001-01"},
		{"hostile", "2026-03", math.MaxInt, "9999-12"},
		{"hostile back", "2026-03", math.MinInt, "0001-01"},
		{"zero", "", 5, ""},
		{"zero back", "", math.MinInt, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			from, want := month(tt.from), month(tt.want)
			got := from.Add(tt.months)
			if got != want {
				t.Errorf("Add(%s, %d) = %s; want %s", from, tt.months, got, want)
			}
			if !from.IsZero() && tt.months > -1000 && tt.months < 1000 && got.Add(-tt.months) == from && got.Sub(from) != tt.months {
				t.Errorf("Sub(%s, %s) = %d; want %d", got, from, got.Sub(from), tt.months)
			}
		})
	}
}

func TestMonthOrder(t *testing.T) {
	tests := []struct {
		name, a, b string
		before     bool
		want       int
	}{
		{"same", "2026-03", "2026-03", false, 0},
		{"later", "2026-04", "2026-03", false, 1},
		{"earlier", "2026-02", "2026-03", true, -1},
		{"a year later", "2027-03", "2026-03", false, 12},
		{"over the year", "2025-12", "2026-01", true, -1},
		{"the whole calendar", "9999-12", "0001-01", false, 12*9999 - 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a, b := month(tt.a), month(tt.b)
			if got := a.Before(b); got != tt.before {
				t.Errorf("%s.Before(%s) = %t; want %t", a, b, got, tt.before)
			}
			if got := a.Sub(b); got != tt.want {
				t.Errorf("%s.Sub(%s) = %d; want %d", a, b, got, tt.want)
			}
			if got := b.Sub(a); got != -tt.want {
				t.Errorf("%s.Sub(%s) = %d; want %d", b, a, got, -tt.want)
			}
		})
	}
	var none cycle.Month
	if !none.Before(month("0001-01")) || none.Before(none) || !none.IsZero() || none.Year() != 0 || month("0001-01").Before(none) {
		t.Errorf("the zero month is not before every other one")
	}
}

func TestMonthText(t *testing.T) {
	for _, text := range []string{"0001-01", "2026-03", "2024-12", "9999-12"} {
		m := month(text)
		if got, err := m.MarshalText(); err != nil || string(got) != text {
			t.Errorf("MarshalText() = %s, %v; want %s", got, err, text)
		}
		keys := map[cycle.Month]cycle.Month{m: m}
		doc, err := json.Marshal(keys)
		if want := `{"` + text + `":"` + text + `"}`; err != nil || string(doc) != want {
			t.Errorf("Marshal(%v) = %s, %v; want %s", keys, doc, err, want)
		}
		var read map[cycle.Month]cycle.Month
		if err := json.Unmarshal(doc, &read); err != nil || read[m] != m {
			t.Errorf("Unmarshal(%s) = %v, %v; want the same", doc, read, err)
		}
	}
	huge := bytes.Repeat([]byte("2026-03"), 1<<20)
	bad := []string{
		string(huge), "", "none", "2026", "2026-3", "2026-00", "2026-13", "0000-01", "10000-01", "26-03", "2026/03", "2026-03-01", "2026-03-",
		" 2026-03", "2026-03 ", "-026-03", "+026-03", "2026-0x", "2026-03\x00", "２０２６-03", "2026-03-01-01",
	}
	for _, text := range bad {
		m := month("2026-05")
		if err := m.UnmarshalText([]byte(text)); err == nil || m != month("2026-05") {
			t.Errorf("UnmarshalText(%q) = %s, %v; want an error, and the month as it was", text, m, err)
		}
		if m, err := cycle.ParseMonth(text); !errors.Is(err, alianza.ErrForm) || !m.IsZero() {
			t.Errorf("ParseMonth(%q) = %s, %v; want none, %v", text, m, err, alianza.ErrForm)
		}
	}
	var none cycle.Month
	if text, err := none.MarshalText(); !errors.Is(err, alianza.ErrMissing) || none.String() != "none" {
		t.Errorf("MarshalText() of no month = %s, %v, String() = %q; want ErrMissing, none", text, err, none)
	}
	if got := testing.AllocsPerRun(10, func() { _ = none.UnmarshalText(huge) }); got > 20 {
		t.Errorf("UnmarshalText of a long text = %v allocations; want few", got)
	}
}

func TestCalendar(t *testing.T) {
	all := []time.Month{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	tests := []struct {
		name     string
		calendar cycle.Calendar
		want     []time.Month
	}{
		{"zero", cycle.Calendar{}, all},
		{"every month", cycle.Calendar{Every: 1}, all},
		{"every month, ending somewhere", cycle.Calendar{Every: 1, Ending: time.May}, all},
		{"zero, ending somewhere", cycle.Calendar{Ending: time.May}, all},
		{"every second month", cycle.Calendar{Every: 2}, []time.Month{2, 4, 6, 8, 10, 12}},
		{"every second month, odd", cycle.Calendar{Every: 2, Ending: time.November}, []time.Month{1, 3, 5, 7, 9, 11}},
		{"quarters", cycle.Calendar{Every: 3}, []time.Month{3, 6, 9, 12}},
		{"quarters by March", cycle.Calendar{Every: 3, Ending: time.March}, []time.Month{3, 6, 9, 12}},
		{"quarters from February", cycle.Calendar{Every: 3, Ending: time.April}, []time.Month{1, 4, 7, 10}},
		{"thirds", cycle.Calendar{Every: 4, Ending: time.January}, []time.Month{1, 5, 9}},
		{"halves", cycle.Calendar{Every: 6, Ending: time.May}, []time.Month{5, 11}},
		{"once a year", cycle.Calendar{Every: 12}, []time.Month{12}},
		{"once a year, in February", cycle.Calendar{Every: 12, Ending: time.February}, []time.Month{2}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := map[time.Month]bool{}
			for _, m := range tt.want {
				in[m] = true
			}
			for m := month("2023-11"); m.Before(month("2025-03")); m = m.Add(1) {
				if got := tt.calendar.Has(m); got != in[m.Month()] {
					t.Errorf("Has(%s) = %t; want %t", m, got, in[m.Month()])
				}
				next := m
				for !in[next.Month()] {
					next = next.Add(1)
				}
				if got := tt.calendar.Next(m); got != next {
					t.Errorf("Next(%s) = %s; want %s", m, got, next)
				}
			}
		})
	}
}

// TestCalendarEnds asks for months at the ends of the calendar, and of
// calendars that no definition has.
func TestCalendarEnds(t *testing.T) {
	tests := []struct {
		name       string
		calendar   cycle.Calendar
		from, want string
	}{
		{"no month", cycle.Calendar{Every: 12, Ending: time.February}, "", ""},
		{"last month", cycle.Calendar{Every: 12}, "9999-12", "9999-12"},
		{"none after the last month", cycle.Calendar{Every: 12, Ending: time.February}, "9999-03", "9999-12"},
		{"negative", cycle.Calendar{Every: -3, Ending: time.February}, "2026-03", "2026-03"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.calendar.Next(month(tt.from)); got != month(tt.want) {
				t.Errorf("Next(%s) = %s; want %s", tt.from, got, tt.want)
			}
		})
	}
}

// TestCalendar_JSON has calendars that no definition has: they are neither read
// nor written.
func TestCalendar_JSON(t *testing.T) {
	var c cycle.Calendar
	if err := c.UnmarshalJSON([]byte(`{"every":3,"ending":2}`)); err != nil || c != (cycle.Calendar{Every: 3, Ending: time.February}) {
		t.Errorf("UnmarshalJSON(quarters) = %+v, %v", c, err)
	}
	_, err := cycle.Calendar{Every: 5, Ending: 13}.MarshalJSON()
	want := []fault{{"every", "5", alianza.ErrRange}, {"ending", "13", alianza.ErrRange}}
	wantFaults(t, "MarshalJSON(every 5 months)", err, want...)
	wantFaults(t, "UnmarshalJSON(every 5 months)", c.UnmarshalJSON([]byte(`{"every":5,"ending":13}`)), want...)
}

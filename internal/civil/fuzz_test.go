package civil_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

// fuzzZones are zones in which midnight is, or was, no plain thing.
var fuzzZones = []string{
	"UTC", "Europe/Madrid", "Europe/Dublin", "America/New_York",
	"America/Sao_Paulo", "America/Havana", "America/St_Johns",
	"America/Santiago", "America/Scoresbysund", "America/Juneau",
	"Asia/Beirut", "Asia/Gaza", "Asia/Manila", "Africa/Casablanca",
	"Africa/Monrovia", "Antarctica/Troll", "Australia/Lord_Howe",
	"Pacific/Apia", "Pacific/Kwajalein", "Pacific/Kiritimati",
}

// inCalendar returns the text of the day of t in t's location, or of the first
// or last day if that is outside the calendar.
func inCalendar(t time.Time) string {
	switch year := t.Year(); {
	case year < 1:
		return firstDate
	case year > 9999:
		return lastDate
	}
	return t.Format(time.DateOnly)
}

// FuzzDate checks dates against package time: which exist, what adding to them
// gives, how far apart they are and which instants they hold.
func FuzzDate(f *testing.F) {
	f.Add(2025, 1, 31, 1, int64(1738281600), uint8(0))
	f.Add(2024, 2, 29, 12, int64(-1), uint8(3))
	f.Add(2018, 11, 4, -1, int64(1541300400), uint8(4))
	f.Add(2006, 10, 29, 400, int64(1162089000), uint8(6))
	f.Add(2011, 12, 30, -4800, int64(1325239200), uint8(17))
	f.Add(1, 1, 1, math.MaxInt, int64(math.MaxInt64), uint8(1))
	f.Add(9999, 12, 31, math.MinInt, int64(math.MinInt64), uint8(2))
	f.Add(2100, 2, 29, 146097, int64(1<<33), uint8(5))
	var zones []*time.Location
	for _, name := range fuzzZones {
		zones = append(zones, zone(f, name))
	}
	f.Fuzz(func(t *testing.T, year, month, day, n int, sec int64, z uint8) {
		d, err := civil.NewDate(year, time.Month(month), day)
		ref := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
		exists := year >= 1 && year <= 9999 && ref.Year() == year && int(ref.Month()) == month && ref.Day() == day
		if exists != (err == nil) || exists == errors.Is(err, civil.ErrDate) || exists == d.IsZero() {
			t.Fatalf("NewDate(%d, %d, %d) = %v, %v; want it to exist: %t", year, month, day, d, err, exists)
		}
		zone := zones[int(z)%len(zones)]
		at := time.Unix(sec, 0)
		other := civil.DateOf(at, zone)
		if sec > -1<<40 && sec < 1<<40 { // years that package time takes for what they are
			if want := inCalendar(at.In(zone)); other.String() != want {
				t.Errorf("DateOf(%v, %v) = %v; want %s", at, zone, other, want)
			}
			checkIn(t, other, zone)
		}
		if !exists {
			return
		}
		if got, want := d.String(), ref.Format(time.DateOnly); got != want {
			t.Errorf("String() = %s; want %s", got, want)
		}
		if got, want := d.DaysUntil(other), int((utc(other).Unix()-ref.Unix())/86400); got != want {
			t.Errorf("%v.DaysUntil(%v) = %d; want %d", d, other, got, want)
		}
		if got, want := d.Compare(other), ref.Compare(utc(other)); got != want {
			t.Errorf("%v.Compare(%v) = %d; want %d", d, other, got, want)
		}
		checkAdd(t, d, n)
		checkAdd(t, d, n%5000)
		checkIn(t, d, zone)
	})
}

// checkAdd checks what adding n days, months and years to d gives.
func checkAdd(t *testing.T, d civil.Date, n int) {
	t.Helper()
	near := max(-5_000_000, min(n, 5_000_000)) // beyond the calendar from any d
	if got, want := d.AddDays(n).String(), inCalendar(utc(d).AddDate(0, 0, near)); got != want {
		t.Errorf("%v.AddDays(%d) = %s; want %s", d, n, got, want)
	}
	months := func(n int) string {
		first := time.Date(d.Year(), d.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
		last := first.AddDate(0, 1, -1)
		return inCalendar(first.AddDate(0, 0, min(d.Day(), last.Day())-1))
	}
	if got, want := d.AddMonths(n).String(), months(near); got != want {
		t.Errorf("%v.AddMonths(%d) = %s; want %s", d, n, got, want)
	}
	if got, want := d.AddYears(n).String(), months(12*near); got != want {
		t.Errorf("%v.AddYears(%d) = %s; want %s", d, n, got, want)
	}
}

// checkIn checks that the day d begins in zone when d.In says, not before.
func checkIn(t *testing.T, d civil.Date, zone *time.Location) {
	t.Helper()
	begin := d.In(zone)
	if got := begin.Format(time.DateOnly); got != d.String() && got != d.AddDays(1).String() {
		t.Errorf("%v.In(%v) = %v; want it in that day or the next", d, zone, begin)
	}
	for back := time.Nanosecond; back < 48*time.Hour; back += 17 * time.Minute {
		before := begin.Add(-back)
		if before.Year() > 0 && before.Format(time.DateOnly) >= d.String() {
			t.Errorf("%v.In(%v) = %v; want no later than %v", d, zone, begin, before)
		}
	}
}

// FuzzParseDate checks that what is accepted is what package time accepts, but
// for the year 0000, and that it is written back as it was read.
func FuzzParseDate(f *testing.F) {
	for _, s := range []string{
		"2025-01-31", "2024-02-29", "2025-02-29", firstDate, lastDate,
		"0000-12-31", "0000-00-00", "", "2025-1-31", "2025-01-31T00:00:00Z",
		"+025-01-31", "2025-13-01", "2025-01-32", "20250131", " 2025-01-31",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := civil.ParseDate(s)
		ref, errRef := time.Parse(time.DateOnly, s)
		want := errRef == nil && ref.Year() >= 1 && ref.Year() <= 9999
		if got := err == nil; got != want {
			t.Fatalf("ParseDate(%q) = %v, %v; want it accepted: %t", s, d, err, want)
		}
		if err != nil {
			if !d.IsZero() || !errors.Is(err, civil.ErrDate) {
				t.Errorf("ParseDate(%q) = %v, %v; want no date, ErrDate", s, d, err)
			}
			return
		}
		if y, m, day := ref.Date(); d.Year() != y || d.Month() != m || d.Day() != day {
			t.Errorf("ParseDate(%q) = %v; want %v", s, d, ref)
		}
		if d.String() != s {
			t.Errorf("ParseDate(%q).String() = %q; want the same text", s, d.String())
		}
	})
}

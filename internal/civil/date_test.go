package civil_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

const (
	firstDate = "0001-01-01"
	lastDate  = "9999-12-31"
	daysInAll = 3652059 // from firstDate to lastDate, both included
)

// date returns the date written in s, or no date for "".
func date(tb testing.TB, s string) civil.Date {
	tb.Helper()
	if s == "" {
		return civil.Date{}
	}
	d, err := civil.ParseDate(s)
	if err != nil {
		tb.Fatalf("ParseDate(%q) = %v", s, err)
	}
	return d
}

// newRand returns a source that gives the same numbers in every run.
func newRand() *rand.Rand { return rand.New(rand.NewPCG(13, 2025)) }

// randomDate returns any day, each as likely as any other.
func randomDate(tb testing.TB, r *rand.Rand) civil.Date {
	tb.Helper()
	return date(tb, firstDate).AddDays(r.IntN(daysInAll))
}

// utc returns the midnight of d in UTC, by package time alone.
func utc(d civil.Date) time.Time {
	return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, time.UTC)
}

func TestNewDate(t *testing.T) {
	tests := []struct {
		name  string
		year  int
		month time.Month
		day   int
		want  string // "" if refused
	}{
		{"any day", 2025, 1, 31, "2025-01-31"},

		{"year below", 0, 12, 31, ""},
		{"year first", 1, 1, 1, firstDate},
		{"year second", 2, 1, 1, "0002-01-01"},
		{"year last but one", 9998, 12, 31, "9998-12-31"},
		{"year last", 9999, 12, 31, lastDate},
		{"year above", 10000, 1, 1, ""},
		{"year negative", -1, 1, 1, ""},
		{"year least int", math.MinInt, 1, 1, ""},
		{"year greatest int", math.MaxInt, 1, 1, ""},

		{"month below", 2025, 0, 1, ""},
		{"month first", 2025, 1, 1, "2025-01-01"},
		{"month last", 2025, 12, 1, "2025-12-01"},
		{"month above", 2025, 13, 1, ""},
		{"month least int", 2025, math.MinInt, 1, ""},
		{"month greatest int", 2025, math.MaxInt, 1, ""},

		{"day below", 2025, 5, 0, ""},
		{"day first", 2025, 5, 1, "2025-05-01"},
		{"day negative", 2025, 5, -1, ""},
		{"day least int", 2025, 5, math.MinInt, ""},
		{"day greatest int", 2025, 5, math.MaxInt, ""},

		{"January last", 2025, 1, 31, "2025-01-31"},
		{"January above", 2025, 1, 32, ""},
		{"February last", 2025, 2, 28, "2025-02-28"},
		{"February above", 2025, 2, 29, ""},
		{"March last", 2025, 3, 31, "2025-03-31"},
		{"March above", 2025, 3, 32, ""},
		{"April last", 2025, 4, 30, "2025-04-30"},
		{"April above", 2025, 4, 31, ""},
		{"May last", 2025, 5, 31, "2025-05-31"},
		{"May above", 2025, 5, 32, ""},
		{"June last", 2025, 6, 30, "2025-06-30"},
		{"June above", 2025, 6, 31, ""},
		{"July last", 2025, 7, 31, "2025-07-31"},
		{"July above", 2025, 7, 32, ""},
		{"August last", 2025, 8, 31, "2025-08-31"},
		{"August above", 2025, 8, 32, ""},
		{"September last", 2025, 9, 30, "2025-09-30"},
		{"September above", 2025, 9, 31, ""},
		{"October last", 2025, 10, 31, "2025-10-31"},
		{"October above", 2025, 10, 32, ""},
		{"November last", 2025, 11, 30, "2025-11-30"},
		{"November above", 2025, 11, 31, ""},
		{"December last", 2025, 12, 31, "2025-12-31"},
		{"December above", 2025, 12, 32, ""},

		{"leap year last", 2024, 2, 29, "2024-02-29"},
		{"leap year above", 2024, 2, 30, ""},
		{"leap century last", 2000, 2, 29, "2000-02-29"},
		{"leap century above", 2000, 2, 30, ""},
		{"common century last", 1900, 2, 28, "1900-02-28"},
		{"common century above", 1900, 2, 29, ""},
		{"common even century above", 2200, 2, 29, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := civil.NewDate(tt.year, tt.month, tt.day)
			if tt.want == "" {
				if !errors.Is(err, civil.ErrDate) || !got.IsZero() {
					t.Errorf("NewDate(%d, %d, %d) = %v, %v; want no date, ErrDate", tt.year, int(tt.month), tt.day, got, err)
				}
				return
			}
			if err != nil || got.String() != tt.want {
				t.Errorf("NewDate(%d, %d, %d) = %v, %v; want %s", tt.year, int(tt.month), tt.day, got, err, tt.want)
			}
		})
	}
}

// TestEveryDay_X13 goes through all the days there are, next to package time.
func TestEveryDay_X13(t *testing.T) {
	d := date(t, firstDate)
	first := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range daysInAll {
		year, month, day := first.Add(24 * time.Hour * time.Duration(i%100000)).Date()
		if i%100000 == 0 && i > 0 { // a Duration holds no more than 292 years
			first = first.Add(24 * time.Hour * 100000)
			year, month, day = first.Date()
		}
		if d.Year() != year || d.Month() != month || d.Day() != day {
			t.Fatalf("day %d: Year, Month, Day = %d, %d, %d; want %d, %d, %d", i, d.Year(), d.Month(), d.Day(), year, month, day)
		}
		if got, err := civil.NewDate(year, month, day); err != nil || got != d {
			t.Fatalf("NewDate(%d, %d, %d) = %v, %v; want day %d, %v", year, month, day, got, err, i, d)
		}
		next := d.AddDays(1)
		if got, err := civil.NewDate(year, month, day+1); next.Month() != month && err == nil {
			t.Fatalf("NewDate(%d, %d, %d) = %v; want it refused", year, month, day+1, got)
		}
		if i < daysInAll-1 && d.DaysUntil(next) != 1 {
			t.Fatalf("%v.DaysUntil(%v) = %d; want 1", d, next, d.DaysUntil(next))
		}
		d = next
	}
	if got := d.String(); got != lastDate {
		t.Errorf("day after the last = %s; want %s", got, lastDate)
	}
}

func TestZeroDate(t *testing.T) {
	var zero civil.Date
	first := date(t, firstDate)
	if !zero.IsZero() || first.IsZero() {
		t.Errorf("IsZero of the zero and of the first Date = %t, %t; want true, false", zero.IsZero(), first.IsZero())
	}
	if y, m, d := zero.Year(), zero.Month(), zero.Day(); y != 0 || m != 0 || d != 0 {
		t.Errorf("Year, Month, Day = %d, %d, %d; want 0, 0, 0", y, m, d)
	}
	for _, n := range []int{math.MinInt, -1, 0, 1, math.MaxInt} {
		if a, b, c := zero.AddDays(n), zero.AddMonths(n), zero.AddYears(n); a != zero || b != zero || c != zero {
			t.Errorf("AddDays, AddMonths, AddYears(%d) = %v, %v, %v; want no date", n, a, b, c)
		}
	}
	if a, b, c := zero.DaysUntil(first), first.DaysUntil(zero), zero.DaysUntil(zero); a != 0 || b != 0 || c != 0 {
		t.Errorf("DaysUntil from, to and between zeroes = %d, %d, %d; want 0, 0, 0", a, b, c)
	}
	if got := zero.In(nil); !got.IsZero() {
		t.Errorf("In(nil) = %v; want the zero Time", got)
	}
}

func TestCompare(t *testing.T) {
	tests := []struct {
		name string
		d, e string
		want int
	}{
		{"same", "2025-06-15", "2025-06-15", 0},
		{"next day", "2025-06-15", "2025-06-16", -1},
		{"day decides last", "2025-06-30", "2025-07-01", -1},
		{"month before year", "2024-12-31", "2025-01-01", -1},
		{"first and last", firstDate, lastDate, -1},
		{"zero before the first", "", firstDate, -1},
		{"zero and zero", "", "", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, e := date(t, tt.d), date(t, tt.e)
			check := func(d, e civil.Date, want int) {
				if got := d.Compare(e); got != want {
					t.Errorf("%v.Compare(%v) = %d; want %d", d, e, got, want)
				}
				if got := d.Before(e); got != (want < 0) {
					t.Errorf("%v.Before(%v) = %t; want %t", d, e, got, want < 0)
				}
				if got := d.After(e); got != (want > 0) {
					t.Errorf("%v.After(%v) = %t; want %t", d, e, got, want > 0)
				}
				if got := d == e; got != (want == 0) {
					t.Errorf("%v == %v = %t; want %t", d, e, got, want == 0)
				}
			}
			check(d, e, tt.want)
			check(e, d, -tt.want)
		})
	}
}

func TestCompareSorts(t *testing.T) {
	r := newRand()
	dates := make([]civil.Date, 500)
	for i := range dates {
		dates[i] = randomDate(t, r)
	}
	slices.SortFunc(dates, civil.Date.Compare)
	for i := range dates[1:] {
		d, e := dates[i], dates[i+1]
		if utc(d).After(utc(e)) || d.String() > e.String() {
			t.Errorf("sorted by Compare: %v comes before %v", d, e)
		}
	}
}

package civil_test

import (
	"math"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestAddMonths_X13(t *testing.T) {
	tests := []struct {
		name string
		d    string
		n    int
		want string
	}{
		{"V-DATE-1 into a short month", "2025-01-31", 1, "2025-02-28"},
		{"V-DATE-2 into a leap February", "2024-01-31", 1, "2024-02-29"},
		{"V-DATE-3 leap day by a year", "2024-02-29", 12, "2025-02-28"},
		{"V-DATE-4 into a month of 30", "2025-10-31", 1, "2025-11-30"},
		{"V-DATE-5 backwards", "2025-03-31", -1, "2025-02-28"},

		{"day below the clamp", "2025-01-27", 1, "2025-02-27"},
		{"day on the clamp", "2025-01-28", 1, "2025-02-28"},
		{"day above the clamp", "2025-01-29", 1, "2025-02-28"},
		{"last day stays no last day", "2025-02-28", 1, "2025-03-28"},
		{"over a short month", "2025-01-31", 2, "2025-03-31"},
		{"none", "2025-01-31", 0, "2025-01-31"},
		{"to December", "2025-11-15", 1, "2025-12-15"},
		{"to January", "2025-12-15", 1, "2026-01-15"},
		{"back to January", "2025-02-15", -1, "2025-01-15"},
		{"back to December", "2025-01-15", -1, "2024-12-15"},
		{"leap day by four years", "2024-02-29", 48, "2028-02-29"},
		{"leap day to a common century", "2096-02-29", 48, "2100-02-28"},

		{"below the last month", "9999-10-30", 1, "9999-11-30"},
		{"onto the last month", "9999-11-30", 1, "9999-12-30"},
		{"above the last month", "9999-12-01", 1, lastDate},
		{"onto the last day", "9999-10-31", 2, lastDate},
		{"above the first month", "0001-03-02", -1, "0001-02-02"},
		{"onto the first month", "0001-02-02", -1, "0001-01-02"},
		{"below the first month", "0001-01-31", -1, firstDate},
		{"across all months", "0001-01-31", 119987, "9999-12-31"},
		{"across all months and one", "0001-01-02", 119988, lastDate},
		{"back across all months", "9999-12-31", -119987, "0001-01-31"},
		{"back across all months and one", "9999-12-31", -119988, firstDate},
		{"greatest int", firstDate, math.MaxInt, lastDate},
		{"greatest int from the end", lastDate, math.MaxInt, lastDate},
		{"least int", lastDate, math.MinInt, firstDate},
		{"least int from the start", firstDate, math.MinInt, firstDate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := date(t, tt.d).AddMonths(tt.n).String(); got != tt.want {
				t.Errorf("%s.AddMonths(%d) = %s; want %s", tt.d, tt.n, got, tt.want)
			}
		})
	}
}

func TestAddYears_X13(t *testing.T) {
	tests := []struct {
		name string
		d    string
		n    int
		want string
	}{
		{"one", "2025-01-31", 1, "2026-01-31"},
		{"none", "2024-02-29", 0, "2024-02-29"},
		{"back", "2025-01-31", -1, "2024-01-31"},
		{"leap day", "2024-02-29", 1, "2025-02-28"},
		{"leap day back", "2024-02-29", -1, "2023-02-28"},
		{"leap day to a leap year", "2024-02-29", -24, "2000-02-29"},
		{"onto the last year", "9998-06-15", 1, "9999-06-15"},
		{"above the last year", "9999-06-15", 1, lastDate},
		{"onto the first year", "0002-06-15", -1, "0001-06-15"},
		{"below the first year", "0001-06-15", -1, firstDate},
		{"across all years", "0001-06-15", 9998, "9999-06-15"},
		{"across all years and one", "0001-06-15", 9999, lastDate},
		{"back across all years", "9999-06-15", -9998, "0001-06-15"},
		{"back across all years and one", "9999-06-15", -9999, firstDate},
		{"greatest int", "2025-01-31", math.MaxInt, lastDate},
		{"least int", "2025-01-31", math.MinInt, firstDate},
		{"product overflows to 8 months", "2025-01-31", math.MaxInt/12*2 + 2, lastDate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := date(t, tt.d).AddYears(tt.n).String(); got != tt.want {
				t.Errorf("%s.AddYears(%d) = %s; want %s", tt.d, tt.n, got, tt.want)
			}
		})
	}
}

func TestAddDays_X13(t *testing.T) {
	tests := []struct {
		name string
		d    string
		n    int
		want string
	}{
		{"none", "2025-01-31", 0, "2025-01-31"},
		{"into the next month", "2025-01-31", 1, "2025-02-01"},
		{"into the next year", "2025-12-31", 1, "2026-01-01"},
		{"into a leap day", "2024-02-28", 1, "2024-02-29"},
		{"over a leap day", "2024-02-28", 2, "2024-03-01"},
		{"no leap day", "2025-02-28", 1, "2025-03-01"},
		{"back into a leap day", "2024-03-01", -1, "2024-02-29"},
		{"an era", "2000-03-01", 146097, "2400-03-01"},
		{"onto the last", "9999-12-30", 1, lastDate},
		{"above the last", "9999-12-30", 2, lastDate},
		{"onto the first", "0001-01-02", -1, firstDate},
		{"below the first", "0001-01-02", -2, firstDate},
		{"across all", firstDate, daysInAll - 1, lastDate},
		{"across all but one", firstDate, daysInAll - 2, "9999-12-30"},
		{"back across all", lastDate, 1 - daysInAll, firstDate},
		{"back across all but one", lastDate, 2 - daysInAll, "0001-01-02"},
		{"greatest int", firstDate, math.MaxInt, lastDate},
		{"greatest int from the end", lastDate, math.MaxInt, lastDate},
		{"least int", lastDate, math.MinInt, firstDate},
		{"least int from the start", firstDate, math.MinInt, firstDate},
		{"greatest int32", firstDate, math.MaxInt32, lastDate},
		{"least int32", lastDate, math.MinInt32, firstDate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := date(t, tt.d).AddDays(tt.n).String(); got != tt.want {
				t.Errorf("%s.AddDays(%d) = %s; want %s", tt.d, tt.n, got, tt.want)
			}
		})
	}
}

func TestDaysUntil_X13(t *testing.T) {
	tests := []struct {
		name  string
		d     string
		other string
		want  int
	}{
		{"V-DATE-6 over a leap day", "2024-02-28", "2024-03-01", 2},
		{"V-DATE-7 backwards", "2025-03-01", "2025-02-28", -1},

		{"same day", "2024-02-29", "2024-02-29", 0},
		{"common year", "2025-01-01", "2026-01-01", 365},
		{"leap year", "2024-01-01", "2025-01-01", 366},
		{"leap century", "2000-01-01", "2001-01-01", 366},
		{"common century", "1900-01-01", "1901-01-01", 365},
		{"all", firstDate, lastDate, daysInAll - 1},
		{"all backwards", lastDate, firstDate, 1 - daysInAll},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := date(t, tt.d).DaysUntil(date(t, tt.other)); got != tt.want {
				t.Errorf("%s.DaysUntil(%s) = %d; want %d", tt.d, tt.other, got, tt.want)
			}
		})
	}
}

// TestDaysUntilIsTimeSub_X13 counts days by the hours between midnights of UTC.
func TestDaysUntilIsTimeSub_X13(t *testing.T) {
	r := newRand()
	for range seeds.Count(1500) {
		d := randomDate(t, r)
		e := d.AddDays(r.IntN(200001) - 100000) // Sub holds 292 years
		if got, want := d.DaysUntil(e), int(utc(e).Sub(utc(d))/(24*time.Hour)); got != want {
			t.Errorf("%v.DaysUntil(%v) = %d; want %d", d, e, got, want)
		}
		far := randomDate(t, r)
		if got, want := d.DaysUntil(far), int((utc(far).Unix()-utc(d).Unix())/86400); got != want {
			t.Errorf("%v.DaysUntil(%v) = %d; want %d", d, far, got, want)
		}
		if got := d.AddDays(d.DaysUntil(far)); got != far {
			t.Errorf("%v.AddDays(%d) = %v; want %v", d, d.DaysUntil(far), got, far)
		}
	}
}

// addMonths is the reference of AddMonths within the calendar: it steps back
// from the day wanted until package time no longer carries it into the next
// month.
func addMonths(d civil.Date, n int) string {
	for day := d.Day(); ; day-- {
		t := time.Date(d.Year(), d.Month()+time.Month(n), day, 0, 0, 0, 0, time.UTC)
		if t.Day() == day {
			return t.Format(time.DateOnly)
		}
	}
}

func TestAddMonthsIsReference_X13(t *testing.T) {
	r := newRand()
	middle := date(t, "1000-01-01")
	for range seeds.Count(1500) {
		d := middle.AddDays(r.IntN(8000 * 365))
		n := r.IntN(12001) - 6000
		if d.Year()+n/12 < 2 || d.Year()+n/12 > 9998 {
			continue
		}
		if got, want := d.AddMonths(n).String(), addMonths(d, n); got != want {
			t.Errorf("%v.AddMonths(%d) = %s; want %s", d, n, got, want)
		}
		if got, want := d.AddYears(n/12), d.AddMonths(n/12*12); got != want {
			t.Errorf("%v.AddYears(%d) = %v; want %v", d, n/12, got, want)
		}
	}
}

// TestAddMonthsKeepsOrder_X13 checks that of two days the later never gives
// the earlier result, at the bounds too, and that from the first of a month
// months add up.
func TestAddMonthsKeepsOrder_X13(t *testing.T) {
	r := newRand()
	for range seeds.Count(1500) {
		d := randomDate(t, r)
		e := d.AddDays(r.IntN(40))
		n, m := r.IntN(240001)-120000, r.IntN(1000)
		if d.AddMonths(n).After(e.AddMonths(n)) {
			t.Errorf("%v.AddMonths(%d) = %v; want not after %v of %v", d, n, d.AddMonths(n), e.AddMonths(n), e)
		}
		first := civil.MonthOf(d).Start()
		if got, want := first.AddMonths(m).AddMonths(m), first.AddMonths(2*m); got != want {
			t.Errorf("%v.AddMonths(%d) twice = %v; want %v", first, m, got, want)
		}
	}
}

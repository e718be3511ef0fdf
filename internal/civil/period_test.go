package civil_test

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

// period returns the period written in s, or no period for "".
func period(tb testing.TB, s string) civil.Period {
	tb.Helper()
	if s == "" {
		return civil.Period{}
	}
	start, end, _ := strings.Cut(s, "/")
	p, err := civil.NewPeriod(date(tb, start), date(tb, end))
	if err != nil {
		tb.Fatalf("NewPeriod(%s) = %v", s, err)
	}
	return p
}

func TestNewPeriod(t *testing.T) {
	tests := []struct {
		name       string
		start, end string
		ok         bool
	}{
		{"reversed", "2025-01-02", "2025-01-01", false},
		{"empty", "2025-01-01", "2025-01-01", false},
		{"one day", "2025-01-01", "2025-01-02", true},
		{"all that can be", firstDate, lastDate, true},
		{"no start", "", "2025-01-01", false},
		{"no end", "2025-01-01", "", false},
		{"neither", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start, end := date(t, tt.start), date(t, tt.end)
			got, err := civil.NewPeriod(start, end)
			if !tt.ok {
				if !errors.Is(err, civil.ErrPeriod) || !got.IsZero() {
					t.Errorf("NewPeriod(%v, %v) = %v, %v; want no period, ErrPeriod", start, end, got, err)
				}
				return
			}
			if err != nil || got.Start() != start || got.End() != end || got.IsZero() {
				t.Errorf("NewPeriod(%v, %v) = %v, %v; want it from the one to the other", start, end, got, err)
			}
		})
	}
}

func TestBlockOf_X13(t *testing.T) {
	tests := []struct {
		name                 string
		d                    string
		month, quarter, year string
	}{
		{"first day of a year", "2025-01-01", "2025-01-01/2025-02-01", "2025-01-01/2025-04-01", "2025-01-01/2026-01-01"},
		{"last day of a month", "2025-01-31", "2025-01-01/2025-02-01", "2025-01-01/2025-04-01", "2025-01-01/2026-01-01"},
		{"leap day", "2024-02-29", "2024-02-01/2024-03-01", "2024-01-01/2024-04-01", "2024-01-01/2025-01-01"},
		{"last day of the first quarter", "2025-03-31", "2025-03-01/2025-04-01", "2025-01-01/2025-04-01", "2025-01-01/2026-01-01"},
		{"first day of the second", "2025-04-01", "2025-04-01/2025-05-01", "2025-04-01/2025-07-01", "2025-01-01/2026-01-01"},
		{"last day of the second", "2025-06-30", "2025-06-01/2025-07-01", "2025-04-01/2025-07-01", "2025-01-01/2026-01-01"},
		{"first day of the third", "2025-07-01", "2025-07-01/2025-08-01", "2025-07-01/2025-10-01", "2025-01-01/2026-01-01"},
		{"last day of the third", "2025-09-30", "2025-09-01/2025-10-01", "2025-07-01/2025-10-01", "2025-01-01/2026-01-01"},
		{"first day of the fourth", "2025-10-01", "2025-10-01/2025-11-01", "2025-10-01/2026-01-01", "2025-01-01/2026-01-01"},
		{"last day of a year", "2025-12-31", "2025-12-01/2026-01-01", "2025-10-01/2026-01-01", "2025-01-01/2026-01-01"},
		{"first", firstDate, "0001-01-01/0001-02-01", "0001-01-01/0001-04-01", "0001-01-01/0002-01-01"},
		{"last but one", "9999-12-30", "9999-12-01/9999-12-31", "9999-10-01/9999-12-31", "9999-01-01/9999-12-31"},
		{"last", lastDate, "9999-12-01/9999-12-31", "9999-10-01/9999-12-31", "9999-01-01/9999-12-31"},
		{"no date", "", "0000-00-00/0000-00-00", "0000-00-00/0000-00-00", "0000-00-00/0000-00-00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := date(t, tt.d)
			if got := civil.MonthOf(d).String(); got != tt.month {
				t.Errorf("MonthOf(%v) = %s; want %s", d, got, tt.month)
			}
			if got := civil.QuarterOf(d).String(); got != tt.quarter {
				t.Errorf("QuarterOf(%v) = %s; want %s", d, got, tt.quarter)
			}
			if got := civil.YearOf(d).String(); got != tt.year {
				t.Errorf("YearOf(%v) = %s; want %s", d, got, tt.year)
			}
		})
	}
}

func TestMonthsFrom_X13(t *testing.T) {
	tests := []struct {
		name  string
		start string
		n     int
		want  string // "" for no period
	}{
		{"fewer than none", "2025-01-31", -1, ""},
		{"none", "2025-01-31", 0, ""},
		{"one", "2025-01-31", 1, "2025-01-31/2025-02-28"},
		{"two, from the start", "2025-01-31", 2, "2025-01-31/2025-03-31"},
		{"twelve", "2024-02-29", 12, "2024-02-29/2025-02-28"},
		{"beyond the last day", "9999-12-15", 1, "9999-12-15/9999-12-31"},
		{"greatest int", firstDate, math.MaxInt, "0001-01-01/9999-12-31"},
		{"least int", lastDate, math.MinInt, ""},
		{"from the last day", lastDate, 1, ""},
		{"from no date", "", 1, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := date(t, tt.start)
			if got, want := civil.MonthsFrom(start, tt.n), period(t, tt.want); got != want {
				t.Errorf("MonthsFrom(%v, %d) = %v; want %v", start, tt.n, got, want)
			}
		})
	}
}

func TestContains(t *testing.T) {
	tests := []struct {
		name string
		p    string
		d    string
		want bool
	}{
		{"day before the start", "2025-01-01/2025-02-01", "2024-12-31", false},
		{"start", "2025-01-01/2025-02-01", "2025-01-01", true},
		{"day after the start", "2025-01-01/2025-02-01", "2025-01-02", true},
		{"day before the end", "2025-01-01/2025-02-01", "2025-01-31", true},
		{"end", "2025-01-01/2025-02-01", "2025-02-01", false},
		{"day after the end", "2025-01-01/2025-02-01", "2025-02-02", false},
		{"the one day", "2025-01-01/2025-01-02", "2025-01-01", true},
		{"last day", "0001-01-01/9999-12-31", lastDate, false},
		{"no date", "0001-01-01/9999-12-31", "", false},
		{"no period", "", firstDate, false},
		{"no date in no period", "", "", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, d := period(t, tt.p), date(t, tt.d)
			if got := p.Contains(d); got != tt.want {
				t.Errorf("%v.Contains(%v) = %t; want %t", p, d, got, tt.want)
			}
		})
	}
}

func TestDays(t *testing.T) {
	tests := []struct {
		name string
		p    string
		want int
	}{
		{"no period", "", 0},
		{"one day", "2025-01-01/2025-01-02", 1},
		{"leap month", "2024-02-01/2024-03-01", 29},
		{"common year", "2025-01-01/2026-01-01", 365},
		{"all that can be", "0001-01-01/9999-12-31", daysInAll - 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := period(t, tt.p).Days(); got != tt.want {
				t.Errorf("%s.Days() = %d; want %d", tt.p, got, tt.want)
			}
		})
	}
}

func TestOverlap(t *testing.T) {
	tests := []struct {
		name string
		p, q string
		want string // "" for none
	}{
		{"apart", "2025-01-01/2025-02-01", "2025-03-01/2025-04-01", ""},
		{"a day apart", "2025-01-01/2025-02-01", "2025-02-02/2025-04-01", ""},
		{"following", "2025-01-01/2025-02-01", "2025-02-01/2025-03-01", ""},
		{"by one day", "2025-01-01/2025-02-01", "2025-01-31/2025-03-01", "2025-01-31/2025-02-01"},
		{"partly", "2025-01-01/2025-02-01", "2025-01-15/2025-03-01", "2025-01-15/2025-02-01"},
		{"one in the other", "2025-01-01/2025-02-01", "2025-01-10/2025-01-20", "2025-01-10/2025-01-20"},
		{"same start", "2025-01-01/2025-02-01", "2025-01-01/2025-01-20", "2025-01-01/2025-01-20"},
		{"same end", "2025-01-01/2025-02-01", "2025-01-20/2025-02-01", "2025-01-20/2025-02-01"},
		{"same", "2025-01-01/2025-02-01", "2025-01-01/2025-02-01", "2025-01-01/2025-02-01"},
		{"no period", "2025-01-01/2025-02-01", "", ""},
		{"neither", "", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, q, want := period(t, tt.p), period(t, tt.q), period(t, tt.want)
			if got, ok := p.Overlap(q); got != want || ok != (tt.want != "") {
				t.Errorf("%v.Overlap(%v) = %v, %t; want %v, %t", p, q, got, ok, want, tt.want != "")
			}
			if got, ok := q.Overlap(p); got != want || ok != (tt.want != "") {
				t.Errorf("%v.Overlap(%v) = %v, %t; want %v, %t", q, p, got, ok, want, tt.want != "")
			}
		})
	}
}

func TestPeriodText(t *testing.T) {
	for _, want := range []string{"2025-01-01/2025-02-01", "2025-01-31/2025-02-01", firstDate + "/" + lastDate} {
		if got := period(t, want).String(); got != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
	if got, want := (civil.Period{}).String(), "0000-00-00/0000-00-00"; got != want {
		t.Errorf("Period{}.String() = %q; want %q", got, want)
	}
}

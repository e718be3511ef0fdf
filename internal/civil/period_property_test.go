package civil_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// TestOverlapIsContains compares Overlap with Contains, day by day.
func TestOverlapIsContains(t *testing.T) {
	r := newRand()
	first := date(t, "2025-01-01")
	random := func() civil.Period {
		start := first.AddDays(r.IntN(30))
		p, err := civil.NewPeriod(start, start.AddDays(1+r.IntN(20)))
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	for range seeds.Count(500) {
		p, q := random(), random()
		both, ok := p.Overlap(q)
		days := 0
		for d := first.AddDays(-1); d.Before(first.AddDays(60)); d = d.AddDays(1) {
			in := p.Contains(d) && q.Contains(d)
			if in != both.Contains(d) {
				t.Errorf("%v.Overlap(%v) = %v; want %v in it: %t", p, q, both, d, in)
			}
			if in {
				days++
			}
		}
		if both.Days() != days || ok != (days > 0) {
			t.Errorf("%v.Overlap(%v) = %v, %t; want %d days", p, q, both, ok, days)
		}
	}
}

// TestPeriodsTile_X13 goes through a decade by calendar months, quarters and
// years, and by the months of a term counted from its first day, whichever it
// is: each day is in one period, and the periods follow each other.
func TestPeriodsTile_X13(t *testing.T) {
	decade := period(t, "2020-01-01/2030-01-01")
	blocks := []struct {
		name string
		of   func(civil.Date) civil.Period
		want int
	}{
		{"MonthOf", civil.MonthOf, 120},
		{"QuarterOf", civil.QuarterOf, 40},
		{"YearOf", civil.YearOf, 10},
	}
	for _, b := range blocks {
		t.Run(b.name, func(t *testing.T) {
			count, days := 0, 0
			last := civil.Period{}
			for d := decade.Start(); decade.Contains(d); d = d.AddDays(1) {
				p := b.of(d)
				if !p.Contains(d) {
					t.Errorf("%s(%v) = %v; want the day in it", b.name, d, p)
				}
				if p == last {
					continue
				}
				if p.Start() != d || !last.IsZero() && p.Start() != last.End() {
					t.Errorf("%s(%v) = %v after %v; want it to begin where that ends", b.name, d, p, last)
				}
				last, count, days = p, count+1, days+p.Days()
			}
			if count != b.want || days != decade.Days() || last.End() != decade.End() {
				t.Errorf("%s makes %d periods of %d days to %v; want %d of %d to %v", b.name, count, days, last.End(), b.want, decade.Days(), decade.End())
			}
		})
	}
	t.Run("MonthsFrom", func(t *testing.T) {
		for d := date(t, "2023-12-01"); d.Before(date(t, "2024-04-01")); d = d.AddDays(1) {
			term := civil.MonthsFrom(d, 120)
			end, days := d, 0
			for n := 1; n <= 120; n++ {
				month, err := civil.NewPeriod(end, civil.MonthsFrom(d, n).End())
				if err != nil {
					t.Fatalf("month %d from %v: %v", n, d, err)
				}
				if month.Days() < 28 || month.Days() > 31 {
					t.Errorf("month %d from %v = %v, of %d days; want 28 to 31", n, d, month, month.Days())
				}
				if day := month.Start().Day(); day != d.Day() && civil.MonthOf(month.Start()).Contains(month.Start().AddDays(1)) {
					t.Errorf("month %d from %v starts %v; want day %d or the last", n, d, month.Start(), d.Day())
				}
				end, days = month.End(), days+month.Days()
			}
			if end != term.End() || days != term.Days() {
				t.Errorf("months from %v make %d days to %v; want %d to %v", d, days, end, term.Days(), term.End())
			}
		}
	})
}

package civil_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

// firstInstants returns the Unix time of the first instant of each date from
// the days before a year to those after it, found by asking package time for
// the date at each step of so many seconds.
func firstInstants(year int, z *time.Location, step int64) map[string]int64 {
	first := make(map[string]int64)
	at := time.Date(year-1, 12, 28, 0, 0, 0, 0, time.UTC).Unix()
	last := time.Date(year+1, 1, 5, 0, 0, 0, 0, time.UTC).Unix()
	yday := 0
	for ; at < last; at += step {
		local := time.Unix(at, 0).In(z)
		if local.YearDay() == yday {
			continue
		}
		yday = local.YearDay()
		if s := local.Format(time.DateOnly); first[s] == 0 {
			first[s] = at
		}
	}
	return first
}

// TestInIsFirstInstant_X13 compares In with a search of every minute of years
// in which clocks were put forward or back at night, or never were. There and
// back again gives the same day.
func TestInIsFirstInstant_X13(t *testing.T) {
	tests := []struct {
		zone    string
		year    int
		step    int64
		skipped int
	}{
		{"UTC", 2024, 60, 0},
		{"Europe/Madrid", 2024, 60, 0},
		{"Europe/Madrid", 2025, 60, 0},
		{"America/New_York", 2024, 60, 0},
		{"America/New_York", 2025, 60, 0},
		{"America/New_York", 2048, 60, 0},
		{"America/Sao_Paulo", 2018, 60, 0},
		{"America/Havana", 2024, 60, 0},
		{"America/Havana", 2052, 60, 0},
		{"America/St_Johns", 2006, 60, 0},
		{"America/Santiago", 2024, 60, 0},
		{"America/Asuncion", 2023, 60, 0},
		{"Asia/Beirut", 2022, 60, 0},
		{"Asia/Tehran", 2022, 60, 0},
		{"Asia/Kathmandu", 1986, 60, 0},
		{"Asia/Pyongyang", 2018, 60, 0},
		{"Africa/Casablanca", 2024, 60, 0},
		{"Africa/Monrovia", 1972, 30, 0},
		{"Antarctica/Troll", 2024, 60, 0},
		{"Australia/Lord_Howe", 2024, 60, 0},
		{"Pacific/Apia", 2011, 60, 1},
		{"Pacific/Kwajalein", 1993, 60, 1},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprint(tt.zone, " ", tt.year), func(t *testing.T) {
			z := zone(t, tt.zone)
			first := firstInstants(tt.year, z, tt.step)
			skipped := 0
			year := civil.YearOf(date(t, fmt.Sprintf("%04d-01-01", tt.year)))
			for d := year.Start(); year.Contains(d); d = d.AddDays(1) {
				there := d // the day there is, if not d
				if first[d.String()] == 0 {
					there, skipped = d.AddDays(1), skipped+1
				}
				got, want := d.In(z), first[there.String()]
				if got.Unix() != want {
					t.Errorf("%v.In(%s) = %v; want %v", d, tt.zone, got, time.Unix(want, 0).In(z))
				}
				if back := civil.DateOf(got, z); back != there {
					t.Errorf("DateOf(%v.In(%s)) = %v; want %v", d, tt.zone, back, there)
				}
				if before := civil.DateOf(got.Add(-1), z); !before.Before(d) {
					t.Errorf("DateOf(%v.In(%s) - 1 ns) = %v; want a day before", d, tt.zone, before)
				}
			}
			if skipped != tt.skipped {
				t.Errorf("%s skipped %d days of %d; want %d", tt.zone, skipped, tt.year, tt.skipped)
			}
		})
	}
}

package civil_test

import (
	"fmt"
	"math"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// zone returns the zone with the given name, or nil for "".
func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	if name == "" {
		return nil
	}
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatalf("LoadLocation(%q) = %v", name, err)
	}
	return z
}

// instant returns the instant written in s in the form of RFC 3339.
func instant(tb testing.TB, s string) time.Time {
	tb.Helper()
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		tb.Fatal(err)
	}
	return at
}

func TestDateOf_X13(t *testing.T) {
	tests := []struct {
		name string
		at   string
		zone string
		want string
	}{
		{"no zone is UTC", "2025-01-31T23:59:59.999999999Z", "", "2025-01-31"},
		{"no zone at midnight", "2025-02-01T00:00:00Z", "", "2025-02-01"},
		{"location of the instant is nothing", "2025-02-01T00:30:00+05:00", "", "2025-01-31"},
		{"UTC", "2025-02-01T00:00:00Z", "UTC", "2025-02-01"},
		{"east before midnight", "2025-01-31T22:59:59.999999999Z", "Europe/Madrid", "2025-01-31"},
		{"east at midnight", "2025-01-31T23:00:00Z", "Europe/Madrid", "2025-02-01"},
		{"east in summer", "2025-06-30T22:00:00Z", "Europe/Madrid", "2025-07-01"},
		{"west before midnight", "2025-02-01T02:59:59Z", "America/Sao_Paulo", "2025-01-31"},
		{"west at midnight", "2025-02-01T03:00:00Z", "America/Sao_Paulo", "2025-02-01"},
		{"far east", "2025-01-31T10:00:00Z", "Pacific/Kiritimati", "2025-02-01"},
		{"far west", "2025-02-01T10:59:59Z", "Pacific/Pago_Pago", "2025-01-31"},
		{"before 1970", "1969-12-31T23:59:59.5Z", "", "1969-12-31"},
		{"in 1970", "1970-01-01T00:00:00Z", "", "1970-01-01"},
		{"first instant", "0001-01-01T00:00:00Z", "", firstDate},
		{"before the first instant", "0000-12-31T23:59:59Z", "", firstDate},
		{"in the first day only here", "0000-12-31T23:00:00Z", "Europe/Madrid", firstDate},
		{"second day", "0001-01-02T00:00:00Z", "", "0001-01-02"},
		{"last day", "9999-12-31T00:00:00Z", "", lastDate},
		{"last day but one", "9999-12-30T23:59:59Z", "", "9999-12-30"},
		{"after the last instant", "9999-12-31T23:59:59.999999999Z", "Europe/Madrid", lastDate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := civil.DateOf(instant(t, tt.at), zone(t, tt.zone)).String(); got != tt.want {
				t.Errorf("DateOf(%s, %q) = %s; want %s", tt.at, tt.zone, got, tt.want)
			}
		})
	}
}

func TestDateOfFarInstants(t *testing.T) {
	tests := []struct {
		name string
		sec  int64
		want string
	}{
		{"least", math.MinInt64, firstDate},
		{"below the first", -62135596801, firstDate},
		{"on the first", -62135596800, firstDate},
		{"above the last", 253402300800, lastDate},
		{"year 2^32+1, which 32 bits take for 1", 135536014634284800, lastDate},
		{"greatest", math.MaxInt64, lastDate},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, offset := range []int{-50400, -1, 0, 1, 50400} {
				z := time.FixedZone("", offset)
				if got := civil.DateOf(time.Unix(tt.sec, 0), z).String(); got != tt.want {
					t.Errorf("DateOf(Unix %d, %+d s) = %s; want %s", tt.sec, offset, got, tt.want)
				}
			}
		})
	}
	if got := civil.DateOf(time.Time{}, nil).String(); got != firstDate {
		t.Errorf("DateOf(Time{}, nil) = %s; want %s", got, firstDate)
	}
}

// TestDateOfIgnoresLocal_X13 changes the process's local zone, which must have
// no effect on the results, whatever the location of the instant.
func TestDateOfIgnoresLocal_X13(t *testing.T) {
	defer func(local *time.Location) { time.Local = local }(time.Local)
	names := []string{"UTC", "America/Sao_Paulo", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu"}

	results := func() (lines []string) {
		r := newRand()
		for range seeds.Count(25) {
			at := time.Unix(r.Int64N(1<<32), 0)
			for _, name := range append(names, "") {
				z := zone(t, name)
				d := civil.DateOf(at, z)
				for _, location := range names {
					if got := civil.DateOf(at.In(zone(t, location)), z); got != d {
						t.Errorf("DateOf(%v in %s, %q) = %v; want %v", at, location, name, got, d)
					}
				}
				lines = append(lines, fmt.Sprint(at.Unix(), name, d, d.In(z).Unix(), d.In(z).Location()))
			}
		}
		return lines
	}
	want := results()
	for _, name := range names {
		time.Local = zone(t, name)
		if diff := cmp.Diff(want, results()); diff != "" {
			t.Errorf("results with Local = %s (-want +got):\n%s", name, diff)
		}
	}
}

func TestIn_X13(t *testing.T) {
	tests := []struct {
		name string
		d    string
		zone string
		want string
	}{
		{"no zone is UTC", "2025-01-31", "", "2025-01-31T00:00:00Z"},
		{"UTC", "2025-01-31", "UTC", "2025-01-31T00:00:00Z"},
		{"east", "2025-01-31", "Europe/Madrid", "2025-01-31T00:00:00+01:00"},
		{"east in summer", "2025-07-31", "Europe/Madrid", "2025-07-31T00:00:00+02:00"},
		{"day of a change", "2025-03-30", "Europe/Madrid", "2025-03-30T00:00:00+01:00"},
		{"day after a change", "2025-03-31", "Europe/Madrid", "2025-03-31T00:00:00+02:00"},
		{"west", "2025-01-31", "America/New_York", "2025-01-31T00:00:00-05:00"},
		{"last day of a leap year", "2024-12-31", "America/New_York", "2024-12-31T00:00:00-05:00"},
		{"day after a leap year", "2025-01-01", "America/New_York", "2025-01-01T00:00:00-05:00"},
		{"last day of a far leap year", "2088-12-31", "Pacific/Auckland", "2088-12-31T00:00:00+13:00"},
		{"before 1970", "1969-12-31", "America/New_York", "1969-12-31T00:00:00-05:00"},

		{"no midnight, Brazil", "2018-11-04", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00"},
		{"no midnight, Lebanon", "2022-03-27", "Asia/Beirut", "2022-03-27T01:00:00+03:00"},
		{"no midnight, Cuba", "2024-03-10", "America/Havana", "2024-03-10T01:00:00-04:00"},
		{"no midnight nor half hour before, Korea", "2018-05-05", "Asia/Pyongyang", "2018-05-05T00:00:00+09:00"},
		{"midnight twice, Cuba", "2024-11-03", "America/Havana", "2024-11-03T00:00:00-04:00"},
		{"midnight twice, Newfoundland", "2006-10-29", "America/St_Johns", "2006-10-29T00:00:00-02:30"},
		{"day before is longer, Brazil", "2018-02-18", "America/Sao_Paulo", "2018-02-18T00:00:00-03:00"},

		{"day skipped, Samoa", "2011-12-30", "Pacific/Apia", "2011-12-31T00:00:00+14:00"},
		{"day before one skipped", "2011-12-29", "Pacific/Apia", "2011-12-29T00:00:00-10:00"},
		{"day after one skipped", "2011-12-31", "Pacific/Apia", "2011-12-31T00:00:00+14:00"},
		{"day skipped, Kwajalein", "1993-08-21", "Pacific/Kwajalein", "1993-08-22T00:00:00+12:00"},
		{"day twice, Alaska", "1867-10-19", "America/Juneau", "1867-10-19T00:00:00+15:02"},

		{"first day", firstDate, "", "0001-01-01T00:00:00Z"},
		{"first day, east", firstDate, "Asia/Tokyo", "0001-01-01T00:00:00+09:18"},
		{"last day", lastDate, "", "9999-12-31T00:00:00Z"},
		{"last day, west", lastDate, "America/New_York", "9999-12-31T00:00:00-05:00"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			z := zone(t, tt.zone)
			got := date(t, tt.d).In(z)
			if s := got.Format(time.RFC3339); s != tt.want {
				t.Errorf("%s.In(%q) = %s; want %s", tt.d, tt.zone, s, tt.want)
			}
			if z == nil {
				z = time.UTC
			}
			if got.Location() != z {
				t.Errorf("%s.In(%q).Location() = %v; want %v", tt.d, tt.zone, got.Location(), z)
			}
		})
	}
}

// TestInFixedZone has offsets that no country uses: of up to 48 hours for a
// zone that changes, of any size for one that does not.
func TestInFixedZone(t *testing.T) {
	const day = 86400
	for _, offset := range []int{0, 1, 1799, day - 1, day, day + 1, 2*day - 1, 2 * day, 2*day + 1, 3 * day, 100 * day, math.MaxInt32} {
		for _, offset := range []int{offset, -offset} {
			z := time.FixedZone("", offset)
			d := date(t, "2025-02-28")
			want := utc(d).Unix() - int64(offset)
			if got := d.In(z); got.Unix() != want {
				t.Errorf("%v.In(%+d s) = Unix %d; want %d", d, offset, got.Unix(), want)
			}
			if got := civil.DateOf(d.In(z), z); got != d {
				t.Errorf("DateOf(%v.In(%+d s)) = %v; want %v", d, offset, got, d)
			}
			if got, want := civil.DateOf(d.In(z).Add(-1), z), d.AddDays(-1); got != want {
				t.Errorf("DateOf(%v.In(%+d s) - 1 ns) = %v; want %v", d, offset, got, want)
			}
		}
	}
}

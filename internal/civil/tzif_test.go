package civil_test

import (
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

// change is the Unix time at which clocks come to be some seconds ahead of UTC.
type change struct {
	at     int64
	offset int32
}

// madeUpZone returns a zone that begins with the given offset and goes through
// the changes, then through those of the rule, in the form of the TZ variable,
// unless it is "". It writes the file of RFC 8536 that says so.
func madeUpZone(t *testing.T, offset int32, changes []change, rule string) *time.Location {
	t.Helper()
	header := func(times, types, chars uint32) []byte {
		b := append([]byte("TZif2"), make([]byte, 15+3*4)...)
		for _, n := range []uint32{times, types, chars} {
			b = binary.BigEndian.AppendUint32(b, n)
		}
		return b
	}
	n := uint32(len(changes))
	b := append(header(0, 0, 0), header(n, n+1, 4)...)
	for _, c := range changes {
		b = binary.BigEndian.AppendUint64(b, uint64(c.at))
	}
	for i := range changes {
		b = append(b, byte(i+1))
	}
	for _, c := range append([]change{{offset: offset}}, changes...) {
		b = binary.BigEndian.AppendUint32(b, uint32(c.offset))
		b = append(b, 0, 0)
	}
	b = append(b, "LMT\x00\n"+rule+"\n"...)
	z, err := time.LoadLocationFromTZData("made up", b)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// firstNotBefore returns the first full minute, in the 49 hours around the
// midnight of d in UTC, whose day in zone is d or later.
func firstNotBefore(d civil.Date, z *time.Location) int64 {
	at := utc(d).Add(-49 * time.Hour)
	for at.In(z).Format(time.DateOnly) < d.String() {
		at = at.Add(time.Minute)
	}
	return at.Unix()
}

// TestInMadeUpZones_X13 has zones that change their clocks some times in a few
// days, to anything up to the 48 hours that In bears.
func TestInMadeUpZones_X13(t *testing.T) {
	const minute, bound = 60, 48 * 60
	r := newRand()
	for i := range 300 {
		d := date(t, "2024-12-25").AddDays(r.IntN(15))
		offsets := func() int32 {
			switch r.IntN(4) {
			case 0:
				return bound * minute
			case 1:
				return -bound * minute
			}
			return int32(r.IntN(2*bound+1)-bound) * minute
		}
		begin := offsets()
		var changes []change
		for range r.IntN(5) {
			at := utc(d).Unix() + int64(r.IntN(2*bound+1)-bound)*minute
			changes = append(changes, change{at, offsets()})
		}
		slices.SortFunc(changes, func(a, b change) int { return int(a.at - b.at) })
		changes = slices.CompactFunc(changes, func(a, b change) bool { return a.at == b.at })
		z := madeUpZone(t, begin, changes, "")
		if got, want := d.In(z).Unix(), firstNotBefore(d, z); got != want {
			t.Errorf("zone %d, from %+d s by %v: %v.In = Unix %d; want %d", i, begin, changes, d, got, want)
		}
	}
}

// TestInSecondOfAnOffset has an offset that lasts no longer than a second.
func TestInSecondOfAnOffset(t *testing.T) {
	d := date(t, "2025-01-02")
	midnight := utc(d).Unix()
	z := madeUpZone(t, -3600, []change{{midnight - 36000, 0}, {midnight - 35999, 3600}}, "")
	if got, want := d.In(z).Unix(), midnight-3600; got != want {
		t.Errorf("%v.In(made up) = Unix %d; want %d", d, got, want)
	}
}

// TestInYearlyRule_X13 has zones whose clocks change each year, on the very
// first and last days of it, about leap years and common ones.
func TestInYearlyRule_X13(t *testing.T) {
	tests := []struct {
		name string
		rule string
	}{
		{"first day", "AAA0BBB-2,J1/12,J182/0"},
		{"first hour", "AAA0BBB-2,J1/0,J182/0"},
		{"first day, back", "AAA0BBB-2,J182/0,J1/12"},
		{"last day", "AAA3BBB2,J182/0,J365/23"},
		{"last day, forward", "AAA3BBB2,J365/23,J182/0"},
		{"first and last days", "AAA-5BBB-6,J1/1,J365/0"},
		{"last and first days", "AAA3BBB-2,J1/1,J365/24:30"},
		{"first instant", "AAA1BBB-1,J1/-1,J182/0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			z := madeUpZone(t, 0, nil, tt.rule)
			for _, s := range []string{"2023-12-26", "2024-12-26", "2025-12-26", "2399-12-26", "2400-12-26"} {
				for n := range 14 {
					d := date(t, s).AddDays(n)
					if got, want := d.In(z).Unix(), firstNotBefore(d, z); got != want {
						t.Errorf("%v.In(%s) = %v; want %v", d, tt.rule, time.Unix(got, 0).In(z), time.Unix(want, 0).In(z))
					}
				}
			}
		})
	}
}

package payout_test

import (
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestNext(t *testing.T) {
	tests := []struct {
		every      payout.Every
		zone       string
		from, want string
	}{
		{payout.EveryMonth, "UTC", "2026-01-01", "2026-02-01"},
		{payout.EveryMonth, "UTC", "2026-01-31T23:59:59.999Z", "2026-02-01"},
		{payout.EveryMonth, "UTC", "2026-12-31", "2027-01-01"},
		{payout.EveryHalfMonth, "UTC", "2026-01-01", "2026-01-16"},
		{payout.EveryHalfMonth, "UTC", "2026-01-15T23:59:59Z", "2026-01-16"},
		{payout.EveryHalfMonth, "UTC", "2026-01-16", "2026-02-01"},
		{payout.EveryHalfMonth, "UTC", "2026-01-31T12:00:00Z", "2026-02-01"}, // the 31st is not lost
		{payout.EveryWeek, "UTC", "2026-01-05", "2026-01-12"},                // a Monday
		{payout.EveryWeek, "UTC", "2026-01-11T23:00:00Z", "2026-01-12"},
		{payout.EveryQuarter, "UTC", "2026-03-31T23:00:00Z", "2026-04-01"},
		{payout.EveryQuarter, "UTC", "2026-04-01", "2026-07-01"},
		{payout.EveryMonth, "Europe/Madrid", "2026-01-31T22:59:59Z", "2026-01-31T23:00:00Z"},
		{payout.EveryMonth, "Europe/Madrid", "2026-01-31T23:00:00Z", "2026-02-28T23:00:00Z"},
		{payout.EveryMonth, "America/Santiago", "2026-01-01T02:00:00Z", "2026-01-01T03:00:00Z"},
		{payout.EveryWeek, "Africa/Cairo", "2026-04-23T12:00:00Z", "2026-04-26T21:00:00Z"}, // clocks skip midnight on the 24th
	}
	for _, tt := range tests {
		z := zone(t, tt.zone)
		got := tt.every.Next(at(tt.from), z)
		if !got.Equal(at(tt.want)) {
			t.Errorf("%s after %s in %s = %s; want %s", tt.every, tt.from, tt.zone, got.UTC().Format(time.RFC3339), tt.want)
		}
	}
	if got := payout.Every(0).Next(at("2026-01-01"), nil); !got.IsZero() {
		t.Errorf("no calendar after 1 January = %s; want none", got)
	}
}

// TestNextTiles walks years of periods: they follow each other, in any zone.
func TestNextTiles(t *testing.T) {
	zones := []string{"UTC", "Europe/Madrid", "America/Sao_Paulo", "Pacific/Apia", "Asia/Kathmandu", "America/St_Johns"}
	for n := range seeds.Count(len(zones)) {
		z := zone(t, zones[n%len(zones)])
		for every := payout.EveryMonth; every <= payout.EveryQuarter; every++ {
			for begin, steps := at("2009-12-31T23:30:00Z"), 0; steps < 120; steps++ {
				end := every.Next(begin, z)
				if !end.After(begin) || !every.Next(end.Add(-1), z).Equal(end) {
					t.Fatalf("%s in %s: the period of %s ends at %s, that of its last instant at %s", every, z, begin, end, every.Next(end.Add(-1), z))
				}
				begin = end
			}
		}
	}
}

func TestEveryText(t *testing.T) {
	for every, name := range map[payout.Every]string{payout.EveryMonth: "month", payout.EveryHalfMonth: "half_month", payout.EveryWeek: "week", payout.EveryQuarter: "quarter"} {
		var back payout.Every
		if text, err := every.MarshalText(); string(text) != name || err != nil || back.UnmarshalText(text) != nil || back != every {
			t.Errorf("MarshalText(%s) = %s, %v; want %s", every, text, err, name)
		}
	}
}

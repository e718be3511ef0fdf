package main

import (
	"testing"
	"time"
)

func TestLine(t *testing.T) {
	all := progress{100, 10_000}
	for _, c := range []struct {
		begun, now progress
		took       time.Duration
		want       string
	}{
		{progress{}, progress{}, 0, "0 of 100 partners, 0 of 10000 events"},
		{progress{}, progress{5, 2_000}, 4 * time.Second, "5 of 100 partners, 2000 of 10000 events, 500 events/s, about 16s left"},
		// Others did 4000 before this process began.
		{progress{40, 4_000}, progress{50, 5_000}, 2 * time.Second, "50 of 100 partners, 5000 of 10000 events, 500 events/s, about 10s left"},
		{progress{}, all, 10 * time.Second, "100 of 100 partners, 10000 of 10000 events, 1000 events/s, about 0s left"},
	} {
		if got := line(c.begun, c.now, all, c.took); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

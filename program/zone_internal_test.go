package program

import (
	"errors"
	"testing"
	"time"
)

// TestZoneHint says that a machine has no zone data only where that may be why a zone is
// not found.
func TestZoneHint(t *testing.T) {
	without := func(string) (*time.Location, error) { return nil, errors.New("unknown time zone") }
	const plain = "want a time zone such as UTC or Europe/Madrid"
	for _, tt := range []struct {
		zone string
		load func(string) (*time.Location, error)
		want string
	}{
		{"Europe/Madrid", without, plain + ", or this machine has no zone data: import time/tzdata"},
		{"America/Argentina/Buenos_Aires", without, plain + ", or this machine has no zone data: import time/tzdata"},
		{"Etc/GMT+5", without, plain + ", or this machine has no zone data: import time/tzdata"},
		{"Europe/Madird", time.LoadLocation, plain}, // other zones are found
		{"Local", without, plain},
		{"the sun", without, plain},
		{"/etc/passwd", without, plain},
		{"Europe/", without, plain},
		{"", without, plain},
	} {
		if got := zoneHint(tt.zone, tt.load); got != tt.want {
			t.Errorf("zoneHint(%q) = %s; want %s", tt.zone, got, tt.want)
		}
	}
}

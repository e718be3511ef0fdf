//go:build unix

package commission_test

import (
	"syscall"
	"time"
)

// cpu returns the CPU time of the process so far, that of the garbage collector
// included, and false where it cannot be told. On a machine with other work it says
// more than the clock.
func cpu() (time.Duration, bool) {
	var u syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano()), err == nil
}

//go:build unix

package main

import (
	"syscall"
	"time"
)

// processorTime returns the time that all processors together have spent on the
// process.
func processorTime() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

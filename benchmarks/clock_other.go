//go:build !unix

package main

import (
	"os"
	"time"
)

var start = time.Now()

// processorTime returns the time on the wall, where the system has no better.
func processorTime() time.Duration { return time.Since(start) }

// peakOf returns 0: the system does not say.
func peakOf(*os.ProcessState) float64 { return 0 }

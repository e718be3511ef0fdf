//go:build !unix

package main

import "time"

var start = time.Now()

// processorTime returns the time on the wall, where the system has no better.
func processorTime() time.Duration { return time.Since(start) }

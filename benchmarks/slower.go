package main

import (
	"time"

	"github.com/seed-0af520cd/alianza/pipeline"
)

// lookUp is the time in nanoseconds of a look-up of a pair of texts in a map, on the
// machine that the goals in nanoseconds are for.
const lookUp = 23.8

// slower returns how often that time this machine takes now: the least of several
// turns. It is at least 1.
func slower() float64 {
	const n = 1_000_000
	least := 0.0
	for range 9 {
		work := pairs(n, pipeline.Partnership().Moves)
		begin := processorTime()
		work()
		if took := float64(processorTime()-begin) / float64(time.Nanosecond) / n; least == 0 || took < least {
			least = took
		}
	}
	return max(1, least/lookUp)
}

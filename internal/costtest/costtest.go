// Package costtest measures what a call allocates. It is for tests: nothing else
// imports it.
//
// The counters of the runtime count the whole process. What it does in the
// background, and what other tests do, is in them too. A single measurement is
// therefore an upper bound, and the least of several is close to the truth.
package costtest

import (
	"runtime"
	"testing"
)

// rounds is how often a call is measured at most.
const rounds = 20

// Bytes returns how many bytes a call of f allocates. It calls f until a call
// takes at most enough bytes, and at most 20 times, and returns the least.
//
//	if n := costtest.Bytes(4096, f); n > 4096 {
//		t.Errorf("%d bytes; want 4096 at most", n)
//	}
func Bytes(enough uint64, f func()) uint64 {
	least := bytes(f)
	for range rounds - 1 {
		if least <= enough {
			break
		}
		least = min(least, bytes(f))
	}
	return least
}

// bytes returns how many bytes the process allocates while f runs.
func bytes(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Allocs is [testing.AllocsPerRun], the least of up to five: it calls f until a
// call allocates at most enough times.
func Allocs(enough float64, runs int, f func()) float64 {
	least := testing.AllocsPerRun(runs, f)
	for range 4 {
		if least <= enough {
			break
		}
		least = min(least, testing.AllocsPerRun(runs, f))
	}
	return least
}

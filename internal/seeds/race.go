//go:build race

package seeds

// Race tells whether the race detector is on: it allocates, and takes ten times as
// long.
const Race = true

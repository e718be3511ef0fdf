package main

import (
	"slices"

	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// undone says on standard error what of months could not be done, such as the close of a
// period, and how many more there are in the end.
type undone struct {
	call *call
	n    int
}

// undoneShown is how many are said.
const undoneShown = 20

// say says the faults of a month. By is " by the old document", say.
func (u *undone) say(by string, month cycle.Month, partner string, faults []string) {
	for _, fault := range faults {
		if u.n++; u.n <= undoneShown {
			u.call.remark("not done%s: %s %s: %s", by, month, partner, fault)
		}
	}
}

// end says how many more there were.
func (u *undone) end() {
	if more := u.n - undoneShown; more > 0 {
		u.call.remark("not done: %d more; statement -format text has all", more)
	}
}

// without returns the faults that are not among others.
func without(faults, others []string) []string {
	return slices.DeleteFunc(slices.Clone(faults), func(fault string) bool { return slices.Contains(others, fault) })
}

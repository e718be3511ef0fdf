// Package plural writes how many things there are.
package plural

import "strconv"

// Of returns a number with its noun, such as "1 row" and "2 rows". The noun is one that
// takes an s.
func Of(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

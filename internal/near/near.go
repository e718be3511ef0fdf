// Package near finds the name that a misspelled one most likely means.
package near

import (
	"strings"
	"unicode"
)

// longest is how many bytes a word may have that is looked at.
const longest = 64

// Of returns the name nearest to word, the first of equals, and "" if none is
// near.
//
// Case, blanks, hyphens and underscores do not count. A name is near if one edit
// in three bytes of the word leads to it, at most three edits, and one in a word
// of two bytes. An edit is a byte put in, left out, exchanged, or swapped with its
// neighbor.
func Of(word string, names []string) string {
	if len(word) > longest {
		return ""
	}
	word = plain(word)
	n := len(word)
	best, least := "", min(3, max(1, n/3), max(0, n-1))+1
	for _, name := range names {
		if len(name) > longest {
			continue
		}
		if d := distance(word, plain(name), least); d < least {
			best, least = name, d
		}
	}
	return best
}

// plain returns s without what does not count.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r == '-' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, s)
}

// distance returns the number of edits from a to b (optimal string alignment),
// or any number from limit on if there are so many.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit || len(b) > longest {
		return limit
	}
	var rows [3][longest + 1]int // of the table of edits, the latest last
	for j := range rows[2] {
		rows[2][j] = j
	}
	for i := range len(a) {
		rows[0], rows[1] = rows[1], rows[2]
		rows[2][0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			d := min(rows[1][j+1]+1, rows[2][j]+1, rows[1][j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				d = min(d, rows[0][j-1]+1)
			}
			rows[2][j+1] = d
		}
	}
	return rows[2][len(b)]
}

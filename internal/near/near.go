// Package near finds the name that a misspelt one most likely means.
package near

import (
	"strings"
)

// Of returns the name nearest to word, the first of equals, and "" if none is
// near: case, blanks, hyphens and underscores do not count, and one edit in
// three characters does, of at most three. An edit is a character put in, left
// out, exchanged, or swapped with its neighbor.
func Of(word string, names []string) string {
	const longest = 64 // bytes of a word that is looked at
	if len(word) > longest {
		return ""
	}
	word = plain(word)
	best, least := "", min(3, max(1, len(word)/3))+1
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

func plain(s string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(s))
}

// distance returns the number of edits from a to b (optimal string alignment),
// or any number from limit on if there are so many.
func distance(a, b string, limit int) int {
	if len(a)-len(b) >= limit || len(b)-len(a) >= limit {
		return limit
	}
	var rows [3][]int // of the table of edits, the latest last
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
	}
	for j := range rows[2] {
		rows[2][j] = j
	}
	for i := range len(a) {
		rows[0], rows[1], rows[2] = rows[1], rows[2], rows[0]
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

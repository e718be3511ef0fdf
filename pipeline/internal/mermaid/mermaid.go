// Package mermaid writes texts of the user's choice into diagrams in the language of
// Mermaid.
package mermaid

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words begin a statement of a Gantt chart. A name that begins with one of them is
// no statement if its first letter is written as a number.
var words = strings.Fields(`acc axisformat call click dateformat excludes gantt href
	includes inclusiveenddates section tickinterval title todaymarker topaxis vert weekday weekend`)

// Text returns a text for any place of a diagram. Letters, digits, blanks and a few
// signs stay. All else is written by its number, such as "#58;" for a colon, and so
// is the first character of a text that Mermaid would take for a statement.
func Text(s string) string {
	var b strings.Builder
	hidden := hides(s)
	for i, r := range s {
		if plain(r) && (i > 0 || !hidden) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "#%d;", r)
		}
	}
	if b.Len() == 0 {
		return "#160;" // an empty text is none
	}
	return b.String()
}

// plain reports whether a character has no meaning in Mermaid.
func plain(r rune) bool {
	return r == ' ' || r == '_' || r == '.' || r == ',' || r == '-' || r == unicode.ReplacementChar ||
		unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r)
}

// hides reports whether Mermaid takes the beginning of a text for its own.
func hides(s string) bool {
	switch {
	case s == "", s[0] == '_', s[0] >= utf8.RuneSelf:
		return false
	case !unicode.IsLetter(rune(s[0])):
		return true // a digit may begin a date, a blank is cut off
	}
	const longest = 20 // bytes of a word
	lower := strings.ToLower(s[:min(len(s), longest)])
	for _, word := range words {
		if strings.HasPrefix(lower, word) {
			return true
		}
	}
	return false
}

// Package phrase puts the words of verdicts and reports together.
package phrase

import (
	"fmt"
	"slices"
	"strings"
)

// Range returns "red", or "red to green" where the worst and the best differ.
func Range[T interface {
	comparable
	fmt.Stringer
}](worst, best T,
) string {
	if worst == best {
		return worst.String()
	}
	return worst.String() + " to " + best.String()
}

// List returns names in a row, as words.
func List(names ...[]string) string { return Plain(strings.Join(slices.Concat(names...), ", ")) }

// Plain returns a text with its names as words.
func Plain(text string) string { return strings.ReplaceAll(text, "_", " ") }

// Capital returns a sentence that starts with a capital letter.
func Capital(text string) string {
	if text != "" && 'a' <= text[0] && text[0] <= 'z' {
		return string(text[0]-'a'+'A') + text[1:]
	}
	return text
}

// Article puts "a" or "an" before a noun, as it most likely sounds.
func Article(noun string) string {
	lower := strings.ToLower(noun)
	for _, hard := range []string{"eu", "one", "uni", "use", "usa"} {
		if strings.HasPrefix(lower, hard) {
			return "a " + noun
		}
	}
	if lower != "" && strings.IndexByte("aeiou", lower[0]) >= 0 {
		return "an " + noun
	}
	return "a " + noun
}

// Spaced puts a space before a unit that is a word: " days", but "%".
func Spaced(unit string) string {
	if unit != "" && (unit[0] >= 'a' && unit[0] <= 'z' || unit[0] >= 'A' && unit[0] <= 'Z') {
		return " " + unit
	}
	return unit
}

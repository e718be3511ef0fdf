package check

import (
	"strings"
	"unicode"
)

// unseen returns the first character of a name that shows nothing, or a blank
// that is not the plain space, and its place; -1 if there is none. Names compare
// by bytes: with such a character, two names that look the same would not be.
//
// Joiners are accepted where a script needs them, and so are the characters that
// make an emoji of signs.
func unseen(name string) (r rune, at int) {
	runes := []rune(name)
	for i, r := range runes {
		var before, after rune
		if i > 0 {
			before = runes[i-1]
		}
		if i+1 < len(runes) {
			after = runes[i+1]
		}
		if hidden(r) && !needed(r, before, after) {
			return r, len(string(runes[:i]))
		}
	}
	return 0, -1
}

// hidden reports whether a character shows nothing, or a blank that is not the
// plain space.
func hidden(r rune) bool {
	switch r {
	case ' ':
		return false
	case 0x2800, 0x16FE4, 0x1D159: // a cell of Braille without dots, a filler, a note without a head
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Z, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r) // signs of Arabic, which are seen
}

// viramas are the signs of Indian scripts that bind a consonant to the next one.
const viramas = "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA\u1039\u17D2\u1B44\uA9C0"

// cursive are scripts whose letters are joined to one another.
var cursive = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Adlam}

// needed reports whether a hidden character has a meaning between the ones
// before and after it, which are 0 at the ends of the name.
func needed(r, before, after rune) bool {
	const (
		nonJoiner = 0x200C
		joiner    = 0x200D
		asText    = 0xFE0E // shows a sign as text
		asEmoji   = 0xFE0F // shows a sign as an emoji
		keycap    = 0x20E3
	)
	switch r {
	case nonJoiner: // Persian "mi-khaham", Hindi letters that are not bound
		return strings.ContainsRune(viramas, before) || unicode.In(before, cursive...) && unicode.In(after, cursive...)
	case joiner: // Sinhala and Bengali letters in another form, a family of emoji
		return strings.ContainsRune(viramas, before) || strings.ContainsRune(viramas, after) ||
			(sign(before) || before == asEmoji) && sign(after)
	case asText, asEmoji:
		return sign(before) || after == keycap && (unicode.IsDigit(before) || before == '#' || before == '*')
	}
	return false
}

// sign reports whether a character may be an emoji, or may change one.
func sign(r rune) bool {
	const doubled = "\u203C\u2049\u3030\u2139" // signs that count as punctuation or as a letter
	return unicode.In(r, unicode.So, unicode.Sk) || r > unicode.MaxLatin1 && unicode.Is(unicode.Sm, r) || strings.ContainsRune(doubled, r)
}

package check

import "unicode"

// invisible returns the first character of a name that nobody can see, and its
// place; -1 if there is none. Names compare by bytes, so that two names which
// look the same would not be the same.
//
// The joiners (U+200C, U+200D) are accepted after a letter of a script that
// needs them, and between the signs of an emoji. A variation selector is
// accepted after a sign.
func invisible(name string) (r rune, at int) {
	var before rune
	for i, r := range name {
		if hidden(r) && !needed(r, before) {
			return r, i
		}
		before = r
	}
	return 0, -1
}

// hidden reports whether a character shows nothing, or a blank that is not the
// plain space.
func hidden(r rune) bool {
	switch r {
	case ' ':
		return false
	case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0: // fillers and joiners that are letters, marks or signs
		return true
	}
	return unicode.In(r, unicode.Cf, unicode.Z, unicode.Variation_Selector)
}

// joining are scripts that are written with joiners.
var joining = []*unicode.RangeTable{
	unicode.Arabic, unicode.Bengali, unicode.Devanagari, unicode.Gujarati, unicode.Gurmukhi, unicode.Kannada, unicode.Khmer,
	unicode.Malayalam, unicode.Mongolian, unicode.Myanmar, unicode.Oriya, unicode.Sinhala, unicode.Syriac, unicode.Tamil, unicode.Telugu,
}

// needed reports whether a hidden character has a meaning after the one before.
func needed(r, before rune) bool {
	const nonJoiner, joiner = 0x200C, 0x200D
	sign := unicode.Is(unicode.So, before) || unicode.Is(unicode.Sk, before)
	switch {
	case r == nonJoiner:
		return unicode.In(before, joining...)
	case r == joiner:
		return unicode.In(before, joining...) || sign || before == 0xFE0F
	case r == 0xFE0E || r == 0xFE0F:
		return sign || unicode.IsDigit(before) || unicode.IsPunct(before) || unicode.Is(unicode.Sm, before)
	}
	return false
}

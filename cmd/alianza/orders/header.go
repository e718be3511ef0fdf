package orders

import (
	"strings"
	"unicode"
)

// fold returns a name without what makes no difference between headers: case,
// accents, invisible characters, blanks at the ends and repeated ones.
func fold(s string) string {
	var b strings.Builder
	blank := false
	for _, r := range s {
		switch {
		case unicode.IsSpace(r):
			blank = true
			continue
		case unicode.In(r, unicode.Cf, unicode.Cc, unicode.Mn):
			continue // zero width, direction, soft hyphen, a combining accent
		}
		if blank && b.Len() > 0 {
			b.WriteByte(' ')
		}
		blank = false
		b.WriteString(base(unicode.ToLower(r)))
	}
	return b.String()
}

// accented has the lower-case letters with an accent that is dropped, each
// behind its letter.
const accented = "aàáâãäåāăą cçćĉċč dďđ eèéêëēĕėęě gĝğġģ hĥħ iìíîïĩīĭįı jĵ kķ lĺļľŀł nñńņňŉ " +
	"oòóôõöøōŏő rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűų wŵ yýÿŷ zźżž"

var plainLetters = func() map[rune]string {
	m := map[rune]string{'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ð': "d"}
	for group := range strings.FieldsSeq(accented) {
		for i, r := range group {
			if i > 0 {
				m[r] = group[:1]
			}
		}
	}
	return m
}()

// base returns a lower-case letter without its accent.
func base(r rune) string {
	if r < unicode.MaxASCII {
		return string(r)
	}
	if s, ok := plainLetters[r]; ok {
		return s
	}
	return string(r)
}

// letters returns the letters and digits of a folded name.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// near reports whether a header nearly has a name: it differs in blanks and
// punctuation, or by one slip of the keyboard.
func near(header, name string) bool {
	a, b := letters(fold(header)), letters(fold(name))
	if a == b {
		return a != ""
	}
	return len(b) >= 4 && slip(a, b)
}

// slip reports whether one letter more, less or other, or two in the other
// order, makes a of b.
func slip(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	switch {
	case len(x) <= 1 && len(y) <= 1:
		return true
	case len(x) == 2 && len(y) == 2:
		return x[0] == y[1] && x[1] == y[0]
	}
	return false
}

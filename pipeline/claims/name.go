package claims

import (
	"strings"
	"unicode"
)

// latin leads from Latin letters with accents to those without. Each line is a letter
// and then those that become it.
var latin = func() map[rune]string {
	letters := map[rune]string{'æ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ĳ': "ij"}
	for line := range strings.FieldsSeq(`
		aàáâãäåāăąǎ cçćĉċč dďđð eèéêëēĕėęěẽ gĝğġģ hĥħ iìíîïĩīĭįıǐ jĵ kķ lĺļľŀł
		nñńņňŉ oòóôõöøōŏőǒ rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűųǔ wŵ yýÿŷ zźżž`) {
		base := line[:1]
		for _, r := range line[1:] {
			letters[r] = base
		}
	}
	return letters
}()

// fold returns the letters and digits of a name, without case and accents, and
// without the words to ignore. Blanks and a few signs part words; a point does not, so
// that "S.L." is one.
func fold(name string, ignore map[string]bool) string {
	var all, kept strings.Builder
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:/&+()|", r)
	}) {
		word = foldWord(word)
		all.WriteString(word)
		if !ignore[word] {
			kept.WriteString(word)
		}
	}
	switch {
	case kept.Len() > 0:
		return kept.String()
	case all.Len() > 0:
		return all.String()
	}
	return name
}

// foldWord returns the letters and digits of a word, without case and accents.
func foldWord(word string) string {
	var b strings.Builder
	for _, r := range word {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue // also an accent that is a character of its own
		}
		r = unicode.ToLower(unicode.ToUpper(r)) // both forms of sigma are one
		if base, ok := latin[r]; ok {
			b.WriteString(base)
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// domain returns the domain of an address, "" if it has none.
func domain(address string) string {
	s := strings.ToLower(address)
	if _, rest, ok := strings.Cut(s, "://"); ok {
		s = rest
	}
	if at := strings.IndexAny(s, "/?#"); at >= 0 {
		s = s[:at]
	}
	s = s[strings.LastIndexByte(s, '@')+1:]
	if at := strings.IndexByte(s, ':'); at >= 0 {
		s = s[:at]
	}
	s = strings.TrimPrefix(strings.TrimSuffix(s, "."), "www.")
	labels := strings.Split(s, ".")
	if len(labels) < 2 {
		return ""
	}
	for _, label := range labels {
		ok := label != "" && label[0] != '-' && label[len(label)-1] != '-'
		if !ok || strings.ContainsFunc(label, func(r rune) bool {
			return r != '-' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
		}) {
			return ""
		}
	}
	return s
}

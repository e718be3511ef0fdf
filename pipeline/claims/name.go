package claims

import (
	"strings"
	"unicode"
)

// latin leads from small Latin letters with accents to those without. Each line is a
// letter and then those that become it.
var latin = func() map[rune]string {
	letters := map[rune]string{'æ': "ae", 'ǣ': "ae", 'ǽ': "ae", 'œ': "oe", 'ß': "ss", 'þ': "th", 'ĳ': "ij"}
	for line := range strings.FieldsSeq(`
		aàáâãäåāăąǎǟǡǻȁȃȧḁẚạảấầẩẫậắằẳẵặ bḃḅḇ cçćĉċčḉ dďđðḋḍḏḑḓ eèéêëēĕėęěȅȇȩḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģǧǵḡ hĥħȟḣḥḧḩḫẖ
		iìíîïĩīĭįǐȉȋḭḯỉị jĵǰ kķǩḱḳḵ lĺļľŀłḷḹḻḽ mḿṁṃ nñńņňŉǹṅṇṉṋ oòóôõöøōŏőơǒǫǭǿȍȏȫȭȯȱṍṏṑṓọỏốồổỗộớờởỡợ
		pṕṗ rŕŗřȑȓṙṛṝṟ sśŝşšșṡṣṥṧṩ tţťŧțṫṭṯṱẗ uùúûüũūŭůűųưǔǖǘǚǜȕȗṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ
		yýÿŷȳẏẙỳỵỷỹ zźżžẑẓẕ`) {
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

// foldWord returns the letters and digits of a word, without case and accents. A mark
// behind a letter of another script than the Latin one is no accent: it may be a vowel.
func foldWord(word string) string {
	var b strings.Builder
	var behind rune // the last character that is no mark
	for _, r := range word {
		switch {
		case unicode.IsMark(r):
			if unicode.IsLetter(behind) && !unicode.Is(unicode.Latin, behind) {
				b.WriteRune(r)
			}
			continue
		case unicode.Is(unicode.Cf, r):
			continue // nobody sees it
		}
		behind = unicode.ToLower(unicode.ToUpper(r)) // both forms of sigma are one
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if base, ok := latin[behind]; ok {
			b.WriteString(base)
		} else {
			b.WriteRune(behind)
		}
	}
	return b.String()
}

// domain returns the domain of an address, "" if it has none. An address is one: with
// two of them, or with blanks in it, it has none.
func domain(address string) string {
	s := strings.ToLower(address)
	if before, rest, ok := strings.Cut(s, "://"); ok && isScheme(before) {
		s = rest
	}
	if at := strings.IndexAny(s, "/?#"); at >= 0 {
		s = s[:at]
	}
	if strings.Count(s, "@") > 1 || strings.ContainsFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ',' || r == ';' }) {
		return ""
	}
	s = s[strings.IndexByte(s, '@')+1:]
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

// isScheme reports whether a text in small letters is the scheme of a web address.
func isScheme(s string) bool {
	return s != "" && 'a' <= s[0] && s[0] <= 'z' && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz0123456789+-.") == ""
}

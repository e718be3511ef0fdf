package strictjson

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/seed-0af520cd/alianza"
)

// A flaw is what is wrong with a document as a whole. It comes alone.
type flaw struct {
	at   int // offset
	kind error
	text string
}

// What a flaw of a document over a limit is.
var (
	tooMany = fmt.Sprintf("more than %d values", MaxValues)
	tooDeep = fmt.Sprintf("more than %d objects and arrays inside one another", MaxDepth)
)

// A scanner checks that a document is well formed and within the limits. It
// keeps nothing of the document: what follows it may trust the form.
type scanner struct {
	data   []byte
	at     int // of the next byte
	depth  int
	values int
	most   int // values allowed
}

// document checks one value and the blanks around it.
func (s *scanner) document() *flaw {
	if at := invalidUTF8(s.data); at < len(s.data) {
		return &flaw{at, alianza.ErrForm, "not UTF-8"}
	}
	if s.next(); s.at == len(s.data) {
		return &flaw{0, alianza.ErrForm, "an empty document"}
	}
	if f := s.value(); f != nil {
		return f
	}
	if s.next(); s.at < len(s.data) {
		return s.unexpected("the end of the document")
	}
	return nil
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or the
// length.
func invalidUTF8(data []byte) int {
	if utf8.Valid(data) {
		return len(data)
	}
	i := 0
	for {
		c, n := utf8.DecodeRune(data[i:])
		if c == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
}

// next skips blanks and returns the next byte, 0 at the end.
func (s *scanner) next() byte {
	for ; s.at < len(s.data); s.at++ {
		if c := s.data[s.at]; c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
	}
	return 0
}

func (s *scanner) value() *flaw {
	c := s.next()
	if s.values++; s.values > s.most {
		return &flaw{s.at, alianza.ErrLimit, tooMany}
	}
	switch {
	case c == '{':
		return s.container('}')
	case c == '[':
		return s.container(']')
	case c == '"':
		return s.string()
	case c == '-' || isDigit(c):
		return s.number()
	}
	for _, word := range [...]string{"true", "false", "null"} {
		if bytes.HasPrefix(s.data[s.at:], []byte(word)) {
			s.at += len(word)
			return nil
		}
	}
	return s.unexpected("a value")
}

// container checks an object or an array, which ends with the byte given.
func (s *scanner) container(end byte) *flaw {
	if s.depth++; s.depth > MaxDepth {
		return &flaw{s.at, alianza.ErrLimit, tooDeep}
	}
	s.at++
	for first := true; s.next() != end; first = false {
		if !first {
			if f := s.comma(end); f != nil {
				return f
			}
		}
		if end == '}' {
			if f := s.name(); f != nil {
				return f
			}
		}
		if f := s.value(); f != nil {
			return f
		}
	}
	s.at++
	s.depth--
	return nil
}

// comma checks what stands between two members or elements.
func (s *scanner) comma(end byte) *flaw {
	if s.next() != ',' {
		return s.unexpected("a comma or " + string(end))
	}
	at := s.at
	s.at++
	if s.next() == end {
		return &flaw{at, alianza.ErrForm, "a comma after the last one: take it out"}
	}
	return nil
}

// name checks the name of a member and its colon.
func (s *scanner) name() *flaw {
	if s.next() != '"' {
		return s.unexpected("a name in quotation marks")
	}
	if f := s.string(); f != nil {
		return f
	}
	if s.next() != ':' {
		return s.unexpected("a colon")
	}
	s.at++
	return nil
}

func (s *scanner) string() *flaw {
	for s.at++; s.at < len(s.data); s.at++ {
		s.at += plain(s.data[s.at:])
		if s.at == len(s.data) {
			break
		}
		switch c := s.data[s.at]; c {
		case '"':
			s.at++
			return nil
		case '\\':
			if f := s.escape(); f != nil {
				return f
			}
		default:
			return &flaw{s.at, alianza.ErrForm, fmt.Sprintf(`a control character in a text: write \u%04x`, c)}
		}
	}
	return s.unexpected("")
}

// plain returns how many bytes of a text stand for themselves.
func plain(data []byte) int {
	for i, c := range data {
		if c == '"' || c == '\\' || c < ' ' {
			return i
		}
	}
	return len(data)
}

// escape checks an escape and stops at its last byte. Half a surrogate pair,
// which encoding/json replaces, is refused.
func (s *scanner) escape() *flaw {
	rest := s.data[s.at:]
	if len(rest) > 1 && strings.IndexByte(`"\/bfnrt`, rest[1]) >= 0 {
		s.at++
		return nil
	}
	high, ok := unit(rest)
	switch {
	case !ok:
		return &flaw{s.at, alianza.ErrForm, `no such escape: a backslash is written \\`}
	case !utf16.IsSurrogate(high):
		s.at += unitLen - 1
	default:
		low, _ := unit(rest[unitLen:])
		if utf16.DecodeRune(high, low) == unicode.ReplacementChar {
			return &flaw{s.at, alianza.ErrForm, "half of a surrogate pair"}
		}
		s.at += 2*unitLen - 1
	}
	return nil
}

const unitLen = len(`\uD800`)

// unit returns the UTF-16 code unit of the escape that s begins with.
func unit(s []byte) (v rune, ok bool) {
	if len(s) < unitLen || s[0] != '\\' || s[1] != 'u' {
		return 0, false
	}
	for _, c := range s[2:unitLen] {
		switch {
		case isDigit(c):
			v = v<<4 + rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			v = v<<4 + rune(c|0x20-'a') + 10
		default:
			return 0, false
		}
	}
	return v, true
}

func (s *scanner) number() *flaw {
	if s.data[s.at] == '-' {
		s.at++
	}
	start := s.at
	switch n := s.digits(); {
	case n == 0:
		return s.unexpected("a digit")
	case n > 1 && s.data[start] == '0':
		return &flaw{start, alianza.ErrForm, "a zero before a number: take it out"}
	}
	if s.has(".") {
		s.at++
		if s.digits() == 0 {
			return s.unexpected("a digit")
		}
	}
	if s.has("eE") {
		s.at++
		if s.has("+-") {
			s.at++
		}
		if s.digits() == 0 {
			return s.unexpected("a digit")
		}
	}
	return nil
}

// has reports whether the next byte is one of those given.
func (s *scanner) has(chars string) bool {
	return s.at < len(s.data) && strings.IndexByte(chars, s.data[s.at]) >= 0
}

// digits skips digits and returns their number.
func (s *scanner) digits() int {
	start := s.at
	for s.at < len(s.data) && isDigit(s.data[s.at]) {
		s.at++
	}
	return s.at - start
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// unexpected says what to do about the character that stands where something
// else is wanted.
func (s *scanner) unexpected(want string) *flaw {
	rest := s.data[s.at:]
	c, _ := utf8.DecodeRune(rest)
	text := fmt.Sprintf("want %s, not %q", want, c)
	switch {
	case len(rest) == 0:
		text = "the document ends before it is complete"
	case strings.ContainsRune("“”„‟‘’‚'`«»＂", c):
		text = `want a plain quotation mark, "`
	case c == '#' || bytes.HasPrefix(rest, []byte("//")) || bytes.HasPrefix(rest, []byte("/*")):
		text = "JSON has no comments: take it out"
	}
	return &flaw{s.at, alianza.ErrForm, text}
}

package orders

import (
	"bytes"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// sampleSize is how much of a file decides about its encoding.
const sampleSize = 1 << 20

// detect returns the encoding of a file that begins with the sample, the length
// of its byte order mark, and whether it is a guess.
func detect(sample []byte, whole bool) (encoding string, mark int, guessed bool) {
	switch {
	case bytes.HasPrefix(sample, []byte("\xef\xbb\xbf")):
		return "utf-8", 3, false
	case bytes.HasPrefix(sample, []byte("\xff\xfe")):
		return "utf-16le", 2, false
	case bytes.HasPrefix(sample, []byte("\xfe\xff")):
		return "utf-16be", 2, false
	}
	// A header in UTF-16 has a zero in every other byte.
	if len(sample) >= 4 {
		switch even, odd := sample[0]|sample[2], sample[1]|sample[3]; {
		case even != 0 && odd == 0:
			return "utf-16le", 0, true
		case even == 0 && odd != 0:
			return "utf-16be", 0, true
		}
	}
	if !whole { // the last rune may be cut
		for i := 1; i < utf8.UTFMax && i <= len(sample); i++ {
			if b := sample[len(sample)-i]; utf8.RuneStart(b) {
				if !utf8.FullRune(sample[len(sample)-i:]) {
					sample = sample[:len(sample)-i]
				}
				break
			}
		}
	}
	if utf8.Valid(sample) {
		return "utf-8", 0, false
	}
	return "windows-1252", 0, true
}

// decoder reads a text of one encoding as UTF-8. It changes every end of a line
// to a line feed: CR LF and a CR alone are one end each.
type decoder struct {
	src      io.Reader
	encoding string
	in       []byte // read and not decoded; the end of a larger array
	space    []byte
	out      []byte // decoded and not handed out
	spare    []byte
	cr       bool // the last byte was a CR, whose LF may follow
	err      error
}

func newDecoder(src io.Reader, encoding string) *decoder {
	return &decoder{src: src, encoding: encoding, space: make([]byte, 1<<16)}
}

func (d *decoder) Read(p []byte) (int, error) {
	if d.encoding == "utf-8" {
		return d.direct(p)
	}
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		n, err := d.src.Read(d.space[len(d.in):])
		d.err = err
		d.decode(d.space[:len(d.in)+n])
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// direct reads what needs no decoding into p.
func (d *decoder) direct(p []byte) (int, error) {
	for {
		n, err := d.src.Read(p)
		m := d.ends(p[:n])
		if m > 0 || err != nil || len(p) == 0 {
			return m, err
		}
	}
}

// ends rewrites the ends of lines in place, and returns how many bytes are left.
func (d *decoder) ends(p []byte) int {
	if !d.cr && bytes.IndexByte(p, '\r') < 0 {
		return len(p)
	}
	n := 0
	for _, b := range p {
		after := d.cr
		d.cr = b == '\r'
		if b == '\n' && after {
			continue // the CR before has ended the line
		}
		if d.cr {
			b = '\n'
		}
		p[n] = b
		n++
	}
	return n
}

// decode decodes b, and keeps in d.in what is the beginning of a character.
func (d *decoder) decode(b []byte) {
	out, rest := d.spare[:0], 0
	if d.encoding == "windows-1252" {
		for _, c := range b {
			switch {
			case c < utf8.RuneSelf:
				out = append(out, c)
			case c < 0xa0:
				out = utf8.AppendRune(out, windows1252[c-0x80])
			default:
				out = utf8.AppendRune(out, rune(c))
			}
		}
	} else {
		out, rest = d.utf16(out, b)
	}
	d.spare = out
	d.out = out[:d.ends(out)]
	d.in = d.space[:copy(d.space, b[len(b)-rest:])]
}

// utf16 appends what b is in UTF-16, and returns how many bytes at its end are
// the beginning of a character. At the end of the text they are a bad one.
func (d *decoder) utf16(out, b []byte) ([]byte, int) {
	unit := func(i int) rune {
		if d.encoding == "utf-16be" {
			return rune(b[i])<<8 | rune(b[i+1])
		}
		return rune(b[i+1])<<8 | rune(b[i])
	}
	i := 0
	for i+1 < len(b) {
		r := unit(i)
		if utf16.IsSurrogate(r) {
			if i+3 >= len(b) && d.err == nil {
				break
			}
			pair := rune(utf8.RuneError)
			if i+3 < len(b) {
				pair = utf16.DecodeRune(r, unit(i+2))
			}
			if r = pair; r != utf8.RuneError {
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
		i += 2
	}
	if d.err != nil && i < len(b) {
		return utf8.AppendRune(out, utf8.RuneError), 0
	}
	return out, len(b) - i
}

// windows1252 has the characters 0x80 to 0x9f of the encoding; those above are
// those of Unicode. Five are not assigned, and stay the controls that they are.
var windows1252 = [32]rune{
	'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8d, 'Ž', 0x8f,
	0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9d, 'ž', 'Ÿ',
}

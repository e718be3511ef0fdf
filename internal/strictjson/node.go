package strictjson

import (
	"bytes"
	"encoding/json"
	"iter"
	"math"
	"strconv"
	"strings"
	"unicode"
)

type kind uint8

const (
	kindNull kind = iota
	kindBool
	kindNumber
	kindString
	kindArray
	kindObject
)

// String names a kind as an error text does.
func (k kind) String() string {
	return [...]string{
		kindNull: "null", kindBool: "a boolean", kindNumber: "a number",
		kindString: "a string", kindArray: "an array", kindObject: "an object",
	}[k]
}

// A document is JSON that the scanner found well formed. Nothing is kept of it:
// what is asked of a value is looked for in its bytes.
type document []byte

// A node is a value of a document.
type node struct {
	kind    kind
	at, end int // its bytes
}

// A member is a value inside an object or an array.
type member struct {
	name   []byte // in an object
	nameAt int
	node
}

// root returns the value of the document.
func (d document) root() node { return d.node(d.skip(0)) }

// node returns the value that begins at an offset.
func (d document) node(at int) node {
	n := node{at: at, end: at}
	switch d[at] {
	case '{', '[':
		n.kind = kindObject
		if d[at] == '[' {
			n.kind = kindArray
		}
		n.end = d.endOfContainer(at)
	case '"':
		n.kind, n.end = kindString, d.endOfString(at)
	default:
		n.kind = kindNumber
		switch d[at] {
		case 'n':
			n.kind = kindNull
		case 't', 'f':
			n.kind = kindBool
		}
		for n.end < len(d) && strings.IndexByte(" \t\r\n,]}", d[n.end]) < 0 {
			n.end++
		}
	}
	return n
}

// skip returns the offset of the next token that begins a name or a value, or
// ends a container.
func (d document) skip(at int) int {
	for {
		switch d[at] {
		case ' ', '\n', '\r', '\t', ',', ':':
			at++
		default:
			return at
		}
	}
}

func (d document) endOfString(at int) int {
	for at++; ; at++ {
		switch d[at] {
		case '"':
			return at + 1
		case '\\':
			at++
		}
	}
}

func (d document) endOfContainer(at int) int {
	for depth := 0; ; at++ {
		switch d[at] {
		case '"':
			at = d.endOfString(at) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
}

// inside returns the members of an object or the elements of an array, with
// their index. Nothing is inside any other value.
func (d document) inside(n node) iter.Seq2[int, member] {
	return func(yield func(int, member) bool) {
		if n.kind != kindArray && n.kind != kindObject {
			return
		}
		at := d.skip(n.at + 1)
		for i := 0; at < n.end-1; i++ {
			var m member
			if n.kind == kindObject {
				m.nameAt = at
				at = d.endOfString(at)
				m.name = unquote(d[m.nameAt:at])
				at = d.skip(at)
			}
			m.node = d.node(at)
			if !yield(i, m) {
				return
			}
			at = d.skip(m.end)
		}
	}
}

// bytes returns the text of a string, a number or a boolean, and nothing for the
// rest. It may be that of the document.
func (d document) bytes(n node) []byte {
	switch n.kind {
	case kindString:
		return unquote(d[n.at:n.end])
	case kindNumber, kindBool:
		return d[n.at:n.end]
	default:
		return nil
	}
}

// text returns a copy of the text of a value.
func (d document) text(n node) string { return string(d.bytes(n)) }

// unquote returns the text of a string, which may be that of the document.
func unquote(quoted []byte) []byte {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return quoted[1 : len(quoted)-1]
	}
	var s string
	_ = json.Unmarshal(quoted, &s) // well formed
	return []byte(s)
}

// place returns the offset of the value at a path from n, or of the nearest
// value around it.
func (d document) place(n node, path string) int {
	for path != "" {
		next, rest, ok := d.first(n, path)
		if !ok {
			break
		}
		n, path = next, rest
	}
	return n.at
}

// find returns the value that a path leads to, and false if there is none.
func (d document) find(path string) (n node, ok bool) {
	n, ok = d.root(), true
	for ok && path != "" {
		n, path, ok = d.first(n, path)
	}
	return n, ok
}

// first returns the value inside n that a path leads to first, and the rest of
// the path. A name may have points and brackets in it: the longest that fits is
// meant.
func (d document) first(n node, path string) (next node, rest string, ok bool) {
	switch n.kind {
	case kindArray:
		number, rest, ok := strings.Cut(strings.TrimPrefix(path, "["), "]")
		index, err := strconv.Atoi(number)
		if path[0] != '[' || !ok || err != nil {
			return node{}, "", false
		}
		for i, m := range d.inside(n) {
			if i == index {
				return m.node, strings.TrimPrefix(rest, "."), true
			}
		}
	case kindObject:
		for _, m := range d.inside(n) {
			if after, fits := cutName(path, m.name); fits && (!ok || len(after) < len(rest)) {
				next, rest, ok = m.node, after, true
			}
		}
	default:
	}
	return next, strings.TrimPrefix(rest, "."), ok
}

// cutName returns a path without the name that it begins with.
func cutName(path string, name []byte) (rest string, ok bool) {
	if path[0] == '"' {
		name = step{string(name), -1}.appendTo(nil)
	}
	if len(path) < len(name) || path[:len(name)] != string(name) || len(name) == 0 {
		return "", false
	}
	rest = path[len(name):]
	return rest, rest == "" || rest[0] == '.' || rest[0] == '['
}

// A step leads from a value to one inside it: to the member of a name, or to an
// element.
type step struct {
	name  string
	index int // of an element; -1 with a name
}

// appendTo appends the step to a path. A name that is empty, or that would spoil
// the line, is quoted; one that is too long is cut.
func (s step) appendTo(path []byte) []byte {
	if s.index >= 0 {
		return append(strconv.AppendInt(append(path, '['), int64(s.index), 10), ']')
	}
	if len(path) > 0 {
		path = append(path, '.')
	}
	const start = 60 // bytes shown of a name that is too long
	name := s.name
	if len(name) > maxWord {
		name = strings.ToValidUTF8(name[:start], "") + "…"
	}
	if name == "" || strings.ContainsFunc(name, unicode.IsControl) {
		return strconv.AppendQuote(path, name)
	}
	return append(path, name...)
}

// Position returns the line and the column of the value that a path of a document
// leads to, both from 1, or of the value around it that is there. It returns zeros
// for a document that is not well formed.
func Position(data []byte, path string) (line, column int) {
	d := document(bytes.TrimPrefix(data, []byte(bom)))
	if scan(d, math.MaxInt) != nil {
		return 0, 0
	}
	return d.position(d.place(d.root(), path))
}

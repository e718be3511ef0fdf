package strictjson

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"unicode"

	"github.com/seed-0af520cd/alianza"
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

// node is a value of the document. An object or an array holds its values in
// order; names are those of an object.
type node struct {
	kind   kind
	text   string // of a string, a number or a boolean
	offset int
	end    int
	names  []string
	values []*node
}

// place returns the offset of the value at a path from n, or of the nearest
// value around it.
func (n *node) place(path string) int {
	for path != "" {
		next, rest := n.step(path)
		if next == nil {
			break
		}
		n, path = next, rest
	}
	return n.offset
}

// step returns the value that a path leads to first, and the rest of the path;
// nil if n has no such value. A name may have points and brackets in it: the
// longest name that fits is meant.
func (n *node) step(path string) (next *node, rest string) {
	if n.kind == kindArray {
		number, rest, ok := strings.Cut(path[1:], "]")
		i, err := strconv.Atoi(number)
		if path[0] != '[' || !ok || err != nil || i < 0 || i >= len(n.values) {
			return nil, ""
		}
		return n.values[i], strings.TrimPrefix(rest, ".")
	}
	longest := -1
	for i, name := range n.names {
		after, ok := strings.CutPrefix(path, name)
		if ok && len(name) > longest && (after == "" || after[0] == '.' || after[0] == '[') {
			longest, next, rest = len(name), n.values[i], strings.TrimPrefix(after, ".")
		}
	}
	return next, rest
}

// parser reads a document into nodes and faults the names in it. The document
// is known to be well formed.
type parser struct {
	r    *reader
	at   int    // the next byte
	path []byte // of the value being read
}

// next skips what stands between two tokens and returns the first byte of the
// second.
func (p *parser) next() byte {
	for strings.IndexByte(" \t\r\n,:", p.r.data[p.at]) >= 0 {
		p.at++
	}
	return p.r.data[p.at]
}

func (p *parser) value() *node {
	first := p.next()
	n := &node{offset: p.at}
	switch first {
	case '{':
		p.object(n)
	case '[':
		p.array(n)
	case '"':
		n.kind, n.text = kindString, p.string()
	case 'n':
		n.kind = kindNull
		p.word()
	case 't', 'f':
		n.kind, n.text = kindBool, p.word()
	default:
		n.kind, n.text = kindNumber, p.word()
	}
	n.end = p.at
	return n
}

func (p *parser) object(n *node) {
	n.kind = kindObject
	outer := len(p.path)
	var seen map[string]bool
	p.at++
	for p.next() != '}' {
		at := p.at
		name := p.string()
		p.path = appendField(p.path[:outer], name)
		v := p.value()
		switch {
		case len(name) > maxWord:
			p.r.fault(string(p.path), at, alianza.ErrLimit, fmt.Sprintf("a name of %d bytes, allowed are %d", len(name), maxWord))
		case seen[name]:
			p.r.fault(string(p.path), at, alianza.ErrDuplicate, "the field is given twice")
		default:
			if seen == nil {
				seen = map[string]bool{}
			}
			seen[name] = true
			n.names, n.values = append(n.names, name), append(n.values, v)
		}
	}
	p.at++
	p.path = p.path[:outer]
}

func (p *parser) array(n *node) {
	n.kind = kindArray
	outer := len(p.path)
	p.at++
	for p.next() != ']' {
		p.path = appendIndex(p.path[:outer], len(n.values))
		n.values = append(n.values, p.value())
	}
	p.at++
	p.path = p.path[:outer]
}

func (p *parser) string() string {
	start := p.at
	for p.at++; p.r.data[p.at] != '"'; p.at++ {
		if p.r.data[p.at] == '\\' {
			p.at++
		}
	}
	p.at++
	var s string
	_ = json.Unmarshal(p.r.data[start:p.at], &s) // well formed, too
	return s
}

// word returns a number, true, false or null.
func (p *parser) word() string {
	rest := p.r.data[p.at:]
	if end := bytes.IndexAny(rest, " \t\r\n,]}"); end >= 0 {
		rest = rest[:end]
	}
	p.at += len(rest)
	return string(rest)
}

func appendField(path []byte, name string) []byte {
	if len(path) > 0 {
		path = append(path, '.')
	}
	const start = 60 // bytes shown of a name that is too long
	if len(name) > maxWord {
		name = strings.ToValidUTF8(name[:start], "") + "…"
	}
	if name == "" || strings.ContainsFunc(name, unicode.IsControl) {
		return strconv.AppendQuote(path, name)
	}
	return append(path, name...)
}

func appendIndex(path []byte, i int) []byte {
	return append(strconv.AppendInt(append(path, '['), int64(i), 10), ']')
}

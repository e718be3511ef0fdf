package orders

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxRow is how long a row may be, in bytes. A quote that does not close within
// it does not close.
const maxRow = 1 << 20

var errLongRow = errors.New("a row of more than 1 MiB")

// scanner parts a text into rows and rows into cells, as RFC 4180 says. Empty
// lines are passed over.
type scanner struct {
	src   io.Reader
	comma byte
	buf   []byte
	from  int // of what is not scanned
	to    int
	err   error // of src

	line  int      // of the row, from 1
	next  int      // the line after it
	cells [][]byte // of the row, until the next one
	text  []byte   // of cells that are quoted
	whole []byte   // all cells
}

func newScanner(src io.Reader) *scanner {
	return &scanner{src: src, buf: make([]byte, 1<<16), next: 1}
}

// fill reads more, and reports whether there is more. Positions from s.from on
// move to the beginning of the buffer.
func (s *scanner) fill() bool {
	if s.err != nil {
		return false
	}
	if s.from > 0 {
		copy(s.buf, s.buf[s.from:s.to])
		s.from, s.to = 0, s.to-s.from
	}
	if s.to == len(s.buf) {
		s.buf = append(s.buf, make([]byte, len(s.buf))...)
	}
	n, err := s.src.Read(s.buf[s.to:])
	s.to += n
	s.err = err
	return n > 0 || err == nil
}

// lineEnd returns how long the line is that begins skip bytes behind s.from,
// without its end. At the end of the text it is what is left.
func (s *scanner) lineEnd(skip int) (int, error) {
	for seen := 0; ; {
		if i := bytes.IndexByte(s.buf[s.from+skip+seen:s.to], '\n'); i >= 0 {
			return seen + i, nil
		}
		seen = s.to - s.from - skip
		if seen > maxRow {
			return 0, errLongRow
		}
		if !s.fill() {
			if errors.Is(s.err, io.EOF) {
				return seen, nil
			}
			return 0, s.err
		}
	}
}

// row scans the next row. A row that is not well formed is a *RowError.
func (s *scanner) row() error {
	for {
		n, err := s.lineEnd(0)
		if err == nil && n > maxRow {
			err = errLongRow
		}
		if errors.Is(err, errLongRow) {
			return s.long()
		}
		if err != nil {
			return err
		}
		if n == 0 && s.from == s.to {
			return io.EOF
		}
		s.line = s.next
		s.next++
		text := s.buf[s.from : s.from+n]
		if bytes.IndexByte(text, '"') >= 0 {
			return s.quoted(n)
		}
		s.from = min(s.from+n+1, s.to)
		if n > 0 {
			s.split(text)
			return nil
		}
	}
}

// long passes over a line that is too long to be kept.
func (s *scanner) long() error {
	s.line = s.next
	s.next++
	for {
		if i := bytes.IndexByte(s.buf[s.from:s.to], '\n'); i >= 0 {
			s.from += i + 1
			break
		}
		s.from = s.to
		if !s.fill() {
			if !errors.Is(s.err, io.EOF) {
				return s.err
			}
			break
		}
	}
	return &RowError{Line: s.line, Reason: "not a row of CSV: " + errLongRow.Error()}
}

// split parts a line without a quote.
func (s *scanner) split(line []byte) {
	s.cells, s.whole = s.cells[:0], line
	for {
		i := bytes.IndexByte(line, s.comma)
		if i < 0 {
			s.cells = append(s.cells, line)
			return
		}
		s.cells = append(s.cells, line[:i])
		line = line[i+1:]
	}
}

// quoted scans a row with quotes, whose first line has n bytes.
func (s *scanner) quoted(n int) error {
	s.cells, s.text = s.cells[:0], s.text[:0]
	ends := []int{}
	first, lines := n, 0 // of the row, behind the first
	i := 0
	for {
		if i == n || s.buf[s.from+i] != '"' { // a cell without quotes
			cell := s.buf[s.from+i : s.from+n]
			j := bytes.IndexByte(cell, s.comma)
			if j >= 0 {
				cell = cell[:j]
			}
			if bytes.IndexByte(cell, '"') >= 0 {
				return s.broken(n, lines, `bare " in non-quoted-field`)
			}
			s.text = append(s.text, cell...)
			ends = append(ends, len(s.text))
			if j < 0 {
				break
			}
			i += j + 1
			continue
		}
		i++
		closed := false
		for !closed {
			cell := s.buf[s.from+i : s.from+n]
			j := bytes.IndexByte(cell, '"')
			switch {
			case j >= 0 && j+1 < len(cell) && cell[j+1] == '"':
				s.text = append(s.text, cell[:j+1]...)
				i += j + 2
			case j >= 0:
				s.text = append(s.text, cell[:j]...)
				i += j + 1
				closed = true
			default: // the cell goes on in the next line
				s.text = append(append(s.text, cell...), '\n')
				more, err := s.lineEnd(min(n+1, s.to-s.from))
				if err != nil && !errors.Is(err, errLongRow) {
					return err
				}
				i = n + 1
				if err != nil || s.from+i >= s.to || i+more > maxRow {
					return s.broken(first, 0, `a quote opens and does not close`)
				}
				n = i + more
				lines++
			}
		}
		ends = append(ends, len(s.text))
		if i == n {
			break
		}
		if s.buf[s.from+i] != s.comma {
			return s.broken(n, lines, `extraneous or missing " in quoted-field`)
		}
		i++
	}
	s.whole = s.text
	begin := 0
	for _, end := range ends {
		s.cells = append(s.cells, s.text[begin:end])
		begin = end
	}
	s.from = min(s.from+n+1, s.to)
	s.next += lines
	return nil
}

// broken passes over n bytes with so many ends of lines, and says what is wrong.
func (s *scanner) broken(n, lines int, why string) error {
	s.from = min(s.from+n+1, s.to)
	s.next += lines
	if lines > 0 {
		why += fmt.Sprintf("; the row takes in all lines up to line %d", s.line+lines)
	}
	return &RowError{Line: s.line, Reason: "not a row of CSV: " + why}
}

package orders

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// A Sheet is a file of other rows than orders, such as cases. Its encoding and its
// delimiter are found as those of orders are.
type Sheet struct {
	reader *Reader
	at     map[string]int // by the name of a column
}

// NewSheet reads the head of a file that may have these columns. Their names are of
// lower case. It returns a *FormatError if the file has no header, or a column twice, and
// the error of src if that has one.
func NewSheet(src io.Reader, columns []string) (*Sheet, error) {
	r := &Reader{counter: counter{src: src}}
	if err := r.begin(); err != nil {
		return nil, err
	}
	if err := r.readHeader(columns); err != nil {
		return nil, err
	}
	s := &Sheet{reader: r, at: map[string]int{}}
	for i, name := range r.header {
		name = fold(name)
		if _, ok := s.at[name]; ok && slices.Contains(columns, name) {
			return nil, wrong("more than one column %q; the file has %q", name, r.header)
		}
		s.at[name] = i
	}
	return s, nil
}

// Encoding returns what was guessed to be the encoding, "" if the file leaves no doubt.
func (s *Sheet) Encoding() string { return s.reader.guessed }

// Unknown returns the columns that are not among these, as the file has them.
func (s *Sheet) Unknown(columns []string) (list []string) {
	for _, name := range s.reader.header {
		if !slices.Contains(columns, fold(name)) {
			list = append(list, name)
		}
	}
	return list
}

// Missing returns an error if the file does not have one of these columns.
func (s *Sheet) Missing(columns ...string) error {
	var missing []string
	for _, name := range columns {
		if !s.Has(name) {
			missing = append(missing, fmt.Sprintf("%q", name))
		}
	}
	if len(missing) == 0 {
		return nil
	}
	return wrong("no column %s; the file has %q", strings.Join(missing, ", "), s.reader.header)
}

// Has reports whether the file has a column.
func (s *Sheet) Has(column string) bool {
	_, ok := s.at[column]
	return ok
}

// Next reads the next row that is not blank. It returns io.EOF at the end, and a
// *RowError for a row that is broken; the next call goes on with the row behind it.
func (s *Sheet) Next() (line int, err error) {
	for {
		if err := s.reader.scan.row(); err != nil {
			return s.reader.scan.line, err
		}
		row := s.reader.scan.cells
		if blank(row) {
			continue
		}
		line = s.reader.scan.line
		if reject := s.reader.whole(row); reject != nil {
			reject.Line = line
			return line, reject
		}
		return line, nil
	}
}

// Cell returns a cell of the row without blanks around it, "" if there is no such column.
func (s *Sheet) Cell(column string) string {
	if i, ok := s.at[column]; ok {
		return string(trim(s.reader.scan.cells[i]))
	}
	return ""
}

package orders

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// A RowError is why a row is not an order: where it stands, the column and the
// value that it is about, and the reason.
type RowError struct {
	Line   int
	Column string // as the header has it; "" if it is about the row
	Value  string
	Reason string
	// Passed says that the row is none to use: a blank one, a total, a header again,
	// a further line of an order, an order that is not paid.
	Passed bool
}

// Error returns a sentence such as
//
//	line 7, column Total: "1.000": reads as 1000 and as 1; declare -decimal
func (r *RowError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "line %d", r.Line)
	if r.Column != "" {
		b.WriteString(", column " + r.Column)
	}
	if r.Value != "" {
		fmt.Fprintf(&b, ": %.60q", r.Value)
	}
	return b.String() + ": " + r.Reason
}

// Safe returns a text as a cell of CSV that no spreadsheet runs as a formula:
// one that would is written behind an apostrophe. Numbers stay what they are.
func Safe(cell string) string {
	if cell == "" {
		return cell
	}
	switch r, _ := utf8.DecodeRuneInString(cell); r {
	case '=', '@', '\t', '\r', '\n', '|', '＝', '＋', '－', '＠':
		return "'" + cell
	case '+', '-':
		if !number(cell[1:]) {
			return "'" + cell
		}
	}
	return cell
}

// number reports whether a text is digits with at most one point.
func number(s string) bool {
	points := 0
	for _, r := range s {
		switch {
		case r == '.':
			points++
		case r < '0' || r > '9':
			return false
		}
	}
	return points <= 1 && len(s) > points
}

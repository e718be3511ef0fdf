package commission

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Statement is what one partner earned in one currency, for the partner to
// read: its entries in the order in which they were given.
type Statement struct {
	Partner  string  `json:"partner"`
	Currency string  `json:"currency"`
	Entries  []Entry `json:"entries"`
}

// Statements returns the statements of all partners in a list of entries, by
// partner and currency. Entries keep their order.
func Statements(entries []Entry) []Statement {
	var list []Statement
	place := map[[2]string]int{}
	for i := range entries {
		e := &entries[i]
		k := [2]string{e.Partner, e.Currency}
		at, ok := place[k]
		if !ok {
			at = len(list)
			place[k] = at
			list = append(list, Statement{Partner: e.Partner, Currency: e.Currency})
		}
		list[at].Entries = append(list[at].Entries, *e)
	}
	slices.SortFunc(list, func(a, b Statement) int {
		return cmp.Or(cmp.Compare(a.Partner, b.Partner), cmp.Compare(a.Currency, b.Currency))
	})
	return list
}

// Sum returns the sum of the entries in a medium. Media are never added up: what
// is in credit or in kind is no cash.
func (s Statement) Sum(m Medium) decimal.Decimal { return sumOf(s.Entries, m) }

func sumOf(entries []Entry, m Medium) decimal.Decimal {
	sum := decimal.Decimal{}
	for i := range entries {
		if entries[i].Medium == m {
			sum = sum.Add(exact.Sane(entries[i].Amount))
		}
	}
	return sum
}

// String returns the statement as a plain table, a line for each entry and one
// for the sum of each medium:
//
//	ana, USD
//	date        event                 rule    base  rate  amount  due
//	2026-01-20  sale order-1          sale  119.90   25%   29.98  2026-02-19
//	2026-02-03  refund c-1 (order-1)  sale  -19.95   25%   -4.99  2026-02-19
//	            cash                                       24.99
//
// Days are those of the instants' own locations: of the plan's zone, as [Plan.Earn] makes
// entries and as they are read back. A rate is left out where the
// entry has no single one; [Entry.String] says how it came about. Columns tell
// the media unless all is cash, and what bounded an amount where something did.
func (s Statement) String() string {
	var media [len(mediumNames)]bool
	rows := [][]string{{"date", "event", "rule", "base", "rate", "amount", "due", "in", "note"}}
	notes := false
	for i := range s.Entries {
		rows = append(rows, s.Entries[i].row())
		notes = notes || !s.Entries[i].Why.IsZero()
		if m := s.Entries[i].Medium; int(m) < len(media) {
			media[m] = true
		}
	}
	for m, has := range media {
		if has {
			rows = append(rows, []string{"", Medium(m).String(), "", "", "", exact.Text(s.Sum(Medium(m))), "", "", ""})
		}
	}
	for i, row := range rows {
		if !notes {
			row = row[:8]
		}
		if !media[Credit] && !media[InKind] {
			row = slices.Delete(row, 7, 8)
		}
		rows[i] = row
	}
	return s.Partner + ", " + s.Currency + "\n" + grid(rows, 3, 4, 5)
}

// row returns the entry as cells of a table.
func (e *Entry) row() []string {
	event := string(e.Kind) + " " + e.Event
	if e.Of != "" {
		event += " (" + e.Of + ")"
	}
	rate := ""
	if !e.Rate.IsZero() {
		rate = e.Rate.String()
	}
	return []string{
		e.At.Format(time.DateOnly), event, e.Rule, exact.Text(e.Base), rate, exact.Text(e.Amount), e.Due.Format(time.DateOnly), e.Medium.String(), e.Why.String(),
	}
}

// grid lays out rows in columns two blanks apart, those named to the right.
func grid(rows [][]string, right ...int) string {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	var b strings.Builder
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			blanks := strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell))
			cells[i] = cell + blanks
			if slices.Contains(right, i) {
				cells[i] = blanks + cell
			}
		}
		b.WriteString(strings.TrimRight(strings.Join(cells, "  "), " ") + "\n")
	}
	return b.String()
}

// MarshalJSON writes the statement by its tags.
func (s Statement) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a statement strictly.
func (s *Statement) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

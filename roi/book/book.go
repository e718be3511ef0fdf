// Package book says what each partner, rule or period brought and cost. It adds up rows
// that the caller makes of commission entries.
//
// A [Book] takes one [Row] after the other and keeps sums alone: a million rows need no more
// memory than the partners, rules and periods in them. Books of parts of the rows merge in any
// order, and the result is that of one book with all rows.
//
//	b, err := book.New("USD", "due", "paid") // the states that count
//	err = b.Add(row)
//	for _, line := range b.By(book.Partner) {
//		fmt.Println(line.Return())
//	}
//
// # States
//
// A total says nothing without the states that are in it: are entries that are still held
// counted as earned? A book names the states that count when it is made. It counts the rows
// of all other states and leaves them out.
//
// # Rounding
//
// All sums are exact, and so are the figures made of them.
package book

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Limits of a book.
const (
	maxLines    = check.MaxLines  // different partners, rules and periods
	maxStates   = check.MaxStates // states, those left out included
	maxDocument = 64 << 20        // bytes of JSON
)

// A Row is what one entry or event brought and cost.
type Row struct {
	_           [0]func() // == would compare decimals by address
	Partner     string    `json:"partner"`
	PartnerType string    `json:"partner_type,omitzero"`
	Rule        string    `json:"rule,omitzero"`
	Period      string    `json:"period,omitzero"`
	State       string    `json:"state"` // of the entry, such as "held" or "paid"
	// Revenue is negative for a refund, and so is the commission that it takes back.
	Revenue    decimal.Decimal `json:"revenue,omitzero"`
	Commission decimal.Decimal `json:"commission,omitzero"`
	Cost       decimal.Decimal `json:"cost,omitzero"`      // other costs: onboarding, co-marketing
	Customers  int             `json:"customers,omitzero"` // new ones
}

// MarshalJSON returns the row as a JSON object.
func (r Row) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a row strictly.
func (r *Row) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// A Book is sums of rows. It changes when a row is added, and is not safe for concurrent use.
// The zero Book refuses rows: use [New].
//
//nolint:recvcheck // a book is added to in place; it compares and marshals as a value, too
type Book struct {
	currency string
	states   map[string]bool // those that count
	leftOut  map[string]int
	lines    map[key]*sums
	counted  counts // of all lines
}

// counts are numbers of rows and of customers.
type counts struct{ rows, customers int }

// full reports whether more of them are above 2^31 - 1, so that [Line] could not be written.
func (c counts) full(more counts) bool {
	return more.rows > math.MaxInt32-c.rows || more.customers > math.MaxInt32-c.customers
}

// tooMany is what the error of full counts says.
const tooMany = "more than 2^31 - 1 rows or customers"

// key is a line of a book.
type key struct{ partner, partnerType, rule, period string }

// sums are the sums of a line.
type sums struct {
	counts
	revenue, commission, cost sum
}

// New returns an empty book of amounts in a currency, with the states of rows that count. It
// returns an error if the currency is not one of ISO 4217, or the states are missing,
// malformed, given twice, or more than 1,000.
func New(currency string, states ...string) (*Book, error) {
	var f check.Faults
	f.Currency("currency", currency)
	checkStates(&f, states)
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("book: %w", err)
	}
	b := &Book{currency: currency, states: map[string]bool{}, leftOut: map[string]int{}, lines: map[key]*sums{}}
	for _, s := range states {
		b.states[s] = true
	}
	return b, nil
}

func checkStates(f *check.Faults, states []string) {
	if len(states) == 0 {
		f.Add("states", "", alianza.ErrEmpty, "")
	}
	f.Count("states", len(states), maxStates, "states")
	names := check.Names{Faults: f}
	for i, s := range states {
		if f.Full() {
			return
		}
		names.Add("states["+strconv.Itoa(i)+"]", s)
	}
}

// Currency returns the currency of the amounts.
func (b *Book) Currency() string { return b.some().currency }

// some returns a book that can be read, also for nil.
func (b *Book) some() *Book {
	if b == nil {
		return &Book{}
	}
	return b
}

// States returns the states that count, sorted.
func (b *Book) States() []string { return slices.Sorted(maps.Keys(b.some().states)) }

// LeftOut returns the states of rows that did not count, with the number of these rows.
func (b *Book) LeftOut() map[string]int { return maps.Clone(b.some().leftOut) }

// Add adds a row to the sums, or counts it as left out if its state does not count. If it
// returns an error, the book stays as it was.
//
// It returns an error if:
//   - the book was not made by [New] ([alianza.ErrUnchecked]);
//   - the partner or the state is missing, or a name is malformed;
//   - the cost or the number of customers is negative ([alianza.ErrNegative]);
//   - an amount is out of the bounds of the library;
//   - there are more than 100,000 lines or 1,000 states, or more than 2^31 - 1 rows or
//     customers in the book ([alianza.ErrLimit]).
func (b *Book) Add(r Row) error {
	k := key{r.Partner, r.PartnerType, r.Rule, r.Period}
	line, known := b.some().lines[k]
	counted := b.some().states[r.State]
	if !known || !counted || r.bad() || b.counted.full(r.counts()) {
		if err := b.check(r, known); err != nil {
			return fmt.Errorf("book: add: %w", err)
		}
	}
	if !counted {
		b.leftOut[r.State]++
		return nil
	}
	if !known {
		line = &sums{}
		b.lines[k] = line
	}
	line.add(r.counts())
	b.counted.add(r.counts())
	line.revenue.add(r.Revenue)
	line.commission.add(r.Commission)
	line.cost.add(r.Cost)
	return nil
}

// counts returns the row as counts.
func (r Row) counts() counts { return counts{1, r.Customers} }

// add adds counts that are not full.
func (c *counts) add(more counts) {
	c.rows += more.rows
	c.customers += more.customers
}

// bad reports whether a number of a row has to be looked at closer.
func (r Row) bad() bool {
	return exact.Check(r.Revenue) != nil || exact.Check(r.Commission) != nil || exact.Check(r.Cost) != nil ||
		r.Cost.IsNegative() || r.Customers < 0
}

// check returns the faults of a row, for a line that is known or to come.
func (b *Book) check(r Row, known bool) error {
	var f check.Faults
	if b == nil || b.lines == nil {
		f.Add("book", "", alianza.ErrUnchecked, "")
		return f.Err()
	}
	checkNames(&f, "", r.Partner, r.PartnerType, r.Rule, r.Period)
	f.Name("state", r.State)
	f.Number("revenue", r.Revenue)
	f.Number("commission", r.Commission)
	if f.Number("cost", r.Cost) && r.Cost.IsNegative() {
		f.Add("cost", exact.Text(r.Cost), alianza.ErrNegative, "")
	}
	if r.Customers < 0 {
		f.Add("customers", strconv.Itoa(r.Customers), alianza.ErrNegative, "")
	}
	switch {
	case !b.states[r.State]:
		if _, seen := b.leftOut[r.State]; !seen {
			f.Count("state", len(b.leftOut)+1, maxStates, "states that are left out")
		}
		if b.leftOut[r.State] == math.MaxInt32 {
			f.Add("state", r.State, alianza.ErrLimit, "more than 2^31 - 1 rows")
		}
		return f.Err()
	case !known:
		f.Count("lines", len(b.lines)+1, maxLines, "different partners, rules and periods")
	}
	if b.counted.full(counts{1, max(0, r.Customers)}) {
		f.Add("partner", r.Partner, alianza.ErrLimit, tooMany)
	}
	return f.Err()
}

// checkNames checks the names of a line, of which the partner alone is required.
func checkNames(f *check.Faults, path, partner, partnerType, rule, period string) {
	f.Name(path+"partner", partner)
	for _, one := range [][2]string{{"partner_type", partnerType}, {"rule", rule}, {"period", period}} {
		if one[1] != "" {
			f.Name(path+one[0], one[1])
		}
	}
}

// Merge adds the sums of another book, which stays as it was. If it returns an error, the
// book stays as it was, too.
//
// It returns an error if:
//   - a book was not made by [New] ([alianza.ErrUnchecked]), or the other one is missing;
//   - the currencies ([alianza.ErrCurrency]) or the states that count
//     ([alianza.ErrConflict]) differ;
//   - a limit of [Book.Add] is passed ([alianza.ErrLimit]).
func (b *Book) Merge(other *Book) error {
	var f check.Faults
	switch {
	case b == nil || b.lines == nil:
		f.Add("book", "", alianza.ErrUnchecked, "")
	case other == nil || other.lines == nil:
		f.Add("other", "", alianza.ErrUnchecked, "")
	case b.currency != other.currency:
		f.Add("other", other.currency, alianza.ErrCurrency, "not "+b.currency)
	case !maps.Equal(b.states, other.states):
		f.Add("other", fmt.Sprint(other.States()), alianza.ErrConflict, fmt.Sprintf("counts other states than %q", b.States()))
	default:
		b.checkMerge(&f, other)
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("book: merge: %w", err)
	}
	for state, n := range other.leftOut {
		b.leftOut[state] += n
	}
	for k, o := range other.lines {
		line := b.lines[k]
		if line == nil {
			line = &sums{}
			b.lines[k] = line
		}
		line.plus(*o)
	}
	b.counted.add(other.counted)
	return nil
}

// checkMerge adds the faults of limits that a merge would pass.
func (b *Book) checkMerge(f *check.Faults, other *Book) {
	lines, states := len(b.lines), len(b.leftOut)
	for k := range other.lines {
		if b.lines[k] == nil {
			lines++
		}
	}
	var beyond []string // states, in the order of the map at first
	for state, n := range other.leftOut {
		if have, seen := b.leftOut[state]; !seen {
			states++
		} else if have > math.MaxInt32-n {
			beyond = append(beyond, state)
		}
	}
	slices.Sort(beyond)
	if b.counted.full(other.counted) {
		f.Add("other", "", alianza.ErrLimit, tooMany)
	}
	for _, state := range beyond {
		f.Add("other", state, alianza.ErrLimit, "more than 2^31 - 1 rows")
	}
	f.Count("lines", lines, maxLines, "different partners, rules and periods")
	f.Count("states", states, maxStates, "states that are left out")
}

// plus adds sums to a line.
func (s *sums) plus(o sums) {
	s.add(o.counts)
	s.revenue.plus(o.revenue)
	s.commission.plus(o.commission)
	s.cost.plus(o.cost)
}

// Equal reports whether two books have the same currency, states and sums.
func (b Book) Equal(c Book) bool {
	return b.currency == c.currency && maps.Equal(b.states, c.states) && maps.Equal(b.leftOut, c.leftOut) &&
		maps.EqualFunc(b.lines, c.lines, func(s, t *sums) bool {
			return s.counts == t.counts && exact.Cmp(s.revenue.value(), t.revenue.value()) == 0 &&
				exact.Cmp(s.commission.value(), t.commission.value()) == 0 && exact.Cmp(s.cost.value(), t.cost.value()) == 0
		})
}

// A Column is a part of a line by which a book is summed up.
type Column uint8

// The four columns.
const (
	Partner Column = iota + 1
	PartnerType
	Rule
	Period
)

func columnNames() []string { return []string{"", "partner", "partner_type", "rule", "period"} }

// String returns the name of the column.
func (c Column) String() string { return enum.Name(c, columnNames()) }

// MarshalText returns the name of the column.
func (c Column) MarshalText() ([]byte, error) { return enum.Text(c, columnNames(), 1) }

// UnmarshalText reads the name of a column.
func (c *Column) UnmarshalText(text []byte) error { return enum.Parse(c, text, columnNames(), 1) }

// By returns the sums by one or more columns, in the order of their names. Of the lines that
// it returns, the fields of other columns are blank. Without a column it returns one line with
// the sum of all, also if there are no rows.
func (b *Book) By(columns ...Column) []Line {
	lines := map[key]*sums{}
	if len(columns) == 0 {
		lines[key{}] = &sums{}
	}
	b = b.some()
	for k, s := range b.lines {
		at := k.only(columns)
		if lines[at] == nil {
			lines[at] = &sums{}
		}
		lines[at].plus(*s)
	}
	all := make([]Line, 0, len(lines))
	for _, k := range slices.SortedFunc(maps.Keys(lines), key.compare) {
		s := lines[k]
		all = append(all, Line{
			Partner: k.partner, PartnerType: k.partnerType, Rule: k.rule, Period: k.period,
			Currency: b.currency, Rows: s.rows, Customers: s.customers,
			Revenue: s.revenue.value(), Commission: s.commission.value(), Cost: s.cost.value(),
		})
	}
	return all
}

// Total returns the sum of all rows that count.
func (b *Book) Total() Line { return b.By()[0] }

// only returns the key with some columns alone.
func (k key) only(columns []Column) key {
	var at key
	for _, c := range columns {
		switch c {
		case Partner:
			at.partner = k.partner
		case PartnerType:
			at.partnerType = k.partnerType
		case Rule:
			at.rule = k.rule
		case Period:
			at.period = k.period
		}
	}
	return at
}

func (k key) compare(l key) int {
	return cmp.Or(cmp.Compare(k.partner, l.partner), cmp.Compare(k.partnerType, l.partnerType), cmp.Compare(k.rule, l.rule), cmp.Compare(k.period, l.period))
}

// bookJSON is the JSON form of a book.
type bookJSON struct {
	Currency string         `json:"currency"`
	States   []string       `json:"states"`
	LeftOut  map[string]int `json:"left_out,omitzero"`
	Lines    []Line         `json:"lines"`
}

// MarshalJSON returns the book as a JSON object. It returns an error for the zero Book
// ([alianza.ErrUnchecked]) and for a document of more than 64 MiB ([alianza.ErrLimit]). That
// is room for all lines with names of usual length.
func (b Book) MarshalJSON() ([]byte, error) {
	if b.lines == nil {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return strictjson.MarshalLimit(bookJSON{b.currency, b.States(), b.leftOut, b.By(Partner, PartnerType, Rule, Period)}, maxDocument)
}

// UnmarshalJSON reads a book strictly, to add further rows to it.
func (b *Book) UnmarshalJSON(data []byte) error {
	var in bookJSON
	var made *Book
	if err := strictjson.UnmarshalLimit(data, maxDocument, &in, func(in *bookJSON) (err error) {
		made, err = in.book()
		return err
	}); err != nil {
		return err
	}
	*b = *made
	return nil
}

// book checks the parts of a book.
func (in *bookJSON) book() (*Book, error) {
	var f check.Faults
	f.Currency("currency", in.Currency)
	checkStates(&f, in.States)
	b := &Book{currency: in.Currency, states: map[string]bool{}, leftOut: map[string]int{}, lines: map[key]*sums{}}
	for _, s := range in.States {
		b.states[s] = true
	}
	f.Count("left_out", len(in.LeftOut), maxStates, "states that are left out")
	for _, state := range slices.Sorted(maps.Keys(in.LeftOut)) {
		if n := in.LeftOut[state]; n < 1 || b.states[state] {
			f.Add("left_out."+state, strconv.Itoa(n), alianza.ErrConflict, "want a number of rows of a state that does not count")
		}
		f.Name("left_out."+state, state)
		b.leftOut[state] = in.LeftOut[state]
	}
	if !f.Count("lines", len(in.Lines), maxLines, "different partners, rules and periods") {
		return nil, f.Err()
	}
	for i, l := range in.Lines {
		if f.Full() {
			break
		}
		path := "lines[" + strconv.Itoa(i) + "]"
		l.check(&f, path+".")
		k := key{l.Partner, l.PartnerType, l.Rule, l.Period}
		if b.lines[k] != nil {
			f.Add(path, l.Partner, alianza.ErrDuplicate, "a line before has the same names")
		}
		if l.Currency != in.Currency {
			f.Add(path+".currency", l.Currency, alianza.ErrCurrency, "not "+in.Currency)
		}
		s := &sums{counts: counts{l.Rows, l.Customers}}
		if b.counted.full(s.counts) {
			f.Add(path, l.Partner, alianza.ErrLimit, tooMany+" with the lines before")
			break
		}
		b.counted.add(counts{max(0, l.Rows), max(0, l.Customers)})
		s.revenue.plus(sum{rest: l.Revenue})
		s.commission.plus(sum{rest: l.Commission})
		s.cost.plus(sum{rest: l.Cost})
		b.lines[k] = s
	}
	return b, f.Err()
}

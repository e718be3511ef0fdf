package orders

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// An Order is an event of a file, and where it stands.
type Order struct {
	commission.Event // its amount is positive

	Line int
	// Metrics are the figures of the row that decide the tier.
	Metrics map[string]decimal.Decimal
}

// Reader reads the orders of a file, in their order.
type Reader struct {
	format  Format
	counter counter
	scan    *scanner
	header  []string
	at      places
	amounts amounts
	dates   dates
	words   map[string]string          // texts that come again, such as partners
	kinds   map[string]commission.Kind // by the folded word
	paid    map[string]bool            // statuses, folded
	next    *Order                     // what a row said besides
	guessed string                     // the encoding, if the file does not say it
	remarks []string
}

// counter counts the bytes that are read.
type counter struct {
	src io.Reader
	n   int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.src.Read(p)
	c.n += int64(n)
	return n, err
}

// A FormatError says why a file is not one of the format.
type FormatError struct{ reason string }

func (e *FormatError) Error() string { return e.reason }

// wrong returns a FormatError.
func wrong(format string, args ...any) error { return &FormatError{fmt.Sprintf(format, args...)} }

// NewReader reads the head of a file: its encoding, delimiter and header. It
// returns a *FormatError if the file cannot be read with the format, and the error
// of src if that has one.
func NewReader(src io.Reader, f Format) (*Reader, error) {
	if err := f.Check(); err != nil {
		return nil, wrong("%v", err)
	}
	f.Columns = f.columns()
	r := &Reader{
		format: f, counter: counter{src: src}, amounts: newAmounts(f), dates: newDates(f),
		words: map[string]string{}, kinds: map[string]commission.Kind{}, paid: map[string]bool{},
	}
	for _, k := range kinds {
		r.kinds[fold(string(k))] = k
	}
	for word, k := range f.Kinds {
		r.kinds[fold(word)] = k
	}
	for _, s := range f.Statuses {
		r.paid[fold(s)] = true
	}
	if err := r.begin(); err != nil {
		return r, err
	}
	if err := r.readHeader(r.columnNames()); err != nil {
		return r, err
	}
	return r, r.find()
}

// kinds are those that a row can be of.
var kinds = []commission.Kind{
	commission.Lead, commission.QualifiedLead, commission.Referral, commission.Sale, commission.PaymentReceived, commission.Close,
	commission.Refund, commission.Chargeback, commission.Correction, commission.Reversal, commission.Maturity,
}

// kindNames lists the kinds.
func kindNames() string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k)
	}
	return strings.Join(names, ", ")
}

// isItem reports whether a word is the kind of an item of content, such as "item:video".
func isItem(word string) bool {
	of, ok := strings.CutPrefix(word, string(commission.Item("")))
	return ok && of != ""
}

// begin finds the encoding.
func (r *Reader) begin() error {
	sample := make([]byte, sampleSize)
	n, err := io.ReadFull(&r.counter, sample)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return err
	}
	sample = sample[:n]
	encoding, mark, guessed := detect(sample, n < sampleSize)
	if declared := r.format.Encoding; declared != "" && (declared != "utf-16" || encoding[:5] != "utf-1") {
		if mark > 0 && declared != encoding {
			return wrong("encoding %s: the file begins with the byte order mark of %s", declared, encoding)
		}
		if declared == "utf-16" {
			declared = "utf-16le"
		}
		encoding, guessed = declared, false
	}
	if guessed {
		r.guessed = encoding
		r.remark("the file is read as %s; -encoding says it, or another one", encoding)
	}
	r.scan = newScanner(newDecoder(io.MultiReader(bytes.NewReader(sample[mark:]), &r.counter), encoding))
	return nil
}

func (r *Reader) remark(format string, args ...any) {
	r.remarks = append(r.remarks, fmt.Sprintf(format, args...))
}

// Remarks returns what was guessed of the file, and the columns that look like
// one that is not read.
func (r *Reader) Remarks() []string { return slices.Clone(r.remarks) }

// Header returns the names of the columns as the file has them.
func (r *Reader) Header() []string { return slices.Clone(r.header) }

// Column returns the name of the column that is read for a field of an event, as the
// header has it, "" if the file has none. Several columns are joined by + for the id, and
// by * for the amount.
func (r *Reader) Column(field string) string {
	at, sep := &r.at, "+"
	columns := map[string][]int{
		"id": at.id, "at": {at.date}, "partner": {at.partner}, "currency": {at.currency}, "amount": at.amount, "of": {at.refundOf},
		"kind": {at.kind}, "units": {at.units}, "customer": {at.customer}, "order": {at.order}, "tier": {at.tier},
		"partner_since": {at.since}, "partner_until": {at.until},
	}[field]
	if field == "amount" {
		sep = "*"
	}
	var names []string
	for _, i := range columns {
		if i >= 0 {
			names = append(names, r.header[i])
		}
	}
	return strings.Join(names, sep)
}

// Offset returns how many bytes of the file are read.
func (r *Reader) Offset() int64 { return r.counter.n }

// Read reads the next order into o. It returns io.EOF at the end, and a *RowError
// for a row that is no order; the next call goes on with the row behind it.
func (r *Reader) Read(o *Order) error {
	if r.next != nil {
		*o, r.next = *r.next, nil
		return nil
	}
	if err := r.scan.row(); err != nil {
		return err
	}
	*o = Order{Line: r.scan.line}
	if reject := r.order(r.scan.cells, o); reject != nil {
		reject.Line = o.Line
		return reject
	}
	return nil
}

// trim returns a cell without the blanks around it, those of Unicode as well.
func trim(cell []byte) []byte {
	if len(cell) == 0 || cell[0] > ' ' && cell[0] < utf8.RuneSelf && cell[len(cell)-1] > ' ' && cell[len(cell)-1] < utf8.RuneSelf {
		return cell
	}
	return bytes.TrimFunc(cell, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
	})
}

// cell returns the cell of a column, trimmed; nothing for a column that is not
// there.
func cell(row [][]byte, column int) []byte {
	if column < 0 {
		return nil
	}
	return trim(row[column])
}

// word returns a cell as a text that is kept once for all rows.
func (r *Reader) word(b []byte) string {
	if s, ok := r.words[string(b)]; ok {
		return s
	}
	if len(r.words) >= 1<<16 { // partners and currencies are few; customers may not be
		clear(r.words)
	}
	s := string(b)
	r.words[s] = s
	return s
}

// reject says that a row cannot be used, for a reason about one column.
func (r *Reader) reject(column int, row [][]byte, reason string) *RowError {
	rej := &RowError{Reason: reason}
	if column >= 0 {
		rej.Column, rej.Value = r.header[column], string(cell(row, column))
	}
	return rej
}

// missing says that a row has nothing in a column that it needs.
func (r *Reader) missing(column int, what string) *RowError {
	rej := &RowError{Reason: "no " + what}
	if column >= 0 {
		rej.Column = r.header[column]
	}
	return rej
}

// order reads a row.
func (r *Reader) order(row [][]byte, o *Order) *RowError {
	if rej := r.shape(row); rej != nil {
		return rej
	}
	at := &r.at
	if rej := r.texts(row, o); rej != nil {
		return rej
	}
	date := cell(row, at.date)
	if len(date) == 0 {
		return r.missing(at.date, "date")
	}
	var err error
	if o.At, err = r.dates.read(date); err != nil {
		return r.reject(at.date, row, err.Error())
	}
	if rej := r.kind(row, o); rej != nil {
		return rej
	}
	if rej := r.amount(row, o); rej != nil {
		return rej
	}
	if rej := r.more(row, o); rej != nil {
		return rej
	}
	return r.refunded(row, o)
}

// shape passes over rows that are none, and rejects those that are not whole.
func (r *Reader) shape(row [][]byte) *RowError {
	at := &r.at
	switch {
	case blank(row):
		return &RowError{Reason: "a blank row", Passed: true}
	case bytes.Equal(row[0], r.at.first) && r.again(row):
		return &RowError{Reason: "the header again", Passed: true}
	case at.date >= len(row) || len(cell(row, at.date)) == 0 || len(cell(row, at.id[0])) == 0:
		if word := r.total(row); word != "" {
			return &RowError{Value: word, Reason: "a total", Passed: true}
		}
	}
	return r.whole(row)
}

// whole rejects a row that has not the cells of the header, or is no text.
func (r *Reader) whole(row [][]byte) *RowError {
	if len(row) != len(r.header) {
		reason := fmt.Sprintf("%d cells, and the header has %d", len(row), len(r.header))
		if len(row) > len(r.header) {
			reason += fmt.Sprintf("; a cell with %s in it has to be in quotes", quotable(r.scan.comma))
		}
		return &RowError{Reason: "not a row of CSV: " + reason}
	}
	if utf8.Valid(r.scan.whole) {
		return nil
	}
	for i, c := range row {
		if !utf8.Valid(c) {
			return r.reject(i, row, "not UTF-8; -encoding windows-1252 may read it")
		}
	}
	return nil
}

func blank(row [][]byte) bool {
	for _, c := range row {
		if len(trim(c)) > 0 {
			return false
		}
	}
	return true
}

func quotable(comma byte) string {
	switch comma {
	case ';':
		return "a semicolon"
	case '\t':
		return "a tab"
	case '|':
		return "a vertical bar"
	}
	return "a comma"
}

// again reports whether a row is the header.
func (r *Reader) again(row [][]byte) bool {
	if len(row) != len(r.header) {
		return false
	}
	for i, c := range row {
		if string(trim(c)) != r.header[i] {
			return false
		}
	}
	return true
}

// totals are words that begin a row of sums.
var totals = []string{
	"total", "totals", "subtotal", "sub-total", "grand total", "sum", "sums", "suma", "summe", "gesamt", "gesamtsumme", "gesamtbetrag", "somme", "totaux",
	"totale", "totali", "totales", "totaal", "soma", "razem", "итого", "всего", "合計",
}

// total returns the cell that says that the row is a sum of others.
func (r *Reader) total(row [][]byte) string {
	for _, c := range row {
		folded := strings.TrimRight(fold(string(trim(c))), ": ")
		first, _, _ := strings.Cut(folded, " ")
		if slices.Contains(totals, folded) || slices.Contains(totals, strings.TrimRight(first, ":")) {
			return string(trim(c))
		}
	}
	return ""
}

// texts reads what says whose order it is.
func (r *Reader) texts(row [][]byte, o *Order) *RowError {
	at, f := &r.at, &r.format
	if at.status >= 0 && len(r.paid) > 0 {
		status := cell(row, at.status)
		if len(status) == 0 && len(cell(row, at.amount[0])) == 0 {
			return &RowError{Reason: "a further line of an order", Passed: true}
		}
		if !r.paid[fold(r.word(status))] {
			rej := r.reject(at.status, row, "the order is not paid")
			rej.Passed = true
			return rej
		}
	}
	if len(at.id) == 1 {
		o.ID = string(cell(row, at.id[0]))
	} else {
		o.ID = string(bytes.TrimSpace(r.joined(row)))
	}
	partner := cell(row, at.partner)
	switch {
	case o.ID == "":
		return r.missing(at.id[0], "id")
	case len(partner) == 0:
		return r.missing(at.partner, "partner")
	}
	o.Partner = r.word(partner)
	if o.Currency = f.Currency; o.Currency == "" {
		currency := cell(row, at.currency)
		if len(currency) == 0 {
			return r.missing(at.currency, "currency")
		}
		if o.Currency = r.word(currency); !code(o.Currency) {
			o.Currency = strings.ToUpper(o.Currency)
		}
	}
	return nil
}

// joined returns an id that several columns make.
func (r *Reader) joined(row [][]byte) []byte {
	var b []byte
	for i, column := range r.at.id {
		if i > 0 {
			b = append(b, ' ')
		}
		b = append(b, cell(row, column)...)
	}
	return b
}

// kind reads what kind of event the row is, as far as it says so.
func (r *Reader) kind(row [][]byte, o *Order) *RowError {
	at := &r.at
	for _, column := range at.ignored {
		if len(cell(row, column)) > 0 {
			return r.reject(column, row, "the column may say that the row is a refund, and is not read; rename it or declare it")
		}
	}
	if of := cell(row, at.refundOf); len(of) > 0 {
		o.Of = string(of)
	}
	if at.kind < 0 {
		return nil
	}
	word := cell(row, at.kind)
	if len(word) == 0 {
		return r.missing(at.kind, "kind of event")
	}
	kind, ok := r.kinds[fold(r.word(word))]
	if text := r.word(word); !ok && isItem(text) {
		kind, ok = commission.Kind(text), true
	}
	if !ok {
		return r.reject(at.kind, row, "not a kind of event: want "+kindNames()+"; -kind WORD=KIND says another word")
	}
	o.Kind = kind
	return nil
}

// amount reads the amount, and decides by its sign whether a row that does not
// say its kind is a refund.
func (r *Reader) amount(row [][]byte, o *Order) *RowError {
	at := &r.at
	for i, column := range at.amount {
		factor, rej := r.figure(row, column, "amount is", o.Currency)
		if rej != nil {
			switch {
			case rej.Reason != "":
				return rej
			case needsAmount(o.Kind):
				return r.missing(column, "amount")
			}
			return r.about(row, o)
		}
		if i > 0 {
			factor = o.Amount.Mul(factor)
		}
		o.Amount = factor
	}
	return r.sign(row, o)
}

// needsAmount reports whether a row of a kind, "" for one that does not say its
// kind, has to have an amount.
func needsAmount(k commission.Kind) bool {
	switch k {
	case "", commission.Sale, commission.PaymentReceived, commission.Refund, commission.Correction:
		return true
	default:
		return false
	}
}

// sign decides the kind of a row that does not say it, and makes the amount positive.
func (r *Reader) sign(row [][]byte, o *Order) *RowError {
	f, column := &r.format, r.at.amount[0]
	negative := o.Amount.Sign() < 0
	if o.Kind == "" {
		refund := o.Of != "" || negative
		if f.RefundPrefix != "" {
			refund = strings.HasPrefix(o.ID, f.RefundPrefix)
		}
		o.Kind = commission.Sale
		if refund {
			o.Kind = commission.Refund
		}
	}
	switch {
	case o.Amount.Sign() == 0 && (o.Kind == commission.Sale || o.Kind == commission.Refund || o.Kind == commission.PaymentReceived):
		return r.reject(column, row, "amount is zero")
	case negative && f.RefundPrefix != "" && !about(o.Kind):
		return r.reject(column, row, fmt.Sprintf("negative amount, and the id does not begin with %q", f.RefundPrefix))
	case negative && !givesBack(o.Kind):
		return r.reject(column, row, fmt.Sprintf("negative amount, and the row is a %s", o.Kind))
	}
	if negative {
		o.Amount = o.Amount.Neg()
	}
	if o.Kind == commission.Refund && o.Of == "" && f.SameID {
		o.Of = o.ID
		o.ID += "/refund/" + string(cell(row, r.at.date))
	}
	return r.about(row, o)
}

// givesBack reports whether a row of a kind says what was given back. It may be
// written with a minus: negative figures say the same as positive ones.
func givesBack(k commission.Kind) bool { return k == commission.Refund || k == commission.Chargeback }

// about reports whether an event of a kind is about another one.
func about(k commission.Kind) bool {
	return givesBack(k) || k == commission.Correction || k == commission.Reversal || k == commission.Maturity
}

// about rejects a row that earns and names an order that it refunds. A row that names
// itself is what some files have in each row.
func (r *Reader) about(row [][]byte, o *Order) *RowError {
	if about(o.Kind) {
		return nil
	}
	of := o.Of
	o.Of = ""
	switch {
	case of == "" || of == o.ID:
		return nil
	case r.at.kind < 0 && r.format.RefundPrefix != "":
		return r.reject(r.at.refundOf, row, fmt.Sprintf("the row names an order that it refunds, and the id does not begin with %q", r.format.RefundPrefix))
	default:
		return r.reject(r.at.refundOf, row, fmt.Sprintf("the row names an order that it refunds, and is a %s", o.Kind))
	}
}

// figure reads a number of a row: the amount, which "amount is" names in a reject, or
// units, which have no currency. A reject without a reason says that there is none.
func (r *Reader) figure(row [][]byte, column int, what, currency string) (decimal.Decimal, *RowError) {
	text := cell(row, column)
	if len(text) == 0 {
		return decimal.Decimal{}, &RowError{}
	}
	d, sign, err := r.amounts.read(text)
	if err != nil {
		return d, r.reject(column, row, what+" not usable: "+err.Error())
	}
	switch {
	case sign != "" && currency == "":
		return d, r.reject(column, row, what+" not usable: there is a currency beside the number")
	case !agrees(sign, currency):
		return d, r.reject(column, row, fmt.Sprintf("the sign is %s, and the row is in %s", sign, currency))
	}
	return d, nil
}

// more reads the columns that few files have.
func (r *Reader) more(row [][]byte, o *Order) *RowError {
	at := &r.at
	if !at.more {
		return nil
	}
	if text := cell(row, at.units); len(text) > 0 {
		d, rej := r.figure(row, at.units, "units are", "")
		if rej != nil {
			return rej
		}
		if d.Sign() < 0 && !givesBack(o.Kind) {
			return r.reject(at.units, row, fmt.Sprintf("negative units, and the row is a %s", o.Kind))
		}
		o.Units = d.Abs()
	}
	o.Customer, o.Order, o.Tier = r.word(cell(row, at.customer)), string(cell(row, at.order)), r.word(cell(row, at.tier))
	if rej := r.partnership(row, o); rej != nil {
		return rej
	}
	for _, name := range at.names {
		c := at.named[name]
		text := cell(row, c.column)
		if len(text) == 0 {
			continue
		}
		if c.to == toFacts {
			if o.Facts == nil {
				o.Facts = map[string]string{}
			}
			o.Facts[c.name] = r.word(text)
			continue
		}
		d, rej := r.figure(row, c.column, c.name+" is", o.Currency)
		if rej != nil {
			return rej
		}
		to := &o.Includes
		if c.to == toMetrics {
			to = &o.Metrics
		} else {
			d = d.Abs()
		}
		if *to == nil {
			*to = map[string]decimal.Decimal{}
		}
		(*to)[c.name] = d
	}
	return nil
}

// partnership reads the days of the partner's own.
func (r *Reader) partnership(row [][]byte, o *Order) *RowError {
	for i, column := range [...]int{r.at.since, r.at.until} {
		text := cell(row, column)
		if len(text) == 0 {
			continue
		}
		day, err := r.dates.read(text)
		switch {
		case err != nil:
			return r.reject(column, row, err.Error())
		case i == 0:
			o.PartnerSince = day
		default:
			o.PartnerUntil = day
		}
	}
	return nil
}

// refunded makes an event of its own of what a row says was given back.
func (r *Reader) refunded(row [][]byte, o *Order) *RowError {
	at := &r.at
	if at.refunded < 0 || o.Kind != commission.Sale {
		return nil
	}
	d, rej := r.figure(row, at.refunded, "the amount refunded is", o.Currency)
	if rej != nil {
		if rej.Reason == "" {
			return nil
		}
		return rej
	}
	if d.Sign() == 0 {
		return nil
	}
	back := &Order{Line: o.Line, Event: commission.Event{
		ID: o.ID + "/refund", Kind: commission.Refund, Of: o.ID, Partner: o.Partner, Currency: o.Currency, Customer: o.Customer,
		At: o.At, Amount: d.Abs(),
	}}
	if back.Amount.GreaterThan(o.Amount) {
		back.Amount = o.Amount // with the shipping and the taxes, which earn nothing
	}
	if text := cell(row, at.refundAt); len(text) > 0 {
		var err error
		if back.At, err = r.dates.read(text); err != nil {
			return r.reject(at.refundAt, row, err.Error())
		}
	}
	r.next = back
	return nil
}

// sorted returns the names of a map of columns.
func sorted(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

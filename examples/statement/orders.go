package main

import (
	"bufio"
	"cmp"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
)

// columns says where in the orders a field stands, by the names of the header.
type columns struct {
	id, date, partner, currency, amount, refundOf string

	fixedCurrency, layout, refundPrefix string
	refundOfGiven                       bool
}

// order is one row of the input that can be used: a sale or a refund, and where
// it stands.
type order struct {
	commission.Event // its amount is positive

	line  int
	month month
}

// base returns the amount with the sign that an entry has.
func (o order) base() decimal.Decimal {
	if o.Kind == commission.Refund {
		return o.Amount.Neg()
	}
	return o.Amount
}

// unused is why a row cannot be used: the reason, by which rows are counted, and
// the field of the event and the value that it is about.
type unused struct{ reason, field, value string }

func (u *unused) Error() string { return u.reason }

// source is the input, which is read more than once.
type source struct {
	io.ReadSeeker
	size  int64
	close func()
}

// openOrders opens a file, the standard input, which is copied into a
// temporary file, or the orders that are part of the command.
func openOrders(file string, stdin io.Reader, tmp *spool) (*source, error) {
	switch file {
	case "":
		return &source{strings.NewReader(defaultOrders), int64(len(defaultOrders)), func() {}}, nil
	case "-":
		f, err := tmp.temp()
		if err != nil {
			return nil, err
		}
		size, err := io.Copy(f, stdin)
		return &source{f, size, func() {}}, err
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, errors.Join(err, f.Close(), fmt.Errorf("%s is not a regular file; to read from a pipe give -orders -", file))
	}
	return &source{f, info.Size(), func() { _ = f.Close() }}, nil
}

// reader reads the orders, as often as needed, in the order of the file.
type reader struct {
	src      *source
	columns  columns
	program  *program
	rejects  *rejects
	progress *progress
}

// fields are the places of the columns in a row; -1 for one that is not there.
type fields struct {
	header                            []string
	id, amount                        []int
	date, partner, currency, refundOf int
}

// each calls use for every row that can be used. What cannot be used is
// rejected in the first pass, and passed over in the later ones.
func (r *reader) each(pass string, first bool, use func(order) error) error {
	if _, err := r.src.Seek(0, io.SeekStart); err != nil {
		return err
	}
	in := bufio.NewReaderSize(r.src, 1<<16)
	if bom, _ := in.Peek(3); string(bom) == "\ufeff" {
		_, _ = in.Discard(3)
	}
	rows := csv.NewReader(in)
	rows.ReuseRecord = true
	header, err := rows.Read()
	if err != nil {
		return &usageError{"orders", fmt.Errorf("no header line: %w", err)}
	}
	at, err := r.columns.find(header)
	if err != nil {
		return &usageError{"orders", err}
	}
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			return r.progress.done()
		}
		var line int
		var broken *csv.ParseError
		switch {
		case err == nil:
			line, _ = rows.FieldPos(0)
		case errors.As(err, &broken):
			line = broken.StartLine
			reason := fmt.Sprintf("not a CSV row of %d fields: %v", len(at.header), broken.Err)
			if broken.Line > line { // an open quote may take in the rest of the file
				reason += fmt.Sprintf("; the row takes in all lines up to line %d", broken.Line)
			}
			err = &unused{reason: reason}
		default:
			return err
		}
		r.progress.tick(pass, rows.InputOffset(), r.src.size)
		var o order
		if err == nil {
			o, err = r.order(row, at)
		}
		o.line = line
		switch {
		case err == nil:
			err = use(o)
		case first:
			r.reject(line, err)
			continue
		default:
			continue
		}
		if err != nil {
			return err
		}
	}
}

// reject counts a row that is not used, by the name of the column that it is about.
func (r *reader) reject(line int, err error) {
	u := unused{reason: err.Error()}
	if one := (*unused)(nil); errors.As(err, &one) {
		u = *one
	}
	c := r.columns
	column := map[string]string{"id": c.id, "at": c.date, "partner": c.partner, "currency": c.currency, "amount": c.amount, "of": c.refundOf}
	u.field = cmp.Or(column[u.field], u.field)
	r.rejects.add(line, u)
}

// find resolves the names of the columns against the header.
func (c columns) find(header []string) (fields, error) {
	header = slices.Clone(header)
	for i := range header {
		header[i] = strings.TrimSpace(header[i])
	}
	var missing, twice []string
	one := func(name string) int {
		i := slices.Index(header, name)
		if i < 0 {
			missing = append(missing, fmt.Sprintf("%q", name))
		} else if slices.Contains(header[i+1:], name) {
			twice = append(twice, fmt.Sprintf("%q", name))
		}
		return i
	}
	many := func(names, sep string) (at []int) {
		for name := range strings.SplitSeq(names, sep) {
			at = append(at, one(strings.TrimSpace(name)))
		}
		return at
	}
	f := fields{header: header, id: many(c.id, "+"), date: one(c.date), partner: one(c.partner), amount: many(c.amount, "*"), currency: -1}
	if c.fixedCurrency == "" {
		f.currency = one(c.currency)
	}
	// The default refund column may be absent; one that was asked for may not.
	if f.refundOf = -1; c.refundOfGiven || slices.Contains(header, c.refundOf) {
		f.refundOf = one(c.refundOf)
	}
	if len(missing) > 0 {
		hint := ""
		if len(header) == 1 && strings.ContainsAny(header[0], ";\t|") {
			hint = "; a comma parts columns"
		}
		return f, fmt.Errorf("no column %s; the file has %q%s", strings.Join(missing, ", "), header, hint)
	}
	if len(twice) > 0 {
		return f, fmt.Errorf("more than one column %s; the file has %q", strings.Join(twice, ", "), header)
	}
	return f, nil
}

// order reads a row, and says why it cannot be used.
func (r *reader) order(row []string, at fields) (order, error) {
	cell := func(i int) string {
		if i < 0 {
			return ""
		}
		return strings.TrimSpace(row[i])
	}
	ids := make([]string, len(at.id))
	for i, column := range at.id {
		ids[i] = cell(column)
	}
	c := r.columns
	o := order{Event: commission.Event{
		ID: strings.TrimSpace(strings.Join(ids, " ")), Of: cell(at.refundOf), Partner: cell(at.partner), Currency: c.fixedCurrency,
	}}
	if o.Currency == "" {
		o.Currency = cell(at.currency)
	}
	switch {
	case o.ID == "":
		return o, &unused{"no id", "id", ""}
	case o.Partner == "":
		return o, &unused{"no partner", "partner", ""}
	case o.Currency == "":
		return o, &unused{"no currency", "currency", ""}
	}
	if _, ok := r.program.plans[o.Currency]; !ok {
		return o, &unused{"no plan in the currency", "currency", o.Currency}
	}
	var err error
	if o.At, err = parseDate(cell(at.date), c.layout, r.program.zone); err != nil {
		return o, &unused{err.Error(), "at", cell(at.date)}
	}
	o.month = monthOf(o.At)
	for i, column := range at.amount {
		factor, err := parseAmount(cell(column))
		if err != nil {
			return o, &unused{err.Error(), "amount", cell(column)}
		}
		if i > 0 {
			factor = o.Amount.Mul(factor)
		}
		o.Amount = factor
	}
	return o, r.sign(&o)
}

// sign decides whether a row is a refund, and makes its amount positive.
func (r *reader) sign(o *order) error {
	c := r.columns
	refund := o.Of != "" || o.Amount.IsNegative()
	if c.refundPrefix != "" {
		refund = strings.HasPrefix(o.ID, c.refundPrefix)
	}
	switch {
	case o.Amount.IsZero():
		return &unused{"amount is zero", "amount", o.Amount.String()}
	case o.Amount.Exponent() < -18 || o.Amount.Exponent() > 18 || o.Amount.NumDigits() > 34:
		return &unused{"amount has too many digits", "amount", o.Amount.String()}
	case !refund && o.Amount.IsNegative():
		return &unused{fmt.Sprintf("negative amount, and the id does not begin with %q", c.refundPrefix), "amount", o.Amount.String()}
	case refund:
		o.Kind = commission.Refund
	default:
		o.Kind, o.Of = commission.Sale, ""
	}
	o.Amount = o.Amount.Abs()
	return nil
}

// parseAmount reads a number of the orders within the bounds of the library.
func parseAmount(s string) (decimal.Decimal, error) {
	const most = 40 // characters
	if s == "" {
		return decimal.Decimal{}, errors.New("no amount")
	}
	if len(s) > most {
		return decimal.Decimal{}, errors.New("amount has too many characters")
	}
	d, err := decimal.NewFromString(s)
	if err != nil {
		return d, errors.New("amount is not a number")
	}
	if d.Exponent() < -9 || d.Exponent() > 9 || d.NumDigits() > 17 {
		return d, errors.New("amount has too many digits")
	}
	return d, nil
}

// layouts are the names for usual layouts of dates.
var layouts = map[string][]string{
	"iso": {time.DateOnly, "2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02T15:04:05", time.RFC3339},
	"mdy": {"1/2/2006", "1/2/2006 15:04", "1/2/2006 15:04:05"},
	"dmy": {"2/1/2006", "2/1/2006 15:04", "2/1/2006 15:04:05"},
}

// checkLayout returns an error for a layout that cannot tell one day from
// another, such as yyyy-mm-dd.
func checkLayout(layout string) error {
	day := time.Date(2033, 11, 22, 0, 0, 0, 0, time.UTC)
	if t, err := time.Parse(layout, day.Format(layout)); layouts[layout] == nil && (err != nil || t.Format(time.DateOnly) != day.Format(time.DateOnly)) {
		return fmt.Errorf("-date %q: want iso, mdy, dmy or a layout of Go's package time, such as 02.01.2006", layout)
	}
	return nil
}

func parseDate(s, layout string, zone *time.Location) (time.Time, error) {
	if s == "" {
		return time.Time{}, errors.New("no date")
	}
	known, ok := layouts[layout]
	if !ok {
		known = []string{layout}
	}
	for _, l := range known {
		if t, err := time.ParseInLocation(l, s, zone); err == nil {
			if t.Year() < 1970 || t.Year() > 2200 {
				return t, errors.New("the year is not from 1970 to 2200")
			}
			return t.In(zone), nil
		}
	}
	return time.Time{}, fmt.Errorf("not a date of the form %s", layout)
}

// month is a calendar month, counted from the year 0.
type month int

func monthOf(t time.Time) month { return month(t.Year()*12 + int(t.Month()) - 1) }

func parseMonth(s string) (month, error) {
	t, err := time.Parse("2006-01", s)
	return monthOf(t), err
}

// end returns the first instant after the month in a zone.
func (m month) end(zone *time.Location) time.Time {
	return time.Date(int(m)/12, time.Month(m%12)+2, 1, 0, 0, 0, 0, zone)
}

func (m month) String() string { return fmt.Sprintf("%04d-%02d", int(m)/12, int(m)%12+1) }

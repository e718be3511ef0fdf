package orders

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// places are where the columns stand in a row; -1 for one that is not there.
type places struct {
	first      []byte // the first cell of the header, to tell one that comes again
	id, amount []int

	date, partner, currency, refundOf, kind, units, customer, order, tier, since, until, status, refunded, refundAt int

	more    bool // one of units, customer, order, tier, since, until or the named columns is there
	names   []string
	named   map[string]named
	ignored []int // columns that look like those of refunds and kinds
}

// named is a column of a fact, a part of the amount or a metric.
type named struct {
	name   string
	column int
	to     int
}

const (
	toFacts = iota
	toIncludes
	toMetrics
)

// readHeader reads the header, and finds the delimiter by the names of columns that may
// be there.
func (r *Reader) readHeader(names []string) error {
	s := r.scan
	line, err := s.headLine()
	if err != nil {
		return err
	}
	text := string(s.buf[s.from : s.from+line])
	if d, ok := strings.CutPrefix(strings.ToLower(text), "sep="); ok && len(d) == 1 { // of a spreadsheet
		if r.format.Delimiter == "" {
			r.format.Delimiter = d
		}
		s.from, s.next = min(s.from+line+1, s.to), 2
		if _, ok := delimiters[r.format.Delimiter]; !ok {
			return wrong("the first line says that %q parts the columns: want a comma, a semicolon, a tab or a vertical bar", d)
		}
		if line, err = s.headLine(); err != nil {
			return err
		}
		text = string(s.buf[s.from : s.from+line])
	}
	s.comma = delimiters[r.format.Delimiter]
	if s.comma == 0 {
		s.comma = delimiter(text, names)
	}
	if err := s.row(); err != nil {
		var broken *RowError
		switch {
		case errors.Is(err, io.EOF):
			return wrong("no header line: the file is empty")
		case errors.As(err, &broken):
			return wrong("no header line: %v", err)
		}
		return err
	}
	r.at.first = slices.Clone(s.cells[0])
	for _, c := range s.cells {
		r.header = append(r.header, string(trim(c)))
	}
	return nil
}

// headLine returns how long the next line is, which is the header or stands before it.
func (s *scanner) headLine() (int, error) {
	line, err := s.lineEnd(0)
	if errors.Is(err, errLongRow) {
		return 0, wrong("no header line: line %d has more than 1 MiB", s.next)
	}
	return line, err
}

// delimiter returns what parts the columns of a header: the one by which most of
// the names are found, or that comes most.
func delimiter(header string, names []string) byte {
	best, most := byte(','), 0
	for _, d := range []byte(",;\t|") {
		cells := strings.Split(header, string(d))
		found := len(cells) - 1
		for _, c := range cells {
			if slices.Contains(names, fold(strings.Trim(strings.TrimSpace(c), `"`))) {
				found += 100
			}
		}
		if len(cells) > 1 && found > most {
			best, most = d, found
		}
	}
	return best
}

// columnNames returns all names that the format looks for, folded.
func (r *Reader) columnNames() []string {
	c := r.format.Columns
	list := []string{c.Date, c.Partner, c.Currency, c.RefundOf, c.Kind, c.Units, c.Customer, c.Order, c.Tier, c.Since, c.Until, c.Status, c.Refunded, c.RefundAt}
	list = append(append(list, strings.Split(c.ID, "+")...), strings.Split(c.Amount, "*")...)
	var names []string
	for _, s := range list {
		for name := range strings.SplitSeq(strings.TrimSuffix(s, Optional), "|") {
			if name = fold(name); name != "" {
				names = append(names, name)
			}
		}
	}
	return names
}

// finder resolves names against a header.
type finder struct {
	header, folded []string
	missing, twice []string
}

// one returns the place of a column by its names.
func (f *finder) one(names string) int {
	names, optional := strings.CutSuffix(names, Optional)
	if names == "" {
		return -1
	}
	for name := range strings.SplitSeq(names, "|") {
		name = strings.TrimSpace(name)
		// A name as it is written comes before one that differs in case or accents.
		if i := slices.Index(f.header, name); i >= 0 && !slices.Contains(f.header[i+1:], name) {
			return i
		}
		if i := slices.Index(f.folded, fold(name)); i >= 0 {
			if slices.Contains(f.folded[i+1:], fold(name)) {
				f.twice = append(f.twice, fmt.Sprintf("%q", name))
			}
			return i
		}
	}
	if !optional {
		f.missing = append(f.missing, fmt.Sprintf("%q", strings.ReplaceAll(names, "|", " or ")))
	}
	return -1
}

func (f *finder) many(names, sep string) (list []int) {
	for name := range strings.SplitSeq(names, sep) {
		list = append(list, f.one(strings.TrimSpace(name)))
	}
	return list
}

// similar returns the columns that nearly have one of the names of an optional
// column that is not there, and that nothing else reads.
func (f *finder) similar(names string, used map[int]bool) (list []int) {
	for name := range strings.SplitSeq(strings.TrimSuffix(names, Optional), "|") {
		for i, h := range f.header {
			if name != "" && !used[i] && near(h, name) {
				list = append(list, i)
			}
		}
	}
	return list
}

// find finds the columns.
func (r *Reader) find() error {
	c, at := r.format.Columns, &r.at
	f := &finder{header: r.header}
	for _, h := range r.header {
		f.folded = append(f.folded, fold(h))
	}
	at.id, at.amount = f.many(c.ID, "+"), f.many(c.Amount, "*")
	at.date, at.partner = f.one(c.Date), f.one(c.Partner)
	at.currency = -1
	if r.format.Currency == "" {
		if at.currency = f.one(strings.TrimSuffix(c.Currency, Optional)); at.currency < 0 && strings.HasSuffix(c.Currency, Optional) {
			return wrong("the file says no currency: -currency CODE says that of every row")
		}
	}
	optional := []struct {
		name  string
		place *int
		flag  string
	}{
		{c.RefundOf, &at.refundOf, "-col-refund-of"},
		{c.Kind, &at.kind, "-col-kind"},
		{c.Refunded, &at.refunded, "-col-refunded"},
		{c.Units, &at.units, "-col-units"},
		{c.Customer, &at.customer, "-col-customer"},
		{c.Order, &at.order, "-col-order"},
		{c.Tier, &at.tier, "-col-tier"},
		{c.Since, &at.since, "-col-since"},
		{c.Until, &at.until, "-col-until"},
		{c.Status, &at.status, "-col-status"},
		{c.RefundAt, &at.refundAt, "-col-refund-at"},
	}
	for _, o := range optional {
		*o.place = f.one(o.name)
	}
	at.named = map[string]named{}
	for to, columns := range []map[string]string{c.Facts, c.Includes, c.Metrics} {
		for _, name := range sorted(columns) {
			key := fmt.Sprint(to, name)
			at.named[key] = named{name, f.one(columns[name]), to}
			at.names = append(at.names, key)
		}
	}
	at.more = at.units >= 0 || at.customer >= 0 || at.order >= 0 || at.tier >= 0 || at.since >= 0 || at.until >= 0 || len(at.names) > 0
	if err := f.err(r.scan.comma); err != nil {
		return err
	}
	used := map[int]bool{at.date: true, at.partner: true, at.currency: true}
	for _, i := range slices.Concat(at.id, at.amount) {
		used[i] = true
	}
	for _, o := range optional {
		used[*o.place] = true
	}
	for i, o := range optional {
		if *o.place >= 0 {
			continue
		}
		for _, column := range f.similar(o.name, used) {
			r.remark("the column %q looks like %q and is not read; %s %q reads it", r.header[column], strings.TrimSuffix(o.name, Optional), o.flag, r.header[column])
			if i < 3 { // what says that a row is a refund
				at.ignored = append(at.ignored, column)
			}
		}
	}
	return nil
}

// err returns what is wrong with a header.
func (f *finder) err(comma byte) error {
	if len(f.missing) > 0 {
		hint := ""
		if len(f.header) == 1 {
			hint = fmt.Sprintf("; %s parts the columns, -delimiter says another one", strings.TrimPrefix(quotable(comma), "a "))
		}
		for _, m := range f.missing {
			for _, h := range f.header {
				if near(h, strings.Trim(m, `"`)) {
					hint = fmt.Sprintf("; %q looks like it", h)
				}
			}
		}
		return wrong("no column %s; the file has %q%s", strings.Join(f.missing, ", "), f.header, hint)
	}
	if len(f.twice) > 0 {
		return wrong("more than one column %s; the file has %q", strings.Join(f.twice, ", "), f.header)
	}
	return nil
}

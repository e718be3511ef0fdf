package main

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/tier"
)

// statement is what one partner earned in one month.
type statement struct {
	month    month
	partner  string
	sales    int
	placed   *tier.Placement[tier.NoTerms]
	sections []*section // by currency
}

// section is the part of a statement in one currency.
type section struct {
	currency string
	lines    int
	text     text // of the lines, as they will be printed
	passed   text // of the lines that posted nothing, where they stand apart
	sums     []daySum
	balance  balance         // at the end of the month
	revenue  decimal.Decimal // sales
	refunded decimal.Decimal // refunds, positive
}

// balance is how what a partner is owed has moved, and where it stands.
type balance struct{ opening, earned, adjusted, paid, held, carried decimal.Decimal }

func (b balance) String() string {
	return fmt.Sprintf("opening %s + earned %s + refunds %s = due %s + held %s + carried %s",
		plain(b.opening), plain(b.earned), plain(b.adjusted), plain(b.paid), plain(b.held), plain(b.carried))
}

// daySum is what entries of a month come to that are due on the same day. The
// account of a partner takes it for one entry, so that it does not grow with the
// orders. A service, which keeps its entries, posts each of them.
type daySum struct {
	due              time.Time
	medium           commission.Medium
	earned, adjusted decimal.Decimal
}

// post adds an entry to the sum of its day.
func (s *section) post(e commission.Entry) {
	i := len(s.sums)
	for i > 0 && (!s.sums[i-1].due.Equal(e.Due) || s.sums[i-1].medium != e.Medium) {
		i-- // the day is one of the last, if it is there
	}
	if i == 0 {
		s.sums = append(s.sums, daySum{due: e.Due, medium: e.Medium})
		i = len(s.sums)
	}
	if sum := &s.sums[i-1]; e.Amount.IsNegative() {
		sum.adjusted = sum.adjusted.Add(e.Amount)
	} else {
		sum.earned = sum.earned.Add(e.Amount)
	}
}

// entries returns the sums as entries of a partner and month.
func (s *section) entries(st *statement, plan string) []commission.Entry {
	month, list := st.month.String(), make([]commission.Entry, 0, len(s.sums)+1)
	for _, sum := range s.sums {
		for _, amount := range []decimal.Decimal{sum.earned, sum.adjusted} {
			if !amount.IsZero() {
				list = append(list, commission.Entry{
					Key: month + "/" + strconv.Itoa(len(list)), Plan: plan, Partner: st.partner, At: sum.due, Due: sum.due,
					Currency: s.currency, Medium: sum.medium, Amount: amount,
				})
			}
		}
	}
	return list
}

// line is one event of a statement: the entry it led to, or why there is none.
type line struct {
	order order
	entry commission.Entry
	note  string // instead of an entry
}

// printer writes statements in one of the formats.
type printer interface {
	line(first bool, l line) ([]byte, error)
	statement(w io.Writer, st *statement, copyLines func(io.Writer, *text) error) error
	end(w io.Writer, s *summary) error
}

// books are the statements of the months that are not over, and the balances
// of all partners.
type books struct {
	call     config
	program  *program
	found    *found
	tmp      *spool
	out      io.Writer
	printer  printer
	ledger   *ledger
	open     map[partnerMonth]*statement
	accounts map[[2]string]payout.Account          // by partner and currency
	placed   map[int]*tier.Placement[tier.NoTerms] // by sales of a month
	next     month                                 // the earliest that is not printed
	summary  *summary
}

func newBooks(c config, p *program, f *found, tmp *spool, out io.Writer) *books {
	b := &books{
		call: c, program: p, found: f, tmp: tmp, out: out, ledger: newLedger(p, f), open: map[partnerMonth]*statement{},
		accounts: map[[2]string]payout.Account{}, placed: map[int]*tier.Placement[tier.NoTerms]{}, next: f.last + 1, summary: newSummary(c, p),
	}
	for _, m := range f.first {
		b.next = min(b.next, m)
	}
	switch c.format {
	case "table":
		b.printer = &table{}
	case "json":
		b.printer = &jsonPrinter{zone: p.zone}
	case "csv":
		b.printer = &csvPrinter{}
	}
	return b
}

// keep reads the orders a last time, evaluates them in the order of the file,
// and prints each month when its last row is read.
func (b *books) keep(r *reader) error {
	f := b.found
	err := r.each("earning", false, func(o order) error {
		if err := b.earn(o); err != nil {
			return err
		}
		for b.next < f.last && f.lastLine[b.next] <= o.line {
			if err := b.closeMonth(); err != nil {
				return err
			}
		}
		return nil
	})
	for err == nil && b.next <= f.last {
		err = b.closeMonth()
	}
	if err != nil {
		return err
	}
	b.summary.rows, b.summary.unused = f.rows, r.rejects.total
	return b.printer.end(b.out, b.summary)
}

// earn evaluates one order and puts it on its statement.
func (b *books) earn(o order) error {
	if line, ok := b.found.repeated[keyOf(o.Partner, o.ID)]; ok && line != o.line {
		return nil
	}
	st, err := b.statement(o.Partner, o.month)
	if err != nil {
		return err
	}
	earned, err := b.ledger.earn(o, st.placed.Tier())
	if err != nil {
		return nil //nolint:nilerr // the survey has rejected the row
	}
	b.open[partnerMonth{o.Partner, o.month}] = st
	sec := st.section(o.Currency)
	if o.Kind == commission.Refund {
		sec.refunded = sec.refunded.Add(o.Amount)
	} else {
		sec.revenue = sec.revenue.Add(o.Amount)
	}
	for _, entry := range earned.Entries {
		sec.post(entry)
		if err := b.put(sec, line{order: o, entry: entry}); err != nil {
			return err
		}
	}
	if len(earned.Entries) > 0 {
		return nil // a rule that another one comes before is no news
	}
	for _, skipped := range earned.Skipped {
		if err := b.put(sec, line{order: o, note: skipped.Reason.String()}); err != nil {
			return err
		}
	}
	return nil
}

// put prints a line in the text that waits for the end of the month, or at
// once in a format that has no statements.
func (b *books) put(sec *section, l line) error {
	if b.call.summary || !b.shown(l.order.Partner, l.order.month) {
		return nil
	}
	to := &sec.text
	if l.note != "" && b.call.format == "json" {
		to = &sec.passed
	}
	text, err := b.printer.line(to.empty(), l)
	if err != nil {
		return err
	}
	sec.lines++
	if b.call.format == "csv" {
		_, err = b.out.Write(text)
		return err
	}
	return b.tmp.write(to, text)
}

// shown reports whether the call asks for a statement.
func (b *books) shown(partner string, m month) bool {
	return (b.call.partner == "" || b.call.partner == partner) && (b.call.month == "" || b.call.month == m.String())
}

// statement returns the open statement of a partner and month, or a new one,
// with the tier that the month's sales reach.
func (b *books) statement(partner string, m month) (*statement, error) {
	name := partnerMonth{partner, m}
	if st, ok := b.open[name]; ok {
		return st, nil
	}
	sales := b.found.sales[name]
	if b.placed[sales] == nil {
		placed, err := b.program.ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(int64(sales))})
		if err != nil {
			return nil, err
		}
		b.placed[sales] = &placed
	}
	return &statement{month: m, partner: partner, sales: sales, placed: b.placed[sales]}, nil
}

func (st *statement) section(currency string) *section {
	i := 0
	for i < len(st.sections) && st.sections[i].currency < currency {
		i++
	}
	if i == len(st.sections) || st.sections[i].currency != currency {
		st.sections = slices.Insert(st.sections, i, &section{currency: currency})
	}
	return st.sections[i]
}

// closeMonth settles and prints the next month, for every partner that has
// begun by then.
func (b *books) closeMonth() error {
	m := b.next
	b.next++
	for _, partner := range b.found.sortedFirst {
		if b.found.first[partner] > m {
			continue
		}
		st, err := b.statement(partner, m)
		if err != nil {
			return err
		}
		delete(b.open, partnerMonth{partner, m})
		if err := b.settle(st); err != nil {
			return err
		}
		if !b.shown(partner, m) {
			continue
		}
		b.summary.add(st)
		if err := b.printer.statement(b.out, st, b.tmp.copy); err != nil {
			return err
		}
	}
	return nil
}

// settle posts the month to the partner's accounts and pays what is due before
// the month's end.
func (b *books) settle(st *statement) error {
	for currency := range b.program.plans {
		if _, ok := b.accounts[[2]string{st.partner, currency}]; ok {
			st.section(currency) // also without an order
		}
	}
	for _, sec := range st.sections {
		settlement, of := b.program.settlements[sec.currency], [2]string{st.partner, sec.currency}
		account, err := settlement.Post(b.accounts[of], sec.entries(st, b.program.plans[sec.currency].ID())...)
		if err != nil {
			return err
		}
		var p payout.Payout
		if p, b.accounts[of], err = settlement.Settle(account, st.month.end(b.program.zone)); err != nil {
			return err
		}
		sec.balance = balance{p.Opening, p.Earned, p.Adjusted, p.Paid, p.Held, p.Carried}
	}
	return nil
}

package main

import (
	"cmp"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// This file computes statements a second time, in fractions and from the rules
// as they are written, with nothing of the command and nothing of the library:
// the tests hold the two against each other.

// refProgram is a program of the reference. The ladder is the affiliate one,
// 1/6/16/31 sales a month for 20/25/30/35 percent.
type refProgram struct {
	zone       *time.Location
	kept       bool
	currencies map[string]refCurrency
	// Bounds of the lights: ROI at least, refund rate at most.
	roiTarget, roiBenchmark, rateTarget, rateBenchmark int64
}

type refCurrency struct {
	plan    string
	places  int
	hold    int
	credits string // refuse, current_rate or ignore
	minimum *big.Rat
	version int
	// perMonth is what the program costs a month; nil is nothing.
	perMonth *big.Rat
}

// refRow is a row that could be read as an order.
type refRow struct {
	line     int
	id, of   string
	partner  string
	currency string
	at       time.Time
	amount   *big.Rat // positive
	refund   bool
}

// refEntry is one line of a statement; note is "" if something was posted.
type refEntry struct {
	row                         refRow
	tier                        string
	rate                        int64 // percent
	base, exact, amount         *big.Rat
	due                         time.Time
	corrects                    bool
	standingBase, standingMoney *big.Rat
	posted                      bool
	// early is the refund that came before its sale, the row: what was credited
	// for it is given back, or it is taken of the sale.
	early *refRow
	given bool
}

type refPayout struct{ opening, earned, adjusted, paid, held, carried *big.Rat }

type refSection struct {
	currency string
	payout   refPayout
	entries  []refEntry
}

type refStatement struct {
	month, partner string
	sales          int
	level          string // "" for none
	sections       []refSection
}

type refTotal struct {
	currency                           string
	sales, refunds, commissions, costs *big.Rat
	balance                            refPayout
	roi, rate                          *big.Rat // nil without a value
	roiLight, rateLight                string   // "" without a value
}

type refResult struct {
	statements []refStatement
	entries    []refEntry // in the order of their evaluation
	totals     []refTotal
	unused     map[int]string // reason by line
	used       int
}

// refSale is a sale and what is left of it.
type refSale struct {
	row     refRow
	left    *big.Rat
	inMonth *big.Rat // refunded in the month of the sale
	money   *big.Rat // commission on left
	entry   refEntry
	early   []refRow // refunds that came before it
}

type refName struct{ partner, id string }

var refLevels = []struct {
	name  string
	from  int
	rate  int64
	index int
}{{"basic", 1, 20, 1}, {"silver", 6, 25, 2}, {"gold", 16, 30, 3}, {"platinum", 31, 35, 4}}

// refLevel returns the level that a number of sales reaches, and its rate.
func refLevel(sales int) (name string, rate int64) {
	for _, l := range refLevels {
		if sales >= l.from {
			name, rate = l.name, l.rate
		}
	}
	return name, rate
}

// refRound rounds half away from zero.
func refRound(x *big.Rat, places int) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	scaled := new(big.Rat).Mul(new(big.Rat).Abs(x), new(big.Rat).SetInt(unit))
	scaled.Add(scaled, big.NewRat(1, 2))
	whole := new(big.Int).Quo(scaled.Num(), scaled.Denom())
	r := new(big.Rat).SetFrac(whole, unit)
	if x.Sign() < 0 {
		r.Neg(r)
	}
	return r
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func refTimes(percent int64, x *big.Rat) *big.Rat {
	return new(big.Rat).Mul(big.NewRat(percent, 100), x)
}

func refMonth(t time.Time) string { return fmt.Sprintf("%04d-%02d", t.Year(), int(t.Month())) }

// refNext returns the month after one.
func refNext(m string) string {
	var year, month int
	if _, err := fmt.Sscanf(m, "%d-%d", &year, &month); err != nil {
		panic(err)
	}
	if month++; month > 12 {
		year, month = year+1, 1
	}
	return fmt.Sprintf("%04d-%02d", year, month)
}

// compute does the whole work.
func (p refProgram) compute(rows []refRow, unused map[int]string) refResult {
	res := refResult{unused: unused}
	if res.unused == nil {
		res.unused = map[int]string{}
	}

	// Ids that come again are not used. The rest goes by its instants, month by
	// month; of one instant, sales come before refunds, and what is taken back before
	// what takes it back.
	seen := map[refName]bool{}
	var first []refRow
	for _, r := range rows {
		if me := (refName{r.partner, r.id}); seen[me] {
			res.unused[r.line] = "the partner's id was read before"
		} else {
			seen[me] = true
			first = append(first, r)
		}
	}
	rows = first
	byName := map[refName]refRow{}
	for _, r := range rows {
		byName[refName{r.partner, r.id}] = r
	}
	behind := func(r refRow) (n int) { // refunds of that instant, in a circle 100
		for of, ok := byName[refName{r.partner, r.of}]; r.refund && ok && of.at.Equal(r.at) && n < 100; n++ {
			r = of
			of, ok = byName[refName{r.partner, r.of}]
		}
		return n
	}
	slices.SortStableFunc(rows, func(a, b refRow) int {
		return cmp.Or(cmp.Compare(refMonth(a.at), refMonth(b.at)), a.at.Compare(b.at), cmp.Compare(btoi(a.refund), btoi(b.refund)),
			cmp.Compare(behind(a), behind(b)))
	})

	// Which rows are used.
	sales := map[refName]*refSale{}
	known := map[refName]refRow{} // that are used
	early := map[refName][]refRow{}
	var used []refRow
	of := map[int]*refSale{} // by line of the refund
	for _, r := range rows {
		me, other := refName{r.partner, r.id}, refName{r.partner, r.of}
		if !r.refund {
			sale := &refSale{row: r, left: r.amount, inMonth: new(big.Rat)}
			for _, e := range early[me] {
				if e.currency == r.currency {
					sale.early = append(sale.early, e)
					if refMonth(e.at) == refMonth(r.at) {
						sale.inMonth.Add(sale.inMonth, e.amount)
					}
					sale.left = new(big.Rat).Sub(sale.left, refTaken(e.amount, sale.left, p.currencies[r.currency].places))
				}
			}
			sales[me], known[me] = sale, r
			used = append(used, r)
			continue
		}
		before, ok := known[other]
		sale := sales[other]
		switch {
		case r.of != "" && r.of == r.id:
			res.unused[r.line] = "refund of itself"
			continue
		case ok && before.currency != r.currency:
			res.unused[r.line] = "refund in another currency"
			continue
		case r.of == "" || !ok:
			if p.currencies[r.currency].credits == "refuse" {
				res.unused[r.line] = "credit refused"
				continue
			}
			early[other] = append(early[other], r)
		case before.refund:
			res.unused[r.line] = "refund of a refund"
			continue
		case r.amount.Cmp(sale.left) > 0 && r.amount.Cmp(refRound(sale.left, p.currencies[r.currency].places)) != 0:
			res.unused[r.line] = "more than what is left"
			continue
		default:
			of[r.line] = sale
			sale.left = new(big.Rat).Sub(sale.left, refTaken(r.amount, sale.left, p.currencies[r.currency].places))
			if refMonth(r.at) == refMonth(sale.row.at) {
				sale.inMonth.Add(sale.inMonth, r.amount)
			}
		}
		known[me] = r
		used = append(used, r)
	}
	res.used = len(used)

	// How many sales a partner has in a month.
	count := map[refName]int{}
	for _, r := range used {
		if r.refund {
			continue
		}
		sale := sales[refName{r.partner, r.id}]
		if p.kept && sale.inMonth.Cmp(r.amount) >= 0 {
			continue
		}
		count[refName{r.partner, refMonth(r.at)}]++
	}

	// What each row earns.
	for _, s := range sales {
		s.left = s.row.amount
	}
	credits := map[int]refEntry{} // by line of the refund
	for _, r := range used {
		me := refName{r.partner, r.id}
		entry := p.entry(r, count[refName{r.partner, refMonth(r.at)}], sales[me], of[r.line])
		credits[r.line] = entry
		entries := []refEntry{entry}
		if !r.refund && len(sales[me].early) > 0 {
			entries = append(entries, p.late(sales[me], credits)...)
			if len(entries) > 1 && !entry.posted {
				entries = entries[1:]
			}
		}
		res.entries = append(res.entries, entries...)
	}
	p.settle(&res, func(partner, month string) int { return count[refName{partner, month}] })
	return res
}

// late returns what a sale leads to besides that came after refunds of it: what
// they were credited with is given back, and they are taken of the sale.
func (p refProgram) late(sale *refSale, credits map[int]refEntry) (entries []refEntry) {
	c := p.currencies[sale.row.currency]
	zero := new(big.Rat)
	for _, r := range sale.early {
		if before := credits[r.line]; before.posted {
			back := new(big.Rat).Neg(before.amount)
			entries = append(entries, refEntry{
				row: sale.row, base: zero, exact: back, amount: back, due: refDay(sale.row.at, 0, p.zone), corrects: true,
				standingBase: zero, standingMoney: zero, posted: true, early: &r, given: true,
			})
		}
	}
	for _, r := range sale.early {
		taken := refTaken(r.amount, sale.left, c.places)
		if taken.Sign() == 0 {
			continue
		}
		sale.left = new(big.Rat).Sub(sale.left, taken)
		if !sale.entry.posted {
			continue
		}
		e := sale.entry
		after := refRound(refTimes(e.rate, sale.left), c.places)
		e.early, e.corrects, e.base = &r, true, new(big.Rat).Neg(taken)
		e.exact, e.amount = refTimes(e.rate, e.base), new(big.Rat).Sub(after, sale.money)
		e.standingBase, e.standingMoney, sale.money = sale.left, after, after
		entries = append(entries, e)
	}
	return entries
}

// refTaken returns what a refund takes of what is left: at most that, and all of
// it if it is what is left, rounded as a customer is charged.
func refTaken(amount, left *big.Rat, places int) *big.Rat {
	if amount.Cmp(left) > 0 || amount.Cmp(refRound(left, places)) == 0 {
		return left
	}
	return amount
}

// refDay returns the beginning of a day some days after an instant.
func refDay(t time.Time, days int, zone *time.Location) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day()+days, 0, 0, 0, 0, zone)
}

// entry computes one line. own is the sale that the row is, sale the one that it
// refunds.
func (p refProgram) entry(r refRow, sales int, own, sale *refSale) refEntry {
	c := p.currencies[r.currency]
	level, rate := refLevel(sales)
	day := func(t time.Time, n int) time.Time { return refDay(t, n, p.zone) }
	e := refEntry{row: r, base: r.amount, exact: new(big.Rat), amount: new(big.Rat)}
	if r.refund {
		e.base = new(big.Rat).Neg(r.amount)
	}
	if level != "" {
		e.tier, e.rate, e.posted = "affiliate/"+level, rate, true
	}
	e.due = day(r.at, 0)
	e.standingBase, e.standingMoney = new(big.Rat), new(big.Rat)
	switch {
	case !r.refund:
		e.due = day(r.at, c.hold)
		e.exact = refTimes(e.rate, e.base)
		e.amount = refRound(e.exact, c.places)
		e.standingBase, e.standingMoney = r.amount, e.amount
		own.money, own.entry = e.amount, e
	case sale != nil:
		e.tier, e.rate, e.posted = sale.entry.tier, sale.entry.rate, sale.entry.posted
		if sale.entry.due.After(e.due) {
			e.due = sale.entry.due
		}
		e.base = new(big.Rat).Neg(refTaken(r.amount, sale.left, c.places))
		sale.left = new(big.Rat).Add(sale.left, e.base)
		after := refRound(refTimes(e.rate, sale.left), c.places)
		e.exact = refTimes(e.rate, e.base)
		e.amount = new(big.Rat).Sub(after, sale.money)
		sale.money = after
		e.corrects = true
		e.standingBase, e.standingMoney = sale.left, after
	case c.credits == "ignore":
		e.posted = false
	default:
		e.exact = refTimes(e.rate, e.base)
		e.amount = refRound(e.exact, c.places)
	}
	if !e.posted {
		e.tier, e.rate, e.exact, e.amount = "", 0, new(big.Rat), new(big.Rat)
	}
	return e
}

// settle makes the statements of all partners, from the first month of each to
// the last month of all, and the totals.
func (p refProgram) settle(res *refResult, sales func(partner, month string) int) {
	var partners []string
	first := map[string]string{}
	begin, last := "9999-99", ""
	for _, e := range res.entries {
		partner, month := e.row.partner, refMonth(e.row.at)
		if _, ok := first[partner]; !ok {
			partners = append(partners, partner)
			first[partner] = month
		}
		first[partner] = min(first[partner], month)
		begin, last = min(begin, month), max(last, month)
	}
	slices.Sort(partners)
	months := 0
	totals := map[string]*refTotal{}
	accounts := map[[2]string]*refAccount{}
	for month := begin; last != "" && month <= last; month = refNext(month) {
		months++
		for _, partner := range partners {
			if first[partner] > month {
				continue
			}
			st := refStatement{month: month, partner: partner, sales: sales(partner, month)}
			st.level, _ = refLevel(st.sales)
			byCurrency := map[string][]refEntry{}
			for _, e := range res.entries {
				if e.row.partner == partner && refMonth(e.row.at) == month {
					byCurrency[e.row.currency] = append(byCurrency[e.row.currency], e)
					if accounts[[2]string{partner, e.row.currency}] == nil {
						accounts[[2]string{partner, e.row.currency}] = &refAccount{carried: new(big.Rat)}
					}
				}
			}
			for _, currency := range []string{"EUR", "GBP", "JPY", "KWD", "USD"} {
				a := accounts[[2]string{partner, currency}]
				if a == nil {
					continue
				}
				sec := refSection{currency: currency, entries: byCurrency[currency]}
				sec.payout = a.settle(sec.entries, month, p.currencies[currency].minimum)
				st.sections = append(st.sections, sec)
				t := totals[currency]
				if t == nil {
					t = &refTotal{
						currency: currency, sales: new(big.Rat), refunds: new(big.Rat),
						balance: refPayout{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)},
					}
					totals[currency] = t
				}
				t.add(sec, month == last)
			}
			res.statements = append(res.statements, st)
		}
	}
	for _, t := range totals {
		t.finish(p, months)
		res.totals = append(res.totals, *t)
	}
	slices.SortFunc(res.totals, func(a, b refTotal) int { return cmp.Compare(a.currency, b.currency) })
}

// refAccount is what a partner has in a currency.
type refAccount struct {
	carried *big.Rat
	held    []refEntry
}

func (a *refAccount) settle(entries []refEntry, month string, minimum *big.Rat) refPayout {
	p := refPayout{new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat), new(big.Rat)}
	p.opening.Set(a.carried)
	for _, e := range a.held {
		p.opening.Add(p.opening, e.amount)
	}
	for _, e := range entries {
		if e.amount.Sign() < 0 {
			p.adjusted.Add(p.adjusted, e.amount)
		} else {
			p.earned.Add(p.earned, e.amount)
		}
	}
	due := new(big.Rat).Set(a.carried)
	waiting := append(slices.Clone(a.held), entries...)
	a.held = nil
	for _, e := range waiting {
		if refMonth(e.due) <= month {
			due.Add(due, e.amount)
		} else {
			a.held = append(a.held, e)
			p.held.Add(p.held, e.amount)
		}
	}
	a.carried = new(big.Rat)
	if due.Sign() > 0 && due.Cmp(minimum) >= 0 {
		p.paid = due
	} else {
		p.carried, a.carried = due, due
	}
	return p
}

func (t *refTotal) add(sec refSection, last bool) {
	b := &t.balance
	b.earned.Add(b.earned, sec.payout.earned)
	b.adjusted.Add(b.adjusted, sec.payout.adjusted)
	b.paid.Add(b.paid, sec.payout.paid)
	if last {
		b.held.Add(b.held, sec.payout.held)
		b.carried.Add(b.carried, sec.payout.carried)
	}
	for _, e := range sec.entries {
		if e.early != nil {
			continue // of a row that was counted
		}
		if e.row.refund {
			t.refunds.Add(t.refunds, e.row.amount)
		} else {
			t.sales.Add(t.sales, e.row.amount)
		}
	}
}

// finish computes return and lights.
func (t *refTotal) finish(p refProgram, months int) {
	t.commissions = new(big.Rat).Add(t.balance.earned, t.balance.adjusted)
	t.costs = new(big.Rat)
	if per := p.currencies[t.currency].perMonth; per != nil {
		t.costs.Mul(per, big.NewRat(int64(months), 1))
	}
	hundred := big.NewRat(100, 1)
	revenue := new(big.Rat).Sub(t.sales, t.refunds)
	if cost := new(big.Rat).Add(t.commissions, t.costs); cost.Sign() > 0 {
		t.roi = new(big.Rat).Sub(revenue, cost)
		t.roi.Quo(t.roi, cost).Mul(t.roi, hundred)
		t.roiLight = "red"
		if t.roi.Cmp(big.NewRat(p.roiTarget, 1)) >= 0 {
			t.roiLight = "green"
		} else if t.roi.Cmp(big.NewRat(p.roiBenchmark, 1)) >= 0 {
			t.roiLight = "yellow"
		}
	}
	if t.sales.Sign() > 0 {
		t.rate = new(big.Rat).Quo(t.refunds, t.sales)
		t.rate.Mul(t.rate, hundred)
		t.rateLight = "red"
		if t.rate.Cmp(big.NewRat(p.rateTarget, 1)) <= 0 {
			t.rateLight = "green"
		} else if t.rate.Cmp(big.NewRat(p.rateBenchmark, 1)) <= 0 {
			t.rateLight = "yellow"
		}
	}
}

// refCSV reads CSV: records, and the line on which each begins.
func refCSV(data string) (records [][]string, lines []int) {
	data = strings.TrimPrefix(data, "\xef\xbb\xbf")
	var record []string
	var field strings.Builder
	line, begin, quoted, begun := 1, 1, false, false
	end := func() {
		if begun {
			records, lines = append(records, append(record, field.String())), append(lines, begin)
		}
		record, begun = nil, false
		field.Reset()
	}
	for i := 0; i < len(data); i++ {
		c := data[i]
		switch {
		case quoted && c == '"' && i+1 < len(data) && data[i+1] == '"':
			field.WriteByte('"')
			i++
		case c == '"':
			quoted, begun = !quoted, true
		case quoted:
			field.WriteByte(c)
		case c == ',':
			record, begun = append(record, field.String()), true
			field.Reset()
		case c == '\r':
		case c == '\n':
			end()
			begin = line + 1
		default:
			begun = true
			field.WriteByte(c)
		}
		if c == '\n' {
			line++
		}
	}
	end()
	return records, lines
}

// refAmount reads digits with at most one point.
func refAmount(s string) (*big.Rat, error) {
	digits := strings.TrimPrefix(s, "-")
	if digits == "" || strings.Trim(digits, "0123456789.") != "" || strings.Count(digits, ".") > 1 {
		return nil, errors.New("not a number")
	}
	r, ok := new(big.Rat).SetString(s)
	if !ok {
		return nil, errors.New("not a number")
	}
	return r, nil
}

// refOrders reads orders in the columns of the command's own file.
func refOrders(data string, zone *time.Location) (rows []refRow, unused map[int]string) {
	unused = map[int]string{}
	records, lines := refCSV(data)
	for i, rec := range records[1:] {
		r := refRow{line: lines[i+1], id: rec[0], partner: rec[2], currency: rec[3], of: rec[5]}
		var year, month, day int
		if _, err := fmt.Sscanf(rec[1], "%d-%d-%d", &year, &month, &day); err != nil {
			unused[r.line] = "date"
			continue
		}
		r.at = time.Date(year, time.Month(month), day, 0, 0, 0, 0, zone)
		amount, err := refAmount(rec[4])
		if err != nil || amount.Sign() == 0 {
			unused[r.line] = "amount"
			continue
		}
		r.refund = amount.Sign() < 0 || r.of != ""
		r.amount = amount.Abs(amount)
		rows = append(rows, r)
	}
	return rows, unused
}

// refInvoices reads invoices of a shop: refunds have numbers with a C.
func refInvoices(data string, zone *time.Location) (rows []refRow, unused map[int]string) {
	unused = map[int]string{}
	records, lines := refCSV(data)
	for i, rec := range records[1:] {
		r := refRow{line: lines[i+1], id: rec[0] + " " + rec[1], partner: rec[3], currency: "GBP"}
		var year, month, day, hour, minute int
		if _, err := fmt.Sscanf(rec[1], "%d/%d/%d %d:%d", &month, &day, &year, &hour, &minute); err != nil {
			unused[r.line] = "date"
			continue
		}
		r.at = time.Date(year, time.Month(month), day, hour, minute, 0, 0, zone)
		quantity, err := refAmount(rec[4])
		if err != nil {
			unused[r.line] = "quantity"
			continue
		}
		price, err := refAmount(rec[5])
		if err != nil {
			unused[r.line] = "price"
			continue
		}
		amount := quantity.Mul(quantity, price)
		r.refund = strings.HasPrefix(rec[0], "C")
		switch {
		case amount.Sign() == 0:
			unused[r.line] = "amount is zero"
			continue
		case amount.Sign() < 0 && !r.refund:
			unused[r.line] = "negative, and no cancellation"
			continue
		}
		r.amount = amount.Abs(amount)
		rows = append(rows, r)
	}
	return rows, unused
}

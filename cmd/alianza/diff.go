package main

import (
	"cmp"
	"flag"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/cmd/alianza/orders"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

func diffCommand() command {
	return command{"diff", "what changed between two documents, and who gains and loses by it", `Diff says what changed from one document to another, in words. With orders, it
runs them through both and says who gains, who loses and how much, by rule and by
month, and which orders only one of them takes.

Usage:

	alianza diff OLD NEW [flags]

  -orders FILE         the orders; without them only the documents are compared
  -top N               how many accounts are named that gain, and that lose; 0 for
                       all                                      (default 10)
` + ordersHelp + `
Amounts are what the orders of a month earn, with what refunds take back.

Examples

	alianza diff program.json next.json
	alianza diff program.json next.json -orders orders.csv
	alianza diff program.json next.json -orders shop.csv -from shopify -top 0

Exit codes: 0 nothing changed, 1 something did, 2 a wrong call or a wrong document.
`, runDiff}
}

func runDiff(c *call, args []string) error {
	var o orderFlags
	flags := flag.NewFlagSet("diff", flag.ContinueOnError)
	o.register(flags)
	top := flags.Int("top", 10, "")
	if err := parse(flags, fromFirst(args), 2); err != nil {
		return err
	}
	files := flags.Args()
	if len(files) != 2 {
		return usagef("want two documents, OLD and NEW")
	}
	var p [2]program.Program
	for i, file := range files {
		if same(o.rejects, file) {
			return usagef("-rejects %q: the file is to be read", o.rejects)
		}
		var err error
		if p[i], err = loadProgram(c, file); err != nil {
			return err
		}
	}
	changes := program.Diff(p[0].Definition(), p[1].Definition())
	if len(changes) == 0 {
		fmt.Fprintln(c.stdout, "The documents say the same.")
	}
	for _, d := range changes {
		fmt.Fprintln(c.stdout, d)
	}
	for _, plan := range edited(changes) {
		fmt.Fprintf(c.stdout, "%s is edited: if it has paid, make the change a new version\n", plan)
	}
	changed := len(changes) > 0
	if o.file != "" {
		d, err := compareOrders(c, &o, p)
		if err != nil {
			return err
		}
		changed = d.print(c.stdout, *top) || changed
		if err := d.finish(); err != nil {
			return err
		}
	}
	if changed {
		return errNo
	}
	return nil
}

// edited returns the plan versions that are in both documents and are not the same. The
// end of a version may be set later.
func edited(changes program.Difference) []string {
	var list []string
	whole := map[string]bool{} // new or gone
	for _, d := range changes {
		plan, _, _ := strings.Cut(d.Part, ", ")
		if d.Part == plan && d.Path == "" {
			whole[plan] = true
		}
		ends := d.Part == plan && d.Path == "until"
		if strings.HasPrefix(plan, "plan ") && !whole[plan] && !ends && !slices.Contains(list, plan) {
			list = append(list, plan)
		}
	}
	return list
}

// share names what two programs may pay differently.
type share struct {
	currency string
	medium   commission.Medium
	name     string // of a partner, a rule or a month
}

// pair is what the two pay.
type pair [2]decimal.Decimal

func (p pair) more() decimal.Decimal { return p[1].Sub(p[0]) }

// comparison adds up what orders earn under two programs. By rule it adds up those
// months of partners that differ.
type comparison struct {
	partners, rules, months map[share]pair
	total                   map[share]pair
	why                     [2]map[string]int // what one refuses and the other does not, by reason
	read                    *feed             // with the rows that neither takes, as they cannot be read
	feeds                   [2]*feed
	runs                    [2]*program.Run
	refused                 [2]int
	undone                  undone
}

// sides are the two documents.
var sides = [2]string{"old", "new"}

// finish reports the rows that cannot be read, and fails if a row that one of the two does
// not take is to be fatal.
func (d *comparison) finish() error {
	if err := d.read.finish(); err != nil || !d.read.flags.strict {
		return err
	}
	for i, f := range d.feeds {
		if n := f.rejects.total; n > 0 {
			return fmt.Errorf("-strict: %d %s refused by the %s document", n, plural(n, "row"), sides[i])
		}
	}
	return nil
}

// compareOrders runs the orders through both programs.
func compareOrders(c *call, o *orderFlags, p [2]program.Program) (*comparison, error) {
	f, err := newFeed(c, o, p[0], p[1])
	if err != nil {
		return nil, err
	}
	f.either = p[1].Currencies()
	d := &comparison{
		partners: map[share]pair{}, rules: map[share]pair{}, months: map[share]pair{}, total: map[share]pair{},
		read: f, undone: undone{call: c}, runs: [2]*program.Run{p[0].Run(), p[1].Run()},
	}
	for i, side := range sides {
		rows := &rejects{rows: map[string]*rejected{}, out: f.rejects.out, by: "refused by the " + side + " document: "}
		d.feeds[i] = &feed{call: c, flags: o, program: p[i], rejects: rows, metrics: f.metrics}
	}
	if d.feeds[1].metrics, err = newMetrics(o.format.Columns.Metrics, p[1], p[:1]); err != nil {
		return nil, err
	}
	err = f.each(func(o *orders.Order) error {
		for i, run := range d.runs {
			d.feeds[i].reader = f.reader
			d.feeds[i].add(run, o)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	d.close()
	d.undone.end()
	for i := range d.feeds {
		d.why[i] = map[string]int{}
		for reason, one := range d.feeds[i].rejects.rows {
			if other := d.feeds[1-i].rejects.rows[reason]; !one.passed && (other == nil || other.count != one.count) {
				d.why[i][reason] = one.count
			}
		}
	}
	return d, nil
}

// close closes the months of both runs side by side: month by month, and in a month
// by the partner.
func (d *comparison) close() {
	var next [2]func() (program.Result, bool)
	var at [2]program.Result
	var have [2]bool
	for i, run := range d.runs {
		var stop func()
		next[i], stop = iter.Pull(run.CloseAll())
		defer stop()
		at[i], have[i] = next[i]()
	}
	for have[0] || have[1] {
		order := 0
		switch {
		case !have[1]:
			order = -1
		case !have[0]:
			order = 1
		default:
			order = cmp.Or(at[0].Month.Sub(at[1].Month), cmp.Compare(at[0].Partner, at[1].Partner))
		}
		var results [2]*program.Result
		if order <= 0 {
			results[0] = &at[0]
		}
		if order >= 0 {
			results[1] = &at[1]
		}
		d.add(results)
		d.faults(results)
		for i := range results {
			if results[i] != nil {
				at[i], have[i] = next[i]()
			}
		}
	}
}

// faults says what one of the two could not do in a month, and the other one could.
func (d *comparison) faults(results [2]*program.Result) {
	for side, r := range results {
		if r == nil || len(r.Faults) == 0 {
			continue
		}
		var others []string
		if other := results[1-side]; other != nil {
			others = other.Faults
		}
		d.undone.say(" by the "+sides[side]+" document", r.Month, r.Partner, without(r.Faults, others))
	}
}

// put adds an amount to a share of one side.
func put(m map[share]pair, side int, name share, amount decimal.Decimal) {
	p := m[name]
	p[side] = p[side].Add(amount)
	m[name] = p
}

// add adds up a month of a partner. A side may have none.
func (d *comparison) add(results [2]*program.Result) {
	sums := [2]map[share]decimal.Decimal{{}, {}}
	for side, r := range results {
		if r == nil {
			continue
		}
		for i := range r.Accounts {
			a := &r.Accounts[i]
			amount := a.Earned.Add(a.Adjusted)
			put(d.partners, side, share{a.Currency, a.Medium, r.Partner}, amount)
			put(d.months, side, share{a.Currency, a.Medium, r.Month.String()}, amount)
			put(d.total, side, share{a.Currency, a.Medium, ""}, amount)
			if !amount.IsZero() {
				sums[side][share{a.Currency, a.Medium, ""}] = amount
			}
		}
	}
	differ := !maps.EqualFunc(sums[0], sums[1], decimal.Decimal.Equal)
	for side, r := range results {
		refused := d.runs[side].Refused()
		if r == nil || !differ && refused == d.refused[side] {
			continue
		}
		d.lines(side, r, differ)
		d.refused[side] = refused
	}
}

// lines adds up a month of a partner by rule, and says what was refused in it.
func (d *comparison) lines(side int, r *program.Result, differ bool) {
	f := d.feeds[side]
	rules := f.rules()
	if differ && rules != "" {
		for i := range r.Accounts {
			a := &r.Accounts[i]
			put(d.rules, side, share{a.Currency, a.Medium, rules}, a.Earned.Add(a.Adjusted))
		}
		if d.runs[side].Refused() == d.refused[side] {
			return
		}
	}
	for line := range r.Lines() {
		if line.Err != nil {
			f.refuse(&line.Event, f.lines.of(line.Number), line.Err)
		}
		for i := range line.Entries {
			if e := &line.Entries[i]; differ && rules == "" {
				put(d.rules, side, share{e.Currency, e.Medium, e.Rule}, e.Amount)
			}
		}
	}
}

// changedShares returns the shares that the two pay differently, by currency,
// medium and name.
func changedShares(m map[share]pair) []share {
	var list []share
	for _, s := range slices.SortedFunc(maps.Keys(m), func(a, b share) int {
		return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.medium, b.medium), cmp.Compare(a.name, b.name))
	}) {
		if !m[s].more().IsZero() {
			list = append(list, s)
		}
	}
	return list
}

// moved writes an amount with its sign.
func moved(d decimal.Decimal) string {
	if d.IsNegative() {
		return plain(d)
	}
	return "+" + plain(d)
}

// print writes the comparison and reports whether the two differ.
func (d *comparison) print(w io.Writer, top int) bool {
	changed := changedShares(d.total)
	partners := changedShares(d.partners)
	if len(partners) == 0 && len(d.why[0])+len(d.why[1]) == 0 {
		fmt.Fprintln(w, "\nThe orders earn the same.")
		return false
	}
	fmt.Fprintln(w, "\nIn all")
	switch {
	case len(changed) > 0:
	case len(partners) > 0:
		fmt.Fprintln(w, "  the same; partners gain what others lose")
	default:
		fmt.Fprintln(w, "  the same; other orders are refused")
	}
	d.table(w, d.total, changed)
	gain, lose := slices.Clone(partners), slices.Clone(partners)
	gain = slices.DeleteFunc(gain, func(s share) bool { return d.partners[s].more().IsNegative() })
	lose = slices.DeleteFunc(lose, func(s share) bool { return d.partners[s].more().IsPositive() })
	d.people(w, "gain", gain, top)
	d.people(w, "lose", lose, top)
	for _, group := range []struct {
		name string
		m    map[share]pair
	}{{"By rule, where partners earn another amount", d.rules}, {"By month", d.months}} {
		if list := changedShares(group.m); len(list) > 0 {
			fmt.Fprintf(w, "\n%s\n", group.name)
			d.table(w, group.m, list)
		}
	}
	for i, side := range sides {
		for _, reason := range slices.Sorted(maps.Keys(d.why[i])) {
			fmt.Fprintf(w, "\nRefused by the %s document: %d %s, %s\n", side, d.why[i][reason], plural(d.why[i][reason], "row"), reason)
		}
	}
	return true
}

// people names the partners who gain or lose most.
func (d *comparison) people(w io.Writer, verb string, list []share, top int) {
	if len(list) == 0 {
		return
	}
	if len(list) == 1 {
		verb += "s"
	}
	fmt.Fprintf(w, "\n%d %s %s\n", len(list), plural(len(list), "account"), verb)
	slices.SortStableFunc(list, func(a, b share) int {
		return d.partners[b].more().Abs().Cmp(d.partners[a].more().Abs())
	})
	if top > 0 && len(list) > top {
		d.table(w, d.partners, list[:top])
		fmt.Fprintf(w, "  and %d more; -top 0 names all\n", len(list)-top)
		return
	}
	d.table(w, d.partners, list)
}

// table writes shares, a line each.
func (d *comparison) table(w io.Writer, m map[share]pair, list []share) {
	for _, s := range list {
		p, name := m[s], s.name
		if name == "" {
			name = "commissions"
		}
		unit := s.currency
		if s.medium != commission.Cash {
			unit += " in " + s.medium.String()
		}
		fmt.Fprintf(w, "  %-24s %14s before %14s after %14s %s\n", name, plain(p[0]), plain(p[1]), moved(p.more()), unit)
	}
}

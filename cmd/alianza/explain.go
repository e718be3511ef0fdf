package main

import (
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

func explainCommand() command {
	return command{"explain", "why an order earned what it did, step by step to the payout", `Explain takes an order, or all of a partner's month, from the row in the file to
the payout: the tier and why, the version of the plan, the rule and those that did
not pay, what it is a percentage of, rounding, caps, the day on which it is due,
and the settlement that pays it. Without -orders it takes those of the sample.

Usage:

	alianza explain -event ID [flags]
	alianza explain -partner NAME -month YYYY-MM [flags]

  -event ID            the id of an order or a refund
  -partner NAME        only this partner
  -month YYYY-MM       only this month
  -program FILE        the program                     (default: the sample)
` + ordersHelp + `
Examples

	alianza explain -event A1001
	alianza explain -event R1027
	alianza explain -partner studio-luz -month 2026-03
	alianza explain -program program.json -orders orders.csv -event 991

Exit codes: 0 done, 1 there is no such order, 2 a wrong call or a wrong document.
`, runExplain}
}

// explainCall is a call of explain.
type explainCall struct {
	orderFlags
	program, event, partner, month string
}

func runExplain(c *call, args []string) error {
	var x explainCall
	flags := flag.NewFlagSet("explain", flag.ContinueOnError)
	x.register(flags)
	flags.StringVar(&x.program, "program", "", "")
	flags.StringVar(&x.event, "event", "", "")
	flags.StringVar(&x.partner, "partner", "", "")
	flags.StringVar(&x.month, "month", "", "")
	if err := parse(flags, fromFirst(args), 0); err != nil {
		return err
	}
	if x.event == "" && (x.partner == "" || x.month == "") {
		return usagef("-event ID is missing, or -partner NAME and -month YYYY-MM")
	}
	if x.month != "" {
		if _, err := cycle.ParseMonth(x.month); err != nil {
			return usagef("-month %q: want a year and a month, such as 2026-03", x.month)
		}
	}
	if same(x.rejects, x.program) {
		return usagef("-rejects %q: the file is to be read", x.rejects)
	}
	p, err := loadProgram(c, x.program)
	if err != nil {
		return err
	}
	f, err := newFeed(c, &x.orderFlags, p)
	if err != nil {
		return err
	}
	run, err := f.run()
	if err != nil {
		return err
	}
	e := &explainer{call: &x, feed: f, program: p}
	for r := range run.CloseAll() {
		e.result(&r)
	}
	if err := f.rejects.close(); err != nil {
		return err
	}
	if len(e.found) == 0 {
		if e.unread(c) {
			return errNo
		}
		return e.nothing(f.used - run.Refused())
	}
	for i, one := range e.found {
		if i > 0 {
			fmt.Fprintln(c.stdout)
		}
		one.print(c.stdout)
	}
	return f.strict()
}

// explained is an event with its steps, and the accounts that its entries are in.
type explained struct {
	partner, event, head string
	steps                []string
	entries              []commission.Entry
	paid                 []string // of each entry: where it was paid, "" if not yet
}

// step adds a step.
func (x *explained) step(name, format string, args ...any) {
	if name != "" {
		name += ":"
	}
	x.steps = append(x.steps, fmt.Sprintf("%-9s %s", name, fmt.Sprintf(format, args...)))
}

func (x *explained) print(w io.Writer) {
	fmt.Fprintln(w, x.head)
	for _, s := range x.steps {
		fmt.Fprintf(w, "  %s\n", s)
	}
	for i, paid := range x.paid {
		if paid == "" {
			paid = "not paid yet"
		}
		e := &x.entries[i]
		fmt.Fprintf(w, "  payout:   %s %s: %s\n", plain(e.Amount), e.Currency, paid)
	}
}

// explainer gathers what is to be explained while months are closed.
type explainer struct {
	call    *explainCall
	feed    *feed
	program program.Program
	found   []*explained
	undone  []string // why the close that is asked for was not made
	others  []string // partners and months that have the event, and are not asked for
}

// nothing says why there is nothing to explain, though so many rows are used.
func (e *explainer) nothing(used int) error {
	switch {
	case len(e.undone) > 0:
		return fmt.Errorf("the run could not make %q: %s", e.call.event, strings.Join(e.undone, "; "))
	case len(e.others) > 0:
		return fmt.Errorf("the order %q is of %s, and not of the partner and the month asked for", e.call.event, strings.Join(e.others, " and of "))
	case e.call.event != "":
		return fmt.Errorf("no such order among %d that are used; -rejects FILE has those that are not", used)
	}
	return fmt.Errorf("no order of %s in %s among %d that are used; -rejects FILE has those that are not", e.call.partner, e.call.month, used)
}

// unread prints the rows that are not used, if one of them is the order.
func (e *explainer) unread(c *call) bool {
	if e.call.event == "" {
		return false
	}
	for _, reason := range e.feed.rejects.reasons {
		one := e.feed.rejects.rows[reason]
		for _, row := range one.rows {
			if strings.Contains(row, fmt.Sprintf("%q", e.call.event)) {
				fmt.Fprintf(c.stdout, "%s is not used: %s (line %s)\n", e.call.event, reason, row)
				return true
			}
		}
	}
	return false
}

// result takes in the result of a month: it explains its lines, and says of
// entries of earlier months whether they are paid.
func (e *explainer) result(r *program.Result) {
	asked := (e.call.partner == "" || e.call.partner == r.Partner) && (e.call.month == "" || e.call.month == r.Month.String())
	if period, ok := strings.CutPrefix(e.call.event, "close-"); ok && asked {
		for _, fault := range r.Faults {
			if strings.Contains(fault, ": "+period+" is not closed: ") {
				e.undone = append(e.undone, r.Partner+" "+fault)
			}
		}
	}
	for line := range r.Lines() {
		switch {
		case e.call.event != "" && e.call.event != line.Event.ID:
		case asked:
			e.found = append(e.found, e.explain(r, &line))
		case e.call.event != "":
			e.others = append(e.others, r.Partner+" in "+r.Month.String())
		}
		if line.Err != nil {
			e.feed.refuse(&line.Event, e.feed.lines.of(line.Number), line.Err)
		}
		e.early(r, &line)
	}
	for _, x := range e.found {
		if x.partner == r.Partner {
			e.settled(x, r)
		}
	}
}

// early adds what a sale did to the refunds that came before it, to what is explained of
// these refunds.
func (e *explainer) early(r *program.Result, line *program.Line) {
	var last *explained
	for i := range line.Entries {
		en := &line.Entries[i]
		if en.Why.Code != "came_early" {
			continue
		}
		for _, x := range e.found {
			if x.partner != r.Partner || x.event != en.Of {
				continue
			}
			if x != last {
				x.step("then", "%s %s comes on %s", line.Event.Kind, line.Event.ID, line.Event.At.In(e.program.Zone()).Format(time.DateOnly))
			}
			last = x
			entrySteps(en, e.program.Zone(), x.step)
			x.entries, x.paid = append(x.entries, *en), append(x.paid, "")
		}
	}
}

// A settlement is what pays an account at an instant.
type settlement struct {
	name          string // "2026-04" of a month, "the period until 2026-04-16"
	until         time.Time
	paid, carried decimal.Decimal
}

// settlements returns those of a month: its end, or the ends of the periods of the
// payout's calendar.
func (e *explainer) settlements(r *program.Result, a *program.Account) (list []settlement) {
	zone := e.program.Zone()
	policy, _ := e.program.Policy(a.Currency, a.Medium)
	if every := policy.Definition().Every; every == 0 || every == payout.EveryMonth {
		return []settlement{{r.Month.String(), monthEnd(r.Month, zone), a.Paid, a.Carried}}
	}
	for _, p := range a.Payouts {
		list = append(list, settlement{"the period until " + p.Until.In(zone).Format(time.DateOnly), p.Until, p.Paid, p.Carried})
	}
	return list
}

// settled says of the entries of an event what a month's settlements did to them.
func (e *explainer) settled(x *explained, r *program.Result) {
	for j := range r.Accounts {
		a := &r.Accounts[j]
		for _, s := range e.settlements(r, a) {
			for i := range x.entries {
				entry := &x.entries[i]
				if a.Currency == entry.Currency && a.Medium == entry.Medium && entry.Due.Before(s.until) && entry.Booked.Before(s.until) && !strings.HasPrefix(x.paid[i], "in the") {
					x.paid[i] = e.outcome(&s, a, entry)
				}
			}
		}
	}
}

// outcome says what a settlement did to an entry that is due.
func (e *explainer) outcome(s *settlement, a *program.Account, entry *commission.Entry) string {
	switch {
	case s.paid.IsPositive():
		return fmt.Sprintf("in the settlement of %s, which pays %s%s", s.name, plain(s.paid), e.keptBack(a, entry.Key))
	case s.carried.IsZero():
		return fmt.Sprintf("in the settlement of %s, against what was taken back", s.name)
	}
	return fmt.Sprintf("carried at the end of %s, with a balance of %s%s", s.name, plain(s.carried), e.minimum(entry))
}

// keptBack says what a holdback keeps of an entry that was settled.
func (e *explainer) keptBack(a *program.Account, key string) string {
	for i := range a.Payouts {
		for item := range a.Payouts[i].Items.All() {
			if item.Key != key || !item.Withheld.IsPositive() {
				continue
			}
			if item.Release.IsZero() {
				return fmt.Sprintf("; %s of it are kept back", plain(item.Withheld))
			}
			return fmt.Sprintf("; %s of it are kept back until %s", plain(item.Withheld), item.Release.In(e.program.Zone()).Format(time.DateOnly))
		}
	}
	return ""
}

// minimum says what the least payout is, if there is one.
func (e *explainer) minimum(entry *commission.Entry) string {
	policy, ok := e.program.Policy(entry.Currency, entry.Medium)
	if m := policy.Definition().Minimum; ok && m.IsPositive() {
		return fmt.Sprintf("; the least payout is %s", plain(m))
	}
	return ""
}

// explain returns the steps of one event.
func (e *explainer) explain(r *program.Result, line *program.Line) *explained {
	v := &line.Event
	x := &explained{partner: r.Partner, event: v.ID, entries: slices.Clone(line.Entries)}
	x.paid = make([]string, len(x.entries))
	x.head = fmt.Sprintf("%s %s of %s on %s: %s %s", v.Kind, v.ID, v.Partner, v.At.In(e.program.Zone()).Format(time.DateOnly), plain(v.Amount), v.Currency)
	if v.Of != "" {
		x.head += ", of " + v.Of
	}
	step := x.step
	if n := e.feed.lines.of(line.Number); n > 0 && line.Number > 0 {
		step("row", "line %d of the orders", n)
	}
	e.tier(r, line, step)
	if d, ok := e.program.PlanAt(v.Currency, v.At); ok {
		step("plan", "%s v%d%s", d.ID, d.Version, span(d))
	}
	if line.Err != nil {
		_, _, reason := e.feed.why(v, line.Err)
		step("refused", "%s", reason)
		return x
	}
	for _, s := range line.Skipped {
		if s.Rule == "" {
			step("nothing", "%s", s.Reason)
		} else {
			step("not paid", "rule %s: %s", s.Rule, s.Reason)
		}
	}
	for i := range line.Entries {
		entrySteps(&line.Entries[i], e.program.Zone(), step)
	}
	return x
}

// span says on which days a version of a plan holds.
func span(d commission.Definition) string {
	s := ""
	if !d.From.IsZero() {
		s += ", from " + d.From.String()
	}
	if !d.Until.IsZero() {
		s += ", until " + d.Until.String()
	}
	return s
}

// tier says which level pays an event, and why.
func (e *explainer) tier(r *program.Result, line *program.Line, step func(name, format string, args ...any)) {
	if r.Placement == nil {
		return
	}
	paying := ""
	for i := range line.Entries {
		if paying = line.Entries[i].Tier; paying != "" {
			break
		}
	}
	step("tier", "%s in %s", r.Placement, r.Month)
	for _, g := range r.Placement.Slack {
		step("", "%s needs %s, and has %s", r.Placement.Level, g.Need, plain(g.Value))
	}
	if of := r.Placement.Tier(); paying != "" && paying != of {
		step("", "paid at %s, the tier of its sale or of the month before", paying)
	}
}

// entrySteps says how an entry came to its amount.
func entrySteps(en *commission.Entry, zone *time.Location, step func(name, format string, args ...any)) {
	step("rule", "%s pays%s", en.Rule, map[bool]string{true: ": " + en.Why.String()}[en.Why.Code != ""])
	for _, d := range en.Deductions {
		step("", "less %s of %s", plain(d.Amount), d.Name)
	}
	switch {
	case len(en.Portions) > 0:
		for _, p := range en.Portions {
			step("", "%s", portion(p))
		}
		step("exact", "%s", en.Exact)
	case !en.Rate.IsZero():
		step("exact", "%s of %s is %s", en.Rate, plain(en.Base), en.Exact)
	default:
		step("exact", "%s", en.Exact)
	}
	step("amount", "%s %s", plain(en.Amount), en.Currency)
	if en.Period != "" {
		step("window", "%s: %s so far earn %s", en.Period, plain(en.Remaining.Base), plain(en.Remaining.Amount))
	} else if en.Corrects != "" {
		step("left", "%s of the sale earn %s", plain(en.Remaining.Base), plain(en.Remaining.Amount))
	}
	step("due", "%s", en.Due.In(zone).Format(time.DateOnly))
}

// portion says what one bracket, or one part of what a rule pays, comes to.
func portion(p commission.Portion) string {
	var parts []string
	if p.Bracket > 0 {
		parts = append(parts, fmt.Sprintf("bracket %d", p.Bracket))
	}
	if !p.Rate.IsZero() {
		parts = append(parts, fmt.Sprintf("%s of %s", p.Rate, plain(p.Base)))
	}
	if !p.PerUnit.IsZero() {
		parts = append(parts, fmt.Sprintf("%s for each of %s", plain(p.PerUnit), p.Units))
	}
	if !p.Fixed.IsZero() || len(parts) == 0 {
		parts = append(parts, plain(p.Fixed)+" flat")
	}
	return strings.Join(parts, ", ") + " is " + p.Exact.String()
}

package program

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A CaseResult is what came of a case.
type CaseResult struct {
	Name string `json:"name"`
	// Differences say what was expected and what came, a line each. There are none if
	// all is as expected.
	Differences []CaseDifference `json:"differences,omitzero"`
}

// MarshalJSON writes the result by its tags.
func (c CaseResult) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a result strictly.
func (c *CaseResult) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// OK reports whether all is as expected.
func (c CaseResult) OK() bool { return len(c.Differences) == 0 }

// A CaseDifference is something that came otherwise than a case expects.
type CaseDifference struct {
	// About says what it is: "event e1, earns".
	About    string `json:"about"`
	Expected string `json:"expected"`
	Got      string `json:"got"`
}

// MarshalJSON writes the difference by its tags.
func (d CaseDifference) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a difference strictly.
func (d *CaseDifference) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// String returns the difference as two lines, as a comparison of texts has them.
func (d CaseDifference) String() string {
	return fmt.Sprintf("- %s %s\n+ %s %s", d.About, d.Expected, d.About, d.Got)
}

// String returns the name and whether all is as expected, and the differences.
func (c CaseResult) String() string {
	if c.OK() {
		return c.Name + ": ok"
	}
	lines := []string{c.Name + ": otherwise"}
	for _, d := range c.Differences {
		lines = append(lines, d.String())
	}
	return strings.Join(lines, "\n")
}

// Check runs the cases of the document and returns what came of each, in order. The
// one result of the zero Program is not OK: no results would read as cases that came out.
func (p Program) Check() []CaseResult {
	if p.unchecked() != nil {
		return []CaseResult{{Name: "program", Differences: []CaseDifference{{About: "program", Expected: "from New", Got: "the zero Program"}}}}
	}
	results := make([]CaseResult, 0, len(p.def.Cases))
	for i := range p.def.Cases {
		c := checker{p: &p, c: &p.def.Cases[i]}
		c.check()
		results = append(results, CaseResult{Name: c.c.Name, Differences: c.differences})
	}
	return results
}

// A checker runs one case.
type checker struct {
	p           *Program
	c           *Case
	events      []commission.Event
	differences []CaseDifference
	paid        map[string]bool // rules that posted something, by plan, version and name; may be nil
}

// MaxCaseMonths is how many months a case may span.
const MaxCaseMonths = 24

func (c *checker) check() {
	if len(c.c.Events) > 0 {
		c.run()
	} else {
		for _, a := range c.c.Accounts {
			c.differ(c.account(&a), "an account", "no event")
		}
	}
	if !c.c.Prospect.isZero() || c.c.Decision != "" {
		v, err := c.p.Judge(c.c.Prospect)
		got := v.Decision
		if err != nil {
			got = err.Error()
		}
		c.compare("decision", c.c.Decision, got)
	}
}

func (c *checker) differ(about, expected, got string) {
	c.differences = append(c.differences, CaseDifference{About: about, Expected: expected, Got: got})
}

// compare compares texts, unless nothing is expected.
func (c *checker) compare(about, expected, got string) {
	if expected != "" && expected != got {
		c.differ(about, expected, cmp.Or(got, "none"))
	}
}

// amount compares numbers, unless nothing is expected.
func (c *checker) amount(about string, expected *decimal.Decimal, got decimal.Decimal) {
	if expected != nil && exact.Cmp(*expected, got) != 0 {
		c.differ(about, exact.Text(*expected), exact.Text(got))
	}
}

// run takes the events through the program, and compares events and accounts.
func (c *checker) run() {
	run := c.p.Run()
	number := map[int]int{} // of an event, by its place among those added
	added := 0
	for i := range c.c.Events {
		e := c.event(i)
		c.events = append(c.events, e)
		if err := run.Add(e); err != nil {
			c.compareRefused(i, err)
			continue
		}
		added++
		number[added] = i
	}
	last := run.last
	for _, a := range c.c.Accounts {
		if last.Before(a.Month) {
			last = a.Month
		}
	}
	if !run.first.IsZero() && last.Sub(run.first) >= MaxCaseMonths {
		c.differ("months", fmt.Sprintf("at most %d", MaxCaseMonths), fmt.Sprintf("%v to %v", run.first, last))
		return
	}
	met := make([]bool, len(c.c.Accounts))
	for result := range run.Close(last) {
		for line := range result.Lines() {
			c.note(line.Entries)
			if line.Number > 0 {
				c.line(number[line.Number], &line)
			}
		}
		for i := range c.c.Accounts {
			if a := &c.c.Accounts[i]; a.Month == result.Month && cmp.Or(a.Partner, defaultPartner) == result.Partner {
				met[i] = true
				c.compareAccount(a, &result)
			}
		}
	}
	for i := range met {
		if a := &c.c.Accounts[i]; !met[i] {
			c.differ(c.account(a), "an account", "the partner has none yet")
		}
	}
}

// note notes the rules that posted something.
func (c *checker) note(entries []commission.Entry) {
	for i := range entries {
		if e := &entries[i]; c.paid != nil {
			c.paid[fmt.Sprintf("%s/%d/%s", e.Plan, e.Version, e.Rule)] = true
		}
	}
}

const defaultPartner = "partner"

// currency returns the currency of what names none.
func (c *checker) currency() string {
	if list := c.p.def.Currencies; len(list) > 0 {
		return list[0]
	}
	return slices.Min(append(c.p.Currencies(), "~"))
}

// event returns an event of the case with all that it leaves out.
func (c *checker) event(i int) commission.Event {
	d := c.c.Events[i]
	e := d.Event
	e.ID = cmp.Or(e.ID, fmt.Sprint("e", i+1))
	if e.Kind == "" {
		e.Kind = commission.Sale
		if e.Of != "" {
			e.Kind = commission.Refund
		}
	}
	e.Partner = cmp.Or(e.Partner, defaultPartner)
	e.Currency = cmp.Or(e.Currency, c.currency())
	if !e.At.IsZero() {
		return e
	}
	day := d.Day
	switch {
	case !day.IsZero():
	case i > 0:
		day = alianza.DateOf(c.events[i-1].At, c.p.zone)
	default:
		day = c.firstDay(e.Currency)
	}
	const noon = 12 * time.Hour
	e.At = day.In(c.p.zone).Add(noon + time.Duration(i)*time.Second)
	if d.Day.IsZero() && i > 0 && !c.events[i-1].At.Before(e.At) {
		e.At = c.events[i-1].At.Add(time.Second)
		if alianza.DateOf(e.At, c.p.zone) != day { // at the end of the day
			e.At = c.events[i-1].At
		}
	}
	return e
}

// firstDay returns the day of a first event that says none.
func (c *checker) firstDay(code string) alianza.Date {
	day := alianza.Must(alianza.NewDate(2026, time.January, 15)) //nolint:mnd // as the documentation says
	plan, ok := c.p.Plan(code)
	if _, pays := plan.InForce(day.In(c.p.zone)); ok && !pays {
		for _, v := range plan.Definitions() {
			if day.Before(v.From) {
				return v.From
			}
		}
	}
	return day
}

func (c *checker) about(i int) string { return "event " + c.events[i].ID + ", " }

// compareRefused compares an event that was refused.
func (c *checker) compareRefused(i int, err error) {
	want := c.c.Events[i].Refused
	for _, f := range alianza.Faults(err) {
		if f.Code() == want {
			return
		}
	}
	got := err.Error()
	if faults := alianza.Faults(err); len(faults) > 0 {
		got = faults[0].Code() + ": " + faults[0].Error()
	}
	c.differ(c.about(i)+"refused", cmp.Or(want, "no"), got)
}

// line compares an event that was evaluated.
func (c *checker) line(i int, l *Line) {
	want := &c.c.Events[i]
	if l.Err != nil {
		c.compareRefused(i, l.Err)
		return
	}
	c.compare(c.about(i)+"refused", want.Refused, "accepted")
	var sum decimal.Decimal
	var rules []string
	for j := range l.Entries {
		sum = sum.Add(l.Entries[j].Amount)
		if r := l.Entries[j].Rule; !slices.Contains(rules, r) {
			rules = append(rules, r)
		}
	}
	c.amount(c.about(i)+"earns", want.Earns, sum)
	c.compare(c.about(i)+"rule", want.Rule, strings.Join(rules, " and "))
	_, level, _ := strings.Cut(l.Event.Tier, "/")
	c.compare(c.about(i)+"level", want.Level, level)
}

func (c *checker) account(a *CaseAccount) string {
	return fmt.Sprintf("account %s %s %s", cmp.Or(a.Partner, defaultPartner), a.Month, cmp.Or(a.Currency, c.currency()))
}

// compareAccount compares the end of a month.
func (c *checker) compareAccount(want *CaseAccount, r *Result) {
	about := c.account(want) + ", "
	c.compare(about+"level", want.Level, r.Level)
	got := Account{Currency: cmp.Or(want.Currency, c.currency()), Medium: want.Medium}
	for _, a := range r.Accounts {
		if a.Currency == got.Currency && a.Medium == got.Medium {
			got = a
		}
	}
	c.amount(about+"opening", want.Opening, got.Opening)
	c.amount(about+"earned", want.Earned, got.Earned)
	c.amount(about+"adjusted", want.Adjusted, got.Adjusted)
	c.amount(about+"paid", want.Paid, got.Paid)
	c.amount(about+"held", want.Held, got.Held)
	c.amount(about+"carried", want.Carried, got.Carried)
}

package commission

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Rule says what one kind of event earns. Its fields are grouped by the
// questions that they answer; in JSON they all stand in the rule itself:
//
//	{"name": "sale", "on": "sale", "rate": "20%", "months": 12}
type Rule struct {
	// Name is unique within the plan.
	Name string `json:"name"`
	// On is the kind of event that the rule pays.
	On Kind `json:"on"`
	// When is what the event has to meet besides.
	When  Condition `json:"when,omitzero"`
	For   Partners  `json:",inline"` // whom it pays
	Pay   Pay       `json:",inline"` // what it pays
	Over  Span      `json:",inline"` // over what it adds up
	Lasts Duration  `json:",inline"` // how long it pays for a customer
	Limit Limits    `json:",inline"` // within which bounds
	// Back is how what was paid is taken back; in proportion if absent.
	Back []TakeBack `json:"take_back,omitzero"`
	// Defer are the installments in which what the rule earns is due; at once if absent.
	Defer []Deferred `json:"defer,omitzero"`
}

// Partners says which partners a rule pays. The zero Partners are all.
type Partners struct {
	// Active pays only partners whose partnership covers the day of the event:
	// from the day of [Event.PartnerSince] to that of [Event.PartnerUntil],
	// exclusive.
	//
	// Rules: C11.
	Active bool `json:"active,omitzero"`
	// MinMonths asks besides that the partnership is so many calendar months old,
	// the anniversary included.
	//
	// Rules: C9.
	MinMonths int `json:"min_months,omitzero"`
}

// Pay says what a rule pays: the sum of Fixed, PerUnit for each unit of the
// event, and a percentage of the base. The percentage is Rate, or the rate that
// Rates has for the partner's level. Or the rule pays by a table. A rule that
// pays in kind may have no amount at all.
//
// Rules: C6, C7, C8.
type Pay struct {
	_ [0]func() // == would compare decimals by address
	// Less names what is taken off the event's amount before a percentage is
	// taken of it, such as "discount", "tax", "shipping" or "fees". With the "cost"
	// it is a percentage of the margin. The event has to say how much each is, 0
	// too, in [Event.Includes].
	Less []string `json:"less,omitzero"`
	// Rate is paid of the base, whatever the partner's level: 0% to 100%, or to
	// MaxRate.
	Rate alianza.Percent `json:"rate,omitzero"`
	// MaxRate lets the rates of the rule be above 100%, up to it: 150% of the first
	// month, say. It is from above 100% to 10,000%.
	MaxRate alianza.Percent `json:"max_rate,omitzero"`
	// Own lets the partner's own terms, which an event may give, take the place of the
	// rate and of the hold. Other rules do not look at them.
	Own bool `json:"own_terms,omitzero"`
	// Ladder names the ladder whose levels have Rates. The event carries the level. A
	// partner on no level earns nothing.
	Ladder string `json:"ladder,omitzero"`
	// Rates are those of the levels of Ladder, each as Rate is.
	Rates   map[string]alianza.Percent `json:"rates,omitzero"`
	Fixed   decimal.Decimal            `json:"fixed,omitzero"`    // for each event
	PerUnit decimal.Decimal            `json:"per_unit,omitzero"` // for each unit of the event
	Table   TableDefinition            `json:"table,omitzero"`
	// Medium is what is paid with; cash if absent.
	Medium Medium `json:"medium,omitzero"`
}

// Medium is what a reward is paid in. Credit and what is given in kind are kept
// apart from cash and never become part of a cash payout. The zero Medium is
// cash.
//
// Rules: C5, C9, C10.
type Medium uint8

// The three media.
const (
	Cash   Medium = iota // money that is paid out
	Credit               // a balance in the partner's account with the program
	InKind               // services or goods: recorded, not computed
)

var mediumNames = [...]string{"cash", "credit", "in_kind"}

// String returns the name of the medium, such as "in_kind".
func (m Medium) String() string { return enum.Name(m, mediumNames[:]) }

// MarshalText returns the name of the medium.
func (m Medium) MarshalText() ([]byte, error) { return enum.Text(m, mediumNames[:], 0) }

// UnmarshalText reads the name of a medium: cash, credit or in_kind.
func (m *Medium) UnmarshalText(text []byte) error { return enum.Parse(m, text, mediumNames[:], 0) }

// Span says over what a rule adds up. The zero Span is each event by itself.
type Span struct {
	// Over adds up what the partner sold in a window. A table then rates each
	// sale after those before it. A rate is rounded once for the window. The rate
	// of a ladder is that of the level given on the window's latest day of sale,
	// for all of the window.
	Over Window `json:"over,omitzero"`
	// Customer gives each customer of the partner a window of its own. Over is ever,
	// or a period.
	Customer bool `json:"each_customer,omitzero"`
	// KeepAttained leaves the volume of a window as it was when a sale in it is
	// refunded: the window's terms stay, and its pay falls in proportion. What a table
	// by customers pays for sales of 0 stays: there is no proportion. If absent, a
	// refund lowers the volume as if that much had never been sold.
	KeepAttained bool `json:"keep_attained,omitzero"`
	// Carry continues the volume that an earlier version of the plan attained in
	// the same window. If absent, a version begins its windows empty. A slab table
	// rates all of it at the rates of this version. At 11%, and 22% from 300 on, 250
	// were sold before, and a sale of 60 earns 22% of 310 less 11% of 250: 40.70.
	Carry bool `json:"carry,omitzero"`
	// Meter names the volume that the rule fills, for bonuses and for rules that read
	// it; the rule's own name if absent. Several rules may fill one meter.
	Meter string `json:"meter,omitzero"`
	// Reads names the meter by which the rule's table rates a sale, in place of what the
	// rule itself sold in the window. It counts as it stood before the event, with the
	// sale if the rule fills it. Such a table is prospective or next_sale.
	Reads string `json:"reads,omitzero"`
}

// Duration says which of a customer's events a rule pays: all of them, if it is
// zero.
//
//	{"payments": 1}                   the first
//	{"after_payments": 1}             the later ones
//	{"payments": 3}                   the first three
//	{"months": 12}                    those of twelve months
//	{"payments": 1, "then": "10%"}    the first, and the later ones at another rate
//
// An event counts if it meets the rule and something was paid. A rule knows only what
// came since the first version of the plan in which a rule of its name asks for this. So
// a new rule takes the next event of an old customer for the first. To leave old
// customers out, give it a condition on a fact, such as new_customer.
//
// Rules: C21.
type Duration struct {
	// Months pays a customer's events of the first so many calendar months from
	// the first that was paid, or from [Event.CustomerSince]. The anniversary is
	// excluded.
	Months int `json:"months,omitzero"`
	// Payments pays the first so many of a customer's events. A refunded event
	// still counts; a corrected one does not.
	Payments int `json:"payments,omitzero"`
	// After leaves out the first so many of a customer's events; Payments and Months
	// then count from there on, and from the first of all. Such a rule counts an
	// event also where another rule comes first and pays it.
	After int `json:"after_payments,omitzero"`
	// Then is the rate afterwards; nothing if absent.
	Then alianza.Percent `json:"then,omitzero"`
	// CountFree counts a sale or payment whose base is 0, such as a trial invoice,
	// as a customer's event and as a sale. If absent, nothing paid is no event.
	CountFree bool `json:"count_free,omitzero"`
}

// lasting reports whether the rule asks how long a customer has been paid for.
func (d Duration) lasting() bool { return d.Months != 0 || d.Payments != 0 || d.After != 0 }

// Limits bound what a rule posts. The zero Limits are none.
type Limits struct {
	_ [0]func() // == would compare decimals by address
	// Min and Max bound what is posted for one event that earns anything; no
	// bound if 0.
	Min decimal.Decimal `json:"min,omitzero"`
	Max decimal.Decimal `json:"max,omitzero"`
	// Caps bound what the rule posts in sum; what is above is lost, not carried.
	Caps []Cap `json:"caps,omitzero"`
}

// A Cap bounds the sum of what a rule posts to a partner, or several rules and
// bonuses together. A refund frees its amount under the cap of its sale. What an
// earlier sale lost to the cap does not come back. A reversal pays again what was
// taken, also above the cap.
type Cap struct {
	_ [0]func() // == would compare decimals by address
	// Name and Of are those of a cap in [Definition.Caps]. Of names the rules and
	// bonuses that it bounds together; the first to come uses the room.
	Name   string          `json:"name,omitzero"`
	Of     []string        `json:"of,omitzero"`
	Amount decimal.Decimal `json:"amount"` // above 0
	// Per is the window of the sum: an order, a period or ever.
	Per Window `json:"per"`
	// Customer counts each customer of the partner apart.
	Customer bool `json:"customer,omitzero"`
}

func (r *Rule) clone() Rule {
	c := *r
	c.When, c.Pay, c.Limit.Caps, c.Back = r.When.clone(), r.Pay.clone(), slices.Clone(r.Limit.Caps), slices.Clone(r.Back)
	c.Defer = slices.Clone(r.Defer)
	for i := range c.Defer {
		c.Defer[i].When = c.Defer[i].When.clone()
	}
	for i := range c.Back {
		c.Back[i].Causes = slices.Clone(c.Back[i].Causes)
	}
	return c
}

func (p Pay) clone() Pay {
	p.Table, p.Less, p.Rates = p.Table.clone(), slices.Clone(p.Less), maps.Clone(p.Rates)
	return p
}

// tabled and tiered report how the rule pays.
func (p *Pay) tabled() bool { return !p.Table.IsZero() }
func (p *Pay) tiered() bool { return p.Ladder != "" || len(p.Rates) > 0 }

// plain reports whether the rule pays an amount or a rate without a table.
func (p *Pay) plain() bool {
	return !p.Rate.IsZero() || p.tiered() || !p.Fixed.IsZero() || !p.PerUnit.IsZero()
}

// byUnits reports whether what is paid hangs on units.
func (p *Pay) byUnits() bool { return p.Table.By == ByUnits || !p.PerUnit.IsZero() }

// meter returns the name of the volume that the rule fills for bonuses.
func (r *Rule) meter() string {
	if r.Over.Meter != "" {
		return r.Over.Meter
	}
	return r.Name
}

// pooled reports whether the rule posts the change of what its window earns.
func (r *Rule) pooled() bool {
	return r.Over.Over != PerEvent && (!r.Pay.tabled() || r.Pay.Table.pooled())
}

// unconditional reports whether the rule pays, or refuses, every event of its
// kind, so that none is left for the rules after it.
func (r *Rule) unconditional() bool {
	return r.When.IsZero() && !r.Pay.tiered() && r.For == Partners{} && !r.Lasts.lasting()
}

// check faults all that is impossible or contradictory in a rule.
func (r *Rule) check(f *check.Faults, path string, unit unit) {
	switch {
	case r.On == "":
		f.Add(path+".on", "", alianza.ErrMissing, "the kind of event that the rule pays")
	case r.On == Close:
		f.Add(path+".on", string(r.On), alianza.ErrConflict, "what is paid at the close of a period is a bonus, in the list bonuses")
	case r.On.about():
		f.Add(path+".on", string(r.On), alianza.ErrConflict, "a "+string(r.On)+" is paid by the rule that paid its sale")
	case !r.On.earns():
		f.Add(path+".on", string(r.On), alianza.ErrUnknown, kindHint(r.On))
	default:
		f.Name(path+".on", string(r.On))
	}
	if !r.When.IsZero() {
		r.When.check(f, path+".when", 1)
	}
	checkCount(f, path+".min_months", r.For.MinMonths)
	r.Pay.check(f, path, unit)
	r.Over.check(f, path, r)
	r.Lasts.check(f, path, r)
	r.Limit.check(f, path, unit, r.Over)
	r.checkBack(f, path)
	r.checkDefer(f, path)
	if r.Pay.Own && r.pooled() {
		f.Add(path+".own_terms", "", alianza.ErrConflict, "a window is paid at one rate")
	}
}

// maxCount bounds a number of months or payments: a hundred years of months.
const maxCount = 1200

func checkCount(f *check.Faults, path string, n int) {
	if n < 0 || n > maxCount {
		f.Add(path, fmt.Sprint(n), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxCount))
	}
}

// check checks what a rule or a bonus pays.
func (p *Pay) check(f *check.Faults, path string, unit unit) {
	less := check.Names{Faults: f}
	if f.Count(path+".less", len(p.Less), check.MaxMetrics, "parts") {
		for i, name := range p.Less {
			less.Add(f.At(path+".less", i), name)
		}
	}
	if !p.plain() && !p.tabled() && p.Medium != InKind {
		f.Add(path+".rate", "", alianza.ErrMissing, "give a rate, a ladder and rates, a fixed amount, an amount per unit, or a table")
	}
	checkLimit(f, path+".max_rate", p.MaxRate)
	checkRate(f, path+".rate", p.Rate, p.MaxRate)
	switch {
	case !p.tiered():
	case !p.Rate.IsZero():
		f.Add(path+".rate", p.Rate.String(), alianza.ErrConflict, "give a rate, or a ladder and rates, not both")
	default:
		p.checkLadder(f, path)
	}
	if p.Own && p.Rate.IsZero() && !p.tiered() {
		f.Add(path+".own_terms", "", alianza.ErrConflict, "the rule has no rate that they could replace")
	}
	unit.check(f, path+".fixed", p.Fixed)
	f.NotNegative(path+".per_unit", p.PerUnit)
	enum.Check(f, path+".medium", p.Medium, mediumNames[:], 0)
	if !p.tabled() {
		return
	}
	if p.plain() {
		f.Add(path+".table", "", alianza.ErrConflict, "a table pays by itself: it has rates, fixed amounts and amounts per unit of its own")
	}
	if !p.Table.Step.IsZero() || p.Table.Rounding != 0 {
		f.Add(path+".table.step", exact.Text(p.Table.Step), alianza.ErrConflict, "the step and the rounding are the plan's")
	}
	if !p.Table.MaxRate.IsZero() {
		f.Add(path+".table.max_rate", p.Table.MaxRate.String(), alianza.ErrConflict, "the limit of the rates is that of the rule")
	}
	t := p.Table
	t.MaxRate = p.MaxRate
	t.checkRows(f, path+".table.", unit)
}

func (p *Pay) checkLadder(f *check.Faults, path string) {
	if f.Name(path+".ladder", p.Ladder) && strings.Contains(p.Ladder, "/") {
		f.Add(path+".ladder", p.Ladder, alianza.ErrForm, "it has a slash, which parts ladder and level")
	}
	if len(p.Rates) == 0 {
		f.Add(path+".rates", "", alianza.ErrMissing, "a rate for each level of the ladder")
	}
	if !f.Count(path+".rates", len(p.Rates), check.MaxLevels, "levels") {
		return
	}
	for _, level := range names(p.Rates) {
		if f.Name(f.In(path+".rates", level), level) && strings.HasPrefix(level, p.Ladder+"/") {
			f.Add(f.In(path+".rates", level), level, alianza.ErrForm, "the level alone, without its ladder")
		}
		checkRate(f, f.In(path+".rates", level), p.Rates[level], p.MaxRate)
	}
}

// check checks the window and what hangs on it.
func (s *Span) check(f *check.Faults, path string, r *Rule) {
	if s.Meter != "" {
		f.Name(path+".meter", s.Meter)
	}
	if !enum.Check(f, path+".over", s.Over, windowNames[:], 0) {
		return
	}
	if r.Pay.Table.By == ByCustomers {
		s.checkCustomers(f, path)
	}
	if s.Reads != "" {
		s.checkReads(f, path, r)
	}
	if s.Over == PerEvent {
		if s.KeepAttained {
			f.Add(path+".keep_attained", "", alianza.ErrConflict, "the rule is not over a window")
		}
		if s.Customer {
			f.Add(path+".each_customer", "", alianza.ErrConflict, "the rule is not over a window")
		}
		if s.Carry {
			f.Add(path+".carry", "", alianza.ErrConflict, "the rule is not over a window")
		}
		return
	}
	if !r.Pay.Fixed.IsZero() {
		f.Add(path+".fixed", exact.Text(r.Pay.Fixed), alianza.ErrConflict, "a fixed amount is for each event, not over a window")
	}
	if !r.Pay.PerUnit.IsZero() {
		f.Add(path+".per_unit", exact.Text(r.Pay.PerUnit), alianza.ErrConflict, "over a window, give it in a table by units")
	}
	if !r.Limit.Min.IsZero() || !r.Limit.Max.IsZero() {
		f.Add(path+".over", s.Over.String(), alianza.ErrConflict, "min and max bound one event; over a window, give them in a table, or a cap")
	}
}

// checkCustomers checks the window of a rule that pays by the number of customers.
func (s *Span) checkCustomers(f *check.Faults, path string) {
	switch at := path + ".table.by"; {
	case s.Over == PerEvent:
		f.Add(at, "customers", alianza.ErrConflict, "the rule is not over a window, in which customers are counted")
	case s.Customer:
		f.Add(at, "customers", alianza.ErrConflict, "each window has one customer")
	case s.Carry:
		f.Add(path+".carry", "", alianza.ErrConflict, "each version counts its own customers")
	}
}

// checkReads checks a rule whose table goes by a meter.
func (s *Span) checkReads(f *check.Faults, path string, r *Rule) {
	at := path + ".reads"
	switch f.Name(at, s.Reads); {
	case !s.Over.closable():
		f.Add(path+".over", s.Over.String(), alianza.ErrConflict, "a meter is read over a week, a month, a quarter, a year or a contract year")
	case !r.Pay.tabled():
		f.Add(at, s.Reads, alianza.ErrConflict, "the rule has no table")
	case r.Pay.Table.pooled():
		f.Add(path+".table.scope", r.Pay.Table.Scope.String(), alianza.ErrConflict, "what other rules sell does not rate again what this one sold: give prospective or next_sale")
	}
	if s.Customer {
		f.Add(path+".each_customer", "", alianza.ErrConflict, "a meter is of all customers")
	}
	if s.Carry {
		f.Add(path+".carry", "", alianza.ErrConflict, "a meter goes on in the next version by itself")
	}
}

// check checks for how long a rule pays.
func (d *Duration) check(f *check.Faults, path string, r *Rule) {
	checkCount(f, path+".months", d.Months)
	checkCount(f, path+".payments", d.Payments)
	checkCount(f, path+".after_payments", d.After)
	checkRate(f, path+".then", d.Then, r.Pay.MaxRate)
	switch {
	case d.Then.IsZero():
	case d.Months == 0 && d.Payments == 0:
		f.Add(path+".then", d.Then.String(), alianza.ErrConflict, "the rule pays for life; give months or payments")
	case r.Pay.Rate.IsZero() && !r.Pay.tiered() || r.Over.Over != PerEvent:
		f.Add(path+".then", d.Then.String(), alianza.ErrConflict, "only a rate per event steps down")
	}
}

// check checks the bounds of what is posted.
func (l *Limits) check(f *check.Faults, path string, unit unit, over Span) {
	unit.check(f, path+".min", l.Min)
	unit.check(f, path+".max", l.Max)
	if !l.Max.IsZero() && above(l.Min, l.Max) {
		f.Add(path+".max", exact.Text(l.Max), alianza.ErrConflict, "less than the minimum, "+exact.Text(l.Min))
	}
	if !f.Count(path+".caps", len(l.Caps), check.MaxCaps, "caps") {
		return
	}
	type window struct {
		per      Window
		customer bool
	}
	caps := map[window]bool{}
	for i, c := range l.Caps {
		at := f.At(path+".caps", i)
		c.checkOwn(f, at)
		unit.checkPositive(f, at+".amount", c.Amount)
		switch {
		case !enum.Check(f, at+".per", c.Per, windowNames[:], 0):
		case c.Per == PerEvent:
			f.Add(at+".per", c.Per.String(), alianza.ErrConflict, "give max, which bounds one event; a cap is over an order, a period or ever")
		case over.Over != PerEvent && (c.Per != over.Over || c.Customer != over.Customer):
			f.Add(at+".per", c.Per.String(), alianza.ErrConflict, "a rule over a window is capped over that window")
		case caps[window{c.Per, c.Customer}]:
			f.Add(at+".per", c.Per.String(), alianza.ErrDuplicate, "two caps over one window")
		}
		caps[window{c.Per, c.Customer}] = true
	}
}

// checkOwn faults what a cap of a rule has of one over several rules.
func (c *Cap) checkOwn(f *check.Faults, path string) {
	const why = "the cap of a rule is its own; a cap over several is one of the plan"
	if c.Name != "" {
		f.Add(path+".name", c.Name, alianza.ErrConflict, why)
	}
	if len(c.Of) > 0 {
		f.Add(path+".of", strings.Join(c.Of, ", "), alianza.ErrConflict, why)
	}
}

// MarshalJSON writes the rule by its tags.
func (r Rule) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a rule strictly. [New] checks it.
func (r *Rule) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// MarshalJSON writes the cap by its tags.
func (c Cap) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a cap strictly.
func (c *Cap) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON writes the fields of the group alone.
func (p Partners) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads the fields of the group alone.
func (p *Partners) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON writes the fields of the group alone.
func (p Pay) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads the fields of the group alone.
func (p *Pay) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON writes the fields of the group alone.
func (s Span) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads the fields of the group alone.
func (s *Span) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON writes the fields of the group alone.
func (d Duration) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads the fields of the group alone.
func (d *Duration) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON writes the fields of the group alone.
func (l Limits) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads the fields of the group alone.
func (l *Limits) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l, nil) }

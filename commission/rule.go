package commission

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Rule says what one kind of event earns, and when.
//
// What it pays is the sum of Fixed, PerUnit for each of the event's units, and a
// percentage of the base: Rate, or the rate that Rates has for the partner's
// level on a ladder. A fixed fee with a percentage is a hybrid (C6 to C8). Or it
// pays by a table. A rule that pays in kind may pay nothing that has an amount.
type Rule struct {
	_ [0]func() // == would compare decimals by address
	// Name is unique within the plan.
	Name string `json:"name"`
	// On is the kind of event that the rule pays.
	On Kind `json:"on"`
	// When is what the event has to meet besides.
	When Condition `json:"when,omitzero"`

	// Less names what is taken off the event's amount before a percentage is
	// taken of it, such as "discount", "tax", "shipping", "fees", or the "cost"
	// for a percentage of the margin. The event has to say how much each is, 0
	// too, in [Event.Includes]. None is a percentage of the gross amount.
	Less []string `json:"less,omitzero"`
	// Rate is paid of the base, whatever the partner's tier: 0% to 100%.
	Rate alianza.Percent `json:"rate,omitzero"`
	// Ladder names the ladder whose levels have Rates. The level is the one the
	// event carries: with the level that the month's sales reach, every sale of
	// the month is paid at one rate (slab, C33), 0% to 100%. A partner on no
	// level earns nothing. To check that the rates fit the ladder, give them to
	// it as terms: tier.New(tier.WithTerms(ladder, rule.Rates)).
	Ladder  string                     `json:"ladder,omitzero"`
	Rates   map[string]alianza.Percent `json:"rates,omitzero"`
	Fixed   decimal.Decimal            `json:"fixed,omitzero"`    // for each event
	PerUnit decimal.Decimal            `json:"per_unit,omitzero"` // for each unit of the event
	Table   TableDefinition            `json:"table,omitzero"`

	// Over adds up what the partner sold in a window: a table rates each sale
	// after those before it, and a rate is rounded once for the window and not
	// for each event. A rate of a ladder over a window is that of the level which
	// the latest event carries, for all of the window: a change of tier rates
	// again what was sold before (retroactive). Per event if absent.
	Over Window `json:"over,omitzero"`
	// Of, for a rule on the close of a period, names the rule whose sales over
	// the window Over are the base: a bonus for what was attained (C28, T18). It
	// is what stands when the period is closed: a refund afterwards leaves the
	// bonus as it is.
	Of string `json:"of,omitzero"`
	// KeepAttained leaves the volume of a window as it was when a sale in it is
	// refunded: the window's terms stay, and its pay, before a cap cuts it, falls
	// in proportion to amounts, or to units where the table pays for units alone.
	// If absent, a refund lowers the volume while the period is not closed, as if
	// that much had never been sold.
	KeepAttained bool `json:"keep_attained,omitzero"`

	// Medium is what is paid with; cash if absent.
	Medium Medium `json:"medium,omitzero"`
	// Active pays only partners whose partnership or account, from the day of
	// [Event.PartnerSince] to that of [Event.PartnerUntil], exclusive, covers the day of the
	// event (C11). MinMonths asks besides that it is so many calendar months old,
	// the anniversary included (C9).
	Active    bool `json:"active,omitzero"`
	MinMonths int  `json:"min_months,omitzero"`
	// Months pays a customer's events of the first so many calendar months from
	// the first that was paid, or from [Event.CustomerSince], the anniversary
	// excluded (C21); Payments the first so many. 0 is for life. Then is the rate
	// afterwards, nothing if absent. An event that is refunded or charged back
	// still counts; one that is corrected does not.
	Months   int             `json:"months,omitzero"`
	Payments int             `json:"payments,omitzero"`
	Then     alianza.Percent `json:"then,omitzero"`
	// Min and Max bound what is posted for one event that earns anything; no
	// bound if 0.
	Min decimal.Decimal `json:"min,omitzero"`
	Max decimal.Decimal `json:"max,omitzero"`
	// Caps bound what the rule posts in sum; what is above is lost, not carried.
	Caps []Cap `json:"caps,omitzero"`
}

// A Cap bounds the sum of what a rule posts to a partner. What a refund takes
// back is room again in the window of its sale; what a sale before it lost to
// the cap does not come back.
type Cap struct {
	_      [0]func()       // == would compare decimals by address
	Amount decimal.Decimal `json:"amount"` // above 0
	// Per is the window of the sum: month, quarter, year, order or ever.
	Per Window `json:"per"`
	// Customer counts each customer of the partner apart.
	Customer bool `json:"customer,omitzero"`
}

func (r *Rule) clone() Rule {
	c := *r
	c.When, c.Table = r.When.clone(), r.Table.clone()
	c.Less, c.Caps, c.Rates = slices.Clone(r.Less), slices.Clone(r.Caps), maps.Clone(r.Rates)
	return c
}

// tabled and tiered report how the rule pays.
func (r *Rule) tabled() bool { return !r.Table.IsZero() }
func (r *Rule) tiered() bool { return r.Ladder != "" || len(r.Rates) > 0 }

// lasting reports whether the rule asks how long a customer has been paid for.
func (r *Rule) lasting() bool { return r.Months != 0 || r.Payments != 0 }

// unconditional reports whether the rule pays, or refuses, every event of its
// kind, so that none is left for the rules after it.
func (r *Rule) unconditional() bool {
	return r.When.IsZero() && !r.tiered() && !r.Active && r.MinMonths == 0 && !r.lasting() && r.On != Close
}

// check faults all that is impossible or contradictory in a rule of a plan whose
// rules are on the kinds given.
func (r *Rule) check(f *check.Faults, path string, places int, kinds map[string]Kind) {
	switch {
	case r.On == "":
		f.Add(path+".on", "", alianza.ErrMissing, "the kind of event that the rule pays")
	case r.On.takes():
		f.Add(path+".on", string(r.On), alianza.ErrConflict, "a "+string(r.On)+" is paid by the rule that paid its sale")
	case !r.On.earns():
		f.Add(path+".on", string(r.On), alianza.ErrUnknown, kindsHelp)
	default:
		f.Name(path+".on", string(r.On))
	}
	if !r.When.IsZero() {
		r.When.check(f, path+".when", 1)
	}
	less := check.Names{Faults: f}
	for i, name := range r.Less {
		less.Add(fmt.Sprintf("%s.less[%d]", path, i), name)
	}
	r.checkPay(f, path, places)
	r.checkWindow(f, path)
	r.checkOf(f, path, kinds)
	r.checkTerms(f, path)
	r.checkBounds(f, path, places)
}

// checkPay checks what the rule pays.
func (r *Rule) checkPay(f *check.Faults, path string, places int) {
	plain := !r.Rate.IsZero() || r.tiered() || !r.Fixed.IsZero() || !r.PerUnit.IsZero()
	if !plain && !r.tabled() && r.Medium != InKind {
		f.Add(path+".rate", "", alianza.ErrMissing, "give a rate, a ladder and rates, a fixed amount, an amount per unit, or a table")
	}
	checkRate(f, path+".rate", r.Rate)
	switch {
	case !r.tiered():
	case !r.Rate.IsZero():
		f.Add(path+".rate", r.Rate.String(), alianza.ErrConflict, "give a rate, or a ladder and rates, not both")
	default:
		r.checkLadder(f, path)
	}
	checkPosted(f, path+".fixed", r.Fixed, places)
	f.NotNegative(path+".per_unit", r.PerUnit)
	if !r.tabled() {
		return
	}
	if plain {
		f.Add(path+".table", "", alianza.ErrConflict, "a table pays by itself: it has rates, fixed amounts and amounts per unit of its own")
	}
	if r.Table.Places != 0 || r.Table.Rounding != 0 {
		f.Add(path+".table.places", fmt.Sprint(r.Table.Places), alianza.ErrConflict, "the places and the rounding are the plan's")
	}
	r.Table.checkRows(f, path+".table.", places)
}

func (r *Rule) checkLadder(f *check.Faults, path string) {
	if f.Name(path+".ladder", r.Ladder) && strings.Contains(r.Ladder, "/") {
		f.Add(path+".ladder", r.Ladder, alianza.ErrForm, "it has a slash, which parts ladder and level")
	}
	if len(r.Rates) == 0 {
		f.Add(path+".rates", "", alianza.ErrMissing, "a rate for each level of the ladder")
	}
	for _, level := range slices.Sorted(maps.Keys(r.Rates)) {
		if f.Name(path+".rates."+level, level) && strings.HasPrefix(level, r.Ladder+"/") {
			f.Add(path+".rates."+level, level, alianza.ErrForm, "the level alone, without its ladder")
		}
		checkRate(f, path+".rates."+level, r.Rates[level])
	}
}

// checkWindow checks the window and what hangs on it.
func (r *Rule) checkWindow(f *check.Faults, path string) {
	if int(r.Over) >= len(windowNames) {
		f.Add(path+".over", r.Over.String(), alianza.ErrUnknown, "")
		return
	}
	summed := r.Over != PerEvent && r.On != Close
	switch {
	case r.On == Close && (r.Over < PerMonth || r.Over > PerYear):
		f.Add(path+".over", r.Over.String(), alianza.ErrConflict, "a rule on close is over a month, a quarter or a year")
	case summed && !r.Fixed.IsZero():
		f.Add(path+".fixed", exact.Text(r.Fixed), alianza.ErrConflict, "a fixed amount is for each event, not over a window")
	case summed && !r.PerUnit.IsZero():
		f.Add(path+".per_unit", exact.Text(r.PerUnit), alianza.ErrConflict, "over a window, give it in a table by units")
	}
	if summed && (!r.Min.IsZero() || !r.Max.IsZero()) {
		f.Add(path+".over", r.Over.String(), alianza.ErrConflict, "min and max bound one event; over a window, give them in a table, or a cap")
	}
	if r.KeepAttained && !summed {
		f.Add(path+".keep_attained", "", alianza.ErrConflict, "the rule is not over a window")
	}
}

// checkOf checks the rule that a rule on close is of.
func (r *Rule) checkOf(f *check.Faults, path string, kinds map[string]Kind) {
	switch of, ok := kinds[r.Of]; {
	case r.Of == "":
		if r.On == Close {
			f.Add(path+".of", "", alianza.ErrMissing, "the rule whose sales are the base")
		}
	case r.On != Close:
		f.Add(path+".of", r.Of, alianza.ErrConflict, "only a rule on close is of another")
	case !ok:
		f.Add(path+".of", r.Of, alianza.ErrUnknown, "no rule has this name")
	case of == Close:
		f.Add(path+".of", r.Of, alianza.ErrConflict, "that rule is on close itself")
	}
}

// checkTerms checks whom the rule pays and for how long.
func (r *Rule) checkTerms(f *check.Faults, path string) {
	if int(r.Medium) >= len(mediumNames) {
		f.Add(path+".medium", r.Medium.String(), alianza.ErrUnknown, "")
	}
	const most = 1200 // months: a hundred years
	for _, n := range []struct {
		path string
		n    int
	}{{".min_months", r.MinMonths}, {".months", r.Months}, {".payments", r.Payments}} {
		if n.n < 0 || n.n > most {
			f.Add(path+n.path, fmt.Sprint(n.n), alianza.ErrRange, fmt.Sprintf("from 0 to %d", most))
		}
	}
	checkRate(f, path+".then", r.Then)
	switch {
	case r.On == Close && r.lasting():
		f.Add(path+".months", "", alianza.ErrConflict, "the close of a period is no customer's")
	case r.Then.IsZero():
	case !r.lasting():
		f.Add(path+".then", r.Then.String(), alianza.ErrConflict, "the rule pays for life; give months or payments")
	case r.Rate.IsZero() && !r.tiered() || r.Over != PerEvent:
		f.Add(path+".then", r.Then.String(), alianza.ErrConflict, "only a rate per event steps down")
	}
}

// checkBounds checks the bounds of what is posted.
func (r *Rule) checkBounds(f *check.Faults, path string, places int) {
	checkPosted(f, path+".min", r.Min, places)
	checkPosted(f, path+".max", r.Max, places)
	if !r.Max.IsZero() && exact.Check(r.Min) == nil && exact.Check(r.Max) == nil && exact.Cmp(r.Min, r.Max) > 0 {
		f.Add(path+".max", exact.Text(r.Max), alianza.ErrConflict, "less than the minimum, "+exact.Text(r.Min))
	}
	type window struct {
		per      Window
		customer bool
	}
	caps := map[window]bool{}
	for i, c := range r.Caps {
		at := fmt.Sprintf("%s.caps[%d]", path, i)
		checkPosted(f, at+".amount", c.Amount, places)
		if c.Amount.IsZero() {
			f.Add(at+".amount", "0", alianza.ErrRange, "above 0")
		}
		switch {
		case int(c.Per) >= len(windowNames):
			f.Add(at+".per", c.Per.String(), alianza.ErrUnknown, "")
		case c.Per == PerEvent:
			f.Add(at+".per", "", alianza.ErrMissing, "order, month, quarter, year or ever; for one event, give max")
		case r.Over != PerEvent && (c.Per != r.Over || c.Customer):
			f.Add(at+".per", c.Per.String(), alianza.ErrConflict, "a rule over a window is capped over that window")
		case caps[window{c.Per, c.Customer}]:
			f.Add(at+".per", c.Per.String(), alianza.ErrDuplicate, "two caps over one window")
		}
		caps[window{c.Per, c.Customer}] = true
	}
}

func (r *Rule) fields(o *oldjson.Object) {
	o.String("name", &r.Name)
	o.String("on", (*string)(&r.On))
	oldjson.Struct(o.Optional(), "when", &r.When, r.When.IsZero(), (*Condition).fields)
	o.Optional().Strings("less", &r.Less)
	oldjson.Text(o.Optional(), "rate", &r.Rate)
	o.Optional().String("ladder", &r.Ladder)
	oldjson.Map(o.Optional(), "rates", &r.Rates, func(in *oldjson.Object, level string, v *alianza.Percent) { oldjson.Text(in, level, v) })
	o.Optional().Decimal("fixed", &r.Fixed)
	o.Optional().Decimal("per_unit", &r.PerUnit)
	oldjson.Struct(o.Optional(), "table", &r.Table, r.Table.IsZero(), (*TableDefinition).rows)
	oldjson.Text(o.Optional(), "over", &r.Over)
	o.Optional().String("of", &r.Of)
	o.Optional().Bool("keep_attained", &r.KeepAttained)
	oldjson.Text(o.Optional(), "medium", &r.Medium)
	o.Optional().Bool("active", &r.Active)
	o.Optional().Int("min_months", &r.MinMonths)
	o.Optional().Int("months", &r.Months)
	o.Optional().Int("payments", &r.Payments)
	oldjson.Text(o.Optional(), "then", &r.Then)
	o.Optional().Decimal("min", &r.Min)
	o.Optional().Decimal("max", &r.Max)
	oldjson.List(o.Optional(), "caps", &r.Caps, (*Cap).fields)
}

func (c *Cap) fields(o *oldjson.Object) {
	o.Decimal("amount", &c.Amount)
	oldjson.Text(o, "per", &c.Per)
	o.Optional().Bool("customer", &c.Customer)
}

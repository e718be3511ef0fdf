package commission

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition is one version of a plan as data: what a program manager writes.
// [New] checks it.
type Definition struct {
	_ [0]func() // == would compare decimals by address
	// ID names the plan. It becomes part of every entry's key.
	ID string `json:"id"`
	// Version, from 1, tells the versions of the plan apart. An entry carries it.
	Version int `json:"version"`
	// From and Until bound the days of the events that the version is for, in the
	// plan's zone. From is inclusive, Until exclusive; absent is no bound.
	From  alianza.Date `json:"from,omitzero"`
	Until alianza.Date `json:"until,omitzero"`
	// Currency is the ISO 4217 code of all amounts.
	Currency string `json:"currency"`
	// Step is the smallest amount that is posted: "0.01", "0.05", "1". If absent,
	// it is the minor unit of the currency; it has no more decimals than that.
	Step decimal.Decimal `json:"step,omitzero"`
	// Rounding is how a posted amount is rounded; half up if absent.
	Rounding Rounding `json:"rounding,omitzero"`
	// HoldDays is the number of calendar days, 0 to 3650, from the day of an
	// event until what it earned is due; 0 is on the day itself. A hold of the payout
	// takes its place.
	HoldDays int `json:"hold_days,omitzero"`
	// HoldHours is the number of hours, 0 to 87600, from the instant of an event until
	// what it earned is due, in place of HoldDays. A hold of the payout takes its place.
	HoldHours int `json:"hold_hours,omitzero"`
	// RefundDays is the number of calendar days, 1 to 3650, after the day of a
	// sale in which a refund takes something back, the last day included. 0 is
	// without end. After that the partner keeps what was paid. A chargeback and a
	// correction always take back.
	RefundDays int `json:"refund_days,omitzero"`
	// UnknownSale is what happens to a refund whose sale is not known; refuse if
	// absent.
	UnknownSale UnknownSale `json:"unknown_sale,omitzero"`
	// Precedence says which of several rules pays an event; the first if absent.
	Precedence Precedence `json:"precedence,omitzero"`
	// YearBegins is the month, 1 to 12, in which a year begins, and its first
	// quarter; January if absent. It is the same in all versions.
	YearBegins int `json:"year_begins,omitzero"`
	// Rules are what is paid for events. Their order is that of precedence.
	Rules []Rule `json:"rules"`
	// Bonuses are what is paid at the close of a period.
	Bonuses []Bonus `json:"bonuses,omitzero"`
	// Caps bound several rules and bonuses together. A rule that rates again what was
	// sold before in its window is not among them: it has a cap of its own.
	Caps []Cap `json:"caps,omitzero"`
}

// UnknownSale says what a plan does with a refund or a chargeback whose sale it
// does not know. Whatever it does, the balance is the same once the sale has
// arrived. The zero UnknownSale refuses.
type UnknownSale uint8

// The policies for refunds of unknown sales.
const (
	UnknownSaleRefuse      UnknownSale = iota // written "refuse": an error that wraps [alianza.ErrPending]
	UnknownSaleIgnore                         // "ignore": nothing is posted until the sale arrives
	UnknownSaleCurrentRate                    // "current_rate": taken back as if it had been paid at today's terms
)

var unknownSaleNames = [...]string{"refuse", "ignore", "current_rate"}

// String returns the name of the policy.
func (u UnknownSale) String() string { return enum.Name(u, unknownSaleNames[:]) }

// MarshalText returns the name of the policy.
func (u UnknownSale) MarshalText() ([]byte, error) { return enum.Text(u, unknownSaleNames[:], 0) }

// UnmarshalText reads the name of a policy.
func (u *UnknownSale) UnmarshalText(text []byte) error {
	return enum.Parse(u, text, unknownSaleNames[:], 0)
}

// Precedence says which of several rules pays an event. The zero Precedence is
// the first.
//
// Rules: C34.
type Precedence uint8

// The ways to choose among rules that all fit an event.
const (
	PrecedenceFirst Precedence = iota // the first rule of the list that pays, written "first"
	PrecedenceBest                    //  the one that posts most, the first of equals, written "best"
	PrecedenceEvery                   // all of them, written "every"
)

var precedenceNames = [...]string{"first", "best", "every"}

// String returns the name of the way.
func (p Precedence) String() string { return enum.Name(p, precedenceNames[:]) }

// MarshalText returns the name of the way.
func (p Precedence) MarshalText() ([]byte, error) { return enum.Text(p, precedenceNames[:], 0) }

// UnmarshalText reads the name of a way: first, best or every.
func (p *Precedence) UnmarshalText(text []byte) error {
	return enum.Parse(p, text, precedenceNames[:], 0)
}

func (d Definition) clone() Definition {
	d.Rules, d.Bonuses, d.Caps = slices.Clone(d.Rules), slices.Clone(d.Bonuses), slices.Clone(d.Caps)
	for i := range d.Caps {
		d.Caps[i].Of = slices.Clone(d.Caps[i].Of)
	}
	for i := range d.Rules {
		d.Rules[i] = d.Rules[i].clone()
	}
	for i := range d.Bonuses {
		d.Bonuses[i] = d.Bonuses[i].clone()
	}
	return d
}

// maxDays bounds a number of days; ten years is a mistake, not a policy.
const maxDays = 3650

func checkDays(f *check.Faults, path string, days int) {
	if days < 0 || days > maxDays {
		f.Add(path, fmt.Sprint(days), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxDays))
	}
}

// unit returns what amounts are posted in, and faults a step that the currency
// does not have. The unit of a faulty definition is zero.
func (d *Definition) unit(f *check.Faults) unit {
	u, _ := units.Check(f, d.Currency, d.Step)
	return unit{u, d.Rounding.mode()}
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error { return check.All(d.faults) }

func (d *Definition) faults(f *check.Faults) {
	f.Name("id", d.ID)
	if d.Version < 1 {
		f.Add("version", fmt.Sprint(d.Version), alianza.ErrRange, "versions count from 1")
	}
	if !d.Until.IsZero() && d.Until.Compare(d.From) <= 0 {
		f.Add("until", d.Until.String(), alianza.ErrConflict, "not after from")
	}
	unit := d.unit(f)
	enum.Check(f, "rounding", d.Rounding, roundingNames[:], 0)
	checkDays(f, "hold_days", d.HoldDays)
	if d.HoldHours < 0 || d.HoldHours > 24*maxDays {
		f.Add("hold_hours", fmt.Sprint(d.HoldHours), alianza.ErrRange, fmt.Sprintf("from 0 to %d", 24*maxDays))
	}
	if d.HoldHours != 0 && d.HoldDays != 0 {
		f.Add("hold_hours", fmt.Sprint(d.HoldHours), alianza.ErrConflict, "give hold_days or hold_hours, not both")
	}
	checkDays(f, "refund_days", d.RefundDays)
	enum.Check(f, "unknown_sale", d.UnknownSale, unknownSaleNames[:], 0)
	enum.Check(f, "precedence", d.Precedence, precedenceNames[:], 0)
	if d.YearBegins < 0 || d.YearBegins > 12 {
		f.Add("year_begins", fmt.Sprint(d.YearBegins), alianza.ErrRange, "a month, from 1 to 12")
	}
	if len(d.Rules) == 0 {
		f.Add("rules", "", alianza.ErrMissing, "a plan has at least one rule")
	}
	if f.Count("rules", len(d.Rules), check.MaxRules, "rules") && f.Count("bonuses", len(d.Bonuses), check.MaxRules, "bonuses") {
		d.checkRules(f, unit)
	}
}

func (d *Definition) checkRules(f *check.Faults, unit unit) {
	names, always, meters := check.Names{Faults: f}, map[Kind]string{}, map[string]bool{}
	for i := range d.Rules {
		r, path := &d.Rules[i], f.At("rules", i)
		names.Add(path+".name", r.Name)
		meters[r.meter()] = true
		if before, ok := always[r.On]; ok && d.Precedence == PrecedenceFirst {
			f.Add(path+".on", string(r.On), alianza.ErrConflict, "never reached: "+before+" pays every event of this kind before it")
		} else if r.unconditional() {
			always[r.On] = path
		}
		r.check(f, path, unit)
	}
	for i := range d.Rules {
		if name := d.Rules[i].Over.Reads; name != "" && !meters[name] {
			f.Add(f.At("rules", i)+".reads", name, alianza.ErrUnknown, noMeter)
		}
	}
	for i := range d.Bonuses {
		b, path := &d.Bonuses[i], f.At("bonuses", i)
		names.Add(path+".name", b.Name)
		b.check(f, path, unit, meters)
	}
	if d.guarantees() {
		rules := map[string][]ruleOf{}
		d.byMeter(rules)
		d.checkGuarantees(f, "", rules, nil)
	}
	if !f.Count("caps", len(d.Caps), check.MaxCaps, "caps") {
		return
	}
	for i := range d.Caps {
		path := f.At("caps", i)
		names.Add(path+".name", d.Caps[i].Name)
		d.checkCap(f, path, &d.Caps[i], unit)
	}
}

// A ruleOf is a rule, and the definition that it is of.
type ruleOf struct {
	def  *Definition
	rule *Rule
}

// checkGuarantees checks the rules whose earnings the guarantees fill up, but for those
// of a definition. The rules are given by their meter.
func (d *Definition) checkGuarantees(f *check.Faults, path string, rules map[string][]ruleOf, but *Definition) {
	for i := range d.Bonuses {
		b := &d.Bonuses[i]
		if !b.Guarantee {
			continue
		}
		path := f.At(path+"bonuses", i) + ".guarantee"
		for _, name := range b.Of {
			for _, r := range rules[name] {
				if f.Full() {
					return
				}
				if why := b.unsuited(r.rule); why != "" && r.def != but {
					f.Add(path, r.rule.Name, alianza.ErrConflict, "rule "+r.rule.Name+" "+why)
				}
			}
		}
	}
}

// unsuited says why a guarantee cannot fill up what a rule earns, or nothing.
func (b *Bonus) unsuited(r *Rule) string {
	switch {
	case r.Pay.Medium != b.Pay.Medium:
		return "pays in another medium"
	case r.pooled() && (r.Over.Over != b.Over || r.Over.Customer):
		return "earns over another window"
	case len(r.Defer) > 0:
		return "defers what it earns, so that it is not known at the close"
	case r.Over.KeepAttained:
		return "keeps what was attained, so that a refund would not be seen"
	}
	return ""
}

// byMeter adds the rules to the lists of those of a meter.
func (d *Definition) byMeter(lists map[string][]ruleOf) {
	for i := range d.Rules {
		r := &d.Rules[i]
		lists[r.meter()] = append(lists[r.meter()], ruleOf{d, r})
	}
}

// guarantees reports whether a bonus of the definition is a guarantee.
func (d *Definition) guarantees() bool {
	return slices.ContainsFunc(d.Bonuses, func(b Bonus) bool { return b.Guarantee })
}

// checkCap checks a cap over several rules.
func (d *Definition) checkCap(f *check.Faults, path string, c *Cap, unit unit) {
	unit.checkPositive(f, path+".amount", c.Amount)
	if enum.Check(f, path+".per", c.Per, windowNames[:], 0) && c.Per == PerEvent {
		f.Add(path+".per", c.Per.String(), alianza.ErrConflict, "a cap is over an order, a period or ever")
	}
	if len(c.Of) == 0 {
		f.Add(path+".of", "", alianza.ErrMissing, "the rules and bonuses that it bounds together")
	}
	if !f.Count(path+".of", len(c.Of), 2*check.MaxRules, "rules") {
		return
	}
	of, media := check.Names{Faults: f}, map[Medium]bool{}
	for i, name := range c.Of {
		at := f.At(path+".of", i)
		of.Add(at, name)
		medium, why := d.capped(c, name)
		if media[medium] = true; len(media) > 1 && why == "" {
			why = "paid in another medium than the first"
		}
		switch {
		case why == unknownName:
			f.Add(at, name, alianza.ErrUnknown, why)
		case why != "":
			f.Add(at, name, alianza.ErrConflict, why)
		}
	}
}

const (
	noMeter     = "no rule fills a meter of this name"
	unknownName = "no rule or bonus has this name"
)

// capped returns what a rule or a bonus under a cap pays with, and why the cap
// cannot bound it.
func (d *Definition) capped(c *Cap, name string) (Medium, string) {
	for i := range d.Rules {
		if r := &d.Rules[i]; r.Name == name {
			if r.pooled() {
				return r.Pay.Medium, "it rates again what was sold before in its window: give it a cap of its own"
			}
			return r.Pay.Medium, ""
		}
	}
	for i := range d.Bonuses {
		if b := &d.Bonuses[i]; b.Name == name {
			if c.Customer || !b.Over.within(c.Per) {
				return b.Pay.Medium, "a bonus over a " + b.Over.String() + " is in no window of the cap"
			}
			return b.Pay.Medium, ""
		}
	}
	return 0, unknownName
}

// MarshalJSON writes the definition by its tags. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// Package commission says what a partner earns.
//
// A [Plan] is a checked list of rules: for which events, on which conditions,
// how much, of which base, for how long, up to which cap. Events go in, entries
// come out: a sale earns an entry, a refund takes back what its sale earned with
// an entry of its own, and nothing that was posted is ever edited. What the
// rules have to know about the past is in a [State] that the caller keeps.
//
//	plan, err := commission.New(commission.Affiliate())
//	earned, state, err := plan.Earn(state, event)
//	fmt.Println(earned.Entries[0]) // sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, …
//
// [Plan.Preview] says what one more event would bring, [Diff] what another plan
// would have paid, and a [Statement] writes entries as a table. A [Table] rates a
// volume by brackets, in a rule or by itself; a [Tally] adds up what it pays for
// millions of sales. The preset is the affiliate program: [Affiliate].
//
// Inner packages stand on this one: terms says what a program offers a type of
// partner, split divides an amount among parties or over days, and payout says
// when what was earned is paid.
//
// Read the files in this order: event, rule, plan, earn, entry; then state.
//
// # Units
//
// Amounts are decimals in major units of one currency, the plan's; an amount
// in another currency is refused. A rate is an [alianza.Percent], written with
// its percent sign: "20%".
//
// # Rounding
//
// The base and its product with the rate are exact. The amount of an entry is
// rounded once, to the places of the plan and in its mode, half up (a tie away
// from zero) by default; a rule over a window rounds the sum of the window and
// posts its change. Sums of entries are exact.
//
// # Errors
//
// [New] and [NewTable] report every fault of a definition; evaluations refuse
// facts that they cannot use. Each fault is an [*alianza.FieldError].
package commission

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Definition is a plan as data: what a program manager writes. [New] checks
// it.
type Definition struct {
	// ID names the program; it becomes part of every entry's key. Version, from
	// 1, tells the states of the plan apart; an entry carries it. A version has
	// windows of its own: let it begin with a period. What is closed, and what
	// caps and customers' times have used, goes on under the next.
	ID      string `json:"id"`
	Version int    `json:"version"`
	// From and Until bound the instants of the events that the plan is for: From
	// is inclusive, Until exclusive. The zero time is no bound.
	From  time.Time `json:"from,omitzero"`
	Until time.Time `json:"until,omitzero"`
	// Currency is the ISO 4217 code of all amounts, and Places the number of
	// decimals of a posted amount, 0 to 18: 2 for USD, 0 for JPY, 3 for KWD.
	Currency string `json:"currency"`
	Places   int    `json:"places"`
	// Rounding is how a posted amount is rounded; half up if absent.
	Rounding Rounding `json:"rounding,omitzero"`
	// HoldDays is the number of calendar days, 0 to 3650, from the day of an
	// event until what it earned is due; 0 is on the day itself.
	HoldDays int `json:"hold_days,omitzero"`
	// RefundDays is the number of calendar days, 1 to 3650, after the day of a
	// sale in which a refund takes something back, the last day included. 0 is
	// without end. A later refund uses up the sale, as the customer has the money
	// back, but the partner keeps what was paid. A chargeback and a correction
	// always take back, of what was refunded late too.
	RefundDays int `json:"refund_days,omitzero"`
	// UnknownSale is what happens to a refund whose sale is not known; refuse if
	// absent.
	UnknownSale UnknownSale `json:"unknown_sale,omitzero"`
	// Precedence says which of several rules pays an event; the first if absent.
	Precedence Precedence `json:"precedence,omitzero"`
	// Rules are what is paid. Their order is that of precedence.
	Rules []Rule `json:"rules"`
}

// A Plan is a checked definition. The zero Plan has no rules and refuses every
// event. A Plan is immutable and safe for concurrent use.
type Plan struct {
	def   Definition
	rules []rule         // of def.Rules, made ready
	zone  *time.Location // of calendar days; nil is UTC
}

// New checks a definition and returns its plan, with calendar days in UTC. It
// returns an error with all faults of the definition.
func New(d Definition) (Plan, error) {
	if err := d.check(); err != nil {
		return Plan{}, err
	}
	p := Plan{def: d.clone()}
	closed := map[string][]Window{} // by the rule whose sales are the base
	for _, r := range p.def.Rules {
		if r.On == Close {
			closed[r.Of] = append(closed[r.Of], r.Over)
		}
	}
	for i := range p.def.Rules {
		p.rules = append(p.rules, p.def.Rules[i].ready(&p.def, closed[p.def.Rules[i].Name]))
	}
	return p, nil
}

// In returns the plan with calendar days in the zone given: the day of an
// event, and the midnight on which a hold ends. Nil is UTC. The zone is not part
// of the definition: keep it beside it, and give it each time.
func (p Plan) In(zone *time.Location) Plan {
	p.zone = zone
	return p
}

// InForce returns the one of several plans, such as the versions of a program,
// that is for events of an instant: not before its From, and before its Until.
// It returns an error that wraps [alianza.ErrUnknown] if there is none, and
// [alianza.ErrConflict] if there are several.
func InForce(at time.Time, plans ...Plan) (Plan, error) {
	found, names := Plan{}, []string(nil)
	for _, p := range plans {
		if !at.Before(p.def.From) && (p.def.Until.IsZero() || at.Before(p.def.Until)) {
			found, names = p, append(names, fmt.Sprintf("%s v%d", p.def.ID, p.def.Version))
		}
	}
	switch len(names) {
	case 0:
		return Plan{}, fmt.Errorf("commission: %w", check.Fault("at", at.Format(time.RFC3339), alianza.ErrUnknown, "no plan is in force"))
	case 1:
		return found, nil
	}
	return Plan{}, fmt.Errorf("commission: %w", check.Fault("at", at.Format(time.RFC3339), alianza.ErrConflict, "in force are "+strings.Join(names, " and ")))
}

// Table returns the table of a rule, with the places and the rounding of the
// plan: to look at its [Table.Cliffs], say. It returns an error that wraps
// [alianza.ErrUnknown] if there is no such rule, or it has no table.
func (p Plan) Table(rule string) (Table, error) {
	if r := p.named(rule); r != nil && r.tabled() {
		return r.table, nil
	}
	return Table{}, fmt.Errorf("commission: plan %s v%d: %w", p.def.ID, p.def.Version, check.Fault("rule", rule, alianza.ErrUnknown, "no rule of this name has a table"))
}

// Definition returns a fresh copy of the definition the plan was made from.
func (p Plan) Definition() Definition { return p.def.clone() }

func (d Definition) clone() Definition {
	d.Rules = slices.Clone(d.Rules)
	for i := range d.Rules {
		d.Rules[i] = d.Rules[i].clone()
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

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("id", d.ID)
	if d.Version < 1 {
		f.Add("version", fmt.Sprint(d.Version), alianza.ErrRange, "versions count from 1")
	}
	if !d.From.IsZero() {
		f.Instant("from", d.From)
	}
	if !d.Until.IsZero() && f.Instant("until", d.Until) && !d.Until.After(d.From) {
		f.Add("until", d.Until.Format(time.RFC3339), alianza.ErrConflict, "not after from")
	}
	checkCurrency(&f, d.Currency, d.Places)
	checkRounding(&f, "rounding", d.Rounding)
	checkDays(&f, "hold_days", d.HoldDays)
	checkDays(&f, "refund_days", d.RefundDays)
	if int(d.UnknownSale) >= len(unknownSaleNames) {
		f.Add("unknown_sale", d.UnknownSale.String(), alianza.ErrUnknown, "")
	}
	if int(d.Precedence) >= len(precedenceNames) {
		f.Add("precedence", d.Precedence.String(), alianza.ErrUnknown, "")
	}
	if len(d.Rules) == 0 {
		f.Add("rules", "", alianza.ErrMissing, "a plan has at least one rule")
	}
	names, always, kinds := check.Names{Faults: &f}, map[Kind]string{}, map[string]Kind{}
	for i := range d.Rules {
		kinds[d.Rules[i].Name] = d.Rules[i].On
	}
	for i := range d.Rules {
		r, path := &d.Rules[i], fmt.Sprintf("rules[%d]", i)
		names.Add(path+".name", r.Name)
		if before, ok := always[r.On]; ok && d.Precedence == PrecedenceFirst {
			f.Add(path+".on", string(r.On), alianza.ErrConflict, "never reached: "+before+" pays every event of this kind before it")
		} else if r.unconditional() {
			always[r.On] = path
		}
		r.check(&f, path, d.Places, kinds)
	}
	return f.Err()
}

// checkRate checks that a rate is one that can be paid: 0% to 100%.
func checkRate(f *check.Faults, path string, r alianza.Percent) {
	if r.Compare(alianza.Percent{}) < 0 || r.Compare(alianza.WholePercent(100)) > 0 {
		f.Add(path, r.String(), alianza.ErrRange, "a commission is from 0% to 100% of its base")
	}
}

// checkCurrency checks the currency and the places of posted amounts.
func checkCurrency(f *check.Faults, code string, places int) {
	if code == "" {
		f.Add("currency", "", alianza.ErrMissing, "an ISO 4217 code such as USD")
	} else if !isCurrency(code) {
		f.Add("currency", code, alianza.ErrForm, "want an ISO 4217 code, three capital letters")
	}
	checkPlaces(f, "places", places)
}

// checkPlaces checks the number of decimals of posted amounts.
func checkPlaces(f *check.Faults, path string, places int) {
	if places < 0 || places > exact.MaxPlaces {
		f.Add(path, fmt.Sprint(places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", exact.MaxPlaces))
	}
}

func isCurrency(code string) bool {
	return len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// MarshalJSON returns the JSON of the definition.
func (d Definition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Definition).fields, (*Definition).check)
}

func (d *Definition) fields(o *oldjson.Object) {
	o.String("id", &d.ID)
	o.Int("version", &d.Version)
	oldjson.Text(o.Optional(), "from", &d.From)
	oldjson.Text(o.Optional(), "until", &d.Until)
	o.String("currency", &d.Currency)
	o.Int("places", &d.Places)
	oldjson.Text(o.Optional(), "rounding", &d.Rounding)
	o.Optional().Int("hold_days", &d.HoldDays)
	o.Optional().Int("refund_days", &d.RefundDays)
	oldjson.Text(o.Optional(), "unknown_sale", &d.UnknownSale)
	oldjson.Text(o.Optional(), "precedence", &d.Precedence)
	oldjson.List(o, "rules", &d.Rules, (*Rule).fields)
}

// Precedence says which rules pay, of those that an event meets (C33). The
// others are in [Earning.Skipped] with the reason.
type Precedence uint8

// The precedences.
const (
	// PrecedenceFirst: the first in the order of the plan.
	PrecedenceFirst Precedence = iota
	// PrecedenceBest: the one that pays the partner most, by the amount that it would post,
	// and never by comparing rates with fixed amounts; the first of equals.
	PrecedenceBest
	// PrecedenceEvery: all of them.
	PrecedenceEvery
)

var precedenceNames = [...]string{"first", "best", "every"}

// String returns the name of the precedence in JSON.
func (p Precedence) String() string { return enum.Name(p, precedenceNames[:]) }

// MarshalText returns the name of the precedence.
func (p Precedence) MarshalText() ([]byte, error) { return enum.Text(p, precedenceNames[:], 0) }

// UnmarshalText reads the name of a precedence: first, best or every.
func (p *Precedence) UnmarshalText(text []byte) error {
	return enum.Parse(p, text, precedenceNames[:], 0)
}

// UnknownSale says what happens to a refund whose sale the state does not know: it
// names none, or one from before the books begin.
type UnknownSale uint8

// The policies for refunds without a known sale.
const (
	// UnknownSaleRefuse refuses the event with [alianza.ErrUnknown].
	UnknownSaleRefuse UnknownSale = iota
	// UnknownSaleCurrentRate takes back what a sale of that amount would earn by
	// itself on the day of the refund, at the tier that the event carries, and by
	// a rule over a window at the bracket that the window has reached. It takes back
	// nothing where such a sale would earn nothing. It is rated as if it were the
	// first of its customer and no cap were used. Nothing bounds it by what was
	// once paid, so that the balance may become negative.
	UnknownSaleCurrentRate
	// UnknownSaleIgnore posts nothing: the partner keeps what was paid.
	UnknownSaleIgnore
)

var unknownSaleNames = [...]string{"refuse", "current_rate", "ignore"}

// String returns the name of the policy in JSON, such as "current_rate".
func (c UnknownSale) String() string { return enum.Name(c, unknownSaleNames[:]) }

// MarshalText returns the name of the policy.
func (c UnknownSale) MarshalText() ([]byte, error) { return enum.Text(c, unknownSaleNames[:], 0) }

// UnmarshalText reads the name of a policy: refuse, current_rate or ignore.
func (c *UnknownSale) UnmarshalText(text []byte) error {
	return enum.Parse(c, text, unknownSaleNames[:], 0)
}

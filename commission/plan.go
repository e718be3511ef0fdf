// Package commission says what a partner earns.
//
// A [Plan] is a checked list of rules. Events go in, entries come out: a sale
// earns an entry, a refund takes back what its sale earned with an entry of
// its own, and nothing that was posted is ever edited. What the rules have to
// know about the past is in a [State] that the caller keeps.
//
//	plan, err := commission.New(commission.Affiliate())
//	earned, state, err := plan.Earn(state, event)
//	fmt.Println(earned.Entries[0]) // sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, …
//
// A [Split] divides an amount among parties so that the parts add up, and a
// [Settlement] says when what was earned is paid.
//
// # Units
//
// Amounts are decimals in major units of one currency, the plan's; an amount
// in another currency is refused. A [Rate] is written with its sign, "20%".
//
// # Rounding
//
// The base and its product with the rate are exact. The amount of an entry is
// rounded once, to the places of the plan and in its mode, half up (a tie away
// from zero) by default. Sums of entries are exact.
//
// # Errors
//
// [New], [NewSplit] and [NewSettlement] report every fault of a definition;
// evaluations refuse facts that they cannot use. Each fault is an
// [*alianza.FieldError].
package commission

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition is a plan as data: what a program manager writes. [New] checks
// it.
type Definition struct {
	// ID names the program; it becomes part of every entry's key. Version, from
	// 1, tells the states of the plan apart; an entry carries it.
	ID      string `json:"id"`
	Version int    `json:"version"`
	// Currency is the ISO 4217 code of all amounts, and Places the number of
	// decimals of a posted amount, 0 to 18: 2 for USD, 0 for JPY, 3 for KWD.
	Currency string `json:"currency"`
	Places   int    `json:"places"`
	// Rounding is how a posted amount is rounded; half up if absent.
	Rounding Rounding `json:"rounding,omitzero"`
	// HoldDays is the number of calendar days, 0 to 3650, from the day of an
	// event until what it earned is due; 0 is on the day itself.
	HoldDays int `json:"hold_days,omitzero"`
	// Credits is what happens to a refund whose sale is not known; refuse if
	// absent.
	Credits Credits `json:"credits,omitzero"`
	// Rules are tried in order; the first that is for an event's kind pays it.
	Rules []Rule `json:"rules"`
}

// A Rule says what one kind of event earns: Rate, or the rate that Rates has
// for the partner's level on a ladder. One of the two is given.
type Rule struct {
	// Name is unique within the plan.
	Name string `json:"name"`
	// On is the kind of event that the rule pays.
	On Kind `json:"on"`
	// Rate is paid on the event's amount, whatever the partner's tier: above 0%
	// and at most 100%.
	Rate Rate `json:"rate,omitzero"`
	// Ladder names the ladder whose levels have Rates. The level is the one the
	// event carries: with the level that the month's sales reach, every sale of
	// the month is paid at one rate (slab, C33), 0% to 100%. A partner on no
	// level earns nothing. To check that the rates fit the ladder, give them to
	// it as terms: tier.New(tier.WithTerms(ladder, rule.Rates)).
	Ladder string          `json:"ladder,omitzero"`
	Rates  map[string]Rate `json:"rates,omitzero"`
}

// Credits says what happens to a refund whose sale the state does not know: it
// names none, or one from before the books begin.
type Credits uint8

// The policies for refunds without a known sale.
const (
	// RefuseCredits refuses the event with [alianza.ErrUnknown].
	RefuseCredits Credits = iota
	// CreditsAtCurrentRate takes back what a sale of that amount would earn on
	// the day of the refund, at the tier that the event carries. It takes back
	// nothing where such a sale would earn nothing. Nothing bounds it by what
	// was once paid, so that the balance may become negative.
	CreditsAtCurrentRate
	// IgnoreCredits posts nothing: the partner keeps what was paid.
	IgnoreCredits
)

var creditsNames = [...]string{"refuse", "current_rate", "ignore"}

// String returns the name of the policy in JSON, such as "current_rate".
func (c Credits) String() string { return enum.Name(c, creditsNames[:]) }

// AppendText appends the name of the policy to b.
func (c Credits) AppendText(b []byte) ([]byte, error) { return append(b, c.String()...), nil }

// MarshalText returns the name of the policy.
func (c Credits) MarshalText() ([]byte, error) { return c.AppendText(nil) }

// UnmarshalText reads the name of a policy: refuse, current_rate or ignore.
func (c *Credits) UnmarshalText(text []byte) error {
	return enum.Parse(c, text, creditsNames[:], 0)
}

// A Plan is a checked definition. The zero Plan has no rules and refuses every
// event. A Plan is immutable and safe for concurrent use.
type Plan struct {
	def  Definition
	zone *time.Location // of calendar days; nil is UTC
}

// New checks a definition and returns its plan, with calendar days in UTC. It
// returns an error with all faults of the definition.
func New(d Definition) (Plan, error) {
	if err := d.check(); err != nil {
		return Plan{}, err
	}
	return Plan{def: d.clone()}, nil
}

// MustNew is New for definitions written in code; it panics on a fault.
func MustNew(d Definition) Plan {
	p, err := New(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return p
}

// In returns the plan with calendar days in the zone given: the day of an
// event, and the midnight on which a hold ends. Nil is UTC. The zone is not part
// of the definition: keep it beside it, and give it each time.
func (p Plan) In(zone *time.Location) Plan {
	p.zone = zone
	return p
}

// Definition returns a fresh copy of the definition the plan was made from.
func (p Plan) Definition() Definition { return p.def.clone() }

func (d Definition) clone() Definition {
	d.Rules = slices.Clone(d.Rules)
	for i := range d.Rules {
		d.Rules[i].Rates = maps.Clone(d.Rules[i].Rates)
	}
	return d
}

// maxHold bounds a hold; ten years is a mistake, not a policy.
const maxHold = 3650

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("id", d.ID)
	if d.Version < 1 {
		f.Add("version", fmt.Sprint(d.Version), alianza.ErrRange, "versions count from 1")
	}
	checkCurrency(&f, d.Currency, d.Places)
	if int(d.Rounding) >= len(roundingNames) {
		f.Add("rounding", d.Rounding.String(), alianza.ErrUnknown, "")
	}
	if d.HoldDays < 0 || d.HoldDays > maxHold {
		f.Add("hold_days", fmt.Sprint(d.HoldDays), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxHold))
	}
	if int(d.Credits) >= len(creditsNames) {
		f.Add("credits", d.Credits.String(), alianza.ErrUnknown, "")
	}
	if len(d.Rules) == 0 {
		f.Add("rules", "", alianza.ErrMissing, "a plan has at least one rule")
	}
	names, kinds := check.Names{Faults: &f}, map[Kind]string{}
	for i, r := range d.Rules {
		path := fmt.Sprintf("rules[%d]", i)
		names.Add(path+".name", r.Name)
		if before, ok := kinds[r.On]; ok {
			f.Add(path+".on", string(r.On), alianza.ErrConflict, "never reached: "+before+" pays this kind before it")
		} else {
			kinds[r.On] = path
		}
		r.check(&f, path)
	}
	return f.Err()
}

func (r Rule) check(f *check.Faults, path string) {
	switch r.On {
	case Sale:
	case "":
		f.Add(path+".on", "", alianza.ErrMissing, "the kind of event that the rule pays")
	case Refund:
		f.Add(path+".on", string(r.On), alianza.ErrConflict, "a refund is paid by the rule that paid its sale")
	default:
		f.Add(path+".on", string(r.On), alianza.ErrUnknown, "want sale")
	}
	tiered := r.Ladder != "" || len(r.Rates) > 0
	switch {
	case r.Rate.IsZero() && !tiered:
		f.Add(path+".rate", "", alianza.ErrMissing, "give a rate, or a ladder and rates")
	case !r.Rate.IsZero() && tiered:
		f.Add(path+".rate", r.Rate.String(), alianza.ErrConflict, "give a rate, or a ladder and rates, not both")
	case !tiered:
		checkRate(f, path+".rate", r.Rate)
	default:
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
}

// checkRate checks that a rate is one that can be paid: 0% to 100%.
func checkRate(f *check.Faults, path string, r Rate) {
	if r.p < 0 || r.p > exact.Hundred {
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
	if places < 0 || places > exact.MaxPlaces {
		f.Add("places", fmt.Sprint(places), alianza.ErrRange, fmt.Sprintf("from 0 to %d", exact.MaxPlaces))
	}
}

func isCurrency(code string) bool {
	return len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

// MarshalJSON returns the JSON of the definition.
func (d Definition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does. It
// returns all faults, of form and of meaning, and then leaves d as it was.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Into(d, data, strictjson.MaxDefinition, (*Definition).fields, (*Definition).check)
}

func (d *Definition) fields(o *strictjson.Object) {
	o.String("id", &d.ID)
	o.Int("version", &d.Version)
	o.String("currency", &d.Currency)
	o.Int("places", &d.Places)
	strictjson.Text(o.Optional(), "rounding", &d.Rounding)
	o.Optional().Int("hold_days", &d.HoldDays)
	strictjson.Text(o.Optional(), "credits", &d.Credits)
	strictjson.List(o, "rules", &d.Rules, (*Rule).fields)
}

func (r *Rule) fields(o *strictjson.Object) {
	o.String("name", &r.Name)
	o.String("on", (*string)(&r.On))
	strictjson.Text(o.Optional(), "rate", &r.Rate)
	o.Optional().String("ladder", &r.Ladder)
	strictjson.Map(o.Optional(), "rates", &r.Rates, func(in *strictjson.Object, level string, v *Rate) { strictjson.Text(in, level, v) })
}

package program

import (
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"

	"github.com/seed-0af520cd/alianza/internal/check"
)

// Limits on the parts of a document.
const (
	MaxCurrencies = check.MaxCurrencies // currencies of a program
	MaxVersions   = check.MaxVersions   // plan versions of a program
	MaxParts      = check.MaxParts      // payouts, splits, metrics, targets, costs: of each
	MaxCases      = check.MaxCases      // cases of a program
	MaxEvents     = check.MaxEvents     // events of a case
)

// A Definition is the whole document of a partner program, as a program manager
// writes it. Every part but the ID may be absent. New checks it.
type Definition struct {
	_ [0]func() // == would compare decimals by address
	// ID names the program. Plans without an ID of their own begin with it. It has
	// no slash.
	ID string `json:"id"`
	// Name is what people call the program. The ID if absent.
	Name string `json:"name,omitzero"`
	// Zone is the time zone of all calendar days, months and holds, by its IANA name
	// such as "Europe/Madrid". UTC if absent.
	Zone string `json:"zone,omitzero"`
	// Currencies are the ISO 4217 codes that the program pays in. Plans and payouts
	// that name no currency hold for each of them.
	Currencies []string `json:"currencies,omitzero"`
	// Tiers has the editions of the ladder, and how a partner rises and falls on it.
	// If absent, the program has no levels of its own.
	Tiers cycle.Definition[tier.NoTerms] `json:"tiers,omitzero"`
	// Metrics say how events become the metrics that the ladder asks for. If absent,
	// "sales" is the number of sales of the month.
	Metrics []Metric `json:"metrics,omitzero"`
	// LevelFrom says which level pays an event; that of its own month if absent.
	LevelFrom LevelFrom `json:"level_from,omitzero"`
	// Plans are the plans with all their versions. Those of one currency are the
	// versions of its plan, in order.
	Plans []PlanVersion `json:"plans,omitzero"`
	// Payouts say when what was earned is paid. In a currency without one, all cash
	// that is due is paid at the end of each month. Account credit and rewards in kind
	// without a payout of their own are recorded and not paid.
	Payouts []PayoutPolicy `json:"payouts,omitzero"`
	// Splits divide amounts among parties, by the name of the split.
	Splits []NamedSplit `json:"splits,omitzero"`
	// Terms are what the program offers each type of partner.
	Terms terms.Definition `json:"terms,omitzero"`
	// Screening takes a prospect from the first questions to the kind of agreement.
	Screening prospect.ScreeningDefinition `json:"screening,omitzero"`
	// Checklist gives a prospect a light. A screening has one of its own.
	Checklist score.ChecklistDefinition `json:"checklist,omitzero"`
	// Evaluation weighs the scores of a prospect.
	Evaluation score.EvaluationDefinition `json:"evaluation,omitzero"`
	// Flow has the stages of a partnership and the moves between them.
	Flow pipeline.Definition `json:"flow,omitzero"`
	// Targets are what the program wants to reach.
	Targets []kpi.Definition `json:"targets,omitzero"`
	// Costs are what the program costs besides commissions.
	Costs []Cost `json:"costs,omitzero"`
	// Cases say what the program should do. [Program.Check] runs them.
	Cases []Case `json:"cases,omitzero"`
}

// MarshalJSON writes the definition by its tags.
func (d Definition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a definition strictly and checks it as New does. Its faults
// name the part that they are in.
func (d *Definition) UnmarshalJSON(data []byte) error {
	_, err := d.read(data)
	return err
}

// read reads a definition, and returns the program that its check makes of it. The
// check of [strictjson.Unmarshal] goes by the value alone, and may not do that.
func (d *Definition) read(data []byte) (made *Program, err error) {
	err = strictjson.UnmarshalLimit(data, strictjson.MaxDefinition, d, func(in *Definition) (err error) {
		made, err = build(in)
		return err
	})
	return made, named(data, err)
}

// A PlanVersion is one version of a plan: a definition of package commission,
// whose ID, version and currency may be absent. A version without a currency holds
// for several, as a plan of its own in each. The ID of such a plan has the currency
// behind it: "casa-verde-usd". The ID is that of the program if absent, and the
// version 1.
type PlanVersion struct {
	_ [0]func() // == would compare decimals by address
	// Currencies are those that the version holds for. If absent, it holds for its
	// one currency, or else for those of the program. All versions together have at
	// most 512 KiB of JSON, each counted as often as it has currencies.
	Currencies []string              `json:"currencies,omitzero"`
	Plan       commission.Definition `json:",inline,omitzero"`
}

// MarshalJSON writes the version by its tags.
func (v PlanVersion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads a version strictly. New checks it.
func (v *PlanVersion) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }

// A PayoutPolicy is a definition of package payout whose currency may be absent.
type PayoutPolicy struct {
	_ [0]func() // == would compare decimals by address
	// Currencies are those that the policy holds for. If absent, it holds for its
	// one currency, or else for those of the program.
	Currencies []string          `json:"currencies,omitzero"`
	Policy     payout.Definition `json:",inline,omitzero"`
}

// MarshalJSON writes the policy by its tags.
func (p PayoutPolicy) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a policy strictly. New checks it.
func (p *PayoutPolicy) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// A NamedSplit is a definition of package split with a name.
type NamedSplit struct {
	_ [0]func() // == would compare decimals by address
	// Name is unique among the splits of the program.
	Name  string           `json:"name"`
	Split split.Definition `json:",inline"`
}

// MarshalJSON writes the split by its tags.
func (s NamedSplit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a split strictly. New checks it.
func (s *NamedSplit) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// A Metric says how the events of a partner's month become one number.
type Metric struct {
	// Name is that which the requirements of the ladder use.
	Name string `json:"name"`
	// Counts is what is added up; the number of events if absent.
	Counts Counts `json:"counts,omitzero"`
	// On are the kinds of event that count; sales if absent.
	On []commission.Kind `json:"on,omitzero"`
	// Currency is that of the amounts that count. A metric of amounts has one.
	// Others count events of any currency if it is absent.
	Currency string `json:"currency,omitzero"`
	// Kept leaves out what refunds and chargebacks of the same month take back, and not
	// what a reversal or a correction of that month undoes. They take back the amount and
	// the units that they say; without units, these fall with the amount. An event that is
	// taken back in whole does not count.
	Kept bool `json:"kept,omitzero"`
}

// MarshalJSON writes the metric by its tags.
func (m Metric) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a metric strictly. New checks it.
func (m *Metric) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }

// Counts is what a metric adds up. The zero Counts is the number of events.
type Counts uint8

// What a metric adds up.
const (
	CountsEvents  Counts = iota // written "events"
	CountsAmounts               // written "amounts"
	CountsUnits                 // written "units"; an event that gives none counts as 1
)

var countsNames = [...]string{"events", "amounts", "units"}

// String returns the name of what is added up.
func (c Counts) String() string { return enum.Name(c, countsNames[:]) }

// MarshalText returns the name of what is added up.
func (c Counts) MarshalText() ([]byte, error) { return enum.Text(c, countsNames[:], 0) }

// UnmarshalText reads the name of what is added up.
func (c *Counts) UnmarshalText(text []byte) error { return enum.Parse(c, text, countsNames[:], 0) }

// LevelFrom says which level of a partner pays an event that does not carry a level
// itself. The zero LevelFrom is that of the month. An event is of the month in which it
// was booked. The version of the plan goes by the day on which it happened. A
// correction is paid by the level of the event that it replaces.
type LevelFrom uint8

// Which level pays an event.
const (
	LevelFromMonth  LevelFrom = iota // written "month": the level after the month of the event, by its own sales
	LevelFromBefore                  // written "month_before": the level after the month before
	LevelFromEvent                   // written "event": the one that the event carries, and no other
)

var levelFromNames = [...]string{"month", "month_before", "event"}

// String returns the name of the choice.
func (l LevelFrom) String() string { return enum.Name(l, levelFromNames[:]) }

// MarshalText returns the name of the choice.
func (l LevelFrom) MarshalText() ([]byte, error) { return enum.Text(l, levelFromNames[:], 0) }

// UnmarshalText reads the name of a choice.
func (l *LevelFrom) UnmarshalText(text []byte) error {
	return enum.Parse(l, text, levelFromNames[:], 0)
}

// A Cost is what the program costs each month besides commissions.
type Cost struct {
	_ [0]func() // == would compare decimals by address
	// Name is unique among the costs of a currency.
	Name string `json:"name"`
	// Currency is the ISO 4217 code of the amount. The program's if it has one, and
	// absent.
	Currency string `json:"currency,omitzero"`
	// PerMonth is not negative.
	PerMonth decimal.Decimal `json:"per_month"`
}

// MarshalJSON writes the cost by its tags.
func (c Cost) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a cost strictly. New checks it.
func (c *Cost) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// currencies returns those that a part holds for: its list, else its one, else
// those of the program.
func (d *Definition) currencies(list []string, one string) []string {
	switch {
	case len(list) > 0:
		return list
	case one != "":
		return []string{one}
	}
	return d.Currencies
}

// clone returns a copy that shares no list of this package with d.
func (d *Definition) clone() Definition {
	c := *d
	c.Currencies = slices.Clone(d.Currencies)
	c.Metrics, c.Plans, c.Payouts = slices.Clone(d.Metrics), slices.Clone(d.Plans), slices.Clone(d.Payouts)
	c.Splits, c.Targets, c.Costs, c.Cases = slices.Clone(d.Splits), slices.Clone(d.Targets), slices.Clone(d.Costs), slices.Clone(d.Cases)
	return c
}

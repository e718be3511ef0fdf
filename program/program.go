package program

import (
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A Program is a checked [Definition]. The zero Program refuses everything. A
// Program is immutable and safe for concurrent use.
type Program struct {
	def        Definition
	zone       *time.Location
	cycle      cycle.Cycle[tier.NoTerms]
	tiered     bool
	metrics    []Metric
	plans      map[string]commission.Plan // by currency
	policies   map[account]payout.Policy
	splits     map[string]split.Split
	sheet      terms.Sheet
	screening  prospect.Screening
	checklist  score.Checklist
	evaluation score.Evaluation
	flow       pipeline.Flow
	targets    []kpi.KPI
	has        parts
}

// parts are those parts of a document that it has.
type parts struct{ sheet, screening, checklist, evaluation, flow bool }

// account names one of the accounts of a partner.
type account struct {
	currency string
	medium   commission.Medium
}

// String returns the currency, and the medium if it is not cash.
func (a account) String() string {
	if a.medium == commission.Cash {
		return a.currency
	}
	return a.currency + " " + a.medium.String()
}

// New checks a definition with all its parts, and whether they fit together. It
// returns all faults at once: those that the packages of the parts find, and a
// fault if:
//   - the zone is unknown, or a currency is none of ISO 4217;
//   - a part holds for no currency, or a currency has two plans or two payouts of
//     one medium;
//   - a plan pays by another ladder than that of the tiers;
//   - a level has no rate in a version that pays it, or a rate has no level;
//   - a cost or a split has no name or one that is there already;
//   - there are more parts than a limit of this package allows.
//
// The zone comes from the machine's list of zones. A program may bring its own by
// importing time/tzdata.
func New(d Definition) (Program, error) {
	p, err := build(&d)
	if err != nil {
		return Program{}, err
	}
	return *p, nil
}

// ID returns the ID of the program, "" for the zero Program.
func (p Program) ID() string { return p.def.ID }

// Name returns what people call the program.
func (p Program) Name() string {
	if p.def.Name != "" {
		return p.def.Name
	}
	return p.def.ID
}

// Zone returns the zone of all calendar days. It is never nil.
func (p Program) Zone() *time.Location {
	if p.zone == nil {
		return time.UTC
	}
	return p.zone
}

// Definition returns a copy of the definition that the program was made from.
func (p Program) Definition() Definition { return p.def.clone() }

// Equal reports whether two programs have the same definition.
func (p Program) Equal(q Program) bool {
	a, errA := p.def.MarshalJSON()
	b, errB := q.def.MarshalJSON()
	return (errA == nil) == (errB == nil) && string(a) == string(b)
}

// MarshalJSON writes the definition that the program was made from. It returns an
// error for the zero Program.
func (p Program) MarshalJSON() ([]byte, error) {
	if err := p.unchecked(); err != nil {
		return nil, err
	}
	return p.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the program of it.
func (p *Program) UnmarshalJSON(data []byte) error {
	var d Definition
	made, err := d.read(data)
	if err != nil {
		return err
	}
	*p = *made
	return nil
}

// unchecked returns the error of a program that New did not make, else nil.
func (p Program) unchecked() error {
	if p.zone != nil {
		return nil
	}
	return check.Fault("program", "", alianza.ErrUnchecked, "")
}

// Currencies returns the currencies that have a plan, sorted.
func (p Program) Currencies() []string { return slices.Sorted(maps.Keys(p.plans)) }

// Plan returns the plan of a currency with all its versions, in the zone of the
// program. It returns false if there is none.
func (p Program) Plan(currency string) (commission.Plan, bool) {
	plan, ok := p.plans[currency]
	return plan, ok
}

// PlanAt returns the version of the plan that pays the events of an instant. It
// returns false if the currency has no plan, or the plan no version for the day.
func (p Program) PlanAt(currency string, at time.Time) (commission.Definition, bool) {
	plan, ok := p.plans[currency]
	if !ok {
		return commission.Definition{}, false
	}
	return plan.InForce(at)
}

// Cycle returns the editions of the ladder and how a partner moves on it. It
// returns false if the program has no tiers.
func (p Program) Cycle() (cycle.Cycle[tier.NoTerms], bool) { return p.cycle, p.tiered }

// Place returns where the metrics of a month put a partner on the edition of the
// ladder that holds in that month. Metrics that the ladder does not ask for are
// left aside. It returns an error if:
//   - the program has no tiers, or no edition holds in the month
//     ([alianza.ErrUnknown]);
//   - the ladder refuses the metrics.
func (p Program) Place(month cycle.Month, metrics tier.Metrics) (tier.Placement[tier.NoTerms], error) {
	if err := p.unchecked(); err != nil {
		return tier.Placement[tier.NoTerms]{}, err
	}
	if !p.tiered {
		return tier.Placement[tier.NoTerms]{}, check.Fault("tiers", "", alianza.ErrUnknown, "the program has no tiers")
	}
	ladder, ok := p.cycle.Ladder(month)
	if !ok {
		return tier.Placement[tier.NoTerms]{}, check.Fault("month", month.String(), alianza.ErrUnknown, "no edition of the ladder holds yet")
	}
	return ladder.Place(metrics.Only(ladder.Metrics()))
}

// Policy returns when and how an account of a currency and a medium is paid, in the
// zone of the program. Where the document has no payout for cash, all that is due is
// paid. Policy returns false if the document has no payout for another medium, which
// is then only recorded, or if the currency has neither a plan nor a payout.
func (p Program) Policy(currency string, medium commission.Medium) (payout.Policy, bool) {
	policy, ok := p.policies[account{currency, medium}]
	return policy, ok
}

// Split returns the split of a name. It returns false if there is none.
func (p Program) Split(name string) (split.Split, bool) {
	s, ok := p.splits[name]
	return s, ok
}

// Sheet returns what the program offers each type of partner. It returns false if
// the document has no terms.
func (p Program) Sheet() (terms.Sheet, bool) { return p.sheet, p.has.sheet }

// Screening returns how a prospect is taken to an agreement. It returns false if
// the document has none.
func (p Program) Screening() (prospect.Screening, bool) { return p.screening, p.has.screening }

// Checklist returns the light for prospects. It returns false if the document has
// none.
func (p Program) Checklist() (score.Checklist, bool) { return p.checklist, p.has.checklist }

// Evaluation returns the weighted evaluation of prospects. It returns false if the
// document has none.
func (p Program) Evaluation() (score.Evaluation, bool) { return p.evaluation, p.has.evaluation }

// Flow returns the stages of a partnership. It returns false if the document has
// none.
func (p Program) Flow() (pipeline.Flow, bool) { return p.flow, p.has.flow }

// Targets returns what the program wants to reach, in the order of the document.
func (p Program) Targets() []kpi.KPI { return slices.Clone(p.targets) }

// CostPerMonth returns what the program costs each month in a currency besides
// commissions.
func (p Program) CostPerMonth(currency string) decimal.Decimal {
	sum := decimal.Decimal{}
	for _, c := range p.def.Costs {
		if p.def.costCurrency(c) == currency {
			sum = sum.Add(c.PerMonth)
		}
	}
	return sum
}

func (d *Definition) costCurrency(c Cost) string {
	if c.Currency == "" && len(d.Currencies) > 0 {
		return d.Currencies[0]
	}
	return c.Currency
}

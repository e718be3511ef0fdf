package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/tier"
)

// program is a program definition, checked and ready.
type program struct {
	name        string
	zone        *time.Location
	ladder      tier.Ladder[tier.NoTerms]
	keptSales   bool                       // a sale that is refunded in full in its own month does not count
	plans       map[string]commission.Plan // by currency
	badPlans    bool                       // a plan has faults, so that its currency may not be known
	settlements map[string]payout.Policy
	costs       map[string]decimal.Decimal // of the program a month, by currency
	kpis        []kpi.KPI
}

// loadProgram reads the definition from a file, or the one that is part of the
// command. All faults come back together, each with its JSON path.
func loadProgram(file string) (*program, error) {
	what, data := "program", defaultProgram
	if file != "" {
		var err error
		what = file
		if data, err = os.ReadFile(file); err != nil {
			return nil, err
		}
	}
	p, err := readProgram(data)
	if err != nil {
		return nil, &usageError{what, err}
	}
	return p, nil
}

// readProgram reads the parts of a definition, which are the library's own
// definitions and check themselves, and then whether the parts fit together.
func readProgram(data []byte) (*program, error) {
	p := &program{
		zone: time.UTC, plans: map[string]commission.Plan{}, settlements: map[string]payout.Policy{},
		costs: map[string]decimal.Decimal{},
	}
	d, err := readObject(data, "name", "zone", "count", "ladder", "plans", "settlements", "costs", "kpis")
	if d == nil {
		return nil, err
	}
	d.text("name", func(s string) error {
		p.name = s
		return nil
	})
	d.text("zone", func(s string) (err error) {
		if p.zone, err = time.LoadLocation(s); err != nil || s == "" || s == "Local" {
			p.zone = time.UTC
			return fmt.Errorf("%w: want a time zone such as UTC or Europe/Madrid", alianza.ErrUnknown)
		}
		return nil
	})
	d.text("count", func(s string) error {
		if p.keptSales = s == "kept_sales"; !p.keptSales && s != "all_sales" {
			return fmt.Errorf("%w: want all_sales or kept_sales", alianza.ErrUnknown)
		}
		return nil
	})
	d.part("ladder", p.readLadder)
	d.list("plans", func(raw json.RawMessage) error {
		err := p.readPlan(raw)
		p.badPlans = p.badPlans || err != nil
		return err
	})
	d.list("settlements", p.readSettlement)
	d.list("costs", p.readCost)
	d.list("kpis", p.readKPI)
	if d.errs == nil && len(p.plans) == 0 {
		d.fault("plans", "", fmt.Errorf("%w: a plan for each currency", alianza.ErrMissing))
	}
	for _, currency := range slices.Sorted(maps.Keys(p.plans)) {
		if _, ok := p.settlements[currency]; !ok && d.errs == nil {
			d.fault("settlements", currency, fmt.Errorf("%w: the plan's currency has no settlement", alianza.ErrMissing))
		}
	}
	return p, errors.Join(d.errs...)
}

func (p *program) readLadder(raw json.RawMessage) error {
	var d tier.Definition[tier.NoTerms]
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	var err error
	if p.ladder, err = tier.New(d); err != nil {
		return err
	}
	// The command knows one metric; a requirement on another could not be met.
	for i, level := range d.Levels {
		for j, r := range level.Requires {
			if r.Metric != "sales" {
				return &alianza.FieldError{
					Path: fmt.Sprintf("levels[%d].requires[%d].metric", i, j), Value: r.Metric,
					Err: fmt.Errorf("%w: the orders give one metric, sales", alianza.ErrUnknown),
				}
			}
		}
	}
	return nil
}

// readPlan reads a plan and holds its rates against the levels of the ladder:
// no level without a rate, no rate without a level.
func (p *program) readPlan(raw json.RawMessage) error {
	var d commission.Definition
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	plan, err := commission.New(d)
	if err != nil {
		return err
	}
	if _, ok := p.plans[d.Currency]; ok {
		return &alianza.FieldError{Path: "currency", Value: d.Currency, Err: fmt.Errorf("%w: another plan is in it", alianza.ErrDuplicate)}
	}
	p.plans[d.Currency] = plan.In(p.zone)
	for i, r := range d.Rules {
		path := fmt.Sprintf("rules[%d]", i)
		if r.Ladder == "" || len(p.ladder.Definition().Levels) == 0 {
			continue
		}
		if r.Ladder != p.ladder.Name() {
			return &alianza.FieldError{Path: path + ".ladder", Value: r.Ladder, Err: fmt.Errorf("%w: the ladder is %s", alianza.ErrUnknown, p.ladder.Name())}
		}
		if _, err := tier.New(tier.WithTerms(p.ladder.Definition(), r.Rates)); err != nil {
			var errs []error
			for _, f := range alianza.Faults(err) {
				f.Path = "rates" + strings.TrimPrefix(f.Path, "terms")
				errs = append(errs, alianza.At(path, f))
			}
			return errors.Join(errs...)
		}
	}
	return nil
}

func (p *program) readSettlement(raw json.RawMessage) error {
	var d payout.Definition
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	s, err := payout.New(d)
	if err != nil {
		return err
	}
	if _, ok := p.settlements[d.Currency]; ok {
		return &alianza.FieldError{Path: "currency", Value: d.Currency, Err: fmt.Errorf("%w: another settlement is in it", alianza.ErrDuplicate)}
	}
	if plan, ok := p.plans[d.Currency]; ok && plan.Definition().Places != d.Places {
		return &alianza.FieldError{
			Path: "places", Value: fmt.Sprint(d.Places),
			Err: fmt.Errorf("%w: the plan has %d", alianza.ErrConflict, plan.Definition().Places),
		}
	}
	p.settlements[d.Currency] = s
	return nil
}

func (p *program) readCost(raw json.RawMessage) error {
	d, err := readObject(raw, "name", "currency", "per_month")
	if d == nil {
		return err
	}
	var currency string
	var amount decimal.Decimal
	d.text("name", func(string) error { return nil })
	d.text("currency", func(s string) error {
		currency = s
		if _, ok := p.plans[s]; !ok && !p.badPlans && len(p.plans) > 0 {
			return fmt.Errorf("%w: no plan is in it", alianza.ErrUnknown)
		}
		return nil
	})
	d.text("per_month", func(s string) (err error) {
		if amount, err = parseAmount(s); err == nil && amount.IsNegative() {
			err = errors.New("negative")
		}
		if err != nil {
			return fmt.Errorf("%w: %w", alianza.ErrForm, err)
		}
		return nil
	})
	p.costs[currency] = p.costs[currency].Add(amount)
	return errors.Join(d.errs...)
}

func (p *program) readKPI(raw json.RawMessage) error {
	var d kpi.Definition
	if err := json.Unmarshal(raw, &d); err != nil {
		return err
	}
	if !slices.Contains(measured, d.Name) {
		return &alianza.FieldError{Path: "name", Value: d.Name, Err: fmt.Errorf("%w: measured are %s", alianza.ErrUnknown, strings.Join(measured, ", "))}
	}
	k, err := kpi.New(d)
	p.kpis = append(p.kpis, k)
	return err
}

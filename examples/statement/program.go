package main

import (
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
	badPlans    bool                       // one has faults, so that its currency may not be known
	settlements map[string]payout.Policy
	costs       map[string]decimal.Decimal // of the program a month, by currency
	kpis        []kpi.KPI
	remarks     []*alianza.FieldError // on what is allowed and seldom meant
}

// loadProgram reads the definition from a file, or the one that is part of the
// command. All faults come back together, each with its place in the file.
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
	d, err := readDocument(data, "name", "zone", "count", "ladder", "plans", "settlements", "costs", "kpis")
	if err != nil {
		return nil, err
	}
	d.text("name", func(s string) error {
		p.name = s
		return nil
	})
	d.text("zone", func(s string) (err error) {
		if p.zone, err = time.LoadLocation(s); err != nil || s == "Local" {
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
	d.field("ladder", p.readLadder)
	var versions []version
	faults := len(d.errs)
	d.list("plans", func(i int, at part) error {
		def, err := read[commission.Definition](at)
		versions = append(versions, version{def, at, fmt.Sprintf("plans[%d]", i)})
		return err
	})
	if len(d.errs) == faults {
		d.add(p.join(versions))
	}
	p.badPlans = len(d.errs) > faults
	d.list("settlements", p.readSettlement)
	d.list("costs", p.readCost)
	d.list("kpis", p.readKPI)
	if d.errs == nil && len(p.plans) == 0 {
		d.add(d.fields["plans"].fault("plans", "", fmt.Errorf("%w: a plan for each currency", alianza.ErrMissing)))
	}
	for _, currency := range slices.Sorted(maps.Keys(p.plans)) {
		if _, ok := p.settlements[currency]; !ok && d.errs == nil {
			d.add(d.fields["settlements"].fault("settlements", currency, fmt.Errorf("%w: the plan's currency has no settlement", alianza.ErrMissing)))
		}
	}
	return p, errors.Join(d.errs...)
}

func (p *program) readLadder(at part) error {
	d, err := read[tier.Definition[tier.NoTerms]](at)
	if err != nil {
		return err
	}
	p.ladder, err = tier.New(d)
	// The command knows one metric; a requirement on another could not be met.
	for i, level := range d.Levels {
		for j, r := range level.Requires {
			if r.Metric != "sales" && err == nil {
				err = at.fault(fmt.Sprintf("levels[%d].requires[%d].metric", i, j), r.Metric,
					fmt.Errorf("%w: the orders give one metric, sales", alianza.ErrUnknown))
			}
		}
	}
	return err
}

// version is a definition of the list of plans. Those of one ID are the versions
// of a plan, in order.
type version struct {
	commission.Definition
	at   part
	path string
}

// join makes plans of the definitions, one for each currency, and holds them
// against the ladder.
func (p *program) join(list []version) error {
	var errs []error
	ids, plans := []string{}, map[string][]version{}
	for _, v := range list {
		if plans[v.ID] == nil {
			ids = append(ids, v.ID)
		}
		plans[v.ID] = append(plans[v.ID], v)
	}
	for _, id := range ids {
		versions := plans[id]
		definitions := make([]commission.Definition, len(versions))
		for i, v := range versions {
			definitions[i] = v.Definition
		}
		plan, err := commission.New(definitions...)
		if err != nil {
			for _, f := range alianza.Faults(err) {
				errs = append(errs, placed(versions, f))
			}
			continue
		}
		if currency := versions[0].Currency; p.plans[currency].ID() != "" {
			errs = append(errs, versions[0].at.fault(versions[0].path+".currency", currency, fmt.Errorf("%w: another plan is in it", alianza.ErrDuplicate)))
		} else {
			p.plans[currency] = plan.In(p.zone)
		}
		errs = append(errs, p.review(plan, versions))
	}
	return errors.Join(errs...)
}

// review returns what a plan does not have of the ladder as faults: no level is
// without a rate, no rate without a level. What else the library remarks on the
// plan becomes remarks.
func (p *program) review(plan commission.Plan, versions []version) error {
	var errs []error
	var levels []string
	for _, level := range p.ladder.Definition().Levels {
		levels = append(levels, level.Name)
	}
	for _, v := range versions {
		for i, r := range v.Rules {
			if r.Pay.Ladder != "" && r.Pay.Ladder != p.ladder.Name() && levels != nil {
				errs = append(errs, v.at.fault(fmt.Sprintf("%s.rules[%d].ladder", v.path, i), r.Pay.Ladder,
					fmt.Errorf("%w: the ladder is %s", alianza.ErrUnknown, p.ladder.Name())))
			}
		}
	}
	// The facts that a row of the orders gives. It is no sale, which would ask
	// whether each rule is ever reached: only the orders themselves can tell.
	fact := commission.Event{Kind: commission.Refund, Partner: "any", Tier: "any/level"}
	sample := commission.Sample{Events: []commission.Event{fact}}
	if levels != nil {
		sample.Levels = map[string][]string{p.ladder.Name(): levels}
	}
	for _, f := range plan.Review(sample) {
		f = placed(versions, f)
		switch {
		case strings.Contains(f.Path, ".rates."):
			errs = append(errs, f)
			continue
		case strings.HasSuffix(f.Path, ".fact"):
			f.Err = fmt.Errorf("%w: the orders do not give it, so that the rule pays nobody", alianza.ErrUnknown)
		}
		p.remarks = append(p.remarks, f)
	}
	return errors.Join(errs...)
}

// placed moves a fault of a plan to the version that it is in.
func placed(versions []version, f *alianza.FieldError) *alianza.FieldError {
	var i int
	rest := f.Path
	if n, _ := fmt.Sscanf(f.Path, "versions[%d]", &i); n == 1 {
		_, rest, _ = strings.Cut(f.Path, "].")
	}
	v := versions[i]
	return &alianza.FieldError{Path: v.path + "." + rest, Line: v.at.line, Column: v.at.column, Value: f.Value, Err: f.Err}
}

func (p *program) readSettlement(_ int, at part) error {
	d, err := read[payout.Definition](at)
	if err != nil {
		return err
	}
	policy, err := payout.New(d)
	if err != nil {
		return err
	}
	if _, ok := p.settlements[d.Currency]; ok {
		return at.fault("currency", d.Currency, fmt.Errorf("%w: another settlement is in it", alianza.ErrDuplicate))
	}
	p.settlements[d.Currency] = policy
	plan := p.plans[d.Currency]
	for _, v := range plan.Definitions() {
		if err := p.try(plan, v, policy); err != nil {
			return at.fault("", d.Currency, fmt.Errorf("%w: it cannot pay what plan %s posts: %w", alianza.ErrConflict, plan.ID(), err))
		}
	}
	return nil
}

// try posts what a sale earns on each level by a version of a plan, so that a
// settlement that cannot pay it is found before any order is read.
func (p *program) try(plan commission.Plan, v commission.Definition, policy payout.Policy) error {
	at := time.Date(2026, 1, 1, 0, 0, 0, 0, p.zone)
	if !v.From.IsZero() {
		at = v.From.In(p.zone)
	} else if !v.Until.IsZero() {
		at = v.Until.AddDays(-1).In(p.zone)
	}
	sale := commission.Event{
		ID: "try", Kind: commission.Sale, Partner: "try", At: at, Currency: v.Currency, Amount: decimal.New(33337, -3),
	}
	for _, level := range p.ladder.Definition().Levels {
		sale.Tier = p.ladder.Name() + "/" + level.Name
		earned, err := plan.Earn(&commission.State{}, sale)
		if err != nil {
			continue // the plan asks for facts that only some rows have
		}
		if _, err := policy.Post(payout.Account{}, earned.Entries...); err != nil {
			return alianza.Faults(err)[0]
		}
	}
	return nil
}

func (p *program) readCost(_ int, at part) error {
	d, err := at.object("name", "currency", "per_month")
	if err != nil {
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

func (p *program) readKPI(_ int, at part) error {
	d, err := read[kpi.Definition](at)
	if err != nil {
		return err
	}
	if !slices.Contains(measured, d.Name) {
		return at.fault("name", d.Name, fmt.Errorf("%w: measured are %s", alianza.ErrUnknown, strings.Join(measured, ", ")))
	}
	k, err := kpi.New(d)
	p.kpis = append(p.kpis, k)
	return err
}

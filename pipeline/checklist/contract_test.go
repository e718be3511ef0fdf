package checklist_test

import (
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline/checklist"
)

// judge judges a list of which the first items without a bound are done, and all of
// them for a negative number.
func judge(d checklist.Definition, done int, numbers map[string]decimal.Decimal) (checklist.Report, error) {
	c, err := checklist.New(d)
	if err != nil {
		return checklist.Report{}, err
	}
	p := checklist.Progress{Numbers: numbers}
	for _, one := range d.Items {
		if one.Bound.IsZero() && (done < 0 || len(p.Done) < done) {
			p.Done = append(p.Done, one.Name)
		}
	}
	return c.Judge(p)
}

func complete(r checklist.Report, err error) (any, error) {
	if err == nil && r.Complete() {
		return "complete", nil
	}
	return "incomplete", err
}

func open(r checklist.Report) []string {
	names := []string{}
	for _, one := range r.Open {
		names = append(names, one.Name)
	}
	return names
}

// TestContract runs the program's examples that are about lists of work.
func TestContract(t *testing.T) {
	const all = -1
	contract.Run(t, "pipeline/checklist", map[string]contract.Adapter{
		"P4": func(in contract.Input) (any, error) {
			return complete(judge(checklist.Development(), in.Int("done"), nil))
		},
		"P8": func(in contract.Input) (any, error) {
			r, err := judge(checklist.Strategy(), all, map[string]decimal.Decimal{"potential_partners": in.Number("potential_partners")})
			return contract.Object{"incomplete": open(r)}, err
		},
		"P11": func(in contract.Input) (any, error) {
			c, err := checklist.New(checklist.Training())
			if err != nil {
				return nil, err
			}
			return c.Minutes(in.Texts("sessions")...)
		},
		"P12": func(in contract.Input) (any, error) {
			return complete(judge(checklist.WelcomeKit(), in.Int("items_delivered"), nil))
		},
		"P13": func(in contract.Input) (any, error) {
			for _, d := range checklist.Approaches() {
				if d.Name == in.Text("kind") {
					r, err := judge(d, 0, nil)
					return open(r), err
				}
			}
			return nil, nil
		},
		"P21": func(in contract.Input) (any, error) {
			clauses := checklist.Clauses().Items
			if in.Text("list") == "computable" {
				clauses = slices.DeleteFunc(clauses, func(i checklist.Item) bool { return !i.Computed })
			}
			names := []string{}
			for _, one := range clauses {
				names = append(names, one.Name)
			}
			return names, nil
		},
		"P23": func(in contract.Input) (any, error) {
			// A row gives the items, the candidates, or both. Candidates are an item.
			done, numbers := all, map[string]decimal.Decimal{"candidates": decimal.NewFromInt(10)}
			if in.Has("items_done") {
				done = in.Int("items_done") - 1
			}
			if in.Has("candidates") {
				numbers["candidates"] = in.Number("candidates")
			}
			return complete(judge(checklist.ThisWeek(), done, numbers))
		},
		"P24": func(in contract.Input) (any, error) {
			numbers := map[string]decimal.Decimal{}
			for _, name := range in.Names() {
				numbers[name] = in.Number(name)
			}
			r, err := judge(checklist.ThisMonth(), all, numbers)
			return contract.Object{"missed": open(r)}, err
		},
		"P31": func(in contract.Input) (any, error) {
			if in.Has("list") {
				r, err := judge(checklist.Onboarding(), 0, nil)
				return open(r), err
			}
			return complete(judge(checklist.Onboarding(), in.Int("parts_done"), nil))
		},
	})
}

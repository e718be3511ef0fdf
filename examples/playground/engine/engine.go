// Package engine answers the page: a document and orders in, all that the page
// shows out. It is plain Go without a browser; folder wasm connects it to one.
//
// Read engine.go first, then orders.go, statement.go, curve.go and whatif.go.
package engine

import (
	"cmp"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A Request is what stands on the page.
type Request struct {
	Document string  `json:"document"`
	Saved    string  `json:"saved"` // the version to compare with, "" for none
	Orders   []Order `json:"orders"`
	Curve    Ask     `json:"curve"`
}

// An Answer is what the page shows. Where the document has faults, it has nothing
// but them.
type Answer struct {
	Faults     []Fault              `json:"faults"`
	Remarks    []Fault              `json:"remarks"`
	Name       string               `json:"name"`
	Currencies []string             `json:"currencies"`
	Kinds      []string             `json:"kinds"` // of events that rules pay
	Levels     []Level              `json:"levels"`
	Rules      []string             `json:"rules"` // that pay by level
	Orders     []OrderFault         `json:"orders"`
	Statements []Statement          `json:"statements"`
	Curve      *Curve               `json:"curve"`
	Flow       *pipeline.Definition `json:"flow"`
	Cases      []program.CaseResult `json:"cases"`
	WhatIf     *WhatIf              `json:"what_if"`
}

// A Fault is a fault or a remark, and where it is. Column is in bytes, from 1.
type Fault struct {
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Part   string `json:"part"`
	Path   string `json:"path"`
	Value  string `json:"value"`
	Code   string `json:"code"`
	Reason string `json:"reason"`
}

func faults(list []*alianza.FieldError) []Fault {
	out := make([]Fault, 0, len(list))
	for _, f := range list {
		out = append(out, Fault{f.Line, f.Column, f.Part, f.Path, f.Value, f.Code(), f.Reason()})
	}
	return out
}

// Run answers a request.
func Run(r Request) Answer {
	remarks, err := program.ReviewDocument([]byte(r.Document))
	a := Answer{Faults: faults(alianza.Faults(err)), Remarks: faults(remarks)}
	p, err := alianza.Read[program.Program]([]byte(r.Document))
	if err != nil {
		return a
	}
	a.Name, a.Currencies = p.Name(), currencies(p)
	events, refused := read(p, r.Orders)
	run := start(p, events, &refused)
	last := lastMonth(p, events)
	a.Statements = statements(run, p, last, events, &refused)
	a.Orders = refused
	a.Levels, a.Rules = levels(p, last)
	a.Kinds = kinds(p)
	a.Curve = curve(p, r.Curve, last)
	if flow, ok := p.Flow(); ok {
		d := flow.Definition()
		a.Flow = &d
	}
	a.Cases = p.Check()
	if saved, err := alianza.Read[program.Program]([]byte(r.Saved)); err == nil {
		a.WhatIf = whatIf(saved, p, r.Orders)
	}
	return a
}

// Types describes the document, for the completion in the editor.
func Types() []program.Type { return program.Types() }

// currencies returns the currencies that have a plan, in the order of the document as
// far as it gives one.
func currencies(p program.Program) []string {
	list := p.Currencies()
	order := p.Definition().Currencies
	slices.SortStableFunc(list, func(a, b string) int {
		return cmp.Compare(slices.Index(order, a), slices.Index(order, b))
	})
	return list
}

// kinds returns the kinds of event that the rules of the program pay, in the order
// of the document.
func kinds(p program.Program) []string {
	var list []string
	seen := map[string]bool{}
	for _, v := range p.Definition().Plans {
		for _, rule := range v.Plan.Rules {
			if kind := string(rule.On); !seen[kind] {
				seen[kind] = true
				list = append(list, kind)
			}
		}
	}
	return list
}

// A Level is a level of the ladder with what it asks for and what each rule pays.
type Level struct {
	Name     string            `json:"name"`
	Requires []string          `json:"requires"`
	Rates    map[string]string `json:"rates"` // by rule
}

// levels returns the ladder of a month, and the rules of the first currency that
// pay by its levels.
func levels(p program.Program, month cycle.Month) ([]Level, []string) {
	c, ok := p.Cycle()
	if !ok {
		return nil, nil
	}
	ladder, ok := c.Ladder(month)
	if !ok {
		return nil, nil
	}
	var list []Level
	for _, l := range ladder.Definition().Levels {
		one := Level{Name: l.Name, Rates: map[string]string{}}
		for _, need := range l.Requires {
			one.Requires = append(one.Requires, need.String())
		}
		list = append(list, one)
	}
	var rules []string
	for _, currency := range p.Currencies() {
		d, ok := p.PlanAt(currency, middle(p, month))
		if !ok {
			continue
		}
		for _, rule := range d.Rules {
			if len(rule.Pay.Rates) == 0 {
				continue
			}
			rules = append(rules, rule.Name)
			for i := range list {
				if rate, ok := rule.Pay.Rates[list[i].Name]; ok {
					list[i].Rates[rule.Name] = rate.String()
				}
			}
		}
		break
	}
	return list, rules
}

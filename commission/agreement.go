package commission

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// An Agreement is what was agreed with a partner: facts for [Terms.Judge].
type Agreement struct {
	// Kind is the kind of partner. Absent, the agreement is held against the
	// rates that the program has for all.
	Kind string `json:"kind,omitzero"`
	// Currency is the ISO 4217 code of the fees, which is that of the program.
	Currency string `json:"currency"`
	// Exclusive says that the partner is exclusive, which adds points (C23).
	Exclusive bool `json:"exclusive,omitzero"`
	// Promises are one for each clause of the terms, in any order.
	Promises []Promise `json:"promises"`
}

// A Promise is one reward of an agreement, with the figure agreed.
type Promise struct {
	_ [0]func() // == would compare decimals by address
	// Pays and Per name the clause.
	Pays RewardKind `json:"pays"`
	Per  string     `json:"per,omitzero"`
	// Rate is the percentage, without the points of exclusivity, or Fee the
	// amount, whichever the clause is of. A zero is a figure that is missing.
	Rate Rate            `json:"rate,omitzero"`
	Fee  decimal.Decimal `json:"fee,omitzero"`
}

// A Judgment is an agreement that the terms allow.
type Judgment struct {
	_        [0]func() // == would compare decimals by address
	Program  string
	Kind     string // "" if the agreement names none
	Currency string
	Grants   []Grant // in the order of the clauses
	// Warnings are the figures outside a typical band. They are granted all the
	// same: nothing is cut to a band.
	Warnings []*alianza.FieldError
}

// A Grant is what one promise comes to.
type Grant struct {
	_      [0]func() // == would compare decimals by address
	Pays   RewardKind
	Per    string
	Medium Medium          // anything but [Cash] stays out of payouts
	Rate   Rate            // as agreed
	Points Rate            // what exclusivity adds to it
	Total  Rate            // what is paid: Rate plus Points
	Fee    decimal.Decimal // as agreed, and paid
}

// Judge holds an agreement against the terms of its kind of partner:
//
//  1. every clause has its promise, and every promise its clause;
//  2. an agreed rate or fee is in the band of its clause, both ends included;
//  3. the points of exclusivity are added to a percentage of sales;
//  4. that sum is in the rates that the program has for all, if it has any.
//
// A figure outside a typical band is a warning of the judgment. Everything else
// is refused, with all faults: a kind of partner that the terms do not know, a
// promise they do not have ([alianza.ErrUnknown]), a figure or a promise that
// is missing or that cannot be, another currency ([alianza.ErrCurrency]), and a
// figure outside a band that binds ([alianza.ErrRange]).
func (t Terms) Judge(a Agreement) (Judgment, error) {
	partner, err := t.partner(a.Kind)
	if err != nil {
		return Judgment{}, fmt.Errorf("commission: terms %s: %w", t.def.Program, err)
	}
	j := judge{terms: t.def, partner: partner, exclusive: a.Exclusive, kept: make([]bool, len(partner.Clauses))}
	j.out = Judgment{Program: t.def.Program, Kind: a.Kind, Currency: t.def.Currency, Grants: make([]Grant, len(partner.Clauses))}
	if a.Currency == "" {
		j.faults.Add("currency", "", alianza.ErrMissing, "the terms are in "+t.def.Currency)
	} else if a.Currency != t.def.Currency {
		j.faults.Add("currency", a.Currency, alianza.ErrCurrency, "the terms are in "+t.def.Currency)
	}
	for i, p := range a.Promises {
		j.promise(fmt.Sprintf("promises[%d]", i), p)
	}
	for i, c := range partner.Clauses {
		if !j.kept[i] {
			j.faults.Add("promises", c.name(), alianza.ErrMissing, "it is a clause of the terms")
		}
	}
	if err := j.faults.Err(); err != nil {
		return Judgment{}, fmt.Errorf("commission: terms %s: %w", t.def.Program, err)
	}
	return j.out, nil
}

// partner returns the terms of a kind of partner. For no kind they are a
// percentage of sales without a band of its own.
func (t Terms) partner(kind string) (PartnerTerms, error) {
	if kind == "" && t.def.Rates != (Band{}) {
		return PartnerTerms{Clauses: []Clause{{Pays: SalePercent}}}, nil
	}
	i := slices.IndexFunc(t.def.Partners, func(p PartnerTerms) bool { return p.Kind == kind })
	switch {
	case kind == "":
		return PartnerTerms{}, check.Fault("kind", "", alianza.ErrMissing, "the program has no rates for all kinds of partner")
	case i < 0:
		return PartnerTerms{}, check.Fault("kind", kind, alianza.ErrUnknown, "the program has no terms for it")
	}
	return t.def.Partners[i], nil
}

// judge is an agreement being held against the terms.
type judge struct {
	terms     TermsDefinition
	partner   PartnerTerms
	exclusive bool
	kept      []bool // by clause
	out       Judgment
	faults    check.Faults
}

func (j *judge) promise(path string, p Promise) {
	i := j.partner.clause(p.Pays, p.Per)
	switch {
	case p.Pays == 0:
		j.faults.Add(path+".pays", "", alianza.ErrMissing, "a kind of reward")
		return
	case i < 0:
		j.faults.Add(path+".pays", rewardName(p.Pays, p.Per), alianza.ErrUnknown, "the clauses are "+j.partner.names())
		return
	case j.kept[i]:
		j.faults.Add(path+".pays", rewardName(p.Pays, p.Per), alianza.ErrDuplicate, "promised before")
		return
	}
	j.kept[i] = true
	c := j.partner.Clauses[i]
	percent, amount := c.Pays.figures()
	grant := Grant{Pays: c.Pays, Per: c.Per, Medium: c.Medium}
	if percent {
		grant.Rate = p.Rate
		if c.Pays == SalePercent && j.exclusive {
			grant.Points = j.terms.Exclusive
		}
		grant.Total = grant.Rate.Plus(grant.Points)
		j.rate(path+".rate", c, grant)
	} else if !p.Rate.IsZero() {
		j.faults.Add(path+".rate", p.Rate.String(), alianza.ErrConflict, fmt.Sprintf("%s is no percentage", c.Pays))
	}
	switch {
	case !j.faults.Number(path+".fee", p.Fee):
	case amount:
		j.fee(path+".fee", c, p.Fee)
		grant.Fee = p.Fee
	case !p.Fee.IsZero():
		j.faults.Add(path+".fee", exact.Text(p.Fee), alianza.ErrConflict, fmt.Sprintf("%s is no amount", c.Pays))
	}
	j.out.Grants[i] = grant
}

// rate judges a rate: as agreed against its clause, and as paid against the
// rates that the program has for all.
func (j *judge) rate(path string, c Clause, g Grant) {
	detail := ""
	if !g.Points.IsZero() {
		detail = g.sum() + "; "
	}
	if g.Rate.IsZero() {
		j.faults.Add(path, "", alianza.ErrMissing, fmt.Sprintf("%s is a percentage", c.Pays))
		return
	}
	if !g.Rate.payable() || !g.Total.payable() {
		j.faults.Add(path, g.Total.String(), alianza.ErrRange, detail+"a rate is from 0% to 100%")
		return
	}
	if c.Rate != (Band{}) && !c.Rate.Has(g.Rate) {
		j.outside(c.Typical, path, g.Rate.String(), "", c.Rate)
		if !c.Typical {
			return
		}
	}
	if c.Pays == SalePercent && j.terms.Rates != (Band{}) && !j.terms.Rates.Has(g.Total) {
		j.outside(j.terms.Typical, path, g.Total.String(), detail, j.terms.Rates)
	}
}

func (j *judge) fee(path string, c Clause, agreed decimal.Decimal) {
	switch {
	case agreed.IsZero():
		j.faults.Add(path, "", alianza.ErrMissing, fmt.Sprintf("%s is an amount", c.Pays))
	case agreed.IsNegative():
		j.faults.Add(path, exact.Text(agreed), alianza.ErrRange, "negative")
	case !c.Fee.Has(agreed):
		j.outside(c.Typical, path, exact.Text(agreed), "", c.Fee)
	}
}

// outside warns about a figure outside a typical band and faults one outside
// any other.
func (j *judge) outside(typical bool, path, value, detail string, band fmt.Stringer) {
	if typical {
		j.out.Warnings = append(j.out.Warnings, check.Fault(path, value, alianza.ErrRange, fmt.Sprintf("%susual is %s", detail, band)))
	} else {
		j.faults.Add(path, value, alianza.ErrRange, fmt.Sprintf("%sthe terms are %s", detail, band))
	}
}

// String returns the judgment as a sentence: "podcast, affiliate program: 1200
// USD per episode, 15% of sales". Each warning follows a semicolon.
func (j Judgment) String() string {
	grants := make([]string, len(j.Grants))
	for i, g := range j.Grants {
		grants[i] = g.text(j.Currency)
	}
	parts := []string{fmt.Sprintf("%s, %s program: %s", cmp.Or(j.Kind, "any partner"), j.Program, strings.Join(grants, ", "))}
	for _, w := range j.Warnings {
		parts = append(parts, "warning: "+w.Error())
	}
	return strings.Join(parts, "; ")
}

// text returns a grant as a phrase: "1200 USD per episode".
func (g Grant) text(currency string) string {
	per := ""
	if g.Per != "" {
		per = " per " + g.Per
	}
	medium := ""
	if g.Medium != Cash {
		medium = " in " + strings.TrimPrefix(g.Medium.String(), "in_")
	}
	percent, amount := g.Pays.figures()
	name := strings.ReplaceAll(g.Pays.String(), "_", " ")
	switch {
	case percent && !g.Points.IsZero():
		return fmt.Sprintf("%s %s (%s)", g.Total, g.Pays.percent()+per+medium, g.sum())
	case percent:
		return fmt.Sprintf("%s %s", g.Total, g.Pays.percent()+per+medium)
	case amount && per == "":
		return fmt.Sprintf("%s %s%s as %s", exact.Text(g.Fee), currency, medium, name)
	case amount:
		return fmt.Sprintf("%s %s%s", exact.Text(g.Fee), currency, medium+per)
	}
	return name + per + medium
}

// sum returns how the total came about: "28% and 5 points for exclusivity".
func (g Grant) sum() string {
	return fmt.Sprintf("%s and %s points for exclusivity", g.Rate, strings.TrimSuffix(g.Points.String(), "%"))
}

// MarshalJSON returns the JSON of the agreement.
func (a Agreement) MarshalJSON() ([]byte, error) { return oldjson.Marshal(a.fields) }

// UnmarshalJSON reads an agreement strictly.
func (a *Agreement) UnmarshalJSON(data []byte) error {
	return oldjson.Into(a, data, oldjson.MaxDefinition, (*Agreement).fields, nil)
}

func (a *Agreement) fields(o *oldjson.Object) {
	o.Optional().String("kind", &a.Kind)
	o.String("currency", &a.Currency)
	o.Optional().Bool("exclusive", &a.Exclusive)
	oldjson.List(o, "promises", &a.Promises, func(p *Promise, o *oldjson.Object) {
		oldjson.Text(o, "pays", &p.Pays)
		o.Optional().String("per", &p.Per)
		oldjson.Text(o.Optional(), "rate", &p.Rate)
		o.Optional().Decimal("fee", &p.Fee)
	})
}

// MarshalJSON returns the judgment with its fields in lower case.
func (j Judgment) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("program", &j.Program)
		o.Optional().String("kind", &j.Kind)
		o.String("currency", &j.Currency)
		oldjson.List(o, "grants", &j.Grants, func(g *Grant, o *oldjson.Object) {
			oldjson.Text(o, "pays", &g.Pays)
			o.Optional().String("per", &g.Per)
			oldjson.Text(o, "medium", &g.Medium)
			oldjson.Text(o.Optional(), "rate", &g.Rate)
			oldjson.Text(o.Optional(), "points", &g.Points)
			oldjson.Text(o.Optional(), "total", &g.Total)
			o.Optional().Decimal("fee", &g.Fee)
		})
		oldjson.List(o.Optional(), "warnings", &j.Warnings, func(w **alianza.FieldError, o *oldjson.Object) {
			o.String("path", &(*w).Path)
			o.String("value", &(*w).Value)
			reason := (*w).Err.Error()
			o.String("reason", &reason)
		})
	})
}

package terms

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// An Agreement is what was agreed with a partner. [Sheet.Judge] reads it.
type Agreement struct {
	// PartnerType is the type of partner. If absent, the agreement is held against
	// the rates that the program has for all.
	PartnerType string `json:"partner_type,omitzero"`
	// Currency is the ISO 4217 code of the fees, the same as the program's.
	Currency string `json:"currency"`
	// Exclusive says that the partner is exclusive, which adds points (C23).
	Exclusive bool `json:"exclusive,omitzero"`
	// Promises are one for each clause of the terms, in any order.
	Promises []Promise `json:"promises"`
}

// A Promise is one reward of an agreement, with the figure that was agreed.
type Promise struct {
	_ [0]func() // == would compare decimals by address
	// Pays and Per name the clause.
	Pays Reward `json:"pays"`
	Per  string `json:"per,omitzero"`
	// Rate is the percentage, without the points of exclusivity, or Fee the
	// amount, as the clause asks. A zero is a figure that is missing.
	Rate alianza.Percent `json:"rate,omitzero"`
	Fee  decimal.Decimal `json:"fee,omitzero"`
}

// A Judgment is an agreement that the terms allow.
type Judgment struct {
	_           [0]func() // == would compare decimals by address
	Program     string
	PartnerType string // "" if the agreement names none
	Currency    string
	Grants      []Grant // in the order of the clauses
	// Warnings are the figures outside a typical range. They are granted all the
	// same: nothing is cut to a range.
	Warnings []*alianza.FieldError
}

// A Grant is what one promise comes to.
type Grant struct {
	_      [0]func() // == would compare decimals by address
	Pays   Reward
	Per    string
	Medium commission.Medium // anything but [commission.Cash] stays out of payouts
	Rate   alianza.Percent   // as agreed
	Points alianza.Percent   // added to Rate for exclusivity
	Fee    decimal.Decimal   // as agreed, and paid
}

// Total returns the percentage that is paid: Rate plus Points.
func (g Grant) Total() alianza.Percent { return g.Rate.Plus(g.Points) }

// Judge holds an agreement against the terms of its type of partner:
//
//  1. every clause has its promise, and every promise its clause;
//  2. an agreed rate or fee is in the range of its clause, both ends included;
//  3. the points of exclusivity are added to a percentage of sales;
//  4. that sum is in the rates that the program has for all, if it has any.
//
// A figure outside a typical range is a warning of the judgment. Judge returns an
// error with all faults if:
//   - the sheet does not know the type of partner, or a promise ([alianza.ErrUnknown]);
//   - a figure or a promise is missing ([alianza.ErrMissing]);
//   - the currency is not the program's ([alianza.ErrCurrency]);
//   - a figure is outside a range that refuses ([alianza.ErrRange]).
//
// Rules: C13, C22, C23, X3, X4.
func (s Sheet) Judge(a Agreement) (Judgment, error) {
	partner, err := s.partner(a.PartnerType)
	if err != nil {
		return Judgment{}, fmt.Errorf("terms: %s: %w", s.def.Program, err)
	}
	j := judge{terms: s.def, partner: partner, exclusive: a.Exclusive, kept: make([]bool, len(partner.Clauses))}
	j.out = Judgment{Program: s.def.Program, PartnerType: a.PartnerType, Currency: s.def.Currency, Grants: make([]Grant, len(partner.Clauses))}
	if a.Currency == "" {
		j.faults.Add("currency", "", alianza.ErrMissing, "the terms are in "+s.def.Currency)
	} else if a.Currency != s.def.Currency {
		j.faults.Add("currency", a.Currency, alianza.ErrCurrency, "the terms are in "+s.def.Currency)
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
		return Judgment{}, fmt.Errorf("terms: %s: %w", s.def.Program, err)
	}
	return j.out, nil
}

// partner returns the terms of a type of partner. For no type they are a
// percentage of sales without a range of its own.
func (s Sheet) partner(name string) (Partner, error) {
	if name == "" && s.def.Rates != (RateRange{}) {
		return Partner{Clauses: []Clause{{Pays: SalePercent}}}, nil
	}
	i := slices.IndexFunc(s.def.Partners, func(p Partner) bool { return p.Type == name })
	switch {
	case name == "":
		return Partner{}, check.Fault("partner_type", "", alianza.ErrMissing, "the program has no rates for all types of partner")
	case i < 0:
		return Partner{}, check.Fault("partner_type", name, alianza.ErrUnknown, "the program has no terms for it")
	}
	return s.def.Partners[i], nil
}

// judge is an agreement being held against the terms.
type judge struct {
	terms     Definition
	partner   Partner
	exclusive bool
	kept      []bool // by clause
	out       Judgment
	faults    check.Faults
}

func (j *judge) promise(path string, p Promise) {
	i := j.partner.clause(p.Pays, p.Per)
	switch {
	case p.Pays == 0:
		j.faults.Add(path+".pays", "", alianza.ErrMissing, "a reward")
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
	if !payable(g.Rate) || !payable(g.Total()) {
		j.faults.Add(path, g.Total().String(), alianza.ErrRange, detail+"a rate is from 0% to 100%")
		return
	}
	if c.Rate != (RateRange{}) && !c.Rate.Has(g.Rate) {
		j.outside(c.Typical, path, g.Rate.String(), "", c.Rate)
		if !c.Typical {
			return
		}
	}
	if c.Pays == SalePercent && j.terms.Rates != (RateRange{}) && !j.terms.Rates.Has(g.Total()) {
		j.outside(j.terms.Typical, path, g.Total().String(), detail, j.terms.Rates)
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

// outside warns about a figure outside a typical range, and faults a figure
// outside any other.
func (j *judge) outside(typical bool, path, value, detail string, of fmt.Stringer) {
	if typical {
		j.out.Warnings = append(j.out.Warnings, check.Fault(path, value, alianza.ErrRange, fmt.Sprintf("%susual is %s", detail, of)))
	} else {
		j.faults.Add(path, value, alianza.ErrRange, fmt.Sprintf("%sthe terms are %s", detail, of))
	}
}

// Rules returns the rules of a plan that pay the grants. There is one for a
// percentage of sales with its points, one for each fee per qualified referral,
// and one for each fee per item of content. Each rule is named after what it pays.
// No event earns the other rewards, such as a margin or a license fee; they are
// left to the caller. So are conditions, times and caps.
//
// Rules: C6 to C8.
func (j Judgment) Rules() []commission.Rule {
	var list []commission.Rule
	for _, g := range j.Grants {
		r := commission.Rule{Medium: g.Medium}
		switch g.Pays {
		case SalePercent:
			r.Name, r.On, r.Rate = "sale", commission.Sale, g.Total()
		case ReferralFee:
			r.Name, r.On, r.Fixed = "referral", commission.Referral, g.Fee
		case ItemFee:
			item := cmp.Or(g.Per, "item")
			r.Name, r.On, r.Fixed = item, commission.Item(item), g.Fee
		default:
			continue
		}
		list = append(list, r)
	}
	return list
}

// String returns the judgment as a sentence: "podcast, affiliate program: 1200
// USD per episode, 15% of sales". Each warning follows a semicolon.
func (j Judgment) String() string {
	grants := make([]string, len(j.Grants))
	for i, g := range j.Grants {
		grants[i] = g.text(j.Currency)
	}
	parts := []string{fmt.Sprintf("%s, %s program: %s", cmp.Or(j.PartnerType, "any partner"), j.Program, strings.Join(grants, ", "))}
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
	if g.Medium != commission.Cash {
		medium = " in " + strings.TrimPrefix(g.Medium.String(), "in_")
	}
	percent, amount := g.Pays.figures()
	name := strings.ReplaceAll(g.Pays.String(), "_", " ")
	switch {
	case percent && !g.Points.IsZero():
		return fmt.Sprintf("%s %s (%s)", g.Total(), g.Pays.percent()+per+medium, g.sum())
	case percent:
		return fmt.Sprintf("%s %s", g.Total(), g.Pays.percent()+per+medium)
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
	o.Optional().String("partner_type", &a.PartnerType)
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
		o.Optional().String("partner_type", &j.PartnerType)
		o.String("currency", &j.Currency)
		oldjson.List(o, "grants", &j.Grants, func(g *Grant, o *oldjson.Object) {
			oldjson.Text(o, "pays", &g.Pays)
			o.Optional().String("per", &g.Per)
			oldjson.Text(o, "medium", &g.Medium)
			oldjson.Text(o.Optional(), "rate", &g.Rate)
			oldjson.Text(o.Optional(), "points", &g.Points)
			total := g.Total()
			oldjson.Text(o.Optional(), "total", &total)
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

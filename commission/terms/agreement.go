package terms

import (
	"fmt"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Agreement is what was agreed with a partner. [Sheet.Judge] reads it.
type Agreement struct {
	// PartnerType is the type of partner. If absent, the agreement is held against
	// the clauses that the program has for all.
	PartnerType string `json:"partner_type,omitzero"`
	// Currency is the ISO 4217 code of the amounts, the same as the program's.
	Currency string `json:"currency"`
	// Promises are one for each clause, in any order. An optional clause may be
	// left out.
	Promises []Promise `json:"promises"`
}

// A Promise is one thing that was agreed.
type Promise struct {
	_ [0]func() // == would compare numbers by address
	// About and Per name the clause.
	About Subject `json:"about"`
	Per   string  `json:"per,omitzero"`
	// Agreed is the percentage, without the points of exclusivity, or the number.
	Agreed Quantity `json:"agreed,omitzero"`
	// Scope is what a clause with names asks for, by these names: the territory
	// and the product of exclusivity, say.
	Scope map[string]string `json:"scope,omitzero"`
	// Points are added to a percentage for exclusivity, and Medium is what the
	// reward is paid in. A judgment fills both in. Leave them out of an agreement.
	Points alianza.Percent   `json:"points,omitzero"`
	Medium commission.Medium `json:"medium,omitzero"`
}

// Total returns the percentage that is paid: what was agreed and the points. It
// is 0% if no percentage was agreed.
func (p Promise) Total() alianza.Percent {
	agreed, ok := p.Agreed.Percent()
	if !ok {
		return alianza.Percent{}
	}
	return agreed.Plus(p.Points)
}

// Judge holds an agreement against the clauses of its type of partner:
//
//  1. every clause that is not optional has its promise, and every promise its
//     clause;
//  2. what was agreed is in the range of its clause, both ends included;
//  3. the points of exclusivity are added to a percentage of sales, if there is a
//     promise about exclusivity;
//  4. that sum is in the range that the program has for all, if it has any.
//
// A quantity outside a typical range is a warning of the judgment. Judge returns
// an error with all faults if:
//   - the sheet was not made by [New] ([alianza.ErrUnchecked]);
//   - the sheet does not know the type of partner, a promise or a name in a scope
//     ([alianza.ErrUnknown]);
//   - a quantity or a promise is missing ([alianza.ErrMissing]);
//   - the currency is not the program's ([alianza.ErrCurrency]);
//   - a quantity is outside a range that refuses ([alianza.ErrRange]).
//
// Rules: C13, C22 to C25, C31, X3, X4.
func (s Sheet) Judge(a Agreement) (Judgment, error) {
	j, err := s.judge(a)
	if err != nil {
		return Judgment{}, err
	}
	for i := range j.clauses {
		if c := &j.clauses[i]; !j.kept[i] && !c.Optional {
			j.faults.Add("promises", c.name(), alianza.ErrMissing, "it is a clause of the terms")
		}
	}
	if err := j.faults.Err(); err != nil {
		return Judgment{}, fmt.Errorf("terms: %s: %w", s.def.Program, err)
	}
	j.out.Promises = slices.DeleteFunc(j.out.Promises, func(p Promise) bool { return p.About == 0 })
	return j.out, nil
}

// Open returns the clauses that an agreement has no promise for yet, the
// optional ones included. It returns an error as [Sheet.Judge] does for a promise
// that cannot be.
//
// Rules: C27.
func (s Sheet) Open(a Agreement) ([]Clause, error) {
	j, err := s.judge(a)
	if err == nil {
		err = j.faults.Err()
	}
	if err != nil {
		return nil, fmt.Errorf("terms: %s: %w", s.def.Program, err)
	}
	var open []Clause
	for i, c := range j.clauses {
		if !j.kept[i] {
			open = append(open, c.clone())
		}
	}
	return open, nil
}

// judge holds each promise against its clause.
func (s Sheet) judge(a Agreement) (*judge, error) {
	if s.def.Program == "" {
		return nil, fmt.Errorf("terms: %w", alianza.ErrUnchecked)
	}
	clauses, err := s.clauses(a.PartnerType)
	if err != nil {
		return nil, fmt.Errorf("terms: %s: %w", s.def.Program, err)
	}
	j := &judge{terms: &s.def, clauses: clauses, kept: make([]bool, len(clauses)), place: map[subjectPer]int{}}
	j.out = Judgment{Program: s.def.Program, PartnerType: a.PartnerType, Currency: s.def.Currency, Promises: make([]Promise, len(clauses))}
	for i, c := range clauses {
		j.place[subjectPer{c.About, c.Per}] = i
	}
	if a.Currency == "" {
		j.faults.Add("currency", "", alianza.ErrMissing, "the terms are in "+s.def.Currency)
	} else if a.Currency != s.def.Currency {
		j.faults.Add("currency", a.Currency, alianza.ErrCurrency, "the terms are in "+s.def.Currency)
	}
	if !j.faults.Count("promises", len(a.Promises), check.MaxTerms, "promises") {
		return j, nil
	}
	j.exclusive = slices.ContainsFunc(a.Promises, func(p Promise) bool { return p.About == Exclusivity })
	for i := range a.Promises {
		j.promise(fmt.Sprintf("promises[%d]", i), &a.Promises[i])
	}
	return j, nil
}

// clauses returns the clauses of a type of partner and those for all. The range
// of all percentages of sales, which is for nothing special, is a clause only where
// there is no type. Benchmarks are no clauses of an agreement.
func (s Sheet) clauses(partnerType string) ([]Clause, error) {
	own, ok := s.def.Partners[partnerType]
	switch {
	case partnerType == "" && len(s.def.All) == 0:
		return nil, check.Fault("partner_type", "", alianza.ErrMissing, "the program has no clauses for all types of partner")
	case partnerType != "" && !ok:
		return nil, check.Fault("partner_type", partnerType, alianza.ErrUnknown, "the program has no terms for it")
	}
	var list []Clause
	for _, c := range own {
		if !c.About.benchmark() {
			list = append(list, c)
		}
	}
	had := map[subjectPer]bool{}
	for _, c := range own {
		had[subjectPer{c.About, c.Per}] = true
	}
	for _, c := range s.def.All {
		if !c.About.benchmark() && !had[subjectPer{c.About, c.Per}] && (!c.bounds() || partnerType == "") {
			list = append(list, c)
		}
	}
	return list, nil
}

// judge is an agreement being held against the terms.
type judge struct {
	terms     *Definition
	clauses   []Clause
	place     map[subjectPer]int
	kept      []bool // by clause
	exclusive bool
	out       Judgment
	faults    check.Faults
}

func (j *judge) promise(path string, p *Promise) {
	i, known := j.place[subjectPer{p.About, p.Per}]
	switch {
	case p.About == 0:
		j.faults.Add(path+".about", "", alianza.ErrMissing, "a subject")
		return
	case !known:
		j.faults.Add(path+".about", nameOf(p.About, p.Per), alianza.ErrUnknown, "the clauses are "+names(j.clauses))
		return
	case j.kept[i]:
		j.faults.Add(path+".about", nameOf(p.About, p.Per), alianza.ErrDuplicate, "promised before")
		return
	}
	j.kept[i] = true
	c := &j.clauses[i]
	if !p.Points.IsZero() || p.Medium != 0 {
		j.faults.Add(path+".points", p.Points.String(), alianza.ErrConflict, "the judgment gives points and medium")
	}
	got := Promise{About: c.About, Per: c.Per, Agreed: p.Agreed, Scope: maps.Clone(p.Scope), Medium: c.Medium}
	if c.About == SalePercent && j.exclusive {
		got.Points = j.terms.Exclusive
	}
	j.quantity(path+".agreed", c, got)
	j.scope(path+".scope", c, p.Scope)
	j.out.Promises[i] = got
}

// quantity judges what was agreed against its clause, and a percentage of sales
// as paid against the range that the program has for all.
func (j *judge) quantity(path string, c *Clause, p Promise) {
	if form := c.About.form(); form != percentage && form != amount {
		if !p.Agreed.IsZero() {
			j.faults.Add(path, p.Agreed.String(), alianza.ErrConflict, fmt.Sprintf("%s has no quantity", c.About))
		}
		return
	}
	if !c.About.sound(&j.faults, path, p.Agreed) {
		return
	}
	if p.Agreed.number.IsZero() {
		j.faults.Add(path, p.Agreed.String(), alianza.ErrRange, "nothing: leave the promise out, if its clause is optional")
		return
	}
	total, detail := Rate(p.Total()), ""
	if !p.Points.IsZero() {
		detail = p.sum() + "; "
		if p.Total().Compare(alianza.WholePercent(100)) > 0 {
			j.faults.Add(path, total.String(), alianza.ErrRange, detail+"a rate is from 0% to 100%")
			return
		}
	}
	all := j.terms.sales()
	if all != nil && j.out.PartnerType == "" && c.bounds() {
		j.outside(path, total, detail, all) // the points included
		return
	}
	if !j.outside(path, p.Agreed, "", c) && !c.Typical || c.About != SalePercent || all == nil {
		return
	}
	j.outside(path, total, detail, all)
}

// outside warns about a quantity outside a typical range, and faults a quantity
// outside any other. It reports whether the quantity is inside.
func (j *judge) outside(path string, q Quantity, detail string, c *Clause) bool {
	switch {
	case c.has(q):
		return true
	case c.Typical:
		j.out.Warnings = append(j.out.Warnings, *check.Fault(path, q.String(), alianza.ErrRange, fmt.Sprintf("%susual is %s", detail, c.span())))
	default:
		j.faults.Add(path, q.String(), alianza.ErrRange, fmt.Sprintf("%sthe terms are %s", detail, c.span()))
	}
	return false
}

// scope judges the names of a scope.
func (j *judge) scope(path string, c *Clause, scope map[string]string) {
	named := c.About.form() == choice
	if named && len(scope) == 0 {
		j.faults.Add(path, "", alianza.ErrMissing, fmt.Sprintf("one or more of %q", c.OneOf))
		return
	}
	for _, name := range slices.Sorted(maps.Keys(scope)) {
		switch {
		case !named:
			j.faults.Add(path, name, alianza.ErrConflict, fmt.Sprintf("%s has no scope", c.About))
			return
		case !slices.Contains(c.OneOf, name):
			j.faults.Add(path+"."+name, "", alianza.ErrUnknown, fmt.Sprintf("one of %q", c.OneOf))
		default:
			j.faults.Name(path+"."+name, scope[name])
		}
	}
}

// MarshalJSON writes the agreement by its tags.
func (a Agreement) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an agreement strictly. Whether it keeps to the terms says
// [Sheet.Judge].
func (a *Agreement) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// MarshalJSON writes the promise by its tags.
func (p Promise) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a promise strictly.
func (p *Promise) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

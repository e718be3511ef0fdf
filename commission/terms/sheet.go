// Package terms says what a program offers each type of partner, and whether an
// agreement with a partner keeps to that.
//
// A [Sheet] is a checked [Definition]: for each type of partner its clauses,
// each with the range in which a contract fixes one rate or fee. [Sheet.Judge]
// holds an [Agreement] against it. [Judgment.Rules] are the rules of a
// commission plan that pay what was agreed.
//
//	sheet, err := terms.New(terms.Affiliate())
//	judged, err := sheet.Judge(agreement)
//	fmt.Println(judged) // podcast, affiliate program: 1200 USD per episode, 15% of sales
//
// The presets are the three programs: [Affiliate], [Alliance] and [Advanced],
// and the reseller ladder of the alliance program, [ResellerRates]. The same
// type of partner has other terms in another program; they are kept apart.
//
// Rules: C2 to C8, C10, C12, C13, C17 to C20, C22, C23, C38, X3, X6.
package terms

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A Definition is what a program offers, as data. [New] checks it.
type Definition struct {
	// Program names the program. Currency is the ISO 4217 code of its amounts.
	Program  string `json:"program"`
	Currency string `json:"currency"`
	// Rates is the range of any percentage of sales that the program pays, to any
	// type of partner, the points of exclusivity included. None if absent.
	// Typical warns about a rate outside. Without it, the rate is refused.
	Rates   RateRange `json:"rates,omitzero"`
	Typical bool      `json:"typical,omitzero"`
	// Exclusive is added, in percentage points, to the percentage of sales of
	// a partner that is exclusive (C23).
	Exclusive alianza.Percent `json:"exclusive,omitzero"`
	// Partners are the types of partner, each once. If absent, Rates is required.
	Partners []Partner `json:"partners,omitzero"`
}

// A Partner is what a program offers one type of partner.
type Partner struct {
	_ [0]func() // == would compare decimals by address
	// Type names the type of partner. Model is what the partnership consists of.
	Type  string   `json:"type"`
	Model []string `json:"model,omitzero"`
	// Clauses are what such a partner gets: all of them.
	Clauses []Clause `json:"clauses"`
	// Target is how many such partners the program wants. AcquisitionCost is what
	// a customer usually costs through one. Both are for comparison only and
	// decide nothing. Both are absent if zero.
	Target          int         `json:"target,omitzero"`
	AcquisitionCost AmountRange `json:"acquisition_cost,omitzero"`
}

// A Sheet is a checked definition. The zero Sheet knows no type of partner. A
// Sheet is immutable and safe for concurrent use.
type Sheet struct{ def Definition }

// New checks a definition and returns its sheet. It returns an error with all
// faults of the definition:
//   - a name or a currency that cannot be;
//   - a range that is reversed, not above zero, or beyond 100%;
//   - a clause without the range that it needs, or with one that it cannot have;
//   - a range that lies outside Rates altogether, if Rates refuses.
func New(d Definition) (Sheet, error) {
	if err := d.check(); err != nil {
		return Sheet{}, err
	}
	return Sheet{d.clone()}, nil
}

// Definition returns a fresh copy of the definition that the sheet was made from.
func (s Sheet) Definition() Definition { return s.def.clone() }

func (d Definition) clone() Definition {
	d.Partners = slices.Clone(d.Partners)
	for i, p := range d.Partners {
		d.Partners[i].Model, d.Partners[i].Clauses = slices.Clone(p.Model), slices.Clone(p.Clauses)
	}
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("program", d.Program)
	switch {
	case d.Currency == "":
		f.Add("currency", "", alianza.ErrMissing, "an ISO 4217 code such as USD")
	case len(d.Currency) != 3 || strings.Trim(d.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		f.Add("currency", d.Currency, alianza.ErrForm, "want an ISO 4217 code, three capital letters")
	}
	if d.Rates != (RateRange{}) {
		d.Rates.checkClause(&f, "rates")
	} else if d.Typical {
		f.Add("typical", "true", alianza.ErrConflict, "there are no rates to be typical")
	}
	if !payable(d.Exclusive) {
		f.Add("exclusive", d.Exclusive.String(), alianza.ErrRange, "from 0% to 100%")
	}
	if len(d.Partners) == 0 && d.Rates == (RateRange{}) {
		f.Add("partners", "", alianza.ErrMissing, "give types of partner, or rates for all")
	}
	names := check.Names{Faults: &f}
	for i, p := range d.Partners {
		path := fmt.Sprintf("partners[%d]", i)
		names.Add(path+".type", p.Type)
		f.Join(alianza.At(path, p.check(d)))
	}
	return f.Err()
}

func (p Partner) check(d *Definition) error {
	var f check.Faults
	models := check.Names{Faults: &f}
	for i, m := range p.Model {
		models.Add(fmt.Sprintf("model[%d]", i), m)
	}
	if len(p.Clauses) == 0 {
		f.Add("clauses", "", alianza.ErrMissing, "a type of partner has at least one clause")
	}
	for i, c := range p.Clauses {
		path := fmt.Sprintf("clauses[%d]", i)
		if first := p.clause(c.Pays, c.Per); first < i {
			f.Add(path+".pays", c.name(), alianza.ErrDuplicate, fmt.Sprintf("the same as clauses[%d]", first))
		}
		f.Join(alianza.At(path, c.check(d)))
	}
	if p.Target < 0 {
		f.Add("target", strconv.Itoa(p.Target), alianza.ErrRange, "negative")
	}
	if !p.AcquisitionCost.IsZero() {
		p.AcquisitionCost.checkClause(&f, "acquisition_cost")
	}
	return f.Err()
}

// clause returns the index of the clause that pays a reward for an item, and -1
// if there is none.
func (p Partner) clause(pays Reward, per string) int {
	return slices.IndexFunc(p.Clauses, func(c Clause) bool { return c.Pays == pays && c.Per == per })
}

// names returns the names of the clauses.
func (p Partner) names() string {
	names := make([]string, len(p.Clauses))
	for i, c := range p.Clauses {
		names[i] = c.name()
	}
	return strings.Join(names, ", ")
}

// meets reports whether a rate of a range can be within the rates of the program.
func (d Definition) meets(r RateRange) bool {
	return d.Rates == (RateRange{}) || d.Typical || r.Low.Compare(d.Rates.High) <= 0 && r.High.Compare(d.Rates.Low) >= 0
}

// MarshalJSON returns the JSON of the definition.
func (d Definition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Definition).fields, (*Definition).check)
}

func (d *Definition) fields(o *oldjson.Object) {
	o.String("program", &d.Program)
	o.String("currency", &d.Currency)
	d.Rates.field(o, "rates")
	o.Optional().Bool("typical", &d.Typical)
	oldjson.Text(o.Optional(), "exclusive", &d.Exclusive)
	oldjson.List(o.Optional(), "partners", &d.Partners, (*Partner).fields)
}

func (p *Partner) fields(o *oldjson.Object) {
	o.String("type", &p.Type)
	o.Optional().Strings("model", &p.Model)
	oldjson.List(o, "clauses", &p.Clauses, (*Clause).fields)
	o.Optional().Int("target", &p.Target)
	p.AcquisitionCost.field(o, "acquisition_cost")
}

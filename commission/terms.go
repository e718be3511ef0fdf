package commission

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A TermsDefinition is what a program offers each kind of partner: the bands
// within which a contract fixes one rate or fee (X3). [NewTerms] checks it. The
// same kind of partner has other terms in another program; they are kept apart
// (X6).
type TermsDefinition struct {
	// Program names the program. Currency is the ISO 4217 code of its amounts.
	Program  string `json:"program"`
	Currency string `json:"currency"`
	// Rates is the band of whatever percentage of sales the program pays, to
	// any kind of partner, the points of exclusivity included. Absent if zero.
	// Typical says that a rate outside is warned about; otherwise it is refused.
	Rates   Band `json:"rates,omitzero"`
	Typical bool `json:"typical,omitzero"`
	// Exclusive is added, in percentage points, to the percentage of sales of
	// a partner that is exclusive (C23).
	Exclusive Rate `json:"exclusive,omitzero"`
	// Partners are the kinds of partner, each once. There are some, or Rates.
	Partners []PartnerTerms `json:"partners,omitzero"`
}

// PartnerTerms is what a program offers one kind of partner.
type PartnerTerms struct {
	_ [0]func() // == would compare decimals by address
	// Kind names the kind of partner; Model, what the partnership consists of.
	Kind  string   `json:"kind"`
	Model []string `json:"model,omitzero"`
	// Clauses are what such a partner gets: all of them.
	Clauses []Clause `json:"clauses"`
	// Target is how many such partners the program wants, and AcquisitionCost
	// what a customer usually costs through one. Both are absent if zero, for
	// comparison only, and decide nothing.
	Target          int        `json:"target,omitzero"`
	AcquisitionCost AmountBand `json:"acquisition_cost,omitzero"`
}

// A Clause is one reward in the terms of a kind of partner.
type Clause struct {
	_ [0]func() // == would compare decimals by address
	// Pays is the kind of reward. Per is what one fee is for: "episode". No two
	// clauses of a kind of partner have both the same.
	Pays RewardKind `json:"pays"`
	Per  string     `json:"per,omitzero"`
	// Rate is the band of a percentage and Fee that of an amount, above zero and
	// closed at both ends: what Pays asks for, and not the other.
	Rate Band       `json:"rate,omitzero"`
	Fee  AmountBand `json:"fee,omitzero"`
	// Typical says that a figure outside its band is warned about; otherwise it
	// is refused.
	Typical bool `json:"typical,omitzero"`
	// Medium is what the reward is paid in; cash if absent. What is only
	// recorded is in kind.
	Medium Medium `json:"medium,omitzero"`
}

// Terms are a checked definition. The zero Terms know no kind of partner. Terms
// are immutable and safe for concurrent use.
type Terms struct{ def TermsDefinition }

// NewTerms checks a definition. It returns an error with all its faults: names
// or a currency that cannot be, bands that are reversed, not above zero or
// beyond 100%, clauses without the band that they need or with one that they
// cannot have, and a band that lies outside Rates altogether where that
// refuses.
func NewTerms(d TermsDefinition) (Terms, error) {
	if err := d.check(); err != nil {
		return Terms{}, err
	}
	return Terms{d.clone()}, nil
}

// MustTerms is NewTerms for definitions written in code; it panics on a fault.
func MustTerms(d TermsDefinition) Terms {
	t, err := NewTerms(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return t
}

// Definition returns a fresh copy of the definition the terms were made from.
func (t Terms) Definition() TermsDefinition { return t.def.clone() }

func (d TermsDefinition) clone() TermsDefinition {
	d.Partners = slices.Clone(d.Partners)
	for i, p := range d.Partners {
		d.Partners[i].Model, d.Partners[i].Clauses = slices.Clone(p.Model), slices.Clone(p.Clauses)
	}
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *TermsDefinition) check() error {
	var f check.Faults
	f.Name("program", d.Program)
	checkCurrency(&f, d.Currency, 0)
	if d.Rates != (Band{}) {
		d.Rates.checkClause(&f, "rates")
	} else if d.Typical {
		f.Add("typical", "true", alianza.ErrConflict, "there are no rates to be typical")
	}
	if !d.Exclusive.payable() {
		f.Add("exclusive", d.Exclusive.String(), alianza.ErrRange, "from 0% to 100%")
	}
	if len(d.Partners) == 0 && d.Rates == (Band{}) {
		f.Add("partners", "", alianza.ErrMissing, "give kinds of partner, or rates for all")
	}
	names := check.Names{Faults: &f}
	for i, p := range d.Partners {
		path := fmt.Sprintf("partners[%d]", i)
		names.Add(path+".kind", p.Kind)
		f.Join(alianza.At(path, p.check(d)))
	}
	return f.Err()
}

func (p PartnerTerms) check(d *TermsDefinition) error {
	var f check.Faults
	models := check.Names{Faults: &f}
	for i, m := range p.Model {
		models.Add(fmt.Sprintf("model[%d]", i), m)
	}
	if len(p.Clauses) == 0 {
		f.Add("clauses", "", alianza.ErrMissing, "terms have at least one clause")
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
func (p PartnerTerms) clause(pays RewardKind, per string) int {
	return slices.IndexFunc(p.Clauses, func(c Clause) bool { return c.Pays == pays && c.Per == per })
}

// names returns what the clauses are called.
func (p PartnerTerms) names() string {
	names := make([]string, len(p.Clauses))
	for i, c := range p.Clauses {
		names[i] = c.name()
	}
	return strings.Join(names, ", ")
}

func (c Clause) check(d *TermsDefinition) error {
	var f check.Faults
	known := c.Pays > 0 && int(c.Pays) < len(rewardNames)
	if c.Pays == 0 {
		f.Add("pays", "", alianza.ErrMissing, "a kind of reward")
	} else if !known {
		f.Add("pays", c.Pays.String(), alianza.ErrUnknown, "")
	}
	if c.Per != "" {
		f.Name("per", c.Per)
	}
	if known {
		c.checkBands(&f, d)
	}
	if int(c.Medium) >= len(mediumNames) {
		f.Add("medium", c.Medium.String(), alianza.ErrUnknown, "")
	} else if c.Pays.recorded() && c.Medium != InKind {
		f.Add("medium", c.Medium.String(), alianza.ErrConflict, fmt.Sprintf("%s is only recorded: in_kind", c.Pays))
	}
	return f.Err()
}

// checkBands checks that a clause has the band that its reward asks for.
func (c Clause) checkBands(f *check.Faults, d *TermsDefinition) {
	percent, amount := c.Pays.figures()
	switch {
	case !percent && c.Rate != (Band{}):
		f.Add("rate", c.Rate.String(), alianza.ErrConflict, fmt.Sprintf("%s is no percentage", c.Pays))
	case percent && c.Rate == (Band{}):
		f.Add("rate", "", alianza.ErrMissing, fmt.Sprintf("%s is a percentage", c.Pays))
	case percent && c.Rate.checkClause(f, "rate") && c.Pays == SalePercent && !d.meets(c.Rate):
		f.Add("rate", c.Rate.String(), alianza.ErrConflict, "outside the rates of the program, "+d.Rates.String())
	}
	switch {
	case !amount && !c.Fee.IsZero():
		f.Add("fee", c.Fee.String(), alianza.ErrConflict, fmt.Sprintf("%s is no amount", c.Pays))
	case amount && c.Fee.IsZero():
		f.Add("fee", "", alianza.ErrMissing, fmt.Sprintf("%s is an amount", c.Pays))
	case amount:
		c.Fee.checkClause(f, "fee")
	}
	if c.Typical && c.Pays.recorded() {
		f.Add("typical", "true", alianza.ErrConflict, fmt.Sprintf("%s has no band to be typical", c.Pays))
	}
}

// meets reports whether a rate of a band can be within the rates of the program.
func (d TermsDefinition) meets(b Band) bool {
	return d.Rates == (Band{}) || d.Typical || b.Low.Compare(d.Rates.High) <= 0 && b.High.Compare(d.Rates.Low) >= 0
}

// name returns what the clause is called in a fault: "item_fee per episode".
func (c Clause) name() string { return rewardName(c.Pays, c.Per) }

const aboveZero = "a band starts above zero; what may be nothing is no clause"

// checkClause checks the band of a clause and reports whether it is sound.
func (b Band) checkClause(f *check.Faults, path string) bool {
	err := b.check()
	f.Join(alianza.At(path, err))
	low, high := b.Low.p > 0, b.High.p <= exact.Hundred
	if !low {
		f.Add(path+".low", b.Low.String(), alianza.ErrRange, aboveZero)
	}
	if !high {
		f.Add(path+".high", b.High.String(), alianza.ErrRange, "from 0% to 100%")
	}
	return err == nil && low && high
}

func (b AmountBand) checkClause(f *check.Faults, path string) {
	err := b.check()
	f.Join(alianza.At(path, err))
	if err == nil && !b.Low.IsPositive() {
		f.Add(path+".low", exact.Text(b.Low), alianza.ErrRange, aboveZero)
	}
}

// MarshalJSON returns the JSON of the definition.
func (d TermsDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewTerms] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *TermsDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*TermsDefinition).fields, (*TermsDefinition).check)
}

func (d *TermsDefinition) fields(o *oldjson.Object) {
	o.String("program", &d.Program)
	o.String("currency", &d.Currency)
	d.Rates.field(o, "rates")
	o.Optional().Bool("typical", &d.Typical)
	oldjson.Text(o.Optional(), "exclusive", &d.Exclusive)
	oldjson.List(o.Optional(), "partners", &d.Partners, (*PartnerTerms).fields)
}

func (p *PartnerTerms) fields(o *oldjson.Object) {
	o.String("kind", &p.Kind)
	o.Optional().Strings("model", &p.Model)
	oldjson.List(o, "clauses", &p.Clauses, (*Clause).fields)
	o.Optional().Int("target", &p.Target)
	p.AcquisitionCost.field(o, "acquisition_cost")
}

func (c *Clause) fields(o *oldjson.Object) {
	oldjson.Text(o, "pays", &c.Pays)
	o.Optional().String("per", &c.Per)
	c.Rate.field(o, "rate")
	c.Fee.field(o, "fee")
	o.Optional().Bool("typical", &c.Typical)
	oldjson.Text(o.Optional(), "medium", &c.Medium)
}

// field is a field that holds a band, absent if that is zero.
func (b *Band) field(o *oldjson.Object, name string) {
	oldjson.Struct(o.Optional(), name, b, *b == Band{}, func(b *Band, in *oldjson.Object) {
		b.fields(in)
		if in.Reading() && *b == (Band{}) {
			in.Fault(alianza.ErrRange, aboveZero)
		}
	})
}

func (b *AmountBand) field(o *oldjson.Object, name string) {
	oldjson.Struct(o.Optional(), name, b, b.IsZero(), func(b *AmountBand, in *oldjson.Object) {
		b.fields(in)
		if in.Reading() && b.IsZero() {
			in.Fault(alianza.ErrRange, aboveZero)
		}
	})
}

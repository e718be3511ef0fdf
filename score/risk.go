package score

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A RegisterDefinition says what kinds of risk are kept, how they are rated, and
// which figures give a risk away. [NewRegister] checks it.
type RegisterDefinition struct {
	Name  string   `json:"name"`
	Kinds []string `json:"kinds"`
	// Likelihood and Impact are the words of the two scales, the least first.
	// Without them risks are not rated; with one the other is needed, too.
	Likelihood []string `json:"likelihood,omitzero"`
	Impact     []string `json:"impact,omitzero"`
	// Exposure, if there is one, turns the exposure of a risk into a band. It
	// covers all of them: from 1 to the length of one scale times that of the
	// other.
	Exposure BandsDefinition `json:"exposure,omitzero"`
	Watches  []Watch         `json:"watches,omitzero"`
}

// A Watch is a risk that a figure gives away.
type Watch struct {
	Name   string `json:"name"`
	Kind   string `json:"kind"`
	Figure string `json:"figure"`
	// When is what the figure meets if the risk is there: a bound, or two that
	// make a range.
	When []Target `json:"when"`
	// Mitigation is what to do about it.
	Mitigation []string `json:"mitigation,omitzero"`
}

// A Risk is an entry of the register, rated by the words of its scales.
type Risk struct {
	Name       string `json:"name"`
	Kind       string `json:"kind"`
	Likelihood string `json:"likelihood,omitzero"` // "" for a risk that is not rated yet
	Impact     string `json:"impact,omitzero"`
	// Mitigation is what makes it smaller.
	Mitigation []string `json:"mitigation,omitzero"`
	// Contingency is what to do if it comes true.
	Contingency []string `json:"contingency,omitzero"`
}

// AllianceRegister returns the risk register of the alliance program (S31): its
// kinds, and a watch on the two risks that can be computed. A single partner is
// a single point of failure; and revenue is concentrated if the top fifth of the
// partners brings 80% of it or more, which the affiliate program calls normal,
// so set the bound as you like. The figures are "partners" and
// "top_fifth_share", in percent. The program gives no scales.
func AllianceRegister() RegisterDefinition {
	one := decimal.NewFromInt(1)
	return RegisterDefinition{
		Name: "alliance", Kinds: []string{"dependency", "quality", "competition"},
		Watches: []Watch{
			{
				Name: "single_point_of_failure", Kind: "dependency", Figure: "partners", When: []Target{AtLeast(one), AtMost(one)},
				Mitigation: []string{"diversify_partners"},
			},
			{
				Name: "revenue_concentration", Kind: "dependency", Figure: "top_fifth_share", When: []Target{AtLeast(decimal.NewFromInt(80))},
				Mitigation: []string{"diversify_partners", "diversify_channels", "diversify_regions", "diversify_products"},
			},
		},
	}
}

// AllianceRisks returns the risks of the alliance program that no figure gives
// away (S31), with what it does about them, to be rated by the caller.
func AllianceRisks() []Risk {
	watch, bind := []string{"certification", "monitoring"}, []string{"contracts", "exclusivity"}
	return []Risk{
		{Name: "low_partner_performance", Kind: "quality", Mitigation: watch},
		{Name: "brand_damage", Kind: "quality", Mitigation: slices.Clone(watch)},
		{Name: "partner_switching", Kind: "competition", Mitigation: bind},
		{Name: "direct_competition", Kind: "competition", Mitigation: slices.Clone(bind)},
	}
}

// AdvancedRegister returns the risk register of the advanced program (S32): four
// kinds, and neither scales nor watches. Its cycle is to assess a risk, to
// monitor it, to mitigate it and to plan for the case that it comes true.
func AdvancedRegister() RegisterDefinition {
	return RegisterDefinition{Name: "advanced", Kinds: []string{"financial", "operational", "strategic", "reputation"}}
}

// A Register is a checked definition. The zero Register has no kinds and takes
// no risks. A Register is immutable and safe for concurrent use.
type Register struct {
	def      RegisterDefinition
	exposure Bands
}

// NewRegister checks a definition. It returns an error with all its faults: a
// missing or repeated name, no kinds, one scale without the other, bands of
// exposure that are faulty or do not cover the scales, a watch of an unknown
// kind, without a figure, or with a bound that is none.
func NewRegister(d RegisterDefinition) (Register, error) {
	if err := d.check(); err != nil {
		return Register{}, err
	}
	return Register{d.clone(), Bands{d.Exposure.clone()}}, nil
}

// MustRegister is NewRegister for definitions written in code; it panics on a
// fault.
func MustRegister(d RegisterDefinition) Register {
	r, err := NewRegister(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return r
}

// Definition returns a fresh copy of the definition the register was made from.
func (r Register) Definition() RegisterDefinition { return r.def.clone() }

func (d RegisterDefinition) clone() RegisterDefinition {
	d.Kinds, d.Likelihood, d.Impact = slices.Clone(d.Kinds), slices.Clone(d.Likelihood), slices.Clone(d.Impact)
	d.Exposure, d.Watches = d.Exposure.clone(), slices.Clone(d.Watches)
	for i, w := range d.Watches {
		d.Watches[i].When, d.Watches[i].Mitigation = slices.Clone(w.When), slices.Clone(w.Mitigation)
	}
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *RegisterDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Kinds) == 0 {
		f.Add("kinds", "", alianza.ErrMissing, "at least one kind")
	}
	checkNames(&f, "kinds", d.Kinds)
	checkNames(&f, "likelihood", d.Likelihood)
	checkNames(&f, "impact", d.Impact)
	if (len(d.Likelihood) == 0) != (len(d.Impact) == 0) {
		f.Add("likelihood", "", alianza.ErrConflict, "likelihood and impact go together")
	}
	d.checkExposure(&f)
	names := check.Names{Faults: &f}
	for i := range d.Watches {
		w, path := &d.Watches[i], fmt.Sprintf("watches[%d]", i)
		names.Add(path+".name", w.Name)
		if !slices.Contains(d.Kinds, w.Kind) {
			f.Add(path+".kind", w.Kind, alianza.ErrUnknown, "the register has no such kind")
		}
		f.Name(path+".figure", w.Figure)
		w.checkWhen(&f, path+".when")
		checkNames(&f, path+".mitigation", w.Mitigation)
	}
	return f.Err()
}

// checkWhen adds the faults of the bounds of a watch, such as two that no figure
// meets together.
func (w Watch) checkWhen(f *check.Faults, path string) {
	switch n := len(w.When); {
	case n == 0:
		f.Add(path, "", alianza.ErrMissing, "at least one bound")
	case n > 2:
		f.Add(path, fmt.Sprint(n), alianza.ErrRange, "at most two bounds, which make a range")
		return
	}
	sound := true
	for i, t := range w.When {
		sound = t.check(f, fmt.Sprintf("%s[%d]", path, i)) && sound
	}
	if !sound || len(w.When) < 2 {
		return
	}
	if a, b := w.When[0], w.When[1]; a.excludes(b) || b.excludes(a) {
		f.Add(fmt.Sprintf("%s[1].%s", path, b.Op), exact.Text(b.Bound), alianza.ErrConflict, "no figure is also "+a.String())
	}
}

// checkNames adds the faults of a list of names that are all different.
func checkNames(f *check.Faults, path string, list []string) {
	names := check.Names{Faults: f}
	for i, name := range list {
		names.Add(fmt.Sprintf("%s[%d]", path, i), name)
	}
}

// banded reports whether the register has bands of exposure.
func (d RegisterDefinition) banded() bool { return d.Exposure.Name != "" || len(d.Exposure.Bands) > 0 }

// checkExposure adds the faults of the bands of exposure.
func (d RegisterDefinition) checkExposure(f *check.Faults) {
	if !d.banded() {
		return
	}
	if err := d.Exposure.check(); err != nil {
		f.Join(alianza.At("exposure", err))
		return
	}
	most := decimal.NewFromInt(int64(len(d.Likelihood)) * int64(len(d.Impact)))
	for _, end := range []decimal.Decimal{decimal.NewFromInt(1), most} {
		if _, err := (Bands{d.Exposure}).Judge(end); err != nil {
			f.Add("exposure.bands", exact.Text(end), alianza.ErrConflict, "an exposure of the scales is in no band")
		}
	}
}

// MarshalJSON returns the JSON of the risk.
func (r Risk) MarshalJSON() ([]byte, error) { return oldjson.Marshal(r.fields) }

// UnmarshalJSON reads a risk strictly, all faults of form at once; whether it
// suits a register says [Register.Judge]. On error it leaves r as it was.
func (r *Risk) UnmarshalJSON(data []byte) error {
	return oldjson.Into(r, data, oldjson.MaxDefinition, (*Risk).fields, nil)
}

func (r *Risk) fields(o *oldjson.Object) {
	o.String("name", &r.Name)
	o.String("kind", &r.Kind)
	o.Optional().String("likelihood", &r.Likelihood)
	o.Optional().String("impact", &r.Impact)
	o.Optional().Strings("mitigation", &r.Mitigation)
	o.Optional().Strings("contingency", &r.Contingency)
}

// MarshalJSON returns the JSON of the definition.
func (d RegisterDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewRegister] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *RegisterDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*RegisterDefinition).fields, (*RegisterDefinition).check)
}

func (d *RegisterDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Strings("kinds", &d.Kinds)
	o.Optional().Strings("likelihood", &d.Likelihood)
	o.Optional().Strings("impact", &d.Impact)
	oldjson.Struct(o.Optional(), "exposure", &d.Exposure, !d.banded(), (*BandsDefinition).fields)
	oldjson.List(o.Optional(), "watches", &d.Watches, (*Watch).fields)
}

func (w *Watch) fields(o *oldjson.Object) {
	o.String("name", &w.Name)
	o.String("kind", &w.Kind)
	o.String("figure", &w.Figure)
	oldjson.List(o, "when", &w.When, (*Target).fields)
	o.Optional().Strings("mitigation", &w.Mitigation)
}

package commission

import (
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Sample is what a definition is reviewed against: events as they come, and the
// levels of the ladders that it pays by. Both may be empty; then nothing is said
// about them.
type Sample struct {
	Events []Event             `json:"events,omitzero"`
	Levels map[string][]string `json:"levels,omitzero"` // by ladder, the lowest first
}

// MarshalJSON writes the sample by its tags.
func (s Sample) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a sample strictly.
func (s *Sample) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// Review remarks on what a checked definition cannot know to be wrong, version by
// version, in the order of the definition. A remark is not a fault: the plan pays.
// The one remark on the zero Plan is an [alianza.ErrUnchecked]. Review remarks on:
//   - a step coarser than the minor unit of the currency;
//   - a condition on a fact that no event of the sample carries;
//   - a level of a ladder without a rate, and a rate without a level;
//   - a fixed amount on every sale or payment;
//   - a rule that is never reached, as another of the sample's events always pays
//     before it.
func (p Plan) Review(sample Sample) []*alianza.FieldError {
	if len(p.versions) == 0 {
		return []*alianza.FieldError{check.Fault("plan", "", alianza.ErrUnchecked, "")}
	}
	var f check.Faults
	for i, v := range p.versions {
		path := ""
		if len(p.versions) > 1 {
			path = fmt.Sprintf("versions[%d].", i)
		}
		v.review(&f, path, &sample)
	}
	return alianza.Faults(f.Err())
}

func (v *version) review(f *check.Faults, path string, sample *Sample) {
	if places, _ := currency.Places(v.def.Currency); exact.Cmp(v.unit.Step(), decimal.New(1, -int32(places))) > 0 {
		f.Add(path+"step", exact.Text(v.unit.Step()), alianza.ErrConflict, fmt.Sprintf("coarser than the %d decimals of %s: every entry is rounded to it", places, v.def.Currency))
	}
	for i := range v.rules {
		r, at := &v.rules[i], fmt.Sprintf("%srules[%d]", path, i)
		r.When.review(f, at+".when", sample)
		r.reviewLevels(f, at, sample)
		if (r.On == Sale || r.On == PaymentReceived) && !r.Pay.Fixed.IsZero() && r.Pay.Rate.IsZero() && !r.Pay.tiered() && !r.Lasts.lasting() && r.When.IsZero() {
			f.Add(at+".fixed", exact.Text(r.Pay.Fixed), alianza.ErrConflict, "paid on every "+string(r.On)+", however small; is it meant for the first payment of a customer?")
		}
		if v.shadowed(i, sample) {
			f.Add(at, r.Name, alianza.ErrConflict, "never reached in the sample: rules before it pay all of its events")
		}
	}
}

// review remarks on facts that no event of the sample carries.
func (c *Condition) review(f *check.Faults, path string, sample *Sample) {
	for i := range c.All {
		c.All[i].review(f, fmt.Sprintf("%s.all[%d]", path, i), sample)
	}
	for i := range c.Any {
		c.Any[i].review(f, fmt.Sprintf("%s.any[%d]", path, i), sample)
	}
	if c.Fact == "" || c.Fact == "amount" || len(sample.Events) == 0 {
		return
	}
	carries := func(e Event) bool {
		s := e.subject()
		_, ok := s.fact(c.Fact)
		return ok
	}
	if !slices.ContainsFunc(sample.Events, carries) {
		f.Add(path+".fact", c.Fact, alianza.ErrUnknown, "no event of the sample carries it, so that nobody is paid by this rule")
	}
}

// reviewLevels remarks on levels without a rate, and on rates without a level.
func (r *rule) reviewLevels(f *check.Faults, at string, sample *Sample) {
	levels, ok := sample.Levels[r.Pay.Ladder]
	if !ok || r.Pay.Ladder == "" {
		return
	}
	for _, level := range levels {
		if _, ok := r.Pay.Rates[level]; !ok {
			f.Add(at+".rates."+level, "", alianza.ErrMissing, "no rate for level "+level+" of ladder "+r.Pay.Ladder)
		}
	}
	for _, level := range names(r.Pay.Rates) {
		if !slices.Contains(levels, level) {
			f.Add(at+".rates."+level, "", alianza.ErrUnknown, "ladder "+r.Pay.Ladder+" has no level "+level)
		}
	}
}

// shadowed reports whether the sample has events of the rule's kind that meet its
// condition, and rules before it pay each of these.
func (v *version) shadowed(i int, sample *Sample) bool {
	if v.def.Precedence != PrecedenceFirst {
		return false
	}
	r, some := &v.rules[i], false
	for j := range sample.Events {
		e := &sample.Events[j]
		s := e.subject()
		if e.Kind != r.On || !r.When.miss(&s).IsZero() {
			continue
		}
		some = true
		before := func(b rule) bool {
			return b.On == r.On && b.When.miss(&s).IsZero() && !b.Lasts.lasting() && b.For == (Partners{}) && (b.Pay.Ladder == "" || e.Tier != "")
		}
		if !slices.ContainsFunc(v.rules[:i], before) {
			return false
		}
	}
	return some
}

package waterfall

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// maxSteps bounds the steps of a waterfall.
const maxSteps = check.MaxWaterfall

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	u, _ := unit.Check(&f, d.Currency, d.Step)
	if len(d.Steps) == 0 {
		f.Add("steps", "", alianza.ErrMissing, "a waterfall has at least one step, with shares")
	}
	if f.Count("steps", len(d.Steps), maxSteps, "steps") {
		c := checker{faults: &f, def: d, unit: u, names: check.Names{Faults: &f}, parties: map[string]bool{}}
		for i := range d.Steps {
			c.step(fmt.Sprintf("steps[%d]", i), &d.Steps[i])
		}
		if len(d.Steps) > 0 && !c.shared {
			f.Add("steps", "", alianza.ErrMissing, "a step with shares, for what is left")
		}
	}
	enum.Check(&f, "negative", d.Negative, negativeNames[:], 0)
	return f.Err()
}

// A checker checks the steps in their order.
type checker struct {
	faults  *check.Faults
	def     *Definition
	unit    unit.Unit
	names   check.Names
	parties map[string]bool // that have something
	shared  bool            // a step had shares
}

// deeds are what a step may do, by the field that says so.
func (s *Step) deeds() []string {
	var all []string
	for _, d := range []struct {
		field string
		is    bool
	}{
		{"rate", !s.Rate.IsZero() && s.Recoup.IsZero()},
		{"brackets", len(s.Brackets) > 0},
		{"fixed", !s.Fixed.IsZero()},
		{"recoup", !s.Recoup.IsZero()},
		{"catch_up", !s.CatchUp.IsZero()},
		{"least", !s.Least.IsZero()},
		{"shares", len(s.Shares) > 0},
	} {
		if d.is {
			all = append(all, d.field)
		}
	}
	return all
}

func (c *checker) step(path string, s *Step) {
	f := c.faults
	c.names.Add(path+".name", s.Name)
	deeds := s.deeds()
	switch len(deeds) {
	case 0:
		f.Add(path+".rate", "", alianza.ErrMissing, "what it does: rate, brackets, fixed, recoup, catch_up, least or shares")
		return
	case 1:
	default:
		f.Add(path+"."+deeds[1], "", alianza.ErrConflict, strings.Join(deeds, " and ")+": make a step of each")
		return
	}
	c.numbers(path, s)
	c.places(path, s, deeds[0])
	c.fits(path, s, deeds[0])
	if s.To != "" {
		c.parties[s.To] = true
	}
}

// numbers checks the numbers of a step.
func (c *checker) numbers(path string, s *Step) {
	f := c.faults
	f.Share(path+".rate", s.Rate)
	c.unit.Least(f, path+".fixed", s.Fixed)
	c.unit.Least(f, path+".recoup", s.Recoup)
	c.unit.Least(f, path+".least", s.Least)
	if s.CatchUp.Sign() < 0 || s.CatchUp.Compare(alianza.WholePercent(100)) >= 0 {
		f.Add(path+".catch_up", s.CatchUp.String(), alianza.ErrRange, "above 0% and below 100%")
	}
	if !f.Count(path+".brackets", len(s.Brackets), check.MaxBrackets, "brackets") {
		return
	}
	for i, b := range s.Brackets {
		one := fmt.Sprintf("%s.brackets[%d]", path, i)
		f.Share(one+".rate", b.Rate)
		f.NotNegative(one+".each", b.Each)
		bound := f.NotNegative(one+".up_to", b.UpTo)
		switch last := i == len(s.Brackets)-1; {
		case !bound:
		case last && !b.UpTo.IsZero():
			f.Add(one+".up_to", exact.Text(b.UpTo), alianza.ErrConflict, "the last bracket has no end")
		case !last && b.UpTo.IsZero():
			f.Add(one+".up_to", "", alianza.ErrMissing, "")
		case !last && i > 0 && exact.Check(s.Brackets[i-1].UpTo) == nil && exact.Cmp(b.UpTo, s.Brackets[i-1].UpTo) <= 0:
			f.Add(one+".up_to", exact.Text(b.UpTo), alianza.ErrConflict, "not above the bracket before it")
		}
		if s.Per == "" && !b.Each.IsZero() {
			f.Add(one+".each", exact.Text(b.Each), alianza.ErrConflict, "for each of what? give per")
		}
		if s.Per != "" && !b.Rate.IsZero() {
			f.Add(one+".rate", b.Rate.String(), alianza.ErrConflict, "a bracket by a count has an amount for each")
		}
	}
}

// places checks where a step takes from, and who gets it.
func (c *checker) places(path string, s *Step, deed string) {
	f := c.faults
	if deed == "shares" {
		if s.To != "" || s.From != "" {
			f.Add(path+".to", s.To+s.From, alianza.ErrConflict, "shares name their parties")
		}
		c.share(path, s)
		return
	}
	f.Name(path+".to", s.To)
	switch {
	case s.From == "":
		if c.shared && !s.OnTop {
			f.Add(path+".from", "", alianza.ErrMissing, "nothing is left after the shares: say from whom")
		}
	case !c.parties[s.From]:
		f.Add(path+".from", s.From, alianza.ErrUnknown, "no step before gives it anything")
	case s.From == s.To:
		f.Add(path+".from", s.From, alianza.ErrConflict, "the same as to")
	case s.OnTop:
		f.Add(path+".from", s.From, alianza.ErrConflict, "what is on top comes from the payer")
	}
}

// share checks the step with shares.
func (c *checker) share(path string, s *Step) {
	f := c.faults
	if c.shared {
		f.Add(path+".shares", "", alianza.ErrDuplicate, "nothing is left to share")
	}
	c.shared = true
	c.gives(s.Shares)
	if c.unit.IsZero() { // bounds in no currency
		return
	}
	if _, err := split.New(split.Definition{Currency: c.def.Currency, Step: c.def.Step, Shares: s.Shares}); err != nil {
		f.Join(alianza.At(path, err))
	}
}

// gives notes the parties of shares, those of nested ones in place of the one around
// them.
func (c *checker) gives(shares []split.Share) {
	for _, s := range shares {
		if len(s.Shares) == 0 {
			c.parties[s.Party] = true
		}
		c.gives(s.Shares)
	}
}

// fits checks the fields that go with what a step does.
func (c *checker) fits(path string, s *Step, deed string) {
	f := c.faults
	only := func(field, value string, deeds ...string) {
		if slices.Contains(deeds, deed) {
			return
		}
		if value != "" {
			f.Add(path+"."+field, value, alianza.ErrConflict, "not for a step of "+deed)
		}
	}
	only("source", s.Source, "rate")
	only("per", s.Per, "fixed", "brackets")
	if s.OnTop {
		only("on_top", "true", "rate", "fixed")
	}
	if len(s.Of) > 0 {
		only("of", s.Of[0], "catch_up")
	}
	if s.Source != "" {
		f.Name(path+".source", s.Source)
		if s.From != "" {
			f.Add(path+".source", s.Source, alianza.ErrConflict, "of what a party has, not of what came in")
		}
	}
	switch deed {
	case "fixed":
		f.Name(path+".per", s.Per)
	case "least":
		if s.From == "" {
			f.Add(path+".from", "", alianza.ErrMissing, "who pays what is missing")
		}
	case "catch_up":
		c.of(path, s)
	}
}

// of checks the steps that a catch-up looks at.
func (c *checker) of(path string, s *Step) {
	f := c.faults
	if len(s.Of) == 0 {
		f.Add(path+".of", "", alianza.ErrMissing, "the steps that it catches up with")
	}
	if s.From != "" {
		f.Add(path+".from", s.From, alianza.ErrConflict, "a catch-up takes from the flow")
	}
	if !f.Count(path+".of", len(s.Of), maxSteps, "steps") {
		return
	}
	for i, name := range s.Of {
		if slices.Contains(s.Of[:i], name) {
			f.Add(fmt.Sprintf("%s.of[%d]", path, i), name, alianza.ErrDuplicate, "")
		} else if name == s.Name || !c.names.Has(name) {
			f.Add(fmt.Sprintf("%s.of[%d]", path, i), name, alianza.ErrUnknown, "no step before has this name")
		}
	}
}

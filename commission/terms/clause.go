package terms

import (
	"fmt"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Clause is one thing that a type of partner gets, and the range in which an
// agreement fixes it.
type Clause struct {
	_ [0]func() // == would compare numbers by address
	// About is the subject. No two clauses of a type of partner have the same About
	// and Per.
	About Subject `json:"about"`
	// Per is what one amount is for: "episode".
	Per string `json:"per,omitzero"`
	// Low and High are the ends of the range, both included, and above zero. The
	// subject says whether they are percentages or numbers. Without High the range
	// has no upper end.
	Low  Quantity `json:"low,omitzero"`
	High Quantity `json:"high,omitzero"`
	// Typical warns about a quantity outside the range. Without it, the quantity is
	// refused.
	Typical bool `json:"typical,omitzero"`
	// Optional says that an agreement may do without the clause.
	Optional bool `json:"optional,omitzero"`
	// OneOf are the names of which an agreement has one or more, such as the scopes
	// of exclusivity.
	OneOf []string `json:"one_of,omitzero"`
	// Medium is what a reward is paid in; cash if absent. What is only recorded is
	// in kind.
	Medium commission.Medium `json:"medium,omitzero"`
}

// bounds reports whether the clause, among those for all, bounds any percentage of sales.
func (c *Clause) bounds() bool { return c.About == SalePercent && c.Per == "" }

// name returns the name of the clause in a fault: "item_fee per episode".
func (c *Clause) name() string { return nameOf(c.About, c.Per) }

// nameOf returns a subject and what it is for: "item_fee per episode".
func nameOf(about Subject, per string) string {
	if per == "" {
		return about.String()
	}
	return about.String() + " per " + per
}

// has reports whether a quantity is in the range: at least Low and at most High.
func (c *Clause) has(q Quantity) bool {
	return exact.Cmp(q.number, c.Low.number) >= 0 && (c.High.IsZero() || exact.Cmp(q.number, c.High.number) <= 0)
}

// span returns the range as a phrase: "15% to 20%", "10%", "at least 4000".
func (c *Clause) span() string {
	switch {
	case c.High.IsZero():
		return "at least " + c.Low.String()
	case c.Low.Equal(c.High):
		return c.Low.String()
	}
	return c.Low.String() + " to " + c.High.String()
}

// check checks a clause by itself.
func (c *Clause) check(f *check.Faults, path string) {
	if c.About == 0 {
		f.Add(path+".about", "", alianza.ErrMissing, "a subject")
		return
	}
	if !c.About.known() {
		f.Add(path+".about", c.About.String(), alianza.ErrUnknown, "")
		return
	}
	if c.Per != "" {
		f.Name(path+".per", c.Per)
	}
	c.checkRange(f, path)
	if f.Count(path+".one_of", len(c.OneOf), check.MaxValues, "names") {
		names := check.Names{Faults: f}
		for i, n := range c.OneOf {
			names.Add(fmt.Sprintf("%s.one_of[%d]", path, i), n)
		}
	}
	switch named := c.About.form() == choice; {
	case named && len(c.OneOf) == 0:
		f.Add(path+".one_of", "", alianza.ErrMissing, fmt.Sprintf("%s is one of some names", c.About))
	case !named && len(c.OneOf) > 0:
		f.Add(path+".one_of", c.OneOf[0], alianza.ErrConflict, fmt.Sprintf("%s is not one of some names", c.About))
	}
	if new(commission.Medium).UnmarshalText([]byte(c.Medium.String())) != nil {
		f.Add(path+".medium", c.Medium.String(), alianza.ErrUnknown, "")
	} else if c.Medium != c.About.medium(c.Medium) {
		f.Add(path+".medium", c.Medium.String(), alianza.ErrConflict, fmt.Sprintf("%s is paid in %s", c.About, c.About.medium(c.Medium)))
	}
}

const aboveZero = "a range starts above zero; what may be nothing is no clause"

// checkRange checks that a clause has the range that its subject asks for.
func (c *Clause) checkRange(f *check.Faults, path string) {
	want := c.About.form()
	if want != percentage && want != amount {
		switch {
		case !c.Low.IsZero():
			f.Add(path+".low", c.Low.String(), alianza.ErrConflict, fmt.Sprintf("%s has no range", c.About))
		case !c.High.IsZero():
			f.Add(path+".high", c.High.String(), alianza.ErrConflict, fmt.Sprintf("%s has no range", c.About))
		case c.Typical:
			f.Add(path+".typical", "true", alianza.ErrConflict, fmt.Sprintf("%s has no range to be typical", c.About))
		}
		return
	}
	low := c.About.sound(f, path+".low", c.Low)
	if low && !c.Low.number.IsPositive() {
		f.Add(path+".low", c.Low.String(), alianza.ErrRange, aboveZero)
		low = false
	}
	if !c.High.IsZero() && c.About.sound(f, path+".high", c.High) && low && exact.Cmp(c.High.number, c.Low.number) < 0 {
		f.Add(path+".high", c.High.String(), alianza.ErrConflict, "below low, "+c.Low.String())
	}
}

func (c Clause) clone() Clause {
	c.OneOf = slices.Clone(c.OneOf)
	return c
}

func (c Clause) equal(o Clause) bool {
	return c.About == o.About && c.Per == o.Per && c.Low.Equal(o.Low) && c.High.Equal(o.High) && c.Typical == o.Typical &&
		c.Optional == o.Optional && c.Medium == o.Medium && slices.Equal(c.OneOf, o.OneOf)
}

// MarshalJSON writes the clause by its tags.
func (c Clause) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a clause strictly.
func (c *Clause) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// Package terms says what a program offers each type of partner, and whether an
// agreement with a partner keeps to that.
//
// A [Sheet] is a checked [Definition]: for each type of partner its clauses,
// each with the range in which an agreement fixes it. [Sheet.Judge] holds an
// [Agreement] against it. [Sheet.Open] lists what is still to be negotiated.
// [Judgment.Rules] are the rules of a commission plan that pay what was agreed.
//
//	sheet, err := terms.New(terms.Affiliate())
//	judged, err := sheet.Judge(agreement)
//	fmt.Println(judged) // podcast, affiliate program: 1200 USD per episode, 15% of sales
//
// The presets are the three programs: [Affiliate], [Alliance] and [Advanced],
// the points of [Negotiation] of the affiliate program, and the reseller ladder
// of the alliance program, [ResellerRates]. The same type of partner has other
// terms in another program; they are kept apart.
//
// Rules: C2 to C8, C10, C12, C13, C16 to C20, C22 to C27, C29, C31, C36, C38, X3,
// X5, X6.
package terms

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition is what a program offers, as data. [New] checks it.
type Definition struct {
	// Program names the program.
	Program string `json:"program"`
	// Currency is the ISO 4217 code of its amounts.
	Currency string `json:"currency"`
	// Exclusive is added, in percentage points, to the percentage of sales of a
	// partner with an agreement about exclusivity (C23).
	Exclusive alianza.Percent `json:"exclusive,omitzero"`
	// All are the clauses for partners of any type, beside those of the type. A
	// percentage of sales among them without a Per is the range of any such percentage
	// of the program, the points of exclusivity included. It is a clause only where an
	// agreement names no type.
	All []Clause `json:"all,omitzero"`
	// Partners are the clauses of each type of partner.
	Partners map[string][]Clause `json:"partners,omitzero"`
	// Groups say to which group a type of partner belongs: "podcast" to "media". The
	// type is the key; the same one may be in another group of another program.
	Groups map[string]string `json:"groups,omitzero"`
}

// A Sheet is a checked definition. The zero Sheet refuses everything. A Sheet is
// immutable and safe for concurrent use.
type Sheet struct{ def Definition }

// New checks a definition and returns its sheet. It returns an error with all
// faults of the definition:
//   - a name or a currency that cannot be;
//   - a range that is reversed, not above zero, or beyond 100%;
//   - a clause without the range that it needs, or with one that it cannot have;
//   - two clauses about the same;
//   - a percentage of sales that lies outside that of All altogether, if that
//     refuses.
func New(d Definition) (Sheet, error) {
	if err := d.check(); err != nil {
		return Sheet{}, err
	}
	return Sheet{d.clone()}, nil
}

// Definition returns a fresh copy of the definition that the sheet was made from.
func (s Sheet) Definition() Definition { return s.def.clone() }

// Group returns the group of a type of partner, and false if the program names none.
//
// Rules: X5.
func (s Sheet) Group(partner string) (string, bool) {
	group, ok := s.def.Groups[partner]
	return group, ok
}

// Equal reports whether two sheets were made from equal definitions.
func (s Sheet) Equal(o Sheet) bool {
	return s.def.Program == o.def.Program && s.def.Currency == o.def.Currency && s.def.Exclusive == o.def.Exclusive &&
		maps.Equal(s.def.Groups, o.def.Groups) && slices.EqualFunc(s.def.All, o.def.All, Clause.equal) &&
		maps.EqualFunc(s.def.Partners, o.def.Partners, func(a, b []Clause) bool { return slices.EqualFunc(a, b, Clause.equal) })
}

func (d Definition) clone() Definition {
	d.All = cloneAll(d.All)
	d.Partners, d.Groups = maps.Clone(d.Partners), maps.Clone(d.Groups)
	for name, list := range d.Partners {
		d.Partners[name] = cloneAll(list)
	}
	return d
}

func cloneAll(list []Clause) []Clause {
	list = slices.Clone(list)
	for i, c := range list {
		list[i] = c.clone()
	}
	return list
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("program", d.Program)
	f.Currency("currency", d.Currency)
	f.Share("exclusive", d.Exclusive)
	if len(d.Partners) == 0 && len(d.All) == 0 {
		f.Add("partners", "", alianza.ErrMissing, "give types of partner, or clauses for all")
	}
	checkClauses(&f, "all", d.All)
	d.checkBounds(&f, "all", d.All)
	if f.Count("groups", len(d.Groups), check.MaxTerms, "types of partner") {
		for _, name := range slices.Sorted(maps.Keys(d.Groups)) {
			if f.Name("groups."+name, name) {
				f.Name("groups."+name, d.Groups[name])
			}
		}
	}
	if !f.Count("partners", len(d.Partners), check.MaxTerms, "types of partner") {
		return f.Err()
	}
	for _, name := range slices.Sorted(maps.Keys(d.Partners)) {
		path := "partners." + name
		if !f.Name(path, name) {
			continue
		}
		if len(d.Partners[name]) == 0 {
			f.Add(path, "", alianza.ErrMissing, "a type of partner has at least one clause")
		}
		checkClauses(&f, path, d.Partners[name])
		d.checkBounds(&f, path, d.Partners[name])
	}
	return f.Err()
}

// checkClauses checks a list of clauses.
func checkClauses(f *check.Faults, path string, list []Clause) {
	if !f.Count(path, len(list), check.MaxTerms, "clauses") {
		return
	}
	first := map[subjectPer]int{}
	for i := range list {
		c, one := &list[i], fmt.Sprintf("%s[%d]", path, i)
		c.check(f, one)
		key := subjectPer{c.About, c.Per}
		if before, ok := first[key]; ok && c.About != 0 {
			f.Add(one+".about", c.name(), alianza.ErrDuplicate, fmt.Sprintf("the same as %s[%d]", path, before))
		} else {
			first[key] = i
		}
	}
}

// A subjectPer is what one clause or promise is about.
type subjectPer struct {
	about Subject
	per   string
}

// checkBounds faults a percentage of sales that the range for all refuses
// altogether.
func (d *Definition) checkBounds(f *check.Faults, path string, list []Clause) {
	all := d.sales()
	if all == nil || all.Typical || all.Low.IsZero() {
		return
	}
	for i := range list {
		c := &list[i]
		if c.About != SalePercent || c.Low.IsZero() || f.Full() {
			continue
		}
		if !all.High.IsZero() && exact.Cmp(c.Low.number, all.High.number) > 0 || !c.High.IsZero() && exact.Cmp(c.High.number, all.Low.number) < 0 {
			f.Add(fmt.Sprintf("%s[%d].low", path, i), c.span(), alianza.ErrConflict, "outside the rates of the program, "+all.span())
		}
	}
}

// sales returns the range of any percentage of sales, or nil.
func (d *Definition) sales() *Clause {
	i := slices.IndexFunc(d.All, func(c Clause) bool { return c.bounds() })
	if i < 0 {
		return nil
	}
	return &d.All[i]
}

// names returns the names of clauses.
func names(list []Clause) string {
	texts := make([]string, len(list))
	for i := range list {
		texts[i] = list[i].name()
	}
	return strings.Join(texts, ", ")
}

// MarshalJSON writes the definition by its tags. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON writes the definition that the sheet was made from. It returns an
// error if the sheet was not made by [New].
func (s Sheet) MarshalJSON() ([]byte, error) {
	if s.def.Program == "" {
		return nil, fmt.Errorf("terms: %w", alianza.ErrUnchecked)
	}
	return s.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the sheet of it.
func (s *Sheet) UnmarshalJSON(data []byte) error {
	var d Definition
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*s = made
	return nil
}

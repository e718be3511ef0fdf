package score

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A LongListDefinition says how long a list of possible partners should be and
// how it is put in order. It compares with ==. [NewLongList] checks it.
type LongListDefinition struct {
	Name string `json:"name"`
	Min  int    `json:"min"`          // names, inclusive; at least 1
	Max  int    `json:"max,omitzero"` // names, inclusive; 0 for no upper bound
	// ByEase says that the second figure of an entry is its ease, of which more
	// is better, and not its effort, of which less is.
	ByEase bool `json:"by_ease,omitzero"`
}

// PartnerLongList returns the long list of the advanced program (S6): 10 to 20
// names, put in order by impact and ease.
func PartnerLongList() LongListDefinition {
	return LongListDefinition{Name: "partner_long_list", Min: 10, Max: 20, ByEase: true}
}

// AllianceLongList returns the list of the alliance program (S24): any number of
// names, put in order by impact and effort.
func AllianceLongList() LongListDefinition {
	return LongListDefinition{Name: "alliance_long_list", Min: 1}
}

// An Entry is a name on a long list and its two figures, on any scales that are
// the same for the whole list.
type Entry struct {
	_      [0]func() // == would compare decimals by address
	Name   string
	Impact decimal.Decimal
	Effort decimal.Decimal // or ease, as the definition says
}

// A LongList is a checked definition. The zero LongList asks for no length and
// goes by effort. A LongList is immutable and safe for concurrent use.
type LongList struct{ def LongListDefinition }

// NewLongList checks a definition. It returns an error with all its faults: a
// missing name, a least length below 1, a greatest length below the least.
func NewLongList(d LongListDefinition) (LongList, error) {
	if err := d.check(); err != nil {
		return LongList{}, err
	}
	return LongList{d}, nil
}

// MustLongList is NewLongList for definitions written in code; it panics on a
// fault.
func MustLongList(d LongListDefinition) LongList {
	l, err := NewLongList(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return l
}

// Definition returns the definition the list was made from.
func (l LongList) Definition() LongListDefinition { return l.def }

// check returns all faults of the definition, in the order of its JSON form.
func (d *LongListDefinition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if d.Min < 1 {
		f.Add("min", strconv.Itoa(d.Min), alianza.ErrRange, "at least 1")
	}
	if d.Max != 0 && d.Max < d.Min {
		f.Add("max", strconv.Itoa(d.Max), alianza.ErrConflict, fmt.Sprintf("below the least length, %d", d.Min))
	}
	return f.Err()
}

// A Shortlist is a long list put in order.
type Shortlist struct {
	List    string
	Missing int      // names short of the least length
	Excess  int      // names beyond the greatest length
	Ranked  []Ranked // first things first
}

// Complete reports whether the list is as long as it should be.
func (s Shortlist) Complete() bool { return s.Missing == 0 && s.Excess == 0 }

// A Ranked is an entry in its place.
type Ranked struct {
	_     [0]func() // == would compare decimals by address
	Entry Entry
	// Front is 1 if no other entry is at least as good in both figures and
	// better in one; 2 if only entries of front 1 are; and so on.
	Front int
}

// Judge puts entries in order: by front, within a front by impact, then by
// effort, entries that are alike as they were given. No scale is needed for
// that, and nothing is weighed against anything else. It returns an error for
// names that are missing or there twice and for figures out of the bounds of
// the library.
func (l LongList) Judge(entries []Entry) (Shortlist, error) {
	var f check.Faults
	names := check.Names{Faults: &f}
	for i, e := range entries {
		path := fmt.Sprintf("entries[%d]", i)
		names.Add(path+".name", e.Name)
		f.Number(path+".impact", e.Impact)
		f.Number(path+".effort", e.Effort)
	}
	if err := f.Err(); err != nil {
		return Shortlist{}, fmt.Errorf("score: long list %s: %w", l.def.Name, err)
	}
	s := Shortlist{List: l.def.Name, Missing: max(0, l.def.Min-len(entries)), Ranked: l.fronts(entries)}
	if l.def.Max > 0 {
		s.Excess = max(0, len(entries)-l.def.Max)
	}
	slices.SortStableFunc(s.Ranked, func(a, b Ranked) int { return cmp.Compare(a.Front, b.Front) })
	return s, nil
}

// fronts returns the entries by impact, then by effort, each with its front. An
// entry can only be beaten by one before it, and is by one that takes no more
// effort; least keeps the least effort of each front, which rises with it.
func (l LongList) fronts(entries []Entry) []Ranked {
	ranked := make([]Ranked, len(entries))
	for i, e := range entries {
		ranked[i].Entry = e
	}
	slices.SortStableFunc(ranked, func(a, b Ranked) int {
		return cmp.Or(exact.Cmp(b.Entry.Impact, a.Entry.Impact), l.effort(a.Entry, b.Entry))
	})
	var least []Entry
	for i := range ranked {
		r := &ranked[i]
		if i > 0 && exact.Cmp(r.Entry.Impact, ranked[i-1].Entry.Impact) == 0 && l.effort(r.Entry, ranked[i-1].Entry) == 0 {
			r.Front = ranked[i-1].Front
			continue
		}
		at, _ := slices.BinarySearchFunc(least, r.Entry, func(e, later Entry) int {
			if l.effort(e, later) <= 0 {
				return -1
			}
			return +1
		})
		if at == len(least) {
			least = append(least, r.Entry)
		}
		least[at], r.Front = r.Entry, at+1
	}
	return ranked
}

// effort returns -1, 0 or +1 as a takes less effort than b, as much or more.
func (l LongList) effort(a, b Entry) int {
	if l.def.ByEase {
		a, b = b, a
	}
	return exact.Cmp(a.Effort, b.Effort)
}

// String returns the list as a phrase: "complete with 10: acme, globex, …",
// "incomplete with 9, 1 short: acme, …", "12 too many with 32: …".
func (s Shortlist) String() string {
	text := "complete"
	if !s.Complete() {
		text = "incomplete"
	}
	text += " with " + strconv.Itoa(len(s.Ranked))
	switch {
	case s.Missing > 0:
		text += fmt.Sprintf(", %d short", s.Missing)
	case s.Excess > 0:
		text += fmt.Sprintf(", %d too many", s.Excess)
	}
	names := make([]string, len(s.Ranked))
	for i, r := range s.Ranked {
		names[i] = r.Entry.Name
	}
	if len(names) > 0 {
		text += ": " + strings.Join(names, ", ")
	}
	return text
}

// MarshalJSON returns the list with its fields in lower case.
func (s Shortlist) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("list", &s.List)
		o.Optional().Int("missing", &s.Missing)
		o.Optional().Int("excess", &s.Excess)
		oldjson.List(o, "ranked", &s.Ranked, func(r *Ranked, o *oldjson.Object) {
			o.String("name", &r.Entry.Name)
			o.Decimal("impact", &r.Entry.Impact)
			o.Decimal("effort", &r.Entry.Effort)
			o.Int("front", &r.Front)
		})
	})
}

// MarshalJSON returns the JSON of the definition.
func (d LongListDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewLongList] does.
// It returns all faults, of form and of meaning, and then leaves d as it was.
func (d *LongListDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*LongListDefinition).fields, (*LongListDefinition).check)
}

func (d *LongListDefinition) fields(o *oldjson.Object) {
	o.String("name", &d.Name)
	o.Int("min", &d.Min)
	o.Optional().Int("max", &d.Max)
	o.Optional().Bool("by_ease", &d.ByEase)
}

// Package checklist says what of a list of work is done, and what is open.
//
//	strategy := alianza.Must(checklist.New(checklist.Strategy()))
//	report, err := strategy.Judge(checklist.Progress{
//		Done:    []string{"market_analysis", "goals"},
//		Numbers: map[string]decimal.Decimal{"potential_partners": nine},
//	})
//	fmt.Println(report) // strategy: 2 of 6; open: potential_partners 9, want >= 10 (to 20), …
//
// It is not the checklist of package score, whose points give a light. Nothing
// here is weighed: a list is complete when all of it is done.
//
// # Presets
//
// The lists of the programs:
//   - affiliate program: [Training], [WelcomeKit], [Approaches];
//   - alliance program: [Onboarding], [Clauses];
//   - advanced program: [Strategy], [Development], [ThisWeek], [ThisMonth].
package checklist

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// MaxItems is how many items a list may have. A longer one is refused.
const MaxItems = check.MaxValues

// maxMinutes is the longest item: a month of days and nights.
const maxMinutes = check.MaxMinutes

// A Definition is a list as data. [New] checks it.
type Definition struct {
	Name  string `json:"name"`
	Items []Item `json:"items"`
}

// An Item is a piece of work. One with a bound is done when its number meets the
// bound: "10 to 20 names".
type Item struct {
	_     [0]func() // == would compare decimals by address
	Name  string    `json:"name"`
	Owner string    `json:"owner,omitzero"` // the role that does it
	// Minutes is how long it takes, 0 if nobody said.
	Minutes int `json:"minutes,omitzero"`
	// Computed says of a clause that figures tell whether it is kept. The others
	// take a person to read them.
	Computed bool          `json:"computed,omitzero"`
	Bound    alianza.Bound `json:",inline,omitzero"`
}

// A Checklist is a checked definition. It is immutable and safe for concurrent
// use.
type Checklist struct {
	_   [0]func()
	def Definition
}

// New checks a definition. It returns all faults at once. There is a fault if:
//   - a name is missing, malformed or repeated;
//   - there are no items, or more than [MaxItems];
//   - the minutes of an item are negative, or more than 44,640, which is a month;
//   - a bound is none, or contradicts itself.
func New(d Definition) (Checklist, error) {
	if err := d.check(); err != nil {
		return Checklist{}, err
	}
	return Checklist{def: d.clone()}, nil
}

func (d Definition) clone() Definition {
	d.Items = slices.Clone(d.Items)
	return d
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	f.Name("name", d.Name)
	if len(d.Items) == 0 {
		f.Add("items", "", alianza.ErrMissing, "a list has at least one item")
	}
	if !f.Count("items", len(d.Items), MaxItems, "items") {
		return f.Err()
	}
	names := check.Names{Faults: &f}
	for i, one := range d.Items {
		path := fmt.Sprintf("items[%d]", i)
		names.Add(path+".name", one.Name)
		if one.Owner != "" {
			f.Name(path+".owner", one.Owner)
		}
		if one.Minutes < 0 || one.Minutes > maxMinutes {
			f.Add(path+".minutes", strconv.Itoa(one.Minutes), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxMinutes))
		}
		if !one.Bound.IsZero() {
			f.Bound(path, one.Bound)
		}
	}
	return f.Err()
}

// Definition returns a fresh copy of the definition the checklist was made from.
func (c Checklist) Definition() Definition { return c.def.clone() }

// Equal reports whether two checklists have the same definition.
func (c Checklist) Equal(o Checklist) bool { return c.def.Equal(o.def) }

// Equal reports whether two definitions have the same items in the same order.
func (d Definition) Equal(o Definition) bool {
	return d.Name == o.Name && slices.EqualFunc(d.Items, o.Items, Item.Equal)
}

// Equal reports whether two items are the same: 10 and 10.0 are one bound.
func (i Item) Equal(o Item) bool {
	return i.Name == o.Name && i.Owner == o.Owner && i.Minutes == o.Minutes && i.Computed == o.Computed && i.Bound.Equal(o.Bound)
}

// item returns an item by its name, nil if the list does not have it.
func (c Checklist) item(name string) *Item {
	i := slices.IndexFunc(c.def.Items, func(i Item) bool { return i.Name == name })
	if i < 0 {
		return nil
	}
	return &c.def.Items[i]
}

// Minutes returns how long some items take together, all of them if none is
// named.
//
// It returns an error if:
//   - the checklist was not made by [New] ([alianza.ErrUnchecked]);
//   - the list does not have an item, or it is named twice;
//   - nobody said how long an item takes ([alianza.ErrMissing]).
//
// Rules: P11.
func (c Checklist) Minutes(items ...string) (int, error) {
	if c.def.Items == nil {
		return 0, unchecked()
	}
	var f check.Faults
	if !f.Count("items", len(items), MaxItems, "items") {
		return 0, c.fault(f.Err())
	}
	if len(items) == 0 {
		for _, one := range c.def.Items {
			items = append(items, one.Name)
		}
	}
	total := 0
	names := check.Names{Faults: &f}
	for i, name := range items {
		path := fmt.Sprintf("items[%d]", i)
		names.Add(path, name)
		switch one := c.item(name); {
		case one == nil:
			f.Add(path, name, alianza.ErrUnknown, "the list has no such item")
		case one.Minutes == 0:
			f.Add(path, name, alianza.ErrMissing, "the list does not say how long it takes")
		default:
			total += one.Minutes
		}
	}
	if err := f.Err(); err != nil {
		return 0, c.fault(err)
	}
	return total, nil
}

// Progress is what is known of the work.
type Progress struct {
	// Done are the names of items that are done.
	Done []string `json:"done,omitzero"`
	// Numbers are those of items with a bound.
	Numbers map[string]decimal.Decimal `json:"numbers,omitzero"`
}

// A Report is what of a list is done and what is open.
type Report struct {
	_         [0]func() // == would compare lists by address
	Checklist string    `json:"checklist"`
	Done      []string  `json:"done,omitzero"` // in the order of the list
	Open      []Open    `json:"open,omitzero"`
}

// An Open is an item that is not done.
type Open struct {
	_      [0]func()        // == would compare decimals by address
	Name   string           `json:"name"`
	Owner  string           `json:"owner,omitzero"`
	Number *decimal.Decimal `json:"number,omitzero"` // what was given; nil if nothing was
	Bound  alianza.Bound    `json:",inline,omitzero"`
}

// Judge returns what is done and what is open. An item with a bound whose number is
// not given is open: missing is not zero.
//
// It returns an error if:
//   - the checklist was not made by [New] ([alianza.ErrUnchecked]);
//   - an item is none of the list, or there twice;
//   - an item with a bound is said to be done without its number, or an item
//     without one has a number;
//   - a number is out of the bounds of the library.
//
// Rules: P4, P8, P12, P23, P24, P31.
func (c Checklist) Judge(p Progress) (Report, error) {
	if c.def.Items == nil {
		return Report{}, unchecked()
	}
	if err := c.refuse(p); err != nil {
		return Report{}, c.fault(err)
	}
	r := Report{Checklist: c.def.Name}
	for _, one := range c.def.Items {
		open := Open{Name: one.Name, Owner: one.Owner, Bound: one.Bound}
		done := slices.Contains(p.Done, one.Name)
		if n, ok := p.Numbers[one.Name]; ok {
			open.Number, done = &n, one.Bound.Holds(n)
		}
		if done {
			r.Done = append(r.Done, one.Name)
		} else {
			r.Open = append(r.Open, open)
		}
	}
	return r, nil
}

// refuse returns the faults of what is said to be done.
func (c Checklist) refuse(p Progress) error {
	var f check.Faults
	few := f.Count("done", len(p.Done), MaxItems, "items")
	if few = f.Count("numbers", len(p.Numbers), MaxItems, "items") && few; !few {
		return f.Err()
	}
	names := check.Names{Faults: &f}
	for i, name := range p.Done {
		path := fmt.Sprintf("done[%d]", i)
		names.Add(path, name)
		switch one := c.item(name); {
		case one == nil:
			f.Add(path, name, alianza.ErrUnknown, "the list has no such item")
		case !one.Bound.IsZero():
			f.Add(path, name, alianza.ErrConflict, "give its number: "+one.Bound.String())
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.Numbers)) {
		path := "numbers." + name
		f.Number(path, p.Numbers[name])
		switch one := c.item(name); {
		case one == nil:
			f.Add(path, "", alianza.ErrUnknown, "the list has no such item")
		case one.Bound.IsZero():
			f.Add(path, "", alianza.ErrConflict, "the item asks for no number")
		}
	}
	return f.Err()
}

func (c Checklist) fault(err error) error { return fmt.Errorf("checklist %s: %w", c.def.Name, err) }

func unchecked() error { return check.Fault("checklist", "", alianza.ErrUnchecked, "") }

// Complete reports whether all of the list is done. The zero Report is not
// complete.
func (r Report) Complete() bool { return len(r.Done) > 0 && len(r.Open) == 0 }

// Equal reports whether two reports are the same.
func (r Report) Equal(o Report) bool {
	return r.Checklist == o.Checklist && slices.Equal(r.Done, o.Done) && slices.EqualFunc(r.Open, o.Open, Open.Equal)
}

// Equal reports whether two open items are the same.
func (o Open) Equal(p Open) bool {
	same := o.Number == p.Number || o.Number != nil && p.Number != nil && exact.Cmp(*o.Number, *p.Number) == 0
	return same && o.Name == p.Name && o.Owner == p.Owner && o.Bound.Equal(p.Bound)
}

// String returns the report as a phrase: "welcome_kit: complete", "welcome_kit: 4 of
// 5; open: support_contact".
func (r Report) String() string {
	if r.Complete() {
		return r.Checklist + ": complete"
	}
	open := make([]string, len(r.Open))
	for i, one := range r.Open {
		open[i] = one.String()
	}
	return fmt.Sprintf("%s: %d of %d; open: %s", r.Checklist, len(r.Done), len(r.Done)+len(r.Open), strings.Join(open, ", "))
}

// String returns the item as a phrase: "support_contact", "calls 1, want >= 2 (to
// 3)", "calls, want >= 2".
func (o Open) String() string {
	text := o.Name
	if o.Number != nil {
		text += " " + exact.Text(*o.Number)
	}
	if !o.Bound.IsZero() {
		text += ", want " + o.Bound.String()
	}
	return text
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the item as a JSON object.
func (i Item) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads an item strictly.
func (i *Item) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, i, nil) }

// MarshalJSON returns the definition that the checklist was made from.
func (c Checklist) MarshalJSON() ([]byte, error) {
	if c.def.Items == nil {
		return nil, unchecked()
	}
	return c.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the checklist of it.
func (c *Checklist) UnmarshalJSON(data []byte) error {
	var d Definition
	err := d.UnmarshalJSON(data)
	if err == nil {
		*c, err = New(d)
	}
	return err
}

// MarshalJSON returns the progress as a JSON object.
func (p Progress) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads progress strictly.
func (p *Progress) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

// MarshalJSON returns the report as a JSON object.
func (r Report) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a report strictly.
func (r *Report) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// MarshalJSON returns the open item as a JSON object.
func (o Open) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads an open item strictly.
func (o *Open) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// Package attribution says which partners a sale is due to, and which part of it
// each of them gets.
//
// A [Model] is a checked [Definition]: first, last, equal parts, by position, by
// age, or weights of the caller's; with a look-back, an order of evidence, and what
// is refused. [Model.Attribute] judges the touches before a sale. Its [Result] says
// for each touch why it has the share that it has, and the share of each partner.
// [Result.Divide] divides money by these shares.
//
//	model, err := attribution.New(attribution.Definition{Model: attribution.Linear})
//	result, err := model.Attribute(touches, attribution.Sale{At: paidAt})
//	division, err := result.Divide("USD", amount)
//	fmt.Println(result) // ana 1/2, bruno 1/2
//
// There is no default model. A later click never takes a recurring payment away
// from its owners, unless the definition says so. If a sale is attributed again by
// another model, [Deltas] are what to post.
//
// Rules: C35.
package attribution

import (
	"fmt"
	"math/big"
	"slices"
	"strconv"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition says how a sale is attributed. [New] checks it.
type Definition struct {
	Model Method `json:"model"`
	// First and Last are the shares of the first and the last touch by position; 40%
	// each if both are absent. The touches between divide the rest equally, or with
	// OverAll all touches do. With two touches, and without OverAll, First and Last are
	// weights.
	First   alianza.Percent `json:"first,omitzero"`
	Last    alianza.Percent `json:"last,omitzero"`
	OverAll bool            `json:"over_all,omitzero"`
	// HalfLifeDays is after how many days of 24 hours a touch weighs half, by age.
	HalfLifeDays int `json:"half_life_days,omitzero"`
	// LookBack is how long before the sale a touch counts; ever if absent.
	LookBack LookBack `json:"look_back,omitzero"`
	// Precedence orders the kinds of evidence, such as coupon, link, cookie. If there
	// is a touch of a kind, those of kinds behind it do not count. With KeepSold, a
	// touch that sold before any of a better kind came is not outranked. If there are
	// such touches, they alone count.
	Precedence []string `json:"precedence,omitzero"`
	KeepSold   bool     `json:"keep_sold,omitzero"`
	// OneEach counts the first touch of each partner alone.
	OneEach bool `json:"one_each,omitzero"`
	// RefuseOwn refuses touches of a partner who is the customer.
	RefuseOwn bool `json:"refuse_own,omitzero"`
	// NewOnly attributes sales to new customers alone.
	NewOnly bool `json:"new_only,omitzero"`
	// CaptureDays is within how many days of 24 hours after the sale a touch has to be
	// recorded; ever if absent.
	CaptureDays int `json:"capture_days,omitzero"`
	// Reassign lets later touches take a recurring payment away from its owners.
	Reassign bool `json:"reassign,omitzero"`
}

// A LookBack is a run of days of 24 hours before a sale. The zero LookBack has no
// end.
type LookBack struct {
	Days int `json:"days"`
	// EdgeIn says whether a touch exactly so many days before counts.
	EdgeIn bool `json:"edge_in"`
}

// Method is how touches share a sale. The zero Method is none.
type Method uint8

// The methods.
const (
	First        Method = iota + 1 // the first touch gets all; with a look-back, the first that has not expired
	Last                           // the last touch gets all
	Linear                         // all touches get the same
	Position                       // the first and the last get most
	TimeDecay                      // a touch weighs half as much as one that is a half-life younger
	CustomWeight                   // each touch has a weight from the caller
)

var methodNames = [...]string{"none", "first", "last", "linear", "position", "time_decay", "custom_weight"}

// String returns the name of the method, such as "time_decay".
func (m Method) String() string { return enum.Name(m, methodNames[:]) }

// MarshalText returns the name of the method.
func (m Method) MarshalText() ([]byte, error) { return enum.Text(m, methodNames[:], 1) }

// UnmarshalText reads the name of a method.
func (m *Method) UnmarshalText(text []byte) error { return enum.Parse(m, text, methodNames[:], 1) }

// A Model is a checked definition. The zero Model refuses everything. A Model is
// immutable and safe for concurrent use.
type Model struct {
	def   Definition
	roots []*big.Int // of a half, for ages that are no whole number of half-lives
}

// New checks a definition and returns its model. It returns an error with all
// faults of the definition:
//   - no method, or one that there is not;
//   - a field that the method does not have, or a missing half-life;
//   - shares of more than 100%, a number of days out of bounds;
//   - a kind of evidence that is missing or repeated.
func New(d Definition) (Model, error) {
	if err := d.check(); err != nil {
		return Model{}, err
	}
	m := Model{def: d.clone()}
	if d.Model == TimeDecay {
		m.roots = halfRoots()
	}
	return m, nil
}

// Definition returns a fresh copy of the definition that the model was made from.
func (m Model) Definition() Definition { return m.def.clone() }

// Equal reports whether two models were made from equal definitions.
func (m Model) Equal(o Model) bool {
	a, b := m.def, o.def
	same := slices.Equal(a.Precedence, b.Precedence)
	a.Precedence, b.Precedence = nil, nil
	return same && a.Model == b.Model && a.First == b.First && a.Last == b.Last && a.OverAll == b.OverAll && a.HalfLifeDays == b.HalfLifeDays &&
		a.LookBack == b.LookBack && a.KeepSold == b.KeepSold && a.OneEach == b.OneEach && a.RefuseOwn == b.RefuseOwn && a.NewOnly == b.NewOnly &&
		a.CaptureDays == b.CaptureDays && a.Reassign == b.Reassign
}

func (d Definition) clone() Definition {
	d.Precedence = slices.Clone(d.Precedence)
	return d
}

// maxDays bounds a number of days; ten years is a mistake, not a policy.
const maxDays = 3650

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	var f check.Faults
	if d.Model == 0 {
		f.Add("model", "", alianza.ErrMissing, "there is no default: say first, last, linear, position, time_decay or custom_weight")
	} else {
		enum.Check(&f, "model", d.Model, methodNames[:], 1)
	}
	first, last := f.Share("first", d.First), f.Share("last", d.Last)
	if sum := d.First.Plus(d.Last); first && last && sum.Compare(alianza.WholePercent(100)) > 0 {
		f.Add("last", d.Last.String(), alianza.ErrConflict, "with first that is "+sum.String())
	}
	if d.Model != Position && (!d.First.IsZero() || !d.Last.IsZero() || d.OverAll) {
		f.Add("first", d.First.String(), alianza.ErrConflict, "shares of the first and the last are for position")
	}
	checkDays(&f, "half_life_days", d.HalfLifeDays)
	switch {
	case d.Model == TimeDecay && d.HalfLifeDays == 0:
		f.Add("half_life_days", "", alianza.ErrMissing, "after how many days a touch weighs half")
	case d.Model != TimeDecay && d.HalfLifeDays != 0:
		f.Add("half_life_days", strconv.Itoa(d.HalfLifeDays), alianza.ErrConflict, "only for time_decay")
	}
	checkDays(&f, "look_back.days", d.LookBack.Days)
	if d.LookBack.EdgeIn && d.LookBack.Days == 0 {
		f.Add("look_back.days", "", alianza.ErrMissing, "")
	}
	if f.Count("precedence", len(d.Precedence), check.MaxValues, "kinds of evidence") {
		names := check.Names{Faults: &f}
		for i, name := range d.Precedence {
			names.Add(fmt.Sprintf("precedence[%d]", i), name)
		}
	}
	if d.KeepSold && len(d.Precedence) == 0 {
		f.Add("keep_sold", "true", alianza.ErrConflict, "without precedence nothing is outranked")
	}
	checkDays(&f, "capture_days", d.CaptureDays)
	return f.Err()
}

func checkDays(f *check.Faults, path string, days int) {
	if days < 0 || days > maxDays {
		f.Add(path, strconv.Itoa(days), alianza.ErrRange, fmt.Sprintf("from 0 to %d", maxDays))
	}
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

// MarshalJSON writes the definition that the model was made from. It returns an
// error if the model was not made by [New].
func (m Model) MarshalJSON() ([]byte, error) {
	if m.def.Model == 0 {
		return nil, fmt.Errorf("attribution: %w", check.Fault("model", "", alianza.ErrUnchecked, ""))
	}
	return m.def.MarshalJSON()
}

// UnmarshalJSON reads a definition and makes the model of it.
func (m *Model) UnmarshalJSON(data []byte) error {
	var d Definition
	if err := d.UnmarshalJSON(data); err != nil {
		return err
	}
	made, err := New(d)
	if err != nil {
		return err
	}
	*m = made
	return nil
}

// MarshalJSON writes the look-back by its tags.
func (l LookBack) MarshalJSON() ([]byte, error) { return strictjson.Marshal(l) }

// UnmarshalJSON reads a look-back strictly.
func (l *LookBack) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, l, nil) }

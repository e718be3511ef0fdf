package prospect

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// An Option is a name on a long list with its figures, all on the same scale,
// such as 1 to 10. A figure that is nil is unknown.
type Option struct {
	_      [0]func()        // == would compare decimals by address
	Name   string           `json:"name"`
	Impact *decimal.Decimal `json:"impact,omitzero"`
	// Ease, of which more is better, or Effort, of which less is better: one of
	// them, the same for the whole list.
	Ease   *decimal.Decimal `json:"ease,omitzero"`
	Effort *decimal.Decimal `json:"effort,omitzero"`
}

// LongList returns how long the list of possible partners should be in the
// advanced program: 10 to 20 names.
//
// Rules: S6.
func LongList() kpi.Definition {
	n := decimal.NewFromInt
	return kpi.Definition{Name: "long_list", Unit: "names", Range: alianza.AtLeast(n(0)), Target: alianza.Between(n(10), n(20))}
}

// Prioritize returns the options in order, the best first: by impact plus ease,
// or by impact less effort; then by impact; then by name.
//
// It returns an error if:
//   - a name is missing or there twice, or there are too many options;
//   - an impact is unknown, or an ease or effort ([alianza.ErrMissing]);
//   - some options have an ease and others an effort ([alianza.ErrConflict]);
//   - a figure is out of the bounds of the library.
//
// Rules: S6, S24, X14.
func Prioritize(options []Option) ([]Option, error) {
	var f check.Faults
	if !f.Count("options", len(options), check.MaxValues, "options") {
		return nil, fmt.Errorf("prospect: long list: %w", f.Err())
	}
	names := check.Names{Faults: &f}
	byEase := slices.ContainsFunc(options, func(o Option) bool { return o.Ease != nil })
	for i, o := range options {
		path := fmt.Sprintf("options[%d]", i)
		names.Add(path+".name", o.Name)
		given(&f, path+".impact", o.Impact)
		switch {
		case byEase && o.Effort != nil:
			f.Add(path+".effort", exact.Text(*o.Effort), alianza.ErrConflict, "give the ease or the effort, the same for the whole list")
		case byEase:
			given(&f, path+".ease", o.Ease)
		default:
			given(&f, path+".effort", o.Effort)
		}
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("prospect: long list: %w", err)
	}
	sorted := slices.Clone(options)
	for i := range sorted {
		o := &sorted[i]
		o.Impact, o.Ease, o.Effort = own(o.Impact), own(o.Ease), own(o.Effort)
	}
	slices.SortFunc(sorted, func(a, b Option) int {
		return cmp.Or(exact.Cmp(b.sum(), a.sum()), exact.Cmp(*b.Impact, *a.Impact), cmp.Compare(a.Name, b.Name))
	})
	return sorted, nil
}

// own returns a copy of a figure that may be unknown.
func own(d *decimal.Decimal) *decimal.Decimal {
	if d == nil {
		return nil
	}
	copied := *d
	return &copied
}

// given adds the fault of a figure that is unknown or cannot be used.
func given(f *check.Faults, path string, d *decimal.Decimal) {
	if d == nil {
		f.Add(path, "", alianza.ErrMissing, "")
		return
	}
	f.Number(path, *d)
}

// sum returns the impact plus the ease, or less the effort.
func (o Option) sum() decimal.Decimal {
	if o.Ease != nil {
		return o.Impact.Add(*o.Ease)
	}
	return o.Impact.Sub(*o.Effort)
}

// MarshalJSON returns the JSON of the option.
func (o Option) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads an option. [Prioritize] reports figures that are missing.
func (o *Option) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

package roi

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Ranked item has a place: 1 is the best.
type Ranked struct {
	Place int  `json:"place"`
	Item  Item `json:"item"`
}

// MarshalJSON returns the ranked item as a JSON object.
func (r Ranked) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a ranked item strictly.
func (r *Ranked) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// Rank returns items from the largest amount to the smallest, such as partners by
// revenue. Items of one amount share a place, and the next place is left out: 1, 1, 3.
// They stand in the order of their names, compared by bytes, so that the first k are
// the same whatever the order of the list.
//
// It returns an error if:
//   - there are no items ([alianza.ErrEmpty]);
//   - a name is missing, malformed or given twice;
//   - an amount is out of the bounds of the library.
//
// Rules: R19.
func Rank(items []Item) ([]Ranked, error) {
	if err := checkItems(items); err != nil {
		return nil, fmt.Errorf("roi: rank: %w", err)
	}
	sorted := slices.SortedFunc(slices.Values(items), func(a, b Item) int {
		return cmp.Or(exact.Cmp(b.Amount, a.Amount), strings.Compare(a.Name, b.Name))
	})
	ranked := make([]Ranked, len(sorted))
	for i, one := range sorted {
		ranked[i] = Ranked{i + 1, one}
		if i > 0 && exact.Cmp(one.Amount, sorted[i-1].Amount) == 0 {
			ranked[i].Place = ranked[i-1].Place
		}
	}
	return ranked, nil
}

// checkItems returns the faults of a list of items: it is empty, a name is missing,
// malformed or given twice, or an amount is out of the bounds of the library.
func checkItems(items []Item) error {
	var f check.Faults
	if len(items) == 0 {
		f.Add("items", "", alianza.ErrEmpty, "")
	}
	names := check.Names{Faults: &f}
	for i, one := range items {
		if f.Full() {
			break
		}
		path := fmt.Sprintf("items[%d]", i)
		names.Add(path+".name", one.Name)
		f.Number(path+".amount", one.Amount)
	}
	return f.Err()
}

package program

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// Merge returns the results of several runs in the order of one: by month, then by
// partner. The results of each have to be in that order, as [Run.Close] returns
// them, and a partner's are all of one run. A result is to be used before the next
// one is asked for.
func Merge(runs ...iter.Seq[Result]) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		type head struct {
			result Result
			next   func() (Result, bool)
		}
		var heads []*head
		for _, run := range runs {
			if run == nil {
				continue
			}
			next, stop := iter.Pull(run)
			defer stop()
			if first, ok := next(); ok {
				heads = append(heads, &head{first, next})
			}
		}
		for len(heads) > 0 {
			h := slices.MinFunc(heads, func(a, b *head) int {
				return cmp.Or(a.result.Month.Sub(b.result.Month), cmp.Compare(a.result.Partner, b.result.Partner))
			})
			if !yield(h.result) {
				return
			}
			var ok bool
			if h.result, ok = h.next(); !ok {
				heads = slices.DeleteFunc(heads, func(o *head) bool { return o == h })
			}
		}
	}
}

// Totals are sums of results by currency and medium. The zero Totals are empty.
// Totals of disjoint results merge in any order.
type Totals struct {
	_    [0]func() // == would compare decimals by address
	List []Total   `json:"list,omitzero"` // by currency and medium
}

// A Total is the sum of the accounts of one currency and medium.
type Total struct {
	_        [0]func()         // == would compare decimals by address
	Currency string            `json:"currency"`
	Medium   commission.Medium `json:"medium,omitzero"`
	Events   int               `json:"events,omitzero"`
	Sales    decimal.Decimal   `json:"sales,wide"`
	Refunds  decimal.Decimal   `json:"refunds,wide"`
	Earned   decimal.Decimal   `json:"earned,wide"`
	Adjusted decimal.Decimal   `json:"adjusted,wide"`
	// Guaranteed and WrittenOff are what policies added or gave up.
	Guaranteed decimal.Decimal `json:"guaranteed,omitzero,wide"`
	WrittenOff decimal.Decimal `json:"written_off,omitzero,wide"`
	Paid       decimal.Decimal `json:"paid,wide"`
	// Held and Carried are of the last month added.
	Month   cycle.Month     `json:"month,omitzero"`
	Held    decimal.Decimal `json:"held,wide"`
	Carried decimal.Decimal `json:"carried,wide"`
}

// String returns the total as a sentence: "USD: 2 events, sales 300, refunds 50; earned
// 30.00, adjusted -5.00, paid 20.00; at the end of 2026-03 held 5.00, carried 0.00".
func (t Total) String() string {
	events := "events"
	if t.Events == 1 {
		events = "event"
	}
	further := ""
	if !t.Guaranteed.IsZero() {
		further = ", guaranteed " + exact.Text(t.Guaranteed)
	}
	if !t.WrittenOff.IsZero() {
		further += ", written off " + exact.Text(t.WrittenOff)
	}
	return fmt.Sprintf("%s: %d %s, sales %s, refunds %s; earned %s, adjusted %s%s, paid %s; at the end of %s held %s, carried %s",
		account{t.Currency, t.Medium}, t.Events, events, exact.Text(t.Sales), exact.Text(t.Refunds), exact.Text(t.Earned), exact.Text(t.Adjusted), further,
		exact.Text(t.Paid), t.Month, exact.Text(t.Held), exact.Text(t.Carried))
}

// String returns one line for each total, "no totals" for none.
func (t Totals) String() string {
	if len(t.List) == 0 {
		return "no totals"
	}
	lines := make([]string, len(t.List))
	for i, one := range t.List {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// MarshalJSON writes the total by its tags.
func (t Total) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a total strictly.
func (t *Total) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// MarshalJSON writes the totals by their tags.
func (t Totals) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads totals strictly.
func (t *Totals) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// Add adds a result.
func (t *Totals) Add(r Result) {
	for i := range r.Accounts {
		a := &r.Accounts[i]
		t.add(Total{
			Currency: a.Currency, Medium: a.Medium, Events: a.Events, Sales: a.Sales, Refunds: a.Refunds, Earned: a.Earned,
			Adjusted: a.Adjusted, Guaranteed: a.Guaranteed, WrittenOff: a.WrittenOff, Paid: a.Paid, Month: r.Month, Held: a.Held, Carried: a.Carried,
		})
	}
}

// Merge adds other totals.
func (t *Totals) Merge(o Totals) {
	for _, one := range o.List {
		t.add(one)
	}
}

// tame leaves out sums that no results add up to.
func (t *Total) tame() {
	for _, d := range []*decimal.Decimal{&t.Sales, &t.Refunds, &t.Earned, &t.Adjusted, &t.Guaranteed, &t.WrittenOff, &t.Paid, &t.Held, &t.Carried} {
		*d = exact.Sane(*d)
	}
}

func (t *Totals) add(o Total) {
	o.tame()
	n, ok := slices.BinarySearchFunc(t.List, o, func(a, b Total) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Medium, b.Medium))
	})
	if !ok {
		t.List = slices.Insert(t.List, n, o)
		return
	}
	s := &t.List[n]
	s.tame()
	s.Events += o.Events
	s.Sales, s.Refunds = s.Sales.Add(o.Sales), s.Refunds.Add(o.Refunds)
	s.Earned, s.Adjusted, s.Paid = s.Earned.Add(o.Earned), s.Adjusted.Add(o.Adjusted), s.Paid.Add(o.Paid)
	s.Guaranteed, s.WrittenOff = s.Guaranteed.Add(o.Guaranteed), s.WrittenOff.Add(o.WrittenOff)
	switch {
	case s.Month.Before(o.Month):
		s.Month, s.Held, s.Carried = o.Month, o.Held, o.Carried
	case s.Month == o.Month:
		s.Held, s.Carried = s.Held.Add(o.Held), s.Carried.Add(o.Carried)
	}
}

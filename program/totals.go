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
//
// Runs of [Run.CloseAll] end with their own last events. Merge closes them on to the last
// month of all, so that each partner has the results of one run. It cannot do so with
// results that were read from a file: have those of each run up to the same month.
//
// If no more results are asked for, those that Merge has taken from the runs go back to
// them. Each run returns its own first when it is closed again.
func Merge(runs ...iter.Seq[Result]) iter.Seq[Result] {
	return func(yield func(Result) bool) {
		m := merger{}
		defer m.stop()
		for _, run := range runs {
			if run != nil {
				m.begin(run)
			}
		}
		for len(m.heads) > 0 {
			h := m.first()
			if m.goOn(h.result.Month) {
				continue
			}
			h.given = true
			if !yield(h.result) {
				return
			}
			m.next(h)
		}
	}
}

// A merger has the next result of each run that has one.
type merger struct {
	heads []*head
	ended []Result // the last ones of runs that have no more
	stops []func()
}

// A head is the next result of a run, and what leads to those after it.
type head struct {
	result Result
	given  bool // somebody has the result
	more   func() (Result, bool)
}

func (m *merger) begin(run iter.Seq[Result]) {
	more, stop := iter.Pull(run)
	m.stops = append(m.stops, stop)
	if first, ok := more(); ok {
		m.heads = append(m.heads, &head{result: first, more: more})
	}
}

// stop hands the results back that nobody has, and ends the runs.
func (m *merger) stop() {
	for _, h := range m.heads {
		if run := h.result.run; !h.given && run != nil && run.asked {
			run.back = &h.result
		}
	}
	for _, stop := range m.stops {
		stop()
	}
}

// first returns the head that comes first.
func (m *merger) first() *head {
	return slices.MinFunc(m.heads, func(a, b *head) int {
		return cmp.Or(a.result.Month.Sub(b.result.Month), cmp.Compare(a.result.Partner, b.result.Partner))
	})
}

// next takes the result off a head.
func (m *merger) next(h *head) {
	last := h.result
	var ok bool
	if h.result, ok = h.more(); !ok {
		m.heads = slices.DeleteFunc(m.heads, func(o *head) bool { return o == h })
		m.ended = append(m.ended, last)
	}
	h.given = false
}

// goOn closes the runs that ended before a month up to it, and reports whether it found
// any.
func (m *merger) goOn(month cycle.Month) bool {
	var again []*Run
	m.ended = slices.DeleteFunc(m.ended, func(last Result) bool {
		if last.run == nil || !last.run.all || !last.Month.Before(month) {
			return false
		}
		again = append(again, last.run)
		return true
	})
	for _, run := range again {
		m.begin(func(yield func(Result) bool) { run.closeUntil(month, yield) })
	}
	return len(again) > 0
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
	further := further(", ", t.Guaranteed, t.WrittenOff)
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

// Add adds a result. It does nothing to a nil pointer, and nor does [Totals.Merge].
func (t *Totals) Add(r Result) {
	if t == nil {
		return
	}
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
	if t == nil {
		return
	}
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

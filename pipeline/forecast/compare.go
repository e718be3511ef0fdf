package forecast

import (
	"fmt"
	"iter"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/plural"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A Delta is what has changed about a deal from one list to the next.
type Delta struct {
	_      [0]func() // == would compare by address
	Before *Deal     `json:"before,omitzero"` // nil for a deal that was not there, or not counted
	After  *Deal     `json:"after,omitzero"`  // nil for a deal that is gone, or not counted any more
	// Stages is by how many stages of the model an open deal moved, negative for back.
	Stages int `json:"stages,omitzero"`
}

// Compare returns an iterator over what has changed from one list of deals to the next,
// such as last week's and this week's. It looks at open deals, and at those that were open
// or are. Both lists are sorted by ID, so that it keeps two deals at a time. A nil list is
// empty.
//
// An open deal in a stage of [pipeline.CategoryOmitted] is not counted, as in
// [Tally.Forecast]: it is as if it were not in the list. So a deal that moves to such a
// stage is gone, and one that comes from there is opened.
//
// The iterator ends with an error if:
//   - a deal has a fault, as in [Tally.Add], or no ID;
//   - a list is not sorted, or a deal is in it twice ([alianza.ErrConflict]).
func (m Model) Compare(before, after iter.Seq[Deal]) iter.Seq2[Delta, error] {
	return func(yield func(Delta, error) bool) {
		old, stopOld := m.sorted("before", before)
		defer stopOld()
		now, stopNow := m.sorted("after", after)
		defer stopNow()
		a, errA := old()
		b, errB := now()
		for errA == nil && errB == nil && (a != nil || b != nil) {
			d := Delta{}
			if a != nil && (b == nil || a.ID <= b.ID) {
				d.Before = a
			}
			if b != nil && (a == nil || b.ID <= a.ID) {
				d.After = b
			}
			if d.Before != nil {
				a, errA = old()
			}
			if d.After != nil {
				b, errB = now()
			}
			if d.settle(&m) && !yield(d, nil) {
				return
			}
		}
		if errA == nil {
			errA = errB
		}
		if errA != nil {
			yield(Delta{}, fmt.Errorf("forecast: compare: %w", errA))
		}
	}
}

// sorted returns a function that gives the deals of a list one by one, and nil behind the
// last one.
func (m *Model) sorted(path string, deals iter.Seq[Deal]) (next func() (*Deal, error), stop func()) {
	if deals == nil {
		deals = func(func(Deal) bool) {}
	}
	pull, stop := iter.Pull(deals)
	last, i := "", -1
	return func() (*Deal, error) {
		d, ok := pull()
		if !ok {
			return nil, nil //nolint:nilnil // no deal is left
		}
		i++
		at := fmt.Sprintf("%s[%d]", path, i)
		var f check.Faults
		f.Name("id", d.ID)
		f.Join(m.refuse(&d))
		if f.Len() == 0 && d.ID <= last {
			f.Add("id", d.ID, alianza.ErrConflict, "not behind "+last+": the list is not sorted, or has it twice")
		}
		last = d.ID
		return &d, alianza.At(at, f.Err())
	}, stop
}

// settle completes a delta, and reports whether anything has changed about an open deal.
func (d *Delta) settle(m *Model) bool {
	d.Before, d.After = m.counting(d.Before), m.counting(d.After)
	was, is := d.Before != nil && d.Before.Outcome == 0, d.After != nil && d.After.Outcome == 0
	if !was && !is {
		return false
	}
	if was && is {
		d.Stages = m.place[d.After.Stage] - m.place[d.Before.Stage]
		return !d.Before.Equal(*d.After)
	}
	return true
}

// counting returns a deal, nil for one that is open in a stage that the forecast omits.
func (m *Model) counting(d *Deal) *Deal {
	if d != nil && d.Outcome == 0 && m.def.Stages[m.place[d.Stage]].Category == pipeline.CategoryOmitted {
		return nil
	}
	return d
}

// ID returns the ID of the deal.
func (d Delta) ID() string {
	switch {
	case d.After != nil:
		return d.After.ID
	case d.Before != nil:
		return d.Before.ID
	}
	return ""
}

// Opened reports whether the deal is open and was not: new, or opened again.
func (d Delta) Opened() bool { return d.isOpen() && !d.wasOpen() }

// Closed returns how an open deal has ended, and false if it has not. A deal that is gone
// without an end has the outcome 0.
func (d Delta) Closed() (pipeline.Outcome, bool) {
	switch {
	case !d.wasOpen() || d.isOpen():
		return 0, false
	case d.After == nil:
		return 0, true
	}
	return d.After.Outcome, true
}

// Amount returns by how much the amount of an open deal changed, negative for less. It is 0
// for a deal that is not open in both lists.
func (d Delta) Amount() decimal.Decimal {
	if !d.wasOpen() || !d.isOpen() {
		return decimal.Decimal{}
	}
	return exact.Sane(d.After.Amount).Sub(exact.Sane(d.Before.Amount))
}

// Slipped returns by how many days the day on which the deal is expected to close was put
// off, negative for a deal that was pulled in. It is 0 if one of the days is not known.
func (d Delta) Slipped() int {
	if !d.wasOpen() || !d.isOpen() {
		return 0
	}
	return d.Before.Due.DaysUntil(d.After.Due) // 0 if one is missing
}

func (d Delta) wasOpen() bool { return d.Before != nil && d.Before.Outcome == 0 }
func (d Delta) isOpen() bool  { return d.After != nil && d.After.Outcome == 0 }

// Equal reports whether two deltas are the same.
func (d Delta) Equal(e Delta) bool {
	alike := func(a, b *Deal) bool { return (a == nil) == (b == nil) && (a == nil || a.Equal(*b)) }
	return alike(d.Before, e.Before) && alike(d.After, e.After) && d.Stages == e.Stages
}

// String returns the delta as a phrase: "d-7: lead to opportunity, amount +500, slipped 14
// days".
func (d Delta) String() string {
	outcome, closed := d.Closed()
	switch {
	case d.Opened():
		return d.ID() + ": new in " + string(d.After.Stage)
	case closed && outcome == 0:
		return d.ID() + ": gone"
	case closed:
		return d.ID() + ": " + outcome.String()
	case d.Before == nil || d.After == nil:
		return d.ID() + ": nothing"
	}
	var texts []string
	if d.Before.Stage != d.After.Stage {
		texts = append(texts, fmt.Sprintf("%s to %s", d.Before.Stage, d.After.Stage))
	}
	if by := d.Amount(); by.IsPositive() {
		texts = append(texts, "amount +"+exact.Text(by))
	} else if by.IsNegative() {
		texts = append(texts, "amount "+exact.Text(by))
	}
	switch days := d.Slipped(); {
	case days > 0:
		texts = append(texts, "slipped "+plural.Of(days, "day"))
	case days < 0:
		texts = append(texts, "pulled in "+plural.Of(-days, "day"))
	}
	if len(texts) == 0 {
		texts = append(texts, "other days")
	}
	return d.ID() + ": " + strings.Join(texts, ", ")
}

// Movement adds up deltas: the open amount before, and all that leads to the open amount
// after. The zero Movement is empty.
type Movement struct {
	_        [0]func() // == would compare decimals by address
	Opened   Moved     `json:"opened"`    // new, or opened again
	Won      Moved     `json:"won"`       // with the amounts that they had before
	Lost     Moved     `json:"lost"`      // likewise
	Gone     Moved     `json:"gone"`      // likewise
	Raised   Moved     `json:"raised"`    // by how much
	Lowered  Moved     `json:"lowered"`   // by how much, not negative
	Forward  Moved     `json:"forward"`   // to a later stage, with the amounts that they have now
	Back     Moved     `json:"back"`      // to an earlier one
	Slipped  Moved     `json:"slipped"`   // put off
	PulledIn Moved     `json:"pulled_in"` // expected earlier
}

// Moved are deals and their amounts.
type Moved struct {
	_      [0]func()       // == would compare decimals by address
	Deals  int             `json:"deals"`
	Amount decimal.Decimal `json:"amount,wide"`
}

func (m *Moved) add(d decimal.Decimal) {
	m.Deals++
	m.Amount = exact.Sane(m.Amount).Add(exact.Sane(d))
}

// Equal reports whether two are the same.
func (m Moved) Equal(n Moved) bool { return m.Deals == n.Deals && same(m.Amount, n.Amount) }

// Add adds a delta. One deal may count several times: as raised, as moved, as slipped. Add
// does nothing to a nil pointer.
func (m *Movement) Add(d Delta) {
	if m == nil {
		return
	}
	outcome, closed := d.Closed()
	switch {
	case d.Opened():
		m.Opened.add(d.After.Amount)
	case closed && outcome == 0:
		m.Gone.add(d.Before.Amount)
	case closed && outcome == pipeline.Lost:
		m.Lost.add(d.Before.Amount)
	case closed:
		m.Won.add(d.Before.Amount)
	case d.wasOpen():
		m.addOpen(d)
	}
}

// addOpen adds a deal that is open in both lists.
func (m *Movement) addOpen(d Delta) {
	switch by := d.Amount(); {
	case by.IsPositive():
		m.Raised.add(by)
	case by.IsNegative():
		m.Lowered.add(by.Neg())
	}
	switch {
	case d.Stages > 0:
		m.Forward.add(d.After.Amount)
	case d.Stages < 0:
		m.Back.add(d.After.Amount)
	}
	switch days := d.Slipped(); {
	case days > 0:
		m.Slipped.add(d.After.Amount)
	case days < 0:
		m.PulledIn.add(d.After.Amount)
	}
}

// Net returns by how much the open amount changed: what was opened and raised, less what
// was won, lost, gone and lowered.
func (m Movement) Net() decimal.Decimal {
	net := exact.Sane(m.Opened.Amount).Add(exact.Sane(m.Raised.Amount))
	for _, less := range []Moved{m.Won, m.Lost, m.Gone, m.Lowered} {
		net = net.Sub(exact.Sane(less.Amount))
	}
	return net
}

// Equal reports whether two movements are the same.
func (m Movement) Equal(n Movement) bool {
	a, b := m.all(), n.all()
	for i := range a {
		if !a[i].moved.Equal(b[i].moved) {
			return false
		}
	}
	return true
}

// named are moved deals with the word for what happened to them.
type named struct {
	word  string
	moved Moved
}

func (m Movement) all() []named {
	return []named{
		{"opened", m.Opened},
		{"won", m.Won},
		{"lost", m.Lost},
		{"gone", m.Gone},
		{"raised", m.Raised},
		{"lowered", m.Lowered},
		{"forward", m.Forward},
		{"back", m.Back},
		{"slipped", m.Slipped},
		{"pulled in", m.PulledIn},
	}
}

// String returns the movement as a phrase: "2 opened (1500), 1 won (400), 1 slipped (300)".
func (m Movement) String() string {
	var texts []string
	for _, n := range m.all() {
		if n.moved.Deals > 0 {
			texts = append(texts, fmt.Sprintf("%d %s (%s)", n.moved.Deals, n.word, exact.Text(n.moved.Amount)))
		}
	}
	if len(texts) == 0 {
		return "nothing moved"
	}
	return strings.Join(texts, ", ")
}

// MarshalJSON returns the delta as a JSON object.
func (d Delta) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a delta strictly.
func (d *Delta) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON returns the movement as a JSON object.
func (m Movement) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a movement strictly.
func (m *Movement) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }

// MarshalJSON returns the deals as a JSON object.
func (m Moved) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads deals strictly.
func (m *Moved) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }

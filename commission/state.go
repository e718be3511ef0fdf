package commission

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A State is what a plan has to know about the past: the events it has seen,
// and for each sale its terms and what has been taken back. The caller keeps
// it between events, whole or a partner at a time, as JSON for instance.
//
// A state is that of one plan, in all its versions. The zero State has seen
// nothing. [Plan.Earn] changes a state in place and
// returns it, as append does with a slice: keep what it returns, and copy with
// [State.Clone] a state that is to be used twice. A State is not safe for
// concurrent use.
type State struct {
	events map[eventKey]record
}

type eventKey struct{ partner, event string }

// record is one event seen, and the plan that evaluated it. Only a sale has more
// than its facts; one that earned nothing has no rule.
type record struct {
	plan     string
	kind     Kind
	of       string
	currency string
	amount   decimal.Decimal
	refunded decimal.Decimal // sum of its refunds
	rule     string
	version  int // of the plan
	rounding Rounding
	tier     string
	rate     Rate
	paid     decimal.Decimal // sum of what was posted for the sale and its refunds
	due      time.Time
}

// Len returns the number of events that the state remembers.
func (s State) Len() int { return len(s.events) }

// Clone returns a copy that shares nothing with s.
func (s State) Clone() State { return State{maps.Clone(s.events)} }

// Forget returns the state without one event of a partner, for events that
// cannot come again and whose refunds are no longer taken: a refund of it is
// then one without a known sale. Like Earn it changes s in place.
func (s State) Forget(partner, event string) State {
	delete(s.events, eventKey{partner, event})
	return s
}

// put adds or replaces the record of an event.
func (s *State) put(k eventKey, r record) {
	if s.events == nil {
		s.events = map[eventKey]record{}
	}
	s.events[k] = r
}

// stored is a record as it stands in JSON.
type stored struct {
	key eventKey
	record
}

func (s *stored) fields(o *strictjson.Object) {
	o.String("partner", &s.key.partner)
	o.String("event", &s.key.event)
	o.String("plan", &s.plan)
	o.String("kind", (*string)(&s.kind))
	o.Optional().String("of", &s.of)
	o.String("currency", &s.currency)
	o.Decimal("amount", &s.amount)
	o.Optional().Decimal("refunded", &s.refunded)
	o.Optional().String("rule", &s.rule)
	o.Optional().Int("version", &s.version)
	strictjson.Text(o.Optional(), "rounding", &s.rounding)
	o.Optional().String("tier", &s.tier)
	strictjson.Text(o.Optional(), "rate", &s.rate)
	o.Optional().Decimal("paid", &s.paid)
	strictjson.Text(o.Optional(), "due", &s.due)
}

// MarshalJSON returns the state as an object with a list of events, sorted by
// partner and event: equal states have equal JSON.
func (s State) MarshalJSON() ([]byte, error) {
	list := make([]stored, 0, len(s.events))
	for k, r := range s.events {
		list = append(list, stored{k, r})
	}
	slices.SortFunc(list, func(a, b stored) int {
		return cmp.Or(cmp.Compare(a.key.partner, b.key.partner), cmp.Compare(a.key.event, b.key.event))
	})
	return strictjson.Marshal(func(o *strictjson.Object) { strictjson.List(o, "events", &list, (*stored).fields) })
}

// UnmarshalJSON reads a state strictly. It returns all faults and then leaves
// s as it was.
func (s *State) UnmarshalJSON(data []byte) error {
	var list []stored
	in := State{events: map[eventKey]record{}}
	err := strictjson.Unmarshal(data, strictjson.MaxState,
		func(o *strictjson.Object) { strictjson.List(o, "events", &list, (*stored).fields) },
		func() error {
			var f check.Faults
			for i, one := range list {
				one.check(&f, fmt.Sprintf("events[%d]", i), in.events)
				in.events[one.key] = one.record
			}
			return f.Err()
		})
	if err != nil {
		return err
	}
	*s = in
	return nil
}

func (s stored) check(f *check.Faults, path string, seen map[eventKey]record) {
	f.Name(path+".partner", s.key.partner)
	f.Name(path+".event", s.key.event)
	if _, ok := seen[s.key]; ok {
		f.Add(path+".event", s.key.event, alianza.ErrDuplicate, "the partner has it twice")
	}
	if s.kind != Sale && s.kind != Refund {
		f.Add(path+".kind", string(s.kind), alianza.ErrUnknown, "want sale or refund")
	}
	if f.NotNegative(path+".amount", s.amount) && f.NotNegative(path+".refunded", s.refunded) && s.refunded.GreaterThan(s.amount) {
		f.Add(path+".refunded", exact.Text(s.refunded), alianza.ErrRange, "more than the sale")
	}
	f.Number(path+".paid", s.paid)
}

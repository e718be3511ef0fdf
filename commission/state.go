package commission

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

// A State is what a plan has to know about the past: the events it has seen,
// and for each sale its terms and what has been taken back; what was sold in
// each window; what caps have been used, and since when customers have been
// paid for. The caller keeps it between events, whole or a partner at a time, as
// JSON for instance.
//
// A state is that of one plan, in all its versions. The zero State has seen
// nothing. [Plan.Earn] changes a state in place and returns it, as append does
// with a slice: keep what it returns, and copy with [State.Clone] a state that is
// to be used twice. A State is not safe for concurrent use.
type State struct {
	events    map[eventKey]record
	pools     map[poolKey]pool
	caps      map[capKey]decimal.Decimal // what was posted under a cap
	customers map[customerKey]tenure
}

type eventKey struct{ partner, event string }

// record is one event seen, and the plan that evaluated it. Only an event that
// earned has holdings.
type record struct {
	plan     string
	kind     Kind
	of       string
	currency string
	amount   decimal.Decimal
	units    int
	at       time.Time
	order    string
	customer string
	refunded decimal.Decimal // sum of its refunds
	late     decimal.Decimal // the part of refunded that took nothing back
	reversed bool            // all of it was taken back, whatever its amount
	corrects Kind            // of a correction, the kind by which it earned
	holdings []holding
}

// holding is what one rule paid for an event, and stands to be taken back.
type holding struct {
	rule     string
	version  int // of the plan
	rounding Rounding
	medium   Medium
	tier     string
	rate     alianza.Percent // of base, if that is all that made posted
	base     decimal.Decimal // of the whole event
	units    int
	posted   decimal.Decimal // for the whole event
	paid     decimal.Decimal // posted less what was taken back
	due      time.Time
	period   string // of the window in which the rule adds up, or ""
	customer string
	counted  bool // in the customer's tenure
}

// poolKey is a window of a rule. A version of a plan has windows of its own.
type poolKey struct {
	partner, rule string
	version       int
	period        string
}

// pool is what was sold in a window, and what was posted for it.
type pool struct {
	amount decimal.Decimal
	units  int
	lost   decimal.Decimal // the part of amount that was refunded without lowering it
	gone   int             // the units likewise
	tier   string
	rate   alianza.Percent
	by     Measure         // what its table pays for
	whole  decimal.Decimal // what its table posts for amount, without a cap
	paid   decimal.Decimal
	closed bool // of version 0, for all
}

type capKey struct {
	partner, rule, customer, period string
}

type customerKey struct{ partner, rule, customer string }

// tenure is since when, and how often, a customer's events have been paid.
type tenure struct {
	first time.Time
	count int
}

// Len returns the number of events that the state remembers.
func (s State) Len() int { return len(s.events) }

// Clone returns a copy that shares nothing with s.
func (s State) Clone() State {
	return State{
		events: maps.Clone(s.events), pools: maps.Clone(s.pools),
		caps: maps.Clone(s.caps), customers: maps.Clone(s.customers),
	}
}

// Forget returns the state without one event of a partner, for events that
// cannot come again and whose refunds are no longer taken: a refund of it is
// then one without a known sale. What was sold in a window stays. Like Earn it
// changes s in place.
func (s State) Forget(partner, event string) State {
	delete(s.events, eventKey{partner, event})
	return s
}

// Attained returns what a partner has sold in a period under a rule of a
// version of the plan, less what was refunded unless the rule keeps that:
// "2026-03" of a rule over months, say. It is nothing for what is not known.
func (s State) Attained(partner, rule string, version int, period string) Volume {
	one := s.pools[poolKey{partner, rule, version, period}]
	return Volume{Amount: one.amount, Units: one.units}
}

// Merge returns the union of two states of one plan that share no partner, such
// as those of two shards. Neither is changed. It returns an error that names
// each partner in both ([alianza.ErrDuplicate]).
func (s State) Merge(t State) (State, error) {
	var f check.Faults
	both, mine := map[string]bool{}, s.partners()
	for partner := range t.partners() {
		both[partner] = mine[partner]
	}
	for _, partner := range slices.Sorted(maps.Keys(both)) {
		if both[partner] {
			f.Add("partner", partner, alianza.ErrDuplicate, "in both states")
		}
	}
	if err := f.Err(); err != nil {
		return State{}, fmt.Errorf("commission: states: %w", err)
	}
	return State{
		events: union(s.events, t.events), pools: union(s.pools, t.pools),
		caps: union(s.caps, t.caps), customers: union(s.customers, t.customers),
	}, nil
}

func (s State) partners() map[string]bool {
	set := map[string]bool{}
	for k := range s.events {
		set[k.partner] = true
	}
	for k := range s.pools {
		set[k.partner] = true
	}
	for k := range s.caps {
		set[k.partner] = true
	}
	for k := range s.customers {
		set[k.partner] = true
	}
	return set
}

func union[K comparable, V any](a, b map[K]V) map[K]V {
	sum := make(map[K]V, len(a)+len(b))
	maps.Copy(sum, a)
	maps.Copy(sum, b)
	return sum
}

// change is what one event changes in a state.
type change struct {
	events    overlay[eventKey, record]
	pools     overlay[poolKey, pool]
	caps      overlay[capKey, decimal.Decimal]
	customers overlay[customerKey, tenure]
}

func (s State) change() *change {
	return &change{
		events: overlay[eventKey, record]{base: s.events}, pools: overlay[poolKey, pool]{base: s.pools},
		caps: overlay[capKey, decimal.Decimal]{base: s.caps}, customers: overlay[customerKey, tenure]{base: s.customers},
	}
}

// apply returns the state with a change in it.
func (c *change) apply() State {
	return State{events: c.events.apply(), pools: c.pools.apply(), caps: c.caps.apply(), customers: c.customers.apply()}
}

// An overlay holds what one event changes in a map, apart from the map, so that
// an event that is refused leaves no trace.
type overlay[K comparable, V any] struct {
	base map[K]V
	puts []put[K, V]
}

type put[K comparable, V any] struct {
	key   K
	value V
}

// get returns the value of a key, as changed.
func (o *overlay[K, V]) get(key K) (V, bool) {
	for _, p := range slices.Backward(o.puts) {
		if p.key == key {
			return p.value, true
		}
	}
	v, ok := o.base[key]
	return v, ok
}

// put changes the value of a key.
func (o *overlay[K, V]) put(key K, value V) { o.puts = append(o.puts, put[K, V]{key, value}) }

// apply returns the map with the changes in it, which it changes in place.
func (o *overlay[K, V]) apply() map[K]V {
	if o.base == nil && len(o.puts) > 0 {
		o.base = map[K]V{}
	}
	for _, p := range o.puts {
		o.base[p.key] = p.value
	}
	return o.base
}

package commission

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// The parts of a state as they stand in JSON.
type (
	storedEvent struct {
		eventKey
		record
	}
	storedPool struct {
		poolKey
		pool
	}
	storedCap struct {
		capKey
		used decimal.Decimal
	}
	storedCustomer struct {
		customerKey
		tenure
	}
	stored struct {
		events    []storedEvent
		pools     []storedPool
		caps      []storedCap
		customers []storedCustomer
	}
)

// MarshalJSON returns the state as an object of sorted lists: equal states have
// equal JSON.
func (s State) MarshalJSON() ([]byte, error) {
	var out stored
	for k, v := range s.events {
		out.events = append(out.events, storedEvent{k, v})
	}
	for k, v := range s.pools {
		out.pools = append(out.pools, storedPool{k, v})
	}
	for k, v := range s.caps {
		out.caps = append(out.caps, storedCap{k, v})
	}
	for k, v := range s.customers {
		out.customers = append(out.customers, storedCustomer{k, v})
	}
	slices.SortFunc(out.events, func(a, b storedEvent) int {
		return cmp.Or(cmp.Compare(a.partner, b.partner), cmp.Compare(a.event, b.event))
	})
	slices.SortFunc(out.pools, func(a, b storedPool) int {
		return cmp.Or(cmp.Compare(a.partner, b.partner), cmp.Compare(a.rule, b.rule), cmp.Compare(a.version, b.version), cmp.Compare(a.period, b.period))
	})
	slices.SortFunc(out.caps, func(a, b storedCap) int {
		return cmp.Or(cmp.Compare(a.partner, b.partner), cmp.Compare(a.rule, b.rule), cmp.Compare(a.customer, b.customer), cmp.Compare(a.period, b.period))
	})
	slices.SortFunc(out.customers, func(a, b storedCustomer) int {
		return cmp.Or(cmp.Compare(a.partner, b.partner), cmp.Compare(a.rule, b.rule), cmp.Compare(a.customer, b.customer))
	})
	return oldjson.Marshal(out.fields)
}

// UnmarshalJSON reads a state strictly. It returns all faults and then leaves
// s as it was.
func (s *State) UnmarshalJSON(data []byte) error {
	var in stored
	var made State
	err := oldjson.Unmarshal(data, oldjson.MaxState, in.fields, func() error {
		var f check.Faults
		made = in.state(&f)
		return f.Err()
	})
	if err == nil {
		*s = made
	}
	return err
}

// state returns the state of the lists, and faults what cannot be.
func (in *stored) state(f *check.Faults) State {
	s := State{
		events: map[eventKey]record{}, pools: map[poolKey]pool{},
		caps: map[capKey]decimal.Decimal{}, customers: map[customerKey]tenure{},
	}
	for i, one := range in.events {
		path := fmt.Sprintf("events[%d]", i)
		f.Name(path+".partner", one.partner)
		f.Name(path+".event", one.event)
		distinct(f, path, ".event", s.events, one.eventKey, one.record)
		one.check(f, path)
	}
	for i, one := range in.pools {
		path := fmt.Sprintf("windows[%d]", i)
		f.Name(path+".partner", one.partner)
		f.Name(path+".rule", one.rule)
		distinct(f, path, ".period", s.pools, one.poolKey, one.pool)
		one.check(f, path)
	}
	for i, one := range in.caps {
		path := fmt.Sprintf("caps[%d]", i)
		f.Name(path+".partner", one.partner)
		distinct(f, path, ".period", s.caps, one.capKey, one.used)
		f.Number(path+".used", one.used)
	}
	for i, one := range in.customers {
		path := fmt.Sprintf("customers[%d]", i)
		f.Name(path+".partner", one.partner)
		distinct(f, path, ".customer", s.customers, one.customerKey, one.tenure)
		f.Instant(path+".first", one.first)
		checkCount(f, path+".count", one.count)
	}
	return s
}

// check faults a window that no events lead to.
func (s pool) check(f *check.Faults, path string) {
	if f.NotNegative(path+".amount", s.amount) && f.NotNegative(path+".lost", s.lost) && exact.Cmp(s.lost, s.amount) > 0 {
		f.Add(path+".lost", exact.Text(s.lost), alianza.ErrRange, "more than the amount")
	}
	checkCount(f, path+".units", s.units)
	checkCount(f, path+".gone", s.gone)
	if s.gone > s.units {
		f.Add(path+".gone", fmt.Sprint(s.gone), alianza.ErrRange, "more than the units")
	}
	f.Number(path+".whole", s.whole)
	f.Number(path+".paid", s.paid)
}

func checkCount(f *check.Faults, path string, n int) {
	if n < 0 {
		f.Add(path, fmt.Sprint(n), alianza.ErrRange, "negative")
	}
}

// distinct adds a value to a map, and faults a key that was there.
func distinct[K comparable, V any](f *check.Faults, path, last string, all map[K]V, key K, value V) {
	if _, ok := all[key]; ok {
		f.Add(path+last, "", alianza.ErrDuplicate, "the partner has it twice")
	}
	all[key] = value
}

func (r record) check(f *check.Faults, path string) {
	if !r.kind.earns() && !r.kind.takes() {
		f.Add(path+".kind", string(r.kind), alianza.ErrUnknown, "no event has it")
	}
	if f.NotNegative(path+".amount", r.amount) && f.NotNegative(path+".refunded", r.refunded) && exact.Cmp(r.refunded, r.amount) > 0 {
		f.Add(path+".refunded", exact.Text(r.refunded), alianza.ErrRange, "more than the sale")
	}
	if f.NotNegative(path+".late", r.late) && !r.late.IsZero() && exact.Check(r.refunded) == nil && exact.Cmp(r.late, r.refunded) > 0 {
		f.Add(path+".late", exact.Text(r.late), alianza.ErrRange, "more than was refunded")
	}
	if (r.kind == Correction) != r.corrects.earns() {
		f.Add(path+".corrects", string(r.corrects), alianza.ErrConflict, "a correction has the kind of what it corrects, and nothing else has it")
	}
	for i, h := range r.holdings {
		at := fmt.Sprintf("%s.earned[%d]", path, i)
		f.Name(at+".rule", h.rule)
		f.NotNegative(at+".base", h.base)
		checkCount(f, at+".units", h.units)
		f.Number(at+".posted", h.posted)
		f.Number(at+".paid", h.paid)
	}
}

func (in *stored) fields(o *oldjson.Object) {
	oldjson.List(o, "events", &in.events, (*storedEvent).fields)
	oldjson.List(o.Optional(), "windows", &in.pools, (*storedPool).fields)
	oldjson.List(o.Optional(), "caps", &in.caps, (*storedCap).fields)
	oldjson.List(o.Optional(), "customers", &in.customers, (*storedCustomer).fields)
}

func (s *storedEvent) fields(o *oldjson.Object) {
	o.String("partner", &s.partner)
	o.String("event", &s.event)
	o.String("plan", &s.plan)
	o.String("kind", (*string)(&s.kind))
	o.Optional().String("of", &s.of)
	o.String("currency", &s.currency)
	o.Decimal("amount", &s.amount)
	o.Optional().Int("units", &s.units)
	oldjson.Text(o.Optional(), "at", &s.at)
	o.Optional().String("order", &s.order)
	o.Optional().String("customer", &s.customer)
	o.Optional().Decimal("refunded", &s.refunded)
	o.Optional().Decimal("late", &s.late)
	o.Optional().Bool("reversed", &s.reversed)
	o.Optional().String("corrects", (*string)(&s.corrects))
	oldjson.List(o.Optional(), "earned", &s.holdings, (*holding).fields)
}

func (h *holding) fields(o *oldjson.Object) {
	o.String("rule", &h.rule)
	o.Int("version", &h.version)
	oldjson.Text(o.Optional(), "rounding", &h.rounding)
	oldjson.Text(o.Optional(), "medium", &h.medium)
	o.Optional().String("tier", &h.tier)
	oldjson.Text(o.Optional(), "rate", &h.rate)
	o.Decimal("base", &h.base)
	o.Optional().Int("units", &h.units)
	o.Decimal("posted", &h.posted)
	o.Decimal("paid", &h.paid)
	oldjson.Text(o, "due", &h.due)
	o.Optional().String("period", &h.period)
	o.Optional().String("customer", &h.customer)
	o.Optional().Bool("counted", &h.counted)
}

func (s *storedPool) fields(o *oldjson.Object) {
	o.String("partner", &s.partner)
	o.String("rule", &s.rule)
	o.Int("version", &s.version)
	o.String("period", &s.period)
	o.Decimal("amount", &s.amount)
	o.Optional().Int("units", &s.units)
	o.Optional().Decimal("lost", &s.lost)
	o.Optional().Int("gone", &s.gone)
	o.Optional().String("tier", &s.tier)
	oldjson.Text(o.Optional(), "rate", &s.rate)
	oldjson.Text(o.Optional(), "by", &s.by)
	o.Optional().Decimal("whole", &s.whole)
	o.Decimal("paid", &s.paid)
	o.Optional().Bool("closed", &s.closed)
}

func (s *storedCap) fields(o *oldjson.Object) {
	o.String("partner", &s.partner)
	o.String("rule", &s.rule)
	o.Optional().String("customer", &s.customer)
	o.String("period", &s.period)
	o.Decimal("used", &s.used)
}

func (s *storedCustomer) fields(o *oldjson.Object) {
	o.String("partner", &s.partner)
	o.String("rule", &s.rule)
	o.String("customer", &s.customer)
	oldjson.Text(o, "first", &s.first)
	o.Int("count", &s.count)
}

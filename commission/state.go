package commission

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Past answers a key with the record kept under it, and false if there is none.
// [State] is one in memory; a service has another over its table. An error ends
// the evaluation and is returned as it is.
type Past interface {
	Record(key Key) (Record, bool, error)
}

// A State is a [Past] in memory. The zero State knows nothing and is ready to use.
// A State is not safe for concurrent use while it changes.
type State struct {
	events  rows            // the records of events
	records map[Key]*Record // the others, and what finds no place among the rows
}

// Record returns the record of a key. It never fails.
func (s *State) Record(key Key) (Record, bool, error) {
	if s == nil {
		return Record{}, false, nil
	}
	if key.about == eventRecord {
		if r, ok := s.events.get(&key); ok || len(s.records) == 0 {
			return r, ok, nil
		}
	}
	if r := s.records[key]; r != nil {
		return *r, true, nil
	}
	return Record{}, false, nil
}

// locate finds the place of a key, and the revision and the plan of its record.
func (s *State) locate(key *Key, l *located) {
	if key.about == eventRecord {
		s.events.locate(key, l)
	}
	if !l.found && len(s.records) > 0 {
		if r := s.records[*key]; r != nil {
			l.revision, l.plan, l.record = r.revision, r.plan, r
		}
	}
}

// Keep puts records into the state, all or none. It returns an error that wraps
// [alianza.ErrConflict] if a record's revision is not the one after that which the
// state has. Then something else was kept in between: evaluate the event again.
func (s *State) Keep(records ...Record) error {
	if s == nil {
		return errNoState()
	}
	var room [3]located
	places := room[:]
	if len(records) > len(room) {
		places = make([]located, len(records))
	}
	for i := range records {
		r, l := &records[i], &places[i]
		s.locate(&r.key, l)
		if r.revision != l.revision+1 || l.revision > 0 && l.plan != r.plan {
			return fmt.Errorf("commission: state: %w", check.Fault("revision", fmt.Sprint(r.revision), alianza.ErrConflict,
				fmt.Sprintf("record %s of plan %s has revision %d", r.key, r.plan, l.revision)))
		}
	}
	for i := range records {
		s.put(&records[i], &places[i])
	}
	return nil
}

func errNoState() error {
	return fmt.Errorf("commission: %w", check.Fault("state", "", alianza.ErrMissing, "there is none to keep anything in"))
}

// Restore puts a record into the state that was kept elsewhere, whatever its
// revision: for reading a state back. A nil State keeps nothing.
func (s *State) Restore(r Record) {
	if s == nil {
		return
	}
	var l located
	s.locate(&r.key, &l)
	s.put(&r, &l)
}

func (s *State) put(r *Record, l *located) {
	among := l.revision > 0 && !l.found // the others, since it had no place among the rows
	if r.key.about == eventRecord && s.events.put(r, l) {
		if among {
			delete(s.records, r.key)
		}
		return
	}
	if l.record != nil {
		*l.record = *r
		return
	}
	if s.records == nil {
		s.records = map[Key]*Record{}
	}
	one := *r
	s.records[r.key] = &one
}

// Len returns the number of records.
func (s *State) Len() int {
	if s == nil {
		return 0
	}
	return s.events.len() + len(s.records)
}

// Clone returns a copy that shares nothing with s.
func (s *State) Clone() *State {
	if s == nil {
		return &State{}
	}
	c := &State{events: s.events.clone()}
	for k, r := range s.records {
		if c.records == nil {
			c.records = make(map[Key]*Record, len(s.records))
		}
		one := *r
		c.records[k] = &one
	}
	return c
}

// Records returns the records of the state in the order of their keys, so that a
// state of any size can be written a row at a time. An empty partner means all.
func (s *State) Records(partner string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		keys := make([]Key, 0, s.Len())
		for k := range s.keys() {
			if partner == "" || k.partner == partner {
				keys = append(keys, k)
			}
		}
		slices.SortFunc(keys, Key.compare)
		for _, k := range keys {
			if r, ok, _ := s.Record(k); ok && !yield(r) {
				return
			}
		}
	}
}

// keys returns the keys of all records, in no order.
func (s *State) keys() iter.Seq[Key] {
	return func(yield func(Key) bool) {
		if s == nil {
			return
		}
		for k := range s.events.keys() {
			if !yield(k) {
				return
			}
		}
		for k := range s.records {
			if !yield(k) {
				return
			}
		}
	}
}

func (k Key) compare(o Key) int {
	return cmp.Or(cmp.Compare(k.partner, o.partner), cmp.Compare(k.about, o.about), cmp.Compare(k.name, o.name),
		cmp.Compare(k.of, o.of), cmp.Compare(k.period, o.period))
}

// Forget drops the records of a partner whose latest event was before a day, and
// returns how many they were. An empty partner means all. A refund of a forgotten
// sale is one of an unknown sale, and a forgotten event that comes again is new.
func (s *State) Forget(partner string, before alianza.Date) int {
	if s == nil {
		return 0
	}
	n := s.Len()
	s.events.forget(partner, before)
	maps.DeleteFunc(s.records, func(k Key, r *Record) bool {
		return (partner == "" || k.partner == partner) && r.day.Before(before)
	})
	return n - s.Len()
}

// Merge puts the records of another state into s: those of another shard of the
// same program. It returns an error and changes nothing if:
//   - a partner is in both states ([alianza.ErrDuplicate], one fault for each);
//   - the states are of two programs ([alianza.ErrConflict]).
func (s *State) Merge(t *State) error {
	if s == nil {
		return errNoState()
	}
	var f check.Faults
	mine, both := map[string]bool{}, map[string]bool{}
	plan := ""
	for k := range s.keys() {
		mine[k.partner] = true
		if plan == "" {
			plan = s.planOf(k)
		}
	}
	for k := range t.keys() {
		if mine[k.partner] {
			both[k.partner] = true
		}
		if other := t.planOf(k); plan != "" && other != plan {
			return fmt.Errorf("commission: states: %w", check.Fault("plan", other, alianza.ErrConflict, "the other state is of "+plan))
		}
	}
	for _, partner := range names(both) {
		f.Add("partner", partner, alianza.ErrDuplicate, "in both states")
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("commission: states: %w", err)
	}
	for k := range t.keys() {
		if r, ok, _ := t.Record(k); ok {
			s.Restore(r)
		}
	}
	return nil
}

// planOf returns the plan of the record of a key.
func (s *State) planOf(k Key) string {
	var l located
	s.locate(&k, &l)
	return l.plan
}

// Equal reports whether two states have equal records.
func (s State) Equal(t State) bool {
	if s.Len() != t.Len() {
		return false
	}
	for k := range s.keys() {
		a, _, _ := s.Record(k)
		if b, ok, _ := t.Record(k); !ok || !a.Equal(b) {
			return false
		}
	}
	return true
}

// MarshalJSON refuses: a state may be of any size. Write its Records, a row each.
func (s State) MarshalJSON() ([]byte, error) {
	return nil, check.Fault("", "", alianza.ErrForm, "a state is written a row at a time: see Records and Restore")
}

// UnmarshalJSON refuses, as MarshalJSON does.
func (s *State) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a state", "read its records and Restore them")
}

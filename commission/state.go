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
	records map[Key]Record
}

// Record returns the record of a key. It never fails.
func (s *State) Record(key Key) (Record, bool, error) {
	if s == nil {
		return Record{}, false, nil
	}
	r, ok := s.records[key]
	return r, ok, nil
}

// Keep puts records into the state, all or none. It returns an error that wraps
// [alianza.ErrConflict] if a record's revision is not the one after that which the
// state has. Then something else was kept in between: evaluate the event again.
func (s *State) Keep(records ...Record) error {
	for _, r := range records {
		if before := s.records[r.key]; r.revision != before.revision+1 || before.revision > 0 && before.plan != r.plan {
			return fmt.Errorf("commission: state: %w", check.Fault("revision", fmt.Sprint(r.revision), alianza.ErrConflict,
				fmt.Sprintf("record %s of plan %s has revision %d", r.key, r.plan, before.revision)))
		}
	}
	if s.records == nil {
		s.records = map[Key]Record{}
	}
	for _, r := range records {
		s.records[r.key] = r
	}
	return nil
}

// Restore puts a record into the state that was kept elsewhere, whatever its
// revision: for reading a state back.
func (s *State) Restore(r Record) {
	if s.records == nil {
		s.records = map[Key]Record{}
	}
	s.records[r.key] = r
}

// Len returns the number of records.
func (s *State) Len() int { return len(s.records) }

// Clone returns a copy that shares nothing with s.
func (s *State) Clone() *State { return &State{records: maps.Clone(s.records)} }

// Records returns the records of the state in the order of their keys, so that a
// state of any size can be written a row at a time. An empty partner means all.
func (s *State) Records(partner string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		keys := make([]Key, 0, len(s.records))
		for k := range s.records {
			if partner == "" || k.partner == partner {
				keys = append(keys, k)
			}
		}
		slices.SortFunc(keys, Key.compare)
		for _, k := range keys {
			if !yield(s.records[k]) {
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
	n := len(s.records)
	maps.DeleteFunc(s.records, func(k Key, r Record) bool {
		return (partner == "" || k.partner == partner) && r.day.Before(before)
	})
	return n - len(s.records)
}

// Merge puts the records of another state into s: those of another shard of the
// same program. It returns an error and changes nothing if:
//   - a partner is in both states ([alianza.ErrDuplicate], one fault for each);
//   - the states are of two programs ([alianza.ErrConflict]).
func (s *State) Merge(t *State) error {
	var f check.Faults
	mine, both := map[string]bool{}, map[string]bool{}
	plan := ""
	for k, r := range s.records {
		mine[k.partner], plan = true, r.plan
	}
	for k, r := range t.records {
		if mine[k.partner] {
			both[k.partner] = true
		}
		if plan != "" && r.plan != plan {
			return fmt.Errorf("commission: states: %w", check.Fault("plan", r.plan, alianza.ErrConflict, "the other state is of "+plan))
		}
	}
	for _, partner := range names(both) {
		f.Add("partner", partner, alianza.ErrDuplicate, "in both states")
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("commission: states: %w", err)
	}
	if s.records == nil {
		s.records = map[Key]Record{}
	}
	maps.Copy(s.records, t.records)
	return nil
}

// Equal reports whether two states have equal records.
func (s State) Equal(t State) bool {
	return maps.EqualFunc(s.records, t.records, Record.Equal)
}

// MarshalJSON refuses: a state may be of any size. Write its Records, a row each.
func (s State) MarshalJSON() ([]byte, error) {
	return nil, check.Fault("", "", alianza.ErrForm, "a state is written a row at a time: see Records and Restore")
}

// UnmarshalJSON refuses, as MarshalJSON does.
func (s *State) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a state", "read its records and Restore them")
}

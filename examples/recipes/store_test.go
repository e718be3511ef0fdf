package recipes_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// document is a small program.
const document = `{
  "id": "casa-verde",
  "currencies": ["USD"],
  "plans": [{"hold_days": 14, "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
  "payouts": [{"minimum": "50", "confirm": true}]
}`

func load(text string) program.Program {
	p, err := alianza.Read[program.Program]([]byte(text))
	if err != nil {
		panic(err)
	}
	return p
}

// store stands for a database: a table of entries with unique keys, and one of
// records with their revisions. Commit changes both or nothing.
type store struct {
	entries map[string]commission.Entry
	records map[string][]byte
	at      map[string]int // revisions
	fail    bool           // the next commit is lost, with the connection
}

func newStore() *store {
	return &store{entries: map[string]commission.Entry{}, records: map[string][]byte{}, at: map[string]int{}}
}

// Record reads a record, so that the store is the past of a plan.
func (s *store) Record(key commission.Key) (commission.Record, bool, error) {
	var r commission.Record
	document, ok := s.records[key.String()]
	if !ok {
		return r, false, nil
	}
	err := json.Unmarshal(document, &r)
	return r, true, err
}

var (
	errLost  = errors.New("connection lost")
	errAgain = errors.New("another event came between")
)

// Commit inserts entries, and writes each record over the revision before it.
func (s *store) Commit(earned commission.Earned) error {
	if s.fail {
		s.fail = false
		return errLost
	}
	records, at := map[string][]byte{}, map[string]int{}
	for _, r := range earned.Records {
		key := r.Key().String()
		if s.at[key] != r.Revision()-1 {
			return errAgain
		}
		document, err := json.Marshal(r)
		if err != nil {
			return err
		}
		records[key], at[key] = document, r.Revision()
	}
	for _, e := range earned.Entries {
		if _, ok := s.entries[e.Key]; ok {
			return fmt.Errorf("entry %s is there", e.Key)
		}
	}
	for _, e := range earned.Entries {
		s.entries[e.Key] = e
	}
	maps.Copy(s.records, records)
	maps.Copy(s.at, at)
	return nil
}

// print prints the entries by their keys.
func (s *store) print() {
	for _, key := range slices.Sorted(maps.Keys(s.entries)) {
		fmt.Printf("%s: %s\n", key, s.entries[key].Amount.StringFixed(2))
	}
}

func n(text string) decimal.Decimal { return decimal.RequireFromString(text) }

func march(day int) time.Time { return time.Date(2026, time.March, day, 12, 0, 0, 0, time.UTC) }

// sale returns a sale of a partner.
func sale(id, partner, amount string, at time.Time) commission.Event {
	return commission.Event{ID: id, Kind: commission.Sale, Partner: partner, At: at, Currency: "USD", Amount: n(amount)}
}

// refund returns a refund of a sale.
func refund(id, of, partner, amount string, at time.Time) commission.Event {
	return commission.Event{ID: id, Kind: commission.Refund, Of: of, Partner: partner, At: at, Currency: "USD", Amount: n(amount)}
}

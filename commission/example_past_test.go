package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// A database stands for one: a table of entries and one of records. Both change in
// one transaction or not at all.
type database struct {
	entries map[string]string      // by the key of the entry
	records map[string]databaseRow // by the text of the record's key
}

type databaseRow struct {
	revision int
	document []byte
}

// Record reads a row: a database is a past.
func (db *database) Record(key commission.Key) (commission.Record, bool, error) {
	var r commission.Record
	row, ok := db.records[key.String()]
	if !ok {
		return r, false, nil
	}
	err := json.Unmarshal(row.document, &r)
	return r, true, err
}

// errAgain says that another event came between: evaluate again.
var errAgain = errors.New("another event came between")

// Post inserts the entries, whose keys are unique, and writes each record over the
// revision before it.
func (db *database) Post(earned commission.Earned) error {
	for _, e := range earned.Entries {
		if _, ok := db.entries[e.Key]; ok {
			return fmt.Errorf("entry %s is there", e.Key)
		}
	}
	documents := map[string]databaseRow{}
	for _, r := range earned.Records {
		key := r.Key().String()
		if db.records[key].revision != r.Revision()-1 {
			return errAgain // nothing was written
		}
		document, err := json.Marshal(r)
		if err != nil {
			return err
		}
		documents[key] = databaseRow{r.Revision(), document}
	}
	for _, e := range earned.Entries {
		db.entries[e.Key] = e.String()
	}
	maps.Copy(db.records, documents)
	return nil
}

// A service keeps what a plan has to know in a table of its own. It posts the
// entries of an event and keeps its records in one transaction. What is lost before
// that is evaluated again; what comes again after it is refused.
func ExamplePast() {
	plan := alianza.Must(commission.New(commission.Affiliate()))
	db := &database{entries: map[string]string{}, records: map[string]databaseRow{}}
	sold := commission.Event{
		ID: "order-991", Kind: commission.Sale, Partner: "ana", Tier: "affiliate/silver",
		At: time.Date(2026, time.March, 9, 12, 0, 0, 0, time.UTC), Currency: "USD", Amount: decimal.RequireFromString("19.99"),
	}

	earned, err := plan.Earn(db, sold)
	fmt.Println(earned, err)

	// The process ends here, and nothing was posted. The event is sent again.
	earned, err = plan.Earn(db, sold)
	fmt.Println(err, db.Post(earned))

	// The answer was lost, and the event is sent a third time.
	_, err = plan.Earn(db, sold)
	fmt.Println(errors.Is(err, alianza.ErrRepeated))

	// Two refunds are evaluated at once; the second to be posted has to look again.
	back := func(id string) commission.Event {
		e := sold
		e.ID, e.Kind, e.Of, e.Amount = id, commission.Refund, sold.ID, decimal.RequireFromString("5.00")
		return e
	}
	first := alianza.Must(plan.Earn(db, back("refund-7")))
	second := alianza.Must(plan.Earn(db, back("refund-8")))
	fmt.Println(db.Post(first), db.Post(second))
	second = alianza.Must(plan.Earn(db, back("refund-8")))
	fmt.Println(second, db.Post(second))
	fmt.Println(len(db.entries), "entries,", len(db.records), "records")
	// Output:
	// sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, rule sale, plan affiliate v1 <nil>
	// <nil> <nil>
	// true
	// <nil> another event came between
	// refund refund-8 of order-991: 5.00 USD back, 9.99 left at 25% earn 2.50 after 3.75, so -1.25, rule sale, plan affiliate v1 <nil>
	// 3 entries, 3 records
}

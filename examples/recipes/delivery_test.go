package recipes_test

import (
	"errors"
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// deliver handles a message that may come again. It returns nil once the event is
// in the store, so that the queue can forget the message.
func deliver(plan commission.Plan, db *store, event commission.Event) error {
	for {
		earned, err := plan.Earn(db, event) // reads, and changes nothing
		switch {
		case errors.Is(err, alianza.ErrRepeated):
			return nil // it was committed before: the answer was lost, not the work
		case err != nil:
			return err
		}
		if err := db.Commit(earned); !errors.Is(err, errAgain) {
			return err
		}
	}
}

// A queue delivers a message at least once. The event, its entries and its records
// are one transaction. So a message whose transaction was lost works the next time,
// and one whose answer was lost does nothing.
func Example_delivery() {
	plan, _ := load(document).Plan("USD")
	db := newStore()
	message := sale("order-991", "ana", "19.99", march(9))

	db.fail = true
	fmt.Println("first:", deliver(plan, db, message))
	fmt.Println("again:", deliver(plan, db, message))
	fmt.Println("and again:", deliver(plan, db, message))
	db.print()

	// Output:
	// first: connection lost
	// again: <nil>
	// and again: <nil>
	// casa-verde-usd/ana/sale/order-991: 4.00
}

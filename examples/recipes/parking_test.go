package recipes_test

import (
	"errors"
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// A refund may overtake its sale on the way. What is not known yet is told apart
// from what is wrong: it is parked, and tried again when something of its partner
// has arrived.
func Example_parking() {
	plan, _ := load(document).Plan("USD")
	db := newStore()
	parked := map[string][]commission.Event{} // by partner; a table in a service

	handle := func(event commission.Event) {
		err := deliver(plan, db, event)
		switch {
		case errors.Is(err, alianza.ErrPending):
			parked[event.Partner] = append(parked[event.Partner], event)
			fmt.Println(event.ID, "is parked")
			return
		case err != nil:
			fmt.Println(event.ID, "is wrong:", err)
			return
		}
		fmt.Println(event.ID, "is posted")
	}
	arrive := func(event commission.Event) {
		handle(event)
		again := parked[event.Partner]
		delete(parked, event.Partner)
		for _, waiting := range again {
			if waiting.ID != event.ID {
				handle(waiting)
			} else {
				parked[event.Partner] = append(parked[event.Partner], waiting)
			}
		}
	}

	arrive(refund("note-7", "order-991", "ana", "9.99", march(16)))
	arrive(sale("order-991", "ana", "19.99", march(9)))
	db.print()

	// Output:
	// note-7 is parked
	// order-991 is posted
	// note-7 is posted
	// casa-verde-usd/ana/sale/note-7: -2.00
	// casa-verde-usd/ana/sale/order-991: 4.00
}

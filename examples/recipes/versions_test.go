package recipes_test

import (
	_ "embed"
	"errors"
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

// first and second are the documents of a program before and after a change. A
// service embeds its documents, or keeps them in a table with the day of upload.
var (
	//go:embed testdata/casa-verde-1.json
	first []byte
	//go:embed testdata/casa-verde-2.json
	second []byte
)

// A change of the rules is a version with the day from which it holds. It is added
// to the document; the versions before it stay as they were. The store goes on: a
// refund of a sale from before the change goes by the terms of that sale. A version
// that has paid and was edited is refused.
func Example_versions() {
	db := newStore()
	plan, _ := alianza.Must(alianza.Read[program.Program](first)).Plan("USD")
	fmt.Println(deliver(plan, db, sale("order-1", "ana", "100", march(2))))

	next := alianza.Must(alianza.Read[program.Program](second))
	plan, _ = next.Plan("USD")
	fmt.Println(deliver(plan, db, sale("order-2", "ana", "100", march(20))))
	fmt.Println(deliver(plan, db, refund("note-1", "order-1", "ana", "100", march(21))))
	db.print()

	edited := next.Definition()
	edited.Plans[0].Plan.HoldDays = 90
	plan, _ = alianza.Must(program.New(edited)).Plan("USD")
	err := deliver(plan, db, refund("note-2", "order-1", "ana", "1", march(22)))
	fmt.Println(errors.Is(err, alianza.ErrConflict), err)

	// Output:
	// <nil>
	// <nil>
	// <nil>
	// casa-verde-usd/ana/sale/note-1: -20.00
	// casa-verde-usd/ana/sale/order-1: 20.00
	// casa-verde-usd/ana/sale/order-2: 25.00
	// true commission: plan casa-verde-usd: refund "note-2": version "1": contradiction: its definition was edited since it paid; an edited definition is a new version
}

package cadence_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/cadence"
)

// A program began on 31 January. It sends its partners a report every month, and reviews each of
// them every quarter. It is 30 April; the last report was that of February.
func Example() {
	day := func(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }
	rhythm := alianza.Must(cadence.New(cadence.Definition{Name: "program", Tasks: []cadence.Task{
		{Name: "report", Every: cadence.Monthly, Owner: "marketing"},
		{Name: "review", Every: cadence.Quarterly, Owner: "partner_manager"},
		{Name: "training", Every: cadence.Once, Days: 14},
	}}))
	agenda, err := rhythm.Agenda(day("2026-01-31"), map[string]alianza.Date{
		"report": day("2026-02-28"), "training": day("2026-02-10"), // the last time each was done
	}, day("2026-04-30"))
	if err != nil {
		fmt.Println(err)
		return
	}
	// The report of 31 March has not been sent, so that it is due twice. The training was held,
	// four days early, and comes no more.
	for _, item := range agenda {
		fmt.Println(item, "by", item.Owner, item.Times)
	}

	// Months are counted from the start: after 28 February comes 31 March.
	fmt.Println(rhythm.Next("report", day("2026-01-31"), day("2026-02-28")))
	// Output:
	// report due on 2026-03-31, 30 days late by marketing 2
	// review due today by partner_manager 1
	// 2026-03-31 <nil>
}

// A review that was held starts its series anew.
func ExampleCadence_Next() {
	rhythm := alianza.Must(cadence.New(cadence.Alliance()))
	start := day("2025-01-31")
	next, err := rhythm.Next("quarterly_review", start, start)
	fmt.Println(next, err)
	next, err = rhythm.Next("quarterly_review", start, next)
	fmt.Println(next, err)
	// Output:
	// 2025-04-30 <nil>
	// 2025-07-31 <nil>
}

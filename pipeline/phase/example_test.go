package phase_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/phase"
)

// A program plans half a year to build itself up, half a year to grow, and then a year in new
// countries. It began on 31 January. In which phase is it on a day?
func Example() {
	day := func(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }
	plan := alianza.Must(phase.New(phase.Definition{Name: "two years", Phases: []phase.Phase{
		{Name: "foundation", First: 1, Last: 6, Items: []string{"team", "first_partners"}},
		{Name: "growth", First: 7, Last: 12},
		{Name: "expansion", First: 13, Last: 24},
	}}))
	start := day("2026-01-31")

	// The months begin on the 31st, or on the last day of a shorter month. On 30 July it is still
	// the sixth month.
	fmt.Println("month", phase.Month(start, day("2026-07-30")))
	now, ok := plan.On(start, day("2026-07-30"))
	fmt.Println(now, now.Items, ok)

	// A day later it is the seventh.
	now, ok = plan.On(start, day("2026-07-31"))
	fmt.Println(now, ok)
	for _, one := range plan.Dates(start) {
		fmt.Println(one)
	}
	// Output:
	// month 6
	// foundation, months 1-6 [team first_partners] true
	// growth, months 7-12 true
	// foundation from 2026-01-31 until 2026-07-31
	// growth from 2026-07-31 until 2027-01-31
	// expansion from 2027-01-31 until 2028-01-31
}

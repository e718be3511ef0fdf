package recipes_test

import (
	"fmt"
	"strings"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// Before a rule changes, what was sold is run through both documents, each from the
// beginning. Nothing is posted: Add and CloseAll change the run alone. What was paid
// stays as it is, since the change has a day from which it holds.
func Example_replay() {
	before := load(document)
	after := load(strings.Replace(document, `"rate": "20%"}]}]`, `"rate": "20%"}]},
    {"version": 2, "from": "2026-03-15", "hold_days": 14, "rules": [{"name": "sale", "on": "sale", "rate": "25%"}]}]`, 1))
	fmt.Println(program.Diff(before.Definition(), after.Definition()))

	events := []commission.Event{
		sale("1", "ana", "100", march(2)), sale("2", "ana", "200", march(20)), sale("3", "bob", "10", march(3)),
	}
	earned := func(p program.Program) map[string]string {
		run, sums := p.Run(), map[string]string{}
		for _, e := range events {
			if err := run.Add(e); err != nil {
				fmt.Println(err)
			}
		}
		for result := range run.CloseAll() {
			sums[result.Partner] = result.Accounts[0].Earned.String()
		}
		return sums
	}
	was, is := earned(before), earned(after)
	for _, partner := range []string{"ana", "bob"} {
		fmt.Println(partner, "earned", was[partner], "and would earn", is[partner])
	}

	// Output:
	// plan v2 is new: version 2, from 2026-03-15, hold_days 14, 1 rule
	// plan v2, rule sale: rate was 20%, is 25%
	// ana earned 60 and would earn 70
	// bob earned 2 and would earn 2
}

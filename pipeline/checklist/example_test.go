package checklist_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/checklist"
)

// Before a partner begins there is a list of work: a contract, a training of 75 minutes in two
// parts, and ten candidates or more to sell to. What is done, and what is open?
func Example() {
	start := alianza.Must(checklist.New(checklist.Definition{Name: "start", Items: []checklist.Item{
		{Name: "contract", Owner: "legal"},
		{Name: "product_training", Owner: "sales", Minutes: 45},
		{Name: "tools_training", Owner: "sales", Minutes: 30},
		{Name: "candidates", Bound: alianza.AtLeast(decimal.NewFromInt(10))}, // a number, in place of a yes
	}}))

	// Seven candidates are three too few.
	progress := checklist.Progress{
		Done:    []string{"contract", "product_training"},
		Numbers: map[string]decimal.Decimal{"candidates": decimal.NewFromInt(7)},
	}
	report, err := start.Judge(progress)
	fmt.Println(report, err)

	// What is left of the training?
	minutes, err := start.Minutes("tools_training")
	fmt.Println(minutes, "minutes", err)

	progress.Done = append(progress.Done, "tools_training")
	progress.Numbers["candidates"] = decimal.NewFromInt(12)
	report, err = start.Judge(progress)
	fmt.Println(report.Complete(), err)
	// Output:
	// start: 2 of 4; open: tools_training, candidates 7, want >= 10 <nil>
	// 30 minutes <nil>
	// true <nil>
}

package cycle_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// Half a year of a partner. The sales of each month decide: silver takes 6 of them, gold 16. The
// level rises at once, and falls only after a month of grace.
func Example() {
	affiliates := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{
		Editions: []cycle.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}},
		Grace:    1,
	}))
	var standing cycle.Standing // keep one for each partner, in your store
	month := alianza.Must(cycle.NewMonth(2026, time.January))
	for _, sales := range []int64{3, 17, 12, 16, 9, 7} {
		next, change, err := affiliates.Step(standing, month, tier.Metrics{"sales": decimal.NewFromInt(sales)})
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(change)
		standing, month = next, month.Add(1)
	}
	// April was enough, so that the grace began anew in May. June was the second month in a row
	// that was not, and 7 sales are silver. What does July have to bring?
	fmt.Println(affiliates.Outlook(standing))
	// Output:
	// 2026-01: promoted from no tier to basic
	// 2026-02: promoted from basic to gold
	// 2026-03: gold kept in grace, 1 of 1; the metrics qualify for silver
	// 2026-04: gold kept
	// 2026-05: gold kept in grace, 1 of 1; the metrics qualify for silver
	// 2026-06: demoted from gold to silver
	// 6 sales by 2026-07 to keep silver; 16 sales by 2026-07 to rise to gold <nil>
}

// only returns the one edition of a ladder.
func only(d tier.Definition[tier.NoTerms]) []cycle.Edition[tier.NoTerms] {
	return []cycle.Edition[tier.NoTerms]{{Ladder: d}}
}

// monthly returns the sales of months, one after the other.
func monthly(sales ...int64) []tier.Metrics {
	var months []tier.Metrics
	for _, n := range sales {
		months = append(months, tier.Metrics{"sales": decimal.NewFromInt(n)})
	}
	return months
}

// A standing is stepped from month to month, and kept as JSON between the steps.
func ExampleCycle_Step() {
	affiliates := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{Editions: only(tier.Affiliate()), Grace: 1}))
	kept := []byte(`{"ladder":"affiliate","level":"gold","since":"2025-11","start":"2025-10","last":"2026-02","recent":[{"sales":"17"}]}`)
	standing, err := alianza.Read[cycle.Standing](kept)
	if err != nil {
		fmt.Println(err)
		return
	}
	march := alianza.Must(cycle.NewMonth(2026, time.March))
	next, change, err := affiliates.Step(standing, march, tier.Metrics{"sales": decimal.NewFromInt(12)})
	fmt.Println(change, err)
	kept, err = json.Marshal(next)
	fmt.Println(string(kept), err)

	// The month after the last one is due, and no other.
	_, _, err = affiliates.Step(next, march.Add(3), tier.Metrics{"sales": decimal.NewFromInt(12)})
	fmt.Println(err)
	// Output:
	// 2026-03: gold kept in grace, 1 of 1; the metrics qualify for silver <nil>
	// {"ladder":"affiliate","level":"gold","since":"2025-11","misses":1,"start":"2025-10","last":"2026-03","recent":[{"sales":"12"}]} <nil>
	// cycle: step to 2026-06: month "2026-06": contradiction: the month after 2026-03 is due
}

// Several months at once: the mean of three months decides, a level may rise
// after each quarter and fall after each half of the year, one step at a time.
func ExampleCycle_Run() {
	affiliates := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{
		Editions:  only(tier.Affiliate()),
		Months:    3,
		Aggregate: cycle.Mean,
		Promote:   cycle.Calendar{Every: 3},
		Demote:    cycle.Calendar{Every: 6},
		Demotion:  cycle.OneStep,
	}))
	january := alianza.Must(cycle.NewMonth(2026, time.January))
	standing, changes, err := affiliates.Run(cycle.Standing{}, january, monthly(20, 3, 25, 0, 0, 2, 0))
	for _, change := range changes {
		fmt.Println(change)
	}
	fmt.Println(standing.Level, "since", standing.Since, err)
	// Output:
	// 2026-01: no tier kept, promotions come after 2026-03; the metrics qualify for silver
	// 2026-02: no tier kept, promotions come after 2026-03; the metrics qualify for silver
	// 2026-03: promoted from no tier to gold
	// 2026-04: gold kept, reviewed after 2026-06; the metrics qualify for silver
	// 2026-05: gold kept, reviewed after 2026-06; the metrics qualify for silver
	// 2026-06: demoted from gold to silver; the metrics qualify for no tier
	// 2026-07: silver kept, reviewed after 2026-12; the metrics qualify for no tier
	// silver since 2026-06 <nil>
}

// The bounds of a ladder may change from a month on: the same points are gold
// before, and silver from then on.
func ExampleCycle_Ladder() {
	points := func(gold, platinum int64) tier.Definition[tier.NoTerms] {
		level := func(name string, least int64) tier.Level {
			return tier.Level{Name: name, Requires: []tier.Requirement{tier.AtLeast("points", decimal.NewFromInt(least))}}
		}
		return tier.Definition[tier.NoTerms]{Name: "points", Levels: []tier.Level{level("silver", 0), level("gold", gold), level("platinum", platinum)}}
	}
	march := alianza.Must(cycle.NewMonth(2020, time.March))
	dated := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points(450, 700)},
		{From: march, Ladder: points(500, 750)},
	}}))
	for _, at := range []time.Time{time.Date(2020, time.February, 29, 12, 0, 0, 0, time.UTC), time.Date(2020, time.March, 1, 0, 0, 0, 0, time.UTC)} {
		ladder, _ := dated.Ladder(cycle.MonthOf(at, time.UTC))
		placed, err := ladder.Place(tier.Metrics{"points": decimal.NewFromInt(460)})
		fmt.Println(at.Format(time.DateOnly), placed, err)
	}
	// Output:
	// 2020-02-29 gold; 240 points to platinum <nil>
	// 2020-03-01 silver; 40 points to gold <nil>
}

// A deal keeps the terms of the level it was sold under for a year.
func ExampleCycle_LevelFor() {
	affiliates := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{Editions: only(tier.Affiliate()), Tail: 12}))
	january := alianza.Must(cycle.NewMonth(2023, time.January))
	standing, _, err := affiliates.Run(cycle.Standing{}, january, monthly(16, 18, 17, 16, 20, 7))
	fmt.Println("today:", standing.Level, "since", standing.Since, err)
	for _, on := range []cycle.Month{january.Add(11), january.Add(12)} {
		level, err := affiliates.LevelFor(standing, january, on)
		fmt.Printf("sold in %s, paid in %s: %s %v\n", january, on, level, err)
	}
	// Output:
	// today: silver since 2023-06 <nil>
	// sold in 2023-01, paid in 2023-12: gold <nil>
	// sold in 2023-01, paid in 2024-01: silver <nil>
}

// A level may be set by hand for some months.
func ExampleCycle_Pin() {
	affiliates := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{Editions: only(tier.Affiliate())}))
	march := alianza.Must(cycle.NewMonth(2026, time.March))
	standing, err := affiliates.Pin(cycle.Standing{}, "gold", march, march.Add(2))
	if err != nil {
		fmt.Println(err)
		return
	}
	_, changes, err := affiliates.Run(standing, march, monthly(4, 31, 6))
	for _, change := range changes {
		fmt.Println(change)
	}
	fmt.Println(err)
	// Output:
	// 2026-03: gold pinned, set by hand until 2026-05; the metrics qualify for basic
	// 2026-04: gold pinned, set by hand until 2026-05; the metrics qualify for platinum
	// 2026-05: demoted from gold to silver
	// <nil>
}

// Calendars repeat every year.
func ExampleCalendar() {
	quarters := cycle.Calendar{Every: 3, Ending: time.February}
	for m := alianza.Must(cycle.NewMonth(2026, time.January)); m.Year() == 2026; m = quarters.Next(m.Add(1)) {
		fmt.Print(m, " ", quarters.Has(m), "; ")
	}
	// Output: 2026-01 false; 2026-02 true; 2026-05 true; 2026-08 true; 2026-11 true;
}

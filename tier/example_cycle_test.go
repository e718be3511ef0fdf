package tier_test

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// A standing is stepped from month to month, and kept as JSON between the
// steps.
func ExampleCycle_Step() {
	cycle, err := tier.NewCycle(tier.CycleDefinition[tier.NoTerms]{
		Editions: []tier.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}},
		Grace:    1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	kept := []byte(`{"level":"gold","since":"2025-11","start":"2025-10","last":"2026-02","recent":[{"metrics":{"sales":"17"}}]}`)
	var standing tier.Standing
	if err := json.Unmarshal(kept, &standing); err != nil {
		fmt.Println(err)
		return
	}
	next, change, err := cycle.Step(standing, tier.MustMonth(2026, time.March), tier.Metrics{"sales": decimal.NewFromInt(12)})
	fmt.Println(change, err)
	kept, err = json.Marshal(next)
	fmt.Println(string(kept), err)

	// The month after the last one is due, and no other.
	_, _, err = cycle.Step(next, tier.MustMonth(2026, time.June), tier.Metrics{"sales": decimal.NewFromInt(12)})
	fmt.Println(err)
	// Output:
	// 2026-03: gold kept in grace, 1 of 1; the metrics qualify for silver <nil>
	// {"ladder":"affiliate","level":"gold","since":"2025-11","misses":1,"start":"2025-10","last":"2026-03","recent":[{"metrics":{"sales":"12"}}]} <nil>
	// tier: step to 2026-06: month "2026-06": contradiction: the month after 2026-03 is due
}

// Several months at once: the mean of three months decides, a level may rise
// after each quarter and fall after each half of the year, one step at a time.
func ExampleCycle_Run() {
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{
		Editions:  []tier.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}},
		Window:    3,
		Aggregate: tier.Mean,
		Promote:   tier.Calendar{Every: 3},
		Demote:    tier.Calendar{Every: 6},
		Demotion:  tier.OneStep,
	})
	var months []tier.Metrics
	for _, sales := range []int64{20, 3, 25, 0, 0, 2, 0} {
		months = append(months, tier.Metrics{"sales": decimal.NewFromInt(sales)})
	}
	standing, changes, err := cycle.Run(tier.Standing{}, tier.MustMonth(2026, time.January), months)
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
// in February and silver in March.
func ExampleCycle_Ladder() {
	ladder := func(gold, platinum int64) tier.Definition[tier.NoTerms] {
		level := func(name string, points int64) tier.Level {
			return tier.Level{Name: name, Requires: []tier.Requirement{tier.AtLeast("points", decimal.NewFromInt(points))}}
		}
		return tier.Definition[tier.NoTerms]{Name: "points", Levels: []tier.Level{level("silver", 0), level("gold", gold), level("platinum", platinum)}}
	}
	cycle, err := tier.NewCycle(tier.CycleDefinition[tier.NoTerms]{Editions: []tier.Edition[tier.NoTerms]{
		{Ladder: ladder(450, 700)},
		{From: tier.MustMonth(2020, time.March), Ladder: ladder(500, 750)},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range []time.Time{time.Date(2020, time.February, 29, 0, 0, 0, 0, time.UTC), time.Date(2020, time.March, 1, 0, 0, 0, 0, time.UTC)} {
		edition, _ := cycle.Ladder(tier.MonthOf(day, time.UTC))
		at, err := edition.Place(tier.Metrics{"points": decimal.NewFromInt(460)})
		fmt.Println(day.Format(time.DateOnly), at, err)
	}
	// Output:
	// 2020-02-29 gold; 240 points to platinum <nil>
	// 2020-03-01 silver; 40 points to gold <nil>
}

// A deal keeps the terms of the level it was sold under for a year.
func ExampleCycle_LevelFor() {
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{
		Editions: []tier.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}},
		Tail:     12,
	})
	january := tier.MustMonth(2023, time.January)
	var months []tier.Metrics
	for _, sales := range []int64{16, 18, 17, 16, 20, 7} {
		months = append(months, tier.Metrics{"sales": decimal.NewFromInt(sales)})
	}
	standing, _, err := cycle.Run(tier.Standing{}, january, months)
	fmt.Println("today:", standing.Level, "since", standing.Since, err)
	for _, on := range []tier.Month{january.Add(11), january.Add(12)} {
		fmt.Printf("sold in %s, paid in %s: %s\n", january, on, cycle.LevelFor(standing, january, on))
	}
	// Output:
	// today: silver since 2023-06 <nil>
	// sold in 2023-01, paid in 2023-12: gold
	// sold in 2023-01, paid in 2024-01: silver
}

// A level may be set by hand for some months.
func ExampleCycle_Pin() {
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: []tier.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}}})
	march := tier.MustMonth(2026, time.March)
	standing, err := cycle.Pin(tier.Standing{Level: "basic"}, "gold", march, march.Add(2))
	if err != nil {
		fmt.Println(err)
		return
	}
	months := []tier.Metrics{{"sales": decimal.NewFromInt(4)}, {"sales": decimal.NewFromInt(31)}, {"sales": decimal.NewFromInt(6)}}
	_, changes, err := cycle.Run(standing, march, months)
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
	quarters := tier.Calendar{Every: 3, Ending: time.February}
	for m := tier.MustMonth(2026, time.January); m.Year() == 2026; m = quarters.Next(m.Add(1)) {
		fmt.Print(m, " ", quarters.Has(m), "; ")
	}
	// Output: 2026-01 false; 2026-02 true; 2026-05 true; 2026-08 true; 2026-11 true;
}

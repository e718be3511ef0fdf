package civil_test

import (
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza/internal/civil"
)

func ExampleNewDate() {
	fmt.Println(civil.NewDate(2024, time.February, 29))
	_, err := civil.NewDate(2025, time.February, 29)
	fmt.Println(err)
	// Output:
	// 2024-02-29 <nil>
	// no such day: 2025-02 has 28 days
}

func ExampleParseDate() {
	fmt.Println(civil.ParseDate("2025-01-31"))
	_, err := civil.ParseDate("31/01/2025")
	fmt.Println(err)
	// Output:
	// 2025-01-31 <nil>
	// no such day: "31/01/2025" is not of the form YYYY-MM-DD
}

func ExampleDateOf() {
	at := time.Date(2025, time.January, 31, 23, 30, 0, 0, time.UTC)
	fmt.Println(civil.DateOf(at, nil))
	fmt.Println(civil.DateOf(at, time.FixedZone("CET", 3600)))
	// Output:
	// 2025-01-31
	// 2025-02-01
}

func ExampleDate_In() {
	d, _ := civil.NewDate(2018, time.November, 4)
	brazil, _ := time.LoadLocation("America/Sao_Paulo")
	fmt.Println(d.In(nil))
	fmt.Println(d.In(brazil)) // clocks went from 24:00 of the 3rd to 01:00
	// Output:
	// 2018-11-04 00:00:00 +0000 UTC
	// 2018-11-04 01:00:00 -0200 -02
}

func ExampleDate_AddDays() {
	d, _ := civil.NewDate(2024, time.February, 28)
	fmt.Println(d.AddDays(2), d.AddDays(-28))
	// Output: 2024-03-01 2024-01-31
}

func ExampleDate_AddMonths() {
	d, _ := civil.NewDate(2025, time.January, 31)
	for n := range 4 {
		fmt.Println(d.AddMonths(n))
	}
	// Output:
	// 2025-01-31
	// 2025-02-28
	// 2025-03-31
	// 2025-04-30
}

func ExampleDate_AddYears() {
	d, _ := civil.NewDate(2024, time.February, 29)
	fmt.Println(d.AddYears(1), d.AddYears(4))
	// Output: 2025-02-28 2028-02-29
}

func ExampleDate_DaysUntil() {
	d, _ := civil.NewDate(2024, time.February, 28)
	e, _ := civil.NewDate(2024, time.March, 1)
	fmt.Println(d.DaysUntil(e), e.DaysUntil(d))
	// Output: 2 -2
}

func ExampleNewPeriod() {
	d, _ := civil.NewDate(2025, time.January, 1)
	p, err := civil.NewPeriod(d, d.AddDays(10))
	fmt.Println(p, p.Days(), err)
	_, err = civil.NewPeriod(d, d)
	fmt.Println(err)
	// Output:
	// 2025-01-01/2025-01-11 10 <nil>
	// no such period: 2025-01-01 to 2025-01-01 has no day
}

func ExampleMonthOf() {
	d, _ := civil.NewDate(2025, time.May, 17)
	fmt.Println(civil.MonthOf(d))
	fmt.Println(civil.QuarterOf(d))
	fmt.Println(civil.YearOf(d))
	// Output:
	// 2025-05-01/2025-06-01
	// 2025-04-01/2025-07-01
	// 2025-01-01/2026-01-01
}

func ExampleMonthsFrom() {
	signed, _ := civil.NewDate(2025, time.January, 31)
	fmt.Println(civil.MonthsFrom(signed, 1))
	fmt.Println(civil.MonthsFrom(signed, 2))
	// Output:
	// 2025-01-31/2025-02-28
	// 2025-01-31/2025-03-31
}

func ExamplePeriod_Contains() {
	d, _ := civil.NewDate(2025, time.January, 31)
	p := civil.MonthOf(d)
	fmt.Println(p.Contains(p.Start()), p.Contains(p.End()))
	// Output: true false
}

func ExamplePeriod_Overlap() {
	d, _ := civil.NewDate(2025, time.January, 15)
	term := civil.MonthsFrom(d, 12)
	fmt.Println(term.Overlap(civil.MonthOf(d)))
	fmt.Println(term.Overlap(civil.MonthOf(d.AddYears(1))))
	// Output:
	// 2025-01-15/2025-02-01 true
	// 2026-01-01/2026-01-15 true
}

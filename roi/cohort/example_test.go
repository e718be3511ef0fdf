package cohort_test

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/cohort"
)

// Do partners stay? Ana and Ben begin to sell in January, Eva in February. Ben sells nothing
// in February, and comes back in March with less.
func Example() {
	sold := func(partner, on string, revenue int64) cohort.Activity {
		return cohort.Activity{Partner: partner, On: alianza.Must(alianza.ParseDate(on)), Revenue: decimal.NewFromInt(revenue)}
	}
	endOfMarch := alianza.Must(alianza.ParseDate("2026-04-01")) // the first day that does not count
	triangle, err := cohort.New(cohort.Month, endOfMarch, []cohort.Activity{
		sold("ana", "2026-01-10", 100), sold("ana", "2026-02-05", 150), sold("ana", "2026-03-02", 150),
		sold("ben", "2026-01-20", 200), sold("ben", "2026-03-09", 50),
		sold("eva", "2026-02-14", 80), sold("eva", "2026-03-20", 120),
	})
	if err != nil {
		fmt.Println(err)
		return
	}

	// A row for each month in which partners began; its ages are the months since.
	for _, c := range triangle.Cohorts {
		for age, a := range c.Ages {
			fmt.Printf("%s after %d months: %d active, revenue %s\n", c.Since, age, a.Active, a.Revenue)
		}
	}

	// In March both of January are back, with 200 of the 300 that they began with. Ana grew,
	// and without her growth it is 100 + 50.
	january := triangle.Cohorts[0]
	fmt.Println(january.Retention(2))
	fmt.Println(january.NetRetention(2))
	fmt.Println(january.GrossRetention(2))

	// Over all cohorts: Ana and Eva of three were active a month later. Two months later Eva
	// is not counted, because her April has not been yet.
	fmt.Println(triangle.Retention(1))
	fmt.Println(triangle.Retention(2))
	_, err = triangle.Retention(3)
	fmt.Println(err)
	// Output:
	// 2026-01 after 0 months: 2 active, revenue 300
	// 2026-01 after 1 months: 1 active, revenue 150
	// 2026-01 after 2 months: 2 active, revenue 200
	// 2026-02 after 0 months: 1 active, revenue 80
	// 2026-02 after 1 months: 1 active, revenue 120
	// retention 100%: members 2, active 2 <nil>
	// net revenue retention 66.67%: revenue at age 0 300, revenue kept 200 <nil>
	// gross revenue retention 50%: revenue at age 0 300, revenue kept 150 <nil>
	// retention 66.67%: members 3, active 2 <nil>
	// retention 100%: members 2, active 2 <nil>
	// cohort: retention: age "3": missing: not observed
}

package cohort_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza/roi/cohort"
)

func ExampleNew() {
	triangle, err := cohort.New(cohort.Month, day("2025-04-01"), program)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range triangle.Cohorts {
		fmt.Print(c.Since)
		for age := range c.Ages {
			rate, _ := c.Retention(age)
			fmt.Print(" ", rate.Value())
		}
		fmt.Println()
	}
	fmt.Println(triangle.Retention(1))
	_, err = triangle.Retention(3)
	fmt.Println(err)
	// Output:
	// 2025-01 100% 33.33% 66.67%
	// 2025-02 100% 100%
	// retention 50%: members 4, active 2 <nil>
	// cohort: retention: age "3": missing: not observed
}

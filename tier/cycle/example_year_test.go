package cycle_test

import (
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/certification"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A year in the life of a partner: a promotion, a month of grace, a demotion,
// and a certificate renewed in time.
func Example_year() {
	// The month's own sales decide, up at once, down after one month of grace.
	affiliates := alianza.Must(cycle.New(cycle.Definition[tier.NoTerms]{Editions: only(tier.Affiliate()), Grace: 1}))
	january := alianza.Must(cycle.NewMonth(2026, time.January))
	standing, changes, err := affiliates.Run(cycle.Standing{}, january, monthly(3, 8, 17, 20, 12, 16, 9, 7, 7, 18, 31, 33))
	if err != nil {
		fmt.Println(err)
	}
	for _, change := range changes {
		fmt.Println(change)
	}
	fmt.Println("at the end:", standing.Level, "since", standing.Since)

	// What the partner knows is certified for a year at a time.
	partners := alianza.Must(certification.New(certification.Partner()))
	day := func(month time.Month, d int) alianza.Date { return alianza.Must(alianza.NewDate(2026, month, d)) }
	certificate, err := partners.Issue("silver", []string{"training", "examination", "practical"}, day(time.March, 15))
	if err != nil {
		fmt.Println(err)
	}
	certificate, err = partners.Renew(certificate, day(time.December, 1))
	if err != nil {
		fmt.Println(err)
	}
	report, err := partners.Report(certificate, day(time.December, 31))
	fmt.Println(report, err)
	// Output:
	// 2026-01: promoted from no tier to basic
	// 2026-02: promoted from basic to silver
	// 2026-03: promoted from silver to gold
	// 2026-04: gold kept
	// 2026-05: gold kept in grace, 1 of 1; the metrics qualify for silver
	// 2026-06: gold kept
	// 2026-07: gold kept in grace, 1 of 1; the metrics qualify for silver
	// 2026-08: demoted from gold to silver
	// 2026-09: silver kept
	// 2026-10: promoted from silver to gold
	// 2026-11: promoted from gold to platinum
	// 2026-12: platinum kept
	// at the end: platinum since 2026-11
	// silver, valid: 440 days left, priority support <nil>
}

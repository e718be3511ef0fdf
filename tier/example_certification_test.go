package tier_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// A certificate lasts a year, warns for a month and is in grace for ten days.
func ExampleCertification_Report() {
	d := tier.PartnerCertification()
	d.WarnDays, d.GraceDays = 30, 10
	certification := tier.MustCertification(d)
	day := func(year int, month time.Month, day int) time.Time {
		return time.Date(year, month, day, 12, 0, 0, 0, time.UTC)
	}
	cert, err := certification.Issue("gold", []string{"training", "examination", "practical"}, day(2025, time.March, 15))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, at := range []time.Time{day(2025, time.June, 1), day(2026, time.March, 14), day(2026, time.March, 15), day(2026, time.March, 25)} {
		report, err := certification.Report(cert, at)
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Printf("%s: %s\n", at.Format(time.DateOnly), report)
	}
	// Output:
	// 2025-06-01: gold, valid: 287 days left, dedicated support
	// 2026-03-14: gold, expiring: 1 day left, dedicated support
	// 2026-03-15: gold, expired today, in grace
	// 2026-03-25: gold, expired 10 days ago
}

// A certificate takes all of its steps.
func ExampleCertification_Issue() {
	certification := tier.MustCertification(tier.PartnerCertification())
	_, err := certification.Issue("gold", []string{"training"}, time.Date(2025, time.March, 15, 12, 0, 0, 0, time.UTC))
	fmt.Println(err)
	// Output:
	// tier: certification certification: done "examination": missing: the step is not done
	// done "practical": missing: the step is not done
}

// To renew early loses nothing; days are those of the zone given.
func ExampleCertification_Renew() {
	certification := tier.MustCertification(tier.PartnerCertification()).In(time.FixedZone("Bogota", -5*3600))
	cert, err := certification.Issue("silver", []string{"training", "examination", "practical"}, time.Date(2025, time.March, 16, 2, 0, 0, 0, time.UTC))
	fmt.Println(cert.Expires, err)
	cert, err = certification.Renew(cert, time.Date(2026, time.January, 10, 12, 0, 0, 0, time.UTC))
	fmt.Println(cert.Expires, err)
	// Output:
	// 2026-03-15 00:00:00 -0500 Bogota <nil>
	// 2027-03-15 00:00:00 -0500 Bogota <nil>
}

// A ladder may ask for a valid certificate: its rank is a metric like others,
// and 0 once it has expired.
func ExampleCertificateReport() {
	certification := tier.MustCertification(tier.PartnerCertification())
	ladder := tier.MustNew(tier.Definition[tier.NoTerms]{Name: "premier", Levels: []tier.Level{
		{Name: "member", Requires: []tier.Requirement{tier.AtLeast("sales", decimal.NewFromInt(5))}},
		{Name: "premier", Requires: []tier.Requirement{
			tier.AtLeast("sales", decimal.NewFromInt(15)),
			tier.AtLeast("certificate", decimal.NewFromInt(3)), // gold
		}},
	}})
	issued := time.Date(2025, time.March, 15, 12, 0, 0, 0, time.UTC)
	cert, err := certification.Issue("gold", []string{"training", "examination", "practical"}, issued)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, at := range []time.Time{issued.AddDate(0, 11, 0), issued.AddDate(1, 0, 0)} {
		report, err := certification.Report(cert, at)
		if err != nil {
			fmt.Println(err)
			return
		}
		placed, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(20), "certificate": decimal.NewFromInt(int64(report.Rank))})
		fmt.Printf("%s: %s; %s %v\n", at.Format(time.DateOnly), report, placed, err)
	}
	// Output:
	// 2026-02-15: gold, valid: 28 days left, dedicated support; premier, the top level <nil>
	// 2026-03-15: gold, expired today; member; 3 certificate to premier <nil>
}

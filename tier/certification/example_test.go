package certification_test

import (
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/certification"
)

// A consultant takes the examination for gold. The certificate lasts a year, warns for its last
// thirty days, and may be renewed for ten days more.
func Example() {
	d := certification.Partner()
	d.WarnDays, d.GraceDays = 30, 10
	partners := alianza.Must(certification.New(d))
	on := func(year int, month time.Month, day int) alianza.Date {
		return alianza.Must(alianza.NewDate(year, month, day))
	}

	// Without the practical case there is no certificate.
	_, err := partners.Issue("gold", []string{"training", "examination"}, on(2025, time.March, 1))
	fmt.Println(err)
	certificate, err := partners.Issue("gold", []string{"training", "examination", "practical"}, on(2025, time.March, 15))
	if err != nil {
		fmt.Println(err)
		return
	}

	// What is it worth on a day? From 15 March 2026 on it is nothing.
	for _, day := range []alianza.Date{on(2025, time.June, 1), on(2026, time.March, 14), on(2026, time.March, 15), on(2026, time.March, 25)} {
		report, err := partners.Report(certificate, day)
		fmt.Printf("%s: %s; rank %d %v\n", day, report, report.Rank, err)
	}

	// Renewed in February, it lasts a year from its old end.
	certificate, err = partners.Renew(certificate, on(2026, time.February, 20))
	fmt.Println(certificate.Expires, err)
	// Output:
	// certification certification: done "practical": missing: the step is not done
	// 2025-06-01: gold, valid: 287 days left, dedicated support; rank 3 <nil>
	// 2026-03-14: gold, expiring: 1 day left, dedicated support; rank 3 <nil>
	// 2026-03-15: gold, expired today, in grace; rank 0 <nil>
	// 2026-03-25: gold, expired 10 days ago; rank 0 <nil>
	// 2027-03-15 <nil>
}

// To renew early loses nothing. The day of an instant is that of a zone.
func ExampleCertification_Renew() {
	partners := alianza.Must(certification.New(certification.Partner()))
	bogota := time.FixedZone("Bogota", -5*3600)
	issued := time.Date(2025, time.March, 16, 2, 0, 0, 0, time.UTC) // still the 15th in Bogota
	cert, err := partners.Issue("silver", []string{"training", "examination", "practical"}, alianza.DateOf(issued, bogota))
	fmt.Println(cert.Expires, err)
	cert, err = partners.Renew(cert, alianza.Must(alianza.NewDate(2026, time.January, 10)))
	fmt.Println(cert.Expires, err)
	// Output:
	// 2026-03-15 <nil>
	// 2027-03-15 <nil>
}

// Levels of knowledge are compared by their rank.
func ExampleCertification_RankOf() {
	partners := alianza.Must(certification.New(certification.Partner()))
	gold, _ := partners.RankOf("gold")
	silver, _ := partners.RankOf("silver")
	fmt.Println(gold > silver)
	// Output: true
}

// A ladder may ask for a valid certificate: its rank is a metric like others, and
// 0 once it has expired.
func ExampleReport() {
	partners := alianza.Must(certification.New(certification.Partner()))
	gold, _ := partners.RankOf("gold")
	ladder := alianza.Must(tier.New(tier.Definition[tier.NoTerms]{Name: "premier", Levels: []tier.Level{
		{Name: "member", Requires: []tier.Requirement{tier.AtLeast("sales", decimal.NewFromInt(5))}},
		{Name: "premier", Requires: []tier.Requirement{
			tier.AtLeast("sales", decimal.NewFromInt(15)),
			tier.AtLeast("certificate", decimal.NewFromInt(int64(gold))),
		}},
	}}))
	issued := alianza.Must(alianza.NewDate(2025, time.March, 15))
	cert, err := partners.Issue("gold", []string{"training", "examination", "practical"}, issued)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, day := range []alianza.Date{issued.AddMonths(11), issued.AddMonths(12)} {
		report, err := partners.Report(cert, day)
		if err != nil {
			fmt.Println(err)
			return
		}
		placed, err := ladder.Place(tier.Metrics{"sales": decimal.NewFromInt(20), "certificate": decimal.NewFromInt(int64(report.Rank))})
		fmt.Printf("%s: %s; %s %v\n", day, report, placed, err)
	}
	// Output:
	// 2026-02-15: gold, valid: 28 days left, dedicated support; premier, the top level <nil>
	// 2026-03-15: gold, expired today; member; 3 certificate to premier <nil>
}

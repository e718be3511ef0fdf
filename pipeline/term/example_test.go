package term_test

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/term"
)

// A studio signs for two years. We talk about the renewal sixty days before the end; whoever wants
// to leave says so thirty days before it.
func Example() {
	day := func(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }
	d := term.Advanced() // a contract of one to three years
	d.LeadDays, d.NoticeDays = 60, 30
	policy := alianza.Must(term.New(d))
	contract, err := policy.Sign("studio-luz", day("2025-03-01"), 24)
	if err != nil {
		fmt.Println(err)
		return
	}

	// It covers 28 February 2027, and expires on the day after.
	for _, on := range []string{"2026-12-30", "2026-12-31", "2027-02-28", "2027-03-01"} {
		report, err := policy.Report(contract, day(on))
		fmt.Println(report, err)
	}

	// A notice on 31 January is a day late. Renewed on the next day, the contract runs for a year
	// from its old end.
	_, err = policy.GiveNotice(contract, day("2027-01-31"))
	fmt.Println(err)
	renewed, err := policy.Renew(contract, 12, day("2027-02-01"))
	fmt.Println(renewed.Expires, err)
	// Output:
	// studio-luz: running, expires on 2027-03-01, 61 days left <nil>
	// studio-luz: renewal_due, expires on 2027-03-01, 60 days left <nil>
	// studio-luz: renewal_due, expires on 2027-03-01, 1 day left <nil>
	// studio-luz: expired on 2027-03-01 <nil>
	// term: contract "studio-luz": on "2027-01-31": out of range: the last day for a notice was 2027-01-30
	// 2028-03-01 <nil>
}

package certification_test

import (
	"math/rand/v2"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/tier/certification"
)

// TestLaw_Report goes through time: a certificate never gets better again.
func TestLaw_Report(t *testing.T) {
	for seed := range seeds.Count(50) {
		r := rand.New(rand.NewPCG(70, uint64(seed)))
		d := certification.Partner()
		d.Months, d.WarnDays, d.GraceDays = 1+r.IntN(30), r.IntN(90), r.IntN(90)
		c := alianza.Must(certification.New(d))
		on := day("1970-01-01").AddDays(r.IntN(40_000))
		cert, err := c.Issue("gold", allSteps, on)
		if err != nil {
			t.Fatal(err)
		}
		last, err := c.Report(cert, on)
		if err != nil || last.Rank != 3 {
			t.Fatalf("Report(%s) = %v, %v; want gold at its issue", on, last, err)
		}
		for on.Before(cert.Expires.AddDays(d.GraceDays + 2)) {
			on = on.AddDays(r.IntN(4))
			got, err := c.Report(cert, on)
			if err != nil || got.Status < last.Status || got.Days > last.Days || got.Rank > last.Rank {
				t.Fatalf("Report(%s) = %v, %v; want none better than %v", on, got, err, last)
			}
			if valid := on.Before(cert.Expires); (got.Rank == 3) != valid || (got.Level == "gold") != valid || (got.Support == "dedicated") != valid || (got.Days > 0) != valid {
				t.Fatalf("Report(%s) of %s = %+v; want valid %t", on, cert.Expires, got, valid)
			}
			last = got
			renewed, err := c.Renew(cert, on)
			if least := cert.Expires.AddMonths(d.Months).AddDays(-3); err != nil || renewed.Expires.Before(least) || !on.Before(renewed.Expires) {
				t.Fatalf("Renew(%s) of %s = until %s, %v; want %d months more at least", on, cert.Expires, renewed.Expires, err, d.Months)
			}
		}
		if last.Status != certification.Expired {
			t.Errorf("Report calls %v %s at the end; want expired", cert, last.Status)
		}
	}
}

// TestLaw_RenewEarly renews before the end: whenever that is, the end is the
// same, and the months of the definition after the old one.
func TestLaw_RenewEarly(t *testing.T) {
	c := partner(0, 0)
	for seed := range seeds.Count(100) {
		r := rand.New(rand.NewPCG(71, uint64(seed)))
		on := day("1970-01-01").AddDays(r.IntN(40_000))
		cert, err := c.Issue("gold", allSteps, on)
		if err != nil {
			t.Fatal(err)
		}
		want, err := c.Issue("gold", allSteps, cert.Expires)
		if err != nil {
			t.Fatal(err)
		}
		for range 5 {
			when := on.AddDays(r.IntN(on.DaysUntil(cert.Expires)))
			got, err := c.Renew(cert, when)
			if err != nil || got.Expires != want.Expires || got.Issued != on {
				t.Errorf("Renew(%s) of %s = until %s, %v; want %s", when, cert.Expires, got.Expires, err, want.Expires)
			}
		}
	}
}

package term_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline/term"
)

// TestContract runs the program's examples that are about the term of contracts.
func TestContract(t *testing.T) {
	const year = 12
	start := alianza.Must(alianza.ParseDate("2025-03-01"))
	contract.Run(t, "pipeline/term", map[string]contract.Adapter{
		"C25": func(in contract.Input) (any, error) {
			policy, err := term.New(term.Advanced())
			if err != nil {
				return nil, err
			}
			c, err := policy.Sign("studio-luz", start, year*in.Int("years"))
			if err != nil {
				return nil, err
			}
			r, err := policy.Report(c, start)
			if err != nil || !r.Atypical {
				return "typical", err
			}
			return "outside typical range", nil
		},
		"P20": func(in contract.Input) (any, error) {
			policy, err := term.New(term.Advanced())
			if err != nil {
				return nil, err
			}
			c, err := policy.Sign("studio-luz", in.Date("signed"), year*in.Int("years"))
			return contract.Object{"expires": c.Expires}, err
		},
		"P29": func(in contract.Input) (any, error) {
			d := term.Advanced()
			d.LeadDays = in.Int("lead_days")
			policy, err := term.New(d)
			if err != nil {
				return nil, err
			}
			c, err := policy.Sign("studio-luz", in.Date("expires").AddMonths(-2*year), 2*year)
			if err != nil {
				return nil, err
			}
			r, err := policy.Report(c, in.Date("as_of"))
			return r.Status.String(), err
		},
	})
}

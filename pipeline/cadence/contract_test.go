package cadence_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline/cadence"
)

// TestContract runs the program's examples that are about recurring work.
func TestContract(t *testing.T) {
	contract.Run(t, "pipeline/cadence", map[string]contract.Adapter{
		"P18": func(in contract.Input) (any, error) {
			c, err := cadence.New(cadence.Alliance())
			if err != nil {
				return nil, err
			}
			return c.Next(in.Text("kind"), in.Date("last"), in.Date("last"))
		},
		"R18": func(in contract.Input) (any, error) {
			c, err := cadence.New(cadence.Advanced())
			every := map[string]cadence.Every{"week": cadence.Weekly, "month": cadence.Monthly, "quarter": cadence.Quarterly}
			return c.Tasks(every[in.Text("cycle")]), err
		},
	})
}

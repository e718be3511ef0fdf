package phase_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline/phase"
)

// TestContract runs the program's examples that are about phases.
func TestContract(t *testing.T) {
	at := func(d phase.Definition) contract.Adapter {
		return func(in contract.Input) (any, error) {
			plan, err := phase.New(d)
			if err != nil {
				return nil, err
			}
			one, ok := plan.At(in.Int("month"))
			if !ok {
				return nil, nil
			}
			// The day on which the month begins is in the same phase.
			start := alianza.Must(alianza.ParseDate("2025-01-31"))
			if same, ok := plan.On(start, start.AddMonths(in.Int("month")-1)); !ok || !same.Equal(one) {
				return same.Name, nil
			}
			return one.Name, nil
		}
	}
	contract.Run(t, "pipeline/phase", map[string]contract.Adapter{
		"P14": at(phase.Alliance()),
		"P15": at(phase.Advanced()),
		"P16": at(phase.Integrations()),

		"pipeline.ProgramPhase": at(phase.Alliance()),
	})
}

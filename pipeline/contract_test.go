package pipeline_test

import (
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// TestContract runs the program's examples that are about deals and their dates.
func TestContract(t *testing.T) {
	contract.Run(t, "pipeline", map[string]contract.Adapter{
		"P1": func(in contract.Input) (any, error) {
			flow, err := pipeline.New(pipeline.Partnership())
			if err != nil {
				return nil, err
			}
			at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
			deal := pipeline.Deal{ID: "studio-luz", Stage: pipeline.Stage(in.Text("from")), Since: at}
			if deal, err = flow.Move(deal, pipeline.Stage(in.Text("to")), at); err != nil {
				return nil, err
			}
			if deal.Stage != pipeline.Stage(in.Text("to")) {
				return deal.Stage, nil
			}
			return "ok", nil
		},

		"pipeline.CanMove": func(in contract.Input) (any, error) {
			flow, err := pipeline.New(pipeline.Partnership())
			return flow.Can(pipeline.Stage(in.Text("from")), pipeline.Stage(in.Text("to"))), err
		},
	}, contract.Refusal{Name: "move_not_allowed", Kind: pipeline.ErrNotAllowed})
}

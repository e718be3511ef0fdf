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

		"P6": func(in contract.Input) (any, error) {
			// A deal that has its four deliverables and is won after so many days.
			flow, err := pipeline.New(pipeline.Onboarding())
			if err != nil {
				return nil, err
			}
			start := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
			end := start.AddDate(0, 0, in.Int("days"))
			deal, err := flow.Open("studio-luz", start)
			if err != nil {
				return nil, err
			}
			for _, s := range pipeline.Onboarding().Stages {
				for _, name := range s.Deliverables {
					if deal, err = flow.Deliver(deal, name, end); err != nil {
						return nil, err
					}
				}
				if next := flow.Next(s.Name); len(next) > 0 && s.End == 0 {
					if deal, err = flow.Move(deal, next[0], end); err != nil {
						return nil, err
					}
				}
			}
			report, err := flow.Report(deal, end, nil)
			return report.Goal.String(), err
		},
		"P9": func(in contract.Input) (any, error) {
			flow, err := pipeline.New(pipeline.Approach())
			if err != nil {
				return nil, err
			}
			return string(flow.Next(pipeline.Stage(in.Text("after")))[0]), nil
		},
		"P17": func(in contract.Input) (any, error) {
			mapping, err := pipeline.NewMapping(pipeline.LifecycleOfPartnership())
			if err != nil {
				return nil, err
			}
			part, ok := mapping.Stage(pipeline.Stage(in.Text("stage")))
			if !ok {
				return nil, pipeline.ErrUnknownStage
			}
			return string(part), nil
		},
		"P26": func(in contract.Input) (any, error) {
			flow, err := pipeline.New(pipeline.Acquisition())
			if err != nil {
				return nil, err
			}
			outreach, _ := flow.Stage("outreach")
			if in.Has("list") {
				return outreach.Leave[0].OneOf, nil
			}
			at := time.Date(2025, 3, 3, 9, 0, 0, 0, time.UTC)
			deal, err := flow.Take(pipeline.Deal{ID: "studio-luz", Stage: "outreach", Since: at}, pipeline.Step{At: at, Fact: "channel", Text: in.Text("channel")})
			if err != nil {
				return nil, err
			}
			return flow.Exits(deal)[0].Ready(), nil
		},

		"pipeline.CanMove": func(in contract.Input) (any, error) {
			flow, err := pipeline.New(pipeline.Partnership())
			return flow.Can(pipeline.Stage(in.Text("from")), pipeline.Stage(in.Text("to"))), err
		},
	}, contract.Refusal{Name: "move_not_allowed", Kind: pipeline.ErrNotAllowed})
}

package schedule_test

import (
	"slices"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// TestContract runs the program's examples that are about the days of a plan.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "pipeline/schedule", map[string]contract.Adapter{
		"P3": func(in contract.Input) (any, error) {
			d, err := a.dates(schedule.Negotiation(), in)
			return contract.Object{"earliest_end": d.Ends.Earliest, "latest_end": d.Ends.Latest}, err
		},
		"P5":  a.week,
		"P7":  a.integration,
		"P19": a.pilot,

		"pipeline.Negotiation": func(in contract.Input) (any, error) {
			d, err := a.dates(schedule.Negotiation(), in)
			var rows []any
			for _, s := range d.Steps {
				rows = append(rows, []any{s.Name, s.Ends.Earliest, s.Ends.Latest})
			}
			return rows, err
		},
		"pipeline.OnboardingWeek": a.week,
		"pipeline.PilotDates":     a.pilot,
		"pipeline.Integration":    a.integration,
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

func (adapters) dates(d schedule.Definition, in contract.Input) (schedule.Dates, error) {
	p, err := schedule.New(d)
	if err != nil {
		return schedule.Dates{}, err
	}
	return p.From(in.Date("start"))
}

func (a adapters) week(in contract.Input) (any, error) {
	d, err := a.dates(schedule.Onboarding(), in)
	if week, ok := d.Week(in.Date("as_of")); ok {
		return week, err
	}
	return "after_week_4", err
}

func (adapters) integration(in contract.Input) (any, error) {
	d := schedule.Integration()
	if in.Is("parallel") {
		d.Order = schedule.SideBySide
	}
	kinds := in.Texts("kinds")
	d.Steps = slices.DeleteFunc(d.Steps, func(s schedule.Step) bool { return !slices.Contains(kinds, s.Name) })
	p, err := schedule.New(d)
	return []int{p.Takes().Least, p.Takes().Most}, err
}

func (a adapters) pilot(in contract.Input) (any, error) {
	d, err := a.dates(schedule.Pilot(), in)
	if err != nil {
		return nil, err
	}
	var review alianza.Date
	for _, s := range d.Steps {
		if s.Name == "decision" {
			review = s.Ends.Latest
		}
	}
	return contract.Object{"review": review, "earliest_end": d.Ends.Earliest, "latest_end": d.Ends.Latest}, nil
}

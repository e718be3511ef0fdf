package schedule

import (
	"slices"

	"github.com/seed-0af520cd/alianza/pipeline"
)

// Of returns the plan of a flow: its stages with an expected duration, in sequence,
// in the order of the flow. Stages without one and ends are left out. Durations in
// whole weeks are in weeks.
func Of(flow pipeline.Definition) Definition {
	d := Definition{Name: flow.Name}
	for _, s := range flow.Stages {
		if s.Expected.IsZero() || s.End != 0 {
			continue
		}
		takes := Days(s.Expected.Least, s.Expected.Most)
		if takes.Least%daysOfWeek == 0 && takes.Most%daysOfWeek == 0 {
			takes = Weeks(takes.Least/daysOfWeek, takes.Most/daysOfWeek)
		}
		d.Steps = append(d.Steps, Step{
			Name: string(s.Name), Owner: s.Owner, Deliverables: slices.Clone(s.Deliverables), Takes: takes,
		})
	}
	return d
}

// Negotiation returns the five steps of a negotiation in the advanced program.
// They take six to seven weeks, and the deliverable of each opens the next.
//
// Rules: P3.
func Negotiation() Definition { return Of(pipeline.Negotiation()) }

// Onboarding returns the four weeks of onboarding in the advanced program, each
// with its owner and deliverable. They take 28 days. The goal of under four weeks is
// not met by a partner who needs all of them.
//
// Rules: P5, P6.
func Onboarding() Definition { return Of(pipeline.Onboarding()) }

// Integration returns the set-up of an integration in the advanced program, one
// step after another: 7 to 12 days. With the order [SideBySide] it takes 3 to 5.
// A partner who needs less leaves steps out.
//
// Rules: P7.
func Integration() Definition { return Of(pipeline.Integration()) }

// Pilot returns a pilot of the semáforo. Its review is on day 14, and it ends from
// day 14 to day 28.
//
// Rules: P19, S13.
func Pilot() Definition {
	d := Of(pipeline.Pilot())
	review := slices.IndexFunc(d.Steps, func(s Step) bool { return s.Name == "extension" })
	d.Steps = slices.Insert(d.Steps, max(0, review), Step{Name: "decision"})
	return d
}

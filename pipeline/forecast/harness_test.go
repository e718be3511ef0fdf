package forecast_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/forecast"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
)

// What the tests of the room share, by the names they have here.
var (
	wantFaults = pipelinetest.WantFaults
)

type fault = pipelinetest.Fault

// definition has a stage of each category.
func definition() forecast.Definition {
	return forecast.Definition{Currency: "EUR", Stages: []forecast.Stage{
		{Name: "idea", Probability: alianza.WholePercent(1), Category: pipeline.CategoryOmitted},
		{Name: "lead", Probability: alianza.Must(alianza.ParsePercent("12.5%"))},
		{Name: "talks", Probability: alianza.WholePercent(50), Category: pipeline.CategoryBestCase},
		{Name: "terms", Probability: alianza.WholePercent(90), Category: pipeline.CategoryCommit},
	}}
}

func modelOf(tb testing.TB, d forecast.Definition) forecast.Model {
	tb.Helper()
	m, err := forecast.New(d)
	if err != nil {
		tb.Fatalf("New(%+v) = %v; want no error", d, err)
	}
	return m
}

// tallyOf returns a tally of deals that have no fault.
func tallyOf(tb testing.TB, m forecast.Model, deals ...forecast.Deal) *forecast.Tally {
	tb.Helper()
	t := m.Tally()
	for _, d := range deals {
		if err := t.Add(d); err != nil {
			tb.Fatalf("Add(%+v) = %v; want no error", d, err)
		}
	}
	return t
}

func open(stage pipeline.Stage, amount, opened string) forecast.Deal {
	return forecast.Deal{Stage: stage, Amount: n(amount), Opened: on(opened)}
}

func closed(outcome pipeline.Outcome, amount, opened, until string) forecast.Deal {
	return forecast.Deal{Outcome: outcome, Amount: n(amount), Opened: on(opened), Closed: on(until)}
}

// wantValue compares a value that there is.
func wantValue(tb testing.TB, call string, got forecast.Value, err error, want string) {
	tb.Helper()
	if err != nil || got.Rat().RatString()+" "+got.Unit() != want {
		tb.Errorf("%s = %s %s, %v; want %s", call, got.Rat().RatString(), got.Unit(), err, want)
	}
}

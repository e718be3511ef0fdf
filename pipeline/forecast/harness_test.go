package forecast_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/pipeline/forecast"
)

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

// comesBack writes a value, reads it and compares.
func comesBack[T any](tb testing.TB, want T) {
	tb.Helper()
	doc, err := json.Marshal(want)
	if err != nil {
		tb.Fatalf("Marshal(%+v) = %v; want no error", want, err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		tb.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		tb.Errorf("Unmarshal(%s) = another value (-want +got):\n%s", doc, diff)
	}
}

// A fault is where and of what kind.
type fault struct {
	path, value string
	kind        error
}

// wantFaults checks that an error has these faults and no others.
func wantFaults(tb testing.TB, call string, err error, want ...fault) {
	tb.Helper()
	got := alianza.Faults(err)
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			tb.Errorf("%s: no fault at %s", call, want[i].path)
		case i >= len(want):
			tb.Errorf("%s: the fault %v", call, got[i])
		case got[i].Path != want[i].path || got[i].Value != want[i].value || !errors.Is(got[i], want[i].kind):
			tb.Errorf("%s: the fault %v; want %s %q of kind %q", call, got[i], want[i].path, want[i].value, want[i].kind)
		}
	}
}

// wantValue compares a value that there is.
func wantValue(tb testing.TB, call string, got forecast.Value, err error, want string) {
	tb.Helper()
	if err != nil || got.Rat().RatString()+" "+got.Unit() != want {
		tb.Errorf("%s = %s %s, %v; want %s", call, got.Rat().RatString(), got.Unit(), err, want)
	}
}

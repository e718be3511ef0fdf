package score_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

func TestTask(t *testing.T) {
	march := alianza.Must(alianza.ParseDate("2026-03-30"))
	for _, tt := range []struct {
		task score.Task
		from alianza.Date
		due  string // "" for none
		text string
	}{
		{score.Task{Action: "call", Text: "call them"}, march, "", "call them"},
		{score.Task{Action: "call", Owner: "ana", Text: "call them"}, march, "", "call them (ana)"},
		{score.Task{Action: "call", Days: 3, Text: "call them"}, march, "2026-04-02", "call them (within 3 days)"},
		{score.Task{Action: "call", Owner: "ana", Days: 14, Text: "call them"}, march, "2026-04-13", "call them (ana, within 14 days)"},
		{score.Task{Action: "run", Days: 1, Text: "run"}, march, "2026-03-31", "run (within 1 day)"},
		{score.Task{Action: "run", Owner: "ana", Days: 1, Text: "run"}, march, "2026-03-31", "run (ana, within 1 day)"},
		{score.Task{Action: "call", Days: 3, Text: "call them"}, alianza.Date{}, "", "call them (within 3 days)"},
		{score.Task{Action: "call", Days: 3660, Text: "call them"}, march, "2036-04-06", "call them (within 3660 days)"},
		{score.Task{Action: "call", Days: 3661, Text: "call them"}, march, "", "call them (within 3661 days)"},
		{score.Task{Action: "call", Days: -3, Text: "call them"}, march, "", "call them"},
		{score.Task{Action: "call", Days: 1 << 30, Text: "call them"}, march, "", "call them (within 1073741824 days)"},
	} {
		due, ok := tt.task.Due(tt.from)
		if got := due.String(); ok != (tt.due != "") || ok && got != tt.due || tt.task.String() != tt.text {
			t.Errorf("Due(%s) of %q = %s, %t; want %q, %q", tt.from, tt.task, got, ok, tt.due, tt.text)
		}
		if tt.task.Days >= 0 {
			scoretest.Again(t, tt.task)
		}
	}
}

func TestAdviceAt(t *testing.T) {
	a := lead().Advice
	for light, want := range map[score.Light]score.Task{score.Green: a.Green, score.Yellow: a.Yellow, score.Red: a.Red, 0: {}, 7: {}} {
		if got := a.At(light); got != want {
			t.Errorf("At(%s) = %v; want %v", light, got, want)
		}
	}
	scoretest.Again(t, a)
}

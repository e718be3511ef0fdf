package pipeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

func soundFlow() pipeline.Flow { return alianza.Must(pipeline.New(sound())) }

func number(s string) *decimal.Decimal {
	d := decimal.RequireFromString(s)
	return &d
}

func opened(t *testing.T, flow pipeline.Flow) pipeline.Deal {
	t.Helper()
	d, err := flow.Open("studio-luz", day(1))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestExits says for each move of a stage what is missing, as more becomes known.
func TestExits(t *testing.T) {
	flow := soundFlow()
	d := opened(t, flow)
	lost := "lost: ready with a reason"
	tests := []struct {
		step   pipeline.Step
		review string
	}{
		{pipeline.Step{At: day(1), Fact: "score", Number: number("6.995")}, "terms is not delivered; score 6.995: want score >= 7; light is not known: want light is yellow or green; call is not delivered; terms is not delivered; contact is not known"},
		{pipeline.Step{At: day(1), Done: "terms"}, "score 6.995: want score >= 7; light is not known: want light is yellow or green; call is not delivered; contact is not known"},
		{pipeline.Step{At: day(1), Fact: "light", Text: "red"}, "score 6.995: want score >= 7; light red: want light is yellow or green; call is not delivered; contact is not known"},
		{pipeline.Step{At: day(2), Fact: "score", Number: number("7.00")}, "light red: want light is yellow or green; call is not delivered; contact is not known"},
		{pipeline.Step{At: day(2), Fact: "contact", Number: number("7")}, "light red: want light is yellow or green; call is not delivered"},
		{pipeline.Step{At: day(2), Done: "call"}, "light red: want light is yellow or green"},
		{pipeline.Step{At: day(2), Fact: "light", Text: "yellow"}, "ready"},
		{pipeline.Step{At: day(2), Fact: "score", Number: number("0")}, "score 0: want score >= 7"},
	}
	for i, tt := range tests {
		before := d
		d = take(t, flow, d, tt.step)
		got := flow.Exits(d)
		if len(got) != 2 || got[0].String() != "review: "+tt.review || got[1].String() != lost || got[0].Ready() != (tt.review == "ready") {
			t.Errorf("%d: after %v: Exits = %v; want review: %s", i, tt.step, got, tt.review)
		}
		if len(before.Steps()) != len(d.Steps())-1 {
			t.Errorf("%d: the deal before has %d steps", i, len(before.Steps()))
		}
	}
	if got := flow.Exits(pipeline.Deal{Stage: "won"}); len(got) != 0 {
		t.Errorf("Exits of an end = %v; want none", got)
	}
	if got := flow.Exits(pipeline.Deal{Stage: "nowhere"}); len(got) != 0 {
		t.Errorf("Exits of no stage = %v; want none", got)
	}
}

// TestTake_Refused has steps that are refused, with what the error says.
func TestTake_Refused(t *testing.T) {
	flow := soundFlow()
	d := take(t, flow, opened(t, flow), pipeline.Step{At: day(2), Done: "terms"})
	tests := []struct {
		name string
		step pipeline.Step
		want error
		text string
	}{
		{"nothing", pipeline.Step{At: day(3)}, alianza.ErrMissing, "give one of to, done, fact"},
		{"two things", pipeline.Step{At: day(3), To: "lost", Done: "call"}, alianza.ErrConflict, "give one of to, done, fact"},
		{"a move with a text", pipeline.Step{At: day(3), To: "lost", Text: "price"}, alianza.ErrMissing, "fact: missing: the name of the fact"},
		{"an unknown deliverable", pipeline.Step{At: day(3), Done: "term"}, alianza.ErrUnknown, `done "term": unknown: did you mean terms? no stage has this deliverable or item`},
		{"an unknown fact", pipeline.Step{At: day(3), Fact: "scores", Number: number("1")}, alianza.ErrUnknown, "did you mean score?"},
		{"a fact without a value", pipeline.Step{At: day(3), Fact: "score"}, alianza.ErrConflict, "a fact is a text or a number"},
		{"a fact with two values", pipeline.Step{At: day(3), Fact: "score", Text: "7", Number: number("7")}, alianza.ErrConflict, "a fact is a text or a number"},
		{"a text for a number", pipeline.Step{At: day(3), Fact: "score", Text: "7"}, alianza.ErrForm, `text "7": malformed: score is a number`},
		{"a number for a text", pipeline.Step{At: day(3), Fact: "light", Number: number("7")}, alianza.ErrForm, `number "7": malformed: light is a text`},
		{"a hostile number", pipeline.Step{At: day(3), Fact: "score", Number: hostile(1, math.MaxInt32)}, alianza.ErrRange, "out of range"},
		{"another hostile number", pipeline.Step{At: day(3), Fact: "score", Number: hostile(1, math.MinInt32)}, alianza.ErrRange, "out of range"},
		{"a fact that nobody can see", pipeline.Step{At: day(3), Fact: "light", Text: "green\u200b"}, alianza.ErrForm, "nobody can see"},
		{"a delivery with a reason", pipeline.Step{At: day(3), Done: "call", Reason: "price"}, alianza.ErrConflict, "a step that moves nowhere"},
		{"a delivery before the last step", pipeline.Step{At: day(1), Done: "call"}, pipeline.ErrTime, "before the last step"},
		{"a delivery at no instant", pipeline.Step{Done: "call"}, pipeline.ErrTime, "no instant is given"},
		{"a delivery in the year 10,000", pipeline.Step{At: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), Done: "call"}, alianza.ErrRange, "the year is not from 1 to 9999"},
		{"a step that carries", pipeline.Step{At: day(3), To: "lost", Carried: "sound v1"}, alianza.ErrConflict, "a mapping carries a deal"},
		{"a move before the last step", pipeline.Step{At: day(1), To: "lost", Reason: "price"}, pipeline.ErrTime, "before the last step"},
		{"lost without a reason", pipeline.Step{At: day(3), To: "lost"}, pipeline.ErrReason, `not a reason of the stage: one of ["price" "timing"]`},
		{"lost for a reason of no list", pipeline.Step{At: day(3), To: "lost", Reason: "Price"}, pipeline.ErrReason, `"Price", want one of ["price" "timing"]`},
		{"a reason nobody asks for", pipeline.Step{At: day(3), To: "review", Reason: "price"}, pipeline.ErrReason, `"price", and none is asked for`},
		{"a long reason", pipeline.Step{At: day(3), To: "review", Reason: strings.Repeat("x", 1_000_000)}, pipeline.ErrReason, "…"},
		{"open conditions", pipeline.Step{At: day(3), To: "review"}, pipeline.ErrUnmet, "talks to review: conditions do not hold: score is not known: want score >= 7; light is"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := flow.Take(d, tt.step)
			if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.text) || len(fmt.Sprint(err)) > 1000 {
				t.Errorf("Take = %v; want %v with %q", err, tt.want, tt.text)
			}
			if diff := cmp.Diff(d, got); diff != "" {
				t.Errorf("Take changed the deal (-want +got):\n%s", diff)
			}
		})
	}
}

func hostile(c int64, exp int32) *decimal.Decimal {
	d := decimal.New(c, exp)
	return &d
}

// TestLocked holds that nothing can be delivered in a locked stage, and that it can
// be left.
func TestLocked(t *testing.T) {
	flow := soundFlow()
	d := take(t, flow, opened(t, flow), steps(1, "terms call score=7 light=green contact=Ana")...)
	d = take(t, flow, d, pipeline.Step{At: day(2), To: "review"})
	for _, s := range steps(3, "terms score=1") {
		if got, err := flow.Take(d, s); !errors.Is(err, pipeline.ErrLocked) || !cmp.Equal(d, got) {
			t.Errorf("Take(%v) in a locked stage = %v; want ErrLocked", s, err)
		}
	}
	if d = take(t, flow, d, pipeline.Step{At: day(3), To: "won"}); d.Stage != "won" {
		t.Errorf("the deal is in %s; want won", d.Stage)
	}
}

// TestAnew holds that a deal which comes back to a stage owes its deliverables anew,
// and that a later stage may still ask for what was delivered before.
func TestAnew(t *testing.T) {
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "loop",
		Stages: []pipeline.StageDefinition{
			{Name: "a", Deliverables: []string{"plan"}, Checklist: []string{"call"}, Leave: []pipeline.Condition{{Done: "call"}}},
			{Name: "b", Deliverables: []string{"report"}, Leave: []pipeline.Condition{{Done: "plan"}}},
			{Name: "end", End: pipeline.Won},
		},
		Moves: []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "a"}, {From: "b", To: "end"}},
	}))
	d := opened(t, flow)
	// What is delivered ahead counts for the first visit.
	d = take(t, flow, d, steps(1, "report plan call")...)
	d = take(t, flow, d, pipeline.Step{At: day(2), To: "b"})
	if got := flow.Exits(d)[1].String(); got != "end: ready" {
		t.Errorf("Exits = %s; want end: ready", got)
	}
	// At the same instant, too, the order of the steps decides.
	d = take(t, flow, d, pipeline.Step{At: day(2), To: "a"})
	if got := flow.Exits(d)[0].String(); got != "b: plan is not delivered; call is not delivered" {
		t.Errorf("Exits after the way back = %s; want plan and call missing", got)
	}
	if at, ok := d.Delivered("plan"); !ok || !at.Equal(day(1)) {
		t.Errorf("Delivered(plan) = %v, %t; want the first delivery", at, ok)
	}
	d = take(t, flow, d, pipeline.Step{At: day(2), Done: "plan"}, pipeline.Step{At: day(2), Done: "call"}, pipeline.Step{At: day(3), To: "b"})
	if got := flow.Exits(d)[1].String(); got != "end: report is not delivered" {
		t.Errorf("Exits of the second visit = %s; want end: report is not delivered", got)
	}
	// And once more: what was delivered for the second visit does not count either.
	d = take(t, flow, d, pipeline.Step{At: day(4), Done: "report"}, pipeline.Step{At: day(4), To: "a"})
	if got := flow.Exits(d)[0].String(); got != "b: plan is not delivered; call is not delivered" {
		t.Errorf("Exits of the third visit = %s; want plan and call missing", got)
	}
	if _, ok := d.Delivered("nothing"); ok {
		t.Error("Delivered(nothing) = true; want false")
	}
}

// TestAnew_Other comes back to a stage that asks for what an earlier one delivers: that
// is not owed anew.
func TestAnew_Other(t *testing.T) {
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "loop",
		Stages: []pipeline.StageDefinition{
			{Name: "a", Deliverables: []string{"plan"}}, {Name: "b", Leave: []pipeline.Condition{{Done: "plan"}}}, {Name: "c"}, {Name: "end", End: pipeline.Won},
		},
		Moves: []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "c"}, {From: "c", To: "b"}, {From: "b", To: "end"}},
	}))
	d := take(t, flow, opened(t, flow), pipeline.Step{At: day(1), Done: "plan"}, pipeline.Step{At: day(2), To: "b"}, pipeline.Step{At: day(3), To: "c"}, pipeline.Step{At: day(4), To: "b"})
	if got := flow.Exits(d)[1].String(); got != "end: ready" {
		t.Errorf("Exits = %s; want end: ready", got)
	}
}

// TestAnew_Shared moves a deal on from its second visit of a stage. The deal before
// still has what was delivered for that visit.
func TestAnew_Shared(t *testing.T) {
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name:   "loop",
		Stages: []pipeline.StageDefinition{{Name: "a", Deliverables: []string{"plan"}}, {Name: "b"}},
		Moves:  []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "a"}},
	}))
	plan := pipeline.Step{At: day(1), Done: "plan"}
	d := take(t, flow, opened(t, flow), plan, pipeline.Step{At: day(1), To: "b"}, pipeline.Step{At: day(1), To: "a"}, plan)
	for range 3 {
		if moved := take(t, flow, d, pipeline.Step{At: day(1), To: "b"}); len(moved.Past()) != 3 {
			t.Errorf("Past() = %v; want three stages", moved.Past())
		}
		if !flow.Exits(d)[0].Ready() {
			t.Errorf("Exits of the deal before = %v; want b ready", flow.Exits(d))
		}
	}
}

// TestSkipAndBack has a flow of three stages and two ends, with each of the options.
func TestSkipAndBack(t *testing.T) {
	tests := []struct {
		name       string
		skip, back bool
		want       string // from each of the stages, by Next
	}{
		{"neither", false, false, "[b lost] [c] [won]"},
		{"skip", true, false, "[b lost c] [c] [won]"},
		{"back", false, true, "[b lost] [c a] [won a b]"},
		{"both", true, true, "[b lost c] [c a] [won a b]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			flow := alianza.Must(pipeline.New(pipeline.Definition{
				Name: "f", Skip: tt.skip, Back: tt.back,
				Stages: []pipeline.StageDefinition{
					{Name: "a", Deliverables: []string{"first"}},
					{Name: "b", Deliverables: []string{"second"}},
					{Name: "c", Deliverables: []string{"third"}},
					{Name: "won", End: pipeline.Won},
					{Name: "lost", End: pipeline.Lost},
				},
				Moves: []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "c"}, {From: "c", To: "won"}, {From: "a", To: "lost"}},
			}))
			got := fmt.Sprint(flow.Next("a"), flow.Next("b"), flow.Next("c"))
			if got != tt.want || len(flow.Next("won"))+len(flow.Next("lost")) > 0 {
				t.Errorf("Next = %s, %v, %v; want %s and no way out of an end", got, flow.Next("won"), flow.Next("lost"), tt.want)
			}
			// A skip asks for what its stage asks for; a way back does not.
			d := opened(t, flow)
			if _, err := flow.Move(d, "c", day(2)); tt.skip != errors.Is(err, pipeline.ErrUnmet) {
				t.Errorf("Move(a to c) = %v; want open conditions %t", err, tt.skip)
			}
			d = take(t, flow, d, pipeline.Step{At: day(1), Done: "first"}, pipeline.Step{At: day(2), To: "b"})
			if _, err := flow.Move(d, "a", day(2)); tt.back != (err == nil) {
				t.Errorf("Move(b to a) = %v; want permitted %t", err, tt.back)
			}
		})
	}
}

// TestReplay checks histories of another origin.
func TestReplay(t *testing.T) {
	flow := soundFlow()
	good := func() []pipeline.Step {
		all := append([]pipeline.Step{{At: day(1), To: "talks"}}, steps(2, "terms call score=7 light=green contact=Ana")...)
		return append(all, pipeline.Step{At: day(3), To: "review"}, pipeline.Step{At: day(4), To: "won"})
	}
	d, err := flow.Replay("studio-luz", good())
	if err != nil || d.Stage != "won" || !d.Since.Equal(day(4)) {
		t.Fatalf("Replay = %s, %v; want it won", d, err)
	}
	if diff := cmp.Diff(good(), d.Steps()); diff != "" {
		t.Errorf("Steps() mismatch (-want +got):\n%s", diff)
	}
	if err := flow.Check(d); err != nil {
		t.Errorf("Check = %v; want nil", err)
	}
	tests := []struct {
		name  string
		id    string
		spoil func(s []pipeline.Step) []pipeline.Step
		want  error
		text  string
	}{
		{"none", "d", func([]pipeline.Step) []pipeline.Step { return nil }, alianza.ErrEmpty, "steps: empty"},
		{"too many", "d", func([]pipeline.Step) []pipeline.Step { return make([]pipeline.Step, 10_001) }, alianza.ErrLimit, "at most 10000 steps"},
		{"no ID", "", func(s []pipeline.Step) []pipeline.Step { return s }, alianza.ErrMissing, "replay: id: missing"},
		{"no ID of a carried deal", "", func(s []pipeline.Step) []pipeline.Step {
			return append(s[:7:7], pipeline.Step{At: day(4), To: "talks", Carried: "old v1"})
		}, alianza.ErrMissing, "replay: id: missing"},
		{"a reason of a step that carried the deal", "d", func(s []pipeline.Step) []pipeline.Step {
			return append(s[:7:7], pipeline.Step{At: day(4), To: "talks", Carried: "old v1", Reason: "price"})
		}, alianza.ErrConflict, `steps[7].reason "price": contradiction`},
		{"no opening", "d", func(s []pipeline.Step) []pipeline.Step { return s[1:] }, alianza.ErrConflict, "steps[0]: contradiction: a history begins with its opening"},
		{"opened elsewhere", "d", func(s []pipeline.Step) []pipeline.Step { s[0].To = "review"; return s }, pipeline.ErrNotAllowed, "steps[0]: the flow has no such move: a deal opens in talks"},
		{"a condition is open", "d", func(s []pipeline.Step) []pipeline.Step { return append(s[:2:2], s[3:]...) }, pipeline.ErrUnmet, `steps[5]: pipeline: deal "d": talks to review: conditions do not hold: call is not delivered`},
		{"a stage is skipped", "d", func(s []pipeline.Step) []pipeline.Step { return append(s[:6:6], s[7]) }, pipeline.ErrNotAllowed, "steps[6]: "},
		{"on after the end", "d", func(s []pipeline.Step) []pipeline.Step {
			return append(s, pipeline.Step{At: day(5), To: "talks"})
		}, pipeline.ErrFinal, "steps[8]: "},
		{"back in time", "d", func(s []pipeline.Step) []pipeline.Step { s[6].At = day(1); return s }, alianza.ErrConflict, "steps[6].at: contradiction: before the step before it"},
		{"two faults of form", "d", func(s []pipeline.Step) []pipeline.Step { s[1].Fact, s[3].At = "x", time.Time{}; return s }, alianza.ErrConflict, "steps[1]: contradiction: give one of to, done, fact\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := flow.Replay(tt.id, tt.spoil(good()))
			if !errors.Is(err, tt.want) || !strings.Contains(fmt.Sprint(err), tt.text) {
				t.Errorf("Replay = %v; want %v with %q", err, tt.want, tt.text)
			}
			if !cmp.Equal(pipeline.Deal{}, got) {
				t.Errorf("Replay = %s beside the error; want none", got)
			}
		})
	}
	var zero pipeline.Flow
	if _, err := zero.Replay("d", good()); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Replay of the zero Flow = %v; want ErrUnchecked", err)
	}
}

// TestCheck checks deals that were read or built by hand.
func TestCheck(t *testing.T) {
	flow := soundFlow()
	moved := take(t, flow, opened(t, flow), pipeline.Step{At: day(2), To: "lost", Reason: "price"})
	changed := moved
	changed.Stage = "won"
	tests := []struct {
		name string
		flow pipeline.Flow
		deal pipeline.Deal
		want error
	}{
		{"moved", flow, moved, nil},
		{"built by hand", flow, pipeline.Deal{ID: "d", Stage: "review", Since: day(1)}, nil},
		{"in no stage", flow, pipeline.Deal{ID: "d", Stage: "lead", Since: day(1)}, pipeline.ErrUnknownStage},
		{"changed by hand", flow, changed, alianza.ErrConflict},
		{"of another flow", partnership(), moved, pipeline.ErrNotAllowed},
		{"no ID", flow, pipeline.Deal{Stage: "review", Since: day(1)}, alianza.ErrMissing},
		{"no instant", flow, pipeline.Deal{ID: "d", Stage: "review"}, alianza.ErrMissing},
		{"zero Flow", pipeline.Flow{}, pipeline.Deal{}, alianza.ErrUnchecked},
		{"zero Flow, moved", pipeline.Flow{}, moved, alianza.ErrUnchecked},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := tt.flow.Check(tt.deal); !errors.Is(err, tt.want) || (err == nil) != (tt.want == nil) {
				t.Errorf("Check = %v; want %v", err, tt.want)
			}
		})
	}
	if doc, err := json.Marshal(changed); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("MarshalJSON() of a deal changed by hand = %s, %v; want ErrConflict", doc, err)
	}
	changed.Stage, changed.Since = "lost", day(9)
	if _, err := flow.Take(changed, pipeline.Step{At: day(9), Done: "call"}); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Take of a deal changed by hand = %v; want ErrConflict", err)
	}
}

// TestDealKnown reads back what is known of a deal.
func TestDealKnown(t *testing.T) {
	flow := soundFlow()
	d := take(t, flow, opened(t, flow), steps(2, "terms score=6")...)
	d = take(t, flow, d, steps(3, "terms score=7.5")...)
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	read, err := alianza.Read[pipeline.Deal](doc)
	if err != nil || !cmp.Equal(d, read) {
		t.Fatalf("Read(%s) = %v, %v; want the deal", doc, read, err)
	}
	for name, d := range map[string]pipeline.Deal{"made": d, "read": read} {
		at, ok := d.Delivered("terms")
		fact, has := d.Fact("score")
		if !ok || !at.Equal(day(3)) || !has || fact.Number.String() != "7.5" || !fact.At.Equal(day(3)) || !d.Opened().Equal(day(1)) {
			t.Errorf("%s: Delivered = %v, %t; Fact = %v, %t; opened %v", name, at, ok, fact, has, d.Opened())
		}
		*fact.Number = decimal.NewFromInt(99)
		*d.Steps()[2].Number = decimal.NewFromInt(99)
		if again, _ := d.Fact("score"); again.Number.String() != "7.5" {
			t.Errorf("%s: Fact after a change of what it returned = %v", name, again)
		}
		if _, ok := d.Fact("light"); ok {
			t.Errorf("%s: Fact(light) = true; want false", name)
		}
	}
	n := number("8")
	told := take(t, flow, d, pipeline.Step{At: day(4), Fact: "score", Number: n})
	*n = decimal.NewFromInt(1)
	if fact, _ := told.Fact("score"); fact.Number.String() != "8" {
		t.Errorf("Fact after a change of what was given = %v; want 8", fact)
	}
}

func TestStepString(t *testing.T) {
	for want, s := range map[string]pipeline.Step{
		"to lost on 2026-03-02: price":             {At: day(2), To: "lost", Reason: "price"},
		"to review on 2026-03-02":                  {At: day(2), To: "review"},
		"terms delivered on 2026-03-02":            {At: day(2), Done: "terms"},
		"score 8.2 on 2026-03-02":                  {At: day(2), Fact: "score", Number: number("8.2")},
		"light green on 2026-03-02":                {At: day(2), Fact: "light", Text: "green"},
		"carried from a v1 to talks on 2026-03-02": {At: day(2), To: "talks", Carried: "a v1"},
	} {
		if got := s.String(); got != want {
			t.Errorf("String() = %s; want %s", got, want)
		}
	}
}

// TestEqual changes one field at a time of what a refusal carries.
func TestEqual(t *testing.T) {
	unmet := func(change func(u *pipeline.Unmet)) pipeline.Unmet {
		u := pipeline.Unmet{Stage: "a", Condition: pipeline.Condition{Fact: "f"}, Text: "x", Number: number("7")}
		change(&u)
		return u
	}
	same := unmet(func(u *pipeline.Unmet) { u.Number = number("7.0") })
	none := func(*pipeline.Unmet) {}
	if !unmet(none).Equal(same) {
		t.Error("Equal of 7 and 7.0 = false; want true")
	}
	for name, change := range map[string]func(u *pipeline.Unmet){
		"stage":       func(u *pipeline.Unmet) { u.Stage = "b" },
		"condition":   func(u *pipeline.Unmet) { u.Condition.Fact = "g" },
		"text":        func(u *pipeline.Unmet) { u.Text = "y" },
		"number":      func(u *pipeline.Unmet) { u.Number = number("8") },
		"no number":   func(u *pipeline.Unmet) { u.Number = nil },
		"deliverable": func(u *pipeline.Unmet) { u.Condition = pipeline.Condition{Done: "f"} },
	} {
		if u := unmet(change); u.Equal(unmet(none)) || unmet(none).Equal(u) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
	exit := pipeline.Exit{To: "b", Unmet: []pipeline.Unmet{same}, Reasons: []string{"price"}}
	for name, other := range map[string]pipeline.Exit{
		"stage":      {To: "c", Unmet: exit.Unmet, Reasons: exit.Reasons},
		"conditions": {To: "b", Reasons: exit.Reasons},
		"reasons":    {To: "b", Unmet: exit.Unmet},
	} {
		if exit.Equal(other) || other.Equal(exit) {
			t.Errorf("Equal of exits with other %s = true; want false", name)
		}
	}
	visit := pipeline.Visit{Stage: "a", Since: day(1), Until: day(2)}
	for _, other := range []pipeline.Visit{
		{Stage: "b", Since: day(1), Until: day(2)}, {Stage: "a", Since: day(2), Until: day(2)}, {Stage: "a", Since: day(1), Until: day(3)},
	} {
		if visit.Equal(other) || other.Equal(visit) {
			t.Errorf("Equal(%v, %v) = true; want false", visit, other)
		}
	}
	step := pipeline.Step{At: day(1), To: "a", Reason: "r", Done: "d", Fact: "f", Text: "x", Number: number("7"), Carried: "c"}
	for name, change := range map[string]func(s *pipeline.Step){
		"instant": func(s *pipeline.Step) { s.At = day(2) },
		"stage":   func(s *pipeline.Step) { s.To = "b" },
		"reason":  func(s *pipeline.Step) { s.Reason = "" },
		"thing":   func(s *pipeline.Step) { s.Done = "" },
		"fact":    func(s *pipeline.Step) { s.Fact = "" },
		"text":    func(s *pipeline.Step) { s.Text = "" },
		"number":  func(s *pipeline.Step) { s.Number = nil },
		"flow":    func(s *pipeline.Step) { s.Carried = "" },
	} {
		other := step
		if change(&other); step.Equal(other) || other.Equal(step) {
			t.Errorf("Equal of steps with another %s = true; want false", name)
		}
	}
}

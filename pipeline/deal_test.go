package pipeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// day returns nine o'clock of a day of March 2026, in UTC.
func day(d int) time.Time { return time.Date(2026, time.March, d, 9, 0, 0, 0, time.UTC) }

func open(t *testing.T, at time.Time) pipeline.Deal {
	t.Helper()
	d, err := partnership().Open("studio-luz", at)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// deal makes a deal of its JSON form, with the stages that it has left.
func deal(t *testing.T, id string, stage pipeline.Stage, since time.Time, past ...pipeline.Visit) pipeline.Deal {
	t.Helper()
	var steps []pipeline.Step
	for _, v := range past {
		steps = append(steps, pipeline.Step{At: v.Since, To: v.Stage})
	}
	steps = append(steps, pipeline.Step{At: since, To: stage})
	doc, err := json.Marshal(map[string]any{"id": id, "stage": stage, "since": since, "steps": steps})
	if err != nil {
		t.Fatal(err)
	}
	var d pipeline.Deal
	if past == nil {
		return pipeline.Deal{ID: id, Stage: stage, Since: since}
	}
	if err := json.Unmarshal(doc, &d); err != nil {
		t.Fatal(err)
	}
	return d
}

// walk moves a deal through stages, one a day from the second of March on.
func walk(t *testing.T, d pipeline.Deal, through ...pipeline.Stage) pipeline.Deal {
	t.Helper()
	for i, to := range through {
		var err error
		d, err = partnership().Move(d, to, day(2+i))
		if err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestOpen(t *testing.T) {
	var never time.Time
	tests := []struct {
		name, id string
		at       time.Time
		want     []fault
		text     string
	}{
		{"sound", "studio-luz", day(1), nil, "<nil>"},
		{"last year", "studio-luz", time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), nil, "<nil>"},
		{"beyond it", "studio-luz", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), []fault{{"at", "", alianza.ErrRange}}, `pipeline: open: at: out of range: the year is not from 1 to 9999`},
		{"before the common era", "studio-luz", time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), []fault{{"at", "", alianza.ErrRange}}, `pipeline: open: at: out of range: the year is not from 1 to 9999`},
		{"no ID", "", day(1), []fault{{"id", "", alianza.ErrMissing}}, "pipeline: open: id: missing"},
		{"blank ID", "\u00a0", day(1), []fault{{"id", "\u00a0", alianza.ErrMissing}}, `pipeline: open: id "\u00a0": missing`},
		{"ID with a line in it", "a\nb", day(1), []fault{{"id", "a\nb", alianza.ErrForm}}, `pipeline: open: id "a\nb": malformed: spaces around it or control characters in it`},
		{"ID that is too long", strings.Repeat("x", 201), day(1), []fault{{"id", strings.Repeat("x", 60) + "…", alianza.ErrLimit}}, `pipeline: open: id "` + strings.Repeat("x", 60) + `…": over the limit: 201 bytes, allowed are 200`},
		{"no instant", "studio-luz", never, []fault{{"at", "", alianza.ErrMissing}}, "pipeline: open: at: missing"},
		{"no instant in a zone", "studio-luz", never.In(time.FixedZone("", 3600)), []fault{{"at", "", alianza.ErrMissing}}, "pipeline: open: at: missing"},
		{"neither", "", never, []fault{{"id", "", alianza.ErrMissing}, {"at", "", alianza.ErrMissing}}, "pipeline: open: id: missing\nat: missing"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := partnership().Open(tt.id, tt.at)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Open(%q, %v) = other faults (-want +got):\n%s", tt.id, tt.at, diff)
			}
			want := pipeline.Deal{}
			if tt.want == nil {
				want = pipeline.Deal{ID: tt.id, Stage: "lead", Since: tt.at}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Open(%q, %v) mismatch (-want +got):\n%s", tt.id, tt.at, diff)
			}
			if fmt.Sprint(err) != tt.text {
				t.Errorf("Open(%q, %v) = %v; want %s", tt.id, tt.at, err, tt.text)
			}
		})
	}
}

// TestTimeline_P1 moves deals step by step. A step that is refused leaves the
// deal as it was.
func TestTimeline_P1(t *testing.T) {
	type step struct {
		to    pipeline.Stage
		at    time.Time
		err   error
		stage pipeline.Stage // after the step
	}
	east, west := time.FixedZone("", 2*3600), time.FixedZone("", -8*3600)
	tests := []struct {
		name  string
		steps []step
		past  []pipeline.Visit
	}{
		{
			"all the way, renewed once, expired",
			[]step{
				{"deal", day(2), pipeline.ErrNotAllowed, "lead"},
				{"opportunity", day(2), nil, "opportunity"},
				{"lead", day(3), pipeline.ErrNotAllowed, "opportunity"},
				{"deal", day(1), pipeline.ErrTime, "opportunity"},
				{"deal", day(5), nil, "deal"},
				{"deal", day(6), pipeline.ErrNotAllowed, "deal"},
				{"lost", day(6), pipeline.ErrNotAllowed, "deal"},
				{"renewal", day(20), nil, "renewal"},
				{"deal", day(21), nil, "deal"},
				{"renewal", day(28), nil, "renewal"},
				{"expired", day(30), nil, "expired"},
				{"deal", day(31), pipeline.ErrFinal, "expired"},
			},
			[]pipeline.Visit{
				{Stage: "lead", Since: day(1), Until: day(2)},
				{Stage: "opportunity", Since: day(2), Until: day(5)},
				{Stage: "deal", Since: day(5), Until: day(20)},
				{Stage: "renewal", Since: day(20), Until: day(21)},
				{Stage: "deal", Since: day(21), Until: day(28)},
				{Stage: "renewal", Since: day(28), Until: day(30)},
			},
		},
		{
			"lost at once",
			[]step{
				{"lost", day(1), nil, "lost"},
				{"lead", day(1), pipeline.ErrFinal, "lost"},
				{"lost", day(2), pipeline.ErrFinal, "lost"},
				{"nowhere", day(2), pipeline.ErrUnknownStage, "lost"},
			},
			[]pipeline.Visit{{Stage: "lead", Since: day(1), Until: day(1)}},
		},
		{
			"instants beside the one before",
			[]step{
				{"opportunity", day(1).Add(-1), pipeline.ErrTime, "lead"},
				{"opportunity", day(1), nil, "opportunity"},
				{"deal", day(1).Add(-1), pipeline.ErrTime, "opportunity"},
				{"deal", day(1).Add(1), nil, "deal"},
				{"terminated", day(1), pipeline.ErrTime, "deal"},
				{"terminated", day(1).Add(1), nil, "terminated"},
			},
			[]pipeline.Visit{
				{Stage: "lead", Since: day(1), Until: day(1)},
				{Stage: "opportunity", Since: day(1), Until: day(1).Add(1)},
				{Stage: "deal", Since: day(1).Add(1), Until: day(1).Add(1)},
			},
		},
		{
			"instants in other zones",
			[]step{
				{"opportunity", time.Date(2026, 3, 1, 10, 59, 0, 0, east), pipeline.ErrTime, "lead"}, // 8:59 in UTC
				{"opportunity", time.Date(2026, 3, 1, 11, 0, 0, 0, east), nil, "opportunity"},        // 9:00
				{"deal", time.Date(2026, 3, 1, 0, 59, 0, 0, west), pipeline.ErrTime, "opportunity"},  // 8:59
				{"deal", time.Date(2026, 3, 1, 1, 0, 0, 0, west), nil, "deal"},                       // 9:00
			},
			[]pipeline.Visit{{Stage: "lead", Since: day(1), Until: day(1)}, {Stage: "opportunity", Since: day(1), Until: day(1)}},
		},
	}
	flow := partnership()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := open(t, day(1))
			for i, s := range tt.steps {
				before := d
				var err error
				d, err = flow.Move(d, s.to, s.at)
				if !errors.Is(err, s.err) || (err == nil) != (s.err == nil) || d.Stage != s.stage {
					t.Fatalf("step %d: Move(%s, %v) = %s, %v; want %s, %v", i, s.to, s.at, d.Stage, err, s.stage, s.err)
				}
				want := before
				if err == nil {
					want = deal(t, before.ID, s.to, s.at, append(before.Past(), pipeline.Visit{Stage: before.Stage, Since: before.Since, Until: s.at})...)
				}
				if diff := cmp.Diff(want, d); diff != "" {
					t.Errorf("step %d: Move(%s, %v) mismatch (-want +got):\n%s", i, s.to, s.at, diff)
				}
			}
			if diff := cmp.Diff(tt.past, d.Past()); diff != "" {
				t.Errorf("Past() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMoveRefusals has moves with more than one thing wrong: the first reason
// in the order of the documentation counts.
func TestMoveRefusals(t *testing.T) {
	tests := []struct {
		name     string
		from, to pipeline.Stage
		at       time.Time
		want     error
		next     []pipeline.Stage
		text     string
	}{
		{
			"unknown, from a final stage, too early", "lost", "signed", day(1), pipeline.ErrUnknownStage, nil,
			`pipeline: deal "d": lost to signed: the flow has no such stage`,
		},
		{
			"unknown", "lead", "Opportunity", day(3), pipeline.ErrUnknownStage,
			[]pipeline.Stage{"opportunity", "lost"},
			`pipeline: deal "d": lead to Opportunity: the flow has no such stage: did you mean "opportunity"? from lead it may go to ["opportunity" "lost"]`,
		},
		{
			"unknown, near none", "lead", "shipped", day(3), pipeline.ErrUnknownStage,
			[]pipeline.Stage{"opportunity", "lost"},
			`pipeline: deal "d": lead to shipped: the flow has no such stage; from lead it may go to ["opportunity" "lost"]`,
		},
		{
			"from an unknown stage", "signed", "deal", day(3), pipeline.ErrUnknownStage, nil,
			`pipeline: deal "d": signed to deal: the flow has no such stage`,
		},
		{
			"final, too early", "expired", "deal", day(1), pipeline.ErrFinal, nil,
			`pipeline: deal "d": expired to deal: the stage is an end`,
		},
		{
			"final, to itself", "terminated", "terminated", day(3), pipeline.ErrFinal, nil,
			`pipeline: deal "d": terminated to terminated: the stage is an end`,
		},
		{
			"not allowed, too early", "lead", "deal", day(1), pipeline.ErrNotAllowed,
			[]pipeline.Stage{"opportunity", "lost"},
			`pipeline: deal "d": lead to deal: the flow has no such move; from lead it may go to ["opportunity" "lost"]`,
		},
		{
			"too early", "renewal", "deal", day(2).Add(-1), pipeline.ErrTime,
			[]pipeline.Stage{"deal", "terminated", "expired"},
			`pipeline: deal "d": renewal to deal: before the last step of the deal`,
		},
		{
			"no instant", "renewal", "deal",
			time.Time{},
			pipeline.ErrTime,
			[]pipeline.Stage{"deal", "terminated", "expired"},
			`pipeline: deal "d": renewal to deal: before the last step of the deal: no instant is given`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := deal(t, "d", tt.from, day(2), pipeline.Visit{Stage: "lead", Since: day(1), Until: day(2)})
			got, err := partnership().Move(before, tt.to, tt.at)
			var refused *pipeline.MoveError
			if !errors.As(err, &refused) {
				t.Fatalf("Move(%s) = %v; want a MoveError", tt.to, err)
			}
			want := pipeline.MoveError{Deal: "d", From: tt.from, To: tt.to, At: tt.at, Exits: partnership().Exits(before), Err: tt.want}
			if diff := cmp.Diff(tt.next, refused.Next(), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("Next() mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(want, *refused, sameFaults); diff != "" {
				t.Errorf("Move(%s) = another error (-want +got):\n%s", tt.to, diff)
			}
			for _, reason := range []error{pipeline.ErrUnknownStage, pipeline.ErrFinal, pipeline.ErrNotAllowed, pipeline.ErrTime} {
				if errors.Is(err, reason) != (reason == tt.want) { //nolint:errorlint // the very reason
					t.Errorf("errors.Is(%v, %v) = %t; want the reason %v", err, reason, !errors.Is(err, reason), tt.want)
				}
			}
			if err.Error() != tt.text {
				t.Errorf("Error() = %s; want %s", err, tt.text)
			}
			if diff := cmp.Diff(before, got); diff != "" {
				t.Errorf("Move(%s) changed the deal (-want +got):\n%s", tt.to, diff)
			}
		})
	}
}

// TestMoveUnsound moves deals that a caller built by hand.
func TestMoveUnsound(t *testing.T) {
	tests := []struct {
		name string
		deal pipeline.Deal
		at   time.Time
		want []fault
	}{
		{"no ID", pipeline.Deal{Stage: "lead", Since: day(1)}, day(2), []fault{{"id", "", alianza.ErrMissing}}},
		{"no instant", pipeline.Deal{ID: "d", Stage: "lead"}, day(2), []fault{{"since", "", alianza.ErrMissing}}},
		{"year 10,000", pipeline.Deal{ID: "d", Stage: "lead", Since: day(1)}, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), []fault{{"at", "", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := partnership().Move(tt.deal, "opportunity", tt.at)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" || !cmp.Equal(tt.deal, got) {
				t.Errorf("Move = %s and other faults (-want +got):\n%s", got, diff)
			}
		})
	}
}

// TestReasonsAreKinds holds that each reason of a refusal is a kind of fault of the library,
// too, and has its code.
func TestReasonsAreKinds(t *testing.T) {
	for reason, want := range map[error]struct {
		kind error
		code string
	}{
		pipeline.ErrUnknownStage: {alianza.ErrUnknown, "unknown"},
		pipeline.ErrNotAllowed:   {alianza.ErrConflict, "contradiction"},
		pipeline.ErrFinal:        {alianza.ErrConflict, "contradiction"},
		pipeline.ErrTime:         {alianza.ErrConflict, "contradiction"},
		pipeline.ErrReason:       {alianza.ErrConflict, "contradiction"},
		pipeline.ErrUnmet:        {alianza.ErrConflict, "contradiction"},
		pipeline.ErrLocked:       {alianza.ErrConflict, "contradiction"},
	} {
		refused := &pipeline.MoveError{Err: reason}
		if !errors.Is(refused, reason) || !errors.Is(refused, want.kind) || refused.Code() != want.code {
			t.Errorf("%v has the code %q, and is of the kind %v: %t; want %q", reason, refused.Code(), want.kind, errors.Is(refused, want.kind), want.code)
		}
	}
	if got := (&pipeline.MoveError{}).Code(); got != "" {
		t.Errorf("Code() of a refusal without a reason = %q; want none", got)
	}
	// A move without an instant, and one without the reason that its stage asks for.
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "f", Stages: []pipeline.StageDefinition{{Name: "a"}, {Name: "b", Reasons: []string{"why"}, End: pipeline.Lost}}, Moves: []pipeline.Move{{From: "a", To: "b"}},
	}))
	opened := alianza.Must(flow.Open("d", day(1)))
	for want, s := range map[error]pipeline.Step{pipeline.ErrTime: {To: "b", Reason: "why"}, pipeline.ErrReason: {To: "b", At: day(2)}} {
		_, err := flow.Take(opened, s)
		var refused *pipeline.MoveError
		if !errors.As(err, &refused) || !errors.Is(err, want) || !errors.Is(err, alianza.ErrMissing) || refused.Code() != "missing" {
			t.Errorf("Take(%+v) = %v; want %v that is an ErrMissing", s, err, want)
		}
	}
}

// TestMoveErrorJSON writes refusals, which are not read.
func TestMoveErrorJSON(t *testing.T) {
	flow := partnership()
	_, err := flow.Move(deal(t, "d", "lead", day(2)), "deal", day(1))
	var refused *pipeline.MoveError
	if !errors.As(err, &refused) {
		t.Fatalf("Move = %v; want a MoveError", err)
	}
	want := `{"deal":"d","from":"lead","to":"deal","at":"2026-03-01T09:00:00Z","exits":[{"to":"opportunity"},{"to":"lost"}],"code":"contradiction","reason":"the flow has no such move"}`
	doc, err := json.Marshal(refused)
	if err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	var got pipeline.MoveError
	if err := json.Unmarshal(doc, &got); !errors.Is(err, alianza.ErrForm) {
		t.Errorf("UnmarshalJSON = %v; want ErrForm", err)
	}
	if doc, err := json.Marshal(&pipeline.MoveError{}); err != nil || string(doc) != `{"deal":"","from":"","to":"","reason":"no reason given"}` {
		t.Errorf("MarshalJSON() of the zero MoveError = %s, %v", doc, err)
	}
	_, again := flow.Move(deal(t, "d", "lead", day(2)), "deal", day(1))
	_, other := flow.Move(deal(t, "d", "lead", day(2)), "renewal", day(1))
	if !cmp.Equal(error(refused), again) || cmp.Equal(error(refused), other) || (*pipeline.MoveError)(nil).Equal(refused) {
		t.Errorf("Equal(%v, %v, %v) = other; want the first two equal", refused, again, other)
	}
}

// TestVisitJSON reads the parts of a deal alone, strictly.
func TestVisitJSON(t *testing.T) {
	visit := pipeline.Visit{Stage: "lead", Since: day(1), Until: day(2)}
	doc, err := json.Marshal(visit)
	if want := `{"stage":"lead","since":"2026-03-01T09:00:00Z","until":"2026-03-02T09:00:00Z"}`; err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	if got, err := alianza.Read[pipeline.Visit](doc); err != nil || !cmp.Equal(visit, got) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, visit)
	}
	upper := strings.Replace(string(doc), "stage", "Stage", 1)
	if got, err := alianza.Read[pipeline.Visit]([]byte(upper)); !errors.Is(err, alianza.ErrField) {
		t.Errorf("Read(%s) = %v, %v; want ErrField", upper, got, err)
	}
	backward := []byte(`{"id":"d","stage":"deal","since":"2026-03-01T09:00:00Z","steps":[{"at":"2026-03-02T09:00:00Z","to":"lead"},{"at":"2026-03-01T09:00:00Z","to":"deal"}]}`)
	if got, err := alianza.Read[pipeline.Deal](backward); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Read(%s) = %v, %v; want ErrConflict", backward, got, err)
	}
}

// TestMoveAliasing moves one deal twice: neither of the two deals that come
// out may write into the history of the other, or of the first.
func TestMoveAliasing(t *testing.T) {
	flow := partnership()
	tests := []struct {
		name  string
		start pipeline.Deal
	}{
		{"history made by moves", walk(t, open(t, day(1)), "opportunity", "deal", "renewal", "deal", "renewal", "deal", "renewal")},
		{"history that was read", deal(t, "d", "renewal", day(8), pipeline.Visit{Stage: "lead", Since: day(1), Until: day(2)})},
		{"no history", deal(t, "d", "renewal", day(8))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := tt.start.Past()
			first, err := flow.Move(tt.start, "deal", day(20))
			if err != nil {
				t.Fatal(err)
			}
			second, err := flow.Move(tt.start, "expired", day(30))
			if err != nil {
				t.Fatal(err)
			}
			third, err := flow.Move(first, "terminated", day(25))
			if err != nil {
				t.Fatal(err)
			}
			left := func(d pipeline.Deal) pipeline.Visit {
				v, ok := d.Left()
				if !ok {
					t.Errorf("Left() of %s = none; want a visit", d)
				}
				return v
			}
			since := tt.start.Since
			got := []pipeline.Visit{left(first), left(second), left(third)}
			want := []pipeline.Visit{
				{Stage: "renewal", Since: since, Until: day(20)},
				{Stage: "renewal", Since: since, Until: day(30)},
				{Stage: "deal", Since: day(20), Until: day(25)},
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("visits left mismatch (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(append(before, want[0], want[2]), third.Past()); diff != "" {
				t.Errorf("Past() of the third mismatch (-want +got):\n%s", diff)
			}
			tt.start.Past() // a copy, which the next line may spoil
			if past := tt.start.Past(); len(past) > 0 {
				past[0].Stage = "spoilt"
			}
			if diff := cmp.Diff(before, tt.start.Past()); diff != "" {
				t.Errorf("Past() after two moves mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMoveLinear moves a deal as often as it can be moved. Each move costs the
// same: the history is not copied. The deal comes back from its JSON.
func TestMoveLinear(t *testing.T) {
	flow := partnership()
	d := walk(t, open(t, day(1)), "opportunity", "deal")
	var err error
	move := func() {
		to := pipeline.Stage("renewal")
		if d.Stage == to {
			to = "deal"
		}
		if d, err = flow.Move(d, to, day(5)); err != nil {
			t.Fatal(err)
		}
	}
	if allocs := testing.AllocsPerRun(pipeline.MaxSteps-5, move); allocs > 2 {
		t.Errorf("Move = %v allocations; want at most 2, whatever is past", allocs)
	}
	for len(d.Steps()) < pipeline.MaxSteps {
		move()
	}
	if _, err := flow.Move(d, "terminated", day(6)); !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("Move after %d = %v; want ErrLimit", pipeline.MaxSteps, err)
	}
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	got, err := alianza.Read[pipeline.Deal](doc)
	if err != nil || !cmp.Equal(d, got) {
		t.Errorf("Read of a deal of %d visits = %v; want the deal", len(d.Past()), err)
	}
}

// TestDealLong writes and reads a deal with as many facts as there may be, each of the
// longest text.
func TestDealLong(t *testing.T) {
	flow, err := pipeline.New(pipeline.Definition{Name: "f", Stages: []pipeline.StageDefinition{
		{Name: "a", Leave: []pipeline.Condition{{Fact: "x"}}}, {Name: "b", End: pipeline.Won},
	}, Moves: []pipeline.Move{{From: "a", To: "b"}}})
	if err != nil {
		t.Fatal(err)
	}
	d, err := flow.Open("d", day(1))
	if err != nil {
		t.Fatal(err)
	}
	for i := range pipeline.MaxSteps - 1 {
		if d, err = flow.Take(d, pipeline.Step{At: day(1), Fact: "x", Text: fmt.Sprintf("%0200d", i)}); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alianza.Read[pipeline.Deal](doc); err != nil || !cmp.Equal(d, got) {
		t.Errorf("Read of %d bytes = %v; want the deal", len(doc), err)
	}
}

func TestDealEqual(t *testing.T) {
	zone := time.FixedZone("", 3600)
	base := func() pipeline.Deal { return walk(t, open(t, day(1)), "opportunity", "deal") }
	visit := pipeline.Visit{Stage: "lead", Since: day(1), Until: day(2)}
	later := pipeline.Visit{Stage: "lead", Since: day(2), Until: day(3)}
	tests := []struct {
		name string
		a, b pipeline.Deal
		want bool
	}{
		{"zero deals", pipeline.Deal{}, pipeline.Deal{}, true},
		{"made in the same way", base(), base(), true},
		{"the same instant in another zone", deal(t, "d", "deal", day(3)), deal(t, "d", "deal", day(3).In(zone)), true},
		{"another ID", deal(t, "d", "deal", day(3)), deal(t, "e", "deal", day(3)), false},
		{"another stage", deal(t, "d", "deal", day(3)), deal(t, "d", "lead", day(3)), false},
		{"another instant", deal(t, "d", "deal", day(3)), deal(t, "d", "deal", day(4)), false},
		{"with and without a history", deal(t, "d", "deal", day(3), visit), deal(t, "d", "deal", day(3)), false},
		{"another history", deal(t, "d", "deal", day(3), visit), deal(t, "d", "deal", day(3), later), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.a.Equal(tt.b) != tt.want || tt.b.Equal(tt.a) != tt.want || cmp.Equal(tt.a, tt.b) != tt.want {
				t.Errorf("Equal(%s, %s) = %t; want %t", tt.a, tt.b, tt.a.Equal(tt.b), tt.want)
			}
		})
	}
}

func TestDealString(t *testing.T) {
	late := time.Date(2026, 3, 2, 23, 30, 0, 0, time.UTC)
	tests := []struct {
		name string
		deal pipeline.Deal
		want string
	}{
		{"in UTC", pipeline.Deal{ID: "studio-luz", Stage: "deal", Since: late}, "studio-luz: deal since 2026-03-02"},
		{"east, on the next day", pipeline.Deal{ID: "studio-luz", Stage: "deal", Since: late.In(time.FixedZone("", 3600))}, "studio-luz: deal since 2026-03-03"},
		{"zero Deal", pipeline.Deal{}, ":  since 0001-01-01"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.deal.String(); got != tt.want {
				t.Errorf("String() = %q; want %q", got, tt.want)
			}
		})
	}
}

func TestDealJSON(t *testing.T) {
	zone := time.FixedZone("", -5*3600)
	tests := []struct {
		name string
		deal pipeline.Deal
		want string
	}{
		{"open", open(t, day(1)), `{"id":"studio-luz","stage":"lead","since":"2026-03-01T09:00:00Z"}`},
		{
			"with a history", walk(t, open(t, day(1)), "opportunity", "deal"),
			`{"id":"studio-luz","stage":"deal","since":"2026-03-03T09:00:00Z","steps":[` +
				`{"at":"2026-03-01T09:00:00Z","to":"lead"},` +
				`{"at":"2026-03-02T09:00:00Z","to":"opportunity"},` +
				`{"at":"2026-03-03T09:00:00Z","to":"deal"}]}`,
		},
		{
			"in a zone, to the nanosecond",
			pipeline.Deal{ID: "a \"b\" é", Stage: "x", Since: time.Date(2026, 3, 1, 9, 0, 0, 1, zone)},
			`{"id":"a \"b\" é","stage":"x","since":"2026-03-01T09:00:00.000000001-05:00"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := json.Marshal(tt.deal)
			if err != nil || string(doc) != tt.want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, tt.want)
			}
			var got pipeline.Deal
			if err := json.Unmarshal([]byte(tt.want), &got); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.deal, got); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
			if again, err := json.Marshal(got); err != nil || string(again) != tt.want {
				t.Errorf("MarshalJSON() again = %s, %v; want %s", again, err, tt.want)
			}
		})
	}
	// A deal that was read moves on.
	var d pipeline.Deal
	if err := json.Unmarshal([]byte(tests[1].want), &d); err != nil {
		t.Fatal(err)
	}
	want := walk(t, open(t, day(1)), "opportunity", "deal", "renewal")
	if got, err := partnership().Move(d, "renewal", day(4)); err != nil || !cmp.Equal(want, got) {
		t.Errorf("Move after JSON = %v, %v; want %v", got, err, want)
	}
}

func TestDealJSONFaults(t *testing.T) {
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"nothing", `{}`, []fault{{"id", "", alianza.ErrMissing}, {"stage", "", alianza.ErrMissing}, {"since", "", alianza.ErrMissing}}},
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"no end", `{"id":"d"`, []fault{{"", "", alianza.ErrForm}}},
		{"day without a time", `{"id":"d","stage":"lead","since":"2026-03-01"}`, []fault{{"since", "2026-03-01", alianza.ErrForm}}},
		{"number for a time", `{"id":"d","stage":"lead","since":1}`, []fault{{"since", "1", alianza.ErrForm}}},
		{"unknown and wrong case", `{"id":"d","Stage":"lead","stage":"lead","since":"2026-03-01T09:00:00Z","steps":[],"at":1}`, []fault{{"Stage", "", alianza.ErrUnknown}, {"at", "", alianza.ErrUnknown}}},
		{"twice", `{"id":"d","id":"e","stage":"lead","since":"2026-03-01T09:00:00Z"}`, []fault{{"id", "", alianza.ErrDuplicate}}},
		{"empty", `{"id":"","stage":"","since":"0001-01-01T00:00:00Z"}`, []fault{{"id", "", alianza.ErrMissing}, {"stage", "", alianza.ErrMissing}, {"since", "0001-01-01T00:00:00Z", alianza.ErrRange}}},
		{"empty ID with steps", `{"id":"","stage":"a","since":"2026-03-01T09:00:00Z","steps":[{"at":"2026-03-01T09:00:00Z","to":"a"}]}`, []fault{{"id", "", alianza.ErrMissing}}},
		{"steps", `{"steps":[{"to":"lead","at":"x"},{"from":1},2],"id":"d","stage":null,"since":"2026-03-01T09:00:00Z"}`, []fault{
			{"steps[0].at", "x", alianza.ErrForm},
			{"steps[1].at", "", alianza.ErrMissing},
			{"steps[1]", "", alianza.ErrMissing},
			{"steps[1].from", "", alianza.ErrUnknown},
			{"steps[2]", "2", alianza.ErrForm},
			{"stage", "", alianza.ErrMissing},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := open(t, day(1))
			err := got.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if diff := cmp.Diff(open(t, day(1)), got); diff != "" {
				t.Errorf("UnmarshalJSON(%s) changed the deal (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
	if doc, err := json.Marshal(pipeline.Deal{ID: "d", Stage: "lead", Since: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}); err == nil {
		t.Errorf("MarshalJSON() in the year 10000 = %s; want an error", doc)
	}
}

// TestDealJSON_WritesWhatItReads writes deals built by hand that could not be read back.
func TestDealJSON_WritesWhatItReads(t *testing.T) {
	for name, d := range map[string]pipeline.Deal{
		"no ID": {Stage: "a", Since: day(1)}, "no stage": {ID: "d", Since: day(1)}, "no instant": {ID: "d", Stage: "a"},
	} {
		if doc, err := json.Marshal(d); !errors.Is(err, alianza.ErrMissing) {
			t.Errorf("MarshalJSON() with %s = %s, %v; want ErrMissing", name, doc, err)
		}
	}
}

// TestDealJSON_Long writes as many steps as there may be, with the longest names, each of
// whose characters takes six bytes in JSON.
func TestDealJSON_Long(t *testing.T) {
	long := strings.Repeat("<", 200)
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "long",
		Stages: []pipeline.StageDefinition{
			{Name: "a", Leave: []pipeline.Condition{{Fact: long}}},
			{Name: "b", End: pipeline.Won},
		},
		Moves: []pipeline.Move{{From: "a", To: "b"}},
	}))
	d, err := flow.Open("d", day(1))
	for i := 1; err == nil && i < pipeline.MaxSteps; i++ {
		d, err = flow.Take(d, pipeline.Step{At: day(1), Fact: long, Text: long})
	}
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alianza.Read[pipeline.Deal](doc); err != nil || !got.Equal(d) {
		t.Errorf("Read of %d bytes = %v; want the deal", len(doc), err)
	}
}

// TestFlowConcurrent is for the race detector.
func TestFlowConcurrent(t *testing.T) {
	flow, start := partnership(), walk(t, open(t, day(1)), "opportunity", "deal", "renewal")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				to := flow.Next("renewal")[i%3]
				d, err := flow.Move(start, to, day(20))
				if err != nil || d.Stage != to || len(d.Past()) != 4 || !strings.Contains(flow.Mermaid(), string(to)) {
					t.Errorf("Move(%s) = %s, %v; want it there", to, d, err)
				}
			}
		}()
	}
	wg.Wait()
}

// checkHistory checks that a deal's visits follow one another in time without
// a gap, along moves of the flow, from the first stage to the present one.
func checkHistory(t *testing.T, flow pipeline.Flow, d pipeline.Deal, opened time.Time) {
	t.Helper()
	stage, since := pipeline.Stage("lead"), opened
	for i, v := range d.Past() {
		if v.Stage != stage || !v.Since.Equal(since) || v.Until.Before(v.Since) {
			t.Errorf("Past[%d] = %v; want %s from %v on", i, v, stage, since)
		}
		next := d.Stage
		if i+1 < len(d.Past()) {
			next = d.Past()[i+1].Stage
		}
		if !allowed(v.Stage, next) || !flow.Can(v.Stage, next) {
			t.Errorf("Past[%d] = %s before %s; want a move of the flow", i, v.Stage, next)
		}
		stage, since = next, v.Until
	}
	if d.Stage != stage || !d.Since.Equal(since) {
		t.Errorf("deal = %s since %v; want %s since %v", d.Stage, d.Since, stage, since)
	}
}

// checkSteps tries a sequence of steps, two bytes each: where to, and how much
// later or earlier.
func checkSteps(t *testing.T, opened time.Time, steps []byte) {
	t.Helper()
	flow := partnership()
	d, err := flow.Open("d", opened)
	if err != nil {
		t.Fatalf("Open(%v) = %v; want no error", opened, err)
	}
	names := append(slices.Clone(stages), "nowhere")
	for ; len(steps) > 1; steps = steps[2:] {
		to, delta := names[int(steps[0])%len(names)], time.Duration(int8(steps[1]))
		at := d.Since.Add(delta)
		var want error
		switch {
		case to == "nowhere":
			want = pipeline.ErrUnknownStage
		case table[d.Stage] == nil:
			want = pipeline.ErrFinal
		case !allowed(d.Stage, to):
			want = pipeline.ErrNotAllowed
		case delta < 0:
			want = pipeline.ErrTime
		}
		before, past := d, d.Past()
		d, err = flow.Move(d, to, at)
		if !errors.Is(err, want) || (err == nil) != (want == nil) {
			t.Fatalf("Move(%s to %s, %v later) = %v; want %v", before.Stage, to, delta, err, want)
		}
		if !cmp.Equal(before.Past(), past) || err != nil && !cmp.Equal(before, d) {
			t.Fatalf("Move(%s to %s) changed the deal to %v; want %v", before.Stage, to, d, before)
		}
		if err == nil && (d.Stage != to || !d.Since.Equal(at) || d.ID != "d" || len(d.Past()) != len(past)+1) {
			t.Fatalf("Move(%s to %s, %v) = %v; want it there", before.Stage, to, at, d)
		}
	}
	checkHistory(t, flow, d, opened)
}

func TestLawMove(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 1))
	for range 200 {
		steps := make([]byte, 40)
		for i := range steps {
			steps[i] = byte(r.UintN(256))
			if i%2 == 0 { // few ends, so that the way is long
				steps[i] = byte(r.UintN(4))
			}
		}
		checkSteps(t, day(1), append(steps, byte(r.UintN(8)), 1, byte(r.UintN(8)), 1))
	}
}

func FuzzMove(f *testing.F) {
	f.Add(int64(0), []byte{1, 1, 2, 1, 3, 1, 2, 1, 3, 0, 6, 1, 2, 9})
	f.Add(int64(1772355600), []byte{2, 1, 4, 0, 1, 1, 7, 1})
	f.Add(int64(-1), []byte{1, 200, 1, 0, 2, 255, 2, 1, 5, 127, 5, 128})
	f.Fuzz(func(t *testing.T, seconds int64, steps []byte) {
		checkSteps(t, time.Unix(seconds%5e10, 0).UTC(), steps[:min(len(steps), 200)])
	})
}

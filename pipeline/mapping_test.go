package pipeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// TestLifecycle_P17 leads from each stage of the lifecycle to that of the
// partnership. Each move of the lifecycle stays in its stage there, or is a move
// that the partnership allows.
func TestLifecycle_P17(t *testing.T) {
	mapping := alianza.Must(pipeline.NewMapping(pipeline.LifecycleOfPartnership()))
	want := map[pipeline.Stage]pipeline.Stage{
		"identification": "lead", "evaluation": "lead", "negotiation": "opportunity",
		"agreement": "deal", "monitoring": "deal", "improvement": "deal", "renewal": "renewal",
		"lost": "lost", "terminated": "terminated", "expired": "expired",
	}
	for fine, coarse := range want {
		if got, ok := mapping.Stage(fine); !ok || got != coarse {
			t.Errorf("Stage(%s) = %s, %t; want %s", fine, got, ok, coarse)
		}
	}
	if got, ok := mapping.Stage("lead"); ok {
		t.Errorf("Stage(lead) = %s; want none", got)
	}
	for _, m := range pipeline.Lifecycle().Moves {
		from, to := want[m.From], want[m.To]
		if from != to && !allowed(from, to) {
			t.Errorf("%s to %s leads from %s to %s, which the partnership does not allow", m.From, m.To, from, to)
		}
	}
}

// versions returns two versions of a flow: the second divides talks and drops the
// review.
func versions() pipeline.MappingDefinition {
	second := sound()
	second.Version = 3
	second.Stages[0].Name = "first_talks"
	second.Stages[1] = pipeline.StageDefinition{Name: "last_talks", Deliverables: []string{"draft"}, Enter: []pipeline.Condition{{Done: "terms"}}}
	second.Moves = []pipeline.Move{{From: "first_talks", To: "last_talks"}, {From: "first_talks", To: "lost"}, {From: "last_talks", To: "won"}}
	return pipeline.MappingDefinition{
		From: sound(), To: second,
		Stages: map[pipeline.Stage]pipeline.Stage{"talks": "first_talks", "review": "last_talks"},
	}
}

func TestCarry(t *testing.T) {
	mapping := alianza.Must(pipeline.NewMapping(versions()))
	old, next := soundFlow(), alianza.Must(pipeline.New(versions().To))
	d := take(t, old, opened(t, old), steps(2, "terms call score=7 light=green contact=Ana")...)
	d = take(t, old, d, pipeline.Step{At: day(5), To: "review"})

	carried, err := mapping.Carry(d, day(8))
	if err != nil || carried.Stage != "last_talks" || !carried.Since.Equal(day(5)) {
		t.Fatalf("Carry = %s, %v; want it in last_talks since 5 March", carried, err)
	}
	if got := d.Stage; got != "review" {
		t.Errorf("the deal before is in %s; want review", got)
	}
	want := append(d.Steps(), pipeline.Step{At: day(8), To: "last_talks", Carried: "sound v2"})
	if diff := cmp.Diff(want, carried.Steps()); diff != "" {
		t.Errorf("Steps() mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(d.Past(), carried.Past()); diff != "" {
		t.Errorf("Past() mismatch (-want +got):\n%s", diff)
	}
	// What was known stays known; what the new version asks for is owed.
	if got := fmt.Sprint(next.Exits(carried)); got != "[won: draft is not delivered]" {
		t.Errorf("Exits = %s; want the draft missing", got)
	}
	if fact, ok := carried.Fact("score"); !ok || fact.Number.String() != "7" {
		t.Errorf("Fact(score) = %v, %t; want 7", fact, ok)
	}
	won := take(t, next, carried, pipeline.Step{At: day(9), Done: "draft"}, pipeline.Step{At: day(9), To: "won"})
	visit := pipeline.Visit{Stage: "last_talks", Since: day(5), Until: day(9)}
	if left, ok := won.Left(); !ok || !left.Equal(visit) {
		t.Errorf("Left() = %v; want %v", left, visit)
	}
	doc, err := json.Marshal(won)
	if err != nil {
		t.Fatal(err)
	}
	read, err := alianza.Read[pipeline.Deal](doc)
	if diff := cmp.Diff(won, read); diff != "" || err != nil {
		t.Errorf("Read of a carried deal: %v (-want +got):\n%s", err, diff)
	}
	if err := next.Check(read); err != nil {
		t.Errorf("Check by the new version = %v; want nil", err)
	}
	if err := old.Check(read); !errors.Is(err, pipeline.ErrUnknownStage) || !strings.Contains(err.Error(), "steps[7]") {
		t.Errorf("Check by the old version = %v; want ErrUnknownStage at steps[7]", err)
	}
}

// TestCarry_Anew renames the stage in which a deal owes its deliverable anew: it owes it
// still, and so does the deal that is made of its history again.
func TestCarry_Anew(t *testing.T) {
	flow := func(a, b pipeline.Stage) pipeline.Definition {
		return pipeline.Definition{
			Name: "loop",
			Stages: []pipeline.StageDefinition{
				{Name: a, Deliverables: []string{"x"}}, {Name: b, Deliverables: []string{"y"}}, {Name: "won", End: pipeline.Won},
			},
			Moves: []pipeline.Move{{From: a, To: b}, {From: b, To: a}, {From: b, To: "won"}},
		}
	}
	old := alianza.Must(pipeline.New(flow("a", "b")))
	d := take(t, old, opened(t, old), pipeline.Step{At: day(1), Done: "x"}, pipeline.Step{At: day(2), To: "b"}, pipeline.Step{At: day(3), Done: "y"}, pipeline.Step{At: day(3), To: "a"})
	for _, to := range []struct {
		a, b pipeline.Stage
		want string
	}{{"a", "b", "b: x is not delivered"}, {"a2", "b", "b: x is not delivered"}, {"b", "a", "a: x is not delivered"}} {
		next := alianza.Must(pipeline.New(flow(to.a, to.b)))
		m := alianza.Must(pipeline.NewMapping(pipeline.MappingDefinition{
			From: flow("a", "b"), To: flow(to.a, to.b), Stages: map[pipeline.Stage]pipeline.Stage{"a": to.a, "b": to.b},
		}))
		carried, err := m.Carry(d, day(4))
		if err != nil {
			t.Fatal(err)
		}
		again, err := next.Replay(d.ID, carried.Steps())
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range []pipeline.Deal{carried, again} {
			if got := next.Exits(one)[0].String(); got != to.want {
				t.Errorf("Exits of %s = %s; want %s", one, got, to.want)
			}
			delivered := take(t, next, one, pipeline.Step{At: day(5), Done: "x"})
			if got := next.Exits(delivered)[0]; !got.Ready() {
				t.Errorf("Exits of %s = %s; want it ready, as x was delivered anew", one, got)
			}
		}
		if got := old.Exits(d)[0].String(); got != "b: x is not delivered" {
			t.Errorf("Exits of the deal before = %s; want it as it was", got)
		}
	}
	// A deal that never left its stage owes nothing anew, whatever left the new name.
	swap := alianza.Must(pipeline.NewMapping(pipeline.MappingDefinition{
		From: flow("a", "b"), To: flow("b", "a"), Stages: map[pipeline.Stage]pipeline.Stage{"a": "b", "b": "a"},
	}))
	d = take(t, old, opened(t, old), pipeline.Step{At: day(1), Done: "x"}, pipeline.Step{At: day(1), Done: "y"}, pipeline.Step{At: day(2), To: "b"})
	carried, err := swap.Carry(d, day(4))
	if next := alianza.Must(pipeline.New(flow("b", "a"))); err != nil || !next.Exits(carried)[1].Ready() {
		t.Errorf("Exits = %v, %v; want won ready, as the deal has not left the stage", next.Exits(carried), err)
	}
}

// TestCarry_Long carries a deal from a flow with the longest name: the step can be read.
func TestCarry_Long(t *testing.T) {
	def := versions()
	def.From.Name = strings.Repeat("x", 197) // and " v2" are 200
	d, err := alianza.Must(pipeline.NewMapping(def)).Carry(opened(t, soundFlow()), day(8))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if read, err := alianza.Read[pipeline.Deal](doc); err != nil || !cmp.Equal(d, read) {
		t.Errorf("Read of the carried deal = %s, %v; want the deal", read, err)
	}
}

func TestCarry_Refused(t *testing.T) {
	mapping := alianza.Must(pipeline.NewMapping(versions()))
	d := take(t, soundFlow(), opened(t, soundFlow()), pipeline.Step{At: day(2), Done: "terms"})
	tests := []struct {
		name string
		m    pipeline.Mapping
		deal pipeline.Deal
		at   time.Time
		want error
	}{
		{"zero Mapping", pipeline.Mapping{}, d, day(3), alianza.ErrUnchecked},
		{"in no stage", mapping, pipeline.Deal{ID: "d", Stage: "lead", Since: day(1)}, day(3), pipeline.ErrUnknownStage},
		{"before the last step", mapping, d, day(1), pipeline.ErrTime},
		{"no instant", mapping, d, time.Time{}, pipeline.ErrTime},
		{"no ID", mapping, pipeline.Deal{Stage: "talks", Since: day(1)}, day(3), alianza.ErrMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tt.m.Carry(tt.deal, tt.at); !errors.Is(err, tt.want) || !cmp.Equal(tt.deal, got) {
				t.Errorf("Carry = %s, %v; want %v and the deal as it was", got, err, tt.want)
			}
		})
	}
}

func TestNewMapping_Faults(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(d *pipeline.MappingDefinition)
		want  []fault
	}{
		{"nothing", func(*pipeline.MappingDefinition) {}, nil},
		{"a stage without a place", func(d *pipeline.MappingDefinition) { delete(d.Stages, "review") }, []fault{{"stages.review", "", alianza.ErrMissing}}},
		{"to a stage that is not there", func(d *pipeline.MappingDefinition) { d.Stages["review"] = "talks" }, []fault{{"stages.review", "talks", alianza.ErrUnknown}}},
		{"from a stage that is not there", func(d *pipeline.MappingDefinition) { d.Stages["lead"] = "lost" }, []fault{{"stages.lead", "lead", alianza.ErrUnknown}}},
		{"a stage to an end", func(d *pipeline.MappingDefinition) { d.Stages["review"] = "won" }, []fault{{"stages.review", "won", alianza.ErrConflict}}},
		{"an end to a stage", func(d *pipeline.MappingDefinition) { d.Stages["won"] = "last_talks" }, []fault{{"stages.won", "last_talks", alianza.ErrConflict}}},
		{"won to lost", func(d *pipeline.MappingDefinition) { d.Stages["won"] = "lost" }, []fault{{"stages.won", "lost", alianza.ErrConflict}}},
		{"ended to lost", func(d *pipeline.MappingDefinition) {
			d.From.Stages[2].End, d.From.Stages[2].Probability = pipeline.Ended, nil
		}, []fault{{"stages.won", "won", alianza.ErrConflict}}},
		{"a name that is too long with its version", func(d *pipeline.MappingDefinition) { d.From.Name = strings.Repeat("x", 198) }, []fault{{"from.name", strings.Repeat("x", 60) + "…", alianza.ErrLimit}}},
		{"a name that is not", func(d *pipeline.MappingDefinition) { d.From.Name = strings.Repeat("x", 197) }, nil}, // 197 and " v2" are 200
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := versions()
			tt.spoil(&d)
			m, err := pipeline.NewMapping(d)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewMapping = other faults (-want +got):\n%s", diff)
			}
			if err != nil {
				if doc, err := json.Marshal(m); !errors.Is(err, alianza.ErrUnchecked) {
					t.Errorf("MarshalJSON() of the zero Mapping = %s, %v; want ErrUnchecked", doc, err)
				}
				return
			}
			doc, err := json.Marshal(m)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := alianza.Read[pipeline.Mapping](doc); err != nil || !got.Equal(m) || !cmp.Equal(d, got.Definition()) {
				t.Errorf("Read(%s) = %v; want the mapping", doc, err)
			}
		})
	}
	d := versions()
	d.From.Name, d.To.Moves = "", nil
	_, err := pipeline.NewMapping(d)
	var paths []string
	for _, f := range alianza.Faults(err) {
		paths = append(paths, f.Path)
	}
	want := "from.name to.stages[0].end to.stages[1].name to.stages[1].end to.stages[2].name to.stages[3].name"
	if got := strings.Join(paths, " "); got != want {
		t.Errorf("NewMapping of flows with faults = %s; want %s", got, want)
	}
}

// TestMappingEqual changes one field at a time.
func TestMappingEqual(t *testing.T) {
	for name, change := range map[string]func(d *pipeline.MappingDefinition){
		"old flow": func(d *pipeline.MappingDefinition) { d.From.Version = 1 },
		"new flow": func(d *pipeline.MappingDefinition) { d.To.Version = 9 },
		"stages":   func(d *pipeline.MappingDefinition) { d.Stages["won"] = "won" },
	} {
		d := versions()
		if change(&d); d.Equal(versions()) || versions().Equal(d) || !versions().Equal(versions()) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}

package pipeline_test

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

// faults returns the field errors of err to be compared with sameFaults.
func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

// sameFaults compares faults by their kinds.
var sameFaults = cmpopts.EquateErrors()

// stagesOf returns stages without anything but a name. A name with a point behind
// it is that of an end.
func stagesOf(names ...string) []pipeline.StageDefinition {
	list := make([]pipeline.StageDefinition, len(names))
	for i, name := range names {
		name, end := strings.CutSuffix(name, ".")
		list[i].Name = pipeline.Stage(name)
		if end {
			list[i].End = pipeline.Ended
		}
	}
	return list
}

// The stages of a partnership, and where each may go (P1).
var (
	stages = []pipeline.Stage{"lead", "opportunity", "deal", "renewal", "lost", "terminated", "expired"}
	table  = map[pipeline.Stage][]pipeline.Stage{
		"lead":        {"opportunity", "lost"},
		"opportunity": {"deal", "lost"},
		"deal":        {"renewal", "terminated"},
		"renewal":     {"deal", "terminated", "expired"},
	}
)

// allowed looks a move up in the table.
func allowed(from, to pipeline.Stage) bool { return slices.Contains(table[from], to) }

func partnership() pipeline.Flow { return alianza.Must(pipeline.New(pipeline.Partnership())) }

func TestPartnership_P1(t *testing.T) {
	flow := partnership()
	pairs, moves := 0, 0
	for _, from := range append(stages, "signed", "") {
		for _, to := range append(stages, "signed", "", "Deal") {
			pairs++
			if allowed(from, to) {
				moves++
			}
			if got := flow.Can(from, to); got != allowed(from, to) {
				t.Errorf("Can(%q, %q) = %t; want %t", from, to, got, allowed(from, to))
			}
			d := pipeline.Deal{ID: "d", Stage: from, Since: day(1)}
			if _, err := flow.Move(d, to, day(2)); (err == nil) != allowed(from, to) {
				t.Errorf("Move(%q, %q) = %v; want allowed %t", from, to, err, allowed(from, to))
			}
		}
		if diff := cmp.Diff(table[from], flow.Next(from)); diff != "" {
			t.Errorf("Next(%q) mismatch (-want +got):\n%s", from, diff)
		}
	}
	if pairs != 90 || moves != 9 {
		t.Errorf("table = %d moves of %d pairs; want 9 of 90", moves, pairs)
	}
	vectors := []struct {
		name     string
		from, to pipeline.Stage
		want     bool
	}{
		{"V-ST-1", "lead", "opportunity", true},
		{"V-ST-2", "lead", "deal", false},
		{"V-ST-3", "renewal", "deal", true},
		{"V-ST-4", "lost", "lead", false},
		{"closed", "opportunity", "deal", true},
		{"up for renewal", "deal", "renewal", true},
		{"back", "opportunity", "lead", false},
		{"nowhere", "deal", "deal", false},
	}
	for _, tt := range vectors {
		t.Run(tt.name, func(t *testing.T) {
			if got := flow.Can(tt.from, tt.to); got != tt.want {
				t.Errorf("Can(%s, %s) = %t; want %t", tt.from, tt.to, got, tt.want)
			}
		})
	}
}

func TestPartnershipDefinition_P1(t *testing.T) {
	want := pipeline.Definition{
		Name: "partnership", Stages: []pipeline.StageDefinition{
			{Name: "lead"},
			{Name: "opportunity"},
			{Name: "deal", Category: pipeline.CategoryClosed},
			{Name: "renewal", Category: pipeline.CategoryClosed},
			{Name: "lost", Category: pipeline.CategoryOmitted, End: pipeline.Lost},
			{Name: "terminated", Category: pipeline.CategoryOmitted, End: pipeline.Ended},
			{Name: "expired", Category: pipeline.CategoryOmitted, End: pipeline.Ended},
		},
		Moves: []pipeline.Move{
			{From: "lead", To: "opportunity"},
			{From: "lead", To: "lost"},
			{From: "opportunity", To: "deal"},
			{From: "opportunity", To: "lost"},
			{From: "deal", To: "renewal"},
			{From: "deal", To: "terminated"},
			{From: "renewal", To: "deal"},
			{From: "renewal", To: "terminated"},
			{From: "renewal", To: "expired"},
		},
	}
	got := pipeline.Partnership()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Partnership() mismatch (-want +got):\n%s", diff)
	}
	got.Stages[0].Name, got.Moves[0].To = "spoilt", "spoilt"
	if diff := cmp.Diff(want, pipeline.Partnership()); diff != "" {
		t.Errorf("Partnership() after a change to the one before, mismatch (-want +got):\n%s", diff)
	}
}

func TestNewFaults(t *testing.T) {
	def := func(stages string, moves ...string) pipeline.Definition {
		d := pipeline.Definition{Name: "f", Stages: stagesOf(strings.Split(stages, ",")...)}
		for _, m := range moves {
			from, to, _ := strings.Cut(m, ">")
			d.Moves = append(d.Moves, pipeline.Move{From: pipeline.Stage(from), To: pipeline.Stage(to)})
		}
		return d
	}
	tests := []struct {
		name string
		def  pipeline.Definition
		want []fault
		text string // that the error ends with
	}{
		{"nothing", pipeline.Definition{}, []fault{{"name", "", alianza.ErrMissing}, {"stages", "", alianza.ErrMissing}}, "stages: missing: a flow has at least one stage"},
		{"no name", pipeline.Definition{Stages: stagesOf("a.")}, []fault{{"name", "", alianza.ErrMissing}}, ""},
		{"blank name", pipeline.Definition{Name: " ", Stages: stagesOf("a.")}, []fault{{"name", " ", alianza.ErrMissing}}, ""},
		{"negative version", pipeline.Definition{Name: "f", Version: -1, Stages: stagesOf("a.")}, []fault{{"version", "-1", alianza.ErrNegative}}, ""},
		{"no stages", pipeline.Definition{Name: "f"}, []fault{{"stages", "", alianza.ErrMissing}}, ""},
		{"stage without a name", def("a,,b.", "a>b"), []fault{{"stages[1].name", "", alianza.ErrMissing}}, ""},
		{"stage with a space before", def("a, b.", "a> b"), []fault{{"stages[1].name", " b", alianza.ErrForm}, {"moves[0].to", " b", alianza.ErrUnknown}}, ""},
		{"stage twice", def("a,b.,a", "a>b"), []fault{{"stages[2].name", "a", alianza.ErrDuplicate}}, "the same as stages[0].name"},
		{"stage that no move reaches", def("a,b.,c.", "a>b"), []fault{{"stages[2].name", "c", alianza.ErrConflict}}, "no moves lead here from a"},
		{"stages that reach one another only", def("a,b.,c,d", "a>b", "c>d", "d>c", "c>a"), []fault{{"stages[2].name", "c", alianza.ErrConflict}, {"stages[3].name", "d", alianza.ErrConflict}}, ""},
		{"dead end", def("a,b", "a>b"), []fault{{"stages[1].end", "", alianza.ErrMissing}}, "no move leaves the stage: declare it an end"},
		{"one stage that is no end", def("a"), []fault{{"stages[0].end", "", alianza.ErrMissing}}, ""},
		{"move out of an end", def("a,b.", "a>b", "b>a"), []fault{{"moves[1].from", "b", alianza.ErrConflict}}, "no move leaves an end"},
		{"move from nowhere", def("a,b.", "a>b", ">b"), []fault{{"moves[1].from", "", alianza.ErrMissing}}, "moves[1].from: missing"},
		{"move to nowhere", def("a,b.", "a>b", "a>"), []fault{{"moves[1].to", "", alianza.ErrMissing}}, ""},
		{"move from nowhere to nowhere", def("a.", ">"), []fault{{"moves[0].from", "", alianza.ErrMissing}, {"moves[0].to", "", alianza.ErrMissing}}, ""},
		{"move from a stage that is not there", def("a,b.", "a>b", "c>b"), []fault{{"moves[1].from", "c", alianza.ErrUnknown}}, "no stage has this name"},
		{"move to a stage that is not there", def("a,b.", "a>b", "a>B"), []fault{{"moves[1].to", "B", alianza.ErrUnknown}}, ""},
		{"the one move to a stage is misspelled", def("a,deal,won.", "a>dea", "deal>won"), []fault{{"moves[0].to", "dea", alianza.ErrUnknown}}, "did you mean deal? no stage has this name"},
		{"the one move from a stage is misspelled", def("a,deal,won.", "a>deal", "dea>won"), []fault{{"moves[1].from", "dea", alianza.ErrUnknown}}, "did you mean deal? no stage has this name"},
		{"move between stages that are not there", def("a.", "b>c"), []fault{{"moves[0].from", "b", alianza.ErrUnknown}, {"moves[0].to", "c", alianza.ErrUnknown}}, ""},
		{"move to the stage it leaves", def("a,b", "a>b", "b>b"), []fault{{"moves[1].to", "b", alianza.ErrConflict}}, "a move leaves its stage"},
		{"move twice", def("a,b", "a>b", "b>a", "a>b"), []fault{{"moves[2]", "a to b", alianza.ErrDuplicate}}, "the same as moves[0]"},
		{"move three times", def("a,b.", "a>b", "a>b", "a>b"), []fault{{"moves[1]", "a to b", alianza.ErrDuplicate}, {"moves[2]", "a to b", alianza.ErrDuplicate}}, "the same as moves[0]"},
		{"all at once, in order", pipeline.Definition{Name: "f\n", Stages: stagesOf("a", "a", "b", "c."), Moves: []pipeline.Move{{From: "a", To: "b"}, {From: "a", To: "x"}, {From: "b", To: "b"}, {From: "a", To: "b"}, {To: "a"}}}, []fault{
			{"name", "f\n", alianza.ErrForm},
			{"stages[1].name", "a", alianza.ErrDuplicate},
			{"moves[1].to", "x", alianza.ErrUnknown},
			{"moves[2].to", "b", alianza.ErrConflict},
			{"moves[3]", "a to b", alianza.ErrDuplicate},
			{"moves[4].from", "", alianza.ErrMissing},
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			flow, err := pipeline.New(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
			if !strings.HasSuffix(fmt.Sprint(err), tt.text) {
				t.Errorf("New = %v; want the end %s", err, tt.text)
			}
			if diff := cmp.Diff(pipeline.Definition{}, flow.Definition()); diff != "" {
				t.Errorf("New = a flow beside the error (-want +got):\n%s", diff)
			}
		})
	}
}

// TestNewAccepts has flows that look like faulty ones.
func TestNewAccepts(t *testing.T) {
	long := pipeline.Definition{Name: "long"}
	const many = 200
	for i := range many {
		long.Stages = append(long.Stages, stagesOf(fmt.Sprint(i))...)
		if i > 0 {
			long.Moves = append(long.Moves, pipeline.Move{From: long.Stages[i-1].Name, To: long.Stages[i].Name})
		}
	}
	long.Stages[many-1].End = pipeline.Won
	slices.Reverse(long.Moves) // the order that takes longest to follow
	tests := []struct {
		name string
		def  pipeline.Definition
	}{
		{"one stage", pipeline.Definition{Name: "f", Stages: stagesOf("a.")}},
		{"circle", pipeline.Definition{Name: "f", Stages: stagesOf("a", "b", "c"), Moves: []pipeline.Move{{From: "b", To: "c"}, {From: "c", To: "a"}, {From: "a", To: "b"}}}},
		{"there and back", pipeline.Definition{Name: "f", Stages: stagesOf("a", "b"), Moves: []pipeline.Move{{From: "a", To: "b"}, {From: "b", To: "a"}}}},
		{"many stages", long},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			flow, err := pipeline.New(tt.def)
			if diff := cmp.Diff(tt.def, flow.Definition()); diff != "" || err != nil {
				t.Errorf("New = %v; want no error (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestNewLimits has more than a flow may have. What is beyond a limit is not
// looked at.
func TestNewLimits(t *testing.T) {
	many := func(stages, moves int) pipeline.Definition {
		d := pipeline.Definition{Name: "f"}
		for i := range stages {
			d.Stages = append(d.Stages, stagesOf(fmt.Sprint(i)+".")...)
		}
		for range moves {
			d.Moves = append(d.Moves, pipeline.Move{From: "0", To: "x"})
		}
		return d
	}
	tests := []struct {
		name string
		def  pipeline.Definition
		want []fault
	}{
		{"stages", many(201, 0), []fault{{"stages", "201", alianza.ErrLimit}}},
		{"moves", many(1, 2001), []fault{{"moves", "2001", alianza.ErrLimit}}},
		{"both", many(1000, 100_000), []fault{{"stages", "1000", alianza.ErrLimit}, {"moves", "100000", alianza.ErrLimit}}},
		{"moves and no stage", many(0, 2001), []fault{{"moves", "2001", alianza.ErrLimit}, {"stages", "", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := pipeline.New(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := pipeline.New(many(1, 2000)); len(alianza.Faults(err)) != 100 {
		t.Errorf("New = %d faults; want the first 100", len(alianza.Faults(err)))
	}
}

func TestFlowEqual(t *testing.T) {
	changed := pipeline.Partnership()
	changed.Moves = changed.Moves[1:]
	changed.Moves = append(changed.Moves, pipeline.Move{From: "lead", To: "opportunity"})
	tests := []struct {
		name string
		a, b pipeline.Flow
		want bool
	}{
		{"made of the same definition", partnership(), partnership(), true},
		{"moves in another order", partnership(), alianza.Must(pipeline.New(changed)), false},
		{"zero flows", pipeline.Flow{}, pipeline.Flow{}, true},
		{"zero Flow", partnership(), pipeline.Flow{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.a.Equal(tt.b) != tt.want || cmp.Equal(tt.b, tt.a) != tt.want {
				t.Errorf("Equal = %t; want %t", tt.a.Equal(tt.b), tt.want)
			}
		})
	}
}

func TestFlowJSON(t *testing.T) {
	doc, err := json.Marshal(partnership())
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alianza.Read[pipeline.Flow](doc); err != nil || !got.Equal(partnership()) || !got.Can("lead", "lost") {
		t.Errorf("Read(%s) = %v, %v; want the flow", doc, got, err)
	}
	got := partnership()
	if err := got.UnmarshalJSON([]byte(`{"name":"f","stages":[],"moves":[]}`)); !errors.Is(err, alianza.ErrMissing) || !got.Equal(partnership()) {
		t.Errorf("UnmarshalJSON of no stages = %v; want ErrMissing and the flow as it was", err)
	}
	if doc, err := json.Marshal(pipeline.Flow{}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("MarshalJSON() of the zero Flow = %s, %v; want ErrUnchecked", doc, err)
	}
}

// TestMoveJSON reads a move alone, strictly.
func TestMoveJSON(t *testing.T) {
	move := pipeline.Move{From: "lead", To: "deal"}
	doc, err := json.Marshal(move)
	if err != nil || string(doc) != `{"from":"lead","to":"deal"}` {
		t.Errorf("MarshalJSON() = %s, %v", doc, err)
	}
	if got, err := alianza.Read[pipeline.Move](doc); err != nil || got != move {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, move)
	}
	for _, doc := range []string{`{"From":"lead","to":"deal"}`, `{"from":"lead"}`, `{"from":"lead","from":"lead","to":"deal"}`, `{"from":null,"to":"deal"}`, `{"from":"a","to":"b"} x`} {
		if got, err := alianza.Read[pipeline.Move]([]byte(doc)); err == nil {
			t.Errorf("Read(%s) = %v; want an error", doc, got)
		}
	}
}

func TestFlowImmutable(t *testing.T) {
	d := pipeline.Partnership()
	flow := alianza.Must(pipeline.New(d))
	spoil := func(d pipeline.Definition) {
		d.Stages[0].Name, d.Moves[0] = "spoilt", pipeline.Move{From: "spoilt", To: "lost"}
	}
	spoil(d)
	spoil(flow.Definition())
	flow.Next("lead")[0] = "spoilt"
	if diff := cmp.Diff(pipeline.Partnership(), flow.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	if got, err := flow.Open("d", day(1)); err != nil || got.Stage != "lead" || !flow.Can("lead", "opportunity") || flow.Next("lead")[0] != "opportunity" {
		t.Errorf("Open after changes = %s, %v; want it in lead", got, err)
	}
}

func TestZeroFlow(t *testing.T) {
	var flow pipeline.Flow
	if flow.Can("", "") || flow.Can("lead", "opportunity") || len(flow.Next("lead")) != 0 {
		t.Errorf("Can, Next = true, %v; want no moves", flow.Next("lead"))
	}
	_, err := flow.Open("d", day(1))
	if diff := cmp.Diff([]fault{{"flow", "", alianza.ErrUnchecked}}, faults(err), sameFaults); diff != "" {
		t.Errorf("Open = other faults (-want +got):\n%s", diff)
	}
	if want := "pipeline: open: flow: a zero value: use New"; fmt.Sprint(err) != want {
		t.Errorf("Open = %v; want %s", err, want)
	}
	if _, err := flow.Move(pipeline.Deal{}, "", day(1)); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Move = %v; want ErrUnchecked", err)
	}
	if got, want := flow.Mermaid(), "stateDiagram-v2\n"; got != want {
		t.Errorf("Mermaid() = %q; want %q", got, want)
	}
	if diff := cmp.Diff(pipeline.Definition{}, flow.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

func TestDefinitionGolden(t *testing.T) {
	doc, err := json.MarshalIndent(pipeline.Partnership(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "partnership.json", string(doc)+"\n")
	doc, err = os.ReadFile(filepath.Join("testdata", "partnership.json"))
	if err != nil {
		t.Fatal(err)
	}
	var got pipeline.Definition
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatalf("UnmarshalJSON(partnership.json) = %v; want no error", err)
	}
	if diff := cmp.Diff(pipeline.Partnership(), got); diff != "" {
		t.Errorf("UnmarshalJSON(partnership.json) mismatch (-want +got):\n%s", diff)
	}
}

// TestBadGolden reads the faulty flows of testdata and compares the faults,
// which come in the order of the document. What is read into stays as it was.
func TestBadGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "bad_*.json"))
	if err != nil || len(files) < 3 {
		t.Fatalf("Glob = %d files, %v; want the faulty flows", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := pipeline.Partnership()
			err = got.UnmarshalJSON(data)
			if err == nil {
				t.Fatalf("UnmarshalJSON(%s) = no error; want some", file)
			}
			golden(t, name+".golden", fmt.Sprintln(err))
			if diff := cmp.Diff(pipeline.Partnership(), got); diff != "" {
				t.Errorf("UnmarshalJSON(%s) changed the definition (-want +got):\n%s", file, diff)
			}
		})
	}
}

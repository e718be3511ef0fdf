package pipeline_test

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

func TestMermaid(t *testing.T) {
	golden(t, "partnership.mermaid", partnership().Mermaid())
	tests := []struct {
		name string
		def  pipeline.Definition
		want []string
	}{
		{
			"one stage",
			pipeline.Definition{Name: "f", Stages: stagesOf("a.")},
			[]string{`state "a" as s0`, "[*] --> s0", "s0 --> [*]"},
		},
		{
			"no end",
			pipeline.Definition{Name: "f", Stages: stagesOf("in talks", "söld é金"), Moves: []pipeline.Move{{From: "in talks", To: "söld é金"}, {From: "söld é金", To: "in talks"}}},
			[]string{`state "in talks" as s0`, `state "söld é金" as s1`, "[*] --> s0", "s0 --> s1", "s1 --> s0"},
		},
		{
			"what Mermaid reads as its own",
			pipeline.Definition{Name: "f", Stages: stagesOf(`a "b" \ #quot; <<fork>> [[join]] -- %%.`)},
			[]string{`state "a #34;b#34; #92; #35;quot#59; #60;#60;fork#62;#62; #91;#91;join#93;#93; -- #37;#37;" as s0`, "[*] --> s0", "s0 --> [*]"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := "stateDiagram-v2\n    " + strings.Join(tt.want, "\n    ") + "\n"
			if got := alianza.Must(pipeline.New(tt.def)).Mermaid(); got != want {
				t.Errorf("Mermaid() = %q; want %q", got, want)
			}
		})
	}
}

// TestPictures holds the pictures of two flows with a deal, byte by byte.
func TestPictures(t *testing.T) {
	for _, d := range []pipeline.Definition{pipeline.Negotiation(), pipeline.Pilot()} {
		flow := alianza.Must(pipeline.New(d))
		first, err := flow.Open("studio-luz", day(1))
		if err != nil {
			t.Fatal(err)
		}
		second := pipeline.Deal{ID: "agencia-sol", Stage: d.Stages[2].Name, Since: day(5)}
		elsewhere := pipeline.Deal{ID: "lost", Stage: "nowhere", Since: day(5)}
		for range 20 { // no order of a map shows
			golden(t, d.Name+".mermaid", flow.Mermaid(first, second, elsewhere, second))
			golden(t, d.Name+".dot", flow.DOT(first, second, elsewhere, second))
		}
	}
}

// TestPictures_Hostile has names that mean something in the language of a picture.
// Each stands in the place of a name and opens nothing.
func TestPictures_Hostile(t *testing.T) {
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: `"} digraph {`,
		Stages: []pipeline.StageDefinition{
			{Name: `"]; x -> y; z [label="`, Deliverables: []string{"a: b", `\N`}},
			{Name: "x direction", Expected: pipeline.Days{Least: 1, Most: 1}},
			{Name: "Direction LR", Expected: pipeline.Days{Least: 1, Most: 2}},
			{Name: "<script>alert(1)</script>", End: pipeline.Won},
		},
		Moves: []pipeline.Move{
			{From: `"]; x -> y; z [label="`, To: "x direction"},
			{From: "x direction", To: "Direction LR"},
			{From: "Direction LR", To: "<script>alert(1)</script>"},
		},
	}))
	deal := pipeline.Deal{ID: "a\n[*] --> b\xff", Stage: "Direction LR", Since: day(5)}
	golden(t, "hostile.mermaid", flow.Mermaid(deal))
	golden(t, "hostile.dot", flow.DOT(deal))
}

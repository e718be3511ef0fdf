package pipeline_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza/pipeline"
)

// TestCanManyStages has flows of more and more stages in a row, whose names are
// short, long and alike: each stage leads to the next one and to no other.
func TestCanManyStages(t *testing.T) {
	for _, form := range []string{"s%d", "stage-%03d", "%d-of-many", "a%db", "stage-%d-of-partners"} {
		for _, n := range []int{1, 2, 3, 8, 31, 32, 33, 60} {
			d := pipeline.Definition{Name: "row"}
			name := func(i int) pipeline.Stage { return pipeline.Stage(fmt.Sprintf(form, i)) }
			for i := range n {
				s := pipeline.StageDefinition{Name: name(i)}
				if i == n-1 {
					s.End = pipeline.Won
				} else {
					d.Moves = append(d.Moves, pipeline.Move{From: name(i), To: name(i + 1)})
				}
				d.Stages = append(d.Stages, s)
			}
			flow, err := pipeline.New(d)
			if err != nil {
				t.Fatal(err)
			}
			for i := range n + 1 { // one more than there are
				for j := range n + 1 {
					if got, want := flow.Can(name(i), name(j)), j == i+1 && j < n; got != want {
						t.Errorf("of %d, Can(%s, %s) = %t; want %t", n, name(i), name(j), got, want)
					}
				}
			}
			if flow.Can("", name(1)) || flow.Can(name(0), "") {
				t.Errorf("of %d, Can of no stage = true; want false", n)
			}
		}
	}
}

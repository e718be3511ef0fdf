package pipeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// TestHostileDocuments reads documents of up to a mebibyte that nobody would write.
// Each is refused, with a short error and without much memory.
func TestHostileDocuments(t *testing.T) {
	repeat := func(n int, part string) string { return strings.TrimSuffix(strings.Repeat(part+",", n), ",") }
	stages := func(list string) string { return `{"name":"f","stages":[` + list + `],"moves":[]}` }
	condition := func(c string) string {
		return stages(`{"name":"a","leave":[` + c + `]},{"name":"b","end":"won"}`)
	}
	tests := []struct {
		name, doc string
		want      error
	}{
		{"a million digits", condition(`{"fact":"x","at_least":"` + strings.Repeat("9", 1_000_000) + `"}`), alianza.ErrRange},
		{"a large exponent", condition(`{"fact":"x","at_least":"1e2147483647"}`), alianza.ErrRange},
		{"many stages", stages(repeat(40_000, `{"name":"a"}`)), alianza.ErrLimit},
		{"many conditions", condition(repeat(40_000, `{"fact":"a"}`)), alianza.ErrLimit},
		{"many deliverables", stages(`{"name":"a","end":"won","deliverables":[` + repeat(90_000, `"a"`) + `]}`), alianza.ErrLimit},
		{"many moves", `{"name":"f","stages":[{"name":"a","end":"won"}],"moves":[` + repeat(20_000, `{"from":"a","to":"b"}`) + `]}`, alianza.ErrLimit},
		{"deep", strings.Repeat(`{"stages":[`, 50_000), alianza.ErrLimit},
		{"long name", stages(`{"name":"` + strings.Repeat("x", 900_000) + `","end":"won"}`), alianza.ErrLimit},
		{"too long", strings.Repeat(" ", 1<<20+1), alianza.ErrLimit},
		{"two of everything", `{"name":"a","name":"b"}`, alianza.ErrDuplicate},
		{"null", `{"name":null,"stages":null}`, alianza.ErrMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d pipeline.Definition
			err := d.UnmarshalJSON([]byte(tt.doc))
			if !errors.Is(err, tt.want) || len(err.Error()) > 50_000 || !cmp.Equal(pipeline.Definition{}, d) {
				t.Fatalf("UnmarshalJSON = %.300v; want %v", err, tt.want)
			}
			const most = 50 << 20
			if got := leastBytes(func() { _ = d.UnmarshalJSON([]byte(tt.doc)) }); got > most {
				t.Errorf("UnmarshalJSON takes %d bytes; want at most %d", got, most)
			}
		})
	}
}

// leastBytes returns the bytes that a function allocates, the least of some runs.
func leastBytes(run func()) uint64 {
	least := ^uint64(0)
	for range 2 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		run()
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// TestHostileDeals reads deals with long histories. The cost grows with the length,
// and not faster: every name is another one.
func TestHostileDeals(t *testing.T) {
	history := func(n int, step func(i int) string) string {
		var b strings.Builder
		b.WriteString(`{"at":"2026-03-01T09:00:00Z","to":"a"}`)
		for i := range n {
			b.WriteString(`,{"at":"2026-03-01T09:00:00Z",` + step(i) + `}`)
		}
		return b.String()
	}
	doc := func(stage, steps string) string {
		return `{"id":"d","stage":"` + stage + `","since":"2026-03-01T09:00:00Z","steps":[` + steps + `]}`
	}
	kinds := map[string]func(i int) string{
		"deliveries": func(i int) string { return fmt.Sprintf(`"done":"d%d"`, i) },
		"facts":      func(i int) string { return fmt.Sprintf(`"fact":"f%d","text":"x"`, i) },
	}
	for name, step := range kinds {
		t.Run(name, func(t *testing.T) {
			var small, large pipeline.Deal
			few, many := []byte(doc("a", history(1000, step))), []byte(doc("a", history(9000, step)))
			cost := leastBytes(func() { _ = json.Unmarshal(few, &small) })
			nine := leastBytes(func() { _ = json.Unmarshal(many, &large) })
			if len(large.Steps()) != 9001 || nine > 15*cost {
				t.Errorf("%d steps take %d bytes, 1001 take %d; want about nine times as much", len(large.Steps()), nine, cost)
			}
		})
	}
	refused := map[string]struct {
		doc  string
		want error
	}{
		"too many steps":      {doc("a", history(10_000, kinds["facts"])), alianza.ErrLimit},
		"another stage":       {doc("b", history(3, kinds["facts"])), alianza.ErrConflict},
		"a delivery first":    {doc("a", `{"at":"2026-03-01T09:00:00Z","done":"x"}`), alianza.ErrConflict},
		"a reason first":      {doc("a", `{"at":"2026-03-01T09:00:00Z","to":"a","reason":"x"}`), alianza.ErrConflict},
		"carried first":       {doc("a", `{"at":"2026-03-01T09:00:00Z","to":"a","carried":"x"}`), alianza.ErrConflict},
		"a number of a fact":  {doc("a", history(1, func(int) string { return `"fact":"x","number":"1e99"` })), alianza.ErrRange},
		"a number of no fact": {doc("a", history(1, func(int) string { return `"done":"x","number":"1"` })), alianza.ErrMissing},
	}
	for name, tt := range refused {
		t.Run(name, func(t *testing.T) {
			d := pipeline.Deal{ID: "before"}
			if err := d.UnmarshalJSON([]byte(tt.doc)); !errors.Is(err, tt.want) || d.ID != "before" {
				t.Errorf("UnmarshalJSON = %v, %s; want %v", err, d, tt.want)
			}
		})
	}
}

// TestHostileMoves moves deals between names that are no stages.
func TestHostileMoves(t *testing.T) {
	flow := partnership()
	for _, name := range []pipeline.Stage{"", "\x00", "lead\n", pipeline.Stage(strings.Repeat("x", 1<<20)), "\xff"} {
		d := pipeline.Deal{ID: "d", Stage: "lead", Since: day(1)}
		if _, err := flow.Move(d, name, day(2)); !errors.Is(err, pipeline.ErrUnknownStage) {
			t.Errorf("Move to %.20q = %.100v; want ErrUnknownStage", name, err)
		}
		if flow.Can("lead", name) || flow.Can(name, "lead") || len(flow.Next(name)) > 0 {
			t.Errorf("Can, Next of %.20q; want none", name)
		}
	}
}

// FuzzDefinition reads any document. What is read is written and read again.
func FuzzDefinition(f *testing.F) {
	for _, d := range []pipeline.Definition{sound(), pipeline.Pilot(), pipeline.Integration()} {
		doc, err := json.Marshal(d)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc)
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		var d pipeline.Definition
		if d.UnmarshalJSON(doc) != nil {
			return
		}
		flow, err := pipeline.New(d)
		if err != nil {
			t.Fatalf("New of what was read = %v", err)
		}
		written, err := json.Marshal(flow)
		if err != nil {
			t.Fatalf("Marshal of what was read = %v", err)
		}
		if again, err := alianza.Read[pipeline.Flow](written); err != nil || !again.Equal(flow) {
			t.Fatalf("Read(%s) = %v; want the flow", written, err)
		}
		for _, s := range d.Stages {
			if (s.End != 0) != (len(flow.Next(s.Name)) == 0) {
				t.Errorf("%s is an end: %t; next are %v", s.Name, s.End != 0, flow.Next(s.Name))
			}
		}
	})
}

package program_test

import (
	"math/rand/v2"
	"os"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/program"
)

// FuzzRead holds that a document that is read comes back from its JSON, differs in
// nothing from itself, and that a copy with one part less differs.
func FuzzRead(f *testing.F) {
	for _, name := range []string{"smallest.json", "casa-verde.json", "service.json"} {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"id": "a"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := alianza.Read[program.Program](data)
		if err != nil {
			if len(alianza.Faults(err)) == 0 {
				t.Fatalf("Read(%q) = %v; want faults", data, err)
			}
			return
		}
		doc, err := p.MarshalJSON()
		if err != nil {
			t.Fatalf("MarshalJSON of %q = %v", data, err)
		}
		again, err := alianza.Read[program.Program](doc)
		if err != nil || !p.Equal(again) {
			t.Fatalf("Read(%s) = %v; want the program of %q", doc, err, data)
		}
		if d := program.Diff(p.Definition(), again.Definition()); len(d) != 0 {
			t.Fatalf("Diff of %q and itself = %v", data, d)
		}
		other := p.Definition()
		other.Costs = append(other.Costs, program.Cost{Name: "one more", Currency: "USD", PerMonth: num("1")})
		if _, err := program.New(other); err == nil && len(program.Diff(p.Definition(), other)) != 1 {
			t.Fatalf("Diff of %q and one cost more = %v; want one", data, program.Diff(p.Definition(), other))
		}
		p.Review()
		for _, c := range p.Check() {
			_ = c.String()
		}
	})
}

// FuzzRun holds a run against the loop that a service would write.
func FuzzRun(f *testing.F) {
	for seed := range uint64(20) {
		f.Add(seed, uint16(60))
	}
	f.Fuzz(func(t *testing.T, seed uint64, n uint16) {
		d := dice{rand.New(rand.NewPCG(seed, 15))}
		p := mustRead(t, d.program())
		events := d.events(1 + int(n)%120)
		ref := reference{program: p}
		want := ref.run(t, events)
		run := p.Run()
		addAll(run, events)
		if diff := seeds.Diff(want, flatten(run.CloseAll(), map[string]bool{})); diff != "" {
			t.Fatalf("results (-want +got):\n%s", diff)
		}
	})
}

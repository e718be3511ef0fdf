package pipeline_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/pipeline"
)

var sink bool

// pairs are moves that are allowed and moves that are not, from all stages.
var pairs = [8]pipeline.Move{
	{From: "lead", To: "opportunity"},
	{From: "lead", To: "deal"},
	{From: "renewal", To: "expired"},
	{From: "lost", To: "lead"},
	{From: "opportunity", To: "deal"},
	{From: "deal", To: "renewal"},
	{From: "renewal", To: "deal"},
	{From: "terminated", To: "lead"},
}

func TestCanAllocations(t *testing.T) {
	flow := partnership()
	got := testing.AllocsPerRun(100, func() {
		for _, p := range pairs {
			sink = flow.Can(p.From, p.To)
		}
	})
	if got != 0 {
		t.Errorf("Can = %v allocations; want 0", got)
	}
}

func BenchmarkCan(b *testing.B) {
	flow := partnership()
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p := &pairs[i%len(pairs)]
		sink = flow.Can(p.From, p.To)
		i++
	}
}

func BenchmarkMove(b *testing.B) {
	flow := partnership()
	d, err := flow.Open("studio-luz", day(1))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		moved, err := flow.Move(d, "opportunity", day(2))
		sink = err == nil && moved.Stage == "opportunity"
	}
}

func BenchmarkMoveRefused(b *testing.B) {
	flow := partnership()
	d, err := flow.Open("studio-luz", day(1))
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_, err := flow.Move(d, "deal", day(2))
		sink = err == nil
	}
}

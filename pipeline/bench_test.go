package pipeline_test

import (
	"fmt"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

var (
	sink     bool
	sinkDeal pipeline.Deal
)

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

// guarded returns a flow that asks for two deliverables and three facts, and a deal
// that has them all.
func guarded(tb testing.TB) (pipeline.Flow, pipeline.Deal) {
	tb.Helper()
	n := decimal.NewFromInt
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "guarded",
		Stages: []pipeline.StageDefinition{
			{
				Name: "proposal", Deliverables: []string{"proposal_sent", "references_checked"},
				Leave: []pipeline.Condition{
					{Fact: "score", Bound: alianza.AtLeast(n(7))},
					{Fact: "light", OneOf: []string{"yellow", "green"}},
				},
			},
			{Name: "negotiation", Enter: []pipeline.Condition{{Fact: "contact"}}},
			{Name: "signed", End: pipeline.Won},
			{Name: "lost", End: pipeline.Lost},
		},
		Moves: []pipeline.Move{
			{From: "proposal", To: "negotiation"},
			{From: "negotiation", To: "proposal"},
			{From: "negotiation", To: "signed"},
			{From: "negotiation", To: "lost"},
		},
	}))
	score := decimal.New(82, -1)
	deal, err := flow.Open("studio-luz", day(1))
	for _, s := range []pipeline.Step{
		{At: day(1), Done: "proposal_sent"},
		{At: day(1), Done: "references_checked"},
		{At: day(1), Fact: "score", Number: &score},
		{At: day(1), Fact: "light", Text: "green"},
		{At: day(1), Fact: "contact", Text: "Ana"},
	} {
		if err == nil {
			deal, err = flow.Take(deal, s)
		}
	}
	if err != nil {
		tb.Fatal(err)
	}
	return flow, deal
}

// TestAllocations holds that a question allocates nothing and a move two things: its
// step and the list of the stages that were left.
func TestAllocations(t *testing.T) {
	flow := partnership()
	skipping := pipeline.Partnership()
	skipping.Skip, skipping.Back = true, true
	free := alianza.Must(pipeline.New(skipping))
	guards, deal := guarded(t)
	tests := []struct {
		name string
		most float64
		run  func()
	}{
		{"Can", 0, func() {
			for _, p := range pairs {
				sink = flow.Can(p.From, p.To)
			}
		}},
		{"Can with skips", 0, func() {
			for _, p := range pairs {
				sink = free.Can(p.From, p.To)
			}
		}},
		{"Move with guards", 2, func() {
			var err error
			if sinkDeal, err = guards.Move(deal, "negotiation", day(2)); err != nil {
				t.Error(err)
			}
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := testing.AllocsPerRun(100, tt.run); got > tt.most {
				t.Errorf("%s = %v allocations; want at most %v", tt.name, got, tt.most)
			}
		})
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

// BenchmarkCanSkip asks a flow in which most moves are in no list.
func BenchmarkCanSkip(b *testing.B) {
	d := pipeline.Partnership()
	d.Skip, d.Back = true, true
	flow := alianza.Must(pipeline.New(d))
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
		sinkDeal, err = flow.Move(d, "opportunity", day(2))
		sink = err == nil
	}
}

func BenchmarkMoveGuards(b *testing.B) {
	flow, deal := guarded(b)
	var err error
	b.ReportAllocs()
	at := day(2)
	for b.Loop() {
		sinkDeal, err = flow.Move(deal, "negotiation", at)
		sink = err == nil
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

// BenchmarkNew checks a flow of as many stages as there may be.
func BenchmarkNew(b *testing.B) {
	d := pipeline.Definition{Name: "long", Skip: true, Back: true}
	for i := range pipeline.MaxStages {
		d.Stages = append(d.Stages, stagesOf(fmt.Sprint(i))...)
		if i > 0 {
			d.Moves = append(d.Moves, pipeline.Move{From: d.Stages[i-1].Name, To: d.Stages[i].Name})
		}
	}
	d.Stages[pipeline.MaxStages-1].End = pipeline.Won
	b.ReportAllocs()
	for b.Loop() {
		_, err := pipeline.New(d)
		sink = err == nil
	}
}

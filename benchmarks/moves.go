package main

import (
	"context"
	"time"

	"github.com/looplab/fsm"
	"github.com/qmuntal/stateless"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// tries are moves of the flow of partnerships, some of which it does not have.
var tries = []pipeline.Move{
	{From: "lead", To: "opportunity"},
	{From: "lead", To: "deal"},
	{From: "renewal", To: "expired"},
	{From: "lost", To: "lead"},
	{From: "opportunity", To: "deal"},
	{From: "deal", To: "renewal"},
	{From: "renewal", To: "deal"},
	{From: "terminated", To: "lead"},
}

// path is a deal's way through the flow, in a circle.
var path = []pipeline.Stage{"opportunity", "deal", "renewal"}

// allowed is the flow of partnerships by hand.
func allowed(from, to pipeline.Stage) bool {
	switch from {
	case "lead":
		return to == "opportunity" || to == "lost"
	case "opportunity":
		return to == "deal" || to == "lost"
	case "deal":
		return to == "renewal" || to == "terminated"
	case "renewal":
		return to == "deal" || to == "expired" || to == "terminated"
	}
	return false
}

func count(n int, can func(m *pipeline.Move) bool) func() answer {
	return func() answer {
		var yes int64
		for i := range n {
			if can(&tries[i%len(tries)]) {
				yes++
			}
		}
		return whole(yes)
	}
}

// moveRows ask whether a move is allowed, and move deals.
func moveRows(s size) []row {
	n := s.of(1_000_000)
	flow := alianza.Must(pipeline.New(pipeline.Partnership()))
	moves := pipeline.Partnership().Moves
	return []row{
		{
			group: "moves", work: "is a move of a record allowed?", per: "move", items: n, most: 15, peerGoal: 1,
			why:  "The moves come from a definition: two names are looked up, where a switch has them in the program.",
			note: "A machine of looplab or stateless is set to the stage of each record; where a library cannot do that, it is built for each, which takes microseconds.",
			racers: []racer{
				{name: "Flow.Can", role: ours, ready: func() func() answer { return count(n, func(m *pipeline.Move) bool { return flow.Can(m.From, m.To) }) }},
				{name: "switch", role: byHand, ready: func() func() answer { return count(n, func(m *pipeline.Move) bool { return allowed(m.From, m.To) }) }},
				{name: "map of pairs", role: forScale, ready: func() func() answer { return pairs(n, moves) }},
				{name: "looplab/fsm, SetState and Can", role: peer, ready: func() func() answer { return looplabCan(n, moves) }},
				{name: "stateless, external state", role: peer, ready: func() func() answer { return statelessCan(n, moves) }},
			},
		},
		{
			group: "moves", work: "a move of a deal, with its history", per: "move", items: s.of(50_000), goal: 1.5,
			note: "By hand: a new value with the visits so far, copied. looplab and stateless change one machine in place and keep no history, so that they are there for scale.",
			racers: []racer{
				{name: "Flow.Move", role: ours, ready: func() func() answer { return movesAlianza(s.of(50_000), flow) }},
				{name: "switch and a list of visits", role: byHand, ready: func() func() answer { return movesByHand(s.of(50_000)) }},
				{name: "looplab/fsm Event", role: forScale, ready: func() func() answer { return movesLooplab(s.of(50_000), moves) }},
				{name: "stateless Fire", role: forScale, ready: func() func() answer { return movesStateless(s.of(50_000), moves) }},
			},
		},
	}
}

func pairs(n int, moves []pipeline.Move) func() answer {
	have := map[pipeline.Move]bool{}
	for _, m := range moves {
		have[m] = true
	}
	return count(n, func(m *pipeline.Move) bool { return have[*m] })
}

func looplabOf(moves []pipeline.Move) *fsm.FSM {
	var events fsm.Events
	for _, m := range moves {
		events = append(events, fsm.EventDesc{Name: string(m.To), Src: []string{string(m.From)}, Dst: string(m.To)})
	}
	return fsm.NewFSM("lead", events, nil)
}

func looplabCan(n int, moves []pipeline.Move) func() answer {
	machine := looplabOf(moves)
	return count(n, func(m *pipeline.Move) bool {
		machine.SetState(string(m.From))
		return machine.Can(string(m.To))
	})
}

func statelessOf(moves []pipeline.Move, state *string) *stateless.StateMachine {
	machine := stateless.NewStateMachineWithExternalStorage(
		func(context.Context) (stateless.State, error) { return *state, nil },
		func(_ context.Context, to stateless.State) error { *state = to.(string); return nil },
		stateless.FiringQueued)
	for _, m := range moves {
		machine.Configure(string(m.From)).Permit(string(m.To), string(m.To))
	}
	return machine
}

func statelessCan(n int, moves []pipeline.Move) func() answer {
	var state string
	machine := statelessOf(moves, &state)
	return count(n, func(m *pipeline.Move) bool {
		state = string(m.From)
		return must(machine.CanFire(string(m.To)))
	})
}

// rest is how many moves a deal makes before the next one begins.
const rest = 16

var opened = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// stageOf is the stage that a deal moves to after so many moves.
func stageOf(i int) pipeline.Stage {
	if i%rest == 0 {
		return path[0]
	}
	return path[1+(i%rest-1)%2]
}

func movesAlianza(n int, flow pipeline.Flow) func() answer {
	return func() answer {
		var sum int64
		var deal pipeline.Deal
		for i := range n {
			at := opened.Add(time.Duration(i) * time.Hour)
			if i%rest == 0 {
				deal = must(flow.Open("studio-luz", at))
			}
			deal = must(flow.Move(deal, stageOf(i), at))
			sum += int64(len(deal.Stage)) + deal.Since.Unix()
		}
		return whole(sum)
	}
}

func movesByHand(n int) func() answer {
	type visit struct {
		stage        pipeline.Stage
		since, until time.Time
	}
	type deal struct {
		id    string
		stage pipeline.Stage
		since time.Time
		past  []visit
	}
	move := func(d deal, to pipeline.Stage, at time.Time) deal {
		if !allowed(d.stage, to) || at.Before(d.since) || at.IsZero() || d.id == "" {
			panic("not allowed")
		}
		past := make([]visit, len(d.past)+1)
		copy(past, d.past)
		past[len(d.past)] = visit{d.stage, d.since, at}
		return deal{d.id, to, at, past}
	}
	return func() answer {
		var sum int64
		var d deal
		for i := range n {
			at := opened.Add(time.Duration(i) * time.Hour)
			if i%rest == 0 {
				d = deal{id: "studio-luz", stage: "lead", since: at}
			}
			d = move(d, stageOf(i), at)
			sum += int64(len(d.stage)) + d.since.Unix()
		}
		return whole(sum)
	}
}

func movesLooplab(n int, moves []pipeline.Move) func() answer {
	machine, ctx := looplabOf(moves), context.Background()
	return func() answer {
		var sum int64
		for i := range n {
			at := opened.Add(time.Duration(i) * time.Hour)
			if i%rest == 0 {
				machine.SetState("lead")
			}
			check(machine.Event(ctx, string(stageOf(i))))
			sum += int64(len(machine.Current())) + at.Unix()
		}
		return whole(sum)
	}
}

func movesStateless(n int, moves []pipeline.Move) func() answer {
	var state string
	machine := statelessOf(moves, &state)
	return func() answer {
		var sum int64
		for i := range n {
			at := opened.Add(time.Duration(i) * time.Hour)
			if i%rest == 0 {
				state = "lead"
			}
			check(machine.Fire(string(stageOf(i))))
			sum += int64(len(state)) + at.Unix()
		}
		return whole(sum)
	}
}

package pipeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A studio would like to sell for us. The talks take one to two weeks and need a proposal; then
// there is a contract, or there is not. What may happen next, and what is missing?
func Example() {
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "resellers",
		Stages: []pipeline.StageDefinition{ // a deal opens in the first
			{Name: "talks", Owner: "sales", Deliverables: []string{"proposal"}, Expected: pipeline.Days{Least: 7, Most: 14}},
			{Name: "contract", Owner: "legal", Enter: []pipeline.Condition{{Fact: "tax_id"}}},
			{Name: "partner", End: pipeline.Won},
			{Name: "lost", End: pipeline.Lost, Reasons: []string{"price", "timing"}},
		},
		Moves: []pipeline.Move{
			{From: "talks", To: "contract"},
			{From: "contract", To: "partner"},
			{From: "talks", To: "lost"},
			{From: "contract", To: "lost"},
		},
	}))
	march := func(day int) time.Time { return time.Date(2026, time.March, day, 9, 0, 0, 0, time.UTC) }
	deal := alianza.Must(flow.Open("studio-luz", march(2)))

	// Too early: there is no proposal yet, and nobody knows the tax number.
	_, err := flow.Move(deal, "contract", march(4))
	fmt.Println(err)
	deal = alianza.Must(flow.Deliver(deal, "proposal", march(9)))
	for _, exit := range flow.Exits(deal) {
		fmt.Println(exit)
	}

	// On the 19th the talks take 17 days, and should have taken 14.
	fmt.Println(flow.Report(deal, march(19), time.UTC))

	// Each step is a new value; the old one stays as it was. Keep the last one as JSON.
	deal = alianza.Must(flow.Take(deal, pipeline.Step{At: march(20), Fact: "tax_id", Text: "B-123"}))
	deal = alianza.Must(flow.Move(deal, "contract", march(20)))
	deal = alianza.Must(flow.Move(deal, "partner", march(27)))
	fmt.Println(deal)
	for _, stage := range deal.Past() {
		fmt.Println(stage.Stage, "until", stage.Until.Format(time.DateOnly))
	}
	// Output:
	// pipeline: deal "studio-luz": talks to contract: conditions do not hold: proposal is not delivered; tax_id is not known
	// contract: tax_id is not known
	// lost: ready with a reason
	// studio-luz: talks for 17 days of 1-2 weeks, 3 days overdue <nil>
	// studio-luz: partner since 2026-03-27
	// talks until 2026-03-20
	// contract until 2026-03-27
}

func ExampleFlow_Move() {
	at := func(month time.Month, day int) time.Time { return time.Date(2026, month, day, 9, 0, 0, 0, time.UTC) }
	flow := alianza.Must(pipeline.New(pipeline.Partnership()))
	deal, err := flow.Open("studio-luz", at(1, 12))
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, step := range []struct {
		to pipeline.Stage
		at time.Time
	}{
		{"deal", at(1, 20)}, // skips a stage
		{"opportunity", at(1, 20)},
		{"deal", at(1, 19)}, // goes back in time
		{"deal", at(3, 2)},
	} {
		deal, err = flow.Move(deal, step.to, step.at)
		if err != nil {
			fmt.Println(err)
		}
	}
	fmt.Println(deal)
	for _, v := range deal.Past() {
		fmt.Println(v.Stage, v.Until.Sub(v.Since).Hours()/24, "days")
	}
	// Output:
	// pipeline: deal "studio-luz": lead to deal: the flow has no such move; from lead it may go to ["opportunity" "lost"]
	// pipeline: deal "studio-luz": opportunity to deal: before the last step of the deal
	// studio-luz: deal since 2026-03-02
	// lead 8 days
	// opportunity 41 days
}

// A refusal tells its reason, and what is possible instead.
func ExampleMoveError() {
	flow := alianza.Must(pipeline.New(pipeline.Partnership()))
	_, err := flow.Move(pipeline.Deal{ID: "studio-luz", Stage: "lost"}, "lead", time.Date(2026, time.May, 4, 9, 0, 0, 0, time.UTC))
	fmt.Println(errors.Is(err, pipeline.ErrFinal), errors.Is(err, pipeline.ErrNotAllowed))

	var refused *pipeline.MoveError
	if errors.As(err, &refused) {
		fmt.Println(refused.From, refused.To, len(refused.Exits))
	}
	// Output:
	// true false
	// lost lead 0
}

func ExampleFlow_Next() {
	flow := alianza.Must(pipeline.New(pipeline.Partnership()))
	fmt.Println(flow.Next("renewal"), flow.Next("expired"))
	fmt.Println(flow.Can("renewal", "deal"), flow.Can("lead", "deal"))
	// Output:
	// [deal terminated expired] []
	// true false
}

func ExampleFlow_Mermaid() {
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "pilot",
		Stages: []pipeline.StageDefinition{
			{Name: "running", Expected: pipeline.Days{Least: 14, Most: 14}, Deliverables: []string{"review"}},
			{Name: "alliance", End: pipeline.Won},
			{Name: "stopped", End: pipeline.Lost},
		},
		Moves: []pipeline.Move{{From: "running", To: "alliance"}, {From: "running", To: "stopped"}},
	}))
	fmt.Print(flow.Mermaid())
	// Output:
	// stateDiagram-v2
	//     state "running" as s0
	//     state "alliance" as s1
	//     state "stopped" as s2
	//     [*] --> s0
	//     s0 --> s1: review in 2 weeks
	//     s0 --> s2
	//     s1 --> [*]
	//     s2 --> [*]
}

// A faulty definition is refused with all of its faults.
func ExampleNew_faults() {
	_, err := pipeline.New(pipeline.Definition{
		Name: "pilot",
		Stages: []pipeline.StageDefinition{
			{Name: "running", Expected: pipeline.Days{Least: 14, Most: 14}, Deliverables: []string{"review"}},
			{Name: "alliance", End: pipeline.Won},
			{Name: "stopped", End: pipeline.Lost},
		},
		Moves: []pipeline.Move{{From: "running", To: "aliance"}, {From: "running", To: "stopped"}, {From: "running", To: "stopped"}},
	})
	fmt.Println(err)
	// Output:
	// moves[0].to "aliance": unknown: did you mean alliance? no stage has this name
	// moves[2] "running to stopped": duplicate: the same as moves[1]
}

// A deal is kept as JSON, and moves on when it has been read.
func ExampleDeal() {
	var deal pipeline.Deal
	err := json.Unmarshal([]byte(`{"id": "studio-luz", "stage": "deal", "since": "2026-03-02T09:00:00Z"}`), &deal)
	if err != nil {
		fmt.Println(err)
		return
	}
	deal, err = alianza.Must(pipeline.New(pipeline.Partnership())).Move(deal, "renewal", time.Date(2027, time.February, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		fmt.Println(err)
		return
	}
	doc, err := json.Marshal(deal)
	fmt.Println(string(doc), err)
	// Output:
	// {"id":"studio-luz","stage":"renewal","since":"2027-02-01T09:00:00Z","steps":[{"at":"2026-03-02T09:00:00Z","to":"deal"},{"at":"2027-02-01T09:00:00Z","to":"renewal"}]} <nil>
}

// What can happen next, and what is missing?
func ExampleFlow_Exits() {
	at := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	flow := alianza.Must(pipeline.New(pipeline.Pilot()))
	deal := alianza.Must(flow.Open("spa-norte", at))
	for _, fact := range []string{"offers", "measures", "weeks"} {
		one := decimal.NewFromInt(1)
		deal = alianza.Must(flow.Take(deal, pipeline.Step{At: at, Fact: fact, Number: &one}))
	}
	for _, exit := range flow.Exits(deal) {
		fmt.Println(exit)
	}
	// Output:
	// running: script_lines is not known: want script_lines 1 to 3; weeks 1: want weeks 2 to 4
	// stopped: ready
}

// A stage may ask for a reason from its list.
func ExampleFlow_Take() {
	at := time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)
	def := pipeline.Negotiation()
	def.Stages[6].Reasons = []string{"price", "timing"}
	flow := alianza.Must(pipeline.New(def))
	deal := alianza.Must(flow.Open("studio-luz", at))
	_, err := flow.Move(deal, "lost", at)
	fmt.Println(err)
	deal, err = flow.Take(deal, pipeline.Step{At: at, To: "lost", Reason: "price"})
	fmt.Println(deal, err)
	for _, step := range deal.Steps() {
		fmt.Println(step)
	}
	// Output:
	// pipeline: deal "studio-luz": initial_outreach to lost: not a reason of the stage: one of ["price" "timing"]
	// studio-luz: lost since 2026-03-02 <nil>
	// to initial_outreach on 2026-03-02
	// to lost on 2026-03-02: price
}

// How does a deal stand against what is expected of its stage?
func ExampleFlow_Report() {
	march := func(day int) time.Time { return time.Date(2026, time.March, day, 9, 0, 0, 0, time.UTC) }
	flow := alianza.Must(pipeline.New(pipeline.Onboarding()))
	deal := alianza.Must(flow.Open("studio-luz", march(2)))
	report, err := flow.Report(deal, march(11), nil)
	fmt.Println(report, err)
	fmt.Println(report.Owner, report.Due, report.Overdue, report.Open)
	// Output:
	// studio-luz: kickoff for 9 days of 1 week, 2 days overdue; missing onboarding_plan; goal open after 9 days <nil>
	// partnership_manager 2026-03-09 2 [kickoff_meeting documentation]
}

// The history of another system is checked. The first step that is not permitted is
// named.
func ExampleFlow_Replay() {
	march := func(day int) time.Time { return time.Date(2026, time.March, day, 9, 0, 0, 0, time.UTC) }
	flow := alianza.Must(pipeline.New(pipeline.Partnership()))
	_, err := flow.Replay("studio-luz", []pipeline.Step{
		{At: march(2), To: "lead"},
		{At: march(3), To: "opportunity"},
		{At: march(9), To: "renewal"},
	})
	fmt.Println(err)
	// Output:
	// pipeline: replay: steps[2]: pipeline: deal "studio-luz": opportunity to renewal: the flow has no such move; from opportunity it may go to ["deal" "lost"]
}

// The next version of a flow takes its deals along.
func ExampleMapping_Carry() {
	march := func(day int) time.Time { return time.Date(2026, time.March, day, 9, 0, 0, 0, time.UTC) }
	next := pipeline.Partnership()
	next.Version = 2
	next.Stages[1].Name = "negotiation"
	for i, m := range next.Moves {
		switch "opportunity" {
		case string(m.From):
			next.Moves[i].From = "negotiation"
		case string(m.To):
			next.Moves[i].To = "negotiation"
		}
	}
	mapping, err := pipeline.NewMapping(pipeline.MappingDefinition{
		From: pipeline.Partnership(), To: next,
		Stages: map[pipeline.Stage]pipeline.Stage{"opportunity": "negotiation"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	deal := pipeline.Deal{ID: "studio-luz", Stage: "opportunity", Since: march(2)}
	deal, err = mapping.Carry(deal, march(16))
	fmt.Println(deal, err)
	fmt.Println(deal.Steps()[1])
	// Output:
	// studio-luz: negotiation since 2026-03-02 <nil>
	// carried from partnership to negotiation on 2026-03-16
}

func ExampleFlow_DOT() {
	flow := alianza.Must(pipeline.New(pipeline.Definition{
		Name: "pilot",
		Stages: []pipeline.StageDefinition{
			{Name: "running", Expected: pipeline.Days{Least: 14, Most: 14}, Deliverables: []string{"review"}},
			{Name: "alliance", End: pipeline.Won},
		},
		Moves: []pipeline.Move{{From: "running", To: "alliance"}},
	}))
	deal := alianza.Must(flow.Open("spa-norte", time.Date(2026, time.March, 2, 9, 0, 0, 0, time.UTC)))
	fmt.Print(flow.DOT(deal))
	// Output:
	// digraph "pilot" {
	//     rankdir=LR
	//     node [shape=box, style=rounded]
	//     s0 [label="running\nspa-norte since 2026-03-02", penwidth=3]
	//     s1 [label="alliance", peripheries=2]
	//     s0 -> s1 [label="review in 2 weeks"]
	// }
}

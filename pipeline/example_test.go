package pipeline_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
)

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
	// stages[1].name "alliance": contradiction: no moves lead here from running
	// moves[0].to "aliance": unknown: no stage has this name
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

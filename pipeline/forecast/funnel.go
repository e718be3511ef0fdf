package forecast

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A Funnel adds up the histories of deals: how many came to each stage of a flow, how many
// went on, and how long they stayed. It keeps no deal. A Funnel is for one goroutine.
type Funnel struct {
	_     [0]func() // == would compare by address
	place map[pipeline.Stage]int
	ends  []pipeline.Outcome // of the stages, 0 for one that is no end
	won   []bool             // of the stages that are no ends: those of won deals
	rows  []FunnelStage
	day   alianza.Date
	zone  *time.Location
	deal  []passage // of the stages, for the deal at hand
}

// mostSum bounds each sum of a funnel. A deal adds less than four million days to it, so
// that a sum that is not above it has room for one more in 32 bits.
const mostSum = 2_000_000_000

// A passage is what a deal did at a stage: it came to it, and went on.
type passage struct{ came, onward bool }

// A FunnelStage is what became of the deals that came to a stage.
type FunnelStage struct {
	Stage   pipeline.Stage `json:"stage"`
	Reached int            `json:"reached"` // deals that came to it, once or more
	// Onward are those that came to a stage behind it after it, or were won after it. An
	// end that is not won is no such stage, and no deal goes on from an end. A deal that
	// went on and came back has gone on.
	Onward int `json:"onward"`
	Here   int `json:"here"` // deals that are in it now
	// Won are those of the deals that came to it that are won: they have come to an end
	// that is won, or to a stage of [pipeline.CategoryClosed]. Who has ended was won before.
	Won  int `json:"won"`
	Lost int `json:"lost"` // those that are lost now, and were never won
	// Stays are visits that are over, and Days those that they took together.
	Stays int `json:"stays"`
	Days  int `json:"days"`
	// DaysHere are the days for which the deals that are in it now have been there.
	DaysHere int `json:"days_here"`
}

// NewFunnel returns an empty funnel of the stages of a flow, in their order, as things are
// on a day. Days are those of a zone; nil is UTC. It returns an error if the flow has a
// fault or the day is missing.
func NewFunnel(flow pipeline.Definition, day alianza.Date, zone *time.Location) (*Funnel, error) {
	var f check.Faults
	_, err := pipeline.New(flow)
	f.Join(err)
	if day.IsZero() {
		f.Add("day", "", alianza.ErrMissing, "")
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("forecast: funnel: %w", err)
	}
	funnel := &Funnel{place: map[pipeline.Stage]int{}, day: day, zone: zone, deal: make([]passage, len(flow.Stages))}
	for i, s := range flow.Stages {
		funnel.place[s.Name] = i
		funnel.ends = append(funnel.ends, s.End)
		funnel.won = append(funnel.won, s.End == 0 && s.Category == pipeline.CategoryClosed)
		funnel.rows = append(funnel.rows, FunnelStage{Stage: s.Name})
	}
	return funnel, nil
}

// full reports whether a sum has no room for one more deal.
func (s FunnelStage) full() bool {
	return max(s.Reached, s.Here, s.Stays, s.Days, s.DaysHere) > mostSum
}

// Add adds the history of a deal. It returns an error, and adds nothing, if:
//   - the deal was in a stage that the flow does not have;
//   - it came to its stage after the day of the funnel;
//   - a count or days of a stage are above two billion ([alianza.ErrLimit]);
//   - the funnel was not made by [NewFunnel].
func (f *Funnel) Add(d pipeline.Deal) error {
	past := d.Past()
	var faults check.Faults
	if f == nil || len(f.rows) == 0 {
		faults.Add("funnel", "", alianza.ErrUnchecked, "")
		return faults.Err()
	}
	if slices.ContainsFunc(f.rows, FunnelStage.full) {
		faults.Add("funnel", "", alianza.ErrLimit, "a count or days of a stage are above two billion")
	}
	for i, v := range past {
		if _, ok := f.place[v.Stage]; !ok {
			faults.Add("past["+strconv.Itoa(i)+"].stage", string(v.Stage), alianza.ErrUnknown, "the flow has no such stage")
		}
	}
	if _, ok := f.place[d.Stage]; !ok {
		faults.Add("stage", string(d.Stage), alianza.ErrUnknown, "the flow has no such stage")
	}
	since := alianza.DateOf(d.Since, f.zone)
	if d.Since.IsZero() || f.day.Before(since) {
		faults.Add("since", "", alianza.ErrConflict, "missing or after the day of the funnel")
	}
	if err := faults.Err(); err != nil {
		return fmt.Errorf("forecast: add %q: %w", d.ID, err)
	}
	f.add(past, d.Stage, since)
	return nil
}

// add adds a history that was checked.
func (f *Funnel) add(past []pipeline.Visit, now pipeline.Stage, since alianza.Date) {
	here := f.place[now]
	f.rows[here].Here++
	f.rows[here].DaysHere += since.DaysUntil(f.day)
	after := f.pass(here, later{furthest: -1})
	for _, v := range slices.Backward(past) {
		i := f.place[v.Stage]
		f.rows[i].Stays++
		f.rows[i].Days += alianza.DateOf(v.Since, f.zone).DaysUntil(alianza.DateOf(v.Until, f.zone))
		after = f.pass(i, after)
	}
	won := after.won || f.ends[here] == pipeline.Won || f.ends[here] == pipeline.Ended
	for i, passed := range f.deal {
		row := &f.rows[i]
		switch {
		case !passed.came:
		case won:
			row.Won++
		case f.ends[here] == pipeline.Lost:
			row.Lost++
		}
		if passed.came {
			row.Reached++
		}
		if passed.onward {
			row.Onward++
		}
	}
	clear(f.deal)
}

// later is what a deal did from a visit on.
type later struct {
	furthest int  // the furthest place that it came to, -1 for none
	won      bool // it came to a stage of won deals that is no end
}

// pass adds a visit to a stage to the deal at hand. It takes what the deal did after it, and
// returns what the deal did from the visit on. A win is behind all stages of open deals.
func (f *Funnel) pass(i int, after later) later {
	f.deal[i].came = true
	switch f.ends[i] {
	case 0:
		if i < after.furthest || after.won && !f.won[i] {
			f.deal[i].onward = true
		}
		return later{max(i, after.furthest), after.won || f.won[i]}
	case pipeline.Won:
		return later{len(f.rows), after.won}
	default:
		return after
	}
}

// Stages returns what became of the deals, stage by stage, in the order of the flow.
func (f *Funnel) Stages() []FunnelStage {
	if f == nil {
		return nil
	}
	return slices.Clone(f.rows)
}

// Odds returns for each stage of open deals what became of the deals that came to it and
// are closed now. [Tally.Range] takes them.
func (f *Funnel) Odds() map[pipeline.Stage]Odds {
	odds := map[pipeline.Stage]Odds{}
	if f == nil {
		return odds
	}
	for i, row := range f.rows {
		if f.ends[i] == 0 && !f.won[i] && row.Won+row.Lost > 0 {
			odds[row.Stage] = Odds{row.Won, row.Lost}
		}
	}
	return odds
}

// Conversion returns the deals that went on, of those that came to the stage, in percent. A
// deal that never left it has not gone on. It returns an error if no deal came to the stage
// ([alianza.ErrZero]).
//
// Rules: R45.
func (s FunnelStage) Conversion() (Value, error) {
	if s.Reached <= 0 {
		return Value{}, fmt.Errorf("forecast: conversion: %w", check.Fault("reached", strconv.Itoa(s.Reached), alianza.ErrZero, "no deal came to "+string(s.Stage)))
	}
	return quotient(UnitPercent, whole(100*int64(s.Onward)), whole(int64(s.Reached))), nil
}

// Dwell returns the mean number of days of a visit to the stage, of the visits that are over.
// It returns an error if there are none ([alianza.ErrEmpty]).
func (s FunnelStage) Dwell() (Value, error) {
	if s.Stays <= 0 {
		return Value{}, fmt.Errorf("forecast: dwell: %w", check.Fault("stays", strconv.Itoa(s.Stays), alianza.ErrEmpty, "no deal has left "+string(s.Stage)))
	}
	return quotient(UnitDays, whole(int64(s.Days)), whole(int64(s.Stays))), nil
}

// String returns the stage as a phrase: "lead: 10 came, 6 went on (60%), 2 are here; 12.5 days".
func (s FunnelStage) String() string {
	text := fmt.Sprintf("%s: %d came, %d went on", s.Stage, s.Reached, s.Onward)
	if rate, err := s.Conversion(); err == nil {
		text += " (" + rate.String() + ")"
	}
	are := "are"
	if s.Here == 1 {
		are = "is"
	}
	text += fmt.Sprintf(", %d %s here", s.Here, are)
	if dwell, err := s.Dwell(); err == nil {
		text += "; " + dwell.String()
	}
	return text
}

// Equal reports whether two funnels have the same day and the same stages.
func (f Funnel) Equal(o Funnel) bool {
	return f.day == o.day && slices.Equal(f.rows, o.rows) && slices.Equal(f.ends, o.ends) && slices.Equal(f.won, o.won)
}

// MarshalJSON returns the day and the stages of the funnel.
func (f Funnel) MarshalJSON() ([]byte, error) {
	if len(f.rows) == 0 {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return strictjson.Marshal(struct {
		Day    alianza.Date  `json:"day"`
		Stages []FunnelStage `json:"stages"`
	}{f.day, f.rows})
}

// UnmarshalJSON returns an error: a funnel is written and not read.
func (f *Funnel) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a funnel", "add the deals again")
}

// MarshalJSON returns the stage as a JSON object.
func (s FunnelStage) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a stage strictly.
func (s *FunnelStage) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

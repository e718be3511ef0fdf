package pipeline

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Report is how a deal stands in its stage on a day. All days are calendar days.
type Report struct {
	_        [0]func()    // == would compare lists by address
	Deal     string       `json:"deal"`
	Stage    Stage        `json:"stage"`
	Owner    string       `json:"owner,omitzero"`
	On       alianza.Date `json:"on"`             // the day of the report
	Since    alianza.Date `json:"since"`          // the day on which the deal came to the stage
	Expected Days         `json:"expected"`       // how long a deal of the stage stays
	Due      alianza.Date `json:"due,omitzero"`   // the last day of the expected range
	Days     int          `json:"days"`           // in the stage
	Age      int          `json:"age"`            // days since the deal was opened; for an end, until it came there
	Idle     int          `json:"idle"`           // days since the last step
	Overdue  int          `json:"overdue"`        // days after Due, 0 if there are none
	Stale    bool         `json:"stale,omitzero"` // no step for as long as the stage allows
	// Deliverables are those of the stage, delivered or not, in the order of the flow.
	Deliverables []Delivery `json:"deliverables,omitzero"`
	// Open has the items of the checklist that are not done.
	Open []string `json:"open,omitzero"`
	// Goal is how the deal stands to the goal of the flow, 0 for a flow without one.
	Goal Goal `json:"goal,omitzero"`
}

// A Delivery is a deliverable of the present stage, as it stands.
type Delivery struct {
	Name string       `json:"name"`
	On   alianza.Date `json:"on,omitzero"` // the day of the delivery, none if it is still open
	Late int          `json:"late"`        // days after the deal was due to leave the stage, so far or for good
}

// A Goal is how a deal stands to the goal of its flow.
type Goal uint8

// How a deal stands to a goal.
const (
	GoalOpen   Goal = iota + 1 // "open": the deal may still meet it
	GoalMet                    // "met": it was won in time
	GoalMissed                 // "missed": it was won too late, was lost, or can no longer be in time
)

var goalNames = []string{"none", "open", "met", "missed"}

// String returns the name, such as "met".
func (g Goal) String() string { return enum.Name(g, goalNames) }

// MarshalText returns the name.
func (g Goal) MarshalText() ([]byte, error) { return enum.Text(g, goalNames, 1) }

// UnmarshalText reads a name.
func (g *Goal) UnmarshalText(text []byte) error { return enum.Parse(g, text, goalNames, 1) }

// Report returns how a deal stands in its stage at an instant. Days are those of
// the zone; a nil zone is UTC. A deal that came to its stage today is there for 0
// days. It is overdue from the day after the last expected one.
//
// It returns an error if:
//   - the flow was not made by [New], or does not have the stage of the deal;
//   - the instant is missing, or before the last step of the deal;
//   - the deal has no sound instant, or its stage is not that of its history.
//
// Rules: P3, P5, P6.
func (f Flow) Report(d Deal, at time.Time, zone *time.Location) (Report, error) {
	s, err := f.reportable(&d, at)
	if err != nil {
		return Report{}, fmt.Errorf("pipeline: report: deal %q: %s: %w", d.ID, d.Stage, err)
	}
	day := func(t time.Time) alianza.Date { return alianza.DateOf(t, zone) }
	r := Report{
		Deal: d.ID, Stage: d.Stage, Owner: s.Owner, Expected: s.Expected,
		On: day(at), Since: day(d.Since),
		Days: day(d.Since).DaysUntil(day(at)), Idle: day(d.last()).DaysUntil(day(at)), Age: day(d.Opened()).DaysUntil(day(at)),
	}
	if s.End != 0 {
		r.Age = day(d.Opened()).DaysUntil(r.Since)
	}
	if !s.Expected.IsZero() {
		r.Due = r.Since.AddDays(s.Expected.Most)
		r.Overdue = max(0, r.Days-s.Expected.Most)
	}
	r.Stale = s.Stale > 0 && r.Idle >= s.Stale
	for i, name := range s.Deliverables {
		delivery := Delivery{Name: name, Late: r.Overdue}
		if s.leave[i].holds(&d, s.Name) {
			delivery.On = day(d.done[name].step.At)
			if delivery.Late = 0; !r.Due.IsZero() {
				delivery.Late = max(0, r.Due.DaysUntil(delivery.On))
			}
		}
		r.Deliverables = append(r.Deliverables, delivery)
	}
	for _, item := range s.Checklist {
		if g := (gate{Condition{Done: item}, true}); !g.holds(&d, s.Name) {
			r.Open = append(r.Open, item)
		}
	}
	r.Goal = f.made.def.goal(s, r.Age)
	return r, nil
}

// reportable returns the stage of a deal, and why there is nothing to report of it.
func (f Flow) reportable(d *Deal, at time.Time) (*stage, error) {
	s := f.stage(d.Stage)
	switch {
	case f.made == nil:
		return nil, unchecked()
	case s == nil:
		return nil, ErrUnknownStage
	}
	if err := d.refuseTime(at); err != nil {
		return nil, err
	}
	var faults check.Faults
	faults.Instant("since", d.Since)
	faults.Instant("at", at)
	faults.Join(d.sound())
	return s, faults.Err()
}

// goal returns how a deal of a stage stands to the goal after some days.
func (d *Definition) goal(s *stage, age int) Goal {
	holds := func(days int) bool { return d.Goal.Holds(decimal.NewFromInt(int64(days))) }
	switch {
	case d.Goal.IsZero():
		return 0
	case s.End == Won && holds(age):
		return GoalMet
	case s.End != 0:
		return GoalMissed
	case holds(age), d.Goal.Op == alianza.OpAtLeast, d.Goal.Op == alianza.OpAbove:
		return GoalOpen
	case d.Goal.Op == alianza.OpBetween && decimal.NewFromInt(int64(age)).Cmp(d.Goal.Value) < 0:
		return GoalOpen
	}
	return GoalMissed
}

// Equal reports whether two reports are the same.
func (r Report) Equal(o Report) bool {
	return r.Deal == o.Deal && r.Stage == o.Stage && r.Owner == o.Owner && r.On == o.On && r.Since == o.Since &&
		r.Expected == o.Expected && r.Due == o.Due && r.Days == o.Days && r.Age == o.Age && r.Idle == o.Idle &&
		r.Overdue == o.Overdue && r.Stale == o.Stale && r.Goal == o.Goal &&
		slices.Equal(r.Deliverables, o.Deliverables) && slices.Equal(r.Open, o.Open)
}

// String returns the report as a phrase: "studio-luz: proposal for 9 days of 1
// week, 2 days overdue; missing proposal_sent".
func (r Report) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s for %s", r.Deal, r.Stage, span(r.Days, r.Days, "day"))
	if !r.Expected.IsZero() {
		fmt.Fprintf(&b, " of %s", r.Expected)
	}
	if r.Overdue > 0 {
		fmt.Fprintf(&b, ", %s overdue", span(r.Overdue, r.Overdue, "day"))
	}
	if r.Stale {
		fmt.Fprintf(&b, ", stale for %s", span(r.Idle, r.Idle, "day"))
	}
	missing := "; missing "
	for _, one := range r.Deliverables {
		switch {
		case one.On.IsZero():
			b.WriteString(missing + one.Name)
			missing = ", "
		case one.Late > 0:
			fmt.Fprintf(&b, "; %s was %s late", one.Name, span(one.Late, one.Late, "day"))
			missing = "; missing "
		}
	}
	if r.Goal != 0 {
		fmt.Fprintf(&b, "; goal %s after %s", r.Goal, span(r.Age, r.Age, "day"))
	}
	return b.String()
}

// MarshalJSON returns the report as a JSON object.
func (r Report) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a report strictly.
func (r *Report) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// MarshalJSON returns the delivery as a JSON object.
func (d Delivery) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a delivery strictly.
func (d *Delivery) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

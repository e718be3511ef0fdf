package score

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score/internal/task"
)

// A Task is a thing to do next: what, by whom, and by when. It compares with ==.
// The zero Task is none.
type Task struct {
	// Action is what to do, as a word for programs: "run_pilot".
	Action string `json:"action"`
	// Owner is who does it. It may be empty.
	Owner string `json:"owner,omitzero"`
	// Days is by when: so many days after the verdict. Zero means that no day is
	// set.
	Days int `json:"days,omitzero"`
	// Text is what to do, as a sentence for people, without a full stop.
	Text string `json:"text"`
}

// Due returns the day by which the task is to be done, if the verdict is of the
// day given. It returns false if no day is set.
func (t Task) Due(from alianza.Date) (day alianza.Date, ok bool) {
	if t.Days <= 0 || t.Days > task.MaxDays || from.IsZero() {
		return alianza.Date{}, false
	}
	return from.AddDays(t.Days), true
}

// String returns the text with the owner and the days, if there are some: "run a
// pilot (partner_manager, within 14 days)".
func (t Task) String() string {
	switch {
	case t.Owner != "" && t.Days > 0:
		return fmt.Sprintf("%s (%s, %s)", t.Text, t.Owner, t.within())
	case t.Owner != "":
		return t.Text + " (" + t.Owner + ")"
	case t.Days > 0:
		return fmt.Sprintf("%s (%s)", t.Text, t.within())
	}
	return t.Text
}

// within returns the days in words.
func (t Task) within() string {
	if t.Days == 1 {
		return "within 1 day"
	}
	return fmt.Sprintf("within %d days", t.Days)
}

// MarshalJSON returns the JSON of the task.
func (t Task) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a task.
func (t *Task) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// Advice is what to do at each light. The zero Advice says nothing.
type Advice struct {
	Green  Task `json:"green"`
	Yellow Task `json:"yellow"`
	Red    Task `json:"red"`
}

// At returns what to do at a light. It returns the zero Task for the zero Light.
func (a Advice) At(l Light) Task {
	switch l {
	case Green:
		return a.Green
	case Yellow:
		return a.Yellow
	case Red:
		return a.Red
	}
	return Task{}
}

// check adds the faults of advice, which is for all lights or for none.
func (a Advice) check(f *check.Faults) {
	if a == (Advice{}) {
		return
	}
	task.Check(f, "advice.green", task.Task(a.Green))
	task.Check(f, "advice.yellow", task.Task(a.Yellow))
	task.Check(f, "advice.red", task.Task(a.Red))
}

// MarshalJSON returns the JSON of the advice.
func (a Advice) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads advice.
func (a *Advice) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

package pipeline

import (
	"cmp"
	"fmt"
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// MaxSteps is how many steps a deal may have in its history, its opening included.
// [Flow.Take] refuses a step beyond it.
const MaxSteps = check.MaxHistory

// maxDeal is the limit on the JSON of a deal: room for [MaxSteps] steps with two of the
// longest names each, all of characters that JSON escapes with six bytes.
const maxDeal = 32 << 20

// A Deal is a partnership on its way through a flow. It is a value: a step returns
// a new deal and leaves the old one as it was. Deals compare with [Deal.Equal].
//
// A deal that a program builds of its ID, stage and instant has no past, and
// nothing is known of it.
type Deal struct {
	_     [0]func() // == would compare histories by address
	ID    string
	Stage Stage     // the present stage
	Since time.Time // the instant at which the deal came to it

	past  *history
	left  []departure         // the stages that the deal has left
	done  map[string]*history // deliverables and items, by their last delivery
	facts map[string]*history // facts, by the last step that told them
}

// A history is a list of steps from the last one to the first. Deals that parted
// ways share what they have in common, and a step copies nothing of it.
type history struct {
	step   Step
	stage  Stage     // in which the step found the deal
	since  time.Time // since when
	before *history
	length int // steps up to this one, the opening not included
	moves  int // moves among them
}

// A departure is the last time that a deal left a stage.
type departure struct {
	stage Stage
	at    int // length of the history
}

func (h *history) len() int {
	if h == nil {
		return 0
	}
	return h.length
}

// leftAt returns the length of the history when the deal last left a stage, and 0
// if it never did.
func (d *Deal) leftAt(stage Stage) int {
	for i := range d.left {
		if d.left[i].stage == stage {
			return d.left[i].at
		}
	}
	return 0
}

// A Visit is a stage that a deal has left.
type Visit struct {
	Stage Stage     `json:"stage"`
	Since time.Time `json:"since"` // inclusive
	Until time.Time `json:"until"` // exclusive: the next stage begins
}

// Equal reports whether two visits are of the same stage and the same instants.
func (v Visit) Equal(w Visit) bool {
	return v.Stage == w.Stage && v.Since.Equal(w.Since) && v.Until.Equal(w.Until)
}

// Past returns the stages that the deal has left, the first one first.
func (d Deal) Past() []Visit {
	if d.past == nil {
		return []Visit{}
	}
	past := make([]Visit, d.past.moves)
	for h := range d.backward() {
		if h.step.moves() {
			past[h.moves-1] = h.visit()
		}
	}
	return past
}

// visit returns the stage that a move left.
func (h *history) visit() Visit { return Visit{h.stage, h.since, h.step.At} }

// Left returns the stage that the last move left, and false for a deal that has
// not moved. A service that keeps visits as rows adds this one after a move.
func (d Deal) Left() (Visit, bool) {
	for h := range d.backward() {
		if h.step.moves() {
			return h.visit(), true
		}
	}
	return Visit{}, false
}

// Steps returns the history of the deal, the first step first. The first is its
// opening. [Flow.Replay] makes the deal of them again.
func (d Deal) Steps() []Step {
	steps := make([]Step, d.past.len()+1)
	steps[0] = Step{At: d.Since, To: d.Stage}
	for h := range d.backward() {
		steps[h.length] = h.step.clone()
		if h.length == 1 {
			steps[0] = Step{At: h.since, To: h.stage}
		}
	}
	return steps
}

// Opened returns the instant at which the deal came to its first stage.
func (d Deal) Opened() time.Time {
	opened := d.Since
	for h := range d.backward() {
		opened = h.since
	}
	return opened
}

// Delivered returns the instant at which a deliverable or an item of a checklist
// was delivered, the last time if there are several, and false if it was not.
func (d Deal) Delivered(name string) (time.Time, bool) {
	h := d.done[name]
	if h == nil {
		return time.Time{}, false
	}
	return h.step.At, true
}

// Fact returns the step that last told a fact, and false if the fact is not known.
func (d Deal) Fact(name string) (Step, bool) {
	h := d.facts[name]
	if h == nil {
		return Step{}, false
	}
	return h.step.clone(), true
}

// last returns the instant of the last step.
func (d *Deal) last() time.Time {
	if d.past == nil {
		return d.Since
	}
	return d.past.step.At
}

// backward returns the history, the last step first, without the opening.
func (d Deal) backward() iter.Seq[*history] {
	return func(yield func(*history) bool) {
		for h := d.past; h != nil; h = h.before {
			if !yield(h) {
				return
			}
		}
	}
}

// with returns the deal after a step that is permitted.
func (d Deal) with(s Step) Deal {
	switch {
	case s.Done != "":
		d.done = copied(d.done)
	case s.Fact != "":
		d.facts = copied(d.facts)
	case s.Carried != "":
		d.left = slices.Clone(d.left)
	default:
		d.left = slices.Clip(d.left)
		if d.leftAt(d.Stage) > 0 {
			d.left = slices.Clone(d.left)
		}
	}
	d.add(s)
	return d
}

// copied returns a copy of a map with room for one more.
func copied(m map[string]*history) map[string]*history {
	c := make(map[string]*history, len(m)+1)
	maps.Copy(c, m)
	return c
}

// add adds a step to a deal that shares neither maps nor departures with another.
func (d *Deal) add(s Step) {
	h := &history{step: s, stage: d.Stage, since: d.Since, before: d.past, length: d.past.len() + 1}
	if d.past != nil {
		h.moves = d.past.moves
	}
	d.past = h
	switch {
	case s.Done != "":
		d.done[s.Done] = h
	case s.Fact != "":
		d.facts[s.Fact] = h
	case s.Carried != "":
		d.rename(s.To)
		d.Stage = s.To
	default:
		h.moves++
		d.depart(h)
		d.Stage, d.Since = s.To, s.At
	}
}

// depart notes that the deal leaves its stage.
func (d *Deal) depart(h *history) {
	for i := range d.left {
		if d.left[i].stage == h.stage {
			d.left[i].at = h.length
			return
		}
	}
	d.left = append(d.left, departure{h.stage, h.length})
}

// rename gives the departure from the present stage, if there is one, to the new name of
// the stage. What left the stage of that name before was another stage.
func (d *Deal) rename(to Stage) {
	if to == d.Stage {
		return
	}
	d.left = slices.DeleteFunc(d.left, func(one departure) bool { return one.stage == to })
	for i := range d.left {
		if d.left[i].stage == d.Stage {
			d.left[i].stage = to
		}
	}
}

// Equal reports whether two deals have the same ID, stage, instant and history.
func (d Deal) Equal(e Deal) bool {
	if d.ID != e.ID || d.Stage != e.Stage || !d.Since.Equal(e.Since) || d.past.len() != e.past.len() {
		return false
	}
	for g, h := d.past, e.past; g != h; g, h = g.before, h.before {
		if g.stage != h.stage || !g.since.Equal(h.since) || !g.step.Equal(h.step) {
			return false
		}
	}
	return true
}

// String returns the deal as a phrase: "studio-luz: deal since 2026-03-02".
// The day is that of the instant in its own location.
func (d Deal) String() string {
	return fmt.Sprintf("%s: %s since %s", d.ID, d.Stage, d.Since.Format(time.DateOnly))
}

// sound returns the fault of a deal that a program has changed by hand, so that its
// stage is not that of its history.
func (d *Deal) sound() error {
	if d.past == nil {
		return nil
	}
	stage, since := d.past.after()
	if stage != d.Stage || !since.Equal(d.Since) {
		return check.Fault("stage", string(d.Stage), alianza.ErrConflict, "the history ends in "+string(stage))
	}
	return nil
}

// after returns the stage after a step, and since when the deal is there.
func (h *history) after() (Stage, time.Time) {
	switch {
	case h.step.moves():
		return h.step.To, h.step.At
	case h.step.Carried != "":
		return h.step.To, h.since
	}
	return h.stage, h.since
}

// dealJSON is the JSON form of a deal.
type dealJSON struct {
	ID    string    `json:"id"`
	Stage Stage     `json:"stage"`
	Since time.Time `json:"since"`
	Steps []Step    `json:"steps,omitzero"` // none for a deal that has only been opened
}

// check refuses a deal that can take no step, and a history that no steps made.
func (in *dealJSON) check() error {
	var f check.Faults
	f.Name("id", in.ID)
	f.Name("stage", string(in.Stage))
	f.Instant("since", in.Since)
	if len(in.Steps) == 0 || !f.Count("steps", len(in.Steps), MaxSteps, "steps") {
		return f.Err()
	}
	checkSteps(&f, in.Steps)
	if f.Len() == 0 { // the deal can be made
		d := in.deal()
		if d.Stage != in.Stage || !d.Since.Equal(in.Since) {
			f.Add("stage", string(in.Stage), alianza.ErrConflict, fmt.Sprintf("the steps end in %s since %s", d.Stage, d.Since.Format(time.RFC3339Nano)))
		}
	}
	return f.Err()
}

// deal returns the deal of a document that was checked.
func (in *dealJSON) deal() Deal {
	d := Deal{ID: in.ID, Stage: in.Stage, Since: in.Since}
	if len(in.Steps) > 0 {
		d.follow(in.Steps)
	}
	return d
}

// follow takes the steps of a checked history, its opening first.
func (d *Deal) follow(steps []Step) {
	d.Stage, d.Since = steps[0].To, steps[0].At
	d.done, d.facts = map[string]*history{}, map[string]*history{}
	for _, s := range steps[1:] {
		d.add(s)
	}
}

// MarshalJSON returns the deal as a JSON object with its history. It returns an error for
// a deal without an ID, a stage or an instant. It returns one as well if a program has
// changed the deal by hand, so that its stage is not that of its history.
func (d Deal) MarshalJSON() ([]byte, error) {
	alone := dealJSON{ID: d.ID, Stage: d.Stage, Since: d.Since}
	if err := cmp.Or(alone.check(), d.sound()); err != nil {
		return nil, err
	}
	out := dealJSON{ID: d.ID, Stage: d.Stage, Since: d.Since}
	if d.past != nil {
		out.Steps = d.Steps()
	}
	return strictjson.MarshalLimit(out, maxDeal)
}

// UnmarshalJSON reads a deal strictly. [Flow.Check] says whether its history is one
// of a flow.
func (d *Deal) UnmarshalJSON(data []byte) error {
	var in dealJSON
	if err := strictjson.UnmarshalLimit(data, maxDeal, &in, (*dealJSON).check); err != nil {
		return err
	}
	*d = in.deal()
	return nil
}

// MarshalJSON returns the visit as a JSON object.
func (v Visit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads a visit strictly.
func (v *Visit) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }

package pipeline

import (
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Step is one thing that happens to a deal: it moves to a stage, something is
// delivered, or a fact becomes known. In JSON it is one of
//
//	{"at": "2026-03-02T09:00:00Z", "to": "lost", "reason": "price"}
//	{"at": "2026-03-02T09:00:00Z", "done": "contract_signed"}
//	{"at": "2026-03-02T09:00:00Z", "fact": "light", "text": "green"}
//	{"at": "2026-03-02T09:00:00Z", "fact": "score", "number": "8.2"}
type Step struct {
	_      [0]func()        // == would compare numbers by address
	At     time.Time        `json:"at"`
	To     Stage            `json:"to,omitzero"`     // the stage that the deal moves to
	Reason string           `json:"reason,omitzero"` // one of the reasons of that stage
	Done   string           `json:"done,omitzero"`   // a deliverable, or an item of a checklist
	Fact   string           `json:"fact,omitzero"`   // the name of a fact
	Text   string           `json:"text,omitzero"`   // the fact, if it is a text
	Number *decimal.Decimal `json:"number,omitzero"` // the fact, if it is a number
	// Carried is the flow that a [Mapping] took the deal from. To is then its name
	// for the present stage in the new flow.
	Carried string `json:"carried,omitzero"`
}

// moves reports whether the step leads to another stage.
func (s *Step) moves() bool { return s.To != "" && s.Carried == "" }

func (s Step) clone() Step {
	s.Number = cloneNumber(s.Number)
	return s
}

// Equal reports whether two steps are the same at the same instant.
func (s Step) Equal(o Step) bool {
	return s.At.Equal(o.At) && s.To == o.To && s.Reason == o.Reason && s.Done == o.Done &&
		s.Fact == o.Fact && s.Text == o.Text && s.Carried == o.Carried && sameNumber(s.Number, o.Number)
}

// String returns the step as a phrase: "to lost on 2026-03-02: price",
// "contract_signed delivered on 2026-03-02", "score 8.2 on 2026-03-02".
func (s Step) String() string {
	on := " on " + s.At.Format(time.DateOnly)
	switch {
	case s.Carried != "":
		return "carried from " + s.Carried + " to " + string(s.To) + on
	case s.To != "" && s.Reason != "":
		return "to " + string(s.To) + on + ": " + s.Reason
	case s.To != "":
		return "to " + string(s.To) + on
	case s.Done != "":
		return s.Done + " delivered" + on
	case s.Number != nil:
		return s.Fact + " " + exact.Text(*s.Number) + on
	}
	return s.Fact + " " + s.Text + on
}

// check adds the faults of the form of a step.
func (s *Step) check(f *check.Faults, path string) {
	f.Instant(path+".at", s.At)
	forms := 0
	for _, name := range []struct{ field, value string }{{"to", string(s.To)}, {"done", s.Done}, {"fact", s.Fact}} {
		if name.value != "" {
			forms++
			f.Name(path+"."+name.field, name.value)
		}
	}
	switch {
	case forms == 0:
		f.Add(path, "", alianza.ErrMissing, "give one of to, done, fact")
	case forms > 1:
		f.Add(path, "", alianza.ErrConflict, "give one of to, done, fact")
	}
	given := 0
	if s.Number != nil {
		given++
		f.Number(path+".number", *s.Number)
	}
	if s.Text != "" {
		given++
		f.Name(path+".text", s.Text)
	}
	switch {
	case s.Fact == "" && given > 0:
		f.Add(path+".fact", "", alianza.ErrMissing, "the name of the fact")
	case s.Fact != "" && given != 1:
		f.Add(path, s.Fact, alianza.ErrConflict, "a fact is a text or a number")
	}
	for _, only := range []struct{ field, value string }{{"reason", s.Reason}, {"carried", s.Carried}} {
		if only.value != "" && f.Name(path+"."+only.field, only.value) && s.To == "" {
			f.Add(path+"."+only.field, only.value, alianza.ErrConflict, "a step that moves nowhere")
		}
	}
	if s.Reason != "" && s.Carried != "" {
		f.Add(path+".reason", s.Reason, alianza.ErrConflict, "a deal is carried without a reason")
	}
}

// checkSteps adds the faults of the form of a history: that of each step, steps that
// go back in time, and an opening that is none.
func checkSteps(f *check.Faults, steps []Step) {
	for i := range steps {
		path := fmt.Sprintf("steps[%d]", i)
		if f.Full() {
			return
		}
		steps[i].check(f, path)
		if i > 0 && steps[i].At.Before(steps[i-1].At) {
			f.Add(path+".at", "", alianza.ErrConflict, "before the step before it")
		}
	}
	if first := &steps[0]; !first.moves() || first.Reason != "" {
		f.Add("steps[0]", "", alianza.ErrConflict, "a history begins with its opening: to a stage, without a reason")
	}
}

// Open returns a new deal in the first stage of the flow.
//
// It returns an error if:
//   - the ID is missing or malformed;
//   - the instant is missing, or its year is not from 1 to 9999;
//   - the flow was not made by [New].
func (f Flow) Open(id string, at time.Time) (Deal, error) {
	var faults check.Faults
	faults.Name("id", id)
	faults.Instant("at", at)
	if f.made == nil {
		faults.Join(unchecked())
	}
	if err := faults.Err(); err != nil {
		return Deal{}, fmt.Errorf("pipeline: open: %w", err)
	}
	return Deal{ID: id, Stage: f.made.def.Stages[0].Name, Since: at}, nil
}

// Move returns the deal in another stage, from the instant given on. It is
// [Flow.Take] of a step to that stage, without a reason.
//
// Rules: P1.
func (f Flow) Move(d Deal, to Stage, at time.Time) (Deal, error) {
	return f.move(d, Step{At: at, To: to})
}

func (f Flow) move(d Deal, s Step) (Deal, error) {
	if err := f.refuse(&d, &s); err != nil {
		return d, err
	}
	return d.with(s), nil
}

// Deliver returns the deal with a deliverable, or an item of a checklist. It is
// [Flow.Take] of such a step.
func (f Flow) Deliver(d Deal, name string, at time.Time) (Deal, error) {
	return f.Take(d, Step{At: at, Done: name})
}

// Take returns the deal after a step. If the step is refused, Take returns the deal
// as it was, and the error.
//
// The error of a move is a [*MoveError]. The reasons are, in this order:
//   - [alianza.ErrUnchecked]: the flow was not made by [New];
//   - [ErrUnknownStage]: the flow does not have the stage of the deal or the
//     stage to move to;
//   - [ErrFinal]: the stage of the deal is an end;
//   - [ErrNotAllowed]: the flow does not have the move;
//   - [ErrTime]: the instant is missing, or before the last step;
//   - [ErrReason]: the stage asks for a reason that is not given, or not this one;
//   - [ErrUnmet]: conditions do not hold;
//   - an [*alianza.FieldError]: the deal has no sound ID or instant, its stage is
//     not that of its history, it has [MaxSteps], or the year is not from 1 to 9999.
//
// The error of another step wraps [alianza.ErrUnchecked], [ErrUnknownStage] or
// [ErrTime] as above, or:
//   - [ErrLocked]: the stage of the deal is locked;
//   - an [*alianza.FieldError]: as above, or the flow does not know the deliverable
//     or the fact, or a fact that has to be a number is a text, or the reverse.
func (f Flow) Take(d Deal, s Step) (Deal, error) {
	if s.moves() && s.Done == "" && s.Fact == "" && s.Text == "" && s.Number == nil {
		return f.move(d, s)
	}
	if err := f.refuseRecord(&d, &s); err != nil {
		return d, fmt.Errorf("pipeline: deal %q: %s: %w", d.ID, d.Stage, err)
	}
	return d.with(s.clone()), nil
}

// refuse returns why a move is refused, as a [*MoveError].
func (f Flow) refuse(d *Deal, s *Step) error {
	w := f.way(d.Stage, s.To)
	if err := f.refuseMove(d, s, w); err != nil {
		return f.refusal(d, s, err, nil)
	}
	if unmet := w.open(d); unmet != nil {
		return f.refusal(d, s, ErrUnmet, unmet)
	}
	if err := d.refuse(s); err != nil {
		return f.refusal(d, s, err, nil)
	}
	return nil
}

// refuseMove returns why a move is refused whatever is known of the deal.
func (f Flow) refuseMove(d *Deal, s *Step, w way) error {
	switch {
	case f.made == nil:
		return unchecked()
	case w.from == nil:
		return ErrUnknownStage
	case w.to == nil:
		return f.unknownStage(s.To)
	case w.from.End != 0:
		return ErrFinal
	case !w.listed && !f.made.implied(w.from, w.to):
		return ErrNotAllowed
	}
	if err := d.refuseTime(s.At); err != nil {
		return err
	}
	return w.to.refuseReason(s.Reason)
}

// refuseReason returns the error of a reason that the stage does not take.
func (s *stage) refuseReason(reason string) error {
	switch {
	case reason == "" && len(s.Reasons) == 0:
		return nil
	case reason == "":
		return fmt.Errorf("%w: one of %q", missingError{ErrReason}, s.Reasons)
	case len(s.Reasons) == 0:
		return fmt.Errorf("%w: %q, and none is asked for", ErrReason, brief(reason))
	}
	if slices.Contains(s.Reasons, reason) {
		return nil
	}
	return fmt.Errorf("%w: %q, want one of %q", ErrReason, brief(reason), s.Reasons)
}

// refuseTime returns the error of an instant at which the deal can take no step.
func (d *Deal) refuseTime(at time.Time) error {
	switch {
	case at.IsZero():
		return fmt.Errorf("%w: no instant is given", missingError{ErrTime})
	case at.Before(d.last()):
		return ErrTime
	}
	return nil
}

// refuse returns the faults of a deal and a step that hold for every flow.
func (d *Deal) refuse(s *Step) error {
	var f check.Faults
	f.Name("id", d.ID)
	f.Instant("since", d.Since)
	f.Instant("at", s.At)
	f.Count("steps", d.past.len()+2, MaxSteps, "steps of a deal")
	f.Join(d.sound())
	return f.Err()
}

// refuseRecord returns why a step that is no move is refused.
func (f Flow) refuseRecord(d *Deal, s *Step) error {
	at := f.stage(d.Stage)
	switch {
	case f.made == nil:
		return unchecked()
	case at == nil:
		return ErrUnknownStage
	case s.Carried != "":
		return check.Fault("carried", s.Carried, alianza.ErrConflict, "a mapping carries a deal")
	case at.Locked:
		return ErrLocked
	}
	var form check.Faults
	s.check(&form, "")
	if err := form.Err(); err != nil && !s.At.IsZero() {
		return err
	}
	if err := d.refuseTime(s.At); err != nil {
		return err
	}
	if err := f.made.refuseName(s); err != nil {
		return err
	}
	return d.refuse(s)
}

// refuseName returns the fault of a thing or a fact that the flow does not ask for.
func (m *made) refuseName(s *Step) error {
	if s.Done != "" {
		if !m.things[s.Done] {
			return m.unknownThing(s.Done)
		}
		return nil
	}
	switch m.facts[s.Fact] {
	case 0:
		return m.unknownFact(s.Fact)
	case numberForm:
		if s.Number == nil {
			return check.Fault("text", s.Text, alianza.ErrForm, s.Fact+" is a number")
		}
	case textForm:
		if s.Number != nil {
			return check.Fault("number", exact.Text(*s.Number), alianza.ErrForm, s.Fact+" is a text")
		}
	case anyForm: // a text or a number
	}
	return nil
}

// Replay returns the deal that a history leads to, its opening first. It is the
// deal that [Deal.Steps] returned the history of. A history of another origin is
// checked: the error names the first step that is not permitted by its place in the
// list, such as "steps[3]", and wraps the reason. See [Flow.Take] for the reasons.
//
// If a [Mapping] carried the deal from another flow, this flow knows nothing of the
// steps before. Replay then checks their form alone.
func (f Flow) Replay(id string, steps []Step) (Deal, error) {
	if f.made == nil {
		return Deal{}, fmt.Errorf("pipeline: replay: %w", unchecked())
	}
	var faults check.Faults
	faults.Name("id", id)
	switch {
	case len(steps) == 0:
		faults.Add("steps", "", alianza.ErrEmpty, "a history begins with its opening")
	case faults.Count("steps", len(steps), MaxSteps, "steps"):
		checkSteps(&faults, steps)
	}
	if err := faults.Err(); err != nil {
		return Deal{}, fmt.Errorf("pipeline: replay: %w", err)
	}
	d, i, err := f.start(id, steps)
	for ; err == nil && i < len(steps); i++ {
		d, err = f.Take(d, steps[i])
	}
	if err != nil {
		return Deal{}, fmt.Errorf("pipeline: replay: %w", alianza.At(fmt.Sprintf("steps[%d]", max(i-1, 0)), err))
	}
	return d, nil
}

// start returns the deal after the steps that a replay takes as they are, and how
// many these are: the opening, or all up to the last one that carried the deal.
func (f Flow) start(id string, steps []Step) (Deal, int, error) {
	for i := len(steps) - 1; i > 0; i-- {
		if steps[i].Carried == "" {
			continue
		}
		d := Deal{ID: id}
		d.follow(cloneSteps(steps[:i+1]))
		if f.stage(d.Stage) == nil {
			return d, i + 1, ErrUnknownStage
		}
		return d, i + 1, nil
	}
	d, err := f.Open(id, steps[0].At)
	if err == nil && steps[0].To != d.Stage {
		err = fmt.Errorf("%w: a deal opens in %s", ErrNotAllowed, d.Stage)
	}
	return d, 1, err
}

func cloneSteps(steps []Step) []Step {
	clones := make([]Step, len(steps))
	for i, s := range steps {
		clones[i] = s.clone()
	}
	return clones
}

// Check returns nil for a deal whose history the flow permits, step by step. For
// another it returns the error of [Flow.Replay]. A deal without a history has to have an
// ID and an instant, and to be in a stage of the flow.
func (f Flow) Check(d Deal) error {
	if d.past != nil {
		if err := d.sound(); err != nil {
			return fmt.Errorf("pipeline: deal %q: %w", d.ID, err)
		}
		_, err := f.Replay(d.ID, d.Steps())
		return err
	}
	switch {
	case f.made == nil:
		return fmt.Errorf("pipeline: deal %q: %w", d.ID, unchecked())
	case f.stage(d.Stage) == nil:
		return fmt.Errorf("pipeline: deal %q: %s: %w", d.ID, d.Stage, ErrUnknownStage)
	}
	var faults check.Faults
	faults.Name("id", d.ID)
	faults.Instant("since", d.Since)
	if err := faults.Err(); err != nil {
		return fmt.Errorf("pipeline: deal %q: %w", d.ID, err)
	}
	return nil
}

// MarshalJSON returns the step as a JSON object.
func (s Step) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a step strictly.
func (s *Step) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

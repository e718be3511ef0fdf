package pipeline

import (
	"errors"
	"fmt"
	"iter"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Reasons for which a move is refused, wrapped in a [*MoveError].
var (
	ErrUnknownStage = errors.New("the flow has no such stage")
	ErrNotAllowed   = errors.New("the flow has no such move")
	ErrFinal        = errors.New("the stage is final")
	ErrTime         = errors.New("before the deal came to its stage")
)

// MaxVisits is how many stages a deal may have left. [Flow.Move] refuses a move
// beyond it.
const MaxVisits = 10_000

// maxDeal is the limit on the JSON of a deal: room for [MaxVisits] visits.
const maxDeal = 16 << 20

// A MoveError is a refused move.
type MoveError struct {
	Deal string    `json:"deal"` // ID of the deal
	From string    `json:"from"`
	To   string    `json:"to"`
	At   time.Time `json:"at,omitzero"`
	Next []string  `json:"next,omitzero"` // the stages that may follow From
	Err  error     `json:"-"`             // one of the reasons above, or an [*alianza.FieldError]
}

// Error returns the move and the reason. If the flow does not have the stage or
// the move, it adds the stages that may follow.
func (e *MoveError) Error() string {
	text := fmt.Sprintf("pipeline: deal %q: %s to %s: %s", e.Deal, e.From, e.To, e.reason())
	if len(e.Next) == 0 || !errors.Is(e.Err, ErrUnknownStage) && !errors.Is(e.Err, ErrNotAllowed) {
		return text
	}
	return text + fmt.Sprintf("; from %s it may go to %q", e.From, e.Next)
}

func (e *MoveError) reason() string {
	if e.Err == nil {
		return "no reason given"
	}
	return e.Err.Error()
}

// Unwrap returns the reason.
func (e *MoveError) Unwrap() error { return e.Err }

// Equal reports whether two refusals have the same fields and the same text of
// the reason.
func (e *MoveError) Equal(o *MoveError) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.At.Equal(o.At) && e.Error() == o.Error()
}

// A Deal is a partnership on its way through a flow. It is a value: a move
// returns a new deal and leaves the old one as it was. Deals compare with
// [Deal.Equal].
type Deal struct {
	_     [0]func() // == would compare histories by address
	ID    string
	Stage string    // the present stage
	Since time.Time // the instant at which the deal came to it
	past  *history
}

// A history is a list of visits from the last one to the first. Deals that
// parted ways share what they have in common, and a move copies nothing.
type history struct {
	visit  Visit
	before *history
	length int
}

func (h *history) len() int {
	if h == nil {
		return 0
	}
	return h.length
}

// A Visit is a stage that a deal has left.
type Visit struct {
	Stage string    `json:"stage"`
	Since time.Time `json:"since"` // inclusive
	Until time.Time `json:"until"` // exclusive: the next stage begins
}

// Equal reports whether two visits are of the same stage and the same instants.
func (v Visit) Equal(w Visit) bool {
	return v.Stage == w.Stage && v.Since.Equal(w.Since) && v.Until.Equal(w.Until)
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
	if len(f.def.Stages) == 0 {
		faults.Add("flow", "", alianza.ErrUnchecked, "")
	}
	if err := faults.Err(); err != nil {
		return Deal{}, fmt.Errorf("pipeline: open: %w", err)
	}
	return Deal{ID: id, Stage: f.def.Stages[0], Since: at}, nil
}

// Move returns the deal in another stage, from the instant given on. No stage is
// skipped. If the move is refused, Move returns the deal as it was and a
// [*MoveError]. The reasons are, in this order:
//   - [ErrUnknownStage]: the flow does not have the stage of the deal or the
//     stage to move to;
//   - [ErrFinal]: no move leaves the stage of the deal;
//   - [ErrNotAllowed]: the flow does not have the move;
//   - [ErrTime]: the instant is missing, or before the deal came to its stage;
//   - [alianza.ErrUnchecked]: the flow was not made by [New];
//   - an [*alianza.FieldError]: the deal has no sound ID or instant, or has left
//     [MaxVisits] stages, or the year is not from 1 to 9999.
//
// Rules: P1.
func (f Flow) Move(d Deal, to string, at time.Time) (Deal, error) {
	if err := f.refuse(d, to, at); err != nil {
		return d, &MoveError{Deal: d.ID, From: d.Stage, To: to, At: at, Next: f.Next(d.Stage), Err: err}
	}
	past := &history{Visit{d.Stage, d.Since, at}, d.past, d.past.len() + 1}
	return Deal{ID: d.ID, Stage: to, Since: at, past: past}, nil
}

func (f Flow) refuse(d Deal, to string, at time.Time) error {
	switch {
	case len(f.def.Stages) == 0:
		return check.Fault("flow", "", alianza.ErrUnchecked, "")
	case !f.has(to), !f.has(d.Stage):
		return ErrUnknownStage
	case len(f.next[d.Stage]) == 0:
		return ErrFinal
	case !f.Can(d.Stage, to):
		return ErrNotAllowed
	case at.IsZero():
		return fmt.Errorf("%w: no instant is given", ErrTime)
	case at.Before(d.Since):
		return ErrTime
	}
	var faults check.Faults
	faults.Name("id", d.ID)
	faults.Instant("since", d.Since)
	faults.Instant("at", at)
	faults.Count("past", d.past.len()+1, MaxVisits, "stages that a deal has left")
	return faults.Err()
}

// Past returns the stages that the deal has left, the first one first.
func (d Deal) Past() []Visit {
	past := make([]Visit, d.past.len())
	for i, v := range d.backward() {
		past[i] = v
	}
	return past
}

// Left returns the stage that the last move left, and false for a deal that has
// not moved. A service that keeps visits as rows adds this one after a move.
func (d Deal) Left() (Visit, bool) {
	if d.past == nil {
		return Visit{}, false
	}
	return d.past.visit, true
}

// backward returns the visits with their indices, the last one first.
func (d Deal) backward() iter.Seq2[int, Visit] {
	return func(yield func(int, Visit) bool) {
		for h := d.past; h != nil; h = h.before {
			if !yield(h.length-1, h.visit) {
				return
			}
		}
	}
}

// Equal reports whether two deals have the same ID, stage, instant and history.
func (d Deal) Equal(e Deal) bool {
	if d.ID != e.ID || d.Stage != e.Stage || !d.Since.Equal(e.Since) || d.past.len() != e.past.len() {
		return false
	}
	for g, h := d.past, e.past; g != h; g, h = g.before, h.before {
		if !g.visit.Equal(h.visit) {
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

// dealJSON is the JSON form of a deal.
type dealJSON struct {
	ID    string    `json:"id"`
	Stage string    `json:"stage"`
	Since time.Time `json:"since"`
	Past  []Visit   `json:"past,omitzero"`
}

// check refuses a history that no moves made.
func (d *dealJSON) check() error {
	var f check.Faults
	if !f.Count("past", len(d.Past), MaxVisits, "stages that a deal has left") {
		return f.Err()
	}
	for i, v := range d.Past {
		if v.Until.Before(v.Since) {
			f.Add(fmt.Sprintf("past[%d].until", i), "", alianza.ErrConflict, "before since")
		}
	}
	return f.Err()
}

// MarshalJSON returns the deal as a JSON object with its history.
func (d Deal) MarshalJSON() ([]byte, error) {
	return strictjson.Marshal(dealJSON{d.ID, d.Stage, d.Since, d.Past()})
}

// UnmarshalJSON reads a deal strictly. [Flow.Move] says whether its stage is one
// of a flow.
func (d *Deal) UnmarshalJSON(data []byte) error {
	var in dealJSON
	if err := strictjson.UnmarshalLimit(data, maxDeal, &in, (*dealJSON).check); err != nil {
		return err
	}
	*d = Deal{ID: in.ID, Stage: in.Stage, Since: in.Since}
	for i, v := range in.Past {
		d.past = &history{v, d.past, i + 1}
	}
	return nil
}

// MarshalJSON returns the visit as a JSON object.
func (v Visit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(v) }

// UnmarshalJSON reads a visit strictly.
func (v *Visit) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }

// refusal is the JSON form of a refused move.
type refusal struct {
	MoveError `json:",inline"`
	Reason    string `json:"reason"`
}

// MarshalJSON returns the refusal as a JSON object with the text of its reason.
func (e *MoveError) MarshalJSON() ([]byte, error) { return strictjson.Marshal(refusal{*e, e.reason()}) }

// UnmarshalJSON returns an error: a refusal is written and not read.
func (*MoveError) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a refused move", "try the move again")
}

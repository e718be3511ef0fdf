package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// Reasons for which a move is refused, wrapped in a [*MoveError].
var (
	ErrUnknownStage = errors.New("the flow has no such stage")
	ErrNotAllowed   = errors.New("the flow has no such move")
	ErrFinal        = errors.New("the stage is final")
	ErrTime         = errors.New("before the deal came to its stage")
)

// A MoveError is a refused move.
type MoveError struct {
	Deal     string // ID of the deal
	From, To string
	At       time.Time
	Next     []string // the stages that may follow From
	Err      error    // one of the reasons above
}

// Error returns the move, the reason, and what would be possible instead.
func (e *MoveError) Error() string {
	text := fmt.Sprintf("pipeline: deal %q: %s to %s: %v", e.Deal, e.From, e.To, e.Err)
	if len(e.Next) == 0 || !errors.Is(e.Err, ErrUnknownStage) && !errors.Is(e.Err, ErrNotAllowed) {
		return text
	}
	return text + fmt.Sprintf("; from %s it may go to %q", e.From, e.Next)
}

// Unwrap returns the reason.
func (e *MoveError) Unwrap() error { return e.Err }

// A Deal is a partnership on its way through a flow. It is a value: a move
// returns a new deal and leaves the old one as it was.
type Deal struct {
	ID    string
	Stage string    // where it is
	Since time.Time // since when
	Past  []Visit   // the stages before, the first one first
}

// A Visit is a stage that a deal has left.
type Visit struct {
	Stage string
	Since time.Time // inclusive
	Until time.Time // exclusive: the next stage begins
}

// Open returns a new deal in the first stage of the flow. It returns an error
// if the ID is missing or malformed, the instant is missing, or the flow has
// no stages.
func (f Flow) Open(id string, at time.Time) (Deal, error) {
	var faults check.Faults
	faults.Name("id", id)
	faults.Instant("at", at)
	if len(f.def.Stages) == 0 {
		faults.Add("stages", "", alianza.ErrMissing, "the flow has none")
	}
	if err := faults.Err(); err != nil {
		return Deal{}, fmt.Errorf("pipeline: open: %w", err)
	}
	return Deal{ID: id, Stage: f.def.Stages[0], Since: at}, nil
}

// Move returns the deal in another stage, from the instant given on. If the
// flow does not allow it, it returns the deal as it was and a [*MoveError] with
// the reason: [ErrUnknownStage] for a stage that the flow does not have,
// [ErrFinal] if no move leaves the deal's stage, [ErrNotAllowed] for a move
// that is not in the flow (P1: no stage is skipped), [ErrTime] for an instant
// before the one at which the deal came to its stage, and an
// [*alianza.FieldError] for one of no year from 1 to 9999.
func (f Flow) Move(d Deal, to string, at time.Time) (Deal, error) {
	if err := f.refuse(d, to, at); err != nil {
		return d, &MoveError{Deal: d.ID, From: d.Stage, To: to, At: at, Next: f.Next(d.Stage), Err: err}
	}
	past := append(slices.Clip(d.Past), Visit{d.Stage, d.Since, at})
	return Deal{ID: d.ID, Stage: to, Since: at, Past: past}, nil
}

func (f Flow) refuse(d Deal, to string, at time.Time) error {
	switch {
	case !slices.Contains(f.def.Stages, to), !slices.Contains(f.def.Stages, d.Stage):
		return ErrUnknownStage
	case len(f.Next(d.Stage)) == 0:
		return ErrFinal
	case !f.Can(d.Stage, to):
		return ErrNotAllowed
	case at.IsZero():
		return fmt.Errorf("%w: no instant is given", ErrTime)
	case at.Before(d.Since):
		return ErrTime
	}
	var faults check.Faults
	faults.Instant("at", at)
	return faults.Err()
}

// String returns the deal as a phrase: "studio-luz: deal since 2026-03-02".
// The day is that of the instant in its own location.
func (d Deal) String() string {
	return fmt.Sprintf("%s: %s since %s", d.ID, d.Stage, d.Since.Format(time.DateOnly))
}

// MarshalJSON returns the deal with its fields in lower case.
func (d Deal) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a deal strictly. Whether its stage is one of a flow is
// for [Flow.Move] to say.
func (d *Deal) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*Deal).fields, nil)
}

func (d *Deal) fields(o *oldjson.Object) {
	o.String("id", &d.ID)
	o.String("stage", &d.Stage)
	oldjson.Text(o, "since", &d.Since)
	oldjson.List(o.Optional(), "past", &d.Past, (*Visit).fields)
}

func (v *Visit) fields(o *oldjson.Object) {
	o.String("stage", &v.Stage)
	oldjson.Text(o, "since", &v.Since)
	oldjson.Text(o, "until", &v.Until)
}

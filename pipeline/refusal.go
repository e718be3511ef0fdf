package pipeline

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/near"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Reasons for which a step is refused. Each is one of the kinds of fault of package
// alianza, too: [alianza.ErrUnknown] for a stage that the flow does not have, and
// [alianza.ErrConflict] for the others. An instant or a reason that is not given is an
// [alianza.ErrMissing] besides, and has its code.
var (
	ErrUnknownStage error = &reason{"the flow has no such stage", alianza.ErrUnknown}
	ErrNotAllowed   error = &reason{"the flow has no such move", alianza.ErrConflict}
	ErrFinal        error = &reason{"the stage is an end", alianza.ErrConflict}
	ErrTime         error = &reason{"before the last step of the deal", alianza.ErrConflict}
	ErrReason       error = &reason{"not a reason of the stage", alianza.ErrConflict}
	ErrUnmet        error = &reason{"conditions do not hold", alianza.ErrConflict}
	ErrLocked       error = &reason{"the stage is locked", alianza.ErrConflict}
)

// A reason is why a step is refused, with the kind of fault that it is.
type reason struct {
	text string
	kind error
}

func (r *reason) Error() string { return r.text }
func (r *reason) Unwrap() error { return r.kind }

// A missingError is the reason of a step that does not say something.
type missingError struct{ reason error }

func (n missingError) Error() string   { return n.reason.Error() }
func (n missingError) Unwrap() []error { return []error{alianza.ErrMissing, n.reason} }

// unknownStage returns the reason of a stage that the flow does not have, with the one
// that is meant.
func (f Flow) unknownStage(name Stage) error {
	stages := f.def().Stages
	names := make([]string, len(stages))
	for i, s := range stages {
		names[i] = string(s.Name)
	}
	if meant := near.Of(string(name), names); meant != "" {
		return fmt.Errorf("%w: did you mean %q?", ErrUnknownStage, meant)
	}
	return ErrUnknownStage
}

// An Exit is a move that the flow allows from the stage of a deal.
type Exit struct {
	_     [0]func() // == would compare lists by address
	To    Stage     `json:"to"`
	Unmet []Unmet   `json:"unmet,omitzero"` // the conditions that do not hold yet
	// Reasons are those of which the move has to give one, none if it gives none.
	Reasons []string `json:"reasons,omitzero"`
}

// Ready reports whether the deal may move there now.
func (e Exit) Ready() bool { return len(e.Unmet) == 0 }

// Equal reports whether two exits lead to the same stage under the same conditions.
func (e Exit) Equal(o Exit) bool {
	return e.To == o.To && slices.Equal(e.Reasons, o.Reasons) && slices.EqualFunc(e.Unmet, o.Unmet, Unmet.Equal)
}

// String returns the exit as a phrase: "proposal: ready", "lost: ready with a
// reason", "proposal: interest_confirmed is not delivered".
func (e Exit) String() string {
	switch {
	case len(e.Unmet) > 0:
		return string(e.To) + ": " + sentences(e.Unmet)
	case len(e.Reasons) > 0:
		return string(e.To) + ": ready with a reason"
	}
	return string(e.To) + ": ready"
}

// sentences returns open conditions as one text.
func sentences(unmet []Unmet) string {
	texts := make([]string, len(unmet))
	for i, u := range unmet {
		texts[i] = u.String()
	}
	return strings.Join(texts, "; ")
}

// Exits returns every move that the flow allows from the stage of a deal, with the
// conditions that do not hold yet. The order is that of [Flow.Next]. There is none
// for an end, and for a stage that the flow does not have. The zero Flow has no stages.
func (f Flow) Exits(d Deal) []Exit {
	next := f.Next(d.Stage)
	exits := make([]Exit, len(next))
	for i, to := range next {
		w := f.way(d.Stage, to)
		exits[i] = Exit{To: to, Unmet: w.open(&d), Reasons: slices.Clone(w.to.Reasons)}
	}
	return exits
}

// A MoveError is a refused move: what was not permitted, why, and what is possible
// instead.
type MoveError struct {
	Deal  string    `json:"deal"` // ID of the deal
	From  Stage     `json:"from"`
	To    Stage     `json:"to"`
	At    time.Time `json:"at,omitzero"`
	Unmet []Unmet   `json:"unmet,omitzero"` // the conditions that do not hold, for [ErrUnmet]
	Exits []Exit    `json:"exits,omitzero"` // the moves from there, as [Flow.Exits] has them
	Err   error     `json:"-"`              // one of the reasons above, or an [*alianza.FieldError]
}

// refusal returns a refused move with what is possible instead.
func (f Flow) refusal(d *Deal, s *Step, reason error, unmet []Unmet) *MoveError {
	return &MoveError{Deal: d.ID, From: d.Stage, To: s.To, At: s.At, Unmet: unmet, Exits: f.Exits(*d), Err: reason}
}

// Error returns the move and the reason, with the conditions that do not hold. If
// the flow does not have the stage or the move, it adds the stages that may follow.
func (e *MoveError) Error() string {
	if e == nil {
		return "pipeline: no refusal"
	}
	text := fmt.Sprintf("pipeline: deal %q: %s to %s: %s", e.Deal, e.From, e.To, e.reason())
	if len(e.Unmet) > 0 {
		return text + ": " + sentences(e.Unmet)
	}
	if len(e.Exits) == 0 || !errors.Is(e.Err, ErrUnknownStage) && !errors.Is(e.Err, ErrNotAllowed) {
		return text
	}
	if !strings.HasSuffix(text, "?") {
		text += ";"
	}
	return text + fmt.Sprintf(" from %s it may go to %q", e.From, e.Next())
}

// Code returns the stable code of the kind of fault, such as "contradiction", as
// [alianza.FieldError.Code] does.
func (e *MoveError) Code() string { return (&alianza.FieldError{Err: e.Unwrap()}).Code() }

// Next returns the stages that may follow, whether their conditions hold or not.
func (e *MoveError) Next() []Stage {
	if e == nil {
		return nil
	}
	next := make([]Stage, len(e.Exits))
	for i, exit := range e.Exits {
		next[i] = exit.To
	}
	return next
}

func (e *MoveError) reason() string {
	if e.Err == nil {
		return "no reason given"
	}
	return e.Err.Error()
}

// Unwrap returns the reason.
func (e *MoveError) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.Err
}

// Equal reports whether two refusals have the same fields and the same text of
// the reason.
func (e *MoveError) Equal(o *MoveError) bool {
	if e == nil || o == nil {
		return e == o
	}
	return e.At.Equal(o.At) && e.Error() == o.Error() && slices.EqualFunc(e.Unmet, o.Unmet, Unmet.Equal) &&
		slices.EqualFunc(e.Exits, o.Exits, Exit.Equal)
}

// brief shortens a text for an error.
func brief(s string) string { return check.Fault("", s, nil, "").Value }

// writtenMoveError is the JSON form of a refused move.
type writtenMoveError struct {
	MoveError `json:",inline"`
	Code      string `json:"code,omitzero"`
	Reason    string `json:"reason"`
}

// MarshalJSON returns the refusal as a JSON object with the code and the text of its
// reason.
func (e *MoveError) MarshalJSON() ([]byte, error) {
	if e == nil {
		return []byte("null"), nil
	}
	return strictjson.Marshal(writtenMoveError{*e, e.Code(), e.reason()})
}

// UnmarshalJSON returns an error: a refusal is written and not read.
func (*MoveError) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a refused move", "try the move again")
}

// MarshalJSON returns the exit as a JSON object.
func (e Exit) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an exit strictly.
func (e *Exit) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

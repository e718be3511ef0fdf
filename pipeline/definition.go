package pipeline

import (
	"slices"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Limits of a flow, refused at the first beyond.
const (
	MaxStages     = check.MaxStages     // stages of a flow
	MaxMoves      = check.MaxMoves      // moves of a flow
	MaxConditions = check.MaxConditions // conditions on entering a stage, or on leaving it
	MaxDays       = 36_500              // days that a stage may be expected to take
)

// A Definition is a flow as data. [New] checks it.
type Definition struct {
	_    [0]func() // == would compare lists by address
	Name string    `json:"name"`
	// Version is the number of this version of the flow, 0 for a flow without
	// versions. A [Mapping] takes deals from one version to the next.
	Version int `json:"version,omitzero"`
	// Stages are in the order in which a deal passes them. A deal opens in the
	// first.
	Stages []StageDefinition `json:"stages"`
	Moves  []Move            `json:"moves,omitzero"`
	// Skip allows a deal to pass over stages: from each stage to each later one
	// that is not an end, besides the moves of the list.
	Skip bool `json:"skip,omitzero"`
	// Back allows a deal to return from each stage to each earlier one, besides
	// the moves of the list. No end has a way back.
	Back bool `json:"back,omitzero"`
	// Goal is how many days the flow aims to take, from the opening of a deal to
	// an end that is won. The zero Bound is none.
	Goal alianza.Bound `json:"goal,omitzero"`
}

// A Stage is the name of a stage.
type Stage string

// A Move is a step from one stage to another that the flow allows.
type Move struct {
	From Stage `json:"from"`
	To   Stage `json:"to"`
}

// A StageDefinition is a stage with what the flow asks there.
type StageDefinition struct {
	_    [0]func() // == would compare lists by address
	Name Stage     `json:"name"`
	// Owner is the role that answers for the stage.
	Owner string `json:"owner,omitzero"`
	// Deliverables are things that have to be there before the deal moves on.
	Deliverables []string `json:"deliverables,omitzero"`
	// Checklist is the work of the stage. It is reported and holds no move up. For
	// an item that does, name it in a condition.
	Checklist []string `json:"checklist,omitzero"`
	// Enter has the conditions under which a deal comes to the stage, whatever the
	// move.
	Enter []Condition `json:"enter,omitzero"`
	// Leave has the conditions, besides the deliverables, under which a deal moves
	// on. A move to an end that is not won asks for neither, and a move back that
	// only the option Back allows does not.
	Leave []Condition `json:"leave,omitzero"`
	// Expected is how long a deal stays.
	Expected Days `json:"expected,omitzero"`
	// Stale is after how many days without a step a deal is stale. 0 is never.
	Stale int `json:"stale,omitzero"`
	// Probability is the chance that a deal of this stage will be won, nil if it is
	// not known. No program gives one.
	Probability *alianza.Percent `json:"probability,omitzero"`
	// Category is where a forecast counts a deal of this stage, 0 if it is open.
	Category Category `json:"category,omitzero"`
	// Reasons are those for coming to the stage: a move to it has to give one. No
	// reasons: it gives none.
	Reasons []string `json:"reasons,omitzero"`
	// End says that the stage is an end, and which one.
	End Outcome `json:"end,omitzero"`
	// Locked says that nothing can be delivered and no fact given in this stage.
	Locked bool `json:"locked,omitzero"`
}

// Days is an expected duration in calendar days, as a range whose ends it includes.
// A week has 7 days. The zero Days is none.
type Days struct {
	Least int `json:"least"`
	Most  int `json:"most"`
}

// An Outcome is how a deal has ended.
type Outcome uint8

// The ends of a deal.
const (
	Won   Outcome = iota + 1 // "won": the aim of the flow
	Lost                     // "lost": it came to nothing
	Ended                    // "ended": it is over after it was won, such as an expired contract
)

var outcomeNames = []string{"none", "won", "lost", "ended"}

// String returns the name of the outcome, such as "won".
func (o Outcome) String() string { return enum.Name(o, outcomeNames) }

// MarshalText returns the name of the outcome.
func (o Outcome) MarshalText() ([]byte, error) { return enum.Text(o, outcomeNames, 1) }

// UnmarshalText reads the name of an outcome.
func (o *Outcome) UnmarshalText(text []byte) error { return enum.Parse(o, text, outcomeNames, 1) }

// A Category is where a forecast counts a deal.
type Category uint8

// The categories of a forecast, from the least certain one to the most certain.
const (
	CategoryOmitted  Category = iota + 1 // "omitted": not counted
	CategoryPipeline                     // "pipeline": open
	CategoryBestCase                     // "best_case": likely if all goes well
	CategoryCommit                       // "commit": promised
	CategoryClosed                       // "closed": won
)

var categoryNames = []string{"none", "omitted", "pipeline", "best_case", "commit", "closed"}

// String returns the name of the category, such as "best_case".
func (c Category) String() string { return enum.Name(c, categoryNames) }

// MarshalText returns the name of the category.
func (c Category) MarshalText() ([]byte, error) { return enum.Text(c, categoryNames, 1) }

// UnmarshalText reads the name of a category.
func (c *Category) UnmarshalText(text []byte) error { return enum.Parse(c, text, categoryNames, 1) }

func (d Definition) clone() Definition {
	d.Stages, d.Moves = slices.Clone(d.Stages), slices.Clone(d.Moves)
	for i := range d.Stages {
		d.Stages[i] = d.Stages[i].clone()
	}
	return d
}

func (s StageDefinition) clone() StageDefinition {
	s.Deliverables, s.Checklist, s.Reasons = slices.Clone(s.Deliverables), slices.Clone(s.Checklist), slices.Clone(s.Reasons)
	s.Enter, s.Leave = cloneConditions(s.Enter), cloneConditions(s.Leave)
	if s.Probability != nil {
		p := *s.Probability
		s.Probability = &p
	}
	return s
}

// Equal reports whether two definitions say the same.
func (d Definition) Equal(o Definition) bool {
	return d.Name == o.Name && d.Version == o.Version && d.Skip == o.Skip && d.Back == o.Back && d.Goal.Equal(o.Goal) &&
		slices.Equal(d.Moves, o.Moves) && slices.EqualFunc(d.Stages, o.Stages, StageDefinition.Equal)
}

// Equal reports whether two stages are the same in every field.
func (s StageDefinition) Equal(o StageDefinition) bool {
	same := func(a, b *alianza.Percent) bool { return a == b || a != nil && b != nil && *a == *b }
	return s.Name == o.Name && s.Owner == o.Owner && s.Expected == o.Expected && s.Stale == o.Stale &&
		s.Category == o.Category && s.End == o.End && s.Locked == o.Locked && same(s.Probability, o.Probability) &&
		slices.Equal(s.Deliverables, o.Deliverables) && slices.Equal(s.Checklist, o.Checklist) && slices.Equal(s.Reasons, o.Reasons) &&
		slices.EqualFunc(s.Enter, o.Enter, Condition.Equal) && slices.EqualFunc(s.Leave, o.Leave, Condition.Equal)
}

// IsZero reports whether no duration is expected.
func (d Days) IsZero() bool { return d == Days{} }

// String returns the range as a phrase: "14-21 days", "1 week" and "2-3 weeks" for
// whole weeks, "none" for none.
func (d Days) String() string {
	const week = 7
	switch {
	case d.IsZero():
		return "none"
	case d.Least%week == 0 && d.Most%week == 0:
		return span(d.Least/week, d.Most/week, "week")
	}
	return span(d.Least, d.Most, "day")
}

// MarshalJSON returns the definition as a JSON object. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON returns the stage as a JSON object.
func (s StageDefinition) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a stage strictly. [New] says whether it suits its flow.
func (s *StageDefinition) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

// MarshalJSON returns the range as a JSON object.
func (d Days) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a range strictly.
func (d *Days) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON returns the move as a JSON object.
func (m Move) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads a move strictly.
func (m *Move) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }

package cycle

import (
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
)

// A Change is what the evaluation of a month did, and why.
type Change[T any] struct {
	_     [0]func() // == would compare by address
	Month Month     `json:"month"`
	// Outcome is what happened to the level.
	Outcome Outcome `json:"outcome"`
	// From and To are the levels before and after, "" for none.
	From string `json:"from,omitzero"`
	To   string `json:"to,omitzero"`
	// Qualified is where the metrics alone would put the partner, with the
	// distances to the neighboring levels.
	Qualified tier.Placement[T] `json:"qualified"`
	// Metrics are the sums or means of the months that count.
	Metrics tier.Metrics `json:"metrics"`
	// Misses is how many evaluations in a row were missed, with this one. It is 0
	// if this one was not missed.
	Misses int `json:"misses,omitzero"`
	// Reason says why if Outcome does not, such as "valid until 2026-04".
	Reason string `json:"reason,omitzero"`
}

// An Outcome is what an evaluation did to a level.
type Outcome uint8

// What an evaluation does to a level.
const (
	Kept     Outcome = iota + 1 // "kept": it stays
	Promoted                    // "promoted": it rises
	Demoted                     // "demoted": it falls
	InGrace                     // "in_grace": the evaluation was missed, and it stays for now
	Renewed                     // "renewed": its validity ended and begins anew
	Expired                     // "expired": its validity ended, and it falls
	Pinned                      // "pinned": it is set by hand
)

// moves reports whether a change says where the level moved from.
func (o Outcome) moves() bool { return o == Promoted || o == Demoted || o == Expired }

var outcomeNames = []string{"none", "kept", "promoted", "demoted", "in_grace", "renewed", "expired", "pinned"}

// String returns the name of the outcome, such as "in_grace".
func (o Outcome) String() string { return enum.Name(o, outcomeNames) }

// MarshalText returns the name of the outcome.
func (o Outcome) MarshalText() ([]byte, error) { return enum.Text(o, outcomeNames, 1) }

// UnmarshalText reads the name of an outcome.
func (o *Outcome) UnmarshalText(text []byte) error { return enum.Parse(o, text, outcomeNames, 1) }

// Tier returns ladder and level after the change as one name, such as
// "affiliate/gold", and "" for no level.
//
// Rules: T16.
func (c Change[T]) Tier() string {
	if c.To == "" {
		return ""
	}
	return c.Qualified.Ladder + "/" + c.To
}

// String returns the change as a sentence: "2026-04: gold kept in grace, 1 of 2;
// the metrics qualify for silver".
func (c Change[T]) String() string {
	from, to := orNone(c.From), orNone(c.To)
	text := c.Month.String() + ": "
	switch c.Outcome {
	case Promoted:
		text += "promoted from " + from + " to " + to
	case Demoted:
		text += "demoted from " + from + " to " + to
	case Expired:
		text += from + " expired, now " + to
	case InGrace:
		text += to + " kept in grace"
	case Renewed:
		text += to + " renewed"
	case Pinned:
		text += to + " pinned"
	default:
		text += to + " kept"
	}
	if c.Reason != "" {
		text += ", " + c.Reason
	}
	if c.Qualified.Level != c.To {
		text += "; the metrics qualify for " + orNone(c.Qualified.Level)
	}
	return text
}

func orNone(level string) string {
	if level == "" {
		return "no tier"
	}
	return level
}

// MarshalJSON returns the JSON of the change.
func (c Change[T]) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a change.
func (c *Change[T]) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

package commission

import "github.com/seed-0af520cd/alianza/internal/enum"

// Precedence says which rules pay, of those that an event meets (C33). The
// others are in [Earning.Skipped] with the reason.
type Precedence uint8

// The precedences.
const (
	// First: the first in the order of the plan.
	First Precedence = iota
	// Best: the one that pays the partner most, by the amount that it would post,
	// and never by comparing rates with fixed amounts; the first of equals.
	Best
	// Every: all of them.
	Every
)

var precedenceNames = [...]string{"first", "best", "every"}

// String returns the name of the precedence in JSON.
func (p Precedence) String() string { return enum.Name(p, precedenceNames[:]) }

// MarshalText returns the name of the precedence.
func (p Precedence) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// UnmarshalText reads the name of a precedence: first, best or every.
func (p *Precedence) UnmarshalText(text []byte) error {
	return enum.Parse(p, text, precedenceNames[:], 0)
}

package commission

import "github.com/seed-0af520cd/alianza/internal/enum"

// Medium is what a reward is paid in. Credit and what is given in kind are kept
// apart from cash and never become part of a cash payout (C5, C9, C10). The
// zero Medium is cash.
type Medium uint8

// The three media.
const (
	Cash   Medium = iota // money that is paid out
	Credit               // a balance in the partner's account with the program
	InKind               // services or goods: recorded, not computed
)

var mediumNames = [...]string{"cash", "credit", "in_kind"}

// String returns the name of the medium, such as "in_kind".
func (m Medium) String() string { return enum.Name(m, mediumNames[:]) }

// MarshalText returns the name of the medium.
func (m Medium) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads the name of a medium: cash, credit or in_kind.
func (m *Medium) UnmarshalText(text []byte) error {
	return enum.Parse(m, text, mediumNames[:], 0)
}

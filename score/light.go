package score

import "github.com/seed-0af520cd/alianza/internal/enum"

// Light is the color of a traffic light. The lights are ordered, Red < Yellow
// < Green. The zero Light is no color: nothing was judged.
type Light uint8

// The three lights.
const (
	Red    Light = iota + 1 // written "red"
	Yellow                  // written "yellow"
	Green                   // written "green"
)

var lightNames = [...]string{"none", "red", "yellow", "green"}

// String returns the color in lower case, "none" for the zero Light.
func (l Light) String() string { return enum.Name(l, lightNames[:]) }

// MarshalText returns the color.
func (l Light) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// UnmarshalText reads a color: red, yellow or green.
func (l *Light) UnmarshalText(text []byte) error { return enum.Parse(l, text, lightNames[:], 1) }

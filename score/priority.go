package score

import "github.com/seed-0af520cd/alianza/internal/enum"

// Priority is how much a KPI matters (R50). The priorities are ordered. The
// zero Priority is none and comes before all others.
type Priority uint8

// The priorities of a KPI.
const (
	PriorityLow      Priority = iota + 1 // written "low"
	PriorityMedium                       // written "medium"
	PriorityHigh                         // written "high"
	PriorityCritical                     // written "critical"
)

var priorityNames = [...]string{"none", "low", "medium", "high", "critical"}

// String returns the name of the priority, "none" for the zero Priority.
func (p Priority) String() string { return enum.Name(p, priorityNames[:]) }

// AppendText appends the name of the priority to b.
func (p Priority) AppendText(b []byte) ([]byte, error) { return append(b, p.String()...), nil }

// MarshalText returns the name of the priority.
func (p Priority) MarshalText() ([]byte, error) { return p.AppendText(nil) }

// UnmarshalText reads the name of a priority.
func (p *Priority) UnmarshalText(text []byte) error { return enum.Parse(p, text, priorityNames[:], 1) }

package score

import "github.com/seed-0af520cd/alianza/internal/enum"

// Missing says what happens if the score of a criterion is not given. It is
// never taken as zero (X14). The zero Missing refuses.
type Missing uint8

// The policies for missing scores.
const (
	// RefuseMissing is an error that names the criterion. Written "refuse".
	RefuseMissing Missing = iota
	// MissingWorst takes the worst score of the scale. Written "worst".
	MissingWorst
	// MissingRenormalise leaves the criterion out and divides the weights of the
	// others by their sum. It rewards whoever hides what speaks against it, so
	// that it has to be chosen. Written "renormalise".
	MissingRenormalise
)

var missingNames = [...]string{"refuse", "worst", "renormalise"}

// String returns the name of the policy.
func (m Missing) String() string { return enum.Name(m, missingNames[:]) }

// AppendText appends the name of the policy to b.
func (m Missing) AppendText(b []byte) ([]byte, error) { return append(b, m.String()...), nil }

// MarshalText returns the name of the policy.
func (m Missing) MarshalText() ([]byte, error) { return m.AppendText(nil) }

// UnmarshalText reads the name of a policy.
func (m *Missing) UnmarshalText(text []byte) error { return enum.Parse(m, text, missingNames[:], 0) }

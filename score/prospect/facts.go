package prospect

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
)

// Facts are what is known of a possible partner. What is left out is unknown;
// nothing is taken for a no or for zero. A fact that several gates ask for is
// given once.
//
// Rules: S35, X14.
type Facts struct {
	_    [0]func() // == would compare decimals by address
	Name string    `json:"name"`
	// Answers are by criterion of the filter, of the light or of the design. The
	// definition of the screening has their names: see [Screening.Definition].
	Answers score.Answers `json:"answers,omitzero"`
	// Numbers are those of the pilot, by the name of the KPI, and those that answer
	// criteria of the light, such as "execution_steps".
	Numbers map[string]decimal.Decimal `json:"numbers,omitzero"`
	// Net is the margin that comes in less the cost of coordination, both over the
	// same time. It is nil as long as one of the two is unknown.
	Net *decimal.Decimal `json:"net,omitzero"`
	// Currency is that of Net. It may be empty.
	Currency string `json:"currency,omitzero"`
}

// MarshalJSON returns the JSON of the facts.
func (f Facts) MarshalJSON() ([]byte, error) { return strictjson.Marshal(f) }

// UnmarshalJSON reads facts. [Screening.Judge] reports facts that the gates do not
// ask for.
func (f *Facts) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, f, nil) }

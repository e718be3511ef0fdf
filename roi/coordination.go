package roi

import (
	"cmp"
	"fmt"
	"math/big"

	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// A Verdict says whether a partnership earns more than its coordination costs.
type Verdict uint8

// The three verdicts.
const (
	Hobby     Verdict = iota + 1 // coordination costs more than the margin brings
	BreakEven                    // both are equal
	Viable                       // the margin brings more
)

func verdictNames() []string { return []string{"", "hobby", "break_even", "viable"} }

// String returns the name of the verdict, such as "break_even".
func (v Verdict) String() string { return enum.Name(v, verdictNames()) }

// MarshalText returns the name of the verdict.
func (v Verdict) MarshalText() ([]byte, error) { return enum.Text(v, verdictNames(), 1) }

// UnmarshalText reads the name of a verdict.
func (v *Verdict) UnmarshalText(text []byte) error { return enum.Parse(v, text, verdictNames(), 1) }

// Coordination is what working with a partner costs, against what it brings.
type Coordination struct {
	Cost    Figure  `json:"cost"` // hours x rate
	Net     Figure  `json:"net"`  // margin - cost
	Verdict Verdict `json:"verdict"`
}

// Coordinate returns whether a partner earns more than its coordination costs. The cost
// is the hours of meetings, messages and adjustments, times the cost of an hour. The
// margin is what the partner brings in the same period: revenue x gross margin, less the
// commissions. A negative margin is a hobby at any cost.
//
// It returns an error if:
//   - the hours or the rate are negative ([alianza.ErrNegative]);
//   - the hours have another unit than "hours" ([alianza.ErrConflict]), such as months;
//   - the currencies differ, or a number cannot be used.
//
// Rules: S19.
func Coordinate(margin, hours, hourlyRate Number) (Coordination, error) {
	f := formula{name: "coordination"}
	m, h, r := f.amount("margin", margin), f.plain("hours", hours, "hours"), f.notNegative("hourly rate", hourlyRate)
	net, err := f.is(f.currency, func() *big.Rat { return frac.Sub(m, frac.Mul(h, r)) })
	if err != nil {
		return Coordination{}, err
	}
	net.name = "net of coordination"
	cost := Figure{name: "coordination cost", unit: net.unit, number: frac.Mul(h, r), inputs: net.inputs[1:]}
	verdict := [...]Verdict{Hobby, BreakEven, Viable}[cmp.Compare(net.number.Sign(), 0)+1]
	return Coordination{cost, net, verdict}, nil
}

// String returns the coordination as a phrase: "viable: net of coordination 500 USD:
// margin 1500 USD, hours 20, hourly rate 50 USD".
func (c Coordination) String() string { return fmt.Sprintf("%s: %s", c.Verdict, c.Net) }

// MarshalJSON returns the coordination as a JSON object.
func (c Coordination) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a coordination strictly.
func (c *Coordination) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

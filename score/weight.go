package score

import (
	"fmt"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// A Weight is a share in percent, exact to ten decimals: of a criterion in a
// total, of the criteria that have a score, of a figure that may change without
// a trend. It compares with == and is always written with its sign, "30%". The
// zero Weight is 0%.
type Weight struct{ p exact.Percent }

// Percent returns the weight of n percent. For fractions see [ParseWeight].
func Percent(n int) Weight { return Weight{exact.WholePercent(n)} }

// ParseWeight reads a weight such as "30%" or "12.5%": a number of at most ten
// decimals and a percent sign, nothing around them. It returns an error that
// wraps [alianza.ErrForm] for anything else.
func ParseWeight(s string) (Weight, error) {
	p, err := exact.ParsePercent(s)
	if err != nil {
		return Weight{}, fmt.Errorf("score: weight %.40q: %w: %w", s, alianza.ErrForm, err)
	}
	return Weight{p}, nil
}

// String returns the weight with its sign: "30%".
func (w Weight) String() string { return w.p.String() }

// AppendText appends the text of [Weight.String] to b.
func (w Weight) AppendText(b []byte) ([]byte, error) { return w.p.Append(b), nil }

// MarshalText returns the text of [Weight.String].
func (w Weight) MarshalText() ([]byte, error) { return w.AppendText(nil) }

// UnmarshalText reads a weight as [ParseWeight] does.
func (w *Weight) UnmarshalText(text []byte) error {
	p, err := exact.ParsePercent(string(text))
	if err != nil {
		return check.Fault("", string(text), alianza.ErrForm, err.Error())
	}
	*w = Weight{p}
	return nil
}

package ledgertest

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
)

func add(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func sub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func mul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func quo(a, b *big.Rat) *big.Rat { return new(big.Rat).Quo(a, b) }
func whole(n int64) *big.Rat     { return big.NewRat(n, 1) }

func least(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) < 0 {
		return b
	}
	return a
}

func most(a, b *big.Rat) *big.Rat {
	if b.Cmp(a) > 0 {
		return b
	}
	return a
}

// orZero returns a number, or 0 if there is none.
func orZero(x *big.Rat) *big.Rat {
	if x == nil {
		return new(big.Rat)
	}
	return x
}

// power returns 10 to the n, n not negative.
func power(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
}

// places returns the number of decimals of a number that ends; 40 for others.
func places(x *big.Rat) int {
	n := 0
	for scaled := new(big.Rat).Set(x); !scaled.IsInt() && n < 40; n++ {
		scaled.Mul(scaled, whole(10))
	}
	return n
}

// text returns a number with the decimals that it has; a fraction that does not
// end is cut, with an ellipsis.
func text(x *big.Rat) string {
	if n := places(x); n < 40 {
		return x.FloatString(n)
	}
	return x.FloatString(20) + "…"
}

// round rounds a number to a multiple of a step.
func round(x, step *big.Rat, mode string) *big.Rat {
	steps := quo(x, step)
	size := new(big.Rat).Abs(steps)
	n := new(big.Int).Quo(size.Num(), size.Denom())
	rest := sub(size, new(big.Rat).SetInt(n))
	half := rest.Cmp(big.NewRat(1, 2))
	negative, inexact := steps.Sign() < 0, rest.Sign() != 0
	away := false
	switch mode {
	case "half_up", "":
		away = half >= 0
	case "half_even":
		away = half > 0 || half == 0 && n.Bit(0) == 1
	case "half_down":
		away = half > 0
	case "up":
		away = inexact
	case "floor":
		away = inexact && negative
	case "ceiling":
		away = inexact && !negative
	}
	if away {
		n.Add(n, big.NewInt(1))
	}
	if negative {
		n.Neg(n)
	}
	return mul(new(big.Rat).SetInt(n), step)
}

// halfUp rounds a number half up to so many decimals.
func halfUp(x *big.Rat, n int) *big.Rat { return round(x, quo(whole(1), power(n)), "half_up") }

// parse reads a decimal number.
func parse(s string) (*big.Rat, error) {
	x, ok := new(big.Rat).SetString(s)
	if !ok || strings.ContainsAny(s, "/xXpP_") {
		return nil, fmt.Errorf("%q is no decimal number", s)
	}
	return x, nil
}

// A number is a decimal in JSON, a string or a number; its Rat is nil if absent.
type number struct{ *big.Rat }

// UnmarshalJSON reads a number.
func (n *number) UnmarshalJSON(data []byte) (err error) {
	s := string(data)
	if strings.HasPrefix(s, `"`) {
		if err := json.Unmarshal(data, &s); err != nil {
			return err
		}
	}
	n.Rat, err = parse(s)
	return err
}

// or0 returns the number, or 0 if it is absent.
func (n number) or0() *big.Rat { return orZero(n.Rat) }

// A percent is a percentage in JSON, "12.5%"; its Rat, 1/8, is nil if absent.
type percent struct{ *big.Rat }

// UnmarshalJSON reads a percentage.
func (p *percent) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	digits, ok := strings.CutSuffix(s, "%")
	if !ok {
		return fmt.Errorf("%q has no percent sign", s)
	}
	x, err := parse(digits)
	if err != nil {
		return err
	}
	p.Rat = quo(x, whole(100))
	return nil
}

func (p percent) or0() *big.Rat { return orZero(p.Rat) }

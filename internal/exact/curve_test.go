package exact_test

import (
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// steps is a graduated schedule: its rates, each up to its bound.
type steps struct {
	rates  []exact.Percent
	bounds []decimal.Decimal
}

// pieces returns the schedule as a curve's pieces: a piece starts where the one
// before it ends.
func (s steps) pieces(exclusive bool) []exact.Piece {
	list := make([]exact.Piece, len(s.rates))
	start, from := decimal.Decimal{}, decimal.Decimal{}
	for i, r := range s.rates {
		list[i] = exact.Piece{Slope: r, Start: start.Sub(r.Of(from)), Exclusive: exclusive}
		if i < len(s.bounds) {
			start = start.Add(r.Of(s.bounds[i].Sub(from)))
			from = s.bounds[i]
			list[i].UpTo = from
		}
	}
	return list
}

// ref returns what the schedule gives for x, added up step by step.
func (s steps) ref(x *big.Rat) *big.Rat {
	sum, from := new(big.Rat), new(big.Rat)
	for i, r := range s.rates {
		to := x
		if i < len(s.bounds) && exact.Rat(s.bounds[i]).Cmp(x) < 0 {
			to = exact.Rat(s.bounds[i])
		}
		part := new(big.Rat).Sub(to, from)
		sum.Add(sum, part.Mul(part, big.NewRat(int64(r), 1_000_000_000_000)))
		if to == x {
			break
		}
		from = to
	}
	return sum
}

func refUnits(x *big.Rat, places int32, m exact.Mode) *big.Int {
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil))
	return refRoundRat(new(big.Rat).Mul(x, unit), m)
}

// refRoundRat rounds a fraction that is not negative to a whole number.
func refRoundRat(x *big.Rat, m exact.Mode) *big.Int {
	q, r := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	half := r.Lsh(r, 1).Cmp(x.Denom())
	up := false
	switch m {
	case exact.HalfUp:
		up = half >= 0
	case exact.HalfEven:
		up = half > 0 || half == 0 && q.Bit(0) == 1
	case exact.HalfDown:
		up = half > 0
	case exact.Up, exact.Ceiling:
		up = r.Sign() > 0
	case exact.Down, exact.Floor:
	}
	if up {
		q.Add(q, big.NewInt(1))
	}
	return q
}

func fourSteps() steps {
	return steps{
		rates:  []exact.Percent{exact.WholePercent(20), exact.WholePercent(25), exact.WholePercent(61) / 2, exact.WholePercent(35)},
		bounds: []decimal.Decimal{decimal.New(500, 0), decimal.New(1500, 0), decimal.New(300050, -2)},
	}
}

func TestCurve(t *testing.T) {
	s := fourSteps()
	for _, mode := range []exact.Mode{exact.HalfUp, exact.HalfEven, exact.HalfDown, exact.Up, exact.Down, exact.Floor, exact.Ceiling} {
		for _, exclusive := range []bool{false, true} {
			c, ok := exact.NewCurve(s.pieces(exclusive), 2, mode)
			if !ok {
				t.Fatal("NewCurve has no fast way for a plain schedule")
			}
			r := rand.New(rand.NewPCG(3, uint64(mode)))
			for i := range int64(4000) {
				x := decimal.New(r.Int64N(500_000), -2)
				if i < 400 { // around the bounds
					x = decimal.New([]int64{50_000, 150_000, 300_050, 0}[i%4]+i/4-50, -2)
				}
				if x.IsNegative() {
					continue
				}
				want := refUnits(s.ref(exact.Rat(x)), 2, mode)
				if got, ok := c.Units(x); !ok || want.Cmp(big.NewInt(got)) != 0 {
					t.Fatalf("mode %v: Units(%s) = %d, %t; want %s", mode, x, got, ok, want)
				}
			}
		}
	}
}

// TestCurveGivesUp has numbers that the fast way leaves to the slow one.
func TestCurveGivesUp(t *testing.T) {
	c, ok := exact.NewCurve(fourSteps().pieces(false), 2, exact.HalfUp)
	if !ok {
		t.Fatal("NewCurve has no fast way for a plain schedule")
	}
	tests := []struct {
		name string
		x    decimal.Decimal
		want int64
		ok   bool
	}{
		{"zero", decimal.Decimal{}, 0, true},
		{"no decimals", decimal.New(100, 0), 2000, true},
		{"a power of ten", decimal.New(1, 2), 2000, true},
		{"more decimals that are zeros", decimal.New(100_000, -3), 2000, true},
		{"more decimals", decimal.New(100_001, -3), 0, false},
		{"negative", decimal.New(-1, -2), 0, false},
		{"too large", decimal.New(1, 17), 0, false},
		{"more digits than a word", decimal.New(1, 18).Mul(decimal.New(10, 0)), 0, false},
		{"hostile", decimal.New(1, 1_000_000_000), 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, ok := c.Units(tt.x); got != tt.want || ok != tt.ok {
				t.Errorf("Units = %d, %t; want %d, %t", got, ok, tt.want, tt.ok)
			}
		})
	}
	for name, pieces := range map[string][]exact.Piece{
		"no pieces":        nil,
		"negative slope":   {{Slope: -1}},
		"a finer bound":    {{UpTo: decimal.New(1, -3)}, {}},
		"a finer start":    {{Slope: exact.WholePercent(20), Start: decimal.New(1, -4)}},
		"an endless start": {{Start: decimal.New(1, 18)}},
	} {
		if _, ok := exact.NewCurve(pieces, 2, exact.HalfUp); ok {
			t.Errorf("%s: NewCurve has a fast way", name)
		}
	}
}

func FuzzCurve(f *testing.F) {
	f.Add(int64(200_000_000_000), int64(250_000_000_000), int64(50_000), int64(49_999), uint8(0), uint8(2))
	f.Add(int64(1), int64(999_999_999_999), int64(1), int64(1)<<62, uint8(1), uint8(0))
	f.Add(int64(123_456_789_012), int64(0), int64(77), int64(1_000_000_007), uint8(5), uint8(3))
	f.Fuzz(func(t *testing.T, r1, r2, bound, x int64, mode, places uint8) {
		if r1 < 0 || r2 < 0 || bound <= 0 || x < 0 || mode > 6 || places > 6 {
			return
		}
		p := int32(places)
		s := steps{rates: []exact.Percent{exact.Percent(r1), exact.Percent(r2)}, bounds: []decimal.Decimal{decimal.New(bound, -p)}}
		c, ok := exact.NewCurve(s.pieces(false), p, exact.Mode(mode))
		if !ok {
			return
		}
		got, ok := c.Minor(x)
		if !ok {
			return
		}
		if want := refUnits(s.ref(exact.Rat(decimal.New(x, -p))), p, exact.Mode(mode)); want.Cmp(big.NewInt(got)) != 0 {
			t.Errorf("Minor(%d) = %d; want %s", x, got, want)
		}
	})
}

package exact_test

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/seeds"
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
		{"18 decimals that are zeros", decimal.New(100_000_000_000_000_000, -18), 2, true},
		{"19 decimals that are zeros", decimal.New(100_000_000_000_000_000, -19), 0, false},
		{"zero with a power of 18", decimal.New(0, 18), 0, true},
		{"zero with a power of 19", decimal.New(0, 19), 0, false},
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

// TestCurveEnds has the numbers on the two sides of each bound, the last that a
// word holds, and the first that it does not.
func TestCurveEnds(t *testing.T) {
	flat := func(slope exact.Percent) []exact.Piece { return []exact.Piece{{Slope: slope}} }
	const most = math.MaxInt64 / 4
	tests := []struct {
		name   string
		pieces []exact.Piece
		places int32
		x      int64
		want   int64
		ok     bool
	}{
		{"no piece pays", flat(0), 2, math.MaxInt64, 0, true},
		{"whole numbers", flat(exact.Hundred), 0, 7, 7, true},
		{"the last that fits", flat(exact.Hundred), 0, most, most, true},
		{"one more", flat(exact.Hundred), 0, most + 1, 0, false},
		{"18 digits", flat(exact.Hundred), 0, 999_999_999_999_999_999, 999_999_999_999_999_999, true},
		{"the last that fits with decimals of the rate", flat(exact.WholePercent(25)), 2, most / 25, most/100 + 1, true}, // half a unit up
		{"one more with decimals of the rate", flat(exact.WholePercent(25)), 2, most/25 + 1, 0, false},
		{"negative", flat(exact.Hundred), 0, -1, 0, false},
		{"least", flat(exact.Hundred), 0, math.MinInt64, 0, false},
		{"a tie", flat(exact.WholePercent(25)), 2, 10, 3, true},
		{"under a tie", flat(exact.WholePercent(24)), 2, 10, 2, true},
		{"300%", flat(3 * exact.Hundred), 2, 5, 15, true},
		{"a start", []exact.Piece{{Slope: exact.WholePercent(10), Start: decimal.New(5, 0)}}, 2, 1000, 600, true},
		{"on the bound", bend(false), 2, 1000, 100, true},
		{"behind the bound", bend(false), 2, 1001, 200, true},
		{"before an exclusive bound", bend(true), 2, 999, 100, true},
		{"on an exclusive bound", bend(true), 2, 1000, 200, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, ok := exact.NewCurve(tt.pieces, tt.places, exact.HalfUp)
			if !ok {
				t.Fatal("NewCurve has no fast way")
			}
			if got, ok := c.Minor(tt.x); got != tt.want || ok != tt.ok {
				t.Errorf("Minor(%d) = %d, %t; want %d, %t", tt.x, got, ok, tt.want, tt.ok)
			}
			if got, ok := c.Units(decimal.New(tt.x, -tt.places)); got != tt.want && tt.x < 1e18 || ok != (tt.ok && tt.x < 1e18) {
				t.Errorf("Units(%d) = %d, %t; want %d, %t", tt.x, got, ok, tt.want, tt.ok)
			}
		})
	}
}

// TestCurveWhole has a curve without fractions: no mode rounds.
func TestCurveWhole(t *testing.T) {
	for _, m := range modes {
		c, ok := exact.NewCurve([]exact.Piece{{Slope: exact.Hundred}}, 0, m.mode)
		if !ok {
			t.Fatal("NewCurve has no fast way")
		}
		for x := range int64(10) {
			if got, ok := c.Minor(x); got != x || !ok {
				t.Errorf("%s: Minor(%d) = %d, %t; want the same", m.name, x, got, ok)
			}
		}
	}
}

// bend returns 10% up to 10.00 and 20% of the whole behind it.
func bend(exclusive bool) []exact.Piece {
	return []exact.Piece{{UpTo: decimal.New(10, 0), Exclusive: exclusive, Slope: exact.WholePercent(10)}, {Slope: exact.WholePercent(20)}}
}

// TestNewCurveEnds has the largest pieces that there is a fast way for, and
// larger ones.
func TestNewCurveEnds(t *testing.T) {
	one := func(p exact.Piece) []exact.Piece { return []exact.Piece{p} }
	const most = math.MaxInt64 / 4
	tests := []struct {
		name   string
		pieces []exact.Piece
		places int32
		ok     bool
	}{
		{"the finest rate", one(exact.Piece{Slope: 1}), 2, true},
		{"as many places as may be", one(exact.Piece{Slope: exact.Hundred}), 18, true},
		{"one more", one(exact.Piece{Slope: exact.Hundred}), 19, false},
		{"the highest rate", one(exact.Piece{Slope: math.MaxInt64 / exact.Hundred * exact.Hundred}), 0, true},
		{"the highest rate with decimals", []exact.Piece{{UpTo: decimal.New(1, 0), Slope: 1}, {Slope: most}}, 0, true},
		{"a higher rate with decimals", []exact.Piece{{UpTo: decimal.New(1, 0), Slope: 1}, {Slope: most + 1}}, 0, false},
		{"a higher rate without decimals", []exact.Piece{{UpTo: decimal.New(1, 0), Slope: 1}, {Slope: 9e18}}, 0, false},
		{"the highest start", one(exact.Piece{Slope: exact.Hundred, Start: decimal.New(most, 0)}), 0, true},
		{"a higher start", one(exact.Piece{Slope: exact.Hundred, Start: decimal.New(most+1, 0)}), 0, false},
		{"the lowest start", one(exact.Piece{Slope: exact.Hundred, Start: decimal.New(-most, 0)}), 0, true},
		{"a lower start", one(exact.Piece{Slope: exact.Hundred, Start: decimal.New(-most-1, 0)}), 0, false},
		{"a bound that fits no word", []exact.Piece{{UpTo: decimal.New(1, 18), Slope: 1}, {}}, 2, false},
		{"a bound with zeros", []exact.Piece{{UpTo: decimal.New(10_000, -3), Slope: 1}, {}}, 2, true},
		{"the bound of the last piece is not looked at", one(exact.Piece{UpTo: decimal.New(1, -9), Slope: 1}), 2, true},
	}
	for _, tt := range tests {
		if _, ok := exact.NewCurve(tt.pieces, tt.places, exact.HalfUp); ok != tt.ok {
			t.Errorf("%s: NewCurve has a fast way: %t; want %t", tt.name, ok, tt.ok)
		}
	}
}

// TestCurveSums adds up random lists, with zeros and numbers that do not fit
// among them, and compares with one number after the other.
func TestCurveSums(t *testing.T) {
	for seed := range seeds.Count(400) {
		r := rand.New(rand.NewPCG(uint64(seed), 7))
		mode := exact.Mode(r.IntN(7))
		c, ok := exact.NewCurve(fourSteps().pieces(r.IntN(2) == 0), 2, mode)
		if !ok {
			t.Fatal("NewCurve has no fast way for a plain schedule")
		}
		odd := r.IntN(3) // of ten numbers, how many are odd
		units, decimals := make([]int64, r.IntN(20)), make([]decimal.Decimal, 0, 20)
		for i := range units {
			units[i] = r.Int64N(500_000)
			if r.IntN(10) < odd {
				units[i] = []int64{0, 0, 0, -1, -r.Int64N(1000), math.MaxInt64, 1 << 60, 1e18}[r.IntN(8)]
			}
			exp := int32(-2)
			switch r.IntN(10) {
			case 0:
				exp, units[i] = -1, units[i]/10*10
			case 1:
				exp, units[i] = 0, units[i]/100*100
			case 2:
				exp = -3
			}
			c := big.NewInt(units[i])
			c.Mul(c, big.NewInt(1000)).Quo(c, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(exp+5)), nil))
			decimals = append(decimals, decimal.NewFromBigInt(c, exp))
		}
		want, n := new(big.Int), 0 // up to the first that does not fit
		for _, x := range units {
			u, ok := c.Minor(x)
			if x == 0 {
				u, ok = 0, true
			}
			if !ok {
				break
			}
			want.Add(want, big.NewInt(u))
			n++
		}
		var total exact.Total
		if got := c.Sum(&total, units); got != n || total.Decimal(0).BigInt().Cmp(want) != 0 {
			t.Fatalf("seed %d: Sum(%v) = %d, %s; want %d, %s", seed, units, got, total.Decimal(0), n, want)
		}
		want, n = new(big.Int), 0
		for _, d := range decimals {
			u, ok := c.Units(d)
			if d.IsZero() {
				u, ok = 0, true
			}
			if !ok {
				break
			}
			want.Add(want, big.NewInt(u))
			n++
		}
		var sum exact.Total
		if got := c.SumDecimals(&sum, decimals); got != n || sum.Decimal(0).BigInt().Cmp(want) != 0 {
			t.Fatalf("seed %d: SumDecimals(%v) = %d, %s; want %d, %s", seed, decimals, got, sum.Decimal(0), n, want)
		}
	}
}

// TestCurveSumsEnds has sums that leave a word, and numbers that are none.
func TestCurveSumsEnds(t *testing.T) {
	c, ok := exact.NewCurve([]exact.Piece{{Slope: exact.Hundred, Start: decimal.New(5, 0)}}, 0, exact.HalfUp)
	if !ok {
		t.Fatal("NewCurve has no fast way")
	}
	const big = 1 << 60 // 8 of them are 2^63
	nine := []int64{big, big, big, big, big, big, big, big, big}
	tests := []struct {
		name string
		list []int64
		n    int
		want string
	}{
		{"none", nil, 0, "0"},
		{"one", []int64{1}, 1, "6"},
		{"zero is zero, whatever the start", []int64{0, 1, 0}, 3, "6"},
		{"a negative one stops", []int64{1, 2, -1, 3}, 2, "13"},
		{"a negative one first", []int64{-1, 1}, 0, "0"},
		{"one that does not fit stops", []int64{1, math.MaxInt64, 1}, 1, "6"},
		{"the sum leaves a word", nine, 7, "8070450532247928867"},
		{"the last that fits, and one more", []int64{math.MaxInt64 / 4, math.MaxInt64/4 + 1}, 1, "2305843009213693956"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var total exact.Total
			if n := c.Sum(&total, tt.list); n != tt.n || total.Decimal(0).String() != tt.want {
				t.Errorf("Sum(%v) = %d, %s; want %d, %s", tt.list, n, total.Decimal(0), tt.n, tt.want)
			}
			decimals := make([]decimal.Decimal, len(tt.list))
			for i, x := range tt.list {
				decimals[i] = decimal.New(x, 0)
			}
			if slices.ContainsFunc(tt.list, func(x int64) bool { return x > 1e18 && x < math.MaxInt64 }) {
				return // numbers of 19 digits are none of the fast way
			}
			var sum exact.Total
			if n := c.SumDecimals(&sum, decimals); n != tt.n || sum.Decimal(0).String() != tt.want {
				t.Errorf("SumDecimals(%v) = %d, %s; want %d, %s", tt.list, n, sum.Decimal(0), tt.n, tt.want)
			}
		})
	}
	tiny, ok := exact.NewCurve([]exact.Piece{{Slope: exact.WholePercent(20)}}, 2, exact.HalfUp)
	if !ok {
		t.Fatal("NewCurve has no fast way")
	}
	var total, sum exact.Total // of numbers of which nothing is left, and one more
	if n := tiny.Sum(&total, []int64{1, 2, 10}); n != 3 || total.Decimal(2).String() != "0.02" {
		t.Errorf("Sum of cents = %d, %s; want 3, 0.02", n, total.Decimal(2))
	}
	if n := tiny.SumDecimals(&sum, []decimal.Decimal{decimal.New(1, -2), decimal.New(2, -2), decimal.New(10, -2)}); n != 3 || sum.Decimal(2).String() != "0.02" {
		t.Errorf("SumDecimals of cents = %d, %s; want 3, 0.02", n, sum.Decimal(2))
	}
	for exclusive, want := range map[bool]string{false: "4", true: "5"} { // 10% or 20% of 10.00, and 1.00 and 2.00 beside it
		c, ok := exact.NewCurve(bend(exclusive), 2, exact.HalfUp)
		if !ok {
			t.Fatal("NewCurve has no fast way")
		}
		var total, sum exact.Total
		c.Sum(&total, []int64{999, 1000, 1001})
		c.SumDecimals(&sum, []decimal.Decimal{decimal.New(999, -2), decimal.New(1000, -2), decimal.New(1001, -2)})
		if total.Decimal(2).String() != want || sum.Decimal(2).String() != want {
			t.Errorf("around the bound, exclusive %t: Sum = %s, SumDecimals = %s; want %s", exclusive, total.Decimal(2), sum.Decimal(2), want)
		}
	}
	d := decimal.New
	lists := []struct {
		name string
		list []decimal.Decimal
		n    int
		want string
	}{
		{"zeros of any exponent", []decimal.Decimal{{}, d(0, 18), d(0, -18), d(1, 0)}, 4, "6"},
		{"a zero of a hostile exponent", []decimal.Decimal{d(1, 0), d(0, 19), d(1, 0)}, 1, "6"},
		{"a zero of a hostile exponent, the other way", []decimal.Decimal{d(1, 0), d(0, -19), d(1, 0)}, 1, "6"},
		{"other places", []decimal.Decimal{d(10, -1), d(1, 1), d(1, 0)}, 3, "27"},
		{"other places that do not fit", []decimal.Decimal{d(1, 0), d(15, -1), d(1, 0)}, 1, "6"},
		{"negative", []decimal.Decimal{d(1, 0), d(-1, 0), d(1, 0)}, 1, "6"},
		{"18 digits", []decimal.Decimal{d(1, 0), d(999_999_999_999_999_999, 0), d(1, 0)}, 3, "1000000000000000016"},
		{"19 digits", []decimal.Decimal{d(1, 0), d(1_000_000_000_000_000_000, 0), d(1, 0)}, 1, "6"},
		{"a sum that leaves a word", slices.Repeat([]decimal.Decimal{d(999_999_999_999_999_999, 0)}, 12), 9, "9000000000000000036"},
		{"a sum in other places that leaves a word", slices.Repeat([]decimal.Decimal{d(1, 18)}, 12), 12, "12000000000000000060"},
	}
	for _, tt := range lists {
		t.Run(tt.name, func(t *testing.T) {
			var sum exact.Total
			if n := c.SumDecimals(&sum, tt.list); n != tt.n || sum.Decimal(0).String() != tt.want {
				t.Errorf("SumDecimals(%v) = %d, %s; want %d, %s", tt.list, n, sum.Decimal(0), tt.n, tt.want)
			}
		})
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

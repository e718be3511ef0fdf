package exact_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
)

// This file holds a second implementation of the package, written from its
// documentation in fractions of big integers, and the checks that compare the
// two. Tables, laws and fuzz targets all use these checks.

// modes are the seven modes of rounding in the order of their constants.
var modes = []struct {
	name string
	mode exact.Mode
}{
	{"HalfUp", exact.HalfUp},
	{"HalfEven", exact.HalfEven},
	{"HalfDown", exact.HalfDown},
	{"Up", exact.Up},
	{"Down", exact.Down},
	{"Floor", exact.Floor},
	{"Ceiling", exact.Ceiling},
}

// mirror returns the mode that does to -x what m does to x.
func mirror(m exact.Mode) exact.Mode {
	switch m {
	case exact.Floor:
		return exact.Ceiling
	case exact.Ceiling:
		return exact.Floor
	default:
		return m
	}
}

// num returns the decimal written as s, with the places written.
func num(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// parsePercent returns the percentage written as s.
func parsePercent(s string) (exact.Percent, error) {
	d, err := exact.Parse(strings.TrimSuffix(s, "%"))
	if err != nil {
		return 0, err
	}
	return exact.PercentOf(d)
}

// whole returns the integer written as s.
func whole(s string) *big.Int {
	n, ok := new(big.Int).SetString(s, 10)
	if !ok {
		panic("not an integer: " + s)
	}
	return n
}

// show writes d as coefficient and exponent. Unlike decimal's own text it
// depends on no package variable and is short for every exponent.
func show(d decimal.Decimal) string { return fmt.Sprintf("%de%d", d.Coefficient(), d.Exponent()) }

// same reports whether a and b are one number with as many places.
func same(a, b decimal.Decimal) bool {
	return a.Exponent() == b.Exponent() && a.Coefficient().Cmp(b.Coefficient()) == 0
}

// tenTo returns 10^n.
func tenTo(n int32) *big.Rat {
	size := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil)
	r := new(big.Rat).SetInt(size)
	if n < 0 {
		r.Inv(r)
	}
	return r
}

// refRat is the reference of Rat.
func refRat(d decimal.Decimal) *big.Rat {
	r := new(big.Rat).SetInt(d.Coefficient())
	return r.Mul(r, tenTo(d.Exponent()))
}

// refRound returns r in units of 10^-places: one of its two neighbors, chosen
// as the comments of the modes say.
func refRound(r *big.Rat, places int32, m exact.Mode) *big.Int {
	r = new(big.Rat).Mul(r, tenTo(places))
	below, rest := new(big.Int).DivMod(r.Num(), r.Denom(), new(big.Int)) // rounds toward minus infinity
	if rest.Sign() == 0 {
		return below
	}
	above := new(big.Int).Add(below, big.NewInt(1))
	toZero, fromZero := below, above
	if r.Sign() < 0 {
		toZero, fromZero = above, below
	}
	even := below
	if above.Bit(0) == 0 {
		even = above
	}
	nearest := func(tie *big.Int) *big.Int {
		switch rest.Lsh(rest, 1).Cmp(r.Denom()) {
		case -1:
			return below
		case +1:
			return above
		}
		return tie
	}
	switch m {
	case exact.HalfUp:
		return nearest(fromZero)
	case exact.HalfEven:
		return nearest(even)
	case exact.HalfDown:
		return nearest(toZero)
	case exact.Up:
		return fromZero
	case exact.Down:
		return toZero
	case exact.Floor:
		return below
	case exact.Ceiling:
		return above
	}
	panic("no such mode")
}

// refOf returns p of d.
func refOf(p exact.Percent, d decimal.Decimal) *big.Rat {
	r := new(big.Rat).SetInt64(int64(p))
	r.Mul(r, tenTo(-12)) // 10^-10 of a hundredth
	return r.Mul(r, refRat(d))
}

// refAllocate returns the parts of total in units of 10^-places, for a total
// that is a whole number of them and weights that are not negative nor all zero.
func refAllocate(total decimal.Decimal, places int32, weights []decimal.Decimal) []*big.Int {
	size := new(big.Rat).Mul(refRat(total), tenTo(places))
	neg := size.Sign() < 0
	size.Abs(size)
	sum := new(big.Rat)
	for _, w := range weights {
		sum.Add(sum, refRat(w))
	}
	left := new(big.Int).Set(size.Num())
	parts, cuts := make([]*big.Int, len(weights)), make([]*big.Rat, len(weights))
	for i, w := range weights {
		quota := refRat(w)
		quota.Mul(quota, size).Quo(quota, sum)
		parts[i] = new(big.Int).Div(quota.Num(), quota.Denom())
		cuts[i] = quota.Sub(quota, new(big.Rat).SetInt(parts[i]))
		left.Sub(left, parts[i])
	}
	for ; left.Sign() > 0; left.Sub(left, big.NewInt(1)) {
		most := 0
		for i := range cuts {
			if cuts[i].Cmp(cuts[most]) > 0 {
				most = i
			}
		}
		parts[most].Add(parts[most], big.NewInt(1))
		cuts[most] = big.NewRat(-1, 1) // served
	}
	if neg {
		for _, p := range parts {
			p.Neg(p)
		}
	}
	return parts
}

// refParse returns the coefficient and the exponent of a number in the grammar
// of JSON, and false for other text. It leaves bounds alone: an exponent
// comes back as a big integer.
func refParse(s string) (coef, exp *big.Int, ok bool) {
	if s == "" || strings.TrimSpace(s) != s || s[0] != '-' && (s[0] < '0' || s[0] > '9') || !json.Valid([]byte(s)) {
		return nil, nil, false
	}
	mantissa, power := s, "0"
	if i := strings.IndexAny(s, "eE"); i >= 0 {
		mantissa, power = s[:i], strings.TrimPrefix(s[i+1:], "+")
	}
	before, after, _ := strings.Cut(mantissa, ".")
	exp = whole(power)
	return whole(before + after), exp.Sub(exp, big.NewInt(int64(len(after)))), true
}

// checkUnits fails the test if got is not the number of units of 10^-places.
func checkUnits(t *testing.T, call string, got decimal.Decimal, units *big.Int, places int32) {
	t.Helper()
	if want := decimal.NewFromBigInt(units, -places); !same(got, want) {
		t.Errorf("%s = %s; want %s", call, show(got), show(want))
	}
}

// checkRound compares Round, RoundRat and Rat with the reference in all modes.
func checkRound(t *testing.T, d decimal.Decimal, places int32) {
	t.Helper()
	r := refRat(d)
	if got := exact.Rat(d); got.Cmp(r) != 0 {
		t.Errorf("Rat(%s) = %s; want %s", show(d), got, r)
	}
	for _, m := range modes {
		want := refRound(r, places, m.mode)
		got := exact.Round(d, places, m.mode)
		if got.Exponent() != -places || got.Coefficient().Cmp(want) != 0 { // spares the text of the call
			checkUnits(t, fmt.Sprintf("Round(%s, %d, %s)", show(d), places, m.name), got, want, places)
		}
	}
}

// checkRoundRat compares RoundRat with the reference in all modes.
func checkRoundRat(t *testing.T, r *big.Rat, places int32) {
	t.Helper()
	before := r.String()
	for _, m := range modes {
		call := fmt.Sprintf("RoundRat(%s, %d, %s)", r, places, m.name)
		checkUnits(t, call, exact.RoundRat(r, places, m.mode), refRound(r, places, m.mode), places)
	}
	if after := r.String(); after != before {
		t.Errorf("RoundRat changed its argument %s to %s", before, after)
	}
}

// checkRoundOf compares Of, RoundOf, Factor.Units and Total.AddRounded with the
// reference in all modes.
func checkRoundOf(t *testing.T, p exact.Percent, d decimal.Decimal, places int32) {
	t.Helper()
	product := refOf(p, d)
	of := p.Of(d)
	if got := refRat(of); got.Cmp(product) != 0 {
		t.Errorf("%s.Of(%s) = %s; want %s", p, show(d), got, product)
	}
	for _, m := range modes {
		want := refRound(product, places, m.mode)
		args := fmt.Sprintf("%s of %s, places %d, %s", p, show(d), places, m.name)
		checkUnits(t, "RoundOf: "+args, p.RoundOf(d, places, m.mode), want, places)
		checkUnits(t, "Round(Of): "+args, exact.Round(of, places, m.mode), want, places)

		f := exact.NewFactor(p, places, m.mode)
		if got, ok := f.Units(d); ok && (!want.IsInt64() || got != want.Int64()) {
			t.Errorf("Units: %s = %d, true; want %d", args, got, want)
		}
		var total exact.Total
		total.AddRounded(p.RoundOf(d, places, m.mode))
		checkUnits(t, "AddRounded: "+args, total.Decimal(places), want, places)
	}
}

// checkAllocate compares Allocate with the reference and holds it to its laws.
func checkAllocate(t *testing.T, total decimal.Decimal, places int32, weights []decimal.Decimal) {
	t.Helper()
	var shown []string
	for _, w := range weights {
		shown = append(shown, show(w))
	}
	call := fmt.Sprintf("Allocate(%s, %d, %s)", show(total), places, shown)
	got, err := exact.Allocate(total, places, weights)

	for i, w := range weights {
		if show(w) != shown[i] {
			t.Errorf("%s changed weight %d to %s", call, i, show(w))
		}
	}
	units := new(big.Rat).Mul(refRat(total), tenTo(places))
	var faults []error
	if !units.IsInt() {
		faults = append(faults, exact.ErrInexact)
	}
	if slices.ContainsFunc(weights, decimal.Decimal.IsNegative) {
		faults = append(faults, exact.ErrNegative)
	} else if !slices.ContainsFunc(weights, decimal.Decimal.IsPositive) {
		faults = append(faults, exact.ErrNoWeight)
	}
	if len(faults) > 0 {
		if got != nil || !slices.ContainsFunc(faults, func(f error) bool { return errors.Is(err, f) }) {
			t.Errorf("%s = %v, %v; want nil and one of %v", call, got, err, faults)
		}
		return
	}
	want := refAllocate(total, places, weights)
	if err != nil || len(got) != len(want) {
		t.Fatalf("%s = %v, %v; want %v", call, got, err, want)
	}
	sum := new(big.Rat)
	for i := range want {
		checkUnits(t, fmt.Sprintf("%s[%d]", call, i), got[i], want[i], places)
		sum.Add(sum, refRat(got[i]))
	}
	if sum.Cmp(refRat(total)) != 0 {
		t.Errorf("%s adds up to %s", call, sum)
	}
}

// checkCmp compares Cmp with the reference, both ways round.
func checkCmp(t *testing.T, a, b decimal.Decimal) {
	t.Helper()
	want := refRat(a).Cmp(refRat(b))
	if got := exact.Cmp(a, b); got != want {
		t.Errorf("Cmp(%s, %s) = %d; want %d", show(a), show(b), got, want)
	}
	if got := exact.Cmp(b, a); got != -want {
		t.Errorf("Cmp(%s, %s) = %d; want %d", show(b), show(a), got, -want)
	}
}

// checkParse compares Parse with the reference.
func checkParse(t *testing.T, s string) {
	t.Helper()
	got, err := exact.Parse(s)
	var coef, exp *big.Int
	var ok bool
	var faults []error
	if len(s) > 64 { // longer texts are not looked at
		faults = append(faults, exact.ErrDigits)
	} else if coef, exp, ok = refParse(s); !ok {
		faults = append(faults, exact.ErrNumber)
	} else {
		if exp.CmpAbs(big.NewInt(18)) > 0 {
			faults = append(faults, exact.ErrExponent)
		}
		if len(new(big.Int).Abs(coef).String()) > 34 {
			faults = append(faults, exact.ErrDigits)
		}
	}
	if len(faults) > 0 {
		if !slices.ContainsFunc(faults, func(f error) bool { return errors.Is(err, f) }) || !same(got, decimal.Decimal{}) {
			t.Errorf("Parse(%q) = %s, %v; want one of %v", s, show(got), err, faults)
		}
		return
	}
	if want := decimal.NewFromBigInt(coef, int32(exp.Int64())); err != nil || !same(got, want) {
		t.Errorf("Parse(%q) = %s, %v; want %s", s, show(got), err, show(want))
	}
}

// checkText compares Text with StringFixed and reads it back.
func checkText(t *testing.T, d decimal.Decimal) {
	t.Helper()
	got, want := exact.Text(d), d.StringFixed(max(0, -d.Exponent()))
	if got != want {
		t.Errorf("Text(%s) = %q; want %q", show(d), got, want)
	}
	back, err := exact.Parse(got)
	switch {
	case errors.Is(err, exact.ErrDigits) && d.Exponent() > 0 && d.NumDigits()+int(d.Exponent()) > 34:
		// written out, the power of ten takes more digits than a number may have
	case err != nil || refRat(back).Cmp(refRat(d)) != 0:
		t.Errorf("Parse(%q) = %s, %v; want %s", got, show(back), err, show(d))
	case d.Exponent() <= 0 && !same(back, d):
		t.Errorf("Parse(%q) = %s; want the places of %s", got, show(back), show(d))
	}
}

// A source draws numbers for the laws, the same ones in every run.
type source struct{ *rand.Rand }

func newSource(seed uint64) source { return source{rand.New(rand.NewPCG(seed, 20))} }

// landmarks are the sizes where an arithmetic of machine words may go wrong.
var landmarks = []*big.Int{
	big.NewInt(0),
	big.NewInt(5),
	whole("1000000000000000000"),                // 10^18
	whole("4611686018427387904"),                // 2^62
	whole("5000000000000000000"),                // half of 10^19
	whole("9223372036854775808"),                // 2^63
	whole("10000000000000000000"),               // 10^19
	whole("18446744073709551616"),               // 2^64
	whole("50000000000000000000"),               // half of 10^20
	whole("100000000000000000000"),              // 10^20
	whole("170141183460469231731687303715884"),  // 2^127 without its last digits
	whole("5000000000000000000000000000000000"), // half of 10^34
	whole("9999999999999999999999999999999998"), // the longest coefficients
}

// limit is the least coefficient with 35 digits.
var limit = whole("10000000000000000000000000000000000")

// coef returns a coefficient of at most 34 digits: as often as not one next to
// a landmark or next to a tie.
func (s source) coef() *big.Int {
	c := new(big.Int)
	switch s.IntN(6) {
	case 0:
		c.SetInt64(s.Int64N(2000))
	case 1:
		c.SetUint64(s.Uint64() >> s.IntN(64))
	case 2: // a landmark and its neighbors
		c.Add(landmarks[s.IntN(len(landmarks))], big.NewInt(s.Int64N(5)-2))
	case 3: // a tie at some place and its neighbors
		c.Exp(big.NewInt(10), big.NewInt(s.Int64N(20)), nil)
		c.Mul(c, big.NewInt(10*s.Int64N(1e12)+5))
		c.Add(c, big.NewInt(s.Int64N(3)-1))
	case 4: // trailing zeros
		c.Exp(big.NewInt(10), big.NewInt(s.Int64N(20)), nil)
		c.Mul(c, big.NewInt(s.Int64N(1e9)))
	default:
		c.Add(c.Lsh(c.SetUint64(s.Uint64()), 64), new(big.Int).SetUint64(s.Uint64()))
		c.Rsh(c, uint(s.IntN(64)))
	}
	c.Rem(c, limit)
	if s.IntN(2) == 0 {
		c.Neg(c)
	}
	return c
}

// decimal returns a number within bounds.
func (s source) decimal() decimal.Decimal {
	return decimal.NewFromBigInt(s.coef(), s.Int32N(37)-18)
}

// percent returns a percentage: most often one that a person would write.
func (s source) percent() exact.Percent {
	switch s.IntN(4) {
	case 0:
		return exact.Percent(s.Int64N(101)) * exact.Hundred / 100
	case 1:
		return exact.Percent(s.Int64N(20001)-10000) * exact.Hundred / 10000
	case 2:
		return exact.Percent(s.Uint64()) >> s.IntN(64)
	}
	return exact.Percent(s.Uint64())
}

// places returns a number of decimals from 0 to 18.
func (s source) places() int32 { return s.Int32N(19) }

// weights returns up to n weights, some of them zero, some of them equal.
func (s source) weights(n int) []decimal.Decimal {
	weights := make([]decimal.Decimal, 1+s.IntN(n))
	for i := range weights {
		switch s.IntN(4) {
		case 0:
			weights[i] = decimal.New(s.Int64N(4), 0)
		case 1:
			weights[i] = decimal.New(s.Int64N(10000), -2)
		case 2:
			weights[i] = s.decimal().Abs()
		default:
			weights[i] = weights[s.IntN(i+1)]
		}
	}
	return weights
}

package split_test

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// randomDefinition returns a split of any kind, of up to six parties.
func randomDefinition(r *rand.Rand) split.Definition {
	d := split.Definition{Currency: "USD", Rounding: commission.Rounding(r.IntN(5))}
	if r.IntN(3) == 0 {
		d.Step = num("0.05")
	}
	n, rest := 1+r.IntN(6), r.IntN(3) == 0
	left := int64(10_000)
	for i := range n {
		s := split.Share{Party: string(rune('a' + i))}
		if rest {
			size := r.Int64N(left + 1)
			left -= size
			s.Weight = alianza.Must(split.FractionOf(decimal.New(size, 0), decimal.New(10_000, 0)))
		} else {
			s.Weight = alianza.Must(split.FractionOf(decimal.New(r.Int64N(50), 0), decimal.New(1+r.Int64N(7), 0)))
		}
		if r.IntN(4) == 0 {
			s.Min = decimal.New(5*r.Int64N(300), -2)
		}
		if i > 0 && r.IntN(4) == 0 {
			s.Max = s.Min.Add(decimal.New(5*(1+r.Int64N(2000)), -2))
		}
		d.Shares = append(d.Shares, s)
	}
	if rest {
		at := r.IntN(n + 1)
		d.Shares = append(d.Shares[:at:at], append([]split.Share{{Party: "rest", Rest: true}}, d.Shares[at:]...)...)
	} else {
		d.Shares[0].Weight = split.Weight(1 + r.IntN(9))
	}
	return d
}

func stepOf(d split.Definition) *big.Rat {
	if d.Step.IsZero() {
		return big.NewRat(1, 100)
	}
	return d.Step.Rat()
}

// TestDivideReference holds divisions of any kind against the second way.
func TestDivideReference(t *testing.T) {
	for seed := range seeds.Count(1000) {
		r := rand.New(rand.NewPCG(uint64(seed), 13))
		d := randomDefinition(r)
		total := decimal.New(5*(r.Int64N(40_000)-20_000), -2)
		got, err := alianza.Must(split.New(d)).Divide(total)
		if err != nil {
			t.Fatalf("Divide(%s) = %v; want no error", total, err)
		}
		checkReference(t, d, total, got)
	}
}

// checkReference compares a division with the second way, and looks at the laws
// of a division: it adds up, and is within a unit of the exact shares.
func checkReference(t *testing.T, d split.Definition, total decimal.Decimal, got split.Division) {
	t.Helper()
	unit, sum := stepOf(d), new(big.Rat)
	quotas := refQuotas(d.Shares, new(big.Rat).Abs(total.Rat()))
	for i, want := range refDivide(d, unit, total.Rat()) {
		a := got.Allocations[i]
		exactly := quotas[i]
		if total.Sign() < 0 {
			exactly = new(big.Rat).Neg(exactly)
		}
		if a.Amount.Rat().Cmp(want) != 0 || a.Exact.Rat().Cmp(exactly) != 0 {
			t.Fatalf("Divide(%s) by %+v = %s; want %s, %s exactly", total, d, a, want.FloatString(4), exactly.RatString())
		}
		off := new(big.Rat).Sub(a.Amount.Rat(), exactly)
		n := int64(1)
		if d.Shares[i].Rest { // bears the roundings of the others
			n = int64(len(d.Shares))
		}
		if off.Abs(off).Cmp(new(big.Rat).Mul(unit, big.NewRat(n, 1))) >= 0 {
			t.Fatalf("Divide(%s) = %s; want less than %d units off", total, a, n)
		}
		if a.Amount.Sign()*total.Sign() < 0 {
			t.Fatalf("Divide(%s) = %s; want no amount of the other sign", total, a)
		}
		sum.Add(sum, a.Amount.Rat())
	}
	if sum.Cmp(total.Rat()) != 0 {
		t.Fatalf("Divide(%s) = %s in all", total, sum.FloatString(4))
	}
}

// TestDivideSizes divides totals of any size, which fit a machine word or do not, in
// several units.
func TestDivideSizes(t *testing.T) {
	for seed := range seeds.Count(300) {
		r := rand.New(rand.NewPCG(uint64(seed), 23))
		d := split.Definition{Currency: "USD", Step: num([]string{"0.01", "0.05", "1", "25", "1000"}[r.IntN(5)])}
		if r.IntN(4) == 0 {
			d.Currency = "BHD"
			d.Step = num("0.005")
		}
		for i := range 1 + r.IntN(10) {
			weight := split.Weight(int(1 + r.Int32()>>r.IntN(31)))
			if r.IntN(3) == 0 {
				weight = alianza.Must(split.FractionOf(decimal.New(1+r.Int64N(1<<30), 0), decimal.New(1+r.Int64N(1<<30), 0)))
			}
			d.Shares = append(d.Shares, split.Share{Party: fmt.Sprint(i), Weight: weight})
		}
		units := decimal.New(r.Int64()>>r.IntN(62), int32(r.IntN(4)))
		if r.IntN(2) == 0 {
			units = units.Neg()
		}
		total := d.Step.Mul(units)
		got, err := alianza.Must(split.New(d)).Divide(total)
		if err != nil {
			t.Fatalf("seed %d: Divide(%s) = %v; want no error", seed, total, err)
		}
		checkReference(t, d, total, got)
		roomtest.Again(t, got.Allocations[0].Exact)
	}
}

// TestDivideWords divides by weights that fit a machine word where what they are
// multiplied with does not.
func TestDivideWords(t *testing.T) {
	for _, tt := range []struct{ step, total, first, second string }{
		{"0.01", "0.03", "1152921504606846976", "1"},          // the sum of weights over a cent
		{"1", "3", "4611686018427387905", "4"},                // the amount times a weight fits without a sign
		{"0.01", "0.07", "4611686018427387905", "3"},          // it does not fit
		{"1000", "9000000", "4611686018427387905", "4611686"}, // with the step
	} {
		d := split.Definition{Currency: "USD", Step: num(tt.step)}
		for i, w := range []string{tt.first, tt.second} {
			d.Shares = append(d.Shares, split.Share{Party: fmt.Sprint(i), Weight: alianza.Must(split.ParseFraction(w))})
		}
		for _, total := range []string{tt.total, "-" + tt.total} {
			checkReference(t, d, num(total), divide(t, d, total))
		}
	}
}

// TestDivideLaws looks at the laws of divisions of any kind.
func TestDivideLaws(t *testing.T) {
	for seed := range seeds.Count(1000) {
		r := rand.New(rand.NewPCG(uint64(seed), 17))
		d := randomDefinition(r)
		got := divide(t, d, decimal.New(5*r.Int64N(20_000), -2).String())
		checkLaws(t, d, got, 1+r.IntN(1000))
		plain := split.Definition{Currency: "USD"}
		for i := range 1 + r.IntN(6) {
			plain.Shares = append(plain.Shares, split.Share{Party: fmt.Sprint(i), Weight: split.Weight(r.IntN(30) + 1)})
		}
		checkLaws(t, plain, divide(t, plain, got.Total.String()), 1+r.IntN(1000))
	}
}

// checkLaws divides again: a negative total mirrors, a factor on all weights changes
// nothing, and parties that lost differently by the cut may stand in any order.
func checkLaws(t *testing.T, d split.Definition, got split.Division, factor int) {
	t.Helper()
	mirror := divide(t, d, got.Total.Neg().String())
	for i, a := range mirror.Allocations {
		if !a.Amount.Equal(got.Allocations[i].Amount.Neg()) || a.Why != got.Allocations[i].Why {
			t.Fatalf("Divide(-%s) = %s; want the mirror of %s", got.Total, mirror, got)
		}
	}
	scaled, turned, bound := d, d, false
	scaled.Shares = slices.Clone(d.Shares)
	for i, s := range d.Shares {
		bound = bound || s.Rest || !s.Min.IsZero() || !s.Max.IsZero()
		weight := s.Weight.Rat()
		weight.Mul(weight, new(big.Rat).SetInt64(int64(factor)))
		scaled.Shares[i].Weight = alianza.Must(split.ParseFraction(weight.RatString()))
	}
	if !slices.ContainsFunc(d.Shares, func(s split.Share) bool { return s.Rest }) { // parts of the whole beside the rest
		if diff := cmp.Diff(amounts(got.Allocations), amounts(divide(t, scaled, got.Total.String()).Allocations)); diff != "" {
			t.Fatalf("Divide(%s) by %d times the weights mismatch (-want +got):\n%s", got.Total, factor, diff)
		}
	}
	if bound { // borne in the order of the parties
		return
	}
	at := factor % len(d.Shares)
	turned.Shares = append(slices.Clone(d.Shares[at:]), d.Shares[:at]...)
	byParty := map[string]split.Allocation{}
	for _, one := range got.Allocations {
		byParty[one.Party] = one
	}
	unit := decimal.Max(d.Step, decimal.New(1, -2))
	for _, one := range divide(t, turned, got.Total.String()).Allocations {
		first := byParty[one.Party]
		if one.Why != split.WhyEarlier && first.Why != split.WhyEarlier && first.Why != one.Why {
			t.Fatalf("in another order %s is %s; want the same but for ties", first, one)
		}
		if off := one.Amount.Sub(first.Amount).Abs(); off.GreaterThan(unit) {
			t.Fatalf("in another order %s is %s; want at most a tie between", first, one)
		}
	}
}

// TestReturnLaws takes totals back in any parts: what is left is what dividing it
// at once gives, and after the last part nothing is left.
func TestReturnLaws(t *testing.T) {
	for seed := range seeds.Count(500) {
		r := rand.New(rand.NewPCG(uint64(seed), 19))
		d := randomDefinition(r)
		s := alianza.Must(split.New(d))
		whole := alianza.Must(s.Divide(decimal.New(5*(r.Int64N(4000)-2000), -2)))
		left, sums := whole, map[string]decimal.Decimal{}
		for left.Total.Sign() != 0 {
			back := decimal.New(5*(1+r.Int64N(1000)), -2)
			if back.GreaterThan(left.Total.Abs()) {
				back = left.Total.Abs()
			}
			if left.Total.Sign() < 0 {
				back = back.Neg()
			}
			returned, after, err := s.Return(left, back)
			if err != nil {
				t.Fatalf("Return(%s, %s) = %v; want no error", left, back, err)
			}
			if diff := cmp.Diff(alianza.Must(s.Divide(left.Total.Sub(back))), after); diff != "" {
				t.Fatalf("Return left another division (-want +got):\n%s", diff)
			}
			for i, a := range returned.Allocations {
				if !a.Amount.Add(left.Allocations[i].Amount).Equal(after.Allocations[i].Amount) {
					t.Fatalf("Return(%s, %s) = %s, %s; want the one plus the other", left, back, returned, after)
				}
				exactly := a.Exact.Rat()
				if exactly.Add(exactly, left.Allocations[i].Exact.Rat()).Cmp(after.Allocations[i].Exact.Rat()) != 0 {
					t.Fatalf("Return(%s, %s) = %s exactly, %s; want the one plus the other", left, back, a.Exact, after.Allocations[i].Exact)
				}
				sums[a.Party] = sums[a.Party].Add(a.Amount)
			}
			left = after
		}
		for _, a := range whole.Allocations {
			if !sums[a.Party].Equal(a.Amount.Neg()) {
				t.Fatalf("%s gave %s back; want all of it", a, sums[a.Party])
			}
		}
	}
}

// FuzzDivide takes weights and bounds, two bytes each, and totals far beyond 64
// bits. It holds divisions against the second way, and looks at their laws.
func FuzzDivide(f *testing.F) {
	f.Add(int64(100_001), uint8(0), false, []byte{0, 1, 0, 1})
	f.Add(int64(-9999), uint8(15), true, []byte{0, 70, 0, 30, 1, 1})
	f.Add(int64(7), uint8(28), false, []byte{0, 0, 0xff, 0xff, 0x80, 3, 4, 5})
	f.Fuzz(func(t *testing.T, coefficient int64, zeros uint8, rest bool, data []byte) {
		d := split.Definition{Currency: "USD", Step: num("1")}
		sum := uint16(0)
		for i := 0; len(data) >= 2 && i < 8; data, i = data[2:], i+1 {
			n := binary.BigEndian.Uint16(data)
			s := split.Share{Party: string(rune('a' + i)), Weight: split.Weight(int(n % 997))}
			if n%5 == 0 && i > 0 {
				s.Min, s.Max = decimal.New(int64(n%10), int32(zeros%15)), decimal.New(int64(n), int32(zeros%15))
			}
			if rest {
				n %= 4096
				sum += n
				s.Weight = alianza.Must(split.FractionOf(decimal.New(int64(n), 0), decimal.New(32768, 0)))
			}
			d.Shares = append(d.Shares, s)
		}
		if rest {
			d.Shares = append(d.Shares, split.Share{Party: "rest", Rest: true})
		}
		s, err := split.New(d)
		if err != nil {
			return
		}
		total := decimal.New(coefficient, int32(zeros%16))
		got, err := s.Divide(total)
		if err != nil {
			t.Fatalf("Divide(%s) = %v; want no error", total, err)
		}
		checkReference(t, d, total, got)
		checkLaws(t, d, got, 1+int(zeros))
	})
}

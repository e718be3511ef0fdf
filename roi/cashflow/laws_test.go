package cashflow_test

import (
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

// half returns half a unit of the last of some decimals.
func half(places int) *big.Rat {
	unit := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(places)), nil)
	return new(big.Rat).SetFrac(big.NewInt(1), unit.Mul(unit, big.NewInt(2)))
}

// once returns flows that change their sign once.
func once(r *rand.Rand) []decimal.Decimal {
	list := []decimal.Decimal{decimal.New(-1-r.Int64N(1e6), r.Int32N(4)-2)}
	for range r.IntN(3) {
		list = append(list, decimal.New(-r.Int64N(1e5), r.Int32N(4)-2))
	}
	for range 1 + r.IntN(10) {
		list = append(list, decimal.New(r.Int64N(1e6), r.Int32N(4)-2))
	}
	return append(list, decimal.New(1+r.Int64N(1e6), r.Int32N(4)-2))
}

func TestReferenceNPV(t *testing.T) {
	for seed := range seeds.Count(200) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		rate, list := alianza.PercentUnits(r.Int64N(3e12)-99e10), once(r)
		want := refNPV(rate.Decimal().Rat(), list)
		if got, err := cashflow.NPV(rate, list); err != nil || got.Rat().Cmp(want) != 0 {
			t.Errorf("seed %d: NPV(%s, %v) = %s, %v; want %s", seed, rate, list, got, err, want)
		}
		back, pays := refPayback(rate.Decimal().Rat(), list)
		got, err := cashflow.DiscountedPayback(rate, list)
		if pays != (err == nil) || pays && got.Rat().Cmp(back) != 0 {
			t.Errorf("seed %d: DiscountedPayback(%s, %v) = %s, %v; want %s", seed, rate, list, got, err, back)
		}
	}
}

// TestLawIRR: half a unit of the last decimal below the rate the flows are still worth
// something, half a unit above no more. At an exact rate they are worth nothing.
func TestLawIRR(t *testing.T) {
	for seed := range seeds.Count(200) {
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		list, places := once(r), r.IntN(13)
		got, err := cashflow.IRR(list, places)
		if err != nil {
			t.Fatal(err)
		}
		below, above := refNPV(new(big.Rat).Sub(got.Rat(), half(places)), list), refNPV(new(big.Rat).Add(got.Rat(), half(places)), list)
		if below.Sign() < 0 || above.Sign() > 0 {
			t.Errorf("seed %d: IRR(%v, %d) = %s; want the nearest rate", seed, list, places, got.Round(12))
		}
		scaled := make([]decimal.Decimal, len(list))
		for i, d := range list {
			scaled[i] = d.Mul(decimal.New(-25, -1))
		}
		if again, err := cashflow.IRR(scaled, places); err != nil || again.Rat().Cmp(got.Rat()) != 0 {
			t.Errorf("seed %d: IRR of -2.5 times the flows = %s, %v; want %s", seed, again, err, got)
		}
	}
}

// days puts flows on days that rise.
func days(r *rand.Rand, list []decimal.Decimal) []cashflow.Flow {
	on := alianza.Must(alianza.NewDate(2020, 1, 1))
	var all []cashflow.Flow
	for _, d := range list {
		all = append(all, cashflow.Flow{On: on, Amount: d})
		on = on.AddDays(r.IntN(400))
	}
	return all
}

func TestReferenceXNPV(t *testing.T) {
	for seed := range seeds.Count(12) {
		r := rand.New(rand.NewPCG(uint64(seed), 2))
		rate, list, places := alianza.PercentUnits(r.Int64N(3e12)-99e10), days(r, once(r)), r.IntN(13)
		got, err := cashflow.XNPV(rate, list, places)
		want := refXNPV(rate.Decimal().Rat(), list)
		off := new(big.Float).SetPrec(prec).Sub(float(got.Rat()), want)
		if err != nil || off.Abs(off).Cmp(float(half(places))) > 0 {
			t.Errorf("seed %d: XNPV(%s, %v, %d) = %s, %v; want %s", seed, rate, list, places, got.Round(12), err, want.Text('f', 20))
		}
	}
}

// TestLawXIRR: as TestLawIRR, on days. The order of the list behind the first flow changes
// nothing.
func TestLawXIRR(t *testing.T) {
	for seed := range seeds.Count(12) {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		list, places := days(r, once(r)), r.IntN(10)
		got, err := cashflow.XIRR(list, places)
		if err != nil {
			// Flows of one day are one flow, which may leave no change of signs.
			if !slices.ContainsFunc(list[1:], func(f cashflow.Flow) bool { return f.On == list[0].On }) {
				t.Errorf("seed %d: XIRR(%v, %d) = %v", seed, list, places, err)
			}
			continue
		}
		below, above := refXNPV(new(big.Rat).Sub(got.Rat(), half(places)), list), refXNPV(new(big.Rat).Add(got.Rat(), half(places)), list)
		if got.Cmp(decimal.NewFromInt(-100)) > 0 && below.Sign() < 0 || above.Sign() > 0 {
			t.Errorf("seed %d: XIRR(%v, %d) = %s; want the nearest rate", seed, list, places, got.Round(12))
		}
		rest := list[1:]
		r.Shuffle(len(rest), func(i, j int) { rest[i], rest[j] = rest[j], rest[i] })
		if again, err := cashflow.XIRR(list, places); err != nil || again.Rat().Cmp(got.Rat()) != 0 {
			t.Errorf("seed %d: XIRR in another order = %s, %v; want %s", seed, again, err, got)
		}
	}
}

// TestYears: flows a year of 365 days apart are flows a period apart.
func TestYears(t *testing.T) {
	list := flows("-100 39 59 55 20")
	var yearly []cashflow.Flow
	for i, d := range list {
		yearly = append(yearly, cashflow.Flow{On: alianza.Must(alianza.NewDate(2025, 1, 1)).AddDays(365 * i), Amount: d})
	}
	irr, err := cashflow.IRR(list, 12)
	if err != nil {
		t.Fatal(err)
	}
	xirr, err := cashflow.XIRR(yearly, 12)
	if err != nil || xirr.Rat().Cmp(irr.Rat()) != 0 {
		t.Errorf("XIRR = %s, %v; want %s", xirr, err, irr)
	}
	yearly[1].On = yearly[1].On.AddDays(1) // on days now, which gives a little less
	less, err := cashflow.XIRR(yearly, 12)
	if err != nil || less.Cmp(irr.Round(12)) >= 0 || less.Cmp(irr.Round(12).Sub(n("0.1"))) <= 0 {
		t.Errorf("XIRR with a flow a day later = %s, %v; want a little less than %s", less.Round(12), err, irr.Round(12))
	}
	// The figures are numbers to be judged.
	if !alianza.AtLeast(n("28")).Holds(irr) || alianza.AtLeast(n("28.1")).Holds(irr) {
		t.Errorf("Holds(%s) is wrong beside 28 and 28.1", irr)
	}
	if npv, err := cashflow.NPV(irr, list); err != nil || npv.Cmp(n("0.000000000001")) > 0 || npv.Cmp(n("-0.000000000001")) < 0 {
		t.Errorf("NPV at the IRR = %s, %v; want 0 within 10^-12", npv, err)
	}
	var none roi.Figure
	if _, err := cashflow.NPV(none, list); err == nil {
		t.Error("NPV at no figure = no error; want one")
	}
}

// TestAllocations guards what exact values allocate: numbers without a bound need
// memory, but each flow few pieces of it.
func TestAllocations(t *testing.T) {
	list, rate := flows("-40000 5000 8000 12000 30000"), pct("8")
	tests := []struct {
		name string
		most float64
		call func() error
	}{
		{"NPV", 110, func() error { _, err := cashflow.NPV(rate, list); return err }},
		{"IRR", 240, func() error { _, err := cashflow.IRR(list, 4); return err }},
	}
	for _, tt := range tests {
		got := costtest.Allocs(tt.most, 20, func() {
			if err := tt.call(); err != nil {
				t.Fatal(err)
			}
		})
		if got > tt.most {
			t.Errorf("%s = %v allocations; want at most %v", tt.name, got, tt.most)
		}
	}
}

func BenchmarkNPV(b *testing.B) {
	list, rate := flows("-40000 5000 8000 12000 30000"), pct("8")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cashflow.NPV(rate, list); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkIRR(b *testing.B) {
	list := flows("-100 39 59 55 20")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cashflow.IRR(list, 4); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkXIRR(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := cashflow.XIRR(spreadsheet, 4); err != nil {
			b.Fatal(err)
		}
	}
}

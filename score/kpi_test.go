package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// A quotient is a number that no decimal holds.
type quotient struct{ q *big.Rat }

func (v quotient) Cmp(d decimal.Decimal) int { return v.q.Cmp(d.Rat()) }

func (v quotient) Round(places int32) decimal.Decimal { return decimal.NewFromBigRat(v.q, places) }

func (v quotient) Rat() *big.Rat { return new(big.Rat).Set(v.q) }

func kpi(name, unit string, target, benchmark score.Target) score.KPIDefinition {
	return score.KPIDefinition{Name: name, Unit: unit, Target: target, Benchmark: benchmark}
}

func TestKPIVectors(t *testing.T) {
	var none score.Target
	least := func(s string) score.Target { return score.AtLeast(n(s)) }
	tests := []struct {
		name              string
		target, benchmark score.Target
		value             score.Number
		want              score.Status
	}{
		{"V-KPI-1", least("300"), least("200"), n("300"), score.OnTarget},
		{"V-KPI-2", least("300"), least("200"), n("250"), score.AtBenchmark},
		{"V-KPI-3", least("95"), least("90"), n("88"), score.Missed},
		{"V-KPI-4", score.Below(n("30")), none, n("30"), score.Missed},
		{"V-KPI-5", score.Below(n("30")), none, n("29"), score.OnTarget},
		{"V-KPI-6", score.Above(n("4.5")), none, n("4.5"), score.Missed},
		{"V-KPI-7, X14", least("95"), least("90"), nil, score.NoData},
		{"V-KPI-8", least("40"), least("50"), n("45"), score.OnTarget},
		{"zero is a figure, X14", least("95"), least("90"), n("0"), score.Missed},
		{"zero decimal is a figure, X14", least("95"), least("90"), decimal.Decimal{}, score.Missed},
		{"pointer", least("95"), least("90"), new(decimal.Decimal), score.Missed},
		{"nil pointer, X14", least("95"), least("90"), (*decimal.Decimal)(nil), score.NoData},
		{"benchmark stricter than the target, missed", least("40"), least("50"), n("39.99"), score.Missed},
		{"negative figure", least("-10"), least("-20"), n("-15"), score.AtBenchmark},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.MustKPI(kpi("k", "", tt.target, tt.benchmark)).Judge(tt.value)
			if err != nil || got.Status != tt.want {
				t.Errorf("Judge(%v) = %s, %v; want %s", tt.value, got.Status, err, tt.want)
			}
		})
	}
}

// TestKPI_R6 judges the five figures of R6 on their bounds and beside them.
func TestKPI_R6(t *testing.T) {
	tests := []struct {
		name              string
		target, benchmark string
		values            map[string]score.Status
	}{
		{"success", "90", "80", map[string]score.Status{"90": score.OnTarget, "89.99": score.AtBenchmark, "80": score.AtBenchmark, "79.99": score.Missed}},
		{"satisfaction", "95", "90", map[string]score.Status{"95": score.OnTarget, "94.99": score.AtBenchmark, "90": score.AtBenchmark, "89.99": score.Missed}},
		{"revenue share", "40", "30", map[string]score.Status{"40": score.OnTarget, "39.99": score.AtBenchmark, "30": score.AtBenchmark, "29.99": score.Missed}},
		{"retention", "85", "80", map[string]score.Status{"85": score.OnTarget, "84.99": score.AtBenchmark, "80": score.AtBenchmark, "79.99": score.Missed}},
		{"roi", "300", "200", map[string]score.Status{"301": score.OnTarget, "300": score.OnTarget, "299": score.AtBenchmark, "250": score.AtBenchmark, "200": score.AtBenchmark, "199": score.Missed}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := score.MustKPI(kpi(tt.name, "%", score.AtLeast(n(tt.target)), score.AtLeast(n(tt.benchmark))))
			for value, want := range tt.values {
				got, err := k.Judge(n(value))
				if err != nil || got.Status != want || got.Status.Light() != score.Light(want) {
					t.Errorf("Judge(%s) = %s, %s, %v; want %s", value, got.Status, got.Status.Light(), err, want)
				}
			}
		})
	}
}

func TestKPIOperators_X2(t *testing.T) {
	const under, on, over = 0, 1, 2
	tests := []struct {
		name              string
		target, benchmark score.Target
		atTarget          [3]score.Status // under, on and over the bound of 10
		atBenchmark       [3]score.Status // under, on and over the bound of 5 or 15
		bound             string
	}{
		{
			"at least", score.AtLeast(n("10")), score.AtLeast(n("5")),
			[3]score.Status{score.AtBenchmark, score.OnTarget, score.OnTarget},
			[3]score.Status{score.Missed, score.AtBenchmark, score.AtBenchmark},
			"5",
		},
		{
			"above", score.Above(n("10")), score.Above(n("5")),
			[3]score.Status{score.AtBenchmark, score.AtBenchmark, score.OnTarget},
			[3]score.Status{score.Missed, score.Missed, score.AtBenchmark},
			"5",
		},
		{
			"above, then at least", score.Above(n("10")), score.AtLeast(n("5")),
			[3]score.Status{score.AtBenchmark, score.AtBenchmark, score.OnTarget},
			[3]score.Status{score.Missed, score.AtBenchmark, score.AtBenchmark},
			"5",
		},
		{
			"at most", score.AtMost(n("10")), score.AtMost(n("15")),
			[3]score.Status{score.OnTarget, score.OnTarget, score.AtBenchmark},
			[3]score.Status{score.AtBenchmark, score.AtBenchmark, score.Missed},
			"15",
		},
		{
			"below", score.Below(n("10")), score.Below(n("15")),
			[3]score.Status{score.OnTarget, score.AtBenchmark, score.AtBenchmark},
			[3]score.Status{score.AtBenchmark, score.Missed, score.Missed},
			"15",
		},
		{
			"below, then at most", score.Below(n("10")), score.AtMost(n("15")),
			[3]score.Status{score.OnTarget, score.AtBenchmark, score.AtBenchmark},
			[3]score.Status{score.AtBenchmark, score.AtBenchmark, score.Missed},
			"15",
		},
	}
	step := n("0.000000000000000001")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := score.MustKPI(kpi("k", "", tt.target, tt.benchmark))
			for i, want := range append(tt.atTarget[:], tt.atBenchmark[:]...) {
				value := n("10")
				if i > over {
					value = n(tt.bound)
				}
				switch i % 3 {
				case under:
					value = value.Sub(step)
				case on:
				case over:
					value = value.Add(step)
				}
				for _, v := range []score.Number{value, &value, quotient{value.Rat()}} {
					if got, err := k.Judge(v); err != nil || got.Status != want {
						t.Errorf("Judge(%T %s) = %s, %v; want %s", v, value, got.Status, err, want)
					}
				}
			}
		})
	}
}

func TestReading(t *testing.T) {
	roi := kpi("roi", "%", score.AtLeast(n("300")), score.AtLeast(n("200")))
	tests := []struct {
		name  string
		def   score.KPIDefinition
		value score.Number
		want  score.Reading
		text  string
		doc   string
	}{
		{
			"on target", roi, n("300"),
			score.Reading{Value: n("300"), Status: score.OnTarget},
			"roi 300%: green, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"300.00","light":"green","status":"on_target","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"at the benchmark", roi, n("250.10"),
			score.Reading{Value: n("250.1"), Status: score.AtBenchmark},
			"roi 250.1%: yellow, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"250.10","light":"yellow","status":"benchmark","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"not rounded up to the target that it is below", roi, n("299.995"),
			score.Reading{Value: n("299.995"), Status: score.AtBenchmark},
			"roi 299.995%: yellow, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"299.995","light":"yellow","status":"benchmark","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"quotient", roi,
			quotient{big.NewRat(1100, 9)},
			score.Reading{Value: n("122.22"), Status: score.Missed},
			"roi 122.22%: red, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"122.22","light":"red","status":"below","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"negative, rounded away from zero", roi, n("-20.005"),
			score.Reading{Value: n("-20.01"), Status: score.Missed},
			"roi -20.01%: red, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"-20.01","light":"red","status":"below","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"no data", roi, nil,
			score.Reading{},
			"roi: no data",
			`{"kpi":"roi","unit":"%","status":"no_data","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"no benchmark, no unit", kpi("tickets", "", score.Below(n("2")), score.Target{}), n("2"),
			score.Reading{Value: n("2"), Status: score.Missed},
			"tickets 2: red, target < 2",
			`{"kpi":"tickets","value":"2.00","light":"red","status":"below","target":{"below":"2"}}`,
		},
		{
			"unit that is a word", kpi("onboarding", "days", score.Below(n("28")), score.Target{}), n("27"),
			score.Reading{Value: n("27"), Status: score.OnTarget},
			"onboarding 27 days: green, target < 28",
			`{"kpi":"onboarding","unit":"days","value":"27.00","light":"green","status":"on_target","target":{"below":"28"}}`,
		},
		{
			"unit in capitals", kpi("deal", "USD", score.AtLeast(n("10000")), score.Target{}), decimal.New(1, 4),
			score.Reading{Value: n("10000"), Status: score.OnTarget},
			"deal 10000 USD: green, target >= 10000",
			`{"kpi":"deal","unit":"USD","value":"10000.00","light":"green","status":"on_target","target":{"at_least":"10000"}}`,
		},
		{
			"units of the ends of the alphabet", kpi("k", "z", score.AtMost(n("1")), score.Target{}), n("1"),
			score.Reading{Value: n("1"), Status: score.OnTarget},
			"k 1 z: green, target <= 1",
			`{"kpi":"k","unit":"z","value":"1.00","light":"green","status":"on_target","target":{"at_most":"1"}}`,
		},
		{
			"units of the other ends", kpi("k", "Z", score.AtMost(n("1")), score.Target{}), n("1"),
			score.Reading{Value: n("1"), Status: score.OnTarget},
			"k 1 Z: green, target <= 1",
			`{"kpi":"k","unit":"Z","value":"1.00","light":"green","status":"on_target","target":{"at_most":"1"}}`,
		},
		{
			"units of the beginning", kpi("k", "a", score.AtMost(n("1")), score.Target{}), n("1"),
			score.Reading{Value: n("1"), Status: score.OnTarget},
			"k 1 a: green, target <= 1",
			`{"kpi":"k","unit":"a","value":"1.00","light":"green","status":"on_target","target":{"at_most":"1"}}`,
		},
		{
			"unit in capitals of the beginning", kpi("k", "A", score.AtMost(n("1")), score.Target{}), n("1"),
			score.Reading{Value: n("1"), Status: score.OnTarget},
			"k 1 A: green, target <= 1",
			`{"kpi":"k","unit":"A","value":"1.00","light":"green","status":"on_target","target":{"at_most":"1"}}`,
		},
		{
			"ratio", kpi("return", ":1", score.Above(n("3")), score.AtLeast(n("2"))), n("3"),
			score.Reading{Value: n("3"), Status: score.AtBenchmark},
			"return 3:1: yellow, target > 3, benchmark >= 2",
			`{"kpi":"return","unit":":1","value":"3.00","light":"yellow","status":"benchmark","target":{"above":"3"},"benchmark":{"at_least":"2"}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.KPI, tt.want.Unit, tt.want.Target, tt.want.Benchmark = tt.def.Name, tt.def.Unit, tt.def.Target, tt.def.Benchmark
			got, err := score.MustKPI(tt.def).Judge(tt.value)
			if err != nil {
				t.Fatalf("Judge(%v) = %v; want no error", tt.value, err)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Judge(%v) mismatch (-want +got):\n%s", tt.value, diff)
			}
			if got.String() != tt.text {
				t.Errorf("String() = %q; want %q", got, tt.text)
			}
			if doc, err := json.Marshal(got); err != nil || string(doc) != tt.doc {
				t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, tt.doc)
			}
		})
	}
}

// TestReadingUnit has units that are no words, beside those that are.
func TestReadingUnit(t *testing.T) {
	tests := []struct {
		name, unit, want string
	}{
		{"none", "", "k 1: green, target >= 1"},
		{"sign", "%", "k 1%: green, target >= 1"},
		{"before the capitals", "@", "k 1@: green, target >= 1"},
		{"behind the capitals", "[x]", "k 1[x]: green, target >= 1"},
		{"before the letters", "`", "k 1`: green, target >= 1"},
		{"behind the letters", "{x}", "k 1{x}: green, target >= 1"},
		{"sign of another alphabet", "€", "k 1€: green, target >= 1"},
		{"word", "USD", "k 1 USD: green, target >= 1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.MustKPI(kpi("k", tt.unit, score.AtLeast(n("1")), score.Target{})).Judge(n("1"))
			if err != nil || got.String() != tt.want {
				t.Errorf("Judge(1) in %q = %q, %v; want %q", tt.unit, got, err, tt.want)
			}
		})
	}
}

func TestKPIHostile(t *testing.T) {
	k := score.MustKPI(kpi("k", "", score.AtLeast(n("1")), score.Target{}))
	million := decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<22), -1<<20)
	for _, d := range []decimal.Decimal{
		decimal.New(1, 1<<31-1), decimal.New(-1, 1<<31-1), decimal.New(1, -1<<31), decimal.New(0, 1<<30), decimal.New(1, 19), decimal.New(1, -19), million,
	} {
		for _, v := range []score.Number{d, &d} {
			got, err := k.Judge(v)
			if want := []fault{{"value", "", alianza.ErrRange}}; !errors.Is(err, alianza.ErrRange) || len(faults(err)) != 1 || faults(err)[0].Path != "value" {
				t.Errorf("Judge(a hostile %T) = %v; want %v", v, err, want)
			}
			if diff := cmp.Diff(score.Reading{}, got); diff != "" {
				t.Errorf("Judge(a hostile %T) = a reading beside the error (-want +got):\n%s", v, diff)
			}
		}
	}
	_, err := k.Judge(decimal.New(1, 19))
	if got, want := fmt.Sprint(err), `score: kpi k: value "10000000000000000000": out of range: exponent out of range: 10^19, allowed is -18 to 18`; got != want {
		t.Errorf("Judge(1e19) = %s; want %s", got, want)
	}
	greatest := n("9999999999999999999999999999999999")
	if got, err := k.Judge(decimal.NewFromBigInt(greatest.Coefficient(), 18)); err != nil || got.Status != score.OnTarget {
		t.Errorf("Judge(the greatest number) = %s, %v; want on target", got, err)
	}
}

func TestNewKPIFaults(t *testing.T) {
	least, most := score.AtLeast(n("300")), score.AtMost(n("200"))
	tests := []struct {
		name string
		def  score.KPIDefinition
		want []fault
	}{
		{"nothing", score.KPIDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"target", "", alianza.ErrMissing}}},
		{"blank name", kpi("\t", "", least, score.Target{}), []fault{{"name", "\t", alianza.ErrMissing}}},
		{"no target", kpi("k", "", score.Target{}, score.Target{}), []fault{{"target", "", alianza.ErrMissing}}},
		{"no target, but a benchmark", kpi("k", "", score.Target{}, least), []fault{{"target", "", alianza.ErrMissing}}},
		{"target of no operator", kpi("k", "", score.Target{Bound: n("1")}, score.Target{}), []fault{{"target", "", alianza.ErrMissing}}},
		{"operators that do not exist", kpi("k", "", score.Target{Op: 9}, score.Target{Op: 9}), []fault{{"target", "", alianza.ErrMissing}, {"benchmark", "", alianza.ErrMissing}}},
		{"benchmark of an operator that does not exist", kpi("k", "", least, score.Target{Op: 9}), []fault{{"benchmark", "", alianza.ErrMissing}}},
		{"hostile target", kpi("k", "", score.Above(decimal.New(1, 1<<30)), score.Target{}), []fault{{"target.above", "1e1073741824", alianza.ErrRange}}},
		{"hostile benchmark", kpi("k", "", least, score.Above(decimal.New(1, -19))), []fault{{"benchmark.above", "0.0000000000000000001", alianza.ErrRange}}},
		{"benchmark that looks the other way, at most", kpi("k", "", least, most), []fault{{"benchmark.at_most", "200", alianza.ErrConflict}}},
		{"benchmark that looks the other way, below", kpi("k", "", score.Above(n("3")), score.Below(n("2.0"))), []fault{{"benchmark.below", "2.0", alianza.ErrConflict}}},
		{"benchmark that looks the other way, at least", kpi("k", "", score.Below(n("3")), score.AtLeast(n("4"))), []fault{{"benchmark.at_least", "4", alianza.ErrConflict}}},
		{"benchmark that looks the other way, above", kpi("k", "", score.AtMost(n("3")), score.Above(n("4"))), []fault{{"benchmark.above", "4", alianza.ErrConflict}}},
		{"all at once", kpi("", "", score.AtLeast(decimal.New(1, 19)), score.AtMost(decimal.New(1, 19))), []fault{
			{"name", "", alianza.ErrMissing},
			{"target.at_least", "10000000000000000000", alianza.ErrRange},
			{"benchmark.at_most", "10000000000000000000", alianza.ErrRange},
			{"benchmark.at_most", "10000000000000000000", alianza.ErrConflict},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, err := score.NewKPI(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewKPI = other faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(score.KPIDefinition{}, k.Definition(), sameWeights); diff != "" {
				t.Errorf("NewKPI = a KPI beside the error (-want +got):\n%s", diff)
			}
		})
	}
	_, err := score.NewKPI(kpi("k", "", least, most))
	if got, want := fmt.Sprint(err), `benchmark.at_most "200": contradiction: it looks the other way than the target, >= 300`; got != want {
		t.Errorf("NewKPI = %s; want %s", got, want)
	}
	for _, def := range []score.KPIDefinition{kpi("k", "", least, score.Above(n("200"))), kpi("k", "", most, score.Below(n("200"))), kpi("k", "x", least, score.AtLeast(n("400")))} {
		k, err := score.NewKPI(def)
		if diff := cmp.Diff(def, k.Definition(), sameWeights); diff != "" || err != nil {
			t.Errorf("NewKPI(%v) = %v; want no error (-want +got):\n%s", def, err, diff)
		}
	}
}

func TestZeroKPI(t *testing.T) {
	var k score.KPI
	got, err := k.Judge(n("1000"))
	if err != nil || got.Status != score.Missed {
		t.Errorf("Judge(1000) = %s, %v; want below", got.Status, err)
	}
	if want := " 1000: red, target ? 0"; got.String() != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	got, err = k.Judge(nil)
	if diff := cmp.Diff(score.Reading{}, got); diff != "" || err != nil {
		t.Errorf("Judge(nil) = %v, %v; want the zero Reading (-want +got):\n%s", got, err, diff)
	}
}

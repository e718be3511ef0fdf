package kpi_test

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
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// reading returns a value to be shown and its light.
func reading(value string, light score.Light) kpi.Reading {
	v := n(value)
	return kpi.Reading{Value: &v, Light: light}
}

func TestReading(t *testing.T) {
	roi := define("roi", "%", alianza.AtLeast(n("300")), alianza.AtLeast(n("200")))
	least, _ := new(big.Rat).SetString("1/1000000000000000000000000000000") // 10^-30
	n300less := quotient{least.Sub(big.NewRat(300, 1), least)}
	tests := []struct {
		name  string
		def   kpi.Definition
		value score.Number
		want  kpi.Reading
		text  string
		doc   string
	}{
		{
			"on target", roi, n("300"),
			reading("300", score.Green),
			"roi 300%: green, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"300.00","light":"green","target":{"at_least":"300"},"benchmark":{"at_least":"200"},"attainment_pct":"100"}`,
		},
		{
			"at the benchmark", roi, n("250.10"),
			reading("250.1", score.Yellow),
			"roi 250.1%: yellow, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"250.10","light":"yellow","target":{"at_least":"300"},"benchmark":{"at_least":"200"},"attainment_pct":"2501/30"}`,
		},
		{
			"not rounded up to the target that it is below", roi, n("299.995"),
			reading("299.995", score.Yellow),
			"roi 299.995%: yellow, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"299.995","light":"yellow","target":{"at_least":"300"},"benchmark":{"at_least":"200"},"attainment_pct":"59999/600"}`,
		},
		{
			"quotient", roi,
			quotient{big.NewRat(1100, 9)},
			reading("122.22", score.Red),
			"roi 122.22%: red, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"122.22","light":"red","target":{"at_least":"300"},"benchmark":{"at_least":"200"},"attainment_pct":"1100/27"}`,
		},
		{
			"nearer to the target than 18 decimals tell", roi, n300less,
			reading("299.999999999999999999", score.Yellow),
			"roi 299.999999999999999999%: yellow, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"299.999999999999999999","light":"yellow","target":{"at_least":"300"},"benchmark":{"at_least":"200"},"attainment_pct":"299999999999999999999999999999999/3000000000000000000000000000000"}`,
		},
		{
			"a third above its 18 decimals", define("share", "", alianza.Above(n("0.333333333333333333")), alianza.Bound{}),
			quotient{big.NewRat(1, 3)},
			reading("0.333333333333333334", score.Green),
			"share 0.333333333333333334: green, target > 0.333333333333333333",
			`{"kpi":"share","value":"0.333333333333333334","light":"green","target":{"above":"0.333333333333333333"},"attainment_pct":"100000000000000000000/999999999999999999"}`,
		},
		{
			"negative, rounded away from zero", roi, n("-20.005"),
			reading("-20.01", score.Red),
			"roi -20.01%: red, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"-20.01","light":"red","target":{"at_least":"300"},"benchmark":{"at_least":"200"},"attainment_pct":"-4001/600"}`,
		},
		{
			"no data", roi, nil,
			kpi.Reading{},
			"roi: no data",
			`{"kpi":"roi","unit":"%","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"no benchmark, no unit", define("tickets", "", alianza.Below(n("2")), alianza.Bound{}), n("2"),
			reading("2", score.Red),
			"tickets 2: red, target < 2",
			`{"kpi":"tickets","value":"2.00","light":"red","target":{"below":"2"},"attainment_pct":"100"}`,
		},
		{
			"unit that is a word", define("onboarding", "days", alianza.Below(n("28")), alianza.Bound{}), n("27"),
			reading("27", score.Green),
			"onboarding 27 days: green, target < 28",
			`{"kpi":"onboarding","unit":"days","value":"27.00","light":"green","target":{"below":"28"},"attainment_pct":"2800/27"}`,
		},
		{
			"unit in capitals", define("deal", "USD", alianza.AtLeast(n("10000")), alianza.Bound{}), decimal.New(1, 4),
			reading("10000", score.Green),
			"deal 10000 USD: green, target >= 10000",
			`{"kpi":"deal","unit":"USD","value":"10000.00","light":"green","target":{"at_least":"10000"},"attainment_pct":"100"}`,
		},
		{
			"units of the ends of the alphabet", define("k", "z", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			reading("1", score.Green),
			"k 1 z: green, target <= 1",
			`{"kpi":"k","unit":"z","value":"1.00","light":"green","target":{"at_most":"1"},"attainment_pct":"100"}`,
		},
		{
			"units of the other ends", define("k", "Z", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			reading("1", score.Green),
			"k 1 Z: green, target <= 1",
			`{"kpi":"k","unit":"Z","value":"1.00","light":"green","target":{"at_most":"1"},"attainment_pct":"100"}`,
		},
		{
			"units of the beginning", define("k", "a", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			reading("1", score.Green),
			"k 1 a: green, target <= 1",
			`{"kpi":"k","unit":"a","value":"1.00","light":"green","target":{"at_most":"1"},"attainment_pct":"100"}`,
		},
		{
			"unit in capitals of the beginning", define("k", "A", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			reading("1", score.Green),
			"k 1 A: green, target <= 1",
			`{"kpi":"k","unit":"A","value":"1.00","light":"green","target":{"at_most":"1"},"attainment_pct":"100"}`,
		},
		{
			"ratio", define("return", ":1", alianza.Above(n("3")), alianza.AtLeast(n("2"))), n("3"),
			reading("3", score.Yellow),
			"return 3:1: yellow, target > 3, benchmark >= 2",
			`{"kpi":"return","unit":":1","value":"3.00","light":"yellow","target":{"above":"3"},"benchmark":{"at_least":"2"},"attainment_pct":"100"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.KPI, tt.want.Unit, tt.want.Target, tt.want.Benchmark = tt.def.Name, tt.def.Unit, tt.def.Target, tt.def.Benchmark
			got, err := must(tt.def).Judge(tt.value)
			if err != nil {
				t.Fatalf("Judge(%v) = %v; want no error", tt.value, err)
			}
			tt.want.Attainment = got.Attainment // see TestAttainment_R17
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Judge(%v) mismatch (-want +got):\n%s", tt.value, diff)
			}
			scoretest.Again(t, got)
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
			got, err := must(define("k", tt.unit, alianza.AtLeast(n("1")), alianza.Bound{})).Judge(n("1"))
			if err != nil || got.String() != tt.want {
				t.Errorf("Judge(1) in %q = %q, %v; want %q", tt.unit, got, err, tt.want)
			}
		})
	}
}

// TestShown holds the figure in a text against the verdict beside it.
func TestShown(t *testing.T) {
	tests := []struct {
		name   string
		target alianza.Bound
		value  string
		want   string
	}{
		{"on the bound", alianza.AtLeast(n("90")), "90", "k 90%: green, target >= 90"},
		{"two places say it", alianza.AtLeast(n("90")), "89.99", "k 89.99%: red, target >= 90"},
		{"a third place is needed", alianza.AtLeast(n("90")), "89.999", "k 89.999%: red, target >= 90"},
		{"half a third place is not enough", alianza.AtLeast(n("90")), "89.995", "k 89.995%: red, target >= 90"},
		{"above a bound from above", alianza.AtMost(n("5")), "5.001", "k 5.001%: red, target <= 5"},
		{"just inside a strict bound", alianza.Above(n("4.5")), "4.5000001", "k 4.5000001%: green, target > 4.5"},
		{"far from the bound", alianza.AtLeast(n("90")), "12.3456", "k 12.35%: red, target >= 90"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kpi := must(kpi.Definition{Name: "k", Unit: "%", Target: tt.target})
			if got, err := kpi.Judge(n(tt.value)); err != nil || got.String() != tt.want {
				t.Errorf("Judge(%s) = %v, %v; want %s", tt.value, got, err, tt.want)
			}
		})
	}
}

func TestAttainment_R17(t *testing.T) {
	between := alianza.Between(n("30"), n("60"))
	tests := []struct {
		name   string
		target alianza.Bound
		value  score.Number
		want   string
	}{
		{"V-ATN-1", alianza.AtLeast(n("8")), n("5"), "62.5"},
		{"V-ATN-2", alianza.AtMost(n("30")), n("40"), "75"},
		{"R17, revenue", alianza.AtLeast(n("75000")), n("50000"), "200/3"},
		{"R17, satisfaction", alianza.AtLeast(n("95")), n("88"), "1760/19"},
		{"R17, roi", alianza.AtLeast(n("300")), n("250"), "250/3"},
		{"on the bound", alianza.Above(n("8")), n("8"), "100"},
		{"over", alianza.AtLeast(n("8")), n("10"), "125"},
		{"nothing", alianza.AtLeast(n("8")), n("0"), "0"},
		{"negative", alianza.AtLeast(n("8")), n("-2"), "-25"},
		{"less than the most", alianza.Below(n("30")), n("20"), "150"},
		{"the low end of a range is the bar", alianza.AtLeast(n("30")).Range(n("50")), n("45"), "150"},
		{"between, under", between, n("15"), "50"},
		{"between, low end", between, n("30"), "100"},
		{"between, inside", between, n("45"), "100"},
		{"between, high end", between, n("60"), "100"},
		{"between, high end below zero", alianza.Between(n("-5"), n("-2")), n("-2"), "100"},
		{"between, over", between, n("80"), "75"},
		{"a quotient", alianza.AtLeast(n("40")), quotient{big.NewRat(100, 3)}, "250/3"},
		{"in its unit", alianza.AtLeast(n("40")), score.WithUnit(n("20"), "x"), "50"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := must(define("k", "x", tt.target, alianza.Bound{})).Judge(tt.value)
			if err != nil || got.Attainment == nil || !got.Attainment.Equal(q(tt.want)) {
				t.Errorf("Attainment of %v by %s = %s, %v; want %s", tt.value, tt.target, got.Attainment, err, tt.want)
			}
		})
	}
}

// TestNoAttainment has values and targets of which a share says nothing.
func TestNoAttainment(t *testing.T) {
	for name, tt := range map[string]struct {
		target alianza.Bound
		value  score.Number
	}{
		"no data":                        {alianza.AtLeast(n("8")), nil},
		"target of zero":                 {alianza.AtLeast(n("0")), n("8")},
		"ceiling of zero":                {alianza.AtMost(n("0")), n("8")},
		"negative target":                {alianza.AtLeast(n("-5")), n("8")},
		"zero where less is better":      {alianza.AtMost(n("30")), n("0")},
		"negative where less is better":  {alianza.AtMost(n("30")), n("-1")},
		"between from zero, under it":    {alianza.Between(n("0"), n("5")), n("-1")},
		"between two below zero, beyond": {alianza.Between(n("-5"), n("-2")), n("1")},
	} {
		got, err := must(define("k", "", tt.target, alianza.Bound{})).Judge(tt.value)
		if err != nil || got.Attainment != nil {
			t.Errorf("Attainment, %s = %s, %v; want none", name, got.Attainment, err)
		}
	}
}

func TestKPIVectors(t *testing.T) {
	var none alianza.Bound
	least := func(s string) alianza.Bound { return alianza.AtLeast(n(s)) }
	tests := []struct {
		name              string
		target, benchmark alianza.Bound
		value             score.Number
		want              score.Light
	}{
		{"V-KPI-1", least("300"), least("200"), n("300"), score.Green},
		{"V-KPI-2", least("300"), least("200"), n("250"), score.Yellow},
		{"V-KPI-3", least("95"), least("90"), n("88"), score.Red},
		{"V-KPI-4", alianza.Below(n("30")), none, n("30"), score.Red},
		{"V-KPI-5", alianza.Below(n("30")), none, n("29"), score.Green},
		{"V-KPI-6", alianza.Above(n("4.5")), none, n("4.5"), score.Red},
		{"V-KPI-7, X14", least("95"), least("90"), nil, score.Light(0)},
		{"V-KPI-8", least("40"), least("50"), n("45"), score.Green},
		{"zero is a figure, X14", least("95"), least("90"), n("0"), score.Red},
		{"zero decimal is a figure, X14", least("95"), least("90"), decimal.Decimal{}, score.Red},
		{"pointer", least("95"), least("90"), new(decimal.Decimal), score.Red},
		{"nil pointer, X14", least("95"), least("90"), (*decimal.Decimal)(nil), score.Light(0)},
		{"benchmark stricter than the target, missed", least("40"), least("50"), n("39.99"), score.Red},
		{"negative figure", least("-10"), least("-20"), n("-15"), score.Yellow},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := must(define("k", "", tt.target, tt.benchmark)).Judge(tt.value)
			if err != nil || got.Light != tt.want {
				t.Errorf("Judge(%v) = %s, %v; want %s", tt.value, got.Light, err, tt.want)
			}
		})
	}
}

// TestKPI_R6 judges the five figures of R6 on their bounds and beside them.
func TestKPI_R6(t *testing.T) {
	tests := []struct {
		name              string
		target, benchmark string
		values            map[string]score.Light
	}{
		{"success", "90", "80", map[string]score.Light{"90": score.Green, "89.99": score.Yellow, "80": score.Yellow, "79.99": score.Red}},
		{"satisfaction", "95", "90", map[string]score.Light{"95": score.Green, "94.99": score.Yellow, "90": score.Yellow, "89.99": score.Red}},
		{"revenue share", "40", "30", map[string]score.Light{"40": score.Green, "39.99": score.Yellow, "30": score.Yellow, "29.99": score.Red}},
		{"retention", "85", "80", map[string]score.Light{"85": score.Green, "84.99": score.Yellow, "80": score.Yellow, "79.99": score.Red}},
		{"roi", "300", "200", map[string]score.Light{"301": score.Green, "300": score.Green, "299": score.Yellow, "250": score.Yellow, "200": score.Yellow, "199": score.Red}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := must(define(tt.name, "%", alianza.AtLeast(n(tt.target)), alianza.AtLeast(n(tt.benchmark))))
			for value, want := range tt.values {
				got, err := k.Judge(n(value))
				if err != nil || got.Light != want {
					t.Errorf("Judge(%s) = %s, %v; want %s", value, got.Light, err, want)
				}
			}
		})
	}
}

func TestKPIOperators_X2(t *testing.T) {
	const under, on, over = 0, 1, 2
	tests := []struct {
		name              string
		target, benchmark alianza.Bound
		atTarget          [3]score.Light // under, on and over the bound of 10
		atBenchmark       [3]score.Light // under, on and over the bound of 5 or 15
		bound             string
	}{
		{
			"at least", alianza.AtLeast(n("10")), alianza.AtLeast(n("5")),
			[3]score.Light{score.Yellow, score.Green, score.Green},
			[3]score.Light{score.Red, score.Yellow, score.Yellow},
			"5",
		},
		{
			"above", alianza.Above(n("10")), alianza.Above(n("5")),
			[3]score.Light{score.Yellow, score.Yellow, score.Green},
			[3]score.Light{score.Red, score.Red, score.Yellow},
			"5",
		},
		{
			"above, then at least", alianza.Above(n("10")), alianza.AtLeast(n("5")),
			[3]score.Light{score.Yellow, score.Yellow, score.Green},
			[3]score.Light{score.Red, score.Yellow, score.Yellow},
			"5",
		},
		{
			"at most", alianza.AtMost(n("10")), alianza.AtMost(n("15")),
			[3]score.Light{score.Green, score.Green, score.Yellow},
			[3]score.Light{score.Yellow, score.Yellow, score.Red},
			"15",
		},
		{
			"below", alianza.Below(n("10")), alianza.Below(n("15")),
			[3]score.Light{score.Green, score.Yellow, score.Yellow},
			[3]score.Light{score.Yellow, score.Red, score.Red},
			"15",
		},
		{
			"below, then at most", alianza.Below(n("10")), alianza.AtMost(n("15")),
			[3]score.Light{score.Green, score.Yellow, score.Yellow},
			[3]score.Light{score.Yellow, score.Yellow, score.Red},
			"15",
		},
	}
	step := n("0.000000000000000001")
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := must(define("k", "", tt.target, tt.benchmark))
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
					if got, err := k.Judge(v); err != nil || got.Light != want {
						t.Errorf("Judge(%T %s) = %s, %v; want %s", v, value, got.Light, err, want)
					}
				}
			}
		})
	}
}

func TestKPIHostile(t *testing.T) {
	k := must(define("k", "", alianza.AtLeast(n("1")), alianza.Bound{}))
	million := decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1<<22), -1<<20)
	for _, d := range []decimal.Decimal{
		decimal.New(1, 1<<31-1), decimal.New(-1, 1<<31-1), decimal.New(1, -1<<31), decimal.New(0, 1<<30), decimal.New(1, 19), decimal.New(1, -19), million,
	} {
		for _, v := range []score.Number{d, &d, score.WithUnit(d, "NPS"), score.WithUnit(&d, "")} {
			got, err := k.Judge(v)
			if want := []fault{{"value", "", alianza.ErrRange}}; !errors.Is(err, alianza.ErrRange) || len(faults(err)) != 1 || faults(err)[0].Path != "value" {
				t.Errorf("Judge(a hostile %T) = %v; want %v", v, err, want)
			}
			if diff := cmp.Diff(kpi.Reading{}, got); diff != "" {
				t.Errorf("Judge(a hostile %T) = a reading beside the error (-want +got):\n%s", v, diff)
			}
		}
	}
	_, err := k.Judge(decimal.New(1, 19))
	if got, want := fmt.Sprint(err), `kpi: k: value "10000000000000000000": out of range: exponent out of range: 10^19, allowed is -18 to 18`; got != want {
		t.Errorf("Judge(1e19) = %s; want %s", got, want)
	}
	greatest := n("9999999999999999999999999999999999")
	if got, err := k.Judge(decimal.NewFromBigInt(greatest.Coefficient(), 18)); err != nil || got.Light != score.Green {
		t.Errorf("Judge(the greatest number) = %s, %v; want on target", got, err)
	}
}

// TestTargetRange_R7 has ranges whose low end is the bar, and ranges with two.
func TestTargetRange_R7(t *testing.T) {
	tests := []struct {
		name   string
		target alianza.Bound
		value  string
		want   score.Light
		text   string
		doc    string
	}{
		{"under", alianza.AtLeast(n("30")).Range(n("50")), "29.99", score.Red, ">= 30 (to 50)", `{"at_least":"30","to":"50"}`},
		{"low end", alianza.AtLeast(n("30")).Range(n("50")), "30", score.Green, ">= 30 (to 50)", `{"at_least":"30","to":"50"}`},
		{"above the far end", alianza.AtLeast(n("30")).Range(n("50")), "55", score.Green, ">= 30 (to 50)", `{"at_least":"30","to":"50"}`},
		{"less is better, over", alianza.AtMost(n("60")).Range(n("30")), "60.01", score.Red, "<= 60 (to 30)", `{"at_most":"60","to":"30"}`},
		{"less is better, below the far end", alianza.AtMost(n("60")).Range(n("30")), "20", score.Green, "<= 60 (to 30)", `{"at_most":"60","to":"30"}`},
		{"between, under", alianza.Between(n("30"), n("60")), "29.99", score.Red, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, low end", alianza.Between(n("30"), n("60")), "30", score.Green, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, high end", alianza.Between(n("30"), n("60")), "60", score.Green, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, over", alianza.Between(n("30"), n("60")), "60.01", score.Red, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, up to zero", alianza.Between(n("-5"), n("0")), "0.01", score.Red, "-5 to 0", `{"between":"-5","to":"0"}`},
		{"between a number and itself", alianza.Between(n("5"), n("5")), "5", score.Green, "5 to 5", `{"between":"5","to":"5"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := define("k", "", tt.target, alianza.Bound{})
			got, err := must(d).Judge(n(tt.value))
			if err != nil || got.Light != tt.want || got.Target.String() != tt.text {
				t.Errorf("Judge(%s) = %s, %v; want %s, %s", tt.value, got, err, tt.want, tt.text)
			}
			doc, err := json.Marshal(d)
			if want := `{"name":"k","target":` + tt.doc + `}`; err != nil || string(doc) != want {
				t.Fatalf("MarshalJSON() = %s, %v; want %s", doc, err, want)
			}
			var read kpi.Definition
			if err := json.Unmarshal(doc, &read); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d, read, scoretest.SamePlaces()); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
			}
		})
	}
}

var sink bool

func BenchmarkKPIJudge(b *testing.B) {
	k := must(define("roi", "%", alianza.AtLeast(n("300")), alianza.AtLeast(n("200"))))
	value := n("250")
	b.ReportAllocs()
	for b.Loop() {
		r, _ := k.Judge(value)
		sink = r.Light == score.Green
	}
}

package kpi_test

import (
	"encoding/json"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

func TestReading(t *testing.T) {
	roi := define("roi", "%", alianza.AtLeast(n("300")), alianza.AtLeast(n("200")))
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
			kpi.Reading{Value: n("300"), Light: score.Green},
			"roi 300%: green, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"300.00","light":"green","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"at the benchmark", roi, n("250.10"),
			kpi.Reading{Value: n("250.1"), Light: score.Yellow},
			"roi 250.1%: yellow, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"250.10","light":"yellow","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"not rounded up to the target that it is below", roi, n("299.995"),
			kpi.Reading{Value: n("299.995"), Light: score.Yellow},
			"roi 299.995%: yellow, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"299.995","light":"yellow","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"quotient", roi,
			quotient{big.NewRat(1100, 9)},
			kpi.Reading{Value: n("122.22"), Light: score.Red},
			"roi 122.22%: red, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"122.22","light":"red","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"negative, rounded away from zero", roi, n("-20.005"),
			kpi.Reading{Value: n("-20.01"), Light: score.Red},
			"roi -20.01%: red, target >= 300, benchmark >= 200",
			`{"kpi":"roi","unit":"%","value":"-20.01","light":"red","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"no data", roi, nil,
			kpi.Reading{},
			"roi: no data",
			`{"kpi":"roi","unit":"%","target":{"at_least":"300"},"benchmark":{"at_least":"200"}}`,
		},
		{
			"no benchmark, no unit", define("tickets", "", alianza.Below(n("2")), alianza.Bound{}), n("2"),
			kpi.Reading{Value: n("2"), Light: score.Red},
			"tickets 2: red, target < 2",
			`{"kpi":"tickets","value":"2.00","light":"red","target":{"below":"2"}}`,
		},
		{
			"unit that is a word", define("onboarding", "days", alianza.Below(n("28")), alianza.Bound{}), n("27"),
			kpi.Reading{Value: n("27"), Light: score.Green},
			"onboarding 27 days: green, target < 28",
			`{"kpi":"onboarding","unit":"days","value":"27.00","light":"green","target":{"below":"28"}}`,
		},
		{
			"unit in capitals", define("deal", "USD", alianza.AtLeast(n("10000")), alianza.Bound{}), decimal.New(1, 4),
			kpi.Reading{Value: n("10000"), Light: score.Green},
			"deal 10000 USD: green, target >= 10000",
			`{"kpi":"deal","unit":"USD","value":"10000.00","light":"green","target":{"at_least":"10000"}}`,
		},
		{
			"units of the ends of the alphabet", define("k", "z", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			kpi.Reading{Value: n("1"), Light: score.Green},
			"k 1 z: green, target <= 1",
			`{"kpi":"k","unit":"z","value":"1.00","light":"green","target":{"at_most":"1"}}`,
		},
		{
			"units of the other ends", define("k", "Z", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			kpi.Reading{Value: n("1"), Light: score.Green},
			"k 1 Z: green, target <= 1",
			`{"kpi":"k","unit":"Z","value":"1.00","light":"green","target":{"at_most":"1"}}`,
		},
		{
			"units of the beginning", define("k", "a", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			kpi.Reading{Value: n("1"), Light: score.Green},
			"k 1 a: green, target <= 1",
			`{"kpi":"k","unit":"a","value":"1.00","light":"green","target":{"at_most":"1"}}`,
		},
		{
			"unit in capitals of the beginning", define("k", "A", alianza.AtMost(n("1")), alianza.Bound{}), n("1"),
			kpi.Reading{Value: n("1"), Light: score.Green},
			"k 1 A: green, target <= 1",
			`{"kpi":"k","unit":"A","value":"1.00","light":"green","target":{"at_most":"1"}}`,
		},
		{
			"ratio", define("return", ":1", alianza.Above(n("3")), alianza.AtLeast(n("2"))), n("3"),
			kpi.Reading{Value: n("3"), Light: score.Yellow},
			"return 3:1: yellow, target > 3, benchmark >= 2",
			`{"kpi":"return","unit":":1","value":"3.00","light":"yellow","target":{"above":"3"},"benchmark":{"at_least":"2"}}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.KPI, tt.want.Unit, tt.want.Target, tt.want.Benchmark = tt.def.Name, tt.def.Unit, tt.def.Target, tt.def.Benchmark
			got, err := must(tt.def).Judge(tt.value)
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

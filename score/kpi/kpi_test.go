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

// A quotient is a number that no decimal holds.
type quotient struct{ q *big.Rat }

func (v quotient) Cmp(d decimal.Decimal) int { return v.q.Cmp(d.Rat()) }

func (v quotient) Round(places int32) decimal.Decimal { return decimal.NewFromBigRat(v.q, places) }

func (v quotient) Rat() *big.Rat { return new(big.Rat).Set(v.q) }

func define(name, unit string, target, benchmark alianza.Bound) kpi.Definition {
	return kpi.Definition{Name: name, Unit: unit, Target: target, Benchmark: benchmark}
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
		for _, v := range []score.Number{d, &d} {
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

func TestNewFaults(t *testing.T) {
	least, most := alianza.AtLeast(n("300")), alianza.AtMost(n("200"))
	tests := []struct {
		name string
		def  kpi.Definition
		want []fault
	}{
		{"nothing", kpi.Definition{}, []fault{{"name", "", alianza.ErrMissing}, {"target", "", alianza.ErrMissing}}},
		{"blank name", define("\t", "", least, alianza.Bound{}), []fault{{"name", "\t", alianza.ErrMissing}}},
		{"no target", define("k", "", alianza.Bound{}, alianza.Bound{}), []fault{{"target", "", alianza.ErrMissing}}},
		{"no target, but a benchmark", define("k", "", alianza.Bound{}, least), []fault{{"target", "", alianza.ErrMissing}}},
		{"target of no operator", define("k", "", alianza.Bound{Value: n("1")}, alianza.Bound{}), []fault{{"target", "", alianza.ErrMissing}}},
		{"operators that do not exist", define("k", "", alianza.Bound{Op: 9}, alianza.Bound{Op: 9}), []fault{{"target", "", alianza.ErrMissing}, {"benchmark", "", alianza.ErrMissing}}},
		{"benchmark of an operator that does not exist", define("k", "", least, alianza.Bound{Op: 9}), []fault{{"benchmark", "", alianza.ErrMissing}}},
		{"hostile target", define("k", "", alianza.Above(decimal.New(1, 1<<30)), alianza.Bound{}), []fault{{"target.above", "1e1073741824", alianza.ErrRange}}},
		{"hostile benchmark", define("k", "", least, alianza.Above(decimal.New(1, -19))), []fault{{"benchmark.above", "0.0000000000000000001", alianza.ErrRange}}},
		{"benchmark that looks the other way, at most", define("k", "", least, most), []fault{{"benchmark.at_most", "200", alianza.ErrConflict}}},
		{"benchmark that looks the other way, below", define("k", "", alianza.Above(n("3")), alianza.Below(n("2.0"))), []fault{{"benchmark.below", "2.0", alianza.ErrConflict}}},
		{"benchmark that looks the other way, at least", define("k", "", alianza.Below(n("3")), alianza.AtLeast(n("4"))), []fault{{"benchmark.at_least", "4", alianza.ErrConflict}}},
		{"benchmark that looks the other way, above", define("k", "", alianza.AtMost(n("3")), alianza.Above(n("4"))), []fault{{"benchmark.above", "4", alianza.ErrConflict}}},
		{"all at once", define("", "", alianza.AtLeast(decimal.New(1, 19)), alianza.AtMost(decimal.New(1, 19))), []fault{
			{"name", "", alianza.ErrMissing},
			{"target.at_least", "10000000000000000000", alianza.ErrRange},
			{"benchmark.at_most", "10000000000000000000", alianza.ErrRange},
			{"benchmark.at_most", "10000000000000000000", alianza.ErrConflict},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k, err := kpi.New(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(kpi.Definition{}, k.Definition()); diff != "" {
				t.Errorf("New = a KPI beside the error (-want +got):\n%s", diff)
			}
		})
	}
	_, err := kpi.New(define("k", "", least, most))
	if got, want := fmt.Sprint(err), `benchmark.at_most "200": contradiction: it looks the other way than the target, >= 300`; got != want {
		t.Errorf("New = %s; want %s", got, want)
	}
	for _, def := range []kpi.Definition{define("k", "", least, alianza.Above(n("200"))), define("k", "", most, alianza.Below(n("200"))), define("k", "x", least, alianza.AtLeast(n("400")))} {
		k, err := kpi.New(def)
		if diff := cmp.Diff(def, k.Definition()); diff != "" || err != nil {
			t.Errorf("New(%v) = %v; want no error (-want +got):\n%s", def, err, diff)
		}
	}
}

func TestZeroKPI(t *testing.T) {
	var k kpi.KPI
	got, err := k.Judge(n("1000"))
	if err != nil || got.Light != score.Red {
		t.Errorf("Judge(1000) = %s, %v; want below", got.Light, err)
	}
	if want := " 1000: red, target none"; got.String() != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	got, err = k.Judge(nil)
	if diff := cmp.Diff(kpi.Reading{}, got); diff != "" || err != nil {
		t.Errorf("Judge(nil) = %v, %v; want the zero Reading (-want +got):\n%s", got, err, diff)
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

func TestTargetFaults(t *testing.T) {
	tests := []struct {
		name              string
		target, benchmark alianza.Bound
		want              []fault
	}{
		{"between, upside down", alianza.Between(n("60"), n("30")), alianza.Bound{}, []fault{{"target.to", "30", alianza.ErrConflict}}},
		{"range under its bar", alianza.AtLeast(n("30")).Range(n("30")), alianza.Bound{}, []fault{{"target.to", "30", alianza.ErrConflict}}},
		{"range over its bar", alianza.Below(n("30")).Range(n("30")), alianza.Bound{}, []fault{{"target.to", "30", alianza.ErrConflict}}},
		{"hostile end", alianza.AtLeast(n("30")).Range(decimal.New(1, 19)), alianza.Bound{}, []fault{{"target.to", "10000000000000000000", alianza.ErrRange}}},
		{"hostile ends", alianza.Between(decimal.New(1, 19), decimal.New(1, 20)), alianza.Bound{}, []fault{
			{"target.between", "10000000000000000000", alianza.ErrRange}, {"target.to", "100000000000000000000", alianza.ErrRange},
		}},
		{"benchmark of one side", alianza.Between(n("30"), n("60")), alianza.AtLeast(n("20")), []fault{{"benchmark.at_least", "20", alianza.ErrConflict}}},
		{"benchmark of two sides", alianza.AtLeast(n("30")), alianza.Between(n("20"), n("60")), []fault{{"benchmark.between", "20", alianza.ErrConflict}}},
		{"a wider benchmark", alianza.Between(n("30"), n("60")), alianza.Between(n("20"), n("70")), nil},
		{"the least range", alianza.AtLeast(n("30")).Range(n("30.01")), alianza.AtLeast(n("20")).Range(n("25")), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := kpi.New(define("k", "", tt.target, tt.benchmark))
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
	d := define("k", " %", alianza.AtLeast(n("1")), alianza.Bound{})
	d.Measure, d.Priority, d.Tolerance, d.Actions = "\t", 9, scoretest.Percent("100.0000000001%"), []string{"call", "call", ""}
	_, err := kpi.New(d)
	want := []fault{
		{"unit", " %", alianza.ErrForm},
		{"measure", "\t", alianza.ErrMissing},
		{"priority", "(9)", alianza.ErrUnknown},
		{"tolerance", "100.0000000001%", alianza.ErrRange},
		{"actions[1]", "call", alianza.ErrDuplicate},
		{"actions[2]", "", alianza.ErrMissing},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("New = other faults (-want +got):\n%s", diff)
	}
	d = define("k", "", alianza.AtLeast(n("1")), alianza.Bound{})
	d.Tolerance = alianza.WholePercent(-1)
	if _, err := kpi.New(d); len(faults(err)) != 1 || faults(err)[0].Path != "tolerance" {
		t.Errorf("New with a negative tolerance = %v; want a fault at tolerance", err)
	}
	for name, doc := range map[string]string{"both": `{"name":"k","target":{"between":"1","at_least":"2","to":"3"}}`, "half": `{"name":"k","target":{"between":"1"}}`, "end only": `{"name":"k","target":{"to":"1"}}`} {
		if err := json.Unmarshal([]byte(doc), &d); len(faults(err)) == 0 {
			t.Errorf("UnmarshalJSON(%s) = no fault; want one, %s", doc, name)
		}
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

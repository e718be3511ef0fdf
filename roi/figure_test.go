package roi_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// A Figure is a number that package score judges.
var _ score.Number = roi.Figure{}

func TestFigureCmp(t *testing.T) {
	uneven, even, lost := percent(t, "200000", "90000"), percent(t, "200000", "50000"), percent(t, "1", "3")
	cent := decimal.New(1, -2)
	tests := []struct {
		name   string
		figure roi.Figure
		d      decimal.Decimal
		want   int
	}{
		{"1100/9 and the hundredth below", uneven, n("122.22"), 1},
		{"1100/9 and the hundredth above", uneven, n("122.23"), -1},
		{"1100/9 and 18 places below", uneven, n("122.222222222222222222"), 1},
		{"1100/9 and 18 places above", uneven, n("122.222222222222222223"), -1},
		{"300 and itself", even, n("300"), 0},
		{"300 and itself in other places", even, n("300.000"), 0},
		{"300 and itself in a power", even, decimal.New(3, 2), 0},
		{"300 and a cent less", even, n("300").Sub(cent), 1},
		{"300 and a cent more", even, n("300").Add(cent), -1},
		{"300 and minus 300", even, n("-300"), 1},
		{"300 and zero", even, n("0"), 1},
		{"-200/3 and the hundredth below", lost, n("-66.67"), 1},
		{"-200/3 and the hundredth above", lost, n("-66.66"), -1},
		{"-200/3 and 66", lost, n("66"), -1},
		{"-200/3 and zero", lost, n("0"), -1},
		{"zero and zero", percent(t, "1", "1"), n("0.00"), 0},
		{"zero and one", percent(t, "1", "1"), n("1"), -1},
		{"zero and minus one", percent(t, "1", "1"), n("-1"), 1},
		{"zero Figure and zero", roi.Figure{}, decimal.Decimal{}, 0},
		{"zero Figure and more", roi.Figure{}, cent, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.figure.Cmp(tt.d); got != tt.want {
				t.Errorf("Cmp(%s) of %s = %d; want %d", tt.d, tt.figure.Rat().RatString(), got, tt.want)
			}
		})
	}
}

// TestFigureCmpHostile compares with numbers that could not be written out.
func TestFigureCmpHostile(t *testing.T) {
	more, part, less, zero := percent(t, "2", "1"), multiple(t, "1", "2"), percent(t, "1", "2"), percent(t, "1", "1")
	digits := new(big.Int).Exp(big.NewInt(10), big.NewInt(100_000), nil)
	tests := []struct {
		name                   string
		d                      decimal.Decimal
		more, part, less, zero int // 100, 1/2, -50 and 0 compared with d
	}{
		{"huge", decimal.New(1, 1<<31-1), -1, -1, -1, -1},
		{"huge, negative", decimal.New(-1, 1<<31-1), 1, 1, 1, 1},
		{"tiny", decimal.New(1, -1<<31), 1, 1, -1, -1},
		{"tiny, negative", decimal.New(-1, -1<<31), 1, 1, -1, 1},
		{"zero of a huge power", decimal.New(0, 1<<31-1), 1, 1, -1, 0},
		{"zero of a tiny power", decimal.New(0, -1<<31), 1, 1, -1, 0},
		{"100,000 digits", decimal.NewFromBigInt(digits, 0), -1, -1, -1, -1},
		{"100,000 places", decimal.NewFromBigInt(big.NewInt(1), -100_000), 1, 1, -1, -1},
		{"one of 100,000 digits", decimal.NewFromBigInt(digits, -100_000), 1, -1, -1, -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := [4]int{more.Cmp(tt.d), part.Cmp(tt.d), less.Cmp(tt.d), zero.Cmp(tt.d)}
			if want := [4]int{tt.more, tt.part, tt.less, tt.zero}; got != want {
				t.Errorf("Cmp of 100, 1/2, -50 and 0 = %v; want %v", got, want)
			}
		})
	}
}

// TestFigureCmpSpan compares the greatest and the least figures that there
// are with powers of ten around them, up to where Cmp takes a short cut and
// beyond.
func TestFigureCmpSpan(t *testing.T) {
	nines := n("9999999999999999999999999999999999")
	greatest, least := decimal.NewFromBigInt(nines.Coefficient(), 18), decimal.New(1, -18)
	figure := func(f roi.Figure, err error) roi.Figure {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	figures := []roi.Figure{
		figure(roi.Return(greatest, least)), figure(roi.Return(greatest.Neg(), least)), // near 10^72
		figure(roi.Multiple(least, greatest)), figure(roi.Multiple(least.Neg(), greatest)), // near 10^-70
		figure(roi.Return(nines, nines.Sub(n("1")))), figure(roi.Return(nines.Sub(n("1")), nines)), // near 10^-32
	}
	for _, f := range figures {
		for exp := int32(-130); exp <= 130; exp++ {
			for _, coef := range []int64{1, -1, 99, -99} {
				d := decimal.New(coef, exp)
				if got, want := f.Cmp(d), f.Rat().Cmp(d.Rat()); got != want {
					t.Errorf("Cmp(%d e%d) of %s = %d; want %d", coef, exp, f.Rat().FloatString(75), got, want)
				}
			}
		}
	}
}

func TestFigureRound(t *testing.T) {
	tests := []struct {
		name          string
		revenue, cost string // of a ratio
		places        int32
		want          string
	}{
		{"tie", "1", "8", 2, "0.13"},
		{"negative tie, away from zero", "-1", "8", 2, "-0.13"},
		{"tie to a whole number", "5", "2", 0, "3"},
		{"negative tie to a whole number", "-5", "2", 0, "-3"},
		{"half of one", "1", "2", 0, "1"},
		{"less than half", "4999", "10000", 0, "0"},
		{"negative, less than half", "-4999", "10000", 0, "0"},
		{"just under a tie", "12499999999", "100000000000", 2, "0.12"},
		{"no decimal, down", "1000", "9", 2, "111.11"},
		{"no decimal, up", "2000", "9", 2, "222.22"},
		{"sixth", "5", "3", 2, "1.67"},
		{"whole", "6", "1", 2, "6.00"},
		{"18 places", "1", "3", 18, "0.333333333333333333"},
		{"19 places are 18", "2", "3", 19, "0.666666666666666667"},
		{"far too many places are 18", "2", "3", 1<<31 - 1, "0.666666666666666667"},
		{"minus one place is none", "1234", "10", -1, "123"},
		{"far too few places are none", "1234", "10", -1 << 31, "123"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, want := multiple(t, tt.revenue, tt.cost).Round(tt.places), n(tt.want)
			if !got.Equal(want) || got.Exponent() != -max(0, min(18, tt.places)) {
				t.Errorf("Round(%d) of %s/%s = %s of power %d; want %s", tt.places, tt.revenue, tt.cost, got, got.Exponent(), tt.want)
			}
		})
	}
}

func TestFigureText(t *testing.T) {
	tests := []struct {
		name        string
		figure      roi.Figure
		value, text string
		doc         string
	}{
		{
			"whole", percent(t, "200000", "50000"), "300%", "ROI 300%: revenue 200000, cost 50000",
			`{"name":"ROI","unit":"%","exact":"300","value":"300.00","inputs":[{"name":"revenue","exact":"200000"},{"name":"cost","exact":"50000"}]}`,
		},
		{
			"quotient", percent(t, "200000", "90000.00"), "122.22%", "ROI 122.22%: revenue 200000, cost 90000",
			`{"name":"ROI","unit":"%","exact":"1100/9","value":"122.22","inputs":[{"name":"revenue","exact":"200000"},{"name":"cost","exact":"90000"}]}`,
		},
		{
			"negative", percent(t, "1", "3"), "-66.67%", "ROI -66.67%: revenue 1, cost 3",
			`{"name":"ROI","unit":"%","exact":"-200/3","value":"-66.67","inputs":[{"name":"revenue","exact":"1"},{"name":"cost","exact":"3"}]}`,
		},
		{
			"not rounded to nothing", percent(t, "99.999", "100"), "-0.001%", "ROI -0.001%: revenue 99.999, cost 100",
			`{"name":"ROI","unit":"%","exact":"-1/1000","value":"-0.001","inputs":[{"name":"revenue","exact":"99999/1000"},{"name":"cost","exact":"100"}]}`,
		},
		{
			"one decimal", multiple(t, "25", "10"), "2.5:1 gross", "return 2.5:1 gross: revenue 25, cost 10",
			`{"name":"return","unit":":1 gross","exact":"5/2","value":"2.50","inputs":[{"name":"revenue","exact":"25"},{"name":"cost","exact":"10"}]}`,
		},
		{
			"ten, whose zero stays", multiple(t, "100", "10"), "10:1 gross", "return 10:1 gross: revenue 100, cost 10",
			`{"name":"return","unit":":1 gross","exact":"10","value":"10.00","inputs":[{"name":"revenue","exact":"100"},{"name":"cost","exact":"10"}]}`,
		},
		{
			"with a currency", sound(roi.Return(amount(t, "2", "USD"), n("3")))(t), "-33.33%", "ROI -33.33%: revenue 2 USD, cost 3",
			`{"name":"ROI","unit":"%","exact":"-100/3","value":"-33.33","inputs":[{"name":"revenue","unit":"USD","exact":"2"},{"name":"cost","exact":"3"}]}`,
		},
		{
			"input that no decimal holds", sound(roi.NewFigure("x", "USD", n("1"), multiple(t, "1", "3")))(t), "1 USD", "x 1 USD: return 0.33:1 gross",
			`{"name":"x","unit":"USD","exact":"1","value":"1.00","inputs":[{"name":"return","unit":":1 gross","exact":"1/3"}]}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.figure.Value() != tt.value || tt.figure.String() != tt.text {
				t.Errorf("figure = %q, %q; want %q, %q", tt.figure.Value(), tt.figure, tt.value, tt.text)
			}
			doc, err := json.Marshal(tt.figure)
			if err != nil || string(doc) != tt.doc {
				t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, tt.doc)
			}
			if got, err := alianza.Read[roi.Figure](doc); err != nil || !cmp.Equal(tt.figure, got) {
				t.Errorf("Read(%s) = %s, %v; want the figure", doc, got, err)
			}
		})
	}
}

// TestFigureValue shows numbers beside the bounds that they are judged by. No
// number is shown on the other side of its bound.
func TestFigureValue(t *testing.T) {
	nines := "399999999999999999999999999"
	tests := []struct {
		name          string
		revenue, cost string
		bounds        []alianza.Bound
		want          string
	}{
		{"just under 300", "399999", "100000", nil, "299.999%"},
		{"just under 300, judged", "399999", "100000", []alianza.Bound{alianza.AtLeast(n("300"))}, "299.999%"},
		{"just over 300", "400001", "100000", nil, "300.001%"},
		{"far nearer to 300 than 18 decimals tell", nines, "100000000000000000000000000", nil, "299.999999999999999999%"},
		{"bound of two decimals", "222.2249", "100", []alianza.Bound{alianza.AtLeast(n("122.22"))}, "122.22%"},
		{"bound of two decimals, missed by little", "222.2196", "100", []alianza.Bound{alianza.AtLeast(n("122.22"))}, "122.2196%"},
		{"bound of two decimals, without it", "222.2196", "100", nil, "122.22%"},
		{"bound of two other decimals, missed by little", "222.2491", "100", []alianza.Bound{alianza.AtLeast(n("122.25"))}, "122.249%"},
		{"bound of two other decimals, without it", "222.2491", "100", nil, "122.25%"},
		{"range kept by little", "222.2491", "100", []alianza.Bound{{}, alianza.Between(n("100"), n("122.25"))}, "122.25%"},
		{"range left by less", "222.2501", "100", []alianza.Bound{{}, alianza.Between(n("100"), n("122.25"))}, "122.2501%"},
		{"no need", "200000", "90000", []alianza.Bound{alianza.AtLeast(n("300")), alianza.Below(n("0"))}, "122.22%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := percent(t, tt.revenue, tt.cost).Value(tt.bounds...); got != tt.want {
				t.Errorf("Value(%v) = %s; want %s", tt.bounds, got, tt.want)
			}
		})
	}
	tiny := multiple(t, "0.000000000000000001", "3")
	if got, want := tiny.Value(), "0.000000000000000001:1 gross"; got != want {
		t.Errorf("Value() of a third of the least amount = %s; want %s", got, want)
	}
	if got, want := multiple(t, "-0.000000000000000001", "3").Value(), "-0.000000000000000001:1 gross"; got != want {
		t.Errorf("Value() of a third of the least amount, negative = %s; want %s", got, want)
	}
}

// TestFigureOne has one of what has a plural.
func TestFigureOne(t *testing.T) {
	for _, tt := range []struct{ number, unit, want string }{
		{"1", roi.UnitMonths, "1 month"},
		{"1.00", "periods", "1 period"},
		{"1", "hours", "1 hour"},
		{"0", roi.UnitMonths, "0 months"},
		{"1.5", roi.UnitMonths, "1.5 months"},
		{"1", "gas", "1 gas"},
	} {
		if got := amount(t, tt.number, tt.unit).Value(); got != tt.want {
			t.Errorf("Value() of %s in %s = %q; want %q", tt.number, tt.unit, got, tt.want)
		}
	}
}

// TestZeroFigure uses a figure that no formula made.
func TestZeroFigure(t *testing.T) {
	var f roi.Figure
	if !f.IsZero() || f.Value() != "no figure" || f.String() != "no figure" || f.Unit() != "no figure" || f.Rat().Sign() != 0 {
		t.Errorf("zero Figure = %s of unit %q; want no figure", f, f.Unit())
	}
	if doc, err := json.Marshal(f); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("MarshalJSON() = %s, %v; want ErrUnchecked", doc, err)
	}
	if _, err := f.WithUnit("USD"); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("WithUnit = %v; want ErrUnchecked", err)
	}
	if b := alianza.AtMost(decimal.NewFromInt(5)); b.Holds(f) || b.Holds(&f) || b.Holds((*roi.Figure)(nil)) || !b.Holds(percent(t, "1", "1")) {
		t.Errorf("(%s).Holds of no figure = true; want false, as missing is not zero", b)
	}
	if percent(t, "1", "1").IsZero() {
		t.Error("IsZero() of a figure of 0% = true; want false")
	}
}

func TestNewFigure(t *testing.T) {
	usd := amount(t, "5", "USD")
	many := make([]roi.Figure, 201)
	for i := range many {
		many[i] = usd
	}
	tests := []struct {
		name       string
		figure     string
		unit       string
		number     roi.Number
		inputs     []roi.Figure
		want       []fault
		wantString string
	}{
		{"amount", "cost", "USD", n("25000"), nil, nil, "cost 25000 USD"},
		{"plain", "n", "", n("3"), nil, nil, "n 3"},
		{"of another figure", "price", "USD", usd, []roi.Figure{percent(t, "2", "1")}, nil, "price 5 USD: ROI 100%"},
		{"of a figure of another unit", "price", "EUR", usd, nil, []fault{{"number", "USD", alianza.ErrConflict}}, ""},
		{"no name", "", "", n("1"), nil, []fault{{"name", "", alianza.ErrMissing}}, ""},
		{"name that nobody can see", "\u200b", " %", n("1"), nil, []fault{{"name", "\u200b", alianza.ErrForm}, {"unit", " %", alianza.ErrForm}}, ""},
		{"nothing", "x", "", nil, []roi.Figure{{}}, []fault{{"number", "", alianza.ErrMissing}, {"inputs[0]", "", alianza.ErrUnchecked}, {"inputs[0].name", "", alianza.ErrMissing}}, ""},
		{"hostile", "x", "", decimal.New(1, 1<<30), nil, []fault{{"number", "1e1073741824", alianza.ErrRange}}, ""},
		{"large fraction", "x", "", wide{new(big.Rat).SetFrac(new(big.Int).Lsh(big.NewInt(1), 1<<17), new(big.Int).SetBit(new(big.Int).Lsh(big.NewInt(1), 1<<17), 0, 1))}, nil, []fault{{"number", "", alianza.ErrLimit}}, ""},
		{"large number", "x", "", wide{new(big.Rat).SetInt(new(big.Int).Lsh(big.NewInt(1), 400))}, nil, []fault{{"number", "", alianza.ErrLimit}}, ""},
		{"many inputs", "x", "", n("1"), many, []fault{{"inputs", "201", alianza.ErrLimit}}, ""},
		{"fractions of another package", "x", "%", wide{big.NewRat(1, 3)}, nil, nil, "x 0.33%"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := roi.NewFigure(tt.figure, tt.unit, tt.number, tt.inputs...)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("NewFigure = other faults (-want +got):\n%s", diff)
			}
			if err == nil && got.String() != tt.wantString || err != nil && !got.IsZero() {
				t.Errorf("NewFigure = %s; want %q", got, tt.wantString)
			}
		})
	}
}

// A wide number is one of another package.
type wide struct{ q *big.Rat }

func (w wide) Rat() *big.Rat             { return w.q }
func (w wide) Cmp(d decimal.Decimal) int { return w.q.Cmp(d.Rat()) }

func TestWithUnit(t *testing.T) {
	plain := sound(roi.NewFigure("CAC", "", n("125"), amount(t, "5", "USD")))(t)
	if got, err := plain.WithUnit("USD"); err != nil || got.String() != "CAC 125 USD: amount 5 USD" {
		t.Errorf("WithUnit(USD) = %s, %v; want the same in USD", got, err)
	}
	usd := amount(t, "5", "USD")
	if got, err := usd.WithUnit("USD"); err != nil || !got.Equal(usd) {
		t.Errorf("WithUnit of the same unit = %s, %v; want %s", got, err, usd)
	}
	if got, err := usd.WithUnit("EUR"); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("WithUnit of another currency = %s, %v; want ErrConflict", got, err)
	}
}

// TestFigureJSONFaults reads what MarshalJSON does not write.
func TestFigureJSONFaults(t *testing.T) {
	long := strings.Repeat("7", 30_000)
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"nothing", `{}`, []fault{{"name", "", alianza.ErrMissing}, {"exact", "", alianza.ErrMissing}, {"value", "", alianza.ErrMissing}}},
		{"value of another number", `{"name":"ROI","unit":"%","exact":"1100/9","value":"122.23"}`, []fault{{"value", "122.23", alianza.ErrConflict}}},
		{"not in lowest terms", `{"name":"ROI","exact":"2/4","value":"0.5"}`, []fault{{"exact", "2/4", alianza.ErrForm}}},
		{"no fraction", `{"name":"ROI","exact":"1e5","value":"0.5"}`, []fault{{"exact", "1e5", alianza.ErrForm}}},
		{"by zero", `{"name":"ROI","exact":"1/0","value":"0.5"}`, []fault{{"exact", "1/0", alianza.ErrForm}}},
		{"decimal", `{"name":"ROI","exact":"0.5","value":"0.5"}`, []fault{{"exact", "0.5", alianza.ErrForm}}},
		{"large", `{"name":"ROI","exact":"` + long + `","value":"0.5"}`, []fault{{"exact", long[:60] + "…", alianza.ErrForm}}},
		{"large, in bounds of the text", `{"name":"ROI","exact":"` + long[:200] + `","value":"0.5"}`, []fault{{"exact", "", alianza.ErrLimit}}},
		{"another case", `{"Name":"ROI","exact":"1","value":"1"}`, []fault{{"Name", "", alianza.ErrField}}},
		{"null", `{"name":null,"exact":"1","value":"1"}`, []fault{{"name", "", alianza.ErrMissing}}},
		{"inputs", `{"name":"ROI","exact":"1","value":"1","inputs":[{"name":"","exact":"1"},{"exact":"x"}]}`, []fault{
			{"inputs[0].name", "", alianza.ErrMissing}, {"inputs[1].name", "", alianza.ErrMissing}, {"inputs[1].exact", "x", alianza.ErrForm},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := percent(t, "2", "1")
			err := json.Unmarshal([]byte(tt.doc), &got)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("UnmarshalJSON(%.80s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if !got.Equal(percent(t, "2", "1")) {
				t.Errorf("UnmarshalJSON(%.80s) changed the figure to %s", tt.doc, got)
			}
		})
	}
}

func TestFigureEqual(t *testing.T) {
	f := percent(t, "200000", "50000")
	tests := []struct {
		name string
		a, b roi.Figure
		want bool
	}{
		{"itself", f, f, true},
		{"other inputs, same number", f, percent(t, "400", "100"), false},
		{"made in the same way", f, percent(t, "200000", "50000.00"), true},
		{"other number", f, percent(t, "200000", "50001"), false},
		{"numbers that round to the same", percent(t, "1000000", "3"), percent(t, "1000000.0001", "3"), false},
		{"other formula, other number", f, multiple(t, "200000", "50000"), false},
		{"other formula, same number", f, multiple(t, "300", "1"), false},
		{"zero Figures", roi.Figure{}, roi.Figure{}, true},
		{"zero Figure and a figure of zero", roi.Figure{}, percent(t, "1", "1"), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.a.Equal(tt.b) != tt.want || tt.b.Equal(tt.a) != tt.want {
				t.Errorf("Equal(%s, %s) = %t; want %t", tt.a, tt.b, !tt.want, tt.want)
			}
			if cmp.Equal(tt.a, tt.b) != tt.want {
				t.Errorf("cmp.Equal(%s, %s) = %t; want %t", tt.a, tt.b, !tt.want, tt.want)
			}
		})
	}
}

// TestFigureImmutable changes what comes out of a figure.
func TestFigureImmutable(t *testing.T) {
	f := percent(t, "200000", "90000")
	f.Rat().Neg(f.Rat())
	q := f.Rat()
	q.SetInt64(7)
	f.Round(2).Neg()
	for range f.Inputs() {
		break
	}
	if want := "ROI 122.22%: revenue 200000, cost 90000"; f.String() != want || f.Rat().Cmp(big.NewRat(1100, 9)) != 0 {
		t.Errorf("figure after changes = %s, %s; want %s", f, f.Rat(), want)
	}
	var zero roi.Figure
	zero.Rat().SetInt64(7)
	if zero.Rat().Sign() != 0 || !zero.Equal(roi.Figure{}) || zero.Name() != "" || len(inputs(zero)) != 0 {
		t.Errorf("zero Figure after changes = %s; want 0", zero)
	}
	revenue := n("200000")
	g, err := roi.Return(revenue, n("90000"))
	if err != nil {
		t.Fatal(err)
	}
	if err := revenue.UnmarshalText([]byte("1")); err != nil || !g.Equal(f) || inputs(g)[0].Cmp(n("200000")) != 0 {
		t.Errorf("figure after a change to its revenue = %s, %v; want %s", g, err, f)
	}
}

// TestFigureConcurrent is for the race detector.
func TestFigureConcurrent(t *testing.T) {
	f, g := percent(t, "200000", "90000"), percent(t, "200000", "90000")
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				if f.Cmp(n("122.22")) != 1 || f.Value() != "122.22%" || !f.Equal(g) || f.Rat().Sign() != 1 || len(inputs(f)) != 2 {
					t.Errorf("figure = %s; want 122.22%%", f)
				}
			}
		}()
	}
	wg.Wait()
}

// TestFigureKPI judges figures: the exact number decides, not the rounded one.
func TestFigureKPI(t *testing.T) {
	tests := []struct {
		name          string
		revenue, cost string
		target        alianza.Bound
		want          score.Light
		text          string
	}{
		{"on the bound", "200000", "50000", alianza.AtLeast(n("300")), score.Green, "roi 300%: green, target >= 300"},
		{"on a strict bound", "200000", "50000", alianza.Above(n("300")), score.Red, "roi 300%: red, target > 300"},
		{"over the hundredth below", "200000", "90000", alianza.AtLeast(n("122.22")), score.Green, "roi 122.22%: green, target >= 122.22"},
		{"over it, strictly", "200000", "90000", alianza.Above(n("122.22")), score.Green, "roi 122.222%: green, target > 122.22"},
		{"under the hundredth above", "200000", "90000", alianza.AtLeast(n("122.23")), score.Red, "roi 122.22%: red, target >= 122.23"},
		{"not rounded up to the bound", "3999999", "1000000", alianza.AtLeast(n("300")), score.Red, "roi 299.9999%: red, target >= 300"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := alianza.Must(kpi.New(kpi.Definition{Name: "roi", Unit: "%", Target: tt.target}))
			got, err := k.Judge(percent(t, tt.revenue, tt.cost))
			if err != nil || got.Light != tt.want || got.String() != tt.text {
				t.Errorf("Judge = %q, %v; want %q", got, err, tt.text)
			}
		})
	}
}

// TestDecimalSettings sets the package variables of decimal, which another
// part of a program may do: all that the package returns stays the same.
func TestDecimalSettings(t *testing.T) {
	amounts := []decimal.Decimal{n("200000"), n("90000.00"), n("0.50"), decimal.New(3, 5), n("-1.25"), n("0"), decimal.New(1, 1<<30)}
	outputs := func() []string {
		var all []string
		for _, revenue := range amounts {
			for _, cost := range amounts {
				pct, err := roi.Return(revenue, cost)
				gross, again := roi.Multiple(revenue, cost)
				doc, third := json.Marshal(pct)
				all = append(all, fmt.Sprintf("%s %v %s %v %s %v %d %d %s", pct, err, gross, again, doc, third, pct.Cmp(cost), gross.Cmp(revenue), gross.Rat()),
					string(gross.Round(5).Coefficient().Append(nil, 10)))
			}
		}
		return all
	}
	want := outputs()
	precision, trim, scientific, unquoted, exponent := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent
	defer func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = precision, trim, scientific, unquoted, exponent
	}()
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = 1, false, true, true, 1
	if diff := cmp.Diff(want, outputs()); diff != "" {
		t.Errorf("outputs under other settings mismatch (-want +got):\n%s", diff)
	}
}

// BenchmarkReturn and BenchmarkReturnLoop are a figure and the division that somebody
// writes by hand, which loses what two decimals do not hold.
func BenchmarkReturn(b *testing.B) {
	revenue, cost := n("200000"), n("90000")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := roi.Return(revenue, cost); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReturnLoop(b *testing.B) {
	revenue, cost, hundred := n("200000"), n("90000"), n("100")
	b.ReportAllocs()
	for b.Loop() {
		if cost.IsPositive() {
			revenue.Sub(cost).Mul(hundred).DivRound(cost, 2)
		}
	}
}

func BenchmarkFigureCmp(b *testing.B) {
	f, err := roi.Return(n("200000"), n("90000"))
	if err != nil {
		b.Fatal(err)
	}
	bound := n("122.22")
	b.ReportAllocs()
	for b.Loop() {
		f.Cmp(bound)
	}
}

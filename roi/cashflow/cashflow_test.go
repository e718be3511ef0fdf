package cashflow_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
	"github.com/seed-0af520cd/alianza/roi/internal/frac"
)

// n reads a number.
func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// pct reads a percentage.
func pct(s string) alianza.Percent { return alianza.Must(alianza.ParsePercent(s + "%")) }

// flows reads amounts.
func flows(list string) []decimal.Decimal {
	var all []decimal.Decimal
	for s := range strings.FieldsSeq(list) {
		all = append(all, n(s))
	}
	return all
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

// A row is a formula with its inputs, and what it gives.
type row struct {
	name  string
	got   func() (roi.Figure, error)
	want  string
	fault []fault
}

// of returns a formula with its inputs.
func of(f roi.Figure, err error) func() (roi.Figure, error) {
	return func() (roi.Figure, error) { return f, err }
}

func run(t *testing.T, rows []row) {
	t.Helper()
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.got()
			var faults []fault
			for _, f := range alianza.Faults(err) {
				faults = append(faults, fault{f.Path, f.Value, f.Err})
			}
			if diff := cmp.Diff(tt.fault, faults, cmpopts.EquateErrors()); diff != "" {
				t.Fatalf("other faults (-want +got):\n%s", diff)
			}
			if err != nil {
				return
			}
			if got.String() != tt.want {
				t.Errorf("got %s; want %s", got, tt.want)
			}
			doc, err := got.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			if again, err := alianza.Read[roi.Figure](doc); err != nil || !again.Equal(got) {
				t.Errorf("Read(%s) = %s, %v; want the figure", doc, again, err)
			}
		})
	}
}

func TestNPV(t *testing.T) {
	run(t, []row{
		{"V-NPV-1", of(cashflow.NPV(pct("8"), flows("-40000 5000 8000 12000 30000"))), "NPV 3065.22: rate 8%, flows 5", nil},
		{"no discount, V-NPV-2", of(cashflow.NPV(pct("0"), flows("-100 60 60"))), "NPV 20: rate 0%, flows 3", nil},
		{"V-NPV-3", of(cashflow.NPV(pct("100"), flows("-100 100 200"))), "NPV 0: rate 100%, flows 3", nil},
		{"the first flow is now", of(cashflow.NPV(pct("50"), flows("-100.50"))), "NPV -100.5: rate 50%, flows 1", nil},
		{"negative rate", of(cashflow.NPV(pct("-50"), flows("1 1 1"))), "NPV 7: rate -50%, flows 3", nil},
		{"V-NPV-4", of(cashflow.NPV(pct("-100"), flows("-100 100"))), "", []fault{{"rate", "-100.00%", alianza.ErrRange}}},
		{"no flows", of(cashflow.NPV(roi.Figure{}, nil)), "", []fault{{"flows", "", alianza.ErrEmpty}, {"rate", "", alianza.ErrUnchecked}}},
		{"hostile flow", of(cashflow.NPV(pct("1"), []decimal.Decimal{n("1"), decimal.New(1, 1<<30)})), "", []fault{{"flows[1]", "1e1073741824", alianza.ErrRange}}},
		{"too exact", of(cashflow.NPV(pct("8.1234567891"), make([]decimal.Decimal, 1200))), "", []fault{{"flows", "1200", alianza.ErrLimit}}},
		{"too many", of(cashflow.NPV(pct("8"), make([]decimal.Decimal, 1201))), "", []fault{{"flows", "1201", alianza.ErrLimit}}},
	})
	gross, err := roi.Multiple(n("3"), n("1"))
	if err != nil {
		t.Fatal(err)
	}
	net, err := roi.Return(n("4"), n("3"))
	if err != nil {
		t.Fatal(err)
	}
	run(t, []row{
		{"rate that is a figure", of(cashflow.NPV(net, flows("-3 4"))), "NPV 0: rate 33.33%, flows 2", nil},
		{"ratio for a rate", of(cashflow.NPV(gross, flows("-3 4"))), "", []fault{{"rate", ":1 gross", alianza.ErrConflict}}},
	})
	if npv, err := cashflow.NPV(pct("8"), flows("1")); err != nil || alianza.Must(npv.WithUnit("USD")).Value() != "1 USD" {
		t.Errorf("NPV with a currency = %s, %v; want 1 USD", npv, err)
	}
}

func TestPayback(t *testing.T) {
	run(t, []row{
		{"V-PBF-1", of(cashflow.Payback(flows("-10000 3000 3000 3000 3000 3000"))), "payback 3.33 periods: flows 6", nil},
		{"to the end of a period", of(cashflow.Payback(flows("-100 50 50 50"))), "payback 2 periods: flows 4", nil},
		{"paid in twice", of(cashflow.Payback(flows("-100 50 -50 200"))), "payback 2.5 periods: flows 4", nil},
		{"falls below zero again", of(cashflow.Payback(flows("-100 150 -100 60"))), "payback 0.67 periods: flows 4", nil},
		{"nothing put in", of(cashflow.Payback(flows("0 10"))), "payback 0 periods: flows 2", nil},
		{"put in later", of(cashflow.Payback(flows("0 -100 50 50"))), "payback 3 periods: flows 4", nil},
		{"V-PBF-2", of(cashflow.Payback(flows("-100 40 40"))), "", []fault{{"flows", "", alianza.ErrNever}}},
		{"none", of(cashflow.Payback(nil)), "", []fault{{"flows", "", alianza.ErrEmpty}}},
	})
}

// TestDiscountedPayback has the example that is published with 4.24 for 4.26: the
// fraction belongs to the fifth period.
func TestDiscountedPayback(t *testing.T) {
	run(t, []row{
		{"V-PBF-3", of(cashflow.DiscountedPayback(pct("10"), flows("-10000 3000 3000 3000 3000 3000"))), "discounted payback 4.26 periods: rate 10%, flows 6", nil},
		{"no discount", of(cashflow.DiscountedPayback(pct("0"), flows("-10000 3000 3000 3000 3000 3000"))), "discounted payback 3.33 periods: rate 0%, flows 6", nil},
		{"paid back but for the discount", of(cashflow.DiscountedPayback(pct("10"), flows("-100 50 50"))), "", []fault{{"flows", "", alianza.ErrNever}}},
		{"rate of nothing", of(cashflow.DiscountedPayback(pct("-100"), flows("-100 50 50"))), "", []fault{{"rate", "-100.00%", alianza.ErrRange}}},
		{"too exact", of(cashflow.DiscountedPayback(pct("8.1234567891"), make([]decimal.Decimal, 1200))), "", []fault{{"flows", "1200", alianza.ErrLimit}}},
	})
	// A growth of (2^32 - 1) / 2^31 has 32 bits over 32: those of 1,024 flows are the
	// 65,536 that are allowed.
	rate := alianza.Must(roi.NewFigure("rate", roi.UnitPercent, frac.Fraction{Q: big.NewRat(100*(1<<31-1), 1<<31)}))
	for many, want := range map[int]error{1024: nil, 1025: alianza.ErrLimit} {
		if _, err := cashflow.DiscountedPayback(rate, make([]decimal.Decimal, many)); !errors.Is(err, want) {
			t.Errorf("DiscountedPayback of %d flows = %v; want %v", many, err, want)
		}
	}
	got, err := cashflow.DiscountedPayback(pct("10"), flows("-10000 3000 3000 3000 3000 3000"))
	if err != nil || got.Rat().RatString() != "63949/15000" || !got.Ceil().Equal(n("5")) {
		t.Errorf("DiscountedPayback = %s, %v; want 63949/15000, the fifth period", got.Rat(), err)
	}
}

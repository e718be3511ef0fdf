package roi_test

import (
	"math/big"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

// n reads a number.
func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// fraction reads a fraction such as "1100/9".
func fraction(t *testing.T, s string) *big.Rat {
	t.Helper()
	q, ok := new(big.Rat).SetString(s)
	if !ok {
		t.Fatalf("%q is no fraction", s)
	}
	return q
}

// sound returns a function that returns a figure, or fails the test.
func sound(f roi.Figure, err error) func(t *testing.T) roi.Figure {
	return func(t *testing.T) roi.Figure {
		t.Helper()
		if err != nil {
			t.Fatalf("got %v; want no error", err)
		}
		return f
	}
}

// amount returns an amount with a currency.
func amount(t *testing.T, s, currency string) roi.Figure {
	t.Helper()
	return sound(roi.NewFigure("amount", currency, n(s)))(t)
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

// A row is a formula with its inputs, and what it gives: the number and the text, or
// faults.
type row struct {
	name  string
	got   func() (roi.Figure, error)
	want  string // a fraction
	text  string
	fault []fault
}

// of returns a formula with its inputs.
func of(f roi.Figure, err error) func() (roi.Figure, error) {
	return func() (roi.Figure, error) { return f, err }
}

// run checks rows. A figure comes back from its JSON, and no figure is beside an
// error.
func run(t *testing.T, rows []row) {
	t.Helper()
	for _, tt := range rows {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.got()
			if diff := cmp.Diff(tt.fault, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Fatalf("other faults (-want +got):\n%s", diff)
			}
			if err != nil {
				if !got.IsZero() {
					t.Errorf("got %s beside the error; want no figure", got)
				}
				return
			}
			if got.Rat().Cmp(fraction(t, tt.want)) != 0 || got.String() != tt.text {
				t.Errorf("got %s, %q; want %s, %q", got.Rat().RatString(), got, tt.want, tt.text)
			}
			again(t, got)
		})
	}
}

// again checks that a figure comes back from its JSON.
func again(t *testing.T, f roi.Figure) {
	t.Helper()
	doc, err := f.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alianza.Read[roi.Figure](doc); err != nil || !got.Equal(f) {
		t.Errorf("Read(%s) = %s, %v; want the figure", doc, got, err)
	}
}

// pct reads a percentage.
func pct(s string) alianza.Percent { return alianza.Must(alianza.ParsePercent(s + "%")) }

// TestUnits mixes numbers of other units. A decimal has the unit that is asked
// for.
func TestUnits(t *testing.T) {
	usd, eur, pct := amount(t, "300", "USD"), amount(t, "100", "EUR"), percent(t, "3", "1")
	gross := multiple(t, "3", "1")
	var none *roi.Figure
	var nothing *decimal.Decimal
	large, huge, tiny := decimal.New(1, 40), decimal.New(1, 20_000_000), decimal.New(1, -20_000_000)
	tests := []struct {
		name          string
		revenue, cost roi.Number
		want          []fault
	}{
		{"one currency", usd, amount(t, "100", "USD"), nil},
		{"one labeled", usd, n("100"), nil},
		{"two currencies", usd, eur, []fault{{"cost", "EUR", alianza.ErrCurrency}}},
		{"percentage for an amount", pct, n("100"), []fault{{"revenue", "%", alianza.ErrConflict}}},
		{"ratio for an amount", n("100"), gross, []fault{{"cost", ":1 gross", alianza.ErrConflict}}},
		{"zero Figures", roi.Figure{}, roi.Figure{}, []fault{{"revenue", "", alianza.ErrUnchecked}, {"cost", "", alianza.ErrUnchecked}}},
		{"nil", nil, n("1"), []fault{{"revenue", "", alianza.ErrMissing}}},
		{"nil figure", none, nothing, []fault{{"revenue", "", alianza.ErrMissing}, {"cost", "", alianza.ErrMissing}}},
		{"pointers to what is out of bounds", &large, &roi.Figure{}, []fault{{"revenue", "10000000000000000000000000000000000000000", alianza.ErrRange}, {"cost", "", alianza.ErrUnchecked}}},
		{"pointers to hostile numbers", &huge, &tiny, []fault{{"revenue", "1e20000000", alianza.ErrRange}, {"cost", "1e-20000000", alianza.ErrRange}}},
		{"pointers", &usd, new(decimal.Decimal), []fault{{"cost", "", alianza.ErrZero}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := roi.Return(tt.revenue, tt.cost)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("Return = %s and other faults (-want +got):\n%s", got, diff)
			}
		})
	}
	for _, f := range []roi.Figure{usd, pct, {}} {
		if got, err := roi.ReturnOf(f); err == nil {
			t.Errorf("ReturnOf(%s) = %s; want an error", f, got)
		}
	}
	for _, f := range []roi.Figure{pct, gross} {
		got := sound(roi.MultipleOf(f))(t)
		if inputs := slices.Collect(got.Inputs()); len(inputs) != 1 || inputs[0].Value() != f.Value() {
			t.Errorf("MultipleOf(%s) = %s of %v; want the figure as its input", f, got, inputs)
		}
	}
	for _, f := range []roi.Figure{usd, {}} {
		if got, err := roi.MultipleOf(f); err == nil {
			t.Errorf("MultipleOf(%s) = %s; want an error", f, got)
		}
	}
	if got := sound(roi.MultipleOf(gross))(t); got.Rat().Cmp(gross.Rat()) != 0 {
		t.Errorf("MultipleOf(%s) = %s; want it as it is", gross, got)
	}
}

// faults returns what a test wants of the field errors of err.
func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

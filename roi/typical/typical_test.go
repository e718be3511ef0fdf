package typical_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/typical"
)

func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func figure(t *testing.T, unit, s string) roi.Figure {
	t.Helper()
	f, err := roi.NewFigure("f", unit, n(s))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestPlace(t *testing.T) {
	cac := typical.PartnerCAC()[0]         // 40 to 80 USD
	podcast := typical.ContentReturns()[5] // 2:1 and more
	most := typical.Range{Name: "m", Bound: alianza.AtMost(n("5")), Source: "X"}
	above := typical.Range{Name: "m", Bound: alianza.Above(n("5")), Source: "X"}
	below := typical.Range{Name: "m", Bound: alianza.Below(n("5")), Source: "X"}
	tests := []struct {
		name   string
		r      typical.Range
		figure roi.Figure
		want   typical.Position
		err    error
	}{
		{"low end", cac, figure(t, "USD", "40"), typical.Inside, nil},
		{"high end", cac, figure(t, "USD", "80"), typical.Inside, nil},
		{"a little less", cac, figure(t, "USD", "39.999"), typical.Below, nil},
		{"a little more", cac, figure(t, "USD", "80.001"), typical.Above, nil},
		{"plain number", cac, figure(t, "", "50"), typical.Inside, nil},
		{"another currency", cac, figure(t, "EUR", "50"), 0, alianza.ErrCurrency},
		{"percentage for an amount", cac, figure(t, "%", "50"), 0, alianza.ErrConflict},
		{"no figure", cac, roi.Figure{}, 0, alianza.ErrUnchecked},
		{"meets 2:1", podcast, figure(t, roi.UnitGross, "2"), typical.Inside, nil},
		{"below 2:1", podcast, figure(t, roi.UnitGross, "1.99"), typical.Below, nil},
		{"a net ratio is another unit", podcast, figure(t, roi.UnitNet, "2"), 0, alianza.ErrConflict},
		{"a percentage is another unit", podcast, figure(t, "%", "200"), 0, alianza.ErrConflict},
		{"upper end alone", most, figure(t, "", "5.01"), typical.Above, nil},
		{"below an end that is exclusive", above, figure(t, "", "5"), typical.Below, nil},
		{"an upper end that is exclusive", below, figure(t, "", "5"), typical.Above, nil},
		{"no range", typical.Range{}, figure(t, "", "5"), 0, alianza.ErrMissing},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.r.Place(tt.figure)
			if got != tt.want || !errors.Is(err, tt.err) || (err == nil) != (tt.err == nil) {
				t.Errorf("Place(%s) in %s = %s, %v; want %s, %v", tt.figure, tt.r, got, err, tt.want, tt.err)
			}
		})
	}
}

func TestRangeJSON(t *testing.T) {
	for _, r := range all() {
		doc, err := json.Marshal(r)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := alianza.Read[typical.Range](doc); err != nil || !cmp.Equal(r, got) {
			t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, r)
		}
	}
	for _, doc := range []string{`{"name":"a","source":"R1"}`, `{"Name":"a","at_least":1,"source":"R1"}`, `{"name":"a","between":2,"to":1,"source":"R1"}`, `{"name":"a","at_least":1,"source":""}`, `{"name":" ","at_least":1,"source":"R1"}`} {
		if got, err := alianza.Read[typical.Range]([]byte(doc)); err == nil {
			t.Errorf("Read(%s) = %v; want an error", doc, got)
		}
	}
	for _, d := range typical.Dashboards() {
		doc, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := alianza.Read[typical.Dashboard](doc); err != nil || !cmp.Equal(d, got) {
			t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, d)
		}
	}
}

func TestFind(t *testing.T) {
	if got, err := typical.Find(typical.DealSizes(), "advanced"); err != nil || got.String() != "advanced 10000 to 50000 USD (R38)" {
		t.Errorf("Find(advanced) = %s, %v", got, err)
	}
	if got, err := typical.Find(typical.DealSizes(), "Advanced"); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Find(Advanced) = %s, %v; want ErrUnknown", got, err)
	}
}

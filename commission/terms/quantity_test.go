package terms_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/terms"
)

func TestQuantityText(t *testing.T) {
	for in, want := range map[string]string{"20%": "20%", "12.50%": "12.5%", "500": "500", "1.5e2": "150", "0": "0", "0%": "0%", "-3": "-3"} {
		got := q(in)
		if got.String() != want {
			t.Errorf("UnmarshalText(%s) = %s; want %s", in, got, want)
		}
		roomtest.Again(t, terms.Promise{About: terms.SalePercent, Agreed: got})
	}
	for _, in := range []string{"", "20 %", "% 20", "x", "1,5", "1e99", "0x1"} {
		var got terms.Quantity
		if err := got.UnmarshalText([]byte(in)); err == nil || !got.IsZero() {
			t.Errorf("UnmarshalText(%q) = %s, %v; want an error", in, got, err)
		}
	}
	if text, err := (terms.Quantity{}).MarshalText(); err == nil {
		t.Errorf("MarshalText(none) = %s; want an error", text)
	}
	for name, n := range roomtest.Hostile() {
		if _, err := terms.Number(n).MarshalText(); err == nil {
			t.Errorf("MarshalText(%s) = nil; want an error", name)
		}
	}
}

func TestQuantity(t *testing.T) {
	twenty, many := q("20%"), q("20")
	if p, ok := twenty.Percent(); !ok || p != rate("20%") || !twenty.Equal(terms.Rate(rate("20%"))) {
		t.Errorf("Percent() = %s, %t; want 20%%", p, ok)
	}
	if _, ok := many.Percent(); ok || twenty.Equal(many) || many.IsZero() || !many.Equal(q("20.00")) {
		t.Errorf("20 and 20%% are the same; want two")
	}
	if !many.Decimal().Equal(num("20")) || q("").Equal(q("0")) || q("").String() != "none" {
		t.Errorf("Decimal() = %s; want 20", many.Decimal())
	}
}

package unit_test

import (
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

func TestCheck(t *testing.T) {
	tests := []struct {
		currency, step string
		want           string // the step and the places
		fault          string
	}{
		{"USD", "0", "0.01 2", ""},
		{"JPY", "0", "1 0", ""},
		{"KWD", "0", "0.001 3", ""},
		{"USD", "0.05", "0.05 2", ""},
		{"USD", "0.10", "0.1 1", ""},
		{"USD", "1", "1 0", ""},
		{"USD", "1e2", "100 0", ""},
		{"USD", "0.25", "0.25 2", ""},
		{"USD", "0.010", "0.01 2", ""},
		{"USD", "0.001", "", "step: out_of_range"},
		{"JPY", "0.5", "", "step: out_of_range"},
		{"USD", "-0.01", "", "step: out_of_range"},
		{"USD", "1e17", "", "step: out_of_range"},
		{"USD", "1234567890", "", "step: out_of_range"},
		{"ZZZ", "0.05", "", "currency: unknown"},
		{"", "0", "", "currency: missing"},
		{"usd", "0", "", "currency: malformed"},
	}
	for _, tt := range tests {
		var f check.Faults
		u, ok := unit.Check(&f, tt.currency, roomtest.Num(tt.step))
		if got := strings.Join(roomtest.FaultsOf(f.Err()), " "); got != tt.fault || ok != (tt.fault == "") {
			t.Errorf("Check(%s, %s) = %t, %s; want %s", tt.currency, tt.step, ok, got, tt.fault)
		}
		if got := fmt.Sprint(exact.Text(u.Step()), " ", u.Places()); ok && got != tt.want {
			t.Errorf("Check(%s, %s) = %s; want %s", tt.currency, tt.step, got, tt.want)
		}
		if got := u.Currency(" in "); ok && got != " in "+tt.currency {
			t.Errorf("Check(%s, %s) = a unit of %q; want the currency", tt.currency, tt.step, got)
		}
	}
	if got := unit.Of(roomtest.Num("0.05")).Currency(" in "); got != "" {
		t.Errorf("Of(0.05) = a unit of %q; want no currency", got)
	}
	for name, step := range roomtest.Hostile() {
		var f check.Faults
		if _, ok := unit.Check(&f, "USD", step); ok && !step.IsZero() {
			t.Errorf("Check(USD, %s) = a unit; want none", name)
		}
	}
}

func TestRound(t *testing.T) {
	tests := []struct{ step, in, want string }{
		{"0.05", "1.02", "1.00"},
		{"0.05", "1.025", "1.05"},
		{"0.05", "-1.025", "-1.05"},
		{"0.05", "1.07", "1.05"},
		{"0.25", "0.125", "0.25"},
		{"25", "37.5", "50"},
		{"0.01", "2.345", "2.35"},
		{"1", "2.5", "3"},
	}
	for _, tt := range tests {
		u := unit.Of(roomtest.Num(tt.step))
		if got := exact.Text(u.Round(roomtest.Num(tt.in), exact.HalfUp)); got != tt.want {
			t.Errorf("Round(%s) to %s = %s; want %s", tt.in, tt.step, got, tt.want)
		}
		if got := exact.Text(u.RoundRat(roomtest.Num(tt.in).Rat(), exact.HalfUp)); got != tt.want {
			t.Errorf("RoundRat(%s) to %s = %s; want %s", tt.in, tt.step, got, tt.want)
		}
		if !u.Has(roomtest.Num(tt.want)) || u.Has(roomtest.Num(tt.in)) {
			t.Errorf("Has(%s, %s) of %s; want the second alone", tt.in, tt.want, tt.step)
		}
	}
	if got := unit.Of(roomtest.Num("0.05")).RoundRat(big.NewRat(1, 3), exact.Up); !got.Equal(roomtest.Num("0.35")) {
		t.Errorf("RoundRat(1/3) up to 0.05 = %s; want 0.35", got)
	}
	if got := exact.Text(unit.Of(roomtest.Num("0.05")).Percent(alianza.WholePercent(10), roomtest.Num("0.75"), exact.HalfUp)); got != "0.10" {
		t.Errorf("Percent(10%% of 0.75) = %s; want 0.10", got)
	}
}

func TestCount(t *testing.T) {
	for _, tt := range []struct{ step, amount, want string }{
		{"0.05", "1.00", "20"},
		{"0.05", "-1", "-20"},
		{"0.01", "1.5", "150"},
		{"25", "1e2", "4"},
		{"1", "9e18", "9000000000000000000"},
	} {
		u := unit.Of(roomtest.Num(tt.step))
		n := u.Count(roomtest.Num(tt.amount))
		if n.String() != tt.want || !u.Units(n).Equal(roomtest.Num(tt.amount)) || u.Units(n).Exponent() != -u.Places() {
			t.Errorf("Count(%s) of %s = %s, again %s; want %s", tt.amount, tt.step, n, u.Units(n), tt.want)
		}
	}
	if got := unit.Of(roomtest.Num("0.05")).Scale(big.NewRat(1, 3)); got.Cmp(big.NewRat(1, 60)) != 0 {
		t.Errorf("Scale(1/3) of 0.05 = %s; want 1/60", got)
	}
}

// TestLeast faults amounts of a definition: they are whole units, and not negative. A
// unit that was faulted has no whole numbers to speak of.
func TestLeast(t *testing.T) {
	for _, tt := range []struct {
		unit         unit.Unit
		amount, want string
	}{
		{unit.Of(roomtest.Num("0.05")), "1.05", ""},
		{unit.Of(roomtest.Num("0.05")), "1.01", "min: contradiction"},
		{unit.Of(roomtest.Num("0.05")), "-1.01", "min: out_of_range"},
		{unit.Unit{}, "1.01", ""},
	} {
		var f check.Faults
		ok := tt.unit.Least(&f, "min", roomtest.Num(tt.amount))
		if got := strings.Join(roomtest.FaultsOf(f.Err()), " "); got != tt.want || ok != (tt.want == "" && !tt.unit.IsZero()) {
			t.Errorf("Least(%s) of %s = %t, %s; want %s", tt.amount, tt.unit.Step(), ok, got, tt.want)
		}
	}
}

func TestKey(t *testing.T) {
	if got, want := unit.Key("a/b", "50%", "c"), "a%2Fb/50%25/c"; got != want {
		t.Errorf("Key = %s; want %s", got, want)
	}
}

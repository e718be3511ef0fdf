package split_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

func TestParseFraction(t *testing.T) {
	long := strings.Repeat("7", 59)
	tests := []struct{ in, want, code string }{
		{"1/6", "1/6", ""},
		{"2/12", "1/6", ""},
		{"30", "30", ""},
		{"33.30", "33.3", ""},
		{"1/8", "0.125", ""},
		{"-1/3", "-1/3", ""},
		{"0", "0", ""},
		{"0/5", "0", ""},
		{"1.5/4.5", "1/3", ""},
		{long + "/11", long + "/11", ""},
		{"1/0", "", "zero_denominator"},
		{"1/", "", "malformed"},
		{"/3", "", "malformed"},
		{"1/2/3", "", "malformed"},
		{"", "", "malformed"},
		{" 1/2", "", "malformed"},
		{"50%", "", "malformed"},
		{"1e999", "", "malformed"},
		{strings.Repeat("1", 501), "", "limit"},
	}
	for _, tt := range tests {
		got, err := split.ParseFraction(tt.in)
		if tt.code != "" {
			roomtest.CheckFaults(t, "ParseFraction("+tt.in+")", err, ": "+tt.code)
			continue
		}
		if err != nil || got.String() != tt.want {
			t.Errorf("ParseFraction(%s) = %s, %v; want %s", tt.in, got, err, tt.want)
		}
		roomtest.Again(t, struct {
			F split.Fraction `json:"f"`
		}{got})
	}
}

func TestFractionOf(t *testing.T) {
	third := alianza.Must(split.FractionOf(num("1"), num("3")))
	if third.Rat().Cmp(big.NewRat(1, 3)) != 0 || third.Sign() != 1 || third.IsZero() {
		t.Errorf("FractionOf(1, 3) = %s", third)
	}
	third.Rat().SetInt64(7) // a copy
	if !third.Equal(alianza.Must(split.ParseFraction("2/6"))) || third.Equal(split.Weight(7)) || third.Equal(split.Fraction{}) {
		t.Errorf("FractionOf(1, 3) = %s; want a third", third)
	}
	// Numbers above a machine word, before they are reduced and after.
	for _, tt := range []struct{ num, den, want string }{
		{"-1e18", "1e-18", "-1" + strings.Repeat("0", 36)},
		{"-1e18", "3e-18", "-1" + strings.Repeat("0", 36) + "/3"},
		{"-9e17", "0.09", "-1" + strings.Repeat("0", 19)},
	} {
		if got := alianza.Must(split.FractionOf(num(tt.num), num(tt.den))).String(); got != tt.want {
			t.Errorf("FractionOf(%s, %s) = %s; want %s", tt.num, tt.den, got, tt.want)
		}
	}
	_, err := split.FractionOf(num("1"), num("0"))
	roomtest.CheckFaults(t, "FractionOf(1, 0)", err, "den: zero_denominator")
	for name, n := range roomtest.Hostile() {
		_, err := split.FractionOf(n, n)
		roomtest.CheckFaults(t, "FractionOf("+name+")", err, "num: out_of_range", "den: out_of_range")
	}
}

func TestFractionZero(t *testing.T) {
	none, zero := split.Fraction{}, split.Weight(0)
	if !none.IsZero() || zero.IsZero() || none.Equal(zero) || none.Sign() != 0 || none.Rat().Sign() != 0 {
		t.Error("no fraction and the fraction 0 are the same; want two")
	}
	if none.String() != "none" || zero.String() != "0" {
		t.Errorf("String() = %s, %s; want none, 0", none, zero)
	}
	if text, err := none.MarshalText(); err == nil {
		t.Errorf("MarshalText(none) = %s; want an error", text)
	}
}

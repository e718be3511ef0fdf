package kpi_test

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// TestUnitReach_R16 gives units values that they do not reach.
func TestUnitReach_R16(t *testing.T) {
	tests := []struct {
		name, unit, value string
		err               error
	}{
		{"NPS below", "NPS", "-100.01", alianza.ErrRange},
		{"NPS lowest", "NPS", "-100", nil},
		{"NPS highest", "NPS", "100", nil},
		{"NPS above", "NPS", "100.01", alianza.ErrRange},
		{"of 5 below", kpi.UnitOfFive, "0.99", alianza.ErrRange},
		{"of 5 lowest", kpi.UnitOfFive, "1", nil},
		{"of 5 highest", kpi.UnitOfFive, "5", nil},
		{"of 5 above", kpi.UnitOfFive, "5.01", alianza.ErrRange},
		{"percent of growth", kpi.UnitPercent, "350", nil},
		{"percent below zero", kpi.UnitPercent, "-40", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kpi := must(kpi.Definition{Name: "k", Unit: tt.unit, Target: alianza.AtLeast(n("3"))})
			if _, err := kpi.Judge(n(tt.value)); !errors.Is(err, tt.err) {
				t.Errorf("Judge(%s) = %v; want %v", tt.value, err, tt.err)
			}
		})
	}
}

// TestUnits_R16 has satisfaction in three units that never convert.
func TestUnits_R16(t *testing.T) {
	units := []string{kpi.UnitPercent, kpi.UnitOfFive, kpi.UnitNPS}
	for _, unit := range units {
		k := must(define("satisfaction", unit, alianza.AtLeast(n("4.5")), alianza.Bound{}))
		for _, other := range units {
			got, err := k.Judge(score.WithUnit(n("5"), other))
			if unit == other {
				if err != nil || got.Light != score.Green || !got.Value.Equal(n("5")) {
					t.Errorf("Judge(5 %s) in %s = %s, %v; want on target", other, unit, got, err)
				}
				continue
			}
			if len(faults(err)) != 1 || faults(err)[0].Path != "value" || !errors.Is(err, alianza.ErrConflict) {
				t.Errorf("Judge(5 %s) in %s = %s, %v; want a contradiction", other, unit, got, err)
			}
		}
	}
	k := must(define("satisfaction", kpi.UnitOfFive, alianza.Above(n("4.5")), alianza.Bound{}))
	_, err := k.Judge(score.WithUnit(n("5"), kpi.UnitPercent))
	if got, want := fmt.Sprint(err), `kpi: satisfaction: value "5%": contradiction: want "of 5", and units never convert`; got != want {
		t.Errorf("Judge(90%%) = %s; want %s", got, want)
	}
	got, err := k.Judge(n("4.51")) // a bare number is taken in the unit of the KPI
	if want := "satisfaction 4.51 of 5: green, target > 4.5"; err != nil || got.String() != want {
		t.Errorf("Judge(4.51) = %s, %v; want %s", got, err, want)
	}
	plain := must(define("k", "", alianza.Above(n("4.5")), alianza.Bound{}))
	_, err = plain.Judge(score.WithUnit(n("5"), kpi.UnitNPS))
	if got, want := fmt.Sprint(err), `kpi: k: value "5 NPS": contradiction: want no unit, and units never convert`; got != want {
		t.Errorf("Judge(5 NPS) = %s; want %s", got, want)
	}
	if _, err := plain.Judge(score.WithUnit(n("5"), "")); err != nil {
		t.Errorf("Judge(5 in no unit) = %v; want no error", err)
	}
	nothing := (*decimal.Decimal)(nil)
	if score.WithUnit(nil, "%") != nil || score.WithUnit(nothing, "%") != nil {
		t.Error("In(nil) is a number; want nil")
	}
	five := n("5")
	if got, err := plain.Judge(score.WithUnit(&five, "")); err != nil || got.Light != score.Green {
		t.Errorf("Judge(pointer to 5) = %s, %v; want on target", got, err)
	}
	both := score.WithUnit(score.WithUnit(n("5"), "%"), kpi.UnitOfFive)
	if _, err := k.Judge(both); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("Judge(5%% that is called of 5) = %v; want ErrConflict", err)
	}
	if _, err := k.Judge(score.WithUnit(decimal.New(1, 1<<30), kpi.UnitOfFive)); len(faults(err)) != 1 || !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Judge(hostile of 5) = %v; want ErrRange", err)
	}
}

// TestRefusalsSayTheNumber holds that no refusal rounds a number over the bound that it
// cites.
func TestRefusalsSayTheNumber(t *testing.T) {
	share := alianza.Between(n("0"), n("100"))
	ten := func(power int64) *big.Int { return new(big.Int).Exp(big.NewInt(10), big.NewInt(power), nil) }
	near := quotient{new(big.Rat).SetFrac(new(big.Int).Add(ten(21), big.NewInt(1)), ten(19))} // 100 + 10^-19
	for _, tt := range []struct {
		def   kpi.Definition
		value score.Number
		want  string
	}{
		{kpi.Definition{Range: share}, n("100.004"), `value "100.004": out of range: possible is 0 to 100`},
		{kpi.Definition{Range: share}, n("-0.004"), `value "-0.004": out of range: possible is 0 to 100`},
		{kpi.Definition{Range: share}, q("700003/7000"), `value "100.0004": out of range: possible is 0 to 100`}, // 100.000428...
		{kpi.Definition{Range: share}, near, `value "1000000000000000000001/10000000000000000000": out of range: possible is 0 to 100`},
		{kpi.Definition{Unit: kpi.UnitNPS}, n("100.001"), `value "100.001": out of range: a value NPS is from -100 to 100`},
		{kpi.Definition{Unit: kpi.UnitOfFive}, score.WithUnit(q("2999/3000"), kpi.UnitOfFive), `value "0.9997": out of range: a value of 5 is from 1 to 5`},
		{kpi.Definition{Unit: kpi.UnitCheck, Target: alianza.AtLeast(n("1"))}, n("0.999"), `value "0.999": out of range: a check is 0 or 1`},
		{kpi.Definition{Unit: kpi.UnitCheck, Target: alianza.AtLeast(n("1"))}, score.WithUnit(q("1/3000"), kpi.UnitCheck), `value "0.0003": out of range: a check is 0 or 1`},
		{kpi.Definition{Unit: "%"}, score.WithUnit(n("0.001"), "days"), `value "0.001 days": contradiction: want "%", and units never convert`},
	} {
		tt.def.Name = "k"
		if tt.def.Target.IsZero() {
			tt.def.Target = alianza.AtLeast(n("3"))
		}
		_, err := must(tt.def).Judge(tt.value)
		if want := "kpi: k: " + tt.want; fmt.Sprint(err) != want {
			t.Errorf("Judge(%v) = %v; want %s", tt.value, err, want)
		}
	}
}

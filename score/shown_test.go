package score_test

import (
	"errors"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// TestShown holds the figure in a text against the verdict beside it.
func TestShown(t *testing.T) {
	tests := []struct {
		name   string
		target score.Target
		value  string
		want   string
	}{
		{"on the bound", score.AtLeast(n("90")), "90", "k 90%: green, target >= 90"},
		{"two places say it", score.AtLeast(n("90")), "89.99", "k 89.99%: red, target >= 90"},
		{"a third place is needed", score.AtLeast(n("90")), "89.999", "k 89.999%: red, target >= 90"},
		{"half a third place is not enough", score.AtLeast(n("90")), "89.995", "k 89.995%: red, target >= 90"},
		{"above a bound from above", score.AtMost(n("5")), "5.001", "k 5.001%: red, target <= 5"},
		{"just inside a strict bound", score.Above(n("4.5")), "4.5000001", "k 4.5000001%: green, target > 4.5"},
		{"far from the bound", score.AtLeast(n("90")), "12.3456", "k 12.35%: red, target >= 90"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			kpi := score.MustKPI(score.KPIDefinition{Name: "k", Unit: "%", Target: tt.target})
			if got, err := kpi.Judge(n(tt.value)); err != nil || got.String() != tt.want {
				t.Errorf("Judge(%s) = %v, %v; want %s", tt.value, got, err, tt.want)
			}
		})
	}
}

// TestUnitReach_R16 gives units figures and bounds that they do not reach.
func TestUnitReach_R16(t *testing.T) {
	tests := []struct {
		name, unit, value string
		err               error
	}{
		{"NPS below", score.UnitNPS, "-100.01", alianza.ErrRange},
		{"NPS lowest", score.UnitNPS, "-100", nil},
		{"NPS highest", score.UnitNPS, "100", nil},
		{"NPS above", score.UnitNPS, "100.01", alianza.ErrRange},
		{"of 5 below", score.UnitOfFive, "0.99", alianza.ErrRange},
		{"of 5 lowest", score.UnitOfFive, "1", nil},
		{"of 5 highest", score.UnitOfFive, "5", nil},
		{"of 5 above", score.UnitOfFive, "5.01", alianza.ErrRange},
		{"percent of growth", score.UnitPercent, "350", nil},
		{"percent below zero", score.UnitPercent, "-40", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.NewKPI(score.KPIDefinition{Name: "k", Unit: tt.unit, Target: score.AtLeast(n(tt.value))})
			if !errors.Is(err, tt.err) {
				t.Errorf("NewKPI with a target of %s = %v; want %v", tt.value, err, tt.err)
			}
			kpi := score.MustKPI(score.KPIDefinition{Name: "k", Unit: tt.unit, Target: score.AtLeast(n("3"))})
			if _, err := kpi.Judge(n(tt.value)); !errors.Is(err, tt.err) {
				t.Errorf("Judge(%s) = %v; want %v", tt.value, err, tt.err)
			}
		})
	}
}

func TestPercentOf(t *testing.T) {
	tests := []struct {
		part, whole string
		want        string
		err         error
	}{
		{"9", "10", "90", nil},
		{"1", "3", "100/3", nil},
		{"0", "7", "0", nil},
		{"7", "0", "0", alianza.ErrZero},
	}
	for _, tt := range tests {
		if got, err := score.PercentOf(n(tt.part), n(tt.whole)); got.String() != tt.want || !errors.Is(err, tt.err) {
			t.Errorf("PercentOf(%s, %s) = %v, %v; want %s, %v", tt.part, tt.whole, got, err, tt.want, tt.err)
		}
	}
}

package score_test

import (
	"errors"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// TestBandsNumbers gives bands numbers in wrappings.
func TestBandsNumbers(t *testing.T) {
	bands := score.MustBands(score.LightBands("nps", decimal.NewFromInt(-100), decimal.Decimal{}, decimal.NewFromInt(50), decimal.NewFromInt(100)))
	hostile := decimal.New(1, 1_000_000_000)
	fifty, var50 := decimal.NewFromInt(50), decimal.NewFromInt(50)
	tests := []struct {
		name   string
		number score.Number
		want   score.Light
		err    error
	}{
		{"a decimal", fifty, score.Green, nil},
		{"a pointer", &var50, score.Green, nil},
		{"in a unit", score.In(fifty, score.UnitNPS), score.Green, nil},
		{"in a unit twice", score.In(score.In(fifty, "%"), score.UnitNPS), score.Green, nil},
		{"none in a unit", score.In(nil, score.UnitNPS), 0, nil},
		{"hostile", hostile, 0, alianza.ErrRange},
		{"hostile in a unit", score.In(hostile, score.UnitNPS), 0, alianza.ErrRange},
		{"hostile in a unit twice", score.In(score.In(hostile, "%"), score.UnitNPS), 0, alianza.ErrRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := bands.Judge(tt.number)
			if got.Light != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("Judge = %v, %v; want %v, %v", got, err, tt.want, tt.err)
			}
		})
	}
}

func TestBandsEndOfTwoBounds(t *testing.T) {
	d := score.LightBands("x", decimal.Decimal{}, decimal.NewFromInt(1), decimal.NewFromInt(2), decimal.NewFromInt(3))
	d.Bands[1].From = d.Bands[1].From.Range(decimal.NewFromInt(9))
	if _, err := score.NewBands(d); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("NewBands = %v; want %v", err, alianza.ErrConflict)
	}
}

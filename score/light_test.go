package score_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

func TestEnumerations(t *testing.T) {
	scoretest.Names[score.Light](t, 1, "none", "red", "yellow", "green")
	scoretest.Names[score.Answer](t, 0, "unknown", "no", "yes")
	scoretest.Names[score.OnMissing](t, 1, "default", "refuse", "open", "worst", "left_out")
	scoretest.Names[score.Basis](t, 1, "none", "knock_out", "total", "score", "name")
}

func TestLightOrder(t *testing.T) {
	var none score.Light
	if none >= score.Red || score.Red >= score.Yellow || score.Yellow >= score.Green {
		t.Errorf("lights = %d, %d, %d, %d; want them in order", none, score.Red, score.Yellow, score.Green)
	}
}

package prospect_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// pilot returns the values of a pilot of so many days, with what is changed.
func pilot(days int64, change ...string) map[string]decimal.Decimal {
	v := map[string]decimal.Decimal{"duration": decimal.NewFromInt(days), "offer": n("1"), "script": n("3"), "measure": n("1"), "review": n("14")}
	for i := 0; i < len(change); i += 2 {
		v[change[i]] = n(change[i+1])
	}
	return v
}

// TestPilotWants has what is said of a figure of a pilot that misses its target.
func TestPilotWants(t *testing.T) {
	five, two := n("5"), n("2")
	for want, target := range map[string]alianza.Bound{
		"at least 5 days": alianza.AtLeast(five), "at most 2 days": alianza.AtMost(two), "> 5 days": alianza.Above(five), "< 2 days": alianza.Below(two),
		"2 days": alianza.Between(two, two), "5 to 9 days": alianza.Between(five, n("9")),
		">= 5 (to 9) days": alianza.AtLeast(five).Range(n("9")), "<= 2 (to 1) days": alianza.AtMost(two).Range(n("1")),
	} {
		d := prospect.SemaforoScreening()
		d.Pilot.KPIs = []kpi.Definition{{Name: "setup", Unit: "days", Target: target}}
		r, err := screening(d).Judge(prospect.Facts{Name: "spa", Answers: points(2, 6), Numbers: map[string]decimal.Decimal{"setup": n("3")}})
		if err != nil || !strings.Contains(r.String(), "\nPilot: incomplete; setup: 3, want "+want+".\n") {
			t.Errorf("Judge of a target %s = %s, %v; want %q", target, r, err, want)
		}
	}
}

// TestPilotPackage_S13 has the light of the card, and what a report says of it.
func TestPilotPackage_S13(t *testing.T) {
	tests := []struct {
		name        string
		values      map[string]decimal.Decimal
		light, best score.Light
		text        string
	}{
		{"V-PIL-1", pilot(28), score.Green, score.Green, "complete"},
		{
			"V-PIL-2",
			map[string]decimal.Decimal{"duration": n("35"), "offer": n("2"), "script": n("4"), "measure": n("0"), "review": n("15")},
			score.Red, score.Red,
			"incomplete; duration: 35, want 14 to 28 days; offer: 2, want 1; script: 4, want 1 to 3 lines; measure: 0, want at least 1; " +
				"review: 15, want 14 days after the start",
		},
		{"no measure", pilot(28, "measure", "0"), score.Red, score.Red, "incomplete; measure: 0, want at least 1"},
		{"many measures", pilot(28, "measure", "100"), score.Green, score.Green, "complete"},
		{"two weeks", pilot(14), score.Green, score.Green, "complete"},
		{"a day less", pilot(13), score.Red, score.Red, "incomplete; duration: 13, want 14 to 28 days"},
		{"a day more than four weeks", pilot(29), score.Red, score.Red, "incomplete; duration: 29, want 14 to 28 days"},
		{"no offer", pilot(21, "offer", "0"), score.Red, score.Red, "incomplete; offer: 0, want 1"},
		{"script of a line", pilot(21, "script", "1"), score.Green, score.Green, "complete"},
		{"no script", pilot(21, "script", "0"), score.Red, score.Red, "incomplete; script: 0, want 1 to 3 lines"},
		{"review too soon", pilot(21, "review", "13"), score.Red, score.Red, "incomplete; review: 13, want 14 days after the start"},
		{"nothing known", nil, score.Red, score.Green, "open; unknown: duration, offer, script, measure, review"},
		{"only the measure is not known", map[string]decimal.Decimal{"duration": n("14"), "offer": n("1"), "script": n("2"), "review": n("14")}, score.Red, score.Green, "open; unknown: measure"},
		{"one wrong, one not known", map[string]decimal.Decimal{"duration": n("14"), "offer": n("2"), "script": n("2"), "review": n("14")}, score.Red, score.Red, "incomplete; offer: 2, want 1; unknown: measure"},
	}
	card := alianza.Must(kpi.NewScorecard(prospect.PilotPackage()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			values := kpi.Values{}
			for name, d := range tt.values {
				values[name] = d
			}
			got, err := card.Judge(values)
			if err != nil || got.Light != tt.light || got.Best != tt.best {
				t.Errorf("Judge(%v) = %s to %s, %v; want %s to %s", tt.values, got.Light, got.Best, err, tt.light, tt.best)
			}
			text := consider(t, prospect.Facts{Name: "spa", Answers: points(2, 6), Numbers: tt.values}).String()
			if !strings.Contains(text, "\nPilot: "+tt.text+".\n") {
				t.Errorf("report = %s; want %s in it", text, tt.text)
			}
		})
	}
}

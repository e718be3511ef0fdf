package cycle_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// TestValidity keeps a level for a year: reached in April 2024 it is checked in
// April 2025, reached anew in October 2024 in October 2025.
func TestValidity(t *testing.T) {
	ladder := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{
		level("silver", tier.AtLeast("points", n("1"))),
		level("gold", countOf(2, tier.AtLeast("points", n("10")), tier.AtLeast("visits", n("5")), tier.AtLeast("spend", n("100")))),
		level("platinum", tier.AtLeast("points", n("10")), tier.AtLeast("visits", n("5")), tier.AtLeast("spend", n("100"))),
	}}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(ladder), Validity: 12})
	tests := []struct {
		month                 string
		points, visits, spend string
		level, until          string
		kind                  cycle.Outcome
		text                  string
	}{
		{"2024-04", "10", "5", "0", "gold", "2025-04", cycle.Promoted, "2024-04: promoted from no tier to gold"},
		{"2024-05", "0", "0", "0", "gold", "2025-04", cycle.Kept, "2024-05: gold kept, valid until 2025-04; the metrics qualify for no tier"},
		{"2024-06", "10", "5", "0", "gold", "2025-04", cycle.Kept, "2024-06: gold kept"},
		{"2024-07", "10", "0", "0", "gold", "2025-04", cycle.Kept, "2024-07: gold kept, valid until 2025-04; the metrics qualify for silver"},
		{"2024-08", "1", "0", "0", "gold", "2025-04", cycle.Kept, "2024-08: gold kept, valid until 2025-04; the metrics qualify for silver"},
		{"2024-09", "0", "5", "100", "gold", "2025-04", cycle.Kept, "2024-09: gold kept"},
		{"2024-10", "10", "5", "100", "platinum", "2025-10", cycle.Promoted, "2024-10: promoted from gold to platinum"},
		{"2024-11", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2024-11: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2024-12", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2024-12: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-01", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-01: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-02", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-02: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-03", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-03: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-04", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-04: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-05", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-05: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-06", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-06: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-07", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-07: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-08", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-08: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-09", "0", "0", "0", "platinum", "2025-10", cycle.Kept, "2025-09: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-10", "10", "0", "100", "gold", "2026-10", cycle.Expired, "2025-10: platinum expired, now gold, valid until 2025-10"},
		{"2025-11", "10", "0", "0", "gold", "2026-10", cycle.Kept, "2025-11: gold kept, valid until 2026-10; the metrics qualify for silver"},
	}
	var s cycle.Standing
	for _, tt := range tests {
		next, change, err := rules.Step(s, month(tt.month), tier.Metrics{"points": n(tt.points), "visits": n(tt.visits), "spend": n(tt.spend)})
		if err != nil || next.Level != tt.level || next.Until != month(tt.until) || change.Outcome != tt.kind || change.String() != tt.text {
			t.Fatalf("Step(%s) = %q until %s, %s, %q, %v; want %q until %s, %s, %q", tt.month, next.Level, next.Until, change.Outcome, change, err, tt.level, tt.until, tt.kind, tt.text)
		}
		s = next
	}
}

// TestRatchet raises quarterly, and lowers once a year.
func TestRatchet(t *testing.T) {
	ladder := points([]string{"base", "ridge", "crest", "summit"}, "0", "250", "500", "750")
	rules := mustNew(cycle.Definition[tier.NoTerms]{
		Editions: always(ladder),
		Promote:  cycle.Calendar{Every: 3, Ending: 2}, Demote: cycle.Calendar{Every: 12, Ending: 2},
	})
	s := play(t, rules, cycle.Standing{}, "2024-02", "points", []step{
		{"300", "ridge", cycle.Promoted}, // February
		{"510", "ridge", cycle.Kept},
		{"510", "ridge", cycle.Kept},
		{"510", "crest", cycle.Promoted}, // May
		{"400", "crest", cycle.Kept},
		{"0", "crest", cycle.Kept},
		{"400", "crest", cycle.Kept}, // August
		{"400", "crest", cycle.Kept},
		{"400", "crest", cycle.Kept},
		{"400", "crest", cycle.Kept}, // November
		{"400", "crest", cycle.Kept},
		{"400", "crest", cycle.Kept},
		{"400", "ridge", cycle.Demoted}, // February
		{"750", "ridge", cycle.Kept},
	})
	if s.Since != month("2025-02") || s.Start != month("2024-02") {
		t.Errorf("Step = since %s, start %s; want 2025-02, 2024-02", s.Since, s.Start)
	}
	bounds := []struct{ points, level, toNext string }{
		{"249", "base", "1 point to ridge"},
		{"250", "ridge", "250 points to crest"},
		{"560", "crest", "190 points to summit"},
		{"749", "crest", "1 point to summit"},
		{"750", "summit", ""},
	}
	for _, tt := range bounds {
		got, err := alianza.Must(tier.New(ladder)).Place(tier.Metrics{"points": n(tt.points)})
		if err != nil || got.Level != tt.level || got.ToNext() != tt.toNext {
			t.Errorf("Place(%s) = %q, %q, %v; want %q, %q", tt.points, got.Level, got.ToNext(), err, tt.level, tt.toNext)
		}
	}
}

// TestBalance goes up and down with a balance.
func TestBalance(t *testing.T) {
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(points([]string{"basic", "silver", "gold", "platinum"}, "0", "100", "500", "1000"))})
	play(t, rules, cycle.Standing{}, "2026-01", "points", []step{{"100", "silver", cycle.Promoted}, {"50", "basic", cycle.Demoted}, {"550", "gold", cycle.Promoted}})
}

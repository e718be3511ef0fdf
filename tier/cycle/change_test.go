package cycle_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// TestChangeReasons has a reason for all that is not a plain promotion or
// demotion, and says it in a sentence.
func TestChangeReasons(t *testing.T) {
	type definition = cycle.Definition[tier.NoTerms]
	tests := []struct {
		name         string
		def          definition
		before       cycle.Standing
		sales        string
		reason, want string
	}{
		{"kept", definition{}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "16", "", "2026-03: gold kept"},
		{"none kept", definition{}, cycle.Standing{}, "0", "", "2026-03: no tier kept"},
		{"promoted", definition{}, cycle.Standing{Ladder: "affiliate", Level: "basic"}, "16", "", "2026-03: promoted from basic to gold"},
		{"promoted from none", definition{}, cycle.Standing{}, "1", "", "2026-03: promoted from no tier to basic"},
		{"promotion that is not due", definition{Promote: cycle.Calendar{Every: 3, Ending: 2}}, cycle.Standing{Ladder: "affiliate", Level: "basic"}, "16", "promotions come after 2026-05", "2026-03: basic kept, promotions come after 2026-05; the metrics qualify for gold"},
		{"demoted", definition{}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "15", "", "2026-03: demoted from gold to silver"},
		{"demoted to none", definition{}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "0", "", "2026-03: demoted from gold to no tier"},
		{"demoted by one step", definition{Demotion: cycle.OneStep}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "0", "", "2026-03: demoted from gold to silver; the metrics qualify for no tier"},
		{"demotion that is not due", definition{Demote: cycle.Calendar{Every: 12}}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "15", "reviewed after 2026-12", "2026-03: gold kept, reviewed after 2026-12; the metrics qualify for silver"},
		{"never", definition{Demotion: cycle.Never}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "15", "a level is never lost", "2026-03: gold kept, a level is never lost; the metrics qualify for silver"},
		{"never, and not due", definition{Demotion: cycle.Never, Demote: cycle.Calendar{Every: 12}}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "15", "a level is never lost", "2026-03: gold kept, a level is never lost; the metrics qualify for silver"},
		{"in grace", definition{Grace: 2}, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "15", "1 of 2", "2026-03: gold kept in grace, 1 of 2; the metrics qualify for silver"},
		{"last grace", definition{Grace: 2}, cycle.Standing{Ladder: "affiliate", Level: "gold", Misses: 1}, "0", "2 of 2", "2026-03: gold kept in grace, 2 of 2; the metrics qualify for no tier"},
		{"valid", definition{Validity: 12}, cycle.Standing{Ladder: "affiliate", Level: "gold", Until: month("2026-04")}, "15", "valid until 2026-04", "2026-03: gold kept, valid until 2026-04; the metrics qualify for silver"},
		{"renewed", definition{Validity: 12}, cycle.Standing{Ladder: "affiliate", Level: "gold", Until: month("2026-03")}, "16", "qualified again", "2026-03: gold renewed, qualified again"},
		{"renewed, and qualified for more", definition{Validity: 12, Promote: cycle.Calendar{Every: 12}}, cycle.Standing{Ladder: "affiliate", Level: "gold", Until: month("2026-03")}, "31", "qualified again", "2026-03: gold renewed, qualified again; the metrics qualify for platinum"},
		{"expired", definition{Validity: 12}, cycle.Standing{Ladder: "affiliate", Level: "gold", Until: month("2026-02")}, "15", "valid until 2026-02", "2026-03: gold expired, now silver, valid until 2026-02"},
		{"expired by one step", definition{Validity: 12, Demotion: cycle.OneStep}, cycle.Standing{Ladder: "affiliate", Level: "gold", Until: month("2026-02")}, "0", "valid until 2026-02", "2026-03: gold expired, now silver, valid until 2026-02; the metrics qualify for no tier"},
		{"pinned", definition{}, cycle.Standing{Ladder: "affiliate", Level: "gold", Pinned: true}, "16", "set by hand", "2026-03: gold pinned, set by hand"},
		{"pinned until", definition{}, cycle.Standing{Ladder: "affiliate", Level: "gold", Pinned: true, PinnedUntil: month("2026-04")}, "6", "set by hand until 2026-04", "2026-03: gold pinned, set by hand until 2026-04; the metrics qualify for silver"},
		{"pinned to none", definition{}, cycle.Standing{Pinned: true}, "6", "set by hand", "2026-03: no tier pinned, set by hand; the metrics qualify for silver"},
		{"pinned until now", definition{}, cycle.Standing{Ladder: "affiliate", Level: "gold", Pinned: true, PinnedUntil: month("2026-03")}, "6", "", "2026-03: demoted from gold to silver"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, change, err := affiliates(tt.def).Step(tt.before, month("2026-03"), tier.Metrics{"sales": n(tt.sales)})
			if err != nil || change.Reason != tt.reason || change.String() != tt.want {
				t.Errorf("Step(%s) = %q, reason %q, %v; want %q, reason %q", tt.sales, change, change.Reason, err, tt.want, tt.reason)
			}
		})
	}
	if got := (cycle.Change[string]{}).String(); got != "none: no tier kept" {
		t.Errorf("String() of the zero change = %q; want none: no tier kept", got)
	}
}

// TestChange looks at all of a change.
func TestChange(t *testing.T) {
	ladder := tier.WithTerms(points(medals, "10", "20"), map[string]string{"silver": "20%", "gold": "25%"})
	rules := mustNew(cycle.Definition[string]{Editions: always(ladder), Months: 2, Grace: 1})
	s, _, err := rules.Step(cycle.Standing{}, month("2026-01"), tier.Metrics{"points": n("21.50")})
	if err != nil {
		t.Fatal(err)
	}
	s, _, err = rules.Step(s, month("2026-02"), tier.Metrics{"points": n("1")})
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := rules.Step(s, month("2026-03"), tier.Metrics{"points": n("12")})
	if err != nil {
		t.Fatal(err)
	}
	silver, gold := ladder.Levels[0].Requires[0], ladder.Levels[1].Requires[0]
	want := cycle.Change[string]{
		Month: month("2026-03"), Outcome: cycle.InGrace, From: "gold", To: "gold", Misses: 1, Reason: "1 of 1",
		Qualified: tier.Placement[string]{
			Ladder: "points", Level: "silver", Rank: 1, Terms: "20%", Next: "gold",
			Unmet: []tier.Gap{{Need: gold, Value: n("13"), By: n("7")}}, Slack: []tier.Gap{{Need: silver, Value: n("13"), By: n("3")}},
		},
		Metrics: tier.Metrics{"points": n("13")},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Step mismatch (-want +got):\n%s", diff)
	}
	const text = `{"month":"2026-03","outcome":"in_grace","from":"gold","to":"gold",` +
		`"qualified":{"ladder":"points","level":"silver","rank":1,"terms":"20%","next":"gold","unmet":[{"need":{"metric":"points","at_least":"20"},"value":"13","by":"7"}],"slack":[{"need":{"metric":"points","at_least":"10"},"value":"13","by":"3"}]},` +
		`"metrics":{"points":"13"},"misses":1,"reason":"1 of 1"}`
	tiertest.ComesBack(t, got, text)
	first := cycle.Change[tier.NoTerms]{Month: month("2026-03"), Outcome: cycle.Promoted, To: "gold", Metrics: tier.Metrics{}}
	const least = `{"month":"2026-03","outcome":"promoted","to":"gold","qualified":{"ladder":"","rank":0},"metrics":{}}`
	tiertest.ComesBack(t, first, least)
	if doc, err := json.Marshal(cycle.Change[string]{}); err == nil {
		t.Errorf("MarshalJSON() of no change = %s; want an error", doc)
	}
}

// TestChangeTier_T16 names the tier after a change, which in a month of grace is
// not the one that the metrics qualify for.
func TestChangeTier_T16(t *testing.T) {
	rules := mustNew(cycle.Definition[tier.NoTerms]{
		Editions: []cycle.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}}, Grace: 1,
	})
	months := []tier.Metrics{{"sales": n("0")}, {"sales": n("16")}, {"sales": n("6")}, {"sales": n("6")}}
	_, changes, err := rules.Run(cycle.Standing{}, month("2026-01"), months)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"", "affiliate/gold", "affiliate/gold", "affiliate/silver"} {
		if got := changes[i].Tier(); got != want {
			t.Errorf("Tier() after %s = %q; want %q", changes[i], got, want)
		}
	}
}

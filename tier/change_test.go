package tier_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/tier"
)

// TestChangeReasons has a reason for all that is not a plain promotion or
// demotion, and says it in a sentence.
func TestChangeReasons(t *testing.T) {
	type definition = tier.CycleDefinition[tier.NoTerms]
	tests := []struct {
		name         string
		def          definition
		before       tier.Standing
		sales        string
		reason, want string
	}{
		{"kept", definition{}, tier.Standing{Level: "gold"}, "16", "", "2026-03: gold kept"},
		{"none kept", definition{}, tier.Standing{}, "0", "", "2026-03: no tier kept"},
		{"promoted", definition{}, tier.Standing{Level: "basic"}, "16", "", "2026-03: promoted from basic to gold"},
		{"promoted from none", definition{}, tier.Standing{}, "1", "", "2026-03: promoted from no tier to basic"},
		{"promotion that is not due", definition{Promote: tier.Calendar{Every: 3, Ending: 2}}, tier.Standing{Level: "basic"}, "16", "promotions come after 2026-05", "2026-03: basic kept, promotions come after 2026-05; the metrics qualify for gold"},
		{"demoted", definition{}, tier.Standing{Level: "gold"}, "15", "", "2026-03: demoted from gold to silver"},
		{"demoted to none", definition{}, tier.Standing{Level: "gold"}, "0", "", "2026-03: demoted from gold to no tier"},
		{"demoted by one step", definition{Demotion: tier.OneStep}, tier.Standing{Level: "gold"}, "0", "", "2026-03: demoted from gold to silver; the metrics qualify for no tier"},
		{"demotion that is not due", definition{Demote: tier.Calendar{Every: 12}}, tier.Standing{Level: "gold"}, "15", "reviewed after 2026-12", "2026-03: gold kept, reviewed after 2026-12; the metrics qualify for silver"},
		{"never", definition{Demotion: tier.Never}, tier.Standing{Level: "gold"}, "15", "a level is never lost", "2026-03: gold kept, a level is never lost; the metrics qualify for silver"},
		{"never, and not due", definition{Demotion: tier.Never, Demote: tier.Calendar{Every: 12}}, tier.Standing{Level: "gold"}, "15", "a level is never lost", "2026-03: gold kept, a level is never lost; the metrics qualify for silver"},
		{"in grace", definition{Grace: 2}, tier.Standing{Level: "gold"}, "15", "1 of 2", "2026-03: gold kept in grace, 1 of 2; the metrics qualify for silver"},
		{"last grace", definition{Grace: 2}, tier.Standing{Level: "gold", Misses: 1}, "0", "2 of 2", "2026-03: gold kept in grace, 2 of 2; the metrics qualify for no tier"},
		{"valid", definition{Validity: 12}, tier.Standing{Level: "gold", Until: month("2026-04")}, "15", "valid until 2026-04", "2026-03: gold kept, valid until 2026-04; the metrics qualify for silver"},
		{"renewed", definition{Validity: 12}, tier.Standing{Level: "gold", Until: month("2026-03")}, "16", "qualified again", "2026-03: gold renewed, qualified again"},
		{"renewed, and qualified for more", definition{Validity: 12, Promote: tier.Calendar{Every: 12}}, tier.Standing{Level: "gold", Until: month("2026-03")}, "31", "qualified again", "2026-03: gold renewed, qualified again; the metrics qualify for platinum"},
		{"expired", definition{Validity: 12}, tier.Standing{Level: "gold", Until: month("2026-02")}, "15", "valid until 2026-02", "2026-03: gold expired, now silver, valid until 2026-02"},
		{"expired by one step", definition{Validity: 12, Demotion: tier.OneStep}, tier.Standing{Level: "gold", Until: month("2026-02")}, "0", "valid until 2026-02", "2026-03: gold expired, now silver, valid until 2026-02; the metrics qualify for no tier"},
		{"pinned", definition{}, tier.Standing{Level: "gold", Pinned: true}, "16", "set by hand", "2026-03: gold pinned, set by hand"},
		{"pinned until", definition{}, tier.Standing{Level: "gold", Pinned: true, PinnedUntil: month("2026-04")}, "6", "set by hand until 2026-04", "2026-03: gold pinned, set by hand until 2026-04; the metrics qualify for silver"},
		{"pinned to none", definition{}, tier.Standing{Pinned: true}, "6", "set by hand", "2026-03: no tier pinned, set by hand; the metrics qualify for silver"},
		{"pinned until now", definition{}, tier.Standing{Level: "gold", Pinned: true, PinnedUntil: month("2026-03")}, "6", "", "2026-03: demoted from gold to silver"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, change, err := affiliates(tt.def).Step(tt.before, month("2026-03"), tier.Metrics{"sales": n(tt.sales)})
			if err != nil || change.Reason != tt.reason || change.String() != tt.want {
				t.Errorf("Step(%s) = %q, reason %q, %v; want %q, reason %q", tt.sales, change, change.Reason, err, tt.want, tt.reason)
			}
		})
	}
	if got := (tier.Change[string]{}).String(); got != "none: no tier kept" {
		t.Errorf("String() of the zero change = %q; want none: no tier kept", got)
	}
}

// TestChange looks at all of a change.
func TestChange(t *testing.T) {
	ladder := tier.WithTerms(points(medals, "10", "20"), map[string]string{"silver": "20%", "gold": "25%"})
	cycle := tier.MustCycle(tier.CycleDefinition[string]{Editions: always(ladder), Window: 2, Grace: 1})
	s, _, err := cycle.Step(tier.Standing{}, month("2026-01"), tier.Metrics{"points": n("21.50")})
	if err != nil {
		t.Fatal(err)
	}
	s, _, err = cycle.Step(s, month("2026-02"), tier.Metrics{"points": n("1")})
	if err != nil {
		t.Fatal(err)
	}
	_, got, err := cycle.Step(s, month("2026-03"), tier.Metrics{"points": n("12")})
	if err != nil {
		t.Fatal(err)
	}
	silver, gold := ladder.Levels[0].Requires[0], ladder.Levels[1].Requires[0]
	want := tier.Change[string]{
		Month: month("2026-03"), Kind: tier.InGrace, From: "gold", To: "gold", Misses: 1, Reason: "1 of 1",
		Qualified: tier.Placement[string]{
			Ladder: "points", Level: "silver", Rank: 1, Terms: "20%", Next: "gold",
			Missing: []tier.Gap{{Need: gold, Value: n("13"), By: n("7")}}, Margin: []tier.Gap{{Need: silver, Value: n("13"), By: n("3")}},
		},
		Metrics: tier.Metrics{"points": n("13")},
	}
	if diff := cmp.Diff(want, got, sameMonths); diff != "" {
		t.Errorf("Step mismatch (-want +got):\n%s", diff)
	}
	const text = `{"month":"2026-03","kind":"in_grace","from":"gold","to":"gold",` +
		`"qualified":{"ladder":"points","level":"silver","rank":1,"terms":"20%","next":"gold","missing":[{"metric":"points","at_least":"20","value":"13","by":"7"}],"margin":[{"metric":"points","at_least":"10","value":"13","by":"3"}]},` +
		`"metrics":{"points":"13"},"misses":1,"reason":"1 of 1"}`
	if doc, err := json.Marshal(got); err != nil || string(doc) != text {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, text)
	}
	first := tier.Change[tier.NoTerms]{Month: month("2026-03"), Kind: tier.Promoted, To: "gold"}
	const least = `{"month":"2026-03","kind":"promoted","to":"gold","qualified":{"ladder":"","rank":0},"metrics":{}}`
	if doc, err := json.Marshal(first); err != nil || string(doc) != least {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, least)
	}
}

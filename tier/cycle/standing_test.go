package cycle_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// TestStanding_Ladder_T16 gives a standing on one ladder to the cycle of another
// whose levels have the same names, and a level without its ladder to its own.
func TestStanding_Ladder_T16(t *testing.T) {
	of := func(name string) cycle.Cycle[tier.NoTerms] {
		return mustNew(cycle.Definition[tier.NoTerms]{Editions: always(named(name, tier.Affiliate()))})
	}
	gold := tier.Metrics{"sales": n("16")}
	january := month("2026-01")
	standing, _, err := of("affiliate").Step(cycle.Standing{}, january, gold)
	if err != nil || standing.Ladder != "affiliate" {
		t.Fatalf("Step = a standing of %q, %v; want affiliate", standing.Ladder, err)
	}
	bare := standing
	bare.Ladder = ""
	for _, tt := range []struct {
		name     string
		rules    cycle.Cycle[tier.NoTerms]
		standing cycle.Standing
		want     fault
	}{
		{"of another ladder", of("other"), standing, fault{"ladder", "affiliate", alianza.ErrConflict}},
		{"without its ladder", of("affiliate"), bare, fault{"ladder", "", alianza.ErrMissing}},
		{"of which the past is without its ladder", of("affiliate"), cycle.Standing{Past: []cycle.Spell{{Level: "gold", To: january}}}, fault{"ladder", "", alianza.ErrMissing}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got, _, err := tt.rules.Step(tt.standing, january.Add(1), gold)
			wantFaults(t, "Step", err, tt.want)
			if diff := cmp.Diff(tt.standing, got); diff != "" {
				t.Errorf("Step = another standing beside the error (-want +got):\n%s", diff)
			}
			_, err = tt.rules.Pin(tt.standing, "gold", january.Add(1), cycle.Month{})
			wantFaults(t, "Pin", err, tt.want)
			_, err = tt.rules.LevelFor(tt.standing, january, january)
			wantFaults(t, "LevelFor", err, tt.want)
		})
	}
	if doc, err := json.Marshal(bare); err == nil {
		t.Errorf("MarshalJSON() without the ladder = %s; want an error", doc)
	}
	var read cycle.Standing
	wantFaults(t, "UnmarshalJSON", read.UnmarshalJSON([]byte(`{"level":"gold"}`)), fault{"ladder", "", alianza.ErrMissing})
	pinned, err := of("other").Pin(cycle.Standing{}, "gold", january, cycle.Month{})
	if err != nil || pinned.Ladder != "other" {
		t.Errorf("Pin = a standing of %q, %v; want other", pinned.Ladder, err)
	}
}

func TestStanding_JSON(t *testing.T) {
	full := cycle.Standing{
		Ladder: "affiliate", Level: "gold", Since: month("2026-02"), Until: month("2027-02"), Misses: 2, Pinned: true, PinnedUntil: month("2026-09"),
		Start: month("2025-12"), Last: month("2026-03"),
		Recent: []tier.Metrics{{"sales": n("6.50"), "a": n("0")}, {}},
		Past:   []cycle.Spell{{Level: "", To: month("2026-01")}, {Level: "silver", From: month("2026-01"), To: month("2026-02")}},
	}
	tests := []struct {
		name     string
		standing cycle.Standing
		want     string
	}{
		{"zero", cycle.Standing{}, `{}`},
		{"level", cycle.Standing{Ladder: "affiliate", Level: "gold"}, `{"ladder":"affiliate","level":"gold"}`},
		{"pin without end", cycle.Standing{Pinned: true}, `{"pinned":true}`},
		{"all", full, `{"ladder":"affiliate","level":"gold","since":"2026-02","until":"2027-02","misses":2,"pinned":true,"pinned_until":"2026-09","start":"2025-12","last":"2026-03",` +
			`"recent":[{"a":"0","sales":"6.50"},{}],"past":[{"level":"","to":"2026-01"},{"level":"silver","from":"2026-01","to":"2026-02"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := json.Marshal(tt.standing)
			if err != nil || string(doc) != tt.want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, tt.want)
			}
			got := cycle.Standing{Ladder: "l", Level: "before", Misses: 7, Recent: []tier.Metrics{{"x": n("1")}}}
			if err := json.Unmarshal([]byte(tt.want), &got); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.standing, got, samePlaces); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
		})
	}
}

func TestStanding_JSONFaults(t *testing.T) {
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"list", `[]`, []fault{{"", "", alianza.ErrForm}}},
		{"data behind", `{}{}`, []fault{{"", "", alianza.ErrForm}}},
		{"field that is none", `{"levels":"gold"}`, []fault{{"levels", "", alianza.ErrUnknown}}},
		{"wrong case", `{"Level":"gold"}`, []fault{{"Level", "", alianza.ErrUnknown}}},
		{"field twice", `{"ladder":"l","level":"gold","level":"gold"}`, []fault{{"level", "", alianza.ErrDuplicate}}},
		{"level that is null", `{"level":null}`, []fault{{"level", "", alianza.ErrMissing}}},
		{"level that is a number", `{"level":3}`, []fault{{"level", "3", alianza.ErrForm}}},
		{"month of a day", `{"since":"2026-02-01"}`, []fault{{"since", "2026-02-01", alianza.ErrForm}}},
		{"no month", `{"until":"none"}`, []fault{{"until", "none", alianza.ErrForm}}},
		{"months, all of them", `{"since":"","until":"x","pinned_until":"2026-00","start":"2026-13","last":"0000-01"}`, []fault{
			{"since", "", alianza.ErrForm}, {"until", "x", alianza.ErrForm}, {"pinned_until", "2026-00", alianza.ErrForm}, {"start", "2026-13", alianza.ErrForm}, {"last", "0000-01", alianza.ErrForm},
		}},
		{"misses of text", `{"misses":"1"}`, []fault{{"misses", "1", alianza.ErrForm}}},
		{"misses of half", `{"misses":0.5}`, []fault{{"misses", "0.5", alianza.ErrRange}}},
		{"pinned by text", `{"pinned":"true"}`, []fault{{"pinned", "true", alianza.ErrForm}}},
		{"metrics inside metrics", `{"recent":[{"metrics":{"sales":"1"}}]}`, []fault{{"recent[0].metrics", "", alianza.ErrForm}}},
		{"hostile numbers", `{"recent":[{"a":1e19,"b":"1e-19","c":"1e999999999"},{"d":"` + strings.Repeat("9", 35) + `"}]}`, []fault{
			{"recent[0].a", "1e19", alianza.ErrRange},
			{"recent[0].b", "1e-19", alianza.ErrRange},
			{"recent[0].c", "1e999999999", alianza.ErrRange},
			{"recent[1].d", strings.Repeat("9", 35), alianza.ErrRange},
		}},
		{"metric twice", `{"recent":[{"a":1,"a":1}]}`, []fault{{"recent[0].a", "", alianza.ErrDuplicate}}},
		{"metric that is none", `{"recent":[{"a":"one","b":null}]}`, []fault{{"recent[0].a", "one", alianza.ErrForm}, {"recent[0].b", "", alianza.ErrMissing}}},
		{"last before the start", `{"start":"2026-03","last":"2026-02"}`, []fault{{"last", "2026-02", alianza.ErrConflict}}},
		{"negative misses", `{"misses":-1}`, []fault{{"misses", "-1", alianza.ErrRange}}},
		{"level without its ladder", `{"level":"gold"}`, []fault{{"ladder", "", alianza.ErrMissing}}},
		{"spell without its ladder", `{"past":[{"level":"gold","to":"2026-01"}]}`, []fault{{"ladder", "", alianza.ErrMissing}}},
		{"spell without an end", `{"ladder":"l","past":[{"level":"gold","from":"2026-01"}]}`, []fault{{"past[0].to", "", alianza.ErrMissing}}},
		{"spell without a level", `{"ladder":"l","past":[{"to":"2026-01"}]}`, []fault{{"past[0].level", "", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := cycle.Standing{Ladder: "l", Level: "before"}
			err := got.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if diff := cmp.Diff(cycle.Standing{Ladder: "l", Level: "before"}, got); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) changed the standing (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

// TestStanding_Signed has metrics that may be negative, and that are out of the bounds
// of the library.
func TestStanding_Signed(t *testing.T) {
	d := points(medals, "1", "2")
	d.Signed = []string{"points"}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Months: 2, Editions: always(d)})
	s := play(t, rules, cycle.Standing{}, "2026-01", "points", []step{{"-3", "", cycle.Kept}, {"4", "silver", cycle.Promoted}})
	s.Recent = []tier.Metrics{{"points": decimal.New(-1, 19)}}
	_, _, err := rules.Step(s, month("2026-03"), tier.Metrics{"points": n("1")})
	wantFaults(t, "Step", err, fault{"recent[0].points", "-10000000000000000000", alianza.ErrRange})
}

// TestStanding_Until has an end of a validity that says nothing: of a cycle that has no
// validity, as after a change of its rules, and of no level.
func TestStanding_Until(t *testing.T) {
	s := cycle.Standing{Ladder: "points", Level: "silver", Until: month("2026-12"), Start: month("2026-01"), Last: month("2026-01")}
	lasting := cycle.Definition[tier.NoTerms]{Editions: always(points(medals, "1", "2")), Validity: 12}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: lasting.Editions})
	if got, err := rules.Outlook(s); err != nil || got.Keep.By != month("2026-02") {
		t.Errorf("Outlook without a validity = %q, %v; want a review in 2026-02", got, err)
	}
	if got, change, err := rules.Step(s, month("2026-02"), tier.Metrics{"points": n("0")}); err != nil || got.Level != "" || change.Outcome != cycle.Demoted {
		t.Errorf("Step without a validity = %q, %v; want the level to be lost", change, err)
	}
	s.Until = month("2026-01")
	for points, want := range map[string]cycle.Outcome{"0": cycle.Demoted, "1": cycle.Kept} {
		if _, change, err := rules.Step(s, month("2026-02"), tier.Metrics{"points": n(points)}); err != nil || change.Outcome != want || change.Reason != "" {
			t.Errorf("Step without a validity, %s points = %q, %v; want it %s", points, change, err, want)
		}
	}
	s.Level, s.Until = "", month("2026-02")
	if _, change, err := mustNew(lasting).Step(s, month("2026-02"), tier.Metrics{"points": n("0")}); err != nil || change.Outcome != cycle.Kept || change.Reason != "" {
		t.Errorf("Step without a level = %q, %v; want it kept for no reason", change, err)
	}
}

// TestStanding_JSONLong keeps a window of a hundred years, whose JSON is longer
// than that of a definition may be.
func TestStanding_JSONLong(t *testing.T) {
	var want cycle.Standing
	for range 1200 {
		metrics := tier.Metrics{}
		for i := range 40 {
			metrics[fmt.Sprintf("a metric with a long name %d", i)] = n("1")
		}
		want.Recent = append(want.Recent, metrics)
	}
	doc, err := json.Marshal(want)
	if err != nil || len(doc) < 1<<20 {
		t.Fatalf("MarshalJSON() = %d bytes, %v; want a megabyte", len(doc), err)
	}
	var got cycle.Standing
	if err := json.Unmarshal(doc, &got); err != nil || len(got.Recent) != len(want.Recent) {
		t.Errorf("UnmarshalJSON() = %d months, %v; want %d", len(got.Recent), err, len(want.Recent))
	}
}

// TestStanding_Limits has more than a cycle keeps.
func TestStanding_Limits(t *testing.T) {
	wide := tier.Metrics{}
	for i := range 201 {
		wide[fmt.Sprint(i)] = n("1")
	}
	rules := affiliates(cycle.Definition[tier.NoTerms]{Months: 3})
	for name, tt := range map[string]struct {
		s    cycle.Standing
		want fault
	}{
		"months":  {cycle.Standing{Recent: make([]tier.Metrics, 1201)}, fault{"recent", "1201", alianza.ErrLimit}},
		"metrics": {cycle.Standing{Recent: []tier.Metrics{{}, wide}}, fault{"recent[1]", "201", alianza.ErrLimit}},
		"spells":  {cycle.Standing{Ladder: "affiliate", Past: make([]cycle.Spell, 1201)}, fault{"past", "1201", alianza.ErrLimit}},
	} {
		_, _, err := rules.Step(tt.s, month("2026-01"), tier.Metrics{"sales": n("1")})
		wantFaults(t, "Step with too many "+name, err, tt.want)
		if doc, err := json.Marshal(tt.s); err == nil {
			t.Errorf("MarshalJSON() with too many %s = %d bytes; want an error", name, len(doc))
		}
	}
}

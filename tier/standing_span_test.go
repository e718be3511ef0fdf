package tier_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestValidity keeps a level for a year: reached in April 2024 it is checked in
// April 2025, reached anew in October 2024 in October 2025.
func TestValidity(t *testing.T) {
	ladder := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{
		level("silver", tier.AtLeast("points", n("1"))),
		level("gold", tier.CountOf(2, tier.AtLeast("points", n("10")), tier.AtLeast("visits", n("5")), tier.AtLeast("spend", n("100")))),
		level("platinum", tier.AtLeast("points", n("10")), tier.AtLeast("visits", n("5")), tier.AtLeast("spend", n("100"))),
	}}
	cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: always(ladder), Validity: 12})
	tests := []struct {
		month                 string
		points, visits, spend string
		level, until          string
		kind                  tier.ChangeKind
		text                  string
	}{
		{"2024-04", "10", "5", "0", "gold", "2025-04", tier.Promoted, "2024-04: promoted from no tier to gold"},
		{"2024-05", "0", "0", "0", "gold", "2025-04", tier.Kept, "2024-05: gold kept, valid until 2025-04; the metrics qualify for no tier"},
		{"2024-06", "10", "5", "0", "gold", "2025-04", tier.Kept, "2024-06: gold kept"},
		{"2024-07", "10", "0", "0", "gold", "2025-04", tier.Kept, "2024-07: gold kept, valid until 2025-04; the metrics qualify for silver"},
		{"2024-08", "1", "0", "0", "gold", "2025-04", tier.Kept, "2024-08: gold kept, valid until 2025-04; the metrics qualify for silver"},
		{"2024-09", "0", "5", "100", "gold", "2025-04", tier.Kept, "2024-09: gold kept"},
		{"2024-10", "10", "5", "100", "platinum", "2025-10", tier.Promoted, "2024-10: promoted from gold to platinum"},
		{"2024-11", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2024-11: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2024-12", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2024-12: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-01", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-01: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-02", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-02: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-03", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-03: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-04", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-04: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-05", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-05: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-06", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-06: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-07", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-07: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-08", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-08: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-09", "0", "0", "0", "platinum", "2025-10", tier.Kept, "2025-09: platinum kept, valid until 2025-10; the metrics qualify for no tier"},
		{"2025-10", "10", "0", "100", "gold", "2026-10", tier.Expired, "2025-10: platinum expired, now gold, valid until 2025-10"},
		{"2025-11", "10", "0", "0", "gold", "2026-10", tier.Kept, "2025-11: gold kept, valid until 2026-10; the metrics qualify for silver"},
	}
	var s tier.Standing
	for _, tt := range tests {
		next, change, err := cycle.Step(s, month(tt.month), tier.Metrics{"points": n(tt.points), "visits": n(tt.visits), "spend": n(tt.spend)})
		if err != nil || next.Level != tt.level || next.Until != month(tt.until) || change.Kind != tt.kind || change.String() != tt.text {
			t.Fatalf("Step(%s) = %q until %s, %s, %q, %v; want %q until %s, %s, %q", tt.month, next.Level, next.Until, change.Kind, change, err, tt.level, tt.until, tt.kind, tt.text)
		}
		s = next
	}
}

// TestValidityEnds has the months around the end of a validity.
func TestValidityEnds(t *testing.T) {
	tests := []struct {
		name  string
		def   tier.CycleDefinition[tier.NoTerms]
		steps []step
		until string
	}{
		{"of one month", tier.CycleDefinition[tier.NoTerms]{Validity: 1}, []step{{"16", "gold", tier.Promoted}, {"0", "", tier.Expired}}, ""},
		{"a month before its end", tier.CycleDefinition[tier.NoTerms]{Validity: 3}, []step{{"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept}, {"0", "gold", tier.Kept}}, "2026-04"},
		{"at its end", tier.CycleDefinition[tier.NoTerms]{Validity: 3}, []step{{"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept}, {"0", "gold", tier.Kept}, {"6", "silver", tier.Expired}}, "2026-07"},
		{"qualified again at its end", tier.CycleDefinition[tier.NoTerms]{Validity: 2}, []step{{"16", "gold", tier.Promoted}, {"16", "gold", tier.Kept}, {"16", "gold", tier.Renewed}}, "2026-05"},
		{"qualified for more at its end", tier.CycleDefinition[tier.NoTerms]{Validity: 2}, []step{{"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept}, {"31", "platinum", tier.Promoted}}, "2026-05"},
		{"qualified for more, which is not due", tier.CycleDefinition[tier.NoTerms]{Validity: 2, Promote: tier.Calendar{Every: 3, Ending: 1}}, []step{{"16", "gold", tier.Promoted}, {"31", "gold", tier.Kept}, {"31", "gold", tier.Renewed}}, "2026-05"},
		{"grace after its end", tier.CycleDefinition[tier.NoTerms]{Validity: 2, Grace: 1}, []step{{"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept}, {"0", "gold", tier.InGrace}, {"0", "", tier.Expired}}, ""},
		{"renewed in grace", tier.CycleDefinition[tier.NoTerms]{Validity: 2, Grace: 1}, []step{{"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept}, {"0", "gold", tier.InGrace}, {"16", "gold", tier.Renewed}}, "2026-06"},
		{"lost after its end, when reviewed", tier.CycleDefinition[tier.NoTerms]{Validity: 2, Demote: tier.Calendar{Every: 12, Ending: 5}}, []step{{"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept}, {"0", "gold", tier.Kept}, {"0", "gold", tier.Kept}, {"6", "silver", tier.Expired}}, "2026-07"},
		{"never lost", tier.CycleDefinition[tier.NoTerms]{Validity: 1, Demotion: tier.Never}, []step{{"16", "gold", tier.Promoted}, {"0", "gold", tier.Kept}, {"16", "gold", tier.Renewed}}, "2026-04"},
		{"one step at its end, and valid anew", tier.CycleDefinition[tier.NoTerms]{Validity: 1, Demotion: tier.OneStep}, []step{{"16", "gold", tier.Promoted}, {"0", "silver", tier.Expired}, {"0", "basic", tier.Expired}, {"0", "", tier.Expired}}, ""},
		{"no level has none", tier.CycleDefinition[tier.NoTerms]{Validity: 1}, []step{{"0", "", tier.Kept}, {"0", "", tier.Kept}}, ""},
		{"none", tier.CycleDefinition[tier.NoTerms]{}, []step{{"16", "gold", tier.Promoted}, {"16", "gold", tier.Kept}, {"6", "silver", tier.Demoted}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := play(t, affiliates(tt.def), tier.Standing{}, "2026-01", "sales", tt.steps)
			if s.Until != month(tt.until) {
				t.Errorf("Step = until %s; want %s", s.Until, month(tt.until))
			}
		})
	}
	// A standing from elsewhere may have a level without a validity, or one
	// that this cycle does not know of.
	free := affiliates(tier.CycleDefinition[tier.NoTerms]{})
	play(t, free, tier.Standing{Level: "gold", Until: month("2030-01")}, "2026-01", "sales", []step{{"0", "", tier.Demoted}})
	yearly := affiliates(tier.CycleDefinition[tier.NoTerms]{Validity: 12})
	play(t, yearly, tier.Standing{Level: "gold"}, "2026-01", "sales", []step{{"16", "gold", tier.Kept}, {"0", "", tier.Demoted}})
}

// TestTail lets the terms of a sale go on for a year: the level is lost in June
// 2023, a deal of January keeps the old one until January 2024.
func TestTail(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Tail: 12})
	s := play(t, cycle, tier.Standing{}, "2022-12", "sales", []step{
		{"0", "", tier.Kept},
		{"16", "gold", tier.Promoted},
		{"16", "gold", tier.Kept},
		{"16", "gold", tier.Kept},
		{"16", "gold", tier.Kept},
		{"16", "gold", tier.Kept},
		{"6", "silver", tier.Demoted}, // June
		{"6", "silver", tier.Kept},
		{"6", "silver", tier.Kept},
		{"31", "platinum", tier.Promoted},
		{"31", "platinum", tier.Kept},
	})
	tests := []struct {
		name, sold, on, want string
	}{
		{"before the partner began", "2022-11", "2023-10", ""},
		{"on no level yet", "2022-12", "2023-10", ""},
		{"the last month of that", "2022-12", "2023-11", ""},
		{"and then", "2022-12", "2023-12", "platinum"},
		{"under gold", "2023-01", "2023-10", "gold"},
		{"the last month", "2023-01", "2023-12", "gold"},
		{"and then", "2023-01", "2024-01", "platinum"},
		{"the last one under gold", "2023-05", "2024-04", "gold"},
		{"and then", "2023-05", "2024-05", "platinum"},
		{"the first under silver", "2023-06", "2024-05", "silver"},
		{"and then", "2023-06", "2024-06", "platinum"},
		{"the last under silver", "2023-08", "2024-07", "silver"},
		{"under platinum", "2023-09", "2024-07", "platinum"},
		{"this month", "2023-10", "2023-10", "platinum"},
		{"next month", "2023-11", "2023-11", "platinum"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := cycle.LevelFor(s, month(tt.sold), month(tt.on)); got != tt.want {
				t.Errorf("LevelFor(%s, %s) = %q; want %q", tt.sold, tt.on, got, tt.want)
			}
		})
	}
	forgetful := tier.Standing{Level: "gold", Since: month("2023-06")} // from elsewhere, without a past
	if got := cycle.LevelFor(forgetful, month("2023-01"), month("2023-07")); got != "gold" {
		t.Errorf("LevelFor of a standing without a past = %q; want gold, the level of today", got)
	}
	without := affiliates(tier.CycleDefinition[tier.NoTerms]{})
	if got := without.LevelFor(s, month("2023-01"), month("2023-10")); got != "platinum" {
		t.Errorf("LevelFor without a tail = %q; want platinum, the level of today", got)
	}
}

// TestPast checks what a standing keeps of the levels before, and for how long.
func TestPast(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Tail: 2})
	tests := []struct {
		name, sales string
		want        []tier.Spell
	}{
		{"January", "0", nil},
		{"February", "1", []tier.Spell{{Level: "", To: month("2026-02")}}},
		{"March", "6", []tier.Spell{{Level: "", To: month("2026-02")}, {Level: "basic", From: month("2026-02"), To: month("2026-03")}}},
		{"April", "6", []tier.Spell{{Level: "", To: month("2026-02")}, {Level: "basic", From: month("2026-02"), To: month("2026-03")}}},
		{"May", "6", []tier.Spell{{Level: "basic", From: month("2026-02"), To: month("2026-03")}}},
		{"June", "0", []tier.Spell{{Level: "silver", From: month("2026-03"), To: month("2026-06")}}},
		{"July", "0", []tier.Spell{{Level: "silver", From: month("2026-03"), To: month("2026-06")}}},
		{"August", "0", []tier.Spell{{Level: "silver", From: month("2026-03"), To: month("2026-06")}}},
		{"September", "0", nil},
	}
	s, m := tier.Standing{}, month("2026-01")
	for _, tt := range tests {
		next, _, err := cycle.Step(s, m, tier.Metrics{"sales": n(tt.sales)})
		if diff := cmp.Diff(tt.want, next.Past, sameMonths); diff != "" || err != nil {
			t.Fatalf("%s: Step = other past, %v (-want +got):\n%s", tt.name, err, diff)
		}
		s, m = next, m.Add(1)
	}
	none := affiliates(tier.CycleDefinition[tier.NoTerms]{})
	if s := play(t, none, tier.Standing{}, "2026-01", "sales", []step{{"6", "silver", tier.Promoted}, {"0", "", tier.Demoted}}); s.Past != nil {
		t.Errorf("Step without a tail = past %v; want none", s.Past)
	}
}

func TestPin(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Grace: 1, Validity: 3, Tail: 6})
	start := play(t, cycle, tier.Standing{}, "2026-01", "sales", []step{{"6", "silver", tier.Promoted}})
	pin := func(level, from, until string) tier.Standing {
		t.Helper()
		s, err := cycle.Pin(start, level, month(from), month(until))
		if err != nil {
			t.Fatalf("Pin(%q, %s, %s) = %v; want no error", level, from, until, err)
		}
		return s
	}
	tests := []struct {
		name                string
		standing            tier.Standing
		since, until, freed string // of the standing
		steps               []step
	}{
		{"up, for three months", pin("platinum", "2026-02", "2026-05"), "2026-02", "2026-05", "2026-05", []step{
			{"0", "platinum", tier.Pinned}, {"0", "platinum", tier.Pinned}, {"40", "platinum", tier.Pinned}, {"0", "platinum", tier.InGrace}, {"0", "", tier.Expired},
		}},
		{"up, kept afterwards", pin("platinum", "2026-02", "2026-04"), "2026-02", "2026-05", "2026-04", []step{
			{"0", "platinum", tier.Pinned}, {"0", "platinum", tier.Pinned}, {"0", "platinum", tier.Kept}, {"31", "platinum", tier.Renewed},
		}},
		{"down", pin("basic", "2026-02", "2026-04"), "2026-02", "2026-05", "2026-04", []step{
			{"40", "basic", tier.Pinned}, {"40", "basic", tier.Pinned}, {"40", "platinum", tier.Promoted},
		}},
		{"to none", pin("", "2026-02", "2026-03"), "2026-02", "", "2026-03", []step{{"40", "", tier.Pinned}, {"6", "silver", tier.Promoted}}},
		{"where it is", pin("silver", "2026-02", "2026-03"), "2026-01", "2026-04", "2026-03", []step{{"40", "silver", tier.Pinned}, {"6", "silver", tier.Kept}, {"6", "silver", tier.Renewed}}},
		{"without end", pin("gold", "2026-02", ""), "2026-02", "2026-05", "", []step{
			{"0", "gold", tier.Pinned}, {"40", "gold", tier.Pinned}, {"0", "gold", tier.Pinned}, {"0", "gold", tier.Pinned}, {"0", "gold", tier.Pinned}, {"0", "gold", tier.Pinned},
		}},
		{"since this month", pin("gold", "2026-01", "2026-03"), "2026-01", "2026-04", "2026-03", []step{{"0", "gold", tier.Pinned}, {"16", "gold", tier.Kept}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.standing
			if !s.Pinned || s.Since != month(tt.since) || s.Until != month(tt.until) || s.PinnedUntil != month(tt.freed) || s.Misses != 0 {
				t.Errorf("Pin = pinned %t until %s, since %s, until %s, %d misses; want until %s, since %s, until %s", s.Pinned, s.PinnedUntil, s.Since, s.Until, s.Misses, tt.freed, tt.since, tt.until)
			}
			after := play(t, cycle, s, "2026-02", "sales", tt.steps)
			if after.Pinned != (tt.freed == "") {
				t.Errorf("Step = pinned %t; want %t", after.Pinned, tt.freed == "")
			}
			if after.PinnedUntil != (tier.Month{}) {
				t.Errorf("Step = pinned until %s; want none", after.PinnedUntil)
			}
		})
	}
	if start.Pinned || start.Level != "silver" {
		t.Errorf("Pin changed the standing it was given: %+v", start)
	}
	for _, tt := range []struct{ sold, want string }{{"2026-01", "silver"}, {"2026-02", "gold"}, {"2026-03", "gold"}} {
		if got := cycle.LevelFor(pin("gold", "2026-02", ""), month(tt.sold), month("2026-03")); got != tt.want {
			t.Errorf("LevelFor(%s) after Pin = %q; want %q", tt.sold, got, tt.want)
		}
	}
}

// TestPinGrace takes the misses away: after the pin, grace begins anew.
func TestPinGrace(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Grace: 1})
	s := play(t, cycle, tier.Standing{Level: "gold"}, "2026-01", "sales", []step{{"0", "gold", tier.InGrace}})
	s, err := cycle.Pin(s, "gold", month("2026-02"), month("2026-03"))
	if err != nil || s.Misses != 0 {
		t.Fatalf("Pin = %d misses, %v; want none", s.Misses, err)
	}
	s.Misses = 1 // from a standing that was pinned elsewhere
	play(t, cycle, s, "2026-02", "sales", []step{{"0", "gold", tier.Pinned}, {"0", "gold", tier.InGrace}, {"0", "", tier.Demoted}})
}

func TestPinRefusals(t *testing.T) {
	d := tier.CycleDefinition[tier.NoTerms]{Editions: []tier.Edition[tier.NoTerms]{{From: month("2026-01"), Ladder: tier.Affiliate()}}}
	cycle := tier.MustCycle(d)
	given := tier.Standing{Level: "silver", Misses: 1, Recent: []tier.Metrics{{"sales": n("6")}}}
	tests := []struct {
		name, level, from, until string
		text                     string
		want                     []fault
	}{
		{"level that is none", "tin", "2026-01", "", `tier: pin: level "tin": unknown: the ladder affiliate has no such level`, []fault{{"level", "tin", alianza.ErrUnknown}}},
		{"other case", "Gold", "2026-01", "", `tier: pin: level "Gold": unknown: the ladder affiliate has no such level`, []fault{{"level", "Gold", alianza.ErrUnknown}}},
		{"before the first edition", "gold", "2025-12", "", `tier: pin: from "2025-12": out of range: before the first edition of the ladder`, []fault{{"from", "2025-12", alianza.ErrRange}}},
		{"no month", "gold", "", "", "tier: pin: from: missing", []fault{{"from", "", alianza.ErrMissing}}},
		{"until the month it is from", "gold", "2026-02", "2026-02", `tier: pin: until "2026-02": contradiction: not after 2026-02`, []fault{{"until", "2026-02", alianza.ErrConflict}}},
		{"until before it", "gold", "2026-02", "2026-01", `tier: pin: until "2026-01": contradiction: not after 2026-02`, []fault{{"until", "2026-01", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := cycle.Pin(given, tt.level, month(tt.from), month(tt.until))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" || err == nil || err.Error() != tt.text {
				t.Errorf("Pin = other faults, %v; want %s (-want +got):\n%s", err, tt.text, diff)
			}
			if diff := cmp.Diff(given, got, sameMonths); diff != "" {
				t.Errorf("Pin changed the standing beside the error (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := cycle.Pin(given, "gold", month("2026-02"), month("2026-03")); err != nil {
		t.Errorf("Pin for one month = %v; want no error", err)
	}
}

// TestWindowEditions has editions that ask for other metrics than those before
// them, while the window still reaches back.
func TestWindowEditions(t *testing.T) {
	sales10, visits10 := tier.AtLeast("sales", n("10")), tier.AtLeast("visits", n("10"))
	edition := func(from string, missing tier.Missing, needs ...tier.Requirement) tier.Edition[tier.NoTerms] {
		return tier.Edition[tier.NoTerms]{From: month(from), Ladder: tier.Definition[tier.NoTerms]{Name: "l", Missing: missing, Levels: []tier.Level{level("in", needs...)}}}
	}
	type months []map[string]string
	tests := []struct {
		name     string
		editions []tier.Edition[tier.NoTerms]
		months   months // from January 2026
		metrics  map[string]string
		want     int
	}{
		{
			"a metric is no longer asked for",
			[]tier.Edition[tier.NoTerms]{edition("", 0, sales10, visits10), edition("2026-03", 0, sales10)},
			months{{"sales": "4", "visits": "99"}, {"sales": "3", "visits": "99"}, {"sales": "3"}},
			map[string]string{"sales": "10"},
			1,
		},
		{
			"a metric is new, and counts from then on",
			[]tier.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-03", 0, sales10, visits10)},
			months{{"sales": "4"}, {"sales": "3"}, {"sales": "3", "visits": "9"}},
			map[string]string{"sales": "10", "visits": "9"},
			0,
		},
		{
			"and reaches its bound",
			[]tier.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-03", 0, sales10, visits10)},
			months{{"sales": "4"}, {"sales": "3"}, {"sales": "3", "visits": "9"}, {"sales": "4", "visits": "1"}},
			map[string]string{"sales": "10", "visits": "10"},
			1,
		},
		{
			"a metric is new, and may be missing",
			[]tier.Edition[tier.NoTerms]{edition("", 0, sales10), edition("2026-03", tier.MissingNotMet, sales10, tier.AtMost("visits", n("10")))},
			months{{"sales": "4"}, {"sales": "3"}, {"sales": "3", "visits": "1"}},
			map[string]string{"sales": "10"},
			0,
		},
		{
			"a metric is missing in one month of the window",
			[]tier.Edition[tier.NoTerms]{edition("", tier.MissingNotMet, sales10, tier.AtMost("refunds", n("3")))},
			months{{"sales": "5", "refunds": "1"}, {"sales": "5"}, {"sales": "5", "refunds": "1"}},
			map[string]string{"sales": "15"},
			0,
		},
		{
			"and not in the next ones",
			[]tier.Edition[tier.NoTerms]{edition("", tier.MissingNotMet, sales10, tier.AtMost("refunds", n("3")))},
			months{{"sales": "5"}, {"sales": "5", "refunds": "1"}, {"sales": "5", "refunds": "1"}, {"sales": "5", "refunds": "1"}},
			map[string]string{"sales": "15", "refunds": "3"},
			1,
		},
		{
			"nothing is given",
			[]tier.Edition[tier.NoTerms]{edition("", tier.MissingNotMet, tier.AtMost("refunds", n("3")))},
			months{nil, {}, nil},
			map[string]string{},
			0,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			cycle := tier.MustCycle(tier.CycleDefinition[tier.NoTerms]{Editions: tt.editions, Window: 3})
			var given []tier.Metrics
			for _, one := range tt.months {
				given = append(given, numbers(one))
			}
			_, changes, err := cycle.Run(tier.Standing{}, month("2026-01"), given)
			if err != nil {
				t.Fatalf("Run = %v; want no error", err)
			}
			last := changes[len(changes)-1]
			if diff := cmp.Diff(numbers(tt.metrics), last.Metrics); diff != "" || last.Qualified.Rank != tt.want {
				t.Errorf("Run = rank %d; want %d, metrics (-want +got):\n%s", last.Qualified.Rank, tt.want, diff)
			}
		})
	}
}

// TestStepLast steps to the last month of the calendar, behind which there is
// none.
func TestStepLast(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Tail: 12})
	s := play(t, cycle, tier.Standing{}, "9999-11", "sales", []step{{"16", "gold", tier.Promoted}, {"6", "silver", tier.Demoted}})
	for _, m := range []string{"9999-12", "9999-11"} {
		if _, _, err := cycle.Step(s, month(m), tier.Metrics{"sales": n("6")}); !errors.Is(err, alianza.ErrConflict) {
			t.Errorf("Step(%s) = %v; want ErrConflict", m, err)
		}
	}
}

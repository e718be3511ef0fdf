package cycle_test

import (
	"errors"
	"fmt"
	"maps"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

func TestPinRefusals(t *testing.T) {
	d := cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{{From: month("2026-01"), Ladder: tier.Affiliate()}}}
	rules := mustNew(d)
	given := cycle.Standing{Ladder: "affiliate", Level: "silver", Misses: 1, Recent: []tier.Metrics{{"sales": n("6")}}}
	tests := []struct {
		name, level, from, until string
		text                     string
		want                     []fault
	}{
		{"level that is none", "tin", "2026-01", "", `cycle: pin: level "tin": unknown: the ladder affiliate has no such level`, []fault{{"level", "tin", alianza.ErrUnknown}}},
		{"other case", "Gold", "2026-01", "", `cycle: pin: level "Gold": unknown: the ladder affiliate has no such level`, []fault{{"level", "Gold", alianza.ErrUnknown}}},
		{"before the first edition", "gold", "2025-12", "", `cycle: pin: from "2025-12": out of range: before the first edition of the ladder`, []fault{{"from", "2025-12", alianza.ErrRange}}},
		{"no month", "gold", "", "", "cycle: pin: from: missing", []fault{{"from", "", alianza.ErrMissing}}},
		{"until the month it is from", "gold", "2026-02", "2026-02", `cycle: pin: until "2026-02": contradiction: not after 2026-02`, []fault{{"until", "2026-02", alianza.ErrConflict}}},
		{"until before it", "gold", "2026-02", "2026-01", `cycle: pin: until "2026-01": contradiction: not after 2026-02`, []fault{{"until", "2026-01", alianza.ErrConflict}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := rules.Pin(given, tt.level, month(tt.from), month(tt.until))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" || err == nil || err.Error() != tt.text {
				t.Errorf("Pin = other faults, %v; want %s (-want +got):\n%s", err, tt.text, diff)
			}
			if diff := cmp.Diff(given, got); diff != "" {
				t.Errorf("Pin changed the standing beside the error (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := rules.Pin(given, "gold", month("2026-02"), month("2026-03")); err != nil {
		t.Errorf("Pin for one month = %v; want no error", err)
	}
}

// TestStepLast steps to the last month of the calendar, behind which there is
// none.
func TestStepLast(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 12})
	s := play(t, rules, cycle.Standing{}, "9999-11", "sales", []step{{"16", "gold", cycle.Promoted}, {"6", "silver", cycle.Demoted}})
	for _, m := range []string{"9999-12", "9999-11"} {
		if _, _, err := rules.Step(s, month(m), tier.Metrics{"sales": n("6")}); !errors.Is(err, alianza.ErrConflict) {
			t.Errorf("Step(%s) = %v; want ErrConflict", m, err)
		}
	}
}

// TestStepRefusals returns the standing as it was with every error.
func TestStepRefusals(t *testing.T) {
	d := cycle.Definition[tier.NoTerms]{Months: 3, Editions: []cycle.Edition[tier.NoTerms]{{From: month("2026-01"), Ladder: tier.Affiliate()}}}
	rules := mustNew(d)
	good := func() cycle.Standing {
		return cycle.Standing{Ladder: "affiliate", Level: "gold", Since: month("2026-02"), Start: month("2026-01"), Last: month("2026-03"), Recent: []tier.Metrics{{"sales": n("6")}, {"sales": n("10")}, {"sales": n("1")}}}
	}
	with := func(change func(*cycle.Standing)) cycle.Standing {
		s := good()
		change(&s)
		return s
	}
	hostile := decimal.New(1, 1<<30)
	digits35 := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil), 0)
	fine := tier.Metrics{"sales": n("1")}
	tests := []struct {
		name     string
		standing cycle.Standing
		month    string
		metrics  tier.Metrics
		text     string
		want     []fault
	}{
		{"no month", good(), "", fine, "cycle: step to none: month: missing", []fault{{"month", "", alianza.ErrMissing}}},
		{"the month before", good(), "2026-02", fine, `cycle: step to 2026-02: month "2026-02": contradiction: the month after 2026-03 is due`, []fault{{"month", "2026-02", alianza.ErrConflict}}},
		{"the same month", good(), "2026-03", fine, `cycle: step to 2026-03: month "2026-03": contradiction: the month after 2026-03 is due`, []fault{{"month", "2026-03", alianza.ErrConflict}}},
		{"a month left out", good(), "2026-05", fine, `cycle: step to 2026-05: month "2026-05": contradiction: the month after 2026-03 is due`, []fault{{"month", "2026-05", alianza.ErrConflict}}},
		{"a year later", good(), "2027-04", fine, "", []fault{{"month", "2027-04", alianza.ErrConflict}}},
		{"before the first edition", cycle.Standing{}, "2025-12", fine, `cycle: step to 2025-12: month "2025-12": out of range: before the first edition of the ladder`, []fault{{"month", "2025-12", alianza.ErrRange}}},
		{"level that is none", with(func(s *cycle.Standing) { s.Level = "tin" }), "2026-04", fine, `cycle: step to 2026-04: level "tin": unknown: the ladder affiliate has no such level`, []fault{{"level", "tin", alianza.ErrUnknown}}},
		{"metric missing", good(), "2026-04", nil, "", []fault{{"metrics.sales", "", alianza.ErrMissing}}},
		{"metric unknown", good(), "2026-04", tier.Metrics{"sales": n("1"), "sale": n("1")}, "", []fault{{"metrics.sale", "", alianza.ErrUnknown}}},
		{"metric negative", good(), "2026-04", tier.Metrics{"sales": n("-1")}, "", []fault{{"metrics.sales", "-1", alianza.ErrRange}}},
		{"metric hostile", good(), "2026-04", tier.Metrics{"sales": hostile}, "", []fault{{"metrics.sales", "1e1073741824", alianza.ErrRange}}},
		{"misses negative", with(func(s *cycle.Standing) { s.Misses = -1 }), "2026-04", fine, "", []fault{{"misses", "-1", alianza.ErrRange}}},
		{"misses of more than a hundred years", with(func(s *cycle.Standing) { s.Misses = 1201 }), "2026-04", fine, "", []fault{{"misses", "1201", alianza.ErrRange}}},
		{"window hostile", with(func(s *cycle.Standing) { s.Recent[1]["sales"] = hostile }), "2026-04", fine, "", []fault{{"recent[1].sales", "1e1073741824", alianza.ErrRange}}},
		{"window of tiny numbers", with(func(s *cycle.Standing) { s.Recent[2]["sales"] = decimal.New(1, -1<<30) }), "2026-04", fine, "", []fault{{"recent[2].sales", "1e-1073741824", alianza.ErrRange}}},
		{"window of zeroes of hostile powers", with(func(s *cycle.Standing) { s.Recent[2]["sales"] = decimal.New(0, 1<<30) }), "2026-04", fine, "", []fault{{"recent[2].sales", "0e1073741824", alianza.ErrRange}}},
		{"window of 35 digits", with(func(s *cycle.Standing) { s.Recent[0]["sales"] = digits35 }), "2026-04", fine, "", []fault{{"recent[0].sales", "10000000000000000000000000000000000", alianza.ErrRange}}},
		{"window negative", with(func(s *cycle.Standing) { s.Recent[1]["sales"] = n("-0.01") }), "2026-04", fine, "", []fault{{"recent[1].sales", "-0.01", alianza.ErrRange}}},
		{
			"all of the standing, in order",
			with(func(s *cycle.Standing) {
				s.Misses, s.Recent[2] = -1, tier.Metrics{"z": hostile, "a": n("-1")}
			}), "2026-04", fine, "",
			[]fault{{"misses", "-1", alianza.ErrRange}, {"recent[2].a", "-1", alianza.ErrRange}, {"recent[2].z", "1e1073741824", alianza.ErrRange}},
		},
		{"sum of too many digits", with(func(s *cycle.Standing) { s.Recent[2]["sales"] = n(strings.Repeat("9", 34)) }), "2026-04", fine, "", []fault{{"metrics.sales", "10000000000000000000000000000000010", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := fmt.Sprintf("%#v", tt.standing)
			got, change, err := rules.Step(tt.standing, month(tt.month), tt.metrics)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Step = other faults (-want +got):\n%s", diff)
			}
			if err != nil && tt.text != "" && err.Error() != tt.text {
				t.Errorf("Step = %v; want %s", err, tt.text)
			}
			if len(fmt.Sprint(err)) > 500 {
				t.Errorf("Step = an error of %d bytes; want few", len(fmt.Sprint(err)))
			}
			if after := fmt.Sprintf("%#v", got); after != before {
				t.Errorf("Step = %s beside the error; want %s", after, before)
			}
			if change.Outcome != 0 || change.Metrics != nil || change.Month != (cycle.Month{}) {
				t.Errorf("Step = the change %v beside the error; want none", change)
			}
			run, changes, again := rules.Run(tt.standing, month(tt.month), []tier.Metrics{tt.metrics, fine})
			if after := fmt.Sprintf("%#v", run); after != before || len(changes) != 0 || fmt.Sprint(again) != fmt.Sprint(err) {
				t.Errorf("Run = %s, %d changes, %v; want %s, none, %v", after, len(changes), again, before, err)
			}
		})
	}
	if s, _, err := rules.Step(good(), month("2026-04"), fine); err != nil || s.Level != "silver" {
		t.Errorf("Step from the standing as it is = %q, %v; want silver for 10 + 1 + 1", s.Level, err)
	}
}

// TestStepImmutable changes all that went into a step and came out of one, but for
// the metrics of earlier months, which standings share.
func TestStepImmutable(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Months: 3, Tail: 6, Validity: 2})
	metrics := []tier.Metrics{{"sales": n("1")}, {"sales": n("7")}, {"sales": n("20")}, {"sales": n("4")}, {"sales": n("0")}}
	want, _, err := rules.Run(cycle.Standing{}, month("2026-01"), metrics)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(s cycle.Standing) {
		for i := range s.Recent {
			s.Recent[i] = tier.Metrics{"spoilt": n("1000")}
		}
		for i := range s.Past {
			s.Past[i] = cycle.Spell{Level: "spoilt"}
		}
		_ = append(s.Recent, tier.Metrics{"spoilt": n("1000")})
		_ = append(s.Past, cycle.Spell{Level: "spoilt"})
	}
	s, m := cycle.Standing{}, month("2026-01")
	for _, one := range metrics {
		given := tier.Metrics{"sales": one["sales"]}
		before := text(t, s)
		copied := s
		copied.Recent = nil
		for _, month := range s.Recent {
			copied.Recent = append(copied.Recent, maps.Clone(month))
		}
		next, change, err := rules.Step(s, m, given)
		if err != nil {
			t.Fatal(err)
		}
		if after := text(t, s); after != before {
			t.Errorf("Step changed the standing it was given to %s; want %s", after, before)
		}
		again, _, err := rules.Step(s, m, given) // a second future of the same past
		if err != nil {
			t.Fatal(err)
		}
		pinned, err := rules.Pin(next, "gold", m, cycle.Month{})
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(copied, s); diff != "" {
			t.Errorf("Step changed the standing it was given (-want +got):\n%s", diff)
		}
		given["sales"] = n("1000")
		change.Metrics["sales"], change.Qualified.Benefits = n("1000"), nil
		spoil(s)
		spoil(again)
		spoil(pinned)
		s, m = next, m.Add(1)
	}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("Step after changes mismatch (-want +got):\n%s", diff)
	}
	if got := levelFor(t, rules, s, "2026-01", "2026-05"); got != "basic" {
		t.Errorf("LevelFor(2026-01, 2026-05) = %q; want basic", got)
	}
}

// TestStepAllocations guards what a step over twelve months allocates: lists of
// months, benefits and gaps, two maps of two each, and a reason of two. It does not
// copy the months before.
func TestStepAllocations(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Months: 12, Aggregate: cycle.Mean, Grace: 1, Validity: 12, Tail: 12})
	metrics := tier.Metrics{"sales": n("17")}
	var before cycle.Standing
	m := month("2026-01")
	for range 12 {
		next, _, err := rules.Step(before, m, metrics)
		if err != nil {
			t.Fatal(err)
		}
		before, m = next, m.Add(1)
	}
	got := testing.AllocsPerRun(100, func() {
		after, _, _ := rules.Step(before, m, metrics)
		rankSink = len(after.Recent)
	})
	const most = 3 + 2*2 + 2
	if got > most {
		t.Errorf("Step = %v allocations; want at most %d", got, most)
	}
}

var rankSink int

// BenchmarkCycleStep steps a standing on the affiliate ladder, with a window of
// one month and of a year.
func BenchmarkCycleStep(b *testing.B) {
	for _, window := range []int{1, 12} {
		b.Run(fmt.Sprintf("window of %d", window), func(b *testing.B) {
			rules := affiliates(cycle.Definition[tier.NoTerms]{Months: window, Aggregate: cycle.Mean, Grace: 1, Validity: 12, Tail: 12})
			metrics := tier.Metrics{"sales": n("17")}
			var before cycle.Standing
			m := month("2026-01")
			for range 12 {
				next, _, err := rules.Step(before, m, metrics)
				if err != nil {
					b.Fatal(err)
				}
				before, m = next, m.Add(1)
			}
			b.ReportAllocs()
			for b.Loop() {
				after, _, _ := rules.Step(before, m, metrics)
				rankSink = len(after.Recent)
			}
		})
	}
}

// TestRun equals as many steps, and stops at the first error.
func TestRun(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Months: 2, Aggregate: cycle.Mean, Grace: 1, Tail: 3})
	months := []tier.Metrics{{"sales": n("40")}, {"sales": n("5")}, {"sales": n("1")}, {"sales": n("0")}, {"sale": n("9")}, {"sales": n("9")}}
	for length := range months {
		s, m := cycle.Standing{}, month("2026-11")
		var texts []string
		for _, one := range months[:length] {
			next, change, err := rules.Step(s, m, one)
			if err != nil {
				break
			}
			s, m, texts = throughJSON(t, next), m.Add(1), append(texts, change.String())
		}
		got, changes, err := rules.Run(cycle.Standing{}, month("2026-11"), months[:length])
		if (err != nil) != (length > 4) {
			t.Errorf("Run of %d months = %v; want an error for the fifth", length, err)
		}
		if text(t, got) != text(t, s) {
			t.Errorf("Run of %d months = %s; want %s", length, text(t, got), text(t, s))
		}
		var all []string
		for _, change := range changes {
			all = append(all, change.String())
		}
		if diff := cmp.Diff(texts, all); diff != "" {
			t.Errorf("Run of %d months has other changes (-want +got):\n%s", length, diff)
		}
	}
	_, _, err := rules.Run(cycle.Standing{}, month("2026-11"), months)
	want := "cycle: step to 2027-03: tier: ladder affiliate: metrics.sales: missing\nmetrics.sale: unknown: the ladder has no requirement on it: did you mean sales?"
	if fmt.Sprint(err) != want {
		t.Errorf("Run = %v; want %s", err, want)
	}
}

// TestValidityEnds has the months around the end of a validity.
func TestValidityEnds(t *testing.T) {
	tests := []struct {
		name  string
		def   cycle.Definition[tier.NoTerms]
		steps []step
		until string
	}{
		{"of one month", cycle.Definition[tier.NoTerms]{Validity: 1}, []step{{"16", "gold", cycle.Promoted}, {"0", "", cycle.Expired}}, ""},
		{"a month before its end", cycle.Definition[tier.NoTerms]{Validity: 3}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}}, "2026-04"},
		{"at its end", cycle.Definition[tier.NoTerms]{Validity: 3}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"6", "silver", cycle.Expired}}, "2026-07"},
		{"qualified again at its end", cycle.Definition[tier.NoTerms]{Validity: 2}, []step{{"16", "gold", cycle.Promoted}, {"16", "gold", cycle.Kept}, {"16", "gold", cycle.Renewed}}, "2026-05"},
		{"qualified for more at its end", cycle.Definition[tier.NoTerms]{Validity: 2}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"31", "platinum", cycle.Promoted}}, "2026-05"},
		{"qualified for more, which is not due", cycle.Definition[tier.NoTerms]{Validity: 2, Promote: cycle.Calendar{Every: 3, Ending: 1}}, []step{{"16", "gold", cycle.Promoted}, {"31", "gold", cycle.Kept}, {"31", "gold", cycle.Renewed}}, "2026-05"},
		{"grace after its end", cycle.Definition[tier.NoTerms]{Validity: 2, Grace: 1}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.InGrace}, {"0", "", cycle.Expired}}, ""},
		{"renewed in grace", cycle.Definition[tier.NoTerms]{Validity: 2, Grace: 1}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.InGrace}, {"16", "gold", cycle.Renewed}}, "2026-06"},
		{"lost after its end, when reviewed", cycle.Definition[tier.NoTerms]{Validity: 2, Demote: cycle.Calendar{Every: 12, Ending: 5}}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"6", "silver", cycle.Expired}}, "2026-07"},
		{"never lost", cycle.Definition[tier.NoTerms]{Validity: 1, Demotion: cycle.Never}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"16", "gold", cycle.Renewed}}, "2026-04"},
		{"one step at its end, and valid anew", cycle.Definition[tier.NoTerms]{Validity: 1, Demotion: cycle.OneStep}, []step{{"16", "gold", cycle.Promoted}, {"0", "silver", cycle.Expired}, {"0", "basic", cycle.Expired}, {"0", "", cycle.Expired}}, ""},
		{"no level has none", cycle.Definition[tier.NoTerms]{Validity: 1}, []step{{"0", "", cycle.Kept}, {"0", "", cycle.Kept}}, ""},
		{"none", cycle.Definition[tier.NoTerms]{}, []step{{"16", "gold", cycle.Promoted}, {"16", "gold", cycle.Kept}, {"6", "silver", cycle.Demoted}}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := play(t, affiliates(tt.def), cycle.Standing{}, "2026-01", "sales", tt.steps)
			if s.Until != month(tt.until) {
				t.Errorf("Step = until %s; want %s", s.Until, month(tt.until))
			}
		})
	}
	// A standing from elsewhere may have a level without a validity, or one
	// that this cycle does not know of.
	free := affiliates(cycle.Definition[tier.NoTerms]{})
	play(t, free, cycle.Standing{Ladder: "affiliate", Level: "gold", Until: month("2030-01")}, "2026-01", "sales", []step{{"0", "", cycle.Demoted}})
	yearly := affiliates(cycle.Definition[tier.NoTerms]{Validity: 12})
	play(t, yearly, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "2026-01", "sales", []step{{"16", "gold", cycle.Kept}, {"0", "", cycle.Demoted}})
}

// TestTail lets the terms of a sale go on for a year: the level is lost in June
// 2023, a deal of January keeps the old one until January 2024.
func TestTail(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 12})
	s := play(t, rules, cycle.Standing{}, "2022-12", "sales", []step{
		{"0", "", cycle.Kept},
		{"16", "gold", cycle.Promoted},
		{"16", "gold", cycle.Kept},
		{"16", "gold", cycle.Kept},
		{"16", "gold", cycle.Kept},
		{"16", "gold", cycle.Kept},
		{"6", "silver", cycle.Demoted}, // June
		{"6", "silver", cycle.Kept},
		{"6", "silver", cycle.Kept},
		{"31", "platinum", cycle.Promoted},
		{"31", "platinum", cycle.Kept},
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
			if got := levelFor(t, rules, s, tt.sold, tt.on); got != tt.want {
				t.Errorf("LevelFor(%s, %s) = %q; want %q", tt.sold, tt.on, got, tt.want)
			}
		})
	}
	forgetful := cycle.Standing{Ladder: "affiliate", Level: "gold", Since: month("2023-06")} // from elsewhere, without a past
	if got := levelFor(t, rules, forgetful, "2023-01", "2023-07"); got != "gold" {
		t.Errorf("LevelFor of a standing without a past = %q; want gold, the level of today", got)
	}
	without := affiliates(cycle.Definition[tier.NoTerms]{})
	if got := levelFor(t, without, s, "2023-01", "2023-10"); got != "platinum" {
		t.Errorf("LevelFor without a tail = %q; want platinum, the level of today", got)
	}
}

// TestPast checks what a standing keeps of the levels before, and for how long.
func TestPast(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 2})
	tests := []struct {
		name, sales string
		want        []cycle.Spell
	}{
		{"January", "0", nil},
		{"February", "1", []cycle.Spell{{Level: "", To: month("2026-02")}}},
		{"March", "6", []cycle.Spell{{Level: "", To: month("2026-02")}, {Level: "basic", From: month("2026-02"), To: month("2026-03")}}},
		{"April", "6", []cycle.Spell{{Level: "", To: month("2026-02")}, {Level: "basic", From: month("2026-02"), To: month("2026-03")}}},
		{"May", "6", []cycle.Spell{{Level: "basic", From: month("2026-02"), To: month("2026-03")}}},
		{"June", "0", []cycle.Spell{{Level: "silver", From: month("2026-03"), To: month("2026-06")}}},
		{"July", "0", []cycle.Spell{{Level: "silver", From: month("2026-03"), To: month("2026-06")}}},
		{"August", "0", []cycle.Spell{{Level: "silver", From: month("2026-03"), To: month("2026-06")}}},
		{"September", "0", nil},
	}
	s, m := cycle.Standing{}, month("2026-01")
	for _, tt := range tests {
		next, _, err := rules.Step(s, m, tier.Metrics{"sales": n(tt.sales)})
		if diff := cmp.Diff(tt.want, next.Past); diff != "" || err != nil {
			t.Fatalf("%s: Step = other past, %v (-want +got):\n%s", tt.name, err, diff)
		}
		s, m = next, m.Add(1)
	}
	none := affiliates(cycle.Definition[tier.NoTerms]{})
	if s := play(t, none, cycle.Standing{}, "2026-01", "sales", []step{{"6", "silver", cycle.Promoted}, {"0", "", cycle.Demoted}}); s.Past != nil {
		t.Errorf("Step without a tail = past %v; want none", s.Past)
	}
}

func TestPin(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Grace: 1, Validity: 3, Tail: 6})
	start := play(t, rules, cycle.Standing{}, "2026-01", "sales", []step{{"6", "silver", cycle.Promoted}})
	pin := func(level, from, until string) cycle.Standing {
		t.Helper()
		s, err := rules.Pin(start, level, month(from), month(until))
		if err != nil {
			t.Fatalf("Pin(%q, %s, %s) = %v; want no error", level, from, until, err)
		}
		return s
	}
	tests := []struct {
		name                string
		standing            cycle.Standing
		since, until, freed string // of the standing
		steps               []step
	}{
		{"up, for three months", pin("platinum", "2026-02", "2026-05"), "2026-02", "2026-05", "2026-05", []step{
			{"0", "platinum", cycle.Pinned}, {"0", "platinum", cycle.Pinned}, {"40", "platinum", cycle.Pinned}, {"0", "platinum", cycle.InGrace}, {"0", "", cycle.Expired},
		}},
		{"up, kept afterwards", pin("platinum", "2026-02", "2026-04"), "2026-02", "2026-05", "2026-04", []step{
			{"0", "platinum", cycle.Pinned}, {"0", "platinum", cycle.Pinned}, {"0", "platinum", cycle.Kept}, {"31", "platinum", cycle.Renewed},
		}},
		{"down", pin("basic", "2026-02", "2026-04"), "2026-02", "2026-05", "2026-04", []step{
			{"40", "basic", cycle.Pinned}, {"40", "basic", cycle.Pinned}, {"40", "platinum", cycle.Promoted},
		}},
		{"to none", pin("", "2026-02", "2026-03"), "2026-02", "", "2026-03", []step{{"40", "", cycle.Pinned}, {"6", "silver", cycle.Promoted}}},
		{"where it is", pin("silver", "2026-02", "2026-03"), "2026-01", "2026-04", "2026-03", []step{{"40", "silver", cycle.Pinned}, {"6", "silver", cycle.Kept}, {"6", "silver", cycle.Renewed}}},
		{"without end", pin("gold", "2026-02", ""), "2026-02", "2026-05", "", []step{
			{"0", "gold", cycle.Pinned}, {"40", "gold", cycle.Pinned}, {"0", "gold", cycle.Pinned}, {"0", "gold", cycle.Pinned}, {"0", "gold", cycle.Pinned}, {"0", "gold", cycle.Pinned},
		}},
		{"since this month", pin("gold", "2026-01", "2026-03"), "2026-01", "2026-04", "2026-03", []step{{"0", "gold", cycle.Pinned}, {"16", "gold", cycle.Kept}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := tt.standing
			if !s.Pinned || s.Since != month(tt.since) || s.Until != month(tt.until) || s.PinnedUntil != month(tt.freed) || s.Misses != 0 {
				t.Errorf("Pin = pinned %t until %s, since %s, until %s, %d misses; want until %s, since %s, until %s", s.Pinned, s.PinnedUntil, s.Since, s.Until, s.Misses, tt.freed, tt.since, tt.until)
			}
			after := play(t, rules, s, "2026-02", "sales", tt.steps)
			if after.Pinned != (tt.freed == "") {
				t.Errorf("Step = pinned %t; want %t", after.Pinned, tt.freed == "")
			}
			if after.PinnedUntil != (cycle.Month{}) {
				t.Errorf("Step = pinned until %s; want none", after.PinnedUntil)
			}
		})
	}
	if start.Pinned || start.Level != "silver" {
		t.Errorf("Pin changed the standing it was given: %+v", start)
	}
	for _, tt := range []struct{ sold, want string }{{"2026-01", "silver"}, {"2026-02", "gold"}, {"2026-03", "gold"}} {
		if got := levelFor(t, rules, pin("gold", "2026-02", ""), tt.sold, "2026-03"); got != tt.want {
			t.Errorf("LevelFor(%s) after Pin = %q; want %q", tt.sold, got, tt.want)
		}
	}
}

// TestPinGrace takes the misses away: after the pin, grace begins anew.
// TestPinBeforeTheFirstMonth pins a level from before the month in which the partner
// began. A validity that ends before it lasts to the end of the own year before it.
func TestPinBeforeTheFirstMonth(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{OwnYear: true, Validity: 1, UntilReset: true})
	start := play(t, rules, cycle.Standing{}, "2027-11", "sales", []step{{"6", "silver", cycle.Promoted}})
	for from, until := range map[string]string{"2026-08": "2026-10", "2026-09": "2026-10", "2026-10": "2027-10", "2027-09": "2027-10", "2027-10": "2028-10"} {
		s, err := rules.Pin(start, "gold", month(from), cycle.Month{})
		if got := s.Until.String(); got != until || err != nil {
			t.Errorf("Pin from %s is valid until %s, %v; want %s", from, got, err, until)
		}
	}
}

func TestPinGrace(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Grace: 1})
	s := play(t, rules, cycle.Standing{Ladder: "affiliate", Level: "gold"}, "2026-01", "sales", []step{{"0", "gold", cycle.InGrace}})
	s, err := rules.Pin(s, "gold", month("2026-02"), month("2026-03"))
	if err != nil || s.Misses != 0 {
		t.Fatalf("Pin = %d misses, %v; want none", s.Misses, err)
	}
	s.Misses = 1 // from a standing that was pinned elsewhere
	play(t, rules, s, "2026-02", "sales", []step{{"0", "gold", cycle.Pinned}, {"0", "gold", cycle.InGrace}, {"0", "", cycle.Demoted}})
}

func TestGrace_T21(t *testing.T) {
	tests := []struct {
		name, start string
		grace       int
		steps       []step
	}{
		{"none, V-GRACE-1", "gold", 0, []step{{"10", "silver", cycle.Demoted}}},
		{"one, V-GRACE-2", "gold", 1, []step{{"10", "gold", cycle.InGrace}, {"10", "silver", cycle.Demoted}}},
		{"begun anew by one good month, V-GRACE-3", "gold", 1, []step{{"10", "gold", cycle.InGrace}, {"16", "gold", cycle.Kept}, {"10", "gold", cycle.InGrace}, {"10", "silver", cycle.Demoted}}},
		{"two, straight down, V-GRACE-4", "platinum", 2, []step{{"3", "platinum", cycle.InGrace}, {"3", "platinum", cycle.InGrace}, {"3", "basic", cycle.Demoted}, {"40", "platinum", cycle.Promoted}}},
		{"to none, V-GRACE-5", "basic", 0, []step{{"0", "", cycle.Demoted}, {"6", "silver", cycle.Promoted}}},
		{"gold, silver, silver", "gold", 1, []step{{"16", "gold", cycle.Kept}, {"15", "gold", cycle.InGrace}, {"15", "silver", cycle.Demoted}}},
		{"to what the last month qualifies for", "platinum", 1, []step{{"3", "platinum", cycle.InGrace}, {"17", "gold", cycle.Demoted}}},
		{"begun anew by a promotion", "silver", 1, []step{{"5", "silver", cycle.InGrace}, {"16", "gold", cycle.Promoted}, {"6", "gold", cycle.InGrace}, {"6", "silver", cycle.Demoted}}},
		{"begun anew by a demotion", "gold", 1, []step{{"6", "gold", cycle.InGrace}, {"6", "silver", cycle.Demoted}, {"1", "silver", cycle.InGrace}, {"1", "basic", cycle.Demoted}}},
		{"from none there is no fall", "", 1, []step{{"0", "", cycle.Kept}, {"0", "", cycle.Kept}, {"0", "", cycle.Kept}}},
		{"the way up needs no waiting", "", 3, []step{{"31", "platinum", cycle.Promoted}}},
		{"three", "gold", 3, []step{{"0", "gold", cycle.InGrace}, {"0", "gold", cycle.InGrace}, {"0", "gold", cycle.InGrace}, {"0", "", cycle.Demoted}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := affiliates(cycle.Definition[tier.NoTerms]{Grace: tt.grace})
			play(t, rules, cycle.Standing{Ladder: "affiliate", Level: tt.start}, "2026-01", "sales", tt.steps)
		})
	}
}

// TestMisses_T21 counts the misses in the standing and in the change.
func TestMisses_T21(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Grace: 2, Demote: cycle.Calendar{Every: 2}})
	tests := []struct {
		name, sales     string
		standing, inRow int
		text            string
	}{
		{"January, no review", "10", 0, 0, "2026-01: gold kept, reviewed after 2026-02; the metrics qualify for silver"},
		{"February, first miss", "10", 1, 1, "2026-02: gold kept in grace, 1 of 2; the metrics qualify for silver"},
		{"March, no review", "10", 1, 0, "2026-03: gold kept, reviewed after 2026-04; the metrics qualify for silver"},
		{"April, second miss", "0", 2, 2, "2026-04: gold kept in grace, 2 of 2; the metrics qualify for no tier"},
		{"May, good", "16", 0, 0, "2026-05: gold kept"},
		{"June, first miss", "15", 1, 1, "2026-06: gold kept in grace, 1 of 2; the metrics qualify for silver"},
		{"July, no review", "15", 1, 0, "2026-07: gold kept, reviewed after 2026-08; the metrics qualify for silver"},
		{"August, second miss", "15", 2, 2, "2026-08: gold kept in grace, 2 of 2; the metrics qualify for silver"},
		{"September, no review", "15", 2, 0, "2026-09: gold kept, reviewed after 2026-10; the metrics qualify for silver"},
		{"October, third miss", "15", 0, 3, "2026-10: demoted from gold to silver"},
	}
	s, m := cycle.Standing{Ladder: "affiliate", Level: "gold"}, month("2026-01")
	for _, tt := range tests {
		next, change, err := rules.Step(s, m, tier.Metrics{"sales": n(tt.sales)})
		if err != nil || next.Misses != tt.standing || change.Misses != tt.inRow || change.String() != tt.text {
			t.Fatalf("%s: Step = %d misses, %d in a row, %q, %v; want %d, %d, %q", tt.name, next.Misses, change.Misses, change, err, tt.standing, tt.inRow, tt.text)
		}
		s, m = next, m.Add(1)
	}
}

// TestCalendars_T20 lets rise and fall in months of their own.
func TestCalendars_T20(t *testing.T) {
	tests := []struct {
		name, first     string
		promote, demote cycle.Calendar
		steps           []step
	}{
		{"up quarterly, down twice a year", "2026-01", cycle.Calendar{Every: 3}, cycle.Calendar{Every: 6}, []step{
			{"40", "", cycle.Kept}, {"40", "", cycle.Kept}, {"20", "gold", cycle.Promoted}, // to March
			{"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"8", "silver", cycle.Demoted}, // to June
			{"16", "silver", cycle.Kept}, {"0", "silver", cycle.Kept}, {"0", "silver", cycle.Kept}, // to September
			{"31", "silver", cycle.Kept}, {"31", "silver", cycle.Kept}, {"31", "platinum", cycle.Promoted}, // to December
		}},
		{"up at once, down once a year", "2026-11", cycle.Calendar{}, cycle.Calendar{Every: 12}, []step{
			{"16", "gold", cycle.Promoted}, {"6", "silver", cycle.Demoted}, {"0", "silver", cycle.Kept}, {"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept},
		}},
		{"up once a year, down at once", "2026-11", cycle.Calendar{Every: 12}, cycle.Calendar{}, []step{
			{"16", "", cycle.Kept}, {"16", "gold", cycle.Promoted}, {"31", "gold", cycle.Kept}, {"6", "silver", cycle.Demoted}, {"16", "silver", cycle.Kept},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			play(t, affiliates(cycle.Definition[tier.NoTerms]{Promote: tt.promote, Demote: tt.demote}), cycle.Standing{}, tt.first, "sales", tt.steps)
		})
	}
}

// TestDated has a ladder whose bounds rise in March 2020.
func TestDated(t *testing.T) {
	names := []string{"silver", "gold", "platinum"}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
		{From: month("2019-03"), Ladder: points(names, "0", "450", "700")}, {From: month("2020-03"), Ladder: points(names, "0", "500", "750")},
	}})
	play(t, rules, cycle.Standing{}, "2020-01", "points", []step{
		{"450", "gold", cycle.Promoted},
		{"460", "gold", cycle.Kept},
		{"460", "silver", cycle.Demoted},
		{"499", "silver", cycle.Kept},
		{"500", "gold", cycle.Promoted},
		{"749", "gold", cycle.Kept},
		{"750", "platinum", cycle.Promoted},
	})
	for _, tt := range []struct{ month, points, want string }{
		{"2020-02", "460", "gold"}, {"2020-03", "460", "silver"}, {"2020-02", "700", "platinum"}, {"2020-03", "700", "gold"}, {"2019-03", "449", "silver"},
	} {
		ladder, ok := rules.Ladder(month(tt.month))
		got, err := ladder.Place(tier.Metrics{"points": n(tt.points)})
		if !ok || err != nil || got.Level != tt.want {
			t.Errorf("Place(%s) in %s = %q, %v; want %q", tt.points, tt.month, got.Level, err, tt.want)
		}
	}
}

func TestDemotion(t *testing.T) {
	ladder := points([]string{"bronze", "silver", "gold"}, "0", "100", "500")
	tests := []struct {
		name     string
		demotion cycle.Demotion
		grace    int
		steps    []step
	}{
		{"straight", cycle.Straight, 0, []step{{"50", "bronze", cycle.Demoted}, {"50", "bronze", cycle.Kept}}},
		{"one step", cycle.OneStep, 0, []step{{"50", "silver", cycle.Demoted}, {"50", "bronze", cycle.Demoted}, {"50", "bronze", cycle.Kept}}},
		{"one step where straight is one step", cycle.OneStep, 0, []step{{"499", "silver", cycle.Demoted}, {"499", "silver", cycle.Kept}}},
		{"one step with grace", cycle.OneStep, 1, []step{{"0", "gold", cycle.InGrace}, {"0", "silver", cycle.Demoted}, {"0", "silver", cycle.InGrace}, {"0", "bronze", cycle.Demoted}}},
		{"one step down, straight up", cycle.OneStep, 0, []step{{"0", "silver", cycle.Demoted}, {"0", "bronze", cycle.Demoted}, {"500", "gold", cycle.Promoted}}},
		{"never", cycle.Never, 0, []step{{"50", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"500", "gold", cycle.Kept}}},
		{"never, with grace", cycle.Never, 1, []step{{"50", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}, {"0", "gold", cycle.Kept}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(ladder), Demotion: tt.demotion, Grace: tt.grace})
			s := play(t, rules, cycle.Standing{Ladder: "points", Level: "gold"}, "2026-01", "points", tt.steps)
			if tt.demotion == cycle.Never && s.Misses != 0 {
				t.Errorf("Step = %d misses; want none, for nothing is evaluated", s.Misses)
			}
		})
	}
}

// TestDemotionToNone takes one step down from the lowest level.
func TestDemotionToNone(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Demotion: cycle.OneStep})
	s := play(t, rules, cycle.Standing{Ladder: "affiliate", Level: "silver"}, "2026-01", "sales", []step{{"0", "basic", cycle.Demoted}, {"0", "", cycle.Demoted}, {"0", "", cycle.Kept}})
	if s.Level != "" || s.Since != month("2026-02") {
		t.Errorf("Step = %q since %s; want none since 2026-02", s.Level, s.Since)
	}
}

// TestLevelFor_Refusals asks without months, and with a standing that is none.
func TestLevelFor_Refusals(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 6})
	_, err := rules.LevelFor(cycle.Standing{}, cycle.Month{}, cycle.Month{})
	wantFaults(t, "LevelFor without months", err, fault{"sold", "", alianza.ErrMissing}, fault{"on", "", alianza.ErrMissing})
	_, err = rules.LevelFor(cycle.Standing{Misses: -1}, month("2026-01"), month("2026-01"))
	wantFaults(t, "LevelFor of a standing with a fault", err, fault{"misses", "-1", alianza.ErrRange})
	if want := `cycle: level for a deal of 2026-01: misses "-1": out of range: from 0 to 1200`; fmt.Sprint(err) != want {
		t.Errorf("LevelFor = %v; want %s", err, want)
	}
}

// TestPin_Before begins a pin before the level held last: what was held is cut
// off there, so that each month has one level.
func TestPin_Before(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 24})
	s := play(t, rules, cycle.Standing{}, "2026-01", "sales", []step{
		{"16", "gold", cycle.Promoted}, {"16", "gold", cycle.Kept}, {"6", "silver", cycle.Demoted}, {"1", "basic", cycle.Demoted}, {"1", "basic", cycle.Kept},
	})
	s, err := rules.Pin(s, "platinum", month("2026-02"), cycle.Month{})
	if err != nil {
		t.Fatal(err)
	}
	want := []cycle.Spell{{To: month("2026-01")}, {Level: "gold", From: month("2026-01"), To: month("2026-02")}}
	if diff := cmp.Diff(want, s.Past); diff != "" {
		t.Errorf("Pin = other past (-want +got):\n%s", diff)
	}
	for sold, want := range map[string]string{"2025-12": "", "2026-01": "gold", "2026-02": "platinum", "2026-03": "platinum", "2026-04": "platinum"} {
		if got := levelFor(t, rules, s, sold, "2026-05"); got != want {
			t.Errorf("LevelFor(%s) = %q; want %q", sold, got, want)
		}
	}
}

// TestPin_Again pins the level that is held, from an earlier and from a later month.
func TestPin_Again(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 12, Validity: 3})
	gold := play(t, rules, cycle.Standing{}, "2026-01", "sales", []step{
		{"7", "silver", cycle.Promoted}, {"7", "silver", cycle.Kept}, {"7", "silver", cycle.Kept}, {"20", "gold", cycle.Promoted},
	})
	ahead := alianza.Must(rules.Pin(gold, "platinum", month("2026-08"), cycle.Month{}))
	for _, tt := range []struct {
		name         string
		standing     cycle.Standing
		level, from  string
		since, until string
		sold         map[string]string // to the level
	}{
		{"earlier", gold, "gold", "2026-02", "2026-02", "2026-07", map[string]string{"2025-12": "", "2026-01": "silver", "2026-02": "gold", "2026-03": "gold", "2026-04": "gold"}},
		{"before all", gold, "gold", "2025-12", "2025-12", "2026-07", map[string]string{"2025-11": "", "2025-12": "gold", "2026-01": "gold"}},
		{"the same month", gold, "gold", "2026-04", "2026-04", "2026-07", map[string]string{"2026-03": "silver", "2026-04": "gold"}},
		{"later", gold, "gold", "2026-05", "2026-04", "2026-07", map[string]string{"2026-03": "silver", "2026-04": "gold"}},
		{"a second pin, earlier", ahead, "platinum", "2026-06", "2026-06", "2026-11", map[string]string{"2026-05": "gold", "2026-06": "platinum", "2026-08": "platinum"}},
		{"a second pin, later", ahead, "platinum", "2026-09", "2026-08", "2026-11", map[string]string{"2026-07": "gold", "2026-08": "platinum"}},
	} {
		s, err := rules.Pin(tt.standing, tt.level, month(tt.from), cycle.Month{})
		if err != nil || s.Since != month(tt.since) || s.Until != month(tt.until) || !s.Pinned {
			t.Errorf("%s: Pin = since %s until %s, %v; want %s, %s", tt.name, s.Since, s.Until, err, tt.since, tt.until)
		}
		for sold, want := range tt.sold {
			if got := levelFor(t, rules, s, sold, "2026-05"); got != want {
				t.Errorf("%s: LevelFor(%s) = %q; want %q", tt.name, sold, got, want)
			}
		}
	}
}

// TestLevelFor_Forgotten asks for what a standing had to forget: the tail of three months
// ends before the last month evaluated.
func TestLevelFor_Forgotten(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 3})
	s := play(t, rules, cycle.Standing{}, "2026-01", "sales", []step{
		{"7", "silver", cycle.Promoted},
		{"20", "gold", cycle.Promoted},
		{"40", "platinum", cycle.Promoted},
		{"40", "platinum", cycle.Kept},
		{"40", "platinum", cycle.Kept},
		{"40", "platinum", cycle.Kept},
	})
	for _, tt := range []struct{ sold, on, want string }{
		{"2026-02", "2026-04", "gold"}, // which was held to March: three months before June
		{"2026-03", "2026-04", "platinum"},
		{"2026-02", "2026-05", "platinum"},
		{"2026-01", "2026-04", "platinum"},
	} {
		if got := levelFor(t, rules, s, tt.sold, tt.on); got != tt.want {
			t.Errorf("LevelFor(%s, %s) = %q; want %q", tt.sold, tt.on, got, tt.want)
		}
	}
	_, err := rules.LevelFor(s, month("2026-01"), month("2026-02"))
	if want := `cycle: level for a deal of 2026-01: sold "2026-01": out of range: the standing knows the levels from 2026-02 on`; fmt.Sprint(err) != want {
		t.Errorf("LevelFor(2026-01, 2026-02) = %v; want %s", err, want)
	}
	s = play(t, rules, s, "2026-07", "sales", []step{{"40", "platinum", cycle.Kept}})
	_, err = rules.LevelFor(s, month("2026-02"), month("2026-03"))
	wantFaults(t, "LevelFor(2026-02, 2026-03)", err, fault{"sold", "2026-02", alianza.ErrRange})
	if got := levelFor(t, rules, s, "2026-03", "2026-04"); got != "platinum" {
		t.Errorf("LevelFor(2026-03, 2026-04) = %q; want platinum", got)
	}
}

// TestPin_Limit pins again and again: what is kept can be written and read.
func TestPin_Limit(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{Tail: 1200})
	levels := []string{"gold", "silver"}
	s, m := cycle.Standing{}, month("2026-01")
	var err error
	for i := range 1202 {
		next, again := rules.Pin(s, levels[i%2], m.Add(i), cycle.Month{})
		if err = again; err != nil {
			break
		}
		s = next
	}
	wantFaults(t, "Pin", err, fault{"past", "1201", alianza.ErrLimit})
	tiertest.ComesBack(t, s, "")
}

// TestUntilReset has levels that are valid to the end of the next year.
func TestUntilReset(t *testing.T) {
	calendar := cycle.Definition[tier.NoTerms]{Resets: cycle.Calendar{Every: 12}, Validity: 12, UntilReset: true}
	own := cycle.Definition[tier.NoTerms]{OwnYear: true, Validity: 12, UntilReset: true}
	tests := []struct {
		name                  string
		def                   cycle.Definition[tier.NoTerms]
		start, reached, until string
	}{
		{"calendar year, reached in January", calendar, "2026-01", "2026-01", "2027-12"},
		{"calendar year, reached in March", calendar, "2026-01", "2026-03", "2027-12"},
		{"calendar year, reached in December", calendar, "2026-01", "2026-12", "2027-12"},
		{"own year, reached at once", own, "2026-04", "2026-04", "2028-03"},
		{"own year, reached in the last month", own, "2026-04", "2027-03", "2028-03"},
		{"own year, reached in the second", own, "2026-04", "2027-04", "2029-03"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rules := affiliates(tt.def)
			s, m := cycle.Standing{}, month(tt.start)
			for ; m.Before(month(tt.reached)); m = m.Add(1) {
				s, _, _ = rules.Step(s, m, tier.Metrics{"sales": n("0")})
			}
			s = play(t, rules, s, tt.reached, "sales", []step{{"16", "gold", cycle.Promoted}})
			if s.Until != month(tt.until) {
				t.Errorf("Step = valid until %s; want %s", s.Until, tt.until)
			}
			for m = m.Add(1); m.Before(month(tt.until)); m = m.Add(1) {
				var change cycle.Change[tier.NoTerms]
				if s, change, _ = rules.Step(s, m, tier.Metrics{"sales": n("0")}); change.Outcome != cycle.Kept || s.Level != "gold" {
					t.Fatalf("Step(%s) = %s; want gold kept", m, change)
				}
			}
			lost, _, _ := rules.Step(s, m, tier.Metrics{"sales": n("1")})
			renewed, change, err := rules.Step(s, m, tier.Metrics{"sales": n("16")})
			if lost.Level != "basic" || renewed.Level != "gold" || change.Outcome != cycle.Renewed || renewed.Until != m.Add(12) || err != nil {
				t.Errorf("Step(%s) = %q, or %s until %s, %v; want basic, or gold renewed until %s", m, lost.Level, change, renewed.Until, err, m.Add(12))
			}
		})
	}
}

// TestUntilReset_BeforeTheFirstMonth pins a level for some months before the partner
// begins: the own year in which the validity ends is that of the first month.
func TestUntilReset_BeforeTheFirstMonth(t *testing.T) {
	rules := affiliates(cycle.Definition[tier.NoTerms]{OwnYear: true, Validity: 12, UntilReset: true})
	for _, tt := range []struct{ from, first, pinned, until string }{
		{"2026-03", "2026-06", "2027-03", "2027-05"}, // own years end in May
		{"2026-05", "2026-05", "2027-05", "2028-04"},
		{"2026-06", "2026-05", "2027-06", "2028-04"},
		{"2026-04", "2026-05", "2027-04", "2027-04"},
	} {
		s, err := rules.Pin(cycle.Standing{}, "gold", month(tt.from), month(tt.from).Add(2))
		if err != nil || s.Until != month(tt.pinned) {
			t.Errorf("Pin from %s = until %s, %v; want %s", tt.from, s.Until, err, tt.pinned)
		}
		m := month(tt.first)
		for ; m.Before(month(tt.until)); m = m.Add(1) {
			if s, _, err = rules.Step(s, m, tier.Metrics{"sales": n("0")}); err != nil || s.Level != "gold" || s.Until != month(tt.until) {
				t.Fatalf("Step(%s) of a pin from %s = %q until %s, %v; want gold until %s", m, tt.from, s.Level, s.Until, err, tt.until)
			}
		}
		if _, change, err := rules.Step(s, m, tier.Metrics{"sales": n("0")}); err != nil || change.Outcome != cycle.Expired {
			t.Errorf("Step(%s) of a pin from %s = %s, %v; want expired", m, tt.from, change, err)
		}
	}
}

// TestKeeps has levels that are kept with less than they are reached with.
func TestKeeps(t *testing.T) {
	ladder := tier.Affiliate()
	ladder.Levels[1].Keeps = []tier.Requirement{sales("4")}
	ladder.Levels[2].Keeps = []tier.Requirement{sales("12")}
	tests := []struct {
		name  string
		def   cycle.Definition[tier.NoTerms]
		steps []step
	}{
		{"kept, and lost below that", cycle.Definition[tier.NoTerms]{}, []step{{"16", "gold", cycle.Promoted}, {"12", "gold", cycle.Kept}, {"11", "silver", cycle.Demoted}, {"12", "silver", cycle.Kept}}},
		{"falls to what it keeps", cycle.Definition[tier.NoTerms]{}, []step{{"16", "gold", cycle.Promoted}, {"4", "silver", cycle.Demoted}, {"4", "silver", cycle.Kept}, {"3", "basic", cycle.Demoted}, {"5", "basic", cycle.Kept}}},
		{"keeping ends the misses", cycle.Definition[tier.NoTerms]{Grace: 1}, []step{{"16", "gold", cycle.Promoted}, {"11", "gold", cycle.InGrace}, {"12", "gold", cycle.Kept}, {"11", "gold", cycle.InGrace}, {"11", "silver", cycle.Demoted}}},
		{"keeping renews", cycle.Definition[tier.NoTerms]{Validity: 2}, []step{{"16", "gold", cycle.Promoted}, {"0", "gold", cycle.Kept}, {"12", "gold", cycle.Renewed}}},
		{"a mean", cycle.Definition[tier.NoTerms]{Months: 2, Aggregate: cycle.MeanActive}, []step{{"16", "gold", cycle.Promoted}, {"8", "gold", cycle.Kept}, {"15.99", "silver", cycle.Demoted}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.def.Editions = always(ladder)
			play(t, mustNew(tt.def), cycle.Standing{}, "2026-01", "sales", tt.steps)
		})
	}
	_, change, err := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(ladder)}).Step(cycle.Standing{Ladder: "affiliate", Level: "gold"}, month("2026-01"), tier.Metrics{"sales": n("12")})
	if want := "2026-01: gold kept, enough to keep it; the metrics qualify for silver"; err != nil || change.String() != want {
		t.Errorf("Step = %q, %v; want %q", change, err, want)
	}
}

// TestKeeps_OfAnotherLevel has a higher level that is kept with what is not enough to
// keep the lower one.
func TestKeeps_OfAnotherLevel(t *testing.T) {
	ladder := points([]string{"silver", "gold", "platinum"}, "10", "20", "60")
	for i, keep := range []string{"8", "5", "50"} {
		ladder.Levels[i].Keeps = []tier.Requirement{tier.AtLeast("points", n(keep))}
	}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(ladder)})
	for _, tt := range []struct {
		from   string
		points string
		want   string
	}{
		{"silver", "6", ""},
		{"silver", "8", "silver"},
		{"silver", "10", "silver"},
		{"silver", "20", "gold"},
		{"gold", "6", "gold"},
		{"gold", "5", "gold"},
		{"gold", "4", ""},
		{"platinum", "50", "platinum"},
		{"platinum", "49", "gold"},
		{"platinum", "6", "gold"},
		{"platinum", "4", ""},
	} {
		s, _, err := rules.Step(cycle.Standing{Ladder: "points", Level: tt.from}, month("2026-01"), tier.Metrics{"points": n(tt.points)})
		if err != nil || s.Level != tt.want {
			t.Errorf("Step from %s with %s = %q, %v; want %q", tt.from, tt.points, s.Level, err, tt.want)
		}
	}
}

// TestKeeps_OfAnotherMetric has a higher level that is kept with another metric alone.
// The outlook asks for what the step asks for.
func TestKeeps_OfAnotherMetric(t *testing.T) {
	sold, certified := func(least string) tier.Requirement { return tier.AtLeast("sales", n(least)) }, tier.AtLeast("certified", n("1"))
	ladder := tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{
		level("silver", sold("10")), level("gold", sold("20"), certified),
	}}
	ladder.Levels[1].Keeps = []tier.Requirement{certified}
	facts := func(sales, certified string) tier.Metrics {
		return numbers(map[string]string{"sales": sales, "certified": certified})
	}
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: always(ladder)})
	s, _, err := rules.Step(cycle.Standing{}, month("2026-01"), facts("10", "1"))
	if err != nil || s.Level != "silver" {
		t.Fatalf("Step = %q, %v; want silver", s.Level, err)
	}
	o, err := rules.Outlook(s)
	if want := "10 sales by 2026-02 to keep silver; 20 sales and 1 certified by 2026-02 to rise to gold"; err != nil || o.String() != want {
		t.Errorf("Outlook = %q, %v; want %q", o, err, want)
	}
	if _, change, err := rules.Step(s, month("2026-02"), facts("0", "1")); err != nil || change.String() != "2026-02: demoted from silver to no tier" {
		t.Errorf("Step of silver, certified without sales = %q, %v; want demoted", change, err)
	}
	s.Level = "gold"
	if _, change, err := rules.Step(s, month("2026-02"), facts("0", "1")); err != nil || change.Outcome != cycle.Kept || change.To != "gold" {
		t.Errorf("Step of gold, certified without sales = %q, %v; want gold kept", change, err)
	}
	// Who qualifies for gold keeps a silver that asks for something else, and is told so.
	ladder.Levels[0].Requires = []tier.Requirement{tier.AtLeast("visits", n("3"))}
	rules = mustNew(cycle.Definition[tier.NoTerms]{Editions: always(ladder), Months: 2, Promote: cycle.Calendar{Every: 12}})
	both := facts("20", "1")
	both["visits"] = n("0")
	s, change, err := rules.Step(cycle.Standing{Ladder: "l", Level: "silver"}, month("2026-01"), both)
	if err != nil || change.Outcome != cycle.Kept || s.Level != "silver" {
		t.Errorf("Step of silver, qualified for gold = %q, %v; want silver kept", change, err)
	}
	if o, err := rules.Outlook(s); err != nil || o.Keep.String() != "nothing more by 2026-02" {
		t.Errorf("Outlook = %q, %v; want nothing more to keep silver", o.Keep, err)
	}
}

// TestRenamed_PinThatBeginsLater renames levels between a pin and the month from which
// it holds: until then, deals keep the level before it.
func TestRenamed_PinThatBeginsLater(t *testing.T) {
	rules := mustNew(cycle.Definition[tier.NoTerms]{Tail: 12, Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points(medals, "1", "2")},
		{From: month("2026-03"), Ladder: points([]string{"s2", "g2"}, "1", "2"), Renamed: map[string]string{"silver": "s2", "gold": "g2"}},
	}})
	s := play(t, rules, cycle.Standing{}, "2026-01", "points", []step{{"1", "silver", cycle.Promoted}})
	s = alianza.Must(rules.Pin(s, "gold", month("2026-06"), cycle.Month{}))
	s = play(t, rules, s, "2026-02", "points", []step{{"1", "gold", cycle.Pinned}, {"1", "g2", cycle.Pinned}, {"1", "g2", cycle.Pinned}, {"1", "g2", cycle.Pinned}, {"1", "g2", cycle.Pinned}, {"1", "g2", cycle.Pinned}})
	for sold, want := range map[string]string{"2025-12": "", "2026-01": "silver", "2026-03": "silver", "2026-05": "silver", "2026-06": "g2", "2026-07": "g2"} {
		if got := levelFor(t, rules, s, sold, "2026-07"); got != want {
			t.Errorf("LevelFor(%s) = %q; want %q", sold, got, want)
		}
	}
	if s.Since != month("2026-06") {
		t.Errorf("Step = since %s; want 2026-06, from which the pin holds", s.Since)
	}
}

// TestRenamed_PinAgain pins a name before the first month that means another level in a
// later edition.
func TestRenamed_PinAgain(t *testing.T) {
	rules := mustNew(cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points(medals, "1", "2")},
		{From: month("2026-07"), Ladder: points([]string{"gold", "platinum"}, "1", "2"), Renamed: map[string]string{"silver": "gold", "gold": "platinum"}},
	}})
	first := alianza.Must(rules.Pin(cycle.Standing{}, "gold", month("2026-01"), month("2026-05")))
	for again, want := range map[string]struct{ since, level string }{
		"2026-02": {"2026-01", "platinum"}, // the same level, which has another name by August
		"2026-06": {"2026-01", "platinum"},
		"2026-07": {"2026-07", "gold"},
		"2026-08": {"2026-08", "gold"},
	} {
		s, err := rules.Pin(first, "gold", month(again), cycle.Month{})
		if err != nil || s.Since != month(want.since) {
			t.Errorf("Pin from %s = since %s, %v; want %s", again, s.Since, err, want.since)
		}
		next, change, err := rules.Step(s, month("2026-08"), tier.Metrics{"points": n("0")})
		if err != nil || next.Level != want.level {
			t.Errorf("Step of a pin from %s = %s, %v; want %s", again, change, err, want.level)
		}
	}
	none := alianza.Must(rules.Pin(cycle.Standing{}, "", month("2026-01"), cycle.Month{}))
	if again, err := rules.Pin(none, "", month("2026-07"), cycle.Month{}); err != nil || text(t, again) != text(t, none) {
		t.Errorf("Pin of no level = %s, %v; want %s, for none has no name", text(t, again), err, text(t, none))
	}
}

// TestRenamed_Copied changes a definition after a cycle was made of it.
func TestRenamed_Copied(t *testing.T) {
	d := cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points(medals, "1", "2")},
		{From: month("2026-07"), Ladder: points([]string{"tin"}, "1"), Renamed: map[string]string{"silver": "tin", "gold": "tin"}},
	}}
	rules := mustNew(d)
	want := string(alianza.Must(rules.MarshalJSON()))
	d.Editions[0].Ladder.Levels[0].Name, d.Editions[1].Renamed["gold"] = "spoilt", ""
	if got := string(alianza.Must(rules.MarshalJSON())); got != want {
		t.Errorf("MarshalJSON after a change of the definition = %s; want %s", got, want)
	}
}

// TestRenamed_Moves says the old name once, and a level that is no more has no validity.
func TestRenamed_Moves(t *testing.T) {
	def := cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points([]string{"tin", "silver", "gold"}, "1", "2", "3")},
		{From: month("2026-02"), Ladder: points([]string{"s2", "g2"}, "4", "6"), Renamed: map[string]string{"tin": "", "silver": "s2", "gold": "g2"}},
	}}
	for _, tt := range []struct {
		validity    int
		jan, feb    string
		want, until string
	}{
		{0, "2", "6", "2026-02: promoted from silver to g2", ""},
		{0, "3", "4", "2026-02: demoted from gold to s2", ""},
		{0, "3", "6", "2026-02: g2 kept, was gold", ""},
		{1, "3", "4", "2026-02: gold expired, now s2, valid until 2026-02", "2026-03"},
		{1, "3", "6", "2026-02: g2 renewed, was gold; qualified again", "2026-03"},
		{9, "3", "0", "2026-02: g2 kept, was gold; valid until 2026-10; the metrics qualify for no tier", "2026-10"},
		{9, "1", "0", "2026-02: demoted from tin to no tier, tin is no more", ""},
	} {
		def.Validity = tt.validity
		s, changes, err := mustNew(def).Run(cycle.Standing{}, month("2026-01"), []tier.Metrics{{"points": n(tt.jan)}, {"points": n(tt.feb)}})
		if err != nil || changes[1].String() != tt.want || s.Until != month(tt.until) {
			t.Errorf("Run(%s, %s) = %q until %s, %v; want %q until %s", tt.jan, tt.feb, changes[1], s.Until, err, tt.want, month(tt.until))
		}
	}
}

// TestRenamed_Gone takes gold away from between silver and platinum. Who lands on silver
// or below has fallen.
func TestRenamed_Gone(t *testing.T) {
	def := cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points([]string{"basic", "silver", "gold", "platinum"}, "1", "6", "16", "31")},
		{From: month("2026-03"), Ladder: points([]string{"basic", "silver", "platinum"}, "1", "6", "31"), Renamed: map[string]string{"gold": ""}},
	}}
	for _, tt := range []struct {
		march   string
		outcome cycle.Outcome
		want    string
	}{
		{"0", cycle.Demoted, "2026-03: demoted from gold to no tier, gold is no more"},
		{"1", cycle.Demoted, "2026-03: demoted from gold to basic, gold is no more"},
		{"20", cycle.Demoted, "2026-03: demoted from gold to silver, gold is no more"},
		{"31", cycle.Promoted, "2026-03: promoted from gold to platinum, gold is no more"},
	} {
		_, changes, err := mustNew(def).Run(cycle.Standing{}, month("2026-02"), []tier.Metrics{{"points": n("16")}, {"points": n(tt.march)}})
		if err != nil || changes[1].String() != tt.want || changes[1].Outcome != tt.outcome {
			t.Errorf("Run with %s in March = %s, %q, %v; want %s, %q", tt.march, changes[1].Outcome, changes[1], err, tt.outcome, tt.want)
		}
	}
}

// TestRenamed goes through editions that rename, merge, add and drop levels.
func TestRenamed(t *testing.T) {
	rules := mustNew(cycle.Definition[tier.NoTerms]{Tail: 24, Demote: cycle.Calendar{Every: 12}, Editions: []cycle.Edition[tier.NoTerms]{
		{Ladder: points([]string{"bronze", "silver", "gold"}, "1", "10", "20")},
		{From: month("2026-04"), Ladder: points([]string{"member", "premier", "diamond"}, "5", "10", "50"), Renamed: map[string]string{"bronze": "", "silver": "premier", "gold": "premier"}},
		{From: month("2026-06"), Ladder: points([]string{"member", "star", "diamond"}, "5", "10", "50"), Renamed: map[string]string{"premier": "star"}},
	}})
	tests := []struct {
		before string
		texts  []string // from April to July, with 7 points a month
	}{
		{"gold", []string{
			"2026-04: premier kept, was gold; reviewed after 2026-12; the metrics qualify for member",
			"2026-05: premier kept, reviewed after 2026-12; the metrics qualify for member",
			"2026-06: star kept, was premier; reviewed after 2026-12; the metrics qualify for member",
			"2026-07: star kept, reviewed after 2026-12; the metrics qualify for member",
		}},
		{"silver", []string{
			"2026-04: premier kept, was silver; reviewed after 2026-12; the metrics qualify for member",
			"2026-05: premier kept, reviewed after 2026-12; the metrics qualify for member",
			"2026-06: star kept, was premier; reviewed after 2026-12; the metrics qualify for member",
			"2026-07: star kept, reviewed after 2026-12; the metrics qualify for member",
		}},
		{"bronze", []string{
			"2026-04: promoted from bronze to member, bronze is no more",
			"2026-05: member kept", "2026-06: member kept", "2026-07: member kept",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.before, func(t *testing.T) {
			s, err := rules.Pin(cycle.Standing{}, tt.before, month("2026-02"), month("2026-04"))
			if err != nil {
				t.Fatal(err)
			}
			var months []tier.Metrics
			for range 6 {
				months = append(months, tier.Metrics{"points": n("7")})
			}
			s, changes, err := rules.Run(s, month("2026-02"), months)
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, change := range changes[2:] {
				texts = append(texts, change.String())
			}
			if diff := cmp.Diff(tt.texts, texts); diff != "" {
				t.Errorf("Run has other changes (-want +got):\n%s", diff)
			}
			if got := levelFor(t, rules, s, "2026-03", "2026-07"); got != tt.before {
				t.Errorf("LevelFor(2026-03) = %q; want %q, by its name of then", got, tt.before)
			}
			tiertest.ComesBack(t, s, "")
		})
	}
	// A level is valid as long by its new name.
	d := rules.Definition()
	d.Validity = 12
	valid, _, err := mustNew(d).Run(cycle.Standing{}, month("2026-03"), []tier.Metrics{{"points": n("20")}, {"points": n("0")}, {"points": n("0")}})
	if err != nil || valid.Level != "premier" || valid.Since != month("2026-04") || valid.Until != month("2027-03") {
		t.Errorf("Run = %s since %s until %s, %v; want premier since 2026-04 until 2027-03", valid.Level, valid.Since, valid.Until, err)
	}
	// A level that is set by hand is one of the edition of its month.
	pinned := alianza.Must(rules.Pin(cycle.Standing{}, "gold", month("2026-03"), cycle.Month{}))
	if got, change, err := rules.Step(pinned, month("2026-07"), tier.Metrics{"points": n("7")}); err != nil || got.Level != "star" {
		t.Errorf("Step of a pin from before two editions = %q, %q, %v; want star", got.Level, change, err)
	}
	// Editions may go by while nobody looks.
	s, _, err := rules.Run(cycle.Standing{}, month("2026-03"), []tier.Metrics{{"points": n("20")}})
	if err != nil {
		t.Fatal(err)
	}
	s.Last = month("2026-05") // as if evaluated under the second edition
	_, _, err = rules.Step(s, month("2026-06"), tier.Metrics{"points": n("20")})
	wantFaults(t, "Step of a level that the edition of its month does not have", err, fault{"level", "gold", alianza.ErrUnknown})
	_, err = rules.Pin(s, "diamond", month("2026-03"), cycle.Month{})
	if err != nil {
		t.Errorf("Pin(diamond) = %v; want no error, for the last edition evaluated has it", err)
	}
	_, err = rules.Pin(s, "gold", month("2026-03"), cycle.Month{})
	wantFaults(t, "Pin(gold)", err, fault{"level", "gold", alianza.ErrUnknown})
	d = rules.Definition()
	d.Editions[1].Renamed["gold"] = "spoilt"
	if got := rules.Definition().Editions[1].Renamed["gold"]; got != "premier" {
		t.Errorf("Definition() after a change = gold to %q; want premier", got)
	}
	tiertest.ComesBack(t, rules.Definition(), "")
}

package tier_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestStepRefusals returns the standing as it was with every error.
func TestStepRefusals(t *testing.T) {
	d := tier.CycleDefinition[tier.NoTerms]{Window: 3, Editions: []tier.Edition[tier.NoTerms]{{From: month("2026-01"), Ladder: tier.Affiliate()}}}
	cycle := tier.MustCycle(d)
	good := func() tier.Standing {
		return tier.Standing{Level: "gold", Since: month("2026-02"), Start: month("2026-01"), Last: month("2026-03"), Recent: []tier.Metrics{{"sales": n("6")}, {"sales": n("10")}, {"sales": n("1")}}}
	}
	with := func(change func(*tier.Standing)) tier.Standing {
		s := good()
		change(&s)
		return s
	}
	hostile := decimal.New(1, 1<<30)
	digits35 := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil), 0)
	fine := tier.Metrics{"sales": n("1")}
	tests := []struct {
		name     string
		standing tier.Standing
		month    string
		metrics  tier.Metrics
		text     string
		want     []fault
	}{
		{"no month", good(), "", fine, "tier: step to none: month: missing", []fault{{"month", "", alianza.ErrMissing}}},
		{"the month before", good(), "2026-02", fine, `tier: step to 2026-02: month "2026-02": contradiction: the month after 2026-03 is due`, []fault{{"month", "2026-02", alianza.ErrConflict}}},
		{"the same month", good(), "2026-03", fine, `tier: step to 2026-03: month "2026-03": contradiction: the month after 2026-03 is due`, []fault{{"month", "2026-03", alianza.ErrConflict}}},
		{"a month left out", good(), "2026-05", fine, `tier: step to 2026-05: month "2026-05": contradiction: the month after 2026-03 is due`, []fault{{"month", "2026-05", alianza.ErrConflict}}},
		{"a year later", good(), "2027-04", fine, "", []fault{{"month", "2027-04", alianza.ErrConflict}}},
		{"before the first edition", tier.Standing{}, "2025-12", fine, `tier: step to 2025-12: month "2025-12": out of range: before the first edition of the ladder`, []fault{{"month", "2025-12", alianza.ErrRange}}},
		{"level that is none", with(func(s *tier.Standing) { s.Level = "tin" }), "2026-04", fine, `tier: step to 2026-04: level "tin": unknown: the ladder affiliate has no such level`, []fault{{"level", "tin", alianza.ErrUnknown}}},
		{"metric missing", good(), "2026-04", nil, "", []fault{{"metrics.sales", "", alianza.ErrMissing}}},
		{"metric unknown", good(), "2026-04", tier.Metrics{"sales": n("1"), "sale": n("1")}, "", []fault{{"metrics.sale", "", alianza.ErrUnknown}}},
		{"metric negative", good(), "2026-04", tier.Metrics{"sales": n("-1")}, "", []fault{{"metrics.sales", "-1", alianza.ErrRange}}},
		{"metric hostile", good(), "2026-04", tier.Metrics{"sales": hostile}, "", []fault{{"metrics.sales", "1e1073741824", alianza.ErrRange}}},
		{"misses negative", with(func(s *tier.Standing) { s.Misses = -1 }), "2026-04", fine, "", []fault{{"misses", "-1", alianza.ErrRange}}},
		{"misses of more than a hundred years", with(func(s *tier.Standing) { s.Misses = 1201 }), "2026-04", fine, "", []fault{{"misses", "1201", alianza.ErrRange}}},
		{"window hostile", with(func(s *tier.Standing) { s.Recent[1]["sales"] = hostile }), "2026-04", fine, "", []fault{{"recent[1].metrics.sales", "1e1073741824", alianza.ErrRange}}},
		{"window of tiny numbers", with(func(s *tier.Standing) { s.Recent[2]["sales"] = decimal.New(1, -1<<30) }), "2026-04", fine, "", []fault{{"recent[2].metrics.sales", "1e-1073741824", alianza.ErrRange}}},
		{"window of zeroes of hostile powers", with(func(s *tier.Standing) { s.Recent[2]["sales"] = decimal.New(0, 1<<30) }), "2026-04", fine, "", []fault{{"recent[2].metrics.sales", "0e1073741824", alianza.ErrRange}}},
		{"window of 35 digits", with(func(s *tier.Standing) { s.Recent[0]["sales"] = digits35 }), "2026-04", fine, "", []fault{{"recent[0].metrics.sales", "10000000000000000000000000000000000", alianza.ErrRange}}},
		{"window negative", with(func(s *tier.Standing) { s.Recent[1]["sales"] = n("-0.01") }), "2026-04", fine, "", []fault{{"recent[1].metrics.sales", "-0.01", alianza.ErrRange}}},
		{
			"all of the standing, in order",
			with(func(s *tier.Standing) {
				s.Misses, s.Recent[2] = -1, tier.Metrics{"z": hostile, "a": n("-1")}
			}), "2026-04", fine, "",
			[]fault{{"misses", "-1", alianza.ErrRange}, {"recent[2].metrics.a", "-1", alianza.ErrRange}, {"recent[2].metrics.z", "1e1073741824", alianza.ErrRange}},
		},
		{"sum of too many digits", with(func(s *tier.Standing) { s.Recent[2]["sales"] = n(strings.Repeat("9", 34)) }), "2026-04", fine, "", []fault{{"metrics.sales", "10000000000000000000000000000000010", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			before := fmt.Sprintf("%#v", tt.standing)
			got, change, err := cycle.Step(tt.standing, month(tt.month), tt.metrics)
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
			if change.Kind != 0 || change.Metrics != nil || change.Month != (tier.Month{}) {
				t.Errorf("Step = the change %v beside the error; want none", change)
			}
			run, changes, again := cycle.Run(tt.standing, month(tt.month), []tier.Metrics{tt.metrics, fine})
			if after := fmt.Sprintf("%#v", run); after != before || len(changes) != 0 || fmt.Sprint(again) != fmt.Sprint(err) {
				t.Errorf("Run = %s, %d changes, %v; want %s, none, %v", after, len(changes), again, before, err)
			}
		})
	}
	if s, _, err := cycle.Step(good(), month("2026-04"), fine); err != nil || s.Level != "silver" {
		t.Errorf("Step from the standing as it is = %q, %v; want silver for 10 + 1 + 1", s.Level, err)
	}
}

// TestStepImmutable changes all that went into a step and came out of one.
func TestStepImmutable(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Window: 3, Tail: 6, Validity: 2})
	metrics := []tier.Metrics{{"sales": n("1")}, {"sales": n("7")}, {"sales": n("20")}, {"sales": n("4")}, {"sales": n("0")}}
	want, _, err := cycle.Run(tier.Standing{}, month("2026-01"), metrics)
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(s tier.Standing) {
		for _, one := range s.Recent {
			one["sales"], one["spoilt"] = n("1000"), n("1000")
		}
		for i := range s.Recent {
			s.Recent[i] = tier.Metrics{"spoilt": n("1000")}
		}
		for i := range s.Past {
			s.Past[i] = tier.Spell{Level: "spoilt"}
		}
		_ = append(s.Recent, tier.Metrics{"spoilt": n("1000")})
		_ = append(s.Past, tier.Spell{Level: "spoilt"})
	}
	s, m := tier.Standing{}, month("2026-01")
	for _, one := range metrics {
		given := tier.Metrics{"sales": one["sales"]}
		before := text(t, s)
		next, change, err := cycle.Step(s, m, given)
		if err != nil {
			t.Fatal(err)
		}
		if after := text(t, s); after != before {
			t.Errorf("Step changed the standing it was given to %s; want %s", after, before)
		}
		again, _, err := cycle.Step(s, m, given) // a second future of the same past
		if err != nil {
			t.Fatal(err)
		}
		pinned, err := cycle.Pin(next, "gold", m, tier.Month{})
		if err != nil {
			t.Fatal(err)
		}
		given["sales"] = n("1000")
		change.Metrics["sales"], change.Qualified.Benefits = n("1000"), nil
		spoil(s)
		spoil(again)
		spoil(pinned)
		s, m = next, m.Add(1)
	}
	if diff := cmp.Diff(want, s, sameMonths); diff != "" {
		t.Errorf("Step after changes mismatch (-want +got):\n%s", diff)
	}
	if got := cycle.LevelFor(s, month("2026-01"), month("2026-05")); got != "basic" {
		t.Errorf("LevelFor(2026-01, 2026-05) = %q; want basic", got)
	}
}

// TestRun equals as many steps, and stops at the first error.
func TestRun(t *testing.T) {
	cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Window: 2, Aggregate: tier.Mean, Grace: 1, Tail: 3})
	months := []tier.Metrics{{"sales": n("40")}, {"sales": n("5")}, {"sales": n("1")}, {"sales": n("0")}, {"sale": n("9")}, {"sales": n("9")}}
	for length := range months {
		s, m := tier.Standing{}, month("2026-11")
		var texts []string
		for _, one := range months[:length] {
			next, change, err := cycle.Step(s, m, one)
			if err != nil {
				break
			}
			s, m, texts = throughJSON(t, next), m.Add(1), append(texts, change.String())
		}
		got, changes, err := cycle.Run(tier.Standing{}, month("2026-11"), months[:length])
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
	_, _, err := cycle.Run(tier.Standing{}, month("2026-11"), months)
	want := "tier: step to 2027-03: tier: ladder affiliate: metrics.sales: missing\nmetrics.sale: unknown: the ladder has no requirement on it"
	if fmt.Sprint(err) != want {
		t.Errorf("Run = %v; want %s", err, want)
	}
}

func TestStandingJSON(t *testing.T) {
	full := tier.Standing{
		Level: "gold", Since: month("2026-02"), Until: month("2027-02"), Misses: 2, Pinned: true, PinnedUntil: month("2026-09"),
		Start: month("2025-12"), Last: month("2026-03"),
		Recent: []tier.Metrics{{"sales": n("6.50"), "a": n("0")}, {}},
		Past:   []tier.Spell{{Level: "", To: month("2026-01")}, {Level: "silver", From: month("2026-01"), To: month("2026-02")}},
	}
	tests := []struct {
		name     string
		standing tier.Standing
		want     string
	}{
		{"zero", tier.Standing{}, `{}`},
		{"level", tier.Standing{Level: "gold"}, `{"level":"gold"}`},
		{"pin without end", tier.Standing{Pinned: true}, `{"pinned":true}`},
		{"all", full, `{"level":"gold","since":"2026-02","until":"2027-02","misses":2,"pinned":true,"pinned_until":"2026-09","start":"2025-12","last":"2026-03",` +
			`"recent":[{"metrics":{"a":"0","sales":"6.50"}},{"metrics":{}}],"past":[{"level":"","to":"2026-01"},{"level":"silver","from":"2026-01","to":"2026-02"}]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc, err := json.Marshal(tt.standing)
			if err != nil || string(doc) != tt.want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, tt.want)
			}
			got := tier.Standing{Level: "before", Misses: 7, Recent: []tier.Metrics{{"x": n("1")}}}
			if err := json.Unmarshal([]byte(tt.want), &got); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", tt.want, err)
			}
			if diff := cmp.Diff(tt.standing, got, sameMonths, samePlaces); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", tt.want, diff)
			}
		})
	}
}

func TestStandingJSONFaults(t *testing.T) {
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"list", `[]`, []fault{{"", "", alianza.ErrForm}}},
		{"data behind", `{}{}`, []fault{{"", "", alianza.ErrForm}}},
		{"field that is none", `{"levels":"gold"}`, []fault{{"levels", "", alianza.ErrUnknown}}},
		{"wrong case", `{"Level":"gold"}`, []fault{{"Level", "", alianza.ErrUnknown}}},
		{"field twice", `{"level":"gold","level":"gold"}`, []fault{{"level", "", alianza.ErrDuplicate}}},
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
		{"month without metrics", `{"recent":[{}]}`, []fault{{"recent[0].metrics", "", alianza.ErrMissing}}},
		{"metrics without a month", `{"recent":[{"sales":"1"}]}`, []fault{{"recent[0].metrics", "", alianza.ErrMissing}, {"recent[0].sales", "", alianza.ErrUnknown}}},
		{"hostile numbers", `{"recent":[{"metrics":{"a":1e19,"b":"1e-19","c":"1e999999999"}},{"metrics":{"d":"` + strings.Repeat("9", 35) + `"}}]}`, []fault{
			{"recent[0].metrics.a", "1e19", alianza.ErrRange},
			{"recent[0].metrics.b", "1e-19", alianza.ErrRange},
			{"recent[0].metrics.c", "1e999999999", alianza.ErrRange},
			{"recent[1].metrics.d", strings.Repeat("9", 35), alianza.ErrRange},
		}},
		{"metric twice", `{"recent":[{"metrics":{"a":1,"a":1}}]}`, []fault{{"recent[0].metrics.a", "", alianza.ErrDuplicate}}},
		{"metric that is none", `{"recent":[{"metrics":{"a":"one","b":null}}]}`, []fault{{"recent[0].metrics.a", "one", alianza.ErrForm}, {"recent[0].metrics.b", "", alianza.ErrMissing}}},
		{"spell without an end", `{"past":[{"level":"gold","from":"2026-01"}]}`, []fault{{"past[0].to", "", alianza.ErrMissing}}},
		{"spell without a level", `{"past":[{"to":"2026-01"}]}`, []fault{{"past[0].level", "", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tier.Standing{Level: "before"}
			err := got.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if diff := cmp.Diff(tier.Standing{Level: "before"}, got, sameMonths); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) changed the standing (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

// TestStandingJSONLong keeps a window of a hundred years, whose JSON is longer
// than that of a definition may be.
func TestStandingJSONLong(t *testing.T) {
	var want tier.Standing
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
	var got tier.Standing
	if err := json.Unmarshal(doc, &got); err != nil || len(got.Recent) != len(want.Recent) {
		t.Errorf("UnmarshalJSON() = %d months, %v; want %d", len(got.Recent), err, len(want.Recent))
	}
}

package program_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// faultsOf reads a document and returns its faults as they print.
func faultsOf(doc string) []string {
	_, err := alianza.Read[program.Program]([]byte(doc))
	var all []string
	for _, f := range alianza.Faults(err) {
		all = append(all, f.Error())
	}
	return all
}

const (
	oneRule = `"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]`
	onePlan = `"plans": [{` + oneRule + `}]`
)

// TestFaults has mistakes that people make, with the place and the way out.
func TestFaults(t *testing.T) {
	tests := []struct {
		name, doc string
		want      []string
	}{
		{"nothing", `{}`, []string{`line 1, column 1: id: missing`}},
		{"a slash", `{"id": "a/b"}`, []string{`line 1, column 8: id "a/b": malformed: an ID has no slash`}},
		{"a zone of nowhere", `{"id": "a", "zone": "Madrid"}`, []string{`line 1, column 21: zone "Madrid": unknown: want a time zone such as UTC or Europe/Madrid`}},
		{"the zone of the machine", `{"id": "a", "zone": "Local"}`, []string{`line 1, column 21: zone "Local": unknown: want a time zone such as UTC or Europe/Madrid`}},
		{"a misspelled field", `{"id": "a", "plan": []}`, []string{`line 1, column 13: plan: unknown field: did you mean plans?`}},
		{"small letters", `{"id": "a", "currencies": ["usd", "USD", "USD"]}`, []string{
			`line 1, column 28: currency usd: currencies[0] "usd": malformed: write "USD"`,
			`line 1, column 42: currency USD: currencies[2] "USD": duplicate: the currency is there already`,
		}},
		{"currencies of a payout", `{"id": "a", "currencies": ["USD"], ` + onePlan + `, "payouts": [{"currencies": ["USD", "USD", "ZZZ"]}]}`, []string{
			`line 1, column 142: payout 1, currency USD: payouts[0].currencies[1] "USD": duplicate: the currency is there already`,
			`line 1, column 149: payout 1, currency ZZZ: payouts[0].currencies[2] "ZZZ": unknown: want a code of ISO 4217 such as "USD"`,
		}},
		{"a plan without a currency", `{"id": "a", ` + onePlan + `}`, []string{
			`line 1, column 23: plan 1: plans[0].currency: missing: a code of ISO 4217 such as "USD", here or in the currencies of the program`,
		}},
		{"a currency and currencies", `{"id": "a", "plans": [{"currency": "USD", "currencies": ["EUR"], ` + oneRule + `}]}`, []string{
			`line 1, column 57: plan USD: plans[0].currencies: contradiction: give one of currency and currencies`,
		}},
		{"a rate without its sign", "{\"id\": \"usd\",\n\"plans\": [{\"id\": \"usd\", \"version\": 1, \"currency\": \"USD\", " + oneRule + "},\n{\"id\": \"usd\", \"version\": 2, \"currency\": \"USD\", \"from\": \"2026-05-01\", \"rules\": [{\"name\": \"sale\", \"on\": \"sale\", \"ladder\": \"l\", \"rates\": {\"gold\": \"32\"}}]}]}", []string{
			`line 3, column 144: plan usd v2, rule sale: plans[1].rules[0].rates.gold "32": malformed: a percentage has a percent sign: write "32%"`,
		}},
		{"a version without its day", `{"id": "a", "currencies": ["USD"], "plans": [{` + oneRule + `}, {"version": 2, ` + oneRule + `}]}`, []string{
			`line 1, column 106: plan v2: plans[1].from: missing: the day from which the version replaces the one before`,
		}},
		{"another ladder, a level too few and one too many", `{"id": "a", "currencies": ["USD"], "tiers": {"editions": [{"ladder": {"name": "l", "levels": [
{"name": "x", "requires": [{"metric": "sales", "at_least": 1}]}]}}]}, "plans": [{"rules": [
{"name": "one", "on": "sale", "ladder": "m", "rates": {"x": "1%"}},
{"name": "two", "on": "sale", "ladder": "l", "rates": {"y": "1%"}}]}]}`, []string{
			`line 3, column 41: plan 1, rule one: plans[0].rules[0].ladder "m": unknown: the ladder of the program is l`,
			`line 4, column 55: plan 1, rule two: plans[0].rules[1].rates.x: missing: no rate for level x`,
			`line 4, column 61: plan 1, rule two: plans[0].rules[1].rates.y: unknown: the ladder has no level y`,
		}},
		{"a level that is misspelled beside one that is not there", `{"id": "a", "currencies": ["USD"], "tiers": {"editions": [{"ladder": {"name": "l", "levels": [
{"name": "bronze", "requires": [{"metric": "sales", "at_least": 1}]}, {"name": "gold", "requires": [{"metric": "sales", "at_least": 9}]}]}}]}, "plans": [{"rules": [
{"name": "one", "on": "sale", "ladder": "l", "rates": {"bronce": "1%"}}]}]}`, []string{
			`line 3, column 55: plan 1, rule one: plans[0].rules[0].rates.gold: missing: no rate for level gold`,
			`line 3, column 66: plan 1, rule one: plans[0].rules[0].rates.bronce: unknown: did you mean bronze? the ladder has no level bronce`,
		}},
		{"two payouts", `{"id": "a", "currencies": ["USD"], ` + onePlan + `, "payouts": [{}, {"currency": "USD"}]}`, []string{
			`line 1, column 123: payout USD: payouts[1] "USD": duplicate: another payout in cash is in this currency`,
		}},
		{"a payout that is too coarse", `{"id": "a", "currencies": ["USD"], ` + onePlan + `, "payouts": [{"step": "1"}]}`, []string{
			`line 1, column 128: payout 1: payouts[0].step "0.01": contradiction: it cannot pay what plan a-usd posts: out of range: no whole number of 1, the smallest amount in USD`,
		}},
		{"two costs of one name", `{"id": "a", "currencies": ["USD", "EUR"], "costs": [{"name": "x", "per_month": 1}, {"name": "x", "currency": "EUR", "per_month": 1}, {"name": "x", "currency": "USD", "per_month": 1}]}`, []string{
			`line 1, column 143: cost x: costs[2].name "x": duplicate: a cost of this name is there already`,
		}},
		{"a bonus without a rate", `{"id": "a", "currencies": ["USD"], "tiers": {"editions": [{"ladder": {"name": "l", "levels": [
{"name": "x", "requires": [{"metric": "sales", "at_least": 1}]}]}}]}, "plans": [{"rules": [
{"name": "one", "on": "sale", "rate": "1%"}], "bonuses": [
{"name": "two", "over": "month", "of": ["one"], "ladder": "l", "rates": {"y": "1%"}}]}]}`, []string{
			`line 4, column 73: plan 1, bonus two: plans[0].bonuses[0].rates.x: missing: no rate for level x`,
			`line 4, column 79: plan 1, bonus two: plans[0].bonuses[0].rates.y: unknown: the ladder has no level y`,
		}},
		{"costs", `{"id": "a", "costs": [{"name": "x", "per_month": "-1"}, {"name": "", "currency": "EUR", "per_month": 1}]}`, []string{
			`line 1, column 23: cost x: costs[0].currency: missing: a code of ISO 4217 such as "USD"`,
			`line 1, column 50: cost x: costs[0].per_month "-1": out of range: negative`,
			`line 1, column 66: cost EUR: costs[1].name: missing`,
		}},
		{"splits", `{"id": "a", "splits": [{"name": "s", "currency": "EUR", "shares": [{"party": "a", "rate": "50%"}]}]}`, []string{
			`line 1, column 67: split s: splits[0].shares: contradiction: they add up to 50%, which leaves 50% to nobody`,
		}},
		{"metrics", `{"id": "a", "metrics": [{"name": "revenue", "counts": "amounts"}, {"name": "revenue", "counts": "money"}]}`, []string{
			`line 1, column 25: metric revenue: metrics[0].currency: missing: a code of ISO 4217 such as "USD"`,
			`line 1, column 76: metric revenue: metrics[1].name "revenue": duplicate: the same as metrics[0].name`,
			`line 1, column 97: metric revenue: metrics[1].counts "money": unknown: want one of ["events" "amounts" "units"]`,
		}},
		{"cases", `{"id": "a", "cases": [{"name": "x"}, {"name": "x", "events": [{"amount": "1,5"}]}]}`, []string{
			`line 1, column 23: case x: cases[0].events: missing: a case has events or a prospect`,
			`line 1, column 47: case x: cases[1].name "x": duplicate: the same as cases[0].name`,
			`line 1, column 74: case x, event 1: cases[1].events[0].amount "1,5": malformed: not a decimal number: write "1.5"`,
		}},
		{"caps", `{"id": "a", "currencies": ["USD"], "plans": [{"rules": [{"name": "x", "on": "sale", "rate": "1%", "caps": [
{"amount": "-5", "per": "month", "name": "y", "of": ["x"]},
{"amount": "5", "per": "event"}]}]}]}`, []string{
			`line 2, column 12: plan 1, rule x, cap y: plans[0].rules[0].caps[0].amount "-5": out of range: above 0`,
			`line 2, column 42: plan 1, rule x, cap y: plans[0].rules[0].caps[0].name "y": contradiction: the cap of a rule is its own; a cap over several is one of the plan`,
			`line 2, column 53: plan 1, rule x, cap y: plans[0].rules[0].caps[0].of "x": contradiction: the cap of a rule is its own; a cap over several is one of the plan`,
			`line 3, column 24: plan 1, rule x, cap 2: plans[0].rules[0].caps[1].per "event": contradiction: give max, which bounds one event; a cap is over an order, a period or ever`,
		}},
		{"an amount that one of the currencies does not have", `{"id": "a", "currencies": ["USD", "JPY"], ` + onePlan + `, "payouts": [{"minimum": "50.5"}]}`, []string{
			`line 1, column 138: payout 1: payouts[0].minimum "50.5": contradiction: no whole number of 1, the smallest amount in JPY`,
		}},
		{"nineteen decimals", `{"id": "a", "currencies": ["USD"], "plans": [{"rules": [{"name": "x", "on": "sale", "rate": "30.1234567890123456789%"}]}]}`, []string{
			`line 1, column 93: plan 1, rule x: plans[0].rules[0].rate "30.1234567890123456789%": out of range: at most 18 decimals`,
		}},
		{"words of cases", `{"id": "a", "currencies": ["USD"], "tiers": {"editions": [{"ladder": {"name": "l", "levels": [
{"name": "gold", "requires": [{"metric": "sales", "at_least": 1}]}]}}]}, ` + onePlan + `, "cases": [{"name": "c", "events": [
{"amount": "5", "kind": "sell", "rule": "sael", "level": "golld"},
{"amount": "5", "refused": "out_of_rang"},
{"amount": "5", "refused": "limit", "earns": "1"},
{"amount": "5", "kind": "dance", "refused": "unknown"}], "accounts": [{"month": "2026-01", "level": "tin"}]}]}`, []string{
			`line 3, column 25: case c, event 1: cases[0].events[0].kind "sell": unknown: want one of ["lead" "qualified_lead" "referral" "sale" "payment" "refund" "chargeback" "correction" "reversal" "maturity" "adjustment" "close"]`,
			`line 3, column 41: case c, event 1: cases[0].events[0].rule "sael": unknown: did you mean "sale"?`,
			`line 3, column 58: case c, event 1: cases[0].events[0].level "golld": unknown: did you mean "gold"?`,
			`line 4, column 28: case c, event 2: cases[0].events[1].refused "out_of_rang": unknown: did you mean "out_of_range"?`,
			`line 5, column 46: case c, event 3: cases[0].events[2].earns: contradiction: an event that is refused is paid by no rule; give one of refused and earns`,
			`line 6, column 101: case c: cases[0].accounts[0].level "tin": unknown: no level has this name`,
		}},
		{"a level that a plan has a rate for", `{"id": "a", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "ladder": "l", "rates": {"gold": "10%", "silver": "5%"}}]}],
"cases": [{"name": "c", "events": [{"amount": "5", "level": "golld"}, {"amount": "5", "level": "silver"}]}]}`, []string{
			`line 2, column 61: case c, event 1: cases[0].events[0].level "golld": unknown: did you mean "gold"?`,
		}},
		{"faults of every part", `{"id": "a",
"tiers": {"editions": []},
"terms": {"program": "p", "currency": "XXX"},
"checklist": {"name": "c", "criteria": [], "policies": []},
"evaluation": {"name": "e", "min": 1, "max": 1, "pass": {"at_least": 1}, "criteria": []},
"targets": [{"name": "t", "target": {}}]}`, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := faultsOf(tt.doc)
			if tt.want == nil { // each line has one at least
				for line := 2; line <= 1+strings.Count(tt.doc, "\n"); line++ {
					if !slices.ContainsFunc(got, func(f string) bool { return strings.HasPrefix(f, fmt.Sprintf("line %d,", line)) }) {
						t.Errorf("no fault in line %d: %q", line, got)
					}
				}
				return
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestPresets holds that each preset is a program that comes back from its JSON, and
// that there is nothing to remark on it.
func TestPresets(t *testing.T) {
	for _, d := range []program.Definition{program.Affiliate(), program.Alliance(), program.Advanced(), program.Semaforo()} {
		p, err := program.New(d)
		if err != nil {
			t.Fatalf("New(%s) = %v", d.ID, err)
		}
		data, err := p.MarshalJSON()
		if err != nil {
			t.Fatalf("MarshalJSON of %s = %v", d.ID, err)
		}
		again, err := alianza.Read[program.Program](data)
		if err != nil || !p.Equal(again) {
			t.Errorf("Read(%s) = %v; want the same program", d.ID, err)
		}
		if got := p.Review(); len(got) != 0 {
			t.Errorf("Review of %s = %v; want none", d.ID, got)
		}
		if !cmp.Equal(p, again) {
			t.Errorf("cmp.Equal(%s) = false", d.ID)
		}
	}
}

// TestNewLikeRead holds that New finds in a definition what reading it finds in its
// document, where that can be said without the document.
func TestNewLikeRead(t *testing.T) {
	var d program.Definition
	if err := json.Unmarshal([]byte(`{"id": "a", "currencies": ["USD"], `+onePlan+`}`), &d); err != nil {
		t.Fatal(err)
	}
	d.Zone, d.Plans[0].Plan.HoldDays = "Nowhere", -1
	d.Costs = []program.Cost{{Name: "x", PerMonth: num("-1")}}
	d.Targets, d.Screening.Filter.Name, d.Flow.Name = []kpi.Definition{{Name: "t"}}, "f", "f"
	_, err := program.New(d)
	var got []string // the first of each part
	seen := map[string]bool{}
	for _, f := range alianza.Faults(err) {
		if part, _, _ := strings.Cut(f.Path, "."); !seen[part] {
			seen[part] = true
			got = append(got, f.Path+": "+f.Code())
		}
	}
	want := []string{
		"zone: unknown", "plans[0].hold_days: out_of_range", "screening.name: missing", "flow.stages: missing", "targets[0].target: missing",
		"costs[0].per_month: out_of_range",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("faults (-want +got):\n%s", diff)
	}
}

// TestLongParts names the part of a fault, but not at any length, and not in a document
// of more than 20,000 commas.
func TestLongParts(t *testing.T) {
	long := strings.Repeat("x", 201)
	for _, tt := range []struct{ name, rest, want string }{
		{long[1:], "", "split " + long[1:]},
		{long, "", "split " + long[1:] + "…"},
		{"s", `, "targets": [` + strings.Repeat(`0,`, 20_000) + `0]`, ""},
	} {
		_, err := alianza.Read[program.Program]([]byte(`{"id": "a", "splits": [{"name": "` + tt.name + `"}]` + tt.rest + `}`))
		faults := alianza.Faults(err)
		at := slices.IndexFunc(faults, func(f *alianza.FieldError) bool { return strings.HasPrefix(f.Path, "splits[0]") })
		if at < 0 || faults[at].Part != tt.want {
			t.Errorf("the faults of a split called %.20s are in %q; want %q", tt.name, faults, tt.want)
		}
	}
}

// TestNoSequels has one thing that cannot be read, and what else is wrong. What follows
// from the first alone is no fault, and what does not follow from it is told at once.
func TestNoSequels(t *testing.T) {
	plan := func(rules string) string {
		return `{"id": "a", "currencies": ["USD"], "plans": [{"rules": [` + rules + `]}]}`
	}
	checklist := func(points string) string {
		return `{"id": "a", "checklist": {"name": "c", "criteria": [{"name": "x", "points": 1}, {"name": "y", "points": ` + points +
			`}], "policies": [{"name": "p", "yellow": 1, "green": 2}]}}`
	}
	flow := func(move string) string {
		return `{"id": "a", "flow": {"name": "f", "stages": [{"name": "a"}, {"name": "b", "end": "won"}], "moves": [` + move + `]}}`
	}
	tiers := func(atLeast, rate string) string {
		return `{"id": "a", "currencies": ["USD"], "tiers": {"editions": [{"ladder": {"name": "l", "levels": [
{"name": "basic", "requires": [{"metric": "sales", "at_least": ` + atLeast + `}]},
{"name": "gold", "requires": [{"metric": "sales", "at_least": 9}]}]}}]},
"plans": [{"rules": [{"name": "one", "on": "sale", "ladder": "l", "rates": {"basic": "1%", "` + rate + `": "2%"}}]}]}`
	}
	tests := []struct {
		name, doc string
		want      []string // the paths
	}{
		{"an amount", plan(`{"name": "lead", "on": "lead", "fixed": "40,50"}`), []string{"plans[0].rules[0].fixed"}},
		{"an amount per unit", plan(`{"name": "lead", "on": "lead", "per_unit": "1,50"}`), []string{"plans[0].rules[0].per_unit"}},
		{"an amount, and a duplicate", plan(`{"name": "x", "on": "lead", "fixed": "40,50"}, {"name": "x", "on": "sale", "rate": "1%"}`), []string{
			"plans[0].rules[0].fixed", "plans[0].rules[1].name",
		}},
		{"a rate of two", `{"id": "a", "currencies": ["USD"], ` + onePlan +
			`, "payouts": [{"deferral": [{"months": 1, "rate": "50%"}, {"months": 2, "rate": "50"}]}]}`, []string{"payouts[0].deferral[1].rate"}},
		{"points", checklist(`"1"`), []string{"checklist.criteria[1].points"}},
		{"the name of a field", flow(`{"from": "a", "too": "b"}`), []string{"flow.moves[0].too"}},
		{"a stage", flow(`{"from": "a", "to": 7}`), []string{"flow.moves[0].to"}},
		{"a weight", `{"id": "a", "splits": [{"name": "s", "currency": "EUR", "shares": [{"party": "x", "weight": "1"}, {"party": "y", "weight": "x"}]}]}`, []string{
			"splits[0].shares[1].weight",
		}},
		{"the scope of a table", plan(`{"name": "x", "on": "sale", "table": {"scope": "slabs", "brackets": []}}`), []string{
			"plans[0].rules[0].table.scope", "plans[0].rules[0].table.brackets",
		}},
		{"a table without brackets", plan(`{"name": "x", "on": "sale", "table": {"brackets": []}}`), []string{"plans[0].rules[0].table.brackets"}},
		{"a bound, and a level of another name", tiers(`"y"`, "golf"), []string{
			"tiers.editions[0].ladder.levels[0].requires[0].at_least", "plans[0].rules[0].rates.golf",
		}},
		{"a level without a name", strings.Replace(tiers(`1`, "gold"), `"name": "gold"`, `"name": ""`, 1), []string{"tiers.editions[0].ladder.levels[1].name"}},
		{"another ladder, and a level of another name", strings.Replace(tiers(`1`, "golf"), `"ladder": "l"`, `"ladder": "m"`, 1), []string{
			"plans[0].rules[0].ladder", "plans[0].rules[0].rates.golf",
		}},
		{"levels that are none", `{"id": "a", "currencies": ["USD"], "tiers": {"editions": [{"ladder": "x"}]},
"plans": [{"rules": [{"name": "one", "on": "sale", "ladder": "l", "rates": {"gold": "1%"}}]}]}`, []string{"tiers.editions[0].ladder"}},
		{"two targets of one name", `{"id": "a", "targets": [{"name": "roi", "target": {"at_least": "300"}}, {"name": "roi"}]}`, []string{
			"targets[1].target", "targets[1].name",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := alianza.Read[program.Program]([]byte(tt.doc))
			var got []string
			for _, f := range alianza.Faults(err) {
				got = append(got, f.Path)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s = %v (-want +got):\n%s", tt.doc, err, diff)
			}
		})
	}
}

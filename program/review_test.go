package program_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// remarks returns the remarks of a document as line:column part: path: text.
func remarks(t *testing.T, doc string) []string {
	t.Helper()
	list, err := program.ReviewDocument([]byte(doc))
	if err != nil {
		t.Fatalf("ReviewDocument = %v", err)
	}
	var all []string
	for _, f := range list {
		all = append(all, fmt.Sprintf("%d:%d %s: %s %q: %s", f.Line, f.Column, f.Part, f.Path, f.Value, f.Reason()))
	}
	return all
}

func TestReview(t *testing.T) {
	tests := []struct {
		name, doc string
		want      []string
	}{
		{"the smallest", `{"id": "a", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`, nil},
		{"a fixed amount on every sale, in dollars and yen", `{"id": "a", "currencies": ["USD", "JPY"],
"plans": [{"rules": [{"name": "sale", "on": "sale", "fixed": "5"}]}],
"payouts": [{"minimum": "50"}]}`, []string{
			`2:62 plan 1, rule sale: plans[0].rules[0].fixed "5": contradiction: paid on every sale, however small; is it meant for the first payment of a customer?`,
			`2:62 plan 1, rule sale: plans[0].rules[0].fixed "5": contradiction: the same number in USD and JPY, with cents and without`,
			`3:25 payout 1: payouts[0].minimum "50": contradiction: the same number in USD and JPY, with cents and without`,
		}},
		{"all amounts of one number in dollars and yen, one of a table", `{"id": "a", "currencies": ["USD", "JPY"],
"plans": [{"precedence": "every", "rules": [
{"name": "unit", "on": "item:x", "per_unit": "2", "min": "1", "max": "9", "caps": [{"amount": "120", "per": "month"}]},
{"name": "amount", "on": "referral", "table": {"scope": "graduated", "brackets": [{"up_to": "1000", "rate": "10%"}, {"rate": "20%", "max": "50"}]}},
{"name": "quota", "on": "referral", "table": {"scope": "graduated", "quota": "900", "brackets": [{"up_to": "100", "rate": "10%"}, {"rate": "20%"}]}},
{"name": "units", "on": "referral", "table": {"by": "units", "scope": "graduated", "brackets": [{"up_to": "10", "rate": "10%"}, {"rate": "20%"}]}},
{"name": "flat", "on": "referral", "table": {"by": "units", "scope": "graduated", "brackets": [{"up_to": "10", "rate": "10%"}, {"rate": "10%", "flat": "7"}]}}],
"bonuses": [{"name": "month", "over": "month", "of": ["amount"], "rate": "1%", "max": "30"}],
"caps": [{"name": "all", "of": ["unit", "month"], "amount": "200", "per": "month"}]}],
"payouts": [{"every": "month", "maximum": "500", "draw": {"amount": "80", "recover_most": "8"}, "debt": {"most": "60"}}]}`, []string{
			`3:46 plan 1, rule unit: plans[0].rules[0].per_unit "2": contradiction: the same number in USD and JPY, with cents and without`,
			`3:58 plan 1, rule unit: plans[0].rules[0].min "1": contradiction: the same number in USD and JPY, with cents and without`,
			`3:70 plan 1, rule unit: plans[0].rules[0].max "9": contradiction: the same number in USD and JPY, with cents and without`,
			`3:95 plan 1, rule unit, cap 1: plans[0].rules[0].caps[0].amount "120": contradiction: the same number in USD and JPY, with cents and without`,
			`4:93 plan 1, rule amount, bracket 1: plans[0].rules[1].table.brackets[0].up_to "1000": contradiction: the same number in USD and JPY, with cents and without`,
			`5:78 plan 1, rule quota: plans[0].rules[2].table.quota "900": contradiction: the same number in USD and JPY, with cents and without`,
			`7:152 plan 1, rule flat, bracket 2: plans[0].rules[4].table.brackets[1].flat "7": contradiction: the same number in USD and JPY, with cents and without`,
			`7:45 plan 1, rule flat: plans[0].rules[4].table "": contradiction: its pay jumps at a bound: above 10: 7 more at once`,
			`8:87 plan 1, bonus month: plans[0].bonuses[0].max "30": contradiction: the same number in USD and JPY, with cents and without`,
			`9:61 plan 1, cap all: plans[0].caps[0].amount "200": contradiction: the same number in USD and JPY, with cents and without`,
			`10:43 payout 1: payouts[0].maximum "500": contradiction: the same number in USD and JPY, with cents and without`,
			`10:69 payout 1: payouts[0].draw.amount "80": contradiction: the same number in USD and JPY, with cents and without`,
			`10:91 payout 1: payouts[0].draw.recover_most "8": contradiction: the same number in USD and JPY, with cents and without`,
			`10:114 payout 1: payouts[0].debt.most "60": contradiction: the same number in USD and JPY, with cents and without`,
		}},
		{"amounts of dollars alone", `{"id": "a", "currencies": ["USD", "EUR"],
"plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%", "caps": [{"amount": "120", "per": "month"}]}]}],
"payouts": [{"currency": "JPY", "maximum": "500"}]}`, []string{`3:13 payout JPY: payouts[0] "JPY": contradiction: no plan is in this currency`}},
		{"a cliff", `{"id": "a", "currencies": ["USD"],
"plans": [{"rules": [{"name": "sale", "on": "sale", "over": "month",
"table": {"scope": "slab", "brackets": [{"up_to": "1000", "rate": "10%"}, {"rate": "20%"}]}}]}]}`, []string{
			`3:10 plan 1, rule sale: plans[0].rules[0].table "": contradiction: its pay jumps at a bound: above 1000: 100 more at once`,
		}},
		{"plans that begin later, end and have a gap", `{"id": "a",
"plans": [
{"currency": "USD", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currency": "EUR", "from": "2026-02-01", "until": "2026-03-01", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currency": "EUR", "version": 2, "from": "2026-04-01", "until": "2026-06-01", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
"costs": [{"name": "fairs", "currency": "GBP", "per_month": 1}]}`, []string{
			`4:29 plan EUR: plans[1].from "2026-02-01": contradiction: events in EUR before it are refused; another currency has a plan earlier`,
			`4:52 plan EUR: plans[1].until "2026-03-01": contradiction: events until 2026-04-01 are refused, when the next version begins`,
			`5:66 plan EUR v2: plans[2].until "2026-06-01": contradiction: events in EUR from then on are refused`,
			`6:11 cost fairs: costs[0] "GBP": contradiction: no plan is in this currency`,
		}},
		{"a payout in another currency", `{"id": "a", "currencies": ["USD"],
"plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
"payouts": [{"currency": "GBP"}]}`, []string{`3:13 payout GBP: payouts[0] "GBP": contradiction: no plan is in this currency`}},
		{"a listed currency without a plan, and plans in others", `{"id": "a", "currencies": ["EUR", "USD"], "plans": [
{"currency": "EUR", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currency": "GBP", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currencies": ["EUR", "SEK"], "version": 2, "from": "2026-02-01", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`, []string{
			`1:35 currency USD: currencies[1] "USD": contradiction: no plan is in this currency`,
			`3:14 plan GBP: plans[1].currency "GBP": contradiction: it is not among the currencies of the program`,
			`4:24 plan v2, currency SEK: plans[2].currencies[1] "SEK": contradiction: it is not among the currencies of the program`,
			`4:54 plan v2: plans[2].from "2026-02-01": contradiction: events in SEK before it are refused; another currency has a plan earlier`,
		}},
		{"two holds", `{"id": "a", "currencies": ["EUR", "USD"], "plans": [
{"currency": "EUR", "hold_days": 30, "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currency": "USD", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currency": "USD", "version": 2, "from": "2026-02-01", "hold_hours": 48, "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
"payouts": [
{"currency": "EUR", "hold": {"days": 5}},
{"currency": "USD", "every": "month", "hold": {"manual": true}}]}`, []string{
			`6:29 payout EUR: payouts[0].hold "": contradiction: it takes the place of the hold_days of the plan in EUR`,
			`7:47 payout USD: payouts[1].hold "": contradiction: it takes the place of the hold_hours of the plan in USD`,
		}},
		{"one hold each", `{"id": "a", "currencies": ["EUR", "USD"], "plans": [
{"currency": "EUR", "hold_days": 30, "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currency": "USD", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
"payouts": [{"currency": "USD", "hold": {"days": 5}}, {"currency": "EUR"}]}`, nil},
		{"plans that begin on one day", `{"id": "a", "currencies": ["USD", "EUR"], "plans": [{"from": "2026-02-01", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`, nil},
		{"a plan that begins before the first", `{"id": "a",
"plans": [
{"currency": "USD", "from": "2026-02-01", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]},
{"currency": "EUR", "from": "2026-01-31", "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`, []string{
			`3:29 plan USD: plans[0].from "2026-02-01": contradiction: events in USD before it are refused; another currency has a plan earlier`,
		}},
		{"an edition and a version that begin on one day, each with its own level", `{"id": "a", "currencies": ["USD"], "metrics": [{"name": "sales"}],
"tiers": {"editions": [{"ladder": {"name": "l", "levels": [{"name": "gold", "requires": [{"metric": "sales", "at_least": 1}]}]}},
{"from": "2026-02", "renamed": {"gold": "oro"}, "ladder": {"name": "l", "levels": [{"name": "oro", "requires": [{"metric": "sales", "at_least": 1}]}]}}]},
"plans": [{"rules": [{"name": "sale", "on": "sale", "ladder": "l", "rates": {"gold": "10%"}}]},
{"version": 2, "from": "2026-02-01", "rules": [{"name": "sale", "on": "sale", "ladder": "l", "rates": {"oro": "10%"}}]}]}`, nil},
		{"a metric that nothing counts, in a group", `{"id": "a", "currencies": ["USD"],
"tiers": {"editions": [{"ladder": {"name": "l", "levels": [
{"name": "x", "requires": [{"metric": "sales", "at_least": 1}]},
{"name": "y", "requires": [{"metric": "sales", "at_least": 2}, {"any": [{"metric": "sales", "at_least": 9}, {"sum": ["sales", "leads"], "at_least": 5}]}]}]}}]},
"plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}]}`, []string{
			`4:109 tiers, edition 1, level y: tiers.editions[0].ladder.levels[1].requires[1].any[1] "leads": contradiction: nothing counts this metric: name it in metrics or give it by month, or nobody is placed`,
		}},
		{"a metric that nothing counts, and a case less", `{"id": "a", "currencies": ["USD"],
"tiers": {"editions": [{"ladder": {"name": "l", "levels": [{"name": "x", "requires": [{"metric": "revenue", "at_least": 5}]}]}}]},
"plans": [{"rules": [
{"name": "sale", "on": "sale", "rate": "20%"},
{"name": "lead", "on": "lead", "fixed": 1}]}],
"cases": [{"name": "c", "events": [{"amount": 5, "earns": 1}]}]}`, []string{
			`2:87 tiers, edition 1, level x: tiers.editions[0].ladder.levels[0].requires[0] "revenue": contradiction: nothing counts this metric: name it in metrics or give it by month, or nobody is placed`,
			`5:1 plan 1, rule lead: plans[0].rules[1] "lead": contradiction: no case has an event that it pays`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, remarks(t, tt.doc)); diff != "" {
				t.Errorf("ReviewDocument (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReviewOfSample holds that each rule of the sample has a case, and what there is
// to remark on it.
func TestReviewOfSample(t *testing.T) {
	for _, f := range sample(t).Review() {
		if strings.Contains(f.Reason(), "no case") {
			t.Error(f)
		} else {
			t.Log(f)
		}
	}
}

// TestJudgeBoth asks the screening of a program that has a checklist, too, and remarks on
// it. Scores are for an evaluation.
func TestJudgeBoth(t *testing.T) {
	d := program.Semaforo()
	d.Checklist = d.Screening.Light
	p := alianza.Must(program.New(d))
	if got := p.Review(); len(got) != 1 || got[0].Path != "checklist" || !strings.Contains(got[0].Reason(), "the screening is asked, and the checklist is not") {
		t.Errorf("Review() = %v; want a remark on the checklist", got)
	}
	facts := prospect.Facts{Answers: score.Answers{}}
	want, err := alianza.Must(prospect.NewScreening(d.Screening)).Judge(facts)
	got, failed := p.Judge(program.Prospect{Facts: facts})
	if (err == nil) != (failed == nil) || err == nil && (got.Decision != want.Action || got.Screening == nil || got.Light != nil || !strings.Contains(got.String(), want.String())) {
		t.Errorf("Judge = %v, %v; want that of the screening, %v, %v", got, failed, want, err)
	}
	_, err = p.Judge(program.Prospect{Facts: facts, Scores: score.Scores{"x": num("1")}})
	if !slices.ContainsFunc(alianza.Faults(err), func(f *alianza.FieldError) bool { return f.Path == "scores" && errors.Is(f, alianza.ErrUnknown) }) {
		t.Errorf("Judge(scores) = %v; want %v of the scores", err, alianza.ErrUnknown)
	}
}

// TestReviewOfBrokenPeriods has a second version that begins on 10 February 2026, a Tuesday
// of week 7, or on another day, after a first one with a bonus of what the rule sale sold.
func TestReviewOfBrokenPeriods(t *testing.T) {
	const sale, sale2 = `"rules": [{"name": "sale", "on": "sale", "rate": "10%"}]`, `"rules": [{"name": "sale2", "on": "sale", "rate": "10%"}]`
	bonus := func(name, over, of string) string {
		return `, "bonuses": [{"name": "` + name + `", "over": "` + over + `", "of": ["` + of + `"], "rate": "5%"}]`
	}
	const fee = `, "bonuses": [{"name": "fee", "over": "quarter", "fixed": "7"}]`
	quarter := bonus("q", "quarter", "sale")
	const lost = `it begins within 2026-Q1, and has no bonus over a quarter of sale: what was sold in it counts for bonus q no more`
	tests := []struct {
		name, first, from, second, want string
	}{
		{"the rule has another name", sale + quarter, "2026-02-10", sale2 + bonus("q", "quarter", "sale2"), lost},
		{"the bonus is gone", sale + quarter, "2026-02-10", sale, lost},
		{"it is over months", sale + quarter, "2026-02-10", sale + bonus("q", "month", "sale"), lost},
		{"it has another name", sale + quarter, "2026-02-10", sale + bonus("other", "quarter", "sale"), ""},
		{"the same", sale + quarter, "2026-02-10", sale + quarter, ""},
		{"from the first day of a quarter", sale + quarter, "2026-04-01", sale, ""},
		{"in a year that begins in February", `"year_begins": 2, ` + sale + quarter, "2026-02-01", `"year_begins": 2, ` + sale, ""},
		{"the first one ended before", `"until": "2025-12-31", ` + sale + quarter, "2026-02-10", sale, ""},
		{"a Monday", sale + bonus("w", "week", "sale"), "2026-02-09", sale, ""},
		{"a Tuesday", sale + bonus("w", "week", "sale"), "2026-02-10", sale, `it begins within 2026-W07, and has no bonus over a week of sale: what was sold in it counts for bonus w no more`},
		{
			"contract years", sale + bonus("y", "contract_year", "sale"), "2026-01-01", sale,
			`it begins within contract years, and has no bonus over a contract_year of sale: what was sold in it counts for bonus y no more`,
		},
		{"a retainer", sale + fee, "2026-02-10", sale, `it begins within 2026-Q1, and has no retainer over a quarter: bonus fee is not paid for it`},
		{"another retainer", sale + fee, "2026-02-10", sale + strings.Replace(fee, "fee", "other", 1), ""},
	}
	for _, tt := range tests {
		p := mustRead(t, `{"id": "p", "currencies": ["USD"], "plans": [{`+tt.first+`}, {"version": 2, "from": "`+tt.from+`", `+tt.second+`}]}`)
		got := ""
		for _, f := range p.Review() {
			if f.Path == "plans[1].from" {
				got += f.Reason()
			}
		}
		if want := tt.want; want != "" && got != "contradiction: "+want || want == "" && got != "" {
			t.Errorf("%s: %s; want %s", tt.name, got, want)
		}
	}
}

package program_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/program"
)

// sample reads the sample.
func sample(tb testing.TB) program.Program {
	tb.Helper()
	data, err := os.ReadFile("testdata/casa-verde.json")
	if err != nil {
		tb.Fatal(err)
	}
	p, err := alianza.Read[program.Program](data)
	if err != nil {
		tb.Fatal(err)
	}
	return p
}

// TestSampleCases runs the cases of the sample.
func TestSampleCases(t *testing.T) {
	for _, c := range sample(t).Check() {
		if !c.OK() {
			t.Error(c)
		}
	}
}

// TestCaseRefused compares the code of an event that is refused. A case that does not say
// that it is differs.
func TestCaseRefused(t *testing.T) {
	const document = `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "20%"}]}],
		"cases": [{"name": "c", "events": [{"id": "s", "kind": "sale", "partner": "ana", "amount": "-1"REFUSED}]}]}`
	for refused, want := range map[string]bool{`, "refused": "out_of_range"`: true, `, "refused": "missing"`: false, "": false} {
		for _, c := range mustRead(t, strings.Replace(document, "REFUSED", refused, 1)).Check() {
			if c.OK() != want {
				t.Errorf("a case with %s is %s; want OK() = %t", refused, c, want)
			}
		}
	}
}

// TestCaseLevel expects a level that the plan alone names: the program has no ladder.
func TestCaseLevel(t *testing.T) {
	const document = `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "ladder": "l", "rates": {"gold": "20%"}}]}],
		"cases": [{"name": "c", "events": [{"day": "2026-01-05", "amount": "100", "tier": "l/gold", "level": "gold", "earns": "20"}]}]}`
	for _, c := range mustRead(t, document).Check() {
		if !c.OK() {
			t.Error(c)
		}
	}
}

// TestCaseDifferences says what comes otherwise than a case expects, and nothing of what
// it does not name.
func TestCaseDifferences(t *testing.T) {
	const program = `{"id": "p", "currencies": ["USD"], "checklist": {"name": "c", "criteria": [{"name": "a", "points": 2}], "policies": [{"name": "p", "yellow": 1, "green": 2}]},
		"tiers": {"editions": [{"ladder": {"name": "l", "levels": [{"name": "gold", "requires": [{"metric": "sales", "at_least": 1}]}, {"name": "silver", "requires": [{"metric": "sales", "at_least": 99}]}]}}]},
		"plans": [{"hold_days": 30, "rules": [{"name": "sale", "on": "sale", "ladder": "l", "rates": {"gold": "20%", "silver": "1%"}}, {"name": "lead", "on": "lead", "fixed": "5", "medium": "credit"}]}],
		"payouts": [{"minimum": "100"}], "cases": [{"name": "c", CASE}]}`
	const sold = `"events": [{"day": "2026-01-05", "amount": "100" EVENT}, {"kind": "lead"}, {"day": "2026-02-01", "of": "e1", "amount": "5"}], "accounts": [{"month": "2026-01" JANUARY}, {"month": "2026-02" FEBRUARY}]`
	with := func(event, january, february string) string {
		return strings.NewReplacer("EVENT", event, "JANUARY", january, "FEBRUARY", february).Replace(sold)
	}
	tests := []struct {
		name, doc string
		want      []string
	}{
		{"as it is", with(`, "earns": "20", "rule": "sale", "level": "gold"`, `, "level": "gold", "opening": "0", "earned": "20", "adjusted": "0", "paid": "0", "held": "20", "carried": "0"`,
			`, "opening": "20", "earned": "0", "adjusted": "-1", "paid": "0", "held": "0", "carried": "19"`), nil},
		{"in account credit", with("", `, "medium": "credit", "earned": "5"`, ""), nil},
		{"an event otherwise", with(`, "earns": "19", "rule": "lead", "level": "silver"`, "", ""), []string{
			"event e1, earns 19, and not 20.00", "event e1, rule lead, and not sale", "event e1, level silver, and not gold",
		}},
		{"an event that is not refused", with(`, "refused": "missing"`, "", ""), []string{"event e1, refused missing, and not accepted"}},
		{"an account otherwise", with("", `, "level": "silver", "opening": "1", "earned": "1", "adjusted": "1", "paid": "1", "held": "1"`, `, "carried": "1", "level": "gold"`), []string{
			"account partner 2026-01 USD, level silver, and not gold", "account partner 2026-01 USD, opening 1, and not 0.00", "account partner 2026-01 USD, earned 1, and not 20.00",
			"account partner 2026-01 USD, adjusted 1, and not 0.00", "account partner 2026-01 USD, paid 1, and not 0.00", "account partner 2026-01 USD, held 1, and not 20.00",
			"account partner 2026-02 USD, level gold, and not none", "account partner 2026-02 USD, carried 1, and not 19.00",
		}},
		{"a refund of too much", `"events": [{"amount": "100"}, {"of": "e1", "amount": "101"}]`, []string{
			`event e2, refused no, and not out_of_range: amount "101": out of range: more than the 100 left of sale e1`,
		}},
		{"an account after nothing but refused events", `"events": [{"amount": "-1", "refused": "out_of_range"}], "accounts": [{"month": "2026-01", "earned": "5"}]`, []string{
			"account partner 2026-01 USD an account, and not the partner has none yet",
		}},
		{"an account of a prospect", `"prospect": {"answers": {"a": "yes"}}, "decision": "red", "accounts": [{"month": "2026-01"}]`, []string{
			"account partner 2026-01 USD an account, and not no event", "decision red, and not green",
		}},
		{"too many months", `"events": [{"day": "2026-01-05", "amount": "100"}], "accounts": [{"month": "2028-01"}]`, []string{"months at most 24, and not 2026-01 to 2028-01"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, c := range mustRead(t, strings.Replace(program, "CASE", tt.doc, 1)).Check() {
				for _, d := range c.Differences {
					got = append(got, d.About+" "+d.Expected+", and not "+d.Got)
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("differences (-want +got):\n%s", diff)
			}
		})
	}
}

// TestCaseWithoutDay has events without a day after one that says its instant: they follow
// it, also in the last second of its day.
func TestCaseWithoutDay(t *testing.T) {
	for _, at := range []string{"2026-01-15T09:00:00Z", "2026-01-15T18:00:00Z", "2026-01-31T23:59:59Z"} {
		p := mustRead(t, `{"id": "p", "currencies": ["USD"], "plans": [{"rules": [{"name": "sale", "on": "sale", "rate": "10%"}]}],
			"cases": [{"name": "a refund", "events": [{"at": "`+at+`", "amount": "100", "earns": "10"}, {"of": "e1", "amount": "40", "earns": "-4"}, {"of": "e1", "amount": "60", "earns": "-6"}],
				"accounts": [{"month": "2026-01", "adjusted": "-10"}]}]}`)
		for _, c := range p.Check() {
			if !c.OK() {
				t.Errorf("after %s: %s", at, c)
			}
		}
	}
}

package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// edit makes replacements in the definition that is part of the command, each in
// the first place where the text stands.
func edit(tb testing.TB, pairs ...string) string {
	tb.Helper()
	text := string(defaultProgram)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(text, pairs[i]) {
			tb.Fatalf("the definition does not have %s", pairs[i])
		}
		text = strings.Replace(text, pairs[i], pairs[i+1], 1)
	}
	return text
}

// complaints runs the command with a definition that has to be refused, and
// returns what it says about it.
func complaints(t *testing.T, definition string) []string {
	t.Helper()
	file := temp(t, "program.json", definition)
	stdout, stderr, code := call(t, "", "-program", file)
	if code != exitUsage || stdout != "" {
		t.Errorf("run = %d, %d bytes of output; want %d and none", code, len(stdout), exitUsage)
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(stderr, file, "FILE"), "\n"), "\n")
}

const rates = `{"basic": "20%", "silver": "25%", "gold": "30%", "platinum": "35%"}`

func TestBrokenDefinition(t *testing.T) {
	tests := []struct {
		name, from, to string
		want           []string
	}{
		{"rate without its sign", `"basic": "20%"`, `"basic": "20"`, []string{`plans[0].rules[0].rates.basic "20": malformed: not a percentage such as "12.5%"`}},
		{"rate as a number", `"basic": "20%"`, `"basic": 20`, []string{`plans[0].rules[0].rates.basic "20": malformed: want a string, not a number`}},
		{"rate above everything", `"basic": "20%"`, `"basic": "120%"`, []string{`plans[0].rules[0].rates.basic "120%": out of range: a commission is from 0% to 100% of its base`}},
		{"negative rate", `"gold": "30%"`, `"gold": "-1%"`, []string{`plans[0].rules[0].rates.gold "-1%": out of range: a commission is from 0% to 100% of its base`}},
		{"level without a rate", `, "platinum": "35%"`, ``, []string{`plans[0].rules[0].rates.platinum: missing: the level has no terms`}},
		{"rate of no level", `"platinum": "35%"`, `"platinum": "35%", "bronze": "5%"`, []string{`plans[0].rules[0].rates.bronze: unknown: no level has this name`}},
		{"level misspelt", `"platinum": "35%"`, `"platin": "35%"`, []string{
			`plans[0].rules[0].rates.platinum: missing: the level has no terms`,
			`plans[0].rules[0].rates.platin: unknown: no level has this name`,
		}},
		{"bounds that do not rise", `"at_least": "16"`, `"at_least": "6"`, []string{`ladder.levels[2].requires[0].at_least "6": contradiction: asks no more than silver below it, where nobody would stand`}},
		{"negative bound", `"at_least": "1"`, `"at_least": "-1"`, []string{`ladder.levels[0].requires[0].at_least "-1": out of range: negative`}},
		{"another metric", `{"metric": "sales", "at_least": "16"}`, `{"metric": "revenue", "at_least": "16"}`, []string{`ladder.levels[2].requires[0].metric "revenue": unknown: the orders give one metric, sales`}},
		{"level twice", `"name": "gold"`, `"name": "silver"`, []string{`ladder.levels[2].name "silver": duplicate: the same as levels[1].name`}},
		{"no ladder", `"ladder": {`, `"ladder": null, "was": {`, []string{
			`was: unknown field: the fields are name, zone, count, ladder, plans, settlements, costs, kpis`,
			`ladder: missing`,
		}},
		{"zone", `Europe/Madrid`, `Europe/Atlantis`, []string{`zone "Europe/Atlantis": unknown: want a time zone such as UTC or Europe/Madrid`}},
		{"zone of the machine", `Europe/Madrid`, `Local`, []string{`zone "Local": unknown: want a time zone such as UTC or Europe/Madrid`}},
		{"count", `all_sales`, `sales`, []string{`count "sales": unknown: want all_sales or kept_sales`}},
		{"blank name", `Casa Verde partner program`, ` `, []string{`name: missing`}},
		{"no name", `"name": "Casa Verde partner program",`, ``, []string{`name: missing`}},
		{"name that is no text", `"Casa Verde partner program"`, `7`, []string{`name: malformed: want a string`}},
		{"unknown field", `"zone": "Europe/Madrid"`, `"zone": "Europe/Madrid", "tax": "21%"`, []string{
			`tax: unknown field: the fields are name, zone, count, ladder, plans, settlements, costs, kpis`,
		}},
		{"field twice", `"count": "all_sales"`, `"count": "all_sales", "count": "all_sales"`, []string{`count: duplicate: the field is given twice`}},
		{"currency", `"currency": "USD"`, `"currency": "usd"`, []string{`plans[0].currency "usd": malformed: want an ISO 4217 code, three capital letters`}},
		{"places", `"places": 2`, `"places": -2`, []string{`plans[0].places "-2": out of range: from 0 to 18`}},
		{"places of plan and settlement", `"places": 2`, `"places": 3`, []string{`settlements[0].places "2": contradiction: the plan has 3`}},
		{"hold", `"hold_days": 14`, `"hold_days": -14`, []string{`plans[0].hold_days "-14": out of range: from 0 to 3650`}},
		{"version", `"version": 1`, `"version": 0`, []string{`plans[0].version "0": out of range: versions count from 1`}},
		{"ladder of a rule", `"on": "sale", "ladder": "affiliate"`, `"on": "sale", "ladder": "reseller"`, []string{`plans[0].rules[0].ladder "reseller": unknown: the ladder is affiliate`}},
		{"kind of a rule", `"on": "sale"`, `"on": "click"`, []string{`plans[0].rules[0].on "click": unknown: want lead, qualified_lead, referral, sale, payment, item:NAME or close`}},
		{"plans in one currency", `"currency": "EUR", "places": 2, "hold_days"`, `"currency": "USD", "places": 2, "hold_days"`, []string{`plans[1].currency "USD": duplicate: another plan is in it`}},
		{"plans that are no list", `"plans": [`, `"plans": {}, "was": [`, []string{
			`was: unknown field: the fields are name, zone, count, ladder, plans, settlements, costs, kpis`,
			`plans: malformed: want an array`,
		}},
		{"no settlement", `{"currency": "USD", "places": 2, "minimum": "50"},`, ``, []string{`settlements "USD": missing: the plan's currency has no settlement`}},
		{"settlements in one currency", `{"currency": "EUR", "places": 2, "minimum": "50"}`, `{"currency": "USD", "places": 2}`, []string{`settlements[1].currency "USD": duplicate: another settlement is in it`}},
		{"negative minimum", `"minimum": "50"`, `"minimum": "-50"`, []string{`settlements[0].minimum "-50": out of range: negative`}},
		{"minimum with too many decimals", `"minimum": "5000"`, `"minimum": "5000.5"`, []string{`settlements[2].minimum "5000.5": contradiction: more decimals than the 0 places of the currency`}},
		{"cost in a currency without a plan", `"name": "fairs", "currency": "EUR"`, `"name": "fairs", "currency": "GBP"`, []string{`costs[1].currency "GBP": unknown: no plan is in it`}},
		{"negative cost", `"per_month": "120"`, `"per_month": "-120"`, []string{`costs[0].per_month "-120": malformed: negative`}},
		{"cost that is no number", `"per_month": "120"`, `"per_month": "1,200"`, []string{`costs[0].per_month "1,200": malformed: amount is not a number`}},
		{"no costs", `"costs": [`, `"cost": [`, []string{
			`cost: unknown field: the fields are name, zone, count, ladder, plans, settlements, costs, kpis`,
			`costs: missing`,
		}},
		{"KPI that is not measured", `"name": "roi"`, `"name": "roas"`, []string{`kpis[0].name "roas": unknown: measured are roi, refund_rate`}},
		{"benchmark that looks the other way", `"benchmark": {"at_least": "200"}`, `"benchmark": {"at_most": "200"}`, []string{`kpis[0].benchmark.at_most "200": contradiction: it looks the other way than the target, >= 300`}},
		{"comma", `"count": "all_sales",`, `"count": "all_sales"`, []string{`malformed: line 5: invalid character '"' after object key:value pair`}},
		{"comment", `"count"`, "// how\n\"count\"", []string{`malformed: line 4: invalid character '/' looking for beginning of object key string`}},
		{"text behind", "]\n}\n", "]\n}\nx\n", []string{`malformed: line 57: invalid character 'x' after top-level value`}},
		{"cut off", "]\n}\n", "]\n", []string{`malformed: line 56: unexpected end of JSON input`}},
		{"no object", string(defaultProgram), `[]`, []string{`malformed: want a JSON object`}},
		{"empty", string(defaultProgram), ``, []string{`malformed: line 1: unexpected end of JSON input`}},
		{"nothing in it", string(defaultProgram), `{}`, []string{
			`name: missing`, `zone: missing`, `count: missing`, `ladder: missing`, `plans: missing`, `settlements: missing`,
			`costs: missing`, `kpis: missing`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for i, line := range tt.want {
				tt.want[i] = "statement: FILE: " + line
			}
			if diff := cmp.Diff(tt.want, complaints(t, edit(t, tt.from, tt.to))); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBrokenDefinitionWhole breaks a definition in many places.
func TestBrokenDefinitionWhole(t *testing.T) {
	got := complaints(t, edit(
		t,
		`"name": "Casa Verde partner program"`, `"name": ""`,
		`Europe/Madrid`, `Europe/Atlantis`,
		`"count": "all_sales"`, `"count": "most"`,
		`"at_least": "31"`, `"at_least": "9"`,
		`"version": 1`, `"version": -1`,
		`"hold_days": 14`, `"hold_days": 4000`,
		rates, `{"basic": "20", "gold": "130%"}`,
		`"minimum": "5000"`, `"minimum": "-5000"`,
		`"per_month": "120"`, `"per_month": "a lot"`,
		`"per_month": "150"`, `"per_week": "150"`,
		`"name": "refund_rate"`, `"name": "refunds"`,
	))
	want := []string{
		`statement: FILE: name: missing`,
		`statement: FILE: zone "Europe/Atlantis": unknown: want a time zone such as UTC or Europe/Madrid`,
		`statement: FILE: count "most": unknown: want all_sales or kept_sales`,
		`statement: FILE: ladder.levels[3].requires[0].at_least "9": contradiction: asks no more than gold below it, where nobody would stand`,
		`statement: FILE: plans[0].version "-1": out of range: versions count from 1`,
		`statement: FILE: plans[0].hold_days "4000": out of range: from 0 to 3650`,
		`statement: FILE: plans[0].rules[0].rates.basic "20": malformed: not a percentage such as "12.5%"`,
		`statement: FILE: plans[0].rules[0].rates.gold "130%": out of range: a commission is from 0% to 100% of its base`,
		`statement: FILE: settlements[2].minimum "-5000": out of range: negative`,
		`statement: FILE: costs[0].per_month "a lot": malformed: amount is not a number`,
		`statement: FILE: costs[1].per_week: unknown field: the fields are name, currency, per_month`,
		`statement: FILE: costs[1].per_month: missing`,
		`statement: FILE: kpis[1].name "refunds": unknown: measured are roi, refund_rate`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
}

// TestDefinitionWithoutExtras checks that what may be empty may be.
func TestDefinitionWithoutExtras(t *testing.T) {
	definition := edit(
		t,
		`{"name": "co-marketing", "currency": "USD", "per_month": "120"},`, ``,
		`{"name": "fairs", "currency": "EUR", "per_month": "150"}`, ``,
		`{"name": "roi", "unit": "%", "target": {"at_least": "300"}, "benchmark": {"at_least": "200"}},`, ``,
		`{"name": "refund_rate", "unit": "%", "target": {"at_most": "5"}, "benchmark": {"at_most": "10"}}`, ``,
	)
	got := parseJSON(t, mustCall(t, "", "-program", temp(t, "program.json", definition), "-format", "json"))
	p := casaVerde(t)
	for name, c := range p.currencies {
		c.perMonth = nil
		p.currencies[name] = c
	}
	want := p.flat(p.compute(refOrders(defaultOrders, p.zone)))
	for i := range want.Totals {
		t := &want.Totals[i]
		t.ROILight, t.RateLight, t.RateValue = "", "", ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("JSON (-want +got):\n%s", diff)
	}
}

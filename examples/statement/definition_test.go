package main

import (
	"fmt"
	"regexp"
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
// returns what it says about it, with the places of the faults.
func complaints(t *testing.T, definition string) []string {
	t.Helper()
	file := temp(t, "program.json", definition)
	stdout, stderr, code := call(t, "", "-program", file)
	if code != exitUsage || stdout != "" {
		t.Errorf("run = %d, %d bytes of output; want %d and none", code, len(stdout), exitUsage)
	}
	return strings.Split(strings.TrimSuffix(strings.ReplaceAll(stderr, file, "FILE"), "\n"), "\n")
}

var place = regexp.MustCompile(`line [0-9]+, column [0-9]+: `)

// placeless takes the places out of complaints. It wants each to have one.
func placeless(t *testing.T, complaints []string) []string {
	t.Helper()
	for i, c := range complaints {
		if complaints[i] = place.ReplaceAllString(c, ""); complaints[i] == c {
			t.Errorf("%s; want it with line and column", c)
		}
	}
	return complaints
}

const rates = `{"basic": "20%", "silver": "25%", "gold": "30%", "platinum": "35%"}`

func TestBrokenDefinition(t *testing.T) {
	tests := []struct {
		name, from, to string
		want           []string
	}{
		{"rate without its sign", `"basic": "20%"`, `"basic": "20"`, []string{`plans[0].rules[0].rates.basic "20": malformed: a percentage has a percent sign: write "20%"`}},
		{"rate as a number", `"basic": "20%"`, `"basic": 20`, []string{`plans[0].rules[0].rates.basic "20": malformed: a percentage has a percent sign: write "20%"`}},
		{"rate above everything", `"basic": "20%"`, `"basic": "120%"`, []string{`plans[0].rules[0].rates.basic "120%": out of range: a commission is from 0% to 100% of its base`}},
		{"negative rate", `"gold": "30%"`, `"gold": "-1%"`, []string{`plans[0].rules[0].rates.gold "-1%": out of range: a commission is from 0% to 100% of its base`}},
		{"level without a rate", `, "platinum": "35%"`, ``, []string{`plans[0].rules[0].rates.platinum: missing: no rate for level platinum of ladder affiliate`}},
		{"rate of no level", `"platinum": "35%"`, `"platinum": "35%", "bronze": "5%"`, []string{`plans[0].rules[0].rates.bronze: unknown: ladder affiliate has no level bronze`}},
		{"level misspelled", `"platinum": "35%"`, `"platin": "35%"`, []string{
			`plans[0].rules[0].rates.platinum: missing: no rate for level platinum of ladder affiliate`,
			`plans[0].rules[0].rates.platin: unknown: ladder affiliate has no level platin`,
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
		{"currency", `"currency": "USD"`, `"currency": "usd"`, []string{`plans[0].currency "usd": malformed: write "USD"`}},
		{"step", `"currency": "USD"`, `"currency": "USD", "step": "0.001"`, []string{`plans[0].step "0.001": out of range: USD has 2 decimals`}},
		{"hold", `"hold_days": 14`, `"hold_days": -14`, []string{`plans[0].hold_days "-14": out of range: from 0 to 3650`}},
		{"version", `"version": 1`, `"version": 0`, []string{`plans[0].version "0": out of range: versions count from 1`}},
		{"ladder of a rule", `"on": "sale", "ladder": "affiliate"`, `"on": "sale", "ladder": "reseller"`, []string{`plans[0].rules[0].ladder "reseller": unknown: the ladder is affiliate`}},
		{"kind of a rule", `"on": "sale"`, `"on": "click"`, []string{`plans[0].rules[0].on "click": unknown: want lead, qualified_lead, referral, sale, payment or item:NAME`}},
		{"plans in one currency", `"currency": "EUR", "hold_days"`, `"currency": "USD", "hold_days"`, []string{`plans[1].currency "USD": duplicate: another plan is in it`}},
		{"plans that are no list", `"plans": [`, `"plans": {}, "was": [`, []string{
			`was: unknown field: the fields are name, zone, count, ladder, plans, settlements, costs, kpis`,
			`plans: malformed: want an array`,
		}},
		{"no settlement", `{"currency": "USD", "minimum": "50"},`, ``, []string{`settlements "USD": missing: the plan's currency has no settlement`}},
		{"settlements in one currency", `{"currency": "EUR", "minimum": "50"}`, `{"currency": "USD"}`, []string{`settlements[1].currency "USD": duplicate: another settlement is in it`}},
		{"negative minimum", `"minimum": "50"`, `"minimum": "-50"`, []string{`settlements[0].minimum "-50": out of range: negative`}},
		{"minimum with too many decimals", `"minimum": "5000"`, `"minimum": "5000.5"`, []string{`settlements[2].minimum "5000.5": contradiction: no whole number of 1, the smallest amount`}},
		{"cost in a currency without a plan", `"name": "fairs", "currency": "EUR"`, `"name": "fairs", "currency": "GBP"`, []string{`costs[1].currency "GBP": unknown: no plan is in it`}},
		{"negative cost", `"per_month": "120"`, `"per_month": "-120"`, []string{`costs[0].per_month "-120": malformed: negative`}},
		{"cost that is no number", `"per_month": "120"`, `"per_month": "1,200"`, []string{`costs[0].per_month "1,200": malformed: amount is not a number`}},
		{"no costs", `"costs": [`, `"cost": [`, []string{
			`cost: unknown field: the fields are name, zone, count, ladder, plans, settlements, costs, kpis`,
			`costs: missing`,
		}},
		{"KPI that is not measured", `"name": "roi"`, `"name": "roas"`, []string{`kpis[0].name "roas": unknown: measured are roi, refund_rate`}},
		{"benchmark that looks the other way", `"benchmark": {"at_least": "200"}`, `"benchmark": {"at_most": "200"}`, []string{`kpis[0].benchmark.at_most "200": contradiction: it looks the other way than the target, >= 300`}},
		{"comma", `"count": "all_sales",`, `"count": "all_sales"`, []string{`malformed: invalid character '"' after object key:value pair`}},
		{"comment", `"count"`, "// how\n\"count\"", []string{`malformed: invalid character '/' looking for beginning of object key string`}},
		{"text behind", "]\n}\n", "]\n}\nx\n", []string{`malformed: invalid character 'x' after top-level value`}},
		{"cut off", "]\n}\n", "]\n", []string{`malformed: unexpected end of JSON input`}},
		{"no object", string(defaultProgram), `[]`, []string{`malformed: want a JSON object`}},
		{"empty", string(defaultProgram), ``, []string{`malformed: unexpected end of JSON input`}},
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
			if diff := cmp.Diff(tt.want, placeless(t, complaints(t, edit(t, tt.from, tt.to)))); diff != "" {
				t.Errorf("stderr (-want +got):\n%s", diff)
			}
		})
	}
}

// TestFaultPlaces checks the places of faults: in parts that the library reads, in
// those that the command reads, and of what no place can be given to but the part.
func TestFaultPlaces(t *testing.T) {
	got := complaints(t, "\ufeff\n"+edit(
		t,
		`"zone": "Europe/Madrid"`, `"zone":   "Europe/Atlantis"`,
		`"at_least": "16"`, `"at_least": "6"`,
		`"silver": "25%"`, `"silver": "25"`,
		`{"name": "fairs", "currency": "EUR"`, "{\"name\": \"fairs\",\n \"currency\": 7",
	))
	want := []string{
		`statement: FILE: line 4, column 13: zone "Europe/Atlantis": unknown: want a time zone such as UTC or Europe/Madrid`,
		`statement: FILE: line 11, column 69: ladder.levels[2].requires[0].at_least "6": contradiction: asks no more than silver below it, where nobody would stand`,
		`statement: FILE: line 21, column 47: plans[0].rules[0].rates.silver "25": malformed: a percentage has a percent sign: write "25%"`,
		`statement: FILE: line 52, column 14: costs[1].currency: malformed: want a string`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
	got = complaints(t, edit(t, `, "platinum": "35%"`, ``))
	want = []string{`statement: FILE: line 15, column 5: plans[0].rules[0].rates.platinum: missing: no rate for level platinum of ladder affiliate`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
	got = complaints(t, edit(t, `"count": "all_sales",`, `"count": "all_sales"`))
	want = []string{`statement: FILE: line 5, column 3: malformed: invalid character '"' after object key:value pair`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
}

// TestSettlementThatCannotPay refuses a plan whose entries its settlement would
// refuse one after the other.
func TestSettlementThatCannotPay(t *testing.T) {
	got := placeless(t, complaints(t, edit(t, `"ladder": "affiliate",`+"\n", `"ladder": "affiliate", "medium": "credit",`+"\n")))
	want := `statement: FILE: settlements[0] "USD": contradiction: it cannot pay what plan casa-verde-usd posts: medium "credit": contradiction: `
	if len(got) != 1 || !strings.HasPrefix(got[0], want) {
		t.Errorf("stderr = %q; want one line, %q", got, want)
	}
}

// versions writes the plan of USD anew: from a day on it has other rates.
func versions(tb testing.TB, more ...string) string {
	tb.Helper()
	second := `{"id": "casa-verde-usd", "version": 2, "from": "2026-05-01", "currency": "USD", "hold_days": 14,
		"rules": [{"name": "sale", "on": "sale", "ladder": "affiliate", "rates": {"basic": "22%", "silver": "25%", "gold": "32%", "platinum": "35%"}}]},
		{"id": "casa-verde-eur"`
	return edit(tb, append([]string{
		`"id": "casa-verde-usd", "version": 1`, `"id": "casa-verde-usd", "version": 1, "from": "2026-02-01"`,
		`{
      "id": "casa-verde-eur"`, second,
	}, more...)...)
}

// TestVersions pays each sale by the version of its day, and a refund by that of
// its sale.
func TestVersions(t *testing.T) {
	rows := header + "a,2026-01-19,ann,USD,10,\nb,2026-04-30,ann,USD,100,\nc,2026-05-01,ann,USD,100,\nd,2026-05-02,ann,USD,-50,b\ne,2026-01-20,ann,USD,-1,\n"
	stdout, stderr, code := call(t, rows, "-orders", "-", "-program", temp(t, "program.json", versions(t)), "-format", "csv")
	var got []string
	for _, e := range parseCSV(t, stdout) {
		got = append(got, fmt.Sprintf("%s %s v%d %s", e.Event, e.Rate, e.Version, e.Amount))
	}
	want := []string{"b 20% v1 20.00", "c 22% v2 22.00", "d 20% v1 -10.00"}
	if diff := cmp.Diff(want, got); code != 0 || diff != "" {
		t.Errorf("run = %d; entries (-want +got):\n%s", code, diff)
	}
	const wantErrors = `statement: 2 rows not used: no version of the plan is for this day: the plan begins on 2026-02-01 (line 2 "2026-01-19", 6 "2026-01-20")` + "\n"
	if stderr != wantErrors {
		t.Errorf("stderr = %q; want %q", stderr, wantErrors)
	}

	wantFaults := []string{`statement: FILE: line 24, column 5: plans[1].from "2026-02-01": contradiction: not after 2026-02-01, where the version before begins`}
	if diff := cmp.Diff(wantFaults, complaints(t, versions(t, `2026-05-01`, `2026-02-01`))[:1]); diff != "" {
		t.Errorf("stderr (-want +got):\n%s", diff)
	}
}

// TestRemarks checks that what is allowed and seldom meant is said, and paid.
func TestRemarks(t *testing.T) {
	file := temp(t, "program.json", edit(
		t,
		`"name": "sale", "on": "sale", "ladder"`, `"name": "sale", "on": "sale", "when": {"fact": "segmnt", "one_of": ["shops"]}, "ladder"`,
		`"currency": "EUR"`, `"currency": "EUR", "step": "0.05"`,
	))
	stdout, stderr, code := call(t, "", "-program", file)
	want := `statement: remark: line 15, column 5: plans[0].rules[0].when.fact "segmnt": unknown: the orders do not give it, so that the rule pays nobody
statement: remark: line 24, column 5: plans[1].step "0.05": contradiction: coarser than the 2 decimals of EUR: every entry is rounded to it
`
	if code != 0 || stderr != want || !strings.Contains(stdout, "nothing: segmnt is not given") {
		t.Errorf("run = %d, stderr %q; want 0, %q, and why sales earn nothing", code, stderr, want)
	}
}

// TestBrokenDefinitionWhole breaks a definition in many places.
func TestBrokenDefinitionWhole(t *testing.T) {
	got := placeless(t, complaints(t, edit(
		t,
		`"name": "Casa Verde partner program"`, `"name": ""`,
		`Europe/Madrid`, `Europe/Atlantis`,
		`"count": "all_sales"`, `"count": "most"`,
		`"at_least": "31"`, `"at_least": "9"`,
		`"version": 1`, `"version": -1`,
		`"hold_days": 14`, `"hold_days": 4000`,
		rates, `{"basic": "20"}`,
		`"minimum": "5000"`, `"minimum": "-5000"`,
		`"per_month": "120"`, `"per_month": "a lot"`,
		`"per_month": "150"`, `"per_week": "150"`,
		`"name": "refund_rate"`, `"name": "refunds"`,
	)))
	want := []string{
		`statement: FILE: name: missing`,
		`statement: FILE: zone "Europe/Atlantis": unknown: want a time zone such as UTC or Europe/Madrid`,
		`statement: FILE: count "most": unknown: want all_sales or kept_sales`,
		`statement: FILE: ladder.levels[3].requires[0].at_least "9": contradiction: asks no more than gold below it, where nobody would stand`,
		`statement: FILE: plans[0].version "-1": out of range: versions count from 1`,
		`statement: FILE: plans[0].hold_days "4000": out of range: from 0 to 3650`,
		`statement: FILE: plans[0].rules[0].rates.basic "20": malformed: a percentage has a percent sign: write "20%"`,
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

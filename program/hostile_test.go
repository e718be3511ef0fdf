package program_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/program"
)

// fill returns a document of nearly a mebibyte: begin, as many of one as fit, and
// end. A %d in one is its number.
func fill(begin, one, end string) string {
	const size = 1<<20 - 4096
	var b strings.Builder
	b.WriteString(begin)
	for i := 0; b.Len() < size; i++ {
		if i > 0 {
			b.WriteByte(',')
		}
		if strings.Contains(one, "%d") {
			fmt.Fprintf(&b, one, i)
		} else {
			b.WriteString(one)
		}
	}
	return b.String() + end
}

// codes are the currencies of ISO 4217 that a document may name.
var codes = strings.Fields("AED AUD BRL CAD CHF CLP CNY COP CZK DKK EUR GBP HKD HUF IDR ILS INR JPY KRW KWD MXN MYR NOK NZD PEN PHP PLN RON SAR SEK SGD THB TRY TWD USD UYU VND ZAR")

// hostileDocuments ask for more work or memory than they are worth.
func hostileDocuments() map[string]string {
	all := `"currencies": ["` + strings.Join(codes, `", "`) + `"]`
	levels := fill(`{"id": "a", "currencies": ["USD"], "tiers": {"editions": [`, `{"from": "%04d-01", "ladder": {"name": "l", "levels": [{"name": "x", "requires": [{"metric": "m", "at_least": 1}]}]}}`, `]}}`)
	return map[string]string{
		"nulls":          fill(`{"id": "a", "plans": [`, `null`, `]}`),
		"empty plans":    fill(`{"id": "a", "plans": [`, `{}`, `]}`),
		"empty cases":    fill(`{"id": "a", "cases": [`, `{}`, `]}`),
		"empty events":   fill(`{"id": "a", "currencies": ["USD"], `+onePlan+`, "cases": [{"name": "x", "events": [`, `{}`, `]}]}`),
		"currencies":     fill(`{"id": "a", "currencies": [`, `"USD"`, `]}`),
		"rules in all":   fill(`{"id": "a", `+all+`, "plans": [{"rules": [`, `{"name": "r%d", "on": "sale", "rate": "20%%"}`, `]}]}`),
		"plans in all":   fill(`{"id": "a", `+all+`, "plans": [`, `{"version": 1%d, "from": "2026-01-01", `+strings.ReplaceAll(oneRule, "%", "%%")+`}`, `]}`),
		"tables in all":  fill(`{"id": "a", `+all+`, "plans": [{"rules": [{"name": "s", "on": "sale", "table": {"scope": "slab", "brackets": [`, `{"up_to": 1%d, "rate": "1%%"}`, `]}}]}]}`),
		"payouts":        fill(`{"id": "a", `+all+`, "payouts": [`, `{"minimum": %d}`, `]}`),
		"editions":       levels,
		"conditions":     `{"id": "a", "currencies": ["USD"], "plans": [{"rules": [{"name": "s", "on": "sale", "rate": "1%", "when": ` + strings.Repeat(`{"all": [`, 50_000) + strings.Repeat(`]}`, 50_000) + `}]}]}`,
		"a long name":    `{"id": "` + strings.Repeat("x", 1<<20-100) + `"}`,
		"a long zone":    `{"id": "a", "zone": "` + strings.Repeat("../", 300_000) + `"}`,
		"a long path":    `{"id": "a", "plans": [{"rules": [{"name": "s", "on": "sale", "rates": {"` + strings.Repeat("x.", 400_000) + `": 1}}]}]}`,
		"metrics":        fill(`{"id": "a", "metrics": [`, `{"name": "m%d"}`, `]}`),
		"terms":          fill(`{"id": "a", "terms": {"program": "p", "currency": "USD", "partners": {`, `"p%d": [{"about": "model"}]`, `}}}`),
		"not UTF-8":      `{"id": "` + strings.Repeat("\xff", 1<<19) + `"}`,
		"accepted facts": fill(`{"id": "a", "currencies": ["USD"], `+onePlan+`, "cases": [{"name": "x", "events": [{"amount": 1, "facts": {`, `"f%d": "v"`, `}}]}]}`),
		"accepted months": `{"id": "a", "currencies": ["USD"], ` + onePlan + `, "cases": [{"name": "x", "events": [{"day": "0001-01-01", "amount": 1}, {"day": "9999-12-31", "amount": 1}],
			"accounts": [{"month": "9999-12"}]}]}`,
		"too many rules in all currencies": `{"id": "a", ` + all + `, "plans": [{"rules": [` + repeat(480, `{"name": "r%[1]d", "on": "item:%[1]d", "fixed": 1}`) + `]}]}`,
		"accepted rules":                   `{"id": "a", ` + all + `, "plans": [{"rules": [` + repeat(60, `{"name": "r%[1]d", "on": "item:%[1]d", "fixed": 1}`) + `]}]}`,
		"accepted cases": `{"id": "a", "currencies": ["USD"], "plans": [{` + oneRule + `, "bonuses": [{"name": "b", "over": "month", "of": ["sale"], "fixed": 1}]}], "cases": [` +
			repeat(1000, `{"name": "c%d", "events": [{"day": "2020-01-01", "amount": 1}], "accounts": [{"month": "2021-12"}]}`) + `]}`,
		"accepted levels": `{"id": "a", "currencies": ["USD"], "tiers": {"editions": [` +
			strings.ReplaceAll(repeat(100, `{"from": "2%03d-01", "ladder": {"name": "l", "levels": [LEVELS]}}`), "LEVELS",
				repeat(60, `{"name": "x%[1]d", "requires": [{"metric": "m", "at_least": %[1]d}]}`)) + `]}, "plans": [` +
			strings.ReplaceAll(repeat(400, `{"version": 1%03[1]d, "from": "2%03[1]d-01-01", RULE}`), "RULE", oneRule) + `]}`,
		"events": fill(`{"id": "a", "currencies": ["USD"], `+onePlan+`, "cases": [`, `{"name": "%d", "events": [{"day": "2020-01-01", "amount": 1, "earns": 1}, {"day": "2039-12-31", "amount": 1}]}`, `]}`),
	}
}

// repeat returns n documents with their numbers, and commas between them.
func repeat(n int, one string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = fmt.Sprintf(one, i)
	}
	return strings.Join(all, ",")
}

// TestHostile reads, reviews and runs documents of a mebibyte. What that costs is
// bounded in bytes allocated, which do not depend on the machine.
func TestHostile(t *testing.T) {
	const most, read uint64 = 2 << 30, 50 << 20 // bytes, of which few live at a time
	for name, doc := range hostileDocuments() {
		t.Run(name, func(t *testing.T) {
			var err error
			if got := costtest.Bytes(read, func() { _, err = alianza.Read[program.Program]([]byte(doc)) }); got > read {
				t.Errorf("to read it, %d MiB are allocated; want at most %d", got>>20, read>>20)
			}
			got := costtest.Bytes(most, func() {
				var p program.Program
				if p, err = alianza.Read[program.Program]([]byte(doc)); err == nil {
					p.Review()
					p.Check()
					program.Diff(program.Definition{}, p.Definition())
				}
			})
			if n := len(alianza.Faults(err)); err != nil && (n == 0 || n > 100) {
				t.Errorf("%d faults; want 1 to 100", n)
			}
			if accepted := strings.HasPrefix(name, "accepted"); accepted != (err == nil) {
				t.Errorf("Read = %.200v; accepted: %v", err, accepted)
			}
			if got > most {
				t.Errorf("%d MiB allocated; want at most %d", got>>20, most>>20)
			}
			t.Logf("%d MiB, %.80v", got>>20, err)
		})
	}
}

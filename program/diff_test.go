package program_test

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/program"
)

func edited(t *testing.T, pairs ...string) program.Program {
	t.Helper()
	data, err := os.ReadFile("testdata/casa-verde.json")
	if err != nil {
		t.Fatal(err)
	}
	doc := string(data)
	for i := 0; i < len(pairs); i += 2 {
		if !strings.Contains(doc, pairs[i]) {
			t.Fatalf("the sample has no %q", pairs[i])
		}
		doc = strings.Replace(doc, pairs[i], pairs[i+1], 1)
	}
	return mustRead(t, doc)
}

func TestDiff(t *testing.T) {
	sample := sample(t)
	tests := []struct {
		name  string
		edits []string
		want  string
	}{
		{"nothing", nil, ""},
		{"a number written otherwise", []string{`"fixed": "120"`, `"fixed": "120.00"`, `"minimum": "50"`, `"minimum": 50`}, ""},
		{"a rate", []string{`"gold": "32%"`, `"gold": "33%"`}, "plan v2, rule sale: rates.gold was 32%, is 33%"},
		{"the zone", []string{`"Europe/Madrid"`, `"UTC"`}, "zone was Europe/Madrid, is UTC"},
		{"a new rule", []string{`"rules": [
        {
          "name": "sale"`, `"rules": [
        {"name": "lead", "on": "lead", "fixed": "1"},
        {
          "name": "sale"`}, "plan v1, rule lead is new: name lead, on lead, fixed 1"},
		{"a rule less", []string{`{"name": "article", "on": "item:article", "fixed": "120"},`, ``}, "plan v1, rule article is gone: name article, on item:article, fixed 120"},
		{"a payout", []string{`"minimum": "5000"`, `"minimum": "6000"`}, "payout JPY: minimum was 5000, is 6000"},
		{"a hold", []string{`"hold_days": 14, "refund_days"`, `"hold_days": 30, "refund_days"`}, "plan v2: hold_days was 14, is 30"},
		{"a field more", []string{`"hold_days": 14, "refund_days"`, `"hold_days": 14, "rounding": "down", "refund_days"`}, "plan v2: rounding is new: down"},
		{"a part less", []string{`"per_month": "120"}`, `"per_month": "121"}`, `{"name": "fairs", "currency": "EUR", "per_month": "150"}`, `{"name": "radio", "currency": "EUR", "per_month": "1"}`}, `cost co-marketing: per_month was 120, is 121
cost radio is new: name radio, currency EUR, per_month 1
cost fairs is gone: name fairs, currency EUR, per_month 150`},
		{"a threshold", []string{`{"name": "diamond", "requires": [{"metric": "sales", "at_least": "61"}]}`, `{"name": "diamond", "requires": [{"metric": "sales", "at_least": "70"}]}`}, "tiers, edition 2027-01, level diamond: requires[sales].at_least was 61, is 70"},
		{"a version", []string{`"from": "2027-01-01", "hold_days"`, `"from": "2026-12-15", "hold_days"`}, "plan v2: from was 2027-01-01, is 2026-12-15"},
		{"a new version", []string{`"fixed": "250"}
      ]
    }
  ],`, `"fixed": "250"}
      ]
    },
    {
      "version": 3, "currencies": ["USD", "EUR"], "from": "2028-01-01", "hold_days": 30, "refund_days": 60, "unknown_sale": "current_rate",
      "rules": [
        {
          "name": "sale", "on": "sale", "ladder": "affiliate",
          "rates": {"basic": "20%", "silver": "25%", "gold": "33%", "platinum": "35%", "diamond": "38%"},
          "caps": [{"amount": "5000", "per": "month"}]
        },
        {"name": "article", "on": "item:article", "fixed": "150"},
        {"name": "lead", "on": "lead", "fixed": "1"}
      ]
    }
  ],`}, `plan v3 is new: currencies USD, EUR, version 3, from 2028-01-01, hold_days 30, refund_days 60, unknown_sale current_…
plan v3: hold_days was 14, is 30
plan v3, rule sale: rates.gold was 32%, is 33%
plan v3, rule lead is new: name lead, on lead, fixed 1
plan v3, rule referral is gone: name referral, on referral, fixed 40, medium credit
plan v3, bonus quarter is gone: name quarter, over quarter, of sale, when (fact amount, at_least 10000), fixed 250`},
		{"a new edition", []string{`"at_least": "61"}]}
          ]
        }
      }
    ]`, `"at_least": "61"}]}
          ]
        }
      },
      {
        "from": "2028-01",
        "ladder": {
          "name": "affiliate",
          "levels": [
            {"name": "basic", "requires": [{"metric": "sales", "at_least": "1"}]},
            {"name": "silver", "requires": [{"metric": "sales", "at_least": "6"}]},
            {"name": "gold", "requires": [{"metric": "sales", "at_least": "16"}]},
            {"name": "platinum", "requires": [{"metric": "sales", "at_least": "31"}]},
            {"name": "diamond", "requires": [{"metric": "sales", "at_least": "70"}]}
          ]
        }
      }
    ]`}, `tiers, edition 2028-01 is new: from 2028-01, ladder (name affiliate, 5 levels)
tiers, edition 2028-01, level diamond: requires[sales].at_least was 61, is 70`},
		{"a name that is no number", []string{`"name": "Casa Verde partner program"`, `"name": "0"`}, "name was Casa Verde partner program, is 0"},
		{"currencies", []string{`"currencies": ["USD", "EUR", "JPY"]`, `"currencies": ["USD", "EUR"]`}, "currencies was USD, EUR, JPY, is USD, EUR"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, program.Diff(sample.Definition(), edited(t, tt.edits...).Definition()).String()); diff != "" {
				t.Errorf("Diff (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDiffLarge writes a number with all its digits, and reads a difference back.
func TestDiffLarge(t *testing.T) {
	before, after := program.Alliance(), program.Alliance()
	before.Flow.Version, after.Flow.Version = 1, 2_000_000
	got := program.Diff(before, after)
	if got.String() != "flow: version was 1, is 2000000" {
		t.Errorf("Diff = %s; want the version", got)
	}
	data, err := got.MarshalJSON()
	var back program.Difference
	if err != nil || back.UnmarshalJSON(data) != nil || !cmp.Equal(got, back) || len(back) != 1 {
		t.Errorf("UnmarshalJSON(%s) = %v, %v; want the same", data, back, err)
	}
	if err := back.UnmarshalJSON([]byte(`[{"what": "moved"}]`)); err == nil || len(back) != 1 {
		t.Errorf("UnmarshalJSON(moved) = %v, %v; want an error, and the difference as it was", back, err)
	}
}

// TestDiffOfNothing holds the ends: every part is new to the zero Definition, and
// gone from it.
func TestDiffOfNothing(t *testing.T) {
	p := sample(t).Definition()
	if got := program.Diff(p, p); len(got) != 0 {
		t.Errorf("Diff(p, p) = %v; want none", got)
	}
	for _, d := range program.Diff(program.Definition{}, p) {
		if d.What != program.Added || d.Before != "" {
			t.Errorf("Diff from nothing = %v; want parts that are new", d)
		}
	}
	for _, d := range program.Diff(p, program.Definition{}) {
		if d.What != program.Removed || d.After != "" {
			t.Errorf("Diff to nothing = %v; want parts that are gone", d)
		}
	}
}

// TestDiffOfTexts has texts that look like numbers, and numbers beside them.
func TestDiffOfTexts(t *testing.T) {
	doc := func(id, size, least, rate, fixed, days string) string {
		return `{"id": "` + id + `", "currencies": ["USD"], "plans": [{"hold_days": ` + days + `, "rules": [
			{"name": "sale", "on": "sale", "rate": "` + rate + `", "fixed": "` + fixed + `",
				"when": {"all": [{"fact": "size", "one_of": ["` + size + `"]}, {"fact": "amount", "at_least": "` + least + `"}]}}]}]}`
	}
	before := doc("10", "1", "5", "10%", "1", "30")
	for _, tt := range []struct{ name, after, want string }{
		{"an ID", doc("1e1", "1", "5", "10%", "1", "30"), "id was 10, is 1e1"},
		{"another ID", doc("10.0", "1", "5", "10%", "1", "30"), "id was 10, is 10.0"},
		{"a fact of a condition", doc("10", "1.0", "5", "10%", "1", "30"), "plan 1, rule sale: when.all[1].one_of was 1, is 1.0"},
		{"numbers written otherwise", doc("10", "1", "5.00", "10.0%", "1.00", "30"), ""},
	} {
		got := program.Diff(mustRead(t, before).Definition(), mustRead(t, tt.after).Definition()).String()
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestDiffOfTwoVersions compares each new version with the one before it, that is new as
// well.
func TestDiffOfTwoVersions(t *testing.T) {
	version := func(n, from, rate string) string {
		return `{"version": ` + n + `, ` + from + `"rules": [{"name": "sale", "on": "sale", "rate": "` + rate + `"}]}`
	}
	doc := func(versions ...string) program.Definition {
		return mustRead(t, `{"id": "p", "currencies": ["USD"], "plans": [`+strings.Join(versions, ", ")+`]}`).Definition()
	}
	one, two, three := version("1", "", "10%"), version("2", `"from": "2026-02-01", `, "20%"), version("3", `"from": "2026-03-01", `, "30%")
	want := `plan v2 is new: version 2, from 2026-02-01, 1 rule
plan v2, rule sale: rate was 10%, is 20%
plan v3 is new: version 3, from 2026-03-01, 1 rule
plan v3, rule sale: rate was 20%, is 30%`
	if diff := cmp.Diff(want, program.Diff(doc(one), doc(one, two, three)).String()); diff != "" {
		t.Errorf("Diff (-want +got):\n%s", diff)
	}
}

// TestDiffByCurrencies has plans and payouts that differ by their currencies, or by the
// medium alone.
func TestDiffByCurrencies(t *testing.T) {
	doc := func(plans, payouts string) program.Definition {
		return mustRead(t, `{"id": "p", "currencies": ["EUR", "JPY", "USD"], "plans": [`+plans+`], "payouts": [`+payouts+`]}`).Definition()
	}
	rated := func(head, rate string) string {
		return `{` + head + `"rules": [{"name": "sale", "on": "sale", "rate": "` + rate + `"}]}`
	}
	const usd, eur, both, second = `"currencies": ["USD"], `, `"currencies": ["EUR"], `, `"currencies": ["USD", "EUR"], `, `"version": 2, "from": "2026-02-01", `
	tests := []struct {
		name                              string
		plans, payouts, newPlans, newPays string
		want                              string
	}{
		{
			"a plan less", rated(usd, "10%") + `, ` + rated(eur, "12%"), "", rated(eur, "12%"), "",
			"plan USD is gone: currencies USD, 1 rule",
		},
		{
			"in another order", rated(usd, "10%") + `, ` + rated(eur, "12%"), "", rated(eur, "13%") + `, ` + rated(usd, "10%"), "",
			"plan EUR, rule sale: rate was 12%, is 13%",
		},
		{
			"a currency more", rated(usd, "10%"), "", rated(both, "11%"), "",
			"plan USD EUR: currencies was USD, is USD, EUR\nplan USD EUR, rule sale: rate was 10%, is 11%",
		},
		{ // it is not the other one, which has another number
			"a version in the place of another", rated(both+`"version": 1, `, "10%"), "", rated(usd+second, "12%"), "",
			"plan v2 is new: currencies USD, version 2, from 2026-02-01, 1 rule\nplan v1 is gone: currencies USD, EUR, version 1, 1 rule",
		},
		{
			"versions of one number", rated(usd+`"version": 1, `, "10%") + `, ` + rated(eur+`"version": 1, `, "12%") + `, ` + rated(eur+second, "13%"), "",
			rated(eur+`"version": 1, `, "12%") + `, ` + rated(eur+second, "14%"), "",
			"plan v2, rule sale: rate was 13%, is 14%\nplan USD v1 is gone: currencies USD, version 1, 1 rule",
		},
		{
			"a payout less", rated("", "10%"), `{"currencies": ["USD"], "minimum": "5"}, {"currencies": ["EUR"], "minimum": "6"}`, rated("", "10%"), `{"currencies": ["EUR"], "minimum": "6"}`,
			"payout USD is gone: currencies USD, minimum 5",
		},
		{ // by their currencies, each could be the other one
			"media in another order", rated("", "10%"), `{"currencies": ["USD"], "minimum": "5"}, {"currencies": ["USD", "EUR"], "medium": "credit", "minimum": "6"}`,
			rated("", "10%"), `{"currencies": ["USD", "EUR"], "medium": "credit", "minimum": "6"}, {"currencies": ["USD"], "minimum": "5"}`, "",
		},
		{
			"a medium less", rated("", "10%"), `{"currency": "USD", "minimum": "5"}, {"currency": "USD", "medium": "credit", "minimum": "6"}`,
			rated("", "10%"), `{"currency": "USD", "medium": "credit", "minimum": "7"}`,
			"payout USD credit: minimum was 6, is 7\npayout USD is gone: currency USD, minimum 5",
		},
	}
	for _, tt := range tests {
		got := program.Diff(doc(tt.plans, tt.payouts), doc(tt.newPlans, tt.newPays)).String()
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

package tier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// one returns a ladder of the level "in", which has the requirements given.
func one(t *testing.T, missing tier.Missing, needs ...tier.Requirement) tier.Ladder[tier.NoTerms] {
	t.Helper()
	ladder, err := tier.New(tier.Definition[tier.NoTerms]{Name: "l", Missing: missing, Levels: []tier.Level{level("in", needs...)}})
	if err != nil {
		t.Fatalf("New(%v) = %v; want no error", needs, err)
	}
	return ladder
}

// numbers reads metrics, "" for one that is not given.
func numbers(values map[string]string) tier.Metrics {
	m := tier.Metrics{}
	for name, value := range values {
		if value != "" {
			m[name] = n(value)
		}
	}
	return m
}

// hubspot is a ladder with two bounds on every level.
func hubspot() tier.Definition[tier.NoTerms] {
	both := func(name, sold, managed string) tier.Level {
		return level(name, tier.AtLeast("sold", n(sold)), tier.AtLeast("managed", n(managed)))
	}
	return tier.Definition[tier.NoTerms]{Name: "hubspot", Levels: []tier.Level{both("silver", "1125", "3500"), both("gold", "5000", "15000")}}
}

// TestGroupVectors has ladders of programs that are in use.
func TestGroupVectors(t *testing.T) {
	odoo := tier.All(tier.AtLeast("users", n("150")), tier.AtLeast("certified", n("3")), tier.AtLeast("retention_pct", n("80")))
	anyTwo := tier.CountOf(2, tier.AtLeast("sales", n("10")), tier.AtLeast("visits", n("5")), tier.AtLeast("referrals", n("3")))
	score := []tier.Requirement{
		tier.AtLeast("", n("70")).OfSum("performance", "skilling", "success"),
		tier.AtLeast("performance", n("1")), tier.AtLeast("skilling", n("1")), tier.AtLeast("success", n("1")),
	}
	tests := []struct {
		name    string
		needs   []tier.Requirement
		metrics map[string]string
		toNext  string
		want    int
	}{
		{"all of three", []tier.Requirement{odoo}, map[string]string{"users": "150", "certified": "3", "retention_pct": "80"}, "", 1},
		{"all but a tenth of a percent", []tier.Requirement{odoo}, map[string]string{"users": "160", "certified": "3", "retention_pct": "79.9"}, "0.1 retention_pct to in", 0},
		{"all but one certificate", []tier.Requirement{odoo}, map[string]string{"users": "160", "certified": "2", "retention_pct": "90"}, "1 certified to in", 0},
		{"all but two", []tier.Requirement{odoo}, map[string]string{"users": "149", "certified": "2", "retention_pct": "90"}, "(1 user and 1 certified) to in", 0},
		{"any, the first", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "5", "mrr": "0"}, "", 1},
		{"any, the second", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "0", "mrr": "300"}, "", 1},
		{"any, both", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "6", "mrr": "301"}, "", 1},
		{"any, neither", []tier.Requirement{tier.Any(tier.AtLeast("active", n("5")), tier.AtLeast("mrr", n("300")))}, map[string]string{"active": "4", "mrr": "299.99"}, "(1 active or 0.01 mrr) to in", 0},
		{"two of three, all", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "5", "referrals": "3"}, "", 1},
		{"two of three, the first two", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "5", "referrals": "0"}, "", 1},
		{"two of three, the outer ones", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "0", "referrals": "3"}, "", 1},
		{"two of three, the last two", []tier.Requirement{anyTwo}, map[string]string{"sales": "9", "visits": "5", "referrals": "3"}, "", 1},
		{"two of three, one", []tier.Requirement{anyTwo}, map[string]string{"sales": "10", "visits": "4", "referrals": "2"}, "(1 visit or 1 referral) to in", 0},
		{"two of three, none", []tier.Requirement{anyTwo}, map[string]string{"sales": "9", "visits": "4", "referrals": "1"}, "2 of (1 sale, 1 visit, 2 referrals) to in", 0},
		{"total and categories", score, map[string]string{"performance": "45", "skilling": "24", "success": "1"}, "", 1},
		{"category under its floor", score, map[string]string{"performance": "45", "skilling": "30", "success": "0.5"}, "0.5 success to in", 0},
		{"total under its floor", score, map[string]string{"performance": "45", "skilling": "23.9", "success": "1"}, "0.1 performance + skilling + success to in", 0},
		{"both", score, map[string]string{"performance": "45", "skilling": "23.9", "success": "0.9"}, "0.2 performance + skilling + success and 0.1 success to in", 0},
		{"sum of one word too many for a machine", score, map[string]string{"performance": "9999999999999999999999999999999999", "skilling": "1", "success": "0.999999999999999999"}, "0.000000000000000001 success to in", 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := one(t, tier.RefuseMissing, tt.needs...).Place(numbers(tt.metrics))
			if err != nil || got.Rank != tt.want || got.ToNext() != tt.toNext {
				t.Errorf("Place(%v) = rank %d, %q, %v; want %d, %q", tt.metrics, got.Rank, got.ToNext(), err, tt.want, tt.toNext)
			}
		})
	}
}

// TestTwoMetrics has a total that is large in one metric and just short in the
// other.
func TestTwoMetrics(t *testing.T) {
	tests := []struct {
		name, sold, managed, want string
	}{
		{"much sold, too little managed", "10000", "3499", ""},
		{"on both bounds", "1125", "3500", "silver"},
		{"sold on the bound", "1125", "6499", "silver"},
		{"sold under the bound", "1124.99", "6499", ""},
		{"gold in one, silver in the other", "10000", "14999.99", "silver"},
		{"gold", "5000", "15000", "gold"},
	}
	ladder := tier.MustNew(hubspot())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sold": n(tt.sold), "managed": n(tt.managed)})
			if err != nil || got.Level != tt.want {
				t.Errorf("Place(%s, %s) = %q, %v; want %q", tt.sold, tt.managed, got.Level, err, tt.want)
			}
		})
	}
}

// TestSumExact has sums that no float and no machine word holds.
func TestSumExact(t *testing.T) {
	tests := []struct {
		name, bound, a, b, by string
		op                    tier.Op
		want                  int
	}{
		{"tenths on the bound", "0.3", "0.1", "0.2", "0", tier.OpAtLeast, 1},
		{"tenths not above it", "0.3", "0.1", "0.2", "0", tier.OpAbove, 0},
		{"least unit above it", "0.3", "0.1", "0.200000000000000001", "0.000000000000000001", tier.OpAbove, 1},
		{"least unit over it", "0.3", "0.1", "0.200000000000000001", "0.000000000000000001", tier.OpAtMost, 0},
		{"least unit under it", "0.3", "0.1", "0.199999999999999999", "0.000000000000000001", tier.OpBelow, 1},
		{"52 digits on the bound", "1", "0.999999999999999999", "0.000000000000000001", "0", tier.OpAtLeast, 1},
		{"52 digits", "9999999999999999999999999999999999", "9999999999999999999999999999999999", "0.000000000000000001", "0.000000000000000001", tier.OpAbove, 1},
		{"nothing", "0", "0", "0.00", "0", tier.OpAtMost, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			need := tier.Requirement{Sum: []string{"a", "b"}, Op: tt.op, Bound: n(tt.bound)}
			got, err := one(t, tier.RefuseMissing, need).Place(tier.Metrics{"a": n(tt.a), "b": n(tt.b)})
			want := []tier.Gap{{Need: need, Value: n(tt.a).Add(n(tt.b)), By: n(tt.by)}}
			if err != nil || got.Rank != tt.want {
				t.Fatalf("Place(%s, %s) = rank %d, %v; want %d", tt.a, tt.b, got.Rank, err, tt.want)
			}
			if diff := cmp.Diff(want, append(got.Missing, got.Margin...)); diff != "" {
				t.Errorf("Place(%s, %s) mismatch (-want +got):\n%s", tt.a, tt.b, diff)
			}
		})
	}
}

func TestGroupGaps(t *testing.T) {
	sales10, visits5, refs3 := tier.AtLeast("sales", n("10")), tier.Above("visits", n("5")), tier.AtMost("refunds", n("3"))
	gap := func(need tier.Requirement, value, by string) tier.Gap {
		return tier.Gap{Need: need, Value: n(value), By: n(by)}
	}
	group := func(need tier.Requirement, count int, of ...tier.Gap) tier.Gap {
		return tier.Gap{Need: need, Count: count, Of: of}
	}
	all, anyOne, two := tier.All(sales10, visits5, refs3), tier.Any(sales10, visits5, refs3), tier.CountOf(2, sales10, visits5, refs3)
	deep := tier.Any(tier.All(sales10, refs3), tier.All(visits5, refs3))
	tests := []struct {
		name                     string
		need                     tier.Requirement
		sales, visits, refunds   string
		missing, margin          []tier.Gap
		text, marginJSON, inJSON string
	}{
		{
			"all, one missing", all, "8", "6", "3",
			[]tier.Gap{group(all, 1, gap(sales10, "8", "2"))},
			nil,
			"2 sales", "", `[{"count":1,"of":[{"metric":"sales","at_least":"10","value":"8","by":"2"}]}]`,
		},
		{
			"all, two missing", all, "8", "5", "3",
			[]tier.Gap{group(all, 2, gap(sales10, "8", "2"), gap(visits5, "5", "0"))},
			nil,
			"(2 sales and more than 0 visits)", "",
			`[{"count":2,"of":[{"metric":"sales","at_least":"10","value":"8","by":"2"},{"metric":"visits","above":"5","value":"5","by":"0"}]}]`,
		},
		{
			"all hold", all, "10", "6", "2", nil,
			[]tier.Gap{group(all, 0, gap(sales10, "10", "0"), gap(visits5, "6", "1"), gap(refs3, "2", "1"))},
			"", `[{"count":0,"of":[{"metric":"sales","at_least":"10","value":"10","by":"0"},{"metric":"visits","above":"5","value":"6","by":"1"},{"metric":"refunds","at_most":"3","value":"2","by":"1"}]}]`, "",
		},
		{
			"any, none holds", anyOne, "8", "4", "4",
			[]tier.Gap{group(anyOne, 1, gap(sales10, "8", "2"), gap(visits5, "4", "1"), gap(refs3, "4", "1"))},
			nil,
			"(2 sales or more than 1 visit or 1 refund less)", "",
			`[{"count":1,"of":[{"metric":"sales","at_least":"10","value":"8","by":"2"},{"metric":"visits","above":"5","value":"4","by":"1"},{"metric":"refunds","at_most":"3","value":"4","by":"1"}]}]`,
		},
		{
			"any, two hold, of which one may fail", anyOne, "11", "4", "3", nil,
			[]tier.Gap{group(anyOne, 1, gap(sales10, "11", "1"), gap(refs3, "3", "0"))},
			"", `[{"count":1,"of":[{"metric":"sales","at_least":"10","value":"11","by":"1"},{"metric":"refunds","at_most":"3","value":"3","by":"0"}]}]`, "",
		},
		{
			"two of three, none holds", two, "8", "4", "4",
			[]tier.Gap{group(two, 2, gap(sales10, "8", "2"), gap(visits5, "4", "1"), gap(refs3, "4", "1"))},
			nil,
			"2 of (2 sales, more than 1 visit, 1 refund less)", "",
			`[{"count":2,"of":[{"metric":"sales","at_least":"10","value":"8","by":"2"},{"metric":"visits","above":"5","value":"4","by":"1"},{"metric":"refunds","at_most":"3","value":"4","by":"1"}]}]`,
		},
		{
			"two of three, one holds", two, "8", "4", "3",
			[]tier.Gap{group(two, 1, gap(sales10, "8", "2"), gap(visits5, "4", "1"))},
			nil,
			"(2 sales or more than 1 visit)", "",
			`[{"count":1,"of":[{"metric":"sales","at_least":"10","value":"8","by":"2"},{"metric":"visits","above":"5","value":"4","by":"1"}]}]`,
		},
		{
			"two of three hold", two, "10", "4", "3", nil,
			[]tier.Gap{group(two, 0, gap(sales10, "10", "0"), gap(refs3, "3", "0"))},
			"", `[{"count":0,"of":[{"metric":"sales","at_least":"10","value":"10","by":"0"},{"metric":"refunds","at_most":"3","value":"3","by":"0"}]}]`, "",
		},
		{
			"groups in a group", deep, "9", "5.5", "4",
			[]tier.Gap{group(deep, 1, group(tier.All(sales10, refs3), 2, gap(sales10, "9", "1"), gap(refs3, "4", "1")), group(tier.All(visits5, refs3), 1, gap(refs3, "4", "1")))},
			nil,
			"((1 sale and 1 refund less) or 1 refund less)", "",
			`[{"count":1,"of":[{"count":2,"of":[{"metric":"sales","at_least":"10","value":"9","by":"1"},{"metric":"refunds","at_most":"3","value":"4","by":"1"}]},{"count":1,"of":[{"metric":"refunds","at_most":"3","value":"4","by":"1"}]}]}]`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := tier.Metrics{"sales": n(tt.sales), "visits": n(tt.visits), "refunds": n(tt.refunds)}
			got, err := one(t, tier.RefuseMissing, tt.need).Place(m)
			if err != nil {
				t.Fatalf("Place(%v) = %v; want no error", m, err)
			}
			if diff := cmp.Diff([][]tier.Gap{tt.missing, tt.margin}, [][]tier.Gap{got.Missing, got.Margin}); diff != "" {
				t.Errorf("Place(%v) mismatch (-want +got):\n%s", m, diff)
			}
			for _, g := range got.Missing {
				if g.String() != tt.text {
					t.Errorf("String() = %q; want %q", g, tt.text)
				}
			}
			want := `{"ladder":"l","rank":0,"next":"in","missing":` + tt.inJSON + `}`
			if tt.marginJSON != "" {
				want = `{"ladder":"l","level":"in","rank":1,"margin":` + tt.marginJSON + `}`
			}
			if doc, err := json.Marshal(got); err != nil || string(doc) != want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
			}
		})
	}
}

// TestMissing_X14 has metrics that are not given: they are refused, or what is
// required of them does not hold; they are never zero.
func TestMissing_X14(t *testing.T) {
	sales1, refunds3 := tier.AtLeast("sales", n("1")), tier.AtMost("refunds", n("3"))
	sum := tier.AtMost("", n("9")).OfSum("sales", "refunds")
	known := func(need tier.Requirement, value, by string) tier.Gap {
		return tier.Gap{Need: need, Value: n(value), By: n(by)}
	}
	unknown := func(need tier.Requirement) tier.Gap { return tier.Gap{Need: need, Unknown: true} }
	anyOne := tier.Any(sales1, refunds3)
	tests := []struct {
		name    string
		need    []tier.Requirement
		metrics map[string]string
		refused []string
		text    string
		missing []tier.Gap
	}{
		{"all given", []tier.Requirement{sales1, refunds3}, map[string]string{"sales": "1", "refunds": "3"}, nil, "in, the top level", nil},
		{"zero is given", []tier.Requirement{refunds3}, map[string]string{"refunds": "0"}, nil, "in, the top level", nil},
		{"none is not zero", []tier.Requirement{refunds3}, nil, []string{"metrics.refunds"}, "no tier; refunds (unknown) to in", []tier.Gap{unknown(refunds3)}},
		{"the first of two", []tier.Requirement{sales1, refunds3}, map[string]string{"refunds": "3"}, []string{"metrics.sales"}, "no tier; sales (unknown) to in", []tier.Gap{unknown(sales1)}},
		{
			"the second of two",
			[]tier.Requirement{sales1, refunds3},
			map[string]string{"sales": "0.5"},
			[]string{"metrics.refunds"},
			"no tier; 0.5 sales and refunds (unknown) to in",
			[]tier.Gap{known(sales1, "0.5", "0.5"), unknown(refunds3)},
		},
		{"any does with the other", []tier.Requirement{anyOne}, map[string]string{"sales": "1"}, []string{"metrics.refunds"}, "in, the top level", nil},
		{
			"any without either",
			[]tier.Requirement{anyOne},
			nil,
			[]string{"metrics.sales", "metrics.refunds"},
			"no tier; (sales (unknown) or refunds (unknown)) to in",
			[]tier.Gap{{Need: anyOne, Count: 1, Of: []tier.Gap{unknown(sales1), unknown(refunds3)}}},
		},
		{"part of a sum", []tier.Requirement{sum}, map[string]string{"sales": "1"}, []string{"metrics.refunds"}, "no tier; sales + refunds (unknown) to in", []tier.Gap{unknown(sum)}},
		{"first part of a sum", []tier.Requirement{sum}, map[string]string{"refunds": "1"}, []string{"metrics.sales"}, "no tier; sales + refunds (unknown) to in", []tier.Gap{unknown(sum)}},
		{"no part of a sum", []tier.Requirement{sum}, nil, []string{"metrics.sales", "metrics.refunds"}, "no tier; sales + refunds (unknown) to in", []tier.Gap{unknown(sum)}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := numbers(tt.metrics)
			var want []fault
			for _, path := range tt.refused {
				want = append(want, fault{path, "", alianza.ErrMissing})
			}
			_, err := one(t, tier.RefuseMissing, tt.need...).Place(m)
			if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
				t.Errorf("Place(%v) = other faults (-want +got):\n%s", m, diff)
			}
			ladder := one(t, tier.MissingNotMet, tt.need...)
			got, err := ladder.Place(m)
			if err != nil || got.String() != tt.text {
				t.Errorf("Place(%v) = %q, %v; want %q", m, got, err, tt.text)
			}
			if diff := cmp.Diff(tt.missing, got.Missing); diff != "" {
				t.Errorf("Place(%v) mismatch (-want +got):\n%s", m, diff)
			}
			if rank, err := ladder.Rank(m); rank != got.Rank || err != nil {
				t.Errorf("Rank(%v) = %d, %v; want %d", m, rank, err, got.Rank)
			}
		})
	}
}

// TestMissingRefusals checks that what is given is held to the same as before.
func TestMissingRefusals(t *testing.T) {
	ladder := one(t, tier.MissingNotMet, tier.AtLeast("a", n("1")), tier.AtLeast("b", n("1")), tier.AtLeast("c", n("1")))
	tests := []struct {
		name    string
		metrics tier.Metrics
		want    []fault
	}{
		{"unknown", tier.Metrics{"x": n("1")}, []fault{{"metrics.x", "", alianza.ErrUnknown}}},
		{"unknown beside all", tier.Metrics{"a": n("1"), "b": n("1"), "c": n("1"), "x": n("1")}, []fault{{"metrics.x", "", alianza.ErrUnknown}}},
		{"negative", tier.Metrics{"b": n("-1")}, []fault{{"metrics.b", "-1", alianza.ErrRange}}},
		{"hostile", tier.Metrics{"c": decimal.New(1, 1<<30), "y": n("-1")}, []fault{{"metrics.c", "1e1073741824", alianza.ErrRange}, {"metrics.y", "", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := ladder.Place(tt.metrics)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("Place(%v) = other faults (-want +got):\n%s", tt.metrics, diff)
			}
		})
	}
}

func TestGapJSONUnknown(t *testing.T) {
	ladder := one(t, tier.MissingNotMet, tier.AtLeast("a", n("1")), tier.Any(tier.AtMost("b", n("2")), tier.Above("", n("3")).OfSum("c", "d")))
	got, err := ladder.Place(tier.Metrics{"c": n("4")})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := json.Marshal(got)
	want := `{"ladder":"l","rank":0,"next":"in","missing":[{"metric":"a","at_least":"1"},{"count":1,"of":[{"metric":"b","at_most":"2"},{"sum":["c","d"],"above":"3"}]}]}`
	if err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
}

// TestNames reads and writes the names of the enumerations in definitions.
func TestNames(t *testing.T) {
	type named interface {
		fmt.Stringer
		AppendText([]byte) ([]byte, error)
		MarshalText() ([]byte, error)
	}
	tests := []struct {
		name string
		v    named
		read func(string) (any, error)
		want string
	}{
		{"refuse", tier.RefuseMissing, read1[tier.Missing], "refuse"},
		{"not met", tier.MissingNotMet, read1[tier.Missing], "not_met"},
		{"no policy", tier.Missing(2), nil, "(2)"},
		{"cumulative", tier.Cumulative, read1[tier.Benefits], "cumulative"},
		{"replacing", tier.Replacing, read1[tier.Benefits], "replacing"},
		{"no way", tier.Benefits(9), nil, "(9)"},
		{"sum", tier.Sum, read1[tier.Aggregate], "sum"},
		{"mean", tier.Mean, read1[tier.Aggregate], "mean"},
		{"mean active", tier.MeanActive, read1[tier.Aggregate], "mean_active"},
		{"no aggregate", tier.Aggregate(3), nil, "(3)"},
		{"straight", tier.Straight, read1[tier.Demotion], "straight"},
		{"one step", tier.OneStep, read1[tier.Demotion], "one_step"},
		{"never", tier.Never, read1[tier.Demotion], "never"},
		{"no demotion", tier.Demotion(255), nil, "(255)"},
		{"zero kind", tier.ChangeKind(0), nil, "none"},
		{"kept", tier.Kept, nil, "kept"},
		{"promoted", tier.Promoted, nil, "promoted"},
		{"demoted", tier.Demoted, nil, "demoted"},
		{"in grace", tier.InGrace, nil, "in_grace"},
		{"renewed", tier.Renewed, nil, "renewed"},
		{"expired", tier.Expired, nil, "expired"},
		{"pinned", tier.Pinned, nil, "pinned"},
		{"no kind", tier.Pinned + 1, nil, "(8)"},
		{"zero status", tier.CertificateStatus(0), nil, "none"},
		{"valid", tier.CertificateValid, nil, "valid"},
		{"expiring", tier.CertificateExpiring, nil, "expiring"},
		{"grace", tier.CertificateGrace, nil, "grace"},
		{"expired certificate", tier.CertificateExpired, nil, "expired"},
		{"no status", tier.CertificateExpired + 1, nil, "(5)"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.v.String(); got != tt.want {
				t.Errorf("String() = %q; want %q", got, tt.want)
			}
			if got, err := tt.v.MarshalText(); err != nil || string(got) != tt.want {
				t.Errorf("MarshalText() = %q, %v; want %q", got, err, tt.want)
			}
			if got, err := tt.v.AppendText([]byte("x ")); err != nil || string(got) != "x "+tt.want {
				t.Errorf("AppendText() = %q, %v; want %q", got, err, "x "+tt.want)
			}
			if tt.read == nil {
				return
			}
			if got, err := tt.read(tt.want); err != nil || got != any(tt.v) {
				t.Errorf("UnmarshalText(%q) = %v, %v; want %v", tt.want, got, err, tt.v)
			}
			for _, text := range []string{"", "None", tt.want + " ", "(2)"} {
				if got, err := tt.read(text); !errors.Is(err, alianza.ErrUnknown) {
					t.Errorf("UnmarshalText(%q) = %v, %v; want ErrUnknown", text, got, err)
				}
			}
		})
	}
}

// read1 reads the name of a value into one that is set before, and returns it.
func read1[T comparable, P interface {
	*T
	UnmarshalText([]byte) error
}](text string) (any, error) {
	var v T
	err := P(&v).UnmarshalText([]byte(text))
	return v, err
}

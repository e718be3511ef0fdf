package tier_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/costtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// TestPolicyFaults has the policies of a definition that are none, with faults
// around them.
func TestPolicyFaults(t *testing.T) {
	tests := []struct {
		name string
		def  tier.Definition[tier.NoTerms]
		want []fault
	}{
		{"on_missing", tier.Definition[tier.NoTerms]{Name: "l", OnMissing: 2, Levels: []tier.Level{level("a", sales("1"))}}, []fault{{"on_missing", "(2)", alianza.ErrUnknown}}},
		{
			"all at once, in order",
			tier.Definition[tier.NoTerms]{OnMissing: 9, Levels: []tier.Level{
				{Name: "a", Requires: []tier.Requirement{sales("1")}, Benefits: []string{"x", "", "x", " y", "z"}},
				{Name: "b", Requires: []tier.Requirement{sales("-1")}, Benefits: []string{"x"}},
			}},
			[]fault{
				{"name", "", alianza.ErrMissing},
				{"on_missing", "(9)", alianza.ErrUnknown},
				{"levels[0].benefits[1]", "", alianza.ErrMissing},
				{"levels[0].benefits[2]", "x", alianza.ErrDuplicate},
				{"levels[0].benefits[3]", " y", alianza.ErrForm},
				{"levels[1].requires[0].at_least", "-1", alianza.ErrRange},
				{"levels[1].requires[0].at_least", "-1", alianza.ErrConflict},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tier.New(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPolicyJSONFaults(t *testing.T) {
	const levels = `"levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}]}]`
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"policy", `{"name":"l","on_missing":"zero",` + levels + `}`, []fault{{"on_missing", "zero", alianza.ErrUnknown}}},
		{"wrong case", `{"name":"l","on_missing":"Refuse",` + levels + `}`, []fault{{"on_missing", "Refuse", alianza.ErrUnknown}}},
		{"number", `{"name":"l","on_missing":1,` + levels + `}`, []fault{{"on_missing", "1", alianza.ErrForm}}},
		{"null", `{"name":"l","replacing":null,` + levels + `}`, []fault{{"replacing", "", alianza.ErrMissing}}},
		{"way", `{"name":"l","replacing":"both",` + levels + `}`, []fault{{"replacing", "both", alianza.ErrForm}}},
		{"benefits that are no list", `{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}],"benefits":"x"}]}`, []fault{{"levels[0].benefits", "x", alianza.ErrForm}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d tier.Definition[tier.NoTerms]
			err := d.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
	var d tier.Definition[tier.NoTerms]
	doc := `{"name":"l","on_missing":"unmet","replacing":false,` + levels + `}`
	if err := d.UnmarshalJSON([]byte(doc)); err != nil || d.OnMissing != tier.OnMissingUnmet || d.Replacing {
		t.Errorf("UnmarshalJSON(%s) = %s, %t, %v; want unmet, cumulative", doc, d.OnMissing, d.Replacing, err)
	}
	want := `{"name":"l","on_missing":"unmet",` + levels + `}`
	if got, err := json.Marshal(d); err != nil || string(got) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, want)
	}
	if terms := tier.WithTerms(d, map[string]int{"a": 1}); terms.OnMissing != tier.OnMissingUnmet {
		t.Errorf("WithTerms = missing %s; want unmet", terms.OnMissing)
	}
	if terms := tier.WithTerms(tier.Reseller(), map[string]int{}); !terms.Replacing {
		t.Error("WithTerms = cumulative benefits; want replacing")
	}
}

// TestOnMissing reads and writes the names of the policies.
func TestOnMissing(t *testing.T) {
	for policy, name := range map[tier.OnMissing]string{tier.OnMissingRefuse: "refuse", tier.OnMissingUnmet: "unmet"} {
		text, err := policy.MarshalText()
		if policy.String() != name || string(text) != name || err != nil {
			t.Errorf("MarshalText() = %q, %v, String() = %q; want %q", text, err, policy, name)
		}
		read := tier.OnMissing(7)
		if err := read.UnmarshalText([]byte(name)); err != nil || read != policy {
			t.Errorf("UnmarshalText(%q) = %v, %v; want %v", name, read, err, policy)
		}
		for _, other := range []string{"", "None", name + " ", "(2)"} {
			if err := read.UnmarshalText([]byte(other)); !errors.Is(err, alianza.ErrUnknown) || read != policy {
				t.Errorf("UnmarshalText(%q) = %v, %v; want ErrUnknown", other, read, err)
			}
		}
	}
	none := tier.OnMissing(2)
	if text, err := none.MarshalText(); !errors.Is(err, alianza.ErrUnknown) || none.String() != "(2)" {
		t.Errorf("MarshalText() of no policy = %q, %v, String() = %q; want ErrUnknown, (2)", text, err, none)
	}
}

func TestNewFaults(t *testing.T) {
	digits35 := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(34), nil), 0)
	tests := []struct {
		name string
		def  tier.Definition[string]
		want []fault
	}{
		{"nothing at all", tier.Definition[string]{}, []fault{
			{"name", "", alianza.ErrMissing}, {"levels", "", alianza.ErrMissing},
		}},
		{"no name", tier.Definition[string]{Levels: []tier.Level{level("a", sales("1"))}}, []fault{{"name", "", alianza.ErrMissing}}},
		{"blank name", tier.Definition[string]{Name: " ", Levels: []tier.Level{level("a", sales("1"))}}, []fault{{"name", " ", alianza.ErrMissing}}},
		{"name with a slash", tier.Definition[string]{Name: "a/b", Levels: []tier.Level{level("a", sales("1"))}}, []fault{{"name", "a/b", alianza.ErrForm}}},
		{"name with a control character", tier.Definition[string]{Name: "a\x00", Levels: []tier.Level{level("a", sales("1"))}}, []fault{{"name", "a\x00", alianza.ErrForm}}},
		{"no levels", tier.Definition[string]{Name: "l"}, []fault{{"levels", "", alianza.ErrMissing}}},
		{"level without a name", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("", sales("1"))}}, []fault{{"levels[0].name", "", alianza.ErrMissing}}},
		{"level of a name taken", tier.Definition[string]{Name: "l", Levels: []tier.Level{
			level("a", sales("1")), level("b", sales("2")), level("a", sales("3")),
		}}, []fault{{"levels[2].name", "a", alianza.ErrDuplicate}}},
		{"level without requirements", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a"), level("b", sales("2"))}}, []fault{
			{"levels[0].requires", "", alianza.ErrMissing},
		}},
		{"requirement without a metric", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("", n("1")))}}, []fault{
			{"levels[0].requires[0].metric", "", alianza.ErrMissing},
		}},
		{"metric with a space behind", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("sales ", n("1")))}}, []fault{
			{"levels[0].requires[0].metric", "sales ", alianza.ErrForm},
		}},
		{"requirement without an operator", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.Requirement{Metric: "sales"})}}, []fault{
			{"levels[0].requires[0]", "", alianza.ErrMissing},
		}},
		{"operator that does not exist", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.Requirement{Metric: "sales", Bound: alianza.Bound{Op: 9, Value: n("1")}})}}, []fault{
			{"levels[0].requires[0]", "(9)", alianza.ErrUnknown},
		}},
		{"two levels without operators", tier.Definition[string]{Name: "l", Levels: []tier.Level{
			level("a", tier.Requirement{Metric: "sales"}), level("b", tier.Requirement{Metric: "sales"}),
		}}, []fault{{"levels[0].requires[0]", "", alianza.ErrMissing}, {"levels[1].requires[0]", "", alianza.ErrMissing}}},
		{"two operators that do not exist", tier.Definition[string]{Name: "l", Levels: []tier.Level{
			level("a", tier.Requirement{Metric: "sales", Bound: alianza.Bound{Op: 9}}), level("b", tier.Requirement{Metric: "sales", Bound: alianza.Bound{Op: 9}}),
		}}, []fault{{"levels[0].requires[0]", "(9)", alianza.ErrUnknown}, {"levels[1].requires[0]", "(9)", alianza.ErrUnknown}}},
		{"negative bound", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("sales", n("-1")))}}, []fault{
			{"levels[0].requires[0].at_least", "-1", alianza.ErrRange},
		}},
		{"negative bound of each operator", tier.Definition[string]{Name: "l", Levels: []tier.Level{
			level("a", tier.AtLeast("x", n("0")), tier.Above("x", n("-0.01"))), level("b", tier.AtMost("x", n("-2"))), level("c", tier.Below("x", n("-3"))),
		}}, []fault{
			{"levels[0].requires[1].above", "-0.01", alianza.ErrRange},
			{"levels[1].requires[0].at_most", "-2", alianza.ErrRange},
			{"levels[2].requires[0].below", "-3", alianza.ErrRange},
		}},
		{"bound of 19 places", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("x", decimal.New(1, -19)))}}, []fault{
			{"levels[0].requires[0].at_least", "0.0000000000000000001", alianza.ErrRange},
		}},
		{"bound of 35 digits", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("x", digits35))}}, []fault{
			{"levels[0].requires[0].at_least", "10000000000000000000000000000000000", alianza.ErrRange},
		}},
		{"hostile bounds, which are not compared", tier.Definition[string]{Name: "l", Levels: []tier.Level{
			level("a", tier.AtLeast("x", decimal.New(1, 1<<30))), level("b", tier.AtLeast("x", n("1"))), level("c", tier.AtLeast("x", decimal.New(1, -1<<30))),
		}}, []fault{
			{"levels[0].requires[0].at_least", "1e1073741824", alianza.ErrRange},
			{"levels[2].requires[0].at_least", "1e-1073741824", alianza.ErrRange},
		}},
		{"same bound again", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", sales("5")), level("b", sales("5.00"))}}, []fault{
			{"levels[1].requires[0].at_least", "5.00", alianza.ErrConflict},
		}},
		{"bound that falls", tier.Definition[string]{Name: "l", Levels: []tier.Level{
			level("a", sales("5")), level("b", sales("16")), level("c", sales("15.99")), level("d", sales("17")),
		}}, []fault{{"levels[2].requires[0].at_least", "15.99", alianza.ErrConflict}}},
		{"strict bound that falls", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.Above("x", n("5"))), level("b", tier.Above("x", n("4")))}}, []fault{
			{"levels[1].requires[0].above", "4", alianza.ErrConflict},
		}},
		{"upper bound that rises", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtMost("x", n("5"))), level("b", tier.AtMost("x", n("6")))}}, []fault{
			{"levels[1].requires[0].at_most", "6", alianza.ErrConflict},
		}},
		{"strict upper bound that stays", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.Below("x", n("5"))), level("b", tier.Below("x", n("5")))}}, []fault{
			{"levels[1].requires[0].below", "5", alianza.ErrConflict},
		}},
		{"negative bounds that fall", tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("x", n("-1"))), level("b", tier.AtLeast("x", n("-2")))}}, []fault{
			{"levels[0].requires[0].at_least", "-1", alianza.ErrRange},
			{"levels[1].requires[0].at_least", "-2", alianza.ErrRange},
			{"levels[1].requires[0].at_least", "-2", alianza.ErrConflict},
		}},
		{"terms for some levels", tier.WithTerms(tier.Affiliate(), map[string]string{"gold": "30%"}), []fault{
			{"terms.basic", "", alianza.ErrMissing}, {"terms.silver", "", alianza.ErrMissing}, {"terms.platinum", "", alianza.ErrMissing},
		}},
		{"no terms", tier.WithTerms[string](tier.Affiliate(), nil), []fault{
			{"terms.basic", "", alianza.ErrMissing}, {"terms.silver", "", alianza.ErrMissing}, {"terms.gold", "", alianza.ErrMissing}, {"terms.platinum", "", alianza.ErrMissing},
		}},
		{
			"terms for no level",
			tier.WithTerms(tier.Affiliate(), map[string]string{"basic": "", "silver": "", "gold": "", "platinum": "", "tin": "", "Gold": "", "": ""}),
			[]fault{{"terms.", "", alianza.ErrUnknown}, {"terms.Gold", "", alianza.ErrUnknown}, {"terms.tin", "", alianza.ErrUnknown}},
		},
		{
			"all at once, in order",
			tier.Definition[string]{Name: "a/b", Levels: []tier.Level{
				level("gold", sales("5")), level("gold", sales("5")), level("", tier.Requirement{Metric: " ", Bound: alianza.Bound{Op: 9}}), level("tin"),
			}, Terms: map[string]string{"gold": "30%", "iron": ""}},
			[]fault{
				{"name", "a/b", alianza.ErrForm},
				{"levels[1].name", "gold", alianza.ErrDuplicate},
				{"levels[1].requires[0].at_least", "5", alianza.ErrConflict},
				{"levels[2].name", "", alianza.ErrMissing},
				{"levels[2].requires[0].metric", " ", alianza.ErrMissing},
				{"levels[2].requires[0]", "(9)", alianza.ErrUnknown},
				{"levels[3].requires", "", alianza.ErrMissing},
				{"terms.tin", "", alianza.ErrMissing}, // iron may be the level without a name
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if len(tt.def.Terms) == 0 && !strings.Contains(tt.name, "terms") {
				tt.def.Terms = map[string]string{}
				for _, l := range tt.def.Levels {
					if l.Name != "" {
						tt.def.Terms[l.Name] = ""
					}
				}
			}
			ladder, err := tier.New(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tier.Definition[string]{}, ladder.Definition()); diff != "" {
				t.Errorf("New = a ladder beside the error (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTermsMeant has terms for no level: the level that is meant is told, but of a
// name of two bytes.
func TestTermsMeant(t *testing.T) {
	for name, want := range map[string]string{
		"l1": "", "l12": ": did you mean l11?", "level": "",
	} {
		levels := []tier.Level{level("l11", sales("1")), level("l2", sales("2"))}
		_, err := tier.New(tier.Definition[string]{Name: "l", Levels: levels, Terms: map[string]string{"l11": "", "l2": "", name: ""}})
		if got, want := fmt.Sprint(err), "terms."+name+": unknown: no level has this name"+want; got != want {
			t.Errorf("New = %s; want %s", got, want)
		}
	}
}

// TestNewAccepts has definitions that look like faulty ones.
func TestNewAccepts(t *testing.T) {
	tests := []struct {
		name   string
		levels []tier.Level
	}{
		{"bounds that rise by the least unit", []tier.Level{level("a", sales("5")), level("b", sales("5.000000000000000001"))}},
		{"upper bounds that fall", []tier.Level{level("a", tier.AtMost("x", n("5"))), level("b", tier.AtMost("x", n("4"))), level("c", tier.AtMost("x", n("0")))}},
		{"strict upper bounds that fall", []tier.Level{level("a", tier.Below("x", n("5"))), level("b", tier.Below("x", n("4.99")))}},
		{"strict bounds that rise", []tier.Level{level("a", tier.Above("x", n("0"))), level("b", tier.Above("x", n("0.01")))}},
		{"same bound, then strict", []tier.Level{level("a", sales("5")), level("b", tier.Above("sales", n("5")))}},
		{"bound that falls, of another metric", []tier.Level{level("a", sales("5")), level("b", tier.AtLeast("visits", n("4")))}},
		{"bound that falls, with a second requirement", []tier.Level{level("a", sales("5")), level("b", sales("4"), tier.AtLeast("visits", n("4")))}},
		{"bound that rises, from a level of two", []tier.Level{level("a", sales("5"), tier.AtLeast("visits", n("4"))), level("b", sales("6"))}},
		{"bound of zero", []tier.Level{level("a", sales("0"))}},
		{"range of one metric", []tier.Level{level("a", sales("5"), tier.Below("sales", n("10")))}},
		{"names of one another", []tier.Level{level("sales", sales("5")), level("Sales", sales("6")), level("sal/es", sales("7"))}},
		{"greatest bounds", []tier.Level{level("a", sales(strings.Repeat("9", 34))), level("b", tier.AtLeast("sales", decimal.NewFromBigInt(n(strings.Repeat("9", 34)).Coefficient(), 18)))}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tier.Definition[tier.NoTerms]{Name: "l", Levels: tt.levels}
			ladder, err := tier.New(d)
			if err != nil {
				t.Fatalf("New = %v; want no error", err)
			}
			if diff := cmp.Diff(d, ladder.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
			if ladder.Name() != "l" {
				t.Errorf("Name() = %q; want l", ladder.Name())
			}
		})
	}
}

// TestWithTerms checks that terms replace those before, of another type, and
// reach the placement.
func TestWithTerms(t *testing.T) {
	names := tier.WithTerms(tier.Affiliate(), map[string]string{"basic": "a", "silver": "b", "gold": "c", "platinum": "d"})
	shares := tier.WithTerms(names, map[string]int{"basic": 20, "silver": 25, "gold": 30, "platinum": 35})
	tests := []struct {
		name, sales string
		want        int
	}{
		{"none", "0", 0}, {"basic", "1", 20}, {"silver", "6", 25}, {"gold", "16", 30}, {"platinum", "31", 35},
	}
	ladder := mustNew(shares)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if err != nil || got.Terms != tt.want {
				t.Errorf("Place(%s) = terms %d, %v; want %d", tt.sales, got.Terms, err, tt.want)
			}
		})
	}
	if diff := cmp.Diff(tier.Affiliate().Levels, shares.Levels); diff != "" || shares.Name != "affiliate" {
		t.Errorf("WithTerms = %q with other levels (-want +got):\n%s", shares.Name, diff)
	}
}

// TestNoTerms checks both sides for a ladder without terms, too.
func TestNoTerms(t *testing.T) {
	tests := []struct {
		name  string
		terms map[string]tier.NoTerms
		want  []fault
	}{
		{"nil", nil, nil},
		{"empty", map[string]tier.NoTerms{}, nil},
		{"all", map[string]tier.NoTerms{"basic": {}, "silver": {}, "gold": {}, "platinum": {}}, nil},
		{"some", map[string]tier.NoTerms{"silver": {}, "tin": {}, "platinum": {}}, []fault{
			{"terms.basic", "", alianza.ErrMissing}, {"terms.gold", "", alianza.ErrMissing}, {"terms.tin", "", alianza.ErrUnknown},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tier.New(tier.WithTerms(tier.Affiliate(), tt.terms))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDefinitionGolden reads and writes the ladders of testdata.
func TestDefinitionGolden(t *testing.T) {
	golden(t, "affiliate.json", indented(t, tier.Affiliate()))
	golden(t, "studio.json", indented(t, benefits()))

	var affiliate tier.Definition[tier.NoTerms]
	read(t, "affiliate.json", &affiliate)
	if diff := cmp.Diff(tier.Affiliate(), affiliate); diff != "" {
		t.Errorf("UnmarshalJSON(affiliate.json) mismatch (-want +got):\n%s", diff)
	}
	var other tier.Definition[benefit]
	read(t, "studio.json", &other)
	if diff := cmp.Diff(benefits(), other); diff != "" {
		t.Errorf("UnmarshalJSON(studio.json) mismatch (-want +got):\n%s", diff)
	}
}

// TestBadGolden reads the faulty ladders of testdata and compares the faults,
// which come in the order of the document. What is read into stays as it was.
func TestBadGolden(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "bad_*.json"))
	if err != nil || len(files) < 6 {
		t.Fatalf("Glob = %d files, %v; want the faulty ladders", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		t.Run(name, func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := benefits()
			err = got.UnmarshalJSON(data)
			if err == nil {
				t.Fatalf("UnmarshalJSON(%s) = no error; want some", file)
			}
			golden(t, name+".golden", fmt.Sprintln(err))
			if diff := cmp.Diff(benefits(), got); diff != "" {
				t.Errorf("UnmarshalJSON(%s) changed the definition (-want +got):\n%s", file, diff)
			}
			for _, f := range alianza.Faults(err) {
				if !slices.ContainsFunc(kinds, func(k error) bool { return errors.Is(f, k) }) {
					t.Errorf("UnmarshalJSON(%s) = %v; want a kind of fault", file, f)
				}
			}
		})
	}
}

// TestDefinitionJSON checks the forms that a definition may have beside the
// golden one.
func TestDefinitionJSON(t *testing.T) {
	tests := []struct {
		name, doc, want string
	}{
		{
			"numbers, and fields in another order",
			`{"levels":[{"requires":[{"below":2.50,"metric":"tickets"}],"name":"a"}],"name":"l"}`,
			`{"name":"l","levels":[{"name":"a","requires":[{"metric":"tickets","below":"2.50"}]}]}`,
		},
		{
			"power of ten",
			`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","above":1e3}]}]}`,
			`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","above":"1000"}]}]}`,
		},
		{
			"terms of a ladder without terms",
			`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_most":"0"}]}],"terms":{"a":{}}}`,
			`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_most":"0"}]}],"terms":{"a":{}}}`,
		},
		{
			"no terms",
			`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"0"}]}],"terms":{}}`,
			`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"0"}]}]}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d tier.Definition[tier.NoTerms]
			if err := json.Unmarshal([]byte(tt.doc), &d); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", tt.doc, err)
			}
			if got, err := json.Marshal(d); err != nil || string(got) != tt.want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, tt.want)
			}
		})
	}
	if got, err := json.Marshal(tier.Definition[string]{Levels: []tier.Level{level("a", tier.Requirement{})}}); err == nil {
		t.Errorf("MarshalJSON() without an operator = %s; want an error", got)
	}
}

// TestLevelJSONFaults writes and reads a level by itself, with a name that is none.
func TestLevelJSONFaults(t *testing.T) {
	l := tier.Level{Requires: []tier.Requirement{{Metric: "x", Bound: alianza.AtLeast(n("1"))}}}
	wantFaults(t, "MarshalJSON(no name)", second(l.MarshalJSON()), fault{"name", "", alianza.ErrMissing})
	wantFaults(t, "UnmarshalJSON(no name)", l.UnmarshalJSON([]byte(`{"name":"","requires":[{"metric":"x","at_least":"1"}]}`)), fault{"name", "", alianza.ErrMissing})
}

// TestDefinitionJSONFaults has faults whose text is that of another package.
func TestDefinitionJSONFaults(t *testing.T) {
	const levels = `{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":"1"}]}]`
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"no end", levels, []fault{{"", "", alianza.ErrForm}}},
		{"data behind", levels + `}{}`, []fault{{"", "", alianza.ErrForm}}},
		{"terms that are not an object", levels + `,"terms":"20%"}`, []fault{{"terms", "20%", alianza.ErrForm}}},
		{"terms that are null", levels + `,"terms":{"a":null}}`, []fault{{"terms.a", "", alianza.ErrMissing}}},
		{"terms of another type", levels + `,"terms":{"a":"20%"}}`, []fault{{"terms.a", "20%", alianza.ErrForm}}},
		{"terms with a field of another type", levels + `,"terms":{"a":{"rate":"20","support":1}}}`, []fault{{"terms.a.support", "1", alianza.ErrForm}}},
		{"terms with a field that is none", levels + `,"terms":{"a":{"rate":"20","cost":1}}}`, []fault{{"terms.a.support", "", alianza.ErrMissing}, {"terms.a.cost", "", alianza.ErrField}}},
		{"terms for another level", levels + `,"terms":{"b":{"rate":"twenty","support":""}}}`, []fault{{"terms.a", "", alianza.ErrMissing}, {"terms.b", "", alianza.ErrUnknown}, {"terms.b.rate", "twenty", alianza.ErrForm}}},
		{"too long", levels + strings.Repeat(" ", 1<<20) + `}`, []fault{{"", "", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var d tier.Definition[benefit]
			err := d.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if diff := cmp.Diff(tier.Definition[benefit]{}, d); diff != "" {
				t.Errorf("UnmarshalJSON(%.200s) changed the definition (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

// ladderDoc returns the document of a ladder with a number of levels, of which
// each has a number of requirements.
func ladderDoc(levels, requires int, requirement func(level, i int) string) string {
	var b strings.Builder
	b.WriteString(`{"name":"l","levels":[`)
	for l := range levels {
		if l > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"name":"level %d","requires":[`, l)
		for i := range requires {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(requirement(l, i))
		}
		b.WriteString(`]}`)
	}
	b.WriteString(`]}`)
	return b.String()
}

// TestDefinition_Limits has the greatest counts that a ladder may have, and one
// more of each.
func TestDefinition_Limits(t *testing.T) {
	one := func(l, _ int) string { return fmt.Sprintf(`{"metric":"m","at_least":%d}`, l) }
	own := func(l, i int) string { return fmt.Sprintf(`{"metric":"m%d","at_least":%d}`, i, l) }
	distinct := func(metrics int) func(l, i int) string {
		return func(l, i int) string { return fmt.Sprintf(`{"metric":"m%d","at_least":%d}`, (l*2+i)%metrics, l) }
	}
	nested := func(n int) func(l, i int) string {
		return func(int, int) string {
			return `{"any":[` + strings.Repeat(`{"metric":"m","at_least":1},`, n-2) + `{"metric":"m","at_least":1}]}`
		}
	}
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"200 levels", ladderDoc(200, 1, one), nil},
		{"201 levels", ladderDoc(201, 1, one), []fault{{"levels", "201", alianza.ErrLimit}}},
		{"100 requirements", ladderDoc(2, 100, own), nil},
		{"101 requirements", ladderDoc(2, 101, own), []fault{{"levels[0].requires", "", alianza.ErrLimit}, {"levels[1].requires", "", alianza.ErrLimit}}},
		{"100 requirements, all but one in a group", ladderDoc(1, 1, nested(100)), nil},
		{"101 requirements, all but one in a group", ladderDoc(1, 1, nested(101)), []fault{{"levels[0].requires", "", alianza.ErrLimit}}},
		{"200 metrics", ladderDoc(150, 2, distinct(200)), nil},
		{"201 metrics", ladderDoc(150, 2, distinct(201)), []fault{{"levels", "201", alianza.ErrLimit}}},
		{"sum of 201 metrics", ladderDoc(1, 1, func(int, int) string {
			return `{"sum":["m"` + strings.Repeat(`,"m"`, 200) + `],"at_least":1}`
		}), []fault{{"levels[0].requires[0].sum", "201", alianza.ErrLimit}}},
		{"1001 benefits", `{"name":"l","levels":[{"name":"a","requires":[{"metric":"m","at_least":1}],"benefits":["b"` + strings.Repeat(`,"b"`, 1000) + `]}]}`, []fault{{"levels[0].benefits", "1001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d, err := alianza.Read[tier.Definition[tier.NoTerms]]([]byte(tt.doc))
			wantFaults(t, "Read", err, tt.want...)
			if err != nil {
				return
			}
			ladder, err := tier.New(d)
			if err != nil {
				t.Fatalf("New = %v; want no error", err)
			}
			doc, err := json.Marshal(d)
			if err != nil {
				t.Fatalf("MarshalJSON() = %v; want no error", err)
			}
			if _, err := alianza.Read[tier.Definition[tier.NoTerms]](doc); err != nil {
				t.Errorf("Read of what was written = %v; want no error", err)
			}
			m := tier.Metrics{}
			for _, name := range ladder.Metrics() {
				m[name] = n("1")
			}
			p, err := ladder.Place(m)
			if err != nil {
				t.Fatalf("Place = %v; want no error", err)
			}
			tiertest.ComesBack(t, p, "")
		})
	}
}

// TestDefinition_Cost reads hostile documents: what they cost is a number of bytes
// for each byte read, and their faults are few.
func TestDefinition_Cost(t *testing.T) {
	if seeds.Race {
		t.Skip("the race detector allocates, too")
	}
	const size = 97_000 // bytes
	fill := func(head, part, tail string) string {
		return head + strings.Repeat(part+",", (size-len(head)-len(tail)-len(part))/(len(part)+1)) + part + tail
	}
	counted := func(head, tail string, part func(i int) string) string {
		var b strings.Builder
		b.WriteString(head)
		for i := 0; b.Len() < size-200; i++ {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(part(i))
		}
		return b.String() + tail
	}
	const level = `{"name":"l","levels":[{"name":"a","requires":[`
	tests := map[string]string{
		"bounds that contradict each other": fill(level, `{"metric":"m","above":9},{"metric":"m","below":9}`, `]}]}`),
		"levels of contradicting bounds":    ladderDoc(60, 60, func(_, i int) string { return fmt.Sprintf(`{"metric":"m","%s":9}`, []string{"above", "below"}[i%2]) }),
		"levels that ask the same":          ladderDoc(60, 60, func(_, i int) string { return fmt.Sprintf(`{"metric":"m%d","at_least":9}`, i) }),
		"levels that ask the same but once": ladderDoc(60, 60, func(l, i int) string { return fmt.Sprintf(`{"metric":"m%d","at_least":%d}`, i, 9+(i+l+1)/60) }),
		"distinct metrics":                  counted(level, `]}]}`, func(i int) string { return fmt.Sprintf(`{"metric":"m%d","at_least":9}`, i) }),
		"levels": counted(`{"name":"l","levels":[`, `]}`, func(i int) string {
			return fmt.Sprintf(`{"name":"l%d","requires":[{"metric":"m","at_least":%d}]}`, i, i)
		}),
		"null levels":                      fill(`{"name":"l","levels":[`, `null`, `]}`),
		"levels with unknown fields":       fill(`{"name":"l","levels":[`, `{"a":1}`, `]}`),
		"requirements with unknown fields": fill(level, `{"a":1}`, `]}]}`),
		"sums":                             counted(level+`{"sum":[`, `],"at_least":1}]}]}`, func(i int) string { return fmt.Sprintf(`"m%d"`, i) }),
		"groups in groups":                 fill(level, strings.Repeat(`{"all":[`, 12)+`{"metric":"m","at_least":1}`+strings.Repeat(`]}`, 12), `]}]}`),
		"benefits":                         counted(`{"name":"l","levels":[{"name":"a","requires":[{"metric":"m","at_least":1}],"benefits":[`, `]}]}`, func(i int) string { return fmt.Sprintf(`"b%d"`, i) }),
		"terms":                            counted(`{"name":"l","levels":[{"name":"a","requires":[{"metric":"m","at_least":1}]}],"terms":{`, `}}`, func(i int) string { return fmt.Sprintf(`"t%d":""`, i) }),
	}
	for name, doc := range tests {
		t.Run(name, func(t *testing.T) {
			if errors.Is(second(alianza.Read[values]([]byte(doc))), alianza.ErrLimit) {
				t.Fatalf("a document of %d bytes has too many values to be checked at all", len(doc))
			}
			var d tier.Definition[string]
			var err error
			most := uint64(200 * len(doc))
			used := costtest.Bytes(most, func() { err = d.UnmarshalJSON([]byte(doc)) })
			if err == nil || len(alianza.Faults(err)) > 100 || len(err.Error()) > 100_000 {
				t.Errorf("UnmarshalJSON = %d faults, %d bytes; want some, at most 100", len(alianza.Faults(err)), len(err.Error()))
			}
			if used > most {
				t.Errorf("UnmarshalJSON of %d bytes allocates %d bytes; want %d at most", len(doc), used, most)
			}
		})
	}
}

// values reads nothing but has the limits of any definition.
type values struct{}

func (v *values) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, v, nil) }

// TestSigned has a metric that may be below zero, and one that may not.
func TestSigned(t *testing.T) {
	d := tier.Definition[tier.NoTerms]{Name: "net", Signed: []string{"net"}, Levels: []tier.Level{
		level("loss", tier.AtLeast("net", n("-5"))),
		level("even", tier.AtLeast("net", n("0")), tier.AtMost("refunds", n("9"))),
		level("gain", tier.Above("net", n("0")), tier.AtMost("refunds", n("9"))),
	}}
	ladder := mustNew(d)
	for net, want := range map[string]string{
		"-6": "no tier; 1 net to loss", "-5": "loss; 5 net to even", "-2": "loss; 2 net to even", "0": "even; more than 0 net to gain", "0.5": "gain, the top level",
	} {
		m := tier.Metrics{"net": n(net), "refunds": n("0")}
		got, err := ladder.Place(m)
		if err != nil || got.String() != want {
			t.Errorf("Place(%s) = %q, %v; want %q", net, got, err, want)
		}
		if rank, err := ladder.Rank(m); err != nil || rank != got.Rank {
			t.Errorf("Rank(%s) = %d, %v; want %d", net, rank, err, got.Rank)
		}
		tiertest.ComesBack(t, got, "")
	}
	_, err := ladder.Place(tier.Metrics{"net": n("-1"), "refunds": n("-1")})
	wantFaults(t, "Place of negative refunds", err, fault{"metrics.refunds", "-1", alianza.ErrRange})
	_, err = ladder.Place(tier.Metrics{"net": decimal.New(-1, 1<<30), "refunds": n("1")})
	wantFaults(t, "Place of a hostile net", err, fault{"metrics.net", "-1e1073741824", alianza.ErrRange})

	affiliate := tier.Affiliate()
	affiliate.Signed = []string{"sales"}
	if got, err := mustNew(affiliate).Rank(tier.Metrics{"sales": n("-2")}); err != nil || got != 0 {
		t.Errorf("Rank(-2 sales) = %d, %v; want 0", got, err)
	}
	const text = `{"name":"net","signed":["net"],"levels":[{"name":"loss","requires":[{"metric":"net","at_least":"-5"}]}]}`
	tiertest.ComesBack(t, tier.Definition[tier.NoTerms]{Name: "net", Signed: []string{"net"}, Levels: d.Levels[:1]}, text)
	d.Signed = []string{"net", "nett", "net"}
	wantFaults(t, "New", second(tier.New(d)), fault{"signed[1]", "nett", alianza.ErrUnknown}, fault{"signed[2]", "net", alianza.ErrDuplicate})
	d.Signed = nil
	wantFaults(t, "New without signs", second(tier.New(d)), fault{"levels[0].requires[0].at_least", "-5", alianza.ErrRange})
	sums := tier.Definition[tier.NoTerms]{Name: "l", Signed: []string{"a"}, Levels: []tier.Level{level("x", sumOf(tier.Below("", n("0")), "a", "b"))}}
	if got, err := mustNew(sums).Rank(tier.Metrics{"a": n("-3"), "b": n("2")}); err != nil || got != 1 {
		t.Errorf("Rank of a negative sum = %d, %v; want 1", got, err)
	}
}

// TestScales_T10 asks for a certificate by the name of its level.
func TestScales_T10(t *testing.T) {
	scale := []string{"bronze", "silver", "gold", "platinum"}
	premier := func(levels ...tier.Level) tier.Definition[tier.NoTerms] {
		return tier.Definition[tier.NoTerms]{Name: "premier", Scales: map[string][]string{"certificate": scale}, Levels: levels}
	}
	named := func(level string) tier.Requirement { return tier.Requirement{Metric: "certificate", Level: level} }
	d := premier(level("member", sales("5")), level("premier", sales("15"), named("gold")))
	ladder := mustNew(d)
	for rank, want := range map[string]string{"0": "member; certificate gold to premier", "2": "member; certificate gold to premier", "3": "premier, the top level", "4": "premier, the top level"} {
		got, err := ladder.Place(tier.Metrics{"sales": n("20"), "certificate": n(rank)})
		if err != nil || got.String() != want {
			t.Errorf("Place(certificate %s) = %q, %v; want %q", rank, got, err, want)
		}
		tiertest.ComesBack(t, got, "")
	}
	lowest := mustNew(premier(level("a", named("bronze"))))
	for rank, want := range map[string]int{"0": 0, "1": 1} {
		if got, err := lowest.Rank(tier.Metrics{"certificate": n(rank)}); err != nil || got != want {
			t.Errorf("Rank(certificate %s) where bronze is asked for = %d, %v; want %d", rank, got, err, want)
		}
	}
	tiertest.ComesBack(t, premier(level("a", named("gold"))),
		`{"name":"premier","scales":{"certificate":["bronze","silver","gold","platinum"]},"levels":[{"name":"a","requires":[{"metric":"certificate","level":"gold"}]}]}`)
	if got := named("gold").String(); got != "certificate >= gold" {
		t.Errorf("String() = %q; want certificate >= gold", got)
	}
	tests := []struct {
		name string
		def  tier.Definition[tier.NoTerms]
		want []fault
	}{
		{"names that rise", premier(level("a", named("silver")), level("b", named("gold"))), nil},
		{"names that fall", premier(level("a", named("gold")), level("b", named("silver"))), []fault{{"levels[1].requires[0].level", "silver", alianza.ErrConflict}}},
		{"name and number", premier(level("a", named("gold")), level("b", tier.AtLeast("certificate", n("3")))), []fault{{"levels[1].requires[0].at_least", "3", alianza.ErrConflict}}},
		{"name over an upper bound", premier(level("a", tier.AtMost("certificate", n("2")), named("gold"))), []fault{{"levels[0].requires[1].level", "gold", alianza.ErrConflict}}},
		{"name that is none", premier(level("a", named("diamond"))), []fault{{"levels[0].requires[0].level", "diamond", alianza.ErrUnknown}}},
		{"metric without a scale", premier(level("a", named("gold"), tier.Requirement{Metric: "size", Level: "macro"})), []fault{{"levels[0].requires[1].level", "macro", alianza.ErrUnknown}}},
		{"bound and name", premier(level("a", tier.Requirement{Metric: "certificate", Level: "gold", Bound: alianza.AtLeast(n("1"))})), []fault{{"levels[0].requires[0]", "", alianza.ErrConflict}}},
		{"sum and name", premier(level("a", named("gold"), tier.Requirement{Sum: []string{"certificate"}, Level: "gold"})), []fault{{"levels[0].requires[1].level", "", alianza.ErrConflict}}},
		{"group and name", premier(level("a", named("gold"), tier.Requirement{Any: []tier.Requirement{named("gold")}, Level: "gold"})), []fault{{"levels[0].requires[1]", "", alianza.ErrConflict}}},
		{"scale that nobody asks for", premier(level("a", sales("1"))), []fault{{"scales.certificate", "certificate", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantFaults(t, "New", second(tier.New(tt.def)), tt.want...)
		})
	}
	scale[1], scale[2] = "", "bronze"
	wantFaults(t, "New", second(tier.New(premier(level("a", named("platinum"))))), fault{"scales.certificate[1]", "", alianza.ErrMissing}, fault{"scales.certificate[2]", "bronze", alianza.ErrDuplicate})
}

// TestKeeps_Faults has levels that are kept with less than they are reached with,
// and with more.
func TestKeeps_Faults(t *testing.T) {
	gold := func(keeps ...tier.Requirement) tier.Definition[tier.NoTerms] {
		l := level("gold", sales("9"), sales("16"), sales("12"), tier.AtMost("tickets", n("4")), tier.AtMost("tickets", n("6")), tier.Any(sales("20"), b2))
		l.Keeps = keeps
		return tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{l}}
	}
	tests := []struct {
		name  string
		keeps []tier.Requirement
		want  []fault
	}{
		{"less", []tier.Requirement{sales("12")}, nil},
		{"the same", []tier.Requirement{sales("16"), tier.AtMost("tickets", n("4"))}, nil},
		{"more tickets", []tier.Requirement{tier.AtMost("tickets", n("5"))}, nil},
		{"a group, which is not compared", []tier.Requirement{tier.Any(sales("30"), b2)}, nil},
		{"more", []tier.Requirement{sales("12"), tier.Above("sales", n("16"))}, []fault{{"levels[0].keeps[1]", "sales > 16", alianza.ErrConflict}}},
		{"fewer tickets", []tier.Requirement{tier.Below("tickets", n("4"))}, []fault{{"levels[0].keeps[0]", "tickets < 4", alianza.ErrConflict}}},
		{"another metric", []tier.Requirement{tier.AtLeast("visits", n("1"))}, []fault{{"levels[0].keeps[0]", "visits >= 1", alianza.ErrConflict}}},
		{"a range that the level does not ask for", []tier.Requirement{{Metric: "sales", Bound: alianza.Between(n("12"), n("99"))}}, []fault{{"levels[0].keeps[0]", "12 to 99 sales", alianza.ErrConflict}}},
		{"less, as a sum of one", []tier.Requirement{sumOf(tier.AtLeast("", n("12")), "sales")}, nil},
		{"more, in a group", []tier.Requirement{tier.All(sales("12"), tier.All(sales("17"), sales("18")))}, []fault{{"levels[0].keeps[0]", "sales >= 17", alianza.ErrConflict}}},
		{"less, in a group", []tier.Requirement{tier.All(sales("12"), tier.Below("tickets", n("5")))}, nil},
		{"no number", []tier.Requirement{{Metric: "sales"}}, []fault{{"levels[0].keeps[0]", "", alianza.ErrMissing}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			wantFaults(t, "New", second(tier.New(gold(tt.keeps...))), tt.want...)
		})
	}
	tiertest.ComesBack(t, gold(sales("12")), "")
	many := func(most int, last tier.Requirement) []tier.Requirement {
		return append(slices.Repeat([]tier.Requirement{sales("1")}, most-1), last)
	}
	wantFaults(t, "New with as many as may be", second(tier.New(gold(many(100, sales("17"))...))), fault{"levels[0].keeps[99]", "sales >= 17", alianza.ErrConflict})
	wantFaults(t, "New with many", second(tier.New(gold(many(101, sales("17"))...))), fault{"levels[0].keeps", "", alianza.ErrLimit})
	asks := func(most int) tier.Definition[tier.NoTerms] {
		l := level("gold", many(most, sales("16"))...)
		l.Keeps = []tier.Requirement{sales("17")}
		return tier.Definition[tier.NoTerms]{Name: "l", Levels: []tier.Level{l}}
	}
	wantFaults(t, "New that requires as many as may be", second(tier.New(asks(100))), fault{"levels[0].keeps[0]", "sales >= 17", alianza.ErrConflict})
	wantFaults(t, "New that requires many", second(tier.New(asks(101))), fault{"levels[0].requires", "", alianza.ErrLimit})
}

// TestDocumentAllocations holds what a ladder without faults allocates to be written
// and read, checks included.
func TestDocumentAllocations(t *testing.T) {
	ladder := tier.Affiliate()
	doc, err := ladder.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	written := testing.AllocsPerRun(20, func() {
		if _, err := ladder.MarshalJSON(); err != nil {
			t.Fatal(err)
		}
	})
	read := testing.AllocsPerRun(20, func() {
		if err := new(tier.Definition[tier.NoTerms]).UnmarshalJSON(doc); err != nil {
			t.Fatal(err)
		}
	})
	if written > 20 || read > 75 {
		t.Errorf("a ladder makes %v allocations to write and %v to read; want at most 20 and 75", written, read)
	}
}

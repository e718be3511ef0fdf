package goal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/goal"
)

func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// actuals reads lines such as "Y1Q1 active 12".
func actuals(lines ...string) []goal.Actual {
	var all []goal.Actual
	for _, line := range lines {
		f := strings.Fields(line)
		all = append(all, goal.Actual{Period: f[0], Name: f[1], Value: n(f[2])})
	}
	return all
}

// texts returns the readings as text, those without data left out.
func texts(readings []goal.Reading) []string {
	var all []string
	for _, r := range readings {
		if r.Status != goal.NoData {
			all = append(all, r.String())
		}
	}
	return all
}

func TestJudge_R35_R36(t *testing.T) {
	set := alianza.Must(goal.New(goal.AllianceRoadmap()))
	tests := []struct {
		name    string
		actuals []goal.Actual
		want    []string
	}{
		{"on plan", actuals("Y1Q2 active 30"), []string{"Y1Q2 active 30: on_plan, plan >= 30"}},
		{"above the plan", actuals("Y1Q2 active 31"), []string{"Y1Q2 active 31: on_plan, plan >= 30"}},
		{"behind", actuals("Y1Q2 active 25"), []string{"Y1Q2 active 25: under, plan >= 30, by 5"}},
		{"behind by a cent", actuals("Y1Q1 revenue 99999.999"), []string{"Y1Q1 revenue 99999.999 EUR: under, plan >= 100000, by 0.001 EUR"}},
		{"no target is not a target of zero", actuals("Y2Q2 active 120"), []string{"Y2Q2 active 120: no_target"}},
		{"no target and a loss", actuals("Y2Q2 active -1"), []string{"Y2Q2 active -1: no_target"}},
		{"several", actuals("Y2Q3 active 150", "Y1Q1 identified 99"), []string{"Y1Q1 identified 99: under, plan >= 100, by 1", "Y2Q3 active 150: on_plan, plan >= 150"}},
		{"none", nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			readings, err := set.Judge(tt.actuals...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, texts(readings)); diff != "" {
				t.Errorf("Judge mismatch (-want +got):\n%s", diff)
			}
			for _, r := range readings {
				doc, err := json.Marshal(r)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := alianza.Read[goal.Reading](doc); err != nil || !cmp.Equal(r, got) {
					t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, r)
				}
			}
		})
	}
}

// TestJudge_R30 reports an overrun of the program, though each kind keeps its budget.
func TestJudge_R30(t *testing.T) {
	set := alianza.Must(goal.New(goal.AffiliateBudget()))
	tests := []struct {
		name    string
		actuals []goal.Actual
		want    []string
	}{
		{
			"kinds alone", actuals("month micro 5000", "month macro 10000", "month mega 20000"),
			[]string{
				"month program 35000 USD: over, plan 10000 to 25000, by 10000 USD",
				"month micro 5000 USD: on_plan, plan 2000 to 5000",
				"month macro 10000 USD: on_plan, plan 5000 to 10000",
				"month mega 20000 USD: on_plan, plan 10000 to 20000",
			},
		},
		{
			"a kind is missing, so that the program has no sum", actuals("month micro 5000.01", "month macro 4999.99"),
			[]string{
				"month micro 5000.01 USD: over, plan 2000 to 5000, by 0.01 USD",
				"month macro 4999.99 USD: under, plan 5000 to 10000, by 0.01 USD",
			},
		},
		{
			"a figure of its own counts", actuals("month program 24000", "month micro 2000", "month macro 5000", "month mega 10000"),
			[]string{
				"month program 24000 USD: on_plan, plan 10000 to 25000",
				"month micro 2000 USD: on_plan, plan 2000 to 5000",
				"month macro 5000 USD: on_plan, plan 5000 to 10000",
				"month mega 10000 USD: on_plan, plan 10000 to 20000",
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			readings, err := set.Judge(tt.actuals...)
			if diff := cmp.Diff(tt.want, texts(readings)); diff != "" || err != nil {
				t.Errorf("Judge = %v, mismatch (-want +got):\n%s", err, diff)
			}
		})
	}
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

func TestJudgeBounds(t *testing.T) {
	one := func(b alianza.Bound) goal.Set {
		return alianza.Must(goal.New(goal.Definition{Name: "d", Goals: []goal.Goal{{Period: "p", Name: "x", Bound: b}}}))
	}
	tests := []struct {
		bound alianza.Bound
		value string
		want  string
	}{
		{alianza.Above(n("5")), "5", "p x 5: under, plan > 5, by 0"},
		{alianza.Above(n("5")), "5.01", "p x 5.01: on_plan, plan > 5"},
		{alianza.Below(n("5")), "5", "p x 5: over, plan < 5, by 0"},
		{alianza.AtMost(n("5")), "7", "p x 7: over, plan <= 5, by 2"},
		{alianza.AtLeast(n("2")).Range(n("3")), "4", "p x 4: on_plan, plan >= 2 (to 3)"},
		{alianza.Between(n("0"), n("0")), "0", "p x 0: on_plan, plan 0 to 0"},
	}
	for _, tt := range tests {
		readings, err := one(tt.bound).Judge(goal.Actual{Period: "p", Name: "x", Value: n(tt.value)})
		if err != nil || readings[0].String() != tt.want {
			t.Errorf("Judge(%s) against %s = %v, %v; want %s", tt.value, tt.bound, readings, err, tt.want)
		}
	}
}

func TestJudgeFaults(t *testing.T) {
	set := alianza.Must(goal.New(goal.AllianceRoadmap()))
	tests := []struct {
		name    string
		set     goal.Set
		actuals []goal.Actual
		want    []fault
	}{
		{"zero Set", goal.Set{}, nil, []fault{{"set", "", alianza.ErrUnchecked}}},
		{"misspelled", set, actuals("Y1Q5 actve 1"), []fault{{"actuals[0].period", "Y1Q5", alianza.ErrUnknown}, {"actuals[0].name", "actve", alianza.ErrUnknown}}},
		{"twice", set, actuals("Y1Q1 active 1", "Y1Q1 active 1"), []fault{{"actuals[1]", "active", alianza.ErrDuplicate}}},
		{"hostile", set, []goal.Actual{{Period: "Y1Q1", Name: "active", Value: decimal.New(1, 1<<30)}}, []fault{{"actuals[0].value", "1e1073741824", alianza.ErrRange}}},
		{"many", set, make([]goal.Actual, 1001), []fault{{"actuals", "1001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.set.Judge(tt.actuals...)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("Judge = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNewFaults(t *testing.T) {
	g := func(name, of, unit string, b alianza.Bound) goal.Goal {
		return goal.Goal{Period: "p", Name: name, Of: of, Unit: unit, Bound: b}
	}
	at := alianza.AtLeast(n("1"))
	tests := []struct {
		name  string
		goals []goal.Goal
		want  []fault
	}{
		{"none", nil, []fault{{"goals", "", alianza.ErrEmpty}}},
		{"nothing", []goal.Goal{{}}, []fault{{"goals[0].period", "", alianza.ErrMissing}, {"goals[0].name", "", alianza.ErrMissing}, {"goals[0]", "", alianza.ErrMissing}}},
		{"twice", []goal.Goal{g("a", "", "", at), g("a", "", "", at)}, []fault{{"goals[1].name", "a", alianza.ErrDuplicate}}},
		{"parts", []goal.Goal{g("a", "", "USD", at), g("b", "a", "EUR", at), g("c", "b", "EUR", at), g("d", "d", "", at), g("e", "x", "", at)}, []fault{
			{"goals[1].of", "a", alianza.ErrConflict}, {"goals[2].of", "b", alianza.ErrConflict}, {"goals[3].of", "d", alianza.ErrConflict}, {"goals[4].of", "x", alianza.ErrUnknown},
		}},
		{"bound", []goal.Goal{g("a", "", "", alianza.Between(n("2"), n("1")))}, []fault{{"goals[0].to", "1", alianza.ErrConflict}}},
		{"many", make([]goal.Goal, 1001), []fault{{"goals", "1001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := goal.New(goal.Definition{Name: "d", Goals: tt.goals})
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBreakdown_Strict has parts of at most, or below, 5 each.
func TestBreakdown_Strict(t *testing.T) {
	five, ten := n("5"), n("10")
	for _, tt := range []struct {
		name        string
		whole, a, b alianza.Bound
		want        string // "" if they fit
	}{
		{"the end is in", alianza.AtMost(ten), alianza.AtMost(five), alianza.AtMost(five), ""},
		{"the end is out", alianza.Below(ten), alianza.AtMost(five), alianza.AtMost(five), "0"},
		{"and a part does not come to it", alianza.Below(ten), alianza.AtMost(five), alianza.Below(five), ""},
		{"both stay below", alianza.Below(ten), alianza.Below(five), alianza.Below(five), ""},
		{"beyond", alianza.Below(n("9")), alianza.Below(five), alianza.Below(five), "1"},
		{"a range", alianza.Between(n("1"), ten), alianza.AtMost(five), alianza.AtMost(five), ""},
	} {
		set, err := goal.New(goal.Definition{Name: "d", Goals: []goal.Goal{
			{Name: "all", Period: "p", Bound: tt.whole}, {Name: "a", Period: "p", Of: "all", Bound: tt.a}, {Name: "b", Period: "p", Of: "all", Bound: tt.b},
		}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := set.Breakdown("p", "all")
		text := ""
		if !got.Excess.IsZero() {
			text = got.Excess.Value()
		}
		if err != nil || text != tt.want {
			t.Errorf("Breakdown, %s = excess %q, %v; want %q", tt.name, text, err, tt.want)
		}
	}
}

func TestBreakdown_R30(t *testing.T) {
	set := alianza.Must(goal.New(goal.AffiliateBudget()))
	got, err := set.Breakdown("month", "program")
	if err != nil {
		t.Fatal(err)
	}
	if text := fmt.Sprint(got.Low, ", ", got.High, ", ", got.Excess); text != "low 17000 USD, high 35000 USD, excess 10000 USD" {
		t.Errorf("Breakdown = %s; want 17000, 35000 and an excess of 10000", text)
	}
	doc, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := alianza.Read[goal.Breakdown](doc); err != nil || !cmp.Equal(got, again) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, again, err, got)
	}
	for _, name := range []string{"micro", "x", ""} {
		if _, err := set.Breakdown("month", name); !errors.Is(err, alianza.ErrUnknown) {
			t.Errorf("Breakdown(%s) = %v; want ErrUnknown", name, err)
		}
	}
	if _, err := (goal.Set{}).Breakdown("month", "program"); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Breakdown of the zero Set = %v; want ErrUnchecked", err)
	}
	open := alianza.Must(goal.New(goal.Definition{Name: "d", Goals: []goal.Goal{
		{Period: "p", Name: "all", Bound: alianza.AtMost(n("10"))},
		{Period: "p", Name: "a", Of: "all", Bound: alianza.AtLeast(n("3"))},
		{Period: "p", Name: "b", Of: "all", Bound: alianza.AtMost(n("4"))},
	}}))
	if got, err := open.Breakdown("p", "all"); err != nil || got.Low.Value() != "3" || !got.High.IsZero() || !got.Excess.IsZero() {
		t.Errorf("Breakdown without an upper end = %v, %v; want 3 and none", got, err)
	}
}

func TestTotal_R35_R36(t *testing.T) {
	set := alianza.Must(goal.New(goal.AllianceRoadmap()))
	tests := []struct {
		name    string
		figure  string
		periods []string
		want    string
		fault   []fault
	}{
		{"year 1", "revenue", []string{"Y1Q1", "Y1Q2", "Y1Q3", "Y1Q4"}, "revenue 2000000 EUR", nil},
		{"year 2", "revenue", []string{"Y2Q1", "Y2Q2", "Y2Q3", "Y2Q4"}, "revenue 9000000 EUR", nil},
		{"a quarter without a target", "active", []string{"Y2Q1", "Y2Q2"}, "", []fault{{"periods[1]", "Y2Q2", alianza.ErrMissing}}},
		{"none", "revenue", nil, "", []fault{{"periods", "", alianza.ErrEmpty}}},
		{"twice", "revenue", []string{"Y1Q1", "Y1Q1"}, "", []fault{{"periods[1]", "Y1Q1", alianza.ErrDuplicate}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := set.Total(tt.figure, tt.periods...)
			if diff := cmp.Diff(tt.fault, faults(err), cmpopts.EquateErrors()); diff != "" || err == nil && got.String() != tt.want {
				t.Errorf("Total = %s; want %s, and faults (-want +got):\n%s", got, tt.want, diff)
			}
		})
	}
	if _, err := (goal.Set{}).Total("x", "p"); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Total of the zero Set = %v; want ErrUnchecked", err)
	}
	budget := alianza.Must(goal.New(goal.Definition{Name: "d", Goals: []goal.Goal{{Period: "p", Name: "x", Bound: alianza.AtMost(n("4"))}}}))
	mixed := alianza.Must(goal.New(goal.Definition{Name: "d", Goals: []goal.Goal{
		{Period: "Q1", Name: "rev", Unit: "EUR", Bound: alianza.AtMost(n("20"))},
		{Period: "Q2", Name: "rev", Unit: "EUR", Bound: alianza.AtLeast(n("30"))},
		{Period: "Q3", Name: "rev", Unit: "EUR", Bound: alianza.Between(n("4"), n("8"))},
		{Period: "Q4", Name: "rev", Unit: "EUR", Bound: alianza.Below(n("1"))},
		{Period: "Q5", Name: "rev", Unit: "USD", Bound: alianza.AtLeast(n("1"))},
	}}))
	for _, tt := range []struct {
		periods []string
		want    string
		fault   []fault
	}{
		{[]string{"Q2", "Q3"}, "rev 34 EUR", nil},
		{[]string{"Q1", "Q4"}, "rev 21 EUR", nil},
		{[]string{"Q2", "Q1"}, "", []fault{{"periods[1]", "Q1", alianza.ErrConflict}}},
		{[]string{"Q1", "Q2", "Q3"}, "", []fault{{"periods[1]", "Q2", alianza.ErrConflict}, {"periods[2]", "Q3", alianza.ErrConflict}}},
		{[]string{"Q6", "Q2"}, "", []fault{{"periods[0]", "Q6", alianza.ErrMissing}}},
		{[]string{"Q6", "Q2", "Q5"}, "", []fault{{"periods[0]", "Q6", alianza.ErrMissing}, {"periods[2]", "Q5", alianza.ErrConflict}}},
	} {
		got, err := mixed.Total("rev", tt.periods...)
		if diff := cmp.Diff(tt.fault, faults(err), cmpopts.EquateErrors()); diff != "" || err == nil && got.String() != tt.want {
			t.Errorf("Total of %v = %s; want %s, and faults (-want +got):\n%s", tt.periods, got, tt.want, diff)
		}
	}
	if got, err := budget.Total("x", "p"); err != nil || got.Value() != "4" {
		t.Errorf("Total of an upper end = %s, %v; want 4", got, err)
	}
}

func TestSetEqual(t *testing.T) {
	one := goal.Goal{Period: "2026-01", Name: "a", Unit: "USD", Of: "b", Bound: alianza.AtLeast(n("5"))}
	set := func(g goal.Goal) goal.Set {
		return alianza.Must(goal.New(goal.Definition{Name: "s", Goals: []goal.Goal{g, {Period: "2026-01", Name: "b", Unit: "USD", Bound: alianza.AtLeast(n("5"))}, {Period: "2026-02", Name: "b", Unit: "USD", Bound: alianza.AtLeast(n("5"))}}}))
	}
	for name, change := range map[string]func(g *goal.Goal){
		"period": func(g *goal.Goal) { g.Period = "2026-02" },
		"name":   func(g *goal.Goal) { g.Name = "c" },
		"of":     func(g *goal.Goal) { g.Of = "" },
		"bound":  func(g *goal.Goal) { g.Bound = alianza.AtLeast(n("6")) },
	} {
		other := one
		change(&other)
		if set(one).Equal(set(other)) || !set(one).Equal(set(one)) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}

func TestSetJSON(t *testing.T) {
	for _, d := range []goal.Definition{goal.AffiliateBudget(), goal.AffiliateReach(), goal.AdvancedFunnel(), goal.AllianceRoadmap()} {
		t.Run(d.Name, func(t *testing.T) {
			set, err := goal.New(d)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d, set.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
			set.Definition().Goals[0].Name = "spoilt"
			doc, err := json.Marshal(set)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := alianza.Read[goal.Set](doc); err != nil || !cmp.Equal(set, got) {
				t.Errorf("Read(%s) = %v, %v; want the set", doc, got, err)
			}
			if got, err := alianza.Read[goal.Definition](doc); err != nil || !cmp.Equal(d, got) {
				t.Errorf("Read(%s) = %v, %v; want the definition", doc, got, err)
			}
			one, err := json.Marshal(d.Goals[0])
			if err != nil {
				t.Fatal(err)
			}
			if got, err := alianza.Read[goal.Goal](one); err != nil || !cmp.Equal(d.Goals[0], got) {
				t.Errorf("Read(%s) = %v, %v; want the goal", one, got, err)
			}
		})
	}
	if _, err := json.Marshal(goal.Set{}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("MarshalJSON() of the zero Set = %v; want ErrUnchecked", err)
	}
	if _, err := alianza.Read[goal.Set]([]byte(`{"name":"d","goals":[{"period":"p","name":"x"}]}`)); !errors.Is(err, alianza.ErrMissing) {
		t.Errorf("Read of a goal without a bound = %v; want ErrMissing", err)
	}
	one, two := alianza.Must(goal.New(goal.AffiliateReach())), alianza.Must(goal.New(goal.AdvancedFunnel()))
	if one.Equal(two) || !(goal.Set{}).Equal(goal.Set{}) {
		t.Error("Equal of two sets is wrong")
	}
	doc, err := json.Marshal(goal.Actual{Period: "p", Name: "x", Value: n("1.50")})
	if err != nil || string(doc) != `{"period":"p","name":"x","value":"1.50"}` {
		t.Errorf("MarshalJSON() = %s, %v", doc, err)
	}
	if got, err := alianza.Read[goal.Actual](doc); err != nil || got.Name != "x" {
		t.Errorf("Read(%s) = %v, %v", doc, got, err)
	}
}

package checklist_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/checklist"
)

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

func sameFaults(t *testing.T, what string, err error, want []fault) {
	t.Helper()
	if diff := cmp.Diff(want, faults(err), cmpopts.EquateErrors()); diff != "" {
		t.Errorf("%s = other faults (-want +got):\n%s", what, diff)
	}
}

func TestNew(t *testing.T) {
	n := decimal.NewFromInt
	items := func(list ...checklist.Item) checklist.Definition { return checklist.Definition{Name: "l", Items: list} }
	many := checklist.Definition{Name: "l", Items: make([]checklist.Item, 1001)}
	tests := []struct {
		name string
		def  checklist.Definition
		want []fault
	}{
		{"sound", items(checklist.Item{Name: "a", Owner: "o", Minutes: 5, Bound: alianza.AtLeast(n(1))}), nil},
		{"nothing", checklist.Definition{}, []fault{{"name", "", alianza.ErrMissing}, {"items", "", alianza.ErrMissing}}},
		{"too many", many, []fault{{"items", "1001", alianza.ErrLimit}}},
		{"names", items(checklist.Item{Name: "a"}, checklist.Item{Name: "a"}, checklist.Item{Owner: " o"}), []fault{
			{"items[1].name", "a", alianza.ErrDuplicate}, {"items[2].name", "", alianza.ErrMissing}, {"items[2].owner", " o", alianza.ErrForm},
		}},
		{"minutes", items(checklist.Item{Name: "a", Minutes: -1}, checklist.Item{Name: "b", Minutes: 44641}), []fault{
			{"items[0].minutes", "-1", alianza.ErrRange}, {"items[1].minutes", "44641", alianza.ErrRange},
		}},
		{"the most minutes, a month", items(checklist.Item{Name: "a", Minutes: 44640}), nil},
		{"bounds", items(checklist.Item{Name: "a", Bound: alianza.Between(n(2), n(1))}, checklist.Item{Name: "b", Bound: alianza.AtLeast(decimal.New(1, math.MaxInt32))}), []fault{
			{"items[0].to", "1", alianza.ErrConflict}, {"items[1].at_least", "1e2147483647", alianza.ErrRange},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := checklist.New(tt.def)
			sameFaults(t, "New", err, tt.want)
			if err != nil {
				return
			}
			doc, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[checklist.Checklist](doc); err != nil || !read.Equal(c) || !cmp.Equal(tt.def, read.Definition()) {
				t.Errorf("Read(%s) = %v; want the checklist", doc, err)
			}
		})
	}
}

func sound() checklist.Checklist {
	return alianza.Must(checklist.New(checklist.Definition{Name: "l", Items: []checklist.Item{
		{Name: "call", Minutes: 20},
		{Name: "names", Owner: "scout", Bound: alianza.AtLeast(decimal.NewFromInt(10)).Range(decimal.NewFromInt(20))},
		{Name: "plan"},
	}}))
}

func TestJudge(t *testing.T) {
	num := func(s string) map[string]decimal.Decimal {
		return map[string]decimal.Decimal{"names": decimal.RequireFromString(s)}
	}
	tests := []struct {
		name     string
		progress checklist.Progress
		want     string
	}{
		{"nothing", checklist.Progress{}, "l: 0 of 3; open: call, names, want >= 10 (to 20), plan"},
		{"one", checklist.Progress{Done: []string{"plan"}}, "l: 1 of 3; open: call, names, want >= 10 (to 20)"},
		{"not enough", checklist.Progress{Done: []string{"plan", "call"}, Numbers: num("9.99")}, "l: 2 of 3; open: names 9.99, want >= 10 (to 20)"},
		{"zero", checklist.Progress{Done: []string{"plan", "call"}, Numbers: num("0")}, "l: 2 of 3; open: names 0, want >= 10 (to 20)"},
		{"enough", checklist.Progress{Done: []string{"plan", "call"}, Numbers: num("10")}, "l: complete"},
		{"more than aimed at", checklist.Progress{Done: []string{"plan", "call"}, Numbers: num("25")}, "l: complete"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sound().Judge(tt.progress)
			if err != nil || got.String() != tt.want || got.Complete() != strings.HasSuffix(tt.want, "complete") || len(got.Done)+len(got.Open) != 3 {
				t.Errorf("Judge = %s, %v; want %s", got, err, tt.want)
			}
			doc, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[checklist.Report](doc); err != nil || !cmp.Equal(got, read) {
				t.Errorf("Read(%s) = %v, %v; want the report", doc, read, err)
			}
		})
	}
	if (checklist.Report{}).Complete() {
		t.Error("Complete() of the zero Report = true; want false")
	}
}

func TestJudge_Refused(t *testing.T) {
	huge := decimal.New(1, math.MaxInt32)
	tests := []struct {
		name     string
		progress checklist.Progress
		want     []fault
	}{
		{"unknown", checklist.Progress{Done: []string{"Call"}, Numbers: map[string]decimal.Decimal{"x": decimal.Zero}}, []fault{
			{"done[0]", "Call", alianza.ErrUnknown}, {"numbers.x", "", alianza.ErrUnknown},
		}},
		{"twice", checklist.Progress{Done: []string{"call", "call"}}, []fault{{"done[1]", "call", alianza.ErrDuplicate}}},
		{"done without its number", checklist.Progress{Done: []string{"names"}}, []fault{{"done[0]", "names", alianza.ErrConflict}}},
		{"a number of an item without one", checklist.Progress{Numbers: map[string]decimal.Decimal{"call": decimal.Zero}}, []fault{{"numbers.call", "", alianza.ErrConflict}}},
		{"hostile", checklist.Progress{Numbers: map[string]decimal.Decimal{"names": huge}}, []fault{{"numbers.names", "1e2147483647", alianza.ErrRange}}},
		{"too many", checklist.Progress{Done: make([]string, 1001)}, []fault{{"done", "1001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := sound().Judge(tt.progress)
			sameFaults(t, "Judge", err, tt.want)
			if !cmp.Equal(checklist.Report{}, got) {
				t.Errorf("Judge = %s beside the error; want none", got)
			}
		})
	}
	var zero checklist.Checklist
	if _, err := zero.Judge(checklist.Progress{}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Judge of the zero Checklist = %v; want ErrUnchecked", err)
	}
	if _, err := zero.Minutes(); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Minutes of the zero Checklist = %v; want ErrUnchecked", err)
	}
	if _, err := json.Marshal(zero); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Marshal of the zero Checklist = %v; want ErrUnchecked", err)
	}
}

func TestMinutes_P11(t *testing.T) {
	training := alianza.Must(checklist.New(checklist.Training()))
	tests := []struct {
		items []string
		want  int
		fault []fault
	}{
		{nil, 75, nil},
		{[]string{"product"}, 30, nil},
		{[]string{"analytics", "product"}, 45, nil},
		{[]string{"product", "product"}, 0, []fault{{"items[1]", "product", alianza.ErrDuplicate}}},
		{[]string{"sales"}, 0, []fault{{"items[0]", "sales", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		got, err := training.Minutes(tt.items...)
		sameFaults(t, "Minutes", err, tt.fault)
		if got != tt.want {
			t.Errorf("Minutes(%v) = %d; want %d", tt.items, got, tt.want)
		}
	}
	_, err := sound().Minutes()
	sameFaults(t, "Minutes", err, []fault{{"items[1]", "names", alianza.ErrMissing}, {"items[2]", "plan", alianza.ErrMissing}})
}

// TestPresets holds the number of items that the rules give, and that each list is
// sound.
func TestPresets(t *testing.T) {
	counts := map[string]int{}
	for _, d := range []checklist.Definition{checklist.Strategy(), checklist.ThisWeek()} {
		want := alianza.AtLeast(decimal.NewFromInt(10)).Range(decimal.NewFromInt(20))
		if i := slices.IndexFunc(d.Items, func(one checklist.Item) bool { return !one.Bound.IsZero() }); i < 0 || !d.Items[i].Bound.Equal(want) {
			t.Errorf("%s asks for no number of %s", d.Name, want)
		}
	}
	all := append(checklist.Approaches(), checklist.Strategy(), checklist.Development(), checklist.ThisWeek(), checklist.ThisMonth(),
		checklist.Training(), checklist.WelcomeKit(), checklist.Onboarding(), checklist.Clauses())
	for _, d := range all {
		c, err := checklist.New(d)
		if err != nil {
			t.Errorf("New(%s) = %v", d.Name, err)
		}
		counts[d.Name] = len(d.Items)
		d.Items[0].Name = "spoilt"
		if c.Definition().Items[0].Name == "spoilt" {
			t.Errorf("%s is not a copy of its definition", d.Name)
		}
	}
	want := map[string]int{
		"micro": 4, "macro": 4, "agency": 4, "consultant": 4, // P13
		"strategy": 6, "development": 6, // P8, P4
		"this_week": 12, "this_month": 8, // P23, P24
		"training": 3, "welcome_kit": 5, "onboarding": 4, "clauses": 4, // P11, P12, P31, P21
	}
	if diff := cmp.Diff(want, counts); diff != "" {
		t.Errorf("items mismatch (-want +got):\n%s", diff)
	}
}

// TestEqual changes one field at a time.
func TestEqual(t *testing.T) {
	one, two := decimal.NewFromInt(1), decimal.NewFromInt(2)
	report := func() checklist.Report {
		return checklist.Report{Checklist: "l", Done: []string{"a"}, Open: []checklist.Open{{Name: "b", Owner: "o", Number: &one, Bound: alianza.AtLeast(two)}}}
	}
	for name, change := range map[string]func(r *checklist.Report){
		"list":      func(r *checklist.Report) { r.Checklist = "m" },
		"done":      func(r *checklist.Report) { r.Done = nil },
		"open":      func(r *checklist.Report) { r.Open = nil },
		"name":      func(r *checklist.Report) { r.Open[0].Name = "c" },
		"owner":     func(r *checklist.Report) { r.Open[0].Owner = "" },
		"number":    func(r *checklist.Report) { r.Open[0].Number = &two },
		"no number": func(r *checklist.Report) { r.Open[0].Number = nil },
		"bound":     func(r *checklist.Report) { r.Open[0].Bound = alianza.Bound{} },
	} {
		r := report()
		if change(&r); r.Equal(report()) || report().Equal(r) || !report().Equal(report()) {
			t.Errorf("Equal of reports with another %s = true; want false", name)
		}
	}
	def := func() checklist.Definition {
		return checklist.Definition{Name: "l", Items: []checklist.Item{{Name: "a", Owner: "o", Minutes: 1, Computed: true, Bound: alianza.AtLeast(one)}}}
	}
	for name, change := range map[string]func(d *checklist.Definition){
		"name":     func(d *checklist.Definition) { d.Name = "m" },
		"items":    func(d *checklist.Definition) { d.Items = nil },
		"item":     func(d *checklist.Definition) { d.Items[0].Name = "b" },
		"owner":    func(d *checklist.Definition) { d.Items[0].Owner = "" },
		"minutes":  func(d *checklist.Definition) { d.Items[0].Minutes = 2 },
		"computed": func(d *checklist.Definition) { d.Items[0].Computed = false },
		"bound":    func(d *checklist.Definition) { d.Items[0].Bound = alianza.AtLeast(two) },
	} {
		d := def()
		if change(&d); d.Equal(def()) || def().Equal(d) || !def().Equal(def()) {
			t.Errorf("Equal of definitions with another %s = true; want false", name)
		}
	}
}

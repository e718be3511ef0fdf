package prospect_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func TestNewClassifierFaults(t *testing.T) {
	type definition = prospect.ClassifierDefinition
	all := func(name string, criteria ...string) prospect.Class { return prospect.Class{Name: name, All: criteria} }
	good := func() definition {
		return definition{Name: "c", Classes: []prospect.Class{all("x", "a")}, Otherwise: "y"}
	}
	classes := func(all ...prospect.Class) func(*definition) { return func(d *definition) { d.Classes = all } }
	long := make([]string, 501)
	for i := range long {
		long[i] = fmt.Sprint(i)
	}
	scoretest.Breaks(t, good, prospect.NewClassifier, []scoretest.Break[definition]{
		{"nothing", func(d *definition) { *d = definition{} }, []fault{{"name", "", alianza.ErrMissing}, {"classes", "", alianza.ErrMissing}, {"otherwise", "", alianza.ErrMissing}}, ""},
		{"two ways into a class", classes(all("x", "a"), all("x", "b")), nil, ""},
		{"the name of a class for the rest", func(d *definition) { d.Otherwise = "x" }, []fault{{"otherwise", "x", alianza.ErrDuplicate}}, "the same as classes[0].name"},
		{"a class without a name", classes(all("", "a")), []fault{{"classes[0].name", "", alianza.ErrMissing}}, ""},
		{"no conditions", classes(prospect.Class{Name: "x"}), []fault{{"classes[0]", "x", alianza.ErrMissing}}, ""},
		{"a condition twice", classes(all("x", "a", "a", "")), []fault{{"classes[0].all[1]", "a", alianza.ErrDuplicate}, {"classes[0].all[2]", "", alianza.ErrMissing}}, ""},
		{"yes and no in one class", classes(prospect.Class{Name: "x", All: []string{"a"}, None: []string{"a"}}), []fault{
			{"classes[0].none[0]", "a", alianza.ErrDuplicate}, {"classes[0].none[0]", "a", alianza.ErrConflict},
		}, ""},
		{"yes here, no there", classes(all("x", "a"), prospect.Class{Name: "z", None: []string{"b", "a"}}), []fault{{"classes[1].none[1]", "a", alianza.ErrConflict}}, "elsewhere it has to be yes"},
		{"never reached", classes(all("x", "a"), all("z", "b", "a")), []fault{{"classes[1]", "z", alianza.ErrConflict}}, "never reached: all that is in it is x"},
		{"the same conditions", classes(all("x", "a"), all("z", "a")), []fault{{"classes[1]", "z", alianza.ErrConflict}}, ""},
		{"a way that is never taken", classes(all("x", "a"), all("x", "a", "b")), []fault{{"classes[1]", "x", alianza.ErrConflict}}, ""},
		{"assumed and not asked", func(d *definition) { d.AssumeNo = []string{"a", "b", "a", ""} }, []fault{
			{"assume_no[1]", "b", alianza.ErrUnknown}, {"assume_no[2]", "a", alianza.ErrDuplicate}, {"assume_no[3]", "", alianza.ErrMissing},
		}, ""},
		{"noted and asked", func(d *definition) { d.Noted = []string{"a", "b", "b"} }, []fault{{"noted[0]", "a", alianza.ErrConflict}, {"noted[2]", "b", alianza.ErrDuplicate}}, ""},
		{"half a task", func(d *definition) { d.Classes[0].Next.Owner = "ana" }, []fault{{"classes[0].next.action", "", alianza.ErrMissing}, {"classes[0].next.text", "", alianza.ErrMissing}}, ""},
		{"a task of the second way", classes(all("x", "a"), prospect.Class{Name: "x", All: []string{"b"}, Next: score.Task{Action: "call", Text: "call"}}), []fault{{"classes[1].next", "call", alianza.ErrConflict}}, "classes[0] says what is next, the first way into this class"},
		{"too many classes", func(d *definition) { d.Classes = slices.Repeat(d.Classes, 201) }, []fault{{"classes", "201", alianza.ErrLimit}}, "at most 200 classes"},
		{"too many criteria", func(d *definition) { d.Classes[0].All, d.Noted, d.AssumeNo = long, long, long }, []fault{
			{"classes[0]", "501", alianza.ErrLimit}, {"noted", "501", alianza.ErrLimit}, {"assume_no", "501", alianza.ErrLimit},
		}, "at most 500 criteria"},
	}...)
}

// classified is a definition in which every field is set.
func classified() prospect.ClassifierDefinition {
	return prospect.ClassifierDefinition{
		Name: "c", Otherwise: "none", Noted: []string{"d"}, AssumeNo: []string{"a"}, Classes: []prospect.Class{
			{Name: "x", All: []string{"a", "b"}, Next: score.Task{Action: "call", Text: "call them"}}, {Name: "y", None: []string{"c"}},
		},
	}
}

// reclassify changes that definition, one field at a time.
var reclassify = []func(d *prospect.ClassifierDefinition){
	func(d *prospect.ClassifierDefinition) { d.Name = "other" },
	func(d *prospect.ClassifierDefinition) { d.Otherwise = "z" },
	func(d *prospect.ClassifierDefinition) { d.Noted = []string{"e"} },
	func(d *prospect.ClassifierDefinition) { d.AssumeNo = nil },
	func(d *prospect.ClassifierDefinition) { d.Classes = d.Classes[:1] },
	func(d *prospect.ClassifierDefinition) { d.Classes[1].Name = "z" },
	func(d *prospect.ClassifierDefinition) { d.Classes[0].All[1] = "e" },
	func(d *prospect.ClassifierDefinition) { d.Classes[1].None[0] = "e" },
	func(d *prospect.ClassifierDefinition) { d.Classes[0].Next.Days = 2 },
}

func TestClassifierEqual(t *testing.T) {
	scoretest.Apart(t, classified, prospect.NewClassifier, reclassify...)
}

// TestClassifierCost holds that a definition as large as the limits allow is
// checked, and judges, in a bearable number of allocations. The cost grows with
// its size, and not with the square of it.
func TestClassifierCost(t *testing.T) {
	large := func(classes int) prospect.ClassifierDefinition {
		d := prospect.ClassifierDefinition{Name: "large", Otherwise: "none"}
		for i := range classes {
			c := prospect.Class{Name: fmt.Sprint("class ", i)}
			for j := range 120 {
				c.All = append(c.All, fmt.Sprint("criterion ", j))
			}
			c.All = append(c.All[:i], c.All[i+1:]...) // all but one
			d.Classes = append(d.Classes, c)
		}
		return d
	}
	cost := func(classes int) float64 {
		d := large(classes)
		return testing.AllocsPerRun(1, func() {
			if _, err := classifier(d).Judge(nil); err != nil {
				t.Fatal(err)
			}
		})
	}
	if half, whole := cost(50), cost(100); whole > 3*half {
		t.Errorf("100 classes take %v allocations, 50 take %v; want no more than in proportion", whole, half)
	}
}

func TestClassifierImmutable(t *testing.T) {
	d := prospect.ReciprocalPromotion()
	c := classifier(d)
	d.Classes[0].All[0], d.Classes[0].None[0] = "spoilt", "spoilt"
	got := c.Definition()
	got.Classes[0].All[0], got.Classes[0].Name = "spoilt", "spoilt"
	if diff := cmp.Diff(prospect.ReciprocalPromotion(), c.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

func classifier(d prospect.ClassifierDefinition) prospect.Classifier {
	return alianza.Must(prospect.NewClassifier(d))
}

// TestClassifierAttacked reads documents of the greatest size that is looked at.
func TestClassifierAttacked(t *testing.T) {
	with := func(classes string) string { return `{"name":"c","otherwise":"x","classes":` + classes + `}` }
	scoretest.Bounded[prospect.ClassifierDefinition](t, map[string]string{
		"classes":        with(scoretest.Many(8_000, `{"name":"a","all":["x"]}`)),
		"conditions":     with(`[{"name":"a","all":` + scoretest.Many(40_000, `"x"`) + `}]`),
		"null classes":   with(scoretest.Many(40_000, `null`)),
		"unknown fields": with(scoretest.Many(8_000, `{"name":"a","alle":["x"]}`)),
		"noted":          `{"name":"c","otherwise":"x","classes":[{"name":"a","all":["x"]}],"noted":` + scoretest.Many(40_000, `"y"`) + `}`,
	})
}

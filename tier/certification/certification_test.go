package certification_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier/certification"
)

func TestPartner_T10(t *testing.T) {
	want := certification.Definition{
		Name:   "certification",
		Levels: []certification.Level{{Name: "bronze", Support: "basic"}, {Name: "silver", Support: "priority"}, {Name: "gold", Support: "dedicated"}, {Name: "platinum", Support: "vip"}},
		Steps:  []string{"training", "examination", "practical"}, Months: 12,
	}
	if diff := cmp.Diff(want, certification.Partner()); diff != "" {
		t.Errorf("Partner() mismatch (-want +got):\n%s", diff)
	}
	c := partner(0, 0)
	for i, level := range []string{"bronze", "silver", "gold", "platinum"} {
		got, err := c.Report(issue(t, c, level, "2025-03-15"), day("2025-03-15"))
		if err != nil || got.Rank != i+1 || got.Level != level {
			t.Errorf("Report(%s) = %q of rank %d, %v; want rank %d", level, got.Level, got.Rank, err, i+1)
		}
		if rank, ok := c.RankOf(level); !ok || rank != i+1 {
			t.Errorf("RankOf(%s) = %d, %t; want %d", level, rank, ok, i+1)
		}
	}
	for _, level := range []string{"", "Gold", "basic"} {
		if rank, ok := c.RankOf(level); ok || rank != 0 {
			t.Errorf("RankOf(%q) = %d, %t; want none", level, rank, ok)
		}
	}
}

// TestNew_Faults breaks a definition that is sound, one thing at a time.
func TestNew_Faults(t *testing.T) {
	type definition = certification.Definition
	many := func(n int) []string {
		names := make([]string, n)
		for i := range names {
			names[i] = string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676))
		}
		return names
	}
	levels := func(names ...string) []certification.Level {
		var all []certification.Level
		for _, name := range names {
			all = append(all, certification.Level{Name: name})
		}
		return all
	}
	tests := []struct {
		name   string
		change func(*definition)
		want   []fault
	}{
		{"least", func(*definition) {}, nil},
		{"most", func(d *definition) { d.Months, d.WarnDays, d.GraceDays = 1200, 3650, 3650 }, nil},
		{"nothing", func(d *definition) { *d = definition{} }, []fault{{"name", "", alianza.ErrMissing}, {"levels", "", alianza.ErrMissing}, {"months", "0", alianza.ErrRange}}},
		{"no months", func(d *definition) { d.Months = 0 }, []fault{{"months", "0", alianza.ErrRange}}},
		{"negative months", func(d *definition) { d.Months = -1 }, []fault{{"months", "-1", alianza.ErrRange}}},
		{"too many months", func(d *definition) { d.Months = 1201 }, []fault{{"months", "1201", alianza.ErrRange}}},
		{"negative warning", func(d *definition) { d.WarnDays = -1 }, []fault{{"warn_days", "-1", alianza.ErrRange}}},
		{"warning too long", func(d *definition) { d.WarnDays = 3651 }, []fault{{"warn_days", "3651", alianza.ErrRange}}},
		{"negative grace", func(d *definition) { d.GraceDays = -1 }, []fault{{"grace_days", "-1", alianza.ErrRange}}},
		{"grace too long", func(d *definition) { d.GraceDays = 3651 }, []fault{{"grace_days", "3651", alianza.ErrRange}}},
		{"two levels and a step of one name", func(d *definition) { d.Levels, d.Steps = levels("one", "one"), []string{"one"} }, []fault{{"levels[1].name", "one", alianza.ErrDuplicate}}},
		{"same support", func(d *definition) { d.Levels = []certification.Level{{"one", "s"}, {"two", "s"}} }, nil},
		{"support that is no name", func(d *definition) { d.Levels[0].Support = " vip" }, []fault{{"levels[0].support", " vip", alianza.ErrForm}}},
		{"as many levels as there may be", func(d *definition) { d.Levels = levels(many(200)...) }, nil},
		{"one level more", func(d *definition) { d.Levels = levels(many(201)...) }, []fault{{"levels", "201", alianza.ErrLimit}}},
		{"as many steps as there may be", func(d *definition) { d.Steps = many(1000) }, nil},
		{"one step more", func(d *definition) { d.Steps = many(1001) }, []fault{{"steps", "1001", alianza.ErrLimit}}},
		{
			"all at once, in order",
			func(d *definition) {
				*d = definition{
					Name: "c\t", Levels: levels("", "one", " two", "one"), Steps: []string{"a", "", "a"},
					Months: -1, WarnDays: -2, GraceDays: -3,
				}
			},
			[]fault{
				{"name", "c\t", alianza.ErrForm},
				{"levels[0].name", "", alianza.ErrMissing},
				{"levels[2].name", " two", alianza.ErrForm},
				{"levels[3].name", "one", alianza.ErrDuplicate},
				{"steps[1]", "", alianza.ErrMissing},
				{"steps[2]", "a", alianza.ErrDuplicate},
				{"months", "-1", alianza.ErrRange},
				{"warn_days", "-2", alianza.ErrRange},
				{"grace_days", "-3", alianza.ErrRange},
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := definition{Name: "c", Levels: levels("one"), Months: 1}
			tt.change(&d)
			c, err := certification.New(d)
			wantFaults(t, "New", err, tt.want...)
			doc, again := json.Marshal(d)
			if (again != nil) != (err != nil) {
				t.Errorf("MarshalJSON() = %s, %v; want an error as New: %v", doc, again, err)
			}
			want := d
			if err != nil {
				want = definition{}
			}
			if diff := cmp.Diff(want, c.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestDefinition_Copies changes all that goes into a certification and comes out
// of it.
func TestDefinition_Copies(t *testing.T) {
	d := certification.Partner()
	c := alianza.Must(certification.New(d))
	copied := c.Definition()
	for _, spoilt := range []certification.Definition{d, copied} {
		spoilt.Levels[0].Name, spoilt.Steps[0] = "spoilt", "spoilt"
		if diff := cmp.Diff(certification.Partner(), c.Definition()); diff != "" {
			t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(certification.Definition{}, certification.Certification{}.Definition()); diff != "" {
		t.Errorf("Definition() of the zero certification mismatch (-want +got):\n%s", diff)
	}
}

// TestCertification_Equal changes one thing at a time.
func TestCertification_Equal(t *testing.T) {
	type definition = certification.Definition
	changes := map[string]func(*definition){
		"name":    func(d *definition) { d.Name = "other" },
		"level":   func(d *definition) { d.Levels[1].Name = "tin" },
		"support": func(d *definition) { d.Levels[1].Support = "phone" },
		"step":    func(d *definition) { d.Steps[2] = "interview" },
		"months":  func(d *definition) { d.Months = 24 },
		"warning": func(d *definition) { d.WarnDays = 1 },
		"grace":   func(d *definition) { d.GraceDays = 1 },
	}
	if diff := cmp.Diff(partner(0, 0), partner(0, 0)); diff != "" {
		t.Errorf("cmp.Diff of the same certification = %s", diff)
	}
	for name, change := range changes {
		d := certification.Partner()
		change(&d)
		c := alianza.Must(certification.New(d))
		comesBack(t, c, string(alianza.Must(json.Marshal(d))))
		if c.Equal(partner(0, 0)) || cmp.Equal(c, partner(0, 0)) {
			t.Errorf("Equal = true with another %s", name)
		}
	}
}

// TestDefinition_Golden reads and writes the certification of testdata.
func TestDefinition_Golden(t *testing.T) {
	want := certification.Partner()
	want.WarnDays, want.GraceDays = 30, 10
	doc, err := json.MarshalIndent(want, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "partner.json", string(doc)+"\n")
	data, err := os.ReadFile(filepath.Join("testdata", "partner.json"))
	if err != nil {
		t.Fatal(err)
	}
	got, err := alianza.Read[certification.Definition](data)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Read(partner.json) mismatch, %v (-want +got):\n%s", err, diff)
	}
}

func TestDefinition_JSON(t *testing.T) {
	comesBack(t, certification.Definition{Name: "c", Levels: []certification.Level{{Name: "one"}}, Months: 1}, `{"name":"c","levels":[{"name":"one"}],"months":1}`)
	comesBack(t, certification.Level{Name: "one", Support: "vip"}, `{"name":"one","support":"vip"}`)
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"nothing", `{}`, []fault{{"name", "", alianza.ErrMissing}, {"levels", "", alianza.ErrMissing}, {"months", "", alianza.ErrMissing}}},
		{"level of text", `{"name":"c","levels":["one"],"months":1}`, []fault{{"levels[0]", "one", alianza.ErrForm}}},
		{"field of a level", `{"name":"c","levels":[{"name":"one","sales":1}],"months":1}`, []fault{{"levels[0].sales", "", alianza.ErrField}}},
		{"field that is none", `{"name":"c","levels":[{"name":"one"}],"months":1,"years":1}`, []fault{{"years", "", alianza.ErrField}}},
		{"steps that are none", `{"name":"c","levels":[{"name":"one"}],"steps":null,"months":1}`, []fault{{"steps", "", alianza.ErrMissing}}},
		{"form and meaning, in order", `{"months":"12","warn_days":-1,"levels":[{"name":"one"},{"name":"one","support":3},{"name":"one"}],"steps":["a","a"],"name":""}`, []fault{
			{"months", "12", alianza.ErrForm},
			{"warn_days", "-1", alianza.ErrRange},
			{"levels[1].name", "one", alianza.ErrDuplicate},
			{"levels[1].support", "3", alianza.ErrForm},
			{"levels[2].name", "one", alianza.ErrDuplicate},
			{"steps[1]", "a", alianza.ErrDuplicate},
			{"name", "", alianza.ErrMissing},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := certification.Partner()
			wantFaults(t, "UnmarshalJSON("+tt.doc+")", got.UnmarshalJSON([]byte(tt.doc)), tt.want...)
			if diff := cmp.Diff(certification.Partner(), got); diff != "" {
				t.Errorf("UnmarshalJSON(%s) changed the definition (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

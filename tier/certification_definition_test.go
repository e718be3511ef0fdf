package tier_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

func TestNewCertificationFaults(t *testing.T) {
	levels := []tier.CertificationLevel{{Name: "one"}}
	tests := []struct {
		name string
		def  tier.CertificationDefinition
		want []fault
	}{
		{"least", tier.CertificationDefinition{Name: "c", Levels: levels, Months: 1}, nil},
		{"most", tier.CertificationDefinition{Name: "c", Levels: levels, Months: 1200, WarnDays: 3650, GraceDays: 3650}, nil},
		{"nothing", tier.CertificationDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"levels", "", alianza.ErrMissing}, {"months", "0", alianza.ErrRange}}},
		{"no months", tier.CertificationDefinition{Name: "c", Levels: levels}, []fault{{"months", "0", alianza.ErrRange}}},
		{"negative months", tier.CertificationDefinition{Name: "c", Levels: levels, Months: -1}, []fault{{"months", "-1", alianza.ErrRange}}},
		{"too many months", tier.CertificationDefinition{Name: "c", Levels: levels, Months: 1201}, []fault{{"months", "1201", alianza.ErrRange}}},
		{"negative warning", tier.CertificationDefinition{Name: "c", Levels: levels, Months: 1, WarnDays: -1}, []fault{{"warn_days", "-1", alianza.ErrRange}}},
		{"warning too long", tier.CertificationDefinition{Name: "c", Levels: levels, Months: 1, WarnDays: 3651}, []fault{{"warn_days", "3651", alianza.ErrRange}}},
		{"negative grace", tier.CertificationDefinition{Name: "c", Levels: levels, Months: 1, GraceDays: -1}, []fault{{"grace_days", "-1", alianza.ErrRange}}},
		{"grace too long", tier.CertificationDefinition{Name: "c", Levels: levels, Months: 1, GraceDays: 3651}, []fault{{"grace_days", "3651", alianza.ErrRange}}},
		{"two levels and a step of one name", tier.CertificationDefinition{Name: "c", Levels: []tier.CertificationLevel{{Name: "one"}, {Name: "one"}}, Steps: []string{"one"}, Months: 1}, []fault{{"levels[1].name", "one", alianza.ErrDuplicate}}},
		{"same support", tier.CertificationDefinition{Name: "c", Levels: []tier.CertificationLevel{{"one", "s"}, {"two", "s"}}, Months: 1}, nil},
		{
			"all at once, in order",
			tier.CertificationDefinition{
				Name: "c\t", Levels: []tier.CertificationLevel{{Name: ""}, {Name: "one"}, {Name: " two"}, {Name: "one"}}, Steps: []string{"a", "", "a"},
				Months: -1, WarnDays: -2, GraceDays: -3,
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
			c, err := tier.NewCertification(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewCertification = other faults (-want +got):\n%s", diff)
			}
			want := tt.def
			if err != nil {
				want = tier.CertificationDefinition{}
			}
			if diff := cmp.Diff(want, c.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMustCertification(t *testing.T) {
	defer func() {
		if err, ok := recover().(error); !ok || !errors.Is(err, alianza.ErrMissing) || len(alianza.Faults(err)) != 3 {
			t.Errorf("MustCertification(nothing) panics with %v; want the error of NewCertification", err)
		}
	}()
	tier.MustCertification(tier.CertificationDefinition{})
}

// TestCertificationImmutable changes all that goes into a certification and
// comes out of it.
func TestCertificationImmutable(t *testing.T) {
	d := tier.PartnerCertification()
	c := tier.MustCertification(d)
	copied := c.Definition()
	for _, spoilt := range []tier.CertificationDefinition{d, copied} {
		spoilt.Levels[0].Name, spoilt.Steps[0] = "spoilt", "spoilt"
		if diff := cmp.Diff(tier.PartnerCertification(), c.Definition()); diff != "" {
			t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
		}
	}
	if diff := cmp.Diff(tier.CertificationDefinition{}, tier.Certification{}.Definition()); diff != "" {
		t.Errorf("Definition() of the zero certification mismatch (-want +got):\n%s", diff)
	}
}

// TestCertificationGolden reads and writes the certification of testdata.
func TestCertificationGolden(t *testing.T) {
	want := tier.PartnerCertification()
	want.WarnDays, want.GraceDays = 30, 10
	golden(t, "certification.json", indented(t, want))
	var got tier.CertificationDefinition
	read(t, "certification.json", &got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("UnmarshalJSON(certification.json) mismatch (-want +got):\n%s", diff)
	}
}

func TestCertificationJSON(t *testing.T) {
	const least = `{"name":"c","levels":[{"name":"one"}],"months":1}`
	var d tier.CertificationDefinition
	if err := json.Unmarshal([]byte(least), &d); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", least, err)
	}
	if doc, err := json.Marshal(d); err != nil || string(doc) != least {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, least)
	}
	tests := []struct {
		name, doc string
		want      []fault
	}{
		{"null", `null`, []fault{{"", "", alianza.ErrMissing}}},
		{"nothing", `{}`, []fault{{"name", "", alianza.ErrMissing}, {"levels", "", alianza.ErrMissing}, {"months", "", alianza.ErrMissing}}},
		{"level of text", `{"name":"c","levels":["one"],"months":1}`, []fault{{"levels[0]", "one", alianza.ErrForm}}},
		{"field of a level", `{"name":"c","levels":[{"name":"one","sales":1}],"months":1}`, []fault{{"levels[0].sales", "", alianza.ErrUnknown}}},
		{"field that is none", `{"name":"c","levels":[{"name":"one"}],"months":1,"years":1}`, []fault{{"years", "", alianza.ErrUnknown}}},
		{"steps that are none", `{"name":"c","levels":[{"name":"one"}],"steps":null,"months":1}`, []fault{{"steps", "", alianza.ErrMissing}}},
		{"form and meaning, in order", `{"months":"12","warn_days":-1,"levels":[{"name":"one"},{"name":"one","support":3}],"steps":["a","a"],"name":""}`, []fault{
			{"months", "12", alianza.ErrForm},
			{"warn_days", "-1", alianza.ErrRange},
			{"levels[1].name", "one", alianza.ErrDuplicate},
			{"levels[1].support", "3", alianza.ErrForm},
			{"steps[1]", "a", alianza.ErrDuplicate},
			{"name", "", alianza.ErrMissing},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tier.PartnerCertification()
			err := got.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("UnmarshalJSON(%s) = other faults (-want +got):\n%s", tt.doc, diff)
			}
			if diff := cmp.Diff(tier.PartnerCertification(), got); diff != "" {
				t.Errorf("UnmarshalJSON(%s) changed the definition (-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

package prospect_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func easy(name, impact, ease string) prospect.Option {
	return prospect.Option{Name: name, Impact: ptr(impact), Ease: ptr(ease)}
}

func hard(name, impact, effort string) prospect.Option {
	return prospect.Option{Name: name, Impact: ptr(impact), Effort: ptr(effort)}
}

func names(options []prospect.Option) []string {
	all := []string{}
	for _, o := range options {
		all = append(all, o.Name)
	}
	return all
}

func TestLongList_S6(t *testing.T) {
	k := alianza.Must(kpi.New(prospect.LongList()))
	for count, want := range map[int64]score.Light{0: score.Red, 9: score.Red, 10: score.Green, 20: score.Green, 21: score.Red} {
		if got, err := k.Judge(decimal.NewFromInt(count)); err != nil || got.Light != want {
			t.Errorf("Judge(%d names) = %s, %v; want %s", count, got, err, want)
		}
	}
}

func TestPrioritize_S6(t *testing.T) {
	tests := []struct {
		name    string
		options []prospect.Option
		want    []string
	}{
		{"none", nil, []string{}},
		{"the same impact", []prospect.Option{easy("hard", "8", "2"), easy("easy", "8", "5")}, []string{"easy", "hard"}},
		{"8/8 before 9/1", []prospect.Option{easy("hard-big", "9", "1"), easy("both", "8", "8")}, []string{"both", "hard-big"}},
		{"the same sum: more impact", []prospect.Option{easy("a", "2", "9"), easy("b", "9", "2")}, []string{"b", "a"}},
		{"the same figures: by name", []prospect.Option{easy("b", "5", "5.0"), easy("a", "5.00", "5")}, []string{"a", "b"}},
		{"known to be 0", []prospect.Option{easy("a", "1", "0"), easy("b", "0", "2")}, []string{"b", "a"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := prospect.Prioritize(tt.options)
			if diff := cmp.Diff(tt.want, names(got)); err != nil || diff != "" {
				t.Errorf("Prioritize = %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

func TestPrioritize_S24(t *testing.T) {
	tests := []struct {
		name    string
		options []prospect.Option
		want    []string
	}{
		{"impact 8, effort 2 before effort 5", []prospect.Option{hard("b", "8", "5"), hard("a", "8", "2")}, []string{"a", "b"}},
		{"impact 8, effort 2 before impact 9, effort 10", []prospect.Option{hard("b", "9", "10"), hard("a", "8", "2")}, []string{"a", "b"}},
		{"impact 8, effort 5 before impact 1, effort 1", []prospect.Option{hard("b", "1", "1"), hard("a", "8", "5")}, []string{"a", "b"}},
		{"the same difference: more impact", []prospect.Option{hard("small", "3", "1"), hard("big", "9", "7")}, []string{"big", "small"}},
		{"negative", []prospect.Option{hard("b", "-2", "0"), hard("a", "-1", "-1")}, []string{"a", "b"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := prospect.Prioritize(tt.options)
			if diff := cmp.Diff(tt.want, names(got)); err != nil || diff != "" {
				t.Errorf("Prioritize = %v (-want +got):\n%s", err, diff)
			}
		})
	}
}

// TestPrioritize_Copies changes the figures of the result: those given stay.
func TestPrioritize_Copies(t *testing.T) {
	given := []prospect.Option{easy("a", "9", "1"), easy("b", "5", "5")}
	effort := []prospect.Option{hard("a", "9", "1")}
	for _, options := range [][]prospect.Option{given, effort} {
		got, err := prospect.Prioritize(options)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range got {
			for _, d := range []*decimal.Decimal{o.Impact, o.Ease, o.Effort} {
				if d != nil {
					*d = decimal.New(77, 0)
				}
			}
		}
	}
	want := []prospect.Option{easy("a", "9", "1"), easy("b", "5", "5"), hard("a", "9", "1")}
	if diff := cmp.Diff(want, append(given, effort...)); diff != "" {
		t.Errorf("Prioritize shares its figures (-want +got):\n%s", diff)
	}
}

// TestPrioritizeRefusals_X14 does not take an unknown effort for none.
func TestPrioritizeRefusals_X14(t *testing.T) {
	got, err := prospect.Prioritize([]prospect.Option{hard("known", "9", "1"), {Name: "effort-forgotten", Impact: ptr("9")}, {Name: "nothing"}})
	want := []fault{{"options[1].effort", "", alianza.ErrMissing}, {"options[2].impact", "", alianza.ErrMissing}, {"options[2].effort", "", alianza.ErrMissing}}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" || got != nil {
		t.Errorf("Prioritize = %v, other faults (-want +got):\n%s", got, diff)
	}
	hostile := decimal.New(1, 1<<30)
	_, err = prospect.Prioritize([]prospect.Option{easy("a", "9", "1"), hard("a", "9", "1"), {Name: " ", Impact: &hostile, Ease: ptr("1")}, {Name: "c", Impact: ptr("1")}})
	want = []fault{
		{"options[1].name", "a", alianza.ErrDuplicate},
		{"options[1].effort", "1", alianza.ErrConflict},
		{"options[2].name", " ", alianza.ErrMissing},
		{"options[2].impact", "1e1073741824", alianza.ErrRange},
		{"options[3].ease", "", alianza.ErrMissing},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Prioritize = other faults (-want +got):\n%s", diff)
	}
	var o prospect.Option
	if err := json.Unmarshal([]byte(`{"name":"a","impact":"9"}`), &o); err != nil || o.Effort != nil || o.Ease != nil {
		t.Errorf("UnmarshalJSON = %+v, %v; want an effort that is unknown", o, err)
	}
	if doc, err := json.Marshal(hard("a", "9.50", "0")); err != nil || string(doc) != `{"name":"a","impact":"9.50","effort":"0"}` {
		t.Errorf("MarshalJSON() = %s, %v", doc, err)
	}
}

package tier_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

func TestBenefitsCumulate_T3(t *testing.T) {
	basic := []string{"marketing_materials", "email_support", "basic_dashboard"}
	silver := slices.Concat(basic, []string{"priority_support", "exclusive_materials", "monthly_webinars"})
	gold := slices.Concat(silver, []string{"account_manager", "exclusive_events", "achievement_bonuses"})
	platinum := slices.Concat(gold, []string{"additional_commissions", "strategic_partnership", "joint_product_development"})
	tests := []struct {
		name, sales string
		want        []string
	}{
		{"none", "0", nil},
		{"basic", "1", basic},
		{"basic to its end", "5", basic},
		{"silver", "6", silver},
		{"silver to its end", "15", silver},
		{"gold", "16", gold},
		{"gold to its end", "30", gold},
		{"platinum", "31", platinum},
	}
	ladder := tier.MustNew(tier.Affiliate())
	for i, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if diff := cmp.Diff(tt.want, got.Benefits); diff != "" || err != nil {
				t.Errorf("Place(%s), %v: benefits mismatch (-want +got):\n%s", tt.sales, err, diff)
			}
			if want := (i + 1) / 2 * 3; len(got.Benefits) != want {
				t.Errorf("Place(%s) = %d benefits; want %d", tt.sales, len(got.Benefits), want)
			}
		})
	}
}

func TestBenefitsReplace_T8(t *testing.T) {
	tests := []struct {
		name, sales string
		want        []string
	}{
		{"none", "4", nil},
		{"basic", "5", []string{"email_support", "basic_online_training", "basic_materials"}},
		{"professional", "15", []string{"phone_support", "advanced_online_training", "complete_materials"}},
		{"enterprise", "50", []string{"dedicated_support", "in_person_training", "customised_materials"}},
	}
	ladder := tier.MustNew(tier.Reseller())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := ladder.Place(tier.Metrics{"sales": n(tt.sales)})
			if diff := cmp.Diff(tt.want, got.Benefits); diff != "" || err != nil {
				t.Errorf("Place(%s), %v: benefits mismatch (-want +got):\n%s", tt.sales, err, diff)
			}
		})
	}
}

// TestBenefits has levels some of which bring nothing, on ladders of both
// kinds.
func TestBenefits(t *testing.T) {
	levels := []tier.Level{level("a", sales("1")), level("b", sales("2")), level("c", sales("3"))}
	levels[0].Benefits = []string{"x"}
	levels[2].Benefits = []string{"y", "z"}
	tests := []struct {
		name     string
		benefits tier.Benefits
		json     string
		want     [][]string
	}{
		{"cumulative", tier.Cumulative, "", [][]string{nil, {"x"}, {"x"}, {"x", "y", "z"}}},
		{"replacing", tier.Replacing, `"benefits":"replacing",`, [][]string{nil, {"x"}, nil, {"y", "z"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := tier.Definition[tier.NoTerms]{Name: "l", Benefits: tt.benefits, Levels: levels}
			ladder := tier.MustNew(d)
			for rank, want := range tt.want {
				for range 2 {
					got, err := ladder.Place(tier.Metrics{"sales": n("0123"[rank : rank+1])})
					if diff := cmp.Diff(want, got.Benefits); diff != "" || err != nil {
						t.Fatalf("Place(%d), %v: benefits mismatch (-want +got):\n%s", rank, err, diff)
					}
					for i := range got.Benefits {
						got.Benefits[i] = "spoilt"
					}
				}
			}
			want := `{"name":"l",` + tt.json + `"levels":[{"name":"a","requires":[{"metric":"sales","at_least":"1"}],"benefits":["x"]},` +
				`{"name":"b","requires":[{"metric":"sales","at_least":"2"}]},{"name":"c","requires":[{"metric":"sales","at_least":"3"}],"benefits":["y","z"]}]}`
			if got, err := json.Marshal(d); err != nil || string(got) != want {
				t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, want)
			}
			var read tier.Definition[tier.NoTerms]
			if err := json.Unmarshal([]byte(want), &read); err != nil {
				t.Fatalf("UnmarshalJSON(%s) = %v; want no error", want, err)
			}
			if diff := cmp.Diff(d, read); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", want, diff)
			}
			if diff := cmp.Diff(d, ladder.Definition()); diff != "" {
				t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestBenefitsCopies changes benefits before and after New.
func TestBenefitsCopies(t *testing.T) {
	d := tier.Affiliate()
	ladder := tier.MustNew(d)
	d.Levels[0].Benefits[0] = "spoilt"
	copied := ladder.Definition()
	copied.Levels[0].Benefits[0] = "spoilt"
	if diff := cmp.Diff(tier.Affiliate(), ladder.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	got, err := ladder.Place(tier.Metrics{"sales": n("1")})
	if err != nil || got.Benefits[0] != "marketing_materials" {
		t.Errorf("Place(1) after changes = benefits %v, %v; want marketing_materials first", got.Benefits, err)
	}
}

// TestPolicyFaults has the policies of a definition that are none, with faults
// around them.
func TestPolicyFaults(t *testing.T) {
	tests := []struct {
		name string
		def  tier.Definition[tier.NoTerms]
		want []fault
	}{
		{"missing", tier.Definition[tier.NoTerms]{Name: "l", Missing: 2, Levels: []tier.Level{level("a", sales("1"))}}, []fault{{"missing", "(2)", alianza.ErrUnknown}}},
		{"benefits", tier.Definition[tier.NoTerms]{Name: "l", Benefits: 2, Levels: []tier.Level{level("a", sales("1"))}}, []fault{{"benefits", "(2)", alianza.ErrUnknown}}},
		{
			"all at once, in order",
			tier.Definition[tier.NoTerms]{Missing: 9, Benefits: 255, Levels: []tier.Level{
				{Name: "a", Requires: []tier.Requirement{sales("1")}, Benefits: []string{"x", "", "x", " y", "z"}},
				{Name: "b", Requires: []tier.Requirement{sales("-1")}, Benefits: []string{"x"}},
			}},
			[]fault{
				{"name", "", alianza.ErrMissing},
				{"missing", "(9)", alianza.ErrUnknown},
				{"benefits", "(255)", alianza.ErrUnknown},
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
		{"policy", `{"name":"l","missing":"zero",` + levels + `}`, []fault{{"missing", "zero", alianza.ErrUnknown}}},
		{"way", `{"name":"l","benefits":"both",` + levels + `}`, []fault{{"benefits", "both", alianza.ErrUnknown}}},
		{"wrong case", `{"name":"l","missing":"Refuse",` + levels + `}`, []fault{{"missing", "Refuse", alianza.ErrUnknown}}},
		{"number", `{"name":"l","missing":1,` + levels + `}`, []fault{{"missing", "1", alianza.ErrForm}}},
		{"null", `{"name":"l","benefits":null,` + levels + `}`, []fault{{"benefits", "", alianza.ErrMissing}}},
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
	doc := `{"name":"l","missing":"not_met","benefits":"cumulative",` + levels + `}`
	if err := d.UnmarshalJSON([]byte(doc)); err != nil || d.Missing != tier.MissingNotMet || d.Benefits != tier.Cumulative {
		t.Errorf("UnmarshalJSON(%s) = %s, %s, %v; want not_met, cumulative", doc, d.Missing, d.Benefits, err)
	}
	want := `{"name":"l","missing":"not_met",` + levels + `}`
	if got, err := json.Marshal(d); err != nil || string(got) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, want)
	}
	if terms := tier.WithTerms(d, map[string]int{"a": 1}); terms.Missing != tier.MissingNotMet {
		t.Errorf("WithTerms = missing %s; want not_met", terms.Missing)
	}
	if terms := tier.WithTerms(tier.Reseller(), map[string]int{}); terms.Benefits != tier.Replacing {
		t.Errorf("WithTerms = benefits %s; want replacing", terms.Benefits)
	}
}

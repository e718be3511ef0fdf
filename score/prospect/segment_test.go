package prospect_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

var dimensions = []string{"audience_alignment", "engagement_credibility", "competitor_partnerships", "impact_potential"}

// profile returns a profile with these words for the first dimensions, "" for
// none.
func profile(words ...string) map[string]string {
	p := map[string]string{}
	for i, w := range words {
		if w != "" {
			p[dimensions[i]] = w
		}
	}
	return p
}

// segments returns the segmentation of the affiliate program, decided by the
// weakest dimension or by the median.
func segments(median bool) prospect.Segmentation {
	d := prospect.PrioritySegments()
	d.Median = median
	return segmentation(d)
}

func segment(t *testing.T, s prospect.Segmentation, p map[string]string) prospect.Segment {
	t.Helper()
	got, err := s.Judge(p)
	if err != nil {
		t.Fatalf("Judge(%v) = %v; want no error", p, err)
	}
	return got
}

func TestSegment_S20(t *testing.T) {
	tests := []struct {
		name        string
		median      bool
		profile     map[string]string
		level, best kpi.Priority
		text        string
	}{
		{"high in all", false, profile("high", "high", "none", "high"), kpi.PriorityHigh, kpi.PriorityHigh, "high"},
		{
			"medium in all", false, profile("medium", "medium", "limited", "medium"), kpi.PriorityMedium, kpi.PriorityMedium,
			"medium; audience_alignment is medium; engagement_credibility is medium; competitor_partnerships is limited; impact_potential is medium",
		},
		{
			"low in all", false, profile("low", "low", "active", "low"), kpi.PriorityLow, kpi.PriorityLow,
			"low; audience_alignment is low; engagement_credibility is low; competitor_partnerships is active; impact_potential is low",
		},
		{"V-PRI-1", false, profile("high", "high", "limited", "high"), kpi.PriorityMedium, kpi.PriorityMedium, "medium; competitor_partnerships is limited"},
		{"V-PRI-2", true, profile("high", "high", "limited", "high"), kpi.PriorityHigh, kpi.PriorityHigh, "high"},
		{"an active competitor", false, profile("high", "high", "active", "high"), kpi.PriorityLow, kpi.PriorityLow, "low; competitor_partnerships is active"},
		{"an active competitor, median", true, profile("high", "high", "active", "high"), kpi.PriorityHigh, kpi.PriorityHigh, "high"},
		{
			"lower of the two in the middle", true, profile("low", "medium", "none", "high"), kpi.PriorityMedium, kpi.PriorityMedium,
			"medium; audience_alignment is low; engagement_credibility is medium",
		},
		{"two low", true, profile("low", "low", "none", "high"), kpi.PriorityLow, kpi.PriorityLow, "low; audience_alignment is low; engagement_credibility is low"},
		{"impact is not known", false, profile("high", "high", "none"), kpi.PriorityLow, kpi.PriorityHigh, "low to high; unknown: impact_potential"},
		{
			"impact is not known, one medium", false, profile("medium", "high", "none"), kpi.PriorityLow, kpi.PriorityMedium,
			"low to medium; audience_alignment is medium; unknown: impact_potential",
		},
		{"low whatever the rest", false, profile("low"), kpi.PriorityLow, kpi.PriorityLow, "low; audience_alignment is low; unknown: engagement_credibility, competitor_partnerships, impact_potential"},
		{"one not known, median", true, profile("high", "high", "none"), kpi.PriorityHigh, kpi.PriorityHigh, "high; unknown: impact_potential"},
		{"two not known, median", true, profile("high", "high"), kpi.PriorityLow, kpi.PriorityHigh, "low to high; unknown: competitor_partnerships, impact_potential"},
		{"nothing known", false, nil, kpi.PriorityLow, kpi.PriorityHigh, "low to high; unknown: audience_alignment, engagement_credibility, competitor_partnerships, impact_potential"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := segment(t, segments(tt.median), tt.profile)
			if got.Priority != tt.level || got.Best != tt.best || got.String() != tt.text {
				t.Errorf("Judge(%v) = %s to %s, %q; want %s to %s, %q", tt.profile, got.Priority, got.Best, got, tt.level, tt.best, tt.text)
			}
		})
	}
}

func TestSegment(t *testing.T) {
	got := segment(t, segments(true), profile("high", "", "limited", "low"))
	want := prospect.Segment{
		Segmentation: "priority", Median: true, Priority: kpi.PriorityLow, Best: kpi.PriorityMedium, Unknown: []string{"engagement_credibility"},
		Dimensions: []prospect.DimensionLevel{
			{Dimension: "audience_alignment", Word: "high", Priority: kpi.PriorityHigh},
			{Dimension: "competitor_partnerships", Word: "limited", Priority: kpi.PriorityMedium},
			{Dimension: "impact_potential", Word: "low", Priority: kpi.PriorityLow},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"segmentation":"priority","median":true,"priority":"low","best":"medium","dimensions":[` +
		`{"dimension":"audience_alignment","word":"high","priority":"high"},{"dimension":"competitor_partnerships","word":"limited","priority":"medium"},` +
		`{"dimension":"impact_potential","word":"low","priority":"low"}],"unknown":["engagement_credibility"]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	scoretest.Again(t, got)
	var zero prospect.Segmentation
	if _, err := zero.Judge(nil); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Judge of the zero Segmentation = %v; want ErrUnchecked", err)
	}
}

func TestSegmentRefusals(t *testing.T) {
	s := segments(false)
	_, err := s.Judge(map[string]string{"competitor_partnerships": "low", "impact": "high", "audience_alignment": "High", "impact_potential": ""})
	want := []fault{
		{"profile.audience_alignment", "High", alianza.ErrUnknown},
		{"profile.competitor_partnerships", "low", alianza.ErrUnknown},
		{"profile.impact_potential", "", alianza.ErrUnknown},
		{"profile.impact", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	_, err = s.Judge(profile("", "", "low"))
	if got, want := fmt.Sprint(err), `prospect: segmentation priority: profile.competitor_partnerships "low": unknown: want one of ["active" "limited" "none"]`; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestSegmentationEqual(t *testing.T) {
	type definition = prospect.SegmentationDefinition
	scoretest.Apart(
		t, prospect.PrioritySegments, prospect.NewSegmentation,
		func(d *definition) { d.Name = "other" },
		func(d *definition) { d.Median = true },
		func(d *definition) { d.Dimensions[0].Name = "audience" },
		func(d *definition) { d.Dimensions[2].Words[1] = "some" },
		func(d *definition) { d.Dimensions = d.Dimensions[:3] },
	)
}

func TestNewSegmentationFaults(t *testing.T) {
	type definition = prospect.SegmentationDefinition
	scoretest.Breaks(t, prospect.PrioritySegments, prospect.NewSegmentation, []scoretest.Break[definition]{
		{"nothing", func(d *definition) { *d = definition{} }, []fault{{"name", "", alianza.ErrMissing}, {"dimensions", "", alianza.ErrMissing}}, ""},
		{"two words", func(d *definition) { d.Dimensions[0].Words = []string{"no", "yes"} }, []fault{{"dimensions[0].words", "2", alianza.ErrRange}}, "want three words, for low, medium and high"},
		{"a word twice", func(d *definition) { d.Dimensions[0].Words = []string{"no", "yes", "no"} }, []fault{{"dimensions[0].words[2]", "no", alianza.ErrDuplicate}}, ""},
		{"a dimension twice", func(d *definition) { d.Dimensions[1].Name = "audience_alignment" }, []fault{{"dimensions[1].name", "audience_alignment", alianza.ErrDuplicate}}, ""},
		{"too many", func(d *definition) { d.Dimensions = slices.Repeat(d.Dimensions, 126) }, []fault{{"dimensions", "504", alianza.ErrLimit}}, "at most 500 dimensions"},
	}...)
	scoretest.RoundTrip(t, "priority_segments.json", prospect.PrioritySegments())
	scoretest.Bad(t, "bad_segmentation", prospect.PrioritySegments())
	scoretest.Frozen(t, segments(true), segments(false))
	d := prospect.PrioritySegments()
	s := segmentation(d)
	d.Dimensions[2].Words[0], d.Dimensions[0].Name = "spoilt", "spoilt"
	s.Definition().Dimensions[2].Words[1] = "spoilt"
	if diff := cmp.Diff(prospect.PrioritySegments(), s.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

func segmentation(d prospect.SegmentationDefinition) prospect.Segmentation {
	return alianza.Must(prospect.NewSegmentation(d))
}

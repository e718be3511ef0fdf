package prospect_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
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
	got, err = prospect.Segmentation{}.Judge(nil)
	if diff := cmp.Diff(prospect.Segment{}, got); err != nil || diff != "" || got.String() != "none" {
		t.Errorf("Judge by no dimensions = %s, %v (-want +got):\n%s", got, err, diff)
	}
	if _, err := json.Marshal(got); err != nil {
		t.Errorf("MarshalJSON() of no segment = %v; want no error", err)
	}
}

func TestSegmentRefusals(t *testing.T) {
	s := segments(false)
	_, err := s.Judge(map[string]string{"competitor_partnerships": "low", "impact": "high", "audience_alignment": "High", "impact_potential": ""})
	want := []fault{
		{"profile.audience_alignment", "High", alianza.ErrUnknown},
		{"profile.competitor_partnerships", "low", alianza.ErrUnknown},
		{"profile.impact", "", alianza.ErrUnknown},
		{"profile.impact_potential", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	_, err = s.Judge(profile("", "", "low"))
	if got, want := fmt.Sprint(err), `prospect: segmentation priority: profile.competitor_partnerships "low": unknown: want one of ["active" "limited" "none"]`; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestNewSegmentationFaults(t *testing.T) {
	tests := []struct {
		name string
		def  prospect.SegmentationDefinition
		want []fault
	}{
		{"nothing", prospect.SegmentationDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"dimensions", "", alianza.ErrMissing}}},
		{"two words", prospect.SegmentationDefinition{Name: "s", Dimensions: []prospect.Dimension{{Name: "d", Words: []string{"no", "yes"}}}}, []fault{{"dimensions[0].words", "2", alianza.ErrRange}}},
		{"a word twice", prospect.SegmentationDefinition{Name: "s", Dimensions: []prospect.Dimension{{Name: "d", Words: []string{"no", "yes", "no"}}}}, []fault{{"dimensions[0].words[2]", "no", alianza.ErrDuplicate}}},
		{"a dimension twice", prospect.SegmentationDefinition{Name: "s", Dimensions: []prospect.Dimension{{Name: "d"}, {Name: "d"}}}, []fault{{"dimensions[1].name", "d", alianza.ErrDuplicate}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := prospect.NewSegmentation(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" {
				t.Errorf("NewSegmentation = other faults (-want +got):\n%s", diff)
			}
		})
	}
	d := prospect.PrioritySegments()
	s := segmentation(d)
	d.Dimensions[2].Words[0], d.Dimensions[0].Name = "spoilt", "spoilt"
	s.Definition().Dimensions[2].Words[1] = "spoilt"
	if diff := cmp.Diff(prospect.PrioritySegments(), s.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

// TestLawSegment raises one dimension at a time: the segment never falls, the
// weakest is never above the median, and dimensions in another order change
// nothing.
func TestLawSegment(t *testing.T) {
	words := []string{"", "low", "medium", "high"}
	competitors := []string{"", "active", "limited", "none"}
	r := rand.New(rand.NewPCG(8, 8))
	for set := range 256 {
		p := map[string]string{}
		for i, d := range dimensions {
			w := words
			if i == 2 {
				w = competitors
			}
			if word := w[set>>(2*i)&3]; word != "" {
				p[d] = word
			}
		}
		weakest, median := segment(t, segments(false), p), segment(t, segments(true), p)
		if weakest.Priority > median.Priority || weakest.Best > median.Best || weakest.Best < weakest.Priority || median.Best < median.Priority {
			t.Errorf("Judge(%v) = %s and %s; want the weakest not above the median", p, weakest, median)
		}
		if known := len(p) == len(dimensions); known && (weakest.Priority != weakest.Best || median.Priority != median.Best) {
			t.Errorf("Judge(%v) = %s and %s; want no range where all is known", p, weakest, median)
		}
		for i, d := range dimensions {
			at := set >> (2 * i) & 3
			if at == 0 || at == 3 {
				continue
			}
			higher := maps.Clone(p)
			higher[d] = words[at+1]
			if i == 2 {
				higher[d] = competitors[at+1]
			}
			for c, before := range []prospect.Segment{weakest, median} {
				if after := segment(t, segments(c == 1), higher); after.Priority < before.Priority || after.Best < before.Best {
					t.Errorf("Judge(%v) = %s, with %s at %s %s; want not less", p, before, d, higher[d], after)
				}
			}
		}
		shuffled := prospect.PrioritySegments()
		r.Shuffle(len(shuffled.Dimensions), func(i, j int) {
			shuffled.Dimensions[i], shuffled.Dimensions[j] = shuffled.Dimensions[j], shuffled.Dimensions[i]
		})
		if got := segment(t, segmentation(shuffled), p); got.Priority != weakest.Priority || got.Best != weakest.Best {
			t.Errorf("Judge(%v) with dimensions in another order = %s; want %s", p, got, weakest)
		}
	}
}

package score_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

var dimensions = []string{"audience_alignment", "engagement_credibility", "competitor_partnerships", "impact_potential"}

// profile returns a profile with these words for the first dimensions, "" for
// none.
func profile(words ...string) score.Profile {
	p := score.Profile{}
	for i, w := range words {
		if w != "" {
			p[dimensions[i]] = w
		}
	}
	return p
}

// segments returns the segmentation of the affiliate program with a way to
// combine.
func segments(c score.Combine) score.Segmentation {
	d := score.PrioritySegments()
	d.Combine = c
	return score.MustSegmentation(d)
}

func segment(t *testing.T, s score.Segmentation, p score.Profile) score.Segment {
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
		combine     score.Combine
		profile     score.Profile
		level, best score.Level
		text        string
	}{
		{"high in all", score.Weakest, profile("high", "high", "none", "high"), score.High, score.High, "high"},
		{
			"medium in all", score.Weakest, profile("medium", "medium", "limited", "medium"), score.Medium, score.Medium,
			"medium; audience_alignment is medium; engagement_credibility is medium; competitor_partnerships is limited; impact_potential is medium",
		},
		{
			"low in all", score.Weakest, profile("low", "low", "active", "low"), score.Low, score.Low,
			"low; audience_alignment is low; engagement_credibility is low; competitor_partnerships is active; impact_potential is low",
		},
		{"V-PRI-1", score.Weakest, profile("high", "high", "limited", "high"), score.Medium, score.Medium, "medium; competitor_partnerships is limited"},
		{"V-PRI-2", score.Median, profile("high", "high", "limited", "high"), score.High, score.High, "high"},
		{"an active competitor", score.Weakest, profile("high", "high", "active", "high"), score.Low, score.Low, "low; competitor_partnerships is active"},
		{"an active competitor, median", score.Median, profile("high", "high", "active", "high"), score.High, score.High, "high"},
		{
			"lower of the two in the middle", score.Median, profile("low", "medium", "none", "high"), score.Medium, score.Medium,
			"medium; audience_alignment is low; engagement_credibility is medium",
		},
		{"two low", score.Median, profile("low", "low", "none", "high"), score.Low, score.Low, "low; audience_alignment is low; engagement_credibility is low"},
		{"impact is not known", score.Weakest, profile("high", "high", "none"), score.Low, score.High, "low to high; unknown: impact_potential"},
		{
			"impact is not known, one medium", score.Weakest, profile("medium", "high", "none"), score.Low, score.Medium,
			"low to medium; audience_alignment is medium; unknown: impact_potential",
		},
		{"low whatever the rest", score.Weakest, profile("low"), score.Low, score.Low, "low; audience_alignment is low; unknown: engagement_credibility, competitor_partnerships, impact_potential"},
		{"one not known, median", score.Median, profile("high", "high", "none"), score.High, score.High, "high; unknown: impact_potential"},
		{"two not known, median", score.Median, profile("high", "high"), score.Low, score.High, "low to high; unknown: competitor_partnerships, impact_potential"},
		{"nothing known", score.Weakest, nil, score.Low, score.High, "low to high; unknown: audience_alignment, engagement_credibility, competitor_partnerships, impact_potential"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := segment(t, segments(tt.combine), tt.profile)
			if got.Level != tt.level || got.Best != tt.best || got.String() != tt.text {
				t.Errorf("Judge(%v) = %s to %s, %q; want %s to %s, %q", tt.profile, got.Level, got.Best, got, tt.level, tt.best, tt.text)
			}
		})
	}
}

func TestSegment(t *testing.T) {
	got := segment(t, segments(score.Median), profile("high", "", "limited", "low"))
	want := score.Segment{
		Segmentation: "priority", Combine: score.Median, Level: score.Low, Best: score.Medium, Unknown: []string{"engagement_credibility"},
		Standings: []score.Standing{
			{Dimension: "audience_alignment", Word: "high", Level: score.High},
			{Dimension: "competitor_partnerships", Word: "limited", Level: score.Medium},
			{Dimension: "impact_potential", Word: "low", Level: score.Low},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Judge mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"segmentation":"priority","combine":"median","level":"low","best":"medium","standings":[` +
		`{"dimension":"audience_alignment","word":"high","level":"high"},{"dimension":"competitor_partnerships","word":"limited","level":"medium"},` +
		`{"dimension":"impact_potential","word":"low","level":"low"}],"unknown":["engagement_credibility"]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	got, err = score.Segmentation{}.Judge(nil)
	if diff := cmp.Diff(score.Segment{}, got); err != nil || diff != "" || got.String() != "none" {
		t.Errorf("Judge by no dimensions = %s, %v (-want +got):\n%s", got, err, diff)
	}
	if _, err := json.Marshal(got); err != nil {
		t.Errorf("MarshalJSON() of no segment = %v; want no error", err)
	}
}

func TestSegmentRefusals(t *testing.T) {
	s := segments(score.Weakest)
	_, err := s.Judge(score.Profile{"competitor_partnerships": "low", "impact": "high", "audience_alignment": "High", "impact_potential": ""})
	want := []fault{
		{"profile.audience_alignment", "High", alianza.ErrUnknown},
		{"profile.competitor_partnerships", "low", alianza.ErrUnknown},
		{"profile.impact", "", alianza.ErrUnknown},
		{"profile.impact_potential", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	_, err = s.Judge(profile("", "", "low"))
	if got, want := fmt.Sprint(err), `score: segmentation priority: profile.competitor_partnerships "low": unknown: want one of ["active" "limited" "none"]`; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestNewSegmentationFaults(t *testing.T) {
	tests := []struct {
		name string
		def  score.SegmentationDefinition
		want []fault
	}{
		{"nothing", score.SegmentationDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"dimensions", "", alianza.ErrMissing}}},
		{"two words", score.SegmentationDefinition{Name: "s", Dimensions: []score.Dimension{{Name: "d", Words: []string{"no", "yes"}}}}, []fault{{"dimensions[0].words", "2", alianza.ErrRange}}},
		{"a word twice", score.SegmentationDefinition{Name: "s", Dimensions: []score.Dimension{{Name: "d", Words: []string{"no", "yes", "no"}}}}, []fault{{"dimensions[0].words[2]", "no", alianza.ErrDuplicate}}},
		{"a dimension twice", score.SegmentationDefinition{Name: "s", Dimensions: []score.Dimension{{Name: "d"}, {Name: "d"}}}, []fault{{"dimensions[1].name", "d", alianza.ErrDuplicate}}},
		{"no way to combine", score.SegmentationDefinition{Name: "s", Dimensions: []score.Dimension{{Name: "d"}}, Combine: 2}, []fault{{"combine", "(2)", alianza.ErrUnknown}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.NewSegmentation(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewSegmentation = other faults (-want +got):\n%s", diff)
			}
		})
	}
	d := score.PrioritySegments()
	s := score.MustSegmentation(d)
	d.Dimensions[2].Words[0], d.Dimensions[0].Name = "spoilt", "spoilt"
	s.Definition().Dimensions[2].Words[1] = "spoilt"
	if diff := cmp.Diff(score.PrioritySegments(), s.Definition()); diff != "" {
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
		p := score.Profile{}
		for i, d := range dimensions {
			w := words
			if i == 2 {
				w = competitors
			}
			if word := w[set>>(2*i)&3]; word != "" {
				p[d] = word
			}
		}
		weakest, median := segment(t, segments(score.Weakest), p), segment(t, segments(score.Median), p)
		if weakest.Level > median.Level || weakest.Best > median.Best || weakest.Best < weakest.Level || median.Best < median.Level {
			t.Errorf("Judge(%v) = %s and %s; want the weakest not above the median", p, weakest, median)
		}
		if known := len(p) == len(dimensions); known && (weakest.Level != weakest.Best || median.Level != median.Best) {
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
			for c, before := range []score.Segment{weakest, median} {
				if after := segment(t, segments(score.Combine(c)), higher); after.Level < before.Level || after.Best < before.Best {
					t.Errorf("Judge(%v) = %s, with %s at %s %s; want not less", p, before, d, higher[d], after)
				}
			}
		}
		shuffled := score.PrioritySegments()
		r.Shuffle(len(shuffled.Dimensions), func(i, j int) {
			shuffled.Dimensions[i], shuffled.Dimensions[j] = shuffled.Dimensions[j], shuffled.Dimensions[i]
		})
		if got := segment(t, score.MustSegmentation(shuffled), p); got.Level != weakest.Level || got.Best != weakest.Best {
			t.Errorf("Judge(%v) with dimensions in another order = %s; want %s", p, got, weakest)
		}
	}
}

func TestLevelNames(t *testing.T) {
	for i, want := range []string{"none", "low", "medium", "high", "(4)"} {
		level := score.Level(i)
		var read score.Level
		err := read.UnmarshalText([]byte(want))
		if level.String() != want || (err == nil) != (i > 0 && i < 4) || err == nil && read != level {
			t.Errorf("Level(%d) = %s, read back %s, %v; want %s", i, level, read, err, want)
		}
	}
	for i, want := range []string{"none", "hobby", "break_even", "viable", "(4)"} {
		worth := score.Worth(i)
		var read score.Worth
		err := read.UnmarshalText([]byte(want))
		if worth.String() != want || (err == nil) != (i > 0 && i < 4) || err == nil && read != worth {
			t.Errorf("Worth(%d) = %s, read back %s, %v; want %s", i, worth, read, err, want)
		}
	}
	for i, want := range []string{"none", "conversation", "open_referral", "stop", "pilot", "alliance", "(6)"} {
		course := score.Course(i)
		var read score.Course
		err := read.UnmarshalText([]byte(want))
		if course.String() != want || (err == nil) != (i > 0 && i < 6) || err == nil && read != course {
			t.Errorf("Course(%d) = %s, read back %s, %v; want %s", i, course, read, err, want)
		}
	}
	for i, want := range []string{"none", "filter", "light", "pilot", "design", "coordination", "(6)"} {
		gate := score.Gate(i)
		var read score.Gate
		err := read.UnmarshalText([]byte(want))
		if gate.String() != want || (err == nil) != (i > 0 && i < 6) || err == nil && read != gate {
			t.Errorf("Gate(%d) = %s, read back %s, %v; want %s", i, gate, read, err, want)
		}
	}
	for i, want := range []string{"weakest", "median", "(2)"} {
		combine := score.Combine(i)
		var read score.Combine
		err := read.UnmarshalText([]byte(want))
		if combine.String() != want || (err == nil) != (i < 2) || err == nil && read != combine {
			t.Errorf("Combine(%d) = %s, read back %s, %v; want %s", i, combine, read, err, want)
		}
	}
}

func TestIdentificationCriteria_S4(t *testing.T) {
	want := []score.RatedCriterion{
		{Criterion: "complementary_products", Level: score.High},
		{Criterion: "shared_customers", Level: score.High},
		{Criterion: "technology_fit", Level: score.Medium},
		{Criterion: "market_access", Level: score.Medium},
		{Criterion: "brand_alignment", Level: score.Low},
	}
	got := score.IdentificationCriteria()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("IdentificationCriteria() mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(got[4])
	if want := `{"criterion":"brand_alignment","level":"low"}`; err != nil || string(doc) != want {
		t.Errorf("Marshal = %s, %v; want %s", doc, err, want)
	}
}

func TestStallCauses_S12(t *testing.T) {
	want := []string{"uncomfortable_framing", "confusing_operation", "badly_designed_benefit", "no_simple_pilot"}
	if diff := cmp.Diff(want, score.StallCauses()); diff != "" {
		t.Errorf("StallCauses() mismatch (-want +got):\n%s", diff)
	}
}

func TestSuccessFactors_S33(t *testing.T) {
	factors, mistakes := score.SuccessFactors(), score.CommonMistakes()
	for _, name := range []string{"partner_selection", "onboarding", "constant_communication", "mutual_value", "continuous_optimization"} {
		if !slices.Contains(factors, name) {
			t.Errorf("SuccessFactors() = %v; want %s in it", factors, name)
		}
	}
	for _, name := range []string{"wrong_partners", "poor_onboarding", "too_little_communication", "unbalanced_terms", "no_metrics"} {
		if !slices.Contains(mistakes, name) {
			t.Errorf("CommonMistakes() = %v; want %s in it", mistakes, name)
		}
	}
	if len(factors) != 5 || len(mistakes) != 5 {
		t.Errorf("%d factors and %d mistakes; want five of each", len(factors), len(mistakes))
	}
}

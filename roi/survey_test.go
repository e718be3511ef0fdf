package roi_test

import (
	"errors"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestRatings_R16(t *testing.T) {
	tests := []struct {
		name       string
		answers    []int
		mean, csat string
	}{
		{"V-CSAT-1", []int{5, 5, 4, 4}, "mean rating 4.5 of 5 (2.58 of 5 to 4.95 of 5) of 4 answers", "CSAT 100% (51.01% to 100%) of 4 answers"},
		{"V-CSAT-2: the same mean, another share", []int{5, 5, 5, 3}, "mean rating 4.5 of 5 (2.58 of 5 to 4.95 of 5) of 4 answers", "CSAT 75% (30.06% to 95.45%) of 4 answers"},
		{"one answer says little", []int{5}, "mean rating 5 of 5 (1.82 of 5 to 5 of 5) of 1 answer", "CSAT 100% (20.65% to 100%) of 1 answer"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ratings, err := roi.CountRatings(tt.answers)
			if err != nil {
				t.Fatal(err)
			}
			mean, err := ratings.Mean()
			if err != nil || mean.String() != tt.mean {
				t.Errorf("Mean() = %s, %v; want %s", mean, err, tt.mean)
			}
			csat, err := ratings.CSAT()
			if err != nil || csat.String() != tt.csat {
				t.Errorf("CSAT() = %s, %v; want %s", csat, err, tt.csat)
			}
			if mean.Figure.Unit() == csat.Figure.Unit() {
				t.Errorf("units = %s for both; want two", mean.Figure.Unit())
			}
			readsBack(t, ratings)
			readsBack(t, mean)
		})
	}
}

// TestCSAT takes 74 of 107, which is published as 69.16%. The interval of Wilson is
// that of the literature for it.
func TestCSAT(t *testing.T) {
	got, err := roi.Ratings{Two: 33, Five: 74}.CSAT()
	if want := "CSAT 69.16% (59.87% to 77.12%) of 107 answers"; err != nil || got.String() != want {
		t.Errorf("CSAT() of 74 in 107 = %s, %v; want %s", got, err, want)
	}
}

func TestNPS_R16(t *testing.T) {
	tests := []struct {
		name    string
		answers []int
		counts  roi.Recommendations
		want    string
		exact   string
	}{
		{"V-NPS-1: each answer once", []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10}, roi.Recommendations{Promoters: 2, Passives: 2, Detractors: 7}, "net promoter score -45.45 NPS (-80.51 NPS to 13.13 NPS) of 11 answers", "-500/11"},
		{"V-NPS-2", []int{10, 9, 8, 7}, roi.Recommendations{Promoters: 2, Passives: 2}, "net promoter score 50 NPS (-39.88 NPS to 90.89 NPS) of 4 answers", "50"},
		{"passives alone, V-NPS-6", []int{7, 8, 7, 7, 8}, roi.Recommendations{Passives: 5}, "net promoter score 0 NPS (-65.92 NPS to 65.92 NPS) of 5 answers", "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			counts, err := roi.CountRecommendations(tt.answers)
			if diff := cmp.Diff(tt.counts, counts); diff != "" || err != nil {
				t.Fatalf("CountRecommendations = %v, mismatch (-want +got):\n%s", err, diff)
			}
			got, err := counts.NPS()
			if err != nil || got.String() != tt.want || got.Figure.Rat().Cmp(fraction(t, tt.exact)) != 0 {
				t.Errorf("NPS() = %s, %v; want %s", got, err, tt.want)
			}
			readsBack(t, counts)
			readsBack(t, got)
		})
	}
	got, err := roi.Recommendations{Promoters: 100, Passives: 30, Detractors: 80}.NPS()
	if err != nil || got.Figure.Rat().Cmp(fraction(t, "200/21")) != 0 {
		t.Errorf("NPS() of V-NPS-5 = %s, %v; want 200/21", got, err)
	}
}

// TestSurveyEnds has answers that are all the worst, or the best: the interval ends with
// the scale. Of 7, z^2 = 3.8415 gives the other end at 3.8415 / (7 + 3.8415) = 35.433…% of it.
func TestSurveyEnds(t *testing.T) {
	for counts, want := range map[roi.Recommendations]string{
		{Detractors: 7}: "net promoter score -100 NPS (-100 NPS to -29.13 NPS) of 7 answers",
		{Promoters: 7}:  "net promoter score 100 NPS (29.13 NPS to 100 NPS) of 7 answers",
	} {
		if got, err := counts.NPS(); err != nil || got.String() != want {
			t.Errorf("NPS() of %v = %s, %v; want %s", counts, got, err, want)
		}
	}
}

func TestSurveyFaults(t *testing.T) {
	_, mean := roi.Ratings{}.Mean()
	_, csat := roi.Ratings{}.CSAT()
	_, nps := roi.Recommendations{}.NPS()
	_, rating := roi.CountRatings([]int{5, 0, 6})
	_, recommendation := roi.CountRecommendations([]int{-1, 11, 0})
	_, negative := roi.Ratings{One: -1, Five: 2}.Mean()
	_, many := roi.Recommendations{Promoters: math.MaxInt32, Passives: 1}.NPS()
	tests := []struct {
		name   string
		err    error
		want   error
		faults int
	}{
		{"no ratings", mean, alianza.ErrEmpty, 1},
		{"no ratings, CSAT", csat, alianza.ErrEmpty, 1},
		{"no recommendations", nps, alianza.ErrEmpty, 1},
		{"ratings off the scale, V-CSAT-3", rating, alianza.ErrRange, 2},
		{"recommendations off the scale, V-NPS-3", recommendation, alianza.ErrRange, 2},
		{"negative", negative, alianza.ErrNegative, 1},
		{"more than an int of 32 bits", many, alianza.ErrLimit, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if !errors.Is(tt.err, tt.want) || len(faults(tt.err)) != tt.faults {
				t.Errorf("got %v; want %v, %d times", tt.err, tt.want, tt.faults)
			}
		})
	}
}

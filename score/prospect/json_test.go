package prospect_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func TestGolden(t *testing.T) {
	scoretest.RoundTrip(t, "semaforo_screening.json", prospect.SemaforoScreening())
	scoretest.RoundTrip(t, "asset_exchange.json", prospect.AssetExchange())
	scoretest.RoundTrip(t, "cross_referral.json", prospect.CrossReferral())
	scoretest.RoundTrip(t, "reciprocal_promotion.json", prospect.ReciprocalPromotion())
	scoretest.RoundTrip(t, "priority_segments.json", prospect.PrioritySegments())
}

// TestBadGolden reads the faulty definitions of testdata and compares the
// faults. The definition read into stays as it was.
func TestBadGolden(t *testing.T) {
	t.Run("classifier", func(t *testing.T) { scoretest.Bad(t, "bad_classifier", prospect.Agreements()) })
	t.Run("screening", func(t *testing.T) { scoretest.Bad(t, "bad_screening", prospect.SemaforoScreening()) })
	t.Run("segmentation", func(t *testing.T) { scoretest.Bad(t, "bad_segmentation", prospect.PrioritySegments()) })
	t.Run("risk", func(t *testing.T) { scoretest.Bad(t, "bad_risk", prospect.AllianceRisks()[0]) })
}

func TestEnumerations(t *testing.T) {
	scoretest.Names[prospect.Action](t, 1, "none", "conversation", "open_referral", "stop", "pilot", "alliance")
	scoretest.Names[prospect.Gate](t, 1, "none", "filter", "light", "pilot", "design", "coordination")
}

// TestLawJSON writes and reads random definitions: nothing changes.
func TestLawJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	name := func(kind string, i int) string { return fmt.Sprintf("%s %d <é>", kind, i) }
	for range 100 {
		g := prospect.SemaforoScreening()
		g.Light.Advice = score.Advice{}
		g.Pilot.KPIs = g.Pilot.KPIs[:1+r.IntN(5)]
		g.Filter = prospect.ClassifierDefinition{Name: "f", Otherwise: "else"}
		for i := range 1 + r.IntN(3) {
			c := prospect.Class{Name: name("class", i), All: []string{name("yes", i)}}
			if r.IntN(2) == 0 {
				c.None = []string{name("no", i), "never"}
				g.Filter.AssumeNo = append(g.Filter.AssumeNo, name("no", i))
			}
			g.Filter.Classes = append(g.Filter.Classes, c)
		}
		scoretest.Again(t, g)

		s := prospect.SegmentationDefinition{Name: "s", Median: r.IntN(2) == 0}
		for i := range 1 + r.IntN(4) {
			d := prospect.Dimension{Name: name("dimension", i)}
			if r.IntN(2) == 0 {
				d.Words = []string{"c", "b", "a"}
			}
			s.Dimensions = append(s.Dimensions, d)
		}
		scoretest.Again(t, s)
	}
}

// FuzzJSON reads any document as a screening and as facts: a document that is
// accepted can be used, and is written and read without a change.
func FuzzJSON(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatalf("Glob = %v, %v; want files", files, err)
	}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"name":"spa","questions":{"execution":"no"},"pilot":{"offer":1},"net":"1.50"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var g prospect.ScreeningDefinition
		if json.Unmarshal(data, &g) == nil {
			scoretest.Again(t, g)
			r, err := screening(g).Judge(prospect.Facts{Name: "spa"})
			if err != nil || r.String() == "" || r.Best < r.Action {
				t.Errorf("Judge(nothing) by %s = %s, %v; want a report", data, r, err)
			}
		}
		var p prospect.Facts
		if json.Unmarshal(data, &p) == nil {
			scoretest.Again(t, p)
			if r, err := gates.Judge(p); err == nil && r.Action == 0 {
				t.Errorf("Judge(%s) = %s; want an action", data, r)
			}
		}
	})
}

package score_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

func TestGoldenProspect(t *testing.T) {
	roundTrip(t, "prospect_gates.json", score.ProspectGates())
	roundTrip(t, "asset_exchange.json", score.AssetExchange())
	roundTrip(t, "cross_referral.json", score.CrossReferral())
	roundTrip(t, "priority_segments.json", score.PrioritySegments())
	roundTrip(t, "partner_long_list.json", score.PartnerLongList())
	roundTrip(t, "alliance_register.json", score.AllianceRegister())
	roundTrip(t, "rated_register.json", rated())
	roundTrip(t, "bands.json", bands(
		band("loss", open, score.Below(n("0"))),
		score.Band{Name: "even", Light: score.Yellow, From: score.AtLeast(n("0")), To: score.AtMost(n("0.50"))},
		band("gain", score.Above(n("0.5")), open),
	))
	for _, risk := range score.AllianceRisks() {
		doc, err := json.Marshal(risk)
		if err != nil {
			t.Fatal(err)
		}
		var got score.Risk
		if err := json.Unmarshal(doc, &got); err != nil {
			t.Errorf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		}
		if diff := cmp.Diff(risk, got); diff != "" {
			t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
		}
	}
}

// TestBadGoldenProspect reads the faulty definitions of testdata and compares
// the faults. What is read into stays as it was.
func TestBadGoldenProspect(t *testing.T) {
	tests := []struct {
		name string
		read func(t *testing.T, data []byte) error
	}{
		{"bad_bands", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.LightBands("b", n("0"), n("1"), n("2"), n("3")), data)
		}},
		{"bad_classes", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.Agreements(), data)
		}},
		{"bad_gates", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.ProspectGates(), data)
		}},
		{"bad_package", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.PilotPackage(), data)
		}},
		{"bad_segmentation", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.PrioritySegments(), data)
		}},
		{"bad_long_list", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.PartnerLongList(), data)
		}},
		{"bad_register", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.AllianceRegister(), data)
		}},
		{"bad_risk", func(t *testing.T, data []byte) error {
			t.Helper()
			return unread(t, score.AllianceRisks()[0], data)
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			data, err := os.ReadFile(filepath.Join("testdata", tt.name+".json"))
			if err != nil {
				t.Fatal(err)
			}
			err = tt.read(t, data)
			if err == nil {
				t.Fatal("UnmarshalJSON = no error; want some")
			}
			golden(t, tt.name+".golden", fmt.Sprintln(err))
		})
	}
}

func TestMustProspect(t *testing.T) {
	tests := map[string]func(){
		"bands":        func() { score.MustBands(score.BandsDefinition{}) },
		"classes":      func() { score.MustClasses(score.ClassesDefinition{}) },
		"gates":        func() { score.MustGates(score.GatesDefinition{}) },
		"package":      func() { score.MustPackage(score.PackageDefinition{}) },
		"segmentation": func() { score.MustSegmentation(score.SegmentationDefinition{}) },
		"long list":    func() { score.MustLongList(score.LongListDefinition{}) },
		"register":     func() { score.MustRegister(score.RegisterDefinition{}) },
	}
	for name, must := range tests {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if err, ok := recover().(error); !ok || !strings.Contains(err.Error(), "name: missing") {
					t.Errorf("Must panics with %v; want the error", err)
				}
			}()
			must()
		})
	}
}

// TestDecimalSettingsProspect sets the package variables of decimal, which
// another part of a program may do: all results stay the same.
func TestDecimalSettingsProspect(t *testing.T) {
	outputs := func() []string {
		var all []string
		text := func(v any, err error) {
			doc, jsonErr := json.Marshal(v)
			all = append(all, fmt.Sprintf("%v, %v, %s, %v", v, err, doc, jsonErr))
		}
		text(score.MustBands(score.LightBands("b", n("0"), n("40.0"), n("70"), n("100.00"))).Judge(n("69.50")))
		text(score.Coordination{Margin: n("10.50"), Cost: n("50.125")}.Judge())
		text(score.Reciprocate(mailing("a", 700, 3, 7, "3.50"), mailing("b", 100, 9, 9, "1.10")))
		text(score.MustLongList(score.AllianceLongList()).Judge([]score.Entry{entry("a", "8.50", "1e1"), entry("b", "9", "2")}))
		text(score.MustRegister(score.AllianceRegister()).Judge(score.AllianceRisks(), map[string]score.Number{"top_fifth_share": n("80.50")}))
		text(gates.Judge(score.Prospect{Name: "spa", Questions: met5, Criteria: answers(4, 4), Coordination: costs("1.50", "2.00")}))
		return all
	}
	want := outputs()
	precision, trim, scientific, unquoted := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes
	defer func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = precision, trim, scientific, unquoted
	}()
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = 1, false, true, true
	if diff := cmp.Diff(want, outputs()); diff != "" {
		t.Errorf("outputs under other settings mismatch (-want +got):\n%s", diff)
	}
}

// TestLawJSONProspect writes and reads random definitions: nothing changes.
func TestLawJSONProspect(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 11))
	name := func(kind string, i int) string { return fmt.Sprintf("%s %d <é>", kind, i) }
	for range 100 {
		g := score.ProspectGates()
		g.Light.Advice = score.Advice{}
		g.Pilot.Parts = nil
		for i := range 1 + r.IntN(4) {
			g.Pilot.Parts = append(g.Pilot.Parts, score.PackagePart{Name: name("part", i), Unit: []string{"", "days"}[r.IntN(2)], Min: 1 + r.IntN(3), Max: []int{0, 3 + r.IntN(9)}[r.IntN(2)]})
		}
		g.Filter = score.ClassesDefinition{Name: "f", Otherwise: "else"}
		for i := range 1 + r.IntN(3) {
			c := score.Class{Name: name("class", i), All: []string{name("yes", i)}}
			if r.IntN(2) == 0 {
				c.None = []string{name("no", i), "never"}
			}
			g.Filter.Classes = append(g.Filter.Classes, c)
		}
		again(t, g)

		s := score.SegmentationDefinition{Name: "s", Combine: score.Combine(r.IntN(2))}
		for i := range 1 + r.IntN(4) {
			d := score.Dimension{Name: name("dimension", i)}
			if r.IntN(2) == 0 {
				d.Words = []string{"c", "b", "a"}
			}
			s.Dimensions = append(s.Dimensions, d)
		}
		again(t, s)
		again(t, score.LongListDefinition{Name: "l", Min: 1 + r.IntN(9), Max: []int{0, 10 + r.IntN(9)}[r.IntN(2)], ByEase: r.IntN(2) == 0})

		d := rated()
		if r.IntN(2) == 0 {
			d.Exposure = score.BandsDefinition{}
		}
		for i := range r.IntN(3) {
			d.Watches = append(d.Watches, score.Watch{Name: name("watch", i), Kind: "financial", Figure: "f", When: []score.Target{{Op: score.OpAtLeast + score.Op(r.IntN(4)), Bound: decimal.New(r.Int64(), -int32(r.IntN(19)))}}})
		}
		again(t, d)
	}
}

// again writes a value and reads it. An empty list comes back as none.
func again[T any](t *testing.T, want T) {
	t.Helper()
	doc, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	var got T
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(want, got, samePlaces, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
	}
}

// TestConcurrentProspect judges from many goroutines, for the race detector.
func TestConcurrentProspect(t *testing.T) {
	register, segmentation := score.MustRegister(rated()), segments(score.Median)
	facts := score.Prospect{Name: "spa", Questions: met5, Criteria: answers(4, 4), Agreement: say(score.Yes, alliance...), Coordination: costs("9", "1")}
	want := consider(t, facts).String()
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 20 {
				got, err := gates.Judge(facts)
				_, riskErr := register.Judge([]score.Risk{{Name: "a", Kind: "financial", Likelihood: "rare", Impact: "mild"}}, nil)
				_, segmentErr := segmentation.Judge(profile("high", "low"))
				if err != nil || riskErr != nil || segmentErr != nil || got.String() != want {
					t.Errorf("Judge = %s, %v, %v, %v; want %s", got, err, riskErr, segmentErr, want)
				}
			}
		}()
	}
	wait.Wait()
}

// FuzzProspectJSON reads any document as gates, a register and facts: what is
// accepted can be used, and is written and read without a change.
func FuzzProspectJSON(f *testing.F) {
	for _, pattern := range []string{"*gates*.json", "*register*.json", "bad_risk.json"} {
		files, err := filepath.Glob(filepath.Join("testdata", pattern))
		if err != nil || len(files) == 0 {
			f.Fatalf("Glob(%s) = %v, %v; want files", pattern, files, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
		}
	}
	f.Add([]byte(`{"name":"spa","questions":{"execution":"no"},"pilot":{"offer":1},"coordination":{"margin":"1.50","cost":0}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var g score.GatesDefinition
		if json.Unmarshal(data, &g) == nil {
			again(t, g)
			r, err := score.MustGates(g).Judge(score.Prospect{Name: "spa"})
			if err != nil || r.String() == "" || r.Best < r.Course {
				t.Errorf("Judge(nothing) by %s = %s, %v; want a report", data, r, err)
			}
		}
		var d score.RegisterDefinition
		if json.Unmarshal(data, &d) == nil {
			again(t, d)
			if r, err := score.MustRegister(d).Judge(nil, nil); err != nil || len(r.Watches) != len(d.Watches) {
				t.Errorf("Judge(nothing) by %s = %s, %v; want a report", data, r, err)
			}
		}
		var p score.Prospect
		if json.Unmarshal(data, &p) == nil {
			again(t, p)
			if r, err := gates.Judge(p); err == nil && r.Course == 0 {
				t.Errorf("Judge(%s) = %s; want a course", data, r)
			}
		}
	})
}

package score_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// pilot returns the counts of a pilot of so many days, with what is changed.
func pilot(days int, change score.Counts) score.Counts {
	c := score.Counts{"duration": days, "offer": 1, "script": 3, "measure": 1, "review": 14}
	maps.Copy(c, change)
	return c
}

func TestPilotPackage_S13(t *testing.T) {
	tests := []struct {
		name     string
		counts   score.Counts
		complete score.Answer
		text     string
	}{
		{"V-PIL-1", pilot(4*7, nil), score.Yes, "complete"},
		{
			"V-PIL-2",
			score.Counts{"duration": 5 * 7, "offer": 2, "script": 4, "measure": 0, "review": 15},
			score.No,
			"incomplete; duration: 35, want 14 to 28 days; offer: 2, want 1; script: 4, want 1 to 3 lines; measure: 0, want at least 1; " +
				"review: 15, want 14 days after the start",
		},
		{"no measure", pilot(28, score.Counts{"measure": 0}), score.No, "incomplete; measure: 0, want at least 1"},
		{"many measures", pilot(28, score.Counts{"measure": 100}), score.Yes, "complete"},
		{"two weeks", pilot(14, nil), score.Yes, "complete"},
		{"a day less", pilot(13, nil), score.No, "incomplete; duration: 13, want 14 to 28 days"},
		{"a day more than four weeks", pilot(29, nil), score.No, "incomplete; duration: 29, want 14 to 28 days"},
		{"no offer", pilot(21, score.Counts{"offer": 0}), score.No, "incomplete; offer: 0, want 1"},
		{"script of a line", pilot(21, score.Counts{"script": 1}), score.Yes, "complete"},
		{"no script", pilot(21, score.Counts{"script": 0}), score.No, "incomplete; script: 0, want 1 to 3 lines"},
		{"review too soon", pilot(21, score.Counts{"review": 13}), score.No, "incomplete; review: 13, want 14 days after the start"},
		{"nothing known", nil, score.Unknown, "open; unknown: duration, offer, script, measure, review"},
		{"only the measure is not known", score.Counts{"duration": 14, "offer": 1, "script": 2, "review": 14}, score.Unknown, "open; unknown: measure"},
		{"one wrong, one not known", score.Counts{"duration": 14, "offer": 2, "script": 2, "review": 14}, score.No, "incomplete; offer: 2, want 1; unknown: measure"},
	}
	p := score.MustPackage(score.PilotPackage())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := p.Judge(tt.counts)
			if err != nil || got.Complete != tt.complete || got.String() != tt.text {
				t.Errorf("Judge(%v) = %s, %q, %v; want %s, %q", tt.counts, got.Complete, got, err, tt.complete, tt.text)
			}
		})
	}
}

func TestCompleteness(t *testing.T) {
	d := score.PackageDefinition{Name: "p", Parts: []score.PackagePart{{Name: "a", Max: 2}, {Name: "b", Unit: "kg", Min: 1, Max: 5}, {Name: "c", Min: 1}}}
	got, err := score.MustPackage(d).Judge(score.Counts{"a": 3, "b": 6})
	want := score.Completeness{
		Package: "p", Complete: score.No, Missing: []score.PartGap{{Part: d.Parts[0], Count: 3}, {Part: d.Parts[1], Count: 6}}, Unknown: []string{"c"},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Errorf("Judge = %v (-want +got):\n%s", err, diff)
	}
	if want := "incomplete; a: 3, want at most 2; b: 6, want 1 to 5 kg; unknown: c"; got.String() != want {
		t.Errorf("String() = %s; want %s", got, want)
	}
	doc, err := json.Marshal(got)
	const wantDoc = `{"package":"p","complete":"no","missing":[{"name":"a","min":0,"max":2,"count":3},{"name":"b","unit":"kg","min":1,"max":5,"count":6}],"unknown":["c"]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	if got, err := (score.Package{}).Judge(nil); err != nil || got.Complete != score.Yes {
		t.Errorf("Judge by no parts = %s, %v; want complete", got, err)
	}
	_, err = score.MustPackage(d).Judge(score.Counts{"d": 1, "b": -1})
	if diff := cmp.Diff([]fault{{"counts.b", "-1", alianza.ErrRange}, {"counts.d", "", alianza.ErrUnknown}}, faults(err), sameFaults); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	const wantErr = "score: package p: counts.b \"-1\": out of range: negative\ncounts.d: unknown: the package has no such part"
	if fmt.Sprint(err) != wantErr {
		t.Errorf("Judge = %v; want %s", err, wantErr)
	}
}

func TestNewPackageFaults(t *testing.T) {
	part := func(least, most int) score.PackagePart { return score.PackagePart{Name: "a", Min: least, Max: most} }
	tests := []struct {
		name string
		part score.PackagePart
		want []fault
	}{
		{"exactly one", part(1, 1), nil},
		{"none at most", part(0, 1), nil},
		{"any", part(0, 0), []fault{{"parts[0].min", "0", alianza.ErrConflict}}},
		{"negative", part(-1, 3), []fault{{"parts[0].min", "-1", alianza.ErrRange}}},
		{"negative both", part(-3, -1), []fault{{"parts[0].min", "-3", alianza.ErrRange}, {"parts[0].max", "-1", alianza.ErrConflict}}},
		{"upside down", part(3, 2), []fault{{"parts[0].max", "2", alianza.ErrConflict}}},
		{"without end", part(math.MaxInt32, 0), nil},
		{"no name", score.PackagePart{Min: 1}, []fault{{"parts[0].name", "", alianza.ErrMissing}}},
		{"unit with a space", score.PackagePart{Name: "a", Unit: " kg", Min: 1}, []fault{{"parts[0].unit", " kg", alianza.ErrForm}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.NewPackage(score.PackageDefinition{Name: "p", Parts: []score.PackagePart{tt.part}})
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewPackage = other faults (-want +got):\n%s", diff)
			}
		})
	}
	_, err := score.NewPackage(score.PackageDefinition{})
	if diff := cmp.Diff([]fault{{"name", "", alianza.ErrMissing}, {"parts", "", alianza.ErrMissing}}, faults(err), sameFaults); diff != "" {
		t.Errorf("NewPackage(nothing) = other faults (-want +got):\n%s", diff)
	}
	_, err = score.NewPackage(score.PackageDefinition{Name: "p", Parts: []score.PackagePart{part(1, 1), part(1, 1)}})
	if diff := cmp.Diff([]fault{{"parts[1].name", "a", alianza.ErrDuplicate}}, faults(err), sameFaults); diff != "" {
		t.Errorf("NewPackage(a name twice) = other faults (-want +got):\n%s", diff)
	}
	d := score.PilotPackage()
	p := score.MustPackage(d)
	d.Parts[0].Min = 1
	p.Definition().Parts[1].Min = 7
	if diff := cmp.Diff(score.PilotPackage(), p.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
}

package schedule_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

var update = flag.Bool("update", false, "write the golden files anew")

// golden compares got with a file of testdata.
func golden(t *testing.T, file, got string) {
	t.Helper()
	path := filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s mismatch (-want +got):\n%s", path, diff)
	}
}

// hostile is a plan whose names look like statements of Mermaid.
func hostile() schedule.Definition {
	names := []string{
		"section a", "Click here", "title: x", "2025-01-01", "%% comment", "%%{init: {}}%%", "a :crit, s0", "#35;", "ﬂ°°35¶ß", "style x:#a;",
		"accDescr { x }", "gantt", "dateFormat X", "weekend friday", "call()", `"quoted"`, "<b>bold</b>", "a;b", "a#b", "é 金 😀", "_a", "-", "&amp;", `\n`, "`x`",
		"excludes monday", "vert", "todayMarker off", "end", "{", "}", "---", "0",
	}
	d := schedule.Definition{Name: "title <script>:;#%%", Order: schedule.SideBySide}
	for i, name := range names {
		d.Steps = append(d.Steps, schedule.Step{Name: name, Owner: names[len(names)-1-i], Takes: schedule.Days(i%3, 3)})
	}
	return d
}

func TestMermaid(t *testing.T) {
	dates, err := planOf(t, schedule.Onboarding()).From(on("2025-03-03"))
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "onboarding.mermaid", dates.Mermaid())
	report, err := planOf(t, schedule.Pilot()).At(on("2025-06-02"), on("2025-06-17"), schedule.Progress{"running": on("2025-06-15")})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "pilot_report.mermaid", report.Mermaid())
	if dates, err = planOf(t, hostile()).From(on("2025-03-03")); err != nil {
		t.Fatal(err)
	}
	golden(t, "hostile.mermaid", dates.Mermaid())
}

// TestMermaid_Sections ends the section of an owner at a step of nobody.
func TestMermaid_Sections(t *testing.T) {
	day := schedule.Span{Earliest: on("2025-03-03"), Latest: on("2025-03-03")}
	d := schedule.Dates{Plan: "p", Start: on("2025-03-03"), Steps: []schedule.StepDates{
		{Name: "a", Starts: day, Ends: day}, {Name: "b", Owner: "ana", Starts: day, Ends: day}, {Name: "c", Starts: day, Ends: day},
	}}
	report := schedule.Report{Plan: "p", Start: on("2025-03-03"), Items: []schedule.Item{
		{Name: "a", Begins: day, Ends: day}, {Name: "b", Owner: "ana", Begins: day, Ends: day}, {Name: "c", Begins: day, Ends: day},
	}}
	for _, chart := range []string{d.Mermaid(), report.Mermaid()} {
		var sections []string
		for line := range strings.Lines(chart) {
			if _, name, ok := strings.Cut(line, "section "); ok {
				sections = append(sections, strings.TrimSpace(name))
			}
		}
		if diff := cmp.Diff([]string{"ana", "-"}, sections); diff != "" {
			t.Errorf("the sections mismatch (-want +got):\n%s", diff)
		}
	}
}

// TestMermaid_Lines holds that no name adds a line or a sign of Mermaid.
func TestMermaid_Lines(t *testing.T) {
	d := schedule.Dates{Plan: "a\nb", Start: on("2025-03-03"), Steps: []schedule.StepDates{
		{Name: "x\n    y :crit, z, 1d", Owner: "\r\nsection", Starts: schedule.Span{Latest: on("2025-03-03")}, Ends: schedule.Span{Latest: on("2025-03-04")}},
	}}
	got := d.Mermaid()
	if n := strings.Count(got, "\n"); n != 6 {
		t.Errorf("Mermaid() = %d lines; want 6:\n%s", n, got)
	}
	if n := strings.Count(got, ":"); n != 1 {
		t.Errorf("Mermaid() has %d colons; want 1:\n%s", n, got)
	}
}

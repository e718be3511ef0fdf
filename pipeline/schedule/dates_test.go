package schedule_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

func TestFrom_Refuses(t *testing.T) {
	_, err := schedule.Plan{}.From(alianza.Date{})
	wantFaults(t, "From of no plan and no day", err, fault{"plan", "", alianza.ErrUnchecked}, fault{"start", "", alianza.ErrMissing})
	p := planOf(t, schedule.Negotiation()) // 49 days
	if _, err := p.From(on("9999-11-12")); err != nil {
		t.Errorf("From = %v; want a plan that ends on the last day", err)
	}
	_, err = p.From(on("9999-11-13"))
	wantFaults(t, "From late", err, fault{"steps[4]", "agreement", alianza.ErrRange})
	_, err = p.WithCalendar(weekdays(t)).From(on("9999-12-31"))
	wantFaults(t, "From on the last day", err, fault{"steps[0]", "initial_outreach", alianza.ErrRange})
	if _, err := p.CriticalPath(on("9999-11-13")); err == nil {
		t.Error("CriticalPath = no error; want one")
	}
}

// TestDates_ChecksWhatItReads has days that cannot be.
func TestDates_ChecksWhatItReads(t *testing.T) {
	const doc = `{"plan":"p","start":"2025-06-02","steps":[{"name":"a","starts":{"earliest":"2025-06-02","latest":"2025-06-02"},` +
		`"ends":{"earliest":"2025-06-03","latest":"2025-06-03"},"slack":1}],"ends":{"earliest":"2025-06-03","latest":"2025-06-04"}}`
	if err := new(schedule.Dates).UnmarshalJSON([]byte(doc)); err != nil {
		t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
	}
	for old, wrong := range map[string]string{
		`"slack":1`:             `"slack":-1`,
		`"latest":"2025-06-04"`: `"latest":"2025-06-01"`,
		`"latest":"2025-06-03"`: `"latest":"2025-06-01"`,
		`"latest":"2025-06-02"`: `"latest":"2025-06-01"`,
		`"name":"a"`:            `"name":"\u200b"`,
	} {
		if err := new(schedule.Dates).UnmarshalJSON([]byte(strings.Replace(doc, old, wrong, 1))); err == nil {
			t.Errorf("UnmarshalJSON with %s = no error; want one", wrong)
		}
	}
}

// TestFrom_Example is the example of a textbook: A 3 days, B 4 after A, C 2 after A,
// D 5 after B and C, E 1 after C.
func TestFrom_Network(t *testing.T) {
	step := func(name string, days int, after ...string) schedule.Step {
		return schedule.Step{Name: name, Takes: schedule.Days(days, days), After: after}
	}
	p := planOf(t, schedule.Definition{Name: "net", Order: schedule.ByDependency, Steps: []schedule.Step{
		step("E", 1, "C"), step("D", 5, "B", "C"), step("C", 2, "A"), step("B", 4, "A"), step("A", 3),
	}})
	d, err := p.From(on("2025-06-02"))
	if err != nil {
		t.Fatal(err)
	}
	got := map[string][3]int{}
	for _, s := range d.Steps {
		got[s.Name] = [3]int{d.Start.DaysUntil(s.Starts.Latest), d.Start.DaysUntil(s.Ends.Latest), s.Slack}
	}
	want := map[string][3]int{"A": {0, 3, 0}, "B": {3, 7, 0}, "C": {3, 5, 2}, "D": {7, 12, 0}, "E": {5, 6, 6}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("From = other days (-want +got):\n%s", diff)
	}
	path, err := p.CriticalPath(on("2025-06-02"))
	if diff := cmp.Diff([]string{"A", "B", "D"}, path); diff != "" || err != nil {
		t.Errorf("CriticalPath = %v, %v", path, err)
	}
	if got := p.Takes(); got != schedule.Days(12, 12) {
		t.Errorf("Takes() = %s; want 12 days", got)
	}
}

func TestDates_On(t *testing.T) {
	d, err := planOf(t, schedule.Pilot()).From(on("2025-06-02"))
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string][]string{
		"2025-06-01": nil, "2025-06-02": {"running"}, "2025-06-15": {"running"}, "2025-06-16": {"decision", "extension"},
		"2025-06-17": {"extension"}, "2025-06-29": {"extension"}, "2025-06-30": nil,
	} {
		var got []string
		for _, s := range d.On(on(day)) {
			got = append(got, s.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("On(%s) = %v; want %v", day, got, want)
		}
	}
	if week, ok := d.Week(alianza.Date{}); ok {
		t.Errorf("Week of no day = %d", week)
	}
	if week, ok := d.Week(on("2025-06-01")); ok {
		t.Errorf("Week before the start = %d", week)
	}
}

// TestFrom_WeekOverHoliday has a week that would end on a holiday.
func TestFrom_WeekOverHoliday(t *testing.T) {
	p := planOf(t, schedule.Onboarding()).WithCalendar(weekdays(t, on("2025-04-21")))
	d, err := p.From(on("2025-04-12")) // a Saturday: begins on Monday the 14th
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range d.Steps {
		got = append(got, s.Starts.String(), s.Ends.String())
	}
	want := []string{"2025-04-14", "2025-04-22", "2025-04-22", "2025-04-29", "2025-04-29", "2025-05-06", "2025-05-06", "2025-05-13"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("From = other days (-want +got):\n%s", diff)
	}
}

// TestSlack_HolidaysAndWeeks counts the working days from the end of a step to the day on which
// it has to end, and holds that a step later than that moves the plan.
func TestSlack_HolidaysAndWeeks(t *testing.T) {
	two := schedule.Definition{Name: "two", Order: schedule.SideBySide, Steps: []schedule.Step{
		{Name: "long", Takes: schedule.Weeks(3, 3)}, {Name: "short", Takes: schedule.Weeks(2, 2)},
	}}
	for _, tt := range []struct {
		name, start string
		def         schedule.Definition
		holidays    []alianza.Date
		ends        string
		slack       []int
	}{
		// The short one ends on Monday the 20th, and may end on the 27th.
		{"a holiday after the step", "2025-01-06", two, []alianza.Date{on("2025-01-22")}, "2025-01-27", []int{0, 4}},
		{"a holiday within the step", "2025-01-06", two, []alianza.Date{on("2025-01-08")}, "2025-01-27", []int{0, 5}},
		// The proposal would end on Good Friday and ends on Tuesday the 22nd. It does so too
		// if it begins on Tuesday the 15th in place of Friday the 11th.
		{"a week over Easter", "2025-03-28", schedule.Negotiation(), []alianza.Date{on("2025-04-18"), on("2025-04-21"), on("2025-05-01")}, "2025-05-20", []int{2, 2, 0, 0, 0}},
	} {
		p := planOf(t, tt.def).WithCalendar(weekdays(t, tt.holidays...))
		d, err := p.From(on(tt.start))
		if err != nil || d.Ends.Latest != on(tt.ends) {
			t.Errorf("%s: From = %s, %v; want an end on %s", tt.name, d, err, tt.ends)
		}
		for i, s := range d.Steps {
			late, err := p.Delay(on(tt.start), s.Name, tt.slack[i]+1)
			if s.Slack != tt.slack[i] || err != nil || late.After.Latest == d.Ends.Latest {
				t.Errorf("%s: %s, and %s, %v; want slack %d, and another end after it", tt.name, s, late, err, tt.slack[i])
			}
		}
	}
}

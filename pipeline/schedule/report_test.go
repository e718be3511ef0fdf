package schedule_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// TestAt has every state, on the edges between them.
func TestAt(t *testing.T) {
	type progress = schedule.Progress
	pilot, talks := planOf(t, schedule.Pilot()), planOf(t, schedule.Negotiation())
	tests := []struct {
		name string
		plan schedule.Plan
		day  string
		done progress
		want string
	}{
		{"before the start", pilot, "2025-06-01", nil, "pilot on 2025-06-01: 0 of 3 done; ends 2025-06-16 to 2025-06-30"},
		{"last day but one", pilot, "2025-06-14", nil, "pilot on 2025-06-14: 0 of 3 done; ends 2025-06-16 to 2025-06-30"},
		{"last day", pilot, "2025-06-15", nil, "pilot on 2025-06-15: 0 of 3 done; running due 2025-06-15; ends 2025-06-16 to 2025-06-30"},
		{"day of the review", pilot, "2025-06-16", progress{"running": on("2025-06-15")}, "pilot on 2025-06-16: 1 of 3 done; decision due 2025-06-16; extension due 2025-06-16 to 2025-06-29; ends 2025-06-16 to 2025-06-30"},
		{"day after the review", pilot, "2025-06-17", progress{"running": on("2025-06-15")}, "pilot on 2025-06-17: 1 of 3 done; decision overdue by 1 day; extension due 2025-06-16 to 2025-06-29; ends 2025-06-17 to 2025-07-01"},
		{"review a day late", pilot, "2025-06-18", progress{"running": on("2025-06-15"), "decision": on("2025-06-17")}, "pilot on 2025-06-18: 2 of 3 done; extension due 2025-06-16 to 2025-06-29; ends 2025-06-18 to 2025-07-01"},
		{"all done", pilot, "2025-07-10", progress{"running": on("2025-06-15"), "decision": on("2025-06-16"), "extension": on("2025-06-22")}, "pilot on 2025-07-10: 3 of 3 done; ended 2025-06-23"},
		{"ahead", talks, "2025-06-06", progress{"initial_outreach": on("2025-06-03"), "discovery_call": on("2025-06-05")}, "negotiation on 2025-06-06: 2 of 5 done; ends 2025-07-04 to 2025-07-11"},
		{"behind, and blocked", talks, "2025-06-16", progress{"initial_outreach": on("2025-06-10")}, "negotiation on 2025-06-16: 1 of 5 done; discovery_call overdue by 1 day; ends 2025-07-16 to 2025-07-23"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := tt.plan.At(on("2025-06-02"), on(tt.day), tt.done)
			if err != nil || r.String() != tt.want {
				t.Errorf("At = %s, %v; want %s", r, err, tt.want)
			}
			pipelinetest.ComesBack(t, r)
			if got := strings.Count(r.Text(), "\n"); got != 1+len(r.Items) {
				t.Errorf("Text() = %d lines; want one for the plan and one for each step", got)
			}
		})
	}
}

// TestReport_ChecksWhatItReads has documents that no plan made.
func TestReport_ChecksWhatItReads(t *testing.T) {
	r, err := planOf(t, schedule.Pilot()).At(on("2025-06-02"), on("2025-06-17"), schedule.Progress{"running": on("2025-06-15")})
	if err != nil {
		t.Fatal(err)
	}
	doc, err := r.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	for old, wrong := range map[string]string{
		`"state":"done"`:                     `"state":"due"`,
		`"late":1`:                           `"late":-1`,
		`"remaining":{"least":0,"most":14`:   `"remaining":{"least":15,"most":14`,
		`"earliest":"2025-06-17"`:            `"earliest":"2125-06-17"`,
		`"name":"decision"`:                  `"name":"\u200b"`,
		`"plan":"pilot"`:                     `"plan":" "`,
		`"due":{"earliest":"2025-06-15"`:     `"due":{"earliest":"2025-06-16"`,
		`"begins":{"earliest":"2025-06-02"`:  `"begins":{"earliest":"2025-06-03"`,
		`"planned":{"earliest":"2025-06-16"`: `"planned":{"earliest":"2025-07-16"`,
	} {
		if !strings.Contains(string(doc), old) {
			t.Fatalf("%s has no %s", doc, old)
		}
		if err := new(schedule.Report).UnmarshalJSON([]byte(strings.ReplaceAll(string(doc), old, wrong))); err == nil {
			t.Errorf("UnmarshalJSON with %s = no error; want one", wrong)
		}
	}
}

// TestItem_Text has a step that was done in time, and late.
func TestItem_Text(t *testing.T) {
	for late, want := range map[int]string{0: "a by ana done 2025-06-15", 1: "a by ana done 2025-06-15, 1 day late"} {
		if got := (schedule.Item{Name: "a", Owner: "ana", State: schedule.Done, Done: on("2025-06-15"), Late: late}).String(); got != want {
			t.Errorf("String() = %s; want %s", got, want)
		}
	}
}

func TestAt_States(t *testing.T) {
	p := planOf(t, schedule.Definition{Name: "p", Order: schedule.ByDependency, Steps: []schedule.Step{
		{Name: "a", Owner: "ana", Takes: schedule.Days(2, 4)},
		{Name: "b", Owner: "ben", Takes: schedule.Days(3, 3), After: []string{"a"}},
		{Name: "c", Owner: "ana", Takes: schedule.Days(9, 9)},
	}})
	states := func(day string, done schedule.Progress) []string {
		r, err := p.At(on("2025-06-02"), on(day), done)
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, item := range r.Items {
			all = append(all, item.State.String())
		}
		return all
	}
	for _, tt := range []struct {
		day  string
		done schedule.Progress
		want []string
	}{
		{"2025-06-01", nil, []string{"waiting", "waiting", "waiting"}},
		{"2025-06-02", nil, []string{"running", "waiting", "running"}},
		{"2025-06-03", nil, []string{"due", "waiting", "running"}},
		{"2025-06-05", nil, []string{"due", "waiting", "running"}},
		{"2025-06-06", nil, []string{"overdue", "due", "running"}}, // b might end on the 6th
		{"2025-06-05", schedule.Progress{"a": on("2025-06-04")}, []string{"done", "running", "running"}},
		{"2025-06-09", nil, []string{"overdue", "overdue", "running"}},
		{"2025-06-11", schedule.Progress{"a": on("2025-06-11")}, []string{"done", "overdue", "overdue"}},
	} {
		if diff := cmp.Diff(tt.want, states(tt.day, tt.done)); diff != "" {
			t.Errorf("At(%s, %v) = other states (-want +got):\n%s", tt.day, tt.done, diff)
		}
	}
	r, err := p.At(on("2025-06-02"), on("2025-06-07"), schedule.Progress{"a": on("2025-06-07")})
	if err != nil || len(r.Of("ana")) != 1 || r.Items[0].Late != 2 || r.Items[0].String() != "a by ana done 2025-06-07, 2 days late" {
		t.Errorf("At = %s, %v; of ana %v", r.Text(), err, r.Of("ana"))
	}
}

func TestAt_CountsWorkingDays(t *testing.T) {
	p := planOf(t, schedule.Definition{Name: "p", Steps: []schedule.Step{{Name: "a", Takes: schedule.Days(2, 3)}, {Name: "b", Takes: schedule.Days(5, 5)}}})
	r, err := p.WithCalendar(weekdays(t)).At(on("2025-06-05"), on("2025-06-11"), nil) // Thursday; Wednesday of the next week
	// a is due on Friday at the earliest, on Monday at the latest: two working days ago.
	// It is finished on Wednesday at the earliest, and b takes from Thursday to Wednesday.
	const want = "p on 2025-06-11: 0 of 2 done; a overdue by 2 days; ends 2025-06-19"
	if err != nil || r.String() != want || r.Remaining != schedule.Days(6, 6) {
		t.Errorf("At = %s, %s remaining, %v; want %s and 6 days", r, r.Remaining, err, want)
	}
}

// TestAt_LessWorkLater has weeks with more holidays in them if they begin earlier. From 2
// March, Monday, a week with the holidays of the next one has 5 days of work; from 3 March
// it has 4. So b and c are 10 days of work if a takes none. If a takes one day, all are 9.
func TestAt_LessWorkLater(t *testing.T) {
	p := planOf(t, schedule.Definition{Name: "p", Order: schedule.ByDependency, Steps: []schedule.Step{
		{Name: "a", Takes: schedule.Days(0, 1)},
		{Name: "b", Takes: schedule.Weeks(1, 1), After: []string{"a"}},
		{Name: "c", Takes: schedule.Weeks(1, 1), After: []string{"a"}},
	}})
	var holidays []alianza.Date
	for i := range 5 {
		holidays = append(holidays, on("2026-03-09").AddDays(i))
	}
	r, err := p.WithCalendar(weekdays(t, holidays...)).At(on("2026-03-02"), on("2026-03-02"), nil)
	if err != nil || r.Remaining != schedule.Days(9, 10) {
		t.Errorf("At = %s remaining, %v; want 9 to 10 days", r.Remaining, err)
	}
	pipelinetest.ComesBack(t, r)
}

// TestAt_Weekend has a step that was due on Friday: on Saturday and Sunday it is due, and
// on Monday it is overdue by a day.
func TestAt_Weekend(t *testing.T) {
	p := planOf(t, schedule.Definition{Name: "p", Steps: []schedule.Step{{Name: "a", Takes: schedule.Days(5, 5)}}}).WithCalendar(weekdays(t))
	for day, want := range map[string]string{
		"2025-06-06": "a due 2025-06-06", "2025-06-07": "a due 2025-06-06", "2025-06-08": "a due 2025-06-06", "2025-06-09": "a overdue by 1 day",
	} {
		r, err := p.At(on("2025-06-02"), on(day), nil)
		if err != nil || r.Items[0].String() != want {
			t.Errorf("At(%s) = %s, %v; want %s", day, r.Items[0], err, want)
		}
	}
}

func TestAt_Refuses(t *testing.T) {
	p := planOf(t, schedule.Negotiation())
	_, err := p.At(on("2025-06-02"), alianza.Date{}, nil)
	wantFaults(t, "At without a day", err, fault{"day", "", alianza.ErrMissing})
	_, err = p.At(on("2025-06-02"), on("2025-06-20"), schedule.Progress{
		"initial_outreach": on("2025-06-01"), "discovery_call": {}, "proposal": on("2025-06-21"), "agreement": on("2025-06-15"), "x": on("2025-06-15"),
	})
	wantFaults(t, "At", err,
		fault{"done.agreement", "2025-06-15", alianza.ErrConflict}, // negotiation is not finished
		fault{"done.discovery_call", "", alianza.ErrMissing},
		fault{"done.initial_outreach", "2025-06-01", alianza.ErrConflict},
		fault{"done.proposal", "2025-06-21", alianza.ErrConflict},
		fault{"done.x", "", alianza.ErrUnknown})
	_, err = p.At(on("2025-06-02"), on("2025-06-20"), schedule.Progress{"initial_outreach": on("2025-06-10"), "discovery_call": on("2025-06-09")})
	wantFaults(t, "At out of order", err, fault{"done.discovery_call", "2025-06-09", alianza.ErrConflict})
	_, err = p.At(on("2025-06-02"), on("9999-12-31"), nil)
	wantFaults(t, "At the end of days", err, fault{"steps[0]", "initial_outreach", alianza.ErrRange})
	_, err = schedule.Plan{}.At(on("2025-06-02"), on("2025-06-02"), nil)
	wantFaults(t, "At of no plan", err, fault{"plan", "", alianza.ErrUnchecked})
}

func TestDelay_Refuses(t *testing.T) {
	p := planOf(t, schedule.Negotiation())
	_, err := p.Delay(on("2025-06-02"), "x", 0)
	wantFaults(t, "Delay", err, fault{"step", "x", alianza.ErrUnknown}, fault{"days", "0", alianza.ErrRange})
	_, err = p.Delay(on("9999-11-12"), "proposal", 1)
	wantFaults(t, "Delay at the end of days", err, fault{"steps[4]", "agreement", alianza.ErrRange})
	_, err = p.Delay(on("2025-06-02"), "negotiation", schedule.MaxDays+1)
	wantFaults(t, "Delay for ages", err, fault{"days", "36501", alianza.ErrRange})
	if _, err := p.Delay(on("2025-06-02"), "negotiation", schedule.MaxDays); err != nil {
		t.Errorf("Delay for a hundred years = %v; want no error", err)
	}
	d, err := p.Delay(on("2025-06-02"), "negotiation", 3660)
	const want = "negotiation 3660 days late: moves agreement, ends 2035-07-22 to 2035-07-29 instead of 2025-07-14 to 2025-07-21"
	if err != nil || d.String() != want {
		t.Errorf("Delay = %s, %v; want %s", d, err, want)
	}
	pipelinetest.ComesBack(t, d)
	doc, err := d.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	step := `{"name":"a","from":{"earliest":"2025-06-02","latest":"2025-06-02"},"to":{"earliest":"2025-06-03","latest":"2025-06-03"}}`
	for n, want := range map[int]error{200: nil, 201: alianza.ErrLimit} {
		long := regexp.MustCompile(`"moves":\[.*?\]`).ReplaceAllLiteralString(string(doc), `"moves":[`+strings.Repeat(step+",", n-1)+step+`]`)
		if err := new(schedule.Delay).UnmarshalJSON([]byte(long)); !errors.Is(err, want) {
			t.Errorf("UnmarshalJSON of %d moves = %v; want %v", n, err, want)
		}
	}
	for _, pair := range [][2]string{{`"before":{"earliest":"2025`, `"before":{"earliest":"2026`}, {`"after":{"earliest":"2035`, `"after":{"earliest":"2036`}} {
		wrong := strings.Replace(string(doc), pair[0], pair[1], 1)
		if wrong == string(doc) || !errors.Is(new(schedule.Delay).UnmarshalJSON([]byte(wrong)), alianza.ErrConflict) {
			t.Errorf("UnmarshalJSON(%s) = no contradiction; want one", wrong)
		}
	}
}

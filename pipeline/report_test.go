package pipeline_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
	_ "time/tzdata" // zones do not depend on the machine

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline"
)

func date(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// TestReport follows a deal of the sound flow: talks take 7 to 14 days, it is stale
// after 10 days without a step, and the goal is under 60 days.
func TestReport(t *testing.T) {
	flow := soundFlow()
	started := opened(t, flow) // on 1 March at nine
	delivered := take(t, flow, started, pipeline.Step{At: day(12), Done: "terms"})
	late := take(t, flow, started, pipeline.Step{At: day(17), Done: "terms"}, pipeline.Step{At: day(17), Done: "call"})
	lost := take(t, flow, delivered, pipeline.Step{At: day(20), To: "lost", Reason: "price"})
	known := take(t, flow, late, steps(18, "score=7 light=green contact=Ana")...)
	won := take(t, flow, known, pipeline.Step{At: day(20), To: "review"}, pipeline.Step{At: day(31), To: "won"})
	base := func(on string, days int) pipeline.Report {
		return pipeline.Report{
			Deal: "studio-luz", Stage: "talks", Owner: "partner_manager", On: date(on), Since: date("2026-03-01"),
			Expected: pipeline.Days{Least: 7, Most: 14}, Due: date("2026-03-15"), Days: days, Age: days, Idle: days,
			Deliverables: []pipeline.Delivery{{Name: "terms"}}, Open: []string{"call"}, Goal: pipeline.GoalOpen,
		}
	}
	with := func(r pipeline.Report, change func(r *pipeline.Report)) pipeline.Report {
		change(&r)
		return r
	}
	tests := []struct {
		name string
		deal pipeline.Deal
		at   time.Time
		want pipeline.Report
		text string
	}{
		{"on the first day", started, day(1), base("2026-03-01", 0), "studio-luz: talks for 0 days of 1-2 weeks; missing terms; goal open after 0 days"},
		{"on the last day before it is stale", started, day(10), base("2026-03-10", 9), "studio-luz: talks for 9 days of 1-2 weeks; missing terms; goal open after 9 days"},
		{"stale", started, day(11), with(base("2026-03-11", 10), func(r *pipeline.Report) { r.Stale = true }), "studio-luz: talks for 10 days of 1-2 weeks, stale for 10 days; missing terms; goal open after 10 days"},
		{"delivered, on the due day", delivered, day(15), with(base("2026-03-15", 14), func(r *pipeline.Report) {
			r.Idle, r.Deliverables[0].On = 3, date("2026-03-12")
		}), "studio-luz: talks for 14 days of 1-2 weeks; goal open after 14 days"},
		{"overdue by a day", started, day(16), with(base("2026-03-16", 15), func(r *pipeline.Report) {
			r.Stale, r.Overdue, r.Deliverables[0].Late = true, 1, 1
		}), "studio-luz: talks for 15 days of 1-2 weeks, 1 day overdue, stale for 15 days; missing terms; goal open after 15 days"},
		{"delivered late", late, day(20), with(base("2026-03-20", 19), func(r *pipeline.Report) {
			r.Idle, r.Overdue, r.Open = 3, 5, nil
			r.Deliverables[0] = pipeline.Delivery{Name: "terms", On: date("2026-03-17"), Late: 2}
		}), "studio-luz: talks for 19 days of 1-2 weeks, 5 days overdue; terms was 2 days late; goal open after 19 days"},
		{"at the end of the goal", started, time.Date(2026, 4, 30, 9, 0, 0, 0, time.UTC), with(base("2026-04-30", 60), func(r *pipeline.Report) {
			r.Stale, r.Overdue, r.Deliverables[0].Late, r.Goal = true, 46, 46, pipeline.GoalMissed
		}), "studio-luz: talks for 60 days of 1-2 weeks, 46 days overdue, stale for 60 days; missing terms; goal missed after 60 days"},
		{"lost", lost, day(25), pipeline.Report{
			Deal: "studio-luz", Stage: "lost", On: date("2026-03-25"), Since: date("2026-03-20"), Days: 5, Idle: 5, Age: 19, Goal: pipeline.GoalMissed,
		}, "studio-luz: lost for 5 days; goal missed after 19 days"},
		{"won", won, time.Date(2026, 6, 30, 9, 0, 0, 0, time.UTC), pipeline.Report{
			Deal: "studio-luz", Stage: "won", On: date("2026-06-30"), Since: date("2026-03-31"), Days: 91, Idle: 91, Age: 30, Goal: pipeline.GoalMet,
		}, "studio-luz: won for 91 days; goal met after 30 days"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := flow.Report(tt.deal, tt.at, nil)
			if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
				t.Errorf("Report = %v (-want +got):\n%s", err, diff)
			}
			if got.String() != tt.text {
				t.Errorf("String() = %s; want %s", got, tt.text)
			}
			doc, err := json.Marshal(got)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[pipeline.Report](doc); err != nil || !cmp.Equal(got, read) {
				t.Errorf("Read(%s) = %v, %v; want the report", doc, read, err)
			}
		})
	}
}

// TestReport_Deliveries has what is missing and what was late in turn.
func TestReport_Deliveries(t *testing.T) {
	late := func(name string) pipeline.Delivery {
		return pipeline.Delivery{Name: name, On: date("2026-03-17"), Late: 2}
	}
	r := pipeline.Report{Deal: "d", Stage: "talks", Days: 1, Deliverables: []pipeline.Delivery{
		{Name: "a"}, {Name: "b"}, late("c"), {Name: "d"}, {Name: "e", On: date("2026-03-01")}, {Name: "f"}, late("g"),
	}}
	const want = "d: talks for 1 day; missing a, b; c was 2 days late; missing d, f; g was 2 days late"
	if got := r.String(); got != want {
		t.Errorf("String() = %s; want %s", got, want)
	}
}

// changed returns a deal whose stage is not that of its history.
func changed(d pipeline.Deal) pipeline.Deal {
	d.Stage = "review"
	return d
}

func TestReport_Refused(t *testing.T) {
	flow := soundFlow()
	d := take(t, flow, opened(t, flow), pipeline.Step{At: day(3), Done: "terms"})
	tests := []struct {
		name string
		flow pipeline.Flow
		deal pipeline.Deal
		at   time.Time
		want error
	}{
		{"zero Flow", pipeline.Flow{}, d, day(4), alianza.ErrUnchecked},
		{"no stage of the flow", flow, pipeline.Deal{ID: "d", Stage: "lead", Since: day(1)}, day(4), pipeline.ErrUnknownStage},
		{"before the last step", flow, d, day(2), pipeline.ErrTime},
		{"no instant", flow, d, time.Time{}, pipeline.ErrTime},
		{"no instant of the deal", flow, pipeline.Deal{ID: "d", Stage: "talks"}, day(4), alianza.ErrMissing},
		{"changed by hand", flow, changed(d), day(4), alianza.ErrConflict},
		{"year 10,000", flow, d, time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), alianza.ErrRange},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if r, err := tt.flow.Report(tt.deal, tt.at, nil); !errors.Is(err, tt.want) || !cmp.Equal(pipeline.Report{}, r) {
				t.Errorf("Report = %v, %v; want %v", r, err, tt.want)
			}
		})
	}
}

// TestReport_Goals has goals of every comparison, for a deal of 10 days: still in
// its stage, won and lost.
func TestReport_Goals(t *testing.T) {
	n := decimal.NewFromInt
	tests := []struct {
		goal            alianza.Bound
		open, won, lost pipeline.Goal
	}{
		{alianza.Bound{}, 0, 0, 0},
		{alianza.Below(n(11)), pipeline.GoalOpen, pipeline.GoalMet, pipeline.GoalMissed},
		{alianza.Below(n(10)), pipeline.GoalMissed, pipeline.GoalMissed, pipeline.GoalMissed},
		{alianza.AtMost(n(10)), pipeline.GoalOpen, pipeline.GoalMet, pipeline.GoalMissed},
		{alianza.AtLeast(n(11)), pipeline.GoalOpen, pipeline.GoalMissed, pipeline.GoalMissed},
		{alianza.Above(n(10)), pipeline.GoalOpen, pipeline.GoalMissed, pipeline.GoalMissed},
		{alianza.Between(n(11), n(12)), pipeline.GoalOpen, pipeline.GoalMissed, pipeline.GoalMissed},
		{alianza.Between(n(9), n(10)), pipeline.GoalOpen, pipeline.GoalMet, pipeline.GoalMissed},
		{alianza.Between(n(8), n(9)), pipeline.GoalMissed, pipeline.GoalMissed, pipeline.GoalMissed},
	}
	for _, tt := range tests {
		d := pipeline.Approach()
		d.Goal = tt.goal
		flow := alianza.Must(pipeline.New(d))
		for stage, want := range map[pipeline.Stage]pipeline.Goal{"onboarding": tt.open, "active": tt.won, "lost": tt.lost} {
			deal := pipeline.Deal{ID: "d", Stage: "onboarding", Since: day(1)}
			if stage != deal.Stage {
				deal = take(t, flow, deal, pipeline.Step{At: day(11), To: stage})
			}
			if r, err := flow.Report(deal, day(11), nil); err != nil || r.Goal != want || r.Age != 10 {
				t.Errorf("%s, goal %s: Report = %s after %d days, %v; want %s after 10", stage, tt.goal, r.Goal, r.Age, err, want)
			}
		}
	}
}

// TestReport_Zones counts the days of one deal in zones where clocks change. The
// zone of the process changes none of them.
func TestReport_Zones(t *testing.T) {
	zones := map[string]int{ // days from 28 March at 22:30 to 29 March at 22:30 in UTC
		"UTC": 1, "Europe/Madrid": 2 /* 23:30 to 0:30, in summer time */, "America/New_York": 1, "Pacific/Apia": 1, "Asia/Kathmandu": 1,
	}
	since, at := time.Date(2026, 3, 28, 22, 30, 0, 0, time.UTC), time.Date(2026, 3, 29, 22, 30, 0, 0, time.UTC)
	flow := partnership()
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	for name, want := range zones {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		for process := range zones {
			if time.Local, err = time.LoadLocation(process); err != nil {
				t.Fatal(err)
			}
			d := pipeline.Deal{ID: "d", Stage: "lead", Since: since.Local()}
			r, err := flow.Report(d, at.Local(), zone)
			if err != nil || r.Days != want || r.Since != alianza.DateOf(since, zone) {
				t.Errorf("in %s, process in %s: %d days since %s, %v; want %d", name, process, r.Days, r.Since, err, want)
			}
		}
	}
	// One instant before midnight in Madrid is the day before, whatever the length of
	// the day: 29 March has 23 hours there.
	madrid := alianza.Must(time.LoadLocation("Europe/Madrid"))
	d := pipeline.Deal{ID: "d", Stage: "lead", Since: time.Date(2026, 3, 29, 0, 0, 0, 0, madrid)}
	for at, want := range map[time.Time]int{
		time.Date(2026, 3, 29, 23, 59, 59, 0, madrid): 0,
		time.Date(2026, 3, 30, 0, 0, 0, 0, madrid):    1,
	} {
		if r, err := flow.Report(d, at, madrid); err != nil || r.Days != want {
			t.Errorf("at %v: %d days, %v; want %d", at, r.Days, err, want)
		}
	}
}

// TestLawDays holds that days add up: those of the stages that were left and of the
// present one are the age of the deal.
func TestLawDays(t *testing.T) {
	madrid := alianza.Must(time.LoadLocation("Europe/Madrid"))
	flow := partnership()
	for seed := range seeds.Count(100) {
		r := dice(seed)
		d, err := flow.Open("d", day(1).Add(time.Duration(r.IntN(1000))*time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		opened, days := d.Since, 0
		for range r.IntN(8) {
			next := flow.Next(d.Stage)
			if len(next) == 0 {
				break
			}
			from := d.Since
			d = take(t, flow, d, pipeline.Step{At: d.Since.Add(time.Duration(r.IntN(3000)) * time.Hour), To: next[r.IntN(len(next))]})
			days += alianza.DateOf(from, madrid).DaysUntil(alianza.DateOf(d.Since, madrid))
		}
		at := d.Since.Add(time.Duration(r.IntN(3000)) * time.Hour)
		report, err := flow.Report(d, at, madrid)
		want := alianza.DateOf(opened, madrid).DaysUntil(alianza.DateOf(at, madrid))
		if report.Age+daysOver(report, len(flow.Next(d.Stage)) == 0) != want || days+report.Days != want || err != nil {
			t.Fatalf("seed %d: %d days in stages left and %d in this, age %d, %v; want %d", seed, days, report.Days, report.Age, err, want)
		}
	}
}

// daysOver returns the days that a deal is in its end, which its age leaves out.
func daysOver(r pipeline.Report, end bool) int {
	if end {
		return r.Days
	}
	return 0
}

// TestReportEqual changes one field at a time.
func TestReportEqual(t *testing.T) {
	base := func() pipeline.Report {
		return pipeline.Report{Deliverables: []pipeline.Delivery{{Name: "terms"}}, Open: []string{"call"}}
	}
	for name, change := range map[string]func(r *pipeline.Report){
		"deal":         func(r *pipeline.Report) { r.Deal = "d" },
		"stage":        func(r *pipeline.Report) { r.Stage = "a" },
		"owner":        func(r *pipeline.Report) { r.Owner = "o" },
		"day":          func(r *pipeline.Report) { r.On = date("2026-03-01") },
		"since":        func(r *pipeline.Report) { r.Since = date("2026-03-01") },
		"expected":     func(r *pipeline.Report) { r.Expected.Most = 1 },
		"due":          func(r *pipeline.Report) { r.Due = date("2026-03-01") },
		"days":         func(r *pipeline.Report) { r.Days = 1 },
		"age":          func(r *pipeline.Report) { r.Age = 1 },
		"idle":         func(r *pipeline.Report) { r.Idle = 1 },
		"overdue":      func(r *pipeline.Report) { r.Overdue = 1 },
		"stale":        func(r *pipeline.Report) { r.Stale = true },
		"deliverables": func(r *pipeline.Report) { r.Deliverables[0].Late = 1 },
		"open":         func(r *pipeline.Report) { r.Open = nil },
		"goal":         func(r *pipeline.Report) { r.Goal = pipeline.GoalMet },
	} {
		r := base()
		if change(&r); r.Equal(base()) || base().Equal(r) || !base().Equal(base()) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}

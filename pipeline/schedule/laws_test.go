package schedule_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// random returns a plan, with a calendar half of the time, its second
// implementation, and a start.
func random(tb testing.TB, seed int) (schedule.Plan, reference, alianza.Date) {
	tb.Helper()
	r := rand.New(rand.NewPCG(uint64(seed), 7))
	d := schedule.Definition{Name: "p", Order: schedule.Order(r.IntN(3))}
	for i := range 1 + r.IntN(7) {
		s := schedule.Step{Name: fmt.Sprint("s", i), Takes: schedule.Days(r.IntN(6), 0)}
		if r.IntN(3) == 0 {
			s.Takes = schedule.Weeks(r.IntN(3), 0)
		}
		s.Takes.Most = s.Takes.Least + r.IntN(4)
		if d.Order == schedule.ByDependency {
			for j := range i {
				if r.IntN(3) == 0 {
					s.After = append(s.After, fmt.Sprint("s", j))
				}
			}
		}
		d.Steps = append(d.Steps, s)
	}
	r.Shuffle(len(d.Steps), func(i, j int) { d.Steps[i], d.Steps[j] = d.Steps[j], d.Steps[i] })
	start := on("2024-02-20").AddDays(r.IntN(30))
	p, ref := planOf(tb, d), reference{def: d}
	if r.IntN(2) == 0 {
		c := schedule.CalendarDefinition{}
		for day := schedule.Monday; day <= schedule.Sunday; day++ {
			if r.IntN(3) > 0 || day == schedule.Wednesday {
				c.Weekdays = append(c.Weekdays, day)
			}
		}
		for i := range 40 {
			if r.IntN(6) == 0 {
				c.Holidays = append(c.Holidays, start.AddDays(i))
			}
		}
		calendar, err := schedule.NewCalendar(c)
		if err != nil {
			tb.Fatal(err)
		}
		p, ref.calendar = p.WithCalendar(calendar), &c
	}
	return p, ref, start
}

// TestLaw_DatesAreThoseOfTheLongestPath compares every date with the longest of all
// paths, walked day by day. It follows that a plan never ends before its critical path.
func TestLaw_DatesAreThoseOfTheLongestPath(t *testing.T) {
	for seed := range seeds.Count(400) {
		p, ref, start := random(t, seed)
		d, err := p.From(start)
		if err != nil {
			t.Fatal(err)
		}
		at := start.In(nil)
		var last schedule.Span
		for i, s := range d.Steps {
			want := schedule.Span{
				Earliest: alianza.DateOf(ref.ends(at, i, false, nil), nil),
				Latest:   alianza.DateOf(ref.ends(at, i, true, nil), nil),
			}
			if s.Ends != want {
				t.Fatalf("seed %d: %s of %+v from %s ends %s; want %s", seed, s.Name, ref.def, start, s.Ends, want)
			}
			if last.Latest.Before(want.Latest) {
				last.Latest = want.Latest
			}
			if last.Earliest.Before(want.Earliest) {
				last.Earliest = want.Earliest
			}
		}
		if d.Ends != last {
			t.Fatalf("seed %d: ends %s; want %s", seed, d.Ends, last)
		}
		if ref.calendar == nil {
			if got, want := start.DaysUntil(d.Ends.Latest), p.Takes().Most; got != want {
				t.Fatalf("seed %d: ends %d days after the start; Takes says %d", seed, got, want)
			}
		}
	}
}

// TestLaw_SlackIsWhatMayBeLate holds that a step late by its slack leaves the end, and
// that one day more moves it.
func TestLaw_SlackIsWhatMayBeLate(t *testing.T) {
	for seed := range seeds.Count(200) {
		p, ref, start := random(t, seed)
		d, err := p.From(start)
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range d.Steps {
			for _, days := range []int{s.Slack, s.Slack + 1} {
				if days == 0 {
					continue
				}
				late, err := p.Delay(start, s.Name, days)
				if err != nil {
					t.Fatal(err)
				}
				want := alianza.DateOf(ref.last(start.In(nil), true, map[int]int{i: days}), nil)
				if late.After.Latest != want || (late.After.Latest == d.Ends.Latest) != (days == s.Slack) {
					t.Fatalf("seed %d: %s with slack %d, %s; want an end on %s", seed, s.Name, s.Slack, late, want)
				}
			}
		}
	}
}

// TestLaw_CriticalPath holds that the critical path has no gaps, and that a step of it has no
// slack, but for one before a week that may take up days.
func TestLaw_CriticalPath(t *testing.T) {
	for seed := range seeds.Count(200) {
		p, ref, start := random(t, seed)
		d, _ := p.From(start)
		path, err := p.CriticalPath(start)
		if err != nil || len(path) == 0 {
			t.Fatalf("seed %d: CriticalPath = %v, %v", seed, path, err)
		}
		day := alianza.DateOf(ref.next(start.In(nil)), nil)
		place := func(name string) int {
			return slices.IndexFunc(ref.def.Steps, func(s schedule.Step) bool { return s.Name == name })
		}
		for at, name := range path {
			i := place(name)
			takesUp := ref.calendar != nil && slices.ContainsFunc(path[at+1:], func(behind string) bool {
				return ref.def.Steps[place(behind)].Takes.Unit == schedule.Week
			})
			if s := d.Steps[i]; s.Starts.Latest != day || !s.Critical() && !takesUp {
				t.Fatalf("seed %d: %s of %v starts %s, slack %d; want %s and none", seed, name, path, s.Starts.Latest, s.Slack, day)
			}
			day = d.Steps[i].Ends.Latest
		}
		if day != d.Ends.Latest {
			t.Fatalf("seed %d: the path %v ends %s, the plan %s", seed, path, day, d.Ends)
		}
	}
}

// TestLaw_InTimeIsAsPlanned holds that a plan whose steps are finished on their last
// days stays as planned, and that a report never expects an end before its own day.
func TestLaw_InTimeIsAsPlanned(t *testing.T) {
	for seed := range seeds.Count(200) {
		p, _, start := random(t, seed)
		d, _ := p.From(start)
		r, err := p.At(start, start, nil)
		if err != nil {
			t.Fatal(err)
		}
		if r.Ends.Latest != d.Ends.Latest && r.Ends.Latest != r.Ends.Earliest {
			t.Fatalf("seed %d: on the first day %s; planned %s", seed, r, d)
		}
		done := schedule.Progress{}
		for _, item := range r.Items {
			done[item.Name] = item.Due.Latest
		}
		end, err := p.At(start, d.Ends.Latest, done)
		if err != nil {
			continue // a step of no days on the first day of the one before it
		}
		for i, item := range end.Items {
			if item.State != schedule.Done || item.Late != 0 || end.Remaining != (schedule.Duration{}) {
				t.Fatalf("seed %d: %s; want it done in time", seed, item)
			}
			if d.Steps[i].Starts.Latest != d.Steps[i].Ends.Latest && item.Ends.Latest != d.Steps[i].Ends.Latest {
				t.Fatalf("seed %d: %s ends %s; want %s", seed, item, item.Ends, d.Steps[i].Ends)
			}
		}
		later := start.AddDays(seed % 60)
		if r, err = p.At(start, later, nil); err != nil || r.Ends.Earliest.Before(later) && later != start || r.Ends.Latest.Before(r.Ends.Earliest) {
			t.Fatalf("seed %d: %s, %v; want no end before %s", seed, r, err, later)
		}
	}
}

// fan returns a plan of weeks that all wait for one step, with a week of holidays or two:
// the later they begin, the less work they may have.
func fan(tb testing.TB, r *rand.Rand) (schedule.Plan, reference, alianza.Date) {
	tb.Helper()
	least := r.IntN(3)
	d := schedule.Definition{Name: "fan", Order: schedule.ByDependency, Steps: []schedule.Step{{Name: "a", Takes: schedule.Days(least, least+r.IntN(4))}}}
	for i := range 1 + r.IntN(5) {
		d.Steps = append(d.Steps, schedule.Step{Name: fmt.Sprint("w", i), Takes: schedule.Weeks(1, 1+r.IntN(2)), After: []string{"a"}})
	}
	start := on("2026-03-02").AddDays(r.IntN(7))
	var holidays []alianza.Date
	for i := range 3 + r.IntN(8) {
		holidays = append(holidays, on("2026-03-09").AddDays(i))
	}
	return planOf(tb, d).WithCalendar(weekdays(tb, holidays...)), reference{def: d}, start
}

// TestLaw_ReportReadsBack holds that a report of any day comes back from its JSON, with
// some of the steps finished, and that a step is overdue by a day at least.
func TestLaw_ReportReadsBack(t *testing.T) {
	read := 0
	for seed := range seeds.Count(400) {
		p, ref, start := random(t, seed)
		r := rand.New(rand.NewPCG(uint64(seed), 8))
		if seed%2 == 0 {
			p, ref, start = fan(t, r)
		}
		day := start.AddDays(r.IntN(40) - 5)
		done := schedule.Progress{}
		for _, s := range ref.def.Steps {
			if r.IntN(3) == 0 && len(s.After) == 0 && ref.def.Order != schedule.InSequence && !day.Before(start) {
				done[s.Name] = start.AddDays(r.IntN(start.DaysUntil(day) + 1))
			}
		}
		report, err := p.At(start, day, done)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range report.Items {
			if item.State == schedule.Overdue && item.Late < 1 {
				t.Fatalf("seed %d: %s is late by %d days", seed, item, item.Late)
			}
		}
		pipelinetest.ComesBack(t, report)
		if report.Remaining.Least < report.Remaining.Most {
			read++
		}
	}
	if read < seeds.Count(400)/10 {
		t.Errorf("%d reports with work of some days to others; want many", read)
	}
}

// TestLaw_ZoneOfTheProcess holds that the zone of the process changes nothing.
func TestLaw_ZoneOfTheProcess(t *testing.T) {
	before := time.Local
	defer func() { time.Local = before }()
	texts := map[string]bool{}
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("west", -12*60*60), time.FixedZone("east", 14*60*60)} {
		time.Local = zone
		d, err := planOf(t, schedule.Onboarding()).WithCalendar(weekdays(t)).From(on("2025-03-28"))
		if err != nil {
			t.Fatal(err)
		}
		texts[d.Text()+d.Mermaid()] = true
	}
	if len(texts) != 1 {
		t.Errorf("From = %d different results in three zones", len(texts))
	}
}

// TestCalendar_Works compares with the second implementation, over years.
func TestCalendar_Works(t *testing.T) {
	def := schedule.MondayToFriday(on("2024-02-29"), on("2024-03-02"), on("2025-01-01"))
	c, err := schedule.NewCalendar(def)
	if err != nil {
		t.Fatal(err)
	}
	ref := reference{calendar: &def}
	for i := range 800 {
		day := on("2023-12-25").AddDays(i)
		if got, want := c.Works(day), ref.works(day.In(nil)); got != want {
			t.Errorf("Works(%s) = %t; want %t", day, got, want)
		}
	}
	if c.Works(alianza.Date{}) || !(schedule.Calendar{}).Works(on("0001-01-01")) {
		t.Error("Works: want no work on no day, and work on every day of the zero Calendar")
	}
	if diff := cmp.Diff(def, c.Definition()); diff != "" {
		t.Errorf("Definition() differs (-want +got):\n%s", diff)
	}
}

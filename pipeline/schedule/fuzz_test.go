package schedule_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

// FuzzDefinition reads a definition, writes it again, and compares the dates of a
// small one with the second implementation.
func FuzzDefinition(f *testing.F) {
	for _, d := range []schedule.Definition{schedule.Negotiation(), schedule.Onboarding(), schedule.Integration(), schedule.Pilot(), hostile()} {
		doc, err := d.MarshalJSON()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(doc, 20, 3)
	}
	f.Add([]byte(`{"name":"p","order":"by_dependency","steps":[{"name":"a","takes":{"least":1,"most":2},"after":["b"]},{"name":"b","takes":{"least":0,"most":9}}]}`), 0, 5)
	f.Fuzz(func(t *testing.T, doc []byte, from, holidays int) {
		var d schedule.Definition
		if d.UnmarshalJSON(doc) != nil {
			return
		}
		again, err := d.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		var e schedule.Definition
		if err := e.UnmarshalJSON(again); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, e, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%s comes back as another definition:\n%s", again, diff)
		}
		p := planOf(t, d)
		days := 0
		for _, s := range d.Steps {
			days += s.Takes.Most
		}
		if len(d.Steps) > 6 || days > 200 {
			return
		}
		start := on("2025-01-01").AddDays((from%1000 + 1000) % 1000)
		var free []alianza.Date
		for i := range (holidays%8 + 8) % 8 {
			free = append(free, start.AddDays(3*i))
		}
		calendar := schedule.MondayToFriday(free...)
		got, err := p.WithCalendar(weekdays(t, free...)).From(start)
		if err != nil {
			t.Fatal(err)
		}
		ref := reference{d, &calendar}
		for most, end := range map[bool]alianza.Date{false: got.Ends.Earliest, true: got.Ends.Latest} {
			if want := alianza.DateOf(ref.last(start.In(nil), most, nil), nil); end != want {
				t.Fatalf("From(%s) of %s ends %s; want %s", start, again, end, want)
			}
		}
	})
}

// BenchmarkPlan_From has a plan of 200 steps, each after up to ten others.
func BenchmarkPlan_From(b *testing.B) {
	p := wide(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := p.From(on("2025-01-06")); err != nil {
			b.Fatal(err)
		}
	}
}

// wide is the largest plan there may be, with a calendar.
func wide(tb testing.TB) schedule.Plan {
	tb.Helper()
	d := schedule.Definition{Name: "wide", Order: schedule.ByDependency}
	for i := range 200 {
		s := schedule.Step{Name: string(rune('a'+i%26)) + string(rune('a'+i/26)), Takes: schedule.Days(1, 3)}
		for j := max(0, i-10); j < i; j++ {
			s.After = append(s.After, d.Steps[j].Name)
		}
		d.Steps = append(d.Steps, s)
	}
	return planOf(tb, d).WithCalendar(weekdays(tb, on("2025-12-25")))
}

// TestFrom_Allocates holds that dates cost no memory beyond themselves, however many
// paths there are.
func TestFrom_Allocates(t *testing.T) {
	p := wide(t)
	got := testing.AllocsPerRun(10, func() {
		if _, err := p.From(on("2025-01-06")); err != nil {
			t.Fatal(err)
		}
	})
	const most = 40 // the days of two runs, and a list that grows
	if got > most {
		t.Errorf("From allocates %v times; want at most %d", got, most)
	}
}

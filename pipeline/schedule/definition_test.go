package schedule_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline/internal/pipelinetest"
	"github.com/seed-0af520cd/alianza/pipeline/schedule"
)

func TestNew_Faults(t *testing.T) {
	type step = schedule.Step
	type definition = schedule.Definition
	long := make([]step, 201)
	for i := range long {
		long[i] = step{Name: fmt.Sprint("s", i)}
	}
	const by = schedule.ByDependency
	tests := []struct {
		name string
		d    definition
		want []fault
	}{
		{"nothing", definition{}, []fault{{"name", "", alianza.ErrMissing}, {"steps", "", alianza.ErrMissing}}},
		{"too many steps", definition{Name: "p", Steps: long}, []fault{{"steps", "201", alianza.ErrLimit}}},
		{"names", definition{Name: "p", Steps: []step{{Name: "a"}, {Name: ""}, {Name: "a"}, {Name: "b ", Owner: " ", Deliverables: []string{"\x00"}}}}, []fault{
			{"steps[1].name", "", alianza.ErrMissing},
			{"steps[2].name", "a", alianza.ErrDuplicate},
			{"steps[3].name", "b ", alianza.ErrForm},
			{"steps[3].owner", " ", alianza.ErrMissing},
			{"steps[3].deliverables[0]", "\x00", alianza.ErrForm},
		}},
		{"durations", definition{Name: "p", Steps: []step{
			{Name: "a", Takes: schedule.Days(-1, 36501)},
			{Name: "b", Takes: schedule.Weeks(0, 5215)},
			{Name: "c", Takes: schedule.Days(3, 2)},
			{Name: "d", Takes: schedule.Duration{Least: 1, Most: 1, Unit: 7}},
			{Name: "e", Takes: schedule.Weeks(math.MinInt, math.MaxInt)},
			{Name: "f", Takes: schedule.Days(36500, 36500)},
			{Name: "g", Takes: schedule.Weeks(5214, 5214)},
		}}, []fault{
			{"steps[0].takes.least", "-1", alianza.ErrRange},
			{"steps[0].takes.most", "36501", alianza.ErrRange},
			{"steps[1].takes.most", "5215", alianza.ErrRange},
			{"steps[2].takes.most", "2", alianza.ErrConflict},
			{"steps[3].takes.unit", "(7)", alianza.ErrUnknown},
			{"steps[4].takes.least", fmt.Sprint(math.MinInt), alianza.ErrRange},
			{"steps[4].takes.most", fmt.Sprint(math.MaxInt), alianza.ErrRange},
		}},
		{"order", definition{Name: "p", Order: 9, Steps: []step{{Name: "a"}}}, []fault{{"order", "(9)", alianza.ErrUnknown}}},
		{"after in a sequence", definition{Name: "p", Steps: []step{{Name: "a"}, {Name: "b", After: []string{"a"}}}}, []fault{{"steps[1].after", "", alianza.ErrConflict}}},
		{"after what is not there, twice", definition{Name: "p", Order: by, Steps: []step{
			{Name: "a", After: []string{"x", "b", "x"}}, {Name: "b", After: []string{"y"}},
		}}, []fault{
			{"steps[0].after[0]", "x", alianza.ErrUnknown}, {"steps[0].after[2]", "x", alianza.ErrDuplicate}, {"steps[1].after[0]", "y", alianza.ErrUnknown},
		}},
		{"after itself", definition{Name: "p", Order: by, Steps: []step{{Name: "a", After: []string{"a"}}}}, []fault{{"steps[0].after", "", alianza.ErrConflict}}},
		{"two circles and an unknown step", definition{Name: "p", Order: by, Steps: []step{
			{Name: "a", After: []string{"b"}},
			{Name: "b", After: []string{"c", "z"}},
			{Name: "c", After: []string{"a"}},
			{Name: "d", After: []string{"e", "a"}},
			{Name: "e", After: []string{"d"}},
			{Name: "f", After: []string{"e"}},
		}}, []fault{
			{"steps[1].after[1]", "z", alianza.ErrUnknown}, {"steps[0].after", "", alianza.ErrConflict}, {"steps[3].after", "", alianza.ErrConflict},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := schedule.New(tt.d)
			wantFaults(t, "New", err, tt.want...)
		})
	}
}

func TestNew_NamesTheCircle(t *testing.T) {
	_, err := schedule.New(schedule.Definition{Name: "p", Order: schedule.ByDependency, Steps: []schedule.Step{
		{Name: "a"}, {Name: "b", After: []string{"a", "d"}}, {Name: "c", After: []string{"b"}}, {Name: "d", After: []string{"c"}},
	}})
	const want = "steps[1].after: contradiction: a circle: b waits for d waits for c waits for b"
	if fmt.Sprint(err) != want {
		t.Errorf("New = %v; want %s", err, want)
	}
}

func TestNewCalendar_Faults(t *testing.T) {
	type definition = schedule.CalendarDefinition
	many := make([]alianza.Date, 1001)
	for i := range many {
		many[i] = on("2025-01-01").AddDays(i)
	}
	tests := []struct {
		name string
		d    definition
		want []fault
	}{
		{"nothing", definition{}, []fault{{"weekdays", "", alianza.ErrMissing}}},
		{"days", definition{Weekdays: []schedule.Weekday{1, 0, 8, 1}}, []fault{
			{"weekdays[1]", "", alianza.ErrMissing}, {"weekdays[2]", "(8)", alianza.ErrUnknown}, {"weekdays[3]", "monday", alianza.ErrDuplicate},
		}},
		{"eight days", definition{Weekdays: make([]schedule.Weekday, 8)}, []fault{{"weekdays", "8", alianza.ErrLimit}}},
		{"holidays", schedule.MondayToFriday(on("2025-01-01"), alianza.Date{}, on("2025-01-01")), []fault{
			{"holidays[1]", "", alianza.ErrMissing}, {"holidays[2]", "2025-01-01", alianza.ErrDuplicate},
		}},
		{"too many holidays", schedule.MondayToFriday(many...), []fault{{"holidays", "1001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := schedule.NewCalendar(tt.d)
			wantFaults(t, "NewCalendar", err, tt.want...)
		})
	}
}

// TestPlan_KeepsItsDefinition holds that neither the definition given nor one taken
// out leads back into a plan.
func TestPlan_KeepsItsDefinition(t *testing.T) {
	given := schedule.Definition{Name: "p", Order: schedule.ByDependency, Steps: []schedule.Step{{Name: "a"}, {Name: "b", After: []string{"a"}}}}
	p := planOf(t, given)
	same := planOf(t, p.Definition())
	given.Steps[1].After[0], given.Steps[0].Name = "x", "x"
	p.Definition().Steps[1].After[0] = "x"
	if !p.Equal(same) {
		t.Errorf("Definition() = %+v; want it as it was", p.Definition())
	}
	if p.Equal(p.WithCalendar(weekdays(t))) || p.Equal(planOf(t, schedule.Pilot())) {
		t.Error("Equal = true; want another plan for another calendar and another definition")
	}
}

func TestDefinition_Equal(t *testing.T) {
	good := func() schedule.Definition {
		return schedule.Definition{Name: "p", Order: schedule.ByDependency, Steps: []schedule.Step{
			{Name: "a"}, {Name: "b", Owner: "ana", Deliverables: []string{"x"}, Takes: schedule.Days(1, 2), After: []string{"a"}},
		}}
	}
	for name, change := range map[string]func(d *schedule.Definition){
		"name":         func(d *schedule.Definition) { d.Name = "q" },
		"order":        func(d *schedule.Definition) { d.Order = schedule.SideBySide },
		"steps":        func(d *schedule.Definition) { d.Steps = d.Steps[:1] },
		"step":         func(d *schedule.Definition) { d.Steps[1].Name = "c" },
		"owner":        func(d *schedule.Definition) { d.Steps[1].Owner = "ben" },
		"deliverables": func(d *schedule.Definition) { d.Steps[1].Deliverables[0] = "y" },
		"duration":     func(d *schedule.Definition) { d.Steps[1].Takes.Most = 3 },
		"step before":  func(d *schedule.Definition) { d.Steps[1].After = nil },
	} {
		d := good()
		if change(&d); d.Equal(good()) || !good().Equal(good()) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, d := range []schedule.Definition{schedule.Negotiation(), schedule.Onboarding(), schedule.Integration(), schedule.Pilot()} {
		pipelinetest.ComesBack(t, d)
		pipelinetest.ComesBack(t, planOf(t, d))
		dates, err := planOf(t, d).From(on("2025-03-03"))
		if err != nil {
			t.Fatal(err)
		}
		pipelinetest.ComesBack(t, dates)
	}
	pipelinetest.ComesBack(t, weekdays(t, on("2025-12-25")))
	pipelinetest.ComesBack(t, schedule.Progress{"kickoff": on("2025-03-09")})
	if _, err := planOf(t, schedule.Pilot()).WithCalendar(weekdays(t)).MarshalJSON(); err == nil {
		t.Error("MarshalJSON of a plan with a calendar = no error; want one: the calendar would be lost")
	}
	if doc, err := (schedule.Plan{}).MarshalJSON(); err == nil {
		t.Errorf("MarshalJSON of no plan = %s; want an error", doc)
	}
	const want = `{"name":"pilot","steps":[{"name":"running","deliverables":["review"],"takes":{"least":2,"most":2,"unit":"week"}},` +
		`{"name":"decision","takes":{"least":0,"most":0}},{"name":"extension","deliverables":["second_review"],"takes":{"least":0,"most":2,"unit":"week"}}]}`
	if doc, err := schedule.Pilot().MarshalJSON(); err != nil || string(doc) != want {
		t.Errorf("MarshalJSON = %s, %v; want %s", doc, err, want)
	}
}

func TestString(t *testing.T) {
	for want, got := range map[string]fmt.Stringer{
		"2 to 3 weeks": schedule.Weeks(2, 3), "1 day": schedule.Days(1, 1), "0 to 1 day": schedule.Days(0, 1), "0 days": schedule.Days(0, 0),
		"pilot": planOf(t, schedule.Pilot()), "no plan": schedule.Plan{}, "side_by_side": schedule.SideBySide, "sunday": schedule.Sunday,
	} {
		if got.String() != want {
			t.Errorf("String() = %q; want %q", got, want)
		}
	}
	if words := strings.Fields(schedule.Span{Earliest: on("2025-01-01"), Latest: on("2025-01-01")}.String()); len(words) != 1 {
		t.Errorf("String() of one day = %q; want it once", words)
	}
}

package phase_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline/phase"
)

func day(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

func TestNew(t *testing.T) {
	def := func(list ...phase.Phase) phase.Definition { return phase.Definition{Name: "p", Phases: list} }
	tests := []struct {
		name string
		def  phase.Definition
		want []fault
	}{
		{"sound", def(phase.Phase{Name: "a", First: 1, Last: 1, Items: []string{"x"}}, phase.Phase{Name: "b", First: 2, Last: 1200}), nil},
		{"nothing", phase.Definition{}, []fault{{"name", "", alianza.ErrMissing}, {"phases", "", alianza.ErrMissing}}},
		{"too many", phase.Definition{Name: "p", Phases: make([]phase.Phase, 201)}, []fault{{"phases", "201", alianza.ErrLimit}}},
		{"not from the first month", def(phase.Phase{Name: "a", First: 2, Last: 3}), []fault{{"phases[0].first", "2", alianza.ErrConflict}}},
		{"gap", def(phase.Phase{Name: "a", First: 1, Last: 3}, phase.Phase{Name: "b", First: 5, Last: 6}), []fault{{"phases[1].first", "5", alianza.ErrConflict}}},
		{"overlap", def(phase.Phase{Name: "a", First: 1, Last: 3}, phase.Phase{Name: "b", First: 3, Last: 6}), []fault{{"phases[1].first", "3", alianza.ErrConflict}}},
		{"ends before it begins", def(phase.Phase{Name: "a", First: 1, Last: 0}), []fault{{"phases[0].last", "0", alianza.ErrConflict}}},
		{"ages", def(phase.Phase{Name: "a", First: 1, Last: 1201}), []fault{{"phases[0].last", "1201", alianza.ErrLimit}}},
		{"names", def(phase.Phase{Name: "a", First: 1, Last: 1, Items: []string{"x", "x"}}, phase.Phase{Name: "a", First: 2, Last: 2}), []fault{
			{"phases[0].items[1]", "x", alianza.ErrDuplicate}, {"phases[1].name", "a", alianza.ErrDuplicate},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan, err := phase.New(tt.def)
			var got []fault
			for _, f := range alianza.Faults(err) {
				got = append(got, fault{f.Path, f.Value, f.Err})
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateErrors()); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
			if err != nil {
				return
			}
			doc, err := json.Marshal(plan)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[phase.Plan](doc); err != nil || !read.Equal(plan) || !cmp.Equal(tt.def, read.Definition()) {
				t.Errorf("Read(%s) = %v; want the plan", doc, err)
			}
		})
	}
	var zero phase.Plan
	if _, err := json.Marshal(zero); !errors.Is(err, alianza.ErrUnchecked) || len(zero.Dates(day("2026-01-01"))) > 0 {
		t.Errorf("Marshal of the zero Plan = %v; want ErrUnchecked", err)
	}
	if _, ok := zero.At(1); ok {
		t.Error("At of the zero Plan = true; want false")
	}
}

// TestPlans asks each plan about each of its months, and about those around it.
func TestPlans(t *testing.T) {
	tests := []struct {
		def  phase.Definition
		want string // the phases of months 0, 1, 2 …, by their first letters
	}{
		{phase.Alliance(), "-ffffffsssssseeeeeeeeeeee-"}, // P14
		{phase.Advanced(), "-ssddoo-"},                   // P15
		{phase.Integrations(), "-ccggaa-"},               // P16
	}
	for _, tt := range tests {
		plan := alianza.Must(phase.New(tt.def))
		got := ""
		for month := range len(tt.want) {
			one, ok := plan.At(month)
			if !ok {
				one.Name = "-"
			}
			got += one.Name[:1]
		}
		if got != tt.want {
			t.Errorf("%s: phases by month = %s; want %s", tt.def.Name, got, tt.want)
		}
	}
	for _, p := range phase.Integrations().Phases { // P16: four items each
		if len(p.Items) != 4 {
			t.Errorf("%s has %d items; want 4", p.Name, len(p.Items))
		}
	}
}

// TestDates_EndOfTheCalendar leaves out the phases whose last day the calendar does not
// have: there is none behind 9999-12-31 that they could last until.
func TestDates_EndOfTheCalendar(t *testing.T) {
	plan := alianza.Must(phase.New(phase.Alliance())) // months 1-6, 7-12, 13-24
	for start, want := range map[string]string{
		"9997-12-31": "[foundation from 9997-12-31 until 9998-06-30 scaling from 9998-06-30 until 9998-12-31 expansion from 9998-12-31 until 9999-12-31]",
		"9998-01-01": "[foundation from 9998-01-01 until 9998-07-01 scaling from 9998-07-01 until 9999-01-01]",
		"9999-07-01": "[]",
		"9999-12-31": "[]",
	} {
		if got := fmt.Sprint(plan.Dates(day(start))); got != want {
			t.Errorf("Dates(%s) = %s; want %s", start, got, want)
		}
	}
}

func TestMonth(t *testing.T) {
	tests := []struct {
		start, day string
		want       int
	}{
		{"2026-01-15", "2026-01-14", 0},
		{"2026-01-15", "2026-01-15", 1},
		{"2026-01-15", "2026-02-14", 1},
		{"2026-01-15", "2026-02-15", 2},
		{"2026-01-15", "2027-01-14", 12},
		{"2026-01-15", "2027-01-15", 13},
		{"2026-01-31", "2026-02-27", 1},
		{"2026-01-31", "2026-02-28", 2}, // months stop at the month's end
		{"2026-01-31", "2026-03-30", 2},
		{"2026-01-31", "2026-03-31", 3},
		{"2024-02-29", "2025-02-28", 13},
		{"0001-01-01", "9999-12-31", 119988},
	}
	for _, tt := range tests {
		if got := phase.Month(day(tt.start), day(tt.day)); got != tt.want {
			t.Errorf("Month(%s, %s) = %d; want %d", tt.start, tt.day, got, tt.want)
		}
	}
	if got := phase.Month(alianza.Date{}, day("2026-01-01")) + phase.Month(day("2026-01-01"), alianza.Date{}); got != 0 {
		t.Errorf("Month of no day = %d; want 0", got)
	}
}

// TestLawMonth holds that the month of a day is the one whose dates have it, and
// that the phase of a day is the one whose days have it.
func TestLawMonth(t *testing.T) {
	plan := alianza.Must(phase.New(phase.Alliance()))
	first := day("2023-01-01")
	for seed := range seeds.Count(2000) {
		start := first.AddDays(seed * 7 % 1500)
		on := start.AddDays(seed * 31 % 1000)
		month := phase.Month(start, on)
		if on.Before(start.AddMonths(month-1)) || !on.Before(start.AddMonths(month)) {
			t.Fatalf("Month(%s, %s) = %d, which is from %s until %s", start, on, month, start.AddMonths(month-1), start.AddMonths(month))
		}
		want := ""
		for _, one := range plan.Dates(start) {
			if !on.Before(one.Since) && on.Before(one.Until) {
				want += one.Phase.Name
			}
		}
		if got, _ := plan.On(start, on); got.Name != want {
			t.Fatalf("On(%s, %s) = %s; want %s", start, on, got.Name, want)
		}
	}
}

// TestEqual changes one field at a time, and what a plan was made of.
func TestEqual(t *testing.T) {
	dated := func() phase.Dated {
		return phase.Dated{Phase: phase.Phase{Name: "a", First: 1, Last: 2, Items: []string{"x"}}, Since: day("2026-01-01"), Until: day("2026-03-01")}
	}
	for name, change := range map[string]func(d *phase.Dated){
		"name":  func(d *phase.Dated) { d.Phase.Name = "b" },
		"first": func(d *phase.Dated) { d.Phase.First = 2 },
		"last":  func(d *phase.Dated) { d.Phase.Last = 3 },
		"items": func(d *phase.Dated) { d.Phase.Items[0] = "y" },
		"since": func(d *phase.Dated) { d.Since = day("2026-01-02") },
		"until": func(d *phase.Dated) { d.Until = day("2026-03-02") },
	} {
		d := dated()
		if change(&d); d.Equal(dated()) || dated().Equal(d) || !dated().Equal(dated()) {
			t.Errorf("Equal with another %s = true; want false", name)
		}
	}
	d := phase.Alliance()
	plan := alianza.Must(phase.New(d))
	one, _ := plan.At(1)
	dates := plan.Dates(day("2026-01-01"))
	for _, phases := range [][]phase.Phase{d.Phases, plan.Definition().Phases, {one}, {dates[0].Phase}} {
		phases[0].Name, phases[0].Items[0] = "spoilt", "spoilt"
	}
	if diff := cmp.Diff(phase.Alliance(), plan.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	renamed := phase.Alliance()
	renamed.Name = "other"
	if renamed.Equal(phase.Alliance()) || plan.Equal(phase.Plan{}) {
		t.Error("Equal with another name = true; want false")
	}
}

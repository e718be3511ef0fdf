package cadence_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/pipeline/cadence"
)

func day(s string) alianza.Date { return alianza.Must(alianza.ParseDate(s)) }

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

func sameFaults(t *testing.T, what string, err error, want ...fault) {
	t.Helper()
	var got []fault
	for _, f := range alianza.Faults(err) {
		got = append(got, fault{f.Path, f.Value, f.Err})
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateErrors()); diff != "" {
		t.Errorf("%s = other faults (-want +got):\n%s", what, diff)
	}
}

func TestNew(t *testing.T) {
	def := func(list ...cadence.Task) cadence.Definition { return cadence.Definition{Name: "c", Tasks: list} }
	tests := []struct {
		name string
		def  cadence.Definition
		want []fault
	}{
		{"sound", def(cadence.Task{Name: "a", Every: cadence.Weekly, Owner: "o"}, cadence.Task{Name: "b", Every: cadence.Once, Days: 14}), nil},
		{"nothing", cadence.Definition{}, []fault{{"name", "", alianza.ErrMissing}, {"tasks", "", alianza.ErrMissing}}},
		{"too many", cadence.Definition{Name: "c", Tasks: make([]cadence.Task, 1001)}, []fault{{"tasks", "1001", alianza.ErrLimit}}},
		{"never", def(cadence.Task{Name: "a"}, cadence.Task{Name: "b", Every: 6}), []fault{{"tasks[0].every", "", alianza.ErrMissing}, {"tasks[1].every", "(6)", alianza.ErrUnknown}}},
		{"once, on no day", def(cadence.Task{Name: "a", Every: cadence.Once}), []fault{{"tasks[0].days", "0", alianza.ErrRange}}},
		{"once, in a hundred years", def(cadence.Task{Name: "a", Every: cadence.Once, Days: 36500}), nil},
		{"once, in ages", def(cadence.Task{Name: "a", Every: cadence.Once, Days: 36501}), []fault{{"tasks[0].days", "36501", alianza.ErrRange}}},
		{"weekly, with days", def(cadence.Task{Name: "a", Every: cadence.Weekly, Days: 7}), []fault{{"tasks[0].days", "7", alianza.ErrConflict}}},
		{"names", def(cadence.Task{Name: "a", Every: cadence.Weekly}, cadence.Task{Name: "a", Every: cadence.Weekly, Owner: " "}), []fault{
			{"tasks[1].name", "a", alianza.ErrDuplicate}, {"tasks[1].owner", " ", alianza.ErrMissing},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c, err := cadence.New(tt.def)
			sameFaults(t, "New", err, tt.want...)
			if err != nil {
				return
			}
			doc, err := json.Marshal(c)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[cadence.Cadence](doc); err != nil || !read.Equal(c) || !cmp.Equal(tt.def, read.Definition()) {
				t.Errorf("Read(%s) = %v; want the cadence", doc, err)
			}
		})
	}
	if _, err := json.Marshal(cadence.Cadence{}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Marshal of the zero Cadence = %v; want ErrUnchecked", err)
	}
}

// every returns a cadence with a task of each kind.
func every() cadence.Cadence {
	return alianza.Must(cadence.New(cadence.Definition{Name: "every", Tasks: []cadence.Task{
		{Name: "week", Every: cadence.Weekly},
		{Name: "month", Every: cadence.Monthly},
		{Name: "quarter", Every: cadence.Quarterly},
		{Name: "year", Every: cadence.Yearly},
		{Name: "once", Every: cadence.Once, Days: 14},
	}}))
}

func TestNext(t *testing.T) {
	tests := []struct{ task, start, after, want string }{
		{"week", "2026-01-05", "2026-01-05", "2026-01-12"},
		{"week", "2026-01-05", "2026-01-11", "2026-01-12"},
		{"week", "2026-01-05", "2026-01-12", "2026-01-19"},
		{"week", "2026-01-05", "2026-12-31", "2027-01-04"},
		{"month", "2025-01-31", "2025-01-31", "2025-02-28"},
		{"month", "2025-01-31", "2025-02-28", "2025-03-31"}, // from the start, not from the date before
		{"month", "2025-01-31", "2025-02-27", "2025-02-28"},
		{"month", "2024-01-31", "2024-02-01", "2024-02-29"},
		{"quarter", "2025-01-31", "2025-01-31", "2025-04-30"}, // P18
		{"quarter", "2025-01-31", "2025-04-30", "2025-07-31"},
		{"quarter", "2025-11-30", "2025-11-30", "2026-02-28"},
		{"year", "2024-02-29", "2024-02-29", "2025-02-28"},
		{"year", "2024-02-29", "2027-02-28", "2028-02-29"},
		{"once", "2025-06-02", "2025-06-02", "2025-06-16"}, // P19
		{"once", "2025-06-02", "2025-06-15", "2025-06-16"},
	}
	for _, tt := range tests {
		if got, err := every().Next(tt.task, day(tt.start), day(tt.after)); err != nil || got != day(tt.want) {
			t.Errorf("Next(%s, %s, %s) = %s, %v; want %s", tt.task, tt.start, tt.after, got, err, tt.want)
		}
	}
}

func TestNext_Refused(t *testing.T) {
	start := day("2025-06-02")
	_, err := every().Next("weak", start, start)
	sameFaults(t, "Next", err, fault{"task", "weak", alianza.ErrUnknown})
	if !strings.Contains(err.Error(), "did you mean week?") {
		t.Errorf("Next(weak) = %v; want a hint", err)
	}
	_, err = every().Next("week", start, start.AddDays(-1))
	sameFaults(t, "Next", err, fault{"after", "2025-06-01", alianza.ErrRange})
	_, err = every().Next("week", alianza.Date{}, alianza.Date{})
	sameFaults(t, "Next", err, fault{"start", "", alianza.ErrMissing}, fault{"after", "", alianza.ErrMissing})
	_, err = every().Next("once", start, start.AddDays(14))
	sameFaults(t, "Next", err, fault{"task", "once", alianza.ErrNoSolution})
	for _, task := range []string{"week", "month", "quarter", "year", "once"} {
		last := day("9999-12-26")
		_, err = every().Next(task, last, last)
		sameFaults(t, "Next", err, fault{"task", task, alianza.ErrNoSolution})
	}
	var zero cadence.Cadence
	_, err = zero.Next("week", start, start)
	sameFaults(t, "Next", err, fault{"cadence", "", alianza.ErrUnchecked}, fault{"task", "week", alianza.ErrUnknown})
}

func TestAgenda(t *testing.T) {
	start := day("2026-01-31")
	text := func(done map[string]alianza.Date, on string) string {
		t.Helper()
		items, err := every().Agenda(start, done, day(on))
		if err != nil {
			t.Fatal(err)
		}
		var all []string
		for _, i := range items {
			if i.IsDue() != (i.Times > 0) {
				t.Errorf("%s: due %t and due %d times", i, i.IsDue(), i.Times)
			}
			all = append(all, fmt.Sprintf("%s x%d", i, i.Times))
			doc, err := json.Marshal(i)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := alianza.Read[cadence.Item](doc); err != nil || read != i {
				t.Errorf("Read(%s) = %v, %v; want the item", doc, read, err)
			}
		}
		return strings.Join(all, "; ")
	}
	tests := []struct {
		done map[string]alianza.Date
		on   string
		want string
	}{
		{
			nil, "2026-01-31",
			"week due on 2026-02-07, in 7 days x0; once due on 2026-02-14, in 14 days x0; month due on 2026-02-28, in 28 days x0; quarter due on 2026-04-30, in 89 days x0; year due on 2027-01-31, in 365 days x0",
		},
		{
			nil, "2026-02-27",
			"week due on 2026-02-07, 20 days late x3; once due on 2026-02-14, 13 days late x1; month due on 2026-02-28, in 1 day x0; quarter due on 2026-04-30, in 62 days x0; year due on 2027-01-31, in 338 days x0",
		},
		{
			map[string]alianza.Date{"week": day("2026-02-21"), "once": day("2026-02-14"), "month": day("2026-02-27")},
			"2026-03-01",
			"week due on 2026-02-28, 1 day late x1; month due on 2026-02-28, 1 day late x1; quarter due on 2026-04-30, in 60 days x0; year due on 2027-01-31, in 336 days x0",
		},
		{ // done before its day
			map[string]alianza.Date{"week": day("2026-02-14"), "once": day("2026-02-10")},
			"2026-02-15",
			"week due on 2026-02-21, in 6 days x0; month due on 2026-02-28, in 13 days x0; quarter due on 2026-04-30, in 74 days x0; year due on 2027-01-31, in 350 days x0",
		},
	}
	for _, tt := range tests {
		if got := text(tt.done, tt.on); got != tt.want {
			t.Errorf("Agenda(%v, %s) = %s; want %s", tt.done, tt.on, got, tt.want)
		}
	}
	_, err := every().Agenda(start, map[string]alianza.Date{"moon": start, "week": day("2026-03-02"), "month": day("2026-01-30")}, day("2026-03-01"))
	sameFaults(t, "Agenda", err,
		fault{"done.month", "2026-01-30", alianza.ErrRange},
		fault{"done.moon", "moon", alianza.ErrUnknown},
		fault{"done.week", "2026-03-02", alianza.ErrRange})
}

// TestLawNext holds that the days of a series are those that a loop counts from the
// start, and that none is left out.
func TestLawNext(t *testing.T) {
	months := map[string]int{"month": 1, "quarter": 3, "year": 12}
	for seed := range seeds.Count(400) {
		start := day("2023-01-01").AddDays(seed * 37 % 1100)
		for task := range months {
			after := start
			for n := 1; n <= 5; n++ {
				want := start.AddMonths(n * months[task])
				got, err := every().Next(task, start, after)
				before, errBefore := every().Next(task, start, want.AddDays(-1))
				if err != nil || errBefore != nil || got != want || before != want {
					t.Fatalf("Next(%s, %s, %s) = %s and %s; want %s", task, start, after, got, before, want)
				}
				after = want
			}
		}
	}
}

// TestPresets_P18 holds how often the tasks of the programs come.
func TestPresets_P18(t *testing.T) {
	got := map[string]string{}
	for _, d := range []cadence.Definition{cadence.Affiliate(), cadence.Alliance(), cadence.Advanced(), cadence.Semaforo()} {
		c := alianza.Must(cadence.New(d))
		for e := cadence.Weekly; e <= cadence.Once; e++ {
			if tasks := c.Tasks(e); len(tasks) > 0 {
				got[d.Name+" "+e.String()] = strings.Join(tasks, " ")
			}
		}
	}
	want := map[string]string{
		"affiliate monthly":  "micro_follow_up referral_payment",
		"alliance monthly":   "reports newsletter",
		"alliance quarterly": "quarterly_review bonus",
		"alliance yearly":    "event award certification_renewal",
		"advanced weekly":    "metrics partner_updates",
		"advanced monthly":   "performance_analysis revenue_attribution cost_analysis forecast",
		"advanced quarterly": "strategic_review portfolio_optimization new_opportunities full_roi_analysis",
		"semaforo once":      "pilot_review",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("tasks mismatch (-want +got):\n%s", diff)
	}
}

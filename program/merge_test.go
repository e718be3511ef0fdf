package program_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// TestMergeOfAll merges runs whose last events are of different months: what is held for
// 30 days in the one is paid when the other one ends.
func TestMergeOfAll(t *testing.T) {
	p := mustRead(t, plan(`"hold_days": 30, `+strings.TrimSuffix(tenPercent, ", ")))
	ana, bea := sale("a", "2026-01-20", "100"), sale("b", "2026-03-20", "100")
	bea.Partner = "bea"
	run := func(events ...commission.Event) *program.Run {
		r := p.Run()
		addAll(r, events)
		return r
	}
	// ana's 10 of 20 January are due on 19 February.
	want := []string{
		"2026-01 ana paid 0.00 held 10.00", "2026-02 ana paid 10.00 held 0.00", "2026-03 ana paid 0.00 held 0.00", "2026-03 bea paid 0.00 held 10.00",
	}
	a, b := run(ana), run(bea)
	for name, merged := range map[string]func(func(program.Result) bool){
		"one run": run(ana, bea).CloseAll(), "two runs": program.Merge(a.CloseAll(), b.CloseAll()),
		"two runs, otherwise": program.Merge(run(bea).CloseAll(), run(ana).CloseAll()),
	} {
		var got []string
		var totals program.Totals
		for r := range merged {
			got = append(got, fmt.Sprintf("%s %s paid %s held %s", r.Month, r.Partner, r.Accounts[0].Paid.StringFixed(2), r.Accounts[0].Held.StringFixed(2)))
			for l := range r.Lines() {
				if l.Event.Partner != r.Partner {
					t.Errorf("%s: %s has a line of %s", name, r.Partner, l.Event.Partner)
				}
			}
			totals.Add(r)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if got, want := totals.String(), "USD: 2 events, sales 200.00, refunds 0.00; earned 20.00, adjusted 0.00, paid 10.00; at the end of 2026-03 held 10.00, carried 0.00"; got != want {
			t.Errorf("%s: totals = %s; want %s", name, got, want)
		}
	}
	// Runs that are closed up to a month stay as they are.
	c, d := run(ana), run(bea)
	n := 0
	for range program.Merge(c.Close(month(t, "2026-01")), d.Close(month(t, "2026-03"))) {
		n++
	}
	if err := c.Add(sale("c", "2026-02-01", "1")); n != 2 || err != nil {
		t.Errorf("%d results, and then Add = %v; want 2, and February open", n, err)
	}
	// One that is asked for no more has lost nothing.
	e, f := run(ana), run(bea)
	for r := range program.Merge(e.CloseAll(), f.CloseAll()) {
		if r.Month == month(t, "2026-02") {
			break
		}
	}
	n = 0
	for range e.Close(month(t, "2026-03")) {
		n++
	}
	if n != 1 {
		t.Errorf("%d results of ana afterwards; want March", n)
	}
}

// TestMergeBrokenOff takes one result of two runs, and the others later.
func TestMergeBrokenOff(t *testing.T) {
	p := mustRead(t, plan(strings.TrimSuffix(tenPercent, ", ")))
	run := func(partner string) *program.Run {
		r := p.Run()
		for i, day := range []string{"2026-01-05", "2026-02-05"} {
			e := sale(fmt.Sprint(partner, i), day, "100")
			e.Partner = partner
			addAll(r, []commission.Event{e})
		}
		return r
	}
	a, b := run("a"), run("b")
	var got []string
	take := func(most int) {
		n := 0
		for r := range program.Merge(a.CloseAll(), b.CloseAll()) {
			line := fmt.Sprint(r.Month, " ", r.Partner)
			for l := range r.Lines() {
				line += " " + l.Event.ID
			}
			got = append(got, line)
			if n++; n == most {
				break
			}
		}
	}
	take(1)
	take(2)
	take(100)
	if diff := cmp.Diff([]string{"2026-01 a a0", "2026-01 b b0", "2026-02 a a1", "2026-02 b b1"}, got); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	// Results that somebody kept are not handed back to their runs.
	a, b = run("a"), run("b")
	kept := [2][]program.Result{slices.Collect(a.CloseAll()), slices.Collect(b.CloseAll())}
	for range program.Merge(slices.Values(kept[0]), slices.Values(kept[1])) {
		break
	}
	for range program.Merge(slices.Values(kept[0][1:]), slices.Values(kept[1][1:])) {
		break
	}
	for _, r := range []*program.Run{a, b} {
		if again := slices.Collect(r.CloseAll()); len(again) != 0 {
			t.Errorf("CloseAll after it returned all = %v; want none", again)
		}
	}
	// A month before that of a result that waits has none.
	a, b = run("a"), run("b")
	got = nil
	take(1)
	if early := slices.Collect(b.Close(month(t, "2025-12"))); len(early) != 0 {
		t.Errorf("Close(2025-12) = %v; want none", early)
	}
	take(100)
	if len(got) != 4 {
		t.Errorf("results = %v; want 4", got)
	}
}

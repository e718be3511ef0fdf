package contract_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/internal/contract"
)

type tallies = map[string]contract.Tally

func TestTally_State(t *testing.T) {
	for want, tally := range map[string]contract.Tally{
		"to come":        {Rows: 3},
		"partly: 2 of 3": {Rows: 3, Passed: []int{1, 3}},
		"built":          {Rows: 2, Passed: []int{1, 2}},
	} {
		if got := tally.State(); got != want {
			t.Errorf("State of %v = %q; want %q", tally, got, want)
		}
	}
}

func TestStale(t *testing.T) {
	before := tallies{"T1": {Passed: []int{1}, Rows: 2}, "T2": {Rows: 1}}
	tests := []struct {
		name string
		now  tallies
		want []string
	}{
		{"the same", before, nil},
		{"one more passes", tallies{"T1": {Passed: []int{1, 2}, Rows: 2}, "T2": {Rows: 1}}, []string{"T1: 2 of 2 rows pass, not 1 of 2"}},
		{"another passes", tallies{"T1": {Passed: []int{2}, Rows: 2}, "T2": {Rows: 1}}, []string{"T1: 1 of 2 rows pass, not 1 of 2"}},
		{"one less passes", tallies{"T1": {Rows: 2}, "T2": {Rows: 1}}, nil}, // its row fails
		{"a row more", tallies{"T1": {Passed: []int{1}, Rows: 3}, "T2": {Rows: 1}}, []string{"T1: 1 of 3 rows pass, not 1 of 2"}},
		{"a rule more", tallies{"T1": {Passed: []int{1}, Rows: 2}, "T2": {Rows: 1}, "T10": {Rows: 1}}, []string{"T10: 0 of 1 rows pass, not 0 of 0"}},
		{"a rule less", tallies{"T1": {Passed: []int{1}, Rows: 2}}, []string{"T2 has no row any more"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, contract.Stale(before, tt.now)); diff != "" {
				t.Errorf("Stale differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFormatState(t *testing.T) {
	got := string(contract.FormatState(tallies{"T10": {Rows: 1}, "T2": {Passed: []int{1, 2}, Rows: 2}, "tier.Qualify": {Rows: 1}}))
	want := `{
  "T2": {"passed":[1,2],"rows":2},
  "T10": {"passed":[],"rows":1},
  "tier.Qualify": {"passed":[],"rows":1}
}
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("FormatState differs (-want +got):\n%s", diff)
	}
}

func TestStates_HasEveryRule(t *testing.T) {
	states, err := contract.States()
	if err != nil {
		t.Fatal(err)
	}
	if len(states) != 172 {
		t.Errorf("States has %d rules; want 172", len(states))
	}
	for rule, tally := range states {
		if tally.Rows == 0 || len(tally.Passed) > tally.Rows {
			t.Errorf("%s: %+v", rule, tally)
		}
	}
}

package contract

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A Tally is how many rows a rule has and which of them pass.
type Tally struct {
	Passed []int `json:"passed"` // numbers of cases
	Rows   int   `json:"rows"`
}

// States returns the tally of every rule that has rows, over all packages. A
// package without a state has nothing that passes.
func States() (map[string]Tally, error) {
	all := map[string]Tally{}
	for _, room := range Rooms() {
		states, err := RoomStates(room)
		if err != nil {
			return nil, err
		}
		for rule, tally := range states {
			sum := all[rule]
			sum.Rows += tally.Rows
			sum.Passed = append(sum.Passed, tally.Passed...)
			all[rule] = sum
		}
	}
	return all, nil
}

// RoomStates returns the tally of every rule that has rows in a package.
func RoomStates(room string) (map[string]Tally, error) {
	rows, err := Rules(room)
	if err != nil {
		return nil, err
	}
	path, err := statePath(room)
	if err != nil {
		return nil, err
	}
	state, err := readState(path)
	if err != nil {
		return nil, err
	}
	all := map[string]Tally{}
	for _, row := range rows {
		tally := all[row.Rule]
		tally.Rows++
		if slices.Contains(state[row.Rule].Passed, row.Case) {
			tally.Passed = append(tally.Passed, row.Case)
		}
		all[row.Rule] = tally
	}
	return all, nil
}

// State returns the tally in the words of RULES.md.
func (t Tally) State() string {
	switch len(t.Passed) {
	case 0:
		return "to come"
	case t.Rows:
		return "built"
	}
	return fmt.Sprintf("partly: %d of %d", len(t.Passed), t.Rows)
}

// stale returns what a state says of the rows that is no longer so. A row that
// passed and fails now is not among it: that is a fault of the package.
func stale(before, now map[string]Tally) []string {
	var all []string
	for _, rule := range slices.SortedFunc(maps.Keys(now), compareRules) {
		was, is := before[rule], now[rule]
		fresh := slices.ContainsFunc(is.Passed, func(c int) bool { return !slices.Contains(was.Passed, c) })
		if fresh || was.Rows != is.Rows {
			all = append(all, fmt.Sprintf("%s: %d of %d rows pass, not %d of %d",
				rule, len(is.Passed), is.Rows, len(was.Passed), was.Rows))
		}
	}
	for _, rule := range slices.SortedFunc(maps.Keys(before), compareRules) {
		if _, ok := now[rule]; !ok {
			all = append(all, rule+" has no row any more")
		}
	}
	return all
}

// statePath returns the file with the state of a package in the source tree.
// A test runs in the directory of its package.
func statePath(room string) (string, error) {
	dir, err := os.Getwd()
	for err == nil {
		data := filepath.Join(dir, "internal", "contract", "testdata")
		if _, none := os.Stat(data); none == nil {
			return filepath.Join(data, filepath.FromSlash(room)+".state.json"), nil
		}
		if dir == filepath.Dir(dir) {
			err = errors.New("no internal/contract/testdata above the working directory")
		}
		dir = filepath.Dir(dir)
	}
	return "", err
}

func readState(path string) (map[string]Tally, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var state map[string]Tally
	if err := json.Unmarshal(data, &state); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return state, nil
}

// formatState writes a rule a line, so that a change shows as one.
func formatState(state map[string]Tally) []byte {
	var lines []string
	for _, rule := range slices.SortedFunc(maps.Keys(state), compareRules) {
		tally := state[rule]
		if tally.Passed == nil {
			tally.Passed = []int{}
		}
		line, _ := json.Marshal(tally) // ints and nothing else
		lines = append(lines, fmt.Sprintf("  %q: %s", rule, line))
	}
	return []byte("{\n" + strings.Join(lines, ",\n") + "\n}\n")
}

// compareRules puts T2 before T10, and names without a number by themselves.
func compareRules(a, b string) int {
	if len(a) != len(b) && a[0] == b[0] && isID(a) && isID(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func isID(s string) bool { return len(s) > 1 && s[1] >= '0' && s[1] <= '9' }

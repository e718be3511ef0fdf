// Package contract runs the examples of the program's rules through the public
// API. It is for tests: nothing else imports it.
//
// The rows are data, in testdata: one file for each package that has rules. A
// row has the rule's id, the number of its case, an input and what the rule
// expects of it:
//
//	{"rule": "T1", "case": 3, "input": {"sales": 6}, "expected": "silver"}
//
// A row with "source": "text" was written from the text of its rule, because
// the program gives no example or leaves a part of the rule out. A row with
// "stated" holds the program's own words where they are a sentence; "expected"
// is then their value. The file vectors.json has rows of formulas in place of
// rules.
//
// A rule with parts in two packages has rows in both. If a rule moves to another
// package, its rows move to that package's file. A rule that is a list of words
// and lives in RULES.md has its rows with the root, whose room is "alianza".
//
// A package passes its rows in a test of its own, with a function for each rule
// that it has:
//
//	func TestContract(t *testing.T) {
//		contract.Run(t, "tier", map[string]contract.Adapter{
//			"T1": func(in contract.Input) (any, error) { … },
//		})
//	}
//
// [Run] compares what passes with the state of the package, the file
// tier.state.json beside the rows. A row that passed before must pass; a row
// that passes for the first time makes the file stale. With UPDATE=1 in the
// environment Run writes the file anew. The state column of RULES.md is made
// from these files.
package contract

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
)

//go:embed testdata
var files embed.FS

const vectorsFile = "testdata/vectors.json"

// A Row is one case of a rule.
type Row struct {
	Room     string          `json:"room"` // the package, by its path in the module; "alianza" is the root
	Rule     string          `json:"rule"` // an id such as "T1", or the name of a formula
	Case     int             `json:"case"`
	Vector   string          `json:"vector"` // the id of a row of a formula
	Source   string          `json:"source"` // "text", or "" for an example of the program
	Input    json.RawMessage `json:"input"`
	Expected json.RawMessage `json:"expected"`
	Stated   any             `json:"stated"`
}

// An Adapter computes one rule of a package through its public API. It returns
// a number, a text, a bool, nil for "no value", a list or an [Object] of these,
// or the error of a refusal.
type Adapter func(in Input) (any, error)

// A Refusal gives a name that rows use for a refusal the error that it is. A
// package passes those of its own errors to [Run].
type Refusal struct {
	Name string
	Kind error
}

// Rooms returns the packages that have rules, sorted.
func Rooms() []string {
	var rooms []string
	_ = fs.WalkDir(files, "testdata", func(path string, _ fs.DirEntry, err error) error {
		room, isRows := strings.CutSuffix(strings.TrimPrefix(path, "testdata/"), ".json")
		if err == nil && isRows && path != vectorsFile && !strings.HasSuffix(room, ".state") {
			rooms = append(rooms, room)
		}
		return err
	})
	slices.Sort(rooms)
	return rooms
}

// Rules returns the rows of the rules of a package, in order.
func Rules(room string) ([]Row, error) {
	rows, err := read("testdata/" + room + ".json")
	for i := range rows {
		rows[i].Room = room
	}
	return rows, err
}

// Vectors returns the rows of the formulas of a package, in order.
func Vectors(room string) ([]Row, error) {
	rows, err := read(vectorsFile)
	return slices.DeleteFunc(rows, func(r Row) bool { return r.Room != room }), err
}

func read(path string) ([]Row, error) {
	data, err := files.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var rows []Row
	d := json.NewDecoder(strings.NewReader(string(data)))
	d.DisallowUnknownFields()
	if err := d.Decode(&rows); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return rows, nil
}

// Run passes the rows of a package to the adapters of their rules, and compares
// what passes with the state of the package. A rule without an adapter is to
// come: its rows are skipped.
func Run(t *testing.T, room string, adapters map[string]Adapter, own ...Refusal) {
	t.Helper()
	rules, err := Rules(room)
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := Vectors(room)
	if err != nil {
		t.Fatal(err)
	}
	path, err := statePath(room)
	if err != nil {
		t.Fatal(err)
	}
	before, err := readState(path)
	if err != nil {
		t.Fatal(err)
	}
	kinds := refusals(own)
	update := os.Getenv("UPDATE") != ""

	now := map[string]Tally{}
	for _, row := range slices.Concat(rules, vectors) {
		tally := now[row.Rule]
		tally.Rows++
		adapter, has := adapters[row.Rule]
		wrong := "to come"
		if has {
			wrong = Check(row, adapter, kinds)
		}
		if wrong == "" {
			tally.Passed = append(tally.Passed, row.Case)
		}
		now[row.Rule] = tally
		passed := !update && slices.Contains(before[row.Rule].Passed, row.Case)
		t.Run(row.Rule+"/"+strconv.Itoa(row.Case), func(t *testing.T) {
			switch {
			case wrong != "" && passed:
				t.Errorf("%s passed before: %s", row.Input, wrong)
			case wrong != "":
				t.Skipf("%s: %s", row.Input, wrong)
			}
		})
	}
	for _, rule := range slices.Sorted(maps.Keys(adapters)) {
		if now[rule].Rows == 0 {
			t.Errorf("%s has an adapter in %s, but no row", rule, room)
		}
	}
	if update {
		if err := os.WriteFile(path, formatState(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	for _, line := range stale(before, now) {
		t.Errorf("%s: write the state anew with UPDATE=1", line)
	}
}

// Check passes a row to an adapter. It returns what is wrong with the result,
// or "" if the row passes. The map gives the errors of refusals by name.
func Check(row Row, adapter Adapter, kinds map[string]error) string {
	in, err := newInput(row.Input)
	if err != nil {
		return err.Error()
	}
	want, err := decode(row.Expected)
	if err != nil {
		return err.Error()
	}
	got, err := call(adapter, in)
	if *in.misuse != nil {
		return (*in.misuse).Error()
	}
	return judge(want, got, err, kinds)
}

// call returns what the adapter returns. A panic is an error like any other:
// the row fails and the others go on.
func call(adapter Adapter, in Input) (got any, err error) {
	defer func() {
		if p := recover(); p != nil {
			got, err = nil, fmt.Errorf("panic: %v", p)
		}
	}()
	return adapter(in)
}

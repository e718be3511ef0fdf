package contract_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
)

// The refusals that packages have errors of their own for.
var ofPackages = []string{"move_not_allowed"}

func allRows(t *testing.T) []contract.Row {
	t.Helper()
	var all []contract.Row
	for _, room := range contract.Rooms() {
		rules, err := contract.Rules(room)
		if err != nil {
			t.Fatal(err)
		}
		vectors, err := contract.Vectors(room)
		if err != nil {
			t.Fatal(err)
		}
		all = slices.Concat(all, rules, vectors)
	}
	return all
}

func TestRows(t *testing.T) {
	kinds := contract.Refusals(nil)
	cases := map[string][]int{}
	rules, texts, vectors := map[string]bool{}, 0, map[string]bool{}
	for _, row := range allRows(t) {
		cases[row.Rule] = append(cases[row.Rule], row.Case)
		if row.Source != "" && row.Source != "text" {
			t.Errorf("%s/%d has the source %q", row.Rule, row.Case, row.Source)
		}
		if _, err := contract.NewInput(row.Input); err != nil {
			t.Errorf("%s/%d: %v", row.Rule, row.Case, err)
		}
		var refusal struct{ Error string }
		if len(row.Expected) == 0 {
			t.Errorf("%s/%d expects nothing, not even null", row.Rule, row.Case)
		} else if json.Unmarshal(row.Expected, &refusal) == nil && refusal.Error != "" {
			if kinds[refusal.Error] == nil && !slices.Contains(ofPackages, refusal.Error) {
				t.Errorf("%s/%d expects the error %q, which nobody knows", row.Rule, row.Case, refusal.Error)
			}
		}
		switch {
		case row.Vector != "":
			if vectors[row.Vector] {
				t.Errorf("%s is there twice", row.Vector)
			}
			vectors[row.Vector] = true
		case row.Source == "text":
			texts++
			fallthrough
		default:
			rules[row.Rule] = true
		}
	}
	total := 0
	for rule, have := range cases {
		total += len(have)
		slices.Sort(have)
		for i, c := range have {
			if c != i+1 {
				t.Errorf("the cases of %s are %v; want 1, 2, 3 …", rule, have)
				break
			}
		}
	}
	// The program has 256 examples of 172 rules, and 293 of formulas.
	if got := total - texts - len(vectors); got != 256 || len(rules) != 172 || len(vectors) != 293 {
		t.Errorf("%d examples of %d rules and %d of formulas; want 256, 172 and 293", got, len(rules), len(vectors))
	}
}

// TestStubs_FailEveryRule holds that no rule passes with a function that
// computes nothing.
func TestStubs_FailEveryRule(t *testing.T) {
	stubs := map[string]contract.Adapter{}
	for _, v := range []any{
		nil, "", 0, int64(0), decimal.Zero, new(big.Rat),
		alianza.Percent{},
		false,
		struct{}{},
		[]any{},
		[]string(nil),
		contract.Object{},
		contract.Object(nil),
	} {
		stubs[fmt.Sprintf("%T(%v)", v, v)] = func(contract.Input) (any, error) { return v, nil }
	}
	kinds := contract.Refusals(nil)
	for name, kind := range kinds {
		stubs["error "+name] = func(contract.Input) (any, error) { return nil, kind }
	}
	for _, name := range ofPackages {
		kinds[name] = errors.New(name)
		stubs["error "+name] = func(contract.Input) (any, error) { return nil, kinds[name] }
	}
	stubs["any error"] = func(contract.Input) (any, error) { return nil, errors.New("no") }

	rows := map[string][]contract.Row{} // of a rule in a package
	for _, row := range allRows(t) {
		key := row.Room + " " + row.Rule
		rows[key] = append(rows[key], row)
	}
	for rule, of := range rows {
		for name, stub := range stubs {
			if !slices.ContainsFunc(of, func(r contract.Row) bool { return contract.Check(r, stub, kinds) != "" }) {
				t.Errorf("%s: %s passes all %d rows", rule, name, len(of))
			}
		}
	}
}

func TestCheck(t *testing.T) {
	row := contract.Row{Input: json.RawMessage(`{"n": 6}`), Expected: json.RawMessage(`6`)}
	tests := []struct {
		name    string
		adapter contract.Adapter
		want    string // in what is wrong; "" passes
	}{
		{"right", func(in contract.Input) (any, error) { return in.Number("n"), nil }, ""},
		{"wrong", func(in contract.Input) (any, error) { return in.Int("n") + 1, nil }, "got 7; want 6"},
		{"error", func(contract.Input) (any, error) { return nil, contract.ErrNotBuilt }, "not built"},
		{"number beside an error", func(contract.Input) (any, error) { return 6, contract.ErrNotBuilt }, "not built"},
		{"panic", func(contract.Input) (any, error) { panic("oh") }, "panic: oh"},
		{"another field", func(in contract.Input) (any, error) { in.Text("m"); return 6, nil }, "no m"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := contract.Check(row, tt.adapter, nil)
			if (got == "") != (tt.want == "") || !strings.Contains(got, tt.want) {
				t.Errorf("Check = %q; want %q in it", got, tt.want)
			}
		})
	}
}

package contract_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/contract"
)

func TestJudge(t *testing.T) {
	d := decimal.RequireFromString
	zero := fmt.Errorf("cost: %w", alianza.ErrZero)
	type object = contract.Object
	tests := []struct {
		want string // JSON
		got  any
		err  error
		ok   bool
	}{
		{`null`, nil, nil, true},
		{`null`, "", nil, false},
		{`null`, 0, nil, false},
		{`null`, (*big.Rat)(nil), nil, false},
		{`null`, nil, zero, false},

		{`5`, 5, nil, true},
		{`5`, int64(5), nil, true},
		{`5`, d("5.00"), nil, true},
		{`5`, big.NewRat(10, 2), nil, true},
		{`5`, alianza.WholePercent(5), nil, true},
		{`5`, "5", nil, false},
		{`5`, d("5.0000000001"), nil, false},
		{`5`, nil, nil, false},
		{`5`, (*big.Rat)(nil), nil, false},
		{`0`, 0, nil, true},
		{`0`, nil, nil, false},
		{`0`, "", nil, false},
		{`0`, false, nil, false},
		{`0`, d("-0.01"), nil, false},

		{`"5.00"`, d("5"), nil, true},
		{`"5.00"`, "5.00", nil, true},
		{`"5.00"`, "5", nil, false},
		{`"5.00"`, d("5.001"), nil, false},
		{`"5%"`, alianza.WholePercent(5), nil, false},
		{`"silver"`, "silver", nil, true},
		{`"silver"`, "gold", nil, false},
		{`"silver"`, "", nil, false},
		{`"silver"`, 0, nil, false},
		{`"2026-03-01"`, named("2026-03-01"), nil, true},

		{`true`, true, nil, true},
		{`true`, false, nil, false},
		{`false`, false, nil, true},
		{`false`, nil, nil, false},
		{`false`, 0, nil, false},

		{`{"ratio": "10/3"}`, big.NewRat(10, 3), nil, true},
		{`{"ratio": "10/3"}`, d("3.333333333333"), nil, false},
		{`{"ratio": "10/3"}`, nil, nil, false},
		{`{"approx": 0.5, "tol": 1e-3}`, d("0.501"), nil, true},
		{`{"approx": 0.5, "tol": 1e-3}`, d("0.50101"), nil, false},
		{`{"approx": 0.5, "tol": 1}`, nil, nil, false},
		{`{"not": "silver"}`, "gold", nil, true},
		{`{"not": "silver"}`, "silver", nil, false},
		{`{"not": "silver"}`, "", nil, false},
		{`{"not": "silver"}`, nil, nil, false},

		{`{"error": "zero_denominator"}`, nil, zero, true},
		{`{"error": "out_of_range"}`, nil, zero, false},
		{`{"error": "zero_denominator"}`, 0, nil, false},
		{`{"error": "strange"}`, nil, zero, false},
		{`5`, 5, errors.New("and a number"), false},

		{`[1, "a"]`, []any{1, "a"}, nil, true},
		{`[1, "a"]`, []any{"a", 1}, nil, false},
		{`[1]`, []any{1, 2}, nil, false},
		{`["a"]`, []string{"a"}, nil, true},
		{`[]`, []string(nil), nil, true},
		{`[]`, []any{}, nil, true},
		{`[]`, nil, nil, false},
		{`[]`, "", nil, false},
		{`[null]`, []any{nil}, nil, true},
		{`[null]`, []any{0}, nil, false},

		{`{"a": 1}`, object{"a": 1}, nil, true},
		{`{"a": 1}`, object{"a": 1, "b": 2}, nil, false},
		{`{"a": 1}`, object{}, nil, false},
		{`{"a": 1}`, object(nil), nil, false},
		{`{"a": null}`, object{}, nil, false},
		{`{"a": null}`, object{"a": nil}, nil, true},
		{`{"a": {"ratio": "1/3"}}`, object{"a": big.NewRat(1, 3)}, nil, true},
		{`{}`, object{}, nil, true},
		{`{}`, struct{}{}, nil, false},
	}
	for _, tt := range tests {
		var want any
		dec := json.NewDecoder(strings.NewReader(tt.want))
		dec.UseNumber()
		if err := dec.Decode(&want); err != nil {
			t.Fatal(err)
		}
		wrong := contract.Judge(want, tt.got, tt.err, contract.Refusals(nil))
		if (wrong == "") != tt.ok {
			t.Errorf("%s with %T(%v), %v: %q; want ok %v", tt.want, tt.got, tt.got, tt.err, wrong, tt.ok)
		}
	}
}

// named is a value with a text of its own.
type named string

func (n named) MarshalText() ([]byte, error) { return []byte(n), nil }

func TestRefusals_OfPackage(t *testing.T) {
	refused := errors.New("no such move")
	kinds := contract.Refusals([]contract.Refusal{{Name: "move_not_allowed", Kind: refused}})
	if kinds["move_not_allowed"] != refused || kinds["empty"] == nil { //nolint:errorlint // this very one
		t.Errorf("Refusals(move_not_allowed) = %v", kinds)
	}
}

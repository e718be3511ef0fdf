package contract_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/contract"
)

const document = `{"text": "a", "number": 1.50, "digits": "2.5", "yes": true, "null": null, "day": "2026-02-01",
	"texts": ["a", "b"], "numbers": [1, "2"], "object": {"n": 3}, "objects": [{"n": 4}, {"n": 5}], "bools": [true, false]}`

func TestInput(t *testing.T) {
	in, err := contract.NewInput(json.RawMessage(document))
	if err != nil {
		t.Fatal(err)
	}
	d := decimal.RequireFromString
	got := []any{
		in.Text("text"), in.Number("number"), in.Number("digits"), in.Is("yes"), in.Is("text"), in.Is("none"),
		in.Has("text"), in.Has("null"), in.Has("none"), in.Day("day"), in.Date("day").String(), in.Texts("texts"), in.Numbers("numbers"),
		in.Object("object").Int("n"), in.Objects("objects")[1].Int("n"), in.Bools("bools"), len(in.Names()),
	}
	want := []any{
		"a", d("1.5"), d("2.5"), true, false, false,
		true, false, false, time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC), "2026-02-01",
		[]string{"a", "b"},
		[]decimal.Decimal{d("1"), d("2")},
		3, 5,
		[]bool{true, false},
		11,
	}
	if diff := cmp.Diff(want, got); diff != "" || in.Misuse() != nil {
		t.Errorf("fields differ (-want +got):\n%s%v", diff, in.Misuse())
	}
}

func TestInput_FailsTheRowWithoutTheField(t *testing.T) {
	for name, read := range map[string]func(contract.Input){
		"text":              func(in contract.Input) { in.Text("none") },
		"text of a number":  func(in contract.Input) { in.Text("number") },
		"number":            func(in contract.Input) { in.Number("none") },
		"number of a null":  func(in contract.Input) { in.Number("null") },
		"number of a text":  func(in contract.Input) { in.Number("text") },
		"texts":             func(in contract.Input) { in.Texts("none") },
		"texts of numbers":  func(in contract.Input) { in.Texts("numbers") },
		"bools of texts":    func(in contract.Input) { in.Bools("texts") },
		"numbers of texts":  func(in contract.Input) { in.Numbers("texts") },
		"object":            func(in contract.Input) { in.Object("text") },
		"field of object":   func(in contract.Input) { in.Object("object").Text("none") },
		"objects of texts":  func(in contract.Input) { in.Objects("texts") },
		"field of one":      func(in contract.Input) { in.Objects("objects")[0].Text("none") },
		"day of other text": func(in contract.Input) { in.Day("text") },
	} {
		in, err := contract.NewInput(json.RawMessage(document))
		if err != nil {
			t.Fatal(err)
		}
		if read(in); in.Misuse() == nil {
			t.Errorf("%s: no fault", name)
		}
	}
	if _, err := contract.NewInput(json.RawMessage(`[1]`)); err == nil {
		t.Error("an input that is a list is no fault")
	}
}

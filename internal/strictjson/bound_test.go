package strictjson_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A rule has a bound that it needs, a limit one that it can do without.
type (
	rule struct {
		Metric string        `json:"metric"`
		Bound  alianza.Bound `json:",inline"`
	}
	limit struct {
		Metric string        `json:"metric"`
		Bound  alianza.Bound `json:",inline,omitzero"`
	}
	boxed struct {
		Bound alianza.Bound `json:"bound"`
	}
)

// TestBound writes and reads each comparison, beside another field and alone.
func TestBound(t *testing.T) {
	numbers := []decimal.Decimal{{}, decimal.New(150, -2), decimal.New(-1, 0), decimal.New(7, 18)}
	var bounds []alianza.Bound
	for _, d := range numbers {
		bounds = append(bounds, alianza.AtLeast(d), alianza.Above(d), alianza.AtMost(d), alianza.Below(d), alianza.Between(d, d),
			alianza.Between(d, decimal.Decimal{}), alianza.AtLeast(d).Range(decimal.New(1, 3)))
	}
	for _, b := range bounds {
		t.Run(b.String(), func(t *testing.T) {
			alone, err := b.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			returns(t, rule{"m", b}, `{"metric":"m",`+string(alone[1:]))
			returns(t, limit{"m", b}, `{"metric":"m",`+string(alone[1:]))
			returns(t, boxed{b}, `{"bound":`+string(alone)+`}`)
			returns(t, []alianza.Bound{b, b}, fmt.Sprintf("[%s,%s]", alone, alone))
		})
	}
	returns(t, limit{Metric: "m"}, `{"metric":"m"}`)
	returns(t, boxed{}, `{"bound":{}}`)
}

// returns checks that a value is written as a document and read from it.
func returns[T any](t *testing.T, v T, doc string) {
	t.Helper()
	got, err := strictjson.Marshal(v)
	if err != nil || string(got) != doc {
		t.Errorf("Marshal(%+v) = %s, %v; want %s", v, got, err, doc)
	}
	var again T
	if err := strictjson.Unmarshal([]byte(doc), &again, nil); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
	}
	if diff := cmp.Diff(v, again); diff != "" {
		t.Errorf("Unmarshal(%s) = another value (-want +got):\n%s", doc, diff)
	}
}

// boundTests have the fields of a bound, with the faults of a rule of it.
var boundTests = []struct {
	name   string
	fields string
	rule   []string
	limit  []string // the same if nil
}{
	{"at least", `"at_least":7`, nil, nil},
	{"between", `"to":"60","between":30`, nil, nil},
	{"none", ``, []string{`: missing: one of at_least, above, at_most, below, between`}, []string{}},
	{"to alone", `"to":5`, []string{`: missing: one of at_least, above, at_most, below, between`}, nil},
	{"null", `"above":null`, []string{`above: missing: null; leave the field out or give it a value`}, nil},
	{"null to", `"above":1,"to":null`, []string{`to: missing: null; leave the field out or give it a value`}, nil},
	{"list", `"above":[]`, []string{`above: malformed: want a string, not an array`}, nil},
	{"no number", `"above":"x"`, []string{`above "x": malformed: not a decimal number`}, nil},
	{"a comma", `"above":"1,5"`, []string{`above "1,5": malformed: not a decimal number: write "1.5"`}, nil},
	{"out of bounds", `"above":1e19`, []string{`above "1e19": out of range: exponent out of range: 10^19, allowed is -18 to 18`}, nil},
	{"two", `"below":1,"at_least":"2"`, []string{`: contradiction: below and at_least: give one`}, nil},
	{"three", `"below":1,"at_least":"2","to":3,"between":4`, []string{`: contradiction: below and at_least and between: give one`}, nil},
	{"two, one of them bad", `"below":1,"at_most":"x"`, []string{`at_most "x": malformed: not a decimal number`}, nil},
	{"one twice", `"below":1,"below":2`, []string{`below: duplicate: the field is given twice`}, nil},
	{"to twice", `"below":1,"to":1,"to":2`, []string{`to: duplicate: the field is given twice`}, nil},
	{"between alone", `"between":1`, []string{`to: missing: the upper bound of between`}, nil},
	{"range to zero", `"at_most":5,"to":"0.00"`, []string{`to "0.00": out of range: zero means none: leave it out`}, nil},
	{"between and zero", `"between":-5,"to":0`, nil, nil},
	{"in another case", `"At_Least":1`, []string{`At_Least: unknown field: did you mean at_least?`}, nil},
	{"misspelled", `"at_leest":1,"above":2`, []string{`at_leest: unknown field: did you mean at_least?`}, nil},
	{"a word of others alone", `"min":"3"`, []string{`min: unknown field: the fields are metric, at_least, above, at_most, below, between, to`}, nil},
	{"a word of others and no number", `"note":"x"`, []string{
		`: missing: one of at_least, above, at_most, below, between`,
		`note: unknown field: the fields are metric, at_least, above, at_most, below, between, to`,
	}, []string{`note: unknown field: the fields are metric, at_least, above, at_most, below, between, to`}},
	{"a word of others", `"minimum":1,"above":2`, []string{`minimum: unknown field: the fields are metric, at_least, above, at_most, below, between, to`}, nil},
}

func TestBoundFaults(t *testing.T) {
	for _, tt := range boundTests {
		t.Run(tt.name, func(t *testing.T) {
			doc := `{"metric":"m",` + tt.fields + `}`
			if tt.fields == "" {
				doc = `{"metric":"m"}`
			}
			checkTexts(t, read[rule](doc), tt.rule)
			if tt.limit == nil {
				tt.limit = tt.rule
			}
			checkTexts(t, read[limit](doc), tt.limit)
		})
	}
}

// checkTexts checks the faults of err, without their places.
func checkTexts(t *testing.T, err error, want []string) {
	t.Helper()
	var got []string
	for _, f := range alianza.Faults(err) {
		f.Line = 0
		text := f.Error()
		if f.Path == "" {
			text = ": " + text
		}
		got = append(got, text)
	}
	if diff := cmp.Diff(want, got); diff != "" && len(want)+len(got) > 0 {
		t.Errorf("Unmarshal = %v; want other faults (-want +got):\n%s", err, diff)
	}
}

// TestBoundAlone checks that a bound in an object of its own is refused as
// alianza.Bound refuses it.
func TestBoundAlone(t *testing.T) {
	for _, tt := range boundTests {
		doc := `{` + tt.fields + `}`
		var b alianza.Bound
		err := b.UnmarshalJSON([]byte(doc))
		inside := read[boxed](`{"bound":` + doc + `}`)
		if codes(err) != codes(inside) {
			t.Errorf("Unmarshal(%s) = %v; alianza.Bound says %v", doc, inside, err)
		}
	}
}

// TestBoundPlace checks where the faults of a bound are.
func TestBoundPlace(t *testing.T) {
	tests := []struct {
		doc  string
		want []string
	}{
		{`[{"metric":"m","above":1,"below":2}]`, []string{`1:2 [0]: contradiction`}},
		{`[{"metric":"m","above":1,"to":0}]`, []string{`1:31 [0].to: out_of_range "0"`}},
		{`[{"metric":"m","between":1}]`, []string{`1:2 [0].to: missing`}},
		{`[{"metric":"m","above":1,"above":2}]`, []string{`1:26 [0].above: duplicate`}},
		{`[{"metric":"m","above":"x"}]`, []string{`1:24 [0].above: malformed "x"`}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, faults(read[[]rule](tt.doc))); diff != "" {
			t.Errorf("Unmarshal(%s) = other faults (-want +got):\n%s", tt.doc, diff)
		}
	}
}

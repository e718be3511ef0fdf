package strictjson_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// TestPlaces has plans inside plans, each of which is read by a type with an
// UnmarshalJSON of its own. Lines and columns are those of the whole document.
func TestPlaces(t *testing.T) {
	tests := []struct {
		name string
		doc  string
		want []string
	}{
		{"on one line", `{"name":"a","steps":[{"name":"b","steps":[{"name":1}]}]}`, []string{`1:51 steps[0].steps[0].name: malformed "1"`}},
		{"on lines of their own", `{
  "name": "a",
  "steps": [
    {"name": "b",
     "steps": [
       {"name": "c"}, {"name": "d",
         "bonus": "x"}
     ]}
  ]
}`, []string{`7:19 steps[0].steps[1].bonus: malformed "x"`}},
		{"on the line that the value begins on", "{\"name\":\"a\",\n  \"steps\":[ {\"name\":null}]}", []string{`2:21 steps[0].name: missing`}},
		{"lines of Windows", "{\r\n\"name\": \"a\",\r\n\"steps\": [\r\n{\"name\":\r\n  5}]\r\n}", []string{`5:3 steps[0].name: malformed "5"`}},
		{"blank lines before", "\n\n  {\"name\": 5}", []string{`3:12 name: malformed "5"`}},
		{"columns count bytes", `{"name":"é€","steps":5}`, []string{`1:25 steps: malformed "5"`}},
		{"what is missing is at its object", "{\"name\":\"a\",\n\"steps\":[{\n}]}", []string{`2:10 steps[0].name: missing`}},
		{"an unknown field is at its name", "{\"name\":\"a\",\n\"steps\":[{\"name\":\"b\",\"nam\":\n1}]}", []string{`2:22 steps[0].nam: unknown_field`}},
		{"a duplicate is at its second name", "{\"name\":\"a\",\"steps\":[{\"name\":\"b\",\n\"name\":\n\"c\"}]}", []string{`2:1 steps[0].name: duplicate`}},
		{"faults of meaning, once", `{"name":"/","steps":[{"name":"/","steps":[{"name":"/"}]}]}`, []string{
			`1:9 name: contradiction "/"`, `1:30 steps[0].name: contradiction "/"`, `1:51 steps[0].steps[0].name: contradiction "/"`,
		}},
		{"of form and of meaning", `{"name":"/","steps":[{"name":1},{"name":"/"}]}`, []string{
			`1:9 name: contradiction "/"`, `1:30 steps[0].name: malformed "1"`, `1:41 steps[1].name: contradiction "/"`,
		}},
		{"in maps", `{"name":"","by_name":{"x.y":{"name":"/"},"":{"name":"/"},"z":{"nam":""}}}`, []string{
			`1:37 by_name.x.y.name: contradiction "/"`, `1:53 by_name."".name: contradiction "/"`,
			`1:63 by_name.z.nam: unknown_field`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p plan
			err := p.UnmarshalJSON([]byte(tt.doc))
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("Unmarshal(%s) = %v (-want +got):\n%s", tt.doc, err, diff)
			}
		})
	}
}

// A team is a list of plans, each of a name of its own.
type team struct {
	Plans []plan `json:"plans"`
}

func (v *team) check() error {
	f := new(check.Faults)
	names := check.Names{Faults: f}
	for i, p := range v.Plans {
		names.Add(f.At("plans", i)+".name", p.Name)
	}
	return f.Err()
}

// TestReadInPart checks that the check of a value sees what could be read of the values
// inside it.
func TestReadInPart(t *testing.T) {
	var v team
	err := strictjson.UnmarshalLimit([]byte(`{"plans":[{"name":"a","bonus":"x"},{"name":"a"}]}`), strictjson.MaxDefinition, &v, (*team).check)
	want := []string{`1:31 plans[0].bonus: malformed "x"`, `1:44 plans[1].name: duplicate "a"`}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("Unmarshal = %v (-want +got):\n%s", err, diff)
	}
}

// TestPosition leads paths through a document: to the value, or to the one around it.
func TestPosition(t *testing.T) {
	const doc = "\ufeff{\n \"a\": [1,\n  {\"b.c\": 2}],\n\"\": 3}"
	for path, want := range map[string][2]int{
		"": {1, 1}, "a": {2, 7}, "a[0]": {2, 8}, "a[1]": {3, 3}, "a[1].b.c": {3, 11}, `""`: {4, 5},
		"a[2]": {2, 7}, "a[1].b": {3, 3}, "b": {1, 1},
	} {
		if line, column := strictjson.Position([]byte(doc), path); line != want[0] || column != want[1] {
			t.Errorf("Position(%s) = %d, %d; want %v", path, line, column, want)
		}
	}
	if line, column := strictjson.Position([]byte(`{"a":}`), "a"); line != 0 || column != 0 {
		t.Errorf("Position(no document) = %d, %d; want none", line, column)
	}
}

// TestPlacesAnywhere puts a wrong value in the place of each value of a document
// in turn, and checks that the fault is there.
func TestPlacesAnywhere(t *testing.T) {
	wrong := 0
	for i := range len(valid) - 1 {
		if valid[i:i+2] != ": " {
			continue // no value begins here
		}
		at := i + len(": ")
		if strings.HasSuffix(valid[:at], `{"x": `) || strings.HasSuffix(valid[:at], `, "y": `) {
			continue // inside the point, which encoding/json reads
		}
		doc := valid[:at] + "null, \"x\": " + valid[at:]
		line, column := 1+strings.Count(valid[:at], "\n"), at-strings.LastIndexByte(valid[:at], '\n')
		place, found := fmt.Sprintf("%d:%d ", line, column), false
		for _, f := range faults(read[thing](doc)) {
			found = found || strings.HasPrefix(f, place) && strings.HasSuffix(f, ": missing")
		}
		if !found {
			t.Errorf("Unmarshal(%s…) = %q; want a fault at %s", doc[i:min(i+40, len(doc))], faults(read[thing](doc)), place)
		}
		wrong++
	}
	if wrong < 50 {
		t.Errorf("only %d documents", wrong)
	}
}

// TestOwnReader has a type that reads JSON in a way of its own, without lines.
func TestOwnReader(t *testing.T) {
	tests := []struct{ doc, want string }{
		{"{\"a\":\n{\"x\":1}}", `2:1 a: missing`},
		{"{\"a\":\n{\"x\":1,\n\"y\":2}}", `3:5 a.y: out_of_range "2"`},
		{"{\"a\":\n\"z\"}", `2:1 a: malformed "z"`},
	}
	for _, tt := range tests {
		if got := faults(read[one[odd]](tt.doc)); len(got) != 1 || got[0] != tt.want {
			t.Errorf("Unmarshal(%q) = %q; want %s", tt.doc, got, tt.want)
		}
	}
}

// An odd reads JSON without this package.
type odd struct{}

func (*odd) UnmarshalJSON(data []byte) error {
	switch {
	case data[0] != '{':
		return fmt.Errorf("an odd one")
	case bytes.Contains(data, []byte(`"y"`)):
		return &alianza.FieldError{Path: "y", Value: "2", Err: alianza.ErrRange}
	}
	return alianza.At("", alianza.ErrMissing)
}

// TestMessages has the texts that tell a writer of a document what to do.
func TestMessages(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"missing", read[one[string]](`{}`), `1: a: missing`},
		{"null", read[one[string]](`{"a":null}`), `6: a: missing: null; leave the field out or give it a value`},
		{"duplicate", read[one[string]](`{"a":"","a":""}`), `9: a: duplicate: the field is given twice`},
		{"boolean", read[one[string]](`{"a":true}`), `6: a "true": malformed: want a string, not a boolean`},
		{"number", read[one[string]](`{"a":1}`), `6: a "1": malformed: want a string, not a number`},
		{"string", read[one[int]](`{"a":"1"}`), `6: a "1": malformed: want a number, not a string`},
		{"object", read[one[[]int]](`{"a":{}}`), `6: a: malformed: want an array, not an object`},
		{"array", read[one[part]](`{"a":[]}`), `6: a: malformed: want an object, not an array`},
		{"element", read[one[[]part]](`{"a":[true]}`), `7: a[0] "true": malformed: want an object, not a boolean`},
		{"document", read[part](`"x"`), `1: "x": malformed: want an object, not a string`},
		{"fraction", read[one[int]](`{"a":1.5}`), `6: a "1.5": out of range: not a whole number of 32 bits`},
		{"text", read[one[code]](`{"a":"abc"}`), `6: a "abc": malformed: not three capitals`},
		{"long text", read[one[code]](`{"a":"` + strings.Repeat("x", 1000) + `"}`), `6: a "` + strings.Repeat("x", 60) + `…": malformed: not three capitals`},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(tt.err); got != "line 1, column "+tt.want {
			t.Errorf("%s: %s; want line 1, column %s", tt.name, got, tt.want)
		}
	}
}

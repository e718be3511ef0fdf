package strictjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// sameThing compares as the library does: no list like an empty one.
var sameThing = cmp.Options{cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(thing{})}

// TestReadAll reads each field of the thing and checks its value.
func TestReadAll(t *testing.T) {
	dec := decimal.New
	want := thing{
		Name: "first", Note: "n", Count: -3, Tries: 2, Open: true, Late: true, Price: dec(250, -2), Fee: dec(1, 2),
		Sum: dec(125, -22), Sums: []decimal.Decimal{dec(1, 0), dec(5, -1)},
		Rate: alianza.PercentUnits(125_000_000_000), Share: alianza.WholePercent(100),
		Day: alianza.Must(alianza.NewDate(2026, 2, 28)), Until: alianza.Must(alianza.NewDate(2026, 3, 1)),
		At: time.Date(2026, 5, 1, 7, 30, 0, 0, time.UTC), Due: time.Date(2026, 5, 1, 0, 0, 0, 250_000_000, time.UTC),
		Tags: []string{"a", ""}, Labels: []string{"b"}, Code: "ABC", Other: "XYZ", Bound: alianza.Below(dec(7, 0)),
		Limits: []alianza.Bound{alianza.AtLeast(dec(30, 0)).Range(dec(50, 0)), alianza.Between(dec(30, 0), dec(60, 0)), {}},
		Parts:  []part{{Count: 1}, {Count: 2, Bound: alianza.AtLeast(decimal.Decimal{})}},
		Spares: []part{{Count: 3, Bound: alianza.Above(dec(-15, -1))}},
		Box:    part{Count: 4}, Lid: &part{Bound: alianza.AtMost(dec(0, -1))}, Size: size{Width: 8, Height: 9},
		Rates:  map[string]decimal.Decimal{"gold": dec(10, 0), "a.b": dec(2, 0)},
		Extras: map[code]part{"DEF": {Count: 5}, "ABC": {Count: 6}},
		Point:  point{X: 1, Y: 2},
		Plan:   plan{Name: "p", Bonus: dec(5, 0), Steps: []plan{{Name: "q"}}, ByName: map[string]plan{"": {Name: "r"}}},
	}
	if diff := cmp.Diff(want, mustRead(t, valid), sameThing); diff != "" {
		t.Errorf("Unmarshal(valid) = another thing (-want +got):\n%s", diff)
	}
	want = thing{
		Code: "ABC", Bound: alianza.AtLeast(decimal.Decimal{}),
		Day: alianza.Must(alianza.NewDate(1, 1, 1)), At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
	}
	if diff := cmp.Diff(want, mustRead(t, least), sameThing); diff != "" {
		t.Errorf("Unmarshal(least) = another thing (-want +got):\n%s", diff)
	}
}

// TestReadEmpty tells a list that is empty from none at all.
func TestReadEmpty(t *testing.T) {
	var slow thing
	if err := strictjson.Thoroughly([]byte(least), strictjson.MaxDefinition, &slow, nil); err != nil {
		t.Fatal(err)
	}
	for way, got := range map[string]thing{"quick": mustRead(t, least), "other": slow} {
		if got.Tags == nil || got.Parts == nil || got.Rates == nil || got.Labels != nil || got.Extras != nil {
			t.Errorf("the %s way reads %v, %v, %v, %v, %v; want three that are empty and two nil", way, got.Tags, got.Parts, got.Rates, got.Labels, got.Extras)
		}
	}
}

// TestReadInto checks what is left of the value before.
func TestReadInto(t *testing.T) {
	old := plan{Name: "old", Steps: []plan{{Name: "s"}}}
	long := strings.Repeat("x", strictjson.MaxDefinition-len(`{"name":""}`))
	tests := []struct {
		name string
		doc  string
		want plan
		code string
	}{
		{"nothing is left", `{"name":"new"}`, plan{Name: "new"}, ""},
		{"fault of form", `{"name":"new","steps":[1]}`, old, "malformed"},
		{"fault of meaning", `{"name":"/"}`, old, "contradiction"},
		{"no document", ``, old, "malformed"},
		{"up to the limit", `{"name":"` + long + `"}`, plan{Name: long}, ""},
		{"over the limit", `{"name":"x` + long + `"}`, old, "limit"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := old
			err := got.UnmarshalJSON([]byte(tt.doc))
			if code := codes(err); code != tt.code {
				t.Errorf("Unmarshal(%.40s) = %.200v; want %q", tt.doc, err, tt.code)
			}
			if diff := cmp.Diff(tt.want, got, sameThing); diff != "" {
				t.Errorf("Unmarshal(%.40s) = another plan (-want +got):\n%.500s", tt.doc, diff)
			}
		})
	}
}

// codes returns the codes of the faults of err.
func codes(err error) string {
	var all []string
	for _, f := range alianza.Faults(err) {
		all = append(all, f.Code())
	}
	return strings.Join(all, " ")
}

// TestReadOthers reads what is no struct.
func TestReadOthers(t *testing.T) {
	var list []string
	if err := strictjson.Unmarshal([]byte(` ["a"]`), &list, nil); err != nil || len(list) != 1 || list[0] != "a" {
		t.Errorf(`Unmarshal(["a"]) = %q, %v; want one text`, list, err)
	}
	var text string
	if err := strictjson.Unmarshal([]byte(`"a\n"`), &text, nil); err != nil || text != "a\n" {
		t.Errorf(`Unmarshal("a\n") = %q, %v; want the text`, text, err)
	}
	facts := map[code]bool{"OLD": true}
	if err := strictjson.Unmarshal([]byte(`{"ABC":true,"DEF":false}`), &facts, nil); err != nil || len(facts) != 2 || !facts["ABC"] {
		t.Errorf(`Unmarshal({"ABC":true,"DEF":false}) = %v, %v; want two facts`, facts, err)
	}
	err := strictjson.Unmarshal([]byte(`{"ABC":1}`), &facts, func(*map[code]bool) error {
		return &alianza.FieldError{Path: "DEF", Err: alianza.ErrMissing}
	})
	if diff := cmp.Diff([]string{`1:1 DEF: missing`, `1:8 ABC: malformed "1"`}, faults(err)); diff != "" || len(facts) != 2 {
		t.Errorf(`Unmarshal({"ABC":1}) = %v, %v; want the map as it was (-want +got):\n%s`, facts, err, diff)
	}
}

// TestByteOrderMark reads what an editor put a byte order mark before. It does
// not count.
func TestByteOrderMark(t *testing.T) {
	var got plan
	if err := got.UnmarshalJSON([]byte("\ufeff" + ` {"name":"x"}`)); err != nil || got.Name != "x" {
		t.Errorf("Unmarshal = %+v, %v; want x", got, err)
	}
	err := got.UnmarshalJSON([]byte("\ufeff" + `{"name":1}`))
	if diff := cmp.Diff([]string{`1:9 name: malformed "1"`}, faults(err)); diff != "" {
		t.Errorf("Unmarshal = %v (-want +got):\n%s", err, diff)
	}
	for _, doc := range []string{"\ufeff\ufeff{}", "{}\ufeff", "\ufeff"} {
		if err := got.UnmarshalJSON([]byte(doc)); !errors.Is(err, alianza.ErrForm) {
			t.Errorf("Unmarshal(%q) = %v; want malformed", doc, err)
		}
	}
}

func TestUnmarshalLimit(t *testing.T) {
	const doc = `{"name":"some"}`
	long := `["` + strings.Repeat(`","`, strictjson.MaxValues) + `"]` // a value more, and one for the list
	tests := []struct {
		name  string
		doc   string
		limit int
		want  string
	}{
		{"just at it", doc, len(doc), ""},
		{"one byte over", doc, len(doc) - 1, "over the limit: 15 bytes of JSON, allowed are 14"},
		{"nothing allowed", doc, 0, "over the limit: 15 bytes of JSON, allowed are 0"},
		{"values of a definition", long, strictjson.MaxDefinition, "line 1, column 299999: over the limit: more than 100000 values"},
		{"values of a longer document", long, strictjson.MaxDefinition + 1, "want an object, not an array"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p plan
			err := strictjson.UnmarshalLimit([]byte(tt.doc), tt.limit, &p, nil)
			if got := fmt.Sprint(err); tt.want == "" && err != nil || !strings.Contains(got, tt.want) {
				t.Errorf("UnmarshalLimit(%d bytes, %d) = %v; want %q", len(tt.doc), tt.limit, err, tt.want)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	if strictjson.MaxDepth != 32 || strictjson.MaxDefinition != 1_048_576 || strictjson.MaxValues != 100_000 {
		t.Errorf("limits = %d, %d, %d; want 32, 1 MiB, 100,000", strictjson.MaxDepth, strictjson.MaxDefinition, strictjson.MaxValues)
	}
}

// TestChecked has faults of meaning: they are told in the order of the document,
// if nothing at their place is told before.
func TestChecked(t *testing.T) {
	errForeign := errors.New("foreign")
	at := func(paths ...string) error {
		var f check.Faults
		for _, p := range paths {
			f.Add(p, "", alianza.ErrRange, "")
		}
		return f.Err()
	}
	tests := []struct {
		name  string
		doc   string
		check error
		want  []string
	}{
		{"nothing", least, nil, nil},
		{"one", least, at("count"), []string{`1:20 count: out_of_range`}},
		{"the document", least, at(""), []string{`1:1 : out_of_range`}},
		{"not a field error", least, errForeign, []string{`1:1 : `}},
		{"order of the document", least, at("point", "box.count", "box", "name", ""), []string{
			`1:1 : out_of_range`, `1:9 name: out_of_range`, `1:146 box: out_of_range`, `1:155 box.count: out_of_range`, `1:187 point: out_of_range`,
		}},
		{"two at one place", least, at("count", "name", "count"), []string{`1:9 name: out_of_range`, `1:20 count: out_of_range`, `1:20 count: out_of_range`}},
		{"nearest value around", least, at("rates.x.y[3]", "parts[0].size", "labels[9]", "count"), []string{
			`1:1 labels[9]: out_of_range`, `1:20 count: out_of_range`, `1:137 parts[0].size: out_of_range`, `1:176 rates.x.y[3]: out_of_range`,
		}},
		{"name with a point", `{"by_name":{"a":{"name":"x"},"a.b":{"name":"y"},"a[0]":{"name":"z"}},"name":""}`, at(
			"by_name.a[0]", "by_name.a.b", "by_name.a.name", "by_name.a.b.name"), []string{
			`1:25 by_name.a.name: out_of_range`, `1:36 by_name.a.b: out_of_range`, `1:44 by_name.a.b.name: out_of_range`, `1:56 by_name.a[0]: out_of_range`,
		}},
		{"name that is quoted", `{"name":"","by_name":{"":{"name":"x"},"a\n":{"name":"y"}}}`, at(`by_name.""`, `by_name."a\n".name`), []string{
			`1:26 by_name."": out_of_range`, `1:53 by_name."a\n".name: out_of_range`,
		}},
		{"path that is none", `{"name":"","steps":[{"name":""}]}`, at("steps[x]", "steps[0", "steps[00]", "steps[-1]", "steps[1]", "..", "[", "]", "name.", "name"), []string{
			`1:1 ..: out_of_range`, `1:1 [: out_of_range`, `1:1 ]: out_of_range`, `1:9 name.: out_of_range`, `1:9 name: out_of_range`,
			`1:20 steps[x]: out_of_range`, `1:20 steps[0: out_of_range`, `1:20 steps[-1]: out_of_range`, `1:20 steps[1]: out_of_range`,
			`1:21 steps[00]: out_of_range`,
		}},
		{"inside what is missing", `{}`, at("name", "name.x", "names"), []string{`1:1 name: missing`, `1:1 names: out_of_range`}},
		{"inside what is null", `{"name":null}`, at("name", "name.x"), []string{`1:9 name: missing`}},
		{"inside a list that is none", `{"name":"","steps":5}`, at("steps[0].name", "steps"), []string{`1:20 steps: malformed "5"`}},
		{"inside what its type read in part", `{"name":"","steps":[{}]}`, at("steps[0].name", "steps[0].bonus", "steps[0]", "steps"), []string{
			`1:20 steps: out_of_range`, `1:21 steps[0].name: missing`, `1:21 steps[0].bonus: out_of_range`, `1:21 steps[0]: out_of_range`,
		}},
		{"inside a name given twice", `{"name":"","steps":[],"steps":[]}`, at("steps", "steps[0]"), []string{
			`1:20 steps[0]: out_of_range`, `1:23 steps: duplicate`,
		}},
		{"inside an unknown field", `{"name":"","step":[]}`, at("step[0]"), []string{`1:12 step: unknown_field`}},
		{"name that begins like one that could not be read", `{"name":"","steps":5,"by_name":5}`, at("steps_by", "by_name.x"), []string{
			`1:1 steps_by: out_of_range`, `1:20 steps: malformed "5"`, `1:32 by_name: malformed "5"`,
		}},
		{"no object", `5`, at("", "name"), []string{`1:1 : malformed "5"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var err error
			if tt.doc == least {
				var v thing
				err = strictjson.UnmarshalLimit([]byte(tt.doc), strictjson.MaxDefinition, &v, func(*thing) error { return tt.check })
			} else {
				var v plan // whose own check is another one
				err = strictjson.UnmarshalLimit([]byte(tt.doc), strictjson.MaxDefinition, &v, func(*plan) error { return tt.check })
			}
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("Unmarshal(%s) = %v; want other faults (-want +got):\n%s", tt.doc, err, diff)
			}
			if errors.Is(tt.check, errForeign) && !errors.Is(err, errForeign) {
				t.Errorf("Unmarshal(%s) = %v; want it to wrap %v", tt.doc, err, errForeign)
			}
		})
	}
}

// TestAllAtOnce has faults of form and of meaning in one document.
func TestAllAtOnce(t *testing.T) {
	const doc = `{
  "count": 1.5,
  "note": null,
  "parts": [{"count": 3}, {"count": "x"}, 4, {"count": 5, "at_least": 1, "below": 2}],
  "shades": "red",
  "rates": {"gold": "1", "gold": "2", "tin": "1e99"},
  "Name": "n",
  "tags": ["fine", "shout"],
  "code": "abc", "rate": 20, "day": "2026-02-30", "at": "2026-05-01",
  "open": true, "price": 1, "above": 1, "box": {"count": 1}, "point": {"x": 1}, "width": 1
}`
	var v thing
	err := strictjson.UnmarshalLimit([]byte(doc), strictjson.MaxDefinition, &v, func(v *thing) error {
		var f check.Faults
		f.Add("tags[1]", v.Tags[1], alianza.ErrRange, "too loud")
		f.Add("name", v.Name, alianza.ErrMissing, "faulted by form")
		f.Add("parts[0].count", "3", alianza.ErrRange, "too large")
		f.Add("parts[1].count", "0", alianza.ErrRange, "faulted by form")
		f.Add("parts[2].count", "0", alianza.ErrRange, "in a part that could not be read")
		f.Add("parts[3].count", "5", alianza.ErrRange, "in a part that was read")
		f.Add("spares[0].count", "", alianza.ErrZero, "not in the document")
		f.Add("rates.gold", "1", alianza.ErrRange, "faulted by form")
		return f.Err()
	})
	want := []string{
		`1:1 spares[0].count: zero_denominator`,
		`2:12 count: out_of_range "1.5"`,
		`3:11 note: missing`,
		`4:23 parts[0].count: out_of_range "3"`,
		`4:37 parts[1].count: malformed "x"`,
		`4:43 parts[2]: malformed "4"`,
		`4:46 parts[3]: contradiction`,
		`4:56 parts[3].count: out_of_range "5"`,
		`5:3 shades: unknown_field`,
		`6:26 rates.gold: duplicate`,
		`6:46 rates.tin: out_of_range "1e99"`,
		`7:3 Name: unknown_field`,
		`8:20 tags[1]: out_of_range "shout"`,
		`9:11 code: malformed "abc"`,
		`9:26 rate: malformed "20"`,
		`9:37 day: malformed "2026-02-30"`,
		`9:57 at: malformed "2026-05-01"`,
	}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("Unmarshal = %v; want other faults (-want +got):\n%s", err, diff)
	}
}

// TestFaultsAtMost has more faults than are reported. They are the first ones.
func TestFaultsAtMost(t *testing.T) {
	numbers := func(n int) string { return `{"name":"","steps":[` + strings.Repeat(`0,`, n-1) + `0]}` }
	const more = "there may be more: 100 faults are reported"
	tests := []struct {
		name  string
		doc   string
		check func(*plan) error
		more  bool
	}{
		{"just as many", numbers(100), nil, false},
		{"one more", numbers(101), nil, true},
		{"many more", numbers(50_000), nil, true},
		{"just as many, and a check", numbers(100), func(*plan) error { return nil }, true},
		{"many of meaning", `{"name":"","steps":[]}`, func(*plan) error {
			var f check.Faults
			for i := range 1000 {
				f.Add(fmt.Sprintf("steps[%d]", i), "", alianza.ErrRange, "")
			}
			return f.Err()
		}, true},
		{"unknown fields", `{` + strings.Repeat(`"x":0,`, 200) + `"x":0}`, nil, true},
		{"names given twice", `{"by_name":{` + strings.Repeat(`"x":{"name":"x"},`, 200) + `"x":0}}`, nil, true},
		{"inside a plan inside", `{"name":"","by_name":{"a":` + numbers(200) + `}}`, nil, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var p plan // whose own check is another one
			err := strictjson.UnmarshalLimit([]byte(tt.doc), strictjson.MaxDefinition, &p, tt.check)
			if got := len(alianza.Faults(err)); got != 100 {
				t.Errorf("Unmarshal(%.40s…) = %d faults; want 100", tt.doc, got)
			}
			if got := strings.HasSuffix(fmt.Sprint(err), "\n"+more); got != tt.more {
				t.Errorf("Unmarshal(%.40s…) says that there may be more: %t; want %t", tt.doc, got, tt.more)
			}
			for i, f := range alianza.Faults(err) {
				if path := fmt.Sprintf("steps[%d]", i); strings.HasPrefix(f.Path, "steps") && f.Path != path {
					t.Fatalf("Unmarshal(%.40s…) = fault %d at %s; want %s", tt.doc, i, f.Path, path)
				}
			}
		})
	}
}

func TestWriteOnly(t *testing.T) {
	err := strictjson.WriteOnly("a reading", "judge the figure again")
	if got, want := err.Error(), "malformed: a reading is written and not read: judge the figure again"; got != want {
		t.Errorf("WriteOnly = %s; want %s", got, want)
	}
}

// larger is a caller's document around a thing, read by encoding/json.
type larger struct {
	ID     int              `json:"id"`
	Thing  thing            `json:"thing"`
	List   []thing          `json:"list"`
	ByName map[string]thing `json:"by_name"`
	Ptr    *thing           `json:"ptr,omitempty"`
}

func TestEncodingJSON(t *testing.T) {
	full, few := mustRead(t, valid), mustRead(t, least)
	full.Name = "<&>\u2028é\U0001F600"
	want := larger{ID: 1, Thing: full, List: []thing{few, full}, ByName: map[string]thing{"x": full}, Ptr: &few}
	marshal := map[string]func() ([]byte, error){
		"Marshal":       func() ([]byte, error) { return json.Marshal(want) },
		"MarshalIndent": func() ([]byte, error) { return json.MarshalIndent(want, "\t", "  ") },
		"Encoder": func() ([]byte, error) {
			var buf bytes.Buffer
			enc := json.NewEncoder(&buf)
			enc.SetEscapeHTML(false)
			enc.SetIndent("", " ")
			err := enc.Encode(&want)
			return buf.Bytes(), err
		},
	}
	for name, call := range marshal {
		t.Run(name, func(t *testing.T) {
			doc, err := call()
			if err != nil {
				t.Fatalf("%s = %v; want no error", name, err)
			}
			var got larger
			if err := json.Unmarshal(doc, &got); err != nil {
				t.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
			}
			if diff := cmp.Diff(want, got, sameThing); diff != "" {
				t.Errorf("Unmarshal(%s) = another document (-want +got):\n%s", doc, diff)
			}
		})
	}
}

func TestDecoder(t *testing.T) {
	dec := json.NewDecoder(strings.NewReader(valid + least + ` {"name":1}`))
	dec.DisallowUnknownFields()
	for _, want := range []string{"first", ""} {
		var got thing
		if err := dec.Decode(&got); err != nil || got.Name != want {
			t.Errorf("Decode = %q, %v; want %q", got.Name, err, want)
		}
	}
	var got thing
	if err := dec.Decode(&got); len(alianza.Faults(err)) != 15 { // fourteen are missing
		t.Errorf("Decode = %v; want fifteen faults", err)
	}
	if err := dec.Decode(&got); !errors.Is(err, io.EOF) {
		t.Errorf("Decode = %v; want the end", err)
	}
}

func TestEncodingJSONErrors(t *testing.T) {
	var got larger
	err := json.Unmarshal([]byte(`{"id":1,"list":[`+least+`,{"x":true}]}`), &got)
	if len(alianza.Faults(err)) != 16 || !errors.Is(err, alianza.ErrField) {
		t.Errorf("Unmarshal = %v; want sixteen faults, one of them an unknown field", err)
	}
	err = json.Unmarshal([]byte(`{"ptr":null,"thing":null}`), &got)
	if codes(err) != "missing" {
		t.Errorf("Unmarshal(null) = %v; want missing", err)
	}
	if got, err := (&got.Thing).MarshalJSON(); got != nil || err == nil {
		t.Errorf("MarshalJSON = %s, %v; want an error alone", got, err)
	}
}

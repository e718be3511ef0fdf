package oldjson_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

func TestUnmarshal(t *testing.T) {
	var (
		text  string
		whole int
		flag  bool
		num   decimal.Decimal
		list  []string
		c     code
		op    exact.Op
		parts []part
		one   part
		rates map[string]decimal.Decimal
		p     point
		pl    plan
		n32   int32
	)
	str := func(o *oldjson.Object) { o.String("a", &text) }
	integer := func(o *oldjson.Object) { o.Int("a", &whole) }
	boolean := func(o *oldjson.Object) { o.Bool("a", &flag) }
	dec := func(o *oldjson.Object) { o.Decimal("a", &num) }
	strs := func(o *oldjson.Object) { o.Strings("a", &list) }
	txt := func(o *oldjson.Object) { oldjson.Text(o, "a", &c) }
	bound := func(o *oldjson.Object) { o.Bound(&op, &num) }
	lst := func(o *oldjson.Object) { oldjson.List(o, "a", &parts, (*part).fields) }
	strct := func(o *oldjson.Object) { oldjson.Struct(o, "a", &one, false, (*part).fields) }
	mp := func(o *oldjson.Object) { oldjson.Map(o, "a", &rates, rate) }
	foreign := func(o *oldjson.Object) { o.Any("a", &p) }
	number := func(o *oldjson.Object) { o.Any("a", &n32) }
	own := func(o *oldjson.Object) { o.Any("a", &pl) }
	optional := func(fields func(*oldjson.Object)) func(*oldjson.Object) {
		return func(o *oldjson.Object) { fields(o.Optional()) }
	}
	tests := []struct {
		name   string
		fields func(*oldjson.Object)
		doc    string
		want   []string
	}{
		{"string", str, `{"a":"x"}`, nil},
		{"string that is empty", str, `{"a":""}`, nil},
		{"string absent", str, `{}`, []string{`a: missing`}},
		{"string null", str, `{"a":null}`, []string{`a: missing`}},
		{"string from number", str, `{"a":-1.5e3}`, []string{`a: malformed "-1.5e3"`}},
		{"string from true", str, `{"a":true}`, []string{`a: malformed "true"`}},
		{"string from false", str, `{"a":false}`, []string{`a: malformed "false"`}},
		{"string from array", str, `{"a":["x"]}`, []string{`a: malformed`}},
		{"string from object", str, `{"a":{"a":"x"}}`, []string{`a: malformed`}},
		{"optional string absent", optional(str), `{}`, nil},
		{"optional string null", optional(str), `{"a":null}`, []string{`a: missing`}},
		{"optional string from number", optional(str), `{"a":1}`, []string{`a: malformed "1"`}},

		{"int", integer, `{"a":12}`, nil},
		{"int absent", integer, `{}`, []string{`a: missing`}},
		{"int null", integer, `{"a":null}`, []string{`a: missing`}},
		{"int from string", integer, `{"a":"12"}`, []string{`a: malformed "12"`}},
		{"int from true", integer, `{"a":true}`, []string{`a: malformed "true"`}},
		{"int from array", integer, `{"a":[]}`, []string{`a: malformed`}},
		{"optional int absent", optional(integer), `{}`, nil},

		{"bool", boolean, `{"a":false}`, nil},
		{"bool absent", boolean, `{}`, []string{`a: missing`}},
		{"bool null", boolean, `{"a":null}`, []string{`a: missing`}},
		{"bool from number", boolean, `{"a":1}`, []string{`a: malformed "1"`}},
		{"bool from string", boolean, `{"a":"true"}`, []string{`a: malformed "true"`}},
		{"optional bool absent", optional(boolean), `{}`, nil},

		{"decimal absent", dec, `{}`, []string{`a: missing`}},
		{"decimal null", dec, `{"a":null}`, []string{`a: missing`}},
		{"decimal from true", dec, `{"a":true}`, []string{`a: malformed "true"`}},
		{"decimal from array", dec, `{"a":[1]}`, []string{`a: malformed`}},
		{"decimal from object", dec, `{"a":{}}`, []string{`a: malformed`}},
		{"optional decimal absent", optional(dec), `{}`, nil},

		{"strings", strs, `{"a":["x",""]}`, nil},
		{"strings, none of them", strs, `{"a":[]}`, nil},
		{"strings absent", strs, `{}`, []string{`a: missing`}},
		{"strings null", strs, `{"a":null}`, []string{`a: missing`}},
		{"strings from string", strs, `{"a":"x"}`, []string{`a: malformed "x"`}},
		{"strings from object", strs, `{"a":{"0":"x"}}`, []string{`a: malformed`}},
		{"strings with others among them", strs, `{"a":["x",null,"y",3,["z"]]}`, []string{`a[1]: missing`, `a[3]: malformed "3"`, `a[4]: malformed`}},
		{"optional strings absent", optional(strs), `{}`, nil},

		{"text", txt, `{"a":"ABC"}`, nil},
		{"text absent", txt, `{}`, []string{`a: missing`}},
		{"text null", txt, `{"a":null}`, []string{`a: missing`}},
		{"text from number", txt, `{"a":1}`, []string{`a: malformed "1"`}},
		{"text that its type refuses", txt, `{"a":"abc"}`, []string{`a: malformed "abc"`}},
		{"text that is empty", optional(txt), `{"a":""}`, []string{`a: malformed`}},
		{"text that is long", txt, `{"a":"` + strings.Repeat("x", 1001) + `"}`, []string{`a: malformed "` + strings.Repeat("x", 60) + `…"`}},
		{"optional text absent", optional(txt), `{}`, nil},

		{"bound", bound, `{"above":1}`, nil},
		{"bound, none", bound, `{}`, []string{`: missing`}},
		{"bound null", bound, `{"above":null}`, []string{`above: missing`}},
		{"bound from array", bound, `{"above":[]}`, []string{`above: malformed`}},
		{"bounds, two", bound, `{"below":1,"at_least":"2"}`, []string{`: contradiction`}},
		{"bounds, two, one of them bad", bound, `{"below":1,"at_most":"x"}`, []string{`: contradiction`, `at_most: malformed "x"`}},
		{"optional bound, none", optional(bound), `{}`, nil},
		{"optional bounds, two", optional(bound), `{"at_most":1,"above":1}`, []string{`: contradiction`}},

		{"list", lst, `{"a":[{"size":1},{"size":2}]}`, nil},
		{"list absent", lst, `{}`, []string{`a: missing`}},
		{"list null", lst, `{"a":null}`, []string{`a: missing`}},
		{"list from object", lst, `{"a":{"size":1}}`, []string{`a: malformed`}},
		{"list with others among them", lst, `{"a":[{"size":1},1,null,{}]}`, []string{`a[1]: malformed "1"`, `a[2]: missing`, `a[3].size: missing`}},
		{"list, inside it", lst, `{"a":[{"size":1},{"size":"1","at_least":1,"below":2,"Size":3}]}`, []string{
			`a[1]: contradiction`, `a[1].size: malformed "1"`, `a[1].Size: unknown`,
		}},
		{"optional list absent", optional(lst), `{}`, nil},

		{"struct", strct, `{"a":{"size":1}}`, nil},
		{"struct absent", strct, `{}`, []string{`a: missing`}},
		{"struct null", strct, `{"a":null}`, []string{`a: missing`}},
		{"struct from array", strct, `{"a":[{"size":1}]}`, []string{`a: malformed`}},
		{"struct, inside it", strct, `{"a":{"size":true,"bulk":1}}`, []string{`a.size: malformed "true"`, `a.bulk: unknown`}},
		{"optional struct absent", optional(strct), `{}`, nil},

		{"map", mp, `{"a":{"x":1,"y":"2"}}`, nil},
		{"map, none", mp, `{"a":{}}`, nil},
		{"map absent", mp, `{}`, []string{`a: missing`}},
		{"map null", mp, `{"a":null}`, []string{`a: missing`}},
		{"map from array", mp, `{"a":[]}`, []string{`a: malformed`}},
		{"map, inside it", mp, `{"a":{"x":null,"y":2,"z":"2x"}}`, []string{`a.x: missing`, `a.z: malformed "2x"`}},
		{"map, a name twice", mp, `{"a":{"x":1,"x":2}}`, []string{`a.x: duplicate`}},
		{"map, odd names", mp, `{"a":{"b.c":"?","b[0]":"?","":"?","\n":"?","é":"?"}}`, []string{
			`a.b.c: malformed "?"`, `a.b[0]: malformed "?"`, `a."": malformed "?"`, `a."\n": malformed "?"`, `a.é: malformed "?"`,
		}},
		{"optional map absent", optional(mp), `{}`, nil},

		{"any", foreign, `{"a":{"x":1}}`, nil},
		{"any absent", foreign, `{}`, []string{`a: missing`}},
		{"any null", foreign, `{"a":null}`, []string{`a: missing`}},
		{"any that its type refuses", foreign, `{"a":{"x":"1"}}`, []string{`a: malformed`}},
		{"any with a field its type does not have", foreign, `{"a":{"x":1,"z":1}}`, []string{`a: malformed`}},
		{"any that is a string", number, `{"a":"1"}`, []string{`a: malformed "1"`}},
		{"any with a name twice inside", foreign, `{"a":{"x":1,"x":2}}`, []string{`a.x: duplicate`}},
		{"any that its type refuses, with a name twice inside", foreign, `{"a":{"x":1,"x":"2"}}`, []string{`a: malformed`, `a.x: duplicate`}},
		{"any with faults inside", own, `{"a":{"nam":1,"parts":[{"size":""}]}}`, []string{
			`a.name: missing`, `a.nam: unknown`, `a.parts[0].size: malformed`,
		}},
		{"any with a fault of meaning inside", own, `{"a":{"name":"x/y"}}`, []string{`a.name: contradiction "x/y"`}},
		{"any with a fault and a name twice inside", own, `{"a":{"name":"x","name":"y","parts":{}}}`, []string{
			`a.name: duplicate`, `a.parts: malformed`,
		}},
		{"any of another kind", own, `{"a":[]}`, []string{`a: malformed`}},
		{"optional any absent", optional(own), `{}`, nil},

		{"unknown", str, `{"a":"","b":1}`, []string{`b: unknown`}},
		{"unknown null", str, `{"a":"","b":null}`, []string{`b: unknown`}},
		{"unknown with faults inside", str, `{"a":"","b":{"c":1,"c":2}}`, []string{`b: unknown`, `b.c: duplicate`}},
		{"unknown that has no name", str, `{"a":"","":1}`, []string{`"": unknown`}},
		{"unknown with a line in its name", str, `{"a":"","b\nc: fine":1}`, []string{`"b\nc: fine": unknown`}},
		{"wrong case", str, `{"A":""}`, []string{`a: missing`, `A: unknown`}},
		{"both cases", str, `{"A":1,"a":""}`, []string{`A: unknown`}},
		{"duplicate", str, `{"a":"x","a":"y"}`, []string{`a: duplicate`}},
		{"duplicate of another type", str, `{"a":"x","a":null}`, []string{`a: duplicate`}},
		{"three times", str, `{"a":"x","a":"y","a":"z"}`, []string{`a: duplicate`, `a: duplicate`}},
		{"duplicate, escaped", str, `{"a":"x","\u0061":"y"}`, []string{`a: duplicate`}},
		{"duplicate, unknown", str, `{"a":"x","b":1,"b":1}`, []string{`b: unknown`, `b: duplicate`}},
		{"no duplicate in another object", str, `{"a":"x","b":{"a":1},"c":{"a":1}}`, []string{`b: unknown`, `c: unknown`}},
		{"duplicate in an array", str, `{"a":[[],[{"b":1},{"b":1,"b":1}]]}`, []string{`a: malformed`, `a[1][1].b: duplicate`}},
		{"duplicate after arrays and objects", str, `{"a":"","a":[[1],{"x":{}}],"a":0}`, []string{`a: duplicate`, `a: duplicate`}},
		{"name in escapes", str, `{"\u0061":"x"}`, nil},
		{"name of 1000 bytes", str, `{"a":"","` + strings.Repeat("x", 1000) + `":1}`, []string{strings.Repeat("x", 1000) + `: unknown`}},
		{"name of 1001 bytes", str, `{"a":"","` + strings.Repeat("x", 1001) + `":[{"b":1,"b":2}],"c":1}`, []string{
			strings.Repeat("x", 60) + `…: out of range`, strings.Repeat("x", 60) + `…[0].b: duplicate`, `c: unknown`,
		}},
		{"name of 1001 bytes, many to a rune", str, `{"a":"","` + strings.Repeat("€", 999) + `":1}`, []string{strings.Repeat("€", 20) + `…: out of range`}},
		{"name of 1001 bytes, cut in a rune", str, `{"a":"","x` + strings.Repeat("€", 999) + `":1}`, []string{`x` + strings.Repeat("€", 19) + `…: out of range`}},
		{"no object: array", str, `[]`, []string{`: malformed`}},
		{"no object: string", str, `"a"`, []string{`: malformed "a"`}},
		{"no object: number", str, `1`, []string{`: malformed "1"`}},
		{"no object: null", str, `null`, []string{`: missing`}},
		{"no object, and a name twice", str, `[{"a":1,"a":2}]`, []string{`: malformed`, `[0].a: duplicate`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := read(tt.doc, tt.fields)
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("Unmarshal(%.80s) = %v; want other faults (-want +got):\n%s", tt.doc, err, diff)
			}
			if (err == nil) != (tt.want == nil) {
				t.Errorf("Unmarshal(%.80s) = %v; want %q", tt.doc, err, tt.want)
			}
		})
	}
}

// TestUnmarshalDocument has what is wrong with a document as a whole: one
// fault that comes alone.
func TestUnmarshalDocument(t *testing.T) {
	nest := func(n int, open, inner, end string) string {
		return `{"a":` + strings.Repeat(open, n-1) + inner + strings.Repeat(end, n-1) + `}`
	}
	const deepest = oldjson.MaxDepth
	tests := []struct {
		name string
		doc  string
		want string // kind; "" for a document that is read
		text string // in the error
	}{
		{"spaces around it", " \t\r\n{\t} \r\n", "", ""},
		{"commas and colons in text", `{"a" : ",:" , "b:," : [ "," , ":" ] }`, "", ""},
		{"empty", ``, "malformed", "line 1, column 1: "},
		{"blank", "\n ", "malformed", "line 2, column 1: "},
		{"cut", `{"a":`, "malformed", "line 1, column 5: "},
		{"cut in text", `{"a`, "malformed", "line 1, column 3: "},
		{"cut after a line", "{\n", "malformed", "line 2, column 1: "},
		{"trailing value", `{} {}`, "malformed", "line 1, column "},
		{"trailing brace", "{}\n\n }", "malformed", "line 3, column "},
		{"trailing comma", `{},`, "malformed", "line 1, column "},
		{"trailing zero byte", "{}\x00", "malformed", ""},
		{"comma before the end", `{"a":1,}`, "malformed", ""},
		{"comma before the end of an array", `{"a":[1,]}`, "malformed", ""},
		{"no comma", `{"a":1 "b":2}`, "malformed", ""},
		{"no comma in an array", `{"a":[1 2]}`, "malformed", ""},
		{"colon for comma", `{"a":[1:2]}`, "malformed", ""},
		{"comma for colon", `{"a",1}`, "malformed", ""},
		{"two commas", `{"a":1,,"b":2}`, "malformed", ""},
		{"no value", `{"a"}`, "malformed", ""},
		{"name without quotes", `{a:1}`, "malformed", ""},
		{"number for a name", `{1:1}`, "malformed", ""},
		{"single quotes", `{'a':1}`, "malformed", ""},
		{"comment", `{} // done`, "malformed", ""},
		{"byte order mark", "\ufeff{}", "malformed", ""},
		{"array closed as object", `{"a":[}}`, "malformed", ""},
		{"closed too often", `}]}]`, "malformed", ""},
		{"line in text", "{\"a\":\"\n\"}", "malformed", ""},
		{"unknown escape", `{"a":"\x"}`, "malformed", ""},
		{"leading zero", `{"a":01}`, "malformed", ""},
		{"plus", `{"a":+1}`, "malformed", ""},
		{"NaN", `{"a":NaN}`, "malformed", ""},
		{"Infinity", `{"a":-Infinity}`, "malformed", ""},
		{"hexadecimal", `{"a":0x10}`, "malformed", ""},
		{"no digit after the point", `{"a":1.}`, "malformed", ""},
		{"no digit before the point", `{"a":.5}`, "malformed", ""},
		{"capital TRUE", `{"a":TRUE}`, "malformed", ""},

		{"not UTF-8 in text", "{\"a\":\"\xff\"}", "malformed", "not UTF-8"},
		{"not UTF-8 in a name", "{\"\xc3\":1}", "malformed", "not UTF-8"},
		{"not UTF-8 behind it", "{}\x80", "malformed", "not UTF-8"},
		{"surrogate in UTF-8", "{\"a\":\"\xed\xa0\x80\"}", "malformed", "not UTF-8"},
		{"replacement character", `{"a":"�"}`, "", ""},
		{"replacement character, escaped", `{"a":"\ufffd"}`, "", ""},
		{"pair", `{"a":"\ud83d\ude00"}`, "", ""},
		{"pair, capitals", `{"a":"\uD83D\uDE00"}`, "", ""},
		{"two pairs", `{"a":"\ud83d\ude00\ud83d\ude00","b":[]}`, "", ""},
		{"last pair", `{"a":"\udbff\udfff"}`, "", ""},
		{"before the surrogates", `{"a":"\ud7ff\ue000"}`, "", ""},
		{"upper half", `{"a":"\ud800"}`, "malformed", "line 1, column 7: half of a surrogate pair"},
		{"lower half", `{"a":"\udc00"}`, "malformed", "line 1, column 7: half of a surrogate pair"},
		{"half in a name", `{"\ud800":1}`, "malformed", "line 1, column 3: half of a surrogate pair"},
		{"halves in the wrong order", `{"a":"\udc00\ud800"}`, "malformed", "half of a surrogate pair"},
		{"upper half twice", `{"a":"\ud83d\ud83d\ude00"}`, "malformed", "half of a surrogate pair"},
		{"half behind a pair", `{"a":"\ud83d\ude00\ude00"}`, "malformed", "line 1, column 19: half of a surrogate pair"},
		{"half before another escape", `{"a":"\ud83d\n\ude00"}`, "malformed", "half of a surrogate pair"},
		{"half before a letter", `{"a":"\ud83dxude00"}`, "malformed", "half of a surrogate pair"},
		{"half before an escaped backslash", `{"a":"\ud83d\\ude00"}`, "malformed", "half of a surrogate pair"},
		{"half at the end", `{"a":"\ud83d`, "malformed", "half of a surrogate pair"},
		{"half behind another line", "{\"a\":\n\"\\ud83d\"}", "malformed", "line 2, column 2: half of a surrogate pair"},
		{"not an escape but a backslash", `{"a":"\\ud800"}`, "", ""},
		{"backslash, then half", `{"a":"\\\ud800"}`, "malformed", "half of a surrogate pair"},
		{"not hexadecimal", `{"a":"\ud8zz"}`, "malformed", ""},
		{"escape cut", `{"a":"\ud8`, "malformed", ""},
		{"backslash cut", `{"a":"\`, "malformed", ""},

		{"arrays, as many as may be", nest(deepest, "[", "", "]"), "", ""},
		{"arrays and a number in them", nest(deepest, "[", "1", "]"), "", ""},
		{"objects, as many as may be", nest(deepest, `{"a":`, "1", "}"), "", ""},
		{"arrays, one more", nest(deepest+1, "[", "", "]"), "out of range", "line 1, column 37: more than 32 objects and arrays inside one another"},
		{"arrays, one more, and a number", nest(deepest+1, "[", "1", "]"), "out of range", "more than 32"},
		{"objects, one more", nest(deepest+1, `{"a":`, "1", "}"), "out of range", "more than 32"},
		{"both, one more", nest(deepest/2+1, `[{"a":`, "1", "}]"), "out of range", "more than 32"},
		{"one behind another", `{"a":[` + strings.Repeat("[],{},", 100) + `[]]}`, "", ""},
		{"brackets in text", `{"a":"` + strings.Repeat("[{", 100) + `"}`, "", ""},
		{"brackets behind an escaped quote", `{"a":"\"` + strings.Repeat("[{", 100) + `"}`, "", ""},
		{"brackets behind an escaped backslash", `{"a\\":` + strings.Repeat("[", 100), "out of range", "more than 32"},
		{"100,000 arrays", strings.Repeat("[", 100_000) + strings.Repeat("]", 100_000), "out of range", "line 1, column 33: more than 32"},
		{"100,000 arrays, not closed", strings.Repeat("[", 100_000), "out of range", "more than 32"},
		{"100,000 objects", strings.Repeat(`{"a":`, 100_000), "out of range", "more than 32"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			called := false
			err := read(tt.doc, func(*oldjson.Object) { called = true })
			if tt.want == "" {
				for _, f := range alianza.Faults(err) {
					if !errors.Is(f, alianza.ErrUnknown) {
						t.Errorf("Unmarshal(%.80q) = %v; want unknown fields only", tt.doc, f)
					}
				}
				if !called {
					t.Errorf("Unmarshal(%.80q) reads no field; want it to", tt.doc)
				}
				return
			}
			if diff := cmp.Diff([]string{": " + tt.want}, faults(err)); diff != "" {
				t.Fatalf("Unmarshal(%.80q) = %v (-want +got):\n%s", tt.doc, err, diff)
			}
			if !strings.Contains(err.Error(), tt.text) || len(err.Error()) > 120 {
				t.Errorf("Unmarshal(%.80q) = %v; want %q in few bytes", tt.doc, err, tt.text)
			}
			if called {
				t.Errorf("Unmarshal(%.80q) reads fields; want it to refuse the document before", tt.doc)
			}
		})
	}
}

func TestLimits(t *testing.T) {
	if oldjson.MaxDepth != 32 || oldjson.MaxDefinition != 1048576 || oldjson.MaxState != 268435456 {
		t.Errorf("limits = %d, %d, %d; want 32, 1 MB, 256 MB", oldjson.MaxDepth, oldjson.MaxDefinition, oldjson.MaxState)
	}
}

func TestUnmarshalLimit(t *testing.T) {
	doc := `{"a":"` + strings.Repeat("x", 100) + `"}`
	tests := []struct {
		name  string
		limit int
		want  string
	}{
		{"just at it", len(doc), ""},
		{"one byte over", len(doc) - 1, "out of range: 108 bytes of JSON, allowed are 107"},
		{"nothing allowed", 0, "out of range: 108 bytes of JSON, allowed are 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var s string
			err := oldjson.Unmarshal([]byte(doc), tt.limit, func(o *oldjson.Object) { o.String("a", &s) }, nil)
			if got := fmt.Sprint(err); tt.want != "" && got != tt.want || tt.want == "" && err != nil {
				t.Errorf("Unmarshal(%d bytes, limit %d) = %v; want %q", len(doc), tt.limit, err, tt.want)
			}
			if tt.want != "" && !errors.Is(err, alianza.ErrRange) {
				t.Errorf("Unmarshal(%d bytes, limit %d) = %v; want ErrRange", len(doc), tt.limit, err)
			}
		})
	}
}

// TestMessages has the texts that tell a writer of a document what to do.
func TestMessages(t *testing.T) {
	var (
		s     string
		n     int
		c     code
		d     decimal.Decimal
		op    exact.Op
		parts []part
		p     point
	)
	tests := []struct {
		name   string
		fields func(*oldjson.Object)
		doc    string
		want   string
	}{
		{
			"unknown", func(o *oldjson.Object) { o.String("b", &s); o.Int("a", &n) }, `{"a":1,"b":"","c":1}`,
			`c: unknown field: the fields are a, b`,
		},
		{
			"wrong case", func(o *oldjson.Object) { o.Int("at_least", &n); o.String("b", &s) }, `{"at_least":1,"b":"","At_Least":1}`,
			`At_Least: unknown field: write at_least`,
		},
		{
			"unknown beside a bound", func(o *oldjson.Object) { o.Bound(&op, &d) }, `{"below":1,"under":1}`,
			`under: unknown field: the fields are above, at_least, at_most, below`,
		},
		{"missing", func(o *oldjson.Object) { o.String("a", &s) }, `{}`, `a: missing`},
		{"null", func(o *oldjson.Object) { o.String("a", &s) }, `{"a":null}`, `a: missing: null; leave the field out or give it a value`},
		{"duplicate", func(o *oldjson.Object) { o.String("a", &s) }, `{"a":"","a":""}`, `a: duplicate: the field is given twice`},
		{"boolean", func(o *oldjson.Object) { o.String("a", &s) }, `{"a":true}`, `a "true": malformed: want a string, not a boolean`},
		{"number", func(o *oldjson.Object) { o.String("a", &s) }, `{"a":1}`, `a "1": malformed: want a string, not a number`},
		{"string", func(o *oldjson.Object) { o.Int("a", &n) }, `{"a":"1"}`, `a "1": malformed: want a number, not a string`},
		{"object", func(o *oldjson.Object) { oldjson.List(o, "a", &parts, (*part).fields) }, `{"a":{}}`, `a: malformed: want an array, not an object`},
		{"array", func(o *oldjson.Object) { o.Decimal("a", &d) }, `{"a":[]}`, `a: malformed: want a string, not an array`},
		{"element", func(o *oldjson.Object) { oldjson.List(o, "a", &parts, (*part).fields) }, `{"a":[true]}`, `a[0] "true": malformed: want an object, not a boolean`},
		{"no bound", func(o *oldjson.Object) { o.Bound(&op, &d) }, `{}`, `missing: one of at_least, above, at_most, below`},
		{"two bounds", func(o *oldjson.Object) { o.Bound(&op, &d) }, `{"below":1,"at_least":1,"above":1}`, `contradiction: at_least and above and below: give one`},
		{"fraction", func(o *oldjson.Object) { o.Int("a", &n) }, `{"a":1.5}`, `a "1.5": out of range: not a whole number of 32 bits`},
		{"text", func(o *oldjson.Object) { oldjson.Text(o, "a", &c) }, `{"a":"abc"}`, `a "abc": malformed: not three capitals`},
		{
			"other type, unknown field", func(o *oldjson.Object) { o.Any("a", &p) }, `{"a":{"z":1}}`,
			`a: malformed: json: unknown field "z"`,
		},
		{
			"other type, reason of 1000 bytes", func(o *oldjson.Object) { o.Any("a", &p) }, `{"a":{"` + strings.Repeat("x", 978) + `":1}}`,
			`a: malformed: json: unknown field "` + strings.Repeat("x", 978) + `"`,
		},
		{
			"other type, long reason", func(o *oldjson.Object) { o.Any("a", &p) }, `{"a":{"` + strings.Repeat("é", 500) + `":1}}`,
			`a: malformed: json: unknown field "` + strings.Repeat("é", 489) + `…`,
		},
		{
			"long name", func(*oldjson.Object) {}, `{"` + strings.Repeat("x", 2000) + `":1}`,
			strings.Repeat("x", 60) + `…: out of range: a name of 2000 bytes, allowed are 1000`,
		},
		{"not a number", func(o *oldjson.Object) { o.Decimal("a", &d) }, `{"a":"12,5"}`, `a "12,5": malformed: not a decimal number`},
		{"other type", func(o *oldjson.Object) { o.Any("a", &p) }, `{"a":7}`, `a "7": malformed: json: cannot unmarshal number into Go value of type strictjson_test.point`},
		{"fault of the fields", func(o *oldjson.Object) { o.Fault(alianza.ErrZero, "nothing in it") }, `{}`, `zero denominator: nothing in it`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := fmt.Sprint(read(tt.doc, tt.fields)); got != tt.want {
				t.Errorf("Unmarshal(%.80s) = %s; want %s", tt.doc, got, tt.want)
			}
		})
	}
}

// TestForeignErrors checks that the reason a type gives stays in the chain.
func TestForeignErrors(t *testing.T) {
	var c code
	err := read(`{"a":"abc"}`, func(o *oldjson.Object) { oldjson.Text(o, "a", &c) })
	if !errors.Is(err, errCode) || !errors.Is(err, alianza.ErrForm) {
		t.Errorf("Unmarshal = %v; want it to wrap errCode and ErrForm", err)
	}
}

// TestUnmarshalAllAtOnce has eleven faults of form and four of meaning, among
// others that the form has already. They come in the order of the document.
func TestUnmarshalAllAtOnce(t *testing.T) {
	const doc = `{
		"count": 1.5,
		"note": null,
		"parts": [{"size": 3}, {"size": "x"}, 4, {"size": 5, "at_least": 1, "below": 2}],
		"colour": "red",
		"rates": {"gold": "1", "gold": "2", "tin": "1e99"},
		"Name": "n",
		"tags": ["fine", "shout"],
		"code": "abc",
		"open": true, "price": 1, "above": 1, "box": {"size": 1}, "point": {"x": 1}
	}`
	var v thing
	err := oldjson.Unmarshal([]byte(doc), 1<<10, v.fields, func() error {
		var f check.Faults
		f.Add("tags[1]", v.Tags[1], alianza.ErrConflict, "too loud")
		f.Add("name", v.Name, alianza.ErrMissing, "faulted by form")
		f.Add("parts[0].size", "3", alianza.ErrRange, "too large")
		f.Add("parts[1].size", "0", alianza.ErrRange, "faulted by form")
		f.Add("parts[2].size", "0", alianza.ErrRange, "in a part that could not be read")
		f.Add("parts[3].size", "5", alianza.ErrRange, "in a part that was read")
		f.Add("spares[0].size", "", alianza.ErrZero, "not in the document")
		f.Add("rates.gold", "1", alianza.ErrRange, "faulted by form")
		return f.Err()
	})
	want := []string{
		`name: missing`,
		`spares[0].size: zero denominator`,
		`count: out of range "1.5"`,
		`note: missing`,
		`parts[0].size: out of range "3"`,
		`parts[1].size: malformed "x"`,
		`parts[2]: malformed "4"`,
		`parts[3]: contradiction`,
		`parts[3].size: out of range "5"`,
		`colour: unknown`,
		`rates.gold: duplicate`,
		`rates.tin: out of range "1e99"`,
		`Name: unknown`,
		`tags[1]: contradiction "shout"`,
		`code: malformed "abc"`,
	}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("Unmarshal = %v; want other faults (-want +got):\n%s", err, diff)
	}
}

func TestUnmarshalCheck(t *testing.T) {
	errForeign := errors.New("foreign")
	at := func(paths ...string) error {
		var f check.Faults
		for _, p := range paths {
			f.Add(p, "", alianza.ErrConflict, "")
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
		{"one", least, at("count"), []string{`count: contradiction`}},
		{"the document", least, at(""), []string{`: contradiction`}},
		{"not a field error", least, errForeign, []string{`: `}},
		{"order of the document", least, at("point", "box.size", "box", "name", ""), []string{
			`: contradiction`, `name: contradiction`, `box: contradiction`, `box.size: contradiction`, `point: contradiction`,
		}},
		{"two at one place", least, at("count", "name", "count"), []string{`name: contradiction`, `count: contradiction`, `count: contradiction`}},
		{"nearest value around", least, at("rates.x.y[3]", "parts[0].size", "labels[9]", "count"), []string{
			`labels[9]: contradiction`, `count: contradiction`, `parts[0].size: contradiction`, `rates.x.y[3]: contradiction`,
		}},
		{"name with a point and an index", valid, at("point", "rates.a.b", "rates.a", "rates.gold", "extras.x", `extras.""`), []string{
			`rates.a: contradiction`, `rates.gold: contradiction`, `rates.a.b: contradiction`,
			`extras."": contradiction`, `extras.x: contradiction`, `point: contradiction`,
		}},
		{"path that is none", valid, at("tags[x]", "tags[1", "tags[01]", "..", "[", "name"), []string{
			`..: contradiction`, `[: contradiction`, `name: contradiction`,
			`tags[x]: contradiction`, `tags[1: contradiction`, `tags[01]: contradiction`,
		}},
		{"index", valid, at("tags[1]", "tags[0]", "parts[1]", "parts[0].size"), []string{
			`tags[0]: contradiction`, `tags[1]: contradiction`, `parts[0].size: contradiction`, `parts[1]: contradiction`,
		}},
		{
			"inside what is missing", strings.Replace(least, `"box":{"size":0},`, "", 1), at("box.size", "boxes", "name"),
			[]string{`box: missing`, `boxes: contradiction`, `name: contradiction`},
		},
		{
			"inside what is null", strings.Replace(least, `{"size":0}`, "null", 1), at("box.size", "box"),
			[]string{`box: missing`},
		},
		{
			"inside an array that is none", strings.Replace(least, `"parts":[]`, `"parts":5`, 1), at("parts[0].size", "parts"),
			[]string{`parts: malformed "5"`},
		},
		{
			"inside what its type refused", strings.Replace(least, `{"x":0}`, `{"x":[]}`, 1), at("point.x", "point", "points"),
			[]string{`points: contradiction`, `point: malformed`},
		},
		{
			"around what its type refused", strings.Replace(valid, `"p", "parts"`, `"/", "parts"`, 1), at("plan", "plan.name", "plan.parts[0]"),
			[]string{`plan.name: contradiction "/"`},
		},
		{
			"around a name given twice that its type refused", strings.Replace(valid, `"p", "parts"`, `"p", "name": "q", "parts"`, 1), at("plan"),
			[]string{`plan.name: duplicate`},
		},
		{
			"inside a name given twice", strings.Replace(valid, `"box"`, `"box": {"size": 1}, "box"`, 1), at("box.size", "box"),
			[]string{`box.size: contradiction`, `box: duplicate`},
		},
		{
			"two values that could not be read", strings.NewReplacer(`"parts":[]`, `"parts":5`, `"point":{"x":0}`, `"point":[]`).Replace(least),
			at("parts[0].size", "point.x"),
			[]string{`parts: malformed "5"`, `point: malformed`},
		},
		{"the document, with a fault of form", strings.Replace(least, `"count":0`, `"count":0,"count":1`, 1), at("", "[0]"), []string{
			`: contradiction`, `[0]: contradiction`, `count: duplicate`,
		}},
		{"name that begins like one that could not be read", strings.Replace(least, `"box":{"size":0}`, `"box":5,"boxes":5`, 1), at("boxer", "box"), []string{
			`boxer: contradiction`, `box: malformed "5"`, `boxes: unknown`,
		}},
		{"same path twice in the document", strings.Replace(least, `"rates":{}`, `"rates":{"a.b":1,"a":2}`, 1), at("rates.a", "rates.a.b"), []string{
			`rates.a.b: contradiction`, `rates.a: contradiction`,
		}},
		{"no object", `5`, at("", "name"), []string{`: malformed "5"`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var v thing
			err := oldjson.Unmarshal([]byte(tt.doc), 1<<20, v.fields, func() error { return tt.check })
			if diff := cmp.Diff(tt.want, faults(err)); diff != "" {
				t.Errorf("Unmarshal(%s) = %v; want other faults (-want +got):\n%s", tt.doc, err, diff)
			}
			if errors.Is(tt.check, errForeign) && !errors.Is(err, errForeign) {
				t.Errorf("Unmarshal(%s) = %v; want it to wrap %v", tt.doc, err, errForeign)
			}
		})
	}
}

// TestUnmarshalPosition checks that a fault has the same place however the
// document is spaced.
func TestUnmarshalPosition(t *testing.T) {
	const compact = `{"b":[1,{"c":2,"c":3},"x,:"],"a":"y","d":{"e":0}}`
	spaced := strings.NewReplacer(`,"`, " \n,\t\"", `":`, "\" :\r\n ", `[`, "[ ", `{`, "{\n", `}`, " }").Replace(compact)
	want := []string{`b: unknown`, `b[1].c: duplicate`, `a: malformed "y"`, `d: contradiction`, `d.e: unknown`}
	for _, doc := range []string{compact, spaced} {
		var n int
		err := oldjson.Unmarshal([]byte(doc), 1<<10, func(o *oldjson.Object) {
			var v struct{}
			o.Int("a", &n)
			oldjson.Struct(o, "d", &v, false, func(*struct{}, *oldjson.Object) {})
		}, func() error { return &alianza.FieldError{Path: "d", Err: alianza.ErrConflict} })
		if diff := cmp.Diff(want, faults(err)); diff != "" {
			t.Errorf("Unmarshal(%s) = %v; want other faults (-want +got):\n%s", doc, err, diff)
		}
	}
}

// TestUnmarshalHostile has documents that ask for more work, memory or text
// than they are worth.
func TestUnmarshalHostile(t *testing.T) {
	digits := strings.Repeat("9", 1_000_000)
	many := func(one string) string { return strings.Repeat(one+",", 20_000) + one }
	names := func(format string) string {
		var b strings.Builder
		for i := range 20_000 {
			fmt.Fprintf(&b, format+",", i)
		}
		return strings.TrimSuffix(b.String(), ",")
	}
	long := strings.Repeat("k", 1000)
	read := func(doc string) (uint64, error) {
		var d decimal.Decimal
		var list []string
		var parts []part
		var rates map[string]decimal.Decimal
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		err := oldjson.Unmarshal([]byte(doc), 1<<21, func(o *oldjson.Object) {
			o.Optional().Decimal("num", &d)
			o.Optional().Strings("list", &list)
			oldjson.List(o.Optional(), "parts", &parts, (*part).fields)
			oldjson.Map(o.Optional(), "rates", &rates, rate)
		}, func() error {
			var f check.Faults
			for i := range parts {
				f.Add(fmt.Sprintf("parts[%d].size", i), "", alianza.ErrRange, "")
			}
			return f.Err()
		})
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc, err
	}
	tests := []struct {
		name  string
		doc   string
		want  []string // the first faults
		count int
	}{
		{"number of a million digits", `{"num":` + digits + `}`, []string{`num: out of range "` + digits[:60] + `…"`}, 1},
		{"number of a million digits in text", `{"num":"` + digits + `"}`, []string{`num: out of range "` + digits[:60] + `…"`}, 1},
		{"fraction of a million digits", `{"num":0.` + digits + `}`, []string{`num: out of range "0.` + digits[:58] + `…"`}, 1},
		{"exponent of a million digits", `{"num":1e` + digits + `}`, []string{`num: out of range "1e` + digits[:58] + `…"`}, 1},
		{"text of a million bytes", `{"list":"` + digits + `"}`, []string{`list: malformed "` + digits[:60] + `…"`}, 1},
		{"name of a million bytes", `{"` + digits + `":1}`, []string{digits[:60] + `…: out of range`}, 1},
		{"many unknown fields", `{` + names(`"f%d":0`) + `}`, []string{`f0: unknown`, `f1: unknown`}, 100},
		{"many times the same field", `{` + many(`"num":0`) + `}`, []string{`num: duplicate`, `num: duplicate`}, 100},
		{"many elements of the wrong type", `{"list":[` + many(`0`) + `]}`, []string{`list[0]: malformed "0"`, `list[1]: malformed "0"`}, 100},
		{"many elements of the wrong type, behind others", `{"parts":[` + many(`{}`) + `],"list":[` + many(`0`) + `],"x":0}`, []string{`parts[0].size: missing`}, 100},
		{"many faults of meaning", `{"parts":[` + many(`{"size":1}`) + `],"x":0}`, []string{`parts[0].size: out of range`, `parts[1].size: out of range`}, 100},
		{"many names of the user", `{"rates":{` + names(`"f%d":1`) + `}}`, nil, 0},
		{"long names around many elements", `{"` + long + `":{"` + long + `":[` + many(`0`) + `]}}`, []string{long + `: unknown`}, 1},
		{"long names around many faults", `{"` + long + `":{"` + long + `":[` + many(`{"a":0,"a":0}`) + `]}}`, []string{long + `: unknown`, long + `.` + long + `[0].a: duplicate`}, 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			bytes, err := read(tt.doc)
			got := faults(err)
			if len(got) != tt.count || !slices.Equal(tt.want, got[:min(len(got), len(tt.want))]) {
				t.Errorf("Unmarshal(%.40s…) = %d faults, %.200q; want %d, %.200q first", tt.doc, len(got), got, tt.count, tt.want)
			}
			if err != nil && len(err.Error()) > 2200*tt.count {
				t.Errorf("Unmarshal(%.40s…) = an error of %d bytes; want few", tt.doc, len(err.Error()))
			}
			if each := bytes / uint64(len(tt.doc)); each > 600 {
				t.Errorf("Unmarshal(%.40s…) takes %d bytes for each of the document; want less", tt.doc, each)
			}
		})
	}
}

// TestUnmarshalFirstHundred checks that the faults kept are the first ones of
// the document when the last ones are found first.
func TestUnmarshalFirstHundred(t *testing.T) {
	var b strings.Builder
	for i := range 5000 {
		fmt.Fprintf(&b, `"f%d":"x",`, i)
	}
	doc := "{" + b.String() + `"last":0}`
	var d decimal.Decimal
	err := read(doc, func(o *oldjson.Object) {
		for i := 4999; i >= 0; i-- {
			o.Decimal(fmt.Sprintf("f%d", i), &d)
		}
	})
	var want []string
	for i := range 100 {
		want = append(want, fmt.Sprintf(`f%d: malformed "x"`, i))
	}
	if diff := cmp.Diff(want, faults(err)); diff != "" {
		t.Errorf("Unmarshal = other faults (-want +got):\n%s", diff)
	}
}

package strictjson_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// syntaxTests have what is wrong with a document as a whole: one fault that
// comes alone.
var syntaxTests = []struct {
	name string
	doc  string
	want string // place and text; "" for a document that is well formed
}{
	{"blanks around it", " \t\r\n{\t} \r\n", ""},
	{"commas and colons in text", `{"a" : ",:" , "b:," : [ "," , ":" ] }`, ""},
	{"values of all kinds", `[null, true, false, 0, -0, 1.50e+3, 2E-1, 3e5, "", {}, [], [[{}]], {"a":{"b":[]}}]`, ""},
	{"empty", ``, "1:1 malformed: an empty document"},
	{"blank", "\n \t\r\n ", "1:1 malformed: an empty document"},
	{"cut", `{"a":`, "1:6 malformed: the document ends before it is complete"},
	{"cut in text", `{"a`, "1:4 malformed: the document ends before it is complete"},
	{"cut after a name", `{"a"`, "1:5 malformed: the document ends before it is complete"},
	{"cut after a comma", `[1,`, "1:4 malformed: the document ends before it is complete"},
	{"cut in an array", "{\n\"a\": [1", "2:8 malformed: the document ends before it is complete"},
	{"cut after a line", "{\n", "2:1 malformed: the document ends before it is complete"},
	{"cut in a word", `[tru`, "1:2 malformed: want a value, not 't'"},
	{"cut in a number", `[-`, "1:3 malformed: the document ends before it is complete"},
	{"cut after a point", `1.`, "1:3 malformed: the document ends before it is complete"},
	{"cut after an exponent", `1e+`, "1:4 malformed: the document ends before it is complete"},
	{"trailing value", `{} {}`, "1:4 malformed: want the end of the document, not '{'"},
	{"trailing brace", "{}\n\n }", "3:2 malformed: want the end of the document, not '}'"},
	{"trailing comma", `{},`, "1:3 malformed: want the end of the document, not ','"},
	{"trailing zero byte", "{}\x00", `1:3 malformed: want the end of the document, not '\x00'`},
	{"zero byte alone", "\x00", `1:1 malformed: want a value, not '\x00'`},
	{"comma before the end", `{"a":1, }`, "1:7 malformed: a comma after the last one: take it out"},
	{"comma before the end of an array", "[1,\n]", "1:3 malformed: a comma after the last one: take it out"},
	{"comma alone", `[,]`, "1:2 malformed: want a value, not ','"},
	{"comma alone in an object", `{,}`, "1:2 malformed: want a name in quotation marks, not ','"},
	{"no comma", `{"a":1 "b":2}`, `1:8 malformed: want a comma or }, not '"'`},
	{"no comma in an array", `[1 2]`, "1:4 malformed: want a comma or ], not '2'"},
	{"colon for comma", `[1:2]`, "1:3 malformed: want a comma or ], not ':'"},
	{"comma for colon", `{"a",1}`, "1:5 malformed: want a colon, not ','"},
	{"two commas", `{"a":1,,"b":2}`, "1:8 malformed: want a name in quotation marks, not ','"},
	{"no value", `{"a"}`, "1:5 malformed: want a colon, not '}'"},
	{"no value after the colon", `{"a":}`, "1:6 malformed: want a value, not '}'"},
	{"name without quotes", `{a:1}`, "1:2 malformed: want a name in quotation marks, not 'a'"},
	{"number for a name", `{1:1}`, "1:2 malformed: want a name in quotation marks, not '1'"},
	{"single quotes", `{'a':1}`, `1:2 malformed: want a plain quotation mark, "`},
	{"curly quotes", `{“a”:1}`, `1:2 malformed: want a plain quotation mark, "`},
	{"curly quotes around a value", `{"a":„x“}`, `1:6 malformed: want a plain quotation mark, "`},
	{"comment", `{} // done`, "1:4 malformed: JSON has no comments: take it out"},
	{"comment of several lines", `{ /* done */ }`, "1:3 malformed: JSON has no comments: take it out"},
	{"comment of a shell", "# done\n{}", "1:1 malformed: JSON has no comments: take it out"},
	{"slash", `[1 / 2]`, "1:4 malformed: want a comma or ], not '/'"},
	{"array closed as object", `[}`, "1:2 malformed: want a value, not '}'"},
	{"array with an element closed as object", `[1}`, "1:3 malformed: want a comma or ], not '}'"},
	{"object closed as array", `{"a":1]`, "1:7 malformed: want a comma or }, not ']'"},
	{"line in text", "[\"\n\"]", `1:3 malformed: a control character in a text: write \u000a`},
	{"tab in a name", "{\"\t\":1}", `1:3 malformed: a control character in a text: write \u0009`},
	{"unknown escape", `["\x"]`, `1:3 malformed: no such escape: a backslash is written \\`},
	{"path of a file", `["C:\Users"]`, `1:5 malformed: no such escape: a backslash is written \\`},
	{"escapes", `["\"\\\/\b\f\n\r\t\u00e9\u0000"]`, ""},
	{"leading zero", `[01]`, "1:2 malformed: a zero before a number: take it out"},
	{"leading zero behind a minus", `[-00]`, "1:3 malformed: a zero before a number: take it out"},
	{"plus", `[+1]`, "1:2 malformed: want a value, not '+'"},
	{"minus alone", `[-]`, "1:3 malformed: want a digit, not ']'"},
	{"NaN", `[NaN]`, "1:2 malformed: want a value, not 'N'"},
	{"Infinity", `[-Infinity]`, "1:3 malformed: want a digit, not 'I'"},
	{"hexadecimal", `[0x10]`, "1:3 malformed: want a comma or ], not 'x'"},
	{"no digit after the point", `[1.]`, "1:4 malformed: want a digit, not ']'"},
	{"no digit before the point", `[.5]`, "1:2 malformed: want a value, not '.'"},
	{"no digit in the exponent", `[1e]`, "1:4 malformed: want a digit, not ']'"},
	{"capital TRUE", `[TRUE]`, "1:2 malformed: want a value, not 'T'"},
	{"word and more", `[nullx]`, "1:6 malformed: want a comma or ], not 'x'"},
	{"two points", `1.2.3`, "1:4 malformed: want the end of the document, not '.'"},

	{"not UTF-8 in text", "[\n\"a\xff\"]", "2:3 malformed: not UTF-8"},
	{"not UTF-8 in a name", "{\"\xc3\":1}", "1:3 malformed: not UTF-8"},
	{"not UTF-8 behind it", "{}\x80", "1:3 malformed: not UTF-8"},
	{"surrogate in UTF-8", "[\"\xed\xa0\x80\"]", "1:3 malformed: not UTF-8"},
	{"text in UTF-16", "\xff\xfe{\x00}\x00", "1:1 malformed: not UTF-8"},
	{"replacement character", `["�"]`, ""},
	{"replacement character, escaped", `["\ufffd"]`, ""},
	{"replacement character before what is not UTF-8", "[\"�\xff\"]", "1:6 malformed: not UTF-8"},
	{"pair", `["\ud83d\ude00"]`, ""},
	{"pair, capitals", `["\uD83D\uDE00"]`, ""},
	{"two pairs", `["\ud83d\ude00\ud83d\ude00",[]]`, ""},
	{"last pair", `["\udbff\udfff"]`, ""},
	{"before and behind the surrogates", `["\ud7ff\ue000"]`, ""},
	{"upper half", `["\ud800"]`, "1:3 malformed: half of a surrogate pair"},
	{"lower half", `["\udc00"]`, "1:3 malformed: half of a surrogate pair"},
	{"half in a name", `{"\ud800":1}`, "1:3 malformed: half of a surrogate pair"},
	{"halves in the wrong order", `["\udc00\ud800"]`, "1:3 malformed: half of a surrogate pair"},
	{"upper half twice", `["\ud83d\ud83d\ude00"]`, "1:3 malformed: half of a surrogate pair"},
	{"half behind a pair", `["\ud83d\ude00\ude00"]`, "1:15 malformed: half of a surrogate pair"},
	{"half before another escape", `["\ud83d\n\ude00"]`, "1:3 malformed: half of a surrogate pair"},
	{"half before a letter", `["\ud83dxude00"]`, "1:3 malformed: half of a surrogate pair"},
	{"half before an escaped backslash", `["\ud83d\\ude00"]`, "1:3 malformed: half of a surrogate pair"},
	{"half at the end", `["\ud83d`, "1:3 malformed: half of a surrogate pair"},
	{"not an escape but a backslash", `["\\ud800"]`, ""},
	{"backslash, then half", `["\\\ud800"]`, "1:5 malformed: half of a surrogate pair"},
	{"not hexadecimal", `["\ud8zz"]`, `1:3 malformed: no such escape: a backslash is written \\`},
	{"escape cut", `["\ud8`, `1:3 malformed: no such escape: a backslash is written \\`},
	{"backslash cut", `["\`, `1:3 malformed: no such escape: a backslash is written \\`},

	{"arrays, as many as may be", nest(32, "[", "", "]"), ""},
	{"arrays and a number in them", nest(32, "[", "1", "]"), ""},
	{"objects, as many as may be", nest(32, `{"a":`, "1", "}"), ""},
	{"arrays, one more", nest(33, "[", "", "]"), "1:33 limit: more than 32 objects and arrays inside one another"},
	{"objects, one more", nest(33, `{"a":`, "1", "}"), "1:161 limit: more than 32 objects and arrays inside one another"},
	{"both, one more", nest(17, `[{"a":`, "1", "}]"), "1:97 limit: more than 32 objects and arrays inside one another"},
	{"one behind another", `[` + strings.Repeat("[],{},", 100) + `[]]`, ""},
	{"brackets in text", `["` + strings.Repeat("[{", 100) + `"]`, ""},
	{"brackets behind an escaped quote", `["\"` + strings.Repeat("[{", 100) + `"]`, ""},
	{"brackets behind an escaped backslash", `{"a\\":` + strings.Repeat("[", 100), "1:39 limit: more than 32 objects and arrays inside one another"},
	{"100,000 arrays, not closed", strings.Repeat("[", 100_000), "1:33 limit: more than 32 objects and arrays inside one another"},
}

// nest returns n containers inside one another.
func nest(n int, open, inner, end string) string {
	return strings.Repeat(open, n) + inner + strings.Repeat(end, n)
}

// any reads a document of any form.
func readAny(doc string) error {
	var v any
	return strictjson.Unmarshal([]byte(doc), &v, nil)
}

func TestSyntax(t *testing.T) {
	for _, tt := range syntaxTests {
		t.Run(tt.name, func(t *testing.T) {
			err := readAny(tt.doc)
			if tt.want == "" {
				if err != nil {
					t.Errorf("Unmarshal(%.80q) = %v; want no error", tt.doc, err)
				}
				return
			}
			found := alianza.Faults(err)
			if len(found) != 1 {
				t.Fatalf("Unmarshal(%.80q) = %v; want one fault", tt.doc, err)
			}
			_, detail, _ := strings.Cut(found[0].Reason(), ": ")
			got := fmt.Sprintf("%d:%d %s: %s", found[0].Line, found[0].Column, found[0].Code(), detail)
			if diff := cmp.Diff(tt.want, got); diff != "" || found[0].Path != "" || found[0].Value != "" {
				t.Errorf("Unmarshal(%.80q) = %v (-want +got):\n%s", tt.doc, err, diff)
			}
		})
	}
}

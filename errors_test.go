package alianza_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
)

// fault is short for a field error.
func fault(path, value string, err error) *alianza.FieldError {
	return &alianza.FieldError{Path: path, Value: value, Err: err}
}

var (
	errForeign = errors.New("foreign")
	a          = fault("a", "1", alianza.ErrForm)
	b          = fault("b[0].c", "", alianza.ErrMissing)
	whole      = fault("", "", alianza.ErrConflict)
	outer      = fault("c", "", errors.Join(a, b))
)

func TestFieldErrorText(t *testing.T) {
	tests := []struct {
		name string
		err  *alianza.FieldError
		want string
	}{
		{"path and value", fault("rules[0].rate", "20", fmt.Errorf(`%w: not a percentage such as "12.5%%"`, alianza.ErrForm)), `rules[0].rate "20": malformed: not a percentage such as "12.5%"`},
		{"path", fault("levels", "", alianza.ErrMissing), `levels: missing`},
		{"value", fault("", "x", alianza.ErrUnknown), `"x": unknown`},
		{"neither", fault("", "", alianza.ErrDuplicate), `duplicate`},
		{"value that needs quoting", fault("a", "\"\n\xff", alianza.ErrRange), `a "\"\n\xff": out of range`},
		{"blank value", fault("a", " ", alianza.ErrConflict), `a " ": contradiction`},
		{"another field error as reason", fault("a", "", b), `a: b[0].c: missing`},
		{"place", &alianza.FieldError{Path: "a", Line: 3, Column: 7, Value: "1", Err: alianza.ErrForm}, `line 3, column 7: a "1": malformed`},
		{"place of the document", &alianza.FieldError{Line: 1, Column: 1, Err: alianza.ErrForm}, `line 1, column 1: malformed`},
		{"zero denominator", fault("roi", "0", alianza.ErrZero), `roi "0": zero denominator`},
		{"currency", fault("sale", "USD", alianza.ErrCurrency), `sale "USD": currency mismatch`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.err.Error(); got != tt.want {
				t.Errorf("Error() = %s; want %s", got, tt.want)
			}
			if got := tt.err.Unwrap(); got != tt.err.Err { //nolint:errorlint // the very reason, not one that wraps it
				t.Errorf("Unwrap() = %v; want %v", got, tt.err.Err)
			}
		})
	}
}

// kinds are the kinds of fault, each with the general one that it is, too.
var kinds = []struct {
	name    string
	err     error
	general error
	code    string
}{
	{"ErrMissing", alianza.ErrMissing, nil, "missing"},
	{"ErrUnknown", alianza.ErrUnknown, nil, "unknown"},
	{"ErrDuplicate", alianza.ErrDuplicate, nil, "duplicate"},
	{"ErrForm", alianza.ErrForm, nil, "malformed"},
	{"ErrRange", alianza.ErrRange, nil, "out_of_range"},
	{"ErrConflict", alianza.ErrConflict, nil, "contradiction"},
	{"ErrZero", alianza.ErrZero, nil, "zero_denominator"},
	{"ErrCurrency", alianza.ErrCurrency, nil, "currency_mismatch"},
	{"ErrNoSolution", alianza.ErrNoSolution, nil, "no_solution"},
	{"ErrAmbiguous", alianza.ErrAmbiguous, nil, "ambiguous"},
	{"ErrUnchecked", alianza.ErrUnchecked, alianza.ErrMissing, "unchecked"},
	{"ErrField", alianza.ErrField, alianza.ErrUnknown, "unknown_field"},
	{"ErrPending", alianza.ErrPending, alianza.ErrUnknown, "not_known_yet"},
	{"ErrRepeated", alianza.ErrRepeated, alianza.ErrDuplicate, "repeated"},
	{"ErrLimit", alianza.ErrLimit, alianza.ErrRange, "limit"},
	{"ErrEmpty", alianza.ErrEmpty, alianza.ErrMissing, "empty"},
	{"ErrNegative", alianza.ErrNegative, alianza.ErrRange, "negative"},
	{"ErrNever", alianza.ErrNever, alianza.ErrNoSolution, "never"},
}

// TestKinds checks that a kind is no other than its general one.
func TestKinds(t *testing.T) {
	for _, one := range kinds {
		for _, other := range kinds {
			want := other.err == one.err || other.err == one.general //nolint:errorlint // the very kind
			if got := errors.Is(fault("a", "", fmt.Errorf("%w: detail", one.err)), other.err); got != want {
				t.Errorf("errors.Is(%s, %s) = %t; want %t", one.name, other.name, got, want)
			}
		}
	}
}

// TestCodes checks that each kind that errors.go declares has a code, that Codes
// lists them all, and that the comment of the kind says which it is.
func TestCodes(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), "errors.go", nil, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	comments := map[string]string{} // by name
	for _, d := range file.Decls {
		gen, ok := d.(*ast.GenDecl)
		if !ok || gen.Tok != token.VAR {
			continue
		}
		for _, spec := range gen.Specs {
			if v := spec.(*ast.ValueSpec); v.Names[0].IsExported() {
				comments[v.Names[0].Name] = v.Doc.Text()
			}
		}
	}
	var codes []string
	for _, k := range kinds {
		codes = append(codes, k.code)
		if got := fault("", "", k.err).Code(); got != k.code {
			t.Errorf("Code() of %s = %q; want %q", k.name, got, k.code)
		}
		if want := fmt.Sprintf("%s, %q: ", k.name, k.code); !strings.HasPrefix(comments[k.name], want) {
			t.Errorf("the comment of %s begins %.60q; want %s", k.name, comments[k.name], want)
		}
		delete(comments, k.name)
	}
	if diff := cmp.Diff(codes, alianza.Codes(), cmpopts.SortSlices(strings.Compare)); diff != "" {
		t.Errorf("Codes() = others (-want +got):\n%s", diff)
	}
	for name := range comments {
		t.Errorf("errors.go declares %s; the test does not know it", name)
	}
}

func TestFieldErrorCode(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"none", nil, ""},
		{"foreign", errForeign, ""},
		{"with a detail", fmt.Errorf("%w: detail", alianza.ErrLimit), "limit"},
		{"with another error", fmt.Errorf("%w: %w", alianza.ErrRange, errForeign), "out_of_range"},
		{"the first of two", fmt.Errorf("%w: %w", alianza.ErrForm, alianza.ErrRange), "malformed"},
		{"of another field error", fault("b", "", alianza.ErrPending), "not_known_yet"},
		{"no field error", (*alianza.FieldError)(nil), ""},
	}
	for _, tt := range tests {
		if got := fault("a", "", tt.err).Code(); got != tt.want {
			t.Errorf("%s: Code() = %q; want %q", tt.name, got, tt.want)
		}
	}
}

// TestFieldErrorEmpty has field errors with nothing in them, and none at all.
func TestFieldErrorEmpty(t *testing.T) {
	for name, e := range map[string]*alianza.FieldError{"nil": nil, "empty": {}, "nil inside": {Err: (*alianza.FieldError)(nil)}} {
		if got := e.Error(); got != "no reason given" || e.Reason() != got || e.Code() != "" {
			t.Errorf("%s: Error() = %q, Reason() = %q, Code() = %q; want no reason given", name, got, e.Reason(), e.Code())
		}
		if e.Unwrap() != nil && name != "nil inside" {
			t.Errorf("%s: Unwrap() = %v; want nil", name, e.Unwrap())
		}
		if errors.Is(e, alianza.ErrMissing) || alianza.At("a", e).Error() != "a: no reason given" {
			t.Errorf("%s: At = %v; want no reason given", name, alianza.At("a", e))
		}
		doc, err := json.Marshal(e)
		if want := `{"path":"","code":"","reason":"no reason given"}`; e != nil && string(doc) != want || e == nil && string(doc) != "null" || err != nil {
			t.Errorf("%s: Marshal = %s, %v; want %s", name, doc, err, want)
		}
	}
	if got := alianza.Faults((*alianza.FieldError)(nil)); got != nil {
		t.Errorf("Faults(nil *FieldError) = %v; want none", got)
	}
	if got := alianza.Faults(errors.Join((*alianza.FieldError)(nil), a)); len(got) != 1 || got[0] != a {
		t.Errorf("Faults(nil and one) = %v; want one", got)
	}
}

func TestFieldErrorEqual(t *testing.T) {
	faults := []alianza.FieldError{
		{},
		*fault("a", "", alianza.ErrForm), *fault("b", "", alianza.ErrForm), *fault("a", "1", alianza.ErrForm), *fault("a", "", alianza.ErrRange),
		*fault("a", "", fmt.Errorf("%w: detail", alianza.ErrForm)), *fault("a", "", errors.New("malformed")),
		{Path: "a", Line: 1, Err: alianza.ErrForm},
		{Path: "a", Line: 1, Column: 2, Err: alianza.ErrForm},
	}
	for i, x := range faults {
		for j, y := range faults {
			if got := x.Equal(y); got != (i == j) {
				t.Errorf("(%v).Equal(%v) = %t; want %t", &x, &y, got, i == j)
			}
			if got := cmp.Equal(x, y); got != (i == j) || cmp.Equal(&x, &y) != got {
				t.Errorf("cmp.Equal(%v, %v) = %t; want %t", &x, &y, got, i == j)
			}
		}
	}
	if !fault("a", "", fmt.Errorf("%w: x", alianza.ErrForm)).Equal(*fault("a", "", fmt.Errorf("%w: x", alianza.ErrForm))) {
		t.Error("two errors of one kind and text are not equal")
	}
}

// TestFieldErrorJSON writes faults of every kind and reads them again.
func TestFieldErrorJSON(t *testing.T) {
	faults := []alianza.FieldError{
		{},
		{Path: "rules[0].rate", Line: 4, Column: 15, Value: "20", Err: fmt.Errorf("%w: a percentage has a percent sign: write %q", alianza.ErrForm, "20%")},
		{Path: "a", Err: errForeign},
		{Value: "\"<\u2028\n", Err: alianza.ErrMissing},
		{Path: "a", Err: errors.Join(alianza.ErrForm, errForeign)},
	}
	for _, k := range kinds {
		faults = append(faults, alianza.FieldError{Path: "a", Err: k.err}, alianza.FieldError{Path: "a", Err: fmt.Errorf("%w: detail", k.err)})
	}
	for _, want := range faults {
		doc, err := json.Marshal(want)
		if err != nil {
			t.Fatalf("Marshal(%v) = %v", &want, err)
		}
		again, err := json.Marshal(&want)
		if err != nil || !bytes.Equal(doc, again) {
			t.Errorf("Marshal(pointer) = %s, %v; want %s", again, err, doc)
		}
		var got alianza.FieldError
		if err := json.Unmarshal(doc, &got); err != nil || !got.Equal(want) || got.Error() != want.Error() {
			t.Errorf("Unmarshal(%s) = %v, %v; want %v", doc, &got, err, &want)
		}
		for _, k := range kinds {
			if errors.Is(&got, k.err) && !errors.Is(&want, k.err) {
				t.Errorf("Unmarshal(%s) is %s; want it not to be", doc, k.name)
			}
		}
	}
	doc, err := json.Marshal(alianza.Faults(errors.Join(&faults[1], b)))
	want := `[{"path":"rules[0].rate","line":4,"column":15,"value":"20","code":"malformed",` +
		`"reason":"malformed: a percentage has a percent sign: write \"20%\""},{"path":"b[0].c","code":"missing","reason":"missing"}]`
	if err != nil || string(doc) != want {
		t.Errorf("Marshal(Faults) = %s, %v; want %s", doc, err, want)
	}
}

// TestFieldErrorJSONPlace leaves out a line and a column that could not be read back.
func TestFieldErrorJSONPlace(t *testing.T) {
	most := math.MaxInt32
	for n, want := range map[int]string{
		-1: `{"path":"a","code":"missing","reason":"missing"}`, math.MinInt32: `{"path":"a","code":"missing","reason":"missing"}`,
		most + 1: `{"path":"a","code":"missing","reason":"missing"}`, // negative where an int has 32 bits
		most:     `{"path":"a","line":2147483647,"column":2147483647,"code":"missing","reason":"missing"}`,
	} {
		doc, err := json.Marshal(alianza.FieldError{Path: "a", Line: n, Column: n, Err: alianza.ErrMissing})
		if err != nil || string(doc) != want {
			t.Errorf("Marshal with line %d = %s, %v; want %s", n, doc, err, want)
		}
		var got alianza.FieldError
		if err := json.Unmarshal(doc, &got); err != nil {
			t.Errorf("Unmarshal(%s) = %v; want no error", doc, err)
		}
	}
}

func TestFieldErrorJSONStrict(t *testing.T) {
	const whole = `{"path":"a","line":1,"column":2,"value":"v","code":"missing","reason":"r"}`
	var got alianza.FieldError
	if err := json.Unmarshal([]byte(whole), &got); err != nil || got.Error() != `line 1, column 2: a "v": r` || !errors.Is(&got, alianza.ErrMissing) {
		t.Errorf("Unmarshal(%s) = %v, %v", whole, &got, err)
	}
	const fields = "unknown field: the fields are path, part, line, column, value, code, reason"
	tests := []struct{ old, new, want string }{
		{`"path":"a",`, ``, `path: missing`},
		{`"code":"missing",`, ``, `code: missing`},
		{`,"reason":"r"`, ``, `reason: missing`},
		{`{"path"`, `{"x":1,"path"`, `x: ` + fields},
		{`"path"`, `"Path"`, `Path: ` + fields + "\n" + `path: missing`},
		{`"line":1`, `"line":1,"line":1`, `line: duplicate: the field is given twice`},
		{`"value":"v"`, `"value":null`, `value: missing: null; leave the field out or give it a value`},
		{`"value":"v"`, `"value":5`, `value: malformed: want a string`},
		{`"line":1`, `"line":"1"`, `line: malformed: want a whole number`},
		{`"line":1`, `"line":-1`, `line: malformed: want a whole number`},
		{`"line":1`, `"line":1.5`, `line: malformed: want a whole number`},
		{`"column":2`, `"column":2147483648`, `column: malformed: want a whole number`},
		{`"code":"missing"`, `"code":"lost"`, `code "lost": unknown: not a code of the library`},
		{`"code":"missing"`, `"code":5`, `code: malformed: want a string`},
		{`}`, `}{}`, `malformed: not a JSON value`},
		{whole, `null`, `missing: null`},
		{whole, `[]`, `malformed: want an object`},
	}
	for _, tt := range tests {
		doc := strings.Replace(whole, tt.old, tt.new, 1)
		before := got
		if err := got.UnmarshalJSON([]byte(doc)); err == nil || err.Error() != tt.want || !got.Equal(before) {
			t.Errorf("UnmarshalJSON(%s) = %v; want %s and the value before", doc, err, tt.want)
		}
	}
}

// sameFault compares field errors by identity.
var sameFault = cmp.Comparer(func(x, y *alianza.FieldError) bool { return x == y })

func TestFaults(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want []*alianza.FieldError
	}{
		{"nil", nil, nil},
		{"one", a, []*alianza.FieldError{a}},
		{"foreign", errForeign, nil},
		{"foreign, wrapped", fmt.Errorf("more: %w", errForeign), nil},
		{"foreign, joined", errors.Join(errForeign, errForeign), nil},
		{"kind alone", alianza.ErrForm, nil},
		{"joined", errors.Join(b, a), []*alianza.FieldError{b, a}},
		{"joined twice", errors.Join(a, a), []*alianza.FieldError{a, a}},
		{"joined with foreign ones", errors.Join(errForeign, a, errForeign, b), []*alianza.FieldError{a, b}},
		{"joined with nothing", errors.Join(nil, a, nil), []*alianza.FieldError{a}},
		{"wrapped", fmt.Errorf("more: %w", a), []*alianza.FieldError{a}},
		{"wrapped twice", fmt.Errorf("yet more: %w", fmt.Errorf("more: %w", a)), []*alianza.FieldError{a}},
		{"two wrapped", fmt.Errorf("%w and %w", a, b), []*alianza.FieldError{a, b}},
		{"wrapped, not with %w", fmt.Errorf("more: %v", a), nil}, //nolint:errorlint // what is not wrapped is not found
		{"wrapped join", fmt.Errorf("more: %w", errors.Join(a, b)), []*alianza.FieldError{a, b}},
		{"join of wrapped", errors.Join(fmt.Errorf("more: %w", a), b), []*alianza.FieldError{a, b}},
		{"nested joins", errors.Join(errors.Join(a, errors.Join(b)), errors.Join(errForeign), errors.Join(whole, a)), []*alianza.FieldError{a, b, whole, a}},
		{"not what one has as its reason", outer, []*alianza.FieldError{outer}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := alianza.Faults(tt.err)
			if diff := cmp.Diff(tt.want, got, sameFault); diff != "" {
				t.Errorf("Faults(%v) = %v; want %v (-want +got):\n%s", tt.err, got, tt.want, diff)
			}
		})
	}
}

func TestAt(t *testing.T) {
	tests := []struct {
		name string
		path string
		err  error
		want string
	}{
		{"field", "plan", fault("rules[0].rate", "", alianza.ErrForm), `plan.rules[0].rate: malformed`},
		{"field of an element", "plans[2]", a, `plans[2].a "1": malformed`},
		{"element", "plan", fault("[0].x", "", alianza.ErrForm), `plan[0].x: malformed`},
		{"element of an element", "plans[2]", fault("[0]", "", alianza.ErrForm), `plans[2][0]: malformed`},
		{"no path before", "", a, `a "1": malformed`},
		{"no path before an element", "", fault("[0].x", "", alianza.ErrForm), `[0].x: malformed`},
		{"no path behind", "plan", whole, `plan: contradiction`},
		{"no path at all", "", whole, `contradiction`},
		{"value", "plan", fault("", "x", alianza.ErrUnknown), `plan "x": unknown`},
		{"joined", "plan", errors.Join(b, whole, a), "plan.b[0].c: missing\nplan: contradiction\nplan.a \"1\": malformed"},
		{"wrapped", "plan", fmt.Errorf("more: %w", a), `plan.a "1": malformed`},
		{"moved twice", "program", alianza.At("plans[1]", a), `program.plans[1].a "1": malformed`},
		{"foreign", "plan", errForeign, `plan: foreign`},
		{"foreign, wrapped", "plan", fmt.Errorf("more: %w", errForeign), `plan: more: foreign`},
		{"foreign, joined", "plan", errors.Join(errForeign, errForeign), "plan: foreign\nforeign"}, //nolint:dupword // the text of a join
		{"foreign, no path", "", errForeign, `foreign`},
		{"foreign among others", "plan", errors.Join(a, errForeign, fmt.Errorf("more: %w", b)), "plan.a \"1\": malformed\nforeign\nplan.b[0].c: missing"},
		{"foreign, wrapped, among others", "plan", errors.Join(fmt.Errorf("%w and %w", errForeign, alianza.ErrForm), a), "foreign and malformed\nplan.a \"1\": malformed"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			err := alianza.At(tt.path, tt.err)
			if got := fmt.Sprint(err); got != tt.want {
				t.Errorf("At(%q, %v) = %s; want %s", tt.path, tt.err, got, tt.want)
			}
			if len(alianza.Faults(err)) == 0 {
				t.Errorf("Faults(At(%q, %v)) = none; want some", tt.path, tt.err)
			}
		})
	}
	if err := alianza.At("plan", nil); err != nil {
		t.Errorf("At(plan, nil) = %v; want nil", err)
	}
	if got, want := a.Error(), `a "1": malformed`; got != want {
		t.Errorf("after At, the error moved is %s; want it unchanged, %s", got, want)
	}
}

// TestIsAs looks for kinds and field errors through At, joins and wrapping.
func TestIsAs(t *testing.T) {
	detailed := fault("x", "", fmt.Errorf("%w: %w", alianza.ErrRange, errForeign))
	err := fmt.Errorf("program: %w", errors.Join(a, alianza.At("plan", errors.Join(b, detailed))))
	for _, kind := range []error{alianza.ErrForm, alianza.ErrMissing, alianza.ErrRange, errForeign} {
		if !errors.Is(err, kind) {
			t.Errorf("errors.Is(%v, %v) = false; want true", err, kind)
		}
	}
	if errors.Is(err, alianza.ErrZero) {
		t.Errorf("errors.Is(%v, ErrZero) = true; want false", err)
	}
	if !errors.Is(alianza.At("plan", errForeign), errForeign) {
		t.Errorf("errors.Is(At(plan, errForeign), errForeign) = false; want true")
	}
	var first *alianza.FieldError
	if !errors.As(err, &first) || first != a {
		t.Errorf("errors.As(%v) = %v; want the first fault", err, first)
	}
	if !errors.As(alianza.At("plan", detailed), &first) || first.Path != "plan.x" {
		t.Errorf("errors.As(At(plan, %v)) = %v; want plan.x", detailed, first)
	}
}

func ExampleFaults() {
	err := errors.Join(
		&alianza.FieldError{Path: "levels[0].name", Err: alianza.ErrMissing},
		&alianza.FieldError{Path: "levels[1].requires[0].at_least", Value: "-5", Err: alianza.ErrRange},
	)
	for _, f := range alianza.Faults(fmt.Errorf("the ladder of May: %w", err)) {
		fmt.Println(f.Path, errors.Is(f, alianza.ErrMissing))
	}
	// Output:
	// levels[0].name true
	// levels[1].requires[0].at_least false
}

func ExampleFieldError() {
	err := &alianza.FieldError{
		Path: "rules[0].rate", Line: 4, Column: 15, Value: "20", Err: fmt.Errorf("%w: write %q", alianza.ErrForm, "20%"),
	}
	fmt.Println(err)
	doc, _ := json.Marshal(err)
	fmt.Println(string(doc))
	// Output:
	// line 4, column 15: rules[0].rate "20": malformed: write "20%"
	// {"path":"rules[0].rate","line":4,"column":15,"value":"20","code":"malformed","reason":"malformed: write \"20%\""}
}

func ExampleCodes() {
	fmt.Println(alianza.Codes()[:4])
	// Output:
	// [missing unknown duplicate malformed]
}

func ExampleAt() {
	err := &alianza.FieldError{Path: "rules[0].rate", Value: "20", Err: alianza.ErrForm}
	fmt.Println(alianza.At("plan", err))
	fmt.Println(alianza.At("plan", errors.New("no such file")))
	// Output:
	// plan.rules[0].rate "20": malformed
	// plan: no such file
}

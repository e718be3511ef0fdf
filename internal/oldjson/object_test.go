package oldjson_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// TestReadAll reads each field of the thing and checks its value.
func TestReadAll(t *testing.T) {
	dec := decimal.New
	want := thing{
		Name: "first", Note: "n", Count: -3, Tries: 2, Open: true, Late: true, Price: dec(250, -2), Fee: dec(1, 2),
		Tags: []string{"a", ""}, Labels: []string{"b"}, Code: "ABC", Other: "XYZ", Op: exact.Below, Bound: dec(7, 0),
		Parts:  []part{{Size: 1}, {Size: 2, Op: exact.AtLeast}},
		Spares: []part{{Size: 3, Op: exact.Above, Bound: dec(-15, -1)}},
		Box:    part{Size: 4}, Lid: part{Op: exact.AtMost}, HasLid: true,
		Rates:  map[string]decimal.Decimal{"gold": dec(10, 0), "a.b": dec(2, 0)},
		Extras: map[string]part{"": {Size: 5}, "x": {Size: 6}},
		Point:  point{X: 1, Y: 2}, Plan: &plan{Name: "p", Parts: []part{{Size: 7}}},
	}
	if diff := cmp.Diff(want, mustRead(t, []byte(valid)), sameThing); diff != "" {
		t.Errorf("Unmarshal(valid) = another thing (-want +got):\n%s", diff)
	}
	want = thing{Code: "ABC", Op: exact.AtLeast}
	if diff := cmp.Diff(want, mustRead(t, []byte(least)), sameThing); diff != "" {
		t.Errorf("Unmarshal(least) = another thing (-want +got):\n%s", diff)
	}
}

// TestWriteAll checks the form of what is written: fields in order, decimals
// as text with their places, names in order, nothing for an optional zero.
func TestWriteAll(t *testing.T) {
	const all = `{"name":"first","note":"n","count":-3,"tries":2,"open":true,"late":true,"price":"2.50","fee":"100",` +
		`"tags":["a",""],"labels":["b"],"code":"ABC","other":"XYZ","below":"7",` +
		`"parts":[{"size":1},{"size":2,"at_least":"0"}],"spares":[{"size":3,"above":"-1.5"}],` +
		`"box":{"size":4},"lid":{"size":0,"at_most":"0.0"},` +
		`"rates":{"a.b":"2","gold":"10"},"extras":{"":{"size":5},"x":{"size":6}},` +
		`"point":{"x":1,"y":2},"plan":{"name":"p","parts":[{"size":7}]}}`
	if got := string(mustMarshal(t, mustRead(t, []byte(valid)))); got != all {
		t.Errorf("Marshal(valid) = %s; want %s", got, all)
	}
	if got := string(mustMarshal(t, mustRead(t, []byte(least)))); got != least {
		t.Errorf("Marshal(least) = %s; want %s", got, least)
	}
	got, err := oldjson.Marshal(func(*oldjson.Object) {})
	if err != nil || string(got) != "{}" {
		t.Errorf("Marshal(no fields) = %s, %v; want {}", got, err)
	}
}

func TestOptionalIsLeftAlone(t *testing.T) {
	v := mustRead(t, []byte(valid))
	if err := read(least, v.fields); err != nil {
		t.Fatal(err)
	}
	want := thing{
		Note: "n", Tries: 2, Late: true, Fee: decimal.New(1, 2), Labels: []string{"b"}, Code: "ABC", Other: "XYZ", Op: exact.AtLeast,
		Spares: []part{{Size: 3, Op: exact.Above, Bound: decimal.New(-15, -1)}}, Lid: part{Op: exact.AtMost}, HasLid: true,
		Extras: map[string]part{"": {Size: 5}, "x": {Size: 6}}, Plan: &plan{Name: "p", Parts: []part{{Size: 7}}},
		Point: point{Y: 2}, // the caller's own type, read as encoding/json does
	}
	if diff := cmp.Diff(want, v, sameThing); diff != "" {
		t.Errorf("Unmarshal(least) over a full thing = another thing (-want +got):\n%s", diff)
	}
}

// TestFaultedIsLeftAlone checks that what could not be read keeps its value.
func TestFaultedIsLeftAlone(t *testing.T) {
	s, n, b, d, c, p := "s", 7, true, decimal.New(7, 0), code("SSS"), point{X: 7}
	err := read(`{"s":1,"n":1e9,"b":0,"d":"x","c":"x","p":0}`, func(o *oldjson.Object) {
		o.String("s", &s)
		o.Int("n", &n)
		o.Bool("b", &b)
		o.Decimal("d", &d)
		oldjson.Text(o, "c", &c)
		o.Any("p", &p)
	})
	if got := len(alianza.Faults(err)); got != 6 {
		t.Errorf("Unmarshal = %v; want six faults", err)
	}
	if s != "s" || n != 7 || !b || !d.Equal(decimal.New(7, 0)) || c != "SSS" || p != (point{X: 7}) {
		t.Errorf("Unmarshal leaves %v, %v, %v, %v, %v, %v; want the values before", s, n, b, d, c, p)
	}
}

func TestInto(t *testing.T) {
	tests := []struct {
		name string
		doc  string
		want plan
		kind string
	}{
		{"nothing is left of the value before", `{"name":"new"}`, plan{Name: "new"}, ""},
		{"fault of form", `{"name":"new","parts":[1]}`, plan{Name: "old", Parts: []part{{Size: 1}}}, "malformed"},
		{"fault of meaning", `{"name":"/"}`, plan{Name: "old", Parts: []part{{Size: 1}}}, "contradiction"},
		{"over the limit", `{"name":"` + strings.Repeat("x", oldjson.MaxDefinition) + `"}`, plan{Name: "old", Parts: []part{{Size: 1}}}, "out of range"},
		{"up to the limit", `{"name":"` + strings.Repeat("x", oldjson.MaxDefinition-11) + `"}`, plan{Name: strings.Repeat("x", oldjson.MaxDefinition-11)}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := plan{Name: "old", Parts: []part{{Size: 1}}}
			if err := got.UnmarshalJSON([]byte(tt.doc)); kind(err) != tt.kind || (err == nil) != (tt.kind == "") {
				t.Errorf("Into(%.40s) = %v; want kind %q", tt.doc, err, tt.kind)
			}
			if diff := cmp.Diff(tt.want, got, sameThing); diff != "" {
				t.Errorf("Into(%.40s) = another plan (-want +got):\n%.500s", tt.doc, diff)
			}
		})
	}
}

func TestHas(t *testing.T) {
	var s string
	err := read(`{"a":null,"b":""}`, func(o *oldjson.Object) {
		if !o.Reading() {
			t.Error("Reading() = false; want true")
		}
		for name, want := range map[string]bool{"a": true, "b": true, "A": false, "": false} {
			if got := o.Has(name); got != want {
				t.Errorf("Has(%q) = %t; want %t", name, got, want)
			}
		}
		o.String("b", &s)
	})
	if got := faults(err); len(got) != 1 {
		t.Errorf("Unmarshal = %q; want Has to leave a unknown", got)
	}
	if _, err := oldjson.Marshal(func(o *oldjson.Object) {
		if o.Reading() || o.Has("a") {
			t.Errorf("Reading() = %t, Has(a) = %t; want false when writing", o.Reading(), o.Has("a"))
		}
	}); err != nil {
		t.Error(err)
	}
}

func TestDecimal(t *testing.T) {
	digits := strings.Repeat("1234567890", 4)
	tests := []struct {
		name string
		s    string // of a number or of a text
		want string // as it is written again, or the kind of the fault
	}{
		{"whole", "12", "12"},
		{"places are kept", "2.50", "2.50"},
		{"zero with places", "0.00", "0.00"},
		{"negative", "-0.5", "-0.5"},
		{"negative zero", "-0", "0"},
		{"negative zero with places", "-0.0", "0.0"},
		{"exponent", "1e5", "100000"},
		{"exponent, capital and plus", "1E+5", "100000"},
		{"negative exponent", "25e-1", "2.5"},
		{"fraction and exponent", "1.50e1", "15.0"},
		{"34 digits", digits[:34], digits[:34]},
		{"34 digits and a sign", "-" + digits[:34], "-" + digits[:34]},
		{"34 digits with a fraction", digits[:20] + "." + digits[20:34], digits[:20] + "." + digits[20:34]},
		{"35 digits", digits[:35], "out of range"},
		{"exponent 18", "1e18", "1000000000000000000"},
		{"exponent 18 of 17 digits", digits[:16] + "e18", digits[:16] + strings.Repeat("0", 18)},
		{"exponent 18 of more digits", digits[:17] + "e18", digits[:17] + "e18"},
		{"exponent 18 of 34 digits", "-" + digits[:34] + "e18", "-" + digits[:34] + "e18"},
		{"exponent 19", "1e19", "out of range"},
		{"zero, exponent 18", "0e18", "0"},
		{"18 places", "1e-18", "0.000000000000000001"},
		{"19 places", "1e-19", "out of range"},
		{"huge exponent", "1e1000000000", "out of range"},
		{"huge negative exponent", "1e-1000000000", "out of range"},
		{"exponent beyond a word", "1e99999999999999999999", "out of range"},
		{"million digits", strings.Repeat("9", 1_000_000), "out of range"},
		{"million zeros", "0." + strings.Repeat("0", 1_000_000), "out of range"},
	}
	for _, tt := range tests {
		for _, doc := range []string{`{"a":` + tt.s + `}`, `{"a":"` + tt.s + `"}`} {
			t.Run(tt.name, func(t *testing.T) {
				var d decimal.Decimal
				fields := func(o *oldjson.Object) { o.Decimal("a", &d) }
				if err := read(doc, fields); err != nil {
					if got := kind(err); got != tt.want || len(err.Error()) > 200 {
						t.Errorf("Unmarshal(%.80s) = %.300v; want %s in few bytes", doc, err, tt.want)
					}
					return
				}
				got, err := oldjson.Marshal(fields)
				if want := `{"a":"` + tt.want + `"}`; err != nil || string(got) != want {
					t.Errorf("Marshal(Unmarshal(%.80s)) = %s, %v; want %s", doc, got, err, want)
				}
			})
		}
	}
}

// TestDecimalText has text that no JSON number could be.
func TestDecimalText(t *testing.T) {
	for _, s := range []string{
		"", " ", "x", "NaN", "Infinity", "-Infinity", "+1", "--1", "-", "01", "-01", "00", ".5", "5.", "1.e1", "1e", "1e+", "e5", "1e1.5",
		"0x10", "1_000", "1,000", "1,5", " 1", "1 ", "1\n", "1\u00a0", "१", "1%", "$1", "1/2", "null", "true", "1e5e5", "1.2.3", "\x00",
	} {
		t.Run(s, func(t *testing.T) {
			text, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			d := decimal.New(7, 0)
			err = read(`{"a":`+string(text)+`}`, func(o *oldjson.Object) { o.Decimal("a", &d) })
			if kind(err) != "malformed" || !d.Equal(decimal.New(7, 0)) {
				t.Errorf("Unmarshal(%s) = %v, %v; want a fault of form and no value", text, d, err)
			}
		})
	}
}

func TestInt(t *testing.T) {
	tests := []struct {
		name string
		s    string
		want int
		kind string
	}{
		{"zero", "0", 0, ""},
		{"negative zero", "-0", 0, ""},
		{"one", "1", 1, ""},
		{"greatest", "2147483647", math.MaxInt32, ""},
		{"least", "-2147483648", math.MinInt32, ""},
		{"too great", "2147483648", 7, "out of range"},
		{"too small", "-2147483649", 7, "out of range"},
		{"beyond a word", "18446744073709551617", 7, "out of range"},
		{"fraction", "1.5", 7, "out of range"},
		{"point", "1.0", 7, "out of range"},
		{"exponent", "1e2", 7, "out of range"},
		{"million digits", strings.Repeat("9", 1_000_000), 7, "out of range"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := 7
			err := read(`{"a":`+tt.s+`}`, func(o *oldjson.Object) { o.Int("a", &got) })
			if got != tt.want || kind(err) != tt.kind || err != nil && len(err.Error()) > 200 {
				t.Errorf("Unmarshal(%.40s) = %d, %.300v; want %d, %s", tt.s, got, err, tt.want, tt.kind)
			}
		})
	}
}

func TestBound(t *testing.T) {
	for op := exact.AtLeast; op <= exact.Below; op++ {
		for _, d := range []decimal.Decimal{{}, decimal.New(150, -2), decimal.New(-1, 0)} {
			for _, optional := range []bool{false, true} {
				t.Run(fmt.Sprint(op, d, optional), func(t *testing.T) {
					fields := func(op *exact.Op, d *decimal.Decimal) func(*oldjson.Object) {
						return func(o *oldjson.Object) {
							if optional {
								o = o.Optional()
							}
							o.Bound(op, d)
						}
					}
					doc, err := oldjson.Marshal(fields(&op, &d))
					if want := `{"` + op.String() + `":"` + exact.Text(d) + `"}`; err != nil || string(doc) != want {
						t.Fatalf("Marshal(%v %v) = %s, %v; want %s", op, d, doc, err, want)
					}
					var gotOp exact.Op
					var got decimal.Decimal
					if err := read(string(doc), fields(&gotOp, &got)); err != nil || gotOp != op || !got.Equal(d) {
						t.Errorf("Unmarshal(%s) = %v %v, %v; want %v %v", doc, gotOp, got, err, op, d)
					}
				})
			}
		}
	}
}

// TestMarshalRefuses has the values that could not be read back.
func TestMarshalRefuses(t *testing.T) {
	huge := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(1000), nil), 0)
	tests := []struct {
		name   string
		change func(*thing)
		want   string // in the error; "" for a thing that is written
	}{
		{"nothing", func(*thing) {}, ""},
		{"text that is not UTF-8", func(v *thing) { v.Name = "a\xff" }, `"a\xff": malformed: not UTF-8`},
		{"element that is not UTF-8", func(v *thing) { v.Tags = []string{"a", "\xff"} }, `"\xff": malformed: not UTF-8`},
		{"name that is not UTF-8", func(v *thing) { v.Rates = map[string]decimal.Decimal{"\xff": {}} }, `"\xff": malformed: not UTF-8`},
		{"name of 1000 bytes", func(v *thing) { v.Rates = map[string]decimal.Decimal{strings.Repeat("x", 1000): {}} }, ""},
		{
			"name of 1001 bytes", func(v *thing) { v.Rates = map[string]decimal.Decimal{strings.Repeat("x", 1001): {}} },
			strings.Repeat("x", 60) + `…": out of range: a name of 1001 bytes, allowed are 1000`,
		},
		{"code", func(v *thing) { v.Code = "abc" }, errCode.Error()},
		{"no code", func(v *thing) { v.Code = "" }, errCode.Error()},
		{"no comparison", func(v *thing) { v.Op = 0 }, `missing: one of at_least, above, at_most, below`},
		{"comparison that is none", func(v *thing) { v.Op = exact.Below + 1 }, `missing: one of at_least, above, at_most, below`},
		{"optional comparison that is none", func(v *thing) { v.Box.Op = exact.Below + 1 }, `missing: one of at_least, above, at_most, below`},
		{"huge decimal", func(v *thing) { v.Price = huge }, `price "(a number of `},
		{"huge bound", func(v *thing) { v.Bound = huge }, `at_least "(a number of `},
		{"both, the first is told", func(v *thing) { v.Code, v.Price = "", huge }, `price "(a number`},
		{"greatest int", func(v *thing) { v.Count = math.MaxInt32 }, ""},
		{"least int", func(v *thing) { v.Count = math.MinInt32 }, ""},
		{"other type", func(v *thing) { v.Plan = &plan{Name: "\xff"} }, `not UTF-8`},
	}
	if math.MaxInt > math.MaxInt32 {
		tests = append(tests, struct {
			name   string
			change func(*thing)
			want   string
		}{"int too great", func(v *thing) { v.Count = math.MaxInt }, `count "` + strconv.Itoa(math.MaxInt) + `": out of range: not a whole number of 32 bits`})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			v := mustRead(t, []byte(least))
			tt.change(&v)
			doc, err := v.MarshalJSON()
			switch {
			case tt.want == "" && err == nil:
				if diff := cmp.Diff(v, mustRead(t, doc), sameThing); diff != "" {
					t.Errorf("Unmarshal(Marshal(v)) = another thing (-want +got):\n%s", diff)
				}
			case tt.want == "" || err == nil || doc != nil || !strings.Contains(err.Error(), tt.want):
				t.Errorf("Marshal = %.80s, %v; want %q", doc, err, tt.want)
			}
		})
	}
}

// TestMarshalText checks that text is written as encoding/json writes it.
func TestMarshalText(t *testing.T) {
	for r := range rune(0x3000) {
		for _, s := range []string{string(r), "ab" + string(r) + "c"} {
			got, err := oldjson.Marshal(func(o *oldjson.Object) { o.String(s, &s) })
			want, wantErr := json.Marshal(map[string]string{s: s})
			if err != nil || wantErr != nil || !bytes.Equal(got, want) {
				t.Errorf("Marshal(%q) = %s, %v; want %s, %v", s, got, err, want, wantErr)
			}
		}
	}
}

// TestMarshalResult checks that a figure computed from others is written
// although it has more digits than one from outside may have.
func TestMarshalResult(t *testing.T) {
	d := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(50), nil), -20)
	got, err := oldjson.Marshal(func(o *oldjson.Object) { o.Decimal("a", &d) })
	if want := `{"a":"1` + strings.Repeat("0", 30) + "." + strings.Repeat("0", 20) + `"}`; err != nil || string(got) != want {
		t.Errorf("Marshal = %s, %v; want %s", got, err, want)
	}
	got, err = oldjson.Marshal(func(o *oldjson.Object) { o.Any("a", nil) })
	if want := `{"a":null}`; err != nil || string(got) != want {
		t.Errorf("Marshal = %s, %v; want %s", got, err, want)
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
	full, few := mustRead(t, []byte(valid)), mustRead(t, []byte(least))
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
			var indented bytes.Buffer
			if err := json.Indent(&indented, doc, "", "\t"); err != nil {
				t.Fatalf("Indent(%s) = %v; want no error", doc, err)
			}
			for _, doc := range [][]byte{doc, indented.Bytes()} {
				var got larger
				if err := json.Unmarshal(doc, &got); err != nil {
					t.Fatalf("Unmarshal(%s) = %v; want no error", doc, err)
				}
				if diff := cmp.Diff(want, got, sameThing); diff != "" {
					t.Errorf("Unmarshal(%s) = another document (-want +got):\n%s", doc, diff)
				}
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
	if err := dec.Decode(&got); len(alianza.Faults(err)) != 11 {
		t.Errorf("Decode = %v; want eleven faults", err)
	}
	if err := dec.Decode(&got); !errors.Is(err, io.EOF) {
		t.Errorf("Decode = %v; want the end", err)
	}
}

func TestEncodingJSONErrors(t *testing.T) {
	var got larger
	err := json.Unmarshal([]byte(`{"id":1,"list":[`+least+`,{"x":1}]}`), &got)
	if len(alianza.Faults(err)) != 12 || !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Unmarshal = %v; want twelve faults, one of them unknown", err)
	}
	err = json.Unmarshal([]byte(`{"ptr":null,"thing":null}`), &got)
	if kind(err) != "missing" {
		t.Errorf("Unmarshal(null) = %v; want missing", err)
	}
	_, err = json.Marshal(larger{})
	if !errors.Is(err, errCode) {
		t.Errorf("Marshal = %v; want %v", err, errCode)
	}
	if got, err := (&got.Thing).MarshalJSON(); got != nil || err == nil {
		t.Errorf("MarshalJSON = %s, %v; want an error alone", got, err)
	}
}

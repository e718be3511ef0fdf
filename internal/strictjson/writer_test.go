package strictjson_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// TestWriteAll checks the form of what is written: fields in order, decimals as
// text with their places, names in order, nothing for an optional zero.
func TestWriteAll(t *testing.T) {
	const all = `{"name":"first","note":"n","count":-3,"tries":2,"open":true,"late":true,"price":"2.50","fee":"100",` +
		`"sum":"0.0000000000000000000125","sums":["1","0.5"],"rate":"12.5%","share":"100%",` +
		`"day":"2026-02-28","until":"2026-03-01","at":"2026-05-01T09:30:00+02:00","due":"2026-05-01T00:00:00.25Z",` +
		`"tags":["a",""],"labels":["b"],"code":"ABC","other":"XYZ",` +
		`"limits":[{"at_least":"30","to":"50"},{"between":"30","to":"60"},{}],` +
		`"parts":[{"count":1},{"count":2,"at_least":"0"}],"spares":[{"count":3,"above":"-1.5"}],` +
		`"box":{"count":4},"lid":{"count":0,"at_most":"0.0"},"width":8,"height":9,` +
		`"rates":{"a.b":"2","gold":"10"},"extras":{"ABC":{"count":6},"DEF":{"count":5}},` +
		`"point":{"x":1,"y":2},"plan":{"name":"p","bonus":"5","steps":[{"name":"q"}],"by_name":{"":{"name":"r"}}},"below":"7"}`
	if diff := cmp.Diff(all, mustMarshal(t, mustRead(t, valid))); diff != "" {
		t.Errorf("Marshal(valid) = another document (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(least, mustMarshal(t, mustRead(t, least))); diff != "" {
		t.Errorf("Marshal(least) = another document (-want +got):\n%s", diff)
	}
}

// TestWriteOthers writes what is no struct, and a pointer to one.
func TestWriteOthers(t *testing.T) {
	returns(t, []string{"a", ""}, `["a",""]`)
	returns(t, map[code]int{"DEF": 2, "ABC": 1}, `{"ABC":1,"DEF":2}`)
	returns(t, "a\"b", `"a\"b"`)
	returns(t, 7, `7`)
	returns(t, true, `true`)
	returns(t, one[any]{[]any{"a"}}, `{"a":["a"]}`)
	got, err := strictjson.Marshal(&part{Count: 1})
	if err != nil || string(got) != `{"count":1}` {
		t.Errorf("Marshal(pointer) = %s, %v; want {\"count\":1}", got, err)
	}
}

// TestMarshalRefuses has the values that could not be read back.
func TestMarshalRefuses(t *testing.T) {
	huge := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(1000), nil), 0)
	deep := func(n int) (p plan) {
		for range n {
			p = plan{Steps: []plan{p}}
		}
		return p
	}
	long := strings.Repeat("x", 1000)
	tests := []struct {
		name   string
		change func(*thing)
		want   string // the error; "" for a thing that is written
	}{
		{"nothing", func(*thing) {}, ""},
		{"text that is not UTF-8", func(v *thing) { v.Name = "a\xff" }, `name "a�": malformed: not UTF-8`},
		{"element that is not UTF-8", func(v *thing) { v.Tags = []string{"a", "\xff"} }, `tags[1] "�": malformed: not UTF-8`},
		{"name that is not UTF-8", func(v *thing) { v.Rates = map[string]decimal.Decimal{"\xff": {}} }, `rates "�": malformed: not UTF-8`},
		{"name of 1000 bytes", func(v *thing) { v.Rates = map[string]decimal.Decimal{long: {}} }, ""},
		{
			"name of 1001 bytes", func(v *thing) { v.Rates = map[string]decimal.Decimal{"x" + long: {}} },
			`rates "` + long[:60] + `…": over the limit: a name of 1001 bytes, allowed are 1000`,
		},
		{"key that its type refuses", func(v *thing) { v.Extras = map[code]part{"abc": {}} }, `extras: not three capitals`},
		{"text that its type refuses", func(v *thing) { v.Code = "abc" }, `code: not three capitals`},
		{"nothing of a text", func(v *thing) { v.Code = "" }, `code: not three capitals`},
		{"no comparison", func(v *thing) { v.Bound.Op = 0 }, `missing: one of at_least, above, at_most, below, between`},
		{"number without a comparison", func(v *thing) { v.Box.Bound.Value = decimal.New(7, 0) }, `box: missing: one of at_least, above, at_most, below, between`},
		{"comparison that is none", func(v *thing) { v.Bound.Op = 6 }, `"(6)": unknown: want one of at_least, above, at_most, below, between`},
		{"comparison that is none, inside", func(v *thing) { v.Parts = []part{{}, {Bound: alianza.Bound{Op: 9}}} }, `parts[1] "(9)": unknown: want one of at_least, above, at_most, below, between`},
		{"huge decimal", func(v *thing) { v.Price = huge }, `price "(a number of more than 136 digits)": out of range: too many digits: allowed are 34`},
		{"huge bound", func(v *thing) { v.Bound.Value = huge }, `at_least "(a number of more than 136 digits)": out of range: too many digits: allowed are 34`},
		{"huge range", func(v *thing) { v.Bound.To = decimal.New(1, 99) }, `to "1` + strings.Repeat("0", 99) + `": out of range: exponent out of range: 10^99, allowed is -18 to 18`},
		{"decimal beyond the wide bounds", func(v *thing) { v.Sum = huge }, `sum "(a number of more than 136 digits)": out of range: too many digits: allowed are 136`},
		{"element beyond the wide bounds", func(v *thing) { v.Sums = []decimal.Decimal{{}, decimal.New(1, -137)} }, `sums[1] "1e-137": out of range: exponent out of range: 10^-137, allowed is -136 to 136`},
		{"value of a map", func(v *thing) { v.Rates = map[string]decimal.Decimal{"a": {}, "b": huge, "c": huge} }, `rates.b "(a number of more than 136 digits)": out of range: too many digits: allowed are 34`},
		{"the first is told", func(v *thing) { v.Code, v.Price = "", huge }, `price "(a number of more than 136 digits)": out of range: too many digits: allowed are 34`},
		{"greatest int", func(v *thing) { v.Count = math.MaxInt32 }, ""},
		{"least int", func(v *thing) { v.Count = math.MinInt32 }, ""},
		{"no day", func(v *thing) { v.Day = alianza.Date{} }, `day: missing: no day`},
		{"no instant", func(v *thing) { v.At = time.Time{} }, `at: missing`},
		{"instant after the calendar", func(v *thing) { v.Due = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC) }, `due: out of range: the year is not from 1 to 9999`},
		{"offset of seconds", func(v *thing) { v.At = v.At.In(time.FixedZone("", 90)) }, ""},
		{"offset of a day", func(v *thing) { v.At = v.At.In(time.FixedZone("", 24*60*60)) }, `at: out of range: Time.MarshalText: timezone hour outside of range [0,23]`},
		{"inside another type", func(v *thing) { v.Plan = plan{Name: "p", Steps: []plan{{}, {Bonus: huge}}} }, `plan.steps[1].bonus "(a number of more than 136 digits)": out of range: too many digits: allowed are 34`},
		{"as deep as may be", func(v *thing) { v.Plan = deep(15) }, ""},
		{"deeper", func(v *thing) { v.Plan = deep(16) }, `over the limit: more than 32 objects and arrays inside one another`},
		{"as many bytes as may be", func(v *thing) { v.Name = strings.Repeat("x", strictjson.MaxDefinition-len(least)) }, ""},
		{"more bytes", func(v *thing) { v.Name = strings.Repeat("x", strictjson.MaxDefinition-len(least)+1) }, `over the limit: 1048577 bytes of JSON, allowed are 1048576`},
		{"more values", func(v *thing) { v.Tags = make([]string, 100_000) }, `over the limit: more than 100000 values`},
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
			v := mustRead(t, least)
			tt.change(&v)
			doc, err := v.MarshalJSON()
			switch {
			case tt.want == "" && err == nil:
				var got thing
				if err := got.UnmarshalJSON(doc); err != nil {
					t.Fatalf("Unmarshal(%.200s) = %v; want no error", doc, err)
				}
				if diff := cmp.Diff(v, got, sameThing); diff != "" {
					t.Errorf("Unmarshal(Marshal(v)) = another thing (-want +got):\n%.500s", diff)
				}
			case fmt.Sprint(err) != tt.want || doc != nil:
				t.Errorf("Marshal = %.80s, %v; want %s", doc, err, tt.want)
			}
		})
	}
}

// TestMarshalNothing has pointers that lead nowhere where something is required.
func TestMarshalNothing(t *testing.T) {
	for name, call := range map[string]func() ([]byte, error){
		"pointer":   func() ([]byte, error) { return strictjson.Marshal(one[*part]{}) },
		"interface": func() ([]byte, error) { return strictjson.Marshal(one[any]{}) },
		"element":   func() ([]byte, error) { return strictjson.Marshal(one[[]*part]{[]*part{nil}}) },
		"marshaler": func() ([]byte, error) { return strictjson.Marshal(one[json.RawMessage]{}) },
	} {
		if doc, err := call(); doc != nil || codes(err) != "missing" {
			t.Errorf("%s: Marshal = %s, %v; want missing", name, doc, err)
		}
	}
	if doc, err := strictjson.Marshal(one[map[int]string]{map[int]string{1: "x"}}); doc != nil || err == nil {
		t.Errorf("Marshal(keys that are no text) = %s, %v; want an error", doc, err)
	}
}

// TestMarshalForeign has a type that writes what is no JSON.
func TestMarshalForeign(t *testing.T) {
	for _, raw := range []string{`{`, `{"a":1}}`, `"\ud800"`, strings.Repeat("[", 32) + strings.Repeat("]", 32)} {
		if doc, err := strictjson.Marshal(one[json.RawMessage]{json.RawMessage(raw)}); doc != nil || err == nil {
			t.Errorf("Marshal(%s) = %s, %v; want an error", raw, doc, err)
		}
	}
	returns(t, one[point]{point{X: 1}}, `{"a":{"x":1}}`)
}

func TestMarshalLimit(t *testing.T) {
	v := make([]string, 150_000)
	doc, err := strictjson.MarshalLimit(v, strictjson.MaxDefinition+1)
	if err != nil {
		t.Fatalf("MarshalLimit = %v; want no error", err)
	}
	if got, err := strictjson.MarshalLimit(v, len(doc)-1); got != nil || codes(err) != "limit" {
		t.Errorf("MarshalLimit = %d bytes, %v; want a limit", len(got), err)
	}
	var again []string
	if err := strictjson.UnmarshalLimit(doc, strictjson.MaxDefinition+1, &again, nil); err != nil || len(again) != len(v) {
		t.Errorf("UnmarshalLimit = %d values, %v; want all", len(again), err)
	}
}

// TestMarshalLimitNested writes a large document of small definitions: each keeps the
// limits of a definition by itself, and all of them together do not.
func TestMarshalLimitNested(t *testing.T) {
	small := plan{Name: "a"}
	if _, err := small.MarshalJSON(); err != nil { // from now on plans inside are written at once
		t.Fatal(err)
	}
	doc, err := strictjson.MarshalLimit(slices.Repeat([]plan{small}, strictjson.MaxValues), 1<<24)
	if want := strictjson.MaxValues*len(`{"name":"a"},`) + 1; err != nil || len(doc) != want {
		t.Errorf("MarshalLimit = %d bytes, %v; want %d", len(doc), err, want)
	}
	many := plan{Steps: make([]plan, strictjson.MaxValues/2)}
	if doc, err := strictjson.MarshalLimit([]plan{small, many}, 1<<24); doc != nil || codes(err) != "limit" {
		t.Errorf("MarshalLimit of a large definition = %d bytes, %v; want a limit", len(doc), err)
	}
}

// TestMarshalText checks that text is written as encoding/json writes it.
func TestMarshalText(t *testing.T) {
	for r := range rune(0x3000) {
		for _, s := range []string{string(r), "ab" + string(r) + "c"} {
			got, err := strictjson.Marshal(map[string]string{s: s})
			want, wantErr := json.Marshal(map[string]string{s: s})
			if err != nil || wantErr != nil || !bytes.Equal(got, want) {
				t.Errorf("Marshal(%q) = %s, %v; want %s, %v", s, got, err, want, wantErr)
			}
		}
	}
}

// TestMarshalResult checks that a figure computed from others is written in
// full, and read from what was written.
func TestMarshalResult(t *testing.T) {
	type result struct {
		Sum decimal.Decimal            `json:"sum,wide"`
		By  map[string]decimal.Decimal `json:"by,omitzero,wide"`
		All []decimal.Decimal          `json:"all,omitzero,wide"`
		Ptr *decimal.Decimal           `json:"ptr,omitzero,wide"`
	}
	d := decimal.NewFromBigInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(50), nil), -20)
	text := `"1` + strings.Repeat("0", 30) + "." + strings.Repeat("0", 20) + `"`
	returns(t, result{Sum: d, By: map[string]decimal.Decimal{"a": d}, All: []decimal.Decimal{d}, Ptr: &d},
		`{"sum":`+text+`,"by":{"a":`+text+`},"all":[`+text+`],"ptr":`+text+`}`)
}

// An even is a number with a check of its own.
type even struct {
	Count int `json:"count"`
}

func (e *even) check() error {
	if e.Count%2 != 0 {
		return check.Fault("count", strconv.Itoa(e.Count), alianza.ErrRange, "odd")
	}
	return nil
}

func (e even) MarshalJSON() ([]byte, error) { return strictjson.MarshalChecked(e, (*even).check) }

// A louder writes more than its fields.
type louder struct {
	Count int `json:"count"`
}

func (l louder) MarshalJSON() ([]byte, error) {
	doc, err := strictjson.MarshalLimit(l, strictjson.MaxDefinition)
	return append(doc[:len(doc)-1], `,"loud":true}`...), err
}

// TestMarshalManners checks that a value inside another is written as it is alone,
// at first and again, and checked unless the value around it was.
func TestMarshalManners(t *testing.T) {
	for range 2 {
		for want, v := range map[string]any{`[{"count":1,"loud":true}]`: []louder{{1}}, `[{"count":2}]`: []even{{2}}} {
			if doc, err := strictjson.Marshal(v); err != nil || string(doc) != want {
				t.Errorf("Marshal(%v) = %s, %v; want %s", v, doc, err, want)
			}
		}
		if doc, err := strictjson.Marshal([]even{{2}, {3}}); doc != nil || fmt.Sprint(err) != `[1].count "3": out of range: odd` {
			t.Errorf("Marshal(odd) = %s, %v; want out of range", doc, err)
		}
		none := func(*[]even) error { return nil }
		if doc, err := strictjson.MarshalChecked([]even{{3}}, none); err != nil || string(doc) != `[{"count":3}]` {
			t.Errorf("MarshalChecked = %s, %v; want no check inside", doc, err)
		}
	}
}

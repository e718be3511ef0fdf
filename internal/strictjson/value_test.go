package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A one has one field, of any type.
type one[T any] struct {
	A T `json:"a"`
}

// An optional has one field that may be absent.
type optional[T any] struct {
	A T `json:"a,omitzero"`
}

// read reads a document into a T, and returns its faults.
func read[T any](doc string) error {
	var v T
	return strictjson.Unmarshal([]byte(doc), &v, nil)
}

// TestValues reads a value of each kind in each of the wrong ways.
func TestValues(t *testing.T) {
	readers := map[string]func(string) error{
		"string": read[one[string]], "int": read[one[int]], "bool": read[one[bool]], "decimal": read[one[decimal.Decimal]],
		"percent": read[one[alianza.Percent]], "date": read[one[alianza.Date]], "instant": read[one[time.Time]],
		"list": read[one[[]string]], "map": read[one[map[string]int]], "text": read[one[code]], "struct": read[one[part]],
		"own": read[one[plan]], "pointer": read[one[*part]], "bound": read[one[alianza.Bound]], "foreign": read[one[point]], "keys": read[one[map[code]int]],
	}
	optionals := map[string]func(string) error{
		"string": read[optional[string]], "int": read[optional[int]], "bool": read[optional[bool]], "decimal": read[optional[decimal.Decimal]],
		"percent": read[optional[alianza.Percent]], "date": read[optional[alianza.Date]], "instant": read[optional[time.Time]],
		"list": read[optional[[]string]], "map": read[optional[map[string]int]], "text": read[optional[code]], "struct": read[optional[part]],
		"own": read[optional[plan]], "pointer": read[optional[*part]], "bound": read[optional[alianza.Bound]], "foreign": read[optional[point]],
		"keys": read[optional[map[code]int]],
	}
	right := map[string]string{ // a value that is read
		"string": `"x"`, "int": `12`, "bool": `false`, "decimal": `"1.5"`, "percent": `"1.5%"`, "date": `"2026-01-31"`,
		"instant": `"2026-01-31T00:00:00Z"`, "list": `["x"]`, "map": `{"x":1}`, "text": `"ABC"`, "struct": `{"count":1}`, "own": `{"name":"x"}`,
		"pointer": `{"count":1}`, "bound": `{"below":1}`, "foreign": `{"x":1}`, "keys": `{"ABC":1}`,
	}
	values := []string{`"x"`, `-1.5e3`, `true`, `["x"]`, `{"x":"1"}`}
	wrong := map[string][]string{ // what becomes of values, in this order; "" for a value that is read
		"string":  {``, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `malformed`},
		"int":     {`malformed "x"`, `out_of_range "-1.5e3"`, `malformed "true"`, `malformed`, `malformed`},
		"bool":    {`malformed "x"`, `malformed "-1.5e3"`, ``, `malformed`, `malformed`},
		"decimal": {`malformed "x"`, ``, `malformed "true"`, `malformed`, `malformed`},
		"percent": {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `malformed`},
		"date":    {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `malformed`},
		"instant": {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `malformed`},
		"list":    {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, ``, `malformed`},
		"map":     {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `.x malformed "1"`},
		"text":    {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `malformed`},
		"struct":  {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `.count missing`},
		"own":     {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `.name missing`},
		"pointer": {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `.count missing`},
		"bound":   {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `.x unknown_field`},
		"foreign": {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `malformed`},
		"keys":    {`malformed "x"`, `malformed "-1.5e3"`, `malformed "true"`, `malformed`, `.x malformed`},
	}
	for kind, read := range readers {
		t.Run(kind, func(t *testing.T) {
			if err := read(`{"a":` + right[kind] + `}`); err != nil {
				t.Errorf("%s: %v; want no error", right[kind], err)
			}
			for i, value := range values {
				checkFirst(t, read(`{"a":`+value+`}`), value, wrong[kind][i])
			}
			checkFirst(t, read(`{"a":null}`), "null", "missing")
			checkFirst(t, read(`{}`), "absent", "missing")
			checkFirst(t, read(`{"A":`+right[kind]+`}`), "in another case", "A unknown_field")
			checkFirst(t, read(`{"a":`+right[kind]+`,"a":`+right[kind]+`}`), "twice", "duplicate")

			read := optionals[kind]
			if err := read(`{}`); err != nil {
				t.Errorf("optional, absent: %v; want no error", err)
			}
			checkFirst(t, read(`{"a":null}`), "optional, null", "missing")
			checkFirst(t, read(`{"a":`+values[2]+`}`), values[2], wrong[kind][2])
		})
	}
}

// checkFirst checks the first fault of err: ".path below a", code and value.
func checkFirst(t *testing.T, err error, name, want string) {
	t.Helper()
	got := ""
	if found := alianza.Faults(err); len(found) > 0 {
		got = strings.TrimPrefix(strings.TrimPrefix(found[0].Path, "a")+" "+found[0].Code(), " ")
		if found[0].Value != "" {
			got += fmt.Sprintf(" %q", found[0].Value)
		}
	}
	if got != want {
		t.Errorf("%s: %v, %s; want %s", name, err, got, want)
	}
}

func TestDecimal(t *testing.T) {
	digits := strings.Repeat("1234567890", 14)
	const range_ = "out_of_range"
	tests := []struct {
		name string
		s    string // of a number or of a text
		want string // as it is written again, or the code of the fault
		wide string // the same for a wide decimal, if another
	}{
		{"whole", "12", "12", ""},
		{"places are kept", "2.50", "2.50", ""},
		{"zero with places", "0.00", "0.00", ""},
		{"negative", "-0.5", "-0.5", ""},
		{"negative zero", "-0", "0", ""},
		{"negative zero with places", "-0.0", "0.0", ""},
		{"exponent", "1e5", "100000", ""},
		{"exponent, capital and plus", "1E+5", "100000", ""},
		{"negative exponent", "25e-1", "2.5", ""},
		{"fraction and exponent", "1.50e1", "15.0", ""},
		{"34 digits", digits[:34], digits[:34], ""},
		{"34 digits with a fraction", "-" + digits[:20] + "." + digits[20:34], "-" + digits[:20] + "." + digits[20:34], ""},
		{"35 digits", digits[:35], range_, digits[:35]},
		{"136 digits", digits[:136], range_, digits[:136]},
		{"137 digits", digits[:137], range_, ""},
		{"exponent 18", "1e18", "1000000000000000000", ""},
		{"exponent 18 of 17 digits", digits[:16] + "e18", digits[:16] + strings.Repeat("0", 18), ""},
		{"exponent 18 of more digits", digits[:17] + "e18", digits[:17] + "e18", digits[:17] + strings.Repeat("0", 18)},
		{"exponent 19", "1e19", range_, "10000000000000000000"},
		{"zero, exponent 18", "0e18", "0", ""},
		{"18 places", "1e-18", "0.000000000000000001", ""},
		{"19 places", "1e-19", range_, "0.0000000000000000001"},
		{"136 places", "1e-136", range_, "0." + strings.Repeat("0", 135) + "1"},
		{"137 places", "1e-137", range_, ""},
		{"huge exponent", "1e1000000000", range_, ""},
		{"huge negative exponent", "1e-1000000000", range_, ""},
		{"exponent beyond a word", "1e99999999999999999999", range_, ""},
		{"million digits", strings.Repeat("9", 1_000_000), range_, ""},
		{"million zeros", "0." + strings.Repeat("0", 1_000_000), range_, ""},
	}
	for _, tt := range tests {
		for _, quote := range []string{"", `"`} {
			t.Run(tt.name, func(t *testing.T) {
				doc := []byte(`{"a":` + quote + tt.s + quote + `}`)
				var d one[decimal.Decimal]
				again(t, doc, &d, tt.want)
				var w struct {
					A decimal.Decimal `json:"a,wide"`
				}
				want := tt.wide
				if want == "" {
					want = tt.want
				}
				again(t, doc, &w, want)
			})
		}
	}
}

// again reads a document into v and writes it again: as the value wanted, if it
// is not refused with that code.
func again[T any](t *testing.T, doc []byte, v *T, want string) {
	t.Helper()
	if err := strictjson.Unmarshal(doc, v, nil); err != nil {
		if codes(err) != want || len(err.Error()) > 250 {
			t.Errorf("Unmarshal(%.80s) = %.300v; want %s in few bytes", doc, err, want)
		}
		return
	}
	got, err := strictjson.Marshal(*v)
	if want := `{"a":"` + want + `"}`; err != nil || string(got) != want {
		t.Errorf("Marshal(Unmarshal(%.80s)) = %s, %v; want %s", doc, got, err, want)
	}
}

// TestDecimalText has text that no JSON number could be, with what to write.
func TestDecimalText(t *testing.T) {
	const none = "not a decimal number"
	tests := map[string]string{
		"": "", " ": "", "x": "", "NaN": "", "Infinity": "", "-Infinity": "", "--1": "", "-": "", "01": "", "00": "", ".5": "", "5.": "",
		"1.e1": "", "1e": "", "1e+": "", "e5": "", "1e1.5": "", "0x10": "", "1_000": "", "1\n": "", "१": "", "$1": "", "1/2": "", "null": "",
		"1e5e5": "", "1.2.3": "", "\x00": "", "1.000,00": "", "1,2,3": "", "1,234,56": "", "1,234.567,8": "", "1,": "", ",5": "", strings.Repeat("1,", 30): "",
		"1,5": `: write "1.5"`, "-1,50": `: write "-1.50"`, "+1": `: write "1"`, " 1": `: write "1"`, "1 ": `: write "1"`, "1\u00a0": `: write "1"`, "5%": `: write "5"`,
		"1,000": `: write "1000" or "1.000"`, "1,000.50": `: write "1000.50"`, "1,234,567": `: write "1234567"`, "0,125": `: write "0.125"`,
	}
	for s, help := range tests {
		t.Run(s, func(t *testing.T) {
			text, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			d := one[decimal.Decimal]{decimal.New(7, 0)}
			err = strictjson.Unmarshal([]byte(`{"a":`+string(text)+`}`), &d, nil)
			if codes(err) != "malformed" || !d.A.Equal(decimal.New(7, 0)) {
				t.Fatalf("Unmarshal(%s) = %v, %v; want a fault of form and no value", text, d, err)
			}
			if got := alianza.Faults(err)[0].Reason(); got != "malformed: "+none+help {
				t.Errorf("Unmarshal(%s) = %s; want %s", text, got, none+help)
			}
		})
	}
}

func TestInt(t *testing.T) {
	tests := []struct {
		name string
		s    string
		want int
		code string
	}{
		{"zero", "0", 0, ""},
		{"negative zero", "-0", 0, ""},
		{"one", "1", 1, ""},
		{"greatest", "2147483647", math.MaxInt32, ""},
		{"least", "-2147483648", math.MinInt32, ""},
		{"too great", "2147483648", 7, "out_of_range"},
		{"too small", "-2147483649", 7, "out_of_range"},
		{"beyond a word", "18446744073709551617", 7, "out_of_range"},
		{"fraction", "1.5", 7, "out_of_range"},
		{"point", "1.0", 7, "out_of_range"},
		{"exponent", "1e2", 7, "out_of_range"},
		{"million digits", strings.Repeat("9", 1_000_000), 7, "out_of_range"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := one[int]{7}
			err := strictjson.Unmarshal([]byte(`{"a":`+tt.s+`}`), &got, nil)
			if got.A != tt.want || codes(err) != tt.code || err != nil && len(err.Error()) > 200 {
				t.Errorf("Unmarshal(%.40s) = %d, %.300v; want %d, %s", tt.s, got, err, tt.want, tt.code)
			}
		})
	}
}

func TestPercent(t *testing.T) {
	tests := []struct{ value, want string }{
		{`"12.5%"`, ""},
		{`20`, `"20": malformed: a percentage has a percent sign: write "20%"`},
		{`"20"`, `"20": malformed: a percentage has a percent sign: write "20%"`},
		{`0.2`, `"0.2": malformed: a percentage has a percent sign: write "20%", or "0.2%" if less than 1% is meant`},
		{`"0.2"`, `"0.2": malformed: a percentage has a percent sign: write "20%", or "0.2%" if less than 1% is meant`},
		{`"20 %"`, `"20 %": malformed: write "20%"`},
		{`1e9`, `"1e9": malformed: not a percentage such as "12.5%"`},
		{`"1e9%"`, `"1e9%": out of range: not between -922,337,203% and +922,337,203%`},
		{`true`, `"true": malformed: want a string, not a boolean`},
	}
	for _, tt := range tests {
		var p one[alianza.Percent]
		want := "line 1, column 6: a " + tt.want
		if err := strictjson.Unmarshal([]byte(`{"a":`+tt.value+`}`), &p, nil); err != nil && err.Error() != want || (err == nil) != (tt.want == "") {
			t.Errorf("Unmarshal(%s) = %v; want %s", tt.value, err, want)
		}
	}
}

func TestInstant(t *testing.T) {
	const such = "malformed: not an instant such as 2026-05-01T09:30:00+02:00"
	tests := []struct{ text, want string }{
		{"2026-05-01T09:30:00+02:00", ""},
		{"2026-05-01T09:30:00Z", ""},
		{"2026-05-01T09:30:00.123456789Z", ""},
		{"9999-12-31T23:59:59.999999999Z", ""},
		{"0001-01-01T00:00:00.000000001Z", ""},
		{"2026-05-01", "malformed: a day where an instant is needed: write 2026-05-01T00:00:00+02:00, with the offset of your zone"},
		{"2026-02-30", such},
		{"2026-05-01T09:30:00", such},
		{"2026-05-01 09:30:00Z", such},
		{"2026-05-01T9:30:00Z", such},
		{"2026-05-01T09:30:00,5Z", such},
		{"2026-05-01T24:00:00Z", such},
		{"2026-05-01T09:30:00+2:00", such},
		{"2026-05-01T09:30:00+02:60", such},
		{"2026-05-01T09:30:00+24:00", such},
		{"2026-05-01T09:30:60Z", such},
		{"", such},
		{"now", such},
		{strings.Repeat("9", 100_000), such},
		{"0001-01-01T00:00:00Z", "out of range: the year is not from 1 to 9999"}, // no instant, in Go
		{"0000-06-01T00:00:00Z", "out of range: the year is not from 1 to 9999"},
	}
	for _, tt := range tests {
		var at one[time.Time]
		err := strictjson.Unmarshal([]byte(`{"a":"`+tt.text+`"}`), &at, nil)
		if tt.want == "" {
			want, parseErr := time.Parse(time.RFC3339Nano, tt.text)
			if err != nil || parseErr != nil || !at.A.Equal(want) {
				t.Errorf("Unmarshal(%s) = %v, %v; want %v", tt.text, at.A, err, want)
			}
			continue
		}
		if err == nil || alianza.Faults(err)[0].Reason() != tt.want {
			t.Errorf("Unmarshal(%.40s) = %v; want %s", tt.text, err, tt.want)
		}
	}
}

func TestDate(t *testing.T) {
	tests := []struct{ text, want string }{
		{"2026-02-28", ""},
		{"2026-02-28T00:00:00Z", `malformed: want the day alone: write "2026-02-28"`},
		{"2026-02-28 ", `malformed: want the day alone: write "2026-02-28"`},
		{"2026-02-30T00:00:00Z", `malformed: not a day such as "2026-02-01"`},
		{"28.02.2026", `malformed: not a day such as "2026-02-01"`},
	}
	for _, tt := range tests {
		var day one[alianza.Date]
		err := strictjson.Unmarshal([]byte(`{"a":"`+tt.text+`"}`), &day, nil)
		if tt.want == "" {
			if err != nil || day.A.String() != tt.text {
				t.Errorf("Unmarshal(%s) = %v, %v; want the day", tt.text, day.A, err)
			}
		} else if err == nil || alianza.Faults(err)[0].Reason() != tt.want {
			t.Errorf("Unmarshal(%s) = %v; want %s", tt.text, err, tt.want)
		}
	}
}

// TestLists has elements that are no values of the list.
func TestLists(t *testing.T) {
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"texts", read[one[[]string]](`{"a":["x",null,"y",3,["z"]]}`), []string{`1:11 a[1]: missing`, `1:20 a[3]: malformed "3"`, `1:22 a[4]: malformed`}},
		{"structs", read[one[[]part]](`{"a":[{"count":1},1,null,{}]}`), []string{`1:19 a[1]: malformed "1"`, `1:21 a[2]: missing`, `1:26 a[3].count: missing`}},
		{"pointers", read[one[[]*part]](`{"a":[{"count":1},null]}`), []string{`1:19 a[1]: missing`}},
		{"lists", read[one[[][]int]](`{"a":[[1],[],[2,"3"]]}`), []string{`1:17 a[2][1]: malformed "3"`}},
		{"of own types", read[one[[]plan]](`{"a":[{"name":"/"},{"name":"x"},{}]}`), []string{`1:15 a[0].name: contradiction "/"`, `1:33 a[2].name: missing`}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, faults(tt.err)); diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, tt.err, diff)
		}
	}
}

// TestMaps has names of the user's choice.
func TestMaps(t *testing.T) {
	long := strings.Repeat("x", 1000)
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"odd names", read[one[map[string]int]](`{"a":{"b.c":"?","b[0]":"?","":"?","\n":"?","é":"?","\u0062":"?"}}`), []string{
			`1:13 a.b.c: malformed "?"`, `1:24 a.b[0]: malformed "?"`, `1:31 a."": malformed "?"`, `1:40 a."\n": malformed "?"`,
			`1:49 a.é: malformed "?"`, `1:62 a.b: malformed "?"`,
		}},
		{"a name twice", read[one[map[string]int]](`{"a":{"x":1,"y":1,"\u0078":2,"x":null}}`), []string{`1:19 a.x: duplicate`, `1:30 a.x: duplicate`}},
		{"a name twice, refused the first time", read[one[map[string]int]](`{"a":{"x":"?","x":2}}`), []string{`1:11 a.x: malformed "?"`, `1:15 a.x: duplicate`}},
		{"name of 1000 bytes", read[one[map[string]int]](`{"a":{"` + long + `":1}}`), nil},
		{"name of 1001 bytes", read[one[map[string]int]](`{"a":{"` + long + `x":"?"}}`), []string{`1:7 a.` + long[:60] + `…: limit`}},
		{"keys with a form of their own", read[one[map[code]int]](`{"a":{"ABC":1,"abc":2,"DEF":"?"}}`), []string{`1:15 a.abc: malformed`, `1:29 a.DEF: malformed "?"`}},
		{"keys that are no text", read[one[map[int]string]](`{"a":{"x":"y"}}`), []string{`1:6 a: malformed`}},
		{"keys that are no text, well", read[one[map[int]string]](`{"a":{"1":"y"}}`), nil},
		{"of own types", read[one[map[string]plan]](`{"a":{"x":{"name":"/"},"y":{"name":1}}}`), []string{`1:19 a.x.name: contradiction "/"`, `1:36 a.y.name: malformed "1"`}},
		{"maps in maps", read[one[map[string]map[string]bool]](`{"a":{"x":{"y":true},"z":{"y":0}}}`), []string{`1:31 a.z.y: malformed "0"`}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, faults(tt.err)); diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, tt.err, diff)
		}
	}
}

// TestForeign reads types that know nothing of this package, as encoding/json
// does.
func TestForeign(t *testing.T) {
	var n32 one[int32]
	if err := strictjson.Unmarshal([]byte(`{"a":-5}`), &n32, nil); err != nil || n32.A != -5 {
		t.Errorf("Unmarshal = %v, %v; want -5", n32, err)
	}
	var raw one[json.RawMessage]
	if err := strictjson.Unmarshal([]byte(`{"a":[ 1]}`), &raw, nil); err != nil || string(raw.A) != "[ 1]" {
		t.Errorf("Unmarshal = %s, %v; want [ 1]", raw.A, err)
	}
	type outer struct { // with a plan of this package inside
		Plan plan   `json:"plan"`
		Note string `json:"note,omitempty"`
	}
	tests := []struct {
		name string
		err  error
		want []string
	}{
		{"another type", read[one[int32]](`{"a":"1"}`), []string{`1:6 a: malformed "1"`}},
		{"unknown field", read[one[point]](`{"a":{"x":1,"z":1}}`), []string{`1:6 a: malformed`}},
		{"name twice", read[one[point]](`{"a":{"x":1,"x":2}}`), []string{`1:13 a.x: duplicate`}},
		{"names twice, deep", read[one[any]](`{"a":[{"b":[{"c":1,"c":1}],"d":{"c":1}},{"b":1,"\u0062":1}]}`), []string{`1:20 a[0].b[0].c: duplicate`, `1:48 a[1].b: duplicate`}},
		{"name twice, and refused", read[one[point]](`{"a":{"x":1,"x":"2"}}`), []string{`1:6 a: malformed`, `1:13 a.x: duplicate`}},
		{"with a plan inside", read[one[outer]]("{\"a\":{\n\"plan\":{\"name\":1}}}"), []string{`1:6 a.name: malformed "1"`}},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, faults(tt.err)); diff != "" {
			t.Errorf("%s: %v (-want +got):\n%s", tt.name, tt.err, diff)
		}
	}
}

// TestDateAtTheEnd reads what is no day, and shorter than one, where the document ends.
func TestDateAtTheEnd(t *testing.T) {
	var days []alianza.Date
	err := strictjson.Unmarshal(slices.Clip([]byte(`["x"]`)), &days, nil)
	if diff := cmp.Diff([]string{`1:2 [0]: malformed "x"`}, faults(err)); diff != "" {
		t.Errorf("Unmarshal = %v (-want +got):\n%s", err, diff)
	}
}

// TestForeignReasons checks that the reason a type gives stays in the chain, and
// that it is not long.
func TestForeignReasons(t *testing.T) {
	err := read[one[code]](`{"a":"abc"}`)
	if !errors.Is(err, errCode) || !errors.Is(err, alianza.ErrForm) {
		t.Errorf("Unmarshal = %v; want it to wrap errCode and ErrForm", err)
	}
	tests := []struct{ doc, want string }{
		{`{"a":{"z":1}}`, `line 1, column 6: a: malformed: json: unknown field "z"`},
		{`{"a":7}`, `line 1, column 6: a "7": malformed: json: cannot unmarshal number into Go value of type strictjson_test.point`},
		{`{"a":{"` + strings.Repeat("x", 978) + `":1}}`, `line 1, column 6: a: malformed: json: unknown field "` + strings.Repeat("x", 978) + `"`},
		{`{"a":{"` + strings.Repeat("é", 500) + `":1}}`, `line 1, column 6: a: malformed: json: unknown field "` + strings.Repeat("é", 489) + `…`},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(read[one[point]](tt.doc)); got != tt.want {
			t.Errorf("Unmarshal(%.80s) = %s; want %s", tt.doc, got, tt.want)
		}
	}
}

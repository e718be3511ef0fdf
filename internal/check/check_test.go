package check_test

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
)

func TestFaultsEmpty(t *testing.T) {
	var f check.Faults
	if err := f.Err(); err != nil {
		t.Errorf("Err() = %v; want nil", err)
	}
	f.Join(nil)
	if err := f.Err(); err != nil {
		t.Errorf("Err() after Join(nil) = %v; want nil", err)
	}
}

func TestFaultsAdd(t *testing.T) {
	var f check.Faults
	f.Add("b", "x", alianza.ErrForm, "not a letter")
	f.Add("a", "", alianza.ErrMissing, "")
	f.Add("", "7", alianza.ErrRange, "too many")
	err := f.Err()
	const want = "b \"x\": malformed: not a letter\na: missing\n\"7\": out of range: too many"
	if got := fmt.Sprint(err); got != want {
		t.Errorf("Err() = %s; want %s", got, want)
	}
	for _, kind := range []error{alianza.ErrForm, alianza.ErrMissing, alianza.ErrRange} {
		if !errors.Is(err, kind) {
			t.Errorf("errors.Is(Err(), %v) = false; want true", kind)
		}
	}
	if got := len(alianza.Faults(err)); got != 3 {
		t.Errorf("Err() = %d faults; want 3", got)
	}
}

func TestFault(t *testing.T) {
	sixty := strings.Repeat("x", 60)
	tests := []struct {
		name, path, value, detail string
		want                      alianza.FieldError
		text                      string
	}{
		{"all", "a", "v", "d", alianza.FieldError{Path: "a", Value: "v"}, `a "v": malformed: d`},
		{"no detail", "a", "v", "", alianza.FieldError{Path: "a", Value: "v"}, `a "v": malformed`},
		{"no value", "a", "", "d", alianza.FieldError{Path: "a"}, `a: malformed: d`},
		{"60 bytes", "a", sixty, "", alianza.FieldError{Path: "a", Value: sixty}, `a "` + sixty + `": malformed`},
		{"61 bytes", "a", sixty + "y", "", alianza.FieldError{Path: "a", Value: sixty + "…"}, `a "` + sixty + `…": malformed`},
		{"million bytes", "a", strings.Repeat("x", 1e6), "", alianza.FieldError{Path: "a", Value: sixty + "…"}, `a "` + sixty + `…": malformed`},
		{"rune at the end", "a", sixty[1:] + "€", "", alianza.FieldError{Path: "a", Value: sixty[1:] + "…"}, ``},
		{"rune across the end", "a", sixty[2:] + "€€", "", alianza.FieldError{Path: "a", Value: sixty[2:] + "…"}, ``},
		{"rune before the end", "a", sixty[3:] + "€€", "", alianza.FieldError{Path: "a", Value: sixty[3:] + "€…"}, ``},
		{"rune of two bytes that ends at 60", "a", sixty[2:] + "éé", "", alianza.FieldError{Path: "a", Value: sixty[2:] + "é…"}, ``},
		{"rune of four bytes", "a", sixty[1:] + "\U0001F600", "", alianza.FieldError{Path: "a", Value: sixty[1:] + "…"}, ``},
		{"no runes", "a", strings.Repeat("\x80", 100), "", alianza.FieldError{Path: "a", Value: "\ufffd…"}, ``},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := check.Fault(tt.path, tt.value, alianza.ErrForm, tt.detail)
			if got.Path != tt.want.Path || got.Value != tt.want.Value || !errors.Is(got, alianza.ErrForm) {
				t.Errorf("Fault(%q, %.80q) = %+v; want %+v of kind ErrForm", tt.path, tt.value, got, tt.want)
			}
			if tt.text != "" && got.Error() != tt.text {
				t.Errorf("Fault(%q, %.80q) = %s; want %s", tt.path, tt.value, got, tt.text)
			}
		})
	}
}

func TestFaultsJoin(t *testing.T) {
	errForeign := errors.New("foreign")
	one := &alianza.FieldError{Path: "b", Err: alianza.ErrZero}
	two := &alianza.FieldError{Path: "c", Value: "v", Err: alianza.ErrCurrency}
	tests := []struct {
		name string
		err  error
		want string
	}{
		{"nil", nil, "a: missing"},
		{"one", one, "a: missing\nb: zero denominator"},
		{"joined", errors.Join(one, two), "a: missing\nb: zero denominator\nc \"v\": currency mismatch"},
		{"wrapped", fmt.Errorf("plan: %w", one), "a: missing\nb: zero denominator"},
		{"foreign", errForeign, "a: missing\nforeign"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			f.Add("a", "", alianza.ErrMissing, "")
			f.Join(tt.err)
			err := f.Err()
			if got := fmt.Sprint(err); got != tt.want {
				t.Errorf("Err() = %s; want %s", got, tt.want)
			}
			if errors.Is(tt.err, errForeign) != errors.Is(err, errForeign) {
				t.Errorf("errors.Is(Err(), errForeign) = %t; want %t", errors.Is(err, errForeign), !errors.Is(err, errForeign))
			}
		})
	}
}

func TestNumber(t *testing.T) {
	digits := func(n int) decimal.Decimal {
		c, _ := new(big.Int).SetString(strings.Repeat("9", n), 10)
		return decimal.NewFromBigInt(c, 0)
	}
	tests := []struct {
		name     string
		d        decimal.Decimal
		number   bool // in bounds
		positive bool // and not negative
		value    string
	}{
		{"zero Decimal", decimal.Decimal{}, true, true, ""},
		{"one", decimal.New(1, 0), true, true, ""},
		{"minus one", decimal.New(-1, 0), true, false, "-1"},
		{"least places", decimal.New(-250, -2), true, false, "-2.50"},
		{"34 digits", digits(34), true, true, ""},
		{"35 digits", digits(35), false, false, strings.Repeat("9", 35)},
		{"minus 35 digits", digits(35).Neg(), false, false, "-" + strings.Repeat("9", 35)},
		{"exponent 18", decimal.New(1, 18), true, true, ""},
		{"exponent 19", decimal.New(1, 19), false, false, "10000000000000000000"},
		{"18 places", decimal.New(1, -18), true, true, ""},
		{"19 places", decimal.New(1, -19), false, false, "0.0000000000000000001"},
		{"hostile exponent", decimal.New(1, 1<<30), false, false, "1e1073741824"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			if got := f.Number("a", tt.d); got != tt.number || got != (f.Err() == nil) {
				t.Errorf("Number(%s) = %t, %v; want %t", tt.value, got, f.Err(), tt.number)
			}
			if !tt.number {
				expect(t, "Number", f.Err(), "a", tt.value, alianza.ErrRange)
			}
			var g check.Faults
			if got := g.NotNegative("a", tt.d); got != tt.positive || got != (g.Err() == nil) {
				t.Errorf("NotNegative(%s) = %t, %v; want %t", tt.value, got, g.Err(), tt.positive)
			}
			if !tt.positive {
				expect(t, "NotNegative", g.Err(), "a", tt.value, alianza.ErrRange)
			}
		})
	}
}

// TestNumberText checks that an error says what is wrong, in few bytes.
func TestNumberText(t *testing.T) {
	var f check.Faults
	f.NotNegative("a", decimal.New(-1, 0))
	if got, want := fmt.Sprint(f.Err()), `a "-1": out of range: negative`; got != want {
		t.Errorf("NotNegative(-1) = %s; want %s", got, want)
	}
	var g check.Faults
	g.Number("a", decimal.New(1, 19))
	if got, want := fmt.Sprint(g.Err()), `a "10000000000000000000": out of range: exponent out of range: `; !strings.HasPrefix(got, want) {
		t.Errorf("Number(1e19) = %s; want %s…", got, want)
	}
	var h check.Faults
	h.Number("a", decimal.NewFromBigInt(new(big.Int).Lsh(big.NewInt(1), 1_000_000), 0))
	if got := fmt.Sprint(h.Err()); len(got) > 200 {
		t.Errorf("Number(2^1000000) = %d bytes; want few", len(got))
	}
}

func TestInstant(t *testing.T) {
	day := func(year int, zone *time.Location) time.Time { return time.Date(year, time.July, 1, 12, 0, 0, 0, zone) }
	east := time.FixedZone("east", 14*60*60)
	tests := []struct {
		name string
		at   time.Time
		want string // the fault; "" for none
	}{
		{"any", day(2025, time.UTC), ""},
		{"first year", day(1, time.UTC), ""},
		{"last year", day(9999, east), ""},
		{"a nanosecond after the zero Time", time.Time{}.Add(1), ""},
		{"last instant", time.Date(9999, time.December, 31, 23, 59, 59, 999999999, time.UTC), ""},
		{"zero Time", time.Time{}, `a: missing`},
		{"zero Time elsewhere", time.Time{}.In(east), `a: missing`},
		{"year zero", day(0, time.UTC), `a: out of range: the year is not from 1 to 9999`},
		{"year 10000", day(10_000, time.UTC), `a: out of range: the year is not from 1 to 9999`},
		{"year 10000 in its zone", time.Date(9999, time.December, 31, 23, 0, 0, 0, time.UTC).In(east), `a: out of range: the year is not from 1 to 9999`},
		{"a year that is 1970 in 32 bits", time.Unix(25<<32*31_556_952, 0).UTC(), `a: out of range: the year is not from 1 to 9999`},
		{"hostile", time.Unix(1<<60, 0).UTC(), `a: out of range: the year is not from 1 to 9999`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			if got := f.Instant("a", tt.at); got != (tt.want == "") || got != (f.Err() == nil) || !got && fmt.Sprint(f.Err()) != tt.want {
				t.Errorf("Instant(%v) = %t, %v; want %q", tt.at, got, f.Err(), tt.want)
			}
		})
	}
}

func TestName(t *testing.T) {
	long := strings.Repeat("x", 200)
	tests := []struct {
		name string
		s    string
		want error // kind; nil for a name
	}{
		{"letter", "a", nil},
		{"words", "gold level 2", nil},
		{"other letters", "élite 金 \U0001F600", nil},
		{"signs", `a.b[0]/"\`, nil},
		{"200 bytes", long, nil},
		{"200 bytes of runes", strings.Repeat("€", 66) + "xx", nil},
		{"201 bytes", long + "x", alianza.ErrLimit},
		{"201 bytes of runes", strings.Repeat("€", 67), alianza.ErrLimit},
		{"empty", "", alianza.ErrMissing},
		{"space", " ", alianza.ErrMissing},
		{"spaces of all kinds", " \t\r\n\v\f\u0085\u00a0\u2003", alianza.ErrMissing},
		{"many spaces", strings.Repeat(" ", 200), alianza.ErrMissing},
		{"space before", " a", alianza.ErrForm},
		{"space behind", "a ", alianza.ErrForm},
		{"no-break space before", "\u00a0a", alianza.ErrForm},
		{"line", "a\nb", alianza.ErrForm},
		{"line behind", "a\n", alianza.ErrForm},
		{"tab", "a\tb", alianza.ErrForm},
		{"zero", "a\x00b", alianza.ErrForm},
		{"last control character of ASCII", "a\x1fb", alianza.ErrForm},
		{"delete", "a\x7fb", alianza.ErrForm},
		{"next line", "a\u0085b", alianza.ErrForm},
		{"control sequence", "a\u009bb", alianza.ErrForm},
		{"character before delete", "a~b", nil},
		{"not UTF-8", "a\xffb", alianza.ErrForm},
		{"cut rune", "\xe2\x82", alianza.ErrForm},
		{"not UTF-8 and long", long + "\xff", alianza.ErrLimit},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			got := f.Name("a", tt.s)
			if got != (tt.want == nil) || got != (f.Err() == nil) {
				t.Errorf("Name(%q) = %t, %v; want %t", tt.s, got, f.Err(), tt.want == nil)
			}
			if tt.want != nil {
				expect(t, "Name", f.Err(), "a", check.Fault("", tt.s, tt.want, "").Value, tt.want)
			}
		})
	}
}

func TestNameText(t *testing.T) {
	tests := []struct {
		name, s, want string
	}{
		{"blank", " ", `a " ": missing`},
		{"empty", "", `a: missing`},
		{"not UTF-8", "\xff", `a "�": malformed: not UTF-8`},
		{"long", strings.Repeat("x", 201), `a "` + strings.Repeat("x", 60) + `…": over the limit: 201 bytes, allowed are 200`},
		{"space", "b ", `a "b ": malformed: spaces around it or control characters in it`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			f.Name("a", tt.s)
			if got := fmt.Sprint(f.Err()); got != tt.want {
				t.Errorf("Name(%q) = %s; want %s", tt.s, got, tt.want)
			}
		})
	}
}

func TestNames(t *testing.T) {
	var f check.Faults
	f.Add("before", "", alianza.ErrZero, "")
	n := check.Names{Faults: &f}
	if n.Has("") || n.Has("gold") {
		t.Errorf("Has = true; want false before the first name")
	}
	for i, name := range []string{"gold", "tin", "Gold", "", "gold", "", "\x00", "\x00", "gold"} {
		n.Add(fmt.Sprintf("levels[%d].name", i), name)
	}
	const want = `before: zero denominator
levels[3].name: missing
levels[4].name "gold": duplicate: the same as levels[0].name
levels[5].name: missing
levels[6].name "\x00": malformed: spaces around it or control characters in it
levels[7].name "\x00": malformed: spaces around it or control characters in it
levels[8].name "gold": duplicate: the same as levels[0].name`
	if diff := cmp.Diff(want, fmt.Sprint(f.Err())); diff != "" {
		t.Errorf("Add = other faults (-want +got):\n%s", diff)
	}
	if !errors.Is(f.Err(), alianza.ErrDuplicate) {
		t.Errorf("errors.Is(%v, ErrDuplicate) = false; want true", f.Err())
	}
	for name, want := range map[string]bool{"gold": true, "Gold": true, "tin": true, "iron": false, "": false, "\x00": false} {
		if got := n.Has(name); got != want {
			t.Errorf("Has(%q) = %t; want %t", name, got, want)
		}
	}
}

// TestNamesMany has more names than a short list has.
func TestNamesMany(t *testing.T) {
	var f check.Faults
	n := check.Names{Faults: &f}
	var want []string
	for i := range 20 {
		n.Add(fmt.Sprintf("levels[%d]", i), fmt.Sprint(i))
		want = append(want, fmt.Sprintf(`again[%[1]d] "%[1]d": duplicate: the same as levels[%[1]d]`, i))
	}
	if err := f.Err(); err != nil {
		t.Errorf("Add of different names = %v; want no fault", err)
	}
	for i := range 20 {
		n.Add(fmt.Sprintf("again[%d]", i), fmt.Sprint(i))
	}
	if diff := cmp.Diff(strings.Join(want, "\n"), fmt.Sprint(f.Err())); diff != "" {
		t.Errorf("Add of the same names = other faults (-want +got):\n%s", diff)
	}
}

// expect checks that err is one fault.
func expect(t *testing.T, call string, err error, path, value string, kind error) {
	t.Helper()
	found := alianza.Faults(err)
	if len(found) != 1 {
		t.Errorf("%s = %v; want one fault", call, err)
		return
	}
	if f := found[0]; f.Path != path || f.Value != value || !errors.Is(f, kind) {
		t.Errorf("%s = %v; want %s %q: %v", call, f, path, value, kind)
	}
}

func TestFaultPath(t *testing.T) {
	long := strings.Repeat("x", 2000)
	for path, want := range map[string]string{
		"": "", ".": ".", "a.b": "a.b", ".a": "a", ".a.b": "a.b", "..a": "..a", "a[0]": "a[0]",
		"a.b\nc": "a.b\ufffdc", "a.\xff": "a.\ufffd", "a.\u0085": "a.\ufffd", "é": "é", long: long, long + "x": long + "…",
	} {
		if got := check.Fault(path, "", alianza.ErrMissing, "").Path; got != want {
			t.Errorf("Fault(%.40q) = a fault at %.40q; want %.40q", path, got, want)
		}
	}
}

// TestFaultDetail cuts a reason with a long name in it.
func TestFaultDetail(t *testing.T) {
	long := strings.Repeat("x", 2000)
	for detail, want := range map[string]string{
		"": "missing", "no level a": "missing: no level a", long: "missing: " + long, long + "x": "missing: " + long + "…",
	} {
		if got := check.Fault("", "", alianza.ErrMissing, detail).Err; got.Error() != want || !errors.Is(got, alianza.ErrMissing) {
			t.Errorf("Fault(%.40q) = %.40q; want %.40q", detail, got, want)
		}
	}
}

// TestFaultsAtMost checks that a hundred faults are kept, and that the others are
// counted.
func TestFaultsAtMost(t *testing.T) {
	missing := &alianza.FieldError{Err: alianza.ErrMissing}
	tests := []struct {
		name string
		add  func(*check.Faults)
		kept int
		last string
	}{
		{"99", func(f *check.Faults) { add(f, 99) }, 99, "a[98]: missing"},
		{"100", func(f *check.Faults) { add(f, 100) }, 100, "a[99]: missing"},
		{"101", func(f *check.Faults) { add(f, 101) }, 100, "and 1 more faults"},
		{"100,000", func(f *check.Faults) { add(f, 100_000) }, 100, "and 99900 more faults"},
		{"99 and two joined", func(f *check.Faults) { add(f, 99); f.Join(errors.Join(missing, missing)) }, 100, "and 1 more faults"},
		{"101 and one joined", func(f *check.Faults) { add(f, 101); f.Join(missing) }, 100, "and 2 more faults"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			tt.add(&f)
			if got := len(alianza.Faults(f.Err())); got != tt.kept {
				t.Errorf("Err() = %d faults; want %d", got, tt.kept)
			}
			lines := strings.Split(f.Err().Error(), "\n")
			if got := lines[len(lines)-1]; got != tt.last {
				t.Errorf("Err() ends with %q; want %q", got, tt.last)
			}
			if got := f.Full(); got != (tt.kept == check.MaxFaults) {
				t.Errorf("Full() = %t with %d faults", got, tt.kept)
			}
			var more int
			if _, err := fmt.Sscanf(tt.last, "and %d more faults", &more); err == nil && f.Len() != tt.kept+more || err != nil && f.Len() != tt.kept {
				t.Errorf("Len() = %d; want %d and %d more", f.Len(), tt.kept, more)
			}
		})
	}
}

func add(f *check.Faults, n int) {
	for i := range n {
		f.Add(fmt.Sprintf("a[%d]", i), "", alianza.ErrMissing, "")
	}
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{
		0: "", 1: "", 200: "", 201: `levels "201": over the limit: at most 200 levels`, math.MaxInt: fmt.Sprintf(`levels "%d": over the limit: at most 200 levels`, math.MaxInt),
	} {
		var f check.Faults
		if got := f.Count("levels", n, check.MaxLevels, "levels"); got != (want == "") || fmt.Sprint(f.Err()) != want && want != "" || (f.Err() == nil) != got {
			t.Errorf("Count(%d) = %t, %v; want %q", n, got, f.Err(), want)
		}
	}
}

// TestFits has the greatest number that a document holds, and one more where an int has it.
func TestFits(t *testing.T) {
	var f check.Faults
	most := math.MaxInt32
	if !f.Fits("n", most) || !f.Fits("n", -1) || f.Err() != nil {
		t.Errorf("Fits(%d) = false, %v; want true", most, f.Err())
	}
	if above := most + 1; above > 0 && (f.Fits("n", above) || fmt.Sprint(f.Err()) != `n "2147483648": over the limit: at most 2147483647`) {
		t.Errorf("Fits(%d) = true, or %v; want it to be over the limit", above, f.Err())
	}
}

func TestCurrency(t *testing.T) {
	tests := []struct {
		code   string
		places int
		want   string
	}{
		{"USD", 2, ""},
		{"JPY", 0, ""},
		{"KWD", 3, ""},
		{"CLF", 4, ""},
		{"", 0, `currency: missing: a code of ISO 4217 such as "USD"`},
		{"usd", 0, `currency "usd": malformed: write "USD"`},
		{" Eur ", 0, `currency " Eur ": malformed: write "EUR"`},
		{"    usd   ", 0, `currency "    usd   ": malformed: write "USD"`},
		{"    usd    ", 0, `currency "    usd    ": unknown: want a code of ISO 4217 such as "USD"`},
		{"ZZZ", 0, `currency "ZZZ": unknown: want a code of ISO 4217 such as "USD"`},
		{"zzz", 0, `currency "zzz": unknown: want a code of ISO 4217 such as "USD"`},
		{"$", 0, `currency "$": unknown: want a code of ISO 4217 such as "USD"`},
		{" ", 0, `currency " ": unknown: want a code of ISO 4217 such as "USD"`},
		{"USD" + strings.Repeat(" ", 100_000), 0, `currency "USD` + strings.Repeat(" ", 57) + `…": unknown: want a code of ISO 4217 such as "USD"`},
	}
	for _, tt := range tests {
		var f check.Faults
		places, ok := f.Currency("currency", tt.code)
		if places != tt.places || ok != (tt.want == "") || ok != (f.Err() == nil) || !ok && f.Err().Error() != tt.want {
			t.Errorf("Currency(%.20q) = %d, %t, %v; want %d, %q", tt.code, places, ok, f.Err(), tt.places, tt.want)
		}
	}
}

// TestPlain accepts names that [check.Faults.Name] accepts, too. Others it may refuse.
func TestPlain(t *testing.T) {
	most := strings.Repeat("a", check.MaxName)
	for name, want := range map[string]bool{
		"a": true, "a b": true, "~": true, "!": true, most: true,
		"": false, " ": false, " a": false, "a ": false, "a\tb": false, "\x7f": false, "é": false, "a/b": false, "5%": false, most + "a": false,
	} {
		if got := check.Plain(name); got != want {
			t.Errorf("Plain(%.20q) = %t; want %t", name, got, want)
		}
	}
}

func TestPercent(t *testing.T) {
	whole := alianza.WholePercent
	tests := []struct {
		p           alianza.Percent
		share, wide bool // from 0% to 100%, from -5% to 300%
	}{
		{whole(0), true, true},
		{alianza.PercentUnits(-1), false, true},
		{alianza.PercentUnits(1), true, true},
		{whole(100), true, true},
		{alianza.PercentUnits(whole(100).Units() + 1), false, true},
		{whole(-5), false, true},
		{alianza.PercentUnits(whole(-5).Units() - 1), false, false},
		{whole(300), false, true},
		{alianza.PercentUnits(whole(300).Units() + 1), false, false},
		{alianza.PercentUnits(math.MinInt64), false, false},
		{alianza.PercentUnits(math.MaxInt64), false, false},
	}
	for _, tt := range tests {
		var f, g check.Faults
		if got := f.Share("rate", tt.p); got != tt.share || got != (f.Err() == nil) {
			t.Errorf("Share(%v) = %t, %v; want %t", tt.p, got, f.Err(), tt.share)
		}
		if got := g.Percent("rate", tt.p, whole(-5), whole(300)); got != tt.wide || got != (g.Err() == nil) {
			t.Errorf("Percent(%v) = %t, %v; want %t", tt.p, got, g.Err(), tt.wide)
		}
	}
	var f check.Faults
	f.Share("rate", whole(150))
	f.Percent("rate", whole(-6), whole(-5), whole(300))
	const want = `rate "150%": out of range: from 0% to 100%` + "\n" + `rate "-6%": out of range: from -5% to 300%`
	if got := f.Err().Error(); got != want {
		t.Errorf("Share(150%%), Percent(-6%%) = %s; want %s", got, want)
	}
}

func TestBound(t *testing.T) {
	d := func(n int64) decimal.Decimal { return decimal.New(n, 0) }
	huge := decimal.New(1, 19)
	const hugeText, bounds = "10000000000000000000", "out of range: exponent out of range: 10^19, allowed is -18 to 18"
	tests := []struct {
		name string
		b    alianza.Bound
		want string
	}{
		{"at least", alianza.AtLeast(d(7)), ""},
		{"at least zero", alianza.AtLeast(d(0)), ""},
		{"at least a negative number", alianza.AtLeast(d(-7)), ""},
		{"below", alianza.Below(d(7)), ""},
		{"between", alianza.Between(d(3), d(7)), ""},
		{"between one number", alianza.Between(d(7), decimal.New(700, -2)), ""},
		{"between a negative number and zero", alianza.Between(d(-3), d(0)), ""},
		{"between, the wrong way round", alianza.Between(d(7), d(3)), `m.to "3": contradiction: not above 7`},
		{"between and zero, the wrong way round", alianza.Between(d(7), d(0)), `m.to "0": contradiction: not above 7`},
		{"range", alianza.AtLeast(d(30)).Range(d(50)), ""},
		{"range of one number", alianza.AtLeast(d(30)).Range(d(30)), `m.to "30": contradiction: not above 30`},
		{"range, the wrong way round", alianza.Above(d(30)).Range(d(20)), `m.to "20": contradiction: not above 30`},
		{"range where less is better", alianza.AtMost(d(30)).Range(d(20)), ""},
		{"range of one number where less is better", alianza.AtMost(d(30)).Range(d(30)), `m.to "30": contradiction: not below 30, where less is better`},
		{"range where less is better, the wrong way round", alianza.Below(d(30)).Range(d(31)), `m.to "31": contradiction: not below 30, where less is better`},
		{"none", alianza.Bound{}, `m: missing: one of at_least, above, at_most, below, between`},
		{"a number without a comparison", alianza.Bound{Value: d(7)}, `m: missing: one of at_least, above, at_most, below, between`},
		{"no comparison", alianza.Bound{Op: 6}, `m "(6)": unknown: want one of at_least, above, at_most, below, between`},
		{"out of bounds", alianza.Above(huge), `m.above "` + hugeText + `": ` + bounds},
		{"range out of bounds", alianza.Above(d(1)).Range(huge), `m.to "` + hugeText + `": ` + bounds},
		{"both out of bounds", alianza.Between(huge, huge), `m.between "` + hugeText + `": ` + bounds + "\n" + `m.to "` + hugeText + `": ` + bounds},
		{"hostile", alianza.Below(decimal.New(1, math.MinInt32)), `m.below "1e-2147483648": out of range: at most 18 decimals`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var f check.Faults
			got := f.Bound("m", tt.b)
			if got != (tt.want == "") || got != (f.Err() == nil) || !got && f.Err().Error() != tt.want {
				t.Errorf("Bound(%v) = %t, %v; want %s", tt.b, got, f.Err(), tt.want)
			}
		})
	}
	var f check.Faults
	f.Bound("", alianza.Above(huge))
	if got, want := f.Err().Error(), `above "`+hugeText+`": `+bounds; got != want {
		t.Errorf("Bound at no path = %s; want %s", got, want)
	}
}

// TestSound accepts at a glance what [check.Faults.Instant] accepts, too. Others it may
// refuse.
func TestSound(t *testing.T) {
	for year, want := range map[int]bool{0: false, 10: true, 1970: true, 2026: true, 9980: true, 9999: false, 10_000: false} {
		if got := check.Sound(time.Date(year, time.December, 31, 23, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("Sound(year %d) = %t; want %t", year, got, want)
		}
	}
}

// TestInstantAnyYear has years that an int of 32 bits cannot count.
func TestInstantAnyYear(t *testing.T) {
	const year = 31_556_952 // seconds
	for _, years := range []int64{1 << 31, 1 << 32, 25 << 32, 25<<32 - 1970 + 2025, -1 << 32} {
		var f check.Faults
		at := time.Unix(years*year, 0).UTC()
		if f.Instant("a", at) {
			t.Errorf("Instant(year %d) = true; want false", years)
		}
	}
	for _, seconds := range []int64{math.MaxInt64, math.MinInt64, math.MaxInt64 - 62135596800, 1 << 62} {
		for _, offset := range []int{0, 14 * 60 * 60, -14 * 60 * 60} {
			var f check.Faults
			if at := time.Unix(seconds, 0).In(time.FixedZone("", offset)); f.Instant("a", at) && (at.Year() < 1 || at.Year() > 9999) {
				t.Errorf("Instant(%d seconds) = true; want false", seconds)
			}
		}
	}
}

// TestAll checks that All says what the check adds by itself, and that a check
// without faults makes no paths.
func TestAll(t *testing.T) {
	for n := range 2 * check.MaxFaults {
		add := func(f *check.Faults) {
			for i := range n {
				f.Join(alianza.At(f.At("names", i), alianza.ErrZero))
				f.Name(f.At("names", i)+".name", " ")
			}
		}
		var plain check.Faults
		add(&plain)
		if got, want := fmt.Sprint(check.All(add)), fmt.Sprint(plain.Err()); got != want {
			t.Fatalf("All with %d faults = %s; want %s", n, got, want)
		}
	}
	last := check.All(func(f *check.Faults) {
		for i := range 10 {
			if f.Full() {
				return
			}
			if i == 9 {
				f.Add(f.At("names", i), "", alianza.ErrMissing, "")
			}
		}
	})
	if got, want := fmt.Sprint(last), "names[9]: missing"; got != want {
		t.Errorf("All of a check that stops with enough faults = %s; want %s", got, want)
	}
	allocs := testing.AllocsPerRun(10, func() {
		_ = check.All(func(f *check.Faults) {
			names := check.Names{Faults: f}
			for i, name := range []string{"a", "b", "c"} {
				names.Add(f.At("names", i)+".name", name)
			}
		})
	})
	if allocs > 1 {
		t.Errorf("All without faults makes %v allocations; want at most 1", allocs)
	}
}

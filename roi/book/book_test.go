package book_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/book"
)

func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

// row reads "partner type rule period state revenue commission cost customers".
func row(line string) book.Row {
	f := strings.Fields(line)
	r := book.Row{
		Partner: f[0], PartnerType: f[1], Rule: f[2], Period: f[3], State: f[4],
		Revenue: n(f[5]), Commission: n(f[6]), Cost: n(f[7]),
	}
	r.Customers = int(n(f[8]).IntPart())
	return r
}

func rows(lines ...string) []book.Row {
	var all []book.Row
	for _, line := range lines {
		all = append(all, row(line))
	}
	return all
}

func open(t *testing.T, rows ...book.Row) *book.Book {
	t.Helper()
	b, err := book.New("USD", "due", "paid")
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if err := b.Add(r); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// program is the rows of two partners in two months.
var program = rows(
	"agency marketing first 2026-01 paid 10000 2000 500 2",
	"agency marketing renewal 2026-02 due 1000.50 100.05 0 0",
	"agency marketing first 2026-02 held 5000 1000 0 1",
	"studio creator first 2026-01 paid 300 60 0 3",
	"studio creator first 2026-02 paid -100 -20 0 0",
)

func TestBook(t *testing.T) {
	b := open(t, program...)
	tests := []struct {
		name    string
		columns []book.Column
		want    []string
	}{
		{"in total", nil, []string{"all: revenue 11200.5, commission 2140.05, cost 500 USD, 5 customers, 4 rows"}},
		{"per partner", []book.Column{book.Partner}, []string{
			"agency: revenue 11000.5, commission 2100.05, cost 500 USD, 2 customers, 2 rows",
			"studio: revenue 200, commission 40, cost 0 USD, 3 customers, 2 rows",
		}},
		{"per kind", []book.Column{book.PartnerType}, []string{
			"creator: revenue 200, commission 40, cost 0 USD, 3 customers, 2 rows",
			"marketing: revenue 11000.5, commission 2100.05, cost 500 USD, 2 customers, 2 rows",
		}},
		{"per rule", []book.Column{book.Rule}, []string{
			"first: revenue 10200, commission 2040, cost 500 USD, 5 customers, 3 rows",
			"renewal: revenue 1000.5, commission 100.05, cost 0 USD, 0 customers, 1 row",
		}},
		{"per partner and period", []book.Column{book.Period, book.Partner}, []string{
			"agency 2026-01: revenue 10000, commission 2000, cost 500 USD, 2 customers, 1 row",
			"agency 2026-02: revenue 1000.5, commission 100.05, cost 0 USD, 0 customers, 1 row",
			"studio 2026-01: revenue 300, commission 60, cost 0 USD, 3 customers, 1 row",
			"studio 2026-02: revenue -100, commission -20, cost 0 USD, 0 customers, 1 row",
		}},
		{"by a column that is none", []book.Column{9}, []string{"all: revenue 11200.5, commission 2140.05, cost 500 USD, 5 customers, 4 rows"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got []string
			for _, l := range b.By(tt.columns...) {
				got = append(got, l.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("By mismatch (-want +got):\n%s", diff)
			}
		})
	}
	if diff := cmp.Diff(map[string]int{"held": 1}, b.LeftOut()); diff != "" || b.Currency() != "USD" {
		t.Errorf("LeftOut() mismatch (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"due", "paid"}, b.States()); diff != "" {
		t.Errorf("States() mismatch (-want +got):\n%s", diff)
	}
	b.LeftOut()["held"], b.States()[0] = 7, "spoilt"
	if b.LeftOut()["held"] != 1 || b.States()[0] != "due" {
		t.Error("LeftOut, States changed the book")
	}
	if got := open(t).Total().String(); got != "all: revenue 0, commission 0, cost 0 USD, 0 customers, 0 rows" {
		t.Errorf("Total() of no rows = %s", got)
	}
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

func TestNewFaults(t *testing.T) {
	many := make([]string, 1001)
	for i := range many {
		many[i] = fmt.Sprint(i)
	}
	tests := []struct {
		name, currency string
		states         []string
		want           []fault
	}{
		{"nothing", "", nil, []fault{{"currency", "", alianza.ErrMissing}, {"states", "", alianza.ErrEmpty}}},
		{"faults", "usd", []string{"due", "", "due"}, []fault{{"currency", "usd", alianza.ErrForm}, {"states[1]", "", alianza.ErrMissing}, {"states[2]", "due", alianza.ErrDuplicate}}},
		{"many", "USD", many, []fault{{"states", "1001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := book.New(tt.currency, tt.states...)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" || got != nil {
				t.Errorf("New = %v and other faults (-want +got):\n%s", got, diff)
			}
		})
	}
}

func TestAddFaults(t *testing.T) {
	tests := []struct {
		name string
		row  book.Row
		want []fault
	}{
		{"nothing", book.Row{}, []fault{{"partner", "", alianza.ErrMissing}, {"state", "", alianza.ErrMissing}}},
		{"a known line with bad numbers", book.Row{Partner: "agency", PartnerType: "marketing", Rule: "first", Period: "2026-01", State: "paid", Revenue: decimal.New(1, 1<<30), Commission: decimal.New(1, 19), Cost: n("-1"), Customers: -1}, []fault{
			{"revenue", "1e1073741824", alianza.ErrRange}, {"commission", "10000000000000000000", alianza.ErrRange}, {"cost", "-1", alianza.ErrNegative}, {"customers", "-1", alianza.ErrNegative},
		}},
		{"a known line with hostile revenue", book.Row{Partner: "agency", PartnerType: "marketing", Rule: "first", Period: "2026-01", State: "paid", Revenue: decimal.New(1, 1<<30)}, []fault{{"revenue", "1e1073741824", alianza.ErrRange}}},
		{"names", book.Row{Partner: "a\u200b", PartnerType: " ", Rule: "\n", Period: strings.Repeat("x", 201), State: "due"}, []fault{
			{"partner", "a\u200b", alianza.ErrForm}, {"partner_type", " ", alianza.ErrMissing}, {"rule", "\n", alianza.ErrMissing}, {"period", strings.Repeat("x", 60) + "…", alianza.ErrLimit},
		}},
		{"another state, unsound", book.Row{Partner: "a", State: "held", Cost: n("-1")}, []fault{{"cost", "-1", alianza.ErrNegative}}},
		{"customers beyond 2^31", book.Row{Partner: "agency", PartnerType: "marketing", Rule: "first", Period: "2026-01", State: "paid", Customers: 1<<31 - 2}, []fault{{"partner", "agency", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := open(t, program...)
			err := b.Add(tt.row)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("Add = other faults (-want +got):\n%s", diff)
			}
			if !b.Equal(*open(t, program...)) {
				t.Errorf("Add changed the book beside an error")
			}
		})
	}
}

// TestAddLimit fills a book to its last line.
func TestAddLimit(t *testing.T) {
	b := open(t)
	for i := range 100_000 {
		if err := b.Add(book.Row{Partner: strconv.Itoa(i), State: "due"}); err != nil {
			t.Fatalf("Add(line %d) = %v; want no error", i, err)
		}
	}
	if err := b.Add(book.Row{Partner: "one more", State: "due"}); !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("Add(line 100,001) = %v; want ErrLimit", err)
	}
}

// TestBookLong writes and reads a book that is larger than a definition may be.
func TestBookLong(t *testing.T) {
	b := open(t)
	for i := range 4_000 {
		if err := b.Add(book.Row{Partner: fmt.Sprintf("%0200d", i), State: "due"}); err != nil {
			t.Fatal(err)
		}
	}
	doc, err := json.Marshal(b)
	if err != nil || len(doc) < 1<<20 {
		t.Fatalf("MarshalJSON() = %d bytes, %v; want more than 1 MiB", len(doc), err)
	}
	if got, err := alianza.Read[book.Book](doc); err != nil || !got.Equal(*b) {
		t.Errorf("Read of %d bytes = %v; want the book", len(doc), err)
	}
}

// TestSumWide adds amounts whose units do not fit a machine word together.
func TestSumWide(t *testing.T) {
	b := open(t, row("a t r 2026-01 due 0.000000000000000001 0 0 0"), row("a t r 2026-01 due 461.1686018427387904 0 0 0"))
	if got := b.Total().Revenue; !got.Equal(n("461.168601842738790401")) {
		t.Errorf("Total().Revenue = %s; want 461.168601842738790401", got)
	}
	for places := range 19 { // beside a power of ten: up to 36 places apart
		low := decimal.New(1, -int32(places)).String()
		b := open(t, row("a t r 2026-01 due 1e18 0 0 0"), row("a t r 2026-01 due "+low+" 0 0 0"))
		if got, want := b.Total().Revenue, decimal.New(1, 18).Add(n(low)); !got.Equal(want) {
			t.Errorf("Total().Revenue = %s; want %s", got, want)
		}
	}
}

func TestBookEqual(t *testing.T) {
	one := open(t, row("a t r 2026-01 due 1 1 1 1"))
	for _, more := range []string{"0 0 0 0", "0 0 0 1", "1 0 0 0", "0 1 0 0", "0 0 1 0"} {
		if two := open(t, row("a t r 2026-01 due 1 1 1 1"), row("a t r 2026-01 due "+more)); one.Equal(*two) {
			t.Errorf("Equal after a row of %s = true; want false", more)
		}
	}
}

func TestMergeFaults(t *testing.T) {
	eur, err := book.New("EUR", "due", "paid")
	if err != nil {
		t.Fatal(err)
	}
	due, err := book.New("USD", "due")
	if err != nil {
		t.Fatal(err)
	}
	many := row("agency marketing first 2026-01 paid 0 0 0 2147483647")
	tests := []struct {
		name  string
		other *book.Book
		want  []fault
	}{
		{"nil", nil, []fault{{"other", "", alianza.ErrUnchecked}}},
		{"zero Book", &book.Book{}, []fault{{"other", "", alianza.ErrUnchecked}}},
		{"another currency", eur, []fault{{"other", "EUR", alianza.ErrCurrency}}},
		{"other states", due, []fault{{"other", "[due]", alianza.ErrConflict}}},
		{"customers beyond 2^31", open(t, many), []fault{{"other", "", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			b := open(t, program...)
			if diff := cmp.Diff(tt.want, faults(b.Merge(tt.other)), cmpopts.EquateErrors()); diff != "" || !b.Equal(*open(t, program...)) {
				t.Errorf("Merge = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

// TestMergeLimits adds up counts to 2^31 - 1 and beyond, and states to 1,000 and one more.
func TestMergeLimits(t *testing.T) {
	read := func(rows, customers, held int) *book.Book {
		doc := fmt.Sprintf(`{"currency":"USD","states":["due"],"left_out":{"held":%d},"lines":[`+
			`{"partner":"a","currency":"USD","rows":%d,"revenue":"1","commission":"1","cost":"1","customers":%d}]}`, held, rows, customers)
		b := alianza.Must(alianza.Read[book.Book]([]byte(doc)))
		return &b
	}
	states := func(from, to int) *book.Book {
		b := alianza.Must(book.New("USD", "due"))
		for i := from; i < to; i++ {
			if err := b.Add(book.Row{Partner: "a", State: fmt.Sprint("state ", i)}); err != nil {
				t.Fatal(err)
			}
		}
		return b
	}
	const most = 1<<31 - 1
	for name, tt := range map[string]struct {
		a, b *book.Book
		want []fault
	}{
		"just as many":   {read(most-1, most-2, most-3), read(1, 2, 3), nil},
		"one row more":   {read(most-1, 0, 1), read(2, 0, 1), []fault{{"other", "", alianza.ErrLimit}}},
		"one customer":   {read(1, most, 1), read(1, 1, 1), []fault{{"other", "", alianza.ErrLimit}}},
		"one left out":   {read(1, 0, most), read(1, 0, 1), []fault{{"other", "held", alianza.ErrLimit}}},
		"a thousand":     {states(0, 600), states(400, 1000), nil},
		"one state more": {states(0, 600), states(400, 1001), []fault{{"states", "1001", alianza.ErrLimit}}},
	} {
		if diff := cmp.Diff(tt.want, faults(tt.a.Merge(tt.b)), cmpopts.EquateErrors()); diff != "" {
			t.Errorf("Merge, %s = other faults (-want +got):\n%s", name, diff)
		}
	}
}

// TestBookCounts fills a book to 2^31 - 1 customers: what it returns can be written.
func TestBookCounts(t *testing.T) {
	const most = 1<<31 - 1
	full := []fault{{"partner", "bea", alianza.ErrLimit}}
	b := alianza.Must(book.New("USD", "due"))
	above := most
	if above++; above > 0 { // where an int has 64 bits
		if diff := cmp.Diff(full, faults(b.Add(book.Row{Partner: "bea", State: "due", Customers: above})), cmpopts.EquateErrors()); diff != "" {
			t.Errorf("Add of 2^31 customers = other faults (-want +got):\n%s", diff)
		}
	}
	if err := b.Add(book.Row{Partner: "ana", State: "due", Customers: most - 1}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(full, faults(b.Add(book.Row{Partner: "bea", State: "due", Customers: 2})), cmpopts.EquateErrors()); diff != "" {
		t.Errorf("Add to another line = other faults (-want +got):\n%s", diff)
	}
	if err := b.Add(book.Row{Partner: "bea", State: "due", Customers: 1}); err != nil {
		t.Fatal(err)
	}
	if err := b.Add(book.Row{Partner: "eve", State: "due"}); err != nil {
		t.Errorf("Add without customers = %v; want no error", err)
	}
	for _, v := range []any{b, b.Total(), b.By(book.Partner)} {
		if _, err := json.Marshal(v); err != nil {
			t.Errorf("MarshalJSON() of %d customers = %v; want no error", b.Total().Customers, err)
		}
	}
	var two book.Book
	err := two.UnmarshalJSON([]byte(`{"currency":"USD","states":["due"],"lines":[` +
		`{"partner":"a","currency":"USD","rows":1,"revenue":"1","commission":"1","cost":"1","customers":2147483647},` +
		`{"partner":"b","currency":"USD","rows":1,"revenue":"1","commission":"1","cost":"1","customers":1}]}`))
	if diff := cmp.Diff([]fault{{"lines[1]", "b", alianza.ErrLimit}}, faults(err), cmpopts.EquateErrors()); diff != "" {
		t.Errorf("UnmarshalJSON = other faults (-want +got):\n%s", diff)
	}
}

// TestMergeOrder has the faults of a merge in the order of states.
func TestMergeOrder(t *testing.T) {
	const line = `{"partner":"%s","currency":"USD","rows":715827882,"revenue":"1","commission":"1","cost":"1","customers":1}`
	const doc = `{"currency":"USD","states":["due"],"left_out":{"held":2147483647,"gone":2147483647,"open":2147483647},"lines":[` + line + "," + line + "," + line + `]}`
	full := alianza.Must(alianza.Read[book.Book]([]byte(fmt.Sprintf(doc, "a", "b", "c"))))
	var want []fault
	for _, name := range []string{"", "gone", "held", "open"} {
		want = append(want, fault{"other", name, alianza.ErrLimit})
	}
	for range 20 { // the order of a map is another one each time
		if diff := cmp.Diff(want, faults(full.Merge(&full)), cmpopts.EquateErrors()); diff != "" {
			t.Fatalf("Merge = other faults (-want +got):\n%s", diff)
		}
	}
}

func TestZeroBook(t *testing.T) {
	var none *book.Book
	for _, b := range []*book.Book{none, {}} {
		if err := b.Add(program[0]); !errors.Is(err, alianza.ErrUnchecked) {
			t.Errorf("Add to the zero Book = %v; want ErrUnchecked", err)
		}
		if err := b.Merge(open(t)); !errors.Is(err, alianza.ErrUnchecked) {
			t.Errorf("Merge into the zero Book = %v; want ErrUnchecked", err)
		}
		if b.Currency() != "" || len(b.States()) != 0 || len(b.LeftOut()) != 0 || b.Total().Rows != 0 {
			t.Errorf("zero Book = %v; want nothing in it", b.Total())
		}
		if _, err := b.Total().Return(); err == nil {
			t.Error("Return of the zero Book = no error; want one")
		}
	}
	if _, err := json.Marshal(book.Book{}); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("MarshalJSON() = %v; want ErrUnchecked", err)
	}
	if cmp.Equal(none, &book.Book{}) || !cmp.Equal(book.Book{}, book.Book{}) || cmp.Equal(*open(t), book.Book{}) {
		t.Error("Equal of zero books is wrong")
	}
	for column, name := range map[book.Column]string{book.Partner: "partner", book.PartnerType: "partner_type", book.Rule: "rule", book.Period: "period"} {
		var got book.Column
		if text, err := column.MarshalText(); err != nil || string(text) != name || got.UnmarshalText(text) != nil || got != column {
			t.Errorf("MarshalText() of %s = %s, %v; want it and back", name, text, err)
		}
	}
}

func TestBookJSON(t *testing.T) {
	b := open(t, program...)
	doc, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	got, err := alianza.Read[book.Book](doc)
	if err != nil || !got.Equal(*b) {
		t.Fatalf("Read(%s) = %v, %v; want the book", doc, got.Total(), err)
	}
	// It takes further rows.
	if err := got.Add(program[0]); err != nil || got.Total().Rows != 5 {
		t.Errorf("Add after Read = %v; want 5 rows", err)
	}
	line := `{"partner":"a","currency":"USD","rows":1,"revenue":"1","commission":"1","cost":"1","customers":0}`
	tests := []struct {
		name, doc string
		want      error
	}{
		{"a line twice", `{"currency":"USD","states":["due"],"lines":[` + line + `,` + line + `]}`, alianza.ErrDuplicate},
		{"a state left out that counts", `{"currency":"USD","states":["due"],"left_out":{"due":1},"lines":[]}`, alianza.ErrConflict},
		{"another currency", `{"currency":"EUR","states":["due"],"lines":[` + line + `]}`, alianza.ErrCurrency},
		{"no rows on a line", `{"currency":"USD","states":["due"],"lines":[` + strings.Replace(line, `"rows":1`, `"rows":0`, 1) + `]}`, alianza.ErrRange},
		{"negative cost", `{"currency":"USD","states":["due"],"lines":[` + strings.Replace(line, `"cost":"1"`, `"cost":"-1"`, 1) + `]}`, alianza.ErrNegative},
		{"negative customers", `{"currency":"USD","states":["due"],"lines":[` + strings.Replace(line, `"customers":0`, `"customers":-1`, 1) + `]}`, alianza.ErrNegative},
		{"a name nobody can see", `{"currency":"USD","states":["due"],"lines":[` + strings.Replace(line, `"partner":"a"`, `"partner":"\u200b"`, 1) + `]}`, alianza.ErrForm},
		{"no currency", `{"currency":"usd","states":["due"],"lines":[]}`, alianza.ErrForm},
		{"no states", `{"currency":"USD","states":[],"lines":[]}`, alianza.ErrEmpty},
		{"another case", `{"Currency":"USD","states":["due"],"lines":[]}`, alianza.ErrField},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := open(t, program...)
			if err := got.UnmarshalJSON([]byte(tt.doc)); !errors.Is(err, tt.want) || !got.Equal(*b) {
				t.Errorf("UnmarshalJSON(%s) = %v; want %v and the book as it was", tt.doc, err, tt.want)
			}
		})
	}
	r := program[0]
	doc, err = json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := alianza.Read[book.Row](doc); err != nil || !cmp.Equal(r, again) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, again, err, r)
	}
}

// TestWords adds up amounts that a machine word does not hold at the places of one another.
func TestWords(t *testing.T) {
	for _, tt := range []struct{ one, other, want string }{
		{"100000000000000000", "0.001", "100000000000000000.001"}, // 10^20 is 7766279631452241920 above five words
		{"-500000000000000000", "0.0001", "-499999999999999999.9999"},
		{"9223372036854775.807", "0.001", "9223372036854775.808"},
		{"92233720368547758", "0.07", "92233720368547758.07"},
		{"92233720368547758", "0.08", "92233720368547758.08"},
		{"0.000000000000000001", "1", "1.000000000000000001"},
		{"0.000000000000000001", "1e1", "10.000000000000000001"},
	} {
		for _, of := range [][2]string{{tt.one, tt.other}, {tt.other, tt.one}} {
			var all []book.Row
			for _, amount := range of {
				all = append(all, book.Row{Partner: "ana", State: "paid", Revenue: n(amount)})
			}
			if got := open(t, all...).Total().Revenue; !got.Equal(n(tt.want)) {
				t.Errorf("%s and %s = %s; want %s", of[0], of[1], got, tt.want)
			}
		}
	}
}

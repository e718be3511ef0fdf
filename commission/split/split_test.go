package split_test

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// shares returns a definition that divides among parties a, b, c and so on.
func shares(rates ...string) split.Definition {
	d := split.Definition{Currency: "EUR", Places: 2}
	for i, r := range rates {
		d.Shares = append(d.Shares, split.Share{Party: string(rune('a' + i)), Rate: rate(r)})
	}
	return d
}

// amounts returns the amounts of the parts as text.
func amounts(d split.Division) []string {
	all := make([]string, len(d.Allocations))
	for i, p := range d.Allocations {
		all[i] = p.Amount.StringFixed(-p.Amount.Exponent())
	}
	return all
}

var splitTests = []struct {
	name   string
	places int
	rates  []string
	total  string
	want   []string
}{
	{"V-SPLIT-1", 2, []string{"50%", "50%"}, "1000.01", []string{"500.01", "500.00"}},
	{"V-SPLIT-2", 2, []string{"70%", "30%"}, "99.99", []string{"69.99", "30.00"}},
	{"V-ALLOC-3", 2, []string{"70%", "30%"}, "0.05", []string{"0.04", "0.01"}},
	{"V-ALLOC-4", 2, []string{"70%", "30%"}, "-0.05", []string{"-0.04", "-0.01"}},
	{"V-ALLOC-5", 2, []string{"0%", "50%", "50%"}, "0.10", []string{"0.00", "0.05", "0.05"}},
	{"V-ALLOC-6", 2, []string{"0%", "50%", "50%"}, "0.01", []string{"0.00", "0.01", "0.00"}},
	{"V-ALLOC-7", 2, []string{"33.3%", "33.3%", "33.4%"}, "10.00", []string{"3.33", "3.33", "3.34"}},
	{"V-ALLOC-11", 2, []string{"20%", "30%", "50%"}, "1.01", []string{"0.20", "0.30", "0.51"}},
	{"12501 cents", 2, []string{"33.34%", "33.33%", "33.33%"}, "125.01", []string{"41.68", "41.67", "41.66"}},
	{"one party", 2, []string{"100%"}, "99.99", []string{"99.99"}},
	{"nothing", 2, []string{"70%", "30%"}, "0", []string{"0.00", "0.00"}},
	{"one takes all", 2, []string{"0%", "100%", "0%"}, "-0.01", []string{"0.00", "-0.01", "0.00"}},
	{"yen", 0, []string{"50%", "50%"}, "1001", []string{"501", "500"}},
	{"dinars", 3, []string{"50%", "50%"}, "1.001", []string{"0.501", "0.500"}},
	{"zeros past the places", 2, []string{"50%", "50%"}, "1000.0100", []string{"500.01", "500.00"}},
	{"a power of ten", 0, []string{"50%", "50%"}, "1e2", []string{"50", "50"}},
	{"ten decimals", 2, []string{"33.3333333333%", "33.3333333333%", "33.3333333334%"}, "0.01", []string{"0.00", "0.00", "0.01"}},
	{"34 digits", 0, []string{"50%", "50%"}, strings.Repeat("9", 34), []string{"5" + strings.Repeat("0", 33), "4" + strings.Repeat("9", 33)}},
}

func TestSplit_C14(t *testing.T) {
	for _, tt := range splitTests {
		t.Run(tt.name, func(t *testing.T) {
			d := shares(tt.rates...)
			d.Places = tt.places
			half := alianza.Must(split.New(d))
			got, err := half.Divide(num(tt.total))
			if diff := cmp.Diff(tt.want, amounts(got)); diff != "" || err != nil {
				t.Fatalf("Divide(%s) = %s, %v; mismatch (-want +got):\n%s", tt.total, got, err, diff)
			}
			if int(got.Total.Exponent()) != -tt.places || !got.Total.Equal(num(tt.total)) || got.Currency != "EUR" {
				t.Errorf("Divide(%s) = a total of %s %s; want the same in %d places", tt.total, got.Total, got.Currency, tt.places)
			}
			checkDivision(t, d, got, num(tt.total))
			mirror, err := half.Divide(num(tt.total).Neg())
			if err != nil {
				t.Fatalf("Divide(-%s) = %v; want no error", tt.total, err)
			}
			for i, p := range mirror.Allocations {
				if want := got.Allocations[i].Amount.Neg(); !p.Amount.Equal(want) {
					t.Errorf("Divide(-%s) = %s for %s; want %s", tt.total, p.Amount, p.Party, want)
				}
			}
		})
	}
}

// checkDivision compares a division with the largest remainders in fractions,
// and looks at the laws of a division.
func checkDivision(tb testing.TB, d split.Definition, got split.Division, total decimal.Decimal) {
	tb.Helper()
	unit := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(d.Places)), nil))
	units := new(big.Rat).Mul(new(big.Rat).Abs(total.Rat()), unit)
	n := len(d.Shares)
	parts, lost, order := make([]*big.Int, n), make([]*big.Rat, n), make([]int, n)
	left := new(big.Int).Set(units.Num()) // units is whole
	for i, s := range d.Shares {
		quota := new(big.Rat).Mul(units, rateRat(s.Rate))
		parts[i] = new(big.Int).Quo(quota.Num(), quota.Denom())
		lost[i] = new(big.Rat).Sub(quota, new(big.Rat).SetInt(parts[i]))
		left.Sub(left, parts[i])
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return lost[j].Cmp(lost[i]) })
	for _, i := range order[:left.Int64()] {
		parts[i].Add(parts[i], big.NewInt(1))
	}
	if len(got.Allocations) != n {
		tb.Fatalf("Divide(%s) = %d parts; want %d", total, len(got.Allocations), n)
	}
	sum := decimal.Decimal{}
	for i, p := range got.Allocations {
		want := new(big.Rat).Quo(new(big.Rat).SetInt(parts[i]), unit)
		if total.Sign() < 0 {
			want.Neg(want)
		}
		exact := new(big.Rat).Mul(total.Rat(), rateRat(d.Shares[i].Rate))
		if p.Amount.Rat().Cmp(want) != 0 || p.Exact.Rat().Cmp(exact) != 0 || p.Party != d.Shares[i].Party || p.Rate != d.Shares[i].Rate {
			tb.Errorf("Divide(%s) = %+v; want %s at %s, exactly %s, posted %s", total, p, d.Shares[i].Party, d.Shares[i].Rate, exact.RatString(), want.RatString())
		}
		if int(p.Amount.Exponent()) != -d.Places {
			tb.Errorf("Divide(%s) = %s for %s; want %d places", total, p.Amount, p.Party, d.Places)
		}
		if p.Rate.IsZero() && !p.Amount.IsZero() {
			tb.Errorf("Divide(%s) = %s for %s at 0%%; want nothing", total, p.Amount, p.Party)
		}
		off := new(big.Rat).Abs(new(big.Rat).Sub(p.Amount.Rat(), p.Exact.Rat()))
		if off.Mul(off, unit).Cmp(big.NewRat(1, 1)) >= 0 {
			tb.Errorf("Divide(%s) = %s for %s; want less than a unit off %s", total, p.Amount, p.Party, p.Exact)
		}
		sum = sum.Add(p.Amount)
	}
	if !sum.Equal(total) {
		tb.Errorf("Divide(%s) = parts of %s; want the total", total, sum)
	}
}

// randomShares cuts 100% into n shares, some of them of nothing.
func randomShares(r *rand.Rand, n int) split.Definition {
	cuts := []int64{0, 1_000_000_000_000}
	for range n - 1 {
		cut := r.Int64N(1_000_000_000_001)
		if r.IntN(2) == 0 {
			cut -= cut % 10_000_000_000 // a whole percentage, and now and then the same again
		}
		cuts = append(cuts, cut)
	}
	return sharesOf(cuts)
}

// sharesOf returns a split whose shares lie between cuts in units of 10^-10 of
// a percent.
func sharesOf(cuts []int64) split.Definition {
	slices.Sort(cuts)
	d := split.Definition{Currency: "EUR"}
	for i, cut := range cuts[1:] {
		units := cut - cuts[i]
		d.Shares = append(d.Shares, split.Share{
			Party: fmt.Sprint("party ", i), Rate: rate(fmt.Sprintf("%d.%010d%%", units/1e10, units%1e10)),
		})
	}
	return d
}

func TestSplitReference(t *testing.T) {
	r := rand.New(rand.NewPCG(13, 14))
	for range 2000 {
		d := randomShares(r, 1+r.IntN(6))
		d.Places = r.IntN(4)
		total := decimal.New(r.Int64N(2_000_000)-1_000_000, -int32(d.Places))
		got, err := alianza.Must(split.New(d)).Divide(total)
		if err != nil {
			t.Fatalf("Divide(%s) = %v; want no error", total, err)
		}
		checkDivision(t, d, got, total)
	}
}

func TestSplitExplains(t *testing.T) {
	got, err := alianza.Must(split.New(split.JointProduct("ana", "bruno"))).Divide(num("1000.01"))
	if err != nil {
		t.Fatalf("Divide(1000.01) = %v; want no error", err)
	}
	if text, want := got.String(), "1000.01 EUR: ana 500.01 (50%), bruno 500.00 (50%)"; text != want {
		t.Errorf("String() = %s; want %s", text, want)
	}
	const want = `{"currency":"EUR","total":"1000.01","allocations":[` +
		`{"party":"ana","rate":"50%","exact":"500.005","amount":"500.01"},` +
		`{"party":"bruno","rate":"50%","exact":"500.005","amount":"500.00"}]}`
	if text := jsonText(t, got); text != want {
		t.Errorf("Marshal(%s) = %s; want %s", got, text, want)
	}
}

func TestDivideFaults(t *testing.T) {
	half := alianza.Must(split.New(shares("70%", "30%")))
	type test struct {
		name  string
		split split.Split
		total decimal.Decimal
	}
	yen := shares("50%", "50%")
	yen.Places = 0
	tests := []test{
		{"a decimal too many", half, num("0.001")},
		{"a decimal too many, negative", half, num("-10.005")},
		{"a decimal of yen", alianza.Must(split.New(yen)), num("0.5")},
		{"no parties", split.Split{}, num("10")},
		{"no parties, nothing", split.Split{}, num("0")},
		{"no parties, decimals", split.Split{}, num("0.5")},
	}
	for name, total := range hostile() {
		tests = append(tests, test{name, half, total})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.split.Divide(tt.total)
			checkFaults(t, "Divide", err, []fault{{"total", alianza.ErrRange}})
			if len(got.Allocations) > 0 || got.Currency != "" || !got.Total.IsZero() {
				t.Errorf("Divide = %+v, %v; want nothing", got, err)
			}
			if n := len(err.Error()); n > 500 {
				t.Errorf("Divide = an error of %d bytes; want few", n)
			}
		})
	}
}

func TestNewFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*split.Definition)
		want   []fault
	}{
		{"good", func(*split.Definition) {}, nil},
		{"currency missing", func(d *split.Definition) { d.Currency = "" }, []fault{{"currency", alianza.ErrMissing}}},
		{"currency in small letters", func(d *split.Definition) { d.Currency = "eur" }, []fault{{"currency", alianza.ErrForm}}},
		{"places under the bound", func(d *split.Definition) { d.Places = -1 }, []fault{{"places", alianza.ErrRange}}},
		{"places on the bound", func(d *split.Definition) { d.Places = 18 }, nil},
		{"places above the bound", func(d *split.Definition) { d.Places = 19 }, []fault{{"places", alianza.ErrRange}}},
		{"places of an int", func(d *split.Definition) { d.Places = math.MinInt }, []fault{{"places", alianza.ErrRange}}},
		{"no shares", func(d *split.Definition) { d.Shares = nil }, []fault{{"shares", alianza.ErrMissing}}},
		{"shares empty", func(d *split.Definition) { d.Shares = []split.Share{} }, []fault{{"shares", alianza.ErrMissing}}},
		{"party missing", func(d *split.Definition) { d.Shares[1].Party = "" }, []fault{{"shares[1].party", alianza.ErrMissing}}},
		{"party with a blank before", func(d *split.Definition) { d.Shares[0].Party = " a" }, []fault{{"shares[0].party", alianza.ErrForm}}},
		{"party twice", func(d *split.Definition) { d.Shares[1].Party = "a" }, []fault{{"shares[1].party", alianza.ErrDuplicate}}},
		{"share of nothing", func(d *split.Definition) { *d = shares("100%", "0%") }, nil},
		{"nothing for all", func(d *split.Definition) { *d = shares("0%", "0%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"the least short", func(d *split.Definition) { *d = shares("70%", "29.9999999999%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"the least too much", func(d *split.Definition) { *d = shares("70%", "30.0000000001%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"three times 33.33", func(d *split.Definition) { *d = shares("33.33%", "33.33%", "33.33%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"share negative", func(d *split.Definition) { *d = shares("70%", "30%", "-0.0000000001%") }, []fault{{"shares[2].rate", alianza.ErrRange}}},
		{"share above the whole", func(d *split.Definition) { *d = shares("100%", "100.0000000001%") }, []fault{{"shares[1].rate", alianza.ErrRange}}},
		{"shares that wrap around", func(d *split.Definition) { *d = shares("922337203%", "922337203%", "-100%") }, []fault{
			{"shares[0].rate", alianza.ErrRange}, {"shares[1].rate", alianza.ErrRange}, {"shares[2].rate", alianza.ErrRange}, {"shares", alianza.ErrConflict},
		}},
		{"all at once", func(d *split.Definition) {
			*d = split.Definition{Currency: "E", Places: 99, Shares: []split.Share{{Rate: alianza.WholePercent(60)}, {Party: "a", Rate: alianza.WholePercent(-1)}, {Party: "a"}}}
		}, []fault{
			{"currency", alianza.ErrForm},
			{"places", alianza.ErrRange},
			{"shares[0].party", alianza.ErrMissing},
			{"shares[1].rate", alianza.ErrRange},
			{"shares[2].party", alianza.ErrDuplicate},
			{"shares", alianza.ErrConflict},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := shares("70%", "30%")
			tt.change(&d)
			_, err := split.New(d)
			checkFaults(t, "New", err, tt.want)
		})
	}
}

// TestSplitSum says by how much the shares are off.
func TestSplitSum(t *testing.T) {
	tests := []struct {
		name  string
		rates []string
		want  string
	}{
		{"short", []string{"33.33%", "33.33%", "33.33%"}, "shares: contradiction: they add up to 99.99%, which leaves 0.01% to nobody"},
		{"too much", []string{"70%", "30.5%"}, "shares: contradiction: they add up to 100.5%, which is 0.5% too much"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := split.New(shares(tt.rates...)); err == nil || err.Error() != tt.want {
				t.Errorf("New(%v) = %v; want %s", tt.rates, err, tt.want)
			}
		})
	}
}

func TestSplitImmutable(t *testing.T) {
	in := shares("70%", "30%")
	half := alianza.Must(split.New(in))
	want, err := half.Divide(num("99.99"))
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(d split.Definition) {
		d.Shares[0] = split.Share{Party: "spoiled", Rate: alianza.WholePercent(1)}
	}
	spoil(in)
	spoil(half.Definition())
	if diff := cmp.Diff(shares("70%", "30%"), half.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	got, err := half.Divide(num("99.99"))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("Divide(99.99) = %v, mismatch (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(split.Definition{}, split.Split{}.Definition()); diff != "" {
		t.Errorf("Split{}.Definition() mismatch (-want +got):\n%s", diff)
	}
}

func TestSplitJSON(t *testing.T) {
	in := shares("70%", "30%")
	const want = `{"currency":"EUR","places":2,"shares":[{"party":"a","rate":"70%"},{"party":"b","rate":"30%"}]}`
	if got := jsonText(t, in); got != want {
		t.Fatalf("Marshal(%v) = %s; want %s", in, got, want)
	}
	var back split.Definition
	if err := json.Unmarshal([]byte(want), &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", want, err)
	}
	if diff := cmp.Diff(in, back); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", want, diff)
	}
}

// TestTrapSplits has the traps of dividing.
func TestTrapSplits(t *testing.T) {
	share := func(rates ...string) split.Definition {
		d := split.Definition{Currency: "USD", Places: 2}
		for i, r := range rates {
			d.Shares = append(d.Shares, split.Share{Party: string(rune('a' + i)), Rate: rate(r)})
		}
		return d
	}
	_, err := split.New(share("33.33%", "33.33%", "33.33%"))
	checkFaults(t, "three times 33.33", err, []fault{{"shares", alianza.ErrConflict}})
	_, err = split.New(share("0%", "0%"))
	checkFaults(t, "all-zero weights", err, []fault{{"shares", alianza.ErrConflict}})
	for name, tt := range map[string]struct {
		split split.Definition
		total string
		want  []string
	}{
		"a cent lost: 6.45 at 30% and 70%": {share("30%", "70%"), "6.45", []string{"1.94", "4.51"}}, // 1.935, 4.515: a tie, the earlier
		"100 over 33.33, 33.33, 33.34":     {share("33.33%", "33.33%", "33.34%"), "100", []string{"33.33", "33.33", "33.34"}},
		"125.01 over 33.34, 33.33, 33.33":  {share("33.34%", "33.33%", "33.33%"), "125.01", []string{"41.68", "41.67", "41.66"}},
		"vendor 80/20 of what is left":     {share("80%", "20%"), "50", []string{"40.00", "10.00"}},
		"zero item total":                  {share("80%", "20%"), "0", []string{"0.00", "0.00"}},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := alianza.Must(split.New(tt.split)).Divide(num(tt.total))
			var parts []string
			for _, p := range got.Allocations {
				parts = append(parts, p.Amount.StringFixed(2))
			}
			if diff := cmp.Diff(tt.want, parts); diff != "" || err != nil {
				t.Errorf("Divide(%s) = %v (-want +got):\n%s", tt.total, err, diff)
			}
		})
	}
}

// FuzzSplit takes shares as cuts of 100%, two bytes each, and holds divisions
// against fractions.
func FuzzSplit(f *testing.F) {
	f.Add(int64(100_001), int8(-2), uint8(2), []byte{0x80, 0})
	f.Add(int64(-9999), int8(-2), uint8(2), []byte{0xb3, 0x33})
	f.Add(int64(1), int8(0), uint8(0), []byte{0, 0, 0, 0, 0xff, 0xff})
	f.Add(int64(7), int8(-3), uint8(2), []byte{1, 2, 3, 4, 5, 6})
	f.Fuzz(func(t *testing.T, coefficient int64, exp int8, places uint8, data []byte) {
		cuts := []int64{0, 1_000_000_000_000}
		for ; len(data) >= 2 && len(cuts) < 12; data = data[2:] {
			cuts = append(cuts, int64(binary.BigEndian.Uint16(data))*1_000_000_000_000/65535)
		}
		d := sharesOf(cuts)
		d.Places = int(places % 19)
		total := decimal.New(coefficient, int32(exp)%19)
		got, err := alianza.Must(split.New(d)).Divide(total)
		if whole := total.Equal(total.Truncate(int32(d.Places))); whole != (err == nil) {
			t.Fatalf("Divide(%s in %d places) = %v; want an error: %t", total, d.Places, err, !whole)
		}
		if err != nil {
			return
		}
		checkDivision(t, d, got, total)
		mirror, err := alianza.Must(split.New(d)).Divide(total.Neg())
		if err != nil {
			t.Fatalf("Divide(%s) = %v; want no error", total.Neg(), err)
		}
		for i, p := range mirror.Allocations {
			if !p.Amount.Equal(got.Allocations[i].Amount.Neg()) {
				t.Errorf("Divide(%s) = %s for %s; want the mirror of %s", total.Neg(), p.Amount, p.Party, got.Allocations[i].Amount)
			}
		}
	})
}

// TestBadDocuments reads documents with faults.
func TestBadDocuments(t *testing.T) {
	checkBadDocuments(t, map[string]func() (json.Unmarshaler, any){
		"definition": func() (json.Unmarshaler, any) {
			d := split.JointProduct("a", "b")
			return &d, split.JointProduct("a", "b")
		},
	})
}

package commission_test

import (
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
	"github.com/seed-0af520cd/alianza/commission"
)

// shares returns a definition that divides among parties a, b, c and so on.
func shares(rates ...string) commission.SplitDefinition {
	d := commission.SplitDefinition{Currency: "EUR", Places: 2}
	for i, r := range rates {
		d.Shares = append(d.Shares, commission.Share{Party: string(rune('a' + i)), Rate: rate(r)})
	}
	return d
}

// amounts returns the amounts of the parts as text.
func amounts(d commission.Division) []string {
	all := make([]string, len(d.Parts))
	for i, p := range d.Parts {
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
			split := commission.MustSplit(d)
			got, err := split.Divide(num(tt.total))
			if diff := cmp.Diff(tt.want, amounts(got)); diff != "" || err != nil {
				t.Fatalf("Divide(%s) = %s, %v; mismatch (-want +got):\n%s", tt.total, got, err, diff)
			}
			if int(got.Total.Exponent()) != -tt.places || !got.Total.Equal(num(tt.total)) || got.Currency != "EUR" {
				t.Errorf("Divide(%s) = a total of %s %s; want the same in %d places", tt.total, got.Total, got.Currency, tt.places)
			}
			checkDivision(t, d, got, num(tt.total))
			mirror, err := split.Divide(num(tt.total).Neg())
			if err != nil {
				t.Fatalf("Divide(-%s) = %v; want no error", tt.total, err)
			}
			for i, p := range mirror.Parts {
				if want := got.Parts[i].Amount.Neg(); !p.Amount.Equal(want) {
					t.Errorf("Divide(-%s) = %s for %s; want %s", tt.total, p.Amount, p.Party, want)
				}
			}
		})
	}
}

// checkDivision compares a division with the largest remainders in fractions,
// and looks at the laws of a division.
func checkDivision(tb testing.TB, d commission.SplitDefinition, got commission.Division, total decimal.Decimal) {
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
	if len(got.Parts) != n {
		tb.Fatalf("Divide(%s) = %d parts; want %d", total, len(got.Parts), n)
	}
	sum := decimal.Decimal{}
	for i, p := range got.Parts {
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
func randomShares(r *rand.Rand, n int) commission.SplitDefinition {
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
func sharesOf(cuts []int64) commission.SplitDefinition {
	slices.Sort(cuts)
	d := commission.SplitDefinition{Currency: "EUR"}
	for i, cut := range cuts[1:] {
		units := cut - cuts[i]
		d.Shares = append(d.Shares, commission.Share{
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
		got, err := commission.MustSplit(d).Divide(total)
		if err != nil {
			t.Fatalf("Divide(%s) = %v; want no error", total, err)
		}
		checkDivision(t, d, got, total)
	}
}

func TestSplitExplains(t *testing.T) {
	got, err := commission.MustSplit(commission.JointProduct("ana", "bruno")).Divide(num("1000.01"))
	if err != nil {
		t.Fatalf("Divide(1000.01) = %v; want no error", err)
	}
	if text, want := got.String(), "1000.01 EUR: ana 500.01 (50%), bruno 500.00 (50%)"; text != want {
		t.Errorf("String() = %s; want %s", text, want)
	}
	const want = `{"currency":"EUR","total":"1000.01","parts":[` +
		`{"party":"ana","rate":"50%","exact":"500.005","amount":"500.01"},` +
		`{"party":"bruno","rate":"50%","exact":"500.005","amount":"500.00"}]}`
	if text := jsonText(t, got); text != want {
		t.Errorf("Marshal(%s) = %s; want %s", got, text, want)
	}
}

func TestDivideFaults(t *testing.T) {
	split := commission.MustSplit(shares("70%", "30%"))
	type test struct {
		name  string
		split commission.Split
		total decimal.Decimal
	}
	yen := shares("50%", "50%")
	yen.Places = 0
	tests := []test{
		{"a decimal too many", split, num("0.001")},
		{"a decimal too many, negative", split, num("-10.005")},
		{"a decimal of yen", commission.MustSplit(yen), num("0.5")},
		{"no parties", commission.Split{}, num("10")},
		{"no parties, nothing", commission.Split{}, num("0")},
		{"no parties, decimals", commission.Split{}, num("0.5")},
	}
	for name, total := range hostile() {
		tests = append(tests, test{name, split, total})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.split.Divide(tt.total)
			checkFaults(t, "Divide", err, []fault{{"total", alianza.ErrRange}})
			if len(got.Parts) > 0 || got.Currency != "" || !got.Total.IsZero() {
				t.Errorf("Divide = %+v, %v; want nothing", got, err)
			}
			if n := len(err.Error()); n > 500 {
				t.Errorf("Divide = an error of %d bytes; want few", n)
			}
		})
	}
}

func TestNewSplitFaults(t *testing.T) {
	tests := []struct {
		name   string
		change func(*commission.SplitDefinition)
		want   []fault
	}{
		{"good", func(*commission.SplitDefinition) {}, nil},
		{"currency missing", func(d *commission.SplitDefinition) { d.Currency = "" }, []fault{{"currency", alianza.ErrMissing}}},
		{"currency in small letters", func(d *commission.SplitDefinition) { d.Currency = "eur" }, []fault{{"currency", alianza.ErrForm}}},
		{"places under the bound", func(d *commission.SplitDefinition) { d.Places = -1 }, []fault{{"places", alianza.ErrRange}}},
		{"places on the bound", func(d *commission.SplitDefinition) { d.Places = 18 }, nil},
		{"places above the bound", func(d *commission.SplitDefinition) { d.Places = 19 }, []fault{{"places", alianza.ErrRange}}},
		{"places of an int", func(d *commission.SplitDefinition) { d.Places = math.MinInt }, []fault{{"places", alianza.ErrRange}}},
		{"no shares", func(d *commission.SplitDefinition) { d.Shares = nil }, []fault{{"shares", alianza.ErrMissing}}},
		{"shares empty", func(d *commission.SplitDefinition) { d.Shares = []commission.Share{} }, []fault{{"shares", alianza.ErrMissing}}},
		{"party missing", func(d *commission.SplitDefinition) { d.Shares[1].Party = "" }, []fault{{"shares[1].party", alianza.ErrMissing}}},
		{"party with a blank before", func(d *commission.SplitDefinition) { d.Shares[0].Party = " a" }, []fault{{"shares[0].party", alianza.ErrForm}}},
		{"party twice", func(d *commission.SplitDefinition) { d.Shares[1].Party = "a" }, []fault{{"shares[1].party", alianza.ErrDuplicate}}},
		{"share of nothing", func(d *commission.SplitDefinition) { *d = shares("100%", "0%") }, nil},
		{"nothing for all", func(d *commission.SplitDefinition) { *d = shares("0%", "0%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"the least short", func(d *commission.SplitDefinition) { *d = shares("70%", "29.9999999999%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"the least too much", func(d *commission.SplitDefinition) { *d = shares("70%", "30.0000000001%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"three times 33.33", func(d *commission.SplitDefinition) { *d = shares("33.33%", "33.33%", "33.33%") }, []fault{{"shares", alianza.ErrConflict}}},
		{"share negative", func(d *commission.SplitDefinition) { *d = shares("70%", "30%", "-0.0000000001%") }, []fault{{"shares[2].rate", alianza.ErrRange}}},
		{"share above the whole", func(d *commission.SplitDefinition) { *d = shares("100%", "100.0000000001%") }, []fault{{"shares[1].rate", alianza.ErrRange}}},
		{"shares that wrap around", func(d *commission.SplitDefinition) { *d = shares("922337203%", "922337203%", "-100%") }, []fault{
			{"shares[0].rate", alianza.ErrRange}, {"shares[1].rate", alianza.ErrRange}, {"shares[2].rate", alianza.ErrRange}, {"shares", alianza.ErrConflict},
		}},
		{"all at once", func(d *commission.SplitDefinition) {
			*d = commission.SplitDefinition{Currency: "E", Places: 99, Shares: []commission.Share{{Rate: commission.Percent(60)}, {Party: "a", Rate: commission.Percent(-1)}, {Party: "a"}}}
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
			_, err := commission.NewSplit(d)
			checkFaults(t, "NewSplit", err, tt.want)
			defer func() {
				if got := recover(); (got == nil) != (err == nil) || got != nil && fmt.Sprint(got) != err.Error() {
					t.Errorf("MustSplit panics with %v; want %v", got, err)
				}
			}()
			commission.MustSplit(d)
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
			if _, err := commission.NewSplit(shares(tt.rates...)); err == nil || err.Error() != tt.want {
				t.Errorf("NewSplit(%v) = %v; want %s", tt.rates, err, tt.want)
			}
		})
	}
}

func TestSplitImmutable(t *testing.T) {
	in := shares("70%", "30%")
	split := commission.MustSplit(in)
	want, err := split.Divide(num("99.99"))
	if err != nil {
		t.Fatal(err)
	}
	spoil := func(d commission.SplitDefinition) {
		d.Shares[0] = commission.Share{Party: "spoiled", Rate: commission.Percent(1)}
	}
	spoil(in)
	spoil(split.Definition())
	if diff := cmp.Diff(shares("70%", "30%"), split.Definition(), sameRate); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
	got, err := split.Divide(num("99.99"))
	if diff := cmp.Diff(want, got, sameRate); diff != "" || err != nil {
		t.Errorf("Divide(99.99) = %v, mismatch (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(commission.SplitDefinition{}, commission.Split{}.Definition(), sameRate); diff != "" {
		t.Errorf("Split{}.Definition() mismatch (-want +got):\n%s", diff)
	}
}

func TestSplitJSON(t *testing.T) {
	in := shares("70%", "30%")
	const want = `{"currency":"EUR","places":2,"shares":[{"party":"a","rate":"70%"},{"party":"b","rate":"30%"}]}`
	if got := jsonText(t, in); got != want {
		t.Fatalf("Marshal(%v) = %s; want %s", in, got, want)
	}
	var back commission.SplitDefinition
	if err := json.Unmarshal([]byte(want), &back); err != nil {
		t.Fatalf("Unmarshal(%s) = %v; want no error", want, err)
	}
	if diff := cmp.Diff(in, back, sameRate); diff != "" {
		t.Errorf("Unmarshal(%s) mismatch (-want +got):\n%s", want, diff)
	}
}

package split_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// period returns the days between two dates.
func period(from, until string) split.Days {
	return split.Days{From: roomtest.Date(from), Until: roomtest.Date(until)}
}

func TestProrate_C34(t *testing.T) {
	tests := []struct {
		name          string
		amount        string
		whole         split.Days
		covered       split.Days
		want          string
		wantDays, all int
	}{
		{"V-PRO-1", "310.00", period("2025-01-01", "2025-02-01"), period("2025-01-16", "2025-02-01"), "160.00", 16, 31},
		{"V-PRO-2", "100.00", period("2024-02-01", "2024-03-01"), period("2024-02-01", "2024-02-15"), "48.28", 14, 29},
		{"V-PRO-4", "100.00", period("2025-02-01", "2025-03-01"), period("2025-03-01", "2025-03-15"), "0.00", 0, 28},
		{"all of it", "310.00", period("2025-01-01", "2025-02-01"), period("2025-01-01", "2025-02-01"), "310.00", 31, 31},
		{"more than it", "310.00", period("2025-01-01", "2025-02-01"), period("2024-12-31", "2025-02-02"), "310.00", 31, 31},
		{"from before", "310.00", period("2025-01-01", "2025-02-01"), period("2024-12-01", "2025-01-02"), "10.00", 1, 31},
		{"until after", "310.00", period("2025-01-01", "2025-02-01"), period("2025-01-31", "2025-12-31"), "10.00", 1, 31},
		{"up to its start", "310.00", period("2025-01-01", "2025-02-01"), period("2024-12-01", "2025-01-01"), "0.00", 0, 31},
		{"long before", "310.00", period("2025-01-01", "2025-02-01"), period("2020-12-01", "2020-12-15"), "0.00", 0, 31},
		{"long after", "310.00", period("2025-01-01", "2025-02-01"), period("2030-12-01", "2030-12-15"), "0.00", 0, 31},
		{"no day covered", "310.00", period("2025-01-01", "2025-02-01"), period("2025-01-10", "2025-01-10"), "0.00", 0, 31},
		{"one day", "10.00", period("2025-01-01", "2025-01-02"), period("2025-01-01", "2025-01-02"), "10.00", 1, 1},
		{"a year", "36500", period("2025-01-01", "2026-01-01"), period("2025-03-01", "2025-04-01"), "3100.00", 31, 365},
		{"a leap year", "36600", period("2024-01-01", "2025-01-01"), period("2024-02-01", "2024-03-01"), "2900.00", 29, 366},
		{"negative", "-100.00", period("2024-02-01", "2024-03-01"), period("2024-02-01", "2024-02-15"), "-48.28", 14, 29},
		{"nothing", "0", period("2024-02-01", "2024-03-01"), period("2024-02-01", "2024-02-15"), "0.00", 14, 29},
		{"all time", "3652058", period("0001-01-02", "9999-12-31"), period("0001-01-02", "0001-01-03"), "1.00", 1, 3652057},
		{
			"34 digits", strings.Repeat("9", 34) + "e18", period("2025-01-01", "2025-01-04"), period("2025-01-01", "2025-01-02"),
			strings.Repeat("3", 34) + strings.Repeat("0", 18) + ".00", 1, 3,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.whole.Prorate(num(tt.amount), tt.covered, 2, commission.HalfUp)
			if err != nil {
				t.Fatalf("Prorate = %v; want no error", err)
			}
			want := split.Proration{Whole: num(tt.amount), Days: tt.wantDays, Of: tt.all, Amount: num(tt.want)}
			if diff := cmp.Diff(want, got); diff != "" || got.Amount.Exponent() != -2 {
				t.Errorf("Prorate mismatch (-want +got):\n%s", diff)
			}
		})
	}
}

// TestProrateModes rounds 2.5 and its mirror, one day of two, in each mode.
func TestProrateModes(t *testing.T) {
	whole, half := period("2025-01-01", "2025-01-03"), period("2025-01-01", "2025-01-02")
	wants := map[commission.Rounding][2]string{
		commission.HalfUp: {"3", "-3"}, commission.HalfEven: {"2", "-2"}, commission.HalfDown: {"2", "-2"}, commission.Up: {"3", "-3"},
		commission.Down: {"2", "-2"}, commission.Floor: {"2", "-3"}, commission.Ceiling: {"3", "-2"},
	}
	for mode := range commission.Ceiling + 1 {
		for i, amount := range []string{"5", "-5"} {
			got, err := whole.Prorate(num(amount), half, 0, mode)
			if want := wants[mode][i]; err != nil || got.Amount.String() != want {
				t.Errorf("Prorate(%s, %s) = %s, %v; want %s", amount, mode, got.Amount, err, want)
			}
		}
	}
	if got, err := whole.Prorate(num("1"), half, 18, commission.HalfUp); err != nil || got.Amount.StringFixed(18) != "0.500000000000000000" || got.Amount.Exponent() != -18 {
		t.Errorf("Prorate(18 places) = %s, %v; want 0.5 in 18 places", got.Amount, err)
	}
}

// TestProrateZone leads from instants to days in a zone: a day of 23 hours is one.
func TestProrateZone(t *testing.T) {
	madrid, err := time.LoadLocation("Europe/Madrid")
	if err != nil {
		t.Fatal(err)
	}
	days := func(from, until string) split.Days {
		return split.Days{From: alianza.DateOf(roomtest.At(from), madrid), Until: alianza.DateOf(roomtest.At(until), madrid)}
	}
	whole := days("2025-03-29T23:00:00Z", "2025-03-31T22:00:00Z") // clocks are put forward on the 30th
	got, err := whole.Prorate(num("1"), days("2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z"), 2, commission.HalfUp)
	if err != nil || got.Days != 1 || got.Of != 2 {
		t.Errorf("Prorate = %s, %v; want 1 of 2 days", got, err)
	}
}

func TestProrateFaults(t *testing.T) {
	january, may := period("2025-01-01", "2025-02-01"), period("2025-05-01", "2025-06-01")
	type test struct {
		name           string
		amount         decimal.Decimal
		whole, covered split.Days
		places         int
		mode           commission.Rounding
		want           []string
	}
	tests := []test{
		{"good", num("100"), january, may, 2, 0, nil},
		{"V-PRO-3", num("100"), period("2025-02-01", "2025-02-01"), period("2025-02-01", "2025-02-15"), 2, 0, []string{"days.until: zero_denominator"}},
		{"reversed", num("100"), period("2025-02-02", "2025-02-01"), january, 2, 0, []string{"days.until: out_of_range"}},
		{"covered reversed", num("100"), january, period("2025-02-02", "2025-02-01"), 2, 0, []string{"covered.until: out_of_range"}},
		{"no days", num("100"), split.Days{}, january, 2, 0, []string{"days.from: missing", "days.until: missing"}},
		{"no start", num("100"), split.Days{Until: may.Until}, january, 2, 0, []string{"days.from: missing"}},
		{"no end covered", num("100"), january, split.Days{From: may.From}, 2, 0, []string{"covered.until: missing"}},
		{"places under", num("100"), january, may, -1, 0, []string{"places: out_of_range"}},
		{"places above", num("100"), january, may, 19, 0, []string{"places: out_of_range"}},
		{"mode", num("100"), january, may, 2, 7, []string{"rounding: unknown"}},
		{
			"all at once", decimal.New(1, 19), period("2025-01-01", "2025-01-01"),
			split.Days{},
			99, 99,
			[]string{"amount: out_of_range", "days.until: zero_denominator", "covered.from: missing", "covered.until: missing", "places: out_of_range", "rounding: unknown"},
		},
	}
	for name, n := range roomtest.Hostile() {
		tests = append(tests, test{name, n, january, january, 2, 0, []string{"amount: out_of_range"}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.whole.Prorate(tt.amount, tt.covered, tt.places, tt.mode)
			roomtest.CheckFaults(t, "Prorate", err, tt.want...)
			if err != nil && !cmp.Equal(split.Proration{}, got) {
				t.Errorf("Prorate = %s and an error; want nothing", got)
			}
		})
	}
}

// TestProrateParts cuts a run and takes differences, as the documentation of
// Prorate says; they add up to the amount, and none has the other sign.
func TestProrateParts(t *testing.T) {
	for seed := range seeds.Count(200) {
		r := rand.New(rand.NewPCG(uint64(seed), 35))
		days, places, mode := 1+r.IntN(400), r.IntN(4), commission.Rounding(r.IntN(7))
		amount := decimal.New(r.Int64N(1_000_000)-500_000, -int32(places))
		start := roomtest.Date("2026-01-01")
		whole := split.Days{From: start, Until: start.AddDays(days)}
		sum, before := decimal.Decimal{}, decimal.Decimal{}
		for cut := 0; cut < days; {
			cut = min(days, cut+1+r.IntN(days))
			got, err := whole.Prorate(amount, split.Days{From: start, Until: start.AddDays(cut)}, places, mode)
			if err != nil {
				t.Fatalf("Prorate = %v; want no error", err)
			}
			part := got.Amount.Sub(before)
			if part.Sign()*amount.Sign() < 0 {
				t.Errorf("part of %s = %s; want none of the other sign", amount, part)
			}
			sum, before = sum.Add(part), got.Amount
		}
		if !sum.Equal(amount) {
			t.Errorf("parts of %s add up to %s", amount, sum)
		}
	}
}

func TestProrationText(t *testing.T) {
	got, err := period("2025-01-01", "2025-02-01").Prorate(num("310.00"), period("2025-01-16", "2025-02-01"), 2, commission.HalfUp)
	if text := got.String(); err != nil || text != "16 of 31 days of 310.00: 160.00" {
		t.Errorf("String() = %q, %v", text, err)
	}
	roomtest.Reads(t, got, `{"whole":"310.00","days":16,"of":31,"amount":"160.00"}`)
}

func TestDaysJSON(t *testing.T) {
	roomtest.Reads(t, period("2025-01-01", "2025-02-01"), `{"from":"2025-01-01","until":"2025-02-01"}`)
	var back split.Days
	err := back.UnmarshalJSON([]byte(`{"from":"2025-01-01T00:00:00Z","till":"2025-02-01"}`))
	roomtest.CheckFaults(t, "UnmarshalJSON", err, "until: missing", "from: malformed", "till: unknown_field")
}

// FuzzProrate holds prorations against fractions and days counted one by one.
func FuzzProrate(f *testing.F) {
	f.Add(int64(31_000), int8(-2), int16(0), int16(31), int16(15), int16(31), uint8(2), uint8(0))
	f.Add(int64(10_000), int8(-2), int16(0), int16(0), int16(0), int16(14), uint8(2), uint8(1))
	f.Add(int64(-999), int8(3), int16(-200), int16(3000), int16(-300), int16(1), uint8(18), uint8(5))
	f.Fuzz(func(t *testing.T, coefficient int64, exp int8, from, until, start, end int16, places, mode uint8) {
		day := func(n int16) alianza.Date { return roomtest.Date("2026-01-01").AddDays(int(n)) }
		whole, covered := split.Days{From: day(from), Until: day(until)}, split.Days{From: day(start), Until: day(end)}
		amount, rounding := decimal.New(coefficient, int32(exp)%19), commission.Rounding(mode%7)
		got, err := whole.Prorate(amount, covered, int(places%19), rounding)
		if good := from < until && start <= end; good != (err == nil) {
			t.Fatalf("Prorate(%v, %v) = %s, %v; want an error: %t", whole, covered, got, err, !good)
		}
		if err != nil {
			return
		}
		days := int64(0)
		for n := max(from, start); n < min(until, end); n++ {
			days++
		}
		of := int64(until) - int64(from)
		want := roomtest.RoundTo(new(big.Rat).Mul(amount.Rat(), big.NewRat(days, of)), decimal.New(1, -int32(places%19)).Rat(), rounding)
		if got.Amount.Rat().Cmp(want) != 0 || int64(got.Days) != days || int64(got.Of) != of || got.Amount.Exponent() != -int32(places%19) {
			t.Errorf("Prorate(%s, %v, %v) = %s; want %d of %d days, %s", amount, whole, covered, got, days, of, want.RatString())
		}
	})
}

// A partner who came on 16 January gets 16 of its 31 days.
func ExampleDays_Prorate() {
	january := split.Days{From: roomtest.Date("2025-01-01"), Until: roomtest.Date("2025-02-01")}
	fmt.Println(january.Prorate(num("310.00"), split.Days{From: roomtest.Date("2025-01-16"), Until: roomtest.Date("2025-07-01")}, 2, commission.HalfUp))
	// Output:
	// 16 of 31 days of 310.00: 160.00 <nil>
}

package split_test

import (
	"encoding/json"
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
	"github.com/seed-0af520cd/alianza/commission/split"
)

// period returns the period between two dates, in UTC.
func period(from, until string) split.Days {
	return split.Days{From: instant(from + "T00:00:00Z"), Until: instant(until + "T00:00:00Z")}
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
			got, err := tt.whole.Prorate(num(tt.amount), tt.covered, nil, 2, commission.HalfUp)
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
			got, err := whole.Prorate(num(amount), half, nil, 0, mode)
			if want := wants[mode][i]; err != nil || got.Amount.String() != want {
				t.Errorf("Prorate(%s, %s) = %s, %v; want %s", amount, mode, got.Amount, err, want)
			}
		}
	}
	if got, err := whole.Prorate(num("1"), half, nil, 18, commission.HalfUp); err != nil || got.Amount.StringFixed(18) != "0.500000000000000000" || got.Amount.Exponent() != -18 {
		t.Errorf("Prorate(18 places) = %s, %v; want 0.5 in 18 places", got.Amount, err)
	}
}

// TestProrateZone counts the days that clocks in a zone show: a day of 23 hours
// is one, an instant on another day in UTC is on that of the zone, and where
// midnight comes twice no day is counted backwards.
func TestProrateZone(t *testing.T) {
	span := func(from, until string) split.Days {
		return split.Days{From: instant(from), Until: instant(until)}
	}
	tests := []struct {
		name           string
		zone           *time.Location
		whole, covered split.Days
		days, of       int
	}{
		{"clocks put forward", zone(t, "Europe/Madrid"), span("2025-03-29T23:00:00Z", "2025-03-31T22:00:00Z"), span("2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z"), 1, 2},
		{"the same in UTC", nil, span("2025-03-29T23:00:00Z", "2025-03-31T22:00:00Z"), span("2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z"), 1, 2},
		{"a month of the zone", zone(t, "America/Santiago"), span("2025-01-01T03:00:00Z", "2025-02-01T03:00:00Z"), span("2025-01-01T02:59:59Z", "2025-01-02T03:00:00Z"), 1, 31},
		{"a second before midnight there", zone(t, "America/Santiago"), span("2025-01-01T02:59:59Z", "2025-02-01T03:00:00Z"), span("2025-01-01T00:00:00Z", "2025-01-02T03:00:00Z"), 2, 32},
		{"an hour of the day", nil, span("2025-01-01T18:00:00Z", "2025-01-11T09:00:00Z"), span("2025-01-02T23:59:59Z", "2025-01-04T00:00:00Z"), 2, 10},
		// Clocks in St. John's went from 00:01 on the 29th back to 23:01 on the 28th.
		{"midnight twice", zone(t, "America/St_Johns"), span("2000-10-28T02:30:00Z", "2000-10-31T03:30:00Z"), span("2000-10-29T02:30:30Z", "2000-10-29T02:31:30Z"), 0, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.whole.Prorate(num("1"), tt.covered, tt.zone, 2, commission.HalfUp)
			if err != nil || got.Days != tt.days || got.Of != tt.of {
				t.Errorf("Prorate = %s, %v; want %d of %d days", got, err, tt.days, tt.of)
			}
		})
	}
}

func TestProrateFaults(t *testing.T) {
	january, may := period("2025-01-01", "2025-02-01"), period("2025-05-01", "2025-06-01")
	far := split.Days{From: january.From, Until: time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC)}
	type test struct {
		name           string
		amount         decimal.Decimal
		whole, covered split.Days
		places         int
		mode           commission.Rounding
		want           []fault
	}
	tests := []test{
		{"V-PRO-3", num("100"), period("2025-02-01", "2025-02-01"), period("2025-02-01", "2025-02-15"), 2, 0, []fault{{"days.until", alianza.ErrZero}}},
		{"reversed", num("100"), period("2025-02-02", "2025-02-01"), january, 2, 0, []fault{{"days.until", alianza.ErrRange}}},
		{"reversed by a second", num("100"), split.Days{From: may.From.Add(time.Second), Until: may.From}, january, 2, 0, []fault{{"days.until", alianza.ErrRange}}},
		{"within a day", num("100"), split.Days{From: may.From, Until: may.From.Add(24*time.Hour - 1)}, january, 2, 0, []fault{{"days.until", alianza.ErrZero}}},
		{"covered reversed", num("100"), january, period("2025-02-02", "2025-02-01"), 2, 0, []fault{{"covered.until", alianza.ErrRange}}},
		{"no period", num("100"), split.Days{}, january, 2, 0, []fault{{"days.from", alianza.ErrMissing}, {"days.until", alianza.ErrMissing}}},
		{"no start", num("100"), split.Days{Until: may.Until}, january, 2, 0, []fault{{"days.from", alianza.ErrMissing}}},
		{"no end covered", num("100"), january, split.Days{From: may.From}, 2, 0, []fault{{"covered.until", alianza.ErrMissing}}},
		{"year 10000", num("100"), far, january, 2, 0, []fault{{"days.until", alianza.ErrRange}}},
		{"places under", num("100"), january, may, -1, 0, []fault{{"places", alianza.ErrRange}}},
		{"places above", num("100"), january, may, 19, 0, []fault{{"places", alianza.ErrRange}}},
		{"mode", num("100"), january, may, 2, 7, []fault{{"rounding", alianza.ErrUnknown}}},
		{
			"all at once", decimal.New(1, 19), period("2025-01-01", "2025-01-01"),
			split.Days{},
			99, 99,
			[]fault{
				{"amount", alianza.ErrRange},
				{"days.until", alianza.ErrZero},
				{"covered.from", alianza.ErrMissing},
				{"covered.until", alianza.ErrMissing},
				{"places", alianza.ErrRange},
				{"rounding", alianza.ErrUnknown},
			},
		},
	}
	for name, n := range hostile() {
		tests = append(tests, test{name, n, january, january, 2, 0, []fault{{"amount", alianza.ErrRange}}})
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.whole.Prorate(tt.amount, tt.covered, nil, tt.places, tt.mode)
			checkFaults(t, "Prorate", err, tt.want)
			if diff := cmp.Diff(split.Proration{}, got); diff != "" {
				t.Errorf("Prorate = %s and an error; want nothing", got)
			}
		})
	}
	_, err := period("2025-02-02", "2025-02-01").Prorate(num("1"), january, nil, 2, commission.HalfUp)
	const want = `split: proration: days.until "2025-02-01T00:00:00Z": out of range: before from, 2025-02-02T00:00:00Z`
	if got := fmt.Sprint(err); got != want {
		t.Errorf("Prorate = %s; want %s", got, want)
	}
}

// TestProrateParts cuts periods and takes differences, as the documentation of
// Prorate says; they add up to the amount, and none has the other sign.
func TestProrateParts(t *testing.T) {
	r := rand.New(rand.NewPCG(35, 36))
	for range 500 {
		days, places, mode := 1+r.IntN(400), r.IntN(4), commission.Rounding(r.IntN(7))
		amount := decimal.New(r.Int64N(1_000_000)-500_000, -int32(places))
		whole := split.Days{From: day(1), Until: day(1 + days)}
		sum, before := decimal.Decimal{}, decimal.Decimal{}
		for cut := 0; cut < days; {
			cut = min(days, cut+1+r.IntN(days))
			got, err := whole.Prorate(amount, split.Days{From: whole.From, Until: day(1 + cut)}, nil, places, mode)
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
	got, err := period("2025-01-01", "2025-02-01").Prorate(num("310.00"), period("2025-01-16", "2025-02-01"), nil, 2, commission.HalfUp)
	if text := got.String(); err != nil || text != "16 of 31 days of 310.00: 160.00" {
		t.Errorf("String() = %q, %v", text, err)
	}
	if text, want := jsonText(t, got), `{"whole":"310.00","days":16,"of":31,"amount":"160.00"}`; text != want {
		t.Errorf("Marshal = %s; want %s", text, want)
	}
	if text, want := (split.Proration{}).String(), "0 of 0 days of 0: 0"; text != want {
		t.Errorf("String() of nothing = %q; want %q", text, want)
	}
}

func TestDaysJSON(t *testing.T) {
	january := period("2025-01-01", "2025-02-01")
	const want = `{"from":"2025-01-01T00:00:00Z","until":"2025-02-01T00:00:00Z"}`
	if got := jsonText(t, january); got != want {
		t.Errorf("Marshal = %s; want %s", got, want)
	}
	var back split.Days
	if err := json.Unmarshal([]byte(want), &back); err != nil || back != january {
		t.Errorf("Unmarshal(%s) = %v, %v; want %v", want, back, err, january)
	}
	got := january
	err := json.Unmarshal([]byte(`{"from":"2025-01-01","till":"2025-02-01T00:00:00Z"}`), &got)
	checkFaults(t, "Unmarshal", err, []fault{{"until", alianza.ErrMissing}, {"from", alianza.ErrForm}, {"till", alianza.ErrUnknown}})
	if got != january {
		t.Errorf("after Unmarshal = %v; want no change", got)
	}
}

// dayNumber returns the number of the day that clocks in a zone show.
func dayNumber(t time.Time, zone *time.Location) int64 {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86_400
}

var fuzzZones = []string{"UTC", "Europe/Madrid", "America/Santiago", "Asia/Kathmandu"}

// FuzzProrate holds prorations against fractions and days counted another way.
func FuzzProrate(f *testing.F) {
	f.Add(int64(31_000), int8(-2), int32(0), int32(744), int32(360), int32(744), uint8(0), uint8(2), uint8(0))
	f.Add(int64(10_000), int8(-2), int32(0), int32(0), int32(0), int32(336), uint8(1), uint8(2), uint8(1))
	f.Add(int64(-999), int8(3), int32(-5000), int32(70_000), int32(-9000), int32(1), uint8(2), uint8(18), uint8(5))
	f.Add(int64(7), int8(0), int32(5), int32(-5), int32(5), int32(3), uint8(3), uint8(0), uint8(6))
	f.Fuzz(func(t *testing.T, coefficient int64, exp int8, from, until, start, end int32, where, places, mode uint8) {
		z := zone(t, fuzzZones[int(where)%len(fuzzZones)])
		hour := func(n int32) time.Time { return day(1).Add(time.Duration(n%1_000_000) * time.Hour) }
		whole, covered := split.Days{From: hour(from), Until: hour(until)}, split.Days{From: hour(start), Until: hour(end)}
		amount, rounding := decimal.New(coefficient, int32(exp)%19), commission.Rounding(mode%7)
		got, err := whole.Prorate(amount, covered, z, int(places%19), rounding)
		a, b, c, d := dayNumber(whole.From, z), dayNumber(whole.Until, z), dayNumber(covered.From, z), dayNumber(covered.Until, z)
		if good := a < b && from%1_000_000 <= until%1_000_000 && start%1_000_000 <= end%1_000_000; good != (err == nil) {
			t.Fatalf("Prorate(%v, %v) = %s, %v; want an error: %t", whole, covered, got, err, !good)
		}
		if err != nil {
			return
		}
		days := int64(0)
		for n := max(a, c); n < min(b, d); n++ {
			days++
		}
		want := roundRat(new(big.Rat).Mul(amount.Rat(), big.NewRat(days, b-a)), int(places%19), rounding)
		if got.Amount.Rat().Cmp(want) != 0 || int64(got.Days) != days || int64(got.Of) != b-a || got.Amount.Exponent() != -int32(places%19) {
			t.Errorf("Prorate(%s, %v, %v) = %s; want %d of %d days, %s", amount, whole, covered, got, days, b-a, want.RatString())
		}
	})
}

// A partner who came on 16 January gets 16 of its 31 days.
func ExampleDays_Prorate() {
	date := func(month time.Month, day int) time.Time { return time.Date(2025, month, day, 0, 0, 0, 0, time.UTC) }
	january := split.Days{From: date(time.January, 1), Until: date(time.February, 1)}
	fmt.Println(january.Prorate(num("310.00"), split.Days{From: date(time.January, 16), Until: date(time.July, 1)}, time.UTC, 2, commission.HalfUp))

	_, err := split.Days{From: date(time.January, 1), Until: date(time.January, 1)}.Prorate(num("310.00"), january, time.UTC, 2, commission.HalfUp)
	fmt.Println(err)
	// Output:
	// 16 of 31 days of 310.00: 160.00 <nil>
	// split: proration: days.until "2025-01-01T00:00:00Z": zero denominator: there is no day
}

// TestProrateSettings sets what a program may set in the package decimal.
func TestProrateSettings(t *testing.T) {
	all := func() string {
		got, err := period("2024-02-01", "2024-03-01").Prorate(num("100.10"), period("2024-02-01", "2024-02-15"), nil, 4, commission.HalfUp)
		return fmt.Sprintln(got, err, jsonText(t, got))
	}
	want := all()
	precision, zeros, scientific, quotes := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes
	t.Cleanup(func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros = precision, zeros
		decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = scientific, quotes
	})
	decimal.DivisionPrecision, decimal.TrimTrailingZeros = 0, !zeros
	decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = true, true
	if diff := cmp.Diff(want, all()); diff != "" {
		t.Errorf("with other settings mismatch (-want +got):\n%s", diff)
	}
}

package split_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
)

// TestCases divides amounts with which other systems had trouble.
func TestCases(t *testing.T) {
	for _, tt := range []struct {
		name  string
		sizes []string
		total string
		want  []string
	}{
		// It mirrors 0.05, which is 0.02 and 0.03.
		{"split-negative", []string{"30%", "70%"}, "-0.05", []string{"-0.02", "-0.03"}},
		// A third is no percentage. As weights the three are equal.
		{"split-equal-thirds", []string{"1", "1", "1"}, "0.02", []string{"0.01", "0.01", "0.00"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := amounts(divide(t, of("USD", tt.sizes...), tt.total).Allocations)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Divide(%s) mismatch (-want +got):\n%s", tt.total, diff)
			}
		})
	}
	// A tie of 3.5 and 1.5 cents goes to the earlier one; a weight of nothing gets none. A
	// definition has no such share: it leaves the party out.
	t.Run("split-zero-share", func(t *testing.T) {
		got, err := split.Amounts(num("0.05"), 2, num("0"), num("70"), num("30"))
		if err != nil || len(got) != 3 || !got[0].IsZero() || !got[1].Equal(num("0.04")) || !got[2].Equal(num("0.01")) {
			t.Errorf("Amounts = %v, %v; want 0.00, 0.04 and 0.01", got, err)
		}
		if _, err := split.New(of("USD", "0%", "70%", "30%")); !errors.Is(err, alianza.ErrMissing) {
			t.Errorf("New with a share of 0%% = %v; want ErrMissing", err)
		}
	})
	// Half and half of 1.00 goes back in three parts: nobody keeps a cent of the other.
	t.Run("split-stacked-refunds", func(t *testing.T) {
		s := alianza.Must(split.New(of("USD", "50%", "50%")))
		left := alianza.Must(s.Divide(num("1.00")))
		sums := []string{"1.00", "0.67", "0.34", "0.00"}
		for i, back := range []string{"0.33", "0.33", "0.34"} {
			var err error
			if _, left, err = s.Return(left, num(back)); err != nil {
				t.Fatal(err)
			}
			if !left.Total.Equal(num(sums[i+1])) {
				t.Errorf("after %s %s is left; want %s", back, left.Total, sums[i+1])
			}
		}
		if diff := cmp.Diff([]string{"0.00", "0.00"}, amounts(left.Allocations)); diff != "" {
			t.Errorf("what is left in the end (-want +got):\n%s", diff)
		}
	})
}

// TestProrateCases prorates by the days of a zone between instants.
func TestProrateCases(t *testing.T) {
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Skip(err)
	}
	for _, tt := range []struct {
		name     string
		zone     *time.Location
		amount   string
		period   [2]string
		covered  [2]string
		places   int
		days, of int
		want     string
	}{
		// March has 31 days in Paris, and an hour less than 31 x 24.
		{"prorate-dst", paris, "31", [2]string{"2026-02-28T23:00:00Z", "2026-03-31T22:00:00Z"}, [2]string{"2026-02-28T23:00:00Z", "2026-03-30T22:00:00Z"}, 2, 30, 31, "30.00"},
		{"prorate-february", time.UTC, "9", [2]string{"2025-02-01T00:00:00Z", "2025-03-01T00:00:00Z"}, [2]string{"2025-02-26T00:00:00Z", "2025-03-01T00:00:00Z"}, 5, 3, 28, "0.96429"},
		// The quarter has 91 days, however many of them are left.
		{"prorate-whole-period", time.UTC, "91", [2]string{"2024-04-01T00:00:00Z", "2024-07-01T00:00:00Z"}, [2]string{"2024-05-20T00:00:00Z", "2024-07-01T00:00:00Z"}, 2, 42, 91, "42.00"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			days := func(of [2]string) split.Days {
				return split.Days{From: alianza.DateOf(roomtest.At(of[0]), tt.zone), Until: alianza.DateOf(roomtest.At(of[1]), tt.zone)}
			}
			got, err := days(tt.period).Prorate(num(tt.amount), days(tt.covered), tt.places, commission.HalfUp)
			want := split.Proration{Whole: num(tt.amount), Days: tt.days, Of: tt.of, Amount: num(tt.want)}
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("Prorate = %v, mismatch (-want +got):\n%s", err, diff)
			}
		})
	}
}

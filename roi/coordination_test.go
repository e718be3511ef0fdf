package roi_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestCoordinate_S19(t *testing.T) {
	tests := []struct {
		name                string
		margin, hours, rate string
		want                string
		verdict             roi.Verdict
	}{
		{"V-COORD-1", "1000", "20", "50", "break_even: net of coordination 0 USD: margin 1000 USD, hours 20, hourly rate 50", roi.BreakEven},
		{"V-COORD-2", "1000", "20.5", "50", "hobby: net of coordination -25 USD: margin 1000 USD, hours 20.5, hourly rate 50", roi.Hobby},
		{"V-COORD-3, negative margin", "-0.01", "0", "50", "hobby: net of coordination -0.01 USD: margin -0.01 USD, hours 0, hourly rate 50", roi.Hobby},
		{"a little more", "1000.01", "20", "50", "viable: net of coordination 0.01 USD: margin 1000.01 USD, hours 20, hourly rate 50", roi.Viable},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := roi.Coordinate(amount(t, tt.margin, "USD"), n(tt.hours), n(tt.rate))
			if err != nil || got.String() != tt.want || got.Verdict != tt.verdict {
				t.Fatalf("Coordinate(%s, %s, %s) = %s, %v; want %s", tt.margin, tt.hours, tt.rate, got, err, tt.want)
			}
			if want := n(tt.hours).Mul(n(tt.rate)); got.Cost.Cmp(want) != 0 || got.Cost.Unit() != "USD" {
				t.Errorf("Cost = %s; want %s USD", got.Cost, want)
			}
			readsBack(t, got)
		})
	}
	// 500 / (100 x 50%) = 10 months are no hours.
	months, err := roi.Payback(n("500"), n("100"), pct("50"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = roi.Coordinate(n("1500"), months, n("50"))
	if diff := cmp.Diff([]fault{{"hours", "months", alianza.ErrConflict}}, faults(err), cmpopts.EquateErrors()); diff != "" {
		t.Errorf("Coordinate with months for hours = other faults (-want +got):\n%s", diff)
	}
	if got, err := roi.Coordinate(n("1500"), amount(t, "10", "hours"), n("50")); err != nil || got.Net.Cmp(n("1000")) != 0 {
		t.Errorf("Coordinate with 10 hours = %s, %v; want 1500 - 10 x 50 = 1000", got, err)
	}
	if got, err := roi.LifetimeLTV(n("100"), pct("50"), months); err != nil || got.Cmp(n("500")) != 0 {
		t.Errorf("LifetimeLTV of 10 months = %s, %v; want 100 x 50%% x 10 = 500", got, err)
	}
	_, err = roi.LifetimeLTV(n("100"), pct("50"), amount(t, "10", "hours"))
	if diff := cmp.Diff([]fault{{"periods", "hours", alianza.ErrConflict}}, faults(err), cmpopts.EquateErrors()); diff != "" {
		t.Errorf("LifetimeLTV of hours = other faults (-want +got):\n%s", diff)
	}
	_, err = roi.Coordinate(n("1"), n("-1"), n("-2"))
	if got := faults(err); len(got) != 2 || !errors.Is(got[0].Err, alianza.ErrNegative) || !errors.Is(got[1].Err, alianza.ErrNegative) {
		t.Errorf("Coordinate with negative costs = %v; want two faults", err)
	}
	if got, err := roi.Coordinate(nil, nil, nil); !errors.Is(err, alianza.ErrMissing) || len(faults(err)) != 3 {
		t.Errorf("Coordinate of nothing = %v, %v; want three faults", got, err)
	}
}

package commission_test

import (
	"errors"
	"testing"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

func TestInForce(t *testing.T) {
	version := func(n int, from, until time.Time) commission.Plan {
		d := flat()
		d.Version, d.From, d.Until = n, from, until
		return alianza.Must(commission.New(d))
	}
	one, two := version(1, time.Time{}, day(10)), version(2, day(10), day(20))
	tests := []struct {
		name  string
		at    time.Time
		plans []commission.Plan
		want  int // the version
		err   error
	}{
		{"none given", day(1), nil, 0, alianza.ErrUnknown},
		{"without a beginning", day(1), []commission.Plan{one, two}, 1, nil},
		{"just before the end", day(10).Add(-1), []commission.Plan{one, two}, 1, nil},
		{"on the end, which begins the next", day(10), []commission.Plan{one, two}, 2, nil},
		{"just before the last end", day(20).Add(-1), []commission.Plan{one, two}, 2, nil},
		{"on the last end", day(20), []commission.Plan{one, two}, 0, alianza.ErrUnknown},
		{"without an end", day(99), []commission.Plan{version(3, day(20), time.Time{})}, 3, nil},
		{"two at once", day(9), []commission.Plan{one, version(2, day(9), day(20))}, 0, alianza.ErrConflict},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := commission.InForce(tt.at, tt.plans...)
			if got.Definition().Version != tt.want || !errors.Is(err, tt.err) {
				t.Errorf("InForce = version %d, %v; want %d, %v", got.Definition().Version, err, tt.want, tt.err)
			}
		})
	}
}

func TestEventOutsideOfPlan(t *testing.T) {
	d := flat()
	d.From, d.Until = day(10), day(20)
	plan := alianza.Must(commission.New(d))
	for at, want := range map[time.Time]bool{day(10).Add(-1): false, day(10): true, day(20).Add(-1): true, day(20): false} {
		e := sale("s", "1")
		e.At = at
		_, _, err := plan.Earn(commission.State{}, e)
		if (err == nil) != want || !want && !errors.Is(err, alianza.ErrRange) {
			t.Errorf("Earn at %s = %v; want it taken: %t", at, err, want)
		}
	}
	d.Until = d.From
	if _, err := commission.New(d); !errors.Is(err, alianza.ErrConflict) {
		t.Errorf("New = %v; want %v", err, alianza.ErrConflict)
	}
}

func at2(at time.Time, e commission.Event) commission.Event {
	e.At = at
	return e
}

func TestPlanTable(t *testing.T) {
	d := flat()
	d.Places, d.Rounding = 3, commission.Down
	d.Rules = append(d.Rules, commission.Rule{Name: "t", On: commission.PaymentReceived, Table: commission.TableDefinition{Brackets: []commission.Bracket{bracket("", "12.5%")}}})
	plan := alianza.Must(commission.New(d))
	table, err := plan.Table("t")
	if err != nil {
		t.Fatal(err)
	}
	if pay, err := table.Pay(commission.Volume{Amount: num("0.135")}); err != nil || pay.Amount.String() != "0.016" { // 0.016875, cut
		t.Errorf("Pay = %v, %v; want 0.016, in the places and the rounding of the plan", pay, err)
	}
	for _, name := range []string{"sale", "other", ""} {
		if _, err := plan.Table(name); !errors.Is(err, alianza.ErrUnknown) {
			t.Errorf("Table(%q) = %v; want %v", name, err, alianza.ErrUnknown)
		}
	}
}

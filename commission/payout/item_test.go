package payout_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/commission/payout"
)

// TestStateMay has every step from every state.
func TestStateMay(t *testing.T) {
	const (
		none = "none"
		last = payout.StateReturned
	)
	want := map[payout.State]string{
		payout.StateAccrued:        "held due blocked reserved paid set_off written_off ",
		payout.StateHeld:           "due blocked reserved paid set_off written_off ",
		payout.StateDue:            "carried blocked reserved paid set_off written_off ",
		payout.StateCarried:        "blocked reserved paid set_off written_off ",
		payout.StateBlocked:        "accrued held due ",
		payout.StateReserved:       "paid returned ",
		payout.StatePaid:           "partly_returned returned ",
		payout.StateSetOff:         "",
		payout.StateWrittenOff:     "",
		payout.StatePartlyReturned: "returned ",
		payout.StateReturned:       "due carried ",
		0:                          "",
	}
	for from := payout.State(0); from <= last+1; from++ {
		got := ""
		for to := payout.State(0); to <= last+1; to++ {
			if from.May(to) {
				got += to.String() + " "
			}
		}
		if got != want[from] {
			t.Errorf("%s may be %s; want %s", from, got, want[from])
		}
	}
	for s := payout.StateAccrued; s <= last; s++ {
		var back payout.State
		if text, err := s.MarshalText(); err != nil || back.UnmarshalText(text) != nil || back != s {
			t.Errorf("MarshalText(%s) = %s, %v", s, text, err)
		}
	}
	if payout.State(0).String() != none {
		t.Errorf("State(0) = %s; want %s", payout.State(0), none)
	}
}

func TestStateAt(t *testing.T) {
	item := payout.Item{State: payout.StateHeld, Due: at("2026-02-01")}
	for when, want := range map[string]payout.State{"2026-01-31T23:59:59Z": payout.StateHeld, "2026-02-01": payout.StateDue} {
		if got := item.StateAt(at(when)); got != want {
			t.Errorf("StateAt(%s) = %s; want %s", when, got, want)
		}
	}
	item.State = payout.StateBlocked
	if got := item.StateAt(at("2026-03-01")); got != payout.StateBlocked {
		t.Errorf("StateAt = %s; want blocked", got)
	}
}

func TestOriginText(t *testing.T) {
	for o, name := range map[payout.Origin]string{payout.OriginEntry: "entry", payout.OriginWriteOff: "write_off", payout.OriginRedemption: "redemption", payout.OriginReturn: "return"} {
		var back payout.Origin
		if text, err := o.MarshalText(); string(text) != name || err != nil || back.UnmarshalText(text) != nil || back != o {
			t.Errorf("MarshalText(%s) = %s, %v; want %s", o, text, err, name)
		}
	}
}

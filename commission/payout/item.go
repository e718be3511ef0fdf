package payout

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Item is an entry in an account, or something else that moves the balance.
type Item struct {
	_ [0]func() // == would compare decimals by address
	// Key is that of the entry. A part of a deferred entry has its number behind it.
	Key    string `json:"key"`
	Origin Origin `json:"origin,omitzero"`
	// Returned says that the item was in a payout that failed. A draw and a maximum
	// do not count it again.
	Returned bool `json:"returned,omitzero"`
	// Corrects is the key of what the entry corrects, or of a part of it. What is
	// taken back waits: it is not due while that is in the account and not due. It does
	// not if it was in a payout that failed.
	Corrects string `json:"corrects,omitzero"`
	// Amount is signed: what the account owes the partner for it.
	Amount decimal.Decimal `json:"amount"`
	At     time.Time       `json:"at"`           // of the entry
	Due    time.Time       `json:"due,omitzero"` // absent until somebody approves it
	// Withheld is the part of Amount that is kept back until Release. Without
	// Release, somebody has to release it.
	Withheld decimal.Decimal `json:"withheld,omitzero"`
	Release  time.Time       `json:"release,omitzero"`
	State    State           `json:"state"`
	Reason   string          `json:"reason,omitzero"` // of what somebody did
	// Rate is the rate of exchange that was pinned, and Converted the amount in the
	// currency of the transfer.
	Rate      decimal.Decimal `json:"rate,omitzero"`
	Converted decimal.Decimal `json:"converted,omitzero"`
}

// Origin says what an item is. The zero Origin is an entry.
type Origin uint8

// What an item comes from.
const (
	OriginEntry      Origin = iota // an entry of package commission
	OriginWriteOff                 // a debt that was written off
	OriginRedemption               // a part of the balance that was redeemed
	OriginReturn                   // a transfer that came back
)

var originNames = [...]string{"entry", "write_off", "redemption", "return"}

// String returns the name of the origin.
func (o Origin) String() string { return enum.Name(o, originNames[:]) }

// MarshalText returns the name of the origin.
func (o Origin) MarshalText() ([]byte, error) { return enum.Text(o, originNames[:], 0) }

// UnmarshalText reads the name of an origin.
func (o *Origin) UnmarshalText(text []byte) error { return enum.Parse(o, text, originNames[:], 0) }

// State says where an item or a payout is. [State.May] has the permitted steps.
// The zero State is none.
type State uint8

// The states. An item of an account is accrued, held, due, carried or blocked. One
// that a payout took is reserved, paid, set off, written off or returned. A payout
// is reserved, paid, returned in part, or returned.
const (
	StateAccrued        State = iota + 1 // earned; due when somebody approves it
	StateHeld                            // due later
	StateDue                             // due, and not settled yet
	StateCarried                         // due, and left by a settlement
	StateBlocked                         // under review: not paid before it is released
	StateReserved                        // in a payout that waits for the bank
	StatePaid                            // in a payout
	StateSetOff                          // against others: no money flows for it
	StateWrittenOff                      // a debt or a rest that is given up
	StatePartlyReturned                  // a payout of which a part came back
	StateReturned                        // in a payout that failed or came back
)

var stateNames = [...]string{
	"none", "accrued", "held", "due", "carried", "blocked", "reserved", "paid", "set_off", "written_off", "partly_returned", "returned",
}

// May reports whether a step from a state to another is permitted. A state that
// stays as it is takes no step.
func (s State) May(next State) bool {
	var to []State
	switch s {
	case StateAccrued:
		to = []State{StateHeld, StateDue, StateBlocked, StateReserved, StatePaid, StateSetOff, StateWrittenOff} // the last four in a final settlement of all
	case StateHeld:
		to = []State{StateDue, StateBlocked, StateReserved, StatePaid, StateSetOff, StateWrittenOff} // the last four as well
	case StateDue, StateCarried:
		to = []State{StateCarried, StateBlocked, StateReserved, StatePaid, StateSetOff, StateWrittenOff}
	case StateBlocked:
		to = []State{StateAccrued, StateHeld, StateDue}
	case StateReserved:
		to = []State{StatePaid, StateReturned}
	case StatePaid:
		to = []State{StatePartlyReturned, StateReturned}
	case StatePartlyReturned:
		to = []State{StateReturned}
	case StateReturned:
		to = []State{StateDue, StateCarried}
	default: // set off, written off: the end
	}
	return next != s && slices.Contains(to, next)
}

// String returns the name of the state, such as "set_off".
func (s State) String() string { return enum.Name(s, stateNames[:]) }

// MarshalText returns the name of the state.
func (s State) MarshalText() ([]byte, error) { return enum.Text(s, stateNames[:], 1) }

// UnmarshalText reads the name of a state.
func (s *State) UnmarshalText(text []byte) error { return enum.Parse(s, text, stateNames[:], 1) }

// StateAt returns the state of an item of an account at an instant: an item that
// is held is due from its Due on. Corrects says what may make it wait longer.
func (i Item) StateAt(t time.Time) State {
	if i.State == StateHeld && !i.Due.After(t) {
		return StateDue
	}
	return i.State
}

// back reports whether the item is money that was transferred and came back.
func (i *Item) back() bool { return i.Returned || i.Origin == OriginReturn }

// A deadline tells what of an account is due before an instant.
type deadline struct {
	items *Items
	until time.Time
	all   bool // a final settlement of all: what is not under review
}

// deadline returns the one of an account at an instant, exclusive.
func (p *Policy) deadline(a *Account, until time.Time) deadline {
	return deadline{items: &a.Items, until: until, all: p.def.Final == FinalAll && a.left(until)}
}

// has reports whether an item is due. What is taken back waits for what it takes
// back, so that the two are settled together. What was in a payout that failed was settled,
// and waits for nothing.
func (d *deadline) has(i *Item) bool { return d.own(i) && (!i.waits() || !d.awaits(i.Corrects)) }

// waits reports whether an item may wait for another one.
func (i *Item) waits() bool { return i.Corrects != "" && i.Amount.IsNegative() && !i.Returned }

// awaits reports whether an item is there that is not due.
func (d *deadline) awaits(key string) bool {
	before := d.items.find(key)
	return before != nil && !d.own(before)
}

// own reports whether an item is due by what it says itself.
func (d *deadline) own(i *Item) bool {
	switch i.State {
	case StateHeld, StateDue, StateCarried:
		return d.all || i.Due.Before(d.until)
	case StateAccrued:
		return d.all
	default: // blocked
		return false
	}
}

// released reports whether what is kept back until an instant is free.
func (d *deadline) released(at time.Time) bool {
	return d.all || !at.IsZero() && at.Before(d.until)
}

// kept returns what is kept back of an item that is due.
func (d *deadline) kept(i *Item) decimal.Decimal {
	if d.released(i.Release) {
		return decimal.Decimal{}
	}
	return i.Withheld
}

// open reports whether the item is one that an account may have.
func (i *Item) open() bool { return StateAccrued <= i.State && i.State <= StateBlocked }

// check faults an item of an account that cannot be.
func (p *Policy) checkItem(f *check.Faults, path string, i *Item) {
	p.unit.Amount(f, path+".amount", i.Amount)
	p.unit.Amount(f, path+".withheld", i.Withheld)
	f.Instant(path+".at", i.At)
	if !i.open() {
		f.Add(path+".state", i.State.String(), alianza.ErrConflict, "not of an item that is not settled")
	}
	if i.State == StateHeld || i.State == StateCarried {
		f.Instant(path+".due", i.Due)
	}
	if i.Withheld.Sign() != 0 && i.Withheld.Sign() != i.Amount.Sign() {
		f.Add(path+".withheld", exact.Text(i.Withheld), alianza.ErrConflict, "of another sign than the amount")
	}
	if p.def.PayIn.AtPost {
		f.Number(path+".rate", i.Rate)
		p.to.Amount(f, path+".converted", i.Converted)
	}
}

// MarshalJSON writes the item by its tags.
func (i Item) MarshalJSON() ([]byte, error) { return strictjson.Marshal(i) }

// UnmarshalJSON reads an item strictly.
func (i *Item) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, i, nil) }

package payout

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Definition says when and how an account is paid out. [New] checks it.
type Definition struct {
	_ [0]func() // == would compare decimals by address
	// Currency is the ISO 4217 code of the amounts.
	Currency string `json:"currency"`
	// Step is the smallest amount: "0.01", "0.05", "1". If absent, it is the minor unit
	// of the currency.
	Step decimal.Decimal `json:"step,omitzero"`
	// Medium is what is paid out; cash if absent. Entries in another medium are
	// refused. Account credit and rewards in kind never enter a cash payout.
	Medium commission.Medium `json:"medium,omitzero"`
	// AcrossPlans lets an account have entries of several plans of one partner, so
	// that a negative balance of one is set off against another. Without it, each
	// plan has an account of its own.
	AcrossPlans bool `json:"across_plans,omitzero"`
	// Every is the calendar of the settlements. If absent, any instant will do.
	Every Every `json:"every,omitzero"`
	// Hold counts from the instant of an entry until it is due. What is taken back is
	// due at its own instant, or with what it takes back if that is later. If absent, an
	// entry is due when it says so itself, by the hold of its plan.
	Hold Hold `json:"hold,omitzero"`
	// Holdback keeps a part of what is earned for longer.
	Holdback Holdback `json:"holdback,omitzero"`
	// Minimum is the least balance that is paid, inclusive. A smaller balance is
	// carried to the next settlement. 0 pays every positive balance.
	Minimum decimal.Decimal `json:"minimum,omitzero"`
	// Maximum is the most that a period pays, however often it is settled, beside what
	// came back; 0 is no bound. What is above it is paid later, or with ExcessLost never.
	Maximum decimal.Decimal `json:"maximum,omitzero"`
	// ExcessLost says that what is above Maximum is never paid. The balance does not
	// know afterwards which sale it was of: a refund takes back all that the sale earned,
	// also what was above the maximum.
	ExcessLost bool `json:"excess_lost,omitzero"`
	// Draw pays a partner at least an amount for each period.
	Draw Draw `json:"draw,omitzero"`
	// Debt bounds a negative balance, which is never charged.
	Debt Debt `json:"debt,omitzero"`
	// PayIn is another currency that payouts are transferred in.
	PayIn Conversion `json:"pay_in,omitzero"`
	// Confirm keeps a payout reserved until the bank has paid it.
	Confirm bool `json:"confirm,omitzero"`
	// OneAtATime says that an account with a payout that waits is not settled again.
	OneAtATime bool `json:"one_at_a_time,omitzero"`
	// Final says what is paid when the partner leaves; what is due if absent.
	Final Final `json:"final,omitzero"`
	// Deferral divides what an entry earns over time. The rates add up to 100%.
	Deferral []Deferred `json:"deferral,omitzero"`
}

// A Hold is the time from an entry until it is due. The zero Hold is none.
type Hold struct {
	Days   int  `json:"days,omitzero"`   // calendar days: due from the first instant of the last
	Hours  int  `json:"hours,omitzero"`  // hours of 60 minutes from the instant
	Now    bool `json:"now,omitzero"`    // due at once
	Manual bool `json:"manual,omitzero"` // due when somebody approves it
}

// A Holdback keeps a part of each positive entry back: a rolling reserve. A
// negative balance takes what is kept above the maximum, then what is kept back. The
// zero Holdback keeps nothing.
type Holdback struct {
	Rate alianza.Percent `json:"rate,omitzero"`
	// Days count from the day of an entry until the part is released, that day
	// included. Without Days and Settlements, [Policy.ReleaseReserve] releases it.
	Days int `json:"days,omitzero"`
	// Settlements count those of the calendar after that of the entry.
	Settlements int `json:"settlements,omitzero"`
}

// A Draw is what a partner gets at least for each period of the calendar. What is
// paid beyond the earnings is an advance, and later earnings above the draw
// recover it. A period that is settled again pays its earnings, or the draw if that is
// more. A transfer that came back is no earnings. The zero Draw is none.
type Draw struct {
	_      [0]func()       // == would compare decimals by address
	Amount decimal.Decimal `json:"amount"`
	// From and Until bound the days of the periods with a draw. Until is exclusive.
	// After that, all earnings recover what is left of the advance.
	From  alianza.Date `json:"from,omitzero"`
	Until alianza.Date `json:"until,omitzero"`
	// Guarantee says that nothing is recovered.
	Guarantee bool `json:"guarantee,omitzero"`
	// Recovery is the part of the earnings above the draw that recovers; all of it
	// if absent.
	Recovery alianza.Percent `json:"recovery,omitzero"`
	// RecoverFrom is the first day of the first period that recovers.
	RecoverFrom alianza.Date `json:"recover_from,omitzero"`
	// RecoverMost bounds what a period recovers.
	RecoverMost decimal.Decimal `json:"recover_most,omitzero"`
}

// A Debt bounds a negative balance. What is beyond a bound is written off at the
// settlement. The zero Debt bounds nothing.
type Debt struct {
	_     [0]func()       // == would compare decimals by address
	Floor bool            `json:"floor,omitzero"` // a period leaves no debt
	Most  decimal.Decimal `json:"most,omitzero"`  // the most that is carried
	Days  int             `json:"days,omitzero"`  // that a debt is carried, from the first settlement that left it
}

// A Conversion is another currency for transfers. The zero Conversion is none.
type Conversion struct {
	_        [0]func()       // == would compare decimals by address
	Currency string          `json:"currency"`
	Step     decimal.Decimal `json:"step,omitzero"`
	// AtPost pins the rate of an entry when it is posted. Without it, one rate is
	// pinned at the payout. A balance that makes no transfer above zero at the pinned
	// rates is carried, whatever the draw.
	AtPost bool `json:"at_post,omitzero"`
}

// A Deferred is one part of a deferral.
type Deferred struct {
	Months int             `json:"months"` // after the day when the entry is due
	Rate   alianza.Percent `json:"rate"`
}

// Final says what is paid to a partner who leaves. The zero Final pays what is
// due, whatever the minimum, and what is held when its hold is over.
type Final uint8

// The ways to settle in the end.
const (
	FinalDue     Final = iota // what is due, whatever the minimum
	FinalAll                  // everything at once, what is held and kept back included
	FinalForfeit              // what is due; a balance below the minimum is forfeited when nothing is held or kept back
)

var finalNames = [...]string{"due", "all", "forfeit"}

// String returns the name of the way.
func (f Final) String() string { return enum.Name(f, finalNames[:]) }

// MarshalText returns the name of the way.
func (f Final) MarshalText() ([]byte, error) { return enum.Text(f, finalNames[:], 0) }

// UnmarshalText reads the name of a way: due, all or forfeit.
func (f *Final) UnmarshalText(text []byte) error { return enum.Parse(f, text, finalNames[:], 0) }

// IsZero reports whether there is no draw.
func (d Draw) IsZero() bool {
	return d.Amount.IsZero() && d.From.IsZero() && d.Until.IsZero() && !d.Guarantee && d.Recovery.IsZero() &&
		d.RecoverFrom.IsZero() && d.RecoverMost.IsZero()
}

// IsZero reports whether nothing is bounded.
func (d Debt) IsZero() bool { return !d.Floor && d.Most.IsZero() && d.Days == 0 }

// IsZero reports whether there is no other currency.
func (c Conversion) IsZero() bool { return c.Currency == "" && c.Step.IsZero() && !c.AtPost }

func (d Definition) clone() Definition {
	d.Deferral = slices.Clone(d.Deferral)
	return d
}

func (d *Definition) equal(o *Definition) bool {
	same := func(a, b decimal.Decimal) bool { return exact.Cmp(a, b) == 0 }
	return d.Currency == o.Currency && same(d.Step, o.Step) && d.Medium == o.Medium && d.AcrossPlans == o.AcrossPlans && d.Every == o.Every &&
		d.Hold == o.Hold && d.Holdback == o.Holdback && same(d.Minimum, o.Minimum) && same(d.Maximum, o.Maximum) && d.ExcessLost == o.ExcessLost &&
		d.Draw.equal(&o.Draw) && d.Debt.Floor == o.Debt.Floor && same(d.Debt.Most, o.Debt.Most) && d.Debt.Days == o.Debt.Days &&
		d.PayIn.Currency == o.PayIn.Currency && same(d.PayIn.Step, o.PayIn.Step) && d.PayIn.AtPost == o.PayIn.AtPost &&
		d.Confirm == o.Confirm && d.OneAtATime == o.OneAtATime && d.Final == o.Final && slices.Equal(d.Deferral, o.Deferral)
}

func (d *Draw) equal(o *Draw) bool {
	return exact.Cmp(d.Amount, o.Amount) == 0 && d.From == o.From && d.Until == o.Until && d.Guarantee == o.Guarantee &&
		d.Recovery == o.Recovery && d.RecoverFrom == o.RecoverFrom && exact.Cmp(d.RecoverMost, o.RecoverMost) == 0
}

// check returns all faults of the definition, in the order of its JSON form.
func (d *Definition) check() error {
	_, _, err := d.units()
	return err
}

// units checks the definition and returns the units of the account and of the
// transfers.
func (d *Definition) units() (account, transfer unit.Unit, err error) {
	var f check.Faults
	u, _ := unit.Check(&f, d.Currency, d.Step)
	if new(commission.Medium).UnmarshalText([]byte(d.Medium.String())) != nil {
		f.Add("medium", d.Medium.String(), alianza.ErrUnknown, "")
	}
	enum.Check(&f, "every", d.Every, everyNames[:], 0)
	d.Hold.check(&f, "hold")
	d.checkHoldback(&f)
	least := u.Least(&f, "minimum", d.Minimum)
	most := u.Least(&f, "maximum", d.Maximum)
	if least && most && !d.Maximum.IsZero() && exact.Cmp(d.Maximum, d.Minimum) < 0 {
		f.Add("maximum", exact.Text(d.Maximum), alianza.ErrConflict, "below the minimum, "+exact.Text(d.Minimum))
	}
	if d.ExcessLost && d.Maximum.IsZero() {
		f.Add("excess_lost", "true", alianza.ErrConflict, "there is no maximum")
	}
	d.checkDraw(&f, u)
	u.Least(&f, "debt.most", d.Debt.Most)
	checkDays(&f, "debt.days", d.Debt.Days)
	if d.Debt.Floor && (!d.Debt.Most.IsZero() || d.Debt.Days != 0) {
		f.Add("debt.floor", "true", alianza.ErrConflict, "no debt is left to bound")
	}
	to := d.checkConversion(&f, u)
	if d.OneAtATime && !d.Confirm {
		f.Add("one_at_a_time", "true", alianza.ErrConflict, "no payout waits without confirm")
	}
	enum.Check(&f, "final", d.Final, finalNames[:], 0)
	d.checkDeferral(&f)
	return u, to, f.Err()
}

// maxDays bounds a number of days; ten years is a mistake, not a policy.
const maxDays = 3650

const hoursOfDay = 24

func checkDays(f *check.Faults, path string, days int) { checkCount(f, path, days, maxDays) }

func checkCount(f *check.Faults, path string, n, most int) {
	if n < 0 || n > most {
		f.Add(path, strconv.Itoa(n), alianza.ErrRange, fmt.Sprintf("from 0 to %d", most))
	}
}

func (h Hold) check(f *check.Faults, path string) {
	checkDays(f, path+".days", h.Days)
	checkCount(f, path+".hours", h.Hours, hoursOfDay*maxDays)
	given := 0
	for _, is := range []bool{h.Days != 0, h.Hours != 0, h.Now, h.Manual} {
		if is {
			given++
		}
	}
	if given > 1 {
		f.Add(path, "", alianza.ErrConflict, "days, hours, now and manual: give one")
	}
}

func (d *Definition) checkHoldback(f *check.Faults) {
	h := d.Holdback
	f.Share("holdback.rate", h.Rate)
	checkDays(f, "holdback.days", h.Days)
	checkCount(f, "holdback.settlements", h.Settlements, maxDays)
	switch {
	case h.Rate.IsZero() && (h.Days != 0 || h.Settlements != 0):
		f.Add("holdback.rate", "", alianza.ErrMissing, "the part that is kept back")
	case h.Days != 0 && h.Settlements != 0:
		f.Add("holdback.settlements", strconv.Itoa(h.Settlements), alianza.ErrConflict, "there are days")
	case h.Settlements != 0 && d.Every == 0:
		f.Add("holdback.settlements", strconv.Itoa(h.Settlements), alianza.ErrConflict, "settlements of which calendar? give every")
	}
}

func (d *Definition) checkDraw(f *check.Faults, u unit.Unit) {
	w := &d.Draw
	if w.IsZero() {
		return
	}
	switch {
	case w.Amount.IsNegative():
		f.Positive("draw.amount", w.Amount)
	case u.Least(f, "draw.amount", w.Amount) && w.Amount.IsZero():
		f.Add("draw.amount", "", alianza.ErrMissing, "")
	}
	if !w.From.IsZero() && !w.Until.IsZero() && !w.From.Before(w.Until) {
		f.Add("draw.until", w.Until.String(), alianza.ErrConflict, "not after from, "+w.From.String())
	}
	f.Share("draw.recovery", w.Recovery)
	u.Least(f, "draw.recover_most", w.RecoverMost)
	switch {
	case d.Every == 0:
		f.Add("draw", "", alianza.ErrConflict, "for each period of which calendar? give every")
	case w.Guarantee && (!w.Recovery.IsZero() || !w.RecoverFrom.IsZero() || !w.RecoverMost.IsZero()):
		f.Add("draw.guarantee", "true", alianza.ErrConflict, "nothing is recovered")
	case !d.Maximum.IsZero() && exact.Check(d.Maximum) == nil && exact.Check(w.Amount) == nil && exact.Cmp(d.Maximum, w.Amount) < 0:
		f.Add("draw.amount", exact.Text(w.Amount), alianza.ErrConflict, "above the maximum, "+exact.Text(d.Maximum))
	}
}

func (d *Definition) checkConversion(f *check.Faults, own unit.Unit) unit.Unit {
	c := &d.PayIn
	if c.IsZero() {
		return own
	}
	to, _ := unit.CheckAt(f, "pay_in.currency", c.Currency, "pay_in.step", c.Step)
	switch {
	case c.Currency == d.Currency:
		f.Add("pay_in.currency", c.Currency, alianza.ErrConflict, "the same as that of the account")
	case c.AtPost && (!d.Holdback.Rate.IsZero() || !d.Draw.IsZero() || !d.Maximum.IsZero() || !d.Debt.IsZero()):
		f.Add("pay_in.at_post", "true", alianza.ErrConflict, "with a holdback, a draw, a maximum or a bound on debt, the rate is pinned at the payout")
	}
	return to
}

// maxDeferred bounds the parts of a deferral.
const maxDeferred = check.MaxDeferred

func (d *Definition) checkDeferral(f *check.Faults) {
	if len(d.Deferral) == 0 || !f.Count("deferral", len(d.Deferral), maxDeferred, "parts") {
		return
	}
	sum := alianza.Percent{}
	for i, part := range d.Deferral {
		path := fmt.Sprintf("deferral[%d]", i)
		checkCount(f, path+".months", part.Months, maxDeferred)
		if i > 0 && part.Months <= d.Deferral[i-1].Months {
			f.Add(path+".months", strconv.Itoa(part.Months), alianza.ErrConflict, "not after the part before it")
		}
		if !f.Share(path+".rate", part.Rate) {
			return
		}
		sum = sum.Plus(part.Rate)
	}
	if sum != alianza.WholePercent(100) {
		f.Add("deferral", "", alianza.ErrConflict, "the rates add up to "+sum.String())
	}
	if d.PayIn.AtPost {
		f.Add("deferral", "", alianza.ErrConflict, "the rate of exchange is pinned at the payout")
	}
}

// MarshalJSON writes the definition by its tags. It returns an error if the
// definition has a fault.
func (d Definition) MarshalJSON() ([]byte, error) {
	return strictjson.MarshalChecked(d, (*Definition).check)
}

// UnmarshalJSON reads a definition strictly and checks it as [New] does.
func (d *Definition) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, d, (*Definition).check)
}

// MarshalJSON writes the hold by its tags.
func (h Hold) MarshalJSON() ([]byte, error) { return strictjson.Marshal(h) }

// UnmarshalJSON reads a hold strictly.
func (h *Hold) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, h, nil) }

// MarshalJSON writes the holdback by its tags.
func (h Holdback) MarshalJSON() ([]byte, error) { return strictjson.Marshal(h) }

// UnmarshalJSON reads a holdback strictly.
func (h *Holdback) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, h, nil) }

// MarshalJSON writes the draw by its tags.
func (d Draw) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a draw strictly.
func (d *Draw) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON writes the bounds by their tags.
func (d Debt) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads the bounds strictly.
func (d *Debt) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// MarshalJSON writes the conversion by its tags.
func (c Conversion) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a conversion strictly.
func (c *Conversion) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// MarshalJSON writes the part by its tags.
func (d Deferred) MarshalJSON() ([]byte, error) { return strictjson.Marshal(d) }

// UnmarshalJSON reads a part of a deferral strictly.
func (d *Deferred) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, d, nil) }

// errRate says that a conversion has no rate.
var errRate = errors.New("give the rate of exchange with At")

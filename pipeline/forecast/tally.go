package forecast

import (
	"cmp"
	"fmt"
	"math/big"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/pipeline"
)

// A Tally adds up deals one by one. It keeps sums and no deal. A Tally is for one
// goroutine; several of them merge into one. The zero Tally refuses every deal.
type Tally struct {
	_         [0]func() // == would compare by address
	model     Model
	stages    []counted // open deals
	won, lost counted
	days      int64        // from the opening to the end of all closed deals
	opened    int64        // numbers of the days on which the open deals were opened
	latest    alianza.Date // the latest of these days
}

// counted are deals and their amounts.
type counted struct {
	deals  int64
	amount sum
}

func (c *counted) add(d decimal.Decimal, m *Model) {
	c.deals++
	c.amount.add(d, m.places, &m.all)
}

// Tally returns an empty tally of the model.
func (m Model) Tally() *Tally {
	return &Tally{model: m, stages: make([]counted, len(m.def.Stages))}
}

// given returns the tally, or the zero one, which refuses everything, if there is none.
func (t *Tally) given() *Tally {
	if t == nil {
		return &Tally{}
	}
	return t
}

// Add adds a deal. It returns an error, and adds nothing, if:
//   - the stage of an open deal is unknown;
//   - a closed deal has no day on which it was closed, or an open one has;
//   - a deal was closed before it was opened, or it is not said when it was opened;
//   - the amount is negative or out of the bounds of the library;
//   - the model was not made by [New].
//
// An error that is nil costs no allocation.
func (t *Tally) Add(d Deal) error {
	t = t.given()
	if err := t.model.refuse(&d); err != nil {
		return fmt.Errorf("forecast: add %q: %w", d.ID, err)
	}
	switch d.Outcome {
	case pipeline.Won, pipeline.Ended:
		t.won.add(d.Amount, &t.model)
	case pipeline.Lost:
		t.lost.add(d.Amount, &t.model)
	default:
		t.stages[t.model.place[d.Stage]].add(d.Amount, &t.model)
		t.opened += int64(firstDate.DaysUntil(d.Opened))
		t.latest = latest(t.latest, d.Opened)
		return nil
	}
	t.days += int64(d.Opened.DaysUntil(d.Closed))
	return nil
}

// latest returns the later one of two days.
func latest(a, b alianza.Date) alianza.Date {
	if a.Before(b) {
		return b
	}
	return a
}

var firstDate = alianza.Must(alianza.ParseDate("0001-01-01"))

// Merge adds what another tally of an equal model has. It returns an error for another
// model.
func (t *Tally) Merge(o *Tally) error {
	t, o = t.given(), o.given()
	if len(t.stages) == 0 || !t.model.Equal(o.model) {
		return fmt.Errorf("forecast: merge: %w", check.Fault("model", "", alianza.ErrConflict, "another model"))
	}
	places := t.model.places
	merge := func(a, b *counted) {
		a.deals += b.deals
		a.amount.merge(&b.amount, places)
	}
	for i := range t.stages {
		merge(&t.stages[i], &o.stages[i])
	}
	merge(&t.won, &o.won)
	merge(&t.lost, &o.lost)
	t.days += o.days
	t.opened += o.opened
	t.latest = latest(t.latest, o.latest)
	return nil
}

// Equal reports whether two tallies have equal models and the same sums.
func (t Tally) Equal(o Tally) bool {
	if len(t.stages) != len(o.stages) || !t.model.Equal(o.model) || t.days != o.days || t.opened != o.opened || t.latest != o.latest {
		return false
	}
	alike := func(a, b *counted) bool {
		return a.deals == b.deals && a.amount.total(t.model.places).Equal(b.amount.total(t.model.places))
	}
	for i := range t.stages {
		if !alike(&t.stages[i], &o.stages[i]) {
			return false
		}
	}
	return alike(&t.won, &o.won) && alike(&t.lost, &o.lost)
}

// MarshalJSON returns the counts of the tally and its forecast.
func (t Tally) MarshalJSON() ([]byte, error) {
	if len(t.stages) == 0 {
		return nil, check.Fault("", "", alianza.ErrUnchecked, "")
	}
	return strictjson.Marshal(struct {
		Counts   Counts   `json:"counts"`
		Forecast Forecast `json:"forecast"`
	}{t.Counts(), t.Forecast()})
}

// UnmarshalJSON returns an error: a tally is written and not read.
func (t *Tally) UnmarshalJSON([]byte) error {
	return strictjson.WriteOnly("a tally", "add the deals again")
}

// Counts are deals by how they stand.
type Counts struct {
	Open int `json:"open"`
	Won  int `json:"won"`
	Lost int `json:"lost"`
}

// MarshalJSON returns the counts as a JSON object.
func (c Counts) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads counts strictly.
func (c *Counts) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// Counts returns how many deals are open, won and lost.
func (t *Tally) Counts() Counts {
	t = t.given()
	return Counts{int(t.open()), int(t.won.deals), int(t.lost.deals)}
}

func (t *Tally) open() int64 {
	var n int64
	for i := range t.stages {
		n += t.stages[i].deals
	}
	return n
}

// WinRate returns the won deals of all closed ones, in percent. Open deals are not in
// it. It returns an error if a count is negative, or nothing is closed
// ([alianza.ErrZero]).
//
// Rules: R40.
func (c Counts) WinRate() (Value, error) {
	var f check.Faults
	for _, n := range []struct {
		path  string
		count int
	}{{"open", c.Open}, {"won", c.Won}, {"lost", c.Lost}} {
		if n.count < 0 {
			f.Add(n.path, strconv.Itoa(n.count), alianza.ErrNegative, "")
		}
	}
	if f.Len() == 0 && c.Won == 0 && c.Lost == 0 {
		f.Add("closed", "0", alianza.ErrZero, "no deal is closed")
	}
	if err := f.Err(); err != nil {
		return Value{}, fmt.Errorf("forecast: win rate: %w", err)
	}
	won, lost := whole(int64(c.Won)), whole(int64(c.Lost))
	return quotient(UnitPercent, won.Mul(won, whole(100)), lost.Add(lost, whole(int64(c.Won)))), nil
}

// WinRate returns the win rate of the deals, as [Counts.WinRate] does.
//
// Rules: R40.
func (t *Tally) WinRate() (Value, error) { return t.Counts().WinRate() }

// WinRateOfAmounts returns the amounts of won deals in those of all closed ones, in
// percent. It returns an error if nothing is closed, or it is worth nothing
// ([alianza.ErrZero]).
func (t *Tally) WinRateOfAmounts() (Value, error) {
	t = t.given()
	won, lost := t.amount(&t.won), t.amount(&t.lost)
	all := lost.Add(lost, won)
	if all.Sign() == 0 {
		return Value{}, fmt.Errorf("forecast: win rate: %w", check.Fault("closed", "0", alianza.ErrZero, "no deal with an amount is closed"))
	}
	return quotient(UnitPercent, won.Mul(won, whole(100)), all), nil
}

func (t *Tally) amount(c *counted) *big.Rat { return exact.Rat(c.amount.total(t.model.places)) }

// DealVelocity returns the mean number of days from the opening of a deal to its end,
// of all closed deals, won or lost. Less is better. Open deals are not in it, so that it
// flatters while many old deals are open: see [Tally.Age]. It returns an error if
// nothing is closed ([alianza.ErrEmpty]).
//
// It is a duration. [Tally.SalesVelocity] is money per day.
//
// Rules: R29, R39.
func (t *Tally) DealVelocity() (Value, error) {
	t = t.given()
	closed := t.won.deals + t.lost.deals
	if closed == 0 {
		return Value{}, fmt.Errorf("forecast: deal velocity: %w", check.Fault("closed", "", alianza.ErrEmpty, "no deal is closed"))
	}
	return quotient(UnitDays, whole(t.days), whole(closed)), nil
}

// Age returns the mean number of days for which the open deals have been open on a day.
// It returns an error if the day is missing, nothing is open ([alianza.ErrEmpty]), or a
// deal was opened later than that ([alianza.ErrNegative]).
func (t *Tally) Age(day alianza.Date) (Value, error) {
	t = t.given()
	var f check.Faults
	open := t.open()
	days := int64(firstDate.DaysUntil(day))*open - t.opened
	switch {
	case day.IsZero():
		f.Add("day", "", alianza.ErrMissing, "")
	case open == 0:
		f.Add("open", "", alianza.ErrEmpty, "no deal is open")
	case day.Before(t.latest):
		f.Add("day", day.String(), alianza.ErrNegative, "a deal was opened later, on "+t.latest.String())
	}
	if err := f.Err(); err != nil {
		return Value{}, fmt.Errorf("forecast: age: %w", err)
	}
	return quotient(UnitDays, whole(days), whole(open)), nil
}

// SalesVelocity returns the money per day that the pipeline brings: the open deals, times
// the mean amount of a won deal, times the win rate, divided by the deal velocity. It
// returns an error if nothing was won ([alianza.ErrEmpty]), or deals take no day
// ([alianza.ErrZero]).
//
// Rules: R39.
func (t *Tally) SalesVelocity() (Value, error) {
	t = t.given()
	if t.won.deals == 0 {
		return Value{}, fmt.Errorf("forecast: sales velocity: %w", check.Fault("won", "", alianza.ErrEmpty, "no deal is won"))
	}
	rate, err := t.WinRate()
	if err != nil {
		return Value{}, err
	}
	cycle, err := t.DealVelocity()
	if err != nil {
		return Value{}, err
	}
	mean := quotient(t.model.def.Currency, t.amount(&t.won), whole(t.won.deals))
	return SalesVelocity(int(t.open()), mean, rate, cycle)
}

// A Number is an exact number: a [Value], a decimal, a figure of package roi.
type Number interface {
	// Rat returns the number as a fraction of the caller's own.
	Rat() *big.Rat
}

// SalesVelocity returns opportunities x mean amount x win rate / days of a cycle: money
// per day. The win rate is in percent: 25 for 25%. The unit of the result is that of the
// amount, if it is a [Value], with " per day".
//
// It returns an error if:
//   - a number is missing, negative or out of the bounds of the library;
//   - the win rate is above 100;
//   - a cycle takes no day ([alianza.ErrZero]);
//   - a number or the result has more than 2,000 digits, or its unit more bytes than a
//     name ([alianza.ErrLimit]).
//
// Rules: R39.
func SalesVelocity(opportunities int, average, winRate, cycle Number) (Value, error) {
	var f check.Faults
	if opportunities < 0 {
		f.Add("opportunities", strconv.Itoa(opportunities), alianza.ErrNegative, "")
	}
	mean, rate, days := number(&f, "average", average), number(&f, "win_rate", winRate), number(&f, "cycle", cycle)
	switch {
	case f.Len() > 0:
	case rate.Cmp(whole(100)) > 0:
		f.Add("win_rate", rate.FloatString(2), alianza.ErrRange, "from 0 to 100 percent")
	case days.Sign() == 0:
		f.Add("cycle", "0", alianza.ErrZero, "a cycle takes no day")
	}
	if err := f.Err(); err != nil {
		return Value{}, fmt.Errorf("forecast: sales velocity: %w", err)
	}
	unit := "money"
	switch v := average.(type) {
	case Value:
		unit = cmp.Or(v.unit, unit)
	case *Value:
		unit = cmp.Or(v.unit, unit)
	}
	mean.Mul(mean, rate).Mul(mean, whole(int64(opportunities)))
	made := quotient(unit+perDay, mean, days.Mul(days, whole(100)))
	if len(made.unit) > check.MaxName {
		f.Add("average", unit, alianza.ErrLimit, "its unit is too long with"+perDay)
	}
	if long(made.number) {
		f.Add("velocity", "", alianza.ErrLimit, tooLong)
	}
	if err := f.Err(); err != nil {
		return Value{}, fmt.Errorf("forecast: sales velocity: %w", err)
	}
	return made, nil
}

// number returns a number that is there and not negative.
func number(f *check.Faults, path string, n Number) *big.Rat {
	if d, ok := n.(*decimal.Decimal); ok && d != nil {
		n = *d
	}
	if d, ok := n.(decimal.Decimal); ok {
		if !f.NotNegative(path, d) {
			return new(big.Rat)
		}
		return exact.Rat(d)
	}
	switch q := fraction(n); {
	case q == nil:
		f.Add(path, "", alianza.ErrMissing, "")
	case q.Sign() < 0:
		f.Add(path, "", alianza.ErrNegative, "")
	case long(q):
		f.Add(path, "", alianza.ErrLimit, tooLong)
	default:
		return new(big.Rat).Set(q)
	}
	return new(big.Rat)
}

// fraction returns a number as a fraction, nil for each kind of none: a nil interface, a
// nil pointer to a number, the zero [Value], a figure that is none.
func fraction(n Number) (q *big.Rat) {
	defer func() {
		if recover() != nil { // the methods of a nil pointer panic
			q = nil
		}
	}()
	switch v := n.(type) {
	case nil:
		return nil
	case Value:
		return v.number
	case *Value:
		return v.number
	case interface{ Unit() string }:
		if v.Unit() == exact.NoFigure {
			return nil
		}
	}
	return n.Rat()
}

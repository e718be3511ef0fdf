package commission

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// A SettlementDefinition says when a balance is paid. [NewSettlement] checks
// it.
type SettlementDefinition struct {
	_ [0]func() // == would compare decimals by address
	// Currency is the ISO 4217 code of the amounts, and Places the number of
	// their decimals, 0 to 18.
	Currency string `json:"currency"`
	Places   int    `json:"places"`
	// Medium is what is paid out; cash if absent. Entries in another medium are
	// refused: credit and what is given in kind never enter a cash payout (C5,
	// C9, C10).
	Medium Medium `json:"medium,omitzero"`
	// Minimum is the least balance that is paid, inclusive; a smaller one is
	// carried to the next settlement. 0 pays every positive balance.
	Minimum decimal.Decimal `json:"minimum,omitzero"`
}

// A Settlement is a checked definition. The zero Settlement has no currency
// and takes no entry. A Settlement is immutable and safe for concurrent use.
type Settlement struct{ def SettlementDefinition }

// NewSettlement checks a definition. It returns an error with all its faults:
// a currency or places that cannot be, a negative minimum or one with more
// decimals than the currency.
func NewSettlement(d SettlementDefinition) (Settlement, error) {
	if err := d.check(); err != nil {
		return Settlement{}, err
	}
	return Settlement{d}, nil
}

// MustSettlement is NewSettlement for definitions written in code; it panics
// on a fault.
func MustSettlement(d SettlementDefinition) Settlement {
	s, err := NewSettlement(d)
	if err != nil {
		panic(err) //nolint:forbidigo // the Must convention
	}
	return s
}

// Definition returns the definition the settlement was made from.
func (s Settlement) Definition() SettlementDefinition { return s.def }

func (d *SettlementDefinition) check() error {
	var f check.Faults
	checkCurrency(&f, d.Currency, d.Places)
	if int(d.Medium) >= len(mediumNames) {
		f.Add("medium", d.Medium.String(), alianza.ErrUnknown, "")
	}
	placed := d.Places >= 0 && d.Places <= exact.MaxPlaces
	if f.NotNegative("minimum", d.Minimum) && placed && !whole(d.Minimum, d.Places) {
		f.Add("minimum", exact.Text(d.Minimum), alianza.ErrConflict, fmt.Sprintf("more decimals than the %d places of the currency", d.Places))
	}
	return f.Err()
}

// whole reports whether an amount has no more decimals than places.
func whole(amount decimal.Decimal, places int) bool {
	return int(amount.Exponent()) >= -places || exact.Cmp(exact.Round(amount, int32(places), exact.Down), amount) == 0
}

// An Account is a partner's balance between settlements: what is carried, what
// is held and until when, and what was posted since the last settlement. The
// zero Account is empty and of no currency yet; the first entry posted gives it
// one. Like a [State] it is changed in place by the methods that take and return
// it. It does not know which entries were posted: post each one once.
type Account struct {
	_        [0]func() // == would compare decimals by address
	Currency string
	Medium   Medium
	Carried  decimal.Decimal
	Held     []Holding       // by Due, rising
	Earned   decimal.Decimal // positive entries since the last settlement
	Adjusted decimal.Decimal // negative entries since the last settlement
}

// A Holding is an amount that may be paid from an instant on.
type Holding struct {
	_      [0]func() // == would compare decimals by address
	Due    time.Time
	Amount decimal.Decimal
}

// A Payout is one settlement of an account. It conserves money:
//
//	Opening + Earned + Adjusted = Paid + Held + Carried
type Payout struct {
	_        [0]func() // == would compare decimals by address
	Currency string
	Until    time.Time       // exclusive
	Opening  decimal.Decimal // carried and held after the settlement before
	Earned   decimal.Decimal // positive entries posted since then, also those after Until
	Adjusted decimal.Decimal // negative entries posted since then, likewise
	Paid     decimal.Decimal // what is due: to be paid now
	Held     decimal.Decimal // not due before Until
	Carried  decimal.Decimal // due, but less than the minimum, or negative
}

// Post returns the account with an entry in it. It returns an error and the
// account as it was if the entry or the account is in another currency
// ([alianza.ErrCurrency]) or medium ([alianza.ErrConflict]), has more decimals
// than the currency or is out of the bounds of the library ([alianza.ErrRange]),
// or the entry has no Due ([alianza.ErrMissing]).
func (s Settlement) Post(a Account, e Entry) (Account, error) {
	var f check.Faults
	s.currency(&f, "currency", e.Currency)
	if e.Medium != s.def.Medium {
		f.Add("medium", e.Medium.String(), alianza.ErrConflict, "the settlement pays "+s.def.Medium.String())
	}
	s.amount(&f, "amount", e.Amount)
	f.Instant("due", e.Due)
	if a.Currency != "" {
		s.currency(&f, "account.currency", a.Currency)
		s.medium(&f, a)
	}
	s.amount(&f, "account.earned", a.Earned)
	s.amount(&f, "account.adjusted", a.Adjusted)
	if i, found := a.find(e.Due); found {
		s.amount(&f, fmt.Sprintf("account.held[%d].amount", i), a.Held[i].Amount)
	}
	if err := f.Err(); err != nil {
		return a, fmt.Errorf("commission: settlement: entry %q: %w", e.Key, err)
	}
	a.Currency, a.Medium = s.def.Currency, s.def.Medium
	if e.Amount.IsNegative() {
		a.Adjusted = a.Adjusted.Add(e.Amount)
	} else {
		a.Earned = a.Earned.Add(e.Amount)
	}
	a.hold(e.Due, e.Amount)
	return a, nil
}

// currency faults a currency that is not the settlement's.
func (s Settlement) currency(f *check.Faults, path, code string) {
	if code != s.def.Currency || code == "" {
		f.Add(path, code, alianza.ErrCurrency, "the settlement is in "+s.def.Currency)
	}
}

// medium faults an account that is in another medium.
func (s Settlement) medium(f *check.Faults, a Account) {
	if a.Medium != s.def.Medium {
		f.Add("account.medium", a.Medium.String(), alianza.ErrConflict, "the settlement pays "+s.def.Medium.String())
	}
}

// amount faults an amount that is out of bounds or finer than the currency.
func (s Settlement) amount(f *check.Faults, path string, d decimal.Decimal) {
	if f.Number(path, d) && !whole(d, s.def.Places) {
		f.Add(path, exact.Text(d), alianza.ErrRange, fmt.Sprintf("more decimals than the %d places of the settlement", s.def.Places))
	}
}

// check returns the faults of an account, which may come from anywhere.
func (s Settlement) check(a Account) error {
	var f check.Faults
	s.currency(&f, "account.currency", cmp.Or(a.Currency, s.def.Currency))
	if a.Currency != "" {
		s.medium(&f, a)
	}
	s.amount(&f, "account.carried", a.Carried)
	for i, h := range a.Held {
		s.amount(&f, fmt.Sprintf("account.held[%d].amount", i), h.Amount)
	}
	s.amount(&f, "account.earned", a.Earned)
	s.amount(&f, "account.adjusted", a.Adjusted)
	if err := f.Err(); err != nil {
		return fmt.Errorf("commission: settlement: %w", err)
	}
	return nil
}

// Merge returns the sum of two accounts of one partner, such as the parts of a
// month that were posted apart. Neither is changed. It returns an error as
// [Settlement.Settle] does.
func (s Settlement) Merge(a, b Account) (Account, error) {
	if err := errors.Join(s.check(a), s.check(b)); err != nil {
		return Account{}, err
	}
	sum := Account{
		Currency: cmp.Or(a.Currency, b.Currency), Medium: s.def.Medium, Carried: a.Carried.Add(b.Carried), Earned: a.Earned.Add(b.Earned), Adjusted: a.Adjusted.Add(b.Adjusted),
		Held: slices.Clone(a.Held),
	}
	for _, h := range b.Held {
		sum.hold(h.Due, h.Amount)
	}
	return sum, nil
}

// find returns the place of what is held until an instant, and whether there is
// any.
func (a *Account) find(due time.Time) (int, bool) {
	return slices.BinarySearchFunc(a.Held, due, func(h Holding, due time.Time) int { return h.Due.Compare(due) })
}

// hold adds an amount to what is held until an instant.
func (a *Account) hold(due time.Time, amount decimal.Decimal) {
	i, found := a.find(due)
	if !found {
		a.Held = slices.Insert(a.Held, i, Holding{Due: due})
	}
	a.Held[i].Amount = a.Held[i].Amount.Add(amount)
}

// Settle pays what is due before an instant, exclusive: the end of a month, say.
// The balance is what was carried and every entry whose Due lies before until.
// If it is positive and at least the minimum it is paid whole; otherwise it is
// carried, a negative balance too, which is set off against what comes due
// later and never charged. It returns the payout and the account after it, or an
// error and the account as it was if that is in another currency
// ([alianza.ErrCurrency]) or medium ([alianza.ErrConflict]), has amounts that are
// out of the bounds of the library or finer than the currency
// ([alianza.ErrRange]), or there is no until ([alianza.ErrMissing]).
func (s Settlement) Settle(a Account, until time.Time) (Payout, Account, error) {
	if err := s.check(a); err != nil {
		return Payout{}, a, err
	}
	var f check.Faults
	if !f.Instant("until", until) {
		return Payout{}, a, fmt.Errorf("commission: settlement: %w", f.Err())
	}
	p := Payout{Currency: s.def.Currency, Until: until, Earned: a.Earned, Adjusted: a.Adjusted}
	balance, rest := a.Carried, a.Held[:0]
	for _, h := range a.Held {
		if h.Due.Before(until) {
			balance = balance.Add(h.Amount)
		} else {
			p.Held = p.Held.Add(h.Amount)
			rest = append(rest, h)
		}
	}
	if balance.IsPositive() && exact.Cmp(balance, s.def.Minimum) >= 0 {
		p.Paid = balance
	} else {
		p.Carried = balance
	}
	p.Opening = p.Paid.Add(p.Held).Add(p.Carried).Sub(a.Earned).Sub(a.Adjusted)
	for _, amount := range []*decimal.Decimal{&p.Opening, &p.Earned, &p.Adjusted, &p.Paid, &p.Held, &p.Carried} {
		*amount = exact.Round(*amount, int32(s.def.Places), exact.Down) // exact: only the decimals shown
	}
	return p, Account{Currency: a.Currency, Medium: a.Medium, Carried: p.Carried, Held: rest}, nil
}

// String returns the payout as a sentence: "due 320.00 USD; held 45.10,
// carried 0.00; opening 20.00, earned 380.10, adjusted -35.00".
func (p Payout) String() string {
	return fmt.Sprintf("due %s %s; held %s, carried %s; opening %s, earned %s, adjusted %s", exact.Text(p.Paid), p.Currency,
		exact.Text(p.Held), exact.Text(p.Carried), exact.Text(p.Opening), exact.Text(p.Earned), exact.Text(p.Adjusted))
}

// MarshalJSON returns the JSON of the definition.
func (d SettlementDefinition) MarshalJSON() ([]byte, error) { return oldjson.Marshal(d.fields) }

// UnmarshalJSON reads a definition strictly and checks it as [NewSettlement]
// does. It returns all faults, of form and of meaning, and then leaves d as it
// was.
func (d *SettlementDefinition) UnmarshalJSON(data []byte) error {
	return oldjson.Into(d, data, oldjson.MaxDefinition, (*SettlementDefinition).fields, (*SettlementDefinition).check)
}

func (d *SettlementDefinition) fields(o *oldjson.Object) {
	o.String("currency", &d.Currency)
	o.Int("places", &d.Places)
	oldjson.Text(o.Optional(), "medium", &d.Medium)
	o.Optional().Decimal("minimum", &d.Minimum)
}

// MarshalJSON returns the account with its fields in lower case.
func (a Account) MarshalJSON() ([]byte, error) { return oldjson.Marshal(a.fields) }

// UnmarshalJSON reads an account strictly.
func (a *Account) UnmarshalJSON(data []byte) error {
	return oldjson.Into(a, data, oldjson.MaxState, (*Account).fields, nil)
}

func (a *Account) fields(o *oldjson.Object) {
	o.Optional().String("currency", &a.Currency)
	oldjson.Text(o.Optional(), "medium", &a.Medium)
	o.Decimal("carried", &a.Carried)
	oldjson.List(o.Optional(), "held", &a.Held, (*Holding).fields)
	o.Optional().Decimal("earned", &a.Earned)
	o.Optional().Decimal("adjusted", &a.Adjusted)
}

func (h *Holding) fields(o *oldjson.Object) {
	oldjson.Text(o, "due", &h.Due)
	o.Decimal("amount", &h.Amount)
}

// MarshalJSON returns the payout with its fields in lower case.
func (p Payout) MarshalJSON() ([]byte, error) {
	return oldjson.Marshal(func(o *oldjson.Object) {
		o.String("currency", &p.Currency)
		oldjson.Text(o, "until", &p.Until)
		o.Decimal("opening", &p.Opening)
		o.Decimal("earned", &p.Earned)
		o.Decimal("adjusted", &p.Adjusted)
		o.Decimal("paid", &p.Paid)
		o.Decimal("held", &p.Held)
		o.Decimal("carried", &p.Carried)
	})
}

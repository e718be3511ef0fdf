package payout

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// An Account is a partner's balance between settlements. Its amounts add up:
//
//	Opening + Earned + Adjusted = Carried + the sum of Held
//
// The zero Account is empty and of no currency yet; the first entry gives it
// one. An account does not know which entries were posted: post each one once.
type Account struct {
	_        [0]func() // == would compare decimals by address
	Currency string
	Medium   commission.Medium
	Opening  decimal.Decimal // carried and held after the last settlement
	Carried  decimal.Decimal // due at the last settlement, and not paid
	Held     []Holding       // not settled yet, by Due, rising
	Earned   decimal.Decimal // positive entries since the last settlement
	Adjusted decimal.Decimal // negative entries since the last settlement
}

// A Holding is an amount that may be paid from an instant on.
type Holding struct {
	_      [0]func() // == would compare decimals by address
	Due    time.Time
	Amount decimal.Decimal
}

// Post returns the account with entries in it. The account that was given is
// unchanged. Many entries at once cost less than one after another.
//
// Post returns an error, and the account as it was, for the first entry that:
//   - is in another currency than the policy or the account ([alianza.ErrCurrency]);
//   - is in another medium ([alianza.ErrConflict]);
//   - has more decimals than the currency, or leads to an amount that is out of
//     bounds ([alianza.ErrRange]);
//   - has no Due ([alianza.ErrMissing]).
func (p Policy) Post(a Account, entries ...commission.Entry) (Account, error) {
	after := a
	after.Held = slices.Clone(a.Held)
	for i := range entries {
		if err := p.post(&after, &entries[i]); err != nil {
			return a, fmt.Errorf("payout: entry %q: %w", entries[i].Key, err)
		}
	}
	return after, nil
}

// post adds an entry to an account that is the caller's alone.
func (p Policy) post(a *Account, e *commission.Entry) error {
	var f check.Faults
	p.currency(&f, "currency", e.Currency)
	if e.Medium != p.def.Medium {
		f.Add("medium", e.Medium.String(), alianza.ErrConflict, "the policy pays "+p.def.Medium.String())
	}
	p.amount(&f, "amount", e.Amount)
	f.Instant("due", e.Due)
	if a.Currency != "" {
		p.currency(&f, "account.currency", a.Currency)
		p.medium(&f, a)
	}
	p.amount(&f, "account.earned", a.Earned)
	p.amount(&f, "account.adjusted", a.Adjusted)
	i, found := find(a.Held, e.Due)
	held := decimal.Decimal{}
	if found {
		held = a.Held[i].Amount
		p.amount(&f, fmt.Sprintf("account.held[%d].amount", i), held)
	}
	if err := f.Err(); err != nil {
		return err
	}
	earned, adjusted := a.Earned, a.Adjusted
	if e.Amount.IsNegative() {
		adjusted = adjusted.Add(e.Amount)
	} else {
		earned = earned.Add(e.Amount)
	}
	held = held.Add(e.Amount)
	if err := bounded(earned, adjusted, held); err != nil {
		f.Add("amount", exact.Text(e.Amount), alianza.ErrRange, "what it leads to: "+err.Error())
		return f.Err()
	}
	if !found {
		a.Held = slices.Insert(a.Held, i, Holding{Due: e.Due})
	}
	a.Currency, a.Medium = p.def.Currency, p.def.Medium
	a.Earned, a.Adjusted, a.Held[i].Amount = earned, adjusted, held
	return nil
}

// Merge returns the sum of two accounts of one partner, such as the parts of a
// month that were posted apart. Neither is changed. It returns an error as
// [Policy.Settle] does, and if a sum is out of bounds ([alianza.ErrRange]).
func (p Policy) Merge(a, b Account) (Account, error) {
	if err := errors.Join(p.check(a), p.check(b)); err != nil {
		return Account{}, err
	}
	both := Account{
		Currency: cmp.Or(a.Currency, b.Currency), Medium: p.def.Medium,
		Opening: a.Opening.Add(b.Opening), Carried: a.Carried.Add(b.Carried),
		Earned: a.Earned.Add(b.Earned), Adjusted: a.Adjusted.Add(b.Adjusted),
		Held: merged(a.Held, b.Held),
	}
	if err := p.check(both); err != nil {
		return Account{}, err
	}
	return both, nil
}

// bounded returns an error for a sum that is out of the bounds of the library.
func bounded(sums ...decimal.Decimal) error {
	for _, d := range sums {
		if err := exact.Check(d); err != nil {
			return err
		}
	}
	return nil
}

// merged returns two lists of holdings as one.
func merged(a, b []Holding) []Holding {
	list := make([]Holding, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		switch {
		case len(b) == 0 || len(a) > 0 && a[0].Due.Before(b[0].Due):
			list, a = append(list, a[0]), a[1:]
		case len(a) == 0 || b[0].Due.Before(a[0].Due):
			list, b = append(list, b[0]), b[1:]
		default:
			list, a, b = append(list, Holding{Due: a[0].Due, Amount: a[0].Amount.Add(b[0].Amount)}), a[1:], b[1:]
		}
	}
	return list
}

// find returns the place of what is due at an instant, and whether there is any.
func find(held []Holding, due time.Time) (int, bool) {
	return slices.BinarySearchFunc(held, due, func(h Holding, due time.Time) int { return h.Due.Compare(due) })
}

func sum(held []Holding) decimal.Decimal {
	all := decimal.Decimal{}
	for _, h := range held {
		all = all.Add(h.Amount)
	}
	return all
}

// check returns the faults of an account, which may come from anywhere.
func (p Policy) check(a Account) error {
	var f check.Faults
	p.currency(&f, "account.currency", cmp.Or(a.Currency, p.def.Currency))
	if a.Currency != "" {
		p.medium(&f, &a)
	}
	p.amount(&f, "account.opening", a.Opening)
	p.amount(&f, "account.carried", a.Carried)
	for i, h := range a.Held {
		path := fmt.Sprintf("account.held[%d]", i)
		if f.Instant(path+".due", h.Due) && i > 0 && !h.Due.After(a.Held[i-1].Due) {
			f.Add(path+".due", h.Due.Format(time.RFC3339), alianza.ErrConflict, "not after the holding before it")
		}
		p.amount(&f, path+".amount", h.Amount)
	}
	p.amount(&f, "account.earned", a.Earned)
	p.amount(&f, "account.adjusted", a.Adjusted)
	if f.Err() == nil {
		in, out := a.Opening.Add(a.Earned).Add(a.Adjusted), a.Carried.Add(sum(a.Held))
		if exact.Cmp(in, out) != 0 {
			f.Add("account.opening", exact.Text(a.Opening), alianza.ErrConflict,
				fmt.Sprintf("with what was posted it makes %s, but carried and held are %s", exact.Text(in), exact.Text(out)))
		}
	}
	if err := f.Err(); err != nil {
		return fmt.Errorf("payout: %w", err)
	}
	return nil
}

// currency faults a currency that is not the policy's.
func (p Policy) currency(f *check.Faults, path, code string) {
	if code != p.def.Currency || code == "" {
		f.Add(path, code, alianza.ErrCurrency, "the policy is in "+p.def.Currency)
	}
}

// medium faults an account that is in another medium.
func (p Policy) medium(f *check.Faults, a *Account) {
	if a.Medium != p.def.Medium {
		f.Add("account.medium", a.Medium.String(), alianza.ErrConflict, "the policy pays "+p.def.Medium.String())
	}
}

// amount faults an amount that is out of bounds or finer than the currency.
func (p Policy) amount(f *check.Faults, path string, d decimal.Decimal) {
	if f.Number(path, d) && !whole(d, p.def.Places) {
		f.Add(path, exact.Text(d), alianza.ErrRange, fmt.Sprintf("more decimals than the %d places of the policy", p.def.Places))
	}
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
	o.Optional().Decimal("opening", &a.Opening)
	o.Decimal("carried", &a.Carried)
	oldjson.List(o.Optional(), "held", &a.Held, (*Holding).fields)
	o.Optional().Decimal("earned", &a.Earned)
	o.Optional().Decimal("adjusted", &a.Adjusted)
}

func (h *Holding) fields(o *oldjson.Object) {
	oldjson.Text(o, "due", &h.Due)
	o.Decimal("amount", &h.Amount)
}

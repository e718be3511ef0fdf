package payout

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Account is what a program owes a partner: the items that are not settled, and
// what is kept back. Its amounts add up:
//
//	Opening + Movements = Items + Reserve - Advanced
//
// The zero Account is empty and nobody's yet; the first entry or transfer that came
// back gives it partner, plan, currency and medium. An account with money has them.
type Account struct {
	_        [0]func()         // == would compare decimals by address
	Partner  string            `json:"partner,omitzero"`
	Plan     string            `json:"plan,omitzero"` // absent with AcrossPlans
	Currency string            `json:"currency,omitzero"`
	Medium   commission.Medium `json:"medium,omitzero"`
	// Hold is what was agreed with the partner, in place of the policy's.
	Hold Hold `json:"hold,omitzero"`
	// Opening is the balance after the last settlement. Movements are what moved it
	// since then.
	Opening   decimal.Decimal `json:"opening,omitzero"`
	Movements `json:",inline"`
	Items     Items `json:"items,omitzero"`
	// Reserve is what settlements kept back.
	Reserve []Tranche `json:"reserve,omitzero"`
	// Advanced is what draws paid ahead of the earnings. If it is negative, it was
	// earned above the maximum and is paid later.
	Advanced decimal.Decimal `json:"advanced,omitzero"`
	// Waiting are the payouts that the bank has not confirmed. Their amounts are no
	// part of the balance.
	Waiting []Payout `json:"waiting,omitzero"`
	// Payouts is the number of payouts so far. Until is the end of the last
	// settlement.
	Payouts int       `json:"payouts,omitzero"`
	Until   time.Time `json:"until,omitzero"`
	// Again is how often that period was settled again.
	Again int `json:"again,omitzero"`
	// Used is what the payouts of the period that ends at Until took of its maximum.
	Used decimal.Decimal `json:"used,omitzero"`
	// Topped is what a draw or a guarantee added to the period that ends at Until, or
	// below zero what was recovered in it.
	Topped decimal.Decimal `json:"topped,omitzero"`
	// DebtSince is the end of the first settlement that left the debt there is.
	DebtSince time.Time `json:"debt_since,omitzero"`
	// Ended is when the partner left.
	Ended time.Time `json:"ended,omitzero"`
}

// Movements are the sums by which a balance moved between two settlements, each
// signed.
type Movements struct {
	_          [0]func()       // == would compare decimals by address
	Earned     decimal.Decimal `json:"earned,omitzero"`      // positive entries
	Adjusted   decimal.Decimal `json:"adjusted,omitzero"`    // negative entries
	Redeemed   decimal.Decimal `json:"redeemed,omitzero"`    // not above zero
	Returned   decimal.Decimal `json:"returned,omitzero"`    // transfers that came back
	WrittenOff decimal.Decimal `json:"written_off,omitzero"` // debts given up; below zero for a rest that was forfeited, or a write-off that was taken back
	Guaranteed decimal.Decimal `json:"guaranteed,omitzero"`  // what a guarantee added to the earnings; below zero if it was too much
}

// A Tranche is an amount that a settlement kept back.
type Tranche struct {
	_       [0]func()       // == would compare decimals by address
	Release time.Time       `json:"release,omitzero"` // absent: when somebody releases it
	Amount  decimal.Decimal `json:"amount"`
}

// all returns the sum of the movements.
func (m *Movements) all() decimal.Decimal {
	var sum exact.Adder
	for _, one := range m.fields() {
		sum.Add(unit.Safe(*one.sum))
	}
	return sum.Sum()
}

// A movement is one of the sums, with its name.
type movement struct {
	name string
	sum  *decimal.Decimal
}

// movements is how many sums there are.
const movements = 6

// fields returns the sums with their names.
func (m *Movements) fields() [movements]movement {
	return [...]movement{
		{"earned", &m.Earned},
		{"adjusted", &m.Adjusted},
		{"redeemed", &m.Redeemed},
		{"returned", &m.Returned},
		{"written_off", &m.WrittenOff},
		{"guaranteed", &m.Guaranteed},
	}
}

// Item returns an item of the account by its key.
func (a Account) Item(key string) (Item, bool) {
	if item := a.Items.find(key); item != nil {
		return *item, true
	}
	return Item{}, false
}

// has reports whether the account or a payout that waits has an item.
func (a *Account) has(key string) bool { return a.Items.find(key) != nil || a.waits(key) }

// unused returns a key that no item has: the key itself, or with a number behind it.
func (a *Account) unused(first string) string {
	key := first
	for n := 2; a.has(key); n++ {
		key = fmt.Sprint(first, "/", n)
	}
	return key
}

// waits reports whether a payout that waits has an item.
func (a *Account) waits(key string) bool {
	return slices.ContainsFunc(a.Waiting, func(w Payout) bool { return w.Items.find(key) != nil })
}

// Balance returns what the program owes the partner, below zero if the partner
// owes the program. What a waiting payout took is no part of it. A number out of
// bounds, which no policy makes, counts as 0.
func (a Account) Balance() decimal.Decimal {
	return exact.Sub(exact.Add(sumItems(a.Items), sumReserve(a.Reserve)), unit.Safe(a.Advanced))
}

func sumItems(items Items) decimal.Decimal {
	var sum exact.Adder
	for item := range items.refs() {
		sum.Add(unit.Safe(item.Amount))
	}
	return sum.Sum()
}

func sumReserve(reserve []Tranche) decimal.Decimal {
	var sum exact.Adder
	for _, t := range reserve {
		sum.Add(unit.Safe(t.Amount))
	}
	return sum.Sum()
}

// Merge returns the sum of two accounts of one partner, such as the parts of a
// month that were posted apart. Neither is changed.
//
// Merge returns an error as [Policy.Settle] does, and if:
//   - both were settled before, or have holds or ends that differ
//     ([alianza.ErrConflict]);
//   - an item is in both, or in one and in a payout of the other that waits
//     ([alianza.ErrDuplicate]);
//   - a sum is out of bounds ([alianza.ErrRange]).
func (p Policy) Merge(a, b Account) (Account, error) {
	if err := p.unchecked(); err != nil {
		return Account{}, err
	}
	if err := p.check(&a); err != nil {
		return Account{}, err
	}
	if err := p.check(&b); err != nil {
		return Account{}, err
	}
	if a.fresh() {
		a, b = b, a
		a.Items = b.Items.plus(slices.Collect(a.Items.All())...)
	} else {
		a.Items = a.Items.plus(slices.Collect(b.Items.All())...)
	}
	var f check.Faults
	if !b.fresh() {
		f.Add("account.until", "", alianza.ErrConflict, "both accounts were settled before")
	}
	p.owner(&f, &a, b.Partner, b.Plan)
	if one, other := cmp.Or(a.Hold, b.Hold), cmp.Or(b.Hold, a.Hold); one != other {
		f.Add("account.hold", "", alianza.ErrConflict, "each account has one of its own")
	}
	a.Partner, a.Plan, a.Hold = cmp.Or(a.Partner, b.Partner), cmp.Or(a.Plan, b.Plan), cmp.Or(a.Hold, b.Hold)
	if a.Ended.IsZero() {
		a.Ended = b.Ended
	} else if !b.Ended.IsZero() && !a.Ended.Equal(b.Ended) {
		f.Add("account.ended", b.Ended.Format(time.RFC3339), alianza.ErrConflict, "the other says "+a.Ended.Format(time.RFC3339))
	}
	a.Currency, a.Medium = cmp.Or(a.Currency, b.Currency), p.def.Medium
	for i, other := range b.fields() {
		sum := a.fields()[i].sum
		*sum = sum.Add(*other.sum)
	}
	p.checkParts(&f, &a)
	if err := wrap(&f); err != nil {
		return Account{}, err
	}
	if err := p.check(&a); err != nil {
		return Account{}, err
	}
	return a, nil
}

// checkParts faults items of which the account has another part: one account was posted
// by a policy with a deferral, and the other was not.
func (p *Policy) checkParts(f *check.Faults, a *Account) {
	if len(p.def.Deferral) == 0 {
		return
	}
	look := func(path func(at int) string, items *Items) {
		i := -1
		for item := range items.refs() {
			if i++; f.Full() {
				return
			}
			if p.among(item.Key, func(key string) bool { return key != item.Key && a.has(key) }) {
				f.Add(path(i), item.Key, alianza.ErrDuplicate, "the account has a part of it already")
			}
		}
	}
	look(func(at int) string { return fmt.Sprintf("account.items[%d].key", at) }, &a.Items)
	for i := range a.Waiting {
		look(func(int) string { return fmt.Sprintf("account.waiting[%d].items", i) }, &a.Waiting[i].Items)
	}
}

// fresh reports whether the account was never settled.
func (a *Account) fresh() bool {
	return a.Until.IsZero() && a.Payouts == 0 && a.Opening.IsZero() && a.Advanced.IsZero() && len(a.Reserve)+len(a.Waiting) == 0
}

// left reports whether the partner left before an instant.
func (a *Account) left(until time.Time) bool { return !a.Ended.IsZero() && a.Ended.Before(until) }

// owner faults an entry or an account of another partner or plan.
func (p *Policy) owner(f *check.Faults, a *Account, partner, plan string) {
	if a.Partner != "" && partner != "" && partner != a.Partner {
		f.Add("partner", partner, alianza.ErrConflict, "the account is that of "+a.Partner)
	}
	if !p.def.AcrossPlans && a.Plan != "" && plan != "" && plan != a.Plan {
		f.Add("plan", plan, alianza.ErrConflict, "the account is for plan "+a.Plan+"; an account for several needs across_plans")
	}
}

// check returns the faults of an account, which may come from anywhere.
func (p *Policy) check(a *Account) error {
	var f check.Faults
	p.checkHead(&f, a)
	p.checkItems(&f, a.Items)
	for i, t := range a.Reserve {
		path := fmt.Sprintf("account.reserve[%d]", i)
		if p.unit.Amount(&f, path+".amount", t.Amount) && !t.Amount.IsPositive() {
			f.Add(path+".amount", exact.Text(t.Amount), alianza.ErrRange, "nothing is kept back")
		}
		if f.Full() {
			break
		}
	}
	for i := range a.Waiting {
		w, path := &a.Waiting[i], fmt.Sprintf("account.waiting[%d]", i)
		p.unit.Amount(&f, path+".paid", w.Paid)
		j := 0
		for item := range w.Items.refs() {
			if exact.Check(item.Amount) != nil || !p.unit.Has(item.Amount) {
				p.unit.Amount(&f, fmt.Sprintf("%s.items[%d].amount", path, j), item.Amount)
			}
			if a.Items.find(item.Key) != nil {
				f.Add(fmt.Sprintf("%s.items[%d].key", path, j), item.Key, alianza.ErrDuplicate, "the account has it besides, not settled")
			}
			if j++; f.Full() {
				break
			}
		}
	}
	if f.Len() == 0 {
		p.checkSum(&f, a)
	}
	return wrap(&f)
}

// checkHead checks all of an account but its lists.
func (p *Policy) checkHead(f *check.Faults, a *Account) {
	if a.money() {
		p.checkOwner(f, a)
	}
	if a.Currency != "" && a.Currency != p.def.Currency {
		f.Add("account.currency", a.Currency, alianza.ErrCurrency, "the policy is in "+p.def.Currency)
	}
	if a.Currency != "" && a.Medium != p.def.Medium {
		f.Add("account.medium", a.Medium.String(), alianza.ErrConflict, "the policy pays "+p.def.Medium.String())
	}
	if a.Hold != (Hold{}) {
		a.Hold.check(f, "account.hold")
	}
	p.unit.Amount(f, "account.opening", a.Opening)
	p.unit.Amount(f, "account.advanced", a.Advanced)
	if p.unit.Amount(f, "account.used", a.Used) && a.Used.IsNegative() {
		f.Add("account.used", exact.Text(a.Used), alianza.ErrNegative, "")
	}
	p.unit.Amount(f, "account.topped", a.Topped)
	for _, m := range a.fields() {
		if exact.Check(*m.sum) != nil || !p.unit.Has(*m.sum) {
			p.unit.Amount(f, "account."+m.name, *m.sum)
		}
	}
	if a.Payouts < 0 {
		f.Add("account.payouts", fmt.Sprint(a.Payouts), alianza.ErrNegative, "")
	}
	if a.Again < 0 {
		f.Add("account.again", fmt.Sprint(a.Again), alianza.ErrNegative, "")
	}
}

// money reports whether there is money in the account, or on its way.
func (a *Account) money() bool {
	return a.Items.Len()+len(a.Reserve)+len(a.Waiting) > 0 || !a.Opening.IsZero() || !a.Advanced.IsZero()
}

// checkOwner faults money of no currency, partner or plan: another policy, partner or
// plan would take it.
func (p *Policy) checkOwner(f *check.Faults, a *Account) {
	if a.Currency == "" {
		f.Add("account.currency", "", alianza.ErrMissing, "there is money in the account")
	}
	if a.Partner == "" {
		f.Add("account.partner", "", alianza.ErrMissing, "whom to pay")
	}
	if a.Plan == "" && !p.def.AcrossPlans {
		f.Add("account.plan", "", alianza.ErrMissing, "an account for several needs across_plans")
	}
}

// checkSum checks that the account adds up.
func (p *Policy) checkSum(f *check.Faults, a *Account) {
	in, out := exact.Add(a.Opening, a.all()), a.Balance()
	if err := exact.Check(out); err != nil {
		f.Add("account.items", "", alianza.ErrRange, "their sum: "+err.Error())
	} else if exact.Cmp(in, out) != 0 {
		f.Add("account.opening", exact.Text(a.Opening), alianza.ErrConflict,
			fmt.Sprintf("with the movements it makes %s, but items, reserve and advance make %s", exact.Text(in), exact.Text(out)))
	}
}

// maxAccount bounds the JSON of an account and of a payout: some 200,000 items.
const maxAccount = 64 << 20

// MarshalJSON writes the account by its tags.
func (a Account) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(a, maxAccount) }

// UnmarshalJSON reads an account strictly.
func (a *Account) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxAccount, a, nil)
}

// MarshalJSON writes the movements by their tags.
func (m Movements) MarshalJSON() ([]byte, error) { return strictjson.Marshal(m) }

// UnmarshalJSON reads movements strictly.
func (m *Movements) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, m, nil) }

// MarshalJSON writes the tranche by its tags.
func (t Tranche) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a tranche strictly.
func (t *Tranche) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

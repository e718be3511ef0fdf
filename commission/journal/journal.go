// Package journal says what the books have to post for entries and payouts:
// balanced double-entry postings, as plain data.
//
// [Entries] books what partners earn, [Settled] what a settlement makes of it,
// [Paid] the transfer. [Failed], [Returned], [WrittenOff] and [Redeemed] book the
// rest. The postings of a [Transaction] add up to zero in each currency. The
// balance of a partner in the books is the balance of the account of package
// payout:
//
//	Accrued  the items of the account
//	Reserve  what is kept back
//	Advance  what was advanced
//	Payable  the payouts that wait for the bank
//
// A debit is positive, as in hledger and beancount.
//
// Rules: C34.
package journal

import (
	"cmp"
	"fmt"
	"math/big"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Transaction is a set of postings that add up to zero in each currency. The settlement
// of a payout and its transfer have one key; their texts tell them apart. The key of a
// settlement without a payout is made of its plan, partner, currency, medium and end. If
// the period was settled before, the number of the settlement is behind it.
type Transaction struct {
	At       time.Time `json:"at"`
	Key      string    `json:"key"`  // of the entry, of the payout or of the move
	Text     string    `json:"text"` // what happened
	Postings []Posting `json:"postings"`
}

// A Posting is an amount on an account: a debit, or below zero a credit.
type Posting struct {
	_       [0]func() // == would compare decimals by address
	Account Account   `json:"account"`
	// Detail tells accounts of one kind apart: the partner, or the name of a charge.
	Detail   string          `json:"detail,omitzero"`
	Currency string          `json:"currency"`
	Amount   decimal.Decimal `json:"amount"`
}

// Account is a kind of account. The zero Account is none.
type Account uint8

// The accounts.
const (
	Commission Account = iota + 1 // an expense: what partners earn in cash
	CreditCost                    // an expense: what they earn in account credit
	InKindCost                    // an expense: what they earn in kind
	Guarantee                     // an expense: what a guarantee adds
	WriteOff                      // an expense: debts given up, less what was forfeited
	ChargeCost                    // an expense: charges that the program bears
	Accrued                       // a liability, by partner: what is earned and not settled
	Reserve                       // a liability, by partner: what is kept back
	Payable                       // a liability, by partner: payouts that wait for the bank
	Charge                        // a liability, by name: charges to pass on
	Advance                       // an asset, by partner: what draws paid ahead
	Bank                          // an asset
	Redemption                    // income, by partner: account credit that was redeemed
	Conversion                    // equity: amounts that change their currency
)

var accountNames = [...]string{
	"none", "expenses:commission", "expenses:credit", "expenses:in_kind", "expenses:guarantees", "expenses:write_offs", "expenses:charges",
	"liabilities:accrued", "liabilities:reserve", "liabilities:payable", "liabilities:charges", "assets:advances", "assets:bank",
	"income:redemptions", "equity:conversion",
}

// String returns the name of the account, such as "liabilities:accrued".
func (a Account) String() string { return enum.Name(a, accountNames[:]) }

// MarshalText returns the name of the account.
func (a Account) MarshalText() ([]byte, error) { return enum.Text(a, accountNames[:], 1) }

// UnmarshalText reads the name of an account.
func (a *Account) UnmarshalText(text []byte) error { return enum.Parse(a, text, accountNames[:], 1) }

// Entries books entries: an expense against what is owed to the partner. It
// returns a transaction for each entry, in their order; none for an amount of zero.
// The instant is that at which the entry was posted.
//
// Entries returns an error for the first entry whose amount is out of bounds
// ([alianza.ErrRange]), or that has no key, partner, currency or instant
// ([alianza.ErrMissing]).
func Entries(entries ...commission.Entry) ([]Transaction, error) {
	list := make([]Transaction, 0, len(entries))
	for i := range entries {
		e := &entries[i]
		at := e.Booked
		if at.IsZero() {
			at = e.At
		}
		b := begin(at, e.Key, fmt.Sprintf("%s %s", e.Kind, e.Event), e.Partner, e.Currency)
		b.owe(cost(e.Medium), "", e.Amount)
		t, err := b.end()
		if err != nil {
			return nil, fmt.Errorf("journal: entry %q: %w", e.Key, err)
		}
		if len(t.Postings) > 0 {
			list = append(list, t)
		}
	}
	return list, nil
}

// cost returns the expense of a medium.
func cost(m commission.Medium) Account {
	switch m {
	case commission.Credit:
		return CreditCost
	case commission.InKind:
		return InKindCost
	default:
		return Commission
	}
}

// Settled books what a settlement made of an account: what it closed, kept back,
// released, advanced and gave up. The transaction has no postings if it carried
// everything. Settled returns an error if the payout does not add up
// ([alianza.ErrConflict]) or cannot be.
func Settled(p payout.Payout) (Transaction, error) {
	key := p.Key
	if key == "" {
		key = unit.Key(cmp.Or(p.Plan, "*"), p.Partner, p.Currency, p.Medium.String(), p.Until.UTC().Format(time.RFC3339Nano))
		if p.Again > 0 {
			key = fmt.Sprint(key, "/", p.Again+1)
		}
	}
	b := begin(p.Until, key, "settlement", p.Partner, p.Currency)
	b.owe(WriteOff, "", p.GivenUp)
	b.owe(Guarantee, "", p.Guaranteed)
	if !p.Paid.IsZero() || len(p.Keys()) > 0 || !p.Withheld.IsZero() || !p.Released.IsZero() || !p.Advance.IsZero() {
		b.add(Accrued, p.Partner, b.sum("due", p.Due, p.GivenUp, p.Guaranteed))
		b.add(Reserve, p.Partner, b.sum("released", p.Released).Sub(b.sum("withheld", p.Withheld)))
		b.add(Advance, p.Partner, p.Advance)
		b.credit(Payable, p.Partner, p.Paid)
	}
	t, err := b.end()
	if err != nil {
		return Transaction{}, fmt.Errorf("journal: %w", err)
	}
	return t, nil
}

// Paid books the transfer of a payout that the bank has paid at an instant. A
// conversion passes through an account of its own. It returns an error if the
// payout does not add up or failed ([alianza.ErrConflict]), or cannot be.
func Paid(p payout.Payout, at time.Time) (Transaction, error) {
	b := begin(at, p.Key, "payout", p.Partner, p.Currency)
	if p.State == payout.StateReturned && p.Reason != "" {
		b.faults.Add("state", p.State.String(), alianza.ErrConflict, "the bank did not pay it: "+p.Reason)
	}
	b.add(Payable, p.Partner, p.Paid)
	tr := p.Transfer
	if tr.Currency != p.Currency {
		b.credit(Conversion, "", p.Paid)
		b.currency = tr.Currency
		b.add(Conversion, "", tr.Gross)
	}
	for _, c := range tr.Charges {
		if c.OnTop {
			b.add(ChargeCost, c.Name, c.Amount)
		}
		b.credit(Charge, c.Name, c.Amount)
	}
	b.credit(Bank, "", tr.Amount)
	return b.done()
}

// Failed books that the bank did not pay a payout: what it took is owed again.
func Failed(p payout.Payout, at time.Time) (Transaction, error) {
	b := begin(at, p.Key, "payout failed: "+p.Reason, p.Partner, p.Currency)
	b.owe(Payable, p.Partner, p.Paid)
	return b.done()
}

// Returned books that a transfer, or a part of it, came back. The payout may be that
// before the return or after it.
//
// A transfer in another currency comes back in that currency, as much of its gross as the
// amount is of what was paid. It passes through the account of conversions, as it did
// in [Paid]. Parts that come back are rounded so that all of them together are the gross.
//
// Returned returns an error if the amount is not above zero, or more than what is left of
// the payout ([alianza.ErrRange]), or if the payout failed ([alianza.ErrConflict]).
func Returned(p payout.Payout, m payout.Move) (Transaction, error) {
	b := begin(m.At, m.Key, "returned: "+m.Reason, p.Partner, p.Currency)
	b.came(&p, &m)
	if p.Transfer.IsZero() || p.Transfer.Currency == p.Currency {
		b.owe(Bank, "", m.Amount)
		return b.done()
	}
	b.owe(Conversion, "", m.Amount)
	b.currency = p.Transfer.Currency
	came := b.converted(p, m)
	b.add(Bank, "", came)
	b.credit(Conversion, "", came)
	return b.done()
}

// came faults a move that cannot come back of a payout.
func (b *booking) came(p *payout.Payout, m *payout.Move) {
	f := &b.faults
	if p.State == payout.StateReserved || p.State == payout.StateReturned && p.Reason != "" {
		f.Add("state", p.State.String(), alianza.ErrConflict, "it was not paid")
	}
	left := b.sum("paid", p.Paid)
	if f.Len() == 0 && !left.IsPositive() {
		f.Add("paid", exact.Text(left), alianza.ErrRange, "nothing was paid that can come back")
		return
	}
	for _, r := range p.Reversals {
		if r.Key != m.Key {
			left = left.Sub(b.sum("reversals", r.Amount))
		}
	}
	if b.above(m.Amount) && exact.Cmp(m.Amount, left) > 0 {
		f.Add("amount", exact.Text(m.Amount), alianza.ErrRange, "left of the payout is "+exact.Text(left))
	}
}

// above faults an amount that is not above zero.
func (b *booking) above(amount decimal.Decimal) bool { return b.faults.Positive("amount", amount) }

// converted returns what came back in the currency of the transfer: what all reversals
// up to a move make of the gross, less what those before it make.
func (b *booking) converted(p payout.Payout, m payout.Move) decimal.Decimal {
	var before []decimal.Decimal
	for _, r := range p.Reversals {
		if r.Key == m.Key {
			break
		}
		before = append(before, r.Amount)
	}
	earlier := b.sum("reversals", before...)
	f := &b.faults
	u, known := unit.CheckAt(f, "transfer.currency", p.Transfer.Currency, "step", decimal.Decimal{})
	if !known || !f.Number("transfer.gross", p.Transfer.Gross) || !f.Number("paid", p.Paid) || !f.Number("amount", m.Amount) {
		return decimal.Decimal{}
	}
	if !p.Paid.IsPositive() { // a fault
		return decimal.Decimal{}
	}
	part := new(big.Rat).Quo(exact.Rat(p.Transfer.Gross), exact.Rat(p.Paid))
	of := func(sum decimal.Decimal) decimal.Decimal {
		return u.RoundRat(new(big.Rat).Mul(part, exact.Rat(sum)), exact.HalfUp)
	}
	return of(earlier.Add(m.Amount)).Sub(of(earlier))
}

// WrittenOff books a debt that somebody gave up: that of an account, by a move. It returns
// an error if the amount is not above zero ([alianza.ErrRange]).
func WrittenOff(a payout.Account, m payout.Move) (Transaction, error) {
	b := begin(m.At, m.Key, "written off: "+m.Reason, a.Partner, a.Currency)
	b.above(m.Amount)
	b.owe(WriteOff, "", m.Amount)
	return b.done()
}

// Redeemed books account credit that was redeemed: that of an account, by a move. It
// returns an error if the amount is not above zero ([alianza.ErrRange]).
func Redeemed(a payout.Account, m payout.Move) (Transaction, error) {
	b := begin(m.At, m.Key, "redeemed", a.Partner, a.Currency)
	b.above(m.Amount)
	b.credit(Redemption, a.Partner, m.Amount)
	b.add(Accrued, b.partner, m.Amount)
	return b.done()
}

// A booking is a transaction in the making.
type booking struct {
	faults   check.Faults
	t        Transaction
	partner  string
	currency string
}

func begin(at time.Time, key, text, partner, currency string) *booking {
	b := &booking{t: Transaction{At: at, Key: key, Text: text}, partner: partner, currency: currency}
	b.faults.Instant("at", at)
	b.faults.Name("key", key)
	b.faults.Name("partner", partner)
	b.faults.Currency("currency", currency)
	return b
}

// add adds a debit, if it is not zero.
func (b *booking) add(a Account, detail string, amount decimal.Decimal) {
	if b.faults.Number("amount", amount) && !amount.IsZero() {
		b.t.Postings = append(b.t.Postings, Posting{Account: a, Detail: detail, Currency: b.currency, Amount: amount})
	}
}

// credit adds a credit, if it is not zero.
func (b *booking) credit(a Account, detail string, amount decimal.Decimal) {
	if b.faults.Number("amount", amount) {
		b.add(a, detail, amount.Neg())
	}
}

// owe adds a debit of an account, and the same as a credit of what is owed to the
// partner.
func (b *booking) owe(debit Account, detail string, amount decimal.Decimal) {
	b.add(debit, detail, amount)
	b.credit(Accrued, b.partner, amount)
}

// sum returns the sum of amounts from outside.
func (b *booking) sum(path string, amounts ...decimal.Decimal) decimal.Decimal {
	sum := decimal.Decimal{}
	for _, a := range amounts {
		if b.faults.Number(path, a) {
			sum = sum.Add(a)
		}
	}
	return sum
}

// end returns the transaction, if it adds up.
func (b *booking) end() (Transaction, error) {
	if b.faults.Len() == 0 {
		b.t.check(&b.faults)
	}
	if err := b.faults.Err(); err != nil {
		return Transaction{}, err
	}
	return b.t, nil
}

// done is end with the name of the package in the error.
func (b *booking) done() (Transaction, error) {
	t, err := b.end()
	if err != nil {
		return Transaction{}, fmt.Errorf("journal: %w", err)
	}
	return t, nil
}

// check faults postings that do not add up.
func (t *Transaction) check(f *check.Faults) {
	sums := map[string]decimal.Decimal{}
	for _, p := range t.Postings {
		sums[p.Currency] = sums[p.Currency].Add(p.Amount)
	}
	for _, p := range t.Postings {
		if sum := sums[p.Currency]; !sum.IsZero() {
			f.Add("postings", exact.Text(sum), alianza.ErrConflict, "they add up to that in "+p.Currency+", not to 0")
			delete(sums, p.Currency)
		}
	}
}

// MarshalJSON writes the transaction by its tags.
func (t Transaction) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a transaction strictly. Its postings have to add up.
func (t *Transaction) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, t, func(t *Transaction) error {
		var f check.Faults
		t.check(&f)
		return f.Err()
	})
}

// MarshalJSON writes the posting by its tags.
func (p Posting) MarshalJSON() ([]byte, error) { return strictjson.Marshal(p) }

// UnmarshalJSON reads a posting strictly.
func (p *Posting) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, p, nil) }

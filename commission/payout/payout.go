package payout

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Payout is one settlement of an account. It conserves money:
//
//	Opening + Movements = Paid + Held + Carried
//	Paid = Due - Withheld + Released + Advance + Guaranteed + GivenUp, if it closes
type Payout struct {
	_ [0]func() // == would compare decimals by address
	// Key names what is paid: plan, partner, currency and the number of the payout.
	// It does not depend on the entries, so that the same attempt has the same key.
	// It is absent if nothing is paid.
	Key      string            `json:"key,omitzero"`
	State    State             `json:"state,omitzero"`
	Partner  string            `json:"partner,omitzero"`
	Plan     string            `json:"plan,omitzero"`
	Currency string            `json:"currency"`
	Medium   commission.Medium `json:"medium,omitzero"`
	Until    time.Time         `json:"until"` // exclusive
	// Again is how often the period had been settled before.
	Again int `json:"again,omitzero"`
	// Opening is the balance after the settlement before. Movements are what moved it
	// since then, also what is due later.
	Opening   decimal.Decimal `json:"opening"`
	Movements `json:",inline"`
	Paid      decimal.Decimal `json:"paid"`
	Held      decimal.Decimal `json:"held"`    // due later, under review, or kept back
	Carried   decimal.Decimal `json:"carried"` // due or released and not paid, less what was advanced
	// Due is the sum of the items that the settlement closes. Withheld is kept back of
	// it, Released was kept back before. Advance is what a draw adds, or below zero
	// what is recovered, or kept for later above the maximum.
	Due      decimal.Decimal `json:"due,omitzero"`
	Withheld decimal.Decimal `json:"withheld,omitzero"`
	Released decimal.Decimal `json:"released,omitzero"`
	Advance  decimal.Decimal `json:"advance,omitzero"`
	// GivenUp is what the settlement itself wrote off: a debt, or below zero what is
	// above the maximum, forfeited, or a write-off without a debt.
	GivenUp decimal.Decimal `json:"given_up,omitzero"`
	// Items are those that the settlement paid, set off or wrote off. The others are
	// in the account after it, held or carried.
	Items Items `json:"items,omitzero"`
	// Transfer is what the bank is asked for.
	Transfer Transfer `json:"transfer,omitzero"`
	// Reversals are what came back. Reason is why the payout failed.
	Reversals []Move `json:"reversals,omitzero"`
	Reason    string `json:"reason,omitzero"`
}

// A Transfer is what a bank is asked for: Gross less the charges that the partner
// bears. The zero Transfer is none.
type Transfer struct {
	_        [0]func()       // == would compare decimals by address
	Currency string          `json:"currency"`
	Rate     decimal.Decimal `json:"rate,omitzero"` // of exchange, if one was pinned for all
	Gross    decimal.Decimal `json:"gross"`         // what is paid, in the currency
	Charges  []Charge        `json:"charges,omitzero"`
	Amount   decimal.Decimal `json:"amount"`
}

// A Charge is a fee or a tax withheld, as the caller gives it: a percentage of the
// gross transfer or an amount in its currency.
type Charge struct {
	_      [0]func()       // == would compare decimals by address
	Name   string          `json:"name"`
	Rate   alianza.Percent `json:"rate,omitzero"`
	Amount decimal.Decimal `json:"amount,omitzero"`
	// OnTop says that the program bears it. It does not reduce the transfer.
	OnTop bool `json:"on_top,omitzero"`
}

// IsZero reports whether there is no transfer.
func (t Transfer) IsZero() bool { return t.Currency == "" && t.Gross.IsZero() && t.Amount.IsZero() }

// Cost returns what the transfer costs the program: gross, and the charges on top.
// A number out of bounds counts as 0.
func (t Transfer) Cost() decimal.Decimal {
	sum := unit.Safe(t.Gross)
	for _, c := range t.Charges {
		if c.OnTop {
			sum = sum.Add(unit.Safe(c.Amount))
		}
	}
	return sum
}

// clone returns a copy that shares nothing that can be changed.
func (p Payout) clone() Payout {
	p.Transfer.Charges, p.Reversals = slices.Clone(p.Transfer.Charges), slices.Clone(p.Reversals)
	return p
}

// Keys returns the keys of its items.
func (p Payout) Keys() []string {
	keys := make([]string, 0, p.Items.Len())
	for item := range p.Items.refs() {
		keys = append(keys, item.Key)
	}
	return keys
}

// Left returns what of the payout did not come back. A number out of bounds counts
// as 0.
func (p Payout) Left() decimal.Decimal {
	left := unit.Safe(p.Paid)
	for _, r := range p.Reversals {
		left = left.Sub(unit.Safe(r.Amount))
	}
	return left
}

// transfer converts what is paid and takes the charges off.
func (s *settlement) transfer(charges []Charge) {
	p, f := s.policy, &s.faults
	t := Transfer{Currency: p.def.Currency, Gross: s.out.Paid}
	switch c := &p.def.PayIn; {
	case c.IsZero():
	case c.AtPost:
		t.Currency, t.Gross = c.Currency, s.gross
	case p.checkRate(f, p.rate):
		t.Currency, t.Rate, t.Gross = c.Currency, p.rate, p.converted(s.out.Paid, p.rate)
	}
	t.Gross = p.to.Show(t.Gross)
	t.Amount = t.Gross
	names := check.Names{Faults: f}
	for i, c := range charges {
		path := fmt.Sprintf("charges[%d]", i)
		names.Add(path+".name", c.Name)
		amount := p.to.Least(f, path+".amount", c.Amount)
		switch {
		case !f.Share(path+".rate", c.Rate) || !amount:
			continue
		case !c.Rate.IsZero() && !c.Amount.IsZero():
			f.Add(path+".amount", exact.Text(c.Amount), alianza.ErrConflict, "there is a rate, "+c.Rate.String())
		case !c.Rate.IsZero():
			c.Amount = p.to.Percent(c.Rate, t.Gross, exact.HalfUp)
		}
		c.Amount = p.to.Show(c.Amount)
		if !c.OnTop {
			t.Amount = t.Amount.Sub(c.Amount)
		}
		t.Charges = append(t.Charges, c)
	}
	if f.Len() == 0 && t.Amount.IsNegative() {
		f.Add("charges", "", alianza.ErrRange, fmt.Sprintf("more than the transfer of %s", exact.Text(t.Gross)))
	}
	s.out.Transfer = t
}

// String returns the payout as a sentence: "paid 320.00 USD; held 45.10,
// carried 0.00; opening 20.00, earned 380.10, adjusted -35.00". What is zero
// mostly is left out where it is.
func (p Payout) String() string {
	var b strings.Builder
	text := func(d decimal.Decimal) string { // what was read has lost the decimals of a zero
		if d.IsZero() {
			d = decimal.New(0, p.Paid.Exponent())
		}
		return exact.Text(d)
	}
	fmt.Fprintf(&b, "paid %s %s; held %s, carried %s; opening %s, earned %s, adjusted %s", text(p.Paid), p.Currency,
		text(p.Held), text(p.Carried), text(p.Opening), text(p.Earned), text(p.Adjusted))
	moved := p.fields()
	for _, m := range moved[2:] {
		if !m.sum.IsZero() {
			fmt.Fprintf(&b, ", %s %s", strings.ReplaceAll(m.name, "_", " "), text(*m.sum))
		}
	}
	for _, one := range []struct {
		name   string
		amount decimal.Decimal
	}{{"withheld", p.Withheld}, {"released", p.Released}, {"advance", p.Advance}} {
		if !one.amount.IsZero() {
			fmt.Fprintf(&b, "; %s %s", one.name, text(one.amount))
		}
	}
	if t := p.Transfer; !t.IsZero() && (t.Currency != p.Currency || len(t.Charges) > 0) {
		fmt.Fprintf(&b, "; transfer %s %s", text(t.Amount), t.Currency)
		for _, c := range t.Charges {
			fmt.Fprintf(&b, ", %s %s", c.Name, text(c.Amount))
		}
	}
	return b.String()
}

// MarshalJSON writes the payout by its tags.
func (p Payout) MarshalJSON() ([]byte, error) { return strictjson.MarshalLimit(p, maxAccount) }

// UnmarshalJSON reads a payout strictly.
func (p *Payout) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, maxAccount, p, nil)
}

// MarshalJSON writes the transfer by its tags.
func (t Transfer) MarshalJSON() ([]byte, error) { return strictjson.Marshal(t) }

// UnmarshalJSON reads a transfer strictly.
func (t *Transfer) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, t, nil) }

// MarshalJSON writes the charge by its tags.
func (c Charge) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a charge strictly.
func (c *Charge) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

package program

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// A Case is an example of what the program should do: events and what they earn,
// or what is known of a prospect and the decision.
type Case struct {
	_ [0]func() // == would compare decimals by address
	// Name says what the case is about. It is unique among the cases.
	Name string `json:"name"`
	// Events happen in the order of their instants, from an empty past.
	Events []CaseEvent `json:"events,omitzero"`
	// Accounts are what partners should have at the end of months.
	Accounts []CaseAccount `json:"accounts,omitzero"`
	// Prospect is what is known of a prospect.
	Prospect Prospect `json:"prospect,omitzero"`
	// Decision is what should come of the prospect, such as "pilot", "green" or
	// "advance".
	Decision string `json:"decision,omitzero"`
}

// MarshalJSON writes the case by its tags.
func (c Case) MarshalJSON() ([]byte, error) { return strictjson.Marshal(c) }

// UnmarshalJSON reads a case strictly. New checks it.
func (c *Case) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, c, nil) }

// A CaseEvent is an event as a manager writes it, and what it should earn. All
// fields of the event may be absent. The ID is then "e1" for the first of the case,
// and the kind a sale. The partner is "partner", and the currency the first of the
// program.
type CaseEvent struct {
	_ [0]func() // == would compare decimals by address
	// Day is the day of the event in the zone of the program, at noon. It stands in
	// place of the instant. The first event may leave it out: it is then on
	// 2026-01-15, or on the first day of a later plan. Any other event is then on
	// the day of the one before it, and after it.
	Day   alianza.Date     `json:"day,omitzero"`
	Event commission.Event `json:",inline,omitzero"`
	// Earns is the sum that the event should earn, in all media, negative for what
	// it takes back. If absent, it is not looked at.
	Earns *decimal.Decimal `json:"earns,omitzero"`
	// Rule is the rule that should pay it.
	Rule string `json:"rule,omitzero"`
	// Level is the level that should pay it.
	Level string `json:"level,omitzero"`
	// Refused is the code of the fault for which the event should be refused, such
	// as "out_of_range".
	Refused string `json:"refused,omitzero"`
}

// MarshalJSON writes the event by its tags.
func (e CaseEvent) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e) }

// UnmarshalJSON reads an event strictly. New checks it.
func (e *CaseEvent) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, e, nil) }

// A CaseAccount is what a partner should have at the end of a month. Amounts that
// are absent are not looked at.
type CaseAccount struct {
	_ [0]func() // == would compare decimals by address
	// Month is the month that ends.
	Month cycle.Month `json:"month"`
	// Partner is who has the account; "partner" if absent.
	Partner string `json:"partner,omitzero"`
	// Currency is that of the account; the first of the program if absent.
	Currency string            `json:"currency,omitzero"`
	Medium   commission.Medium `json:"medium,omitzero"`
	// Level is the partner's level of the month.
	Level    string           `json:"level,omitzero"`
	Opening  *decimal.Decimal `json:"opening,omitzero"`  // the balance before the month
	Earned   *decimal.Decimal `json:"earned,omitzero"`   // what was posted in the month
	Adjusted *decimal.Decimal `json:"adjusted,omitzero"` // what was taken back in the month
	Paid     *decimal.Decimal `json:"paid,omitzero"`     // paid at the end of the month
	Held     *decimal.Decimal `json:"held,omitzero"`     // due later
	Carried  *decimal.Decimal `json:"carried,omitzero"`  // due and not paid
}

// MarshalJSON writes the account by its tags.
func (a CaseAccount) MarshalJSON() ([]byte, error) { return strictjson.Marshal(a) }

// UnmarshalJSON reads an account strictly.
func (a *CaseAccount) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, a, nil) }

// cases checks the names and the counts of the cases, and the words in them. Whether
// what a case expects comes is not checked: that is what running it is for.
func (b *builder) cases() {
	if !b.Count("cases", len(b.def.Cases), MaxCases, "cases") {
		return
	}
	names := check.Names{Faults: &b.Faults}
	for i := range b.def.Cases {
		c := &b.def.Cases[i]
		path := fmt.Sprintf("cases[%d]", i)
		names.Add(path+".name", c.Name)
		if !b.Count(path+".events", len(c.Events), MaxEvents, "events") || !b.Count(path+".accounts", len(c.Accounts), MaxEvents, "accounts") {
			continue
		}
		b.caseWords(path, c)
		if len(c.Events) == 0 && c.Prospect.isZero() {
			b.Add(path+".events", "", alianza.ErrMissing, "a case has events or a prospect")
		}
	}
}

package commission

import (
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/exact"
)

// holding is what one rule paid for an event, and stands to be taken back.
type holding struct {
	Rule    string
	Base    decimal.Decimal // of the whole event
	Units   decimal.Decimal // likewise, as the rule counts them
	Implied bool            // one unit, as the event says none
	Rate    alianza.Percent
	Tier    string
	Parts   decimal.Decimal // of the base, taken by refunds that say parts
	Posted  decimal.Decimal // for the whole event by itself
	Paid    decimal.Decimal // of Posted, what stands
	Bounded bool            // Min, Max or a cap made Posted
	Free    bool            // nothing was paid, so that no sale is counted
	Counted bool            // in the customer's time
	Due     time.Time
}

// soldJSON is the JSON of an event that was seen. A holding does not say again what
// the event says.
type soldJSON struct {
	Event sold          `json:",inline"`
	Holds []holdingJSON `json:"holds,omitzero"`
}

// holdingJSON is the JSON of a holding. If absent, the base is the amount of the
// event, the units are those of the event or one, the tier is that of the event, and
// all that was posted stands.
type holdingJSON struct {
	Rule    string           `json:"rule"`
	Base    *decimal.Decimal `json:"base,omitzero,wide"`
	Units   *decimal.Decimal `json:"units,omitzero,wide"`
	Implied bool             `json:"implied,omitzero"`
	Rate    alianza.Percent  `json:"rate,omitzero"`
	Tier    *string          `json:"tier,omitzero"`
	Parts   decimal.Decimal  `json:"parts,omitzero,wide"`
	Posted  decimal.Decimal  `json:"posted,omitzero"`
	Paid    *decimal.Decimal `json:"paid,omitzero"`
	Bounded bool             `json:"bounded,omitzero"`
	Free    bool             `json:"free,omitzero"`
	Counted bool             `json:"counted,omitzero"`
	Due     time.Time        `json:"due"`
}

// counted returns the units of an event as a holding counts them if it says none.
func (s *sold) counted() decimal.Decimal {
	if s.Units != nil {
		return *s.Units
	}
	return oneUnit
}

// alike reports whether two numbers are the same, as JSON has them: with as many
// places, and a 0 with any.
func alike(a, b decimal.Decimal) bool {
	return a.IsZero() && b.IsZero() || min(0, a.Exponent()) == min(0, b.Exponent()) && exact.Cmp(a, b) == 0
}

// document returns the JSON of the event.
func (s *sold) document() *soldJSON {
	doc := &soldJSON{Event: *s}
	if s.Holds != nil {
		doc.Holds = make([]holdingJSON, len(s.Holds))
	}
	for i := range s.Holds {
		h := &s.Holds[i]
		one := holdingJSON{
			Rule: h.Rule, Implied: h.Implied, Rate: h.Rate, Parts: h.Parts, Posted: h.Posted, Bounded: h.Bounded, Free: h.Free,
			Counted: h.Counted, Due: h.Due,
		}
		if !alike(h.Base, s.Amount) {
			one.Base = &h.Base
		}
		if !alike(h.Units, s.counted()) {
			one.Units = &h.Units
		}
		if h.Tier != s.Tier {
			one.Tier = &h.Tier
		}
		if !alike(h.Paid, h.Posted) {
			one.Paid = &h.Paid
		}
		doc.Holds[i] = one
	}
	return doc
}

// sold returns the event of a document.
func (d *soldJSON) sold() *sold {
	s := &d.Event
	if d.Holds != nil {
		s.Holds = make([]holding, len(d.Holds))
	}
	for i := range d.Holds {
		one := &d.Holds[i]
		s.Holds[i] = holding{
			Rule: one.Rule, Base: given(one.Base, s.Amount), Units: given(one.Units, s.counted()), Implied: one.Implied, Rate: one.Rate,
			Tier: given(one.Tier, s.Tier), Parts: one.Parts, Posted: one.Posted, Paid: given(one.Paid, one.Posted),
			Bounded: one.Bounded, Free: one.Free, Counted: one.Counted, Due: one.Due,
		}
	}
	return s
}

// given returns what a document says, or what it stands for if it says nothing.
func given[T any](said *T, absent T) T {
	if said == nil {
		return absent
	}
	return *said
}

package commission

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An AttributedShare is what a partner has of an event that several partners brought.
//
// The rules are asked once, for [Event.Partner]: its level, its windows, caps, meters
// and customers count the whole event. What they post for the event, and later take
// back of it, is divided among the partners by their weights, in whole steps of the
// plan. So the entries of all add up to those of a single partner. Each partner stands
// at its share of what stands; where a refund moves an odd step, it may give that step
// to a partner.
//
// What rates again the events before, and a bonus, is of [Event.Partner] alone. So is
// what a refund changes of a window besides taking back what the event earned there.
//
// Rules: C34, C35.
type AttributedShare struct {
	_       [0]func() // == would compare decimals by address
	Partner string    `json:"partner"` // one of those who brought the event
	// Weight is the partner's part of the sum of the weights: 2 and 1 are two thirds
	// and a third. It is above 0.
	Weight decimal.Decimal `json:"weight"`
}

// MarshalJSON writes the share by its tags.
func (s AttributedShare) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads a share strictly.
func (s *AttributedShare) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, s, nil)
}

// maxShares bounds the partners of an event.
const maxShares = check.MaxShares

// checkShares checks the partners of an event.
func (e *Event) checkShares(f *check.Faults) {
	if len(e.Shares) == 0 || !f.Count("shares", len(e.Shares), maxShares, "partners") {
		return
	}
	if e.Kind == Close || e.Kind.about() && e.Kind != Correction {
		f.Add("shares", "", alianza.ErrConflict, "only an event that earns has several partners; what is taken back of it goes by its shares")
		return
	}
	some, of := false, check.Names{Faults: f}
	for i := range e.Shares {
		s, at := &e.Shares[i], fmt.Sprintf("shares[%d]", i)
		of.Add(at+".partner", s.Partner)
		some = some || s.Partner == e.Partner
		f.Positive(at+".weight", s.Weight)
	}
	if !some {
		f.Add("shares", e.Partner, alianza.ErrConflict, "the partner of the event is not among them")
	}
}

// divide divides an amount among shares, in whole steps.
func (u unit) divide(amount decimal.Decimal, shares []AttributedShare) []decimal.Decimal {
	weights := make([]decimal.Decimal, len(shares))
	for i := range shares {
		weights[i] = shares[i].Weight
	}
	parts, err := exact.Allocate(decimal.NewFromBigInt(u.Count(amount), 0), 0, weights)
	if err != nil { // the weights are checked
		return weights
	}
	for i := range parts {
		parts[i] = u.Units(parts[i].BigInt())
	}
	return parts
}

// postFor posts entries of an event by a version, divided if it has several partners.
// The record is that of the event, and is to be kept.
func (x *evaluation) postFor(s *sold, v *version, entries []Entry) error {
	if s.More == nil || len(s.More.Shares) == 0 {
		x.post(entries)
		return nil
	}
	m := *s.More
	if m.Divided = maps.Clone(m.Divided); m.Divided == nil {
		m.Divided = map[string]decimal.Decimal{}
	}
	s.More = &m
	for i := range entries {
		if entries[i].Kind == Adjustment { // of the events before
			x.postOne(&entries[i])
			continue
		}
		x.postShares(&m, v.unit, &entries[i])
	}
	return nil
}

// postShares posts an entry for each partner whose amount changes. That of the event
// has one in any case.
func (x *evaluation) postShares(m *more, u unit, whole *Entry) {
	before := m.Divided[whole.Rule]
	after := exact.Add(before, whole.Amount)
	m.Divided[whole.Rule] = after
	was, is := u.divide(before, m.Shares), u.divide(after, m.Shares)
	for i := range m.Shares {
		amount, partner := exact.Sub(is[i], was[i]), m.Shares[i].Partner
		if amount.IsZero() && partner != whole.Partner {
			continue
		}
		one := m.shareOf(whole, i, whole.Amount)
		one.Amount, one.Remaining.Amount = amount, is[i]
		x.postOne(&one)
	}
}

// shareOf returns the entry of a partner for a part of an amount, without its own.
func (m *more) shareOf(whole *Entry, i int, amount decimal.Decimal) Entry {
	one, sum := *whole, decimal.Decimal{}
	for j := range m.Shares {
		sum = sum.Add(m.Shares[j].Weight)
	}
	d := one.more()
	d.Shared, d.Weight, d.Weights = amount, m.Shares[i].Weight, sum
	if partner := m.Shares[i].Partner; partner != whole.Partner {
		d.Lead, one.Partner = whole.Partner, partner
		one.Key += one.share()
		if one.Corrects != "" {
			one.Corrects += one.share()
		}
	}
	return one
}

// postWindow posts what a change of an event makes of the window of a rule. What the
// event itself earned there was divided when it came. It falls in proportion to what
// is left of the event. The partner of the event has the rest: what its window earns by
// the change.
func (x *evaluation) postWindow(c *restating, v *version, h *holding, entries []Entry) {
	m := c.after.More
	if m == nil || len(m.Shares) == 0 {
		x.post(entries)
		return
	}
	earned := m.Divided[h.Rule]
	was := v.unit.divide(c.before.portion(h, v, earned), m.Shares)
	now := c.after.portion(h, v, earned)
	is := v.unit.divide(now, m.Shares)
	for i := range entries {
		whole := &entries[i]
		if whole.Kind == Adjustment {
			x.postOne(whole)
			continue
		}
		lead := *whole
		lead.more().Shared = whole.Amount
		var others []Entry
		for j := range m.Shares {
			amount := exact.Sub(is[j], was[j])
			if m.Shares[j].Partner == whole.Partner || amount.IsZero() {
				continue
			}
			one := m.shareOf(whole, j, now)
			one.Amount, one.Remaining.Amount = amount, is[j]
			others = append(others, one)
			lead.Amount = exact.Sub(lead.Amount, amount)
		}
		x.postOne(&lead)
		x.post(others)
	}
}

// portion returns the part of an amount that falls to what is left of an event.
func (s *sold) portion(h *holding, v *version, amount decimal.Decimal) decimal.Decimal {
	left := s.volume(h, v, v.rule(h.Rule))
	if h.Base.IsZero() {
		return v.unit.share(amount, left.Units, h.Units)
	}
	return v.unit.share(amount, left.Amount, h.Base)
}

// share is what stands behind the key of an entry with a detail that is of another
// partner's event.
func (e *Entry) share() string {
	if e.Detail.Lead == "" {
		return ""
	}
	return "/share/" + units.Key(e.Partner)
}

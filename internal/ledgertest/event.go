package ledgertest

import (
	"maps"
	"math/big"
	"slices"
	"strings"
)

// An event is a fact that may earn or take back a commission.
type event struct {
	ID            string            `json:"id"`
	Kind          string            `json:"kind"`
	Of            string            `json:"of"`
	OfPartner     string            `json:"of_partner"`
	Partner       string            `json:"partner"`
	PartnerSince  moment            `json:"partner_since"`
	PartnerUntil  moment            `json:"partner_until"`
	Tier          string            `json:"tier"`
	At            moment            `json:"at"`
	Booked        moment            `json:"booked"`
	Cause         string            `json:"cause"`
	Currency      string            `json:"currency"`
	Amount        number            `json:"amount"`
	Units         number            `json:"units"`
	Customer      string            `json:"customer"`
	CustomerSince moment            `json:"customer_since"`
	Order         string            `json:"order"`
	Period        string            `json:"period"`
	Includes      map[string]number `json:"includes"`
	Facts         map[string]string `json:"facts"`
	Own           *own              `json:"own"`
	Shares        []share           `json:"shares"`
}

// own are the terms that were agreed with a partner.
type own struct {
	Rate     percent `json:"rate"`
	HoldDays int     `json:"hold_days"`
}

func (o *own) same(p *own) bool {
	if o == nil || p == nil {
		return o == p
	}
	return o.HoldDays == p.HoldDays && sameNumber(o.Rate.or0(), p.Rate.or0())
}

func readEvent(data []byte) (*event, error) {
	e := &event{}
	return e, strict(data, e)
}

// earns reports whether the event is of a kind that earns.
func (e *event) earns() bool {
	switch e.Kind {
	case "lead", "qualified_lead", "referral", "sale", "payment":
		return true
	}
	return strings.HasPrefix(e.Kind, "item:") && len(e.Kind) > len("item:")
}

// takes reports whether the event takes back, undoes or corrects.
func (e *event) takes() bool {
	switch e.Kind {
	case "refund", "chargeback", "reversal", "correction":
		return true
	}
	return false
}

// about reports whether the event is about another one.
func (e *event) about() bool { return e.takes() || e.Kind == "maturity" }

// basics refuses an event without what every event has.
func (e *event) basics() (v verdict) {
	if e.ID == "" || e.Partner == "" || e.Kind == "" || e.At.IsZero() {
		v.refuse("missing")
	}
	if e.Kind != "" && e.Kind != "close" && !e.earns() && !e.about() {
		v.refuse("unknown")
	}
	return v
}

// fields refuses what cannot be, whatever happened before.
func (e *event) fields(currency string) (v verdict) {
	if e.Currency != currency {
		v.refuse("currency")
		if e.Currency == "" {
			v.refuse("missing")
		}
	}
	negative := e.Amount.or0().Sign() < 0 || e.Units.or0().Sign() < 0
	for _, x := range e.Includes {
		negative = negative || x.or0().Sign() < 0
	}
	if negative {
		v.refuse("range")
	}
	if e.Of != "" && (!e.about() || e.Of == e.ID && (e.OfPartner == "" || e.OfPartner == e.Partner)) {
		v.refuse("conflict")
	}
	if e.Of == "" && (e.Kind == "correction" || e.Kind == "reversal" || e.Kind == "maturity") {
		v.refuse("missing", "pending", "unknown")
	}
	if e.Cause != "" && !e.takes() {
		v.refuse("conflict")
	}
	if e.OfPartner != "" && e.Kind != "correction" {
		v.refuse("conflict")
	}
	e.shareFaults(&v)
	e.foreign(&v)
	return v
}

// foreign refuses fields that an event of the kind does not have, and an event
// without an amount that has to say it.
func (e *event) foreign(v *verdict) {
	said := e.Amount.or0().Sign() != 0
	switch e.Kind {
	case "close":
		if said || e.Units.Rat != nil || len(e.Includes) > 0 || e.Customer != "" || e.Order != "" {
			v.refuse("conflict", "form")
		}
		if e.Period == "" {
			v.refuse("missing", "form")
		}
		return
	case "reversal", "maturity":
		if said {
			v.refuse("conflict", "form")
		}
	case "sale", "payment", "correction":
		if e.Amount.Rat == nil {
			v.refuse("missing", "form")
		}
	case "refund":
		if e.Amount.Rat == nil && e.Units.Rat == nil {
			v.refuse("missing", "form")
		}
	}
	if e.Period != "" {
		v.refuse("conflict", "form")
	}
}

// same reports whether two events of one ID have the same content: all but the
// instants At and Booked.
func (e *event) same(f *event) bool { return e.ID == f.ID && e.sameBut(f) }

// sameBut reports whether two events have the same content but for their IDs.
func (e *event) sameBut(f *event) bool {
	return e.Kind == f.Kind && e.Own.same(f.Own) && e.Of == f.Of && e.Cause == f.Cause && e.OfPartner == f.OfPartner && e.Partner == f.Partner &&
		e.PartnerSince.Equal(f.PartnerSince.Time) && e.PartnerUntil.Equal(f.PartnerUntil.Time) && e.Tier == f.Tier &&
		e.Currency == f.Currency && sameNumber(e.Amount.or0(), f.Amount.or0()) && sameNumber(e.Units.Rat, f.Units.Rat) &&
		e.Customer == f.Customer && e.CustomerSince.Equal(f.CustomerSince.Time) && e.Order == f.Order && e.Period == f.Period &&
		maps.EqualFunc(e.Includes, f.Includes, func(a, b number) bool { return sameNumber(a.Rat, b.Rat) }) &&
		maps.Equal(e.Facts, f.Facts) &&
		slices.EqualFunc(e.Shares, f.Shares, func(a, b share) bool { return a.Partner == b.Partner && sameNumber(a.Weight.or0(), b.Weight.or0()) })
}

func sameNumber(a, b *big.Rat) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a.Cmp(b) == 0
}

// facts returns what a condition may ask for.
func (e *event) facts() map[string]string {
	facts := maps.Clone(e.Facts)
	if facts == nil {
		facts = map[string]string{}
	}
	own := map[string]string{
		"partner": e.Partner, "customer": e.Customer, "order": e.Order, "tier": e.Tier, "amount": text(e.Amount.or0()), "units": "",
	}
	if e.Units.Rat != nil {
		own["units"] = text(e.Units.Rat)
	}
	for name, value := range own {
		if delete(facts, name); value != "" {
			facts[name] = value
		}
	}
	return facts
}

// included returns the sum of the parts of the amount.
func (e *event) included() *big.Rat {
	sum := new(big.Rat)
	for _, x := range e.Includes {
		sum = add(sum, x.or0())
	}
	return sum
}

package commission

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/oldjson"
)

// An Event is a fact that may earn or take back a commission.
type Event struct {
	_    [0]func() // == would compare decimals by address
	ID   string    // the event's own, unique for the partner: an order number, a credit note's
	Kind Kind
	// Of is the ID of the event that a refund, a chargeback or a correction takes
	// back; "" if it is not known.
	Of      string
	Partner string
	// Tier is the partner's tier with its ladder, such as "affiliate/gold", for
	// rules that pay by tier; "" if the partner is on no level. A refund of a
	// known sale does not need it: it is taken back at the sale's terms.
	Tier     string
	At       time.Time
	Currency string
	Amount   decimal.Decimal // of the sale, gross, or of what is refunded; not negative

	// What follows is for the rules that ask for it; the others do not look.

	Units    int    // of the sale, such as licenses or posts; a table by units counts a sale without as 1
	Customer string // the customer's ID, for rules and caps that last for a customer
	Order    string // the order that a sale is a line of
	Period   string // of a close: "2026-03", "2026-Q1" or "2026"
	// CustomerSince is when the customer's time begins for rules that last for
	// one, if the caller knows; otherwise it is the first event that is paid.
	CustomerSince time.Time
	// Includes are parts of Amount that rules take off: discount, tax, shipping,
	// fees, cost. Amount is what it was before any of them.
	Includes map[string]decimal.Decimal
	// Facts about the event, its customer and its partner, for the conditions of
	// rules.
	Facts map[string]string
	// PartnerSince is when the partner's partnership, or account as a customer,
	// began. PartnerUntil is when it ended; zero means that it has not. Rules go by
	// their days: that of PartnerSince counts, that of PartnerUntil does not. A rule
	// that asks for them refuses an event without PartnerSince.
	PartnerSince, PartnerUntil time.Time
}

// ownFacts are the facts that an event has besides [Event.Facts].
var ownFacts = [...]string{"amount", "units", "partner", "customer", "order", "tier"}

// fact returns a fact of the event other than its amount.
func (e *Event) fact(name string) (string, bool) {
	value := ""
	switch name {
	case "units":
		if e.Units != 0 {
			value = fmt.Sprint(e.Units)
		}
	case "partner":
		value = e.Partner
	case "customer":
		value = e.Customer
	case "order":
		value = e.Order
	case "tier":
		value = e.Tier
	default:
		value, ok := e.Facts[name]
		return value, ok
	}
	return value, value != ""
}

// check returns all faults of an event that the plan cannot use.
func (p Plan) check(e *Event) error {
	var f check.Faults
	f.Name("id", e.ID)
	e.checkKind(&f)
	f.Name("partner", e.Partner)
	if e.Tier != "" && !strings.Contains(e.Tier, "/") {
		f.Add("tier", e.Tier, alianza.ErrForm, `want ladder and level, such as "affiliate/gold"`)
	}
	if f.Instant("at", e.At) {
		switch {
		case e.At.Before(p.def.From):
			f.Add("at", e.At.Format(time.RFC3339), alianza.ErrRange, "the plan begins at "+p.def.From.Format(time.RFC3339))
		case !p.def.Until.IsZero() && !e.At.Before(p.def.Until):
			f.Add("at", e.At.Format(time.RFC3339), alianza.ErrRange, "the plan ends at "+p.def.Until.Format(time.RFC3339))
		}
	}
	switch e.Currency {
	case "": // first: the zero plan has no currency either
		f.Add("currency", "", alianza.ErrMissing, "")
	case p.def.Currency:
	default:
		f.Add("currency", e.Currency, alianza.ErrCurrency, "the plan is in "+p.def.Currency)
	}
	if f.Number("amount", e.Amount) && e.Amount.IsNegative() {
		f.Add("amount", exact.Text(e.Amount), alianza.ErrRange, "negative; what is taken back is an event of kind refund")
	}
	e.checkFacts(&f)
	return p.refuse(e, f.Err())
}

// names returns the keys of a map in order.
func names[V any](m map[string]V) []string {
	if len(m) == 0 {
		return nil
	}
	return slices.Sorted(maps.Keys(m))
}

func (e *Event) checkKind(f *check.Faults) {
	switch {
	case e.Kind == "":
		f.Add("kind", "", alianza.ErrMissing, "sale or refund, say")
	case !e.Kind.earns() && !e.Kind.takes():
		f.Add("kind", string(e.Kind), alianza.ErrUnknown, "want lead, qualified_lead, referral, sale, payment, item:NAME, close, refund, chargeback or correction")
	}
	switch {
	case e.Of == "":
		if e.Kind == Correction {
			f.Add("of", "", alianza.ErrMissing, "the event that it corrects")
		}
	case !e.Kind.takes():
		f.Add("of", e.Of, alianza.ErrConflict, "only a refund, a chargeback or a correction names a sale")
	case e.Of == e.ID:
		f.Add("of", e.Of, alianza.ErrConflict, "a "+string(e.Kind)+" has an ID of its own")
	default:
		f.Name("of", e.Of)
	}
	switch _, ok := windowOf(e.Period); {
	case e.Kind != Close && e.Period != "":
		f.Add("period", e.Period, alianza.ErrConflict, "only a close has a period; an event is in the period of its instant")
	case e.Kind == Close && e.Period == "":
		f.Add("period", "", alianza.ErrMissing, `the period that is closed, such as "2026-03"`)
	case e.Kind == Close && !ok:
		f.Add("period", e.Period, alianza.ErrForm, `want "2026-03", "2026-Q1" or "2026"`)
	case e.Kind == Close && !e.Amount.IsZero():
		f.Add("amount", exact.Text(e.Amount), alianza.ErrConflict, "a close has none: its base is what was attained")
	}
}

// checkFacts checks what only some rules ask for.
func (e *Event) checkFacts(f *check.Faults) {
	if e.Units < 0 || e.Units > math.MaxInt32 {
		f.Add("units", fmt.Sprint(e.Units), alianza.ErrRange, "from 0 to 2147483647")
	}
	if e.Customer != "" {
		f.Name("customer", e.Customer)
	}
	if e.Order != "" {
		f.Name("order", e.Order)
	}
	for _, name := range names(e.Includes) {
		f.Name("includes", name)
		f.NotNegative("includes."+name, e.Includes[name])
	}
	for _, name := range names(e.Facts) {
		if f.Name("facts", name) && slices.Contains(ownFacts[:], name) {
			f.Add("facts."+name, e.Facts[name], alianza.ErrConflict, "the event has it as a field")
		}
	}
	if !e.CustomerSince.IsZero() {
		f.Instant("customer_since", e.CustomerSince)
	}
	if !e.PartnerSince.IsZero() {
		f.Instant("partner_since", e.PartnerSince)
	}
	if !e.PartnerUntil.IsZero() && f.Instant("partner_until", e.PartnerUntil) && e.PartnerUntil.Before(e.PartnerSince) {
		f.Add("partner_until", e.PartnerUntil.Format(time.RFC3339), alianza.ErrConflict, "before partner_since")
	}
}

// refuse names the event and the plan in an error.
func (p Plan) refuse(e *Event, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("commission: plan %s v%d: %.20s %.60q: %w", p.def.ID, p.def.Version, e.Kind, e.ID, err)
}

// MarshalJSON returns the event with its fields in lower case.
func (e Event) MarshalJSON() ([]byte, error) { return oldjson.Marshal(e.fields) }

// UnmarshalJSON reads an event strictly.
func (e *Event) UnmarshalJSON(data []byte) error {
	return oldjson.Into(e, data, oldjson.MaxDefinition, (*Event).fields, nil)
}

func (e *Event) fields(o *oldjson.Object) {
	o.String("id", &e.ID)
	o.String("kind", (*string)(&e.Kind))
	o.Optional().String("of", &e.Of)
	o.String("partner", &e.Partner)
	o.Optional().String("tier", &e.Tier)
	oldjson.Text(o, "at", &e.At)
	o.String("currency", &e.Currency)
	amount := o
	if !e.Kind.amounts() {
		amount = o.Optional()
	}
	amount.Decimal("amount", &e.Amount)
	o.Optional().Int("units", &e.Units)
	o.Optional().String("customer", &e.Customer)
	oldjson.Text(o.Optional(), "customer_since", &e.CustomerSince)
	o.Optional().String("order", &e.Order)
	o.Optional().String("period", &e.Period)
	oldjson.Map(o.Optional(), "includes", &e.Includes, func(in *oldjson.Object, name string, v *decimal.Decimal) { in.Decimal(name, v) })
	oldjson.Map(o.Optional(), "facts", &e.Facts, func(in *oldjson.Object, name string, v *string) { in.String(name, v) })
	oldjson.Text(o.Optional(), "partner_since", &e.PartnerSince)
	oldjson.Text(o.Optional(), "partner_until", &e.PartnerUntil)
}

// Kind is what happened in an [Event], and what triggers a [Rule]. It alone
// gives the sign of what is posted: amounts of events are never negative. What
// earns is declared, never guessed: the same referral may pay when it is made,
// when it is qualified, or when a sale comes of it (C32).
type Kind string

// The kinds of event that earn.
const (
	Lead            Kind = "lead"           // a prospect is named
	QualifiedLead   Kind = "qualified_lead" // and found to be a possible customer
	Referral        Kind = "referral"       // a qualified referral: what qualifies is the caller's to say (C3)
	Sale            Kind = "sale"
	PaymentReceived Kind = "payment" // a customer's payment is received
	// Close ends a period and pays the bonuses on what was attained in it. The
	// caller says when that is: a later event in the period is refused, and
	// a period is not opened again, not by a chargeback of its close either.
	Close Kind = "close"
)

// The kinds of event that take back.
const (
	// Refund takes back what an event earned, in proportion to its amount. What
	// has no amount, such as a lead, is taken back by a chargeback.
	Refund Kind = "refund"
	// Chargeback takes back all that is left of what an event earned, or, with an
	// amount, that part of it. The refund window of a plan does not bound it.
	Chargeback Kind = "chargeback"
	// Correction replaces an event by the facts it carries itself: all that the
	// event earned is taken back, and the right facts earn anew.
	Correction Kind = "correction"
)

// Adjustment is the kind of an [Entry] that rates again what was sold before in
// a period. No event has it.
const Adjustment Kind = "adjustment"

const itemPrefix = "item:"

// Item returns the kind of an event that publishes an item of content, such as
// an article, an episode or a video: Item("article") is "item:article".
func Item(of string) Kind { return Kind(itemPrefix + of) }

// earns reports whether an event of the kind can earn.
func (k Kind) earns() bool {
	switch k {
	case Lead, QualifiedLead, Referral, Sale, PaymentReceived, Close:
		return true
	default:
		return strings.HasPrefix(string(k), itemPrefix) && len(k) > len(itemPrefix)
	}
}

// takes reports whether an event of the kind takes something back.
func (k Kind) takes() bool { return k == Refund || k == Chargeback || k == Correction }

// amounts reports whether an event of the kind has to say its amount.
func (k Kind) amounts() bool {
	return k == Sale || k == PaymentReceived || k == Refund || k == Correction
}

// kindsHelp lists the kinds in an error.
const kindsHelp = "want lead, qualified_lead, referral, sale, payment, item:NAME or close"

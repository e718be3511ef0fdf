package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// Kind is what happened in an [Event]. It alone gives the sign of what is
// posted: amounts of events are never negative.
type Kind string

// The kinds of event.
const (
	Sale   Kind = "sale"   // earns
	Refund Kind = "refund" // takes back what its sale earned, in proportion
)

// An Event is a fact that may earn or take back a commission.
type Event struct {
	_    [0]func() // == would compare decimals by address
	ID   string    // the event's own, unique for the partner: an order number, a credit note's
	Kind Kind
	// Of is the ID of the sale that a refund takes back; "" if it is not known.
	Of      string
	Partner string
	// Tier is the partner's tier with its ladder, such as "affiliate/gold", for
	// rules that pay by tier; "" if the partner is on no level. A refund of a
	// known sale does not need it: it is taken back at the sale's terms.
	Tier     string
	At       time.Time
	Currency string
	Amount   decimal.Decimal // of the sale or of what is refunded, not negative
}

// check returns all faults of an event that the plan cannot use.
func (p Plan) check(e Event) error {
	var f check.Faults
	f.Name("id", e.ID)
	switch e.Kind {
	case Sale, Refund:
	case "":
		f.Add("kind", "", alianza.ErrMissing, "sale or refund")
	default:
		f.Add("kind", string(e.Kind), alianza.ErrUnknown, "want sale or refund")
	}
	switch {
	case e.Of == "":
	case e.Kind != Refund:
		f.Add("of", e.Of, alianza.ErrConflict, "only a refund names a sale")
	case e.Of == e.ID:
		f.Add("of", e.Of, alianza.ErrConflict, "a refund has an ID of its own")
	default:
		f.Name("of", e.Of)
	}
	f.Name("partner", e.Partner)
	if e.Tier != "" && !strings.Contains(e.Tier, "/") {
		f.Add("tier", e.Tier, alianza.ErrForm, `want ladder and level, such as "affiliate/gold"`)
	}
	f.Instant("at", e.At)
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
	return p.refuse(e, f.Err())
}

// refuse names the event and the plan in an error.
func (p Plan) refuse(e Event, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("commission: plan %s v%d: %.20s %.60q: %w", p.def.ID, p.def.Version, e.Kind, e.ID, err)
}

// MarshalJSON returns the event with its fields in lower case.
func (e Event) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e.fields) }

// UnmarshalJSON reads an event strictly.
func (e *Event) UnmarshalJSON(data []byte) error {
	return strictjson.Into(e, data, strictjson.MaxDefinition, (*Event).fields, nil)
}

func (e *Event) fields(o *strictjson.Object) {
	o.String("id", &e.ID)
	o.String("kind", (*string)(&e.Kind))
	o.Optional().String("of", &e.Of)
	o.String("partner", &e.Partner)
	o.Optional().String("tier", &e.Tier)
	strictjson.Text(o, "at", &e.At)
	o.String("currency", &e.Currency)
	o.Decimal("amount", &e.Amount)
}

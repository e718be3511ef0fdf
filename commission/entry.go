package commission

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Entry is one posted line: a signed amount, and all that made it. Entries
// are only ever added; what corrects an entry is another entry that names it.
type Entry struct {
	_ [0]func() // == would compare decimals by address
	// Key is made of program, partner, rule and event, and of nothing else: the
	// same event evaluated again, on another day or with a later version of the
	// plan in which the rule keeps its name, has the same key. A store that keeps
	// keys unique cannot pay twice.
	Key string
	// Corrects is the key of the entry that this one takes back in part or in
	// whole; "" for a first entry and for a refund without a known sale.
	Corrects string
	Plan     string // ID of the plan
	Version  int    // of the plan whose terms these are: for a refund, those of its sale
	Rule     string
	Kind     Kind
	Event    string // ID of the event
	Of       string // ID of the sale that a refund takes back, or ""
	Partner  string
	Tier     string // that gave the rate, such as "affiliate/gold", or ""
	At       time.Time
	// Due is when the amount may be paid: the first instant of the calendar day
	// that is the plan's hold after the day of At. What a refund takes back is
	// due on its own day, or when the sale's commission is, if that is later.
	Due      time.Time
	Currency string
	Base     decimal.Decimal // what the rate is taken of; negative for a refund
	Rate     Rate
	Exact    decimal.Decimal // Base times Rate, exact
	// Amount is what is posted, in the places of the plan. For a sale it is
	// Exact, rounded. For a refund of a known sale it is the change of
	// Standing.Amount, so that refunds of a whole sale, in however many parts,
	// take back exactly what was paid.
	Amount decimal.Decimal
	// Standing is where the sale stands after the entry. For a refund without a
	// known sale it is zero.
	Standing Standing
}

// A Standing is what is left of a sale, and the commission on that: Rate of
// Base, rounded.
type Standing struct {
	_      [0]func() // == would compare decimals by address
	Base   decimal.Decimal
	Amount decimal.Decimal
}

// String returns the entry as a sentence that can be checked with a
// calculator:
//
//	sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, rule sale, plan affiliate v3
//	refund r-7 of order-991: 9.99 USD back, 10.00 left at 25% earn 2.50 after 5.00, so -2.50, rule sale, plan affiliate v3
func (e Entry) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", e.Kind, e.Event)
	if e.Corrects != "" {
		fmt.Fprintf(&b, " of %s: %s %s back, %s left at %s earn %s after %s, so %s", e.Of, exact.Text(e.Base.Neg()), e.Currency,
			exact.Text(e.Standing.Base), e.Rate, exact.Text(e.Standing.Amount), exact.Text(e.Standing.Amount.Sub(e.Amount)), exact.Text(e.Amount))
	} else {
		fmt.Fprintf(&b, ": %s of %s %s = %s, rounded %s", e.Rate, exact.Text(e.Base), e.Currency,
			exact.Text(exact.Trim(e.Exact)), exact.Text(e.Amount))
	}
	fmt.Fprintf(&b, ", rule %s, plan %s v%d", e.Rule, e.Plan, e.Version)
	return b.String()
}

// MarshalJSON returns the entry with its fields in lower case; amounts are
// strings.
func (e Entry) MarshalJSON() ([]byte, error) { return strictjson.Marshal(e.fields) }

// UnmarshalJSON reads an entry strictly.
func (e *Entry) UnmarshalJSON(data []byte) error {
	return strictjson.Into(e, data, strictjson.MaxDefinition, (*Entry).fields, nil)
}

func (e *Entry) fields(o *strictjson.Object) {
	o.String("key", &e.Key)
	o.Optional().String("corrects", &e.Corrects)
	o.String("plan", &e.Plan)
	o.Int("version", &e.Version)
	o.String("rule", &e.Rule)
	o.String("kind", (*string)(&e.Kind))
	o.String("event", &e.Event)
	o.Optional().String("of", &e.Of)
	o.String("partner", &e.Partner)
	o.Optional().String("tier", &e.Tier)
	strictjson.Text(o, "at", &e.At)
	strictjson.Text(o, "due", &e.Due)
	o.String("currency", &e.Currency)
	o.Decimal("base", &e.Base)
	strictjson.Text(o, "rate", &e.Rate)
	o.Decimal("exact", &e.Exact)
	o.Decimal("amount", &e.Amount)
	strictjson.Struct(o, "standing", &e.Standing, false, (*Standing).fields)
}

func (s *Standing) fields(o *strictjson.Object) {
	o.Decimal("base", &s.Base)
	o.Decimal("amount", &s.Amount)
}

// key joins the parts of an entry's key; a slash in a part is written %2F and
// a percent sign %25, so that two keys are equal only if all parts are.
func key(parts ...string) string {
	for i, p := range parts {
		if strings.ContainsAny(p, "/%") {
			parts[i] = strings.NewReplacer("%", "%25", "/", "%2F").Replace(p)
		}
	}
	return strings.Join(parts, "/")
}

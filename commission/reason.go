package commission

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Reason says why a rule did not pay, or why an entry has the amount that it
// has. Kind is stable for programs; the other fields are the data of the kind,
// and String makes a sentence of them.
type Reason struct {
	_    [0]func()  // == would compare decimals by address
	Kind ReasonKind `json:"kind"`
	// Rule is another rule that is concerned.
	Rule string `json:"rule,omitzero"`
	// Name is the fact, level, event kind, event or period that is concerned.
	Name string `json:"name,omitzero"`
	// Value is the value of a fact. Want is what it would have to be, "" if it is one
	// of those that are excluded.
	Value string `json:"value,omitzero"`
	Want  string `json:"want,omitzero"`
	// Day is the day from which something counts.
	Day alianza.Date `json:"day,omitzero"`
	// Count is a number of months, payments or days.
	Count int `json:"count,omitzero"`
	// Amount is what there would be; Limit is the bound.
	Amount decimal.Decimal `json:"amount,omitzero"`
	Limit  decimal.Decimal `json:"limit,omitzero"`
	Per    Window          `json:"per,omitzero"` // the window of a cap
}

// ReasonKind enumerates the reasons. The zero ReasonKind is none.
type ReasonKind uint8

// Why a rule did not pay.
const (
	NoRule         ReasonKind = iota + 1 // no rule pays events of this kind
	NoVersion                            // no version of the plan is for the day
	ComesFirst                           // another rule comes first
	PaysLess                             // another rule posts more
	NotGiven                             // a fact of the condition is not given
	Unmet                                // a fact does not meet the condition
	NotActive                            // the partnership does not cover the day
	TooYoung                             // the partnership is not old enough
	NoLevel                              // the partner is on no level of the ladder
	BeforeCustomer                       // before the customer's time
	MonthsOver                           // the months of the customer are over
	PaymentsUsed                         // the customer's payments are used up
	NothingPaid                          // the base is 0
	NothingSold                          // the meter of a bonus is empty
	EarnedNothing                        // the sale that is refunded earned nothing
	RefundedLate                         // the refund came after the refund days
	SaleUnknown                          // the sale is not known; nothing is taken until it arrives
	MoreThanSale                         // early refunds are more than the sale that arrived
)

// Why an entry has its amount.
const (
	RaisedToMin ReasonKind = iota + 101 // raised to the minimum
	CutToMax                            // cut to the maximum
	CutToCap                            // cut to what is left under a cap
	RatedAgain                          // a level or a bracket rates again what was sold before
	Undone                              // a taking was undone
	Corrected                           // the event was corrected
	CameEarly                           // a refund that came before its sale
)

var reasonNames = [...]string{
	NoRule: "no_rule", NoVersion: "no_version", ComesFirst: "comes_first", PaysLess: "pays_less", NotGiven: "not_given", Unmet: "unmet",
	NotActive: "not_active", TooYoung: "too_young", NoLevel: "no_level", BeforeCustomer: "before_customer", MonthsOver: "months_over",
	PaymentsUsed: "payments_used", NothingPaid: "nothing_paid", NothingSold: "nothing_sold", EarnedNothing: "earned_nothing",
	RefundedLate: "refunded_late", SaleUnknown: "sale_unknown", MoreThanSale: "more_than_sale",
}

var amountReasonNames = [...]string{
	RaisedToMin - 101: "raised_to_min", CutToMax - 101: "cut_to_max", CutToCap - 101: "cut_to_cap", RatedAgain - 101: "rated_again",
	Undone - 101: "undone", Corrected - 101: "corrected", CameEarly - 101: "came_early",
}

// String returns the name of the kind, such as "comes_first".
func (k ReasonKind) String() string {
	if k > 100 {
		return enum.Name(k-101, amountReasonNames[:])
	}
	return enum.Name(k, reasonNames[:])
}

// MarshalText returns the name of the kind.
func (k ReasonKind) MarshalText() ([]byte, error) {
	if k > 100 {
		return enum.Text(k-101, amountReasonNames[:], 0)
	}
	return enum.Text(k, reasonNames[:], 1)
}

// UnmarshalText reads the name of a kind.
func (k *ReasonKind) UnmarshalText(text []byte) error {
	var amount ReasonKind
	if enum.Parse(&amount, text, amountReasonNames[:], 0) == nil {
		*k = amount + 101
		return nil
	}
	return enum.Parse(k, text, reasonNames[:], 1)
}

// IsZero reports whether there is no reason.
func (r Reason) IsZero() bool { return r.Kind == 0 }

// String returns the reason as a part of a sentence.
func (r Reason) String() string {
	switch r.Kind {
	case 0:
		return ""
	case NoRule:
		return "no rule pays an event of kind " + r.Name
	case NoVersion:
		return "no version of the plan is for " + r.Day.String()
	case ComesFirst:
		return "rule " + r.Rule + " comes first"
	case PaysLess:
		return fmt.Sprintf("pays %s, no more than the %s of rule %s", exact.Text(r.Amount), exact.Text(r.Limit), r.Rule)
	case NotGiven:
		return r.Name + " is not given"
	case Unmet:
		return r.unmet()
	case NotActive:
		return "the partner was not active on " + r.Day.String()
	case TooYoung:
		return fmt.Sprintf("the partner has to be active for %d months, which is from %s on", r.Count, r.Day)
	case NoLevel:
		return "the partner is on no level of the ladder " + r.Name
	case BeforeCustomer:
		return "it is before the customer's time, which begins on " + r.Day.String()
	case MonthsOver:
		return fmt.Sprintf("the %d months of the customer from %s are over", r.Count, r.Day)
	case PaymentsUsed:
		return fmt.Sprintf("the customer was paid for %d times", r.Count)
	case NothingPaid:
		return "nothing was paid"
	case NothingSold:
		return "nothing was attained in " + r.Name
	case EarnedNothing:
		return "the sale earned nothing"
	}
	return r.more()
}

// unmet writes what a fact is and what it would have to be. A number stands
// without quotation marks.
func (r Reason) unmet() string {
	text := r.Name + " is " + r.Value
	if _, err := exact.Parse(r.Value); err != nil {
		text = fmt.Sprintf("%s is %q", r.Name, r.Value)
	}
	if r.Want == "" {
		return text
	}
	return text + ", not " + r.Want
}

func (r Reason) more() string {
	switch r.Kind {
	case RefundedLate:
		return fmt.Sprintf("refunded %s days after the sale, later than the %d of the plan", exact.Text(r.Amount), r.Count)
	case SaleUnknown:
		return "the sale is not known; it is taken back when the sale arrives"
	case MoreThanSale:
		return "refund " + r.Name + " is more than what is left of the sale"
	case RaisedToMin:
		return "raised to the minimum"
	case CutToMax:
		return "cut to the maximum"
	case CutToCap:
		return fmt.Sprintf("cut to the cap of %s per %s", exact.Text(r.Limit), r.Per)
	case RatedAgain:
		return "rated again"
	case Undone:
		return r.Name + " is undone"
	case Corrected:
		return r.Name + " is corrected"
	case CameEarly:
		return r.Name + " came before its sale"
	}
	return r.Kind.String()
}

// MarshalJSON writes the reason by its tags.
func (r Reason) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a reason strictly.
func (r *Reason) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// Skipped is a rule that did not pay an event, with the reason. Rule is "" where
// the reason concerns the event and not one rule.
type Skipped struct {
	_      [0]func() // == would compare decimals by address
	Rule   string    `json:"rule,omitzero"`
	Reason Reason    `json:"reason"`
}

// String returns the rule and the reason, such as "rule gold: tier is "basic",
// not gold".
func (s Skipped) String() string {
	if s.Rule == "" {
		return s.Reason.String()
	}
	return "rule " + s.Rule + ": " + s.Reason.String()
}

// MarshalJSON writes what was skipped by its tags.
func (s Skipped) MarshalJSON() ([]byte, error) { return strictjson.Marshal(s) }

// UnmarshalJSON reads what was skipped strictly.
func (s *Skipped) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, s, nil) }

package commission

import (
	"fmt"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Reason says why a rule did not pay, or why an entry has the amount that it
// has. Code is stable for programs; the other fields are its data, and String makes
// a sentence of them. The codes are:
//
//	no_rule          no rule pays events of this kind
//	no_version       no version of the plan is for the day
//	comes_first      another rule comes first
//	pays_less        another rule posts more
//	not_given        a fact of the condition is not given
//	unmet            a fact does not meet the condition
//	not_active       the partnership does not cover the day
//	too_young        the partnership is not old enough
//	no_level         the partner is on no level of the ladder
//	before_customer  before the customer's time
//	months_over      the months of the customer are over
//	payments_used    the customer's payments are used up
//	not_yet          the customer's first payments are left out
//	nothing_paid     the base is 0
//	nothing_sold     the meters of a bonus are empty
//	earned_nothing   what is taken back earned nothing
//	refunded_late    the refund came after the refund days
//	sale_unknown     the sale is not known; nothing is taken until it arrives
//	not_due          the day of an installment has not come
//	lapsed           the condition of an installment is not met
//	nothing_open     no installment of the event is open
//	more_than_sale   early refunds are more than the sale that arrived
//	raised_to_min    raised to the minimum
//	cut_to_max       cut to the maximum
//	cut_to_cap       cut to what is left under a cap
//	rated_again      a level or a bracket rates again what was sold before
//	for_days         paid for some of the days of the period
//	taken_by         a policy says how much is taken back
//	undone           a taking was undone
//	corrected        the event was corrected
//	came_early       a refund that came before its sale
type Reason struct {
	_    [0]func() // == would compare decimals by address
	Code string    `json:"code"`
	// Rule is another rule that is concerned.
	Rule string `json:"rule,omitzero"`
	// Name is the fact, level, event kind, event, period or cap that is concerned.
	Name string `json:"name,omitzero"`
	// Value is the value of a fact. Want is what it would have to be, "" if it is one
	// of those that are excluded.
	Value string `json:"value,omitzero"`
	Want  string `json:"want,omitzero"`
	// Day is the day from which something counts.
	Day alianza.Date `json:"day,omitzero"`
	// Count is a number of months, payments or days, or which installment it is.
	Count int `json:"count,omitzero"`
	// Amount is what there would be; Limit is the bound.
	Amount decimal.Decimal `json:"amount,omitzero,wide"`
	Limit  decimal.Decimal `json:"limit,omitzero,wide"`
	Per    Window          `json:"per,omitzero"` // the window of a cap
}

// Why a rule did not pay.
const (
	noRule         = "no_rule"         // no rule pays events of this kind
	noVersion      = "no_version"      // no version of the plan is for the day
	comesFirst     = "comes_first"     // another rule comes first
	paysLess       = "pays_less"       // another rule posts more
	notGiven       = "not_given"       // a fact of the condition is not given
	unmet          = "unmet"           // a fact does not meet the condition
	notActive      = "not_active"      // the partnership does not cover the day
	tooYoung       = "too_young"       // the partnership is not old enough
	noLevel        = "no_level"        // the partner is on no level of the ladder
	beforeCustomer = "before_customer" // before the customer's time
	monthsOver     = "months_over"     // the months of the customer are over
	paymentsUsed   = "payments_used"   // the customer's payments are used up
	notYet         = "not_yet"         // the customer's first payments are left out
	nothingPaid    = "nothing_paid"    // the base is 0
	nothingSold    = "nothing_sold"    // the meters of a bonus are empty
	earnedNothing  = "earned_nothing"  // what is taken back earned nothing
	refundedLate   = "refunded_late"   // the refund came after the refund days
	saleUnknown    = "sale_unknown"    // the sale is not known; nothing is taken until it arrives
	notDue         = "not_due"         // the day of an installment has not come
	lapsed         = "lapsed"          // the condition of an installment is not met
	nothingOpen    = "nothing_open"    // no installment of the event is open
	moreThanSale   = "more_than_sale"  // early refunds are more than the sale that arrived
)

// Why an entry has its amount.
const (
	raisedToMin = "raised_to_min" // raised to the minimum
	cutToMax    = "cut_to_max"    // cut to the maximum
	cutToCap    = "cut_to_cap"    // cut to what is left under a cap
	ratedAgain  = "rated_again"   // a level or a bracket rates again what was sold before
	forDays     = "for_days"      // paid for some of the days of the period
	takenBy     = "taken_by"      // a policy says how much is taken back
	undone      = "undone"        // a taking was undone
	corrected   = "corrected"     // the event was corrected
	cameEarly   = "came_early"    // a refund that came before its sale
)

var reasonCodes = [...]string{
	noRule, noVersion, comesFirst, paysLess, notGiven, unmet, notActive, tooYoung, noLevel, beforeCustomer,
	monthsOver, paymentsUsed, notYet, nothingPaid, nothingSold, earnedNothing, refundedLate, saleUnknown, moreThanSale, notDue, lapsed, nothingOpen,
	raisedToMin, cutToMax, cutToCap, ratedAgain, forDays, takenBy, undone, corrected, cameEarly,
}

// IsZero reports whether there is no reason.
func (r Reason) IsZero() bool {
	return r.Code == "" && r.Rule == "" && r.Name == "" && r.Value == "" && r.Want == "" && r.Day.IsZero() &&
		r.Count == 0 && r.Amount.IsZero() && r.Limit.IsZero() && r.Per == 0
}

// String returns the reason as a part of a sentence.
func (r Reason) String() string {
	switch r.Code {
	case "":
		return ""
	case noRule:
		return "no rule pays an event of kind " + r.Name
	case noVersion:
		return "no version of the plan is for " + r.Day.String()
	case comesFirst:
		return "rule " + r.Rule + " comes first"
	case paysLess:
		return fmt.Sprintf("pays %s, no more than the %s of rule %s", exact.Text(r.Amount), exact.Text(r.Limit), r.Rule)
	case notGiven:
		return r.Name + " is not given"
	case unmet:
		return r.unmet()
	case notActive:
		return "the partner was not active on " + r.Day.String()
	case tooYoung:
		return fmt.Sprintf("the partner has to be active for %d months, which is from %s on", r.Count, r.Day)
	case noLevel:
		return "the partner is on no level of the ladder " + r.Name
	case beforeCustomer:
		return "it is before the customer's time, which begins on " + r.Day.String()
	case monthsOver:
		return fmt.Sprintf("the %d months of the customer from %s are over", r.Count, r.Day)
	case paymentsUsed:
		return fmt.Sprintf("the customer was paid for %d times", r.Count)
	case notYet:
		return fmt.Sprintf("the first %d payments of the customer are left out", r.Count)
	case nothingPaid:
		return "nothing was paid"
	case nothingSold:
		return "nothing was attained in " + r.Name
	case earnedNothing:
		return "what it takes back earned nothing"
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
	switch r.Code {
	case refundedLate:
		return fmt.Sprintf("refunded %s days after the sale, later than the %d of the plan", exact.Text(r.Amount), r.Count)
	case saleUnknown:
		return "the sale is not known; it is taken back when the sale arrives"
	case notDue:
		return fmt.Sprintf("installment %d is due on %s", r.Count, r.Day)
	case lapsed:
		return fmt.Sprintf("installment %d lapses: %s", r.Count, r.unmet())
	case nothingOpen:
		return "no installment of it is open"
	case moreThanSale:
		return "refund " + r.Name + " is more than what is left of the sale"
	case raisedToMin:
		return "raised to the minimum"
	case cutToMax:
		return "cut to the maximum"
	case cutToCap:
		name := "the cap"
		if r.Name != "" {
			name += " " + r.Name
		}
		if r.Per == Ever {
			return fmt.Sprintf("cut to %s of %s for ever", name, exact.Text(r.Limit))
		}
		return fmt.Sprintf("cut to %s of %s per %s", name, exact.Text(r.Limit), strings.ReplaceAll(r.Per.String(), "_", " "))
	case ratedAgain:
		return "rated again"
	case forDays:
		return fmt.Sprintf("for %d of %s days", r.Count, exact.Text(r.Limit))
	case takenBy:
		if r.Count > 0 {
			return fmt.Sprintf("%s of it is taken back within %d months", r.Want, r.Count)
		}
		return r.Want + " of it is taken back"
	case undone:
		return r.Name + " is undone"
	case corrected:
		return r.Name + " is corrected"
	case cameEarly:
		return r.Name + " came before its sale"
	}
	return r.Code
}

// MarshalJSON writes the reason by its tags.
func (r Reason) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a reason strictly.
func (r *Reason) UnmarshalJSON(data []byte) error {
	return strictjson.Unmarshal(data, r, func(r *Reason) error {
		if !slices.Contains(reasonCodes[:], r.Code) {
			return check.Fault("code", r.Code, alianza.ErrUnknown, "not a code of a reason")
		}
		return nil
	})
}

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

package commission

import "strings"

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

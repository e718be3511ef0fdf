// Package commission says what a partner earns.
//
// A [Plan] is a checked list of rules: for which events, on which conditions, how
// much, of which base, for how long, up to which cap. Events go in, entries come
// out. A sale earns an entry, a refund takes back what its sale earned with an
// entry of its own, and nothing that was posted is ever edited.
//
//	plan, err := commission.New(commission.Affiliate())
//	earned, err := plan.Earn(past, event)
//	fmt.Println(earned) // sale order-991: 25% of 19.99 USD = 4.9975, rounded 5.00, …
//
// [Affiliate] is the plan of the affiliate program. Read the types in this order:
// [Event], [Rule], [Bonus], [Definition], [Plan], [Earned], [Entry], [Record], [State].
//
// # Events
//
// The kind of an event says which fields it needs (+), which it may have (o), and
// which are refused (-). A rule may need more: it then says so.
//
//	kind                 of  amount  units  includes  tier  customer  order  period
//	lead, referral, …    -   o       o      o         o     o         o      -
//	sale, payment        -   +       o      o         o     o         o      -
//	refund               +   +       o      o         o     o         o      -
//	chargeback           +   o       o      o         o     o         o      -
//	correction           +   +       o      o         o     o         o      -
//	reversal             +   -       o      o         o     o         o      -
//	maturity             +   -       o      o         o     o         o      -
//	close                -   -       o      o         o     o         o      +
//
// Every event has an ID, a kind, a partner, an instant and a currency. An amount of 0 is
// given as decimal.NewFromInt(0), since the zero Decimal is not given. Units may stand for
// the amount of a refund. A chargeback without an amount takes all that is left at its
// turn: give it an amount where a refund may still be on its way. A refund needs no Of
// where the plan takes refunds of unknown sales. A maturity answers the conditions of
// installments. An event that pays may have shares, which divide its entries among
// several partners.
//
// # The past
//
// What the rules have to know about the past is in records, one row each: an event,
// a window, a meter, a cap, a customer's time, a closed period. [Plan.Earn] reads
// the few that concern an event through a [Past], changes nothing, and returns the
// records to keep. [State] is a Past in memory.
//
// A service keeps records in a table of its own: the ID of the plan and the text of the
// key as the primary key, the revision, and the JSON. Two plans of a partner have keys
// of the same text. For each event, in one transaction:
//
//  1. Evaluate the event with a Past that reads rows in this transaction.
//  2. Insert the entries; their keys are unique.
//  3. Insert each record of revision 1, and update every other one where the row
//     has the revision before it. If no row is changed, another event came between:
//     roll back and evaluate again.
//
// Where a refunded sale was given to another partner, an event of the one may change
// records of the other. So the revisions guard the transaction, not a lock on a partner.
//
// An event takes some 110 bytes of memory in a State, and 350 to 375 bytes of JSON. The
// JSON is for people and for other programs: its fields have names. It says by which
// definition it was made, and when it was changed. A service with little room may
// compress it.
//
// An error that wraps [alianza.ErrRepeated] is a retry of what was kept: nothing is
// to be done. One that wraps [alianza.ErrPending] is about an event that has not
// arrived: park it and try again later.
//
// Rows may go when no event can concern them any more. Those of an event may go
// when it cannot be refunded, corrected or sent again. A window, a meter or a cap
// of a period may go when no event of the period can come. A customer's time stays
// while rules ask for it. [State.Forget] does so by the day of the latest change.
//
// # Versions
//
// [New] takes all versions of a program. The day of an event decides which of them
// pays; a refund goes by the version of its sale in everything. A version that has
// paid is never edited: change it, and give it the next number.
//
// # Customers, partners, caps
//
// A rule pays the first, the later, a few or all of a customer's events ([Duration]).
// A partner's own terms take the place of its rate where it says so ([OwnTerms]). Its
// caps bound what it posts, and caps of the plan bound several rules together
// ([Cap]). It takes back in proportion, or by a policy ([TakeBack]). A [Bonus] may be a
// retainer or a guarantee. A rule may pay in installments, each on a condition that a
// later event answers ([Deferred]). An event may name several partners, who share its
// entries ([AttributedShare]).
//
// # Units
//
// Amounts are decimals in major units of one currency, the plan's; an amount in
// another currency is refused. What is posted is a whole number of steps, the minor
// unit of the currency if the plan does not say otherwise.
//
// # Rounding
//
// The base and its product with the rate are exact. The amount of an entry is
// rounded once, in the mode of the plan, half up (a tie away from zero) by default.
// A rule over a window rounds the sum of the window and posts its change. Sums of
// entries are exact.
//
// # Tables
//
// A [Table] rates a volume by brackets, in a rule or by itself. A rule may rate what is
// sold in a window by the number of its customers ([ByCustomers]). A [Tally] adds up
// what a table pays for millions of sales that need no explanation. A [Statement]
// writes entries as a table.
//
// # Inner packages
//
// Package terms says what a program offers each kind of partner, split divides an
// amount among parties, payout says when what was earned is paid, and journal books
// it. Package waterfall passes an amount down steps, each of which takes its part.
// Package attribution says which partners brought a sale, and what part each has.
// Package compare says what another plan would have paid. Package override pays
// those who brought a seller.
package commission

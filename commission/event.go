package commission

import (
	"fmt"
	"maps"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/near"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// An Event is a fact that earns or takes back a commission. The table of the
// package comment says which kind of event needs which field.
type Event struct {
	_ [0]func() // == would compare decimals by address
	// ID is the event's own: an order number, a credit note's. It is unique for
	// the partner.
	ID string `json:"id"`
	// Kind is what happened. It decides whether the event pays or takes back;
	// amounts are never negative.
	Kind Kind `json:"kind"`
	// Of is the ID of the event that a refund, a chargeback, a correction, a reversal
	// or a maturity is about.
	Of string `json:"of,omitzero"`
	// OfPartner is the partner of the event Of where a correction gives it to
	// another partner; Partner if absent.
	OfPartner string `json:"of_partner,omitzero"`
	// Partner is who earns by the event, or loses by it.
	Partner string `json:"partner"`
	// Tier is the partner's level with its ladder, such as "affiliate/gold", for
	// rules that pay by level; "" if the partner is on no level. It is part of the
	// event: sent again with another level, it is another event of the same ID. So
	// keep the level with the event, or ask for the record of [EventKey] before the
	// level is worked out.
	Tier string `json:"tier,omitzero"`
	// At is when it happened. The day of At decides the version of the plan, the
	// window and the hold.
	At time.Time `json:"at"`
	// Booked is when it was entered into the books, if that is not At. What the
	// event takes back is due from then on.
	Booked time.Time `json:"booked,omitzero"`
	// Cause is why a refund, a chargeback, a correction or a reversal came, such as
	// "withdrawal". Its entries carry it, and [TakeBack] may ask for it.
	Cause    string `json:"cause,omitzero"`
	Currency string `json:"currency"`
	// Amount is that of the sale, gross, or of what is refunded; not negative. The zero
	// Decimal, as decimal.Zero, is not given: a sale, a payment, a refund without Units
	// and a correction are refused without an amount. The number 0, as
	// decimal.NewFromInt(0), is given.
	Amount decimal.Decimal `json:"amount,omitzero"`

	// What follows is for the rules that ask for it; the others do not look.

	// Units are what was sold or returned, such as licenses or hours; fractions
	// are fine. The zero Decimal is not given: a table by units counts such a sale
	// as one. The number 0, as decimal.NewFromInt(0), is given and counts as 0.
	Units decimal.Decimal `json:"units,omitzero"`
	// Customer is the customer's ID, for rules and caps that last for a customer.
	Customer string `json:"customer,omitzero"`
	// CustomerSince is when the customer's time begins for rules that last for
	// one. If absent, it begins with the first event that is paid.
	CustomerSince time.Time `json:"customer_since,omitzero"`
	Order         string    `json:"order,omitzero"` // the order that a sale is a line of
	// Period is that of a close: "2026-W07", "2026-03", "2026-Q1", "2026", or for a
	// contract year "from 2026-03-15", an anniversary of PartnerSince. It may be closed
	// from its first day on, and is closed for good. See [Definition.YearBegins].
	Period string `json:"period,omitzero"`
	// Includes are parts of Amount: discount, tax, shipping, fees, cost. Those of a
	// sale are what rules take off its amount. Those of a refund say what was given
	// back: a refund of the shipping alone takes back nothing of the goods.
	Includes map[string]decimal.Decimal `json:"includes,omitzero"`
	// Facts about the event, its customer and its partner, for the conditions of
	// rules.
	Facts map[string]string `json:"facts,omitzero"`
	// Own are the partner's own terms, as they were agreed: a later edit of the program
	// does not reach them. They are for rules that say own_terms; nil is none.
	Own *OwnTerms `json:"own,omitzero"`
	// Shares are those of several partners who brought the event. Partner, who is among
	// them, is the one that the rules are asked for; see [AttributedShare].
	Shares []AttributedShare `json:"shares,omitzero"`
	// PartnerSince is when the partnership began. Rules go by days, and its day
	// counts.
	PartnerSince time.Time `json:"partner_since,omitzero"`
	// PartnerUntil is when the partnership ended; zero if it has not. Its day does not
	// count.
	PartnerUntil time.Time `json:"partner_until,omitzero"`
}

// OwnTerms are what was agreed with one partner.
type OwnTerms struct {
	Rate alianza.Percent `json:"rate"` // in place of the rule's
	// HoldDays are the calendar days until what is earned is due, in place of the
	// plan's hold: 0 to 3650.
	HoldDays int `json:"hold_days"`
}

// MarshalJSON writes the terms by their tags.
func (o OwnTerms) MarshalJSON() ([]byte, error) { return strictjson.Marshal(o) }

// UnmarshalJSON reads terms strictly.
func (o *OwnTerms) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, o, nil) }

// Kind is what happened in an [Event], and what triggers a [Rule]. What earns is
// declared, never guessed: the same referral may pay when it is made, when it is
// qualified, or when a sale comes of it.
//
// Rules: C32.
type Kind string

// The kinds of event that earn.
const (
	Lead            Kind = "lead"           // a prospect is named
	QualifiedLead   Kind = "qualified_lead" // and found to be a possible customer
	Referral        Kind = "referral"       // a qualified referral; the caller says what qualifies
	Sale            Kind = "sale"
	PaymentReceived Kind = "payment" // a customer's payment is received
	// Close ends a period and pays the bonuses on what was attained in it. The
	// caller says when that is.
	Close Kind = "close"
)

// The kinds of event that take back.
const (
	// Refund takes back what a sale earned, by the units and parts that it says,
	// otherwise in proportion to its amount.
	Refund Kind = "refund"
	// Chargeback takes back all that is left of what an event earned. With an
	// amount it takes back that part. The refund days of a plan do not bound it.
	Chargeback Kind = "chargeback"
	// Correction replaces an event by the facts that it carries itself. What the
	// wrong event earned is taken back, and the right facts earn anew. Refunds that
	// stand are taken of the right facts as they were of the wrong ones: the same amount,
	// units and parts, late if they were late. They go along where the sale goes to
	// another partner. A reversal of such a refund pays the partner who has the sale.
	//
	// It is refused if the right facts are less than what was refunded. A sale that was
	// refunded is not corrected in two cases more. Its period may be closed for good:
	// refunds before the close lowered what was attained, and those after it did not. Or
	// a policy says what is taken back: it goes by the day and the cause of each refund.
	// There, reverse the refunds, correct the sale, and post the refunds again.
	Correction Kind = "correction"
	// Reversal undoes a refund or a chargeback: the refund bounced, the dispute
	// was won.
	Reversal Kind = "reversal"
)

// Maturity answers the conditions of the installments of an event whose day has
// come; see [Deferred]. A reversal opens them again, and a correction answers by other
// facts.
const Maturity Kind = "maturity"

// Adjustment is the kind of an [Entry] that rates again what was sold before in
// a window. No event has it.
const Adjustment Kind = "adjustment"

const itemPrefix = "item:"

// Item returns the kind of an event that publishes an item of content, such as
// an article, an episode or a video: Item("article") is "item:article".
func Item(of string) Kind { return Kind(itemPrefix + of) }

// earns reports whether an event of the kind can earn.
func (k Kind) earns() bool {
	switch k {
	case Lead, QualifiedLead, Referral, Sale, PaymentReceived:
		return true
	default:
		return strings.HasPrefix(string(k), itemPrefix) && len(k) > len(itemPrefix)
	}
}

// takes reports whether an event of the kind takes back, undoes or corrects.
func (k Kind) takes() bool {
	return k == Refund || k == Chargeback || k == Correction || k == Reversal
}

// about reports whether an event of the kind is about another one.
func (k Kind) about() bool { return k.takes() || k == Maturity }

// amounts reports whether an event of the kind has to say its amount.
func (k Kind) amounts() bool {
	return k == Sale || k == PaymentReceived || k == Refund || k == Correction
}

// checkAmount checks that the amount is there, if the event has to say it, and a number.
func (e *Event) checkAmount(f *check.Faults) {
	switch {
	case e.silent():
		f.Add("amount", "", alianza.ErrMissing, e.amountHint()+", as decimal.NewFromInt(0)")
	case f.Number("amount", e.Amount) && e.Amount.IsNegative():
		f.Add("amount", exact.Text(e.Amount), alianza.ErrRange, "negative; what is taken back is an event of kind refund")
	}
}

// silent reports whether the event has to say its amount and does not. The units of a
// refund may stand for it.
func (e *Event) silent() bool {
	if e.Amount != (decimal.Decimal{}) || !e.Kind.amounts() {
		return false
	}
	_, units := e.units()
	return e.Kind != Refund || !units
}

func (e *Event) amountHint() string { return "a " + string(e.Kind) + " says its amount; it may be 0" }

// written returns the fault of an event that is silent about its amount.
func (e *Event) written() error {
	if e.silent() {
		return check.Fault("amount", "", alianza.ErrMissing, e.amountHint())
	}
	return nil
}

// kindHint says which kind that earns a misspelled one means, and lists them.
func kindHint(k Kind) string {
	const list = "want lead, qualified_lead, referral, sale, payment or item:NAME"
	earning := []string{string(Lead), string(QualifiedLead), string(Referral), string(Sale), string(PaymentReceived)}
	if name := near.Of(string(k), earning); name != "" {
		return fmt.Sprintf("did you mean %q? %s", name, list)
	}
	return list
}

// booked returns when the event was entered into the books.
func (e *Event) booked() time.Time {
	if e.Booked.IsZero() {
		return e.At
	}
	return e.Booked
}

// units returns the units of the event, and whether it gives them: 0 is given,
// the zero Decimal is not.
func (e *Event) units() (decimal.Decimal, bool) {
	return e.Units, e.Units != decimal.Decimal{}
}

// owner returns the partner of the event that e is about.
func (e *Event) owner() string {
	if e.OfPartner != "" {
		return e.OfPartner
	}
	return e.Partner
}

// ownFacts are the facts that an event has besides [Event.Facts].
var ownFacts = [...]string{"amount", "units", "partner", "customer", "order", "tier"}

// A subject is what a condition is held against: the facts of an event, with an
// amount and units. For a bonus these are those of its meters.
type subject struct {
	partner, customer, order, tier string
	amount, units                  decimal.Decimal
	facts                          map[string]string
}

// subject returns what conditions on the event are held against.
func (e *Event) subject() subject {
	return subject{e.Partner, e.Customer, e.Order, e.Tier, e.Amount, e.Units, e.Facts}
}

// fact returns a fact other than the amount.
func (s *subject) fact(name string) (string, bool) {
	value := ""
	switch name {
	case "units":
		if s.units != (decimal.Decimal{}) {
			value = exact.Text(exact.Trim(s.units))
		}
	case "partner":
		value = s.partner
	case "customer":
		value = s.customer
	case "order":
		value = s.order
	case "tier":
		value = s.tier
	default:
		value, ok := s.facts[name]
		return value, ok
	}
	return value, value != ""
}

// check returns all faults of an event that no plan could use.
func (e *Event) check(currency string) error {
	var f check.Faults
	f.Name("id", e.ID)
	e.checkKind(&f)
	f.Name("partner", e.Partner)
	if e.Tier != "" && f.Name("tier", e.Tier) && strings.IndexByte(e.Tier, '/') < 0 {
		f.Add("tier", e.Tier, alianza.ErrForm, `want ladder and level, such as "affiliate/gold"`)
	}
	f.Instant("at", e.At)
	if !e.Booked.IsZero() {
		f.Instant("booked", e.Booked)
	}
	switch e.Currency {
	case "":
		f.Add("currency", "", alianza.ErrMissing, "")
	case currency:
	default:
		f.Add("currency", e.Currency, alianza.ErrCurrency, "the plan is in "+currency)
	}
	e.checkAmount(&f)
	e.checkFacts(&f)
	return f.Err()
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
	case e.Kind == Sale || e.Kind.about() || e.Kind == Close:
	case !e.Kind.earns():
		f.Add("kind", string(e.Kind), alianza.ErrUnknown, "want lead, qualified_lead, referral, sale, payment, item:NAME, close, refund, chargeback, correction, reversal or maturity")
	default:
		f.Name("kind", string(e.Kind))
	}
	switch {
	case e.Of == "":
		if e.Kind == Correction || e.Kind == Reversal || e.Kind == Maturity {
			f.Add("of", "", alianza.ErrMissing, "the event that the "+string(e.Kind)+" is about")
		}
	case !e.Kind.about():
		f.Add("of", e.Of, alianza.ErrConflict, "only a refund, a chargeback, a correction, a reversal or a maturity is about another event")
	case e.Of == e.ID:
		f.Add("of", e.Of, alianza.ErrConflict, "a "+string(e.Kind)+" has an ID of its own")
	default:
		f.Name("of", e.Of)
	}
	if e.Cause != "" && f.Name("cause", e.Cause) && !e.Kind.takes() {
		f.Add("cause", e.Cause, alianza.ErrConflict, "only what takes back or undoes has a cause")
	}
	if e.OfPartner != "" && f.Name("of_partner", e.OfPartner) && e.Kind != Correction {
		f.Add("of_partner", e.OfPartner, alianza.ErrConflict, "only a correction gives an event to another partner")
	}
	if e.Kind == Close {
		e.checkClose(f)
		return
	}
	switch {
	case e.Period != "":
		f.Add("period", e.Period, alianza.ErrConflict, "only a close has a period; an event is in the period of its instant")
	case e.Kind == Maturity && !e.Amount.IsZero():
		f.Add("amount", exact.Text(e.Amount), alianza.ErrConflict, "a maturity has none: its installments are of what is left of the sale")
	case e.Kind == Reversal && !e.Amount.IsZero():
		f.Add("amount", exact.Text(e.Amount), alianza.ErrConflict, "a reversal undoes all of what it names; for a part, post a correction")
	}
}

// checkClose checks the period of a close.
func (e *Event) checkClose(f *check.Faults) {
	switch _, ok := windowOf(e.Period); {
	case e.Period == "":
		f.Add("period", "", alianza.ErrMissing, `the period that is closed, such as "2026-03"`)
	case !ok:
		f.Add("period", e.Period, alianza.ErrForm, `want "2026-03", "2026-Q1", "2026", "2026-W07" or "from 2026-03-15"`)
	case !e.Amount.IsZero():
		f.Add("amount", exact.Text(e.Amount), alianza.ErrConflict, "a close has none: its base is what was attained")
	}
}

// maxUnits bounds the units of an event and of a window.
var maxUnits = decimal.New(math.MaxInt32, 0)

// checkFacts checks what only some rules ask for.
func (e *Event) checkFacts(f *check.Faults) {
	if _, given := e.units(); given && f.NotNegative("units", e.Units) && exact.Cmp(e.Units, maxUnits) > 0 {
		f.Add("units", exact.Text(e.Units), alianza.ErrRange, "from 0 to 2147483647")
	}
	if e.Customer != "" {
		f.Name("customer", e.Customer)
	}
	if e.Order != "" {
		f.Name("order", e.Order)
	}
	if f.Count("includes", len(e.Includes), check.MaxMetrics, "parts") {
		for _, name := range names(e.Includes) {
			f.Name("includes", name)
			f.NotNegative("includes."+name, e.Includes[name])
		}
	}
	if f.Count("facts", len(e.Facts), check.MaxMetrics, "facts") {
		for _, name := range names(e.Facts) {
			if f.Name("facts", name) && slices.Contains(ownFacts[:], name) {
				f.Add("facts."+name, e.Facts[name], alianza.ErrConflict, "the event has it as a field")
			}
		}
	}
	if e.Own != nil {
		checkRate(f, "own.rate", e.Own.Rate, mostRate)
		checkDays(f, "own.hold_days", e.Own.HoldDays)
	}
	e.checkShares(f)
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

// content is a digest of what an event says, apart from its instants: a retry
// that the clock stamped anew is the same event. Numbers count by value.
func (e *Event) content() uint64 { return e.contentFrom(e.begun()) }

// begun is the digest of the fields of an event that many have in common.
func (e *Event) begun() hash {
	h := newHash()
	for i, s := range [...]*string{(*string)(&e.Kind), &e.Of, &e.OfPartner, &e.Tier, &e.Currency} {
		h.field(i, *s)
	}
	return h
}

// contentFrom is content where the first fields are in a digest.
func (e *Event) contentFrom(h hash) uint64 {
	h.field(5, e.Customer)
	h.field(6, e.Order)
	h.field(7, e.Period)
	if e.Cause != "" {
		h.text(e.Cause)
	}
	if e.Own != nil {
		h.word(uint64(e.Own.Rate.Units()))
		h.word(uint64(e.Own.HoldDays))
	}
	for i := range e.Shares {
		h.text(e.Shares[i].Partner)
		h.number(e.Shares[i].Weight)
	}
	h.number(e.Amount)
	if units, given := e.units(); given {
		h.number(units)
	}
	sum := uint64(0) // of the names in any order
	for name, d := range e.Includes {
		one := newHash()
		one.text(name)
		one.number(d)
		sum += uint64(one)
	}
	for name, value := range e.Facts {
		one := newHash()
		one.text(name)
		one.text(value)
		sum += 3 * uint64(one)
	}
	h.word(sum)
	for _, t := range [...]*time.Time{&e.CustomerSince, &e.PartnerSince, &e.PartnerUntil} {
		if !t.IsZero() {
			h.word(uint64(t.Unix()))
		}
	}
	return uint64(h)
}

// A hash is a digest of 64 bits: words are multiplied into it one after another.
// It is the same on every machine.
type hash uint64

func newHash() hash { return 0x9E3779B97F4A7C15 }

func (h *hash) word(w uint64) {
	high, low := bits.Mul64(uint64(*h)^w, 0xD6E8FEB86659FD93)
	*h = hash(high ^ low + 0x2545F4914F6CDD1D)
}

// field adds the text of a field, if it is not "".
func (h *hash) field(i int, s string) {
	if s != "" {
		h.word(uint64(i))
		h.text(s)
	}
}

// text adds a text by its words of eight bytes, and its length.
func (h *hash) text(s string) {
	n := len(s)
	for ; len(s) >= 8; s = s[8:] {
		h.word(uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56)
	}
	rest := uint64(n) << 56
	for i := range len(s) {
		rest |= uint64(s[i]) << (8 * i)
	}
	h.word(rest)
}

// number adds a checked number by its value: 100, 1e2 and 100.00 are the same.
func (h *hash) number(d decimal.Decimal) {
	if d.NumDigits() > 18 {
		digits := d.Coefficient().String()
		short := strings.TrimRight(digits, "0")
		c, err := strconv.ParseInt(short, 10, 64)
		if err != nil || len(short) > 18 {
			h.text(exact.Text(exact.Trim(d)))
			return
		}
		d = decimal.New(c, d.Exponent()+int32(len(digits)-len(short)))
	}
	c, exp := d.CoefficientInt64(), d.Exponent()
	for c != 0 && c%10 == 0 {
		c, exp = c/10, exp+1
	}
	if c == 0 {
		exp = 0
	}
	h.word(uint64(c))
	h.word(uint64(int64(exp)))
}

// MarshalJSON writes the event by its tags. The kinds sale, payment, refund and
// correction say an amount of 0, and units that are given are always said. It returns an
// error if an amount is missing that the event has to say.
func (e Event) MarshalJSON() ([]byte, error) {
	if err := e.written(); err != nil {
		return nil, err
	}
	doc, err := strictjson.MarshalLimit(e, strictjson.MaxDefinition)
	if err != nil {
		return nil, err
	}
	if e.Kind.amounts() && e.Amount.IsZero() && e.Amount != (decimal.Decimal{}) { // a 0 that is said
		doc = append(doc[:len(doc)-1], `,"amount":"0"}`...)
	}
	if units, given := e.units(); given && units.IsZero() {
		doc = append(doc[:len(doc)-1], `,"units":"0"}`...)
	}
	return doc, nil
}

// UnmarshalJSON reads an event strictly. The kinds sale, payment, refund and
// correction have to say their amount, and it may be 0. A refund that says units
// may leave it out.
func (e *Event) UnmarshalJSON(data []byte) error {
	return strictjson.UnmarshalLimit(data, strictjson.MaxDefinition, e, (*Event).written)
}

// String returns the event in short: "sale order-991 of studio-luz, 19.99 USD".
func (e Event) String() string {
	text := fmt.Sprintf("%.40s %.60s of %.60s", e.Kind, e.ID, e.Partner)
	if e.Kind == Close {
		return text + ", " + e.Period
	}
	if _, units := e.units(); e.Amount.IsZero() && (!e.Kind.amounts() || units && e.Kind == Refund) {
		return text
	}
	return text + ", " + exact.Text(e.Amount) + " " + e.Currency
}

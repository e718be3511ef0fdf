package commission_test

import (
	"encoding/binary"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// This file is the ledger a second time, in fractions, written from the
// documentation of the package and not from its code. The property tests and
// the fuzz target hold the package against it.

// A row is an entry in which all is text and amounts are fractions in lowest
// terms, so that == is equality.
type row struct {
	Key, Corrects                       string
	Plan                                string
	Version                             int
	Rule, Kind, Event, Of               string
	Partner, Tier                       string
	At, Due                             string
	Currency, Base, Rate, Exact, Amount string
	RemainingBase, RemainingAmount      string
}

func utc(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

func fraction(d decimal.Decimal) string { return d.Rat().RatString() }

// rowOf returns an entry of the package as a row.
func rowOf(e commission.Entry) row {
	return row{
		Key: e.Key, Corrects: e.Corrects, Plan: e.Plan, Version: e.Version, Rule: e.Rule, Kind: string(e.Kind),
		Event: e.Event, Of: e.Of, Partner: e.Partner, Tier: e.Tier, At: utc(e.At), Due: utc(e.Due), Currency: e.Currency,
		Base: fraction(e.Base), Rate: e.Rate.String(), Exact: fraction(e.Exact), Amount: fraction(e.Amount),
		RemainingBase: fraction(e.Remaining.Base), RemainingAmount: fraction(e.Remaining.Amount),
	}
}

// roundRat rounds x to a multiple of 10^-places.
func roundRat(x *big.Rat, places int, mode commission.Rounding) *big.Rat {
	return roomtest.RoundTo(x, step(places).Rat(), mode)
}

// A book keeps what a plan has to know, by its definition.
type book struct {
	def   commission.Definition
	zone  *time.Location
	seen  map[[2]string]*sold  // by partner and event; nil for a refund
	facts map[[2]string]string // of all events seen
}

// sold is a sale in the book.
type sold struct {
	left   *big.Rat // of its amount
	stands *big.Rat // of its commission
	rule   string   // "" if it earned nothing
	tier   string
	rate   alianza.Percent
	due    time.Time
}

func newBook(def commission.Definition, zone *time.Location) *book {
	if zone == nil {
		zone = time.UTC
	}
	return &book{def: def, zone: zone, seen: map[[2]string]*sold{}, facts: map[[2]string]string{}}
}

// places returns the decimals of what is posted.
func (b *book) places() int {
	if b.def.Step.IsZero() {
		return 2
	}
	return -int(b.def.Step.Exponent())
}

func (b *book) key(partner, rule, event string) string {
	escape := strings.NewReplacer("%", "%25", "/", "%2F").Replace
	return escape(b.def.ID) + "/" + escape(partner) + "/" + escape(rule) + "/" + escape(event)
}

// due returns when what an event earns or takes back after so many days is due:
// the first of the quarters of an hour that shows that day, or a later one.
func (b *book) due(at time.Time, days int) time.Time {
	year, month, day := at.In(b.zone).Date()
	end := time.Date(year, month, day+days, 0, 0, 0, 0, time.UTC)
	for t := end.Add(-26 * time.Hour); ; t = t.Add(15 * time.Minute) {
		y, m, d := t.In(b.zone).Date()
		if !time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Before(end) {
			return t
		}
	}
}

// terms returns the rule that pays a sale and its rate; no rule if the partner
// is on no level, and a reason to refuse if the tier has no rate.
func (b *book) terms(tier string) (rule, at string, rate alianza.Percent, refuse error) {
	r := b.def.Rules[0] // there is but one kind that a rule can be for
	if r.Pay.Ladder == "" {
		return r.Name, "", r.Pay.Rate, nil
	}
	if tier == "" {
		return "", "", alianza.Percent{}, nil
	}
	level, ok := strings.CutPrefix(tier, r.Pay.Ladder+"/")
	if !ok {
		return "", "", alianza.Percent{}, alianza.ErrConflict
	}
	rate, has := r.Pay.Rates[level]
	if !has {
		return "", "", alianza.Percent{}, alianza.ErrUnknown
	}
	return r.Name, tier, rate, nil
}

// earn returns the rows of an event, or the kinds of error of which one is due.
func (b *book) earn(e commission.Event) (rows []row, refuse []error) {
	if e.Currency != b.def.Currency {
		refuse = append(refuse, alianza.ErrCurrency)
	}
	if e.Of != "" && (e.Kind == commission.Sale || e.Of == e.ID) {
		refuse = append(refuse, alianza.ErrConflict)
	}
	if e.Amount.Sign() < 0 {
		refuse = append(refuse, alianza.ErrRange)
	}
	at := [2]string{e.Partner, e.ID}
	facts := fmt.Sprint(e.Kind, " ", e.Of, " ", e.Tier, " ", e.Currency, " ", e.Amount.Rat().RatString())
	if before, ok := b.facts[at]; ok && before == facts {
		refuse = append(refuse, alianza.ErrRepeated)
	} else if ok {
		refuse = append(refuse, alianza.ErrConflict)
	}
	var sale *sold
	credit, base := false, e.Amount.Rat()
	if e.Kind == commission.Refund {
		sale = b.seen[[2]string{e.Partner, e.Of}]
		_, seen := b.facts[[2]string{e.Partner, e.Of}]
		switch {
		case sale != nil && base.Sign() > 0 && base.Cmp(roundRat(sale.left, 2, commission.HalfUp)) == 0:
			base = sale.left // in cents: the whole rest
		case sale != nil && base.Cmp(sale.left) > 0:
			refuse = append(refuse, alianza.ErrRange)
		case sale == nil && e.Of != "" && seen: // a refund
			refuse = append(refuse, alianza.ErrConflict)
		case sale == nil && e.Of == "" && b.def.UnknownSale == commission.UnknownSaleRefuse:
			refuse = append(refuse, alianza.ErrMissing)
		case sale == nil && b.def.UnknownSale == commission.UnknownSaleRefuse:
			refuse = append(refuse, alianza.ErrPending)
		case sale == nil:
			credit = b.def.UnknownSale == commission.UnknownSaleCurrentRate
		}
	}
	rule, tier, rate, unknown := "", "", alianza.Percent{}, error(nil)
	if (e.Kind == commission.Sale || credit) && e.Amount.IsPositive() { // otherwise nothing was paid
		rule, tier, rate, unknown = b.terms(e.Tier)
		if unknown != nil {
			refuse = append(refuse, unknown)
		}
	}
	if len(refuse) > 0 {
		return nil, refuse
	}
	b.facts[at] = facts

	out := row{
		Plan: b.def.ID, Version: b.def.Version, Kind: string(e.Kind), Event: e.ID, Of: e.Of, Partner: e.Partner,
		At: utc(e.At), Due: utc(b.due(e.At, 0)), Currency: e.Currency,
	}
	amount, standingBase, standingAmount := new(big.Rat), new(big.Rat), new(big.Rat)
	switch {
	case e.Kind == commission.Sale:
		sale = &sold{left: base, rule: rule, tier: tier, rate: rate, due: b.due(e.At, b.def.HoldDays)}
		sale.stands = roundRat(new(big.Rat).Mul(base, roomtest.RateRat(rate)), b.places(), b.def.Rounding)
		b.seen[at] = sale
		out.Due, amount = utc(sale.due), sale.stands
		standingBase, standingAmount = sale.left, sale.stands
	case sale != nil:
		b.seen[at] = nil
		rule, tier, rate = sale.rule, sale.tier, sale.rate
		sale.left = new(big.Rat).Sub(sale.left, base)
		stands := roundRat(new(big.Rat).Mul(sale.left, roomtest.RateRat(rate)), b.places(), b.def.Rounding)
		amount.Sub(stands, sale.stands)
		sale.stands = stands
		if sale.due.After(b.due(e.At, 0)) {
			out.Due = utc(sale.due)
		}
		out.Corrects = b.key(e.Partner, rule, e.Of)
		standingBase, standingAmount = sale.left, sale.stands
	default:
		b.seen[at] = nil
		amount.Neg(roundRat(new(big.Rat).Mul(base, roomtest.RateRat(rate)), b.places(), b.def.Rounding))
	}
	if rule == "" {
		return nil, nil
	}
	if e.Kind == commission.Refund {
		base = new(big.Rat).Neg(base)
	}
	out.Key = b.key(e.Partner, rule, e.ID)
	out.Rule, out.Tier, out.Rate = rule, tier, rate.String()
	out.Base, out.Exact = base.RatString(), new(big.Rat).Mul(base, roomtest.RateRat(rate)).RatString()
	out.Amount = amount.RatString()
	out.RemainingBase, out.RemainingAmount = standingBase.RatString(), standingAmount.RatString()
	return []row{out}, nil
}

// ledger runs the package and the reference side by side.
type ledger struct {
	plan    commission.Plan
	state   commission.State
	book    *book
	early   map[[2]string]bool // sales that were refunded before they came
	entries []commission.Entry
}

func newLedger(tb testing.TB, def commission.Definition, zone *time.Location) *ledger {
	tb.Helper()
	plan, err := commission.New(def)
	if err != nil {
		tb.Fatalf("New(%+v) = %v", def, err)
	}
	return &ledger{plan: plan.In(zone), book: newBook(def, zone), early: map[[2]string]bool{}}
}

// event gives one event to both sides and compares what they say of it. What a
// sale leads to that was refunded before is not in this reference.
func (l *ledger) event(tb testing.TB, e commission.Event) {
	tb.Helper()
	if e.Kind == commission.Sale && l.early[[2]string{e.Partner, e.ID}] {
		return
	}
	before := stateText(tb, &l.state)
	earned, err := earn(l.plan, &l.state, e)
	want, refuse := l.book.earn(e)
	if refuse != nil {
		if !isAny(err, refuse) || len(earned.Entries)+len(earned.Skipped)+len(earned.Records) > 0 || stateText(tb, &l.state) != before {
			tb.Fatalf("Earn(%s) = %v, %v; want none, one of %v", eventText(e), earned, err, refuse)
		}
		return
	}
	if err != nil {
		tb.Fatalf("Earn(%s) = %v; want no error", eventText(e), err)
	}
	if of := [2]string{e.Partner, e.Of}; e.Of != "" && l.book.seen[of] == nil {
		l.early[of] = true
	}
	var got []row
	for _, entry := range earned.Entries {
		if places := -entry.Amount.Exponent(); int(places) != l.book.places() {
			tb.Errorf("Earn(%s) = amount with %d places; want %d", eventText(e), places, l.book.places())
		}
		got = append(got, rowOf(entry))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		tb.Fatalf("Earn(%s) mismatch (-want +got):\n%s", eventText(e), diff)
	}
	if len(got) == 0 && len(earned.Skipped) == 0 {
		tb.Errorf("Earn(%s) = no entry and no reason; want a reason", eventText(e))
	}
	l.entries = append(l.entries, earned.Entries...)
}

// randomDefinition returns a plan of any currency, mode, hold, and policy, half
// of them by tier.
func randomDefinition(r *rand.Rand) commission.Definition {
	d := commission.Definition{
		ID: "p/%", Version: 1 + r.IntN(3), Currency: "USD", Step: step(r.IntN(3)),
		Rounding: commission.Rounding(r.IntN(7)), HoldDays: r.IntN(3) * 10, UnknownSale: commission.UnknownSale(r.IntN(3)),
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: randomRate(r)}}},
	}
	if r.IntN(2) == 0 {
		d.Rules[0] = commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Ladder: "affiliate", Rates: commission.Affiliate().Rules[0].Pay.Rates}}
		d.Rules[0].Pay.Rates["silver"] = randomRate(r)
	}
	return d
}

// randomRate returns a rate from 0.0001% to 100%.
func randomRate(r *rand.Rand) alianza.Percent {
	rate, err := alianza.ParsePercent(fmt.Sprintf("%d.%04d%%", r.IntN(100), 1+r.IntN(9999)))
	if err != nil {
		panic(err)
	}
	return rate
}

// randomEvent returns an event over few partners, IDs and amounts, now and
// then one that is refused.
func randomEvent(r *rand.Rand, n int) commission.Event {
	tiers := []string{"affiliate/gold", "affiliate/silver", "affiliate/basic", "", "affiliate/none", "reseller/gold"}
	e := commission.Event{
		ID: fmt.Sprintf("e%d", r.IntN(n)), Kind: commission.Sale, Partner: fmt.Sprintf("ana/%d", r.IntN(3)),
		Tier: tiers[r.IntN(len(tiers))], At: day(1).Add(time.Duration(r.IntN(60*24)) * time.Hour),
		Currency: "USD", Amount: decimal.New(r.Int64N(5000), -int32(r.IntN(4))),
	}
	if r.IntN(2) == 0 {
		e.Kind, e.Of = commission.Refund, fmt.Sprintf("e%d", r.IntN(n))
		e.Amount = decimal.New(r.Int64N(500), -int32(r.IntN(4)))
		if r.IntN(4) == 0 {
			e.Of = ""
		}
	}
	switch r.IntN(40) {
	case 0:
		e.Currency = "EUR"
	case 1:
		e.Amount = decimal.New(-1, -2)
	case 2:
		e.Of = e.ID
	}
	return e
}

// TestReference holds plain plans against the reference.
func TestReference(t *testing.T) {
	zones := []*time.Location{nil, zone(t, "Europe/Madrid"), zone(t, "America/Santiago"), zone(t, "Pacific/Kiritimati")}
	for seed := range seeds.Count(15) {
		r := rand.New(rand.NewPCG(1, uint64(seed)))
		l := newLedger(t, randomDefinition(r), zones[r.IntN(len(zones))])
		for range 60 {
			l.event(t, randomEvent(r, 20))
		}
	}
}

// pick returns the element of a list that a byte stands for.
func pick[T any](list []T, b byte) T { return list[int(b)%len(list)] }

// The choices of which the bytes of FuzzEarn are made.
var (
	fuzzRates    = []string{"25%", "20%", "33.3333333333%", "0.0000000001%", "100%", "12.5%", "99.9999999999%", "7%"}
	fuzzZones    = []string{"UTC", "Europe/Madrid", "America/Santiago", "Asia/Kathmandu"}
	fuzzTiers    = []string{"affiliate/gold", "", "affiliate/basic", "affiliate/none", "reseller/gold"}
	fuzzPartners = []string{"ana", "ana/1", "%"}
	fuzzIDs      = []string{"a", "b", "c", "d", "a/b", "%2F", "e", "f"}
	fuzzHolds    = []int{0, 1, 30, 366}
)

const (
	fuzzHead  = 8 // bytes of the definition
	fuzzEvent = 6 // bytes of an event
)

// decodePlan makes a definition and a zone of the first bytes.
func decodePlan(b []byte) (d commission.Definition, zone string) {
	d = commission.Definition{
		ID: "p/%", Version: 1, Currency: "USD", Step: step(int(b[0] % 3)), Rounding: commission.Rounding(b[1] % 7),
		HoldDays: pick(fuzzHolds, b[2]), UnknownSale: commission.UnknownSale(b[3] % 3),
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate(pick(fuzzRates, b[4]))}}},
	}
	if b[5]%2 == 1 {
		d.Rules[0] = commission.Rule{
			Name: "sale", On: commission.Sale,
			Pay: commission.Pay{Ladder: "affiliate", Rates: map[string]alianza.Percent{
				"gold": d.Rules[0].Pay.Rate, "basic": {},
			}},
		}
	}
	return d, pick(fuzzZones, b[6])
}

// decodeEvent makes an event of some bytes.
func decodeEvent(b []byte) commission.Event {
	e := commission.Event{
		ID: pick(fuzzIDs, b[1]), Kind: commission.Sale, Partner: pick(fuzzPartners, b[2]), Tier: pick(fuzzTiers, b[2]/8),
		At: day(1).Add(time.Duration(b[3]) * 7 * time.Hour), Currency: "USD",
		Amount: decimal.New(int64(binary.BigEndian.Uint16(b[4:])), -int32(b[0]/8%4)),
	}
	switch b[0] % 8 {
	case 0, 1, 2:
		e.Kind, e.Of = commission.Refund, pick(fuzzIDs, b[1]/8)
		e.Amount = decimal.New(int64(b[4]), -int32(b[0]/8%4))
	case 3:
		e.Kind = commission.Refund
	case 4:
		if b[5] == 0 {
			e.Currency = "EUR"
		}
		if b[5] == 1 {
			e.Amount = e.Amount.Neg()
		}
		if b[5] == 2 {
			e.Of = "a"
		}
	}
	return e
}

// FuzzEarn holds sequences of events against the reference, and against themselves
// with the state in JSON between each two events: a thousand executions a second.
// Longer sequences find nothing else and take longer by the square.
func FuzzEarn(f *testing.F) {
	const most = fuzzHead + 12*fuzzEvent
	head := []byte{2, 0, 2, 1, 0, 0, 1, 3}
	sold, half, credit := []byte{6 + 16, 0, 0, 10, 0x3, 0xe7}, []byte{16, 1, 0, 20, 200, 0}, []byte{3 + 16, 2, 0, 30, 1, 2}
	f.Add(append(append(append(append([]byte(nil), head...), sold...), half...), credit...))
	f.Add([]byte{0, 5, 0, 2, 2, 1, 2, 0, 6, 0, 0, 0, 39, 16, 0, 8, 0, 1, 100, 0, 5, 0, 0, 9, 0, 0, 4, 3, 1, 9, 1, 0})
	f.Add([]byte{3, 6, 1, 0, 3, 0, 3, 1, 14, 3, 9, 200, 255, 255, 4, 3, 9, 200, 0, 0, 5, 0, 0, 255, 0, 0})
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) < fuzzHead {
			return
		}
		data = data[:min(len(data), most)]
		d, name := decodePlan(data)
		l := newLedger(t, d, zone(t, name))
		step := &commission.State{}
		for data = data[fuzzHead:]; len(data) >= fuzzEvent; data = data[fuzzEvent:] {
			e := decodeEvent(data)
			if e.Kind == commission.Sale && l.early[[2]string{e.Partner, e.ID}] {
				continue
			}
			n := len(l.entries)
			l.event(t, e)
			step = readState(t, stateText(t, step))
			earned, _ := earn(l.plan, step, e)
			if diff := cmp.Diff(l.entries[n:], earned.Entries, cmp.Transformer("none", nilEntries)); diff != "" {
				t.Errorf("Earn(%s) after JSON mismatch (-want +got):\n%s", eventText(e), diff)
			}
		}
		if got, want := stateText(t, step), stateText(t, &l.state); got != want {
			t.Errorf("the state after JSON is %s; want %s", got, want)
		}
	})
}

// nilEntries makes no difference between two lists without entries.
func nilEntries(list []commission.Entry) map[int]commission.Entry {
	m := make(map[int]commission.Entry, len(list))
	for i, e := range list {
		m[i] = e
	}
	return m
}

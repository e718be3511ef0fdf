package commission_test

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// This file has two ledgers as one would write them by hand, each for just one
// plan: a map of sales, the entry posted with all that explains it, refunds in
// parts, retries told apart from conflicts. They are what the package is measured
// against. Neither is written for any other plan, version, zone or window.

// handKey names a sale.
type handKey struct{ partner, id string }

// handSale is what such a ledger keeps of an event.
type handSale struct {
	kind       commission.Kind
	of, tier   string
	customer   string // for conflicts: another event of the same ID is none of its facts
	order      string
	rate       alianza.Percent // of a sale: its refunds go by it, whatever the program says by then
	factor     decimal.Decimal
	amount     decimal.Decimal
	left, paid decimal.Decimal
	at, due    time.Time
	gone       decimal.Decimal // the same for a refund: what it took
}

// handBook pays by the level of the partner, each sale by itself.
type handBook struct {
	program string
	version int
	rates   map[string]alianza.Percent // by "affiliate/gold"
	factors map[string]decimal.Decimal // the same as factors
	hold    int
	seen    map[handKey]*handSale
}

func newHandBook(d commission.Definition) *handBook {
	b := &handBook{
		program: d.ID, version: d.Version, hold: d.HoldDays, rates: map[string]alianza.Percent{}, factors: map[string]decimal.Decimal{},
		seen: map[handKey]*handSale{},
	}
	for level, r := range d.Rules[0].Pay.Rates {
		b.rates["affiliate/"+level] = r
		b.factors["affiliate/"+level] = r.Decimal().Shift(-2)
	}
	return b
}

var errHand = errors.New("refused")

// handCheck refuses what nobody could use.
func handCheck(e *commission.Event) error {
	name := func(s string) bool { return s != "" && len(s) <= 200 && strings.TrimSpace(s) == s }
	switch {
	case !name(e.ID) || !name(e.Partner) || !name(e.Tier):
		return fmt.Errorf("%w: names", errHand)
	case e.Currency != "USD":
		return fmt.Errorf("%w: currency %q", errHand, e.Currency)
	case e.Amount.IsNegative() || e.Amount.Exponent() < -18 || e.Amount.Exponent() > 18 || e.Amount.NumDigits() > 34:
		return fmt.Errorf("%w: amount", errHand)
	case e.Customer != "" && !name(e.Customer) || e.Order != "" && !name(e.Order):
		return fmt.Errorf("%w: customer and order", errHand)
	case e.At.Year() < 1 || e.At.Year() > 9999:
		return fmt.Errorf("%w: instant", errHand)
	}
	return nil
}

// again tells a retry from a conflict.
func (s *handSale) again(e *commission.Event) error {
	if s.kind == e.Kind && s.of == e.Of && s.tier == e.Tier && s.customer == e.Customer && s.order == e.Order && s.amount.Equal(e.Amount) {
		return alianza.ErrRepeated
	}
	return alianza.ErrConflict
}

func handDue(at time.Time, days int) time.Time {
	y, m, d := at.UTC().Date()
	return time.Date(y, m, d+days, 0, 0, 0, 0, time.UTC)
}

// handEntry returns the entry of an event without its amounts.
func handEntry(program string, version int, e *commission.Event) commission.Entry {
	return commission.Entry{
		Key: program + "/" + e.Partner + "/sale/" + e.ID, Plan: program, Version: version, Rule: "sale", Kind: e.Kind, Event: e.ID,
		Of: e.Of, Partner: e.Partner, Customer: e.Customer, Tier: e.Tier, At: e.At, Booked: e.At, Currency: e.Currency,
	}
}

func (b *handBook) post(e *commission.Event) (commission.Entry, error) {
	if err := handCheck(e); err != nil {
		return commission.Entry{}, err
	}
	key := handKey{e.Partner, e.ID}
	if s := b.seen[key]; s != nil {
		return commission.Entry{}, s.again(e)
	}
	if e.Kind == commission.Refund {
		return b.refund(key, e)
	}
	factor, ok := b.factors[e.Tier]
	if !ok {
		return commission.Entry{}, fmt.Errorf("%w: level", errHand)
	}
	one := handEntry(b.program, b.version, e)
	one.Due = handDue(e.At, b.hold)
	one.Base, one.Rate = e.Amount, b.rates[e.Tier]
	one.Exact = e.Amount.Mul(factor)
	one.Amount = one.Exact.Round(2)
	one.Remaining = commission.Remaining{Base: one.Base, Amount: one.Amount}
	b.seen[key] = &handSale{
		kind: e.Kind, tier: e.Tier, customer: e.Customer, order: e.Order, rate: one.Rate, factor: factor,
		amount: e.Amount, left: e.Amount, paid: one.Amount, at: e.At, due: one.Due,
	}
	return one, nil
}

func (b *handBook) refund(key handKey, e *commission.Event) (commission.Entry, error) {
	s := b.seen[handKey{e.Partner, e.Of}]
	if s == nil || s.kind != commission.Sale {
		return commission.Entry{}, fmt.Errorf("%w: no sale", alianza.ErrPending)
	}
	if e.Amount.GreaterThan(s.left) {
		return commission.Entry{}, fmt.Errorf("%w: more than is left", errHand)
	}
	one := handEntry(b.program, b.version, e)
	one.Corrects, one.Tier = b.program+"/"+e.Partner+"/sale/"+e.Of, s.tier
	if one.Due = handDue(e.At, 0); s.due.After(one.Due) {
		one.Due = s.due
	}
	left := s.left.Sub(e.Amount)
	worth := left.Mul(s.factor).Round(2)
	one.Base, one.Rate = e.Amount.Neg(), s.rate
	one.Exact = one.Base.Mul(s.factor)
	one.Amount = worth.Sub(s.paid)
	one.Remaining = commission.Remaining{Base: left, Amount: worth}
	s.left, s.paid = left, worth
	b.seen[key] = &handSale{
		kind: e.Kind, of: e.Of, tier: e.Tier, customer: e.Customer, order: e.Order, amount: e.Amount, at: e.At, gone: e.Amount,
	}
	return one, nil
}

// handWindow pays by a graduated table over the month.
type handWindow struct {
	program string
	version int
	rates   []alianza.Percent
	factors []decimal.Decimal
	ends    []decimal.Decimal // of all brackets but the last
	seen    map[handKey]*handSale
	months  map[handKey]*handMonth // by partner and month
}

// handMonth is what a partner sold in a month, and what that earned.
type handMonth struct{ sold, exact, paid decimal.Decimal }

func newHandWindow(d commission.Definition) *handWindow {
	b := &handWindow{program: d.ID, version: d.Version, seen: map[handKey]*handSale{}, months: map[handKey]*handMonth{}}
	for i, row := range d.Rules[0].Pay.Table.Brackets {
		b.rates, b.factors = append(b.rates, row.Rate), append(b.factors, row.Rate.Decimal().Shift(-2))
		if i < len(d.Rules[0].Pay.Table.Brackets)-1 {
			b.ends = append(b.ends, row.UpTo)
		}
	}
	return b
}

// pays returns what a volume earns, exact and rounded, bracket by bracket.
func (b *handWindow) pays(sold decimal.Decimal) (portions []commission.Portion, exactly, amount decimal.Decimal) {
	n := 1
	for n <= len(b.ends) && sold.GreaterThan(b.ends[n-1]) {
		n++
	}
	portions = make([]commission.Portion, 0, n)
	from := decimal.Decimal{}
	for i := range n {
		to := sold
		if i < n-1 {
			to = b.ends[i]
		}
		p := commission.Portion{Bracket: i + 1, Base: to.Sub(from), Rate: b.rates[i]}
		p.Exact = p.Base.Mul(b.factors[i])
		exactly = exactly.Add(p.Exact)
		now := exactly.Round(2)
		p.Amount = now.Sub(amount)
		portions, amount, from = append(portions, p), now, to
	}
	return portions, exactly, amount
}

func (b *handWindow) post(e *commission.Event) (commission.Entry, error) {
	if err := handCheck(e); err != nil {
		return commission.Entry{}, err
	}
	key := handKey{e.Partner, e.ID}
	if s := b.seen[key]; s != nil {
		return commission.Entry{}, s.again(e)
	}
	one := handEntry(b.program, b.version, e)
	one.Due, one.Tier = handDue(e.At, 0), ""
	at, change := e.At, e.Amount
	if e.Kind == commission.Refund {
		s := b.seen[handKey{e.Partner, e.Of}]
		switch {
		case s == nil || s.kind != commission.Sale:
			return commission.Entry{}, fmt.Errorf("%w: no sale", alianza.ErrPending)
		case e.Amount.GreaterThan(s.left):
			return commission.Entry{}, fmt.Errorf("%w: more than is left", errHand)
		}
		s.left = s.left.Sub(e.Amount)
		one.Corrects = b.program + "/" + e.Partner + "/sale/" + e.Of
		at, change = s.at, e.Amount.Neg()
	}
	period := at.UTC().Format("2006-01")
	m := b.months[handKey{e.Partner, period}]
	if m == nil {
		m = &handMonth{}
		b.months[handKey{e.Partner, period}] = m
	}
	sold := m.sold.Add(change)
	portions, exactly, amount := b.pays(sold)
	one.Base, one.Period, one.Portions = change, period, portions
	one.Exact, one.Amount = exactly.Sub(m.exact), amount.Sub(m.paid)
	one.Remaining = commission.Remaining{Base: sold, Amount: amount}
	if len(portions) == 1 {
		one.Rate = portions[0].Rate
	}
	*m = handMonth{sold, exactly, amount}
	b.seen[key] = &handSale{
		kind: e.Kind, of: e.Of, tier: e.Tier, customer: e.Customer, order: e.Order, amount: e.Amount, left: e.Amount, at: e.At,
	}
	return one, nil
}

// fourMonth is the plan of the second ledger: a table of four bands over a month.
func fourMonth() commission.Definition {
	d := flat()
	d.Rules[0] = commission.Rule{
		Name: "sale", On: commission.Sale,
		Pay: commission.Pay{Table: commission.TableDefinition{
			Scope:    commission.Graduated,
			Brackets: []commission.Bracket{bracket("500", "20%"), bracket("1500", "25%"), bracket("3000", "30%"), bracket("", "35%")},
		}},
		Over: commission.Span{Over: commission.PerMonth},
	}
	return d
}

// heldAffiliate is the plan of the first ledger.
func heldAffiliate() commission.Definition {
	d := commission.Affiliate()
	d.HoldDays = 30
	return d
}

// TestHand holds the ledgers by hand against the package: what is measured beside
// it does the same.
func TestHand(t *testing.T) {
	leveled, windowed := heldAffiliate(), fourMonth()
	one, two := newHandBook(leveled), newHandWindow(windowed)
	for name, side := range map[string]struct {
		def  commission.Definition
		post func(e *commission.Event) (commission.Entry, error)
	}{"by level": {leveled, one.post}, "over a month": {windowed, two.post}} {
		t.Run(name, func(t *testing.T) {
			plan, r := planOf(side.def), rand.New(rand.NewPCG(7, 8))
			var state commission.State
			var sold []commission.Event
			for i := range seeds.Count(200) {
				e := benchEvent(i, r)
				if len(sold) > 0 && r.IntN(3) == 0 {
					of := sold[r.IntN(len(sold))]
					e = refund(fmt.Sprint("r", i), of.ID, of.Amount.Mul(decimal.New(int64(r.IntN(80)), -2)).Truncate(2).String())
					e.Partner, e.Tier, e.At = of.Partner, of.Tier, of.At.AddDate(0, 0, r.IntN(40))
				}
				want, wantErr := side.post(&e)
				earned, err := earn(plan, &state, e)
				if (err == nil) != (wantErr == nil) {
					t.Fatalf("Earn(%s) = %v, %v; want %v, %v", eventText(e), earned, err, want, wantErr)
				}
				if err != nil {
					continue
				}
				if e.Kind == commission.Sale {
					sold = append(sold, e)
				}
				if len(earned.Entries) != 1 {
					t.Fatalf("Earn(%s) = %v; want one entry", eventText(e), earned)
				}
				got := earned.Entries[0]
				if refPlain(jsonText(t, got)) != refPlain(jsonText(t, want)) {
					t.Fatalf("Earn(%s) =\n%s; want\n%s", eventText(e), jsonText(t, got), jsonText(t, want))
				}
			}
		})
	}
}

// benchEvent returns a sale of one of a hundred partners at a level.
func benchEvent(i int, r *rand.Rand) commission.Event {
	tiers := []string{"affiliate/basic", "affiliate/silver", "affiliate/gold", "affiliate/platinum"}
	e := sale(fmt.Sprint("order-", i), fmt.Sprintf("%d.%02d", 10+r.IntN(90), r.IntN(100)))
	return of(fmt.Sprint("partner-", i%100), at(tiers[i%4], e))
}

// cpuSince returns the CPU time since a time of [cpu], nothing if that is 0.
func cpuSince(t time.Duration) time.Duration {
	now, ok := cpu()
	if !ok || t == 0 {
		return 0
	}
	return now - t
}

// BenchmarkHand measures an event beside the ledger by hand. Each round posts
// twenty thousand events to a fresh ledger, which keeps them all.
func BenchmarkHand(b *testing.B) {
	const n = 20_000
	some := benchEvents(100)
	var list [2]strings.Builder
	for i := range n {
		fmt.Fprintf(&list[0], "order-%06d", i)
		fmt.Fprintf(&list[1], "refund%06d", i)
	}
	ids := [2]string{list[0].String(), list[1].String()}
	id := func(list string, i int) string { return list[12*i : 12*i+12] } // of one text: the collector has no list of them to scan
	sale := func(i int) commission.Event {                                // made on the way, so that what the collector scans is the ledger
		e := some[i%len(some)]
		e.ID, e.At = id(ids[0], i), e.At.Add(time.Duration(i)*4*time.Minute)
		return e
	}
	back := refund("", "", "3.21").Amount
	refund := func(i int) commission.Event {
		e := sale(i)
		e.Of, e.ID, e.Kind, e.Amount, e.At = e.ID, id(ids[1], i), commission.Refund, back, e.At.Add(72*time.Hour)
		return e
	}
	measure := func(name string, start func() func(e *commission.Event) error, events func(i int) commission.Event) {
		b.Run(name, func(b *testing.B) {
			var e commission.Event
			post, at := start(), n
			spent, since := time.Duration(0), time.Duration(0)
			b.ReportAllocs()
			for range b.N {
				if at == n {
					b.StopTimer()
					spent += cpuSince(since)
					post, at = start(), 0
					for i := range n {
						if e = sale(i); events(0).Kind == commission.Refund && post(&e) != nil {
							b.Fatal("refused")
						}
					}
					runtime.GC() // of what was before
					since, _ = cpu()
					b.StartTimer()
				}
				e = events(at)
				if err := post(&e); err != nil {
					b.Fatal(err)
				}
				at++
			}
			if spent += cpuSince(since); spent > 0 {
				b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "cpu-ns/op")
			}
		})
	}
	package1 := func(d commission.Definition) func() func(e *commission.Event) error {
		plan := alianza.Must(commission.New(d))
		return func() func(e *commission.Event) error {
			var state commission.State
			return func(e *commission.Event) error {
				earned, err := plan.Earn(&state, *e)
				if err != nil {
					return err
				}
				handPosted = earned.Entries[0]
				return state.Keep(earned.Records...)
			}
		}
	}
	byHand := func(start func() func(e *commission.Event) (commission.Entry, error)) func() func(e *commission.Event) error {
		return func() func(e *commission.Event) error {
			post := start()
			return func(e *commission.Event) (err error) {
				handPosted, err = post(e)
				return err
			}
		}
	}
	level := byHand(func() func(e *commission.Event) (commission.Entry, error) { return newHandBook(heldAffiliate()).post })
	month := byHand(func() func(e *commission.Event) (commission.Entry, error) { return newHandWindow(fourMonth()).post })
	measure("sale/alianza", package1(heldAffiliate()), sale)
	measure("sale/by hand", level, sale)
	measure("refund/alianza", package1(heldAffiliate()), refund)
	measure("refund/by hand", level, refund)
	measure("window/alianza", package1(fourMonth()), sale)
	measure("window/by hand", month, sale)
	measure("window refund/alianza", package1(fourMonth()), refund)
	measure("window refund/by hand", month, refund)
}

// TestHandAllocations counts what an event allocates, evaluated and kept, beside
// the ledgers by hand: a sale at most two more than theirs, what is harder at most
// half as much again.
func TestHandAllocations(t *testing.T) {
	const n = 3000
	var sales, refunds []commission.Event
	for i, e := range benchEvents(n) {
		back := refund(fmt.Sprint("refund-", i), e.ID, "3.21")
		back.Partner, back.Tier, back.At = e.Partner, e.Tier, e.At
		sales, refunds = append(sales, e), append(refunds, back)
	}
	count := func(start func() func(e *commission.Event) error, before, events []commission.Event) float64 {
		least := math.Inf(1)
		for range 3 {
			post, i := start(), 0
			for j := range before {
				if err := post(&before[j]); err != nil {
					t.Fatal(err)
				}
			}
			least = min(least, testing.AllocsPerRun(n-2, func() {
				if err := post(&events[i]); err != nil {
					t.Error(err)
				}
				i++
			}))
		}
		return least
	}
	kept := func(d commission.Definition) func() func(e *commission.Event) error {
		plan := planOf(d)
		return func() func(e *commission.Event) error {
			var state commission.State
			return func(e *commission.Event) error {
				_, err := earn(plan, &state, *e)
				return err
			}
		}
	}
	level := func() func(e *commission.Event) error {
		b := newHandBook(heldAffiliate())
		return func(e *commission.Event) error { _, err := b.post(e); return err }
	}
	month := func() func(e *commission.Event) error {
		b := newHandWindow(fourMonth())
		return func(e *commission.Event) error { _, err := b.post(e); return err }
	}
	for _, tt := range []struct {
		name           string
		got, hand      func() func(e *commission.Event) error
		before, events []commission.Event
		most           func(hand float64) float64
	}{
		{"a sale", kept(heldAffiliate()), level, nil, sales, func(hand float64) float64 { return hand + 2 }},
		{"a sale in a window", kept(fourMonth()), month, nil, sales, func(hand float64) float64 { return hand * 1.5 }},
		{"a refund", kept(heldAffiliate()), level, sales, refunds, func(hand float64) float64 { return hand * 1.5 }},
		{"a refund in a window", kept(fourMonth()), month, sales, refunds, func(hand float64) float64 { return hand * 1.5 }},
	} {
		got, hand := count(tt.got, tt.before, tt.events), count(tt.hand, tt.before, tt.events)
		if most := tt.most(hand); got > most {
			t.Errorf("%s allocates %.0f times, %.0f by hand; want at most %.1f", tt.name, got, hand, most)
		}
		t.Logf("%s allocates %.0f times, %.0f by hand", tt.name, got, hand)
	}
}

// handPosted is where entries go, so that making them is not left out.
var handPosted commission.Entry

package commission_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// refRules are the choices of a rule, each of which the definition allows.
func (d *refDice) rule(def *commission.Definition, i int) commission.Rule {
	r := commission.Rule{Name: fmt.Sprint("r", i), On: commission.Sale}
	if d.of(4) {
		r.On = refPick(d, commission.PaymentReceived, commission.Lead, commission.Item("post"), commission.Referral)
	}
	window := commission.PerEvent
	if d.of(2) {
		window = refPick(d, commission.PerMonth, commission.PerQuarter, commission.PerOrder, commission.PerYear, commission.Ever)
	}
	r.Over = window
	alone := window == commission.PerEvent
	switch d.n(5) {
	case 0:
		r.Rate = d.rate()
	case 1:
		r.Ladder, r.Rates = "affiliate", map[string]alianza.Percent{"gold": d.rate(), "basic": d.rate()}
	case 2, 3:
		r.Table = d.ruleTable(def)
	case 4:
		if alone {
			r.Fixed, r.PerUnit = d.posted(1000, def.Places), d.amount(500, 4)
		}
		r.Rate = d.rate()
	}
	if r.Rate.IsZero() && r.Ladder == "" && r.Table.IsZero() && r.Fixed.IsZero() && r.PerUnit.IsZero() {
		r.Rate = rate("15%")
	}
	if d.of(12) {
		r = commission.Rule{Name: r.Name, On: r.On, Medium: commission.InKind}
		alone = true
	}
	rated := !r.Rate.IsZero() || r.Ladder != ""
	if d.of(3) {
		r.Less = []string{"tax"}
	}
	if d.of(4) && r.Medium != commission.InKind {
		r.Medium = commission.Credit
	}
	if d.of(3) {
		r.When = refPick(d, commission.FactOneOf("country", "US"), commission.FactNoneOf("country", "US"),
			commission.FactIs("amount", alianza.AtLeast(decimal.New(20, 0))), commission.FactIs("units", alianza.Above(decimal.New(1, 0))),
			commission.Any(commission.FactOneOf("country", "ES"), commission.FactIs("amount", alianza.Below(decimal.New(205, -1)))),
			commission.All(commission.FactOneOf("tier", "affiliate/gold"), commission.FactNoneOf("customer", "x")))
	}
	if d.of(5) {
		r.Active, r.MinMonths = d.of(2), d.n(3)
	}
	if d.of(4) {
		r.Months, r.Payments = refPick(d, 0, 1, 2), refPick(d, 0, 1, 3)
		if (r.Months > 0 || r.Payments > 0) && alone && rated && r.Fixed.IsZero() && r.PerUnit.IsZero() && d.of(2) {
			r.Then = d.rate()
		}
	}
	if alone && d.of(4) && r.Medium != commission.InKind {
		r.Min = d.posted(200, def.Places)
	}
	if alone && d.of(4) && r.Medium != commission.InKind {
		r.Max = r.Min.Add(d.posted(2000, def.Places))
	}
	if d.of(3) {
		c := commission.Cap{Amount: d.posted(3000, def.Places).Add(decimal.New(1, 0)), Per: window}
		if alone {
			c.Per, c.Customer = refPick(d, commission.PerMonth, commission.Ever, commission.PerOrder, commission.PerQuarter), d.of(3)
		}
		r.Caps = append(r.Caps, c)
		if alone && d.of(2) {
			r.Caps = append(r.Caps, commission.Cap{Amount: d.posted(5000, def.Places).Add(decimal.New(1, 0)), Per: commission.PerYear})
		}
	}
	r.KeepAttained = !alone && d.of(3)
	return r
}

// ruleTable returns a table of a rule, without rates in graduated units.
func (d *refDice) ruleTable(def *commission.Definition) commission.TableDefinition {
	t := d.table()
	t.Places, t.Rounding = 0, 0
	for i := range t.Brackets {
		b := &t.Brackets[i]
		if t.By == commission.ByUnits && t.Scope == commission.Graduated && !d.spread {
			b.Rate = alianza.Percent{}
		}
		for _, n := range []*decimal.Decimal{&b.Flat, &b.Min, &b.Max} {
			*n = n.Truncate(int32(def.Places))
		}
	}
	return t
}

// plan returns a definition, which New may refuse.
func (d *refDice) plan() commission.Definition {
	def := commission.Definition{
		ID: "p", Version: 1, Currency: "USD", Places: refPick(d, 2, 0, 3, 1), Rounding: commission.Rounding(d.n(7)),
		Precedence: commission.Precedence(d.n(3)), RefundDays: refPick(d, 0, 0, 10), HoldDays: refPick(d, 0, 30),
		UnknownSale: refPick(d, commission.UnknownSaleRefuse, commission.UnknownSaleIgnore),
	}
	n := 1 + d.n(3)
	for i := range n {
		r := d.rule(&def, i)
		if def.Precedence == commission.PrecedenceFirst && i < n-1 && r.When.IsZero() {
			r.When = commission.FactOneOf("country", "US")
		}
		def.Rules = append(def.Rules, r)
	}
	bounded := func(r commission.Rule) bool {
		return len(r.Caps) > 0 || r.Over != commission.PerEvent && !r.Table.IsZero()
	}
	if d.of(4) && !slices.ContainsFunc(def.Rules, bounded) {
		def.UnknownSale = commission.UnknownSaleCurrentRate
	}
	for i := range max(0, d.n(5)-2) {
		r := commission.Rule{
			Name: fmt.Sprint("bonus", i), On: commission.Close, Of: def.Rules[d.n(n)].Name, Rate: d.rate(),
			Over: refPick(d, commission.PerMonth, commission.PerQuarter, commission.PerYear),
		}
		switch d.n(4) {
		case 0:
			r.Rate, r.Table = alianza.Percent{}, d.ruleTable(&def)
		case 1:
			r.Rate, r.Ladder, r.Rates = alianza.Percent{}, "affiliate", map[string]alianza.Percent{"gold": d.rate(), "basic": d.rate()}
		case 2:
			r.PerUnit, r.Min = d.amount(100, 2), d.posted(100, def.Places)
			fallthrough
		default:
			r.Fixed = d.posted(1000, def.Places).Add(decimal.New(1, 0))
		}
		def.Rules = append(def.Rules, r)
	}
	return def
}

// event returns an event of a plan at a step: mostly one that is good.
func (d *refDice) event(step int) commission.Event {
	e := commission.Event{
		ID: fmt.Sprint("e", step), Kind: commission.Sale, Partner: refPick(d, "ana", "bob"), Currency: "USD",
		At: day(1 + step*3 + d.n(4)).Add(time.Duration(d.n(24)) * time.Hour), Amount: d.amount(9000, 3),
		Tier: refPick(d, "affiliate/gold", "affiliate/basic", "affiliate/gold", ""), Units: d.n(4),
		Customer: refPick(d, "x", "y"), Order: refPick(d, "o1", "o2"), PartnerSince: day(-40 + d.n(60)),
		Includes: map[string]decimal.Decimal{"tax": {}}, Facts: map[string]string{},
	}
	if country := refPick(d, "US", "ES", ""); country != "" {
		e.Facts["country"] = country
	}
	e.Includes["tax"] = e.Amount.Mul(decimal.New(int64(d.n(30)), -2)).Truncate(3)
	if d.of(6) {
		e.PartnerUntil = e.PartnerSince.AddDate(0, 0, d.n(100))
	}
	switch d.n(16) {
	case 0:
		e.Kind, e.Amount = refPick(d, commission.Lead, commission.Item("post"), commission.Referral), decimal.Decimal{}
		e.Includes["tax"] = decimal.Decimal{}
	case 1:
		e.Kind = commission.PaymentReceived
	case 2, 3, 4, 5, 6:
		e.Kind = commission.Refund
	case 7:
		e.Kind = commission.Chargeback
	case 8:
		e.Kind = commission.Correction
	case 9:
		e.Kind, e.Amount, e.Order, e.Customer = commission.Close, decimal.Decimal{}, "", ""
		e.Period = refPick(d, "2026-01", "2026-02", "2026-Q1", "2026", "2026-03")
		e.Includes = nil
	case 10:
		switch d.n(5) {
		case 0:
			e.Includes = nil
		case 1:
			e.Customer = ""
		case 2:
			e.PartnerSince, e.PartnerUntil = time.Time{}, time.Time{}
		case 3:
			e.Tier = refPick(d, "affiliate/iron", "reseller/gold")
		case 4:
			e.Order = ""
		}
	}
	return e
}

// A refRun runs the package and the reference side by side.
type refRun struct {
	tb      testing.TB
	first   commission.Definition
	raw     []commission.Event
	def     commission.Definition
	plan    commission.Plan
	state   commission.State
	books   map[string]*refBook
	zone    *time.Location
	sum     map[string]*big.Rat // of entries, by partner, rule and medium
	entries []commission.Entry
}

func newRefRun(tb testing.TB, def commission.Definition, zone *time.Location) *refRun {
	tb.Helper()
	return &refRun{
		tb: tb, first: def, def: def, plan: alianza.Must(commission.New(def)).In(zone), books: map[string]*refBook{}, zone: zone,
		sum: map[string]*big.Rat{},
	}
}

func (r *refRun) book(partner string) *refBook {
	if r.books[partner] == nil {
		r.books[partner] = newRefBook(r.def, r.zone)
	}
	return r.books[partner]
}

// A refFault is a difference between the package and the reference.
type refFault string

func (r *refRun) fatalf(format string, args ...any) {
	r.tb.Helper()
	panic(refFault(fmt.Sprintf(format, args...)))
}

// refTry returns the first difference that events show, or "".
func refTry(tb testing.TB, def commission.Definition, zone *time.Location, events []commission.Event) (fault string) {
	tb.Helper()
	if _, err := commission.New(def); err != nil {
		return ""
	}
	r := newRefRun(tb, def, zone)
	defer func() {
		if f := recover(); f != nil {
			fault = fmt.Sprint(f)
		}
	}()
	for _, e := range events {
		r.event(e)
	}
	return ""
}

// report reports the difference that a run came upon, with as few events and
// as little of the plan as show one.
func (r *refRun) report(fault any) {
	r.tb.Helper()
	def, events, text := r.first, r.raw, fmt.Sprint(fault)
	for range 3 {
		for i := range slices.Backward(events) {
			less := slices.Delete(slices.Clone(events), i, i+1)
			if f := refTry(r.tb, def, r.zone, less); f != "" {
				events, text = less, f
			}
		}
		for i := range slices.Backward(def.Rules) {
			for _, change := range refSimpler {
				less := alianza.Must(commission.New(def)).Definition()
				change(&less, i)
				if f := refTry(r.tb, less, r.zone, events); f != "" {
					def, text = less, f
				}
				if i >= len(def.Rules) {
					break
				}
			}
		}
	}
	var lines []string
	for _, e := range events {
		lines = append(lines, eventText(e))
	}
	r.tb.Fatalf("%s\nplan in %s: %s\nevents:\n%s", text, r.zone, jsonText(r.tb, def), strings.Join(lines, "\n"))
}

// refSimpler are changes that make a plan simpler.
var refSimpler = []func(d *commission.Definition, i int){
	func(d *commission.Definition, i int) { d.Rules = slices.Delete(d.Rules, i, i+1) },
	func(d *commission.Definition, i int) { d.Rules[i].Less = nil },
	func(d *commission.Definition, i int) { d.Rules[i].When = commission.Condition{} },
	func(d *commission.Definition, i int) { d.Rules[i].Caps = nil },
	func(d *commission.Definition, i int) { d.Rules[i].Min = decimal.Decimal{} },
	func(d *commission.Definition, i int) { d.Rules[i].Max = decimal.Decimal{} },
	func(d *commission.Definition, i int) { d.Rules[i].Active = false },
	func(d *commission.Definition, i int) { d.Rules[i].MinMonths = 0 },
	func(d *commission.Definition, i int) { d.Rules[i].Months = 0 },
	func(d *commission.Definition, i int) { d.Rules[i].Payments = 0 },
	func(d *commission.Definition, i int) { d.Rules[i].KeepAttained = false },
	func(d *commission.Definition, i int) { d.Rules[i].Medium = commission.Cash },
	func(d *commission.Definition, i int) { d.Rules[i].Rate = alianza.WholePercent(10) },
	func(d *commission.Definition, _ int) { d.Rounding = commission.HalfUp },
	func(d *commission.Definition, _ int) { d.Precedence = commission.PrecedenceEvery },
	func(d *commission.Definition, _ int) { d.RefundDays = 0 },
	func(d *commission.Definition, _ int) { d.HoldDays = 0 },
}

// refVersion is the kind of what is no event: from there on another version of
// the plan is in force.
const refVersion = commission.Kind("version")

// refSecond returns the next version of a plan: rules of the same names pay
// other rates, rounded in another way.
func refSecond(d commission.Definition) commission.Definition {
	d = alianza.Must(commission.New(d)).Definition()
	d.Version++
	d.Rounding = (d.Rounding + 1) % 7
	for i := range d.Rules {
		r := &d.Rules[i]
		if !r.Rate.IsZero() {
			r.Rate = rate("7.7%")
		}
		if r.Ladder != "" {
			r.Rates["gold"] = rate("13%")
		}
		for j := range r.Table.Brackets {
			if b := &r.Table.Brackets[j]; !b.Rate.IsZero() {
				b.Rate = rate("17.5%")
			}
		}
	}
	return d
}

// event gives one event to both sides and compares what they say of it.
func (r *refRun) event(e commission.Event) bool {
	r.tb.Helper()
	r.raw = append(r.raw, e)
	if e.Kind == refVersion {
		r.def = refSecond(r.def)
		r.plan = alianza.Must(commission.New(r.def)).In(r.zone)
		for _, b := range r.books {
			b.change(r.def)
		}
		return false
	}
	before := jsonText(r.tb, r.state)
	preview, perr := r.plan.Preview(r.state, e)
	if after := jsonText(r.tb, r.state); after != before {
		r.fatalf("Preview changed the state %s to %s", before, after)
	}
	earned, state, err := r.plan.Earn(r.state, e)
	r.state = state
	if fmt.Sprint(perr) != fmt.Sprint(err) || jsonText(r.tb, preview) != jsonText(r.tb, earned) {
		r.fatalf("Preview = %s, %v; Earn = %s, %v", jsonText(r.tb, preview), perr, jsonText(r.tb, earned), err)
	}
	r.again(before, e, earned, err)
	book := r.book(e.Partner)
	want := book.clone()
	out := want.earn(e)
	switch {
	case len(out.refuse) > 0 && (err != nil || !out.unsure):
		if !isAny(err, out.refuse) {
			r.fatalf("Earn(%s) = %s, %v; want an error, one of %v", eventText(e), jsonText(r.tb, earned), err, out.refuse)
		}
		if after := jsonText(r.tb, r.state); after != before || len(earned.Entries)+len(earned.Skipped) > 0 {
			r.fatalf("a refused event changed the state %s to %s", before, after)
		}
		return false
	case err != nil:
		r.fatalf("Earn(%s) = %v; want no error", eventText(e), err)
	}
	if out.unsure {
		want.events[e.ID] = e
	}
	r.books[e.Partner] = want
	r.compare(e, earned, out)
	r.attained(e.Partner)
	return true
}

// attained checks what was sold in the windows of a partner.
func (r *refRun) attained(partner string) {
	r.tb.Helper()
	for _, w := range r.book(partner).windows {
		got := r.state.Attained(partner, w.rule.Name, w.def.Version, w.period)
		if refRat(got.Amount).Cmp(w.base) != 0 || got.Units != w.units {
			r.fatalf("Attained(%s, %s, %d, %s) = %s; want %s in %d units", partner, w.rule.Name, w.def.Version, w.period, got, w.base.FloatString(4), w.units)
		}
	}
}

func (r *refRun) compare(e commission.Event, earned commission.Earning, out *refResult) {
	r.tb.Helper()
	got, stands := map[string]*big.Rat{}, map[string]*big.Rat{}
	for _, one := range earned.Entries {
		key := one.Rule + " " + one.Medium.String()
		if got[key] == nil {
			got[key] = new(big.Rat)
		}
		got[key] = refAdd(got[key], refRat(one.Amount))
		stands[one.Rule] = refRat(one.Remaining.Amount)
		_ = one.String()
		if !one.Amount.Equal(one.Amount.Truncate(int32(r.def.Places))) || one.Partner != e.Partner || one.Event != e.ID {
			r.fatalf("Earn(%s) = %s", eventText(e), jsonText(r.tb, one))
		}
	}
	r.entries = append(r.entries, earned.Entries...)
	r.checkEntries(e, earned.Entries, out)
	for key, x := range got {
		if out.sums[key] == nil && x.Sign() != 0 || out.sums[key] != nil && x.Cmp(out.sums[key]) != 0 {
			r.fatalf("Earn(%s) = %s\n%s; want %s %s", eventText(e), jsonText(r.tb, earned), sums(got), "the sums", sums(out.sums))
		}
	}
	for key, x := range out.sums {
		if got[key] == nil && x.Sign() != 0 {
			r.fatalf("Earn(%s) = %s\n%s; want %s", eventText(e), jsonText(r.tb, earned), sums(got), sums(out.sums))
		}
		all := e.Partner + " " + key
		if r.sum[all] == nil {
			r.sum[all] = new(big.Rat)
		}
		r.sum[all] = refAdd(r.sum[all], x)
	}
	for rule, x := range stands {
		if out.stands[rule] != nil && e.Kind != commission.Correction && x.Cmp(out.stands[rule]) != 0 {
			r.fatalf("Earn(%s) = %s stands at %s; want %s", eventText(e), rule, x.FloatString(4), out.stands[rule].FloatString(4))
		}
	}
}

// checkPortions checks that the portions of an entry that nothing bounds add up.
func (r *refRun) checkPortions(e commission.Entry) {
	r.tb.Helper()
	if len(e.Portions) == 0 || e.Note != "" {
		return
	}
	exact, amount := new(big.Rat), new(big.Rat)
	for _, p := range e.Portions {
		exact, amount = refAdd(exact, refRat(p.Exact)), refAdd(amount, refRat(p.Amount))
	}
	if e.Period != "" && amount.Cmp(refRat(e.Remaining.Amount)) == 0 {
		return // of the window
	}
	if exact.Cmp(refRat(e.Exact)) != 0 || amount.Cmp(refRat(e.Amount)) != 0 {
		r.fatalf("the portions of %s\nadd up to %s and %s", jsonText(r.tb, e), exact.FloatString(6), amount.FloatString(6))
	}
}

// checkEntries checks what an entry says besides its amount: when it is due, and
// for a sale that is paid by itself its exact pay.
func (r *refRun) checkEntries(e commission.Event, entries []commission.Entry, out *refResult) {
	r.tb.Helper()
	days := newBook(r.def, r.zone)
	for _, one := range entries {
		due := days.due(e.At, r.def.HoldDays)
		if one.Corrects != "" || e.Kind == commission.Refund || e.Kind == commission.Chargeback || one.Kind == commission.Correction {
			due = days.due(e.At, 0)
			if s := r.book(e.Partner).sales[one.Of]; s != nil && one.Of != "" {
				if of := days.due(s.event.At, r.def.HoldDays); of.After(due) {
					due = of
				}
			}
		}
		if !one.Due.Equal(due) && one.Kind != commission.Adjustment {
			r.fatalf("Earn(%s) is due %s; want %s", eventText(e), one.Due, due)
		}
		r.checkPortions(one)
		if exact := out.exact[one.Rule]; exact != nil && one.Corrects == "" && refRat(one.Exact).Cmp(exact) != 0 {
			r.fatalf("Earn(%s) = exact %s; want %s", eventText(e), one.Exact, exact.FloatString(12))
		}
	}
}

func sums(m map[string]*big.Rat) string {
	var out []string
	for _, key := range slices.Sorted(maps.Keys(m)) {
		out = append(out, key+": "+m[key].FloatString(3))
	}
	return "{" + strings.Join(out, ", ") + "}"
}

// refZeros are zeros at the end of a number, whose places need not be kept.
var refZeros = regexp.MustCompile(`"(-?\d+)(?:\.0+|(\.\d*?[1-9])0+)"`)

// again evaluates the event with a state that went through JSON.
func (r *refRun) again(before string, e commission.Event, earned commission.Earning, refused error) {
	r.tb.Helper()
	var s commission.State
	if err := json.Unmarshal([]byte(before), &s); err != nil {
		r.fatalf("Unmarshal(%s) = %v", before, err)
	}
	got, after, err := r.plan.Earn(s, e)
	say := func(e commission.Earning, err error, s commission.State) string {
		text := fmt.Sprintf("%s, %v, %s", jsonText(r.tb, e), err, jsonText(r.tb, s))
		return strings.ReplaceAll(refZeros.ReplaceAllString(text, `"$1$2"`), ",", ",\n")
	}
	if diff := cmp.Diff(say(earned, refused, r.state), say(got, err, after)); diff != "" {
		r.fatalf("Earn(%s) after JSON mismatch (-want +got):\n%s", eventText(e), diff)
	}
}

// aim makes an event that takes back one of something before it.
func (r *refRun) aim(d *refDice, e commission.Event, ids []string) commission.Event {
	if e.Kind != commission.Refund && e.Kind != commission.Chargeback && e.Kind != commission.Correction {
		if d.of(25) && len(ids) > 0 {
			e.ID = ids[d.n(len(ids))]
		}
		return e
	}
	e.Of = "nothing"
	if len(ids) > 0 && !d.of(20) {
		e.Of = ids[len(ids)-1-d.n(min(len(ids), 8))]
	}
	s := r.book(e.Partner).sales[e.Of]
	if e.Kind == commission.Chargeback && d.of(2) {
		e.Amount = decimal.Decimal{}
		return e
	}
	if s == nil || e.Kind == commission.Correction {
		return e
	}
	left := s.event.Amount.Mul(decimal.New(int64(1+d.n(9)), -1)).Truncate(3)
	if x := refRat(left); x.Cmp(s.left) > 0 || d.of(3) {
		whole, _ := decimal.NewFromString(s.left.FloatString(12))
		left = whole.Truncate(12)
		if left.Equal(left.Truncate(3)) {
			left = left.Truncate(3)
		}
	}
	if !d.of(20) {
		e.Amount = left
	}
	return e
}

// refPlay plays random events on a random plan.
func refPlay(tb testing.TB, d *refDice, steps int) *refRun {
	tb.Helper()
	def := d.plan()
	if _, err := commission.New(def); err != nil {
		return nil
	}
	var back commission.Definition
	if err := json.Unmarshal([]byte(jsonText(tb, def)), &back); err != nil || jsonText(tb, back) != jsonText(tb, def) {
		tb.Errorf("Unmarshal(%s) = %s, %v", jsonText(tb, def), jsonText(tb, back), err)
	}
	r := newRefRun(tb, def, zone(tb, refPick(d, "UTC", "America/Santiago", "Pacific/Kiritimati")))
	defer func() {
		if f := recover(); f != nil {
			r.report(f)
		}
	}()
	ids := map[string][]string{}
	for i := range steps {
		if !d.more() {
			break
		}
		e := d.event(i)
		if i > 0 && d.of(40) {
			e.Kind = refVersion
		}
		e = r.aim(d, e, ids[e.Partner])
		if r.event(e) {
			ids[e.Partner] = append(ids[e.Partner], e.ID)
		}
	}
	return r
}

func TestReferencePlan(t *testing.T) {
	plans, n := 0, seeds.Count(12)
	for seed := range n {
		d := &refDice{r: rand.New(rand.NewPCG(21, uint64(seed)))}
		if refPlay(t, d, 40) != nil {
			plans++
		}
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	if plans < n/2 {
		t.Errorf("%d of %d plans were valid; want most", plans, n)
	}
}

// refDice makes the choices of a generator: of random numbers in a property
// test, of the bytes of a fuzz target. Bytes that are used up give zeros.
type refDice struct {
	r    *rand.Rand
	data []byte
	// spread lets rules have rates in graduated tables by units, whose parts of
	// an amount the reference of plans does not know.
	spread bool
}

// n returns a number from 0 to n-1, at most 65535.
func (d *refDice) n(n int) int {
	if d.r != nil {
		return d.r.IntN(n)
	}
	x := 0
	for most := n - 1; most > 0 && len(d.data) > 0; most >>= 8 {
		x, d.data = x<<8|int(d.data[0]), d.data[1:]
	}
	return x % n
}

// of reports whether one of n equal chances came.
func (d *refDice) of(n int) bool { return d.n(n) == n-1 }

// more reports whether there is something to go on with.
func (d *refDice) more() bool { return d.r != nil || len(d.data) > 0 }

func refPick[T any](d *refDice, list ...T) T { return list[d.n(len(list))] }

// amount returns an amount of up to so many units of at most so many places.
func (d *refDice) amount(most, places int) decimal.Decimal {
	return decimal.New(int64(d.n(most)), -int32(d.n(places+1)))
}

func refRat(d decimal.Decimal) *big.Rat { return d.Rat() }

func refAdd(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func refSub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func refMul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func refInt(n int) *big.Rat         { return big.NewRat(int64(n), 1) }

func refMin(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func refMax(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// refRate returns a rate of 0% to 100%.
func (d *refDice) rate() alianza.Percent {
	return rate(refPick(d, "20%", "0%", "25%", "10%", "33.3333333333%", "100%", "0.0000000001%", "7%", "12.5%", "99.9999999999%", "0.01%"))
}

package commission_test

import (
	"fmt"
	"maps"
	"math/big"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// This file is the plan a second time, in fractions: rules with conditions,
// tables, windows, durations, bounds and caps. Like reference_test.go it is
// written from the documentation.

// A refBook keeps what a plan has to know about one partner.
type refBook struct {
	def      commission.Definition
	zone     *time.Location
	events   map[string]commission.Event
	sales    map[string]*refSale
	windows  map[string]*refWindow // by rule and period
	used     map[string]*big.Rat   // of caps
	lasting  map[string]*refSpan   // by rule and customer
	attained map[string]*refWindow // by rule and period: what closes are paid of
	closed   map[string]bool       // periods
}

// refSale is an event that may be taken back.
type refSale struct {
	event       commission.Event
	gross, left *big.Rat
	kept        *big.Rat // what its commission stands for: refunds that come late leave it
	parts       []*refPart
	gone, all   bool // taken back, and at once
}

// refPart is what one rule paid for a sale.
type refPart struct {
	rule         *commission.Rule
	def          commission.Definition
	base         *big.Rat // of the whole sale
	left         *big.Rat // of the base
	decimals     int      // that the base has
	units        int
	rate         alianza.Percent
	plain        bool // a plain rate of the base
	paid, stands *big.Rat
	window       *refWindow // whose volume the sale is in
	pooled       bool       // and whose pay is for all of it
	caps         []string
	full         bool // within a customer's time
}

// refWindow is a window of a rule.
type refWindow struct {
	rule       *commission.Rule
	def        commission.Definition
	rate       alianza.Percent
	base, left *big.Rat
	units      int
	gone       int // of the units: where there are no amounts they are the measure
	stands     *big.Rat
	period     string
}

// refSpan is the days of what a customer was paid for.
type refSpan struct{ days []time.Time }

func (s *refSpan) first() time.Time { return slices.MinFunc(s.days, time.Time.Compare) }

func newRefBook(def commission.Definition, zone *time.Location) *refBook {
	return &refBook{
		def: def, zone: zone, events: map[string]commission.Event{}, sales: map[string]*refSale{},
		windows: map[string]*refWindow{}, used: map[string]*big.Rat{}, lasting: map[string]*refSpan{},
		attained: map[string]*refWindow{}, closed: map[string]bool{},
	}
}

func (b *refBook) day(at time.Time) time.Time {
	y, m, d := at.In(b.zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// refMonths adds calendar months and keeps the day within the month.
func refMonths(day time.Time, n int) time.Time {
	first := time.Date(day.Year(), day.Month()+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(day.Day(), last)-1)
}

func (b *refBook) period(w commission.Window, e *commission.Event) string {
	d := b.day(e.At)
	switch w {
	case commission.PerOrder:
		return "order " + e.Order
	case commission.PerMonth:
		return d.Format("2006-01")
	case commission.PerQuarter:
		return fmt.Sprintf("%04d-Q%d", d.Year(), (int(d.Month())-1)/3+1)
	case commission.PerYear:
		return d.Format("2006")
	default:
		return "ever"
	}
}

// refPay is what a rule would pay for an event.
type refPay struct {
	rule   *commission.Rule
	amount *big.Rat // the change of all that it posts
	part   *refPart
	after  *refWindow
	exact  *big.Rat
	missed bool    // the rule does not pay
	unmet  bool    // and asks the event for nothing
	refuse []error // why the event may have to be refused
}

// meets reports whether an event meets a condition.
func refMeets(c commission.Condition, e *commission.Event) bool {
	meets := func(one commission.Condition) bool { return refMeets(one, e) }
	switch {
	case c.IsZero():
		return true
	case len(c.All) > 0:
		return !slices.ContainsFunc(c.All, func(one commission.Condition) bool { return !meets(one) })
	case len(c.Any) > 0:
		return slices.ContainsFunc(c.Any, meets)
	}
	own := map[string]string{"partner": e.Partner, "customer": e.Customer, "order": e.Order, "tier": e.Tier, "amount": e.Amount.String()}
	if e.Units != 0 {
		own["units"] = fmt.Sprint(e.Units)
	}
	value, given := e.Facts[c.Fact]
	if v, ok := own[c.Fact]; ok {
		value, given = v, v != ""
	}
	if !given {
		return false
	}
	if len(c.OneOf) > 0 {
		return slices.Contains(c.OneOf, value)
	}
	if len(c.NoneOf) > 0 {
		return !slices.Contains(c.NoneOf, value)
	}
	x, ok := new(big.Rat).SetString(value)
	if !ok {
		return false
	}
	switch s := x.Cmp(refRat(c.Bound.Value)); c.Bound.Op {
	case alianza.OpAtLeast:
		return s >= 0
	case alianza.OpAbove:
		return s > 0
	case alianza.OpAtMost:
		return s <= 0
	default:
		return s < 0
	}
}

// base returns what a percentage is taken of.
func (b *refBook) base(r *commission.Rule, e *commission.Event, p *refPay) *big.Rat {
	base := refRat(e.Amount)
	for _, name := range r.Less {
		less, ok := e.Includes[name]
		if !ok {
			p.refuse = append(p.refuse, alianza.ErrMissing)
			continue
		}
		base = refSub(base, refRat(less))
	}
	if base.Sign() < 0 {
		p.refuse = append(p.refuse, alianza.ErrRange)
	}
	return base
}

// terms finds out whether a rule pays an event, and at which rate.
func (b *refBook) terms(r *commission.Rule, e *commission.Event, p *refPay) (rate alianza.Percent, full bool) {
	rate, full = r.Rate, true
	if !refMeets(r.When, e) {
		p.missed, p.unmet = true, true
		return rate, full
	}
	if r.Active || r.MinMonths > 0 {
		at, since := b.day(e.At), b.day(e.PartnerSince)
		switch {
		case e.PartnerSince.IsZero():
			p.refuse = append(p.refuse, alianza.ErrMissing)
		case at.Before(since), !e.PartnerUntil.IsZero() && !at.Before(b.day(e.PartnerUntil)):
			p.missed = true
		case r.MinMonths > 0 && at.Before(refMonths(since, r.MinMonths)):
			p.missed = true
		}
	}
	if r.Ladder != "" {
		level, ok := strings.CutPrefix(e.Tier, r.Ladder+"/")
		has := false
		if rate, has = r.Rates[level]; e.Tier == "" {
			p.missed = true
		} else if !ok {
			p.refuse = append(p.refuse, alianza.ErrConflict)
		} else if !has {
			p.refuse = append(p.refuse, alianza.ErrUnknown)
		}
	}
	if r.Months > 0 || r.Payments > 0 {
		if e.Customer == "" {
			p.refuse = append(p.refuse, alianza.ErrMissing)
		} else if s := b.lasting[r.Name+"/"+e.Customer]; s != nil && len(s.days) > 0 {
			d := b.day(e.At)
			switch {
			case d.Before(s.first()): // the time begins earlier
				full = r.Payments == 0 || len(s.days) < r.Payments
				if !full {
					rate = r.Then
					p.missed = p.missed || r.Then.IsZero()
				}
			case r.Months > 0 && !d.Before(refMonths(s.first(), r.Months)), r.Payments > 0 && len(s.days) >= r.Payments:
				rate, full = r.Then, false
				p.missed = p.missed || r.Then.IsZero()
			}
		}
	}
	return rate, full
}

func refRound(def commission.Definition, x *big.Rat) *big.Rat {
	return roundRat(x, def.Places, def.Rounding)
}

func refTableOf(def commission.Definition, r *commission.Rule) *refTable {
	t := r.Table
	t.Places, t.Rounding = def.Places, def.Rounding
	return newRefTable(t)
}

// change puts another version of the plan in force.
func (b *refBook) change(def commission.Definition) {
	b.def = def
}

// key names a window of a rule of this version of the plan.
func (b *refBook) key(rule, period string) string {
	return fmt.Sprintf("%s/%d/%s", rule, b.def.Version, period)
}

func refPooled(r *commission.Rule) bool {
	return r.Over != commission.PerEvent && r.On != commission.Close &&
		(r.Table.IsZero() || r.Table.Scope != commission.Prospective && r.Table.Scope != commission.NextSale)
}

// pays returns what a rule would pay for an event that earns.
func (b *refBook) pays(r *commission.Rule, e *commission.Event) *refPay {
	p := &refPay{rule: r}
	rate, full := b.terms(r, e, p)
	if p.unmet {
		return p
	}
	base, units := b.base(r, e, p), e.Units
	if e.Units == 0 {
		units = 1 // in tables
	}
	if r.On == commission.Close {
		w := b.attained[b.key(r.Of, e.Period)]
		if b.closed[e.Period] || b.window(e.Period) != r.Over || w == nil || w.base.Sign() == 0 && w.units == 0 {
			p.missed = true
			return p
		}
		base, units = w.base, w.units
	}
	part := &refPart{rule: r, def: b.def, base: base, left: base, decimals: b.decimals(r, e), units: units, rate: rate, full: full}
	p.part = part
	closing := b.closes(r, e)
	if closing {
		p.refuse = append(p.refuse, alianza.ErrConflict)
	}
	for _, c := range r.Caps {
		if c.Per == commission.PerOrder && e.Order == "" || c.Customer && e.Customer == "" {
			p.refuse = append(p.refuse, alianza.ErrMissing)
		}
		key := r.Name + "/" + b.period(c.Per, e)
		if r.On == commission.Close {
			key = r.Name + "/" + b.closePeriod(c.Per, e)
		}
		if c.Customer {
			key += "/" + e.Customer
		}
		part.caps = append(part.caps, key)
	}
	if !r.PerUnit.IsZero() && e.Units == 0 && r.On != commission.Close {
		p.refuse = append(p.refuse, alianza.ErrMissing)
	}
	if r.Over == commission.PerOrder && e.Order == "" {
		p.refuse = append(p.refuse, alianza.ErrMissing)
	}
	if len(p.refuse) > 0 || p.missed {
		return p
	}
	if r.Over == commission.PerEvent || r.On == commission.Close {
		b.alone(p, e)
	} else {
		b.pool(p, e)
	}
	return p
}

func (b *refBook) closePeriod(w commission.Window, e *commission.Event) string { return b.period(w, e) }

// decimals returns those of the base of an event, and at least the plan's: what
// is left of a base after a refund is rounded to them, half up.
func (b *refBook) decimals(r *commission.Rule, e *commission.Event) int {
	n := max(b.def.Places, -int(e.Amount.Exponent()))
	for _, name := range r.Less {
		n = max(n, -int(e.Includes[name].Exponent()))
	}
	return n
}

func (b *refBook) window(period string) commission.Window {
	switch {
	case len(period) == 4:
		return commission.PerYear
	case strings.Contains(period, "Q"):
		return commission.PerQuarter
	}
	return commission.PerMonth
}

// closes reports whether an event comes after the close of a window it is in.
func (b *refBook) closes(r *commission.Rule, e *commission.Event) bool {
	if r.On == commission.Close {
		return false
	}
	if r.Over != commission.PerEvent && b.closed[b.period(r.Over, e)] {
		return true
	}
	return slices.ContainsFunc(b.def.Rules, func(c commission.Rule) bool {
		return c.Of == r.Name && b.closed[b.period(c.Over, e)]
	})
}

// alone pays an event by itself.
func (b *refBook) alone(p *refPay, e *commission.Event) {
	r, part := p.rule, p.part
	exact := refAdd(refRat(r.Fixed), refMul(part.base, rateRat(part.rate)))
	n := e.Units
	if r.On == commission.Close {
		n = part.units
	}
	exact = refAdd(exact, refMul(refInt(n), refRat(r.PerUnit)))
	if !r.Table.IsZero() {
		t, v := refTableOf(b.def, r), refVolume{part.base, part.units}
		if t.whole() {
			exact = t.sale(refVolume{new(big.Rat), 0}, v)
		} else {
			exact = t.total(v)
		}
	}
	part.plain = r.Table.IsZero() && r.Fixed.IsZero() && r.PerUnit.IsZero()
	amount := refRound(b.def, exact)
	p.exact = exact
	if lo := refMax(amount, refRat(r.Min)); lo.Cmp(amount) != 0 && exact.Sign() > 0 {
		amount, part.plain = lo, false
	}
	if !r.Max.IsZero() && amount.Cmp(refRat(r.Max)) > 0 {
		amount, part.plain = refRat(r.Max), false
	}
	b.capped(p, amount)
}

// capped bounds what a sale posts by the caps of its rule.
func (b *refBook) capped(p *refPay, amount *big.Rat) {
	for i, c := range p.rule.Caps {
		room := refRat(c.Amount)
		if used := b.used[p.part.caps[i]]; used != nil {
			room = refMax(refSub(room, used), new(big.Rat))
		}
		if amount.Cmp(room) > 0 {
			amount, p.part.plain = room, false
		}
	}
	p.amount, p.part.paid, p.part.stands = amount, amount, amount
}

// pool pays an event over a window.
func (b *refBook) pool(p *refPay, e *commission.Event) {
	r, part := p.rule, p.part
	w := b.windows[b.key(r.Name, b.period(r.Over, e))]
	if w == nil {
		w = &refWindow{rule: r, def: b.def, base: new(big.Rat), left: new(big.Rat), stands: new(big.Rat), period: b.period(r.Over, e)}
	}
	after := *w
	p.after, part.window, part.pooled = &after, w, refPooled(r)
	after.rate = part.rate
	after.base, after.left, after.units = refAdd(w.base, part.base), refAdd(w.left, part.base), w.units+part.units
	if !part.pooled {
		b.capped(p, refRound(b.def, refTableOf(b.def, r).sale(refVolume{w.base, w.units}, refVolume{part.base, part.units})))
		part.plain = false
		return
	}
	after.stands = b.stands(&after)
	p.amount = refSub(after.stands, w.stands)
}

// part returns how much of the volume of a window is left.
func (w *refWindow) part() *big.Rat {
	rated := func(b commission.Bracket) bool { return !b.Rate.IsZero() }
	byUnits := w.rule.Table.By == commission.ByUnits && !slices.ContainsFunc(w.rule.Table.Brackets, rated)
	switch {
	case w.base.Sign() > 0 && !byUnits:
		return new(big.Rat).Quo(w.left, w.base)
	case w.units > 0:
		return big.NewRat(int64(w.units-w.gone), int64(w.units))
	}
	return refInt(1)
}

// stands returns what a window earns.
func (b *refBook) stands(w *refWindow) *big.Rat {
	r := w.rule
	pay := refMul(w.base, rateRat(w.rate))
	if !r.Table.IsZero() {
		pay = refTableOf(w.def, r).total(refVolume{w.base, w.units})
	}
	if part := w.part(); part.Cmp(refInt(1)) != 0 {
		if !r.Table.IsZero() {
			pay = refRound(w.def, pay) // what was posted
		}
		pay = refMul(pay, part)
	}
	pay = refRound(w.def, pay)
	for _, c := range r.Caps {
		pay = refMin(pay, refRat(c.Amount))
	}
	return pay
}

// A refResult is what one event leads to.
type refResult struct {
	sums   map[string]*big.Rat // by rule and medium
	exact  map[string]*big.Rat // by rule, of a sale that is paid by itself
	stands map[string]*big.Rat // by rule, where the sale or the window stands
	refuse []error             // one of which is due
	unsure bool                // or not, where the documentation leaves it open
}

func (b *refBook) post(out *refResult, r *commission.Rule, amount *big.Rat) {
	key := r.Name + " " + r.Medium.String()
	if out.sums[key] == nil {
		out.sums[key] = new(big.Rat)
	}
	out.sums[key] = refAdd(out.sums[key], amount)
}

// chosen returns what pays an event, by the precedence of the plan.
func (b *refBook) chosen(e *commission.Event, out *refResult) []*refPay {
	var paying []*refPay
	for i := range b.def.Rules {
		r := &b.def.Rules[i]
		if r.On != e.Kind {
			continue
		}
		p := b.pays(r, e)
		if len(p.refuse) > 0 {
			out.refuse = append(out.refuse, p.refuse...)
			// A rule that would not pay may be asked for what it misses or not, and
			// so may one that comes after the first.
			if p.missed || b.def.Precedence == commission.PrecedenceFirst && len(paying) > 0 {
				out.unsure = true
			}
			if p.missed {
				continue
			}
		}
		if !p.missed && len(p.refuse) == 0 {
			paying = append(paying, p)
		}
	}
	if len(paying) == 0 {
		return nil
	}
	switch b.def.Precedence {
	case commission.PrecedenceFirst:
		return paying[:1]
	case commission.PrecedenceBest:
		best := paying[0]
		for _, p := range paying[1:] {
			if p.amount.Cmp(best.amount) > 0 {
				best = p
			}
		}
		return []*refPay{best}
	default:
		return paying
	}
}

// book takes a payment into the books.
func (b *refBook) book(s *refSale, e *commission.Event, p *refPay, out *refResult) {
	r, part := p.rule, p.part
	s.parts = append(s.parts, part)
	out.exact[r.Name] = p.exact
	b.post(out, r, p.amount)
	if p.after != nil {
		*part.window = *p.after
		b.windows[b.key(r.Name, part.window.period)] = part.window
	}
	if part.pooled {
		out.stands[r.Name] = part.window.stands
	} else {
		b.use(part, p.amount)
		out.stands[r.Name] = part.stands
	}
	if (r.Months > 0 || r.Payments > 0) && part.full {
		key := r.Name + "/" + e.Customer
		if b.lasting[key] == nil {
			b.lasting[key] = &refSpan{}
		}
		b.lasting[key].days = append(b.lasting[key].days, b.day(e.At))
	}
	b.attain(e, part, part.base, part.units)
}

func (b *refBook) use(part *refPart, amount *big.Rat) {
	for _, key := range part.caps {
		if b.used[key] == nil {
			b.used[key] = new(big.Rat)
		}
		b.used[key] = refAdd(b.used[key], amount)
	}
}

// attain adds to what the closes of periods are paid of.
func (b *refBook) attain(e *commission.Event, part *refPart, base *big.Rat, units int) {
	done := map[string]bool{}
	for _, c := range b.def.Rules {
		key := fmt.Sprintf("%s/%d/%s", c.Of, part.def.Version, b.period(c.Over, e))
		if c.Of != part.rule.Name || done[key] || b.closed[b.period(c.Over, e)] {
			continue
		}
		done[key] = true
		if b.attained[key] == nil {
			b.attained[key] = &refWindow{base: new(big.Rat)}
		}
		b.attained[key].base = refAdd(b.attained[key].base, base)
		b.attained[key].units += units
	}
}

// take takes an amount of a sale back.
func (b *refBook) take(s *refSale, amount *big.Rat, all bool, out *refResult) {
	s.kept = refSub(s.kept, amount)
	for _, part := range s.parts {
		left := new(big.Rat)
		if !all {
			left = refMul(part.base, b.leftOf(s))
			if part.base.Cmp(s.gross) != 0 && s.kept.Cmp(s.gross) != 0 {
				left = roundRat(left, part.decimals, commission.HalfUp)
			}
		}
		base := refSub(part.left, left)
		part.left = left
		last := all || s.gross.Sign() > 0 && s.kept.Sign() == 0
		units := 0
		if last && !s.gone {
			units = part.units
		}
		if !part.rule.KeepAttained {
			b.attain(&s.event, part, new(big.Rat).Neg(base), -units)
		}
		if w := part.window; w != nil {
			old := w.def.Version != b.def.Version
			w.left = refSub(w.left, base)
			if !part.rule.KeepAttained && !b.closed[w.period] && !old {
				w.base, w.units = refSub(w.base, base), w.units-units
			} else {
				w.gone += units
			}
			if part.pooled {
				stands := b.stands(w)
				b.post(out, part.rule, refSub(stands, w.stands))
				w.stands, out.stands[part.rule.Name] = stands, stands
				continue
			}
		}
		stands := new(big.Rat)
		switch {
		case all:
		case part.plain:
			stands = refRound(part.def, refMul(left, rateRat(part.rate)))
		default:
			stands = refRound(part.def, refMul(part.paid, b.leftOf(s)))
		}
		b.post(out, part.rule, refSub(stands, part.stands))
		b.use(part, refSub(stands, part.stands))
		part.stands, out.stands[part.rule.Name] = stands, stands
	}
	s.all = s.all || all
	s.gone = s.gone || all || s.gross.Sign() > 0 && s.kept.Sign() == 0
}

func (b *refBook) leftOf(s *refSale) *big.Rat {
	if s.gross.Sign() == 0 {
		return refInt(1)
	}
	return new(big.Rat).Quo(s.kept, s.gross)
}

// earn evaluates an event. On a refusal the book stays as it was.
func (b *refBook) earn(e commission.Event) *refResult {
	out := &refResult{sums: map[string]*big.Rat{}, stands: map[string]*big.Rat{}, exact: map[string]*big.Rat{}}
	if before, ok := b.events[e.ID]; ok {
		same := before.Kind == e.Kind && before.Of == e.Of && before.Amount.Equal(e.Amount)
		switch {
		case !same:
			out.refuse = []error{alianza.ErrConflict}
		case before.At.Equal(e.At) && before.Tier == e.Tier && before.Customer == e.Customer && before.Order == e.Order && before.Units == e.Units:
			out.refuse = []error{alianza.ErrDuplicate}
		default:
			out.refuse = []error{alianza.ErrDuplicate, alianza.ErrConflict}
		}
		return out
	}
	switch e.Kind {
	case commission.Refund, commission.Chargeback:
		b.refund(&e, out)
	case commission.Correction:
		b.correct(&e, out)
	default:
		b.sale(&e, &e, out)
	}
	if len(out.refuse) == 0 {
		b.events[e.ID] = e
	}
	return out
}

// settled takes the event although it might have been refused.
func (b *refBook) sale(e, posted *commission.Event, out *refResult) {
	paying := b.chosen(e, out)
	if len(out.refuse) > 0 && !out.unsure {
		return
	}
	s := &refSale{event: *e, gross: refRat(e.Amount), left: refRat(e.Amount), kept: refRat(e.Amount)}
	if e.Kind == commission.Close {
		s.gross, s.left, s.kept = new(big.Rat), new(big.Rat), new(big.Rat)
	}
	for _, p := range paying {
		b.book(s, e, p, out)
	}
	b.sales[posted.ID] = s
	if e.Kind == commission.Close {
		b.closed[e.Period] = true
	}
}

func (b *refBook) refund(e *commission.Event, out *refResult) {
	s := b.sales[e.Of]
	amount := refRat(e.Amount)
	all := e.Kind == commission.Chargeback && amount.Sign() == 0
	switch {
	case s == nil && b.def.UnknownSale == commission.UnknownSaleRefuse:
		out.refuse = append(out.refuse, alianza.ErrUnknown)
		return
	case s == nil && b.def.UnknownSale == commission.UnknownSaleIgnore:
		return
	case s == nil && all:
		out.refuse = append(out.refuse, alianza.ErrMissing)
		return
	case s == nil:
		b.credit(e, out)
		return
	case all:
		amount = s.kept
		if s.gone {
			out.refuse = append(out.refuse, alianza.ErrRange)
			return
		}
	case amount.Cmp(s.left) > 0, s.all:
		out.refuse = append(out.refuse, alianza.ErrRange)
		return
	}
	late := b.def.RefundDays > 0 && b.day(e.At).After(b.day(s.event.At).AddDate(0, 0, b.def.RefundDays))
	if late && e.Kind == commission.Refund {
		s.left = refSub(s.left, amount)
		return
	}
	s.left = refSub(s.left, amount)
	if all {
		s.left = new(big.Rat)
	}
	b.take(s, amount, all, out)
}

// credit takes back what a sale would earn now, by itself.
func (b *refBook) credit(e *commission.Event, out *refResult) {
	sale := *e
	sale.Kind, sale.Of = commission.Sale, ""
	c := newRefBook(b.def, b.zone)
	for _, p := range c.chosen(&sale, out) {
		b.post(out, p.rule, new(big.Rat).Neg(p.amount))
	}
}

// correct replaces an event by another.
func (b *refBook) correct(e *commission.Event, out *refResult) {
	s := b.sales[e.Of]
	switch {
	case s == nil:
		out.refuse = append(out.refuse, alianza.ErrUnknown)
		return
	case s.event.Kind == commission.Close:
		out.refuse = append(out.refuse, alianza.ErrConflict, alianza.ErrRange)
		return
	case s.gone || s.left.Cmp(s.gross) != 0:
		out.refuse = append(out.refuse, alianza.ErrRange, alianza.ErrConflict)
		return
	}
	saved := b.clone()
	b.take(b.sales[e.Of], b.sales[e.Of].left, true, out)
	for _, part := range b.sales[e.Of].parts {
		if r := part.rule; (r.Months > 0 || r.Payments > 0) && part.full {
			span := b.lasting[r.Name+"/"+s.event.Customer]
			i := slices.Index(span.days, b.day(s.event.At))
			span.days = slices.Delete(span.days, i, i+1)
		}
	}
	right := *e
	right.Kind, right.Of = s.event.Kind, ""
	b.sale(&right, e, out)
	if len(out.refuse) > 0 && !out.unsure {
		*b, out.sums = *saved, nil
	}
}

// clone returns a deep copy.
func (b *refBook) clone() *refBook {
	c := *b
	c.events, c.closed = maps.Clone(b.events), maps.Clone(b.closed)
	c.used = maps.Clone(b.used)
	c.windows, c.attained, c.lasting, c.sales = map[string]*refWindow{}, map[string]*refWindow{}, map[string]*refSpan{}, map[string]*refSale{}
	old := map[*refWindow]*refWindow{}
	for k, w := range b.windows {
		one := *w
		c.windows[k], old[w] = &one, &one
	}
	for k, w := range b.attained {
		one := *w
		c.attained[k] = &one
	}
	for k, s := range b.lasting {
		c.lasting[k] = &refSpan{slices.Clone(s.days)}
	}
	for k, s := range b.sales {
		one := *s
		one.parts = nil
		for _, part := range s.parts {
			p := *part
			p.window = old[part.window]
			one.parts = append(one.parts, &p)
		}
		c.sales[k] = &one
	}
	return &c
}

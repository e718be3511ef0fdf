package commission

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	units "github.com/seed-0af520cd/alianza/commission/internal/unit"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/period"
)

// close closes a period of a partner once and for all, and pays the bonuses on
// what was attained in it. A period whose bonuses follow late news may be closed
// again: that posts the difference.
func (x *evaluation) close() error {
	e := x.event
	w, _ := windowOf(e.Period)
	v := x.plan.inForce(e.At)
	if v == nil {
		return check.Fault("at", x.plan.day(e.At).String(), alianza.ErrRange, "no version of the plan is for this day: "+x.plan.days())
	}
	key := Key{about: periodRecord, partner: e.Partner, period: e.Period}
	before, err := read[closed](x, key)
	if err != nil {
		return err
	}
	done := &closed{Event: e.ID, Content: mark(e.content()), Version: v.def.Version, Follows: v.follows(w), Times: 1, Tier: e.Tier, Facts: maps.Clone(e.Facts)}
	if !e.PartnerSince.IsZero() {
		done.Since = alianza.DateOf(e.PartnerSince, x.plan.zone)
	}
	if !e.PartnerUntil.IsZero() {
		done.Until = alianza.DateOf(e.PartnerUntil, x.plan.zone)
	}
	switch {
	case before == nil && !x.plan.uses(w):
		return check.Fault("period", e.Period, alianza.ErrUnknown, "no rule and no bonus of the plan is over a "+w.String())
	case before != nil && !before.Follows && before.Content != done.Content:
		return check.Fault("period", e.Period, alianza.ErrConflict, "event "+before.Event+" closed it with other facts")
	case before != nil && !before.Follows:
		return check.Fault("period", e.Period, alianza.ErrRepeated, "event "+before.Event+" closed it")
	case before != nil:
		done.Event, done.Version, done.Follows, done.Times, done.Void = before.Event, before.Version, before.Follows, before.Times+1, before.Void
	}
	if err := done.checkYear(e.Period); err != nil {
		return err
	}
	if first, _ := x.plan.bounds(e.Period, done.Since); before == nil && alianza.DateOf(e.At, x.plan.zone).Before(first) {
		return check.Fault("at", x.plan.day(e.At).String(), alianza.ErrRange, "the period "+e.Period+" begins on "+first.String())
	}
	if err := x.put(key, done); err != nil {
		return err
	}
	s := x.record(e, x.plan.numbered(done.Version))
	if s.Version != done.Version {
		return check.Fault("period", e.Period, alianza.ErrUnknown, "the plan does not have the version that closed it")
	}
	s.Period = e.Period
	if err := x.put(Key{about: eventRecord, partner: e.Partner, name: e.ID}, s); err != nil {
		return err
	}
	return x.settle(done, e.Partner, e.Period, false)
}

// checkYear refuses the close of a contract year that is none of the partner: it would
// overlap with others.
func (c *closed) checkYear(name string) error {
	switch k, _ := period.Parse(name); {
	case k != period.ContractYear:
		return nil
	case c.Since.IsZero():
		return check.Fault("partner_since", "", alianza.ErrMissing, "the close of a contract year says since when the partner is one")
	case !period.Counted(name, c.Since):
		return check.Fault("period", name, alianza.ErrConflict, "no contract year of a partner since "+c.Since.String())
	}
	return nil
}

// follows reports whether the bonuses over a window all follow late news, and
// there is one.
func (v *version) follows(w Window) bool {
	some := false
	for i := range v.bonuses {
		if b := &v.bonuses[i]; b.Over == w {
			if !b.Follows {
				return false
			}
			some = true
		}
	}
	return some
}

// late reports whether a bonus over a window that is paid on a meter follows late
// news.
func (v *version) late(w Window, meter string) bool {
	return v != nil && slices.ContainsFunc(v.bonuses, func(b bonus) bool {
		return b.Over == w && b.Follows && slices.Contains(b.Of, meter)
	})
}

// uses reports whether a rule or a bonus of the plan is over a window.
func (p *Plan) uses(w Window) bool {
	return slices.ContainsFunc(p.versions, func(v *version) bool {
		return slices.ContainsFunc(v.rules, func(r rule) bool { return r.Over.Over == w }) ||
			slices.ContainsFunc(v.bonuses, func(b bonus) bool { return b.Over == w })
	})
}

// settle posts what the bonuses of a closed period make of the meters now, less
// what was posted for it: all of them, or those that follow late news.
func (x *evaluation) settle(done *closed, partner, period string, late bool) error {
	v := x.plan.numbered(done.Version)
	if v == nil {
		return check.Fault("period", period, alianza.ErrUnknown, "the plan does not have the version that closed it")
	}
	w, _ := windowOf(period)
	for i := range v.bonuses {
		b := &v.bonuses[i]
		s := &settling{v: v, bonus: b, done: done, key: Key{about: bonusRecord, partner: partner, name: b.Name, period: period}}
		if b.Over != w || late && (!b.Follows || !x.moved(b, s.key)) {
			continue
		}
		if err := x.settleBonus(s); err != nil {
			return err
		}
	}
	return nil
}

// stale notes a period whose meters changed by more than a sale.
func (x *evaluation) stale(period Key) {
	if x.event.Kind.takes() && !slices.Contains(x.periods, period) {
		x.periods = append(x.periods, period)
	}
}

// follow settles the bonuses that follow of the periods that are stale and closed,
// in the order of the calendar: a cap may be over several of them.
func (x *evaluation) follow() error {
	var list []closedPeriod
	for _, key := range x.periods {
		done, err := read[closed](x, key)
		if err != nil {
			return err
		}
		if done != nil {
			first, end := x.plan.bounds(key.period, done.Since)
			list = append(list, closedPeriod{key, done, first, end})
		}
	}
	slices.SortFunc(list, closedPeriod.calendar)
	for _, one := range list {
		if err := x.settle(one.done, one.key.partner, one.key.period, true); err != nil {
			return err
		}
	}
	return nil
}

// A closedPeriod is a period with its first day and the day after it.
type closedPeriod struct {
	key        Key
	done       *closed
	first, end alianza.Date
}

// calendar orders periods: the one that ends first, and of those that end together the
// one that begins last.
func (a closedPeriod) calendar(b closedPeriod) int {
	return cmp.Or(a.end.Compare(b.end), b.first.Compare(a.first), a.key.compare(b.key))
}

// moved reports whether one of the meters of a bonus is another one after the
// event.
func (x *evaluation) moved(b *bonus, period Key) bool {
	for i := range x.slots {
		s := &x.slots[i]
		if s.key.about != meterRecord || s.key.partner != period.partner || s.key.period != period.period || !s.changed || !slices.Contains(b.Of, s.key.name) {
			continue
		}
		was, _ := s.was.(*meter)
		is, _ := s.body.(*meter)
		if was == nil || b.Pay.Table.By == ByCustomers && was.Customers != is.Customers || exact.Cmp(was.Amount, is.Amount) != 0 || exact.Cmp(was.Units, is.Units) != 0 || b.Guarantee && exact.Cmp(was.Posted, is.Posted) != 0 {
			return true
		}
	}
	return false
}

// A settling is one bonus of a closed period.
type settling struct {
	v      *version
	bonus  *bonus
	done   *closed
	key    Key // of what it posted
	volume Volume
	buyers int      // the distinct customers, where the bonus goes by them
	before *bonused // nil if it posted nothing before
}

// settleBonus posts what a bonus makes of its meters now, less what it posted
// before.
func (x *evaluation) settleBonus(s *settling) (err error) {
	for _, name := range s.bonus.Of {
		m, err := read[meter](x, Key{about: meterRecord, partner: s.key.partner, name: name, period: s.key.period})
		if err != nil {
			return err
		}
		if m != nil {
			s.volume, s.buyers = s.volume.plus(Volume{Amount: m.Amount, Units: m.Units}), m.Customers
		}
	}
	if s.before, err = read[bonused](x, s.key); err != nil {
		return err
	}
	entry, why, err := x.bonusEntry(s)
	if err != nil {
		return err
	}
	if s.before == nil && entry.Amount.IsZero() && (!why.IsZero() || s.volume.isZero()) {
		if why.IsZero() {
			why = Reason{Code: nothingSold, Name: s.key.period}
		}
		x.skip(s.bonus.Name, why)
		return nil
	}
	return x.postBonus(s, entry)
}

// bonusEntry returns what a bonus makes of its meters, and why nothing.
func (x *evaluation) bonusEntry(s *settling) (Entry, Reason, error) {
	e, b := x.event, s.bonus
	entry := x.plan.newEntry(&s.v.def, b.Name, e)
	entry.Partner, entry.Period, entry.Medium = s.key.partner, s.key.period, b.Pay.Medium
	if e.Kind != Close { // one event may move a month and a year of a bonus whose window changed
		entry.Key = units.Key(s.v.def.ID, s.key.partner, b.Name, e.ID, s.key.period)
	}
	entry.Due = x.plan.held(&s.v.def, e.booked())
	entry.Base, entry.Amount = s.volume.Amount, s.v.unit.Zero()
	if b.Pay.byUnits() {
		entry.Units = s.volume.Units
	}
	if s.done.Void {
		why := Reason{}
		if s.before == nil {
			why.Code = earnedNothing
		}
		return entry, why, nil
	}
	if !b.Follows && x.event.Kind != Close { // final: what was paid once, or nothing
		if s.before == nil {
			return entry, Reason{Code: earnedNothing}, nil
		}
		entry.Amount = s.v.unit.posted(s.before.Held)
		return entry, Reason{}, nil
	}
	on := subject{partner: s.key.partner, tier: s.done.Tier, amount: s.volume.Amount, units: s.volume.Units.Add(decimal.New(0, 0)), facts: s.done.Facts}
	if why := b.When.miss(&on); !why.IsZero() {
		if s.volume.isZero() {
			why = Reason{Code: nothingSold, Name: s.key.period}
		}
		return entry, why, nil
	}
	if why, err := b.Pay.level(&entry, s.done.Tier); err != nil || !why.IsZero() {
		return entry, why, err
	}
	volume := s.volume
	if b.Pay.Table.By == ByCustomers {
		volume.Units = decimal.New(int64(s.buyers), 0)
		entry.more().Customers = s.buyers
	}
	b.make(&entry, s.v.unit, volume)
	if b.Guarantee || b.ByDays {
		if why, err := x.minimum(s, &entry); err != nil || !why.IsZero() {
			return entry, why, err
		}
	}
	b.Limit.bound(&entry, s.v.unit)
	return entry, Reason{}, x.boundBonus(s, &entry)
}

// postBonus posts the difference to what a bonus posted before, and keeps what it
// is worth now.
func (x *evaluation) postBonus(s *settling, entry Entry) error {
	now, held := entry.Amount, decimal.Decimal{}
	entry.Remaining = Remaining{Base: entry.Base, Units: entry.Units, Amount: now}
	if before := s.before; before != nil {
		entry.Amount = now.Sub(before.Paid)
		if entry.Amount.IsZero() {
			return nil
		}
		entry.Due = later(x.plan.due(x.event.booked(), 0), x.plan.local(before.Due))
		if entry.Kind != Chargeback && entry.Kind != Reversal {
			entry.Kind, entry.Why = Adjustment, Reason{Code: ratedAgain}
		}
		entry.Corrects = units.Key(s.v.def.ID, s.key.partner, s.bonus.Name, s.key.period)
		if s.done.Void {
			held = before.Paid
		}
	}
	one, err := edit[bonused](x, s.key)
	if err != nil {
		return err
	}
	one.Paid, one.Held, one.Due = now, held, entry.Due
	x.postOne(&entry)
	if len(s.bonus.caps) == 0 {
		return nil
	}
	return x.use(s.bonus.caps, x.plan.placeIn(s.key), entry.Amount)
}

// minimum pays a fixed amount by days, and only what it is above what was earned.
func (x *evaluation) minimum(s *settling, entry *Entry) (Reason, error) {
	one := &entry.Portions[0]
	if s.bonus.ByDays {
		if s.done.Since.IsZero() {
			return Reason{}, check.Fault("partner_since", "", alianza.ErrMissing, "bonus "+s.bonus.Name+" is paid by days")
		}
		days, of := x.plan.covered(s)
		if days == 0 {
			first, _ := x.plan.bounds(s.key.period, s.done.Since)
			entry.Amount, entry.Exact, entry.Portions = s.v.unit.Zero(), decimal.Decimal{}, nil
			return Reason{Code: notActive, Day: first}, nil
		}
		one.Amount = s.v.unit.share(one.Fixed, decimal.New(int64(days), 0), decimal.New(int64(of), 0))
		one.Fixed, one.Exact = one.Amount, one.Amount
		if days < of {
			entry.Why = Reason{Code: forDays, Count: days, Limit: decimal.New(int64(of), 0)}
		}
	}
	entry.Exact, entry.Amount = one.Exact, one.Amount
	if !s.bonus.Guarantee {
		return Reason{}, nil
	}
	earned, err := x.earnedIn(s)
	if err != nil {
		return Reason{}, err
	}
	less := exact.Round(decimal.Min(earned, one.Amount).Neg(), s.v.unit.Places(), exact.Down)
	entry.Portions = append(entry.Portions, Portion{Fixed: less, Exact: less, Amount: less})
	entry.Exact, entry.Amount = one.Exact.Add(less), s.v.unit.floor(one.Amount.Add(less))
	return Reason{}, nil
}

// covered returns the days of a period that the partnership covers, and those that
// it has.
func (p *Plan) covered(s *settling) (days, of int) {
	first, end := p.bounds(s.key.period, s.done.Since)
	of = first.DaysUntil(end)
	if first.Before(s.done.Since) {
		first = s.done.Since
	}
	if !s.done.Until.IsZero() && s.done.Until.Before(end) {
		end = s.done.Until
	}
	return max(0, first.DaysUntil(end)), of
}

// earnedIn returns what the rules of a bonus's meters earned in its period.
func (x *evaluation) earnedIn(s *settling) (decimal.Decimal, error) {
	sum, seen := decimal.Decimal{}, map[string]bool{}
	for _, name := range s.bonus.Of {
		m, err := read[meter](x, Key{about: meterRecord, partner: s.key.partner, name: name, period: s.key.period})
		if err != nil {
			return sum, err
		}
		if m != nil {
			sum = sum.Add(m.Posted)
		}
	}
	for _, v := range x.plan.versions {
		for i := range v.rules {
			r := &v.rules[i]
			if !r.pooled || seen[r.Name] || !slices.Contains(s.bonus.Of, r.meter()) {
				continue
			}
			seen[r.Name] = true
			w, err := read[window](x, Key{about: windowRecord, partner: s.key.partner, name: r.Name, period: s.key.period})
			if err != nil {
				return sum, err
			}
			for j := 0; w != nil && j < len(w.Parts); j++ {
				sum = sum.Add(w.Parts[j].Paid)
			}
		}
	}
	return sum, nil
}

// boundBonus cuts what a bonus pays to what the caps over several rules leave: its
// own share of them is room.
func (x *evaluation) boundBonus(s *settling, entry *Entry) error {
	if len(s.bonus.caps) == 0 {
		return nil
	}
	full, at := entry.Amount, x.plan.placeIn(s.key)
	for _, one := range s.bonus.caps {
		used, err := read[capped](x, x.capKey(one, at))
		if err != nil {
			return err
		}
		room := one.Amount
		if used != nil {
			room = room.Sub(used.Used)
		}
		if s.before != nil {
			room = room.Add(s.before.Paid)
		}
		one.cut(entry, full, room, s.v.unit)
	}
	return nil
}

// placeIn returns a place in the period of a key.
func (p *Plan) placeIn(key Key) place {
	first, _ := p.bounds(key.period, alianza.Date{})
	return place{partner: key.partner, at: first.In(p.zone), since: first}
}

// make finds what a bonus pays for a volume.
func (b *bonus) make(entry *Entry, u unit, v Volume) {
	pay := &b.Pay
	switch {
	case pay.tabled():
		p := b.table.pay(Volume{}, v)
		if v.isZero() {
			p = b.table.first()
		}
		entry.Portions, entry.Exact, entry.Amount, entry.Rate = p.Portions, p.Exact, p.Amount, oneRate(p.Portions)
	case pay.Fixed.IsZero() && pay.PerUnit.IsZero():
		entry.Exact, entry.Amount = percentOf(entry.Rate, v.Amount), u.percent(entry.Rate, v.Amount)
	default:
		one := Portion{Rate: entry.Rate, PerUnit: pay.PerUnit, Fixed: pay.Fixed}
		if !pay.PerUnit.IsZero() {
			one.Units = v.Units
		}
		if !entry.Rate.IsZero() {
			one.Base = v.Amount
		}
		one.Exact = percentOf(one.Rate, one.Base).Add(pay.PerUnit.Mul(one.Units)).Add(pay.Fixed)
		entry.Exact, entry.Rate = one.Exact, alianza.Percent{}
		entry.Amount = u.round(one.Exact)
		one.Amount = entry.Amount
		entry.Portions = []Portion{one}
	}
}

// first returns what a table pays for nothing: the flat amount of its first
// bracket.
func (t Table) first() Payment {
	flat := t.def.Brackets[0].Flat
	if flat.IsZero() {
		return Payment{Amount: t.unit.Zero()}
	}
	amount := t.unit.floor(flat)
	return Payment{Portions: []Portion{{Bracket: 1, Fixed: flat, Exact: flat, Amount: amount}}, Exact: flat, Amount: amount}
}

// void takes back all that the close of a period paid, or pays it again. The
// period stays closed.
func (x *evaluation) void(partner string, of *sold, void bool) error {
	key := Key{about: periodRecord, partner: partner, period: of.Period}
	done, err := edit[closed](x, key)
	if err != nil {
		return err
	}
	done.Void = void
	if err := x.settle(done, partner, of.Period, false); err != nil {
		return err
	}
	if len(x.earned.Entries)+len(x.earned.Skipped) == 0 {
		x.skip("", Reason{Code: earnedNothing})
	}
	return nil
}

// Attained returns what a partner attained in a period, in all versions of the
// plan: what a rule sold in its window, or what a meter counted for bonuses. What
// is not known is nothing. The units of a rule by customers are its customers; those
// of two versions add up.
func (p Plan) Attained(past Past, partner, name string, period string) (Volume, error) {
	x := &evaluation{plan: &p, past: past, event: &Event{}}
	sum := Volume{}
	m, err := read[meter](x, Key{about: meterRecord, partner: partner, name: name, period: period})
	if err != nil || m != nil {
		if m != nil {
			sum = Volume{Amount: m.Amount, Units: m.Units}
		}
		return sum, err
	}
	w, err := read[window](x, Key{about: windowRecord, partner: partner, name: name, period: period})
	if err != nil || w == nil {
		return sum, err
	}
	return w.prior(len(w.Parts), true), nil
}

package ledgertest

import (
	"math/big"
	"slices"
	"time"
)

// A taking is a refund or a chargeback, or what a correction makes of one.
type taking struct {
	event   *event
	kind    string // refund or chargeback, also where a correction says it
	partner string
	of      string // the sale
	index   int    // its place in the list
	undone  bool

	sale    *sale    // nil while it is not known
	closing *closing // where it takes back a close

	late       bool     // the partner keeps what was paid
	left, kept *big.Rat // what it takes of either; see sale.left and sale.kept
	units      *big.Rat
	includes   map[string]*big.Rat
	all        bool
	credits    map[Line]*big.Rat     // what it took back while the sale was not known
	taken      map[*holding]*big.Rat // where a policy says how much
}

// whole reports whether an event takes back all that is left.
func (t *taking) whole() bool {
	e := t.event
	return t.kind == "chargeback" && e.Amount.or0().Sign() == 0 && e.Units.Rat == nil && len(e.Includes) == 0
}

// taking returns the taking of an event, or nil.
func (l *Ledger) taking(partner, id string) *taking {
	for _, t := range l.takings {
		if t.event.Partner == partner && t.event.ID == id {
			return t
		}
	}
	return nil
}

// takeBack takes a refund or a chargeback.
func (l *Ledger) takeBack(e *event) verdict {
	day := l.day(e.At)
	if !l.started(day) {
		return refused("range", "unknown", "pending", "conflict")
	}
	t := &taking{event: e, kind: e.Kind, partner: e.Partner, of: e.Of, index: l.next}
	if c := l.closingOf(e.Partner, e.Of); c != nil {
		return l.takeClose(t, c)
	}
	s := l.sale(e.Partner, e.Of)
	var v verdict
	switch {
	case s == nil && l.known[e.Partner+"\x00"+e.Of] != nil:
		return refused("conflict", "unknown", "pending", "range")
	case s == nil:
		return l.unknown(t, day)
	case s.corrected:
		return refused("range", "conflict")
	}
	if v = l.measure(t, s, false); !v.refused() {
		l.takings = append(l.takings, t)
	}
	return v
}

// takeClose takes back the bonuses of a close.
func (l *Ledger) takeClose(t *taking, c *closing) verdict {
	if !t.whole() || l.taken(c) {
		return refused("range", "conflict")
	}
	t.closing, t.left, t.kept = c, new(big.Rat), new(big.Rat)
	l.takings = append(l.takings, t)
	return verdict{}
}

// measure finds how much a taking takes of a sale, or why it cannot. A gentle
// one takes no more than there is.
func (l *Ledger) measure(t *taking, s *sale, gentle bool) (v verdict) {
	e, left := t.event, s.left(l)
	standing := s.kept(l, always)
	defer func() {
		if !v.refused() {
			l.policy(t, s, standing)
		}
	}()
	amount, rest := e.Amount.or0(), s.amountLeft(left)
	t.late = t.kind == "refund" && s.def != nil && s.def.RefundDays > 0 && l.day(e.At).After(s.day.AddDate(0, 0, s.def.RefundDays))
	if t.whole() {
		kept := s.kept(l, always)
		if s.gone(kept) && !gentle {
			v.refuse("range")
			// Of a sale of nothing, whose units came back one by one.
			v.unsure = s.event.Amount.or0().Sign() == 0 && !slices.ContainsFunc(kept, func(c cut) bool { return c.all })
		}
		t.sale, t.left, t.kept, t.all = s, rest, s.amountLeft(kept), s.event.Amount.or0().Sign() == 0
		return v
	}
	switch {
	case amount.Sign() > 0 && amount.Cmp(halfUp(rest, minor(l.versions[0].Currency))) == 0:
		amount = rest
	case amount.Cmp(rest) > 0 && gentle:
		amount = rest
	case amount.Cmp(rest) > 0:
		v.refuse("range")
	}
	// A refund of nothing of a sale of which nothing is left.
	v.unsure = v.unsure || !gentle && amount.Sign() == 0 && e.Units.or0().Sign() == 0 && s.gone(left)
	c := cut{amount: amount}
	c.includes = l.partsTaken(t, s, amount, gentle, &v)
	c.units = l.unitsTaken(t, s, c, gentle, &v)
	for _, h := range s.holdings {
		if !c.saysParts() {
			break
		}
		taken := new(big.Rat)
		for _, before := range s.kept(l, always) {
			if before.saysParts() {
				taken = add(taken, h.baseOf(before))
			}
		}
		own := h.baseOf(c)
		if amount.Cmp(rest) == 0 {
			own = most(own, new(big.Rat)) // all of it, rounded
		}
		switch {
		case !gentle && s.event.included().Cmp(s.event.Amount.or0()) > 0:
			v.unsure = true // parts of a sale at a loss
		case own.Sign() < 0 || add(taken, own).Cmp(h.base) > 0:
			v.refuse("range")
		}
	}
	if v.refused() && gentle {
		v, c = verdict{}, cut{amount: amount}
	}
	t.sale, t.left, t.kept, t.units, t.includes = s, amount, amount, c.units, c.includes
	return v
}

// policy finds what a taking takes of each holding whose rule has a policy: of what
// stands, the part that is refunded, and of that the rate of the first line that fits.
func (l *Ledger) policy(t *taking, s *sale, before []cut) {
	after := before
	if !t.late {
		after = append(slices.Clip(after), cut{t.kept, t.units, t.includes, t.all})
	}
	t.taken = map[*holding]*big.Rat{}
	for _, h := range s.holdings {
		if len(h.rule.TakeBack) == 0 {
			continue
		}
		stands, was, is := l.stands(h), h.plain(before), h.plain(after)
		rate, whole := new(big.Rat), false
		for _, line := range h.rule.TakeBack {
			if (line.On == "" || line.On == t.kind) && (len(line.Causes) == 0 || slices.Contains(line.Causes, t.event.Cause)) &&
				(line.Months == 0 || l.day(t.event.At).Before(months(s.day, line.Months))) {
				rate, whole = line.Rate.or0(), line.Whole
				break
			}
		}
		would := new(big.Rat)
		switch {
		case h.baseLeft(before).Cmp(h.baseLeft(after)) == 0 && h.unitsLeft(before).Cmp(h.unitsLeft(after)) == 0 && s.gone(before) == s.gone(after):
			// Nothing of it is taken.
		case whole:
			would = stands
		case is.Cmp(was) < 0:
			would = mul(stands, quo(sub(was, is), was))
		}
		t.taken[h] = h.def.round(mul(would, rate))
	}
}

// stands returns what stands of a holding whose rule has a policy.
func (l *Ledger) stands(h *holding) *big.Rat {
	left := h.posted
	for _, t := range l.takings {
		if t.sale == h.sale && !t.undone {
			left = sub(left, orZero(t.taken[h]))
		}
	}
	return left
}

// partsTaken returns the parts of its amount that a taking says.
func (l *Ledger) partsTaken(t *taking, s *sale, amount *big.Rat, gentle bool, v *verdict) map[string]*big.Rat {
	if len(t.event.Includes) == 0 {
		return nil
	}
	parts, sum := map[string]*big.Rat{}, new(big.Rat)
	for name, said := range t.event.Includes {
		x := said.or0()
		_, known := s.event.Includes[name]
		left := s.partLeft(name, s.left(l))
		switch {
		case !known && gentle:
			continue
		case !known:
			v.refuse("range", "unknown", "conflict")
		case x.Cmp(left) > 0 && gentle:
			x = left
		case x.Cmp(left) > 0:
			v.refuse("range")
		}
		parts[name], sum = x, add(sum, x)
	}
	if sum.Cmp(most(amount, t.event.Amount.or0())) > 0 {
		v.refuse("range", "conflict")
	}
	return parts
}

// unitsTaken returns the units that a taking says, or as good as says by its
// parts; nil if it says none.
func (l *Ledger) unitsTaken(t *taking, s *sale, c cut, gentle bool, v *verdict) *big.Rat {
	said, sold := t.event.Units.Rat, s.event.Units.Rat
	left := s.unitsLeft(s.left(l))
	switch {
	case said != nil && sold == nil && gentle:
		return nil
	case said != nil && sold == nil:
		v.refuse("range", "conflict", "unknown", "missing")
		return said
	case said != nil && said.Cmp(left) > 0 && gentle:
		return left
	case said != nil && said.Cmp(left) > 0:
		v.refuse("range")
		return said
	case said != nil || sold == nil || !c.saysParts():
		return said
	}
	goods := sub(s.event.Amount.or0(), s.event.included())
	if goods.Sign() <= 0 {
		return nil
	}
	taken := c.amount
	for _, x := range c.includes {
		taken = sub(taken, x)
	}
	units := halfUp(mul(sold, quo(taken, goods)), 18)
	if units.Cmp(left) > 0 {
		v.unsure = v.unsure || !gentle
		return left
	}
	return most(units, new(big.Rat))
}

// reverse undoes a taking.
func (l *Ledger) reverse(e *event) verdict {
	t := l.taking(e.Partner, e.Of)
	if m := l.maturity(e.Partner, e.Of); m != nil && l.started(l.day(e.At)) {
		return l.reopen(m)
	}
	switch {
	case !l.started(l.day(e.At)):
		return refused("range", "unknown", "pending", "conflict")
	case t == nil && l.known[e.Partner+"\x00"+e.Of] != nil:
		return refused("conflict", "unknown", "pending", "range")
	case t == nil:
		return refused("pending", "unknown", "missing")
	case t.undone:
		return refused("repeated", "conflict", "range")
	case l.murky(t):
		return verdict{unsure: true}
	}
	t.undone = true
	return verdict{}
}

// murky reports whether undoing a taking leaves it open what stands.
func (l *Ledger) murky(t *taking) bool {
	if t.sale == nil {
		return false
	}
	for _, other := range l.takings {
		if other.sale != t.sale || other.undone || other == t {
			continue
		}
		// A chargeback of everything took what this one had left.
		if other.whole() && other.index > t.index && (t.late || other.all) {
			return true
		}
		// A window was closed for good between the two: its volume fell by one.
		for _, h := range t.sale.holdings {
			closed := l.closedAt(t.sale.event.Partner, h.period)
			if closed != always && t.index < closed && closed < other.index {
				return true
			}
		}
	}
	return false
}

// correct replaces a sale or a taking by the facts of the event.
func (l *Ledger) correct(e *event) verdict {
	partner := or(e.OfPartner, e.Partner)
	day := l.day(e.At)
	if !l.started(day) {
		return refused("range", "unknown", "pending", "conflict")
	}
	if l.closingOf(partner, e.Of) != nil {
		return refused("conflict", "range")
	}
	if t := l.taking(partner, e.Of); t != nil {
		if partner != e.Partner {
			return refused("conflict", "range", "unknown")
		}
		return l.correctTaking(t, e, day)
	}
	if m := l.maturity(partner, e.Of); m != nil {
		if partner != e.Partner || m.undone {
			return refused("conflict")
		}
		l.reopen(m)
		l.answer(e, m.sale)
		return verdict{}
	}
	s := l.sale(partner, e.Of)
	switch {
	case s == nil && l.known[partner+"\x00"+e.Of] != nil:
		return refused("conflict", "unknown", "range", "pending")
	case s == nil:
		return refused("pending", "unknown", "missing")
	case s.corrected:
		return refused("range", "conflict")
	}
	if s.event.Partner != e.Partner && s.answeredAny() {
		return refused("conflict", "range") // range if all of it was taken back, too
	}
	if v := l.movable(s, e, day); v.refused() {
		return v
	}
	return l.correctSale(s, e, day)
}

// standing returns what was taken of a sale and not put back.
func (l *Ledger) standing(s *sale) (list []*taking) {
	for _, t := range l.takings {
		if t.sale == s && !t.undone {
			list = append(list, t)
		}
	}
	return list
}

// movable says why what was taken of a sale cannot be taken of the right facts
// instead: they are less, or what was taken is more than so much of the amount.
func (l *Ledger) movable(s *sale, e *event, day time.Time) (v verdict) {
	standing := l.standing(s)
	if len(standing) == 0 {
		return v
	}
	for _, d := range []*definition{s.def, l.version(day)} {
		if d != nil && slices.ContainsFunc(d.Rules, func(r rule) bool { return r.On == s.kind && len(r.TakeBack) > 0 }) {
			v.refuse("conflict") // each refund would be taken by the policy anew
		}
	}
	for _, h := range s.holdings {
		if l.shut(s, h.rule) {
			v.refuse("conflict") // refunds before the close and after it are not alike
		}
	}
	amount, units, parts := new(big.Rat), new(big.Rat), map[string]*big.Rat{}
	for _, t := range standing {
		if t.all {
			v.refuse("conflict", "range")
		}
		amount, units = add(amount, t.left), add(units, orZero(t.units))
		for name, x := range t.includes {
			parts[name] = add(orZero(parts[name]), x)
		}
	}
	if amount.Cmp(e.Amount.or0()) > 0 || units.Cmp(e.Units.or0()) > 0 {
		v.refuse("range")
	}
	for name, x := range parts {
		if x.Cmp(e.Includes[name].or0()) > 0 {
			v.refuse("range")
		}
	}
	v.unsure = v.unsure || len(parts) > 0 && e.included().Cmp(e.Amount.or0()) > 0 // of a sale at a loss
	return v
}

// correctSale lets the right facts earn in place of the wrong ones.
func (l *Ledger) correctSale(s *sale, e *event, day time.Time) verdict {
	s.corrected = true
	l.wrong = s.holdings
	defer func() { l.wrong = nil }()
	right := &sale{event: e, kind: s.kind, day: day, index: l.next}
	if def := l.version(day); def != nil {
		earned, v := l.earn(e, s.kind, def)
		if v.refused() {
			s.corrected = false
			return v
		}
		right = earned
	}
	standing := l.standing(s)
	if !right.holds(standing) {
		s.corrected = false
		return refused("range")
	}
	for _, t := range standing {
		t.sale = right
	}
	for _, m := range l.maturities {
		if m.sale == s {
			m.sale = right
			if right.event.Partner != m.partner {
				m.sale = nil // it answered nothing
			}
		}
	}
	l.arrive(right)
	return verdict{}
}

// holds reports whether the base of each rule is at least what was taken of it.
func (s *sale) holds(standing []*taking) bool {
	for _, h := range s.holdings {
		taken := new(big.Rat)
		for _, t := range standing {
			if c := (cut{amount: t.kept, includes: t.includes}); c.saysParts() && !t.late {
				taken = add(taken, h.baseOf(c))
			}
		}
		if taken.Sign() < 0 || taken.Cmp(h.base) > 0 {
			return false
		}
	}
	return true
}

// correctTaking undoes a taking, and takes by the right facts, if they take
// anything.
func (l *Ledger) correctTaking(t *taking, e *event, day time.Time) (v verdict) {
	if t.undone {
		return refused("repeated", "conflict", "range")
	}
	if l.murky(t) {
		return verdict{unsure: true}
	}
	if e.Amount.or0().Sign() == 0 && len(e.Includes) > 0 {
		return verdict{unsure: true} // parts of nothing
	}
	t.undone = true
	if e.Amount.or0().Sign() > 0 || e.Units.or0().Sign() > 0 {
		right := &taking{event: e, kind: t.kind, partner: t.partner, of: t.of, index: l.next}
		switch {
		case t.closing != nil:
			v = refused("range", "conflict")
		case t.sale == nil:
			v = l.unknown(right, day)
			v.unsure = v.refused() // by a policy that the taking itself did not meet
		default:
			if v = l.measure(right, t.sale, false); !v.refused() {
				l.takings = append(l.takings, right)
			}
		}
	}
	t.undone = !v.refused()
	return v
}

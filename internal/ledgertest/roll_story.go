package ledgertest

import (
	"fmt"
	"math/big"
	"slices"
	"time"
)

// A story makes the events of a year, and knows from a ledger what stands.
type story struct {
	*die
	year    *Year
	ledger  *Ledger
	steps   int
	step    int
	waiting []object // sales that were refunded before they came, and what was pending
	told    []object // what was accepted

	outcomes []Outcome // of the events of the year
}

// tell makes a year.
func (s *story) tell() {
	for s.step = 0; len(s.year.Events) < s.steps && s.step < 20*s.steps; s.step++ {
		if len(s.waiting) > 0 && s.one(4) {
			e := s.waiting[0]
			s.waiting = s.waiting[1:]
			s.post(e)
			continue
		}
		s.post(s.event())
	}
}

// post gives an event to the ledger and writes it down.
func (s *story) post(e object) {
	if e == nil {
		return
	}
	data := e.json()
	out := s.ledger.Post(data)
	if out.Unsure {
		return
	}
	s.year.Events, s.outcomes = append(s.year.Events, data), append(s.outcomes, out)
	switch {
	case len(out.Refused) == 0:
		s.told = append(s.told, e)
	case slices.Contains(out.Refused, "pending") && s.one(2):
		s.waiting = append(s.waiting, e)
	}
}

// event returns the next event, or nil.
func (s *story) event() object {
	switch roll := s.IntN(100); {
	case roll < 36:
		return s.sale()
	case roll < 40:
		return s.early()
	case roll < 59:
		return s.refund()
	case roll < 64:
		return s.chargeback()
	case roll < 69:
		return s.maturity()
	case roll < 76:
		return s.reversal()
	case roll < 84:
		return s.correction()
	case roll < 87:
		return s.correctTaking()
	case roll < 93:
		return s.close()
	case roll < 97:
		return s.again()
	default:
		return s.faulty()
	}
}

// id returns an ID that was not used.
func (s *story) id() string { return fmt.Sprint("e", s.step) }

// day returns a day about where the story is: some news is late.
func (s *story) day() time.Time {
	day := s.step*110/(s.steps+s.steps/4) + s.IntN(5)
	if s.one(6) {
		day -= s.IntN(45)
	}
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, max(-2, day))
}

// at returns the text of an instant of a day in the zone of the year.
func (s *story) at(day time.Time) string {
	y, m, d := day.Date()
	hour := pick(s.die, 0, 12, 23)
	return time.Date(y, m, d, hour, pick(s.die, 0, 59), 0, 0, s.year.Zone).UTC().Format(time.RFC3339)
}

// any returns an event with what all have.
func (s *story) any(kind string) object {
	return object{"id": s.id(), "kind": kind, "partner": s.text("ana", "ana", "ana", "bob"), "currency": s.ledger.versions[0].Currency, "at": s.at(s.day())}
}

// kinds are those that the program pays.
func (s *story) kind() string {
	rules := s.ledger.versions[0].Rules
	if s.one(20) {
		return s.text("lead", "payment", "sale", "item:post", "qualified_lead")
	}
	return rules[s.IntN(len(rules))].On
}

// sale returns an event that earns.
func (s *story) sale() object {
	kind := s.kind()
	e := s.any(kind)
	s.facts(e)
	amount := s.text("0", "1", "5", "10", "20", "25", "40", "50", "50", "80", "100", "100", "100", "150", "200", "12.5", "99.99", "33.33", "0.05", "10.005", "49.995", "300")
	if kind != "sale" && kind != "payment" && !s.one(3) {
		amount = "0"
	}
	s.amount(e, amount)
	s.shares(e)
	if s.one(2) {
		e["units"] = s.text("0", "1", "1", "2", "3", "4", "5", "10", "2.5", "0.5", "1.25")
	}
	return e
}

// maturity returns an event that answers installments.
func (s *story) maturity() object {
	defers := func(d *definition) bool {
		return slices.ContainsFunc(d.Rules, func(r rule) bool { return len(r.Defer) > 0 })
	}
	if !slices.ContainsFunc(s.ledger.versions, defers) && !s.one(20) {
		return s.sale()
	}
	sale, o := s.standing()
	for range 20 { // mostly of one with installments
		if sale == nil || slices.ContainsFunc(sale.holdings, func(h *holding) bool { return len(h.answers) < len(h.rule.Defer) }) {
			break
		}
		sale, o = s.standing()
	}
	if o == nil {
		return nil
	}
	e := s.any("maturity")
	e["partner"], e["of"] = o["partner"], o["id"]
	e["at"] = s.at(sale.day.AddDate(0, 0, 15+s.IntN(75)))
	if answer := s.text("yes", "yes", "yes", "no", ""); answer != "" {
		e["facts"] = map[string]any{"active": answer}
	}
	if s.one(2) {
		e["tier"] = s.text("club/gold", "club/basic")
	}
	return e
}

// shares gives an event to several partners, where the program pays each event by
// itself: what is rated again for others is the partner's alone.
func (s *story) shares(e object) {
	delete(e, "shares")
	for _, d := range s.ledger.versions {
		for i := range d.Rules {
			if d.Rules[i].pooled() {
				return
			}
		}
	}
	if !s.one(3) {
		return
	}
	list := []any{map[string]any{"partner": e["partner"], "weight": s.text("1", "2", "0.5")}}
	for _, partner := range []string{"eva", "dan", "bob"} {
		if partner != e["partner"] && s.one(2) {
			list = append(list, map[string]any{"partner": partner, "weight": s.text("1", "3", "0.25")})
		}
	}
	e["shares"] = list
}

// amount sets an amount with the parts that the rules take off.
func (s *story) amount(e object, amount string) {
	e["amount"] = amount
	x, _ := parse(amount)
	share := func(percents ...int64) string {
		return grid(mul(x, big.NewRat(pick(s.die, percents...), 100)))
	}
	parts := object{"tax": share(0, 0, 10, 20, 17), "shipping": share(0, 0, 5, 10), "discount": share(0, 0, 0, 10, 25)}
	switch s.IntN(25) {
	case 0:
		parts = object{"tax": "0", "shipping": "0", "discount": amount}
	case 1:
		parts = object{"tax": amount, "shipping": "0", "discount": "0"}
	case 2:
		parts["tax"] = share(120) // a sale at a loss
	}
	e["includes"] = map[string]any(parts)
}

// facts sets what rules may ask for.
func (s *story) facts(e object) {
	if tier := s.text("club/gold", "club/silver", "club/basic", "club/basic", ""); tier != "" {
		e["tier"] = tier
	}
	if s.one(4) {
		e["own"] = map[string]any{"rate": s.text("15%", "30%", "120%"), "hold_days": s.among(0, 14)}
	}
	s.customer(e)
	e["order"] = s.text("o1", "o2", "o3")
	e["partner_since"] = "2025-11-20T00:00:00Z"
	if e["partner"] == "bob" {
		e["partner_since"] = "2026-01-12T00:00:00Z"
	}
	if s.one(15) {
		e["partner_until"] = "2026-02-20T00:00:00Z"
	}
	if country := s.text("US", "ES", ""); country != "" {
		e["facts"] = map[string]any{"country": country}
	}
}

// customer sets a customer: the time of z is known to all of its events.
func (s *story) customer(e object) {
	delete(e, "customer_since")
	e["customer"] = s.text("x", "x", "y", "z")
	if e["customer"] == "z" {
		e["customer_since"] = "2026-01-10T12:00:00Z"
	}
}

// early returns a refund, and keeps its sale for later.
func (s *story) early() object {
	sale := s.sale()
	sale["id"] = s.id() + "s"
	e := s.taking("refund", sale)
	if s.one(6) {
		e["of"] = "never"
	} else {
		s.waiting = append(s.waiting, sale)
	}
	amount, _ := parse(fmt.Sprint(sale["amount"]))
	s.portion(e, sale, amount)
	if s.one(8) {
		e["kind"] = "chargeback"
		if s.one(2) || e["amount"] == "0" {
			s.silent(e)
		}
	}
	return e
}

// taking returns a taking of a sale, of nothing yet. It carries the facts that
// are asked for where the sale is not known.
func (s *story) taking(kind string, sale object) object {
	e := s.any(kind)
	for _, name := range []string{"partner", "tier", "customer", "customer_since", "order", "partner_since", "partner_until", "facts", "own"} {
		if v, ok := sale[name]; ok {
			e[name] = v
		}
	}
	e["of"] = sale["id"]
	if s.one(4) {
		e["cause"] = s.text("withdrawal", "lapse")
	}
	if s.one(6) { // late
		e["at"] = s.at(s.day().AddDate(0, 0, 20+s.IntN(30)))
	}
	return e
}

// silent leaves out how much a taking takes.
func (s *story) silent(e object) {
	for _, name := range []string{"amount", "units", "includes"} {
		delete(e, name)
	}
}

// portion sets how much a taking takes of what is left of a sale.
func (s *story) portion(e, sale object, left *big.Rat) {
	fraction := pick(s.die, big.NewRat(1, 2), big.NewRat(1, 2), big.NewRat(1, 4), big.NewRat(3, 4), big.NewRat(1, 5), big.NewRat(1, 10))
	if s.one(10) {
		fraction = big.NewRat(1, 3)
	}
	amount := halfUp(mul(left, fraction), 4)
	switch s.IntN(8) {
	case 0, 1:
		amount = left // all of it
	case 2:
		amount = halfUp(left, 2) // in cents
	case 3:
		if s.one(3) {
			amount = add(left, big.NewRat(1, 100))
		}
	}
	e["amount"] = text(amount)
	if s.one(12) {
		e["amount"] = "0"
	}
	s.units(e, sale, fraction)
	s.parts(e, sale, amount)
}

// units sets the units that a taking says.
func (s *story) units(e, sale object, fraction *big.Rat) {
	said, ok := sale["units"].(string)
	switch {
	case s.one(25):
		e["units"] = s.text("1", "20")
	case ok && s.one(3):
		units, _ := parse(said)
		e["units"] = grid(mul(units, pick(s.die, fraction, big.NewRat(1, 2), big.NewRat(1, 5))))
	}
}

// parts sets the parts that a taking says.
func (s *story) parts(e, sale object, amount *big.Rat) {
	included, ok := sale["includes"].(map[string]any)
	if !ok || !s.one(4) {
		return
	}
	said := object{}
	switch s.IntN(4) {
	case 0: // the shipping alone
		said["shipping"] = included["shipping"]
		e["amount"] = included["shipping"]
	case 1: // goods alone
		said["tax"], said["shipping"] = "0", "0"
	case 2: // in proportion
		total, _ := parse(fmt.Sprint(sale["amount"]))
		if total.Sign() == 0 {
			return
		}
		for name, v := range included {
			x, _ := parse(fmt.Sprint(v))
			said[name] = grid(mul(x, quo(amount, total)))
		}
	default:
		said[s.text("tax", "shipping", "fees")] = s.text("1", "2.5", "0.01")
	}
	e["includes"] = map[string]any(said)
}

// standing returns a sale that stands, as an object, and what is left of it.
func (s *story) standing() (*sale, object) {
	var sales []*sale
	paid := !s.one(5)
	for _, one := range s.ledger.sales {
		if s.one(30) || !one.corrected && (!paid || len(one.holdings) > 0) {
			sales = append(sales, one)
		}
	}
	if len(sales) == 0 {
		return nil, nil
	}
	// The later ones are more likely.
	i := max(s.IntN(len(sales)), s.IntN(len(sales)))
	return sales[i], s.find(sales[i].event)
}

// find returns an event as it was told.
func (s *story) find(e *event) object {
	for _, o := range s.told {
		if o["id"] == e.ID && o["partner"] == e.Partner {
			return o
		}
	}
	return nil
}

func (s *story) refund() object {
	sale, o := s.standing()
	if sale == nil {
		return nil
	}
	e := s.taking("refund", o)
	s.portion(e, o, sale.amountLeft(sale.left(s.ledger)))
	return e
}

func (s *story) chargeback() object {
	if s.one(12) && len(s.ledger.closings) > 0 {
		c := s.ledger.closings[s.IntN(len(s.ledger.closings))]
		if c.follows() { // a later close would pay again, or not
			return nil
		}
		e := s.any("chargeback")
		e["partner"], e["of"] = c.partner, c.ids[0]
		return e
	}
	e := s.refund()
	if e == nil {
		return nil
	}
	e["kind"] = "chargeback"
	if !s.one(3) {
		s.silent(e)
	}
	return e
}

// someTaking returns a taking, mostly one that stands.
func (s *story) someTaking() *taking {
	var list []*taking
	for _, t := range s.ledger.takings {
		if !t.undone || s.one(15) {
			list = append(list, t)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[s.IntN(len(list))]
}

func (s *story) reversal() object {
	e := s.any("reversal")
	t := s.someTaking()
	switch {
	case s.one(20):
		e["of"] = s.text("never", "e0", "e1")
	case s.one(3) && len(s.ledger.maturities) > 0:
		m := s.ledger.maturities[s.IntN(len(s.ledger.maturities))]
		e["partner"], e["of"] = m.partner, m.event.ID
	case t == nil:
		return nil
	default:
		e["partner"], e["of"] = t.event.Partner, t.event.ID
	}
	return e
}

// correction returns a correction of a sale: the same with some facts changed.
func (s *story) correction() object {
	sale, o := s.standing()
	if sale == nil {
		return nil
	}
	e := o.clone()
	e["id"], e["kind"], e["of"] = s.id(), "correction", o["id"]
	delete(e, "of_partner")
	for range 1 + s.IntN(2) {
		switch s.IntN(8) {
		case 0, 1:
			s.amount(e, s.text("0", "10", "50", "99.99", "100", "150", "200"))
		case 2:
			e["units"] = s.text("0", "1", "2", "5", "2.5")
		case 3:
			s.customer(e)
		case 4:
			e["at"] = s.at(s.day())
		case 5:
			e["tier"] = s.text("club/gold", "club/silver", "club/basic")
		case 6:
			delete(e, "tier")
		default:
			e["partner"] = s.text("ana", "bob")
			s.shares(e)
			if e["partner"] != o["partner"] {
				e["of_partner"] = o["partner"]
			}
		}
	}
	if s.one(2) {
		e["booked"] = s.at(s.day().AddDate(0, 0, 3))
	}
	return e
}

// correctTaking returns a correction of a taking.
func (s *story) correctTaking() object {
	t := s.someTaking()
	if s.one(4) && len(s.ledger.maturities) > 0 {
		m := s.ledger.maturities[s.IntN(len(s.ledger.maturities))]
		e := s.any("correction")
		e["partner"], e["of"], e["amount"] = m.partner, m.event.ID, "0"
		e["facts"] = map[string]any{"active": s.text("yes", "no")}
		return e
	}
	if t == nil {
		return nil
	}
	o := s.find(t.event)
	if o == nil {
		return nil
	}
	e := o.clone()
	e["id"], e["kind"], e["of"] = s.id(), "correction", o["id"]
	switch s.IntN(5) {
	case 0:
		s.silent(e)
		e["amount"] = "0"
	case 1:
		e["at"] = s.at(s.day())
	default:
		s.silent(e)
		var sale object
		left := whole(20)
		if t.sale != nil {
			sale, left = s.find(t.sale.event), add(t.sale.amountLeft(t.sale.left(s.ledger)), t.left)
		}
		if sale == nil {
			sale = object{"amount": "20"}
		}
		s.portion(e, sale, left)
	}
	return e
}

// close returns the close of a period of a bonus or of a window.
func (s *story) close() object {
	e := s.any("close")
	def := s.ledger.versions[s.IntN(len(s.ledger.versions))]
	spans := []string{"month"}
	for _, r := range def.Rules {
		spans = append(spans, r.Over)
	}
	for _, b := range def.Bonuses {
		spans = append(spans, b.Over, b.Over)
	}
	long := spans[s.IntN(len(spans))]
	if long == "event" || long == "order" || long == "ever" {
		return nil
	}
	day := s.day()
	e["at"] = s.at(day)
	since, _ := time.Parse(time.DateOnly, "2025-11-20")
	if e["partner"] == "bob" {
		since = since.AddDate(0, 0, 53)
	}
	e["period"] = s.ledger.period(long, months(day, -s.IntN(2)), since)
	if s.one(4) {
		e["tier"] = s.text("club/gold", "club/basic")
	}
	if !s.one(10) {
		e["partner_since"] = since.Format(time.RFC3339)
	}
	if s.one(6) {
		e["partner_until"] = "2026-02-20T00:00:00Z"
	}
	return e
}

// again returns an event that was there before, as it was or otherwise.
func (s *story) again() object {
	if len(s.told) == 0 {
		return nil
	}
	e := s.told[s.IntN(len(s.told))].clone()
	switch s.IntN(5) {
	case 0:
		e["amount"] = s.text("1", "2")
	case 1:
		e["tier"] = "club/other"
	case 2:
		e["at"] = s.at(s.day())
		e["booked"] = s.at(s.day())
	case 3:
		name := s.text("customer", "order", "period", "units", "of", "partner_until", "includes", "facts")
		delete(e, name)
	}
	return e
}

// faulty returns a sale with a fault.
func (s *story) faulty() object {
	e := s.sale()
	switch s.IntN(8) {
	case 0:
		e["currency"] = "GBP"
	case 1:
		delete(e, "customer")
		delete(e, "customer_since")
	case 2:
		delete(e, "order")
	case 3:
		delete(e, "includes")
	case 4:
		delete(e, "partner_since")
	case 5:
		e["tier"] = s.text("club/iron", "other/gold")
	case 6:
		e["amount"] = "-1"
	default:
		e["of"] = "e0"
	}
	return e
}

// tellOrderless makes sales and what is taken of them, all of it accepted.
func (s *story) tellOrderless() {
	for s.step = 0; len(s.year.Events) < s.steps && s.step < 50*s.steps; s.step++ {
		var e object
		switch roll := s.IntN(20); {
		case roll < 9 || len(s.ledger.sales) == 0:
			e = s.sale()
			e["partner"] = "ana"
		case roll < 16:
			e = s.modest()
		case roll < 18:
			e = s.reversal()
		default:
			e = s.correction()
		}
		if e == nil {
			continue
		}
		if out := s.ledger.Post(e.json()); !out.Unsure && len(out.Refused) == 0 {
			s.year.Events = append(s.year.Events, e.json())
			s.told = append(s.told, e)
		}
	}
}

// modest returns a refund of so little of a sale, in so small parts, that a few
// of them fit in any order.
func (s *story) modest() object {
	sale, o := s.standing()
	if sale == nil || sale.corrected || sale.event.Amount.or0().Sign() == 0 {
		return nil
	}
	e := s.taking("refund", o)
	fraction := pick(s.die, big.NewRat(1, 8), big.NewRat(1, 10), big.NewRat(1, 20))
	amount := halfUp(mul(sale.event.Amount.or0(), fraction), 2)
	e["amount"] = text(amount)
	if units := sale.event.Units.Rat; units != nil && s.one(2) {
		e["units"] = grid(mul(units, fraction))
	}
	if s.one(3) && amount.Sign() > 0 {
		said := object{}
		for name, x := range sale.event.Includes {
			if s.one(2) {
				said[name] = grid(mul(x.or0(), big.NewRat(1, 20)))
			}
		}
		if len(said) > 0 {
			e["includes"] = map[string]any(said)
		}
	}
	return e
}

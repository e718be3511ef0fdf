package ledgertest

import (
	"fmt"
	"slices"
	"strings"
)

// program returns the versions of a random program.
func (d *die) program(versions int, s shape) (list [][]byte) {
	p := &programDie{die: d, shape: s, versions: versions}
	def := p.first()
	list = append(list, def.json())
	from := []string{"2026-01-16", "2026-02-01", "2026-02-15", "2026-03-10", "2026-04-01"}
	at := d.IntN(3)
	for v := 2; v <= versions; v++ {
		def = p.next(def, v)
		def["from"] = from[at]
		at++
		if v == versions && d.one(6) {
			def["until"] = "2026-04-20"
		}
		list = append(list, def.json())
	}
	return list
}

// A programDie makes a program.
type programDie struct {
	*die
	shape    shape
	versions int
	step     string
}

// first returns the first version of a program.
func (p *programDie) first() object {
	currency := p.text("USD", "USD", "USD", "USD", "JPY", "KWD", "CHF")
	p.step = map[string]string{"USD": "0.01", "JPY": "1", "KWD": "0.001", "CHF": "0.05"}[currency]
	def := object{"id": "p", "version": 1, "currency": currency}
	if currency == "USD" && p.one(5) {
		p.step = p.text("0.05", "0.5", "1")
	}
	if currency == "CHF" || p.step == "0.05" || p.step == "0.5" || currency == "USD" && p.step == "1" {
		def["step"] = p.step
	}
	p.policies(def)
	if precedence := p.text("every", "every", "first", "best"); precedence != "first" && (precedence != "best" || !p.shape.orderless) {
		def["precedence"] = precedence
	}
	if p.one(4) {
		def["from"] = "2026-01-01"
	}
	if p.one(6) {
		def["year_begins"] = p.among(1, 2, 4, 12)
	}
	n := p.among(1, 1, 2, 2, 3, 4)
	rules := make([]object, n)
	for i := range rules {
		rules[i] = p.rule(fmt.Sprint("r", i), i == 0)
	}
	p.readers(rules)
	def["rules"] = p.reachable(def, rules)
	if bonuses := p.bonuses(rules); len(bonuses) > 0 {
		def["bonuses"] = bonuses
	}
	p.caps(def)
	return def
}

// policies sets what a version may change of a program.
func (p *programDie) policies(def object) {
	for _, name := range []string{"rounding", "refund_days", "hold_days", "unknown_sale"} {
		delete(def, name)
	}
	if p.one(2) {
		def["rounding"] = p.text("half_up", "half_even", "half_down", "up", "down", "floor", "ceiling")
	}
	if p.one(3) {
		def["refund_days"] = p.among(5, 10, 30)
	}
	if p.one(3) {
		def["hold_days"] = p.among(10, 30)
	}
	policy := p.text("refuse", "", "ignore", "current_rate")
	if p.shape.orderless {
		policy = p.text("ignore", "current_rate")
	}
	if policy != "" {
		def["unknown_sale"] = policy
	}
}

// reachable gives rules that pay every event of their kind a condition where
// the program pays by the first rule alone.
func (p *programDie) reachable(def object, rules []object) []object {
	if def["precedence"] != nil {
		return rules
	}
	for i, r := range rules {
		same := func(other object) bool { return other["on"] == r["on"] }
		if r["when"] == nil && slices.ContainsFunc(rules[i+1:], same) {
			r["when"] = p.condition()
		}
	}
	return rules
}

// condition returns a condition of a rule.
func (p *programDie) condition() object {
	switch p.IntN(6) {
	case 0:
		return object{"fact": "country", "one_of": []string{"US"}}
	case 1:
		return object{"fact": "country", "none_of": []string{"US"}}
	case 2:
		return object{"fact": "amount", p.text("at_least", "above", "at_most", "below"): p.text("50", "100")}
	case 3:
		return object{"fact": "units", p.text("at_least", "above"): "2"}
	case 4:
		return object{"any": []object{{"fact": "customer", "one_of": []string{"x"}}, {"fact": "amount", "at_least": "100"}}}
	default:
		return object{"all": []object{{"fact": "order", "one_of": []string{"o1", "o2"}}, {"fact": "tier", "none_of": []string{"club/gold"}}}}
	}
}

// rule returns a rule of the first version.
func (p *programDie) rule(name string, onSale bool) object {
	r := object{"name": name, "on": "sale"}
	if !onSale && p.one(3) {
		r["on"] = p.text("payment", "lead", "item:post", "referral")
	}
	if p.one(2) {
		r["over"] = p.text("month", "month", "quarter", "order", "year", "ever", "week", "contract_year")
		if r["over"] != "order" && p.one(5) {
			r["each_customer"] = true
		}
	}
	p.pay(r)
	if p.one(4) {
		r["less"] = pick(p.die, []string{"tax"}, []string{"tax", "shipping"}, []string{"discount"})
	}
	if p.one(4) {
		r["when"] = p.condition()
	}
	if p.one(3) {
		r["meter"] = "all"
	}
	if r["rate"] != nil && p.one(4) {
		r["max_rate"], r["rate"] = "700%", p.text("150%", "630%")
	}
	if (r["rate"] != nil || r["ladder"] != nil) && r["over"] == nil && p.one(3) {
		r["own_terms"] = true
	}
	if p.one(6) {
		r["medium"] = p.text("credit", "credit", "in_kind")
	}
	if p.one(8) {
		r["active"] = true
		if p.one(2) {
			r["min_months"] = p.among(1, 2)
		}
	}
	p.customers(r)
	p.bounds(r)
	p.keeping(r)
	p.takeBack(r)
	p.deferring(r)
	return r
}

// deferring sets in which installments a rule pays.
func (p *programDie) deferring(r object) {
	delete(r, "defer")
	if r["take_back"] != nil || r["over"] != nil && !rated(r["table"]) || !p.one(4) {
		return
	}
	active := object{"fact": "active", "one_of": []string{"yes"}}
	r["defer"] = pick(p.die,
		[]object{{"rate": "50%", "days": 10}, {"rate": "25%", "months": 1, "when": active}, {"rate": "25%", "months": 2, "when": active}},
		[]object{{"rate": "33.3%"}, {"rate": "33.3%", "when": active}, {"rate": "33.4%", "days": 20, "when": active}},
		[]object{{"rate": "100%", "days": 20, "when": object{"fact": "amount", "at_least": "50"}}},
		[]object{{"rate": "60%", "days": 40}, {"rate": "40%"}},
		[]object{{"rate": "10%", "when": object{"fact": "tier", "none_of": []string{"club/basic"}}}, {"rate": "90%", "when": active}})
}

// readers lets tables go by the meters that rules fill.
func (p *programDie) readers(rules []object) {
	for _, r := range rules {
		delete(r, "reads")
		if over := r["over"]; p.shape.orderless || !rated(r["table"]) || over == "order" || over == "ever" || over == nil ||
			r["each_customer"] != nil || r["carry"] != nil || !p.one(2) {
			continue
		}
		r["reads"] = meterOf(rules[p.IntN(len(rules))])
	}
}

// meterOf returns the meter that a rule fills.
func meterOf(r object) string {
	if r["meter"] != nil {
		return fmt.Sprint(r["meter"])
	}
	return fmt.Sprint(r["name"])
}

// takeBack sets by which policy a rule takes back.
func (p *programDie) takeBack(r object) {
	delete(r, "take_back")
	if p.shape.orderless || r["over"] != nil && !rated(r["table"]) || !p.one(4) {
		return
	}
	var lines []object
	if p.one(3) {
		lines = append(lines, object{"rate": p.text("100%", "80%"), "causes": []string{"withdrawal"}, "whole": p.one(2)})
	}
	if p.one(3) {
		lines = append(lines, object{"rate": p.text("100%", "50%"), "on": "chargeback"})
	}
	if p.one(2) {
		lines = append(lines, object{"rate": "70%", "months": 1, "whole": p.one(3)})
		lines = append(lines, object{"rate": p.text("40%", "33.3%"), "months": 2})
	}
	if p.one(2) || len(lines) == 0 {
		lines = append(lines, object{"rate": p.text("0%", "100%", "25%", "100%"), "whole": p.one(3)})
	}
	r["take_back"] = lines
}

// unpaid takes off a rule what it pays, and what hangs on that.
func (p *programDie) unpaid(r object) {
	for _, name := range []string{"rate", "max_rate", "own_terms", "ladder", "rates", "fixed", "per_unit", "table", "then", "min", "max", "caps", "carry", "keep_attained"} {
		delete(r, name)
	}
}

// pay sets what a rule pays.
func (p *programDie) pay(r object) {
	alone := r["over"] == nil
	switch p.IntN(6) {
	case 0:
		r["rate"] = p.rate()
	case 1:
		r["ladder"] = "club"
		r["rates"] = object{"basic": p.text("0%", "5%", "10%"), "silver": p.rate(), "gold": p.rate()}
	case 2, 3:
		p.tabled(r)
	default:
		if !alone {
			p.tabled(r)
			return
		}
		if p.one(2) {
			r["rate"] = p.rate()
		}
		if p.one(2) {
			r["fixed"] = p.steps(p.step, 1000)
		}
		if p.one(2) || r["rate"] == nil && r["fixed"] == nil {
			r["per_unit"] = p.text("0.5", "1", "2", "1.25", "0.333")
		}
	}
}

// tabled gives a rule a table.
func (p *programDie) tabled(r object) {
	t := p.table(r["over"] == nil, false)
	r["table"] = t
	if r["over"] == nil || t["by"] != nil || t["quota"] != nil || !p.one(3) {
		return
	}
	for _, b := range p.objects(t["brackets"]) {
		delete(b, "scope")
		if t["scope"] == "graduated" && len(p.objects(t["brackets"])) > 1 {
			return
		}
	}
	p.byBuyers(t)
	delete(r, "each_customer")
}

// counts reports whether a rule pays by the number of customers.
func counts(r object) bool {
	switch t := r["table"].(type) {
	case object:
		return t["by"] == "customers"
	case map[string]any:
		return t["by"] == "customers"
	}
	return false
}

func (p *programDie) rate() string {
	return p.text("5%", "10%", "10%", "12.5%", "20%", "25%", "33.3%", "50%", "100%")
}

// table returns a rate table of a rule, or of a bonus.
func (p *programDie) table(alone, ofBonus bool) object {
	by, scope := p.text("amount", "amount", "units"), p.text("slab", "graduated", "slab", "graduated", "prospective", "next_sale")
	single := scope == "prospective" || scope == "next_sale"
	if single && (ofBonus || p.shape.orderless && !alone) {
		scope, single = "slab", false
	}
	t := object{"scope": scope}
	if by == "units" {
		t["by"] = by
	} else if p.one(3) {
		t["edge"] = "upper"
	}
	bounds := [][]string{{"50", "100", "200", "300"}, {"100", "150", "500"}, {"99.99", "100"}}
	if by == "units" {
		bounds = [][]string{{"1", "2", "5", "10"}, {"3", "8"}, {"2.5", "5"}}
	} else if p.one(6) {
		t["quota"] = p.text("100", "200", "250")
		bounds = [][]string{{"50", "100", "150"}, {"80", "100"}}
	}
	if by == "units" { // whole units, as they are counted
		bounds = bounds[:2]
	}
	ends := pick(p.die, bounds...)
	n := 1 + p.IntN(len(ends)+1)
	brackets := make([]object, n)
	for i := range brackets {
		b := object{}
		if i < n-1 {
			b["up_to"] = ends[i]
		}
		p.bracket(b, by == "units", scope, n, ofBonus && i == 0)
		if by == "amount" && !single && n > 1 && p.one(5) {
			b["scope"] = p.text("slab", "graduated")
		}
		brackets[i] = b
	}
	t["brackets"] = brackets
	return t
}

// bracket sets what a bracket pays.
func (p *programDie) bracket(b object, units bool, scope string, n int, first bool) {
	if units && (scope == "graduated" && n > 1 || p.one(2)) {
		b["per_unit"] = p.text("0.5", "1", "2", "5", "1.25")
	} else if !p.one(8) {
		b["rate"] = p.rate()
	}
	if scope != "next_sale" && !first && p.one(4) {
		b["flat"] = p.steps(p.step, 300)
	}
	if scope == "prospective" || scope == "next_sale" || units && scope == "graduated" && b["rate"] != nil {
		return
	}
	if p.one(5) {
		b["min"] = p.steps(p.step, 300)
	}
	if p.one(5) {
		b["max"] = p.more(b["min"], 1000)
	}
}

// more returns an amount that is more than another, which may be none.
func (p *programDie) more(than any, n int) string {
	x, _ := parse(p.steps(p.step, n))
	if s, ok := than.(string); ok {
		least, _ := parse(s)
		x = add(x, orZero(least))
	}
	return text(x)
}

// customers sets for how long a rule pays for a customer.
func (p *programDie) customers(r object) {
	if p.one(6) && (r["on"] == "sale" || r["on"] == "payment") {
		r["count_free"] = true
	}
	if !p.one(3) || p.shape.orderless {
		return
	}
	if p.one(2) {
		r["months"] = p.among(1, 2)
	}
	if p.one(2) || r["months"] == nil {
		r["payments"] = p.among(1, 2, 3)
	}
	if p.one(3) {
		r["after_payments"] = p.among(1, 1, 2)
	}
	if p.one(8) {
		delete(r, "payments")
		r["after_payments"] = p.among(1, 2)
	}
}

// then sets what a rule pays when a customer's time is over.
func (p *programDie) then(r object) {
	lasts := r["months"] != nil || r["payments"] != nil // and not only after some payments
	if lasts && r["over"] == nil && (r["rate"] != nil || r["ladder"] != nil) && r["fixed"] == nil && r["per_unit"] == nil {
		r["then"] = p.text("5%", "1%", "15%")
	}
}

// bounds sets the bounds of what a rule posts.
func (p *programDie) bounds(r object) {
	p.then(r)
	if over := r["over"]; over != nil {
		if p.one(3) {
			c := object{"amount": p.steps(p.step, 4000), "per": over}
			if r["each_customer"] != nil {
				c["customer"] = true
			}
			r["caps"] = []object{c}
		}
		return
	}
	if p.one(5) {
		r["min"] = p.steps(p.step, 400)
	}
	if p.one(5) {
		r["max"] = p.more(r["min"], 2000)
	}
	if p.shape.orderless || !p.one(3) {
		return
	}
	var caps []object
	for _, per := range []string{"order", "month", "year", "ever", "week", "contract_year"} {
		if p.one(3) {
			c := object{"amount": p.steps(p.step, 5000), "per": per}
			if p.one(3) {
				c["customer"] = true
			}
			caps = append(caps, c)
		}
	}
	if len(caps) > 0 {
		r["caps"] = caps
	}
}

// keeping sets what a rule over a window keeps.
func (p *programDie) keeping(r object) {
	if r["over"] != nil && p.one(3) {
		r["keep_attained"] = true
	}
}

// bonuses returns the bonuses of a program.
func (p *programDie) bonuses(rules []object) (list []object) {
	var meters []string
	for _, r := range rules {
		meter, ok := r["meter"].(string)
		if !ok {
			meter, _ = r["name"].(string)
		}
		if !slices.Contains(meters, meter) {
			meters = append(meters, meter)
		}
	}
	for i := range p.among(0, 0, 1, 1, 2, 3) {
		b := object{"name": fmt.Sprint("b", i), "over": p.text("month", "month", "quarter", "year", "week", "contract_year")}
		of := meters[p.IntN(len(meters)):]
		b["of"] = of[:1+p.IntN(len(of))]
		if p.one(2) {
			b["follows"] = true
		}
		p.bonusPay(b)
		p.minimum(b, rules)
		list = append(list, b)
	}
	return list
}

// minimum makes a retainer or a guarantee of a bonus.
func (p *programDie) minimum(b object, rules []object) {
	for _, name := range []string{"guarantee", "by_days"} {
		delete(b, name)
	}
	if b["fixed"] == nil || b["rate"] != nil {
		return
	}
	if p.one(3) {
		b["by_days"] = true
	}
	if p.one(4) {
		delete(b, "of")
	}
	if b["of"] == nil || p.versions > 1 || !p.one(2) { // all versions have to suit it
		return
	}
	of := fmt.Sprint(b["of"])
	for _, r := range rules {
		if !strings.Contains(of, meterOf(r)) {
			continue
		}
		if r["defer"] != nil {
			return
		}
		pooled := r["over"] != nil && !rated(r["table"])
		if fmt.Sprint(r["medium"]) != fmt.Sprint(b["medium"]) || pooled && (r["over"] != b["over"] || r["each_customer"] != nil) || r["keep_attained"] != nil {
			return
		}
	}
	b["guarantee"] = true
}

// bonusPay sets what a bonus pays.
func (p *programDie) bonusPay(b object) {
	for _, name := range []string{"rate", "fixed", "table", "medium"} {
		delete(b, name)
	}
	switch p.IntN(3) {
	case 0:
		b["table"] = p.table(false, true)
	case 1:
		b["rate"] = p.rate()
	default:
		b["fixed"] = p.steps(p.step, 1000)
		if p.one(2) {
			b["rate"] = p.rate()
		}
	}
	if p.one(4) {
		b["medium"] = "credit"
	}
	if t, ok := b["table"].(object); ok && t["by"] == nil && t["quota"] == nil && p.one(3) && texts(b["of"]) == 1 {
		p.byBuyers(t)
	}
}

// byBuyers lets a table go by the number of customers.
func (p *programDie) byBuyers(t object) {
	for _, b := range p.objects(t["brackets"]) {
		delete(b, "scope")
	}
	t["by"] = "customers"
	if t["scope"] == "graduated" {
		t["scope"] = "slab"
	}
	for i, b := range p.objects(t["brackets"]) {
		if b["up_to"] != nil {
			b["up_to"] = fmt.Sprint(2*i + 1 + p.IntN(2))
			if t["edge"] != nil && i == 0 {
				b["up_to"] = "2"
			}
		}
	}
}

// texts returns the length of a list of texts.
func texts(v any) int {
	switch list := v.(type) {
	case []string:
		return len(list)
	case []any:
		return len(list)
	}
	return 0
}

// caps sets a cap over several rules and bonuses.
func (p *programDie) caps(def object) {
	delete(def, "caps")
	if p.shape.orderless || !p.one(3) {
		return
	}
	c := object{"name": "all", "amount": p.steps(p.step, 8000), "per": p.text("month", "year", "ever", "order", "quarter", "week", "contract_year")}
	if p.one(4) {
		c["customer"] = true
	}
	var of []any
	medium := ""
	add := func(o object) {
		m, _ := o["medium"].(string)
		m = or(m, "cash")
		if len(of) == 0 {
			medium = m
		}
		if m == medium && !p.one(4) {
			of = append(of, o["name"])
		}
	}
	for _, r := range p.objects(def["rules"]) {
		if t, ok := r["table"]; r["over"] == nil || ok && rated(t) {
			add(r)
		}
	}
	for _, b := range p.objects(def["bonuses"]) {
		if c["customer"] == nil && c["per"] == "ever" || c["customer"] == nil && b["over"] == c["per"] {
			add(b)
		}
	}
	if c["of"] = of; len(of) > 0 {
		def["caps"] = []object{c}
	}
}

// next returns another version of a program: the same rules and bonuses, that
// pay otherwise.
func (p *programDie) next(before object, version int) object {
	def := before.clone()
	def["version"] = version
	delete(def, "until")
	if p.one(2) {
		p.policies(def)
	}
	var rules []object
	for _, one := range list(def["rules"]) {
		p.change(one)
		rules = append(rules, one)
	}
	p.readers(rules)
	def["rules"] = p.reachable(def, rules)
	if bonuses := list(def["bonuses"]); len(bonuses) > 0 {
		for _, b := range bonuses {
			if p.one(2) {
				p.bonusPay(b)
			}
			if b["of"] == nil {
				for _, name := range []string{"rate", "table"} {
					delete(b, name)
				}
				b["fixed"] = p.steps(p.step, 1000)
			}
			p.minimum(b, rules)
		}
		def["bonuses"] = bonuses
	}
	p.caps(def)
	return def
}

// change changes a rule for another version.
func (p *programDie) change(r object) {
	switch p.IntN(3) {
	case 0:
		p.unpaid(r)
		p.pay(r)
		p.bounds(r)
		p.keeping(r)
	case 1:
		if r["rate"] != nil {
			r["rate"] = p.rate()
		}
		for _, name := range []string{"min", "max", "caps", "then"} {
			delete(r, name)
		}
		p.bounds(r)
	}
	p.takeBack(r)
	delete(r, "carry")
	if r["over"] != nil && r["table"] != nil && !counts(r) && p.one(2) {
		r["carry"] = true
	}
	p.deferring(r)
}

// rated reports whether a table rates each sale whole.
func rated(table any) bool {
	t, ok := table.(object)
	if !ok {
		m, _ := table.(map[string]any)
		t = m
	}
	return t["scope"] == "prospective" || t["scope"] == "next_sale"
}

// objects returns the objects of a list that was made here, or read from JSON.
func (p *programDie) objects(v any) []object {
	if made, ok := v.([]object); ok {
		return made
	}
	return list(v)
}

// list returns the objects of a JSON array.
func list(v any) (objects []object) {
	values, _ := v.([]any)
	for _, one := range values {
		if o, ok := one.(map[string]any); ok {
			objects = append(objects, o)
		}
	}
	return objects
}

package program

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/tier"
)

// Review remarks on what is allowed in a document and seldom meant, in the order of
// its parts. A remark is not a fault: the program works. The one remark on the zero
// Program is an [alianza.ErrUnchecked]. Review remarks on:
//   - what the packages of the parts remark on: a fixed amount on every sale, say, or
//     a level that asks less than the one below it;
//   - a table whose pay jumps at a bound, by more than a bracket's rate;
//   - a metric that the ladder asks for and nothing counts;
//   - a plan that begins later than that of another currency, ends, or has a gap
//     between two versions;
//   - a version that begins within the period of a bonus of the one before, and has no
//     bonus over such periods for what was sold in it;
//   - one number for amounts of currencies with cents and without, such as a fixed
//     amount, a cap, a bound of a table, or the minimum of a payout;
//   - a payout, a cost or a currency of the program without a plan;
//   - a plan in another currency than those of the program;
//   - a payout that needs a rate of exchange, or whose hold is in place of a plan's;
//   - a rule that no case pays, if there are cases;
//   - a checklist beside a screening, which is asked in its place.
func (p Program) Review() []*alianza.FieldError {
	if err := p.unchecked(); err != nil {
		return alianza.Faults(err)
	}
	r := reviewer{p: &p, d: &p.def, seen: map[string]bool{}}
	r.currencies()
	r.tiers()
	r.plans()
	r.payouts()
	r.rest()
	r.cases()
	if data, err := p.MarshalJSON(); err == nil {
		tree := parse(data)
		for _, f := range r.remarks {
			f.Part = part(tree, f.Path)
		}
	}
	return r.remarks
}

// ReviewDocument reads a document as [alianza.Read] does and returns the remarks of
// [Program.Review] with their lines and columns.
func ReviewDocument(data []byte) ([]*alianza.FieldError, error) {
	p, err := alianza.Read[Program](data)
	if err != nil {
		return nil, err
	}
	remarks := p.Review()
	for _, f := range remarks {
		f.Line, f.Column = strictjson.Position(data, f.Path)
	}
	return remarks, nil
}

// A reviewer gathers remarks.
type reviewer struct {
	p       *Program
	d       *Definition
	remarks []*alianza.FieldError
	seen    map[string]bool
}

// add adds a remark, once for a path and a text: a part that holds for several
// currencies has it in each.
func (r *reviewer) add(f *alianza.FieldError) {
	if key := f.Path + "\n" + f.Reason(); !r.seen[key] && len(r.remarks) < check.MaxFaults {
		r.seen[key] = true
		r.remarks = append(r.remarks, f)
	}
}

func (r *reviewer) remark(path, value, text string) {
	r.add(check.Fault(path, value, alianza.ErrConflict, text))
}

// currencies remarks on currencies of the program that no plan is in, and on plans in
// others.
func (r *reviewer) currencies() {
	if len(r.d.Currencies) == 0 || len(r.d.Plans) == 0 {
		return
	}
	for i, code := range r.d.Currencies {
		if _, ok := r.p.plans[code]; !ok {
			r.remark(fmt.Sprintf("currencies[%d]", i), code, "no plan is in this currency")
		}
	}
	other := func(path, code string) {
		if code != "" && !slices.Contains(r.d.Currencies, code) {
			r.remark(path, code, "it is not among the currencies of the program")
		}
	}
	for i := range r.d.Plans {
		v, path := &r.d.Plans[i], fmt.Sprintf("plans[%d]", i)
		other(path+".currency", v.Plan.Currency)
		for j, code := range v.Currencies {
			other(fmt.Sprintf("%s.currencies[%d]", path, j), code)
		}
	}
}

// tiers remarks on each edition of the ladder, and on metrics that nothing counts.
func (r *reviewer) tiers() {
	counted := map[string]bool{}
	for _, m := range r.p.metrics {
		counted[m.Name] = true
	}
	for i, e := range r.d.Tiers.Editions {
		path := fmt.Sprintf("tiers.editions[%d].ladder", i)
		ladder, err := tier.New(e.Ladder)
		if err != nil {
			continue
		}
		for _, f := range ladder.Review() {
			r.add(alianza.Faults(alianza.At(path, f))[0])
		}
		for _, name := range ladder.Metrics() {
			if !counted[name] && r.d.LevelFrom != LevelFromEvent {
				r.remark(asking(path, e.Ladder.Levels, name), name, "nothing counts this metric: name it in metrics or give it by month, or nobody is placed")
			}
		}
	}
}

// asking returns the path of the first requirement of a ladder that asks for a metric.
// Who keeps a level is asked for no other metrics.
func asking(path string, levels []tier.Level, metric string) string {
	for i, level := range levels {
		if found := first(fmt.Sprintf("%s.levels[%d].requires", path, i), level.Requires, metric); found != "" {
			return found
		}
	}
	return path + ".levels"
}

// first returns the path of the first requirement of a list that asks for a metric, and
// nothing if none does.
func first(path string, list []tier.Requirement, metric string) string {
	for i, r := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		if r.Metric == metric || slices.Contains(r.Sum, metric) {
			return at
		}
		if found := cmp.Or(first(at+".all", r.All, metric), first(at+".any", r.Any, metric), first(at+".of", r.Of, metric)); found != "" {
			return found
		}
	}
	return ""
}

// plans remarks on each plan.
func (r *reviewer) plans() {
	b := builder{def: r.d, p: r.p, parted: map[string]bool{}}
	all := b.series()
	earliest, open := alianza.Date{}, false
	for i, s := range all {
		from := s.versions[0].From
		if open = open || from.IsZero(); i == 0 || from.Before(earliest) {
			earliest = from
		}
	}
	for i := range all {
		s := &all[i]
		plan, ok := r.p.plans[s.currency]
		if !ok {
			continue
		}
		for _, f := range plan.Review(commission.Sample{}) {
			r.add(s.placed(f))
		}
		first := s.versions[0].From
		if !first.IsZero() && (open || earliest.Before(first)) {
			r.remark(fmt.Sprintf("plans[%d].from", s.at[0]), first.String(), "events in "+s.currency+" before it are refused; another currency has a plan earlier")
		}
		r.versions(s)
	}
}

// versions remarks on the days between versions and after them, and on their rules.
func (r *reviewer) versions(s *series) {
	for n := range s.versions {
		v, path := &s.versions[n], fmt.Sprintf("plans[%d]", s.at[n])
		switch {
		case v.Until.IsZero():
		case n+1 == len(s.versions):
			r.remark(path+".until", v.Until.String(), "events in "+s.currency+" from then on are refused")
		case v.Until.Before(s.versions[n+1].From):
			r.remark(path+".until", v.Until.String(), "events until "+s.versions[n+1].From.String()+" are refused, when the next version begins")
		}
		if n > 0 {
			r.broken(path+".from", &s.versions[n-1], v, max(0, v.YearBegins-1))
		}
		for i := range v.Rules {
			r.pay(fmt.Sprintf("%s.rules[%d]", path, i), &v.Rules[i].Pay, &v.Rules[i].Limit, s, n)
		}
		for i := range v.Bonuses {
			r.pay(fmt.Sprintf("%s.bonuses[%d]", path, i), &v.Bonuses[i].Pay, &v.Bonuses[i].Limit, s, n)
		}
		r.shared(r.holds(s.at[n]), capAmounts(path, v.Caps))
	}
}

// holds returns the currencies of a version of the document.
func (r *reviewer) holds(at int) []string {
	v := &r.d.Plans[at]
	return r.d.currencies(v.Currencies, v.Plan.Currency)
}

// pay remarks on what a rule pays.
func (r *reviewer) pay(path string, pay *commission.Pay, limit *commission.Limits, s *series, n int) {
	r.shared(r.holds(s.at[n]), paidAmounts(path, pay, limit))
	if pay.Table.IsZero() {
		return
	}
	d := pay.Table
	places, _ := currency.Places(s.currency)
	if d.Step = s.versions[n].Step; d.Step.IsZero() {
		d.Step = decimal.New(1, -int32(places))
	}
	table, err := commission.NewTable(d)
	if err != nil {
		return
	}
	for _, c := range table.Cliffs() {
		r.remark(path+".table", "", "its pay jumps at a bound: "+c.String())
	}
}

// payouts remarks on payouts.
func (r *reviewer) payouts() {
	for i := range r.d.Payouts {
		p, path := &r.d.Payouts[i], fmt.Sprintf("payouts[%d]", i)
		list := r.d.currencies(p.Currencies, p.Policy.Currency)
		for _, code := range list {
			if _, ok := r.p.plans[code]; !ok && len(r.p.plans) > 0 {
				r.remark(path, code, "no plan is in this currency")
			}
		}
		r.holdOver(path+".hold", p.Policy.Hold, list)
		r.shared(list, payoutAmounts(path, &p.Policy))
		if !p.Policy.PayIn.IsZero() {
			r.remark(path+".pay_in", p.Policy.PayIn.Currency, "a run pays in the currency of the account: convert what it says with the rate of the day")
		}
	}
}

// holdOver remarks on the hold of a payout that takes the place of a plan's.
func (r *reviewer) holdOver(path string, hold payout.Hold, currencies []string) {
	if hold == (payout.Hold{}) {
		return
	}
	for i := range r.d.Plans {
		v, field := &r.d.Plans[i], ""
		switch {
		case v.Plan.HoldDays != 0:
			field = "hold_days"
		case v.Plan.HoldHours != 0:
			field = "hold_hours"
		default:
			continue
		}
		for _, code := range r.holds(i) {
			if slices.Contains(currencies, code) {
				r.remark(path, "", "it takes the place of the "+field+" of the plan in "+code)
			}
		}
	}
}

// rest remarks on costs and on what judges prospects.
func (r *reviewer) rest() {
	for i, c := range r.d.Costs {
		if in := r.d.costCurrency(c); len(r.p.plans) > 0 {
			if _, ok := r.p.plans[in]; !ok {
				r.remark(fmt.Sprintf("costs[%d]", i), in, "no plan is in this currency")
			}
		}
	}
	if r.p.has.checklist && r.p.has.screening {
		r.remark("checklist", "", "the screening is asked, and the checklist is not")
	}
}

// cases remarks on rules that no case pays.
func (r *reviewer) cases() {
	paid := map[string]bool{}
	events := false
	for i := range r.d.Cases {
		events = events || len(r.d.Cases[i].Events) > 0
		c := checker{p: r.p, c: &r.d.Cases[i], paid: paid}
		c.check()
	}
	if !events {
		return
	}
	b := builder{def: r.d, p: r.p, parted: map[string]bool{}}
	covered, named := map[string]bool{}, map[string]string{}
	var paths []string
	for _, s := range b.series() {
		for n := range s.versions {
			v, path := &s.versions[n], fmt.Sprintf("plans[%d]", s.at[n])
			note := func(at, rule string) {
				if _, ok := named[at]; !ok {
					paths = append(paths, at)
				}
				named[at] = rule
				covered[at] = covered[at] || paid[fmt.Sprintf("%s/%d/%s", v.ID, v.Version, rule)]
			}
			for i := range v.Rules {
				note(fmt.Sprintf("%s.rules[%d]", path, i), v.Rules[i].Name)
			}
			for i := range v.Bonuses {
				note(fmt.Sprintf("%s.bonuses[%d]", path, i), v.Bonuses[i].Name)
			}
		}
	}
	for _, at := range paths {
		if !covered[at] {
			r.remark(at, named[at], "no case has an event that it pays")
		}
	}
}

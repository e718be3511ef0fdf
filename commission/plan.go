package commission

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/civil"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// A Plan is a program's checked definition, in one or several versions. The zero
// Plan refuses every event. A Plan is immutable and safe for concurrent use.
type Plan struct {
	versions []*version     // in order
	zone     *time.Location // of calendar days; nil is UTC
	shift    int            // months from January to the beginning of the year
	contract bool           // some window is a partner's contract year
	straight bool           // usual events may go the straight way
	minor    int32          // decimals of the currency
}

// A version is a definition made ready to pay.
type version struct {
	def     Definition
	digest  uint64
	unit    unit
	shared  bool    // there is a cap over several rules
	rules   []rule  // of def.Rules
	bonuses []bonus // of def.Bonuses
	usual   []usual // rules whose usual events go the straight way
	reads   bool    // a rule goes by a meter
}

// rule is a [Rule] made ready to pay.
type rule struct {
	*Rule
	table   Table
	pooled  bool     // it posts the change of what its window earns
	asks    bool     // it has a condition
	caps    []capOf  // its own, and those over several rules
	metered []Window // periods over which its meter is kept
	buyers  []Window // those over which the customers of its meter are counted
	// contract says that the rule has to know since when the partner is one: it is
	// over contract years.
	contract bool
	// guaranteed says that a bonus fills up what the rule earns.
	guaranteed bool
}

// bonus is a [Bonus] made ready to pay.
type bonus struct {
	*Bonus
	table Table
	caps  []capOf
}

// capOf is a cap of a rule, and by which name it is counted.
type capOf struct {
	Cap
	name   string
	shared bool
}

// capsOf returns the caps that bound a rule or a bonus.
func (d *Definition) capsOf(name string, own []Cap) (list []capOf) {
	for _, c := range own {
		list = append(list, capOf{c, name, false})
	}
	for _, c := range d.Caps {
		if slices.Contains(c.Of, name) {
			list = append(list, capOf{c, c.Name, true})
		}
	}
	return list
}

// New checks the versions of a program, in order, and returns their plan. The day
// of an event decides which version pays it. A refund goes by the version of its
// sale. Calendar days are those of UTC; see [Plan.In].
//
// It returns an error with all faults of the definitions:
//   - an ID, a currency or a step that cannot be, a version below 1;
//   - a number that is out of range, an amount that is negative or no whole number of steps;
//   - a name that is missing, malformed or given twice;
//   - no rules, or a rule that no event reaches after the ones before it;
//   - a kind of event that does not exist, or one that the rule of its sale pays;
//   - no way to pay, two that exclude one another, or rates without a ladder;
//   - a table with a gap, an overlap or a bracket that is never reached;
//   - a cap, a bonus or a rule that speaks of a rule or a meter that does not exist;
//   - a guarantee of a rule whose earnings it cannot fill up;
//   - fields that need another one, or that exclude one another.
//
// It also returns an error if:
//   - there is no definition, or more than 1000;
//   - a version has another ID, currency or beginning of the year than the one
//     before it;
//   - a version's number is not above that of the one before it;
//   - a version begins before the one before it ends. If a version has no Until,
//     it ends where the next one begins.
func New(versions ...Definition) (Plan, error) {
	if len(versions) == 0 {
		return Plan{}, check.Fault("", "", alianza.ErrMissing, "a plan has at least one version")
	}
	if len(versions) == 1 {
		if err := versions[0].check(); err != nil {
			return Plan{}, err
		}
		p := Plan{versions: []*version{ready(versions[0])}}
		p.ready()
		return p, nil
	}
	var p Plan
	var f check.Faults
	if !f.Count("versions", len(versions), check.MaxVersions, "versions") {
		return Plan{}, f.Err()
	}
	for i := range versions {
		path := fmt.Sprintf("versions[%d]", i)
		f.Join(alianza.At(path, versions[i].check()))
		if i > 0 {
			follows(&f, path, &versions[i-1], &versions[i])
		}
	}
	guarantees(&f, versions)
	if err := f.Err(); err != nil {
		return Plan{}, err
	}
	for i := range versions {
		v := ready(versions[i])
		if i+1 < len(versions) && v.def.Until.IsZero() {
			v.def.Until = versions[i+1].From
		}
		p.versions = append(p.versions, v)
	}
	p.ready()
	return p, nil
}

// ready tells the rules of all versions what they need of the others.
func (p *Plan) ready() {
	p.shift = max(0, p.versions[0].def.YearBegins-1)
	places, _ := new(check.Faults).Currency("", p.versions[0].def.Currency)
	p.minor = int32(places)
	p.meter()
	guaranteed := map[string]bool{} // meters whose earnings a bonus fills up
	for _, v := range p.versions {
		for _, b := range v.bonuses {
			for _, name := range b.Of {
				guaranteed[name] = guaranteed[name] || b.Guarantee
			}
		}
	}
	for _, v := range p.versions {
		for i := range v.rules {
			r := &v.rules[i]
			r.contract = r.Over.Over == PerContractYear || slices.Contains(r.metered, PerContractYear) ||
				slices.ContainsFunc(r.caps, func(c capOf) bool { return c.Per == PerContractYear })
			p.contract = p.contract || r.contract
			r.guaranteed = !r.pooled && guaranteed[r.meter()]
		}
	}
	p.straight = !p.contract && !slices.ContainsFunc(p.versions, func(v *version) bool { return v.def.UnknownSale != UnknownSaleRefuse })
	for _, v := range p.versions {
		if p.straight {
			v.makeUsual()
		}
	}
}

// guarantees faults the guarantees of versions that the rules of another one, which may
// pay in the same period, do not suit.
func guarantees(f *check.Faults, versions []Definition) {
	if !slices.ContainsFunc(versions, func(d Definition) bool { return d.guarantees() }) {
		return
	}
	rules := map[string][]ruleOf{}
	for i := range versions {
		versions[i].byMeter(rules)
	}
	for i := range versions {
		versions[i].checkGuarantees(f, fmt.Sprintf("versions[%d].", i), rules, &versions[i])
	}
}

// meter tells the rules of all versions over which periods their meters are kept:
// those of the bonuses on them and of the rules that read them, in whatever version.
func (p *Plan) meter() {
	metered, buyers := map[string][]Window{}, map[string][]Window{} // by meter
	add := func(name string, over Window, by Measure) {
		if !slices.Contains(metered[name], over) {
			metered[name] = append(metered[name], over)
		}
		if by == ByCustomers && !slices.Contains(buyers[name], over) {
			buyers[name] = append(buyers[name], over)
		}
	}
	for _, v := range p.versions {
		for _, b := range v.bonuses {
			for _, name := range b.Of {
				add(name, b.Over, b.Pay.Table.By)
			}
		}
		for i := range v.rules {
			if r := &v.rules[i]; r.Over.Reads != "" {
				v.reads = true
				add(r.Over.Reads, r.Over.Over, r.Pay.Table.By)
			}
		}
	}
	for _, v := range p.versions {
		for i := range v.rules {
			r := &v.rules[i]
			r.metered, r.buyers = metered[r.meter()], buyers[r.meter()]
		}
	}
}

// follows faults a version that cannot follow the one before it.
func follows(f *check.Faults, path string, before, next *Definition) {
	if next.ID != before.ID {
		f.Add(path+".id", next.ID, alianza.ErrConflict, "the version before is of "+before.ID)
	}
	if next.Currency != before.Currency {
		f.Add(path+".currency", next.Currency, alianza.ErrCurrency, "the version before is in "+before.Currency)
	}
	if next.YearBegins != before.YearBegins {
		f.Add(path+".year_begins", fmt.Sprint(next.YearBegins), alianza.ErrConflict, fmt.Sprintf("the version before has %d; the periods of a program have one meaning", before.YearBegins))
	}
	if next.Version <= before.Version {
		f.Add(path+".version", fmt.Sprint(next.Version), alianza.ErrConflict, fmt.Sprintf("not above %d, the version before", before.Version))
	}
	switch {
	case next.From.IsZero():
		f.Add(path+".from", "", alianza.ErrMissing, "the day from which the version replaces the one before")
	case !before.From.IsZero() && next.From.Compare(before.From) <= 0:
		f.Add(path+".from", next.From.String(), alianza.ErrConflict, "not after "+before.From.String()+", where the version before begins")
	case !before.Until.IsZero() && next.From.Before(before.Until):
		f.Add(path+".from", next.From.String(), alianza.ErrConflict, "before "+before.Until.String()+", where the version before ends")
	}
}

// ready returns the version of a checked definition.
func ready(d Definition) *version {
	var none check.Faults
	v := &version{def: d.clone(), digest: digest(d), unit: d.unit(&none)}
	v.shared = len(d.Caps) > 0
	v.rules, v.bonuses = make([]rule, 0, len(d.Rules)), make([]bonus, 0, len(d.Bonuses))
	for i := range v.def.Bonuses {
		b := &v.def.Bonuses[i]
		one := bonus{Bonus: b, caps: v.def.capsOf(b.Name, nil)}
		if b.Pay.tabled() {
			one.table = v.table(&b.Pay)
		}
		v.bonuses = append(v.bonuses, one)
	}
	for i := range v.def.Rules {
		r := &v.def.Rules[i]
		one := rule{Rule: r, pooled: r.pooled(), asks: !r.When.IsZero(), caps: v.def.capsOf(r.Name, r.Limit.Caps)}
		if r.Pay.tabled() {
			one.table = v.table(&r.Pay)
		}
		v.rules = append(v.rules, one)
	}
	return v
}

// table returns the table of a rule, which posts in the unit of the plan.
func (v *version) table(p *Pay) Table {
	d := p.Table
	d.MaxRate = p.MaxRate
	return freeze(d, v.unit)
}

// digest tells an edited definition from the one that paid. Its Until may be
// set when the next version comes, and changes nothing that was paid.
func digest(d Definition) uint64 {
	d.Until = alianza.Date{}
	doc, _ := d.MarshalJSON() // checked
	h := newHash()
	h.text(string(doc))
	return uint64(h)
}

// In returns the plan with calendar days in the zone given: the day of an
// event, and the midnight on which a hold ends. Nil is UTC. The zone is not part
// of the definition: keep it beside it, and give it each time.
func (p Plan) In(zone *time.Location) Plan {
	p.zone = zone
	return p
}

// Zone returns the zone of the plan's calendar days: UTC, or what [Plan.In] was
// given.
func (p Plan) Zone() *time.Location {
	if p.zone == nil {
		return time.UTC
	}
	return p.zone
}

// day returns the calendar day of an instant.
func (p *Plan) day(t time.Time) civil.Date { return civil.DateOf(t, p.zone) }

// inForce returns the version for the events of an instant, nil if there is none.
func (p *Plan) inForce(at time.Time) *version { return p.forDay(alianza.DateOf(at, p.zone)) }

// forDay returns the version for the events of a day, nil if there is none.
func (p *Plan) forDay(day alianza.Date) *version {
	for _, v := range p.versions {
		if !day.Before(v.def.From) && (v.def.Until.IsZero() || day.Before(v.def.Until)) {
			return v
		}
	}
	return nil
}

// numbered returns the version of a number, nil if there is none.
func (p *Plan) numbered(n int) *version {
	for _, v := range p.versions {
		if v.def.Version == n {
			return v
		}
	}
	return nil
}

// rule returns the rule of a name, nil if there is none.
func (v *version) rule(name string) *rule {
	for i := range v.rules {
		if v.rules[i].Name == name {
			return &v.rules[i]
		}
	}
	return nil
}

// bonus returns the bonus of a name, nil if there is none.
func (v *version) bonus(name string) *bonus {
	for i := range v.bonuses {
		if v.bonuses[i].Name == name {
			return &v.bonuses[i]
		}
	}
	return nil
}

// ID returns the program's ID, "" for the zero Plan.
func (p Plan) ID() string {
	if len(p.versions) == 0 {
		return ""
	}
	return p.versions[0].def.ID
}

// Definitions returns fresh copies of the versions that the plan was made from.
func (p Plan) Definitions() []Definition {
	var list []Definition
	for _, v := range p.versions {
		list = append(list, v.def.clone())
	}
	return list
}

// InForce returns the definition that pays the events of an instant, and false
// if there is none.
func (p Plan) InForce(at time.Time) (Definition, bool) {
	v := p.inForce(at)
	if v == nil {
		return Definition{}, false
	}
	return v.def.clone(), true
}

// Equal reports whether two plans have the same versions and the same zone.
func (p Plan) Equal(q Plan) bool {
	return fmt.Sprint(p.zone) == fmt.Sprint(q.zone) && slices.EqualFunc(p.versions, q.versions, func(a, b *version) bool {
		return a.digest == b.digest && a.def.Until == b.def.Until
	})
}

// Table returns the table of a rule of the last version, with the step and the
// rounding of the plan: to look at its [Table.Cliffs], say. It returns an error
// that wraps [alianza.ErrUnknown] if no rule of this name has a table.
func (p Plan) Table(name string) (Table, error) {
	if len(p.versions) > 0 {
		v := p.versions[len(p.versions)-1]
		if r := v.rule(name); r != nil && r.Pay.tabled() {
			return r.table, nil
		}
		if b := v.bonus(name); b != nil && b.Pay.tabled() {
			return b.table, nil
		}
	}
	return Table{}, fmt.Errorf("commission: plan %s: %w", p.ID(), check.Fault("rule", name, alianza.ErrUnknown, "no rule or bonus of this name has a table"))
}

// planJSON is the JSON of a plan.
type planJSON struct {
	Versions []Definition `json:"versions"`
}

// MarshalJSON writes the definitions that the plan was made from. The zone is not
// among them. It returns an error for the zero Plan.
func (p Plan) MarshalJSON() ([]byte, error) {
	if len(p.versions) == 0 {
		return nil, fmt.Errorf("commission: plan: %w", alianza.ErrUnchecked)
	}
	return strictjson.Marshal(planJSON{p.Definitions()})
}

// loneVersion returns, in place of the faults of a document of one definition without
// the list around it, the fault that this is.
func loneVersion(err error) error {
	faults := alianza.Faults(err)
	lone := slices.IndexFunc(faults, func(f *alianza.FieldError) bool {
		return f.Path == "rules" && errors.Is(f, alianza.ErrField)
	})
	if lone < 0 {
		return err
	}
	f := check.Fault("versions", "", alianza.ErrMissing, `this is a definition: put it in a list, {"versions": [{…}]}`)
	f.Line, f.Column = faults[lone].Line, faults[lone].Column
	return f
}

// UnmarshalJSON reads definitions and makes a plan of them, with days in UTC. The
// definitions are a list in an object, also if there is one: {"versions": [{…}]}. Read
// one definition alone as a [Definition].
func (p *Plan) UnmarshalJSON(data []byte) error {
	var doc planJSON
	if err := strictjson.Unmarshal(data, &doc, nil); err != nil {
		return loneVersion(err)
	}
	made, err := New(doc.Versions...)
	if err != nil {
		return err
	}
	*p = made
	return nil
}

package program

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/enum"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/kpi"
	"github.com/seed-0af520cd/alianza/score/prospect"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// builder makes a program of a definition and gathers the faults.
type builder struct {
	check.Faults
	def *Definition
	p   *Program
	// parted says of a path that it has a fault, so that a version that holds for
	// several currencies has it once.
	parted map[string]bool
	held   map[[2]alianza.Date][]string // levels that hold on some day from one until another
	known  map[string]bool              // levels of all editions, once they are asked for
	// The words of cases, once they are asked for.
	rules, allLevels []string
}

// build returns the program of a definition, or all its faults.
func build(d *Definition) (*Program, error) {
	b := &builder{def: d, parted: map[string]bool{}, held: map[[2]alianza.Date][]string{}, p: &Program{
		zone: time.UTC, plans: map[string]commission.Plan{}, policies: map[account]payout.Policy{}, splits: map[string]split.Split{},
	}}
	b.head()
	b.tiers()
	b.plans()
	b.payouts()
	b.splits()
	b.prospects()
	b.targets()
	b.costs()
	b.cases()
	if err := b.Err(); err != nil {
		return nil, err
	}
	b.p.def = d.clone()
	return b.p, nil
}

// head checks the ID, the name, the zone and the currencies.
func (b *builder) head() {
	if b.Name("id", b.def.ID) && strings.Contains(b.def.ID, "/") {
		b.Add("id", b.def.ID, alianza.ErrForm, "an ID has no slash")
	}
	if b.def.Name != "" {
		b.Name("name", b.def.Name)
	}
	b.zone()
	b.currencies("currencies", b.def.Currencies)
}

// zone finds the zone. The name "Local" means another zone on each machine.
func (b *builder) zone() {
	if b.def.Zone == "" {
		return
	}
	if len(b.def.Zone) > check.MaxName {
		b.Add("zone", b.def.Zone, alianza.ErrLimit, zoneHelp)
		return
	}
	zone, err := time.LoadLocation(b.def.Zone)
	if err != nil || b.def.Zone == "Local" {
		b.Add("zone", b.def.Zone, alianza.ErrUnknown, zoneHint(b.def.Zone, time.LoadLocation))
		return
	}
	b.p.zone = zone
}

const zoneHelp = "want a time zone such as UTC or Europe/Madrid"

// zoneAreas are what the name of a zone begins with.
var zoneAreas = []string{"Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Etc", "Europe", "Indian", "Pacific"}

// zoneHint says what to write for a zone that is not found. A small image has no zone data,
// and then no zone is found.
func zoneHint(name string, load func(string) (*time.Location, error)) string {
	if area, place, _ := strings.Cut(name, "/"); place == "" || !slices.Contains(zoneAreas, area) {
		return zoneHelp
	}
	for _, known := range []string{"Europe/London", "America/New_York", "Asia/Tokyo"} {
		if _, err := load(known); err == nil {
			return zoneHelp
		}
	}
	return zoneHelp + ", or this machine has no zone data: import time/tzdata"
}

// currencies checks a list of currencies.
func (b *builder) currencies(path string, list []string) {
	if !b.Count(path, len(list), MaxCurrencies, "currencies") {
		return
	}
	for i, code := range list {
		at := fmt.Sprintf("%s[%d]", path, i)
		if _, ok := b.Currency(at, code); ok && slices.Contains(list[:i], code) {
			b.Add(at, code, alianza.ErrDuplicate, "the currency is there already")
		}
	}
}

// standIn is the currency in which a part is checked that holds for none, so that its
// other faults are told. No currency has more decimals.
const standIn = "CLF"

// holds returns the currencies that a part holds for, without those that are none.
// It faults a part that holds for no currency, and returns another one and false.
func (b *builder) holds(path string, list []string, one string) (codes []string, ok bool) {
	if len(list) > 0 {
		b.currencies(path+".currencies", list)
		if one != "" {
			b.Add(path+".currencies", "", alianza.ErrConflict, "give one of currency and currencies")
		}
	}
	all := b.def.currencies(list, one)
	if len(all) == 0 {
		b.Add(path+".currency", "", alianza.ErrMissing, `a code of ISO 4217 such as "USD", here or in the currencies of the program`)
	}
	for _, code := range all[:min(len(all), MaxCurrencies)] {
		_, known := currency.Places(code)
		if known && !slices.Contains(codes, code) || one != "" {
			codes = append(codes, code) // the package of the part faults its one currency
		}
	}
	if len(codes) == 0 {
		return []string{standIn}, false
	}
	return codes, true
}

// once adds the faults of a part, one for each path: a part that holds for several
// currencies has the same fault in each.
func (b *builder) once(err error) {
	for _, f := range alianza.Faults(err) {
		if !b.parted[f.Path] {
			b.parted[f.Path] = true
			b.Join(f)
		}
	}
}

// tiers makes the cycle, and checks the metrics.
func (b *builder) tiers() {
	if d := b.def.Tiers; !strictjson.IsZero(d) {
		c, err := cycle.New(d)
		b.Join(alianza.At("tiers", err))
		b.p.cycle, b.p.tiered = c, err == nil
	}
	enum.Check(&b.Faults, "level_from", b.def.LevelFrom, levelFromNames[:], 0)
	b.p.metrics = b.def.Metrics
	if len(b.def.Metrics) == 0 {
		b.p.metrics = []Metric{{Name: "sales"}}
	}
	if !b.Count("metrics", len(b.def.Metrics), MaxParts, "metrics") {
		return
	}
	names := check.Names{Faults: &b.Faults}
	for i, m := range b.def.Metrics {
		path := fmt.Sprintf("metrics[%d]", i)
		names.Add(path+".name", m.Name)
		enum.Check(&b.Faults, path+".counts", m.Counts, countsNames[:], 0)
		if m.Currency != "" || m.Counts == CountsAmounts {
			b.Currency(path+".currency", m.Currency)
		}
		b.Count(path+".on", len(m.On), MaxParts, "kinds")
		for j, kind := range m.On {
			b.Name(fmt.Sprintf("%s.on[%d]", path, j), string(kind))
		}
	}
}

// prospects makes what judges prospects, and the flow.
func (b *builder) prospects() {
	var err error
	p, d := b.p, b.def
	if p.has.sheet = !strictjson.IsZero(d.Terms); p.has.sheet {
		p.sheet, err = terms.New(d.Terms)
		b.Join(alianza.At("terms", err))
	}
	if p.has.screening = !strictjson.IsZero(d.Screening); p.has.screening {
		p.screening, err = prospect.NewScreening(d.Screening)
		b.Join(alianza.At("screening", err))
	}
	if p.has.checklist = !strictjson.IsZero(d.Checklist); p.has.checklist {
		p.checklist, err = score.NewChecklist(d.Checklist)
		b.Join(alianza.At("checklist", err))
	}
	if p.has.evaluation = !strictjson.IsZero(d.Evaluation); p.has.evaluation {
		p.evaluation, err = score.NewEvaluation(d.Evaluation)
		b.Join(alianza.At("evaluation", err))
	}
	if p.has.flow = !strictjson.IsZero(d.Flow); p.has.flow {
		p.flow, err = pipeline.New(d.Flow)
		b.Join(alianza.At("flow", err))
	}
}

// targets makes the KPIs.
func (b *builder) targets() {
	if !b.Count("targets", len(b.def.Targets), MaxParts, "targets") {
		return
	}
	names := check.Names{Faults: &b.Faults}
	for i, d := range b.def.Targets {
		path := fmt.Sprintf("targets[%d]", i)
		k, err := kpi.New(d)
		b.Join(alianza.At(path, err))
		if !slices.ContainsFunc(alianza.Faults(err), func(f *alianza.FieldError) bool { return f.Path == "name" }) {
			names.Add(path+".name", d.Name)
		}
		b.p.targets = append(b.p.targets, k)
	}
}

// splits makes the splits.
func (b *builder) splits() {
	if !b.Count("splits", len(b.def.Splits), MaxParts, "splits") {
		return
	}
	names := check.Names{Faults: &b.Faults}
	for i, d := range b.def.Splits {
		path := fmt.Sprintf("splits[%d]", i)
		names.Add(path+".name", d.Name)
		s, err := split.New(d.Split)
		b.Join(alianza.At(path, err))
		b.p.splits[d.Name] = s
	}
}

// costs checks the costs.
func (b *builder) costs() {
	if !b.Count("costs", len(b.def.Costs), MaxParts, "costs") {
		return
	}
	seen := map[[2]string]bool{}
	for i, c := range b.def.Costs {
		path, in := fmt.Sprintf("costs[%d]", i), b.def.costCurrency(c)
		if b.Name(path+".name", c.Name) && seen[[2]string{c.Name, in}] {
			b.Add(path+".name", c.Name, alianza.ErrDuplicate, "a cost of this name is there already")
		}
		seen[[2]string{c.Name, in}] = true
		if c.Currency != "" || in == "" {
			b.Currency(path+".currency", c.Currency)
		}
		b.NotNegative(path+".per_month", c.PerMonth)
	}
}

package program

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/currency"
	"github.com/seed-0af520cd/alianza/internal/near"
)

// series are the versions of the plan of one currency.
type series struct {
	currency string
	real     bool  // the currency is no stand-in
	at       []int // in the list of the document
	versions []commission.Definition
}

// series returns the plans of the document, in the order of their first versions.
func (b *builder) series() []series {
	var all []series
	size := 0
	for i := range b.def.Plans {
		v := &b.def.Plans[i]
		path := fmt.Sprintf("plans[%d]", i)
		codes, ok := b.holds(path, v.Currencies, v.Plan.Currency)
		if size += len(codes) * v.size(); size > maxSize {
			b.once(check.Fault(path, "", alianza.ErrLimit, fmt.Sprintf("more than %d bytes of plans, counted in each currency", maxSize)))
			break
		}
		for _, code := range codes {
			n := slices.IndexFunc(all, func(s series) bool { return s.currency == code && s.real == ok })
			if n < 0 {
				n = len(all)
				all = append(all, series{currency: code, real: ok})
			}
			all[n].at = append(all[n].at, i)
			all[n].versions = append(all[n].versions, b.version(v, code))
		}
	}
	return all
}

// maxSize is how many bytes all plan versions have in JSON, each counted as often as
// it has currencies. A plan takes some fifty times the memory of its JSON while it is
// made.
const maxSize = 512 << 10

// size returns the bytes of a version in JSON, in which it has a currency of its own.
func (v *PlanVersion) size() int {
	if v.Plan.Currency != "" && len(v.Currencies) == 0 {
		return 0
	}
	data, err := v.MarshalJSON()
	if err != nil {
		return 1 << 10
	}
	return len(data)
}

// version returns what a version of the document is in one currency.
func (b *builder) version(v *PlanVersion, code string) commission.Definition {
	d := v.Plan
	d.Currency = code
	d.Version = cmp.Or(d.Version, 1)
	if v.Plan.Currency == "" || d.ID == "" {
		d.ID = cmp.Or(d.ID, b.def.ID, "program") + "-" + strings.ToLower(code)
	}
	return d
}

// plans makes the plan of each currency, and holds it against the ladder.
func (b *builder) plans() {
	if !b.Count("plans", len(b.def.Plans), MaxVersions, "plan versions") {
		return
	}
	faulty := map[string]bool{}
	for _, s := range b.series() {
		// The same versions in another currency have the same faults, if it has as
		// many decimals.
		places, _ := currency.Places(s.currency)
		kind := fmt.Sprint(places, s.at)
		if faulty[kind] {
			continue
		}
		plan, err := commission.New(s.versions...)
		faulty[kind] = err != nil
		for _, f := range alianza.Faults(err) {
			b.once(s.placed(f))
		}
		if !s.real {
			continue
		}
		b.levels(&s)
		if err == nil {
			b.p.plans[s.currency] = plan.In(b.p.zone)
		}
	}
}

// placed returns a fault of the plan at its place in the document.
func (s *series) placed(f *alianza.FieldError) *alianza.FieldError {
	at, rest := 0, f.Path
	if n, _ := fmt.Sscanf(f.Path, "versions[%d]", &at); n == 1 {
		_, rest, _ = strings.Cut(f.Path, "]")
		rest = strings.TrimPrefix(rest, ".")
	}
	moved := *f
	moved.Path = rest
	return alianza.Faults(alianza.At(fmt.Sprintf("plans[%d]", s.at[min(at, len(s.at)-1)]), &moved))[0]
}

// levels faults a rule that pays by another ladder, a level without a rate and a
// rate without a level, in each version, by the editions of its days. The levels count
// that could be read, whatever else is wrong with the tiers.
func (b *builder) levels(s *series) {
	if len(b.def.Tiers.Editions) == 0 {
		return
	}
	for n := range s.versions {
		v := &s.versions[n]
		until := v.Until
		if until.IsZero() && n+1 < len(s.versions) {
			until = s.versions[n+1].From
		}
		levels := b.levelsOf(v.From, until)
		path := fmt.Sprintf("plans[%d]", s.at[n])
		for i := range v.Rules {
			b.rates(fmt.Sprintf("%s.rules[%d]", path, i), &v.Rules[i].Pay, levels)
		}
		for i := range v.Bonuses {
			b.rates(fmt.Sprintf("%s.bonuses[%d]", path, i), &v.Bonuses[i].Pay, levels)
		}
	}
}

// levelsOf returns the levels of the editions that hold on some day from one until
// another.
func (b *builder) levelsOf(from, until alianza.Date) []string {
	days := [2]alianza.Date{from, until}
	if held, ok := b.held[days]; ok {
		return held
	}
	var held []string
	seen, editions := map[string]bool{}, b.def.Tiers.Editions
	for i, e := range editions {
		begins := e.From.IsZero() || until.IsZero() || firstDay(e.From).Before(until)
		ended := i+1 < len(editions) && !from.IsZero() && firstDay(editions[i+1].From).Compare(from) <= 0
		if !begins || ended {
			continue
		}
		for _, level := range e.Ladder.Levels {
			if !seen[level.Name] {
				held, seen[level.Name] = append(held, level.Name), true
			}
		}
	}
	b.held[days] = held
	return held
}

// levelNames returns the names of the levels of all editions.
func (b *builder) levelNames() map[string]bool {
	if b.known == nil {
		b.known = map[string]bool{}
		for _, e := range b.def.Tiers.Editions {
			for _, level := range e.Ladder.Levels {
				b.known[level.Name] = true
			}
		}
	}
	return b.known
}

// rates faults the rates of one rule.
func (b *builder) rates(path string, pay *commission.Pay, levels []string) {
	if pay.Ladder == "" {
		return
	}
	if name := b.def.Tiers.Editions[0].Ladder.Name; pay.Ladder != name {
		b.once(check.Fault(path+".ladder", pay.Ladder, alianza.ErrUnknown, "the ladder of the program is "+name))
	}
	var missing []string
	for _, level := range levels {
		if _, ok := pay.Rates[level]; !ok {
			missing = append(missing, level)
		}
	}
	for _, level := range sortedKeys(pay.Rates) {
		if b.levelNames()[level] {
			continue
		}
		detail := "the ladder has no level " + level
		if b.Full() {
			missing = nil // to look for the name that was meant costs
		}
		if meant := near.Of(level, missing); meant != "" {
			detail = "did you mean " + meant + "? " + detail
			missing = slices.DeleteFunc(missing, func(one string) bool { return one == meant })
		}
		b.once(check.Fault(path+".rates."+level, "", alianza.ErrUnknown, detail))
	}
	for _, level := range missing {
		b.once(check.Fault(path+".rates."+level, "", alianza.ErrMissing, "no rate for level "+level))
	}
}

// payouts makes the policy of each account that partners may have.
func (b *builder) payouts() {
	if !b.Count("payouts", len(b.def.Payouts), MaxParts, "payouts") {
		return
	}
	for i := range b.def.Payouts {
		p := &b.def.Payouts[i]
		path := fmt.Sprintf("payouts[%d]", i)
		codes, ok := b.holds(path, p.Currencies, p.Policy.Currency)
		for _, code := range codes {
			d := p.Policy
			d.Currency = code
			policy, err := payout.New(d)
			b.once(alianza.At(path, err))
			if err != nil || !ok {
				continue
			}
			name := account{code, d.Medium}
			if _, ok := b.p.policies[name]; ok {
				b.once(check.Fault(path, code, alianza.ErrDuplicate, "another payout in "+d.Medium.String()+" is in this currency"))
				continue
			}
			b.p.policies[name] = policy.In(b.p.zone)
			b.fits(path, code, policy)
		}
	}
	for code := range b.p.plans {
		name := account{code, commission.Cash}
		if _, ok := b.p.policies[name]; !ok {
			policy, err := payout.New(payout.Definition{Currency: code})
			b.Join(err)
			b.p.policies[name] = policy.In(b.p.zone)
		}
	}
}

// fits faults a payout that cannot pay what the plan of its currency posts.
func (b *builder) fits(path, code string, policy payout.Policy) {
	plan, ok := b.p.plans[code]
	if !ok {
		return
	}
	d := policy.Definition()
	d.PayIn = payout.Conversion{}
	policy, err := payout.New(d)
	if err != nil {
		return
	}
	for _, v := range plan.Definitions() {
		step := v.Step
		if places, _ := currency.Places(code); step.IsZero() {
			step = decimal.New(1, -int32(places))
		}
		at := time.Unix(0, 0)
		_, err := policy.Post(payout.Account{}, commission.Entry{
			Key: "try", Plan: v.ID, Partner: "try", At: at, Booked: at, Due: at, Currency: code, Medium: d.Medium, Amount: step,
		})
		for _, f := range alianza.Faults(err) {
			b.once(check.Fault(path+".step", step.String(), alianza.ErrConflict, "it cannot pay what plan "+v.ID+" posts: "+f.Reason()))
		}
	}
}

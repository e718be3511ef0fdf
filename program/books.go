package program

import (
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/exact"
	"github.com/seed-0af520cd/alianza/internal/period"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
)

// books are what a run has of one currency.
type books struct {
	plan     commission.Plan
	places   int32
	policies map[commission.Medium]*policy
	versions []quick
	currency string
	shift    int // months from January to the beginning of the year
	// records are those that cannot be made anew from the events kept.
	records commission.State
	// early are sales that a refund came before, by partner and ID.
	early map[[2]string]bool
}

// A policy is what pays an account.
type policy struct {
	payout.Policy
	every   payout.Every
	plain   bool // it pays what is due, if it is at least a minimum
	never   bool // it pays nothing
	minimum decimal.Decimal
}

// quick is a version of a plan with those kinds of event that one rule pays by a
// rate alone. What these earn depends on nothing of the past, so that their records
// need not be kept: they are made anew for a refund.
type quick struct {
	from, until int64 // days; until is exclusive
	hold        int64
	rules       map[string]*rate // by kind
	closes      uint8            // the kinds of period that a bonus is over, a bit each
	retainer    string           // a bonus of nothing over contract years
	lump        bool             // a bonus over contract years pays an amount for the year itself
}

// A rate is such a rule.
type rate struct {
	medium commission.Medium
	ladder string
	flat   exact.Factor
	levels map[string]exact.Factor // by tier: "affiliate/gold"
}

func newBooks(p *Program, code string, plan commission.Plan, places int32) *books {
	b := &books{plan: plan, currency: code, places: places, policies: map[commission.Medium]*policy{}, early: map[[2]string]bool{}}
	for _, medium := range []commission.Medium{commission.Cash, commission.Credit, commission.InKind} {
		if known, ok := p.policies[account{code, medium}]; ok {
			b.policies[medium] = newPolicy(known, p.zone)
		} else {
			b.policies[medium] = &policy{plain: true, never: true}
		}
	}
	definitions := plan.Definitions()
	metered := map[string]bool{} // meters that are looked at, in whatever version
	for i := range definitions {
		for _, bonus := range definitions[i].Bonuses {
			for _, meter := range bonus.Of {
				metered[meter] = true
			}
		}
		for j := range definitions[i].Rules {
			metered[definitions[i].Rules[j].Over.Reads] = true
		}
	}
	b.shift = max(0, definitions[0].YearBegins-1)
	for i := range definitions {
		b.versions = append(b.versions, newQuick(&definitions[i], places, metered))
	}
	return b
}

// newPolicy returns a policy without its conversion: what a run pays is in the
// currency of the account.
func newPolicy(p payout.Policy, zone *time.Location) *policy {
	d := p.Definition()
	d.PayIn = payout.Conversion{}
	made, err := payout.New(d)
	if err != nil {
		return &policy{Policy: p}
	}
	every := d.Every
	if every == payout.EveryMonth {
		d.Every = 0
	}
	bare := payout.Definition{Currency: d.Currency, Step: d.Step, Medium: d.Medium, AcrossPlans: d.AcrossPlans, Minimum: d.Minimum}
	plain, err := payout.New(bare)
	without, _ := payout.New(d) // a fault makes it another one
	return &policy{
		Policy: made.In(zone), every: every, minimum: d.Minimum,
		plain: err == nil && plain.Equal(without),
	}
}

func newQuick(d *commission.Definition, places int32, metered map[string]bool) quick {
	const ever = 1 << 40
	q := quick{from: -ever, until: ever, hold: int64(d.HoldDays), rules: map[string]*rate{}}
	if !d.From.IsZero() {
		q.from = dateDay(d.From)
	}
	if !d.Until.IsZero() {
		q.until = dateDay(d.Until)
	}
	for i := range d.Bonuses {
		over := d.Bonuses[i].Over
		q.closes |= 1 << kindOf(over)
		if over == commission.PerContractYear && len(d.Bonuses[i].Of) == 0 {
			q.retainer = d.Bonuses[i].Name
		}
		q.lump = q.lump || over == commission.PerContractYear && isLump(&d.Bonuses[i])
	}
	if !bare(d) || !d.Step.IsZero() && exact.Cmp(d.Step, decimal.New(1, -places)) != 0 {
		return q
	}
	for i := range d.Rules {
		kind := string(d.Rules[i].On)
		if _, twice := q.rules[kind]; twice {
			q.rules[kind] = nil
			continue
		}
		if metered[d.Rules[i].Name] { // a bonus or a rule looks at what the rule sold
			q.rules[kind] = nil
			continue
		}
		q.rules[kind] = newRate(&d.Rules[i], places, exact.Mode(d.Rounding))
	}
	return q
}

// kindOf returns the kind of the periods that a bonus is over. Windows and kinds stand in
// one order.
func kindOf(over commission.Window) period.Kind {
	return period.Kind(over-commission.PerWeek) + period.Week
}

// isLump reports whether what a bonus pays is more than the sum of what it would pay for
// parts of a period, each alone.
func isLump(b *commission.Bonus) bool {
	return !b.Pay.Fixed.IsZero() || !b.Limit.Min.IsZero() ||
		slices.ContainsFunc(b.Pay.Table.Brackets, func(c commission.Bracket) bool { return !c.Flat.IsZero() || !c.Min.IsZero() })
}

// bare reports whether a plan says nothing that changes what its rules pay a sale.
// Each field that a plan may have besides these may do so.
func bare(d *commission.Definition) bool {
	rest := *d
	rest.ID, rest.Version, rest.Currency, rest.From, rest.Until = "", 0, "", alianza.Date{}, alianza.Date{}
	rest.HoldDays, rest.RefundDays, rest.UnknownSale, rest.Rounding, rest.Step = 0, 0, 0, 0, decimal.Decimal{}
	rest.Precedence, rest.YearBegins, rest.Rules, rest.Bonuses = 0, 0, nil, nil
	return strictjson.IsZero(rest)
}

// newRate returns the rate of a rule, nil if it pays by more than a rate.
func newRate(r *commission.Rule, places int32, mode exact.Mode) *rate {
	rest := *r
	rest.Name, rest.On = "", ""
	rest.Pay.Rate, rest.Pay.Ladder, rest.Pay.Rates, rest.Pay.Medium = alianza.Percent{}, "", nil, 0
	if !strictjson.IsZero(rest) {
		return nil
	}
	made := &rate{medium: r.Pay.Medium, ladder: r.Pay.Ladder, flat: factor(r.Pay.Rate, places, mode), levels: map[string]exact.Factor{}}
	for level, p := range r.Pay.Rates {
		made.levels[r.Pay.Ladder+"/"+level] = factor(p, places, mode)
	}
	return made
}

func factor(p alianza.Percent, places int32, mode exact.Mode) exact.Factor {
	return exact.NewFactor(exact.Percent(p.Units()), places, mode)
}

// quick returns the version and the rate that pay an event of a kind and a day, nil
// if they are not quick.
func (b *books) quick(kind string, day int64) (*quick, *rate) {
	v := b.version(day)
	if v == nil {
		return nil, nil
	}
	return v, v.rules[kind]
}

// version returns the version for a day, nil if there is none.
func (b *books) version(day int64) *quick {
	for i := len(b.versions) - 1; i >= 0; i-- {
		if v := &b.versions[i]; v.from <= day {
			if day < v.until {
				return v
			}
			break
		}
	}
	return nil
}

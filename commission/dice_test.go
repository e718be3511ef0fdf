package commission_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// This file makes random tables, plans and events for laws and fuzz targets.

// refDice makes the choices of a generator: of random numbers in a property
// test, of the bytes of a fuzz target. Bytes that are used up give zeros.
type refDice struct {
	r    *rand.Rand
	data []byte
	// spread lets rules have rates in graduated tables by units, whose parts of
	// an amount the reference of plans does not know.
	spread bool
}

// n returns a number from 0 to n-1, at most 65535.
func (d *refDice) n(n int) int {
	if d.r != nil {
		return d.r.IntN(n)
	}
	x := 0
	for most := n - 1; most > 0 && len(d.data) > 0; most >>= 8 {
		x, d.data = x<<8|int(d.data[0]), d.data[1:]
	}
	return x % n
}

// of reports whether one of n equal chances came.
func (d *refDice) of(n int) bool { return d.n(n) == n-1 }

// more reports whether there is something to go on with.
func (d *refDice) more() bool { return d.r != nil || len(d.data) > 0 }

func refPick[T any](d *refDice, list ...T) T { return list[d.n(len(list))] }

// amount returns an amount of up to so many units of at most so many places.
func (d *refDice) amount(most, places int) decimal.Decimal {
	return decimal.New(int64(d.n(most)), -int32(d.n(places+1)))
}

func refRat(d decimal.Decimal) *big.Rat { return d.Rat() }

func refAdd(a, b *big.Rat) *big.Rat { return new(big.Rat).Add(a, b) }
func refSub(a, b *big.Rat) *big.Rat { return new(big.Rat).Sub(a, b) }
func refMul(a, b *big.Rat) *big.Rat { return new(big.Rat).Mul(a, b) }
func refInt(n int) *big.Rat         { return big.NewRat(int64(n), 1) }

func refMin(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) <= 0 {
		return a
	}
	return b
}

func refMax(a, b *big.Rat) *big.Rat {
	if a.Cmp(b) >= 0 {
		return a
	}
	return b
}

// refRate returns a rate of 0% to 100%.
func (d *refDice) rate() alianza.Percent {
	return rate(refPick(d, "20%", "0%", "25%", "10%", "33.3333333333%", "100%", "0.0000000001%", "7%", "12.5%", "99.9999999999%", "0.01%"))
}

// rule returns a rule, each choice of which the definition allows.
func (d *refDice) rule(def *commission.Definition, i int) commission.Rule {
	r := commission.Rule{Name: fmt.Sprint("r", i), On: commission.Sale}
	if d.of(4) {
		r.On = refPick(d, commission.PaymentReceived, commission.Lead, commission.Item("post"), commission.Referral)
	}
	window := commission.PerEvent
	if d.of(2) {
		window = refPick(d, commission.PerMonth, commission.PerQuarter, commission.PerOrder, commission.PerYear, commission.Ever)
	}
	r.Over.Over = window
	alone := window == commission.PerEvent
	switch d.n(5) {
	case 0:
		r.Pay.Rate = d.rate()
	case 1:
		r.Pay.Ladder, r.Pay.Rates = "affiliate", map[string]alianza.Percent{"gold": d.rate(), "basic": d.rate()}
	case 2, 3:
		r.Pay.Table = d.ruleTable(def)
	case 4:
		if alone {
			r.Pay.Fixed, r.Pay.PerUnit = d.posted(1000, def.Step), d.amount(500, 4)
		}
		r.Pay.Rate = d.rate()
	}
	if r.Pay.Rate.IsZero() && r.Pay.Ladder == "" && r.Pay.Table.IsZero() && r.Pay.Fixed.IsZero() && r.Pay.PerUnit.IsZero() {
		r.Pay.Rate = rate("15%")
	}
	if d.of(12) {
		r = commission.Rule{Name: r.Name, On: r.On, Pay: commission.Pay{Medium: commission.InKind}}
		alone = true
	}
	rated := !r.Pay.Rate.IsZero() || r.Pay.Ladder != ""
	if d.of(3) {
		r.Pay.Less = []string{"tax"}
	}
	if d.of(4) && r.Pay.Medium != commission.InKind {
		r.Pay.Medium = commission.Credit
	}
	if d.of(3) {
		r.When = refPick(d, commission.FactOneOf("country", "US"), commission.FactNoneOf("country", "US"),
			commission.FactIs("amount", alianza.AtLeast(decimal.New(20, 0))), commission.FactIs("units", alianza.Above(decimal.New(1, 0))),
			commission.Any(commission.FactOneOf("country", "ES"), commission.FactIs("amount", alianza.Below(decimal.New(205, -1)))),
			commission.All(commission.FactOneOf("tier", "affiliate/gold"), commission.FactNoneOf("customer", "x")))
	}
	if d.of(5) {
		r.For.Active, r.For.MinMonths = d.of(2), d.n(3)
	}
	if d.of(4) {
		r.Lasts.Months, r.Lasts.Payments = refPick(d, 0, 1, 2), refPick(d, 0, 1, 3)
		if (r.Lasts.Months > 0 || r.Lasts.Payments > 0) && alone && rated && r.Pay.Fixed.IsZero() && r.Pay.PerUnit.IsZero() && d.of(2) {
			r.Lasts.Then = d.rate()
		}
	}
	if alone && d.of(4) && r.Pay.Medium != commission.InKind {
		r.Limit.Min = d.posted(200, def.Step)
	}
	if alone && d.of(4) && r.Pay.Medium != commission.InKind {
		r.Limit.Max = r.Limit.Min.Add(d.posted(2000, def.Step))
	}
	if d.of(3) {
		c := commission.Cap{Amount: d.posted(3000, def.Step).Add(decimal.New(1, 0)), Per: window}
		if alone {
			c.Per, c.Customer = refPick(d, commission.PerMonth, commission.Ever, commission.PerOrder, commission.PerQuarter), d.of(3)
		}
		r.Limit.Caps = append(r.Limit.Caps, c)
		if alone && d.of(2) {
			r.Limit.Caps = append(r.Limit.Caps, commission.Cap{Amount: d.posted(5000, def.Step).Add(decimal.New(1, 0)), Per: commission.PerYear})
		}
	}
	r.Over.KeepAttained = !alone && d.of(3)
	return r
}

// ruleTable returns a table of a rule, without rates in graduated units.
func (d *refDice) ruleTable(def *commission.Definition) commission.TableDefinition {
	t := d.table()
	t.Step, t.Rounding = decimal.Decimal{}, 0
	for i := range t.Brackets {
		b := &t.Brackets[i]
		if t.By == commission.ByUnits && t.Scope == commission.Graduated && !d.spread {
			b.Rate = alianza.Percent{}
		}
		for _, n := range []*decimal.Decimal{&b.Flat, &b.Min, &b.Max} {
			*n = n.Div(def.Step).Truncate(0).Mul(def.Step)
		}
	}
	return t
}

// plan returns a definition, which New may refuse.
func (d *refDice) plan() commission.Definition {
	def := commission.Definition{
		ID: "p", Version: 1, Currency: "USD", Step: refPick(d, decimal.New(1, -2), decimal.New(1, 0), decimal.New(5, -2), decimal.New(1, -1)), Rounding: commission.Rounding(d.n(7)),
		Precedence: commission.Precedence(d.n(3)), RefundDays: refPick(d, 0, 0, 10), HoldDays: refPick(d, 0, 30),
		UnknownSale: refPick(d, commission.UnknownSaleRefuse, commission.UnknownSaleIgnore),
	}
	n := 1 + d.n(3)
	for i := range n {
		r := d.rule(&def, i)
		if def.Precedence == commission.PrecedenceFirst && i < n-1 && r.When.IsZero() {
			r.When = commission.FactOneOf("country", "US")
		}
		def.Rules = append(def.Rules, r)
	}
	bounded := func(r commission.Rule) bool {
		return len(r.Limit.Caps) > 0 || r.Over.Over != commission.PerEvent && !r.Pay.Table.IsZero()
	}
	if d.of(4) && !slices.ContainsFunc(def.Rules, bounded) {
		def.UnknownSale = commission.UnknownSaleCurrentRate
	}
	for i := range max(0, d.n(5)-2) {
		r := commission.Bonus{
			Name: fmt.Sprint("bonus", i), Over: refPick(d, commission.PerMonth, commission.PerQuarter, commission.PerYear), Of: []string{def.Rules[d.n(n)].Name},
			Pay: commission.Pay{Rate: d.rate()}, Follows: d.of(3),
		}
		switch d.n(4) {
		case 0:
			r.Pay.Rate, r.Pay.Table = alianza.Percent{}, d.ruleTable(&def)
		case 1:
			r.Pay.Rate, r.Pay.Ladder, r.Pay.Rates = alianza.Percent{}, "affiliate", map[string]alianza.Percent{"gold": d.rate(), "basic": d.rate()}
		case 2:
			r.Pay.PerUnit, r.Limit.Min = d.amount(100, 2), d.posted(100, def.Step)
			fallthrough
		default:
			r.Pay.Fixed = d.posted(1000, def.Step).Add(decimal.New(1, 0))
		}
		def.Bonuses = append(def.Bonuses, r)
	}
	return def
}

// event returns an event of a plan at a step: mostly one that is good.
func (d *refDice) event(step int) commission.Event {
	e := commission.Event{
		ID: fmt.Sprint("e", step), Kind: commission.Sale, Partner: refPick(d, "ana", "bob"), Currency: "USD",
		At: day(1 + step*3 + d.n(4)).Add(time.Duration(d.n(24)) * time.Hour), Amount: d.amount(9000, 3),
		Tier: refPick(d, "affiliate/gold", "affiliate/basic", "affiliate/gold", ""), Units: whole(d.n(4)),
		Customer: refPick(d, "x", "y"), Order: refPick(d, "o1", "o2"), PartnerSince: day(-40 + d.n(60)),
		Includes: map[string]decimal.Decimal{"tax": {}}, Facts: map[string]string{},
	}
	if country := refPick(d, "US", "ES", ""); country != "" {
		e.Facts["country"] = country
	}
	e.Includes["tax"] = e.Amount.Mul(decimal.New(int64(d.n(30)), -2)).Truncate(3)
	if d.of(6) {
		e.PartnerUntil = e.PartnerSince.AddDate(0, 0, d.n(100))
	}
	switch d.n(16) {
	case 0:
		e.Kind, e.Amount = refPick(d, commission.Lead, commission.Item("post"), commission.Referral), decimal.Decimal{}
		e.Includes["tax"] = decimal.Decimal{}
	case 1:
		e.Kind = commission.PaymentReceived
	case 2, 3, 4, 5, 6:
		e.Kind = commission.Refund
	case 7:
		e.Kind = commission.Chargeback
	case 8:
		e.Kind = commission.Correction
	case 9:
		e.Kind, e.Amount, e.Order, e.Customer = commission.Close, decimal.Decimal{}, "", ""
		e.Period = refPick(d, "2026-01", "2026-02", "2026-Q1", "2026", "2026-03")
		e.Includes = nil
	case 10:
		switch d.n(5) {
		case 0:
			e.Includes = nil
		case 1:
			e.Customer = ""
		case 2:
			e.PartnerSince, e.PartnerUntil = time.Time{}, time.Time{}
		case 3:
			e.Tier = refPick(d, "affiliate/iron", "reseller/gold")
		case 4:
			e.Order = ""
		}
	}
	return e
}

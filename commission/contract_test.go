package commission_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/contract"
)

// TestContract runs the program's examples that are about what events earn.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "commission", map[string]contract.Adapter{
		"C1":  a.affiliateSale,
		"C3":  a.referrals,
		"C5":  a.inKind,
		"C6":  a.hybrid("articles"),
		"C7":  a.hybrid("episodes"),
		"C8":  a.hybrid("videos"),
		"C9":  a.customerReferral,
		"C10": a.creditAndCash,
		"C11": a.referrals,
		"C21": a.firstYear,
		"C28": a.bonus,
		"C32": a.paidOnSale,
		"C33": a.month,
		"C34": a.takenBackOrCapped,
		"T18": a.levelExtras,
		"X1":  a.add,

		"cross.Round": func(in contract.Input) (any, error) {
			return rounded(a.rounding(in), in.Number("value"), in.Int("scale")), nil
		},
		"commission.Line":                  a.line,
		"commission.Statement":             a.statement,
		"commission.Affiliate":             a.month,
		"commission.GraduatedAmount":       a.table(commission.Graduated),
		"commission.SlabAmount":            a.table(commission.Slab),
		"commission.RetroactiveAdjustment": a.retroactive,
		"commission.Accelerator":           a.accelerator,
		"commission.Hybrid":                a.feeAndPercent,
		"commission.ReferralEligible": func(in contract.Input) (any, error) {
			return a.eligible(in.Day("since"), in.Day("on"), !in.Has("active") || in.Is("active"))
		},
		"commission.Clawback":          a.clawback,
		"commission.RecurringEligible": a.recurringEligible,
		"commission.RecurringTotal":    a.recurringTotal,
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

var (
	contractDay  = time.Date(2025, 3, 3, 12, 0, 0, 0, time.UTC)
	contractCent = decimal.New(1, -2)
)

// plan is a plan in dollars of some rules.
func (adapters) plan(rules ...commission.Rule) commission.Definition {
	return commission.Definition{ID: "contract", Version: 1, Currency: "USD", Precedence: commission.PrecedenceEvery, Rules: rules}
}

// event is an event of the partner ana.
func (adapters) event(id string, kind commission.Kind, amount decimal.Decimal) commission.Event {
	return commission.Event{ID: id, Kind: kind, Partner: "ana", Customer: "acme", At: contractDay, Currency: "USD", Amount: amount}
}

// sales are sales of some amounts.
func (a adapters) sales(amounts ...decimal.Decimal) []commission.Event {
	var events []commission.Event
	for i, amount := range amounts {
		events = append(events, a.event(fmt.Sprint("sale-", i+1), commission.Sale, amount))
	}
	return events
}

// times is a number of events of one kind without an amount.
func (a adapters) times(n int, kind commission.Kind) []commission.Event {
	var events []commission.Event
	for i := range n {
		events = append(events, a.event(fmt.Sprint(kind, "-", i+1), kind, decimal.Zero))
	}
	return events
}

// earn returns the entries of each event, in the order of the events.
func (adapters) earn(d commission.Definition, events ...commission.Event) ([][]commission.Entry, error) {
	plan, err := commission.New(d)
	if err != nil {
		return nil, err
	}
	var state commission.State
	var all [][]commission.Entry
	for _, e := range events {
		earned, err := earn(plan, &state, e)
		if err != nil {
			return nil, err
		}
		all = append(all, earned.Entries)
	}
	return all, nil
}

// sum adds up the entries in a medium.
func (adapters) sum(all [][]commission.Entry, m commission.Medium) decimal.Decimal {
	sum := decimal.Zero
	for _, entries := range all {
		for _, e := range entries {
			if e.Medium == m {
				sum = sum.Add(e.Amount)
			}
		}
	}
	return sum
}

// cash returns the cash that events earn.
func (a adapters) cash(d commission.Definition, events ...commission.Event) (any, error) {
	all, err := a.earn(d, events...)
	return a.sum(all, commission.Cash), err
}

// each returns the cash that each event earns.
func (a adapters) each(d commission.Definition, events ...commission.Event) (any, error) {
	all, err := a.earn(d, events...)
	var list []decimal.Decimal
	for _, entries := range all {
		list = append(list, a.sum([][]commission.Entry{entries}, commission.Cash))
	}
	return list, err
}

// minor returns an amount in cents.
func (adapters) minor(v any, err error) (any, error) {
	d, ok := v.(decimal.Decimal)
	if err != nil || !ok {
		return v, err
	}
	return d.Shift(2), nil
}

// cents reads an amount in cents.
func (adapters) cents(in contract.Input, name string) decimal.Decimal {
	return in.Number(name).Mul(contractCent)
}

func (adapters) rate(in contract.Input, name string) alianza.Percent {
	return alianza.Must(alianza.PercentOf(in.Number(name)))
}

func (adapters) rounding(in contract.Input) commission.Rounding {
	mode := commission.HalfUp
	if in.Has("mode") {
		if err := mode.UnmarshalText([]byte(in.Text("mode"))); err != nil {
			panic(err)
		}
	}
	return mode
}

func (a adapters) saleAt(rate alianza.Percent) commission.Rule {
	return commission.Rule{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: rate}}
}

func (a adapters) affiliateSale(in contract.Input) (any, error) {
	e := a.event("sale-1", commission.Sale, in.Number("sale"))
	e.Tier = "affiliate/" + in.Text("level")
	return a.cash(commission.Affiliate(), e)
}

// referrals pays a fee for each qualified referral, to an active partner if the
// row speaks of that.
func (a adapters) referrals(in contract.Input) (any, error) {
	fee := decimal.NewFromInt(500)
	if in.Has("fee_usd") {
		fee = in.Number("fee_usd")
	}
	rule := commission.Rule{Name: "referral", On: commission.Referral, For: commission.Partners{Active: in.Has("partnership_active")}, Pay: commission.Pay{Fixed: fee}}
	events := a.times(in.Int("qualified_referrals"), commission.Referral)
	for i := range events {
		events[i].PartnerSince = contractDay.AddDate(-1, 0, 0)
		if !in.Is("partnership_active") {
			events[i].PartnerUntil = contractDay.AddDate(0, 0, -1)
		}
	}
	return a.cash(a.plan(rule), events...)
}

func (a adapters) inKind(in contract.Input) (any, error) {
	if in.Text("kind") != "platform" {
		return nil, contract.ErrNotBuilt
	}
	all, err := a.earn(a.plan(commission.Rule{Name: "exchange", On: commission.Sale, Pay: commission.Pay{Medium: commission.InKind}}), a.sales(decimal.NewFromInt(100))...)
	if err != nil {
		return nil, err
	}
	return contract.Object{"cash_minor": a.sum(all, commission.Cash).Shift(2), "in_kind": len(all[0]) == 1 && all[0][0].Medium == commission.InKind}, nil
}

// hybrid pays a fee for each item and a percentage of sales.
func (a adapters) hybrid(items string) contract.Adapter {
	percent := map[string]int{"articles": 10, "episodes": 15, "videos": 20}[items]
	return func(in contract.Input) (any, error) {
		item := commission.Item(strings.TrimSuffix(items, "s"))
		d := a.plan(
			commission.Rule{Name: "item", On: item, Pay: commission.Pay{Fixed: in.Number("fee_usd")}},
			a.saleAt(alianza.WholePercent(percent)),
		)
		return a.cash(d, append(a.times(in.Int(items), item), a.sales(in.Number("sales_usd"))...)...)
	}
}

// customerRule is the customer referral of the affiliate program.
func (adapters) customerRule() commission.Rule {
	return commission.Rule{
		Name: "referral", On: commission.Referral,
		For: commission.Partners{Active: true, MinMonths: 3},
		Pay: commission.Pay{Fixed: decimal.NewFromInt(200), Medium: commission.Credit},
	}
}

func (a adapters) eligible(since, on time.Time, active bool) (bool, error) {
	e := a.event("referral-1", commission.Referral, decimal.Zero)
	e.At, e.PartnerSince = on, since
	if !active {
		e.PartnerUntil = on
	}
	all, err := a.earn(a.plan(a.customerRule()), e)
	return a.sum(all, commission.Credit).Equal(decimal.NewFromInt(200)), err
}

func (a adapters) customerReferral(in contract.Input) (any, error) {
	ok, err := a.eligible(in.Day("customer_since"), in.Day("referral_on"), true)
	if !ok {
		return "not eligible", err
	}
	return "eligible", err
}

func (a adapters) creditAndCash(in contract.Input) (any, error) {
	d := a.plan(a.customerRule())
	if in.Has("bonus") {
		return nil, contract.ErrNotBuilt // what a bonus is, is the caller's to say
	}
	events := a.times(in.Int("qualified_referrals"), commission.Referral)
	for i := range events {
		events[i].PartnerSince = contractDay.AddDate(-1, 0, 0)
	}
	all, err := a.earn(d, events...)
	return contract.Object{"credit": a.sum(all, commission.Credit), "cash": a.sum(all, commission.Cash)}, err
}

// firstYear pays each year's price when it is received, and returns what the
// last of them earns.
func (a adapters) firstYear(in contract.Input) (any, error) {
	years := 1
	if in.Has("year") {
		years = in.Int("year")
	}
	rule := commission.Rule{Name: "year", On: commission.PaymentReceived, Pay: commission.Pay{Rate: a.rate(in, "rate_pct")}, Lasts: commission.Duration{Months: 12}}
	var events []commission.Event
	for i := range years {
		e := a.event(fmt.Sprint("invoice-", i+1), commission.PaymentReceived, in.Number("annual_price_usd"))
		e.At = contractDay.AddDate(i, 0, 0)
		events = append(events, e)
	}
	all, err := a.earn(a.plan(rule), events...)
	if err != nil {
		return nil, err
	}
	return contract.Object{"commission_usd": a.sum(all[years-1:], commission.Cash)}, nil
}

// monthBonus pays an amount at the close of a month in which something was sold.
func (adapters) monthBonus(amount decimal.Decimal) commission.Bonus {
	return commission.Bonus{Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Fixed: amount}}
}

func (a adapters) monthClose(tier string) commission.Event {
	e := a.event("close", commission.Close, decimal.Zero)
	e.Customer, e.Period, e.Tier, e.At = "", "2025-03", tier, contractDay.AddDate(0, 1, 0)
	return e
}

func (a adapters) bonus(in contract.Input) (any, error) {
	sale := a.saleAt(alianza.WholePercent(0))
	sale.Pay.Rate, sale.Over.Over = alianza.WholePercent(10), commission.PerMonth
	d := a.plan(sale)
	events := a.sales(decimal.NewFromInt(100))
	if amount := a.cents(in, "bonus_minor"); amount.IsPositive() {
		d.Bonuses = append(d.Bonuses, a.monthBonus(amount))
		events = append(events, a.monthClose(""))
	}
	all, err := a.earn(d, events...)
	if err != nil {
		return nil, err
	}
	return a.sum(all[1:], commission.Cash).Shift(2), nil
}

// levelExtras pays the rate of a level, and at the close of the month the bonus
// that the caller has set for it.
func (a adapters) levelExtras(in contract.Input) (any, error) {
	tier := "affiliate/" + in.Text("level")
	d := commission.Affiliate()
	d.Precedence, d.Rules[0].Over.Over = commission.PrecedenceEvery, commission.PerMonth
	sale := a.event("sale-1", commission.Sale, in.Number("sale"))
	sale.Tier = tier
	events := []commission.Event{sale}
	if in.Has("achievement_bonus") {
		d.Bonuses = append(d.Bonuses, bonusWhen(a.monthBonus(in.Number("achievement_bonus")), commission.FactOneOf("tier", tier)))
		events = append(events, a.monthClose(tier))
	}
	all, err := a.earn(d, events...)
	if err != nil {
		return nil, err
	}
	return contract.Object{"commission": a.sum(all[:1], commission.Cash), "bonus": a.sum(all[1:], commission.Cash)}, nil
}

// paidOnSale pays a fee for each sale, and nothing for a recommendation.
func (a adapters) paidOnSale(in contract.Input) (any, error) {
	fee := decimal.NewFromInt(100)
	if in.Has("fee") {
		fee = in.Number("fee")
	}
	events := a.times(in.Int("recommendations"), commission.Lead)
	amounts := make([]decimal.Decimal, in.Int("sales"))
	for i := range amounts {
		amounts[i] = decimal.NewFromInt(100) // of nothing paid there would be no fee
	}
	return a.cash(a.plan(commission.Rule{Name: "fee", On: commission.Sale, Pay: commission.Pay{Fixed: fee}}),
		append(events, a.sales(amounts...)...)...)
}

// month pays the sales of a month by the brackets of the affiliate ladder.
func (a adapters) month(in contract.Input) (any, error) {
	var scope commission.Scope
	if err := scope.UnmarshalText([]byte(in.Text("mode"))); err != nil {
		return nil, err
	}
	n, p := decimal.NewFromInt, alianza.WholePercent
	rule := commission.Rule{
		Name: "sale", On: commission.Sale,
		Pay: commission.Pay{
			Table: commission.TableDefinition{
				By: commission.ByUnits, Scope: scope,
				Brackets: []commission.Bracket{{UpTo: n(5), Rate: p(20)}, {UpTo: n(15), Rate: p(25)}, {UpTo: n(30), Rate: p(30)}, {Rate: p(35)}},
			},
		},
		Over: commission.Span{Over: commission.PerMonth},
	}
	if !in.Has("sales_minor") {
		amounts := make([]decimal.Decimal, in.Int("sales"))
		for i := range amounts {
			amounts[i] = in.Number("price")
		}
		return a.cash(a.plan(rule), a.sales(amounts...)...)
	}
	amounts := in.Numbers("sales_minor")
	for i := range amounts {
		amounts[i] = amounts[i].Mul(contractCent)
	}
	return a.minor(a.cash(a.plan(rule), a.sales(amounts...)...))
}

func (a adapters) takenBackOrCapped(in contract.Input) (any, error) {
	if in.Has("cap") {
		earned := in.Numbers("earned")
		rule := commission.Rule{
			Name: "fee", On: commission.Sale,
			Pay:   commission.Pay{Fixed: earned[0]},
			Limit: commission.Limits{Caps: []commission.Cap{{Amount: in.Number("cap"), Per: commission.PerMonth}}},
		}
		return a.each(a.plan(rule), a.sales(earned...)...)
	}
	refund := a.event("refund-1", commission.Refund, in.Number("refund"))
	refund.Of = "sale-1"
	return a.each(a.plan(a.saleAt(a.rate(in, "rate_pct"))), append(a.sales(in.Number("sale")), refund)...)
}

// add sells two amounts, each in its currency, under a plan in that of the
// first, and returns what was sold.
func (a adapters) add(in contract.Input) (any, error) {
	var events []commission.Event
	for _, side := range []string{"a", "b"} {
		currency, amount, _ := strings.Cut(in.Text(side), " ")
		e := a.event("sale-"+side, commission.Sale, decimal.RequireFromString(amount))
		e.Currency = currency
		events = append(events, e)
	}
	d := a.plan(a.saleAt(alianza.WholePercent(100)))
	d.Currency = events[0].Currency
	sum, err := a.cash(d, events...)
	if err != nil {
		return nil, err
	}
	return d.Currency + " " + sum.(decimal.Decimal).Round(0).String(), nil
}

func (a adapters) line(in contract.Input) (any, error) {
	base, rate, mode := a.cents(in, "base_minor"), a.rate(in, "rate_pct"), a.rounding(in)
	if base.IsNegative() { // a refund mirrors its sale in a plan; this is the rule by itself
		exact, err := rate.Of(base)
		if err != nil {
			return nil, err
		}
		return a.minor(rounded(mode, exact, 2), nil)
	}
	d := a.plan(a.saleAt(rate))
	d.Rounding = mode
	return a.minor(a.cash(d, a.sales(base)...))
}

// statement rounds each line, or over a month their sum.
func (a adapters) statement(in contract.Input) (any, error) {
	rule := a.saleAt(a.rate(in.Objects("lines")[0], "rate_pct"))
	if in.Text("policy") == "per_statement" {
		rule.Over.Over = commission.PerMonth
	}
	var amounts []decimal.Decimal
	for _, line := range in.Objects("lines") {
		amounts = append(amounts, a.cents(line, "base_minor"))
	}
	d := a.plan(rule)
	d.Rounding = a.rounding(in)
	return a.minor(a.cash(d, a.sales(amounts...)...))
}

func (a adapters) table(scope commission.Scope) contract.Adapter {
	return func(in contract.Input) (any, error) {
		d := commission.TableDefinition{Step: step(2), Scope: scope}
		for _, band := range in.Objects("bands") {
			b := commission.Bracket{Rate: a.rate(band, "rate_pct")}
			if band.Has("up_to_minor") {
				b.UpTo = a.cents(band, "up_to_minor")
			}
			d.Brackets = append(d.Brackets, b)
		}
		table, err := commission.NewTable(d)
		if err != nil {
			return nil, err
		}
		pay, err := table.Pay(commission.Volume{Amount: a.cents(in, "base_minor")})
		return pay.Amount.Shift(2), err
	}
}

// retroactive sells at an old rate, and on the day after nothing at a new one,
// which the rule counts as a sale.
func (a adapters) retroactive(in contract.Input) (any, error) {
	rule := commission.Rule{
		Name: "sale", On: commission.Sale,
		Pay: commission.Pay{
			Ladder: "levels",
			Rates:  map[string]alianza.Percent{"old": a.rate(in, "old_pct"), "new": a.rate(in, "new_pct")},
		},
		Over:  commission.Span{Over: commission.PerMonth},
		Lasts: commission.Duration{CountFree: true},
	}
	var events []commission.Event
	for i, cents := range in.Numbers("earlier_minor") {
		e := a.event(fmt.Sprint("sale-", i+1), commission.Sale, cents.Mul(contractCent))
		e.Tier = "levels/old"
		events = append(events, e)
	}
	last := a.event("last", commission.Sale, decimal.NewFromInt(0))
	last.Tier, last.At = "levels/new", contractDay.AddDate(0, 0, 1)
	all, err := a.earn(a.plan(rule), append(events, last)...)
	if err != nil {
		return nil, err
	}
	return a.sum(all[len(events):], commission.Cash).Shift(2), nil
}

func (a adapters) accelerator(in contract.Input) (any, error) {
	d, err := commission.Accelerator(a.rate(in, "rate_pct"), a.cents(in, "quota_minor"), in.Number("multiplier"))
	if err != nil {
		return nil, err
	}
	d.Step = step(2)
	table, err := commission.NewTable(d)
	if err != nil {
		return nil, err
	}
	sold := commission.Volume{Amount: a.cents(in, "sales_minor")}
	attained, err := table.Attainment(sold)
	if err != nil {
		return nil, err
	}
	pay, err := table.Pay(sold)
	return contract.Object{"attainment_pct": attained, "commission_minor": pay.Amount.Shift(2)}, err
}

func (a adapters) feeAndPercent(in contract.Input) (any, error) {
	rule := a.saleAt(a.rate(in, "rate_pct"))
	rule.Pay.PerUnit = a.cents(in, "fixed_minor")
	e := a.event("sale-1", commission.Sale, a.cents(in, "base_minor"))
	e.Units = whole(in.Int("units"))
	return a.minor(a.cash(a.plan(rule), e))
}

// clawback sells, and takes back what each refund does.
func (a adapters) clawback(in contract.Input) (any, error) {
	d := a.plan(a.saleAt(a.rate(in, "rate_pct")))
	sale := a.event("sale-1", commission.Sale, a.cents(in, "sale_minor"))
	if in.Has("window_days") {
		d.RefundDays, sale.At = in.Int("window_days"), in.Day("sale_date")
	}
	events := []commission.Event{sale}
	for i, refund := range in.Objects("refunds") {
		e := a.event(fmt.Sprint("refund-", i+1), commission.Refund, a.cents(refund, "minor"))
		e.Of = "sale-1"
		if refund.Has("date") {
			e.At = refund.Day("date")
		}
		events = append(events, e)
	}
	all, err := a.earn(d, events...)
	if err != nil {
		return nil, err
	}
	var list []decimal.Decimal
	for _, entries := range all[1:] {
		list = append(list, a.sum([][]commission.Entry{entries}, commission.Cash).Shift(2))
	}
	return list, nil
}

// invoices pays a customer's invoices for some months from the day given.
func (a adapters) invoices(months int, rate alianza.Percent, since time.Time, invoices ...commission.Event) (decimal.Decimal, error) {
	for i := range invoices {
		invoices[i].CustomerSince = since
	}
	d := a.plan(commission.Rule{Name: "months", On: commission.PaymentReceived, Pay: commission.Pay{Rate: rate}, Lasts: commission.Duration{Months: months}})
	all, err := a.earn(d, invoices...)
	return a.sum(all, commission.Cash), err
}

func (a adapters) recurringEligible(in contract.Input) (any, error) {
	e := a.event("invoice-1", commission.PaymentReceived, decimal.NewFromInt(100))
	e.At = in.Day("invoice")
	sum, err := a.invoices(in.Int("months"), alianza.WholePercent(10), in.Day("start"), e)
	return sum.IsPositive(), err
}

func (a adapters) recurringTotal(in contract.Input) (any, error) {
	var events []commission.Event
	for i, invoice := range in.Objects("invoices") {
		e := a.event(fmt.Sprint("invoice-", i+1), commission.PaymentReceived, a.cents(invoice, "minor"))
		e.At = invoice.Day("date")
		events = append(events, e)
	}
	sum, err := a.invoices(in.Int("months"), a.rate(in, "rate_pct"), in.Day("start"), events...)
	return sum.Shift(2), err
}

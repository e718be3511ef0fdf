package terms_test

import (
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/internal/contract"
)

// TestContract runs the program's examples that are about what may be agreed.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "commission/terms", map[string]contract.Adapter{
		"T7": a.resellerRate,
		"X5": a.group,
		"C2": func(in contract.Input) (any, error) {
			return a.allowed(terms.Affiliate(), in.Text("class")+"_influencer", in)
		},
		"C4":  func(in contract.Input) (any, error) { return a.allowed(terms.Affiliate(), "consultant", in) },
		"C12": a.kind(terms.Alliance()),
		"C13": func(in contract.Input) (any, error) {
			if in.Has("exclusive_by") {
				by := terms.Promise{About: terms.Exclusivity, Scope: map[string]string{in.Text("exclusive_by"): "MX"}}
				return a.agree(terms.Alliance(), "", sales("20%"), by)
			}
			return a.allowed(terms.Alliance(), "", in)
		},
		"C16": func(in contract.Input) (any, error) { return a.allowed(terms.Alliance(), "white_label", in) },
		"C17": a.kind(terms.Alliance()),
		"C18": func(in contract.Input) (any, error) { return a.allowed(terms.Advanced(), "data_science", in) },
		"C19": a.kind(terms.Advanced()),
		"C20": a.kind(terms.Advanced()),
		"C22": a.typical,
		"C23": func(in contract.Input) (any, error) {
			j, err := a.exclusive(terms.Advanced(), in)
			return j.Promises[0].Total(), err
		},
		"C24": a.typical,
		"C26": func(in contract.Input) (any, error) {
			return a.clause(terms.Advanced(), in.Text("kind"), terms.Model).OneOf[0], nil
		},
		"C27": a.points,
		"C29": a.earnings,
		"C36": a.agency,
		"C38": a.reward,
		"X4": func(in contract.Input) (any, error) {
			return a.percent(in, "rate_pct").Plus(a.percent(in, "points")), nil
		},
		"X6": a.rangeOfProgram,

		"commission.Exclusivity": func(in contract.Input) (any, error) {
			d := terms.Advanced()
			d.Exclusive = a.percent(in, "uplift_points")
			j, err := a.exclusive(d, in)
			return contract.Object{"rate_pct": j.Promises[0].Total(), "outside_typical": len(j.Warnings) > 0}, err
		},
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

func (adapters) percent(in contract.Input, name string) alianza.Percent {
	return alianza.Must(alianza.PercentOf(in.Number(name)))
}

func (adapters) judge(d terms.Definition, partner string, promises ...terms.Promise) (terms.Judgment, error) {
	sheet, err := terms.New(d)
	if err != nil {
		return terms.Judgment{}, err
	}
	return sheet.Judge(terms.Agreement{PartnerType: partner, Currency: d.Currency, Promises: promises})
}

func (a adapters) agree(d terms.Definition, partner string, promises ...terms.Promise) (any, error) {
	_, err := a.judge(d, partner, promises...)
	return "allowed", err
}

// clause returns the clause of a type of partner about a subject.
func (adapters) clause(d terms.Definition, partner string, about terms.Subject) terms.Clause {
	list := d.Partners[partner]
	i := slices.IndexFunc(list, func(c terms.Clause) bool { return c.About == about })
	if i < 0 {
		return terms.Clause{}
	}
	return list[i]
}

// allowed agrees on the figure of a row with a type of partner, and on the least
// of whatever else its clauses ask for.
func (a adapters) allowed(d terms.Definition, partner string, in contract.Input) (any, error) {
	clauses := d.Partners[partner]
	if partner == "" {
		clauses = d.All
	}
	var promises []terms.Promise
	for i, c := range clauses {
		if c.Optional || c.About >= terms.PartnerTarget {
			continue
		}
		p := terms.Promise{About: c.About, Per: c.Per, Agreed: c.Low}
		if i == 0 {
			p.Agreed = a.figure(in)
		}
		promises = append(promises, p)
	}
	return a.agree(d, partner, promises...)
}

// figure returns the figure of a row.
func (a adapters) figure(in contract.Input) terms.Quantity {
	for _, name := range []string{"fee_eur", "license_fee_eur"} {
		if in.Has(name) {
			return terms.Number(in.Number(name))
		}
	}
	if in.Has("margin_pct") {
		return terms.Rate(a.percent(in, "margin_pct"))
	}
	return terms.Rate(a.percent(in, "rate_pct"))
}

func (a adapters) kind(d terms.Definition) contract.Adapter {
	return func(in contract.Input) (any, error) {
		partner := in.Text("kind")
		if partner == "var" {
			partner = "value_added_reseller"
		}
		return a.allowed(d, partner, in)
	}
}

// resellerRate agrees on a rate within the range of a reseller's level.
func (a adapters) resellerRate(in contract.Input) (any, error) {
	d := terms.Definition{Program: "resellers", Currency: "EUR", All: []terms.Clause{terms.ResellerRates()[in.Text("tier")]}}
	return a.allowed(d, "", in)
}

func (a adapters) exclusive(d terms.Definition, in contract.Input) (terms.Judgment, error) {
	promises := []terms.Promise{{About: terms.SalePercent, Agreed: terms.Rate(a.percent(in, "rate_pct"))}}
	if in.Is("exclusive") {
		promises = append(promises, exclusive)
	}
	j, err := a.judge(d, "", promises...)
	if len(j.Promises) == 0 {
		j.Promises = make([]terms.Promise, 1)
	}
	return j, err
}

// typical agrees on a rate, or on a budget beside one.
func (a adapters) typical(in contract.Input) (any, error) {
	promises := []terms.Promise{sales("20%")}
	if in.Has("usd") {
		promises = append(promises, terms.Promise{About: terms.CoMarketing, Per: "year", Agreed: terms.Number(in.Number("usd"))})
	} else {
		promises[0].Agreed = terms.Rate(a.percent(in, "rate_pct"))
	}
	j, err := a.judge(terms.Advanced(), "", promises...)
	if len(j.Warnings) > 0 {
		return "outside typical range", err
	}
	return "typical", err
}

// points lists the points to negotiate, or those that are still open.
func (a adapters) points(in contract.Input) (any, error) {
	names := map[terms.Subject]string{terms.CommissionSteps: "commission_and_steps"}
	sheet := alianza.Must(terms.New(terms.Negotiation()))
	agreed := terms.Agreement{Currency: "USD"}
	if in.Has("points_agreed") {
		for _, c := range terms.Negotiation().All {
			name := c.About.String()
			if names[c.About] != "" {
				name = names[c.About]
			}
			if slices.Contains(in.Texts("points_agreed"), name) {
				p := terms.Promise{About: c.About}
				if len(c.OneOf) > 0 {
					p.Scope = map[string]string{c.OneOf[0]: "MX"}
				}
				agreed.Promises = append(agreed.Promises, p)
			}
		}
	}
	open, err := sheet.Open(agreed)
	var list []any
	for _, c := range open {
		name := c.About.String()
		if names[c.About] != "" {
			name = names[c.About]
		}
		list = append(list, name)
	}
	if in.Has("points_agreed") {
		return contract.Object{"open": list}, err
	}
	return list, err
}

// earnings returns the benchmark of a level, or what a month of sales earns by
// the rates of the program.
func (a adapters) earnings(in contract.Input) (any, error) {
	level := in.Text("level")
	if !in.Has("sales") {
		c := terms.AffiliateEarnings()[level]
		return contract.Object{"low": c.Low.Decimal(), "high": c.High.Decimal(), "currency": "USD"}, nil
	}
	return commission.Affiliate().Rules[0].Pay.Rates[level].Of(in.Number("price_usd").Mul(in.Number("sales")))
}

// agency returns what a digital agency gets beside its rate, or agrees with one
// that sells under its own brand, on the terms of a white label.
func (a adapters) agency(in contract.Input) (any, error) {
	if in.Is("white_label") {
		if _, err := a.agree(terms.Alliance(), in.Text("kind"), sales("20%"), of(terms.WhiteLabel, "")); err != nil {
			return nil, err
		}
		return a.allowed(terms.Alliance(), "white_label", in)
	}
	words := contract.Object{}
	if a.clause(terms.Alliance(), in.Text("kind"), terms.WhiteLabel).Optional {
		words["white_label"] = "optional"
	}
	if a.clause(terms.Alliance(), in.Text("kind"), terms.Implementation).About != 0 {
		words["implementation"] = "included"
	}
	return words, nil
}

// reward agrees on one reward with a partner, and pays it for a sale.
func (a adapters) reward(in contract.Input) (any, error) {
	subjects := map[string]terms.Subject{"percent_of_sale": terms.SalePercent, "in_kind": terms.ServiceExchange, "equity": terms.EquityStake}
	clause := terms.Clause{About: subjects[in.Text("kind")]}
	promise := terms.Promise{About: clause.About}
	if in.Has("rate_pct") {
		promise.Agreed = terms.Rate(a.percent(in, "rate_pct"))
		clause.Low, clause.High = promise.Agreed, promise.Agreed
	} else {
		clause.Medium = commission.InKind
	}
	j, err := a.judge(program(clause), "k", promise)
	if err != nil {
		return nil, err
	}
	rules := j.Rules()
	if len(rules) == 0 {
		return contract.Object{"cash": 0, "recorded": len(j.Promises) == 1 && j.Promises[0].Medium == commission.InKind}, nil
	}
	return a.cash(rules, in.Number("sale"))
}

// cash pays a sale by rules.
func (adapters) cash(rules []commission.Rule, sale decimal.Decimal) (any, error) {
	plan, err := commission.New(commission.Definition{ID: "contract", Version: 1, Currency: "USD", Rules: rules})
	if err != nil {
		return nil, err
	}
	earned, err := plan.Earn(&commission.State{}, commission.Event{
		ID: "sale-1", Kind: commission.Sale, Partner: "ana", Currency: "USD", Amount: sale,
		At: time.Date(2025, 3, 3, 12, 0, 0, 0, time.UTC),
	})
	return contract.Object{"cash": earned.Sum(commission.Cash)}, err
}

// rangeOfProgram returns what a program offers a marketing agency, which has
// another name in the alliance program.
func (a adapters) rangeOfProgram(in contract.Input) (any, error) {
	partner := in.Text("kind")
	d := map[string]terms.Definition{"000": terms.Affiliate(), "001": terms.Alliance(), "002": terms.Advanced()}[in.Text("program")]
	if in.Text("program") == "001" && partner == "marketing_agency" {
		partner = "digital_agency"
	}
	clause := d.Partners[partner][0]
	if clause.About == terms.ReferralFee {
		return contract.Object{"low": clause.Low.Decimal(), "high": clause.High.Decimal(), "unit": d.Currency, "per": "qualified_referral"}, nil
	}
	return contract.Object{"low": clause.Low.Decimal(), "high": clause.High.Decimal(), "unit": "percent", "per": "sale"}, nil
}

// group returns the group of a type of partner in a program.
func (adapters) group(in contract.Input) (any, error) {
	programs := map[string]terms.Definition{"000": terms.Affiliate(), "001": terms.Alliance(), "002": terms.Advanced()}
	kind := in.Text("kind")
	group, ok := alianza.Must(terms.New(programs[in.Text("program")])).Group(kind)
	if !ok {
		return nil, alianza.ErrUnknown
	}
	return map[string]any{"kind": kind, "group": group}, nil
}

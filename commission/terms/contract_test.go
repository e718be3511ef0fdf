package terms_test

import (
	"testing"
	"time"

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
		"C2": func(in contract.Input) (any, error) {
			return a.allowed(terms.Affiliate(), in.Text("class")+"_influencer", in)
		},
		"C4":  func(in contract.Input) (any, error) { return a.allowed(terms.Affiliate(), "consultant", in) },
		"C12": a.kind(terms.Alliance()),
		"C13": func(in contract.Input) (any, error) {
			if in.Has("exclusive_by") {
				return nil, contract.ErrNotBuilt
			}
			return a.allowed(terms.Alliance(), "", in)
		},
		"C17": a.kind(terms.Alliance()),
		"C18": func(in contract.Input) (any, error) { return a.allowed(terms.Advanced(), "data_science", in) },
		"C19": a.kind(terms.Advanced()),
		"C20": a.kind(terms.Advanced()),
		"C22": a.typical,
		"C23": func(in contract.Input) (any, error) {
			j, err := a.exclusive(terms.Advanced(), in)
			return j.Grants[0].Total(), err
		},
		"C38": a.reward,
		"X4": func(in contract.Input) (any, error) {
			return a.percent(in, "rate_pct").Plus(a.percent(in, "points")), nil
		},
		"X6": a.rangeOfProgram,

		"commission.Exclusivity": func(in contract.Input) (any, error) {
			d := terms.Advanced()
			d.Exclusive = a.percent(in, "uplift_points")
			j, err := a.exclusive(d, in)
			return contract.Object{"rate_pct": j.Grants[0].Total(), "outside_typical": len(j.Warnings) > 0}, err
		},
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

func (adapters) percent(in contract.Input, name string) alianza.Percent {
	return alianza.Must(alianza.PercentOf(in.Number(name)))
}

func (adapters) judge(d terms.Definition, agreement terms.Agreement) (terms.Judgment, error) {
	sheet, err := terms.New(d)
	if err != nil {
		return terms.Judgment{}, err
	}
	agreement.Currency = d.Currency
	return sheet.Judge(agreement)
}

// only returns the one clause of a type of partner.
func (adapters) only(d terms.Definition, kind string) terms.Clause {
	for _, p := range d.Partners {
		if p.Type == kind {
			return p.Clauses[0]
		}
	}
	return terms.Clause{Pays: terms.SalePercent}
}

// allowed agrees on the figure of a row with a type of partner.
func (a adapters) allowed(d terms.Definition, kind string, in contract.Input) (any, error) {
	clause := a.only(d, kind)
	promise := terms.Promise{Pays: clause.Pays, Per: clause.Per}
	switch {
	case in.Has("fee_eur"):
		promise.Fee = in.Number("fee_eur")
	case in.Has("margin_pct"):
		promise.Rate = a.percent(in, "margin_pct")
	default:
		promise.Rate = a.percent(in, "rate_pct")
	}
	if _, err := a.judge(d, terms.Agreement{PartnerType: kind, Promises: []terms.Promise{promise}}); err != nil {
		return nil, err
	}
	return "allowed", nil
}

func (a adapters) kind(d terms.Definition) contract.Adapter {
	return func(in contract.Input) (any, error) {
		kind := in.Text("kind")
		if kind == "var" {
			kind = "value_added_reseller"
		}
		return a.allowed(d, kind, in)
	}
}

// resellerRate agrees on a rate within the range of a reseller's level.
func (a adapters) resellerRate(in contract.Input) (any, error) {
	d := terms.Definition{Program: "resellers", Currency: "EUR", Rates: terms.ResellerRates()[in.Text("tier")]}
	return a.allowed(d, "", in)
}

func (a adapters) exclusive(d terms.Definition, in contract.Input) (terms.Judgment, error) {
	d.Partners = nil
	j, err := a.judge(d, terms.Agreement{
		Exclusive: in.Is("exclusive"),
		Promises:  []terms.Promise{{Pays: terms.SalePercent, Rate: a.percent(in, "rate_pct")}},
	})
	if len(j.Grants) == 0 {
		j.Grants = make([]terms.Grant, 1)
	}
	return j, err
}

func (a adapters) typical(in contract.Input) (any, error) {
	j, err := a.exclusive(terms.Advanced(), in)
	if len(j.Warnings) > 0 {
		return "outside typical range", err
	}
	return "typical", err
}

// reward agrees on one reward with a partner, and pays it for a sale.
func (a adapters) reward(in contract.Input) (any, error) {
	kinds := map[string]terms.Reward{"percent_of_sale": terms.SalePercent, "in_kind": terms.ServiceExchange, "equity": terms.EquityStake}
	clause := terms.Clause{Pays: kinds[in.Text("kind")]}
	promise := terms.Promise{Pays: clause.Pays}
	if in.Has("rate_pct") {
		promise.Rate = a.percent(in, "rate_pct")
		clause.Rate = terms.RateRange{Low: promise.Rate, High: promise.Rate}
	} else {
		clause.Medium = commission.InKind
	}
	d := terms.Definition{Program: "contract", Currency: "USD", Partners: []terms.Partner{{Type: "partner", Clauses: []terms.Clause{clause}}}}
	j, err := a.judge(d, terms.Agreement{PartnerType: "partner", Promises: []terms.Promise{promise}})
	if err != nil {
		return nil, err
	}
	rules := j.Rules()
	if len(rules) == 0 {
		return contract.Object{"cash": 0, "recorded": len(j.Grants) == 1 && j.Grants[0].Medium == commission.InKind}, nil
	}
	plan, err := commission.New(commission.Definition{ID: "contract", Version: 1, Currency: "USD", Places: 2, Rules: rules})
	if err != nil {
		return nil, err
	}
	earned, _, err := plan.Earn(commission.State{}, commission.Event{
		ID: "sale-1", Kind: commission.Sale, Partner: "ana", Currency: "USD", Amount: in.Number("sale"),
		At: time.Date(2025, 3, 3, 12, 0, 0, 0, time.UTC),
	})
	return contract.Object{"cash": earned.Sum(commission.Cash)}, err
}

// rangeOfProgram returns what a program offers a marketing agency, which has
// another name in the alliance program.
func (a adapters) rangeOfProgram(in contract.Input) (any, error) {
	kind := in.Text("kind")
	d := map[string]terms.Definition{"000": terms.Affiliate(), "001": terms.Alliance(), "002": terms.Advanced()}[in.Text("program")]
	if in.Text("program") == "001" && kind == "marketing_agency" {
		kind = "digital_agency"
	}
	clause := a.only(d, kind)
	if clause.Pays == terms.ReferralFee {
		return contract.Object{"low": clause.Fee.Low, "high": clause.Fee.High, "unit": d.Currency, "per": "qualified_referral"}, nil
	}
	low, high := clause.Rate.Low.Decimal(), clause.Rate.High.Decimal()
	return contract.Object{"low": low, "high": high, "unit": "percent", "per": "sale"}, nil
}

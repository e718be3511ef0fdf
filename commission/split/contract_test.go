package split_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
	"github.com/seed-0af520cd/alianza/internal/contract"
)

// TestContract runs the program's examples that divide an amount.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "commission/split", map[string]contract.Adapter{
		"C14": func(in contract.Input) (any, error) {
			parts, err := a.divide(split.JointProduct("a", "b"), in.Number("revenue_minor").Shift(-2))
			return a.named(parts), err
		},
		"C15": a.marketplace,
		"C34": func(in contract.Input) (any, error) {
			from := alianza.DateOf(in.Day("since"), nil)
			month := alianza.Must(alianza.NewDate(from.Year(), from.Month(), 1))
			if in.Text("period") != month.String()[:7] {
				return nil, contract.ErrNotBuilt
			}
			next := month.AddMonths(1)
			return a.prorate(in.Number("amount"), split.Days{From: month, Until: next}, split.Days{From: from, Until: next})
		},

		"C35": func(in contract.Input) (any, error) { return a.attribute(in, in.Number("amount"), 0) },

		"commission.Attribute": func(in contract.Input) (any, error) {
			return a.attribute(in, in.Number("amount_minor").Shift(-2), 2)
		},
		"cross.Allocate":   a.allocate,
		"commission.Split": a.allocate,
		"commission.Prorate": func(in contract.Input) (any, error) {
			day := func(name string) alianza.Date { return alianza.DateOf(in.Day(name), nil) }
			got, err := a.prorate(in.Number("amount_minor").Shift(-2),
				split.Days{From: day("period_start"), Until: day("period_end")}, split.Days{From: day("start"), Until: day("end")})
			return got.Shift(2), err
		},
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

// divide returns the parts of a total by party, in cents.
func (adapters) divide(d split.Definition, total decimal.Decimal) ([]split.Allocation, error) {
	s, err := split.New(d)
	if err != nil {
		return nil, err
	}
	division, err := s.Divide(total)
	return division.Allocations, err
}

// marketplace divides 70/30, or checks one fee of a marketplace.
func (a adapters) marketplace(in contract.Input) (any, error) {
	if in.Has("split") {
		d := split.Definition{Currency: "EUR"}
		for i, weight := range in.Numbers("split") {
			w, err := split.FractionOf(weight, decimal.NewFromInt(1))
			if err != nil {
				return nil, err
			}
			d.Shares = append(d.Shares, split.Share{Party: string(rune('a' + i)), Weight: w})
		}
		parts, err := a.divide(d, in.Number("revenue_minor").Shift(-2))
		return a.named(parts), err
	}
	m := waterfall.Market{Platform: "platform", First: "seller", Second: "platform", Transaction: alianza.WholePercent(5)}
	switch {
	case in.Has("transaction_fee_pct"):
		m.Transaction = alianza.Must(alianza.PercentOf(in.Number("transaction_fee_pct")))
	case in.Has("listing_fee_eur"):
		m.Listing = in.Number("listing_fee_eur")
	default:
		m.Premium = in.Number("premium_eur_per_month")
	}
	_, err := waterfall.Marketplace(m)
	return "allowed", err
}

func (adapters) named(parts []split.Allocation) contract.Object {
	object := contract.Object{}
	for _, p := range parts {
		object[p.Party] = p.Amount.Shift(2)
	}
	return object
}

// attribute divides an amount among the partners of touches a day apart. What each
// gets is in units of so many decimals.
func (adapters) attribute(in contract.Input, amount decimal.Decimal, places int32) (any, error) {
	var d attribution.Definition
	if in.Has("model") {
		if err := d.Model.UnmarshalText([]byte(in.Text("model"))); err != nil {
			return nil, err
		}
	}
	model, err := attribution.New(d)
	if err != nil {
		return nil, err
	}
	var touches []attribution.Touch
	at := time.Date(2025, 3, 3, 12, 0, 0, 0, time.UTC)
	for i, partner := range in.Texts("touches") {
		touches = append(touches, attribution.Touch{ID: fmt.Sprint(i), Partner: partner, At: at.AddDate(0, 0, i)})
	}
	result, err := model.Attribute(touches, attribution.Sale{At: at.AddDate(1, 0, 0)})
	if err != nil {
		return nil, err
	}
	division, err := result.Divide("EUR", amount)
	object := contract.Object{}
	for _, a := range division.Allocations {
		object[a.Party] = a.Amount.Shift(places)
	}
	return object, err
}

// allocate divides by weights, the numbers alone.
func (adapters) allocate(in contract.Input) (any, error) {
	parts, err := split.Amounts(in.Number("total_minor").Shift(-2), 2, in.Numbers("weights")...)
	for i := range parts {
		parts[i] = parts[i].Shift(2)
	}
	return parts, err
}

func (adapters) prorate(amount decimal.Decimal, of, covered split.Days) (decimal.Decimal, error) {
	p, err := of.Prorate(amount, covered, 2, commission.HalfUp)
	return p.Amount, err
}

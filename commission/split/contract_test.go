package split_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/split"
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
		"C34": func(in contract.Input) (any, error) {
			from := in.Day("since")
			month := time.Date(from.Year(), from.Month(), 1, 0, 0, 0, 0, time.UTC)
			if in.Text("period") != month.Format("2006-01") {
				return nil, contract.ErrNotBuilt
			}
			next := month.AddDate(0, 1, 0)
			return a.prorate(in.Number("amount"), split.Days{From: month, Until: next}, split.Days{From: from, Until: next})
		},

		"cross.Allocate":   a.allocate,
		"commission.Split": a.allocate,
		"commission.Prorate": func(in contract.Input) (any, error) {
			got, err := a.prorate(in.Number("amount_minor").Shift(-2),
				split.Days{From: in.Day("period_start"), Until: in.Day("period_end")},
				split.Days{From: in.Day("start"), Until: in.Day("end")})
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

func (adapters) named(parts []split.Allocation) contract.Object {
	object := contract.Object{}
	for _, p := range parts {
		object[p.Party] = p.Amount.Shift(2)
	}
	return object
}

// allocate divides by weights that are percentages.
func (a adapters) allocate(in contract.Input) (any, error) {
	d := split.Definition{Currency: "EUR", Places: 2}
	for i, weight := range in.Numbers("weights") {
		rate, err := alianza.PercentOf(weight)
		if err != nil {
			return nil, err
		}
		d.Shares = append(d.Shares, split.Share{Party: fmt.Sprint("party ", i+1), Rate: rate})
	}
	parts, err := a.divide(d, in.Number("total_minor").Shift(-2))
	var list []decimal.Decimal
	for _, p := range parts {
		list = append(list, p.Amount.Shift(2))
	}
	return list, err
}

func (adapters) prorate(amount decimal.Decimal, of, covered split.Days) (decimal.Decimal, error) {
	p, err := of.Prorate(amount, covered, time.UTC, 2, commission.HalfUp)
	return p.Amount, err
}

package payout_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/payout"
	"github.com/seed-0af520cd/alianza/internal/contract"
)

// TestContract runs the program's examples that are about paying out.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "commission/payout", map[string]contract.Adapter{
		"C34": func(in contract.Input) (any, error) {
			if in.Has("hold_pct") {
				return nil, contract.ErrNotBuilt
			}
			return a.settle(in.Number("minimum"), in.Numbers("periods"), 0)
		},

		"commission.Payouts": func(in contract.Input) (any, error) {
			amounts := in.Numbers("periods")
			for i := range amounts {
				amounts[i] = amounts[i].Shift(-2)
			}
			return a.settle(in.Number("minimum_minor").Shift(-2), amounts, 2)
		},
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

// settle posts an amount a month and settles each month. What is paid and
// carried is in units of so many decimals.
func (adapters) settle(minimum decimal.Decimal, months []decimal.Decimal, places int32) (any, error) {
	policy, err := payout.New(payout.Definition{Currency: "USD", Places: 2, Minimum: minimum})
	if err != nil {
		return nil, err
	}
	var account payout.Account
	var list []any
	at := time.Date(2025, 1, 10, 0, 0, 0, 0, time.UTC)
	for i, amount := range months {
		account, err = policy.Post(account, commission.Entry{
			Key: fmt.Sprint("contract/ana/sale/", i), Plan: "contract", Version: 1, Rule: "sale", Kind: commission.Sale,
			Event: fmt.Sprint(i), Partner: "ana", At: at, Due: at, Currency: "USD", Amount: amount,
		})
		if err != nil {
			return nil, err
		}
		at = at.AddDate(0, 1, 0)
		var paid payout.Payout
		if paid, account, err = policy.Settle(account, at); err != nil {
			return nil, err
		}
		list = append(list, contract.Object{"pay": paid.Paid.Shift(places), "carry": paid.Carried.Shift(places)})
	}
	return list, nil
}

package payout_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
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
				paid, err := a.hold(in, in.Number("earned"), time.Date(2025, 1, 31, 0, 0, 0, 0, time.UTC), 0)
				return contract.Object{"paid": paid.Paid, "held": paid.Held}, err
			}
			return a.settle(in.Number("minimum"), in.Numbers("periods"), 0)
		},

		"commission.Holdback": func(in contract.Input) (any, error) {
			earned, asOf := in.Day("earned"), in.Day("as_of")
			amount := in.Number("commission_minor").Shift(-2)
			first, err := a.hold(in, amount, earned, 0) // on the day itself
			if err != nil {
				return nil, err
			}
			now, err := a.hold(in, amount, earned, int(asOf.Sub(earned).Hours()/24))
			return contract.Object{
				"paid_now_minor": first.Paid.Shift(2), "held_minor": now.Held.Shift(2), "released_minor": now.Paid.Sub(first.Paid).Shift(2),
			}, err
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

func (adapters) entry(n int, amount decimal.Decimal, at time.Time) commission.Entry {
	return commission.Entry{
		Key: fmt.Sprint("contract/ana/sale/", n), Plan: "contract", Version: 1, Rule: "sale", Kind: commission.Sale,
		Event: fmt.Sprint(n), Partner: "ana", At: at, Due: at, Currency: "USD", Amount: amount,
	}
}

// hold settles an amount of which a part is kept back, at the end of the day that
// is so many days later.
func (a adapters) hold(in contract.Input, amount decimal.Decimal, earned time.Time, days int) (payout.Payout, error) {
	holdback := payout.Holdback{Rate: alianza.Must(alianza.PercentOf(in.Number("hold_pct")))}
	if in.Has("hold_days") {
		holdback.Days = in.Int("hold_days")
	}
	policy, err := payout.New(payout.Definition{Currency: "USD", Holdback: holdback})
	if err != nil {
		return payout.Payout{}, err
	}
	account, err := policy.Post(payout.Account{}, a.entry(1, amount, earned))
	if err != nil {
		return payout.Payout{}, err
	}
	paid, _, err := policy.Settle(account, earned.AddDate(0, 0, days+1))
	return paid, err
}

// settle posts an amount a month and settles each month. What is paid and
// carried is in units of so many decimals.
func (a adapters) settle(minimum decimal.Decimal, months []decimal.Decimal, places int32) (any, error) {
	policy, err := payout.New(payout.Definition{Currency: "USD", Minimum: minimum})
	if err != nil {
		return nil, err
	}
	var account payout.Account
	var list []any
	at := time.Date(2025, 1, 10, 0, 0, 0, 0, time.UTC)
	for i, amount := range months {
		if account, err = policy.Post(account, a.entry(i, amount, at)); err != nil {
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

package engine

import (
	"cmp"
	"maps"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// A WhatIf compares the document with the saved version: what changed in words, and
// what the orders earn under both.
type WhatIf struct {
	Changes []string `json:"changes"`
	Pay     []Pay    `json:"pay"`
}

// Pay is what a partner earns under the saved version and under the document.
type Pay struct {
	Partner  string `json:"partner"` // "" for all partners
	Currency string `json:"currency"`
	Before   string `json:"before"`
	After    string `json:"after"`
	Change   string `json:"change"` // with its sign; "" if there is none
}

// purse names what somebody earns in one currency and medium.
type purse struct{ currency, partner string }

func whatIf(before, after program.Program, orders []Order) *WhatIf {
	w := &WhatIf{}
	for _, d := range program.Diff(before.Definition(), after.Definition()) {
		w.Changes = append(w.Changes, d.String())
	}
	sums := map[purse][2]decimal.Decimal{}
	for side, p := range []program.Program{before, after} {
		earn(p, orders, func(name purse, amount decimal.Decimal) {
			pair := sums[name]
			pair[side] = pair[side].Add(amount)
			sums[name] = pair
		})
	}
	for _, name := range slices.SortedFunc(maps.Keys(sums), func(a, b purse) int {
		return cmp.Or(cmp.Compare(a.currency, b.currency), cmp.Compare(a.partner, b.partner))
	}) {
		pair := sums[name]
		one := Pay{Partner: name.partner, Currency: name.currency, Before: plain(pair[0]), After: plain(pair[1])}
		if change := pair[1].Sub(pair[0]); change.IsPositive() {
			one.Change = "+" + plain(change)
		} else if change.IsNegative() {
			one.Change = plain(change)
		}
		w.Pay = append(w.Pay, one)
	}
	return w
}

// earn calls add with what each partner, and all of them, earn by the orders.
func earn(p program.Program, orders []Order, add func(name purse, amount decimal.Decimal)) {
	events, refused := read(p, orders)
	for r := range start(p, events, &refused).CloseAll() {
		for i := range r.Accounts {
			a := &r.Accounts[i]
			currency := a.Currency
			if a.Medium != commission.Cash {
				currency += " in " + a.Medium.String()
			}
			amount := a.Earned.Add(a.Adjusted)
			add(purse{currency, r.Partner}, amount)
			add(purse{currency, ""}, amount)
		}
	}
}

package commission_test

import (
	"fmt"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// benchEvents returns sales of a hundred partners at the levels of the ladder.
func benchEvents(n int) []commission.Event {
	tiers := []string{"affiliate/basic", "affiliate/silver", "affiliate/gold", "affiliate/platinum"}
	all := make([]commission.Event, n)
	for i := range all {
		e := sale(fmt.Sprint("order-", i), fmt.Sprintf("%d.%02d", 10+i%90, i%100))
		all[i] = of(fmt.Sprint("partner-", i%100), at(tiers[i%4], e))
	}
	return all
}

// BenchmarkEarn pays one sale: all of a state's events are kept, up to a
// hundred thousand; they are forgotten one by one; or the sale is refunded.
func BenchmarkEarn(b *testing.B) {
	d := commission.Affiliate()
	d.HoldDays = 30
	plan := alianza.Must(commission.New(d))
	events := benchEvents(100_000)
	b.Run("sale", func(b *testing.B) {
		b.ReportAllocs()
		var state commission.State
		var err error
		for i := 0; b.Loop(); i++ {
			if i%len(events) == 0 {
				state = commission.State{}
			}
			if _, state, err = plan.Earn(state, events[i%len(events)]); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("sale and forget", func(b *testing.B) {
		b.ReportAllocs()
		var state commission.State
		var err error
		for i := 0; b.Loop(); i++ {
			e := events[i%len(events)]
			if _, state, err = plan.Earn(state, e); err != nil {
				b.Fatal(err)
			}
			state = state.Forget(e.Partner, e.ID)
		}
	})
	b.Run("refund and forget", func(b *testing.B) {
		b.ReportAllocs()
		sold := events[0]
		sold.Amount = num("1000000000000")
		_, state, err := plan.Earn(commission.State{}, sold)
		if err != nil {
			b.Fatal(err)
		}
		back := of(sold.Partner, refund("r", sold.ID, "0.01"))
		for b.Loop() {
			if _, state, err = plan.Earn(state, back); err != nil {
				b.Fatal(err)
			}
			state = state.Forget(back.Partner, back.ID)
		}
	})
}

// BenchmarkEarnWindow pays sales of a hundred partners over months, by a table.
func BenchmarkEarnWindow(b *testing.B) {
	d := flat()
	d.Rules[0] = commission.Rule{Name: "sale", On: commission.Sale, Over: commission.PerMonth, Table: commission.TableDefinition{
		Scope: commission.Graduated, Brackets: []commission.Bracket{bracket("500", "20%"), bracket("1500", "25%"), bracket("3000", "30%"), bracket("", "35%")},
	}}
	plan := alianza.Must(commission.New(d))
	events := benchEvents(100_000)
	b.ReportAllocs()
	var state commission.State
	var err error
	for i := 0; b.Loop(); i++ {
		e := events[i%len(events)]
		if _, state, err = plan.Earn(state, e); err != nil {
			b.Fatal(err)
		}
		state = state.Forget(e.Partner, e.ID)
	}
}

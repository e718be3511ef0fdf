package commission_test

import (
	"fmt"
	"math/rand/v2"
	"reflect" //nolint:depguard // to know which fields there are
	"slices"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// This file holds the straight way of usual events against the way of all others:
// in entries, records and errors they are the same to the byte.

// usualPlan returns a random plan with a usual rule, most of the time.
func usualPlan(r *rand.Rand) commission.Definition {
	d := commission.Affiliate()
	d.HoldDays = r.IntN(3) * 15
	d.Rounding = commission.Rounding(r.IntN(7))
	if r.IntN(4) == 0 {
		d.RefundDays = 20
	}
	if r.IntN(4) == 0 {
		d.HoldDays, d.HoldHours = 0, 36
	}
	if r.IntN(3) == 0 {
		d.Rules[0].Pay = commission.Pay{Rate: alianza.Must(alianza.ParsePercent([]string{"0.01%", "12.345%", "33.3333333333%", "100%"}[r.IntN(4)]))}
	}
	switch r.IntN(9) {
	case 4, 5:
		d.Rules[0].Limit.Caps = []commission.Cap{{
			Amount: decimal.New(int64(10+r.IntN(200)), int32(r.IntN(3)-1)), Per: commission.Window(2 + r.IntN(5)), Customer: r.IntN(8) == 0,
		}}
	case 0:
		d.Rules[0].Limit.Max = decimal.New(15, 0)
	case 1:
		d.UnknownSale = commission.UnknownSaleIgnore
	case 2:
		d.Step = decimal.New(5, -2)
	case 3:
		d.Rules = append(d.Rules, commission.Rule{Name: "lead", On: commission.Lead, Pay: commission.Pay{Fixed: decimal.New(7, 0)}})
	}
	return d
}

// usualEvents returns random events, most of which are usual: few names, so that
// they meet, and amounts of all sizes.
func usualEvents(r *rand.Rand, n int) (list []commission.Event) {
	amounts := []string{
		"10", "19.99", "0.01", "0", "123456.789", "33.333333", "1e2", "99999999999999999.99", "0.000000000000000001", "100.00", "7.5",
	}
	tiers := []string{"affiliate/basic", "affiliate/gold", "affiliate/platinum", "", "affiliate/none", "tiers/gold"}
	for i := range n {
		e := sale(fmt.Sprint("s", i), amounts[r.IntN(len(amounts))])
		e.Partner, e.Tier = []string{"ana", "bob"}[r.IntN(2)], tiers[min(r.IntN(12), len(tiers)-1)%len(tiers)]
		if r.IntN(4) > 0 {
			e.Tier = tiers[r.IntN(3)]
		}
		e.At = day(r.IntN(60)).Add(time.Duration(r.IntN(86400)) * time.Second)
		switch r.IntN(12) {
		case 0:
			e.Customer = "c"
		case 1:
			e.Order = "o"
		case 2:
			e.Booked = e.At.AddDate(0, 0, r.IntN(60))
		case 3:
			e.Units = decimal.New(int64(r.IntN(3)), 0)
		case 4:
			e.Facts = map[string]string{"a": "b"}
		case 5:
			e.ID = fmt.Sprint("s/", i)
		case 6:
			e.Currency = "EUR"
		case 7:
			e.PartnerSince = day(1)
		}
		if len(list) > 0 && r.IntN(2) == 0 {
			of := list[r.IntN(len(list))]
			e.Kind, e.Of, e.Partner = commission.Refund, of.ID, of.Partner
			if e.ID = fmt.Sprint("r", i); r.IntN(3) > 0 {
				e.Amount = of.Amount.Mul(decimal.New(int64(1+r.IntN(10)), -1))
			}
			switch r.IntN(12) {
			case 0:
				e.Kind = commission.Chargeback
			case 1:
				e.Kind, e.Amount = commission.Reversal, decimal.Decimal{}
			case 2:
				e.Kind = commission.Correction
			case 3:
				e.ID = of.ID
			case 4:
				e.Cause = "withdrawal"
			}
		}
		if len(list) > 0 && r.IntN(15) == 0 {
			e = list[r.IntN(len(list))]
			if r.IntN(2) == 0 {
				e.Amount = e.Amount.Add(decimal.New(1, 0))
			}
		}
		list = append(list, e)
	}
	return list
}

// TestUsual gives random events to both ways, over states and over maps, and with
// the records of the one under the other.
func TestUsual(t *testing.T) {
	zones := []*time.Location{nil, time.UTC, zone(t, "America/New_York")}
	for seed := range seeds.Count(150) {
		r := rand.New(rand.NewPCG(uint64(seed), 3))
		straight := alianza.Must(commission.New(usualPlan(r))).In(zones[r.IntN(len(zones))])
		winding := straight.Winding()
		var one, two commission.State
		mixed := recordMap{}
		for _, e := range usualEvents(r, 40) {
			want, wantErr := winding.Earn(&two, e)
			for name, past := range map[string]commission.Past{"a state": &one, "a map": mixed} {
				got, err := straight.Earn(past, e)
				if jsonText(t, got) != jsonText(t, want) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
					t.Fatalf("seed %d: over %s Earn(%s) =\n%s, %v; want\n%s, %v", seed, name, jsonText(t, e), jsonText(t, got), err, jsonText(t, want), wantErr)
				}
				if past == &one {
					if err := one.Keep(got.Records...); err != nil {
						t.Fatal(err)
					}
				}
			}
			for _, record := range want.Records {
				mixed[record.Key()] = record
			}
			if err := two.Keep(want.Records...); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := stateText(t, &one), stateText(t, &two); got != want {
			t.Fatalf("seed %d: the state says\n%s; want\n%s", seed, got, want)
		}
	}
}

// TestUsualWay says which events go the straight way. The others are not wrong: they
// are slower.
func TestUsualWay(t *testing.T) {
	capped := ruled(onSale("10%"))
	capped.Rules[0].Limit.Caps = []commission.Cap{{Amount: num("15"), Per: commission.PerMonth}}
	asking := ruled(onSale("10%"))
	asking.Rules[0].When = commission.FactIs("amount", alianza.Above(num("5")))
	gold := func(e commission.Event) commission.Event { return at("affiliate/gold", e) }
	for _, tt := range []struct {
		name   string
		def    commission.Definition
		before []commission.Event
		event  commission.Event
		want   bool
	}{
		{"a sale", flat(), nil, sale("s", "100"), true},
		{"a sale of a level", tiered(), nil, gold(sale("s", "100")), true},
		{"a sale without its level", tiered(), nil, sale("s", "100"), false},
		{"a refund of a part", flat(), salesOf("100"), refund("r", "sa", "40"), true},
		{"a second one", flat(), append(salesOf("100"), refund("r", "sa", "40")), refund("q", "sa", "40"), true},
		{"a refund of all", flat(), salesOf("100"), refund("r", "sa", "100"), true},
		{"a refund of a level", tiered(), []commission.Event{gold(sale("s", "100"))}, gold(refund("r", "s", "40")), true},
		{"a refund that says no level", tiered(), []commission.Event{gold(sale("s", "100"))}, refund("r", "s", "40"), true},
		{"more than is left", flat(), salesOf("100"), refund("r", "sa", "101"), false},
		{"a refund of a sale that is not known", flat(), nil, refund("r", "sa", "40"), false},
		{"a chargeback", flat(), salesOf("100"), chargeback("c", "sa", "40"), false},
		{"under a cap", capped, nil, sale("s", "100"), true},
		{"cut to a cap", capped, salesOf("100"), sale("s", "100"), true},
		{"a refund under a cap", capped, salesOf("100"), refund("r", "sa", "40"), true},
		{"a refund of what was cut to a cap", capped, salesOf("200"), refund("r", "sa", "40"), false},
		{"a rule with a condition", asking, nil, sale("s", "100"), false},
	} {
		plan, state := planOf(tt.def), &commission.State{}
		earnAll(t, plan, state, tt.before...)
		if got := plan.Usual(state, tt.event); got != tt.want {
			t.Errorf("%s goes the straight way: %t; want %t", tt.name, got, tt.want)
		}
	}
}

// TestUsualDigits has what a rate makes of an amount of many digits: 99,999,999.99 at
// 22.345678% is 22,345,678 less 0.0022345678.
func TestUsualDigits(t *testing.T) {
	got := mustEarn(t, planOf(ruled(onSale("22.345678%"))), &commission.State{}, sale("s", "99999999.99"))
	if !got.Exact.Equal(num("22345677.9977654322")) || !got.Amount.Equal(num("22345678.00")) {
		t.Errorf("Earn = %s, exact %s; want 22345678.00, exact 22345677.9977654322", got, got.Exact)
	}
}

// TestUsualCapOfAnotherPlan refuses a sale that finds the cap of another program in
// its past.
func TestUsualCapOfAnotherPlan(t *testing.T) {
	d := ruled(onSale("10%"))
	d.Rules[0].Limit.Caps = []commission.Cap{{Amount: num("15"), Per: commission.PerMonth}}
	state := &commission.State{}
	earnAll(t, planOf(d), state, sale("s", "100"))
	d.ID = "other"
	checkRefused(t, planOf(d), state, sale("t", "100"), []fault{{"", alianza.ErrConflict}})
}

// TestUsualFields names the fields that an event has: the straight way knows them
// all. A field that is new is to be taken up in its condition, and then here.
func TestUsualFields(t *testing.T) {
	want := []string{
		"_", "ID", "Kind", "Of", "OfPartner", "Partner", "Tier", "At", "Booked", "Cause", "Currency", "Amount", "Units", "Customer",
		"CustomerSince", "Order", "Period", "Includes", "Facts", "Own", "Shares", "PartnerSince", "PartnerUntil",
	}
	var got []string
	for _, f := range reflect.VisibleFields(reflect.TypeFor[commission.Event]()) {
		got = append(got, f.Name)
	}
	if !slices.Equal(got, want) {
		t.Errorf("the fields of an event are %q; want %q", got, want)
	}
}

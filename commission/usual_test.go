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

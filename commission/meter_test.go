package commission_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// reach is a bonus at the close of a month: 10.00 for up to two customers of the
// meter "all", and 50.00 for more.
func reach() commission.Bonus {
	b := commission.Bonus{Name: "reach", Over: commission.PerMonth, Of: []string{"all"}, Follows: true}
	few, more := bracket("2", "0%"), bracket("", "0%")
	few.Flat, more.Flat = num("10"), num("50")
	b.Pay.Table = table(commission.Slab, few, more)
	b.Pay.Table.By, b.Pay.Table.Step = commission.ByCustomers, num("0")
	return b
}

// filling returns rules of 10% on sales and 5% on payments, which fill one meter.
func filling() []commission.Rule {
	sales, payments := onSale("10%"), onSale("5%")
	payments.Name, payments.On = "payment", commission.PaymentReceived
	sales.Over.Meter, payments.Over.Meter = "all", "all"
	return []commission.Rule{sales, payments}
}

// Three customers, of whom acme came by two rules; then two.
func TestBonusByCustomers(t *testing.T) {
	p, s := planOf(closed(ruled(filling()...), reach())), &commission.State{}
	checkSayings(t, sayings(t, p, s,
		by("acme", sale("o1", "100")), by("acme", kind(commission.PaymentReceived, sale("o2", "100"))),
		by("bolt", sale("o3", "100")), by("crux", sale("o4", "100")),
		closing("c", "2026-01"),
		refund("half", "o4", "50"),
		refund("rest", "o4", "50"),
		reversal("bounced", "rest"),
		corrected("o3", by("acme", sale("right", "100"))),
		refund("o1 back", "o1", "100"), refund("right back", "right", "100"), // acme is there by its payment
	),
		"10 ana 2026-01-01", "5 ana 2026-01-01", "10 ana 2026-01-01", "10 ana 2026-01-01",
		"50 ana 2026-01-31",
		"-5 ana 2026-01-02",
		"-5 ana 2026-01-02", "-40 ana 2026-01-31",
		"5 ana 2026-01-02", "40 ana 2026-01-31",
		"-10 ana 2026-01-01", "10 ana 2026-01-01", "-40 ana 2026-01-31",
		"-10 ana 2026-01-02", "-10 ana 2026-01-02",
	)
	if _, err := earn(p, s, dated("2026-02-02", sale("o9", "1"))); !isAny(err, []error{alianza.ErrMissing}) {
		t.Errorf("a sale to nobody: %v", err)
	}
	if again := readState(t, stateText(t, s)); stateText(t, again) != stateText(t, s) {
		t.Error("the state does not come back")
	}
}

// The number of customers is in the entry.
func TestCustomersSaid(t *testing.T) {
	d := table(commission.Slab, bracket("2", "10%"), bracket("", "20%"))
	d.By = commission.ByCustomers
	p, s := planOf(closed(ruled(append(filling(), tabledBy(d))...), reach())), &commission.State{}
	lead := func(id, customer string) commission.Event {
		return by(customer, kind(commission.Lead, sale(id, "100")))
	}
	entries := earnAll(t, p, s, lead("l1", "acme"), lead("l2", "bolt"), lead("l3", "crux"), by("acme", sale("o", "1")), closing("c", "2026-01"))
	for i, want := range map[int]int{0: 1, 1: 2, 3: 3, 5: 1} {
		if d := entries[i].Detail; d == nil || d.Customers != want {
			t.Errorf("%s: %+v; want %d customers", entries[i], d, want)
		}
	}
	const want = "lead l2: 100 USD make 200 in 2026-01, which earn 20.00 (10% of 200) after 10.00, so 10.00, by 2 customers, rule lead, plan p v1"
	if got := entries[1].String(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

// tabledBy returns a rule of a table on leads over a month.
func tabledBy(d commission.TableDefinition) commission.Rule {
	r := tabled(commission.PerMonth, d)
	r.Name, r.On = "lead", commission.Lead
	return r
}

// reading is a rule on leads by what the meter "all" has: 10% up to 100.00, 20% above.
func reading(scope commission.Scope) commission.Rule {
	r := tabledBy(table(scope, bracket("100", "10%"), bracket("", "20%")))
	r.Over.Reads = "all"
	return r
}

// Of a lead of 40.00, 20% are 8.00 when the month has more than 100.00 of others.
func TestRuleReadsMeter(t *testing.T) {
	lead := func(id string) commission.Event { return kind(commission.Lead, sale(id, "40")) }
	events := []commission.Event{
		sale("o1", "80"), lead("l1"), kind(commission.PaymentReceived, sale("o2", "60")), lead("l2"),
		refund("r", "o1", "60"), lead("l3"), dated("2026-02-01", lead("l4")), refund("r2", "l2", "20"),
	}
	own := func(scope commission.Scope) commission.Rule {
		r := reading(scope)
		r.Over.Meter = "all"
		return r
	}
	for name, tt := range map[string]struct {
		rule     commission.Rule
		want     []string
		attained string // of the first lead
	}{
		"another's":              {reading(commission.NextSale), []string{"8", "4", "3", "8", "-6", "4", "4", "-4"}, "80"},
		"prospective, another's": {reading(commission.Prospective), []string{"8", "4", "3", "8", "-6", "4", "4", "-4"}, "80"},
		// With the leads: 80 and 40 are 120; 120 and 60; 220, of which 60 go.
		"its own, too":                {own(commission.Prospective), []string{"8", "8", "3", "8", "-6", "8", "4", "-4"}, "120"},
		"its own, too, the next sale": {own(commission.NextSale), []string{"8", "4", "3", "8", "-6", "8", "4", "-4"}, "80"},
	} {
		t.Run(name, func(t *testing.T) {
			p := planOf(ruled(append(filling(), tt.rule)...))
			s := &commission.State{}
			entries := earnAll(t, p, s, events...)
			for i, e := range entries {
				if e.Amount.String() != tt.want[i] {
					t.Errorf("%s; want %s", e, tt.want[i])
				}
			}
			if d := entries[1].Detail; d == nil || d.Meter != "all" || d.Attained.String() != tt.attained {
				t.Errorf("%s: %+v; want %s of the meter", entries[1], d, tt.attained)
			}
		})
	}
}

// A sale has no place among the customers of a meter that its rule does not fill: it is
// rated where the meter stands, and counts for no customer there.
func TestRuleReadsCustomers(t *testing.T) {
	d := table(commission.Prospective, bracket("1", "10%"), bracket("", "20%"))
	d.By = commission.ByCustomers
	r := tabledBy(d)
	r.Over.Reads = "all"
	p, s := planOf(ruled(append(filling(), r)...)), &commission.State{}
	lead := func(id string) commission.Event { return by("crux", kind(commission.Lead, sale(id, "40"))) }
	list := earnAll(t, p, s, by("acme", sale("o1", "100")), lead("l1"), by("bolt", sale("o2", "100")), lead("l2"))
	if diff := cmp.Diff([]string{"10.00", "4.00", "10.00", "8.00"}, amountsOf(list)); diff != "" {
		t.Errorf("Earn mismatch (-want +got):\n%s", diff)
	}
	if got := list[3].Portions; len(got) != 1 || !got[0].Units.IsZero() || !got[0].Base.Equal(num("40")) {
		t.Errorf("Earn(l2) has the portions %+v; want 40 without units", got)
	}
	const want = "lead l2: 20% of 40 USD = 8, rounded 8.00, by 2 customers of meter all, rule lead, plan p v1"
	if got := list[3].String(); got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
}

func TestReadsFaults(t *testing.T) {
	with := func(change func(r *commission.Rule)) commission.Definition {
		r := reading(commission.NextSale)
		change(&r)
		return ruled(append(filling(), r)...)
	}
	for _, tt := range []struct {
		name string
		d    commission.Definition
		want []fault
	}{
		{"no such meter", with(func(r *commission.Rule) { r.Over.Reads = "none" }), []fault{{"rules[2].reads", alianza.ErrUnknown}}},
		{"rated again", with(func(r *commission.Rule) { r.Pay.Table.Scope = commission.Slab }), []fault{{"rules[2].table.scope", alianza.ErrConflict}}},
		{"over an order", with(func(r *commission.Rule) { r.Over.Over = commission.PerOrder }), []fault{{"rules[2].over", alianza.ErrConflict}}},
		{"of each customer", with(func(r *commission.Rule) { r.Over.Customer = true }), []fault{{"rules[2].each_customer", alianza.ErrConflict}}},
		{"carried", with(func(r *commission.Rule) { r.Over.Carry = true }), []fault{{"rules[2].carry", alianza.ErrConflict}}},
		{"a rate", with(func(r *commission.Rule) { r.Pay.Table, r.Pay.Rate = commission.TableDefinition{}, rate("5%") }), []fault{{"rules[2].reads", alianza.ErrConflict}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := commission.New(tt.d)
			checkFaults(t, "New", err, tt.want)
		})
	}
	b := reach()
	b.Of = []string{"all", "lead"}
	_, err := commission.New(closed(ruled(append(filling(), reading(commission.NextSale))...), b))
	checkFaults(t, "New(a bonus by the customers of two meters)", err, []fault{{"bonuses[0].of", alianza.ErrConflict}})
}

// TestWeekByDays pays 70.00 for a week by the days of a partner since Thursday. The tenth
// week of 2026 is from Monday 2 March to Sunday 8 March: four of its days.
func TestWeekByDays(t *testing.T) {
	weekly := monthly("weekly", "70", "sale")
	weekly.Over, weekly.ByDays = commission.PerWeek, true
	p, s := planOf(closed(ruled(onSale("10%")), weekly)), &commission.State{}
	e := closing("c", "2026-W10")
	e.At, e.PartnerSince = instant("2026-03-09T09:00:00Z"), instant("2026-03-05T00:00:00Z")
	if got := mustEarn(t, p, s, e); !got.Amount.Equal(num("40")) || got.Why.String() != "for 4 of 7 days" || len(got.Portions) != 1 || !got.Portions[0].Fixed.Equal(num("40")) {
		t.Errorf("Earn(the close of 2026-W10) = %s; want 40.00 for 4 of 7 days", got)
	}
	e.ID, e.Period, e.At = "d", "2026-W11", instant("2026-03-16T09:00:00Z")
	if got := mustEarn(t, p, s, e); !got.Amount.Equal(num("70")) || !got.Why.IsZero() {
		t.Errorf("Earn(the close of 2026-W11) = %s; want 70.00, without a reason", got)
	}
}

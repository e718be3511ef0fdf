package override_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/big"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/override"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

var day = roomtest.Date("2026-03-10")

// levels returns a definition of levels above the seller.
func levels(rates ...string) override.Definition {
	d := override.Definition{Name: "override", Currency: "USD"}
	for _, r := range rates {
		d.Levels = append(d.Levels, roomtest.Percent(r))
	}
	return d
}

// line returns the links of a line of partners, the seller first.
func line(partners ...string) (links []override.Link) {
	for i := range len(partners) - 1 {
		links = append(links, override.Link{Partner: partners[i], Sponsor: partners[i+1]})
	}
	return links
}

func rates(of ...string) map[string]alianza.Percent {
	m := map[string]alianza.Percent{}
	for i := 0; i < len(of); i += 2 {
		m[of[i]] = roomtest.Percent(of[i+1])
	}
	return m
}

// TestCases has what other systems document or got wrong, case by case.
func TestCases(t *testing.T) {
	with := func(d override.Definition, change func(*override.Definition)) override.Definition {
		change(&d)
		return d
	}
	direct := with(levels("20%", "10%"), func(d *override.Definition) { d.Direct = roomtest.Percent("60%") })
	five := levels("20%", "10%", "5%", "5%", "5%")
	spread := override.Definition{Name: "spread", Currency: "USD", Of: override.OfSpread, Depth: 5}
	tests := []struct {
		name        string
		def         override.Definition
		base        string
		line        []string // the seller first
		unqualified []string
		rates       map[string]alianza.Percent
		want        map[string]string
		rest        string
	}{
		{"two-up", direct, "1000.00", []string{"c", "b", "a"}, nil, nil, map[string]string{"c": "600.00", "b": "200.00", "a": "100.00"}, "100.00"},
		{"none-up", direct, "1000.00", []string{"c"}, nil, nil, map[string]string{"c": "600.00"}, "400.00"},
		{"cent", direct, "0.05", []string{"c", "b", "a"}, nil, nil, map[string]string{"c": "0.03", "b": "0.01", "a": "0.01"}, "0.00"},
		{
			"of-commission", with(levels("1.5%", "1%", "0.5%"), func(d *override.Definition) { d.Of = override.OfCommission }), "2000.00",
			[]string{"s", "l1", "l2", "l3"},
			nil, nil,
			map[string]string{"l1": "30.00", "l2": "20.00", "l3": "10.00"},
			"0.00",
		},
		{
			"compress-second", five, "1000.00",
			[]string{"s", "p1", "p2", "p3", "p4", "p5", "p6"},
			[]string{"p2"},
			nil,
			map[string]string{"p1": "200.00", "p2": "0.00", "p3": "100.00", "p4": "50.00", "p5": "50.00", "p6": "50.00"},
			"550.00",
		},
		{
			"breakage-second", with(five, func(d *override.Definition) { d.Gap = true }), "1000.00",
			[]string{"s", "p1", "p2", "p3"},
			[]string{"p2"},
			nil,
			map[string]string{"p1": "200.00", "p2": "0.00", "p3": "50.00"},
			"750.00",
		},
		{"depth-cap", levels("10%"), "1000.00", []string{"s", "regional", "top"}, nil, nil, map[string]string{"regional": "100.00"}, "900.00"},
		{
			"total-cap", with(levels("25%", "10%", "5%", "3%", "2%"), func(d *override.Definition) { d.Total = roomtest.Percent("40%") }), "1000.00",
			[]string{"s", "a", "b", "c", "d", "e"},
			nil, nil,
			map[string]string{"a": "250.00", "b": "100.00", "c": "50.00", "d": "0.00", "e": "0.00"},
			"600.00",
		},
		{
			"spread-three", spread, "10000.00",
			[]string{"base", "first", "main"},
			nil,
			rates("base", "80%", "first", "95%", "main", "105%"),
			map[string]string{"base": "8000.00", "first": "1500.00", "main": "1000.00"},
			"-500.00",
		},
		{
			"spread-inverted", spread, "10000.00",
			[]string{"base", "first", "main"},
			nil,
			rates("base", "80%", "first", "75%", "main", "95%"),
			map[string]string{"base": "8000.00", "first": "0.00", "main": "1500.00"},
			"500.00",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := alianza.Must(override.New(tt.def))
			sale := override.Sale{ID: "s-1", Partner: tt.line[0], On: day, Base: roomtest.Num(tt.base), Unqualified: tt.unqualified, Rates: tt.rates}
			got, err := plan.Pay(sale, line(tt.line...))
			if err != nil {
				t.Fatal(err)
			}
			amounts := map[string]string{}
			for _, p := range got.Payments {
				amounts[p.Partner] = p.Amount.StringFixed(2)
			}
			if diff := cmp.Diff(tt.want, amounts); diff != "" || got.Rest.StringFixed(2) != tt.rest {
				t.Errorf("Pay = %s; want the rest %s (-want +got):\n%s", got, tt.rest, diff)
			}
			roomtest.Again(t, got)
			roomtest.Again(t, plan.Definition())
		})
	}
}

// TestEqualRates pays nothing between partners of one rate, and says why.
func TestEqualRates(t *testing.T) {
	plan := alianza.Must(override.New(override.Definition{Name: "spread", Currency: "USD", Of: override.OfSpread, Depth: 5}))
	got := alianza.Must(plan.Pay(override.Sale{ID: "s-1", Partner: "s", On: day, Base: roomtest.Num("100"), Rates: rates("s", "20%", "a", "20%")}, line("s", "a")))
	if n := len(got.Payments); n != 2 || !got.Payments[1].Amount.IsZero() || got.Payments[1].Why != "below" {
		t.Errorf("Pay = %+v; want nothing for a, whose rate is not above", got.Payments)
	}
}

// TestDates goes by the links of the day, and by the months of the seller.
func TestDates(t *testing.T) {
	d := levels("10%")
	d.Months = 12
	plan := alianza.Must(override.New(d))
	links := []override.Link{
		{Partner: "s", Sponsor: "old", Since: roomtest.Date("2024-01-01"), Until: roomtest.Date("2025-03-10")},
		{Partner: "s", Sponsor: "new", Since: roomtest.Date("2025-03-10")},
	}
	for _, tt := range []struct{ on, want string }{
		{"2023-12-31", "sale x, 100: nobody is above the seller; the company keeps 100.00"},
		{"2024-01-01", "sale x, 100: old 10.00 (10%); the company keeps 90.00"},
		{"2025-03-09", "sale x, 100: old nothing (the months are over); the company keeps 100.00"},
		{"2025-03-10", "sale x, 100: new 10.00 (10%); the company keeps 90.00"},
		{"2026-03-09", "sale x, 100: new 10.00 (10%); the company keeps 90.00"},
		{"2026-03-10", "sale x, 100: new nothing (the months are over); the company keeps 100.00"},
	} {
		got, err := plan.Pay(override.Sale{ID: "x", Partner: "s", On: roomtest.Date(tt.on), Base: roomtest.Num("100")}, links)
		if err != nil || got.String() != tt.want {
			t.Errorf("Pay on %s = %s, %v; want %s", tt.on, got, err, tt.want)
		}
	}
}

// TestEarliest counts the months from the first of two links that hold at once, in
// either order.
func TestEarliest(t *testing.T) {
	d := levels("10%")
	d.Months = 12
	plan := alianza.Must(override.New(d))
	old, young := override.Link{Partner: "s", Sponsor: "bob", Since: roomtest.Date("2024-01-01")}, override.Link{Partner: "s", Sponsor: "bob", Since: roomtest.Date("2026-01-01")}
	sale := override.Sale{ID: "x", Partner: "s", On: roomtest.Date("2026-06-01"), Base: roomtest.Num("1000")}
	for _, links := range [][]override.Link{{old, young}, {young, old}} {
		got, err := plan.Pay(sale, links)
		if want := "sale x, 1000: bob nothing (the months are over); the company keeps 1000.00"; err != nil || got.String() != want {
			t.Errorf("Pay of %v = %s, %v; want %s", links, got, err, want)
		}
	}
	// Nobody knows when the months of a link without a day began.
	for _, links := range [][]override.Link{{{Partner: "s", Sponsor: "bob"}, young}, {young, {Partner: "s", Sponsor: "bob"}}} {
		if got, err := plan.Pay(sale, links); !errors.Is(err, alianza.ErrMissing) {
			t.Errorf("Pay of %v = %s, %v; want the since of the link", links, got, err)
		}
	}
	lone := sale
	lone.Partner = "bob"
	if got, err := plan.Pay(lone, []override.Link{{Partner: "s", Sponsor: "bob"}}); err != nil || len(got.Payments) > 0 {
		t.Errorf("Pay of who was brought by nobody = %s, %v", got, err)
	}
}

// TestCorrection posts what changes where other partners are above the seller: by
// partner, whatever the level.
func TestCorrection(t *testing.T) {
	plan := alianza.Must(override.New(levels("10%", "5%")))
	pay := func(partners string) override.Result {
		s := override.Sale{ID: "x", Partner: "s", On: day, Base: roomtest.Num("1000"), Unqualified: []string{"none"}}
		return alianza.Must(plan.Pay(s, line(strings.Fields("s "+partners)...)))
	}
	tests := []struct {
		name, before, after string
		want                []string // partner, amount, rate of base, exact, what is left, what is corrected
	}{
		{"the same", "bob", "bob", nil},
		{"another one", "bob", "carol", []string{"carol 100: 10% of 1000, 100; 100 of 1000; ", "bob -100: 10% of -1000, -100; 0 of 0; p/bob/override/x"}},
		{"one between", "bob", "carol bob", []string{"carol 100: 10% of 1000, 100; 100 of 1000; ", "bob -50: 5% of 0, -50; 50 of 1000; p/bob/override/x"}},
		{"none between", "carol bob", "bob", []string{"bob 50: 10% of 0, 50; 100 of 1000; p/bob/override/x", "carol -100: 10% of -1000, -100; 0 of 0; p/carol/override/x"}},
		{"one more above", "carol", "carol bob", []string{"bob 50: 5% of 1000, 50; 50 of 1000; "}},
		{"one less above", "carol bob", "carol", []string{"bob -50: 5% of -1000, -50; 0 of 0; p/bob/override/x"}},
		{"nobody", "bob", "", []string{"bob -100: 10% of -1000, -100; 0 of 0; p/bob/override/x"}},
		{"one who does not qualify", "none", "bob", []string{"bob 100: 10% of 1000, 100; 100 of 1000; "}},
	}
	for _, tt := range tests {
		var got []string
		for _, e := range alianza.Must(override.Entries(pay(tt.before), pay(tt.after), commission.Entry{Plan: "p", Event: "fix"})) {
			if e.Key != "p/"+e.Partner+"/override/fix" || e.Currency != "USD" {
				t.Errorf("%s: the key of %s = %s in %s", tt.name, e.Partner, e.Key, e.Currency)
			}
			got = append(got, fmt.Sprintf("%s %s: %s of %s, %s; %s of %s; %s", e.Partner, e.Amount, e.Rate, e.Base, e.Exact, e.Remaining.Amount, e.Remaining.Base, e.Corrects))
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Entries of %s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// TestRequalified gives back what a partner had who no longer qualifies, and pays who
// does at last.
func TestRequalified(t *testing.T) {
	plan := alianza.Must(override.New(levels("10%")))
	s := override.Sale{ID: "x", Partner: "s", On: day, Base: roomtest.Num("1000")}
	paid := alianza.Must(plan.Pay(s, line("s", "bob")))
	s.Unqualified = []string{"bob"}
	skipped := alianza.Must(plan.Pay(s, line("s", "bob")))
	back := alianza.Must(override.Entries(paid, skipped, commission.Entry{Plan: "p", Event: "fix"}))
	if len(back) != 1 || !back[0].Amount.Equal(roomtest.Num("-100")) || !back[0].Base.Equal(roomtest.Num("-1000")) || back[0].Rate != alianza.WholePercent(10) {
		t.Errorf("Entries(paid, skipped) = %v; want 10%% of -1000 for bob", back)
	}
	late := alianza.Must(override.Entries(skipped, paid, commission.Entry{Plan: "p", Event: "fix"}))
	if len(late) != 1 || !late[0].Amount.Equal(roomtest.Num("100")) || !late[0].Base.Equal(roomtest.Num("1000")) || late[0].Corrects != "" {
		t.Errorf("Entries(skipped, paid) = %v; want 10%% of 1000 for bob, and nothing corrected", late)
	}
}

// TestAnother refuses results of another sale, or whose partners cannot be told apart.
func TestAnother(t *testing.T) {
	one := func() override.Result {
		return alianza.Must(alianza.Must(override.New(levels("10%", "5%"))).Pay(override.Sale{ID: "x", Partner: "s", On: day, Base: roomtest.Num("1000")}, line("s", "a", "b")))
	}
	for _, tt := range []struct {
		name   string
		change func(before *override.Result)
		want   []string
	}{
		{"the same", func(*override.Result) {}, nil},
		{"the first", func(r *override.Result) { *r = override.Result{} }, nil},
		{"of another sale", func(r *override.Result) { r.Sale = "y" }, []string{"before: contradiction"}},
		{"of no sale", func(r *override.Result) { r.Sale = "" }, []string{"before: contradiction"}},
		{"of another sale without partners", func(r *override.Result) { r.Sale, r.Payments = "y", nil }, []string{"before: contradiction"}},
		{"of another name", func(r *override.Result) { r.Name = "other" }, []string{"before: contradiction"}},
		{"in another currency", func(r *override.Result) { r.Currency = "EUR" }, []string{"before: contradiction"}},
		{"of a commission", func(r *override.Result) { r.Of = override.OfCommission }, []string{"before: contradiction"}},
		{"a partner twice", func(r *override.Result) { r.Payments[1].Partner = "a" }, []string{"payments[1].partner: duplicate"}},
		{"nobody", func(r *override.Result) { r.Payments[1].Partner = "" }, []string{"payments[1].partner: missing"}},
		{"a base out of bounds", func(r *override.Result) { r.Base = decimal.New(1, 40) }, []string{"base: out_of_range"}},
		{"an amount out of bounds", func(r *override.Result) { r.Payments[1].Amount = decimal.New(1, 40) }, []string{"payments[1].amount: out_of_range"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := one()
			tt.change(&before)
			_, err := override.Entries(before, one(), commission.Entry{})
			roomtest.CheckFaults(t, "Entries", err, tt.want...)
		})
	}
	after := one()
	after.Payments[1].Partner = "a"
	_, err := override.Entries(override.Result{}, after, commission.Entry{})
	roomtest.CheckFaults(t, "Entries(a partner twice)", err, "payments[1].partner: duplicate")
}

// TestFaultOrder has the faults of rates in the order of their partners, in each of many calls.
func TestFaultOrder(t *testing.T) {
	plan := alianza.Must(override.New(levels("10%")))
	for range 50 {
		_, err := plan.Pay(override.Sale{ID: "x", Partner: "s", On: day, Rates: rates("c", "4000%", "a", "2000%", "d", "5000%", "b", "3000%")}, nil)
		var got []string
		for _, f := range alianza.Faults(err) {
			got = append(got, f.Path)
		}
		if want := []string{"rates.a", "rates.b", "rates.c", "rates.d"}; !slices.Equal(got, want) {
			t.Fatalf("Pay = %v; want faults of %v", err, want)
		}
	}
}

// TestFaults has definitions that pay nobody, or too much.
func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name   string
		change func(*override.Definition)
		want   []string
	}{
		{"sound", func(*override.Definition) {}, nil},
		{"nothing", func(d *override.Definition) { *d = override.Definition{} }, []string{"name: missing", "currency: missing", "levels: missing"}},
		{"no level", func(d *override.Definition) { d.Levels = nil }, []string{"levels: missing"}},
		{"a rate above all", func(d *override.Definition) { d.Levels[0] = roomtest.Percent("101%") }, []string{"levels[0]: out_of_range"}},
		{"more than the sale", func(d *override.Definition) { d.Direct = roomtest.Percent("95%") }, []string{"levels: contradiction"}},
		{"more than the sale, but cut", func(d *override.Definition) { d.Direct, d.Total = roomtest.Percent("95%"), roomtest.Percent("5%") }, nil},
		{"more than the sale, though cut", func(d *override.Definition) {
			*d = levels("30%", "20%")
			d.Direct, d.Total = roomtest.Percent("90%"), roomtest.Percent("50%")
		}, []string{"levels: contradiction"}},
		{"the whole sale, under a total that does not cut", func(d *override.Definition) { d.Direct, d.Total = roomtest.Percent("90%"), roomtest.Percent("20%") }, nil},
		{"everything for the nearest", func(d *override.Definition) { *d = levels("100%") }, nil},
		{"a hundred years", func(d *override.Definition) { d.Months = 1200 }, nil},
		{"a month more", func(d *override.Definition) { d.Months = 1201 }, []string{"months: out_of_range"}},
		{"a total above all", func(d *override.Definition) { d.Direct, d.Total = roomtest.Percent("95%"), roomtest.Percent("101%") }, []string{"total: out_of_range"}},
		{"the depth of levels", func(d *override.Definition) { d.Depth = 1 }, []string{"depth: contradiction"}},
		{"a spread of levels", func(d *override.Definition) { d.Of, d.Depth = override.OfSpread, 2 }, []string{"levels: contradiction"}},
		{"a spread without depth", func(d *override.Definition) { d.Of, d.Levels = override.OfSpread, nil }, []string{"depth: missing"}},
		{"the seller's part of a commission", func(d *override.Definition) { d.Of, d.Direct = override.OfCommission, roomtest.Percent("5%") }, []string{"direct: contradiction"}},
		{"of something else", func(d *override.Definition) { d.Of = 3 }, []string{"of: unknown"}},
		{"a depth of too many", func(d *override.Definition) { d.Of, d.Levels, d.Depth = override.OfSpread, nil, override.MaxLevels+1 }, []string{"depth: out_of_range"}},
		{"the deepest", func(d *override.Definition) { d.Of, d.Levels, d.Depth = override.OfSpread, nil, override.MaxLevels }, nil},
		{"months before the first", func(d *override.Definition) { d.Months = -1 }, []string{"months: out_of_range"}},
		{"too deep", func(d *override.Definition) { d.Levels = make([]alianza.Percent, override.MaxLevels+1) }, []string{"levels: limit"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d := levels("10%")
			tt.change(&d)
			_, err := override.New(d)
			roomtest.CheckFaults(t, "New", err, tt.want...)
		})
	}
	plan := alianza.Must(override.New(levels("10%", "5%")))
	for _, tt := range []struct {
		name  string
		links []override.Link
		want  error
	}{
		{"a circle", line("s", "a", "b", "s"), alianza.ErrConflict},
		{"a circle above the seller", line("s", "a", "a"), alianza.ErrConflict},
		{"two sponsors", append(line("s", "a"), line("s", "b")...), alianza.ErrConflict},
		{"nobody", []override.Link{{Partner: "s"}}, alianza.ErrMissing},
	} {
		if _, err := plan.Pay(override.Sale{ID: "x", Partner: "s", On: day}, tt.links); !errors.Is(err, tt.want) {
			t.Errorf("Pay with %s = %v; want %v", tt.name, err, tt.want)
		}
	}
	if _, err := plan.Pay(override.Sale{ID: "x", Partner: "s", Base: roomtest.Num("-1")}, nil); !errors.Is(err, alianza.ErrMissing) || !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Pay(negative, on no day) = %v; want both faults", err)
	}
	spread := alianza.Must(override.New(override.Definition{Name: "o", Currency: "USD", Of: override.OfSpread, Depth: 1}))
	_, err := spread.Pay(override.Sale{On: day, Rates: rates("a", "1000%", "b", "1000.1%")}, []override.Link{{Sponsor: "a"}})
	roomtest.CheckFaults(t, "Pay", err, "id: missing", "partner: missing", "rates.b: out_of_range", "links[0].partner: missing", "rates.: missing")
	var none override.Plan
	if _, err := none.Pay(override.Sale{}, nil); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("Pay of the zero Plan = %v; want ErrUnchecked", err)
	}
}

// TestHostile gives numbers out of bounds.
func TestHostile(t *testing.T) {
	plan := alianza.Must(override.New(levels("10%")))
	for name, d := range roomtest.Hostile() {
		if _, err := plan.Pay(override.Sale{ID: "x", Partner: "s", On: day, Base: d}, nil); err == nil && d.IsNegative() {
			t.Errorf("Pay(%s) = no error", name)
		}
		_, _ = override.Result{Step: d, Base: d}.Restate(d)
		wild := override.Result{Base: d, Payments: []override.Payment{{Level: 1, Amount: d}}}
		_, _ = override.Entries(override.Result{}, wild, commission.Entry{})
	}
}

// half rounds a fraction to cents, half up.
func half(x *big.Rat) *big.Rat {
	n := new(big.Rat).Mul(x, big.NewRat(100, 1))
	n.Add(n, big.NewRat(1, 2))
	return new(big.Rat).SetFrac(new(big.Int).Div(n.Num(), n.Denom()), big.NewInt(100))
}

// reference returns what each partner gets, in fractions, by the words of the
// definition: go up, skip or leave a gap, cut to the total, round what all up to one
// get.
func reference(d override.Definition, s override.Sale, up []string) map[string]*big.Rat {
	of := func(p alianza.Percent) *big.Rat { return new(big.Rat).Quo(p.Decimal().Rat(), big.NewRat(100, 1)) }
	got, cum := map[string]*big.Rat{}, new(big.Rat)
	give := func(partner string, rate *big.Rat) {
		before := half(new(big.Rat).Mul(cum, s.Base.Rat()))
		cum.Add(cum, rate)
		got[partner] = new(big.Rat).Sub(half(new(big.Rat).Mul(cum, s.Base.Rat())), before)
	}
	highest := of(s.Rates[s.Partner])
	if d.Of == override.OfSpread {
		give(s.Partner, highest)
	} else if !d.Direct.IsZero() {
		give(s.Partner, of(d.Direct))
	}
	level, depth, paid := 0, len(d.Levels)+d.Depth, new(big.Rat)
	for _, partner := range up {
		if level == depth {
			break
		}
		_, rated := s.Rates[partner]
		if slices.Contains(s.Unqualified, partner) || d.Of == override.OfSpread && !rated {
			got[partner] = new(big.Rat)
			if d.Gap {
				level++
			}
			continue
		}
		rate := new(big.Rat)
		if d.Of == override.OfSpread {
			if own := of(s.Rates[partner]); own.Cmp(highest) > 0 {
				rate.Sub(own, highest)
				highest = own
			}
		} else {
			rate = of(d.Levels[level])
		}
		level++
		if left := new(big.Rat).Sub(of(d.Total), paid); !d.Total.IsZero() && rate.Cmp(left) > 0 {
			rate = left
		}
		paid = new(big.Rat).Add(paid, rate)
		give(partner, rate)
	}
	return got
}

// TestReference holds random trees against the reference, and refunds in parts: what
// all partners and the company have adds up to what is left, and to nothing in the end.
func TestReference(t *testing.T) {
	for seed := range seeds.Count(300) {
		r := rand.New(rand.NewPCG(7, uint64(seed)))
		d := override.Definition{Name: "o", Currency: "USD", Gap: r.IntN(2) == 0, Of: override.Of(r.IntN(3))}
		if r.IntN(3) == 0 {
			d.Total = alianza.WholePercent(1 + r.IntN(40))
		}
		if d.Of == override.OfSpread {
			d.Depth = 1 + r.IntN(4)
		} else {
			for range 1 + r.IntN(4) {
				d.Levels = append(d.Levels, roomtest.Percent(fmt.Sprintf("%d.%d%%", r.IntN(12), r.IntN(10))))
			}
			if d.Of == override.OfSale && r.IntN(2) == 0 {
				d.Direct = alianza.WholePercent(r.IntN(40))
			}
		}
		up := []string{"a", "b", "c", "d", "e"}[:r.IntN(6)]
		s := override.Sale{ID: "x", Partner: "s", On: day, Base: decimal.New(r.Int64N(100_000), -2), Rates: rates("s", fmt.Sprint(r.IntN(60), "%"))}
		for _, partner := range up {
			if r.IntN(4) == 0 {
				s.Unqualified = append(s.Unqualified, partner)
			}
			if r.IntN(5) > 0 {
				s.Rates[partner] = alianza.WholePercent(r.IntN(110))
			}
		}
		plan := alianza.Must(override.New(d))
		got, err := plan.Pay(s, line(append([]string{"s"}, up...)...))
		if err != nil {
			t.Fatal(err)
		}
		want := reference(d, s, up)
		if len(want) != len(got.Payments) {
			t.Fatalf("seed %d: %s; want %d payments of %s", seed, got, len(want), roomtest.JSON(t, d))
		}
		sum, keys := map[string]decimal.Decimal{}, map[string]bool{}
		for _, p := range got.Payments {
			if p.Amount.Rat().Cmp(want[p.Partner]) != 0 {
				t.Fatalf("seed %d: %s; want %s for %s by %s", seed, got, want[p.Partner].FloatString(2), p.Partner, roomtest.JSON(t, d))
			}
		}
		// In parts, to nothing: the entries add up.
		event := commission.Entry{Plan: "p", Version: 1, Event: "x", Currency: "USD"}
		post := func(before, after override.Result) {
			for _, e := range alianza.Must(override.Entries(before, after, event)) {
				if keys[e.Key] {
					t.Fatalf("seed %d: two entries have the key %s", seed, e.Key)
				}
				keys[e.Key] = true
				sum[e.Partner] = sum[e.Partner].Add(e.Amount)
				if e.Remaining.Amount.Cmp(sum[e.Partner]) != 0 {
					t.Fatalf("seed %d: %s; want %s left", seed, e, sum[e.Partner])
				}
			}
		}
		post(override.Result{}, got)
		other := slices.Clone(up) // another line: in another order, without some and with others
		r.Shuffle(len(other), func(i, j int) { other[i], other[j] = other[j], other[i] })
		other = append([]string{"f", "g"}[:r.IntN(3)], other[:r.IntN(len(other)+1)]...)
		event.Event, event.Of = "fix", "x"
		after := alianza.Must(plan.Pay(s, line(append([]string{"s"}, other...)...)))
		post(got, after)
		got = after
		for partner, want := range reference(d, s, other) {
			if partner != "s" && sum[partner].Rat().Cmp(want) != 0 {
				t.Fatalf("seed %d: %s has %s after %s", seed, partner, sum[partner], after)
			}
		}
		for i, left := range []decimal.Decimal{s.Base.Mul(decimal.New(7, -1)), s.Base.Mul(decimal.New(3, -1)), {}} {
			event.Event, event.Of = fmt.Sprint("r", i), "x"
			after, err := got.Restate(left)
			if err != nil {
				t.Fatal(err)
			}
			all := after.Rest
			for _, p := range after.Payments {
				all = all.Add(p.Amount)
			}
			if whole := left.Round(2); after.Of != override.OfCommission && !all.Equal(whole) {
				t.Fatalf("seed %d: %s adds up to %s", seed, after, all)
			}
			post(got, after)
			got = after
		}
		for partner := range maps.Keys(sum) {
			if !sum[partner].IsZero() {
				t.Fatalf("seed %d: %s keeps %s of a sale that was refunded", seed, partner, sum[partner])
			}
		}
	}
}

// TestEqual tells plans apart by their definitions.
func TestEqual(t *testing.T) {
	plan, none := alianza.Must(override.New(levels("10%", "5%"))), override.Plan{}
	if !plan.Equal(alianza.Must(override.New(levels("10.0%", "5%")))) || !none.Equal(override.Plan{}) {
		t.Error("Equal(the same) = false; want true")
	}
	if plan.Equal(alianza.Must(override.New(levels("10%")))) || plan.Equal(none) || none.Equal(plan) {
		t.Error("Equal(another) = true; want false")
	}
	roomtest.Again(t, plan)
}

// TestNames reads and writes what a rate is of.
func TestNames(t *testing.T) {
	for want, of := range map[string]override.Of{"sale": override.OfSale, "commission": override.OfCommission, "spread": override.OfSpread} {
		var back override.Of
		if err := back.UnmarshalText([]byte(want)); err != nil || back != of || of.String() != want {
			t.Errorf("UnmarshalText(%s) = %s, %v", want, back, err)
		}
	}
}

// TestFirst brings a partner by a correction. A refund takes back of the entry of the
// correction, since the sale posted none.
func TestFirst(t *testing.T) {
	plan := alianza.Must(override.New(levels("10%")))
	s := override.Sale{ID: "s-2", Partner: "s", On: day, Base: roomtest.Num("100")}
	var keep override.Result
	corrected := map[string]bool{"": true}
	post := func(event string, after override.Result) (all string) {
		for _, e := range alianza.Must(override.Entries(keep, after, commission.Entry{Plan: "p", Event: event})) {
			if !corrected[e.Corrects] {
				t.Errorf("%s corrects %s, which was never posted", e.Key, e.Corrects)
			}
			corrected[e.Key] = true
			all += fmt.Sprintf("%s %s of %q; ", e.Key, e.Amount, e.Corrects)
		}
		data, err := json.Marshal(after.Pinned(keep, event))
		keep = override.Result{}
		if err := errors.Join(err, json.Unmarshal(data, &keep)); err != nil {
			t.Fatal(err)
		}
		return all
	}
	restate := func(left string) override.Result { return alianza.Must(keep.Restate(roomtest.Num(left))) }
	for _, tt := range []struct {
		event string
		after func() override.Result
		want  string
	}{
		{"s-2", func() override.Result { return alianza.Must(plan.Pay(s, line("s", "bob"))) }, `p/bob/override/s-2 10 of ""; `},
		{"c-1", func() override.Result { return alianza.Must(plan.Pay(s, line("s", "ana"))) }, `p/ana/override/c-1 10 of ""; p/bob/override/c-1 -10 of "p/bob/override/s-2"; `},
		{"r-1", func() override.Result { return restate("50") }, `p/ana/override/r-1 -5 of "p/ana/override/c-1"; `},
		{"r-2", func() override.Result { return restate("0") }, `p/ana/override/r-2 -5 of "p/ana/override/c-1"; `},
		{"c-2", func() override.Result { return restate("20") }, `p/ana/override/c-2 2 of "p/ana/override/c-1"; `},
	} {
		if got := post(tt.event, tt.after()); got != tt.want {
			t.Errorf("Entries(%s) = %s; want %s", tt.event, got, tt.want)
		}
	}
}

// TestRestated takes a sale back whole, and then not whole. Neither is pinned: the sale
// posted what is corrected.
func TestRestated(t *testing.T) {
	plan := alianza.Must(override.New(levels("10%")))
	s := override.Sale{ID: "x", Partner: "s", On: day, Base: roomtest.Num("100")}
	paid := alianza.Must(plan.Pay(s, line("s", "ana")))
	gone := alianza.Must(paid.Restate(roomtest.Num("0")))
	back := alianza.Must(gone.Restate(roomtest.Num("20")))
	list := alianza.Must(override.Entries(gone, back, commission.Entry{Plan: "p", Event: "c"}))
	if len(list) != 1 || list[0].Amount.String() != "2" || list[0].Corrects != "p/ana/override/x" {
		t.Errorf("Entries = %v; want one of 2 that corrects the entry of the sale", list)
	}
}

// TestOddUnit tells of an odd unit what the others have. Of 0.50, two levels of 5% are
// 0.025, rounded 0.03, and 0.05 less that.
func TestOddUnit(t *testing.T) {
	plan := alianza.Must(override.New(levels("5%", "5%")))
	s := override.Sale{ID: "x", Partner: "s", On: day, Base: roomtest.Num("0.50")}
	paid := alianza.Must(plan.Pay(s, line("s", "ana", "bob")))
	texts := func(before, after override.Result, of commission.Entry) (all []string) {
		of.Plan, of.Version = "p", 1
		for _, e := range alianza.Must(override.Entries(before, after, of)) {
			all = append(all, e.String())
		}
		return all
	}
	if diff := cmp.Diff([]string{
		"sale x: 5% of 0.50 USD = 0.025, rounded 0.03, rule override, plan p v1",
		"sale x: 5% of 0.50 USD = 0.025, rounded 0.02, of 0.05 other partners have 0.03, so 0.02, rule override, plan p v1",
	}, texts(override.Result{}, paid, commission.Entry{Kind: commission.Sale, Event: "x"})); diff != "" {
		t.Errorf("the sale (-want +got):\n%s", diff)
	}
	// 0.10 are left: 0.005, rounded 0.01, and 0.01 less that. 0.02 go back of each.
	left := alianza.Must(paid.Restate(roomtest.Num("0.10")))
	if diff := cmp.Diff([]string{
		"refund r of x: 0.40 USD back, 0.10 left at 5% earn 0.01 after 0.03, so -0.02, rule override, plan p v1",
		"refund r of x: 5% of -0.40 USD = -0.02, rounded -0.02, of -0.04 other partners have -0.02, so -0.02, rule override, plan p v1",
	}, texts(paid, left, commission.Entry{Kind: commission.Refund, Event: "r", Of: "x"})); diff != "" {
		t.Errorf("the refund (-want +got):\n%s", diff)
	}
	// They change their places: a cent from ana to bob, of nothing in all.
	other := alianza.Must(plan.Pay(s, line("s", "bob", "ana")))
	if diff := cmp.Diff([]string{
		"correction c: 0.00 USD back, 0.50 left earn 0.03 after 0.02, so 0.01, rule override, plan p v1",
		"correction c: 0.00 USD back, 0.50 left earn 0.02 after 0.03, so -0.01, rule override, plan p v1",
	}, texts(paid, other, commission.Entry{Kind: commission.Correction, Event: "c"})); diff != "" {
		t.Errorf("the correction (-want +got):\n%s", diff)
	}
}

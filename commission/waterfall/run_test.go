package waterfall_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/waterfall"
	"github.com/seed-0af520cd/alianza/internal/costtest"
)

func TestRun(t *testing.T) {
	costs := waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")}
	half := shares(share("us", "50%"), share("them", "50%"))
	advance := func(party, left string) waterfall.Step {
		return waterfall.Step{Name: party + "'s advance", From: party, To: "publisher", Recoup: num(left)}
	}
	authors := shares(share("a", "60%"), share("b", "40%"))
	capital := []waterfall.Step{
		{Name: "capital", To: "lp", Recoup: num("1000")},
		{Name: "preferred", To: "lp", Recoup: num("80")},
		{Name: "catch-up", To: "gp", CatchUp: rate("20%"), Of: []string{"preferred"}},
		shares(share("lp", "80%"), share("gp", "20%")),
	}
	tests := []struct {
		name  string
		steps []waterfall.Step
		in    []string
		want  []string
	}{
		{"costs off the top", []waterfall.Step{costs, half}, []string{"1000"}, []string{"pool 300, us 350, them 350"}},
		{"a refund after recoupment", []waterfall.Step{costs, half}, []string{"1000", "-100"}, []string{"pool 300, us 350, them 350", "pool 0, us -50, them -50"}},
		{"a refund into the recoupment", []waterfall.Step{costs, half}, []string{"1000", "-800"}, []string{"pool 300, us 350, them 350", "pool -100, us -350, them -350"}},
		{"costs over two periods", []waterfall.Step{costs, half}, []string{"200", "200"}, []string{"pool 200, us 0, them 0", "pool 100, us 50, them 50"}},
		{"more back than came in", []waterfall.Step{half}, []string{"100", "-150", "70"}, []string{"us 50, them 50", "us -50, them -50", "us 10, them 10"}},
		{"two authors", []waterfall.Step{authors, advance("a", "1000")}, []string{"1000"}, []string{"a 0, b 400, publisher 600"}},
		{"advances partly left", []waterfall.Step{authors, advance("a", "1000"), advance("b", "100")}, []string{"1000"}, []string{"a 0, b 300, publisher 700"}},
		{"half of what is earned recoups", []waterfall.Step{{Name: "advance", To: "publisher", Recoup: num("1000"), Rate: rate("50%")}, shares(rest("author"))}, []string{"400"}, []string{"publisher 200, author 200"}},
		{"one advance over two titles", []waterfall.Step{{Name: "advance", To: "publisher", Recoup: num("600")}, shares(rest("author"))}, []string{"800"}, []string{"publisher 600, author 200"}},
		{"capital in full", capital, []string{"1300"}, []string{"lp 1240, gp 60"}},
		{"capital short", capital, []string{"900"}, []string{"lp 900, gp 0"}},
		{"capital in parts", capital, []string{"900", "190", "210"}, []string{"lp 900, gp 0", "lp 180, gp 10", "lp 160, gp 50"}},
		{"below the hurdle by ownership", []waterfall.Step{shares(share("lp", "80%"), share("gp", "20%"))}, []string{"5300000"}, []string{"lp 4240000, gp 1060000"}},
		{
			"a referrer gets a tenth of the seller's",
			[]waterfall.Step{shares(share("seller", "80%"), share("platform", "20%")), {Name: "referral", From: "seller", To: "referrer", Rate: rate("10%")}},
			[]string{"100.00", "-100.00"},
			[]string{"seller 72, platform 20, referrer 8", "seller -72, platform -20, referrer -8"},
		},
		{
			"an escalation by lifetime revenue",
			[]waterfall.Step{{Name: "royalty", To: "author", Brackets: []waterfall.Bracket{{UpTo: num("5000"), Rate: rate("10%")}, {UpTo: num("10000"), Rate: rate("12%")}, {Rate: rate("15%")}}}, shares(rest("publisher"))},
			[]string{"4800", "500", "-400", "10000"},
			[]string{"author 480, publisher 4320", "author 56, publisher 444", "author -46, publisher -354", "author 1345, publisher 8655"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newRunner(t, usd(tt.steps...))
			for i, amount := range tt.in {
				if got := r.run(in(amount)); parties(got) != tt.want[i] {
					t.Errorf("Run(%s) = %s (%s); want %s", amount, parties(got), got, tt.want[i])
				}
			}
		})
	}
}

// TestRunRemaining says what is left to recoup.
func TestRunRemaining(t *testing.T) {
	r := newRunner(t, usd(waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")}, shares(rest("us"))))
	for i, want := range []string{"100", "0", "100"} {
		got := r.run(in([]string{"200", "500", "-500"}[i]))
		if taken, _ := got.Taken("costs"); !taken.Remaining.Equal(num(want)) {
			t.Errorf("run %d = %s; want %s to recoup", i, got, want)
		}
	}
	if _, ok := (waterfall.Result{}).Taken("costs"); ok || !(waterfall.Result{}).Party("us").IsZero() {
		t.Error("a result of nothing has a step and a party")
	}
}

// TestRunCosts adds costs later: what was shared before stays shared.
func TestRunCosts(t *testing.T) {
	r := newRunner(t, usd(waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")}, shares(rest("us"))))
	more := func(amount, cost string) waterfall.Inflow {
		return waterfall.Inflow{Amount: num(amount), Costs: map[string]decimal.Decimal{"costs": num(cost)}}
	}
	steps := []struct {
		in   waterfall.Inflow
		want string
	}{
		{in("1000"), "pool 300, us 700"},
		{more("0", "200"), "pool 0, us 0"},
		{in("50"), "pool 50, us 0"},
		{in("500"), "pool 150, us 350"},
		{in("-450"), "pool -100, us -350"}, // the last 450 came after the first 100 of the new costs
		{more("0", "-200"), "pool -100, us 100"},
		{more("0", "-300"), "pool -300, us 300"},
	}
	for i, tt := range steps {
		if got := r.run(tt.in); parties(got) != tt.want {
			t.Errorf("run %d = %s (%s); want %s", i, parties(got), got, tt.want)
		}
	}
}

// TestRunCostsInParts recoups one cost after the other, each with a half of what
// flows, and takes a part of a cost back.
func TestRunCostsInParts(t *testing.T) {
	r := newRunner(t, usd(waterfall.Step{Name: "costs", To: "pool", Recoup: num("300"), Rate: rate("50%")}, shares(rest("us"))))
	cost := func(amount string) waterfall.Inflow {
		return waterfall.Inflow{Costs: map[string]decimal.Decimal{"costs": num(amount)}}
	}
	for i, tt := range []struct {
		in   waterfall.Inflow
		want string
	}{
		{cost("200"), "pool 0, us 0"},
		{in("400"), "pool 200, us 200"},
		{in("400"), "pool 200, us 200"}, // 100 of the first, 100 of the second
		{in("400"), "pool 100, us 300"},
	} {
		if got := r.run(tt.in); parties(got) != tt.want {
			t.Errorf("run %d = %s (%s); want %s", i, parties(got), got, tt.want)
		}
	}
	r = newRunner(t, usd(waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")}, shares(rest("us"))))
	r.run(in("500"))
	got := r.run(cost("-100"))
	if taken, _ := got.Taken("costs"); parties(got) != "pool -100, us 100" || !taken.Remaining.IsZero() {
		t.Errorf("Run(a part of the cost back) = %s (%s); want 100 from the pool, and nothing to recoup", parties(got), got)
	}
}

// TestRunFixed counts fees: what the revenue does not reach for is left for later,
// and a fee that is given back comes off.
func TestRunFixed(t *testing.T) {
	r := newRunner(t, usd(waterfall.Step{Name: "listing", To: "platform", Fixed: num("200"), Per: "listing"}, shares(rest("seller"))))
	list := func(amount, count string) waterfall.Inflow {
		return waterfall.Inflow{Amount: num(amount), Counts: map[string]decimal.Decimal{"listing": num(count)}}
	}
	for i, tt := range []struct {
		in   waterfall.Inflow
		want string
	}{
		{list("100", "1"), "platform 100, seller 0"},
		{list("1000", "1"), "platform 300, seller 700"},
		{list("0", "-1"), "platform -200, seller 200"},
		{in("-1100"), "platform -200, seller -900"},
		{in("300"), "platform 200, seller 100"},
	} {
		if got := r.run(tt.in); parties(got) != tt.want {
			t.Errorf("run %d = %s (%s); want %s", i, parties(got), got, tt.want)
		}
	}
}

// TestRunUnits escalates by the number sold: 200 come back at 1.20 and 200 at 1.00.
func TestRunUnits(t *testing.T) {
	r := newRunner(t, usd(waterfall.Step{Name: "royalty", To: "author", Per: "copy", Brackets: []waterfall.Bracket{
		{UpTo: num("5000"), Each: num("1.00")}, {UpTo: num("10000"), Each: num("1.20")}, {Each: num("1.50")},
	}}, shares(rest("publisher"))))
	sold := func(amount, count string) waterfall.Inflow {
		return waterfall.Inflow{Amount: num(amount), Counts: map[string]decimal.Decimal{"copy": num(count)}}
	}
	first := r.run(sold("52000", "5200"))
	if parties(first) != "author 5240, publisher 46760" {
		t.Errorf("Run = %s; want 5240 for the author", first)
	}
	if got := r.back(first, sold("4000", "400")); parties(got) != "author -440, publisher -3560" {
		t.Errorf("Return = %s; want 440 back", got)
	}
}

// TestRunSources has formats: the returns of one do not eat the earnings of
// another.
func TestRunSources(t *testing.T) {
	format := func(name, percent string) waterfall.Step {
		return waterfall.Step{Name: name, To: "author", Source: name, Rate: rate(percent)}
	}
	steps := []waterfall.Step{format("print", "10%"), format("ebook", "20%"), format("audio", "15%"), shares(rest("publisher"))}
	tests := []struct {
		name    string
		sources map[string]string
		advance string
		want    string // of the author and of the recoupment
	}{
		{"three formats", map[string]string{"print": "10000", "ebook": "2500", "audio": "3000"}, "", "1950 0"},
		{"one of them negative", map[string]string{"print": "-500", "ebook": "4000"}, "", "800 0"},
		{"more of it than there is", map[string]string{"print": "-500", "ebook": "600"}, "", "100 0"},
		{"an advance", map[string]string{"print": "100000"}, "3000", "7000 3000"},
		{"an advance, and a negative period", map[string]string{"print": "-500"}, "3000", "0 0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			list := slices.Clone(steps)
			if tt.advance != "" {
				list = append(list, waterfall.Step{Name: "advance", From: "author", To: "publisher", Recoup: num(tt.advance)})
			}
			inflow := waterfall.Inflow{Sources: map[string]decimal.Decimal{}}
			for name, amount := range tt.sources {
				inflow.Sources[name] = num(amount)
				inflow.Amount = inflow.Amount.Add(num(amount))
			}
			got := newRunner(t, usd(list...)).run(inflow)
			recouped, _ := got.Taken("advance")
			if text := got.Party("author").String() + " " + recouped.Took.String(); text != tt.want {
				t.Errorf("Run = %s (%s); want %s", text, got, tt.want)
			}
		})
	}
}

// TestRunNegative has the choices for a sum below zero.
func TestRunNegative(t *testing.T) {
	tests := []struct {
		negative waterfall.Negative
		want     []string // of -500, then of 800
	}{
		{waterfall.NegativeCarry, []string{"platform 0, a 0, b 0", "platform 30, a 162, b 108"}},
		{waterfall.NegativeShare, []string{"platform -50, a -270, b -180", "platform 80, a 432, b 288"}},
		{waterfall.NegativeIgnore, []string{"platform 0, a 0, b 0", "platform 80, a 432, b 288"}},
	}
	for _, tt := range tests {
		t.Run(tt.negative.String(), func(t *testing.T) {
			d := usd(waterfall.Step{Name: "fee", To: "platform", Rate: rate("10%")}, shares(share("a", "60%"), share("b", "40%")))
			d.Negative = tt.negative
			r := newRunner(t, d)
			for i, amount := range []string{"-500", "800"} {
				got := r.run(in(amount))
				if parties(got) != tt.want[i] || got.Ignored != (tt.negative == waterfall.NegativeIgnore && i == 0) {
					t.Errorf("Run(%s) = %s (%s); want %s", amount, parties(got), got, tt.want[i])
				}
			}
		})
	}
}

// TestMirror gives at least an amount while more was returned than came in, and takes
// a percentage of a source that came back.
func TestMirror(t *testing.T) {
	d := usd(
		waterfall.Step{Name: "fee", To: "platform", Rate: rate("10%")},
		shares(share("us", "50%"), share("them", "50%")),
		waterfall.Step{Name: "guarantee", From: "us", To: "them", Least: num("20")},
		waterfall.Step{Name: "more", From: "platform", To: "them", Least: num("30")},
	)
	d.Negative = waterfall.NegativeShare
	r := newRunner(t, d)
	for i, want := range []string{ // of -100, then of 200
		"-100 USD: fee -10 to platform of -100, -90 left; rest us -45, them -45; guarantee 65 to them from us of -45; more 10 to them from platform of 20",
		"200 USD: fee 20 to platform of 200, 180 left; rest us 90, them 90; guarantee 0 to them from us of 90; more 0 to them from platform of 90",
	} {
		got := r.run(in([]string{"-100", "200"}[i]))
		if text := strings.ReplaceAll(got.String(), ".00", ""); text != want {
			t.Errorf("run %d = %s; want %s", i, text, want)
		}
		if p := parties(got); p != []string{"platform -20, us -110, them 30", "platform 20, us 90, them 90"}[i] {
			t.Errorf("run %d = %s", i, p)
		}
	}

	d = usd(
		waterfall.Step{Name: "print", To: "author", Source: "print", Rate: rate("10%")},
		waterfall.Step{Name: "ebook", To: "author", Source: "ebook", Rate: rate("20%")},
		shares(rest("publisher")),
	)
	d.Negative = waterfall.NegativeShare
	got := newRunner(t, d).run(waterfall.Inflow{Amount: num("-300"), Sources: map[string]decimal.Decimal{"print": num("-500"), "ebook": num("200")}})
	if parties(got) != "author -50, publisher -250" {
		t.Errorf("Run = %s (%s); want 10%% of what came back of print", parties(got), got)
	}
}

// TestMirrorOthers has what is no part of the mirror: an amount on top, a cost to
// recoup, and what a guarantee paid. A percentage on top is one.
func TestMirrorOthers(t *testing.T) {
	d := usd(
		waterfall.Step{Name: "setup", To: "platform", Fixed: num("50"), Per: "setup", OnTop: true},
		waterfall.Step{Name: "service", To: "platform", Rate: rate("3%"), OnTop: true},
		waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")},
		shares(share("us", "50%"), share("them", "50%")),
		waterfall.Step{Name: "guarantee", From: "us", To: "them", Least: num("20")},
		waterfall.Step{Name: "agent", From: "them", To: "agent", Rate: rate("10%")},
		waterfall.Step{Name: "seller", From: "us", To: "seller", Rate: rate("10%")},
	)
	d.Negative = waterfall.NegativeShare
	r := newRunner(t, d)
	first := r.run(waterfall.Inflow{Amount: num("-100"), Counts: map[string]decimal.Decimal{"setup": num("1")}})
	// The agent gets a tenth of the 20 guaranteed, the seller gives one of our 50.
	if costs, _ := first.Taken("costs"); parties(first) != "platform 47, pool 0, us -115, them 18, agent 2, seller -5" || !costs.Remaining.Equal(num("300")) {
		t.Errorf("Run = %s (%s); want a tenth of what each has, and 300 to recoup", parties(first), first)
	}
	if second := r.run(in("300")); parties(second) != "platform 9, pool 200, us 45, them 45, agent 5, seller 5" {
		t.Errorf("Run = %s (%s); want the mirror taken back, and 200 recouped", parties(second), second)
	}

	d = usd(
		waterfall.Step{Name: "fee", To: "platform", Rate: rate("10%")},
		waterfall.Step{Name: "least", From: "platform", To: "agent", Least: num("5")},
		waterfall.Step{Name: "after fee", To: "gp", CatchUp: rate("20%"), Of: []string{"fee"}},
		waterfall.Step{Name: "after least", To: "gp", CatchUp: rate("20%"), Of: []string{"least"}},
		shares(rest("lp")),
	)
	d.Negative = waterfall.NegativeShare
	if got := newRunner(t, d).run(in("-100")); parties(got) != "platform -15, agent 5, gp -2.5, lp -87.5" {
		t.Errorf("Run = %s (%s); want a quarter of the fee caught up with, and nothing of the guarantee", parties(got), got)
	}
}

// TestGuarantee pays at least an amount in each period, and works out again what a
// return of an earlier one leaves missing.
func TestGuarantee(t *testing.T) {
	r := newRunner(t, usd(
		shares(share("author", "20%"), share("publisher", "80%")),
		waterfall.Step{Name: "guarantee", From: "publisher", To: "author", Least: num("100")},
		waterfall.Step{Name: "agent", From: "author", To: "agent", Rate: rate("10%")},
	))
	first := r.run(in("1000"))
	second := r.run(in("300"))
	if paid, _ := second.Taken("guarantee"); !paid.Left.IsZero() || !paid.Took.Equal(num("40")) {
		t.Errorf("Run = %s; want 40 paid, and nothing left after the shares", second)
	}
	for got, want := range map[*waterfall.Result]string{&first: "author 180, publisher 800, agent 20", &second: "author 90, publisher 200, agent 10"} {
		if parties(*got) != want {
			t.Errorf("Run = %s; want %s", parties(*got), want)
		}
	}
	back := r.back(first, in("600")) // 400 are left of the first period: 80 for the author
	if parties(back) != "author -90, publisher -500, agent -10" {
		t.Errorf("Return = %s (%s); want the author at the guarantee", parties(back), back)
	}
	before := first.String()
	left, err := first.Plus(back)
	if err != nil || parties(left) != "author 90, publisher 300, agent 10" {
		t.Errorf("Plus = %s, %v; want what is left", parties(left), err)
	}
	const want = "400.00 USD: rest author 80.00, publisher 320.00; guarantee 20.00 to author from publisher of 80.00; agent 10.00 to agent from author of 100.00"
	if text := left.String(); text != want || first.String() != before {
		t.Errorf("Plus = %s of %s; want %s, and the result as it was", text, first, want)
	}
	roomtest.Again(t, left)
	again := r.back(left, in("400"))
	if parties(again) != "author 0, publisher -400, agent 0" {
		t.Errorf("Return(the rest) = %s (%s); want the guarantee to stay", parties(again), again)
	}
}

// TestOnTop invoices besides.
func TestOnTop(t *testing.T) {
	r := newRunner(t, usd(
		waterfall.Step{Name: "service", To: "platform", Rate: rate("3%"), OnTop: true},
		waterfall.Step{Name: "setup", To: "platform", Fixed: num("50"), Per: "setup", OnTop: true},
		shares(rest("seller")),
	))
	first := waterfall.Inflow{Amount: num("100"), Counts: map[string]decimal.Decimal{"setup": num("1")}}
	got := r.run(first)
	if parties(got) != "platform 53, seller 100" || !got.OnTop.Equal(num("53")) {
		t.Errorf("Run = %s; want 53 on top", got)
	}
	if text := got.String(); !strings.HasSuffix(text, "; 53.00 on top") {
		t.Errorf("Run = %s; want 53 on top said", text)
	}
	if got := r.back(got, first); parties(got) != "platform -53, seller -100" {
		t.Errorf("Return = %s; want all of it", got)
	}
}

func TestRunFaults(t *testing.T) {
	w := newRunner(t, usd(
		waterfall.Step{Name: "print", To: "author", Source: "print", Rate: rate("10%")},
		waterfall.Step{Name: "fee", To: "platform", Fixed: num("5"), Per: "month"},
		waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")},
		shares(rest("us")),
	)).w
	sums := func(name, amount string) map[string]decimal.Decimal {
		return map[string]decimal.Decimal{name: num(amount)}
	}
	tests := []struct {
		name string
		in   waterfall.Inflow
		want []string
	}{
		{"good", waterfall.Inflow{Amount: num("10"), Sources: sums("print", "10"), Counts: sums("month", "1"), Costs: sums("costs", "5")}, nil},
		{"between cents", waterfall.Inflow{Amount: num("0.001")}, []string{"amount: out_of_range", "sources: missing"}},
		{"no sources", in("10"), []string{"sources: missing"}},
		{"sources that do not add up", waterfall.Inflow{Amount: num("10"), Sources: sums("print", "9")}, []string{"sources: contradiction"}},
		{"an unknown count", waterfall.Inflow{Counts: sums("year", "1")}, []string{"counts.year: unknown"}},
		{"a count without a name", waterfall.Inflow{Counts: sums("", "1")}, []string{"counts.: unknown"}},
		{"a count of 19 decimals", waterfall.Inflow{Counts: map[string]decimal.Decimal{"month": decimal.New(1, -19)}}, []string{"counts.month: out_of_range"}},
		{"an unknown cost", waterfall.Inflow{Costs: sums("fee", "1")}, []string{"costs.fee: unknown"}},
		{"a cost between cents", waterfall.Inflow{Costs: sums("costs", "0.001")}, []string{"costs.costs: out_of_range"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, state, err := w.Run(waterfall.State{}, tt.in)
			roomtest.CheckFaults(t, "Run", err, tt.want...)
			if err != nil && (len(result.Steps) > 0 || !cmp.Equal(state, waterfall.State{})) {
				t.Errorf("Run = %s and an error; want nothing", result)
			}
		})
	}
	for name, n := range roomtest.Hostile() {
		all := map[string]decimal.Decimal{"print": n, "month": n, "costs": n}
		state := waterfall.State{Total: n, Sources: all, Counts: all, Guaranteed: all, Costs: map[string][]waterfall.Cost{"costs": {{After: n, Amount: n}}}}
		for _, do := range []func() error{
			func() error { _, _, err := w.Run(state, in("0")); return err },
			func() error {
				_, _, err := w.Run(waterfall.State{}, waterfall.Inflow{Amount: n, Sources: all})
				return err
			},
			func() error { _, _, err := w.Run(waterfall.State{}, waterfall.Inflow{Counts: all}); return err },
			func() error { _, err := (waterfall.Result{Total: n}).Plus(waterfall.Result{Total: n}); return err },
		} {
			if err := do(); err == nil || len(err.Error()) > 3000 {
				t.Errorf("Run(%s) = %v; want an error", name, err)
			}
		}
	}
	for want, state := range map[string]waterfall.State{
		"state.total: out_of_range":                 {Total: num("0.001")},
		"state.sources.print: out_of_range":         {Sources: sums("print", "0.001")},
		"state.costs.costs[0].after: out_of_range":  {Costs: map[string][]waterfall.Cost{"costs": {{After: num("-1"), Amount: num("1")}}}},
		"state.costs.costs[0].amount: out_of_range": {Costs: map[string][]waterfall.Cost{"costs": {{Amount: num("0.001")}}}},
		"state.counts.month: out_of_range":          {Counts: sums("month", "1e34")},
		"state.guaranteed.rest: out_of_range":       {Guaranteed: sums("rest", "0.001")},
	} {
		_, _, err := w.Run(state, in("0"))
		roomtest.CheckFaults(t, "Run", err, want)
	}
	_, _, err := w.Run(waterfall.State{}, waterfall.Inflow{Counts: sums("month", "9999999999999999999999999999999999")})
	roomtest.CheckFaults(t, "Run(so many months)", err, "state.costs.fee[0].amount: out_of_range")
	_, _, err = waterfall.Waterfall{}.Run(waterfall.State{}, in("1"))
	roomtest.CheckUnchecked(t, "Run", err)
	_, _, err = w.Return(waterfall.State{}, waterfall.Result{}, in("0"))
	roomtest.CheckFaults(t, "Return(of nothing)", err, "result: contradiction")
	for _, tt := range []struct {
		change func(of *waterfall.Result)
		want   []string
	}{
		{func(*waterfall.Result) {}, nil},
		{func(of *waterfall.Result) { of.Currency = "EUR" }, []string{"result: contradiction"}},
		{func(of *waterfall.Result) { of.Steps = of.Steps[:3] }, []string{"result: contradiction"}},
		{func(of *waterfall.Result) { of.Steps = append(of.Steps, waterfall.Taken{}) }, []string{"result: contradiction"}},
		{func(of *waterfall.Result) { of.Steps[3].Name = "more" }, []string{"result: contradiction"}},
		{func(of *waterfall.Result) { of.Steps[1].Of = num("0.001") }, []string{"result.steps[1].of: out_of_range"}},
		{func(of *waterfall.Result) { of.Steps[1].Took = num("0.001") }, []string{"result.steps[1].took: out_of_range"}},
	} {
		of, _, err := w.Run(waterfall.State{}, in("0"))
		if err != nil {
			t.Fatal(err)
		}
		tt.change(&of)
		_, _, err = w.Return(waterfall.State{}, of, in("0"))
		roomtest.CheckFaults(t, "Return", err, tt.want...)
	}
	fine, most := waterfall.Result{}, waterfall.Result{Total: num("9" + strings.Repeat("0", 33))}
	_, err = (waterfall.Result{Total: decimal.New(1, -19)}).Plus(fine)
	roomtest.CheckFaults(t, "Plus(of 19 decimals)", err, "total: out_of_range")
	_, err = most.Plus(most)
	roomtest.CheckFaults(t, "Plus(twice the most)", err, "total: out_of_range")
	_, err = (waterfall.Result{}).Plus(waterfall.Result{Currency: "USD"})
	roomtest.CheckFaults(t, "Plus(of another)", err, "result: contradiction")
}

func TestResultText(t *testing.T) {
	r := newRunner(t, usd(
		waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")}, shares(share("us", "50%"), share("them", "50%")),
		waterfall.Step{Name: "agent", From: "us", To: "agent", Rate: rate("10%")},
	))
	const want = "250.00 USD: costs 250.00 to pool of 250.00, 0.00 left, 50.00 to recoup; rest us 0.00, them 0.00; agent 0.00 to agent from us of 0.00"
	if got := r.run(in("250")).String(); got != want {
		t.Errorf("Run = %s; want %s", got, want)
	}
	if got := r.run(in("-300")).String(); !strings.HasSuffix(got, "; -50.00 carried") {
		t.Errorf("Run = %s; want 50.00 carried", got)
	}
}

// TestEntries makes an entry for each party that gets or gives something.
func TestEntries(t *testing.T) {
	r := newRunner(t, usd(waterfall.Step{Name: "costs", To: "pool", Recoup: num("300")}, shares(share("us", "50%"), share("them", "50%"))))
	like := commission.Entry{Plan: "p", Rule: "joint", Kind: commission.Sale, Event: "2026-01", At: roomtest.At("2026-01-31")}
	var got []string
	for _, e := range r.run(in("200")).Entries(like) {
		got = append(got, e.Key+" "+e.Amount.String()+" of "+e.Base.String(), e.String())
	}
	if diff := cmp.Diff([]string{"p/pool/joint/2026-01 200 of 200", "sale 2026-01: 200 USD = 200, rounded 200.00, rule joint, plan p v0"}, got); diff != "" {
		t.Errorf("Entries mismatch (-want +got):\n%s", diff)
	}
}

// TestRunAllocs holds what a month of two steps allocates: the amounts of two flows
// and of what lies between them, and nothing for what is not there.
func TestRunAllocs(t *testing.T) {
	w, err := waterfall.New(waterfall.JointProduct("us", "them", "development", num("300.00")))
	if err != nil {
		t.Fatal(err)
	}
	in := waterfall.Inflow{Amount: num("1000.01")}
	_, before, err := w.Run(waterfall.State{}, in)
	if err != nil {
		t.Fatal(err)
	}
	const most = 64
	got := costtest.Allocs(most, 50, func() {
		if _, _, err := w.Run(before, in); err != nil {
			t.Fatal(err)
		}
	})
	if got > most {
		t.Errorf("Run allocates %v times; want at most %d", got, most)
	}
}

// TestEntriesReturn returns a period: its entries correct those of the period.
func TestEntriesReturn(t *testing.T) {
	w := alianza.Must(waterfall.New(usd(shares(share("us", "50%"), share("them", "50%")))))
	first, state, err := w.Run(waterfall.State{}, in("200"))
	if err != nil {
		t.Fatal(err)
	}
	back, _, err := w.Return(state, first, in("80"))
	if err != nil {
		t.Fatal(err)
	}
	like := commission.Entry{Plan: "p", Version: 1, Rule: "joint", Kind: commission.Refund, Event: "2026-02", Of: "2026-01", At: roomtest.At("2026-02-28")}
	like.Corrects, like.Units = "another", num("7")
	var got []string
	for _, e := range back.Entries(like) {
		got = append(got, e.Key+" of "+e.Corrects+" "+e.Units.String(), e.String())
	}
	if diff := cmp.Diff([]string{
		"p/us/joint/2026-02 of p/us/joint/2026-01 0",
		"refund 2026-02 of 2026-01: -40 USD = -40, rounded -40.00, of -80.00 other partners have -40.00, so -40.00, rule joint, plan p v1",
		"p/them/joint/2026-02 of p/them/joint/2026-01 0",
		"refund 2026-02 of 2026-01: -40 USD = -40, rounded -40.00, of -80.00 other partners have -40.00, so -40.00, rule joint, plan p v1",
	}, got); diff != "" {
		t.Errorf("Entries mismatch (-want +got):\n%s", diff)
	}
}

// TestRunTakesBack takes back no more of costs and counts than there were.
func TestRunTakesBack(t *testing.T) {
	w := alianza.Must(waterfall.New(usd(
		waterfall.Step{Name: "dev", To: "d", Recoup: num("100")},
		waterfall.Step{Name: "fees", To: "d", Per: "listing", Fixed: num("100")},
		shares(share("us", "100%")),
	)))
	with := func(amount, cost, count string) waterfall.Inflow {
		in := waterfall.Inflow{Amount: num(amount), Costs: map[string]decimal.Decimal{"dev": num(cost)}, Counts: map[string]decimal.Decimal{"listing": num(count)}}
		if cost == "0" {
			in.Costs = nil
		}
		return in
	}
	_, some, err := w.Run(waterfall.State{}, with("1000", "50", "2"))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name  string
		state waterfall.State
		in    waterfall.Inflow
		want  []string
	}{
		{"more than the costs of the definition", waterfall.State{}, with("1000", "-100.01", "0"), []string{"costs.dev: out_of_range"}},
		{"all of them", waterfall.State{}, with("1000", "-100", "0"), nil},
		{"more than all costs", some, with("1000", "-150.01", "0"), []string{"costs.dev: out_of_range"}},
		{"all costs", some, with("1000", "-150", "0"), nil},
		{"a count that never was", waterfall.State{}, with("1000", "0", "-1"), []string{"counts.listing: out_of_range"}},
		{"more than was counted", some, with("1000", "0", "-3"), []string{"counts.listing: out_of_range"}},
		{"what was counted", some, with("1000", "0", "-2"), nil},
	} {
		_, _, err := w.Run(tt.state, tt.in)
		roomtest.CheckFaults(t, "Run("+tt.name+")", err, tt.want...)
	}
}

// TestReturnBounds returns no more than came in during a period, and nothing negative.
func TestReturnBounds(t *testing.T) {
	w := alianza.Must(waterfall.New(usd(waterfall.Step{Name: "fees", To: "d", Per: "listing", Fixed: num("1")}, shares(share("us", "100%")))))
	first, state, err := w.Run(waterfall.State{}, in("100"))
	if err != nil {
		t.Fatal(err)
	}
	_, state, err = w.Run(state, in("900"))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = w.Return(state, first, in("100.01"))
	roomtest.CheckFaults(t, "Return(more)", err, "amount: out_of_range")
	_, _, err = w.Return(state, first, waterfall.Inflow{Amount: num("-1"), Counts: map[string]decimal.Decimal{"listing": num("-1")}})
	roomtest.CheckFaults(t, "Return(negative)", err, "amount: out_of_range", "counts.listing: out_of_range")
	part, after, err := w.Return(state, first, in("60"))
	if roomtest.CheckFaults(t, "Return(60)", err); err != nil {
		return
	}
	_, _, err = w.Return(after, alianza.Must(first.Plus(part)), in("40.01"))
	roomtest.CheckFaults(t, "Return(more than is left)", err, "amount: out_of_range")
	_, _, err = w.Return(after, alianza.Must(first.Plus(part)), in("40"))
	roomtest.CheckFaults(t, "Return(what is left)", err)
}

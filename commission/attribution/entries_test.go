package attribution_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// among returns the attribution of a sale to partners by weights.
func among(tb testing.TB, weights ...int) attribution.Result {
	tb.Helper()
	sum := 0
	for _, w := range weights {
		sum += w
	}
	var owners []attribution.AttributedShare
	for i, w := range weights {
		share, err := split.FractionOf(decimal.New(int64(w), 0), decimal.New(int64(sum), 0))
		if err != nil {
			tb.Fatal(err)
		}
		owners = append(owners, attribution.AttributedShare{Partner: string(rune('A' + i)), Share: share})
	}
	return attribution.Result{Outcome: attribution.Attributed, Shares: owners}
}

// TestEntries divides a sale of 100.00 and its refunds by hand: of 10.00 among three a
// third each is 3.34, 3.33 and 3.33.
func TestEntries(t *testing.T) {
	third, posted := among(t, 1, 1, 1), decimal.Decimal{}
	for _, step := range []struct{ amount, want string }{
		{"10.00", "A 3.34 B 3.33 C 3.33 "},
		{"-5.00", "A -1.67 B -1.66 C -1.67 "}, // 5.00 left: 1.67, 1.67, 1.66
		{"-4.99", "A -1.66 B -1.67 C -1.66 "}, // 0.01 left: A has it
		{"-0.01", "A -0.01 "},
	} {
		e := commission.Entry{Key: "p/pool/s/o", Currency: "USD", Amount: num(step.amount)}
		list, err := third.Entries(e, posted)
		text := ""
		for _, one := range list {
			if want := one.Amount.StringFixed(2) + " USD = "; !strings.Contains(one.String(), want) {
				t.Errorf("Entries(%s) = %s; want a sentence with %s", step.amount, one, want)
			}
			text += one.Partner + " " + one.Amount.StringFixed(2) + " "
		}
		if text != step.want || err != nil {
			t.Errorf("Entries(%s after %s) = %s, %v; want %s", step.amount, posted, text, err, step.want)
		}
		posted = posted.Add(e.Amount)
	}
	corrected, err := third.Entries(commission.Entry{Key: "r", Corrects: "p/pool/s/o", Currency: "USD", Amount: num("-10")}, num("10"))
	if err != nil || len(corrected) != 3 || corrected[1].Corrects != "p/pool/s/o/B" {
		t.Errorf("Entries(a correction) = %v, %v; want each to correct the part of its partner", corrected, err)
	}
	_, err = attribution.Result{}.Entries(commission.Entry{Currency: "USD", Amount: num("1")}, posted)
	roomtest.CheckFaults(t, "Entries(a direct sale)", err, "shares: missing")
	_, err = third.Entries(commission.Entry{Currency: "USD", Amount: num("0.001")}, num("0"))
	roomtest.CheckFaults(t, "Entries(0.001)", err, "total: out_of_range")
	for name, n := range roomtest.Hostile() {
		if _, err := third.Entries(commission.Entry{Currency: "USD", Amount: n}, n); len(alianza.Faults(err)) != 2 {
			t.Errorf("Entries(%s) = %v; want two faults", name, err)
		}
	}
}

// TestEntriesLaw pays random sales to a single partner, refunds them in parts, and
// divides each entry. The parts add up to the entry. After each, a partner has less
// than a cent more or less than its share of what is left; after all, nothing.
func TestEntriesLaw(t *testing.T) {
	plan, err := commission.New(commission.Definition{
		ID: "p", Version: 1, Currency: "USD",
		Rules: []commission.Rule{{Name: "s", On: commission.Sale, Pay: commission.Pay{Rate: alianza.Must(alianza.ParsePercent("33.3%"))}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for seed := range seeds.Count(300) {
		random := rand.New(rand.NewPCG(uint64(seed), 35))
		weights := make([]int, 1+random.IntN(5))
		for i := range weights {
			weights[i] = 1 + random.IntN(9)
		}
		r, state := among(t, weights...), &commission.State{}
		has, posted, left := map[string]decimal.Decimal{}, decimal.Decimal{}, 1+random.IntN(20_000)
		e := commission.Event{ID: "o", Kind: commission.Sale, Partner: "pool", Currency: "USD", Amount: decimal.New(int64(left), -2), At: at("2026-01-10")}
		for n := 0; ; n++ {
			earned, err := plan.Earn(state, e)
			if err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
			if err := state.Keep(earned.Records...); err != nil {
				t.Fatal(err)
			}
			for _, entry := range earned.Entries {
				list, err := r.Entries(entry, posted)
				if err != nil {
					t.Fatalf("seed %d: Entries(%s) = %v", seed, entry, err)
				}
				sum := decimal.Decimal{}
				for _, one := range list {
					sum, has[one.Partner] = sum.Add(one.Amount), has[one.Partner].Add(one.Amount)
				}
				if !sum.Equal(entry.Amount) {
					t.Fatalf("seed %d: the parts of %s add up to %s", seed, entry, sum)
				}
				posted = posted.Add(entry.Amount)
			}
			for _, s := range r.Shares {
				exactly := posted.Rat()
				exactly.Mul(exactly, s.Share.Rat())
				away := exactly.Sub(has[s.Partner].Rat(), exactly)
				if away.Abs(away).Cmp(num("0.01").Rat()) >= 0 {
					t.Fatalf("seed %d: %s has %s of %s; its share is %s", seed, s.Partner, has[s.Partner], posted, s.Share)
				}
				if left == 0 && n > 0 && !has[s.Partner].IsZero() {
					t.Fatalf("seed %d: %s has %s of a sale that was taken back", seed, s.Partner, has[s.Partner])
				}
			}
			if left == 0 {
				break
			}
			back := 1 + random.IntN(left)
			left -= back
			e = commission.Event{
				ID: fmt.Sprint("r", n), Kind: commission.Refund, Of: "o", Partner: "pool", Currency: "USD",
				Amount: decimal.New(int64(back), -2), At: at("2026-01-11").Add(time.Duration(n) * time.Hour),
			}
		}
	}
}

// A sale of two partners is paid to a pool, and each entry is divided: also the
// refund, for which the sum posted before is remembered.
func ExampleResult_Entries() {
	plan := alianza.Must(commission.New(commission.Definition{
		ID: "p", Version: 1, Currency: "USD",
		Rules: []commission.Rule{{Name: "sale", On: commission.Sale, Pay: commission.Pay{Rate: alianza.Must(alianza.ParsePercent("10%"))}}},
	}))
	m := alianza.Must(attribution.New(attribution.Definition{Model: attribution.Linear}))
	r := alianza.Must(m.Attribute(touches("ana 2026-01-01, bruno 2026-01-05"), attribution.Sale{At: at("2026-01-10")}))

	var state commission.State
	var posted decimal.Decimal
	for _, e := range []commission.Event{
		{ID: "o1", Kind: commission.Sale, Partner: "pool", Currency: "USD", Amount: num("99.90"), At: at("2026-01-10")},
		{ID: "r1", Kind: commission.Refund, Of: "o1", Partner: "pool", Currency: "USD", Amount: num("33.30"), At: at("2026-01-20")},
	} {
		earned := alianza.Must(plan.Earn(&state, e))
		if err := state.Keep(earned.Records...); err != nil {
			fmt.Println(err)
			return
		}
		for _, entry := range earned.Entries {
			for _, part := range alianza.Must(r.Entries(entry, posted)) {
				fmt.Println(part.Partner, part.Amount.StringFixed(2), "of", part.Base, "stands at", part.Remaining.Amount.StringFixed(2))
			}
			posted = posted.Add(entry.Amount)
		}
	}
	// Output:
	// ana 5.00 of 9.99 stands at 5.00
	// bruno 4.99 of 9.99 stands at 4.99
	// ana -1.67 of -3.33 stands at 3.33
	// bruno -1.66 of -3.33 stands at 3.33
}

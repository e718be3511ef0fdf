package attribution_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission/attribution"
	"github.com/seed-0af520cd/alianza/commission/internal/roomtest"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// TestDeltas attributes again by another model, and posts the differences.
func TestDeltas(t *testing.T) {
	list := touches("A 2026-01-01, B 2026-01-05")
	sale := attribution.Sale{At: at("2026-01-10")}
	last := alianza.Must(attribute(t, attribution.Definition{Model: attribution.Last}, list, sale).Divide("USD", num("20")))
	linear := alianza.Must(attribute(t, attribution.Definition{Model: attribution.Linear}, list, sale).Divide("USD", num("20")))
	got, err := attribution.Deltas(last, linear)
	if text := fmt.Sprint(got, err); text != "[{[] B -10} {[] A 10}] <nil>" {
		t.Errorf("Deltas = %s; want 10 from B to A", text)
	}
	for _, d := range got {
		roomtest.Again(t, d)
	}
	if none, err := attribution.Deltas(linear, linear); len(none) != 0 || err != nil {
		t.Errorf("Deltas(the same) = %v, %v; want none", none, err)
	}
	linear.Currency = "EUR"
	_, err = attribution.Deltas(last, linear)
	roomtest.CheckFaults(t, "Deltas(euros)", err, "currency: currency_mismatch")
	for name, n := range roomtest.Hostile() {
		bad := split.Division{Currency: "USD", Allocations: []split.Allocation{{Party: "A", Amount: n}}}
		if _, err := attribution.Deltas(bad, bad); len(alianza.Faults(err)) != 2 {
			t.Errorf("Deltas(%s) = %v; want two faults", name, err)
		}
	}
}

func TestDivideFaults(t *testing.T) {
	direct := attribute(t, attribution.Definition{Model: attribution.Last}, nil, attribution.Sale{At: at("2026-01-10")})
	owned := attribute(t, attribution.Definition{Model: attribution.Last}, touches("A 2026-01-01"), attribution.Sale{At: at("2026-01-10")})
	for _, r := range []attribution.Result{direct, owned} {
		_, err := r.Divide("ZZZ", num("1"))
		roomtest.CheckFaults(t, "Divide(ZZZ)", err, "currency: unknown")
		_, err = r.Divide("USD", num("0.001"))
		roomtest.CheckFaults(t, "Divide(0.001)", err, "total: out_of_range")
	}
	got, err := direct.Divide("USD", num("5"))
	if err != nil || len(got.Allocations) != 0 || !got.Total.IsZero() {
		t.Errorf("Divide(a direct sale) = %s, %v; want nobody to get anything", got, err)
	}
}

func TestResultJSON(t *testing.T) {
	got := attribute(t, attribution.Definition{Model: attribution.Linear}, touches("A 2026-01-01, B 2026-01-05, A 2026-01-06, C 2026-02-01"), attribution.Sale{At: at("2026-01-10")})
	roomtest.Reads(t, got, `{"model":"linear","outcome":"attributed","touches":[{"id":"t1","partner":"A","at":"2026-01-01T00:00:00Z","share":"1/3","why":"equal"},`+
		`{"id":"t2","partner":"B","at":"2026-01-05T00:00:00Z","share":"1/3","why":"equal"},{"id":"t3","partner":"A","at":"2026-01-06T00:00:00Z","share":"1/3","why":"equal"},`+
		`{"id":"t4","partner":"C","at":"2026-02-01T00:00:00Z","why":"after_the_sale"}],"shares":[{"partner":"A","share":"2/3"},{"partner":"B","share":"1/3"}]}`)
	if got.String() != "A 2/3, B 1/3" || !got.Share("A").Equal(alianzaFraction("2/3")) || got.Share("C").Sign() != 0 {
		t.Errorf("Attribute = %s; want 2/3 and 1/3", got)
	}
	var back attribution.Result
	err := back.UnmarshalJSON([]byte(`{"model":"linear","outcome":"attributed","touches":[],"shares":[{"partner":"A","share":"0.99"}]}`))
	roomtest.CheckFaults(t, "UnmarshalJSON", err, "shares: contradiction")
}

func TestOutcomeText(t *testing.T) {
	for o, name := range map[attribution.Outcome]string{attribution.Attributed: "attributed", attribution.NoTouch: "no_touch", attribution.Expired: "expired"} {
		var back attribution.Outcome
		if text, err := o.MarshalText(); string(text) != name || err != nil || back.UnmarshalText(text) != nil || back != o {
			t.Errorf("MarshalText(%s) = %s, %v; want %s", o, text, err, name)
		}
	}
}

// TestAttributeLaws attributes random touches: shares add up to 1, money to the
// amount, the order in which touches are given does not matter, and attributing
// again by another model moves nothing in all.
func TestAttributeLaws(t *testing.T) {
	for seed := range seeds.Count(150) {
		r := rand.New(rand.NewPCG(uint64(seed), 71))
		var list []attribution.Touch
		for i := range r.IntN(12) {
			list = append(list, attribution.Touch{
				ID: fmt.Sprint(i), Partner: string(rune('a' + r.IntN(5))), At: at("2026-01-01").Add(time.Duration(r.Int64N(60*24)) * time.Hour),
				Weight: alianza.Must(split.FractionOf(decimal.New(1+r.Int64N(1000), 0), decimal.New(100, 0))),
			})
		}
		sale, amount := attribution.Sale{At: at("2026-02-20")}, decimal.New(r.Int64N(200_000)-100_000, -2)
		var divisions []split.Division
		for m := attribution.First; m <= attribution.CustomWeight; m++ {
			d := attribution.Definition{Model: m, OneEach: r.IntN(3) == 0}
			if m == attribution.TimeDecay {
				d.HalfLifeDays = 1 + r.IntN(20)
			}
			got, err := model(t, d).Attribute(list, sale)
			if err != nil {
				t.Fatalf("seed %d: Attribute = %v; want no error", seed, err)
			}
			sum := split.Weight(0).Rat()
			for _, s := range got.Shares {
				sum.Add(sum, s.Share.Rat())
			}
			if len(got.Shares) > 0 && sum.Cmp(split.Weight(1).Rat()) != 0 {
				t.Fatalf("seed %d: the shares of %s add up to %s", seed, got, sum.RatString())
			}
			shuffled := append([]attribution.Touch(nil), list...)
			r.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
			again, err := model(t, d).Attribute(shuffled, sale)
			if diff := cmp.Diff(got, again); diff != "" || err != nil {
				t.Fatalf("seed %d: Attribute in another order = %v (-want +got):\n%s", seed, err, diff)
			}
			divided := alianza.Must(got.Divide("USD", amount))
			if len(got.Shares) > 0 && !divided.Total.Equal(amount) {
				t.Fatalf("seed %d: Divide(%s) = %s", seed, amount, divided)
			}
			divisions = append(divisions, divided)
		}
		moved := decimal.Decimal{}
		for _, d := range alianza.Must(attribution.Deltas(divisions[r.IntN(len(divisions))], divisions[r.IntN(len(divisions))])) {
			moved = moved.Add(d.Amount)
		}
		if !moved.IsZero() {
			t.Fatalf("seed %d: Deltas add up to %s", seed, moved)
		}
	}
}

// TestByCampaign has a model for each campaign: that of the last touch decides, and
// each touch's own campaign gives the price.
func TestByCampaign(t *testing.T) {
	list := touches("A 2026-01-01, B 2026-01-05")
	models := map[string]attribution.Definition{"A": {Model: attribution.Linear}, "B": {Model: attribution.First}}
	prices := map[string]string{"A": "10%", "B": "30%"}
	result := attribute(t, models[list[len(list)-1].Partner], list, attribution.Sale{At: at("2026-01-10")})
	division := alianza.Must(result.Divide("USD", num("100.00")))
	got := ""
	for _, a := range division.Allocations {
		pay, err := roomtest.Percent(prices[a.Party]).Of(a.Amount)
		got += fmt.Sprint(a.Party, " ", pay.StringFixed(2), " ", err)
	}
	if got != "A 10.00 <nil>" {
		t.Errorf("paid %s; want A 10.00", got)
	}
}

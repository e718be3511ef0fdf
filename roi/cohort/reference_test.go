package cohort_test

import (
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/roi/cohort"
)

// TestReference counts each age of each cohort anew from the list of activities, and holds
// the bounds of the rates. The order of the list changes nothing. Activities without
// revenue change neither the revenue nor what is kept.
func TestReference(t *testing.T) {
	for seed := range seeds.Count(60) {
		r := rand.New(rand.NewPCG(uint64(seed), 0))
		var list []cohort.Activity
		for range 1 + r.IntN(40) {
			list = append(list, cohort.Activity{
				Partner: fmt.Sprint("p", r.IntN(6)), On: day("2024-11-05").AddDays(r.IntN(200)), Revenue: decimal.New(r.Int64N(1000)-50, -r.Int32N(3)),
			})
		}
		month := func(d alianza.Date) string { return d.String()[:7] }
		begin := map[string]string{}
		for _, a := range list {
			if m := month(a.On); begin[a.Partner] == "" || m < begin[a.Partner] {
				begin[a.Partner] = m
			}
		}
		triangle, err := cohort.New(cohort.Month, day("2025-07-01"), list)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range triangle.Cohorts {
			for age, got := range c.Ages {
				when := month(day(c.Since + "-01").AddMonths(age))
				active, revenue, kept := 0, new(big.Rat), new(big.Rat)
				for p, since := range begin {
					sum := func(month string) (total *big.Rat, found bool) {
						total = new(big.Rat)
						for _, a := range list {
							if a.Partner == p && a.On.String()[:7] == month {
								total.Add(total, a.Revenue.Rat())
								found = true
							}
						}
						return total, found
					}
					now, found := sum(when)
					if since != c.Since {
						continue
					}
					if found {
						active++
					}
					revenue.Add(revenue, now)
					if first, _ := sum(since); first.Cmp(now) < 0 {
						now = first
					}
					kept.Add(kept, now)
				}
				if got.Active != active || got.Revenue.Rat().Cmp(revenue) != 0 || got.Kept.Rat().Cmp(kept) != 0 || got.Kept.Cmp(got.Revenue) > 0 || got.Kept.Cmp(c.Ages[0].Revenue) > 0 {
					t.Errorf("seed %d: %s age %d = %v; want %d, %s, %s", seed, c.Since, age, got, active, revenue, kept)
				}
			}
		}
		r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
		if again, err := cohort.New(cohort.Month, day("2025-07-01"), list); err != nil || !cmp.Equal(triangle, again) {
			t.Errorf("seed %d: New in another order = %v, %v; want %v", seed, again, err, triangle)
		}
		for p, since := range begin {
			for on := day(since + "-01"); on.Before(day("2025-07-01")); on = on.AddMonths(1) {
				list = append(list, cohort.Activity{Partner: p, On: on})
			}
		}
		again, err := cohort.New(cohort.Month, day("2025-07-01"), list)
		if err != nil {
			t.Fatal(err)
		}
		for i, c := range again.Cohorts {
			for age, got := range c.Ages {
				if want := triangle.Cohorts[i].Ages[age]; !got.Revenue.Equal(want.Revenue) || !got.Kept.Equal(want.Kept) {
					t.Errorf("seed %d: %s age %d with activities of 0 = %v; want the revenues of %v", seed, c.Since, age, got, want)
				}
			}
		}
	}
}

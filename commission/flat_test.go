package commission_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// BenchmarkFlat keeps a thousand events after so many others, of as many partners as
// there are thousands of them, and beside it the ledger by hand:
//
//	go test ./commission -run '^$' -bench Flat -benchtime 20000x
//
// With ALIANZA_SEEDS above 1 there are ten million others, too, which take minutes.
// It reports the CPU time of such an event and, with all runs of the garbage
// collector in it, that of each of the others. For the latter alone, -benchtime 1x is
// enough.
func BenchmarkFlat(b *testing.B) {
	some := benchEvents(100)
	event := func(i int) commission.Event {
		e := some[i%len(some)]
		e.ID, e.Partner = fmt.Sprint("order-", i), fmt.Sprint("partner-", i/1000)
		return e
	}
	plan := planOf(heldAffiliate())
	sizes := []int{1e3, 1e5, 1e6}
	if seeds.Count(1) > 1 {
		sizes = append(sizes, 1e7)
	}
	for _, others := range sizes {
		for _, side := range []struct {
			name  string
			start func() func(e *commission.Event) error
		}{
			{"alianza", func() func(e *commission.Event) error {
				var state commission.State
				return func(e *commission.Event) error {
					earned, err := plan.Earn(&state, *e)
					if err != nil {
						return err
					}
					handPosted = earned.Entries[0]
					return state.Keep(earned.Records...)
				}
			}},
			{"by hand", func() func(e *commission.Event) error {
				book := newHandBook(heldAffiliate())
				return func(e *commission.Event) (err error) {
					handPosted, err = book.post(e)
					return err
				}
			}},
		} {
			b.Run(fmt.Sprintf("%d/%s", others, side.name), func(b *testing.B) {
				post := side.start()
				next := 0
				one := func() {
					e := event(next)
					next++
					if err := post(&e); err != nil {
						b.Fatal(err)
					}
				}
				since, _ := cpu()
				for range others {
					one()
				}
				filled := cpuSince(since)
				runtime.GC()
				b.ResetTimer()
				since, _ = cpu()
				for range b.N {
					one()
				}
				if spent := cpuSince(since); spent > 0 {
					b.ReportMetric(float64(spent.Nanoseconds())/float64(b.N), "cpu-ns/op")
					b.ReportMetric(float64(filled.Nanoseconds())/float64(others), "cpu-ns/other")
				}
			})
		}
	}
}

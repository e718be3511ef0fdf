package commission_test

import (
	"math"
	"runtime"
	"testing"

	"github.com/seed-0af520cd/alianza/commission"
)

// heap returns the bytes of the heap that are in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // what finalizers and pools let go of
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestBytes measures what an event that was kept takes: bytes of memory in a
// [commission.State], and bytes of JSON of its records. The events are alive from
// before to after, so that what a state shares with them is not counted as theirs.
func TestBytes(t *testing.T) {
	const n = 5_000
	sales := benchEvents(n)
	mixed := make([]commission.Event, 0, n)
	for i := 0; len(mixed) < n; i++ { // every fifth sale is refunded in part
		e := sales[i]
		mixed = append(mixed, e)
		if i%5 == 0 && len(mixed) < n {
			back := of(e.Partner, refund("r-"+e.ID, e.ID, "3.21"))
			back.Tier = e.Tier
			mixed = append(mixed, back)
		}
	}
	for _, tt := range []struct {
		name         string
		def          commission.Definition
		events       []commission.Event
		memory, json float64 // at most, an event
	}{
		{"sales by level", heldAffiliate(), sales, 150, 370},
		{"sales in a window", fourMonth(), sales, 150, 350},
		{"one of six a refund", heldAffiliate(), mixed, 150, 375},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan := planOf(tt.def)
			memory, text := math.Inf(1), 0
			for range 3 {
				state, before := &commission.State{}, heap()
				for i := range tt.events {
					if _, err := earn(plan, state, tt.events[i]); err != nil {
						t.Fatal(err)
					}
				}
				memory = min(memory, float64(int64(heap()-before))/n)
				text = 0
				for r := range state.Records("") {
					text += len(jsonText(t, r))
				}
				runtime.KeepAlive(state)
			}
			runtime.KeepAlive(tt.events)
			t.Logf("%.0f bytes of memory and %.0f of JSON an event", memory, float64(text)/n)
			if memory > tt.memory || float64(text)/n > tt.json {
				t.Errorf("%.0f bytes of memory and %.0f of JSON an event; want at most %.0f and %.0f", memory, float64(text)/n, tt.memory, tt.json)
			}
		})
	}
}

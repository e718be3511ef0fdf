package main

import (
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/tier"
)

// A growth is one piece of work at several sizes.
type growth struct {
	work  string
	what  string // that there are more and more of
	items string // that the time is for
	sizes []int
	note  string
	// ready makes what a size of the work needs, and returns the work. That returns
	// the number of items and what has to stay in memory after it.
	ready func(n int) func() (items int, kept any)
}

// A curve is what a growth took.
type curve struct {
	growth
	nanos, bytes []float64 // for each item; bytes in all
}

// grow measures each size.
func grow(g growth) curve {
	c := curve{growth: g}
	for _, n := range g.sizes {
		var best, live float64
		for turn := range 3 {
			nanos, bytes, long := g.measure(n)
			if turn == 0 || nanos < best {
				best, live = nanos, bytes
			}
			if long {
				break
			}
		}
		c.nanos, c.bytes = append(c.nanos, best), append(c.bytes, live)
	}
	return c
}

// measure does a size once. It returns the time for each item, what is in memory
// after it, and whether it took long.
func (g growth) measure(n int) (nanos, bytes float64, long bool) {
	work := g.ready(n)
	before := live()
	begin := processorTime()
	items, kept := work()
	took := processorTime() - begin
	after := live()
	runtime.KeepAlive(kept)
	return float64(took.Nanoseconds()) / float64(items), max(0, float64(after)-float64(before)), took > 2*time.Second
}

// live returns how many bytes are in use.
func live() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// sizes returns the powers of ten from a thousand to the most, or one part in so
// many of each.
func (s size) sizes(most int) []int {
	var all []int
	for n := 1000; n <= most; n *= 10 {
		all = append(all, s.of(n))
	}
	return all
}

// kept10M says why what is kept in memory ends at a million.
const kept10M = "What is kept in memory grows with what there is: ten million take ten times the memory of a million. A service keeps it in a database, and a batch forgets past months."

// growths are what must not grow: the time for each item.
func growths(s size) []growth {
	return []growth{
		{work: "commission totals of int64 cents", what: "events", items: "event", sizes: s.sizes(10_000_000), ready: streamed},
		{work: "Earn, past months forgotten", what: "events", items: "event", sizes: s.sizes(10_000_000), ready: forgotten},
		{work: "Earn, everything kept in memory", what: "events", items: "event", sizes: s.sizes(1_000_000), note: kept10M, ready: kept},
		{work: "Earn, one sale for each partner", what: "partners", items: "event", sizes: s.sizes(1_000_000), note: kept10M, ready: spread},
		{work: "census of a ladder", what: "partners", items: "partner", sizes: s.sizes(10_000_000), ready: counted},
		{work: "Earn, the last rule pays", what: "rules", items: "event and rule", sizes: []int{1, 10, 100, 500}, note: "A plan has at most 500 rules.", ready: ruled},
	}
}

// streamed adds up sales that are made on the way.
func streamed(n int) func() (int, any) {
	table, chunk := flat(), cents(min(n, 1000))
	return func() (int, any) {
		y := table.Tally()
		for range n / len(chunk) {
			check(y.AddMinor(chunk...))
		}
		return n / len(chunk) * len(chunk), y
	}
}

// endless returns an event of a stream without end: twenty sales a month of each of a
// hundred partners. Its dates begin anew after some centuries.
func endless(i int, names []string, sums []decimal.Decimal) commission.Event {
	const month, months = 20, 6000
	turn := i / len(names)
	return commission.Event{
		ID: "order-" + strconv.Itoa(i), Kind: commission.Sale, Partner: names[i%len(names)], Tier: levels[i%len(levels)],
		At: opened.AddDate(0, turn/month%months, turn%month), Currency: "USD", Amount: sums[i%len(sums)],
	}
}

// evaluated evaluates endless events of some partners. It calls each before an
// event.
func evaluated(n, partners int, each func(state *commission.State, i int, e *commission.Event)) func() (int, any) {
	plan, names, sums := plain().plan, numbered("partner-", partners), decimals(amounts)
	return func() (int, any) {
		var state commission.State
		for i := range n {
			e := endless(i, names, sums)
			each(&state, i, &e)
			earn(plan, &state, e)
		}
		return n, &state
	}
}

// forgotten keeps what was sold in the last month alone.
func forgotten(n int) func() (int, any) {
	return evaluated(n, 100, func(state *commission.State, i int, e *commission.Event) {
		if i > 0 && i%2000 == 0 {
			state.Forget("", alianza.DateOf(e.At, time.UTC))
		}
	})
}

// kept keeps everything.
func kept(n int) func() (int, any) {
	return evaluated(n, 100, func(*commission.State, int, *commission.Event) {})
}

// spread has one sale of each partner.
func spread(n int) func() (int, any) {
	return evaluated(n, n, func(*commission.State, int, *commission.Event) {})
}

// counted counts the partners on each level of a ladder.
func counted(n int) func() (int, any) {
	ladder, months := alianza.Must(tier.New(tier.Affiliate())), metrics(min(n, 1000))
	return func() (int, any) {
		return n, must(ladder.Tally(func(yield func(string, tier.Metrics) bool) {
			for i := range n {
				if !yield("partner", months[i%len(months)]) {
					return
				}
			}
		}))
	}
}

// ruled has many rules, of which the last one pays.
func ruled(n int) func() (int, any) {
	d := commission.Definition{ID: "many", Version: 1, Currency: "USD"}
	for i := range n {
		d.Rules = append(d.Rules, commission.Rule{
			Name: fmt.Sprint("rule-", i), On: commission.Sale, When: commission.FactOneOf("product", strconv.Itoa(i)),
			Pay: commission.Pay{Rate: alianza.WholePercent(10)},
		})
	}
	plan := alianza.Must(commission.New(d))
	facts := map[string]string{"product": strconv.Itoa(n - 1)}
	names, sums := numbered("partner-", 100), decimals(amounts)
	return func() (int, any) {
		var state commission.State
		events := max(20_000/n, 20)
		for i := range events {
			e := endless(i, names, sums)
			e.Facts = facts
			earn(plan, &state, e)
		}
		return events * n, &state
	}
}

// A scaling is the same events divided by partner among more and more cores.
type scaling struct {
	cores  int
	nanos  float64 // on the wall, for each event
	merged int     // records after the shards are merged
}

// scale divides events by partner, each shard with a state of its own, and merges
// the states in the end.
func scale(s size) []scaling {
	n := s.of(400_000)
	events := sales(n, 100, 20)
	var all []scaling
	for cores := 1; cores <= runtime.NumCPU(); cores *= 2 {
		best := scaling{}
		for range 3 {
			one := shard(events, cores)
			if best.nanos == 0 || one.nanos < best.nanos {
				best = one
			}
		}
		all = append(all, best)
	}
	return all
}

func shard(events stream, cores int) scaling {
	plan := plain().plan
	states := make([]commission.State, cores)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(cores))
	runtime.GC()
	begin := time.Now()
	var group sync.WaitGroup
	for at := range states {
		group.Go(func() {
			for i := range events.n {
				if i%100%cores == at { // by the number of the partner
					earn(plan, &states[at], events.at(i))
				}
			}
		})
	}
	group.Wait()
	took := time.Since(begin)
	for at := 1; at < cores; at++ {
		check(states[0].Merge(&states[at]))
	}
	return scaling{cores: cores, nanos: float64(took.Nanoseconds()) / float64(events.n), merged: states[0].Len()}
}

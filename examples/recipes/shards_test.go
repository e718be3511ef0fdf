package recipes_test

import (
	"fmt"
	"hash/fnv"
	"iter"

	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/program"
)

// shard says which of so many machines a partner is on.
func shard(partner string, machines int) int {
	h := fnv.New32a()
	_, _ = h.Write([]byte(partner))
	return int(h.Sum32() % uint32(machines)) //nolint:gosec // a small number of machines
}

// A partner's results depend on its own events alone, unless a sale has shares or a
// correction names another partner: those go to one machine. So partners can be shared out
// among machines. The results merge in the order of one run, and totals add up. Machines
// that send their results close up to the same month; runs in one process need not.
func Example_shards() {
	p := load(document)
	events := []commission.Event{
		sale("1", "ana", "100", march(2)), sale("2", "bob", "200", march(3)), sale("3", "eva", "300", march(4)),
		sale("4", "ana", "50", march(20)), refund("5", "2", "bob", "20", march(21)),
	}
	const machines = 3
	one, all := p.Run(), [machines]*program.Run{p.Run(), p.Run(), p.Run()}
	for _, e := range events {
		for _, run := range []*program.Run{one, all[shard(e.Partner, machines)]} {
			if err := run.Add(e); err != nil {
				fmt.Println(err)
			}
		}
	}
	var whole []string
	for result := range one.CloseAll() {
		whole = append(whole, result.String())
	}
	var totals program.Totals
	results := []iter.Seq[program.Result]{all[0].CloseAll(), all[1].CloseAll(), all[2].CloseAll()}
	for result := range program.Merge(results...) {
		fmt.Println(result, whole[0] == result.String())
		whole = whole[1:]
		totals.Add(result)
	}
	fmt.Println("earned", totals.List[0].Earned, "adjusted", totals.List[0].Adjusted)

	// Output:
	// 2026-03 ana
	//   USD: opening 0.00 + earned 30.00 + adjusted 0.00 = paid 0.00 + held 10.00 + carried 20.00 true
	// 2026-03 bob
	//   USD: opening 0.00 + earned 40.00 + adjusted -4.00 = paid 0.00 + held 0.00 + carried 36.00 true
	// 2026-03 eva
	//   USD: opening 0.00 + earned 60.00 + adjusted 0.00 = paid 60.00 + held 0.00 + carried 0.00 true
	// earned 130 adjusted -4
}

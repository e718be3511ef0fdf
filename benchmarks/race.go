package main

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"time"
)

// A row is one piece of work, and all who do it.
type row struct {
	group string
	work  string
	per   string // one item of the work, such as a sale
	items int    // that one run does
	// goal is how often the time of the work by hand alianza may take, and peerGoal
	// how often that of the best peer; 0 is no goal.
	goal, peerGoal float64
	// most is the time for an item in nanoseconds that alianza may take, on a machine
	// as quick as that of [slower]; 0 is no goal.
	most float64
	// rounds is the most turns that everybody has, if the work takes long; 0 is no
	// bound.
	rounds int
	// note is for the reader of the report: what is not the same. why is the reason
	// for which a goal is missed, where one is.
	note   string
	why    string
	racers []racer
}

// A role is what a racer is to the others.
type role uint8

const (
	ours      role = iota
	byHand         // what an expert writes for this one case
	peer           // another library that does the same exactly
	otherRule      // another library that does it by another rule: never the best peer
	forScale       // the same in another way, to compare: never the best peer
)

// A racer is one who does the work.
type racer struct {
	name string
	role role
	// ready makes what the work needs, and returns the work. That does all items
	// once, and returns how to tell its answer. Only the work is timed.
	ready func() func() answer
	// once says that the work uses up what was made ready: a turn is one run.
	once bool
	// items is the number that this racer does in a run, if that is not the row's.
	items int
	// peak, for the work of another process, is the most memory that it had.
	peak *float64
	// want is the answer of another rule; absent, it is that of the work by hand.
	want string
}

// An answer tells what a run came to.
type answer func() string

// A sample is what one turn took, for each item.
type sample struct {
	nanos, allocs, bytes float64
}

// A result is what everybody took.
type result struct {
	row
	took []sample // of each racer: medians
	// ratios are the medians of what alianza took in a round over what the racer
	// took in the same round.
	ratios []float64
}

// race lets everybody do the work once and compares their answers. Then it gives
// everybody a turn in each round.
func race(r row, rounds int, turn time.Duration) (result, error) {
	if err := agree(r); err != nil {
		return result{}, err
	}
	if r.rounds > 0 {
		rounds = min(rounds, r.rounds)
	}
	turns := make([][]sample, len(r.racers))
	for round := range rounds {
		for i := range r.racers {
			at := (i + round) % len(r.racers) // nobody always comes after the same one
			turns[at] = append(turns[at], take(r.racers[at], turn, cmp.Or(r.racers[at].items, r.items)))
		}
	}
	res := result{row: r}
	us := slices.IndexFunc(r.racers, func(one racer) bool { return one.role == ours })
	for at := range r.racers {
		var ratios []float64
		for round := range rounds {
			ratios = append(ratios, turns[us][round].nanos/turns[at][round].nanos)
		}
		res.ratios = append(res.ratios, median(ratios))
		res.took = append(res.took, sample{
			nanos:  median(pick(turns[at], func(s sample) float64 { return s.nanos })),
			allocs: slices.Min(pick(turns[at], func(s sample) float64 { return s.allocs })),
			bytes:  slices.Min(pick(turns[at], func(s sample) float64 { return s.bytes })),
		})
	}
	return res, nil
}

// agree returns an error if somebody gives another answer.
func agree(r row) error {
	want := ""
	for i, one := range r.racers {
		if one.role != otherRule && one.want == "" {
			want = r.racers[i].ready()()()
			break
		}
	}
	for _, one := range r.racers {
		expected := want
		if one.want != "" {
			expected = one.want
		}
		if got := one.ready()()(); got != expected {
			return fmt.Errorf("%s: %s: %s says %s; want %s", r.group, r.work, one.name, got, expected)
		}
	}
	return nil
}

// take measures one turn: as many runs as it lasts.
func take(one racer, turn time.Duration, items int) sample {
	work := one.ready()
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	runs, begin := 0, processorTime()
	took := time.Duration(0)
	for runs == 0 || took < turn && !one.once {
		work()
		runs++
		took = processorTime() - begin
	}
	runtime.ReadMemStats(&after)
	n := float64(runs) * float64(items)
	return sample{
		nanos:  float64(took.Nanoseconds()) / n,
		allocs: float64(after.Mallocs-before.Mallocs) / n,
		bytes:  float64(after.TotalAlloc-before.TotalAlloc) / n,
	}
}

func median(of []float64) float64 {
	sorted := slices.Sorted(slices.Values(of))
	n := len(sorted)
	return (sorted[n/2] + sorted[(n-1)/2]) / 2
}

func pick(of []sample, field func(sample) float64) []float64 {
	var all []float64
	for _, s := range of {
		all = append(all, field(s))
	}
	return all
}

// find returns what alianza, the work by hand and the best peer took, and the
// place of the last two; -1 if there is none.
func (r result) find() (us, hand, best int) {
	us, hand, best = -1, -1, -1
	for i, one := range r.racers {
		switch one.role {
		case ours:
			us = i
		case byHand:
			hand = i
		case peer:
			if best < 0 || r.took[i].nanos < r.took[best].nanos {
				best = i
			}
		case otherRule, forScale:
		}
	}
	return us, hand, best
}

// met tells whether the goals are met; those of no goal are.
func (r result) met() bool {
	us, hand, best := r.find()
	return (r.most == 0 || r.took[us].nanos <= r.most) && (r.goal == 0 || hand < 0 || r.ratios[hand] <= r.goal) && (r.peerGoal == 0 || best < 0 || r.ratios[best] <= r.peerGoal)
}

package program_test

import (
	"errors"
	"fmt"
	"hash/fnv"
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// TestRunLikeTheReference holds a run against the loop that a service would write.
func TestRunLikeTheReference(t *testing.T) {
	for seed := range seeds.Count(300) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 15))}
		doc := d.program()
		p := mustRead(t, doc)
		events := d.events(1 + d.IntN(80))
		ref := reference{program: p}
		want := ref.run(t, events)
		run := p.Run()
		addAll(run, events)
		got := flatten(run.CloseAll(), map[string]bool{})
		if diff := seeds.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: results (-want +got):\n%s\nprogram: %s\nevents: %v", seed, diff, doc, events)
		}
		if run.Refused() != ref.refused {
			t.Fatalf("seed %d: Refused() = %d; want %d", seed, run.Refused(), ref.refused)
		}
	}
}

// TestShards holds that runs of disjoint partners, merged, are the run of all.
func TestShards(t *testing.T) {
	june := alianza.Must(cycle.NewMonth(2026, time.June))
	for seed := range seeds.Count(150) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 16))}
		p := mustRead(t, d.program())
		events := d.events(1 + d.IntN(80))
		closed := func(r *program.Run) iter.Seq[program.Result] { return r.Close(june) }
		if seed%2 == 0 { // shards end in different months
			closed = (*program.Run).CloseAll
		}
		whole := p.Run()
		addAll(whole, events)
		var want, got program.Totals
		results := flatten(counted(closed(whole), &want), map[string]bool{})

		shards := make([]*program.Run, 1+d.IntN(4))
		for i := range shards {
			shards[i] = p.Run()
		}
		for _, e := range events {
			h := fnv.New32()
			_, _ = h.Write([]byte(e.Partner))
			addAll(shards[int(h.Sum32()%uint32(len(shards)))], []commission.Event{e})
		}
		sums := make([]program.Totals, len(shards))
		parts := make([]iter.Seq[program.Result], len(shards))
		for i, s := range shards {
			parts[i] = counted(closed(s), &sums[i])
		}
		all := program.Merge(append(parts, nil)...) // a shard without results
		merged := flatten(counted(all, &got), map[string]bool{})
		refused := 0
		var parted program.Totals
		for i := range shards {
			parted.Merge(sums[len(sums)-1-i])
			refused += shards[i].Refused()
		}
		if diff := cmp.Diff(results, merged); diff != "" {
			t.Fatalf("seed %d: results (-whole +shards):\n%s", seed, diff)
		}
		if diff := cmp.Diff(want, got); diff != "" || refused != whole.Refused() {
			t.Fatalf("seed %d: Refused() = %d; want %d; totals (-whole +shards):\n%s", seed, refused, whole.Refused(), diff)
		}
		if diff := cmp.Diff(want, parted); diff != "" && seed%2 != 0 {
			t.Fatalf("seed %d: totals (-whole +sum of the shards):\n%s", seed, diff)
		}
	}
}

// counted adds each result to totals as it passes.
func counted(results iter.Seq[program.Result], to *program.Totals) iter.Seq[program.Result] {
	return func(yield func(program.Result) bool) {
		for r := range results {
			to.Add(r)
			if !yield(r) {
				return
			}
		}
	}
}

// TestOrder holds that the order of a file changes nothing, as long as no two events
// of a partner are of one instant.
func TestOrder(t *testing.T) {
	for seed := range seeds.Count(150) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 17))}
		p := mustRead(t, d.program())
		var events []commission.Event
		seen := map[string]bool{}
		for _, e := range d.events(1 + d.IntN(60)) {
			if at := e.Partner + e.At.String(); !seen[at] && !seen[e.Partner+e.ID] {
				seen[at], seen[e.Partner+e.ID] = true, true
				events = append(events, e)
			}
		}
		run := p.Run()
		addAll(run, events)
		want := flatten(run.CloseAll(), map[string]bool{})
		d.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		run = p.Run()
		addAll(run, events)
		if diff := cmp.Diff(want, flatten(run.CloseAll(), map[string]bool{})); diff != "" {
			t.Fatalf("seed %d: results (-before +shuffled):\n%s", seed, diff)
		}
	}
}

// TestMonthByMonth holds that closing each month as soon as its events are there is
// the same as closing all at the end. An ID is given once: that of an event which was
// refused is free again once its month is closed.
func TestMonthByMonth(t *testing.T) {
	for seed := range seeds.Count(100) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 18))}
		p := mustRead(t, d.program())
		seen := map[string]bool{}
		events := slices.DeleteFunc(d.events(1+d.IntN(60)), func(e commission.Event) bool {
			twice := seen[e.Partner+"/"+e.ID]
			seen[e.Partner+"/"+e.ID] = true
			return twice
		})
		month := func(e commission.Event) cycle.Month {
			if !e.Booked.IsZero() {
				return cycle.MonthOf(e.Booked, p.Zone())
			}
			return cycle.MonthOf(e.At, p.Zone())
		}
		slices.SortStableFunc(events, func(a, b commission.Event) int { return month(a).Sub(month(b)) })
		run := p.Run()
		addAll(run, events)
		want := flatten(run.CloseAll(), map[string]bool{})
		run = p.Run()
		var got refResult
		posted := map[string]bool{}
		for i, e := range events {
			if i > 0 && month(events[i-1]) != month(e) {
				got = append(got, flatten(run.Close(month(e).Add(-1)), posted)...)
			}
			_ = run.Add(e)
		}
		got = append(got, flatten(run.CloseAll(), posted)...)
		if diff := seeds.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: results (-at once +month by month):\n%s", seed, diff)
		}
	}
}

// A measure is a metric of a partner's month from outside.
type measure struct {
	partner string
	month   cycle.Month
	metrics tier.Metrics
}

// measures returns hours of training for most months of the events, some of them twice
// and some of those as other numbers.
func (d dice) measures() []measure {
	var all []measure
	for p := range 4 {
		for m := time.January; m <= time.April; m++ {
			if d.IntN(4) == 0 {
				continue
			}
			one := measure{fmt.Sprint("p", p), alianza.Must(cycle.NewMonth(2026, m)), tier.Metrics{"hours": decimal.NewFromInt(int64(d.IntN(3)))}}
			all = append(all, one)
			if d.IntN(4) == 0 {
				one.metrics = tier.Metrics{"hours": decimal.New(int64(10*d.IntN(3)), -1)}
				all = append(all, one)
			}
		}
	}
	return all
}

// agreed returns the metrics of each month for which no two numbers were given.
func agreed(all []measure) map[refMonth]tier.Metrics {
	given := map[refMonth]tier.Metrics{}
	for _, m := range all {
		key := refMonth{m.partner, m.month}
		switch before, ok := given[key]; {
		case !ok:
			given[key] = m.metrics
		case before == nil || !before["hours"].Equal(m.metrics["hours"]):
			given[key] = nil
		}
	}
	return given
}

// TestMeasures holds that measures decide levels as the ladder does, in any order among
// themselves and among events, and in shards.
func TestMeasures(t *testing.T) {
	const asks = `{"metric": "sales", "at_least": "5"}`
	gold, contested := 0, 0
	for seed := range seeds.Count(100) {
		d := dice{rand.New(rand.NewPCG(uint64(seed), 19))}
		doc := strings.Replace(d.program(), asks, `{"metric": "sales", "at_least": "2"}, {"metric": "hours", "at_least": "1"}`, 1)
		p := mustRead(t, doc)
		events, measures := d.events(1+d.IntN(80)), d.measures()
		ref := reference{program: p, measured: agreed(measures)}
		for _, m := range measures { // they begin a partner, as events do
			ref.months = append(ref.months, refMonth{m.partner, m.month})
		}
		want := ref.run(t, events)
		for _, metrics := range ref.measured {
			if metrics == nil {
				contested++
			}
		}
		shards := make([]*program.Run, 1+d.IntN(3))
		parts := make([]iter.Seq[program.Result], len(shards))
		last := time.April
		for i := range shards {
			shards[i] = p.Run()
		}
		shard := func(partner string) *program.Run { return shards[int(partner[1]-'0')%len(shards)] }
		d.Shuffle(len(measures), func(i, j int) { measures[i], measures[j] = measures[j], measures[i] })
		before := d.IntN(1 + len(measures))
		give := func(list []measure) {
			for _, m := range list {
				if err := shard(m.partner).Measure(m.partner, m.month, m.metrics); err != nil && !errors.Is(err, alianza.ErrConflict) {
					t.Fatalf("seed %d: Measure(%v) = %v", seed, m, err)
				}
			}
		}
		give(measures[:before])
		for _, e := range events {
			addAll(shard(e.Partner), []commission.Event{e})
		}
		give(measures[before:])
		if ref.last.Month() != 0 {
			last = ref.last.Month()
		}
		for i, s := range shards {
			parts[i] = s.Close(alianza.Must(cycle.NewMonth(2026, last)))
		}
		got := slices.DeleteFunc(flatten(program.Merge(parts...), map[string]bool{}), func(line string) bool {
			if strings.HasSuffix(line, `"gold"`) {
				gold++
			}
			return strings.Contains(line, "metrics.hours: ") // the fault of a month that lacks it
		})
		if diff := seeds.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: results (-want +got):\n%s\nprogram: %s\nevents: %v\nmeasures: %v", seed, diff, doc, events, measures)
		}
	}
	if gold < 20 || contested < 20 {
		t.Errorf("months at gold = %d, months in dispute = %d; want 20 of each", gold, contested)
	}
}

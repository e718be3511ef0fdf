package commission_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

func TestStateZero(t *testing.T) {
	var state commission.State
	if got := state.Len(); got != 0 {
		t.Errorf("State{}.Len() = %d; want 0", got)
	}
	if n := state.Forget("ana", date("9999-12-31")); n != 0 {
		t.Errorf("State{}.Forget = %d; want 0", n)
	}
	if _, ok, err := state.Record(commission.Key{}); ok || err != nil {
		t.Errorf("State{}.Record = %t, %v; want none", ok, err)
	}
	var none *commission.State
	none.Restore(commission.Record{})
	if none.Len() != 0 {
		t.Errorf("(*State)(nil).Len() = %d after Restore; want 0", none.Len())
	}
	for _, s := range []*commission.State{&state, state.Clone(), readState(t, "")} {
		if got := stateText(t, s); got != "" {
			t.Errorf("State{} = %s; want nothing", got)
		}
	}
	clone := state.Clone()
	mustEarn(t, planOf(flat()), clone, sale("s", "10"))
	if clone.Len() != 1 || state.Len() != 0 {
		t.Errorf("Len() = %d, of the state that was cloned %d; want 1 and 0", clone.Len(), state.Len())
	}
	if err := state.Keep(); err != nil {
		t.Errorf("Keep() of nothing = %v; want no error", err)
	}
}

// TestStateInPlace says what a caller has to know: a state is changed where it
// is, and a clone is not.
func TestStateInPlace(t *testing.T) {
	plan := planOf(flat())
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "10"))
	clone, text := state.Clone(), stateText(t, &state)
	after := &state
	mustEarn(t, plan, after, refund("r", "s", "4"))
	if got, want := state.Len(), 2; got != want {
		t.Errorf("Len() of the state given = %d; want %d", got, want)
	}
	if got := stateText(t, clone); got != text || clone.Len() != 1 {
		t.Errorf("the clone is %s; want it as it was: %s", got, text)
	}
	if got := mustEarn(t, plan, clone, refund("r", "s", "10")).Amount; !got.Equal(num("-2.50")) {
		t.Errorf("Earn(refund of all, on the clone) = %s; want -2.50", got)
	}
	checkRefused(t, plan, &state, refund("q", "s", "6.01"), []fault{{"amount", alianza.ErrRange}})
	clone.Forget("ana", always)
	if got, want := state.Len(), 2; got != want {
		t.Errorf("Len() after Forget on the clone = %d; want %d", got, want)
	}
}

// TestStateEqual compares states by what their records say.
func TestStateEqual(t *testing.T) {
	of := func(events ...commission.Event) commission.State {
		var s commission.State
		earnAll(t, planOf(flat()), &s, events...)
		return s
	}
	one := of(sale("s", "10"))
	for name, tt := range map[string]struct {
		other commission.State
		want  bool
	}{
		"the same":       {of(sale("s", "10")), true},
		"another amount": {of(sale("s", "11")), false},
		"another event":  {of(sale("t", "10")), false},
		"one more":       {of(sale("s", "10"), sale("t", "10")), false},
		"nothing":        {commission.State{}, false},
	} {
		if got := one.Equal(tt.other); got != tt.want {
			t.Errorf("Equal(%s) = %t; want %t", name, got, tt.want)
		}
	}
}

// TestStateForget drops the records of a partner, or of all, whose latest change
// was before a day.
func TestStateForget(t *testing.T) {
	d := flat()
	plan := planOf(d)
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "10"))                           // its refund changes it on the second day
	mustEarn(t, plan, &state, sale("old", "10"))                         // of the first day
	mustEarn(t, plan, &state, of("bea", sale("s", "10")))                // likewise
	mustEarn(t, plan, &state, at2(day(3), of("bea", sale("new", "10")))) // of the third
	mustEarn(t, plan, &state, refund("r", "s", "4"))

	for _, tt := range []struct {
		partner, before string
		want            int
	}{{"ana", "2026-01-01", 0}, {"carla", "2027-01-01", 0}, {"", "2026-01-01", 0}} {
		if got := state.Forget(tt.partner, date(tt.before)); got != tt.want || state.Len() != 5 {
			t.Errorf("Forget(%q, %s) = %d of %d; want none", tt.partner, tt.before, got, state.Len())
		}
	}
	if got := state.Forget("ana", date("2026-01-02")); got != 1 || state.Len() != 4 {
		t.Errorf("Forget(ana, the second day) = %d, leaves %d; want 1 and 4", got, state.Len())
	}
	checkRefused(t, plan, &state, refund("q", "old", "1"), []fault{{"of", alianza.ErrPending}})
	checkRefused(t, plan, &state, of("bea", sale("s", "10")), []fault{{"id", alianza.ErrRepeated}})
	checkRefused(t, plan, &state, sale("r", "1"), []fault{{"id", alianza.ErrConflict}})
	if got := mustEarn(t, plan, &state, sale("old", "10")).Amount; !got.Equal(num("2.50")) {
		t.Errorf("Earn(the sale forgotten) = %s; want 2.50", got)
	}
	if got := state.Forget("", date("2026-01-03")); got != 4 || state.Len() != 1 {
		t.Errorf("Forget(all, the third day) = %d, leaves %d; want 4 and 1", got, state.Len())
	}

	d.UnknownSale = commission.UnknownSaleCurrentRate
	state.Forget("bea", always)
	got := mustEarn(t, planOf(d), &state, of("bea", refund("r", "s", "100")))
	if !got.Amount.Equal(num("-25.00")) || got.Corrects != "" || got.Of != "s" {
		t.Errorf("Earn(refund of the sale forgotten) = %s, corrects %q, of %q; want -25.00, none, s", got.Amount, got.Corrects, got.Of)
	}
}

// TestStateRecords puts the same events in by many orders: partner by partner as
// they are sorted, the records are the same.
func TestStateRecords(t *testing.T) {
	plan := planOf(holding(30)).In(zone(t, "Europe/Madrid"))
	var events []commission.Event
	for _, partner := range []string{"bea", "ana", "ana/1", "carla", "Ana", "ánima"} {
		for _, id := range []string{"10", "9", "a", "B", "é"} {
			events = append(events, of(partner, sale(id, "19.90")))
		}
	}
	r := rand.New(rand.NewPCG(7, 8))
	first := ""
	for range 30 {
		r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
		var state commission.State
		for _, e := range events {
			mustEarn(t, plan, &state, e)
		}
		for _, e := range events {
			mustEarn(t, plan, &state, of(e.Partner, refund("r-"+e.ID, e.ID, "9.90")))
		}
		text := stateText(t, &state)
		if first == "" {
			first = text
		}
		if text != first {
			t.Fatalf("the state is %s; want %s", text, first)
		}
		back := readState(t, text)
		if got := stateText(t, back); got != text || back.Len() != 2*len(events) || !back.Equal(state) {
			t.Fatalf("the state is read back as %s, %d records; want %s, %d records", got, back.Len(), text, 2*len(events))
		}
	}
	var got, want [][2]string
	state := readState(t, first)
	for r := range state.Records("") {
		got = append(got, [2]string{r.Key().Partner(), r.Key().Name()})
	}
	for _, partner := range []string{"Ana", "ana", "ana/1", "bea", "carla", "ánima"} {
		for _, id := range []string{"10", "9", "B", "a", "r-10", "r-9", "r-B", "r-a", "r-é", "é"} {
			want = append(want, [2]string{partner, id})
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("order of records mismatch (-want +got):\n%s", diff)
	}
	var some []string
	for r := range state.Records("ana/1") {
		if some = append(some, r.Key().Partner()+" "+r.Key().Name()); len(some) == 3 {
			break // a state is written as long as one likes
		}
	}
	if diff := cmp.Diff([]string{"ana/1 10", "ana/1 9", "ana/1 B"}, some); diff != "" {
		t.Errorf("Records(ana/1) mismatch (-want +got):\n%s", diff)
	}
}

// TestStateSteps sends the state through JSON between each two events: what
// comes out is, to the letter, what the whole sequence gives at once.
func TestStateSteps(t *testing.T) {
	for seed := range seeds.Count(8) {
		r := rand.New(rand.NewPCG(9, uint64(seed)))
		plan := planOf(randomDefinition(r)).In(zone(t, "America/Santiago"))
		var whole commission.State
		step := &commission.State{}
		for i := range 40 {
			e := randomEvent(r, 12)
			if i%3 == 0 {
				e.At = e.At.In(zone(t, "Asia/Kathmandu"))
			}
			want, wantErr := earn(plan, &whole, e)
			step = readState(t, stateText(t, step))
			got, err := earn(plan, step, e)
			if diff := cmp.Diff(jsonText(t, want), jsonText(t, got)); diff != "" || fmt.Sprint(err) != fmt.Sprint(wantErr) {
				t.Fatalf("Earn(%s) after JSON = %v; want %v, mismatch (-want +got):\n%s", eventText(e), err, wantErr, diff)
			}
		}
		if got, want := stateText(t, step), stateText(t, &whole); got != want {
			t.Errorf("the state after JSON is %s; want %s", got, want)
		}
	}
}

// TestStateParts keeps the state of each partner apart: together they are the
// whole.
func TestStateParts(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	plan := planOf(randomDefinition(r))
	var whole, sum commission.State
	parts := map[string]*commission.State{}
	for range 200 {
		e := randomEvent(r, 30)
		if parts[e.Partner] == nil {
			parts[e.Partner] = &commission.State{}
		}
		want, wantErr := earn(plan, &whole, e)
		got, err := earn(plan, parts[e.Partner], e)
		if jsonText(t, want) != jsonText(t, got) || fmt.Sprint(err) != fmt.Sprint(wantErr) {
			t.Fatalf("Earn(%s) in a part = %v, %v; want %v, %v", eventText(e), got, err, want, wantErr)
		}
	}
	for partner, part := range parts {
		if err := sum.Merge(part); err != nil {
			t.Errorf("Merge(%s) = %v; want no error", partner, err)
		}
	}
	if !sum.Equal(whole) || sum.Len() == 0 {
		t.Errorf("the parts are %s; want %s", stateText(t, &sum), stateText(t, &whole))
	}
}

// TestKeep compares and sets: a record is kept only over the one before it, and
// all records of an event or none.
func TestKeep(t *testing.T) {
	one := onSale("10%")
	one.Limit.Caps = []commission.Cap{{Amount: num("100"), Per: commission.PerMonth}}
	plan := planOf(ruled(one))
	var state commission.State
	first := alianza.Must(plan.Earn(&state, sale("a", "100")))
	second := alianza.Must(plan.Earn(&state, sale("b", "100")))
	if err := state.Keep(first.Records...); err != nil {
		t.Fatalf("Keep = %v; want no error", err)
	}
	before := stateText(t, &state)
	// The second was evaluated before the first was kept: the cap is of another past.
	for _, records := range [][]commission.Record{second.Records, first.Records} {
		err := state.Keep(records...)
		checkFaults(t, "Keep(of another past)", err, []fault{{"revision", alianza.ErrConflict}})
		if got := stateText(t, &state); got != before {
			t.Errorf("after Keep = %v the state is %s; want it as it was: %s", err, got, before)
		}
	}
	again := alianza.Must(plan.Earn(&state, sale("b", "100")))
	if err := state.Keep(again.Records...); err != nil {
		t.Errorf("Keep(evaluated again) = %v; want no error", err)
	}
	for r := range state.Records("") {
		want := 1
		if r.Key().About() == "cap" {
			want = 2
		}
		if r.Revision() != want {
			t.Errorf("record %s has revision %d; want %d", r.Key(), r.Revision(), want)
		}
	}
}

// TestKeepAfterCrash loses what was evaluated before it is kept, after every
// event, once or twice: nothing is lost, and nothing is twice.
func TestKeepAfterCrash(t *testing.T) {
	for seed := range seeds.Count(8) {
		r := rand.New(rand.NewPCG(13, uint64(seed)))
		plan := planOf(randomDefinition(r))
		var whole, crashed commission.State
		var want, got []string
		for range 60 {
			e := randomEvent(r, 20)
			earned, err := earn(plan, &whole, e)
			want = append(want, jsonText(t, earned)+fmt.Sprint(err))
			for range r.IntN(3) {
				_, _ = plan.Earn(&crashed, e) // the process ends here
			}
			earned, err = earn(plan, &crashed, e)
			got = append(got, jsonText(t, earned)+fmt.Sprint(err))
			if err == nil && r.IntN(4) == 0 { // the answer was lost: the event comes again
				if _, err := earn(plan, &crashed, e); !errors.Is(err, alianza.ErrRepeated) {
					t.Errorf("Earn(%s again) = %v; want that it is repeated", eventText(e), err)
				}
			}
		}
		if diff := cmp.Diff(want, got); diff != "" || !whole.Equal(crashed) {
			t.Errorf("with crashes mismatch (-without +with):\n%s", diff)
		}
	}
}

// TestPure evaluates without keeping: the past, the event and the plan are as
// they were, and evaluating again gives the same.
func TestPure(t *testing.T) {
	slab := tabled(commission.PerMonth, twoBrackets())
	slab.Pay.Less, slab.Lasts.Months = []string{"tax"}, 12
	each := onSale("10%")
	each.Name, each.Limit.Caps = "each", []commission.Cap{{Amount: num("50"), Per: commission.PerMonth, Customer: true}}
	d := closed(ruled(slab, each), monthly("bonus", "5", "sale"))
	d.Precedence = commission.PrecedenceEvery
	plan := planOf(d)
	definition := jsonText(t, d)
	taxed := func(e commission.Event) commission.Event {
		e.Includes, e.Facts = numbers("tax", "1"), map[string]string{"country": "US"}
		return by("k", e)
	}
	var state commission.State
	for _, e := range []commission.Event{
		taxed(sale("a", "400")), taxed(sale("b", "200")), taxed(refund("r", "a", "50")), taxed(corrected("b", sale("c", "300"))),
		kind(commission.Reversal, refund("v", "r", "0")), chargeback("y", "a", "0"), closing("x", "2026-01"), chargeback("z", "x", "0"),
	} {
		before, event := stateText(t, &state), eventText(e)
		first, err := plan.Earn(&state, e)
		if err != nil {
			t.Fatalf("Earn(%s) = %v; want no error", event, err)
		}
		text := jsonText(t, first)
		for range 3 {
			again, err := plan.Earn(&state, e)
			if got := jsonText(t, again); got != text || err != nil {
				t.Errorf("Earn(%s) again = %s, %v; want %s", event, got, err, text)
			}
		}
		if got := stateText(t, &state); got != before {
			t.Errorf("after Earn(%s) the state is %s; want %s", event, got, before)
		}
		if got := eventText(e); got != event {
			t.Errorf("after Earn the event is %s; want %s", got, event)
		}
		// What is returned is the caller's own, and what the caller does with it or
		// with the event changes no record.
		if err := state.Keep(first.Records...); err != nil {
			t.Fatal(err)
		}
		kept := stateText(t, &state)
		for i := range first.Entries {
			first.Entries[i].Amount = num("99")
			for j := range first.Entries[i].Portions {
				first.Entries[i].Portions[j].Amount = num("99")
			}
		}
		clear(e.Includes)
		clear(e.Facts)
		if got := stateText(t, &state); got != kept {
			t.Errorf("after a change of what Earn was given and returned the state is %s; want %s", got, kept)
		}
	}
	if got := jsonText(t, plan.Definitions()[0]); got != definition {
		t.Errorf("after Earn the definition is %s; want %s", got, definition)
	}
}

// counting is a past that counts what is asked of it.
type counting struct {
	commission.State
	reads []string
}

func (c *counting) Record(key commission.Key) (commission.Record, bool, error) {
	c.reads = append(c.reads, key.String())
	return c.State.Record(key)
}

// TestCost counts the records and bytes that events read and write, after one
// other, after a thousand, and after ten thousand.
func TestCost(t *testing.T) {
	slab := tabled(commission.PerMonth, twoBrackets())
	slab.Limit.Caps, slab.Lasts.Months = []commission.Cap{{Amount: num("1e9"), Per: commission.PerMonth}}, 12
	tier := commission.Affiliate().Rules[0]
	tier.Name, tier.Over.Over, tier.Limit.Caps = "tier", commission.PerMonth, nil
	each := onSale("10%")
	each.Name, each.Limit.Caps = "each", []commission.Cap{{Amount: num("1e9"), Per: commission.Ever}}
	d := closed(ruled(slab, tier, each), monthly("bonus", "5", "sale", "each"))
	d.Precedence, d.UnknownSale = commission.PrecedenceEvery, commission.UnknownSaleIgnore
	plan := planOf(d)
	event := func(id string, e commission.Event) commission.Event {
		e.ID = id
		return at("affiliate/gold", by("k", e))
	}
	steps := func() []commission.Event {
		return []commission.Event{
			event("s", sale("", "100.00")), event("r", refund("", "s", "10.00")), event("v", kind(commission.Reversal, refund("", "r", "0"))),
			event("c", corrected("s", sale("", "90.00"))), event("y", chargeback("", "c", "0")),
		}
	}
	type cost struct{ Reads, Writes, Bytes int }
	measure := func(others int) []cost {
		past := &counting{}
		for i := range others {
			e := event(fmt.Sprintf("o%06d", i), sale("", "100.00"))
			earned, err := plan.Earn(past, e)
			if err == nil {
				err = past.Keep(earned.Records...)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		var list []cost
		for _, e := range steps() {
			past.reads = nil
			earned, err := plan.Earn(past, e)
			if err != nil {
				t.Fatalf("Earn(%s) = %v; want no error", eventText(e), err)
			}
			slices.Sort(past.reads)
			if twice := len(past.reads) - len(slices.Compact(slices.Clone(past.reads))); twice != 0 {
				t.Errorf("Earn(%s) reads %q; want each once", eventText(e), past.reads)
			}
			one := cost{Reads: len(past.reads), Writes: len(earned.Records)}
			for _, r := range earned.Records {
				one.Bytes += len(jsonText(t, r))
			}
			list = append(list, one)
			if err := past.Keep(earned.Records...); err != nil {
				t.Fatal(err)
			}
		}
		return list
	}
	one, few, many := measure(1), measure(1000), measure(seeds.Count(10_000))
	for i := range one {
		if few[i].Reads != one[i].Reads || many[i].Reads != one[i].Reads || few[i].Writes != one[i].Writes || many[i].Writes != one[i].Writes {
			t.Errorf("event %d costs %+v after one, %+v after a thousand, %+v after many; want the same", i, one[i], few[i], many[i])
		}
		// The sums in the windows have more digits, and no more than that.
		if most := one[i].Bytes + 30*one[i].Writes; few[i].Bytes > most || many[i].Bytes > most {
			t.Errorf("event %d writes %d bytes after one, %d after a thousand, %d after many; want at most %d", i, one[i].Bytes, few[i].Bytes, many[i].Bytes, most)
		}
	}
}

// failing is a past that fails at one of its reads.
type failing struct {
	commission.State
	at int
}

var errDown = errors.New("the table is down")

func (f *failing) Record(key commission.Key) (commission.Record, bool, error) {
	if f.at--; f.at < 0 {
		return commission.Record{}, false, errDown
	}
	return f.State.Record(key)
}

// TestPastFails ends an evaluation at each of its reads: the error is that of the
// past, and there is no result.
func TestPastFails(t *testing.T) {
	slab := tabled(commission.PerMonth, twoBrackets())
	slab.Lasts.Months, slab.Limit.Caps = 12, []commission.Cap{{Amount: num("100"), Per: commission.PerMonth}}
	d := closed(ruled(slab), commission.Bonus{Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Fixed: num("5")}, Follows: true})
	d.UnknownSale = commission.UnknownSaleIgnore
	plan := planOf(d)
	past := &failing{at: 1 << 30}
	for _, e := range []commission.Event{
		by("k", sale("a", "400")), by("k", sale("b", "200")), refund("r", "a", "50"), kind(commission.Reversal, refund("v", "r", "0")),
		by("k", corrected("b", sale("c", "300"))), closing("x", "2026-01"), chargeback("y", "a", "0"), refund("early", "none", "1"),
	} {
		reads := 0
		for ; ; reads++ {
			past.at = reads
			earned, err := plan.Earn(past, e)
			if err == nil {
				past.at = 1 << 30
				if err := past.Keep(earned.Records...); err != nil {
					t.Fatal(err)
				}
				break
			}
			if !errors.Is(err, errDown) || len(earned.Entries)+len(earned.Records)+len(earned.Skipped) > 0 {
				t.Fatalf("Earn(%s) with a past that fails at read %d = %v, %v; want its error", eventText(e), reads, earned, err)
			}
			if reads > 100 {
				t.Fatalf("Earn(%s) reads more than a hundred records", eventText(e))
			}
		}
		if reads < 2 {
			t.Errorf("Earn(%s) reads %d records; want some", eventText(e), reads)
		}
	}
}

// TestStateZeros refunds nothing, written in many ways: the places of a zero
// are not remembered, in memory no more than in JSON.
func TestStateZeros(t *testing.T) {
	plan := planOf(flat())
	for _, events := range [][]commission.Event{
		{sale("s", "5"), refund("q", "s", "0.00"), refund("r", "s", "1")},
		{sale("s", "5.0"), refund("q", "s", "5.000"), refund("r", "s", "0")},
		{sale("s", "5"), refund("q", "s", "1.00"), refund("r", "s", "1"), refund("o", "s", "3.0")},
	} {
		var whole commission.State
		step := &commission.State{}
		for _, e := range events {
			want := jsonText(t, mustEarn(t, plan, &whole, e))
			step = readState(t, stateText(t, step))
			if got := jsonText(t, mustEarn(t, plan, step, e)); got != want {
				t.Errorf("Earn(%s) after JSON = %s; want %s", eventText(e), got, want)
			}
		}
	}
}

// TestStateOfOnePlan gives the state of a plan to another one, to the next version
// of its own, and to one whose definition was edited under the same version.
func TestStateOfOnePlan(t *testing.T) {
	d := flat()
	plan := planOf(d)
	next := flat()
	next.Version, next.From = 2, date("2026-01-02")
	both := planOf(d, next)
	second := planOf(next)
	edited := flat()
	edited.Rules[0].Pay.Rate = rate("26%")
	changed := planOf(edited)
	other := flat()
	other.ID = "other"
	stranger := planOf(other)
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "100.00"))
	mustEarn(t, plan, &state, refund("q", "s", "60"))
	tests := []struct {
		name string
		plan commission.Plan
		e    commission.Event
		want fault
		text string
	}{
		{
			"sale again", stranger, sale("s", "100.00"),
			fault{"", alianza.ErrConflict},
			`commission: plan other: sale "s": "event/ana/s//": contradiction: a record of plan flat; the past is that of one program`,
		},
		{
			"refund again", stranger, refund("q", "s", "60"),
			fault{"", alianza.ErrConflict},
			`commission: plan other: refund "q": "event/ana/q//": contradiction: a record of plan flat; the past is that of one program`,
		},
		{
			"refund", stranger, refund("r", "s", "1"),
			fault{"", alianza.ErrConflict},
			`commission: plan other: refund "r": "event/ana/s//": contradiction: a record of plan flat; the past is that of one program`,
		},
		{
			"sale again in another version", both, sale("s", "100"),
			fault{"id", alianza.ErrRepeated},
			`commission: plan flat: sale "s": id "s": evaluated before`,
		},
		{
			"refund by an edited definition", changed, refund("r", "s", "1"),
			fault{"version", alianza.ErrConflict},
			`commission: plan flat: refund "r": version "1": contradiction: its definition was edited since it paid; an edited definition is a new version`,
		},
		{
			"refund without the version of the sale", second, refund("r", "s", "1"),
			fault{"version", alianza.ErrUnknown},
			`commission: plan flat: refund "r": version "1": unknown: the plan does not have the version by which the sale was paid`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkRefused(t, tt.plan, &state, tt.e, []fault{tt.want})
			if _, err := tt.plan.Earn(&state, tt.e); fmt.Sprint(err) != tt.text {
				t.Errorf("Earn = %v; want %s", err, tt.text)
			}
		})
	}
	// An end may be set when it is known: that edits nothing that was paid.
	ended := flat()
	ended.Until = date("2026-01-02")
	mustEarn(t, planOf(ended), state.Clone(), refund("r", "s", "1"))
	mustEarn(t, both, &state, refund("r", "s", "1"))
}

// TestEditedWindow refuses an edited definition where a window or a bonus was paid
// by the one before, also for events that were not seen.
func TestEditedWindow(t *testing.T) {
	d := closed(ruled(tabled(commission.PerMonth, twoBrackets())), commission.Bonus{
		Name: "bonus", Over: commission.PerMonth, Of: []string{"sale"}, Pay: commission.Pay{Rate: rate("1%")}, Follows: true,
	})
	edited := d
	edited.HoldDays = 7
	var state commission.State
	earnAll(t, planOf(d), &state, sale("a", "300"))
	checkRefused(t, planOf(edited), &state, sale("b", "300"), []fault{{"version", alianza.ErrConflict}})
	checkRefused(t, planOf(edited), &state, refund("r", "a", "300"), []fault{{"version", alianza.ErrConflict}})
}

// TestSeenBefore tells an event that comes again from another of its ID, by every
// field but its instants.
func TestSeenBefore(t *testing.T) {
	d := flat()
	plan := planOf(d)
	d.Currency = "EUR"
	euros := planOf(d)
	whole := func() commission.Event {
		e := at("a/b", by("k", units(2, sale("w", "100.00"))))
		e.Order, e.Includes, e.Facts = "o", numbers("tax", "1"), map[string]string{"country": "US"}
		e.CustomerSince, e.PartnerSince, e.PartnerUntil, e.Booked = day(-1), day(-2), day(90), day(2)
		return e
	}
	var state commission.State
	mustEarn(t, plan, &state, sale("s", "100.00"))
	mustEarn(t, plan, &state, sale("t", "100.00"))
	mustEarn(t, plan, &state, refund("r", "s", "60.00"))
	mustEarn(t, plan, &state, whole())
	own := func() commission.Event {
		e := sale("own", "100")
		e.Own = &commission.OwnTerms{Rate: rate("5%"), HoldDays: 3}
		return e
	}
	mustEarn(t, plan, &state, own())
	mustPass(t, plan, &state, sale("none", "0"))
	mustEarn(t, plan, &state, sale("long", "1234567890123456789.5"))
	mustEarn(t, plan, &state, by("k", sale("by", "100")))
	earnAll(t, plan, &state, shared(sale("shared", "100"), "ana", "1", "bea", "1"))
	tests := []struct {
		name   string
		plan   commission.Plan
		e      commission.Event
		change func(*commission.Event)
		want   error
	}{
		{"the same", plan, sale("s", "100.00"), func(*commission.Event) {}, alianza.ErrRepeated},
		{"other places", plan, sale("s", "100"), func(*commission.Event) {}, alianza.ErrRepeated},
		{"an exponent", plan, sale("s", "1e2"), func(*commission.Event) {}, alianza.ErrRepeated},
		{"as many places as a number has", plan, sale("s", "100.000000000000000000"), func(*commission.Event) {}, alianza.ErrRepeated},
		{"nothing, in other places", plan, sale("none", "0.00"), func(*commission.Event) {}, alianza.ErrRepeated},
		{"many digits, in other places", plan, sale("long", "1234567890123456789.50"), func(*commission.Event) {}, alianza.ErrRepeated},
		{"other digits of many", plan, sale("long", "1234567890123456789.6"), func(*commission.Event) {}, alianza.ErrConflict},
		{"an order of the name of the customer", plan, sale("by", "100"), func(e *commission.Event) { e.Order = "k" }, alianza.ErrConflict},
		{"own terms, the same", plan, own(), func(*commission.Event) {}, alianza.ErrRepeated},
		{"another own rate", plan, own(), func(e *commission.Event) { e.Own.Rate = rate("6%") }, alianza.ErrConflict},
		{"another own hold", plan, own(), func(e *commission.Event) { e.Own.HoldDays = 4 }, alianza.ErrConflict},
		{"no own terms", plan, own(), func(e *commission.Event) { e.Own = nil }, alianza.ErrConflict},
		{"shared with another", plan, shared(sale("shared", "100"), "ana", "1", "cea", "1"), func(*commission.Event) {}, alianza.ErrConflict},
		{"shared by other weights", plan, shared(sale("shared", "100"), "ana", "1", "bea", "2"), func(*commission.Event) {}, alianza.ErrConflict},
		{"a fact of another name", plan, whole(), func(e *commission.Event) { e.Facts = map[string]string{"land": "US"} }, alianza.ErrConflict},
		{"at another time", plan, sale("s", "100"), func(e *commission.Event) { e.At = day(9) }, alianza.ErrRepeated},
		{"booked", plan, sale("s", "100"), func(e *commission.Event) { e.Booked = day(9) }, alianza.ErrRepeated},
		{"at another tier", plan, sale("s", "100"), func(e *commission.Event) { e.Tier = "a/b" }, alianza.ErrConflict},
		{"of another customer", plan, sale("s", "100"), func(e *commission.Event) { e.Customer = "other" }, alianza.ErrConflict},
		{"of another order", plan, sale("s", "100"), func(e *commission.Event) { e.Order = "other" }, alianza.ErrConflict},
		{"of more units", plan, sale("s", "100"), func(e *commission.Event) { e.Units = num("1") }, alianza.ErrConflict},
		{"of 0 units, which is not none", plan, sale("s", "100"), func(e *commission.Event) { e.Units = num("0") }, alianza.ErrConflict},
		{"a cent less", plan, sale("s", "99.99"), func(*commission.Event) {}, alianza.ErrConflict},
		{"a cent more", plan, sale("s", "100.01"), func(*commission.Event) {}, alianza.ErrConflict},
		{"in another currency", euros, sale("s", "100"), func(e *commission.Event) { e.Currency = "EUR" }, alianza.ErrConflict},
		{"of another kind", plan, sale("s", "100"), func(e *commission.Event) { e.Kind = commission.Refund }, alianza.ErrConflict},
		{"refund, the same", plan, refund("r", "s", "60"), func(*commission.Event) {}, alianza.ErrRepeated},
		{"refund of another sale", plan, refund("r", "t", "60"), func(*commission.Event) {}, alianza.ErrConflict},
		{"refund of no sale", plan, refund("r", "", "60"), func(*commission.Event) {}, alianza.ErrConflict},
		{"refund of more", plan, refund("r", "s", "60.01"), func(*commission.Event) {}, alianza.ErrConflict},
		{"all fields, the same", plan, whole(), func(*commission.Event) {}, alianza.ErrRepeated},
		{"more tax", plan, whole(), func(e *commission.Event) { e.Includes = numbers("tax", "2") }, alianza.ErrConflict},
		{"tax of another name", plan, whole(), func(e *commission.Event) { e.Includes = numbers("vat", "1") }, alianza.ErrConflict},
		{"tax in other places", plan, whole(), func(e *commission.Event) { e.Includes = numbers("tax", "1.0") }, alianza.ErrRepeated},
		{"no tax", plan, whole(), func(e *commission.Event) { e.Includes = nil }, alianza.ErrConflict},
		{"another fact", plan, whole(), func(e *commission.Event) { e.Facts = map[string]string{"country": "CA"} }, alianza.ErrConflict},
		{"a fact more", plan, whole(), func(e *commission.Event) { e.Facts["plan"] = "pro" }, alianza.ErrConflict},
		{"two facts for one", plan, whole(), func(e *commission.Event) { e.Facts = map[string]string{"count": "ryUS"} }, alianza.ErrConflict},
		{"another time of the customer", plan, whole(), func(e *commission.Event) { e.CustomerSince = day(0) }, alianza.ErrConflict},
		{"another time of the partner", plan, whole(), func(e *commission.Event) { e.PartnerSince = day(0) }, alianza.ErrConflict},
		{"another end of the partner", plan, whole(), func(e *commission.Event) { e.PartnerUntil = day(91) }, alianza.ErrConflict},
		{"the times of customer and partner exchanged", plan, whole(), func(e *commission.Event) { e.CustomerSince, e.PartnerSince = e.PartnerSince, e.CustomerSince }, alianza.ErrConflict},
		{"an instant in another zone", plan, whole(), func(e *commission.Event) { e.CustomerSince = e.CustomerSince.In(zone(t, "Asia/Tokyo")) }, alianza.ErrRepeated},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.change(&tt.e)
			checkRefused(t, tt.plan, &state, tt.e, []fault{{"id", tt.want}})
		})
	}
}

// TestStateMerge merges states whose partners are known by windows, caps or
// customers.
func TestStateMerge(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Limit.Caps, one.Lasts.Months = []commission.Cap{{Amount: num("1000"), Per: commission.PerMonth}}, 12
	plan := planOf(closed(ruled(one), monthly("bonus", "1", "sale")))
	var whole, ana, bea commission.State
	for _, e := range []commission.Event{by("k", sale("a", "600")), by("k", sale("b", "50"))} {
		earnAll(t, plan, &whole, e, of("bea", e))
		earnAll(t, plan, &ana, e)
		earnAll(t, plan, &bea, of("bea", e))
	}
	for _, pair := range [][2]*commission.State{{&ana, &bea}, {&bea, &ana}} {
		got := pair[0].Clone()
		if err := got.Merge(pair[1]); err != nil || !got.Equal(whole) {
			t.Errorf("Merge = %s, %v; want %s", stateText(t, got), err, stateText(t, &whole))
		}
		earnAll(t, plan, got, by("k", sale("c", "1")))
	}
	n := ana.Len()
	before := stateText(t, &whole)
	checkFaults(t, "Merge(a partner in both)", whole.Merge(&bea), []fault{{"partner", alianza.ErrDuplicate}})
	// Forgetting the events of a partner leaves its windows.
	left := without(without(&bea, "a"), "b")
	checkFaults(t, "Merge(a partner whose events are forgotten)", whole.Merge(left), []fault{{"partner", alianza.ErrDuplicate}})
	if got := attained(t, plan, left, "bea", "sale", "2026-01"); !got.Amount.Equal(num("650")) {
		t.Errorf("Attained after Forget = %s; want 650", got)
	}
	// Two programs are not mixed, whichever partners they have.
	var stranger commission.State
	other := flat()
	other.ID = "other"
	mustEarn(t, planOf(other), &stranger, of("carla", sale("s", "1")))
	checkFaults(t, "Merge(another program)", whole.Merge(&stranger), []fault{{"plan", alianza.ErrConflict}})
	checkFaults(t, "Merge(another program)", stranger.Merge(&ana), []fault{{"plan", alianza.ErrConflict}})
	if got := stateText(t, &whole); got != before || ana.Len() != n || stranger.Len() != 1 {
		t.Errorf("after a Merge that is refused the state is %s; want it as it was: %s", got, before)
	}
}

// TestStateEverything sends a state with windows, caps and customers through
// JSON, and goes on as if it had not.
func TestStateEverything(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Name, one.Lasts.Months, one.Limit.Caps = "each", 12, []commission.Cap{{Amount: num("500"), Per: commission.PerYear}, {Amount: num("100"), Per: commission.PerOrder, Customer: true}}
	slab := tabled(commission.PerMonth, twoBrackets())
	d := closed(ruled(one, slab), monthly("bonus", "1", "each"))
	d.Precedence, d.RefundDays, d.UnknownSale = commission.PrecedenceEvery, 10, commission.UnknownSaleIgnore
	plan := planOf(d)
	in := func(order string, e commission.Event) commission.Event { e.Order = order; return by("k", e) }
	events := []commission.Event{
		refund("early", "d", "7"),
		in("1", sale("a", "300")), in("1", sale("b", "900")), in("2", units(2, sale("c", "10.50"))), refund("r", "a", "50"),
		dated("2026-02-01", refund("late", "a", "50")), in("3", corrected("c", sale("cc", "11"))), kind(commission.Reversal, refund("v", "r", "0")),
		dated("2026-01-31", closing("x", "2026-01")),
		dated("2026-03-01", chargeback("y", "b", "0")), dated("2026-03-01", chargeback("z", "x", "0")), dated("2026-02-28", in("4", sale("d", "77"))),
	}
	kinds := map[string]bool{}
	var whole commission.State
	step := &commission.State{}
	for _, e := range events {
		want := jsonText(t, earnAll(t, plan, &whole, e))
		step = readState(t, stateText(t, step))
		if got := jsonText(t, earnAll(t, plan, step, e)); got != want {
			t.Errorf("Earn(%s) after JSON = %s; want %s", eventText(e), got, want)
		}
	}
	if got, want := stateText(t, step), stateText(t, &whole); got != want || !step.Equal(whole) {
		t.Errorf("the state is %s; want %s", got, want)
	}
	for r := range whole.Records("") {
		kinds[r.Key().About()] = true
	}
	if len(kinds) != 8 {
		t.Errorf("the state has records of the kinds %v; want all eight", kinds)
	}
}

// TestClone gives two ways of a state their own events.
func TestClone(t *testing.T) {
	one := tabled(commission.PerEvent, twoBrackets())
	one.Lasts.Months, one.Limit.Caps = 12, []commission.Cap{{Amount: num("1000"), Per: commission.PerMonth}}
	plan := planOf(closed(ruled(one), monthly("bonus", "1", "sale")))
	var state commission.State
	earnAll(t, plan, &state, by("k", sale("a", "10")))
	before := stateText(t, &state)
	clone := state.Clone()
	earnAll(t, plan, clone, by("k", sale("b", "10")), by("m", sale("c", "10")), refund("r", "a", "1"), closing("z", "2026-01"))
	if after := stateText(t, &state); after != before {
		t.Errorf("after events on the clone the state is %s; want %s", after, before)
	}
}

// TestRecordKey writes keys as text and reads them back: two keys have one text
// only if all their parts are equal.
func TestRecordKey(t *testing.T) {
	parts := []string{"", "a", "a/", "/a", "a/a", "a%2F", "%25", "%", "ánima maría"}
	seen := map[string]commission.Key{}
	for _, partner := range parts {
		for _, name := range parts {
			k := commission.EventKey(partner, name)
			text, err := k.MarshalText()
			if err != nil || string(text) != k.String() || k.Partner() != partner || k.Name() != name {
				t.Fatalf("MarshalText(%+v) = %s, %v; want %s", k, text, err, k)
			}
			if before, ok := seen[k.String()]; ok {
				t.Fatalf("%+v and %+v have one text: %s", before, k, k)
			}
			seen[k.String()] = k
			var back commission.Key
			if err := back.UnmarshalText(text); err != nil || back != k || !back.Equal(k) {
				t.Fatalf("UnmarshalText(%s) = %+v, %v; want %+v", text, back, err, k)
			}
		}
	}
	for _, text := range []string{"window/ana/sale//2026-01", "cap/ana/s%2Fx/bo%25/ever", "period/ana///2026"} {
		var k commission.Key
		if err := k.UnmarshalText([]byte(text)); err != nil || k.String() != text {
			t.Errorf("UnmarshalText(%s) = %s, %v; want it back", text, k, err)
		}
	}
	for _, text := range []string{"", "event", "event/a/b/c", "event/a/b/c/d/e", "sale/a/b/c/d", "Event/a/b/c/d", "/a/b/c/d", strings.Repeat("/", 1e6), "event/" + strings.Repeat("a", 1e6) + "///"} {
		k := commission.EventKey("a", "b")
		if err := k.UnmarshalText([]byte(text)); err == nil || k != commission.EventKey("a", "b") || len(err.Error()) > 500 {
			t.Errorf("UnmarshalText(%.50q) = %v, %+v; want an error and no change", text, err, k)
		}
	}
}

// TestRecordFaults reads records that no plan wrote.
func TestRecordFaults(t *testing.T) {
	var state commission.State
	mustEarn(t, planOf(flat()), &state, sale("s", "10"))
	good := strings.TrimSpace(stateText(t, &state))
	change := func(from, to string) string {
		if !strings.Contains(good, from) {
			t.Fatalf("%s has no %s", good, from)
		}
		return strings.Replace(good, from, to, 1)
	}
	tests := []struct {
		name, text string
		want       []fault
	}{
		{"good", good, nil},
		{"a format to come", change(`"format":1`, `"format":2`), []fault{{"format", alianza.ErrUnknown}}},
		{"no format", change(`"format":1,`, ``), []fault{{"format", alianza.ErrMissing}}},
		{"revision 0", change(`"revision":1`, `"revision":0`), []fault{{"revision", alianza.ErrRange}}},
		{"no revision", change(`"revision":1,`, ``), []fault{{"revision", alianza.ErrMissing}}},
		{"no plan", change(`"plan":"flat",`, ``), []fault{{"plan", alianza.ErrMissing}}},
		{"no body", `{"format":1,"key":"event/ana/s//","revision":1,"plan":"flat","day":"2026-01-01"}`, []fault{{"key", alianza.ErrConflict}}},
		{"the body of another key", change(`"key":"event/ana/s//"`, `"key":"window/ana/sale//2026-01"`), []fault{{"key", alianza.ErrConflict}}},
		{"two bodies", change(`"event":{`, `"meter":{},"event":{`), []fault{{"key", alianza.ErrConflict}}},
		{"a key of no kind", change(`"key":"event/`, `"key":"sale/`), []fault{{"key", alianza.ErrUnknown}}},
		{"a key of no form", change(`"key":"event/ana/s//"`, `"key":"event"`), []fault{{"key", alianza.ErrForm}}},
		{"an unknown field", change(`"format":1`, `"Format":1,"format":1`), []fault{{"Format", alianza.ErrUnknown}}},
		{"an unknown field of the body", change(`"kind":"sale"`, `"kind":"sale","extra":1`), []fault{{"event.extra", alianza.ErrUnknown}}},
		{"an amount that is hostile", change(`"amount":"10"`, `"amount":"1e999999999"`), []fault{{"event.amount", alianza.ErrRange}}},
		{"a number that is no text", change(`"content":"`, `"content":1,"x":"`), []fault{{"event.content", alianza.ErrForm}, {"event.x", alianza.ErrUnknown}}},
		{"not an object", `[]`, []fault{{"", alianza.ErrForm}}},
		{"null", `null`, []fault{{"", alianza.ErrMissing}}},
		{"not JSON", `{"format":1`, []fault{{"", alianza.ErrForm}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var r commission.Record
			err := json.Unmarshal([]byte(tt.text), &r)
			if !json.Valid([]byte(tt.text)) {
				err = r.UnmarshalJSON([]byte(tt.text))
			}
			checkFaults(t, "Unmarshal "+tt.text, err, tt.want)
			if tt.want == nil {
				if diff := cmp.Diff(tt.text, jsonText(t, r)); diff != "" {
					t.Errorf("Marshal mismatch (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestRecordImpossible gives a plan records that no events lead to: it may refuse
// what follows, but does not panic.
func TestRecordImpossible(t *testing.T) {
	plans := []commission.Plan{
		planOf(closed(ruled(tabled(commission.PerMonth, twoBrackets())), monthly("bonus", "1", "sale"))),
		planOf(closed(ruled(tabled(commission.PerMonth, affiliateTable(commission.Slab))), monthly("bonus", "1", "sale"))),
		planOf(closed(ruled(tabled(commission.PerMonth, byUnits(table(commission.Slab, perUnit("", "1"))))), monthly("bonus", "1", "sale"))),
	}
	accepted := 0
	for _, plan := range plans {
		var state commission.State
		earnAll(t, plan, &state, units(9, sale("s", "10")), refund("r", "s", "2"))
		text := stateText(t, &state)
		for _, from := range []string{`"amount":"10"`, `"amount":"2"`, `"units":"9"`, `"base":"10"`, `"takings":1`, `"rule":"sale"`, `"version":1`, `"paid":"`, `"of":"s"`} {
			for _, to := range []string{`"0"`, `"-5"`, `"1e18"`, `0`, `-7`, `7`, `"none"`, `""`} {
				name, _, _ := strings.Cut(from, ":")
				changed := strings.ReplaceAll(text, from, name+":"+to)
				if strings.HasSuffix(from, `"`) && strings.HasSuffix(from, `:"`) {
					changed = strings.ReplaceAll(text, from, name+`:"-`)
				}
				broken := &commission.State{}
				ok := true
				for line := range strings.Lines(changed) {
					var r commission.Record
					if err := json.Unmarshal([]byte(line), &r); err != nil {
						ok = false // better still
						break
					}
					broken.Restore(r)
				}
				if !ok {
					continue
				}
				accepted++
				for _, e := range []commission.Event{
					refund("q", "s", "0"), refund("p", "s", "2"), kind(commission.Reversal, refund("v", "r", "0")), corrected("s", sale("k", "1")),
					chargeback("c", "s", "0"), sale("x", "10"), closing("z", "2026-01"),
				} {
					_, _ = earn(plan, broken, e)
				}
			}
		}
	}
	if accepted == 0 {
		t.Error("every record is refused; there is nothing to prove")
	}
}

// TestStateOfNothing charges back a sale of 0.00 that counts by its units. A state that was
// written and read answers in the same bytes.
func TestStateOfNothing(t *testing.T) {
	p := planOf(ruled(tabled(commission.PerEvent, byUnits(table(commission.NextSale, commission.Bracket{})))))
	s := &commission.State{}
	if _, err := earn(p, s, units(2, sale("a", "0.00"))); err != nil {
		t.Fatal(err)
	}
	e := chargeback("b", "a", "0")
	e.Amount = decimal.Decimal{} // the whole sale
	again := readState(t, stateText(t, s))
	want, err := earn(p, s, e)
	got, gotErr := earn(p, again, e)
	if len(want.Entries) != 1 || err != nil || gotErr != nil || jsonText(t, got) != jsonText(t, want) {
		t.Errorf("Earn = %s, %v after JSON; want one entry as without it, %s, %v", jsonText(t, got), gotErr, jsonText(t, want), err)
	}
}

package commission_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/internal/ledgertest"
	"github.com/seed-0af520cd/alianza/internal/seeds"
)

// TestRows keeps random years in a state whose digests nearly all collide, in one
// that is cloned and forgotten from, and in a map of records: all say the same.
func TestRows(t *testing.T) {
	for seed := range seeds.Count(10) {
		y := ledgertest.Dice(uint64(seed)+2000, 40)
		plan, err := yearPlan(y)
		if err != nil {
			t.Fatal(err)
		}
		var narrow, wide commission.State
		narrow.Narrow()
		plain := recordMap{}
		r := rand.New(rand.NewPCG(uint64(seed), 9))
		for _, data := range y.Events {
			e, err := yearEvent(data)
			if err != nil {
				continue
			}
			want, err := plan.Earn(plain, e)
			for _, one := range want.Records {
				plain[one.Key()] = one
			}
			for _, s := range []*commission.State{&narrow, &wide} {
				got, gotErr := earn(plan, s, e)
				if jsonText(t, got) != jsonText(t, want) || fmt.Sprint(gotErr) != fmt.Sprint(err) {
					t.Fatalf("seed %d: Earn(%s) = %s, %v; want %s, %v", seed, data, jsonText(t, got), gotErr, jsonText(t, want), err)
				}
			}
			if r.IntN(5) == 0 {
				wide = *wide.Clone()
			}
			if r.IntN(20) == 0 {
				for _, s := range []*commission.State{&narrow, &wide} {
					s.Forget("bob", always)
				}
				for key := range plain {
					if key.Partner() == "bob" {
						delete(plain, key)
					}
				}
			}
			if narrow.Len() != len(plain) || wide.Len() != len(plain) {
				t.Fatalf("seed %d: after %s Len() = %d and %d; want %d", seed, data, narrow.Len(), wide.Len(), len(plain))
			}
		}
		back := &commission.State{}
		for _, one := range plain {
			back.Restore(one)
		}
		if got, want := stateText(t, &narrow), stateText(t, back); got != want {
			t.Fatalf("seed %d: the state says\n%s; want\n%s", seed, got, want)
		}
		if !back.Equal(wide) || !back.Equal(narrow) {
			t.Fatalf("seed %d: Equal = false; want true", seed)
		}
	}
}

// TestRowsInstant keeps an instant to the nanosecond, in its zone.
func TestRowsInstant(t *testing.T) {
	plan := planOf(flat())
	for _, text := range []string{"2026-01-01T09:00:00.000000001Z", "2026-01-01T09:00:00Z", "2026-01-01T09:00:00.5+05:45", "2019-12-31T23:59:59.999999999Z"} {
		var state commission.State
		earned := alianza.Must(plan.Earn(&state, at2(instant(text), sale("s", "100"))))
		if err := state.Keep(earned.Records...); err != nil {
			t.Fatal(err)
		}
		got, _, _ := state.Record(commission.EventKey("ana", "s"))
		if diff := cmp.Diff(jsonText(t, earned.Records[0]), jsonText(t, got)); diff != "" || !strings.Contains(jsonText(t, got), `"at":"`+text+`"`) {
			t.Errorf("Record = %s; want it at %s (-want +got):\n%s", jsonText(t, got), text, diff)
		}
	}
}

// TestRowsForgotten gives up the rows that are forgotten when they are more than those
// that stay, and leaves few alone.
func TestRowsForgotten(t *testing.T) {
	plan := planOf(flat())
	for _, n := range []int{3, 3000} {
		var state commission.State
		earnAll(t, plan, &state, many(n, sale("s", "100"))...)
		earnAll(t, plan, &state, of("bea", sale("s", "100")))
		if got := state.Forget("ana", always); got != n || state.Len() != 1 {
			t.Errorf("Forget(%d sales) = %d, leaves %d; want all but one", n, got, state.Len())
		}
		if got := state.Dead(); (got == 0) != (n == 3000) {
			t.Errorf("after %d sales were forgotten %d bytes of rows are dead", n, got)
		}
		checkRefused(t, plan, &state, of("bea", sale("s", "100")), []fault{{"id", alianza.ErrRepeated}})
		if got := state.Forget("", always); got != 1 || state.Dead() != 0 {
			t.Errorf("Forget(the last) = %d, %d bytes of rows are dead; want 1 and none", got, state.Dead())
		}
	}
}

// TestRowsAtOnce keeps sales at once, so few of whose digests differ that none has a
// row of its own: all are there.
func TestRowsAtOnce(t *testing.T) {
	plan := planOf(flat())
	var state commission.State
	state.Narrow()
	var records []commission.Record
	sales := many(40, sale("s", "100"))
	for _, e := range sales {
		records = append(records, alianza.Must(plan.Earn(&commission.State{}, e)).Records...)
	}
	if err := state.Keep(records...); err != nil {
		t.Fatal(err)
	}
	if got := state.Len(); got != len(sales) {
		t.Errorf("Len() = %d; want %d", got, len(sales))
	}
	for _, e := range sales {
		checkRefused(t, plan, &state, e, []fault{{"id", alianza.ErrRepeated}})
	}
}

// recordMap is a past without any art.
type recordMap map[commission.Key]commission.Record

func (m recordMap) Record(key commission.Key) (commission.Record, bool, error) {
	r, ok := m[key]
	return r, ok, nil
}

// TestPastUnchanged evaluates events twice over a past that hands out the records
// themselves: an evaluation changes none of them.
func TestPastUnchanged(t *testing.T) {
	goods := onSale("10%")
	goods.Pay.Less = []string{"shipping"}
	parted := onSale("10%")
	parted.Defer = []commission.Deferred{{Rate: rate("50%")}, {Rate: rate("50%"), Days: 5}}
	order := with("shipping", "10", sale("s", "110"))
	part := func(id string) commission.Event { return with("shipping", "1", refund(id, "s", "11")) }
	late := ruled(goods)
	late.RefundDays = 5
	gold := func(e commission.Event) commission.Event { return at("affiliate/gold", e) }
	level := commission.Affiliate()
	level.Rules[0].Over.Over = commission.PerMonth
	for _, tt := range []struct {
		name   string
		def    commission.Definition
		events []commission.Event
	}{
		{"parts", ruled(goods), []commission.Event{order, part("r"), part("q"), reversal("v", "r"), with("shipping", "10", corrected("s", sale("k", "110")))}},
		{"parts, too late", late, []commission.Event{order, at2(day(20), part("r")), at2(day(21), part("q")), reversal("v", "r"), with("shipping", "10", corrected("s", sale("k", "110")))}},
		{"installments", ruled(parted), []commission.Event{sale("s", "100"), refund("r", "s", "40"), refund("q", "s", "40"), reversal("v", "q"), corrected("s", sale("k", "90"))}},
		{"answers", ruled(inThree()), []commission.Event{sale("s", "100"), at2(day(200), answer("m", "s", "yes")), refund("r", "s", "40"), reversal("v", "m"), at2(day(201), answer("n", "s", "no"))}},
		{"a level of a month", level, []commission.Event{gold(sale("s", "100")), gold(sale("t", "100")), refund("r", "s", "100"), gold(corrected("t", sale("k", "90")))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			plan, past := planOf(tt.def), recordMap{}
			for _, e := range tt.events {
				first, err := plan.Earn(past, e)
				if err != nil {
					t.Fatalf("Earn(%s) = %v; want no error", eventText(e), err)
				}
				text := jsonText(t, first)
				again, err := plan.Earn(past, e)
				if got := jsonText(t, again); got != text || err != nil {
					t.Errorf("Earn(%s) again = %s, %v; want %s", eventText(e), got, err, text)
				}
				for _, one := range again.Records {
					past[one.Key()] = one
				}
			}
		})
	}
}

// TestRowsFull keeps a record in which no field is zero: a field that is new, and
// that rows do not have, comes back as zero.
func TestRowsFull(t *testing.T) {
	want := commission.FullRecord(commission.EventKey("ana", "s"))
	var state commission.State
	state.Restore(want)
	got, ok, err := state.Record(want.Key())
	if diff := cmp.Diff(jsonText(t, want), jsonText(t, got)); diff != "" || !ok || err != nil || !got.Equal(want) {
		t.Errorf("Record = %v, %v, mismatch (-want +got):\n%s", ok, err, diff)
	}
	if other := commission.FullRecord(commission.EventKey("ana", "t")); other.Equal(want) {
		t.Error("records of two events are equal; want them to differ")
	}
}

// TestRowsTidy refunds one sale again and again, which writes its row anew each
// time: the rows that are dead are given up. A clone made before is as it was.
func TestRowsTidy(t *testing.T) {
	plan := planOf(heldAffiliate())
	var state commission.State
	sold := at("affiliate/gold", sale("s", "100000.00"))
	mustEarn(t, plan, &state, sold)
	early := state.Clone()
	before := stateText(t, early)
	for i := range 3000 {
		back := refund("r", "s", "0.01")
		back.ID = fmt.Sprint("r", i)
		mustEarn(t, plan, &state, back)
		if n := state.Dead(); n > 1<<17 { // the 64 KB that are left alone, and a row
			t.Fatalf("after %d refunds %d bytes of rows are dead", i+1, n)
		}
	}
	if got := stateText(t, early); got != before {
		t.Errorf("the clone is %s; want %s", got, before)
	}
	if n := state.Len(); n != 3001 {
		t.Errorf("Len() = %d; want 3001", n)
	}
	again := &commission.State{}
	for r := range state.Records("") {
		again.Restore(r)
	}
	if !again.Equal(state) || state.Forget("ana", alianza.DateOf(day(2), nil)) != 0 || state.Forget("ana", always) != 3001 || state.Len() != 0 || state.Dead() != 0 {
		t.Errorf("after Forget Len() = %d, %d bytes are dead; want 0", state.Len(), state.Dead())
	}
}

// TestZeroOfRecord posts what a cap left nothing of again, with its places, whether its
// record was kept as it is or as JSON.
func TestZeroOfRecord(t *testing.T) {
	rule := onSale("10%")
	rule.Limit.Caps = []commission.Cap{{Amount: num("5"), Per: commission.Ever}}
	d := ruled(rule)
	d.UnknownSale = commission.UnknownSaleCurrentRate
	plan, state := planOf(d), &commission.State{}
	right := refund("c", "s2", "10")
	right.Kind, right.Of = commission.Correction, "r"
	events := []commission.Event{sale("s1", "100"), sale("s2", "100"), refund("r", "s2", "35.5"), right, reversal("v", "c")}
	for _, e := range events {
		want, err := plan.Earn(state, e)
		if err != nil {
			t.Fatalf("Earn(%s) = %v", eventText(e), err)
		}
		got, _ := plan.Earn(readState(t, stateText(t, state)), e)
		if diff := cmp.Diff(jsonText(t, want.Entries), jsonText(t, got.Entries)); diff != "" {
			t.Errorf("Earn(%s) of records in memory and as JSON (-memory +JSON):\n%s", eventText(e), diff)
		}
		for i := range got.Entries {
			if one := &got.Entries[i]; e.ID != "s1" && (one.Amount.Exponent() != -2 || !one.Amount.IsZero()) { // the cap of 5 is used up by s1
				t.Errorf("Earn(%s) posts %s; want 0.00", eventText(e), one)
			}
		}
		if err := state.Keep(want.Records...); err != nil {
			t.Fatal(err)
		}
	}
}

// TestWholeByDays pays a retainer of all days of its month with the places of the currency.
func TestWholeByDays(t *testing.T) {
	fee := monthly("fee", "280")
	fee.ByDays = true
	plan := planOf(closed(ruled(onSale("10%")), fee))
	for _, tt := range []struct {
		since int
		want  string
	}{
		{1, "280.00"},
		{2, "270.97"}, // 30 of 31 days: 270.967…
	} {
		shut := closing("x", "2026-01")
		shut.PartnerSince = day(tt.since)
		entry := mustEarn(t, plan, &commission.State{}, shut)
		if text := jsonText(t, entry); !strings.Contains(text, `"amount":"`+tt.want+`"`) || !strings.Contains(entry.String(), "rounded "+tt.want) {
			t.Errorf("since the %d: %s, %s; want %s", tt.since, entry, text, tt.want)
		}
	}
}

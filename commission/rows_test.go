package commission_test

import (
	"fmt"
	"math/rand/v2"
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

// recordMap is a past without any art.
type recordMap map[commission.Key]commission.Record

func (m recordMap) Record(key commission.Key) (commission.Record, bool, error) {
	r, ok := m[key]
	return r, ok, nil
}

// TestRowsFull keeps a record in which no field is zero: a field that is new, and
// that rows do not have, comes back as zero.
func TestRowsFull(t *testing.T) {
	want := commission.FullRecord(commission.EventKey("ana", "s"))
	var state commission.State
	state.Restore(want)
	got, ok, err := state.Record(want.Key())
	if diff := cmp.Diff(jsonText(t, want), jsonText(t, got)); diff != "" || !ok || err != nil {
		t.Errorf("Record = %v, %v, mismatch (-want +got):\n%s", ok, err, diff)
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
	if !again.Equal(state) || state.Forget("ana", alianza.DateOf(day(2), nil)) != 0 || state.Forget("ana", always) != 3001 || state.Len() != 0 {
		t.Errorf("after Forget Len() = %d; want 0", state.Len())
	}
}

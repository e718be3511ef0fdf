package commission_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza/commission"
)

// TestHoldingJSON reads back records of which each field says something of its own,
// and such as say only what the event does not.
func TestHoldingJSON(t *testing.T) {
	read := func(text string) commission.Record {
		var r commission.Record
		if err := r.UnmarshalJSON([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return r
	}
	full := jsonText(t, commission.FullRecord(commission.EventKey("ana", "s")))
	if diff := cmp.Diff(full, jsonText(t, read(full))); diff != "" {
		t.Errorf("a full record read back (-want +got):\n%s", diff)
	}
	plan := planOf(heldAffiliate())
	var state commission.State
	mustEarn(t, plan, &state, at("affiliate/gold", sale("s", "19.90")))
	sold, _, _ := state.Record(commission.EventKey("ana", "s"))
	text := jsonText(t, sold)
	for _, field := range []string{"base", "units", "paid"} {
		if strings.Contains(text, `"`+field+`"`) {
			t.Errorf("the record says %s: %s", field, text)
		}
	}
	if strings.Count(text, "affiliate/gold") != 1 {
		t.Errorf("the record says its level twice: %s", text)
	}
	long := strings.Replace(text, `"posted"`, `"base":"19.90","units":"1","tier":"affiliate/gold","paid":"5.97","posted"`, 1)
	if got := jsonText(t, read(long)); got != text {
		t.Errorf("a record that says all of it reads as %s; want %s", got, text)
	}
}

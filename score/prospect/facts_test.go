package prospect_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func TestFactsJSON(t *testing.T) {
	facts := prospect.Facts{
		Name: "spa", Answers: score.Answers{"execution": score.No, "measurable": score.Unknown, "active_channel": score.Yes},
		Numbers: map[string]decimal.Decimal{"offer": n("0"), "review": n("14")}, Net: ptr("-1.50"), Currency: "USD",
	}
	const want = `{"name":"spa","answers":{"active_channel":"yes","execution":"no","measurable":"unknown"},"numbers":{"offer":"0","review":"14"},"net":"-1.50","currency":"USD"}`
	doc, err := json.Marshal(facts)
	if err != nil || string(doc) != want {
		t.Fatalf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	var got prospect.Facts
	if err := json.Unmarshal(doc, &got); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(facts, got, scoretest.SamePlaces()); diff != "" {
		t.Errorf("UnmarshalJSON mismatch (-want +got):\n%s", diff)
	}
	bad := []byte(`{"name":"other","answers":{"execution":"maybe","a":"yes","a":"no"},"numbers":{"offer":"one"},"net":null,"score":1}`)
	err = got.UnmarshalJSON(bad)
	wantFaults := []fault{
		{"answers.execution", "maybe", alianza.ErrUnknown},
		{"answers.a", "", alianza.ErrDuplicate},
		{"numbers.offer", "one", alianza.ErrForm},
		{"net", "", alianza.ErrMissing},
		{"score", "", alianza.ErrField},
	}
	if diff := cmp.Diff(wantFaults, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("UnmarshalJSON = other faults (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(facts, got, scoretest.SamePlaces()); diff != "" {
		t.Errorf("UnmarshalJSON of faulty facts changes them (-want +got):\n%s", diff)
	}
	doc, err = json.Marshal(prospect.Facts{Name: "spa"})
	if err != nil || string(doc) != `{"name":"spa"}` {
		t.Errorf("MarshalJSON() = %s, %v; want only the name", doc, err)
	}
}

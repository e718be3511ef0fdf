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

// n reads a number, q a fraction such as "52/7".
var n, q = scoretest.N, scoretest.Q

// A fault is a field error.
type fault struct {
	Path, Value string
	Err         error
}

func faults(err error) []fault { return scoretest.Faults[fault](err) }

// criteria are those of the semaforo, in order.
var criteria = score.Semaforo().Criteria

// answers returns answers to the first criteria of the semaforo: so many yes,
// then so many no, then unknown.
func answers(yes, no int) score.Answers {
	a := score.Answers{}
	for i, c := range criteria {
		switch {
		case i < yes:
			a[c] = score.Yes
		case i < yes+no:
			a[c] = score.No
		default:
			a[c] = score.Unknown
		}
	}
	return a
}

// net returns the margin less the cost of coordination.
func net(margin, cost string) *decimal.Decimal {
	d := n(margin).Sub(n(cost))
	return &d
}

// ptr returns a pointer to a number.
func ptr(s string) *decimal.Decimal {
	d := n(s)
	return &d
}

func classifier(d prospect.ClassifierDefinition) prospect.Classifier {
	return alianza.Must(prospect.NewClassifier(d))
}

func screening(d prospect.ScreeningDefinition) prospect.Screening {
	return alianza.Must(prospect.NewScreening(d))
}

func segmentation(d prospect.SegmentationDefinition) prospect.Segmentation {
	return alianza.Must(prospect.NewSegmentation(d))
}

func TestFactsJSON(t *testing.T) {
	facts := prospect.Facts{
		Name: "spa", Questions: say(score.No, "execution"), Criteria: score.Answers{"measurable": score.Unknown, "active_channel": score.Yes}, Pilot: map[string]decimal.Decimal{"offer": n("0"), "review": n("14")},
		Agreement: say(score.Yes, "commission"), Net: ptr("-1.50"), Currency: "USD",
	}
	const want = `{"name":"spa","questions":{"execution":"no"},"criteria":{"active_channel":"yes","measurable":"unknown"},"pilot":{"offer":"0","review":"14"},` +
		`"agreement":{"commission":"yes"},"net":"-1.50","currency":"USD"}`
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
	bad := []byte(`{"name":"other","questions":{"execution":"maybe"},"pilot":{"offer":"one"},"net":null,"score":1}`)
	err = got.UnmarshalJSON(bad)
	wantFaults := []fault{
		{"questions.execution", "maybe", alianza.ErrUnknown},
		{"pilot.offer", "one", alianza.ErrForm},
		{"net", "", alianza.ErrMissing},
		{"score", "", alianza.ErrUnknown},
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

package score_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

func TestEnumerations(t *testing.T) {
	scoretest.Names[score.Light](t, 1, "none", "red", "yellow", "green")
	scoretest.Names[score.Answer](t, 0, "unknown", "no", "yes")
	scoretest.Names[score.OnMissing](t, 1, "default", "refuse", "open", "worst", "left_out")
	scoretest.Names[score.Basis](t, 1, "none", "knock_out", "light", "total", "score", "best", "name")
}

func TestLightOrder(t *testing.T) {
	var none score.Light
	if none >= score.Red || score.Red >= score.Yellow || score.Yellow >= score.Green {
		t.Errorf("lights = %d, %d, %d, %d; want them in order", none, score.Red, score.Yellow, score.Green)
	}
}

func TestAnswersJSON(t *testing.T) {
	var answers score.Answers
	const doc = `{"measurable":"yes","mutual_benefit":"unknown"}`
	if err := json.Unmarshal([]byte(doc), &answers); err != nil || answers["measurable"] != score.Yes || len(answers) != 2 {
		t.Errorf("UnmarshalJSON(%s) = %v, %v; want yes and unknown", doc, answers, err)
	}
	if got, err := json.Marshal(answers); err != nil || string(got) != doc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, doc)
	}
	for doc, want := range map[string]error{
		`{"measurable":"oui"}`: alianza.ErrUnknown, `{"a":"yes","a":"no"}`: alianza.ErrDuplicate, `{"a":null}`: alianza.ErrMissing, `["yes"]`: alianza.ErrForm, `{"a":true}`: alianza.ErrForm,
	} {
		if err := json.Unmarshal([]byte(doc), &answers); !errors.Is(err, want) || len(answers) != 2 {
			t.Errorf("UnmarshalJSON(%s) = %v, %v; want %v", doc, answers, err, want)
		}
	}
	if doc, err := json.Marshal(score.Answers{"a": 3}); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("MarshalJSON of no answer = %s, %v; want ErrUnknown", doc, err)
	}
}

// TestMergeAnswers_S35 answers a fact of two lists once.
func TestMergeAnswers_S35(t *testing.T) {
	light, agreement := score.Answers{"active_channel": score.Yes, "measurable": score.Unknown}, score.Answers{"measurable": score.No, "routine": score.Unknown}
	got, err := score.MergeAnswers(light, agreement, nil)
	want := score.Answers{"active_channel": score.Yes, "measurable": score.No, "routine": score.Unknown}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("MergeAnswers = %v, mismatch (-want +got):\n%s", err, diff)
	}
	agreement["active_channel"], agreement["routine"] = score.No, 7
	_, err = score.MergeAnswers(light, agreement)
	if diff := cmp.Diff([]fault{{"answers[1].active_channel", "no", alianza.ErrConflict}, {"answers[1].routine", "(7)", alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("MergeAnswers = other faults (-want +got):\n%s", diff)
	}
}

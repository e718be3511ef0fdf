package tier_test

import (
	"encoding/json"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
)

// TestRequirementAlone reads and writes requirements by themselves.
func TestRequirementAlone(t *testing.T) {
	for _, text := range []string{
		`{"metric":"sales","at_least":"16"}`,
		`{"sum":["a","b"],"above":"70"}`,
		`{"all":[{"metric":"a","below":"3"},{"any":[{"metric":"b","at_most":"1"},{"metric":"c","at_least":"2"}]}]}`,
		`{"count":2,"of":[{"metric":"a","at_least":"1"},{"metric":"b","at_least":"1"},{"metric":"c","at_least":"1"}]}`,
	} {
		var r tier.Requirement
		err := json.Unmarshal([]byte(text), &r)
		if doc, again := json.Marshal(r); err != nil || again != nil || string(doc) != text {
			t.Errorf("Marshal = %s, %v after %v; want %s", doc, again, err, text)
		}
	}
	for _, text := range []string{`{}`, `{"metric":"sales"}`, `{"metric":"sales","At_least":"16"}`, `{"all":[]}`, `{"metric":"sales","at_least":"-1"}`} {
		var r tier.Requirement
		if err := json.Unmarshal([]byte(text), &r); len(alianza.Faults(err)) == 0 || r.Metric != "" {
			t.Errorf("Unmarshal(%s) = %v, %v; want faults, and nothing read", text, r, err)
		}
	}
}

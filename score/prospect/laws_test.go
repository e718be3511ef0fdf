package prospect_test

import (
	"encoding/json"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// TestDecimalSettings sets the package variables of decimal, which
// another part of a program may do: all results stay the same.
func TestDecimalSettings(t *testing.T) {
	outputs := func() []string {
		var all []string
		text := func(v any, err error) {
			doc, jsonErr := json.Marshal(v)
			all = append(all, fmt.Sprintf("%v, %v, %s, %v", v, err, doc, jsonErr))
		}
		text(prospect.Fairness(n("10.50"), n("3.5")))
		value, err := prospect.MailingValue(1, 700, alianza.WholePercent(3), alianza.WholePercent(7), n("3.50"))
		text(value.Rat(), err)
		options, err := prospect.Prioritize([]prospect.Option{hard("a", "8.50", "1e1"), hard("b", "9", "2")})
		text(names(options), err)
		text(json.Marshal(options))
		text(gates.Judge(prospect.Facts{Name: "spa", Questions: met5, Criteria: answers(4, 4), Net: net("1.50", "2.00")}))
		return all
	}
	want := outputs()
	precision, trim, scientific, unquoted := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes
	defer func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = precision, trim, scientific, unquoted
	}()
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes = 1, false, true, true
	if diff := cmp.Diff(want, outputs()); diff != "" {
		t.Errorf("outputs under other settings mismatch (-want +got):\n%s", diff)
	}
}

// TestConcurrent judges from many goroutines, for the race detector.
func TestConcurrent(t *testing.T) {
	by := segments(true)
	facts := prospect.Facts{Name: "spa", Questions: met5, Criteria: answers(4, 4), Agreement: say(score.Yes, alliance...), Net: net("9", "1")}
	want := consider(t, facts).String()
	var wait sync.WaitGroup
	for range 8 {
		wait.Add(1)
		go func() {
			defer wait.Done()
			for range 20 {
				got, err := gates.Judge(facts)
				_, segmentErr := by.Judge(profile("high", "low"))
				if err != nil || segmentErr != nil || got.String() != want {
					t.Errorf("Judge = %s, %v, %v; want %s", got, err, segmentErr, want)
				}
			}
		}()
	}
	wait.Wait()
}

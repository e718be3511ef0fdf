package score_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

// TestDecimalSettings sets the package variables of decimal, which another
// part of a program may do: all that the package returns stays the same.
func TestDecimalSettings(t *testing.T) {
	candidates := []score.Scores{
		of("9", "8.50", "7", "8", "9"), of("7", "7", "7", "7", "6.95"), of("10.00", "1e1", "10", "10", "10"), of("12.50", "0", "7", "7", "7"),
	}
	candidates[0]["strategic_fit"] = decimal.New(1, 1)
	figures := []score.Number{n("250.10"), n("299.995"), decimal.New(12, 15), nil, quotient{big.NewRat(200, 1)}, decimal.New(1, 1<<30), n("-0.5")}
	lights := scale(score.LightScale("s", n("-1"), n("200.50"), decimal.New(3, 2), n("1e16")))
	d := score.PartnerEvaluation()
	d.Pass.Value, d.Max = n("7.00"), decimal.New(1, 1)
	partly, some, most := three(0), score.Scores{"a": n("8.50"), "c": n("6")}, score.Scores{"a": n("8.5"), "b": n("6.0"), "c": n("6")}
	deep, measures := floored(), of("7", "1000.0", "7", "2.50", "45")
	outputs := func() []string {
		var all []string
		text := func(v any, err error) { all = append(all, fmt.Sprintf("%s, %v", v, err)) }
		doc, err := json.Marshal(d)
		text(doc, err)
		var read score.EvaluationDefinition
		text("evaluation", json.Unmarshal(doc, &read))
		e, err := score.NewEvaluation(read)
		text("evaluation", err)
		for _, s := range candidates {
			a, err := e.Judge(s)
			text(a, err)
			text(a.Sum(), err)
			text(a.Slack.String(), nil)
			if err == nil {
				text(json.Marshal(a))
			}
		}
		for _, v := range figures {
			text(lights.Judge(v))
		}
		for _, policy := range []score.OnMissing{score.OnMissingWorst, score.OnMissingLeaveOut} {
			partly.OnMissing = policy
			a, err := score.MustEvaluation(partly).Judge(some)
			text(a, err)
			text(a.Sensitivity(), nil)
			text(json.Marshal(a))
		}
		a, err := score.MustEvaluation(deep).Judge(measures)
		text(a, err)
		text(fmt.Sprint(a.Contributions[1].Score.Round(3).Coefficient()), nil)
		text(score.MustEvaluation(partly).Rank(map[string]score.Scores{"x": some, "y": most}))
		v, err := score.MustChecklist(score.Semaforo()).Judge(answers(3, 2))
		text(v, err)
		return all
	}
	want := outputs()
	precision, trim, scientific, unquoted, exponent := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent
	defer func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = precision, trim, scientific, unquoted, exponent
	}()
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = 1, false, true, true, 1
	if diff := cmp.Diff(want, outputs()); diff != "" {
		t.Errorf("outputs under other settings mismatch (-want +got):\n%s", diff)
	}
}

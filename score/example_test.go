package score_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

// A spa brings customers, a setting, trust and a channel.
func ExampleChecklist_Judge() {
	verdict, err := score.MustChecklist(score.Semaforo()).Judge(score.Answers{
		"compatible_customer": score.Yes,
		"natural_context":     score.Yes,
		"transferable_trust":  score.Yes,
		"active_channel":      score.Yes,
		"real_complement":     score.No,
		"easy_execution":      score.No,
		"mutual_benefit":      score.No,
		"measurable":          score.No,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(verdict)
	fmt.Println(verdict.Light, verdict.Light >= score.Yellow, verdict.Yes)
	// Output:
	// green, 4 of 8; quick says yellow
	// green true [compatible_customer transferable_trust active_channel natural_context]
}

// What nobody has asked yet is unknown, and the light is a range.
func ExampleChecklist_Judge_unknown() {
	verdict, err := score.MustChecklist(score.Semaforo()).Judge(score.Answers{
		"compatible_customer": score.Yes, "transferable_trust": score.Yes, "active_channel": score.Yes,
		"real_complement": score.No, "natural_context": score.No, "easy_execution": score.No,
	})
	fmt.Println(verdict, err)
	fmt.Println(verdict.Light, verdict.Best, verdict.ToNext)
	// Output:
	// yellow to green, 3 of 8; quick says yellow; unknown: mutual_benefit, measurable <nil>
	// yellow green 1
}

func ExampleChecklist_By() {
	quick, err := score.MustChecklist(score.Semaforo()).By("quick")
	if err != nil {
		fmt.Println(err)
		return
	}
	verdict, err := quick.Judge(score.Answers{"active_channel": score.Yes, "measurable": score.Yes})
	fmt.Println(verdict.Policy, verdict.Light, verdict.Best, err)

	_, err = quick.By("slow")
	fmt.Println(err)
	// Output:
	// quick red green <nil>
	// score: checklist semaforo: policy "slow": unknown
}

func ExampleNewChecklist_faults() {
	_, err := score.NewChecklist(score.ChecklistDefinition{
		Name:     "pilot",
		Criteria: []string{"offer", "script", "offer"},
		Policies: []score.Policy{{Name: "plain", Yellow: 2, Green: 4}},
	})
	fmt.Println(err)
	// Output:
	// criteria[2] "offer": duplicate: the same as criteria[0]
	// policies[0].green "4": out of range: at most 3, or nothing would be green
}

func ExampleEvaluation_Judge() {
	evaluation := score.MustEvaluation(score.PartnerEvaluation())
	assessment, err := evaluation.Judge(score.Scores{
		"strategic_fit":            decimal.NewFromInt(9),
		"market_access":            decimal.NewFromInt(8),
		"technology_compatibility": decimal.NewFromInt(7),
		"financial_viability":      decimal.NewFromInt(8),
		"cultural_fit":             decimal.NewFromInt(9),
	})
	fmt.Println(assessment, err)
	fmt.Println(assessment.Sum())
	// Output:
	// advance with 8.2 of 10, 1.2 above the bound of >= 7 <nil>
	// 2.7 strategic_fit + 2 market_access + 1.4 technology_compatibility + 1.2 financial_viability + 0.9 cultural_fit = 8.2
}

// A total just under the threshold is not rounded up to it.
func ExampleEvaluation_Judge_threshold() {
	evaluation := score.MustEvaluation(score.PartnerEvaluation())
	seven := decimal.NewFromInt(7)
	for _, culture := range []string{"7", "6.99", "0"} {
		assessment, err := evaluation.Judge(score.Scores{
			"strategic_fit": seven, "market_access": seven, "technology_compatibility": seven, "financial_viability": seven,
			"cultural_fit": decimal.RequireFromString(culture),
		})
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(assessment)
	}
	// Output:
	// advance with 7 of 10, exactly on the bound of >= 7
	// stop at 6.999 of 10, 0.001 below the bound of >= 7
	// score: evaluation partner_evaluation: scores.cultural_fit "0": out of range: the scale is 1 to 10
}

func ExampleNewEvaluation_faults() {
	_, err := score.NewEvaluation(score.EvaluationDefinition{
		Name: "quick look", Min: decimal.NewFromInt(1), Max: decimal.NewFromInt(5),
		Pass: score.AtLeast(decimal.NewFromInt(1)),
		Criteria: []score.Criterion{
			{Name: "fit", Weight: score.Percent(60)},
			{Name: "reach", Weight: score.Percent(39)},
		},
	})
	fmt.Println(err)
	// Output:
	// pass.at_least "1": contradiction: every total on the scale meets it
	// criteria: contradiction: the weights add up to 99%, 1% short of 100%
}

func ExampleKPI_Judge() {
	roi := score.MustKPI(score.KPIDefinition{
		Name: "roi", Unit: "%",
		Target:    score.AtLeast(decimal.NewFromInt(300)),
		Benchmark: score.AtLeast(decimal.NewFromInt(200)),
	})
	for _, figure := range []score.Number{decimal.NewFromInt(300), decimal.NewFromInt(250), decimal.NewFromInt(199), nil} {
		reading, err := roi.Judge(figure)
		fmt.Println(reading, err)
	}
	// Output:
	// roi 300%: green, target >= 300, benchmark >= 200 <nil>
	// roi 250%: yellow, target >= 300, benchmark >= 200 <nil>
	// roi 199%: red, target >= 300, benchmark >= 200 <nil>
	// roi: no data <nil>
}

func ExampleNewKPI_faults() {
	_, err := score.NewKPI(score.KPIDefinition{
		Name:      "tickets",
		Target:    score.Below(decimal.NewFromInt(2)),
		Benchmark: score.AtLeast(decimal.NewFromInt(3)),
	})
	fmt.Println(err)
	// Output:
	// benchmark.at_least "3": contradiction: it looks the other way than the target, < 2
}

// A definition is kept as JSON, and checked when it is read.
func ExampleKPIDefinition() {
	var d score.KPIDefinition
	err := json.Unmarshal([]byte(`{"name": "onboarding", "unit": "days", "target": {"below": 28}}`), &d)
	if err != nil {
		fmt.Println(err)
		return
	}
	reading, err := score.MustKPI(d).Judge(decimal.NewFromInt(28))
	fmt.Println(reading, err)
	doc, err := json.Marshal(reading)
	fmt.Println(string(doc), err)
	// Output:
	// onboarding 28 days: red, target < 28 <nil>
	// {"kpi":"onboarding","unit":"days","value":"28.00","light":"red","status":"below","target":{"below":"28"}} <nil>
}

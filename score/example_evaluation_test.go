package score_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

// A distributor is judged by what can be measured: customers reached, more is
// better, and days to deliver, fewer is better. Who does not pay in time is out.
func Example_distributor() {
	number := decimal.NewFromInt
	evaluation := score.MustEvaluation(score.EvaluationDefinition{
		Name: "distributor", Missing: score.MissingRenormalise,
		Min: number(0), Max: number(100), Pass: score.AtLeast(number(60)),
		Criteria: []score.Criterion{
			{Name: "customers", Weight: score.Percent(50), Raw: score.Raw{From: number(0), To: number(2000)}},
			{Name: "days_to_deliver", Weight: score.Percent(30), Raw: score.Raw{From: number(30), To: number(2)}},
			{Name: "payment", Weight: score.Percent(20), Floor: score.AtLeast(number(40))},
		},
	})
	for _, facts := range []score.Scores{
		{"customers": number(1500), "days_to_deliver": number(9), "payment": number(80)},
		{"customers": number(2000), "days_to_deliver": number(2), "payment": number(30)},
		{"customers": number(1300), "payment": number(50)}, // nobody has asked about the delivery
	} {
		assessment, err := evaluation.Judge(facts)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(assessment)
		fmt.Println("  " + assessment.Sum())
	}
	// Output:
	// advance with 76 of 100, 16 above the bound of >= 60
	//   37.5 customers + 22.5 days_to_deliver + 16 payment = 76
	// stop at 86 of 100, 26 above the bound of >= 60; knocked out by payment 30 (>= 40)
	//   50 customers + 30 days_to_deliver + 6 payment = 86
	// advance with 60.71 (425/7) of 100, 0.71 (5/7) above the bound of >= 60; 70% scored, days_to_deliver left out
	//   325/7 customers + 100/7 payment = 425/7
}

// For the decision alone, in a loop over many, scores are given in the order of
// the criteria. Nothing is allocated.
func ExampleEvaluation_Advances() {
	evaluation := score.MustEvaluation(score.PartnerEvaluation())
	scores := make([]decimal.Decimal, 5)
	for i, s := range []int64{2, 9, 10, 9, 8} { // exactly 7.0, for which floats say 6.999999999999999
		scores[i] = decimal.NewFromInt(s)
	}
	fmt.Println(evaluation.Advances(scores))
	// Output:
	// true <nil>
}

// Floors, ranges and the policy for missing scores are part of the definition.
func ExampleEvaluationDefinition() {
	var d score.EvaluationDefinition
	err := json.Unmarshal([]byte(`{
		"name": "quick look", "missing": "worst", "min": "1", "max": "5", "pass": {"above": "3"},
		"criteria": [
			{"name": "fit", "weight": "60%", "floor": {"at_least": "2"}},
			{"name": "price", "weight": "40%", "raw": {"from": "900", "to": "100"}}
		]
	}`), &d)
	if err != nil {
		fmt.Println(err)
		return
	}
	assessment, err := score.MustEvaluation(d).Judge(score.Scores{"fit": decimal.NewFromInt(4), "price": decimal.NewFromInt(500)})
	fmt.Println(assessment, err)
	// Output:
	// advance with 3.6 of 5, 0.6 above the bound of > 3 <nil>
}

// Fewer tickets are better, and a change of up to 10% says nothing.
func ExampleKPI_JudgeSince() {
	tickets := score.MustKPI(score.KPIDefinition{
		Name: "tickets", Target: score.Below(decimal.NewFromInt(20)), Band: score.Percent(10), Actions: []string{"train"},
	})
	for _, now := range []int64{22, 23, 15} {
		reading, err := tickets.JudgeSince(decimal.NewFromInt(20), decimal.NewFromInt(now))
		fmt.Println(reading, err)
	}
	fmt.Println(tickets.Attainment(decimal.NewFromInt(25)))
	// Output:
	// tickets 22: red, target < 20; flat; to do: train <nil>
	// tickets 23: red, target < 20; up 3, worsening; to do: train <nil>
	// tickets 15: green, target < 20; down 5, improving <nil>
	// 80 <nil>
}

// A mean of 4.6 out of 5 is not 92% of satisfied partners.
func ExampleIn() {
	satisfaction := score.MustKPI(score.KPIDefinition{
		Name: "satisfaction", Unit: score.UnitPercent, Target: score.AtLeast(decimal.NewFromInt(90)),
	})
	_, err := satisfaction.Judge(score.In(decimal.New(46, -1), score.UnitOfFive))
	fmt.Println(err)
	fmt.Println(satisfaction.Judge(score.In(decimal.NewFromInt(92), score.UnitPercent)))
	// Output:
	// score: kpi satisfaction: value "4.6 of 5": contradiction: want "%", and units never convert
	// satisfaction 92%: green, target >= 90 <nil>
}

package score_test

import (
	"encoding/json"
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// A studio, an agency and a spa would like to recommend us. Three questions tell whom to talk to,
// and two scores then tell whom to start with.
func Example() {
	n := decimal.NewFromInt
	light := alianza.Must(score.NewChecklist(score.ChecklistDefinition{
		Name:     "first look",
		Criteria: []score.Item{{Name: "same_customers", Points: 1}, {Name: "trusted", Points: 1}, {Name: "channel", Points: 1}},
		Policies: []score.Policy{{Name: "points", Yellow: 2, Green: 3}},
	}))

	// Nobody has asked the studio about its channel. That is not a no, and the light is open.
	verdict, err := light.Judge(score.Answers{"same_customers": score.Yes, "trusted": score.Yes})
	fmt.Println(verdict, err)

	// How well does each of them fit, and how many people does it reach, from 1 to 10? The
	// studio has 60% of 8 and 40% of 7, which is 4.8 and 2.8.
	evaluation := alianza.Must(score.NewEvaluation(score.EvaluationDefinition{
		Name: "partners", Min: n(1), Max: n(10), Pass: alianza.AtLeast(n(7)),
		Criteria: []score.Criterion{
			{Name: "fit", Weight: alianza.WholePercent(60)},
			{Name: "reach", Weight: alianza.WholePercent(40)},
		},
	}))
	places, err := evaluation.Rank(map[string]score.Scores{
		"studio": {"fit": n(8), "reach": n(7)},
		"agency": {"fit": n(6), "reach": n(8)},
		"spa":    {"fit": n(9), "reach": n(5)},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, place := range places {
		fmt.Println(place)
	}

	// What would let the agency pass? A fit of (7 - 3.2) / 0.6, a reach of (7 - 3.6) / 0.4, or
	// equal weights.
	changes, err := places[2].Result.Sensitivity()
	for _, change := range changes {
		fmt.Println(change)
	}
	fmt.Println(err)
	// Output:
	// yellow to green, 2 of 3; unknown: channel <nil>
	// 1. studio: advance with 7.6; ahead by 0.2
	// 2. spa: advance with 7.4; ahead by 0.6
	// 3. agency: stop at 6.8
	// fit: required 6.33 (19/3); critical weight 50%, now 60%
	// reach: required 8.5; critical weight 50%, now 40%
	// <nil>
}

// A spa brings customers, a setting, trust and a channel.
func ExampleChecklist_Judge() {
	verdict, err := alianza.Must(score.NewChecklist(score.Semaforo())).Judge(score.Answers{
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
	verdict, err := alianza.Must(score.NewChecklist(score.Semaforo())).Judge(score.Answers{
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
	quick, err := alianza.Must(score.NewChecklist(score.Semaforo())).By("quick")
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
		Criteria: []score.Item{{Name: "offer", Points: 1}, {Name: "script", Points: 1}, {Name: "offer", Points: 1}},
		Policies: []score.Policy{{Name: "plain", Yellow: 2, Green: 4}},
	})
	fmt.Println(err)
	// Output:
	// criteria[2].name "offer": duplicate: the same as criteria[0].name
	// policies[0].green "4": out of range: at most 3, or nothing would be green
}

func ExampleEvaluation_Judge() {
	evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
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
	evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
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
		Pass: alianza.AtLeast(decimal.NewFromInt(1)),
		Criteria: []score.Criterion{
			{Name: "fit", Weight: alianza.WholePercent(60)},
			{Name: "reach", Weight: alianza.WholePercent(39)},
		},
	})
	fmt.Println(err)
	// Output:
	// pass.at_least "1": contradiction: every total on the scale meets it
	// criteria: contradiction: the weights add up to 99%, 1% short of 100%
}

// A distributor is judged by what can be measured: customers reached, more is
// better, and days to deliver, fewer is better. Who does not pay in time is out.
func Example_distributor() {
	number := decimal.NewFromInt
	evaluation := alianza.Must(score.NewEvaluation(score.EvaluationDefinition{
		Name: "distributor", OnMissing: score.OnMissingLeaveOut,
		Min: number(0), Max: number(100), Pass: alianza.AtLeast(number(60)),
		Criteria: []score.Criterion{
			{Name: "customers", Weight: alianza.WholePercent(50), Raw: &score.Raw{From: number(0), To: number(2000)}},
			{Name: "days_to_deliver", Weight: alianza.WholePercent(30), Raw: &score.Raw{From: number(30), To: number(2)}},
			{Name: "payment", Weight: alianza.WholePercent(20), Floor: alianza.AtLeast(number(40))},
		},
	}))
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
	evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
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
		"name": "quick look", "on_missing": "worst", "min": "1", "max": "5", "pass": {"above": "3"},
		"criteria": [
			{"name": "fit", "weight": "60%", "floor": {"at_least": "2"}},
			{"name": "price", "weight": "40%", "raw": {"from": "900", "to": "100"}}
		]
	}`), &d)
	if err != nil {
		fmt.Println(err)
		return
	}
	assessment, err := alianza.Must(score.NewEvaluation(d)).Judge(score.Scores{"fit": decimal.NewFromInt(4), "price": decimal.NewFromInt(500)})
	fmt.Println(assessment, err)
	// Output:
	// advance with 3.6 of 5, 0.6 above the bound of > 3 <nil>
}

// partner returns the scores of a partner from 1 to 10.
func partner(fit, access, technology, finance, culture int64) score.Scores {
	return score.Scores{
		"strategic_fit": decimal.NewFromInt(fit), "market_access": decimal.NewFromInt(access), "technology_compatibility": decimal.NewFromInt(technology),
		"financial_viability": decimal.NewFromInt(finance), "cultural_fit": decimal.NewFromInt(culture),
	}
}

func ExampleAssessment_Sensitivity() {
	evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	assessment, err := evaluation.Judge(partner(9, 5, 6, 7, 9))
	fmt.Println(assessment, err)
	all, err := assessment.Sensitivity()
	for _, s := range all {
		fmt.Println(s)
	}
	fmt.Println(err)
	// Output:
	// advance with 7.1 of 10, 0.1 above the bound of >= 7 <nil>
	// strategic_fit: required 8.67 (26/3); critical weight 26.32% (500/19), now 30%
	// market_access: required 4.6; critical weight 28.57% (200/7), now 25%
	// technology_compatibility: required 5.5; critical weight 27.27% (300/11), now 20%
	// financial_viability: required 6.33 (19/3); critical weight 100%, now 15%
	// cultural_fit: required 8; critical weight 5.26% (100/19), now 10%
	// <nil>
}

func ExampleAssessment_Flips() {
	evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	ana, err := evaluation.Judge(partner(9, 8, 7, 8, 9))
	if err != nil {
		fmt.Println(err)
		return
	}
	ben, err := evaluation.Judge(partner(8, 9, 7, 8, 8))
	if err != nil {
		fmt.Println(err)
		return
	}
	flips, err := ana.Flips(ben)
	for _, f := range flips {
		fmt.Println(f)
	}
	fmt.Println(err)
	// Output:
	// strategic_fit: at 17.65% (300/17), now 30%
	// market_access: at 34.78% (800/23), now 25%
	// technology_compatibility: at 100%, now 20%
	// financial_viability: at 100%, now 15%
	// cultural_fit: at no weight
	// <nil>
}

func ExampleEvaluation_Rank() {
	d := score.PartnerEvaluation()
	d.Criteria[3].Floor = alianza.AtLeast(decimal.NewFromInt(4)) // finance, whatever the total
	places, err := alianza.Must(score.NewEvaluation(d)).Rank(map[string]score.Scores{
		"agency": partner(9, 8, 7, 8, 9),
		"studio": partner(10, 10, 10, 2, 10),
		"school": partner(7, 7, 7, 7, 7),
		"spa":    partner(8, 6, 7, 7, 6),
	})
	for _, place := range places {
		fmt.Println(place)
	}
	fmt.Println(err)
	// Output:
	// 1. agency: advance with 8.2; ahead by 1.2
	// 2. school: advance with 7; ahead by 0.05
	// 3. spa: stop at 6.95; ahead because the next is knocked out
	// 4. studio: stop at 8.8, knocked out by financial_viability
	// <nil>
}

// What no decimal holds keeps its exact value.
func ExampleQuotient() {
	share, err := score.Quotient(decimal.NewFromInt(52), decimal.NewFromInt(7))
	fmt.Println(share, share.Round(2), share.Cmp(decimal.New(743, -2)), err)
	_, err = score.Quotient(decimal.NewFromInt(1), decimal.NewFromInt(0))
	fmt.Println(err)
	// Output:
	// 52/7 7.43 -1 <nil>
	// score: quotient: b "0": zero denominator
}

// Health scores from 0 to 100; 69.5 has to fall somewhere.
func ExampleScale_Judge() {
	health := alianza.Must(score.NewScale(score.LightScale("health", decimal.Zero, decimal.NewFromInt(40), decimal.NewFromInt(70), decimal.NewFromInt(100))))
	for _, value := range []string{"69.5", "70", "100", "100.01"} {
		band, err := health.Judge(decimal.RequireFromString(value))
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(value, band)
	}
	// Output:
	// 69.5 yellow, >= 40 and < 70
	// 70 green, >= 70 and <= 100
	// 100 green, >= 70 and <= 100
	// score: scale health: value "100.01": out of range: in no band: the scale is >= 0 and <= 100
}

func ExampleNewScale_faults() {
	n := decimal.NewFromInt
	_, err := score.NewScale(score.ScaleDefinition{Name: "health", Bands: []score.Band{
		{Name: "amber", From: alianza.AtLeast(n(40)), To: alianza.AtMost(n(69))},
		{Name: "green", From: alianza.AtLeast(n(70)), To: alianza.Below(n(100))},
	}})
	fmt.Println(err)
	// Output:
	// bands[1].to.below "100": contradiction: the end of the scale falls into no band; include it or leave it open
	// bands[1].from.at_least "70": contradiction: a gap: the band before ends with <= 69
}

// Criteria that weigh differently, one of them against the candidate, and one that
// a number answers. The verdict says what to do next, who does it and by when.
func ExampleItem() {
	light := alianza.Must(score.NewChecklist(score.ChecklistDefinition{
		Name: "reseller",
		Criteria: []score.Item{
			{Name: "trusted", Points: 3},
			{Name: "few_steps", Points: 2, Number: "steps", Bound: alianza.AtMost(decimal.NewFromInt(2))},
			{Name: "sells_for_a_competitor", Points: -2},
		},
		Policies: []score.Policy{{Name: "house", Yellow: 2, Green: 4}},
		Advice: score.Advice{
			Green:  score.Task{Action: "sign", Owner: "partner_manager", Days: 14, Text: "sign the contract"},
			Yellow: score.Task{Action: "run_pilot", Owner: "partner_manager", Days: 30, Text: "run a pilot"},
			Red:    score.Task{Action: "decline", Text: "decline with thanks"},
		},
	}))
	verdict, err := light.JudgeWith(
		score.Answers{"trusted": score.Yes, "sells_for_a_competitor": score.Yes},
		map[string]decimal.Decimal{"steps": decimal.NewFromInt(2)},
	)
	fmt.Println(verdict, err)
	fmt.Println(verdict.Next)
	fmt.Println(verdict.Next.Due(alianza.Must(alianza.ParseDate("2025-03-01"))))
	// Output:
	// yellow, 3 of 5 <nil>
	// run a pilot (partner_manager, within 30 days)
	// 2025-03-31 true
}

// Weights in proportion, a measure that is capped, and one that goes by steps.
func ExampleCriterion() {
	number := decimal.NewFromInt
	evaluation := alianza.Must(score.NewEvaluation(score.EvaluationDefinition{
		Name: "influencer", Relative: true, Max: number(10), Pass: alianza.AtLeast(number(7)),
		Criteria: []score.Criterion{
			{Name: "engagement", Weight: alianza.WholePercent(2), Raw: &score.Raw{To: number(5), Capped: true}},
			{Name: "followers", Weight: alianza.WholePercent(1), Steps: []score.Step{
				{Score: number(1)}, {From: number(10_000), Score: number(5)}, {From: number(100_000), Score: number(9)},
			}},
		},
	}))
	assessment, err := evaluation.Judge(score.Scores{"engagement": number(6), "followers": number(40_000)})
	fmt.Println(assessment, err)
	fmt.Println(assessment.Sum())
	// Output:
	// advance with 8.33 (25/3) of 10, 1.33 (4/3) above the bound of >= 7 <nil>
	// 20/3 engagement + 5/3 followers = 25/3
}

// Package score judges possible partners by declared criteria.
//
// A [Checklist] of yes-or-no criteria gives a traffic light. An [Evaluation] of
// weighted scores lets a candidate advance or stops it. A [Scale] names the band
// that a number falls into. New functions make them from definitions, and each
// has a method Judge. Its result says what made it:
//
//	light := alianza.Must(score.NewChecklist(score.Semaforo()))
//	verdict, err := light.Judge(answers)
//	fmt.Println(verdict) // green, 4 of 8; quick says yellow
//
// [Checklist.Rank] and [Evaluation.Rank] put candidates in order.
// [Assessment.Sensitivity] says what would have to change for another decision.
// [Assessment.Flips] says at which weights two candidates would change places.
//
// Package kpi holds values against targets. Package prospect takes a possible
// partner from the first questions to the agreement.
//
// The presets are the traffic light of the semaforo ([Semaforo]) and the partner
// evaluation of the advanced program ([PartnerEvaluation]).
//
// Read [Answers], [Checklist] and [Verdict] first, then [Evaluation], [Raw] and
// [Assessment]. The rest stands alone.
//
// # Units
//
// A criterion of a checklist gives whole points. Scores are decimals on the scale
// of the evaluation, or measures that are mapped onto it. Weights are
// percentages.
//
// # Rounding
//
// Nothing is rounded before it is judged. Totals are exact: a [Fraction] holds
// what no decimal can. Bounds compare exact values: 7.0 is at least 7, and 6.995
// is not. Texts round quotients half up to two decimals.
//
// # Errors
//
// Definitions are checked whole. Judge refuses criteria that the definition does
// not have, and scores that are missing or off the scale. Each fault is an
// [*alianza.FieldError] that names the criterion. A Checklist, an Evaluation or a
// Scale that no New function made refuses everything with
// [alianza.ErrUnchecked].
package score

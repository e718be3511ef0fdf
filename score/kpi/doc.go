// Package kpi says which figures meet their targets.
//
// A [KPI] says whether a value meets its target. A [Scorecard] rolls KPIs up into
// one light. [Reached] says which of several cards was reached:
//
//	card := alianza.Must(kpi.NewScorecard(kpi.WeeklyKPIs()))
//	report, err := card.JudgeSince(lastWeek, thisWeek)
//	fmt.Println(report)
//
// The presets are the KPIs of the advanced program and of the alliance program,
// and the profiles of influencers and media of the affiliate program.
//
// Read [KPI] and [Reading] first, then [Scorecard] and [Report].
//
// # Units
//
// A value is in the unit that the KPI names. Values of different units are never
// converted into one another.
//
// # Rounding
//
// Bounds compare exact values: 299.995 is below 300. What is shown is rounded
// half up to two places, or to as many more as keep it on its side of the bounds.
//
// # Missing
//
// A value that is not given is no data. It is neither a miss nor zero, unless the
// scorecard says so.
package kpi

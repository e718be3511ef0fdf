// Package roi says what a partnership returned.
//
// One name is one formula. A result is a [Figure]: the exact number, its name,
// its unit, and the inputs of the formula. The number may be a quotient that no
// decimal holds.
//
//	pct, err := roi.Return(revenue, cost)
//	fmt.Println(pct) // ROI 300%: revenue 200000, cost 50000
//
// The formulas by the question they answer:
//   - what came back? [Return], [Multiple], [Gains]
//   - what does a customer cost? [CAC], [PartnerCAC], [CPA]
//   - what is a customer worth, and a partner? [LTV], [Payback], [Coordinate]
//   - how much more is it, and how much of all? [Growth], [Churn], [Share]
//   - who comes on, and who is satisfied? [Funnel], [Ratings], [Recommendations]
//   - who is first, and who made the difference? [Rank], [Explain]
//
// Read [Figure] first, then [Number] and [Return].
//
// Inner packages go on from here:
//   - book adds up rows of revenue, commission and cost, in any order and in shards;
//   - cashflow values payments over time;
//   - cohort follows partners from the period in which they began;
//   - concentration says how much hangs on few partners;
//   - goal holds budgets and roadmaps against what came, with those of the programs;
//   - projection carries assumptions forward;
//   - typical has the numbers that the programs name as typical.
//
// # Units
//
// An amount is a decimal in major units, or a Figure whose unit is a currency.
// All amounts of a formula have one currency; a decimal is taken to have it, too.
// A result that is an amount has the currency of the inputs. [Figure.WithUnit]
// gives it one if the inputs had none.
//
// A percentage is counted in hundredths: 300 is 300%. A ratio is n:1 and says
// whether it is gross or net. Percentages and ratios never mix: [ReturnOf] and
// [MultipleOf] convert them.
//
// The caller sees to it that the amounts of a formula are of one period.
//
// # Rounding
//
// A Figure is exact. [Figure.Round] rounds half up: a tie goes away from zero.
// [Figure.Cmp] compares the exact number. [Figure.Value] shows a number and says
// how it rounds.
//
// # Errors
//
// Every refusal is an [*alianza.FieldError] that names the input. A formula
// without a value returns an error and never 0 or an infinity.
package roi

// Package prospect says what to do next with a possible partner, from the first
// questions to the agreement.
//
// A [Screening] asks the filter questions and gives the traffic light. It then
// looks at the pilot or the design of the agreement, and at what coordination
// costs. Its report says what to do next:
//
//	screening := alianza.Must(prospect.NewScreening(prospect.SemaforoScreening()))
//	report, err := screening.Judge(facts)
//	fmt.Println(report) // to be sent to the partner manager
//
// A [Classifier] names the first class whose conditions hold. A [Segmentation]
// sorts prospects by how well they fit. [Prioritize] puts a long list in order.
//
// The presets are the method of the semaforo, and the lists of the affiliate, the
// alliance and the advanced program.
//
// Read [Classifier] and [Classification] first, then [Facts], [Screening] and
// [Report]. The rest stands alone.
//
// # Missing
//
// What is not known stays unknown. Nothing is taken for a no or for zero, except
// where a definition says so.
//
// Rules: X14.
package prospect

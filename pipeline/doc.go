// Package pipeline says what may happen next to a deal, and what is missing for it.
//
// A [Flow] is a checked list of stages and the moves between them. A stage has an
// owner, deliverables, conditions, an expected duration and more, all of it data.
// A [Deal] is a value. Moving it gives a new deal with the move in its history, or
// an error that says why the move is refused and what is possible instead. There is
// no machine per deal and nothing to lock.
//
//	flow := alianza.Must(pipeline.New(pipeline.Negotiation()))
//	deal, err := flow.Open("studio-luz", at)
//	deal, err = flow.Deliver(deal, "positive_response", at)
//	deal, err = flow.Move(deal, "discovery_call", at)
//	for _, exit := range flow.Exits(deal) {
//		fmt.Println(exit) // each move, and what is missing for it
//	}
//
// The presets are the flows of the programs:
//   - alliance program: [Partnership], [Acquisition], [Certification];
//   - advanced program: [Negotiation], [Onboarding], [Integration], [Lifecycle],
//     [Contract];
//   - affiliate program: [Approach];
//   - semáforo: [Pilot].
//
// # Inside
//
// Package schedule has the dates of a flow, claims who may sell to whom, and forecast
// the figures of many deals. Package checklist has lists of work, phase the months of
// a program, cadence what is due again and again, and term how long a contract runs.
//
// # Order of reading
//
// Read [Definition] first, then [Condition], [Flow] and [Deal].
//
// # Time
//
// The instant of a step is an argument. Steps do not go back in time. Days are
// calendar days in a zone that the caller gives.
//
// # Errors
//
// [New] reports every fault of a definition as an [*alianza.FieldError]. A
// refused move is a [*MoveError] that wraps one of the reasons of this package.
package pipeline

// Package program decides by one document for a whole partner program. The document
// has tiers, plans, payouts, terms, splits, what judges prospects, targets, costs and
// cases.
//
// A [Program] is a checked [Definition]. It answers what each room answers, with
// the edition or the version of the day, and it takes events through all of them:
//
//	p, err := alianza.Read[program.Program](document)
//	plan, ok := p.Plan("USD")               // for one event: plan.Earn
//	run := p.Run()                          // for many: Add, Close
//	for result := range run.CloseAll() {
//		fmt.Println(result)
//	}
//
// Every part but the ID may be absent. The smallest document that pays has nine
// lines:
//
//	{
//	  "id": "casa-verde",
//	  "currencies": ["USD"],
//	  "plans": [
//	    {
//	      "rules": [{"name": "sale", "on": "sale", "rate": "20%"}]
//	    }
//	  ]
//	}
//
// All faults of all parts come back at once. Each has its line, its column, its path
// and the names of the part that it is in.
//
// Read [Definition] first, then [Program], [Run] and [Result].
//
// # Changes
//
// A document that has paid is changed by adding to it: a version of a plan with its
// "from", or an edition of the ladder. [Diff] says in words what changed between two
// documents, [Program.Review] remarks on what is allowed and seldom meant, and
// [Program.Check] runs the cases of the document.
//
// # Shards
//
// A partner's results depend on its own events alone, unless a sale has shares or a
// correction gives an event to another partner. Such partners go to one run. The others
// can be shared out among runs, by a hash of their names say. [Merge] joins the results
// in the order of one run with all events, and [Totals] add up.
package program

package prospect

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// PilotPackage returns what a pilot of the semaforo needs to start: it lasts 14
// to 28 days, which are 2 to 4 weeks, has exactly one offer, a script of 1 to 3
// lines and one measure or more, and is reviewed on day 14.
//
// Rules: S13.
func PilotPackage() kpi.ScorecardDefinition {
	n := decimal.NewFromInt
	return kpi.ScorecardDefinition{Name: "pilot", KPIs: []kpi.Definition{
		{Name: "duration", Unit: "days", Target: alianza.Between(n(14), n(28))},
		{Name: "offer", Target: alianza.Between(n(1), n(1))},
		{Name: "script", Unit: "lines", Target: alianza.Between(n(1), n(3))},
		{Name: "measure", Target: alianza.AtLeast(n(1))},
		{Name: "review", Unit: "days after the start", Target: alianza.Between(n(14), n(14))},
	}}
}

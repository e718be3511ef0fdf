package prospect

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// PilotPackage returns what a pilot of the semaforo needs to start. It lasts 14 to
// 28 days, which are 2 to 4 weeks, and is reviewed on day 14. It has exactly one
// offer, a script of 1 to 3 lines, and one measure or more.
//
// Rules: S13.
func PilotPackage() kpi.ScorecardDefinition {
	n := decimal.NewFromInt
	count := func(name, unit string, target alianza.Bound) kpi.Definition {
		return kpi.Definition{Name: name, Unit: unit, Range: alianza.AtLeast(n(0)), Target: target}
	}
	return kpi.ScorecardDefinition{Name: "pilot", KPIs: []kpi.Definition{
		count("duration", "days", alianza.Between(n(14), n(28))),
		count("offer", "", alianza.Between(n(1), n(1))),
		count("script", "lines", alianza.Between(n(1), n(3))),
		count("measure", "", alianza.AtLeast(n(1))),
		count("review", "days after the start", alianza.Between(n(14), n(14))),
	}}
}

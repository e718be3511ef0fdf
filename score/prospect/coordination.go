package prospect

import (
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// CoordinationScale returns the bands of the margin that comes in less the cost
// of coordination. A hobby costs more than it brings, at break even it costs the
// same, and what costs less is viable. A margin or a cost that is not known gives
// no number, and no number has no band.
//
// Rules: S19, X14.
func CoordinationScale() score.ScaleDefinition {
	zero := decimal.Decimal{}
	return score.ScaleDefinition{Name: "coordination", Bands: []score.Band{
		{Name: "hobby", Light: score.Red, To: alianza.Below(zero)},
		{Name: "break_even", Light: score.Yellow, From: alianza.AtLeast(zero), To: alianza.AtMost(zero)},
		{Name: "viable", Light: score.Green, From: alianza.Above(zero)},
	}}
}

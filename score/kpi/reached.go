package kpi

import (
	"errors"

	"github.com/seed-0af520cd/alianza/score"
)

// Reached judges values by several cards, the least ambitious first. It returns
// their reports and the place of the best card that is reached, which is the last
// one with a green light: all its KPIs are on target. The far ends of ranges fail
// no card. The place is -1 if no card is reached.
//
// Values without data reach no card. Those that could be reached with them have
// [score.Green] for the best light of their report.
//
// It returns an error as [Scorecard.Judge] does, so that all cards have to have
// KPIs of the same names and units.
//
// Rules: R43, R44.
func Reached(values Values, cards ...Scorecard) (reports []Report, place int, err error) {
	place = -1
	var faults []error
	for i, card := range cards {
		r, err := card.Judge(values)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if r.Light == score.Green {
			place = i
		}
		reports = append(reports, r)
	}
	if len(faults) > 0 {
		return nil, -1, errors.Join(faults...)
	}
	return reports, place, nil
}

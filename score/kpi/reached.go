package kpi

import (
	"errors"

	"github.com/seed-0af520cd/alianza/score"
)

// Reached judges values by several cards, the least ambitious first. It returns
// their reports and the index of the best card that is reached, which is the last
// one with a green light. The far ends of ranges fail no card. The index is -1 if
// no card is reached.
//
// A card whose KPIs lack values is not reached, also one that leaves them out. The best
// light of its report is [score.Green] if these values alone keep it from being reached,
// unless the card takes them for missed or has no value at all.
//
// It returns an error as [Scorecard.Judge] does, so that all cards have to have
// KPIs of the same names and units.
//
// Rules: R43, R44.
func Reached(values Values, cards ...Scorecard) (reports []Report, index int, err error) {
	index = -1
	var faults []error
	for i, card := range cards {
		r, err := card.Judge(values)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		if r.Light == score.Green && len(r.NoData) == 0 {
			index = i
		}
		reports = append(reports, r)
	}
	if len(faults) > 0 {
		return nil, -1, errors.Join(faults...)
	}
	return reports, index, nil
}

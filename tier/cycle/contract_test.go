package cycle_test

import (
	"testing"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/internal/contract"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// TestContract runs the program's examples that are about levels over time.
func TestContract(t *testing.T) {
	var a adapters
	contract.Run(t, "tier/cycle", map[string]contract.Adapter{
		"T16": a.ladderOfLevel,
		"T20": a.levelAfterMonths,
		"T21": a.levelsWithGrace,

		"tier.QualifyWindow": a.levelAfterMonths,
		"tier.WithGrace":     a.levelsWithGrace,
	})
}

// adapters are the functions that pass a row to the package.
type adapters struct{}

// affiliate is a cycle of the affiliate ladder.
func (adapters) affiliate(d cycle.Definition[tier.NoTerms]) (cycle.Cycle[tier.NoTerms], error) {
	d.Editions = []cycle.Edition[tier.NoTerms]{{Ladder: tier.Affiliate()}}
	return cycle.New(d)
}

// first is the first month evaluated.
func (adapters) first() cycle.Month {
	return cycle.MonthOf(time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), nil)
}

// level is the name of a level as a result: none is no value.
func (adapters) level(name string) any {
	if name == "" {
		return nil
	}
	return name
}

// sales are the sales that just reach a level of the affiliate ladder.
func (adapters) sales(level string) tier.Metrics {
	least := map[string]int64{"basic": 1, "silver": 6, "gold": 16, "platinum": 31}
	return tier.Metrics{"sales": decimal.NewFromInt(least[level])}
}

// ladderOfLevel evaluates a month of a standing on a level, whose ladder the
// standing has to say.
func (a adapters) ladderOfLevel(in contract.Input) (any, error) {
	c, err := a.affiliate(cycle.Definition[tier.NoTerms]{})
	if err != nil {
		return nil, err
	}
	s := cycle.Standing{Level: in.Text("name")}
	if in.Has("ladder") {
		s.Ladder = in.Text("ladder")
	}
	s, _, err = c.Step(s, a.first(), a.sales(in.Text("name")))
	return s.Ladder + "/" + s.Level, err
}

func (a adapters) levelAfterMonths(in contract.Input) (any, error) {
	var d cycle.Definition[tier.NoTerms]
	if in.Has("window") {
		d.Months = in.Int("window")
	} else {
		d.Months = in.Int("window_months")
	}
	if in.Has("aggregate") {
		if err := d.Aggregate.UnmarshalText([]byte(in.Text("aggregate"))); err != nil {
			return nil, err
		}
	}
	c, err := a.affiliate(d)
	if err != nil {
		return nil, err
	}
	var months []tier.Metrics
	for _, sales := range in.Numbers("monthly") {
		months = append(months, tier.Metrics{"sales": sales})
	}
	s, _, err := c.Run(cycle.Standing{}, a.first(), months)
	return a.level(s.Level), err
}

// levelsWithGrace starts on a level, evaluates months and returns the level
// after each.
func (a adapters) levelsWithGrace(in contract.Input) (any, error) {
	c, err := a.affiliate(cycle.Definition[tier.NoTerms]{Grace: in.Int("grace")})
	if err != nil {
		return nil, err
	}
	months := []tier.Metrics{a.sales(in.Text("start"))}
	if in.Has("qualified") {
		for _, name := range in.Texts("qualified") {
			months = append(months, a.sales(name))
		}
	} else {
		for _, sales := range in.Numbers("values") {
			months = append(months, tier.Metrics{"sales": sales})
		}
	}
	_, changes, err := c.Run(cycle.Standing{}, a.first(), months)
	if err != nil {
		return nil, err
	}
	var levels []any
	for _, change := range changes[1:] {
		levels = append(levels, a.level(change.To))
	}
	return levels, nil
}

package kpi

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/check"
	"github.com/seed-0af520cd/alianza/internal/strictjson"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/phrase"
	"github.com/seed-0af520cd/alianza/score/internal/rank"
)

// A Report is the light of a scorecard and why. If KPIs have no data and the
// definition leaves the light open, it is a range. Light is then the one with all
// of them missed, and Best the one with all of them on target.
type Report struct {
	Scorecard string `json:"scorecard"` // name of the definition
	// Light and Best are none if no KPI counts: all are without data and left out.
	Light    score.Light `json:"light,omitzero"`
	Best     score.Light `json:"best,omitzero"`
	OnTarget int         `json:"on_target"`        // KPIs
	Measured int         `json:"measured"`         // KPIs with data
	Of       int         `json:"of"`               // KPIs
	Because  []string    `json:"because,omitzero"` // the KPIs with data that keep Best from being better
	NoData   []string    `json:"no_data,omitzero"` // the KPIs without data
	Readings []Reading   `json:"readings"`         // in the order of the definition
}

// String returns the report as a text to be sent to people: the light, the
// values, and what is to be done. Names are written with spaces.
//
//	critical kpis: yellow because of satisfaction (critical); 3 of 4 on target; no data: retention
//	- success rate 92%: green, target >= 90, benchmark >= 80
//	- satisfaction 93%: yellow, target >= 95, benchmark >= 90
//	- retention: no data
//	To do:
//	1. improve support (satisfaction)
func (r Report) String() string {
	lines := []string{r.Headline()}
	for _, reading := range r.Readings {
		lines = append(lines, "- "+reading.status())
	}
	n := 0
	for _, reading := range r.Readings {
		for _, action := range reading.Actions {
			if n++; n == 1 {
				lines = append(lines, "To do:")
			}
			lines = append(lines, fmt.Sprintf("%d. %s (%s)", n, action, reading.KPI))
		}
	}
	return phrase.Plain(strings.Join(lines, "\n"))
}

// Headline returns the first line of the text, with the names as they are.
func (r Report) Headline() string {
	var b strings.Builder
	b.WriteString(r.Scorecard + ": " + phrase.Range(r.Light, r.Best))
	because := make(map[string]bool, len(r.Because))
	for _, name := range r.Because {
		because[name] = true
	}
	sep := " because of "
	for _, reading := range r.Readings {
		if because[reading.KPI] {
			b.WriteString(sep + reading.KPI)
			if reading.Priority != 0 {
				b.WriteString(" (" + reading.Priority.String() + ")")
			}
			sep = ", "
		}
	}
	fmt.Fprintf(&b, "; %d of %d on target", r.OnTarget, r.Measured)
	if len(r.NoData) > 0 {
		b.WriteString("; no data: " + strings.Join(r.NoData, ", "))
	}
	return b.String()
}

// MarshalJSON returns the JSON of the report.
func (r Report) MarshalJSON() ([]byte, error) { return strictjson.Marshal(r) }

// UnmarshalJSON reads a report that MarshalJSON wrote.
func (r *Report) UnmarshalJSON(data []byte) error { return strictjson.Unmarshal(data, r, nil) }

// Rank judges candidates and puts them in order, the best first:
//
//  1. The better light comes first.
//  2. More KPIs on target come first.
//  3. The better light that is still possible comes first.
//  4. The name comes last, so that the order is always the same.
//
// It returns an error with the faults of all candidates, each under
// candidates.NAME.
func (s Scorecard) Rank(candidates map[string]Values) ([]score.Place[Report], error) {
	if s.made == nil {
		return nil, unchecked("scorecard", "NewScorecard")
	}
	var f check.Faults
	places := make([]score.Place[Report], 0, len(candidates))
	for _, name := range slices.Sorted(maps.Keys(candidates)) {
		f.Name("candidates", name)
		var own check.Faults
		numbers := s.made.accept(&own, "values", candidates[name])
		if f.Join(alianza.At("candidates."+name, own.Err())); f.Len() == 0 {
			places = append(places, score.Place[Report]{Candidate: name, Result: s.made.judge(make([]score.Number, len(numbers)), numbers)})
		}
	}
	if err := f.Err(); err != nil {
		return nil, fmt.Errorf("kpi: scorecard %s: %w", s.made.def.Name, err)
	}
	rank.Order(places,
		func(p, q *score.Place[Report]) int {
			c, _ := p.Result.compare(q.Result)
			return cmp.Or(c, cmp.Compare(p.Candidate, q.Candidate))
		},
		func(p, next *score.Place[Report]) bool {
			_, by := p.Result.compare(next.Result)
			return by == score.ByName
		},
		func(p *score.Place[Report], rank int, next *score.Place[Report]) {
			if p.Rank = rank; next == nil {
				return
			}
			if _, p.AheadBy = p.Result.compare(next.Result); p.AheadBy == score.ByTotal {
				p.Distance = fraction(decimal.NewFromInt(int64(p.Result.OnTarget - next.Result.OnTarget)).Rat())
			}
		})
	return places, nil
}

// compare returns a negative number if r is the better report, a positive one if
// o is, and by what.
func (r Report) compare(o Report) (int, score.Basis) {
	switch {
	case r.Light != o.Light:
		return cmp.Compare(o.Light, r.Light), score.ByLight
	case r.OnTarget != o.OnTarget:
		return cmp.Compare(o.OnTarget, r.OnTarget), score.ByTotal
	case r.Best != o.Best:
		return cmp.Compare(o.Best, r.Best), score.ByBest
	}
	return 0, score.ByName
}

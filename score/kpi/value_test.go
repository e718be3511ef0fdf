package kpi_test

import (
	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// n reads a number, q a fraction such as "52/7".
var n, q = scoretest.N, scoretest.Q

// A fault is a field error.
type fault struct {
	Path, Value string
	Err         error
}

func faults(err error) []fault { return scoretest.Faults[fault](err) }

func must(d kpi.Definition) kpi.KPI { return alianza.Must(kpi.New(d)) }

func mustCard(d kpi.ScorecardDefinition) kpi.Scorecard { return alianza.Must(kpi.NewScorecard(d)) }

package kpi_test

import (
	"math/big"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// n reads a number, q a fraction such as "52/7".
var n, q = scoretest.N, scoretest.Q

type fault = scoretest.Fault

var faults = scoretest.Faults

func must(d kpi.Definition) kpi.KPI { return alianza.Must(kpi.New(d)) }

func mustCard(d kpi.ScorecardDefinition) kpi.Scorecard { return alianza.Must(kpi.NewScorecard(d)) }

// A quotient is a number that no decimal holds.
type quotient struct{ q *big.Rat }

func (v quotient) Cmp(d decimal.Decimal) int { return v.q.Cmp(d.Rat()) }

func (v quotient) Round(places int32) decimal.Decimal { return decimal.NewFromBigRat(v.q, places) }

func (v quotient) Rat() *big.Rat { return new(big.Rat).Set(v.q) }

func define(name, unit string, target, benchmark alianza.Bound) kpi.Definition {
	return kpi.Definition{Name: name, Unit: unit, Target: target, Benchmark: benchmark}
}

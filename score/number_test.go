package score_test

import (
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// n reads a number, q a fraction such as "52/7".
var n, q = scoretest.N, scoretest.Q

type fault = scoretest.Fault

var faults = scoretest.Faults

// A quotient is a number that no decimal holds.
type quotient struct{ q *big.Rat }

func (v quotient) Cmp(d decimal.Decimal) int { return v.q.Cmp(d.Rat()) }

func (v quotient) Round(places int32) decimal.Decimal { return decimal.NewFromBigRat(v.q, places) }

func (v quotient) Rat() *big.Rat { return new(big.Rat).Set(v.q) }

// TestNilNumbers_X14 has pointers that point to nothing: no data.
func TestNilNumbers_X14(t *testing.T) {
	s := scale(score.LightScale("s", n("0"), n("1"), n("2"), n("9")))
	half, two := q("1/2"), n("2")
	for name, number := range map[string]score.Number{
		"nil fraction": (*score.Fraction)(nil), "nil in a unit": score.WithUnit((*score.Fraction)(nil), ""), "nil decimal": (*decimal.Decimal)(nil),
		"nil of a type of its own": (*quotient)(nil), "nil": nil,
	} {
		if got, err := s.Judge(number); err != nil || got.Name != "" {
			t.Errorf("Judge(%s) = %v, %v; want no data", name, got, err)
		}
	}
	if got, err := s.Judge(&half); err != nil || got.Light != score.Red {
		t.Errorf("Judge(pointer to 1/2) = %v, %v; want red", got, err)
	}
	if got, err := s.Judge(&two); err != nil || got.Light != score.Green {
		t.Errorf("Judge(pointer to 2) = %v, %v; want green", got, err)
	}
}

func TestWithUnit(t *testing.T) {
	if score.WithUnit(nil, "%") != nil || score.WithUnit((*decimal.Decimal)(nil), "%") != nil {
		t.Error("WithUnit(nil) is a number; want nil")
	}
	got, ok := score.WithUnit(n("5"), "days").(interface{ Unit() string })
	if !ok || got.Unit() != "days" {
		t.Errorf("WithUnit(5, days) = %v; want a number in days", got)
	}
}

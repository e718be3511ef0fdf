package score_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

// fraction returns coef x 10^exp.
func fraction(coef int64, exp int32) *big.Rat {
	power := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(exp, -exp))), nil))
	if exp < 0 {
		power.Inv(power)
	}
	return power.Mul(power, new(big.Rat).SetInt64(coef))
}

// holds is the reference for an operator.
func holds(op score.Op, value, bound *big.Rat) bool {
	c := value.Cmp(bound)
	return map[score.Op]bool{score.OpAtLeast: c >= 0, score.OpAbove: c > 0, score.OpAtMost: c <= 0, score.OpBelow: c < 0}[op]
}

// FuzzJudge judges three scores by weights in units of the tenth decimal of a
// percent, then the total as a KPI with the threshold for target, and compares
// with fractions.
func FuzzJudge(f *testing.F) {
	f.Add(int64(3e11), int64(4e11), int64(9), int64(8), int64(7), int32(0), int64(8), int32(0), uint8(0))
	f.Add(int64(1), int64(1), int64(695), int64(700), int64(699), int32(-2), int64(7), int32(0), uint8(1))
	f.Add(int64(333333333333), int64(333333333333), int64(1<<62), int64(1), int64(1), int32(-18), int64(4), int32(-18), uint8(2))
	f.Add(int64(5e11), int64(5e11), int64(1), int64(1), int64(1), int32(0), int64(1), int32(0), uint8(3))
	f.Add(int64(2e11), int64(3e11), int64(2), int64(2), int64(2), int32(1<<30), int64(2), int32(19), uint8(0))
	f.Fuzz(func(t *testing.T, w1, w2, s1, s2, s3 int64, exp int32, bound int64, boundExp int32, op uint8) {
		const all = int64(1e12) // 100%
		w1, w2 = max(1, w1&(1<<38-1)), max(1, w2&(1<<38-1))
		weights := []int64{w1, w2, all - w1 - w2}
		target := score.Target{Op: score.OpAtLeast + score.Op(op%4), Bound: decimal.New(bound, boundExp)}
		d := score.EvaluationDefinition{Name: "e", Min: decimal.New(-100, 0), Max: decimal.New(100, 0), Pass: target}
		for i, w := range weights {
			d.Criteria = append(d.Criteria, score.Criterion{Name: fmt.Sprint(i), Weight: weight(t, fmt.Sprintf("%d.%010d%%", w/1e10, w%1e10))})
		}
		low, high := big.NewRat(-100, 1), big.NewRat(100, 1)
		e, err := score.NewEvaluation(d)
		sound := boundExp >= -18 && boundExp <= 18
		if sound {
			b := fraction(bound, boundExp)
			sound = holds(target.Op, low, b) != holds(target.Op, high, b)
		}
		if (err == nil) != sound {
			t.Fatalf("NewEvaluation(%s) = %v; want an error where the threshold does not part the scale", target, err)
		}
		if err != nil {
			return
		}
		pass := fraction(bound, boundExp)
		scores := score.Scores{}
		total, onScale := new(big.Rat), exp >= -18 && exp <= 18
		for i, s := range []int64{s1, s2, s3} {
			scores[fmt.Sprint(i)] = decimal.New(s, exp)
			if !onScale {
				continue
			}
			q := fraction(s, exp)
			onScale = q.Cmp(low) >= 0 && q.Cmp(high) <= 0
			total.Add(total, q.Mul(q, big.NewRat(weights[i], all)))
		}
		a, err := e.Judge(scores)
		if (err == nil) != onScale {
			t.Fatalf("Judge(%d, %d, %d e%d) = %v; want an error where one is off the scale", s1, s2, s3, exp, err)
		}
		if err != nil {
			return
		}
		want := holds(target.Op, total, pass)
		if a.Total.Rat().Cmp(total) != 0 || a.Advance != want || a.Margin.Rat().Cmp(new(big.Rat).Sub(total, pass)) != 0 {
			t.Errorf("Judge(%v) by %s = %s, advance %t, margin %s; want %s, %t", scores, target, a.Total, a.Advance, a.Margin, total, want)
		}
		checkSum(t, a)
		if _, err := json.Marshal(a); err != nil {
			t.Errorf("MarshalJSON(%s) = %v; want no error", a, err)
		}
		r, err := score.MustKPI(score.KPIDefinition{Name: "k", Target: target}).Judge(quotient{total})
		if err != nil || (r.Status == score.OnTarget) != want || (r.Status == score.Missed) == want {
			t.Errorf("Judge(%s) with %s = %s, %v; want on target %t", total, target, r.Status, err, want)
		}
	})
}

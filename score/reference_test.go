package score_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
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
func holds(op alianza.Op, value, bound *big.Rat) bool {
	c := value.Cmp(bound)
	return map[alianza.Op]bool{alianza.OpAtLeast: c >= 0, alianza.OpAbove: c > 0, alianza.OpAtMost: c <= 0, alianza.OpBelow: c < 0}[op]
}

// FuzzJudge judges three scores by weights in units of the tenth decimal of a
// percent, and compares with fractions.
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
		target := alianza.Bound{Op: alianza.OpAtLeast + alianza.Op(op%4), Value: decimal.New(bound, boundExp)}
		d := score.EvaluationDefinition{Name: "e", Min: decimal.New(-100, 0), Max: decimal.New(100, 0), Pass: target}
		for i, w := range weights {
			d.Criteria = append(d.Criteria, score.Criterion{Name: fmt.Sprint(i), Weight: scoretest.Percent(fmt.Sprintf("%d.%010d%%", w/1e10, w%1e10))})
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
		if a.Total.Rat().Cmp(total) != 0 || a.Advance != want || a.Slack.Rat().Cmp(new(big.Rat).Sub(total, pass)) != 0 {
			t.Errorf("Judge(%v) by %s = %s, advance %t, margin %s; want %s, %t", scores, target, a.Total, a.Advance, a.Slack, total, want)
		}
		checkSum(t, a)
		if _, err := json.Marshal(a); err != nil {
			t.Errorf("MarshalJSON(%s) = %v; want no error", a, err)
		}
	})
}

// A trial is a random evaluation of three criteria on a scale from -100 to 100,
// the first of them with a raw range and the second with a floor, and what a
// reference in fractions says of it.
type trial struct {
	def      score.EvaluationDefinition
	weights  [3]*big.Rat
	scores   [3]*big.Rat // on the scale; nil if missing
	total    *big.Rat    // nil if there is none
	coverage *big.Rat
	out      bool // knocked out
}

// mean is the reference for the total: the weighted mean of the scores that are
// there, or with the worst for those that are not.
func (tr *trial) mean(weights, scores [3]*big.Rat) *big.Rat {
	sum, whole := new(big.Rat), new(big.Rat)
	for i, s := range scores {
		if s == nil && tr.def.OnMissing == score.OnMissingLeaveOut {
			continue
		}
		if s == nil {
			s = big.NewRat(-100, 1)
		}
		sum.Add(sum, new(big.Rat).Mul(weights[i], s))
		whole.Add(whole, weights[i])
	}
	if whole.Sign() == 0 {
		return nil
	}
	return sum.Quo(sum, whole)
}

func FuzzEvaluation(f *testing.F) {
	f.Add(int64(3e11), int64(4e11), int64(30), int64(8), int64(7), int64(90), int64(0), int64(4), int64(7), int8(0), uint8(0), uint8(0))
	f.Add(int64(5e11), int64(3e11), int64(1), int64(800), int64(600), int64(1), int64(10), int64(8), int64(700), int8(-2), uint8(2), uint8(2))
	f.Add(int64(1), int64(1), int64(695), int64(700), int64(699), int64(0), int64(7), int64(1), int64(7), int8(-2), uint8(1), uint8(1))
	f.Add(int64(333333333333), int64(333333333333), int64(3), int64(-2), int64(1), int64(-5), int64(4), int64(-3), int64(1), int8(-5), uint8(2), uint8(5))
	f.Add(int64(9e11), int64(9e10), int64(1), int64(1), int64(1), int64(1), int64(2), int64(1), int64(0), int8(1), uint8(2), uint8(7))
	f.Fuzz(func(t *testing.T, w1, w2, s1, s2, s3, from, to, floor, bound int64, exp int8, policy, missing uint8) {
		const all = int64(1e12) // 100%
		w1, w2 = max(1, w1&(1<<38-1)), max(1, w2&(1<<38-1))
		places := int32(exp % 19)
		number := func(n int64) decimal.Decimal { return decimal.New(n, places) }
		tr := trial{def: score.EvaluationDefinition{
			Name: "e", OnMissing: []score.OnMissing{score.OnMissingRefuse, score.OnMissingWorst, score.OnMissingLeaveOut}[policy%3], Min: n("-100"), Max: n("100"), Pass: alianza.AtLeast(number(bound)),
		}}
		for i, w := range []int64{w1, w2, all - w1 - w2} {
			tr.weights[i] = big.NewRat(w, all)
			tr.def.Criteria = append(tr.def.Criteria, score.Criterion{Name: fmt.Sprint(i), Weight: scoretest.Percent(fmt.Sprintf("%d.%010d%%", w/1e10, w%1e10))})
		}
		tr.def.Criteria[0].Raw = &score.Raw{From: number(from), To: number(to)}
		tr.def.Criteria[1].Floor = alianza.Above(number(floor))
		e, err := score.NewEvaluation(tr.def)
		low, high := big.NewRat(-100, 1), big.NewRat(100, 1)
		parts := func(v int64, inclusive bool) bool {
			r := fraction(v, places)
			if inclusive {
				return r.Cmp(low) > 0 && r.Cmp(high) <= 0
			}
			return r.Cmp(low) >= 0 && r.Cmp(high) < 0
		}
		sound := parts(bound, true) && parts(floor, false) && from != to
		if (err == nil) != sound {
			t.Fatalf("NewEvaluation(%+v) = %v; want an error %t", tr.def, err, !sound)
		}
		if err != nil {
			return
		}

		facts, ok, row := score.Scores{}, true, []decimal.Decimal(nil)
		for i, s := range []int64{s1, s2, s3} {
			d := number(s)
			row = append(row, d)
			if missing>>i&1 == 1 {
				continue
			}
			facts[fmt.Sprint(i)] = d
			v := fraction(s, places)
			if i == 0 {
				a, b := fraction(from, places), fraction(to, places)
				v.Sub(v, a).Quo(v, b.Sub(b, a)).Mul(v, big.NewRat(200, 1)).Add(v, low)
			}
			tr.scores[i] = v
			ok = ok && v.Cmp(low) >= 0 && v.Cmp(high) <= 0
		}
		tr.total, tr.coverage = tr.mean(tr.weights, tr.scores), new(big.Rat)
		for i, s := range tr.scores {
			if s != nil {
				tr.coverage.Add(tr.coverage, tr.weights[i])
			}
		}
		tr.out = tr.scores[1] == nil || tr.scores[1].Cmp(fraction(floor, places)) <= 0
		ok = ok && tr.total != nil && (tr.def.OnMissing != score.OnMissingRefuse || len(facts) == 3)
		a, err := e.Judge(facts)
		if (err == nil) != ok {
			t.Fatalf("Judge(%v) by %+v = %v; want an error %t", facts, tr.def, err, !ok)
		}
		if err != nil {
			return
		}
		tr.check(t, a, fraction(bound, places))
		if len(facts) == 3 {
			if got, err := e.Advances(row); err != nil || got != a.Advance {
				t.Errorf("Advances(%s) = %t, %v; want as %s", row, got, err, a)
			}
		}
	})
}

// check holds an assessment and its sensitivity against the reference.
func (tr *trial) check(t *testing.T, a score.Assessment, bound *big.Rat) {
	t.Helper()
	advance := tr.total.Cmp(bound) >= 0 && !tr.out
	margin := new(big.Rat).Sub(tr.total, bound)
	if a.Total.Rat().Cmp(tr.total) != 0 || a.Slack.Rat().Cmp(margin) != 0 || a.Advance != advance || (len(a.KnockedOut) > 0) != tr.out {
		t.Errorf("Judge = %s; want %s, advance %t, knocked out %t", a, tr.total, advance, tr.out)
	}
	if coverage := a.Coverage.Rat(); coverage.Quo(coverage, big.NewRat(100, 1)).Cmp(tr.coverage) != 0 {
		t.Errorf("coverage = %s; want %s", a.Coverage, tr.coverage)
	}
	checkSum(t, a)
	if _, err := json.Marshal(a); err != nil {
		t.Errorf("MarshalJSON(%s) = %v; want no error", a, err)
	}
	for i, s := range alianza.Must(a.Sensitivity()) {
		scores := tr.scores
		scores[i] = s.Required.Rat()
		if got := tr.mean(tr.weights, scores); got.Cmp(bound) != 0 {
			t.Errorf("total with %s = %s; want %s", s, got, bound)
		}
		if s.Critical == nil {
			continue
		}
		weights := tr.weights
		x := s.Critical.Rat()
		weights[i] = x.Quo(x, big.NewRat(100, 1))
		rest := new(big.Rat).Sub(big.NewRat(1, 1), tr.weights[i])
		for j := range weights {
			if j != i {
				weights[j] = new(big.Rat).Mul(tr.weights[j], new(big.Rat).Sub(big.NewRat(1, 1), weights[i]))
				weights[j].Quo(weights[j], rest)
			}
		}
		if got := tr.mean(weights, tr.scores); got.Cmp(bound) != 0 {
			t.Errorf("total with %s = %s; want %s", s, got, bound)
		}
	}
}

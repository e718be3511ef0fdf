package score_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
)

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
		if s == nil && tr.def.Missing == score.MissingRenormalise {
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
			Name: "e", Missing: score.Missing(policy % 3), Min: n("-100"), Max: n("100"), Pass: score.AtLeast(number(bound)),
		}}
		for i, w := range []int64{w1, w2, all - w1 - w2} {
			tr.weights[i] = big.NewRat(w, all)
			tr.def.Criteria = append(tr.def.Criteria, score.Criterion{Name: fmt.Sprint(i), Weight: weight(t, fmt.Sprintf("%d.%010d%%", w/1e10, w%1e10))})
		}
		tr.def.Criteria[0].Raw = score.Raw{From: number(from), To: number(to)}
		tr.def.Criteria[1].Floor = score.Above(number(floor))
		e, err := score.NewEvaluation(tr.def)
		low, high := big.NewRat(-100, 1), big.NewRat(100, 1)
		parts := func(v int64, inclusive bool) bool {
			r := fraction(v, places)
			if inclusive {
				return r.Cmp(low) > 0 && r.Cmp(high) <= 0
			}
			return r.Cmp(low) >= 0 && r.Cmp(high) < 0
		}
		sound := parts(bound, true) && parts(floor, false) && (from != to || from == 0)
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
			if i == 0 && from != to {
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
		ok = ok && tr.total != nil && (tr.def.Missing != score.RefuseMissing || len(facts) == 3)
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
	if a.Total.Rat().Cmp(tr.total) != 0 || a.Margin.Rat().Cmp(margin) != 0 || a.Advance != advance || (len(a.KnockedOut) > 0) != tr.out {
		t.Errorf("Judge = %s; want %s, advance %t, knocked out %t", a, tr.total, advance, tr.out)
	}
	if coverage, _ := new(big.Rat).SetString(a.Coverage.String()[:len(a.Coverage.String())-1]); coverage.Quo(coverage, big.NewRat(100, 1)).Cmp(tr.coverage) != 0 {
		t.Errorf("coverage = %s; want %s", a.Coverage, tr.coverage)
	}
	checkSum(t, a)
	if _, err := json.Marshal(a); err != nil {
		t.Errorf("MarshalJSON(%s) = %v; want no error", a, err)
	}
	for i, s := range a.Sensitivity() {
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

// FuzzAttainment holds attainment and trend against fractions.
func FuzzAttainment(f *testing.F) {
	f.Add(int64(5), int64(0), int64(8), int64(9), int64(2e10), int32(0), uint8(0))
	f.Add(int64(40), int64(30), int64(30), int64(60), int64(0), int32(-2), uint8(2))
	f.Add(int64(0), int64(-5), int64(0), int64(5), int64(1e12), int32(3), uint8(4))
	f.Add(int64(-7), int64(7), int64(-3), int64(0), int64(5), int32(-18), uint8(3))
	f.Fuzz(func(t *testing.T, now, before, bound, to, band int64, exp int32, op uint8) {
		exp %= 19
		target := score.Target{Op: score.OpAtLeast + score.Op(op%5), Bound: decimal.New(bound, exp)}
		if target.Op == score.OpBetween {
			target.To = decimal.New(to, exp)
		}
		d := score.KPIDefinition{Name: "k", Target: target}
		band &= 1<<39 - 1
		d.Band = weight(t, fmt.Sprintf("%d.%010d%%", band/1e10, band%1e10))
		k, err := score.NewKPI(d)
		if sound := target.Op != score.OpBetween || to >= bound; (err == nil) != sound {
			t.Fatalf("NewKPI(%s) = %v; want an error %t", target, err, !sound)
		}
		if err != nil {
			return
		}
		v, b, top := fraction(now, exp), fraction(bound, exp), fraction(to, exp)
		less := target.Op == score.OpAtMost || target.Op == score.OpBelow
		inside := false
		if target.Op == score.OpBetween {
			inside = v.Cmp(b) >= 0 && v.Cmp(top) <= 0
			if less = v.Cmp(top) > 0; less {
				b = top
			}
		}
		var want *big.Rat
		switch {
		case inside:
			want = big.NewRat(100, 1)
		case b.Sign() <= 0 || less && v.Sign() <= 0: // none
		case less:
			want = new(big.Rat).Quo(new(big.Rat).Mul(b, big.NewRat(100, 1)), v)
		default:
			want = new(big.Rat).Quo(new(big.Rat).Mul(v, big.NewRat(100, 1)), b)
		}
		got, err := k.Attainment(decimal.New(now, exp))
		if (err == nil) != (want != nil) || want != nil && got.Rat().Cmp(want) != 0 {
			t.Errorf("Attainment(%de%d) of %s = %s, %v; want %v", now, exp, target, got, err, want)
		}

		r, err := k.JudgeSince(decimal.New(before, exp), decimal.New(now, exp))
		if err != nil {
			t.Fatal(err)
		}
		change := new(big.Rat).Sub(v, fraction(before, exp))
		room := new(big.Rat).Abs(fraction(before, exp))
		room.Mul(room, big.NewRat(band, 1e12))
		arrow := score.Flat
		if new(big.Rat).Abs(change).Cmp(room) > 0 {
			arrow = map[int]score.Arrow{-1: score.Down, 1: score.Up}[change.Sign()]
		}
		if r.Trend.Arrow != arrow || r.Trend.Change.Rat().Cmp(change) != 0 || arrow == score.Flat && r.Trend.Meaning != score.Stable {
			t.Errorf("JudgeSince(%de%d, %de%d) = %v; want %s by %s", before, exp, now, exp, r.Trend, arrow, change)
		}
		if target.Op != score.OpBetween && arrow != score.Flat && (r.Trend.Meaning == score.Improving) != ((arrow == score.Up) != less) {
			t.Errorf("JudgeSince(%de%d, %de%d) by %s = %v; want the meaning by its direction", before, exp, now, exp, target, r.Trend)
		}
	})
}

package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/internal/seeds"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// TestDecimalSettings sets the package variables of decimal, which another
// part of a program may do: all that the package returns stays the same.
func TestDecimalSettings(t *testing.T) {
	candidates := []score.Scores{
		of("9", "8.50", "7", "8", "9"), of("7", "7", "7", "7", "6.95"), of("10.00", "1e1", "10", "10", "10"), of("12.50", "0", "7", "7", "7"),
	}
	candidates[0]["strategic_fit"] = decimal.New(1, 1)
	figures := []score.Number{n("250.10"), n("299.995"), decimal.New(12, 15), nil, quotient{big.NewRat(200, 1)}, decimal.New(1, 1<<30), n("-0.5")}
	lights := scale(score.LightScale("s", n("-1"), n("200.50"), decimal.New(3, 2), n("1e16")))
	d := score.PartnerEvaluation()
	d.Pass.Value, d.Max = n("7.00"), decimal.New(1, 1)
	partly, some, most := three(0), score.Scores{"a": n("8.50"), "c": n("6")}, score.Scores{"a": n("8.5"), "b": n("6.0"), "c": n("6")}
	deep, measures := floored(), of("7", "1000.0", "7", "2.50", "45")
	outputs := func() []string {
		var all []string
		text := func(v any, err error) { all = append(all, fmt.Sprintf("%s, %v", v, err)) }
		doc, err := json.Marshal(d)
		text(doc, err)
		var read score.EvaluationDefinition
		text("evaluation", json.Unmarshal(doc, &read))
		e, err := score.NewEvaluation(read)
		text("evaluation", err)
		for _, s := range candidates {
			a, err := e.Judge(s)
			text(a, err)
			text(a.Sum(), err)
			text(a.Slack.String(), nil)
			if err == nil {
				text(json.Marshal(a))
			}
		}
		for _, v := range figures {
			text(lights.Judge(v))
		}
		for _, policy := range []score.OnMissing{score.OnMissingWorst, score.OnMissingLeaveOut} {
			partly.OnMissing = policy
			a, err := alianza.Must(score.NewEvaluation(partly)).Judge(some)
			text(a, err)
			text(a.Sensitivity())
			text(json.Marshal(a))
		}
		a, err := alianza.Must(score.NewEvaluation(deep)).Judge(measures)
		text(a, err)
		text(a.Contributions[1].Score.Round(3).Coefficient(), nil)
		text(alianza.Must(score.NewEvaluation(partly)).Rank(map[string]score.Scores{"x": some, "y": most}))
		v, err := alianza.Must(score.NewChecklist(score.Semaforo())).Judge(answers(3, 2))
		text(v, err)
		return all
	}
	want := outputs()
	precision, trim, scientific, unquoted, exponent := decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent
	defer func() {
		decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = precision, trim, scientific, unquoted, exponent
	}()
	decimal.DivisionPrecision, decimal.TrimTrailingZeros, decimal.UseScientificNotation, decimal.MarshalJSONWithoutQuotes, decimal.MaxDecodeExponent = 1, false, true, true, 1
	if diff := cmp.Diff(want, outputs()); diff != "" {
		t.Errorf("outputs under other settings mismatch (-want +got):\n%s", diff)
	}
}

// random makes evaluations of few criteria on a scale of 0 to 10.
type random struct{ *rand.Rand }

func (r random) score() decimal.Decimal {
	places := r.Int32N(5)
	return decimal.New(r.Int64N([]int64{11, 101, 1001, 10001, 100001}[places]), -places)
}

func (r random) evaluation(t *testing.T) score.EvaluationDefinition {
	t.Helper()
	d := score.EvaluationDefinition{Name: "e", Min: n("0"), Max: n("10"), Pass: alianza.AtLeast(n("5"))}
	left := int64(1e12) // 100% in units of the tenth decimal
	for i := 0; left > 0; i++ {
		part := left
		if i < 5 {
			part = min(left, 1+r.Int64N(5e11))
		}
		left -= part
		d.Criteria = append(d.Criteria, score.Criterion{Name: fmt.Sprint("c", i), Weight: scoretest.Percent(fmt.Sprintf("%d.%010d%%", part/1e10, part%1e10))})
	}
	return d
}

func (r random) scores(d score.EvaluationDefinition) score.Scores {
	s := score.Scores{}
	for _, c := range d.Criteria {
		s[c.Name] = r.score()
	}
	return s
}

// TestLawEvaluation checks, on random evaluations: a score raised never lowers
// the total; the order of criteria does not matter; parts add up; the total is
// on the scale, and equal to the score if all are the same.
func TestLawEvaluation(t *testing.T) {
	for seed := range seeds.Count(30) {
		r := random{rand.New(rand.NewPCG(uint64(seed), 2))}
		d := r.evaluation(t)
		e := alianza.Must(score.NewEvaluation(d))
		s := r.scores(d)
		a := assess(t, e, s)
		checkSum(t, a)
		if a.Total.Cmp(d.Min) < 0 || a.Total.Cmp(d.Max) > 0 {
			t.Errorf("Judge(%v) = %s; want it on the scale", s, a.Total)
		}
		if a.Slack.Rat().Cmp(new(big.Rat).Sub(a.Total.Rat(), big.NewRat(5, 1))) != 0 || a.Advance != (a.Total.Cmp(n("5")) >= 0) {
			t.Errorf("Judge(%v) = %s, margin %s, advance %t; want them to agree", s, a.Total, a.Slack, a.Advance)
		}

		turned := d
		turned.Criteria = slices.Clone(d.Criteria)
		r.Shuffle(len(turned.Criteria), func(i, j int) {
			turned.Criteria[i], turned.Criteria[j] = turned.Criteria[j], turned.Criteria[i]
		})
		b := assess(t, alianza.Must(score.NewEvaluation(turned)), s)
		checkSum(t, b)
		byName := cmpopts.SortSlices(func(p, q score.Contribution) bool { return p.Criterion < q.Criterion })
		if diff := cmp.Diff(a, b, byName); diff != "" {
			t.Errorf("Judge(%v) with the criteria in another order mismatch (-want +got):\n%s", s, diff)
		}

		c := d.Criteria[r.IntN(len(d.Criteria))].Name
		before := s[c]
		s[c] = decimal.Min(d.Max, before.Add(r.score()))
		up := assess(t, e, s)
		if up.Total.Rat().Cmp(a.Total.Rat()) != s[c].Cmp(before) {
			t.Errorf("Judge with %s raised from %s to %s = %s; want more than %s", c, before, s[c], up.Total, a.Total)
		}

		same := r.score()
		for name := range s {
			s[name] = same
		}
		if a := assess(t, e, s); a.Total.Cmp(same) != 0 {
			t.Errorf("Judge(all %s) = %s; want %s", same, a.Total, same)
		}
	}
}

// TestLawEqualWeights checks that four weights of 25% give the mean.
func TestLawEqualWeights(t *testing.T) {
	d := score.EvaluationDefinition{Name: "e", Min: n("0"), Max: n("10"), Pass: alianza.AtLeast(n("5"))}
	for _, name := range []string{"a", "b", "c", "d"} {
		d.Criteria = append(d.Criteria, score.Criterion{Name: name, Weight: alianza.WholePercent(25)})
	}
	e := alianza.Must(score.NewEvaluation(d))
	for seed := range seeds.Count(30) {
		r := random{rand.New(rand.NewPCG(uint64(seed), 3))}
		s, sum := r.scores(d), new(big.Rat)
		for _, v := range s {
			sum.Add(sum, v.Rat())
		}
		if a := assess(t, e, s); a.Total.Rat().Cmp(sum.Quo(sum, big.NewRat(4, 1))) != 0 {
			t.Errorf("Judge(%v) = %s; want the mean, %s", s, a.Total, sum)
		}
	}
}

// TestLawMissing checks that to know a score never gives less than to take it
// as the worst, and that a total over what is there stays on the scale.
func TestLawMissing(t *testing.T) {
	for seed := range seeds.Count(30) {
		r := random{rand.New(rand.NewPCG(uint64(seed), 6))}
		d := r.evaluation(t)
		s := r.scores(d)
		all := assess(t, alianza.Must(score.NewEvaluation(d)), s)
		delete(s, d.Criteria[r.IntN(len(d.Criteria))].Name)
		d.OnMissing = score.OnMissingWorst
		worst := assess(t, alianza.Must(score.NewEvaluation(d)), s)
		if worst.Total.Rat().Cmp(all.Total.Rat()) > 0 {
			t.Errorf("Judge(%v) = %s; want no more than %s with all scores", s, worst.Total, all.Total)
		}
		if len(s) == 0 {
			continue
		}
		d.OnMissing = score.OnMissingLeaveOut
		rest := assess(t, alianza.Must(score.NewEvaluation(d)), s)
		checkSum(t, rest)
		if rest.Total.Rat().Cmp(worst.Total.Rat()) < 0 || rest.Total.Cmp(d.Max) > 0 {
			t.Errorf("Judge(%v) = %s; want it between %s and %s", s, rest.Total, worst.Total, d.Max)
		}
	}
}

// TestLawAnswers goes through all 3^8 sets of answers: quick is never milder
// than detailed; one more yes, or one more answer that may be yes, never makes
// the light worse; an answer left out is unknown.
func TestLawAnswers(t *testing.T) {
	checklist := alianza.Must(score.NewChecklist(score.Semaforo()))
	type light struct{ light, best score.Light }
	var all [6561]light // 3^8, the answer to a criterion being a digit
	for set := range all {
		a, sparse := score.Answers{}, score.Answers{}
		for i, rest := 0, set; i < len(criteria); i, rest = i+1, rest/3 {
			a[criteria[i]] = score.Answer(rest % 3)
			if rest%3 != 0 {
				sparse[criteria[i]] = score.Answer(rest % 3)
			}
		}
		v := judge(t, checklist, a)
		all[set] = light{v.Light, v.Best}
		if v.Best < v.Light || v.Others[0].Light > v.Light || v.Others[0].Best > v.Best || v.Others[0].Best < v.Others[0].Light {
			t.Errorf("Judge(%v) = %s; want quick not the milder, and best not the worse", a, v)
		}
		if len(v.Yes)+len(v.No)+len(v.Unknown) != 8 || len(v.Unknown) == 0 && v.Best != v.Light {
			t.Errorf("Judge(%v) = %d yes, %d no, %d unknown; want 8 in all, a range only for unknown", a, len(v.Yes), len(v.No), len(v.Unknown))
		}
		if set%97 != 0 {
			continue
		}
		if diff := cmp.Diff(v, judge(t, checklist, sparse)); diff != "" {
			t.Errorf("Judge(%v) without the unknown ones mismatch (-want +got):\n%s", a, diff)
		}
	}
	for set := range all {
		for i, power := 0, 1; i < len(criteria); i, power = i+1, power*3 {
			digit := set / power % 3
			yes, unknown := set+(int(score.Yes)-digit)*power, set+(int(score.Unknown)-digit)*power
			no := set + (int(score.No)-digit)*power
			if all[yes].light < all[unknown].light || all[unknown].light != all[no].light || all[yes].best != all[unknown].best || all[unknown].best < all[no].best {
				t.Errorf("lights of set %d with criterion %d yes, unknown, no = %v, %v, %v; want none better than the one before", set, i, all[yes], all[unknown], all[no])
			}
		}
	}
}

// TestConcurrent is for the race detector.
func TestConcurrent(t *testing.T) {
	checklist, evaluation := alianza.Must(score.NewChecklist(score.Semaforo())), alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 20 {
				c, err := checklist.By([]string{"detailed", "quick"}[i%2])
				v, again := c.Judge(answers(i, 8-i))
				a, third := evaluation.Judge(whole(7, 7, 7, 7, 7))
				if errors.Join(err, again, third) != nil || v.Light != lights[v.Policy][i] || !a.Advance {
					t.Errorf("Judge(%d points) = %s, %s, %v; want %s", i, v, a, errors.Join(err, again, third), lights[v.Policy][i])
				}
			}
		}()
	}
	wg.Wait()
}

// TestLawJSON writes and reads random definitions: nothing changes, verdicts
// neither.
func TestLawJSON(t *testing.T) {
	for seed := range seeds.Count(30) {
		r := random{rand.New(rand.NewPCG(uint64(seed), 4))}
		d := r.evaluation(t)
		doc, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var got score.EvaluationDefinition
		if err := json.Unmarshal(doc, &got); err != nil {
			t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		}
		s := r.scores(d)
		if diff := cmp.Diff(assess(t, alianza.Must(score.NewEvaluation(d)), s), assess(t, alianza.Must(score.NewEvaluation(got)), s), scoretest.SamePlaces()); diff != "" {
			t.Errorf("Judge(%v) after JSON mismatch (-want +got):\n%s", s, diff)
		}

		c := score.ChecklistDefinition{Name: "c"}
		for i := range 2 + r.IntN(6) {
			c.Criteria = append(c.Criteria, score.Item{Name: fmt.Sprint("criterion ", i), Points: 1})
		}
		for i := range 1 + r.IntN(3) {
			green := 2 + r.IntN(len(c.Criteria)-1)
			c.Policies = append(c.Policies, score.Policy{Name: fmt.Sprint("policy ", i), Green: green, Yellow: 1 + r.IntN(green-1)})
		}
		doc, err = json.Marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		var other score.ChecklistDefinition
		if err := json.Unmarshal(doc, &other); err != nil {
			t.Fatalf("UnmarshalJSON(%s) = %v; want no error", doc, err)
		}
		if diff := cmp.Diff(c, other); diff != "" {
			t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
		}
	}
}

// TestLawRank checks that the order is that of the totals, and the same whatever
// the order of the criteria.
func TestLawRank(t *testing.T) {
	for seed := range seeds.Count(30) {
		r := random{rand.New(rand.NewPCG(uint64(seed), 8))}
		d := r.evaluation(t)
		candidates := map[string]score.Scores{}
		for i := range 12 {
			candidates[fmt.Sprint("candidate ", i)] = r.scores(d)
		}
		places, err := alianza.Must(score.NewEvaluation(d)).Rank(candidates)
		if err != nil {
			t.Fatal(err)
		}
		for i, p := range places[1:] {
			before := places[i]
			if c := before.Result.Total.Rat().Cmp(p.Result.Total.Rat()); c < 0 || c > 0 != (before.AheadBy == score.ByTotal) {
				t.Errorf("Rank has %s before %s", before, p)
			}
		}
	}
}

// TestLawSensitivity puts the weights and scores found into the evaluation: the
// total is then on the bound, or the totals of two are equal.
func TestLawSensitivity(t *testing.T) {
	var r random
	total := func(d score.EvaluationDefinition, s score.Scores, at int, x *big.Rat, given map[int]*big.Rat) *big.Rat {
		sum, w := new(big.Rat), func(i int) *big.Rat {
			v, _ := new(big.Rat).SetString(d.Criteria[i].Weight.String()[:len(d.Criteria[i].Weight.String())-1])
			return v.Quo(v, big.NewRat(100, 1))
		}
		rest := new(big.Rat).Sub(big.NewRat(1, 1), w(at))
		for i, c := range d.Criteria {
			one := w(i)
			switch {
			case x == nil:
			case i == at:
				one = x
			default:
				one.Mul(one, new(big.Rat).Sub(big.NewRat(1, 1), x)).Quo(one, rest)
			}
			v := s[c.Name].Rat()
			if given[i] != nil {
				v = given[i]
			}
			sum.Add(sum, new(big.Rat).Mul(one, v))
		}
		return sum
	}
	hundred, five := big.NewRat(100, 1), big.NewRat(5, 1)
	for seed := range seeds.Count(30) {
		r = random{rand.New(rand.NewPCG(uint64(seed), 7))}
		d := r.evaluation(t)
		e, s, other := alianza.Must(score.NewEvaluation(d)), r.scores(d), r.scores(d)
		a := assess(t, e, s)
		for i, one := range alianza.Must(a.Sensitivity()) {
			if got := total(d, s, i, nil, map[int]*big.Rat{i: one.Required.Rat()}); got.Cmp(five) != 0 {
				t.Errorf("total with %s = %s; want 5", one, got)
			}
			fails := total(d, s, i, nil, map[int]*big.Rat{i: d.Min.Rat()}).Cmp(five) < 0
			passes := total(d, s, i, nil, map[int]*big.Rat{i: d.Max.Rat()}).Cmp(five) >= 0
			want := score.Unknown
			if !fails {
				want = score.Yes
			} else if !passes {
				want = score.No
			}
			if one.Passes != want {
				t.Errorf("passes of %s = %s; want %s", one, one.Passes, want)
			}
			if len(d.Criteria) == 1 {
				continue
			}
			if one.Critical == nil { // the totals at 0% and at 100% are on the same side
				none, all := total(d, s, i, new(big.Rat), nil).Cmp(five), total(d, s, i, big.NewRat(1, 1), nil).Cmp(five)
				if none != all {
					t.Errorf("%s, and the total crosses the bound between 0%% and 100%%", one)
				}
				continue
			}
			if got := total(d, s, i, new(big.Rat).Quo(one.Critical.Rat(), hundred), nil); got.Cmp(five) != 0 {
				t.Errorf("total with %s = %s; want 5", one, got)
			}
		}
		flips, err := a.Flips(assess(t, e, other))
		if err != nil {
			t.Fatal(err)
		}
		for i, f := range flips {
			if f.Critical == nil {
				continue
			}
			x := new(big.Rat).Quo(f.Critical.Rat(), hundred)
			if got, want := total(d, s, i, x, nil), total(d, other, i, x, nil); got.Cmp(want) != 0 {
				t.Errorf("totals with %s = %s and %s; want them equal", f, got, want)
			}
		}
	}
}

// TestLawAdvances holds the short way against the long one, on random
// evaluations with floors and raw ranges.
func TestLawAdvances(t *testing.T) {
	for seed := range seeds.Count(100) {
		r := random{rand.New(rand.NewPCG(uint64(seed), 5))}
		d := r.evaluation(t)
		for i := range d.Criteria {
			if r.IntN(3) == 0 {
				d.Criteria[i].Floor = alianza.AtLeast(decimal.New(1+r.Int64N(90), -1))
			}
		}
		scores, named := []decimal.Decimal(nil), score.Scores{}
		for i, c := range d.Criteria {
			s := r.score()
			if r.IntN(3) == 0 {
				from, to := decimal.New(r.Int64N(1000), -1), decimal.New(r.Int64N(1000), -1)
				if !from.Equal(to) {
					d.Criteria[i].Raw = &score.Raw{From: from, To: to}
					s = from.Add(to).Div(n("2"))
				}
			}
			scores = append(scores, s)
			named[c.Name] = s
		}
		e := alianza.Must(score.NewEvaluation(d))
		a := assess(t, e, named)
		if got, err := e.Advances(scores); err != nil || got != a.Advance {
			t.Fatalf("Advances(%s) = %t, %v; want as %s", scores, got, err, a)
		}
	}
}

// TestLawScale cuts random scales at random sides: each number of the scale is
// in exactly one band, none beyond it is in any, and a greater number is never
// in a lower band.
func TestLawScale(t *testing.T) {
	for seed := range seeds.Count(30) {
		r := rand.New(rand.NewPCG(uint64(seed), 6))
		var d score.ScaleDefinition
		d.Name = "b"
		from, cut := alianza.AtLeast(n("0")), int64(0)
		for i := range 1 + r.IntN(5) {
			cut += 1 + r.Int64N(3)
			bound := decimal.New(cut, -1)
			to, next := alianza.Below(bound), alianza.AtLeast(bound)
			if r.IntN(2) == 0 {
				to, next = alianza.AtMost(bound), alianza.Above(bound)
			}
			d.Bands = append(d.Bands, band(fmt.Sprint(i), from, to))
			from = next
		}
		last := &d.Bands[len(d.Bands)-1]
		last.To = alianza.AtMost(decimal.New(cut, -1))
		b := scale(d)
		rank := -1
		for value := int64(-5); value <= cut*10+5; value++ {
			v := decimal.New(value, -2)
			var in []string
			for _, one := range d.Bands {
				if holds(one.From.Op, v.Rat(), one.From.Value.Rat()) && holds(one.To.Op, v.Rat(), one.To.Value.Rat()) {
					in = append(in, one.Name)
				}
			}
			got, err := b.Judge(v)
			onScale := value >= 0 && value <= cut*10
			if (err == nil) != onScale || onScale != (len(in) == 1) || onScale && got.Name != in[0] {
				t.Fatalf("Judge(%s) by %v = %s, %v; want %v", v, d, got, err, in)
			}
			if onScale {
				at := int(got.Name[0] - '0')
				if at < rank {
					t.Errorf("Judge(%s) = %s; want no band below %d", v, got, rank)
				}
				rank = at
			}
		}
	}
}

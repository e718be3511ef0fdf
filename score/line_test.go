package score_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// TestAdvancesExhaustive_S2 decides on all sets of whole scores, and finds that
// those pass whose weights times scores are 700 and more, also the 166 for which
// floats say less than 7.
func TestAdvancesExhaustive_S2(t *testing.T) {
	e := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
	weights := [5]int{30, 25, 20, 15, 10}
	floats := [5]float64{0.30, 0.25, 0.20, 0.15, 0.10}
	scores := make([]decimal.Decimal, 5)
	broken := 0
	for set := range 100_000 {
		sum, float := 0, 0.0
		for i, rest := 0, set; i < 5; i, rest = i+1, rest/10 {
			scores[i] = decimal.NewFromInt(int64(rest%10 + 1))
			sum += weights[i] * (rest%10 + 1)
			product := floats[i] * float64(rest%10+1)
			float += product
		}
		if sum == 700 && float < 7 {
			broken++
		}
		if got, err := e.Advances(scores); err != nil || got != (sum >= 700) {
			t.Fatalf("Advances(%s) = %t, %v; want %t for %d hundredths", scores, got, err, sum >= 700, sum)
		}
	}
	if broken != 166 {
		t.Errorf("float arithmetic fails %d sets of exactly 7; want 166", broken)
	}
}

// floored returns the partner evaluation with a floor of 4 under the finances,
// and the reach measured in customers and the culture in complaints.
func floored() score.EvaluationDefinition {
	d := score.PartnerEvaluation()
	d.Criteria[1].Raw = &score.Raw{From: n("0"), To: n("9000")}
	d.Criteria[3].Floor = alianza.AtLeast(n("4"))
	d.Criteria[4].Raw, d.Criteria[4].Floor = &score.Raw{From: n("90"), To: n("0")}, alianza.Above(n("1"))
	return d
}

func TestAdvances(t *testing.T) {
	row := func(scores ...string) []decimal.Decimal {
		var all []decimal.Decimal
		for _, s := range scores {
			all = append(all, n(s))
		}
		return all
	}
	partner, risk := score.PartnerEvaluation(), score.PartnerEvaluation()
	risk.Pass = alianza.Below(n("4.5"))
	strict := score.PartnerEvaluation()
	strict.Pass = alianza.Above(n("7"))
	ten := score.PartnerEvaluation() // weights of ten decimals
	ten.Criteria[0].Weight, ten.Criteria[1].Weight = scoretest.Percent("30.0000000001%"), scoretest.Percent("24.9999999999%")
	ceiling := score.PartnerEvaluation()
	ceiling.Criteria[3].Floor = alianza.AtLeast(n("10"))
	wide := score.PartnerEvaluation() // a scale that no word holds
	wide.Min, wide.Max, wide.Pass = n("-1e18"), n("1e18"), alianza.AtLeast(n("0.5"))
	wide.Criteria = append([]score.Criterion(nil), ten.Criteria...)
	tests := []struct {
		name   string
		def    score.EvaluationDefinition
		scores []decimal.Decimal
		want   bool
	}{
		{"7.0, V-EVAL-1", partner, row("7", "7", "7", "7", "7"), true},
		{"6.99, V-EVAL-2", partner, row("7", "7", "7", "7", "6.9"), false},
		{"6.995", partner, row("7", "7", "7", "7", "6.95"), false},
		{"6.9999, one place too many for the short way", partner, row("7", "7", "7", "7", "6.99999"), false},
		{"7.00001, one place too many for the short way", partner, row("7", "7", "7", "7", "7.00001"), true},
		{"all in four places", partner, row("7.0001", "7.0000", "6.9999", "7", "7.0"), true},
		{"a zero coefficient with an exponent", partner, row("1e1", "1e1", "1e1", "1e1", "1e0"), true},
		{"on a strict bound", strict, row("7", "7", "7", "7", "7"), false},
		{"over a strict bound", strict, row("7", "7", "7", "7", "7.1"), true},
		{"on an upper strict bound", risk, row("4.5", "4.5", "4.5", "4.5", "4.5"), false},
		{"under an upper strict bound", risk, row("4.5", "4.5", "4.5", "4.5", "4.4"), true},
		{"weights of ten decimals", ten, row("7", "7", "7", "7", "7"), true},
		{"weights of ten decimals, the least unit short", ten, row("6", "8.2", "7", "7", "7"), false}, // 7 less 2.2e-12
		{"no word holds it, over", wide, row("1", "1", "1", "1", "1"), true},
		{"no word holds it, under", wide, row("-1", "1", "0", "0", "0"), false},
		{"on the floor, V-EVAL-4", floored(), row("10", "9000", "10", "4", "0"), true},
		{"on a floor that is the end of the scale", ceiling, row("7", "7", "7", "10", "7"), true},
		{"below a floor that is the end of the scale", ceiling, row("9", "9", "9", "9.9999", "9"), false},
		{"below the floor", floored(), row("10", "9000", "10", "3.9999", "0"), false},
		{"raw, 7 in all", floored(), row("7", "6000", "7", "7", "30"), true},
		{"raw, one customer short", floored(), row("7", "5999", "7", "7", "30"), false},
		{"raw, one complaint too many", floored(), row("7", "6000", "7", "7", "31"), false},
		{"raw, on a strict floor", floored(), row("10", "9000", "10", "10", "90"), false},
		{"raw, over a strict floor", floored(), row("10", "9000", "10", "10", "89"), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			e := alianza.Must(score.NewEvaluation(tt.def))
			got, err := e.Advances(tt.scores)
			if err != nil || got != tt.want {
				t.Errorf("Advances(%s) = %t, %v; want %t", tt.scores, got, err, tt.want)
			}
			named := score.Scores{}
			for i, s := range tt.scores {
				named[tt.def.Criteria[i].Name] = s
			}
			if a := assess(t, e, named); a.Advance != tt.want {
				t.Errorf("Judge(%v) = %s; want advance %t", named, a, tt.want)
			}
		})
	}
}

// TestAdvancesWords has sums that a word does not hold at four places, on the
// upper end of the scale, the lower, and of both signs.
func TestAdvancesWords(t *testing.T) {
	for _, ends := range [][2]string{{"-10000", "10000"}, {"0", "10000"}, {"-10000", "0"}, {"-100000000", "100000000"}} {
		d := score.PartnerEvaluation()
		d.Criteria[0].Weight, d.Criteria[1].Weight = scoretest.Percent("30.0000000001%"), scoretest.Percent("24.9999999999%")
		d.Min, d.Max = n(ends[0]), n(ends[1])
		width := d.Max.Sub(d.Min)
		for _, at := range []string{"0.25", "0.5", "0.75"} {
			d.Pass = alianza.AtLeast(d.Min.Add(width.Mul(n(at))))
			e := alianza.Must(score.NewEvaluation(d))
			for i := range int64(101) {
				s := d.Min.Add(width.Mul(decimal.New(i, -2)))
				want := s.GreaterThanOrEqual(d.Pass.Value)
				if got, err := e.Advances([]decimal.Decimal{s, s, s, s, s}); err != nil || got != want {
					t.Fatalf("Advances(all %s) on %s to %s = %t, %v; want %t", s, d.Min, d.Max, got, err, want)
				}
			}
		}
	}
}

func TestAdvancesRefusals(t *testing.T) {
	e := alianza.Must(score.NewEvaluation(floored()))
	seven := []decimal.Decimal{n("7"), n("6000"), n("7"), n("7"), n("30")}
	with := func(i int, d decimal.Decimal) []decimal.Decimal {
		all := append([]decimal.Decimal(nil), seven...)
		all[i] = d
		return all
	}
	tests := []struct {
		name   string
		scores []decimal.Decimal
		want   []fault
	}{
		{"none", nil, []fault{{"scores", "0", alianza.ErrRange}}},
		{"one short", seven[:4], []fault{{"scores", "4", alianza.ErrRange}}},
		{"one over", append(with(0, n("7")), n("7")), []fault{{"scores", "6", alianza.ErrRange}}},
		{"under the scale", with(0, n("0.9999")), []fault{{"scores.strategic_fit", "0.9999", alianza.ErrRange}}},
		{"over the scale", with(2, n("11")), []fault{{"scores.technology_compatibility", "11", alianza.ErrRange}}},
		{"over the raw range", with(1, n("9000.01")), []fault{{"scores.market_access", "9000.01", alianza.ErrRange}}},
		{"under the raw range", with(4, n("-0.01")), []fault{{"scores.cultural_fit", "-0.01", alianza.ErrRange}}},
		{"knocked out and off the scale", []decimal.Decimal{n("7"), n("6000"), n("7"), n("1"), n("91")}, []fault{{"scores.cultural_fit", "91", alianza.ErrRange}}},
		{"hostile", with(0, decimal.New(1, 1<<30)), []fault{{"scores.strategic_fit", "1e1073741824", alianza.ErrRange}}},
		{"a coefficient whose low word is 7", with(0, n("18446744073709551623")), []fault{{"scores.strategic_fit", "18446744073709551623", alianza.ErrRange}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := e.Advances(tt.scores)
			if diff := cmp.Diff(tt.want, faults(err), scoretest.SameFaults()); diff != "" || got {
				t.Errorf("Advances(%s) = %t with other faults (-want +got):\n%s", tt.scores, got, diff)
			}
		})
	}
	_, err := e.Advances(seven[:4])
	if got, want := fmt.Sprint(err), `score: evaluation partner_evaluation: scores "4": out of range: want 5, one for each criterion`; got != want {
		t.Errorf("Advances of four scores = %s; want %s", got, want)
	}
}

func TestAdvancesAllocations(t *testing.T) {
	for name, d := range map[string]score.EvaluationDefinition{"plain": score.PartnerEvaluation(), "floors and ranges": floored()} {
		e := alianza.Must(score.NewEvaluation(d))
		for _, scores := range [][]decimal.Decimal{
			{n("7"), n("7"), n("7"), n("7"), n("7")}, {n("7.25"), n("7.5"), n("1.0001"), n("9"), n("9.9")},
		} {
			got := testing.AllocsPerRun(100, func() {
				if _, err := e.Advances(scores); err != nil {
					t.Fatal(err)
				}
			})
			if got != 0 {
				t.Errorf("Advances(%s), %s = %v allocations; want 0", scores, name, got)
			}
		}
	}
}

// rows returns 1,024 sets of whole scores from 1 to 10.
func rows() [][]decimal.Decimal {
	all := make([][]decimal.Decimal, 1024)
	seed := uint64(0xD1B54A32D192ED03)
	for i := range all {
		all[i] = make([]decimal.Decimal, 5)
		for j := range all[i] {
			seed ^= seed << 13
			seed ^= seed >> 7
			seed ^= seed << 17
			all[i][j] = decimal.NewFromInt(int64(seed%10) + 1)
		}
	}
	return all
}

// coefficient returns the coefficient of a decimal if a word holds it.
func coefficient(d decimal.Decimal) (int64, bool) {
	digits, c := d.NumDigits(), d.CoefficientInt64()
	switch {
	case digits <= 18:
		return c, true
	case digits == 19:
		return c, (c < 0) == (d.Sign() < 0)
	}
	return 0, false
}

var decisionSink int

// BenchmarkDecision decides on 1,024 candidates in turn, and beside it does the
// same by hand: a loop over whole decimals as int64 that multiplies, adds and
// compares, and looks at neither the scale nor floors.
func BenchmarkDecision(b *testing.B) {
	all := rows()
	b.Run("alianza", func(b *testing.B) {
		evaluation := alianza.Must(score.NewEvaluation(score.PartnerEvaluation()))
		b.ReportAllocs()
		i, passed := 0, 0
		for b.Loop() {
			advance, err := evaluation.Advances(all[i&1023])
			if err != nil {
				b.Fatal(err)
			}
			if advance {
				passed++
			}
			i++
		}
		decisionSink = passed
	})
	b.Run("by hand", func(b *testing.B) {
		weights := []int64{30, 25, 20, 15, 10}
		b.ReportAllocs()
		i, passed := 0, 0
		for b.Loop() {
			var total int64
			for k, d := range all[i&1023] {
				v, ok := coefficient(d)
				if !ok || d.Exponent() != 0 {
					b.Fatal("no whole number")
				}
				total += v * weights[k]
			}
			if total >= 700 {
				passed++
			}
			i++
		}
		decisionSink = passed
	})
}

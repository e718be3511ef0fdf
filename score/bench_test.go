package score_test

import (
	"testing"

	"github.com/seed-0af520cd/alianza/score"
)

var sink bool

func BenchmarkChecklistJudge(b *testing.B) {
	checklist, facts := score.MustChecklist(score.Semaforo()), answers(4, 3)
	b.ReportAllocs()
	for b.Loop() {
		v, _ := checklist.Judge(facts)
		sink = v.Light == score.Green
	}
}

func BenchmarkEvaluationJudge(b *testing.B) {
	evaluation, facts := score.MustEvaluation(score.PartnerEvaluation()), whole(9, 8, 7, 8, 9)
	b.ReportAllocs()
	for b.Loop() {
		a, _ := evaluation.Judge(facts)
		sink = a.Advance
	}
}

package program

import (
	"github.com/seed-0af520cd/alianza/commission"
	"github.com/seed-0af520cd/alianza/commission/split"
	"github.com/seed-0af520cd/alianza/commission/terms"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/prospect"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

// Affiliate returns the affiliate program in USD: its ladder, placed by the sales of
// each month, its plan, and what it offers each type of partner. The program says
// nothing of payouts; all that is due is paid each month.
//
// Rules: T1, C1, C33.
func Affiliate() Definition {
	return Definition{
		ID: "affiliate", Name: "Affiliate program", Currencies: []string{"USD"},
		Tiers: tiersOf(tier.Affiliate()),
		Plans: []PlanVersion{{Plan: commission.Affiliate()}},
		Terms: terms.Affiliate(),
	}
}

// Alliance returns the alliance program in EUR: the ladder of its resellers and what
// it offers each type of partner. It has the split of a joint product between "us"
// and "them", and the flow of a partnership. Its rates are negotiated, so that it has no plan.
//
// Rules: T6, C12 to C17, P1.
func Alliance() Definition {
	return Definition{
		ID: "alliance", Name: "Alliance program", Currencies: []string{"EUR"},
		Tiers:  tiersOf(tier.Reseller()),
		Terms:  terms.Alliance(),
		Splits: []NamedSplit{{Name: "joint product", Split: split.JointProduct("us", "them")}},
		Flow:   pipeline.Partnership(),
	}
}

// Advanced returns the advanced program in USD: the evaluation of a possible partner
// and what it offers each type of partner. Its rates are negotiated, so that it has
// no plan.
//
// Rules: S1, S2, C18 to C26.
func Advanced() Definition {
	return Definition{
		ID: "advanced", Name: "Advanced program", Currencies: []string{"USD"},
		Terms:      terms.Advanced(),
		Evaluation: score.PartnerEvaluation(),
	}
}

// Semaforo returns the method of the traffic light, from the filter questions to the
// kind of agreement. It pays nobody.
//
// Rules: S7 to S19.
func Semaforo() Definition {
	return Definition{ID: "semaforo", Name: "Semáforo", Screening: prospect.SemaforoScreening()}
}

// tiersOf returns the cycle of a ladder with one edition, which holds from the
// beginning.
func tiersOf(ladder tier.Definition[tier.NoTerms]) cycle.Definition[tier.NoTerms] {
	return cycle.Definition[tier.NoTerms]{Editions: []cycle.Edition[tier.NoTerms]{{Ladder: ladder}}}
}

package prospect_test

import (
	"maps"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
)

// n reads a number, q a fraction such as "52/7".
var n, q = scoretest.N, scoretest.Q

type fault = scoretest.Fault

var faults = scoretest.Faults

// criteria are those of the semaforo, in order.
var criteria = []string{
	"compatible_customer", "transferable_trust", "active_channel", "real_complement",
	"natural_context", "easy_execution", "mutual_benefit", "measurable",
}

// answers returns answers to the first criteria of the semaforo: so many yes,
// then so many no, then unknown.
func answers(yes, no int) score.Answers {
	a := score.Answers{}
	for i, c := range criteria {
		switch {
		case i < yes:
			a[c] = score.Yes
		case i < yes+no:
			a[c] = score.No
		default:
			a[c] = score.Unknown
		}
	}
	return a
}

// net returns the margin less the cost of coordination.
func net(margin, cost string) *decimal.Decimal {
	d := n(margin).Sub(n(cost))
	return &d
}

// ptr returns a pointer to a number.
func ptr(s string) *decimal.Decimal {
	d := n(s)
	return &d
}

// say returns the same answer to several criteria.
func say(a score.Answer, names ...string) score.Answers {
	all := score.Answers{}
	for _, name := range names {
		all[name] = a
	}
	return all
}

// both returns the answers of all maps.
func both(all ...score.Answers) score.Answers {
	sum := score.Answers{}
	for _, one := range all {
		maps.Copy(sum, one)
	}
	return sum
}

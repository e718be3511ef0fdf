package tier_test

import (
	"math"
	"math/big"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// What the tests of the room share, by the names they have here.
var (
	n          = tiertest.N
	countOf    = tiertest.CountOf
	sumOf      = tiertest.SumOf
	golden     = tiertest.Golden
	indented   = tiertest.Indented
	level      = tiertest.Level
	sales      = tiertest.Sales
	benefits   = tiertest.Benefits
	studio     = tiertest.Studio
	read       = tiertest.Read
	numbers    = tiertest.Numbers
	faults     = tiertest.Faults
	wantFaults = tiertest.WantFaults
	sameFaults = tiertest.SameFaults
	samePlaces = tiertest.SamePlaces
)

type (
	benefit = tiertest.Benefit
	fault   = tiertest.Fault
)

// mustNew returns the ladder of a definition that is sound.
func mustNew[T any](d tier.Definition[T]) tier.Ladder[T] { return alianza.Must(tier.New(d)) }

// ladderOf returns a ladder with one level for each minimum of one metric.
func ladderOf(name, metric string, levels []string, least ...string) tier.Ladder[tier.NoTerms] {
	d := tier.Definition[tier.NoTerms]{Name: name}
	for i, level := range levels {
		d.Levels = append(d.Levels, tier.Level{Name: level, Requires: []tier.Requirement{tier.AtLeast(metric, n(least[i]))}})
	}
	return mustNew(d)
}

var kinds = []error{
	alianza.ErrMissing, alianza.ErrUnknown, alianza.ErrDuplicate, alianza.ErrForm,
	alianza.ErrRange, alianza.ErrConflict, alianza.ErrZero, alianza.ErrCurrency,
}

// one returns a ladder of the level "in", which has the requirements given.
func one(t *testing.T, missing tier.OnMissing, needs ...tier.Requirement) tier.Ladder[tier.NoTerms] {
	t.Helper()
	ladder, err := tier.New(tier.Definition[tier.NoTerms]{Name: "l", OnMissing: missing, Levels: []tier.Level{level("in", needs...)}})
	if err != nil {
		t.Fatalf("New(%v) = %v; want no error", needs, err)
	}
	return ladder
}

// flat returns a ladder of levels that have lists of requirements, and the
// error of New.
func flat(missing tier.OnMissing, lists ...[]tier.Requirement) (tier.Ladder[tier.NoTerms], error) {
	d := tier.Definition[tier.NoTerms]{Name: "l", OnMissing: missing}
	for i, needs := range lists {
		d.Levels = append(d.Levels, level(rungs[i+1], needs...))
	}
	return tier.New(d)
}

func facts(sales, satisfaction, tickets, refunds string) tier.Metrics {
	return tier.Metrics{"sales": n(sales), "satisfaction": n(satisfaction), "tickets": n(tickets), "refunds": n(refunds)}
}

// second returns the error of two results.
func second[T any](_ T, err error) error { return err }

// hostile returns numbers that are out of the bounds of the library.
func hostile() map[string]decimal.Decimal {
	million := new(big.Int).Exp(big.NewInt(10), big.NewInt(1_000_000), nil)
	return map[string]decimal.Decimal{
		"greatest exponent":                decimal.New(1, math.MaxInt32),
		"least exponent":                   decimal.New(1, math.MinInt32),
		"negative, least":                  decimal.New(-1, math.MinInt32),
		"zero, greatest":                   decimal.New(0, math.MaxInt32),
		"a million digits":                 decimal.NewFromBigInt(million, 0),
		"minus a million digits":           decimal.NewFromBigInt(new(big.Int).Neg(million), 0),
		"a million digits, as many places": decimal.NewFromBigInt(million, -1_000_000),
		"19 places":                        decimal.New(1, -19),
		"35 digits":                        n("1" + strings.Repeat("0", 34)),
	}
}

// document returns a ladder of one level that asks for a requirement.
func document(need string) string {
	return `{"name":"l","levels":[{"name":"a","requires":[` + need + `]}]}`
}

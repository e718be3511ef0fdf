package tier_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza/tier"
)

// TestDecimalSettings sets the package variables of decimal, which another
// part of a program may do: all that the package returns stays the same.
func TestDecimalSettings(t *testing.T) {
	metrics := []tier.Metrics{
		facts("0", "0", "9", "9"), facts("6.50", "4.500", "4", "0.000000000000000001"), facts("1600000", "5", "0", "0"), facts("-1.50", "5", "0", "0"),
	}
	metrics = append(metrics, tier.Metrics{"sales": decimal.New(12, 15), "satisfaction": decimal.New(15, -1), "tickets": n("1"), "refunds": decimal.New(1, 1<<30)})
	d := tier.WithTerms(studio(), map[string]string{"entry": "20%", "steady": "25%", "loved": "27.5%", "top": "35%"})
	d.Levels[3].Requires[0].Bound = decimal.New(25, 4)
	bad := tier.Definition[string]{Name: "l", Levels: []tier.Level{level("a", tier.AtLeast("x", n("2.50"))), level("b", tier.AtLeast("x", n("-2.50")))}}
	outputs := func() []string {
		var all []string
		text := func(v any, err error) { all = append(all, fmt.Sprintf("%s, %v", v, err)) }
		doc, err := json.Marshal(d)
		text(doc, err)
		var read tier.Definition[string]
		text("read", json.Unmarshal(doc, &read))
		ladder, err := tier.New(read)
		text(ladder.Name(), err)
		for _, m := range metrics {
			p, err := ladder.Place(m)
			text(p, err)
			text(json.Marshal(p))
			for _, g := range append(p.Missing, p.Margin...) {
				text(g.Need, nil)
			}
		}
		text("bad", json.Unmarshal([]byte(`{"name":"l","levels":[{"name":"a","requires":[{"metric":"x","at_least":1e-19,"above":"-2.50"}]}]}`), &read))
		_, err = tier.New(bad)
		text("faults", err)
		cycle := affiliates(tier.CycleDefinition[tier.NoTerms]{Window: 3, Aggregate: tier.Mean, Validity: 2, Tail: 9})
		standing, changes, err := cycle.Run(tier.Standing{}, month("2026-01"), []tier.Metrics{{"sales": decimal.New(5050, -2)}, {"sales": decimal.New(12, 15)}, {"sales": decimal.New(1, -1)}})
		text(standing.Level, err)
		text(json.Marshal(standing))
		for _, change := range changes {
			text(change, nil)
			text(json.Marshal(change))
		}
		census, err := ladder.Census(tier.Population{"ana": metrics[1]})
		text(fmt.Sprint(census.Rising("satisfaction", decimal.New(10, -2)), census.Falling("sales", decimal.New(51, -2))), err)
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

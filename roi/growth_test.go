package roi_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestGrowth_R8(t *testing.T) {
	run(t, []row{
		{"V-GRO-1", of(roi.Growth(n("10"), n("30"))), "200", "growth 200%: before 10, after 30", nil},
		{"V-GRO-2", of(roi.Growth(amount(t, "2000000", "EUR"), amount(t, "9000000", "EUR"))), "350", "growth 350%: before 2000000 EUR, after 9000000 EUR", nil},
		{"nothing left", of(roi.Growth(n("10"), n("0"))), "-100", "growth -100%: before 10, after 0", nil},
		{"partners of year 2", of(roi.Growth(n("75"), n("200"))), "500/3", "growth 166.67%: before 75, after 200", nil},
		{"from nothing, V-GRO-3", of(roi.Growth(n("0"), n("5"))), "", "", []fault{{"before", "", alianza.ErrZero}}},
		{"from less, V-GRO-4", of(roi.Growth(n("-5"), n("5"))), "", "", []fault{{"before", "-5", alianza.ErrNegative}}},
		{"of percentages", of(roi.Growth(percent(t, "2", "1"), percent(t, "3", "1"))), "", "", []fault{{"before", "%", alianza.ErrConflict}, {"after", "%", alianza.ErrConflict}}},
		{"of two units", of(roi.Growth(amount(t, "1", "USD"), multiple(t, "2", "1"))), "", "", []fault{{"after", ":1 gross", alianza.ErrConflict}}},
		{"of two currencies", of(roi.Growth(amount(t, "1", "USD"), amount(t, "1", "EUR"))), "", "", []fault{{"after", "EUR", alianza.ErrCurrency}}},
	})
}

func TestGrown_X4(t *testing.T) {
	run(t, []row{
		{"tripled", of(roi.Grown(n("100"), pct("200"))), "300", "grown 300: base 100, growth 200%", nil},
		{"reduced by 30%, not by 30 points", of(roi.Grown(n("50"), pct("-30"))), "35", "grown 35: base 50, growth -30%", nil},
		{"by a growth that was measured", of(roi.Grown(amount(t, "9", "EUR"), sound(roi.Growth(n("3"), n("4")))(t))), "12", "grown 12 EUR: base 9 EUR, growth 33.33%", nil},
		{"points for percent", of(roi.Grown(percent(t, "2", "1"), pct("5"))), "", "", []fault{{"base", "%", alianza.ErrConflict}}},
	})
}

func TestCompoundGrowth(t *testing.T) {
	run(t, []row{
		{"doubled in 2 periods", of(roi.CompoundGrowth(n("100"), n("200"), 2, 4)), "414214/10000", "compound growth 41.42%: before 100, after 200, periods 2", nil},
		{"exact", of(roi.CompoundGrowth(n("100"), n("121"), 2, 12)), "10", "compound growth 10%: before 100, after 121, periods 2", nil},
		{"exact, a tie to the last place", of(roi.CompoundGrowth(n("1"), n("1.00010000250000"), 2, 2)), "1/100", "compound growth 0.01%: before 1, after 1.0001000025, periods 2", nil},
		{"exact, a tie below zero", of(roi.CompoundGrowth(n("1"), n("0.99990000250000"), 2, 2)), "-1/100", "compound growth -0.01%: before 1, after 0.9999000025, periods 2", nil},
		{"just above a tie below zero", of(roi.CompoundGrowth(n("1"), n("0.99990000250001"), 2, 2)), "0", "compound growth 0%: before 1, after 0.99990000250001, periods 2", nil},
		{"just below a tie below zero", of(roi.CompoundGrowth(n("1"), n("0.99990000249999"), 2, 2)), "-1/100", "compound growth -0.01%: before 1, after 0.99990000249999, periods 2", nil},
		{"halved in 3", of(roi.CompoundGrowth(n("2"), n("1"), 3, 2)), "-2063/100", "compound growth -20.63%: before 2, after 1, periods 3", nil},
		{"one period", of(roi.CompoundGrowth(n("10"), n("30"), 1, 0)), "200", "compound growth 200%: before 10, after 30, periods 1", nil},
		{"nothing left", of(roi.CompoundGrowth(n("10"), n("0"), 5, 2)), "-100", "compound growth -100%: before 10, after 0, periods 5", nil},
		{"a hundred years", of(roi.CompoundGrowth(n("1"), n("2"), 1200, 12)), "11555790131/200000000000", "compound growth 0.06%: before 1, after 2, periods 1200", nil},
		{"from nothing", of(roi.CompoundGrowth(n("0"), n("-1"), 0, 13)), "", "", []fault{{"before", "", alianza.ErrZero}, {"after", "-1", alianza.ErrNegative}, {"periods", "0", alianza.ErrRange}, {"places", "13", alianza.ErrRange}}},
	})
}

func TestMarketExpansion_R8(t *testing.T) {
	run(t, []row{
		{"V-MEX-1", of(roi.MarketExpansion(4, 6)), "150", "market expansion 150%: initial 4, added 6", nil},
		{"V-MEX-2", of(roi.MarketExpansion(5, 5)), "100", "market expansion 100%: initial 5, added 5", nil},
		{"from none", of(roi.MarketExpansion(0, 5)), "", "", []fault{{"initial", "", alianza.ErrZero}}},
		{"negative", of(roi.MarketExpansion(-1, -5)), "", "", []fault{{"initial", "-1", alianza.ErrNegative}, {"added", "-5", alianza.ErrNegative}}},
	})
}

func TestSlope(t *testing.T) {
	list := func(values ...string) []decimal.Decimal {
		all := make([]decimal.Decimal, len(values))
		for i, v := range values {
			all[i] = n(v)
		}
		return all
	}
	run(t, []row{
		{"V-SLP-1", of(roi.Slope(list("10", "12", "14", "16"))), "2", "slope 2: periods 4, first 10, last 16", nil},
		{"V-SLP-2", of(roi.Slope(list("5", "3", "4"))), "-1/2", "slope -0.5: periods 3, first 5, last 4", nil},
		{"of two", of(roi.Slope(list("1", "4"))), "3", "slope 3: periods 2, first 1, last 4", nil},
		{"flat", of(roi.Slope(list("7", "7", "7"))), "0", "slope 0: periods 3, first 7, last 7", nil},
		{"the last counts most", of(roi.Slope(list("0", "0", "0", "0", "1"))), "1/5", "slope 0.2: periods 5, first 0, last 1", nil},
		{"none", of(roi.Slope(nil)), "", "", []fault{{"values", "", alianza.ErrEmpty}}},
		{"of one", of(roi.Slope(list("1"))), "", "", []fault{{"values", "", alianza.ErrEmpty}}},
		{"huge", of(roi.Slope([]decimal.Decimal{decimal.New(1, 1_000_000), n("1")})), "", "", []fault{{"values[0]", "1e1000000", alianza.ErrRange}}},
	})
}

func TestRetention_R24(t *testing.T) {
	run(t, []row{
		{"V-RET-1", of(roi.Retention(40, 34)), "85", "retention 85%: members 40, active 34", nil},
		{"V-RET-2, newcomers counted", of(roi.Retention(30, 31)), "", "", []fault{{"active", "31", alianza.ErrRange}}},
		{"V-RET-3", of(roi.Retention(0, 0)), "", "", []fault{{"members", "", alianza.ErrZero}}},
		{"V-CHU-1", of(roi.Churn(500, 50)), "10", "churn 10%: members 500, lost 50", nil},
		{"V-CHU-2", of(roi.Churn(60, 9)), "15", "churn 15%: members 60, lost 9", nil},
		{"lost more than there were", of(roi.Churn(60, 61)), "", "", []fault{{"lost", "61", alianza.ErrRange}}},
		{"negative", of(roi.Churn(60, -1)), "", "", []fault{{"lost", "-1", alianza.ErrNegative}}},
	})
}

func TestAnnualChurn(t *testing.T) {
	third := sound(roi.Churn(3, 1))(t)
	run(t, []row{
		{"V-ACH-2", of(roi.AnnualChurn(pct("50"), 12)), "409500/4096", "annual churn 99.98%: churn 50%, periods of a year 12", nil},
		{"of a quarter", of(roi.AnnualChurn(pct("10"), 4)), "3439/100", "annual churn 34.39%: churn 10%, periods of a year 4", nil},
		{"of a year", of(roi.AnnualChurn(pct("7"), 1)), "7", "annual churn 7%: churn 7%, periods of a year 1", nil},
		{"that was measured", of(roi.AnnualChurn(third, 2)), "500/9", "annual churn 55.56%: churn 33.33%, periods of a year 2", nil},
		{"none", of(roi.AnnualChurn(pct("0"), 12)), "0", "annual churn 0%: churn 0%, periods of a year 12", nil},
		{"all", of(roi.AnnualChurn(pct("100"), 12)), "100", "annual churn 100%: churn 100%, periods of a year 12", nil},
		{"out of range", of(roi.AnnualChurn(pct("101"), 0)), "", "", []fault{{"churn", "101%", alianza.ErrRange}, {"periods of a year", "0", alianza.ErrRange}}},
		{"growth of percentage points", of(roi.AnnualChurn(pct("-1"), 367)), "", "", []fault{{"churn", "-1", alianza.ErrNegative}, {"periods of a year", "367", alianza.ErrRange}}},
	})
	monthly := sound(roi.AnnualChurn(pct("3"), 12))(t) // V-ACH-1; 12 times 3% would be 36%
	if got := monthly.Round(6); !got.Equal(n("30.615764")) {
		t.Errorf("AnnualChurn(3%%, 12) = %s; want 30.615764", got)
	}
}

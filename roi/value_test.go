package roi_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestLTV_R14(t *testing.T) {
	churn := sound(roi.Churn(30, 1))(t)
	run(t, []row{
		{"V-LTV-1", of(roi.LTV(n("500"), pct("70"), pct("2"))), "17500", "LTV 17500: ARPA 500, margin 70%, churn 2%", nil},
		{"V-LTV-2", of(roi.LTV(n("100"), pct("80"), pct("3"))), "8000/3", "LTV 2666.67: ARPA 100, margin 80%, churn 3%", nil},
		{"churn that was measured", of(roi.LTV(amount(t, "100", "USD"), pct("80"), churn)), "2400", "LTV 2400 USD: ARPA 100 USD, margin 80%, churn 3.33%", nil},
		{"a loss", of(roi.LTV(n("100"), pct("-10"), pct("100"))), "-10", "LTV -10: ARPA 100, margin -10%, churn 100%", nil},
		{"no churn, V-LTV-3", of(roi.LTV(n("100"), pct("80"), pct("0"))), "", "", []fault{{"churn", "", alianza.ErrZero}}},
		{"out of range", of(roi.LTV(n("-1"), pct("101"), pct("100.5"))), "", "", []fault{{"ARPA", "-1", alianza.ErrNegative}, {"margin", "101%", alianza.ErrRange}, {"churn", "100.5%", alianza.ErrRange}}},
		{"negative churn", of(roi.LTV(n("1"), pct("50"), pct("-1"))), "", "", []fault{{"churn", "-1", alianza.ErrNegative}}},
		{"ratio for a percentage", of(roi.LTV(n("1"), pct("50"), multiple(t, "1", "2"))), "", "", []fault{{"churn", ":1 gross", alianza.ErrConflict}}},
		{"zero Figures", of(roi.LTV(n("1"), roi.Figure{}, roi.Figure{})), "", "", []fault{{"margin", "", alianza.ErrUnchecked}, {"churn", "", alianza.ErrUnchecked}}},
	})
}

// TestLTVForms values one customer in each way: 100 a month, 80% margin, 5% churn.
func TestLTVForms(t *testing.T) {
	arpa := n("100")
	months := sound(roi.NewFigure("lifetime", roi.UnitMonths, n("20")))(t)
	run(t, []row{
		{"churn", of(roi.LTV(arpa, pct("80"), pct("5"))), "1600", "LTV 1600: ARPA 100, margin 80%, churn 5%", nil},
		{"lifetime of 20 months", of(roi.LifetimeLTV(arpa, pct("80"), months)), "1600", "LTV of a lifetime 1600: ARPA 100, margin 80%, periods 20 months", nil},
		{"discount of 1% a month", of(roi.DiscountedLTV(arpa, pct("80"), pct("5"), pct("1"))), "4040/3", "discounted LTV 1346.67: ARPA 100, margin 80%, churn 5%, discount 1%", nil},
		{"discount of nothing", of(roi.DiscountedLTV(arpa, pct("80"), pct("5"), pct("0"))), "1600", "discounted LTV 1600: ARPA 100, margin 80%, churn 5%, discount 0%", nil},
		{"first month", of(roi.HorizonLTV(arpa, pct("80"), pct("5"), pct("1"), 1)), "80", "LTV to a horizon 80: ARPA 100, margin 80%, churn 5%, discount 1%, periods 1", nil},
		{"two months", of(roi.HorizonLTV(arpa, pct("80"), pct("5"), pct("0"), 2)), "156", "LTV to a horizon 156: ARPA 100, margin 80%, churn 5%, discount 0%, periods 2", nil},
		{"a year without churn", of(roi.HorizonLTV(arpa, pct("80"), pct("0"), pct("0"), 12)), "960", "LTV to a horizon 960: ARPA 100, margin 80%, churn 0%, discount 0%, periods 12", nil},
		{"observed", of(roi.CohortLTV([]decimal.Decimal{n("1000"), n("900"), n("-50")}, pct("80"), 10)), "148", "observed LTV 148: revenues 1850, margin 80%, customers 10", nil},
	})
	run(t, []row{
		{"no churn and no discount", of(roi.DiscountedLTV(arpa, pct("80"), pct("0"), pct("0"))), "", "", []fault{{"churn", "", alianza.ErrZero}}},
		{"no churn", of(roi.DiscountedLTV(arpa, pct("80"), pct("0"), pct("1"))), "8080", "discounted LTV 8080: ARPA 100, margin 80%, churn 0%, discount 1%", nil},
		{"negative discount", of(roi.HorizonLTV(arpa, pct("80"), pct("0"), pct("-1"), 0)), "", "", []fault{{"discount", "-1", alianza.ErrNegative}, {"periods", "0", alianza.ErrRange}}},
		{"far horizon", of(roi.HorizonLTV(arpa, pct("80"), pct("0"), pct("0"), 1201)), "", "", []fault{{"periods", "1201", alianza.ErrRange}}},
		{"too exact", of(roi.HorizonLTV(arpa, pct("80"), pct("1.0000000001"), pct("3.0000000007"), 1200)), "", "", []fault{{"", "", alianza.ErrLimit}}},
		{"lifetime in percent", of(roi.LifetimeLTV(arpa, pct("80"), percent(t, "2", "1"))), "", "", []fault{{"periods", "%", alianza.ErrConflict}}},
		{"negative lifetime", of(roi.LifetimeLTV(arpa, pct("80"), n("-1"))), "", "", []fault{{"periods", "-1", alianza.ErrNegative}}},
		{"no periods observed", of(roi.CohortLTV(nil, pct("80"), 10)), "", "", []fault{{"revenues", "", alianza.ErrEmpty}}},
		{"nobody observed", of(roi.CohortLTV([]decimal.Decimal{n("1"), decimal.New(1, 99)}, pct("80"), 0)), "", "", []fault{{"revenues[1]", "1" + zeros(99), alianza.ErrRange}, {"customers", "", alianza.ErrZero}}},
		{"too many periods observed", of(roi.CohortLTV(make([]decimal.Decimal, 1201), pct("80"), 10)), "", "", []fault{{"revenues", "1201", alianza.ErrLimit}}},
	})
}

// zeros returns the end of the text of a power of ten, as an error text shows it.
func zeros(int) string {
	s := ""
	for range 59 {
		s += "0"
	}
	return s + "…"
}

func TestLTVToCAC_R14(t *testing.T) {
	run(t, []row{
		{"V-LC-1", of(roi.LTVToCAC(n("5000"), n("50"))), "100", "LTV:CAC 100:1 gross: LTV 5000, CAC 50", nil},
		{"V-LC-2", of(roi.LTVToCAC(n("2000"), n("100"))), "20", "LTV:CAC 20:1 gross: LTV 2000, CAC 100", nil},
		{"for free", of(roi.LTVToCAC(n("2000"), n("0"))), "", "", []fault{{"CAC", "", alianza.ErrZero}}},
		{"two currencies", of(roi.LTVToCAC(amount(t, "1", "USD"), amount(t, "1", "EUR"))), "", "", []fault{{"CAC", "EUR", alianza.ErrCurrency}}},
	})
}

func TestPayback(t *testing.T) {
	run(t, []row{
		{"V-PBM-1", of(roi.Payback(n("2000"), n("500"), pct("80"))), "5", "CAC payback 5 months: CAC 2000, ARPA 500, margin 80%", nil},
		{"V-PBM-2", of(roi.Payback(n("2100"), n("500"), pct("80"))), "21/4", "CAC payback 5.25 months: CAC 2100, ARPA 500, margin 80%", nil},
		{"for free", of(roi.Payback(n("0"), n("500"), pct("80"))), "0", "CAC payback 0 months: CAC 0, ARPA 500, margin 80%", nil},
		{"no margin, V-PBM-3", of(roi.Payback(n("2100"), n("500"), pct("0"))), "", "", []fault{{"margin", "", alianza.ErrNever}}},
		{"a loss", of(roi.Payback(n("2100"), n("-1"), pct("-2"))), "", "", []fault{{"ARPA", "", alianza.ErrNever}, {"margin", "", alianza.ErrNever}}},
	})
	tests := []struct{ cac, want string }{{"2000", "5"}, {"2100", "6"}, {"2000.01", "6"}, {"0", "0"}}
	for _, tt := range tests {
		if got := sound(roi.Payback(n(tt.cac), n("500"), pct("80")))(t).Ceil(); !got.Equal(n(tt.want)) {
			t.Errorf("Ceil() of the payback of %s = %s; want %s", tt.cac, got, tt.want)
		}
	}
	if got := multiple(t, "-5", "2").Ceil(); !got.Equal(n("-2")) {
		t.Errorf("Ceil() of -2.5 = %s; want -2", got)
	}
}

func TestContribution_S19(t *testing.T) {
	run(t, []row{
		{"V-CONTR-1", of(roi.Contribution(n("10000"), pct("80"), n("2000"), n("500"))), "5500", "contribution 5500: revenue 10000, margin 80%, commission 2000, coordination 500", nil},
		{"V-CONTR-2", of(roi.Contribution(n("1000"), pct("40"), n("300"), n("250"))), "-150", "contribution -150: revenue 1000, margin 40%, commission 300, coordination 250", nil},
		{"negative costs", of(roi.Contribution(n("1000"), pct("40"), n("-300"), n("-250"))), "", "", []fault{{"commission", "-300", alianza.ErrNegative}, {"coordination", "-250", alianza.ErrNegative}}},
	})
}

func TestBreakEven(t *testing.T) {
	run(t, []row{
		{"V-BE-1", of(roi.BreakEvenUnits(n("4300"), n("28"), n("12"))), "269", "break-even units 269: fixed 4300, price 28, variable 12", nil},
		{"exact, V-BE-2", of(roi.BreakEvenUnits(n("5000"), n("80"), n("30"))), "100", "break-even units 100: fixed 5000, price 80, variable 30", nil},
		{"nothing to pay, V-BE-4", of(roi.BreakEvenUnits(n("0"), n("80"), n("30"))), "0", "break-even units 0: fixed 0, price 80, variable 30", nil},
		{"no margin, V-BE-3", of(roi.BreakEvenUnits(n("5000"), n("30"), n("30"))), "", "", []fault{{"price", "", alianza.ErrNever}}},
		{"a loss on each", of(roi.BreakEvenUnits(n("0"), n("29"), n("30"))), "", "", []fault{{"price", "", alianza.ErrNever}}},
		{"negative", of(roi.BreakEvenUnits(n("-1"), n("2"), n("-1"))), "", "", []fault{{"fixed", "-1", alianza.ErrNegative}, {"variable", "-1", alianza.ErrNegative}}},
		{"V-BER-1", of(roi.BreakEvenRevenue(n("50000"), pct("40"))), "125000", "break-even revenue 125000: fixed 50000, margin 40%", nil},
		{"V-BER-2", of(roi.BreakEvenRevenue(amount(t, "1000", "USD"), pct("30"))), "10000/3", "break-even revenue 3333.33 USD: fixed 1000 USD, margin 30%", nil},
		{"no margin for revenue", of(roi.BreakEvenRevenue(n("1000"), pct("0"))), "", "", []fault{{"margin", "", alianza.ErrNever}}},
		{"margin above the price", of(roi.BreakEvenRevenue(n("1000"), pct("100.01"))), "", "", []fault{{"margin", "100.01%", alianza.ErrRange}}},
	})
}

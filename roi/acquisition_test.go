package roi_test

import (
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestCAC(t *testing.T) {
	usd := func(s string) roi.Figure { return amount(t, s, "USD") }
	run(t, []row{
		{"V-CAC-1", of(roi.CAC(n("25000"), 200)), "125", "CAC 125: cost 25000, customers 200", nil},
		{"with a currency", of(roi.CAC(usd("25000"), 200)), "125", "CAC 125 USD: cost 25000 USD, customers 200", nil},
		{"no decimal", of(roi.CAC(usd("100"), 3)), "100/3", "CAC 33.33 USD: cost 100 USD, customers 3", nil},
		{"for free", of(roi.CAC(n("0"), 3)), "0", "CAC 0: cost 0, customers 3", nil},
		{"no customers, V-CAC-2", of(roi.CAC(n("1000"), 0)), "", "", []fault{{"customers", "", alianza.ErrZero}}},
		{"no customers for free", of(roi.CAC(n("0"), 0)), "", "", []fault{{"customers", "", alianza.ErrZero}}},
		{"negative", of(roi.CAC(n("-1"), -2)), "", "", []fault{{"cost", "-1", alianza.ErrNegative}, {"customers", "-2", alianza.ErrNegative}}},
		{"hostile", of(roi.CAC(decimal.New(1, 1<<30), 1)), "", "", []fault{{"cost", "1e1073741824", alianza.ErrRange}}},
	})
}

func TestPartnerCAC_C21(t *testing.T) {
	run(t, []row{
		{"commission alone, V-ECAC-1", of(roi.PartnerCAC(n("2000"), n("0"), 1)), "2000", "partner CAC 2000: commissions 2000, program costs 0, customers 1", nil},
		{"with the program, V-ECAC-2", of(roi.PartnerCAC(n("40000"), n("20000"), 20)), "3000", "partner CAC 3000: commissions 40000, program costs 20000, customers 20", nil},
		{"two currencies", of(roi.PartnerCAC(amount(t, "1", "USD"), amount(t, "1", "EUR"), 1)), "", "", []fault{{"program costs", "EUR", alianza.ErrCurrency}}},
		{"no customers", of(roi.PartnerCAC(n("1"), n("1"), 0)), "", "", []fault{{"customers", "", alianza.ErrZero}}},
	})
}

func TestSaving_R20(t *testing.T) {
	cac := sound(roi.CAC(amount(t, "100", "USD"), 3))(t)
	run(t, []row{
		{"V-SAVE-1", of(roi.Saving(n("5000"), n("2000"))), "60", "saving 60%: before 5000, after 2000", nil},
		{"dearer, V-SAVE-2", of(roi.Saving(n("5000"), n("6000"))), "-20", "saving -20%: before 5000, after 6000", nil},
		{"of an exact CAC", of(roi.Saving(cac, n("25"))), "25", "saving 25%: before 33.33 USD, after 25", nil},
		{"nothing left", of(roi.Saving(n("5"), n("0"))), "100", "saving 100%: before 5, after 0", nil},
		{"from nothing", of(roi.Saving(n("0"), n("2"))), "", "", []fault{{"before", "", alianza.ErrZero}}},
		{"negative", of(roi.Saving(n("-1"), n("-2"))), "", "", []fault{{"before", "-1", alianza.ErrNegative}, {"after", "-2", alianza.ErrNegative}}},
	})
}

func TestCPA_R13(t *testing.T) {
	run(t, []row{
		{"per sale, low ends", of(roi.CPA(amount(t, "10000", "USD"), 50, "sale")), "200", "cost per sale 200 USD: cost 10000 USD, actions 50", nil},
		{"per sale, high ends", of(roi.CPA(n("25000"), 200, "sale")), "125", "cost per sale 125: cost 25000, actions 200", nil},
		{"per lead", of(roi.CPA(n("25000"), 2000, "lead")), "25/2", "cost per lead 12.5: cost 25000, actions 2000", nil},
		{"no name", of(roi.CPA(n("1"), 1, "")), "", "", []fault{{"action", "", alianza.ErrMissing}}},
		{"long name", of(roi.CPA(n("1"), 1, strings.Repeat("x", 200))), "", "", []fault{{"", "cost per " + strings.Repeat("x", 51) + "…", alianza.ErrLimit}}},
		{"no actions", of(roi.CPA(n("1"), 0, "lead")), "", "", []fault{{"actions", "", alianza.ErrZero}}},
	})
}

func TestARPA_R37(t *testing.T) {
	run(t, []row{
		{"year 1", of(roi.ARPA(n("2000000"), 75)), "80000/3", "ARPA 26666.67: revenue 2000000, accounts 75", nil},
		{"year 2", of(roi.ARPA(amount(t, "9000000", "EUR"), 200)), "45000", "ARPA 45000 EUR: revenue 9000000 EUR, accounts 200", nil},
		{"refunds", of(roi.ARPA(n("-10"), 4)), "-5/2", "ARPA -2.5: revenue -10, accounts 4", nil},
		{"nobody", of(roi.ARPA(n("10"), 0)), "", "", []fault{{"accounts", "", alianza.ErrZero}}},
	})
}

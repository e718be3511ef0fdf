package cashflow_test

import (
	"testing"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

func TestIRR(t *testing.T) {
	run(t, []row{
		{"V-IRR-1", of(cashflow.IRR(flows("-100 39 59 55 20"), 10)), "IRR 28.09%: flows 5", nil},
		{"V-IRR-2", of(cashflow.IRR(flows("-100 0 0 74"), 2)), "IRR -9.55%: flows 4", nil},
		{"V-IRR-3", of(cashflow.IRR(flows("-100 110"), 12)), "IRR 10%: flows 2", nil},
		{"a loan", of(cashflow.IRR(flows("100 -39 -59 -55 -20"), 2)), "IRR 28.09%: flows 5", nil},
		{"five payments", of(cashflow.IRR(flows("-150000 15000 25000 35000 45000 60000"), 2)), "IRR 5.24%: flows 6", nil},
		{"to no place", of(cashflow.IRR(flows("-100 0 0 74"), 0)), "IRR -10%: flows 4", nil},
		{"a tie away from zero", of(cashflow.IRR(flows("-1000 1005"), 0)), "IRR 1%: flows 2", nil},
		{"a tie away from zero, below it", of(cashflow.IRR(flows("-1000 995"), 0)), "IRR -1%: flows 2", nil},
		{"just under the tie", of(cashflow.IRR(flows("-1000 1004.99"), 0)), "IRR 0%: flows 2", nil},
		{"just over the tie, below zero", of(cashflow.IRR(flows("-1000 995.01"), 0)), "IRR 0%: flows 2", nil},
		{"nearly all lost", of(cashflow.IRR(flows("-1e18 1e-18"), 2)), "IRR -100%: flows 2", nil},
		{"a fortune", of(cashflow.IRR(flows("-1e-18 1e18"), 0)), "IRR 99999999999999999999999999999999999900%: flows 2", nil},
		{"zeros around", of(cashflow.IRR(flows("0 0 -100 110 0"), 2)), "IRR 10%: flows 5", nil},
		{"amounts of many sizes", of(cashflow.IRR(flows("-1e2 110.00"), 2)), "IRR 10%: flows 2", nil},
	})
	run(t, []row{
		{"gains alone, V-IRR-4", of(cashflow.IRR(flows("100 50"), 2)), "", []fault{{"flows", "", alianza.ErrNoSolution}}},
		{"zeros", of(cashflow.IRR(flows("0 0"), 2)), "", []fault{{"flows", "", alianza.ErrNoSolution}}},
		{"10% and 20%, V-IRR-5", of(cashflow.IRR(flows("-100 230 -132"), 2)), "", []fault{{"flows", "", alianza.ErrAmbiguous}}},
		{"two changes, which another library answers with -8.33%", of(cashflow.IRR(flows("-100 100 0 -7"), 2)), "", []fault{{"flows", "", alianza.ErrAmbiguous}}},
		{"three changes, which another library answers with 8.86%", of(cashflow.IRR(flows("-5 10.5 1 -8 1"), 2)), "", []fault{{"flows", "", alianza.ErrAmbiguous}}},
		{"none", of(cashflow.IRR(nil, 13)), "", []fault{{"flows", "", alianza.ErrEmpty}, {"places", "13", alianza.ErrRange}}},
		{"too many", of(cashflow.IRR(make([]decimal.Decimal, 1201), -1)), "", []fault{{"flows", "1201", alianza.ErrLimit}, {"places", "-1", alianza.ErrRange}}},
	})
	got, err := cashflow.IRR(flows("-100 39 59 55 20"), 12)
	if err != nil || !got.Round(12).Equal(n("28.094842115996")) {
		t.Errorf("IRR to 12 places = %s, %v; want 28.094842115996", got.Round(12), err)
	}
}

// TestIRRLong takes as many flows as there may be.
func TestIRRLong(t *testing.T) {
	long := make([]decimal.Decimal, 1200)
	long[0] = n("-1000")
	for i := range long[1:] {
		long[i+1] = n("10.01")
	}
	got, err := cashflow.IRR(long, 4)
	if want := "1.001"; err != nil || got.Round(4).String() != want {
		t.Errorf("IRR of 1,200 flows = %s, %v; want %s", got.Round(4), err, want)
	}
}

package commission_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

// TestDefinitionCases makes plans and tables that other systems got wrong. Those of
// events are in testdata/cases.json.
func TestDefinitionCases(t *testing.T) {
	t.Run("kwd-two-places", func(t *testing.T) { // a program may pay so, and is told
		d := ruled(onSale("10%"))
		d.Currency, d.Step = "KWD", num("0.01")
		plan, err := commission.New(d)
		if err != nil {
			t.Fatalf("New = %v; want no error", err)
		}
		remarks := plan.Review(commission.Sample{})
		if len(remarks) != 1 || remarks[0].Path != "step" {
			t.Errorf("Review = %v; want one remark, on the step", remarks)
		}
		d.Currency = "JPY"
		if _, err := commission.New(d); !errors.Is(err, alianza.ErrRange) {
			t.Errorf("New with steps of 0.01 JPY = %v; want ErrRange", err)
		}
	})
	t.Run("fiscal-quarter", func(t *testing.T) { // the year begins in February
		one := onSale("10%")
		one.Over.Over = commission.PerQuarter
		d := ruled(one)
		d.YearBegins = 2
		plan, periods := planOf(d), []string{}
		var state commission.State
		for i, at := range []int{31, 32, 120, 121} { // 31 January, 1 February, 30 April, 1 May
			e := sale("s", "100")
			e.ID, e.At = string(rune('a'+i)), day(at)
			periods = append(periods, mustEarn(t, plan, &state, e).Period)
		}
		if diff := cmp.Diff([]string{"2025-Q4", "2026-Q1", "2026-Q1", "2026-Q2"}, periods); diff != "" {
			t.Errorf("periods mismatch (-want +got):\n%s", diff)
		}
	})
	t.Run("250-units-are-free", func(t *testing.T) { // the 250th is in the first bracket
		free := commission.Bracket{UpTo: num("250")}
		paid := commission.Bracket{PerUnit: num("0.02")}
		d := table(commission.Graduated, free, paid)
		d.By = commission.ByUnits
		one := alianza.Must(commission.NewTable(d))
		for units, want := range map[string]string{"250": "0.00", "251": "0.02"} {
			got, err := one.Pay(commission.Volume{Units: num(units)})
			if err != nil || got.Amount.StringFixed(2) != want {
				t.Errorf("Pay(%s units) = %v, %v; want %s", units, got, err, want)
			}
		}
	})
	t.Run("rate-over-100", func(t *testing.T) { // 150 was typed for 15
		if _, err := commission.New(ruled(onSale("150%"))); !errors.Is(err, alianza.ErrRange) {
			t.Errorf("New with 150%% = %v; want ErrRange", err)
		}
		one := onSale("150%")
		one.Pay.MaxRate = rate("200%")
		if _, err := commission.New(ruled(one)); err != nil {
			t.Errorf("New with 150%% below a declared limit = %v; want no error", err)
		}
	})
}

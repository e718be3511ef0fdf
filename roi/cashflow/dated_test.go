package cashflow_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/cashflow"
)

// dated reads flows such as "2008-01-01 -10000".
func dated(lines ...string) []cashflow.Flow {
	var all []cashflow.Flow
	for _, line := range lines {
		day, amount, _ := strings.Cut(line, " ")
		all = append(all, cashflow.Flow{On: alianza.Must(alianza.ParseDate(day)), Amount: n(amount)})
	}
	return all
}

// spreadsheet is the example of a spreadsheet's manual: an XNPV of 2086.647602 at 9%, and
// an XIRR of 37.3362535%. The last digit of the manual is wrong: the rate is 37.33625339….
var spreadsheet = dated("2008-01-01 -10000", "2008-03-01 2750", "2008-10-30 4250", "2009-02-15 3250", "2009-04-01 2750")

func TestXNPV(t *testing.T) {
	run(t, []row{
		{"of a manual", of(cashflow.XNPV(pct("9"), spreadsheet, 6)), "XNPV 2086.65: rate 9%, flows 5", nil},
		{"a year of 365 days", of(cashflow.XNPV(pct("10"), dated("2025-01-01 -100", "2026-01-01 110"), 12)), "XNPV 0: rate 10%, flows 2", nil},
		{"a leap year is longer", of(cashflow.XNPV(pct("10"), dated("2024-01-01 -100", "2025-01-01 110"), 4)), "XNPV -0.03: rate 10%, flows 2", nil},
		{"no discount", of(cashflow.XNPV(pct("0"), dated("2025-01-01 -100", "2025-01-08 100.50"), 2)), "XNPV 0.5: rate 0%, flows 2", nil},
		{"negative rate", of(cashflow.XNPV(pct("-50"), dated("2025-01-01 0", "2026-01-01 1", "2025-07-02 1"), 4)), "XNPV 3.41: rate -50%, flows 3", nil},
		{"a tie, exact", of(cashflow.XNPV(pct("100"), dated("2025-01-01 0", "2026-01-01 0.01"), 2)), "XNPV 0.01: rate 100%, flows 2", nil},
		{"a tie, below zero", of(cashflow.XNPV(pct("100"), dated("2025-01-01 0", "2026-01-01 -0.01"), 2)), "XNPV -0.01: rate 100%, flows 2", nil},
		{"a tie of a fifth of a year", of(cashflow.XNPV(pct("3100"), dated("2025-01-01 0", "2025-03-15 0.01"), 2)), "XNPV 0.01: rate 3100%, flows 2", nil}, // 0.01 / 32^(73/365)
		{"hardly above a tie", of(cashflow.XNPV(pct("1000"), dated("2025-01-01 0.005", "2074-12-21 1e-18"), 2)), "XNPV 0.01: rate 1000%, flows 2", nil},
		{"hardly below a tie", of(cashflow.XNPV(pct("1000"), dated("2025-01-01 0.005", "2074-12-21 -1e-18"), 2)), "XNPV 0: rate 1000%, flows 2", nil}, // 11^-50 of it is 52 decimals away
		{"hardly above a tie below zero", of(cashflow.XNPV(pct("1000"), dated("2025-01-01 -0.005", "2074-12-21 1e-18"), 2)), "XNPV 0: rate 1000%, flows 2", nil},
		{"nothing flows", of(cashflow.XNPV(pct("5"), dated("2025-01-01 0", "2026-01-01 0"), 2)), "XNPV 0: rate 5%, flows 2", nil},
		{"nearly all lost for a century", of(cashflow.XNPV(pct("-99.9999999999"), dated("2025-01-01 0", "2125-01-01 1"), 2)), "", []fault{{"rate", "", alianza.ErrLimit}}},
		{"unsorted, before the first", of(cashflow.XNPV(pct("9"), dated("2025-01-01 1", "2024-12-31 1", "2126-01-01 1"), 2)), "", []fault{{"flows[1].on", "2024-12-31", alianza.ErrRange}, {"flows[2].on", "2126-01-01", alianza.ErrRange}}},
		{"no days", of(cashflow.XNPV(pct("-100"), []cashflow.Flow{{}, {}}, 13)), "", []fault{{"flows[0].on", "", alianza.ErrMissing}, {"flows[1].on", "", alianza.ErrMissing}, {"rate", "-100.00%", alianza.ErrRange}, {"places", "13", alianza.ErrRange}}},
		{"none", of(cashflow.XNPV(pct("1"), nil, 2)), "", []fault{{"flows", "", alianza.ErrEmpty}}},
		{"too many", of(cashflow.XNPV(pct("1"), make([]cashflow.Flow, 1201), 2)), "", []fault{{"flows", "1201", alianza.ErrLimit}}},
	})
	if got, err := cashflow.XNPV(pct("9"), spreadsheet, 6); err != nil || !got.Round(6).Equal(n("2086.647602")) {
		t.Errorf("XNPV = %s, %v; want 2086.647602", got.Round(6), err)
	}
}

func TestXIRR(t *testing.T) {
	half := dated("2025-01-01 -100", "2025-07-02 121") // 182 days
	run(t, []row{
		{"of a manual", of(cashflow.XIRR(spreadsheet, 7)), "XIRR 37.34%: flows 5", nil},
		{"a year", of(cashflow.XIRR(dated("2025-01-01 -100", "2026-01-01 110"), 12)), "XIRR 10%: flows 2", nil},
		{"a leap year", of(cashflow.XIRR(dated("2024-01-01 -100", "2025-01-01 110"), 4)), "XIRR 9.97%: flows 2", nil},
		{"two years, unsorted", of(cashflow.XIRR(dated("2025-01-01 -100", "2027-01-01 60.5", "2026-01-01 55"), 2)), "XIRR 10%: flows 3", nil},
		{"nothing gained", of(cashflow.XIRR(dated("2025-01-01 -100", "2025-03-01 100"), 12)), "XIRR 0%: flows 2", nil},
		{"nothing lost by borrowing", of(cashflow.XIRR(dated("2025-01-01 100", "2025-03-01 -100"), 12)), "XIRR 0%: flows 2", nil},
		{"a tie, exact", of(cashflow.XIRR(dated("2025-01-01 -200", "2025-03-01 0", "2026-01-01 201"), 0)), "XIRR 1%: flows 3", nil},
		{"a tie, exact, by borrowing", of(cashflow.XIRR(dated("2025-01-01 200", "2025-03-01 0", "2026-01-01 -201"), 0)), "XIRR 1%: flows 3", nil},
		{"a tie of a loss, exact", of(cashflow.XIRR(dated("2025-01-01 -200", "2025-03-01 0", "2026-01-01 199"), 0)), "XIRR -1%: flows 3", nil},
		{"a loss", of(cashflow.XIRR(dated("2025-01-01 -100", "2025-03-01 90"), 2)), "XIRR -47.89%: flows 2", nil},
		{"nearly all lost", of(cashflow.XIRR(dated("2025-01-01 -1e18", "2025-03-01 1e-18"), 2)), "XIRR -100%: flows 2", nil},
		{"for a century", of(cashflow.XIRR(dated("2025-01-01 -1", "2124-12-08 1000000"), 6)), "XIRR 14.82%: flows 2", nil},
		{"half a year", of(cashflow.XIRR(half, 4)), "XIRR 46.56%: flows 2", nil},
		{"one day makes up for another", of(cashflow.XIRR(append(dated("2025-01-01 50"), append(half, dated("2025-01-01 -50")...)...), 4)), "XIRR 46.56%: flows 4", nil},
	})
	run(t, []row{
		{"a day's fortune", of(cashflow.XIRR(dated("2025-01-01 -1", "2025-01-02 10"), 0)), "", []fault{{"flows", "", alianza.ErrLimit}}},
		{"a day's doubling", of(cashflow.XIRR(dated("2025-01-01 -1", "2025-01-02 2"), 0)), "", []fault{{"flows", "", alianza.ErrLimit}}},
		// A fifth of a year: 2^51.2 is 2586638741762874.29, and its fifth power 2^256.
		{"a growth of 2^256", of(cashflow.XIRR(dated("2025-01-01 -1", "2025-03-15 2586638741762875"), 0)), "", []fault{{"flows", "", alianza.ErrLimit}}},
		{"one day", of(cashflow.XIRR(dated("2025-01-01 -100", "2025-01-01 110"), 2)), "", []fault{{"flows", "", alianza.ErrNoSolution}}},
		{"changes twice in the order of days", of(cashflow.XIRR(dated("2025-01-01 -100", "2025-03-01 -10", "2025-02-01 120"), 2)), "", []fault{{"flows", "", alianza.ErrAmbiguous}}},
		{"no days", of(cashflow.XIRR([]cashflow.Flow{{Amount: n("1")}}, -1)), "", []fault{{"flows[0].on", "", alianza.ErrMissing}, {"places", "-1", alianza.ErrRange}}},
	})
	// Its growth is the fifth power of the second flow.
	below, err := cashflow.XIRR(dated("2025-01-01 -1", "2025-03-15 2586638741762874"), 0)
	fifth := n("2586638741762874")
	growth := fifth.Mul(fifth).Mul(fifth).Mul(fifth).Mul(fifth)
	if want := growth.Sub(n("1")).Mul(n("100")); err != nil || !below.Round(0).Equal(want) {
		t.Errorf("XIRR below a growth of 2^256 = %s, %v; want %s%%", below, err, want)
	}
	if got, err := cashflow.XIRR(spreadsheet, 7); err != nil || !got.Round(7).Equal(n("37.3362534")) {
		t.Errorf("XIRR = %s, %v; want 37.3362534", got.Round(7), err)
	}
}

func TestFlowJSON(t *testing.T) {
	flow := spreadsheet[0]
	doc, err := json.Marshal(flow)
	if err != nil || string(doc) != `{"on":"2008-01-01","amount":"-10000"}` {
		t.Errorf("MarshalJSON() = %s, %v", doc, err)
	}
	if got, err := alianza.Read[cashflow.Flow](doc); err != nil || !cmp.Equal(flow, got) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, got, err, flow)
	}
	if got, err := alianza.Read[cashflow.Flow]([]byte(`{"On":"2008-01-01","amount":1}`)); !errors.Is(err, alianza.ErrField) {
		t.Errorf("Read of another case = %v, %v; want ErrField", got, err)
	}
}

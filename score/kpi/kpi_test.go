package kpi_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

func TestNewFaults(t *testing.T) {
	least, most := alianza.AtLeast(n("300")), alianza.AtMost(n("200"))
	good := func() kpi.Definition { return define("k", "", least, alianza.Bound{}) }
	bounds := func(target, benchmark alianza.Bound) func(*kpi.Definition) {
		return func(d *kpi.Definition) { d.Target, d.Benchmark = target, benchmark }
	}
	in := func(unit, value string) func(*kpi.Definition) {
		return func(d *kpi.Definition) { d.Unit, d.Target = unit, alianza.AtLeast(n(value)) }
	}
	within := func(within alianza.Bound) func(*kpi.Definition) { return func(d *kpi.Definition) { d.Range = within } }
	share := alianza.Between(n("0"), n("100"))
	reaching := func(unit string, possible, target alianza.Bound) func(*kpi.Definition) {
		return func(d *kpi.Definition) { d.Unit, d.Range, d.Target = unit, possible, target }
	}
	scoretest.Breaks(t, good, kpi.New, []scoretest.Break[kpi.Definition]{
		{"nothing", func(d *kpi.Definition) { *d = kpi.Definition{} }, []fault{{"name", "", alianza.ErrMissing}, {"target", "", alianza.ErrMissing}}, ""},
		{"blank name", func(d *kpi.Definition) { d.Name = "\t" }, []fault{{"name", "\t", alianza.ErrMissing}}, ""},
		{"no target", bounds(alianza.Bound{}, alianza.Bound{}), []fault{{"target", "", alianza.ErrMissing}}, ""},
		{"no target, but a benchmark", bounds(alianza.Bound{}, least), []fault{{"target", "", alianza.ErrMissing}}, ""},
		{"target of no operator", bounds(alianza.Bound{Value: n("1")}, alianza.Bound{}), []fault{{"target", "", alianza.ErrMissing}}, ""},
		{"operators that do not exist", bounds(alianza.Bound{Op: 9}, alianza.Bound{Op: 9}), []fault{{"target", "(9)", alianza.ErrUnknown}, {"benchmark", "(9)", alianza.ErrUnknown}}, ""},
		{"hostile target", bounds(alianza.Above(decimal.New(1, 1<<30)), alianza.Bound{}), []fault{{"target.above", "1e1073741824", alianza.ErrRange}}, ""},
		{"hostile benchmark", bounds(least, alianza.Above(decimal.New(1, -19))), []fault{{"benchmark.above", "0.0000000000000000001", alianza.ErrRange}}, ""},
		{"benchmark that looks the other way, at most", bounds(least, most), []fault{{"benchmark.at_most", "200", alianza.ErrConflict}}, "it looks the other way than the target, >= 300"},
		{"benchmark that looks the other way, below", bounds(alianza.Above(n("3")), alianza.Below(n("2.0"))), []fault{{"benchmark.below", "2.0", alianza.ErrConflict}}, ""},
		{"benchmark that looks the other way, at least", bounds(alianza.Below(n("3")), alianza.AtLeast(n("4"))), []fault{{"benchmark.at_least", "4", alianza.ErrConflict}}, ""},
		{"benchmark that looks the other way, above", bounds(alianza.AtMost(n("3")), alianza.Above(n("4"))), []fault{{"benchmark.above", "4", alianza.ErrConflict}}, ""},
		{"between, upside down", bounds(alianza.Between(n("60"), n("30")), alianza.Bound{}), []fault{{"target.to", "30", alianza.ErrConflict}}, "not above 60"},
		{"range under its bar", bounds(alianza.AtLeast(n("30")).Range(n("30")), alianza.Bound{}), []fault{{"target.to", "30", alianza.ErrConflict}}, ""},
		{"range over its bar", bounds(alianza.Below(n("30")).Range(n("30")), alianza.Bound{}), []fault{{"target.to", "30", alianza.ErrConflict}}, ""},
		{"hostile end", bounds(alianza.AtLeast(n("30")).Range(decimal.New(1, 19)), alianza.Bound{}), []fault{{"target.to", "10000000000000000000", alianza.ErrRange}}, ""},
		{"hostile ends", bounds(alianza.Between(decimal.New(1, 19), decimal.New(1, 20)), alianza.Bound{}), []fault{
			{"target.between", "10000000000000000000", alianza.ErrRange}, {"target.to", "100000000000000000000", alianza.ErrRange},
		}, ""},
		{"benchmark of one side", bounds(alianza.Between(n("30"), n("60")), alianza.AtLeast(n("20"))), []fault{{"benchmark.at_least", "20", alianza.ErrConflict}}, ""},
		{"benchmark of two sides", bounds(alianza.AtLeast(n("30")), alianza.Between(n("20"), n("60"))), []fault{{"benchmark.between", "20", alianza.ErrConflict}}, ""},
		{"a wider benchmark", bounds(alianza.Between(n("30"), n("60")), alianza.Between(n("20"), n("70"))), nil, ""},
		{"the least range", bounds(alianza.AtLeast(n("30")).Range(n("30.01")), alianza.AtLeast(n("20")).Range(n("25"))), nil, ""},
		{"a stricter benchmark", bounds(least, alianza.AtLeast(n("400"))), nil, ""},
		{"a target beyond NPS", in(kpi.UnitNPS, "100.01"), []fault{{"target.at_least", "100.01", alianza.ErrRange}}, "a value NPS is from -100 to 100"},
		{"a target below 1 of 5", in(kpi.UnitOfFive, "0.99"), []fault{{"target.at_least", "0.99", alianza.ErrRange}}, "a value of 5 is from 1 to 5"},
		{"a check of two", in(kpi.UnitCheck, "2"), []fault{{"target.at_least", "2", alianza.ErrRange}}, "a value check is from 0 to 1"},
		{"half a check", in(kpi.UnitCheck, "0.5"), []fault{{"target.at_least", "0.5", alianza.ErrRange}}, "a check is 0 or 1"},
		{"a check that any answer meets", in(kpi.UnitCheck, "0"), []fault{{"target", ">= 0", alianza.ErrConflict}}, "the target of a check is at_least 1"},
		{"a check from above", func(d *kpi.Definition) { d.Unit, d.Target = kpi.UnitCheck, alianza.AtMost(n("1")) }, []fault{{"target", "<= 1", alianza.ErrConflict}}, ""},
		{"a range of no operator", within(alianza.Bound{Op: 9}), []fault{{"range", "(9)", alianza.ErrUnknown}}, ""},
		{"a range with a far end", within(alianza.AtLeast(n("0")).Range(n("500"))), []fault{{"range.to", "500", alianza.ErrConflict}}, "write between for two ends"},
		{"a target out of the range", within(alianza.Between(n("0"), n("100"))), []fault{{"target.at_least", "300", alianza.ErrRange}}, "possible is 0 to 100"},
		{"a far end out of the range", func(d *kpi.Definition) {
			d.Range, d.Target, d.Benchmark = alianza.AtMost(n("100")), alianza.AtLeast(n("50")).Range(n("101")), alianza.AtLeast(n("20")).Range(n("30"))
		}, []fault{{"target.to", "101", alianza.ErrRange}}, "possible is <= 100"},
		{"a target above the greatest value", reaching("", share, alianza.Above(n("100"))), []fault{{"target.above", "100", alianza.ErrConflict}}, "no possible value meets it"},
		{"a target below the least value", reaching("", share, alianza.Below(n("0"))), []fault{{"target.below", "0", alianza.ErrConflict}}, "no possible value meets it"},
		{"a target at most the greatest value", reaching("", share, alianza.AtMost(n("100.0"))), []fault{{"target.at_most", "100.0", alianza.ErrConflict}}, "every possible value meets it"},
		{"a target at least the least value", reaching("", share, alianza.AtLeast(n("0"))), []fault{{"target.at_least", "0", alianza.ErrConflict}}, "every possible value meets it"},
		{"a target of the whole range", reaching("", share, alianza.Between(n("0"), n("100"))), []fault{{"target.between", "0", alianza.ErrConflict}}, "every possible value meets it"},
		{"a target that only the ends meet", reaching("", share, alianza.AtLeast(n("100"))), nil, ""},
		{"a target that only the ends miss", reaching("", share, alianza.Below(n("100"))), nil, ""},
		{"a target that only the least misses", reaching("", share, alianza.Above(n("0"))), nil, ""},
		{"a target of all but one end", reaching("", share, alianza.Between(n("0"), n("99"))), nil, ""},
		{"a target of what is not negative", reaching("", alianza.AtLeast(n("0")), alianza.AtLeast(n("0"))), []fault{{"target.at_least", "0", alianza.ErrConflict}}, "every possible value meets it"},
		{"a target on an open range", reaching("", alianza.AtLeast(n("0")), alianza.AtMost(n("0"))), nil, ""},
		{"a target above any NPS", reaching(kpi.UnitNPS, alianza.Bound{}, alianza.Above(n("100"))), []fault{{"target.above", "100", alianza.ErrConflict}}, "no possible value meets it"},
		{"a target of all of 5", reaching(kpi.UnitOfFive, alianza.Bound{}, alianza.AtLeast(n("1"))), []fault{{"target.at_least", "1", alianza.ErrConflict}}, "every possible value meets it"},
		{"a target above an NPS that is never so high", reaching(kpi.UnitNPS, alianza.AtMost(n("50")), alianza.Above(n("50"))), []fault{{"target.above", "50", alianza.ErrConflict}}, "no possible value meets it"},
		{"a benchmark that everything meets", func(d *kpi.Definition) {
			d.Range, d.Target, d.Benchmark = share, alianza.AtLeast(n("50")), alianza.AtLeast(n("0"))
		}, []fault{{"benchmark.at_least", "0", alianza.ErrConflict}}, "every possible value meets it"},
		{"a benchmark above the target", bounds(alianza.Between(n("10"), n("20")), alianza.Between(n("50"), n("60"))), []fault{{"benchmark.between", "50", alianza.ErrConflict}}, "it has no value in common with the target, 10 to 20"},
		{"a benchmark below the target", bounds(alianza.Between(n("10"), n("20")), alianza.Between(n("1"), n("9.99"))), []fault{{"benchmark.between", "1", alianza.ErrConflict}}, "it has no value in common with the target, 10 to 20"},
		{"a benchmark that ends where the target starts", bounds(alianza.Between(n("10"), n("20")), alianza.Between(n("1"), n("10"))), nil, ""},
		{"a benchmark that starts where the target ends", bounds(alianza.Between(n("10"), n("20")), alianza.Between(n("20"), n("30"))), nil, ""},
		{"a benchmark on one side", bounds(alianza.Between(n("10"), n("20")), alianza.Between(n("15"), n("30"))), nil, ""},
		{"a narrower benchmark", bounds(alianza.Between(n("10"), n("20")), alianza.Between(n("12"), n("15"))), nil, ""},
		{"texts and words", func(d *kpi.Definition) {
			d.Unit, d.Formula, d.Every, d.Priority, d.Tolerance, d.Actions = " %", "\t", 9, 9, scoretest.Percent("100.0000000001%"), []string{"call", "call", ""}
		}, []fault{
			{"unit", " %", alianza.ErrForm},
			{"formula", "\t", alianza.ErrMissing},
			{"every", "(9)", alianza.ErrUnknown},
			{"priority", "(9)", alianza.ErrUnknown},
			{"tolerance", "100.0000000001%", alianza.ErrRange},
			{"actions[1]", "call", alianza.ErrDuplicate},
			{"actions[2]", "", alianza.ErrMissing},
		}, ""},
		{"a negative tolerance", func(d *kpi.Definition) { d.Tolerance = alianza.WholePercent(-1) }, []fault{{"tolerance", "-1%", alianza.ErrRange}}, "from 0% to 100%"},
		{"too many actions", func(d *kpi.Definition) { d.Actions = make([]string, 1001) }, []fault{{"actions", "1001", alianza.ErrLimit}}, "at most 1000 actions"},
		{"all at once", func(d *kpi.Definition) {
			*d = define("", "", alianza.AtLeast(decimal.New(1, 19)), alianza.AtMost(decimal.New(1, 19)))
		}, []fault{
			{"name", "", alianza.ErrMissing}, {"target.at_least", "10000000000000000000", alianza.ErrRange}, {"benchmark.at_most", "10000000000000000000", alianza.ErrRange},
		}, ""},
	}...)
}

// TestZeroKPI has a KPI and a scorecard that no New function made.
func TestZeroKPI(t *testing.T) {
	var k kpi.KPI
	var s kpi.Scorecard
	_, judge := k.Judge(n("1000"))
	_, since := k.JudgeSince(nil, nil)
	_, card := s.Judge(nil)
	_, rank := s.Rank(nil)
	_, _, reached := kpi.Reached(nil, s)
	for name, err := range map[string]error{"KPI.Judge": judge, "KPI.JudgeSince": since, "Scorecard.Judge": card, "Scorecard.Rank": rank, "Reached": reached} {
		if !errors.Is(err, alianza.ErrUnchecked) {
			t.Errorf("%s of the zero value = %v; want ErrUnchecked", name, err)
		}
	}
	if diff := cmp.Diff(kpi.ScorecardDefinition{}, s.Definition()); diff != "" {
		t.Errorf("Definition() mismatch (-want +got):\n%s", diff)
	}
}

// changes change a KPI, one field at a time.
var changes = []func(d *kpi.Definition){
	func(d *kpi.Definition) { d.Name = "other" },
	func(d *kpi.Definition) { d.Unit = "x" },
	func(d *kpi.Definition) { d.Range = alianza.AtLeast(n("0")) },
	func(d *kpi.Definition) { d.Formula = "gain by cost" },
	func(d *kpi.Definition) { d.Every = kpi.EveryMonth },
	func(d *kpi.Definition) { d.Target = alianza.Above(n("10")) },
	func(d *kpi.Definition) { d.Benchmark = alianza.AtLeast(n("6")) },
	func(d *kpi.Definition) { d.Priority = kpi.PriorityLow },
	func(d *kpi.Definition) { d.Tolerance = scoretest.Percent("1%") },
	func(d *kpi.Definition) { d.Actions = []string{"call"} },
}

func TestKPIEqual(t *testing.T) {
	scoretest.Apart(t, func() kpi.Definition { return card(0, 0).KPIs[0] }, kpi.New, changes...)
}

func TestKPIJSON(t *testing.T) {
	scoretest.RoundTrip(t, "kpi.json", define("roi", "%", alianza.AtLeast(n("300")), alianza.AtLeast(n("200.50"))))
	scoretest.RoundTrip(t, "kpi_least.json", define("tickets", "", alianza.Below(n("2")), alianza.Bound{}))
	all := define("sales_cycle", "days", alianza.Between(n("30"), n("60")), alianza.Between(n("20"), n("90")))
	all.Range, all.Formula, all.Every = alianza.AtLeast(n("0")), "from lead to deal", kpi.EveryMonth
	all.Priority, all.Tolerance, all.Actions = kpi.PriorityHigh, scoretest.Percent("2.5%"), []string{"training", "materials"}
	scoretest.RoundTrip(t, "kpi_all.json", all)
	scoretest.Frozen(t, must(all), must(define("roi", "%", alianza.AtLeast(n("300")), alianza.Bound{})))
	for _, name := range []string{"bad_kpi", "bad_kpi_target"} {
		t.Run(name, func(t *testing.T) { scoretest.Bad(t, name, all) })
	}
	for name, doc := range map[string]string{
		"both": `{"name":"k","target":{"between":"1","at_least":"2","to":"3"}}`, "half": `{"name":"k","target":{"between":"1"}}`, "end only": `{"name":"k","target":{"to":"1"}}`,
		"null": `null`, "end": `{"name":"k"`, "data behind": `{"name":"k","target":{"below":1}}1`, "nothing": `{"name":"k","target":{}}`,
	} {
		var d kpi.Definition
		if err := d.UnmarshalJSON([]byte(doc)); len(faults(err)) != 1 {
			t.Errorf("UnmarshalJSON(%s) = %v; want one fault, %s", doc, err, name)
		}
	}
}

func TestEnumerations(t *testing.T) {
	scoretest.Names[kpi.Priority](t, 1, "none", "low", "medium", "high", "critical")
	scoretest.Names[kpi.Cadence](t, 1, "none", "week", "month", "quarter", "year")
	scoretest.Names[kpi.Arrow](t, 1, "none", "down", "flat", "up")
}

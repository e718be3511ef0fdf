package kpi_test

import (
	"encoding/json"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

func TestGolden(t *testing.T) {
	scoretest.RoundTrip(t, "kpi.json", define("roi", "%", alianza.AtLeast(n("300")), alianza.AtLeast(n("200.50"))))
	scoretest.RoundTrip(t, "kpi_least.json", define("tickets", "", alianza.Below(n("2")), alianza.Bound{}))
	whole := define("sales_cycle", "days", alianza.Between(n("30"), n("60")), alianza.Between(n("20"), n("90")))
	whole.Measure, whole.Priority, whole.Tolerance, whole.Actions = "from lead to deal, monthly", kpi.PriorityHigh, scoretest.Percent("2.5%"), []string{"training", "materials"}
	scoretest.RoundTrip(t, "kpi_all.json", whole)
	left := kpi.CriticalKPIs()
	left.OnMissing = score.OnMissingLeaveOut
	scoretest.RoundTrip(t, "critical_kpis.json", left)
}

// TestPresetsJSON writes and reads all presets.
func TestPresetsJSON(t *testing.T) {
	presets := []kpi.ScorecardDefinition{
		kpi.CriticalKPIs(), kpi.ChannelKPIs(), kpi.GrowthKPIs(), kpi.TechnologyKPIs(), kpi.ChannelSalesKPIs(), kpi.StrategicKPIs(),
		kpi.AllianceKPIs(), kpi.WeeklyKPIs(), kpi.ThreeMonths(), kpi.NinetyDays(),
		kpi.PerformanceKPIs("USD", alianza.AtLeast(n("1")), alianza.AtMost(n("2")), alianza.Above(n("3")), alianza.Below(n("4"))),
	}
	for _, want := range append(presets, kpi.YearScenarios()...) {
		scoretest.Again(t, want)
	}
}

// TestBadGolden reads the faulty definitions of testdata and compares the
// faults. The definition read into stays as it was.
func TestBadGolden(t *testing.T) {
	for _, name := range []string{"bad_kpi", "bad_kpi_target"} {
		t.Run(name, func(t *testing.T) {
			scoretest.Bad(t, name, define("roi", "%", alianza.AtLeast(n("300")), alianza.AtLeast(n("200"))))
		})
	}
	for _, name := range []string{"bad_scorecard", "bad_scorecard_red"} {
		t.Run(name, func(t *testing.T) { scoretest.Bad(t, name, kpi.CriticalKPIs()) })
	}
}

func TestJSONForms(t *testing.T) {
	for name, v := range map[string]any{"KPI": kpi.Definition{}, "scorecard": kpi.ScorecardDefinition{KPIs: []kpi.Definition{{}}}, "reading": kpi.Reading{}} {
		if got, err := json.Marshal(v); err == nil {
			t.Errorf("MarshalJSON() of a %s without a target = %s; want an error", name, got)
		}
	}
	var k kpi.Definition
	for name, doc := range map[string]string{"null": `null`, "end": `{"name":"k"`, "data behind": `{"name":"k","target":{"below":1}}1`} {
		if err := k.UnmarshalJSON([]byte(doc)); len(faults(err)) != 1 {
			t.Errorf("UnmarshalJSON(%s) = %v; want one fault", name, err)
		}
	}
}

func TestEnumerations(t *testing.T) {
	scoretest.Names[kpi.Priority](t, 1, "none", "low", "medium", "high", "critical")
	scoretest.Names[kpi.Arrow](t, 1, "none", "down", "flat", "up")
}

package score_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

func TestAttainment_R17(t *testing.T) {
	between := score.Between(n("30"), n("60"))
	tests := []struct {
		name   string
		target score.Target
		value  score.Number
		want   string
	}{
		{"V-ATN-1", score.AtLeast(n("8")), n("5"), "62.5"},
		{"V-ATN-2", score.AtMost(n("30")), n("40"), "75"},
		{"R17, revenue", score.AtLeast(n("75000")), n("50000"), "200/3"},
		{"R17, satisfaction", score.AtLeast(n("95")), n("88"), "1760/19"},
		{"R17, roi", score.AtLeast(n("300")), n("250"), "250/3"},
		{"on the bound", score.Above(n("8")), n("8"), "100"},
		{"over", score.AtLeast(n("8")), n("10"), "125"},
		{"nothing", score.AtLeast(n("8")), n("0"), "0"},
		{"negative", score.AtLeast(n("8")), n("-2"), "-25"},
		{"less than the most", score.Below(n("30")), n("20"), "150"},
		{"the low end of a range is the bar", score.AtLeast(n("30")).Range(n("50")), n("45"), "150"},
		{"between, under", between, n("15"), "50"},
		{"between, low end", between, n("30"), "100"},
		{"between, inside", between, n("45"), "100"},
		{"between, high end", between, n("60"), "100"},
		{"between, over", between, n("80"), "75"},
		{"a quotient", score.AtLeast(n("40")), quotient{big.NewRat(100, 3)}, "250/3"},
		{"in its unit", score.AtLeast(n("40")), score.In(n("20"), "x"), "50"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.MustKPI(kpi("k", "x", tt.target, score.Target{})).Attainment(tt.value)
			if err != nil || !got.Equal(q(tt.want)) {
				t.Errorf("Attainment(%v) of %s = %s, %v; want %s", tt.value, tt.target, got, err, tt.want)
			}
		})
	}
}

func TestAttainmentRefusals(t *testing.T) {
	tests := []struct {
		name   string
		target score.Target
		value  score.Number
		want   []fault
		text   string
	}{
		{"no data", score.AtLeast(n("8")), nil, []fault{{"value", "", alianza.ErrMissing}}, "score: kpi k: value: missing"},
		{"target of zero", score.AtLeast(n("0")), n("8"), []fault{{"target", ">= 0", alianza.ErrZero}}, `score: kpi k: target ">= 0": zero denominator: no share of it has a value`},
		{"ceiling of zero", score.AtMost(n("0")), n("8"), []fault{{"target", "<= 0", alianza.ErrZero}}, `score: kpi k: target "<= 0": zero denominator: no share of it has a value`},
		{"negative target", score.AtLeast(n("-5")), n("8"), []fault{{"target", ">= -5", alianza.ErrRange}}, `score: kpi k: target ">= -5": out of range: a share of what is negative says nothing`},
		{"zero where less is better", score.AtMost(n("30")), n("0"), []fault{{"value", "0", alianza.ErrZero}}, `score: kpi k: value "0": zero denominator: where less is better, it would be without end`},
		{"negative where less is better", score.AtMost(n("30")), n("-1"), []fault{{"value", "", alianza.ErrRange}}, "score: kpi k: value: out of range: where less is better, a share by what is negative says nothing"},
		{"between from zero, under it", score.Between(n("0"), n("5")), n("-1"), []fault{{"target", "0 to 5", alianza.ErrZero}}, `score: kpi k: target "0 to 5": zero denominator: no share of it has a value`},
		{"hostile", score.AtLeast(n("8")), decimal.New(1, 1<<30), []fault{{"value", "1e1073741824", alianza.ErrRange}}, `score: kpi k: value "1e1073741824": out of range: exponent out of range: 10^1073741824, allowed is -18 to 18`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.MustKPI(kpi("k", "", tt.target, score.Target{})).Attainment(tt.value)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" || fmt.Sprint(err) != tt.text || got.Sign() != 0 {
				t.Errorf("Attainment(%v) = %s, %v; want %s (-want +got):\n%s", tt.value, got, err, tt.text, diff)
			}
		})
	}
}

// TestTrend_R50 has the arrow and what it means for the target.
func TestTrend_R50(t *testing.T) {
	more, less, both := score.AtLeast(n("300")), score.AtMost(n("5")), score.Between(n("30"), n("60"))
	tests := []struct {
		name        string
		target      score.Target
		band        string
		before, now string
		arrow       score.Arrow
		meaning     score.Meaning
		change      string
		text        string
	}{
		{"V-TRD-1, on the band", more, "2%", "100", "102", score.Flat, score.Stable, "2", "flat"},
		{"V-TRD-2", more, "2%", "100", "103", score.Up, score.Improving, "3", "up 3, improving"},
		{"V-TRD-3", less, "0%", "2", "3", score.Up, score.Worsening, "1", "up 1, worsening"},
		{"V-TRD-4", more, "0%", "-10", "-5", score.Up, score.Improving, "5", "up 5, improving"},
		{"the least unit over the band", more, "2%", "100", "102.000000000000000001", score.Up, score.Improving, "2.000000000000000001", "up 2, improving"},
		{"down on the band", more, "2%", "100", "98", score.Flat, score.Stable, "-2", "flat"},
		{"down", more, "2%", "100", "97.99", score.Down, score.Worsening, "-2.01", "down 2.01, worsening"},
		{"down, less is better", less, "0%", "3", "2", score.Down, score.Improving, "-1", "down 1, improving"},
		{"the band is of the size", more, "10%", "-100", "-90", score.Flat, score.Stable, "10", "flat"},
		{"no change", more, "0%", "7", "7.0", score.Flat, score.Stable, "0", "flat"},
		{"from zero, up", more, "50%", "0", "0.01", score.Up, score.Improving, "0.01", "up 0.01, improving"},
		{"from zero, down", more, "50%", "0", "-1", score.Down, score.Worsening, "-1", "down 1, worsening"},
		{"from zero, nowhere", more, "0%", "0", "0", score.Flat, score.Stable, "0", "flat"},
		{"between, into the range", both, "0%", "20", "35", score.Up, score.Improving, "15", "up 15, improving"},
		{"between, past it and nearer", both, "0%", "10", "70", score.Up, score.Improving, "60", "up 60, improving"},
		{"between, past it and as far", both, "0%", "20", "70", score.Up, score.Stable, "50", "up 50, stable"},
		{"between, past it and farther", both, "0%", "25", "70", score.Up, score.Worsening, "45", "up 45, worsening"},
		{"between, out of it", both, "0%", "35", "20", score.Down, score.Worsening, "-15", "down 15, worsening"},
		{"between, inside", both, "0%", "35", "55", score.Up, score.Stable, "20", "up 20, stable"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := kpi("k", "", tt.target, score.Target{})
			d.Band = weight(t, tt.band)
			got, err := score.MustKPI(d).JudgeSince(n(tt.before), n(tt.now))
			want := score.Trend{Arrow: tt.arrow, Meaning: tt.meaning, Change: q(tt.change)}
			if diff := cmp.Diff(want, got.Trend); diff != "" || err != nil || got.Trend.String() != tt.text {
				t.Errorf("JudgeSince(%s, %s) = %v, %v; want %s (-want +got):\n%s", tt.before, tt.now, got.Trend, err, tt.text, diff)
			}
			if plain, err := score.MustKPI(d).Judge(n(tt.now)); err != nil || plain.Status != got.Status || plain.Trend.Arrow != 0 {
				t.Errorf("Judge(%s) = %s, %v; want %s without a trend", tt.now, plain, err, got.Status)
			}
		})
	}
	if got := (score.Trend{}).String(); got != "none" {
		t.Errorf("String() of the zero Trend = %q; want none", got)
	}
}

func TestTrendMissing_X14(t *testing.T) {
	k := score.MustKPI(kpi("k", "", score.AtLeast(n("5")), score.Target{}))
	for name, pair := range map[string][2]score.Number{
		"before": {nil, n("5")}, "now": {n("5"), nil}, "nil pointer": {(*decimal.Decimal)(nil), n("5")}, "both": {nil, nil}, "a unit of nothing": {score.In(nil, "x"), n("5")},
	} {
		got, err := k.JudgeSince(pair[0], pair[1])
		if err != nil || got.Trend.Arrow != 0 || (got.Status == score.NoData) != (pair[1] == nil) {
			t.Errorf("JudgeSince without %s = %s, %v; want no trend", name, got, err)
		}
	}
	_, err := k.JudgeSince(decimal.New(1, 19), score.In(n("1"), "days"))
	want := []fault{{"before", "10000000000000000000", alianza.ErrRange}, {"value", "1 days", alianza.ErrConflict}}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("JudgeSince = other faults (-want +got):\n%s", diff)
	}
}

func TestTrendJSON(t *testing.T) {
	d := kpi("tickets", "", score.Below(n("2")), score.Target{})
	d.Actions, d.Priority = []string{"call", "train"}, score.PriorityHigh
	got, err := score.MustKPI(d).JudgeSince(n("2"), n("3"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "tickets 3: red, target < 2; up 1, worsening; to do: call, train"; got.String() != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	const want = `{"kpi":"tickets","value":"3.00","light":"red","status":"below","target":{"below":"2"},"priority":"high",` +
		`"trend":{"arrow":"up","meaning":"worsening","change":"1"},"actions":["call","train"]}`
	if doc, err := json.Marshal(got); err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	got.Actions[0] = "spoilt"
	if again, err := score.MustKPI(d).Judge(n("3")); err != nil || again.Actions[0] != "call" {
		t.Errorf("Judge after a change to the result = %v, %v; want call", again.Actions, err)
	}
	if doc, err := json.Marshal(got.Trend); err != nil || string(doc) != `{"arrow":"up","meaning":"worsening","change":"1"}` {
		t.Errorf("MarshalJSON() of the trend = %s, %v", doc, err)
	}
}

// TestUnits_R16 has satisfaction in three units that never convert.
func TestUnits_R16(t *testing.T) {
	units := []string{score.UnitPercent, score.UnitOfFive, score.UnitNPS}
	for _, unit := range units {
		k := score.MustKPI(kpi("satisfaction", unit, score.AtLeast(n("4.5")), score.Target{}))
		for _, other := range units {
			got, err := k.Judge(score.In(n("5"), other))
			if unit == other {
				if err != nil || got.Status != score.OnTarget || !got.Value.Equal(n("5")) {
					t.Errorf("Judge(5 %s) in %s = %s, %v; want on target", other, unit, got, err)
				}
				continue
			}
			if len(faults(err)) != 1 || faults(err)[0].Path != "value" || !errors.Is(err, alianza.ErrConflict) {
				t.Errorf("Judge(5 %s) in %s = %s, %v; want a contradiction", other, unit, got, err)
			}
			if _, err := k.Attainment(score.In(n("5"), other)); err == nil {
				t.Errorf("Attainment(90 %s) in %s = no error; want a contradiction", other, unit)
			}
		}
	}
	k := score.MustKPI(kpi("satisfaction", score.UnitOfFive, score.Above(n("4.5")), score.Target{}))
	_, err := k.Judge(score.In(n("5"), score.UnitPercent))
	if got, want := fmt.Sprint(err), `score: kpi satisfaction: value "5%": contradiction: want "of 5", and units never convert`; got != want {
		t.Errorf("Judge(90%%) = %s; want %s", got, want)
	}
	got, err := k.Judge(n("4.51")) // a bare number is taken in the unit of the KPI
	if want := "satisfaction 4.51 of 5: green, target > 4.5"; err != nil || got.String() != want {
		t.Errorf("Judge(4.51) = %s, %v; want %s", got, err, want)
	}
	plain := score.MustKPI(kpi("k", "", score.Above(n("4.5")), score.Target{}))
	_, err = plain.Judge(score.In(n("5"), score.UnitNPS))
	if got, want := fmt.Sprint(err), `score: kpi k: value "5 NPS": contradiction: want no unit, and units never convert`; got != want {
		t.Errorf("Judge(5 NPS) = %s; want %s", got, want)
	}
	if _, err := plain.Judge(score.In(n("5"), "")); err != nil {
		t.Errorf("Judge(5 in no unit) = %v; want no error", err)
	}
	nothing := (*decimal.Decimal)(nil)
	if score.In(nil, "%") != nil || score.In(nothing, "%") != nil {
		t.Error("In(nil) is a number; want nil")
	}
	five := n("5")
	if got, err := plain.Judge(score.In(&five, "")); err != nil || got.Status != score.OnTarget {
		t.Errorf("Judge(pointer to 5) = %s, %v; want on target", got, err)
	}
	if _, err := k.Judge(score.In(decimal.New(1, 1<<30), score.UnitOfFive)); len(faults(err)) != 1 || !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Judge(hostile of 5) = %v; want ErrRange", err)
	}
}

// TestTargetRange_R7 has ranges whose low end is the bar, and ranges with two.
func TestTargetRange_R7(t *testing.T) {
	tests := []struct {
		name   string
		target score.Target
		value  string
		want   score.Status
		text   string
		doc    string
	}{
		{"under", score.AtLeast(n("30")).Range(n("50")), "29.99", score.Missed, ">= 30 (to 50)", `{"at_least":"30","to":"50"}`},
		{"low end", score.AtLeast(n("30")).Range(n("50")), "30", score.OnTarget, ">= 30 (to 50)", `{"at_least":"30","to":"50"}`},
		{"above the far end", score.AtLeast(n("30")).Range(n("50")), "55", score.OnTarget, ">= 30 (to 50)", `{"at_least":"30","to":"50"}`},
		{"less is better, over", score.AtMost(n("60")).Range(n("30")), "60.01", score.Missed, "<= 60 (to 30)", `{"at_most":"60","to":"30"}`},
		{"less is better, below the far end", score.AtMost(n("60")).Range(n("30")), "20", score.OnTarget, "<= 60 (to 30)", `{"at_most":"60","to":"30"}`},
		{"between, under", score.Between(n("30"), n("60")), "29.99", score.Missed, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, low end", score.Between(n("30"), n("60")), "30", score.OnTarget, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, high end", score.Between(n("30"), n("60")), "60", score.OnTarget, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, over", score.Between(n("30"), n("60")), "60.01", score.Missed, "30 to 60", `{"between":"30","to":"60"}`},
		{"between, up to zero", score.Between(n("-5"), n("0")), "0.01", score.Missed, "-5 to 0", `{"between":"-5","to":"0"}`},
		{"between a number and itself", score.Between(n("5"), n("5")), "5", score.OnTarget, "5 to 5", `{"between":"5","to":"5"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := kpi("k", "", tt.target, score.Target{})
			got, err := score.MustKPI(d).Judge(n(tt.value))
			if err != nil || got.Status != tt.want || got.Target.String() != tt.text {
				t.Errorf("Judge(%s) = %s, %v; want %s, %s", tt.value, got, err, tt.want, tt.text)
			}
			doc, err := json.Marshal(d)
			if want := `{"name":"k","target":` + tt.doc + `}`; err != nil || string(doc) != want {
				t.Fatalf("MarshalJSON() = %s, %v; want %s", doc, err, want)
			}
			var read score.KPIDefinition
			if err := json.Unmarshal(doc, &read); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(d, read, sameWeights, samePlaces); diff != "" {
				t.Errorf("UnmarshalJSON(%s) mismatch (-want +got):\n%s", doc, diff)
			}
		})
	}
}

func TestTargetFaults(t *testing.T) {
	tests := []struct {
		name              string
		target, benchmark score.Target
		want              []fault
	}{
		{"between, upside down", score.Between(n("60"), n("30")), score.Target{}, []fault{{"target.to", "30", alianza.ErrConflict}}},
		{"range under its bar", score.AtLeast(n("30")).Range(n("30")), score.Target{}, []fault{{"target.to", "30", alianza.ErrConflict}}},
		{"range over its bar", score.Below(n("30")).Range(n("30")), score.Target{}, []fault{{"target.to", "30", alianza.ErrConflict}}},
		{"hostile end", score.AtLeast(n("30")).Range(decimal.New(1, 19)), score.Target{}, []fault{{"target.to", "10000000000000000000", alianza.ErrRange}}},
		{"hostile ends", score.Between(decimal.New(1, 19), decimal.New(1, 20)), score.Target{}, []fault{
			{"target.between", "10000000000000000000", alianza.ErrRange}, {"target.to", "100000000000000000000", alianza.ErrRange},
		}},
		{"benchmark of one side", score.Between(n("30"), n("60")), score.AtLeast(n("20")), []fault{{"benchmark.at_least", "20", alianza.ErrConflict}}},
		{"benchmark of two sides", score.AtLeast(n("30")), score.Between(n("20"), n("60")), []fault{{"benchmark.between", "20", alianza.ErrConflict}}},
		{"a wider benchmark", score.Between(n("30"), n("60")), score.Between(n("20"), n("70")), nil},
		{"the least range", score.AtLeast(n("30")).Range(n("30.01")), score.AtLeast(n("20")).Range(n("25")), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.NewKPI(kpi("k", "", tt.target, tt.benchmark))
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewKPI = other faults (-want +got):\n%s", diff)
			}
		})
	}
	d := kpi("k", " %", score.AtLeast(n("1")), score.Target{})
	d.Measure, d.Priority, d.Band, d.Actions = "\t", 9, weight(t, "100.0000000001%"), []string{"call", "call", ""}
	_, err := score.NewKPI(d)
	want := []fault{
		{"unit", " %", alianza.ErrForm},
		{"measure", "\t", alianza.ErrMissing},
		{"priority", "(9)", alianza.ErrUnknown},
		{"band", "100.0000000001%", alianza.ErrRange},
		{"actions[1]", "call", alianza.ErrDuplicate},
		{"actions[2]", "", alianza.ErrMissing},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("NewKPI = other faults (-want +got):\n%s", diff)
	}
	d = kpi("k", "", score.AtLeast(n("1")), score.Target{})
	d.Band = score.Percent(-1)
	if _, err := score.NewKPI(d); len(faults(err)) != 1 || faults(err)[0].Path != "band" {
		t.Errorf("NewKPI with a negative band = %v; want a fault at band", err)
	}
	for name, doc := range map[string]string{"both": `{"name":"k","target":{"between":"1","at_least":"2","to":"3"}}`, "half": `{"name":"k","target":{"between":"1"}}`, "end only": `{"name":"k","target":{"to":"1"}}`} {
		if err := json.Unmarshal([]byte(doc), &d); len(faults(err)) == 0 {
			t.Errorf("UnmarshalJSON(%s) = no fault; want one, %s", doc, name)
		}
	}
}

// TestLawAttainment checks that a figure meets an inclusive target exactly if it
// attains 100%.
func TestLawAttainment(t *testing.T) {
	r := random{rand.New(rand.NewPCG(4, 9))}
	for range 500 {
		bound, value := r.score().Add(n("0.0001")), r.score().Add(n("0.0001"))
		for _, target := range []score.Target{score.AtLeast(bound), score.AtMost(bound), score.Between(bound, bound.Add(r.score()))} {
			k := score.MustKPI(kpi("k", "", target, score.Target{}))
			reading, err := k.Judge(value)
			if err != nil {
				t.Fatal(err)
			}
			got, err := k.Attainment(value)
			if err != nil || (got.Cmp(n("100")) >= 0) != (reading.Status == score.OnTarget) {
				t.Errorf("Attainment(%s) = %s, %v; want it to agree with %s", value, got, err, reading)
			}
		}
	}
}

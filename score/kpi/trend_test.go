package kpi_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/kpi"
)

// TestTrend_R50 has the arrow and what it means for the target.
func TestTrend_R50(t *testing.T) {
	more, less, both := alianza.AtLeast(n("300")), alianza.AtMost(n("5")), alianza.Between(n("30"), n("60"))
	tests := []struct {
		name        string
		target      alianza.Bound
		band        string
		before, now string
		arrow       kpi.Arrow
		meaning     score.Answer
		change      string
		text        string
	}{
		{"V-TRD-1, on the band", more, "2%", "100", "102", kpi.Flat, score.Unknown, "2", "flat"},
		{"V-TRD-2", more, "2%", "100", "103", kpi.Up, score.Yes, "3", "up 3, improving"},
		{"V-TRD-3", less, "0%", "2", "3", kpi.Up, score.No, "1", "up 1, worsening"},
		{"V-TRD-4", more, "0%", "-10", "-5", kpi.Up, score.Yes, "5", "up 5, improving"},
		{"the least unit over the band", more, "2%", "100", "102.000000000000000001", kpi.Up, score.Yes, "2.000000000000000001", "up 2, improving"},
		{"down on the band", more, "2%", "100", "98", kpi.Flat, score.Unknown, "-2", "flat"},
		{"down", more, "2%", "100", "97.99", kpi.Down, score.No, "-2.01", "down 2.01, worsening"},
		{"down, less is better", less, "0%", "3", "2", kpi.Down, score.Yes, "-1", "down 1, improving"},
		{"the band is of the size", more, "10%", "-100", "-90", kpi.Flat, score.Unknown, "10", "flat"},
		{"no change", more, "0%", "7", "7.0", kpi.Flat, score.Unknown, "0", "flat"},
		{"from zero, up", more, "50%", "0", "0.01", kpi.Up, score.Yes, "0.01", "up 0.01, improving"},
		{"from zero, down", more, "50%", "0", "-1", kpi.Down, score.No, "-1", "down 1, worsening"},
		{"from zero, nowhere", more, "0%", "0", "0", kpi.Flat, score.Unknown, "0", "flat"},
		{"between, into the range", both, "0%", "20", "35", kpi.Up, score.Yes, "15", "up 15, improving"},
		{"between, past it and nearer", both, "0%", "10", "70", kpi.Up, score.Yes, "60", "up 60, improving"},
		{"between, past it and as far", both, "0%", "20", "70", kpi.Up, score.Unknown, "50", "up 50, neither better nor worse"},
		{"between, past it and farther", both, "0%", "25", "70", kpi.Up, score.No, "45", "up 45, worsening"},
		{"between, out of it", both, "0%", "35", "20", kpi.Down, score.No, "-15", "down 15, worsening"},
		{"between, inside", both, "0%", "35", "55", kpi.Up, score.Unknown, "20", "up 20, neither better nor worse"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := define("k", "", tt.target, alianza.Bound{})
			d.Tolerance = scoretest.Percent(tt.band)
			got, err := must(d).JudgeSince(n(tt.before), n(tt.now))
			want := kpi.Trend{Arrow: tt.arrow, Better: tt.meaning, By: q(tt.change)}
			if diff := cmp.Diff(want, got.Trend); diff != "" || err != nil || got.Trend.String() != tt.text {
				t.Errorf("JudgeSince(%s, %s) = %v, %v; want %s (-want +got):\n%s", tt.before, tt.now, got.Trend, err, tt.text, diff)
			}
			if plain, err := must(d).Judge(n(tt.now)); err != nil || plain.Light != got.Light || plain.Trend.Arrow != 0 {
				t.Errorf("Judge(%s) = %s, %v; want %s without a trend", tt.now, plain, err, got.Light)
			}
		})
	}
	if got := (kpi.Trend{}).String(); got != "none" {
		t.Errorf("String() of the zero Trend = %q; want none", got)
	}
}

func TestTrendMissing_X14(t *testing.T) {
	k := must(define("k", "", alianza.AtLeast(n("5")), alianza.Bound{}))
	for name, pair := range map[string][2]score.Number{
		"before": {nil, n("5")}, "now": {n("5"), nil}, "nil pointer": {(*decimal.Decimal)(nil), n("5")}, "both": {nil, nil}, "a unit of nothing": {score.WithUnit(nil, "x"), n("5")},
	} {
		got, err := k.JudgeSince(pair[0], pair[1])
		if err != nil || got.Trend.Arrow != 0 || (got.Light == 0) != (pair[1] == nil) {
			t.Errorf("JudgeSince without %s = %s, %v; want no trend", name, got, err)
		}
	}
	_, err := k.JudgeSince(decimal.New(1, 19), score.WithUnit(n("1"), "days"))
	want := []fault{{"before", "10000000000000000000", alianza.ErrRange}, {"value", "1 days", alianza.ErrConflict}}
	if diff := cmp.Diff(want, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("JudgeSince = other faults (-want +got):\n%s", diff)
	}
}

func TestTrendJSON(t *testing.T) {
	d := define("tickets", "", alianza.Below(n("2")), alianza.Bound{})
	d.Actions, d.Priority = []string{"call", "train"}, kpi.PriorityHigh
	got, err := must(d).JudgeSince(n("2"), n("3"))
	if err != nil {
		t.Fatal(err)
	}
	if want := "tickets 3: red, target < 2; up 1, worsening; to do: call, train"; got.String() != want {
		t.Errorf("String() = %q; want %q", got, want)
	}
	const want = `{"kpi":"tickets","value":"3.00","light":"red","target":{"below":"2"},"attainment_pct":"200/3","priority":"high",` +
		`"trend":{"arrow":"up","better":"no","by":"1"},"actions":["call","train"]}`
	if doc, err := json.Marshal(got); err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	got.Actions[0] = "spoilt"
	if again, err := must(d).Judge(n("3")); err != nil || again.Actions[0] != "call" {
		t.Errorf("Judge after a change to the result = %v, %v; want call", again.Actions, err)
	}
	if doc, err := json.Marshal(got.Trend); err != nil || string(doc) != `{"arrow":"up","better":"no","by":"1"}` {
		t.Errorf("MarshalJSON() of the trend = %s, %v", doc, err)
	}
}

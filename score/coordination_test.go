package score_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

func TestCoordination_S19(t *testing.T) {
	tests := []struct {
		name         string
		margin, cost string
		worth        score.Worth
		net, text    string
	}{
		// The costs of the vectors are 20 and 20.5 hours at 50.00 each.
		{"V-COORD-1", "1000.00", "1000.00", score.BreakEven, "0", "break_even: costs 1000.00 USD, brings 1000.00 USD"},
		{"V-COORD-2", "1000.00", "1025.00", score.Hobby, "-25", "hobby: costs 1025.00 USD, brings 1000.00 USD, 25.00 USD too much"},
		{"V-COORD-3", "-0.01", "0", score.Hobby, "-0.01", "hobby: costs 0 USD, brings -0.01 USD, 0.01 USD too much"},
		{"one more", "100", "101", score.Hobby, "-1", "hobby: costs 101 USD, brings 100 USD, 1 USD too much"},
		{"equal", "100", "100.000", score.BreakEven, "0", "break_even: costs 100.000 USD, brings 100 USD"},
		{"one less", "100", "99", score.Viable, "1", "viable: costs 99 USD, brings 100 USD, 1 USD left"},
		{"least more", "100", "100.000000000000000001", score.Hobby, "-0.000000000000000001", "hobby: costs 100.000000000000000001 USD, brings 100 USD, 0.000000000000000001 USD too much"},
		{"least less", "100", "99.999999999999999999", score.Viable, "0.000000000000000001", "viable: costs 99.999999999999999999 USD, brings 100 USD, 0.000000000000000001 USD left"},
		{"negative margin, no cost", "-1", "0", score.Hobby, "-1", "hobby: costs 0 USD, brings -1 USD, 1 USD too much"},
		{"nothing for nothing", "0", "0", score.BreakEven, "0", "break_even: costs 0 USD, brings 0 USD"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := score.Coordination{Margin: n(tt.margin), Cost: n(tt.cost), Unit: "USD"}.Judge()
			if err != nil || got.Worth != tt.worth || !got.Net.Equal(n(tt.net)) || got.String() != tt.text {
				t.Errorf("Judge(%s, %s) = %s, %s, %q, %v; want %s, %s, %q", tt.margin, tt.cost, got.Worth, got.Net, got, err, tt.worth, tt.net, tt.text)
			}
		})
	}
}

func TestCoordinationFaults(t *testing.T) {
	tests := []struct {
		name  string
		facts score.Coordination
		want  []fault
	}{
		{"negative cost", score.Coordination{Cost: n("-0.01")}, []fault{{"cost", "-0.01", alianza.ErrRange}}},
		{"hostile", score.Coordination{Margin: decimal.New(1, 1<<30), Cost: decimal.New(1, -1<<30), Unit: " "}, []fault{
			{"margin", "1e1073741824", alianza.ErrRange}, {"cost", "1e-1073741824", alianza.ErrRange}, {"unit", " ", alianza.ErrMissing},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.facts.Judge()
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" || got.Worth != 0 {
				t.Errorf("Judge = %s, other faults (-want +got):\n%s", got, diff)
			}
		})
	}
	_, err := score.Coordination{Cost: n("-1")}.Judge()
	if got, want := fmt.Sprint(err), `score: coordination: cost "-1": out of range: negative`; got != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
}

func TestCoordinationJSON(t *testing.T) {
	const doc = `{"margin":"1000.50","cost":"0","unit":"€"}`
	var c score.Coordination
	if err := json.Unmarshal([]byte(doc), &c); err != nil {
		t.Fatal(err)
	}
	if got, err := json.Marshal(c); err != nil || string(got) != doc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, doc)
	}
	v, err := c.Judge()
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"worth":"viable","margin":"1000.50","cost":"0","unit":"€","net":"1000.50"}`
	if got, err := json.Marshal(v); err != nil || string(got) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", got, err, want)
	}
	if got, err := json.Marshal(score.CoordinationVerdict{}); err != nil || fmt.Sprint(score.CoordinationVerdict{}) != "none" {
		t.Errorf("MarshalJSON() of no verdict = %s, %v; want no error", got, err)
	}
	err = json.Unmarshal([]byte(`{"margin":1,"cost":-1}`), &c)
	if diff := cmp.Diff([]fault{{"cost", "-1", alianza.ErrRange}}, faults(err), sameFaults); diff != "" || !c.Margin.Equal(n("1000.50")) {
		t.Errorf("UnmarshalJSON = %v, other faults (-want +got):\n%s", c.Margin, diff)
	}
}

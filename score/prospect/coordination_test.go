package prospect_test

import (
	"strings"
	"testing"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

func TestCoordination_S19(t *testing.T) {
	tests := []struct {
		name         string
		margin, cost string
		want, text   string
	}{
		// The costs of the vectors are 20 and 20.5 hours at 50.00 each.
		{"V-COORD-1", "1000.00", "1000.00", "break_even", "break even"},
		{"V-COORD-2", "1000.00", "1025.00", "hobby", "hobby, 25.00 USD too much"},
		{"V-COORD-3", "-0.01", "0", "hobby", "hobby, 0.01 USD too much"},
		{"one more", "100", "101", "hobby", "hobby, 1 USD too much"},
		{"equal", "100", "100.000", "break_even", "break even"},
		{"one less", "100", "99", "viable", "viable, 1 USD left"},
		{"least more", "100", "100.000000000000000001", "hobby", "hobby, 0.000000000000000001 USD too much"},
		{"least less", "100", "99.999999999999999999", "viable", "viable, 0.000000000000000001 USD left"},
		{"negative margin, no cost", "-1", "0", "hobby", "hobby, 1 USD too much"},
		{"nothing for nothing", "0", "0", "break_even", "break even"},
	}
	scale := alianza.Must(score.NewScale(prospect.CoordinationScale()))
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := scale.Judge(n(tt.margin).Sub(n(tt.cost)))
			if err != nil || got.Name != tt.want {
				t.Errorf("Judge(%s less %s) = %s, %v; want %s", tt.margin, tt.cost, got, err, tt.want)
			}
			r := consider(t, prospect.Facts{Name: "spa", Answers: points(6, 2), Net: net(tt.margin, tt.cost), Currency: "USD"})
			if r.Coordination == nil || r.Coordination.Name != tt.want || !strings.Contains(r.String(), "\nCoordination: "+tt.text+".\n") {
				t.Errorf("report = %s; want %s in it", r, tt.text)
			}
			if (r.Action == prospect.ActionStop) != (tt.want == "hobby") {
				t.Errorf("action = %s; want a stop for a hobby", r.Action)
			}
		})
	}
}

// TestCoordinationUnknown_X14 knows the margin and not the cost, so that there is
// no net margin.
func TestCoordinationUnknown_X14(t *testing.T) {
	scale := alianza.Must(score.NewScale(prospect.CoordinationScale()))
	if got, err := scale.Judge(nil); err != nil || got.Name != "" {
		t.Errorf("Judge(nil) = %s, %v; want no data", got, err)
	}
	r := consider(t, prospect.Facts{Name: "spa", Answers: points(6, 2)})
	if r.Coordination != nil || r.Net != nil || strings.Contains(r.String(), "Coordination") || !strings.Contains(r.String(), "Work out what coordination costs") {
		t.Errorf("report = %s; want the cost to be worked out", r)
	}
}

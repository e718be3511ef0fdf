package roi_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func TestRank_R19(t *testing.T) {
	tests := []struct {
		name  string
		items []roi.Item
		want  string
	}{
		{"ties by name", items("b", "100", "a", "100.00", "c", "300"), "[{1 c} {2 a} {2 b}]"},
		{"a place left out", items("d", "1", "b", "2", "a", "2", "c", "2"), "[{1 a} {1 b} {1 c} {4 d}]"},
		{"refunds", items("a", "-1", "b", "0"), "[{1 b} {2 a}]"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			ranked, err := roi.Rank(tt.items)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range ranked {
				got = append(got, fmt.Sprintf("{%d %s}", r.Place, r.Item.Name))
			}
			if fmt.Sprint(got) != tt.want {
				t.Errorf("Rank = %s; want %s", got, tt.want)
			}
			readsBack(t, ranked[0])
		})
	}
}

func TestRankFaults(t *testing.T) {
	tests := []struct {
		name  string
		items []roi.Item
		want  []fault
	}{
		{"none", nil, []fault{{"items", "", alianza.ErrEmpty}}},
		{"faults", append(items("a", "1", "a", "2", "", "3"), roi.Item{Name: "b", Amount: n("1").Shift(19)}), []fault{
			{"items[1].name", "a", alianza.ErrDuplicate}, {"items[2].name", "", alianza.ErrMissing}, {"items[3].amount", "10000000000000000000", alianza.ErrRange},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := roi.Rank(tt.items)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" || got != nil {
				t.Errorf("Rank = %v and other faults (-want +got):\n%s", got, diff)
			}
		})
	}
}

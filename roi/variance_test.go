package roi_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

func sales(triples ...string) []roi.Sales {
	var all []roi.Sales
	for i := 0; i < len(triples); i += 3 {
		all = append(all, roi.Sales{Partner: triples[i], Units: n(triples[i+1]), Revenue: n(triples[i+2])})
	}
	return all
}

// numbers returns the numbers of an effect.
func numbers(e roi.Effect) string {
	return fmt.Sprintf("%s %s %s %s %s", e.Partner, e.Volume.Value(), e.Mix.Value(), e.Rate.Value(), e.Total.Value())
}

func TestExplain(t *testing.T) {
	tests := []struct {
		name          string
		before, after []roi.Sales
		want          []string // the last one is the total
	}{
		{
			"volume, mix and rate", sales("a", "10", "1000", "b", "10", "500"), sales("a", "20", "2200", "b", "10", "500"),
			[]string{"a 500 500 200 1200", "b 250 -250 0 0", "total 750 250 200 1200"},
		},
		{
			"one partner has no mix", sales("a", "10", "1000"), sales("a", "15", "1800"),
			[]string{"a 500 0 300 800", "total 500 0 300 800"},
		},
		{
			"one came and one left", sales("a", "10", "1000"), sales("b", "5", "400"),
			[]string{"a -500 -500 0 -1000", "b 0 400 0 400", "total -500 -100 0 -600"},
		},
		{
			"nothing any more", sales("a", "10", "1000"), nil,
			[]string{"a -1000 0 0 -1000", "total -1000 0 0 -1000"},
		},
		{
			"sold nothing before", sales("a", "10", "1000", "b", "0", "0"), sales("a", "10", "1000", "b", "1", "7"),
			[]string{"a 100 -100 0 0", "b 0 7 0 7", "total 100 -93 0 7"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			effects, total, err := roi.Explain(tt.before, tt.after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, e := range append(effects, total) {
				got = append(got, numbers(e))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Explain mismatch (-want +got):\n%s", diff)
			}
			readsBack(t, total)
			readsBack(t, tt.before[0])
		})
	}
}

func TestExplainFaults(t *testing.T) {
	many := make([]roi.Sales, 2001)
	tests := []struct {
		name          string
		before, after []roi.Sales
		want          []fault
	}{
		{"nothing before", nil, sales("a", "1", "1"), []fault{{"before", "", alianza.ErrZero}}},
		{"nothing sold before", sales("a", "0", "0"), sales("a", "1", "1"), []fault{{"before", "", alianza.ErrZero}}},
		{"faults", sales("a", "-1", "1", "a", "0", "1"), sales("", "1", "1", "total", "1", "1"), []fault{
			{"before[0].units", "-1", alianza.ErrNegative},
			{"before[1].partner", "a", alianza.ErrDuplicate},
			{"before[1].revenue", "1", alianza.ErrConflict},
			{"after[0].partner", "", alianza.ErrMissing},
			{"after[1].partner", "total", alianza.ErrConflict},
		}},
		{"many", many, many, []fault{{"before", "2001", alianza.ErrLimit}, {"after", "2001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := roi.Explain(tt.before, tt.after)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("Explain = other faults (-want +got):\n%s", diff)
			}
		})
	}
	// Rates whose common denominator would have ten thousands of digits.
	var before, after []roi.Sales
	for i := range 2000 {
		units := fmt.Sprintf("%d00000000000000001", 10007+2*i)
		before = append(before, sales(fmt.Sprint(i), units, "1")...)
		after = append(after, sales(fmt.Sprint(i), "1", "1")...)
	}
	_, _, err := roi.Explain(before, after)
	if diff := cmp.Diff([]fault{{"after", "", alianza.ErrLimit}}, faults(err), cmpopts.EquateErrors()); diff != "" {
		t.Errorf("Explain of hostile units = other faults (-want +got):\n%s", diff)
	}
}

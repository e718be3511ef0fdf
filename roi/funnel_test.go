package roi_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
)

// reach is the funnel of a month at its low ends (R12).
var reach = roi.Funnel{Steps: []roi.Step{{"impressions", 500000}, {"clicks", 10000}, {"leads", 500}, {"sales", 50}}}

func TestConversion_R12(t *testing.T) {
	run(t, []row{
		{"first step", of(reach.Conversion("impressions", "clicks")), "2", "impressions to clicks 2%: impressions 500000, clicks 10000", nil},
		{"over two steps", of(reach.Conversion("clicks", "sales")), "1/2", "clicks to sales 0.5%: clicks 10000, sales 50", nil},
		{"all", of(reach.Overall()), "1/100", "impressions to sales 0.01%: impressions 500000, sales 50", nil},
		{"backward", of(reach.Conversion("sales", "clicks")), "", "", []fault{{"to", "clicks", alianza.ErrConflict}}},
		{"nowhere", of(reach.Conversion("impression", "sale")), "", "", []fault{{"from", "impression", alianza.ErrUnknown}, {"to", "sale", alianza.ErrUnknown}}},
		{"nobody came", of(roi.Funnel{Steps: []roi.Step{{"a", 0}, {"b", 0}}}.Overall()), "", "", []fault{{"a", "", alianza.ErrZero}}},
		{"others counted, V-CNV-2", of(roi.Funnel{Steps: []roi.Step{{"a", 3}, {"b", 7}}}.Conversion("a", "b")), "", "", []fault{{"steps[1].count", "7", alianza.ErrRange}}},
		{"long names", of(roi.Funnel{Steps: []roi.Step{{strings.Repeat("a", 150), 3}, {strings.Repeat("b", 150), 2}}}.Overall()), "", "", []fault{{"", strings.Repeat("a", 60) + "…", alianza.ErrLimit}}},
	})
}

func TestRates_R45(t *testing.T) {
	tests := []struct {
		name   string
		funnel roi.Funnel
		want   []string
	}{
		{"first quarter", roi.Funnel{Steps: []roi.Step{{"found", 100}, {"signed", 20}, {"active", 10}}}, []string{"20%", "50%"}},
		{"V-FUN-1", roi.Funnel{Steps: []roi.Step{{"a", 1000}, {"b", 400}, {"c", 150}, {"d", 30}}}, []string{"40%", "37.5%", "20%"}},
		{"nobody in the middle, V-FUN-3", roi.Funnel{Steps: []roi.Step{{"a", 10}, {"b", 0}, {"c", 0}}}, []string{"0%", "no figure"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rates, err := tt.funnel.Rates()
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rates {
				got = append(got, r.Value())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Rates() mismatch (-want +got):\n%s", diff)
			}
			readsBack(t, tt.funnel)
		})
	}
	readsBack(t, reach.Steps[0])
}

// TestFunnel_LongNames has two names of 120 bytes, which make one of 244 with " to ".
func TestFunnel_LongNames(t *testing.T) {
	funnel := roi.Funnel{Steps: []roi.Step{{strings.Repeat("a", 120), 10}, {strings.Repeat("b", 120), 5}, {"c", 0}, {strings.Repeat("d", 200), 0}}}
	want := []fault{{"", "", alianza.ErrLimit}}
	rates, err := funnel.Rates()
	if diff := cmp.Diff(want, withoutValues(err), cmpopts.EquateErrors()); diff != "" || rates != nil {
		t.Errorf("Rates = %v and other faults (-want +got):\n%s", rates, diff)
	}
	_, err = funnel.Conversion(funnel.Steps[0].Name, funnel.Steps[1].Name)
	if diff := cmp.Diff(want, withoutValues(err), cmpopts.EquateErrors()); diff != "" {
		t.Errorf("Conversion = other faults (-want +got):\n%s", diff)
	}
	funnel.Steps = funnel.Steps[1:]
	if rates, err := funnel.Rates(); err != nil || len(rates) != 2 || rates[0].Cmp(n("0")) != 0 || rates[0].IsZero() || !rates[1].IsZero() {
		t.Errorf("Rates = %v, %v; want 0%% and none, for nobody came to c", rates, err)
	}
}

// withoutValues returns the faults of an error without their long values.
func withoutValues(err error) []fault {
	all := faults(err)
	for i := range all {
		all[i].Value = ""
	}
	return all
}

// TestFunnelLimit has as many as can be written, and more.
func TestFunnelLimit(t *testing.T) {
	most := math.MaxInt32
	if _, err := (roi.Funnel{Steps: []roi.Step{{"a", most}, {"b", 1}}}).Overall(); err != nil {
		t.Errorf("Overall of 2^31 - 1 = %v; want no error", err)
	}
	above := most + 1
	if above < 0 {
		t.Skip("an int has 32 bits")
	}
	f := roi.Funnel{Steps: []roi.Step{{"a", above}, {"b", 1}}}
	_, err := f.Overall()
	_, again := json.Marshal(f)
	for _, err := range []error{err, again} {
		if diff := cmp.Diff([]fault{{"steps[0].count", "2147483648", alianza.ErrLimit}}, faults(err), cmpopts.EquateErrors()); diff != "" {
			t.Errorf("other faults (-want +got):\n%s", diff)
		}
	}
}

func TestFunnelFaults(t *testing.T) {
	tests := []struct {
		name   string
		funnel roi.Funnel
		want   []fault
	}{
		{"none", roi.Funnel{}, []fault{{"steps", "", alianza.ErrEmpty}}},
		{"one step", roi.Funnel{Steps: []roi.Step{{"a", 1}}}, []fault{{"steps", "1", alianza.ErrMissing}}},
		{"many steps", roi.Funnel{Steps: make([]roi.Step, 101)}, []fault{{"steps", "101", alianza.ErrLimit}}},
		{"names", roi.Funnel{Steps: []roi.Step{{"a", 1}, {"a", 1}, {"", -1}}}, []fault{{"steps[1].name", "a", alianza.ErrDuplicate}, {"steps[2].name", "", alianza.ErrMissing}, {"steps[2].count", "-1", alianza.ErrNegative}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, rates := tt.funnel.Rates()
			_, overall := tt.funnel.Overall()
			_, conversion := tt.funnel.Conversion("a", "b")
			for _, err := range []error{rates, overall, conversion} {
				if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
					t.Errorf("other faults (-want +got):\n%s", diff)
				}
			}
		})
	}
	if _, err := alianza.Read[roi.Funnel]([]byte(`{"steps":[{"name":"a","count":1},{"name":"b","count":2}]}`)); !errors.Is(err, alianza.ErrRange) {
		t.Errorf("Read of a funnel that grows = %v; want ErrRange", err)
	}
}

package concentration_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi"
	"github.com/seed-0af520cd/alianza/roi/concentration"
)

func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func pct(s string) alianza.Percent { return alianza.Must(alianza.ParsePercent(s + "%")) }

// items names amounts in the order of the alphabet.
func items(list string) []roi.Item {
	var all []roi.Item
	for i, s := range strings.Fields(list) {
		all = append(all, roi.Item{Name: string(rune('a' + i)), Amount: n(s)})
	}
	return all
}

func of(t *testing.T, list string) concentration.Distribution {
	t.Helper()
	d, err := concentration.New(items(list))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// A fault is what a test wants of a field error; Err is its kind.
type fault struct {
	Path, Value string
	Err         error
}

func faults(err error) []fault {
	var all []fault
	for _, f := range alianza.Faults(err) {
		all = append(all, fault{f.Path, f.Value, f.Err})
	}
	return all
}

func TestMeasures_R34(t *testing.T) {
	tests := []struct {
		name, list   string
		largest, hhi string
		gini, sample string // the sample is "" for one partner
		top, share   string // of the first 20%
		band         concentration.Band
		single       bool // at an alarm of 60%
	}{
		{"shares of four", "40 30 20 10", "a 40%", "HHI 3000 points: partners 4", "0.25", "0.33", "1", "40%", concentration.BandHigh, false},
		{"V-HHI-1", "30 30 20 20", "a 30%", "HHI 2600 points: partners 4", "0.1", "0.13", "1", "30%", concentration.BandHigh, false},
		{"one partner, V-HHI-2", "7", "a 100%", "HHI 10000 points: partners 1", "0", "", "1", "100%", concentration.BandHigh, true},
		{"three of the same, V-HHI-3, V-GINI-2", "1 1 1", "a 33.33%", "HHI 3333.33 points: partners 3", "0", "0", "1", "33.33%", concentration.BandHigh, false},
		{"80 and 20, V-PAR-1", "80 5 5 5 5", "a 80%", "HHI 6500 points: partners 5", "0.6", "0.75", "1", "80%", concentration.BandHigh, true},
		{"ties, V-PAR-2", "10 20 30 40 50 50", "e 25%", "HHI 2000 points: partners 6", "0.25", "0.3", "2", "50%", concentration.BandHigh, false},
		{"nothing but one, V-GINI-1", "0 0 0 10", "d 100%", "HHI 10000 points: partners 4", "0.75", "1", "1", "100%", concentration.BandHigh, true},
		{"V-GINI-3", "1 2 3 4.00", "d 40%", "HHI 3000 points: partners 4", "0.25", "0.33", "1", "40%", concentration.BandHigh, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := of(t, tt.list)
			partner, share, err := d.Largest()
			if got := partner + " " + share.Value(); got != tt.largest || err != nil {
				t.Errorf("Largest() = %s, %v; want %s", got, err, tt.largest)
			}
			hhi, err := d.HHI()
			if hhi.String() != tt.hhi || err != nil {
				t.Errorf("HHI() = %s, %v; want %s", hhi, err, tt.hhi)
			}
			if band, err := concentration.BandOf(hhi); band != tt.band || err != nil {
				t.Errorf("BandOf(%s) = %s, %v; want %s", hhi, band, err, tt.band)
			}
			if gini, err := d.Gini(); gini.Value() != tt.gini || err != nil {
				t.Errorf("Gini() = %s, %v; want %s", gini, err, tt.gini)
			}
			sample, err := d.SampleGini()
			if tt.sample == "" && !errors.Is(err, alianza.ErrZero) || tt.sample != "" && (err != nil || sample.Value() != tt.sample) {
				t.Errorf("SampleGini() = %s, %v; want %s", sample, err, tt.sample)
			}
			k, top, err := d.TopPercent(pct("20"))
			if fmt.Sprint(k) != tt.top || top.Value() != tt.share || err != nil {
				t.Errorf("TopPercent(20%%) = %d, %s, %v; want %s, %s", k, top, err, tt.top, tt.share)
			}
			if got := d.SinglePoint(pct("60")); got != tt.single {
				t.Errorf("SinglePoint(60%%) = %t; want %t", got, tt.single)
			}
		})
	}
}

// TestTopPercent rounds the number of partners up. 7% of 100 partners are 7, where floats
// make 8 of it.
func TestTopPercent_R14(t *testing.T) {
	hundred := strings.Repeat("1 ", 26) // as many names as there are letters
	tests := []struct {
		list, part string
		want       int
	}{
		{hundred, "50", 13},
		{hundred, "50.0000000001", 14},
		{hundred, "0.0000000001", 1},
		{hundred, "100", 26},
		{"1", "20", 1},
		{"1 1 1 1 1 1", "20", 2},
	}
	for _, tt := range tests {
		if k, _, err := of(t, tt.list).TopPercent(pct(tt.part)); k != tt.want || err != nil {
			t.Errorf("TopPercent(%s%%) = %d, %v; want %d", tt.part, k, err, tt.want)
		}
	}
	var many []roi.Item
	for i := range 100 {
		many = append(many, roi.Item{Name: fmt.Sprint(i), Amount: n("1")})
	}
	d, err := concentration.New(many)
	if err != nil {
		t.Fatal(err)
	}
	if k, share, err := d.TopPercent(pct("7")); k != 7 || share.Value() != "7%" || err != nil {
		t.Errorf("TopPercent(7%%) of 100 = %d, %s, %v; want 7", k, share, err)
	}
	for _, part := range []string{"0", "-1", "100.1"} {
		if k, share, err := d.TopPercent(pct(part)); !errors.Is(err, alianza.ErrRange) {
			t.Errorf("TopPercent(%s%%) = %d, %s, %v; want ErrRange", part, k, share, err)
		}
	}
	for _, k := range []int{0, -1, 101} {
		if share, err := d.Top(k); !errors.Is(err, alianza.ErrRange) {
			t.Errorf("Top(%d) = %s, %v; want ErrRange", k, share, err)
		}
	}
}

func TestCurve(t *testing.T) {
	var got []string
	for k, share := range of(t, "10 60 0 30").Curve() {
		got = append(got, fmt.Sprint(k, " ", share))
	}
	if diff := cmp.Diff([]string{
		"1 top share 60%: top 1, partners 4", "2 top share 90%: top 2, partners 4",
		"3 top share 100%: top 3, partners 4", "4 top share 100%: top 4, partners 4",
	}, got); diff != "" {
		t.Errorf("Curve() mismatch (-want +got):\n%s", diff)
	}
	for k := range of(t, "1 1").Curve() {
		if k > 1 {
			t.Error("Curve() goes on after a break")
		}
		break
	}
}

// TestWithout_R33 takes the largest partner away: the others are what they were to one
// another.
func TestWithout_R33(t *testing.T) {
	d := of(t, "80 15 5")
	rest, err := d.Without("a")
	if err != nil {
		t.Fatal(err)
	}
	if partner, share, err := rest.Largest(); partner != "b" || share.Value() != "75%" || err != nil {
		t.Errorf("Largest() without a = %s, %s, %v; want b, 75%%", partner, share, err)
	}
	if got := d.Partners(); len(got) != 3 || got[0].Name != "a" {
		t.Errorf("Partners() after Without = %v; want all", got)
	}
	if _, err := d.Without("A"); !errors.Is(err, alianza.ErrUnknown) {
		t.Errorf("Without(A) = %v; want ErrUnknown", err)
	}
	if _, err := of(t, "1").Without("a"); !errors.Is(err, alianza.ErrEmpty) {
		t.Errorf("Without the only one = %v; want ErrEmpty", err)
	}
	if _, err := of(t, "1 0").Without("a"); !errors.Is(err, alianza.ErrZero) {
		t.Errorf("Without all the revenue = %v; want ErrZero", err)
	}
}

func TestNewFaults(t *testing.T) {
	tests := []struct {
		name  string
		items []roi.Item
		want  []fault
	}{
		{"none", nil, []fault{{"items", "", alianza.ErrEmpty}}},
		{"nothing, V-PAR-4", items("0 0"), []fault{{"items", "", alianza.ErrZero}}},
		{"negative", items("1 -1"), []fault{{"items[1].amount", "-1", alianza.ErrNegative}}},
		{"hostile", append(items("1"), roi.Item{Name: "a", Amount: decimal.New(1, 1<<30)}), []fault{{"items[1].name", "a", alianza.ErrDuplicate}, {"items[1].amount", "1e1073741824", alianza.ErrRange}}},
		{"many", make([]roi.Item, 10_001), []fault{{"items", "10001", alianza.ErrLimit}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := concentration.New(tt.items)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("New = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestZeroDistribution(t *testing.T) {
	var d concentration.Distribution
	_, hhi := d.HHI()
	_, gini := d.Gini()
	_, sample := d.SampleGini()
	_, top := d.Top(1)
	_, _, part := d.TopPercent(pct("20"))
	_, _, largest := d.Largest()
	for i, err := range []error{hhi, gini, sample, top, part, largest} {
		if !errors.Is(err, alianza.ErrUnchecked) {
			t.Errorf("measure %d of the zero Distribution = %v; want ErrUnchecked", i, err)
		}
	}
	for range d.Curve() {
		t.Error("Curve() of the zero Distribution has a point")
	}
	if _, err := json.Marshal(d); !errors.Is(err, alianza.ErrUnchecked) || d.SinglePoint(pct("0")) || len(d.Partners()) != 0 {
		t.Errorf("MarshalJSON() of the zero Distribution = %v; want ErrUnchecked", err)
	}
}

func TestDistributionJSON(t *testing.T) {
	d := of(t, "10 30.50")
	doc, err := json.Marshal(d)
	if want := `{"items":[{"name":"b","amount":"30.50"},{"name":"a","amount":"10"}]}`; err != nil || string(doc) != want {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, want)
	}
	if got, err := alianza.Read[concentration.Distribution]([]byte(`{"items":[{"name":"a","amount":"10"},{"name":"b","amount":"30.5"}]}`)); err != nil || !cmp.Equal(d, got) {
		t.Errorf("Read in another order = %v, %v; want %v", got, err, d)
	}
	if _, err := alianza.Read[concentration.Distribution]([]byte(`{"items":[{"name":"a","amount":"-10"}]}`)); !errors.Is(err, alianza.ErrNegative) {
		t.Errorf("Read of a negative revenue = %v; want ErrNegative", err)
	}
}

// TestDistributionLong writes and reads as many partners as there may be, with names of
// the greatest length.
func TestDistributionLong(t *testing.T) {
	items := make([]roi.Item, 10_000)
	for i := range items {
		items[i] = roi.Item{Name: fmt.Sprintf("%0200d", i), Amount: decimal.NewFromInt(int64(i + 1))}
	}
	d := alianza.Must(concentration.New(items))
	doc, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := alianza.Read[concentration.Distribution](doc); err != nil || !cmp.Equal(d, got) {
		t.Errorf("Read of %d partners = %v; want them as they were", len(items), err)
	}
}

func TestBandOf(t *testing.T) {
	tests := []struct {
		points string
		want   concentration.Band
	}{
		{"0.01", concentration.BandLow},
		{"999.99", concentration.BandLow},
		{"1000", concentration.BandModerate}, // V-HHIB-3
		{"1800", concentration.BandModerate}, // V-HHIB-1
		{"1800.01", concentration.BandHigh},  // V-HHIB-2
		{"10000", concentration.BandHigh},
	}
	for _, tt := range tests {
		hhi, err := roi.NewFigure("HHI", concentration.UnitPoints, n(tt.points))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := concentration.BandOf(hhi); got != tt.want || err != nil {
			t.Errorf("BandOf(%s) = %s, %v; want %s", tt.points, got, err, tt.want)
		}
	}
	for _, f := range []roi.Figure{
		{},
		alianza.Must(roi.NewFigure("HHI", "%", n("20"))),
		alianza.Must(roi.NewFigure("HHI", "points", n("0"))), alianza.Must(roi.NewFigure("HHI", "points", n("10000.01"))),
	} {
		if got, err := concentration.BandOf(f); err == nil {
			t.Errorf("BandOf(%s) = %s; want an error", f, got)
		}
	}
}

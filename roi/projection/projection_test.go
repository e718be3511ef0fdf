package projection_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/roi/projection"
)

func n(s string) decimal.Decimal { return decimal.RequireFromString(s) }

func pct(s string) alianza.Percent { return alianza.Must(alianza.ParsePercent(s + "%")) }

// base is ten partners who sell for 100 a month, and two more each month. The program costs
// 1,000 a month, and each partner who joins 150.
var base = projection.Assumptions{
	Currency: "EUR", Partners: 10, Joining: 2, Churn: pct("10"), Revenue: n("100"), Growth: pct("5"), Commission: pct("20"),
	PartnerCost: n("5"), JoiningCost: n("150"), FixedCost: n("500"),
}

func TestProject(t *testing.T) {
	// Partners: 12, then 12 x 0.9 + 2 = 12.8, then 13.52. A partner sells for 100, 105, 110.25.
	want := []string{
		"1: 12 partners, revenue 1200 EUR, commission 240 EUR, cost 860 EUR, net 100 EUR, 100 EUR in all",
		"2: 12.8 partners, revenue 1344 EUR, commission 268.8 EUR, cost 864 EUR, net 211.2 EUR, 311.2 EUR in all",
		"3: 13.52 partners, revenue 1490.58 EUR, commission 298.116 EUR, cost 867.6 EUR, net 324.864 EUR, 636.064 EUR in all",
	}
	got, err := projection.Project(base, 3)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range got {
		text := fmt.Sprintf("%d: %s partners, revenue %s EUR, commission %s EUR, cost %s EUR, net %s EUR, %s EUR in all", p.Number,
			p.Partners.Round(6), p.Revenue.Round(6), p.Commission.Round(6), p.Cost.Round(6), p.Net.Round(6), p.Saved.Round(6))
		if text != want[i] {
			t.Errorf("period %d = %s; want %s", i+1, text, want[i])
		}
		doc, err := json.Marshal(p)
		if err != nil {
			t.Fatal(err)
		}
		if again, err := alianza.Read[projection.Period](doc); err != nil || !cmp.Equal(p, again) {
			t.Errorf("Read(%s) = %v, %v; want the period", doc, again, err)
		}
	}
	if got := got[1].String(); got != want[1] {
		t.Errorf("String() = %s; want %s", got, want[1])
	}
}

// TestPeriod_One has one partner.
func TestPeriod_One(t *testing.T) {
	got, err := projection.Project(projection.Assumptions{Currency: "EUR", Partners: 1, Revenue: n("100")}, 1)
	want := "1: 1 partner, revenue 100 EUR, commission 0 EUR, cost 0 EUR, net 100 EUR, 100 EUR in all"
	if err != nil || got[0].String() != want {
		t.Errorf("Project = %v, %v; want %s", got, err, want)
	}
}

// TestReference follows the partners by their closed form: after t periods the first ones are
// partners x stay^(t-1), and so are those who joined later.
func TestReference(t *testing.T) {
	got, err := projection.Project(base, 40)
	if err != nil {
		t.Fatal(err)
	}
	power := func(q *big.Rat, n int) *big.Rat {
		all := big.NewRat(1, 1)
		for range n {
			all.Mul(all, q)
		}
		return all
	}
	stay, grow := big.NewRat(9, 10), big.NewRat(21, 20)
	saved := new(big.Rat)
	for i, p := range got {
		active := new(big.Rat).Mul(big.NewRat(10, 1), power(stay, i))
		for joined := range i + 1 {
			active.Add(active, new(big.Rat).Mul(big.NewRat(2, 1), power(stay, i-joined)))
		}
		revenue := new(big.Rat).Mul(active, new(big.Rat).Mul(big.NewRat(100, 1), power(grow, i)))
		net := new(big.Rat).Mul(revenue, big.NewRat(4, 5))
		net.Sub(net, new(big.Rat).Mul(active, big.NewRat(5, 1))).Sub(net, big.NewRat(800, 1))
		saved.Add(saved, net)
		if p.Partners.Rat().Cmp(active) != 0 || p.Revenue.Rat().Cmp(revenue) != 0 || p.Net.Rat().Cmp(net) != 0 || p.Saved.Rat().Cmp(saved) != 0 {
			t.Fatalf("period %d = %s; want %s partners, revenue %s, net %s", i+1, p, active.FloatString(6), revenue.FloatString(6), net.FloatString(6))
		}
	}
}

func TestPaysBack(t *testing.T) {
	slow := base
	slow.FixedCost = n("700")
	periods := func(a projection.Assumptions, count int) []projection.Period {
		t.Helper()
		all, err := projection.Project(a, count)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	if got, err := projection.PaysBack(periods(base, 12)); got != 1 || err != nil {
		t.Errorf("PaysBack of gains from the first period on = %d, %v; want 1", got, err)
	}
	// -100, -88.8, 36.064 in all: the third period pays back.
	if got, err := projection.PaysBack(periods(slow, 12)); got != 3 || err != nil {
		t.Errorf("PaysBack = %d, %v; want 3", got, err)
	}
	if got, err := projection.PaysBack(periods(slow, 2)); !errors.Is(err, alianza.ErrNever) {
		t.Errorf("PaysBack within 2 periods = %d, %v; want ErrNever", got, err)
	}
	sinking := base
	sinking.Joining, sinking.Churn, sinking.Growth, sinking.FixedCost = 0, pct("50"), pct("0"), n("100")
	// 650, 925, 962.5, … and then less each period, until it is below zero.
	if got, err := projection.PaysBack(periods(sinking, 20)); !errors.Is(err, alianza.ErrNever) {
		t.Errorf("PaysBack of gains that are lost again = %d, %v; want ErrNever", got, err)
	}
	if got, err := projection.PaysBack(nil); !errors.Is(err, alianza.ErrEmpty) {
		t.Errorf("PaysBack of nothing = %d, %v; want ErrEmpty", got, err)
	}
	if got, err := projection.PaysBack(make([]projection.Period, 1)); !errors.Is(err, alianza.ErrUnchecked) {
		t.Errorf("PaysBack of a period without figures = %d, %v; want ErrUnchecked", got, err)
	}
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

func TestProjectFaults(t *testing.T) {
	precise := base
	precise.Revenue, precise.Growth, precise.Churn = n("1234567890123456.789012345678901234"), pct("1.0000000001"), pct("0.0000000001")
	most := math.MaxInt32
	above := most + 1
	tests := []struct {
		name    string
		a       projection.Assumptions
		periods int
		want    []fault
	}{
		{"nothing", projection.Assumptions{}, 0, []fault{{"currency", "", alianza.ErrMissing}, {"periods", "0", alianza.ErrRange}}},
		{"all wrong", projection.Assumptions{
			Currency: "XXX", Partners: -1, Joining: -2, Churn: pct("101"), Growth: pct("-101"), Commission: pct("-1"),
			Revenue: n("-1"), PartnerCost: n("-2"), JoiningCost: decimal.New(1, 1<<30), FixedCost: n("-3"),
		}, 121, []fault{
			{"currency", "XXX", alianza.ErrUnknown},
			{"partners", "-1", alianza.ErrNegative},
			{"joining", "-2", alianza.ErrNegative},
			{"churn", "101%", alianza.ErrRange},
			{"growth", "-101%", alianza.ErrRange},
			{"commission", "-1%", alianza.ErrRange},
			{"revenue", "-1", alianza.ErrNegative},
			{"partner_cost", "-2", alianza.ErrNegative},
			{"joining_cost", "1e1073741824", alianza.ErrRange},
			{"fixed_cost", "-3", alianza.ErrNegative},
			{"periods", "121", alianza.ErrRange},
		}},
		{"as precise as can be", precise, 120, nil},
		{"as many as can be written", projection.Assumptions{Currency: "EUR", Partners: most, Joining: most}, 1, nil},
		{"more partners", projection.Assumptions{Currency: "EUR", Partners: above, Joining: above}, 1, []fault{
			{"partners", "2147483648", alianza.ErrLimit},
			{"joining", "2147483648", alianza.ErrLimit},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.a.Partners == above && above < 0 {
				t.Skip("an int has 32 bits")
			}
			_, err := projection.Project(tt.a, tt.periods)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("Project = other faults (-want +got):\n%s", diff)
			}
		})
	}
	huge := base
	huge.Growth = alianza.WholePercent(900_000_000)
	if _, err := projection.Project(huge, 120); !errors.Is(err, alianza.ErrLimit) {
		t.Errorf("Project of 900,000,000%% a month = %v; want ErrLimit", err)
	}
}

func TestOutlook(t *testing.T) {
	low, high := base, base
	low.Joining, low.Churn = 1, pct("15")
	high.Growth = pct("8")
	outlook := projection.Outlook{Low: low, Base: base, High: high}
	got, err := outlook.Project(6)
	if err != nil {
		t.Fatal(err)
	}
	last := fmt.Sprint(got.Low[5].Saved, ", ", got.Base[5].Saved, ", ", got.High[5].Saved)
	if want := "saved 1032.66 EUR, saved 2321.33 EUR, saved 2943.88 EUR"; last != want {
		t.Errorf("Project = %s; want %s", last, want)
	}
	doc, err := json.Marshal(got)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := alianza.Read[projection.Projection](doc); err != nil || !cmp.Equal(got, again) {
		t.Errorf("Read of a projection = %v; want it as it was", err)
	}
	low.Churn, low.Growth, outlook.High.Growth = pct("15.0125"), pct("5.0125"), pct("8.0125")
	outlook.Low = low
	long, err := outlook.Project(120)
	if err != nil {
		t.Fatal(err)
	}
	if doc, err = json.Marshal(long); err != nil || len(doc) < 1<<20 {
		t.Fatalf("MarshalJSON() of ten years = %d bytes, %v; want more than a definition has", len(doc), err)
	}
	if again, err := alianza.Read[projection.Projection](doc); err != nil || !cmp.Equal(long, again) {
		t.Errorf("Read of ten years = %v; want them as they were", err)
	}
	doc, err = json.Marshal(outlook)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := alianza.Read[projection.Outlook](doc); err != nil || !cmp.Equal(outlook, again) {
		t.Errorf("Read(%s) = %v, %v; want %v", doc, again, err, outlook)
	}

	other := high
	other.Currency = "USD"
	tests := []struct {
		name    string
		outlook projection.Outlook
		want    []fault
	}{
		{"all alike", projection.Outlook{Low: base, Base: base, High: base}, nil},
		{"low above base", projection.Outlook{Low: high, Base: base, High: high}, []fault{{"low", "", alianza.ErrConflict}}},
		{"high below base", projection.Outlook{Low: low, Base: base, High: low}, []fault{{"high", "", alianza.ErrConflict}}},
		{"another currency", projection.Outlook{Low: low, Base: base, High: other}, []fault{{"high.currency", "USD", alianza.ErrCurrency}}},
		{"unsound", projection.Outlook{Low: projection.Assumptions{Currency: "EUR", Partners: -1}, Base: base, High: high}, []fault{{"low.partners", "-1", alianza.ErrNegative}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := tt.outlook.Project(6)
			if diff := cmp.Diff(tt.want, faults(err), cmpopts.EquateErrors()); diff != "" {
				t.Errorf("Project = other faults (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := alianza.Read[projection.Assumptions]([]byte(`{"currency":"EUR","partners":-1,"joining":1,"revenue":"1"}`)); !errors.Is(err, alianza.ErrNegative) {
		t.Errorf("Read of unsound assumptions = %v; want ErrNegative", err)
	}
}

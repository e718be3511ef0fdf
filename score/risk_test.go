package score_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
)

// rated returns a register with scales of three and two words and bands.
func rated() score.RegisterDefinition {
	d := score.AdvancedRegister()
	d.Likelihood, d.Impact = []string{"rare", "possible", "likely"}, []string{"mild", "severe"}
	d.Exposure = score.BandsDefinition{Name: "exposure", Bands: []score.Band{
		{Name: "low", Light: score.Green, To: score.Below(n("2"))},
		{Name: "middle", Light: score.Yellow, From: score.AtLeast(n("2")), To: score.Below(n("4"))},
		{Name: "high", Light: score.Red, From: score.AtLeast(n("4"))},
	}}
	return d
}

func report(t *testing.T, d score.RegisterDefinition, risks []score.Risk, figures map[string]score.Number) score.RiskReport {
	t.Helper()
	r, err := score.MustRegister(d).Judge(risks, figures)
	if err != nil {
		t.Fatalf("Judge(%v, %v) = %v; want no error", risks, figures, err)
	}
	return r
}

func TestAllianceRegister_S31(t *testing.T) {
	const (
		single = "single_point_of_failure (dependency): "
		fifth  = "revenue_concentration (dependency): "
		spread = "diversify_partners, diversify_channels, diversify_regions, diversify_products"
	)
	tests := []struct {
		name            string
		partners, share score.Number
		single, fifth   score.Answer
		text            string
	}{
		{"one partner", n("1"), n("100"), score.Yes, score.Yes, single + "partners 1; diversify_partners\n" + fifth + "top_fifth_share 100; " + spread},
		{"two partners", n("2"), n("79.99"), score.No, score.No, "no risks"},
		{"no partner", n("0"), nil, score.No, score.Unknown, fifth + "no data on top_fifth_share"},
		{"80 of 100", n("5"), n("80"), score.No, score.Yes, fifth + "top_fifth_share 80; " + spread},
		{"just under", n("5"), quotient{big.NewRat(239999999, 3000000)}, score.No, score.No, "no risks"},
		{"no data", nil, nil, score.Unknown, score.Unknown, single + "no data on partners\n" + fifth + "no data on top_fifth_share"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := report(t, score.AllianceRegister(), nil, map[string]score.Number{"partners": tt.partners, "top_fifth_share": tt.share})
			if got.Watches[0].Found != tt.single || got.Watches[1].Found != tt.fifth || got.String() != tt.text {
				t.Errorf("Judge(%v, %v) = %s, %s, %q; want %s, %s, %q", tt.partners, tt.share, got.Watches[0].Found, got.Watches[1].Found, got, tt.single, tt.fifth, tt.text)
			}
		})
	}
	got := report(t, score.AllianceRegister(), score.AllianceRisks(), nil)
	want := single + "no data on partners\n" + fifth + "no data on top_fifth_share\n" +
		"low_partner_performance (quality): not rated; certification, monitoring\n" + "brand_damage (quality): not rated; certification, monitoring\n" +
		"partner_switching (competition): not rated; contracts, exclusivity\n" + "direct_competition (competition): not rated; contracts, exclusivity"
	if got.String() != want || len(got.Unmitigated) != 0 {
		t.Errorf("Judge(AllianceRisks()) = %s; want %s", got, want)
	}
}

func TestAdvancedRegister_S32(t *testing.T) {
	want := score.RegisterDefinition{Name: "advanced", Kinds: []string{"financial", "operational", "strategic", "reputation"}}
	if diff := cmp.Diff(want, score.AdvancedRegister()); diff != "" {
		t.Errorf("AdvancedRegister() mismatch (-want +got):\n%s", diff)
	}
}

func TestRiskReport(t *testing.T) {
	got := report(t, rated(), []score.Risk{
		{Name: "leak", Kind: "reputation", Likelihood: "rare", Impact: "severe", Mitigation: []string{"training"}},
		{Name: "default", Kind: "financial", Likelihood: "likely", Impact: "severe", Mitigation: []string{"deposit"}, Contingency: []string{"collect"}},
		{Name: "delay", Kind: "operational", Likelihood: "possible", Impact: "mild"},
		{Name: "new", Kind: "strategic"},
		{Name: "slip", Kind: "operational", Likelihood: "rare", Impact: "mild"},
	}, nil)
	want := "default (financial): likely, severe, exposure 6, high; deposit\nleak (reputation): rare, severe, exposure 2, middle; training\n" +
		"delay (operational): possible, mild, exposure 2, middle; nothing is done about it\nslip (operational): rare, mild, exposure 1, low; nothing is done about it\n" +
		"new (strategic): not rated; nothing is done about it"
	if got.String() != want {
		t.Errorf("Judge = %s; want %s", got, want)
	}
	if diff := cmp.Diff([]string{"delay", "slip", "new"}, got.Unmitigated); diff != "" {
		t.Errorf("Unmitigated mismatch (-want +got):\n%s", diff)
	}
	doc, err := json.Marshal(score.RiskReport{Register: "r", Risks: got.Risks[:1], Watches: report(t, score.AllianceRegister(), nil, map[string]score.Number{"partners": n("1")}).Watches, Unmitigated: []string{"x"}})
	const wantDoc = `{"register":"r","risks":[{"name":"default","kind":"financial","likelihood":"likely","impact":"severe","mitigation":["deposit"],"contingency":["collect"],` +
		`"exposure":6,"band":"high","light":"red"}],"watches":[{"name":"single_point_of_failure","kind":"dependency","figure":"partners",` +
		`"when":[{"at_least":"1"},{"at_most":"1"}],"mitigation":["diversify_partners"],"found":"yes","value":"1.00"},` +
		`{"name":"revenue_concentration","kind":"dependency","figure":"top_fifth_share","when":[{"at_least":"80"}],` +
		`"mitigation":["diversify_partners","diversify_channels","diversify_regions","diversify_products"],"found":"unknown"}],"unmitigated":["x"]}`
	if err != nil || string(doc) != wantDoc {
		t.Errorf("MarshalJSON() = %s, %v; want %s", doc, err, wantDoc)
	}
	if last := got.Risks[4]; last.Exposure != 0 || last.Band != "" || last.Light != 0 {
		t.Errorf("risk without a rating = %+v; want no band", last)
	}
	bare := score.AllianceRegister()
	bare.Watches[0].Mitigation, bare.Watches[1].Mitigation = nil, nil
	for value, want := range map[string][]string{"1": {"single_point_of_failure"}, "2": nil} {
		if diff := cmp.Diff(want, report(t, bare, nil, map[string]score.Number{"partners": n(value)}).Unmitigated); diff != "" {
			t.Errorf("Unmitigated with %s partners mismatch (-want +got):\n%s", value, diff)
		}
	}
	got, err = score.Register{}.Judge(nil, nil)
	if _, jsonErr := json.Marshal(got); err != nil || jsonErr != nil || got.String() != "no risks" {
		t.Errorf("Judge by no register = %s, %v, %v; want no risks", got, err, jsonErr)
	}
	for _, v := range []fmt.Stringer{score.RatedRisk{}, score.WatchResult{}} {
		if _, err := json.Marshal(v); err != nil || v.String() == "" {
			t.Errorf("%T{} = %s, %v; want a text and no error", v, v, err)
		}
	}
}

func TestRegisterRefusals(t *testing.T) {
	r := score.MustRegister(rated())
	_, err := r.Judge([]score.Risk{
		{Name: "a", Kind: "financial", Likelihood: "likely"},
		{Name: "a", Kind: "money", Likelihood: "often", Impact: "severe", Mitigation: []string{"x", "x"}, Contingency: []string{""}},
	}, map[string]score.Number{"partners": n("1")})
	want := []fault{
		{"risks[0]", "a", alianza.ErrConflict},
		{"risks[1].name", "a", alianza.ErrDuplicate},
		{"risks[1].kind", "money", alianza.ErrUnknown},
		{"risks[1].likelihood", "often", alianza.ErrUnknown},
		{"risks[1].mitigation[1]", "x", alianza.ErrDuplicate},
		{"risks[1].contingency[0]", "", alianza.ErrMissing},
		{"figures.partners", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
	var none *decimal.Decimal
	_, err = score.MustRegister(score.AllianceRegister()).Judge([]score.Risk{{Name: "a", Kind: "quality", Likelihood: "rare", Impact: "mild"}},
		map[string]score.Number{"partners": decimal.New(1, 1<<30), "top_fifth_share": none, "share": n("1")})
	want = []fault{
		{"risks[0].likelihood", "rare", alianza.ErrUnknown}, {"risks[0].impact", "mild", alianza.ErrUnknown}, {"figures.partners", "1e1073741824", alianza.ErrRange}, {"figures.share", "", alianza.ErrUnknown},
	}
	if diff := cmp.Diff(want, faults(err), sameFaults); diff != "" {
		t.Errorf("Judge = other faults (-want +got):\n%s", diff)
	}
}

func TestNewRegisterFaults(t *testing.T) {
	change := func(f func(*score.RegisterDefinition)) score.RegisterDefinition {
		d := rated()
		d.Watches = score.AllianceRegister().Watches
		d.Kinds = append(d.Kinds, "dependency")
		f(&d)
		return d
	}
	tests := []struct {
		name string
		def  score.RegisterDefinition
		want []fault
	}{
		{"nothing", score.RegisterDefinition{}, []fault{{"name", "", alianza.ErrMissing}, {"kinds", "", alianza.ErrMissing}}},
		{"all", change(func(*score.RegisterDefinition) {}), nil},
		{"repeated", change(func(d *score.RegisterDefinition) {
			d.Kinds[1], d.Likelihood[2], d.Impact[0], d.Watches[1].Name = "financial", "rare", "", "single_point_of_failure"
		}), []fault{
			{"kinds[1]", "financial", alianza.ErrDuplicate},
			{"likelihood[2]", "rare", alianza.ErrDuplicate},
			{"impact[0]", "", alianza.ErrMissing},
			{"watches[1].name", "single_point_of_failure", alianza.ErrDuplicate},
		}},
		{"one scale", change(func(d *score.RegisterDefinition) { d.Impact, d.Exposure = nil, score.BandsDefinition{} }), []fault{{"likelihood", "", alianza.ErrConflict}}},
		{"bands that end too soon", change(func(d *score.RegisterDefinition) { d.Exposure.Bands[2].To = score.AtMost(n("5")) }), []fault{{"exposure.bands", "6", alianza.ErrConflict}}},
		{"bands with a gap", change(func(d *score.RegisterDefinition) { d.Exposure.Bands[2].From = score.Above(n("4")) }), []fault{{"exposure.bands[2].from.above", "4", alianza.ErrConflict}}},
		{"a faulty watch", change(func(d *score.RegisterDefinition) {
			d.Watches[0] = score.Watch{Name: "w", Kind: "quality", Mitigation: []string{"x", "x"}}
		}), []fault{
			{"watches[0].kind", "quality", alianza.ErrUnknown},
			{"watches[0].figure", "", alianza.ErrMissing},
			{"watches[0].when", "", alianza.ErrMissing},
			{"watches[0].mitigation[1]", "x", alianza.ErrDuplicate},
		}},
		{"no figure meets both", change(func(d *score.RegisterDefinition) {
			d.Watches[0].When = []score.Target{score.Below(n("1")), score.AtLeast(n("1"))}
			d.Watches[1].When = []score.Target{score.AtLeast(n("2")), score.AtMost(n("1"))}
		}), []fault{{"watches[0].when[1].at_least", "1", alianza.ErrConflict}, {"watches[1].when[1].at_most", "1", alianza.ErrConflict}}},
		{"three bounds", change(func(d *score.RegisterDefinition) {
			d.Watches[0].When = []score.Target{score.Below(n("1")), score.AtMost(n("3")), score.AtLeast(n("0"))}
		}), []fault{{"watches[0].when", "3", alianza.ErrRange}}},
		{"a hostile bound of two", change(func(d *score.RegisterDefinition) {
			d.Watches[0].When = []score.Target{score.AtLeast(decimal.New(1, 1<<30)), score.AtMost(n("5"))}
		}), []fault{{"watches[0].when[0].at_least", "1e1073741824", alianza.ErrRange}}},
		{"bands without a name", change(func(d *score.RegisterDefinition) { d.Exposure.Name = "" }), []fault{{"exposure.name", "", alianza.ErrMissing}}},
		{"a name without bands", change(func(d *score.RegisterDefinition) { d.Exposure.Bands = nil }), []fault{{"exposure.bands", "", alianza.ErrMissing}}},
		{"no bound", change(func(d *score.RegisterDefinition) { d.Watches[1].When = append(d.Watches[1].When, score.Target{}) }), []fault{
			{"watches[1].when[1]", "", alianza.ErrMissing},
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := score.NewRegister(tt.def)
			if diff := cmp.Diff(tt.want, faults(err), sameFaults); diff != "" {
				t.Errorf("NewRegister = other faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRegisterImmutable(t *testing.T) {
	whole := func() score.RegisterDefinition {
		d := rated()
		d.Kinds = append(d.Kinds, "dependency")
		d.Watches = score.AllianceRegister().Watches
		return d
	}
	spoil := func(d score.RegisterDefinition) {
		d.Kinds[0], d.Likelihood[0], d.Impact[0], d.Exposure.Bands[0].Name = "spoilt", "spoilt", "spoilt", "spoilt"
		d.Watches[0].When[0], d.Watches[0].Mitigation[0], d.Watches[1].Name = score.AtMost(n("7")), "spoilt", "spoilt"
	}
	d := whole()
	r := score.MustRegister(d)
	spoil(d)
	spoil(r.Definition())
	result, err := r.Judge(nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	result.Watches[0].Watch.When[0] = score.AtMost(n("7"))
	if diff := cmp.Diff(whole(), r.Definition()); diff != "" {
		t.Errorf("Definition() after changes mismatch (-want +got):\n%s", diff)
	}
	facts := []score.Risk{{Name: "a", Kind: "financial", Mitigation: []string{"x"}}}
	result, err = r.Judge(facts, nil)
	if err != nil {
		t.Fatal(err)
	}
	result.Risks[0].Risk.Mitigation[0] = "spoilt"
	if facts[0].Mitigation[0] != "x" {
		t.Error("a change to the report changes the facts; want a copy")
	}
}

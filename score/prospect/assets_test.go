package prospect_test

import (
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/score"
	"github.com/seed-0af520cd/alianza/score/internal/scoretest"
	"github.com/seed-0af520cd/alianza/score/prospect"
)

// TestAssets_S17 has the ten assets of the list, and the buying context, which
// only the groups have.
func TestAssets_S17(t *testing.T) {
	want := []string{"audience", "trust", "buying_context", "infrastructure", "know_how", "community", "reputation", "space", "service_capacity", "logistics", "data"}
	got := prospect.Assets()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Assets() mismatch (-want +got):\n%s", diff)
	}
	got[0] = "spoilt"
	if prospect.Assets()[0] != "audience" {
		t.Errorf("Assets() after a change to the one before = %v; want audience first", prospect.Assets())
	}
}

// TestAssetExchange_S18 has one of six assets that we lack and cannot soon build,
// and one given in return.
func TestAssetExchange_S18(t *testing.T) {
	const yes, no, unknown = score.Yes, score.No, score.Unknown
	brought := prospect.Asset{TheyBring: yes, WeLack: yes, WeBuildSoon: no, WeBring: no}
	given := prospect.Asset{TheyBring: no, WeBring: yes}
	with := func(a prospect.Asset, change func(*prospect.Asset)) prospect.Asset { change(&a); return a }
	type facts = map[string]prospect.Asset
	rest := func(some facts) facts { // all others are neither brought nor given
		all := facts{}
		for _, name := range prospect.Assets() {
			all[name] = prospect.Asset{TheyBring: no, WeBring: no}
		}
		maps.Copy(all, some)
		return all
	}
	tests := []struct {
		name  string
		facts facts
		want  score.Answer
		text  string
	}{
		{"one each way", rest(facts{"audience": brought, "know_how": given}), yes, "yes; received: audience; given: know_how"},
		{"one each way, nothing else known", facts{"audience": brought, "know_how": given}, yes, "yes; received: audience; given: know_how"},
		{"of a group", rest(facts{"logistics": brought, "data": given}), yes, "yes; received: logistics; given: data"},
		{"nothing given", rest(facts{"audience": brought}), no, "no; received: audience"},
		{"nothing received", rest(facts{"know_how": given}), no, "no; given: know_how"},
		{"not lacked", rest(facts{"audience": with(brought, func(a *prospect.Asset) { a.WeLack = no }), "know_how": given}), no, "no; given: know_how"},
		{"soon built", rest(facts{"audience": with(brought, func(a *prospect.Asset) { a.WeBuildSoon = yes }), "know_how": given}), no, "no; given: know_how"},
		{"not said whether soon built", rest(facts{"audience": with(brought, func(a *prospect.Asset) { a.WeBuildSoon = unknown }), "know_how": given}), unknown, "unknown; given: know_how"},
		{"the same both ways", rest(facts{"audience": with(brought, func(a *prospect.Asset) { a.WeBring = yes })}), no, "no; received: audience; given: audience"},
		{"data is in none of the six", rest(facts{"data": with(brought, func(a *prospect.Asset) { a.WeBring = yes }), "know_how": given}), no, "no; given: know_how, data"},
		{"two both ways", rest(facts{"audience": with(brought, func(a *prospect.Asset) { a.WeBring = yes }), "trust": with(brought, func(a *prospect.Asset) { a.WeBring = yes })}), yes, "yes; received: audience, trust; given: audience, trust"},
		{"all six answered no, and a gift", rest(facts{"data": given}), no, "no; given: data"},
		{"nothing known", nil, unknown, "unknown"},
		{"received, nothing known of what is given", facts{"audience": brought}, unknown, "unknown; received: audience"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := prospect.AssetExchange(tt.facts)
			if err != nil || got.Holds != tt.want || got.String() != tt.text {
				t.Errorf("AssetExchange = %q, %v; want %q", got, err, tt.text)
			}
			scoretest.Again(t, got)
		})
	}
	for _, in := range prospect.Assets() {
		for _, out := range prospect.Assets() {
			got, err := prospect.AssetExchange(rest(facts{in: brought, out: with(rest(facts{in: brought})[out], func(a *prospect.Asset) { a.WeBring = yes })}))
			want := no
			if in != out && in != "data" {
				want = yes
			}
			if err != nil || got.Holds != want {
				t.Errorf("AssetExchange(%s for %s) = %s, %v; want %s", in, out, got, err, want)
			}
		}
	}
	_, err := prospect.AssetExchange(facts{"goodwill": brought, "trust": {WeLack: 7}})
	if diff := cmp.Diff([]fault{{"assets.goodwill", "", alianza.ErrUnknown}, {"assets.trust.we_lack", "(7)", alianza.ErrUnknown}}, faults(err), scoretest.SameFaults()); diff != "" {
		t.Errorf("AssetExchange = other faults (-want +got):\n%s", diff)
	}
	scoretest.Again(t, brought)
	scoretest.Again(t, prospect.Asset{})
}

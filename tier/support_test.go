package tier_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/tier"
	"github.com/seed-0af520cd/alianza/tier/internal/tiertest"
)

// TestSupport_T3_T8_T13 has the class of support of each level: the best one up to
// it, and its own where levels replace each other.
func TestSupport_T3_T8_T13(t *testing.T) {
	tests := []struct {
		name   string
		def    tier.Definition[tier.NoTerms]
		metric string
		want   map[string]string // by the value of the metric
	}{
		{"affiliate", tier.Affiliate(), "sales", map[string]string{"0": "", "1": "email", "5": "email", "6": "priority", "16": "priority", "31": "priority"}},
		{"reseller", tier.Reseller(), "sales", map[string]string{"4": "", "5": "email", "15": "phone", "50": "dedicated"}},
		{"support", tier.Support(n("50000"), n("200000")), "revenue", map[string]string{"0": "", "49999.99": "", "50000": "priority", "60000": "priority", "200000": "priority"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for value, want := range tt.want {
				got, err := mustNew(tt.def).Place(tier.Metrics{tt.metric: n(value)})
				if err != nil || got.Support != want {
					t.Errorf("Place(%s) = support %q, %v; want %q", value, got.Support, err, want)
				}
				tiertest.ComesBack(t, got, "")
			}
		})
	}
	d := tier.Reseller()
	d.Levels[1].Support = ""
	if got, err := mustNew(d).Place(tier.Metrics{"sales": n("15")}); err != nil || got.Support != "" {
		t.Errorf("Place = support %q, %v; want none, because levels replace each other", got.Support, err)
	}
	d.Levels[1].Support = " vip"
	wantFaults(t, "New", second(tier.New(d)), fault{"levels[1].support", " vip", alianza.ErrForm})
}

// TestSupport_BestWins_T3 has levels whose support falls: the best one wins where the
// program compares the classes, else that of the highest level.
func TestSupport_BestWins_T3(t *testing.T) {
	for _, tt := range []struct {
		name, a, b, c    string
		onB, onC, onCown string // cumulative, and where levels replace each other
	}{
		{"rising", "email", "phone", "vip", "phone", "vip", "vip"},
		{"falling", "vip", "email", "phone", "vip", "vip", "phone"},
		{"back to the one before", "priority", "basic", "priority", "priority", "priority", "priority"},
		{"none between", "vip", "", "email", "vip", "vip", "email"},
		{"a class of its own", "vip", "chat", "email", "chat", "email", "email"},
		{"classes of its own", "b", "a", "b", "a", "b", "b"},
		{"none at the top", "email", "vip", "", "vip", "vip", ""},
	} {
		d := ladderOf("l", "points", []string{"a", "b", "c"}, "1", "2", "3").Definition()
		d.Levels[0].Support, d.Levels[1].Support, d.Levels[2].Support = tt.a, tt.b, tt.c
		on := func(value string) string {
			return alianza.Must(mustNew(d).Place(tier.Metrics{"points": n(value)})).Support
		}
		b, c := on("2"), on("3")
		d.Replacing = true
		if own := on("3"); b != tt.onB || c != tt.onC || own != tt.onCown {
			t.Errorf("%s: support %q, %q, replacing %q; want %q, %q, %q", tt.name, b, c, own, tt.onB, tt.onC, tt.onCown)
		}
	}
}

// TestBestSupport_T3 has the classes that a partner has from several programs.
func TestBestSupport_T3(t *testing.T) {
	tests := []struct {
		name    string
		classes []string
		want    string
	}{
		{"none", nil, ""},
		{"none of several", []string{"", ""}, ""},
		{"one", []string{"phone"}, "phone"},
		{"the least", []string{"basic"}, "basic"},
		{"silver affiliate and platinum certificate", []string{"priority", "vip"}, "vip"},
		{"enterprise reseller and silver certificate", []string{"dedicated", "priority"}, "dedicated"},
		{"basic reseller and expired certificate", []string{"email", ""}, "email"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := tier.BestSupport(tier.SupportClasses(), tt.classes...); err != nil || got != tt.want {
				t.Errorf("BestSupport(%q) = %q, %v; want %q", tt.classes, got, err, tt.want)
			}
		})
	}
	_, err := tier.BestSupport(tier.SupportClasses(), "vip", "gold", "VIP")
	wantFaults(t, "BestSupport of other classes", err, fault{"classes[1]", "gold", alianza.ErrUnknown}, fault{"classes[2]", "VIP", alianza.ErrUnknown})
	_, err = tier.BestSupport(make([]string, 1001), make([]string, 1001)...)
	wantFaults(t, "BestSupport of many", err, fault{"all", "1001", alianza.ErrLimit}, fault{"classes", "1001", alianza.ErrLimit})
	got := tier.SupportClasses()
	got[0] = "spoilt"
	if diff := cmp.Diff([]string{"basic", "email", "phone", "priority", "dedicated", "vip"}, tier.SupportClasses()); diff != "" {
		t.Errorf("SupportClasses() mismatch (-want +got):\n%s", diff)
	}
}

// TestSupportAreas_X21 gives a level the benefits of an area.
func TestSupportAreas_X21(t *testing.T) {
	areas := tier.SupportAreas()
	for area, items := range areas {
		if len(items) != 4 {
			t.Errorf("area %s has %d items; want 4", area, len(items))
		}
	}
	if len(areas) != 3 {
		t.Errorf("SupportAreas() = %d areas; want 3", len(areas))
	}
	d := points("1")
	d.Levels[0].Benefits = areas["technical"]
	got, err := mustNew(d).Place(tier.Metrics{"points": n("1")})
	if diff := cmp.Diff([]string{"integration", "api_documentation", "customization", "technical_training"}, got.Benefits); diff != "" || err != nil {
		t.Errorf("Place = other benefits, %v (-want +got):\n%s", err, diff)
	}
}
